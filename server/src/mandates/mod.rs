//! Seats of ours in committees of other servers. A committee offers one to an association of ours; those who
//! coordinate say who takes it, decline, give it back, and vote, each in the name of the association; remarks,
//! absences and the approval of minutes are in `speaking`. What it may do is decided by the committee, at the
//! moment of the act. Here are the verbs; desk, API, command line and inbox all come through them.

pub mod activitypub;
pub mod api;
pub mod desk;
pub mod inbox;
mod letters;
pub mod mandate;
pub mod minutes;
pub mod motion;
mod speaking;
mod store;
pub mod word;

pub use self::{
    mandate::{Ballot, Draft, Mandate, State},
    minutes::Minutes,
    motion::{Motion, VoteState},
    speaking::{approve, mark_absence, remark, take_back, workstreams_of},
    store::{committees_among, listed, minutes, motions, open_of, words},
    word::Word,
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    committees::{self, today, vote::Voice},
    ids::MandateId,
    words::Word as _,
};
use chrono::{DateTime, Days, Utc};
use federation::{
    Iri,
    actors::{self, Actor},
    blocks,
};
use sea_orm::ConnectionTrait;

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

async fn require_open(app: &App, db: &impl ConnectionTrait, mandate: &Mandate) -> Result<()> {
    if !app.federation.settings().open {
        return refused("following-closed");
    }
    if blocks::covers(db, &mandate.committee).await? {
        return refused("following-blocked");
    }
    Ok(())
}

/// Take the seat, and say who does. They may act once the committee has granted it.
pub async fn accept(app: &App, tx: &Tx, mandate: Mandate, draft: &Draft) -> Result<Mandate> {
    let person = draft.check()?;
    if mandate.state != State::Offered || mandate.is_past(today(app)) {
        return refused("mandate-not-offered");
    }
    require_open(app, tx, &mandate).await?;
    let ours = ours(tx, &mandate.association).await?;
    let saying = activitypub::accept(&mandate, &person);
    let word = app.federation.say(tx, &ours, saying).await?;
    let accepted = Mandate {
        state: State::Accepted,
        person,
        word: Some(word),
        updated_at: app.clock.now(),
        ..mandate
    };
    store::update(tx, accepted).await
}

/// Say no, and why; the reason may be left out.
pub async fn decline(app: &App, tx: &Tx, mandate: Mandate, reason: &str) -> Result<Mandate> {
    let reason = reason.trim();
    if reason.chars().count() > mandate::REASON_AT_MOST {
        return Err(Refusal::new("cycle-field-too-long").on("reason").into());
    }
    if mandate.state != State::Offered {
        return refused("mandate-not-offered");
    }
    let ours = ours(tx, &mandate.association).await?;
    let saying = activitypub::reject(&mandate, reason);
    app.federation.say(tx, &ours, saying).await?;
    let declined = Mandate {
        state: State::Declined,
        reason: reason.to_owned(),
        updated_at: app.clock.now(),
        ..mandate
    };
    store::update(tx, declined).await
}

/// Give the seat back. Our rights end there and here.
pub async fn leave(app: &App, tx: &Tx, mandate: Mandate) -> Result<Mandate> {
    let Some(word) = mandate
        .word
        .as_ref()
        .filter(|_| mandate.state.is_standing())
    else {
        return refused("mandate-is-over");
    };
    let ours = ours(tx, &mandate.association).await?;
    app.federation.retract(tx, word).await?;
    let saying = activitypub::leave(&mandate);
    app.federation.say(tx, &ours, saying).await?;
    let left = Mandate {
        state: State::Left,
        grant_iri: None,
        updated_at: app.clock.now(),
        ..mandate
    };
    store::update(tx, left).await
}

/// Give it back, or decline it, as the association is no more.
pub async fn close(app: &App, tx: &Tx, mandate: Mandate) -> Result<Mandate> {
    match mandate.state {
        State::Offered => decline(app, tx, mandate, "").await,
        _ => leave(app, tx, mandate).await,
    }
}

/// Vote for the seat. Whether it counts the committee says; one that was refused can be cast again,
/// and one without an answer be sent once more.
pub async fn vote(app: &App, tx: &Tx, mandate: &Mandate, ballot: &Ballot) -> Result<Motion> {
    let unknown = Refusal::new("committee-voice-unknown").on("voice");
    let voice = Voice::named(ballot.voice.trim()).ok_or(unknown)?;
    if !mandate.is_in_office(today(app)) {
        return refused("committee-term-over");
    }
    let unknown = Refusal::new("committee-motion-unknown").on("motion");
    let id = ballot.motion.trim().parse().map_err(|_| unknown)?;
    let motion = store::find_motion(tx, &mandate.id, &id).await?;
    let motion = motion.ok_or(unknown)?;
    let now = app.clock.now();
    if !motion.is_open(now) {
        return refused("committee-motion-over");
    }
    // It may be there, and the answer lost: only the same can be said once more.
    let is_the_same = motion.waits_for_answer() && motion.voice == Some(voice);
    if motion.has_vote() && !is_the_same {
        return refused("committee-voted-already");
    }
    require_open(app, tx, mandate).await?;
    let ours = ours(tx, &mandate.association).await?;
    let note = app.federation.mint("objects", now);
    let saying = activitypub::vote(mandate, &motion, &note, voice, now);
    let vote = app.federation.say(tx, &ours, saying).await?;
    let cast = Motion {
        voice: Some(voice),
        vote_state: Some(VoteState::Sent),
        vote: Some(vote),
        reason: String::new(),
        ..motion
    };
    store::update_motion(tx, cast).await
}

/// Bring to mind which terms end elsewhere, as committees do for those here; each once. Returns how many.
pub async fn remind(app: &App) -> Result<usize> {
    let today = today(app);
    let mut reminded = 0;
    for (before, number) in committees::REMINDED_BEFORE.into_iter().zip(1..) {
        let until = today.checked_add_days(Days::new(before.unsigned_abs()));
        let ending = store::ending(&app.db, (today, until.unwrap_or(today)), number).await?;
        for id in &ending {
            let tx = app.begin().await?;
            let Some(mandate) = store::find_for_change(&tx, id).await? else {
                continue;
            };
            let due = committees::due(mandate.ends_on, today);
            if mandate.reminders < due && mandate.is_in_office(today) {
                letters::remind(app, &tx, &mandate).await?;
                let mandate = Mandate {
                    reminders: due,
                    ..mandate
                };
                store::update(&tx, mandate).await?;
                tx.commit().await?;
                reminded += 1;
            }
        }
    }
    Ok(reminded)
}

/// Seats on offer that wait for our answer, so many.
pub async fn count_waiting(app: &App) -> Result<u64> {
    store::count_waiting(&app.db, today(app)).await
}

/// Forget offers that came to nothing so long ago: declined, taken back before anybody answered, or never
/// answered until their term was over.
pub async fn clear(app: &App, before: DateTime<Utc>) -> Result<u64> {
    store::forget_vain(&app.db, (today(app), before)).await
}

async fn ours(tx: &Tx, actor: &Iri) -> Result<Actor> {
    let found = actors::find(tx, actor).await?;
    let is_ours = |found: &Actor| found.local && found.deleted_at.is_none();
    found.filter(is_ours).ok_or(Error::NotFound)
}

pub async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Mandate> {
    let id: MandateId = id.parse().map_err(|_| Error::NotFound)?;
    store::find(db, &id).await?.ok_or(Error::NotFound)
}

/// The same, to change it.
pub async fn find_for_change(tx: &Tx, id: &str) -> Result<Mandate> {
    let id: MandateId = id.parse().map_err(|_| Error::NotFound)?;
    store::find_for_change(tx, &id)
        .await?
        .ok_or(Error::NotFound)
}

#[cfg(test)]
pub(crate) mod tests;
