//! The votes of a cycle for feed readers and programs, and the files anybody recounts one with. Only what
//! is public, and the same for everybody, so that caches may keep it.

use super::{
    Decision, SCRIPT,
    shape::{List, Shape},
};
use crate::{
    App, Error, Result,
    cycles::{self, Cycle},
    events::{
        atom::printable,
        feed::{Asked, Frame, link, shared},
    },
};
use atom_syndication::{Entry, Text};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, header::CACHE_CONTROL},
    response::Response,
    routing::get,
};

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
    let mut response = shared(asked, media_type, body);
    response.headers_mut().insert(CACHE_CONTROL, ASK_AGAIN);
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
    let frame = Frame {
        title: lang.text_with("decision-feed", &[("cycle", &cycle.name)]),
        page: &format!("{}/selection", cycle.path()),
        changed_at: Some(changed_at.unwrap_or(cycle.updated_at)),
    };
    frame.around(app, asked, entries.collect())
}
