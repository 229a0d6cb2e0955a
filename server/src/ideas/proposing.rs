//! How an idea comes to be: asked for without an account and confirmed by mail, entered by those who work
//! here, and changed.

use super::{
    Author, CONFIRMS_WITHIN, Draft, IDEAS_AT_MOST, Idea, Origin, Signature, State,
    author::Signed,
    changed, held,
    idea::Details,
    letters::{self, News},
    make_public, refused, store, tell_change,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    cycles::{self, Cycle, Moderation},
    error::Refusals,
    ids::CycleId,
    mail::Address,
    topics,
};
use federation::Iri;

/// Bring an idea, by an address nobody has confirmed yet. Nobody reads it before that.
pub async fn ask(
    app: &App,
    tx: &Tx,
    cycle: &CycleId,
    draft: &Draft,
    signature: &Signature,
    language: &str,
) -> Result<Address> {
    let cycle = cycles::find_for_change(tx, cycle).await?;
    let cycle = cycle.ok_or(Error::NotFound)?;
    require_open(app, &cycle)?;
    let (details, signed) = checked(draft, signature, true)?;
    let Some(address) = signed.email.clone() else {
        return Err(Refusal::new("participation-email-missing")
            .on("email")
            .into());
    };
    require_room(tx, &cycle).await?;
    let idea = new(app, Some(&cycle), &cycle.organizer, Origin::Form, language);
    let idea = about(tx, filled(idea, details), &draft.topic).await?;
    let idea = store::insert(tx, idea).await?;
    let author = signed_by(app, &idea, signed, language);
    let author = store::insert_author(tx, author).await?;
    letters::write(app, tx, &idea, Some(&cycle), &author, News::PleaseConfirm).await?;
    Ok(address)
}

/// The address is theirs. Doing it twice does it once.
pub async fn confirm(app: &App, tx: &Tx, author: &Author) -> Result<Idea> {
    let (idea, cycle) = held(tx, &author.idea).await?;
    let author = store::find_author(tx, &author.id).await?;
    let author = author.ok_or(Error::NotFound)?;
    if author.is_confirmed() {
        return Ok(idea);
    }
    let now = app.clock.now();
    if author.updated_at + CONFIRMS_WITHIN <= now {
        return refused("participation-confirm-lapsed");
    }
    if idea.state != State::Unconfirmed {
        require_going_on(&idea)?;
    } else if let Some(cycle) = &cycle {
        require_open(app, cycle)?;
    }
    let author = Author {
        confirmed_at: Some(now),
        updated_at: now,
        ..author
    };
    let author = store::update_author(tx, author).await?;
    if idea.state != State::Unconfirmed {
        return Ok(idea);
    }
    let is_open = cycle
        .as_ref()
        .is_none_or(|cycle| cycle.ideas == Moderation::Open);
    let idea = match is_open {
        true => make_public(app, tx, idea, cycle.as_ref()).await?,
        false => {
            let waiting = Idea {
                state: State::Waiting,
                updated_at: now,
                ..idea
            };
            store::update(tx, waiting).await?
        }
    };
    letters::write(app, tx, &idea, cycle.as_ref(), &author, News::Standing).await?;
    Ok(idea)
}

/// Enter an idea for somebody, who is told where they gave an address. It is public at once. Without a
/// cycle it is meant for another server's, and said by `actor`.
pub async fn enter(
    app: &App,
    tx: &Tx,
    (cycle, actor): (Option<&CycleId>, &Iri),
    draft: &Draft,
    signature: &Signature,
    (origin, language): (Origin, &str),
) -> Result<Idea> {
    let cycle = match cycle {
        Some(id) => cycles::find_for_change(tx, id).await?,
        None => None,
    };
    let (details, signed) = checked(draft, signature, false)?;
    if let Some(cycle) = &cycle {
        require_room(tx, cycle).await?;
    }
    let actor = cycle.as_ref().map_or(actor, |cycle| &cycle.organizer);
    let idea = new(app, cycle.as_ref(), actor, origin, language);
    let idea = about(tx, filled(idea, details), &draft.topic).await?;
    let idea = store::insert(tx, idea).await?;
    let author = Author {
        confirmed_at: Some(app.clock.now()),
        ..signed_by(app, &idea, signed, language)
    };
    let author = store::insert_author(tx, author).await?;
    let idea = make_public(app, tx, idea, cycle.as_ref()).await?;
    letters::write(app, tx, &idea, cycle.as_ref(), &author, News::Standing).await?;
    Ok(idea)
}

/// Change what an idea says. Only of ours, and not of what is over.
pub async fn revise(app: &App, tx: &Tx, idea: &Idea, draft: &Draft) -> Result<Idea> {
    let (idea, cycle) = held(tx, &idea.id).await?;
    if !draft.seen.is_empty() && draft.seen != idea.seen() {
        return Err(Error::Conflict);
    }
    if !idea.local {
        return refused("idea-not-ours");
    }
    require_going_on(&idea)?;
    let idea = about(tx, filled(idea, draft.check()?), &draft.topic).await?;
    let idea = changed(app, idea);
    let idea = store::update(tx, idea).await?;
    tell_change(app, tx, &idea, cycle.as_ref()).await?;
    Ok(idea)
}

/// The same by who wrote it: until the choice is made from what everybody has read.
pub async fn revise_by_author(
    app: &App,
    tx: &Tx,
    author: &Author,
    idea: &Idea,
    draft: &Draft,
) -> Result<Idea> {
    if !author.is_confirmed() {
        return refused("idea-confirm-first");
    }
    let cycle = super::cycle_of(tx, idea).await?;
    let is_late = cycle.is_some_and(|cycle| !cycle.takes_ideas(cycles::today(app)));
    if is_late {
        return refused("idea-change-too-late");
    }
    revise(app, tx, idea, draft).await
}

pub(super) fn require_going_on(idea: &Idea) -> Result<()> {
    match idea.state.is_final() {
        true => refused("idea-is-over"),
        false => Ok(()),
    }
}

fn require_open(app: &App, cycle: &Cycle) -> Result<()> {
    match cycle.takes_ideas(cycles::today(app)) {
        true => Ok(()),
        false => refused("idea-closed"),
    }
}

pub(super) async fn require_room(tx: &Tx, cycle: &Cycle) -> Result<()> {
    match store::count_of(tx, &cycle.id).await? < IDEAS_AT_MOST {
        true => Ok(()),
        false => refused("idea-too-many"),
    }
}

/// All faults of both at once.
fn checked(
    draft: &Draft,
    signature: &Signature,
    needs_address: bool,
) -> Result<(Details, Signed), Refusals> {
    match (draft.check(), signature.check(needs_address)) {
        (Ok(details), Ok(signed)) => Ok((details, signed)),
        (details, signed) => {
            let mut refusals = details.err().unwrap_or_default();
            let others = signed.err().unwrap_or_default();
            others.0.into_iter().for_each(|other| refusals.add(other));
            Err(refusals)
        }
    }
}

/// An idea of which nothing is known yet.
pub(super) fn new(
    app: &App,
    cycle: Option<&Cycle>,
    actor: &Iri,
    origin: Origin,
    language: &str,
) -> Idea {
    let now = app.clock.now();
    Idea {
        id: app.ulids.next(now).into(),
        cycle: cycle.map(|cycle| cycle.id.clone()),
        number: None,
        iri: None,
        local: true,
        actor: actor.clone(),
        url: None,
        offer: None,
        origin,
        state: State::Unconfirmed,
        language: language.to_owned(),
        title: String::new(),
        question: String::new(),
        product: super::Product::default(),
        months: 0,
        participants: String::new(),
        stakeholder: String::new(),
        topic: None,
        reason: String::new(),
        merged_into: None,
        published_at: None,
        told_at: None,
        created_at: now,
        updated_at: now,
    }
}

pub(super) fn filled(idea: Idea, details: Details) -> Idea {
    Idea {
        title: details.title,
        question: details.question,
        product: details.product,
        months: details.months,
        participants: details.participants,
        stakeholder: details.stakeholder,
        ..idea
    }
}

/// The same, about the topic that is named.
async fn about(tx: &Tx, idea: Idea, named: &str) -> Result<Idea> {
    let topic = match named.trim() {
        "" => None,
        named => {
            let found = topics::find_named(tx, named).await?;
            let unknown = Refusal::new("idea-topic-unknown").on("topic");
            Some(found.ok_or(unknown)?.id)
        }
    };
    Ok(Idea { topic, ..idea })
}

pub(super) fn signed_by(app: &App, idea: &Idea, signed: Signed, language: &str) -> Author {
    let now = app.clock.now();
    Author {
        id: app.ulids.next(now).into(),
        idea: idea.id.clone(),
        name: signed.name,
        organisation: signed.organisation,
        email: signed.email.map(|address| address.folded()),
        language: language.to_owned(),
        is_shown: signed.is_shown,
        link: 0,
        confirmed_at: None,
        created_at: now,
        updated_at: now,
    }
}
