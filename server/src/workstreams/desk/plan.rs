//! The milestones of a workstream in the working area: add one, say that it is reached, drop it.

use super::{Stand, leading_to};
use crate::{
    App, Result, audit,
    web::{
        page::{Page, or_again},
        session::Coordinator,
    },
    workstreams::{
        add_milestone, change_milestone, drop_milestone, find, find_for_change, find_milestone,
        milestone::Draft, reach_milestone,
    },
};
use axum::{
    Form as Typed, Router,
    extract::{Path, State as Held},
    response::Response,
    routing::post,
};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/workstreams/{slug}/milestones", post(add))
        .route("/desk/workstreams/{slug}/milestones/{id}", post(change))
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
    let done = async {
        let tx = app.begin().await?;
        let workstream = find_for_change(&tx, &slug).await?;
        add_milestone(&app, &tx, &workstream, &draft).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "workstream.milestone-add",
            &workstream.id,
        )
        .await?;
        Ok(leading_to(&workstream, "milestone_added"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &slug, draft).await
    })
    .await
}

async fn change(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = find_for_change(&tx, &slug).await?;
        let milestone = find_milestone(&tx, &workstream, &id).await?;
        change_milestone(&app, &tx, &workstream, milestone, &draft).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "workstream.milestone-change",
            &workstream.id,
        )
        .await?;
        Ok(leading_to(&workstream, "milestone_changed"))
    };
    or_again(done.await, page, async |page| {
        let mut stand = refused(&app, page, &slug, draft).await?;
        stand.changing = Some(id);
        Ok(stand)
    })
    .await
}

async fn refused(app: &App, page: Page, slug: &str, draft: Draft) -> Result<Stand> {
    let workstream = find(&app.db, slug).await?;
    let mut stand = Stand::new(app, page, workstream, true).await?;
    stand.milestone = draft;
    Ok(stand)
}

async fn reach(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = find_for_change(&tx, &slug).await?;
        let milestone = find_milestone(&tx, &workstream, &id).await?;
        reach_milestone(&app, &tx, &workstream, milestone).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "workstream.milestone-reach",
            &workstream.id,
        )
        .await?;
        Ok(leading_to(&workstream, "milestone_reached"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &slug, Draft::default()).await
    })
    .await
}

async fn remove(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = find_for_change(&tx, &slug).await?;
        let milestone = find_milestone(&tx, &workstream, &id).await?;
        drop_milestone(&app, &tx, &workstream, milestone).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "workstream.milestone-drop",
            &workstream.id,
        )
        .await?;
        Ok(leading_to(&workstream, "milestone_dropped"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &slug, Draft::default()).await
    })
    .await
}
