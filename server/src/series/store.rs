//! The queries about series. Nobody else names their columns.

use super::series::{ActiveModel, Column, Entity, Series};
use crate::{
    Result,
    app::Tx,
    events::event::Picture,
    ids::{MediaId, SeriesId},
};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Rows of one list.
const LISTED_AT_MOST: u64 = 500;

/// All of ours, by name; at most so many as one list holds, the oldest.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Series>> {
    let all = Entity::find().order_by_asc(Column::Id);
    let mut all = all.limit(LISTED_AT_MOST).all(db).await?;
    all.sort_by_key(|series| series.name.to_lowercase());
    Ok(all)
}

pub async fn find_by_handle(db: &impl ConnectionTrait, handle: &str) -> Result<Option<Series>> {
    Ok(Entity::find()
        .filter(Column::Handle.eq(handle.to_lowercase()))
        .one(db)
        .await?)
}

/// The same, so that nobody else changes it before this transaction ends. On SQLite the transaction
/// itself sees to that.
pub async fn find_for_change(tx: &Tx, handle: &str) -> Result<Option<Series>> {
    Ok(Entity::find()
        .filter(Column::Handle.eq(handle.to_lowercase()))
        .lock_exclusive()
        .one(tx)
        .await?)
}

pub async fn find_by_actor(db: &impl ConnectionTrait, actor: &Iri) -> Result<Option<Series>> {
    Ok(Entity::find()
        .filter(Column::Actor.eq(actor.clone()))
        .one(db)
        .await?)
}

/// Those of this organizer; at most so many as one list holds.
pub async fn held_by(db: &impl ConnectionTrait, organizer: &Iri) -> Result<Vec<Series>> {
    let held = Entity::find().filter(Column::Organizer.eq(organizer.clone()));
    Ok(held.limit(LISTED_AT_MOST).all(db).await?)
}

/// The pictures that series show.
pub async fn pictures(db: &impl ConnectionTrait) -> Result<Vec<MediaId>> {
    let pictures: Vec<Option<Picture>> = Entity::find()
        .select_only()
        .column(Column::Picture)
        .filter(Column::Picture.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let pictures = pictures.into_iter().flatten();
    Ok(pictures.map(|picture| picture.media).collect())
}

pub async fn delete(tx: &Tx, id: &SeriesId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn insert(tx: &Tx, series: Series) -> Result<Series> {
    let row: ActiveModel = series.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, series: Series) -> Result<Series> {
    let row: ActiveModel = series.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}
