//! The queries about adoptions. Nobody else names their columns.

use super::adoption::{ActiveModel, Adoption, Column, Entity, State};
use crate::{
    Result,
    app::Tx,
    ids::{AdoptionId, WorkstreamId},
};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait as _,
};
use url::Url;

/// Rows of one list.
const LISTED_AT_MOST: u64 = 500;

pub async fn insert(tx: &Tx, adoption: Adoption) -> Result<Adoption> {
    let row: ActiveModel = adoption.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, adoption: Adoption) -> Result<Adoption> {
    let row: ActiveModel = adoption.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete(tx: &Tx, id: &AdoptionId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// The one with this id, so that nobody else changes it before this transaction ends. On SQLite the
/// transaction itself sees to that.
pub async fn find_for_change(tx: &Tx, id: &AdoptionId) -> Result<Option<Adoption>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// What this adopter said of this product, to be changed: of the report, or of one of the same workstream
/// that had another id.
pub async fn find_of(
    tx: &Tx,
    adopter: &Iri,
    (report, workstream): (&Iri, Option<&WorkstreamId>),
    product: &str,
) -> Result<Option<Adoption>> {
    let mut is_same = Column::Report.eq(report.clone());
    if let Some(workstream) = workstream {
        is_same = is_same.or(Column::Workstream.eq(workstream.clone()));
    }
    Ok(Entity::find()
        .filter(Column::Adopter.eq(adopter.clone()))
        .filter(is_same)
        .filter(Column::Product.eq(product))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// What was announced under this id.
pub async fn find_by_offer(tx: &Tx, offer: &Url) -> Result<Option<Adoption>> {
    Ok(Entity::find()
        .filter(Column::Offer.eq(Iri::from(offer)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// All of a workstream of ours, the first first.
pub async fn of_workstream(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Adoption>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .order_by_asc(Column::AnnouncedAt)
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What these associations use, the latest first.
pub async fn of_adopters(db: &impl ConnectionTrait, adopters: &[Iri]) -> Result<Vec<Adoption>> {
    Ok(Entity::find()
        .filter(Column::Adopter.is_in(adopters.iter().cloned()))
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What was announced of reports of ours and is not looked at yet, the first first.
pub async fn open(db: &impl ConnectionTrait) -> Result<Vec<Adoption>> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Offered))
        .filter(Column::Workstream.is_not_null())
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Whose announcements wait for this association, once for each.
pub async fn waiting_adopters(db: &impl ConnectionTrait, lead: &Iri) -> Result<Vec<Iri>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Adopter)
        .filter(Column::Lead.eq(lead.clone()))
        .filter(Column::State.eq(State::Offered))
        .filter(Column::Workstream.is_not_null())
        .limit(LISTED_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

pub async fn count_of(db: &impl ConnectionTrait, adopter: &Iri) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Adopter.eq(adopter.clone()))
        .count(db)
        .await?)
}

/// What these adopters say of the reports of this one.
pub async fn of_lead(
    db: &impl ConnectionTrait,
    lead: &Iri,
    adopters: &[Iri],
) -> Result<Vec<Adoption>> {
    Ok(Entity::find()
        .filter(Column::Lead.eq(lead.clone()))
        .filter(Column::Adopter.is_in(adopters.iter().cloned()))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Forget what this actor uses, and what others use of its reports.
pub async fn delete_with(tx: &Tx, actor: &Iri) -> Result<()> {
    let is_part = Column::Adopter
        .eq(actor.clone())
        .or(Column::Lead.eq(actor.clone()));
    Entity::delete_many().filter(is_part).exec(tx).await?;
    Ok(())
}

/// Those of `actors` that use something, or answer for what somebody uses.
pub async fn actors_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let mut found = Vec::new();
    for column in [Column::Adopter, Column::Lead] {
        let some: Vec<Iri> = Entity::find()
            .select_only()
            .column(column)
            .distinct()
            .filter(column.is_in(actors.iter().cloned()))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(some);
    }
    Ok(found)
}
