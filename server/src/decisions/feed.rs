//! The votes of a cycle for feed readers and programs, and the files anybody recounts one with. Only what
//! is public, and the same for everybody, so that caches may keep it.

use super::{
    Decision, SCRIPT,
    shape::{List, Shape},
};
use crate::{
    App, Error, Result,
    cycles::{self, Cycle},
    events::{atom::printable, feed::Asked},
};
use atom_syndication::{Entry, Feed, Generator, Link, Text};
use axum::{
    Router,
    extract::{Path, State},
    http::{
        HeaderValue,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, VARY},
    },
    response::Response,
    routing::get,
};
use federation::negotiate::tagged;

/// Entries of a feed, the latest first.
const ENTRIES_AT_MOST: usize = 50;
/// Whoever recounts a vote shall not be shown it as it was.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, no-cache");

pub fn routes() -> Router<App> {
    Router::new()
        .route("/cycles/{slug}/selection.atom", get(atom))
        .route("/cycles/{slug}/selection.json", get(list))
        .route("/cycles/{slug}/selection/{number}/tally.csv", get(tally))
        .route("/recount.py", get(script))
}

fn answer(asked: &Asked, media_type: &'static str, body: String) -> Response {
    let mut response = tagged(asked.headers(), media_type, body, true);
    let headers = response.headers_mut();
    headers.remove(VARY);
    headers.insert(CACHE_CONTROL, ASK_AGAIN);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// All votes of a cycle.
async fn list(State(app): State<App>, Path(slug): Path<String>, asked: Asked) -> Result<Response> {
    let cycle = cycles::find(&app.db, &slug).await?;
    let mut decisions = Vec::new();
    for decision in super::public(&app.db, &cycle).await? {
        decisions.push(super::shape_of(&app, &decision, &cycle).await?);
    }
    let list = serde_json::to_string(&List { decisions })?;
    Ok(answer(&asked, "application/json", list))
}

/// One vote as JSON.
pub fn one(asked: &Asked, shape: &Shape) -> Result<Response> {
    let body = serde_json::to_string(shape)?;
    Ok(answer(asked, "application/json", body))
}

/// Its ballots, one a line.
async fn tally(
    State(app): State<App>,
    Path((slug, number)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response> {
    let cycle = cycles::find(&app.db, &slug).await?;
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let decision = super::find_by_number(&app.db, &cycle, number).await?;
    let file = super::tally_file(&app.db, &decision).await?;
    let file = String::from_utf8(file).map_err(anyhow::Error::from)?;
    let media_type = "text/csv; charset=utf-8; header=present";
    Ok(answer(&asked, media_type, file))
}

/// What recounts them.
async fn script(asked: Asked) -> Response {
    answer(&asked, "text/x-python; charset=utf-8", SCRIPT.to_owned())
}

async fn atom(State(app): State<App>, Path(slug): Path<String>, asked: Asked) -> Result<Response> {
    let cycle = cycles::find(&app.db, &slug).await?;
    let decisions = super::public(&app.db, &cycle).await?;
    let body = written(&app, &cycle, &decisions, &asked);
    Ok(answer(&asked, "application/atom+xml; charset=utf-8", body))
}

fn written(app: &App, cycle: &Cycle, decisions: &[Decision], asked: &Asked) -> String {
    let lang = asked.lang(app.site.main_lang);
    let address = asked.own_address(app);
    let mut page = app.config.origin().clone();
    page.set_path(&format!("{}/selection", cycle.path()));
    let entries = decisions.iter().take(ENTRIES_AT_MOST).map(|decision| {
        let page = super::address(app, decision, cycle);
        let stands = lang.text(decision.state.key());
        let summary = match decision.sentence.is_empty() {
            true => stands,
            false => decision.sentence.clone(),
        };
        Entry {
            id: page.to_string(),
            title: Text::plain(printable(&decision.question)),
            updated: decision.updated_at.fixed_offset(),
            published: decision.opened_at.map(|at| at.fixed_offset()),
            links: vec![link("alternate", page.as_str(), "text/html")],
            summary: Some(Text::plain(printable(&summary))),
            ..Entry::default()
        }
    });
    let changed_at = decisions.iter().map(|decision| decision.updated_at).max();
    let feed = Feed {
        title: Text::plain(printable(
            &lang.text_with("decision-feed", &[("cycle", &cycle.name)]),
        )),
        id: address.to_string(),
        updated: changed_at.unwrap_or(cycle.updated_at).fixed_offset(),
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
