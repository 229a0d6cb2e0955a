//! A motion: what a committee is to decide until a moment, and when deputies may act for members who have
//! not. The row, the rules, and what comes of the votes.

use super::vote::{SeatVote, Voice};
use crate::{
    cycles::draft::{MARKDOWN_AT_MOST, line, text},
    error::{Refusal, Refusals},
    events::draft::{ending, moment, or},
    ids::{CommitteeId, MotionId},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a title.
pub const TITLE_AT_MOST: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "motions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MotionId,
    pub committee: CommitteeId,
    /// Counts from 1 in its committee.
    pub number: i32,
    pub title: String,
    /// Markdown.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// So many seats have to vote; none for any.
    pub quorum: i32,
    /// Whether everybody reads it, and what came of it.
    pub is_public: bool,
    /// From then on deputies act for members who have not voted.
    pub deputies_from: Option<DateTimeUtc>,
    pub ends_at: DateTimeUtc,
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Its id on the wire, once somebody on another server was told of it.
    #[sea_orm(unique)]
    pub iri: Option<Iri>,
    /// Whether they were told what came of it.
    pub is_told: bool,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Motion;

/// How a motion stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = MotionOutcome)]
pub enum Outcome {
    /// Votes are taken.
    Open,
    Withdrawn,
    /// Fewer seats voted than have to.
    WithoutQuorum,
    Adopted,
    Rejected,
}

impl Outcome {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "committee-outcome-open",
            Self::Withdrawn => "committee-outcome-withdrawn",
            Self::WithoutQuorum => "committee-outcome-without-quorum",
            Self::Adopted => "committee-outcome-adopted",
            Self::Rejected => "committee-outcome-rejected",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Open => "people",
            Self::Adopted => "ok",
            Self::Rejected => "bad",
            Self::WithoutQuorum => "warn",
            Self::Withdrawn => "quiet",
        }
    }
}

/// Votes that count, by what they say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MotionCount)]
pub struct Count {
    pub yes: usize,
    pub no: usize,
    pub abstain: usize,
    /// How many of all these were given by deputies.
    pub by_deputies: usize,
}

impl Count {
    /// A deputy's vote that the member overrode does not count.
    pub fn of(votes: &[SeatVote]) -> Self {
        let counted: Vec<_> = votes.iter().filter(|vote| vote.counts()).collect();
        let of = |voice| counted.iter().filter(|vote| vote.voice == voice).count();
        Self {
            yes: of(Voice::Yes),
            no: of(Voice::No),
            abstain: of(Voice::Abstain),
            by_deputies: counted.iter().filter(|vote| vote.is_by_deputy()).count(),
        }
    }

    /// Seats that voted.
    pub fn seats(&self) -> usize {
        self.yes + self.no + self.abstain
    }
}

impl Motion {
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.withdrawn_at.is_none() && now < self.ends_at
    }

    /// Whether it may be shown how it stands: of one that was withdrawn not before it would have ended either.
    pub fn is_past_its_end(&self, now: DateTime<Utc>) -> bool {
        self.ends_at <= now
    }

    /// Whether deputies act for members who have not voted.
    pub fn is_with_deputies(&self, now: DateTime<Utc>) -> bool {
        self.deputies_from.is_some_and(|from| from <= now)
    }

    /// What came of it: of those who said yes or no, more said yes.
    pub fn outcome(&self, count: &Count, now: DateTime<Utc>) -> Outcome {
        let quorum = usize::try_from(self.quorum).unwrap_or_default();
        match () {
            () if self.withdrawn_at.is_some() => Outcome::Withdrawn,
            () if self.is_open(now) => Outcome::Open,
            () if count.seats() < quorum => Outcome::WithoutQuorum,
            () if count.yes > count.no => Outcome::Adopted,
            () => Outcome::Rejected,
        }
    }
}

/// A motion as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MotionDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub title: String,
    /// Markdown.
    pub text: String,
    /// The last day to vote: `2026-12-01` or `1.12.2026`.
    pub ends_on: String,
    /// `18:00`; empty for the end of the day.
    pub ends_at: String,
    /// From this day on deputies act for members who have not voted; empty where they wait for an absence.
    pub deputies_on: String,
    /// `18:00`; empty for the beginning of the day.
    pub deputies_at: String,
    /// So many seats have to vote; empty for none.
    pub quorum: String,
    /// `yes` where everybody may read it and what came of it.
    pub is_public: String,
}

/// A motion that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub title: String,
    pub text: String,
    pub quorum: i32,
    pub is_public: bool,
    pub deputies_from: Option<DateTime<Utc>>,
    pub ends_at: DateTime<Utc>,
}

impl Draft {
    /// `seats` is how many the committee has.
    pub fn check(&self, seats: usize, zone: Tz, now: DateTime<Utc>) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let title = line(&self.title, "title", TITLE_AT_MOST, true, &mut refusals);
        if self.ends_on.trim().is_empty() {
            refusals.add(Refusal::new("cycle-field-missing").on("ends_on"));
        }
        let ends_at = match is_typed(&self.ends_on, &self.ends_at, "ends_on", &mut refusals) {
            true => ending(
                (&self.ends_on, "ends_on"),
                (&self.ends_at, "ends_at"),
                zone,
                &mut refusals,
            ),
            false => None,
        };
        if ends_at.is_some_and(|ends_at| ends_at <= now) {
            refusals.add(Refusal::new("decision-ends-too-soon").on("ends_on"));
        }
        let (day, time) = (&self.deputies_on, &self.deputies_at);
        let deputies_from = match is_typed(day, time, "deputies_on", &mut refusals) {
            true => moment(
                (day, "deputies_on"),
                (or(time, "00:00"), "deputies_at"),
                zone,
                &mut refusals,
            ),
            false => None,
        };
        if deputies_from.is_some() && deputies_from >= ends_at {
            refusals.add(Refusal::new("committee-deputies-too-late").on("deputies_on"));
        }
        let quorum = or(&self.quorum, "0").parse().ok();
        let quorum = quorum.filter(|quorum| (0..=seats).contains(quorum));
        if quorum.is_none() {
            refusals.add(Refusal::new("committee-quorum-wrong").on("quorum"));
        }
        let is_public = yes_or_no(&self.is_public, "is_public", &mut refusals);
        let text = text(&self.text, "text", MARKDOWN_AT_MOST, &mut refusals);
        refusals.none_or()?;
        Ok(Details {
            title,
            text,
            quorum: i32::try_from(quorum.unwrap_or_default()).unwrap_or_default(),
            is_public,
            deputies_from,
            ends_at: ends_at.unwrap_or(now),
        })
    }
}

pub(super) fn yes_or_no(typed: &str, field: &'static str, refusals: &mut Refusals) -> bool {
    match or(typed, "no") {
        "yes" => true,
        "no" => false,
        _ => {
            refusals.add(Refusal::new("cycle-yes-or-no").on(field));
            false
        }
    }
}

/// Whether a day was typed; a time alone is refused.
fn is_typed(day: &str, time: &str, field: &'static str, refusals: &mut Refusals) -> bool {
    let is_typed = !day.trim().is_empty();
    if !is_typed && !time.trim().is_empty() {
        refusals.add(Refusal::new("event-date-unreadable").on(field));
    }
    is_typed
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::Europe::Berlin;

    fn now() -> DateTime<Utc> {
        "2026-11-23T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_day_without_a_time_is_meant_to_its_end_and_from_its_beginning() {
        let draft = Draft {
            title: "Zwischenstand".to_owned(),
            ends_on: "1.12.2026".to_owned(),
            deputies_on: "2026-11-30".to_owned(),
            ..Draft::default()
        };
        let details = draft.check(5, ZONE, now()).unwrap();
        assert_eq!(details.ends_at.to_rfc3339(), "2026-12-01T23:00:00+00:00");
        let from = details.deputies_from.unwrap();
        assert_eq!(from.to_rfc3339(), "2026-11-29T23:00:00+00:00");
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let wrong = Draft {
            title: "x".repeat(TITLE_AT_MOST + 1),
            text: "x".repeat(MARKDOWN_AT_MOST + 1),
            ends_on: "2026-11-01".to_owned(),
            ends_at: "25:00".to_owned(),
            deputies_on: "bald".to_owned(),
            deputies_at: "26:00".to_owned(),
            quorum: "6".to_owned(),
            is_public: "vielleicht".to_owned(),
        };
        let faults = wrong.check(5, ZONE, now()).unwrap_err().0;
        let fields: Vec<_> = faults.iter().filter_map(|it| it.field).collect();
        for field in [
            "title",
            "text",
            "ends_at",
            "deputies_on",
            "deputies_at",
            "quorum",
            "is_public",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
        for (ends_on, deputies_on, field) in [
            ("", "", "ends_on"),
            ("bald", "", "ends_on"),
            ("2026-11-22", "", "ends_on"),
            ("2026-12-01", "2026-12-02", "deputies_on"),
        ] {
            let typed = Draft {
                title: "Zwischenstand".to_owned(),
                ends_on: ends_on.to_owned(),
                deputies_on: deputies_on.to_owned(),
                ..Draft::default()
            };
            let faults = typed.check(5, ZONE, now()).unwrap_err().0;
            assert_eq!(faults[0].field, Some(field));
        }
        let timeless = Draft {
            title: "Zwischenstand".to_owned(),
            ends_on: "2026-12-01".to_owned(),
            deputies_at: "10:00".to_owned(),
            ..Draft::default()
        };
        let faults = timeless.check(5, ZONE, now()).unwrap_err().0;
        assert_eq!(
            faults,
            [Refusal::new("event-date-unreadable").on("deputies_on")]
        );
    }
}
