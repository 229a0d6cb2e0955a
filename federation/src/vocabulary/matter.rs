//! What a workstream tells its members alone: a Ticket (ForgeFed) for what is to be done, a Document, an
//! Event for when they meet. Never public, and each is sent to one member at a time, so that nobody learns
//! who the others are.

use super::read;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

/// The longest name we keep, in characters.
const NAME_AT_MOST: usize = 200;
/// The longest line beside it, in characters.
const SUMMARY_AT_MOST: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MatterKind {
    Ticket,
    Document,
    Event,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Matter {
    pub id: Url,
    #[serde(rename = "type")]
    pub kind: MatterKind,
    /// The workstream, as the next one.
    pub attributed_to: Url,
    pub context: Url,
    pub name: String,
    /// Who does it, what sort of document it is, or where they meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Where it is read, or where they meet online.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime<FixedOffset>>,
    /// Until when it is to be done, or the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_resolved: Option<bool>,
    pub published: DateTime<FixedOffset>,
    pub updated: DateTime<FixedOffset>,
    /// The member.
    pub to: Vec<Url>,
}

impl Matter {
    /// `None` where it is of another kind, of no workstream, or for others as well.
    pub fn read(value: &Value) -> Option<Self> {
        let kind = match read::kind(value)? {
            "Ticket" => MatterKind::Ticket,
            "Document" => MatterKind::Document,
            "Event" => MatterKind::Event,
            _ => return None,
        };
        let published = read::instant(&value["published"])?;
        let attributed_to = read::id(&value["attributedTo"])?;
        let to = read::recipients(&value["to"]);
        let is_for_others = to.len() != 1 || !read::recipients(&value["cc"]).is_empty();
        if is_for_others || read::id(&value["context"])? != attributed_to {
            return None;
        }
        Some(Self {
            id: read::id(&value["id"])?,
            kind,
            context: attributed_to.clone(),
            attributed_to,
            name: read::line(&value["name"], NAME_AT_MOST)?,
            summary: read::line(&value["summary"], SUMMARY_AT_MOST),
            url: value["url"].as_str().and_then(read::url),
            start_time: read::instant(&value["startTime"]),
            end_time: read::instant(&value["endTime"]),
            is_resolved: value["isResolved"].as_bool(),
            published,
            updated: read::instant(&value["updated"]).unwrap_or(published),
            to,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn task() -> Value {
        json!({
            "id": "https://verein-a.example/ap/objects/t-1",
            "type": "Ticket",
            "attributedTo": "https://verein-a.example/ap/actors/ws-7",
            "context": "https://verein-a.example/ap/actors/ws-7",
            "name": "Gliederung",
            "endTime": "2027-02-28T23:59:59+01:00",
            "isResolved": false,
            "published": "2026-11-22T12:00:00+00:00",
            "to": ["https://verein-b.example/ap/actors/p-9"],
        })
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let first = Matter::read(&task()).expect("a task");
        let written = serde_json::to_value(&first).expect("it can be written");
        assert_eq!(written["type"], "Ticket");
        assert_eq!(Matter::read(&written), Some(first));
    }

    #[test]
    fn what_is_for_others_or_of_no_workstream_is_none() {
        let elsewhere = json!("https://verein-c.example/ws");
        let public = json!([super::super::PUBLIC]);
        let both = json!([
            "https://verein-b.example/ap/actors/p-9",
            super::super::PUBLIC
        ]);
        for (member, value) in [
            ("context", elsewhere),
            ("context", Value::Null),
            ("cc", public),
            ("to", both),
            ("to", Value::Null),
            ("type", json!("Note")),
            ("name", Value::Null),
        ] {
            let mut wrong = task();
            wrong[member] = value;
            assert_eq!(Matter::read(&wrong), None, "{member}");
        }
    }
}
