//! What a running server remembers and may forget: opened keys, dead ends, and how often it said no.

use crate::{
    Iri, Result,
    actors::Actor,
    fetch::Failure,
    iri::host_of,
    keys::{KeyPairs, Vault},
};
use anyhow::anyhow;
use chrono::{DateTime, Duration, Utc};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard},
};
use url::Url;

/// Key pairs kept open; one of ours each, so only a very large instance ever starts over.
const KEYS_AT_MOST: usize = 1_000;
/// Servers whose share is counted before those with a full one are forgotten.
const SHARES_AT_MOST: usize = 10_000;
/// Addresses remembered as dead ends, so that a flood of them cannot fill the memory.
const MISSES_AT_MOST: usize = 10_000;
/// An actor that could not be read is not asked for again before this.
const MISS_LASTS: Duration = Duration::minutes(5);
/// An actor whose key did not fit is read anew at most this often, whoever asks.
const REREAD_AT_MOST_EVERY: Duration = Duration::minutes(5);
/// Actors whose last reading is remembered; beyond it the memory starts over.
const REREADS_AT_MOST: usize = 10_000;
/// A host that did not answer at all is spared for less: it may only have restarted.
const SILENCE_LASTS: Duration = Duration::minutes(1);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Opening a key takes longer than signing with it. What was opened counts for as long as the row is
/// sealed the same: new keys may be rolled back, and old ones be opened meanwhile.
#[derive(Default)]
pub(crate) struct Keyring(Mutex<HashMap<Iri, OpenKeys>>);

struct OpenKeys {
    sealed: String,
    keys: Arc<KeyPairs>,
}

impl Keyring {
    pub fn of(&self, actor: &Actor, vault: &Vault) -> Result<Arc<KeyPairs>> {
        let sealed = actor
            .secret_keys
            .as_deref()
            .ok_or_else(|| anyhow!("{} is not ours to sign for", actor.id))?;
        let known = |open: &HashMap<Iri, OpenKeys>| {
            let open = open.get(&actor.id).filter(|open| open.sealed == sealed)?;
            Some(open.keys.clone())
        };
        if let Some(keys) = known(&lock(&self.0)) {
            return Ok(keys);
        }
        let keys = Arc::new(KeyPairs::open(vault, sealed)?);
        let mut open = lock(&self.0);
        if open.len() >= KEYS_AT_MOST {
            open.clear();
        }
        let opened = OpenKeys {
            sealed: sealed.to_owned(),
            keys: keys.clone(),
        };
        open.insert(actor.id.clone(), opened);
        Ok(keys)
    }
}

/// Actors and hosts that led nowhere, so that a flood of dead keys costs one request each.
#[derive(Default)]
pub(crate) struct Misses(Mutex<HashMap<String, (Failure, DateTime<Utc>)>>);

impl Misses {
    pub fn check(&self, actor: &Url, now: DateTime<Utc>) -> Result<(), Failure> {
        let known = lock(&self.0);
        for name in [actor.as_str(), &host_of(actor)] {
            if let Some((failure, until)) = known.get(name)
                && now < *until
            {
                return Err(*failure);
            }
        }
        Ok(())
    }

    pub fn note(&self, actor: &Url, failure: Failure, now: DateTime<Utc>) {
        let silent = matches!(
            failure,
            Failure::Unresolvable | Failure::Unreachable | Failure::TimedOut
        );
        let mut known = lock(&self.0);
        if known.len() >= MISSES_AT_MOST {
            known.retain(|_, (_, until)| now < *until);
        }
        if known.len() >= MISSES_AT_MOST {
            known.clear();
        }
        if silent {
            known.insert(host_of(actor), (failure, now + SILENCE_LASTS));
        } else {
            known.insert(actor.to_string(), (failure, now + MISS_LASTS));
        }
    }
}

/// When actors were last read anew, so that wrong signatures cannot make us ask all day.
#[derive(Default)]
pub(crate) struct Rereads(Mutex<HashMap<Iri, DateTime<Utc>>>);

impl Rereads {
    /// Whether this actor's turn has come. If so, it is now taken.
    pub fn allow(&self, actor: &Iri, now: DateTime<Utc>) -> bool {
        let mut read = lock(&self.0);
        let is_recent = |at: &DateTime<Utc>| now - *at < REREAD_AT_MOST_EVERY;
        if read.get(actor).is_some_and(is_recent) {
            return false;
        }
        if read.len() >= REREADS_AT_MOST {
            read.clear();
        }
        read.insert(actor.clone(), now);
        true
    }
}

/// Each server's share of our attention, so that one cannot take it all.
pub(crate) struct Shares(DefaultKeyedRateLimiter<String>);

impl Shares {
    pub fn new(quota: Quota) -> Self {
        Self(RateLimiter::keyed(quota))
    }

    pub fn allows(&self, host: &str) -> bool {
        if self.0.len() > SHARES_AT_MOST {
            self.0.retain_recent();
        }
        self.0.check_key(&host.to_owned()).is_ok()
    }
}

/// Refused requests by reason. Reasons are words of this program, so there are few.
#[derive(Default)]
pub struct Refusals(Mutex<BTreeMap<&'static str, u64>>);

impl Refusals {
    /// One more that was refused for this reason.
    pub fn count(&self, reason: &'static str) {
        *lock(&self.0).entry(reason).or_default() += 1;
    }

    pub fn counts(&self) -> BTreeMap<&'static str, u64> {
        lock(&self.0).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZeroU32;

    #[test]
    fn one_server_cannot_take_the_share_of_another() {
        let two = NonZeroU32::new(2).expect("two");
        let shares = Shares::new(Quota::per_hour(two));
        assert!(shares.allows("loud.example") && shares.allows("loud.example"));
        assert!(!shares.allows("loud.example"));
        assert!(shares.allows("quiet.example"));
    }

    #[test]
    fn an_actor_is_read_anew_once_in_its_time() {
        let rereads = Rereads::default();
        let actor: Iri = "https://a.example/1".parse().expect("a URL");
        let neighbour: Iri = "https://a.example/2".parse().expect("a URL");
        let now = DateTime::from_timestamp(1_793_000_000, 0).expect("a time");
        assert!(rereads.allow(&actor, now));
        assert!(!rereads.allow(&actor, now));
        assert!(rereads.allow(&neighbour, now));
        assert!(rereads.allow(&actor, now + REREAD_AT_MOST_EVERY));
    }

    #[test]
    fn a_dead_end_is_not_asked_again_before_its_time() {
        let misses = Misses::default();
        let actor = Url::parse("https://a.example/1").expect("a URL");
        let neighbour = Url::parse("https://a.example/2").expect("a URL");
        let now = DateTime::from_timestamp(1_793_000_000, 0).expect("a time");
        misses.note(&actor, Failure::NotActivityJson, now);
        assert_eq!(misses.check(&actor, now), Err(Failure::NotActivityJson));
        assert_eq!(misses.check(&neighbour, now), Ok(()));
        assert_eq!(misses.check(&actor, now + MISS_LASTS), Ok(()));
        misses.note(&actor, Failure::TimedOut, now);
        assert_eq!(misses.check(&neighbour, now), Err(Failure::TimedOut));
    }
}
