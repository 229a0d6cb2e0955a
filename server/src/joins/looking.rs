//! Looking at an event at its home, once a day while somebody means to go: whoever does not follow its
//! organizer is told of nothing by them.

use super::{Join, Told, activitypub, lose, retell, store};
use crate::{App, Result, events};
use chrono::Duration;
use federation::vocabulary::{Event, Object};

/// How often an event is looked at.
pub const LOOKED_AT_EVERY: Duration = Duration::days(1);

/// Look at every event that is due. Returns how many. Waits for other servers, so no transaction may be
/// open.
pub async fn look_again(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let due = store::unseen(&app.db, now - LOOKED_AT_EVERY, now).await?;
    for seen in &due {
        let found = app.federation.fetcher().object(&seen.event).await;
        let tx = app.begin().await?;
        let Some(join) = store::find_for_change(&tx, &seen.id).await? else {
            continue;
        };
        let join = Join {
            looked_at: now,
            ..join
        };
        let join = store::update(&tx, join).await?;
        match found {
            Ok(document) => match its_own(&join, Object::read(&document)) {
                Some(event) => {
                    let speaker = activitypub::speaker(&document, &event);
                    let told = Told::of(events::activitypub::foreign(&event));
                    retell(&tx, Join { speaker, ..join }, told).await?;
                }
                None => lose(&tx, join).await?,
            },
            // Nobody answering is no word about the event.
            Err(failure) if failure.is_passing() => {}
            Err(_) => lose(&tx, join).await?,
        }
        tx.commit().await?;
    }
    Ok(due.len())
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
