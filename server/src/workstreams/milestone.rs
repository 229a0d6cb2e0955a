//! What a workstream wants to have reached by a day: its row, and what must be typed. Public, always.

use super::draft::line;
use crate::{
    error::{Refusal, Refusals},
    events::draft::{or_refuse, read_date, ticked},
    ids::{MilestoneId, WorkstreamId},
};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Milestones of one workstream.
pub const MILESTONES_AT_MOST: usize = 30;
/// Characters.
pub const TITLE_AT_MOST: usize = 150;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "milestones")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MilestoneId,
    pub workstream: WorkstreamId,
    /// Its id on the wire.
    pub iri: Iri,
    pub title: String,
    pub due_on: NaiveDate,
    pub reached_on: Option<NaiveDate>,
    /// Whether a note tells of it once it is reached.
    pub is_told: bool,
    /// The note that did.
    pub note: Option<Iri>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Milestone;

/// A milestone as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MilestoneDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub title: String,
    /// `2027-02-28` or `28.02.2027`.
    pub due_on: String,
    /// Whether everybody who follows is told in a post once it is reached.
    #[serde(deserialize_with = "ticked")]
    pub is_told: bool,
}

impl Draft {
    pub fn check(&self) -> Result<(String, NaiveDate), Refusals> {
        let mut refusals = Refusals::default();
        let title = line(&self.title, ("title", TITLE_AT_MOST), &mut refusals);
        if title.is_empty() {
            refusals.add(Refusal::new("workstream-milestone-nameless").on("title"));
        }
        let due_on = or_refuse(read_date(&self.due_on), &mut refusals, || {
            Refusal::new("event-date-unreadable").on("due_on")
        });
        refusals.none_or()?;
        Ok((title, due_on))
    }

    /// The milestone as it would have to be typed.
    pub fn of(milestone: &Milestone) -> Self {
        Self {
            title: milestone.title.clone(),
            due_on: milestone.due_on.to_string(),
            is_told: milestone.is_told,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let fields = |draft: Draft| {
            let Refusals(refused) = draft.check().expect_err("nothing of it is right");
            refused.iter().filter_map(|it| it.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(Draft::default()), ["title", "due_on"]);
        let long = Draft {
            title: "a".repeat(TITLE_AT_MOST + 1),
            due_on: "28.02.2027".to_owned(),
            ..Draft::default()
        };
        assert_eq!(fields(long), ["title"]);
    }
}
