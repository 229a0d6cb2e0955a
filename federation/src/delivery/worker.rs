//! The worker: claims what is due, one task a host so that a slow one delays nobody, writes down
//! how it went. Stops gracefully; killed, its leases run out and the rows are claimed again.

use super::{
    backoff::{Backoff, HORIZON},
    post::{Courier, Parcel, Verdict},
    queue::{self, CLAIMED_AT_ONCE, Delivery, Outcome, State, host},
};
use crate::{Federation, Iri, Result, actors, fetch::Failure, follows, knock, outbox};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{ActiveValue::Set, TransactionTrait};
use std::{collections::HashMap, sync::Arc, time::Duration as Pause};
use tokio::{sync::Semaphore, task::JoinSet};
use tokio_util::sync::CancellationToken;

/// Hosts served at the same time.
const HOSTS_AT_ONCE: usize = 128;
/// How often the queue is looked into when nothing was due.
const LOOK_EVERY: Pause = Pause::from_millis(500);
/// How long a stopping worker waits for tries under way.
const FINISH_WITHIN: Pause = Pause::from_secs(20);
/// Tries of one activity that a host answers, before it is parked: one bad activity never stops others.
const ANSWERED_TRIES_AT_MOST: i32 = 10;
/// Refusals for want of a right are tried so often; keys may just be changing hands.
const NOT_ALLOWED_TRIES_AT_MOST: i32 = 3;

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub attempted: usize,
    pub delivered: usize,
}

impl Federation {
    /// Deliver until `stop`. Returns once tries under way are done or out of time.
    pub async fn deliver_until(&self, stop: CancellationToken) {
        let slots = Arc::new(Semaphore::new(HOSTS_AT_ONCE));
        let mut rounds = JoinSet::new();
        while !stop.is_cancelled() {
            let claimed = match self.claim(slots.available_permits()).await {
                Ok(claimed) => claimed,
                Err(error) => {
                    tracing::warn!(%error, "the delivery queue cannot be read");
                    Vec::new()
                }
            };
            let idle = claimed.is_empty();
            for (_, rows) in by_host(claimed) {
                let (federation, slots) = (self.clone(), slots.clone());
                rounds.spawn(async move {
                    let _slot = slots.acquire_owned().await;
                    if let Err(error) = federation.serve_host(rows).await {
                        tracing::error!(%error, "a delivery's outcome could not be kept");
                    }
                });
            }
            while rounds.try_join_next().is_some() {}
            if idle {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
            } else if slots.available_permits() == 0 {
                tokio::select! {
                    () = stop.cancelled() => {}
                    _ = rounds.join_next() => {}
                }
            }
        }
        let finish = async { while rounds.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(FINISH_WITHIN, finish).await;
    }

    /// Deliver everything that is due now, once. For tests, which decide when.
    pub async fn deliver_due(&self) -> Result<Progress> {
        let mut progress = Progress::default();
        let mut rounds = JoinSet::new();
        for (_, rows) in by_host(self.claim(HOSTS_AT_ONCE).await?) {
            let federation = self.clone();
            rounds.spawn(async move { federation.serve_host(rows).await });
        }
        while let Some(round) = rounds.join_next().await {
            let done = round.map_err(anyhow::Error::from)??;
            progress.attempted += done.attempted;
            progress.delivered += done.delivered;
        }
        Ok(progress)
    }

    async fn claim(&self, free: usize) -> Result<Vec<Delivery>> {
        if free == 0 || !self.settings().open {
            return Ok(Vec::new());
        }
        let at_most = CLAIMED_AT_ONCE.min(free as i64 * queue::PER_HOST_AT_ONCE);
        queue::claim(self.db(), self.clock().now(), at_most).await
    }

    /// Take the rows of one host one after another, then write all their outcomes down at once.
    async fn serve_host(&self, rows: Vec<Delivery>) -> Result<Progress> {
        let Some(first) = rows.first() else {
            return Ok(Progress::default());
        };
        let known = queue::find_host(self.db(), &first.host).await?;
        let mut visit = Visit::new(self, first.host.clone(), known);
        let mut progress = Progress::default();
        for row in rows {
            if visit.is_over || visit.has_to_wait(&row) {
                visit.put_back(&row);
                continue;
            }
            progress.attempted += 1;
            let verdict = self.attempt(&row).await?;
            progress.delivered += usize::from(matches!(verdict, Verdict::Delivered { .. }));
            self.drop_if_gone(&row, verdict).await?;
            visit.note(&row, verdict);
        }
        let host = visit.host_row();
        queue::settle(self.db(), &visit.outcomes, vec![host], self.clock().now()).await?;
        Ok(progress)
    }

    async fn attempt(&self, row: &Delivery) -> Result<Verdict> {
        let unsendable = |failure| Verdict::Refused {
            status: None,
            failure,
        };
        let Some(activity) = outbox::find_activity(self.db(), &row.activity).await? else {
            return Ok(unsendable("withdrawn"));
        };
        let Some(actor) = actors::find(self.db(), &row.actor).await? else {
            return Ok(unsendable("no_sender"));
        };
        let keys = self.key_pairs(&actor)?;
        let courier = Courier {
            fetcher: self.fetcher(),
            keys: &keys,
            key_id: &actor.main_key_id(),
        };
        let parcel = Parcel::new(activity.json);
        Ok(courier.bring(&parcel, &row.inbox, self.clock().now()).await)
    }

    /// 404 and 410 may only mean that a type is unknown there (Gancio answers so). The follower is
    /// dropped when the actor's own document is gone too.
    async fn drop_if_gone(&self, row: &Delivery, verdict: Verdict) -> Result<()> {
        let Verdict::Missing { .. } = verdict else {
            return Ok(());
        };
        for follower in actors::at_inbox(self.db(), &row.inbox, FOLLOWERS_CHECKED_AT_MOST).await? {
            let answer = self.fetcher().object(&follower.id).await;
            if matches!(answer, Err(Failure::Gone | Failure::Answered(404))) {
                let tx = self.db().begin().await?;
                follows::remove_all_of(&tx, &follower.id).await?;
                actors::bury(&tx, &follower.id, self.clock().now()).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

/// Followers behind one inbox that are asked for after a 404.
const FOLLOWERS_CHECKED_AT_MOST: u64 = 5;

fn by_host(rows: Vec<Delivery>) -> HashMap<String, Vec<Delivery>> {
    let mut hosts: HashMap<String, Vec<Delivery>> = HashMap::new();
    for row in rows {
        hosts.entry(row.host.clone()).or_default().push(row);
    }
    hosts
}

/// One visit to one host: its rows' outcomes, and what they say about the host.
struct Visit {
    host: String,
    now: DateTime<Utc>,
    backoff: Backoff,
    chance: f64,
    failures: i32,
    failing_since: Option<DateTime<Utc>>,
    resting_until: Option<DateTime<Utc>>,
    reached_at: Option<DateTime<Utc>>,
    scheme: Option<(&'static str, DateTime<Utc>)>,
    outcomes: Vec<Outcome>,
    is_over: bool,
    /// Objects with a row that has to wait: what comes later about them waits too.
    waiting: Vec<Iri>,
}

impl Visit {
    fn new(federation: &Federation, host: String, known: Option<host::Model>) -> Self {
        let mut random = [0; 4];
        let _ = aws_lc_rs::rand::fill(&mut random);
        let known_scheme = known.as_ref().and_then(|known| {
            let scheme = knock::named(known.scheme.as_deref()?)?;
            Some((knock::name(scheme), known.scheme_at?))
        });
        Self {
            host,
            now: federation.clock().now(),
            backoff: Backoff {
                first: federation.settings().first_retry,
            },
            chance: f64::from(u32::from_be_bytes(random)) / f64::from(u32::MAX),
            failures: known.as_ref().map_or(0, |known| known.failures),
            failing_since: known.as_ref().and_then(|known| known.failing_since),
            resting_until: None,
            reached_at: known.and_then(|known| known.reached_at),
            scheme: known_scheme,
            outcomes: Vec::new(),
            is_over: false,
            waiting: Vec::new(),
        }
    }

    fn note(&mut self, row: &Delivery, verdict: Verdict) {
        match verdict {
            Verdict::Delivered { status, scheme } => {
                self.reached();
                self.scheme = Some((knock::name(scheme), self.now));
                self.settle(row, State::Delivered, None, Some(status));
            }
            Verdict::Later { status, wait } => {
                self.reached();
                if let Some(wait) = wait {
                    self.resting_until = Some(self.now + wait);
                    self.is_over = true;
                }
                self.retry_or_park(row, ANSWERED_TRIES_AT_MOST, "not_now", Some(status));
            }
            Verdict::Refused {
                status,
                failure: "not_allowed",
            } => {
                self.reached();
                self.retry_or_park(row, NOT_ALLOWED_TRIES_AT_MOST, "not_allowed", status);
            }
            Verdict::Refused { status, failure } => {
                if status.is_some() {
                    self.reached();
                }
                self.settle(row, State::Parked, Some(failure), status);
            }
            Verdict::Missing { status } => {
                self.reached();
                self.settle(row, State::Parked, Some("missing"), Some(status));
            }
            Verdict::Silent(failure) => self.silent(row, failure),
        }
    }

    fn reached(&mut self) {
        self.failures = 0;
        self.failing_since = None;
        self.reached_at = Some(self.now);
    }

    /// Nobody answered: the host rests, and all its rows with it.
    fn silent(&mut self, row: &Delivery, failure: Failure) {
        self.is_over = true;
        self.failures += 1;
        let since = *self.failing_since.get_or_insert(self.now);
        let next = if self.now - since >= super::backoff::ASLEEP_AFTER {
            self.now + Duration::days(1)
        } else {
            self.backoff.next(self.failures, self.now, self.chance)
        };
        self.resting_until = Some(next);
        let word = failure_word(failure);
        if self.now - row.queued_at >= HORIZON {
            self.settle(row, State::Parked, Some(word), None);
        } else {
            self.outcomes.push(Outcome {
                id: row.id.clone(),
                state: State::Pending,
                attempts: row.attempts,
                due_at: row.due_at,
                failure: Some(word),
                status: None,
            });
        }
    }

    fn retry_or_park(
        &mut self,
        row: &Delivery,
        tries: i32,
        failure: &'static str,
        status: Option<u16>,
    ) {
        if row.attempts >= tries || self.now - row.queued_at >= HORIZON {
            return self.settle(row, State::Parked, Some(failure), status);
        }
        self.waiting.extend(row.object.clone());
        self.outcomes.push(Outcome {
            id: row.id.clone(),
            state: State::Pending,
            attempts: row.attempts,
            due_at: self.backoff.next(row.attempts, self.now, self.chance),
            failure: Some(failure),
            status: status.map(i32::from),
        });
    }

    fn settle(
        &mut self,
        row: &Delivery,
        state: State,
        failure: Option<&'static str>,
        status: Option<u16>,
    ) {
        self.outcomes.push(Outcome {
            id: row.id.clone(),
            state,
            attempts: row.attempts,
            due_at: row.due_at,
            failure,
            status: status.map(i32::from),
        });
    }

    /// Not tried in this visit: the claim's count is taken back.
    fn put_back(&mut self, row: &Delivery) {
        self.outcomes.push(Outcome {
            id: row.id.clone(),
            state: State::Pending,
            attempts: row.attempts - 1,
            due_at: row.due_at,
            failure: None,
            status: None,
        });
    }

    /// Whether an earlier row about the same object has to go first.
    fn has_to_wait(&self, row: &Delivery) -> bool {
        row.object
            .as_ref()
            .is_some_and(|object| self.waiting.contains(object))
    }

    fn host_row(&self) -> host::ActiveModel {
        host::ActiveModel {
            id: Set(self.host.clone()),
            scheme: Set(self.scheme.map(|(scheme, _)| scheme.to_owned())),
            scheme_at: Set(self.scheme.map(|(_, at)| at)),
            failures: Set(self.failures),
            failing_since: Set(self.failing_since),
            resting_until: Set(self.resting_until),
            reached_at: Set(self.reached_at),
        }
    }
}

/// The stored word for a failure to reach a host.
fn failure_word(failure: Failure) -> &'static str {
    match failure {
        Failure::Unresolvable => "unresolvable",
        Failure::TimedOut => "timed_out",
        _ => "unreachable",
    }
}
