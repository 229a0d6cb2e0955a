//! Question (FEP-9967): what is asked, what can be answered, and what came of it. One with a `ballot` is
//! asked of associations, each of which has one vote. Polls that may have several answers are not read.

use super::{
    event::LanguageMap,
    note::{DIGEST_AT_MOST, OPTION_AT_MOST},
    read,
};
use chrono::{DateTime, FixedOffset};
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// The longest name we keep, in characters.
const NAME_AT_MOST: usize = 500;
/// The longest text we keep, in bytes.
const CONTENT_BYTES_AT_MOST: usize = 65_536;
/// What can be chosen from: twenty options, and an abstention.
pub const OPTIONS_AT_MOST: usize = 21;
/// Whoever may vote, and so lines of a count.
pub const ELECTORS_AT_MOST: usize = 100;
/// The longest word of ours that is read, in characters.
const SECRECY_AT_MOST: usize = 16;

/// Never public where it has a ballot: on Mastodon whoever sees a Question can vote.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Question {
    pub id: Url,
    pub attributed_to: Url,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub content: String,
    #[serde(skip_serializing_if = "LanguageMap::is_empty")]
    pub content_map: LanguageMap,
    /// Why it was called off. Never public, so nobody takes it for a content warning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// How it stands, in our word, where that is more than open or closed: `called_off`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    pub one_of: Vec<Choice>,
    pub end_time: DateTime<FixedOffset>,
    /// Since when it is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<DateTime<FixedOffset>>,
    pub voters_count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ballot: Option<Ballot>,
    /// The article that tells everybody what came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Url>,
    /// Who has voted, once it is counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachment: Vec<Roll>,
    pub published: DateTime<FixedOffset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<FixedOffset>>,
    /// Whoever may vote.
    pub to: Vec<Url>,
}

/// One answer, and how often it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub name: String,
    pub votes: u64,
}

/// The state of a Question that nobody counts.
pub const CALLED_OFF: &str = "called_off";

/// What makes a Question a vote of associations (Verbund).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ballot {
    /// The list of those who may vote, as it was when it was opened.
    pub electorate: Url,
    /// `open` or `secret`.
    pub secrecy: String,
    pub quorum: u64,
    /// What was counted, line by line, once it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipts: Option<Receipts>,
}

/// The lines of a count: in an open vote each says whose it is, in a secret one what its voter finds it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipts {
    pub id: Url,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Note", rename_all = "camelCase")]
pub struct Line {
    /// The vote itself, where it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributed_to: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<Url>,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest_multibase: Option<String>,
}

/// Where it is written who has voted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Link", rename_all = "camelCase")]
pub struct Roll {
    pub href: Url,
    pub media_type: String,
    pub name: String,
}

impl Serialize for Choice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(tag = "type", rename = "Collection", rename_all = "camelCase")]
        struct Replies {
            total_items: u64,
        }
        let replies = Replies {
            total_items: self.votes,
        };
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("type", "Note")?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("replies", &replies)?;
        map.end()
    }
}

impl Serialize for Receipts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("type", "Collection")?;
        map.serialize_entry("totalItems", &self.lines.len())?;
        map.serialize_entry("items", &self.lines)?;
        map.end()
    }
}

impl Question {
    /// `None` without id, author, end or answers, and where there are more answers or voters than are read:
    /// of a vote nothing is left out.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let to = Self::readers(&value["to"])?;
        let end_time = read::instant(&value["endTime"])?;
        Some(Self {
            id: read::id(&value["id"])?,
            attributed_to: read::id(&value["attributedTo"])?,
            url: read::id(&value["url"]),
            name: read::line(&value["name"], NAME_AT_MOST),
            content: read::markup(&value["content"], CONTENT_BYTES_AT_MOST).unwrap_or_default(),
            content_map: LanguageMap::default(),
            summary: read::line(&value["summary"], NAME_AT_MOST),
            state: read::line(&value["state"], SECRECY_AT_MOST),
            one_of: Self::answers(&value["oneOf"])?,
            closed: read::instant(&value["closed"]),
            voters_count: value["votersCount"].as_u64().unwrap_or_default(),
            ballot: Ballot::read(&value["ballot"]),
            result: read::id(&value["result"]),
            attachment: Vec::new(),
            published: read::instant(&value["published"]).unwrap_or(end_time),
            updated: read::instant(&value["updated"]),
            end_time,
            to,
        })
    }

    fn readers(value: &Value) -> Option<Vec<Url>> {
        let Some(items) = value.as_array() else {
            return Some(read::recipients(value));
        };
        if items.len() > ELECTORS_AT_MOST {
            return None;
        }
        let readers = items.iter().flat_map(read::recipients);
        Some(readers.collect())
    }

    fn answers(value: &Value) -> Option<Vec<Choice>> {
        let items = value.as_array()?;
        if items.is_empty() || items.len() > OPTIONS_AT_MOST {
            return None;
        }
        let choices: Option<Vec<Choice>> = items.iter().map(Choice::read).collect();
        let choices = choices?;
        let names: HashSet<&str> = choices.iter().map(|it| it.name.as_str()).collect();
        (names.len() == choices.len()).then_some(choices)
    }

    pub fn is_public(&self) -> bool {
        self.to.iter().any(|to| to.as_str() == super::PUBLIC)
    }
}

impl Choice {
    /// A vote names it word for word, so one that cannot be shown as it is written is none.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let name = read::line(&value["name"], OPTION_AT_MOST)?;
        (value["name"].as_str() == Some(&name)).then(|| Self {
            name,
            votes: value["replies"]["totalItems"].as_u64().unwrap_or_default(),
        })
    }
}

impl Ballot {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            electorate: read::id(&value["electorate"])?,
            secrecy: read::line(&value["secrecy"], SECRECY_AT_MOST)?,
            quorum: value["quorum"].as_u64().unwrap_or_default(),
            receipts: Receipts::read(&value["receipts"]),
        })
    }
}

impl Receipts {
    fn read(value: &Value) -> Option<Self> {
        let items = value["items"].as_array()?;
        if items.len() > ELECTORS_AT_MOST {
            return None;
        }
        let lines: Option<Vec<Line>> = items.iter().map(Line::read).collect();
        Some(Self {
            id: read::id(&value["id"])?,
            lines: lines?,
        })
    }
}

impl Line {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: read::id(&value["id"]),
            attributed_to: read::id(&value["attributedTo"]),
            in_reply_to: read::id(&value["inReplyTo"]),
            name: read::line(&value["name"], OPTION_AT_MOST)?,
            digest_multibase: read::line(&value["digestMultibase"], DIGEST_AT_MOST),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As the plan for the wire shows one, counted.
    fn counted() -> Value {
        json!({
            "id": "https://verein-a.example/ap/objects/wahl-4",
            "type": "Question",
            "attributedTo": "https://verein-a.example/ap/actors/komitee",
            "name": "Auswahl: Welche Idee wird Workstream?",
            "content": "<p>Ein Verband, eine Stimme.</p>",
            "oneOf": [
                {"type": "Note", "name": "Idee 12", "replies": {"type": "Collection", "totalItems": 1}},
                {"type": "Note", "name": "Idee 15", "replies": {"type": "Collection", "totalItems": 1}},
                {"type": "Note", "name": "Enthaltung", "replies": {"type": "Collection", "totalItems": 0}},
            ],
            "endTime": "2026-11-14T15:00:00+01:00",
            "closed": "2026-11-14T15:00:10+01:00",
            "votersCount": 2,
            "ballot": {
                "electorate": "https://verein-a.example/ap/objects/wahl-4/electorate",
                "secrecy": "secret",
                "quorum": 2,
                "receipts": {
                    "id": "https://verein-a.example/ap/objects/wahl-4/receipts",
                    "type": "Collection",
                    "totalItems": 2,
                    "items": [
                        {"type": "Note", "name": "Idee 15", "digestMultibase": "zQmA"},
                        {"type": "Note", "name": "Idee 12", "digestMultibase": "zQmB"},
                    ],
                },
            },
            "published": "2026-11-13T16:00:00Z",
            "to": ["https://verein-a.example/ap/actors/verein", "https://verein-b.example/ap/actors/verein"],
        })
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let first = Question::read(&counted()).expect("a question");
        let ballot = first.ballot.as_ref().expect("a ballot");
        assert_eq!(ballot.receipts.as_ref().map(|it| it.lines.len()), Some(2));
        assert!(!first.is_public());
        let written = serde_json::to_value(&first).expect("it can be written");
        for member in ["type", "oneOf", "ballot", "to"] {
            assert_eq!(
                written[member].to_string().len(),
                counted()[member].to_string().len()
            );
        }
        assert_eq!(Question::read(&written), Some(first));
    }

    #[test]
    fn of_a_vote_nothing_is_left_out() {
        let with = |member: &str, value: Value| {
            let mut question = counted();
            question[member] = value;
            Question::read(&question)
        };
        let options = |count: usize| -> Value {
            let options = (0..count).map(|number| json!({"name": format!("Idee {number}")}));
            options.collect()
        };
        assert!(with("oneOf", options(OPTIONS_AT_MOST)).is_some());
        assert_eq!(with("oneOf", options(OPTIONS_AT_MOST + 1)), None);
        assert_eq!(with("oneOf", json!([])), None);
        assert_eq!(with("oneOf", json!([{"name": "Ja"}, {"name": "Ja"}])), None);
        assert_eq!(with("oneOf", json!([{"name": "Ja\u{202E}"}])), None);
        assert_eq!(with("oneOf", json!([{"name": "a".repeat(201)}])), None);
        let readers = |count: usize| -> Value {
            let readers = (0..count).map(|number| json!(format!("https://a.example/{number}")));
            readers.collect()
        };
        let all = with("to", readers(ELECTORS_AT_MOST)).expect("a question");
        assert_eq!(all.to.len(), ELECTORS_AT_MOST);
        assert_eq!(with("to", readers(ELECTORS_AT_MOST + 1)), None);
        let counted_with = |count: usize| {
            let line = json!({"type": "Note", "name": "Idee 12", "digestMultibase": "zQmA"});
            let mut question = counted();
            question["ballot"]["receipts"]["items"] = vec![line; count].into();
            Question::read(&question).and_then(|question| question.ballot?.receipts)
        };
        assert!(counted_with(ELECTORS_AT_MOST).is_some());
        assert_eq!(counted_with(ELECTORS_AT_MOST + 1), None);
        assert_eq!(with("endTime", json!("soon")), None);
        let public = with("to", json!("as:Public")).expect("a question");
        assert!(public.is_public());
    }
}
