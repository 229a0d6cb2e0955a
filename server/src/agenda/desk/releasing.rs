//! The release of a version, asked for on a page that says what will be different, and the end of a draft
//! that will not become one.

use super::{Done, address, address_after, found};
use crate::{
    App, Error, Refusal, Result,
    agenda::{self, Version, news, pages::said},
    audit,
    events::{self, Event},
    participations,
    web::{
        page::{Page, respond},
        session::{Coordinator, Editor},
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
    /// Whose table is another then, or none.
    displaced: Vec<String>,
    sessions: usize,
    is_first: bool,
    /// How many can be told by mail; nobody while the event is not public.
    reachable: usize,
    /// Whether that is proposed: somebody may come at the wrong time, or to the wrong room.
    tells: bool,
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
    let displaced = match &before {
        Some(before) => {
            let (before, after) = (&before.sessions.0, &draft.sessions.0);
            participations::displaced(&app.db, &event, before, after).await?
        }
        None => Vec::new(),
    };
    let displaced = displaced.iter().map(|it| it.listed(page.lang)).collect();
    let reachable = match event.state.is_public() {
        true => participations::reachable(&app.db, &event.id).await?,
        false => 0,
    };
    Ok(Ask {
        displaced,
        reachable,
        tells: changes
            .iter()
            .any(|change| change.what.is_of_time_or_place()),
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

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    seen: String,
    /// Anything to tell those who come.
    tell: String,
}

pub async fn release(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
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
    asked.tells = !seen.tell.is_empty();
    Ok(respond(status, asked))
}

async fn released(app: &App, coordinator: &Coordinator, id: &str, seen: &Seen) -> Result<Event> {
    let (tx, event) = events::opened(app, id).await?;
    let released = participations::release(app, &tx, &event, &seen.seen).await;
    let (version, changes, _) = released?;
    let now = app.clock.now();
    if !seen.tell.is_empty() && event.state.is_public() {
        let said = |lang| news::letter(&event, &version, &changes, lang);
        participations::write_to_all(app, &tx, &event.id, &said).await?;
        audit::note(
            &tx,
            Some(coordinator),
            "participation.write",
            &event.id,
            now,
        )
        .await?;
    }
    audit::kept(app, tx, Some(coordinator), "agenda.release", &event.id).await?;
    Ok(event)
}

#[derive(Template)]
#[template(path = "agenda/discard.html")]
struct Discard {
    page: Page,
    event: Event,
    seen: String,
    /// What is lost, in words.
    changes: Vec<String>,
    /// Somebody changed the draft after it was shown.
    is_late: bool,
}

pub async fn ask_to_discard(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    match draft(&app, &event).await? {
        Some(draft) => {
            let discard = lost(&app, page, event, &draft).await?;
            Ok(respond(StatusCode::OK, discard))
        }
        None => Ok(Redirect::to(&address(&event)).into_response()),
    }
}

async fn lost(app: &App, page: Page, event: Event, draft: &Version) -> Result<Discard> {
    let before = agenda::released(&app.db, &event).await?;
    let changes = agenda::changes(&event, before.as_ref(), draft)?;
    let number = draft.number.to_string();
    Ok(Discard {
        changes: said(&changes, &event, page.lang),
        page: page
            .clone()
            .with_title(page.tn("agenda-discard-question", "number", &number))
            .unlisted(),
        seen: draft.seen(),
        is_late: false,
        event,
    })
}

pub async fn discard(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    match discarded(&app, &editor, &id, &seen.seen).await {
        Ok(()) => {
            let to = address_after(&event, Done::Discarded);
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Conflict) => {
            let draft = draft(&app, &event).await?;
            let draft = draft.ok_or(Refusal::new("agenda-nothing-to-discard"))?;
            let mut discard = lost(&app, page, event, &draft).await?;
            discard.is_late = true;
            Ok(respond(StatusCode::CONFLICT, discard))
        }
        Err(error) => Err(error),
    }
}

async fn discarded(app: &App, editor: &Editor, id: &str, seen: &str) -> Result<()> {
    let (tx, event) = events::opened(app, id).await?;
    agenda::discard(&tx, &event, seen).await?;
    audit::kept(app, tx, Some(editor), "agenda.discard", &event.id).await
}
