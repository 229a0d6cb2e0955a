//! Impressum, Datenschutz, Barrierefreiheit, Leichte Sprache, and what this software is.
//! The texts follow from settings, so they say what this instance does and stay true when a setting changes.
//! No legal advice: whoever runs an instance answers for what is filled in here.

use super::page::{Page, respond};
use askama::Template;
use axum::{Router, extract::FromRequestParts, http::StatusCode, response::Response, routing::get};

pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Page: FromRequestParts<S>,
{
    Router::new()
        .route("/impressum", get(imprint))
        .route("/datenschutz", get(privacy))
        .route("/barrierefreiheit", get(accessibility))
        .route("/leichte-sprache", get(easy_language))
        .route("/about", get(about))
}

#[derive(Template)]
#[template(path = "legal/imprint.html")]
struct Imprint {
    page: Page,
}

#[derive(Template)]
#[template(path = "legal/privacy.html")]
struct Privacy {
    page: Page,
}

#[derive(Template)]
#[template(path = "legal/accessibility.html")]
struct Accessibility {
    page: Page,
}

#[derive(Template)]
#[template(path = "legal/easy-language.html")]
struct EasyLanguage {
    page: Page,
}

#[derive(Template)]
#[template(path = "legal/about.html")]
struct About {
    page: Page,
    version: &'static str,
}

async fn imprint(page: Page) -> Response {
    let page = page.with_title_text("legal-imprint");
    respond(StatusCode::OK, Imprint { page })
}

async fn privacy(page: Page) -> Response {
    let page = page.with_title_text("legal-privacy");
    respond(StatusCode::OK, Privacy { page })
}

async fn accessibility(page: Page) -> Response {
    let page = page.with_title_text("legal-accessibility");
    respond(StatusCode::OK, Accessibility { page })
}

async fn easy_language(page: Page) -> Response {
    let page = page.with_title_text("legal-easy");
    respond(StatusCode::OK, EasyLanguage { page })
}

async fn about(page: Page) -> Response {
    let title = page.tn("legal-about", "name", page.site.name.as_str());
    let page = page.with_title(title);
    let version = env!("CARGO_PKG_VERSION");
    respond(StatusCode::OK, About { page, version })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        App,
        accounts::tests::instance_with,
        config::{Config, Legal},
        web::page::{Site, tests::site},
    };
    use axum::{
        body::{Body, to_bytes},
        http::Request,
    };
    use std::sync::Arc;
    use tower::ServiceExt;

    const PATHS: [&str; 5] = [
        "/impressum",
        "/datenschutz",
        "/barrierefreiheit",
        "/leichte-sprache",
        "/about",
    ];

    async fn shown(site: Site, path: &str) -> String {
        let router: Router = routes::<Arc<Site>>().with_state(Arc::new(site));
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_film_in_sign_language_is_one_step_from_every_page() {
        assert!(!shown(site(), "/about").await.contains("Gebärdensprache"));
        let mut site = site();
        site.legal.sign_language = Some("https://dialog.example.org/dgs".parse().unwrap());
        let link = "<a href=\"https://dialog.example.org/dgs\">Gebärdensprache</a>";
        for path in PATHS {
            assert!(shown(site.clone(), path).await.contains(link), "{path}");
        }
    }

    #[tokio::test]
    async fn an_instance_that_does_not_say_whose_it_is_takes_nothing_in() {
        let without = |config: &mut Config| config.legal.name.clear();
        let app = instance_with("https://dialog.example.org", without).await;
        let follow = r#"{"id": "https://a.example/1", "type": "Follow",
            "actor": "https://a.example/a", "object": "https://dialog.example.org/ap"}"#;
        let request = Request::post("/ap/inbox")
            .header("content-type", "application/activity+json")
            .body(Body::from(follow));
        let router = crate::web::router(App::clone(&app));
        let response = router.oneshot(request.unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(app.federation.refusals().counts()["closed"], 1);
    }

    #[tokio::test]
    async fn every_legal_page_is_complete_in_both_languages() {
        for path in PATHS {
            for lang in ["de", "en"] {
                let html = shown(site(), &format!("{path}?lang={lang}")).await;
                assert!(!html.contains('⟦'), "{path} lacks a text in {lang}");
                assert_eq!(html.matches("<h1").count(), 1, "{path} {lang}");
                assert!(!html.contains("style="), "{path} {lang}");
            }
        }
    }

    #[tokio::test]
    async fn before_the_settings_are_filled_in_nothing_is_half_said() {
        for path in PATHS {
            let mut new = site();
            new.legal = Legal::default();
            let html = shown(new, path).await;
            for half in ["mailto:\"", "<strong></strong>", ": .", ": </p>"] {
                assert!(!html.contains(half), "{path} says {half}");
            }
        }
    }

    #[tokio::test]
    async fn the_imprint_says_who_answers_and_leaves_out_what_there_is_not() {
        let html = shown(site(), "/impressum").await;
        for expected in [
            "Beispielverein e. V.",
            "13357 Berlin",
            "der Vorstand",
            "mailto:post@",
        ] {
            assert!(html.contains(expected), "{expected}");
        }
        assert!(!html.contains("Registergericht"));
        let mut registered = site();
        registered.legal.register = "Amtsgericht Charlottenburg".into();
        registered.legal.register_number = "VR 1 B".into();
        assert!(
            shown(registered, "/impressum")
                .await
                .contains("Amtsgericht Charlottenburg")
        );
    }

    #[tokio::test]
    async fn the_privacy_policy_says_how_long_things_are_kept() {
        let mut brief = site();
        brief.retention.remote_days = 17;
        assert!(shown(brief, "/datenschutz").await.contains("17 Tage"));
    }

    #[tokio::test]
    async fn known_barriers_are_named() {
        let mut honest = site();
        honest.legal.accessibility_gaps = vec!["Der Lageplan hat noch keine Beschreibung.".into()];
        let html = shown(honest, "/barrierefreiheit").await;
        assert!(html.contains("Der Lageplan hat noch keine Beschreibung."));
    }
}
