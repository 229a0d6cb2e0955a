//! The public pages of events: the list, a month, a topic, and one event. Everything on them is for
//! everybody, so caches may keep them; drafts are not found.

mod card;
mod list;
mod month;
mod schema_org;
mod show;

pub use self::{
    card::{Card, foreign_lang},
    list::{Turned, of_topic},
    show::Show,
};

use crate::{
    App, Result,
    events::{self, Event, Filter, organizers::Organizers},
    web::page::Page,
};
use axum::{Router, routing::get};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/events", get(list::index))
        .route("/events/{slug}", get(show::show))
        .route("/events/{year}/{month}", get(month::show))
}

/// What is to come of `own`, soonest first, and what was held last.
pub async fn ahead_and_past(app: &App, own: Filter) -> Result<[Vec<Event>; 2]> {
    let now = app.clock.now();
    let coming = Filter {
        from: Some(now),
        ..own.clone()
    };
    let over = Filter {
        over_by: Some(now),
        latest_first: true,
        ..own
    };
    let ahead = events::listed(&app.db, &coming).await?;
    Ok([ahead, events::listed(&app.db, &over).await?])
}

/// The cards of what is running or comes next, as many as are asked for.
pub async fn next_cards(app: &App, page: &Page, at_most: u64) -> Result<Vec<Card>> {
    let next = Filter {
        from: Some(app.clock.now()),
        limit: at_most,
        ..Filter::default()
    };
    let events = events::listed(&app.db, &next).await?;
    let organizers = Organizers::find(&app.db, &events).await?;
    Ok(Card::all(page, &events, &organizers))
}

/// The cards of both, on a page on which it is said once that `host` invites.
pub async fn cards_beside(
    app: &App,
    page: &Page,
    host: &str,
    both: &[Vec<Event>; 2],
) -> Result<(Vec<Card>, Vec<Card>)> {
    let organizers = Organizers::find(&app.db, &both.concat()).await?;
    let cards = |events: &[Event]| card::without(host, Card::all(page, events, &organizers));
    Ok((cards(&both[0]), cards(&both[1])))
}

/// The cards of both.
pub async fn cards_of(
    app: &App,
    page: &Page,
    both: &[Vec<Event>; 2],
) -> Result<(Vec<Card>, Vec<Card>)> {
    let organizers = Organizers::find(&app.db, &both.concat()).await?;
    let cards = |events: &[Event]| Card::all(page, events, &organizers);
    Ok((cards(&both[0]), cards(&both[1])))
}

#[cfg(test)]
pub(crate) mod tests;
