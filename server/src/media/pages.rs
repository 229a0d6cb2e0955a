//! Pictures and documents of ours, served so that a browser can take them for nothing else.

use super::Media;
use crate::{App, Error, Result, ids::MediaId};
use axum::{
    Router,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

pub fn routes() -> Router<App> {
    Router::new().route("/media/{file}", get(show))
}

async fn show(State(app): State<App>, Path(file): Path<String>) -> Result<Response> {
    let id: MediaId = file
        .split('.')
        .next()
        .and_then(|id| id.parse().ok())
        .ok_or(Error::NotFound)?;
    let (media, bytes): (Media, Vec<u8>) = super::read(&app, &id).await?.ok_or(Error::NotFound)?;
    if media.file_name() != file {
        return Err(Error::NotFound);
    }
    let how = match media.is_document() {
        true => "attachment",
        false => "inline",
    };
    let disposition = format!("{how}; filename=\"{file}\"");
    let headers = [
        (header::CONTENT_TYPE, media.media_type.as_str()),
        // The bytes behind an id never change.
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_DISPOSITION, disposition.as_str()),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
    ];
    Ok((headers, bytes).into_response())
}
