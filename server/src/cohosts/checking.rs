//! Looking at the word of those whom others' events name: at its own server, some at a time, and never
//! while a transaction is open.

use super::{Cohost, State, activitypub, relist, store};
use crate::{App, Result, events::Role};
use chrono::{DateTime, Duration, Utc};
use federation::blocks;

/// Words looked at in one go.
const AT_ONCE: u64 = 20;
/// A word is not looked at more often than this, however often the event changes.
pub const AT_MOST_EVERY: Duration = Duration::minutes(5);
/// How long a word that was found is believed without looking again.
const BELIEVED_FOR: Duration = Duration::days(1);
/// When a server is asked again that did not answer.
const AGAIN_AFTER: Duration = Duration::hours(1);

/// What was found where the word should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finding {
    Agreed(Role),
    /// Nothing that says so.
    Nothing,
    /// Nobody answered: what was known still holds.
    Silence,
}

/// When to look next, for somebody whose event is new here or changed just now.
pub fn next_look(checked_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
    checked_at.map_or(now, |at| now.max(at + AT_MOST_EVERY))
}

/// Look at every word that is due. Returns how many.
pub async fn check_due(app: &App) -> Result<usize> {
    let due = store::due(&app.db, app.clock.now(), AT_ONCE).await?;
    for cohost in &due {
        let finding = look(app, cohost).await?;
        note(app, cohost, finding).await?;
    }
    Ok(due.len())
}

async fn look(app: &App, cohost: &Cohost) -> Result<Finding> {
    let Some(accept) = &cohost.accept else {
        return Ok(Finding::Nothing);
    };
    // Only its own server says what somebody said; another is not even asked.
    let is_own_word = accept.origin() == cohost.actor.origin();
    if !is_own_word || app.federation.is_ours(accept) || blocks::covers(&app.db, accept).await? {
        return Ok(Finding::Nothing);
    }
    // So that its name can be shown; one that cannot be read is shown by its host.
    let _ = app.federation.meet(&cohost.actor).await;
    Ok(match app.federation.fetcher().object(accept).await {
        Ok(document) => match activitypub::consent(&document, cohost) {
            Some(role) => Finding::Agreed(role),
            None => Finding::Nothing,
        },
        Err(failure) if failure.is_passing() => Finding::Silence,
        Err(_) => Finding::Nothing,
    })
}

/// Keep what was found, unless the event names something else by now.
async fn note(app: &App, seen: &Cohost, finding: Finding) -> Result<()> {
    let now = app.clock.now();
    let tx = app.begin().await?;
    let cohost = store::find_for_change(&tx, &seen.id).await?;
    let Some(cohost) = cohost.filter(|cohost| cohost.accept == seen.accept) else {
        return Ok(());
    };
    let (state, role, check_at) = match finding {
        Finding::Agreed(role) => (State::Accepted, role, Some(now + BELIEVED_FOR)),
        Finding::Nothing => (State::Unconfirmed, cohost.role, None),
        Finding::Silence => (cohost.state, cohost.role, Some(now + AGAIN_AFTER)),
    };
    let event = cohost.event.clone();
    let noted = Cohost {
        state,
        role,
        check_at,
        checked_at: Some(now),
        updated_at: now,
        ..cohost
    };
    store::update(&tx, noted).await?;
    relist(app, &tx, &event).await?;
    tx.commit().await?;
    Ok(())
}
