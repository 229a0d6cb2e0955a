//! The queue as rows: putting in, claiming by lease, writing down the outcome.

use super::backoff::{ASLEEP_AFTER, HORIZON};
use crate::{Iri, Result, Shared, actors::Actor, host_of, knock, signatures::Scheme};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, DatabaseConnection, DbBackend, FromQueryResult, PaginatorTrait, QueryOrder,
    QuerySelect, QueryTrait, Statement,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict, Query, SelectStatement},
};
use std::collections::{BTreeMap, HashMap};
use url::Url;

/// Rows of one host in a claim, taken one after another.
pub const PER_HOST_AT_ONCE: i64 = 5;
/// Due rows looked at to find those.
const LOOKED_AT: i64 = 4_096;
/// A claim not settled by then belongs to nobody again (outcomes that could not be written). A visit
/// begins nothing that might not end before.
pub const LEASE: Duration = Duration::seconds(75);
/// After this a host may run other software: the common scheme is tried first again.
const SCHEME_KEPT: Duration = Duration::days(30);
/// Rows written in one statement.
const INSERTED_AT_ONCE: usize = 500;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub struct Model {
    /// A ULID: the order in which things were said.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub activity: Iri,
    pub actor: Iri,
    /// What it is about; rows about one thing reach a host in order.
    pub object: Option<Iri>,
    pub inbox: Iri,
    pub host: String,
    pub state: State,
    pub attempts: i32,
    pub due_at: DateTimeUtc,
    pub leased_until: Option<DateTimeUtc>,
    /// The word for why the last try failed.
    pub failure: Option<String>,
    /// The status the last try was answered with.
    pub status: Option<i32>,
    pub queued_at: DateTimeUtc,
    pub settled_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
pub enum State {
    /// Waiting for its turn or its next try.
    Pending,
    Delivered,
    /// Refused for good or out of time. Shown, and can be sent again by hand.
    Parked,
    /// Its object was erased before it left.
    Withdrawn,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Delivery;

/// What we know of another server's reachability.
pub mod host {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hosts")]
    pub struct Model {
        /// Name, with the port where it is not the scheme's own.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// The signature scheme it took last.
        pub scheme: Option<String>,
        pub scheme_at: Option<DateTimeUtc>,
        pub failures: i32,
        pub failing_since: Option<DateTimeUtc>,
        /// Nothing is sent to it before.
        pub resting_until: Option<DateTimeUtc>,
        pub reached_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
pub use host::Model as Host;

impl Host {
    /// Failing for a week: asked once a day from now on.
    pub fn is_asleep(&self, now: DateTime<Utc>) -> bool {
        self.failing_since
            .is_some_and(|since| now - since >= ASLEEP_AFTER)
    }

    /// What it took last, if that is not too long ago to count on.
    pub(super) fn taken_scheme(&self, now: DateTime<Utc>) -> Option<Scheme> {
        let scheme = knock::named(self.scheme.as_deref()?)?;
        (now - self.scheme_at? < SCHEME_KEPT).then_some(scheme)
    }
}

/// How a delivery's try ended, as it is written down.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub id: String,
    pub state: State,
    pub attempts: i32,
    pub due_at: DateTime<Utc>,
    pub failure: Option<&'static str>,
    pub status: Option<i32>,
}

/// How many deliveries are in which state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary(pub BTreeMap<String, u64>);

impl Shared {
    pub(crate) async fn enqueue(
        &self,
        tx: &impl ConnectionTrait,
        activity: &Iri,
        actor: &Actor,
        object: Option<&Iri>,
        inboxes: &[Iri],
    ) -> Result<()> {
        let now = self.clock.now();
        for some in inboxes.chunks(INSERTED_AT_ONCE) {
            let rows = some.iter().map(|inbox| ActiveModel {
                id: Set(self.ulids.next(now).to_string()),
                activity: Set(activity.clone()),
                actor: Set(actor.id.clone()),
                object: Set(object.cloned()),
                inbox: Set(inbox.clone()),
                host: Set(host_of(inbox)),
                state: Set(State::Pending),
                attempts: Set(0),
                due_at: Set(now),
                leased_until: Set(None),
                failure: Set(None),
                status: Set(None),
                queued_at: Set(now),
                settled_at: Set(None),
            });
            Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        Ok(())
    }
}

/// How many rows are claimed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub in_all: usize,
    /// Of hosts whose last try failed.
    pub for_doubtful: usize,
}

/// Claim what is due: for hosts that answer before those that did not, else oldest first, few of each host,
/// nothing of a host that rests or is being served, nothing that would overtake an earlier word on the same
/// object, nothing out of time.
pub(super) async fn claim(
    db: &DatabaseConnection,
    now: DateTime<Utc>,
    room: Room,
) -> Result<Vec<Delivery>> {
    // While an old process ends beside a new one, they must not wait for each other's rows; SQLite has
    // one writer anyway.
    let skip_locked = match db.get_database_backend() {
        DbBackend::Postgres => "for update of d skip locked",
        _ => "",
    };
    // Both lists of hosts are made once, not for each row. Materialized, because PostgreSQL may else read
    // what it locks a second time and take more than was asked for.
    let sql = format!(
        "with due as materialized (
           select d.id, d.host from deliveries d
           where d.state = 'pending' and d.due_at <= $1 and d.queued_at > $4
             and (d.leased_until is null or d.leased_until < $1)
             and d.host not in (select host from deliveries where leased_until >= $1)
             and d.host not in (select id from hosts where resting_until > $1)
             and not exists (select 1 from deliveries earlier
               where earlier.object = d.object and earlier.host = d.host
                 and earlier.state = 'pending' and earlier.due_at > $1 and earlier.id < d.id)
           order by d.due_at, d.id limit {LOOKED_AT} {skip_locked}),
         placed as (
           select id, row_number() over (partition by host order by id) as place,
             host in (select id from hosts where failures > 0) as doubtful from due),
         ranked as (
           select id, doubtful, row_number() over (partition by doubtful order by id) as rank
           from placed where place <= {PER_HOST_AT_ONCE}),
         chosen as materialized (
           select id from ranked where not doubtful or rank <= $5
           order by doubtful, id limit $3)
         update deliveries set leased_until = $2
         where id in (select id from chosen) returning *"
    );
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        sql,
        [
            now.into(),
            (now + LEASE).into(),
            i64::try_from(room.in_all).unwrap_or(i64::MAX).into(),
            (now - HORIZON).into(),
            i64::try_from(room.for_doubtful).unwrap_or(i64::MAX).into(),
        ],
    );
    let mut claimed = Model::find_by_statement(statement).all(db).await?;
    claimed.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(claimed)
}

/// Write down how tries ended and what that says about their host, together, and let go of all rows
/// that were `claimed` for it.
pub(super) async fn settle(
    shared: &Shared,
    outcomes: &[&Outcome],
    claimed: &[&String],
    hosts: Vec<host::ActiveModel>,
    now: DateTime<Utc>,
) -> Result<()> {
    let tx = shared.begin().await?;
    for outcome in outcomes {
        let settled = (outcome.state != State::Pending).then_some(now);
        Entity::update_many()
            .col_expr(Column::State, Expr::value(outcome.state))
            .col_expr(Column::Attempts, Expr::value(outcome.attempts))
            .col_expr(Column::DueAt, Expr::value(outcome.due_at))
            .col_expr(Column::Failure, Expr::value(outcome.failure))
            .col_expr(Column::Status, Expr::value(outcome.status))
            .col_expr(Column::SettledAt, Expr::value(settled))
            .filter(Column::Id.eq(outcome.id.clone()))
            // What was taken back while it was on its way stays so.
            .filter(Column::State.eq(State::Pending))
            .exec(&tx)
            .await?;
    }
    for some in claimed.chunks(INSERTED_AT_ONCE) {
        Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
            .filter(Column::Id.is_in(some.iter().copied()))
            .exec(&tx)
            .await?;
    }
    for host in hosts {
        host::Entity::insert(host)
            .on_conflict(
                OnConflict::column(host::Column::Id)
                    .update_columns([
                        host::Column::Scheme,
                        host::Column::SchemeAt,
                        host::Column::Failures,
                        host::Column::FailingSince,
                        host::Column::RestingUntil,
                        host::Column::ReachedAt,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whether nobody took the row back since it was claimed.
pub(super) async fn is_wanted(db: &DatabaseConnection, id: &str) -> Result<bool> {
    let row = Entity::find_by_id(id).one(db).await?;
    Ok(row.is_some_and(|row| row.state == State::Pending))
}

/// Let go of what a former run of this program had claimed and did not live to settle.
pub(super) async fn release(db: &DatabaseConnection) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::LeasedUntil.is_not_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Whether something `actor` said about `object` still waits to reach `inbox`.
pub(crate) async fn is_under_way(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    object: &Url,
    inbox: &Iri,
) -> Result<bool> {
    let waiting = Entity::find()
        .filter(Column::Object.eq(Iri::from(object)))
        .filter(Column::Host.eq(host_of(inbox)))
        .filter(Column::State.eq(State::Pending))
        .filter(Column::Inbox.eq(inbox.clone()))
        .filter(Column::Actor.eq(actor.id.clone()))
        .count(tx)
        .await?;
    Ok(waiting > 0)
}

/// Whether this very activity still waits to reach `inbox`.
pub(crate) async fn is_waiting(
    tx: &impl ConnectionTrait,
    activity: &Iri,
    inbox: &Iri,
) -> Result<bool> {
    let waiting = Entity::find()
        .filter(Column::Activity.eq(activity.clone()))
        .filter(Column::Inbox.eq(inbox.clone()))
        .filter(Column::State.eq(State::Pending))
        .count(tx)
        .await?;
    Ok(waiting > 0)
}

/// Forget how this activity came to these inboxes: there is one delivery for each.
pub(crate) async fn forget(
    tx: &impl ConnectionTrait,
    activity: &Iri,
    inboxes: &[Iri],
) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Activity.eq(activity.clone()))
        .filter(Column::Inbox.is_in(inboxes.iter().cloned()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Take back what has not left yet. What is on its way keeps its lease: until it has arrived or not,
/// nothing else goes to that host.
pub(crate) async fn withdraw(tx: &impl ConnectionTrait, activities: &[Iri]) -> Result<()> {
    for some in activities.chunks(INSERTED_AT_ONCE) {
        // The oldest first, as outcomes are written, so that neither waits for the other.
        let ids: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Activity.is_in(some.iter().cloned()))
            .filter(Column::State.eq(State::Pending))
            .order_by_asc(Column::Id)
            .lock_exclusive()
            .into_tuple()
            .all(tx)
            .await?;
        for ids in ids.chunks(INSERTED_AT_ONCE) {
            Entity::update_many()
                .col_expr(Column::State, Expr::value(State::Withdrawn))
                .filter(Column::Id.is_in(ids))
                .filter(Column::State.eq(State::Pending))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct InboxRow {
    inbox: Iri,
}

/// Where the followers of `actor` read: one inbox per server where it has a shared one.
pub async fn inboxes_of_followers(
    db: &impl ConnectionTrait,
    actor: &Url,
    shared: bool,
) -> Result<Vec<Iri>> {
    let inbox = if shared {
        "coalesce(a.shared_inbox, a.inbox)"
    } else {
        "a.inbox"
    };
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        format!(
            "select distinct {inbox} as inbox from follows f join actors a on a.id = f.follower
             where f.followed = $1 and f.state = 'accepted' and a.deleted_at is null"
        ),
        [actor.to_string().into()],
    );
    let rows = InboxRow::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(|row| row.inbox).collect())
}

impl Entity {
    pub async fn summary(db: &impl ConnectionTrait) -> Result<Summary> {
        let counts: Vec<(String, i64)> = Self::find()
            .select_only()
            .column(Column::State)
            .column_as(Column::Id.count(), "deliveries")
            .group_by(Column::State)
            .into_tuple()
            .all(db)
            .await?;
        let counts = counts
            .into_iter()
            .map(|(state, count)| (state, count.unsigned_abs()));
        Ok(Summary(counts.collect()))
    }

    /// Deliveries that are not done, or all, newest first.
    pub async fn listed(
        db: &impl ConnectionTrait,
        undone_only: bool,
        limit: u64,
    ) -> Result<Vec<Delivery>> {
        let mut listed = Self::find().order_by_desc(Column::Id).limit(limit);
        if undone_only {
            listed = listed.filter(Column::State.is_in([State::Pending, State::Parked]));
        }
        Ok(listed.all(db).await?)
    }

    /// The ids of the activities that are waiting for somebody, or could be sent again.
    pub(crate) fn undone_activities() -> SelectStatement {
        Self::find()
            .select_only()
            .column(Column::Activity)
            .filter(Column::State.is_in([State::Pending, State::Parked]))
            .into_query()
    }

    /// How the deliveries of activities about `object` stand, newest first.
    pub async fn about(
        db: &impl ConnectionTrait,
        object: &Url,
        limit: u64,
    ) -> Result<Vec<Delivery>> {
        Ok(Self::find()
            .filter(Column::Object.eq(Iri::from(object)))
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(db)
            .await?)
    }

    /// The id given out last, whoever did.
    pub(crate) async fn last_id(db: &impl ConnectionTrait) -> Result<Option<String>> {
        Ok(Self::find()
            .select_only()
            .column(Column::Id)
            .order_by_desc(Column::Id)
            .into_tuple()
            .one(db)
            .await?)
    }

    pub async fn count_pending(db: &impl ConnectionTrait) -> Result<u64> {
        Ok(Self::find()
            .filter(Column::State.eq(State::Pending))
            .count(db)
            .await?)
    }

    /// Send parked and waiting deliveries again, now: all of them, one host's or one row.
    /// Wakes the hosts they go to. Returns how many.
    pub async fn retry(
        db: &impl ConnectionTrait,
        host: Option<&str>,
        id: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<u64> {
        let mut chosen = Self::update_many()
            .col_expr(Column::State, Expr::value(State::Pending))
            .col_expr(Column::DueAt, Expr::value(now))
            .col_expr(Column::QueuedAt, Expr::value(now))
            .col_expr(Column::Attempts, Expr::value(0))
            .col_expr(Column::SettledAt, Expr::value(None::<DateTime<Utc>>))
            .filter(Column::State.is_in([State::Pending, State::Parked]))
            .filter(
                Column::LeasedUntil
                    .is_null()
                    .or(Column::LeasedUntil.lt(now)),
            );
        let mut woken = host::Entity::update_many().col_expr(
            host::Column::RestingUntil,
            Expr::value(None::<DateTime<Utc>>),
        );
        if let Some(host) = host {
            chosen = chosen.filter(Column::Host.eq(host));
            woken = woken.filter(host::Column::Id.eq(host));
        }
        if let Some(id) = id {
            chosen = chosen.filter(Column::Id.eq(id));
            let of_row = Self::find_by_id(id).one(db).await?;
            let host = of_row.map(|row| row.host).unwrap_or_default();
            woken = woken.filter(host::Column::Id.eq(host));
        }
        woken.exec(db).await?;
        Ok(chosen.exec(db).await?.rows_affected)
    }

    /// Give up what nobody took for two weeks, tried or not: a server that is back after a year is not
    /// told a year's news. Returns how many.
    pub async fn give_up(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64> {
        let given_up = Self::update_many()
            .col_expr(Column::State, Expr::value(State::Parked))
            .col_expr(Column::SettledAt, Expr::value(now))
            // What waited behind others was never tried itself.
            .col_expr(
                Column::Failure,
                Expr::col(Column::Failure).if_null("unreachable"),
            )
            .filter(Column::State.eq(State::Pending))
            .filter(Column::QueuedAt.lte(now - HORIZON))
            .filter(
                Column::LeasedUntil
                    .is_null()
                    .or(Column::LeasedUntil.lt(now)),
            )
            .exec(db)
            .await?;
        Ok(given_up.rows_affected)
    }

    /// Forget deliveries that were done with before `before`, whichever way, and what we know of
    /// servers nothing goes to any more.
    pub async fn prune(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
        // What was taken back has no time of its own.
        let done_with = Expr::col(Column::SettledAt).if_null(Expr::col(Column::QueuedAt));
        let pruned = Self::delete_many()
            .filter(Column::State.ne(State::Pending))
            .filter(done_with.lt(before))
            .exec(db)
            .await?;
        let told = Query::select().column(Column::Host).from(Entity).to_owned();
        let forgotten = host::Entity::delete_many()
            .filter(host::Column::Id.not_in_subquery(told))
            .filter(
                host::Column::RestingUntil
                    .is_null()
                    .or(host::Column::RestingUntil.lt(before)),
            )
            .exec(db)
            .await?;
        Ok(pruned.rows_affected + forgotten.rows_affected)
    }
}

pub(super) async fn find_hosts(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, Host>> {
    let hosts = host::Entity::find()
        .filter(host::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(hosts
        .into_iter()
        .map(|host| (host.id.clone(), host))
        .collect())
}

/// Servers we could not reach last time, longest silent first.
pub async fn failing_hosts(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Host>> {
    Ok(host::Entity::find()
        .filter(host::Column::Failures.gt(0))
        .order_by_asc(host::Column::FailingSince)
        .limit(limit)
        .all(db)
        .await?)
}

/// A host that speaks to us is awake: try it at once, unless it answered and asked us to wait.
pub(crate) async fn wake(tx: &impl ConnectionTrait, host: &str) -> Result<()> {
    host::Entity::update_many()
        .col_expr(
            host::Column::RestingUntil,
            Expr::value(None::<DateTime<Utc>>),
        )
        .filter(host::Column::Id.eq(host))
        .filter(host::Column::RestingUntil.is_not_null())
        .filter(host::Column::Failures.gt(0))
        .exec(tx)
        .await?;
    Ok(())
}
