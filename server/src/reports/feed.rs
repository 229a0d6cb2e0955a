//! Reports for feed readers and programs: the newest first, of one association or of all. Only what is
//! public, and the same for everybody, so that caches may keep it.

use super::{
    Report, listed,
    shape::{List, Shape},
};
use crate::{
    App, Error, Result, associations,
    events::{
        Event,
        atom::printable,
        event::slug,
        feed::{Asked, Frame, link, shared},
        organizers::Organizers,
    },
    i18n::Lang,
    web::page::Form,
};
use atom_syndication::{Category, Content, Entry, Person, Text};
use axum::{Router, extract::State, response::Response, routing::get};
use chrono::{DateTime, Utc};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    let all = |form| {
        get(async move |State(app): State<App>, asked: Asked| respond(&app, form, &asked).await)
    };
    Router::new()
        .route("/reports.atom", all(Form::Atom))
        .route("/reports.json", all(Form::Json))
}

/// Whose reports are wanted: an association by its handle, or all.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    association: String,
}

async fn respond(app: &App, form: Form, asked: &Asked) -> Result<Response> {
    let wanted: Wanted = asked.query()?;
    let association = match wanted.association.as_str() {
        "" => None,
        handle => {
            let found = associations::find_by_handle(&app.db, handle).await?;
            Some(found.ok_or(Error::NotFound)?)
        }
    };
    let author = association.as_ref().map(|association| &association.actor);
    let reports = listed(&app.db, author).await?;
    let body = if form == Form::Json {
        let reports = reports.iter().map(|(report, _)| Shape::of(report));
        serde_json::to_string(&List {
            reports: reports.collect(),
        })?
    } else {
        let name = association.map_or_else(|| app.site.name.clone(), |found| found.name);
        atom(app, &name, &reports, asked).await?
    };
    let media_type = match form {
        Form::Json => "application/json",
        _ => "application/atom+xml; charset=utf-8",
    };
    Ok(shared(asked, media_type, body))
}

async fn atom(app: &App, name: &str, reports: &[(Report, Event)], asked: &Asked) -> Result<String> {
    let lang = asked.lang(app.site.main_lang);
    let events: Vec<Event> = reports.iter().map(|(_, event)| event.clone()).collect();
    let organizers = Organizers::find(&app.db, &events).await?;
    let entries = reports.iter().map(|(report, event)| {
        let author = organizers.of(event).map(|organizer| Person {
            name: printable(&organizer.name),
            uri: Some(organizer.page.to_string()),
            ..Person::default()
        });
        entry(report, event, author)
    });
    let changed_at = reports.iter().map(|(report, _)| report.updated_at).max();
    let frame = Frame {
        title: title(name, lang),
        page: "/reports",
        changed_at,
    };
    Ok(frame.around(app, asked, entries.collect()))
}

fn title(name: &str, lang: Lang) -> String {
    lang.text_with("report-feed", &[("name", &name)])
}

fn entry(report: &Report, event: &Event, author: Option<Person>) -> Entry {
    let lang = Some(report.language.clone());
    let id = report.iri.as_ref().unwrap_or(&report.url);
    let category = |topic: &String| Category {
        term: slug(topic),
        label: Some(printable(topic)),
        scheme: None,
    };
    Entry {
        id: id.to_string(),
        title: Text {
            lang: lang.clone(),
            ..Text::plain(printable(&report.title))
        },
        updated: fixed(report.updated_at),
        published: report.published_at.map(fixed),
        authors: author.into_iter().collect(),
        links: vec![
            link("alternate", report.url.as_str(), "text/html"),
            link("related", event.url.as_str(), "text/html"),
        ],
        categories: event.topics.0.iter().map(category).collect(),
        summary: Some(Text {
            lang: lang.clone(),
            ..Text::plain(printable(&report.summary))
        }),
        content: Some(Content {
            lang,
            content_type: Some("html".to_owned()),
            value: Some(printable(&report.contents.text_html())),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn fixed(at: DateTime<Utc>) -> DateTime<chrono::FixedOffset> {
    at.fixed_offset()
}
