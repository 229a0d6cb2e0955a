//! The public pages of series: which there are, and of each what it is, its next editions and those
//! before. A program that asks for ActivityStreams gets the actor.

use super::{Series, cadence};
use crate::{
    App, Result,
    associations::{
        self,
        pages::{Tile, shortened},
    },
    events::{
        Filter, editions,
        event::{Picture, Text, picture_path},
        feed::{self, Asked, Subject},
        pages::{Card, ahead_and_past, cards_beside},
    },
    markdown,
    reports::pages as reports,
    web::{
        page::{Form, Page, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use federation::{
    actors::Actor,
    negotiate::{self, Wants},
};
use serde_json::{Value, json};
use url::Url;

/// Editions on a page, of either part; all of them are in its calendar.
const EDITIONS_AT_MOST: u64 = 50;
/// Characters of what search engines are told.
const LINE_AT_MOST: usize = 160;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/series", get(index))
        .route("/series/{handle}", get(show))
}

#[derive(Template)]
#[template(path = "series/index.html")]
struct Index {
    page: Page,
    ours: Vec<Tile>,
    others: Vec<Tile>,
}

async fn index(State(app): State<App>, headers: HeaderMap, page: Page) -> Result<Response> {
    let ours = editions::all_series(&app.db, None).await?;
    let others = associations::followed_series(&app.db).await?;
    let lead = page.t("series-list-lead");
    let index = Index {
        ours: ours
            .iter()
            .map(|series| Tile::of_series(series, page.lang))
            .collect(),
        others: others.iter().map(Tile::of_other).collect(),
        page: page.with_title_text("series-list").with_description(lead),
    };
    Ok(respond_public(&headers, index))
}

#[derive(Template)]
#[template(path = "series/show.html")]
struct Show {
    page: Page,
    series: Series,
    /// What it says to this reader.
    text: Text,
    /// Its language, where that is not the page's.
    lang: String,
    address: String,
    /// Page and name of who holds it.
    organizer: (String, String),
    cadence: Option<String>,
    /// HTML.
    description: String,
    upcoming: Vec<Card>,
    past: Vec<Card>,
    /// Of both, the newest first.
    reports: Vec<reports::Outline>,
}

impl Show {
    fn picture_href(&self, picture: &Picture) -> String {
        picture_path(picture)
    }
}

async fn show(
    State(app): State<App>,
    Path(segment): Path<String>,
    asked: Asked,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (handle, form) = suffix::split(&segment);
    if let Some(form) = form {
        let subject = Subject::Series(handle.to_owned());
        return feed::respond(&app, &subject, form, &asked).await;
    }
    let series = super::find(&app.db, handle).await?;
    let actor = super::actor_of(&app.db, &series).await?;
    if Wants::of(&headers) == Wants::Activity {
        let document = app.federation.actor_document(&actor).to_string();
        return Ok(negotiate::activity_json(&headers, document, true));
    }
    if handle != series.handle {
        return Ok(Redirect::permanent(&series.path()).into_response());
    }
    let organizer = associations::find_by_actor(&app.db, &series.organizer).await?;
    let organizer = organizer.ok_or(crate::Error::NotFound)?;
    let own = Filter {
        series: Some(series.actor.clone()),
        limit: EDITIONS_AT_MOST,
        ..Filter::default()
    };
    let editions = ahead_and_past(&app, own).await?;
    let reports = reports::outlines(&app, &editions.concat(), page.lang).await?;
    let (upcoming, past) = cards_beside(&app, &page, &organizer.name, &editions).await?;
    let text = series.text(page.lang);
    let show = Show {
        address: actor.address(),
        organizer: (organizer.path(), organizer.name.clone()),
        cadence: cadence_of(&page, series.months),
        description: markdown::to_html(&text.description),
        upcoming,
        past,
        reports,
        lang: match text.language == page.lang.bcp47() {
            true => String::new(),
            false => text.language.clone(),
        },
        page: described(page, &series, &text, &actor, &organizer.name),
        text,
        series,
    };
    let mut response = respond_public(&headers, show);
    if let Some(link) = negotiate::link_to_object(&actor.id) {
        response.headers_mut().append(header::LINK, link);
    }
    Ok(response)
}

/// „vierteljährlich“, „alle 18 Monate“.
pub(super) fn cadence_of(page: &Page, months: Option<i32>) -> Option<String> {
    let name = cadence::name(Some(months?));
    Some(match name {
        cadence::OWN => page.tn("series-every-months", "months", months?.to_string()),
        name => page.t(cadence::key(name)),
    })
}

fn described(page: Page, series: &Series, text: &Text, actor: &Actor, organizer: &str) -> Page {
    let path = series.path();
    let line = match text.summary.as_str() {
        "" => markdown::plain(&markdown::to_html(&text.description)),
        summary => summary.to_owned(),
    };
    let line = shortened(&line, LINE_AT_MOST);
    let data = event_series(series, text, (&line, organizer), &page.site.origin);
    let page = match &series.picture {
        Some(picture) => page.with_picture(picture_path(picture), picture.alt.as_str()),
        None => page,
    };
    let page = page
        .with_title(text.title.as_str())
        .with_creator(actor.address())
        .with_linked_data(data)
        .with_alternate(Form::Calendar, &format!("{path}.ics"))
        .with_alternate(Form::Atom, &format!("{path}.atom"))
        .with_alternate(Form::Json, &format!("{path}.json"))
        .with_alternate(Form::Activity, actor.id.as_str());
    match line.is_empty() {
        true => page,
        false => page.with_description(line),
    }
}

/// The series as a schema.org object, in the words of one language. `origin` is ours.
fn event_series(
    series: &Series,
    text: &Text,
    (line, organizer): (&str, &str),
    origin: &Url,
) -> Value {
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "EventSeries",
        "@id": series.actor,
        "name": text.title,
        "organizer": { "@type": "Organization", "@id": series.organizer, "name": organizer },
    });
    if !line.is_empty() {
        data["description"] = json!(line);
    }
    if series.other.is_some() {
        data["inLanguage"] = json!(text.language);
    }
    let picture = series.picture.as_ref();
    if let Some(href) = picture.and_then(|picture| origin.join(&picture_path(picture)).ok()) {
        data["image"] = json!([href]);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        events::{
            feed::tests::published,
            pages::tests::{BROWSER, get, page},
        },
        series::tests::{edition, house},
    };

    #[tokio::test]
    async fn a_series_shows_its_editions_and_each_the_ones_beside_it() {
        let (app, series, organizer) = house().await;
        let mut slugs = Vec::new();
        for (number, day) in [
            ("10", "2026-12-10"),
            ("11", "2027-01-28"),
            ("12", "2027-04-22"),
        ] {
            let event = published(&app, &organizer, &edition(number, day)).await;
            slugs.push(event.slug);
        }
        app.clock.advance(chrono::Duration::days(30));
        let shown = page(&app, "/series/werkstatt").await;
        for expected in [
            "@werkstatt@dialog.example.org",
            "/@werkstatt/follow",
            "vierteljährlich",
            "Frühere Ausgaben",
            "11. Ausgabe",
            r#""@type":"EventSeries""#,
            "href=\"/@dialog\"",
        ] {
            assert!(shown.says(expected), "{expected}: {}", shown.body);
        }
        let event = page(&app, &format!("/events/{}", slugs[1])).await;
        for expected in [
            "11. Ausgabe der Reihe",
            "href=\"/series/werkstatt\"",
            &format!("href=\"/events/{}\" rel=\"prev\"", slugs[0]),
            &format!("href=\"/events/{}\" rel=\"next\"", slugs[2]),
        ] {
            assert!(event.says(expected), "{expected}: {}", event.body);
        }
        let calendar = get(&app, "/series/werkstatt.ics", BROWSER).await;
        assert_eq!(calendar.body.matches("BEGIN:VEVENT").count(), 3);
        assert!(
            get(&app, "/series/werkstatt.atom", BROWSER)
                .await
                .says("<entry>")
        );
        assert!(
            get(&app, "/series/werkstatt.json", BROWSER)
                .await
                .says("\"edition\":12")
        );
        assert!(page(&app, "/series").await.says(&series.name));
        assert!(
            page(&app, "/@dialog")
                .await
                .says("href=\"/series/werkstatt\"")
        );
    }

    #[tokio::test]
    async fn a_series_is_found_by_its_handle_however_it_is_asked_for() {
        let (app, series, _) = house().await;
        for (path, place) in [
            ("/@werkstatt", "/series/werkstatt"),
            ("/series/Werkstatt", "/series/werkstatt"),
            (
                "/follow?uri=@werkstatt@dialog.example.org",
                "/@werkstatt/follow",
            ),
        ] {
            let answer = get(&app, path, BROWSER).await;
            assert!(answer.status.is_redirection(), "{path}");
            assert_eq!(answer.headers[header::LOCATION], place, "{path}");
        }
        for path in ["/@werkstatt", "/series/werkstatt"] {
            let answer = get(&app, path, "application/activity+json").await;
            let document: Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(document["id"], series.actor.as_str());
        }
        assert!(
            page(&app, "/@werkstatt/follow")
                .await
                .says("Innovationswerkstatt")
        );
        assert!(
            page(&app, "/follow")
                .await
                .says("href=\"/@werkstatt/follow\"")
        );
        for nobody in ["/series/dialog", "/series/niemand", "/series/niemand.ics"] {
            assert_eq!(get(&app, nobody, BROWSER).await.status, 404, "{nobody}");
        }
    }
}
