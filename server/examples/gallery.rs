//! Every component on a few pages, written to a folder: `cargo run -p server --example gallery -- DIR`.
//! Serve the folder (`python3 -m http.server -d DIR`) and look, in light, dark and 320 px.

use askama::Template;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use chrono::{DateTime, TimeZone};
use chrono_tz::{Europe::Berlin, Tz};
use server::{
    config::{Legal, Retention},
    i18n::Lang,
    web::{
        assets,
        errors::ErrorPage,
        legal,
        page::{Page, Site},
    },
};
use std::{fs, path::Path, sync::Arc};
use tower::ServiceExt;

#[derive(Template)]
#[template(path = "parts/gallery.html")]
struct Gallery {
    page: Page,
    starts: DateTime<Tz>,
    ends: DateTime<Tz>,
    earlier: Option<String>,
    later: Option<String>,
}

fn site() -> Arc<Site> {
    Arc::new(Site {
        name: "Dialog für Cybersicherheit".into(),
        origin: "https://dialog.example.org".parse().expect("a literal"),
        main_lang: Lang::De,
        zone: Berlin,
        legal: Legal {
            name: "Geschäftsstelle Dialog für Cybersicherheit".into(),
            street: "Uferstraße 8–11".into(),
            postal_code: "13357".into(),
            locality: "Berlin".into(),
            represented_by: "die Geschäftsstelle".into(),
            email: "post@dialog.example.org".into(),
            phone: "+49 30 000000".into(),
            responsible: "Geschäftsstelle, Anschrift wie oben".into(),
            hosting: "Rechenzentrum in Deutschland".into(),
            ..Legal::default()
        },
        retention: Retention::default(),
        source: None,
    })
}

fn page(path: &str) -> Page {
    let (parts, ()) = Request::get(path).body(()).expect("a literal").into_parts();
    Page::new(site(), &parts)
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/gallery".into());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    let at = |day, hour| Berlin.with_ymd_and_hms(2026, 11, day, hour, 0, 0).single();
    for lang in Lang::ALL {
        let path = format!("/events/denkwerkstatt-2026?lang={lang}");
        let gallery = Gallery {
            page: page(&path)
                .with_title("Denkwerkstatt Sichere Informations\u{ad}gesellschaft")
                .with_fault(Some("name"), "Bitte nennen Sie einen Namen.")
                .with_fault(Some("mode"), "Bitte wählen Sie, wie Sie teilnehmen."),
            starts: at(13, 10).expect("in winter every hour exists once"),
            ends: at(14, 16).expect("in winter every hour exists once"),
            earlier: None,
            later: Some("?page=2".into()),
        };
        fs::write(
            folder.join(format!("gallery-{lang}.html")),
            gallery.render()?,
        )?;
        let lost = ErrorPage::new(page(&path), StatusCode::NOT_FOUND, "01JD3ZK6M0");
        fs::write(folder.join(format!("error-{lang}.html")), lost.render()?)?;
    }
    let router: Router = legal::routes::<Arc<Site>>()
        .merge(assets::routes())
        .with_state(site());
    let mut paths: Vec<(String, String)> = ["site.css", "source-sans-3.woff2", "favicon.svg"]
        .iter()
        .map(|name| {
            (
                assets::href(name).to_owned(),
                assets::href(name)[1..].to_owned(),
            )
        })
        .collect();
    for name in [
        "impressum",
        "datenschutz",
        "barrierefreiheit",
        "leichte-sprache",
        "about",
    ] {
        for lang in Lang::ALL {
            paths.push((
                format!("/{name}?lang={lang}"),
                format!("{name}-{lang}.html"),
            ));
        }
    }
    for (path, file) in paths {
        let request = Request::get(&path).body(Body::empty())?;
        let response = router.clone().oneshot(request).await?;
        let body = to_bytes(response.into_body(), usize::MAX).await?;
        fs::write(folder.join(file), body)?;
    }
    Ok(())
}
