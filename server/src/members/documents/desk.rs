//! The documents of a workstream in the working area. Whoever works here adds and removes them.

use super::{
    Audience, Document, Draft, add, document::LINE_AT_MOST, find_for_change, of_workstream, remove,
};
use crate::{
    App, Result, audit,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::Editor,
    },
    words::Word as _,
    workstreams::{self, Workstream},
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Held},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/desk/workstreams/{slug}/documents",
            get(index).post(create),
        )
        .route(
            "/desk/workstreams/{slug}/documents/{id}/removal",
            post(take_away),
        )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Added,
    Removed,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Added => "document-did-add",
            Self::Removed => "document-did-remove",
        }
    }
}

fn address(workstream: &Workstream) -> String {
    format!("{}/documents", workstream.desk())
}

#[derive(Template)]
#[template(path = "members/documents.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    workstream: Workstream,
    documents: Vec<Document>,
    may_add: bool,
    /// As typed.
    draft: Draft,
}

impl Index {
    async fn new(app: &App, page: Page, slug: &str) -> Result<Self> {
        let workstream = workstreams::find(&app.db, slug).await?;
        let documents = of_workstream(&app.db, &workstream.id).await?;
        Ok(Self {
            page: page.with_title_text("document-list").unlisted(),
            done: None,
            documents,
            may_add: workstream.is_worked_on(),
            workstream,
            draft: Draft::default(),
        })
    }

    fn address(&self) -> String {
        address(&self.workstream)
    }

    fn audiences(&self) -> [Audience; 2] {
        Audience::ALL
    }

    fn audience(&self) -> Audience {
        Audience::named(&self.draft.audience).unwrap_or_default()
    }

    fn line_at_most(&self) -> usize {
        LINE_AT_MOST
    }
}

async fn index(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    Path(slug): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mut index = Index::new(&app, page, &slug).await?;
    index.done = after.done;
    Ok(respond(StatusCode::OK, index))
}

async fn create(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = workstreams::find_for_change(&tx, &slug).await?;
        let document = add(&app, &tx, &workstream, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "document.add", &document.id).await?;
        Ok(leading_to(&address(&workstream), "added"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &slug, draft).await
    })
    .await
}

async fn refused(app: &App, page: Page, slug: &str, draft: Draft) -> Result<Index> {
    let mut index = Index::new(app, page, slug).await?;
    index.draft = draft;
    Ok(index)
}

async fn take_away(
    Held(app): Held<App>,
    editor: Editor,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &slug).await?;
    let document = find_for_change(&tx, &workstream, &id).await?;
    let id = document.id.clone();
    remove(&app, &tx, &workstream, document).await?;
    audit::kept(&app, tx, Some(&editor), "document.remove", &id).await?;
    Ok(leading_to(&address(&workstream), "removed"))
}
