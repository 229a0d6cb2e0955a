//! The queries about imports. Nobody else names their columns.

use super::import::{ActiveModel, Column, Entity, Import};
use crate::{Result, app::Tx};
use chrono::{DateTime, Utc};
use federation::{Iri, Line};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Whoever takes something over.
const TAKING: Line = Line::named(*b"imports\0");
/// Addresses that are offered to be read again.
pub const ADDRESSES_AT_MOST: u64 = 20;

/// Those of `keys` that were taken for this association before.
pub async fn known(
    db: &impl ConnectionTrait,
    organizer: &Iri,
    keys: Vec<String>,
) -> Result<Vec<Import>> {
    Ok(Entity::find()
        .filter(Column::Organizer.eq(organizer.clone()))
        .filter(Column::Key.is_in(keys))
        .all(db)
        .await?)
}

/// The one of this key, for whoever takes it now: nobody else takes anything until the change ends.
pub async fn find_for_change(tx: &Tx, organizer: &Iri, key: &str) -> Result<Option<Import>> {
    tx.line_up(TAKING).await?;
    Ok(known(tx, organizer, vec![key.to_owned()]).await?.pop())
}

/// Where something was read for an association, and when last; the latest first.
pub async fn addresses(db: &impl ConnectionTrait) -> Result<Vec<(String, Iri, DateTime<Utc>)>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Address)
        .column(Column::Organizer)
        .column_as(Column::TakenAt.max(), "last")
        .filter(Column::Address.is_not_null())
        .group_by(Column::Address)
        .group_by(Column::Organizer)
        .order_by_desc(Column::TakenAt.max())
        .limit(ADDRESSES_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

pub async fn insert(tx: &Tx, import: Import) -> Result<()> {
    let row = import.into_active_model();
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

pub async fn update(tx: &Tx, import: Import) -> Result<()> {
    let row: ActiveModel = import.into();
    row.reset_all().update(tx).await?;
    Ok(())
}
