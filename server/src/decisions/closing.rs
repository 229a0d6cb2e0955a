//! Closing a vote: it is counted once, what was chosen becomes workstreams, the others are told, and nothing
//! leads from a ballot to anybody any more.

use super::{
    Ballot, Choice, Closing, Decision, State, activitypub,
    decision::{Closed, Numbers},
    file, letters, numbers, refused, store,
    tally::{self, OTHERS, Tally},
};
use crate::{
    App, Error, Refusal, Result,
    accounts::{self, Role},
    app::Tx,
    associations::{self, Association},
    cycles::{self, Cycle},
    events::{event::slug, later},
    ideas::{self, Idea},
    ids::{DecisionId, IdeaId},
    mail::{self, Address},
    words::Word as _,
    workstreams,
};
use chrono::Months;
use federation::{actors, outbox::Audience};
use serde_json::json;
use std::collections::BTreeMap;

/// Handles tried for a workstream whose name is taken.
const HANDLES_TRIED: usize = 20;
/// A handle has thirty characters, of which the prefix and a number take some.
const HANDLE_AT_MOST: usize = 22;

/// Close a vote: its result in one sentence, and what was chosen. Where an idea was, a workstream is
/// proposed for each, and the other ideas of the vote are declined.
pub async fn close(app: &App, tx: &Tx, id: &DecisionId, closing: &Closing) -> Result<Decision> {
    let decision = store::find_for_change(tx, id).await?;
    if decision.state != State::Open {
        return refused("decision-not-open");
    }
    let choices = store::choices(tx, id).await?;
    let closed = closing.check(&numbers(&choices))?;
    let mut ballots = store::ballots(tx, id).await?;
    let voted = tally::sizes(ballots.iter().map(|ballot| ballot.circle.as_str()));
    let mut tally = counted(&decision, &numbers(&choices), &mut ballots);
    quorum(tx, &decision, &voted, &mut tally).await?;
    if !tally.has_quorum && !closed.chosen.is_empty() {
        return Err(Refusal::new("decision-quorum-missed").on("chosen").into());
    }
    let is_secret = decision.is_secret();
    for ballot in &mut ballots {
        ballot.key = None;
        if is_secret {
            ballot.elector = None;
        }
    }
    store::rewrite_ballots(tx, id, &ballots).await?;
    store::delete_salt(tx, id).await?;
    tally.digest = file::sha256(&file::csv(ballots)?);
    let now = app.clock.now();
    let Closed {
        sentence,
        chosen,
        objections,
        review_on,
    } = closed;
    let decision = Decision {
        state: State::Closed,
        sentence,
        chosen: Numbers(chosen),
        objections,
        review_on,
        is_reminded: false,
        tally: Some(tally),
        iri: Some(app.federation.mint("objects", now)),
        closed_at: Some(now),
        updated_at: later(decision.updated_at, now),
        ..decision
    };
    let decision = store::update(tx, decision).await?;
    let cycle = super::cycle_of(tx, &decision).await?;
    let ideas = choices.iter().filter_map(|choice| {
        let idea = choice.idea.clone()?;
        Some((choice.number, idea))
    });
    let chosen = (decision.chosen.0.as_slice(), decision.sentence.as_str());
    follow_up(app, tx, &cycle, ideas.collect(), chosen).await?;
    tell(app, tx, &decision, &choices, &cycle).await?;
    Ok(decision)
}

/// Count, and let those who are few be counted together in what is shown of each group.
pub(super) fn counted(decision: &Decision, numbers: &[i32], ballots: &mut [Ballot]) -> Tally {
    let sizes = tally::sizes(ballots.iter().map(|ballot| ballot.circle.as_str()));
    let small = tally::too_small(&sizes);
    for ballot in &mut *ballots {
        if small.contains(&ballot.circle) {
            ballot.circle = OTHERS.to_owned();
        }
    }
    let (method, points) = (decision.method, decision.points);
    let marks = ballots.iter().map(|ballot| &ballot.marks);
    Tally {
        ballots: i64::try_from(ballots.len()).unwrap_or(i64::MAX),
        lines: tally::count(method, points, numbers, marks),
        groups: tally::count_groups(method, points, numbers, ballots),
        ..Tally::default()
    }
}

/// Whether enough voted, in all and of each group of the roll.
async fn quorum(
    tx: &Tx,
    decision: &Decision,
    voted: &BTreeMap<String, i64>,
    tally: &mut Tally,
) -> Result<()> {
    let all = super::circles(tx, &decision.id).await?;
    let all = all.into_iter().map(|(name, (all, _))| (name, all));
    let all: BTreeMap<String, i64> = all.collect();
    tally.electors = all.values().sum();
    tally.missed = tally::missed(&all, voted, i64::from(decision.group_quorum));
    let needed = i64::from(decision.quorum).min(tally.electors);
    tally.has_quorum = tally.ballots >= needed && tally.missed.is_empty();
    Ok(())
}

/// What was chosen of the ideas of a cycle becomes a workstream; what was not is told so, with the result in
/// one sentence.
pub async fn follow_up(
    app: &App,
    tx: &Tx,
    cycle: &Cycle,
    ideas: Vec<(i32, IdeaId)>,
    (chosen, sentence): (&[i32], &str),
) -> Result<()> {
    if chosen.is_empty() {
        return Ok(());
    }
    let association = associations::find_by_actor(tx, &cycle.organizer).await?;
    let association = association.ok_or(Error::NotFound)?;
    let lang = app.config.instance.language;
    let sentence = ("sentence", &sentence as &dyn crate::i18n::Value);
    let reason = lang.text_with("decision-declined", &[sentence]);
    for (number, idea) in ideas {
        let idea = ideas::find(tx, &idea).await?;
        let is_chosen = chosen.contains(&number);
        match idea.state {
            ideas::State::Proposed if is_chosen => {
                let idea = ideas::select(app, tx, &idea).await?;
                propose(app, tx, &association, cycle, &idea).await?;
            }
            ideas::State::Proposed => {
                ideas::decline(app, tx, &idea, &reason).await?;
            }
            // It went over into another, or was taken back meanwhile.
            _ if is_chosen => {
                return Err(Refusal::new("idea-not-proposed").on("chosen").into());
            }
            _ => {}
        }
    }
    Ok(())
}

/// Write the workstream of an idea down, for those who coordinate to fill in and select.
async fn propose(
    app: &App,
    tx: &Tx,
    association: &Association,
    cycle: &Cycle,
    idea: &Idea,
) -> Result<()> {
    let today = cycles::today(app);
    let months = Months::new(idea.months.unsigned_abs());
    let ends_on = today.checked_add_months(months).unwrap_or(today);
    let beginning: String = slug(&idea.title).chars().take(HANDLE_AT_MOST).collect();
    let beginning = beginning.trim_matches('-');
    let name = idea.title.chars().take(workstreams::draft::NAME_AT_MOST);
    let mut draft = workstreams::Draft {
        handle: beginning.to_owned(),
        name: name.collect(),
        question: idea.question.clone(),
        product: idea.product.name().to_owned(),
        cycle: cycle.slug.clone(),
        idea: idea.id.to_string(),
        starts_on: today.to_string(),
        ends_on: ends_on.to_string(),
        ..workstreams::Draft::default()
    };
    for number in 2..HANDLES_TRIED {
        match workstreams::propose(app, tx, association, &draft).await {
            Err(Error::Refused(refusals)) if refusals.0.iter().any(is_taken) => {
                draft.handle = format!("{beginning}-{number}");
            }
            proposed => return proposed.map(|_| ()),
        }
    }
    Err(Refusal::new("association-handle-taken").on("chosen").into())
}

fn is_taken(refusal: &Refusal) -> bool {
    refusal.message == "association-handle-taken"
}

/// Let everybody who follows the association read what was decided. Of each group nothing is told there.
async fn tell(
    app: &App,
    tx: &Tx,
    decision: &Decision,
    choices: &[Choice],
    cycle: &Cycle,
) -> Result<()> {
    let organizer = actors::find(tx, &decision.organizer).await?;
    let organizer = organizer.ok_or(Error::NotFound)?;
    let setting = activitypub::Setting {
        actor: &organizer,
        url: super::address(app, decision, cycle),
        lang: app.config.instance.language,
    };
    if let Some(article) = activitypub::article(decision, choices, &setting) {
        let audience = Audience::public(&organizer);
        app.federation
            .publish(tx, &organizer, &json!(article), audience)
            .await?;
    }
    Ok(())
}

/// Remind those who coordinate of what is to be looked at again. Returns how many votes.
pub async fn remind(app: &App) -> Result<usize> {
    let today = cycles::today(app);
    let due = store::to_review(&app.db, today).await?;
    for id in &due {
        let tx = app.begin().await?;
        let decision = store::find_for_change(&tx, id).await?;
        let day = decision.review_on.unwrap_or(today);
        let looked = (decision.question.as_str(), decision.sentence.as_str(), day);
        for account in accounts::accounts(&tx).await? {
            let may_act = matches!(account.role, Role::Coordinator | Role::Owner);
            if let (true, Ok(to)) = (may_act, account.email.parse::<Address>()) {
                let again = letters::to_review(app, to, &decision.desk(), looked);
                mail::send(app, &tx, &again).await?;
            }
        }
        let decision = Decision {
            is_reminded: true,
            ..decision
        };
        store::update(&tx, decision).await?;
        tx.commit().await?;
    }
    Ok(due.len())
}
