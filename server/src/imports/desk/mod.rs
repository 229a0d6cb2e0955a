//! Importing in the working area: something is read, everything found is shown with what is new, what
//! changed and what is doubtful, and what is ticked is taken. Between the two pages nothing is kept here:
//! what was read travels along in the form, so that what is taken is what was looked at.

mod guests;
mod reading;
#[cfg(test)]
mod tests;

use super::{At, BYTES_AT_MOST, Reason, Source, Unreadable, addresses, fetch};
use crate::{
    App, Refusal, Refusals, Result,
    associations::{self, Association},
    web::{
        form::{Filled, Upload},
        page::{Page, respond},
        session::Editor,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::HashMap;

/// Faults of single events said on top of a page.
const FAULTS_AT_MOST: usize = 30;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/import", get(index).post(reading::read))
        .route("/desk/import/events", post(reading::take))
        .route(
            "/desk/events/{id}/participations/import",
            get(guests::index).post(guests::read),
        )
        .route(
            "/desk/events/{id}/participations/import/guests",
            post(guests::take),
        )
}

/// Where something was read before, to be read again.
struct Again {
    address: String,
    /// The handle of the association it was taken for.
    organizer: String,
    last: DateTime<Tz>,
}

#[derive(Template)]
#[template(path = "imports/index.html")]
struct Index {
    page: Page,
    associations: Vec<Association>,
    typed: Typed,
    again: Vec<Again>,
    done: Done,
}

/// What was taken on the page before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Done {
    new: usize,
    changed: usize,
}

/// What was typed beside a file.
#[derive(Clone, Debug, Default)]
struct Typed {
    organizer: String,
    address: String,
    text: String,
}

impl Index {
    async fn of(app: &App, page: Page, typed: Typed, done: Done) -> Result<Self> {
        let associations = associations::all(&app.db).await?;
        let handle = |actor: &federation::Iri| {
            let known = associations.iter().find(|it| it.actor == *actor);
            known.map(|it| it.handle.clone())
        };
        let again = addresses(&app.db).await?.into_iter();
        let again = again.filter_map(|(address, organizer, last)| {
            Some(Again {
                address,
                organizer: handle(&organizer)?,
                last: last.with_timezone(&app.config.instance.zone),
            })
        });
        Ok(Self {
            again: again.collect(),
            page: page.with_title_text("import-title").unlisted(),
            associations,
            typed,
            done,
        })
    }

    fn is_chosen(&self, association: &Association) -> bool {
        self.typed.organizer == association.handle
    }

    fn is_done(&self) -> bool {
        self.done != Done::default()
    }
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    Query(done): Query<Done>,
) -> Result<Response> {
    let index = Index::of(&app, page, Typed::default(), done).await?;
    Ok(respond(StatusCode::OK, index))
}

/// The form once more, with what was wrong.
async fn again(app: &App, page: Page, typed: Typed, refusals: &Refusals) -> Result<Response> {
    let index = Index::of(app, page.with_refusals(refusals), typed, Done::default()).await?;
    Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, index))
}

/// What a form names: a file, else a text, else an address.
async fn source(app: &App, filled: &mut Filled, typed: &Typed) -> Result<Source> {
    match filled.take_file() {
        Upload::File(bytes) => return Ok(Source::file(bytes)),
        Upload::TooLarge => {
            return Err(Refusal::new(Reason::TooLarge.key()).on("document").into());
        }
        Upload::Nothing => {}
    }
    match (typed.text.trim(), typed.address.trim()) {
        ("", "") => Err(Refusal::new("import-nothing-chosen").on("document").into()),
        ("", address) => fetch(app, address).await,
        (text, _) => Ok(Source::file(text.as_bytes().to_vec())),
    }
}

/// What was read, as fields that nobody sees.
struct Carried {
    document: String,
    media_type: String,
    address: String,
    /// Which dates of a series are read depends on when.
    read_at: String,
}

impl Carried {
    fn of(source: &Source, read_at: DateTime<Utc>) -> Self {
        Self {
            document: URL_SAFE_NO_PAD.encode(&source.bytes),
            media_type: source.media_type.clone(),
            address: source
                .address
                .as_ref()
                .map(url::Url::to_string)
                .unwrap_or_default(),
            read_at: read_at.to_rfc3339(),
        }
    }
}

/// A form that came back, field by field.
struct Sent(HashMap<String, String>);

impl Sent {
    fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields.into_iter().collect())
    }

    fn take(&mut self, name: &str) -> String {
        self.0.remove(name).unwrap_or_default()
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// What was carried along. What was tampered with is no more than another file.
    fn source(&mut self, now: DateTime<Utc>) -> Result<(Source, DateTime<Utc>), Refusals> {
        let document = URL_SAFE_NO_PAD.decode(self.take("document"));
        let bytes = document.ok().filter(|it| it.len() <= BYTES_AT_MOST);
        let bytes = bytes.ok_or_else(|| Refusals(vec![Refusal::new("import-nothing-chosen")]))?;
        let source = Source {
            bytes,
            media_type: self.take("media_type"),
            address: self.take("address").parse().ok(),
        };
        let read_at = self.take("read_at").parse().unwrap_or(now);
        Ok((source, read_at))
    }
}

/// Something that could not be read, in words: where it stands and why.
struct Fault {
    at: String,
    why: String,
}

fn faults(page: &Page, unreadable: &[Unreadable]) -> Vec<Fault> {
    let said = |it: &Unreadable| Fault {
        at: match it.at {
            At::Whole => String::new(),
            _ => page.tn(it.at.key(), "said", it.at.said()),
        },
        why: page.tn(it.reason.key(), "said", readable(page, it.reason.said())),
    };
    unreadable.iter().map(said).collect()
}

/// What a source says, or we say of it: a day as the reader writes days, everything else as it stands.
fn readable(page: &Page, said: String) -> String {
    const AT: &str = "%Y-%m-%dT%H:%M";
    let (bare, zone) = match said.strip_suffix('Z') {
        Some(bare) => (bare, " UTC"),
        None => (said.as_str(), ""),
    };
    if let Ok(at) = NaiveDateTime::parse_from_str(bare, AT) {
        let (day, time) = (page.lang.date(at.date()), at.format("%H:%M"));
        return format!("{day}, {time}{zone}");
    }
    match NaiveDate::parse_from_str(&said, "%Y-%m-%d") {
        Ok(day) => page.lang.date(day),
        Err(_) => said,
    }
}
