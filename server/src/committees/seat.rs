//! A seat of a committee. It belongs to a stakeholder group, whoever holds it; with nobody in it, it is
//! vacant.

use crate::ids::{CommitteeId, SeatId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seats")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeatId,
    pub committee: CommitteeId,
    /// Counts from 1 in its committee.
    pub number: i32,
    pub stakeholder: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Seat;
