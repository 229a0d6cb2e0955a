//! The envelope every activity comes in.

use super::read;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;
use std::fmt;
use url::Url;

/// Who says what about which: all that is read of an activity before its signature is checked. As a
/// whole it could take forty times its size in memory, and anybody can send one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub id: Url,
    pub kind: String,
    pub actor: Url,
    /// The id of the object, if it has one.
    pub object: Option<Url>,
}

impl Heading {
    /// `Ok(None)` when id, type or actor is missing or is no http(s) URL. Of the rest only the outer form
    /// is looked at.
    pub fn read(bytes: &[u8]) -> serde_json::Result<Option<Self>> {
        // A list of four addresses would pass for the four names in their order.
        if bytes.trim_ascii_start().starts_with(b"[") {
            return Ok(None);
        }
        let names: Names = match serde_json::from_slice(bytes) {
            Ok(names) => names,
            Err(error) if error.is_data() => return Ok(None),
            Err(error) => return Err(error),
        };
        let url = |name: Name| read::url(&name.0?);
        let (Some(id), Some(kind), Some(actor)) = (url(names.id), names.kind.0, url(names.actor))
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            id,
            kind,
            actor,
            object: url(names.object),
        }))
    }

    /// An actor's last word: it deletes itself.
    pub fn is_farewell(&self) -> bool {
        self.kind == "Delete" && self.object.as_ref() == Some(&self.actor)
    }

    /// Whether this is what the activity says once it is read as a whole.
    pub fn is_of(&self, envelope: &Envelope) -> bool {
        (&self.id, &self.kind, &self.actor, &self.object)
            == (
                &envelope.id,
                &envelope.kind,
                &envelope.actor,
                &envelope.object,
            )
    }
}

#[derive(Deserialize)]
struct Names {
    #[serde(default)]
    id: Name,
    #[serde(default, rename = "type")]
    kind: Name,
    #[serde(default)]
    actor: Name,
    #[serde(default)]
    object: Name,
}

/// A text, the `id` of an object, or the first of a list, as [`read::id`] takes them; nothing else is kept.
#[derive(Default)]
struct Name(Option<String>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_str<E>(self, text: &str) -> Result<Name, E> {
                Ok(Name(Some(text.replace('\0', ""))))
            }
            fn visit_bool<E>(self, _: bool) -> Result<Name, E> {
                Ok(Name(None))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Name, E> {
                Ok(Name(None))
            }
            fn visit_u64<E>(self, _: u64) -> Result<Name, E> {
                Ok(Name(None))
            }
            fn visit_f64<E>(self, _: f64) -> Result<Name, E> {
                Ok(Name(None))
            }
            fn visit_unit<E>(self) -> Result<Name, E> {
                Ok(Name(None))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Name, A::Error> {
                let first = items.next_element()?.unwrap_or_default();
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(first)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Name, A::Error> {
                let mut id = Name(None);
                while let Some(name) = members.next_key::<String>()? {
                    if name == "id" {
                        id = members.next_value()?;
                    } else {
                        members.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(id)
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// An activity as received, before anybody decided what it means.
#[derive(Clone, Debug)]
pub struct Envelope {
    pub id: Url,
    pub kind: String,
    pub actor: Url,
    /// The id of the object, if it has one.
    pub object: Option<Url>,
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
            json,
        })
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_heading_says_what_the_whole_says() {
        let id = "https://a.example/1";
        for [said, what] in [
            [json!(id), json!(id)],
            [json!([id, 7]), json!([{ "id": id }])],
            [json!({ "id": id, "x": [[]] }), json!(null)],
            [json!(id), json!({ "type": "Note" })],
            [json!(id), json!([])],
            [json!("https://a.example/\u{0}001"), json!(true)],
        ] {
            let mut whole = json!({
                "id": id, "type": ["Create"], "actor": said, "object": what, "more": [{ "id": 1 }, 1.5],
            });
            let heading = Heading::read(whole.to_string().as_bytes()).expect("JSON");
            let heading = heading.unwrap_or_else(|| panic!("no heading of {whole}"));
            read::drop_nul(&mut whole);
            let whole = Envelope::read(whole).expect("an activity");
            assert!(heading.is_of(&whole), "{heading:?} {whole:?}");
        }
    }

    #[test]
    fn what_could_be_read_two_ways_is_read_in_none() {
        let once =
            r#""id": "https://a.example/1", "type": "Delete", "actor": "https://a.example/2""#;
        let read = |text: String| Heading::read(text.as_bytes());
        assert!(matches!(read(format!("{{{once}}}")), Ok(Some(_))));
        let twice = format!("{{{once}, \"actor\": \"https://b.example/\"}}");
        assert!(matches!(read(twice), Ok(None)));
        assert!(matches!(read("[]".to_owned()), Ok(None)));
        let four = r#" ["https://a.example/1", "Delete", "https://a.example/2", null]"#;
        assert!(matches!(read(four.to_owned()), Ok(None)));
        assert!(read(format!("{{{once}")).is_err());
    }
}
