//! Notices for programs. Nothing of it is public: every address takes a token.

use super::{Draft, Notice};
use crate::{
    App, Error, Result, audit,
    events::{self, Attendance, Event},
    ids::EventId,
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
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, plan))
        .routes(routes!(revise, discard))
}

/// What those who take part are written by itself.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Notice)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    /// How many days before the start; below zero they come after it.
    pub days_before: i32,
    /// From which time of that day, where the event is.
    pub sent_from: String,
    /// When that is now.
    pub due_at: DateTime<Utc>,
    /// For those who come so; for all when absent.
    pub attendance: Option<Attendance>,
    /// In place of the reminder two days before.
    pub is_reminder: bool,
    pub subject_de: String,
    pub text_de: String,
    pub subject_en: String,
    pub text_en: String,
    /// To how many people it went.
    pub sent: u64,
    pub updated_at: DateTime<Utc>,
}

impl Shape {
    pub async fn of(app: &App, event: &Event, notice: &Notice) -> Result<Self> {
        Ok(Self {
            id: notice.id.to_string(),
            days_before: notice.days_before,
            sent_from: notice.sent_from.format("%H:%M").to_string(),
            due_at: notice.due_at(event),
            attendance: notice.attendance,
            is_reminder: notice.is_reminder,
            subject_de: notice.subject_de.clone(),
            text_de: notice.text_de.clone(),
            subject_en: notice.subject_en.clone(),
            text_en: notice.text_en.clone(),
            sent: super::count_readers(&app.db, &notice.id).await?,
            updated_at: notice.updated_at,
        })
    }

    /// All of an event, what goes out first first.
    pub async fn all(app: &App, event: &Event) -> Result<Vec<Self>> {
        let mut shapes = Vec::new();
        for notice in super::of_event(&app.db, &event.id).await? {
            shapes.push(Self::of(app, event, &notice).await?);
        }
        Ok(shapes)
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoticeList)]
struct List {
    notices: Vec<Shape>,
}

/// List what those who take part are written by itself.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/notices",
    operation_id = "listNotices",
    tag = "participations",
    params(("id" = String, Path, description = "The event's ULID")),
    security(("token" = [])),
    responses((status = 200, description = "What goes out first comes first", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    let event = events::find_own(&app.db, &id).await?;
    let notices = Shape::all(&app, &event).await?;
    json::private(&List { notices })
}

/// Plan a mail to those who take part.
///
/// It goes out by itself, so many days before the event or after it, once to each; to whoever registers
/// after its time, then.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/notices",
    operation_id = "planNotice",
    tag = "participations",
    params(("id" = String, Path, description = "The event's ULID")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new one", body = Shape), Failures)
)]
async fn plan(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let notice = super::plan(&app, &tx, &event, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "notice.plan", &notice.id).await?;
    let path = format!("/api/v1/events/{}/notices/{}", event.id, notice.id);
    let shape = Shape::of(&app, &event, &notice).await?;
    json::created(&app, &path, &shape)
}

/// Change a mail that is planned.
#[utoipa::path(
    put,
    path = "/api/v1/events/{id}/notices/{notice}",
    operation_id = "reviseNotice",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("notice" = String, Path, description = "A ULID"),
    ),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "As it is now", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((id, notice)): Path<(String, String)>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let notice = super::find_for_change(&tx, &event, &notice).await?;
    let notice = super::revise(&app, &tx, &event, notice, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "notice.revise", &notice.id).await?;
    json::private(&Shape::of(&app, &event, &notice).await?)
}

/// Take back a mail that is planned.
#[utoipa::path(
    delete,
    path = "/api/v1/events/{id}/notices/{notice}",
    operation_id = "discardNotice",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("notice" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is not sent any more"), Failures)
)]
async fn discard(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((id, notice)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let notice = super::find_for_change(&tx, &event, &notice).await?;
    let id = notice.id.clone();
    super::discard(&tx, notice).await?;
    audit::kept(&app, tx, Some(&coordinator), "notice.discard", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
