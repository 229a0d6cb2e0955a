//! A co-host: an association named beside the owner of an event, and how far it agreed to that.

use crate::{events::Role, ids::CohostId};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest reason for a refusal, in characters.
pub const REASON_AT_MOST: usize = 500;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cohosts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CohostId,
    /// The event's id on the wire: one that is only offered is not kept here yet.
    pub event: Iri,
    /// The actor that owns the event.
    pub host: Iri,
    /// The actor that is asked, or named. Once for each event.
    pub actor: Iri,
    pub role: Role,
    pub state: State,
    /// The Offer, where the event or the actor is ours.
    pub offer: Option<Iri>,
    /// The Accept, or what is said to be one.
    pub accept: Option<Iri>,
    /// Our own Announce of the event. There once its owner has named us.
    pub announce: Option<Iri>,
    /// The event's sequence when we announced it.
    pub sequence: i32,
    /// Another server's event as it was offered, until that is answered.
    #[sea_orm(column_type = "Text", nullable)]
    pub document: Option<String>,
    /// Why it was declined; else empty.
    pub reason: String,
    /// When the Accept is to be looked at next; never where the word came to us.
    pub check_at: Option<DateTimeUtc>,
    pub checked_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Cohost;

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
pub enum State {
    /// Asked, and not answered.
    Offered,
    Accepted,
    Rejected,
    /// Named by the event's owner, and no word of the actor's found. Others' events only.
    Unconfirmed,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Offered => "cohost-state-offered",
            Self::Accepted => "cohost-state-accepted",
            Self::Rejected => "cohost-state-rejected",
            Self::Unconfirmed => "cohost-unconfirmed",
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
