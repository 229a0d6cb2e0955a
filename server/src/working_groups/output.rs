//! What a working group made, and where it is read. The row, and the rules.

use crate::{
    cycles::draft::line,
    error::{Refusal, Refusals},
    events::draft::read_date,
    ids::{WorkingGroupId, WorkingGroupOutputId},
    words::Word,
};
use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// Characters of a title.
pub const TITLE_AT_MOST: usize = 200;
/// Characters of an address.
const LINK_AT_MOST: usize = 2_000;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "working_group_outputs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkingGroupOutputId,
    pub working_group: WorkingGroupId,
    pub title: String,
    pub kind: Kind,
    pub link: String,
    pub published_on: NaiveDate,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Output;

/// What kind of thing it is.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumIter,
    DeriveActiveEnum,
    ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = WorkingGroupOutputKind)]
pub enum Kind {
    Information,
    Guide,
    Study,
    Software,
    #[default]
    Other,
}

impl Kind {
    pub const ALL: [Self; 5] = [
        Self::Information,
        Self::Guide,
        Self::Study,
        Self::Software,
        Self::Other,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Information => "working-group-kind-information",
            Self::Guide => "working-group-kind-guide",
            Self::Study => "working-group-kind-study",
            Self::Software => "working-group-kind-software",
            Self::Other => "working-group-kind-other",
        }
    }
}

/// An output as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkingGroupOutputDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub title: String,
    /// `information`, `guide`, `study`, `software` or `other`; empty for `other`.
    pub kind: String,
    /// Where it is read: `https://…`
    pub link: String,
    /// `2026-11-14` or `14.11.2026`; empty for today.
    pub published_on: String,
}

/// An output that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub title: String,
    pub kind: Kind,
    pub link: String,
    pub published_on: NaiveDate,
}

impl Draft {
    pub fn check(&self, today: NaiveDate) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let title = line(&self.title, "title", TITLE_AT_MOST, true, &mut refusals);
        let kind = match self.kind.trim() {
            "" => Some(Kind::default()),
            typed => Kind::named(typed),
        };
        if kind.is_none() {
            refusals.add(Refusal::new("working-group-kind-unknown").on("kind"));
        }
        let link = line(&self.link, "link", LINK_AT_MOST, true, &mut refusals);
        // Nothing that would run in a browser.
        let is_address = |link: &Url| matches!(link.scheme(), "https" | "http") && link.has_host();
        if !link.is_empty() && !link.parse().is_ok_and(|link: Url| is_address(&link)) {
            refusals.add(Refusal::new("working-group-link-wrong").on("link"));
        }
        let published_on = match self.published_on.trim() {
            "" => Some(today),
            typed => read_date(typed),
        };
        if published_on.is_none() {
            refusals.add(Refusal::new("event-date-unreadable").on("published_on"));
        }
        refusals.none_or()?;
        Ok(Details {
            title,
            kind: kind.unwrap_or_default(),
            link,
            published_on: published_on.unwrap_or(today),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_named_at_once_and_no_link_runs_anything() {
        let today = "2026-11-23".parse().unwrap();
        for link in [
            "javascript:alert(1)",
            "data:text/html,x",
            "kein Link",
            "https:",
        ] {
            let wrong = Draft {
                title: String::new(),
                kind: "buch".to_owned(),
                link: link.to_owned(),
                published_on: "bald".to_owned(),
            };
            let faults = wrong.check(today).unwrap_err().0;
            let fields: Vec<_> = faults.iter().filter_map(|it| it.field).collect();
            assert_eq!(fields, ["title", "kind", "link", "published_on"], "{link}");
        }
    }
}
