//! What the organizers write to many: to whom, and the row by which a message that is sent once more, by a
//! second click, is known for the same. What it says is not kept.

use super::{
    participation::{Participation, SUBJECT_AT_MOST, State},
    seating::Seating,
};
use crate::{
    Refusal,
    error::Refusals,
    events::{Attendance, Event, draft::DESCRIPTION_AT_MOST},
    ids::{EventId, MessageId},
    words::Word as _,
};
use chrono::Duration;
use sea_orm::entity::prelude::*;

/// How long a message is known for the same. A form that was open for longer sends it anew.
pub const KNOWN_FOR: Duration = Duration::days(30);

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    /// From the form.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    pub event: EventId,
    /// To how many it went.
    pub reached: i32,
    /// How many gave no address.
    pub unreached: i32,
    pub written_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Written;

/// A message as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    pub id: MessageId,
    pub circle: Circle,
    /// Also to those of whom nothing is known but an account elsewhere, whose server reads it too.
    pub there: bool,
    pub subject: &'a str,
    pub text: &'a str,
}

impl Message<'_> {
    /// Refuses what is empty or too long for a mail.
    pub fn check(&self) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        if self.subject.trim().is_empty() {
            refusals.add(Refusal::new("participation-subject-missing").on("subject"));
        }
        if self.subject.chars().count() > SUBJECT_AT_MOST {
            refusals.add(Refusal::new("event-line-too-long").on("subject"));
        }
        if self.text.trim().is_empty() {
            refusals.add(Refusal::new("participation-text-missing").on("text"));
        }
        if self.text.chars().count() > DESCRIPTION_AT_MOST {
            refusals.add(Refusal::new("event-description-too-long").on("text"));
        }
        refusals.none_or()
    }
}

/// Whom a message of the organizers is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    pub state: State,
    /// Whichever when absent.
    pub attendance: Option<Attendance>,
    pub stakeholder: Option<String>,
    /// Anywhere, or nowhere, when absent.
    pub table: Option<At>,
}

/// A table of a session of the agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    pub session: String,
    pub label: String,
}

impl At {
    /// As it is chosen in a form: `session/label`.
    pub fn read(text: &str) -> Option<Self> {
        let (session, label) = text.split_once('/')?;
        Some(Self {
            session: session.to_owned(),
            label: label.to_owned(),
        })
    }
}

impl Circle {
    /// All who come.
    pub const LET_IN: Self = Self {
        state: State::Accepted,
        attendance: None,
        stakeholder: None,
        table: None,
    };

    /// As it was chosen. An empty way, group or table is any; a word that means nothing is refused, because
    /// it would mean everybody.
    pub fn read(
        state: &str,
        attendance: &str,
        stakeholder: &str,
        table: &str,
    ) -> Result<Self, Refusals> {
        let mut refusals = Refusals::default();
        let state = State::named(state);
        if state.is_none() {
            refusals.add(Refusal::new("participation-state-unknown").on("state"));
        }
        let way = Attendance::named(attendance);
        if way.is_none() && !attendance.is_empty() {
            refusals.add(Refusal::new("event-attendance-unknown").on("attendance"));
        }
        let at = At::read(table);
        if at.is_none() && !table.is_empty() {
            refusals.add(Refusal::new("seating-no-such-table").on("table"));
        }
        refusals.none_or()?;
        Ok(Self {
            state: state.unwrap_or(State::Accepted),
            attendance: way,
            stakeholder: Some(stakeholder.to_owned()).filter(|group| !group.is_empty()),
            table: at,
        })
    }

    /// `seatings` are those of the event.
    pub fn has(&self, event: &Event, participation: &Participation, seatings: &[Seating]) -> bool {
        let sits_at = |at: &At| {
            seatings.iter().any(|seating| {
                seating.participation == participation.id
                    && (&seating.session, &seating.label) == (&at.session, &at.label)
            })
        };
        participation.state == self.state
            && self
                .attendance
                .is_none_or(|way| way == participation.way(event))
            && self
                .stakeholder
                .as_ref()
                .is_none_or(|group| *group == participation.stakeholder)
            && self.table.as_ref().is_none_or(sits_at)
    }
}
