//! A clause of a paper: a numbered piece of text of its own, with or without a heading. Its row, its rules,
//! and how clauses are numbered. No database, no clock.

use crate::{
    cycles::draft::{line, text},
    error::{Refusal, Refusals},
    ids::{ClauseId, PaperId},
    markdown,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a heading.
pub const HEADING_AT_MOST: usize = 200;
/// Characters of the text of one clause.
pub const TEXT_AT_MOST: usize = 20_000;
/// Clauses of one paper.
pub const CLAUSES_AT_MOST: usize = 500;
/// Characters of all of a paper's clauses: 200 pages of 3,000 each.
pub const WHOLE_AT_MOST: usize = 600_000;
/// 1, 1.1 and 1.1.1.
pub const DEPTH_AT_MOST: i32 = 3;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clauses")]
pub struct Model {
    /// Stays when the clause is moved, and so when its number changes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClauseId,
    pub paper: PaperId,
    /// Its place among all that are there, from 1.
    pub place: i32,
    /// From 1 to [`DEPTH_AT_MOST`].
    pub depth: i32,
    /// May be empty.
    pub heading: String,
    /// Markdown.
    pub text: String,
    /// How often it was written, from 1: whoever changes it says which one they read.
    pub version: i32,
    /// It is no part of the paper any more; what was said of it is kept.
    pub removed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Clause;

impl Clause {
    pub fn html(&self) -> String {
        markdown::to_html(&self.text)
    }

    pub fn characters(&self) -> usize {
        self.heading.chars().count() + self.text.chars().count()
    }
}

/// A clause as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ClauseDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub heading: String,
    /// Markdown.
    pub text: String,
    /// `1`, `2` or `3`: how far in it stands; empty for `1`.
    pub depth: String,
    /// The version that was read, to notice when somebody was faster. Of a new one: nothing.
    pub version: String,
}

/// A clause that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub depth: i32,
    pub heading: String,
    pub text: String,
}

impl Details {
    pub fn characters(&self) -> usize {
        self.heading.chars().count() + self.text.chars().count()
    }
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let heading = line(
            &self.heading,
            "heading",
            HEADING_AT_MOST,
            false,
            &mut refusals,
        );
        let text = text(&self.text, "text", TEXT_AT_MOST, &mut refusals);
        if heading.is_empty() && text.is_empty() {
            refusals.add(Refusal::new("paper-clause-empty").on("text"));
        }
        let depth = match self.depth.trim() {
            "" => Some(1),
            typed => typed.parse().ok(),
        };
        let depth = depth.filter(|depth| (1..=DEPTH_AT_MOST).contains(depth));
        if depth.is_none() {
            refusals.add(Refusal::new("paper-clause-depth-wrong").on("depth"));
        }
        refusals.none_or()?;
        Ok(Details {
            depth: depth.unwrap_or(1),
            heading,
            text,
        })
    }

    /// The clause as it would have to be typed.
    pub fn of(clause: &Clause) -> Self {
        Self {
            heading: clause.heading.clone(),
            text: clause.text.clone(),
            depth: clause.depth.to_string(),
            version: clause.version.to_string(),
        }
    }
}

/// The numbers of clauses that stand so far in, one after the other. Nothing stands more than one step
/// further in than what is before it.
pub fn numbers(depths: impl Iterator<Item = i32>) -> Vec<String> {
    let mut counted: Vec<u32> = Vec::new();
    let numbered = depths.map(|depth| {
        let depth = usize::try_from(depth.clamp(1, DEPTH_AT_MOST)).unwrap_or(1);
        counted.truncate(depth);
        if counted.len() < depth {
            counted.push(0);
        }
        if let Some(last) = counted.last_mut() {
            *last += 1;
        }
        let parts: Vec<String> = counted.iter().map(u32::to_string).collect();
        parts.join(".")
    });
    numbered.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_from_places_and_skip_no_step() {
        assert_eq!(
            numbers([1, 2, 2, 1, 3, 2, 3].into_iter()),
            ["1", "1.1", "1.2", "2", "2.1", "2.2", "2.2.1"]
        );
        assert_eq!(numbers([2, 2, 1].into_iter()), ["1", "1.1", "2"]);
    }

    #[test]
    fn a_clause_says_something_and_is_not_endless() {
        let fields = |draft: Draft| {
            let faults = draft.check().unwrap_err().0;
            faults.iter().filter_map(|it| it.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(Draft::default()), ["text"]);
        let wrong = Draft {
            heading: "x".repeat(HEADING_AT_MOST + 1),
            text: "x".repeat(TEXT_AT_MOST + 1),
            depth: "4".into(),
            version: String::new(),
        };
        assert_eq!(fields(wrong), ["heading", "text", "depth"]);
    }
}
