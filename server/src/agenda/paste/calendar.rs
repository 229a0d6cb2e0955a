//! The day a line of a programme begins with: „Freitag, 13.11.“, „13. November 2026“, „Tag 1“, „Sat“.

use super::{
    Doubt, clock,
    text::{after_word, is_dash},
};
use crate::agenda::session::Days;
use chrono::{Datelike, NaiveDate, Weekday};

/// Days of an event that are looked at for a weekday.
const DAYS_AT_MOST: usize = 366;
/// Words and numbers that together say a day.
const PARTS_AT_MOST: usize = 12;

const WEEKDAYS: [(&str, Weekday); 15] = [
    ("montag", Weekday::Mon),
    ("dienstag", Weekday::Tue),
    ("mittwoch", Weekday::Wed),
    ("donnerstag", Weekday::Thu),
    ("freitag", Weekday::Fri),
    ("samstag", Weekday::Sat),
    ("sonnabend", Weekday::Sat),
    ("sonntag", Weekday::Sun),
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];
const SHORT_WEEKDAYS: [(&str, Weekday); 16] = [
    ("mo", Weekday::Mon),
    ("di", Weekday::Tue),
    ("mi", Weekday::Wed),
    ("do", Weekday::Thu),
    ("fr", Weekday::Fri),
    ("sa", Weekday::Sat),
    ("so", Weekday::Sun),
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("thur", Weekday::Thu),
    ("thurs", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];
const MONTHS: [(&str, u32); 36] = [
    ("januar", 1),
    ("jänner", 1),
    ("january", 1),
    ("jan", 1),
    ("februar", 2),
    ("february", 2),
    ("feb", 2),
    ("märz", 3),
    ("march", 3),
    ("mär", 3),
    ("mar", 3),
    ("april", 4),
    ("apr", 4),
    ("mai", 5),
    ("may", 5),
    ("juni", 6),
    ("june", 6),
    ("jun", 6),
    ("juli", 7),
    ("july", 7),
    ("jul", 7),
    ("august", 8),
    ("aug", 8),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("oktober", 10),
    ("october", 10),
    ("okt", 10),
    ("oct", 10),
    ("november", 11),
    ("nov", 11),
    ("dezember", 12),
    ("december", 12),
    ("dez", 12),
    ("dec", 12),
];
const NUMBERED: [(&str, u32); 6] = [
    ("erster tag", 1),
    ("zweiter tag", 2),
    ("dritter tag", 3),
    ("first day", 1),
    ("second day", 2),
    ("third day", 3),
];
/// What may stand between the parts, or before them.
const BETWEEN: [&str; 17] = [
    "den",
    "der",
    "am",
    "vom",
    "für",
    "the",
    "on",
    "of",
    "for",
    "programm",
    "programme",
    "program",
    "ablauf",
    "ablaufplan",
    "zeitplan",
    "agenda",
    "schedule",
];

/// A day in front of a line.
#[derive(Debug, PartialEq, Eq)]
pub struct Front<'a> {
    /// `None` when the event has no such day and nothing else says which.
    pub day: Option<NaiveDate>,
    pub doubts: Vec<Doubt>,
    /// What follows: a time, the name of the day, or nothing.
    pub rest: &'a str,
}

/// Read the day in front of `text`; nothing where the line goes on like a sentence. `current` is
/// the day of the line before.
pub fn front<'a>(text: &'a str, days: &Days, current: Option<NaiveDate>) -> Option<Front<'a>> {
    let mut said = Said::default();
    let mut rest = text;
    // A border after the day makes what follows the name of the day.
    let mut is_bordered = false;
    for _ in 0..PARTS_AT_MOST {
        let begins = rest.trim_start_matches(|c: char| is_between(c) || is_dash(c));
        is_bordered |= !said.is_empty()
            && rest[..rest.len() - begins.len()]
                .contains(|c: char| is_dash(c) || ":|(\t".contains(c));
        rest = begins;
        // „13.11“ is a time as well; who reads times asks about it.
        if let clock::Front::Times(times) = clock::front(rest)
            && !(times.or_date.is_some() && times.rest.is_empty())
        {
            break;
        }
        match said.take(rest) {
            Some(after) => rest = after,
            None => break,
        }
    }
    if said.is_empty() {
        return None;
    }
    let is_time = !matches!(clock::front(rest), clock::Front::Nothing);
    let is_named = is_bordered && (said.date.is_some() || said.number.is_some());
    if !(rest.is_empty() || is_time || is_named) {
        return None;
    }
    // „So“ and „Do“ are words too.
    if said.is_short && !said.is_certain() && !(rest.is_empty() || is_time) {
        return None;
    }
    let mut doubts = Vec::new();
    let day = said.day(days, current, &mut doubts);
    Some(Front { day, doubts, rest })
}

/// Whether a date or the number of a day stands in front, however the line goes on.
pub fn begins(text: &str) -> bool {
    date(text).is_some() || day_number(text).is_some()
}

fn is_between(c: char) -> bool {
    matches!(
        c,
        ' ' | ',' | ':' | ';' | '|' | '(' | ')' | '[' | ']' | '\t' | '/' | '.' | '*'
    )
}

/// The parts of a day found so far.
#[derive(Debug, Default)]
struct Said {
    weekday: Option<Weekday>,
    is_short: bool,
    /// Day, month and, if said, year.
    date: Option<(u32, u32, Option<i32>)>,
    number: Option<u32>,
}

impl Said {
    fn is_empty(&self) -> bool {
        self.weekday.is_none() && !self.is_certain()
    }

    fn is_certain(&self) -> bool {
        self.date.is_some() || self.number.is_some()
    }

    /// Take one part off the front of `text`.
    fn take<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        if let Some(rest) = BETWEEN.iter().find_map(|word| after_word(text, word)) {
            return Some(rest);
        }
        if self.weekday.is_none()
            && let Some((weekday, is_short, rest)) = weekday(text)
        {
            (self.weekday, self.is_short) = (Some(weekday), is_short);
            return Some(rest);
        }
        if self.number.is_none()
            && let Some((number, rest)) = day_number(text)
        {
            self.number = Some(number);
            return Some(rest);
        }
        if self.date.is_none()
            && let Some((date, rest)) = date(text)
        {
            self.date = Some(date);
            return Some(rest);
        }
        None
    }

    fn day(
        &self,
        days: &Days,
        current: Option<NaiveDate>,
        doubts: &mut Vec<Doubt>,
    ) -> Option<NaiveDate> {
        let numbered = self.number.and_then(|number| days.numbered(number));
        let dated = self.date.and_then(|date| in_year(date, days));
        let day = match (dated, numbered) {
            (Some(dated), Some(numbered)) if dated != numbered => {
                doubts.push(Doubt::DayUnclear);
                Some(dated)
            }
            (Some(day), _) | (None, Some(day)) => Some(day),
            (None, None) if self.is_certain() => None,
            (None, None) => on_weekday(self.weekday?, days, current, doubts),
        };
        if day.is_none_or(|day| !days.contains(day)) {
            doubts.push(Doubt::DayNotOfTheEvent);
        } else if let (Some(day), Some(weekday)) = (day, self.weekday)
            && day.weekday() != weekday
        {
            doubts.push(Doubt::WeekdayDiffers);
        }
        day
    }
}

/// A date without a year lies in the event, or else in the year it begins in.
fn in_year((day, month, year): (u32, u32, Option<i32>), days: &Days) -> Option<NaiveDate> {
    let on = |year| NaiveDate::from_ymd_opt(year, month, day);
    match year {
        Some(year) => on(year),
        None => {
            let later = on(days.last.year()).filter(|day| days.contains(*day));
            later.or_else(|| on(days.first.year()))
        }
    }
}

fn on_weekday(
    weekday: Weekday,
    days: &Days,
    current: Option<NaiveDate>,
    doubts: &mut Vec<Doubt>,
) -> Option<NaiveDate> {
    let all = days.first.iter_days().take(DAYS_AT_MOST);
    let all = all.take_while(|day| days.contains(*day));
    let fitting: Vec<NaiveDate> = all.filter(|day| day.weekday() == weekday).collect();
    if fitting.len() > 1 {
        doubts.push(Doubt::DayUnclear);
    }
    let next = fitting
        .iter()
        .find(|day| current.is_none_or(|current| **day > current));
    next.or(fitting.first()).copied()
}

fn weekday(text: &str) -> Option<(Weekday, bool, &str)> {
    let mut long = WEEKDAYS
        .iter()
        .map(|(word, weekday)| (*word, *weekday, false));
    let mut short = SHORT_WEEKDAYS
        .iter()
        .map(|(word, weekday)| (*word, *weekday, true));
    let is_written_as_one = text.starts_with(char::is_uppercase);
    let found = |(word, weekday, is_short): (&str, Weekday, bool)| {
        let rest = after_word(text, word).filter(|_| !is_short || is_written_as_one)?;
        Some((weekday, is_short, rest))
    };
    long.find_map(found).or_else(|| short.find_map(found))
}

/// „Tag 1“, „Day 2“, „1. Tag“, „erster Tag“.
fn day_number(text: &str) -> Option<(u32, &str)> {
    for word in ["tag", "day"] {
        if let Some(rest) = after_word(text, word)
            && let Some((number, rest)) = number(rest.trim_start_matches(' '), 1..=2)
        {
            return Some((number, rest));
        }
    }
    let in_words = NUMBERED
        .iter()
        .find_map(|(words, number)| Some((*number, after_word(text, words)?)));
    in_words.or_else(|| {
        let (number, rest) = number(text, 1..=2)?;
        let rest = after_word(rest.strip_prefix('.')?.trim_start_matches(' '), "tag")?;
        Some((number, rest))
    })
}

type Date = (u32, u32, Option<i32>);

fn date(text: &str) -> Option<(Date, &str)> {
    iso(text)
        .or_else(|| numbers(text))
        .or_else(|| day_first(text))
        .or_else(|| month_first(text))
}

/// `2026-11-13`
fn iso(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = number(text, 4..=4)?;
    let (month, rest) = number(rest.strip_prefix('-')?, 2..=2)?;
    let (day, rest) = number(rest.strip_prefix('-')?, 2..=2)?;
    Some(((day, month, i32::try_from(year).ok()), rest))
}

/// `13.11.`, `13.11.26`, `13. 11. 2026`, `13/11/2026`
fn numbers(text: &str) -> Option<(Date, &str)> {
    let (day, rest) = number(text, 1..=2)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '.' | '/'))?;
    let (month, rest) = number(rest[1..].trim_start_matches(' '), 1..=2)?;
    if !(1..=31).contains(&day) || !(1..=12).contains(&month) {
        return None;
    }
    let with_year = rest
        .strip_prefix(separator)
        .and_then(|rest| year(rest.trim_start_matches(' ')));
    match (with_year, separator) {
        (Some((year, rest)), _) => Some(((day, month, Some(year)), rest)),
        // Without its second point „13.11“ is a number like any other, unless nothing follows.
        (None, '.') if rest.starts_with('.') => Some(((day, month, None), &rest[1..])),
        (None, '.') if rest.trim().is_empty() => Some(((day, month, None), rest)),
        _ => None,
    }
}

/// `13. November 2026`, `13th of November`
fn day_first(text: &str) -> Option<(Date, &str)> {
    let (day, rest) = number(text, 1..=2)?;
    let rest = rest
        .strip_prefix('.')
        .unwrap_or_else(|| after_ordinal(rest));
    let rest = rest.trim_start_matches(' ');
    let rest = after_word(rest, "of").map_or(rest, str::trim_start);
    let (month, rest) = month(rest)?;
    let (year, rest) = year_after(rest);
    (1..=31)
        .contains(&day)
        .then_some(((day, month, year), rest))
}

/// `November 13th, 2026`
fn month_first(text: &str) -> Option<(Date, &str)> {
    let (month, rest) = month(text)?;
    let (day, rest) = number(rest.trim_start_matches(' '), 1..=2)?;
    let (year, rest) = year_after(after_ordinal(rest));
    (1..=31)
        .contains(&day)
        .then_some(((day, month, year), rest))
}

fn month(text: &str) -> Option<(u32, &str)> {
    let mut all = MONTHS.iter().copied();
    let (month, rest) = all.find_map(|(word, month)| Some((month, after_word(text, word)?)))?;
    Some((month, rest.strip_prefix('.').unwrap_or(rest)))
}

fn after_ordinal(text: &str) -> &str {
    let endings = ["st", "nd", "rd", "th"];
    let mut rests = endings.iter().filter_map(|ending| after_word(text, ending));
    rests.next().unwrap_or(text)
}

fn year_after(text: &str) -> (Option<i32>, &str) {
    let rest = text.trim_start_matches([' ', ',']);
    match number(rest, 4..=4).and_then(|(year, rest)| Some((i32::try_from(year).ok()?, rest))) {
        Some((year, rest)) => (Some(year), rest),
        None => (None, text),
    }
}

/// Of four digits or two, but not the hours of a time.
fn year(text: &str) -> Option<(i32, &str)> {
    let (year, rest) = number(text, 4..=4).or_else(|| {
        let (year, rest) = number(text, 2..=2)?;
        let is_time =
            rest.starts_with([':', '.', 'h']) || after_word(rest.trim_start(), "uhr").is_some();
        (!is_time).then_some((2000 + year, rest))
    })?;
    Some((i32::try_from(year).ok()?, rest))
}

/// That many digits, and no more.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (number, rest) = text.split_at(end.unwrap_or(text.len()));
    let number = digits.contains(&number.len()).then(|| number.parse().ok());
    Some((number??, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    fn days(first: &str, last: &str) -> Days {
        Days {
            zone: Berlin,
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        }
    }

    fn denkwerkstatt() -> Days {
        days("2026-11-13", "2026-11-14")
    }

    fn told(text: &str, days: &Days) -> String {
        match front(text, days, None) {
            None => "nothing".to_owned(),
            Some(Front { day, doubts, rest }) => {
                let day = day.map(|day| day.to_string()).unwrap_or_default();
                format!("{day} {doubts:?} {rest}")
            }
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, expected) in [
            ("Freitag, 13.11.", "2026-11-13 [] "),
            ("Freitag, den 13.11.2026", "2026-11-13 [] "),
            ("Fr., 13.11.26", "2026-11-13 [] "),
            ("13. November 2026", "2026-11-13 [] "),
            ("13. November", "2026-11-13 [] "),
            ("13. Nov.", "2026-11-13 [] "),
            ("2026-11-14", "2026-11-14 [] "),
            ("14.11", "2026-11-14 [] "),
            ("Tag 1", "2026-11-13 [] "),
            ("TAG 2:", "2026-11-14 [] "),
            ("1. Tag", "2026-11-13 [] "),
            ("Zweiter Tag", "2026-11-14 [] "),
            ("Tag 1 – Freitag, 13. November", "2026-11-13 [] "),
            (
                "Tag 2: Ideen werden Workstreams",
                "2026-11-14 [] Ideen werden Workstreams",
            ),
            ("Samstag", "2026-11-14 [] "),
            ("Sa", "2026-11-14 [] "),
            ("Programm am Samstag", "2026-11-14 [] "),
            ("Friday, 13 November 2026", "2026-11-13 [] "),
            ("Friday, 13th of November", "2026-11-13 [] "),
            ("Saturday, November 14th, 2026", "2026-11-14 [] "),
            ("Day 2", "2026-11-14 [] "),
            ("Fr 10:00 Ankommen", "2026-11-13 [] 10:00 Ankommen"),
            (
                "13.11., 10:00 Uhr Ankommen",
                "2026-11-13 [] 10:00 Uhr Ankommen",
            ),
            ("13.11. 10 Uhr Ankommen", "2026-11-13 [] 10 Uhr Ankommen"),
            (
                "13.11.2026\t10:00\tAnkommen",
                "2026-11-13 [] 10:00\tAnkommen",
            ),
        ] {
            assert_eq!(told(text, &denkwerkstatt()), expected, "{text}");
        }
    }

    #[test]
    fn a_day_that_does_not_fit_is_doubted() {
        for (text, expected) in [
            ("Donnerstag, 13.11.", "2026-11-13 [WeekdayDiffers] "),
            ("13.11.2025", "2025-11-13 [DayNotOfTheEvent] "),
            ("15. November", "2026-11-15 [DayNotOfTheEvent] "),
            ("31. Februar", " [DayNotOfTheEvent] "),
            ("Tag 3", " [DayNotOfTheEvent] "),
            ("Montag", " [DayNotOfTheEvent] "),
            ("Tag 1, 14.11.", "2026-11-14 [DayUnclear] "),
        ] {
            assert_eq!(told(text, &denkwerkstatt()), expected, "{text}");
        }
        let weeks = days("2026-11-02", "2026-11-20");
        assert_eq!(told("Freitag", &weeks), "2026-11-06 [DayUnclear] ");
    }

    #[test]
    fn what_goes_on_like_a_sentence_is_no_day() {
        for text in [
            "",
            "10:00 Uhr",
            "13.11 Begrüßung",
            "So geht es weiter",
            "So – geht es weiter",
            "Montag ist Ruhetag",
            "14. Dezember ist die Frist",
            "1. Begrüßung",
            "Mai",
            "Tagesordnung",
            "Programm",
            "3 Thesen",
            "Sonne und Wind",
        ] {
            assert_eq!(told(text, &denkwerkstatt()), "nothing", "{text}");
        }
    }

    #[test]
    fn a_year_may_change_within_an_event() {
        let turn = days("2026-12-31", "2027-01-01");
        assert_eq!(told("1. Januar", &turn), "2027-01-01 [] ");
        assert_eq!(told("31.12.", &turn), "2026-12-31 [] ");
    }
}
