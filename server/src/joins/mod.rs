//! Going to an event of another server: one of ours asks its organizer, and nobody else hears of it. Here
//! are the verbs; desk, API, command line and inbox all come through them. What is asked has a state of
//! two sides: without an answer it is asked once more, and then shown as not confirmed.

pub mod activitypub;
pub mod api;
pub mod desk;
pub mod inbox;
pub mod join;
mod looking;
mod store;

pub use self::{
    join::{ANSWERED_WITHIN, Join, State, Told},
    looking::look_again,
    store::{find_of, listed, of_event, organizers_among, standing_of},
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    events::{self, Event},
    ids::JoinId,
};
use chrono::Duration;
use federation::{
    Iri,
    actors::{self, Actor},
    blocks,
    vocabulary::{self as wire, Object},
};
use sea_orm::ConnectionTrait;
use url::Url;

/// Joins an instance keeps, over or not.
const JOINS_AT_MOST: u64 = 5_000;

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

/// An event of another server, as its home just showed it.
#[derive(Clone, Debug)]
pub struct Invitation {
    event: wire::Event,
    speaker: Option<Iri>,
}

/// Read anew what somebody wants to go to, and who invites. Asks their server, so no transaction may be
/// open.
pub async fn read(app: &App, event: &Event) -> Result<Invitation> {
    if event.local {
        return refused("join-own-event");
    }
    require_open(app, &app.db, &event.organizer).await?;
    let document = match app.federation.fetcher().object(&event.iri).await {
        Ok(document) => document,
        Err(failure) if failure.is_passing() => return refused("join-host-unreachable"),
        Err(_) => return refused("join-event-gone"),
    };
    let found = match Object::read(&document) {
        Some(Object::Event(found)) => *found,
        _ => return refused("join-event-gone"),
    };
    if found.id != *event.iri || found.attributed_to != *event.organizer {
        return refused("join-event-gone");
    }
    // What is said to somebody nobody knows reaches nobody.
    if app.federation.meet(&event.organizer).await.is_err() {
        return refused("join-host-unreachable");
    }
    Ok(Invitation {
        speaker: activitypub::speaker(&document, &found),
        event: found,
    })
}

async fn require_open(app: &App, db: &impl ConnectionTrait, organizer: &Iri) -> Result<()> {
    if !app.federation.settings().open {
        return refused("following-closed");
    }
    if blocks::covers(db, organizer).await? {
        return refused("following-blocked");
    }
    Ok(())
}

/// Ask to take part, for one of ours.
pub async fn ask(app: &App, tx: &Tx, ours: &Actor, invitation: &Invitation) -> Result<Join> {
    let now = app.clock.now();
    let event = Iri::from(&invitation.event.id);
    let organizer = Iri::from(&invitation.event.attributed_to);
    require_open(app, tx, &organizer).await?;
    let foreign = events::activitypub::foreign(&invitation.event, now);
    if !foreign.takes_joins {
        return refused("join-not-taken");
    }
    let told = Told::of(foreign);
    if told.is_off() || told.ends_at <= now {
        return refused("join-event-over");
    }
    // Whoever asks for the same at the same time waits here, and then finds this.
    events::find_by_iri_for_change(tx, &event).await?;
    let known = store::find_of(tx, &event, &ours.id).await?;
    if known
        .as_ref()
        .is_some_and(|known| known.state.is_standing())
    {
        return refused("join-asked-already");
    }
    if known.is_none() && store::count(tx).await? >= JOINS_AT_MOST {
        return refused("join-too-many");
    }
    let saying = activitypub::join(&event, &organizer);
    let activity = app.federation.say(tx, ours, saying).await?;
    let id = known.as_ref().map(|known| known.id.clone());
    let join = Join {
        id: id.unwrap_or_else(|| app.ulids.next(now).into()),
        actor: ours.id.clone(),
        event,
        organizer,
        speaker: invitation.speaker.clone(),
        activity,
        state: State::Asked,
        answer: None,
        said_at: None,
        reason: String::new(),
        sealed: None,
        ends_at: told.ends_at,
        told,
        asked_at: now,
        asked_again_at: None,
        overdue_at: Some(now + ANSWERED_WITHIN),
        answered_at: None,
        looked_at: now,
        updated_at: now,
    };
    match known {
        Some(_) => store::update(tx, join).await,
        None => store::insert(tx, join).await,
    }
}

/// Not go after all. The organizer hears it, also of an event that we take for gone: a server under repair
/// may have looked so, and keeps the place.
pub async fn leave(app: &App, tx: &Tx, join: Join) -> Result<Join> {
    if !join.state.is_standing() {
        return refused("join-left-already");
    }
    let ours = actors::find(tx, &join.actor).await?;
    let ours = ours.filter(|ours| ours.local).ok_or(Error::NotFound)?;
    app.federation.retract(tx, &join.activity).await?;
    let saying = activitypub::leave(&join);
    app.federation.say(tx, &ours, saying).await?;
    let left = Join {
        state: State::Left,
        reason: String::new(),
        sealed: None,
        overdue_at: None,
        updated_at: app.clock.now(),
        ..join
    };
    store::update(tx, left).await
}

/// Ask once more where nobody answered, and then count on nothing. Returns how many it concerned.
pub async fn look_after(app: &App) -> Result<usize> {
    let mut done = 0;
    for id in store::overdue(&app.db, app.clock.now()).await? {
        match remind(app, &id).await {
            Ok(is_done) => done += usize::from(is_done),
            Err(error) => tracing::error!(join = %id, %error, "joins.failed"),
        }
    }
    Ok(done)
}

async fn remind(app: &App, id: &JoinId) -> Result<bool> {
    let now = app.clock.now();
    let tx = app.begin().await?;
    let join = store::find_for_change(&tx, id).await?;
    let is_due = |join: &Join| {
        join.state == State::Asked && join.overdue_at.is_some_and(|overdue_at| overdue_at <= now)
    };
    let Some(join) = join.filter(is_due) else {
        return Ok(false);
    };
    let ours = actors::find(&tx, &join.actor).await?;
    // Who was blocked meanwhile is asked nothing more.
    let can_ask = join.asked_again_at.is_none() && !blocks::covers(&tx, &join.organizer).await?;
    let join = match ours.filter(|_| can_ask) {
        Some(ours) => {
            let saying = activitypub::join(&join.event, &join.organizer);
            app.federation
                .say_again(&tx, &ours, &join.activity, saying)
                .await?;
            Join {
                asked_again_at: Some(now),
                overdue_at: Some(now + ANSWERED_WITHIN),
                ..join
            }
        }
        None => Join {
            state: State::Unconfirmed,
            overdue_at: None,
            updated_at: now,
            ..join
        },
    };
    store::update(&tx, join).await?;
    tx.commit().await?;
    Ok(true)
}

/// Keep what the event's home says of it now, unless we heard something newer.
async fn retell(tx: &Tx, join: Join, told: Told) -> Result<()> {
    if told.updated_at < join.told.updated_at || told == join.told {
        return Ok(());
    }
    let retold = Join {
        ends_at: told.ends_at,
        told,
        ..join
    };
    store::update(tx, retold).await?;
    Ok(())
}

/// The event is no more at its home.
async fn lose(tx: &Tx, join: Join) -> Result<()> {
    let told = Told {
        is_gone: true,
        ..join.told
    };
    store::update(tx, Join { told, ..join }).await?;
    Ok(())
}

/// Where whoever is let in reads on.
pub fn way_in(app: &App, join: &Join) -> Result<Option<Url>> {
    let Some(sealed) = &join.sealed else {
        return Ok(None);
    };
    let plain = String::from_utf8(app.federation.open(sealed)?).map_err(anyhow::Error::from)?;
    Ok(Some(plain.parse().map_err(anyhow::Error::from)?))
}

pub async fn find(db: &impl ConnectionTrait, id: &JoinId) -> Result<Join> {
    store::find(db, id).await?.ok_or(Error::NotFound)
}

/// The same, to change it.
pub async fn find_for_change(tx: &Tx, id: &JoinId) -> Result<Join> {
    store::find_for_change(tx, id).await?.ok_or(Error::NotFound)
}

/// How many of ours still mean to go to what does not take place.
pub async fn called_off(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let listed = store::listed(&app.db).await?.into_iter();
    let is_called_off =
        |join: &Join| join.state.is_standing() && join.told.is_off() && now < join.told.ends_at;
    Ok(listed.filter(is_called_off).count())
}

/// Forget what was over so long ago. Returns how many rows.
pub async fn clear(app: &App, kept: Duration) -> Result<u64> {
    store::forget(&app.db, app.clock.now() - kept).await
}

#[cfg(test)]
pub(crate) mod tests;
