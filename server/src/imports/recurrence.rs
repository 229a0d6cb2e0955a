//! The dates of a recurrence rule (RFC 5545 §3.3.10), counted by calcard in local time. Refuses rules
//! finer than meetings are, and ends those that do not end themselves.

use super::Reason;
use calcard::{
    common::{PartialDateTime, timezone::Tz as CalendarTz},
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarFrequency,
        ICalendarProperty, ICalendarRecurrenceRule,
    },
};
use chrono::{NaiveDateTime, TimeDelta};

/// More dates than this are taken of no rule.
pub const DATES_AT_MOST: usize = 1_000;
/// More dates than this are taken of no rule without an end: every week of three years, and some more.
const ENDLESS_AT_MOST: usize = 200;
/// Rules in one file beyond this are not counted out.
const RULES_AT_MOST: usize = 300;
/// How far ahead the dates of a rule are taken that has no end, or too many dates.
const AHEAD: TimeDelta = TimeDelta::days(2 * 366);
/// How far back.
const BACK: TimeDelta = TimeDelta::days(366);
/// So many dates are counted out to find those that are taken: 27 years, if daily.
const COUNTED_AT_MOST: usize = 10_000;
/// How many dates are counted out at first; calcard counts on to the year 10,000 if it may.
const COUNTED_FIRST: usize = 4;
/// Rules in one file that come true hardly ever, which takes long to find out; more are not counted out.
const VAIN_AT_MOST: usize = 3;
/// More times than this on one day are no meetings.
const A_DAY_AT_MOST: usize = 24;
/// The longest lists a rule may have, all together: every day of a month and some more.
const PARTS_AT_MOST: usize = 64;

/// The dates that are taken, and what was left out before and after them.
pub struct Dates {
    pub starts: Vec<NaiveDateTime>,
    pub left: Vec<Reason>,
}

/// What the rules of one file have cost.
#[derive(Default)]
pub struct Spent {
    rules: usize,
    in_vain: usize,
}

/// The dates of a rule whose first is `first`. `until` is its end in local time, which the rule itself
/// may say in UTC; `now` is local too.
pub fn dates(
    rule: &ICalendarRecurrenceRule,
    first: NaiveDateTime,
    until: Option<NaiveDateTime>,
    now: NaiveDateTime,
    spent: &mut Spent,
) -> Result<Dates, Reason> {
    spent.rules += 1;
    if is_too_fine(rule) || spent.in_vain >= VAIN_AT_MOST {
        return Err(Reason::RuleTooFine(rule.to_string()));
    }
    if spent.rules > RULES_AT_MOST {
        return Err(Reason::TooManyEvents);
    }
    let mut counted = count_out(
        rule,
        first,
        until.unwrap_or(NaiveDateTime::MAX).min(now + AHEAD),
        spent,
    )?;
    if let Some(until) = until {
        counted.retain(|date| *date <= until);
    }
    // RFC 5545 §3.8.5.3: DTSTART is the first date, also where the rule would not have it.
    if counted.first() != Some(&first) {
        counted.insert(0, first);
    }
    counted.truncate(rule.count.map_or(usize::MAX, |count| count.max(1) as usize));
    let ends = rule.count.is_some() || until.is_some();
    if ends && counted.len() <= DATES_AT_MOST {
        return Ok(Dates {
            starts: counted,
            left: Vec::new(),
        });
    }
    Ok(near(counted, now, ends))
}

/// Of dates without end those around now.
fn near(counted: Vec<NaiveDateTime>, now: NaiveDateTime, ends: bool) -> Dates {
    let day = |date: &NaiveDateTime| date.format("%Y-%m-%d").to_string();
    let (from, to) = (now - BACK, now + AHEAD);
    let is_near = |date: &NaiveDateTime| (from..=to).contains(date);
    let mut left = Vec::new();
    let mut starts: Vec<_> = counted.iter().copied().filter(is_near).collect();
    if !ends {
        // What is to come matters more than what was.
        let past = starts.iter().take_while(|date| **date < now).count();
        let beyond = starts.len().saturating_sub(ENDLESS_AT_MOST);
        starts.drain(..beyond.min(past));
        starts.truncate(ENDLESS_AT_MOST);
    }
    starts.truncate(DATES_AT_MOST);
    let (Some(first), Some(last)) = (starts.first(), starts.last()) else {
        // All of it is long past, or far ahead.
        let named = counted.last().map(day).unwrap_or_default();
        return Dates {
            starts,
            left: vec![Reason::RuleTooLong(named)],
        };
    };
    if counted.first() != Some(first) {
        left.push(Reason::RulePast(day(first)));
    }
    left.push(Reason::RuleTooLong(day(last)));
    Dates { starts, left }
}

fn is_too_fine(rule: &ICalendarRecurrenceRule) -> bool {
    let times = [&rule.byhour, &rule.byminute, &rule.bysecond];
    let a_day: usize = times.iter().map(|list| list.len().max(1)).product();
    let parts = rule.byday.len()
        + rule.bymonthday.len()
        + rule.byyearday.len()
        + rule.byweekno.len()
        + rule.bymonth.len()
        + rule.bysetpos.len()
        + times.iter().map(|list| list.len()).sum::<usize>();
    let is_fast = matches!(
        rule.freq,
        ICalendarFrequency::Hourly | ICalendarFrequency::Minutely | ICalendarFrequency::Secondly
    );
    is_fast || a_day > A_DAY_AT_MOST || parts > PARTS_AT_MOST
}

/// Let calcard count, in a calendar of nothing but this rule and in time without zones, at least up to
/// `to` and as far as a rule with an end goes.
fn count_out(
    rule: &ICalendarRecurrenceRule,
    first: NaiveDateTime,
    to: NaiveDateTime,
    spent: &mut Spent,
) -> Result<Vec<NaiveDateTime>, Reason> {
    let mut rule = rule.clone();
    rule.until = None;
    let wanted = rule.count.map(|count| count as usize);
    let named = rule.to_string();
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    let start = PartialDateTime::from_naive_timestamp(first.and_utc().timestamp());
    event.add_property(ICalendarProperty::Dtstart, start);
    event.add_property(ICalendarProperty::Rrule, rule);
    let mut calendar = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    calendar.component_ids.push(1);
    let calendar = ICalendar {
        components: vec![calendar, event],
    };
    let mut limit = COUNTED_FIRST;
    loop {
        let expanded = calendar.expand_dates(CalendarTz::Floating, limit);
        if !expanded.errors.is_empty() {
            return Err(Reason::RuleUnreadable(named));
        }
        let mut dates: Vec<_> = expanded
            .events
            .iter()
            .map(|event| event.start.naive_local())
            .collect();
        let counted = dates.len();
        dates.sort_unstable();
        dates.dedup();
        let is_far = wanted.is_none() && dates.last().is_some_and(|last| *last > to);
        if counted < limit && wanted != Some(counted) {
            spent.in_vain += 1;
        }
        if counted < limit || is_far || limit >= COUNTED_AT_MOST {
            return Ok(dates);
        }
        limit = (limit * 8).min(COUNTED_AT_MOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calcard::{Entry, Parser, icalendar::ICalendarValue};

    fn rule(text: &str) -> ICalendarRecurrenceRule {
        let source = format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRRULE:{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let Entry::ICalendar(calendar) = Parser::new(&source).entry() else {
            panic!("a calendar");
        };
        let Some(ICalendarValue::RecurrenceRule(rule)) =
            calendar.components[1].entries[0].values.first()
        else {
            panic!("a rule: {text}");
        };
        *rule.clone()
    }

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("a time")
    }

    fn told(text: &str, first: &str, until: Option<&str>) -> Result<Dates, Reason> {
        dates(
            &rule(text),
            at(first),
            until.map(at),
            at("2026-11-22T12:00"),
            &mut Spent::default(),
        )
    }

    fn days(text: &str, first: &str, until: Option<&str>) -> Vec<String> {
        let dates = told(text, first, until).unwrap_or_else(|reason| panic!("{text}: {reason:?}"));
        dates
            .starts
            .iter()
            .map(|date| date.format("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn of_one_file_only_so_many_rules_are_counted_out() {
        let mut spent = Spent::default();
        let weekly = rule("FREQ=WEEKLY;COUNT=2");
        let first = at("2026-11-27T10:00");
        for number in 1..=RULES_AT_MOST + 1 {
            let told = dates(&weekly, first, None, first, &mut spent);
            match number <= RULES_AT_MOST {
                true => assert_eq!(told.expect("its dates").starts.len(), 2),
                false => assert!(matches!(told, Err(Reason::TooManyEvents))),
            }
        }
    }

    #[test]
    fn rules_that_meetings_follow_are_counted_out() {
        for (text, until, expected) in [
            ("FREQ=WEEKLY;COUNT=3", None, "11-13 11-20 11-27"),
            (
                "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261211T090000Z",
                Some("2026-12-11T10:00"),
                "11-13 11-27 12-11",
            ),
            ("FREQ=MONTHLY;BYDAY=2FR;COUNT=3", None, "11-13 12-11 01-08"),
            ("FREQ=MONTHLY;BYDAY=-1TH;COUNT=3", None, "11-13 11-26 12-31"),
            (
                "FREQ=MONTHLY;BYMONTHDAY=-1;BYSETPOS=1;COUNT=2",
                None,
                "11-13 11-30",
            ),
            (
                "FREQ=YEARLY;BYMONTH=11;BYDAY=2FR;COUNT=2",
                None,
                "11-13 11-12",
            ),
            (
                "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=4",
                None,
                "11-13 11-16 11-20 11-23",
            ),
            // Two hours on one day are two dates.
            ("FREQ=DAILY;BYHOUR=10,15;COUNT=3", None, "11-13 11-13 11-14"),
        ] {
            assert_eq!(
                days(text, "2026-11-13T10:00", until).join(" "),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_rule_without_end_is_cut_and_says_where() {
        let dates =
            told("FREQ=WEEKLY", "2024-01-05T10:00", None).unwrap_or_else(|_| panic!("dates"));
        assert_eq!(dates.starts.first(), Some(&at("2025-11-28T10:00")));
        assert_eq!(dates.starts.last(), Some(&at("2028-11-17T10:00")));
        assert_eq!(
            dates.left,
            [
                Reason::RulePast("2025-11-28".into()),
                Reason::RuleTooLong("2028-11-17".into())
            ]
        );
    }

    #[test]
    fn of_a_rule_with_an_end_no_date_is_lost() {
        let dates = told("FREQ=DAILY;COUNT=1000", "2010-01-01T10:00", None)
            .unwrap_or_else(|_| panic!("dates"));
        assert_eq!((dates.starts.len(), dates.left.len()), (1_000, 0));
        let dates = told("FREQ=DAILY;COUNT=4000000000", "2026-01-01T10:00", None)
            .unwrap_or_else(|_| panic!("dates"));
        assert!(dates.starts.len() <= DATES_AT_MOST);
        assert!(matches!(dates.left.as_slice(), [Reason::RuleTooLong(_)]));
    }

    #[test]
    fn what_no_meeting_needs_is_refused() {
        let all = |range: std::ops::Range<u32>| {
            range.map(|n| n.to_string()).collect::<Vec<_>>().join(",")
        };
        let hours = format!("FREQ=DAILY;BYHOUR={};BYMINUTE={}", all(8..14), all(0..10));
        let days = format!("FREQ=YEARLY;BYYEARDAY={}", all(1..366));
        let same = format!("FREQ=MONTHLY;BYDAY={}", vec!["MO"; 10_000].join(","));
        for text in [
            "FREQ=SECONDLY",
            "FREQ=MINUTELY;BYMONTH=2",
            "FREQ=HOURLY",
            &hours,
            &days,
            &same,
        ] {
            let told = told(text, "2026-11-13T10:00", None);
            assert!(
                matches!(told, Err(Reason::RuleTooFine(_))),
                "{}",
                &text[..20.min(text.len())]
            );
        }
    }

    /// Each of these is searched for in vain for thousands of years.
    #[test]
    fn a_rule_that_never_comes_true_gives_its_first_date() {
        for text in [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
            "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4",
            "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
            "FREQ=WEEKLY;INTERVAL=65535",
            "FREQ=YEARLY;INTERVAL=65535",
        ] {
            match told(text, "2026-11-13T10:00", None) {
                Ok(dates) => assert_eq!(dates.starts, [at("2026-11-13T10:00")], "{text}"),
                Err(reason) => assert!(
                    matches!(reason, Reason::RuleUnreadable(_)),
                    "{text}: {reason:?}"
                ),
            }
        }
    }
}
