//! How far a product of a workstream has come, and since when: said with a day and a sentence by whoever
//! leads it, and again when that changes. What was said before stays readable.

use super::draft::line;
use crate::{
    error::{Refusal, Refusals},
    words::Word as _,
};
use chrono::NaiveDate;
use sea_orm::{EnumIter, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of the sentence about a stage.
pub const SENTENCE_AT_MOST: usize = 300;
/// Stages of one product; the oldest make room.
pub const STAGES_AT_MOST: usize = 20;

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProductMaturity)]
pub enum Maturity {
    Idea,
    /// Tried out by some.
    Trial,
    InUse,
    /// Nobody looks after it any more.
    Discontinued,
}

impl Maturity {
    pub const ALL: [Self; 4] = [Self::Idea, Self::Trial, Self::InUse, Self::Discontinued];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Idea => "workstream-maturity-idea",
            Self::Trial => "workstream-maturity-trial",
            Self::InUse => "workstream-maturity-in-use",
            Self::Discontinued => "workstream-maturity-discontinued",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Idea => "quiet",
            Self::Trial => "warn",
            Self::InUse => "ok",
            Self::Discontinued => "bad",
        }
    }
}

/// What was said of a product on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProductStage)]
pub struct Stage {
    pub maturity: Maturity,
    /// Since when.
    pub on: NaiveDate,
    pub sentence: String,
}

/// A stage as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProductStageDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// As the report calls it.
    pub product: String,
    /// `idea`, `trial`, `in_use` or `discontinued`.
    pub maturity: String,
    /// `2027-05-10`; empty for today.
    pub on: String,
    /// What that means, in one sentence.
    pub meaning: String,
}

impl Draft {
    /// The stage, where `today` is its last possible day.
    pub fn check(&self, today: NaiveDate) -> Result<Stage, Refusals> {
        let mut refusals = Refusals::default();
        let maturity = Maturity::named(self.maturity.trim());
        if maturity.is_none() {
            refusals.add(Refusal::new("workstream-maturity-unknown").on("maturity"));
        }
        let on = match self.on.trim() {
            "" => Some(today),
            typed => typed.parse().ok().filter(|day| *day <= today),
        };
        if on.is_none() {
            refusals.add(Refusal::new("workstream-maturity-day-wrong").on("on"));
        }
        let sentence = line(&self.meaning, ("meaning", SENTENCE_AT_MOST), &mut refusals);
        if sentence.is_empty() {
            refusals.add(Refusal::new("workstream-maturity-sentence-missing").on("meaning"));
        }
        match (maturity, on) {
            (Some(maturity), Some(on)) if refusals.0.is_empty() => Ok(Stage {
                maturity,
                on,
                sentence,
            }),
            _ => Err(refusals),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 5, 10).expect("a day")
    }

    #[test]
    fn a_stage_has_a_word_a_day_that_was_and_a_sentence() {
        let wrong = Draft {
            maturity: "perfect".into(),
            on: "2027-05-11".into(),
            ..Draft::default()
        };
        let Refusals(refused) = wrong.check(today()).expect_err("nothing of it is right");
        let fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["maturity", "on", "meaning"]);
        let right = Draft {
            maturity: "in_use".into(),
            meaning: "Zwei Verbände arbeiten damit.".into(),
            ..Draft::default()
        };
        let stage = right.check(today()).expect("all of it is right");
        assert_eq!((stage.maturity, stage.on), (Maturity::InUse, today()));
    }
}
