//! The agenda in the working area: what the next version will say, typed or pasted, and its release.
//! Editors write drafts; what others get to see is a coordinator's to decide.

mod form;
mod pasting;
mod releasing;
#[cfg(test)]
mod tests;

use super::{
    Version, feed, latest,
    pages::{self, Day},
    released,
};
use crate::{
    App, Error, Result,
    events::{self, Event},
    ids::EventId,
    web::{
        desk::After,
        page::{Page, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::get,
};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/events/{id}/agenda", get(index))
        .route(
            "/desk/events/{id}/agenda/sessions",
            get(form::new).post(form::create),
        )
        .route(
            "/desk/events/{id}/agenda/sessions/{session}",
            get(form::edit).post(form::update),
        )
        .route(
            "/desk/events/{id}/agenda/sessions/{session}/deletion",
            get(form::ask).post(form::delete),
        )
        .route(
            "/desk/events/{id}/agenda/paste",
            get(pasting::show).post(pasting::read),
        )
        .route(
            "/desk/events/{id}/agenda/release",
            get(releasing::ask).post(releasing::release),
        )
        .route(
            "/desk/events/{id}/agenda/discard",
            get(releasing::ask_to_discard).post(releasing::discard),
        )
}

/// What was done on the page before, said on top of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Saved,
    Deleted,
    Taken,
    Released,
    Discarded,
}

impl Done {
    fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Deleted => "deleted",
            Self::Taken => "taken",
            Self::Released => "released",
            Self::Discarded => "discarded",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Saved => "agenda-desk-saved",
            Self::Deleted => "agenda-desk-deleted",
            Self::Taken => "agenda-desk-taken",
            Self::Released => "agenda-desk-released",
            Self::Discarded => "agenda-desk-discarded",
        }
    }
}

/// The event of an address in the working area.
async fn found(app: &App, id: &str) -> Result<Event> {
    events::find_own(&app.db, &read_id(id)?).await
}

fn read_id(id: &str) -> Result<EventId> {
    id.parse().map_err(|_| Error::NotFound)
}

fn address(event: &Event) -> String {
    format!("/desk/events/{}/agenda", event.id)
}

fn address_after(event: &Event, done: Done) -> String {
    format!("{}?done={}", address(event), done.name())
}

#[derive(Template)]
#[template(path = "agenda/index.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    event: Event,
    /// What is shown, and how it stands.
    label: Option<String>,
    days: Vec<Day>,
    /// Whether a session lies on a day the event does not take any more.
    is_left_behind: bool,
    /// The number of the draft, when it can be released.
    draft: Option<i32>,
    /// Whether something of it is public.
    is_public: bool,
    may_release: bool,
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let latest = latest(&app.db, &event.id).await?;
    let agenda = latest.as_ref().map(|latest| latest.agenda(&event));
    let agenda = agenda.transpose()?;
    let days = agenda.as_ref().map_or_else(Vec::new, |agenda| {
        pages::days(agenda, &Default::default(), page.lang)
    });
    let is_released = released(&app.db, &event).await?.is_some();
    let draft = latest.as_ref().filter(|latest| !latest.is_released());
    let title = event.title(page.lang.bcp47());
    let index = Index {
        page: page
            .clone()
            .with_title(page.tn("agenda-title-of", "title", &title))
            .unlisted(),
        done: after.done,
        label: latest
            .as_ref()
            .map(|latest| feed::label(latest, &event, page.lang)),
        days,
        is_left_behind: agenda.is_some_and(|agenda| agenda.is_left_behind()),
        draft: draft.map(|draft: &Version| draft.number),
        is_public: is_released && event.state.is_public(),
        may_release: coordinator.is_some(),
        event,
    };
    Ok(respond(StatusCode::OK, index))
}
