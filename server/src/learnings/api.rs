//! Learnings for programs. What is for peers takes a token.

use super::{Audience, Draft, Learning};
use crate::{
    App, Result, audit,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
    workstreams,
};
use axum::{
    extract::{Path, State as Of},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, note))
        .routes(routes!(change, remove))
        .routes(routes!(widen))
}

/// What was found out in a workstream.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Learning)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    pub title: String,
    /// HTML that is safe to show.
    pub text: String,
    pub audience: Audience,
    pub noted_at: DateTime<Utc>,
    /// Since when everybody may read it.
    pub widened_at: Option<DateTime<Utc>>,
}

impl Shape {
    pub fn of(learning: &Learning) -> Self {
        Self {
            id: learning.id.to_string(),
            title: learning.title.clone(),
            text: learning.html(),
            audience: learning.audience,
            noted_at: learning.noted_at,
            widened_at: learning.widened_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LearningList)]
struct List {
    learnings: Vec<Shape>,
}

/// List what was learned in a workstream: with a token all of it, without what is for everybody.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/learnings",
    operation_id = "listLearnings",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    responses((status = 200, description = "The latest first", body = List), Failures)
)]
async fn list(
    editor: Option<Editor>,
    Of(app): Of<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let workstream = workstreams::find_public(&app.db, &named).await?;
    if editor.is_some() {
        let learnings = super::of_workstream(&app.db, &workstream.id).await?;
        let learnings = learnings.iter().map(Shape::of).collect();
        return json::private(&List { learnings });
    }
    let learnings = super::public(&app.db, &workstream.id).await?;
    let learnings = learnings.iter().map(Shape::of).collect();
    json::public(&headers, &List { learnings })
}

/// Note what was found out. Peers are told, and nobody else.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/learnings",
    operation_id = "noteLearning",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new learning", body = Shape), Failures)
)]
async fn note(
    editor: Editor,
    Of(app): Of<App>,
    Path(named): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let learning = super::note(&app, &tx, &workstream, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "learning.note", &learning.id).await?;
    let path = format!(
        "/api/v1/workstreams/{}/learnings/{}",
        workstream.slug, learning.id
    );
    json::created(&app, &path, &Shape::of(&learning))
}

/// Say it otherwise. Whoever was told of it is told that.
#[utoipa::path(
    put,
    path = "/api/v1/workstreams/{workstream}/learnings/{learning}",
    operation_id = "changeLearning",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("learning" = String, Path, description = "A ULID"),
    ),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The learning", body = Shape), Failures)
)]
async fn change(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((named, id)): Path<(String, String)>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let learning = super::find_for_change(&tx, &workstream, &id).await?;
    let learning = super::change(&app, &tx, &workstream, (learning, &draft)).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "learning.change",
        &learning.id,
    )
    .await?;
    json::private(&Shape::of(&learning))
}

/// Take it away, here and wherever it was told.
#[utoipa::path(
    delete,
    path = "/api/v1/workstreams/{workstream}/learnings/{learning}",
    operation_id = "dropLearning",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("learning" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn remove(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((named, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let learning = super::find_for_change(&tx, &workstream, &id).await?;
    super::drop_it(&app, &tx, &workstream, learning).await?;
    audit::kept(&app, tx, Some(&coordinator), "learning.drop", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Let everybody read it, from now on and for good.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/learnings/{learning}/publication",
    operation_id = "widenLearning",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("learning" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 200, description = "The learning", body = Shape), Failures)
)]
async fn widen(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((named, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let learning = super::find_for_change(&tx, &workstream, &id).await?;
    let learning = super::widen(&app, &tx, &workstream, learning).await?;
    audit::kept(&app, tx, Some(&coordinator), "learning.widen", &learning.id).await?;
    json::private(&Shape::of(&learning))
}
