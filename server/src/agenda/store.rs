//! The queries about agendas. Nobody else names their columns.

use super::version::{ActiveModel, Column, Entity, Version};
use crate::{Result, app::Tx, ids::EventId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Released versions looked back upon.
pub const VERSIONS_AT_MOST: u64 = 50;

/// The draft, or what was released last where there is none.
pub async fn latest(db: &impl ConnectionTrait, event: &EventId) -> Result<Option<Version>> {
    let versions = Entity::find().filter(Column::Event.eq(event.clone()));
    Ok(versions.order_by_desc(Column::Number).one(db).await?)
}

/// What was released, the newest first.
pub async fn released(
    db: &impl ConnectionTrait,
    event: &EventId,
    limit: u64,
) -> Result<Vec<Version>> {
    let versions = Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::ReleasedAt.is_not_null())
        .order_by_desc(Column::Number)
        .limit(limit);
    Ok(versions.all(db).await?)
}

/// A released version by its number.
pub async fn find(
    db: &impl ConnectionTrait,
    event: &EventId,
    number: i32,
) -> Result<Option<Version>> {
    let version = Entity::find_by_id((event.clone(), number));
    let version = version.filter(Column::ReleasedAt.is_not_null());
    Ok(version.one(db).await?)
}

pub async fn delete(tx: &Tx, version: Version) -> Result<()> {
    Entity::delete_by_id((version.event, version.number))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn insert(tx: &Tx, version: Version) -> Result<Version> {
    let row: ActiveModel = version.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, version: Version) -> Result<Version> {
    let row: ActiveModel = version.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}
