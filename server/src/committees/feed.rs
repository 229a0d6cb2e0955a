//! Committees for feed readers and programs. Only what is public, and the same for everybody, so that caches
//! may keep it.

use super::{Committee, all, shapes};
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
use std::cmp::Reverse;
use url::Url;

/// Entries in a feed.
const ENTRIES_AT_MOST: usize = 50;

pub fn routes() -> Router<App> {
    let all = |form| {
        get(async move |State(app): State<App>, asked: Asked| respond(&app, form, &asked).await)
    };
    Router::new()
        .route("/committees.atom", all(Form::Atom))
        .route("/committees.json", all(Form::Json))
}

async fn respond(app: &App, form: Form, asked: &Asked) -> Result<Response> {
    let (media_type, body) = match form {
        Form::Json => (
            "application/json",
            serde_json::to_string(&shapes(app).await?)?,
        ),
        _ => {
            let mut found = all(&app.db).await?;
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

fn atom(app: &App, found: &[Committee], asked: &Asked) -> String {
    let lang = asked.lang(app.site.main_lang);
    let changed_at = found.iter().map(|it| it.updated_at).max();
    let title = lang.text_with("committee-feed", &[("name", &app.site.name)]);
    let entries = found.iter().map(|it| entry(it, app.config.origin(), lang));
    let frame = Frame {
        title,
        page: "/committees",
        changed_at,
    };
    frame.around(app, asked, entries.collect())
}

fn entry(committee: &Committee, origin: &Url, lang: Lang) -> Entry {
    let page = committee.page(origin);
    let days = lang.days(committee.starts_on, committee.ends_on);
    let line = format!("{days}. {}", committee.summary);
    Entry {
        id: page.to_string(),
        title: Text::plain(printable(&committee.name)),
        updated: committee.updated_at.fixed_offset(),
        published: Some(committee.created_at.fixed_offset()),
        links: vec![link("alternate", page.as_str(), "text/html")],
        summary: Some(Text::plain(printable(line.trim()))),
        content: Some(Content {
            content_type: Some("html".to_owned()),
            value: Some(printable(&committee.purpose_html())),
            ..Content::default()
        }),
        ..Entry::default()
    }
}
