//! The queries about tasks. Nobody else names their columns.

use super::task::{ActiveModel, Column, Entity, Task};
use crate::{
    Result,
    app::Tx,
    ids::{TaskId, WorkstreamId},
};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use url::Url;

/// Rows of one list.
const LISTED_AT_MOST: u64 = 500;

pub async fn insert(tx: &Tx, task: Task) -> Result<Task> {
    let row: ActiveModel = task.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, task: Task) -> Result<Task> {
    let row: ActiveModel = task.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete(tx: &Tx, id: &TaskId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find_for_change(tx: &Tx, id: &TaskId) -> Result<Option<Task>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// By its id on the wire.
pub async fn find_by_iri(tx: &Tx, iri: &Url) -> Result<Option<Task>> {
    Ok(Entity::find()
        .filter(Column::Iri.eq(Iri::from(iri)))
        .one(tx)
        .await?)
}

/// What is open first, by day.
pub async fn of_workstream(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Task>> {
    let mut all = Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?;
    all.sort_by_key(|task| {
        let (is_done, has_no_day) = (task.done_on.is_some(), task.due_on.is_none());
        (is_done, has_no_day, task.due_on)
    });
    Ok(all)
}
