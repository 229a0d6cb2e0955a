//! The queries about associations. Nobody else names their columns.

use super::association::{ActiveModel, Association, Column, Entity};
use crate::{Result, app::Tx, ids::MediaId};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use url::Url;

/// All of ours, the oldest first: it is the one the instance was set up for.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Association>> {
    Ok(Entity::find()
        .filter(Column::ClosedAt.is_null())
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?)
}

pub async fn find_by_handle(
    db: &impl ConnectionTrait,
    handle: &str,
) -> Result<Option<Association>> {
    Ok(Entity::find()
        .filter(Column::Handle.eq(handle.to_lowercase()))
        .filter(Column::ClosedAt.is_null())
        .one(db)
        .await?)
}

/// The same, so that nobody else changes it before this transaction ends. On SQLite the transaction
/// itself sees to that.
pub async fn find_for_change(tx: &Tx, handle: &str) -> Result<Option<Association>> {
    Ok(Entity::find()
        .filter(Column::Handle.eq(handle.to_lowercase()))
        .filter(Column::ClosedAt.is_null())
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// Closed ones too: what they held is still read of.
pub async fn find_by_actor(db: &impl ConnectionTrait, actor: &Url) -> Result<Option<Association>> {
    Ok(Entity::find()
        .filter(Column::Actor.eq(Iri::from(actor)))
        .one(db)
        .await?)
}

/// The pictures that associations show.
pub async fn pictures(db: &impl ConnectionTrait) -> Result<Vec<MediaId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Picture)
        .filter(Column::Picture.is_not_null())
        .into_tuple()
        .all(db)
        .await?)
}

pub async fn insert(tx: &Tx, association: Association) -> Result<Association> {
    let row: ActiveModel = association.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, association: Association) -> Result<Association> {
    let row: ActiveModel = association.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}
