//! The queries about programmes and cycles, and about addresses that lead on. Nobody else names their columns.

use super::{
    cycle::{self, Cycle},
    former,
    programme::{self, Programme},
};
use crate::{
    Result,
    app::Tx,
    ids::{CycleId, ProgrammeId},
};
use chrono::{DateTime, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use url::Url;

/// Rows of one list.
pub const LISTED_AT_MOST: u64 = 500;

/// All of them, by name.
pub async fn programmes(db: &impl ConnectionTrait) -> Result<Vec<Programme>> {
    let mut all = programme::Entity::find()
        .order_by_asc(programme::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?;
    all.sort_by_key(|programme| programme.name.to_lowercase());
    Ok(all)
}

pub async fn find_programme(
    db: &impl ConnectionTrait,
    id: &ProgrammeId,
) -> Result<Option<Programme>> {
    Ok(programme::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else changes it before this transaction ends.
pub async fn find_programme_for_change(tx: &Tx, id: &ProgrammeId) -> Result<Option<Programme>> {
    let row = programme::Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

pub async fn find_programme_by_slug(
    db: &impl ConnectionTrait,
    slug: &str,
) -> Result<Option<Programme>> {
    Ok(programme::Entity::find()
        .filter(programme::Column::Slug.eq(slug))
        .one(db)
        .await?)
}

pub async fn insert_programme(tx: &Tx, programme: Programme) -> Result<Programme> {
    let row: programme::ActiveModel = programme.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_programme(tx: &Tx, programme: Programme) -> Result<Programme> {
    let row: programme::ActiveModel = programme.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// All cycles, the latest first.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Cycle>> {
    let mut all = cycle::Entity::find()
        .order_by_desc(cycle::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?;
    let last_day = |cycle: &Cycle| {
        let days = [cycle.results_on, cycle.work_until, cycle.selection_on];
        days.into_iter().flatten().next().or(cycle.ideas_until)
    };
    all.sort_by_key(|cycle| std::cmp::Reverse(last_day(cycle)));
    Ok(all)
}

pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(cycle::Entity::find().count(db).await?)
}

pub async fn find(db: &impl ConnectionTrait, id: &CycleId) -> Result<Option<Cycle>> {
    Ok(cycle::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else numbers its ideas before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &CycleId) -> Result<Option<Cycle>> {
    let row = cycle::Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

pub async fn find_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Cycle>> {
    Ok(cycle::Entity::find()
        .filter(cycle::Column::Slug.eq(slug))
        .one(db)
        .await?)
}

pub async fn find_by_iri(db: &impl ConnectionTrait, iri: &Url) -> Result<Option<Cycle>> {
    Ok(cycle::Entity::find()
        .filter(cycle::Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await?)
}

pub async fn insert(tx: &Tx, cycle: Cycle) -> Result<Cycle> {
    let row: cycle::ActiveModel = cycle.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, cycle: Cycle) -> Result<Cycle> {
    let row: cycle::ActiveModel = cycle.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// Let a former address lead on to what was there. The last to leave it counts.
pub async fn leave(tx: &Tx, path: &str, target: &str, now: DateTime<Utc>) -> Result<()> {
    let row = former::ActiveModel {
        path: Set(path.to_owned()),
        target: Set(target.to_owned()),
        left_at: Set(now),
    };
    former::Entity::insert(row)
        .on_conflict(
            OnConflict::column(former::Column::Path)
                .update_columns([former::Column::Target, former::Column::LeftAt])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The id of what had this address before.
pub async fn formerly_at(db: &impl ConnectionTrait, path: &str) -> Result<Option<String>> {
    let row = former::Entity::find_by_id(path.to_owned()).one(db).await?;
    Ok(row.map(|row| row.target))
}
