//! The queries about topics. Nobody else names their columns.

use super::topic::{self, Topic, succession};
use crate::{Result, app::Tx, ids::TopicId};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// Topics of one instance.
pub const TOPICS_AT_MOST: u64 = 500;

/// All topics, by name.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Topic>> {
    let mut all = topic::Entity::find()
        .order_by_asc(topic::Column::Id)
        .limit(TOPICS_AT_MOST)
        .all(db)
        .await?;
    all.sort_by_key(|topic| topic.name.to_lowercase());
    Ok(all)
}

pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(topic::Entity::find().count(db).await?)
}

pub async fn find(db: &impl ConnectionTrait, id: &TopicId) -> Result<Option<Topic>> {
    Ok(topic::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else changes it before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &TopicId) -> Result<Option<Topic>> {
    let row = topic::Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

pub async fn find_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Topic>> {
    Ok(topic::Entity::find()
        .filter(topic::Column::Slug.eq(slug))
        .one(db)
        .await?)
}

pub async fn insert(tx: &Tx, topic: Topic) -> Result<Topic> {
    let row: topic::ActiveModel = topic.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, topic: Topic) -> Result<Topic> {
    let row: topic::ActiveModel = topic.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// What a topic went over into.
pub async fn successors(db: &impl ConnectionTrait, id: &TopicId) -> Result<Vec<Topic>> {
    let ids: Vec<TopicId> = succession::Entity::find()
        .select_only()
        .column(succession::Column::Successor)
        .filter(succession::Column::Predecessor.eq(id.clone()))
        .into_tuple()
        .all(db)
        .await?;
    named(db, ids).await
}

/// What a topic came from.
pub async fn predecessors(db: &impl ConnectionTrait, id: &TopicId) -> Result<Vec<Topic>> {
    let ids: Vec<TopicId> = succession::Entity::find()
        .select_only()
        .column(succession::Column::Predecessor)
        .filter(succession::Column::Successor.eq(id.clone()))
        .into_tuple()
        .all(db)
        .await?;
    named(db, ids).await
}

async fn named(db: &impl ConnectionTrait, ids: Vec<TopicId>) -> Result<Vec<Topic>> {
    let mut found = topic::Entity::find()
        .filter(topic::Column::Id.is_in(ids))
        .all(db)
        .await?;
    found.sort_by_key(|topic| topic.name.to_lowercase());
    Ok(found)
}

/// These and no others are what a topic went over into.
pub async fn set_successors(tx: &Tx, id: &TopicId, successors: &[Topic]) -> Result<()> {
    succession::Entity::delete_many()
        .filter(succession::Column::Predecessor.eq(id.clone()))
        .exec(tx)
        .await?;
    if successors.is_empty() {
        return Ok(());
    }
    let rows = successors.iter().map(|successor| succession::ActiveModel {
        predecessor: Set(id.clone()),
        successor: Set(successor.id.clone()),
    });
    succession::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
