//! The public pages of events: the list, a month, a topic, and one event. Everything on them is for
//! everybody, so caches may keep them; drafts are not found.

mod card;
mod list;
mod month;
mod schema_org;
mod show;

pub use self::{
    card::{Card, foreign_lang},
    show::Show,
};

use crate::{
    App, Result,
    events::{self, Filter, organizers::Organizers},
    web::page::Page,
};
use axum::{Router, routing::get};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/events", get(list::index))
        .route("/events/{slug}", get(show::show))
        .route("/events/{year}/{month}", get(month::show))
        .route("/topics/{slug}", get(list::topic))
}

/// What is to come of `own`, soonest first, and what was held last: the cards of a page on which it is said
/// once who invites.
pub async fn ahead_and_past(app: &App, page: &Page, own: Filter) -> Result<(Vec<Card>, Vec<Card>)> {
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
    let nobody = Organizers::default();
    let ahead = events::listed(&app.db, &coming).await?;
    let past = events::listed(&app.db, &over).await?;
    Ok((
        Card::all(page, &ahead, &nobody),
        Card::all(page, &past, &nobody),
    ))
}

#[cfg(test)]
pub(crate) mod tests;
