//! One vote of one association: where it is asked, the one that counts; where it votes, each that was cast,
//! and what became of it.

use super::outcome::Outcome;
use crate::ids::{QuestionId, QuestionVoteId};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_votes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionVoteId,
    pub question: QuestionId,
    /// The actor of the association.
    pub elector: Iri,
    /// The option, word for word.
    pub choice: String,
    pub state: State,
    /// Why it was refused: plain text.
    pub reason: String,
    /// The id of the activity that brought it, by which it is answered.
    pub activity: Iri,
    /// The id of the vote itself.
    pub note: Iri,
    /// The vote with its proof, where it is open: JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub document: Option<String>,
    /// What it is found by when it is counted, where it is secret.
    pub digest: Option<String>,
    /// What the digest is of, sealed; only of a vote of ours.
    pub nonce: Option<String>,
    /// When whoever voted says they did.
    pub published_at: DateTimeUtc,
    pub received_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Vote;

/// Without what was voted: no line of a log says so.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vote({}, {}, {:?})", self.id, self.elector, self.state)
    }
}

/// What became of it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PollVoteState)]
pub enum State {
    /// On its way, or not answered yet.
    Sent,
    /// Taken, and counts unless a later one does.
    Counted,
    Refused,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sent => "question-vote-sent",
            Self::Counted => "question-vote-counted",
            Self::Refused => "question-vote-refused",
        }
    }

    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Sent => "quiet",
            Self::Counted => "ok",
            Self::Refused => "bad",
        }
    }
}

/// Whether what was counted holds a vote of ours as it was cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PollReceipt)]
pub enum Receipt {
    /// The line is there, and says what was voted.
    Found,
    /// No line is this vote's.
    Missing,
    /// The line is there, and says something else.
    Changed,
    /// The lines were not published.
    Unpublished,
}

impl Receipt {
    /// The message that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Found => "question-receipt-found",
            Self::Missing => "question-receipt-missing",
            Self::Changed => "question-receipt-changed",
            Self::Unpublished => "question-receipt-unpublished",
        }
    }

    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Found => "ok",
            Self::Missing | Self::Changed => "bad",
            Self::Unpublished => "warn",
        }
    }
}

impl Model {
    /// What the published lines say of it.
    pub fn receipt(&self, outcome: &Outcome) -> Receipt {
        let Some(lines) = &outcome.lines else {
            return Receipt::Unpublished;
        };
        let is_its = |line: &&super::outcome::Line| match &self.digest {
            Some(digest) => line.digest.as_ref() == Some(digest),
            None => line.note.as_ref() == Some(&self.note),
        };
        match lines.iter().find(is_its) {
            Some(line) if line.choice == self.choice => Receipt::Found,
            Some(_) => Receipt::Changed,
            None => Receipt::Missing,
        }
    }
}
