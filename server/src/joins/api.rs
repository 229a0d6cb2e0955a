//! Joins for programs: where ours go. All of it takes a token; nobody else is told.

use super::{Join, State};
use crate::{
    App, Error, Result, associations, audit, events,
    ids::{EventId, JoinId},
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(ask))
        .routes(routes!(leave))
}

/// One of ours that wants to go to an event of another server.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Join)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    /// The ActivityPub id of the event.
    pub event: String,
    pub title: String,
    pub url: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// How the event stands, as its home told it last.
    pub event_state: events::State,
    /// Whether its home has erased it.
    pub is_gone: bool,
    /// The actor that invites.
    pub organizer: String,
    /// The actor of ours that wants to come.
    pub actor: String,
    pub state: State,
    /// Why not, in the organizer's words; else empty.
    pub reason: String,
    pub asked_at: DateTime<Utc>,
    /// When it was said once more, because nobody had answered.
    pub asked_again_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
}

impl Shape {
    pub fn of(join: &Join) -> Self {
        Self {
            id: join.id.to_string(),
            event: join.event.to_string(),
            title: join.told.title.clone(),
            url: join.told.url.to_string(),
            starts_at: join.told.starts_at,
            ends_at: join.told.ends_at,
            event_state: join.told.state,
            is_gone: join.told.is_gone,
            organizer: join.organizer.to_string(),
            actor: join.actor.to_string(),
            state: join.state,
            reason: join.reason.clone(),
            asked_at: join.asked_at,
            asked_again_at: join.asked_again_at,
            answered_at: join.answered_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JoinList)]
struct List {
    joins: Vec<Shape>,
}

/// List where associations of this instance go.
///
/// What ends last first, with the answers of the organizers.
#[utoipa::path(
    get,
    path = "/api/v1/joins",
    operation_id = "listJoins",
    tag = "joins",
    security(("token" = [])),
    responses((status = 200, description = "All of them", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>) -> Result<Response> {
    let joins = super::listed(&app.db).await?;
    let joins = joins.iter().map(Shape::of).collect();
    json::private(&List { joins })
}

/// Who wants to come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = JoinRequest)]
#[serde(default)]
struct Asked {
    /// The handle of an association; empty for the first.
    association: String,
}

/// Ask to take part in an event of another server.
///
/// Its organizer is told, and nobody else. Their answer changes the state.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/joins",
    operation_id = "joinEvent",
    tag = "joins",
    params(("id" = String, Path, description = "The event's ULID here")),
    request_body = Asked,
    security(("token" = [])),
    responses((status = 201, description = "How it stands", body = Shape), Failures)
)]
async fn ask(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(asked): Said<Asked>,
) -> Result<Response> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    let event = events::find(&app.db, &id).await?.ok_or(Error::NotFound)?;
    let invitation = super::read(&app, &event).await?;
    let tx = app.begin().await?;
    let association = associations::find(&tx, &asked.association).await?;
    let ours = associations::actor_of(&tx, &association).await?;
    let join = super::ask(&app, &tx, &ours, &invitation).await?;
    audit::kept(&app, tx, Some(&coordinator), "join.ask", &join.id).await?;
    json::created(&app, "/api/v1/joins", &Shape::of(&join))
}

/// Not go after all.
///
/// The organizer is told, and the place is free again.
#[utoipa::path(
    delete,
    path = "/api/v1/joins/{join}",
    operation_id = "leaveEvent",
    tag = "joins",
    params(("join" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 204, description = "It is taken back"), Failures)
)]
async fn leave(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let id: JoinId = id.parse().map_err(|_| Error::NotFound)?;
    let tx = app.begin().await?;
    let join = super::find_for_change(&tx, &id).await?;
    let join = super::leave(&app, &tx, join).await?;
    audit::kept(&app, tx, Some(&coordinator), "join.leave", &join.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
