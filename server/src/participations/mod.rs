//! Who takes part in an event. Here are the verbs; the form, the desk, programs and other servers all
//! come through them. A place is given under the event's lock, and whoever it concerns is told in the
//! same transaction: nobody is lost, and nobody is promised a chair twice. The event is always locked
//! before the participation, so that two changes never wait for each other.

pub mod activitypub;
mod answers;
pub mod api;
pub mod inbox;
mod letters;
mod link;
mod message;
mod moving;
pub mod notices;
mod organizers;
pub mod pages;
pub mod participation;
mod person;
mod places;
mod rounds;
mod seating;
mod seats;
mod stay;
mod store;
mod tables;
mod ticket;
mod turnout;

pub use self::{
    link::{Claim, Links},
    message::{At, Circle, Message, Written},
    moving::revise,
    organizers::{
        approve, check_in, check_out, correct, decline, enter, import, merge, reachable,
        renew_link, set_way, write_to, write_to_all,
    },
    participation::{
        Arrival, Correction, How, Origin, Participation, Presence, Private, Registration, Seen,
        State, days_of, may_be_one, ways_of,
    },
    person::{
        CONFIRMS_WITHIN, Coming, Word, ask, change, confirm, confirms_until, erase, hear_news,
        join, leave, take,
    },
    places::{Free, Overbooking, free, overbooked},
    rounds::{clear, look_after},
    seating::Seating,
    store::{
        actors_among, count, find_by_code, hearing, of_event, place_in_line, seatings,
        seatings_of_event,
    },
    tables::{Displaced, Displacement, Hand, Slot, displaced, release, seat, slots, unseat},
    ticket::{code, door, read_code, svg},
    turnout::Turnout,
};

use self::{letters::News, participation::Told};
use crate::{
    App, Error, Refusal, Result,
    accounts::Account,
    app::Tx,
    audit,
    events::{self, Admission, Event},
    ids::{EventId, ParticipationId},
};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

/// Events at which somebody waits for the organizers' word are looked at so many at a time.
const REQUESTED_AT_MOST: u64 = 100;

/// What of ours is still to come and waits for the organizers' word, the soonest first: how many do.
pub async fn requested(app: &App) -> Result<Vec<(Event, i64)>> {
    let waiting = store::requested(&app.db, REQUESTED_AT_MOST).await?;
    let ids = waiting.iter().map(|(event, _)| event.clone()).collect();
    let now = app.clock.now();
    let mut events = events::find_all(&app.db, ids).await?;
    events.retain(|event| !event.is_cancelled() && !event.is_over(now));
    events.sort_by_key(|event| event.starts_at);
    let with_count = events.into_iter().filter_map(|event| {
        let (_, people) = waiting.iter().find(|(id, _)| *id == event.id)?;
        Some((event, *people))
    });
    Ok(with_count.collect())
}

/// How many were registered and there, and since when nothing else of them is known.
pub async fn turnout(
    db: &impl ConnectionTrait,
    event: &Event,
) -> Result<(Turnout, Option<DateTime<Utc>>)> {
    let people = store::of_event(db, &event.id).await?;
    if people.is_empty()
        && let Some(counted) = store::find_turnout(db, &event.id).await?
    {
        return Ok((counted.counts, Some(counted.counted_at)));
    }
    Ok((Turnout::of(event, &people), None))
}

/// Somebody by the link they were sent.
pub async fn find_by_link(
    app: &App,
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Participation> {
    let claim = Claim::read(token).ok_or(Error::NotFound)?;
    let participation = store::find(db, &claim.participation).await?;
    participation
        .filter(|participation| app.links.opens(&claim, participation))
        .ok_or(Error::NotFound)
}

/// Somebody of an event, for those who work here.
pub async fn find(
    db: &impl ConnectionTrait,
    event: &EventId,
    id: &ParticipationId,
) -> Result<Participation> {
    let participation = store::find(db, id).await?;
    participation
        .filter(|participation| participation.event == *event)
        .ok_or(Error::NotFound)
}

/// The same, by their id or by the code they show.
pub async fn find_shown(
    db: &impl ConnectionTrait,
    event: &EventId,
    shown: &str,
) -> Result<Participation> {
    if let Ok(id) = shown.parse() {
        return find(db, event, &id).await;
    }
    let code = read_code(shown).ok_or(Error::NotFound)?;
    let found = store::find_by_code(db, event, &code).await?;
    found.ok_or(Error::NotFound)
}

/// What somebody told us in confidence, as far as it may still be known.
pub fn private(app: &App, event: &Event, participation: &Participation) -> Result<Private> {
    let private = opened(app, participation)?;
    let now = app.clock.now();
    // What was put off is still to come.
    let ends_at = match event.state {
        events::State::Postponed => event.ends_at.max(now),
        _ => event.ends_at,
    };
    Ok(private.at(ends_at, now))
}

/// The same, for somebody who may know it and has a reason to look: that they looked is written down.
pub async fn view_private(
    app: &App,
    by: &Account,
    event: &Event,
    participation: &Participation,
) -> Result<Private> {
    let private = private(app, event, participation)?;
    if !private.is_empty() {
        let tx = app.begin().await?;
        audit::kept(app, tx, Some(by), "participation.view", &participation.id).await?;
    }
    Ok(private)
}

/// All of it, for whoever writes it anew.
fn opened(app: &App, participation: &Participation) -> Result<Private> {
    let Some(sealed) = &participation.sealed else {
        return Ok(Private::default());
    };
    Ok(serde_json::from_slice(&app.federation.open(sealed)?)?)
}

fn sealed(app: &App, private: &Private) -> Result<Option<String>> {
    if private.is_empty() {
        return Ok(None);
    }
    let plain = serde_json::to_vec(private)?;
    Ok(Some(app.federation.seal(&plain)?))
}

/// An event with its lock held, and how it takes people.
async fn held(tx: &Tx, event: &EventId) -> Result<(Event, Admission)> {
    let event = events::find_for_change(tx, event).await?;
    match event.admission.clone() {
        Some(admission) => Ok((event, admission)),
        None => Err(Refusal::new("participation-not-here").into()),
    }
}

/// The same for those who work here: where people register elsewhere, they are written down without limits.
async fn held_by_staff(tx: &Tx, event: &EventId) -> Result<(Event, Admission)> {
    let event = events::find_for_change(tx, event).await?;
    match event.admission_by_staff() {
        Some(admission) => Ok((event, admission)),
        None => Err(Refusal::new("participation-not-here").into()),
    }
}

/// The event with its lock held, unless it is gone.
async fn event_of(tx: &Tx, event: &EventId) -> Result<Option<Event>> {
    match events::find_for_change(tx, event).await {
        Ok(event) => Ok(Some(event)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An event with its lock held, if people can still register by themselves.
async fn open_for_registration(app: &App, tx: &Tx, event: &EventId) -> Result<(Event, Admission)> {
    let (event, admission) = held(tx, event).await?;
    if !event.state.is_public() {
        return Err(Error::NotFound);
    }
    if !event.takes_registrations(app.clock.now()) {
        return Err(Refusal::new("participation-closed").into());
    }
    Ok((event, admission))
}

fn require_running(app: &App, event: &Event) -> Result<()> {
    if event.is_cancelled() {
        return Err(Refusal::new("event-is-cancelled").into());
    }
    if event.is_over(app.clock.now()) {
        return Err(Refusal::new("event-is-over").into());
    }
    Ok(())
}

/// They know it as it is now.
fn told_now(participation: Participation, event: &Event) -> Participation {
    Participation {
        told: Told::of(event, &participation.language),
        told_sequence: event.sequence,
        ..participation
    }
}

/// Say it by whatever way there is to reach them. Returns whether there was one.
async fn tell(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    news: News<'_>,
) -> Result<bool> {
    let there = answers::tell(app, tx, event, participation, &news).await?;
    let here = letters::write(app, tx, event, participation, news).await?;
    if participation.actor.is_some() && !(there || here) {
        tracing::warn!(participation = %participation.id, "participations.unreachable");
    }
    Ok(there || here)
}

/// Say what organizers write, by mail to who gave an address, by a post of their own server's to who did not.
/// Returns whether there was a way.
async fn say(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    said: letters::Said<'_>,
) -> Result<bool> {
    let here = letters::write_from_organizers(app, tx, event, participation, said).await?;
    match here {
        true => Ok(true),
        false => answers::write_from_organizers(app, tx, event, participation, said).await,
    }
}
