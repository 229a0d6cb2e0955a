//! Series for programs. Reading is open to everybody; founding one and changing it takes a coordinator,
//! the draft of a next edition an editor.

use super::{Draft, Series, cadence};
use crate::{
    App, Error, Result, associations, audit,
    events::{
        self, Kind, OwnKind, editions,
        organizers::Organizers,
        shape::{Picture, Shape as EventShape, Text},
    },
    ids::EventId,
    markdown,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use federation::actors::{self, Actor};
use serde::{Deserialize, Serialize};
use std::slice;
use url::Url;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, revise, close))
        .routes(routes!(show_draft))
        .routes(routes!(renew_keys))
        .routes(routes!(copy))
}

/// A series of events that can be followed.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Series)]
pub struct Shape {
    pub handle: String,
    /// `@handle@host`, to follow it by.
    pub address: String,
    /// Its ActivityPub id.
    pub actor: Url,
    /// The ActivityPub id of the association that holds it.
    pub organizer: Url,
    pub page: Url,
    /// Its editions as iCalendar.
    pub calendar: Url,
    /// Its editions as Atom.
    pub feed: Url,
    pub name: String,
    /// One line.
    pub summary: String,
    /// HTML that is safe to show.
    pub description: String,
    /// The main language, a BCP 47 tag.
    pub language: String,
    /// The same in each of its languages, the main one first.
    pub texts: Vec<Text>,
    pub picture: Option<Picture>,
    /// What its editions are.
    pub kind: Kind,
    /// A kind of the association's own; `kind` is then `other`.
    pub own_kind: Option<OwnKind>,
    /// `none`, `monthly`, `quarterly`, `half_yearly`, `yearly` or `months`.
    pub cadence: String,
    /// Months from one edition to the next; absent without a cadence.
    pub months: Option<i32>,
    /// One more than the highest number of a public edition; absent where there is no higher one. A draft may
    /// have it already.
    pub next_edition: Option<i32>,
    /// The period that lacks an edition, if half of it is gone.
    pub missing: Option<Missing>,
    pub updated_at: DateTime<Utc>,
}

/// A period nobody has announced an edition for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MissingEdition)]
pub struct Missing {
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SeriesList)]
pub struct List {
    pub series: Vec<Shape>,
}

/// The day a copy is to start.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = EventCopy)]
#[serde(default, deny_unknown_fields)]
pub struct Copied {
    /// As in a draft; empty for what the cadence of the series says.
    pub starts_on: String,
}

/// List the series of this instance.
#[utoipa::path(
    get,
    path = "/api/v1/series",
    operation_id = "listSeries",
    tag = "series",
    responses((status = 200, description = "All of them, by name; at most 500", body = List), Failures)
)]
async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let all = super::all(&app.db).await?;
    let ids = all.iter().map(|series| series.actor.clone()).collect();
    let actors = actors::find_all(&app.db, ids).await?;
    let mut shapes = Vec::new();
    for series in all {
        let actor = actors.iter().find(|actor| actor.id == series.actor);
        shapes.push(shape_with(&app, series, actor.ok_or(Error::NotFound)?).await?);
    }
    json::public(&headers, &List { series: shapes })
}

/// Read a series.
#[utoipa::path(
    get,
    path = "/api/v1/series/{handle}",
    operation_id = "readSeries",
    tag = "series",
    params(("handle" = String, Path, description = "The name before the `@host`")),
    responses((status = 200, description = "The series", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let series = super::find(&app.db, &handle).await?;
    json::public(&headers, &shape(&app, series).await?)
}

/// Read a series as one would have to send it.
#[utoipa::path(
    get,
    path = "/api/v1/series/{handle}/draft",
    operation_id = "readSeriesDraft",
    tag = "series",
    params(("handle" = String, Path, description = "The name before the `@host`")),
    security(("token" = [])),
    responses((status = 200, description = "The draft", body = Draft), Failures)
)]
async fn show_draft(
    _: Editor,
    State(app): State<App>,
    Path(handle): Path<String>,
) -> Result<Response> {
    json::private(&Draft::of(&super::find(&app.db, &handle).await?))
}

/// Found a series.
///
/// From then on it can be followed. Its handle never changes.
#[utoipa::path(
    post,
    path = "/api/v1/series",
    operation_id = "createSeries",
    tag = "series",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new series", body = Shape), Failures)
)]
async fn create(
    coordinator: Coordinator,
    State(app): State<App>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    draft.check()?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let series = super::found(&app, &tx, &association, &draft, keys).await?;
    audit::kept(&app, tx, Some(&coordinator), "series.found", &series.id).await?;
    json::created(
        &app,
        &format!("/api/v1/series/{}", series.handle),
        &shape(&app, series).await?,
    )
}

/// Change what a series says about itself, and tell its followers.
///
/// Every field counts: one that is left out is emptied. The handle never changes. With the `seen` of a draft
/// that somebody else has changed since, the answer is 409.
#[utoipa::path(
    put,
    path = "/api/v1/series/{handle}",
    operation_id = "changeSeries",
    tag = "series",
    params(("handle" = String, Path, description = "The name before the `@host`")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed series", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(handle): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let series = super::find_for_change(&tx, &handle).await?;
    let series = super::revise(&app, &tx, series, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "series.revise", &series.id).await?;
    json::private(&shape(&app, series).await?)
}

/// Give a series new keys, and tell its followers.
///
/// The old ones are worth nothing from then on.
#[utoipa::path(
    post,
    path = "/api/v1/series/{handle}/keys",
    operation_id = "renewSeriesKeys",
    tag = "series",
    params(("handle" = String, Path, description = "The name before the `@host`")),
    security(("token" = [])),
    responses((status = 204, description = "It signs with others"), Failures)
)]
async fn renew_keys(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(handle): Path<String>,
) -> Result<Response> {
    super::find(&app.db, &handle).await?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let series = super::find_for_change(&tx, &handle).await?;
    super::rotate_keys(&app, &tx, &series, keys).await?;
    audit::kept(&app, tx, Some(&coordinator), "series.keys", &series.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Close a series for good.
///
/// Its followers are told that it is gone, and its handle is never given again. Its editions stay.
#[utoipa::path(
    delete,
    path = "/api/v1/series/{handle}",
    operation_id = "closeSeries",
    tag = "series",
    params(("handle" = String, Path, description = "The name before the `@host`")),
    security(("token" = [])),
    responses((status = 204, description = "It is closed"), Failures)
)]
async fn close(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(handle): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let series = super::find_for_change(&tx, &handle).await?;
    let id = series.id.clone();
    super::close(&app, &tx, series, &handle).await?;
    audit::kept(&app, tx, Some(&coordinator), "series.close", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Copy an event into a new draft.
///
/// Of an edition it is the next one: a number higher, on the day the cadence says, with texts, place,
/// registration and agenda. Nobody who takes part or speaks comes along.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/copy",
    operation_id = "copyEvent",
    tag = "series",
    params(("id" = String, Path, description = "A ULID")),
    request_body = Copied,
    security(("token" = [])),
    responses((status = 201, description = "The new draft", body = EventShape), Failures)
)]
async fn copy(
    editor: Editor,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(copied): Said<Copied>,
) -> Result<Response> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    let tx = app.begin().await?;
    let event = events::find_own(&tx, &id).await?;
    let copy = super::copy(&app, &tx, &event, &copied.starts_on).await?;
    audit::kept(&app, tx, Some(&editor), "event.copy", &copy.id).await?;
    let organizers = Organizers::find(&app.db, slice::from_ref(&copy)).await?;
    json::created(
        &app,
        &format!("/api/v1/events/{}", copy.id),
        &EventShape::of(&copy, &organizers, app.config.origin()),
    )
}

async fn shape(app: &App, series: Series) -> Result<Shape> {
    let actor = super::actor_of(&app.db, &series).await?;
    shape_with(app, series, &actor).await
}

async fn shape_with(app: &App, series: Series, actor: &Actor) -> Result<Shape> {
    let here = |path: &str| {
        let mut address = app.config.origin().clone();
        address.set_path(path);
        address
    };
    let page = series.path();
    let gap = super::gap(app, &app.db, &series).await?;
    let texts = series.texts().into_iter();
    let picture = series.picture.as_ref();
    Ok(Shape {
        address: actor.address(),
        next_edition: editions::next_public_number(&app.db, &series.actor).await?,
        missing: gap.map(|period| Missing {
            first_day: period.first,
            last_day: period.last(),
        }),
        actor: series.actor.into(),
        organizer: series.organizer.into(),
        calendar: here(&format!("{page}.ics")),
        feed: here(&format!("{page}.atom")),
        page: here(&page),
        handle: series.handle,
        texts: texts
            .map(|text| Text {
                description: markdown::to_html(&text.description),
                language: text.language,
                title: text.title,
                summary: text.summary,
            })
            .collect(),
        picture: picture.map(|picture| Picture::of(picture, app.config.origin())),
        name: series.name,
        summary: series.summary,
        description: markdown::to_html(&series.description),
        language: series.language,
        kind: series.kind,
        own_kind: series.own_kind,
        cadence: cadence::name(series.months).to_owned(),
        months: series.months,
        updated_at: series.updated_at,
    })
}
