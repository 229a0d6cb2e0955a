//! The public pages of events: the list, a month, a topic, and one event. Everything on them is for
//! everybody, so caches may keep them; drafts are not found.

mod card;
mod list;
mod month;
mod schema_org;
mod show;

pub use self::{
    card::{Card, foreign_lang, without},
    show::Show,
};

use crate::App;
use axum::{Router, routing::get};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/events", get(list::index))
        .route("/events/{slug}", get(show::show))
        .route("/events/{year}/{month}", get(month::show))
        .route("/topics/{slug}", get(list::topic))
}

#[cfg(test)]
pub(crate) mod tests;
