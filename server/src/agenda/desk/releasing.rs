//! The release of a version, asked for on a page that says what will be different.

use super::{Done, address, address_after, found};
use crate::{
    App, Error, Refusal, Result,
    agenda::{self, Version, pages::said},
    audit,
    events::{self, Event},
    web::{
        page::{Page, respond},
        session::Coordinator,
    },
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "agenda/release.html")]
struct Ask {
    page: Page,
    event: Event,
    number: i32,
    seen: String,
    /// In words; nothing where it is the first.
    changes: Vec<String>,
    sessions: usize,
    is_first: bool,
    /// Somebody changed the draft after it was shown.
    is_late: bool,
}

pub async fn ask(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let Some(draft) = draft(&app, &event).await? else {
        // Somebody did it already: the agenda says how it stands.
        return Ok(Redirect::to(&address(&event)).into_response());
    };
    let asked = asked(&app, page, event, draft).await?;
    Ok(respond(StatusCode::OK, asked))
}

async fn draft(app: &App, event: &Event) -> Result<Option<Version>> {
    let latest = agenda::latest(&app.db, &event.id).await?;
    Ok(latest.filter(|latest| !latest.is_released()))
}

async fn asked(app: &App, page: Page, event: Event, draft: Version) -> Result<Ask> {
    let before = agenda::released(&app.db, &event).await?;
    let changes = match &before {
        Some(_) => agenda::changes(&event, before.as_ref(), &draft)?,
        None => Vec::new(),
    };
    let number = draft.number.to_string();
    Ok(Ask {
        changes: said(&changes, &event, page.lang),
        page: page
            .clone()
            .with_title(page.tn("agenda-release-question", "number", &number))
            .unlisted(),
        number: draft.number,
        seen: draft.seen(),
        sessions: draft.sessions.0.len(),
        is_first: before.is_none(),
        is_late: false,
        event,
    })
}

#[derive(Deserialize)]
pub struct Seen {
    #[serde(default)]
    seen: String,
}

pub async fn release(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(Seen { seen }): Form<Seen>,
) -> Result<Response> {
    let (page, status, is_late) = match released(&app, &coordinator, &id, &seen).await {
        Ok(event) => {
            let to = address_after(&event, Done::Released);
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&refusals);
            (page, StatusCode::UNPROCESSABLE_ENTITY, false)
        }
        Err(Error::Conflict) => (page, StatusCode::CONFLICT, true),
        Err(error) => return Err(error),
    };
    let event = found(&app, &id).await?;
    let draft = draft(&app, &event).await?;
    let draft = draft.ok_or(Refusal::new("agenda-nothing-to-release"))?;
    let mut asked = asked(&app, page, event, draft).await?;
    asked.is_late = is_late;
    Ok(respond(status, asked))
}

async fn released(app: &App, coordinator: &Coordinator, id: &str, seen: &str) -> Result<Event> {
    let (tx, event) = events::opened(app, id).await?;
    agenda::release(app, &tx, event.clone(), seen).await?;
    let now = app.clock.now();
    audit::kept(tx, coordinator, "agenda.release", &event.id, now).await?;
    Ok(event)
}
