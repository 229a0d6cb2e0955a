//! Looking at an event at its home, once a day while somebody means to go: whoever does not follow its
//! organizer is told of nothing by them.

use super::{Join, Told, activitypub, lose, retell, store};
use crate::{App, Result, events};
use chrono::Duration;
use federation::{
    Iri, blocks,
    fetch::Failure,
    vocabulary::{Event, Object},
};
use futures_util::future::join_all;
use serde_json::Value;

/// How often an event is looked at.
pub const LOOKED_AT_EVERY: Duration = Duration::days(1);

/// Look at every event that is due. Returns how many. Waits for other servers, so no transaction may be
/// open; for as long as the slowest of them, not for one after the other.
pub async fn look_again(app: &App) -> Result<usize> {
    // Who says nothing to others does not ask them either.
    if !app.federation.settings().open {
        return Ok(0);
    }
    let now = app.clock.now();
    let due = store::unseen(&app.db, now - LOOKED_AT_EVERY, now).await?;
    let found = join_all(due.iter().map(|join| look(app, &join.event))).await;
    for (seen, found) in due.iter().zip(found) {
        if let Err(error) = note(app, seen, found).await {
            tracing::error!(join = %seen.id, %error, "joins.failed");
        }
    }
    Ok(due.len())
}

/// The event as its home shows it. Nothing of one that is blocked: it is not even asked.
async fn look(app: &App, event: &Iri) -> Option<Result<Value, Failure>> {
    match blocks::covers(&app.db, event).await {
        Ok(false) => Some(app.federation.fetcher().object(event).await),
        Ok(true) | Err(_) => None,
    }
}

/// Keep what was found, and that somebody has looked.
async fn note(app: &App, seen: &Join, found: Option<Result<Value, Failure>>) -> Result<()> {
    let tx = app.begin().await?;
    let Some(join) = store::find_for_change(&tx, &seen.id).await? else {
        return Ok(());
    };
    let event = match &found {
        Some(Ok(document)) => its_own(&join, Object::read(document)),
        _ => None,
    };
    let speaker = match (&found, &event) {
        (Some(Ok(document)), Some(event)) => activitypub::speaker(document, event),
        _ => join.speaker.clone(),
    };
    let join = Join {
        looked_at: app.clock.now(),
        speaker,
        ..join
    };
    let join = store::update(&tx, join).await?;
    match (found, event) {
        (Some(Ok(_)), Some(event)) => {
            let told = Told::of(events::activitypub::foreign(&event, app.clock.now()));
            retell(&tx, join, told).await?;
        }
        // It says itself that the event is no more, or shows something else in its place.
        (Some(Ok(_) | Err(Failure::Gone | Failure::Answered(404))), _) => lose(&tx, join).await?,
        // Nobody answering, a notice of repairs, a door that is shut: no word about the event.
        (Some(Err(_)) | None, _) => {}
    }
    tx.commit().await?;
    Ok(())
}

/// The event, as long as it is still the one that was asked about.
fn its_own(join: &Join, found: Option<Object>) -> Option<Event> {
    match found {
        Some(Object::Event(event))
            if event.id == *join.event && event.attributed_to == *join.organizer =>
        {
            Some(*event)
        }
        _ => None,
    }
}
