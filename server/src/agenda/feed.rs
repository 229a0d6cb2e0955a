//! The released agenda for calendars, conference apps and terminals. Only what is public, and the same
//! for everybody, so that caches may keep it.

use super::{Agenda, Session, Version, schedule, shown};
use crate::{
    App, Error, Refusal, Result,
    events::{
        self, Event, State as Stage,
        draft::read_date,
        event::home,
        feed::{Asked, calendar_setting, shared},
        ical::{self, Item},
    },
    i18n::Lang,
    markdown,
};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use chrono::{DateTime, NaiveDate, Utc};
use schedule::{Labels, Setting};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

pub fn routes() -> Router<App> {
    let in_form = |form| {
        get(
            async move |State(app): State<App>, Path(slug): Path<String>, asked: Asked| {
                respond(&app, &slug, form, &asked).await
            },
        )
    };
    Router::new()
        .route("/events/{slug}/schedule.xml", in_form(Form::Xml))
        .route("/events/{slug}/schedule.json", in_form(Form::Json))
        .route("/events/{slug}/agenda.ics", in_form(Form::Calendar))
        .route("/events/{slug}/agenda.txt", in_form(Form::Text))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Xml,
    Json,
    Calendar,
    Text,
}

impl Form {
    fn media_type(self) -> &'static str {
        match self {
            Self::Xml => "application/vnd.c3voc.schedule+xml; charset=utf-8",
            Self::Json => "application/json",
            Self::Calendar => "text/calendar; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// Where people read the agenda of an event; of another server's, where they read about the event.
pub fn page(event: &Event) -> Url {
    let mut page: Url = event.url.clone().into();
    if !event.local {
        return page;
    }
    page.set_path(&format!("{}/agenda", event.path()));
    page
}

/// „Fassung 2 vom 3. November 2026“; of another server's event, where it is from.
pub fn label(version: &Version, event: &Event, lang: Lang) -> String {
    if let Some(home) = home(event) {
        let date = version.updated_at.with_timezone(&event.tz());
        let date = lang.date(date.date_naive());
        return lang.text_with("agenda-version-told", &[("host", &home), ("date", &date)]);
    }
    match version.released_at {
        Some(at) => lang.text_with(
            "agenda-version-of",
            &[
                ("number", &version.number.to_string()),
                (
                    "date",
                    &lang.date(at.with_timezone(&event.tz()).date_naive()),
                ),
            ],
        ),
        None => lang.text_with(
            "agenda-version-draft",
            &[("number", &version.number.to_string())],
        ),
    }
}

async fn respond(app: &App, slug: &str, form: Form, asked: &Asked) -> Result<Response> {
    let event = events::find_public(&app.db, slug).await?;
    let version = shown(app, &app.db, &event).await?.ok_or(Error::NotFound)?;
    let lang = asked.lang(app.site.main_lang);
    let body = match form {
        Form::Calendar => calendar(app, &event, &version, lang, asked.query()?).await?,
        Form::Text => text(&event, &version, lang)?,
        Form::Xml => with_setting(&event, &version, lang, schedule::xml)?,
        Form::Json => json(&event, &version, lang)?.to_string(),
    };
    Ok(shared(asked, form.media_type(), body))
}

/// The agenda as a table in plain text.
pub fn text(event: &Event, version: &Version, lang: Lang) -> Result<String> {
    with_setting(event, version, lang, schedule::text)
}

/// The same as apps for conferences read it.
pub fn json(event: &Event, version: &Version, lang: Lang) -> Result<Value> {
    with_setting(event, version, lang, schedule::json)
}

fn with_setting<T>(
    event: &Event,
    version: &Version,
    lang: Lang,
    write: impl FnOnce(&Setting<'_>, &Agenda) -> T,
) -> Result<T> {
    let agenda = version.agenda(event)?;
    let setting = Setting {
        title: &event.title(lang.bcp47()),
        slug: &event.slug,
        page: &page(event),
        version: &label(version, event, lang),
        language: &event.language,
        ends_at: event.ends_at,
        is_ours: event.local,
        labels: Labels {
            text: &|key| lang.text(key),
            day: &|day| lang.day(day),
        },
    };
    Ok(write(&setting, &agenda))
}

/// Which sessions a calendar holds; all of them unless something is said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choice {
    day: String,
    track: String,
}

impl Choice {
    fn read_day(&self) -> Result<Option<NaiveDate>> {
        if self.day.is_empty() {
            return Ok(None);
        }
        let day = read_date(&self.day);
        Ok(Some(
            day.ok_or(Refusal::new("agenda-day-unreadable").on("day"))?,
        ))
    }

    fn has(&self, day: Option<NaiveDate>, session: &Session, agenda: &Agenda) -> bool {
        let is_of_day = |day| session.starts(agenda.days.zone).date_naive() == day;
        let is_of_track = self.track.is_empty() || session.track.as_ref() == Some(&self.track);
        day.is_none_or(is_of_day) && is_of_track
    }
}

async fn calendar(
    app: &App,
    event: &Event,
    version: &Version,
    lang: Lang,
    choice: Choice,
) -> Result<String> {
    let agenda = version.agenda(event)?;
    let day = choice.read_day()?;
    let title = event.title(lang.bcp47());
    let setting = calendar_setting(app, &title, lang);
    let sessions = agenda.sessions().iter();
    let chosen = sessions.filter(|session| choice.has(day, session, &agenda));
    let items = chosen.map(|session| item(&setting, event, version, &agenda, session));
    Ok(ical::of_items(&setting, items))
}

/// The last session ends with its event, if that is near.
fn ends_at(event: &Event, agenda: &Agenda, session: &Session) -> Option<DateTime<Utc>> {
    agenda.ends_with(event.ends_at, session)
}

fn item(
    setting: &ical::Setting<'_>,
    event: &Event,
    version: &Version,
    agenda: &Agenda,
    session: &Session,
) -> Item {
    let (lang, place, home) = (setting.lang, event.place.as_ref(), home(event));
    let people = session.speakers.iter().map(|speaker| speaker.full());
    let marks = session.marks().into_iter().map(|mark| lang.text(mark));
    let parts = [
        people.collect::<Vec<_>>().join(", "),
        markdown::lines(&markdown::to_html(&session.description)),
        marks.collect::<Vec<_>>().join(" · "),
    ];
    let said = parts.into_iter().filter(|part| !part.is_empty());
    let places = [session.room.clone(), place.map(|place| place.full())];
    let mut url = page(event);
    url.set_fragment(Some(&session.id));
    Item {
        // The same as at its home, so that nobody has it twice.
        uid: format!(
            "{}@{}",
            session.id,
            home.as_deref().unwrap_or(&setting.host)
        ),
        updated_at: version
            .released_at
            .map_or(version.updated_at, |at| at.max(version.updated_at)),
        // It also rises when the event takes its agenda along to another day.
        sequence: version.number + event.sequence,
        starts_at: session.starts_at,
        ends_at: ends_at(event, agenda, session),
        zone: agenda.days.zone,
        summary: session.title.clone(),
        description: said.collect::<Vec<_>>().join("\n\n"),
        location: places.into_iter().flatten().collect::<Vec<_>>().join(", "),
        point: place.and_then(|place| place.latitude.zip(place.longitude)),
        url: url.into(),
        organizer: None,
        status: match event.state {
            Stage::Cancelled => "CANCELLED",
            // Nobody knows on which day.
            Stage::Postponed => "TENTATIVE",
            _ => "CONFIRMED",
        },
        comment: event.reason.clone().unwrap_or_default(),
        categories: session.track.clone().into_iter().collect(),
    }
}
