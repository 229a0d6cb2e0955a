//! The queries about reports. Nobody else names their columns.

use super::report::{ActiveModel, Column, Contents, Entity, Report, State};
use crate::{Result, app::Tx, ids::EventId};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::SelectStatement,
};
use url::Url;

/// Reports in one list.
pub const LISTED_AT_MOST: u64 = 50;

pub async fn find(db: &impl ConnectionTrait, event: &EventId) -> Result<Option<Report>> {
    Ok(Entity::find_by_id(event.clone()).one(db).await?)
}

/// The public reports of some events, the newest first.
pub async fn of_events(db: &impl ConnectionTrait, events: Vec<EventId>) -> Result<Vec<Report>> {
    Ok(Entity::find()
        .filter(Column::Event.is_in(events))
        .filter(Column::State.eq(State::Published))
        .order_by_desc(Column::PublishedAt)
        .all(db)
        .await?)
}

/// What each of ours holds, drafts and withdrawn ones too.
pub async fn own_contents(db: &impl ConnectionTrait) -> Result<Vec<Contents>> {
    let contents = Entity::find()
        .select_only()
        .column(Column::Contents)
        .filter(Column::Local.eq(true));
    Ok(contents.into_tuple().all(db).await?)
}

/// What is public here, of one author or of all, the newest first.
pub async fn published(db: &impl ConnectionTrait, author: Option<&Iri>) -> Result<Vec<Report>> {
    let mut query = Entity::find()
        .filter(Column::State.eq(State::Published))
        .filter(Column::Local.eq(true));
    if let Some(author) = author {
        query = query.filter(Column::Author.eq(author.clone()));
    }
    Ok(query
        .order_by_desc(Column::PublishedAt)
        .order_by_desc(Column::Event)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those of `events` of which somebody here has written no more than a draft.
pub async fn unreported(db: &impl ConnectionTrait, events: Vec<EventId>) -> Result<Vec<EventId>> {
    let told: Vec<EventId> = Entity::find()
        .select_only()
        .column(Column::Event)
        .filter(Column::Event.is_in(events.iter().cloned()))
        .filter(Column::State.ne(State::Draft))
        .into_tuple()
        .all(db)
        .await?;
    let mut unreported = events;
    unreported.retain(|event| !told.contains(event));
    Ok(unreported)
}

/// Whose the report of this id on the wire is.
pub fn author_of(iri: &Iri) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::Author)
        .filter(Column::Iri.eq(iri.clone()))
        .into_query()
}

pub async fn insert(tx: &Tx, report: Report) -> Result<Report> {
    let row: ActiveModel = report.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, report: Report) -> Result<Report> {
    let row: ActiveModel = report.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// Remove another server's report; one of ours is never touched by this.
pub async fn delete_remote(tx: &Tx, iri: &Url) -> std::result::Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::Iri.eq(Iri::from(iri)))
        .filter(Column::Local.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}
