//! The vote of a seat on a motion. Nothing of it is ever deleted: what a deputy said stays beside what the
//! member said after them, so that everybody on the committee sees who acted for whom, and why.

use super::holder::Part;
use crate::ids::{MotionId, SeatHolderId, SeatId, SeatVoteId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_votes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeatVoteId,
    pub motion: MotionId,
    pub seat: SeatId,
    pub holder: SeatHolderId,
    pub part: Part,
    pub voice: Voice,
    pub standing: Standing,
    pub cast_at: DateTimeUtc,
    /// When the member said something else, or the same.
    pub overridden_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as SeatVote;

impl SeatVote {
    pub fn counts(&self) -> bool {
        self.overridden_at.is_none()
    }

    pub fn is_by_deputy(&self) -> bool {
        self.part == Part::Deputy
    }
}

/// What a seat says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatVoice)]
pub enum Voice {
    Yes,
    No,
    Abstain,
}

impl Voice {
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Abstain];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Yes => "committee-voice-yes",
            Self::No => "committee-voice-no",
            Self::Abstain => "committee-voice-abstain",
        }
    }
}

/// By which rule somebody voted for the seat.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatVoteStanding)]
pub enum Standing {
    /// It is the member's.
    Own,
    /// There is no member.
    Vacancy,
    /// The member said that they are away.
    Absence,
    /// The member had not voted by the time named.
    Silence,
}

impl Standing {
    /// The message that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Own => "committee-standing-own",
            Self::Vacancy => "committee-standing-vacancy",
            Self::Absence => "committee-standing-absence",
            Self::Silence => "committee-standing-silence",
        }
    }
}

/// How it stands with the right of a deputy to vote on a motion, at a moment.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatVoteDeputising)]
pub enum Deputising {
    /// There is no member.
    Vacancy,
    /// The member said that they are away.
    Absence,
    /// The member had not voted by the time named.
    Silence,
    /// The time named has not come.
    NotYet,
    /// No time is named, and the member is there.
    AbsenceOnly,
    MemberVoted,
}

impl Deputising {
    /// By which rule a deputy may vote, or the message that says why not.
    pub fn may_vote(self) -> std::result::Result<Standing, &'static str> {
        match self {
            Self::Vacancy => Ok(Standing::Vacancy),
            Self::Absence => Ok(Standing::Absence),
            Self::Silence => Ok(Standing::Silence),
            Self::NotYet => Err("committee-deputy-not-yet"),
            Self::AbsenceOnly => Err("committee-deputy-absence-only"),
            Self::MemberVoted => Err("committee-member-voted"),
        }
    }

    /// By which rule a deputy voted; none where the vote is somebody's own.
    pub fn by(standing: Standing) -> Option<Self> {
        match standing {
            Standing::Own => None,
            Standing::Vacancy => Some(Self::Vacancy),
            Standing::Absence => Some(Self::Absence),
            Standing::Silence => Some(Self::Silence),
        }
    }

    /// Whether a time named in the rule alone keeps the deputy from voting.
    pub fn waits(self) -> bool {
        self == Self::NotYet
    }
}

/// A vote as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ballot {
    /// The number of the motion.
    pub motion: String,
    /// The number of the seat; empty for one's own, and refused where it is another.
    pub seat: String,
    /// `yes`, `no` or `abstain`.
    pub voice: String,
}
