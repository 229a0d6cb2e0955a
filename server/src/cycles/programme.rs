//! A programme: what is done again in each of its cycles. Its row, and its rules.

use super::draft::{MARKDOWN_AT_MOST, NAME_AT_MOST, SUMMARY_AT_MOST, line, read_slug, text};
use crate::{error::Refusals, ids::ProgrammeId};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programmes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgrammeId,
    pub slug: String,
    /// The actor of the association that holds it.
    pub organizer: Iri,
    pub name: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Programme;

impl Programme {
    pub fn path(&self) -> String {
        format!("/programmes/{}", self.slug)
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }
}

/// A programme as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CycleProgrammeDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association that holds it; empty for the instance's first. Never changes.
    pub organizer: String,
    pub name: String,
    /// The readable part of its address; empty for one made of the name.
    pub slug: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A programme that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub description: String,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let name = line(&self.name, "name", NAME_AT_MOST, true, &mut refusals);
        let summary = line(
            &self.summary,
            "summary",
            SUMMARY_AT_MOST,
            false,
            &mut refusals,
        );
        let details = Details {
            slug: read_slug(&self.slug, &name, &mut refusals),
            description: text(
                &self.description,
                "description",
                MARKDOWN_AT_MOST,
                &mut refusals,
            ),
            name,
            summary,
        };
        refusals.none_or()?;
        Ok(details)
    }

    /// The programme as it would have to be typed.
    pub fn of(programme: &Programme) -> Self {
        Self {
            organizer: String::new(),
            name: programme.name.clone(),
            slug: programme.slug.clone(),
            summary: programme.summary.clone(),
            description: programme.description.clone(),
            seen: programme.seen(),
        }
    }
}
