//! A question as programs see it: in public once it is counted, and for those who work here.

use super::{
    Elector, Outcome, Question, Seat,
    question::{Secrecy, State},
    vote::{self, Receipt},
};
use crate::markdown;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Poll)]
pub struct Shape {
    pub id: String,
    /// Whether it is asked by an association of this instance.
    pub local: bool,
    /// Where everybody reads what came of it, once it is counted; of those asked here.
    pub page: Option<Url>,
    /// The ActivityPub id, once others were told.
    pub iri: Option<Url>,
    /// The ActivityPub id of the association that asks.
    pub organizer: Url,
    pub state: State,
    pub question: String,
    /// HTML that is safe to show.
    pub about: String,
    pub options: Vec<String>,
    /// The ULID of the cycle whose ideas are chosen from; of those asked here.
    pub cycle: Option<String>,
    /// Those ideas, in the order of the options.
    pub ideas: Vec<ChosenFrom>,
    /// What was said against it: HTML that is safe to show.
    pub objections: String,
    /// When it is to be looked at again.
    pub review_on: Option<NaiveDate>,
    /// When it was said which ideas were chosen.
    pub decided_at: Option<DateTime<Utc>>,
    pub secrecy: Secrecy,
    /// Votes it takes; 0 for any number.
    pub quorum: i32,
    pub ends_at: DateTime<Utc>,
    pub electors: Vec<Named>,
    /// The result in one sentence; empty before it is counted, and where it is asked elsewhere.
    pub sentence: String,
    pub outcome: Option<Outcome>,
    /// The ActivityPub id of the article that tells everybody.
    pub article: Option<Url>,
    pub closed_at: Option<DateTime<Utc>>,
    /// The votes of associations of this instance; empty for everybody who does not work here.
    pub votes: Vec<Cast>,
}

/// An idea that is chosen from.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PollIdea)]
pub struct ChosenFrom {
    /// Within its cycle.
    pub number: i32,
    /// A ULID.
    pub idea: String,
    pub is_chosen: bool,
}

/// Somebody who may vote.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PollElector)]
pub struct Named {
    pub actor: Url,
    pub name: String,
    /// Whether, once it is counted here.
    pub has_voted: bool,
}

/// A vote of ours.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PollVote)]
pub struct Cast {
    /// The handle of the association.
    pub association: String,
    /// What stands, as far as is known here.
    pub choice: Option<String>,
    pub state: Option<vote::State>,
    /// Why the last one was refused; empty where it was not.
    pub refused: String,
    /// What it is found by in a secret count.
    pub digest: Option<String>,
    /// Whether what was counted holds it.
    pub receipt: Option<Receipt>,
}

impl Shape {
    pub fn of(question: &Question, page: Url, electors: &[Elector], seats: &[Seat]) -> Self {
        Self {
            id: question.id.to_string(),
            local: question.local,
            page: question.is_public().then_some(page),
            iri: question.iri.clone().map(Url::from),
            organizer: question.organizer.clone().into(),
            state: question.state,
            question: question.question.clone(),
            about: question.about_html(),
            options: question.options.0.clone(),
            cycle: question.cycle.as_ref().map(ToString::to_string),
            ideas: question
                .eligible()
                .iter()
                .map(|(number, idea)| ChosenFrom {
                    number: *number,
                    idea: idea.to_string(),
                    is_chosen: question.chosen().contains(number),
                })
                .collect(),
            objections: markdown::to_html(&question.objections),
            review_on: question.review_on,
            decided_at: question.decided_at,
            secrecy: question.secrecy,
            quorum: question.quorum,
            ends_at: question.ends_at,
            electors: electors
                .iter()
                .map(|elector| Named {
                    actor: elector.actor.clone().into(),
                    name: elector.name.clone(),
                    has_voted: elector.has_voted,
                })
                .collect(),
            sentence: question.sentence.clone(),
            outcome: question.outcome.clone(),
            article: question.article.clone().map(Url::from),
            closed_at: question.closed_at,
            votes: seats.iter().map(|seat| Cast::of(seat, question)).collect(),
        }
    }

    /// Without what is nobody's business: in a secret vote, which line is whose.
    pub fn for_everybody(self) -> Self {
        Self {
            votes: Vec::new(),
            ..self
        }
    }
}

impl Cast {
    fn of(seat: &Seat, question: &Question) -> Self {
        let vote = seat.vote.as_ref();
        let outcome = question.outcome.as_ref();
        Self {
            association: seat.association.handle.clone(),
            choice: vote.map(|vote| vote.choice.clone()),
            state: vote.map(|vote| vote.state),
            refused: seat
                .refused
                .as_ref()
                .map(|vote| vote.reason.clone())
                .unwrap_or_default(),
            digest: vote.and_then(|vote| vote.digest.clone()),
            receipt: vote
                .zip(outcome)
                .map(|(vote, outcome)| vote.receipt(outcome)),
        }
    }
}
