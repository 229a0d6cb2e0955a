//! A committee: people of several stakeholder groups who accompany a process for a time. Its row, and its
//! rules. One of ours, or the live copy of another server's.

use crate::{
    cycles::draft::{MARKDOWN_AT_MOST, NAME_AT_MOST, SUMMARY_AT_MOST, line, read_slug, text},
    error::{Refusal, Refusals},
    events::draft::read_date,
    ids::{CommitteeId, CycleId, ProgrammeId},
    markdown,
    words::Word,
};
use chrono::{Days, Months, NaiveDate};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// Seats of one committee.
pub const SEATS_AT_MOST: usize = 30;
/// Characters of the name of a stakeholder group.
pub const STAKEHOLDER_AT_MOST: usize = 100;
/// How long a committee sits where nobody says so.
const USUAL_TERM: Months = Months::new(12);
/// How long it may sit.
const LONGEST_TERM: Months = Months::new(120);

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committees")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommitteeId,
    /// The end of its address here. Of ours it never changes; of others' it is the handle with its host.
    #[sea_orm(unique)]
    pub slug: String,
    /// Who is followed; absent only until it has appeared.
    #[sea_orm(unique)]
    pub actor: Option<Iri>,
    pub local: bool,
    /// Where its home shows it; absent of ours.
    pub url: Option<Iri>,
    /// The actor of the association whose committee it is.
    pub organizer: Iri,
    pub programme: Option<ProgrammeId>,
    pub cycle: Option<CycleId>,
    pub kind: Kind,
    pub name: String,
    /// One line.
    pub summary: String,
    /// What it is for: Markdown; of others' HTML that is safe to show.
    #[sea_orm(column_type = "Text")]
    pub purpose: String,
    pub starts_on: NaiveDate,
    /// The last day. Nobody's rights go beyond it.
    pub ends_on: NaiveDate,
    /// The day as of which others were told who sits where.
    pub told_on: Option<NaiveDate>,
    /// When it ended with its association.
    pub closed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Committee;

/// Why there is one.
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
#[schema(as = CommitteeKind)]
pub enum Kind {
    /// There is one in every term.
    #[default]
    Standing,
    /// Called together for something that came up.
    AdHoc,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Standing, Self::AdHoc];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Standing => "committee-kind-standing",
            Self::AdHoc => "committee-kind-ad-hoc",
        }
    }
}

impl Committee {
    pub fn path(&self) -> String {
        format!("/committees/{}", self.slug)
    }

    /// Where those who work here look after it.
    pub fn desk(&self) -> String {
        format!("/desk/committees/{}", self.slug)
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.closed_at.is_some() || self.ends_on < today
    }

    /// Its page on the server it is at home.
    pub fn page(&self, origin: &Url) -> Url {
        match &self.url {
            Some(url) => url.clone().into(),
            None => {
                let mut page = origin.clone();
                page.set_path(&self.path());
                page
            }
        }
    }

    /// Its home when it is not here.
    pub fn home(&self) -> Option<String> {
        self.url.as_deref().map(federation::host_of)
    }

    /// HTML that is safe to show.
    pub fn purpose_html(&self) -> String {
        match self.local {
            true => markdown::to_html(&self.purpose),
            false => self.purpose.clone(),
        }
    }

    pub fn is_ahead(&self, today: NaiveDate) -> bool {
        today < self.starts_on
    }
}

/// A committee as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CommitteeDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association whose committee it is; empty for the instance's first. Never changes.
    pub organizer: String,
    /// The slug of another committee: what is left empty of purpose and seats is taken from there. Counts
    /// when it is founded.
    pub template: String,
    /// The slug of the programme it accompanies; empty for none.
    pub programme: String,
    /// The slug of the cycle it accompanies; empty for none.
    pub cycle: String,
    /// `standing` or `ad_hoc`; empty for `standing`.
    pub kind: String,
    pub name: String,
    /// The readable part of its address; empty for one made of the name. Never changes.
    pub slug: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub purpose: String,
    /// `2026-11-14` or `14.11.2026`; empty for today.
    pub starts_on: String,
    /// The last day; empty for one year.
    pub ends_on: String,
    /// Stakeholder groups that have a seat, one in each line.
    pub seats: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A committee that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub slug: String,
    pub kind: Kind,
    pub name: String,
    pub summary: String,
    pub purpose: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Stakeholder groups, each once.
    pub seats: Vec<String>,
}

/// A day, or the other where nothing was typed.
pub(super) fn day(
    typed: &str,
    otherwise: NaiveDate,
    field: &'static str,
    refusals: &mut Refusals,
) -> NaiveDate {
    match typed.trim() {
        "" => otherwise,
        typed => read_date(typed).unwrap_or_else(|| {
            refusals.add(Refusal::new("event-date-unreadable").on(field));
            otherwise
        }),
    }
}

impl Draft {
    pub fn check(&self, today: NaiveDate) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let name = line(&self.name, "name", NAME_AT_MOST, true, &mut refusals);
        let kind = match self.kind.trim() {
            "" => Kind::default(),
            typed => Kind::named(typed).unwrap_or_else(|| {
                refusals.add(Refusal::new("committee-kind-unknown").on("kind"));
                Kind::default()
            }),
        };
        let starts_on = day(&self.starts_on, today, "starts_on", &mut refusals);
        let in_a_term = |term| starts_on.checked_add_months(term).unwrap_or(starts_on);
        let a_year = in_a_term(USUAL_TERM);
        let a_year = a_year.checked_sub_days(Days::new(1)).unwrap_or(a_year);
        let ends_on = day(&self.ends_on, a_year, "ends_on", &mut refusals);
        if ends_on < starts_on {
            refusals.add(Refusal::new("committee-ends-before-it-starts").on("ends_on"));
        }
        if ends_on > in_a_term(LONGEST_TERM) {
            refusals.add(Refusal::new("committee-too-long").on("ends_on"));
        }
        let details = Details {
            slug: read_slug(&self.slug, &name, &mut refusals),
            kind,
            summary: line(
                &self.summary,
                "summary",
                SUMMARY_AT_MOST,
                false,
                &mut refusals,
            ),
            purpose: text(&self.purpose, "purpose", MARKDOWN_AT_MOST, &mut refusals),
            seats: self.read_seats(&mut refusals),
            name,
            starts_on,
            ends_on,
        };
        refusals.none_or()?;
        Ok(details)
    }

    fn read_seats(&self, refusals: &mut Refusals) -> Vec<String> {
        let mut seats: Vec<String> = Vec::new();
        let lines = self.seats.lines().map(str::trim);
        for group in lines.filter(|line| !line.is_empty()).map(str::to_owned) {
            if group.chars().count() > STAKEHOLDER_AT_MOST {
                refusals.add(Refusal::new("cycle-field-too-long").on("seats"));
            }
            if seats.contains(&group) {
                refusals.add(Refusal::new("committee-seat-twice").on("seats"));
            }
            seats.push(group);
        }
        if seats.len() > SEATS_AT_MOST {
            refusals.add(Refusal::new("committee-seats-too-many").on("seats"));
        }
        seats
    }

    /// The committee as it would have to be typed. Programme and cycle by their slugs.
    pub fn of(committee: &Committee, (programme, cycle): (&str, &str), seats: &[String]) -> Self {
        Self {
            organizer: String::new(),
            template: String::new(),
            programme: programme.to_owned(),
            cycle: cycle.to_owned(),
            kind: committee.kind.name(),
            name: committee.name.clone(),
            slug: committee.slug.clone(),
            summary: committee.summary.clone(),
            purpose: committee.purpose.clone(),
            starts_on: committee.starts_on.to_string(),
            ends_on: committee.ends_on.to_string(),
            seats: seats.join("\n"),
            seen: committee.seen(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-14".parse().unwrap()
    }

    #[test]
    fn a_committee_sits_for_a_year_where_nobody_says_otherwise() {
        let draft = Draft {
            name: "Dialogkomitee 2026/2027".to_owned(),
            seats: "Wissenschaft\r\n\r\n Staat ".to_owned(),
            ..Draft::default()
        };
        let details = draft.check(today()).unwrap();
        assert_eq!(details.slug, "dialogkomitee-2026-2027");
        assert_eq!(details.starts_on, today());
        assert_eq!(details.ends_on.to_string(), "2027-11-13");
        assert_eq!(details.seats, ["Wissenschaft", "Staat"]);
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let wrong = Draft {
            name: String::new(),
            slug: "Zwei Wörter".to_owned(),
            kind: "geheim".to_owned(),
            summary: "x".repeat(SUMMARY_AT_MOST + 1),
            purpose: "x".repeat(MARKDOWN_AT_MOST + 1),
            starts_on: "bald".to_owned(),
            ends_on: "2020-01-01".to_owned(),
            seats: "Staat\nStaat".to_owned(),
            ..Draft::default()
        };
        let faults = wrong.check(today()).unwrap_err().0;
        let fields: Vec<_> = faults.iter().filter_map(|it| it.field).collect();
        for field in [
            "name",
            "slug",
            "kind",
            "summary",
            "purpose",
            "starts_on",
            "ends_on",
            "seats",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
        let endless = Draft {
            name: "Endlos".to_owned(),
            ends_on: "2037-01-01".to_owned(),
            ..Draft::default()
        };
        assert!(endless.check(today()).is_err());
        let many = (0..=SEATS_AT_MOST).map(|number| format!("Gruppe {number}\n"));
        for (seats, message) in [
            ("x".repeat(STAKEHOLDER_AT_MOST + 1), "cycle-field-too-long"),
            (many.collect(), "committee-seats-too-many"),
        ] {
            let wrong = Draft {
                name: "Dialogkomitee".to_owned(),
                seats,
                ..Draft::default()
            };
            let faults = wrong.check(today()).unwrap_err().0;
            assert_eq!(faults, [Refusal::new(message).on("seats")]);
        }
    }
}
