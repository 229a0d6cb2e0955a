//! The way in for people and programs: which router answers what, and what lies around them all.
//! The addresses other servers know are the federation crate's.

pub mod assets;
pub mod errors;
pub mod headers;
pub mod health;
pub mod legal;
pub mod limits;
pub mod listen;
pub mod nodeinfo;
pub mod page;
pub mod preferences;
pub mod session;

use crate::{App, media};
use axum::{Router, extract::FromRef, middleware};
use page::Site;
use std::sync::Arc;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

/// Everything this server answers.
pub fn router(app: App) -> Router {
    let explainer = errors::Explainer {
        site: app.site.clone(),
        clock: app.clock.clone(),
        ulids: app.ulids.clone(),
    };
    let ours = Router::new()
        .merge(media::pages::routes())
        .merge(nodeinfo::routes())
        .merge(health::routes())
        .merge(legal::routes())
        .merge(preferences::routes())
        .merge(assets::routes())
        .with_state(app.clone());
    ours.merge(federation::routes::router(app.federation))
        .layer(middleware::from_fn_with_state(explainer, errors::explain))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
}

impl FromRef<App> for Arc<Site> {
    fn from_ref(app: &App) -> Self {
        app.site.clone()
    }
}
