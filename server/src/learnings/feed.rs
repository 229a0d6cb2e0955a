//! What workstreams found out, for feed readers and programs: of all of them, or of one. Only what everybody may
//! read, never what is for peers first; the same for everybody, so that caches may keep it.

use super::{Learning, all_public, api::Shape, public};
use crate::{
    App, Result,
    events::{
        atom::printable,
        feed::{Asked, Frame, link, shared},
    },
    workstreams::{self, Workstream},
};
use atom_syndication::{Content, Entry, Text};
use axum::{Router, extract::State, response::Response, routing::get};
use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, collections::BTreeMap};
use url::Url;

/// Entries in a feed, the latest changed first.
const ENTRIES_AT_MOST: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/learnings.atom", get(atom))
        .route("/learnings.json", get(list))
}

/// Of which workstream, by the end of its address or its handle; empty for all.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    workstream: String,
}

/// A learning, and where it is read.
#[derive(Debug, Serialize)]
struct Placed {
    #[serde(flatten)]
    learning: Shape,
    workstream: String,
    page: Url,
}

#[derive(Debug, Serialize)]
struct List {
    learnings: Vec<Placed>,
}

/// Each with its workstream, the latest changed first.
async fn found(app: &App, asked: &Asked) -> Result<Vec<(Learning, Workstream)>> {
    let wanted: Wanted = asked.query()?;
    let (learnings, of) = match wanted.workstream.as_str() {
        "" => {
            let of = workstreams::public(&app.db, "").await?;
            (all_public(&app.db).await?, of)
        }
        named => {
            let of = workstreams::find_public(&app.db, named).await?;
            (public(&app.db, &of.id).await?, vec![of])
        }
    };
    let of: BTreeMap<_, _> = of.into_iter().map(|it| (it.id.clone(), it)).collect();
    let placed = learnings.into_iter().filter_map(|learning| {
        let workstream = of.get(&learning.workstream)?.clone();
        Some((learning, workstream))
    });
    let mut placed: Vec<_> = placed.collect();
    placed.sort_by_key(|(learning, _)| Reverse(learning.updated_at));
    Ok(placed)
}

/// Where it is read among what the workstream learned.
fn page(workstream: &Workstream) -> Url {
    let mut page: Url = workstream.url.clone().into();
    page.set_fragment(Some("learnings"));
    page
}

async fn list(State(app): State<App>, asked: Asked) -> Result<Response> {
    let found = found(&app, &asked).await?;
    let placed = found.iter().map(|(learning, workstream)| Placed {
        learning: Shape::of(learning),
        workstream: workstream.name.clone(),
        page: page(workstream),
    });
    let list = List {
        learnings: placed.collect(),
    };
    let body = serde_json::to_string(&list)?;
    Ok(shared(&asked, "application/json", body))
}

async fn atom(State(app): State<App>, asked: Asked) -> Result<Response> {
    let lang = asked.lang(app.site.main_lang);
    let mut found = found(&app, &asked).await?;
    found.truncate(ENTRIES_AT_MOST);
    let frame = Frame {
        title: lang.text_with("learning-feed", &[("name", &app.site.name)]),
        page: "/workstreams",
        changed_at: found.first().map(|(it, _)| it.updated_at),
    };
    let entries = found.iter().map(|(learning, of)| entry(learning, of));
    let body = frame.around(&app, &asked, entries.collect());
    let media_type = "application/atom+xml; charset=utf-8";
    Ok(shared(&asked, media_type, body))
}

fn entry(learning: &Learning, workstream: &Workstream) -> Entry {
    Entry {
        id: learning.iri.to_string(),
        title: Text::plain(printable(&learning.title)),
        updated: learning.updated_at.fixed_offset(),
        published: learning.widened_at.map(|at| at.fixed_offset()),
        links: vec![link("alternate", page(workstream).as_str(), "text/html")],
        summary: Some(Text::plain(printable(&workstream.name))),
        content: Some(Content {
            content_type: Some("html".to_owned()),
            value: Some(printable(&learning.html())),
            ..Content::default()
        }),
        ..Entry::default()
    }
}
