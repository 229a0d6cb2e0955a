//! An adoption: an organisation uses a product of a workstream, or the result as a whole, and says so
//! itself. The row, and what must be typed.

use crate::{
    error::{Refusal, Refusals},
    events::draft::one_line,
    ids::{AdoptionId, WorkstreamId},
};
use federation::{Iri, vocabulary::read};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// Characters of what an adopter says about it.
pub const NOTE_AT_MOST: usize = 300;
/// Characters of the name of a product, or of another server's report.
pub const NAME_AT_MOST: usize = 300;
/// The longest reason for a refusal, in characters.
pub const REASON_AT_MOST: usize = 500;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "adoptions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AdoptionId,
    /// The report, by the id it had on the wire then.
    pub report: Iri,
    /// The workstream it is of, where that is ours: a report that is published again has another id.
    pub workstream: Option<WorkstreamId>,
    /// Where the report is read.
    pub page: Iri,
    /// What it was called.
    pub name: String,
    /// The association that answers for the report.
    pub lead: Iri,
    /// As the report calls it; empty for the result as a whole.
    pub product: String,
    pub adopter: Iri,
    /// In one line, what for; may be empty.
    pub note: String,
    pub link: Option<String>,
    pub state: State,
    /// The adopter's word, at its own server.
    #[sea_orm(unique)]
    pub offer: Iri,
    /// Why it is not shown; else empty.
    pub reason: String,
    pub announced_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Adoption;

/// Whether it is shown with the report.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = AdoptionState)]
pub enum State {
    /// Announced, and not looked at by those who answer for the report.
    Offered,
    Accepted,
    Rejected,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Offered => "adoption-state-offered",
            Self::Accepted => "adoption-state-accepted",
            Self::Rejected => "adoption-state-rejected",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Offered => "warn",
            Self::Accepted => "ok",
            Self::Rejected => "bad",
        }
    }
}

/// An adoption as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AdoptionDraft)]
#[serde(default)]
pub struct Draft {
    /// The address of the report, here or on another server.
    pub report: String,
    /// The product as the report calls it; empty for the result as a whole.
    pub product: String,
    /// In one line, what for; at most 300 characters.
    pub note: String,
    /// Where others see how it is used.
    pub link: String,
    /// The handle of the association; empty for the first.
    pub association: String,
}

/// A draft that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub product: String,
    pub note: String,
    pub link: Option<Url>,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let details = Details {
            product: one_line(&self.product),
            note: one_line(&self.note),
            link: read::url(self.link.trim()),
        };
        if details.product.chars().count() > NAME_AT_MOST {
            refusals.add(Refusal::new("adoption-product-unknown").on("product"));
        }
        if details.note.chars().count() > NOTE_AT_MOST {
            refusals.add(Refusal::new("adoption-note-too-long").on("note"));
        }
        if details.link.is_none() && !self.link.trim().is_empty() {
            refusals.add(Refusal::new("adoption-link-wrong").on("link"));
        }
        refusals.none_or()?;
        Ok(details)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let draft = Draft {
            product: "a".repeat(NAME_AT_MOST + 1),
            note: "a".repeat(NOTE_AT_MOST + 1),
            link: "javascript:alert(1)".into(),
            ..Draft::default()
        };
        let Refusals(refused) = draft.check().expect_err("nothing of it is right");
        let fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["product", "note", "link"]);
        assert_eq!(Draft::default().check().map(|it| it.link), Ok(None));
    }
}
