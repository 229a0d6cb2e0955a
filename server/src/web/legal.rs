//! Impressum, Datenschutz, Barrierefreiheit, Leichte Sprache, and what this software is.
//! The texts follow from settings, so they say what this instance does and stay true when a setting changes.
//! No legal advice: whoever runs an instance answers for what is filled in here.

use super::page::{Page, respond};
use askama::Template;
use axum::{Router, extract::FromRequestParts, http::StatusCode, response::Response, routing::get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use url::Url;

/// Who answers for this instance: the section `[legal]` of the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Legal {
    pub name: String,
    pub street: String,
    pub postal_code: String,
    pub locality: String,
    /// Only where letters from abroad are expected.
    pub country: String,
    /// The board, as it may sign.
    pub represented_by: String,
    pub email: String,
    /// A second quick way of contact is owed: a telephone number, or a page with a form.
    pub phone: String,
    pub contact_page: Option<Url>,
    /// The court that keeps the register of associations, and the number there.
    pub register: String,
    pub register_number: String,
    pub vat_id: String,
    /// Name and address of the person who answers for texts (§ 18 Abs. 2 MStV).
    pub responsible: String,
    /// Who runs the machine, and in which country: the recipient a privacy policy must name.
    pub hosting: String,
    pub data_protection_officer: String,
    pub supervisory_authority: String,
    /// When accessibility was last reviewed by people.
    pub accessibility_reviewed_on: Option<NaiveDate>,
    /// Barriers that are known, one sentence each.
    pub accessibility_gaps: Vec<String>,
    /// The arbitration board in charge; the federal one is named when this is empty.
    pub arbitration: String,
}

impl Legal {
    /// The settings without which nobody may publish or federate (§ 5 DDG, Art. 13 DSGVO).
    pub fn missing(&self) -> Vec<&'static str> {
        let second_contact = match &self.contact_page {
            Some(page) => page.as_str(),
            None => &self.phone,
        };
        [
            ("name", self.name.as_str()),
            ("street", &self.street),
            ("postal_code", &self.postal_code),
            ("locality", &self.locality),
            ("represented_by", &self.represented_by),
            ("email", &self.email),
            ("phone", second_contact),
            ("responsible", &self.responsible),
            ("hosting", &self.hosting),
        ]
        .into_iter()
        .filter(|(_, value)| value.trim().is_empty())
        .map(|(setting, _)| setting)
        .collect()
    }

    pub fn is_complete(&self) -> bool {
        self.missing().is_empty()
    }

    #[cfg(test)]
    pub fn sample() -> Self {
        Self {
            name: "Beispielverein e. V.".into(),
            street: "Uferstraße 8–11".into(),
            postal_code: "13357".into(),
            locality: "Berlin".into(),
            represented_by: "der Vorstand".into(),
            email: "post@dialog.example.org".into(),
            phone: "+49 30 000000".into(),
            responsible: "die Geschäftsstelle, Anschrift wie oben".into(),
            hosting: "Rechenzentrum Beispiel, Deutschland".into(),
            ..Self::default()
        }
    }
}

/// How long things are kept, in days: the section `[retention]` of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// A session that nobody uses.
    pub sessions_days: u16,
    /// The record of who changed what.
    pub audit_days: u16,
    /// Profiles and events of other servers that nobody here has to do with any more.
    pub remote_days: u16,
    /// Which activities were received, so that none is applied twice.
    pub activities_days: u16,
    /// What was delivered where, and what failed.
    pub deliveries_days: u16,
    pub backups_days: u16,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            sessions_days: 30,
            audit_days: 365,
            remote_days: 30,
            activities_days: 30,
            deliveries_days: 30,
            backups_days: 30,
        }
    }
}

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
    use crate::web::page::{Site, tests::site};
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

    #[test]
    fn what_is_missing_is_named_as_in_the_settings() {
        assert_eq!(Legal::sample().missing(), [""; 0]);
        let mut legal = Legal::sample();
        legal.street = "  ".into();
        legal.phone = String::new();
        assert_eq!(legal.missing(), ["street", "phone"]);
        legal.contact_page = Some("https://dialog.example.org/kontakt".parse().unwrap());
        assert_eq!(legal.missing(), ["street"]);
        assert_eq!(Legal::default().missing().len(), 9);
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused() {
        let error = toml::from_str::<Legal>("strasse = \"Uferstraße 8\"").unwrap_err();
        assert!(error.to_string().contains("unknown field `strasse`"));
    }
}
