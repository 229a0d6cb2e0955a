//! The phases of a workstream: what those who lead it call its stretches, each with the day it begins on.
//! They say nothing about its state.

use super::draft::line;
use crate::{
    error::{Refusal, Refusals},
    events::draft::read_date,
};
use chrono::NaiveDate;
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Phases of one workstream.
const PHASES_AT_MOST: usize = 12;
/// Characters of a name.
const NAME_AT_MOST: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkstreamPhase)]
pub struct Phase {
    pub name: String,
    pub starts_on: NaiveDate,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Phases(pub Vec<Phase>);

impl Phases {
    /// One a line: a day and a name.
    pub fn read(typed: &str, refusals: &mut Refusals) -> Self {
        let mut phases = Vec::new();
        for typed in typed.lines().map(str::trim).filter(|it| !it.is_empty()) {
            let (day, name) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
            let name = line(name, ("phases", NAME_AT_MOST), refusals);
            match read_date(day) {
                Some(starts_on) if !name.is_empty() => phases.push(Phase { name, starts_on }),
                _ => {
                    refusals.add(Refusal::new("workstream-phase-unreadable").on("phases"));
                    break;
                }
            }
        }
        if phases.len() > PHASES_AT_MOST {
            refusals.add(Refusal::new("workstream-phases-too-many").on("phases"));
        }
        phases.sort_by_key(|phase| phase.starts_on);
        Self(phases)
    }

    /// As they would have to be typed.
    pub fn typed(&self) -> String {
        let lines = self
            .0
            .iter()
            .map(|it| format!("{} {}", it.starts_on, it.name));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Each, and whether it is the one under way.
    pub fn on(&self, today: NaiveDate) -> Vec<(&Phase, bool)> {
        let begun = self.0.iter().rposition(|phase| phase.starts_on <= today);
        let phases = self.0.iter().enumerate();
        phases
            .map(|(place, phase)| (phase, Some(place) == begun))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_is_a_day_and_a_name_and_the_last_begun_is_under_way() {
        let mut refusals = Refusals::default();
        let typed = "01.03.2027 Entwurf\n\n2026-12-01 Interviews mit Vereinen";
        let phases = Phases::read(typed, &mut refusals);
        assert!(refusals.0.is_empty());
        let typed = "2026-12-01 Interviews mit Vereinen\n2027-03-01 Entwurf";
        assert_eq!(phases.typed(), typed);
        let under_way = |day: &str| {
            let on = phases.on(day.parse().expect("a day")).into_iter();
            let mut on = on.filter(|(_, is_now)| *is_now);
            on.next().map(|(phase, _)| phase.name.clone())
        };
        assert_eq!(under_way("2026-11-30"), None);
        let before = under_way("2027-02-28");
        assert_eq!(before.as_deref(), Some("Interviews mit Vereinen"));
        assert_eq!(under_way("2027-03-01").as_deref(), Some("Entwurf"));
    }

    #[test]
    fn what_is_no_phase_is_named() {
        let many = "2027-01-01 Phase\n".repeat(PHASES_AT_MOST + 1);
        for typed in ["Entwurf", "2027-01-01", "bald Entwurf", many.as_str()] {
            let mut refusals = Refusals::default();
            Phases::read(typed, &mut refusals);
            let fields: Vec<_> = refusals.0.iter().filter_map(|it| it.field).collect();
            assert_eq!(fields, ["phases"], "{typed}");
        }
    }
}
