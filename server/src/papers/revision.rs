//! A revision: all that a paper said when somebody gave it a name. It never changes. And the log of what
//! changed between them.

use super::{
    clause::{Clause, numbers},
    paper::{Kind, Paper, Sources},
};
use crate::{
    cycles::draft::{NAME_AT_MOST, SUMMARY_AT_MOST, line},
    error::Refusals,
    ids::{ClauseId, PaperId, RevisionId},
    markdown,
};
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionId,
    pub paper: PaperId,
    /// From 1.
    pub number: i32,
    pub name: String,
    /// What is different, in one line; may be empty.
    pub note: String,
    pub contents: Contents,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Revision;

/// What a paper says: of itself, and in its clauses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema)]
#[schema(as = PaperContents)]
pub struct Contents {
    pub kind: Kind,
    pub title: String,
    pub occasion: String,
    /// A BCP 47 tag.
    pub language: String,
    pub licence: String,
    pub summary: String,
    pub key_sentence: String,
    /// Markdown.
    pub easy_text: String,
    pub sources: Sources,
    pub clauses: Vec<Passage>,
}

/// A clause as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Passage {
    /// The ULID of the clause: the same in every revision.
    #[schema(value_type = String)]
    pub clause: ClauseId,
    /// `2.1`
    pub number: String,
    pub depth: i32,
    pub heading: String,
    /// Markdown.
    pub text: String,
}

impl Passage {
    pub fn html(&self) -> String {
        markdown::to_html(&self.text)
    }
}

impl Contents {
    /// What the paper says now.
    pub fn of(paper: &Paper, clauses: &[Clause]) -> Self {
        let numbers = numbers(clauses.iter().map(|clause| clause.depth));
        let passages = clauses.iter().zip(numbers).map(|(clause, number)| Passage {
            clause: clause.id.clone(),
            number,
            depth: clause.depth,
            heading: clause.heading.clone(),
            text: clause.text.clone(),
        });
        Self {
            kind: paper.kind,
            title: paper.title.clone(),
            occasion: paper.occasion.clone(),
            language: paper.language.clone(),
            licence: paper.licence.clone(),
            summary: paper.summary.clone(),
            key_sentence: paper.key_sentence.clone(),
            easy_text: paper.easy_text.clone(),
            sources: paper.sources.clone(),
            clauses: passages.collect(),
        }
    }
}

/// A revision as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RevisionDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// What it is called: `Entwurf für die Vorstände`.
    pub name: String,
    /// What is different, in one line; may be empty.
    pub note: String,
}

impl Draft {
    /// Name and note.
    pub fn check(&self) -> Result<(String, String), Refusals> {
        let mut refusals = Refusals::default();
        let name = line(&self.name, "name", NAME_AT_MOST, true, &mut refusals);
        let note = line(&self.note, "note", SUMMARY_AT_MOST, false, &mut refusals);
        refusals.none_or()?;
        Ok((name, note))
    }
}

/// The log of a paper: who did what, and why.
pub mod change {
    use crate::ids::{AccountId, PaperChangeId, PaperId};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use utoipa::ToSchema;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper_changes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PaperChangeId,
        pub paper: PaperId,
        /// None for the command line.
        pub account: Option<AccountId>,
        pub kind: Kind,
        /// The number of a clause, the name of a revision or an organisation; may be empty.
        pub about: String,
        /// May be empty.
        pub reason: String,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    pub use Model as Change;

    #[derive(
        Clone,
        Copy,
        Debug,
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
    #[schema(as = PaperChangeKind)]
    pub enum Kind {
        Begun,
        Revised,
        TextTaken,
        ClauseAdded,
        ClauseChanged,
        ClauseMoved,
        ClauseRemoved,
        AmendmentAccepted,
        AmendmentMerged,
        AmendmentDeclined,
        Consulted,
        Redrafted,
        RevisionNamed,
        ContributorInvited,
        ContributorDismissed,
    }

    impl Kind {
        /// The message that says it; what it was about comes as `about`.
        pub fn key(self) -> &'static str {
            match self {
                Self::Begun => "paper-log-begun",
                Self::Revised => "paper-log-revised",
                Self::TextTaken => "paper-log-text-taken",
                Self::ClauseAdded => "paper-log-clause-added",
                Self::ClauseChanged => "paper-log-clause-changed",
                Self::ClauseMoved => "paper-log-clause-moved",
                Self::ClauseRemoved => "paper-log-clause-removed",
                Self::AmendmentAccepted => "paper-log-amendment-accepted",
                Self::AmendmentMerged => "paper-log-amendment-merged",
                Self::AmendmentDeclined => "paper-log-amendment-declined",
                Self::Consulted => "paper-log-consulted",
                Self::Redrafted => "paper-log-redrafted",
                Self::RevisionNamed => "paper-log-revision-named",
                Self::ContributorInvited => "paper-log-contributor-invited",
                Self::ContributorDismissed => "paper-log-contributor-dismissed",
            }
        }
    }
}
