//! How deliveries to other servers, and requests of theirs, are told to people. Delivering itself is
//! the federation crate's; nothing here waits for the network.

pub mod pages;

use crate::{Result, accounts::Account, app::Tx, audit};
use chrono::{DateTime, Utc};
use federation::delivery::{Delivery, Entity, State, failing_hosts};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// Servers in trouble that are known at a time; beyond it a next try is said a little too early.
const RESTING_AT_MOST: u64 = 1_000;

/// Until when servers that did not answer are left alone.
pub struct Resting(HashMap<String, DateTime<Utc>>);

impl Resting {
    pub async fn now(db: &impl ConnectionTrait) -> Result<Self> {
        let hosts = failing_hosts(db, RESTING_AT_MOST).await?.into_iter();
        let resting = hosts.filter_map(|host| Some((host.id, host.resting_until?)));
        Ok(Self(resting.collect()))
    }
}

/// How a delivery stands, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The tag that says it, and the key of its word.
    pub tag: (&'static str, &'static str),
    /// The key of the reason why the last try failed.
    pub reason: Option<&'static str>,
    /// The status the last try was answered with.
    pub status: Option<i32>,
    /// When it is tried next.
    pub next: Option<DateTime<Utc>>,
}

pub fn standing(delivery: &Delivery, resting: &Resting) -> Standing {
    let failure = delivery.failure.as_deref();
    let tag = match (delivery.state, failure) {
        (State::Delivered, _) => ("ok", "delivery-delivered"),
        (State::Withdrawn, _) => ("quiet", "delivery-withdrawn"),
        (State::Pending, None) => ("info", "delivery-pending"),
        (State::Pending, Some(_)) => ("warn", "delivery-repeated"),
        (State::Parked, Some("unresolvable" | "unreachable" | "timed_out" | "not_now")) => {
            ("bad", "delivery-given-up")
        }
        (State::Parked, _) => ("bad", "delivery-refused"),
    };
    let is_waiting = delivery.state == State::Pending;
    let next = resting.0.get(&delivery.host).copied();
    let next = next.map_or(delivery.due_at, |rested| rested.max(delivery.due_at));
    Standing {
        tag,
        reason: failure
            .filter(|_| delivery.state != State::Delivered)
            .map(reason),
        status: delivery.status,
        next: is_waiting.then_some(next),
    }
}

/// What of the queue somebody wants sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen<'a> {
    All,
    /// Everything for this server.
    Host(&'a str),
    /// By id.
    One(&'a str),
}

/// Send again what is waiting or was given up. Returns how many; none is not worth a word in the log.
pub async fn retry(
    tx: &Tx,
    by: Option<&Account>,
    chosen: Chosen<'_>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let (host, id) = match chosen {
        Chosen::All => (None, None),
        Chosen::Host(host) => (Some(host), None),
        Chosen::One(id) => (None, Some(id)),
    };
    let sent = Entity::retry(tx, host, id, now).await?;
    if sent > 0 {
        let subject = host.or(id).unwrap_or("all");
        audit::note(tx, by, "delivery.retry", subject, now).await?;
    }
    Ok(sent)
}

/// The key that says why a delivery failed.
fn reason(failure: &str) -> &'static str {
    match failure {
        "unresolvable" => "delivery-reason-unresolvable",
        "unreachable" => "delivery-reason-unreachable",
        "timed_out" => "delivery-reason-timed-out",
        "not_now" => "delivery-reason-not-now",
        "not_allowed" => "delivery-reason-not-allowed",
        "missing" => "delivery-reason-missing",
        "redirected" => "delivery-reason-redirected",
        "forbidden_address" => "delivery-reason-forbidden-address",
        "withdrawn" => "delivery-reason-withdrawn",
        "no_sender" => "delivery-reason-no-sender",
        "unsignable" => "delivery-reason-unsignable",
        _ => "delivery-reason-not-accepted",
    }
}

/// The key that says what was sent.
fn said(kind: &str) -> &'static str {
    match kind {
        "Create" => "delivery-said-create",
        "Update" => "delivery-said-update",
        "Delete" => "delivery-said-delete",
        "Announce" => "delivery-said-announce",
        "Follow" => "delivery-said-follow",
        "Accept" => "delivery-said-accept",
        "Reject" => "delivery-said-reject",
        "Undo" => "delivery-said-undo",
        _ => "delivery-said-other",
    }
}

/// The key that says why a request of another server was refused.
fn refusal(reason: &str) -> &'static str {
    match reason {
        "missing" => "delivery-refusal-unsigned",
        "not_covered" | "digest_missing" => "delivery-refusal-half-signed",
        "bad_signature" | "digest_mismatch" => "delivery-refusal-bad-signature",
        "too_old" | "too_new" | "expired" | "bad_date" => "delivery-refusal-time",
        "wrong_host" => "delivery-refusal-wrong-host",
        "bad_algorithm" | "bad_key" | "weak_key" => "delivery-refusal-key",
        "bad_cryptosuite" | "wrong_purpose" | "wrong_context" => "delivery-refusal-proof",
        "unknown_key" => "delivery-refusal-unknown-key",
        "key_unreachable" => "delivery-refusal-key-unreachable",
        "blocked" => "delivery-refusal-blocked",
        "foreign_activity_id" | "foreign_object" | "not_the_actor" | "poses_as_us" => {
            "delivery-refusal-not-theirs"
        }
        "not_ours" => "delivery-refusal-not-ours",
        "not_allowed" => "delivery-refusal-not-allowed",
        "too_large" | "too_deep" => "delivery-refusal-too-large",
        "too_slow" => "delivery-refusal-too-slow",
        "too_many" => "delivery-refusal-too-many",
        "closed" => "delivery-refusal-closed",
        "busy" => "delivery-refusal-busy",
        _ => "delivery-refusal-malformed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(state: State, failure: Option<&str>) -> Delivery {
        let now = DateTime::UNIX_EPOCH;
        let iri: federation::Iri = "https://peer.example/inbox".parse().unwrap();
        Delivery {
            id: "1".into(),
            activity: iri.clone(),
            actor: iri.clone(),
            object: None,
            inbox: iri,
            host: "peer.example".into(),
            state,
            attempts: 1,
            due_at: now,
            leased_until: None,
            failure: failure.map(str::to_owned),
            status: None,
            queued_at: now,
            settled_at: None,
        }
    }

    #[test]
    fn a_server_that_refused_and_one_that_never_answered_are_told_apart() {
        let resting = Resting(HashMap::new());
        let word = |state, failure| standing(&delivery(state, failure), &resting).tag.1;
        assert_eq!(word(State::Parked, Some("not_allowed")), "delivery-refused");
        assert_eq!(word(State::Parked, Some("timed_out")), "delivery-given-up");
        assert_eq!(word(State::Pending, Some("timed_out")), "delivery-repeated");
        assert_eq!(word(State::Pending, None), "delivery-pending");
    }

    #[test]
    fn nothing_is_tried_before_its_server_has_rested() {
        let later = DateTime::UNIX_EPOCH + chrono::Duration::hours(1);
        let resting = Resting([("peer.example".to_owned(), later)].into());
        let waiting = standing(&delivery(State::Pending, None), &resting);
        assert_eq!(waiting.next, Some(later));
        let delivered = standing(&delivery(State::Delivered, None), &resting);
        assert_eq!(delivered.next, None);
    }
}
