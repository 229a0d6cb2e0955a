//! Relationship: a seat of a committee, with who holds it. Vacant, it has no subject; of the deputy there
//! is one of their own, which names the seat.

use super::read;
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::Value;
use url::Url;

/// What distinguishes a seat from other relationships.
pub const SEAT: &str = "seat";
/// How whoever holds it is related to the committee (W3C ORG).
pub const MEMBER_OF: &str = "http://www.w3.org/ns/org#memberOf";
/// The longest name we keep, in characters.
const NAME_AT_MOST: usize = 200;
/// And that of a stakeholder group.
const STAKEHOLDER_AT_MOST: usize = 100;

/// Not a post: servers that know none drop it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "Relationship", rename_all = "camelCase")]
pub struct Seat {
    pub id: Url,
    /// The committee, which says so itself.
    pub attributed_to: Url,
    pub name: String,
    /// Who holds it; nobody where it is vacant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    pub relationship: &'static str,
    /// The committee.
    pub object: Url,
    pub stakeholder: String,
    /// The seat somebody stands in at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy_of: Option<Url>,
    pub start_time: DateTime<FixedOffset>,
    /// Whose term it is has no right beyond it, and nobody need say so.
    pub end_time: DateTime<FixedOffset>,
    pub kind: &'static str,
    pub updated: DateTime<FixedOffset>,
    pub to: Vec<Url>,
    pub cc: Vec<Url>,
}

/// Organisation and role, and never where they are reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Person")]
pub struct Subject {
    pub name: String,
}

impl Seat {
    /// `None` where it is another relationship, or is not said by the committee it belongs to.
    pub(super) fn read(value: &Value) -> Option<Self> {
        if value["kind"].as_str() != Some(SEAT) {
            return None;
        }
        let object = read::id(&value["object"])?;
        let start_time = read::instant(&value["startTime"])?;
        let deputy_of = match &value["deputyOf"] {
            Value::Null => None,
            named => Some(read::id(named)?),
        };
        let name = read::line(&value["subject"]["name"], NAME_AT_MOST);
        Some(Self {
            id: read::id(&value["id"])?,
            attributed_to: read::id(&value["attributedTo"]).filter(|owner| *owner == object)?,
            name: read::line(&value["name"], NAME_AT_MOST).unwrap_or_default(),
            subject: name.map(|name| Subject { name }),
            relationship: MEMBER_OF,
            object,
            stakeholder: read::line(&value["stakeholder"], STAKEHOLDER_AT_MOST)?,
            deputy_of,
            start_time,
            end_time: read::instant(&value["endTime"])?,
            kind: SEAT,
            updated: read::instant(&value["updated"]).unwrap_or(start_time),
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

    /// As the plan for the wire shows one, and who says so.
    fn draft() -> Value {
        json!({
            "id": "https://verein-a.example/ap/objects/sitz-3",
            "type": "Relationship",
            "attributedTo": "https://verein-a.example/ap/actors/komitee",
            "name": "Sitz Zivilgesellschaft",
            "subject": { "type": "Person", "name": "Vertretung Zivilgesellschaft" },
            "relationship": "http://www.w3.org/ns/org#memberOf",
            "object": "https://verein-a.example/ap/actors/komitee",
            "stakeholder": "civil-society",
            "startTime": "2026-11-14T00:00:00+01:00",
            "endTime": "2027-11-13T00:00:00+01:00",
            "kind": "seat",
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": ["https://verein-a.example/ap/actors/komitee/followers"],
        })
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let seat = Seat::read(&draft()).expect("a seat");
        assert!(seat.is_public() && seat.subject.is_some() && seat.deputy_of.is_none());
        let written = serde_json::to_value(&seat).expect("it can be written");
        assert_eq!(written["type"], "Relationship");
        assert_eq!(written["subject"]["type"], "Person");
        assert_eq!(Seat::read(&written), Some(seat));
    }

    #[test]
    fn a_vacant_seat_has_no_subject() {
        let mut vacant = draft();
        vacant["subject"] = Value::Null;
        let seat = Seat::read(&vacant).expect("a seat");
        assert_eq!(seat.subject, None);
        let written = serde_json::to_value(&seat).expect("it can be written");
        assert_eq!(written.get("subject"), None);
    }

    #[test]
    fn without_committee_group_or_term_or_of_another_kind_it_is_none() {
        for lacking in [
            "id",
            "attributedTo",
            "object",
            "stakeholder",
            "startTime",
            "endTime",
            "kind",
        ] {
            let mut seat = draft();
            seat[lacking] = Value::Null;
            assert_eq!(Seat::read(&seat), None, "{lacking}");
        }
        let mut foreign = draft();
        foreign["object"] = json!("https://verein-a.example/ap/actors/beirat");
        assert_eq!(Seat::read(&foreign), None, "another's seat");
        let mut odd = draft();
        odd["deputyOf"] = json!(7);
        assert_eq!(Seat::read(&odd), None, "a deputy of nothing");
    }
}
