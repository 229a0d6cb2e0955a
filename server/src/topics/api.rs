//! Topics for programs. Reading is open to everybody; changing them takes a coordinator.

use super::{Draft, Topic};
use crate::{
    App, Result, associations, audit, markdown,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::Coordinator,
    },
};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, found))
        .routes(routes!(show, revise))
}

/// What an association observes in its field, and what it does about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Topic)]
pub struct Shape {
    pub slug: String,
    /// The ActivityPub id of the association that looks after it.
    pub organizer: Url,
    /// The slug of the programme it belongs to.
    pub programme: Option<String>,
    pub page: Url,
    pub name: String,
    /// One line.
    pub summary: String,
    /// What is observed: HTML that is safe to show.
    pub observed: String,
    /// What is done: HTML that is safe to show.
    pub done: String,
    /// Whether nobody works on it under this name any more.
    pub is_closed: bool,
    /// The slugs of the topics it came from.
    pub predecessors: Vec<String>,
    /// The slugs of the topics it went over into.
    pub successors: Vec<String>,
    pub updated_at: DateTime<Utc>,
    /// What a change sends along, so that nobody overwrites what somebody else has saved meanwhile.
    pub seen: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TopicList)]
pub struct List {
    pub topics: Vec<Shape>,
}

async fn shape(app: &App, topic: Topic) -> Result<Shape> {
    let slugs = |topics: Vec<Topic>| topics.into_iter().map(|topic| topic.slug).collect();
    let programme = super::programme_of(&app.db, &topic).await?;
    let mut page = app.config.origin().clone();
    page.set_path(&topic.path());
    Ok(Shape {
        seen: topic.seen(),
        page,
        programme: programme.map(|programme| programme.slug),
        predecessors: slugs(super::predecessors(&app.db, &topic.id).await?),
        successors: slugs(super::successors(&app.db, &topic.id).await?),
        observed: markdown::to_html(&topic.observed),
        done: markdown::to_html(&topic.done),
        slug: topic.slug,
        organizer: topic.organizer.into(),
        name: topic.name,
        summary: topic.summary,
        is_closed: topic.is_closed,
        updated_at: topic.updated_at,
    })
}

/// List the topics of this instance.
#[utoipa::path(
    get,
    path = "/api/v1/topics",
    operation_id = "listTopics",
    tag = "topics",
    responses((status = 200, description = "All of them, by name", body = List), Failures)
)]
async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let mut topics = Vec::new();
    for topic in super::all(&app.db).await? {
        topics.push(shape(&app, topic).await?);
    }
    json::public(&headers, &List { topics })
}

/// Read a topic.
#[utoipa::path(
    get,
    path = "/api/v1/topics/{topic}",
    operation_id = "readTopic",
    tag = "topics",
    params(("topic" = String, Path, description = "The last part of its address")),
    responses((status = 200, description = "The topic", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let topic = super::find(&app.db, &slug).await?;
    json::public(&headers, &shape(&app, topic).await?)
}

/// Found a topic.
#[utoipa::path(
    post,
    path = "/api/v1/topics",
    operation_id = "foundTopic",
    tag = "topics",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new topic", body = Shape), Failures)
)]
async fn found(
    coordinator: Coordinator,
    State(app): State<App>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let topic = super::found(&app, &tx, &association, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "topic.found", &topic.id).await?;
    let path = format!("/api/v1/topics/{}", topic.slug);
    json::created(&app, &path, &shape(&app, topic).await?)
}

/// Change a topic, or say what it went over into.
///
/// Every field counts: one that is left out is emptied. Who looks after it never changes; a former
/// address leads on. With the `seen` of what it was read from, whoever comes too late is answered 409.
#[utoipa::path(
    put,
    path = "/api/v1/topics/{topic}",
    operation_id = "changeTopic",
    tag = "topics",
    params(("topic" = String, Path, description = "The last part of its address")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed topic", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let topic = super::find(&tx, &slug).await?;
    let topic = super::revise(&app, &tx, &topic.id, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "topic.revise", &topic.id).await?;
    json::private(&shape(&app, topic).await?)
}
