//! Who sits at which table of a session: chosen by their own link, or given by those who work here. Never
//! more than a table holds, whoever chooses: the event's lock is held, as for places. Leaving the event
//! leaves its tables.

use super::{participation::Participation, require_running, seating::Seating, store};
use crate::{
    App, Refusal, Result,
    agenda::{self, Session, Table},
    app::Tx,
    events::{self, Event},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::ConnectionTrait;

/// How long a session is taken to last that nobody has given an end.
const LASTS: Duration = Duration::hours(1);

/// A session of the agenda in force at which whoever takes part chooses a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub session: Session,
    pub ends_at: DateTime<Utc>,
    /// In the event's own zone.
    pub day: NaiveDate,
}

impl Slot {
    pub fn table(&self, label: &str) -> Option<&Table> {
        let tables = &self.session.tables;
        tables.iter().find(|table| table.label == label)
    }

    pub fn has_begun(&self, now: DateTime<Utc>) -> bool {
        self.session.starts_at <= now
    }

    /// Whether nobody can be at both.
    fn meets(&self, other: &Self) -> bool {
        self.session.starts_at < other.ends_at && other.session.starts_at < self.ends_at
    }
}

/// By whose hand somebody sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Their own, by their link: until the session begins.
    Theirs,
    /// Of those who work here.
    Ours,
}

/// Where there is something to choose, in the order it takes place.
pub async fn slots(db: &impl ConnectionTrait, event: &Event) -> Result<Vec<Slot>> {
    let Some(version) = agenda::released(db, event).await? else {
        return Ok(Vec::new());
    };
    let agenda = version.agenda(event)?;
    let chosen = agenda.sessions().iter().filter(|session| session.sign_up);
    let slots = chosen.map(|session| Slot {
        ends_at: agenda.ends_at(session).unwrap_or(session.starts_at + LASTS),
        day: session.starts(agenda.days.zone).date_naive(),
        session: session.clone(),
    });
    Ok(slots.collect())
}

/// Sit down at a table of a session, in place of the one they had there, or at another at the same time.
/// Doing it twice does it once.
pub async fn seat(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    (session, label): (&str, &str),
    hand: Hand,
) -> Result<()> {
    let refused = |message| Err(Refusal::new(message).on("table").into());
    let event = events::find_for_change(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    require_running(app, &event)?;
    let slots = slots(tx, &event).await?;
    let slot = slots.iter().find(|slot| slot.session.id == session);
    let Some((slot, table)) = slot.and_then(|slot| Some((slot, slot.table(label)?))) else {
        return refused("seating-no-such-table");
    };
    if !participation.is_let_in() {
        return refused("seating-not-let-in");
    }
    if !participation.comes_on(slot.day) {
        return refused("seating-other-day");
    }
    let now = app.clock.now();
    if hand == Hand::Theirs && slot.has_begun(now) {
        return refused("seating-begun");
    }
    let others = store::count_at(tx, &event.id, (session, label), &participation.id).await?;
    if table
        .capacity
        .is_some_and(|capacity| others >= capacity.into())
    {
        return refused("seating-full");
    }
    for other in slots.iter().filter(|other| other.meets(slot)) {
        store::unseat(tx, &participation.id, &other.session.id).await?;
    }
    let seating = Seating {
        participation: participation.id,
        session: session.to_owned(),
        event: event.id,
        label: label.to_owned(),
        chosen_at: now,
    };
    store::seat(tx, seating).await
}

/// Leave the table of a session. Doing it twice does it once.
pub async fn unseat(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    session: &str,
    hand: Hand,
) -> Result<()> {
    let event = events::find_for_change(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    let slots = slots(tx, &event).await?;
    let slot = slots.iter().find(|slot| slot.session.id == session);
    if hand == Hand::Theirs && slot.is_some_and(|slot| slot.has_begun(app.clock.now())) {
        return Err(Refusal::new("seating-begun").on("table").into());
    }
    store::unseat(tx, &participation.id, session).await
}

/// Leave the tables of days on which they do not come any more.
pub(super) async fn keep_to_days(
    tx: &Tx,
    event: &Event,
    participation: &Participation,
) -> Result<()> {
    for slot in slots(tx, event).await? {
        if !participation.comes_on(slot.day) {
            store::unseat(tx, &participation.id, &slot.session.id).await?;
        }
    }
    Ok(())
}
