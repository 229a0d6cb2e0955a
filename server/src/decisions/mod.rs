//! Votes, and the record of what was decided: by which criteria, with which objections, until when. Here
//! are the verbs; the ballot, the desk, programs and commands all come through them. The vote is locked
//! before its electors, and both before the cycle and its ideas.

pub mod activitypub;
pub mod api;
pub mod ballot;
mod casting;
pub mod choice;
mod closing;
pub mod decision;
pub mod desk;
pub mod elector;
pub mod feed;
mod file;
mod letters;
mod link;
mod opening;
pub mod organisations;
pub mod pages;
mod salt;
pub mod shape;
mod store;
pub mod tally;

pub use self::{
    ballot::{Ballot, Sheet},
    casting::{cast, enter_paper, hand_out},
    choice::Choice,
    closing::{close, follow_up, remind},
    decision::{Closing, Decision, Draft, State, Subject},
    elector::{Elector, Way},
    file::SCRIPT,
    letters::{tell_due, to_review},
    opening::open,
    organisations::{confirm, spellings},
    store::{ballots, choices, count_ballots, count_electors, count_open_of, find, listed, roll},
    tally::Tally,
};

use self::{
    decision::{Details, Lines, Numbers},
    organisations::Organisations,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    cycles::{self, Cycle},
    events::{self, Event, later},
    ids::{DecisionId, IdeaId},
    participations::Participation,
};
use chrono::Duration;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use url::Url;

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

/// Prepare a vote of a cycle. Nobody hears of it.
pub async fn draft(app: &App, tx: &Tx, cycle: &Cycle, draft: &Draft) -> Result<Decision> {
    let details = draft.check(app.config.instance.zone)?;
    let cycle = cycles::find_for_change(tx, &cycle.id).await?;
    let cycle = cycle.ok_or(Error::NotFound)?;
    let subject = (Subject::Cycle, cycle.id.as_str());
    let number = store::last_number(tx, subject).await? + 1;
    let now = app.clock.now();
    let decision = Decision {
        id: app.ulids.next(now).into(),
        subject: Subject::Cycle,
        subject_id: cycle.id.to_string(),
        number,
        organizer: cycle.organizer.clone(),
        state: State::Draft,
        question: String::new(),
        about: String::new(),
        method: details.method,
        points: 0,
        each_at_most: 0,
        secrecy: details.secrecy,
        voters: details.voters,
        results: details.results,
        event: None,
        listed: Lines::default(),
        organisations: Organisations::default(),
        ends_at: None,
        quorum: 0,
        group_quorum: 0,
        letters: false,
        iri: None,
        sentence: String::new(),
        objections: String::new(),
        chosen: Numbers::default(),
        review_on: None,
        is_reminded: false,
        tally: None,
        opened_at: None,
        closed_at: None,
        created_at: now,
        updated_at: now,
    };
    let decision = filled(tx, decision, details).await?;
    store::insert(tx, decision).await
}

/// Change a vote that nobody has heard of.
pub async fn revise(app: &App, tx: &Tx, id: &DecisionId, draft: &Draft) -> Result<Decision> {
    let decision = store::find_for_change(tx, id).await?;
    if !draft.seen.is_empty() && draft.seen != decision.seen() {
        return Err(Error::Conflict);
    }
    if decision.state != State::Draft {
        return refused("decision-not-a-draft");
    }
    let details = draft.check(app.config.instance.zone)?;
    let decision = Decision {
        updated_at: later(decision.updated_at, app.clock.now()),
        ..filled(tx, decision, details).await?
    };
    store::update(tx, decision).await
}

/// Throw away a vote that nobody has heard of.
pub async fn discard(tx: &Tx, id: &DecisionId) -> Result<()> {
    let decision = store::find_for_change(tx, id).await?;
    match decision.state {
        State::Draft => store::delete(tx, id).await,
        State::Open | State::Closed => refused("decision-not-a-draft"),
    }
}

async fn filled(tx: &Tx, decision: Decision, details: Details) -> Result<Decision> {
    let event = events::find_by_slug(tx, &details.event).await?;
    let event = event.filter(|event| event.local);
    let event = event.ok_or(Refusal::new("cycle-edition-unknown").on("event"))?;
    Ok(Decision {
        question: details.question,
        about: details.about,
        method: details.method,
        points: details.points,
        each_at_most: details.each_at_most,
        secrecy: details.secrecy,
        voters: details.voters,
        results: details.results,
        event: Some(event.id),
        listed: Lines(details.listed),
        ends_at: details.ends_at,
        quorum: details.quorum,
        group_quorum: details.group_quorum,
        letters: details.letters,
        ..decision
    })
}

/// The cycle a vote is held by.
pub async fn cycle_of(db: &impl ConnectionTrait, decision: &Decision) -> Result<Cycle> {
    let Subject::Cycle = decision.subject;
    let id = decision.subject_id.parse().map_err(|_| Error::NotFound)?;
    let cycle = cycles::find_by_id(db, &id).await?;
    cycle.ok_or(Error::NotFound)
}

/// Where everybody reads of it.
pub fn path(decision: &Decision, cycle: &Cycle) -> String {
    format!("{}/selection/{}", cycle.path(), decision.number)
}

/// The same, whole.
pub fn address(app: &App, decision: &Decision, cycle: &Cycle) -> Url {
    let mut address = app.config.origin().clone();
    address.set_path(&path(decision, cycle));
    address
}

/// The last vote by which this idea was chosen, once it is closed, and whose it is.
pub async fn by_which_chosen(
    db: &impl ConnectionTrait,
    idea: &IdeaId,
) -> Result<Option<(Decision, Cycle)>> {
    for choice in store::choices_of_idea(db, idea).await? {
        let decision = find(db, &choice.decision).await?;
        if decision.state == State::Closed && decision.chosen.0.contains(&choice.number) {
            let cycle = cycle_of(db, &decision).await?;
            return Ok(Some((decision, cycle)));
        }
    }
    Ok(None)
}

/// The votes of a cycle that everybody may know of, the latest first.
pub async fn public(db: &impl ConnectionTrait, cycle: &Cycle) -> Result<Vec<Decision>> {
    store::public_of(db, (Subject::Cycle, cycle.id.as_str())).await
}

/// One of them by its number.
pub async fn find_by_number(
    db: &impl ConnectionTrait,
    cycle: &Cycle,
    number: i32,
) -> Result<Decision> {
    let subject = (Subject::Cycle, cycle.id.as_str());
    let found = store::find_by_number(db, subject, number).await?;
    let found = found.filter(Decision::is_public);
    found.ok_or(Error::NotFound)
}

/// The edition whose people vote.
pub async fn event_of(db: &impl ConnectionTrait, decision: &Decision) -> Result<Option<Event>> {
    match &decision.event {
        Some(id) => events::find(db, id).await,
        None => Ok(None),
    }
}

/// The vote as its form has it.
pub async fn draft_of(app: &App, db: &impl ConnectionTrait, decision: &Decision) -> Result<Draft> {
    let event = event_of(db, decision).await?;
    let slug = event.map(|event| event.slug).unwrap_or_default();
    Ok(Draft::of(decision, &slug, app.config.instance.zone))
}

/// Somebody with a ballot, by the link they were sent, and the vote.
pub async fn find_by_link(
    app: &App,
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<(Elector, Decision)> {
    let (id, tag) = link::read(token).ok_or(Error::NotFound)?;
    let elector = store::find_elector(db, &id).await?;
    let elector = elector.filter(|elector| link::opens(app, elector, tag));
    let elector = elector.ok_or(Error::NotFound)?;
    let decision = store::find(db, &elector.decision).await?;
    Ok((elector, decision))
}

/// The way to a ballot for who types their code, in any vote that is open.
pub async fn find_by_code(app: &App, db: &impl ConnectionTrait, typed: &str) -> Result<Url> {
    let unknown = Refusal::new("decision-code-unknown").on("code");
    let code = crate::participations::read_code(typed).ok_or(unknown)?;
    let mut found = store::find_electors_by_code(db, &code).await?;
    match (found.pop(), found.is_empty()) {
        (Some(elector), true) => Ok(link::address(app, &elector)),
        _ => Err(unknown.into()),
    }
}

/// The ways to the ballots somebody has who takes part, with what is asked.
pub async fn ballots_of(
    app: &App,
    db: &impl ConnectionTrait,
    participation: &Participation,
) -> Result<Vec<(String, String)>> {
    let mut ballots = Vec::new();
    for elector in store::electors_of(db, &participation.id).await? {
        let decision = store::find(db, &elector.decision).await?;
        let path = link::address(app, &elector).path().to_owned();
        ballots.push((decision.question, path));
    }
    Ok(ballots)
}

/// The way to a ballot, for those who hand it on.
pub fn way_to(app: &App, elector: &Elector) -> Url {
    link::address(app, elector)
}

/// What somebody has voted so far, while that can be found.
pub async fn ballot_of(
    app: &App,
    db: &impl ConnectionTrait,
    (elector, decision): (&Elector, &Decision),
) -> Result<Option<Ballot>> {
    let Some(salt) = store::salt(db, &decision.id).await? else {
        return Ok(None);
    };
    let key = link::key(app, decision, elector, &salt);
    store::find_ballot(db, &decision.id, &key).await
}

/// How it stands: counted once when it was closed, or now where that is shown meanwhile. Groups are
/// shown meanwhile in open votes alone, and nothing before three have voted.
pub async fn standing(db: &impl ConnectionTrait, decision: &Decision) -> Result<Option<Tally>> {
    if let Some(tally) = &decision.tally {
        return Ok(Some(tally.clone()));
    }
    if decision.results == decision::Results::Hidden || decision.state != State::Open {
        return Ok(None);
    }
    let mut ballots = store::ballots(db, &decision.id).await?;
    if ballots.len() < usize::try_from(tally::SHOWN_FROM).unwrap_or_default() {
        return Ok(None);
    }
    let numbers = numbers(&store::choices(db, &decision.id).await?);
    let mut tally = closing::counted(decision, &numbers, &mut ballots);
    if decision.is_secret() {
        tally.groups.clear();
    }
    Ok(Some(tally))
}

/// Groups of the roll: how many are in each, and how many of those were handed paper.
pub async fn circles(
    db: &impl ConnectionTrait,
    id: &DecisionId,
) -> Result<BTreeMap<String, (i64, i64)>> {
    let mut circles: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (circle, is_on_paper) in store::circles(db, id).await? {
        let (all, papers) = circles.entry(circle).or_default();
        *all += 1;
        *papers += i64::from(is_on_paper);
    }
    Ok(circles)
}

/// The public file of ballots, once the vote is closed.
pub async fn tally_file(db: &impl ConnectionTrait, decision: &Decision) -> Result<Vec<u8>> {
    match decision.state {
        State::Closed => file::csv(store::ballots(db, &decision.id).await?),
        State::Draft | State::Open => Err(Error::NotFound),
    }
}

/// The vote as programs see it.
pub async fn shape_of(app: &App, decision: &Decision, cycle: &Cycle) -> Result<shape::Shape> {
    let electors = store::count_electors(&app.db, &decision.id).await?;
    let ballots = store::count_ballots(&app.db, &decision.id).await?;
    let tally = standing(&app.db, decision).await?;
    // The roll is forgotten one day, what was counted is not.
    let counted = tally.as_ref().filter(|_| decision.tally.is_some());
    let parts = shape::Parts {
        cycle,
        page: address(app, decision, cycle),
        choices: store::choices(&app.db, &decision.id).await?,
        turnout: match counted {
            Some(tally) => (tally.electors.unsigned_abs(), tally.ballots.unsigned_abs()),
            None => (electors, ballots),
        },
        tally,
    };
    Ok(shape::Shape::of(decision, parts))
}

fn numbers(choices: &[Choice]) -> Vec<i32> {
    choices.iter().map(|choice| choice.number).collect()
}

/// Forget who could vote in what was closed so long ago. What was decided and counted stays.
pub async fn clear(app: &App, kept: Duration) -> Result<u64> {
    store::forget_rolls(&app.db, app.clock.now() - kept).await
}

#[cfg(test)]
pub(crate) mod tests;
