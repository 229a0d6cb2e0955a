//! A seat of a committee. It belongs to a stakeholder group, whoever holds it; with nobody in it, it is
//! vacant.

use crate::ids::{CommitteeId, SeatId};
use federation::Iri;
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
    /// Its id on the wire, once others were told.
    #[sea_orm(unique)]
    pub iri: Option<Iri>,
    /// The same of the one for whoever stands in, once somebody did.
    #[sea_orm(unique)]
    pub deputy: Option<Iri>,
    /// When its home said who holds it; absent of ours.
    pub told_at: Option<DateTimeUtc>,
    /// And who stands in.
    pub deputy_told_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Seat;
