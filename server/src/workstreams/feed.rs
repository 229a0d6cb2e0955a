//! Workstreams for feed readers and programs: what was changed last comes first. Only what is public,
//! and the same for everybody, so that caches may keep it.

use super::{
    Workstream, public,
    shape::{List, description},
};
use crate::{
    App, Result,
    events::{
        atom::printable,
        feed::{Asked, CACHE},
    },
    i18n::Lang,
    web::page::Form,
};
use atom_syndication::{Content, Entry, Feed, Generator, Link, Text};
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
use federation::negotiate::tagged;
use serde::Deserialize;
use std::cmp::Reverse;

/// Entries in a feed.
const ENTRIES_AT_MOST: usize = 50;

pub fn routes() -> Router<App> {
    let all = |form| {
        get(async move |State(app): State<App>, asked: Asked| respond(&app, form, &asked).await)
    };
    Router::new()
        .route("/workstreams.atom", all(Form::Atom))
        .route("/workstreams.json", all(Form::Json))
}

/// Of which cycle; empty for all.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    cycle: String,
}

async fn respond(app: &App, form: Form, asked: &Asked) -> Result<Response> {
    let wanted: Wanted = asked.query()?;
    let mut found = public(&app.db, &wanted.cycle).await?;
    let (media_type, body) = match form {
        Form::Json => (
            "application/json",
            serde_json::to_string(&List::of(&found))?,
        ),
        _ => {
            found.sort_by_key(|it| Reverse(it.updated_at));
            found.truncate(ENTRIES_AT_MOST);
            (
                "application/atom+xml; charset=utf-8",
                atom(app, &found, asked),
            )
        }
    };
    let mut response = tagged(asked.headers(), media_type, body, true);
    let headers = response.headers_mut();
    headers.remove(VARY);
    headers.insert(CACHE_CONTROL, CACHE);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

fn atom(app: &App, found: &[Workstream], asked: &Asked) -> String {
    let lang = asked.lang(app.site.main_lang);
    let address = asked.own_address(app);
    let mut page = app.config.origin().clone();
    page.set_path("/workstreams");
    let changed_at = found.iter().map(|it| it.updated_at).max();
    let title = lang.text_with("workstream-feed", &[("name", &app.site.name)]);
    let feed = Feed {
        title: Text::plain(printable(&title)),
        id: address.to_string(),
        // The time has to be some; before the first workstream nothing has changed.
        updated: changed_at.unwrap_or_default().fixed_offset(),
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
        entries: found.iter().map(|it| entry(it, lang)).collect(),
        ..Feed::default()
    };
    feed.to_string()
}

fn link(rel: &str, href: &str, media_type: &str) -> Link {
    Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    }
}

fn entry(workstream: &Workstream, lang: Lang) -> Entry {
    let id = workstream.actor.as_ref().unwrap_or(&workstream.url);
    let state = lang.text(workstream.state.key());
    let line = format!("{state}. {}", workstream.question);
    Entry {
        id: id.to_string(),
        title: Text::plain(printable(&workstream.name)),
        updated: workstream.updated_at.fixed_offset(),
        published: Some(workstream.created_at.fixed_offset()),
        links: vec![link("alternate", workstream.url.as_str(), "text/html")],
        summary: Some(Text::plain(printable(&line))),
        content: Some(Content {
            content_type: Some("html".to_owned()),
            value: Some(printable(&description(workstream))),
            ..Content::default()
        }),
        ..Entry::default()
    }
}
