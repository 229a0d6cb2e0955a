//! The time a line of a programme begins with: „10:00 Uhr“, „10.30 – 11.30“, „ab 9 Uhr“, „14h00“, „9–10 am“.

use super::text::{after_word, is_dash, starts_inside_a_word};
use chrono::{NaiveTime, Timelike};

/// What may stand before a time without changing it.
const BEFORE: [&str; 16] = [
    "ab", "um", "von", "gegen", "ca.", "ca", "circa", "etwa", "from", "at", "around", "starting",
    "zeit:", "uhrzeit:", "beginn:", "time:",
];
/// How many of these may follow each other.
const BEFORE_AT_MOST: usize = 3;
const UNTIL: [&str; 4] = ["bis", "to", "until", "till"];

/// What a line says about its time.
#[derive(Debug, PartialEq, Eq)]
pub enum Front<'a> {
    Nothing,
    Times(Times<'a>),
    /// „25:00“
    Impossible,
    /// „bis 18 Uhr“: nobody knows when it begins.
    EndOnly,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Times<'a> {
    pub starts: NaiveTime,
    pub ends: Option<End>,
    /// „13.11“ with nothing that says it is a time: day and month if it were none.
    pub or_date: Option<(u32, u32)>,
    /// What comes after the time and what separates it.
    pub rest: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    At(NaiveTime),
    /// „24:00“
    Midnight,
}

/// Read the time in front of `text`.
pub fn front(text: &str) -> Front<'_> {
    let mut text = text.trim_start();
    if let Some(rest) = until(text) {
        let ends = clock(rest.trim_start()).is_some_and(|clock| clock.is_sure());
        return if ends { Front::EndOnly } else { Front::Nothing };
    }
    for _ in 0..BEFORE_AT_MOST {
        let Some(rest) = BEFORE.iter().find_map(|word| after_word(text, word)) else {
            break;
        };
        text = rest.trim_start();
    }
    if let Some(inside) = text.strip_prefix(['(', '[']) {
        return bracketed(inside);
    }
    span(text)
}

/// Whether a time stands anywhere in `text`, not only in front.
pub fn is_in(text: &str) -> bool {
    let digits = text.match_indices(|c: char| c.is_ascii_digit());
    let mut begins = digits.filter(|(at, _)| !starts_inside_a_word(text, *at));
    begins.any(|(at, _)| {
        clock(&text[at..]).is_some_and(|clock| clock.has_colon || clock.unit.is_some())
    })
}

fn bracketed(inside: &str) -> Front<'_> {
    let Some((inside, rest)) = inside.split_once([')', ']']) else {
        return Front::Nothing;
    };
    match span(inside) {
        Front::Times(times) if times.rest.trim().is_empty() => Front::Times(Times {
            rest: after_separators(rest),
            ..times
        }),
        _ => Front::Nothing,
    }
}

fn span(text: &str) -> Front<'_> {
    let Some(first) = clock(text) else {
        return Front::Nothing;
    };
    let second = after_dash(first.rest).and_then(clock);
    let second = second.filter(Clock::is_sure);
    if second.is_none() && !first.is_sure() {
        return Front::Nothing;
    }
    let ends = second.as_ref().map(Clock::end);
    let starts = first.starts_before(second.as_ref());
    let (Some(starts), None | Some(Some(_))) = (starts, ends) else {
        // „99.95 Euro“ is no time that went wrong, „25:00“ is.
        let is_meant = first.has_colon || first.unit.is_some() || second.is_some();
        return if is_meant {
            Front::Impossible
        } else {
            Front::Nothing
        };
    };
    let is_plain = second.is_none() && first.unit.is_none() && !first.has_colon;
    let rest = second.as_ref().map_or(first.rest, |second| second.rest);
    Front::Times(Times {
        starts,
        ends: ends.flatten(),
        or_date: is_plain.then_some((first.hour, first.minute.unwrap_or_default())),
        rest: after_separators(rest),
    })
}

/// The text after a dash, a „bis“ or the next cell.
fn after_dash(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(' ');
    if let Some(rest) = until(text) {
        return Some(rest.trim_start());
    }
    let rest = text.trim_start_matches(|c| is_dash(c) || matches!(c, '\t' | '>' | '→'));
    (rest.len() < text.len()).then(|| rest.trim_start())
}

fn until(text: &str) -> Option<&str> {
    UNTIL.iter().find_map(|word| after_word(text, word))
}

/// Leave out what stands between a time and what takes place; at most one border of a cell.
fn after_separators(text: &str) -> &str {
    let between = |c: char| is_dash(c) || matches!(c, ' ' | ':' | ',' | ';' | '|' | '→' | '>');
    let text = text.trim_start_matches(between);
    let text = text.strip_prefix('\t').unwrap_or(text);
    text.trim_start_matches(between).trim_end()
}

#[derive(Debug, PartialEq, Eq)]
struct Clock<'a> {
    hour: u32,
    minute: Option<u32>,
    has_colon: bool,
    unit: Option<Unit>,
    rest: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Hour,
    Morning,
    Afternoon,
}

impl Clock<'_> {
    /// A number alone is no time.
    fn is_sure(&self) -> bool {
        self.minute.is_some() || self.unit.is_some()
    }

    fn time(&self, unit: Option<Unit>) -> Option<NaiveTime> {
        let hour = match unit {
            Some(Unit::Morning | Unit::Afternoon) if !(1..=12).contains(&self.hour) => return None,
            Some(Unit::Morning) => self.hour % 12,
            Some(Unit::Afternoon) => self.hour % 12 + 12,
            Some(Unit::Hour) | None => self.hour,
        };
        NaiveTime::from_hms_opt(hour, self.minute.unwrap_or(0), 0)
    }

    fn end(&self) -> Option<End> {
        if self.hour == 24 && self.minute.unwrap_or(0) == 0 {
            return Some(End::Midnight);
        }
        self.time(self.unit).map(End::At)
    }

    /// „2–3 pm“ says of both that they are in the afternoon, „11–1 pm“ does not.
    fn starts_before(&self, second: Option<&Self>) -> Option<NaiveTime> {
        let said = second.and_then(|second| Some((second.unit?, second.time(second.unit)?)));
        match said {
            Some((unit @ (Unit::Morning | Unit::Afternoon), ends)) if self.unit.is_none() => {
                let same = self.time(Some(unit)).filter(|starts| *starts < ends);
                same.or_else(|| self.time(None))
            }
            _ => self.time(self.unit),
        }
    }
}

fn clock(text: &str) -> Option<Clock<'_>> {
    let (hour, rest) = number(text)?;
    let mut clock = Clock {
        hour,
        minute: None,
        has_colon: false,
        unit: None,
        rest,
    };
    let separator = rest.chars().next().unwrap_or(' ');
    if matches!(separator, ':' | '.' | 'h' | 'H')
        && let Some((minute, rest)) = two_digits(&rest[1..])
    {
        // „10.11.“ and „10.11.2026“ are days.
        if separator == '.' && rest.starts_with('.') {
            return None;
        }
        clock.minute = Some(minute);
        clock.has_colon = separator == ':';
        clock.unit = matches!(separator, 'h' | 'H').then_some(Unit::Hour);
        clock.rest = rest;
        // Tables write seconds.
        if separator == ':'
            && let Some((_, rest)) = rest.strip_prefix(':').and_then(two_digits)
        {
            clock.rest = rest;
        }
    }
    let words = clock.rest.trim_start_matches(' ');
    for (word, unit) in [
        ("uhr", Unit::Hour),
        ("o'clock", Unit::Hour),
        ("o’clock", Unit::Hour),
        ("h", Unit::Hour),
        ("a.m.", Unit::Morning),
        ("am", Unit::Morning),
        ("p.m.", Unit::Afternoon),
        ("pm", Unit::Afternoon),
    ] {
        // „14:00 am Tisch“ is German.
        let is_german = word == "am" && hour > 12;
        // „4h-Lauf“ is one word.
        let is_one_word = |rest: &str| word == "h" && is_joined(rest);
        if let Some(rest) = after_word(words, word)
            && !is_german
            && !is_one_word(rest)
        {
            clock.unit = Some(unit);
            clock.rest = rest;
            break;
        }
    }
    let ends_well = !clock.rest.starts_with(|c: char| c.is_alphanumeric());
    ends_well.then_some(clock)
}

/// A hyphen and a letter follow at once.
fn is_joined(text: &str) -> bool {
    let after = text.trim_start_matches(is_dash);
    after.len() < text.len() && after.starts_with(char::is_alphabetic)
}

/// One or two digits, and no third.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    let number = (1..=2).contains(&digits.len());
    Some((number.then(|| digits.parse().ok())??, rest))
}

fn two_digits(text: &str) -> Option<(u32, &str)> {
    number(text).filter(|(_, rest)| text.len() - rest.len() == 2)
}

/// As a draft takes it.
pub fn typed(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match front(text) {
            Front::Nothing => "nothing".to_owned(),
            Front::Impossible => "impossible".to_owned(),
            Front::EndOnly => "end only".to_owned(),
            Front::Times(times) => {
                let ends = match times.ends {
                    None => String::new(),
                    Some(End::Midnight) => "–24:00".to_owned(),
                    Some(End::At(ends)) => format!("–{}", typed(ends)),
                };
                format!("{}{ends} {}", typed(times.starts), times.rest)
            }
        }
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, expected) in [
            ("10:00 Uhr – Begrüßung", "10:00 Begrüßung"),
            ("10.30 – 11.30 Ergebnisse", "10:30–11:30 Ergebnisse"),
            ("10:30–11:30 Uhr: Ergebnisse", "10:30–11:30 Ergebnisse"),
            ("10:30-11:30 Ergebnisse", "10:30–11:30 Ergebnisse"),
            ("10 — 11 Uhr Ergebnisse", "10:00–11:00 Ergebnisse"),
            ("10:00 bis 11:00 Uhr Ergebnisse", "10:00–11:00 Ergebnisse"),
            ("von 10 Uhr bis 11 Uhr Ergebnisse", "10:00–11:00 Ergebnisse"),
            ("ab 9 Uhr Ankommen", "09:00 Ankommen"),
            ("ca. 9.05 Uhr, Ankommen", "09:05 Ankommen"),
            ("14h00 Ankommen", "14:00 Ankommen"),
            ("14h Ankommen", "14:00 Ankommen"),
            ("10:00:00\tAnkommen\tSaal", "10:00 Ankommen\tSaal"),
            ("10:00\t11:00\tAnkommen", "10:00–11:00 Ankommen"),
            ("[10:00] Ankommen", "10:00 Ankommen"),
            ("(10:00–10:30) Ankommen", "10:00–10:30 Ankommen"),
            ("10:00 – 3 Thesen", "10:00 3 Thesen"),
            ("22:00–24:00 Ausklang", "22:00–24:00 Ausklang"),
            ("9 am Arrival", "09:00 Arrival"),
            ("9am: Arrival", "09:00 Arrival"),
            ("2–3 pm Lunch", "14:00–15:00 Lunch"),
            ("11–1 pm Lunch", "11:00–13:00 Lunch"),
            ("12:15 p.m. Lunch", "12:15 Lunch"),
            ("12 a.m. Night", "00:00 Night"),
            ("from 10:00 to 11:00 Results", "10:00–11:00 Results"),
            ("10:00", "10:00 "),
            ("14:00 am Tisch", "14:00 am Tisch"),
            ("bis 18 Uhr Ausklang", "end only"),
            ("25:00 Ausklang", "impossible"),
            ("10:75 Ausklang", "impossible"),
            ("26 Uhr Ausklang", "impossible"),
            ("10:00–26:00 Ausklang", "impossible"),
            ("13 pm Lunch", "impossible"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_times() {
        for text in [
            "",
            "13.11.",
            "13.11.2026",
            "3 Thesen",
            "100:00",
            "99.95 Euro",
            "2026-11-13",
            "10 – 11 Leute",
            "10:000",
            "bis alle da sind",
            "(Raum 2)",
            "ab morgen",
            "4h-Lauf 3",
            "10.30b",
        ] {
            assert_eq!(told(text), "nothing", "{text}");
        }
    }

    #[test]
    fn what_could_be_a_day_says_so() {
        let or_date = |text| match front(text) {
            Front::Times(times) => times.or_date,
            _ => None,
        };
        assert_eq!(or_date("13.11 Begrüßung"), Some((13, 11)));
        assert_eq!(or_date("13.11 Uhr Begrüßung"), None);
        assert_eq!(or_date("13:11 Begrüßung"), None);
        assert_eq!(or_date("13.11 – 14.30 Begrüßung"), None);
    }

    #[test]
    fn a_time_is_seen_in_the_middle_of_a_line() {
        for (text, expected) in [
            ("Mittagessen um 12:30", true),
            ("Mittagessen, 12 Uhr", true),
            ("Artikel 13.11", false),
            ("Version 1.10 und 2 Leute", false),
            ("ISO27:00", false),
        ] {
            assert_eq!(is_in(text), expected, "{text}");
        }
    }
}
