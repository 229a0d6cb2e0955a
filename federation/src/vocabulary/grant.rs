//! Grant (ForgeFed): a right in a group, given by it to one actor.

use super::read;
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::Value;
use url::Url;

/// Counts from when it is said until its end, a Revoke, or until who it was given to leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Grant {
    pub id: Url,
    /// The group.
    pub actor: Url,
    /// Where it counts: the group as well.
    pub context: Url,
    /// Who may.
    pub target: Url,
    /// What: a role of ForgeFed's.
    pub object: Url,
    /// The Join it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfills: Option<Url>,
    /// Who confirmed that the target acts for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acted_on_behalf_of: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<DateTime<FixedOffset>>,
}

impl Grant {
    /// `None` where it is none, or does not say who may what.
    pub fn read(value: &Value) -> Option<Self> {
        if read::kind(value) != Some("Grant") {
            return None;
        }
        Some(Self {
            id: read::id(&value["id"])?,
            actor: read::id(&value["actor"]).or_else(|| read::id(&value["attributedTo"]))?,
            context: read::id(&value["context"])?,
            target: read::id(&value["target"])?,
            object: read::id(&value["object"])?,
            fulfills: read::id(&value["fulfills"]),
            acted_on_behalf_of: read::id(&value["actedOnBehalfOf"]),
            end_time: read::instant(&value["endTime"]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_granted_is_what_the_plan_for_the_wire_shows() {
        let written = json!({
            "type": "Grant",
            "id": "https://verein-a.example/ap/objects/grant-5",
            "actor": "https://verein-a.example/ap/actors/ws-7",
            "context": "https://verein-a.example/ap/actors/ws-7",
            "target": "https://verein-b.example/ap/actors/p-9",
            "object": "https://forgefed.org/ns#write",
            "fulfills": "https://verein-b.example/ap/activities/j7",
            "actedOnBehalfOf": "https://verein-b.example/ap/actors/verein",
            "endTime": "2027-05-15T00:00:00+02:00",
        });
        let grant = Grant::read(&written).expect("a grant");
        assert_eq!(json!(grant), written);
        for lacking in ["id", "actor", "context", "target", "object", "type"] {
            let mut less = written.clone();
            less[lacking] = Value::Null;
            assert_eq!(Grant::read(&less), None, "{lacking}");
        }
    }
}
