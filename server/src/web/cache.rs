//! What everybody is told alike, kept for the second it was said in: a shared cache (RFC 9111) around
//! all routes, so that a page many ask for at once is made once. Keeps only what its handler calls
//! `public`, and answers only who does not say who they are. See docs/adr/0009.

use axum::{
    body::{Body, HttpBody as _, to_bytes},
    extract::{Request, State},
    http::{
        Method, StatusCode,
        header::{CACHE_CONTROL, SET_COOKIE, VARY},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use federation::Clock;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

/// Everything kept at a time. What does not fit is made anew each time it is asked for.
const KEPT_BYTES_AT_MOST: usize = 16 * 1024 * 1024;
/// Pictures are longer; they come from the disk as fast.
const ANSWER_BYTES_AT_MOST: usize = 1024 * 1024;
/// What an answer takes besides its body: its headers.
const HEADERS_BYTES: usize = 2 * 1024;

/// What an answer may depend on besides its address. Who asks differently, asks something else.
const ASKED_WITH: [&str; 6] = [
    "host",
    "accept",
    "accept-encoding",
    "accept-language",
    "if-modified-since",
    "if-none-match",
];
/// Who sends one of these says who they are, and may be told what nobody else is.
const PERSONAL: [&str; 4] = ["authorization", "cookie", "signature", "signature-input"];

/// The answers of one moment. Clones share them.
#[derive(Clone)]
pub struct Cache {
    clock: Clock,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    moment: Moment,
    bytes: usize,
    answers: HashMap<Vec<u8>, Response<Bytes>>,
}

/// An answer holds as long as this: pages know the time, and other processes write too.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Moment {
    second: i64,
    changes: u64,
}

impl Cache {
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            kept: Arc::default(),
        }
    }

    /// Something changed, or is about to: what was said before is not said again.
    pub fn forget(&self) {
        let mut kept = self.now();
        let changes = kept.moment.changes.wrapping_add(1);
        *kept = Kept::at(Moment {
            changes,
            ..kept.moment
        });
    }

    fn find(&self, question: &[u8]) -> (Moment, Option<Response<Bytes>>) {
        let kept = self.now();
        (kept.moment, kept.answers.get(question).cloned())
    }

    /// Keep an answer that was begun at `moment`, if that is still now.
    fn keep(&self, moment: Moment, question: Vec<u8>, answer: &Response<Bytes>) {
        let mut kept = self.now();
        let bytes = kept.bytes + question.len() + answer.body().len() + HEADERS_BYTES;
        if moment == kept.moment && bytes <= KEPT_BYTES_AT_MOST {
            kept.bytes = bytes;
            kept.answers.insert(question, answer.clone());
        }
    }

    /// What is kept, without what belongs to a second that has passed.
    fn now(&self) -> MutexGuard<'_, Kept> {
        let kept = self.kept.lock();
        let mut kept = kept.unwrap_or_else(|poisoned| poisoned.into_inner());
        let second = self.clock.now().timestamp();
        if kept.moment.second != second {
            *kept = Kept::at(Moment {
                second,
                ..kept.moment
            });
        }
        kept
    }
}

impl Kept {
    fn at(moment: Moment) -> Self {
        Self {
            moment,
            ..Self::default()
        }
    }
}

/// The outermost layer.
pub async fn answer(State(cache): State<Cache>, request: Request, next: Next) -> Response {
    if !request.method().is_safe() {
        let response = next.run(request).await;
        let refused = response.status().is_client_error() || response.status().is_server_error();
        if !refused {
            cache.forget();
        }
        return response;
    }
    let Some(question) = question(&request) else {
        return next.run(request).await;
    };
    let (moment, known) = cache.find(&question);
    if let Some(known) = known {
        return known.map(Body::from);
    }
    let response = next.run(request).await;
    if !is_for_everybody(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let known_length = body.size_hint().exact();
    if known_length.is_some_and(|bytes| bytes > ANSWER_BYTES_AT_MOST as u64) {
        return Response::from_parts(parts, body);
    }
    // Only what is compressed on its way does not know its length.
    let Ok(body) = to_bytes(body, KEPT_BYTES_AT_MOST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let response = Response::from_parts(parts, body);
    cache.keep(moment, question, &response);
    response.map(Body::from)
}

/// All that decides an answer, unless who asks does.
fn question(request: &Request) -> Option<Vec<u8>> {
    let headers = request.headers();
    let is_personal = PERSONAL.iter().any(|name| headers.contains_key(*name));
    if request.method() != Method::GET || is_personal {
        return None;
    }
    let mut question = request.uri().to_string().into_bytes();
    for name in ASKED_WITH {
        // Neither stands in an address or a header.
        question.push(b'\n');
        for value in headers.get_all(name) {
            question.extend_from_slice(value.as_bytes());
            question.push(b'\r');
        }
    }
    Some(question)
}

/// Whether the answer says it is for everybody, and depends on nothing but the question.
fn is_for_everybody(response: &Response) -> bool {
    let headers = response.headers();
    let words = |name| {
        let lines = headers.get_all(name).iter();
        let lines = lines.filter_map(|line| line.to_str().ok());
        lines.flat_map(|line| line.split(',').map(str::trim))
    };
    let is_known = |name: &str| {
        let mut known = ASKED_WITH.iter().chain(&PERSONAL);
        known.any(|known| name.eq_ignore_ascii_case(known))
    };
    matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED)
        && !headers.contains_key(SET_COOKIE)
        && words(CACHE_CONTROL).any(|word| word == "public")
        && !words(CACHE_CONTROL).any(|word| ["no-store", "private"].contains(&word))
        && words(VARY).all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        Router,
        http::{HeaderMap, request::Builder},
        middleware::from_fn_with_state,
        routing::get,
    };
    use chrono::{DateTime, TimeDelta};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tower::ServiceExt;

    /// A site whose only page says how often it was made.
    struct House {
        cache: Cache,
        router: Router,
    }

    const PUBLIC: (&str, &str) = ("cache-control", "public, max-age=60");

    fn house(status: u16, headers: &[(&str, &str)]) -> House {
        let clock = Clock::stopped(DateTime::from_timestamp(1_793_000_000, 0).unwrap());
        let cache = Cache::new(clock);
        let made = Arc::new(AtomicUsize::new(0));
        let mut told = HeaderMap::new();
        for (name, value) in headers {
            let name: axum::http::HeaderName = name.parse().unwrap();
            told.append(name, value.parse().unwrap());
        }
        let make = async move || {
            let made = made.fetch_add(1, Ordering::SeqCst) + 1;
            let status = StatusCode::from_u16(status).unwrap();
            (status, told, format!("made {made}"))
        };
        let router = Router::new()
            .route(
                "/",
                get(make)
                    .post(async || ())
                    .put(async || StatusCode::CONFLICT),
            )
            .route("/long", get(async || ([PUBLIC], "x".repeat(2_000_000))))
            .layer(from_fn_with_state(cache.clone(), answer));
        House { cache, router }
    }

    impl House {
        fn public() -> Self {
            house(200, &[PUBLIC])
        }

        async fn ask(&self, request: Builder) -> String {
            let request = request.body(Body::empty()).unwrap();
            let response = self.router.clone().oneshot(request).await.unwrap();
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            String::from_utf8(body.to_vec()).unwrap()
        }

        async fn says(&self) -> String {
            self.ask(Request::get("/")).await
        }
    }

    #[tokio::test]
    async fn what_many_ask_at_once_is_made_once() {
        let house = House::public();
        for _ in 0..3 {
            assert_eq!(house.says().await, "made 1");
        }
    }

    #[tokio::test]
    async fn the_next_second_is_answered_anew() {
        let house = House::public();
        assert_eq!(house.says().await, "made 1");
        house.cache.clock.advance(TimeDelta::seconds(1));
        assert_eq!(house.says().await, "made 2");
    }

    #[tokio::test]
    async fn whoever_asks_differently_asks_something_else() {
        let house = House::public();
        let one = |name, value| Request::get("/").header(name, value);
        let questions = || {
            [
                Request::get("/"),
                Request::get("/?lang=en"),
                one("host", "dialog.example.org"),
                one("accept", "text/html"),
                one("accept", "application/activity+json"),
                one("accept-language", "en"),
                one("accept-encoding", "gzip"),
                one("if-none-match", "\"x\""),
                one("if-modified-since", "Sun, 22 Nov 2026 12:00:00 GMT"),
                one("accept", "a").header("accept", "b"),
                one("accept", "ab"),
                one("accept", "a").header("accept-language", "b"),
            ]
        };
        for (place, question) in questions().into_iter().enumerate() {
            assert_eq!(house.ask(question).await, format!("made {}", place + 1));
        }
        for (place, question) in questions().into_iter().enumerate() {
            assert_eq!(house.ask(question).await, format!("made {}", place + 1));
        }
    }

    #[tokio::test]
    async fn whoever_says_who_they_are_is_answered_alone() {
        for name in ["authorization", "cookie", "signature", "signature-input"] {
            let house = House::public();
            let personal = || Request::get("/").header(name, "x");
            assert_eq!(house.ask(personal()).await, "made 1", "{name}");
            assert_eq!(house.says().await, "made 2", "{name}: kept for others");
            assert_eq!(
                house.ask(personal()).await,
                "made 3",
                "{name}: answered from others"
            );
        }
    }

    #[tokio::test]
    async fn only_what_is_called_public_is_kept() {
        for (status, headers) in [
            (200, vec![]),
            (200, vec![("cache-control", "no-cache")]),
            (200, vec![("cache-control", "private, no-store")]),
            (200, vec![PUBLIC, ("cache-control", "private")]),
            (200, vec![PUBLIC, ("cache-control", "no-store")]),
            (200, vec![PUBLIC, ("set-cookie", "session=1")]),
            (200, vec![PUBLIC, ("vary", "*")]),
            (200, vec![PUBLIC, ("vary", "Accept, X-Unheard-Of")]),
            (303, vec![PUBLIC]),
            (404, vec![PUBLIC]),
            (500, vec![PUBLIC]),
        ] {
            let house = house(status, &headers);
            assert_eq!(house.says().await, "made 1");
            assert_eq!(house.says().await, "made 2", "{status} {headers:?}");
        }
        let vary = ("vary", "Accept, Accept-Language, Cookie, accept-encoding");
        let house = house(200, &[PUBLIC, vary]);
        assert_eq!(
            (house.says().await, house.says().await),
            ("made 1".into(), "made 1".into())
        );
    }

    #[tokio::test]
    async fn a_change_is_seen_at_once() {
        let house = House::public();
        assert_eq!(house.says().await, "made 1");
        house.ask(Request::put("/")).await;
        assert_eq!(
            house.says().await,
            "made 1",
            "what was refused changed nothing"
        );
        house.ask(Request::post("/")).await;
        assert_eq!(house.says().await, "made 2");
        house.cache.forget();
        assert_eq!(house.says().await, "made 3");
    }

    #[tokio::test]
    async fn an_answer_begun_before_a_change_is_not_kept_after_it() {
        let House { cache, .. } = House::public();
        let (before, _) = cache.find(b"/");
        cache.forget();
        cache.keep(before, b"/".to_vec(), &Response::new(Bytes::from("old")));
        assert!(cache.find(b"/").1.is_none());
    }

    #[tokio::test]
    async fn a_head_is_no_answer_to_a_get() {
        let house = House::public();
        house.ask(Request::head("/")).await;
        assert_eq!(house.says().await, "made 2");
    }

    #[tokio::test]
    async fn no_more_is_kept_than_the_limit() {
        let house = House::public();
        assert_eq!(house.ask(Request::get("/long")).await.len(), 2_000_000);
        assert_eq!(house.cache.now().bytes, 0);
        let fits = KEPT_BYTES_AT_MOST / (HEADERS_BYTES + 1);
        for number in 0..fits + 10 {
            house.ask(Request::get(format!("/?{number}"))).await;
        }
        let kept = house.cache.now();
        assert!(kept.bytes <= KEPT_BYTES_AT_MOST);
        assert!(kept.answers.len() <= fits && kept.answers.len() > fits / 2);
    }
}
