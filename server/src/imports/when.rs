//! Times as sources write them — an instant, a local time with or without a zone, a whole day — as a
//! draft says them: day, time and zone. Refuses years no calendar shows.

use super::found::Doubt;
use crate::events::Draft;
use chrono::{
    DateTime, Datelike, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;
use std::ops::RangeInclusive;

/// The years a draft may lie in.
const YEARS: RangeInclusive<i32> = 1970..=2200;
/// How long an event is taken to last that says no end.
const ASSUMED: TimeDelta = TimeDelta::hours(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A day without times; as an end, the last day.
    Day(NaiveDate),
    /// What a clock shows, in this zone or that of the instance.
    Local(NaiveDateTime, Option<Tz>),
    At(DateTime<FixedOffset>),
}

impl When {
    /// ISO 8601 as the web writes it: `2026-11-13`, `2026-11-13T10:00`, with or without seconds and
    /// offset, a space for the `T`, the offset with or without its colon. `zone` is that of local times.
    pub fn read(text: &str, zone: Option<Tz>) -> Option<Self> {
        const INSTANTS: [&str; 4] = [
            "%Y-%m-%dT%H:%M:%S%.f%#z",
            "%Y-%m-%dT%H:%M%#z",
            "%Y%m%dT%H%M%S%#z",
            "%Y%m%dT%H%M%#z",
        ];
        const LOCALS: [&str; 4] = [
            "%Y-%m-%dT%H:%M:%S%.f",
            "%Y-%m-%dT%H:%M",
            "%Y%m%dT%H%M%S",
            "%Y%m%dT%H%M",
        ];
        // Longer than any time; a text without end is none.
        let text = text.trim();
        if !text.is_ascii() || text.len() > 40 {
            return None;
        }
        let text = match text.split_once([' ', 't']) {
            Some((day, time)) => format!("{day}T{}", time.replace(' ', "")),
            None => text.to_owned(),
        };
        let utc = text
            .strip_suffix(['Z', 'z'])
            .map(|text| format!("{text}+00:00"));
        let spelled = utc.unwrap_or(text);
        let day = || NaiveDate::parse_from_str(&spelled, "%Y-%m-%d");
        let instants = || {
            INSTANTS
                .iter()
                .find_map(|form| DateTime::parse_from_str(&spelled, form).ok())
        };
        let locals = || {
            LOCALS
                .iter()
                .find_map(|form| NaiveDateTime::parse_from_str(&spelled, form).ok())
        };
        let when = if let Ok(day) = day() {
            Self::Day(day)
        } else if let Some(at) = instants() {
            Self::At(at)
        } else {
            Self::Local(locals()?, zone)
        };
        when.is_in_range().then_some(when)
    }

    pub fn is_in_range(self) -> bool {
        YEARS.contains(&self.day().year())
    }

    /// The day it is written with.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Local(at, _) => at.date(),
            Self::At(at) => at.date_naive(),
        }
    }

    pub fn plus(self, length: TimeDelta) -> Option<Self> {
        let later = match self {
            // A day that lasts a day ends on itself.
            Self::Day(day) => {
                let days = (length.num_days() - 1).max(0);
                Self::Day(day.checked_add_signed(TimeDelta::try_days(days)?)?)
            }
            Self::Local(at, zone) => Self::Local(at.checked_add_signed(length)?, zone),
            Self::At(at) => Self::At(at.checked_add_signed(length)?),
        };
        later.is_in_range().then_some(later)
    }

    /// As ISO 8601, for people and keys.
    pub fn written(self) -> String {
        match self {
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
            Self::Local(at, _) => at.format("%Y-%m-%dT%H:%M").to_string(),
            Self::At(at) => at.to_utc().format("%Y-%m-%dT%H:%MZ").to_string(),
        }
    }

    /// The instant, of the day its beginning, and whether the clock does not show such a time.
    fn instant(self, home: Tz) -> (DateTime<Utc>, bool) {
        let (local, zone) = match self {
            Self::At(at) => return (at.to_utc(), false),
            Self::Day(day) => (day.and_time(NaiveTime::MIN), home),
            Self::Local(local, zone) => (local, zone.unwrap_or(home)),
        };
        match zone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => (at.to_utc(), false),
            // RFC 5545 §3.3.5: counted with the offset from before the gap.
            LocalResult::None => {
                let before = zone.offset_from_utc_datetime(&(local - TimeDelta::days(1)));
                let at = local - TimeDelta::seconds(before.fix().local_minus_utc().into());
                (at.and_utc(), true)
            }
        }
    }
}

/// Write start, end and zone into a draft. `zone` is the one to tell them in, if the source names one.
pub fn fill(
    draft: &mut Draft,
    (starts, ends): (When, Option<When>),
    zone: Option<Tz>,
    home: Tz,
    doubts: &mut Vec<Doubt>,
) {
    let named = match starts {
        When::Local(_, zone) => zone,
        _ => None,
    };
    let mut zone = zone.or(named).unwrap_or(home);
    let (start, moved) = starts.instant(zone);
    if moved {
        doubts.push(Doubt::TimeMoved(starts.written()));
    }
    let end = match (starts, ends) {
        (When::Day(first), None) => Some(end_of(first, zone)),
        (_, None) => None,
        (_, Some(When::Day(last))) => Some(end_of(last, zone)),
        (_, Some(ends)) => Some(ends.instant(zone).0),
    };
    if matches!(starts, When::Day(_)) {
        doubts.push(Doubt::AllDay);
    }
    let end = match end {
        Some(end) if end > start => end,
        said => {
            // RFC 5545 lets an event end as it starts; a draft has to last.
            let is_before = said.is_some_and(|end| end < start);
            doubts.push(match ends.filter(|_| is_before) {
                Some(ends) => Doubt::EndBeforeStart(ends.written()),
                None => Doubt::EndMissing,
            });
            start + ASSUMED
        }
    };
    if is_second_of_two(start, zone) || is_second_of_two(end, zone) {
        zone = Tz::UTC;
        doubts.push(Doubt::HourTwice);
    }
    let (start, end) = (start.with_timezone(&zone), end.with_timezone(&zone));
    let day = |at: DateTime<Tz>| at.format("%Y-%m-%d").to_string();
    let time = |at: DateTime<Tz>| at.format("%H:%M").to_string();
    draft.starts_on = day(start);
    draft.starts_at = time(start);
    draft.ends_on = day(end);
    draft.ends_at = time(end);
    draft.zone = zone.name().to_owned();
}

/// 23:59 of a day.
fn end_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let last_minute = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(24 * 60 - 1);
    When::Local(last_minute, Some(zone)).instant(zone).0
}

/// A draft that says a time which comes twice means the first.
fn is_second_of_two(at: DateTime<Utc>, zone: Tz) -> bool {
    let local = at.with_timezone(&zone).naive_local();
    match zone.from_local_datetime(&local) {
        LocalResult::Ambiguous(_, second) => second.to_utc() == at,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Tz = chrono_tz::Europe::Berlin;

    fn filled(starts: &str, ends: &str) -> (Draft, Vec<Doubt>) {
        let (mut draft, mut doubts) = (Draft::default(), Vec::new());
        let starts = When::read(starts, None).expect("a start");
        let ends = When::read(ends, None);
        fill(&mut draft, (starts, ends), None, BERLIN, &mut doubts);
        (draft, doubts)
    }

    fn told(draft: &Draft) -> String {
        let Draft {
            starts_on,
            starts_at,
            ends_on,
            ends_at,
            zone,
            ..
        } = draft;
        format!("{starts_on} {starts_at} – {ends_on} {ends_at} {zone}")
    }

    #[test]
    fn every_spelling_of_a_time_is_read() {
        for text in [
            "2026-11-13T10:00:00+01:00",
            "2026-11-13T10:00:00.000+0100",
            "2026-11-13T10:00+01:00",
            "2026-11-13 10:00:00 +01:00",
            "2026-11-13T09:00:00Z",
            "2026-11-13t09:00z",
            "20261113T090000Z",
            "20261113T1000+0100",
            "2026-11-13T10:00",
            "2026-11-13 10:00:00",
        ] {
            let (draft, _) = filled(text, "");
            assert_eq!(
                (draft.starts_on.as_str(), draft.starts_at.as_str()),
                ("2026-11-13", "10:00"),
                "{text}"
            );
        }
        for odd in [
            "",
            "morgen",
            "2026-13-01",
            "2026-11-13T25:00",
            "+262142-01-01",
            "1600-01-01",
            "9999-12-31T23:59Z",
            "２０２６-11-13",
        ] {
            assert_eq!(When::read(odd, None), None, "{odd}");
        }
        assert_eq!(When::read(&"2".repeat(1_000_000), None), None);
    }

    #[test]
    fn a_day_lasts_from_its_first_minute_to_its_last() {
        let (draft, doubts) = filled("2026-11-13", "2026-11-14");
        assert_eq!(
            told(&draft),
            "2026-11-13 00:00 – 2026-11-14 23:59 Europe/Berlin"
        );
        assert_eq!(doubts, [Doubt::AllDay]);
        let (draft, _) = filled("2026-11-13", "");
        assert_eq!(
            told(&draft),
            "2026-11-13 00:00 – 2026-11-13 23:59 Europe/Berlin"
        );
    }

    #[test]
    fn an_end_that_is_missing_or_too_early_is_an_hour_later() {
        let (draft, doubts) = filled("2026-11-13T10:00", "");
        assert_eq!(
            told(&draft),
            "2026-11-13 10:00 – 2026-11-13 11:00 Europe/Berlin"
        );
        assert_eq!(doubts, [Doubt::EndMissing]);
        let (draft, doubts) = filled("2026-11-13T10:00", "2026-11-12T12:00");
        assert_eq!(draft.ends_at, "11:00");
        assert_eq!(doubts, [Doubt::EndBeforeStart("2026-11-12T12:00".into())]);
        let (_, doubts) = filled("2026-11-13T10:00", "2026-11-13T10:00");
        assert_eq!(doubts, [Doubt::EndMissing]);
    }

    #[test]
    fn the_hour_that_comes_twice_is_not_confused() {
        let (draft, doubts) = filled("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
        assert_eq!(told(&draft), "2026-10-25 00:30 – 2026-10-25 01:30 UTC");
        assert_eq!(doubts, [Doubt::HourTwice]);
        let (draft, doubts) = filled("2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z");
        assert_eq!(
            told(&draft),
            "2026-10-25 02:30 – 2026-10-25 03:00 Europe/Berlin"
        );
        assert_eq!(doubts, []);
    }

    #[test]
    fn the_hour_that_is_left_out_is_moved() {
        let (draft, doubts) = filled("2026-03-29T02:30", "2026-03-29T05:00");
        assert_eq!(
            told(&draft),
            "2026-03-29 03:30 – 2026-03-29 05:00 Europe/Berlin"
        );
        assert_eq!(doubts, [Doubt::TimeMoved("2026-03-29T02:30".into())]);
    }
}
