//! What only those hear of who take part: the exact place of a protected event, the way into the
//! online room, what to say at the door. It stands in no row that pages, feeds, calendars or the wire
//! are made from, and on disk only sealed.

use super::{event::Place, store};
use crate::{App, Result, app::Tx, ids::EventId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;

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
