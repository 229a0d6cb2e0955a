//! Programmes and cycles for programs. Reading is open to everybody; changing them takes a coordinator.

use super::{Cycle, Moderation, Programme, Stage, cycle, programme};
use crate::{
    App, Error, Result, associations, audit, ideas, markdown,
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
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(show, revise))
        .routes(routes!(list_programmes, found))
        .routes(routes!(revise_programme))
}

/// A cycle of a programme, from the first idea to the results.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Cycle)]
pub struct Shape {
    pub slug: String,
    /// Its ActivityPub id: the collection its ideas name as their `context`.
    pub iri: Url,
    /// The slug of its programme.
    pub programme: String,
    /// The ActivityPub id of the association that holds it.
    pub organizer: Url,
    pub page: Url,
    pub name: String,
    /// One line.
    pub summary: String,
    /// HTML that is safe to show.
    pub description: String,
    /// The ULIDs of its events.
    pub editions: Vec<String>,
    pub stage: Stage,
    pub ideas_from: Option<NaiveDate>,
    /// The last day.
    pub ideas_until: Option<NaiveDate>,
    pub selection_on: Option<NaiveDate>,
    /// The last day.
    pub work_until: Option<NaiveDate>,
    pub results_on: Option<NaiveDate>,
    pub subject_to_funding: bool,
    /// Whether an idea can be brought today.
    pub takes_ideas: bool,
    pub ideas_moderation: Moderation,
    pub comments_moderation: Moderation,
    /// How many ideas everybody may read.
    pub ideas: u64,
    pub updated_at: DateTime<Utc>,
    /// What a change sends along, so that nobody overwrites what somebody else has saved meanwhile.
    pub seen: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CycleList)]
pub struct List {
    pub cycles: Vec<Shape>,
}

/// What is done again in each of its cycles.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CycleProgramme)]
pub struct ProgrammeShape {
    pub slug: String,
    /// The ActivityPub id of the association that holds it.
    pub organizer: Url,
    pub name: String,
    /// One line.
    pub summary: String,
    /// HTML that is safe to show.
    pub description: String,
    pub page: Url,
    pub updated_at: DateTime<Utc>,
    /// What a change sends along, so that nobody overwrites what somebody else has saved meanwhile.
    pub seen: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CycleProgrammeList)]
pub struct ProgrammeListShape {
    pub programmes: Vec<ProgrammeShape>,
}

impl ProgrammeShape {
    fn of(app: &App, programme: Programme) -> Self {
        let mut page = app.config.origin().clone();
        page.set_path(&programme.path());
        Self {
            page,
            seen: programme.seen(),
            slug: programme.slug,
            organizer: programme.organizer.into(),
            name: programme.name,
            summary: programme.summary,
            description: markdown::to_html(&programme.description),
            updated_at: programme.updated_at,
        }
    }
}

/// List the cycles of this instance.
#[utoipa::path(
    get,
    path = "/api/v1/cycles",
    operation_id = "listCycles",
    tag = "cycles",
    responses((status = 200, description = "All of them, the latest first", body = List), Failures)
)]
async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let mut cycles = Vec::new();
    for cycle in super::all(&app.db).await? {
        cycles.push(shape(&app, cycle).await?);
    }
    json::public(&headers, &List { cycles })
}

/// Read a cycle.
#[utoipa::path(
    get,
    path = "/api/v1/cycles/{cycle}",
    operation_id = "readCycle",
    tag = "cycles",
    params(("cycle" = String, Path, description = "The last part of its address")),
    responses((status = 200, description = "The cycle", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let cycle = super::find(&app.db, &slug).await?;
    json::public(&headers, &shape(&app, cycle).await?)
}

/// Begin a cycle.
#[utoipa::path(
    post,
    path = "/api/v1/cycles",
    operation_id = "beginCycle",
    tag = "cycles",
    request_body = cycle::Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new cycle", body = Shape), Failures)
)]
async fn begin(
    coordinator: Coordinator,
    State(app): State<App>,
    Said(draft): Said<cycle::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let cycle = super::begin(&app, &tx, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "cycle.begin", &cycle.id).await?;
    let path = format!("/api/v1/cycles/{}", cycle.slug);
    json::created(&app, &path, &shape(&app, cycle).await?)
}

/// Change a cycle.
///
/// Every field counts: one that is left out is emptied. Its programme never changes; a former address
/// leads on. With the `seen` of what it was read from, whoever comes too late is answered 409.
#[utoipa::path(
    put,
    path = "/api/v1/cycles/{cycle}",
    operation_id = "changeCycle",
    tag = "cycles",
    params(("cycle" = String, Path, description = "The last part of its address")),
    request_body = cycle::Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed cycle", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<cycle::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let id = super::find(&tx, &slug).await?.id;
    let cycle = super::find_for_change(&tx, &id).await?;
    let cycle = cycle.ok_or(Error::NotFound)?;
    let ideas = ideas::count_public(&tx, &cycle.id).await?;
    let cycle = super::revise(&app, &tx, cycle, &draft, ideas).await?;
    audit::kept(&app, tx, Some(&coordinator), "cycle.revise", &cycle.id).await?;
    json::private(&shape(&app, cycle).await?)
}

/// List the programmes of this instance.
#[utoipa::path(
    get,
    path = "/api/v1/programmes",
    operation_id = "listProgrammes",
    tag = "cycles",
    responses((status = 200, description = "All of them, by name", body = ProgrammeListShape), Failures)
)]
async fn list_programmes(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let programmes = super::programmes(&app.db).await?.into_iter();
    let programmes = programmes.map(|it| ProgrammeShape::of(&app, it)).collect();
    json::public(&headers, &ProgrammeListShape { programmes })
}

/// Found a programme.
#[utoipa::path(
    post,
    path = "/api/v1/programmes",
    operation_id = "foundProgramme",
    tag = "cycles",
    request_body = programme::Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new programme", body = ProgrammeShape), Failures)
)]
async fn found(
    coordinator: Coordinator,
    State(app): State<App>,
    Said(draft): Said<programme::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let programme = super::found_programme(&app, &tx, &association, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "programme.found",
        &programme.id,
    )
    .await?;
    let shape = ProgrammeShape::of(&app, programme);
    json::created(&app, "/api/v1/programmes", &shape)
}

/// Change what a programme says about itself.
///
/// Every field counts: one that is left out is emptied. With the `seen` of what it was read from, whoever
/// comes too late is answered 409.
#[utoipa::path(
    put,
    path = "/api/v1/programmes/{programme}",
    operation_id = "changeProgramme",
    tag = "cycles",
    params(("programme" = String, Path, description = "Its slug")),
    request_body = programme::Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed programme", body = ProgrammeShape), Failures)
)]
async fn revise_programme(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<programme::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let programme = super::programme_by_slug(&tx, &slug).await?;
    let programme = super::revise_programme(&app, &tx, &programme.id, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "programme.revise",
        &programme.id,
    )
    .await?;
    json::private(&ProgrammeShape::of(&app, programme))
}

async fn shape(app: &App, cycle: Cycle) -> Result<Shape> {
    let programme = super::find_programme(&app.db, &cycle.programme).await?;
    let today = super::today(app);
    let mut page = app.config.origin().clone();
    page.set_path(&cycle.path());
    Ok(Shape {
        seen: cycle.seen(),
        page,
        programme: programme.map(|it| it.slug).unwrap_or_default(),
        stage: cycle.stage(today),
        takes_ideas: cycle.takes_ideas(today),
        ideas: ideas::count_public(&app.db, &cycle.id).await?,
        editions: cycle.editions.0.iter().map(ToString::to_string).collect(),
        description: markdown::to_html(&cycle.description),
        slug: cycle.slug,
        iri: cycle.iri.into(),
        organizer: cycle.organizer.into(),
        name: cycle.name,
        summary: cycle.summary,
        ideas_from: cycle.ideas_from,
        ideas_until: cycle.ideas_until,
        selection_on: cycle.selection_on,
        work_until: cycle.work_until,
        results_on: cycle.results_on,
        subject_to_funding: cycle.subject_to_funding,
        ideas_moderation: cycle.ideas,
        comments_moderation: cycle.comments,
        updated_at: cycle.updated_at,
    })
}
