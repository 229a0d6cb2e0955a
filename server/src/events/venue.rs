//! What only those hear of who take part: the exact place of a protected event, the way into the
//! online room, what to say at the door. It stands in no row that pages, feeds, calendars or the wire
//! are made from, and on disk only sealed.

use super::{event::Place, store};
use crate::{App, Result, app::Tx, ids::EventId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;

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
    /// street, or the address of the room.
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let place = self.place.as_ref();
        let kept = [
            place.map(|place| place.name.as_str()),
            place.map(|place| place.street.as_str()),
            self.room_url.as_deref(),
        ];
        kept.into_iter()
            .flatten()
            .map(|kept| kept.trim().to_lowercase())
            .filter(|kept| kept.chars().count() >= NAMED_AT_LEAST)
            // A place that is called like its town is no secret.
            .filter(|kept| place.is_none_or(|place| *kept != place.locality.to_lowercase()))
            .any(|kept| text.contains(&kept))
    }
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
            ..protected()
        });
        let fault = |field| Refusal::new("event-names-the-place").on(field);
        let fields = ["summary_de", "description_de", "access_note"];
        assert_eq!(faults.unwrap_err().0, fields.map(fault));
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
