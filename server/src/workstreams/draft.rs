//! What a workstream must say, read from what was typed. Every fault is found at once and names its
//! field. No database, no network, no clock but the day passed in.

use super::{
    phase::Phases,
    workstream::{PREFIX, Workstream},
};
use crate::{
    associations::association::read_handle,
    error::{Refusal, Refusals},
    events::draft::{one_line, or, or_refuse, read_date},
    ideas::Product,
    words::Word as _,
};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Months from start to planned end. Who needs less or more says why.
pub const MONTHS: std::ops::RangeInclusive<u32> = 3..=9;
/// Months where no end is typed.
const MONTHS_BY_DEFAULT: u32 = 6;
/// Months beyond which nothing is planned, whatever is said.
const MONTHS_AT_MOST: u32 = 60;
/// Characters, as the next ones.
pub const NAME_AT_MOST: usize = 100;
pub const SUMMARY_AT_MOST: usize = 300;
pub const QUESTION_AT_MOST: usize = 800;
pub const DESCRIPTION_AT_MOST: usize = 10_000;
pub const REASON_AT_MOST: usize = 500;

/// A workstream as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkstreamDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association that leads it; empty for the instance's first.
    pub organizer: String,
    /// What stands before the `@host`, with or without `ws-`. Never changes.
    pub handle: String,
    pub name: String,
    /// One line.
    pub summary: String,
    /// The question or problem it is about.
    pub question: String,
    /// `study`, `concept`, `guide`, `laboratory`, `software` or `other`.
    pub product: String,
    /// Markdown.
    pub description: String,
    /// The cycle it is part of, by the end of its address or its id; may be empty.
    pub cycle: String,
    /// The id of the idea it came from; may be empty.
    pub idea: String,
    /// `2026-11-15` or `15.11.2026`; empty for today.
    pub starts_on: String,
    /// The same; empty for half a year later.
    pub ends_on: String,
    /// Why it takes less than three months or more than nine.
    pub why_long: String,
    /// Its phases, one a line: `2027-01-15 Interviews`. May be empty.
    pub phases: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A workstream that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub name: String,
    pub summary: String,
    pub question: String,
    pub product: Product,
    pub description: String,
    pub cycle: Option<String>,
    pub idea: Option<String>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub why_long: String,
    pub phases: Phases,
}

impl Draft {
    pub fn check(&self, today: NaiveDate) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let name = line(&self.name, ("name", NAME_AT_MOST), &mut refusals);
        if name.is_empty() {
            refusals.add(Refusal::new("workstream-name-missing").on("name"));
        }
        let question = line(
            &self.question,
            ("question", QUESTION_AT_MOST),
            &mut refusals,
        );
        if question.is_empty() {
            refusals.add(Refusal::new("workstream-question-missing").on("question"));
        }
        let summary = line(&self.summary, ("summary", SUMMARY_AT_MOST), &mut refusals);
        let description = self.description.trim().replace("\r\n", "\n");
        if description.chars().count() > DESCRIPTION_AT_MOST {
            refusals.add(Refusal::new("workstream-text-too-long").on("description"));
        }
        let product = or_refuse(
            Product::named(or(&self.product, "other")),
            &mut refusals,
            || Refusal::new("workstream-product-unknown").on("product"),
        );
        let (starts_on, ends_on) = self.read_days(today, &mut refusals);
        let why_long = line(&self.why_long, ("why_long", REASON_AT_MOST), &mut refusals);
        let is_usual = is_usual(starts_on, ends_on);
        if !is_usual && why_long.is_empty() {
            refusals.add(Refusal::new("workstream-duration-unusual").on("why_long"));
        }
        let phases = Phases::read(&self.phases, &mut refusals);
        refusals.none_or()?;
        let named = |text: &str| Some(text.trim().to_owned()).filter(|id| !id.is_empty());
        Ok(Details {
            name,
            summary,
            question,
            product,
            description,
            cycle: named(&self.cycle),
            idea: named(&self.idea),
            starts_on,
            ends_on,
            why_long: if is_usual { String::new() } else { why_long },
            phases,
        })
    }

    fn read_days(&self, today: NaiveDate, refusals: &mut Refusals) -> (NaiveDate, NaiveDate) {
        let mut read = |text: &str, field, otherwise: NaiveDate| match text.trim() {
            "" => otherwise,
            text => read_date(text).unwrap_or_else(|| {
                refusals.add(Refusal::new("event-date-unreadable").on(field));
                otherwise
            }),
        };
        let starts_on = read(&self.starts_on, "starts_on", today);
        let ends_on = read(
            &self.ends_on,
            "ends_on",
            later(starts_on, MONTHS_BY_DEFAULT),
        );
        check_end(starts_on, ends_on, refusals);
        (starts_on, ends_on)
    }

    /// The end of its address, once its handle is known to be one.
    pub fn check_handle(&self) -> Result<String, Refusal> {
        let typed = self.handle.trim().trim_start_matches('@').to_lowercase();
        let slug = typed.strip_prefix(PREFIX).unwrap_or(&typed);
        let handle = read_handle(&format!("{PREFIX}{slug}"))?;
        match handle.strip_prefix(PREFIX) {
            Some(slug) if !slug.is_empty() => Ok(slug.to_owned()),
            _ => Err(Refusal::new("association-handle-wrong").on("handle")),
        }
    }

    /// The workstream as it would have to be typed.
    pub fn of(workstream: &Workstream) -> Self {
        Self {
            organizer: String::new(),
            handle: workstream.handle(),
            name: workstream.name.clone(),
            summary: workstream.summary.clone(),
            question: workstream.question.clone(),
            product: workstream.product.name(),
            description: workstream.description.clone(),
            cycle: workstream
                .cycle
                .clone()
                .map(String::from)
                .unwrap_or_default(),
            idea: workstream
                .idea
                .clone()
                .map(String::from)
                .unwrap_or_default(),
            starts_on: workstream.starts_on.to_string(),
            ends_on: workstream.planned_on.to_string(),
            why_long: workstream.why_long.clone(),
            phases: workstream.phases().typed(),
            seen: workstream.seen(),
        }
    }
}

/// A later end, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkstreamExtension)]
#[serde(default, deny_unknown_fields)]
pub struct Extension {
    /// `2027-06-15` or `15.06.2027`.
    pub ends_on: String,
    pub reason: String,
}

impl Extension {
    /// The new end and the reason, if it lies after the one there is.
    pub fn check(&self, workstream: &Workstream) -> Result<(NaiveDate, String), Refusals> {
        let mut refusals = Refusals::default();
        let ends_on = or_refuse(read_date(&self.ends_on), &mut refusals, || {
            Refusal::new("event-date-unreadable").on("ends_on")
        });
        if refusals.0.is_empty() && ends_on <= workstream.ends_on {
            refusals.add(Refusal::new("workstream-extension-not-later").on("ends_on"));
        }
        check_end(workstream.starts_on, ends_on, &mut refusals);
        let reason = reason(&self.reason, &mut refusals);
        refusals.none_or()?;
        Ok((ends_on, reason))
    }
}

/// A reason that has to be given.
pub fn reason(typed: &str, refusals: &mut Refusals) -> String {
    let reason = line(typed, ("reason", REASON_AT_MOST), refusals);
    if reason.is_empty() {
        refusals.add(Refusal::new("workstream-reason-missing").on("reason"));
    }
    reason
}

pub(super) fn line(
    typed: &str,
    (field, at_most): (&'static str, usize),
    refusals: &mut Refusals,
) -> String {
    let line = one_line(typed);
    if line.chars().count() > at_most {
        refusals.add(Refusal::new("workstream-text-too-long").on(field));
    }
    line
}

fn later(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}

fn check_end(starts_on: NaiveDate, ends_on: NaiveDate, refusals: &mut Refusals) {
    let is_later = ends_on > starts_on && ends_on <= later(starts_on, MONTHS_AT_MOST);
    // A day that could not be read has been refused already.
    if !is_later && refusals.0.is_empty() {
        refusals.add(Refusal::new("workstream-end-wrong").on("ends_on"));
    }
}

fn is_usual(starts_on: NaiveDate, ends_on: NaiveDate) -> bool {
    (later(starts_on, *MONTHS.start())..=later(starts_on, *MONTHS.end())).contains(&ends_on)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub fn cra() -> Draft {
        Draft {
            handle: "cra-open-source".to_owned(),
            name: "Cybersicherheit in der Gesellschaft – die Rolle des CRA für Open Source"
                .to_owned(),
            question: "Was verlangt der Cyber Resilience Act von Ehrenamtlichen?".to_owned(),
            product: "study".to_owned(),
            starts_on: "2026-11-15".to_owned(),
            ends_on: "15.05.2027".to_owned(),
            ..Draft::default()
        }
    }

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn fields(refused: Refusals) -> Vec<&'static str> {
        refused.0.iter().filter_map(|it| it.field).collect()
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = Draft {
            name: String::new(),
            question: "a".repeat(QUESTION_AT_MOST + 1),
            summary: "a".repeat(SUMMARY_AT_MOST + 1),
            description: "a".repeat(DESCRIPTION_AT_MOST + 1),
            product: "tanzabend".to_owned(),
            starts_on: "bald".to_owned(),
            why_long: "a".repeat(REASON_AT_MOST + 1),
            ..cra()
        };
        let refused = wrong.check(today()).expect_err("nothing of it is right");
        assert_eq!(
            fields(refused),
            [
                "name",
                "question",
                "summary",
                "description",
                "product",
                "starts_on",
                "why_long"
            ]
        );
        let unasked = Draft {
            question: String::new(),
            ..cra()
        };
        let refused = unasked.check(today()).expect_err("it asks nothing");
        assert_eq!(fields(refused), ["question"]);
        assert!(cra().check(today()).is_ok());
    }

    #[test]
    fn three_to_nine_months_are_usual_and_anything_else_has_a_reason() {
        let lasting = |ends_on: &str, why_long: &str| {
            let typed = Draft {
                ends_on: ends_on.to_owned(),
                why_long: why_long.to_owned(),
                ..cra()
            };
            typed.check(today()).map(|it| it.ends_on.to_string())
        };
        for usual in ["2027-02-15", "2027-08-15"] {
            assert_eq!(lasting(usual, ""), Ok(usual.to_owned()));
        }
        assert_eq!(lasting("", ""), Ok("2027-05-15".to_owned()));
        for unusual in ["2027-02-14", "2027-08-16"] {
            assert_eq!(fields(lasting(unusual, "").unwrap_err()), ["why_long"]);
            assert_eq!(lasting(unusual, "Ferien."), Ok(unusual.to_owned()));
        }
        for wrong in ["2026-11-15", "2031-11-16"] {
            let refused = lasting(wrong, "Darum.").unwrap_err();
            assert_eq!(fields(refused), ["ends_on"], "{wrong}");
        }
    }

    #[test]
    fn a_handle_begins_like_those_of_all_workstreams() {
        for typed in [
            "cra-open-source",
            "@ws-cra-open-source",
            " WS-CRA-Open-Source ",
        ] {
            let draft = Draft {
                handle: typed.to_owned(),
                ..cra()
            };
            assert_eq!(draft.check_handle(), Ok("cra-open-source".to_owned()));
        }
        for wrong in ["", "ws-", "a b", "ä", &"a".repeat(28)] {
            let draft = Draft {
                handle: wrong.to_owned(),
                ..cra()
            };
            assert!(draft.check_handle().is_err(), "{wrong}");
        }
    }
}
