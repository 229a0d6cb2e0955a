//! A cycle of a programme: „2024/2025“, from the first idea to the results. Its row, its steps, its rules.

use super::draft::{MARKDOWN_AT_MOST, NAME_AT_MOST, SUMMARY_AT_MOST, line, read_slug, text};
use crate::{
    error::{Refusal, Refusals},
    events::draft::{or, read_date},
    ids::{CycleId, EventId, ProgrammeId},
    words::Word as _,
};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Events one cycle may span.
pub const EDITIONS_AT_MOST: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CycleId,
    pub programme: ProgrammeId,
    /// Its id on the wire: the collection its ideas name as their `context`.
    pub iri: Iri,
    pub slug: String,
    /// The actor of the association that holds it: its programme's.
    pub organizer: Iri,
    /// „2024/2025“
    pub name: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// The events of ours it spans, as far as they are known.
    pub editions: Editions,
    pub ideas_from: Option<Date>,
    /// The last day.
    pub ideas_until: Option<Date>,
    pub selection_on: Option<Date>,
    /// The last day.
    pub work_until: Option<Date>,
    pub results_on: Option<Date>,
    pub subject_to_funding: bool,
    /// What happens to an idea somebody brings without an account.
    pub ideas: Moderation,
    /// What happens to a comment.
    pub comments: Moderation,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Cycle;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Editions(pub Vec<EventId>);

/// What happens to what somebody sends who does not work here.
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
pub enum Moderation {
    /// It is not taken.
    Off,
    /// Somebody here looks at it first.
    #[default]
    Moderated,
    /// It is public once its address is confirmed.
    Open,
}

impl Moderation {
    pub const ALL: [Self; 3] = [Self::Open, Self::Moderated, Self::Off];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Off => "cycle-moderation-off",
            Self::Moderated => "cycle-moderation-moderated",
            Self::Open => "cycle-moderation-open",
        }
    }
}

/// What a cycle goes through, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not begun.
    Ahead,
    Ideas,
    Selection,
    Work,
    Results,
    Over,
}

impl Stage {
    /// Those with a date of their own.
    pub const STEPS: [Self; 4] = [Self::Ideas, Self::Selection, Self::Work, Self::Results];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ahead => "cycle-stage-ahead",
            Self::Ideas => "cycle-stage-ideas",
            Self::Selection => "cycle-stage-selection",
            Self::Work => "cycle-stage-work",
            Self::Results => "cycle-stage-results",
            Self::Over => "cycle-stage-over",
        }
    }
}

impl Cycle {
    /// Where people read about it here.
    pub fn path(&self) -> String {
        format!("/cycles/{}", self.slug)
    }

    /// When a step is due.
    pub fn day_of(&self, step: Stage) -> Option<NaiveDate> {
        match step {
            Stage::Ideas => self.ideas_until,
            Stage::Selection => self.selection_on,
            Stage::Work => self.work_until,
            Stage::Results => self.results_on,
            Stage::Ahead | Stage::Over => None,
        }
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    /// The step that is under way: the first whose day is not over. Without a date it waits for the one
    /// after it.
    pub fn stage(&self, today: NaiveDate) -> Stage {
        if self.ideas_from.is_some_and(|from| today < from) {
            return Stage::Ahead;
        }
        let mut steps = Stage::STEPS.into_iter();
        let is_ahead = |step: &Stage| self.day_of(*step).is_some_and(|day| today <= day);
        match steps.find(is_ahead) {
            Some(step) => step,
            None if self.has_dates() => Stage::Over,
            None => Stage::Ideas,
        }
    }

    fn has_dates(&self) -> bool {
        Stage::STEPS.iter().any(|step| self.day_of(*step).is_some())
    }

    /// Whether somebody can bring an idea.
    pub fn takes_ideas(&self, today: NaiveDate) -> bool {
        let has_begun = self.ideas_from.is_none_or(|from| from <= today);
        has_begun && self.may_take_ideas(today)
    }

    /// Whether somebody can bring an idea, now or on a later day.
    pub fn may_take_ideas(&self, today: NaiveDate) -> bool {
        let goes_on = self.ideas_until.is_none_or(|until| today <= until);
        self.ideas != Moderation::Off && goes_on
    }
}

/// A cycle as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CycleDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The slug of its programme. Never changes.
    pub programme: String,
    /// „2024/2025“
    pub name: String,
    /// The readable part of its address; empty for one made of the name. The former one leads on.
    pub slug: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// Addresses of its events of ours, `denkwerkstatt-2025`, one in each line.
    pub editions: String,
    /// `2025-09-01` or `1.9.2025`; empty for at once.
    pub ideas_from: String,
    /// The last day.
    pub ideas_until: String,
    pub selection_on: String,
    /// The last day.
    pub work_until: String,
    pub results_on: String,
    /// `yes` where nobody can say yet whether it is paid for.
    pub subject_to_funding: String,
    /// `open`, `moderated` or `off`; empty for `open`.
    pub ideas: String,
    /// `open`, `moderated` or `off`; empty for `moderated`.
    pub comments: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A cycle that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub description: String,
    /// Slugs of events, not looked up yet.
    pub editions: Vec<String>,
    pub ideas_from: Option<NaiveDate>,
    pub ideas_until: Option<NaiveDate>,
    pub selection_on: Option<NaiveDate>,
    pub work_until: Option<NaiveDate>,
    pub results_on: Option<NaiveDate>,
    pub subject_to_funding: bool,
    pub ideas: Moderation,
    pub comments: Moderation,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let name = line(&self.name, "name", NAME_AT_MOST, true, &mut refusals);
        let mut day = |typed: &str, field| {
            let typed = typed.trim();
            let day = read_date(typed);
            if day.is_none() && !typed.is_empty() {
                refusals.add(Refusal::new("event-date-unreadable").on(field));
            }
            day
        };
        let days = [
            (day(&self.ideas_from, "ideas_from"), "ideas_from"),
            (day(&self.ideas_until, "ideas_until"), "ideas_until"),
            (day(&self.selection_on, "selection_on"), "selection_on"),
            (day(&self.work_until, "work_until"), "work_until"),
            (day(&self.results_on, "results_on"), "results_on"),
        ];
        let mut last = None;
        for (day, field) in days {
            if let (Some(last), Some(day)) = (last, day)
                && day < last
            {
                refusals.add(Refusal::new("cycle-days-out-of-order").on(field));
            }
            last = day.or(last);
        }
        let editions: Vec<String> = self
            .editions
            .split([',', '\n', '\r', ' '])
            .map(|slug| slug.trim().trim_start_matches("/events/").to_owned())
            .filter(|slug| !slug.is_empty())
            .collect();
        if editions.len() > EDITIONS_AT_MOST {
            refusals.add(Refusal::new("cycle-editions-too-many").on("editions"));
        }
        let subject_to_funding = match or(&self.subject_to_funding, "no") {
            "yes" => true,
            "no" => false,
            _ => {
                refusals.add(Refusal::new("cycle-yes-or-no").on("subject_to_funding"));
                false
            }
        };
        let mut moderation = |typed: &str, otherwise: Moderation, field| {
            let named = Moderation::named(or(typed, &otherwise.name()));
            if named.is_none() {
                refusals.add(Refusal::new("cycle-moderation-unknown").on(field));
            }
            named.unwrap_or_default()
        };
        let ideas = moderation(&self.ideas, Moderation::Open, "ideas");
        let comments = moderation(&self.comments, Moderation::Moderated, "comments");
        let [from, until, selection, work, results] = days.map(|(day, _)| day);
        let details = Details {
            slug: read_slug(&self.slug, &name, &mut refusals),
            summary: line(
                &self.summary,
                "summary",
                SUMMARY_AT_MOST,
                false,
                &mut refusals,
            ),
            description: text(
                &self.description,
                "description",
                MARKDOWN_AT_MOST,
                &mut refusals,
            ),
            name,
            editions,
            ideas_from: from,
            ideas_until: until,
            selection_on: selection,
            work_until: work,
            results_on: results,
            subject_to_funding,
            ideas,
            comments,
        };
        refusals.none_or()?;
        Ok(details)
    }

    /// The cycle as it would have to be typed. `programme` and `editions` by their slugs.
    pub fn of(cycle: &Cycle, programme: &str, editions: &[String]) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            programme: programme.to_owned(),
            name: cycle.name.clone(),
            slug: cycle.slug.clone(),
            summary: cycle.summary.clone(),
            description: cycle.description.clone(),
            editions: editions.join("\n"),
            ideas_from: day(cycle.ideas_from),
            ideas_until: day(cycle.ideas_until),
            selection_on: day(cycle.selection_on),
            work_until: day(cycle.work_until),
            results_on: day(cycle.results_on),
            subject_to_funding: match cycle.subject_to_funding {
                true => "yes".to_owned(),
                false => "no".to_owned(),
            },
            ideas: cycle.ideas.name(),
            comments: cycle.comments.name(),
            seen: cycle.seen(),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub fn draft() -> Draft {
        Draft {
            programme: "dialog".to_owned(),
            name: "2024/2025".to_owned(),
            ideas_from: "2024-09-01".to_owned(),
            ideas_until: "2024-11-06".to_owned(),
            selection_on: "2024-11-14".to_owned(),
            work_until: "2025-09-30".to_owned(),
            results_on: "2025-11-14".to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_cycle_is_found_under_its_years() {
        let details = draft().check().unwrap();
        assert_eq!(details.slug, "2024-2025");
        assert_eq!(details.ideas, Moderation::Open);
        assert_eq!(details.comments, Moderation::Moderated);
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let wrong = Draft {
            name: String::new(),
            slug: "Zwei Wörter".to_owned(),
            summary: "x".repeat(301),
            description: "x".repeat(10_001),
            ideas_until: "bald".to_owned(),
            results_on: "2023-01-01".to_owned(),
            subject_to_funding: "vielleicht".to_owned(),
            ideas: "alle".to_owned(),
            comments: "alle".to_owned(),
            editions: "a ".repeat(21),
            ..draft()
        };
        let fields: Vec<_> = wrong
            .check()
            .unwrap_err()
            .0
            .iter()
            .map(|it| it.field)
            .collect();
        for field in [
            "name",
            "slug",
            "summary",
            "description",
            "ideas_until",
            "results_on",
            "subject_to_funding",
            "ideas",
            "comments",
            "editions",
        ] {
            assert!(fields.contains(&Some(field)), "{field} in {fields:?}");
        }
    }

    #[test]
    fn what_stands_at_an_address_already_is_no_cycles_name() {
        for slug in [
            "new",
            "portfolio",
            "workstreams",
            "-a",
            "a-",
            "ä",
            &"a".repeat(61),
        ] {
            let typed = Draft {
                slug: slug.to_owned(),
                ..draft()
            };
            assert!(typed.check().is_err(), "{slug}");
        }
    }
}
