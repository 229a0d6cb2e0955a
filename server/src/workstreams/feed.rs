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
        feed::{Asked, Frame, link, shared},
    },
    i18n::Lang,
    web::page::Form,
};
use atom_syndication::{Content, Entry, Text};
use axum::{Router, extract::State, response::Response, routing::get};
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
    Ok(shared(asked, media_type, body))
}

fn atom(app: &App, found: &[Workstream], asked: &Asked) -> String {
    let lang = asked.lang(app.site.main_lang);
    let changed_at = found.iter().map(|it| it.updated_at).max();
    let title = lang.text_with("workstream-feed", &[("name", &app.site.name)]);
    let frame = Frame {
        title,
        page: "/workstreams",
        changed_at,
    };
    frame.around(app, asked, found.iter().map(|it| entry(it, lang)).collect())
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
