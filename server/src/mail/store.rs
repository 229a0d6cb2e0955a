//! The rows of mails, and the queries about them.

use crate::{Result, app::Tx, ids::MailId};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect,
    entity::prelude::*, sea_query::Expr,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Mails looked at to say who was not reached, the newest first: some for each person of a page of a list.
const ABOUT_AT_MOST: u64 = 20_000;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    pub state: State,
    /// The whole mail; gone once it was delivered or given up.
    pub sealed: Option<String>,
    pub tries: i32,
    /// By which whoever wrote it knows whom it was about, when it has not arrived.
    pub about: Option<String>,
    /// The message that says why it has not arrived.
    pub reason: Option<String>,
    pub due_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Row;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
pub enum State {
    Pending,
    Delivered,
    Failed,
}

pub async fn insert(tx: &Tx, row: Row) -> Result<()> {
    let row = row.into_active_model();
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, row: Row) -> Result<()> {
    let row: ActiveModel = row.into();
    row.reset_all().update(db).await?;
    Ok(())
}

/// What is due, the longest waiting first.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<Row>> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Pending))
        .filter(Column::DueAt.lte(now))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Take a mail that is due for oneself until `until`. Not when somebody else was quicker.
pub async fn claim(db: &impl ConnectionTrait, row: &Row, until: DateTime<Utc>) -> Result<bool> {
    let claimed = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(until))
        .filter(Column::Id.eq(row.id.clone()))
        .filter(Column::State.eq(State::Pending))
        .filter(Column::DueAt.eq(row.due_at))
        .exec(db)
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// What has not arrived: given up first, then what waits, each with the newest first.
pub async fn undelivered(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Row>> {
    Ok(Entity::find()
        .filter(Column::State.ne(State::Delivered))
        .order_by_asc(Column::State)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Those of `about` whose last mail was given up.
pub async fn unreached(db: &impl ConnectionTrait, about: &[String]) -> Result<BTreeSet<String>> {
    let mails: Vec<(String, State)> = Entity::find()
        .select_only()
        .columns([Column::About, Column::State])
        .filter(Column::About.is_in(about.iter().cloned()))
        .filter(Column::State.ne(State::Pending))
        .order_by_desc(Column::Id)
        .limit(ABOUT_AT_MOST)
        .into_tuple()
        .all(db)
        .await?;
    let mut last = BTreeMap::new();
    for (about, state) in mails {
        last.entry(about).or_insert(state);
    }
    let lost = last
        .into_iter()
        .filter(|(_, state)| *state == State::Failed);
    Ok(lost.map(|(about, _)| about).collect())
}

/// How many mails there are of each state that has any.
pub async fn counts(db: &impl ConnectionTrait) -> Result<HashMap<State, u64>> {
    let counts: Vec<(State, i64)> = Entity::find()
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "mails")
        .group_by(Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let counts = counts.into_iter();
    Ok(counts
        .map(|(state, count)| (state, count.unsigned_abs()))
        .collect())
}

/// Let everything that waits be due `now`. Returns how many.
pub async fn hurry(tx: &Tx, now: DateTime<Utc>) -> Result<u64> {
    let hurried = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now))
        .filter(Column::State.eq(State::Pending))
        .filter(Column::DueAt.gt(now))
        .exec(tx)
        .await?;
    Ok(hurried.rows_affected)
}

/// Forget what ended before `before`.
pub async fn prune(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let pruned = Entity::delete_many()
        .filter(Column::EndedAt.lt(before))
        .exec(db)
        .await?;
    Ok(pruned.rows_affected)
}
