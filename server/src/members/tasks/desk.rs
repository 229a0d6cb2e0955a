//! The tasks of a workstream in the working area. Whoever works here adds, ends and removes them.

use super::{Draft, Task, add, find_for_change, finish, of_workstream, remove};
use crate::{
    App, Result, audit,
    error::Refusal,
    events::tasks::TITLE_AT_MOST,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
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
            may_add: workstream.is_worked_on(),
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

async fn refused(app: &App, page: Page, slug: &str, draft: Draft) -> Result<Index> {
    let mut index = Index::new(app, page, slug).await?;
    index.draft = draft;
    Ok(index)
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
        let task = add(&app, &tx, &workstream, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "task.add", &task.id).await?;
        Ok(leading_to(&address(&workstream), "added"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &slug, draft).await
    })
    .await
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
    let done = stepped(&app, &editor, (&slug, &id), &step.then)
        .await
        .map(|(workstream, done)| leading_to(&address(&workstream), done));
    or_again(done, page, async |page| {
        refused(&app, page, &slug, Draft::default()).await
    })
    .await
}

async fn stepped(
    app: &App,
    editor: &Editor,
    (slug, id): (&str, &str),
    then: &str,
) -> Result<(Workstream, &'static str)> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, slug).await?;
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
    audit::kept(app, tx, Some(editor), action, &id).await?;
    Ok((workstream, done))
}
