//! Who may take part and how many: what an organizer settles before the first one registers. No
//! database, no clock but the one passed in.

use super::event::Attendance;
use chrono::{DateTime, Utc};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// People the list of one event holds, in whatever state, and so the places it can fill.
pub const PEOPLE_AT_MOST: u32 = 20_000;
pub const GROUPS_AT_MOST: usize = 20;
pub const QUESTIONS_AT_MOST: usize = 10;
/// Days after the event an answer may be kept.
pub const ANSWER_DAYS_AT_MOST: u16 = 365;
/// Days after the event an answer is kept when nothing else is said.
pub const ANSWER_DAYS: u16 = 14;

/// How registration goes, for an event that takes it here.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
#[serde(default)]
pub struct Admission {
    pub mode: Mode,
    /// How many can come, on each day; `None` for as many as like.
    pub seats_in_person: Option<u32>,
    pub seats_online: Option<u32>,
    /// Whether those who come too late can wait for a place.
    pub waiting_list: bool,
    /// From then on nobody registers; the start of the event when absent.
    pub closes_at: Option<DateTime<Utc>>,
    /// The stakeholder groups people can say they belong to.
    pub groups: Vec<Group>,
    pub questions: Vec<Question>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Whoever registers comes, as long as there are places.
    #[default]
    Open,
    /// The organizers look at each.
    Approval,
}

/// A stakeholder group, and the places kept for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Group {
    pub name: String,
    /// Places nobody else gets until `until`: in the room, or online where only that is limited.
    #[serde(default)]
    pub seats: u32,
    /// From then on its places are everybody's.
    #[serde(default)]
    pub until: Option<DateTime<Utc>>,
}

impl Group {
    /// The places kept for it now.
    pub fn kept_seats(&self, now: DateTime<Utc>) -> u32 {
        match self.until {
            Some(until) if until <= now => 0,
            _ => self.seats,
        }
    }
}

/// Something the organizers want to know of each, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Question {
    pub text: String,
    /// What the answer is for; no question without one.
    pub purpose: String,
    /// Days after the event until the answers are deleted.
    pub kept_days: u16,
}

impl Admission {
    pub fn seats(&self, attendance: Attendance) -> Option<u32> {
        match attendance {
            Attendance::Online => self.seats_online,
            Attendance::InPerson | Attendance::Hybrid => self.seats_in_person,
        }
    }

    /// In which way places are kept for groups: in the room, or online where only that is limited.
    pub fn keeps_in(&self) -> Attendance {
        match (self.seats_in_person, self.seats_online) {
            (None, Some(_)) => Attendance::Online,
            _ => Attendance::InPerson,
        }
    }

    /// How many can come in all, if that is limited.
    pub fn seats_in_all(&self, attendance: Attendance) -> Option<u32> {
        match attendance {
            Attendance::InPerson => self.seats_in_person,
            Attendance::Online => self.seats_online,
            Attendance::Hybrid => self.seats_in_person?.checked_add(self.seats_online?),
        }
    }

    /// Whether nobody is ever asked to wait, for a place or for an answer.
    pub fn takes_everybody(&self) -> bool {
        self.mode == Mode::Open && !self.waiting_list
    }

    pub fn is_closed(&self, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.closes_at.unwrap_or(starts_at) <= now
    }

    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.name == name)
    }
}
