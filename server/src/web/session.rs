//! Who asks: a person by the cookie of a session, a program by a token. A handler that takes an
//! [`Editor`], [`Coordinator`] or [`Owner`] cannot run for anybody less. A token does not open
//! pages and a cookie not the API, so what one must be guarded against cannot reach the other.

use super::page::{SIGN_IN, SignedIn};
use crate::{
    App, Error, Result,
    accounts::{self, Account, Role, Secret, Session},
    audit,
    error::Unrendered,
};
use axum::{
    Router,
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE, WWW_AUTHENTICATE},
        request::Parts,
    },
    middleware::{Next, from_fn_with_state},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use std::{convert::Infallible, ops::Deref};
use tower_http::csrf::CsrfLayer;
use url::{Url, form_urlencoded};

/// What the two layers below put into a request they recognised.
#[derive(Clone, Debug)]
struct Known(Account);

/// Whoever is signed in, with any role, and the session they are in.
#[derive(Clone, Debug)]
pub struct Person {
    pub account: Account,
    pub session: Session,
}

impl<S: Send + Sync> FromRequestParts<S> for Person {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Error::SignInFirst)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Person {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(Account);

        impl Deref for $name {
            type Target = Account;

            fn deref(&self) -> &Account {
                &self.0
            }
        }

        impl<S: Send + Sync> FromRequestParts<S> for $name {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
                with_role(parts, Role::$name).map(Self)
            }
        }

        /// For a page that shows more to who may do more.
        impl<S: Send + Sync> OptionalFromRequestParts<S> for $name {
            type Rejection = Infallible;

            async fn from_request_parts(
                parts: &mut Parts,
                _: &S,
            ) -> Result<Option<Self>, Infallible> {
                Ok(with_role(parts, Role::$name).map(Self).ok())
            }
        }
    )*};
}

permissions!(
    /// Somebody who may write drafts.
    Editor,
    /// Somebody who may publish, change, cancel and follow.
    Coordinator,
    /// Somebody who may do everything.
    Owner,
);

fn with_role(parts: &Parts, needed: Role) -> Result<Account> {
    match parts.extensions.get() {
        None => Err(Error::SignInFirst),
        Some(Known(account)) if account.role < needed => Err(Error::Forbidden),
        Some(Known(account)) => Ok(account.clone()),
    }
}

/// The layers around everything for people: their session, and no forms from other sites.
pub fn for_people<S>(router: Router<S>, app: &App) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    // Compares Sec-Fetch-Site and Origin. Named here as well, in case a proxy rewrites Host.
    let own = app.config.origin().origin().ascii_serialization();
    let own_forms_only = CsrfLayer::new()
        .add_trusted_origin(own)
        .expect("the settings refuse an origin that is none")
        .with_rejection_response(|_| Error::Forbidden.into_response());
    router
        .layer(from_fn_with_state(app.clone(), recognise_person))
        .layer(own_forms_only)
}

/// The layer around everything for programs: their token. Needs no guard against forms of other
/// sites, as no browser adds a token by itself.
pub fn for_programs<S>(router: Router<S>, app: &App) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router.layer(from_fn_with_state(app.clone(), recognise_program))
}

async fn recognise_person(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response> {
    let person = person(&app, request.headers()).await?;
    let session = person.as_ref().map(|person| person.session.id.clone());
    let signed_in = person.is_some();
    if let Some(person) = person {
        let extensions = request.extensions_mut();
        extensions.insert(SignedIn(person.account.name.clone()));
        extensions.insert(Known(person.account.clone()));
        extensions.insert(person);
    }
    let sign_in = sign_in_address(&request);
    let mut response = run(session, request, next).await;
    if wants_sign_in(&response)
        && let Some(address) = sign_in
    {
        return Ok(Redirect::to(&address).into_response());
    }
    if signed_in {
        keep_private(&mut response);
    }
    Ok(response)
}

async fn person(app: &App, headers: &HeaderMap) -> Result<Option<Person>> {
    let cookies = CookieJar::from_headers(headers);
    let Some(cookie) = cookies.get(&cookie_name(app.config.origin())) else {
        return Ok(None);
    };
    let (idle_days, now) = (app.config.retention.sessions_days, app.clock.now());
    let holder = accounts::holder_of_session(&app.db, cookie.value(), idle_days, now).await?;
    Ok(holder.map(|(account, session)| Person { account, session }))
}

/// Where to sign in and come back from. None for a form: the answer to it stays a page that says
/// so, and after signing in elsewhere the browser can send it again, with all that was typed.
fn sign_in_address(request: &Request) -> Option<String> {
    let asked = matches!(*request.method(), Method::GET | Method::HEAD);
    let here = request.uri().path_and_query()?.as_str();
    let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
    asked.then(|| format!("{SIGN_IN}?next={next}"))
}

fn wants_sign_in(response: &Response) -> bool {
    let error = response.extensions().get::<Unrendered>();
    error.is_some_and(|Unrendered(error)| matches!(**error, Error::SignInFirst))
}

/// A page that names whoever is signed in is for nobody else.
fn keep_private(response: &mut Response) {
    let headers = response.headers_mut();
    let content_type = headers.get(CONTENT_TYPE);
    if content_type.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
}

async fn recognise_program(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response> {
    let mut way_in = None;
    if let Some(token) = token(request.headers()) {
        let holder = accounts::holder_of_token(&app.db, token, app.clock.now()).await?;
        // A wrong token is told so even where none is needed: it would only fail later.
        let (account, token) = match holder {
            Some(holder) => holder,
            None => return Ok(challenged(Error::SignInFirst.into_response())),
        };
        way_in = Some(token.id.to_string());
        request.extensions_mut().insert(Known(account));
    }
    Ok(challenged(run(way_in, request, next).await))
}

/// The handler, whose entries in the log name the way in. In a place of its own: what all layers hold at a
/// time would be too much for the stack of a build for tests.
async fn run(way_in: Option<String>, request: Request, next: Next) -> Response {
    let handler = Box::pin(next.run(request));
    match way_in {
        Some(way_in) => audit::let_in_by(way_in, handler).await,
        None => handler.await,
    }
}

/// RFC 6750 §2.1
fn token(headers: &HeaderMap) -> Option<&str> {
    let credentials = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = credentials.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// RFC 9110 §15.5.2: whoever is sent away is told what would let them in.
fn challenged(mut response: Response) -> Response {
    if response.status() == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

type SetCookie = AppendHeaders<[(HeaderName, String); 1]>;

/// A header that gives the browser its session.
pub fn begin(origin: &Url, secret: &Secret) -> SetCookie {
    cookie(
        origin,
        secret.reveal(),
        accounts::LIVES_AT_MOST.num_seconds(),
    )
}

/// A header that takes it away.
pub fn end(origin: &Url) -> SetCookie {
    cookie(origin, "", 0)
}

/// The time is the longest a session may live. When it really ends is decided here, not there.
fn cookie(origin: &Url, value: &str, seconds: i64) -> SetCookie {
    let (name, secure) = (
        cookie_name(origin),
        if is_https(origin) { "; Secure" } else { "" },
    );
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
    AppendHeaders([(SET_COOKIE, cookie)])
}

/// Browsers take `__Host-` from this very host over TLS only, so no neighbour can set one for us.
/// Test beds without TLS share a host, whose cookies are those of all its ports: each has a name of its own.
fn cookie_name(origin: &Url) -> String {
    match origin.port() {
        _ if is_https(origin) => "__Host-session".to_owned(),
        Some(port) => format!("session-{port}"),
        None => "session".to_owned(),
    }
}

fn is_https(origin: &Url) -> bool {
    origin.scheme() == "https"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::tests::{commit, instance, signed_in},
        ids::TokenId,
    };
    use accounts::NewToken;
    use axum::{
        body::Body,
        http::request::Builder,
        routing::{get, post},
    };
    use tower::ServiceExt;

    /// Every permission on a page and in the API, and a page for everybody.
    fn router(app: &App) -> Router {
        let guarded = |prefix: &str| {
            Router::<()>::new()
                .route(&format!("{prefix}/all"), get(async || ()).post(async || ()))
                .route(&format!("{prefix}/editor"), get(async |_: Editor| ()))
                .route(
                    &format!("{prefix}/coordinator"),
                    get(async |_: Coordinator| ()),
                )
                .route(
                    &format!("{prefix}/owner"),
                    get(async |_: Owner| ()).post(async |_: Owner| ()),
                )
        };
        let html = (
            [
                (CONTENT_TYPE, "text/html"),
                (CACHE_CONTROL, "public, max-age=60"),
            ],
            "",
        );
        let style = ([(CACHE_CONTROL, "public, max-age=60")], "");
        let pages = guarded("/desk")
            .route("/page", get(async move || html))
            .route("/style", get(async move || style))
            .route("/person", post(async |_: Person| ()));
        for_people(pages, app).merge(for_programs(guarded("/api"), app))
    }

    async fn answer(app: &App, request: Builder) -> Response {
        let request = request.body(Body::empty()).unwrap();
        router(app).oneshot(request).await.unwrap()
    }

    fn with_cookie(request: Builder, session: &Secret) -> Builder {
        request.header(
            "cookie",
            format!("lang=de; __Host-session={}", session.reveal()),
        )
    }

    fn with_token(request: Builder, token: &Secret) -> Builder {
        request.header("authorization", format!("Bearer {}", token.reveal()))
    }

    async fn token_of(app: &App, account: &Account) -> Secret {
        let id: TokenId = app.ulids.next(app.clock.now()).into();
        let new = NewToken {
            id,
            name: "Website".into(),
        };
        let made = commit(&app.db, async |tx| {
            accounts::create_token(tx, None, account, new, app.clock.now()).await
        });
        made.await.unwrap().1
    }

    #[tokio::test]
    async fn each_role_opens_what_it_may_and_nothing_more() {
        let app = instance("https://dialog.example.org").await;
        for (number, role, opened) in [
            (1, Role::Editor, [200, 403, 403]),
            (2, Role::Coordinator, [200, 200, 403]),
            (3, Role::Owner, [200, 200, 200]),
        ] {
            let (account, session) = signed_in(&app.db, number, role).await;
            let token = token_of(&app, &account).await;
            for (door, status) in ["editor", "coordinator", "owner"].into_iter().zip(opened) {
                let page = with_cookie(Request::get(format!("/desk/{door}")), &session);
                assert_eq!(answer(&app, page).await.status(), status, "{role:?} {door}");
                let api = with_token(Request::get(format!("/api/{door}")), &token);
                assert_eq!(answer(&app, api).await.status(), status, "{role:?} {door}");
            }
        }
    }

    #[tokio::test]
    async fn a_token_opens_no_page_and_a_cookie_not_the_api() {
        let app = instance("https://dialog.example.org").await;
        let (account, session) = signed_in(&app.db, 1, Role::Owner).await;
        let token = token_of(&app, &account).await;
        let page = answer(&app, with_token(Request::get("/desk/editor"), &token)).await;
        assert_eq!(page.status(), StatusCode::SEE_OTHER);
        let api = answer(&app, with_cookie(Request::get("/api/editor"), &session)).await;
        assert_eq!(api.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(api.headers()["www-authenticate"], "Bearer");
    }

    #[tokio::test]
    async fn a_wrong_token_is_refused_even_where_none_is_needed() {
        let app = instance("https://dialog.example.org").await;
        assert_eq!(
            answer(&app, Request::get("/api/all")).await.status(),
            StatusCode::OK
        );
        let wrong = Request::get("/api/all").header("authorization", "Bearer vb_wrong");
        assert_eq!(answer(&app, wrong).await.status(), StatusCode::UNAUTHORIZED);
        // What a proxy in front asks for is no token of ours.
        let other = Request::get("/api/all").header("authorization", "Basic dmI6cHc=");
        assert_eq!(answer(&app, other).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn whoever_is_not_signed_in_is_led_to_sign_in_and_back() {
        let app = instance("https://dialog.example.org").await;
        let response = answer(&app, Request::get("/desk/editor?page=2&q=%C3%A4")).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(
            response.headers()["location"],
            "/sign-in?next=%2Fdesk%2Feditor%3Fpage%3D2%26q%3D%25C3%25A4"
        );
        // What was typed into a form is not thrown away for it.
        let form = answer(&app, Request::post("/desk/owner")).await;
        assert_eq!(form.status(), StatusCode::UNAUTHORIZED);
    }

    #[tokio::test]
    async fn a_form_of_another_site_is_refused_although_the_cookie_came_along() {
        let app = instance("https://dialog.example.org").await;
        let (_, session) = signed_in(&app.db, 1, Role::Owner).await;
        let form = || {
            let form = Request::post("/desk/owner").header("host", "dialog.example.org");
            with_cookie(form, &session)
        };
        for (sent, status) in [
            (form().header("sec-fetch-site", "same-origin"), 200),
            (form().header("origin", "https://dialog.example.org"), 200),
            (form(), 200),
            // A proxy named another host, and an older browser sends no Sec-Fetch-Site.
            (
                with_cookie(Request::post("/desk/owner"), &session)
                    .header("host", "127.0.0.1:8080")
                    .header("origin", "https://dialog.example.org"),
                200,
            ),
            (form().header("sec-fetch-site", "cross-site"), 403),
            (form().header("sec-fetch-site", "same-site"), 403),
            (form().header("origin", "https://evil.example"), 403),
            (form().header("origin", "null"), 403),
        ] {
            let headers = format!("{:?}", sent.headers_ref());
            assert_eq!(answer(&app, sent).await.status(), status, "{headers}");
        }
    }

    #[tokio::test]
    async fn an_ended_session_is_nobody_at_once() {
        let app = instance("https://dialog.example.org").await;
        let (account, session) = signed_in(&app.db, 1, Role::Owner).await;
        let door = || with_cookie(Request::get("/desk/owner"), &session);
        assert_eq!(answer(&app, door()).await.status(), StatusCode::OK);
        let Some(Person { session: row, .. }) =
            person(&app, door().headers_ref().unwrap()).await.unwrap()
        else {
            panic!("nobody is signed in");
        };
        let end = commit(&app.db, async |tx| {
            accounts::sign_out(tx, &account, &row, app.clock.now()).await
        });
        end.await.unwrap();
        assert_eq!(answer(&app, door()).await.status(), StatusCode::SEE_OTHER);
    }

    #[tokio::test]
    async fn a_page_that_names_somebody_is_kept_out_of_shared_caches() {
        let app = instance("https://dialog.example.org").await;
        let (_, session) = signed_in(&app.db, 1, Role::Editor).await;
        let public = answer(&app, Request::get("/page")).await;
        assert_eq!(public.headers()["cache-control"], "public, max-age=60");
        let private = answer(&app, with_cookie(Request::get("/page"), &session)).await;
        assert_eq!(private.headers()["cache-control"], "private, no-store");
        let style = answer(&app, with_cookie(Request::get("/style"), &session)).await;
        assert_eq!(style.headers()["cache-control"], "public, max-age=60");
    }

    #[test]
    fn the_cookie_is_of_this_host_and_out_of_reach_of_scripts() {
        let said = |response: Response| {
            response.headers()["set-cookie"]
                .to_str()
                .unwrap()
                .to_owned()
        };
        let (https, http): (Url, Url) = (
            "https://dialog.example.org".parse().unwrap(),
            "http://localhost:8080".parse().unwrap(),
        );
        assert_eq!(
            said(cookie(&https, "x", 60).into_response()),
            "__Host-session=x; Path=/; Max-Age=60; SameSite=Lax; HttpOnly; Secure"
        );
        assert_eq!(
            said(cookie(&http, "x", 60).into_response()),
            "session-8080=x; Path=/; Max-Age=60; SameSite=Lax; HttpOnly"
        );
        assert!(
            said(end(&https).into_response()).starts_with("__Host-session=; Path=/; Max-Age=0;")
        );
    }
}
