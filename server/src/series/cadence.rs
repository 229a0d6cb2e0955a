//! When a series is held again: its periods, and the day of the next edition. Pure; `docs/admin/series.md`
//! says the same to people.

use crate::i18n::Lang;
use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The longest cadence, in months.
pub const MONTHS_AT_MOST: i32 = 120;
/// How many periods ahead the next edition is looked for.
const PERIODS_AT_MOST: u32 = 1_200;
pub const NONE: &str = "none";
/// A number of months that has no name.
pub const OWN: &str = "months";
/// The names people say, and the months from one edition to the next.
const NAMED: [(&str, i32); 4] = [
    ("monthly", 1),
    ("quarterly", 3),
    ("half_yearly", 6),
    ("yearly", 12),
];
/// Everything somebody can choose.
pub const ALL: [&str; 6] = [NONE, "monthly", "quarterly", "half_yearly", "yearly", OWN];

pub fn named(name: &str) -> Option<i32> {
    let known = NAMED.into_iter().find(|(known, _)| *known == name);
    known.map(|(_, months)| months)
}

pub fn name(months: Option<i32>) -> &'static str {
    let Some(months) = months else { return NONE };
    let known = NAMED.into_iter().find(|(_, known)| *known == months);
    known.map_or(OWN, |(name, _)| name)
}

/// The message that names a choice.
pub fn key(name: &str) -> &'static str {
    match name {
        "monthly" => "series-cadence-monthly",
        "quarterly" => "series-cadence-quarterly",
        "half_yearly" => "series-cadence-half-yearly",
        "yearly" => "series-cadence-yearly",
        OWN => "series-cadence-months",
        _ => "series-cadence-none",
    }
}

/// A stretch of time that should hold one edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub first: NaiveDate,
    /// The first day of the next one.
    pub next: NaiveDate,
    pub months: u32,
}

impl Period {
    /// The one `day` lies in. Where the months fill a year evenly they are those of the calendar: the
    /// quarter, the half-year. Otherwise they are counted from the month of `origin`.
    pub fn of(day: NaiveDate, months: i32, origin: NaiveDate) -> Option<Self> {
        let months = u32::try_from(months).ok().filter(|months| *months > 0)?;
        let length = i32::try_from(months).ok()?;
        let index = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
        let origin = if 12 % months == 0 { 0 } else { index(origin) };
        let begins = index(day) - (index(day) - origin).rem_euclid(length);
        let month0 = begins.rem_euclid(12).cast_unsigned();
        let first = NaiveDate::from_ymd_opt(begins.div_euclid(12), month0 + 1, 1)?;
        Some(Self {
            first,
            next: first.checked_add_months(Months::new(months))?,
            months,
        })
    }

    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.first..self.next).contains(&day)
    }

    /// Whether `day` lies in its second half.
    pub fn is_half_gone(&self, day: NaiveDate) -> bool {
        (day - self.first) * 2 >= self.next - self.first
    }

    /// „4. Quartal 2026“, „Mai 2026 bis September 2026“.
    pub fn name(&self, lang: Lang) -> String {
        let (year, month0) = (self.first.year().to_string(), self.first.month0());
        let part = |key| {
            let number = month0 / self.months + 1;
            lang.text_with(key, &[("number", &number), ("year", &year)])
        };
        match self.months {
            12 => year,
            6 => part("series-period-half-year"),
            3 => part("series-period-quarter"),
            1 => lang.month(self.first.year(), self.first.month()),
            _ => {
                let last = self.last();
                let first = lang.month(self.first.year(), self.first.month());
                let last = lang.month(last.year(), last.month());
                lang.text_with(
                    "series-period-months",
                    &[("first", &first), ("last", &last)],
                )
            }
        }
    }

    /// The last day.
    pub fn last(&self) -> NaiveDate {
        self.next.pred_opt().unwrap_or(self.next)
    }
}

/// When this day begins.
pub fn begins(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where the clock is put forward at midnight, an hour later.
    let begins = [midnight, midnight + Duration::hours(1)].into_iter();
    let mut begins = begins.filter_map(|at| zone.from_local_datetime(&at).earliest());
    begins
        .next()
        .map_or_else(|| midnight.and_utc(), |at| at.to_utc())
}

/// The day of the first edition after `last`, held every so many months like the one on `day`: on the same
/// weekday of the same week of the month. Where a month has no fifth, on its last.
pub fn next_day(day: NaiveDate, months: i32, last: NaiveDate) -> Option<NaiveDate> {
    let months = u32::try_from(months).ok().filter(|months| *months > 0)?;
    let mut days = (1..=PERIODS_AT_MOST).map_while(|periods| same_weekday(day, months * periods));
    days.find(|day| *day > last)
}

fn same_weekday(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    const DAYS_OF_A_WEEK: u32 = 7;
    let month = day.with_day(1)?.checked_add_months(Months::new(months))?;
    let week = u8::try_from(day.day0() / DAYS_OF_A_WEEK).ok()? + 1;
    let in_week = |week| {
        NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), day.weekday(), week)
    };
    in_week(week).or_else(|| in_week(week - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_are_those_of_the_calendar_where_they_can_be() {
        let period = |of: &str, months, origin: &str| {
            let period = Period::of(day(of), months, day(origin)).unwrap();
            format!("{} {}", period.first, period.last())
        };
        for (of, months, expected) in [
            ("2026-11-22", 12, "2026-01-01 2026-12-31"),
            ("2026-11-22", 6, "2026-07-01 2026-12-31"),
            ("2026-11-22", 3, "2026-10-01 2026-12-31"),
            ("2026-02-28", 1, "2026-02-01 2026-02-28"),
        ] {
            assert_eq!(period(of, months, "2025-05-17"), expected, "{months}");
        }
        assert_eq!(
            period("2026-11-22", 5, "2026-05-17"),
            "2026-10-01 2027-02-28"
        );
        assert_eq!(
            period("2026-04-30", 5, "2026-05-17"),
            "2025-12-01 2026-04-30"
        );
        assert_eq!(
            period("2026-11-22", 24, "2025-05-17"),
            "2025-05-01 2027-04-30"
        );
        assert_eq!(Period::of(day("2026-11-22"), 0, day("2026-11-22")), None);
    }

    #[test]
    fn half_of_a_period_is_gone_in_its_middle() {
        let quarter = Period::of(day("2026-11-22"), 3, day("2026-11-22")).unwrap();
        assert!(!quarter.is_half_gone(day("2026-11-15")));
        assert!(quarter.is_half_gone(day("2026-11-16")));
        assert!(quarter.contains(day("2026-12-31")) && !quarter.contains(day("2027-01-01")));
    }

    #[test]
    fn a_period_is_called_what_people_call_it() {
        for (months, german, english) in [
            (12, "2026", "2026"),
            (6, "2. Halbjahr 2026", "second half of 2026"),
            (3, "4. Quartal 2026", "fourth quarter of 2026"),
            (1, "November\u{a0}2026", "November\u{a0}2026"),
            (
                5,
                "Oktober\u{a0}2026 bis Februar\u{a0}2027",
                "October\u{a0}2026 to February\u{a0}2027",
            ),
        ] {
            let period = Period::of(day("2026-11-22"), months, day("2026-05-17")).unwrap();
            assert_eq!(
                (period.name(Lang::De), period.name(Lang::En)),
                (german.into(), english.into())
            );
        }
    }

    #[test]
    fn the_next_edition_is_on_the_same_weekday_of_the_same_week() {
        let next = |from: &str, months, last: &str| {
            let next = next_day(day(from), months, day(last)).unwrap();
            next.to_string()
        };
        // The fourth Thursday of April.
        assert_eq!(next("2022-04-28", 3, "2022-04-28"), "2022-07-28");
        assert_eq!(next("2022-04-28", 3, "2022-07-28"), "2022-10-27");
        // The second Friday of November.
        assert_eq!(next("2025-11-14", 12, "2025-11-14"), "2026-11-13");
        // A fifth Thursday, of which February has none.
        assert_eq!(next("2026-01-29", 1, "2026-01-29"), "2026-02-26");
        assert_eq!(next("2026-01-29", 1, "2026-03-26"), "2026-04-30");
        // From long ago, into what is to come.
        assert_eq!(next("2022-04-28", 3, "2026-11-22"), "2027-01-28");
        assert_eq!(next_day(day("2022-04-28"), 0, day("2022-04-28")), None);
    }
}
