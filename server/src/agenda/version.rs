//! A version of an agenda: a draft until it is released, and from then on as it was. Numbered from 1
//! for each event.

use super::session::{Agenda, Days, Session};
use crate::{Result, events::Event, ids::EventId};
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agendas")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event: EventId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub sessions: Sessions,
    /// Absent for the draft that is worked on.
    pub released_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Version;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Sessions(pub Vec<Session>);

impl Version {
    /// Its sessions in the order they take place.
    pub fn agenda(&self, event: &Event) -> Result<Agenda> {
        Ok(Agenda::new(days(event), self.sessions.0.clone())?)
    }

    pub fn is_released(&self) -> bool {
        self.released_at.is_some()
    }

    /// Which state of it somebody has seen, to notice when another was faster.
    pub fn seen(&self) -> String {
        format!("{}.{}", self.number, self.updated_at.timestamp_millis())
    }
}

/// The days an event takes.
pub fn days(event: &Event) -> Days {
    Days::of(event.starts(), event.ends())
}
