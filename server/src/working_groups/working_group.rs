//! A working group: people who stay at one matter, without an end date. Its row, and its rules.

use crate::{
    cycles::draft::{MARKDOWN_AT_MOST, NAME_AT_MOST, SUMMARY_AT_MOST, line, read_slug, text},
    error::{Refusal, Refusals},
    events::draft::or,
    ids::WorkingGroupId,
};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of who is to be asked.
const CONTACT_AT_MOST: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "working_groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkingGroupId,
    /// The end of its address. Never changes.
    #[sea_orm(unique)]
    pub slug: String,
    /// The actor of the association it works for.
    pub organizer: Iri,
    pub name: String,
    /// One line.
    pub summary: String,
    /// Who works there on what: Markdown.
    #[sea_orm(column_type = "Text")]
    pub about: String,
    /// Who is to be asked: organisation and role, or an address.
    pub contact: String,
    /// Nobody works there any more; what it made stays.
    pub is_closed: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as WorkingGroup;

impl WorkingGroup {
    pub fn path(&self) -> String {
        format!("/working-groups/{}", self.slug)
    }

    /// Where those who work here look after it.
    pub fn desk(&self) -> String {
        format!("/desk/working-groups/{}", self.slug)
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }
}

/// A working group as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkingGroupDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association it works for; empty for the instance's first. Never changes.
    pub organizer: String,
    pub name: String,
    /// The readable part of its address; empty for one made of the name. Never changes.
    pub slug: String,
    /// One line.
    pub summary: String,
    /// Who works there on what: Markdown.
    pub about: String,
    /// Who is to be asked: organisation and role, or an address.
    pub contact: String,
    /// `yes` where nobody works there any more.
    pub is_closed: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A working group that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub about: String,
    pub contact: String,
    pub is_closed: bool,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let name = line(&self.name, "name", NAME_AT_MOST, true, &mut refusals);
        let is_closed = match or(&self.is_closed, "no") {
            "yes" => true,
            "no" => false,
            _ => {
                refusals.add(Refusal::new("cycle-yes-or-no").on("is_closed"));
                false
            }
        };
        let mut one = |typed: &str, field, at_most| {
            let is_required = false;
            line(typed, field, at_most, is_required, &mut refusals)
        };
        let summary = one(&self.summary, "summary", SUMMARY_AT_MOST);
        let contact = one(&self.contact, "contact", CONTACT_AT_MOST);
        let details = Details {
            slug: read_slug(&self.slug, &name, &mut refusals),
            about: text(&self.about, "about", MARKDOWN_AT_MOST, &mut refusals),
            name,
            summary,
            contact,
            is_closed,
        };
        refusals.none_or()?;
        Ok(details)
    }

    /// The working group as it would have to be typed.
    pub fn of(group: &WorkingGroup) -> Self {
        Self {
            organizer: String::new(),
            name: group.name.clone(),
            slug: group.slug.clone(),
            summary: group.summary.clone(),
            about: group.about.clone(),
            contact: group.contact.clone(),
            is_closed: match group.is_closed {
                true => "yes".to_owned(),
                false => "no".to_owned(),
            },
            seen: group.seen(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_named_at_once() {
        let wrong = Draft {
            organizer: String::new(),
            name: String::new(),
            slug: "Zwei Wörter".to_owned(),
            summary: "x".repeat(SUMMARY_AT_MOST + 1),
            about: "x".repeat(MARKDOWN_AT_MOST + 1),
            contact: "x".repeat(CONTACT_AT_MOST + 1),
            is_closed: "vielleicht".to_owned(),
            seen: String::new(),
        };
        let faults = wrong.check().unwrap_err().0;
        let fields: Vec<_> = faults.iter().filter_map(|it| it.field).collect();
        for field in ["name", "slug", "summary", "about", "contact", "is_closed"] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
    }
}
