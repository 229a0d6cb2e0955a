//! Working in workstreams of other servers. Somebody of ours asks there as an actor that bears an
//! organisation and a role and is made for this alone; the association they act for confirms, and can
//! take that back at any time. Here are the verbs; desk, API, command line and inbox all come through
//! them.

pub mod activitypub;
pub mod api;
pub mod desk;
pub mod inbox;
pub mod matter;
pub mod membership;
mod store;

pub use self::{
    matter::Matter,
    membership::{Draft, Membership, State},
    store::{count_waiting, listed, standing_of, workstreams_among},
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::{self, Association},
    following,
    ids::{MatterId, MembershipId},
    workstreams::today,
};
use federation::{
    Iri,
    actors::{self, Actor, Founding},
    blocks,
    keys::KeyPairs,
    outbox::Audience,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::sync::Arc;

/// Memberships an instance keeps, over or not.
const MEMBERSHIPS_AT_MOST: u64 = 2_000;

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

/// The workstream of another server at this address. Asks that server, so no transaction may be open.
pub async fn look_up(app: &App, address: &str) -> Result<Actor> {
    let found = following::look_up(app, address).await?;
    match found.is_workstream() && !found.local {
        true => Ok(found),
        false => Err(Refusal::new("membership-no-workstream")
            .on("address")
            .into()),
    }
}

/// Ask a workstream to let somebody of ours in. The keys were made before the transaction.
pub async fn ask(
    app: &App,
    tx: &Tx,
    association: &Association,
    workstream: &Actor,
    draft: &Draft,
    keys: Arc<KeyPairs>,
) -> Result<Membership> {
    let (person, role) = draft.check()?;
    require_open(app, tx, &workstream.id).await?;
    if store::count(tx).await? >= MEMBERSHIPS_AT_MOST {
        return refused("membership-too-many");
    }
    let now = app.clock.now();
    let id: MembershipId = app.ulids.next(now).into();
    let handle = format!("p-{}", id.as_str().to_lowercase());
    let page = app.config.origin().join(&association.path()).ok();
    let founding = Founding {
        kind: "Person",
        handle: &handle,
        profile: activitypub::profile(&person, page),
        approves_followers: true,
        keys: Some(keys),
    };
    let actor = app.federation.found_actor(tx, founding).await?;
    let saying = activitypub::join(&workstream.id, &association.actor, role);
    let activity = app.federation.say(tx, &actor, saying).await?;
    let membership = Membership {
        id,
        workstream: workstream.id.clone(),
        name: workstream.profile.name.clone(),
        address: workstream.address(),
        actor: actor.id,
        association: association.actor.clone(),
        person,
        role,
        state: State::Asked,
        activity,
        confirmation: None,
        grant_iri: None,
        until: None,
        reason: String::new(),
        created_at: now,
        updated_at: now,
    };
    store::insert(tx, membership).await
}

async fn require_open(app: &App, db: &impl ConnectionTrait, workstream: &Iri) -> Result<()> {
    if !app.federation.settings().open {
        return refused("following-closed");
    }
    if blocks::covers(db, workstream).await? {
        return refused("following-blocked");
    }
    Ok(())
}

/// Say, as their association, that they act for it.
pub async fn confirm(app: &App, tx: &Tx, membership: Membership) -> Result<Membership> {
    if membership.state != State::Asked {
        return refused("membership-confirmed-already");
    }
    require_open(app, tx, &membership.workstream).await?;
    let association = ours(tx, &membership.association).await?;
    let saying = activitypub::confirm(&membership);
    let confirmation = app.federation.say(tx, &association, saying).await?;
    let confirmed = Membership {
        state: State::Confirmed,
        confirmation: Some(confirmation),
        updated_at: app.clock.now(),
        ..membership
    };
    store::update(tx, confirmed).await
}

/// Say, as their association, that they do not act for it any more. What they were granted ends there.
pub async fn disown(app: &App, tx: &Tx, membership: Membership) -> Result<Membership> {
    let Some(confirmation) = membership.confirmation.as_ref() else {
        return refused("membership-not-confirmed");
    };
    let association = ours(tx, &membership.association).await?;
    app.federation.retract(tx, confirmation).await?;
    let saying = activitypub::disown(&membership);
    app.federation.say(tx, &association, saying).await?;
    let ended = Membership {
        state: State::Ended,
        confirmation: None,
        grant_iri: None,
        updated_at: app.clock.now(),
        ..membership
    };
    store::update(tx, ended).await
}

/// Work there no longer, or ask no longer to.
pub async fn leave(app: &App, tx: &Tx, membership: Membership) -> Result<Membership> {
    if !membership.state.is_standing() {
        return refused("membership-is-over");
    }
    let person = ours(tx, &membership.actor).await?;
    let saying = activitypub::leave(&membership);
    app.federation.say(tx, &person, saying).await?;
    let left = Membership {
        state: State::Left,
        grant_iri: None,
        updated_at: app.clock.now(),
        ..membership
    };
    store::update(tx, left).await
}

/// The association they act for is no more: they leave, and nobody stands for them any longer.
pub async fn close(app: &App, tx: &Tx, membership: Membership) -> Result<Membership> {
    let left = leave(app, tx, membership).await?;
    match &left.confirmation {
        Some(_) => disown(app, tx, left).await,
        None => Ok(left),
    }
}

/// Say something to the work. The other server shows it to those who work there.
pub async fn contribute(app: &App, tx: &Tx, membership: &Membership, text: &str) -> Result<()> {
    let text = text.trim();
    let wrong = |message| Err(Refusal::new(message).on("text").into());
    if text.is_empty() {
        return wrong("membership-text-missing");
    }
    if text.chars().count() > membership::TEXT_AT_MOST {
        return wrong("membership-text-too-long");
    }
    if !membership.may_contribute(today(app)) {
        return refused("membership-may-not");
    }
    require_open(app, tx, &membership.workstream).await?;
    let person = ours(tx, &membership.actor).await?;
    let now = app.clock.now();
    let id = app.federation.mint("objects", now);
    let lang = app.config.instance.language;
    let note = activitypub::contribution(membership, &id, text, lang, now.fixed_offset());
    let audience = Audience::only(&membership.workstream);
    app.federation
        .publish(tx, &person, &json!(note), audience)
        .await?;
    Ok(())
}

/// Say that something is done that is to be done there, or that it is not after all. It is shown so as soon
/// as the workstream says so itself.
pub async fn resolve(
    app: &App,
    tx: &Tx,
    membership: &Membership,
    id: &str,
    is_done: bool,
) -> Result<Matter> {
    let id: MatterId = id.parse().map_err(|_| Error::NotFound)?;
    let task = store::find_own_matter(tx, &membership.id, &id).await?;
    let task = task.filter(|it| it.kind == matter::Kind::Task);
    let task = task.ok_or(Error::NotFound)?;
    if !membership.may_contribute(today(app)) {
        return refused("membership-may-not");
    }
    require_open(app, tx, &membership.workstream).await?;
    let person = ours(tx, &membership.actor).await?;
    let saying = activitypub::resolve(membership, &task.iri, is_done);
    app.federation.say(tx, &person, saying).await?;
    Ok(task)
}

/// What one of ours was told there, as long as they may read it.
pub async fn matters(
    app: &App,
    db: &impl ConnectionTrait,
    membership: &Membership,
) -> Result<Vec<Matter>> {
    match membership.may_read(today(app)) {
        true => store::matters(db, &membership.id).await,
        false => Ok(Vec::new()),
    }
}

/// Where it is read, or the way in online.
pub fn link_of(app: &App, matter: &Matter) -> Result<Option<String>> {
    let Some(sealed) = &matter.link else {
        return Ok(None);
    };
    Ok(String::from_utf8(app.federation.open(sealed)?).ok())
}

async fn ours(tx: &Tx, actor: &Iri) -> Result<Actor> {
    let found = actors::find(tx, actor).await?;
    found.filter(|found| found.local).ok_or(Error::NotFound)
}

pub async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Membership> {
    let id: MembershipId = id.parse().map_err(|_| Error::NotFound)?;
    store::find(db, &id).await?.ok_or(Error::NotFound)
}

/// The same, to change it.
pub async fn find_for_change(tx: &Tx, id: &str) -> Result<Membership> {
    let id: MembershipId = id.parse().map_err(|_| Error::NotFound)?;
    store::find_for_change(tx, &id)
        .await?
        .ok_or(Error::NotFound)
}

/// The association of ours that is meant.
pub async fn chosen(db: &impl ConnectionTrait, draft: &Draft) -> Result<Association> {
    associations::chosen(db, &draft.association).await
}

#[cfg(test)]
pub(crate) mod tests;
