//! Counting: pure, so that the published script says the same. Groups in which fewer than three voted
//! are counted together, and never so that a difference gives them away.

use super::{
    ballot::{Ballot, Marks},
    decision::Method,
};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A group is shown once so many of it voted.
pub const SHOWN_FROM: i64 = 3;
/// Those who are counted together because they are few. No group's name begins so.
pub const OTHERS: &str = "*";

/// What came of a vote.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
#[schema(as = DecisionTally)]
pub struct Tally {
    /// How many could vote.
    pub electors: i64,
    /// How many did, abstentions among them.
    pub ballots: i64,
    /// The best first.
    pub lines: Vec<Line>,
    /// The same of each group that is large enough; options nobody of it chose are left out.
    pub groups: Vec<Circle>,
    /// Whether enough voted.
    pub has_quorum: bool,
    /// Groups of which too few voted; `*` for those that are counted together.
    pub missed: Vec<String>,
    /// SHA-256 of the public file of ballots, in hexadecimal digits.
    pub digest: String,
}

/// What one option was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionLine)]
pub struct Line {
    /// Of the option.
    pub number: i32,
    /// From 1; options that were given the same share a place.
    pub place: usize,
    /// Points, or how many said yes.
    pub yes: i64,
    /// How many said no, or objected.
    pub no: i64,
    /// How many gave it anything.
    pub ballots: i64,
}

/// What one group gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionGroup)]
pub struct Circle {
    /// Empty for who named none, `*` for those of small groups together.
    pub name: String,
    pub ballots: i64,
    pub lines: Vec<Line>,
}

impl Circle {
    pub fn line(&self, number: i32) -> Line {
        let found = self.lines.iter().find(|line| line.number == number);
        found.cloned().unwrap_or_default()
    }
}

/// Points for a place: the first of `places` gives as many as there are places.
fn points_for(place: i32, places: i32) -> i64 {
    i64::from(places - place + 1).max(0)
}

/// The best first. What is given the same shares a place, and stands by its number.
pub fn count<'a>(
    method: Method,
    places: i32,
    numbers: &[i32],
    ballots: impl IntoIterator<Item = &'a Marks>,
) -> Vec<Line> {
    let new = |number: &i32| Line {
        number: *number,
        ..Line::default()
    };
    let mut lines: BTreeMap<i32, Line> = numbers.iter().map(|it| (*it, new(it))).collect();
    for marks in ballots {
        for (number, mark) in &marks.0 {
            let Some(line) = lines.get_mut(number) else {
                continue;
            };
            line.ballots += 1;
            match method {
                Method::Dots => line.yes += i64::from(*mark),
                Method::Ranking => line.yes += points_for(*mark, places),
                Method::Consent | Method::YesNo if *mark > 0 => line.yes += 1,
                Method::Consent | Method::YesNo => line.no += 1,
            }
        }
    }
    let mut lines: Vec<Line> = lines.into_values().collect();
    let standing = |line: &Line| match method {
        Method::Dots | Method::Ranking => (line.yes, line.ballots),
        Method::Consent => (-line.no, line.yes),
        Method::YesNo => (line.yes - line.no, line.yes),
    };
    lines.sort_by_key(|line| {
        let (first, second) = standing(line);
        (-first, -second, line.number)
    });
    let mut last = None;
    for (at, line) in lines.iter_mut().enumerate() {
        let stands = standing(line);
        line.place = match last {
            Some((known, place)) if known == stands => place,
            _ => at + 1,
        };
        last = Some((stands, line.place));
    }
    lines
}

/// The same of each group.
pub fn count_groups(
    method: Method,
    places: i32,
    numbers: &[i32],
    ballots: &[Ballot],
) -> Vec<Circle> {
    let mut groups: BTreeMap<&str, Vec<&Marks>> = BTreeMap::new();
    for ballot in ballots {
        let group = groups.entry(&ballot.circle).or_default();
        group.push(&ballot.marks);
    }
    // One of them alone says no more than the total.
    if groups.len() < 2 {
        return Vec::new();
    }
    let mut circles: Vec<Circle> = groups
        .into_iter()
        .map(|(name, marks)| {
            let mut lines = count(method, places, numbers, marks.iter().copied());
            lines.retain(|line| line.ballots > 0);
            Circle {
                name: name.to_owned(),
                ballots: i64::try_from(marks.len()).unwrap_or(i64::MAX),
                lines,
            }
        })
        .collect();
    circles.sort_by_key(|circle| circle.name == OTHERS);
    circles
}

/// Which groups are counted together. Those with too few are; and if they are too few together, the
/// smallest of the others as well: else the total less all that is shown would be theirs.
pub fn too_small(sizes: &BTreeMap<String, i64>) -> BTreeSet<String> {
    let is_hidden = |(name, size): &(&String, &i64)| **size < SHOWN_FROM || *name == OTHERS;
    let mut hidden: BTreeSet<String> = sizes.iter().filter(is_hidden).map(named).collect();
    let mut together: i64 = hidden.iter().filter_map(|name| sizes.get(name)).sum();
    let mut others: Vec<_> = sizes.iter().filter(|it| !is_hidden(it)).collect();
    others.sort_by_key(|(_, size)| **size);
    for (name, size) in others {
        if together == 0 || together >= SHOWN_FROM {
            break;
        }
        together += size;
        hidden.insert(name.clone());
    }
    hidden
}

fn named((name, _): (&String, &i64)) -> String {
    name.clone()
}

/// How many there are of each.
pub fn sizes<'a>(circles: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, i64> {
    let mut sizes = BTreeMap::new();
    for circle in circles {
        *sizes.entry(circle.to_owned()).or_default() += 1;
    }
    sizes
}

/// Groups of `all` of which too few voted.
pub fn missed(
    all: &BTreeMap<String, i64>,
    voted: &BTreeMap<String, i64>,
    quorum: i64,
) -> Vec<String> {
    let missed = all.iter().filter(|(name, size)| {
        let voted = voted.get(*name).copied().unwrap_or_default();
        voted < quorum.min(**size)
    });
    missed.map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(lines: &[Line]) -> Vec<(i32, usize, i64, i64)> {
        let lines = lines.iter();
        lines
            .map(|line| (line.number, line.place, line.yes, line.no))
            .collect()
    }

    fn marks(all: &[&[(i32, i32)]]) -> Vec<Marks> {
        all.iter().map(|marks| Marks(marks.to_vec())).collect()
    }

    #[test]
    fn points_are_added_and_the_same_is_the_same_place() {
        let ballots = marks(&[&[(1, 3), (2, 2)], &[(2, 1)], &[(3, 3)], &[]]);
        let lines = count(Method::Dots, 5, &[1, 2, 3, 4], &ballots);
        assert_eq!(
            places(&lines),
            [(2, 1, 3, 0), (1, 2, 3, 0), (3, 2, 3, 0), (4, 4, 0, 0)],
            "of as many points, those of more people"
        );
    }

    #[test]
    fn the_first_of_three_places_gives_three_points() {
        let ballots = marks(&[&[(1, 1), (2, 2), (3, 3)], &[(2, 1)]]);
        let lines = count(Method::Ranking, 3, &[1, 2, 3], &ballots);
        assert_eq!(places(&lines), [(2, 1, 5, 0), (1, 2, 3, 0), (3, 3, 1, 0)]);
    }

    #[test]
    fn an_objection_weighs_more_than_any_consent() {
        let ballots = marks(&[&[(1, 1), (2, 1)], &[(1, 1), (2, -1)], &[(1, 1), (3, 1)]]);
        let lines = count(Method::Consent, 0, &[1, 2, 3], &ballots);
        assert_eq!(places(&lines), [(1, 1, 3, 0), (3, 2, 1, 0), (2, 3, 1, 1)]);
        let lines = count(Method::YesNo, 0, &[2, 3], &ballots);
        assert_eq!(places(&lines), [(3, 1, 1, 0), (2, 2, 1, 1)]);
    }

    #[test]
    fn no_small_group_is_what_is_left_of_the_total() {
        let hidden = |sizes: &[(&str, i64)]| {
            let sizes = sizes.iter().map(|(name, size)| ((*name).to_owned(), *size));
            let hidden = too_small(&sizes.collect());
            hidden.into_iter().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(hidden(&[("a", 3), ("b", 9)]), "");
        assert_eq!(hidden(&[("a", 2), ("b", 5), ("c", 9)]), "a b");
        assert_eq!(hidden(&[("a", 2), ("b", 1), ("c", 9)]), "a b");
        assert_eq!(hidden(&[("*", 1), ("b", 4), ("c", 9)]), "* b");
        assert_eq!(hidden(&[("*", 5), ("b", 4)]), "*");
        assert_eq!(hidden(&[("a", 0), ("b", 4)]), "a");
        assert_eq!(hidden(&[("a", 1), ("b", 1)]), "a b");
    }

    #[test]
    fn of_a_small_group_all_are_enough() {
        let sizes = |a: i64, b: i64| BTreeMap::from([("a".to_owned(), a), ("b".to_owned(), b)]);
        assert_eq!(missed(&sizes(2, 10), &sizes(2, 3), 3), Vec::<String>::new());
        assert_eq!(missed(&sizes(2, 10), &sizes(1, 2), 3), ["a", "b"]);
        assert_eq!(missed(&sizes(2, 10), &sizes(0, 0), 0), Vec::<String>::new());
    }
}
