//! The envelope every activity comes in.

use super::read;
use chrono::{DateTime, FixedOffset};
use serde_json::Value;
use url::Url;

/// An activity as received, before anybody decided what it means.
#[derive(Clone, Debug)]
pub struct Envelope {
    pub id: Url,
    pub kind: String,
    pub actor: Url,
    /// The id of the object, if it has one.
    pub object: Option<Url>,
    pub updated: Option<DateTime<FixedOffset>>,
    pub json: Value,
}

impl Envelope {
    /// `None` when id, type or actor is missing or is no http(s) URL.
    pub fn read(json: Value) -> Option<Self> {
        Some(Self {
            id: read::id(&json["id"])?,
            kind: read::kind(&json)?.to_owned(),
            actor: read::id(&json["actor"])?,
            object: read::id(&json["object"]),
            updated: read::instant(&json["updated"]),
            json,
        })
    }

    /// An actor's last word: it deletes itself.
    pub fn is_farewell(&self) -> bool {
        self.kind == "Delete" && self.object.as_ref() == Some(&self.actor)
    }

    /// The object when it came along whole, not just by name.
    pub fn embedded(&self) -> Option<&Value> {
        Some(&self.json["object"]).filter(|object| object.is_object())
    }

    /// The type of an embedded object, as in `Undo{Follow}`.
    pub fn object_kind(&self) -> Option<&str> {
        read::kind(self.embedded()?)
    }

    /// Who did the embedded activity, as in `Accept{Follow{actor: us}}`.
    pub fn inner_object_actor(&self) -> Option<Url> {
        read::id(&self.embedded()?["actor"])
    }

    /// The object of the object, as in `Undo{Follow{object: us}}`.
    pub fn inner_object(&self) -> Option<Url> {
        read::id(&self.embedded()?["object"])
    }
}
