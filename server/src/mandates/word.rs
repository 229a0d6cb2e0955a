//! What an association of ours said for a seat of it elsewhere, beside votes: a remark, or the days on which
//! its member is away; and what became of that. The row, and what is typed.

use super::VoteState;
use crate::{
    committees::remark,
    error::Refusals,
    ids::{MandateId, MandateWordId},
};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Words of one mandate that are kept.
pub const WORDS_AT_MOST: u64 = 300;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandate_words")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MandateWordId,
    pub mandate: MandateId,
    pub kind: Kind,
    /// What a remark is about, by its title; else empty.
    pub about: String,
    pub checkpoint: String,
    /// Plain, with paragraphs.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub is_public: bool,
    /// The days of an absence; none where the member is back.
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// The id of what was said, by which it is taken back.
    pub note: Iri,
    /// The activity that said it.
    #[sea_orm(unique)]
    pub word: Iri,
    pub word_state: VoteState,
    /// Why it does not count, in the words of the other server; else empty.
    pub reason: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Word;

/// What sort of word it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = MandateWordKind)]
pub enum Kind {
    Remark,
    Absence,
}

impl Kind {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Remark => "mandate-word-remark",
            Self::Absence => "mandate-word-absence",
        }
    }
}

impl Word {
    pub fn is_remark(&self) -> bool {
        self.kind == Kind::Remark
    }
}

/// A remark for a seat of ours elsewhere, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MandateRemark)]
#[serde(default, deny_unknown_fields)]
pub struct Remark {
    /// The id of a motion, as the list of motions has it, or the address of a workstream on the server of the
    /// committee.
    pub about: String,
    /// On what occasion; of a workstream only.
    pub checkpoint: String,
    pub text: String,
    /// `yes` where everybody may read it, on the page of the workstream.
    pub is_public: String,
}

impl Remark {
    /// By the rules of the committee, which asks them again.
    pub fn check(&self) -> Result<remark::Details, Refusals> {
        let draft = remark::Draft {
            about: self.about.clone(),
            checkpoint: self.checkpoint.clone(),
            text: self.text.clone(),
            is_public: self.is_public.clone(),
        };
        draft.check()
    }
}
