//! Question of `kind` motion: what a committee votes on, told to those of another server who hold a seat of
//! it. Never public, and each is sent to one of them at a time, so that nobody learns who the others are. It
//! has no `ballot`: who may vote, the seats say.

use super::{question::Choice, read};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::Value;
use url::Url;

/// What distinguishes a motion from other questions.
pub const MOTION: &str = "motion";
/// The longest name we keep, in characters.
const NAME_AT_MOST: usize = 300;
/// The longest text we keep, in bytes.
const CONTENT_BYTES_AT_MOST: usize = 65_536;
/// The longest word of ours that is read, in characters.
const STATE_AT_MOST: usize = 32;
/// What can be chosen from.
const OPTIONS_AT_MOST: usize = 10;

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "Question", rename_all = "camelCase")]
pub struct Motion {
    pub id: Url,
    /// The committee.
    pub attributed_to: Url,
    pub name: String,
    /// HTML, not cleaned.
    pub content: String,
    /// What can be said, in our words, and how many seats said so once it is over.
    pub one_of: Vec<Choice>,
    pub end_time: DateTime<FixedOffset>,
    /// Since when it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<DateTime<FixedOffset>>,
    pub kind: &'static str,
    /// How it stands, in our word: `open`, `adopted` and so on.
    pub state: String,
    pub published: DateTime<FixedOffset>,
    /// From then on deputies act for members who have not voted; absent where they wait for an absence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputies_from: Option<DateTime<FixedOffset>>,
    /// In our word: by which rule the deputy this is told to may vote now, or why not; where it is told to the
    /// member, by which the deputy did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<String>,
    /// Told to the member alone: what the deputy said, as long as it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy_voice: Option<String>,
    /// Since it was first told; absent where that is so still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<FixedOffset>>,
    /// Who holds the seat.
    pub to: Vec<Url>,
}

impl Motion {
    /// `None` where it is another question, or for others as well.
    pub fn read(value: &Value) -> Option<Self> {
        let is_one =
            read::kind(value) == Some("Question") && value["kind"].as_str() == Some(MOTION);
        let to = read::recipients(&value["to"]);
        let is_for_others = to.len() != 1 || !read::recipients(&value["cc"]).is_empty();
        if !is_one || is_for_others {
            return None;
        }
        let published = read::instant(&value["published"])?;
        let options = value["oneOf"].as_array()?;
        if options.len() > OPTIONS_AT_MOST {
            return None;
        }
        let one_of: Option<Vec<Choice>> = options.iter().map(Choice::read).collect();
        Some(Self {
            id: read::id(&value["id"])?,
            attributed_to: read::id(&value["attributedTo"])?,
            name: read::line(&value["name"], NAME_AT_MOST)?,
            content: read::markup(&value["content"], CONTENT_BYTES_AT_MOST).unwrap_or_default(),
            one_of: one_of?,
            end_time: read::instant(&value["endTime"])?,
            closed: read::instant(&value["closed"]),
            kind: MOTION,
            state: read::line(&value["state"], STATE_AT_MOST)?,
            deputies_from: read::instant(&value["deputiesFrom"]),
            standing: read::line(&value["standing"], STATE_AT_MOST),
            deputy_voice: read::line(&value["deputyVoice"], STATE_AT_MOST),
            published,
            updated: read::instant(&value["updated"]),
            to,
        })
    }

    /// How old what is said here is.
    pub fn said_at(&self) -> DateTime<FixedOffset> {
        self.updated.unwrap_or(self.published)
    }

    /// How many seats said this, in our word.
    pub fn votes_for(&self, option: &str) -> u64 {
        let chosen = self.one_of.iter().find(|choice| choice.name == option);
        chosen.map_or(0, |choice| choice.votes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn motion() -> Value {
        json!({
            "id": "https://verein-a.example/ap/objects/antrag-1",
            "type": "Question",
            "attributedTo": "https://verein-a.example/ap/actors/komitee",
            "name": "Zwischenstand billigen",
            "content": "<p>Bis Freitag.</p>",
            "oneOf": [
                {"type": "Note", "name": "yes", "replies": {"type": "Collection", "totalItems": 3}},
                {"type": "Note", "name": "no", "replies": {"type": "Collection", "totalItems": 1}},
            ],
            "endTime": "2026-12-01T23:59:00+01:00",
            "kind": "motion",
            "state": "adopted",
            "deputiesFrom": "2026-11-28T00:00:00+01:00",
            "standing": "silence",
            "deputyVoice": "no",
            "published": "2026-11-22T12:00:00+00:00",
            "updated": "2026-12-02T00:00:00+00:00",
            "to": ["https://verein-b.example/ap/actors/verein"],
        })
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let first = Motion::read(&motion()).expect("a motion");
        assert_eq!((first.votes_for("yes"), first.votes_for("abstain")), (3, 0));
        let written = serde_json::to_value(&first).expect("it can be written");
        assert_eq!(written["type"], "Question");
        assert_eq!(Motion::read(&written), Some(first));
    }

    #[test]
    fn what_is_for_others_or_is_another_question_is_none() {
        let public = json!([super::super::PUBLIC]);
        let both = json!([
            "https://verein-b.example/ap/actors/verein",
            super::super::PUBLIC
        ]);
        let option = json!({"type": "Note", "name": "yes"});
        for (member, value) in [
            ("cc", public),
            ("to", both),
            ("to", Value::Null),
            ("type", json!("Note")),
            ("kind", Value::Null),
            ("state", Value::Null),
            ("endTime", Value::Null),
            ("name", Value::Null),
            ("oneOf", json!(vec![option; OPTIONS_AT_MOST + 1])),
        ] {
            let mut wrong = motion();
            wrong[member] = value;
            assert_eq!(Motion::read(&wrong), None, "{member}");
        }
    }
}
