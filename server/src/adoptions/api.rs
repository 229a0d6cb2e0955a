//! Adoptions for programs. What is shown with a report anybody reads; what waits, and what ours announced,
//! takes a token.

use super::{Adoption, Draft, State, look_up};
use crate::{
    App, Result, associations, audit,
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
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_of_workstream))
        .routes(routes!(list, announce))
        .routes(routes!(accept))
        .routes(routes!(reject))
        .routes(routes!(withdraw))
}

/// An organisation that uses what came of a workstream, by its own word.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Adoption)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    /// The ActivityPub id of the report, as it was announced.
    pub report: String,
    /// Where the report is read.
    pub page: String,
    /// What it was called.
    pub name: String,
    /// As the report calls it; empty for the result as a whole.
    pub product: String,
    /// The organisation.
    pub adopter: String,
    /// What for; may be empty.
    pub note: String,
    pub link: Option<String>,
    pub state: State,
    /// The activity by which the organisation says so itself, for everybody to check.
    pub word: String,
    /// Why it is not shown; else empty.
    pub reason: String,
    pub announced_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(one: &Adoption) -> Self {
        Self {
            id: one.id.to_string(),
            report: one.report.to_string(),
            page: one.page.to_string(),
            name: one.name.clone(),
            product: one.product.clone(),
            adopter: one.adopter.to_string(),
            note: one.note.clone(),
            link: one.link.clone(),
            state: one.state,
            word: one.offer.to_string(),
            reason: one.reason.clone(),
            announced_at: one.announced_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AdoptionList)]
struct List {
    adoptions: Vec<Shape>,
}

impl List {
    fn of<'a>(all: impl IntoIterator<Item = &'a Adoption>) -> Self {
        Self {
            adoptions: all.into_iter().map(Shape::of).collect(),
        }
    }
}

/// List who uses what came of a workstream, as everybody may read it.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/adoptions",
    operation_id = "listAdoptionsOfWorkstream",
    tag = "adoptions",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    responses((status = 200, description = "The first first", body = List), Failures)
)]
async fn list_of_workstream(
    Of(app): Of<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let workstream = workstreams::find_public(&app.db, &named).await?;
    let shown = match workstreams::find_public_report(&app.db, &workstream).await? {
        Some(_) => super::shown(&app.db, &workstream).await?,
        None => Vec::new(),
    };
    let all = shown.iter().map(|shown| &shown.adoption);
    json::public(&headers, &List::of(all))
}

/// List what associations of ours say that they use, and what others announced of reports of ours and
/// is not looked at yet.
#[utoipa::path(
    get,
    path = "/api/v1/adoptions",
    operation_id = "listAdoptions",
    tag = "adoptions",
    security(("token" = [])),
    responses((status = 200, description = "What waits, then ours, the latest first", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>) -> Result<Response> {
    let waiting = super::open(&app.db).await?;
    let ours = super::of_ours(&app.db).await?;
    json::private(&List::of(waiting.iter().chain(&ours)))
}

/// Say that an association of ours uses what came of a workstream, here or on another server.
#[utoipa::path(
    post,
    path = "/api/v1/adoptions",
    operation_id = "announceAdoption",
    tag = "adoptions",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "As it was announced", body = Shape), Failures)
)]
async fn announce(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    draft.check()?;
    let found = look_up(&app, &draft.report).await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.association).await?;
    let one = super::announce(&app, &tx, &association, found, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "adoption.announce", &one.id).await?;
    json::created(
        &app,
        &format!("/api/v1/adoptions/{}", one.id),
        &Shape::of(&one),
    )
}

/// Show with the report what somebody elsewhere announced.
#[utoipa::path(
    post,
    path = "/api/v1/adoptions/{adoption}/acceptance",
    operation_id = "acceptAdoption",
    tag = "adoptions",
    params(("adoption" = String, Path, description = "A ULID")),
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
    audit::kept(&app, tx, Some(&coordinator), "adoption.accept", &one.id).await?;
    json::private(&Shape::of(&one))
}

/// Why something is not shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AdoptionDeclined)]
#[serde(default)]
struct Declined {
    /// Told to whoever announced it, and to nobody else.
    reason: String,
}

/// Do not show with the report what somebody elsewhere announced.
#[utoipa::path(
    post,
    path = "/api/v1/adoptions/{adoption}/rejection",
    operation_id = "rejectAdoption",
    tag = "adoptions",
    params(("adoption" = String, Path, description = "A ULID")),
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
    audit::kept(&app, tx, Some(&coordinator), "adoption.reject", &one.id).await?;
    json::private(&Shape::of(&one))
}

/// Take back that an association of ours uses it. Nobody but the adopter can.
#[utoipa::path(
    delete,
    path = "/api/v1/adoptions/{adoption}",
    operation_id = "withdrawAdoption",
    tag = "adoptions",
    params(("adoption" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 204, description = "It is taken back"), Failures)
)]
async fn withdraw(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let one = super::find_for_change(&app, &tx, &id).await?;
    let id = one.id.clone();
    super::withdraw(&app, &tx, one).await?;
    audit::kept(&app, tx, Some(&coordinator), "adoption.withdraw", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
