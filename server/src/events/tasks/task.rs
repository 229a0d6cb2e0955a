//! A task of an event: what those who prepare it have to do, and how long before its start. The row, and
//! what must be typed.

use crate::{
    error::{Refusal, Refusals},
    events::{Event, countdown, draft::one_line},
    ids::{EventId, EventTaskId},
};
use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of what is to be done, and of who does it.
pub const TITLE_AT_MOST: usize = 150;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_tasks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventTaskId,
    pub event: EventId,
    pub title: String,
    /// Organisation and role; may be empty.
    pub assignee: String,
    /// Until how many days before the start; below zero they come after it.
    pub days_before: Option<i32>,
    pub done_on: Option<NaiveDate>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Task;

impl Task {
    /// Until which day.
    pub fn due_on(&self, event: &Event) -> Option<NaiveDate> {
        self.days_before.map(|days| countdown::on(event, days))
    }

    pub fn is_late(&self, event: &Event, today: NaiveDate) -> bool {
        self.done_on.is_none() && self.due_on(event).is_some_and(|day| day < today)
    }
}

/// A task as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EventTaskDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// What is to be done.
    pub title: String,
    /// Who does it: organisation and role. May be empty.
    pub assignee: String,
    /// Until how many days from the start, such as `14`; may be empty.
    pub days: String,
    /// `before` or `after` the start; empty for `before`.
    pub side: String,
}

impl Draft {
    /// What is to be done, by whom, and until how many days before the start.
    pub fn check(&self) -> Result<(String, String, Option<i32>), Refusals> {
        let mut refusals = Refusals::default();
        let [title, assignee] = lines(&self.title, &self.assignee, &mut refusals);
        let days = countdown::read(&self.days, &self.side);
        if let Err(refusal) = &days {
            refusals.add(*refusal);
        }
        refusals.none_or()?;
        Ok((title, assignee, days.unwrap_or_default()))
    }
}

/// What is to be done, and by whom, of whatever: each in one line that has an end.
pub fn lines(title: &str, assignee: &str, refusals: &mut Refusals) -> [String; 2] {
    let lines = [(title, "title"), (assignee, "assignee")].map(|(typed, field)| {
        let line = one_line(typed);
        if line.chars().count() > TITLE_AT_MOST {
            refusals.add(Refusal::new("task-text-too-long").on(field));
        }
        line
    });
    if lines[0].is_empty() {
        refusals.add(Refusal::new("task-nameless").on("title"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let draft = Draft {
            title: String::new(),
            assignee: "a".repeat(TITLE_AT_MOST + 1),
            days: "bald".to_owned(),
            side: String::new(),
        };
        let Refusals(refused) = draft.check().expect_err("nothing of it is right");
        let fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["assignee", "title", "days"]);
    }
}
