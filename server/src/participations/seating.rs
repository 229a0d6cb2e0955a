//! Somebody at a table: which one of a session they chose, or were given. One for each session.

use crate::ids::{EventId, ParticipationId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seatings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub participation: ParticipationId,
    /// The session of the agenda, the same in every version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: String,
    pub event: EventId,
    /// The table's. A later version of the agenda may know it no more.
    pub label: String,
    pub chosen_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Seating;
