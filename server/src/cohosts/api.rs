//! Co-hosts for programs. Who invites to a public event everybody may read; who was asked, and how
//! they answered, takes a token.

use super::{Cohost, State};
use crate::{
    App, Error, Refusal, Result, audit,
    events::{
        self, Event, Role,
        organizers::Organizers,
        shape::{Organizer, Shape as Listed},
    },
    ids::{CohostId, EventId},
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
    words::Word as _,
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
        .routes(routes!(organizers))
        .routes(routes!(list_of_event, offer))
        .routes(routes!(list))
        .routes(routes!(accept))
        .routes(routes!(reject))
        .routes(routes!(end))
}

/// Who invites to an event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organizers)]
struct Inviting {
    /// Its owner; absent for another server's actor nobody here has met.
    organizer: Option<Organizer>,
    /// Who invites with it, and agreed to be named.
    cohosts: Vec<events::shape::Beside>,
    /// Whom the event's home names, and whose word for it we could not find.
    unconfirmed: Vec<Organizer>,
}

/// Somebody who was asked to invite with the owner of an event.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Cohosting)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    /// The ActivityPub id of the event.
    pub event: String,
    /// The actor that owns it.
    pub host: String,
    /// The actor that was asked.
    pub actor: String,
    pub role: Role,
    pub state: State,
    /// The activity by which they agreed, for everybody to check.
    pub accept: Option<String>,
    /// Why they declined; else empty.
    pub reason: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(cohost: &Cohost) -> Self {
        Self {
            id: cohost.id.to_string(),
            event: cohost.event.to_string(),
            host: cohost.host.to_string(),
            actor: cohost.actor.to_string(),
            role: cohost.role,
            state: cohost.state,
            accept: cohost.accept.as_ref().map(ToString::to_string),
            reason: cohost.reason.clone(),
            created_at: cohost.created_at,
            updated_at: cohost.updated_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CohostingList)]
struct List {
    cohosts: Vec<Shape>,
}

impl List {
    fn of(cohosts: &[Cohost]) -> Self {
        Self {
            cohosts: cohosts.iter().map(Shape::of).collect(),
        }
    }
}

/// Read who invites to an event.
///
/// Its owner, and those who agreed to be named with it.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/organizers",
    operation_id = "readOrganizers",
    tag = "cohosts",
    params(("id" = String, Path, description = "The event's ULID")),
    responses((status = 200, description = "Who invites", body = Inviting), Failures)
)]
async fn organizers(
    Of(app): Of<App>,
    Path(id): Path<String>,
    editor: Option<Editor>,
    headers: HeaderMap,
) -> Result<Response> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    let event = events::find(&app.db, &id).await?.ok_or(Error::NotFound)?;
    let organizers = Organizers::find(&app.db, std::slice::from_ref(&event)).await?;
    let listed = Listed::of(&event, &organizers, app.config.origin());
    let inviting = Inviting {
        organizer: listed.organizer,
        cohosts: listed.cohosts,
        unconfirmed: listed.unconfirmed,
    };
    match (event.state.is_public(), editor) {
        (true, _) => json::public(&headers, &inviting),
        (false, Some(_)) => json::private(&inviting),
        (false, None) => Err(Error::NotFound),
    }
}

/// List who was asked to invite to an event of ours.
///
/// In the order in which they were asked, with their answers.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/cohosts",
    operation_id = "listCohostsOfEvent",
    tag = "cohosts",
    params(("id" = String, Path, description = "The event's ULID")),
    security(("token" = [])),
    responses((status = 200, description = "All of them", body = List), Failures)
)]
async fn list_of_event(_: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let event = own_event(&app, &id).await?;
    json::private(&List::of(&super::of_event(&app.db, &event).await?))
}

/// Whom to ask.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Invitation {
    /// `@name@server`, the address of a profile, or a handle of this instance.
    pub address: String,
    /// `cohost`, `partner`, `sponsor` or `media_partner`; empty for the first.
    pub role: String,
}

impl Invitation {
    pub fn role(&self) -> Result<Role> {
        match self.role.trim() {
            "" => Ok(Role::default()),
            name => {
                let role = Role::named(name);
                Ok(role.ok_or(Refusal::new("cohost-role-unknown").on("role"))?)
            }
        }
    }
}

/// Ask an association to invite to an event together.
///
/// They are named nowhere before they agree.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/cohosts",
    operation_id = "offerCohosting",
    tag = "cohosts",
    params(("id" = String, Path, description = "The event's ULID")),
    request_body = Invitation,
    security(("token" = [])),
    responses((status = 201, description = "The open question", body = Shape), Failures)
)]
async fn offer(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(invitation): Said<Invitation>,
) -> Result<Response> {
    let event = own_event(&app, &id).await?;
    let role = invitation.role()?;
    let invited = super::look_up(&app, &invitation.address).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &event.id).await?;
    let cohost = super::offer(&app, &tx, &event, &invited, role).await?;
    audit::kept(&app, tx, Some(&coordinator), "cohost.offer", &cohost.id).await?;
    json::created(
        &app,
        &format!("/api/v1/cohosts/{}", cohost.id),
        &Shape::of(&cohost),
    )
}

/// List where associations of this instance were asked.
///
/// The latest first, with our answers.
#[utoipa::path(
    get,
    path = "/api/v1/cohosts",
    operation_id = "listCohosts",
    tag = "cohosts",
    security(("token" = [])),
    responses((status = 200, description = "All of them", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>) -> Result<Response> {
    json::private(&List::of(&super::of_ours(&app.db).await?))
}

/// Agree to invite together.
///
/// Everybody can read that we did. We are named as soon as the owner says so too.
#[utoipa::path(
    post,
    path = "/api/v1/cohosts/{cohost}/acceptance",
    operation_id = "acceptCohosting",
    tag = "cohosts",
    params(("cohost" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "How it stands", body = Shape), Failures)
)]
async fn accept(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let id = read_id(&id)?;
    super::require_unchanged(&app, &super::find_own(&app, &id).await?).await?;
    let tx = app.begin().await?;
    let cohost = super::find_for_change(&app, &tx, &id).await?;
    let cohost = super::accept(&app, &tx, cohost).await?;
    audit::kept(&app, tx, Some(&coordinator), "cohost.accept", &cohost.id).await?;
    json::private(&Shape::of(&cohost))
}

/// Why somebody does not want to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct Declined {
    /// Told to the owner of the event, and to nobody else.
    reason: String,
}

/// Decline to invite together.
#[utoipa::path(
    post,
    path = "/api/v1/cohosts/{cohost}/rejection",
    operation_id = "rejectCohosting",
    tag = "cohosts",
    params(("cohost" = String, Path, description = "A ULID")),
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
    let id = read_id(&id)?;
    let tx = app.begin().await?;
    let cohost = super::find_for_change(&app, &tx, &id).await?;
    let cohost = super::reject(&app, &tx, cohost, &declined.reason).await?;
    audit::kept(&app, tx, Some(&coordinator), "cohost.reject", &cohost.id).await?;
    json::private(&Shape::of(&cohost))
}

/// Stop inviting together, from our side.
///
/// An open question is withdrawn; a co-host is named nowhere any more.
#[utoipa::path(
    delete,
    path = "/api/v1/cohosts/{cohost}",
    operation_id = "endCohosting",
    tag = "cohosts",
    params(("cohost" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 204, description = "It is over"), Failures)
)]
async fn end(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let id = read_id(&id)?;
    let tx = app.begin().await?;
    let cohost = super::find_for_change(&app, &tx, &id).await?;
    audit::note(
        &tx,
        Some(&coordinator),
        "cohost.end",
        &cohost.id,
        app.clock.now(),
    )
    .await?;
    super::end(&app, &tx, cohost).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn own_event(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    events::find_own(&app.db, &id).await
}

fn read_id(text: &str) -> Result<CohostId> {
    text.parse().map_err(|_| Error::NotFound)
}
