//! Sign-in links: shown once, used once, soon over. Looking at one does not use it up, because
//! mail scanners and chat previews look at everything.

use super::{account::Account, secrets::Secret};
use crate::ids::AccountId;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::entity::prelude::*;
use url::Url;

/// For somebody who is waiting for it.
pub(super) const FOR_NOW: TimeDelta = TimeDelta::hours(24);
/// For somebody who has yet to read the invitation.
pub(super) const FOR_AN_INVITATION: TimeDelta = TimeDelta::hours(72);

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_links")]
pub struct Model {
    /// The digest of its secret.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub account: AccountId,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Link;

impl Link {
    pub(super) fn new(account: &Account, lives: TimeDelta, now: DateTime<Utc>) -> (Self, Secret) {
        let secret = Secret::new();
        let link = Self {
            id: secret.digest(),
            account: account.id.clone(),
            created_at: now,
            expires_at: now + lives,
            used_at: None,
        };
        (link, secret)
    }

    pub(super) fn works(&self, now: DateTime<Utc>) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

/// Where the person opens it. Show it once; it must reach no log.
pub fn address(origin: &Url, secret: &Secret) -> Url {
    let mut address = origin.clone();
    address.set_path(&format!("/sign-in/{}", secret.reveal()));
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::{noon, somebody};

    #[test]
    fn a_link_works_until_it_is_used_or_over() {
        let (mut link, _) = Link::new(&somebody(), FOR_NOW, noon());
        assert!(link.works(noon()));
        assert!(link.works(noon() + FOR_NOW - TimeDelta::milliseconds(1)));
        assert!(!link.works(noon() + FOR_NOW));
        link.used_at = Some(noon());
        assert!(!link.works(noon()));
    }

    #[test]
    fn only_the_digest_of_a_link_is_kept() {
        let (link, secret) = Link::new(&somebody(), FOR_NOW, noon());
        let origin = "https://dialog.example.org".parse().unwrap();
        let address = address(&origin, &secret);
        assert!(address.path().ends_with(secret.reveal()));
        assert!(!address.path().contains(&link.id));
    }
}
