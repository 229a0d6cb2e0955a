//! What those who work here do about the people who come: enter and decide, let in at the door, make
//! one of two, write to many.

use super::{
    answers, held_by_staff,
    letters::{self, News, Said},
    message::{Circle, Message, Written},
    opened,
    participation::{
        Arrival, Correction, Entry, Origin, Participation, REASON_AT_MOST, Registration, State,
        ways_of,
    },
    person::{filled, in_place_of_former, known, new, once_more, require_place},
    places::{self, admit, holder, promote},
    private, require_running, sealed, store, tables, tell, told_now,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    error::Refusals,
    events::{self, Admission, Attendance, Event},
    i18n::Lang,
    ids::{EventId, MessageId, ParticipationId},
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::ConnectionTrait;

/// Write somebody down who called or handed in a paper. The organizers' own word is their approval. After the
/// end it is who signed the sheet without having registered: they were there, whatever places there were, and
/// get no letter about what is over.
pub async fn enter(
    app: &App,
    tx: &Tx,
    event: &EventId,
    registration: &Registration,
    language: &str,
) -> Result<Participation> {
    let (event, admission) = held_by_staff(tx, event).await?;
    let is_over = require_running_or_kept(app, &event)?;
    let (entry, language) = checked(registration, (&event, &admission), language)?;
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
        Some(known) => filled(app, once_more(known), &admission, entry)?,
        None => {
            let new = new(app, tx, &event, Origin::Staff, &language).await?;
            store::insert(tx, filled(app, new, &admission, entry)?).await?
        }
    };
    let participation = Participation {
        origin: Origin::Staff,
        quiet: false,
        // Who was here before and is not asked again keeps theirs.
        language: match registration.language.trim() {
            "" => participation.language.clone(),
            _ => language,
        },
        ..in_place_of_former(tx, participation).await?
    };
    if is_over {
        let participation = Participation {
            state: State::Accepted,
            updated_at: app.clock.now(),
            ..told_now(participation, &event)
        };
        return store::update(tx, participation).await;
    }
    let participation = admit(app, tx, &event, &admission, participation, true).await?;
    letters::write(app, tx, &event, &participation, News::Standing).await?;
    Ok(participation)
}

/// What staff typed and the language they chose, or all that is wrong with either.
fn checked(
    registration: &Registration,
    (event, admission): (&Event, &Admission),
    otherwise: &str,
) -> Result<(Entry, String)> {
    let mut refusals = Refusals::default();
    let language = registration.read_language(otherwise, &mut refusals);
    match registration.check(event, admission) {
        Ok(entry) => Ok(refusals.none_or().map(|()| (entry, language))?),
        Err(mut faults) => {
            faults.0.extend(refusals.0);
            Err(faults.into())
        }
    }
}

/// Whether who was at an event that is over is still known.
fn is_kept(app: &App, event: &Event) -> bool {
    let days = app.config.retention.participations_days;
    app.clock.now() - event.ends_at < Duration::days(days.into())
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
    let known = match &entry.email {
        Some(address) => known(tx, &event.id, address, &entry.name).await?,
        None if entry.name.is_empty() => {
            return Err(Refusal::new("participation-nobody").on("name").into());
        }
        // All that is known of them is their name.
        None => {
            let all = store::of_event(tx, &event.id).await?.into_iter();
            let mut alone = all.filter(|one| one.email.is_none() && one.actor.is_none());
            alone.find(|one| one.is_called(&entry.name))
        }
    };
    let participation = match known {
        Some(known) if known.state != State::Unconfirmed => return Ok(None),
        // Anybody can type an address into the form; a refusal is not undone by that.
        Some(known) if !store::former(tx, &known).await?.is_empty() => return Ok(None),
        Some(known) => filled(app, known, &admission, entry)?,
        None => {
            let new = new(app, tx, &event, Origin::Import, language).await?;
            store::insert(tx, filled(app, new, &admission, entry)?).await?
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

/// The organizers say yes. Somebody who waits is let in before their turn, if there is a place: at the door
/// others have not come.
pub async fn approve(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let (event, admission) = held_by_staff(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if !participation.state.may_be_approved() {
        return Err(Refusal::new("participation-not-requested").into());
    }
    require_running(app, &event)?;
    let participation = once_more(participation);
    let participation = match participation.state {
        State::Waiting | State::Offered => {
            places::give(app, tx, &event, &admission, participation).await?
        }
        _ => admit(app, tx, &event, &admission, participation, true).await?,
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
        sealed: None,
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

/// Put right what was heard or typed wrongly. Who has a place keeps it unless there is one for them as they
/// come now. A link that went to a wrong address opens nothing any more; the right one is sent one. After the
/// end nobody is written to, and places are no matter: what is right then stands on a certificate.
pub async fn correct(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    correction: Correction,
) -> Result<Participation> {
    let (event, admission) = held_by_staff(tx, &participation.event).await?;
    let is_over = require_running_or_kept(app, &event)?;
    let before = store::find_for_change(tx, &participation.id).await?;
    if before.state.is_final() {
        return Err(Refusal::new("participation-is-over").into());
    }
    let private = private(app, &event, &before)?;
    let known = Registration::of(&event, &admission, &before, &private);
    let typed = correction.of(known);
    let (entry, language) = checked(&typed, (&event, &admission), &before.language)?;
    if entry.name.is_empty() && entry.email.is_none() && before.actor.is_none() {
        return Err(Refusal::new("participation-nobody").on("name").into());
    }
    require_nobody_else(tx, &before, &entry).await?;
    let way_open = before.way_open && entry.attendance == before.attendance;
    let mut corrected = filled(app, before.clone(), &admission, entry)?;
    if !is_over {
        let held_before = holder(&before, &event);
        require_place(app, tx, (&event, &admission), &held_before, &corrected).await?;
    }
    let is_elsewhere = corrected.email != before.email;
    corrected.way_open = way_open;
    corrected.link += i32::from(is_elsewhere);
    corrected.turns += i32::from(corrected.days != before.days);
    corrected.updated_at = app.clock.now();
    corrected.language = language;
    // What they were told was in the other one; a change they have yet to hear of stays one.
    if corrected.language != before.language && corrected.told_sequence == event.sequence {
        corrected = told_now(corrected, &event);
    }
    let corrected = store::update(tx, corrected).await?;
    if is_over {
        return Ok(corrected);
    }
    tables::keep_to_days(tx, &event, &corrected).await?;
    let is_news = is_elsewhere
        || corrected.name != before.name
        || corrected.attendance != before.attendance
        || corrected.days != before.days;
    if is_news {
        let news = match corrected.state {
            State::Unconfirmed => News::PleaseConfirm,
            _ => News::Standing,
        };
        tell(app, tx, &event, &corrected, news).await?;
    }
    promote(app, tx, &event).await?;
    Ok(corrected)
}

/// Of each address there is one of a name.
async fn require_nobody_else(tx: &Tx, corrected: &Participation, entry: &Entry) -> Result<()> {
    let Some(address) = &entry.email else {
        return Ok(());
    };
    let all = store::of_email(tx, &corrected.event, &address.folded()).await?;
    let is_somebody_else = |one: &Participation| {
        one.id != corrected.id && State::TOLD.contains(&one.state) && one.may_be(&entry.name)
    };
    match all.iter().any(is_somebody_else) {
        true => Err(Refusal::new("participation-known").on("email").into()),
        false => Ok(()),
    }
}

/// Whether it is over, where those who were there are known still; refused where they are not.
fn require_running_or_kept(app: &App, event: &Event) -> Result<bool> {
    let is_over = event.is_over(app.clock.now());
    if !is_over || event.is_cancelled() || !is_kept(app, event) {
        require_running(app, event)?;
    }
    Ok(is_over)
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

/// Somebody was there on a day of the event. Doing it twice does it once; said otherwise, it is corrected.
pub async fn check_in(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    arrival: &Arrival,
) -> Result<Participation> {
    let event = events::find_for_change(tx, &participation.event).await?;
    let mut participation = store::find_for_change(tx, &participation.id).await?;
    if !participation.is_let_in() {
        return Err(Refusal::new("participation-not-let-in").into());
    }
    let way = participation.way(&event);
    let presence = arrival.check(&event, way, app.clock.now())?;
    let is_known = match arrival.how.trim() {
        "" => participation.seen.on(presence.day).is_some(),
        _ => participation.seen.0.contains(&presence),
    };
    if is_known {
        return Ok(participation);
    }
    participation.seen.add(presence);
    store::update(tx, participation).await
}

/// They were not there after all: somebody typed the wrong code or day.
pub async fn check_out(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    arrival: &Arrival,
) -> Result<Participation> {
    let event = events::find_for_change(tx, &participation.event).await?;
    let mut participation = store::find_for_change(tx, &participation.id).await?;
    let day = match arrival.day.trim() {
        "" => arrival.day_of(&event, app.clock.now())?,
        // The event may have been moved since.
        day => day
            .parse()
            .map_err(|_| Refusal::new("participation-not-that-day").on("day"))?,
    };
    participation.seen.remove(day);
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
    // Of two accounts one is kept, and the server of the other is told that it waits for nobody.
    if kept.actor.is_some() && other.actor.is_some() && kept.actor != other.actor {
        answers::tell(app, tx, &event, &other, &News::Merged).await?;
    }
    let private = opened(app, &kept)?.and(opened(app, &other)?);
    store::delete(tx, &other.id).await?;
    let merged = Participation {
        sealed: sealed(app, &private)?,
        ..merged(kept, other, app.clock.now())
    };
    let merged = store::update(tx, merged).await?;
    if was_reached {
        tell(app, tx, &event, &merged, News::Standing).await?;
    }
    promote(app, tx, &event).await?;
    Ok(merged)
}

/// How they come, their place, code and link are all of the one that is kept: they belong together.
fn merged(kept: Participation, other: Participation, now: DateTime<Utc>) -> Participation {
    let or = |one: String, two: String| if one.is_empty() { two } else { one };
    let mut seen = other.seen;
    kept.seen.0.iter().for_each(|presence| seen.add(*presence));
    // What was said by an account, and waits for an answer there, goes with the account.
    let (actor, activity, joined, reply) = match (&kept.actor, &other.actor) {
        (Some(one), Some(two)) if one == two => (
            kept.actor,
            kept.activity.clone().or(other.activity),
            match kept.activity {
                Some(_) => kept.joined,
                None => other.joined,
            },
            kept.reply.or(other.reply),
        ),
        (Some(_), _) => (kept.actor, kept.activity, kept.joined, kept.reply),
        (None, _) => (other.actor, other.activity, other.joined, other.reply),
    };
    Participation {
        // Nobody goes with an account who came otherwise too.
        origin: match kept.origin.is_elsewhere() {
            true => other.origin,
            false => kept.origin,
        },
        name: or(kept.name, other.name),
        organisation: or(kept.organisation, other.organisation),
        stakeholder: or(kept.stakeholder, other.stakeholder),
        email: kept.email.or(other.email),
        actor,
        activity,
        joined,
        reply,
        said_at: kept.said_at.max(other.said_at),
        quiet: kept.quiet && other.quiet,
        seen,
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
/// no other server is told, so that accounts elsewhere are written to only where they say so. A message that
/// was written already is not written again.
pub async fn write_to(
    app: &App,
    tx: &Tx,
    event: &EventId,
    message: &Message<'_>,
) -> Result<Written> {
    message.check()?;
    let said = |_: Lang| (message.subject.to_owned(), message.text.to_owned());
    let to = (&message.id, &message.circle, message.there);
    write_each(app, tx, event, to, &said).await
}

/// Write to all who are let in, each in their own language, what everybody may read: one each, by mail or to
/// their account.
pub async fn write_to_all(app: &App, tx: &Tx, event: &EventId, said: Said<'_>) -> Result<Written> {
    let id: MessageId = app.ulids.next(app.clock.now()).into();
    write_each(app, tx, event, (&id, &Circle::LET_IN, true), said).await
}

/// How many a letter to all would reach.
pub async fn reachable(db: &impl ConnectionTrait, event: &EventId) -> Result<usize> {
    let all = store::of_event(db, event).await?.into_iter();
    let has_way = |one: &Participation| letters::address_of(one).is_some() || one.actor.is_some();
    let reached = all.filter(|one| one.is_let_in() && has_way(one));
    Ok(reached.count())
}

async fn write_each(
    app: &App,
    tx: &Tx,
    event: &EventId,
    (id, circle, there): (&MessageId, &Circle, bool),
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
            let here = letters::write_to_many(app, tx, &event, &participation, said).await?;
            let is_there = there && !here && participation.news;
            let is_reached = match is_there {
                true => {
                    answers::write_from_organizers(app, tx, &event, &participation, said).await?
                }
                false => here,
            };
            match is_reached {
                true => written.reached += 1,
                false => written.unreached += 1,
            }
        }
    }
    store::insert_message(tx, written).await
}
