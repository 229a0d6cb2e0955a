//! What committees of other servers say to those of ours they have a seat for: the offer, what is granted,
//! what is voted on, whether a vote counts, and that it is over. Only the committee itself is heard.

use super::{
    Mandate, Motion, State, VoteState, letters, mandate::REASON_AT_MOST, motion::MOTIONS_AT_MOST,
    store,
};
use crate::{
    App,
    app::Tx,
    associations,
    committees::{Part, motion::Outcome, today, vote::Voice},
    markdown,
    words::Word as _,
};
use chrono::Duration;
use federation::{
    Answer, Appointing, Iri, Received, Rejected, Verdict,
    vocabulary::{Grant, Motion as Told},
};
use url::Url;

/// Offers of one server that may wait here, or come in a day: each is a mail.
const OFFERED_BY_HOST_AT_MOST: u64 = 20;
const OFFERED_WITHIN: Duration = Duration::days(1);
/// Mandates an instance keeps, over or not.
const MANDATES_AT_MOST: u64 = 2_000;
/// Of a name, in characters.
const NAME_AT_MOST: usize = 200;
/// A number of seats nobody has.
const SEATS_AT_MOST: u64 = 1_000;

/// A committee offers a seat of its own. Only those who work here see it.
pub async fn receive_offer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    appointing: &Appointing,
) -> Result<(), Rejected> {
    let ours = associations::find_by_actor(tx, &appointing.asked).await?;
    let ours = ours.ok_or(Rejected::NotForUs)?;
    let (committee, seat) = (&activity.actor, &appointing.seat);
    if appointing.target != *ours.actor {
        return Err(Rejected::NotForUs);
    }
    if !committee.is_committee() {
        return Err(Rejected::Refused("no_committee"));
    }
    let (starts_on, ends_on) = (seat.start_time.date_naive(), seat.end_time.date_naive());
    if ends_on < today(app) || ends_on < starts_on {
        return Err(Rejected::Refused("seat_is_over"));
    }
    let offer = Iri::from(&activity.id);
    let known = store::of_committee(tx, &committee.id).await?;
    if known.iter().any(|known| known.offer == offer) {
        return Ok(());
    }
    let lately = app.clock.now() - OFFERED_WITHIN;
    if store::count_offered_by_host(tx, &committee.id, lately).await? >= OFFERED_BY_HOST_AT_MOST
        || store::count(tx).await? >= MANDATES_AT_MOST
    {
        return Err(Rejected::Refused("too_many_offers"));
    }
    let now = app.clock.now();
    let mandate = Mandate {
        id: app.ulids.next(now).into(),
        committee: committee.id.clone(),
        name: match committee.profile.name.as_str() {
            "" => committee.address(),
            name => name.chars().take(NAME_AT_MOST).collect(),
        },
        address: committee.address(),
        association: ours.actor,
        seat: Iri::from(&seat.id),
        stakeholder: seat.stakeholder.clone(),
        part: match &seat.deputy_of {
            Some(_) => Part::Deputy,
            None => Part::Member,
        },
        person: String::new(),
        state: State::Offered,
        starts_on,
        ends_on,
        offer,
        word: None,
        grant_iri: None,
        reason: String::new(),
        created_at: now,
        updated_at: now,
    };
    let mandate = store::insert(tx, mandate).await?;
    Ok(letters::tell_offer(app, tx, &mandate).await?)
}

/// The committee heard that we agreed: from now on ours may act.
pub async fn receive_grant(tx: &Tx, activity: &Received, grant: &Grant) -> Result<(), Rejected> {
    let committee = &activity.actor.id;
    if grant.actor != **committee || grant.context != **committee {
        return Err(Rejected::NotForUs);
    }
    let mut known = store::of_committee(tx, committee).await?.into_iter();
    let is_it = |mandate: &Mandate| {
        mandate.state == State::Accepted
            && grant.fulfills.as_ref() == mandate.word.as_deref()
            && grant.target == *mandate.association
            && grant.object == *mandate.seat
    };
    let mandate = known.find(is_it).ok_or(Rejected::NotForUs)?;
    let until = grant.end_time.map(|at| at.date_naive());
    let granted = Mandate {
        state: State::Granted,
        grant_iri: Some(Iri::from(&grant.id)),
        ends_on: until.map_or(mandate.ends_on, |until| until.min(mandate.ends_on)),
        updated_at: activity.received_at,
        ..mandate
    };
    store::update(tx, granted).await?;
    Ok(())
}

/// The committee takes back what it offered, or what it granted. Nothing that ours was told stays.
pub async fn receive_end(tx: &Tx, activity: &Received, id: &Url) -> Result<(), Rejected> {
    let known = store::of_committee(tx, &activity.actor.id).await?;
    let is_it =
        |mandate: &Mandate| *mandate.offer == *id || mandate.grant_iri.as_deref() == Some(id);
    let mandate = known.into_iter().find(is_it).ok_or(Rejected::NotForUs)?;
    end(tx, activity, mandate).await
}

async fn end(tx: &Tx, activity: &Received, mandate: Mandate) -> Result<(), Rejected> {
    if !mandate.state.is_standing() && mandate.state != State::Offered {
        return Err(Rejected::NotForUs);
    }
    let ended = Mandate {
        state: State::Ended,
        grant_iri: None,
        updated_at: activity.received_at,
        ..mandate
    };
    store::update(tx, ended).await?;
    Ok(())
}

/// What is voted on, or what came of it. Whoever has no seat is told nothing.
pub async fn receive_motion(
    app: &App,
    tx: &Tx,
    activity: &Received,
    told: &Told,
) -> Result<(), Rejected> {
    let reader = told.to.first().ok_or(Rejected::NotForUs)?;
    let mut held = store::of_committee(tx, &activity.actor.id).await?;
    held.retain(|it| *it.association == *reader && it.state == State::Granted);
    let mut known = None;
    for mandate in &held {
        if let Some(motion) = store::find_motion_by_iri(tx, &mandate.id, &told.id).await? {
            known = Some(motion);
            break;
        }
    }
    let in_office = held.iter().find(|it| it.is_in_office(today(app)));
    let mandate = in_office.or(held.first());
    let mandate = mandate.ok_or(Rejected::Refused("no_mandate"))?;
    let updated_at = told.said_at().to_utc();
    if known
        .as_ref()
        .is_some_and(|known| updated_at < known.updated_at)
    {
        return Err(Rejected::NotForUs);
    }
    let outcome = Outcome::named(&told.state).ok_or(Rejected::Refused("unknown_state"))?;
    let seats = |voice: Voice| {
        let votes = told.votes_for(&voice.name()).min(SEATS_AT_MOST);
        i32::try_from(votes).unwrap_or_default()
    };
    let is_new = known.is_none();
    if is_new && store::count_motions(tx, &mandate.id).await? >= MOTIONS_AT_MOST {
        return Err(Rejected::Refused("too_many_motions"));
    }
    let motion = known.unwrap_or_else(|| Motion {
        id: app.ulids.next(app.clock.now()).into(),
        mandate: mandate.id.clone(),
        iri: Iri::from(&told.id),
        title: String::new(),
        text: String::new(),
        outcome,
        yes: 0,
        no: 0,
        abstain: 0,
        ends_at: updated_at,
        updated_at,
        voice: None,
        vote_state: None,
        vote: None,
        reason: String::new(),
    });
    let motion = Motion {
        title: told.name.clone(),
        text: markdown::sanitise(&told.content),
        outcome,
        yes: seats(Voice::Yes),
        no: seats(Voice::No),
        abstain: seats(Voice::Abstain),
        ends_at: told.end_time.to_utc(),
        updated_at,
        ..motion
    };
    if !is_new {
        store::update_motion(tx, motion).await?;
        return Ok(());
    }
    let motion = store::insert_motion(tx, motion).await?;
    match motion.is_open(app.clock.now()) {
        true => {
            let asked = (motion.title.as_str(), motion.ends_at);
            Ok(letters::tell_motion(app, tx, mandate, asked).await?)
        }
        false => Ok(()),
    }
}

/// Whether a vote of ours counts. The last word holds.
pub async fn receive_answer(tx: &Tx, activity: &Received, answer: &Answer) -> Result<(), Rejected> {
    let motion = store::find_motion_by_vote(tx, &answer.asked).await?;
    let motion = motion.ok_or(Rejected::NotForUs)?;
    let mandate = store::find(tx, &motion.mandate).await?;
    let mandate = mandate.ok_or(Rejected::NotForUs)?;
    if mandate.committee != activity.actor.id {
        return Err(Rejected::Refused("not_the_committee"));
    }
    let (vote_state, reason) = match answer.verdict {
        Verdict::Accept => (VoteState::Taken, String::new()),
        Verdict::Reject => {
            let reason = answer.reason.as_deref().unwrap_or_default();
            (VoteState::Refused, markdown::line(reason, REASON_AT_MOST))
        }
        Verdict::TentativeAccept | Verdict::Ignore => return Err(Rejected::NotForUs),
    };
    let answered = Motion {
        vote_state: Some(vote_state),
        reason,
        ..motion
    };
    store::update_motion(tx, answered).await?;
    Ok(())
}

/// The committee is gone.
pub async fn receive_farewell(tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    for mandate in store::of_committee(tx, &activity.actor.id).await? {
        if mandate.state.is_standing() || mandate.state == State::Offered {
            end(tx, activity, mandate).await?;
        }
    }
    Ok(())
}
