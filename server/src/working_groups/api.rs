//! Working groups for programs. Reading is open to everybody; changing them takes a coordinator.

use super::{
    Draft, WorkingGroup,
    output::{self, Kind, Output},
};
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
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, found))
        .routes(routes!(show, revise))
        .routes(routes!(add_output))
        .routes(routes!(drop_output))
}

/// Something a working group made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = WorkingGroupOutput)]
pub struct OutputShape {
    /// A ULID.
    pub id: String,
    pub title: String,
    pub kind: Kind,
    /// Where it is read.
    pub link: String,
    pub published_on: NaiveDate,
}

impl OutputShape {
    fn of(output: &Output) -> Self {
        Self {
            id: output.id.to_string(),
            title: output.title.clone(),
            kind: output.kind,
            link: output.link.clone(),
            published_on: output.published_on,
        }
    }
}

/// People who stay at one matter, and what they made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = WorkingGroup)]
pub struct Shape {
    pub slug: String,
    /// The ActivityPub id of the association it works for.
    pub organizer: Url,
    pub page: Url,
    pub name: String,
    /// One line.
    pub summary: String,
    /// HTML that is safe to show.
    pub about: String,
    /// Who is to be asked.
    pub contact: String,
    /// Whether nobody works there any more.
    pub is_closed: bool,
    /// The latest first.
    pub outputs: Vec<OutputShape>,
    pub updated_at: DateTime<Utc>,
    /// What a change sends along, so that nobody overwrites what somebody else has saved meanwhile.
    pub seen: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = WorkingGroupList)]
pub struct List {
    pub working_groups: Vec<Shape>,
}

pub(super) async fn shape(app: &App, group: &WorkingGroup) -> Result<Shape> {
    let mut page = app.config.origin().clone();
    page.set_path(&group.path());
    let outputs = super::outputs(&app.db, &group.id).await?;
    Ok(Shape {
        slug: group.slug.clone(),
        organizer: group.organizer.clone().into(),
        page,
        name: group.name.clone(),
        summary: group.summary.clone(),
        about: markdown::to_html(&group.about),
        contact: group.contact.clone(),
        is_closed: group.is_closed,
        outputs: outputs.iter().map(OutputShape::of).collect(),
        updated_at: group.updated_at,
        seen: group.seen(),
    })
}

/// List the working groups of this instance.
#[utoipa::path(
    get,
    path = "/api/v1/working-groups",
    operation_id = "listWorkingGroups",
    tag = "working-groups",
    responses((status = 200, description = "All of them, by name", body = List), Failures)
)]
async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let mut working_groups = Vec::new();
    for group in super::all(&app.db).await? {
        working_groups.push(shape(&app, &group).await?);
    }
    json::public(&headers, &List { working_groups })
}

/// Read a working group with what it made.
#[utoipa::path(
    get,
    path = "/api/v1/working-groups/{working_group}",
    operation_id = "readWorkingGroup",
    tag = "working-groups",
    params(("working_group" = String, Path, description = "The last part of its address")),
    responses((status = 200, description = "The working group", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let group = super::find(&app.db, &slug).await?;
    json::public(&headers, &shape(&app, &group).await?)
}

/// Found a working group.
#[utoipa::path(
    post,
    path = "/api/v1/working-groups",
    operation_id = "foundWorkingGroup",
    tag = "working-groups",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new working group", body = Shape), Failures)
)]
async fn found(
    coordinator: Coordinator,
    State(app): State<App>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let group = super::found(&app, &tx, &association, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "working-group.found",
        &group.id,
    )
    .await?;
    let path = format!("/api/v1/working-groups/{}", group.slug);
    json::created(&app, &path, &shape(&app, &group).await?)
}

/// Change a working group.
///
/// Every field counts: one that is left out is emptied. With the `seen` of what it was read from, whoever
/// comes too late is answered 409.
#[utoipa::path(
    put,
    path = "/api/v1/working-groups/{working_group}",
    operation_id = "changeWorkingGroup",
    tag = "working-groups",
    params(("working_group" = String, Path, description = "The last part of its address")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed working group", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let group = super::find(&tx, &slug).await?;
    let group = super::revise(&app, &tx, &group.id, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "working-group.revise",
        &group.id,
    )
    .await?;
    json::private(&shape(&app, &group).await?)
}

/// Show something a working group made.
#[utoipa::path(
    post,
    path = "/api/v1/working-groups/{working_group}/outputs",
    operation_id = "addWorkingGroupOutput",
    tag = "working-groups",
    params(("working_group" = String, Path, description = "The last part of its address")),
    request_body = output::Draft,
    security(("token" = [])),
    responses((status = 201, description = "The output", body = OutputShape), Failures)
)]
async fn add_output(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<output::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let group = super::find(&tx, &slug).await?;
    let output = super::add_output(&app, &tx, &group.id, &draft).await?;
    let action = "working-group.output-add";
    audit::kept(&app, tx, Some(&coordinator), action, &output.id).await?;
    let path = format!("/api/v1/working-groups/{}/outputs", group.slug);
    json::created(&app, &path, &OutputShape::of(&output))
}

/// Show an output no more.
#[utoipa::path(
    delete,
    path = "/api/v1/working-groups/{working_group}/outputs/{output}",
    operation_id = "dropWorkingGroupOutput",
    tag = "working-groups",
    params(
        ("working_group" = String, Path, description = "The last part of its address"),
        ("output" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is shown no more"), Failures)
)]
async fn drop_output(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let group = super::find(&tx, &slug).await?;
    let output = super::find_output(&tx, &group, &id).await?;
    super::drop_output(&tx, &output).await?;
    let action = "working-group.output-drop";
    audit::kept(&app, tx, Some(&coordinator), action, &output.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
