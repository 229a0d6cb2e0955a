//! What an association invites to next, for other servers (FEP-8a8e `upcomingEvents`): ids, the
//! soonest first.

use super::Filter;
use crate::{App, Error, Result};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use federation::{
    actors,
    negotiate::activity_json,
    vocabulary::{
        collection::{self, PAGE_ITEMS},
        context,
    },
};
use serde::Deserialize;
use serde_json::json;
use url::Url;

/// The furthest page; nobody invites to more.
const PAGES_AT_MOST: u64 = 1_000;

pub fn routes() -> Router<App> {
    Router::new().route("/ap/actors/{id}/upcoming", get(upcoming))
}

#[derive(Deserialize)]
struct PageNumber {
    page: Option<u64>,
}

async fn upcoming(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(number): Query<PageNumber>,
    headers: HeaderMap,
) -> Result<Response> {
    let mut actor: Url = app.config.origin().clone();
    actor.set_path(&format!("/ap/actors/{id}"));
    let actor = actors::find(&app.db, &actor).await?;
    let actor = actor.filter(|actor| actor.local).ok_or(Error::NotFound)?;
    if actor.deleted_at.is_some() {
        return Err(Error::Gone);
    }
    let mut address: Url = actor.id.clone().into();
    address.set_path(&format!("{}/upcoming", actor.id.path()));
    let (organizer, series) = match actor.is_series() {
        true => (None, Some(actor.id)),
        false => (Some(actor.id), None),
    };
    let filter = Filter {
        from: Some(app.clock.now()),
        organizer,
        series,
        ..Filter::default()
    };
    let json = match number.page {
        None => collection::paged(&address, super::count(&app.db, &filter).await?),
        Some(number @ 1..=PAGES_AT_MOST) => {
            let filter = Filter {
                offset: (number - 1) * PAGE_ITEMS,
                limit: PAGE_ITEMS + 1,
                ..filter
            };
            let events = super::listed(&app.db, &filter).await?;
            let more = events.len() as u64 > PAGE_ITEMS;
            let ids = events.iter().take(PAGE_ITEMS as usize);
            let ids = ids.map(|event| json!(event.iri)).collect();
            collection::page(&address, number, ids, more)
        }
        Some(_) => return Err(Error::NotFound),
    };
    let json = context::framed(&context::OBJECT, json);
    Ok(activity_json(&headers, json.to_string(), true))
}
