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
        feed::{Asked, CACHE},
        organizers::Organizers,
    },
    i18n::Lang,
    web::page::Form,
};
use atom_syndication::{Category, Content, Entry, Feed, Generator, Link, Person, Text};
use axum::{
    Router,
    extract::State,
    http::{
        HeaderValue,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, VARY},
    },
    response::Response,
    routing::get,
};
use chrono::{DateTime, Utc};
use federation::negotiate::tagged;
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
    let mut response = tagged(asked.headers(), media_type, body, true);
    let headers = response.headers_mut();
    headers.remove(VARY);
    headers.insert(CACHE_CONTROL, CACHE);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

async fn atom(app: &App, name: &str, reports: &[(Report, Event)], asked: &Asked) -> Result<String> {
    let lang = asked.lang(app.site.main_lang);
    let events: Vec<Event> = reports.iter().map(|(_, event)| event.clone()).collect();
    let organizers = Organizers::find(&app.db, &events).await?;
    let address = asked.own_address(app);
    let mut page = app.config.origin().clone();
    page.set_path("/reports");
    let entries = reports.iter().map(|(report, event)| {
        let author = organizers.of(event).map(|organizer| Person {
            name: printable(&organizer.name),
            uri: Some(organizer.page.to_string()),
            ..Person::default()
        });
        entry(report, event, author)
    });
    let changed_at = reports.iter().map(|(report, _)| report.updated_at).max();
    let feed = Feed {
        title: Text::plain(printable(&title(name, lang))),
        id: address.to_string(),
        // The time has to be some; before the first report nothing has changed.
        updated: fixed(changed_at.unwrap_or_default()),
        lang: Some(lang.bcp47().to_owned()),
        links: vec![
            link("self", address.as_str(), "application/atom+xml"),
            link("alternate", page.as_str(), "text/html"),
        ],
        generator: Some(Generator {
            value: "Verbund".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            uri: None,
        }),
        entries: entries.collect(),
        ..Feed::default()
    };
    Ok(feed.to_string())
}

fn title(name: &str, lang: Lang) -> String {
    lang.text_with("report-feed", &[("name", &name)])
}

fn link(rel: &str, href: &str, media_type: &str) -> Link {
    Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    }
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
