//! The place of a result in the agenda of the next edition: kept when the work begins, filled once there
//! is a report. It stands in the draft of the agenda like any other session; whoever plans may move it,
//! call it something else or take it out, and what they did stays.

use super::{Report, State, Workstream, cycle_of, store};
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

/// The session that is kept for it, in an edition that is ahead.
async fn kept(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
) -> Result<Option<(Event, agenda::Session)>> {
    let Some(slot) = &workstream.slot else {
        return Ok(None);
    };
    let event = events::find(tx, &slot.event).await?;
    let Some(event) = event.filter(|event| is_ahead(app, event)) else {
        return Ok(None);
    };
    let mut planned = agenda::planned(tx, &event).await?.into_iter();
    let session = planned.find(|session| session.id == slot.session);
    Ok(session.map(|session| (event, session)))
}

/// What its place says once there is a report.
fn told(report: &Report) -> String {
    format!("{}\n\n<{}>", report.sentence, report.url)
}

/// Let its place say nothing again, where it says what was taken back.
pub(super) async fn empty(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    report: &Report,
) -> Result<()> {
    match kept(app, tx, workstream).await? {
        Some((event, session)) if session.description == told(report) => {
            describe(app, tx, &event, &session, String::new()).await
        }
        _ => Ok(()),
    }
}

/// Let its place be called as it is called now, where nobody has called it something else.
pub(super) async fn rename(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    before: &str,
) -> Result<()> {
    let lang = app.config.instance.language;
    let titled = |name: &str| lang.text_with("workstream-slot", &[("name", &name)]);
    if workstream.name == before {
        return Ok(());
    }
    let Some((event, session)) = kept(app, tx, workstream).await? else {
        return Ok(());
    };
    if session.title != titled(before) {
        return Ok(());
    }
    let draft = agenda::Draft {
        title: titled(&workstream.name),
        ..agenda::Draft::of(&session, agenda::days(&event).zone)
    };
    match agenda::change(app, tx, &event, &session.id, &draft).await {
        // Whoever plans may have made it something that no longer passes; it stays as it is.
        Err(Error::Refused(_)) => Ok(()),
        changed => changed.map(|_| ()),
    }
}

/// Give its place back, where nobody has written anything into it.
pub(super) async fn give_back(app: &App, tx: &Tx, workstream: Workstream) -> Result<Workstream> {
    let lang = app.config.instance.language;
    let title = lang.text_with("workstream-slot", &[("name", &workstream.name)]);
    if let Some((event, session)) = kept(app, tx, &workstream).await?
        && session.title == title
        && session.description.is_empty()
    {
        agenda::remove(app, tx, &event, &session.id).await?;
        let free = Workstream {
            slot: None,
            ..workstream
        };
        return store::update(tx, free).await;
    }
    Ok(workstream)
}

async fn describe(
    app: &App,
    tx: &Tx,
    event: &Event,
    session: &agenda::Session,
    description: String,
) -> Result<()> {
    let draft = agenda::Draft {
        description,
        ..agenda::Draft::of(session, agenda::days(event).zone)
    };
    match agenda::change(app, tx, event, &session.id, &draft).await {
        // Whoever plans may have made it something that no longer passes; it stays as it is.
        Err(Error::Refused(_)) => Ok(()),
        changed => changed.map(|_| ()),
    }
}

/// Let its place say what came of it. What somebody wrote there meanwhile stays.
pub(super) async fn fill(
    app: &App,
    tx: &Tx,
    workstream: Workstream,
    report: &Report,
) -> Result<Workstream> {
    let workstream = reserve(app, tx, workstream).await?;
    if let Some((event, session)) = kept(app, tx, &workstream).await?
        && session.description.is_empty()
    {
        describe(app, tx, &event, &session, told(report)).await?;
    }
    Ok(workstream)
}

/// Keep places for what is worked on, in editions that were not there when the work began. Returns how
/// many.
pub async fn reserve_all(app: &App) -> Result<usize> {
    let mut reserved = 0;
    for seen in store::active(&app.db).await? {
        let Some(event) = lacks_one(app, &app.db, &seen).await? else {
            continue;
        };
        // Nothing is begun for an agenda that takes no more.
        if !agenda::has_room(&app.db, &event).await? {
            continue;
        }
        let tx = app.begin().await?;
        // Somebody may have changed it while this waited for its turn.
        let now = store::find_by_id_for_change(&tx, &seen.id).await?;
        let Some(workstream) = now.filter(|it| it.state == State::Active) else {
            continue;
        };
        let before = workstream.slot.clone();
        let after = reserve(app, &tx, workstream).await?.slot;
        tx.commit().await?;
        reserved += usize::from(after != before);
    }
    Ok(reserved)
}
