//! An idea: what somebody would have worked on in a cycle, and what became of it. Its row, its states,
//! its rules. No database, no clock.

use crate::{
    cycles::Cycle,
    error::{Refusal, Refusals},
    events::draft::{one_line, or},
    ids::{CycleId, IdeaId, TopicId},
    words::Word as _,
};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use utoipa::ToSchema;

/// In characters, as the next ones.
pub const TITLE_AT_MOST: usize = 120;
pub const QUESTION_AT_MOST: usize = 800;
pub const PARTICIPANTS_AT_MOST: usize = 300;
const STAKEHOLDER_AT_MOST: usize = 100;
/// How long work on an idea may take.
pub const MONTHS: RangeInclusive<i32> = 3..=9;
/// What somebody says who does not say how long.
const MONTHS_BY_DEFAULT: &str = "6";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ideas")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdeaId,
    /// Of ours; absent where ours is meant for another server's alone.
    pub cycle: Option<CycleId>,
    /// Within its cycle, once somebody else may see it.
    pub number: Option<i32>,
    /// Its id on the wire; absent while nobody has it.
    pub iri: Option<Iri>,
    pub local: bool,
    /// Who says it there: the association that holds the cycle, or another server's actor.
    pub actor: Iri,
    /// Where its home shows it; absent for ours.
    pub url: Option<Iri>,
    /// The Offer that brought it.
    pub offer: Option<Iri>,
    pub origin: Origin,
    pub state: State,
    /// A BCP 47 tag.
    pub language: String,
    pub title: String,
    /// What it is about: plain text, with paragraphs.
    pub question: String,
    pub product: Product,
    pub months: i32,
    /// Who should take part; may be empty.
    pub participants: String,
    /// The group of society it comes from; may be empty.
    pub stakeholder: String,
    pub topic: Option<TopicId>,
    /// Why it was declined or withdrawn; else empty.
    pub reason: String,
    /// The idea it went over into.
    pub merged_into: Option<IdeaId>,
    pub published_at: Option<DateTimeUtc>,
    /// When its owner said last what it is; absent for ours.
    pub told_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Idea;

/// Where an idea is in its life.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = IdeaState)]
pub enum State {
    /// Nobody has confirmed the address yet.
    Unconfirmed,
    /// Somebody here has to look at it first.
    Waiting,
    Proposed,
    /// A workstream came of it.
    Selected,
    Declined,
    Withdrawn,
    /// It went over into another one.
    Merged,
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Unconfirmed,
        Self::Waiting,
        Self::Proposed,
        Self::Selected,
        Self::Declined,
        Self::Withdrawn,
        Self::Merged,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unconfirmed => "idea-state-unconfirmed",
            Self::Waiting => "idea-state-waiting",
            Self::Proposed => "idea-state-proposed",
            Self::Selected => "idea-state-selected",
            Self::Declined => "idea-state-declined",
            Self::Withdrawn => "idea-state-withdrawn",
            Self::Merged => "idea-state-merged",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Unconfirmed | Self::Waiting => "warn",
            Self::Proposed => "info",
            Self::Selected => "ok",
            Self::Declined | Self::Withdrawn | Self::Merged => "quiet",
        }
    }

    /// Nothing more becomes of it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Declined | Self::Withdrawn | Self::Merged)
    }
}

/// How an idea came here.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = IdeaOrigin)]
pub enum Origin {
    /// By the form everybody finds.
    Form,
    /// Somebody who works here entered it.
    Desk,
    /// The same, of a mail they had.
    Mail,
    /// From another server.
    Offer,
}

impl Origin {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Form => "idea-origin-form",
            Self::Desk => "idea-origin-desk",
            Self::Mail => "idea-origin-mail",
            Self::Offer => "idea-origin-offer",
        }
    }
}

/// What is to come of the work.
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
pub enum Product {
    Study,
    Concept,
    Guide,
    /// „Reallabor“
    Laboratory,
    Software,
    #[default]
    Other,
}

impl Product {
    pub const ALL: [Self; 6] = [
        Self::Study,
        Self::Concept,
        Self::Guide,
        Self::Laboratory,
        Self::Software,
        Self::Other,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Study => "idea-product-study",
            Self::Concept => "idea-product-concept",
            Self::Guide => "idea-product-guide",
            Self::Laboratory => "idea-product-laboratory",
            Self::Software => "idea-product-software",
            Self::Other => "idea-product-other",
        }
    }
}

impl Idea {
    /// Whether everybody may read it. That begins once, and stays.
    pub fn is_public(&self) -> bool {
        self.published_at.is_some()
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    /// The page where people read it here; `cycle` is its own, where it has one.
    pub fn path(&self, cycle: Option<&Cycle>) -> String {
        match (cycle, self.number) {
            (Some(cycle), Some(number)) => format!("{}/ideas/{number}", cycle.path()),
            _ => format!("/ideas/{}", self.id),
        }
    }
}

/// An idea as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = IdeaDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub title: String,
    /// What it is about, in at most 800 characters.
    pub question: String,
    /// `study`, `concept`, `guide`, `laboratory`, `software` or `other`.
    pub product: String,
    /// 3 to 9; empty for 6.
    pub months: String,
    /// Who should take part.
    pub participants: String,
    /// The group of society it comes from, one of the programme's or any other.
    pub stakeholder: String,
    /// The topic it is about: the last part of its address, or its ULID. May be empty.
    pub topic: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// An idea that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub title: String,
    pub question: String,
    pub product: Product,
    pub months: i32,
    pub participants: String,
    pub stakeholder: String,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let title = one_line(&self.title);
        match title.chars().count() {
            0 => refusals.add(Refusal::new("idea-title-missing").on("title")),
            1..=TITLE_AT_MOST => {}
            _ => refusals.add(Refusal::new("idea-title-too-long").on("title")),
        }
        let question = self.question.trim().replace("\r\n", "\n");
        match question.chars().count() {
            0 => refusals.add(Refusal::new("idea-question-missing").on("question")),
            1..=QUESTION_AT_MOST => {}
            _ => refusals.add(Refusal::new("idea-question-too-long").on("question")),
        }
        let product = Product::named(or(&self.product, &Product::default().name()));
        if product.is_none() {
            refusals.add(Refusal::new("idea-product-unknown").on("product"));
        }
        let months = or(&self.months, MONTHS_BY_DEFAULT).parse().ok();
        let months = months.filter(|months| MONTHS.contains(months));
        if months.is_none() {
            refusals.add(Refusal::new("idea-months-wrong").on("months"));
        }
        let participants = one_line(&self.participants);
        if participants.chars().count() > PARTICIPANTS_AT_MOST {
            refusals.add(Refusal::new("idea-participants-too-long").on("participants"));
        }
        let stakeholder = one_line(&self.stakeholder);
        if stakeholder.chars().count() > STAKEHOLDER_AT_MOST {
            refusals.add(Refusal::new("idea-stakeholder-too-long").on("stakeholder"));
        }
        refusals.none_or()?;
        Ok(Details {
            title,
            question,
            product: product.unwrap_or_default(),
            months: months.unwrap_or(*MONTHS.start()),
            participants,
            stakeholder,
        })
    }

    /// The idea as it would have to be typed.
    pub fn of(idea: &Idea) -> Self {
        Self {
            title: idea.title.clone(),
            question: idea.question.clone(),
            product: idea.product.name(),
            months: idea.months.to_string(),
            participants: idea.participants.clone(),
            stakeholder: idea.stakeholder.clone(),
            topic: idea.topic.clone().map(String::from).unwrap_or_default(),
            seen: idea.seen(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_named_at_once() {
        let wrong = Draft {
            title: "x".repeat(TITLE_AT_MOST + 1),
            question: "ä".repeat(QUESTION_AT_MOST + 1),
            product: "roman".to_owned(),
            months: "10".to_owned(),
            participants: "x".repeat(PARTICIPANTS_AT_MOST + 1),
            stakeholder: "x".repeat(STAKEHOLDER_AT_MOST + 1),
            topic: String::new(),
            seen: String::new(),
        };
        let refused = wrong.check().unwrap_err();
        let fields: Vec<_> = refused.0.iter().filter_map(|it| it.field).collect();
        assert_eq!(
            fields,
            [
                "title",
                "question",
                "product",
                "months",
                "participants",
                "stakeholder"
            ]
        );
        let empty = Draft::default().check().unwrap_err();
        let fields: Vec<_> = empty.0.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["title", "question"]);
    }

    #[test]
    fn work_takes_three_to_nine_months() {
        for (typed, expected) in [("", Some(6)), ("3", Some(3)), ("9", Some(9)), ("2", None)] {
            let draft = Draft {
                title: "Leitfaden".to_owned(),
                question: "Wie?".to_owned(),
                months: typed.to_owned(),
                ..Draft::default()
            };
            assert_eq!(draft.check().ok().map(|it| it.months), expected, "{typed}");
        }
    }
}
