//! What a series is here: its row, and what its profile must say. The actor others follow is made from it.

use super::cadence::{self, MONTHS_AT_MOST};
use crate::{
    associations::association::read_handle,
    error::{Refusal, Refusals},
    events::{
        Kind,
        draft::{one_line, or, or_refuse},
    },
    ids::SeriesId,
};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const NAME_AT_MOST: usize = 100;
/// Characters of the line below the name.
const SUMMARY_AT_MOST: usize = 300;
const DESCRIPTION_AT_MOST: usize = 5_000;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeriesId,
    pub actor: Iri,
    /// Lower case; the name before the `@host`, and its address. Never changes.
    pub handle: String,
    /// The actor of the association that holds it.
    pub organizer: Iri,
    pub name: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// What its editions are.
    pub kind: Kind,
    /// Months from one edition to the next; absent when it has no cadence.
    pub months: Option<i32>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Series;

impl Series {
    /// Where people read about it here.
    pub fn path(&self) -> String {
        format!("/series/{}", self.handle)
    }

    /// What a form carries to notice that somebody else changed it meanwhile.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }
}

/// A series as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SeriesDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association that holds it; empty for the instance's first.
    pub organizer: String,
    pub handle: String,
    pub name: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// What its editions are: `innovationswerkstatt` and so on.
    pub kind: String,
    /// `none`, `monthly`, `quarterly`, `half_yearly`, `yearly`, or `months` for a number of its own.
    pub cadence: String,
    /// Of a cadence of its own: the months from one edition to the next.
    pub months: String,
    /// What it was read from, so that nobody overwrites what somebody else has changed since. Empty to do so.
    pub seen: String,
}

/// A series that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub name: String,
    pub summary: String,
    pub description: String,
    pub kind: Kind,
    pub months: Option<i32>,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let name = one_line(&self.name);
        if name.is_empty() {
            refusals.add(Refusal::new("series-name-missing").on("name"));
        } else if name.chars().count() > NAME_AT_MOST {
            refusals.add(Refusal::new("series-name-too-long").on("name"));
        }
        let summary = one_line(&self.summary);
        if summary.chars().count() > SUMMARY_AT_MOST {
            refusals.add(Refusal::new("series-summary-too-long").on("summary"));
        }
        if self.description.chars().count() > DESCRIPTION_AT_MOST {
            refusals.add(Refusal::new("series-description-too-long").on("description"));
        }
        let kind = or_refuse(Kind::named(or(&self.kind, "other")), &mut refusals, || {
            Refusal::new("event-kind-unknown").on("kind")
        });
        let months = self.read_months(&mut refusals);
        refusals.none_or()?;
        Ok(Details {
            name,
            summary,
            description: self.description.trim().replace("\r\n", "\n"),
            kind,
            months,
        })
    }

    fn read_months(&self, refusals: &mut Refusals) -> Option<i32> {
        let typed = self.months.trim();
        match or(&self.cadence, cadence::NONE) {
            cadence::NONE => None,
            cadence::OWN => match typed.parse() {
                Ok(months @ 1..=MONTHS_AT_MOST) => Some(months),
                _ => {
                    refusals.add(Refusal::new("series-months-wrong").on("months"));
                    None
                }
            },
            name => {
                let months = cadence::named(name);
                if months.is_none() {
                    refusals.add(Refusal::new("series-cadence-unknown").on("cadence"));
                }
                months
            }
        }
    }

    /// The handle, once it is known to be one.
    pub fn check_handle(&self) -> Result<String, Refusal> {
        read_handle(&self.handle)
    }

    /// The series as it would have to be typed.
    pub fn of(series: &Series) -> Self {
        let cadence = cadence::name(series.months);
        let own = series.months.filter(|_| cadence == cadence::OWN);
        Self {
            organizer: String::new(),
            handle: series.handle.clone(),
            name: series.name.clone(),
            summary: series.summary.clone(),
            description: series.description.clone(),
            kind: series.kind.name().to_owned(),
            cadence: cadence.to_owned(),
            months: own.map(|months| months.to_string()).unwrap_or_default(),
            seen: series.seen(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            handle: "@Innovationswerkstatt".to_owned(),
            name: " Innovationswerkstatt ".to_owned(),
            kind: "innovationswerkstatt".to_owned(),
            cadence: "quarterly".to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = Draft {
            name: String::new(),
            summary: "a".repeat(SUMMARY_AT_MOST + 1),
            description: "a".repeat(DESCRIPTION_AT_MOST + 1),
            kind: "tanzabend".to_owned(),
            cadence: "fortnightly".to_owned(),
            ..draft()
        };
        let Refusals(refusals) = wrong.check().expect_err("nothing of it is right");
        let fields: Vec<_> = refusals.iter().filter_map(|it| it.field).collect();
        assert_eq!(
            fields,
            ["name", "summary", "description", "kind", "cadence"]
        );
        assert!(draft().check().is_ok());
    }

    #[test]
    fn a_cadence_has_a_name_or_a_number_of_months() {
        let months = |cadence: &str, months: &str| {
            let typed = Draft {
                cadence: cadence.to_owned(),
                months: months.to_owned(),
                ..draft()
            };
            typed.check().map(|details| details.months)
        };
        for (cadence, typed, expected) in [
            ("", "", None),
            ("none", "7", None),
            ("monthly", "", Some(1)),
            ("quarterly", "", Some(3)),
            ("half_yearly", "", Some(6)),
            ("yearly", "", Some(12)),
            ("months", "18", Some(18)),
        ] {
            assert_eq!(months(cadence, typed), Ok(expected), "{cadence}");
        }
        for typed in ["", "0", "-3", "121", "bald"] {
            let refused = months("months", typed).expect_err(typed);
            assert_eq!(refused.0[0].field, Some("months"), "{typed}");
        }
    }

    #[test]
    fn what_was_typed_can_be_typed_again() {
        let details = draft().check().unwrap();
        assert_eq!(details.name, "Innovationswerkstatt");
        assert_eq!(
            draft().check_handle(),
            Ok("innovationswerkstatt".to_owned())
        );
        for wrong in ["", "a b", "ä", "a/b", &"a".repeat(31)] {
            let typed = Draft {
                handle: wrong.to_owned(),
                ..draft()
            };
            assert!(typed.check_handle().is_err(), "{wrong}");
        }
    }
}
