//! Following from elsewhere: the ways to subscribe, and the way from a handle to its own server,
//! without script. Nothing that is typed here is kept.

use super::page::{Form, Page, respond, respond_public};
use crate::{
    App, Error, Result,
    associations::{self, pages::Tile},
    committees,
    events::editions,
    workstreams::workstream::PREFIX,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use federation::{
    actors::{self, Actor},
    discovery::{Handle, Resource},
    fetch::Failure,
};
use serde::Deserialize;
use url::{Url, form_urlencoded};

/// Where staff follow others.
const FOLLOWING: &str = "/desk/following";

pub fn routes() -> Router<App> {
    Router::new().route("/follow", get(subscribe))
}

/// What other servers fill into the template of our WebFinger.
#[derive(Debug, Default, Deserialize)]
struct Target {
    #[serde(default)]
    uri: String,
}

#[derive(Template)]
#[template(path = "follow.html")]
struct Subscribe {
    page: Page,
    associations: Vec<Tile>,
    calendar: String,
    /// The same for programs that open `webcal:` addresses.
    calendar_link: String,
    feed: String,
}

/// All ways to hear of events. With `?uri=` somebody who has an account here comes from another
/// server, to follow what they saw there.
async fn subscribe(
    State(app): State<App>,
    Query(target): Query<Target>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    if let Some(place) = place_to_follow(&app, &target.uri).await? {
        return Ok(Redirect::to(&place).into_response());
    }
    let host = federation::host_of(app.config.origin());
    let mut tiles = Vec::new();
    for association in associations::all(&app.db).await? {
        tiles.push(Tile::of(&app, &association, &host).await?);
    }
    for series in editions::all_series(&app.db, None).await? {
        tiles.push(Tile::of_series(&series, page.lang));
    }
    let lead = page.t("follow-subscribe-lead");
    let page = page
        .with_title_text("follow-subscribe")
        .with_description(lead)
        .with_alternate(Form::Calendar, "/events.ics")
        .with_alternate(Form::Atom, "/events.atom");
    let absolute = |path: &str| format!("{}{path}", app.config.origin());
    let calendar = absolute("events.ics");
    let subscribe = Subscribe {
        associations: tiles,
        calendar_link: match calendar.split_once(':') {
            Some((_, rest)) => format!("webcal:{rest}"),
            None => calendar.clone(),
        },
        calendar,
        feed: absolute("events.atom"),
        page,
    };
    Ok(respond_public(&headers, subscribe))
}

/// Ours are followed from elsewhere, others' from the desk. `None` where the text names nobody.
async fn place_to_follow(app: &App, uri: &str) -> Result<Option<String>> {
    let Some(resource) = app.federation.read_resource(uri) else {
        return Ok(None);
    };
    let ours = match &resource {
        Resource::Handle(handle) if handle.host == federation::host_of(app.config.origin()) => {
            actors::find_own(&app.db, &handle.name).await?
        }
        Resource::Id(url) if app.federation.is_ours(url) => {
            let path = url.path();
            let page = path.strip_prefix("/@").or(path.strip_prefix("/series/"));
            let slug = path.strip_prefix("/workstreams/");
            let handle = slug.map(|slug| format!("{PREFIX}{slug}"));
            let committee = path.strip_prefix("/committees/");
            match (page.map(str::to_owned).or(handle), committee) {
                (Some(handle), _) => actors::find_own(&app.db, &handle).await?,
                (None, Some(slug)) => of_committee(app, slug).await?,
                (None, None) => actors::find(&app.db, url).await?,
            }
        }
        Resource::Server => None,
        Resource::Handle(_) | Resource::Id(_) => {
            let uri: String = form_urlencoded::byte_serialize(uri.as_bytes()).collect();
            return Ok(Some(format!("{FOLLOWING}?uri={uri}")));
        }
    };
    let ours = ours.filter(is_followed_by_people);
    Ok(ours.map(|ours| format!("/@{}/follow", ours.handle)))
}

async fn of_committee(app: &App, slug: &str) -> Result<Option<Actor>> {
    match committees::find(&app.db, slug).await {
        Ok(committee) => committees::actor_of(&app.db, &committee).await,
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An association or a group of one, not the server itself.
fn is_followed_by_people(actor: &Actor) -> bool {
    actor.local && actor.deleted_at.is_none() && actor.profile.body.is_some()
}

/// The page on which somebody names their own server.
#[derive(Template)]
#[template(path = "associations/follow.html")]
struct Ask {
    page: Page,
    name: String,
    /// Where the form goes.
    action: String,
    /// The whole handle of whom they want to follow.
    address: String,
    /// What was typed.
    typed: String,
    onward: Option<Onward>,
}

/// The page of somebody's own server that asks whether they want to follow.
struct Onward {
    href: String,
    host: String,
}

impl Ask {
    async fn about(app: &App, handle: &str, page: Page) -> Result<(Self, Actor)> {
        let actor = actors::find_own(&app.db, handle).await?;
        let actor = actor.filter(is_followed_by_people).ok_or(Error::NotFound)?;
        let name = actor.profile.name_in(page.lang.bcp47()).to_owned();
        let title = page.tn("follow-association", "name", name.as_str());
        let ask = Self {
            page: page.with_title(title),
            address: actor.address(),
            action: format!("/@{}/follow", actor.handle),
            name,
            typed: String::new(),
            onward: None,
        };
        Ok((ask, actor))
    }
}

pub async fn ask(
    State(app): State<App>,
    Path(handle): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (ask, _) = Ask::about(&app, &handle, page).await?;
    Ok(respond_public(&headers, ask))
}

#[derive(Deserialize)]
pub struct Own {
    #[serde(default)]
    address: String,
}

/// Show the way to the visitor's own server. A link and no redirect: browsers hold the answer of a
/// form to `form-action` of our policy too, which names nobody but us; and people see where they go.
pub async fn lead_on(
    State(app): State<App>,
    Path(handle): Path<String>,
    page: Page,
    Typed(own): Typed<Own>,
) -> Result<Response> {
    let (mut ask, actor) = Ask::about(&app, &handle, page).await?;
    ask.typed = own.address;
    let status = match way_on(&app, &ask.typed, &actor).await {
        Ok(place) => {
            ask.onward = Some(Onward {
                host: federation::host_of(&place),
                href: place.into(),
            });
            StatusCode::OK
        }
        Err(reason) => {
            let text = ask.page.t(reason);
            ask.page = ask.page.with_fault(Some("address"), text);
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let mut response = respond(status, ask);
    let cache = HeaderValue::from_static("private, no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, cache);
    Ok(response)
}

/// The page on which somebody at `address` follows `actor`, or the message that says why not.
async fn way_on(app: &App, address: &str, actor: &Actor) -> Result<Url, &'static str> {
    if address.trim().is_empty() {
        return Err("follow-address-missing");
    }
    let handle = read_address(address).ok_or("follow-address-wrong")?;
    if handle.host == actor.host {
        return Err("follow-address-here");
    }
    match app.federation.follow_page(&handle, actor.id.as_str()).await {
        Ok(Some(page)) => Ok(page),
        Ok(None) => Err("follow-not-offered"),
        Err(failure) => Err(match failure {
            Failure::ForbiddenAddress => "follow-address-wrong",
            Failure::Gone | Failure::Answered(400 | 404 | 410) => "follow-name-unknown",
            Failure::NotActivityJson | Failure::TooLarge | Failure::WrongId => "follow-not-offered",
            _ => "follow-unreachable",
        }),
    }
}

/// A handle, or the address of a profile as browsers show it: `https://server.example/@name`.
fn read_address(text: &str) -> Option<Handle> {
    Handle::read(text).or_else(|| {
        let text = text.trim();
        let url = match text.split_once("://") {
            Some(_) => text.to_owned(),
            None => format!("https://{text}"),
        };
        let url = federation::vocabulary::read::url(&url)?;
        let name = url.path().strip_prefix("/@")?.trim_end_matches('/');
        Handle::read(&format!("{name}@{}", federation::host_of(&url)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::tests::{Instance, instance},
        events::pages::tests::{Answer, ask as send, get, page},
    };
    use axum::{Json, body::Body, http::Request};
    use serde_json::{Value, json};

    async fn house(origin: &str) -> (Instance, Actor) {
        let app = instance(origin).await;
        let draft = associations::Draft {
            handle: "dialog".into(),
            name: "Dialog".into(),
            ..associations::Draft::default()
        };
        let keys = app.federation.make_keys().await.unwrap();
        let tx = app.begin().await.unwrap();
        let association = associations::found(&app, &tx, &draft, keys).await.unwrap();
        let actor = associations::actor_of(&tx, &association).await.unwrap();
        tx.commit().await.unwrap();
        (app, actor)
    }

    async fn typed(app: &App, address: &str) -> Answer {
        let address: String = form_urlencoded::byte_serialize(address.as_bytes()).collect();
        let request = Request::post("/@dialog/follow")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("address={address}")));
        send(app, request.unwrap()).await
    }

    /// A server whose WebFinger knows `name` and says this about following. Returns its host.
    async fn server(links: Value) -> String {
        let webfinger = get_webfinger(links);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move { axum::serve(listener, webfinger).await });
        host
    }

    fn get_webfinger(links: Value) -> Router {
        let answer = async move |Query(asked): Query<Vec<(String, String)>>| {
            let known = asked
                .iter()
                .any(|(_, value)| value.starts_with("acct:name@"));
            if known {
                Json(json!({ "links": links })).into_response()
            } else {
                StatusCode::NOT_FOUND.into_response()
            }
        };
        Router::new().route("/.well-known/webfinger", get_route(answer))
    }

    use axum::routing::get as get_route;

    #[tokio::test]
    async fn a_handle_leads_to_the_page_of_its_own_server() {
        let (app, actor) = house("http://localhost:1").await;
        let links = json!([{
            "rel": "http://ostatus.org/schema/1.0/subscribe",
            "template": "http://mastodon.localhost/authorize_interaction?uri={uri}",
        }]);
        let host = server(links).await;
        let answer = typed(&app, &format!("@name@{host}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        let id: String = form_urlencoded::byte_serialize(actor.id.as_str().as_bytes()).collect();
        let href = format!("http://mastodon.localhost/authorize_interaction?uri={id}");
        assert!(answer.says(&format!("href=\"{href}\"")), "{}", answer.body);
        assert!(answer.says("Weiter zu mastodon.localhost"));
        assert_eq!(answer.headers[header::CACHE_CONTROL], "private, no-store");
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.contains("form-action 'self';"), "{policy}");
    }

    #[tokio::test]
    async fn what_does_not_work_is_said_and_what_was_typed_stays() {
        let (app, _) = house("http://localhost:1").await;
        let host = server(json!([])).await;
        let closed = {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            listener.local_addr().unwrap()
        };
        for (address, reason) in [
            ("", "Bitte geben Sie Ihre Fediverse-Adresse an."),
            ("<b>\"", "Diese Adresse konnten wir nicht lesen."),
            (
                "@dialog@localhost:1",
                "Diese Adresse gehört zu dieser Seite.",
            ),
            (
                &format!("@name@{host}"),
                "Ihr Server bietet diesen Weg nicht an.",
            ),
            (&format!("@niemand@{host}"), "Dieser Server kennt den Namen"),
            (
                &format!("@name@{closed}"),
                "Diesen Server erreichen wir nicht.",
            ),
        ] {
            let answer = typed(&app, address).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
            assert!(answer.says(reason), "{address}: {}", answer.body);
            let kept = address.replace('<', "&#60;").replace('>', "&#62;");
            let kept = kept.replace('"', "&#34;");
            assert!(answer.says(&format!("value=\"{kept}\"")), "{address}");
            assert!(
                answer.says("value=\"@dialog@localhost:1\""),
                "the handle to copy"
            );
        }
    }

    #[tokio::test]
    async fn all_ways_to_subscribe_stand_on_one_page() {
        let (app, _) = house("https://dialog.example.org").await;
        let page = page(&app, "/follow").await;
        for expected in [
            "href=\"/@dialog/follow\"",
            "value=\"https://dialog.example.org/events.ics\"",
            "href=\"webcal://dialog.example.org/events.ics\"",
            "value=\"https://dialog.example.org/events.atom\"",
        ] {
            assert!(page.says(expected), "{expected}");
        }
    }

    #[tokio::test]
    async fn who_comes_from_elsewhere_is_led_to_whom_they_want_to_follow() {
        let (app, actor) = house("https://dialog.example.org").await;
        for (uri, place) in [
            (
                "https://peer.example/a",
                "/desk/following?uri=https%3A%2F%2Fpeer.example%2Fa",
            ),
            (
                "acct:a@peer.example",
                "/desk/following?uri=acct%3Aa%40peer.example",
            ),
            (actor.id.as_str(), "/@dialog/follow"),
            ("https://dialog.example.org/@dialog", "/@dialog/follow"),
            ("@dialog@dialog.example.org", "/@dialog/follow"),
        ] {
            let uri: String = form_urlencoded::byte_serialize(uri.as_bytes()).collect();
            let answer = get(&app, &format!("/follow?uri={uri}"), "text/html").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{uri}");
            assert_eq!(answer.headers[header::LOCATION], place, "{uri}");
        }
        for nobody in ["", "javascript:alert(1)", "@niemand@dialog.example.org"] {
            page(&app, &format!("/follow?uri={nobody}")).await;
        }
    }

    #[test]
    fn an_address_is_read_however_it_was_copied() {
        let expected = Some(Handle {
            name: "name".to_owned(),
            host: "server.example".to_owned(),
        });
        for text in [
            "@name@server.example",
            " name@server.example ",
            "https://server.example/@name",
            "server.example/@name/",
        ] {
            assert_eq!(read_address(text), expected, "{text}");
        }
        for text in ["", "name", "https://server.example/", "javascript:alert(1)"] {
            assert_eq!(read_address(text), None, "{text}");
        }
    }
}
