//! What a committee of another server puts to the vote, as it told an association of ours that has a seat, and
//! what ours voted. Nobody else reads it. The row.

use crate::{
    committees::{motion::Outcome, vote::Voice},
    ids::{MandateId, MandateMotionId},
};
use chrono::{DateTime, Utc};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Motions kept of one mandate; a committee has at most as many.
pub const MOTIONS_AT_MOST: u64 = 400;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandate_motions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MandateMotionId,
    pub mandate: MandateId,
    pub iri: Iri,
    pub title: String,
    /// HTML that is safe to show.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// As the committee said it last.
    pub outcome: Outcome,
    /// Seats that said so, once it is over.
    pub yes: i32,
    pub no: i32,
    pub abstain: i32,
    pub ends_at: DateTimeUtc,
    /// When the committee said it.
    pub updated_at: DateTimeUtc,
    /// What we voted last.
    pub voice: Option<Voice>,
    /// What became of it.
    pub vote_state: Option<VoteState>,
    /// The activity that cast it.
    #[sea_orm(unique)]
    pub vote: Option<Iri>,
    /// Why it does not count, in the words of the other server; else empty.
    pub reason: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Motion;

/// What became of a vote of ours.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = MandateVoteState)]
pub enum VoteState {
    /// On its way.
    Sent,
    Taken,
    Refused,
}

impl VoteState {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sent => "mandate-vote-sent",
            Self::Taken => "mandate-vote-taken",
            Self::Refused => "mandate-vote-refused",
        }
    }
}

impl Motion {
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.outcome == Outcome::Open && now < self.ends_at
    }

    /// Whether the committee said what came of it.
    pub fn is_decided(&self) -> bool {
        self.outcome != Outcome::Open
    }

    /// Whether a vote of ours waits for its answer, or counts. One that was refused can be cast again.
    pub fn has_vote(&self) -> bool {
        matches!(self.vote_state, Some(VoteState::Sent | VoteState::Taken))
    }
}
