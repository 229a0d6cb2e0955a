//! A day counted from the start of an event. What is planned so moves along when the event does, and into
//! its next edition.

use super::Event;
use crate::{Refusal, i18n::Lang};
use chrono::{Duration, NaiveDate};

/// Days before the start.
pub const BEFORE_AT_MOST: i32 = 400;
/// Days after it.
const AFTER_AT_MOST: i32 = 60;

/// On which side of the start, as it is chosen, and the message that names it.
pub const SIDES: [(&str, &str); 2] = [
    ("before", "event-countdown-side-before"),
    ("after", "event-countdown-side-after"),
];

/// Days before the start as typed, below zero those after it; nothing where nothing is typed.
pub fn read(days: &str, side: &str) -> Result<Option<i32>, Refusal> {
    let wrong = Refusal::new("event-countdown-wrong").on("days");
    let days = days.trim();
    if days.is_empty() {
        return Ok(None);
    }
    let days: i32 = days.parse::<u16>().map_err(|_| wrong)?.into();
    let (counted, at_most) = match side.trim() {
        "" | "before" => (days, BEFORE_AT_MOST),
        "after" => (-days, AFTER_AT_MOST),
        _ => return Err(Refusal::new("event-countdown-side-unknown").on("side")),
    };
    match (0..=at_most).contains(&days) {
        true => Ok(Some(counted)),
        false => Err(wrong),
    }
}

/// The same, as it would have to be typed.
pub fn typed(days_before: i32) -> (String, &'static str) {
    let side = match days_before < 0 {
        true => "after",
        false => "before",
    };
    (days_before.abs().to_string(), side)
}

/// The day itself, where the event is.
pub fn on(event: &Event, days_before: i32) -> NaiveDate {
    event.starts().date_naive() - Duration::days(days_before.into())
}

/// „14 Tage vorher“
pub fn said(lang: Lang, days_before: i32) -> String {
    let key = match days_before < 0 {
        true => "event-countdown-after",
        false => "event-countdown-before",
    };
    lang.text_with(key, &[("days", &days_before.abs())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_to_both_sides_and_read_as_they_are_typed() {
        for (days, side, expected) in [
            ("", "after", None),
            (" 14 ", "", Some(14)),
            ("0", "before", Some(0)),
            ("3", "after", Some(-3)),
            ("400", "before", Some(400)),
            ("60", "after", Some(-60)),
        ] {
            let read = read(days, side).unwrap();
            assert_eq!(read, expected, "{days} {side}");
            if let Some(counted) = read {
                let (days, side) = typed(counted);
                assert_eq!(super::read(&days, side).unwrap(), read);
            }
        }
        for (days, side, field) in [
            ("bald", "before", "days"),
            ("-1", "before", "days"),
            ("-2147483648", "after", "days"),
            ("401", "before", "days"),
            ("61", "after", "days"),
            ("1", "daneben", "side"),
        ] {
            let refused = read(days, side).unwrap_err();
            assert_eq!(refused.field, Some(field), "{days} {side}");
        }
    }

    #[test]
    fn a_day_is_said_in_words() {
        for (days, expected) in [
            (14, "14 Tage vorher"),
            (1, "1 Tag vorher"),
            (0, "am ersten Tag"),
            (-1, "1 Tag danach"),
        ] {
            assert_eq!(said(Lang::De, days), expected);
        }
    }
}
