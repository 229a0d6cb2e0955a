//! The queries about documents. Nobody else names their columns.

use super::document::{ActiveModel, Audience, Column, Document, Entity};
use crate::{
    Result,
    app::Tx,
    ids::{DocumentId, WorkstreamId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Rows of one list.
const LISTED_AT_MOST: u64 = 500;

pub async fn insert(tx: &Tx, document: Document) -> Result<Document> {
    let row: ActiveModel = document.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn delete(tx: &Tx, id: &DocumentId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find_for_change(tx: &Tx, id: &DocumentId) -> Result<Option<Document>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// The latest first.
pub async fn of_workstream(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Document>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those that everybody may know of, the latest first.
pub async fn public(db: &impl ConnectionTrait, workstream: &WorkstreamId) -> Result<Vec<Document>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::Audience.eq(Audience::Public))
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}
