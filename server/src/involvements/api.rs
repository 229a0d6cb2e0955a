//! Involvements for programs. Who has a part stands in the workstream itself; who was asked, and how they
//! answered, takes a token.

use super::{Involvement, State};
use crate::{
    App, Result, associations, audit,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
    workstreams::{self, Part},
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
        .routes(routes!(list_of_workstream, offer))
        .routes(routes!(list, ask))
        .routes(routes!(accept))
        .routes(routes!(reject))
        .routes(routes!(end))
}

/// An organisation that has a part in a workstream, or is to have one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Involvement)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    /// The ActivityPub id of the workstream.
    pub workstream: String,
    /// What it was called when it was asked about.
    pub name: String,
    /// The organisation.
    pub actor: String,
    pub part: Part,
    pub state: State,
    /// Whether the organisation asked, and not the workstream.
    pub is_request: bool,
    /// The activity by which the organisation says so itself, for everybody to check.
    pub word: Option<String>,
    /// Why not; else empty.
    pub reason: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(one: &Involvement) -> Self {
        Self {
            id: one.id.to_string(),
            workstream: one.workstream.to_string(),
            name: one.name.clone(),
            actor: one.actor.to_string(),
            part: one.part,
            state: one.state,
            is_request: one.is_request,
            word: one.word.as_ref().map(ToString::to_string),
            reason: one.reason.clone(),
            created_at: one.created_at,
            updated_at: one.updated_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvolvementList)]
struct List {
    involvements: Vec<Shape>,
}

impl List {
    fn of(all: &[Involvement]) -> Self {
        Self {
            involvements: all.iter().map(Shape::of).collect(),
        }
    }
}

/// Whom to ask.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = InvolvementInvitation)]
#[serde(default)]
pub(super) struct Invitation {
    /// `@name@server`, the address of a profile, or a handle of this instance.
    pub address: String,
    /// `lead`, `contribute` or `follow`; empty for `contribute`.
    pub part: String,
}

/// Which workstream to ask, and for whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = InvolvementRequest)]
#[serde(default)]
pub(super) struct Asking {
    /// The workstream: `@ws-…@host`, the address of its page, or a handle of this instance.
    pub address: String,
    /// The handle of the association; empty for the first.
    pub association: String,
    /// As in an invitation.
    pub part: String,
}

/// List who has a part in a workstream of ours, or was asked, or asked.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/involvements",
    operation_id = "listInvolvementsOfWorkstream",
    tag = "involvements",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    security(("token" = [])),
    responses((status = 200, description = "In the order of the questions", body = List), Failures)
)]
async fn list_of_workstream(
    _: Editor,
    Of(app): Of<App>,
    Path(named): Path<String>,
) -> Result<Response> {
    let workstream = workstreams::find(&app.db, &named).await?;
    json::private(&List::of(
        &super::of_workstream(&app.db, &workstream).await?,
    ))
}

/// Ask an organisation to have a part in a workstream of ours. It is named nowhere before it agrees.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/involvements",
    operation_id = "offerInvolvement",
    tag = "involvements",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Invitation,
    security(("token" = [])),
    responses((status = 201, description = "The open question", body = Shape), Failures)
)]
async fn offer(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(named): Path<String>,
    Said(invitation): Said<Invitation>,
) -> Result<Response> {
    let part = super::read_part(&invitation.part)?;
    workstreams::find(&app.db, &named).await?;
    let invited = super::look_up(&app, &invitation.address).await?;
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let one = super::offer(&app, &tx, &workstream, &invited, part).await?;
    audit::kept(&app, tx, Some(&coordinator), "involvement.offer", &one.id).await?;
    json::created(&app, &path(&one), &Shape::of(&one))
}

fn path(one: &Involvement) -> String {
    format!("/api/v1/involvements/{}", one.id)
}

/// List where associations of ours have a part, were asked, or asked. The latest first.
#[utoipa::path(
    get,
    path = "/api/v1/involvements",
    operation_id = "listInvolvements",
    tag = "involvements",
    security(("token" = [])),
    responses((status = 200, description = "All of them", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>) -> Result<Response> {
    json::private(&List::of(&super::of_ours(&app.db).await?))
}

/// Ask a workstream, for an association of ours, for a part in it.
#[utoipa::path(
    post,
    path = "/api/v1/involvements",
    operation_id = "askForInvolvement",
    tag = "involvements",
    request_body = Asking,
    security(("token" = [])),
    responses((status = 201, description = "The open question", body = Shape), Failures)
)]
async fn ask(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Said(asking): Said<Asking>,
) -> Result<Response> {
    let part = super::read_part(&asking.part)?;
    let group = super::look_up(&app, &asking.address).await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &asking.association).await?;
    let one = super::ask(&app, &tx, &association, &group, part).await?;
    audit::kept(&app, tx, Some(&coordinator), "involvement.ask", &one.id).await?;
    json::created(&app, &path(&one), &Shape::of(&one))
}

/// Agree, as whoever was asked. From then on the organisation is named.
#[utoipa::path(
    post,
    path = "/api/v1/involvements/{involvement}/acceptance",
    operation_id = "acceptInvolvement",
    tag = "involvements",
    params(("involvement" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "How it stands", body = Shape), Failures)
)]
async fn accept(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let one = super::find_for_change(&app, &tx, &id).await?;
    let one = super::accept(&app, &tx, one).await?;
    audit::kept(&app, tx, Some(&coordinator), "involvement.accept", &one.id).await?;
    json::private(&Shape::of(&one))
}

/// Why somebody does not want to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = InvolvementDeclined)]
#[serde(default)]
struct Declined {
    /// Told to whoever asked, and to nobody else.
    reason: String,
}

/// Decline, as whoever was asked.
#[utoipa::path(
    post,
    path = "/api/v1/involvements/{involvement}/rejection",
    operation_id = "rejectInvolvement",
    tag = "involvements",
    params(("involvement" = String, Path, description = "A ULID")),
    request_body = Declined,
    security(("token" = [])),
    responses((status = 200, description = "How it stands", body = Shape), Failures)
)]
async fn reject(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(declined): Said<Declined>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let one = super::find_for_change(&app, &tx, &id).await?;
    let one = super::reject(&app, &tx, one, &declined.reason).await?;
    audit::kept(&app, tx, Some(&coordinator), "involvement.reject", &one.id).await?;
    json::private(&Shape::of(&one))
}

/// End it from our side. An open question is withdrawn; who had a part is named nowhere any more.
#[utoipa::path(
    delete,
    path = "/api/v1/involvements/{involvement}",
    operation_id = "endInvolvement",
    tag = "involvements",
    params(("involvement" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 204, description = "It is over"), Failures)
)]
async fn end(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let one = super::find_for_change(&app, &tx, &id).await?;
    let id = one.id.clone();
    super::end(&app, &tx, one).await?;
    audit::kept(&app, tx, Some(&coordinator), "involvement.end", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
