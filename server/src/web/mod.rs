//! The way in for people and programs: which router answers what, and what lies around them all.
//! The addresses other servers know are the federation crate's.

pub mod assets;
pub mod attached;
pub mod cache;
pub mod crawlers;
pub mod desk;
pub mod errors;
pub mod follow;
pub mod form;
pub mod headers;
pub mod health;
pub mod json;
pub mod legal;
pub mod limits;
pub mod listen;
pub mod nodeinfo;
pub mod openapi;
pub mod page;
pub mod preferences;
#[cfg(feature = "pdf")]
pub mod printer;
pub mod probe;
pub mod session;
pub mod start;
pub mod suffix;
pub mod trap;

use crate::{
    App, Error, accounts, adoptions, agenda, associations, closings, cohosts, committees, cycles,
    decisions, deliveries, events, following, ideas, imports, involvements, joins, learnings,
    mandates, media, members, memberships, papers, participations, peers, questions, reports,
    series, topics, working_groups, workstreams,
};
use axum::{Router, extract::FromRef, middleware::from_fn_with_state};
use page::Site;
use std::sync::Arc;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

/// Everything this server answers.
pub fn router(app: App) -> Router {
    let explainer = errors::Explainer::of(&app);
    let scheme = headers::Scheme::of(app.config.origin());
    let people = Router::new()
        .merge(start::routes())
        .merge(events::pages::routes())
        .merge(agenda::pages::routes())
        .merge(reports::pages::routes())
        .merge(associations::pages::routes())
        .merge(series::pages::routes())
        .merge(cycles::pages::routes())
        .merge(topics::pages::routes())
        .merge(ideas::pages::routes())
        .merge(decisions::pages::routes())
        .merge(questions::pages::routes())
        .merge(workstreams::pages::routes())
        .merge(committees::pages::routes())
        .merge(working_groups::pages::routes())
        .merge(follow::routes())
        .merge(accounts::pages::routes())
        .merge(desk::routes())
        .merge(events::desk::routes())
        .merge(participations::pages::routes())
        .merge(agenda::desk::routes())
        .merge(imports::desk::routes())
        .merge(reports::desk::routes())
        .merge(cohosts::desk::routes())
        .merge(joins::desk::routes())
        .merge(associations::desk::routes())
        .merge(closings::desk::routes())
        .merge(series::desk::routes())
        .merge(cycles::desk::routes())
        .merge(topics::desk::routes())
        .merge(ideas::desk::routes())
        .merge(decisions::desk::routes())
        .merge(questions::desk::routes())
        .merge(workstreams::desk::routes())
        .merge(committees::desk::routes())
        .merge(working_groups::desk::routes())
        .merge(papers::desk::routes())
        .merge(members::desk::routes())
        .merge(memberships::desk::routes())
        .merge(mandates::desk::routes())
        .merge(involvements::desk::routes())
        .merge(adoptions::desk::routes())
        .merge(learnings::desk::routes())
        .merge(following::pages::routes())
        .merge(peers::desk::routes())
        .merge(deliveries::pages::routes())
        .merge(legal::routes())
        .merge(preferences::routes());
    let programs = openapi::routes(&app);
    let anybody = Router::new()
        .merge(media::pages::routes())
        .merge(events::upcoming::routes())
        .merge(nodeinfo::routes())
        .merge(crawlers::routes())
        .merge(health::routes())
        .merge(assets::routes());
    let cache = app.cache.clone();
    let inboxes = federation::routes::router(app.federation.clone())
        .layer(from_fn_with_state(app.clone(), limits::name_asker));
    let insisting = app.clone();
    session::for_people(people, &app)
        .merge(session::for_programs(programs, &app))
        .merge(events::feed::routes())
        .merge(agenda::feed::routes())
        .merge(reports::feed::routes())
        .merge(ideas::feed::routes())
        .merge(decisions::feed::routes())
        .merge(workstreams::feed::routes())
        .merge(committees::feed::routes())
        .merge(working_groups::feed::routes())
        .merge(questions::feed::routes())
        .merge(learnings::feed::routes())
        .fallback(async || Error::NotFound)
        .layer(from_fn_with_state(app.clone(), limits::throttle))
        .merge(anybody)
        .with_state(app.clone())
        .merge(inboxes)
        .layer(CatchPanicLayer::custom(errors::of_panic))
        .layer(from_fn_with_state(explainer, errors::explain))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(insisting, headers::insist))
        .layer(from_fn_with_state(scheme, headers::protect))
        .layer(from_fn_with_state(cache, cache::answer))
}

impl FromRef<App> for Arc<Site> {
    fn from_ref(app: &App) -> Self {
        app.site.clone()
    }
}
