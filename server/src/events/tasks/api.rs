//! Tasks of events for programs. All of it takes a token: they are for those who prepare an event.

use super::{Draft, Task};
use crate::{
    App, Error, Result, audit,
    events::{self, Event},
    ids::EventId,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::Editor,
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
        .routes(routes!(list, add))
        .routes(routes!(finish, remove))
}

/// What is to be done for an event. Those who prepare it alone know of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = EventTask)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    pub title: String,
    /// Organisation and role; may be empty.
    pub assignee: String,
    /// Until how many days before the start; below zero they come after it.
    pub days_before: Option<i32>,
    /// The day that is now.
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub updated_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(task: &Task, event: &Event) -> Self {
        Self {
            id: task.id.to_string(),
            title: task.title.clone(),
            assignee: task.assignee.clone(),
            days_before: task.days_before,
            due_on: task.due_on(event),
            done_on: task.done_on,
            updated_at: task.updated_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventTaskList)]
struct List {
    tasks: Vec<Shape>,
}

/// List what is to be done for an event of ours.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/tasks",
    operation_id = "listEventTasks",
    tag = "events",
    params(("id" = String, Path, description = "The event's ULID")),
    security(("token" = [])),
    responses((status = 200, description = "What is open first, by day", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    let event = events::find_own(&app.db, &id).await?;
    let tasks = super::of_event(&app.db, &event.id).await?;
    let tasks = tasks.iter().map(|task| Shape::of(task, &event)).collect();
    json::private(&List { tasks })
}

/// Say that something is to be done for an event.
///
/// Its day is counted from the start, and moves along with it.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/tasks",
    operation_id = "addEventTask",
    tag = "events",
    params(("id" = String, Path, description = "The event's ULID")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new task", body = Shape), Failures)
)]
async fn add(
    editor: Editor,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let task = super::add(&app, &tx, &event, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "event.task-add", &task.id).await?;
    let path = format!("/api/v1/events/{}/tasks/{}", event.id, task.id);
    json::created(&app, &path, &Shape::of(&task, &event))
}

/// Whether it is done.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = EventTaskDone)]
#[serde(default, deny_unknown_fields)]
struct IsDone {
    done: bool,
}

/// Say that a task of an event is done, or that it is not after all.
#[utoipa::path(
    put,
    path = "/api/v1/events/{id}/tasks/{task}",
    operation_id = "finishEventTask",
    tag = "events",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("task" = String, Path, description = "A ULID"),
    ),
    request_body = IsDone,
    security(("token" = [])),
    responses((status = 200, description = "The task", body = Shape), Failures)
)]
async fn finish(
    editor: Editor,
    Of(app): Of<App>,
    Path((id, task)): Path<(String, String)>,
    Said(said): Said<IsDone>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let task = super::find_for_change(&tx, &event, &task).await?;
    let task = super::finish(&app, &tx, &event, task, said.done).await?;
    let action = match said.done {
        true => "event.task-finish",
        false => "event.task-reopen",
    };
    audit::kept(&app, tx, Some(&editor), action, &task.id).await?;
    json::private(&Shape::of(&task, &event))
}

/// Take a task of an event off the list.
#[utoipa::path(
    delete,
    path = "/api/v1/events/{id}/tasks/{task}",
    operation_id = "removeEventTask",
    tag = "events",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("task" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn remove(
    editor: Editor,
    Of(app): Of<App>,
    Path((id, task)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let task = super::find_for_change(&tx, &event, &task).await?;
    let id = task.id.clone();
    super::remove(&tx, task).await?;
    audit::kept(&app, tx, Some(&editor), "event.task-remove", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
