//! Members for programs. All of it takes a token: who works where is nobody else's business.

use super::{Admission, Draft, Member, Role, State};
use crate::{
    App, Result, audit,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
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
        .routes(routes!(list, enter))
        .routes(routes!(accept))
        .routes(routes!(reject))
        .routes(routes!(remove))
        .routes(routes!(said))
        .merge(super::tasks::api::routes())
        .merge(super::documents::api::routes())
        .merge(super::meetings::api::routes())
}

/// Somebody who works in a workstream of ours, or asks to.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Member)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    /// The actor on another server; null for somebody of this house.
    pub actor: Option<String>,
    /// Organisation and role.
    pub name: String,
    /// The actor that says, or would have to say, that they act for it.
    pub home: Option<String>,
    /// As what they are in, or as what they ask to be let in.
    pub role: Role,
    pub state: State,
    /// The last day on which they may.
    pub until: Option<NaiveDate>,
    /// Why not, or why no longer; else empty.
    pub reason: String,
    pub updated_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(member: &Member) -> Self {
        let text = |iri: &Option<federation::Iri>| iri.as_ref().map(ToString::to_string);
        Self {
            id: member.id.to_string(),
            actor: text(&member.actor),
            name: member.name.clone(),
            home: text(&member.home),
            role: member.role,
            state: member.state,
            until: member.until,
            reason: member.reason.clone(),
            updated_at: member.updated_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MemberList)]
struct List {
    members: Vec<Shape>,
}

/// Why not.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = MemberReason)]
#[serde(default, deny_unknown_fields)]
struct Why {
    /// One sentence, which they and their home read; may be empty.
    reason: String,
}

/// What a member of another server said to the work.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Contribution)]
struct Remark {
    /// The member's ULID.
    member: String,
    /// The id of the Note.
    iri: String,
    /// HTML, made safe.
    content: String,
    created_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContributionList)]
struct Contributions {
    contributions: Vec<Remark>,
}

/// List who works in a workstream of ours, who asks to, and who did.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/members",
    operation_id = "listMembers",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    security(("token" = [])),
    responses((status = 200, description = "Who waits first", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>, Path(named): Path<String>) -> Result<Response> {
    let workstream = workstreams::find(&app.db, &named).await?;
    let members = super::of_workstream(&app.db, &workstream.id).await?;
    let members = members.iter().map(Shape::of).collect();
    json::private(&List { members })
}

/// Write down that somebody of this house works in a workstream.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/members",
    operation_id = "enterMember",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The member", body = Shape), Failures)
)]
async fn enter(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(named): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let member = super::enter(&app, &tx, &workstream, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "member.enter", &member.id).await?;
    let path = format!("/api/v1/workstreams/{}/members", workstream.slug);
    json::created(&app, &path, &Shape::of(&member))
}

/// Let somebody in who asked, and whose home says that they act for it.
///
/// They and their home are sent a Grant.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/members/{member}/acceptance",
    operation_id = "acceptMember",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("member" = String, Path, description = "A ULID"),
    ),
    request_body = Admission,
    security(("token" = [])),
    responses((status = 200, description = "The member", body = Shape), Failures)
)]
async fn accept(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((named, id)): Path<(String, String)>,
    Said(admission): Said<Admission>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let member = super::find_for_change(&tx, &workstream, &id).await?;
    let member = super::accept(&app, &tx, &workstream, member, &admission).await?;
    audit::kept(&app, tx, Some(&coordinator), "member.accept", &member.id).await?;
    json::private(&Shape::of(&member))
}

/// Say no to somebody who asked.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/members/{member}/rejection",
    operation_id = "rejectMember",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("member" = String, Path, description = "A ULID"),
    ),
    request_body = Why,
    security(("token" = [])),
    responses((status = 200, description = "Whoever asked", body = Shape), Failures)
)]
async fn reject(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((named, id)): Path<(String, String)>,
    Said(why): Said<Why>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let member = super::find_for_change(&tx, &workstream, &id).await?;
    let member = super::reject(&app, &tx, &workstream, member, &why.reason).await?;
    audit::kept(&app, tx, Some(&coordinator), "member.reject", &member.id).await?;
    json::private(&Shape::of(&member))
}

/// Take a member out. Their rights end at once, and they and their home hear of it.
#[utoipa::path(
    delete,
    path = "/api/v1/workstreams/{workstream}/members/{member}",
    operation_id = "removeMember",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("member" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "They are none any more"), Failures)
)]
async fn remove(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((named, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let member = super::find_for_change(&tx, &workstream, &id).await?;
    let member = super::remove(&app, &tx, &workstream, member, "").await?;
    audit::kept(&app, tx, Some(&coordinator), "member.remove", &member.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// List what members of other servers said to the work.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/contributions",
    operation_id = "listContributions",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    security(("token" = [])),
    responses((status = 200, description = "The latest first", body = Contributions), Failures)
)]
async fn said(_: Editor, Of(app): Of<App>, Path(named): Path<String>) -> Result<Response> {
    let workstream = workstreams::find(&app.db, &named).await?;
    let said = super::contributions(&app.db, &workstream.id).await?;
    let said = said.into_iter().map(|it| Remark {
        member: it.member.to_string(),
        iri: it.iri.to_string(),
        content: it.content,
        created_at: it.created_at,
    });
    json::private(&Contributions {
        contributions: said.collect(),
    })
}
