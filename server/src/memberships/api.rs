//! Memberships for programs: where ours work elsewhere. All of it takes a token.

use super::{Draft, Matter, Membership, State, matter::Kind};
use crate::{
    App, Result, audit,
    members::Role,
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
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, ask))
        .routes(routes!(confirm, disown))
        .routes(routes!(leave))
        .routes(routes!(contribute))
        .routes(routes!(matters))
        .routes(routes!(resolve))
}

/// Somebody of ours who works in a workstream of another server, or asks to.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Membership)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    /// The ActivityPub id of the workstream.
    pub workstream: String,
    /// What it is called.
    pub name: String,
    /// `@ws-…@host`
    pub address: String,
    /// The actor of ours.
    pub actor: String,
    /// The actor of the association they act for.
    pub association: String,
    /// Organisation and role.
    pub person: String,
    pub role: Role,
    pub state: State,
    /// The last day on which they may.
    pub until: Option<NaiveDate>,
    /// Why not, in the words of the other server; else empty.
    pub reason: String,
    pub updated_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(membership: &Membership) -> Self {
        Self {
            id: membership.id.to_string(),
            workstream: membership.workstream.to_string(),
            name: membership.name.clone(),
            address: membership.address.clone(),
            actor: membership.actor.to_string(),
            association: membership.association.to_string(),
            person: membership.person.clone(),
            role: membership.role,
            state: membership.state,
            until: membership.until,
            reason: membership.reason.clone(),
            updated_at: membership.updated_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MembershipList)]
struct List {
    memberships: Vec<Shape>,
}

/// Something to say to the work.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ContributionDraft)]
#[serde(default, deny_unknown_fields)]
struct Spoken {
    /// Markdown, at most 5,000 characters.
    text: String,
}

/// What one of ours was told where they work.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Matter)]
pub struct Told {
    /// A ULID.
    pub id: String,
    /// Its id on the wire.
    pub iri: String,
    pub kind: Kind,
    pub title: String,
    /// Who does it, what sort of document it is, or where they meet; may be empty.
    pub detail: String,
    /// Where it is read, or the way in online.
    pub link: Option<String>,
    pub starts_at: Option<DateTime<Utc>>,
    /// Until when it is to be done, or the end.
    pub ends_at: Option<DateTime<Utc>>,
    pub is_done: bool,
    pub updated_at: DateTime<Utc>,
}

impl Told {
    pub fn of(app: &App, matter: &Matter) -> Result<Self> {
        Ok(Self {
            id: matter.id.to_string(),
            iri: matter.iri.to_string(),
            kind: matter.kind,
            title: matter.title.clone(),
            detail: matter.detail.clone(),
            link: super::link_of(app, matter)?,
            starts_at: matter.starts_at,
            ends_at: matter.ends_at,
            is_done: matter.is_done,
            updated_at: matter.updated_at,
        })
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatterList)]
struct Matters {
    matters: Vec<Told>,
}

/// List what one of ours was told where they work: tasks, documents, meetings.
#[utoipa::path(
    get,
    path = "/api/v1/memberships/{membership}/matters",
    operation_id = "listMatters",
    tag = "memberships",
    params(("membership" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "What is open first", body = Matters), Failures)
)]
async fn matters(_: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let membership = super::find(&app.db, &id).await?;
    let all = super::matters(&app, &app.db, &membership).await?;
    let matters = all.iter().map(|it| Told::of(&app, it));
    let matters = matters.collect::<Result<_>>()?;
    json::private(&Matters { matters })
}

/// Whether it is done.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = MatterDone)]
#[serde(default, deny_unknown_fields)]
struct IsDone {
    done: bool,
}

/// Say that something is done that is to be done there, or that it is not after all.
///
/// It reads as done here as soon as the workstream says so.
#[utoipa::path(
    put,
    path = "/api/v1/memberships/{membership}/matters/{matter}",
    operation_id = "resolveMatter",
    tag = "memberships",
    params(
        ("membership" = String, Path, description = "A ULID"),
        ("matter" = String, Path, description = "The ULID of a task"),
    ),
    request_body = IsDone,
    security(("token" = [])),
    responses((status = 204, description = "It is on its way"), Failures)
)]
async fn resolve(
    editor: Editor,
    Of(app): Of<App>,
    Path((id, matter)): Path<(String, String)>,
    Said(said): Said<IsDone>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let membership = super::find_for_change(&tx, &id).await?;
    super::resolve(&app, &tx, &membership, &matter, said.done).await?;
    let action = match said.done {
        true => "membership.finish",
        false => "membership.reopen",
    };
    audit::kept(&app, tx, Some(&editor), action, &membership.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// List where ours work in workstreams of other servers.
#[utoipa::path(
    get,
    path = "/api/v1/memberships",
    operation_id = "listMemberships",
    tag = "memberships",
    security(("token" = [])),
    responses((status = 200, description = "The latest first", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>) -> Result<Response> {
    let all = super::listed(&app.db).await?;
    let memberships = all.iter().map(Shape::of).collect();
    json::private(&List { memberships })
}

/// Ask a workstream of another server to let somebody of ours in.
///
/// They bear organisation and role. The other server lets nobody in before their association confirms.
#[utoipa::path(
    post,
    path = "/api/v1/memberships",
    operation_id = "askForMembership",
    tag = "memberships",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "How it stands", body = Shape), Failures)
)]
async fn ask(editor: Editor, Of(app): Of<App>, Said(draft): Said<Draft>) -> Result<Response> {
    draft.check()?;
    let workstream = super::look_up(&app, &draft.address).await?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = super::chosen(&tx, &draft).await?;
    let membership = super::ask(&app, &tx, &association, &workstream, &draft, keys).await?;
    audit::kept(&app, tx, Some(&editor), "membership.ask", &membership.id).await?;
    json::created(&app, "/api/v1/memberships", &Shape::of(&membership))
}

/// Say, as their association, that they act for it.
#[utoipa::path(
    post,
    path = "/api/v1/memberships/{membership}/confirmation",
    operation_id = "confirmMembership",
    tag = "memberships",
    params(("membership" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "How it stands", body = Shape), Failures)
)]
async fn confirm(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let membership = super::find_for_change(&tx, &id).await?;
    let membership = super::confirm(&app, &tx, membership).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "membership.confirm",
        &membership.id,
    )
    .await?;
    json::private(&Shape::of(&membership))
}

/// Say, as their association, that they do not act for it any more. Their rights there end.
#[utoipa::path(
    delete,
    path = "/api/v1/memberships/{membership}/confirmation",
    operation_id = "disownMembership",
    tag = "memberships",
    params(("membership" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 204, description = "It is taken back"), Failures)
)]
async fn disown(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let membership = super::find_for_change(&tx, &id).await?;
    let membership = super::disown(&app, &tx, membership).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "membership.disown",
        &membership.id,
    )
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Work there no longer, or ask no longer to.
#[utoipa::path(
    delete,
    path = "/api/v1/memberships/{membership}",
    operation_id = "leaveWorkstream",
    tag = "memberships",
    params(("membership" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 204, description = "It is over"), Failures)
)]
async fn leave(editor: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let tx = app.begin().await?;
    let membership = super::find_for_change(&tx, &id).await?;
    let membership = super::leave(&app, &tx, membership).await?;
    audit::kept(&app, tx, Some(&editor), "membership.leave", &membership.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Say something to the work there. Those who work there read it, and nobody else.
#[utoipa::path(
    post,
    path = "/api/v1/memberships/{membership}/contributions",
    operation_id = "contributeToWorkstream",
    tag = "memberships",
    params(("membership" = String, Path, description = "A ULID")),
    request_body = Spoken,
    security(("token" = [])),
    responses((status = 204, description = "It is on its way"), Failures)
)]
async fn contribute(
    editor: Editor,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(spoken): Said<Spoken>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let membership = super::find_for_change(&tx, &id).await?;
    super::contribute(&app, &tx, &membership, &spoken.text).await?;
    audit::kept(
        &app,
        tx,
        Some(&editor),
        "membership.contribute",
        &membership.id,
    )
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
