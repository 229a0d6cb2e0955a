//! The place of a result in the agenda of the next edition: kept when the work begins, filled once there
//! is a report. It stands in the draft of the agenda like any other session; whoever plans may move it,
//! call it something else or take it out, and what they did stays.

use super::{Report, Workstream, cycle_of, store};
use crate::{
    App, Error, Result, agenda,
    app::Tx,
    cycles,
    events::{self, Event},
    ids::EventId,
};
use sea_orm::{ConnectionTrait, FromJsonQueryResult};
use serde::{Deserialize, Serialize};

/// A session of the agenda of an event of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Slot {
    pub event: EventId,
    /// A ULID, the same in every version of the agenda.
    pub session: String,
}

/// The first edition of its cycle that begins after it, is ahead, and has an agenda of ours.
pub async fn next_edition(
    app: &App,
    db: &impl ConnectionTrait,
    workstream: &Workstream,
) -> Result<Option<Event>> {
    let Some(cycle) = cycle_of(db, workstream).await? else {
        return Ok(None);
    };
    let editions = cycles::editions(db, &cycle).await?;
    let is_next =
        |event: &Event| is_ahead(app, event) && event.starts().date_naive() > workstream.starts_on;
    Ok(editions.into_iter().find(is_next))
}

fn is_ahead(app: &App, event: &Event) -> bool {
    event.local && event.starts_at > app.clock.now() && !event.is_cancelled()
}

/// Keep a place, at the beginning of the first day of the next edition, unless there is one already.
pub(super) async fn reserve(app: &App, tx: &Tx, workstream: Workstream) -> Result<Workstream> {
    if lacks_one(app, tx, &workstream).await?.is_none() {
        return Ok(workstream);
    }
    let Some(event) = next_edition(app, tx, &workstream).await? else {
        return Ok(workstream);
    };
    let lang = app.config.instance.language;
    let draft = agenda::Draft {
        starts_at: event.starts().format("%H:%M").to_string(),
        title: lang.text_with("workstream-slot", &[("name", &workstream.name)]),
        ..agenda::Draft::default()
    };
    let session = match agenda::add(app, tx, &event, &draft).await {
        // A full agenda is no reason not to work, and none to keep a result back.
        Err(Error::Refused(_)) => return Ok(workstream),
        added => added?,
    };
    let slot = Some(Slot {
        event: event.id,
        session: session.id,
    });
    store::update(tx, Workstream { slot, ..workstream }).await
}

/// The next edition, where there is one and no place in it or in another that is ahead.
async fn lacks_one(
    app: &App,
    db: &impl ConnectionTrait,
    workstream: &Workstream,
) -> Result<Option<Event>> {
    if let Some(slot) = &workstream.slot
        && let Some(event) = events::find(db, &slot.event).await?
        && is_ahead(app, &event)
    {
        return Ok(None);
    }
    next_edition(app, db, workstream).await
}

/// Let its place say what came of it. What somebody wrote there meanwhile stays.
pub(super) async fn fill(
    app: &App,
    tx: &Tx,
    workstream: Workstream,
    report: &Report,
) -> Result<Workstream> {
    let workstream = reserve(app, tx, workstream).await?;
    let Some(slot) = &workstream.slot else {
        return Ok(workstream);
    };
    let Some(event) = events::find(tx, &slot.event).await? else {
        return Ok(workstream);
    };
    let planned = agenda::planned(tx, &event).await?;
    let session = planned.iter().find(|it| it.id == slot.session);
    let Some(session) = session.filter(|it| is_ahead(app, &event) && it.description.is_empty())
    else {
        return Ok(workstream);
    };
    let draft = agenda::Draft {
        description: format!("{}\n\n<{}>", report.sentence, report.url),
        ..agenda::Draft::of(session, agenda::days(&event).zone)
    };
    match agenda::change(app, tx, &event, &slot.session, &draft).await {
        Err(Error::Refused(_)) => Ok(workstream),
        changed => changed.map(|_| workstream),
    }
}

/// Keep places for what is worked on, in editions that were not there when the work began. Returns how
/// many.
pub async fn reserve_all(app: &App) -> Result<usize> {
    let mut reserved = 0;
    for workstream in store::active(&app.db).await? {
        if lacks_one(app, &app.db, &workstream).await?.is_some() {
            let tx = app.begin().await?;
            reserve(app, &tx, workstream).await?;
            tx.commit().await?;
            reserved += 1;
        }
    }
    Ok(reserved)
}
