//! Peers for programs. Who they are and how it stands takes a token; asking, answering and ending an
//! owner's.

use super::{Peer, shape::Shape};
use crate::{
    App, Result,
    accounts::Account,
    app::Tx,
    audit,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Editor, Owner},
    },
};
use axum::{
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, ask))
        .routes(routes!(accept))
        .routes(routes!(reject))
        .routes(routes!(end))
        .routes(routes!(read_again))
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PeerList)]
struct List {
    peers: Vec<Shape>,
}

/// List the servers that are peers, were asked or ask.
///
/// Those with which something is going on first, each in the order of their names; at most 500.
#[utoipa::path(
    get,
    path = "/api/v1/peers",
    operation_id = "listPeers",
    tag = "peers",
    security(("token" = [])),
    responses((status = 200, description = "All of them", body = List), Failures)
)]
async fn list(_: Editor, Of(app): Of<App>) -> Result<Response> {
    let peers = super::all(&app.db).await?;
    let mut progress = super::progress_of(&app.db, &peers).await?;
    let shape = |peer: &Peer| Shape::new(peer, progress.remove(&peer.actor).unwrap_or_default());
    let peers = peers.iter().map(shape).collect();
    json::private(&List { peers })
}

/// Whom to ask.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Asked {
    /// The name of a server, or the address of any page of it.
    pub address: String,
}

/// Ask another server to be a peer.
///
/// If it asked us already, this is our answer.
#[utoipa::path(
    post,
    path = "/api/v1/peers",
    operation_id = "askPeer",
    tag = "peers",
    request_body = Asked,
    security(("token" = [])),
    responses((status = 201, description = "How it stands", body = Shape), Failures)
)]
async fn ask(owner: Owner, Of(app): Of<App>, Said(asked): Said<Asked>) -> Result<Response> {
    let actor = super::look_up(&app, &asked.address).await?;
    let tx = app.begin().await?;
    let peer = super::ask(&app, &tx, &actor).await?;
    audit::note(&tx, Some(&owner), "peer.ask", &peer.host, app.clock.now()).await?;
    let shape = Shape::of(&tx, &peer).await?;
    tx.commit().await?;
    json::created(&app, &format!("/api/v1/peers/{}", peer.host), &shape)
}

/// Agree to what another server asked.
///
/// We ask back, and both are peers once that is answered; then all it has said is read.
#[utoipa::path(
    post,
    path = "/api/v1/peers/{host}/acceptance",
    operation_id = "acceptPeer",
    tag = "peers",
    params(("host" = String, Path, description = "The name of the server")),
    security(("token" = [])),
    responses((status = 200, description = "How it stands", body = Shape), Failures)
)]
async fn accept(owner: Owner, Of(app): Of<App>, Path(host): Path<String>) -> Result<Response> {
    let tx = app.begin().await?;
    let peer = super::find_for_change(&tx, &host).await?;
    let peer = super::accept(&app, &tx, peer).await?;
    told(&app, tx, &owner, "peer.accept", &peer).await
}

/// Why not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = PeerRefusal)]
struct Refused {
    /// Told to the other server. Up to 500 characters.
    reason: String,
}

/// Refuse what another server asked.
///
/// Asked again, it is refused again, until we ask it ourselves.
#[utoipa::path(
    post,
    path = "/api/v1/peers/{host}/rejection",
    operation_id = "rejectPeer",
    tag = "peers",
    params(("host" = String, Path, description = "The name of the server")),
    request_body = Refused,
    security(("token" = [])),
    responses((status = 200, description = "How it stands", body = Shape), Failures)
)]
async fn reject(
    owner: Owner,
    Of(app): Of<App>,
    Path(host): Path<String>,
    Said(refused): Said<Refused>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let peer = super::find_for_change(&tx, &host).await?;
    let peer = super::reject(&app, &tx, peer, &refused.reason).await?;
    told(&app, tx, &owner, "peer.reject", &peer).await
}

/// Be peers no longer, or withdraw what we asked.
///
/// The other server is told, and its events disappear here, unless somebody here follows who invites.
#[utoipa::path(
    delete,
    path = "/api/v1/peers/{host}",
    operation_id = "endPeer",
    tag = "peers",
    params(("host" = String, Path, description = "The name of the server")),
    security(("token" = [])),
    responses((status = 204, description = "It is over"), Failures)
)]
async fn end(owner: Owner, Of(app): Of<App>, Path(host): Path<String>) -> Result<Response> {
    let tx = app.begin().await?;
    let peer = super::find_for_change(&tx, &host).await?;
    audit::note(&tx, Some(&owner), "peer.end", &host, app.clock.now()).await?;
    super::end(&app, &tx, peer).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Read all that a peer has said once more.
///
/// Refused while it is being read, or while it is no peer.
#[utoipa::path(
    post,
    path = "/api/v1/peers/{host}/reading",
    operation_id = "readPeerAgain",
    tag = "peers",
    params(("host" = String, Path, description = "The name of the server")),
    security(("token" = [])),
    responses((status = 200, description = "How it stands", body = Shape), Failures)
)]
async fn read_again(owner: Owner, Of(app): Of<App>, Path(host): Path<String>) -> Result<Response> {
    let tx = app.begin().await?;
    let peer = super::find_for_change(&tx, &host).await?;
    super::read_again(&app, &tx, &peer).await?;
    told(&app, tx, &owner, "peer.read", &peer).await
}

async fn told(
    app: &App,
    tx: Tx,
    by: &Account,
    action: &'static str,
    peer: &Peer,
) -> Result<Response> {
    audit::note(&tx, Some(by), action, &peer.host, app.clock.now()).await?;
    let shape = Shape::of(&tx, peer).await?;
    tx.commit().await?;
    json::private(&shape)
}
