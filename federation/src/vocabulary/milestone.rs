//! Milestone (ForgeFed): what a workstream wants to have reached by a day.

use super::read;
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::Value;
use url::Url;

/// The longest name we keep, in characters.
const NAME_AT_MOST: usize = 200;

/// Not a post: servers that know none drop it. Who shall read of it in a timeline is sent a Note as well.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Milestone {
    pub id: Url,
    pub attributed_to: Url,
    pub name: String,
    /// The end of the day by which it is to be reached.
    pub end_time: DateTime<FixedOffset>,
    pub is_resolved: bool,
    pub published: DateTime<FixedOffset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<FixedOffset>>,
    pub to: Vec<Url>,
    pub cc: Vec<Url>,
}

impl Milestone {
    /// `None` without id, workstream, name or day.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let end_time = read::instant(&value["endTime"])?;
        Some(Self {
            id: read::id(&value["id"])?,
            attributed_to: read::id(&value["attributedTo"])?,
            name: read::line(&value["name"], NAME_AT_MOST)?,
            is_resolved: value["isResolved"].as_bool().unwrap_or(false),
            published: read::instant(&value["published"]).unwrap_or(end_time),
            updated: read::instant(&value["updated"]),
            end_time,
            to: read::recipients(&value["to"]),
            cc: read::recipients(&value["cc"]),
        })
    }

    pub fn is_public(&self) -> bool {
        let mut recipients = self.to.iter().chain(&self.cc);
        recipients.any(|recipient| recipient.as_str() == super::PUBLIC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As the plan for the wire shows one.
    fn draft() -> Value {
        json!({
            "id": "https://verein-a.example/ap/objects/ms-2",
            "type": "Milestone",
            "attributedTo": "https://verein-a.example/ap/actors/ws-7",
            "name": "Entwurf des Leitfadens",
            "endTime": "2027-02-28T23:59:59+01:00",
            "isResolved": false,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": ["https://verein-a.example/ap/actors/ws-7/followers"],
        })
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let first = Milestone::read(&draft()).expect("a milestone");
        assert!(first.is_public() && !first.is_resolved);
        let written = serde_json::to_value(&first).expect("it can be written");
        assert_eq!(written["type"], "Milestone");
        assert_eq!(Milestone::read(&written), Some(first));
    }

    #[test]
    fn without_workstream_name_or_day_it_is_none() {
        for lacking in ["id", "attributedTo", "name", "endTime"] {
            let mut milestone = draft();
            milestone[lacking] = Value::Null;
            assert_eq!(Milestone::read(&milestone), None, "{lacking}");
        }
    }
}
