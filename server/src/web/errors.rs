//! The page that says what went wrong, what the reader can do, and under which number the log knows it.
//! Needs no database, so it also works when that is what went wrong.
//! Refuses to say anything about causes inside.

use super::page::Page;
use askama::Template;
use axum::http::StatusCode;

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
        }
    }

    /// Say more exactly what to do than the status alone can: „gelöscht am …“, a refusal's own words.
    pub fn advising(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    /// After so many seconds another try is welcome (429, 503).
    pub fn after_seconds(self, seconds: u64) -> Self {
        let advice = self.page.tn("error-wait", "seconds", seconds);
        self.advising(advice)
    }

    fn offers_start(&self) -> bool {
        self.way_on == WayOn::Start
    }

    fn offers_sign_in(&self) -> bool {
        self.way_on == WayOn::SignIn
    }
}

/// Title, advice and way on for a status.
fn said(status: StatusCode) -> (&'static str, &'static str, WayOn) {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            ("error-forbidden", "error-forbidden-advice", WayOn::SignIn)
        }
        StatusCode::NOT_FOUND => ("error-not-found", "error-not-found-advice", WayOn::Start),
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
    use crate::web::page::tests::page;

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
