//! Papers for programs, with a token of somebody who works on them. For everybody else there is none.

use super::{
    Clause, Contributor, Draft, Invitation, Opened, Role, State, Words,
    clause::{self, numbers},
    difference::{self, Difference},
    manuscript,
    paper::{Answered, Kind, Source},
    revision::{self, Contents, Revision, change},
    said::{
        AmendmentDraft, AnswerDraft, CommentDraft, PositionDraft, amendment, comment, position,
    },
    writing::Way,
};
use crate::{
    App, Error, Refusal, Result,
    accounts::Account,
    app::Tx,
    associations, audit,
    cycles::today,
    ids::AccountId,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::Editor,
    },
    words::Word as _,
};
use axum::{
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(show, revise, discard))
        .routes(routes!(show_draft))
        .routes(routes!(set_state))
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
        .routes(routes!(invite))
        .routes(routes!(dismiss))
        .routes(routes!(name_revision))
        .routes(routes!(show_revision))
        .routes(routes!(show_difference))
        .routes(routes!(show_log))
}

/// A paper in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaperOutline)]
struct Outline {
    slug: String,
    kind: Kind,
    title: String,
    state: State,
    updated_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaperList)]
struct List {
    papers: Vec<Outline>,
}

/// A paper that is being written.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Paper)]
pub struct Shape {
    pub slug: String,
    /// The ActivityPub id of the association that leads.
    pub organizer: Url,
    pub kind: Kind,
    pub title: String,
    pub occasion: String,
    /// A BCP 47 tag.
    pub language: String,
    pub licence: String,
    pub summary: String,
    pub key_sentence: String,
    /// Markdown.
    pub easy_text: String,
    pub addressee: String,
    pub sent_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub answered_on: Option<NaiveDate>,
    pub answer: String,
    /// Whether the day has passed and the addressee did not answer.
    pub is_silent: bool,
    pub comments_until: Option<NaiveDate>,
    pub sign_until: Option<NaiveDate>,
    pub sources: Vec<Source>,
    pub state: State,
    /// As they stand.
    pub clauses: Vec<ClauseShape>,
    pub contributors: Vec<ContributorShape>,
    /// The latest first.
    pub revisions: Vec<RevisionOutline>,
    pub updated_at: DateTime<Utc>,
    /// What a change sends along, so that nobody overwrites what somebody else has saved meanwhile.
    pub seen: String,
}

/// A clause, and what is said of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Clause)]
pub struct ClauseShape {
    /// A ULID; stays when the clause moves.
    pub id: String,
    /// By its place: `2.1`
    pub number: String,
    pub depth: i32,
    pub heading: String,
    /// Markdown.
    pub text: String,
    /// What a change sends along.
    pub version: i32,
    pub comments: Vec<CommentShape>,
    pub amendments: Vec<AmendmentShape>,
    pub positions: Vec<PositionShape>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ClauseComment)]
pub struct CommentShape {
    /// A ULID.
    pub id: String,
    /// For whom it was said.
    pub organisation: String,
    pub text: String,
    pub created_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

impl CommentShape {
    fn of(comment: &comment::Comment) -> Self {
        Self {
            id: comment.id.to_string(),
            organisation: comment.organisation.clone(),
            text: comment.text.clone(),
            created_at: comment.created_at,
            settled_at: comment.settled_at,
        }
    }
}

/// What a clause should say instead.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Amendment)]
pub struct AmendmentShape {
    /// A ULID.
    pub id: String,
    pub organisation: String,
    /// The version of the clause it was written against.
    pub base: i32,
    pub heading: String,
    /// Markdown; empty with the heading where the clause should go.
    pub text: String,
    pub reason: String,
    pub state: amendment::State,
    /// Why it was accepted, merged or declined.
    pub answer: String,
    pub created_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
}

impl AmendmentShape {
    fn of(amendment: &amendment::Amendment) -> Self {
        Self {
            id: amendment.id.to_string(),
            organisation: amendment.organisation.clone(),
            base: amendment.base,
            heading: amendment.heading.clone(),
            text: amendment.text.clone(),
            reason: amendment.reason.clone(),
            state: amendment.state,
            answer: amendment.answer.clone(),
            created_at: amendment.created_at,
            answered_at: amendment.answered_at,
        }
    }
}

/// How an organisation stands to a clause.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Position)]
pub struct PositionShape {
    pub organisation: String,
    pub stance: position::Stance,
    pub reason: String,
    /// The version of the clause it was taken on.
    pub version: i32,
    pub updated_at: DateTime<Utc>,
}

impl PositionShape {
    fn of(position: &position::Position) -> Self {
        Self {
            organisation: position.organisation.clone(),
            stance: position.stance,
            reason: position.reason.clone(),
            version: position.version,
            updated_at: position.updated_at,
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaperContributor)]
pub struct ContributorShape {
    /// The ULID of the account.
    pub account: String,
    pub name: String,
    pub role: Role,
    pub organisation: String,
}

impl ContributorShape {
    fn of(contributor: &Contributor, account: &Account) -> Self {
        Self {
            account: contributor.account.to_string(),
            name: account.name.clone(),
            role: contributor.role,
            organisation: contributor.organisation.clone(),
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RevisionOutline)]
pub struct RevisionOutline {
    pub number: i32,
    pub name: String,
    pub note: String,
    pub created_at: DateTime<Utc>,
}

impl RevisionOutline {
    fn of(revision: &Revision) -> Self {
        Self {
            number: revision.number,
            name: revision.name.clone(),
            note: revision.note.clone(),
            created_at: revision.created_at,
        }
    }
}

fn shapes(clauses: &[Clause], words: &Words) -> Vec<ClauseShape> {
    let numbers = numbers(clauses.iter().map(|clause| clause.depth));
    let numbered = clauses.iter().zip(numbers);
    let shape = |(clause, number): (&Clause, String)| ClauseShape {
        id: clause.id.to_string(),
        number,
        depth: clause.depth,
        heading: clause.heading.clone(),
        text: clause.text.clone(),
        version: clause.version,
        comments: words
            .comments
            .iter()
            .filter(|one| one.clause == clause.id)
            .map(CommentShape::of)
            .collect(),
        amendments: words
            .amendments
            .iter()
            .filter(|one| one.clause == clause.id)
            .map(AmendmentShape::of)
            .collect(),
        positions: words
            .positions
            .iter()
            .filter(|one| one.clause == clause.id)
            .map(PositionShape::of)
            .collect(),
    };
    numbered.map(shape).collect()
}

/// All of a paper, for whoever works on it.
pub async fn shape(app: &App, opened: &Opened) -> Result<Shape> {
    let paper = opened.paper.clone();
    let clauses = super::clauses(&app.db, &paper).await?;
    let ids = clauses.iter().map(|clause| clause.id.clone()).collect();
    let words = super::words(&app.db, ids).await?;
    let contributors = super::contributors(&app.db, &paper).await?;
    let contributors = contributors.iter();
    let revisions = super::revisions(&app.db, &paper).await?;
    Ok(Shape {
        seen: paper.seen(),
        is_silent: paper.answered(today(app)) == Some(Answered::Silent),
        clauses: shapes(&clauses, &words),
        contributors: contributors
            .map(|(one, account)| ContributorShape::of(one, account))
            .collect(),
        revisions: revisions.iter().map(RevisionOutline::of).collect(),
        slug: paper.slug,
        organizer: paper.organizer.into(),
        kind: paper.kind,
        title: paper.title,
        occasion: paper.occasion,
        language: paper.language,
        licence: paper.licence,
        summary: paper.summary,
        key_sentence: paper.key_sentence,
        easy_text: paper.easy_text,
        addressee: paper.addressee,
        sent_on: paper.sent_on,
        due_on: paper.due_on,
        answered_on: paper.answered_on,
        answer: paper.answer,
        comments_until: paper.comments_until,
        sign_until: paper.sign_until,
        sources: paper.sources.0,
        state: paper.state,
        updated_at: paper.updated_at,
    })
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
    super::open(&app.db, &slug, Some(&editor)).await?;
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
    super::take(&app, &tx, &opened, &draft).await?;
    told(&app, tx, &editor, "paper.take", &opened).await
}

/// One clause, with what is said of it.
async fn one(app: &App, opened: &Opened, id: &str) -> Result<ClauseShape> {
    let clauses = super::clauses(&app.db, &opened.paper).await?;
    let (clause, _) = super::clause_of(&app.db, &opened.paper, id).await?;
    let words = super::words(&app.db, vec![clause.id.clone()]).await?;
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
    let clause = super::add(&app, &tx, &opened, &draft).await?;
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
    let opened = super::open(&app.db, &slug, Some(&editor)).await?;
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
    let clause = super::change(&app, &tx, &opened, &id, &draft).await?;
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
    super::remove(&app, &tx, &opened, &id).await?;
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
    super::shift(&app, &tx, &opened, &id, Way::named(&way)?).await?;
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
    let comment = super::comment(&app, &tx, &opened, &id, &draft).await?;
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
    let comment = super::settle(&app, &tx, &opened, &clause, &id).await?;
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
    let amendment = super::propose(&app, &tx, &opened, &id, &draft).await?;
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
    let amendment = super::answer(&app, &tx, &opened, &clause, &id, &draft).await?;
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
    let position = super::take_position(&app, &tx, &opened, &id, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "paper.position", &position.id).await?;
    json::private(&PositionShape::of(&position))
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

/// Give what a paper says now a name. It is kept as it is from then on.
#[utoipa::path(
    post,
    path = "/api/v1/papers/{paper}/revisions",
    operation_id = "nameRevision",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    request_body = revision::Draft,
    security(("token" = [])),
    responses((status = 201, description = "The revision", body = RevisionOutline), Failures)
)]
async fn name_revision(
    editor: Editor,
    Of(app): Of<App>,
    Path(slug): Path<String>,
    Said(draft): Said<revision::Draft>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let revision = super::name_revision(&app, &tx, &opened, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "paper.revision", &revision.id).await?;
    let path = format!("/api/v1/papers/{slug}/revisions/{}", revision.number);
    json::created(&app, &path, &RevisionOutline::of(&revision))
}

/// Read what a paper said when somebody gave it a name.
#[utoipa::path(
    get,
    path = "/api/v1/papers/{paper}/revisions/{number}",
    operation_id = "readRevision",
    tag = "papers",
    params(
        ("paper" = String, Path, description = "The last part of its address"),
        ("number" = i32, Path, description = "From 1"),
    ),
    security(("token" = [])),
    responses((status = 200, description = "What it said", body = Contents), Failures)
)]
async fn show_revision(
    editor: Editor,
    Of(app): Of<App>,
    Path((slug, number)): Path<(String, String)>,
) -> Result<Response> {
    let opened = super::open(&app.db, &slug, Some(&editor)).await?;
    let number = number.parse().map_err(|_| Error::NotFound)?;
    json::private(&super::contents(&app.db, &opened.paper, Some(number)).await?)
}

/// Which revisions are compared.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Compared {
    /// The number of the earlier one.
    pub from: String,
    /// The number of the later one; empty for what the paper says now.
    #[param(required = false)]
    pub to: String,
}

impl Compared {
    /// Both numbers.
    pub fn read(&self) -> Result<(i32, Option<i32>)> {
        let number = |typed: &str| typed.trim().parse().map_err(|_| Error::NotFound);
        let to = match self.to.trim() {
            "" => None,
            typed => Some(number(typed)?),
        };
        Ok((number(&self.from)?, to))
    }
}

/// What is different between two revisions.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaperDifference)]
struct Differences {
    clauses: Vec<Difference>,
}

/// Read what is different between two revisions, clause by clause and word by word.
#[utoipa::path(
    get,
    path = "/api/v1/papers/{paper}/difference",
    operation_id = "readDifference",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address"), Compared),
    security(("token" = [])),
    responses((status = 200, description = "In the order of the later one", body = Differences), Failures)
)]
async fn show_difference(
    editor: Editor,
    Of(app): Of<App>,
    Path(slug): Path<String>,
    Query(compared): Query<Compared>,
) -> Result<Response> {
    let opened = super::open(&app.db, &slug, Some(&editor)).await?;
    let (from, to) = compared.read()?;
    let before = super::contents(&app.db, &opened.paper, Some(from)).await?;
    let after = super::contents(&app.db, &opened.paper, to).await?;
    json::private(&Differences {
        clauses: difference::between(&before, &after),
    })
}

/// Something that was done to a paper.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaperChange)]
struct ChangeShape {
    at: DateTime<Utc>,
    kind: change::Kind,
    /// The number of a clause, the name of a revision or an organisation; may be empty.
    about: String,
    /// May be empty.
    reason: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaperLog)]
struct Log {
    changes: Vec<ChangeShape>,
}

/// Read what was done to a paper, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/papers/{paper}/log",
    operation_id = "readPaperLog",
    tag = "papers",
    params(("paper" = String, Path, description = "The last part of its address")),
    security(("token" = [])),
    responses((status = 200, description = "The latest 300 entries", body = Log), Failures)
)]
async fn show_log(editor: Editor, Of(app): Of<App>, Path(slug): Path<String>) -> Result<Response> {
    let opened = super::open(&app.db, &slug, Some(&editor)).await?;
    let changes = super::changes(&app.db, &opened.paper).await?.into_iter();
    let shape = |change: change::Change| ChangeShape {
        at: change.at,
        kind: change.kind,
        about: change.about,
        reason: change.reason,
    };
    json::private(&Log {
        changes: changes.map(shape).collect(),
    })
}
