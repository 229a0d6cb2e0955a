//! Revisions for programs, how two differ, and the log of a paper.

use super::opened;
use crate::{
    App, Error, Result, audit,
    papers::{
        self,
        difference::{self, Compared, Difference},
        revision::{self, Contents, change},
        shape::RevisionOutline,
    },
    web::{
        json::{self, Said},
        openapi::Failures,
        session::Editor,
    },
};
use axum::{
    extract::{Path, Query, State as Of},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(name_revision))
        .routes(routes!(show_revision))
        .routes(routes!(show_difference))
        .routes(routes!(show_log))
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
    let revision = papers::name_revision(&app, &tx, &opened, &draft).await?;
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
    let opened = papers::open(&app.db, &slug, Some(&editor)).await?;
    let number = number.parse().map_err(|_| Error::NotFound)?;
    json::private(&papers::contents(&app.db, &opened.paper, Some(number)).await?)
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
    let opened = papers::open(&app.db, &slug, Some(&editor)).await?;
    let (from, to) = compared.read()?;
    let before = papers::contents(&app.db, &opened.paper, Some(from)).await?;
    let after = papers::contents(&app.db, &opened.paper, to).await?;
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
    let opened = papers::open(&app.db, &slug, Some(&editor)).await?;
    let changes = papers::changes(&app.db, &opened.paper).await?.into_iter();
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
