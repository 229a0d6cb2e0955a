//! What came of the votes between associations, for feed readers and programs. Only what is counted and
//! public, and the same for everybody, so that caches may keep it.

use super::{Question, address, api::List, public, shapes_for_everybody};
use crate::{
    App, Result,
    events::{
        atom::printable,
        feed::{Asked, Frame, link, shared},
    },
};
use atom_syndication::{Entry, Text};
use axum::{Router, extract::State, response::Response, routing::get};
use std::cmp::Reverse;

/// Entries in a feed, the latest changed first.
const ENTRIES_AT_MOST: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/questions.atom", get(atom))
        .route("/questions.json", get(list))
}

async fn list(State(app): State<App>, asked: Asked) -> Result<Response> {
    let questions = shapes_for_everybody(&app).await?;
    let body = serde_json::to_string(&List { questions })?;
    Ok(shared(&asked, "application/json", body))
}

async fn atom(State(app): State<App>, asked: Asked) -> Result<Response> {
    let lang = asked.lang(app.site.main_lang);
    let mut found = public(&app.db).await?;
    found.sort_by_key(|it| Reverse(it.updated_at));
    found.truncate(ENTRIES_AT_MOST);
    let frame = Frame {
        title: lang.text_with("question-feed", &[("name", &app.site.name)]),
        page: "/questions",
        changed_at: found.first().map(|it| it.updated_at),
    };
    let entries = found.iter().map(|it| entry(&app, it)).collect();
    let body = frame.around(&app, &asked, entries);
    let media_type = "application/atom+xml; charset=utf-8";
    Ok(shared(&asked, media_type, body))
}

fn entry(app: &App, question: &Question) -> Entry {
    let page = address(app, question);
    Entry {
        id: page.to_string(),
        title: Text::plain(printable(&question.question)),
        updated: question.updated_at.fixed_offset(),
        published: question.closed_at.map(|at| at.fixed_offset()),
        links: vec![link("alternate", page.as_str(), "text/html")],
        summary: Some(Text::plain(printable(&question.sentence))),
        ..Entry::default()
    }
}
