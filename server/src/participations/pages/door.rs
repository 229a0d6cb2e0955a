//! Where a code leads. Who works here sees whose it is; everybody else is sent to them, and learns not
//! even whether there is such a code.

use crate::{
    App, Error, Result,
    events::{self, Event},
    ids::EventId,
    participations::{self, Arrival, How, Participation, days_of, read_code},
    web::{
        page::{Page, for_them_alone, or_again, respond},
        session::Editor,
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

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
        person.seen.on(self.today(event)).is_some()
    }

    /// Whether anybody can be let in today.
    fn is_open(&self, event: &Event) -> bool {
        days_of(event).contains(&self.today(event))
    }

    /// What speaks against letting them in today, if anything does.
    fn doubt(&self, event: &Event, person: &Participation) -> Option<&'static str> {
        match person.days.has(self.today(event)) {
            _ if !self.is_open(event) => Some("participation-door-other-day"),
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
    page: Page,
    Path((event, code)): Path<(String, String)>,
    Form(said): Form<Said>,
) -> Result<Response> {
    let (event, participation) = behind(&app, &event, &code).await?;
    let done = async {
        let tx = app.begin().await?;
        let (done, action) = match said.then {
            Then::CheckIn => {
                let arrival = Arrival {
                    // Whoever stands at a door is in the room, however they meant to come.
                    how: match event.attendance.has_room() {
                        true => How::Room.name(),
                        false => How::Stream.name(),
                    },
                    ..Arrival::default()
                };
                let done = participations::check_in(&app, &tx, &participation, &arrival).await;
                (done, "participation.check_in")
            }
            Then::CheckOut => {
                let today = Arrival::default();
                let done = participations::check_out(&app, &tx, &participation, &today).await;
                (done, "participation.check_out")
            }
        };
        let done = done?;
        crate::audit::kept(&app, tx, Some(&editor), action, &done.id).await?;
        let back = Redirect::to(&format!("/door/{}/{code}", event.id));
        Ok(back.into_response())
    };
    let done = or_again(done.await, page, async |page| {
        Ok(Door {
            page: page.with_title_text("participation-door").unlisted(),
            known: Some((event, participation)),
            now: app.clock.now(),
        })
    });
    Ok(for_them_alone(done.await?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Said {
    then: Then,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Then {
    #[default]
    CheckIn,
    CheckOut,
}
