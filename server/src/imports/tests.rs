//! Which reader gets what, and what is refused before any does. Here is also what the tests of all
//! readers share.

use super::*;

/// Sunday, 22 November 2026, in Berlin.
pub fn setting() -> Setting {
    Setting {
        home: chrono_tz::Europe::Berlin,
        language: "de".into(),
        now: "2026-11-22T12:00:00Z".parse().expect("a time"),
    }
}

/// An event of a reading, with a draft that could be saved as it is.
pub fn checked(reading: &Reading, number: usize) -> &Found {
    let found = reading
        .events
        .get(number)
        .unwrap_or_else(|| panic!("an event in {reading:?}"));
    let setting = setting();
    let checked = found.draft.check(setting.home, setting.now);
    assert!(checked.is_ok(), "{checked:?} of {:?}", found.draft);
    found
}

fn reason(bytes: &[u8], media_type: &str) -> Option<Reason> {
    let reading = read(bytes, media_type, None, &setting());
    reading.unreadable.first().map(|item| item.reason.clone())
}

const ICS: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Denkwerkstatt\r\nDTSTART:20270113T090000Z\r\nDTEND:20270113T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
const HTML: &str = "<!doctype html><div class=h-event><b class=p-name>Denkwerkstatt</b><time class=dt-start datetime=2027-01-13T10:00></div>";
const JSON_LD: &str = r#"{"@context": "https://schema.org", "@type": "Event", "name": "Denkwerkstatt", "startDate": "2027-01-13T10:00"}"#;
const TEC: &str =
    r#"{"events": [{"title": "Denkwerkstatt", "start_date": "2027-01-13 10:00:00"}]}"#;
const SCHEDULE: &str =
    r#"{"schedule": {"conference": {"title": "Denkwerkstatt", "start": "2027-01-13"}}}"#;
const OBJECT: &str = r#"{"id": "https://a.example/1", "type": "Event", "attributedTo": "https://a.example/actor", "name": "Denkwerkstatt", "startTime": "2027-01-13T09:00:00Z"}"#;

#[test]
fn the_reader_is_picked_by_type_and_by_how_it_begins() {
    for (source, types) in [
        (
            ICS,
            &[
                "text/calendar; charset=utf-8",
                "",
                "text/plain",
                "application/octet-stream",
            ][..],
        ),
        (
            HTML,
            &[
                "text/html",
                "application/xhtml+xml;charset=utf-8",
                "text/plain",
            ],
        ),
        (JSON_LD, &["application/ld+json", "application/json", ""]),
        (TEC, &["application/json; charset=UTF-8", ""]),
        (SCHEDULE, &["application/json", "text/plain"]),
        (OBJECT, &["application/activity+json", "application/json"]),
    ] {
        for media_type in types {
            for mark in ["", "\u{FEFF}"] {
                let bytes = format!("{mark}{source}");
                let reading = read(bytes.as_bytes(), media_type, None, &setting());
                let titles: Vec<_> = reading
                    .events
                    .iter()
                    .map(|found| found.draft.title_de.as_str())
                    .collect();
                assert_eq!(
                    titles,
                    ["Denkwerkstatt"],
                    "{media_type}: {source} {:?}",
                    reading.unreadable
                );
            }
        }
    }
}

#[test]
fn what_is_too_large_is_not_looked_into() {
    let large = vec![b' '; 10 * 1024 * 1024];
    for media_type in ["text/calendar", "text/html", "application/json", ""] {
        assert_eq!(
            reason(&large, media_type),
            Some(Reason::TooLarge),
            "{media_type}"
        );
    }
}

#[test]
fn what_is_none_of_it_says_what_it_is_not() {
    for (bytes, media_type, expected) in [
        (&b""[..], "", Reason::Nothing),
        (b"Hallo", "text/plain", Reason::UnknownFormat),
        (b"%PDF-1.7", "application/pdf", Reason::UnknownFormat),
        (
            b"PK\x03\x04",
            "application/octet-stream",
            Reason::UnknownFormat,
        ),
        (b"{", "application/json", Reason::Broken),
        (b"{\"a\": 1}", "application/json", Reason::UnknownFormat),
        (b"", "text/calendar", Reason::Broken),
        (b"<p>Nichts", "text/html", Reason::Nothing),
        (b"Name,E-Mail", "text/csv", Reason::Registrations),
    ] {
        assert_eq!(reason(bytes, media_type), Some(expected), "{media_type}");
    }
}

#[test]
fn the_same_source_gives_the_same_keys() {
    for source in [ICS, HTML, JSON_LD, TEC, SCHEDULE, OBJECT] {
        let keys = |now: &str| {
            let setting = Setting {
                now: now.parse().expect("a time"),
                ..setting()
            };
            let reading = read(source.as_bytes(), "", None, &setting);
            reading
                .events
                .into_iter()
                .map(|found| found.key)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            keys("2026-11-22T12:00:00Z"),
            keys("2027-03-01T00:00:00Z"),
            "{source}"
        );
    }
}

#[test]
fn bytes_of_any_kind_end_no_program() {
    // Not random, so that what fails once fails again.
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for source in [ICS, HTML, JSON_LD, TEC, SCHEDULE, OBJECT] {
        for _ in 0..150 {
            let mut bytes = source.as_bytes().to_vec();
            for _ in 0..1 + next() % 6 {
                let at = next() % bytes.len();
                match next() % 4 {
                    0 => bytes[at] = next() as u8,
                    1 => drop(bytes.remove(at)),
                    2 => bytes.insert(at, b"\0\n:;,\"\\<>{}9\xFF"[next() % 13]),
                    _ => bytes.truncate(at.max(1)),
                }
                if bytes.is_empty() {
                    break;
                }
            }
            for media_type in ["text/calendar", "text/html", "application/json", ""] {
                let reading = read(&bytes, media_type, None, &setting());
                assert!(!reading.events.is_empty() || !reading.unreadable.is_empty());
            }
        }
    }
}

#[test]
fn deep_json_is_refused() {
    let deep = format!(
        "{{\"@type\": {}1{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(
        reason(deep.as_bytes(), "application/json"),
        Some(Reason::Broken)
    );
}
