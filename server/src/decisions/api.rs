//! Votes for programs. What is public is open to everybody; preparing, opening and closing take a
//! coordinator. Nobody votes here: a ballot is behind its own link, or on paper.

use super::{
    Closing, Decision, Draft, Sheet,
    organisations::{Spelling, Typed},
    shape::{List, Shape},
};
use crate::{
    App, Error, Refusal, Result, audit, cycles,
    ids::DecisionId,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::Coordinator,
    },
};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, draft))
        .routes(routes!(show, revise, discard))
        .routes(routes!(organisations, confirm))
        .routes(routes!(open))
        .routes(routes!(close))
        .routes(routes!(hand_out))
        .routes(routes!(enter))
}

/// Who is handed a ballot of paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionPaper)]
#[serde(default, deny_unknown_fields)]
struct Paper {
    /// The six characters of theirs.
    code: String,
}

/// A ballot of paper that came back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionBallot)]
#[serde(default, deny_unknown_fields)]
struct Entry {
    /// The group it is of, as the vote counts it.
    circle: String,
    /// `12:3, 15:2`, or `12:yes, 15:no`; empty for an abstention.
    choices: String,
    /// Why not, where it objects.
    objection: String,
    /// The code of one that was entered before, to correct it.
    receipt: String,
}

/// Which associations there are.
#[derive(Serialize, ToSchema)]
#[schema(as = DecisionOrganisationList)]
struct Organisations {
    organisations: Vec<Spelling>,
    /// The state of the vote this was read from.
    seen: String,
}

/// What a ballot is found by in the public file.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DecisionReceipt)]
struct Receipt {
    receipt: String,
}

/// That a ballot was handed out.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DecisionHandedOut)]
struct HandedOut {
    /// The group it is of.
    circle: String,
}

/// List the votes of a cycle that everybody may know of.
#[utoipa::path(
    get,
    path = "/api/v1/cycles/{cycle}/decisions",
    operation_id = "listDecisions",
    tag = "decisions",
    params(("cycle" = String, Path, description = "The last part of its address")),
    responses((status = 200, description = "All of them, the latest first", body = List), Failures)
)]
async fn list(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let cycle = cycles::find(&app.db, &slug).await?;
    let mut decisions = Vec::new();
    for decision in super::public(&app.db, &cycle).await? {
        decisions.push(super::shape_of(&app, &decision, &cycle).await?);
    }
    json::public(&headers, &List { decisions })
}

/// Prepare a vote of a cycle.
///
/// Nobody hears of it before it is opened.
#[utoipa::path(
    post,
    path = "/api/v1/cycles/{cycle}/decisions",
    operation_id = "draftDecision",
    tag = "decisions",
    params(("cycle" = String, Path, description = "The last part of its address")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new vote", body = Shape), Failures)
)]
async fn draft(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let cycle = cycles::find(&tx, &slug).await?;
    let decision = super::draft(&app, &tx, &cycle, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "decision.draft", &decision.id).await?;
    let path = format!("/api/v1/decisions/{}", decision.id);
    json::created(&app, &path, &shape(&app, &decision).await?)
}

/// Read a vote and what was decided.
#[utoipa::path(
    get,
    path = "/api/v1/decisions/{decision}",
    operation_id = "readDecision",
    tag = "decisions",
    params(("decision" = String, Path, description = "A ULID")),
    responses((status = 200, description = "The vote", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let decision = super::find(&app.db, &read_id(&id)?).await?;
    if !decision.is_public() {
        return Err(Error::NotFound);
    }
    json::public(&headers, &shape(&app, &decision).await?)
}

/// Change a vote that is not open yet.
///
/// With the `seen` of what it was read from, whoever comes too late is answered 409.
#[utoipa::path(
    put,
    path = "/api/v1/decisions/{decision}",
    operation_id = "changeDecision",
    tag = "decisions",
    params(("decision" = String, Path, description = "A ULID")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed vote", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let decision = super::revise(&app, &tx, &id, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "decision.revise", &id).await?;
    json::private(&shape(&app, &decision).await?)
}

/// Throw away a vote that is not open yet.
#[utoipa::path(
    delete,
    path = "/api/v1/decisions/{decision}",
    operation_id = "discardDecision",
    tag = "decisions",
    params(("decision" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn discard(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<axum::http::StatusCode> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    super::discard(&tx, &id).await?;
    audit::kept(&app, tx, Some(&coordinator), "decision.discard", &id).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// The associations of those who were let in at its edition, as they wrote them.
///
/// Of a vote in which one association has one vote. Each with what it counts as.
#[utoipa::path(
    get,
    path = "/api/v1/decisions/{decision}/organisations",
    operation_id = "listVotingOrganisations",
    tag = "decisions",
    params(("decision" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "All of them", body = Organisations), Failures)
)]
async fn organisations(
    _: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let decision = super::find(&app.db, &read_id(&id)?).await?;
    json::private(&listed(&app, &decision).await?)
}

/// Say which of them are one association, and which have no vote and why.
///
/// With the `seen` of what it was read from, whoever comes too late is answered 409.
#[utoipa::path(
    put,
    path = "/api/v1/decisions/{decision}/organisations",
    operation_id = "confirmVotingOrganisations",
    tag = "decisions",
    params(("decision" = String, Path, description = "A ULID")),
    request_body = Typed,
    security(("token" = [])),
    responses((status = 200, description = "All of them, as they count now", body = Organisations), Failures)
)]
async fn confirm(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(typed): Said<Typed>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let decision = super::confirm(&app, &tx, &id, &typed.confirmation()).await?;
    audit::kept(&app, tx, Some(&coordinator), "decision.confirm", &id).await?;
    json::private(&listed(&app, &decision).await?)
}

async fn listed(app: &App, decision: &Decision) -> Result<Organisations> {
    Ok(Organisations {
        organisations: super::spellings(&app.db, decision).await?,
        seen: decision.seen(),
    })
}

/// Open a vote to those who were let in at its edition. Where one association has one vote, after all of them were
/// confirmed.
///
/// From then on nobody is added to them, and nothing to the options.
#[utoipa::path(
    post,
    path = "/api/v1/decisions/{decision}/opening",
    operation_id = "openDecision",
    tag = "decisions",
    params(("decision" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The vote, open now", body = Shape), Failures)
)]
async fn open(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let decision = super::open(&app, &tx, &id).await?;
    audit::kept(&app, tx, Some(&coordinator), "decision.open", &id).await?;
    json::private(&shape(&app, &decision).await?)
}

/// Close a vote, with its result in one sentence.
///
/// Where ideas were chosen, a workstream is proposed for each, and the others are declined.
#[utoipa::path(
    post,
    path = "/api/v1/decisions/{decision}/closing",
    operation_id = "closeDecision",
    tag = "decisions",
    params(("decision" = String, Path, description = "A ULID")),
    request_body = Closing,
    security(("token" = [])),
    responses((status = 200, description = "The vote, counted", body = Shape), Failures)
)]
async fn close(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(closing): Said<Closing>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let decision = super::close(&app, &tx, &id, &closing).await?;
    audit::kept(&app, tx, Some(&coordinator), "decision.close", &id).await?;
    json::private(&shape(&app, &decision).await?)
}

/// Hand out a ballot of paper.
///
/// Whoever has it votes in no other way.
#[utoipa::path(
    post,
    path = "/api/v1/decisions/{decision}/papers",
    operation_id = "handOutBallot",
    tag = "decisions",
    params(("decision" = String, Path, description = "A ULID")),
    request_body = Paper,
    security(("token" = [])),
    responses((status = 200, description = "Of which group it is", body = HandedOut), Failures)
)]
async fn hand_out(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(paper): Said<Paper>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let elector = super::hand_out(&app, &tx, &id, &paper.code).await?;
    audit::kept(&app, tx, Some(&coordinator), "decision.hand-out", &id).await?;
    json::private(&HandedOut {
        circle: elector.circle,
    })
}

/// Enter a ballot of paper that came back.
#[utoipa::path(
    post,
    path = "/api/v1/decisions/{decision}/ballots",
    operation_id = "enterBallot",
    tag = "decisions",
    params(("decision" = String, Path, description = "A ULID")),
    request_body = Entry,
    security(("token" = [])),
    responses((status = 200, description = "Its code in the public file", body = Receipt), Failures)
)]
async fn enter(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(entry): Said<Entry>,
) -> Result<Response> {
    let unreadable = Refusal::new("decision-choices-unreadable").on("choices");
    let sheet = Sheet {
        objection: entry.objection,
        ..Sheet::read(&entry.choices).ok_or(unreadable)?
    };
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let ballot = super::enter_paper(&app, &tx, &id, &entry.circle, &sheet, &entry.receipt).await?;
    audit::kept(&app, tx, Some(&coordinator), "decision.enter", &id).await?;
    json::private(&Receipt {
        receipt: ballot.receipt,
    })
}

fn read_id(id: &str) -> Result<DecisionId> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn shape(app: &App, decision: &Decision) -> Result<Shape> {
    let cycle = super::cycle_of(&app.db, decision).await?;
    super::shape_of(app, decision, &cycle).await
}
