//! The queries about working groups and what they made. Nobody else names their columns.

use super::{
    output::{self, Output},
    working_group::{self, WorkingGroup},
};
use crate::{
    Result,
    app::Tx,
    ids::{WorkingGroupId, WorkingGroupOutputId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

/// Working groups of one instance.
pub const GROUPS_AT_MOST: u64 = 200;
/// Outputs of one working group.
pub const OUTPUTS_AT_MOST: u64 = 300;

/// All of them, by name.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<WorkingGroup>> {
    let mut all = working_group::Entity::find()
        .order_by_asc(working_group::Column::Id)
        .limit(GROUPS_AT_MOST)
        .all(db)
        .await?;
    all.sort_by_key(|group| group.name.to_lowercase());
    Ok(all)
}

pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(working_group::Entity::find().count(db).await?)
}

pub async fn find_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<WorkingGroup>> {
    Ok(working_group::Entity::find()
        .filter(working_group::Column::Slug.eq(slug))
        .one(db)
        .await?)
}

/// The same by its id, so that nobody else changes it before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &WorkingGroupId) -> Result<Option<WorkingGroup>> {
    let row = working_group::Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

pub async fn insert(tx: &Tx, group: WorkingGroup) -> Result<WorkingGroup> {
    let row: working_group::ActiveModel = group.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, group: WorkingGroup) -> Result<WorkingGroup> {
    let row: working_group::ActiveModel = group.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// What one made, the latest first.
pub async fn outputs(db: &impl ConnectionTrait, group: &WorkingGroupId) -> Result<Vec<Output>> {
    Ok(output::Entity::find()
        .filter(output::Column::WorkingGroup.eq(group.clone()))
        .order_by_desc(output::Column::PublishedOn)
        .order_by_desc(output::Column::Id)
        .limit(OUTPUTS_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count_outputs(tx: &Tx, group: &WorkingGroupId) -> Result<u64> {
    Ok(output::Entity::find()
        .filter(output::Column::WorkingGroup.eq(group.clone()))
        .count(tx)
        .await?)
}

pub async fn find_output(
    db: &impl ConnectionTrait,
    id: &WorkingGroupOutputId,
) -> Result<Option<Output>> {
    Ok(output::Entity::find_by_id(id.clone()).one(db).await?)
}

pub async fn insert_output(tx: &Tx, output: Output) -> Result<Output> {
    let row: output::ActiveModel = output.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn delete_output(tx: &Tx, id: &WorkingGroupOutputId) -> Result<()> {
    output::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}
