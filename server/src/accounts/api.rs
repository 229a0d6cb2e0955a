//! The way in for programs: who a token speaks for.

use super::{Account, Role};
use crate::{
    App,
    web::{openapi::Failures, session::Editor},
};
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
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
    operation_id = "readAccount",
    tag = "account",
    security(("token" = [])),
    responses(
        (status = 200, description = "The account this token belongs to", body = Holder),
        Failures,
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
