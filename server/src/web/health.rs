//! Is it alive, can it work? For service managers and containers; says no more than that.
//! Alive but not ready: tables are being brought up to date, or the database does not answer.

use crate::App;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use std::sync::{Arc, OnceLock};
use tower::ServiceExt as _;

pub const ALIVE: &str = "/livez";
pub const READY: &str = "/readyz";

/// Seconds until it is worth another try.
const TRY_AGAIN_IN: HeaderValue = HeaderValue::from_static("5");

pub fn routes() -> Router<App> {
    Router::new()
        .route(ALIVE, get(alive))
        .route(READY, get(ready))
}

async fn alive() -> &'static str {
    "alive\n"
}

async fn ready(State(app): State<App>) -> Response {
    match app.db.ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(_) => not_ready(),
    }
}

fn not_ready() -> Response {
    let wait = [(header::RETRY_AFTER, TRY_AGAIN_IN)];
    (StatusCode::SERVICE_UNAVAILABLE, wait, "not ready\n").into_response()
}

/// Answers for a server that is still starting, and hands over to it as soon as there is one.
pub fn until_started(started: Arc<OnceLock<Router>>) -> Router {
    Router::new().fallback(async move |request: Request| match started.get() {
        Some(server) => server.clone().oneshot(request).await.into_response(),
        None if request.uri().path() == ALIVE => alive().await.into_response(),
        None => not_ready(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[tokio::test]
    async fn a_starting_server_is_alive_and_not_ready() {
        let started = Arc::new(OnceLock::new());
        let server = until_started(started.clone());
        let status = async |path: &str| {
            let request = Request::get(path).body(Body::empty()).unwrap();
            server.clone().oneshot(request).await.unwrap().status()
        };
        assert_eq!(status(ALIVE).await, StatusCode::OK);
        assert_eq!(status(READY).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status("/events").await, StatusCode::SERVICE_UNAVAILABLE);
        let _ = started.set(Router::new().route("/events", get(async || "")));
        assert_eq!(status("/events").await, StatusCode::OK);
        assert_eq!(status("/elsewhere").await, StatusCode::NOT_FOUND);
    }
}
