//! Questions to associations: one of ours asks, each of those named has one vote, here or on its own server,
//! and everybody reads what came of it. Here are the verbs of both who ask and who vote; desk, programs,
//! commands and the inbox all come through them. The question is locked before its votes.

pub mod activitypub;
pub mod api;
mod casting;
mod closing;
mod deciding;
pub mod desk;
pub mod elector;
pub mod feed;
pub mod inbox;
mod letters;
mod nonce;
mod opening;
pub mod outcome;
pub mod pages;
pub mod question;
pub mod shape;
mod store;
mod taking;
pub mod vote;

pub use self::{
    casting::cast,
    closing::{call_off, close, close_due},
    deciding::{Deciding, by_which_chosen, chosen, cycle_of, decide, of_cycle},
    elector::Elector,
    letters::{remind_due, remind_to_review},
    opening::open,
    outcome::Outcome,
    question::{Draft, Question, Secrecy, State},
    store::{actors_among, count_open_of, electors, find, listed, public},
    vote::{Receipt, Vote},
};

use self::question::{Details, Lines};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::{self, Association},
    events::later,
    ids::QuestionId,
};
use chrono::{DateTime, Utc};
use federation::{
    Iri,
    actors::{self, Actor},
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use url::Url;

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

/// Prepare a question. Nobody hears of it.
pub async fn draft(app: &App, tx: &Tx, draft: &Draft) -> Result<Question> {
    let details = draft.check(app.config.instance.zone)?;
    let organizer = associations::chosen(tx, &draft.organizer).await?;
    let known = electable(app, tx).await?;
    let electors = electors_named(&known, &details.electors)?;
    let now = app.clock.now();
    let question = Question {
        id: app.ulids.next(now).into(),
        local: true,
        iri: None,
        organizer: organizer.actor,
        state: State::Draft,
        question: String::new(),
        about: String::new(),
        options: Lines::default(),
        abstention: false,
        secrecy: details.secrecy,
        quorum: 0,
        ends_at: now,
        sentence: String::new(),
        article: None,
        outcome: None,
        is_reminded: false,
        opened_at: None,
        closed_at: None,
        cycle: None,
        ideas: None,
        chosen: None,
        objections: String::new(),
        review_on: None,
        is_review_reminded: false,
        decided_at: None,
        created_at: now,
        updated_at: now,
    };
    let (question, details) = deciding::among_ideas(tx, question, details).await?;
    let question = store::insert(tx, filled(question, details)).await?;
    put_electors(tx, &question, electors).await?;
    Ok(question)
}

/// Change a question that nobody has heard of.
pub async fn revise(app: &App, tx: &Tx, id: &QuestionId, draft: &Draft) -> Result<Question> {
    let question = ours_for_change(tx, id).await?;
    if question.state != State::Draft {
        return refused("question-not-a-draft");
    }
    if !draft.seen.is_empty() && draft.seen != question.seen() {
        return Err(Error::Conflict);
    }
    let details = draft.check(app.config.instance.zone)?;
    let organizer = associations::chosen(tx, &draft.organizer).await?;
    let known = electable_in(app, tx, &question).await?;
    let electors = electors_named(&known, &details.electors)?;
    let (question, details) = deciding::among_ideas(tx, question, details).await?;
    let question = Question {
        organizer: organizer.actor,
        updated_at: later(question.updated_at, app.clock.now()),
        ..filled(question, details)
    };
    put_electors(tx, &question, electors).await?;
    store::update(tx, question).await
}

/// Throw away a question that nobody has heard of.
pub async fn discard(tx: &Tx, id: &QuestionId) -> Result<()> {
    let question = ours_for_change(tx, id).await?;
    match question.state {
        State::Draft => store::delete(tx, id).await,
        State::Open | State::Closed | State::CalledOff => refused("question-not-a-draft"),
    }
}

fn filled(question: Question, details: Details) -> Question {
    Question {
        question: details.question,
        about: details.about,
        options: Lines(details.options),
        abstention: details.abstention,
        secrecy: details.secrecy,
        quorum: details.quorum,
        ends_at: details.ends_at,
        ..question
    }
}

async fn put_electors(tx: &Tx, question: &Question, electors: Vec<Actor>) -> Result<()> {
    let electors = electors.into_iter().map(|actor| Elector {
        question: question.id.clone(),
        name: called(&actor),
        actor: actor.id,
        has_voted: false,
    });
    store::put_electors(tx, &question.id, electors.collect()).await
}

fn called(actor: &Actor) -> String {
    match actor.profile.name.as_str() {
        "" => actor.address(),
        name => name.to_owned(),
    }
}

async fn ours_for_change(tx: &Tx, id: &QuestionId) -> Result<Question> {
    let question = store::find_for_change(tx, id).await?;
    match question.local {
        true => Ok(question),
        false => Err(Error::NotFound),
    }
}

/// Who can be asked, by name: the associations of this instance, those that it follows, and those of its
/// peers.
pub async fn electable(app: &App, db: &impl ConnectionTrait) -> Result<Vec<Actor>> {
    let ours = associations::all(db).await?.into_iter();
    let ours = ours.map(|association| association.actor).collect();
    let mut known = actors::find_all(db, ours).await?;
    known.extend(associations::followed(db).await?);
    known.extend(app.federation.organizations_at_peers(db).await?);
    known.retain(|actor| matches!(actor.kind.as_str(), "Organization" | "Group"));
    let by_id = known.into_iter().map(|actor| (actor.id.clone(), actor));
    let by_id: BTreeMap<Iri, Actor> = by_id.collect();
    let mut known: Vec<Actor> = by_id.into_values().collect();
    known.sort_by_key(|actor| (called(actor).to_lowercase(), actor.id.clone()));
    Ok(known)
}

/// The same, and whoever is named in this draft: an association that is not followed any more leaves it when
/// somebody says so.
pub async fn electable_in(
    app: &App,
    db: &impl ConnectionTrait,
    question: &Question,
) -> Result<Vec<Actor>> {
    let mut known = electable(app, db).await?;
    let named = store::electors(db, &question.id).await?.into_iter();
    let named = named.map(|elector| elector.actor).collect();
    let mut named = actors::find_all(db, named).await?;
    named.retain(|actor| known.iter().all(|it| it.id != actor.id));
    known.append(&mut named);
    Ok(known)
}

fn electors_named(known: &[Actor], typed: &[String]) -> Result<Vec<Actor>> {
    let mut electors: Vec<Actor> = Vec::new();
    for name in typed {
        let is_it = |actor: &&Actor| {
            actor.id.as_str() == name || actor.address().eq_ignore_ascii_case(name)
        };
        let unknown = Refusal::new("question-elector-unknown").on("electors");
        let found = known.iter().find(is_it).ok_or(unknown)?;
        if electors.iter().all(|elector| elector.id != found.id) {
            electors.push(found.clone());
        }
    }
    match electors.len() {
        0 | 1 => Err(Refusal::new("question-electors-wrong")
            .on("electors")
            .into()),
        _ => Ok(electors),
    }
}

/// The question as its form has it.
pub async fn draft_of(app: &App, db: &impl ConnectionTrait, question: &Question) -> Result<Draft> {
    let organizer = associations::find_by_actor(db, &question.organizer).await?;
    let organizer = organizer.map(|it| it.handle).unwrap_or_default();
    let electors = store::electors(db, &question.id).await?.into_iter();
    let electors: Vec<Iri> = electors.map(|elector| elector.actor).collect();
    let cycle = cycle_of(db, question).await?;
    let cycle = cycle.map(|cycle| cycle.slug).unwrap_or_default();
    let zone = app.config.instance.zone;
    Ok(Draft::of(question, (&organizer, &cycle), &electors, zone))
}

/// One that everybody may know of.
pub async fn find_public(db: &impl ConnectionTrait, id: &QuestionId) -> Result<Question> {
    let question = store::find(db, id).await?;
    match question.is_public() {
        true => Ok(question),
        false => Err(Error::NotFound),
    }
}

/// Where everybody reads what came of it, whole.
pub fn address(app: &App, question: &Question) -> Url {
    let mut address = app.config.origin().clone();
    address.set_path(&question.path());
    address
}

/// An association of ours that may vote, what it voted and what became of that.
#[derive(Clone, Debug)]
pub struct Seat {
    pub association: Association,
    /// The one that stands, as far as we know: the last that was not refused.
    pub vote: Option<Vote>,
    /// The last one, where it was refused.
    pub refused: Option<Vote>,
}

/// Those of ours that may vote in it.
pub async fn seats(db: &impl ConnectionTrait, question: &Question) -> Result<Vec<Seat>> {
    let electors = store::electors(db, &question.id).await?;
    let mut seats = Vec::new();
    for association in associations::all(db).await? {
        if electors.iter().all(|it| it.actor != association.actor) {
            continue;
        }
        let votes = store::votes_of(db, &question.id, &association.actor).await?;
        let stands = |vote: &&Vote| vote.state != vote::State::Refused;
        let last = votes.first();
        seats.push(Seat {
            vote: votes.iter().find(stands).cloned(),
            refused: last.filter(|vote| !stands(vote)).cloned(),
            association,
        });
    }
    Ok(seats)
}

/// Questions that wait for a vote of ours, so many.
pub async fn waiting(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<usize> {
    let mut waiting = 0;
    let mut asked = listed_to_vote(db).await?;
    asked.retain(|question| question.takes_votes(now));
    for question in asked {
        let seats = seats(db, &question).await?;
        waiting += usize::from(seats.iter().any(|seat| seat.vote.is_none()));
    }
    Ok(waiting)
}

/// What ours may vote on or could, asked here or elsewhere, the latest first.
pub async fn listed_to_vote(db: &impl ConnectionTrait) -> Result<Vec<Question>> {
    let mut asked = store::listed(db, false).await?;
    let ours = associations::all(db).await?.into_iter();
    let ours: Vec<Iri> = ours.map(|association| association.actor).collect();
    asked.extend(store::with_electors(db, &ours).await?);
    asked.sort_by(|one, other| other.id.cmp(&one.id));
    Ok(asked)
}

/// The question as programs see it.
pub async fn shape_of(app: &App, question: &Question) -> Result<shape::Shape> {
    let electors = store::electors(&app.db, &question.id).await?;
    let seats = seats(&app.db, question).await?;
    Ok(shape::Shape::of(
        question,
        address(app, question),
        &electors,
        &seats,
    ))
}

/// What everybody may know of, as programs see it: without whose vote of ours is which.
pub async fn shapes_for_everybody(app: &App) -> Result<Vec<shape::Shape>> {
    let questions = store::public(&app.db).await?;
    let mut electors: BTreeMap<QuestionId, Vec<Elector>> = BTreeMap::new();
    for elector in store::electors_of(&app.db, &questions).await? {
        let of = electors.entry(elector.question.clone()).or_default();
        of.push(elector);
    }
    let shapes = questions.iter().map(|question| {
        let electors = electors.remove(&question.id).unwrap_or_default();
        shape::Shape::of(question, address(app, question), &electors, &[])
    });
    Ok(shapes.collect())
}

/// Forget what others asked here, long after it ended.
pub async fn clear(app: &App, before: DateTime<Utc>) -> Result<u64> {
    store::forget_of_others(&app.db, before).await
}

#[cfg(test)]
pub(crate) mod tests;
