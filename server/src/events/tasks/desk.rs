//! The tasks of an event in the working area. Whoever works here adds, ends and removes them.

use super::{Draft, TITLE_AT_MOST, Task, add, find_for_change, finish, of_event, remove, today};
use crate::{
    App, Error, Refusal, Result, audit,
    events::{self, Event, countdown},
    ids::EventId,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::Editor,
    },
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
        .route("/desk/events/{id}/tasks", get(index).post(create))
        .route("/desk/events/{id}/tasks/{task}", post(step))
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

fn address(event: &Event) -> String {
    format!("/desk/events/{}/tasks", event.id)
}

#[derive(Template)]
#[template(path = "events/tasks.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    event: Event,
    tasks: Vec<Task>,
    today: NaiveDate,
    /// As typed.
    draft: Draft,
}

impl Index {
    async fn new(app: &App, page: Page, event: Event) -> Result<Self> {
        Ok(Self {
            page: page.with_title_text("event-task-list").unlisted(),
            done: None,
            tasks: of_event(&app.db, &event.id).await?,
            today: today(app, &event),
            event,
            draft: Draft::default(),
        })
    }

    fn address(&self) -> String {
        address(&self.event)
    }

    /// The day, and how far it is from the start.
    fn due(&self, task: &Task) -> Option<(NaiveDate, String)> {
        let days = task.days_before?;
        let day = countdown::on(&self.event, days);
        Some((day, countdown::said(self.page.lang, days)))
    }

    fn sides(&self) -> [(&'static str, &'static str); 2] {
        countdown::SIDES
    }

    fn title_at_most(&self) -> usize {
        TITLE_AT_MOST
    }
}

async fn found(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    events::find_own(&app.db, &id).await
}

async fn index(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mut index = Index::new(&app, page, found(&app, &id).await?).await?;
    index.done = after.done;
    Ok(respond(StatusCode::OK, index))
}

async fn refused(app: &App, page: Page, id: &str, draft: Draft) -> Result<Index> {
    let mut index = Index::new(app, page, found(app, id).await?).await?;
    index.draft = draft;
    Ok(index)
}

async fn create(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    Path(id): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let (tx, event) = events::opened(&app, &id).await?;
        let task = add(&app, &tx, &event, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "event.task-add", &task.id).await?;
        Ok(leading_to(&address(&event), "added"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &id, draft).await
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
    Path((id, task)): Path<(String, String)>,
    Typed(step): Typed<Step>,
) -> Result<Response> {
    let done = stepped(&app, &editor, (&id, &task), &step.then)
        .await
        .map(|(event, done)| leading_to(&address(&event), done));
    or_again(done, page, async |page| {
        refused(&app, page, &id, Draft::default()).await
    })
    .await
}

async fn stepped(
    app: &App,
    editor: &Editor,
    (id, task): (&str, &str),
    then: &str,
) -> Result<(Event, &'static str)> {
    let (tx, event) = events::opened(app, id).await?;
    let task = find_for_change(&tx, &event, task).await?;
    let id = task.id.clone();
    let (action, done) = match then {
        "finish" | "reopen" => {
            let is_done = then == "finish";
            finish(app, &tx, &event, task, is_done).await?;
            match is_done {
                true => ("event.task-finish", "finished"),
                false => ("event.task-reopen", "reopened"),
            }
        }
        "remove" => {
            remove(&tx, task).await?;
            ("event.task-remove", "removed")
        }
        _ => return Err(Refusal::new("workstream-step-unknown").into()),
    };
    audit::kept(app, tx, Some(editor), action, &id).await?;
    Ok((event, done))
}
