//! The queries about tasks of events. Nobody else names their columns.

use super::task::{ActiveModel, Column, Entity, Task};
use crate::{
    Result,
    app::Tx,
    ids::{EventId, EventTaskId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Rows of one list.
const LISTED_AT_MOST: u64 = 200;

pub async fn insert(tx: &Tx, task: Task) -> Result<Task> {
    Ok(task.into_active_model().insert(tx).await?)
}

pub async fn update(tx: &Tx, task: Task) -> Result<Task> {
    let row: ActiveModel = task.into();
    Ok(row.reset_all().update(tx).await?)
}

pub async fn delete(tx: &Tx, id: &EventTaskId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find_for_change(tx: &Tx, id: &EventTaskId) -> Result<Option<Task>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// What is open first, by day; what has none comes last.
pub async fn of_event(db: &impl ConnectionTrait, event: &EventId) -> Result<Vec<Task>> {
    let mut all = Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?;
    all.sort_by_key(|task| {
        let (is_done, has_no_day) = (task.done_on.is_some(), task.days_before.is_none());
        (is_done, has_no_day, task.days_before.map(|days| -days))
    });
    Ok(all)
}
