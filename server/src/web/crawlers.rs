//! What is said to programs that go through the pages: which to leave alone, which there are, and whom to
//! tell of a hole. Everything it names is public, and nothing of another server's, which has its own.

use crate::{
    App, Error, Result, associations,
    events::{self, Filter},
    markdown::escape,
    reports, series,
    web::errors::SECRETS_BEHIND,
};
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{DateTime, Duration, SecondsFormat, Utc};

/// Events in the sitemap, the latest first. The protocol allows 50,000 addresses.
const EVENTS_AT_MOST: u64 = 5_000;
/// What has no place in a search engine, each with all that begins like it.
const LEFT_ALONE: [&str; 9] = [
    "/desk",
    "/sign-in",
    "/account",
    "/preferences",
    "/events/*/register",
    "/events/*/agenda/v/",
    "/@*/follow",
    "/api/",
    "/ap/",
];
/// Pages there always are.
const ALWAYS: [&str; 11] = [
    "/",
    "/events",
    "/associations",
    "/series",
    "/cycles",
    "/topics",
    "/questions",
    "/workstreams",
    "/committees",
    "/working-groups",
    "/reports",
];
/// For how long the word of whom to tell holds (RFC 9116 §2.5.5 asks for less than a year).
const SAID_FOR: Duration = Duration::days(90);
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=3600");

pub fn routes() -> Router<App> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap))
        .route("/.well-known/security.txt", get(security))
}

fn said(media_type: &'static str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, CACHE),
    ];
    (headers, body).into_response()
}

/// RFC 9309. Before the legal pages are complete nothing may be listed.
async fn robots(State(app): State<App>) -> Response {
    let mut lines = vec!["User-agent: *".to_owned()];
    if app.config.legal.is_complete() {
        let left_alone = LEFT_ALONE.iter().chain(&SECRETS_BEHIND);
        lines.extend(left_alone.map(|path| format!("Disallow: {path}")));
        lines.push(format!("Sitemap: {}sitemap.xml", app.config.origin()));
    } else {
        lines.push("Disallow: /".to_owned());
    }
    said("text/plain; charset=utf-8", lines.join("\n") + "\n")
}

/// <https://www.sitemaps.org/protocol.html>
async fn sitemap(State(app): State<App>) -> Result<Response> {
    if !app.config.legal.is_complete() {
        return Err(Error::NotFound);
    }
    let mut pages: Vec<(String, Option<DateTime<Utc>>)> = Vec::new();
    pages.extend(ALWAYS.map(|path| (path.to_owned(), None)));
    for association in associations::all(&app.db).await? {
        pages.push((association.path(), None));
    }
    for series in series::all(&app.db).await? {
        pages.push((series.path(), None));
    }
    let own = Filter {
        local_only: true,
        latest_first: true,
        limit: EVENTS_AT_MOST,
        ..Filter::default()
    };
    for event in events::listed(&app.db, &own).await? {
        pages.push((event.path(), Some(event.updated_at)));
    }
    for (report, event) in reports::listed(&app.db, None).await? {
        let path = reports::report::path(&event);
        pages.push((path, Some(report.updated_at)));
    }
    let urls = pages.into_iter().map(|(path, changed_at)| {
        let address = format!("{}{}", app.config.origin(), path.trim_start_matches('/'));
        let changed_at = changed_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
        let changed_at = changed_at.map(|at| format!("<lastmod>{at}</lastmod>"));
        format!(
            "<url><loc>{}</loc>{}</url>\n",
            escape(&address),
            changed_at.unwrap_or_default()
        )
    });
    let urls: String = urls.collect();
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{urls}</urlset>\n"
    );
    Ok(said("application/xml; charset=utf-8", xml))
}

/// RFC 9116: the address of the imprint, where there is one.
async fn security(State(app): State<App>) -> Result<Response> {
    let email = app.config.legal.email.trim();
    if email.is_empty() {
        return Err(Error::NotFound);
    }
    let until = (app.clock.now() + SAID_FOR).to_rfc3339_opts(SecondsFormat::Secs, true);
    let origin = app.config.origin();
    let text = format!(
        "Contact: mailto:{email}\nExpires: {until}\nPreferred-Languages: de, en\n\
         Canonical: {origin}.well-known/security.txt\n"
    );
    Ok(said("text/plain; charset=utf-8", text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::tests::instance_with,
        events::{
            feed::tests::{denkwerkstatt, drafted, house, published},
            pages::tests::get,
        },
    };

    #[tokio::test]
    async fn a_search_engine_finds_what_is_public_and_leaves_the_rest_alone() {
        let (app, organizer) = house().await;
        let public = published(&app, &organizer, &denkwerkstatt()).await;
        let draft = events::Draft {
            title_de: "Noch geheim".into(),
            ..denkwerkstatt()
        };
        let draft = drafted(&app, &organizer, &draft).await;
        let robots = get(&app, "/robots.txt", "*/*").await;
        assert_eq!(robots.status, 200);
        for line in ["Disallow: /desk\n", "Disallow: /r/\n", "/sitemap.xml\n"] {
            assert!(robots.says(line), "{line}");
        }
        let sitemap = get(&app, "/sitemap.xml", "*/*").await;
        assert_eq!(sitemap.status, 200);
        for (path, is_listed) in [
            (public.path(), true),
            ("/@dialog".to_owned(), true),
            ("/series".to_owned(), true),
            (draft.path(), false),
        ] {
            assert_eq!(sitemap.says(&format!("{path}</loc>")), is_listed, "{path}");
        }
    }

    #[tokio::test]
    async fn whom_to_tell_of_a_hole_is_said_for_a_time() {
        let (app, _) = house().await;
        let said = get(&app, "/.well-known/security.txt", "*/*").await;
        let email = &app.config.legal.email;
        assert!(said.says(&format!("Contact: mailto:{email}\nExpires: 20")));
    }

    #[tokio::test]
    async fn an_instance_that_does_not_say_whose_it_is_is_left_alone() {
        let app = instance_with("https://dialog.example.org", |config| {
            config.legal = crate::config::Legal::default();
        });
        let app = app.await;
        assert!(
            get(&app, "/robots.txt", "*/*")
                .await
                .says("\nDisallow: /\n")
        );
        for path in ["/sitemap.xml", "/.well-known/security.txt"] {
            assert_eq!(get(&app, path, "*/*").await.status, 404, "{path}");
        }
    }
}
