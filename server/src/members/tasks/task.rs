//! A task: what is to be done in a workstream, by whom and until when. Its members alone know of it. The
//! row, and what must be typed.

use crate::{
    error::{Refusal, Refusals},
    events::{draft::read_date, tasks::lines},
    ids::{TaskId, WorkstreamId},
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use federation::{
    Iri,
    vocabulary::{Matter, matter::MatterKind},
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tasks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskId,
    pub workstream: WorkstreamId,
    /// Its id on the wire. Nobody can fetch it.
    #[sea_orm(unique)]
    pub iri: Iri,
    pub title: String,
    /// Organisation and role; may be empty.
    pub assignee: String,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Task;

impl Task {
    /// As a member of another server is told of it; for whom is said later.
    pub fn matter(&self, group: &Iri, zone: Tz) -> Matter {
        let end = self.due_on.and_then(|day| day.and_hms_opt(23, 59, 59));
        let end = end.and_then(|end| end.and_local_timezone(zone).latest());
        Matter {
            id: self.iri.clone().into(),
            kind: MatterKind::Ticket,
            attributed_to: group.clone().into(),
            context: group.clone().into(),
            name: self.title.clone(),
            summary: Some(self.assignee.clone()).filter(|it| !it.is_empty()),
            url: None,
            start_time: None,
            end_time: end.map(|end| end.fixed_offset()),
            is_resolved: Some(self.done_on.is_some()),
            published: self.created_at.fixed_offset(),
            updated: self.updated_at.fixed_offset(),
            to: Vec::new(),
        }
    }
}

/// A task as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TaskDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// What is to be done.
    pub title: String,
    /// Who does it: organisation and role. May be empty.
    pub assignee: String,
    /// `2027-02-28` or `28.02.2027`; may be empty.
    pub due_on: String,
}

impl Draft {
    pub fn check(&self) -> Result<(String, String, Option<NaiveDate>), Refusals> {
        let mut refusals = Refusals::default();
        let [title, assignee] = lines(&self.title, &self.assignee, &mut refusals);
        let due_on = read_date(&self.due_on);
        if due_on.is_none() && !self.due_on.trim().is_empty() {
            refusals.add(Refusal::new("event-date-unreadable").on("due_on"));
        }
        refusals.none_or()?;
        Ok((title, assignee, due_on))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::tasks::TITLE_AT_MOST;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let draft = Draft {
            title: String::new(),
            assignee: "a".repeat(TITLE_AT_MOST + 1),
            due_on: "bald".to_owned(),
        };
        let Refusals(refused) = draft.check().expect_err("nothing of it is right");
        let fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["assignee", "title", "due_on"]);
    }
}
