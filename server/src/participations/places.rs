//! Giving places and places in the line. The caller holds the event's lock; the arithmetic is in `seats`.

use super::{
    letters::News,
    participation::{Days, Participation, State, days_of, ways_of},
    seats::{self, Holder},
    store, tell, told_now,
};
use crate::{
    App, Refusal, Result,
    app::Tx,
    events::{Admission, Attendance, Event, admission::Mode},
    ids::ParticipationId,
};
use chrono::{Duration, NaiveDate};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

/// How long a free place is kept for who it was offered to, unless the event starts before.
const OFFER_LASTS: Duration = Duration::hours(48);

/// Give a place, a place in the line, or none. The event's lock is held.
pub(super) async fn admit(
    app: &App,
    tx: &Tx,
    event: &Event,
    admission: &Admission,
    participation: Participation,
    is_approved: bool,
) -> Result<Participation> {
    let now = app.clock.now();
    // Who waited longer comes first.
    promote(app, tx, event).await?;
    let holders = holders(tx, event).await?;
    let wanted = holder(&participation, event);
    let state = if admission.mode == Mode::Approval && !is_approved {
        State::Requested
    } else if seats::has_place(admission, &holders, &wanted, &days_of(event), now) {
        State::Accepted
    } else if admission.waiting_list {
        State::Waiting
    } else if is_approved {
        // Somebody here decides, and is told; nobody is refused by a list.
        return Err(Refusal::new("participation-full").into());
    } else {
        State::Declined
    };
    let participation = Participation {
        state,
        queued_at: now,
        updated_at: now,
        ..told_now(participation, event)
    };
    store::update(tx, participation).await
}

/// Give a place to somebody who waits, or the one they were offered. Without one nothing changes: they keep
/// their place in the line. The event's lock is held.
pub(super) async fn give(
    app: &App,
    tx: &Tx,
    event: &Event,
    admission: &Admission,
    participation: Participation,
) -> Result<Participation> {
    let now = app.clock.now();
    let wanted = holder(&participation, event);
    let has_place = participation.is_holding() || {
        let holders = holders(tx, event).await?;
        seats::has_place(admission, &holders, &wanted, &days_of(event), now)
    };
    if !has_place {
        return Err(Refusal::new("participation-full").into());
    }
    let participation = Participation {
        state: State::Accepted,
        offered_until: None,
        updated_at: now,
        ..told_now(participation, event)
    };
    store::update(tx, participation).await
}

/// Give free places to those who wait, longest first. The event's lock is held. Returns to how many.
pub(super) async fn promote(app: &App, tx: &Tx, event: &Event) -> Result<usize> {
    let Some(admission) = &event.admission else {
        return Ok(0);
    };
    let now = app.clock.now();
    if event.starts_at <= now || event.is_cancelled() {
        return Ok(0);
    }
    let waiting = waiting(tx, event).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let days = days_of(event);
    let mut holders = holders(tx, event).await?;
    // Hundreds want the same, and where one has no place, nobody behind has.
    let mut full: Vec<Holder> = Vec::new();
    let mut given = 0;
    for (id, wanted) in waiting {
        if full.contains(&wanted) {
            continue;
        }
        if !seats::has_place(admission, &holders, &wanted, &days, now) {
            full.push(wanted);
            continue;
        }
        holders.push(wanted);
        let participation = store::find_for_change(tx, &id).await?;
        // Who asked by a button of their own server cannot be asked again by mail: they have it. Nor can
        // who was imported in silence.
        let state = match participation.email {
            Some(_) if !participation.quiet => State::Offered,
            _ => State::Accepted,
        };
        let participation = Participation {
            state,
            offered_until: (state == State::Offered)
                .then(|| event.starts_at.min(now + OFFER_LASTS)),
            updated_at: now,
            ..told_now(participation, event)
        };
        let participation = store::update(tx, participation).await?;
        tell(app, tx, event, &participation, News::Standing).await?;
        given += 1;
    }
    Ok(given)
}

/// The way in which somebody who takes part already can come: the other one, if they hold no place or
/// there is one for them, else the one they have.
pub(super) async fn reachable(
    app: &App,
    tx: &Tx,
    event: &Event,
    admission: &Admission,
    participation: &Participation,
    attendance: Attendance,
) -> Result<Attendance> {
    let own = holder(participation, event);
    let wanted = Holder {
        attendance,
        ..own.clone()
    };
    let holders = others(tx, event, &own).await?;
    let has_place = seats::has_place(
        admission,
        &holders,
        &wanted,
        &days_of(event),
        app.clock.now(),
    );
    Ok(match !participation.is_holding() || has_place {
        true => attendance,
        false => participation.attendance,
    })
}

/// Who has a place or was offered one, at the event as it is now.
pub(super) async fn holders(db: &impl ConnectionTrait, event: &Event) -> Result<Vec<Holder>> {
    let (ways, days) = (ways_of(event), days_of(event));
    let holders = store::holders(db, &event.id).await?.into_iter();
    Ok(holders.map(|holder| holder.at(ways, &days)).collect())
}

/// Who waits for a place, longest first, and for which.
pub(super) async fn waiting(
    db: &impl ConnectionTrait,
    event: &Event,
) -> Result<Vec<(ParticipationId, Holder)>> {
    let (ways, days) = (ways_of(event), days_of(event));
    let waiting = store::waiting(db, &event.id).await?.into_iter();
    Ok(waiting
        .map(|(id, wanted)| (id, wanted.at(ways, &days)))
        .collect())
}

/// The same as `holders`, one that is held like `own` left out.
pub(super) async fn others(tx: &Tx, event: &Event, own: &Holder) -> Result<Vec<Holder>> {
    let mut holders = holders(tx, event).await?;
    if let Some(own) = holders.iter().position(|holder| holder == own) {
        holders.swap_remove(own);
    }
    Ok(holders)
}

/// A place as they have it, or want it.
pub(super) fn holder(participation: &Participation, event: &Event) -> Holder {
    let holder = Holder {
        attendance: participation.attendance,
        days: participation.days.clone(),
        stakeholder: participation.stakeholder.clone(),
    };
    holder.at(ways_of(event), &days_of(event))
}

/// More people in one way than there are seats: the event was changed after they were let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Overbooking)]
pub struct Overbooking {
    pub attendance: Attendance,
    /// On the fullest day, those who were offered a place among them.
    pub people: u32,
    pub seats: u32,
}

/// Where the event as it is now, or would be, has fewer seats than people.
pub async fn overbooked(db: &impl ConnectionTrait, event: &Event) -> Result<Vec<Overbooking>> {
    let Some(admission) = &event.admission else {
        return Ok(Vec::new());
    };
    let (holders, days) = (holders(db, event).await?, days_of(event));
    let of = |way: &Attendance| {
        let seats = admission.seats(*way)?;
        let people = days.iter().map(|day| {
            let there = holders.iter();
            let there = there.filter(|it| it.attendance == *way && it.days.has(*day));
            u32::try_from(there.count()).unwrap_or(u32::MAX)
        });
        let people = people.max().unwrap_or_default();
        (people > seats).then_some(Overbooking {
            attendance: *way,
            people,
            seats,
        })
    };
    Ok(ways_of(event).iter().filter_map(of).collect())
}

/// How many more can come in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free {
    pub attendance: Attendance,
    /// On which day, where not on each there are as many.
    pub day: Option<NaiveDate>,
    /// For somebody of no group.
    pub places: u32,
    /// Groups for which there are more, and how many.
    pub kept: Vec<(String, u32)>,
}

/// How many more can come, in each way that is limited.
pub async fn free(app: &App, db: &impl ConnectionTrait, event: &Event) -> Result<Vec<Free>> {
    let Some(admission) = &event.admission else {
        return Ok(Vec::new());
    };
    let holders = holders(db, event).await?;
    let (days, now) = (days_of(event), app.clock.now());
    let free = |attendance: Attendance, day: Option<NaiveDate>, group: &str| {
        let wanted = Holder {
            attendance,
            days: Days(day.into_iter().collect()),
            stakeholder: group.to_owned(),
        };
        seats::free(admission, &holders, &wanted, &days, now)
    };
    let left = |attendance: Attendance, day: Option<NaiveDate>| {
        let places = free(attendance, day, "")?;
        let groups = admission.groups.iter();
        let kept = groups
            .filter_map(|group| Some((group.name.clone(), free(attendance, day, &group.name)?)));
        Some(Free {
            attendance,
            day,
            places,
            kept: kept.filter(|(_, kept)| *kept > places).collect(),
        })
    };
    let limited = ways_of(event).iter().flat_map(|way| {
        let each = days.iter().filter_map(|day| left(*way, Some(*day)));
        let each: Vec<Free> = each.collect();
        let is_same = |one: &Free| {
            each.iter()
                .all(|it| (it.places, &it.kept) == (one.places, &one.kept))
        };
        match each.first().is_none_or(is_same) {
            true => left(*way, None).into_iter().collect(),
            false => each,
        }
    });
    Ok(limited.collect())
}
