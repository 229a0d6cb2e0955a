//! Taking part, for people: the form everybody finds, the page behind a link, and at the desk the list,
//! one person, and the door.

mod desk;
mod door;
mod own;
mod paper;
mod register;
mod tables;
#[cfg(test)]
mod tests;

use crate::App;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

/// What somebody without an account may send. A whole form, with every answer at its longest, is half
/// of it.
const BODY_BYTES_AT_MOST: usize = 64 * 1024;

pub fn routes() -> Router<App> {
    for_anybody()
        .merge(at_the_desk())
        .merge(super::notices::desk::routes())
}

fn for_anybody() -> Router<App> {
    Router::new()
        .route(
            "/events/{slug}/register",
            get(register::new).post(register::create),
        )
        .route("/r/{token}", get(own::show).post(own::update))
        .route("/r/{token}/tables", get(tables::own).post(tables::choose))
        .route("/r/{token}/news", get(own::news).post(own::hear))
        .route("/r/{token}/erasure", get(own::erasure).post(own::erase))
        .layer(DefaultBodyLimit::max(BODY_BYTES_AT_MOST))
}

fn at_the_desk() -> Router<App> {
    Router::new()
        .route("/door/{event}/{code}", get(door::show).post(door::admit))
        .route(
            "/desk/events/{id}/participations",
            get(desk::index).post(desk::create),
        )
        .route("/desk/events/{id}/participations.csv", get(desk::csv))
        .route("/desk/events/{id}/participations/paper", get(paper::show))
        .route(
            "/desk/events/{id}/tables",
            get(tables::index).post(tables::assign),
        )
        .route("/desk/events/{id}/tables/paper", get(tables::paper))
        .route(
            "/desk/events/{id}/participations/message",
            get(desk::write).post(desk::send),
        )
        .route(
            "/desk/events/{id}/participations/{person}",
            get(desk::show).post(desk::update),
        )
        .route(
            "/desk/events/{id}/participations/{person}/correction",
            get(desk::correction).post(desk::correct),
        )
        .route(
            "/desk/events/{id}/participations/{person}/merge",
            post(desk::merge),
        )
        .route(
            "/desk/events/{id}/participations/{person}/erasure",
            post(desk::erase),
        )
}
