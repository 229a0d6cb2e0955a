//! Language and light or dark, kept in a cookie once somebody chose, and only then.
//! Refuses to lead anywhere but back to a page of this site.

use super::page::{Page, Theme};
use crate::i18n::Lang;
use axum::{
    Form, Router,
    extract::FromRequestParts,
    http::header::SET_COOKIE,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
    routing::post,
};
use serde::Deserialize;

const COOKIE_MAX_AGE_SECONDS: u32 = 365 * 24 * 60 * 60;

/// One of the two; what is absent stays as it was.
#[derive(Deserialize)]
struct Choice {
    lang: Option<Lang>,
    theme: Option<Theme>,
    /// Path and query to return to.
    back: String,
}

pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Page: FromRequestParts<S>,
{
    Router::new().route("/preferences", post(update))
}

async fn update(page: Page, Form(choice): Form<Choice>) -> Response {
    let secure = page.site.origin.scheme() == "https";
    let lang = choice.lang.map(|lang| cookie("lang", lang.bcp47(), secure));
    let theme = choice
        .theme
        .map(|theme| cookie("theme", theme.name(), secure));
    let cookies = lang
        .into_iter()
        .chain(theme)
        .map(|cookie| (SET_COOKIE, cookie));
    let back = Redirect::to(within_site(&choice.back));
    (AppendHeaders(cookies), back).into_response()
}

/// „Automatic“ is what happens without a cookie, so choosing it deletes the cookie.
fn cookie(name: &str, value: &str, secure: bool) -> String {
    let seconds = if value == Theme::Auto.name() {
        0
    } else {
        COOKIE_MAX_AGE_SECONDS
    };
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}")
}

/// A path of this site, or the start page. Browsers read `//host` and `/\host` as another server's
/// address.
pub fn within_site(back: &str) -> &str {
    let mut start = back.chars();
    let local = start.next() == Some('/') && !matches!(start.next(), Some('/' | '\\'));
    if local && !back.contains(char::is_control) {
        back
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::page::{Site, tests::site};
    use axum::{body::Body, http::Request};
    use std::sync::Arc;
    use tower::ServiceExt;

    async fn choose(form: &'static str) -> Response {
        let request = Request::post("/preferences")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let router: Router = routes::<Arc<Site>>().with_state(Arc::new(site()));
        router.oneshot(request).await.unwrap()
    }

    fn cookies(response: &Response) -> Vec<&str> {
        let cookies = response.headers().get_all(SET_COOKIE).iter();
        cookies.map(|cookie| cookie.to_str().unwrap()).collect()
    }

    #[tokio::test]
    async fn a_choice_is_kept_in_a_cookie_and_leads_back() {
        let response = choose("lang=en&back=/events%3Ftopic%3Da").await;
        assert_eq!(response.status(), 303);
        assert_eq!(response.headers()["location"], "/events?topic=a");
        assert_eq!(
            cookies(&response),
            ["lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly; Secure"]
        );
    }

    #[tokio::test]
    async fn choosing_automatic_deletes_the_cookie() {
        let response = choose("theme=auto&back=/").await;
        assert_eq!(
            cookies(&response),
            ["theme=auto; Path=/; Max-Age=0; SameSite=Lax; HttpOnly; Secure"]
        );
    }

    #[tokio::test]
    async fn an_unknown_choice_is_refused_and_sets_nothing() {
        let response = choose("theme=pink&back=/").await;
        assert_eq!(response.status(), 422);
        assert!(cookies(&response).is_empty());
    }

    #[test]
    fn nobody_is_led_to_another_server() {
        for (back, expected) in [
            ("/events?page=2", "/events?page=2"),
            ("/", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("/events\r\nx: y", "/"),
            ("", "/"),
        ] {
            assert_eq!(within_site(back), expected, "{back:?}");
        }
    }
}
