//! What two versions of an event's form say differently, in the words of the form.

use crate::{
    Result,
    events::{Attendance, Draft, Kind, draft},
    web::page::Page,
};
use serde_json::Value;

/// Every field of the form that says something about the event, and the key of its label.
const FIELDS: [(&str, &str); 52] = [
    ("title_de", "event-form-title-de"),
    ("summary_de", "event-form-summary-de"),
    ("description_de", "event-form-description-de"),
    ("title_en", "event-form-title-en"),
    ("summary_en", "event-form-summary-en"),
    ("description_en", "event-form-description-en"),
    ("title_de_simple", "event-form-title-de-simple"),
    ("summary_de_simple", "event-form-summary-de-simple"),
    ("description_de_simple", "event-form-description-de-simple"),
    ("kind", "event-form-kind"),
    ("series", "event-form-series"),
    ("edition", "event-form-edition"),
    ("subtitle", "event-form-subtitle"),
    ("starts_on", "event-form-starts-on"),
    ("starts_at", "event-form-starts-at"),
    ("ends_on", "event-form-ends-on"),
    ("ends_at", "event-form-ends-at"),
    ("zone", "event-form-zone"),
    ("attendance", "event-form-attendance"),
    ("place_name", "event-form-place-name"),
    ("street", "event-form-street"),
    ("postal_code", "event-form-postal-code"),
    ("locality", "event-form-locality"),
    ("region", "event-form-region"),
    ("country", "event-form-country"),
    ("latitude", "event-form-latitude"),
    ("longitude", "event-form-longitude"),
    ("place_protected", "event-form-place-protected"),
    ("room_url", "event-form-room-url"),
    ("venue_note", "event-form-venue-note"),
    ("registration", "event-form-registration"),
    ("seats_in_person", "event-form-seats-in-person"),
    ("seats_online", "event-form-seats-online"),
    ("waiting_list", "event-form-waiting-list"),
    ("registration_ends_on", "event-form-registration-ends-on"),
    ("registration_ends_at", "event-form-registration-ends-at"),
    ("groups", "event-form-groups"),
    ("questions", "event-form-questions"),
    ("step_free", "event-access-step-free"),
    ("sign_language", "event-access-sign-language"),
    ("captions", "event-access-captions"),
    ("easy_language", "event-access-easy-language"),
    ("access_note", "event-form-access-note"),
    ("topics", "event-form-topics"),
    ("contact", "event-form-contact"),
    ("registration_url", "event-form-registration-url"),
    ("language", "event-form-language"),
    ("picture", "event-form-picture"),
    ("picture_alt", "event-form-picture-alt"),
    ("picture_credit", "event-form-picture-credit"),
    ("publish_on", "event-form-publish-on"),
    ("publish_at", "event-form-publish-at"),
];

const TIME_AND_PLACE: [&str; 14] = [
    "starts_on",
    "starts_at",
    "ends_on",
    "ends_at",
    "zone",
    "attendance",
    "place_name",
    "street",
    "postal_code",
    "locality",
    "region",
    "country",
    "latitude",
    "longitude",
];

/// What is for those alone who take part.
const TAKING_PART: [&str; 2] = ["room_url", "venue_note"];

/// What of a place is not said to everybody where it is protected.
const EXACT_PLACE: [&str; 5] = [
    "place_name",
    "street",
    "postal_code",
    "latitude",
    "longitude",
];

/// The fields that are ticked or not.
const TICKED: [&str; 6] = [
    "step_free",
    "sign_language",
    "captions",
    "easy_language",
    "place_protected",
    "waiting_list",
];

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    name: &'static str,
    pub label: String,
    pub one: String,
    pub other: String,
}

/// The key of a field's label.
pub fn label(name: &str) -> &'static str {
    let known = FIELDS.iter().find(|(known, _)| *known == name);
    known.map_or("", |(_, key)| key)
}

impl Difference {
    /// Whether those who take part are told of it.
    pub fn is_of_time_or_place(&self) -> bool {
        TIME_AND_PLACE.contains(&self.name) || TAKING_PART.contains(&self.name)
    }

    /// Whether nobody but those who take part gets to see it.
    pub fn is_hidden(&self, place_is_protected: bool) -> bool {
        TAKING_PART.contains(&self.name) || place_is_protected && EXACT_PLACE.contains(&self.name)
    }
}

/// The fields in which `one` and `other` differ, in the order of the form.
pub fn differences(page: &Page, one: &Draft, other: &Draft) -> Result<Vec<Difference>> {
    let (one, other) = (serde_json::to_value(one)?, serde_json::to_value(other)?);
    let differing = FIELDS.iter().filter_map(|(name, label)| {
        let (before, after) = (plain(&one[name]), plain(&other[name]));
        (before != after).then(|| Difference {
            name,
            label: page.t(label),
            one: said(page, name, &before),
            other: match (*name, before.is_empty(), after.is_empty()) {
                ("picture", false, false) => page.t("event-form-picture-other"),
                _ => said(page, name, &after),
            },
        })
    });
    Ok(differing.collect())
}

/// A browser sends other line breaks than it was given.
fn plain(value: &Value) -> String {
    match value {
        Value::Bool(ticked) => ticked.to_string(),
        value => value
            .as_str()
            .unwrap_or_default()
            .replace("\r\n", "\n")
            .trim()
            .to_owned(),
    }
}

/// What a field says, in the words of the form.
pub fn said(page: &Page, name: &str, value: &str) -> String {
    let key = match (name, value) {
        (_, "") => Some("event-form-nothing"),
        (name, "true") if TICKED.contains(&name) => Some("event-form-yes"),
        (name, "false") if TICKED.contains(&name) => Some("event-form-no"),
        ("registration", "open") => Some("event-form-registration-open"),
        ("registration", "approval") => Some("event-form-registration-approval"),
        ("kind", kind) => Kind::named(kind).map(Kind::key),
        ("attendance", mode) => Attendance::named(mode).map(Attendance::key),
        ("language", "de") => Some("event-language-de"),
        ("language", "en") => Some("event-language-en"),
        ("language", "de-simple") => Some("event-language-de-simple"),
        ("picture", _) => Some("event-form-picture-one"),
        _ => None,
    };
    match (key, name) {
        (Some(key), _) => page.t(key),
        (None, "starts_on" | "ends_on" | "publish_on" | "registration_ends_on") => {
            match draft::read_date(value) {
                Some(date) => page.date(&date),
                None => value.to_owned(),
            }
        }
        (None, _) => value.to_owned(),
    }
}
