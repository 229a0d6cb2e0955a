//! An involvement: an organisation that is to have a part in a workstream, and how far both agreed.

use crate::{ids::InvolvementId, workstreams::Part};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest reason for a refusal, in characters.
pub const REASON_AT_MOST: usize = 500;
/// The longest name of another server's workstream that is kept, in characters.
pub const NAME_AT_MOST: usize = 150;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "involvements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvolvementId,
    /// The actor of the workstream, which may not be kept here.
    pub workstream: Iri,
    /// What it was called when it was asked about.
    pub name: String,
    /// The organisation. Once for each workstream.
    pub actor: Iri,
    pub part: Part,
    pub state: State,
    /// Whether the organisation asked, and not the workstream.
    pub is_request: bool,
    /// The Offer, where one of the two is ours.
    pub offer: Option<Iri>,
    /// By which the organisation says so itself, or is said to: its Accept, or its own Offer.
    pub word: Option<Iri>,
    /// Why not; else empty.
    pub reason: String,
    /// When the word is to be looked at next; never where it came to us.
    pub check_at: Option<DateTimeUtc>,
    pub checked_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Involvement;

/// How far consent goes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = InvolvementState)]
pub enum State {
    /// Asked, and not answered.
    Offered,
    Accepted,
    Rejected,
    /// Named by another server's workstream, and no word of its own found.
    Unconfirmed,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Offered => "involvement-state-offered",
            Self::Accepted => "involvement-state-accepted",
            Self::Rejected => "involvement-state-rejected",
            Self::Unconfirmed => "involvement-state-unconfirmed",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Offered | Self::Unconfirmed => "warn",
            Self::Accepted => "ok",
            Self::Rejected => "bad",
        }
    }
}

impl Involvement {
    /// Who asked, and who is to answer.
    pub fn asker(&self) -> &Iri {
        match self.is_request {
            true => &self.actor,
            false => &self.workstream,
        }
    }

    pub fn answerer(&self) -> &Iri {
        match self.is_request {
            true => &self.workstream,
            false => &self.actor,
        }
    }
}
