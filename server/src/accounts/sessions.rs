//! Sessions: who is signed in, on which device, and until when. Kept here, so that they can be
//! listed and ended; the browser holds nothing but a secret.

use super::{
    account::{Account, Role},
    secrets::Secret,
};
use crate::ids::AccountId;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::entity::prelude::*;

/// Idle sessions of those who can publish or appoint end sooner than the settings say.
const IDLE_WITH_POWER: TimeDelta = TimeDelta::hours(12);
/// However busy, a session ends after this, so that a stolen one does too.
pub const LIVES_AT_MOST: TimeDelta = TimeDelta::days(90);
/// A session is written down as seen at most this often: reading a page is no reason to write.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);
/// The oldest one ends when another begins.
pub(super) const PER_ACCOUNT_AT_MOST: u64 = 50;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// The digest of its secret: it tells sessions apart and opens nothing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub account: AccountId,
    /// Browser and system, such as „Firefox, Linux“; empty when neither is known.
    pub device: String,
    pub created_at: DateTimeUtc,
    pub seen_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Session;

/// What somebody signs in with, and how long this instance keeps idle sessions.
#[derive(Clone, Debug)]
pub struct Visit {
    pub device: String,
    pub idle_days: u16,
}

impl Session {
    pub(super) fn new(account: &Account, visit: Visit, now: DateTime<Utc>) -> (Self, Secret) {
        let secret = Secret::new();
        let session = Self {
            id: secret.digest(),
            account: account.id.clone(),
            device: visit.device,
            created_at: now,
            seen_at: now,
            expires_at: now + idle(account.role, visit.idle_days),
        };
        (session, secret)
    }

    pub(super) fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.expires_at <= now
    }

    /// The same session seen now, or none when it was written down a moment ago.
    pub(super) fn seen(&self, role: Role, idle_days: u16, now: DateTime<Utc>) -> Option<Self> {
        (now - self.seen_at >= SEEN_EVERY).then(|| Self {
            seen_at: now,
            expires_at: (now + idle(role, idle_days)).min(self.created_at + LIVES_AT_MOST),
            ..self.clone()
        })
    }
}

fn idle(role: Role, idle_days: u16) -> TimeDelta {
    let days = TimeDelta::days(idle_days.into());
    match role {
        Role::Editor => days,
        Role::Coordinator | Role::Owner => days.min(IDLE_WITH_POWER),
    }
}

/// Browser and system from a `User-Agent`, and nothing finer: enough to recognise one's own device.
pub fn device(user_agent: &str) -> String {
    // Most browsers also name those they descend from, so the order matters.
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let parts = [named(&BROWSERS), named(&SYSTEMS)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::{noon, somebody};

    fn session(role: Role, idle_days: u16) -> Session {
        let account = Account { role, ..somebody() };
        let device = String::new();
        Session::new(&account, Visit { device, idle_days }, noon()).0
    }

    #[test]
    fn who_can_publish_is_signed_out_after_half_a_day_without_use() {
        for (role, idle_days, lives) in [
            (Role::Editor, 30, TimeDelta::days(30)),
            (Role::Editor, 7, TimeDelta::days(7)),
            (Role::Coordinator, 30, TimeDelta::hours(12)),
            (Role::Owner, 30, TimeDelta::hours(12)),
        ] {
            let session = session(role, idle_days);
            assert!(!session.is_over(noon() + lives - TimeDelta::milliseconds(1)));
            assert!(session.is_over(noon() + lives));
        }
    }

    #[test]
    fn use_keeps_a_session_alive_but_not_for_ever() {
        let mut session = session(Role::Editor, 30);
        let mut now = noon();
        for _ in 0..12 {
            now += TimeDelta::days(10);
            if session.is_over(now) {
                break;
            }
            session = session.seen(Role::Editor, 30, now).unwrap();
        }
        assert_eq!(session.expires_at, noon() + LIVES_AT_MOST);
        assert!(session.is_over(now));
    }

    #[test]
    fn a_session_seen_a_moment_ago_is_not_written_again() {
        let session = session(Role::Editor, 30);
        assert_eq!(
            session.seen(Role::Editor, 30, noon() + TimeDelta::minutes(4)),
            None
        );
        let later = noon() + SEEN_EVERY;
        let seen = session.seen(Role::Editor, 30, later).unwrap();
        assert_eq!(seen.seen_at, later);
        assert_eq!(seen.expires_at, later + TimeDelta::days(30));
    }

    #[test]
    fn a_device_is_a_browser_and_a_system_and_nothing_finer() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
                "Safari, iOS",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/142.0.0.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            ("curl/8.14.1", ""),
            ("", ""),
        ] {
            assert_eq!(device(user_agent), name);
        }
    }
}
