//! Looking at the word of those whom others' workstreams name: at its own server, some at a time, and
//! never while a transaction is open.

use super::{Involvement, State, activitypub, relist, store};
use crate::{
    App, Result,
    cohosts::{Finding, read_word},
    workstreams::Part,
};

/// Words looked at in one go.
const AT_ONCE: u64 = 20;

/// Look at every word that is due. Returns how many.
pub async fn check_due(app: &App) -> Result<usize> {
    let due = store::due(&app.db, app.clock.now(), AT_ONCE).await?;
    for one in &due {
        let finding = read_word(app, &one.actor, one.word.as_ref(), |document| {
            activitypub::consent(document, one)
        });
        let finding = finding.await?;
        note(app, one, finding).await?;
    }
    Ok(due.len())
}

/// Keep what was found, unless the workstream names something else by now.
async fn note(app: &App, seen: &Involvement, finding: Finding<Part>) -> Result<()> {
    let now = app.clock.now();
    let tx = app.begin().await?;
    let found = store::find_for_change(&tx, &seen.id).await?;
    let Some(found) = found.filter(|found| found.word == seen.word) else {
        return Ok(());
    };
    let check_at = finding.look_again(now);
    let (state, part) = match finding {
        Finding::Agreed(part) => (State::Accepted, part),
        Finding::Nothing => (State::Unconfirmed, found.part),
        Finding::Silence => (found.state, found.part),
    };
    let workstream = found.workstream.clone();
    let noted = Involvement {
        state,
        part,
        check_at,
        checked_at: Some(now),
        updated_at: now,
        ..found
    };
    store::update(&tx, noted).await?;
    relist(app, &tx, &workstream).await?;
    tx.commit().await?;
    Ok(())
}
