//! The milestones of a workstream in the working area: add one, say that it is reached, drop it.

use super::{Stand, leading_to};
use crate::{
    App, Error, Result, audit,
    error::Refusals,
    web::{
        page::{Page, respond},
        session::Coordinator,
    },
    workstreams::{
        Workstream, add_milestone, drop_milestone, find, find_milestone, milestone::Draft,
        reach_milestone,
    },
};
use axum::{
    Form as Typed, Router,
    extract::{Path, State as Held},
    http::StatusCode,
    response::Response,
    routing::post,
};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/workstreams/{slug}/milestones", post(add))
        .route(
            "/desk/workstreams/{slug}/milestones/{id}/reached",
            post(reach),
        )
        .route(
            "/desk/workstreams/{slug}/milestones/{id}/removal",
            post(remove),
        )
}

async fn add(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = find(&tx, &slug).await?;
    match add_milestone(&app, &tx, &workstream, &draft).await {
        Ok(_) => {
            let now = app.clock.now();
            let action = "workstream.milestone-add";
            audit::note(&tx, Some(&coordinator), action, &workstream.id, now).await?;
            tx.commit().await?;
            Ok(leading_to(&workstream, "milestone_added"))
        }
        Err(Error::Refused(refusals)) => {
            drop(tx);
            refused(&app, page, workstream, draft, &refusals).await
        }
        Err(error) => Err(error),
    }
}

async fn refused(
    app: &App,
    page: Page,
    workstream: Workstream,
    draft: Draft,
    refusals: &Refusals,
) -> Result<Response> {
    let page = page.with_refusals(refusals);
    let mut stand = Stand::new(app, page, workstream, true).await?;
    stand.milestone = draft;
    Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, stand))
}

async fn reach(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = find(&tx, &slug).await?;
    let milestone = find_milestone(&tx, &workstream, &id).await?;
    match reach_milestone(&app, &tx, &workstream, milestone).await {
        Ok(_) => {
            let now = app.clock.now();
            let action = "workstream.milestone-reach";
            audit::note(&tx, Some(&coordinator), action, &workstream.id, now).await?;
            tx.commit().await?;
            Ok(leading_to(&workstream, "milestone_reached"))
        }
        Err(Error::Refused(refusals)) => {
            drop(tx);
            refused(&app, page, workstream, Draft::default(), &refusals).await
        }
        Err(error) => Err(error),
    }
}

async fn remove(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = find(&tx, &slug).await?;
    let milestone = find_milestone(&tx, &workstream, &id).await?;
    match drop_milestone(&app, &tx, &workstream, milestone).await {
        Ok(()) => {
            let now = app.clock.now();
            let action = "workstream.milestone-drop";
            audit::note(&tx, Some(&coordinator), action, &workstream.id, now).await?;
            tx.commit().await?;
            Ok(leading_to(&workstream, "milestone_dropped"))
        }
        Err(Error::Refused(refusals)) => {
            drop(tx);
            refused(&app, page, workstream, Draft::default(), &refusals).await
        }
        Err(error) => Err(error),
    }
}
