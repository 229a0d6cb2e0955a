//! Reading what other servers wrote: a string where we send a list, an object where we send an id,
//! one language where we send three. Nothing here fails; what cannot be read is absent.

use super::PUBLIC;
use chrono::{DateTime, Datelike as _, FixedOffset};
use serde_json::Value;
use std::ops::RangeInclusive;
use url::Url;

/// More items than this in one property are ignored (a mention or hashtag bomb).
pub const ITEMS_AT_MOST: usize = 20;
/// The longest id, link or address we keep, in bytes.
const URL_BYTES_AT_MOST: usize = 2_048;
const YEARS: RangeInclusive<i32> = 1_000..=9_998;
/// Combining marks in a row beyond this are dropped ("zalgo").
const MARKS_AT_MOST: usize = 8;

/// A document as other servers send it. NUL, which PostgreSQL keeps in no text, is left out, and a
/// member whose name has one is no term of anybody's.
pub fn json(bytes: &[u8]) -> Option<Value> {
    let mut json = serde_json::from_slice(bytes).ok()?;
    // The parser takes NUL in this spelling only.
    if bytes.windows(NUL.len()).any(|found| found == NUL) {
        drop_nul(&mut json);
    }
    Some(json)
}

const NUL: &[u8] = br"\u0000";

/// Leave NUL out of every text.
pub(crate) fn drop_nul(json: &mut Value) {
    match json {
        Value::String(text) => text.retain(|c| c != '\0'),
        Value::Array(items) => items.iter_mut().for_each(drop_nul),
        Value::Object(members) => {
            members.retain(|name, _| !name.contains('\0'));
            members.values_mut().for_each(drop_nul);
        }
        _ => {}
    }
}

/// The `type`, also where it is a list of one.
pub fn kind(value: &Value) -> Option<&str> {
    match &value["type"] {
        Value::String(kind) => Some(kind),
        Value::Array(kinds) => kinds.first()?.as_str(),
        _ => None,
    }
}

/// An id given as a string, or as an object that has one.
pub fn id(value: &Value) -> Option<Url> {
    match value {
        Value::String(text) => url(text),
        Value::Object(members) => url(members.get("id")?.as_str()?),
        Value::Array(items) => id(items.first()?),
        _ => None,
    }
}

/// An absolute http(s) URL without user info; anything else could point into another program.
pub fn url(text: &str) -> Option<Url> {
    if text.len() > URL_BYTES_AT_MOST {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none();
    // Written out, a letter outside of ASCII is up to three times as long.
    (plain && url.as_str().len() <= URL_BYTES_AT_MOST).then_some(url)
}

/// The ids of a recipient list, with every spelling of Public made one.
pub fn recipients(value: &Value) -> Vec<Url> {
    each(value)
        .filter_map(|item| match item.as_str() {
            Some("Public" | "as:Public") => Url::parse(PUBLIC).ok(),
            _ => id(item),
        })
        .collect()
}

/// The items of a property that may hold one or many.
pub fn each(value: &Value) -> impl Iterator<Item = &Value> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        Value::Null => &[],
        one => std::slice::from_ref(one),
    };
    items.iter().take(ITEMS_AT_MOST)
}

/// A text of one line: no controls, no bidirectional overrides, at most `limit` characters.
pub fn line(value: &Value, limit: usize) -> Option<String> {
    let mut marks = 0;
    let text: String = value
        .as_str()?
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .filter(|c| {
            marks = if is_combining(*c) { marks + 1 } else { 0 };
            marks <= MARKS_AT_MOST
        })
        .take(limit)
        .collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A text with markup, at most `bytes` long, cut at a character.
pub fn markup(value: &Value, bytes: usize) -> Option<String> {
    let text = value.as_str()?;
    let end = (0..=bytes.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))?;
    let text = &text[..end];
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// A time in a year of four digits, in every zone: what sorts as text and every calendar can show.
pub fn instant(value: &Value) -> Option<DateTime<FixedOffset>> {
    let instant = DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
    YEARS.contains(&instant.year()).then_some(instant)
}

/// A coordinate, also where it is written as text (Friendica) or as an integer.
pub fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::String(text) => text.parse().ok()?,
        other => other.as_f64()?,
    };
    number.is_finite().then_some(number)
}

/// Controls, zero-width characters beyond joiners, and what turns the writing direction around.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ids_come_as_text_object_or_list() {
        let expected = Url::parse("https://a.example/1").ok();
        assert_eq!(id(&json!("https://a.example/1")), expected);
        assert_eq!(id(&json!({"id": "https://a.example/1"})), expected);
        assert_eq!(id(&json!(["https://a.example/1"])), expected);
        for odd in [
            json!("javascript:alert(1)"),
            json!("https://u:p@a.example/"),
            json!(7),
        ] {
            assert_eq!(id(&odd), None, "{odd}");
        }
    }

    #[test]
    fn an_address_is_of_the_web_names_nobody_and_has_an_end() {
        let filled = |letter: &str, times| format!("https://a.example/{}", letter.repeat(times));
        let longest = filled("a", URL_BYTES_AT_MOST - "https://a.example/".len());
        assert_eq!(longest.len(), URL_BYTES_AT_MOST);
        for plain in ["https://a.example/1", "http://a.example:8080/", &longest] {
            assert!(url(plain).is_some(), "{plain}");
        }
        for odd in [
            "ftp://a.example/",
            "https:///",
            "https://u@a.example/",
            "https://:p@a.example/",
            &format!("{longest}a"),
            // Short once it is read.
            &format!("https://a.example/{}x", "../".repeat(URL_BYTES_AT_MOST)),
            // Three times as long when it is written out.
            &filled("ä", URL_BYTES_AT_MOST / 3),
        ] {
            assert_eq!(url(odd), None, "{odd}");
        }
    }

    #[test]
    fn of_a_list_without_end_the_first_items_are_read() {
        let ids = (0..=ITEMS_AT_MOST).map(|number| json!(format!("https://a.example/{number}")));
        let read = recipients(&ids.collect());
        assert_eq!(read.len(), ITEMS_AT_MOST);
        assert_eq!(read[0].as_str(), "https://a.example/0");
    }

    #[test]
    fn a_number_is_one_that_can_be_shown() {
        for (said, read) in [
            (json!("52.5"), Some(52.5)),
            (json!(13), Some(13.0)),
            (json!("NaN"), None),
            (json!("inf"), None),
            (json!("here"), None),
        ] {
            assert_eq!(number(&said), read, "{said}");
        }
    }

    #[test]
    fn every_spelling_of_public_is_one() {
        for spelling in ["Public", "as:Public", PUBLIC] {
            assert_eq!(
                recipients(&json!(spelling)),
                [Url::parse(PUBLIC).expect("a URL")]
            );
        }
    }

    #[test]
    fn a_line_has_no_tricks_left() {
        let tricky = json!("Ge\u{202E}fa\u{200B}hr\r\nATTENDEE:x\u{0}");
        assert_eq!(line(&tricky, 100).as_deref(), Some("Gefahr  ATTENDEE:x"));
        let zalgo = format!("a{}", "\u{0301}".repeat(10_000));
        assert_eq!(
            line(&json!(zalgo), 100).map(|text| text.chars().count()),
            Some(9)
        );
        assert_eq!(line(&json!("   "), 10), None);
        assert_eq!(line(&json!("äöü"), 2).as_deref(), Some("äö"));
    }

    #[test]
    fn what_no_database_keeps_is_left_out() {
        let sent = br#"{"a\u0000": 1, "name": "De\u0000nk", "tag": [{"name": "\u0000"}]}"#;
        let read = json(sent).expect("JSON");
        assert_eq!(read, json!({"name": "Denk", "tag": [{"name": ""}]}));
        assert_eq!(json(br#"{"name": "\ud800"}"#), None);
    }

    #[test]
    fn times_are_of_years_that_calendars_know() {
        let read = |text| instant(&json!(text)).is_some();
        assert!(read("2026-11-13T10:00:00+01:00"));
        for odd in [
            "+262142-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59-12:00",
            "0999-01-01T00:00:00Z",
            "2026-11-13",
        ] {
            assert!(!read(odd), "{odd}");
        }
    }

    #[test]
    fn markup_is_cut_between_characters() {
        assert_eq!(markup(&json!("äöü"), 3).as_deref(), Some("ä"));
    }
}
