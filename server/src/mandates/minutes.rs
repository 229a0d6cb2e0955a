//! Minutes that a committee of another server put to an association of ours that has a seat, and whether ours
//! approved. Nobody else reads them. The row.

use super::VoteState;
use crate::ids::{MandateId, MandateMinutesId};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::entity::prelude::*;

/// Minutes kept of one mandate; a committee has at most as many.
pub const MINUTES_AT_MOST: u64 = 200;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandate_minutes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MandateMinutesId,
    pub mandate: MandateId,
    /// After a change they have another, and this row is gone.
    pub iri: Iri,
    pub title: String,
    /// HTML that is safe to show.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub held_on: NaiveDate,
    /// Whether most seats have approved, says the committee.
    pub is_approved: bool,
    /// When the committee said it.
    pub updated_at: DateTimeUtc,
    /// What became of our approval; none where we have not approved.
    pub word_state: Option<VoteState>,
    /// The activity that approved.
    #[sea_orm(unique)]
    pub word: Option<Iri>,
    /// Why it does not count, in the words of the other server; else empty.
    pub reason: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Minutes;

impl Minutes {
    /// Whether ours may approve: nothing of ours waits for its answer, or counts.
    pub fn waits_for_us(&self) -> bool {
        let has_word = matches!(self.word_state, Some(VoteState::Sent | VoteState::Taken));
        !self.is_approved && !has_word
    }
}
