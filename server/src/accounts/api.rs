//! The way in for programs: who a token speaks for.

use super::{Account, Role};
use crate::{App, web::session::Editor};
use axum::{Json, Router, routing::get};
use serde::Serialize;
use utoipa::ToSchema;

pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/account", get(show))
}

/// The account a token belongs to.
#[derive(Serialize, ToSchema)]
pub struct Holder {
    id: String,
    name: String,
    #[schema(value_type = String, example = "coordinator")]
    role: Role,
}

/// Who am I, and what may I?
#[utoipa::path(
    get,
    path = "/api/v1/account",
    tag = "account",
    security(("token" = [])),
    responses(
        (status = 200, description = "The account this token belongs to", body = Holder),
        (status = 401, description = "No token, or one that is not in force"),
    )
)]
pub async fn show(editor: Editor) -> Json<Holder> {
    let Account { id, name, role, .. } = &*editor;
    Json(Holder {
        id: id.to_string(),
        name: name.clone(),
        role: *role,
    })
}
