//! What goes out by itself, in the working area: everybody who works here sees it, coordinators write it.

use super::{Draft, Notice, count_readers, discard, find, find_for_change, of_event, plan, revise};
use crate::{
    App, Error, Result, audit,
    events::{self, Attendance, Event, countdown},
    ids::EventId,
    participations::{participation::SUBJECT_AT_MOST, ways_of},
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
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
use chrono::DateTime;
use chrono_tz::Tz;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/events/{id}/notices", get(index).post(create))
        .route("/desk/events/{id}/notices/new", get(new))
        .route("/desk/events/{id}/notices/{notice}", get(edit).post(update))
        .route("/desk/events/{id}/notices/{notice}/removal", post(remove))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Planned,
    Revised,
    Removed,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Planned => "notice-did-plan",
            Self::Revised => "notice-did-revise",
            Self::Removed => "notice-did-remove",
        }
    }
}

fn address(event: &Event) -> String {
    format!("/desk/events/{}/notices", event.id)
}

async fn found(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    events::find_own(&app.db, &id).await
}

/// One line of the list.
struct Row {
    notice: Notice,
    at: DateTime<Tz>,
    /// „7 Tage vorher“
    said: String,
    subject: String,
    /// People.
    sent: u64,
}

#[derive(Template)]
#[template(path = "participations/notices.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    event: Event,
    rows: Vec<Row>,
    may_write: bool,
}

async fn index(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let mut rows = Vec::new();
    for notice in of_event(&app.db, &event.id).await? {
        rows.push(Row {
            at: notice.due_at(&event).with_timezone(&event.tz()),
            said: countdown::said(page.lang, notice.days_before),
            subject: notice.words(page.lang).0,
            sent: count_readers(&app.db, &notice.id).await?,
            notice,
        });
    }
    let index = Index {
        page: page.with_title_text("notice-list").unlisted(),
        done: after.done,
        event,
        rows,
        may_write: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, index))
}

#[derive(Template)]
#[template(path = "participations/notice.html")]
struct Sheet {
    page: Page,
    event: Event,
    /// What is changed; a new one when absent.
    notice: Option<Notice>,
    draft: Draft,
    ways: &'static [Attendance],
}

impl Sheet {
    fn new(page: Page, event: Event, notice: Option<Notice>, draft: Draft) -> Self {
        let title = match notice {
            Some(_) => "notice-one",
            None => "notice-new",
        };
        Self {
            page: page.with_title_text(title).unlisted(),
            ways: ways_of(&event),
            event,
            notice,
            draft,
        }
    }

    fn list(&self) -> String {
        address(&self.event)
    }

    fn action(&self) -> String {
        match &self.notice {
            Some(notice) => format!("{}/{}", self.list(), notice.id),
            None => self.list(),
        }
    }

    fn sides(&self) -> [(&'static str, &'static str); 2] {
        countdown::SIDES
    }

    /// Whether the fields in English are shown at once: filled in, or wrong.
    fn shows_english(&self) -> bool {
        let draft = &self.draft;
        !(draft.subject_en.is_empty() && draft.text_en.is_empty())
    }

    fn subject_at_most(&self) -> usize {
        SUBJECT_AT_MOST
    }
}

async fn new(
    Held(app): Held<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let sheet = Sheet::new(page, event, None, Draft::default());
    Ok(respond(StatusCode::OK, sheet))
}

async fn create(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let (tx, event) = events::opened(&app, &id).await?;
        let notice = plan(&app, &tx, &event, &draft).await?;
        audit::kept(&app, tx, Some(&coordinator), "notice.plan", &notice.id).await?;
        Ok(leading_to(&address(&event), "planned"))
    };
    or_again(done.await, page, async |page| {
        Ok(Sheet::new(page, found(&app, &id).await?, None, draft))
    })
    .await
}

async fn edit(
    Held(app): Held<App>,
    page: Page,
    _: Coordinator,
    Path((id, notice)): Path<(String, String)>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let notice = find(&app.db, &event, &notice).await?;
    let draft = Draft::of(&notice);
    let sheet = Sheet::new(page, event, Some(notice), draft);
    Ok(respond(StatusCode::OK, sheet))
}

async fn update(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((id, notice)): Path<(String, String)>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let (tx, event) = events::opened(&app, &id).await?;
        let notice = find_for_change(&tx, &event, &notice).await?;
        let notice = revise(&app, &tx, &event, notice, &draft).await?;
        audit::kept(&app, tx, Some(&coordinator), "notice.revise", &notice.id).await?;
        Ok(leading_to(&address(&event), "revised"))
    };
    or_again(done.await, page, async |page| {
        let event = found(&app, &id).await?;
        let notice = find(&app.db, &event, &notice).await?;
        Ok(Sheet::new(page, event, Some(notice), draft))
    })
    .await
}

async fn remove(
    Held(app): Held<App>,
    coordinator: Coordinator,
    Path((id, notice)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let notice = find_for_change(&tx, &event, &notice).await?;
    let id = notice.id.clone();
    discard(&tx, notice).await?;
    audit::kept(&app, tx, Some(&coordinator), "notice.discard", &id).await?;
    Ok(leading_to(&address(&event), "removed"))
}
