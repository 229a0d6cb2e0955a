//! Of a question about the ideas of a cycle: which ideas can be chosen from, and, once it is counted, which were
//! chosen. Those become workstreams, the others are told, as by a vote of the cycle itself.

use super::{
    Question, State, ours_for_change,
    question::{Details, Eligible, OPTION_AT_MOST, OPTIONS_AT_LEAST, OPTIONS_AT_MOST},
    refused, store,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    cycles::{self, Cycle},
    decisions::{self, Closing, decision::Numbers},
    events::later,
    ideas::{self, Idea},
    ids::{IdeaId, QuestionId},
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What was chosen once a question was counted, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PollDeciding)]
#[serde(default, deny_unknown_fields)]
pub struct Deciding {
    /// The numbers of the ideas chosen, with commas between. Where there are any, the others are declined.
    pub chosen: String,
    /// Markdown; may be empty.
    pub objections: String,
    /// `2027-11-14` or `14.11.2026`; may be empty.
    pub review_on: String,
}

/// Say what was chosen of the ideas of a cycle. Once, and after it was counted.
pub async fn decide(app: &App, tx: &Tx, id: &QuestionId, said: &Deciding) -> Result<Question> {
    let question = ours_for_change(tx, id).await?;
    let Some(cycle) = cycle_of(tx, &question).await? else {
        return refused("question-without-cycle");
    };
    if question.state != State::Closed {
        return refused("question-not-counted");
    }
    if question.decided_at.is_some() {
        return refused("question-decided-already");
    }
    let numbers: Vec<i32> = question
        .eligible()
        .iter()
        .map(|(number, _)| *number)
        .collect();
    let closing = Closing {
        sentence: question.sentence.clone(),
        chosen: said.chosen.clone(),
        objections: said.objections.clone(),
        review_on: said.review_on.clone(),
    };
    let closed = closing.check(&numbers)?;
    let outcome = question.outcome.as_ref();
    let has_quorum = outcome.is_some_and(|outcome| outcome.has_quorum);
    if !has_quorum && !closed.chosen.is_empty() {
        return Err(Refusal::new("decision-quorum-missed").on("chosen").into());
    }
    let ideas = question.eligible().to_vec();
    let chosen = (closed.chosen.as_slice(), question.sentence.as_str());
    decisions::follow_up(app, tx, &cycle, ideas, chosen).await?;
    let now = app.clock.now();
    let decided = Question {
        chosen: Some(Numbers(closed.chosen)),
        objections: closed.objections,
        review_on: closed.review_on,
        is_review_reminded: false,
        decided_at: Some(now),
        updated_at: later(question.updated_at, now),
        ..question
    };
    store::update(tx, decided).await
}

/// The cycle whose ideas are chosen from.
pub async fn cycle_of(db: &impl ConnectionTrait, question: &Question) -> Result<Option<Cycle>> {
    match &question.cycle {
        Some(id) => cycles::find_by_id(db, id).await,
        None => Ok(None),
    }
}

/// The last question by which this idea was chosen.
pub async fn by_which_chosen(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<Option<Question>> {
    let Some(cycle) = ideas::find(db, idea).await?.cycle else {
        return Ok(None);
    };
    let decided = store::public_of_cycle(db, &cycle).await?;
    Ok(decided.into_iter().find(|it| it.has_chosen(idea)))
}

/// What was asked about the ideas of a cycle and is counted, the latest first.
pub async fn of_cycle(db: &impl ConnectionTrait, cycle: &Cycle) -> Result<Vec<Question>> {
    store::public_of_cycle(db, &cycle.id).await
}

/// The ideas that were chosen, with the cycle they are of.
pub async fn chosen(
    db: &impl ConnectionTrait,
    question: &Question,
) -> Result<Option<(Cycle, Vec<Idea>)>> {
    let Some(cycle) = cycle_of(db, question).await? else {
        return Ok(None);
    };
    let mut found = Vec::new();
    for (number, idea) in question.eligible() {
        if question.chosen().contains(number) {
            found.push(ideas::find(db, idea).await?);
        }
    }
    Ok(Some((cycle, found)))
}

/// The question with the ideas of its cycle as options, where one is named. What is typed are their numbers.
pub(super) async fn among_ideas(
    tx: &Tx,
    question: Question,
    mut details: Details,
) -> Result<(Question, Details)> {
    if details.cycle.is_empty() {
        let alone = Question {
            cycle: None,
            ideas: None,
            ..question
        };
        return Ok((alone, details));
    }
    let cycle = match cycles::find(tx, &details.cycle).await {
        Err(Error::NotFound) => {
            return Err(Refusal::new("workstream-cycle-unknown").on("cycle").into());
        }
        found => found?,
    };
    let abstention = match details.abstention {
        true => details.options.pop(),
        false => None,
    };
    let mut proposed = ideas::public(tx, &cycle.id).await?;
    proposed.retain(|idea| idea.state == ideas::State::Proposed);
    let found = named(proposed, &details.options)?;
    if !(OPTIONS_AT_LEAST..=OPTIONS_AT_MOST).contains(&found.len()) {
        return Err(Refusal::new("question-options-wrong").on("options").into());
    }
    details.options = found.iter().map(called).collect();
    details.options.extend(abstention);
    let eligible = found
        .into_iter()
        .map(|idea| (idea.number.unwrap_or_default(), idea.id));
    let question = Question {
        cycle: Some(cycle.id),
        ideas: Some(Eligible(eligible.collect())),
        ..question
    };
    Ok((question, details))
}

/// The same of what opens now: what they are called may have changed, and none may be over.
pub(super) async fn frozen(tx: &Tx, question: Question) -> Result<Question> {
    if question.cycle.is_none() {
        return Ok(question);
    }
    let mut options = question.options.clone();
    for (place, (_, id)) in question.eligible().iter().enumerate() {
        let idea = ideas::find(tx, id).await?;
        if idea.state != ideas::State::Proposed {
            return refused("question-idea-over");
        }
        if let Some(option) = options.0.get_mut(place) {
            *option = called(&idea);
        }
    }
    Ok(Question {
        options,
        ..question
    })
}

/// Those whose numbers are typed, each once; all where none is.
fn named(mut proposed: Vec<Idea>, typed: &[String]) -> Result<Vec<Idea>> {
    if typed.is_empty() {
        return Ok(proposed);
    }
    let mut found = Vec::new();
    for line in typed {
        let digits = line
            .find(|it: char| !it.is_ascii_digit())
            .unwrap_or(line.len());
        let number: Option<i32> = line[..digits].parse().ok();
        let place = proposed
            .iter()
            .position(|it| number.is_some() && it.number == number);
        let unknown = Refusal::new("question-option-no-idea").on("options");
        found.push(proposed.remove(place.ok_or(unknown)?));
    }
    Ok(found)
}

/// „12. Leitfaden“
fn called(idea: &Idea) -> String {
    let number = idea.number.unwrap_or_default();
    let called = format!("{number}. {}", idea.title);
    called.chars().take(OPTION_AT_MOST).collect()
}
