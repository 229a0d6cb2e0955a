//! A ballot: what was chosen, and by no word by whom, unless the vote is open. Reads what was typed into
//! one. No time and no id that has one: with those of the roll it would say whose it is.

use super::decision::{Decision, Method};
use crate::{
    error::{Refusal, Refusals},
    events::draft::one_line,
    ids::{DecisionId, ElectorId},
};
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why somebody objects, in characters.
pub const OBJECTION_AT_MOST: usize = 500;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballots")]
pub struct Model {
    /// A code for whoever cast it to find it again in the public file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub receipt: String,
    pub decision: DecisionId,
    /// What the link of whoever cast it leads to while the vote is open; nothing afterwards.
    pub key: Option<String>,
    /// Who cast it, in an open vote alone.
    pub elector: Option<ElectorId>,
    /// The group it is counted in.
    pub circle: String,
    pub is_paper: bool,
    pub marks: Marks,
    /// Why not; else empty.
    pub objection: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Ballot;

/// Option and what it was given, by number: points; the place, from 1; 1 for yes and -1 for no.
/// Empty for an abstention.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Marks(pub Vec<(i32, i32)>);

impl Marks {
    pub fn of(&self, number: i32) -> Option<i32> {
        let found = self.0.iter().find(|(known, _)| *known == number);
        found.map(|(_, mark)| *mark)
    }
}

/// A ballot as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What stands beside each option: a number, `yes` or `no`.
    pub typed: BTreeMap<i32, String>,
    /// Why not.
    pub objection: String,
    /// Chooses nothing, and says so.
    pub abstains: bool,
}

/// A ballot that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub marks: Marks,
    pub objection: String,
}

impl Sheet {
    /// As it would have to be typed.
    pub fn of(ballot: &Ballot, method: Method) -> Self {
        let typed = ballot.marks.0.iter().map(|(number, mark)| {
            let word = match (method, mark) {
                (Method::Consent | Method::YesNo, 1) => "yes".to_owned(),
                (Method::Consent | Method::YesNo, _) => "no".to_owned(),
                (Method::Dots | Method::Ranking, mark) => mark.to_string(),
            };
            (*number, word)
        });
        Self {
            typed: typed.collect(),
            objection: ballot.objection.clone(),
            abstains: ballot.marks.0.is_empty(),
        }
    }

    /// Read `12:3, 15:2` or `12:yes`, as programs and those who enter paper write it. Nothing where it is
    /// something else.
    pub fn read(choices: &str) -> Option<Self> {
        let mut sheet = Self::default();
        let words = choices.split([',', ' ', '\n', '\r', '\t']);
        for word in words.filter(|word| !word.is_empty()) {
            let (number, mark) = word.split_once(':')?;
            let number = number.parse().ok()?;
            if sheet.typed.insert(number, mark.to_owned()).is_some() {
                return None;
            }
        }
        sheet.abstains = sheet.typed.is_empty();
        Some(sheet)
    }

    /// `numbers` are those of the options there are, in order.
    pub fn check(&self, decision: &Decision, numbers: &[i32]) -> Result<Filled, Refusals> {
        let mut refusals = Refusals::default();
        let wrong = |message| Refusal::new(message).on("options");
        let mut marks = Vec::new();
        let typed = self
            .typed
            .iter()
            .map(|(number, text)| (*number, text.trim()));
        for (number, text) in typed.filter(|(_, text)| !text.is_empty() && *text != "0") {
            if numbers.binary_search(&number).is_err() {
                refusals.add(wrong("decision-option-unknown"));
                continue;
            }
            let mark = match decision.method {
                Method::Dots | Method::Ranking => text.parse().ok(),
                Method::Consent | Method::YesNo => match text {
                    "yes" => Some(1),
                    "no" => Some(-1),
                    _ => None,
                },
            };
            match mark {
                Some(mark) => marks.push((number, mark)),
                None => refusals.add(wrong("decision-mark-unreadable")),
            }
        }
        match decision.method {
            Method::Dots => {
                let sum: i64 = marks.iter().map(|(_, mark)| i64::from(*mark)).sum();
                let at_most = decision.each_at_most;
                if marks.iter().any(|(_, mark)| !(1..=at_most).contains(mark)) {
                    refusals.add(wrong("decision-too-many-for-one"));
                }
                if sum > i64::from(decision.points) {
                    refusals.add(wrong("decision-too-many-points"));
                }
            }
            Method::Ranking => {
                let places = 1..=decision.points;
                if marks.iter().any(|(_, place)| !places.contains(place)) {
                    refusals.add(wrong("decision-no-such-place"));
                }
                let mut given: Vec<i32> = marks.iter().map(|(_, place)| *place).collect();
                given.sort_unstable();
                if given.windows(2).any(|pair| pair[0] == pair[1]) {
                    refusals.add(wrong("decision-place-twice"));
                }
            }
            Method::Consent | Method::YesNo => {}
        }
        let objects = marks.iter().any(|(_, mark)| *mark < 0);
        let objection = match decision.method == Method::Consent && objects {
            true => one_line(&self.objection),
            false => String::new(),
        };
        if decision.method == Method::Consent && objects && objection.is_empty() {
            refusals.add(Refusal::new("decision-objection-missing").on("objection"));
        }
        if objection.chars().count() > OBJECTION_AT_MOST {
            refusals.add(Refusal::new("decision-text-too-long").on("objection"));
        }
        if self.abstains && refusals.0.is_empty() {
            marks.clear();
        } else if marks.is_empty() && refusals.0.is_empty() {
            refusals.add(wrong("decision-ballot-empty"));
        }
        refusals.none_or()?;
        Ok(Filled {
            marks: Marks(marks),
            objection: if self.abstains {
                String::new()
            } else {
                objection
            },
        })
    }

    /// What is given so far, as far as it can be read.
    pub fn given(&self) -> i64 {
        let marks = self.typed.values().map(|text| text.trim().parse::<i64>());
        marks.flatten().sum()
    }

    /// One more or one less for an option, within its limits.
    pub fn step(&mut self, number: i32, by: i32, at_most: i32) {
        let text = self.typed.entry(number).or_default();
        let mark = text.trim().parse().unwrap_or(0_i32);
        *text = mark.saturating_add(by).clamp(0, at_most).to_string();
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::decisions::decision::{Numbers, Results, Secrecy, State, Subject, Voters};

    pub fn decision(method: Method, points: i32, each_at_most: i32) -> Decision {
        let at = chrono::DateTime::UNIX_EPOCH;
        let id = ulid::Ulid::nil();
        Decision {
            id: id.into(),
            subject: Subject::Cycle,
            subject_id: id.to_string(),
            number: 1,
            organizer: "https://a.example/1".parse().unwrap(),
            state: State::Open,
            question: "Welche Idee?".to_owned(),
            about: String::new(),
            method,
            points,
            each_at_most,
            secrecy: Secrecy::Secret,
            voters: Voters::People,
            results: Results::Hidden,
            event: None,
            listed: Default::default(),
            organisations: Default::default(),
            ends_at: None,
            quorum: 0,
            group_quorum: 0,
            letters: false,
            iri: None,
            sentence: String::new(),
            objections: String::new(),
            chosen: Numbers::default(),
            review_on: None,
            is_reminded: false,
            tally: None,
            opened_at: None,
            closed_at: None,
            created_at: at,
            updated_at: at,
        }
    }

    fn checked(decision: &Decision, choices: &str) -> Result<Vec<(i32, i32)>, String> {
        let sheet = Sheet::read(choices).ok_or("unreadable")?;
        let filled = sheet.check(decision, &[1, 2, 3, 12]);
        filled.map(|it| it.marks.0).map_err(|it| it.to_string())
    }

    #[test]
    fn points_stay_within_those_of_the_ballot_and_of_an_option() {
        let dots = decision(Method::Dots, 5, 3);
        for (choices, expected) in [
            ("12:3, 1:2", Ok(vec![(1, 2), (12, 3)])),
            ("1:3 2:0", Ok(vec![(1, 3)])),
            ("", Ok(vec![])),
            ("1:4", Err("decision-too-many-for-one")),
            ("1:-1", Err("decision-too-many-for-one")),
            ("1:3 2:3", Err("decision-too-many-points")),
            ("4:1", Err("decision-option-unknown")),
            ("1:viel", Err("decision-mark-unreadable")),
            ("1:99999999999", Err("decision-mark-unreadable")),
            (
                "1:2147483647 2:2147483647",
                Err("decision-too-many-for-one, decision-too-many-points"),
            ),
            ("1", Err("unreadable")),
            ("1:1 1:2", Err("unreadable")),
        ] {
            let expected = expected.map_err(str::to_owned);
            assert_eq!(checked(&dots, choices), expected, "{choices}");
        }
    }

    #[test]
    fn a_place_is_given_once() {
        let ranking = decision(Method::Ranking, 3, 1);
        for (choices, expected) in [
            ("2:1 1:2", Ok(vec![(1, 2), (2, 1)])),
            ("1:1 2:1", Err("decision-place-twice")),
            ("1:4", Err("decision-no-such-place")),
        ] {
            let expected = expected.map_err(str::to_owned);
            assert_eq!(checked(&ranking, choices), expected, "{choices}");
        }
    }

    #[test]
    fn who_objects_says_why_and_who_chooses_nothing_says_so() {
        let consent = decision(Method::Consent, 0, 0);
        let mut sheet = Sheet::read("1:yes 2:no").unwrap();
        let refused = sheet.check(&consent, &[1, 2]).unwrap_err();
        assert_eq!(refused.to_string(), "decision-objection-missing");
        sheet.objection = "Zu teuer.".to_owned();
        let filled = sheet.check(&consent, &[1, 2]).unwrap();
        assert_eq!(filled.marks.0, [(1, 1), (2, -1)]);
        assert_eq!(filled.objection, "Zu teuer.");
        let empty = Sheet::default().check(&consent, &[1, 2]).unwrap_err();
        assert_eq!(empty.to_string(), "decision-ballot-empty");
        let yes_no = decision(Method::YesNo, 0, 0);
        assert_eq!(checked(&yes_no, "1:no"), Ok(vec![(1, -1)]));
        assert!(checked(&yes_no, "1:2").is_err());
    }

    #[test]
    fn a_button_goes_to_the_limit_and_no_further() {
        let mut sheet = Sheet::default();
        for expected in ["1", "2", "3", "3"] {
            sheet.step(12, 1, 3);
            assert_eq!(sheet.typed[&12], expected);
        }
        assert_eq!(sheet.given(), 3);
        for expected in ["2", "1", "0", "0"] {
            sheet.step(12, -1, 3);
            assert_eq!(sheet.typed[&12], expected);
        }
    }
}
