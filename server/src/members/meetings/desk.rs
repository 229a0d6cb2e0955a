//! The meetings of a workstream in the working area. Whoever works here adds and removes them.

use super::{
    Draft, Meeting, add, find_for_change, link_of, meeting::LINE_AT_MOST, of_workstream, remove,
};
use crate::{
    App, Result, audit,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::Editor,
    },
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
        .route("/desk/workstreams/{slug}/meetings", get(index).post(create))
        .route(
            "/desk/workstreams/{slug}/meetings/{id}/removal",
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
            Self::Added => "meeting-did-add",
            Self::Removed => "meeting-did-remove",
        }
    }
}

fn address(workstream: &Workstream) -> String {
    format!("{}/meetings", workstream.desk())
}

#[derive(Template)]
#[template(path = "members/meetings.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    workstream: Workstream,
    /// Each with when it is and the way in online.
    meetings: Vec<(Meeting, String, Option<String>)>,
    may_add: bool,
    /// As typed.
    draft: Draft,
}

impl Index {
    async fn new(app: &App, page: Page, slug: &str) -> Result<Self> {
        let workstream = workstreams::find(&app.db, slug).await?;
        let mut meetings = Vec::new();
        for meeting in of_workstream(&app.db, &workstream.id).await? {
            let link = link_of(app, &meeting).map(String::from);
            let zone = app.config.instance.zone;
            let [starts, ends] = [meeting.starts_at, meeting.ends_at];
            let when = page.span(&starts.with_timezone(&zone), &ends.with_timezone(&zone));
            meetings.push((meeting, when, link));
        }
        Ok(Self {
            page: page.with_title_text("meeting-list").unlisted(),
            done: None,
            meetings,
            may_add: workstream.is_worked_on(),
            workstream,
            draft: Draft::default(),
        })
    }

    fn address(&self) -> String {
        address(&self.workstream)
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
        let meeting = add(&app, &tx, &workstream, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "meeting.add", &meeting.id).await?;
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
    let meeting = find_for_change(&tx, &workstream, &id).await?;
    let id = meeting.id.clone();
    remove(&app, &tx, &workstream, meeting).await?;
    audit::kept(&app, tx, Some(&editor), "meeting.remove", &id).await?;
    Ok(leading_to(&address(&workstream), "removed"))
}
