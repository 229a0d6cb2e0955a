//! Papers for programs, with a token of somebody who works on them. For everybody else there is none.

mod clauses;
mod revisions;

use super::{
    Draft, Invitation, Opened, State,
    shape::{List, Outline, Shape, shape},
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations, audit,
    ids::AccountId,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::Editor,
    },
    words::Word as _,
};
use axum::{
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(show, revise, discard))
        .routes(routes!(show_draft))
        .routes(routes!(set_state))
        .routes(routes!(invite))
        .routes(routes!(dismiss))
        .merge(clauses::routes())
        .merge(revisions::routes())
}

async fn opened(app: &App, slug: &str, editor: &Editor) -> Result<(Tx, Opened)> {
    let tx = app.begin().await?;
    let opened = super::open_for_change(&tx, slug, Some(editor)).await?;
    Ok((tx, opened))
}

/// What was done is kept, and the paper told as it is now.
async fn told(
    app: &App,
    tx: Tx,
    editor: &Editor,
    action: &'static str,
    opened: &Opened,
) -> Result<Response> {
    audit::kept(app, tx, Some(editor), action, &opened.paper.id).await?;
    let now = super::open(&app.db, &opened.paper.slug, Some(editor)).await?;
    json::private(&shape(app, &now).await?)
}

/// List the papers you work on.
#[utoipa::path(
    get,
    path = "/api/v1/papers",
    operation_id = "listPapers",
    tag = "papers",
    security(("token" = [])),
    responses((status = 200, description = "What was changed last first", body = List), Failures)
)]
async fn list(editor: Editor, Of(app): Of<App>) -> Result<Response> {
    let papers = super::listed(&app.db, Some(&editor)).await?.into_iter();
    let outline = |paper: super::Paper| Outline {
        slug: paper.slug,
        kind: paper.kind,
        title: paper.title,
        state: paper.state,
        updated_at: paper.updated_at,
    };
    json::private(&List {
        papers: papers.map(outline).collect(),
    })
}

/// Begin a paper. You lead it.
#[utoipa::path(
    post,
    path = "/api/v1/papers",
    operation_id = "beginPaper",
    tag = "papers",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new paper", body = Shape), Failures)
)]
async fn begin(editor: Editor, Of(app): Of<App>, Said(draft): Said<Draft>) -> Result<Response> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let paper = super::begin(&app, &tx, &association, Some(&editor), &draft).await?;
    audit::kept(&app, tx, Some(&editor), "paper.begin", &paper.id).await?;
    let opened = super::open(&app.db, &paper.slug, Some(&editor)).await?;
    let path = format!("/api/v1/papers/{}", paper.slug);
    json::created(&app, &path, &shape(&app, &opened).await?)
}

/// Read a paper you work on, with all that is said of its clauses.
#[utoipa::path(
    get,
    path = "/api/v1/papers/{paper}",
    operation_id = "readPaper",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    security(("token" = [])),
    responses((status = 200, description = "The paper", body = Shape), Failures)
)]
async fn show(editor: Editor, Of(app): Of<App>, Path(slug): Path<String>) -> Result<Response> {
    let opened = super::open(&app.db, &slug, Some(&editor)).await?;
    json::private(&shape(&app, &opened).await?)
}

/// Read what a paper says of itself as it would have to be sent.
#[utoipa::path(
    get,
    path = "/api/v1/papers/{paper}/draft",
    operation_id = "readPaperDraft",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    security(("token" = [])),
    responses((status = 200, description = "The draft", body = Draft), Failures)
)]
async fn show_draft(
    editor: Editor,
    Of(app): Of<App>,
    Path(slug): Path<String>,
) -> Result<Response> {
    let opened = super::open(&app.db, &slug, Some(&editor)).await?;
    json::private(&super::draft_of(&app.db, &opened).await?)
}

/// Change what a paper says of itself.
///
/// Every field counts: one that is left out is emptied. With the `seen` of what it was read from, whoever
/// comes too late is answered 409.
#[utoipa::path(
    put,
    path = "/api/v1/papers/{paper}",
    operation_id = "changePaper",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The paper", body = Shape), Failures)
)]
async fn revise(
    editor: Editor,
    Of(app): Of<App>,
    Path(slug): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    super::revise(&app, &tx, &opened, &draft).await?;
    told(&app, tx, &editor, "paper.revise", &opened).await
}

/// Throw a paper away, with all that was said of it.
#[utoipa::path(
    delete,
    path = "/api/v1/papers/{paper}",
    operation_id = "discardPaper",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn discard(editor: Editor, Of(app): Of<App>, Path(slug): Path<String>) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    super::discard(&tx, &opened).await?;
    audit::kept(&app, tx, Some(&editor), "paper.discard", &opened.paper.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The state a paper is to be in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = PaperStep)]
#[serde(default)]
struct Step {
    /// `drafting` or `consultation`.
    state: String,
}

pub(super) fn read_state(typed: &str) -> Result<State> {
    let unknown = Refusal::new("paper-state-unknown").on("state");
    State::named(typed.trim()).ok_or_else(|| unknown.into())
}

/// Ask for comments and amendments, or go back to writing.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/state",
    operation_id = "setPaperState",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    request_body = Step,
    security(("token" = [])),
    responses((status = 200, description = "The paper", body = Shape), Failures)
)]
async fn set_state(
    editor: Editor,
    Of(app): Of<App>,
    Path(slug): Path<String>,
    Said(Step { state }): Said<Step>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    super::move_to(&app, &tx, &opened, read_state(&state)?).await?;
    told(&app, tx, &editor, "paper.move", &opened).await
}

/// Let somebody with an account here work on a paper, or give them another part in it.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/contributors",
    operation_id = "inviteContributor",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    request_body = Invitation,
    security(("token" = [])),
    responses((status = 200, description = "The paper", body = Shape), Failures)
)]
async fn invite(
    editor: Editor,
    Of(app): Of<App>,
    Path(slug): Path<String>,
    Said(invitation): Said<Invitation>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    super::invite(&app, &tx, &opened, &invitation).await?;
    told(&app, tx, &editor, "paper.invite", &opened).await
}

/// Let somebody work on a paper no more. What they said stays.
#[utoipa::path(
    delete,
    path = "/api/v1/papers/{paper}/contributors/{account}",
    operation_id = "dismissContributor",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("account" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "They work on it no more"), Failures)
)]
async fn dismiss(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, account)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let account: AccountId = account.parse().map_err(|_| Error::NotFound)?;
    super::dismiss(&app, &tx, &opened, &account).await?;
    audit::kept(&app, tx, Some(&editor), "paper.dismiss", &opened.paper.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
