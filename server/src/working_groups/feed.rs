//! Working groups for feed readers and programs: what was changed last comes first. Only what is public, and
//! the same for everybody, so that caches may keep it.

use super::{
    WorkingGroup, all,
    api::{List, Shape, shape},
};
use crate::{
    App, Result,
    events::{
        atom::printable,
        feed::{Asked, Frame, link, shared},
    },
    markdown,
};
use atom_syndication::{Content, Entry, Text};
use axum::{Router, extract::State, response::Response, routing::get};
use std::cmp::Reverse;
use url::Url;

/// Entries in a feed, the latest changed first.
const ENTRIES_AT_MOST: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/working-groups.atom", get(atom))
        .route("/working-groups.json", get(list))
}

async fn list(State(app): State<App>, asked: Asked) -> Result<Response> {
    let mut working_groups: Vec<Shape> = Vec::new();
    for group in all(&app.db).await? {
        working_groups.push(shape(&app, &group).await?);
    }
    let body = serde_json::to_string(&List { working_groups })?;
    Ok(shared(&asked, "application/json", body))
}

async fn atom(State(app): State<App>, asked: Asked) -> Result<Response> {
    let lang = asked.lang(app.site.main_lang);
    let mut found = all(&app.db).await?;
    found.sort_by_key(|it| Reverse(it.updated_at));
    found.truncate(ENTRIES_AT_MOST);
    let frame = Frame {
        title: lang.text_with("working-group-feed", &[("name", &app.site.name)]),
        page: "/working-groups",
        changed_at: found.first().map(|it| it.updated_at),
    };
    let origin = app.config.origin();
    let entries = found.iter().map(|it| entry(it, origin)).collect();
    let body = frame.around(&app, &asked, entries);
    let media_type = "application/atom+xml; charset=utf-8";
    Ok(shared(&asked, media_type, body))
}

fn entry(group: &WorkingGroup, origin: &Url) -> Entry {
    let mut page = origin.clone();
    page.set_path(&group.path());
    Entry {
        id: page.to_string(),
        title: Text::plain(printable(&group.name)),
        updated: group.updated_at.fixed_offset(),
        published: Some(group.created_at.fixed_offset()),
        links: vec![link("alternate", page.as_str(), "text/html")],
        summary: Some(Text::plain(printable(&group.summary))),
        content: Some(Content {
            content_type: Some("html".to_owned()),
            value: Some(printable(&markdown::to_html(&group.about))),
            ..Content::default()
        }),
        ..Entry::default()
    }
}
