//! A vote as programs see it: below its page as JSON, and in the API.

use super::{
    Choice, Decision,
    decision::{Method, Results, Secrecy, State, Voters},
    tally::Tally,
};
use crate::{cycles::Cycle, markdown};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Decision)]
pub struct Shape {
    pub id: String,
    /// The slug of the cycle that holds it.
    pub cycle: String,
    /// Counts from 1 within the cycle.
    pub number: i32,
    pub page: Url,
    /// The ActivityPub id of the association that holds it.
    pub organizer: Url,
    pub state: State,
    pub question: String,
    /// HTML that is safe to show.
    pub about: String,
    pub method: Method,
    /// Points of one ballot, or places; 0 where the method has none.
    pub points: i32,
    /// Points for one option.
    pub each_at_most: i32,
    pub secrecy: Secrecy,
    pub voters: Voters,
    /// What is shown while people vote.
    pub results: Results,
    pub ends_at: Option<DateTime<Utc>>,
    /// Ballots it takes; 0 for any number.
    pub quorum: i32,
    /// Ballots it takes of each group.
    pub group_quorum: i32,
    pub options: Vec<Named>,
    /// How many could vote; 0 before it opens.
    pub electors: u64,
    /// How many have.
    pub ballots: u64,
    /// The result in one sentence; empty before it is closed.
    pub sentence: String,
    /// HTML that is safe to show.
    pub objections: String,
    /// The numbers of what was chosen.
    pub chosen: Vec<i32>,
    pub review_on: Option<NaiveDate>,
    /// Once it is closed, or where it is shown meanwhile.
    pub tally: Option<Tally>,
    /// The ActivityPub id of the article that tells the result.
    pub iri: Option<Url>,
    pub opened_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    /// What a change sends along, so that nobody overwrites what somebody else has saved meanwhile.
    pub seen: String,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DecisionOption)]
pub struct Named {
    pub number: i32,
    pub title: String,
    /// The ULID of the idea it is.
    pub idea: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DecisionList)]
pub struct List {
    pub decisions: Vec<Shape>,
}

/// What a shape is made of beside the vote itself.
pub struct Parts<'a> {
    pub cycle: &'a Cycle,
    pub page: Url,
    pub choices: Vec<Choice>,
    /// How many could vote, and how many have.
    pub turnout: (u64, u64),
    pub tally: Option<Tally>,
}

impl Shape {
    pub fn of(decision: &Decision, parts: Parts<'_>) -> Self {
        let options = parts.choices.into_iter().map(|choice| Named {
            number: choice.number,
            title: choice.title,
            idea: choice.idea.map(String::from),
        });
        let (electors, ballots) = parts.turnout;
        Self {
            id: decision.id.to_string(),
            cycle: parts.cycle.slug.clone(),
            number: decision.number,
            page: parts.page,
            organizer: decision.organizer.clone().into(),
            state: decision.state,
            question: decision.question.clone(),
            about: markdown::to_html(&decision.about),
            method: decision.method,
            points: decision.points,
            each_at_most: decision.each_at_most,
            secrecy: decision.secrecy,
            voters: decision.voters,
            results: decision.results,
            ends_at: decision.ends_at,
            quorum: decision.quorum,
            group_quorum: decision.group_quorum,
            options: options.collect(),
            electors,
            ballots,
            sentence: decision.sentence.clone(),
            objections: markdown::to_html(&decision.objections),
            chosen: decision.chosen.0.clone(),
            review_on: decision.review_on,
            tally: parts.tally,
            iri: decision.iri.clone().map(Url::from),
            opened_at: decision.opened_at,
            closed_at: decision.closed_at,
            updated_at: decision.updated_at,
            seen: decision.seen(),
        }
    }
}
