//! What is remembered of an event that was taken from elsewhere, and what a later reading changes. What
//! somebody changed here meanwhile is told apart from what the source changed. No database, no clock.

use super::Format;
use crate::{
    events::{self, Event, draft::Details, fold::fold},
    ids::EventId,
};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The agenda of an event, beside the fields of its draft.
pub const AGENDA: &str = "agenda";
/// Not a field either: the source calls the event off.
pub const CANCELLED: &str = "cancelled";
/// What says nothing about the event itself.
const NO_FIELDS: [&str; 2] = ["organizer", "seen"];
/// Fields that make sense together only: one that was changed here keeps the others of its kind.
const TOGETHER: [&[&str]; 2] = [
    &["starts_on", "starts_at", "ends_on", "ends_at", "zone"],
    &[
        "attendance",
        "place_name",
        "street",
        "postal_code",
        "locality",
        "region",
        "country",
        "latitude",
        "longitude",
        "place_protected",
        "room_url",
    ],
];

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event: EventId,
    /// For whom it was taken: each association may take the same event once.
    pub organizer: Iri,
    /// What the source calls it: see [`super::Found::key`].
    pub key: String,
    pub format: Format,
    /// Where it was read, if it was at an address.
    pub address: Option<String>,
    /// What was taken the last time. Sealed, as a place may have been protected since.
    pub sealed: String,
    pub taken_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Import;

/// How an event stood when it was last taken. Fields by their names, so that those of another version
/// do no harm.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// What the source said.
    pub said: Map<String, Value>,
    /// What stood here afterwards.
    pub kept: Map<String, Value>,
    /// The sessions the source said.
    pub agenda: Value,
    /// Which state the agenda here had afterwards.
    pub agenda_seen: String,
}

/// One thing the source says differently now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportChange)]
pub struct Change {
    /// A field of an event's draft, `agenda`, or `cancelled` for an event that is called off there.
    pub field: String,
    /// What stands here; of an agenda, how many sessions.
    pub here: String,
    pub there: String,
    /// Somebody changed it here since it was taken: it is left as it is unless it is named.
    pub contested: bool,
}

/// The fields of a draft that say something about the event.
pub fn fields(draft: &events::Draft) -> Map<String, Value> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(draft) else {
        return Map::new();
    };
    for name in NO_FIELDS {
        fields.shift_remove(name);
    }
    fields
}

impl Memory {
    /// What `said` says differently than what was last taken, and `here` does not say anyway.
    pub fn changes(&self, said: &Map<String, Value>, here: &Map<String, Value>) -> Vec<Change> {
        let touched = self.touched(here);
        let changes = said.keys().map(|name| Change {
            contested: touched.contains(name.as_str()),
            field: name.clone(),
            here: plain(here, name),
            there: plain(said, name),
        });
        changes
            .filter(|change| change.there != plain(&self.said, &change.field))
            .filter(|change| change.there != change.here)
            .collect()
    }

    /// The fields somebody changed here, and those that go with them.
    fn touched<'a>(&'a self, here: &Map<String, Value>) -> BTreeSet<&'a str> {
        let names = self.kept.keys().map(String::as_str);
        let is_other = |name: &&str| plain(&self.kept, name) != plain(here, name);
        let mut touched: BTreeSet<&str> = names.filter(is_other).collect();
        for group in TOGETHER {
            if group.iter().any(|name| touched.contains(name)) {
                touched.extend(group.iter().copied());
            }
        }
        touched
    }

    /// Remember what the source says now. Of what stands `here` only what was taken is its doing: the
    /// rest stays somebody's own.
    pub fn learn(
        &mut self,
        said: Map<String, Value>,
        here: &Map<String, Value>,
        taken: &BTreeSet<&str>,
    ) {
        self.said = said;
        for name in taken {
            if let Some(value) = here.get(*name) {
                self.kept.insert((*name).to_owned(), value.clone());
            }
        }
    }
}

/// Whether an event that was not taken from this source is the one it speaks of: it starts at the same
/// moment, has the same title in some language, and no other town.
pub fn is_twin(event: &Event, details: &Details) -> bool {
    let titles = |texts: &events::Texts| -> BTreeSet<String> {
        texts.0.iter().map(|text| fold(&text.title)).collect()
    };
    let town = |place: &Option<events::Place>| {
        let town = place.as_ref().map(|place| fold(&place.locality));
        town.filter(|town| !town.is_empty())
    };
    let is_elsewhere = match (town(&event.place), town(&details.place)) {
        (Some(here), Some(there)) => here != there,
        (None, _) | (_, None) => false,
    };
    let same_title = !titles(&event.texts).is_disjoint(&titles(&details.texts));
    event.starts_at == details.starts_at && same_title && !is_elsewhere
}

/// `here` with what was taken of the changes. Fails where a field has become another kind of thing.
pub fn merged(
    here: &events::Draft,
    changes: &[Change],
    taken: &BTreeSet<&str>,
) -> serde_json::Result<events::Draft> {
    let mut fields = serde_json::to_value(here)?;
    for change in changes {
        let is_taken = taken.contains(change.field.as_str()) && change.field != AGENDA;
        if let Some(field) = fields.get_mut(&change.field).filter(|_| is_taken) {
            *field = Value::String(change.there.clone());
        }
    }
    serde_json::from_value(fields)
}

/// A field as text. A browser sends other line breaks than it was given.
fn plain(fields: &Map<String, Value>, name: &str) -> String {
    match fields.get(name) {
        Some(Value::String(text)) => text.replace("\r\n", "\n").trim().to_owned(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Draft;

    fn said() -> Draft {
        Draft {
            title_de: "Denkwerkstatt".into(),
            summary_de: "Zwei Tage".into(),
            starts_on: "2027-01-13".into(),
            starts_at: "10:00".into(),
            ends_at: "12:00".into(),
            place_name: "Alte Kantine".into(),
            ..Draft::default()
        }
    }

    fn taken(here: &Draft) -> Memory {
        Memory {
            said: fields(&said()),
            kept: fields(here),
            ..Memory::default()
        }
    }

    fn told(changes: &[Change]) -> Vec<(&str, &str, &str, bool)> {
        let told = changes.iter();
        told.map(|it| (&*it.field, &*it.here, &*it.there, it.contested))
            .collect()
    }

    #[test]
    fn only_what_the_source_changed_is_a_change() {
        // Here the day is written otherwise; that is nobody's change.
        let here = Draft {
            starts_on: "13.01.2027".into(),
            kind: "other".into(),
            seen: "1".into(),
            ..said()
        };
        let memory = taken(&here);
        assert_eq!(memory.changes(&fields(&said()), &fields(&here)), []);
        let later = Draft {
            summary_de: "Drei Tage".into(),
            ..said()
        };
        let changes = memory.changes(&fields(&later), &fields(&here));
        let expected = [("summary_de", "Zwei Tage", "Drei Tage", false)];
        assert_eq!(told(&changes), expected);
        // Somebody did the same here.
        assert_eq!(memory.changes(&fields(&later), &fields(&later)), []);
    }

    #[test]
    fn what_was_changed_here_is_asked_for_with_all_that_goes_with_it() {
        let memory = taken(&said());
        let here = Draft {
            summary_de: "Unser Text\r\n".into(),
            starts_at: "11:00".into(),
            ..said()
        };
        let there = Draft {
            title_de: "Denkwerkstatt 2027".into(),
            summary_de: "Drei Tage".into(),
            ends_at: "13:00".into(),
            ..said()
        };
        let changes = memory.changes(&fields(&there), &fields(&here));
        assert_eq!(
            told(&changes),
            [
                ("title_de", "Denkwerkstatt", "Denkwerkstatt 2027", false),
                ("summary_de", "Unser Text", "Drei Tage", true),
                ("ends_at", "12:00", "13:00", true),
            ]
        );
        let taken = BTreeSet::from(["title_de", "ends_at"]);
        let merged = merged(&here, &changes, &taken).expect("a draft");
        assert_eq!(merged.title_de, "Denkwerkstatt 2027");
        assert_eq!((&*merged.starts_at, &*merged.ends_at), ("11:00", "13:00"));
        assert_eq!(merged.summary_de, here.summary_de);
    }

    #[test]
    fn what_was_declined_once_is_somebody_s_own_for_good() {
        let mut memory = taken(&said());
        let here = Draft {
            summary_de: "Unser Text".into(),
            ..said()
        };
        let second = Draft {
            title_de: "Zweite".into(),
            summary_de: "Zweite".into(),
            ..said()
        };
        let after = Draft {
            title_de: "Zweite".into(),
            ..here
        };
        let only_title = BTreeSet::from(["title_de"]);
        memory.learn(fields(&second), &fields(&after), &only_title);
        // Nothing new: nothing is asked again.
        assert_eq!(memory.changes(&fields(&second), &fields(&after)), []);
        let third = Draft {
            title_de: "Dritte".into(),
            summary_de: "Dritte".into(),
            ..said()
        };
        let changes = memory.changes(&fields(&third), &fields(&after));
        assert_eq!(
            told(&changes),
            [
                ("title_de", "Zweite", "Dritte", false),
                ("summary_de", "Unser Text", "Dritte", true),
            ]
        );
    }
}
