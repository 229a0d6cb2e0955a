//! What happens by itself: offers lapse, places are given on, people are told and reminded, and what was
//! kept for long enough is forgotten.

use super::{
    answers, event_of,
    letters::{self, News},
    message::KNOWN_FOR,
    notices,
    participation::{Participation, State, days_of},
    person::{CONFIRMS_WITHIN, Word, leave},
    places::{holders, promote, waiting},
    private, sealed,
    seats::{self, Holder},
    store, tell, told_now,
    turnout::{Counted, Turnout},
};
use crate::{
    App, Result,
    app::Tx,
    events::{self, Event},
    ids::{EventId, ParticipationId},
};
use chrono::Duration;
use std::{collections::BTreeSet, fmt::Display};

/// Who registered so shortly before is not reminded of it.
const REMINDS_NOT_WITHIN: Duration = Duration::days(1);

/// Everything that happens by itself: offers lapse, places are given on, people are told what changed
/// and are reminded. What fails is logged and holds nothing else up. Returns how many were told something.
pub async fn look_after(app: &App) -> Result<usize> {
    let mut told = 0;
    for (offered, event) in store::lapsed(&app.db, app.clock.now()).await? {
        told += done(lapse(app, &event, &offered).await, &offered);
    }
    // Somebody may have raised the number of places.
    for event in store::events(&app.db, &[State::Waiting]).await? {
        told += done(give_on(app, &event).await, &event);
    }
    for event in store::events(&app.db, &State::TOLD).await? {
        told += done(tell_of(app, &event).await, &event);
    }
    told += notices::send_due(app).await?;
    Ok(told)
}

/// What came of one of many.
fn done<T: Default>(result: Result<T>, of: &impl Display) -> T {
    result.unwrap_or_else(|error| {
        tracing::error!(%of, %error, "participations.failed");
        T::default()
    })
}

async fn give_on(app: &App, event: &EventId) -> Result<usize> {
    // Most of the time there is nothing to do, and nobody is kept from writing to find out.
    if !could_be_promoted(app, event).await? {
        return Ok(0);
    }
    let tx = app.begin().await?;
    let told = match event_of(&tx, event).await? {
        Some(event) => promote(app, &tx, &event).await?,
        None => 0,
    };
    tx.commit().await?;
    Ok(told)
}

async fn tell_of(app: &App, event: &EventId) -> Result<usize> {
    match events::find(&app.db, event).await? {
        Some(event) => Ok(tell_changes(app, &event).await? + remind(app, &event).await?),
        None => tell_of_the_gone(app, event).await,
    }
}

/// Whether somebody who waits could have a place, as far as can be seen without the lock.
async fn could_be_promoted(app: &App, event: &EventId) -> Result<bool> {
    let Some(event) = events::find(&app.db, event).await? else {
        return Ok(false);
    };
    let Some(admission) = &event.admission else {
        return Ok(false);
    };
    let (now, days) = (app.clock.now(), days_of(&event));
    let holders = holders(&app.db, &event).await?;
    let mut wanted: Vec<Holder> = Vec::new();
    for (_, place) in waiting(&app.db, &event).await? {
        if !wanted.contains(&place) {
            wanted.push(place);
        }
    }
    let mut wanted = wanted.iter();
    Ok(wanted.any(|place| seats::has_place(admission, &holders, place, &days, now)))
}

/// The place was kept for long enough.
async fn lapse(app: &App, event: &EventId, offered: &ParticipationId) -> Result<usize> {
    let tx = app.begin().await?;
    let _locked = event_of(&tx, event).await?;
    let participation = store::find_for_change(&tx, offered).await?;
    // Somebody may have taken it since, or been offered it anew.
    let until = participation.offered_until;
    if participation.state == State::Offered && until.is_some_and(|it| it <= app.clock.now()) {
        leave(app, &tx, &participation, Word::Nobodys).await?;
    }
    tx.commit().await?;
    Ok(1)
}

/// Tell those who take part that the event is no longer what they were told.
async fn tell_changes(app: &App, event: &Event) -> Result<usize> {
    let mut count = 0;
    // Most of the time there is nobody, and nobody is kept from writing to find out.
    while !store::told_before(&app.db, &event.id, event.sequence)
        .await?
        .is_empty()
    {
        let tx = app.begin().await?;
        let Some(event) = event_of(&tx, &event.id).await? else {
            return Ok(count);
        };
        for participation in store::told_before(&tx, &event.id, event.sequence).await? {
            let told = participation.told.clone();
            // Who was reminded of another day has to be reminded of this one.
            let participation = Participation {
                reminded_at: participation
                    .reminded_at
                    .filter(|_| told.starts_at == event.starts_at),
                ..participation
            };
            let news = match event.is_cancelled() {
                true => News::CalledOff,
                false => News::Changed(&told),
            };
            let participation = store::update(&tx, told_now(participation, &event)).await?;
            count += usize::from(tell(app, &tx, &event, &participation, news).await?);
        }
        tx.commit().await?;
    }
    Ok(count)
}

/// The event was erased: tell those who were coming, then forget them.
async fn tell_of_the_gone(app: &App, event: &EventId) -> Result<usize> {
    let tx = app.begin().await?;
    let mut count = 0;
    for participation in store::of_event(&tx, event).await? {
        let is_to_come = participation.told.starts_at > app.clock.now();
        if is_to_come && State::TOLD.contains(&participation.state) {
            let there = answers::tell_of_the_gone(app, &tx, &participation).await?;
            let here = letters::write_of_the_gone(app, &tx, &participation).await?;
            count += usize::from(there || here);
        }
    }
    store::forget(&tx, std::slice::from_ref(event)).await?;
    tx.commit().await?;
    Ok(count)
}

async fn remind(app: &App, event: &Event) -> Result<usize> {
    let registered_before = app.clock.now() - REMINDS_NOT_WITHIN;
    if !is_to_be_reminded_of(app, event)
        || store::unreminded(&app.db, &event.id, registered_before)
            .await?
            .is_empty()
    {
        return Ok(0);
    }
    let tx = app.begin().await?;
    let event = event_of(&tx, &event.id).await?;
    let Some(event) = event.filter(|event| is_to_be_reminded_of(app, event)) else {
        return Ok(0);
    };
    let notices = notices::of_event(&tx, &event.id).await?;
    let mut count = 0;
    for participation in store::unreminded(&tx, &event.id, registered_before).await? {
        let participation = Participation {
            reminded_at: Some(app.clock.now()),
            ..participation
        };
        let participation = store::update(&tx, participation).await?;
        if !notices::reminds(&notices, &event, &participation) {
            count += usize::from(tell(app, &tx, &event, &participation, News::Reminder).await?);
        }
    }
    tx.commit().await?;
    Ok(count)
}

fn is_to_be_reminded_of(app: &App, event: &Event) -> bool {
    let now = app.clock.now();
    let reminds_before = Duration::days(app.config.mail.reminder_days.into());
    let is_soon = event.starts_at > now && event.starts_at - now <= reminds_before;
    let is_on = event.state.is_public() && event.state != events::State::Postponed;
    is_soon && is_on && !event.is_cancelled()
}

/// Forget what was kept for long enough: who never confirmed, and whose event is long over. Returns
/// how many rows.
pub async fn clear(app: &App, kept: Duration) -> Result<u64> {
    let now = app.clock.now();
    let unconfirmed = store::forget_unconfirmed(&app.db, now - CONFIRMS_WITHIN).await?;
    let all = store::events(&app.db, &State::ALL).await?;
    let over = events::over_among(&app.db, all.clone(), now - kept).await?;
    let mut forgotten = 0;
    for event in over {
        forgotten += done(count_and_forget(app, &event).await, &event);
    }
    let gone = gone_among(app, all).await?;
    forgotten += store::forget(&app.db, &gone).await?;
    forgotten += forget_counts_of_the_gone(app).await?;
    let messages = store::forget_messages(&app.db, now - KNOWN_FOR).await?;
    Ok(unconfirmed + forgotten + messages + clear_private(app).await?)
}

/// How many they were is kept, who they were is not.
async fn count_and_forget(app: &App, event: &EventId) -> Result<u64> {
    let tx = app.begin().await?;
    let Some(event) = event_of(&tx, event).await? else {
        return Ok(0);
    };
    let people = store::of_event(&tx, &event.id).await?;
    let counted = Counted {
        counts: Turnout::of(&event, &people),
        event: event.id.clone(),
        counted_at: app.clock.now(),
    };
    store::keep_turnout(&tx, counted).await?;
    let forgotten = store::forget(&tx, std::slice::from_ref(&event.id)).await?;
    tx.commit().await?;
    Ok(forgotten)
}

async fn forget_counts_of_the_gone(app: &App) -> Result<u64> {
    let mut counted = store::counted(&app.db).await?;
    let there = BTreeSet::from_iter(events::there_among(&app.db, &counted).await?);
    counted.retain(|event| !there.contains(event));
    match counted.is_empty() {
        true => Ok(0),
        false => store::forget_turnouts(&app.db, &counted).await,
    }
}

/// Events that were erased and of which nobody has to be told any more.
async fn gone_among(app: &App, all: Vec<EventId>) -> Result<Vec<EventId>> {
    let mut kept = BTreeSet::from_iter(events::there_among(&app.db, &all).await?);
    kept.extend(store::events(&app.db, &State::TOLD).await?);
    Ok(all.into_iter().filter(|it| !kept.contains(it)).collect())
}

/// Needs and answers go before the rest does.
async fn clear_private(app: &App) -> Result<u64> {
    let all = store::events(&app.db, &State::ALL).await?;
    let over = events::over_among(&app.db, all, app.clock.now()).await?;
    let mut cleared = 0;
    for event in over {
        cleared += done(clear_private_of(app, &event).await, &event);
    }
    Ok(cleared)
}

async fn clear_private_of(app: &App, event: &EventId) -> Result<u64> {
    let tx = app.begin().await?;
    let Some(event) = event_of(&tx, event).await? else {
        return Ok(0);
    };
    let mut cleared = 0;
    for participation in store::with_private(&tx, &event.id).await? {
        let id = participation.id.clone();
        cleared += done(forget_in_part(app, &tx, &event, participation).await, &id);
    }
    tx.commit().await?;
    Ok(cleared)
}

/// Forget of one person what may not be known any more. Returns 1 if there was something.
async fn forget_in_part(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: Participation,
) -> Result<u64> {
    let left = private(app, event, &participation)?;
    let before = participation.sealed.as_ref();
    let before = before.map(|it| app.federation.open(it)).transpose()?;
    if before == Some(serde_json::to_vec(&left)?) {
        return Ok(0);
    }
    let sealed = sealed(app, &left)?;
    let participation = Participation {
        sealed,
        ..participation
    };
    store::update(tx, participation).await?;
    Ok(1)
}
