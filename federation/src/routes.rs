//! The addresses other servers know: inboxes, ids of actors, objects and activities, collections,
//! and where to find them.

use crate::{
    Federation, Iri,
    actors::{self, Actor},
    follows,
    inbox::{self, Asker, Posted},
    negotiate::{Wants, activity_json, see_page, telling_of_page},
    outbox,
    vocabulary::{actor::Term, collection, context, event::Organizers, read},
};
use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::{OriginalUri, Path, Query, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http_body_util::LengthLimitError;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{error::Error as _, time::Duration};
use url::Url;

/// A body has to be here by then, however slowly it comes.
const BODY_WITHIN: Duration = Duration::from_secs(30);
/// What a refused sender is told to wait, in seconds, when it may try again.
const RETRY_AFTER: &str = "60";
/// What is not public, and yet read by whom it is addressed to: votes, and who may take part in them.
const READ_BY_THOSE_NAMED: [&str; 2] = ["Question", "Collection"];
/// The furthest page of a collection; beyond lies nothing anybody published.
const PAGES_AT_MOST: u64 = 10_000;

pub fn router(federation: Federation) -> Router {
    Router::new()
        .route("/ap/inbox", post(receive))
        .route("/ap/actors/{id}", get(actor))
        .route("/ap/actors/{id}/inbox", post(receive_for))
        .route("/ap/actors/{id}/outbox", get(outbox_of))
        .route("/ap/actors/{id}/followers", get(followers_of))
        .route("/ap/actors/{id}/following", get(following_of))
        .route("/ap/actors/{id}/featured", get(featured_of))
        .route("/ap/actors/{id}/coordinators", get(coordinators_of))
        .route("/ap/actors/{id}/milestones", get(milestones_of))
        .route("/ap/actors/{id}/members", get(members_of))
        .route("/ap/actors/{id}/involved", get(involved_in))
        .route("/ap/actors/{id}/seats", get(seats_of))
        .route("/ap/objects/{id}", get(object))
        .route("/ap/objects/{id}/organizers", get(organizers))
        .route("/ap/objects/{id}/{part}", get(part_of_object))
        .route("/ap/activities/{id}", get(activity))
        .route("/.well-known/webfinger", get(webfinger))
        .route("/.well-known/host-meta", get(host_meta))
        .route("/.well-known/nodeinfo", get(nodeinfo))
        .with_state(federation)
}

/// An answer without a body, or a failure of ours that has been logged.
struct Absent(StatusCode);

impl IntoResponse for Absent {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl From<crate::Error> for Absent {
    fn from(error: crate::Error) -> Self {
        tracing::error!(%error, "a federation request failed");
        Self(StatusCode::SERVICE_UNAVAILABLE)
    }
}

type Answer = Result<Response, Absent>;

const NOT_FOUND: Absent = Absent(StatusCode::NOT_FOUND);

/// The shared inbox.
async fn receive(
    State(federation): State<Federation>,
    asker: Option<Extension<Asker>>,
    method: Method,
    OriginalUri(target): OriginalUri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let reading = to_bytes(body, inbox::BODY_BYTES_AT_MOST + 1);
    let body = match tokio::time::timeout(BODY_WITHIN, reading).await {
        Ok(Ok(body)) => body,
        Ok(Err(error)) if is_over_the_limit(&error) => {
            federation.note_refusal("too_large", None);
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        }
        Ok(Err(_)) => {
            federation.note_refusal("broken_off", None);
            return StatusCode::BAD_REQUEST.into_response();
        }
        Err(_) => {
            federation.note_refusal("too_slow", None);
            return StatusCode::REQUEST_TIMEOUT.into_response();
        }
    };
    let posted = Posted {
        method: &method,
        target: &target,
        headers: &headers,
        body: &body,
        asker: &asker.unwrap_or_default(),
    };
    match federation.take_in(posted).await {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(refusal) => {
            let mut response = (refusal.status, refusal.reason).into_response();
            let later = [
                StatusCode::SERVICE_UNAVAILABLE,
                StatusCode::TOO_MANY_REQUESTS,
            ];
            if later.contains(&refusal.status) {
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
            }
            response
        }
    }
}

/// The other way a body cannot be read is that it ends before it should.
fn is_over_the_limit(error: &axum::Error) -> bool {
    error
        .source()
        .is_some_and(|cause| cause.is::<LengthLimitError>())
}

/// A personal inbox: the same, once it is known to be one.
async fn receive_for(
    State(federation): State<Federation>,
    asker: Option<Extension<Asker>>,
    Path(id): Path<String>,
    method: Method,
    uri: OriginalUri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match own_actor(&federation, &id).await {
        Ok(_) => receive(State(federation), asker, method, uri, headers, body).await,
        Err(absent) => absent.into_response(),
    }
}

async fn own_actor(federation: &Federation, id: &str) -> Result<Actor, Absent> {
    let id = federation.own_id("actors", id);
    let actor = actors::find(federation.db(), &id).await?;
    match actor.filter(|actor| actor.local) {
        Some(actor) if actor.deleted_at.is_some() => Err(Absent(StatusCode::GONE)),
        Some(actor) => Ok(actor),
        None => Err(NOT_FOUND),
    }
}

async fn actor(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let actor = own_actor(&federation, &id).await?;
    if Wants::of(&headers) == Wants::Page {
        return Ok(see_page(actor.page()));
    }
    let document = federation.actor_document(&actor);
    let answer = activity_json(&headers, document.to_string(), true);
    Ok(telling_of_page(answer, actor.page()))
}

async fn object(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    request: Reading,
) -> Answer {
    shown(&federation, &id, request).await
}

/// What stands beside an object and has an id of its own: an electorate, the lines of a count.
async fn part_of_object(
    State(federation): State<Federation>,
    Path((id, part)): Path<(String, String)>,
    request: Reading,
) -> Answer {
    shown(&federation, &format!("{id}/{part}"), request).await
}

/// A request for an object, with all its signature could cover.
#[derive(axum::extract::FromRequestParts)]
struct Reading {
    asker: Option<Extension<Asker>>,
    target: OriginalUri,
    headers: HeaderMap,
}

async fn shown(federation: &Federation, id: &str, request: Reading) -> Answer {
    let headers = &request.headers;
    let id = federation.own_id("objects", id);
    let object = outbox::find_object(federation.db(), &id).await?;
    let Some(object) = object else {
        return Err(NOT_FOUND);
    };
    // Hidden and absent are one answer.
    if !object.public {
        return match is_for(federation, &object, &request).await? {
            true => Ok(activity_json(headers, object.json, false)),
            false => Err(NOT_FOUND),
        };
    }
    if object.deleted_at.is_some() {
        // A person gets a page that says so, made from the status.
        if Wants::of(headers) == Wants::Page {
            return Err(Absent(StatusCode::GONE));
        }
        let mut tombstone = activity_json(headers, object.json, true);
        *tombstone.status_mut() = StatusCode::GONE;
        return Ok(tombstone);
    }
    let json: Value = serde_json::from_str(&object.json).map_err(crate::Error::from)?;
    let page = read::id(&json["url"]);
    match page {
        Some(page) if Wants::of(headers) == Wants::Page => Ok(see_page(&page)),
        Some(page) => {
            let answer = activity_json(headers, object.json, true);
            Ok(telling_of_page(answer, &page))
        }
        None => Ok(activity_json(headers, object.json, true)),
    }
}

/// Whether what is not public is addressed to whoever signed the request.
async fn is_for(
    federation: &Federation,
    object: &outbox::object::Model,
    request: &Reading,
) -> Result<bool, Absent> {
    if object.deleted_at.is_some() || !READ_BY_THOSE_NAMED.contains(&object.kind.as_str()) {
        return Ok(false);
    }
    let json: Value = serde_json::from_str(&object.json).map_err(crate::Error::from)?;
    // Ours, so every one of them was put there by us.
    let named = json["to"].as_array().into_iter().flatten();
    let readers: Vec<Url> = named.filter_map(read::id).collect();
    is_read_by(federation, request, &readers).await
}

/// Whether a peer's server signed the request.
async fn is_by_peer(federation: &Federation, request: &Reading) -> Result<bool, Absent> {
    let peers = federation.readers_for_peers(federation.db()).await?;
    let peers: Vec<Url> = peers.into_iter().map(|peer| peer.id.into()).collect();
    is_read_by(federation, request, &peers).await
}

async fn is_read_by(
    federation: &Federation,
    request: &Reading,
    readers: &[Url],
) -> Result<bool, Absent> {
    let nobody = Asker::default();
    let asked = Posted {
        method: &Method::GET,
        target: &request.target.0,
        headers: &request.headers,
        body: &[],
        asker: request.asker.as_ref().map_or(&nobody, |asker| &asker.0),
    };
    match federation.is_read_by(&asked, readers).await {
        Ok(is_read) => Ok(is_read),
        Err(refusal) if refusal.status.is_server_error() => Err(Absent(refusal.status)),
        Err(_) => Ok(false),
    }
}

async fn activity(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = federation.own_id("activities", &id);
    let activity = outbox::find_activity(federation.db(), &id).await?;
    let Some(activity) = activity.filter(|activity| activity.public) else {
        return Err(NOT_FOUND);
    };
    let is_retracted = activity.is_retracted();
    let mut answer = activity_json(&headers, activity.json, true);
    if is_retracted {
        *answer.status_mut() = StatusCode::GONE;
    }
    Ok(answer)
}

/// Who invites to an event of ours (FEP-8a8e): as its object says, or its owner alone.
async fn organizers(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = federation.own_id("objects", &id);
    let object = outbox::find_object(federation.db(), &id).await?;
    let is_public_event = |object: &outbox::object::Model| object.public && object.kind == "Event";
    let Some(object) = object.filter(is_public_event) else {
        return Err(NOT_FOUND);
    };
    if object.deleted_at.is_some() {
        return Err(Absent(StatusCode::GONE));
    }
    let mut json: Value = serde_json::from_str(&object.json).map_err(crate::Error::from)?;
    let organizers = match json["organizers"].take() {
        Value::Null => json!(Organizers::of(&id, &object.actor, Vec::new())),
        listed => listed,
    };
    let json = context::framed(&context::OBJECT, organizers);
    Ok(activity_json(&headers, json.to_string(), true))
}

#[derive(Deserialize)]
struct PageNumber {
    page: Option<u64>,
}

async fn outbox_of(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    Query(number): Query<PageNumber>,
    request: Reading,
) -> Answer {
    let actor = own_actor(&federation, &id).await?;
    let headers = &request.headers;
    let mut is_public = true;
    let outbox: Iri = format!("{}/outbox", actor.id)
        .parse()
        .map_err(crate::Error::from)?;
    let json = match number.page {
        None => {
            let total = outbox::count(federation.db(), &actor.id).await?;
            collection::paged(&outbox, total)
        }
        Some(number @ 1..=PAGES_AT_MOST) => {
            let (mut items, mut more) = outbox::page(federation.db(), &actor.id, number).await?;
            if !more && is_by_peer(&federation, &request).await? {
                is_public = false;
                let said = federation.host().said_to_peers(&federation, &actor).await;
                let said = said.map_err(crate::Error::from)?;
                let public = outbox::count(federation.db(), &actor.id).await?;
                let for_peers = outbox::page_for_peers(&actor, said, (number, public));
                items.extend(for_peers.0);
                more = for_peers.1;
            }
            collection::page(&outbox, number, items, more)
        }
        Some(_) => return Err(NOT_FOUND),
    };
    let json = context::framed(&context::OBJECT, json);
    Ok(activity_json(headers, json.to_string(), is_public))
}

async fn followers_of(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let actor = own_actor(&federation, &id).await?;
    let total = follows::count_followers(federation.db(), &actor.id).await?;
    counted(&actor, "followers", total, &headers)
}

async fn following_of(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let actor = own_actor(&federation, &id).await?;
    let total = follows::count_following(federation.db(), &actor.id).await?;
    counted(&actor, "following", total, &headers)
}

async fn featured_of(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let actor = own_actor(&federation, &id).await?;
    let featured: Iri = format!("{}/featured", actor.id)
        .parse()
        .map_err(crate::Error::from)?;
    let pinned = outbox::pinned(federation.db(), &actor.id).await?;
    let json = collection::whole(&featured, pinned.iter().map(|id| json!(id)).collect());
    let json = context::framed(&context::OBJECT, json);
    Ok(activity_json(&headers, json.to_string(), true))
}

/// Who speaks for a group: whose part it is.
async fn coordinators_of(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let actor = own_actor(&federation, &id).await?;
    let unit = actor.profile.unit_of.ok_or(NOT_FOUND)?;
    let coordinators: Iri = format!("{}/coordinators", actor.id)
        .parse()
        .map_err(crate::Error::from)?;
    let json = collection::whole(&coordinators, vec![json!(unit)]);
    let json = context::framed(&context::OBJECT, json);
    Ok(activity_json(&headers, json.to_string(), true))
}

/// What a workstream wants to have reached, and by when.
async fn milestones_of(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let actor = own_workstream(&federation, &id).await?;
    let address = format!("{}/milestones", actor.id);
    listed(&federation, &actor, ("Milestone", address), &headers).await
}

/// The seats of a committee, with those of deputies: what its page shows everybody.
async fn seats_of(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let actor = own_actor(&federation, &id).await?;
    if !actor.is_committee() {
        return Err(NOT_FOUND);
    }
    let address = Term::seats(&actor.id);
    listed(&federation, &actor, ("Relationship", address), &headers).await
}

/// The ids of what an actor keeps of one kind, as far as everybody may read it.
async fn listed(
    federation: &Federation,
    actor: &Actor,
    (kind, address): (&str, String),
    headers: &HeaderMap,
) -> Answer {
    let address: Iri = address.parse().map_err(crate::Error::from)?;
    let kept = outbox::objects_of(federation.db(), &actor.id, kind).await?;
    let public = kept.iter().filter(|object| object.public);
    let json = collection::whole(&address, public.map(|it| json!(it.id)).collect());
    let json = context::framed(&context::OBJECT, json);
    Ok(activity_json(headers, json.to_string(), true))
}

/// How many have been let into a workstream.
async fn members_of(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let actor = own_workstream(&federation, &id).await?;
    let grants = outbox::objects_of(federation.db(), &actor.id, "Grant").await?;
    counted(&actor, "members", grants.len() as u64, &headers)
}

/// Which organisations have a part in a workstream, each with where it said so.
async fn involved_in(
    State(federation): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let actor = own_workstream(&federation, &id).await?;
    let work = actor.profile.work.unwrap_or_default();
    let json = context::framed(&context::ACTOR, work.listed(&actor.id));
    Ok(activity_json(&headers, json.to_string(), true))
}

async fn own_workstream(federation: &Federation, id: &str) -> Result<Actor, Absent> {
    let actor = own_actor(federation, id).await?;
    match actor.is_workstream() {
        true => Ok(actor),
        false => Err(NOT_FOUND),
    }
}

/// A collection whose members are nobody else's business.
fn counted(actor: &Actor, name: &str, total: u64, headers: &HeaderMap) -> Answer {
    let id: Iri = format!("{}/{name}", actor.id)
        .parse()
        .map_err(crate::Error::from)?;
    let json = context::framed(&context::OBJECT, collection::counted(&id, total));
    Ok(activity_json(headers, json.to_string(), true))
}

#[derive(Deserialize)]
struct WebFingerQuery {
    resource: Option<String>,
}

async fn webfinger(
    State(federation): State<Federation>,
    Query(query): Query<WebFingerQuery>,
) -> Response {
    match described(&federation, query).await {
        Ok(description) => open_to_all("application/jrd+json", description.to_string()),
        // A script has to be able to read that there is nobody, too.
        Err(Absent(status)) => {
            (status, [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")]).into_response()
        }
    }
}

async fn described(federation: &Federation, query: WebFingerQuery) -> Result<Value, Absent> {
    let resource = query
        .resource
        .and_then(|text| federation.read_resource(&text));
    let Some(resource) = resource else {
        return Err(Absent(StatusCode::BAD_REQUEST));
    };
    if !federation.settings().open {
        return Err(NOT_FOUND);
    }
    federation.describe(&resource).await?.ok_or(NOT_FOUND)
}

async fn host_meta(State(federation): State<Federation>) -> Response {
    open_to_all("application/xrd+xml", federation.host_meta())
}

async fn nodeinfo(State(federation): State<Federation>) -> Response {
    open_to_all("application/json", federation.nodeinfo_links().to_string())
}

/// WebFinger is read by scripts of any page (RFC 7033 §5).
fn open_to_all(media_type: &'static str, body: String) -> Response {
    (
        [
            (header::CONTENT_TYPE, media_type),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (header::CACHE_CONTROL, "public, max-age=180"),
        ],
        body,
    )
        .into_response()
}
