//! What is said of a clause while a paper is written: comments, amendments, and which organisation agrees.
//! The rows, and the rules. No database, no clock.

use crate::{
    cycles::draft::{line, text},
    error::{Refusal, Refusals},
    words::Word as _,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a comment.
pub const COMMENT_AT_MOST: usize = 4_000;
/// Characters of a sentence that says why.
pub const REASON_AT_MOST: usize = 1_000;

pub mod comment {
    use crate::ids::{AccountId, ClauseCommentId, ClauseId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "clause_comments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ClauseCommentId,
        pub clause: ClauseId,
        /// None for the command line.
        pub account: Option<AccountId>,
        /// For whom it was said.
        pub organisation: String,
        pub text: String,
        pub created_at: DateTimeUtc,
        /// Nothing is left to be done about it.
        pub settled_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    pub use Model as Comment;
}

pub mod amendment {
    use crate::ids::{AccountId, AmendmentId, ClauseId};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use utoipa::ToSchema;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "amendments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AmendmentId,
        pub clause: ClauseId,
        /// None for the command line.
        pub account: Option<AccountId>,
        /// Who proposes it.
        pub organisation: String,
        /// The version of the clause it was written against.
        pub base: i32,
        /// What the clause said then.
        pub before_heading: String,
        pub before_text: String,
        /// What it should say.
        pub heading: String,
        pub text: String,
        /// Why.
        pub reason: String,
        pub state: State,
        /// Why it was accepted, merged or declined.
        pub answer: String,
        pub created_at: DateTimeUtc,
        pub answered_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    pub use Model as Amendment;

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
    #[schema(as = AmendmentState)]
    pub enum State {
        Open,
        /// The clause says what was proposed.
        Accepted,
        /// The clause says something made of both.
        Merged,
        Declined,
    }

    impl State {
        /// The message that names it.
        pub fn key(self) -> &'static str {
            match self {
                Self::Open => "paper-amendment-open",
                Self::Accepted => "paper-amendment-accepted",
                Self::Merged => "paper-amendment-merged",
                Self::Declined => "paper-amendment-declined",
            }
        }

        /// The class of its tag.
        pub fn class(self) -> &'static str {
            match self {
                Self::Open => "warn",
                Self::Accepted | Self::Merged => "ok",
                Self::Declined => "quiet",
            }
        }
    }
}

pub mod position {
    use crate::ids::{ClauseId, PositionId};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use utoipa::ToSchema;

    /// One for each clause and organisation.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "positions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PositionId,
        pub clause: ClauseId,
        pub organisation: String,
        pub stance: Stance,
        /// Why; an agreement needs none.
        pub reason: String,
        /// The version of the clause it was taken on.
        pub version: i32,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    pub use Model as Position;

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
    #[schema(as = PositionStance)]
    pub enum Stance {
        Agrees,
        Dissents,
    }

    impl Stance {
        /// The message that names it.
        pub fn key(self) -> &'static str {
            match self {
                Self::Agrees => "paper-stance-agrees",
                Self::Dissents => "paper-stance-dissents",
            }
        }

        /// The class of its tag.
        pub fn class(self) -> &'static str {
            match self {
                Self::Agrees => "ok",
                Self::Dissents => "bad",
            }
        }
    }
}

/// A comment as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ClauseCommentDraft)]
#[serde(default, deny_unknown_fields)]
pub struct CommentDraft {
    pub comment: String,
}

impl CommentDraft {
    pub fn check(&self) -> Result<String, Refusals> {
        let mut refusals = Refusals::default();
        let said = text(&self.comment, "comment", COMMENT_AT_MOST, &mut refusals);
        if said.is_empty() {
            refusals.add(Refusal::new("cycle-field-missing").on("comment"));
        }
        refusals.none_or()?;
        Ok(said)
    }
}

/// What a clause should say instead, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AmendmentDraft)]
#[serde(default, deny_unknown_fields)]
pub struct AmendmentDraft {
    /// Empty with the heading: nothing, the clause should go.
    pub proposed_text: String,
    pub proposed_heading: String,
    /// Why, in a sentence or two.
    pub reason: String,
    /// The version of the clause that was read; empty for whatever it is now.
    pub base: String,
}

/// What a clause should say instead, as it passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    pub heading: String,
    pub text: String,
    pub reason: String,
    pub base: Option<i32>,
}

impl AmendmentDraft {
    pub fn check(&self) -> Result<Proposed, Refusals> {
        let mut refusals = Refusals::default();
        let faults = &mut refusals;
        let heading = line(
            &self.proposed_heading,
            "proposed_heading",
            super::clause::HEADING_AT_MOST,
            false,
            faults,
        );
        let proposed = Proposed {
            text: text(
                &self.proposed_text,
                "proposed_text",
                super::clause::TEXT_AT_MOST,
                faults,
            ),
            heading,
            reason: line(&self.reason, "reason", REASON_AT_MOST, true, faults),
            base: super::clause_version(&self.base, "base", faults),
        };
        refusals.none_or()?;
        Ok(proposed)
    }
}

/// What becomes of an amendment, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AmendmentAnswer)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerDraft {
    /// `accepted`, `merged` or `declined`.
    pub then: String,
    /// Why, in a sentence.
    pub answer: String,
    /// What the clause says now, where both were merged.
    pub merged_heading: String,
    pub merged_text: String,
    /// The version of the clause that was read; empty for whatever it is now.
    pub version: String,
}

/// The same as it passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub then: amendment::State,
    pub answer: String,
    /// Heading and text, where both were merged.
    pub merged: Option<(String, String)>,
    pub version: Option<i32>,
}

impl AnswerDraft {
    pub fn check(&self) -> Result<Answer, Refusals> {
        let mut refusals = Refusals::default();
        let faults = &mut refusals;
        let then = amendment::State::named(self.then.trim());
        let then = then.filter(|then| *then != amendment::State::Open);
        if then.is_none() {
            faults.add(Refusal::new("paper-amendment-answer-unknown").on("then"));
        }
        let answer = line(&self.answer, "answer", REASON_AT_MOST, true, faults);
        let heading = line(
            &self.merged_heading,
            "merged_heading",
            super::clause::HEADING_AT_MOST,
            false,
            faults,
        );
        let merged = text(
            &self.merged_text,
            "merged_text",
            super::clause::TEXT_AT_MOST,
            faults,
        );
        let is_merged = then == Some(amendment::State::Merged);
        if is_merged && heading.is_empty() && merged.is_empty() {
            faults.add(Refusal::new("paper-clause-empty").on("merged_text"));
        }
        let answer = Answer {
            then: then.unwrap_or(amendment::State::Open),
            answer,
            merged: is_merged.then_some((heading, merged)),
            version: super::clause_version(&self.version, "version", faults),
        };
        refusals.none_or()?;
        Ok(answer)
    }
}

/// How an organisation stands to a clause, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PositionDraft)]
#[serde(default, deny_unknown_fields)]
pub struct PositionDraft {
    /// `agrees` or `dissents`.
    pub stance: String,
    /// Why; an agreement needs none.
    pub why: String,
    /// For whom, where it is not one's own: leads write down what others said.
    pub organisation: String,
}

/// The same as it passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    pub stance: position::Stance,
    pub reason: String,
    /// Empty for one's own.
    pub organisation: String,
}

impl PositionDraft {
    pub fn check(&self) -> Result<Stand, Refusals> {
        let mut refusals = Refusals::default();
        let stance = position::Stance::named(self.stance.trim());
        if stance.is_none() {
            refusals.add(Refusal::new("paper-stance-unknown").on("stance"));
        }
        let dissents = stance == Some(position::Stance::Dissents);
        let reason = line(&self.why, "why", REASON_AT_MOST, dissents, &mut refusals);
        let organisation = line(
            &self.organisation,
            "organisation",
            super::draft::LINE_AT_MOST,
            false,
            &mut refusals,
        );
        refusals.none_or()?;
        Ok(Stand {
            stance: stance.unwrap_or(position::Stance::Agrees),
            reason,
            organisation,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_dissents_proposes_or_answers_says_why() {
        let dissent = PositionDraft {
            stance: "dissents".into(),
            ..PositionDraft::default()
        };
        assert_eq!(dissent.check().unwrap_err().0[0].field, Some("why"));
        let agreement = PositionDraft {
            stance: "agrees".into(),
            ..PositionDraft::default()
        };
        assert!(agreement.check().is_ok());
        let proposed = AmendmentDraft {
            proposed_text: "Wir fordern mehr.".into(),
            ..AmendmentDraft::default()
        };
        assert_eq!(proposed.check().unwrap_err().0[0].field, Some("reason"));
        for then in ["accepted", "declined"] {
            let answer = AnswerDraft {
                then: then.into(),
                ..AnswerDraft::default()
            };
            assert_eq!(answer.check().unwrap_err().0[0].field, Some("answer"));
        }
    }

    #[test]
    fn an_answer_is_one_of_three_and_a_merger_says_something() {
        let answer = |then: &str| AnswerDraft {
            then: then.into(),
            answer: "Genauer.".into(),
            ..AnswerDraft::default()
        };
        for then in ["open", "vielleicht", ""] {
            assert_eq!(answer(then).check().unwrap_err().0[0].field, Some("then"));
        }
        let merged = answer("merged").check().unwrap_err().0;
        assert_eq!(merged[0].field, Some("merged_text"));
    }
}
