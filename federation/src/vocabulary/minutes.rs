//! Document of kind `minutes`: what a committee asks those of another server who hold a seat of it to approve.
//! Never public, and each is sent to one of them at a time. What is put to them anew after a change has
//! another id, so that nobody approves of what they have not read.

use super::read;
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::Value;
use url::Url;

/// What distinguishes minutes from other documents.
pub const MINUTES: &str = "minutes";
/// The longest name we keep, in characters.
const NAME_AT_MOST: usize = 300;
/// The longest text we keep, in bytes.
const CONTENT_BYTES_AT_MOST: usize = 262_144;
/// The longest word for how they stand that is read, in characters.
const STATE_AT_MOST: usize = 32;

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "Document", rename_all = "camelCase")]
pub struct Minutes {
    pub id: Url,
    /// The committee.
    pub attributed_to: Url,
    pub name: String,
    /// HTML, not cleaned.
    pub content: String,
    /// The day the committee sat.
    pub start_time: DateTime<FixedOffset>,
    pub kind: &'static str,
    /// How they stand, in our word: `submitted` or `approved`.
    pub state: String,
    pub published: DateTime<FixedOffset>,
    /// Since they were first told; absent where that is so still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<FixedOffset>>,
    /// Who holds the seat.
    pub to: Vec<Url>,
}

impl Minutes {
    /// `None` where it is another document, or for others as well.
    pub fn read(value: &Value) -> Option<Self> {
        let is_one =
            read::kind(value) == Some("Document") && value["kind"].as_str() == Some(MINUTES);
        let to = read::recipients(&value["to"]);
        let is_for_others = to.len() != 1 || !read::recipients(&value["cc"]).is_empty();
        if !is_one || is_for_others {
            return None;
        }
        Some(Self {
            id: read::id(&value["id"])?,
            attributed_to: read::id(&value["attributedTo"])?,
            name: read::line(&value["name"], NAME_AT_MOST)?,
            content: read::markup(&value["content"], CONTENT_BYTES_AT_MOST)?,
            start_time: read::instant(&value["startTime"])?,
            kind: MINUTES,
            state: read::line(&value["state"], STATE_AT_MOST)?,
            published: read::instant(&value["published"])?,
            updated: read::instant(&value["updated"]),
            to,
        })
    }

    /// How old what is said here is.
    pub fn said_at(&self) -> DateTime<FixedOffset> {
        self.updated.unwrap_or(self.published)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn minutes() -> Value {
        json!({
            "id": "https://verein-a.example/ap/objects/protokoll-1",
            "type": "Document",
            "attributedTo": "https://verein-a.example/ap/actors/komitee",
            "name": "Erste Sitzung",
            "content": "<p>Fünf Sitze, ein Beschluss.</p>",
            "startTime": "2026-11-20T00:00:00+01:00",
            "kind": "minutes",
            "state": "submitted",
            "published": "2026-11-22T12:00:00+00:00",
            "updated": "2026-12-02T00:00:00+00:00",
            "to": ["https://verein-b.example/ap/actors/verein"],
        })
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let first = Minutes::read(&minutes()).expect("minutes");
        let written = serde_json::to_value(&first).expect("it can be written");
        assert_eq!(written["type"], "Document");
        assert_eq!(Minutes::read(&written), Some(first));
    }

    #[test]
    fn what_is_for_others_or_is_another_document_is_none() {
        let public = json!([super::super::PUBLIC]);
        for (member, value) in [
            ("cc", public.clone()),
            ("to", public_too(public)),
            ("to", Value::Null),
            ("type", json!("Note")),
            ("kind", json!("report")),
            ("state", Value::Null),
            ("startTime", Value::Null),
            ("name", Value::Null),
            ("content", Value::Null),
        ] {
            let mut wrong = minutes();
            wrong[member] = value;
            assert_eq!(Minutes::read(&wrong), None, "{member}");
        }
    }

    fn public_too(public: Value) -> Value {
        json!(["https://verein-b.example/ap/actors/verein", public[0]])
    }
}
