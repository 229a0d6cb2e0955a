//! How often somebody may try: signing in, and asking for anything at all. Counted per network, as
//! an address costs an attacker nothing in IPv6 and little in IPv4. Addresses live in memory, as a
//! keyed hash, and are never written down.

use crate::{App, Error, Result, config};
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::Response,
};
use federation::{Clock, inbox::Asker};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::{
    convert::Infallible,
    hash::{BuildHasher, Hash, RandomState},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const MINUTE_MILLIS: u32 = 60 * 1_000;
const HOUR_MILLIS: u32 = 60 * MINUTE_MILLIS;
const DAY_MILLIS: u32 = 24 * HOUR_MILLIS;

/// Counters of each limit. Two keys that share one share what it allows, which is rare by chance
/// and cannot be brought about: the hash is keyed anew at each start.
const BUCKETS: usize = 1 << 14;
/// An office of many people behind one address may mistype more often than one person.
const ATTEMPTS_OF_A_NETWORK: u32 = 3;
/// Guessing from many networks is slowed down too, though not so soon that a stranger could lock
/// somebody out at will.
const ATTEMPTS_AT_AN_ACCOUNT: u32 = 20;
/// So many people of one office register within an hour.
const LETTERS_OF_A_NETWORK: u32 = 20;

/// Pictures decoded at the same time: each may take much memory.
const DECODED_AT_ONCE: usize = 2;

/// A leaky bucket for each key. What drips out of it is `every` a time.
struct Limit {
    every_millis: i64,
    at_once: u32,
    /// When each bucket will be empty, in milliseconds since 1970.
    empty_at: Box<[AtomicI64]>,
}

impl Limit {
    fn new(times: u32, in_millis: u32) -> Self {
        Self {
            every_millis: i64::from((in_millis / times.max(1)).max(1)),
            at_once: times.max(1),
            empty_at: (0..BUCKETS).map(|_| AtomicI64::new(0)).collect(),
        }
    }

    /// Count one, or say how many milliseconds are left until it may be tried again.
    fn take(&self, bucket: usize, now: i64) -> Result<(), i64> {
        let holds = self.every_millis * i64::from(self.at_once);
        let mut wait = 0;
        let taken = self.change(bucket, |empty_at| {
            let level = match empty_at - now {
                // More than it holds: the clock was set back, and nobody shall be locked out for it.
                level if level > holds => 0,
                level => level.max(0),
            };
            wait = level + self.every_millis - holds;
            (wait <= 0).then_some(now + level + self.every_millis)
        });
        if taken { Ok(()) } else { Err(wait) }
    }

    fn give_back(&self, bucket: usize) {
        self.change(bucket, |empty_at| Some(empty_at - self.every_millis));
    }

    fn change(&self, bucket: usize, to: impl FnMut(i64) -> Option<i64>) -> bool {
        let order = Ordering::Relaxed;
        self.empty_at[bucket].fetch_update(order, order, to).is_ok()
    }
}

/// The limits of this server. Clones count together.
#[derive(Clone)]
pub struct Limits(Arc<Counting>);

struct Counting {
    clock: Clock,
    hasher: RandomState,
    requests: Limit,
    of_network: Limit,
    at_account: Limit,
    of_network_at_account: Limit,
    letters_of_network: Limit,
    letters_to_address: Limit,
    letters_about_peers: Limit,
    decoders: Arc<Semaphore>,
}

impl Limits {
    pub fn new(settings: &config::Limits, clock: Clock) -> Self {
        let attempts = settings.sign_in_attempts_per_hour;
        let per_hour = |factor| Limit::new(attempts.saturating_mul(factor), HOUR_MILLIS);
        Self(Arc::new(Counting {
            clock,
            hasher: RandomState::new(),
            requests: Limit::new(settings.requests_per_minute, MINUTE_MILLIS),
            of_network: per_hour(ATTEMPTS_OF_A_NETWORK),
            at_account: per_hour(ATTEMPTS_AT_AN_ACCOUNT),
            of_network_at_account: per_hour(1),
            letters_of_network: Limit::new(
                settings
                    .letters_per_hour
                    .saturating_mul(LETTERS_OF_A_NETWORK),
                HOUR_MILLIS,
            ),
            letters_to_address: Limit::new(settings.letters_per_hour, HOUR_MILLIS),
            letters_about_peers: Limit::new(1, DAY_MILLIS),
            decoders: Arc::new(Semaphore::new(DECODED_AT_ONCE)),
        }))
    }

    /// Count a request of any kind.
    pub fn request(&self, network: Network) -> Result<()> {
        self.take(&self.0.requests, self.bucket(network))
    }

    /// Count an attempt to get into the account with this e-mail address, whether or not there is
    /// one. Counted before it is known to fail, so that many at once are not all let through.
    pub fn attempt(&self, email: &str, network: Network) -> Result<Attempt<'_>> {
        let email = email.trim().to_lowercase();
        let taken = [
            (&self.0.of_network, self.bucket(network)),
            (
                &self.0.of_network_at_account,
                self.bucket((&email, network)),
            ),
            (&self.0.at_account, self.bucket(&email)),
        ];
        self.take_all(taken.into())
    }

    /// Count a letter that somebody without an account makes us write, so that nobody can have
    /// another's letter box filled by us.
    pub fn letter(&self, email: &str, network: Network) -> Result<()> {
        let email = email.trim().to_lowercase();
        self.take(&self.0.letters_of_network, self.bucket(("letter", network)))?;
        self.take(&self.0.letters_to_address, self.bucket(("letter", &email)))
    }

    /// A place among those that decode a picture, as soon as there is one. It is to be given back when the
    /// decoding is over, whether or not somebody still waits for it.
    pub async fn decoder(&self) -> Result<OwnedSemaphorePermit> {
        let place = self.0.decoders.clone().acquire_owned().await;
        Ok(place.map_err(anyhow::Error::from)?)
    }

    #[cfg(test)]
    pub fn free_decoders(&self) -> usize {
        self.0.decoders.available_permits()
    }

    /// Count a letter about servers that wait for an answer: one a day, whoever asks.
    pub fn letter_about_peers(&self) -> Result<()> {
        self.take(&self.0.letters_about_peers, 0)
    }

    /// Count an attempt to use a secret that names no account: a sign-in link.
    pub fn attempt_from(&self, network: Network) -> Result<Attempt<'_>> {
        self.take_all([(&self.0.of_network, self.bucket(network))].into())
    }

    fn take_all<'a>(&'a self, wanted: Vec<(&'a Limit, usize)>) -> Result<Attempt<'a>> {
        let mut attempt = Attempt(Vec::with_capacity(wanted.len()));
        for (limit, bucket) in wanted {
            if let Err(refused) = self.take(limit, bucket) {
                attempt.succeeded();
                return Err(refused);
            }
            attempt.0.push((limit, bucket));
        }
        Ok(attempt)
    }

    fn take(&self, limit: &Limit, bucket: usize) -> Result<()> {
        let now = self.0.clock.now().timestamp_millis();
        limit.take(bucket, now).map_err(|millis| Error::TooMany {
            wait: u64::try_from(millis).unwrap_or_default().div_ceil(1_000),
        })
    }

    fn bucket(&self, key: impl Hash) -> usize {
        let hash = self.0.hasher.hash_one(key);
        (hash % BUCKETS as u64) as usize
    }
}

/// An attempt that counts against whoever makes it, until it is known to have succeeded.
#[must_use]
pub struct Attempt<'a>(Vec<(&'a Limit, usize)>);

impl Attempt<'_> {
    pub fn succeeded(self) {
        for (limit, bucket) in self.0 {
            limit.give_back(bucket);
        }
    }
}

/// Whose requests count together: one IPv4 address, or the /64 an IPv6 customer gets at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(IpNet);

impl Network {
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(v4) => IpNet::V4(Ipv4Net::from(v4)),
            IpAddr::V6(v6) => IpNet::V6(Ipv6Net::new_assert(v6, 64).trunc()),
        })
    }
}

impl FromRequestParts<App> for Network {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        // Without a connection, as behind a Unix socket, all count together.
        let peer = match parts.extensions.get::<ConnectInfo<SocketAddr>>() {
            Some(ConnectInfo(peer)) => peer.ip(),
            None => Ipv4Addr::UNSPECIFIED.into(),
        };
        let trusted = &app.config.listen.trusted_proxies;
        Ok(Self::of(client(peer, &parts.headers, trusted)))
    }
}

/// The layer that counts every request.
pub async fn throttle(
    State(app): State<App>,
    network: Network,
    request: Request,
    next: Next,
) -> Result<Response> {
    app.limits.request(network)?;
    Ok(next.run(request).await)
}

/// The layer that tells the inboxes whose requests count together.
pub async fn name_asker(network: Network, mut request: Request, next: Next) -> Response {
    request
        .extensions_mut()
        .insert(Asker(network.0.to_string()));
    next.run(request).await
}

/// Who asks: the peer, or the last address before the proxies we trust. What stands further left
/// in `X-Forwarded-For` anybody can write.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address| is_trusted(address, trusted);
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    let hops = lines.filter_map(|line| line.to_str().ok());
    let mut client = peer;
    for hop in hops.flat_map(|line| line.rsplit(',')) {
        if !is_trusted(client) {
            break;
        }
        let Some(address) = address_in(hop.trim()) else {
            break;
        };
        client = address;
    }
    client
}

/// Whether `address` is one of the proxies whose word on a visitor is believed.
pub fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    let address = address.to_canonical();
    trusted.iter().any(|network| network.contains(&address))
}

/// Some proxies write the port along.
fn address_in(hop: &str) -> Option<IpAddr> {
    let bare = || hop.parse::<IpAddr>().ok();
    bare().or_else(|| Some(hop.parse::<SocketAddr>().ok()?.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};

    fn limits(sign_in_attempts_per_hour: u32) -> (Limits, Clock) {
        let clock = Clock::stopped(DateTime::from_timestamp(1_793_000_000, 0).unwrap());
        let settings = config::Limits {
            letters_per_hour: 5,
            sign_in_attempts_per_hour,
            requests_per_minute: 60,
            upload_bytes: 0,
        };
        (Limits::new(&settings, clock.clone()), clock)
    }

    fn network(address: &str) -> Network {
        Network::of(address.parse().unwrap())
    }

    fn wait<T>(result: Result<T>) -> Option<u64> {
        match result {
            Err(Error::TooMany { wait }) => Some(wait),
            _ => None,
        }
    }

    #[test]
    fn the_eleventh_wrong_password_has_to_wait_and_the_wait_is_true() {
        let (limits, clock) = limits(10);
        let home = network("198.51.100.7");
        let attempt = || wait(limits.attempt("post@dialog.example.org", home));
        for _ in 0..10 {
            assert_eq!(attempt(), None);
        }
        assert_eq!(attempt(), Some(360));
        clock.advance(TimeDelta::seconds(359));
        assert_eq!(attempt(), Some(1));
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(attempt(), None);
        assert_eq!(attempt(), Some(360));
    }

    #[test]
    fn who_gets_in_is_not_counted() {
        let (limits, _) = limits(10);
        for _ in 0..100 {
            let attempt = limits.attempt("post@dialog.example.org", network("198.51.100.7"));
            attempt.unwrap().succeeded();
        }
    }

    #[test]
    fn an_address_is_one_account_however_it_is_written() {
        let (limits, _) = limits(1);
        let home = network("198.51.100.7");
        assert_eq!(wait(limits.attempt("post@dialog.example.org", home)), None);
        assert!(wait(limits.attempt(" POST@dialog.example.org", home)).is_some());
    }

    #[test]
    fn a_stranger_elsewhere_does_not_lock_somebody_out() {
        let (limits, _) = limits(10);
        let stranger = network("203.0.113.1");
        while wait(limits.attempt("post@dialog.example.org", stranger)).is_none() {}
        let home = network("198.51.100.7");
        assert_eq!(wait(limits.attempt("post@dialog.example.org", home)), None);
    }

    #[test]
    fn one_network_cannot_go_through_all_accounts() {
        let (limits, _) = limits(10);
        let stranger = network("203.0.113.1");
        let tried = (0..1_000).take_while(|number| {
            wait(limits.attempt(&format!("{number}@dialog.example.org"), stranger)).is_none()
        });
        assert_eq!(tried.count(), 30);
        assert!(wait(limits.attempt_from(stranger)).is_some());
    }

    #[test]
    fn many_networks_cannot_guess_at_one_account_without_end() {
        let (limits, _) = limits(10);
        let tried = (0..1_000u16).take_while(|number| {
            let [high, low] = number.to_be_bytes();
            let bot = network(&format!("203.0.{high}.{low}"));
            wait(limits.attempt("post@dialog.example.org", bot)).is_none()
        });
        // A few bots may share a counter.
        assert!((190..=200).contains(&tried.count()));
    }

    #[test]
    fn a_refused_attempt_costs_nothing_more() {
        let (limits, clock) = limits(1);
        let home = network("198.51.100.7");
        let _ = limits.attempt("a@dialog.example.org", home);
        for _ in 0..100 {
            assert!(wait(limits.attempt("a@dialog.example.org", home)).is_some());
        }
        assert_eq!(wait(limits.attempt("b@dialog.example.org", home)), None);
        clock.advance(TimeDelta::hours(1));
        assert_eq!(wait(limits.attempt("a@dialog.example.org", home)), None);
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out() {
        for back in [TimeDelta::seconds(30), TimeDelta::days(365)] {
            let (limits, clock) = limits(10);
            let home = network("198.51.100.7");
            while wait(limits.request(home)).is_none() {}
            clock.advance(-back);
            clock.advance(TimeDelta::seconds(31));
            assert_eq!(wait(limits.request(home)), None, "{back}");
        }
    }

    #[test]
    fn requests_are_counted_by_the_minute() {
        let (limits, clock) = limits(1);
        let home = network("198.51.100.7");
        for _ in 0..60 {
            assert_eq!(wait(limits.request(home)), None);
        }
        assert_eq!(wait(limits.request(home)), Some(1));
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(wait(limits.request(home)), None);
    }

    #[test]
    fn an_ipv6_customer_is_one_network() {
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:2"));
        assert_ne!(network("2001:db8:0:1::1"), network("2001:db8:0:2::1"));
        assert_ne!(network("198.51.100.7"), network("198.51.100.8"));
        assert_eq!(network("::ffff:198.51.100.7"), network("198.51.100.7"));
    }

    #[test]
    fn forwarded_addresses_are_believed_from_named_proxies_only() {
        let trusted: [IpNet; 2] = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        for (peer, lines, expected) in [
            ("203.0.113.1", &["198.51.100.7"][..], "203.0.113.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("::ffff:10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["1.1.1.1, 198.51.100.7"], "198.51.100.7"),
            (
                "10.0.0.1",
                &["1.1.1.1", "198.51.100.7, 10.0.0.2"],
                "198.51.100.7",
            ),
            ("10.0.0.1", &["198.51.100.7:4711"], "198.51.100.7"),
            ("::1", &["[2001:db8::1]:4711"], "2001:db8::1"),
            ("10.0.0.1", &["198.51.100.7, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7, "], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            let client = client(peer.parse().unwrap(), &headers, &trusted);
            assert_eq!(
                client,
                expected.parse::<IpAddr>().unwrap(),
                "{peer} {lines:?}"
            );
        }
    }
}
