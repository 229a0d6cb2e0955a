//! What only those hear of who take part: the exact place of a protected event, the way into the
//! online room, what to say at the door. It stands in no row that pages, feeds, calendars or the wire
//! are made from, and on disk only sealed.

use super::{event::Place, store};
use crate::{App, Result, app::Tx, ids::EventId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{borrow::Cow, fmt};

/// Shorter names stand in other words by chance, in characters.
const NAMED_AT_LEAST: usize = 4;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "venues")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event: EventId,
    pub sealed: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

/// Empty when there is nothing that is not public anyway.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Venue {
    /// The exact place, when the event's own row names the town only.
    pub place: Option<Place>,
    /// Where those meet who come online.
    pub room_url: Option<String>,
    /// „Bitte bei der Pforte melden.“
    pub note: Option<String>,
}

impl Venue {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Venue {
    /// Whether a text that everybody reads gives away what is kept here: the name of the place, its
    /// street with or without the number, or the address of the room, however it is spelt.
    pub fn is_named_in(&self, text: &str) -> bool {
        let place = self.place.as_ref();
        let street = place.map(|place| spoken(&place.street));
        let kept = [
            place.map(|place| spoken(&place.name)),
            street.map(|street| without_number(&street).to_owned()),
            self.room_url.as_deref().map(spoken),
        ];
        let town = place.map(|place| spoken(&place.locality));
        let text = format!(" {}", spoken(text));
        kept.into_iter()
            .flatten()
            .filter(|kept| kept.chars().count() >= NAMED_AT_LEAST)
            // A place that is called like its town is no secret.
            .filter(|kept| town.as_ref() != Some(kept))
            // Words may go on, as in „des Frauenzentrums“, but not begin earlier.
            .any(|kept| text.contains(&format!(" {kept}")))
    }

    /// The same of the last part of an address, where „ä“ is „ae“.
    pub fn is_named_in_address(&self, slug: &str) -> bool {
        let umlauts = [("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß")];
        let spelt = umlauts
            .into_iter()
            .fold(slug.to_owned(), |slug, (two, one)| slug.replace(two, one));
        self.is_named_in(slug) || self.is_named_in(&spelt)
    }

    /// Whether any text of something does, whatever it is the text of.
    pub fn is_named_within(&self, what: &Value) -> bool {
        match what {
            Value::String(text) => self.is_named_in(text),
            Value::Array(items) => items.iter().any(|item| self.is_named_within(item)),
            Value::Object(members) => members.values().any(|member| self.is_named_within(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

/// A text as one says it: words of small letters, one space between two, „Uferstr. 8“ as „uferstraße 8“.
fn spoken(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(|word| {
        match word.strip_suffix("str").or(word.strip_suffix("strasse")) {
            Some(name) => Cow::from(format!("{name}straße")),
            None => Cow::from(word),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// „uferstraße 8 a“ gives „uferstraße“, „straße des 17 juni 135“ gives „straße des 17 juni“.
fn without_number(street: &str) -> &str {
    let is_number =
        |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) || word.chars().count() == 1;
    let mut name = street;
    while let Some((before, last)) = name.rsplit_once(' ')
        && is_number(last)
    {
        name = before;
    }
    name
}

/// Never what it holds: it would end up in a log.
impl fmt::Debug for Venue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() {
            "Venue"
        } else {
            "Venue(…)"
        })
    }
}

/// What is kept beside an event. Show it to nobody but those who work here and those it is for.
pub async fn find(app: &App, db: &impl ConnectionTrait, event: &EventId) -> Result<Venue> {
    match store::find_venue(db, event).await? {
        Some(sealed) => Ok(serde_json::from_slice(&app.federation.open(&sealed)?)?),
        None => Ok(Venue::default()),
    }
}

/// Keep what is said now, or nothing at all.
pub(super) async fn keep(app: &App, tx: &Tx, event: &EventId, venue: &Venue) -> Result<()> {
    let sealed = match venue.is_empty() {
        true => None,
        false => Some(app.federation.seal(&serde_json::to_vec(venue)?)?),
    };
    store::keep_venue(tx, event, sealed).await
}

#[cfg(test)]
mod tests {
    use crate::{error::Refusal, events::Draft};

    fn protected() -> Draft {
        Draft {
            title_de: "Begleitworkshop".into(),
            starts_on: "13.12.2026".into(),
            starts_at: "10:00".into(),
            ends_at: "12:00".into(),
            attendance: "hybrid".into(),
            place_name: "Frauenzentrum".into(),
            street: "Uferstraße 8".into(),
            locality: "Berlin".into(),
            place_protected: true,
            room_url: "https://raum.example/1".into(),
            ..Draft::default()
        }
    }

    #[test]
    fn no_address_names_it_either_however_it_is_spelt() {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        for (name, slug, is_named) in [
            ("Frauenzentrum", "treffen-im-frauenzentrum", true),
            ("Gemeindehaus Müller", "treffen-gemeindehaus-mueller", true),
            ("Schloßhof", "am-schlosshof", true),
            ("Frauenzentrum", "treffen", false),
        ] {
            let draft = Draft {
                place_name: name.into(),
                ..protected()
            };
            let details = draft.check(chrono_tz::Europe::Berlin, now).unwrap();
            assert_eq!(details.venue.is_named_in_address(slug), is_named, "{slug}");
        }
    }

    #[test]
    fn no_text_for_everybody_names_what_is_kept_from_them() {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let check = |draft: Draft| draft.check(chrono_tz::Europe::Berlin, now);
        let details = check(protected()).unwrap();
        assert_eq!(details.place.unwrap().name, "Berlin");
        assert_eq!(details.venue.place.unwrap().street, "Uferstraße 8");
        let faults = check(Draft {
            summary_de: "Treffen im frauenzentrum".into(),
            description_de: "Wir sind in der Uferstraße 8.".into(),
            access_note: "Der Raum: https://raum.example/1".into(),
            contact: "Pforte, Uferstr. 8".into(),
            topics: "Frauenzentrum".into(),
            picture_alt: "Das Haus in der Uferstrasse".into(),
            picture_credit: "Foto:  Frauenzentrum".into(),
            registration_url: "https://raum.example/1?you".into(),
            ..protected()
        });
        let fault = |field| Refusal::new("event-names-the-place").on(field);
        let fields = [
            "summary_de",
            "description_de",
            "access_note",
            "contact",
            "topics",
            "picture_alt",
            "picture_credit",
            "registration_url",
        ];
        assert_eq!(faults.unwrap_err().0, fields.map(fault));
        let asked = check(Draft {
            registration: "open".into(),
            groups: "Frauenzentrum: 3".into(),
            questions: "Wie kommen Sie in die Uferstraße?".into(),
            ..protected()
        });
        let asked = asked.unwrap_err().0;
        for field in ["groups", "questions"] {
            assert!(asked.contains(&fault(field)), "{field} in {asked:?}");
        }
        // What everybody hears anyway may be said.
        let open = Draft {
            place_protected: false,
            summary_de: "Treffen im Frauenzentrum".into(),
            ..protected()
        };
        assert!(check(open).is_ok());
        let town = Draft {
            place_name: "Berlin".into(),
            summary_de: "Treffen in Berlin".into(),
            ..protected()
        };
        assert!(check(town).is_ok());
    }
}
