//! Which reader gets what: from bytes to what was found and what could not be read. Refuses what is too
//! large before looking into it. No database, no network, no clock but the one passed in.

use super::{
    Format, Reading, Reason, activitypub, encoding, ics, pretalx, schema_org, the_events_calendar,
    web_page,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use url::Url;

/// The largest file or page that is read, in bytes.
pub const BYTES_AT_MOST: usize = 1024 * 1024;
/// More events than this in one reading are not taken.
pub const EVENTS_AT_MOST: usize = 1_000;
/// What all drafts of one reading may say together, in bytes: a rule can repeat a long text.
pub const TEXT_BYTES_AT_MOST: usize = 8 * 1024 * 1024;

/// For whom and when it is read.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The zone of times that name none.
    pub home: Tz,
    /// The language of texts that name none: `de` or `en`.
    pub language: String,
    pub now: DateTime<Utc>,
}

/// What these bytes say about events. The reader is picked by `media_type`, a `Content-Type` with or
/// without parameters; where that says little, by how the bytes begin. `address` is where they are
/// from, if anywhere: what links are relative to.
pub fn read(bytes: &[u8], media_type: &str, address: Option<&Url>, setting: &Setting) -> Reading {
    if bytes.len() > BYTES_AT_MOST {
        return Reading::refused(Reason::TooLarge);
    }
    let kind = media_type.split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    if federation::vocabulary::is_activity_json(media_type) {
        return json(bytes, address, setting);
    }
    match kind.as_str() {
        "text/calendar" => calendar(bytes, media_type, setting),
        "text/html" | "application/xhtml+xml" => page(bytes, media_type, address, setting),
        "text/csv" => Reading::refused(Reason::Registrations),
        "" | "text/plain" | "application/octet-stream" => {
            sniff(bytes, media_type, address, setting)
        }
        kind if kind == "application/json" || kind.ends_with("+json") => {
            json(bytes, address, setting)
        }
        _ => Reading::refused(Reason::UnknownFormat),
    }
}

fn calendar(bytes: &[u8], media_type: &str, setting: &Setting) -> Reading {
    ics::read(bytes, media_type, setting).of(Format::Calendar)
}

fn page(bytes: &[u8], media_type: &str, address: Option<&Url>, setting: &Setting) -> Reading {
    web_page::read(bytes, media_type, address, setting).of(Format::Page)
}

/// By how it begins: files are sent without a type, and servers call calendars plain text.
fn sniff(bytes: &[u8], media_type: &str, address: Option<&Url>, setting: &Setting) -> Reading {
    let (text, _) = encoding::text(bytes, media_type, None);
    let start = text.trim_start();
    let is_calendar = start
        .get(.."BEGIN:".len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case("BEGIN:"));
    match start.chars().next() {
        _ if is_calendar => calendar(bytes, media_type, setting),
        Some('<') => page(bytes, media_type, address, setting),
        Some('{' | '[') => json(start.as_bytes(), address, setting),
        None => Reading::refused(Reason::Nothing),
        Some(_) => Reading::refused(Reason::UnknownFormat),
    }
}

/// JSON says by its members what it is.
fn json(bytes: &[u8], address: Option<&Url>, setting: &Setting) -> Reading {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Some(json) = federation::vocabulary::read::json(bytes) else {
        return Reading::refused(Reason::Broken);
    };
    if pretalx::is_schedule(&json) {
        pretalx::read(&json, address, setting).of(Format::Schedule)
    } else if the_events_calendar::is_list_or_event(&json) {
        the_events_calendar::read(&json, setting).of(Format::TheEventsCalendar)
    } else if activitypub::is_object(&json) {
        activitypub::read(&json, setting).of(Format::Object)
    } else if schema_org::is_document(&json) {
        schema_org::read(&json, address, setting).of(Format::Page)
    } else {
        Reading::refused(Reason::UnknownFormat)
    }
}

/// A text of one line, of whatever JSON has here; empty where it has none.
pub(super) fn line(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        text => federation::vocabulary::read::line(text, usize::MAX).unwrap_or_default(),
    }
}
