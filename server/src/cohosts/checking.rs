//! Looking at the word of those whom others' events name: at its own server, some at a time, and never
//! while a transaction is open.

use super::{Cohost, State, activitypub, relist, store};
use crate::{App, Result, events::Role};
use chrono::{DateTime, Duration, Utc};
use federation::{Iri, blocks};
use serde_json::Value;

/// Words looked at in one go.
const AT_ONCE: u64 = 20;
/// A word is not looked at more often than this, however often the event changes.
pub const AT_MOST_EVERY: Duration = Duration::minutes(5);
/// How long a word that was found is believed without looking again.
const BELIEVED_FOR: Duration = Duration::days(1);
/// When a server is asked again that did not answer.
const AGAIN_AFTER: Duration = Duration::hours(1);

/// What was found where the word should be: `T` is to what somebody agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding<T> {
    Agreed(T),
    /// Nothing that says so.
    Nothing,
    /// Nobody answered: what was known still holds.
    Silence,
}

impl<T> Finding<T> {
    /// When the word is to be looked at again.
    pub fn look_again(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Agreed(_) => Some(now + BELIEVED_FOR),
            Self::Nothing => None,
            Self::Silence => Some(now + AGAIN_AFTER),
        }
    }
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

async fn look(app: &App, cohost: &Cohost) -> Result<Finding<Role>> {
    let accept = cohost.accept.as_ref();
    read_word(app, &cohost.actor, accept, |document| {
        activitypub::consent(document, cohost)
    })
    .await
}

/// Read at its own server what `actor` is said to have said under the id `word`. No transaction may be
/// open.
pub async fn read_word<T>(
    app: &App,
    actor: &Iri,
    word: Option<&Iri>,
    says: impl FnOnce(&Value) -> Option<T>,
) -> Result<Finding<T>> {
    let Some(word) = word else {
        return Ok(Finding::Nothing);
    };
    // Only its own server says what somebody said; another is not even asked.
    let is_own_word = word.origin() == actor.origin();
    if !is_own_word || app.federation.is_ours(word) || blocks::covers(&app.db, word).await? {
        return Ok(Finding::Nothing);
    }
    // So that its name can be shown; one that cannot be read is shown by its host.
    let _ = app.federation.meet(actor).await;
    Ok(match app.federation.fetcher().object(word).await {
        Ok(document) => match says(&document) {
            Some(agreed) => Finding::Agreed(agreed),
            None => Finding::Nothing,
        },
        Err(failure) if failure.is_passing() => Finding::Silence,
        Err(_) => Finding::Nothing,
    })
}

/// Keep what was found, unless the event names something else by now.
async fn note(app: &App, seen: &Cohost, finding: Finding<Role>) -> Result<()> {
    let now = app.clock.now();
    let tx = app.begin().await?;
    let cohost = store::find_for_change(&tx, &seen.id).await?;
    let Some(cohost) = cohost.filter(|cohost| cohost.accept == seen.accept) else {
        return Ok(());
    };
    let check_at = finding.look_again(now);
    let (state, role) = match finding {
        Finding::Agreed(role) => (State::Accepted, role),
        Finding::Nothing => (State::Unconfirmed, cohost.role),
        Finding::Silence => (cohost.state, cohost.role),
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
