//! What a workstream of another server told one of ours who works in it, and nobody else: what is to be
//! done, documents, meetings. Gone as soon as they work there no longer. The row.

use crate::ids::{MatterId, MembershipId};
use federation::{Iri, vocabulary::matter::MatterKind};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is kept for one membership.
pub const MATTERS_AT_MOST: u64 = 500;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership_matters")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MatterId,
    pub membership: MembershipId,
    /// Its id on the wire, once for each membership.
    pub iri: Iri,
    pub kind: Kind,
    pub title: String,
    /// Who does it, what sort of document it is, or where they meet; may be empty.
    pub detail: String,
    /// Where it is read, or the way in online, sealed.
    pub link: Option<String>,
    pub starts_at: Option<DateTimeUtc>,
    /// Until when it is to be done, or the end.
    pub ends_at: Option<DateTimeUtc>,
    pub is_done: bool,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Matter;

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = MatterKind)]
pub enum Kind {
    Task,
    Document,
    Meeting,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Task, Self::Document, Self::Meeting];

    /// The message that names several of them.
    pub fn key(self) -> &'static str {
        match self {
            Self::Task => "task-list",
            Self::Document => "document-list",
            Self::Meeting => "meeting-list",
        }
    }

    pub fn of(kind: MatterKind) -> Self {
        match kind {
            MatterKind::Ticket => Self::Task,
            MatterKind::Document => Self::Document,
            MatterKind::Event => Self::Meeting,
        }
    }
}
