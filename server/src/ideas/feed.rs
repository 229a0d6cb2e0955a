//! The ideas of a cycle for feed readers and programs, and page by page as other servers ask for them.
//! Only what is public, and the same for everybody, so that caches may keep it.

use super::{
    Idea,
    shape::{List, Shape},
};
use crate::{
    App, Error, Result,
    cycles::{self, Cycle},
    events::{
        atom::printable,
        feed::{Asked, Frame, link, shared},
    },
    web::page::Form,
};
use atom_syndication::{Entry, Text};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use federation::{
    negotiate::activity_json,
    vocabulary::{collection::PAGE_ITEMS, context},
};
use serde::Deserialize;
use serde_json::json;

/// Entries of a feed, the latest first.
const ENTRIES_AT_MOST: usize = 100;
/// The furthest page of a collection.
const PAGES_AT_MOST: u64 = 1_000;

pub fn routes() -> Router<App> {
    Router::new().route("/ap/objects/{id}/items", get(items))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Turned {
    page: Option<u64>,
}

/// One page of the collection a cycle is on the wire.
async fn items(State(app): State<App>, Path(id): Path<String>, asked: Asked) -> Result<Response> {
    let mut iri = app.config.origin().clone();
    iri.set_path(&format!("/ap/objects/{id}"));
    let cycle = cycles::find_by_iri(&app.db, &iri).await?;
    let cycle = cycle.ok_or(Error::NotFound)?;
    let Turned { page } = asked.query()?;
    let number = page.unwrap_or(1).clamp(1, PAGES_AT_MOST);
    let skipped = (number - 1) * PAGE_ITEMS;
    let (ideas, more) = super::page(&app.db, &cycle.id, skipped, PAGE_ITEMS).await?;
    let ids = ideas.into_iter().filter_map(|idea| idea.iri);
    let ids = ids.map(|iri| json!(iri)).collect();
    let page = cycles::activitypub::page(&cycle, number, ids, more);
    let page = context::framed(&context::OBJECT, page);
    Ok(activity_json(asked.headers(), page.to_string(), true))
}

/// The ideas of a cycle as JSON or Atom.
pub async fn respond(app: &App, cycle: &Cycle, form: Form, asked: &Asked) -> Result<Response> {
    let ideas = super::public(&app.db, &cycle.id).await?;
    let (media_type, body) = match form {
        Form::Json => {
            let supporters = super::supporters_of_cycle(&app.db, &cycle.id).await?;
            let origin = app.config.origin();
            let ideas = ideas.iter().map(|idea| {
                let supporters = supporters.get(&idea.id).copied().unwrap_or_default();
                Shape::of(idea, Some(cycle), supporters, origin)
            });
            let list = List {
                ideas: ideas.collect(),
            };
            ("application/json", serde_json::to_string(&list)?)
        }
        Form::Atom => (
            "application/atom+xml; charset=utf-8",
            atom(app, cycle, &ideas, asked),
        ),
        _ => return Err(Error::NotFound),
    };
    Ok(shared(asked, media_type, body))
}

fn atom(app: &App, cycle: &Cycle, ideas: &[Idea], asked: &Asked) -> String {
    let lang = asked.lang(app.site.main_lang);
    let mut latest: Vec<&Idea> = ideas.iter().collect();
    latest.sort_by_key(|idea| std::cmp::Reverse(idea.updated_at));
    let entries = latest.into_iter().take(ENTRIES_AT_MOST).map(|idea| {
        let page = super::address(app, idea, Some(cycle));
        let became = lang.text(idea.state.key());
        Entry {
            id: idea
                .iri
                .as_ref()
                .map_or_else(|| page.to_string(), ToString::to_string),
            title: Text::plain(printable(&idea.title)),
            updated: idea.updated_at.fixed_offset(),
            published: idea.published_at.map(|at| at.fixed_offset()),
            links: vec![link("alternate", page.as_str(), "text/html")],
            summary: Some(Text::plain(printable(&format!(
                "{became}. {}",
                idea.question
            )))),
            ..Entry::default()
        }
    });
    let changed_at = ideas.iter().map(|idea| idea.updated_at).max();
    let frame = Frame {
        title: lang.text_with("idea-feed", &[("cycle", &cycle.name)]),
        page: &cycle.path(),
        changed_at: Some(changed_at.unwrap_or(cycle.updated_at)),
    };
    frame.around(app, asked, entries.collect())
}
