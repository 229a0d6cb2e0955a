//! The rule by which a zone changes its clocks, as calendars want it: a month, a weekday of it and
//! a time, every year. Not every zone has one in every year.

use chrono::{
    DateTime, Datelike, Duration, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime,
    Offset, TimeZone, Utc, Weekday,
};
use chrono_tz::{OffsetName, Tz};
use std::fmt;

/// A rule counts as one when it also holds in as many years after: „the fourth Sunday“ and „the
/// last“ differ at the latest in the fourth.
const HOLDS_FOR_YEARS: i32 = 5;
/// Where calendars begin to count.
const FIRST_YEAR: i32 = 1970;

/// A zone's clocks in one year, and by the same rule in all others.
pub struct Zone {
    pub tz: Tz,
    /// Summer first; one that never changes has a single one without a rule.
    pub observances: Vec<Observance>,
}

/// What holds from a change of the clocks to the next.
pub struct Observance {
    pub is_daylight: bool,
    pub from: FixedOffset,
    pub to: FixedOffset,
    /// „CEST“
    pub name: Option<String>,
    pub rule: Option<Rule>,
}

/// When the clocks change, in the time that holds before. Shows as an RRULE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    month: u32,
    weekday: Weekday,
    /// Which one of the month; `None` is the last.
    nth: Option<u8>,
    time: NaiveTime,
}

impl Zone {
    /// The rule of `year`; `None` when there is none.
    pub fn in_force(tz: Tz, year: i32) -> Option<Self> {
        let changes = changes(tz, year)?;
        let mut observances = match changes.as_slice() {
            [] => {
                let at = instant(year, 1)?;
                let to = offset(tz, at);
                vec![Observance {
                    is_daylight: false,
                    from: to,
                    to,
                    name: name(tz, at),
                    rule: None,
                }]
            }
            [_, _] => changes
                .into_iter()
                .map(|at| Observance::begun(tz, at))
                .collect::<Option<Vec<_>>>()?,
            _ => return None,
        };
        observances.sort_by_key(|observance| !observance.is_daylight);
        Some(Self { tz, observances })
    }

    /// Whether somebody who knows only these rules reads the same time as we do.
    pub fn is_right_at(&self, at: DateTime<Utc>) -> bool {
        let begun = |observance: &Observance| {
            let years = [at.year() - 1, at.year()].into_iter();
            let begins = years.filter_map(|year| observance.begins_in(year));
            begins.filter(|begins| *begins <= at).max()
        };
        let latest = self
            .observances
            .iter()
            .max_by_key(|observance| begun(observance));
        latest.is_some_and(|observance| observance.to == offset(self.tz, at))
    }
}

impl Observance {
    /// The one that begins at `at`, if a rule says so.
    fn begun(tz: Tz, at: DateTime<Utc>) -> Option<Self> {
        let (from, to) = (offset(tz, at - Duration::seconds(1)), offset(tz, at));
        let local = at.with_timezone(&from).naive_local();
        let observance = |rule| Self {
            is_daylight: to.local_minus_utc() > from.local_minus_utc(),
            from,
            to,
            name: name(tz, at),
            rule: Some(rule),
        };
        let mut possible = Rule::possible(local).into_iter().map(observance);
        possible.find(|observance| {
            (1..=HOLDS_FOR_YEARS).all(|years| {
                let again = observance.begins_in(at.year() + years);
                again.is_some_and(|again| {
                    offset(tz, again - Duration::seconds(1)) == from && offset(tz, again) == to
                })
            })
        })
    }

    fn begins_in(&self, year: i32) -> Option<DateTime<Utc>> {
        let local = match &self.rule {
            Some(rule) => rule.in_year(year)?,
            None => NaiveDate::from_ymd_opt(year, 1, 1)?.and_time(NaiveTime::MIN),
        };
        self.from
            .from_local_datetime(&local)
            .single()
            .map(|at| at.to_utc())
    }

    /// The first time it begins, as clocks show it before.
    pub fn begins(&self) -> NaiveDateTime {
        let first = self.rule.and_then(|rule| rule.in_year(FIRST_YEAR));
        first.unwrap_or_default()
    }
}

impl Rule {
    /// The rules that a change at `local` may follow.
    fn possible(local: NaiveDateTime) -> Vec<Self> {
        let nth = u8::try_from(local.day0() / 7 + 1).ok();
        let next_week = local.date() + Duration::days(7);
        let is_last = next_week.month() != local.month();
        let rule = |nth| Self {
            month: local.month(),
            weekday: local.weekday(),
            nth,
            time: local.time(),
        };
        let last = is_last.then(|| rule(None));
        last.into_iter().chain([rule(nth)]).collect()
    }

    fn in_year(&self, year: i32) -> Option<NaiveDateTime> {
        let nth = |nth| NaiveDate::from_weekday_of_month_opt(year, self.month, self.weekday, nth);
        let date = match self.nth {
            Some(number) => nth(number),
            None => nth(5).or_else(|| nth(4)),
        };
        Some(date?.and_time(self.time))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.weekday.to_string().to_uppercase();
        let nth = self.nth.map_or(-1, i16::from);
        write!(
            f,
            "FREQ=YEARLY;BYMONTH={};BYDAY={nth}{}",
            self.month,
            &day[..2]
        )
    }
}

fn offset(tz: Tz, at: DateTime<Utc>) -> FixedOffset {
    tz.offset_from_utc_datetime(&at.naive_utc()).fix()
}

/// Only real names: a zone without one is called by its offset.
fn name(tz: Tz, at: DateTime<Utc>) -> Option<String> {
    let offset = tz.offset_from_utc_datetime(&at.naive_utc());
    let name = offset.abbreviation()?;
    let is_word = name.chars().all(|c| c.is_ascii_alphabetic());
    is_word.then(|| name.to_owned())
}

/// When the clocks change in a year, to the second. Two changes within a month are not seen; what
/// comes of it is not right at the times between, see [`Zone::is_right_at`].
fn changes(tz: Tz, year: i32) -> Option<Vec<DateTime<Utc>>> {
    let mut changes = Vec::new();
    for month in 1..=12 {
        let (mut before, mut after) = (instant(year, month)?, instant(year, month + 1)?);
        if offset(tz, before) == offset(tz, after) {
            continue;
        }
        while after - before > Duration::seconds(1) {
            let middle = before + Duration::seconds((after - before).num_seconds() / 2);
            if offset(tz, middle) == offset(tz, before) {
                before = middle;
            } else {
                after = middle;
            }
        }
        changes.push(after);
    }
    Some(changes)
}

/// The beginning of a month; the thirteenth is the first of the next year.
fn instant(year: i32, month: u32) -> Option<DateTime<Utc>> {
    let (year, month) = if month > 12 {
        (year + 1, 1)
    } else {
        (year, month)
    };
    Utc.with_ymd_and_hms(year, month, 1, 0, 0, 0).single()
}

/// The same time of day in `zone`, so many days later. In the hour that is left out when clocks go
/// forward, the time an hour later.
pub fn days_later(at: DateTime<Utc>, zone: Tz, days: Duration) -> DateTime<Utc> {
    let local = at.with_timezone(&zone).naive_local() + days;
    let at = |local: NaiveDateTime| match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
        LocalResult::None => None,
    };
    let shifted = at(local).or_else(|| at(local + Duration::hours(1)));
    shifted.unwrap_or_else(|| local.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{
        Africa::Casablanca,
        America::{New_York, Nuuk},
        Asia::{Kathmandu, Tokyo},
        Australia::Sydney,
        Europe::{Berlin, Dublin, Istanbul, London},
    };

    fn rules(tz: Tz) -> Option<Vec<String>> {
        let zone = Zone::in_force(tz, 2026)?;
        let told = zone.observances.iter().map(|observance| {
            let rule = observance.rule.map(|rule| rule.to_string());
            format!(
                "{} {} {}",
                observance.to,
                observance.begins(),
                rule.unwrap_or_default()
            )
        });
        Some(told.collect())
    }

    #[test]
    fn each_zone_has_the_rule_of_its_law() {
        for (tz, expected) in [
            (
                Berlin,
                &[
                    "+02:00 1970-03-29 02:00:00 FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                    "+01:00 1970-10-25 03:00:00 FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
                ][..],
            ),
            (
                London,
                &[
                    "+01:00 1970-03-29 01:00:00 FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                    "+00:00 1970-10-25 02:00:00 FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
                ],
            ),
            (
                New_York,
                &[
                    "-04:00 1970-03-08 02:00:00 FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
                    "-05:00 1970-11-01 02:00:00 FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
                ],
            ),
            (
                Sydney,
                &[
                    "+11:00 1970-10-04 02:00:00 FREQ=YEARLY;BYMONTH=10;BYDAY=1SU",
                    "+10:00 1970-04-05 03:00:00 FREQ=YEARLY;BYMONTH=4;BYDAY=1SU",
                ],
            ),
            (Tokyo, &["+09:00 1970-01-01 00:00:00 "]),
            (Istanbul, &["+03:00 1970-01-01 00:00:00 "]),
            (Kathmandu, &["+05:45 1970-01-01 00:00:00 "]),
        ] {
            assert_eq!(rules(tz).expect("a rule"), expected, "{tz}");
        }
        assert_eq!(rules(Dublin), rules(London));
        // „The Saturday before the last Sunday“ is no weekday of a month; Morocco goes by the moon.
        assert_eq!(rules(Nuuk), None);
        assert_eq!(rules(Casablanca), None);
    }

    #[test]
    fn a_rule_is_right_hour_by_hour_or_says_it_is_not() {
        for tz in [Berlin, New_York, Sydney, Tokyo] {
            let zone = Zone::in_force(tz, 2026).expect("a rule");
            let mut at = instant(2026, 1).expect("a date");
            while at.year() < 2028 {
                assert!(zone.is_right_at(at), "{tz} {at}");
                at += Duration::hours(1);
            }
        }
        let berlin = Zone::in_force(Berlin, 2026).expect("a rule");
        // Until 1995 summer ended in September.
        assert!(!berlin.is_right_at("1990-10-10T12:00:00Z".parse().expect("a time")));
    }

    #[test]
    fn an_evening_stays_an_evening_when_the_clocks_change() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let berlin = chrono_tz::Europe::Berlin;
        let six = at("2026-10-22T16:00:00Z");
        let later_on = days_later(six, berlin, Duration::days(7));
        assert_eq!(later_on, at("2026-10-29T17:00:00Z"));
        // Half past two does not exist on 29 March 2026.
        let night = at("2026-03-22T01:30:00Z");
        assert_eq!(
            days_later(night, berlin, Duration::days(7)),
            at("2026-03-29T01:30:00Z")
        );
    }
}
