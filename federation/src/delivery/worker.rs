//! The worker: claims what is due, visits each host in a task of its own so that a slow one delays
//! nobody, writes down many outcomes at once. Stops gracefully; what it had claimed when it was
//! killed, the next run claims again.

use super::{
    backoff::{Backoff, HORIZON},
    post::{Courier, Parcel, Verdict},
    queue::{self, Delivery, Host, LEASE, Outcome, Room, State, host},
};
use crate::{
    Federation, Iri, Result, actors,
    fetch::{DEADLINE, Failure},
    follows,
    keys::KeyPairs,
    knock, outbox,
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::ActiveValue::Set;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration as Pause,
};
use tokio::{sync::Semaphore, task::JoinSet};
use tokio_util::sync::CancellationToken;

/// Hosts visited at the same time.
const HOSTS_AT_ONCE: usize = 128;
/// Of these, such whose last try failed: however many hang, there is room for those that do not.
const DOUBTFUL_AT_ONCE: usize = HOSTS_AT_ONCE / 4;
/// How often the queue is looked into when nothing was due.
const LOOK_EVERY: Pause = Pause::from_millis(500);
/// How long a stopping worker waits for visits under way.
const FINISH_WITHIN: Pause = Pause::from_secs(20);
/// Tries of one activity that a host answers, before it is parked: one bad activity never stops others.
const ANSWERED_TRIES_AT_MOST: i32 = 10;
/// Refusals for want of a right are tried so often; keys may just be changing hands.
const NOT_ALLOWED_TRIES_AT_MOST: i32 = 3;
/// Followers behind one inbox that are asked for after a 404.
const FOLLOWERS_CHECKED_AT_MOST: u64 = 5;

/// A follower that is only not found is dropped when it is so again after this.
const MISSING_AT_LEAST: Duration = Duration::days(1);

/// So late in a visit a row is still begun: two knocks and a look for followers that are gone end
/// before the lease does.
const BEGINS_WITHIN: Duration =
    Duration::seconds(LEASE.num_seconds() - 3 * DEADLINE.as_secs() as i64);

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub attempted: usize,
    pub delivered: usize,
}

/// What the rows of one claim have in common, read once for all of them.
struct Load {
    /// Each activity, written and hashed once for all its inboxes.
    parcels: HashMap<Iri, Parcel>,
    senders: HashMap<Iri, Sender>,
    hosts: HashMap<String, Host>,
}

struct Sender {
    key_id: String,
    keys: Arc<KeyPairs>,
}

/// Visits under way, and the room there is for more.
struct Visits {
    under_way: JoinSet<Visit>,
    for_doubtful: Arc<Semaphore>,
}

impl Visits {
    fn new() -> Self {
        Self {
            under_way: JoinSet::new(),
            for_doubtful: Arc::new(Semaphore::new(DOUBTFUL_AT_ONCE)),
        }
    }

    fn room(&self) -> Room {
        Room {
            in_all: HOSTS_AT_ONCE.saturating_sub(self.under_way.len()),
            for_doubtful: self.for_doubtful.available_permits(),
        }
    }
}

impl Federation {
    /// Deliver until `stop`. Returns once visits under way are done or out of time. One worker per
    /// database: it takes over what another had claimed.
    pub async fn deliver_until(&self, stop: CancellationToken) {
        if let Err(error) = queue::release(self.db()).await {
            tracing::warn!(%error, "claims of a former run stay until they lapse");
        }
        let mut visits = Visits::new();
        let mut finished = Vec::new();
        while !stop.is_cancelled() {
            while let Some(Ok(visit)) = visits.under_way.try_join_next() {
                finished.push(visit);
            }
            self.write_down(&mut finished).await;
            let started = self.start_visits(&mut visits).await;
            if started == 0 {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                    Some(Ok(visit)) = visits.under_way.join_next() => finished.push(visit),
                }
            }
        }
        let finish = async {
            while let Some(visit) = visits.under_way.join_next().await {
                finished.extend(visit);
            }
        };
        let _ = tokio::time::timeout(FINISH_WITHIN, finish).await;
        self.write_down(&mut finished).await;
    }

    /// Deliver everything that is due now, once. For tests, which decide when.
    pub async fn deliver_due(&self) -> Result<Progress> {
        let mut visits = Visits::new();
        self.start_visits(&mut visits).await;
        let mut finished = Vec::new();
        while let Some(visit) = visits.under_way.join_next().await {
            finished.push(visit.map_err(anyhow::Error::from)?);
        }
        let progress = finished
            .iter()
            .fold(Progress::default(), |all, visit| Progress {
                attempted: all.attempted + visit.progress.attempted,
                delivered: all.delivered + visit.progress.delivered,
            });
        self.write_down(&mut finished).await;
        Ok(progress)
    }

    /// Claim as many rows as there is room for, so of as many hosts at most, and set out. Returns how many
    /// hosts are visited.
    async fn start_visits(&self, visits: &mut Visits) -> usize {
        let room = visits.room();
        if room.in_all == 0 || !self.settings().open {
            return 0;
        }
        let (rows, load) = match self.claim(room).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::warn!(%error, "the delivery queue cannot be read");
                return 0;
            }
        };
        let load = Arc::new(load);
        let hosts = by_host(rows);
        let started = hosts.len();
        for (host, rows) in hosts {
            let (federation, load) = (self.clone(), load.clone());
            let known = load.hosts.get(&host);
            let place = known
                .filter(|host| host.failures > 0)
                .and_then(|_| visits.for_doubtful.clone().try_acquire_owned().ok());
            visits.under_way.spawn(async move {
                let _until_it_is_over = place;
                federation.visit(host, rows, &load).await
            });
        }
        started
    }

    async fn claim(&self, room: Room) -> Result<(Vec<Delivery>, Load)> {
        let rows = queue::claim(self.db(), self.clock().now(), room).await?;
        let load = self.load(&rows).await?;
        Ok((rows, load))
    }

    async fn load(&self, rows: &[Delivery]) -> Result<Load> {
        let activities: BTreeSet<Iri> = rows.iter().map(|row| row.activity.clone()).collect();
        let actors: BTreeSet<Iri> = rows.iter().map(|row| row.actor.clone()).collect();
        let hosts: BTreeSet<String> = rows.iter().map(|row| row.host.clone()).collect();
        let mut load = Load {
            parcels: HashMap::new(),
            senders: HashMap::new(),
            hosts: queue::find_hosts(self.db(), hosts).await?,
        };
        for activity in outbox::find_activities(self.db(), activities).await? {
            load.parcels.insert(activity.id, Parcel::new(activity.json));
        }
        for actor in actors {
            let Some(actor) = actors::find(self.db(), &actor).await? else {
                continue;
            };
            match self.key_pairs(&actor) {
                Ok(keys) => {
                    let key_id = actor.main_key_id();
                    load.senders.insert(actor.id, Sender { key_id, keys });
                }
                // Its own rows are given up, and nobody else's wait for it.
                Err(error) => {
                    tracing::error!(%error, actor = %actor.id, "its keys cannot be opened")
                }
            }
        }
        Ok(load)
    }

    /// Take the rows of one host one after another.
    async fn visit(&self, host: String, rows: Vec<Delivery>, load: &Load) -> Visit {
        let known = load.hosts.get(&host);
        if let Some(scheme) = known.and_then(|known| known.taken_scheme(self.clock().now())) {
            self.fetcher().schemes.recall(&host, scheme);
        }
        let mut visit = Visit::new(self, host, known);
        visit.claimed = rows.iter().map(|row| row.id.clone()).collect();
        for mut row in rows {
            let is_late = self.clock().now() - visit.now > BEGINS_WITHIN;
            // It stays as it is for the next visit.
            if visit.is_over || is_late || visit.has_to_wait(&row) {
                continue;
            }
            match queue::is_wanted(self.db(), &row.id).await {
                Ok(true) => {}
                Ok(false) => continue,
                Err(error) => {
                    tracing::warn!(%error, "a delivery waits, its row cannot be read");
                    break;
                }
            }
            visit.progress.attempted += 1;
            row.attempts += 1;
            let verdict = self.attempt(&row, load).await;
            if let Verdict::Missing { .. } = verdict {
                match tokio::time::timeout(DEADLINE, self.drop_if_gone(&row)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => {
                        tracing::warn!(%error, "a follower that is gone could not be dropped");
                    }
                    // The next 404 asks on.
                    Err(_) => tracing::info!("who of many followers is gone takes too long to ask"),
                }
            }
            visit.note(&row, verdict);
        }
        visit
    }

    async fn attempt(&self, row: &Delivery, load: &Load) -> Verdict {
        let unsendable = |failure| Verdict::Refused {
            status: None,
            failure,
        };
        let Some(parcel) = load.parcels.get(&row.activity) else {
            return unsendable("withdrawn");
        };
        let Some(sender) = load.senders.get(&row.actor) else {
            return unsendable("no_sender");
        };
        let courier = Courier {
            fetcher: self.fetcher(),
            keys: &sender.keys,
            key_id: &sender.key_id,
        };
        courier.bring(parcel, &row.inbox, self.clock().now()).await
    }

    /// 404 and 410 may only mean that a type is unknown there (Gancio answers so). A follower is dropped
    /// when its own document is gone too: at once where its server says so, after a day where it is
    /// only not found. It is heard again as soon as it shows itself.
    async fn drop_if_gone(&self, row: &Delivery) -> Result<()> {
        let now = self.clock().now();
        for follower in actors::at_inbox(self.db(), &row.inbox, FOLLOWERS_CHECKED_AT_MOST).await? {
            match self.read_actor(&follower.id).await {
                Err(Failure::Gone) => {}
                Err(Failure::Answered(404)) => match follower.missing_since.map(|at| now - at) {
                    Some(missing) if missing < MISSING_AT_LEAST => continue,
                    Some(missing) if missing < HORIZON => {}
                    // Not found once long ago and once now says nothing of the time between.
                    _ => {
                        actors::note_missing(self.db(), &follower.id, now).await?;
                        continue;
                    }
                },
                _ => continue,
            }
            let tx = self.begin().await?;
            follows::remove_follower(&tx, &follower.id).await?;
            actors::bury(&tx, &follower.id, now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Write down all finished visits in one transaction. What cannot be written now is tried again for as
    /// long as its rows are claimed; then they are delivered again: twice at worst, never not at all.
    async fn write_down(&self, finished: &mut Vec<Visit>) {
        let now = self.clock().now();
        finished.retain(|visit| now - visit.now < LEASE);
        if finished.is_empty() {
            return;
        }
        let hosts = finished.iter().map(Visit::host_row).collect();
        let mut outcomes: Vec<&Outcome> = finished.iter().flat_map(|it| &it.outcomes).collect();
        let mut claimed: Vec<&String> = finished.iter().flat_map(|it| &it.claimed).collect();
        // Whoever else changes rows begins with the oldest too, so that nobody waits in a circle.
        outcomes.sort_by_key(|outcome| &outcome.id);
        claimed.sort();
        match queue::settle(self, &outcomes, &claimed, hosts, now).await {
            Ok(()) => finished.clear(),
            Err(error) => tracing::error!(%error, "outcomes of deliveries cannot be kept now"),
        }
    }
}

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
    /// All of its rows, tried or not.
    claimed: Vec<String>,
    outcomes: Vec<Outcome>,
    progress: Progress,
    is_over: bool,
    /// Objects with a row that has to wait: what comes later about them waits too.
    waiting: Vec<Iri>,
}

impl Visit {
    fn new(federation: &Federation, host: String, known: Option<&Host>) -> Self {
        let mut random = [0; 4];
        let _ = aws_lc_rs::rand::fill(&mut random);
        let known_scheme = known.and_then(|known| {
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
            failures: known.map_or(0, |known| known.failures),
            failing_since: known.and_then(|known| known.failing_since),
            resting_until: None,
            reached_at: known.and_then(|known| known.reached_at),
            scheme: known_scheme,
            claimed: Vec::new(),
            outcomes: Vec::new(),
            progress: Progress::default(),
            is_over: false,
            waiting: Vec::new(),
        }
    }

    fn note(&mut self, row: &Delivery, verdict: Verdict) {
        match verdict {
            Verdict::Delivered { status, scheme } => {
                self.reached();
                self.progress.delivered += 1;
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
        self.settle(row, State::Pending, Some(failure_word(failure)), None);
    }

    fn retry_or_park(
        &mut self,
        row: &Delivery,
        tries: i32,
        failure: &'static str,
        status: Option<u16>,
    ) {
        if row.attempts >= tries {
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
