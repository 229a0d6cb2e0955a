//! Somebody with a ballot: the roll says who may vote and who has, and never what.

use crate::ids::{DecisionId, ElectorId, ParticipationId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "electors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ElectorId,
    pub decision: DecisionId,
    /// Who it is; their name stands there alone, and goes with it.
    pub participation: Option<ParticipationId>,
    /// Of an organisation; a person's is in their participation.
    pub name: String,
    /// The group it is counted in: with others, where it is small.
    pub circle: String,
    pub way: Way,
    /// Six characters to type, unique in the vote.
    pub code: String,
    /// Whether, and not when.
    pub has_voted: bool,
    /// Was handed a ballot of paper, and votes in no other way.
    pub is_on_paper: bool,
    /// When the way to the ballot was sent by mail.
    pub told_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Elector;

/// How somebody takes part in what they vote at.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Room,
    Stream,
    /// Reached by no mail: somebody here wrote them down.
    Paper,
    /// From another server.
    Remote,
}

impl Way {
    pub const ALL: [Self; 4] = [Self::Room, Self::Stream, Self::Paper, Self::Remote];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Room => "decision-way-room",
            Self::Stream => "decision-way-stream",
            Self::Paper => "decision-way-paper",
            Self::Remote => "decision-way-remote",
        }
    }
}
