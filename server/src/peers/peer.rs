//! A peer: another server as a whole, and how far it and ours agreed to share what they publish.

use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest reason for a refusal, in characters.
pub const REASON_AT_MOST: usize = 500;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "peers")]
pub struct Model {
    /// Its name, with the port where it has one of its own.
    #[sea_orm(primary_key, auto_increment = false)]
    pub host: String,
    /// Its instance actor, as the host itself named it.
    pub actor: Iri,
    pub state: State,
    /// Why one of the two refused; else empty.
    pub reason: String,
    /// When those who work here were written to that it waits.
    pub told_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    /// Since when the state is this one.
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Peer;

/// Who said what last.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// We asked, and they have not answered.
    Asked,
    /// They asked, and an owner here has not answered.
    Waiting,
    /// Both follow each other.
    Agreed,
    /// They refused what we asked.
    Declined,
    /// We refused what they asked.
    Rejected,
    /// We ended it.
    Ended,
    /// They ended it.
    Left,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "peer-state-asked",
            Self::Waiting => "peer-state-waiting",
            Self::Agreed => "peer-state-agreed",
            Self::Declined => "peer-state-declined",
            Self::Rejected => "peer-state-rejected",
            Self::Ended => "peer-state-ended",
            Self::Left => "peer-state-left",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Asked | Self::Waiting => "warn",
            Self::Agreed => "ok",
            Self::Declined | Self::Rejected | Self::Ended | Self::Left => "bad",
        }
    }

    /// Whether anything is going on, or has still to be answered.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Waiting | Self::Agreed)
    }
}
