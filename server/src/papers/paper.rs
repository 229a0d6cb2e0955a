//! What a paper is: its row, the kinds there are, the states it can be in, and what it says of itself.
//! No database, no network, no clock.

use crate::ids::{PaperId, PaperRelationId};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Nobody but its contributors knows of one that is not public.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "papers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaperId,
    /// The end of its address. Never changes.
    #[sea_orm(unique)]
    pub slug: String,
    /// The actor of the association that leads.
    pub organizer: Iri,
    pub kind: Kind,
    pub title: String,
    /// Why now, in one line.
    pub occasion: String,
    /// A BCP 47 tag.
    pub language: String,
    /// What others may do with it, as [`crate::reports::report::Licence`] names it.
    pub licence: String,
    /// What it says, plainly.
    pub summary: String,
    /// The one sentence that is passed on.
    pub key_sentence: String,
    /// The same in Leichte Sprache: Markdown.
    pub easy_text: String,
    pub addressee: String,
    pub sent_on: Option<NaiveDate>,
    /// Until when the addressee should answer.
    pub due_on: Option<NaiveDate>,
    pub answered_on: Option<NaiveDate>,
    /// What was answered, in short.
    pub answer: String,
    /// The last day for comments and amendments.
    pub comments_until: Option<NaiveDate>,
    /// The last day for signatures.
    pub sign_until: Option<NaiveDate>,
    pub sources: Sources,
    pub state: State,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Paper;

impl Paper {
    /// Where those who write it find it.
    pub fn desk(&self) -> String {
        format!("/desk/papers/{}", self.slug)
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    /// How the addressee stands to it; nothing while nobody has sent it.
    pub fn answered(&self, today: NaiveDate) -> Option<Answered> {
        self.sent_on?;
        Some(match (self.answered_on, self.due_on) {
            (Some(_), _) => Answered::Yes,
            (None, Some(due)) if due < today => Answered::Silent,
            (None, _) => Answered::Waiting,
        })
    }
}

/// Whether the addressee has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    Yes,
    Waiting,
    /// The day has passed, and nothing came.
    Silent,
}

impl Answered {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Yes => "paper-answer-yes",
            Self::Waiting => "paper-answer-waiting",
            Self::Silent => "paper-answer-silent",
        }
    }
}

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
#[schema(as = PaperKind)]
pub enum Kind {
    #[default]
    PositionPaper,
    JointDeclaration,
    Recommendation,
    Guide,
    Material,
    Report,
}

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::PositionPaper,
        Self::JointDeclaration,
        Self::Recommendation,
        Self::Guide,
        Self::Material,
        Self::Report,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::PositionPaper => "paper-kind-position-paper",
            Self::JointDeclaration => "paper-kind-joint-declaration",
            Self::Recommendation => "paper-kind-recommendation",
            Self::Guide => "paper-kind-guide",
            Self::Material => "paper-kind-material",
            Self::Report => "paper-kind-report",
        }
    }
}

/// Where a paper is in its life.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaperState)]
pub enum State {
    /// Leads and editors write.
    Drafting,
    /// Everybody who was asked may comment and propose.
    Consultation,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Drafting => "paper-state-drafting",
            Self::Consultation => "paper-state-consultation",
        }
    }

    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Drafting => "warn",
            Self::Consultation => "info",
        }
    }
}

/// What a paper rests on.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
#[schema(as = PaperSources)]
pub struct Sources(pub Vec<Source>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PaperSource)]
pub struct Source {
    pub title: String,
    /// Where it can be read; may be empty.
    #[serde(default)]
    pub link: String,
}

/// How a paper stands to an earlier one.
pub mod relation {
    use super::{Deserialize, PaperId, PaperRelationId, Serialize, ToSchema};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper_relations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PaperRelationId,
        pub paper: PaperId,
        /// In the order in which they were typed.
        pub place: i32,
        pub kind: Kind,
        /// A paper of this instance.
        pub other: Option<PaperId>,
        /// Where one of elsewhere is read; empty for one of this instance.
        pub link: String,
        /// What one of elsewhere is called; empty for one of this instance.
        pub title: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

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
    #[schema(as = PaperRelationKind)]
    pub enum Kind {
        Renews,
        Replaces,
        Implements,
    }

    impl Kind {
        /// The message that names it, from the later paper to the earlier one.
        pub fn key(self) -> &'static str {
            match self {
                Self::Renews => "paper-relation-renews",
                Self::Replaces => "paper-relation-replaces",
                Self::Implements => "paper-relation-implements",
            }
        }

        /// The same, seen from the earlier one.
        pub fn inverse_key(self) -> &'static str {
            match self {
                Self::Renews => "paper-relation-renewed-by",
                Self::Replaces => "paper-relation-replaced-by",
                Self::Implements => "paper-relation-implemented-by",
            }
        }
    }
}

/// Who works on a paper, and what each may do there.
pub mod contributor {
    use super::{Deserialize, PaperId, Serialize, ToSchema};
    use crate::ids::{AccountId, PaperContributorId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper_contributors")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PaperContributorId,
        pub paper: PaperId,
        pub account: AccountId,
        pub role: Role,
        /// For which organisation they speak.
        pub organisation: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    pub use Model as Contributor;

    /// Each may all that the ones before it may.
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
    #[schema(as = PaperRole)]
    pub enum Role {
        /// Reads; comments, proposes and agrees while the paper is consulted on.
        Commenter,
        /// Writes.
        Editor,
        /// Decides on amendments and states, and who takes part.
        Lead,
    }

    impl Role {
        pub const ALL: [Self; 3] = [Self::Commenter, Self::Editor, Self::Lead];

        /// The message that names it.
        pub fn key(self) -> &'static str {
            match self {
                Self::Commenter => "paper-role-commenter",
                Self::Editor => "paper-role-editor",
                Self::Lead => "paper-role-lead",
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{contributor::Role, *};
    use crate::words::Word as _;
    use sea_orm::Iterable as _;

    #[test]
    fn each_role_may_all_that_the_ones_before_it_may() {
        assert!(Role::Commenter < Role::Editor && Role::Editor < Role::Lead);
    }

    #[test]
    fn what_files_say_is_what_the_row_says() {
        for kind in Kind::iter() {
            assert_eq!(serde_json::json!(kind), kind.name());
            assert!(Kind::ALL.contains(&kind));
        }
        for state in State::iter() {
            assert_eq!(serde_json::json!(state), state.name());
        }
        for role in Role::iter() {
            assert_eq!(serde_json::json!(role), role.name());
            assert!(Role::ALL.contains(&role));
        }
        for kind in relation::Kind::iter() {
            assert_eq!(serde_json::json!(kind), kind.name());
        }
    }
}
