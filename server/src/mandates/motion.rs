//! What a committee of another server puts to the vote, as it told an association of ours that has a seat, and
//! what ours voted. Nobody else reads it. The row.

use crate::{
    committees::{
        motion::Outcome,
        vote::{Deputising, Voice},
    },
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
    /// From then on deputies act for members who have not voted; absent where they wait for an absence.
    pub deputies_from: Option<DateTimeUtc>,
    /// Of a deputy: whether they may vote, and why. Of a member: by which rule their deputy did.
    pub deputising: Option<Deputising>,
    /// What the deputy of a member said, as long as it counts.
    pub deputy_voice: Option<Voice>,
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

    /// Whether the committee said how many voted how: of one that was withdrawn it does not.
    pub fn is_counted(&self) -> bool {
        !matches!(self.outcome, Outcome::Open | Outcome::Withdrawn)
    }

    /// How it stands with the right of our deputy now: a time that is named comes by itself.
    pub fn deputising(&self, now: DateTime<Utc>) -> Option<Deputising> {
        let has_come = self.deputies_from.is_some_and(|from| from <= now);
        self.deputising.map(|said| match said.waits() && has_come {
            true => Deputising::Silence,
            false => said,
        })
    }

    /// Whether a vote of ours waits for its answer, or counts. One that was refused can be cast again.
    pub fn has_vote(&self) -> bool {
        matches!(self.vote_state, Some(VoteState::Sent | VoteState::Taken))
    }

    /// Whether the committee has not said what became of our vote: it, or the answer, may be lost.
    pub fn waits_for_answer(&self) -> bool {
        self.vote_state == Some(VoteState::Sent)
    }
}
