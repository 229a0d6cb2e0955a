//! The queries about meetings. Nobody else names their columns.

use super::meeting::{ActiveModel, Column, Entity, Meeting};
use crate::{
    Result,
    app::Tx,
    ids::{MeetingId, WorkstreamId},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

/// Rows of one list.
const LISTED_AT_MOST: u64 = 500;
/// Meetings on the page for everybody.
const SHOWN_AT_MOST: u64 = 5;

pub async fn insert(tx: &Tx, meeting: Meeting) -> Result<Meeting> {
    let row: ActiveModel = meeting.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn delete(tx: &Tx, id: &MeetingId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find_for_change(tx: &Tx, id: &MeetingId) -> Result<Option<Meeting>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// The first first.
pub async fn of_workstream(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Meeting>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// How many are not over.
pub async fn count_ahead(tx: &Tx, workstream: &WorkstreamId, now: DateTime<Utc>) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::EndsAt.gt(now))
        .count(tx)
        .await?)
}

/// Forget those that were over by then.
pub async fn forget(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let gone = Entity::delete_many()
        .filter(Column::EndsAt.lt(before))
        .exec(db)
        .await?;
    Ok(gone.rows_affected)
}

/// Those that are not over, the next first.
pub async fn ahead(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
    now: DateTime<Utc>,
) -> Result<Vec<Meeting>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::EndsAt.gt(now))
        .order_by_asc(Column::StartsAt)
        .limit(SHOWN_AT_MOST)
        .all(db)
        .await?)
}
