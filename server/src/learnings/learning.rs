//! A learning: what was found out in a workstream on the way. Noted for peers first, and for everybody once
//! whoever leads the workstream wants that; never the other way round. The row, and what must be typed.

use crate::{
    error::{Refusal, Refusals},
    events::draft::one_line,
    ids::{LearningId, WorkstreamId},
    markdown,
};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a title.
pub const TITLE_AT_MOST: usize = 150;
/// Characters of a text.
pub const TEXT_AT_MOST: usize = 5_000;

/// Of ours, or the copy of another server's.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "learnings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LearningId,
    pub workstream: WorkstreamId,
    pub local: bool,
    /// Its id on the wire.
    #[sea_orm(unique)]
    pub iri: Iri,
    pub title: String,
    /// Markdown; of others' HTML that is safe to show.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub audience: Audience,
    pub noted_at: DateTimeUtc,
    /// Since when everybody may read it.
    pub widened_at: Option<DateTimeUtc>,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Learning;

/// Who may read it; each all that may before it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
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
#[schema(as = LearningAudience)]
pub enum Audience {
    /// Those who work here, and at the servers that are peers.
    Peers,
    Public,
}

impl Audience {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Peers => "learning-for-peers",
            Self::Public => "learning-for-everybody",
        }
    }

    pub fn class(self) -> &'static str {
        match self {
            Self::Peers => "warn",
            Self::Public => "ok",
        }
    }
}

impl Learning {
    pub fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    /// HTML that is safe to show, whoever wrote it.
    pub fn html(&self) -> String {
        match self.local {
            true => markdown::to_html(&self.text),
            false => markdown::sanitise(&self.text),
        }
    }
}

/// A learning as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LearningDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub title: String,
    /// Markdown, at most 5,000 characters.
    pub text: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

impl Draft {
    pub fn of(learning: &Learning) -> Self {
        Self {
            title: learning.title.clone(),
            text: learning.text.clone(),
            seen: learning.seen(),
        }
    }

    pub fn check(&self) -> Result<(String, String), Refusals> {
        let mut refusals = Refusals::default();
        let (title, text) = (one_line(&self.title), self.text.trim());
        match title.chars().count() {
            0 => refusals.add(Refusal::new("learning-nameless").on("title")),
            1..=TITLE_AT_MOST => {}
            _ => refusals.add(Refusal::new("task-text-too-long").on("title")),
        }
        match text.chars().count() {
            0 => refusals.add(Refusal::new("learning-empty").on("text")),
            1..=TEXT_AT_MOST => {}
            _ => refusals.add(Refusal::new("learning-too-long").on("text")),
        }
        refusals.none_or()?;
        Ok((title, text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        for draft in [
            Draft::default(),
            Draft {
                title: "a".repeat(TITLE_AT_MOST + 1),
                text: "a".repeat(TEXT_AT_MOST + 1),
                ..Draft::default()
            },
        ] {
            let Refusals(refused) = draft.check().expect_err("nothing of it is right");
            let fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
            assert_eq!(fields, ["title", "text"]);
        }
    }
}
