//! The queries about involvements. Nobody else names their columns.

use super::involvement::{ActiveModel, Column, Entity, Involvement, State};
use crate::{Result, app::Tx, ids::InvolvementId};
use chrono::{DateTime, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, sea_query::ExprTrait as _,
};
use url::Url;

/// Rows of one list.
pub const LISTED_AT_MOST: u64 = 500;

pub async fn insert(tx: &Tx, involvement: Involvement) -> Result<Involvement> {
    let row: ActiveModel = involvement.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, involvement: Involvement) -> Result<Involvement> {
    let row: ActiveModel = involvement.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete(tx: &Tx, id: &InvolvementId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// The one with this id, so that nobody else changes it before this transaction ends. On SQLite the
/// transaction itself sees to that.
pub async fn find_for_change(tx: &Tx, id: &InvolvementId) -> Result<Option<Involvement>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// What there is between this workstream and this organisation, to be changed.
pub async fn find_of(tx: &Tx, workstream: &Iri, actor: &Iri) -> Result<Option<Involvement>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::Actor.eq(actor.clone()))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// What was offered under this id.
pub async fn find_by_offer(tx: &Tx, offer: &Url) -> Result<Option<Involvement>> {
    Ok(Entity::find()
        .filter(Column::Offer.eq(Iri::from(offer)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// What this organisation agreed to under this id.
pub async fn find_by_word(tx: &Tx, actor: &Iri, word: &Url) -> Result<Option<Involvement>> {
    Ok(Entity::find()
        .filter(Column::Actor.eq(actor.clone()))
        .filter(Column::Word.eq(Iri::from(word)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// Where this actor is the organisation, or the workstream.
pub async fn with(tx: &Tx, actor: &Iri) -> Result<Vec<Involvement>> {
    let is_part = Column::Actor
        .eq(actor.clone())
        .or(Column::Workstream.eq(actor.clone()));
    Ok(Entity::find()
        .filter(is_part)
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .lock_exclusive()
        .all(tx)
        .await?)
}

/// All of a workstream, in the order in which they were asked.
pub async fn of_workstream(db: &impl ConnectionTrait, group: &Iri) -> Result<Vec<Involvement>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(group.clone()))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Where these organisations have a part or are asked, the latest first.
pub async fn of_actors(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Involvement>> {
    Ok(Entity::find()
        .filter(Column::Actor.is_in(actors.iter().cloned()))
        .filter(Column::State.ne(State::Unconfirmed))
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Questions to `asked`, in whichever place it stands, that are open.
pub async fn open_to(db: &impl ConnectionTrait, asked: &Iri) -> Result<Vec<Involvement>> {
    let as_organisation = (Column::Actor.eq(asked.clone())).and(Column::IsRequest.eq(false));
    let as_workstream = (Column::Workstream.eq(asked.clone())).and(Column::IsRequest.eq(true));
    Ok(Entity::find()
        .filter(Column::State.eq(State::Offered))
        .filter(as_organisation.or(as_workstream))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Questions that are open, whoever asked.
pub async fn open(db: &impl ConnectionTrait) -> Result<Vec<Involvement>> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Offered))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those whose word is to be looked at, the longest due first.
pub async fn due(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Involvement>> {
    Ok(Entity::find()
        .filter(Column::CheckAt.lte(now))
        .order_by_asc(Column::CheckAt)
        .limit(limit)
        .all(db)
        .await?)
}

/// Those of `actors` that have a part somewhere, or in which somebody has.
pub async fn actors_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let mut found = Vec::new();
    for column in [Column::Actor, Column::Workstream] {
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
