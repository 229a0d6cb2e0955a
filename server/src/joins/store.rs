//! The queries about joins. Nobody else names their columns.

use super::join::{ActiveModel, Column, Entity, Join, State};
use crate::{Result, app::Tx, ids::JoinId};
use chrono::{DateTime, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};
use url::Url;

/// Rows of one list.
pub const LISTED_AT_MOST: u64 = 1_000;
/// Rows a job takes up in one go.
const AT_ONCE: u64 = 20;

pub async fn insert(tx: &Tx, join: Join) -> Result<Join> {
    let row: ActiveModel = join.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, join: Join) -> Result<Join> {
    let row: ActiveModel = join.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn find(db: &impl ConnectionTrait, id: &JoinId) -> Result<Option<Join>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else changes it before this transaction ends. On SQLite the transaction
/// itself sees to that.
pub async fn find_for_change(tx: &Tx, id: &JoinId) -> Result<Option<Join>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// Where this actor of ours asked to go, and did not leave.
pub async fn standing_of(db: &impl ConnectionTrait, actor: &Iri) -> Result<Vec<Join>> {
    let mut all = Entity::find()
        .filter(Column::Actor.eq(actor.clone()))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?;
    all.retain(|join| join.state.is_standing());
    Ok(all)
}

/// What was asked under this id.
pub async fn find_by_activity(tx: &Tx, activity: &Url) -> Result<Option<Join>> {
    Ok(Entity::find()
        .filter(Column::Activity.eq(Iri::from(activity)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// What was answered under this id.
pub async fn by_answer(tx: &Tx, answer: &Url) -> Result<Vec<Join>> {
    Ok(Entity::find()
        .filter(Column::Answer.eq(Iri::from(answer)))
        .limit(LISTED_AT_MOST)
        .lock_exclusive()
        .all(tx)
        .await?)
}

pub async fn find_of(db: &impl ConnectionTrait, event: &Iri, actor: &Iri) -> Result<Option<Join>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::Actor.eq(actor.clone()))
        .one(db)
        .await?)
}

fn at_event(event: &Url) -> Select<Entity> {
    Entity::find()
        .filter(Column::Event.eq(Iri::from(event)))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
}

/// All of ours at one event.
pub async fn of_event(db: &impl ConnectionTrait, event: &Url) -> Result<Vec<Join>> {
    Ok(at_event(event).all(db).await?)
}

/// The same, so that nobody else changes them before this transaction ends.
pub async fn of_event_for_change(tx: &Tx, event: &Url) -> Result<Vec<Join>> {
    Ok(at_event(event).lock_exclusive().all(tx).await?)
}

/// Whatever this actor invites to, to be changed by nobody else before this transaction ends.
pub async fn of_organizer_for_change(tx: &Tx, organizer: &Iri) -> Result<Vec<Join>> {
    Ok(Entity::find()
        .filter(Column::Organizer.eq(organizer.clone()))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .lock_exclusive()
        .all(tx)
        .await?)
}

/// All there are, what ends last first.
pub async fn listed(db: &impl ConnectionTrait) -> Result<Vec<Join>> {
    Ok(Entity::find()
        .order_by_desc(Column::EndsAt)
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(Entity::find().count(db).await?)
}

/// Those that nobody has answered in time, the longest waiting first.
pub async fn overdue(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<JoinId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(State::Asked))
        .filter(Column::OverdueAt.lte(now))
        .order_by_asc(Column::OverdueAt)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Those whose event was not looked at since `before` and is still to come.
pub async fn unseen(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<Join>> {
    Ok(Entity::find()
        .filter(Column::State.is_in(State::STANDING))
        .filter(Column::EndsAt.gt(now))
        .filter(Column::LookedAt.lte(before))
        .order_by_asc(Column::LookedAt)
        .limit(AT_ONCE)
        .all(db)
        .await?)
}

/// Those of `actors` that invite to something one of ours wants to go to, or answer for who does.
pub async fn organizers_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let mut found = Vec::new();
    for column in [Column::Organizer, Column::Speaker] {
        let some: Vec<Iri> = Entity::find()
            .select_only()
            .column(column)
            .distinct()
            .filter(column.is_in(actors.iter().cloned()))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(some);
    }
    Ok(found)
}

/// Forget those of events that ended before `before`.
pub async fn forget(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let forgotten = Entity::delete_many()
        .filter(Column::EndsAt.lt(before))
        .exec(db)
        .await?;
    Ok(forgotten.rows_affected)
}
