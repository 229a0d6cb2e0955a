//! What browsers are told about every answer: load nothing from elsewhere, run no script, show it
//! in no frame, keep the working area out of caches and search engines. A handler that says
//! otherwise about its own answer is heard.

use super::limits::is_trusted;
use crate::App;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use std::net::SocketAddr;
use url::Url;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// One year, the least that browsers' preload lists accept. Not for subdomains: they may belong to
/// another server of the association that is not there yet.
const HSTS: &str = "max-age=31536000";

/// How people reach this instance, which decides what browsers may be promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub fn of(origin: &Url) -> Self {
        match origin.scheme() {
            "https" => Self::Https,
            _ => Self::Http,
        }
    }
}

/// The layer that leads a visitor to https whom a proxy we trust let in without: what is typed or signed
/// in there would travel in the clear. Without such a proxy nobody says how a visitor came.
pub async fn insist(State(app): State<App>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.ip());
    let trusted = &app.config.listen.trusted_proxies;
    let proto = request.headers().get("x-forwarded-proto");
    let came_by_http = proto.is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"http"));
    // Another server follows no redirect when it posts: it would take this for a refusal, and what it said
    // has come in the clear already.
    let is_for_inbox = request.method() == Method::POST && request.uri().path().starts_with("/ap/");
    let is_meant = came_by_http
        && !is_for_inbox
        && Scheme::of(app.config.origin()) == Scheme::Https
        && peer.is_some_and(|peer| is_trusted(peer, trusted));
    match request.uri().path_and_query() {
        Some(place) if is_meant => {
            let origin = app.config.origin().as_str().trim_end_matches('/');
            Redirect::permanent(&format!("{origin}{place}")).into_response()
        }
        _ => next.run(request).await,
    }
}

/// The layer around everything that answers.
pub async fn protect(State(scheme): State<Scheme>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    add(response.headers_mut(), &path, scheme);
    response
}

fn add(headers: &mut HeaderMap, path: &str, scheme: Scheme) {
    let mut say = |name: HeaderName, value: &str| {
        let value = HeaderValue::from_str(value).expect("our own words are ASCII");
        headers.entry(name).or_insert(value);
    };
    say(CONTENT_SECURITY_POLICY, &content_policy(path));
    say(X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Says nothing to others, so a secret in an address stays here. `no-referrer` would say as
    // little, but turns the Origin of our own forms into `null`, and older browsers send only that.
    say(REFERRER_POLICY, "same-origin");
    say(
        PERMISSIONS_POLICY,
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
    say(OPENER_POLICY, "same-origin");
    if scheme == Scheme::Https {
        say(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if lies_in(path, "/desk") || lies_in(path, "/sign-in") {
        say(CACHE_CONTROL, "private, no-store");
        say(X_ROBOTS_TAG, "noindex");
    }
}

fn content_policy(path: &str) -> String {
    let script = if lies_in(path, "/desk") {
        "'self'"
    } else {
        "'none'"
    };
    format!(
        "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src {script}; \
         object-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
    )
}

/// Whether `path` is `area` or a page below it.
fn lies_in(path: &str, area: &str) -> bool {
    path.strip_prefix(area)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::instance;
    use axum::{Router, body::Body, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt;

    async fn headers(path: &str, scheme: Scheme) -> HeaderMap {
        let own = [
            (CONTENT_SECURITY_POLICY, "sandbox"),
            (CACHE_CONTROL, "public, max-age=60"),
        ];
        let router: Router = Router::new()
            .route("/media/1", get(async move || (own, "")))
            .fallback(async || "")
            .layer(from_fn_with_state(scheme, protect));
        let request = Request::get(path).body(Body::empty()).unwrap();
        router
            .oneshot(request)
            .await
            .unwrap()
            .into_parts()
            .0
            .headers
    }

    #[tokio::test]
    async fn who_came_in_the_clear_is_led_to_https_when_a_trusted_proxy_says_so() {
        let app = instance("https://dialog.example.org").await;
        let router = crate::web::router(App::clone(&app));
        let ask = async |peer: &str, proto: &str| {
            let mut request = Request::get("/events?kind=briefing")
                .header("x-forwarded-proto", proto)
                .body(Body::empty())
                .unwrap();
            let peer: SocketAddr = peer.parse().unwrap();
            request.extensions_mut().insert(ConnectInfo(peer));
            let answer = router.clone().oneshot(request).await.unwrap();
            let to = answer.headers().get("location");
            let to = to.map(|to| to.to_str().unwrap().to_owned());
            (answer.status().as_u16(), to)
        };
        let there = "https://dialog.example.org/events?kind=briefing".to_owned();
        assert_eq!(ask("127.0.0.1:9", "http").await, (308, Some(there)));
        assert_eq!(ask("127.0.0.1:9", "https").await, (200, None));
        // Anybody can write a header.
        assert_eq!(ask("192.0.2.1:9", "http").await, (200, None));

        // What another server posts is taken, or refused for what it is.
        let mut request = Request::post("/ap/inbox")
            .header("x-forwarded-proto", "http")
            .body(Body::empty())
            .unwrap();
        let proxy: SocketAddr = "127.0.0.1:9".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(proxy));
        let answer = router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 415);
    }

    #[tokio::test]
    async fn public_pages_run_no_script_and_load_nothing_from_elsewhere() {
        let headers = headers("/events", Scheme::Https).await;
        assert_eq!(
            headers["content-security-policy"],
            "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'none'; \
             object-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "same-origin");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        assert!(headers.contains_key("permissions-policy"));
        assert!(!headers.contains_key("cache-control"));
        assert!(!headers.contains_key("x-robots-tag"));
    }

    #[tokio::test]
    async fn the_working_area_stays_out_of_caches_and_search_engines() {
        for (path, private) in [
            ("/desk", true),
            ("/desk/account", true),
            ("/sign-in", true),
            ("/sign-in/secret", true),
            ("/desks", false),
            ("/", false),
        ] {
            let headers = headers(path, Scheme::Https).await;
            let says = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
            let expected = private.then_some("private, no-store");
            assert_eq!(says("cache-control"), expected, "{path}");
            assert_eq!(says("x-robots-tag"), private.then_some("noindex"), "{path}");
        }
    }

    #[tokio::test]
    async fn only_the_working_area_may_run_our_script() {
        let policy = async |path| {
            let headers = headers(path, Scheme::Https).await;
            headers["content-security-policy"]
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert!(
            policy("/desk/events/new")
                .await
                .contains("script-src 'self';")
        );
        assert!(policy("/sign-in").await.contains("script-src 'none';"));
        assert!(
            policy("/@dialog/follow")
                .await
                .contains("form-action 'self';")
        );
    }

    #[tokio::test]
    async fn https_is_promised_only_where_it_is_used() {
        let promised = async |scheme| {
            headers("/", scheme)
                .await
                .get("strict-transport-security")
                .cloned()
        };
        assert_eq!(promised(Scheme::Https).await.unwrap(), HSTS);
        assert_eq!(promised(Scheme::Http).await, None);
    }

    #[tokio::test]
    async fn a_handler_is_heard_about_its_own_answer() {
        let headers = headers("/media/1", Scheme::Https).await;
        assert_eq!(headers["content-security-policy"], "sandbox");
        assert_eq!(headers["cache-control"], "public, max-age=60");
        assert_eq!(headers["x-content-type-options"], "nosniff");
    }
}
