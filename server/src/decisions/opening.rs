//! Opening a vote: from now on nobody is added to those who may vote, and nothing to what they may choose.

use super::{
    Choice, Decision, Elector, State, Way,
    decision::{OPTIONS_AT_MOST, Voters},
    link, organisations, refused, store,
    tally::{self, OTHERS},
};
use crate::{
    App, Refusal, Result,
    app::Tx,
    events::{Attendance, Event, later},
    ideas,
    ids::DecisionId,
    participations::{self, Origin, Participation},
};
use std::collections::{BTreeMap, HashSet};

/// Codes tried for one ballot before there are taken to be none left.
const CODES_TRIED: usize = 100;

/// Open a vote to those who were let in at its edition, in the room, by the stream, by somebody here for
/// them, or from another server.
pub async fn open(app: &App, tx: &Tx, id: &DecisionId) -> Result<Decision> {
    let decision = store::find_for_change(tx, id).await?;
    if decision.state != State::Draft {
        return refused("decision-not-a-draft");
    }
    let now = app.clock.now();
    if decision.ends_at.is_some_and(|ends_at| ends_at <= now) {
        return Err(Refusal::new("decision-ends-too-soon").on("ends_on").into());
    }
    let choices = choices_of(tx, &decision).await?;
    if choices.is_empty() {
        return refused("decision-without-options");
    }
    if decision.voters == Voters::Associations {
        organisations::require_confirmed(tx, &decision).await?;
    }
    let event = super::event_of(tx, &decision).await?;
    let event = event.ok_or(Refusal::new("decision-event-missing").on("event"))?;
    let electors = electorate(app, tx, &decision, &event).await?;
    if electors.is_empty() {
        return refused("decision-without-electors");
    }
    store::insert_choices(tx, choices).await?;
    store::insert_electors(tx, electors).await?;
    store::insert_salt(tx, &decision.id, link::salt()).await?;
    let decision = Decision {
        state: State::Open,
        opened_at: Some(now),
        updated_at: later(decision.updated_at, now),
        ..decision
    };
    store::update(tx, decision).await
}

/// What was typed, or the ideas of the cycle that nothing has become of yet.
async fn choices_of(tx: &Tx, decision: &Decision) -> Result<Vec<Choice>> {
    let choice = |number, title, idea| Choice {
        decision: decision.id.clone(),
        number,
        title,
        idea,
    };
    if !decision.listed.0.is_empty() {
        let listed = (1..).zip(decision.listed.0.iter().cloned());
        let choices = listed.map(|(number, title)| choice(number, title, None));
        return Ok(choices.collect());
    }
    let cycle = super::cycle_of(tx, decision).await?;
    let ideas = ideas::public(tx, &cycle.id).await?.into_iter();
    let proposed = ideas.filter(|idea| idea.state == ideas::State::Proposed);
    let choices = proposed.filter_map(|idea| Some(choice(idea.number?, idea.title, Some(idea.id))));
    Ok(choices.take(OPTIONS_AT_MOST).collect())
}

/// Somebody, or an organisation, before they have a ballot.
struct Voter {
    participation: Option<crate::ids::ParticipationId>,
    name: String,
    circle: String,
    way: Way,
}

async fn electorate(
    app: &App,
    tx: &Tx,
    decision: &Decision,
    event: &Event,
) -> Result<Vec<Elector>> {
    let mut people = participations::of_event(tx, &event.id).await?;
    people.retain(|one| one.is_let_in() && one.was_there(event).is_some());
    let voters = match decision.voters {
        Voters::People => people.iter().map(|one| of_person(one, event)).collect(),
        Voters::Associations => of_organisations(decision, &people, event),
    };
    // Who is one of few is counted with others from the start: nothing says of which group a ballot is.
    let sizes = tally::sizes(voters.iter().map(|voter: &Voter| voter.circle.as_str()));
    let small = tally::too_small(&sizes);
    let now = app.clock.now();
    let mut codes = HashSet::new();
    let mut electors = Vec::with_capacity(voters.len());
    for voter in voters {
        let code = (0..CODES_TRIED)
            .map(|_| participations::code())
            .find(|code| !codes.contains(code));
        let code = code.ok_or_else(|| anyhow::anyhow!("there is no code left"))?;
        codes.insert(code.clone());
        electors.push(Elector {
            id: app.ulids.next(now).into(),
            decision: decision.id.clone(),
            participation: voter.participation,
            name: voter.name,
            circle: match small.contains(&voter.circle) {
                true => OTHERS.to_owned(),
                false => voter.circle,
            },
            way: voter.way,
            code,
            has_voted: false,
            is_on_paper: false,
            told_at: None,
        });
    }
    Ok(electors)
}

fn of_person(one: &Participation, event: &Event) -> Voter {
    let is_reached = one.email.is_some() || one.actor.is_some();
    Voter {
        participation: Some(one.id.clone()),
        name: String::new(),
        circle: circle(&one.stakeholder),
        way: match one.way(event) {
            _ if one.actor.is_some() => Way::Remote,
            _ if one.origin == Origin::Staff && !is_reached => Way::Paper,
            Attendance::Online => Way::Stream,
            Attendance::InPerson | Attendance::Hybrid => Way::Room,
        },
    }
}

/// One for each organisation, by the name it was confirmed under.
fn of_organisations(decision: &Decision, people: &[Participation], event: &Event) -> Vec<Voter> {
    let confirmed = decision.organisations.by_spelling();
    let mut voters: BTreeMap<&str, Voter> = BTreeMap::new();
    for one in people {
        let Some(name) = confirmed.name_of(one) else {
            continue;
        };
        let new = of_person(one, event);
        let voter = voters.entry(name).or_insert_with(|| Voter {
            participation: None,
            name: name.to_owned(),
            ..of_person(one, event)
        });
        if voter.circle.is_empty() {
            voter.circle = new.circle;
        }
    }
    voters.into_values().collect()
}

/// A group as the file of ballots names it: never what a spreadsheet takes for a formula, nor the mark of
/// those who are counted together.
fn circle(stakeholder: &str) -> String {
    let name = stakeholder.trim_start_matches(['=', '+', '-', '@', '*', ' ']);
    name.to_owned()
}
