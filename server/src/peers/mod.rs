//! Peers: other servers with which ours shares all it publishes, because an owner on each side agreed.
//! The Follows between the two instance actors are the federation crate's; who is asked, who waits for
//! an answer and what the end means is decided here. Desk, API, command line and inbox come through these verbs.

pub mod api;
pub mod desk;
pub mod inbox;
pub mod peer;
pub mod shape;
mod store;
mod telling;
#[cfg(test)]
pub(crate) mod tests;

pub use self::{
    peer::{Peer, State},
    store::{all, find},
    telling::tell,
};

use crate::{App, Error, Refusal, Result, agenda, app::Tx, events, markdown};
use chrono::Duration;
use federation::{
    Iri,
    actors::{self, Actor},
    blocks,
    discovery::read_host,
    fetch::Failure,
    follows, host_of,
    readings::{self, Progress},
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use url::Url;

/// Servers that were asked or agreed.
const PEERS_AT_MOST: u64 = 500;
/// Servers that wait for an answer of ours.
const WAITING_AT_MOST: u64 = 100;
/// A server that does not answer is not asked again before this.
const ASK_AGAIN_AFTER: Duration = Duration::days(1);
/// How long it can be looked up with whom it is over.
const OVER_KEPT: Duration = Duration::days(90);

/// The form field in which a server is named.
const FIELD: &str = "address";

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

/// Find the instance actor of the server somebody means. Asks that server, so no transaction may be open.
pub async fn look_up(app: &App, text: &str) -> Result<Actor> {
    let on_field = |message| Err(Refusal::new(message).on(FIELD).into());
    let federation = &app.federation;
    if text.trim().is_empty() {
        return on_field("peer-address-missing");
    }
    let Some(host) = read_host(text) else {
        return on_field("peer-address-wrong");
    };
    if host == host_of(federation.origin()) {
        return on_field("peer-own");
    }
    if !federation.settings().open {
        return on_field("following-closed");
    }
    let server: Option<Url> = format!("https://{host}/").parse().ok();
    let Some(server) = server else {
        return on_field("peer-address-wrong");
    };
    // Whoever is blocked is not even asked who they are.
    if blocks::covers(&app.db, &server).await? {
        return on_field("peer-blocked");
    }
    let actor = match federation.look_up_server(&host).await {
        Ok(actor) if actor.can_be_peer() => actor,
        Ok(_) => return on_field("peer-other-software"),
        Err(failure) => return on_field(reason(failure)),
    };
    if blocks::covers(&app.db, &actor.id).await? {
        return on_field("peer-blocked");
    }
    Ok(actor)
}

/// The key that says why a server was not found.
fn reason(failure: Failure) -> &'static str {
    match failure {
        Failure::Unresolvable => "peer-no-such-server",
        Failure::Unreachable | Failure::TimedOut => "following-unreachable",
        Failure::ForbiddenAddress => "following-forbidden-address",
        Failure::Answered(401 | 403) => "following-not-allowed",
        Failure::Answered(500..) => "following-server-trouble",
        Failure::Gone
        | Failure::Answered(_)
        | Failure::NotActivityJson
        | Failure::WrongId
        | Failure::TooLarge
        | Failure::TooManyRedirects => "peer-other-software",
    }
}

/// Ask a server to be a peer, by its instance actor as it was looked up. One that asked us gets our answer.
pub async fn ask(app: &App, tx: &Tx, actor: &Actor) -> Result<Peer> {
    let on_field = |message| Err(Refusal::new(message).on(FIELD).into());
    if !app.federation.settings().open {
        return on_field("following-closed");
    }
    if blocks::covers(tx, &actor.id).await? {
        return on_field("peer-blocked");
    }
    let now = app.clock.now();
    let known = store::find_for_change(tx, &actor.host).await?;
    let same = known.as_ref().filter(|known| known.actor == actor.id);
    match same.map(|known| known.state) {
        Some(State::Agreed) => return on_field("peer-agreed-already"),
        Some(State::Asked)
            if same.is_some_and(|known| now - known.updated_at < ASK_AGAIN_AFTER) =>
        {
            return on_field("peer-asked-already");
        }
        Some(State::Waiting) => {
            let peer = find_for_change(tx, &actor.host).await?;
            return accept(app, tx, peer).await;
        }
        _ => {}
    }
    let open = store::count(tx, &[State::Asked, State::Agreed]).await?;
    if same.is_none() && open >= PEERS_AT_MOST {
        return on_field("peer-too-many");
    }
    replace(app, tx, known, actor).await?;
    app.federation.request_peering(tx, actor).await?;
    store::put(tx, new(app, actor, State::Asked)).await
}

fn new(app: &App, actor: &Actor, state: State) -> Peer {
    let now = app.clock.now();
    Peer {
        host: actor.host.clone(),
        actor: actor.id.clone(),
        state,
        reason: String::new(),
        told_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// A server that was set up anew has another actor: whatever was with the one before is over.
async fn replace(app: &App, tx: &Tx, known: Option<Peer>, actor: &Actor) -> Result<()> {
    match known {
        Some(known) if known.actor != actor.id => leave(app, tx, known, State::Left).await,
        _ => Ok(()),
    }
}

/// Agree to what another server asked, and ask back. Both are peers once it has let us follow it.
pub async fn accept(app: &App, tx: &Tx, peer: Peer) -> Result<Peer> {
    require_waiting(app, tx, &peer).await?;
    app.federation
        .accept_peering(tx, &actor_of(tx, &peer).await?)
        .await?;
    let asked = Peer {
        state: State::Asked,
        updated_at: app.clock.now(),
        ..peer
    };
    settle(app, tx, asked).await
}

/// Refuse what another server asked, and say why.
pub async fn reject(app: &App, tx: &Tx, peer: Peer, reason: &str) -> Result<Peer> {
    require_waiting(app, tx, &peer).await?;
    let reason = reason.trim();
    if reason.chars().count() > peer::REASON_AT_MOST {
        return Err(Refusal::new("peer-reason-too-long").on("reason").into());
    }
    let told = markdown::escape(reason);
    let told = Some(told.as_str()).filter(|told| !told.is_empty());
    app.federation
        .reject_peering(tx, &actor_of(tx, &peer).await?, told)
        .await?;
    let rejected = Peer {
        state: State::Rejected,
        reason: reason.to_owned(),
        updated_at: app.clock.now(),
        ..peer
    };
    store::put(tx, rejected).await
}

async fn require_waiting(app: &App, tx: &Tx, peer: &Peer) -> Result<()> {
    if peer.state != State::Waiting {
        return refused("peer-answered-already");
    }
    if !app.federation.settings().open {
        return refused("following-closed");
    }
    match blocks::covers(tx, &peer.actor).await? {
        true => refused("peer-blocked"),
        false => Ok(()),
    }
}

/// Read all that a peer has said once more, from the beginning: something was missed.
pub async fn read_again(app: &App, tx: &Tx, peer: &Peer) -> Result<()> {
    if peer.state != State::Agreed {
        return refused("peer-not-agreed");
    }
    if !progress(tx, peer).await?.is_over() {
        return refused("peer-reading-already");
    }
    Ok(readings::begin(tx, &peer.actor, app.clock.now()).await?)
}

/// End it from our side, or withdraw what we asked. What came from there goes.
pub async fn end(app: &App, tx: &Tx, peer: Peer) -> Result<()> {
    match peer.state {
        State::Asked | State::Agreed => leave(app, tx, peer, State::Ended).await,
        _ => refused("peer-not-agreed"),
    }
}

/// Neither follows the other any longer, and what came from there goes.
async fn leave(app: &App, tx: &Tx, peer: Peer, state: State) -> Result<()> {
    if let Some(actor) = actors::find(tx, &peer.actor).await? {
        app.federation.end_peering(tx, &actor).await?;
    }
    if peer.state == State::Agreed {
        readings::stop(tx, &peer.actor).await?;
        agenda::forget_told_from(tx, &peer.actor).await?;
        forget_events(app, tx, &peer).await?;
    }
    let left = Peer {
        state,
        reason: String::new(),
        updated_at: app.clock.now(),
        ..peer
    };
    store::put(tx, left).await?;
    Ok(())
}

/// Nobody would tell us any more that an event from there moved or was called off. What one of ours
/// follows stays, and what one of ours invites to.
async fn forget_events(app: &App, tx: &Tx, peer: &Peer) -> Result<()> {
    let heard = follows::heard_here(tx).await?;
    events::forget_all_at(app, tx, &peer.actor, &heard).await
}

/// Once each has let the other one in, both are peers, and all that was said before is read.
async fn settle(app: &App, tx: &Tx, peer: Peer) -> Result<Peer> {
    let now = app.clock.now();
    if peer.state == State::Agreed || !app.federation.is_peer(tx, &peer.actor).await? {
        return store::put(tx, peer).await;
    }
    readings::begin(tx, &peer.actor, now).await?;
    let agreed = Peer {
        state: State::Agreed,
        updated_at: now,
        ..peer
    };
    store::put(tx, agreed).await
}

async fn actor_of(tx: &Tx, peer: &Peer) -> Result<Actor> {
    let actor = actors::find(tx, &peer.actor).await?;
    actor.ok_or(Error::NotFound)
}

pub async fn find_for_change(tx: &Tx, host: &str) -> Result<Peer> {
    let found = store::find_for_change(tx, host).await?;
    found.ok_or(Error::NotFound)
}

/// How far what a peer had said before is read.
pub async fn progress(db: &impl ConnectionTrait, peer: &Peer) -> Result<Progress> {
    let all = progress_of(db, std::slice::from_ref(peer)).await?;
    Ok(all.into_values().next().unwrap_or_default())
}

/// The same of many, by their instance actors; of who is no peer there is nothing to read.
pub async fn progress_of(
    db: &impl ConnectionTrait,
    peers: &[Peer],
) -> Result<BTreeMap<Iri, Progress>> {
    let agreed = peers.iter().filter(|peer| peer.state == State::Agreed);
    let agreed = agreed.map(|peer| peer.actor.clone()).collect();
    Ok(readings::progress(db, agreed).await?)
}

/// The instance actors of servers that wait for an answer of ours.
pub async fn asking(db: &impl ConnectionTrait) -> Result<Vec<Iri>> {
    let open = store::open(db).await?.into_iter();
    let waiting = open.filter(|peer| peer.state == State::Waiting);
    Ok(waiting.map(|peer| peer.actor).collect())
}

/// How many servers wait for an answer of ours.
pub async fn waiting(db: &impl ConnectionTrait) -> Result<u64> {
    store::count(db, &[State::Waiting]).await
}

/// Those of `actors` that a row names: they must not be forgotten.
pub async fn among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    store::among(db, actors).await
}

/// End it with those who were blocked. Returns how many.
pub async fn look_after(app: &App) -> Result<usize> {
    let open = store::open(&app.db).await?.into_iter();
    let open: Vec<Iri> = open.map(|peer| peer.actor).collect();
    let blocked = blocks::among(&app.db, &open).await?;
    for actor in &blocked {
        let tx = app.begin().await?;
        let peer = store::find_for_change(&tx, &host_of(actor)).await?;
        if let Some(peer) = peer.filter(|peer| peer.state.is_open()) {
            leave(app, &tx, peer, State::Ended).await?;
        }
        tx.commit().await?;
    }
    Ok(blocked.len())
}

/// Forget with whom it has been over for long. Returns how many.
pub async fn clear(app: &App) -> Result<u64> {
    let tx = app.begin().await?;
    let forgotten = store::forget_over(&tx, app.clock.now() - OVER_KEPT).await?;
    tx.commit().await?;
    Ok(forgotten)
}
