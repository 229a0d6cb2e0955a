//! The tasks of a workstream in the working area. Whoever works here adds, ends and removes them.

use super::{
    Draft, Task, add, find_for_change, finish, of_workstream, remove, task::TITLE_AT_MOST,
};
use crate::{
    App, Error, Result, audit,
    error::{Refusal, Refusals},
    web::{
        desk::{After, leading_to},
        page::{Page, respond},
        session::Editor,
    },
    workstreams::{self, Workstream, today},
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Held},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono::NaiveDate;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/workstreams/{slug}/tasks", get(index).post(create))
        .route("/desk/workstreams/{slug}/tasks/{id}", post(step))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Added,
    Finished,
    Reopened,
    Removed,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Added => "task-did-add",
            Self::Finished => "task-did-finish",
            Self::Reopened => "task-did-reopen",
            Self::Removed => "task-did-remove",
        }
    }
}

fn address(workstream: &Workstream) -> String {
    format!("{}/tasks", workstream.desk())
}

#[derive(Template)]
#[template(path = "members/tasks.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    workstream: Workstream,
    tasks: Vec<Task>,
    today: NaiveDate,
    may_add: bool,
    /// As typed.
    draft: Draft,
}

impl Index {
    async fn new(app: &App, page: Page, slug: &str) -> Result<Self> {
        let workstream = workstreams::find(&app.db, slug).await?;
        Ok(Self {
            page: page.with_title_text("task-list").unlisted(),
            done: None,
            tasks: of_workstream(&app.db, &workstream.id).await?,
            today: today(app),
            may_add: super::is_worked_on(&workstream),
            workstream,
            draft: Draft::default(),
        })
    }

    fn address(&self) -> String {
        address(&self.workstream)
    }

    fn is_late(&self, task: &Task) -> bool {
        task.done_on.is_none() && task.due_on.is_some_and(|day| day < self.today)
    }

    fn title_at_most(&self) -> usize {
        TITLE_AT_MOST
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

async fn refused(
    app: &App,
    page: Page,
    slug: &str,
    draft: Draft,
    refusals: &Refusals,
) -> Result<Response> {
    let mut index = Index::new(app, page.with_refusals(refusals), slug).await?;
    index.draft = draft;
    Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, index))
}

async fn create(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find(&tx, &slug).await?;
    match add(&app, &tx, &workstream, &draft).await {
        Ok(task) => {
            audit::kept(tx, &editor, "task.add", &task.id, app.clock.now()).await?;
            Ok(leading_to(&address(&workstream), "added"))
        }
        Err(Error::Refused(refusals)) => {
            drop(tx);
            refused(&app, page, &slug, draft, &refusals).await
        }
        Err(error) => Err(error),
    }
}

/// What is done with a task, as its button sends it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Step {
    then: String,
}

async fn step(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    Path((slug, id)): Path<(String, String)>,
    Typed(step): Typed<Step>,
) -> Result<Response> {
    match stepped(&app, &editor, (&slug, &id), &step.then).await {
        Ok((workstream, done)) => Ok(leading_to(&address(&workstream), done)),
        Err(Error::Refused(refusals)) => {
            refused(&app, page, &slug, Draft::default(), &refusals).await
        }
        Err(error) => Err(error),
    }
}

async fn stepped(
    app: &App,
    editor: &Editor,
    (slug, id): (&str, &str),
    then: &str,
) -> Result<(Workstream, &'static str)> {
    let tx = app.begin().await?;
    let workstream = workstreams::find(&tx, slug).await?;
    let task = find_for_change(&tx, &workstream, id).await?;
    let id = task.id.clone();
    let (action, done) = match then {
        "finish" | "reopen" => {
            let is_done = then == "finish";
            finish(app, &tx, &workstream, task, is_done).await?;
            match is_done {
                true => ("task.finish", "finished"),
                false => ("task.reopen", "reopened"),
            }
        }
        "remove" => {
            remove(app, &tx, &workstream, task).await?;
            ("task.remove", "removed")
        }
        _ => return Err(Refusal::new("workstream-step-unknown").into()),
    };
    audit::kept(tx, editor, action, &id, app.clock.now()).await?;
    Ok((workstream, done))
}
