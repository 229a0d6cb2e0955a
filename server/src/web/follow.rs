//! Following from elsewhere: the ways to subscribe, and the way from a handle to its own server,
//! without script. Nothing that is typed here is kept.

use super::page::{Form, Page, respond, respond_public};
use crate::{
    App, Error, Result,
    associations::{self, Association, pages::Tile},
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
    actors::Actor,
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
        tiles.push(Tile::of(&app.db, &association, &host).await?);
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
            associations::find_by_handle(&app.db, &handle.name).await?
        }
        Resource::Id(url) if app.federation.is_ours(url) => match url.path().strip_prefix("/@") {
            Some(handle) => associations::find_by_handle(&app.db, handle).await?,
            None => associations::find_by_actor(&app.db, url).await?,
        },
        Resource::Server => None,
        Resource::Handle(_) | Resource::Id(_) => {
            let uri: String = form_urlencoded::byte_serialize(uri.as_bytes()).collect();
            return Ok(Some(format!("{FOLLOWING}?uri={uri}")));
        }
    };
    Ok(ours.map(|ours| format!("{}/follow", ours.path())))
}

/// The page on which somebody names their own server.
#[derive(Template)]
#[template(path = "associations/follow.html")]
struct Ask {
    page: Page,
    association: Association,
    /// The handle of the association.
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
        let association = associations::find_by_handle(&app.db, handle).await?;
        let association = association.ok_or(Error::NotFound)?;
        let actor = associations::actor_of(&app.db, &association).await?;
        let title = page.tn("follow-association", "name", association.name.as_str());
        let ask = Self {
            page: page.with_title(title),
            address: actor.address(),
            association,
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
