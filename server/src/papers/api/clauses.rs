//! Clauses for programs, the text they come from, and what is said of them.

use super::{opened, told};
use crate::{
    App, Error, Result, audit,
    papers::{
        self, Opened,
        clause::{self, numbers},
        manuscript,
        said::{AmendmentDraft, AnswerDraft, CommentDraft, PositionDraft},
        shape::{AmendmentShape, ClauseShape, CommentShape, PositionShape, Shape, shapes},
        writing::Way,
    },
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
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(take))
        .routes(routes!(preview))
        .routes(routes!(add_clause))
        .routes(routes!(show_clause, change_clause, remove_clause))
        .routes(routes!(move_clause))
        .routes(routes!(comment_on))
        .routes(routes!(settle))
        .routes(routes!(propose))
        .routes(routes!(answer))
        .routes(routes!(take_position))
}

/// A clause that a text would become.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ClauseSketch)]
struct Sketch {
    number: String,
    depth: i32,
    heading: String,
    /// Markdown.
    text: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManuscriptPreview)]
struct Preview {
    clauses: Vec<Sketch>,
}

/// See which clauses a text would become.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/manuscript/preview",
    operation_id = "previewManuscript",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    request_body = manuscript::Draft,
    security(("token" = [])),
    responses((status = 200, description = "Nothing is kept", body = Preview), Failures)
)]
async fn preview(
    editor: Editor,
    Of(app): Of<App>,
    Path(slug): Path<String>,
    Said(draft): Said<manuscript::Draft>,
) -> Result<Response> {
    papers::open(&app.db, &slug, Some(&editor)).await?;
    let (clauses, _) = draft.check()?;
    let numbers = numbers(clauses.iter().map(|clause| clause.depth));
    let sketches = clauses.into_iter().zip(numbers);
    let sketches = sketches.map(|(clause, number)| Sketch {
        number,
        depth: clause.depth,
        heading: clause.heading,
        text: clause.text,
    });
    json::private(&Preview {
        clauses: sketches.collect(),
    })
}

/// Take over the clauses of a text.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/manuscript",
    operation_id = "takeManuscript",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    request_body = manuscript::Draft,
    security(("token" = [])),
    responses((status = 200, description = "The paper", body = Shape), Failures)
)]
async fn take(
    editor: Editor,
    Of(app): Of<App>,
    Path(slug): Path<String>,
    Said(draft): Said<manuscript::Draft>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    papers::take(&app, &tx, &opened, &draft).await?;
    told(&app, tx, &editor, "paper.take", &opened).await
}

/// One clause, with what is said of it.
async fn one(app: &App, opened: &Opened, id: &str) -> Result<ClauseShape> {
    let clauses = papers::clauses(&app.db, &opened.paper).await?;
    let (clause, _) = papers::clause_of(&app.db, &opened.paper, id).await?;
    let words = papers::words(&app.db, vec![clause.id.clone()]).await?;
    let mut all = shapes(&clauses, &words).into_iter();
    let found = all.find(|shape| shape.id == clause.id.as_str());
    found.ok_or(Error::NotFound)
}

/// Add a clause behind all there are.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/clauses",
    operation_id = "addClause",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    request_body = clause::Draft,
    security(("token" = [])),
    responses((status = 201, description = "The clause", body = ClauseShape), Failures)
)]
async fn add_clause(
    editor: Editor,
    Of(app): Of<App>,
    Path(slug): Path<String>,
    Said(draft): Said<clause::Draft>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let clause = papers::add(&app, &tx, &opened, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "paper.clause-add", &clause.id).await?;
    let path = format!("/api/v1/papers/{slug}/clauses/{}", clause.id);
    json::created(&app, &path, &one(&app, &opened, clause.id.as_str()).await?)
}

/// Read a clause with what is said of it.
#[utoipa::path(
    get,
    path = "/api/v1/papers/{paper}/clauses/{clause}",
    operation_id = "readClause",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("clause" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 200, description = "The clause", body = ClauseShape), Failures)
)]
async fn show_clause(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let opened = papers::open(&app.db, &slug, Some(&editor)).await?;
    json::private(&one(&app, &opened, &id).await?)
}

/// Write a clause anew.
///
/// With the `version` that was read, whoever comes too late is answered 409, and finds what the other wrote
/// by reading the clause again.
#[utoipa::path(
    put,
    path = "/api/v1/papers/{paper}/clauses/{clause}",
    operation_id = "changeClause",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("clause" = String, Path, description = "A ULID"),
    ),
    request_body = clause::Draft,
    security(("token" = [])),
    responses((status = 200, description = "The clause", body = ClauseShape), Failures)
)]
async fn change_clause(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, id)): Path<(String, String)>,
    Said(draft): Said<clause::Draft>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let clause = papers::change(&app, &tx, &opened, &id, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "paper.clause-change", &clause.id).await?;
    json::private(&one(&app, &opened, &id).await?)
}

/// Take a clause out of the paper. What was said of it is kept.
#[utoipa::path(
    delete,
    path = "/api/v1/papers/{paper}/clauses/{clause}",
    operation_id = "removeClause",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("clause" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is no part of the paper any more"), Failures)
)]
async fn remove_clause(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    papers::remove(&app, &tx, &opened, &id).await?;
    audit::kept(&app, tx, Some(&editor), "paper.clause-remove", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Which way a clause moves.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ClauseMove)]
#[serde(default)]
struct Move {
    /// `up` or `down`.
    way: String,
}

/// Let a clause and the one beside it change places.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/clauses/{clause}/place",
    operation_id = "moveClause",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("clause" = String, Path, description = "A ULID"),
    ),
    request_body = Move,
    security(("token" = [])),
    responses((status = 200, description = "The paper", body = Shape), Failures)
)]
async fn move_clause(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, id)): Path<(String, String)>,
    Said(Move { way }): Said<Move>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    papers::shift(&app, &tx, &opened, &id, Way::named(&way)?).await?;
    told(&app, tx, &editor, "paper.clause-move", &opened).await
}

/// Say something of a clause.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/clauses/{clause}/comments",
    operation_id = "commentOnClause",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("clause" = String, Path, description = "A ULID"),
    ),
    request_body = CommentDraft,
    security(("token" = [])),
    responses((status = 201, description = "The comment", body = CommentShape), Failures)
)]
async fn comment_on(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, id)): Path<(String, String)>,
    Said(draft): Said<CommentDraft>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let comment = papers::comment(&app, &tx, &opened, &id, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "paper.comment", &comment.id).await?;
    let path = format!("/api/v1/papers/{slug}/clauses/{id}");
    json::created(&app, &path, &CommentShape::of(&comment))
}

/// Say that nothing is left to be done about a comment.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/clauses/{clause}/comments/{comment}/settlement",
    operation_id = "settleClauseComment",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("clause" = String, Path, description = "A ULID"),
        ("comment" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 200, description = "The comment", body = CommentShape), Failures)
)]
async fn settle(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, clause, id)): Path<(String, String, String)>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let comment = papers::settle(&app, &tx, &opened, &clause, &id).await?;
    audit::kept(&app, tx, Some(&editor), "paper.settle", &comment.id).await?;
    json::private(&CommentShape::of(&comment))
}

/// Propose other words for a clause.
///
/// With the `base` that was read, whoever proposes for words that are no longer there is answered 409.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/clauses/{clause}/amendments",
    operation_id = "proposeAmendment",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("clause" = String, Path, description = "A ULID"),
    ),
    request_body = AmendmentDraft,
    security(("token" = [])),
    responses((status = 201, description = "The amendment", body = AmendmentShape), Failures)
)]
async fn propose(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, id)): Path<(String, String)>,
    Said(draft): Said<AmendmentDraft>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let amendment = papers::propose(&app, &tx, &opened, &id, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "paper.propose", &amendment.id).await?;
    let path = format!("/api/v1/papers/{slug}/clauses/{id}");
    json::created(&app, &path, &AmendmentShape::of(&amendment))
}

/// Accept, merge or decline an amendment, with a sentence of reason.
///
/// Where the clause says something else by now than when it was proposed, accepting is answered 409; merging
/// is not.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/clauses/{clause}/amendments/{amendment}/answer",
    operation_id = "answerAmendment",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("clause" = String, Path, description = "A ULID"),
        ("amendment" = String, Path, description = "A ULID"),
    ),
    request_body = AnswerDraft,
    security(("token" = [])),
    responses((status = 200, description = "The amendment", body = AmendmentShape), Failures)
)]
async fn answer(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, clause, id)): Path<(String, String, String)>,
    Said(draft): Said<AnswerDraft>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let amendment = papers::answer(&app, &tx, &opened, &clause, &id, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "paper.answer", &amendment.id).await?;
    json::private(&AmendmentShape::of(&amendment))
}

/// Say whether your organisation agrees to a clause. Leads write down what others told them.
#[utoipa::path(
    put,
    path = "/api/v1/papers/{paper}/clauses/{clause}/position",
    operation_id = "takePosition",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("clause" = String, Path, description = "A ULID"),
    ),
    request_body = PositionDraft,
    security(("token" = [])),
    responses((status = 200, description = "The position", body = PositionShape), Failures)
)]
async fn take_position(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, id)): Path<(String, String)>,
    Said(draft): Said<PositionDraft>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let position = papers::take_position(&app, &tx, &opened, &id, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "paper.position", &position.id).await?;
    json::private(&PositionShape::of(&position))
}
