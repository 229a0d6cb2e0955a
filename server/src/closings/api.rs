//! Closing an association, for programs: an owner's, with the handle said once more.

use super::{Closing, close};
use crate::{
    App, Result, associations, audit,
    web::{json::Said, openapi::Failures, session::Owner},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

/// Close an association for good.
///
/// Its followers are told that it is gone, its series close with it, and its handle is never given again.
/// What it published stays readable here; `events` says whether what is to come is called off.
#[utoipa::path(
    post,
    path = "/api/v1/association/closing",
    operation_id = "closeAssociation",
    tag = "association",
    request_body = Closing,
    security(("token" = [])),
    responses((status = 204, description = "It is closed"), Failures)
)]
async fn create(
    owner: Owner,
    State(app): State<App>,
    Said(closing): Said<Closing>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let association = associations::find_for_change(&tx, &closing.handle).await?;
    let closed = close(&app, &tx, association, &closing).await?;
    audit::kept(&app, tx, Some(&owner), "association.close", &closed.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
