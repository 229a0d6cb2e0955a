//! Where a code leads. Who works here sees whose it is; everybody else is sent to them, and learns not
//! even whether there is such a code.

use crate::{
    App, Error, Result,
    events::{self, Event},
    ids::EventId,
    participations::{self, Participation, days_of, read_code},
    web::{
        page::{Page, for_them_alone, respond},
        session::Editor,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, NaiveDate, Utc};

#[derive(Template)]
#[template(path = "participations/door.html")]
struct Door {
    page: Page,
    /// For those who work here alone.
    known: Option<(Event, Participation)>,
    now: DateTime<Utc>,
}

impl Door {
    /// The day it is where the event takes place.
    fn today(&self, event: &Event) -> NaiveDate {
        self.now.with_timezone(&event.tz()).date_naive()
    }

    /// Whether they came in today already.
    fn is_in(&self, event: &Event, person: &Participation) -> bool {
        person.seen.0.contains(&self.today(event))
    }

    /// What speaks against letting them in today, if anything does.
    fn doubt(&self, event: &Event, person: &Participation) -> Option<&'static str> {
        let today = self.today(event);
        match person.days.has(today) {
            _ if !days_of(event).contains(&today) => Some("participation-door-other-day"),
            false => Some("participation-door-not-today"),
            true => None,
        }
    }
}

async fn behind(app: &App, event: &str, code: &str) -> Result<(Event, Participation)> {
    let event: EventId = event.parse().map_err(|_| Error::NotFound)?;
    let event = events::find_own(&app.db, &event).await?;
    let code = read_code(code).ok_or(Error::NotFound)?;
    let found = participations::find_by_code(&app.db, &event.id, &code).await?;
    Ok((event, found.ok_or(Error::NotFound)?))
}

pub async fn show(
    Of(app): Of<App>,
    page: Page,
    editor: Option<Editor>,
    Path((event, code)): Path<(String, String)>,
) -> Result<Response> {
    let known = match editor {
        Some(_) => Some(behind(&app, &event, &code).await?),
        None => None,
    };
    let page = page.with_title_text("participation-door").unlisted();
    let now = app.clock.now();
    Ok(for_them_alone(respond(
        StatusCode::OK,
        Door { page, known, now },
    )))
}

pub async fn admit(
    Of(app): Of<App>,
    editor: Editor,
    Path((event, code)): Path<(String, String)>,
) -> Result<Response> {
    let (event, participation) = behind(&app, &event, &code).await?;
    let tx = app.begin().await?;
    participations::check_in(&app, &tx, &participation).await?;
    crate::audit::kept(
        &app,
        tx,
        Some(&editor),
        "participation.check_in",
        &participation.id,
    )
    .await?;
    let back = Redirect::to(&format!("/door/{}/{code}", event.id));
    Ok(for_them_alone(back.into_response()))
}

/// Whoever was let in by mistake is not there.
pub async fn send_back(
    Of(app): Of<App>,
    editor: Editor,
    Path((event, code)): Path<(String, String)>,
) -> Result<Response> {
    let (event, participation) = behind(&app, &event, &code).await?;
    let tx = app.begin().await?;
    participations::check_out(&app, &tx, &participation).await?;
    let (by, action) = (Some(&*editor), "participation.check_out");
    crate::audit::kept(&app, tx, by, action, &participation.id).await?;
    let back = Redirect::to(&format!("/door/{}/{code}", event.id));
    Ok(for_them_alone(back.into_response()))
}
