//! Documents for programs. What is for members takes a token.

use super::{Audience, Document, Draft};
use crate::{
    App, Result, audit,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::Editor,
    },
    workstreams,
};
use axum::{
    extract::{Path, State as Of},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(remove))
}

/// A document of a workstream.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Document)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    pub title: String,
    /// The address it lies at.
    pub link: String,
    /// „Protokoll“, „Entwurf“
    pub kind: String,
    pub licence: String,
    pub audience: Audience,
    pub created_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(document: &Document) -> Self {
        Self {
            id: document.id.to_string(),
            title: document.title.clone(),
            link: document.link.clone(),
            kind: document.kind.clone(),
            licence: document.licence.clone(),
            audience: document.audience,
            created_at: document.created_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentList)]
struct List {
    documents: Vec<Shape>,
}

/// List the documents of a workstream of ours: with a token all of them, without those for everybody.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/documents",
    operation_id = "listDocuments",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    responses((status = 200, description = "The latest first", body = List), Failures)
)]
async fn list(
    editor: Option<Editor>,
    Of(app): Of<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    if editor.is_some() {
        let workstream = workstreams::find(&app.db, &named).await?;
        let documents = super::of_workstream(&app.db, &workstream.id).await?;
        let documents = documents.iter().map(Shape::of).collect();
        return json::private(&List { documents });
    }
    let workstream = workstreams::find_public(&app.db, &named).await?;
    let documents = super::public(&app.db, &workstream.id).await?;
    let documents = documents.iter().map(Shape::of).collect();
    json::public(&headers, &List { documents })
}

/// Add one. Members of other servers are told.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/documents",
    operation_id = "addDocument",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new document", body = Shape), Failures)
)]
async fn add(
    editor: Editor,
    Of(app): Of<App>,
    Path(named): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let document = super::add(&app, &tx, &workstream, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "document.add", &document.id).await?;
    let path = format!(
        "/api/v1/workstreams/{}/documents/{}",
        workstream.slug, document.id
    );
    json::created(&app, &path, &Shape::of(&document))
}

/// Remove one.
#[utoipa::path(
    delete,
    path = "/api/v1/workstreams/{workstream}/documents/{document}",
    operation_id = "removeDocument",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("document" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn remove(
    editor: Editor,
    Of(app): Of<App>,
    Path((named, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let document = super::find_for_change(&tx, &workstream, &id).await?;
    let id = document.id.clone();
    super::remove(&app, &tx, &workstream, document).await?;
    audit::kept(&app, tx, Some(&editor), "document.remove", &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
