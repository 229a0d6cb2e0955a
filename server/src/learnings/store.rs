//! The queries about learnings. Nobody else names their columns.

use super::learning::{ActiveModel, Audience, Column, Entity, Learning};
use crate::{
    Result,
    app::Tx,
    ids::{LearningId, WorkstreamId},
    workstreams,
};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::SelectStatement,
};
use url::Url;

/// Rows of one list.
const LISTED_AT_MOST: u64 = 200;

pub async fn insert(tx: &Tx, learning: Learning) -> Result<Learning> {
    let row: ActiveModel = learning.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, learning: Learning) -> Result<Learning> {
    let row: ActiveModel = learning.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn find(db: &impl ConnectionTrait, id: &LearningId) -> Result<Option<Learning>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

pub async fn delete(tx: &Tx, id: &LearningId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find_for_change(tx: &Tx, id: &LearningId) -> Result<Option<Learning>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// The workstream that the one with this id on the wire belongs to.
pub fn owner_of(iri: &Iri) -> SelectStatement {
    let found = Entity::find()
        .select_only()
        .column(Column::Workstream)
        .filter(Column::Iri.eq(iri.clone()));
    workstreams::actors_of(found.into_query())
}

pub async fn find_by_iri(
    db: &impl ConnectionTrait,
    iri: &Url,
) -> std::result::Result<Option<Learning>, DbErr> {
    Entity::find()
        .filter(Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await
}

/// Forget another server's; one of ours is never touched by this.
pub async fn delete_foreign(tx: &Tx, iri: &Url) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Iri.eq(Iri::from(iri)))
        .filter(Column::Local.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}

/// The latest first.
pub async fn of_workstream(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Learning>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .order_by_desc(Column::NotedAt)
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those that everybody may read, the latest first.
pub async fn public(db: &impl ConnectionTrait, workstream: &WorkstreamId) -> Result<Vec<Learning>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::Audience.eq(Audience::Public))
        .order_by_desc(Column::NotedAt)
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// The same of all workstreams.
pub async fn all_public(db: &impl ConnectionTrait) -> Result<Vec<Learning>> {
    Ok(Entity::find()
        .filter(Column::Audience.eq(Audience::Public))
        .order_by_desc(Column::UpdatedAt)
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count(db: &impl ConnectionTrait, workstream: &WorkstreamId) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .count(db)
        .await?)
}

/// What other servers told ours, the latest first.
pub async fn foreign(db: &impl ConnectionTrait) -> Result<Vec<Learning>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(false))
        .order_by_desc(Column::NotedAt)
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}
