//! Mandates for programs: seats of ours in committees of other servers. All of it takes a token, and saying
//! anything a coordinator's.

use super::{Ballot, Draft, Mandate, Motion, State, VoteState};
use crate::{
    App, Result, audit,
    committees::{Part, motion::Outcome, vote::Voice},
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
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(accept))
        .routes(routes!(decline))
        .routes(routes!(leave))
        .routes(routes!(motions))
        .routes(routes!(vote))
}

/// A seat in a committee of another server that one of ours was offered.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Mandate)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    /// The ActivityPub id of the committee.
    pub committee: String,
    /// What it is called.
    pub name: String,
    /// `@dialogkomitee@host`
    pub address: String,
    /// The actor of the association of ours.
    pub association: String,
    /// Whose seat it is.
    pub stakeholder: String,
    pub part: Part,
    /// Who takes the seat: organisation and role; empty before we say so.
    pub person: String,
    pub state: State,
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// Why we declined; else empty.
    pub reason: String,
    pub updated_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(mandate: &Mandate) -> Self {
        Self {
            id: mandate.id.to_string(),
            committee: mandate.committee.to_string(),
            name: mandate.name.clone(),
            address: mandate.address.clone(),
            association: mandate.association.to_string(),
            stakeholder: mandate.stakeholder.clone(),
            part: mandate.part,
            person: mandate.person.clone(),
            state: mandate.state,
            starts_on: mandate.starts_on,
            ends_on: mandate.ends_on,
            reason: mandate.reason.clone(),
            updated_at: mandate.updated_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MandateList)]
struct List {
    mandates: Vec<Shape>,
}

/// What a committee of another server votes on.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = MandateMotion)]
pub struct MotionShape {
    /// A ULID, to vote by.
    pub id: String,
    /// Its id on the wire.
    pub iri: String,
    pub title: String,
    /// HTML that is safe to show.
    pub text: String,
    /// As the committee said it last.
    pub outcome: Outcome,
    /// Seats that said so; 0 until it is over.
    pub yes: i32,
    pub no: i32,
    pub abstain: i32,
    pub ends_at: DateTime<Utc>,
    /// What we voted last.
    pub voice: Option<Voice>,
    /// What became of it.
    pub vote_state: Option<VoteState>,
    /// Why it does not count, in the words of the other server; else empty.
    pub reason: String,
}

impl MotionShape {
    pub fn of(motion: &Motion) -> Self {
        Self {
            id: motion.id.to_string(),
            iri: motion.iri.to_string(),
            title: motion.title.clone(),
            text: motion.text.clone(),
            outcome: motion.outcome,
            yes: motion.yes,
            no: motion.no,
            abstain: motion.abstain,
            ends_at: motion.ends_at,
            voice: motion.voice,
            vote_state: motion.vote_state,
            reason: motion.reason.clone(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MandateMotionList)]
struct Motions {
    motions: Vec<MotionShape>,
}

/// Why not.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = MandateRefusal)]
#[serde(default, deny_unknown_fields)]
struct Declined {
    /// At most 500 characters; may be left out.
    reason: String,
}

/// List seats of ours in committees of other servers, offered, held or over.
#[utoipa::path(
    get,
    path = "/api/v1/mandates",
    operation_id = "listMandates",
    tag = "mandates",
    security(("token" = [])),
    responses((status = 200, description = "The latest first", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>) -> Result<Response> {
    let all = super::listed(&app.db).await?;
    let mandates = all.iter().map(Shape::of).collect();
    json::private(&List { mandates })
}

/// Take a seat that was offered, and say who does.
///
/// They may act once the committee has granted it.
#[utoipa::path(
    post,
    path = "/api/v1/mandates/{mandate}/acceptance",
    operation_id = "acceptMandate",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "How it stands", body = Shape), Failures)
)]
async fn accept(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let mandate = super::find_for_change(&tx, &id).await?;
    let mandate = super::accept(&app, &tx, mandate, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "mandate.accept", &mandate.id).await?;
    json::private(&Shape::of(&mandate))
}

/// Decline a seat that was offered.
#[utoipa::path(
    post,
    path = "/api/v1/mandates/{mandate}/refusal",
    operation_id = "declineMandate",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    request_body = Declined,
    security(("token" = [])),
    responses((status = 200, description = "How it stands", body = Shape), Failures)
)]
async fn decline(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(declined): Said<Declined>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let mandate = super::find_for_change(&tx, &id).await?;
    let mandate = super::decline(&app, &tx, mandate, &declined.reason).await?;
    audit::kept(&app, tx, Some(&coordinator), "mandate.decline", &mandate.id).await?;
    json::private(&Shape::of(&mandate))
}

/// Give a seat back. Our rights end at once.
#[utoipa::path(
    delete,
    path = "/api/v1/mandates/{mandate}",
    operation_id = "leaveMandate",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 204, description = "It is over"), Failures)
)]
async fn leave(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let mandate = super::find_for_change(&tx, &id).await?;
    let mandate = super::leave(&app, &tx, mandate).await?;
    audit::kept(&app, tx, Some(&coordinator), "mandate.leave", &mandate.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// List what the committee told ours that it votes on.
#[utoipa::path(
    get,
    path = "/api/v1/mandates/{mandate}/motions",
    operation_id = "listMandateMotions",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "What ends last first", body = Motions), Failures)
)]
async fn motions(_: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let mandate = super::find(&app.db, &id).await?;
    let all = super::motions(&app.db, &mandate.id).await?;
    json::private(&Motions {
        motions: all.iter().map(MotionShape::of).collect(),
    })
}

/// Vote for the seat. Whether it counts the committee says; one that was refused can be cast again.
#[utoipa::path(
    post,
    path = "/api/v1/mandates/{mandate}/votes",
    operation_id = "voteByMandate",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    request_body = Ballot,
    security(("token" = [])),
    responses((status = 200, description = "The motion with the vote", body = MotionShape), Failures)
)]
async fn vote(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(ballot): Said<Ballot>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let mandate = super::find_for_change(&tx, &id).await?;
    let motion = super::vote(&app, &tx, &mandate, &ballot).await?;
    audit::kept(&app, tx, Some(&coordinator), "mandate.vote", &mandate.id).await?;
    json::private(&MotionShape::of(&motion))
}
