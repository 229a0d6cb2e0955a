//! Ideas: what people would have worked on in a cycle, who wrote them, and what became of them. Here are
//! the verbs; the form, the desk, programs and other servers all come through them. What changes is said
//! and written to its authors in the same transaction. The cycle is locked before its ideas.

pub mod activitypub;
pub mod api;
pub mod author;
pub mod comment;
mod deciding;
pub mod desk;
pub mod feed;
pub mod idea;
pub mod inbox;
mod letters;
mod link;
pub mod offer;
mod offering;
pub mod pages;
mod proposing;
pub mod shape;
mod similar;
mod store;
pub mod supporter;
mod voices;

pub use self::{
    author::{Author, Signature},
    comment::Comment,
    deciding::{approve, decline, end_work, merge, select, withdraw},
    idea::{Draft, Idea, Origin, Product, State},
    offer::Offer,
    offering::{look_up, offer},
    proposing::{ask, confirm, enter, revise, revise_by_author},
    similar::similar,
    store::{
        actors_among, authors, comments, count_comments_waiting, count_public, count_supporters,
        count_waiting, counts, find_by_number, find_for_change, listed, merged_into, of_topic,
        offers, page, public, supporters_of_cycle,
    },
    supporter::Supporter,
    voices::{
        comment as say, confirm_comment, confirm_supporter, forget_author, forget_comment, hide,
        invite, show, support, withdraw_supporter,
    },
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    cycles::{self, Cycle},
    events,
    ids::IdeaId,
};
use chrono::Duration;
use federation::{Iri, actors, outbox::Audience};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use url::Url;

/// How long somebody has to confirm their address.
pub const CONFIRMS_WITHIN: Duration = Duration::days(7);
/// Ideas of one cycle, whoever may read them.
const IDEAS_AT_MOST: u64 = 2_000;

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

pub async fn find(db: &impl ConnectionTrait, id: &IdeaId) -> Result<Idea> {
    store::find(db, id).await?.ok_or(Error::NotFound)
}

/// What somebody said about this idea.
pub async fn find_comment(db: &impl ConnectionTrait, idea: &Idea, id: &str) -> Result<Comment> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let comment = store::find_comment(db, &id).await?;
    let comment = comment.filter(|comment| comment.idea == idea.id);
    comment.ok_or(Error::NotFound)
}

/// The cycle an idea was brought to, where it is of ours.
pub async fn cycle_of(db: &impl ConnectionTrait, idea: &Idea) -> Result<Option<Cycle>> {
    match &idea.cycle {
        Some(id) => cycles::find_by_id(db, id).await,
        None => Ok(None),
    }
}

/// The idea about to be changed by nobody else, and its cycle. The cycle first: whoever gives a number
/// waits for it.
async fn held(tx: &Tx, id: &IdeaId) -> Result<(Idea, Option<Cycle>)> {
    let cycle = match find(tx, id).await?.cycle {
        Some(cycle) => cycles::find_for_change(tx, &cycle).await?,
        None => None,
    };
    let idea = store::find_for_change(tx, id).await?;
    Ok((idea.ok_or(Error::NotFound)?, cycle))
}

/// The page of an idea, whole.
pub fn address(app: &App, idea: &Idea, cycle: Option<&Cycle>) -> Url {
    let mut address = app.config.origin().clone();
    address.set_path(&idea.path(cycle));
    address
}

/// Let everybody read it, under a number of its own.
async fn make_public(app: &App, tx: &Tx, idea: Idea, cycle: Option<&Cycle>) -> Result<Idea> {
    let now = app.clock.now();
    let number = match (cycle, idea.number) {
        (Some(cycle), None) => Some(store::last_number(tx, &cycle.id).await? + 1),
        (_, number) => number,
    };
    let iri = match &idea.iri {
        Some(iri) => iri.clone(),
        None => app.federation.mint("objects", now),
    };
    let idea = Idea {
        state: State::Proposed,
        number,
        iri: Some(iri.clone()),
        published_at: Some(now),
        updated_at: now,
        ..idea
    };
    let idea = store::update(tx, idea).await?;
    if idea.local {
        let (actor, object, audience) = spoken(app, tx, &idea, cycle).await?;
        app.federation
            .publish(tx, &actor, &object, audience)
            .await?;
    } else if let Some(cycle) = cycle {
        let owner = actors::find(tx, &cycle.organizer).await?;
        let owner = owner.ok_or(Error::NotFound)?;
        app.federation.announce(tx, &owner, &iri).await?;
    }
    recount(app, tx, cycle).await?;
    Ok(idea)
}

/// The collection says how many ideas there are.
async fn recount(app: &App, tx: &Tx, cycle: Option<&Cycle>) -> Result<()> {
    if let Some(cycle) = cycle {
        let ideas = store::count_public(tx, &cycle.id).await?;
        cycles::tell(app, tx, cycle, ideas).await?;
    }
    Ok(())
}

/// Tell everybody who has an idea of ours how it is now.
async fn tell_change(app: &App, tx: &Tx, idea: &Idea, cycle: Option<&Cycle>) -> Result<()> {
    if idea.local && idea.is_public() {
        let (actor, object, audience) = spoken(app, tx, idea, cycle).await?;
        app.federation.update(tx, &actor, &object, audience).await?;
    }
    Ok(())
}

/// Who says it, what it is on the wire, and who hears it.
async fn spoken(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    cycle: Option<&Cycle>,
) -> Result<(actors::Actor, Value, Audience)> {
    let actor = actors::find(tx, &idea.actor).await?;
    let actor = actor.ok_or(Error::NotFound)?;
    let offers = store::offers(tx, &idea.id).await?.into_iter();
    let others: Vec<Iri> = offers
        .filter(|offer| offer.state != offer::State::Rejected)
        .map(|offer| offer.owner)
        .collect();
    let setting = activitypub::Setting {
        actor: &actor,
        url: address(app, idea, cycle),
        cycle: cycle.map(|cycle| &cycle.iri),
        others: &others,
    };
    let object = activitypub::object(idea, &setting);
    let object = json!(object.ok_or(Error::NotFound)?);
    let audience = Audience::public(&actor).and(&others);
    Ok((actor, object, audience))
}

/// A change, later than the last.
fn changed(app: &App, idea: Idea) -> Idea {
    Idea {
        updated_at: events::later(idea.updated_at, app.clock.now()),
        ..idea
    }
}

/// Forget what nobody confirmed in time. Returns how many rows.
pub async fn clear(app: &App) -> Result<u64> {
    store::forget_unconfirmed(&app.db, app.clock.now() - CONFIRMS_WITHIN).await
}

/// Who a link was made for.
#[derive(Clone, Debug)]
pub enum Holder {
    Author(Author),
    Supporter(Supporter),
    Comment(Comment),
}

/// Somebody by the link they were sent, and their idea.
pub async fn find_by_link(
    app: &App,
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<(Holder, Idea)> {
    use link::Claim;
    let (claim, tag) = Claim::read(token).ok_or(Error::NotFound)?;
    let (holder, idea) = match claim {
        Claim::Author(id) => {
            let author = store::find_author(db, &id).await?;
            let author = author.filter(|author| link::opens_author(app, author, tag));
            let author = author.ok_or(Error::NotFound)?;
            let idea = author.idea.clone();
            (Holder::Author(author), idea)
        }
        Claim::Supporter(id) => {
            let one = store::find_supporter(db, &id).await?;
            let one = one.filter(|one| link::opens_supporter(app, one, tag));
            let one = one.ok_or(Error::NotFound)?;
            let idea = one.idea.clone();
            (Holder::Supporter(one), idea)
        }
        Claim::Comment(id) => {
            let comment = store::find_comment(db, &id).await?;
            let comment = comment.filter(|comment| link::opens_comment(app, comment, tag));
            let comment = comment.ok_or(Error::NotFound)?;
            let idea = comment.idea.clone();
            (Holder::Comment(comment), idea)
        }
    };
    Ok((holder, find(db, &idea).await?))
}

/// The link of an author, for the tests of who is told it.
#[cfg(test)]
pub(crate) fn link_of(app: &App, author: &Author) -> String {
    link::author(app, author).path().to_owned()
}

#[cfg(test)]
pub(crate) mod tests;
