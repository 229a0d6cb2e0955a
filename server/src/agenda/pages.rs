//! The agenda for everybody: in short on the page of its event, by day on a page of its own, each
//! released version, and what changed from one to the next. A terminal gets a table of text.

pub mod grid;

use super::{
    Agenda, Session, Version, changes, feed,
    session::{Access, Kind},
};
use crate::{
    App, Error, Result,
    events::{self, Event, pages::foreign_lang},
    i18n::Lang,
    markdown,
    web::page::{Form, Page, respond_public},
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
    routing::get,
};
use chrono::DateTime;
use chrono_tz::Tz;
use federation::negotiate::{self, Wants, tagged};
use grid::{Cell, Grid};
use serde::Deserialize;

/// Where the parts of an agenda are that programs read: the end of the address, and the key of its name.
const FORMS: [(&str, &str); 4] = [
    ("agenda.ics", "agenda-form-calendar"),
    ("agenda.txt", "agenda-form-text"),
    ("schedule.xml", "agenda-form-xml"),
    ("schedule.json", "agenda-form-json"),
];

pub fn routes() -> Router<App> {
    Router::new()
        .route("/events/{slug}/agenda", get(show))
        .route("/events/{slug}/agenda/v/{number}", get(version))
        .route("/events/{slug}/agenda/changes", get(changed))
}

/// The sessions of a day.
pub struct Day {
    pub name: String,
    /// `2026-11-13`
    pub date: String,
    pub items: Vec<Item>,
    /// The same with a column for each room, where several are used and no session is in the way of another.
    pub grid: Option<Grid>,
}

impl Day {
    /// The one a cell of the grid names.
    fn item(&self, place: &usize) -> &Item {
        &self.items[*place]
    }
}

/// A session as a page shows it.
pub struct Item {
    pub session: Session,
    pub starts: DateTime<Tz>,
    pub ends: Option<DateTime<Tz>>,
}

impl Item {
    pub fn is_break(&self) -> bool {
        self.session.kind == Kind::Break
    }

    /// „10:00–11:00“; of an hour that comes twice, which of the two.
    pub fn times(&self) -> String {
        let clock = |at: DateTime<Tz>| at.format("%H:%M").to_string();
        let ends = self.ends.map(|ends| format!("–{}", clock(ends)));
        let zone = self.starts.timezone();
        let offset = match self.session.starts_in_a_repeated_hour(zone) {
            true => self.starts.format(" (UTC%:z)").to_string(),
            false => String::new(),
        };
        format!("{}{}{offset}", clock(self.starts), ends.unwrap_or_default())
    }

    pub fn people(&self) -> String {
        let people = self.session.speakers.iter().map(|speaker| speaker.full());
        people.collect::<Vec<_>>().join(", ")
    }

    pub fn description(&self) -> String {
        markdown::to_html(&self.session.description)
    }
}

/// An agenda by day, of what somebody wants.
pub fn days(agenda: &Agenda, wanted: &Access, lang: Lang) -> Vec<Day> {
    let days = agenda.by_day().into_iter().map(|(date, sessions)| {
        let items = sessions
            .into_iter()
            .filter(|session| session.access.has(wanted))
            .map(|session| Item {
                session: session.clone(),
                starts: session.starts(agenda.days.zone),
                ends: agenda.ends(session),
            });
        let items: Vec<Item> = items.collect();
        Day {
            name: lang.day(date),
            date: date.to_string(),
            grid: Grid::of(&items),
            items,
        }
    });
    days.filter(|day| !day.items.is_empty()).collect()
}

/// The agenda on the page of its event.
pub struct Outline {
    pub days: Vec<Day>,
    pub href: String,
    /// „Fassung 2 vom 3. November 2026“
    pub version: String,
    /// Whether it lies on days the event does not take any more.
    pub is_left_behind: bool,
}

/// What was released of the agenda of a public event, here or by its own server.
pub async fn outline(app: &App, event: &Event, lang: Lang) -> Result<Option<Outline>> {
    let Some(version) = super::shown(app, &app.db, event).await? else {
        return Ok(None);
    };
    let agenda = version.agenda(event)?;
    Ok(Some(Outline {
        days: days(&agenda, &Access::default(), lang),
        href: format!("{}/agenda", event.path()),
        version: feed::label(&version, event, lang),
        is_left_behind: agenda.is_left_behind(),
    }))
}

/// Which sessions are wanted: those that have every mark that is set.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    sign_language: String,
    captions: String,
    stream: String,
    quiet_room: String,
}

impl Wanted {
    fn access(&self) -> Access {
        let set = |text: &String| !text.is_empty();
        Access {
            sign_language: set(&self.sign_language),
            captions: set(&self.captions),
            stream: set(&self.stream),
            quiet_room: set(&self.quiet_room),
        }
    }
}

/// One of the marks that can be asked for.
struct Mark {
    field: &'static str,
    key: &'static str,
    is_wanted: bool,
}

#[derive(Template)]
#[template(path = "agenda/show.html")]
struct Show {
    page: Page,
    event: Event,
    title: String,
    version: Version,
    label: String,
    days: Vec<Day>,
    /// Marks that a session has.
    marks: Vec<Mark>,
    /// Whether a newer version is in force.
    is_old: bool,
    /// Whether it lies on days the event does not take any more.
    is_left_behind: bool,
    tracks: Vec<String>,
}

impl Show {
    /// The language an agenda is written in, where it is not the page's.
    fn own_lang(&self) -> String {
        foreign_lang(&self.event.language, self.page.lang)
    }

    fn new(
        page: Page,
        event: Event,
        version: Version,
        wanted: &Access,
        is_old: bool,
    ) -> Result<Self> {
        let agenda = version.agenda(&event)?;
        let title = event.title(page.lang.bcp47());
        let heading = page.tn("agenda-title-of", "title", &title);
        let path = event.path();
        let mut tracks: Vec<String> = Vec::new();
        for track in agenda
            .sessions()
            .iter()
            .filter_map(|session| session.track.as_ref())
        {
            if !tracks.contains(track) {
                tracks.push(track.clone());
            }
        }
        Ok(Self {
            label: feed::label(&version, &event, page.lang),
            days: days(&agenda, wanted, page.lang),
            is_left_behind: agenda.is_left_behind(),
            marks: marks(&agenda, wanted),
            tracks,
            page: page
                .with_title(heading)
                .with_alternate(Form::Calendar, &format!("{path}/agenda.ics"))
                .with_alternate(Form::Json, &format!("{path}/schedule.json"))
                .with_alternate(Form::Activity, event.iri.as_str()),
            title,
            version,
            event,
            is_old,
        })
    }

    fn is_filtered(&self) -> bool {
        self.marks.iter().any(|mark| mark.is_wanted)
    }

    fn forms(&self) -> [(String, &'static str); 4] {
        FORMS.map(|(end, key)| (format!("{}/{end}", self.event.path()), key))
    }

    /// A calendar of one track.
    fn track(&self, track: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("track", track)
            .finish();
        format!("{}/agenda.ics?{query}", self.event.path())
    }
}

fn marks(agenda: &Agenda, wanted: &Access) -> Vec<Mark> {
    let all = [
        (
            "sign_language",
            Access {
                sign_language: true,
                ..Access::default()
            },
        ),
        (
            "captions",
            Access {
                captions: true,
                ..Access::default()
            },
        ),
        (
            "stream",
            Access {
                stream: true,
                ..Access::default()
            },
        ),
        (
            "quiet_room",
            Access {
                quiet_room: true,
                ..Access::default()
            },
        ),
    ];
    let mut marks = Vec::new();
    for (field, access) in all {
        let is_wanted = wanted.has(&access);
        let mut sessions = agenda.sessions().iter();
        if !is_wanted && !sessions.any(|session| session.access.has(&access)) {
            continue;
        }
        marks.extend(access.marks().into_iter().map(|key| Mark {
            field,
            key,
            is_wanted,
        }));
    }
    marks
}

async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let event = events::find_public(&app.db, &slug).await?;
    let version = super::shown(&app, &app.db, &event).await?;
    let version = version.ok_or(Error::NotFound)?;
    match Wants::of(&headers) {
        Wants::Page => {
            let show = Show::new(page, event, version, &wanted.access(), false)?;
            Ok(respond_public(&headers, show))
        }
        Wants::Activity => Ok(negotiate::see_page(&event.iri)),
        Wants::Anything => {
            let text = feed::text(&event, &version, page.lang)?;
            let mut response = tagged(&headers, "text/plain; charset=utf-8", text, true);
            let vary = HeaderValue::from_static("Accept, Accept-Language, Cookie");
            response.headers_mut().insert(header::VARY, vary);
            Ok(response)
        }
    }
}

async fn version(
    State(app): State<App>,
    Path((slug, number)): Path<(String, i32)>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let event = events::find_public(&app.db, &slug).await?;
    let version = super::find(&app, &app.db, &event, number).await?;
    let newest = super::shown(&app, &app.db, &event).await?;
    let is_old = newest.is_some_and(|newest| newest.number != version.number);
    let show = Show::new(page.unlisted(), event, version, &Access::default(), is_old)?;
    Ok(respond_public(&headers, show))
}

/// A version, and what was different in it.
struct Step {
    label: String,
    href: String,
    changes: Vec<String>,
}

#[derive(Template)]
#[template(path = "agenda/changes.html")]
struct Changed {
    page: Page,
    event: Event,
    title: String,
    steps: Vec<Step>,
}

async fn changed(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let event = events::find_public(&app.db, &slug).await?;
    let versions = super::versions(&app, &app.db, &event).await?;
    if versions.is_empty() {
        return Err(Error::NotFound);
    }
    let mut steps = Vec::new();
    for (place, version) in versions.iter().enumerate() {
        let changes = match versions.get(place + 1) {
            Some(before) => super::changes(&event, Some(before), version)?,
            None => Vec::new(),
        };
        steps.push(Step {
            label: feed::label(version, &event, page.lang),
            href: format!("{}/agenda/v/{}", event.path(), version.number),
            changes: said(&changes, &event, page.lang),
        });
    }
    let title = event.title(page.lang.bcp47());
    let heading = page.tn("agenda-changes-of", "title", &title);
    let changed = Changed {
        page: page.with_title(heading),
        event,
        title,
        steps,
    };
    Ok(respond_public(&headers, changed))
}

/// Changes in words.
pub fn said(changes: &[changes::Change], event: &Event, lang: Lang) -> Vec<String> {
    let changes = changes.iter();
    changes
        .map(|change| change.said(lang, event.tz()))
        .collect()
}

#[cfg(test)]
mod tests;
