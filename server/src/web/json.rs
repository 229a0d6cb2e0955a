//! JSON of the API: bodies in, of which every wrong field is named, and answers out.

use crate::{App, Error, Result, fields};
use axum::{
    body::Bytes,
    extract::{FromRequest, OptionalFromRequest, Request, rejection::BytesRejection},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, VARY},
    },
    response::{IntoResponse, Response},
};
use federation::negotiate::tagged;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The longest body, in bytes: a draft with every field at its limit fits several times.
pub const BODY_BYTES_AT_MOST: usize = 512 * 1024;

/// A draft, as a program sends it.
pub struct Said<T>(pub T);

impl<S, T> FromRequest<S> for Said<T>
where
    S: Send + Sync,
    T: Default + Serialize + DeserializeOwned,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if !is_json(request.headers()) {
            return Err(Error::Malformed(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|wrong: BytesRejection| Error::Malformed(wrong.status()))?;
        let said: Map<String, Value> =
            serde_json::from_slice(&body).map_err(|wrong| Error::NotJson {
                line: wrong.line(),
                column: wrong.column(),
            })?;
        fields::read(said).map(Self).map_err(Error::WrongFields)
    }
}

/// Where nothing has to be said, no body at all says nothing.
impl<S, T> OptionalFromRequest<S> for Said<T>
where
    S: Send + Sync,
    T: Default + Serialize + DeserializeOwned,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>> {
        if request.headers().contains_key(CONTENT_TYPE) {
            let said = <Self as FromRequest<S>>::from_request(request, state).await;
            return said.map(Some);
        }
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|wrong: BytesRejection| Error::Malformed(wrong.status()))?;
        match body.is_empty() {
            true => Ok(None),
            false => Err(Error::Malformed(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = content_type.and_then(|kind| kind.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// What everybody may read. Caches ask again each time, so that nobody reads what was changed a
/// moment ago; what is unchanged is answered 304.
pub fn public(headers: &HeaderMap, told: &impl Serialize) -> Result<Response> {
    let mut response = tagged(
        headers,
        "application/json",
        serde_json::to_string(told)?,
        true,
    );
    let answer = response.headers_mut();
    answer.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer.insert(VARY, HeaderValue::from_static("Authorization"));
    Ok(response)
}

/// What only who asked may read.
pub fn private(told: &impl Serialize) -> Result<Response> {
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, serde_json::to_string(told)?).into_response())
}

/// Something new, and the path where it is from now on.
pub fn created(app: &App, path: &str, told: &impl Serialize) -> Result<Response> {
    let mut address = app.config.origin().clone();
    address.set_path(path);
    let mut response = private(told)?;
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(address) = HeaderValue::from_str(address.as_str()) {
        response.headers_mut().insert(LOCATION, address);
    }
    Ok(response)
}
