//! Pictures and documents from programs: the body is the file.

use crate::{
    App, Error, Result,
    web::{json, openapi::Failures, session::Editor},
};
use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, State, rejection::BytesRejection},
    response::Response,
};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes(app: &App) -> OpenApiRouter<App> {
    let longest = app.config.limits.upload_bytes as usize;
    OpenApiRouter::new()
        .routes(routes!(keep))
        .routes(routes!(keep_document))
        .layer(DefaultBodyLimit::max(longest))
}

/// A picture of ours.
#[derive(Serialize, ToSchema)]
#[schema(as = Media)]
struct Shape {
    /// Put this into `picture` of an event or association.
    id: String,
    url: Url,
    media_type: String,
    /// In pixels, as the height.
    width: i32,
    height: i32,
}

/// Upload a picture.
///
/// JPEG, PNG, WebP or GIF, whatever `Content-Type` says. Only the picture is kept: no places, names
/// or other data that came with the file.
#[utoipa::path(
    post,
    path = "/api/v1/media",
    operation_id = "uploadPicture",
    tag = "media",
    request_body(content = inline(Vec<u8>), content_type = "application/octet-stream"),
    security(("token" = [])),
    responses((status = 201, description = "The picture as it is kept", body = Shape), Failures)
)]
async fn keep(
    _: Editor,
    State(app): State<App>,
    upload: Result<Bytes, BytesRejection>,
) -> Result<Response> {
    let upload = upload.map_err(|wrong| Error::Malformed(wrong.status()))?;
    let media = super::keep(&app, upload.into()).await?;
    let mut url = app.config.origin().clone();
    url.set_path(&media.path());
    let shape = Shape {
        id: media.id.to_string(),
        url: url.clone(),
        media_type: media.media_type,
        width: media.width,
        height: media.height,
    };
    json::created(&app, url.path(), &shape)
}

/// A document of ours.
#[derive(Serialize, ToSchema)]
#[schema(as = MediaDocument)]
struct DocumentShape {
    id: String,
    /// Put this into the `products` of the report of a workstream or the `materials` of an event's, as the
    /// link of one.
    url: Url,
    media_type: String,
    bytes: i64,
}

/// Upload a document.
///
/// A PDF, whatever `Content-Type` says. It is kept as it is, and forgotten after two days where nothing
/// leads to it.
#[utoipa::path(
    post,
    path = "/api/v1/media/documents",
    operation_id = "uploadDocument",
    tag = "media",
    request_body(content = inline(Vec<u8>), content_type = "application/octet-stream"),
    security(("token" = [])),
    responses((status = 201, description = "The document as it is kept", body = DocumentShape), Failures)
)]
async fn keep_document(
    _: Editor,
    State(app): State<App>,
    upload: Result<Bytes, BytesRejection>,
) -> Result<Response> {
    let upload = upload.map_err(|wrong| Error::Malformed(wrong.status()))?;
    let media = super::keep_document(&app, upload.into()).await?;
    let mut url = app.config.origin().clone();
    url.set_path(&media.path());
    let shape = DocumentShape {
        id: media.id.to_string(),
        url: url.clone(),
        media_type: media.media_type,
        bytes: media.bytes,
    };
    json::created(&app, url.path(), &shape)
}

#[cfg(test)]
mod tests {
    use crate::{
        accounts::Role,
        events::feed::tests::{ORIGIN, denkwerkstatt, house, text},
        jobs,
        web::openapi::tests::Program,
    };
    use axum::{body::Body, http::Request};
    use chrono::Duration;
    use image::{DynamicImage, ImageFormat};
    use serde_json::{Value, json};
    use std::io::Cursor;

    async fn uploaded(editor: &Program) -> Value {
        let mut file = Vec::new();
        let picture = DynamicImage::new_rgb8(40, 30);
        picture
            .write_to(&mut Cursor::new(&mut file), ImageFormat::Png)
            .unwrap();
        let response = editor
            .send(Request::post("/api/v1/media").body(file.into()).unwrap())
            .await;
        assert_eq!(response.status(), 201);
        serde_json::from_str(&text(response).await).unwrap()
    }

    async fn shown(editor: &Program, media: &Value) -> u16 {
        let path = media["url"].as_str().unwrap().strip_prefix(ORIGIN).unwrap();
        let request = Request::get(path).body(Body::empty()).unwrap();
        editor.send(request).await.status().as_u16()
    }

    #[tokio::test]
    async fn a_picture_that_nothing_shows_is_forgotten_after_two_days() {
        let (app, _) = house().await;
        let editor = Program::new(&app, Role::Editor).await;
        let (used, unused) = (uploaded(&editor).await, uploaded(&editor).await);
        let mut draft = json!(denkwerkstatt());
        draft["picture"] = used["id"].clone();
        draft["picture_alt"] = "Ein leeres Blatt".into();
        let (status, _) = editor.say("POST", "/api/v1/events", Some(draft)).await;
        assert_eq!(status, 201);
        let files = || std::fs::read_dir(app.config.media_dir()).unwrap().count();
        let before = files();
        for (hours, left) in [(47, 200), (49, 404)] {
            let later = app.clock.now() + Duration::hours(hours);
            jobs::clear(&app, later).await.unwrap();
            assert_eq!(shown(&editor, &used).await, 200, "{hours}");
            assert_eq!(shown(&editor, &unused).await, left, "{hours}");
        }
        assert_eq!(files(), before - 1);
    }

    #[tokio::test]
    async fn a_body_larger_than_a_picture_may_be_is_not_read() {
        let (app, _) = house().await;
        let editor = Program::new(&app, Role::Editor).await;
        let body = vec![0; app.config.limits.upload_bytes as usize + 1];
        let request = Request::post("/api/v1/media").body(Body::from(body));
        assert_eq!(editor.send(request.unwrap()).await.status(), 413);
    }

    #[tokio::test]
    async fn an_uploaded_picture_can_be_put_into_an_event() {
        let (app, _) = house().await;
        let editor = Program::new(&app, Role::Editor).await;
        let media = uploaded(&editor).await;
        assert_eq!(
            (&media["width"], &media["height"]),
            (&40.into(), &30.into())
        );
        let mut draft = json!(denkwerkstatt());
        draft["picture"] = media["id"].clone();
        draft["picture_alt"] = "Ein leeres Blatt".into();
        let (status, event) = editor.say("POST", "/api/v1/events", Some(draft)).await;
        assert_eq!(status, 201);
        assert_eq!(event["picture"]["url"], media["url"]);
        assert_eq!(shown(&editor, &media).await, 200);
    }
}
