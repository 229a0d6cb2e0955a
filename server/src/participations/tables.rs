//! Who sits at which table of a session: chosen by their own link, or given by those who work here. Never
//! more than a table holds, whoever chooses: the event's lock is held, as for places. Leaving the event
//! leaves its tables.

use super::{participation::Participation, require_running, say, seating::Seating, store};
use crate::{
    App, Refusal, Result,
    agenda::{self, Change, Session, Table, Version},
    app::Tx,
    events::{self, Event},
    i18n::Lang,
    ids::ParticipationId,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, HashMap};

/// How long a session is taken to last that nobody has given an end.
pub(super) const LASTS: Duration = Duration::hours(1);

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

/// Somebody whose table a version of the agenda does not have as they chose it.
#[derive(Clone, Debug, PartialEq)]
pub struct Displaced {
    pub participation: Participation,
    pub session: String,
    /// What the session is called.
    pub title: String,
    pub label: String,
    pub why: Displacement,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Displacement {
    /// The table is called this now, and they sit at it still.
    Renamed(String),
    /// There is no such table any more.
    Gone,
    /// It holds fewer, and others chose it before them.
    Full,
}

impl Displaced {
    /// To themselves, in a sentence.
    fn said(&self, lang: Lang) -> String {
        self.in_words(
            lang,
            match self.why {
                Displacement::Renamed(_) => "seating-now-renamed",
                Displacement::Gone => "seating-now-gone",
                Displacement::Full => "seating-now-full",
            },
        )
    }

    /// To those who work here: who it is, and what becomes of their table.
    pub fn listed(&self, lang: Lang) -> String {
        let what = self.in_words(
            lang,
            match self.why {
                Displacement::Renamed(_) => "seating-displaced-renamed",
                Displacement::Gone => "seating-displaced-gone",
                Displacement::Full => "seating-displaced-full",
            },
        );
        format!("{} · {what}", self.participation.called())
    }

    fn in_words(&self, lang: Lang, key: &str) -> String {
        let to = match &self.why {
            Displacement::Renamed(to) => to.as_str(),
            Displacement::Gone | Displacement::Full => "",
        };
        lang.text_with(
            key,
            &[("table", &self.label), ("title", &self.title), ("to", &to)],
        )
    }
}

/// Whose table is another, or none, once `after` takes the place of `before`, in the order in which they chose.
pub async fn displaced(
    db: &impl ConnectionTrait,
    event: &Event,
    before: &[Session],
    after: &[Session],
) -> Result<Vec<Displaced>> {
    let seatings = store::seatings_of_event(db, &event.id).await?;
    if seatings.is_empty() {
        return Ok(Vec::new());
    }
    let people = store::of_event(db, &event.id).await?;
    let mut people: HashMap<ParticipationId, Participation> =
        people.into_iter().map(|it| (it.id.clone(), it)).collect();
    people.retain(|_, person| person.is_let_in());
    let mut sat: HashMap<(String, String), u32> = HashMap::new();
    let mut displaced = Vec::new();
    for seating in seatings {
        let Some(person) = people.get(&seating.participation) else {
            continue;
        };
        let place = sat
            .entry((seating.session.clone(), seating.label.clone()))
            .or_default();
        *place += 1;
        let was = before.iter().find(|it| it.id == seating.session);
        let now = after.iter().find(|it| it.id == seating.session);
        // What an earlier version took away was told then.
        let Some(was) = was.filter(|it| it.sign_up && has(it, &seating.label)) else {
            continue;
        };
        if let Some(why) = displacement(was, now, (&seating.label, *place)) {
            displaced.push(Displaced {
                participation: person.clone(),
                session: seating.session,
                title: now.unwrap_or(was).title.clone(),
                label: seating.label,
                why,
            });
        }
    }
    Ok(displaced)
}

fn has(session: &Session, label: &str) -> bool {
    session.tables.iter().any(|table| table.label == label)
}

/// What becomes of who was the `place`th to choose this table, counted from 1.
fn displacement(
    was: &Session,
    now: Option<&Session>,
    (label, place): (&str, u32),
) -> Option<Displacement> {
    let Some(now) = now.filter(|now| now.sign_up) else {
        return Some(Displacement::Gone);
    };
    let at = was.tables.iter().position(|table| table.label == label)?;
    let capacity = was.tables.get(at)?.capacity;
    let Some(table) = now.tables.iter().find(|table| table.label == label) else {
        // Of as many tables as before, the one in its place that was not there before.
        let same = now.tables.get(at);
        let same = same.filter(|it| now.tables.len() == was.tables.len() && !has(was, &it.label));
        return Some(match same {
            Some(same) if same.capacity.is_none_or(|seats| place <= seats) => {
                Displacement::Renamed(same.label.clone())
            }
            _ => Displacement::Gone,
        });
    };
    let fits = |seats: Option<u32>| seats.is_none_or(|seats| place <= seats);
    (fits(capacity) && !fits(table.capacity)).then_some(Displacement::Full)
}

/// Release the draft of an agenda. Who chose a table that is called otherwise now sits at it still; who chose
/// one that is gone, or holds fewer, is told to choose another, and stays known as somebody who had one.
/// Returns how many are told.
pub async fn release(
    app: &App,
    tx: &Tx,
    event: &Event,
    seen: &str,
) -> Result<(Version, Vec<Change>, usize)> {
    let before = agenda::released(tx, event).await?;
    let (version, changes) = agenda::release(app, tx, event.clone(), seen).await?;
    let Some(before) = before else {
        return Ok((version, changes, 0));
    };
    let displaced = displaced(tx, event, &before.sessions.0, &version.sessions.0).await?;
    let mut told = BTreeMap::<_, Vec<Displaced>>::new();
    for one in displaced {
        if let Displacement::Renamed(label) = &one.why {
            let known = store::seatings(tx, &one.participation.id).await?;
            let known = known.into_iter().find(|it| it.session == one.session);
            if let Some(seating) = known {
                let label = label.clone();
                store::seat(tx, Seating { label, ..seating }).await?;
            }
        }
        told.entry(one.participation.id.to_string())
            .or_default()
            .push(one);
    }
    let mut count = 0;
    for theirs in told.into_values() {
        let Some(first) = theirs.first() else {
            continue;
        };
        let said = |lang: Lang| {
            let lines = theirs.iter().map(|it| it.said(lang));
            let lines = lines.collect::<Vec<_>>().join("\n");
            let text = format!("{lines}\n\n{}", lang.text("seating-now-choose"));
            (lang.text("seating-now-subject"), text)
        };
        let is_told = say(app, tx, event, &first.participation, &said).await?;
        count += usize::from(is_told);
    }
    Ok((version, changes, count))
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
