//! Questions to associations for programs. What was counted is open to everybody; preparing, opening, voting
//! and closing take a coordinator.

use super::{Deciding, Draft, Question, shape::Shape};
use crate::{
    App, Error, Result, associations, audit,
    ids::QuestionId,
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
        .routes(routes!(open))
        .routes(routes!(close))
        .routes(routes!(vote))
        .routes(routes!(ballots))
        .routes(routes!(call_off))
        .routes(routes!(decide))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Polls)]
pub(super) struct List {
    pub questions: Vec<Shape>,
}

/// How a question is closed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = PollClosing)]
#[serde(default, deny_unknown_fields)]
struct Closing {
    /// The result in one sentence, at most 300 characters; empty for a plain one.
    sentence: String,
}

/// Why a question is called off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = PollCallingOff)]
#[serde(default, deny_unknown_fields)]
struct CallingOff {
    /// At most 300 characters. Those who could vote read it.
    reason: String,
}

/// The vote of an association.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = PollChoice)]
#[serde(default, deny_unknown_fields)]
struct Choice {
    /// The handle of the association that votes; empty for the first of this instance.
    association: String,
    /// The option, word for word.
    choice: String,
}

/// List the questions of this instance that are counted.
#[utoipa::path(
    get,
    path = "/api/v1/questions",
    operation_id = "listQuestions",
    tag = "questions",
    responses((status = 200, description = "All of them, the latest first", body = List), Failures)
)]
async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let questions = super::shapes_for_everybody(&app).await?;
    json::public(&headers, &List { questions })
}

/// List the questions that associations of this instance are asked, with their votes.
#[utoipa::path(
    get,
    path = "/api/v1/questions/ballots",
    operation_id = "listQuestionBallots",
    tag = "questions",
    security(("token" = [])),
    responses((status = 200, description = "All of them, the latest first", body = List), Failures)
)]
async fn ballots(_: Coordinator, State(app): State<App>) -> Result<Response> {
    let mut questions = Vec::new();
    for question in super::listed_to_vote(&app.db).await? {
        questions.push(super::shape_of(&app, &question).await?);
    }
    json::private(&List { questions })
}

/// Prepare a question.
///
/// Nobody hears of it before it is opened.
#[utoipa::path(
    post,
    path = "/api/v1/questions",
    operation_id = "draftQuestion",
    tag = "questions",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new question", body = Shape), Failures)
)]
async fn draft(
    coordinator: Coordinator,
    State(app): State<App>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let question = super::draft(&app, &tx, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "question.draft", &question.id).await?;
    let path = format!("/api/v1/questions/{}", question.id);
    json::created(&app, &path, &super::shape_of(&app, &question).await?)
}

/// Read a question that is counted.
#[utoipa::path(
    get,
    path = "/api/v1/questions/{question}",
    operation_id = "readQuestion",
    tag = "questions",
    params(("question" = String, Path, description = "A ULID")),
    responses((status = 200, description = "The question", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let question = super::find_public(&app.db, &read_id(&id)?).await?;
    let shape = super::shape_of(&app, &question).await?;
    json::public(&headers, &shape.for_everybody())
}

/// Change a question that is not open yet.
#[utoipa::path(
    put,
    path = "/api/v1/questions/{question}",
    operation_id = "changeQuestion",
    tag = "questions",
    params(("question" = String, Path, description = "A ULID")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed question", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let question = super::revise(&app, &tx, &id, &draft).await?;
    audit::kept(&app, tx, Some(&coordinator), "question.revise", &id).await?;
    shown(&app, &question).await
}

/// Throw away a question that is not open yet.
#[utoipa::path(
    delete,
    path = "/api/v1/questions/{question}",
    operation_id = "discardQuestion",
    tag = "questions",
    params(("question" = String, Path, description = "A ULID")),
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
    audit::kept(&app, tx, Some(&coordinator), "question.discard", &id).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// Open a question to those it names.
///
/// From then on nobody is added to them, and nothing to the options.
#[utoipa::path(
    post,
    path = "/api/v1/questions/{question}/opening",
    operation_id = "openQuestion",
    tag = "questions",
    params(("question" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The question, open now", body = Shape), Failures)
)]
async fn open(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let question = super::open(&app, &tx, &id).await?;
    audit::kept(&app, tx, Some(&coordinator), "question.open", &id).await?;
    shown(&app, &question).await
}

/// Close a question: at its end, or as soon as everybody has voted.
#[utoipa::path(
    post,
    path = "/api/v1/questions/{question}/closing",
    operation_id = "closeQuestion",
    tag = "questions",
    params(("question" = String, Path, description = "A ULID")),
    request_body = Closing,
    security(("token" = [])),
    responses((status = 200, description = "The question, counted", body = Shape), Failures)
)]
async fn close(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(closing): Said<Closing>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let question = super::close(&app, &tx, &id, &closing.sentence).await?;
    audit::kept(&app, tx, Some(&coordinator), "question.close", &id).await?;
    shown(&app, &question).await
}

/// Call an open question off, and say why.
///
/// Nothing is counted, what was voted is forgotten here, and those who could vote are told.
#[utoipa::path(
    post,
    path = "/api/v1/questions/{question}/calling-off",
    operation_id = "callOffQuestion",
    tag = "questions",
    params(("question" = String, Path, description = "A ULID")),
    request_body = CallingOff,
    security(("token" = [])),
    responses((status = 200, description = "The question, called off", body = Shape), Failures)
)]
async fn call_off(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(said): Said<CallingOff>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let question = super::call_off(&app, &tx, &id, &said.reason).await?;
    audit::kept(&app, tx, Some(&coordinator), "question.call-off", &id).await?;
    shown(&app, &question).await
}

/// Say which ideas of a cycle were chosen, once the question about them is counted.
///
/// A workstream is proposed for each, and the others are declined. Once.
#[utoipa::path(
    post,
    path = "/api/v1/questions/{question}/decision",
    operation_id = "decideQuestion",
    tag = "questions",
    params(("question" = String, Path, description = "A ULID")),
    request_body = Deciding,
    security(("token" = [])),
    responses((status = 200, description = "The question, with what was chosen", body = Shape), Failures)
)]
async fn decide(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(said): Said<Deciding>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let question = super::decide(&app, &tx, &id, &said).await?;
    audit::kept(&app, tx, Some(&coordinator), "question.decide", &id).await?;
    shown(&app, &question).await
}

/// Cast the vote of an association of this instance.
///
/// In a question asked here or elsewhere. It can be cast anew until the end; the last one counts.
#[utoipa::path(
    post,
    path = "/api/v1/questions/{question}/votes",
    operation_id = "castVote",
    tag = "questions",
    params(("question" = String, Path, description = "A ULID")),
    request_body = Choice,
    security(("token" = [])),
    responses((status = 200, description = "The question, with what was voted", body = Shape), Failures)
)]
async fn vote(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(said): Said<Choice>,
) -> Result<Response> {
    let (tx, id) = (app.begin().await?, read_id(&id)?);
    let association = associations::chosen(&tx, &said.association).await?;
    super::cast(&app, &tx, &id, &association, &said.choice).await?;
    let question = super::find(&tx, &id).await?;
    audit::kept(&app, tx, Some(&coordinator), "question.vote", &id).await?;
    shown(&app, &question).await
}

async fn shown(app: &App, question: &Question) -> Result<Response> {
    json::private(&super::shape_of(app, question).await?)
}

fn read_id(id: &str) -> Result<QuestionId> {
    id.parse().map_err(|_| Error::NotFound)
}
