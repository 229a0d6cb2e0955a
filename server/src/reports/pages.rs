//! Reports for everybody: one on a page of its own below its event, all of them in a list, and the line
//! on the page of an event that leads there.

use super::{
    Report, State,
    report::{Contents, path},
    schema_org,
};
use crate::{
    App, Error, Result,
    events::{
        self, Event,
        event::picture_path,
        organizers::{Organizer, Organizers},
        pages::foreign_lang,
    },
    i18n::Lang,
    web::page::{Form, Page, respond_public},
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Held},
    http::{HeaderMap, header},
    response::Response,
    routing::get,
};
use chrono::DateTime;
use chrono_tz::Tz;
use federation::{
    negotiate::{self, Wants},
    outbox,
};
use std::slice;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/events/{slug}/report", get(show))
        .route("/reports", get(index))
}

/// What the page of an event says of its report.
pub struct Outline {
    pub title: String,
    pub summary: String,
    pub href: String,
    /// The other server it is read on.
    pub home: Option<String>,
    /// Of its words, where it is not the page's.
    pub lang: String,
}

/// The report of a public event of ours, or of one we know of.
pub async fn outline(app: &App, event: &Event, lang: Lang) -> Result<Option<Outline>> {
    let report = super::find_public(&app.db, event).await?;
    Ok(report.map(|report| Outline::of(report, event, lang)))
}

/// The reports of public events, the newest first.
pub async fn outlines(app: &App, events: &[Event], lang: Lang) -> Result<Vec<Outline>> {
    let ids = events.iter().map(|event| event.id.clone()).collect();
    let reports = super::of_events(&app.db, ids).await?.into_iter();
    let outlines = reports.filter_map(|report| {
        let event = events.iter().find(|event| event.id == report.event)?;
        Some(Outline::of(report, event, lang))
    });
    Ok(outlines.collect())
}

/// The latest there are, of whatever event.
pub async fn latest(app: &App, at_most: usize, lang: Lang) -> Result<Vec<Outline>> {
    let reports = super::listed(&app.db, None).await?.into_iter();
    let outlines = reports.map(|(report, event)| Outline::of(report, &event, lang));
    Ok(outlines.take(at_most).collect())
}

impl Outline {
    fn of(report: Report, event: &Event, lang: Lang) -> Self {
        Self {
            href: match report.local {
                true => path(event),
                false => report.url.to_string(),
            },
            home: report.home(),
            lang: spoken(&report, lang),
            title: report.title,
            summary: report.summary,
        }
    }
}

/// Of others' reports nobody says in which language they are.
fn spoken(report: &Report, lang: Lang) -> String {
    match report.local {
        true => foreign_lang(&report.language, lang),
        false => String::new(),
    }
}

/// A report, public or about to be.
#[derive(Template)]
#[template(path = "reports/show.html")]
pub struct Show {
    page: Page,
    event: Event,
    report: Report,
    author: Option<Organizer>,
    /// Whether only those who work here see it yet.
    is_preview: bool,
}

impl Show {
    pub fn new(page: Page, event: Event, report: Report, author: Option<Organizer>) -> Self {
        let linked = schema_org::report(&report, &event, author.as_ref());
        let mut page = page
            .with_title(report.title.as_str())
            .with_description(report.summary.as_str());
        if let Some(picture) = &event.picture {
            page = page.with_picture(picture_path(picture), picture.alt.as_str());
        }
        if let Some(iri) = &report.iri {
            page = page
                .with_linked_data(linked)
                .with_alternate(Form::Activity, iri.as_str());
        }
        if let Some(author) = &author {
            page = page.with_creator(author.address.as_str());
        }
        let is_preview = !report.is_public();
        Self {
            page: if is_preview { page.unlisted() } else { page },
            event,
            report,
            author,
            is_preview,
        }
    }

    fn contents(&self) -> &Contents {
        &self.report.contents
    }

    fn lang(&self) -> String {
        foreign_lang(&self.report.language, self.page.lang)
    }

    fn event_title(&self) -> String {
        self.event.title(self.page.lang.bcp47())
    }

    fn published(&self) -> Option<DateTime<Tz>> {
        Some(self.report.published_at?.with_timezone(&self.event.tz()))
    }

    /// When it was changed, if that was after everybody could read it.
    fn changed(&self) -> Option<DateTime<Tz>> {
        let published = self.report.published_at?;
        let changed = self.report.updated_at;
        (changed > published).then(|| changed.with_timezone(&self.event.tz()))
    }

    fn spoken(&self, language: &str) -> String {
        match language {
            "de" | "en" => Lang::of(language).text("layout-language"),
            "de-simple" => self.page.t("event-page-easy-language"),
            other => other.to_owned(),
        }
    }
}

async fn show(
    Held(app): Held<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let event = events::find_public(&app.db, &slug).await?;
    let report = super::find(&app.db, &event.id).await?;
    let report = report
        .filter(|report| report.local)
        .ok_or(Error::NotFound)?;
    match report.state {
        State::Draft => return Err(Error::NotFound),
        State::Withdrawn => return Err(Error::Gone),
        State::Published => {}
    }
    let iri = report.iri.clone().ok_or(Error::NotFound)?;
    if Wants::of(&headers) == Wants::Activity {
        let object = outbox::find_object(&app.db, &iri).await?;
        let object = object.ok_or(Error::NotFound)?;
        return Ok(negotiate::activity_json(&headers, object.json, true));
    }
    let organizers = Organizers::find(&app.db, slice::from_ref(&event)).await?;
    let author = organizers.of(&event).cloned();
    let show = Show::new(page, event, report, author);
    let mut response = respond_public(&headers, show);
    if let Some(link) = negotiate::link_to_object(&iri) {
        response.headers_mut().append(header::LINK, link);
    }
    Ok(response)
}

#[derive(Template)]
#[template(path = "reports/index.html")]
struct Index {
    page: Page,
    reports: Vec<(Report, Event)>,
}

impl Index {
    fn lang(&self, report: &Report) -> String {
        foreign_lang(&report.language, self.page.lang)
    }

    fn href(&self, event: &Event) -> String {
        path(event)
    }

    fn event_title(&self, event: &Event) -> String {
        event.title(self.page.lang.bcp47())
    }
}

async fn index(Held(app): Held<App>, headers: HeaderMap, page: Page) -> Result<Response> {
    let reports = super::listed(&app.db, None).await?;
    let index = Index {
        page: page
            .with_title_text("report-list")
            .with_alternate(Form::Atom, "/reports.atom")
            .with_alternate(Form::Json, "/reports.json"),
        reports,
    };
    Ok(respond_public(&headers, index))
}

#[cfg(test)]
mod tests;
