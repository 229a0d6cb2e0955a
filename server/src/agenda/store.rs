//! The queries about agendas. Nobody else names their columns.

use super::{
    session::SESSIONS_AT_MOST,
    told::{self, Told},
    version::{ActiveModel, Column, Entity, Version},
};
use crate::{Result, app::Tx, ids::EventId};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{OnConflict, SelectStatement, SimpleExpr},
};

/// Released versions looked back upon.
pub const VERSIONS_AT_MOST: u64 = 50;

/// The draft, or what was released last where there is none.
pub async fn latest(db: &impl ConnectionTrait, event: &EventId) -> Result<Option<Version>> {
    let versions = Entity::find().filter(Column::Event.eq(event.clone()));
    Ok(versions.order_by_desc(Column::Number).one(db).await?)
}

/// The draft and what can be looked back upon, the newest first.
pub async fn of_event(db: &impl ConnectionTrait, event: &EventId) -> Result<Vec<Version>> {
    let versions = Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .order_by_desc(Column::Number)
        .limit(VERSIONS_AT_MOST + 1);
    Ok(versions.all(db).await?)
}

/// What was released, the newest first.
pub async fn released(
    db: &impl ConnectionTrait,
    event: &EventId,
    limit: u64,
) -> Result<Vec<Version>> {
    let versions = Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::ReleasedAt.is_not_null())
        .order_by_desc(Column::Number)
        .limit(limit);
    Ok(versions.all(db).await?)
}

/// A released version by its number.
pub async fn find(
    db: &impl ConnectionTrait,
    event: &EventId,
    number: i32,
) -> Result<Option<Version>> {
    let version = Entity::find_by_id((event.clone(), number));
    let version = version.filter(Column::ReleasedAt.is_not_null());
    Ok(version.one(db).await?)
}

pub async fn delete(tx: &Tx, version: Version) -> Result<()> {
    Entity::delete_by_id((version.event, version.number))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn insert(tx: &Tx, version: Version) -> Result<Version> {
    let row: ActiveModel = version.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, version: Version) -> Result<Version> {
    let row: ActiveModel = version.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn find_told(db: &impl ConnectionTrait, iri: &Iri) -> Result<Option<Told>, DbErr> {
    told::Entity::find_by_id(iri.clone()).one(db).await
}

/// Who holds the event that a session was told of.
pub fn organizer_of_told(iri: &Iri) -> SelectStatement {
    told::Entity::find_by_id(iri.clone())
        .select_only()
        .column(told::Column::Organizer)
        .into_query()
}

/// What was told of an event, in no order.
pub async fn told(db: &impl ConnectionTrait, event: &EventId) -> Result<Vec<Told>> {
    let told = told::Entity::find().filter(told::Column::Event.eq(event.clone()));
    Ok(told.limit(SESSIONS_AT_MOST as u64).all(db).await?)
}

pub async fn count_told(db: &impl ConnectionTrait, event: &EventId) -> Result<u64> {
    let told = told::Entity::find().filter(told::Column::Event.eq(event.clone()));
    Ok(told.count(db).await?)
}

/// Keep what was told, in place of what was told before.
pub async fn put_told(tx: &Tx, told: Told) -> Result<()> {
    let row: told::ActiveModel = told.into_active_model().reset_all();
    told::Entity::insert(row)
        .on_conflict(
            OnConflict::column(told::Column::Iri)
                .update_columns([
                    told::Column::Event,
                    told::Column::Organizer,
                    told::Column::Session,
                    told::Column::UpdatedAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub async fn delete_told(tx: &Tx, iri: &Iri) -> Result<(), DbErr> {
    told::Entity::delete_by_id(iri.clone()).exec(tx).await?;
    Ok(())
}

/// The events of whose sessions anybody at the server of `actor` told.
pub async fn events_told_from(tx: &Tx, actor: &Iri) -> Result<Vec<EventId>> {
    let events = told::Entity::find()
        .select_only()
        .column(told::Column::Event)
        .distinct()
        .filter(is_of_server(actor));
    Ok(events.into_tuple().all(tx).await?)
}

fn is_of_server(actor: &Iri) -> SimpleExpr {
    let origin = actor.origin().ascii_serialization();
    told::Column::Iri.starts_with(format!("{origin}/"))
}

/// Forget what anybody at the server of `actor` told.
pub async fn delete_told_from(tx: &Tx, actor: &Iri) -> Result<()> {
    told::Entity::delete_many()
        .filter(is_of_server(actor))
        .exec(tx)
        .await?;
    Ok(())
}
