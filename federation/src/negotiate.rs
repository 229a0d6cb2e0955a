//! One URL, two readers: a person gets the page, a program the object, each told of the other.

use crate::vocabulary::{ACTIVITY_JSON, is_activity_json};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use url::Url;

/// What everybody may read is kept by caches this long; peers ask for it by the thousand.
const PUBLIC_CACHE: &str = "public, max-age=180";
const PRIVATE_CACHE: &str = "private, no-store";
/// What an answer may depend on.
const VARY: &str = "Accept, Signature, Signature-Input";

/// What the reader asked for in `Accept`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    Page,
    Activity,
    /// Nothing in particular: `*/*` or no `Accept` at all.
    Anything,
}

impl Wants {
    pub fn of(headers: &HeaderMap) -> Self {
        let accepted = headers
            .get_all(header::ACCEPT)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(split_outside_quotes);
        let mut best = (0.0, Self::Anything);
        for item in accepted {
            let quality = quality(item);
            let wants = if is_activity_json(item) {
                Self::Activity
            } else if matches!(media_type(item), "text/html" | "application/xhtml+xml") {
                Self::Page
            } else {
                continue;
            };
            if quality > best.0 {
                best = (quality, wants);
            }
        }
        best.1
    }
}

/// The items of an `Accept` line; a profile's URL may hold a comma inside quotes.
fn split_outside_quotes(line: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    line.split(move |c| {
        if c == '"' {
            quoted = !quoted;
        }
        c == ',' && !quoted
    })
    .map(str::trim)
}

fn media_type(item: &str) -> &str {
    item.split(';').next().unwrap_or_default().trim()
}

fn quality(item: &str) -> f32 {
    item.split(';')
        .skip(1)
        .filter_map(|parameter| parameter.trim().strip_prefix("q="))
        .find_map(|quality| quality.parse().ok())
        .unwrap_or(1.0)
}

/// An object as ActivityStreams JSON, with its tag: unchanged, it is answered 304.
pub fn activity_json(headers: &HeaderMap, body: String, public: bool) -> Response {
    tagged(headers, ACTIVITY_JSON, body, public)
}

/// The same, with the page where people read of it, as that page names its object.
pub fn telling_of_page(mut answer: Response, page: &Url) -> Response {
    let link = format!("<{page}>; rel=\"alternate\"; type=\"text/html\"");
    if let Ok(link) = HeaderValue::from_str(&link) {
        answer.headers_mut().insert(header::LINK, link);
    }
    answer
}

/// Any text with an `ETag` of its content.
pub fn tagged(
    headers: &HeaderMap,
    media_type: &'static str,
    body: String,
    public: bool,
) -> Response {
    let tag = etag(body.as_bytes());
    let unchanged = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.split(',').any(|known| is_same(known.trim(), &tag)));
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(body))
    };
    let cache = if public { PUBLIC_CACHE } else { PRIVATE_CACHE };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    answer.insert(header::VARY, HeaderValue::from_static(VARY));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    response
}

/// Weakly, as RFC 9110 §13.1.2 asks: proxies that compress mark the tag `W/`.
fn is_same(known: &str, tag: &str) -> bool {
    known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
}

fn etag(body: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, body);
    format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16]))
}

/// Send a person from an id to the page that shows it.
pub fn see_page(page: &Url) -> Response {
    let mut response = Redirect::to(page.as_str()).into_response();
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static(VARY));
    response
}

/// The `Link` from a page to the object it shows.
pub fn link_to_object(id: &Url) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!(
        "<{id}>; rel=\"alternate\"; type=\"{ACTIVITY_JSON}\""
    ))
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(accept: &str) -> Wants {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().expect("a header"));
        Wants::of(&headers)
    }

    #[test]
    fn the_reader_decides_what_it_gets() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for (accept, expected) in [
            (browser, Wants::Page),
            ("application/activity+json", Wants::Activity),
            (
                "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
                Wants::Activity,
            ),
            (
                "application/activity+json, application/ld+json",
                Wants::Activity,
            ),
            (
                "text/html;q=0.5, application/activity+json;q=0.9",
                Wants::Activity,
            ),
            ("text/html, application/activity+json;q=0.9", Wants::Page),
            ("text/plain;a=\",text/html,\"", Wants::Anything),
            ("*/*", Wants::Anything),
            ("application/json", Wants::Anything),
            ("application/ld+json", Wants::Anything),
            ("", Wants::Anything),
        ] {
            assert_eq!(wants(accept), expected, "{accept}");
        }
    }

    #[test]
    fn a_cache_is_told_what_an_answer_depends_on_and_who_may_keep_it() {
        let page = Url::parse("https://a.example/").expect("a URL");
        let said = |response: &Response, name| response.headers().get(name).cloned();
        for (answer, kept) in [
            (see_page(&page), None),
            (
                tagged(&HeaderMap::new(), "text/plain", String::new(), true),
                Some(PUBLIC_CACHE),
            ),
            (
                tagged(&HeaderMap::new(), "text/plain", String::new(), false),
                Some(PRIVATE_CACHE),
            ),
        ] {
            assert_eq!(
                said(&answer, header::VARY),
                Some(HeaderValue::from_static(VARY))
            );
            assert_eq!(
                said(&answer, header::CACHE_CONTROL),
                kept.map(HeaderValue::from_static)
            );
        }
    }

    #[test]
    fn what_has_not_changed_is_not_sent_again() {
        let first = activity_json(&HeaderMap::new(), "{}".to_owned(), true);
        let tag = first.headers()[header::ETAG].clone();
        let tag = tag.to_str().expect("ASCII");
        let mut headers = HeaderMap::new();
        for known in [tag, &format!("W/{tag}"), &format!("\"x\", {tag}"), "*"] {
            headers.insert(header::IF_NONE_MATCH, known.parse().expect("a header"));
            let again = activity_json(&headers, "{}".to_owned(), true);
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{known}");
        }
        headers.insert(header::IF_NONE_MATCH, tag.parse().expect("a header"));
        let changed = activity_json(&headers, "{\"a\":1}".to_owned(), true);
        assert_eq!(changed.status(), StatusCode::OK);
    }
}
