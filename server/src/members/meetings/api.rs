//! Meetings for programs. The way in online takes a token.

use super::{Draft, Meeting};
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
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(remove))
}

/// When and where those who work in a workstream meet.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Meeting)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    pub title: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// Where, in words; may be empty.
    pub place: String,
    pub is_online: bool,
    /// The way in online; null without a token.
    pub link: Option<String>,
}

impl Shape {
    /// Without the way in.
    pub fn of(meeting: &Meeting) -> Self {
        Self {
            id: meeting.id.to_string(),
            title: meeting.title.clone(),
            starts_at: meeting.starts_at,
            ends_at: meeting.ends_at,
            place: meeting.place.clone(),
            is_online: meeting.is_online(),
            link: None,
        }
    }

    /// With it, for those who may know it.
    pub fn whole(app: &App, meeting: &Meeting) -> Result<Self> {
        Ok(Self {
            link: super::link_of(app, meeting).map(String::from),
            ..Self::of(meeting)
        })
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MeetingList)]
struct List {
    meetings: Vec<Shape>,
}

/// List the meetings of a workstream of ours: with a token all, with the way in; without the next ones.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/meetings",
    operation_id = "listMeetings",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    responses((status = 200, description = "The first first", body = List), Failures)
)]
async fn list(
    editor: Option<Editor>,
    Of(app): Of<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    if editor.is_some() {
        let workstream = workstreams::find(&app.db, &named).await?;
        let meetings = super::of_workstream(&app.db, &workstream.id).await?;
        let meetings = meetings.iter().map(|it| Shape::whole(&app, it));
        let meetings = meetings.collect::<Result<_>>()?;
        return json::private(&List { meetings });
    }
    let workstream = workstreams::find_public(&app.db, &named).await?;
    let meetings = super::ahead(&app.db, &workstream.id, app.clock.now()).await?;
    let meetings = meetings.iter().map(Shape::of).collect();
    json::public(&headers, &List { meetings })
}

/// Add one. Members of other servers are told.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/meetings",
    operation_id = "addMeeting",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new meeting", body = Shape), Failures)
)]
async fn add(
    editor: Editor,
    Of(app): Of<App>,
    Path(named): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let meeting = super::add(&app, &tx, &workstream, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "meeting.add", &meeting.id).await?;
    let path = format!(
        "/api/v1/workstreams/{}/meetings/{}",
        workstream.slug, meeting.id
    );
    json::created(&app, &path, &Shape::whole(&app, &meeting)?)
}

/// Remove one.
#[utoipa::path(
    delete,
    path = "/api/v1/workstreams/{workstream}/meetings/{meeting}",
    operation_id = "removeMeeting",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("meeting" = String, Path, description = "A ULID"),
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
    let meeting = super::find_for_change(&tx, &workstream, &id).await?;
    let id = meeting.id.clone();
    super::remove(&app, &tx, &workstream, meeting).await?;
    audit::kept(&app, tx, Some(&editor), "meeting.remove", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
