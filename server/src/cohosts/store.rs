//! The queries about co-hosts. Nobody else names their columns.

use super::cohost::{ActiveModel, Cohost, Column, Entity, State};
use crate::{Result, app::Tx, ids::CohostId};
use chrono::{DateTime, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, sea_query::ExprTrait as _,
};
use url::Url;

/// Rows of one list.
pub const LISTED_AT_MOST: u64 = 500;

pub async fn insert(tx: &Tx, cohost: Cohost) -> Result<Cohost> {
    let row: ActiveModel = cohost.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, cohost: Cohost) -> Result<Cohost> {
    let row: ActiveModel = cohost.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete(tx: &Tx, id: &CohostId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, id: &CohostId) -> Result<Option<Cohost>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else changes it before this transaction ends. On SQLite the transaction
/// itself sees to that.
pub async fn find_for_change(tx: &Tx, id: &CohostId) -> Result<Option<Cohost>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// The question to this actor about an event, to be changed as the four below are: by nobody else before
/// this transaction ends.
pub async fn find_of_for_change(tx: &Tx, event: &Url, actor: &Url) -> Result<Option<Cohost>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(Iri::from(event)))
        .filter(Column::Actor.eq(Iri::from(actor)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// All of an event.
pub async fn of_event_for_change(tx: &Tx, event: &Url) -> Result<Vec<Cohost>> {
    Ok(at_event(event).lock_exclusive().all(tx).await?)
}

/// What was offered under this id.
pub async fn find_by_offer(tx: &Tx, offer: &Url) -> Result<Option<Cohost>> {
    Ok(Entity::find()
        .filter(Column::Offer.eq(Iri::from(offer)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// What this actor agreed to under this id.
pub async fn by_accept(tx: &Tx, actor: &Iri, accept: &Url) -> Result<Vec<Cohost>> {
    Ok(Entity::find()
        .filter(Column::Actor.eq(actor.clone()))
        .filter(Column::Accept.eq(Iri::from(accept)))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .lock_exclusive()
        .all(tx)
        .await?)
}

/// Where this actor is asked or named, or owns the event.
pub async fn with(tx: &Tx, actor: &Iri) -> Result<Vec<Cohost>> {
    let is_part = Column::Actor
        .eq(actor.clone())
        .or(Column::Host.eq(actor.clone()));
    Ok(Entity::find()
        .filter(is_part)
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .lock_exclusive()
        .all(tx)
        .await?)
}

/// All of an event, in the order in which they were asked.
pub async fn of_event(db: &impl ConnectionTrait, event: &Url) -> Result<Vec<Cohost>> {
    Ok(at_event(event).all(db).await?)
}

fn at_event(event: &Url) -> Select<Entity> {
    Entity::find()
        .filter(Column::Event.eq(Iri::from(event)))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
}

/// Where these actors are asked or named, the latest first.
pub async fn of_actors(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Cohost>> {
    Ok(Entity::find()
        .filter(Column::Actor.is_in(actors.iter().cloned()))
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those of `actors` that are asked or named, or that ask.
pub async fn among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let mut found = Vec::new();
    for column in [Column::Actor, Column::Host] {
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

/// How many questions to `actor` are open; of `host` alone, where one is named.
pub async fn count_open(db: &impl ConnectionTrait, actor: &Iri, host: Option<&Iri>) -> Result<u64> {
    let mut open = Entity::find()
        .filter(Column::Actor.eq(actor.clone()))
        .filter(Column::State.eq(State::Offered));
    if let Some(host) = host {
        open = open.filter(Column::Host.eq(host.clone()));
    }
    Ok(open.count(db).await?)
}

/// Questions that are open, whoever asked.
pub async fn offered(db: &impl ConnectionTrait) -> Result<Vec<Cohost>> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Offered))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What ours announced because they agreed, the latest first.
pub async fn announced(db: &impl ConnectionTrait) -> Result<Vec<Cohost>> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Accepted))
        .filter(Column::Announce.is_not_null())
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those whose word is to be looked at, the longest due first.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<Cohost>> {
    Ok(Entity::find()
        .filter(Column::CheckAt.lte(now))
        .order_by_asc(Column::CheckAt)
        .limit(limit)
        .all(db)
        .await?)
}

/// Everybody's, in the order of their ids, from behind `after`.
pub async fn behind(db: &impl ConnectionTrait, after: Option<CohostId>) -> Result<Vec<Cohost>> {
    let mut all = Entity::find().order_by_asc(Column::Id);
    if let Some(after) = after {
        all = all.filter(Column::Id.gt(after));
    }
    Ok(all.limit(LISTED_AT_MOST).all(db).await?)
}
