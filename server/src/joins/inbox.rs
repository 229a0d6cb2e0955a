//! What other servers say about where ours want to go. An answer is the organizer's to give, to a Join of
//! ours that stands; each takes back only what they said themselves.

use super::{Join, State, Told, activitypub, join::REASON_AT_MOST, lose, retell, store};
use crate::{App, Result, app::Tx, events, markdown};
use federation::{Answer, Iri, Received, Rejected, Verdict, vocabulary as wire};
use url::Url;

/// The organizer says yes, no, or perhaps later. The word that was said last counts, whenever it arrives.
pub async fn receive_answer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    answer: &Answer,
) -> Result<(), Rejected> {
    let join = store::find_by_activity(tx, &answer.asked).await?;
    let join = join.ok_or(Rejected::NotForUs)?;
    if !join.is_answered_by(&activity.actor.id) {
        return Err(Rejected::Refused("not_the_organizer"));
    }
    // A Leave crossed it, or was answered by it.
    if join.state == State::Left {
        return Err(Rejected::NotForUs);
    }
    if activity.is_overtaken_by(join.said_at) {
        return Err(Rejected::NotForUs);
    }
    let (mut reason, mut sealed) = (String::new(), None);
    let state = match answer.verdict {
        Verdict::Accept => {
            let way_in = activitypub::way_in(answer.result.as_ref(), &join.organizer);
            let seal = |way_in: Url| app.federation.seal(way_in.as_str().as_bytes());
            sealed = way_in.map(seal).transpose()?;
            State::Accepted
        }
        Verdict::TentativeAccept => State::Tentative,
        Verdict::Reject => {
            reason = markdown::line(answer.reason.as_deref().unwrap_or_default(), REASON_AT_MOST);
            State::Rejected
        }
        // They heard it, and nobody will say more.
        Verdict::Ignore => State::Unconfirmed,
    };
    let answered = Join {
        state,
        reason,
        sealed,
        answer: Some(Iri::from(&activity.id)),
        said_at: activity.said_at.or(join.said_at),
        overdue_at: None,
        answered_at: Some(activity.received_at),
        updated_at: activity.received_at,
        ..join
    };
    store::update(tx, answered).await?;
    Ok(())
}

/// Undo of an answer by who gave it: what it said does not hold any more.
pub async fn receive_undo(tx: &Tx, activity: &Received, id: &Url) -> Result<(), Rejected> {
    let answered = store::by_answer(tx, id).await?.into_iter();
    let theirs: Vec<Join> = answered
        .filter(|join| join.is_answered_by(&activity.actor.id) && join.state != State::Left)
        .collect();
    if theirs.is_empty() {
        return Err(Rejected::NotForUs);
    }
    for join in theirs {
        let unconfirmed = Join {
            state: State::Unconfirmed,
            answer: None,
            reason: String::new(),
            sealed: None,
            updated_at: activity.received_at,
            ..join
        };
        store::update(tx, unconfirmed).await?;
    }
    Ok(())
}

/// An event changed to which one of ours wants to go. The federation crate has checked whose word it is.
pub async fn receive_event(
    tx: &Tx,
    activity: &Received,
    event: &wire::Event,
) -> Result<(), Rejected> {
    for join in store::of_event_for_change(tx, &event.id).await? {
        if *join.organizer == event.attributed_to {
            let heard_at = activity.received_at;
            let told = Told::of(events::activitypub::foreign(event, heard_at));
            retell(tx, join, told).await?;
        }
    }
    Ok(())
}

/// The event is gone at its home.
pub async fn receive_delete(tx: &Tx, activity: &Received, id: &Url) -> Result<(), Rejected> {
    for join in store::of_event_for_change(tx, id).await? {
        // Not on the word of a neighbour.
        if join.is_answered_by(&activity.actor.id) {
            lose(tx, join).await?;
        }
    }
    Ok(())
}

/// Who invites is gone, and everything they invite to.
pub async fn receive_farewell(tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    for join in store::of_organizer_for_change(tx, &activity.actor.id).await? {
        lose(tx, join).await?;
    }
    Ok(())
}
