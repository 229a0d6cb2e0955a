//! Requests as they go over the wire, open to tampering before they are sent: nothing is added to
//! them, nothing is mended.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full, StreamBody, combinators::BoxBody};
use hyper::{body::Frame, client::conn::http1};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::convert::Infallible;
use tokio::net::TcpStream;
use url::{Position, Url, form_urlencoded};

/// A request, not yet sent.
#[derive(Clone, Debug)]
pub struct Post {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Without `Content-Length`, in pieces.
    pub chunked: bool,
}

impl Post {
    pub fn get(url: &Url, accept: &str) -> Self {
        let get = Self {
            method: Method::GET,
            url: url.clone(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            chunked: false,
        };
        get.with("host", authority(url)).with("accept", accept)
    }

    /// A form as a browser posts it from our own page.
    pub fn form(url: &Url, fields: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let post = Self {
            method: Method::POST,
            body: body.into(),
            ..Self::get(url, "text/html")
        };
        post.with("content-type", "application/x-www-form-urlencoded")
            .with("sec-fetch-site", "same-origin")
    }

    /// With this header instead of any of that name.
    pub fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.insert(name_of(name), value_of(value.as_ref()));
        self
    }

    /// With this header beside those of that name.
    pub fn and(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.append(name_of(name), value_of(value.as_ref()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// With another body, under the headers of the first.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// To another address, under the headers of the first.
    pub fn to(mut self, url: &Url) -> Self {
        self.url = url.clone();
        self
    }

    pub fn in_pieces(mut self) -> Self {
        self.chunked = true;
        self
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Send it on a connection of its own, to the port of its URL on this machine.
    pub async fn send(&self) -> Reply {
        self.try_to_send().await.expect("an answer")
    }

    /// The same to a server that may be gone, before or while it answers.
    pub async fn try_to_send(&self) -> Option<Reply> {
        let port = self.url.port_or_known_default()?;
        let stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        let connection = tokio::spawn(connection);
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(&self.url[Position::BeforePath..Position::AfterQuery])
            .body(self.stream())
            .expect("a request");
        *request.headers_mut() = self.headers.clone();
        let response = sender.send_request(request).await.ok()?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        connection.abort();
        Some(Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    fn stream(&self) -> BoxBody<Bytes, Infallible> {
        /// How much of a body goes into one piece.
        const PIECE_BYTES: usize = 16 * 1024;
        if !self.chunked {
            return Full::new(self.body.clone()).boxed();
        }
        let pieces = self.body.chunks(PIECE_BYTES).map(Bytes::copy_from_slice);
        let frames: Vec<_> = pieces.map(|piece| Ok(Frame::data(piece))).collect();
        BodyExt::boxed(StreamBody::new(futures_util::stream::iter(frames)))
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: impl AsRef<str>) -> &str {
        let value = self.headers.get(name.as_ref());
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub fn media_type(&self) -> &str {
        let whole = self.header(header::CONTENT_TYPE);
        whole.split(';').next().unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.body))
    }
}

/// Host and port, as `Host` has it.
pub fn authority(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

fn name_of(name: &str) -> HeaderName {
    HeaderName::try_from(name).expect("a header's name")
}

fn value_of(value: &[u8]) -> HeaderValue {
    HeaderValue::from_bytes(value).expect("a header's value")
}
