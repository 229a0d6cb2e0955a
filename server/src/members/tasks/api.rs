//! Tasks for programs. All of it takes a token: they are for those who work in a workstream.

use super::{Draft, Task};
use crate::{
    App, Result, audit,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::Editor,
    },
    workstreams,
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
        .routes(routes!(list, add))
        .routes(routes!(finish, remove))
}

/// What is to be done in a workstream. Its members alone know of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Task)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    pub title: String,
    /// Organisation and role; may be empty.
    pub assignee: String,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub updated_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(task: &Task) -> Self {
        Self {
            id: task.id.to_string(),
            title: task.title.clone(),
            assignee: task.assignee.clone(),
            due_on: task.due_on,
            done_on: task.done_on,
            updated_at: task.updated_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TaskList)]
struct List {
    tasks: Vec<Shape>,
}

/// List the tasks of a workstream of ours.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/tasks",
    operation_id = "listTasks",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    security(("token" = [])),
    responses((status = 200, description = "What is open first, by day", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>, Path(named): Path<String>) -> Result<Response> {
    let workstream = workstreams::find(&app.db, &named).await?;
    let tasks = super::of_workstream(&app.db, &workstream.id).await?;
    let tasks = tasks.iter().map(Shape::of).collect();
    json::private(&List { tasks })
}

/// Say that something is to be done. Members of other servers are told.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/tasks",
    operation_id = "addTask",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new task", body = Shape), Failures)
)]
async fn add(
    editor: Editor,
    Of(app): Of<App>,
    Path(named): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let task = super::add(&app, &tx, &workstream, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "task.add", &task.id).await?;
    let path = format!("/api/v1/workstreams/{}/tasks/{}", workstream.slug, task.id);
    json::created(&app, &path, &Shape::of(&task))
}

/// Whether it is done.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = TaskDone)]
#[serde(default, deny_unknown_fields)]
struct IsDone {
    done: bool,
}

/// Say that a task is done, or that it is not after all.
#[utoipa::path(
    put,
    path = "/api/v1/workstreams/{workstream}/tasks/{task}",
    operation_id = "finishTask",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("task" = String, Path, description = "A ULID"),
    ),
    request_body = IsDone,
    security(("token" = [])),
    responses((status = 200, description = "The task", body = Shape), Failures)
)]
async fn finish(
    editor: Editor,
    Of(app): Of<App>,
    Path((named, id)): Path<(String, String)>,
    Said(said): Said<IsDone>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let task = super::find_for_change(&tx, &workstream, &id).await?;
    let task = super::finish(&app, &tx, &workstream, task, said.done).await?;
    let action = match said.done {
        true => "task.finish",
        false => "task.reopen",
    };
    audit::kept(&app, tx, Some(&editor), action, &task.id).await?;
    json::private(&Shape::of(&task))
}

/// Take a task off the list.
#[utoipa::path(
    delete,
    path = "/api/v1/workstreams/{workstream}/tasks/{task}",
    operation_id = "removeTask",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("task" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn remove(
    editor: Editor,
    Of(app): Of<App>,
    Path((named, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let task = super::find_for_change(&tx, &workstream, &id).await?;
    let id = task.id.clone();
    super::remove(&app, &tx, &workstream, task).await?;
    audit::kept(&app, tx, Some(&editor), "task.remove", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
