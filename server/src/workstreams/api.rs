//! Workstreams for programs. Reading is open to everybody; what changes one takes a coordinator.

mod plan;

use super::{
    Draft, Extension, Step,
    shape::{List, Shape},
};
use crate::{
    App, Result, associations, audit,
    error::Refusal,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, revise))
        .routes(routes!(show_draft))
        .routes(routes!(step))
        .routes(routes!(lengthen))
        .merge(plan::routes())
}

/// A step of its life.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkstreamStepTaken)]
#[serde(default, deny_unknown_fields)]
pub struct Taken {
    /// `select`, `decline`, `start`, `present`, `archive` or `withdraw`.
    pub step: String,
    /// Why; needed to decline and to withdraw.
    pub reason: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    cycle: String,
}

/// List the public workstreams, those of other servers too.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams",
    operation_id = "listWorkstreams",
    tag = "workstreams",
    params(("cycle" = Option<String>, Query, description = "The id of a cycle; without it, all")),
    responses((status = 200, description = "The latest start first", body = List), Failures)
)]
async fn list(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response> {
    let found = super::public(&app.db, &wanted.cycle).await?;
    json::public(&headers, &List::of(&found))
}

/// Read a public workstream.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}",
    operation_id = "readWorkstream",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    responses((status = 200, description = "The workstream", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let workstream = super::find_public(&app.db, &named).await?;
    json::public(&headers, &Shape::of(&workstream))
}

/// Read a workstream of ours as one would have to send it.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/draft",
    operation_id = "readWorkstreamDraft",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    security(("token" = [])),
    responses((status = 200, description = "The draft", body = Draft), Failures)
)]
async fn show_draft(
    _: Editor,
    State(app): State<App>,
    Path(named): Path<String>,
) -> Result<Response> {
    json::private(&Draft::of(&super::find(&app.db, &named).await?))
}

/// Propose a workstream.
///
/// Nobody hears of it until it is selected. Its handle never changes.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams",
    operation_id = "proposeWorkstream",
    tag = "workstreams",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The proposed workstream", body = Shape), Failures)
)]
async fn create(
    coordinator: Coordinator,
    State(app): State<App>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let workstream = super::propose(&app, &tx, &association, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.propose",
        &workstream.id,
    )
    .await?;
    let path = format!("/api/v1/workstreams/{}", workstream.slug);
    json::created(&app, &path, &Shape::of(&workstream))
}

/// Change what a workstream says about itself, and tell its followers.
///
/// Every field counts: one that is left out is emptied. The handle never changes; the days are kept
/// once it is selected. With the `seen` of a draft, whoever comes too late is answered 409.
#[utoipa::path(
    put,
    path = "/api/v1/workstreams/{workstream}",
    operation_id = "changeWorkstream",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed workstream", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(named): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = super::find_for_change(&tx, &named).await?;
    let workstream = super::change(&app, &tx, workstream, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.change",
        &workstream.id,
    )
    .await?;
    json::private(&Shape::of(&workstream))
}

/// Take a step of its life: select, decline, start, present, archive, withdraw.
///
/// Selected, it becomes an actor that can be followed; from then on everybody may read about it.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/step",
    operation_id = "stepWorkstream",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Taken,
    security(("token" = [])),
    responses((status = 200, description = "The workstream after it", body = Shape), Failures)
)]
async fn step(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(named): Path<String>,
    Said(taken): Said<Taken>,
) -> Result<Response> {
    let step = Step::named(taken.step.trim());
    let step = step.ok_or(Refusal::new("workstream-step-unknown").on("step"))?;
    let keys = match step {
        Step::Select => Some(app.federation.make_keys().await?),
        _ => None,
    };
    let tx = app.begin().await?;
    let workstream = super::find_for_change(&tx, &named).await?;
    let workstream = super::take(&app, &tx, workstream, step, &taken.reason, keys).await?;
    audit::kept(&app, tx, Some(&coordinator), step.action(), &workstream.id).await?;
    json::private(&Shape::of(&workstream))
}

/// Plan a later end, and say why.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/extension",
    operation_id = "extendWorkstream",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Extension,
    security(("token" = [])),
    responses((status = 200, description = "The workstream with its new end", body = Shape), Failures)
)]
async fn lengthen(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(named): Path<String>,
    Said(extension): Said<Extension>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = super::find_for_change(&tx, &named).await?;
    let workstream = super::extend(&app, &tx, workstream, &extension).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.extend",
        &workstream.id,
    )
    .await?;
    json::private(&Shape::of(&workstream))
}
