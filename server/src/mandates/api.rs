//! Mandates for programs: seats of ours in committees of other servers. All of it takes a token, and saying
//! anything a coordinator's.

use super::{
    Ballot, Draft, Mandate, Minutes, Motion, State, VoteState, Word,
    word::{Kind, Remark},
};
use crate::{
    App, Result, audit,
    committees::{
        Part,
        holder::Absence,
        motion::Outcome,
        vote::{Deputising, Voice},
    },
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
        .routes(routes!(minutes))
        .routes(routes!(approve))
        .routes(routes!(words))
        .routes(routes!(remark))
        .routes(routes!(take_back))
        .routes(routes!(mark_absence))
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
    /// From then on deputies act for members who have not voted; absent where they wait for an absence.
    pub deputies_from: Option<DateTime<Utc>>,
    /// Of a deputy: whether a vote would count, and why, as the committee said it last. Of a member: by which
    /// rule the deputy voted.
    pub deputising: Option<Deputising>,
    /// What the deputy of a member said, as long as it counts.
    pub deputy_voice: Option<Voice>,
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
            deputies_from: motion.deputies_from,
            deputising: motion.deputising,
            deputy_voice: motion.deputy_voice,
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

/// Minutes of a committee of another server that ours are asked to approve.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = MandateMinutes)]
pub struct MinutesShape {
    /// A ULID, to approve by.
    pub id: String,
    pub title: String,
    /// HTML that is safe to show.
    pub text: String,
    pub held_on: NaiveDate,
    /// Whether most seats have approved, says the committee.
    pub is_approved: bool,
    /// What became of our approval; absent where we have not approved.
    pub word_state: Option<VoteState>,
    /// Why it does not count, in the words of the other server; else empty.
    pub reason: String,
}

impl MinutesShape {
    pub fn of(minutes: &Minutes) -> Self {
        Self {
            id: minutes.id.to_string(),
            title: minutes.title.clone(),
            text: minutes.text.clone(),
            held_on: minutes.held_on,
            is_approved: minutes.is_approved,
            word_state: minutes.word_state,
            reason: minutes.reason.clone(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MandateMinutesList)]
struct AllMinutes {
    minutes: Vec<MinutesShape>,
}

/// What ours said for a seat beside votes.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = MandateWord)]
pub struct WordShape {
    /// A ULID, to take it back by.
    pub id: String,
    pub kind: Kind,
    /// What a remark is about, by its title; else empty.
    pub about: String,
    pub checkpoint: String,
    pub text: String,
    pub is_public: bool,
    /// The days of an absence; absent where the member is back.
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// What became of it.
    pub word_state: VoteState,
    /// Why it does not count, in the words of the other server; else empty.
    pub reason: String,
    pub created_at: DateTime<Utc>,
}

impl WordShape {
    pub fn of(word: &Word) -> Self {
        Self {
            id: word.id.to_string(),
            kind: word.kind,
            about: word.about.clone(),
            checkpoint: word.checkpoint.clone(),
            text: word.text.clone(),
            is_public: word.is_public,
            starts_on: word.starts_on,
            ends_on: word.ends_on,
            word_state: word.word_state,
            reason: word.reason.clone(),
            created_at: word.created_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MandateWordList)]
struct Words {
    words: Vec<WordShape>,
}

/// Which minutes.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = MandateApproval)]
#[serde(default, deny_unknown_fields)]
struct Approved {
    /// The id of minutes, as their list has it.
    minutes: String,
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

/// Vote for the seat. Whether it counts the committee says; one that was refused can be cast again, and one
/// without an answer be sent once more as it was.
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

/// List the minutes that ours were asked to approve.
#[utoipa::path(
    get,
    path = "/api/v1/mandates/{mandate}/minutes",
    operation_id = "listMandateMinutes",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The latest sitting first", body = AllMinutes), Failures)
)]
async fn minutes(_: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let mandate = super::find(&app.db, &id).await?;
    let all = super::minutes(&app.db, &mandate.id).await?;
    json::private(&AllMinutes {
        minutes: all.iter().map(MinutesShape::of).collect(),
    })
}

/// Approve of minutes for the seat. Whether it counts the committee says.
#[utoipa::path(
    post,
    path = "/api/v1/mandates/{mandate}/approvals",
    operation_id = "approveByMandate",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    request_body = Approved,
    security(("token" = [])),
    responses((status = 200, description = "The minutes with the approval", body = MinutesShape), Failures)
)]
async fn approve(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(approved): Said<Approved>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let mandate = super::find_for_change(&tx, &id).await?;
    let minutes = super::approve(&app, &tx, &mandate, &approved.minutes).await?;
    audit::kept(&app, tx, Some(&coordinator), "mandate.approve", &mandate.id).await?;
    json::private(&MinutesShape::of(&minutes))
}

/// List what ours said for the seat beside votes, and what became of it.
#[utoipa::path(
    get,
    path = "/api/v1/mandates/{mandate}/words",
    operation_id = "listMandateWords",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The latest first", body = Words), Failures)
)]
async fn words(_: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let mandate = super::find(&app.db, &id).await?;
    let all = super::words(&app.db, &mandate.id).await?;
    json::private(&Words {
        words: all.iter().map(WordShape::of).collect(),
    })
}

/// Say something for the seat, on a motion or a workstream. It is no vote.
#[utoipa::path(
    post,
    path = "/api/v1/mandates/{mandate}/remarks",
    operation_id = "remarkByMandate",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    request_body = Remark,
    security(("token" = [])),
    responses((status = 201, description = "What was said", body = WordShape), Failures)
)]
async fn remark(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(draft): Said<Remark>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let mandate = super::find_for_change(&tx, &id).await?;
    let word = super::remark(&app, &tx, &mandate, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "mandate.remark", &mandate.id).await?;
    let path = format!("/api/v1/mandates/{}/remarks/{}", mandate.id, word.id);
    json::created(&app, &path, &WordShape::of(&word))
}

/// Take a remark back. It is gone there too.
#[utoipa::path(
    delete,
    path = "/api/v1/mandates/{mandate}/remarks/{word}",
    operation_id = "takeBackRemarkByMandate",
    tag = "mandates",
    params(
        ("mandate" = String, Path, description = "A ULID"),
        ("word" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is taken back"), Failures)
)]
async fn take_back(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((id, word)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let mandate = super::find_for_change(&tx, &id).await?;
    super::take_back(&app, &tx, &mandate, &word).await?;
    let action = "mandate.take-back";
    audit::kept(&app, tx, Some(&coordinator), action, &mandate.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Say on which days the member is away; without days, that they are there.
#[utoipa::path(
    put,
    path = "/api/v1/mandates/{mandate}/absence",
    operation_id = "markAbsenceByMandate",
    tag = "mandates",
    params(("mandate" = String, Path, description = "A ULID")),
    request_body = Absence,
    security(("token" = [])),
    responses((status = 200, description = "What was said", body = WordShape), Failures)
)]
async fn mark_absence(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(absence): Said<Absence>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let mandate = super::find_for_change(&tx, &id).await?;
    let word = super::mark_absence(&app, &tx, &mandate, &absence).await?;
    audit::kept(&app, tx, Some(&coordinator), "mandate.absence", &mandate.id).await?;
    json::private(&WordShape::of(&word))
}
