//! What somebody of a committee says: at a checkpoint of a workstream, or on a motion. Who advises speaks
//! in the same way; none of it is a vote.

use super::motion::yes_or_no;
use crate::{
    cycles::draft::{line, text},
    error::{Refusal, Refusals},
    ids::{CommitteeId, MotionId, RemarkId, SeatHolderId, SeatId, WorkstreamId},
};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a checkpoint.
pub const CHECKPOINT_AT_MOST: usize = 100;
/// Characters of a remark.
pub const TEXT_AT_MOST: usize = 2_000;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "remarks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RemarkId,
    pub committee: CommitteeId,
    /// None of those who advise.
    pub seat: Option<SeatId>,
    pub holder: SeatHolderId,
    /// What it is about: one of these two.
    pub workstream: Option<WorkstreamId>,
    pub motion: Option<MotionId>,
    /// On what occasion: „Zwischenbericht“. May be empty.
    pub checkpoint: String,
    /// Plain, with paragraphs.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Whether everybody reads it.
    pub is_public: bool,
    /// The id of what an association of another server said; absent of those who act by a link.
    #[sea_orm(unique)]
    pub iri: Option<Iri>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Remark;

/// A remark as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RemarkDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// `motion 3`, or the end of the address of a workstream.
    pub about: String,
    pub checkpoint: String,
    pub text: String,
    /// `yes` where everybody may read it, on the page of the workstream.
    pub is_public: String,
}

/// A remark that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub checkpoint: String,
    pub text: String,
    pub is_public: bool,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let said = text(&self.text, "text", TEXT_AT_MOST, &mut refusals);
        if said.is_empty() {
            refusals.add(Refusal::new("cycle-field-missing").on("text"));
        }
        if self.about.trim().is_empty() {
            refusals.add(Refusal::new("cycle-field-missing").on("about"));
        }
        let (field, at_most) = ("checkpoint", CHECKPOINT_AT_MOST);
        let details = Details {
            checkpoint: line(&self.checkpoint, field, at_most, false, &mut refusals),
            text: said,
            is_public: yes_or_no(&self.is_public, "is_public", &mut refusals),
        };
        refusals.none_or()?;
        Ok(details)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_says_something_to_somebody() {
        let wrong = Draft {
            about: " ".to_owned(),
            text: " ".to_owned(),
            ..Draft::default()
        };
        let faults = wrong.check().unwrap_err().0;
        let fields: Vec<_> = faults.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["text", "about"]);
    }
}
