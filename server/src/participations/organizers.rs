//! What those who work here do about the people who come: enter and decide, let in at the door, make
//! one of two, write to many.

use super::{
    held, held_by_staff,
    letters::{self, News, Said},
    message::{Circle, Message, Written},
    participation::{Days, Origin, Participation, REASON_AT_MOST, Registration, State, ways_of},
    person::{filled, in_place_of_former, known, new, once_more},
    places::{self, admit, promote},
    require_running, store, tables, tell,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    events::{self, Attendance},
    i18n::Lang,
    ids::{EventId, MessageId, ParticipationId},
};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

/// Write somebody down who called or handed in a paper. The organizers' own word is their approval.
pub async fn enter(
    app: &App,
    tx: &Tx,
    event: &EventId,
    registration: &Registration,
    language: &str,
) -> Result<Participation> {
    let (event, admission) = held_by_staff(tx, event).await?;
    require_running(app, &event)?;
    let entry = registration.check(&event, &admission)?;
    if entry.name.is_empty() && entry.email.is_none() {
        return Err(Refusal::new("participation-nobody").on("name").into());
    }
    let known = match &entry.email {
        Some(address) => known(tx, &event.id, address, &entry.name).await?,
        None => None,
    };
    let participation = match known {
        Some(known) if State::TOLD.contains(&known.state) => {
            return Err(Refusal::new("participation-known").on("email").into());
        }
        Some(known) => filled(app, once_more(known), entry)?,
        None => {
            let new = new(app, tx, &event, Origin::Staff, language).await?;
            store::insert(tx, filled(app, new, entry)?).await?
        }
    };
    let participation = Participation {
        origin: Origin::Staff,
        quiet: false,
        ..in_place_of_former(tx, participation).await?
    };
    let participation = admit(app, tx, &event, &admission, participation, true).await?;
    letters::write(app, tx, &event, &participation, News::Standing).await?;
    Ok(participation)
}

/// Take somebody over from the list of an outside shop, whose word is their approval. Who is known here by
/// this address, or was and left, is left as they are: then nothing is returned.
pub async fn import(
    app: &App,
    tx: &Tx,
    event: &EventId,
    registration: &Registration,
    (language, tells): (&str, bool),
) -> Result<Option<Participation>> {
    let (event, admission) = held_by_staff(tx, event).await?;
    require_running(app, &event)?;
    let entry = registration.check(&event, &admission)?;
    let Some(address) = &entry.email else {
        let refusal = Refusal::new("participation-email-missing");
        return Err(refusal.on("email").into());
    };
    let known = known(tx, &event.id, address, &entry.name).await?;
    let participation = match known {
        Some(known) if known.state != State::Unconfirmed => return Ok(None),
        // Anybody can type an address into the form; a refusal is not undone by that.
        Some(known) if !store::former(tx, &known).await?.is_empty() => return Ok(None),
        Some(known) => filled(app, known, entry)?,
        None => {
            let new = new(app, tx, &event, Origin::Import, language).await?;
            store::insert(tx, filled(app, new, entry)?).await?
        }
    };
    let participation = Participation {
        origin: Origin::Import,
        quiet: !tells,
        ..in_place_of_former(tx, participation).await?
    };
    let participation = admit(app, tx, &event, &admission, participation, true).await?;
    letters::write(app, tx, &event, &participation, News::Standing).await?;
    Ok(Some(participation))
}

/// The organizers say yes.
pub async fn approve(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let (event, admission) = held(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if !participation.state.may_be_approved() {
        return Err(Refusal::new("participation-not-requested").into());
    }
    require_running(app, &event)?;
    let participation = match participation.state {
        State::Waiting | State::Offered => {
            places::let_in(app, tx, &event, &admission, participation).await?
        }
        _ => {
            let participation = once_more(participation);
            admit(app, tx, &event, &admission, participation, true).await?
        }
    };
    tell(app, tx, &event, &participation, News::Standing).await?;
    Ok(participation)
}

/// The organizers say no, and why. The reason goes to that person alone and is not kept.
pub async fn decline(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    reason: &str,
) -> Result<Participation> {
    if reason.chars().count() > REASON_AT_MOST {
        let refusal = Refusal::new("participation-text-too-long");
        return Err(refusal.on("reason").into());
    }
    let event = events::find_for_change(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if participation.state.is_final() {
        return Err(Refusal::new("participation-is-over").into());
    }
    let before = participation.state;
    let participation = Participation {
        state: State::Declined,
        offered_until: None,
        turns: participation.turns + 1,
        updated_at: app.clock.now(),
        ..participation
    };
    let participation = store::update(tx, participation).await?;
    let news = News::Declined(before, reason);
    tell(app, tx, &event, &participation, news).await?;
    promote(app, tx, &event).await?;
    Ok(participation)
}

/// The organizers say how somebody comes. Who has a place keeps it unless there is one for them there.
pub async fn set_way(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    attendance: &str,
) -> Result<Participation> {
    let (event, admission) = held_by_staff(tx, &participation.event).await?;
    require_running(app, &event)?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if participation.state.is_final() {
        return Err(Refusal::new("participation-is-over").into());
    }
    let wrong = |message| Err(Refusal::new(message).on("attendance").into());
    let wanted = Attendance::named(attendance.trim());
    let Some(wanted) = wanted.filter(|wanted| ways_of(&event).contains(wanted)) else {
        return wrong("event-attendance-unknown");
    };
    let open = places::reachable(app, tx, &event, &admission, &participation, wanted).await?;
    if open != wanted {
        return wrong("participation-no-place-there");
    }
    let participation = Participation {
        attendance: wanted,
        way_open: false,
        updated_at: app.clock.now(),
        ..participation
    };
    let participation = store::update(tx, participation).await?;
    tell(app, tx, &event, &participation, News::Standing).await?;
    promote(app, tx, &event).await?;
    Ok(participation)
}

/// Somebody has come in today. Doing it twice does it once.
pub async fn check_in(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let event = events::find_for_change(tx, &participation.event).await?;
    let mut participation = store::find_for_change(tx, &participation.id).await?;
    if !participation.is_let_in() {
        return Err(Refusal::new("participation-not-let-in").into());
    }
    let today = app.clock.now().with_timezone(&event.tz()).date_naive();
    if participation.seen.0.contains(&today) {
        return Ok(participation);
    }
    participation.seen.0.push(today);
    store::update(tx, participation).await
}

/// Somebody was written down who is not there: the last day they were let in is taken back.
pub async fn check_out(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    events::find_for_change(tx, &participation.event).await?;
    let mut participation = store::find_for_change(tx, &participation.id).await?;
    let last = participation.seen.0.iter().max().copied();
    let Some(last) = last else {
        return Err(Refusal::new("participation-not-checked-in").into());
    };
    participation.seen.0.retain(|day| *day != last);
    participation.updated_at = app.clock.now();
    store::update(tx, participation).await
}

/// Another link in place of one that somebody else has got hold of. They are sent it.
pub async fn renew_link(
    app: &App,
    tx: &Tx,
    participation: &Participation,
) -> Result<Participation> {
    let event = events::find_for_change(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    let participation = Participation {
        link: participation.link + 1,
        updated_at: app.clock.now(),
        ..participation
    };
    let participation = store::update(tx, participation).await?;
    let news = match participation.state {
        State::Unconfirmed => News::PleaseConfirm,
        _ => News::Standing,
    };
    tell(app, tx, &event, &participation, news).await?;
    Ok(participation)
}

/// Two registrations are one person's, says somebody who works here: the one that stands better takes over
/// what the other knows, and that one is forgotten. What of it was sent out opens nothing any more, so
/// that they are sent what does.
pub async fn merge(
    app: &App,
    tx: &Tx,
    first: &ParticipationId,
    second: &ParticipationId,
) -> Result<Participation> {
    let event = store::find(tx, first).await?.ok_or(Error::NotFound)?.event;
    let event = events::find_for_change(tx, &event).await?;
    let first = store::find_for_change(tx, first).await?;
    let second = store::find_for_change(tx, second).await?;
    if first.id == second.id || first.event != second.event {
        let refusal = Refusal::new("participation-merge-impossible");
        return Err(refusal.on("other").into());
    }
    let (kept, other) = match second.state.standing() > first.state.standing() {
        true => (second, first),
        false => (first, second),
    };
    let was_reached = other.email.is_some() || other.actor.is_some();
    if kept.is_let_in() {
        store::move_seatings(tx, &other.id, &kept.id).await?;
    }
    store::delete(tx, &other.id).await?;
    let merged = store::update(tx, merged(kept, other, app.clock.now())).await?;
    if was_reached {
        tell(app, tx, &event, &merged, News::Standing).await?;
    }
    promote(app, tx, &event).await?;
    Ok(merged)
}

/// How they come, their place, code and link are all of the one that is kept: they belong together.
fn merged(kept: Participation, other: Participation, now: DateTime<Utc>) -> Participation {
    let or = |one: String, two: String| if one.is_empty() { two } else { one };
    let mut seen = [kept.seen.0, other.seen.0].concat();
    seen.sort_unstable();
    seen.dedup();
    Participation {
        name: or(kept.name, other.name),
        organisation: or(kept.organisation, other.organisation),
        stakeholder: or(kept.stakeholder, other.stakeholder),
        email: kept.email.or(other.email),
        actor: kept.actor.or(other.actor),
        activity: kept.activity.or(other.activity),
        said_at: kept.said_at.max(other.said_at),
        reply: kept.reply.or(other.reply),
        sealed: kept.sealed.or(other.sealed),
        quiet: kept.quiet && other.quiet,
        seen: Days(seen),
        // Calendars of either have to see the next word as newer.
        turns: kept.turns.max(other.turns),
        queued_at: match kept.state == other.state {
            true => kept.queued_at.min(other.queued_at),
            false => kept.queued_at,
        },
        updated_at: now,
        ..kept
    }
}

/// Write to all who take part in one way, or sit at one table, by mail: what organizers write may hold what
/// no other server is told. A message that was written already is not written again.
pub async fn write_to(
    app: &App,
    tx: &Tx,
    event: &EventId,
    message: &Message<'_>,
) -> Result<Written> {
    message.check()?;
    let said = |_: Lang| (message.subject.to_owned(), message.text.to_owned());
    write_each(app, tx, event, (&message.id, &message.circle), &said).await
}

/// Write to all who are let in, each in their own language: a letter by mail, one each.
pub async fn write_to_all(app: &App, tx: &Tx, event: &EventId, said: Said<'_>) -> Result<Written> {
    let id: MessageId = app.ulids.next(app.clock.now()).into();
    write_each(app, tx, event, (&id, &Circle::LET_IN), said).await
}

/// How many a letter to all would reach.
pub async fn reachable(db: &impl ConnectionTrait, event: &EventId) -> Result<usize> {
    let all = store::of_event(db, event).await?.into_iter();
    let reached = all.filter(|one| one.is_let_in() && letters::address_of(one).is_some());
    Ok(reached.count())
}

async fn write_each(
    app: &App,
    tx: &Tx,
    event: &EventId,
    (id, circle): (&MessageId, &Circle),
    said: Said<'_>,
) -> Result<Written> {
    let event = events::find_for_change(tx, event).await?;
    if let Some(at) = &circle.table {
        let slots = tables::slots(tx, &event).await?;
        let slot = slots.iter().find(|slot| slot.session.id == at.session);
        if slot.and_then(|slot| slot.table(&at.label)).is_none() {
            return Err(Refusal::new("seating-no-such-table").on("table").into());
        }
    }
    if let Some(written) = store::find_message(tx, id).await? {
        return Ok(written);
    }
    let mut written = Written {
        id: id.clone(),
        event: event.id.clone(),
        reached: 0,
        unreached: 0,
        written_at: app.clock.now(),
    };
    let seatings = match &circle.table {
        Some(_) => store::seatings_of_event(tx, &event.id).await?,
        None => Vec::new(),
    };
    for participation in store::of_event(tx, &event.id).await? {
        if circle.has(&event, &participation, &seatings) {
            match letters::write_from_organizers(app, tx, &event, &participation, said).await? {
                true => written.reached += 1,
                false => written.unreached += 1,
            }
        }
    }
    store::insert_message(tx, written).await
}
