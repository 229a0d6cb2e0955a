//! What somebody sees when a request failed: a page for people, a problem document for programs (RFC 9457).
//! Needs no database, so it also works when that is what failed; where it does not, a page that is not
//! there names what comes next. Every failure has a number, logged once, here.
//! Refuses to say anything about causes inside.

use super::page::{Page, SIGN_IN, Site, respond};
use crate::{
    App,
    error::{Error, Refusals, Unrendered},
    events::pages::{Card, next_cards},
};
use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use federation::{Clock, Ulids};
use serde::Serialize;
use std::{any::Any, sync::Arc};
use utoipa::ToSchema;

/// What the layer around all routes needs.
#[derive(Clone)]
pub struct Explainer {
    pub site: Arc<Site>,
    pub clock: Clock,
    pub ulids: Arc<Ulids>,
    /// Where the next dates are looked up.
    pub calendar: Option<App>,
}

/// On a page for what is not there.
const DATES_AT_MOST: u64 = 3;

impl Explainer {
    pub fn of(app: &App) -> Self {
        Self {
            site: app.site.clone(),
            clock: app.clock.clone(),
            ulids: app.ulids.clone(),
            calendar: Some(app.clone()),
        }
    }

    /// Nobody needs them as much that their failure would count.
    async fn next_dates(&self, page: &Page) -> Vec<Card> {
        let Some(app) = &self.calendar else {
            return Vec::new();
        };
        let cards = next_cards(app, page, DATES_AT_MOST).await;
        cards.unwrap_or_default()
    }
}

/// What a failure says in its headers is said with its words too.
const KEPT: [HeaderName; 3] = [
    header::WWW_AUTHENTICATE,
    header::ALLOW,
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
];

/// In what form a failure is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Page,
    Problem,
    /// The bare status, as it came.
    NotAtAll,
}

/// The outermost layer: an [`Error`] leaves its handler as a bare status and gets its words here.
pub async fn explain(State(with): State<Explainer>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let page = Page::new(with.site.clone(), &parts);
    let (ours, bare) = (told(&parts, true), told(&parts, false));
    let path = without_secret(parts.uri.path()).to_owned();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    let unrendered = response.extensions_mut().remove::<Unrendered>();
    let told = match &unrendered {
        Some(_) => ours,
        None if is_bare(&response) => bare,
        None => Told::NotAtAll,
    };
    if told == Told::NotAtAll {
        return response;
    }
    let number = with.ulids.next(with.clock.now()).to_string();
    let error = unrendered.as_ref().map(|Unrendered(error)| &**error);
    log(error, status, &path, &number);
    let mut explained = match told {
        Told::Page if is_not_there(status) => {
            let dates = with.next_dates(&page).await;
            let explained = ErrorPage::about(page, status, &number, error);
            explained.naming(dates).into_response()
        }
        Told::Page => ErrorPage::about(page, status, &number, error).into_response(),
        _ => problem(&page, status, &number, error),
    };
    if let Some(Error::TooMany { wait }) = error {
        let wait = HeaderValue::from(*wait);
        explained.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    for name in KEPT {
        if let Some(value) = response.headers_mut().remove(&name) {
            explained.headers_mut().insert(name, value);
        }
    }
    explained
}

/// A handler that gave up is a failure like any other. What it said goes into the log alone.
pub fn of_panic(said: Box<dyn Any + Send>) -> Response {
    let words = said.downcast_ref::<String>().cloned();
    let words = words.or_else(|| said.downcast_ref::<&str>().map(|words| (*words).to_owned()));
    let words = words.unwrap_or_else(|| "no words".to_owned());
    Error::Internal(anyhow::anyhow!("panicked: {words}")).into_response()
}

/// Programs are answered in their own form. A status from below our handlers is explained to a browser, and
/// to whoever sends a form: other servers read statuses, not pages, and post to addresses of their own.
fn told(parts: &Parts, ours: bool) -> Told {
    let accept = parts.headers.get(header::ACCEPT);
    let accept = accept
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or("*/*");
    let path = parts.uri.path();
    let is_form = parts.method == Method::POST && !path.starts_with("/ap/");
    if path.starts_with("/api/") || path.ends_with(".json") {
        Told::Problem
    } else if accept.contains("text/html") {
        Told::Page
    } else if !(ours || is_form && accept.contains("*/*")) {
        Told::NotAtAll
    } else if accept.contains("json") {
        Told::Problem
    } else {
        Told::Page
    }
}

/// What stands behind these lets in whoever knows it: to an account, to what somebody registered with
/// and the place they may know, to an idea of theirs, to their ballot, to their seat, through the door.
pub const SECRETS_BEHIND: [&str; 6] = ["/sign-in/", "/r/", "/i/", "/v/", "/k/", "/door/"];

/// A secret link is in nobody's log, even if it could not be used.
fn without_secret(path: &str) -> &str {
    let open = SECRETS_BEHIND.iter().find(|open| path.starts_with(**open));
    open.map_or(path, |open| &path[..open.len()])
}

/// A failure nobody has put into words: no body, or the framework's plain text.
fn is_bare(response: &Response) -> bool {
    let status = response.status();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    (status.is_client_error() || status.is_server_error())
        && content_type
            .is_none_or(|content_type| content_type.as_bytes().starts_with(b"text/plain"))
}

fn log(error: Option<&Error>, status: StatusCode, path: &str, number: &str) {
    let status = status.as_u16();
    match error {
        Some(Error::Internal(cause)) => {
            tracing::error!(
                request = number,
                status,
                path,
                cause = format!("{cause:#}"),
                "failed"
            );
        }
        _ if status >= 500 => tracing::error!(request = number, status, path, "failed"),
        _ => tracing::debug!(request = number, status, path, "refused"),
    }
}

/// A failure for programs (RFC 9457), in the reader's language.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind it is.
    r#type: &'static str,
    status: u16,
    title: String,
    detail: String,
    /// The number of this request, by which the log can be asked.
    instance: String,
    /// What exactly is wrong, when it can be named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, ToSchema)]
struct Fault {
    /// Stays the same, whatever the words.
    code: &'static str,
    detail: String,
    /// The field of the body or query, as a JSON Pointer: `#/starts_on`.
    pointer: Option<String>,
}

impl Problem {
    fn new(page: &Page, status: StatusCode, number: &str, error: Option<&Error>) -> Self {
        let (title, detail, _) = said(status);
        let detail = match error {
            Some(Error::NotJson { line, column }) => {
                page.t2("error-not-json", "line", *line, "column", *column)
            }
            _ => page.t(detail),
        };
        let errors = match error {
            Some(Error::Refused(Refusals(refusals))) => refusals
                .iter()
                .map(|refusal| Fault {
                    code: refusal.message,
                    detail: page.t(refusal.message),
                    pointer: refusal.field.map(|field| format!("#/{field}")),
                })
                .collect(),
            Some(Error::WrongFields(wrong)) => wrong
                .iter()
                .map(|wrong| Fault {
                    code: wrong.key(),
                    detail: wrong.said(page.lang),
                    pointer: Some(format!("#/{}", pointed(&wrong.name))),
                })
                .collect(),
            _ => Vec::new(),
        };
        Self {
            r#type: "about:blank",
            status: status.as_u16(),
            title: page.t(title),
            detail,
            instance: format!("urn:ulid:{number}"),
            errors,
        }
    }
}

/// A name inside a JSON Pointer (RFC 6901 §3).
fn pointed(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn problem(page: &Page, status: StatusCode, number: &str, error: Option<&Error>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::VARY, "Accept, Accept-Language, Cookie"),
    ];
    let problem = Problem::new(page, status, number, error);
    match serde_json::to_string(&problem) {
        Ok(problem) => (status, headers, problem).into_response(),
        Err(_) => status.into_response(),
    }
}

#[derive(Template)]
#[template(path = "errors/error.html")]
pub struct ErrorPage {
    page: Page,
    code: u16,
    /// What happened, and what to do now.
    title: String,
    advice: String,
    /// What the log line of this request carries.
    request: String,
    way_on: WayOn,
    sign_in: &'static str,
    dates: Vec<Card>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WayOn {
    Start,
    SignIn,
    Again,
}

impl ErrorPage {
    pub fn new(page: Page, status: StatusCode, request: impl Into<String>) -> Self {
        let (title, advice, way_on) = said(status);
        let (title, advice) = (page.t(title), page.t(advice));
        Self {
            page: page.with_title(title.clone()).unlisted(),
            code: status.as_u16(),
            title,
            advice,
            request: request.into(),
            way_on,
            sign_in: SIGN_IN,
            dates: Vec::new(),
        }
    }

    /// A refusal is explained in its own words, a limit in seconds.
    fn about(page: Page, status: StatusCode, number: &str, error: Option<&Error>) -> Self {
        match error {
            Some(Error::Refused(Refusals(refusals))) if !refusals.is_empty() => {
                let reasons: Vec<String> = refusals
                    .iter()
                    .map(|refusal| page.t(refusal.message))
                    .collect();
                Self::new(page, status, number).advising(reasons.join(" "))
            }
            Some(Error::TooMany { wait }) => Self::new(page, status, number).after_seconds(*wait),
            Some(Error::Erased(at)) => {
                let at = at.with_timezone(&page.site.zone).date_naive();
                let advice = page.tn("error-erased", "date", page.date(&at));
                Self::new(page, status, number).advising(advice)
            }
            _ => Self::new(page, status, number),
        }
    }

    /// Say more exactly what to do than the status alone can: „gelöscht am …“, a refusal's own words.
    pub fn advising(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    /// What comes next: perhaps that is what was looked for.
    fn naming(mut self, dates: Vec<Card>) -> Self {
        self.dates = dates;
        self
    }

    /// After so many seconds another try is welcome (429, 503).
    pub fn after_seconds(self, seconds: u64) -> Self {
        let advice = self.page.tn("error-wait", "seconds", seconds);
        self.advising(advice)
    }

    /// What was looked for may stand elsewhere by now.
    fn offers_search(&self) -> bool {
        StatusCode::from_u16(self.code).is_ok_and(is_not_there)
    }

    fn offers_start(&self) -> bool {
        self.way_on == WayOn::Start
    }

    fn offers_sign_in(&self) -> bool {
        self.way_on == WayOn::SignIn
    }
}

impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = respond(status, self);
        let cache = HeaderValue::from_static("no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, cache);
        response
    }
}

fn is_not_there(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE)
}

/// Title, advice and way on for a status.
fn said(status: StatusCode) -> (&'static str, &'static str, WayOn) {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            ("error-forbidden", "error-forbidden-advice", WayOn::SignIn)
        }
        StatusCode::NOT_FOUND => ("error-not-found", "error-not-found-advice", WayOn::Start),
        StatusCode::METHOD_NOT_ALLOWED => ("error-method", "error-method-advice", WayOn::Start),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ("error-media-type", "error-media-type-advice", WayOn::Start)
        }
        StatusCode::CONFLICT => ("error-conflict", "error-conflict-advice", WayOn::Again),
        StatusCode::GONE => ("error-gone", "error-gone-advice", WayOn::Start),
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("error-too-large", "error-too-large-advice", WayOn::Again)
        }
        StatusCode::UNPROCESSABLE_ENTITY => ("error-refused", "error-refused-advice", WayOn::Again),
        StatusCode::TOO_MANY_REQUESTS => ("error-too-many", "error-too-many-advice", WayOn::Again),
        StatusCode::SERVICE_UNAVAILABLE => (
            "error-unavailable",
            "error-unavailable-advice",
            WayOn::Again,
        ),
        status if status.is_server_error() => {
            ("error-internal", "error-internal-advice", WayOn::Again)
        }
        _ => ("error-request", "error-request-advice", WayOn::Start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        error::Refusal,
        web::page::tests::{page, site},
    };
    use axum::{
        Router,
        body::{Body, to_bytes},
        middleware::from_fn_with_state,
        routing::get,
    };
    use tower::ServiceExt;

    const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

    async fn answer(path: &str, accept: &str) -> (StatusCode, Option<String>, String) {
        async fn refused() -> Result<(), Error> {
            Err(Refusal::new("error-too-large").on("picture").into())
        }
        async fn failed() -> Result<(), Error> {
            Err(anyhow::anyhow!("the password is hunter2").into())
        }
        async fn not_json() -> Result<(), Error> {
            Err(Error::NotJson { line: 3, column: 7 })
        }
        let explainer = Explainer {
            site: Arc::new(site()),
            clock: Clock::stopped(chrono::DateTime::UNIX_EPOCH),
            ulids: Arc::default(),
            calendar: None,
        };
        let router: Router = Router::new()
            .route("/refused", get(refused).post(refused))
            .route("/api/v1/refused", get(refused))
            .route("/api/v1/not-json", get(not_json))
            .route("/failed", get(failed))
            .route(
                "/wait",
                get(async || -> Result<(), Error> { Err(Error::TooMany { wait: 60 }) }),
            )
            .route("/inbox", get(async || StatusCode::UNAUTHORIZED))
            .route(
                "/given-up",
                get(async || -> StatusCode { panic!("the password is hunter2") }),
            )
            .layer(tower_http::catch_panic::CatchPanicLayer::custom(of_panic))
            .layer(from_fn_with_state(explainer, explain));
        let request = Request::get(path)
            .header("accept", accept)
            .body(Body::empty());
        let response = router.oneshot(request.unwrap()).await.unwrap();
        let status = response.status();
        let content_type = response.headers().get("content-type");
        let content_type = content_type.map(|value| value.to_str().unwrap().to_owned());
        let retry = response.headers().get("retry-after").cloned();
        assert_eq!(retry.is_some(), status == 429, "{path}");
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (
            status,
            content_type,
            String::from_utf8(body.to_vec()).unwrap(),
        )
    }

    #[test]
    fn the_log_says_where_but_keeps_no_secret() {
        assert_eq!(
            without_secret("/events/denkwerkstatt"),
            "/events/denkwerkstatt"
        );
        for (asked, logged) in [
            ("/sign-in/Zm9yIG5vYm9keSdzIGxvZw", "/sign-in/"),
            ("/r/Zm9yIG5vYm9keSdzIGxvZw", "/r/"),
            ("/r/Zm9yIG5vYm9keSdzIGxvZw/erasure", "/r/"),
            ("/i/Zm9yIG5vYm9keSdzIGxvZw", "/i/"),
            ("/v/Zm9yIG5vYm9keSdzIGxvZw", "/v/"),
            ("/k/Zm9yIG5vYm9keSdzIGxvZw", "/k/"),
            ("/door/01JC7Z3K9V8Q4T5B6N7M8P9R0S/K7M2PQ", "/door/"),
        ] {
            assert_eq!(without_secret(asked), logged);
        }
    }

    #[tokio::test]
    async fn a_browser_gets_a_page_with_the_rule_s_own_words() {
        let (status, content_type, body) = answer("/refused", BROWSER).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(content_type.as_deref(), Some("text/html; charset=utf-8"));
        assert!(body.contains("Das ist zu groß."));
    }

    #[tokio::test]
    async fn a_program_gets_a_problem_document_naming_the_field() {
        for (path, accept) in [
            ("/api/v1/refused", BROWSER),
            ("/refused", "application/json"),
        ] {
            let (status, content_type, body) = answer(path, accept).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(content_type.as_deref(), Some("application/problem+json"));
            let problem: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert_eq!(problem["status"], 422);
            assert_eq!(problem["errors"][0]["pointer"], "#/picture");
            assert_eq!(problem["errors"][0]["detail"], "Das ist zu groß.");
            assert!(
                problem["instance"]
                    .as_str()
                    .unwrap()
                    .starts_with("urn:ulid:")
            );
        }
    }

    #[tokio::test]
    async fn a_program_reads_where_its_json_ends() {
        let (status, _, body) = answer("/api/v1/not-json", "*/*").await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let problem: serde_json::Value = serde_json::from_str(&body).unwrap();
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains('3') && detail.contains('7'), "{detail}");
    }

    #[tokio::test]
    async fn what_is_not_there_can_be_looked_for() {
        let (status, _, page) = answer("/events/nowhere", BROWSER).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(
            page.contains("action=\"/events\" role=\"search\""),
            "{page}"
        );
        let (_, _, page) = answer("/failed", BROWSER).await;
        assert!(!page.contains("role=\"search\""), "{page}");
    }

    #[tokio::test]
    async fn nobody_outside_reads_the_cause_of_a_failure() {
        for accept in [BROWSER, "application/activity+json"] {
            for path in ["/failed", "/given-up"] {
                let (status, _, body) = answer(path, accept).await;
                assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
                assert!(
                    !body.contains("hunter2") && body.contains("schiefgegangen"),
                    "{path}"
                );
            }
        }
    }

    #[tokio::test]
    async fn who_has_to_wait_is_told_how_long() {
        let (status, _, body) = answer("/wait", BROWSER).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
        assert!(body.contains("60 Sekunden"));
    }

    #[tokio::test]
    async fn a_bare_status_is_explained_to_people_and_left_alone_for_servers() {
        let (status, content_type, body) = answer("/nowhere", BROWSER).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(content_type.as_deref(), Some("text/html; charset=utf-8"));
        assert!(body.contains("Diese Seite gibt es nicht (mehr)."));
        let (status, _, body) = answer("/inbox", "application/activity+json").await;
        assert_eq!((status, body.as_str()), (StatusCode::UNAUTHORIZED, ""));
    }

    #[test]
    fn a_form_no_browser_would_send_is_answered_with_a_page_too() {
        let told = |method: &str, path: &str, accept: &str| {
            let request = Request::builder().method(method).uri(path);
            let request = request.header(header::ACCEPT, accept);
            let (parts, _) = request.body(()).unwrap().into_parts();
            told(&parts, false)
        };
        let activity = "application/activity+json";
        assert!(told("POST", "/events/a/register", "*/*") == Told::Page);
        assert!(told("POST", "/events/a/register", BROWSER) == Told::Page);
        assert!(told("POST", "/events/a/register", activity) == Told::NotAtAll);
        assert!(told("POST", "/ap/inbox", "*/*") == Told::NotAtAll);
        assert!(told("GET", "/events/a", "*/*") == Told::NotAtAll);
    }

    #[test]
    fn every_error_says_what_happened_what_to_do_and_its_number() {
        for code in [
            400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 502, 503,
        ] {
            for lang in ["de", "en"] {
                let page = page(&format!("/lost?lang={lang}"), &[]);
                let status = StatusCode::from_u16(code).unwrap();
                let html = ErrorPage::new(page, status, "01JD3Z").render().unwrap();
                assert!(!html.contains('⟦'), "{code} {lang} lacks a text");
                assert!(html.contains("01JD3Z"), "{code} {lang}");
                assert!(html.contains("noindex"), "{code} {lang}");
            }
        }
    }

    #[test]
    fn a_page_that_is_gone_may_say_since_when() {
        let error = ErrorPage::new(page("/events/x", &[]), StatusCode::GONE, "1");
        let html = error.advising("Gelöscht am 3. Mai 2026.").render().unwrap();
        assert!(html.contains("Gelöscht am 3. Mai 2026."));
    }

    #[test]
    fn waiting_is_said_in_seconds() {
        let error = ErrorPage::new(page("/x", &[]), StatusCode::TOO_MANY_REQUESTS, "1");
        assert_eq!(
            error.after_seconds(60).advice,
            "Bitte warten Sie 60 Sekunden."
        );
        let error = ErrorPage::new(page("/x?lang=en", &[]), StatusCode::TOO_MANY_REQUESTS, "1");
        assert_eq!(error.after_seconds(1).advice, "Please wait one second.");
    }
}
