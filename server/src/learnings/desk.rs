//! What is learned, in the working area: in a workstream of ours, and what peers told us. Whoever works here
//! notes something; a coordinator of the association that leads lets everybody read it.

use super::{
    Draft, Learning, change, drop_it, find, find_for_change, foreign,
    learning::{TEXT_AT_MOST, TITLE_AT_MOST},
    note, of_workstream, widen,
};
use crate::{
    App, Error, Refusal, Result, audit,
    error::Refusals,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
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
use chrono::{DateTime, Utc};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/learnings", get(elsewhere))
        .route(
            "/desk/workstreams/{slug}/learnings",
            get(index).post(create),
        )
        .route(
            "/desk/workstreams/{slug}/learnings/{id}",
            get(edit).post(revise),
        )
        .route(
            "/desk/workstreams/{slug}/learnings/{id}/removal",
            post(remove),
        )
        .route(
            "/desk/workstreams/{slug}/learnings/{id}/publication",
            post(publish),
        )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Noted,
    Widened,
    Changed,
    Dropped,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Noted => "learning-did-note",
            Self::Widened => "learning-did-widen",
            Self::Changed => "learning-did-change",
            Self::Dropped => "learning-did-drop",
        }
    }
}

fn address(workstream: &Workstream) -> String {
    format!("{}/learnings", workstream.desk())
}

#[derive(Template)]
#[template(path = "learnings/index.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    workstream: Workstream,
    learnings: Vec<Learning>,
    may_add: bool,
    may_widen: bool,
    /// As typed.
    draft: Draft,
}

impl Index {
    async fn new(app: &App, page: Page, slug: &str, may_widen: bool) -> Result<Self> {
        let workstream = workstreams::find(&app.db, slug).await?;
        Ok(Self {
            page: page.with_title_text("learning-list").unlisted(),
            done: None,
            learnings: of_workstream(&app.db, &workstream.id).await?,
            may_add: workstream.is_worked_on(),
            may_widen,
            workstream,
            draft: Draft::default(),
        })
    }

    fn address(&self) -> String {
        address(&self.workstream)
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        let day = at.with_timezone(&self.page.site.zone).date_naive();
        self.page.date(&day)
    }

    fn title_at_most(&self) -> usize {
        TITLE_AT_MOST
    }

    fn text_at_most(&self) -> usize {
        TEXT_AT_MOST
    }
}

async fn index(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mut index = Index::new(&app, page, &slug, coordinator.is_some()).await?;
    index.done = after.done;
    Ok(respond(StatusCode::OK, index))
}

async fn create(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = workstreams::find_for_change(&tx, &slug).await?;
        let learning = note(&app, &tx, &workstream, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "learning.note", &learning.id).await?;
        Ok(leading_to(&address(&workstream), "noted"))
    };
    or_again(done.await, page, async |page| {
        let may_widen = coordinator.is_some();
        refused(&app, page, (&slug, may_widen), draft).await
    })
    .await
}

async fn refused(
    app: &App,
    page: Page,
    (slug, may_widen): (&str, bool),
    draft: Draft,
) -> Result<Index> {
    let mut index = Index::new(app, page, slug, may_widen).await?;
    index.draft = draft;
    Ok(index)
}

async fn publish(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = workstreams::find_for_change(&tx, &slug).await?;
        let learning = find_for_change(&tx, &workstream, &id).await?;
        let learning = widen(&app, &tx, &workstream, learning).await?;
        audit::kept(&app, tx, Some(&coordinator), "learning.widen", &learning.id).await?;
        Ok(leading_to(&address(&workstream), "widened"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, (&slug, true), Draft::default()).await
    })
    .await
}

#[derive(Template)]
#[template(path = "learnings/form.html")]
struct Form {
    page: Page,
    workstream: Workstream,
    learning: Learning,
    /// As typed.
    draft: Draft,
}

impl Form {
    fn new(page: Page, workstream: Workstream, learning: Learning, draft: Draft) -> Self {
        Self {
            page: page.with_title_text("learning-change").unlisted(),
            workstream,
            learning,
            draft,
        }
    }

    fn list(&self) -> String {
        address(&self.workstream)
    }

    fn address(&self) -> String {
        format!("{}/{}", self.list(), self.learning.id)
    }

    fn title_at_most(&self) -> usize {
        TITLE_AT_MOST
    }

    fn text_at_most(&self) -> usize {
        TEXT_AT_MOST
    }
}

async fn edit(
    Held(app): Held<App>,
    page: Page,
    _: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let workstream = workstreams::find(&app.db, &slug).await?;
    let learning = find(&app.db, &workstream, &id).await?;
    let draft = Draft::of(&learning);
    let form = Form::new(page, workstream, learning, draft);
    Ok(respond(StatusCode::OK, form))
}

async fn revise(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = workstreams::find_for_change(&tx, &slug).await?;
        let learning = find_for_change(&tx, &workstream, &id).await?;
        let learning = change(&app, &tx, &workstream, (learning, &draft)).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "learning.change",
            &learning.id,
        )
        .await?;
        Ok(leading_to(&address(&workstream), "changed"))
    };
    let done = done.await;
    if matches!(done, Err(Error::Conflict)) {
        // What was typed is shown, and replaces what somebody else saved if it is sent again.
        let page = page.with_refusals(&Refusals(vec![Refusal::new("desk-somebody-was-faster")]));
        let workstream = workstreams::find(&app.db, &slug).await?;
        let learning = find(&app.db, &workstream, &id).await?;
        let seen = learning.seen();
        let draft = Draft { seen, ..draft };
        let form = Form::new(page, workstream, learning, draft);
        return Ok(respond(StatusCode::CONFLICT, form));
    }
    or_again(done, page, async |page| {
        let workstream = workstreams::find(&app.db, &slug).await?;
        let learning = find(&app.db, &workstream, &id).await?;
        Ok(Form::new(page, workstream, learning, draft))
    })
    .await
}

async fn remove(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = workstreams::find_for_change(&tx, &slug).await?;
        let learning = find_for_change(&tx, &workstream, &id).await?;
        drop_it(&app, &tx, &workstream, learning).await?;
        audit::kept(&app, tx, Some(&coordinator), "learning.drop", &id).await?;
        Ok(leading_to(&address(&workstream), "dropped"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, (&slug, true), Draft::default()).await
    })
    .await
}

#[derive(Template)]
#[template(path = "learnings/elsewhere.html")]
struct Elsewhere {
    page: Page,
    /// Each with what it is from: page and name.
    learnings: Vec<(Learning, (String, String))>,
}

impl Elsewhere {
    fn day(&self, at: &DateTime<Utc>) -> String {
        let day = at.with_timezone(&self.page.site.zone).date_naive();
        self.page.date(&day)
    }
}

async fn elsewhere(Held(app): Held<App>, page: Page, _: Editor) -> Result<Response> {
    let learnings = foreign(&app.db).await?;
    let ids = learnings.iter().map(|it| it.workstream.clone()).collect();
    let known = workstreams::find_all(&app.db, ids).await?;
    let told = learnings.into_iter().map(|learning| {
        let from = known.iter().find(|it| it.id == learning.workstream);
        let from = from.ok_or(Error::NotFound)?;
        Ok((learning, (from.path(), from.name.clone())))
    });
    let elsewhere = Elsewhere {
        page: page.with_title_text("learning-elsewhere").unlisted(),
        learnings: told.collect::<Result<_>>()?,
    };
    Ok(respond(StatusCode::OK, elsewhere))
}
