//! What committees of other servers say to those of ours they have a seat for: the offer, what is granted,
//! what is voted on, whether a vote counts, and that it is over. Only the committee itself is heard.

use super::{
    Mandate, Minutes, Motion, State, VoteState, Word, letters, mandate::REASON_AT_MOST,
    minutes::MINUTES_AT_MOST, motion::MOTIONS_AT_MOST, store,
};
use crate::{
    App,
    app::Tx,
    associations,
    committees::{
        Part, activitypub,
        motion::Outcome,
        today,
        vote::{Deputising, Voice},
    },
    markdown,
    words::Word as _,
};
use chrono::Duration;
use federation::{
    Answer, Appointing, Iri, Received, Rejected, Verdict,
    vocabulary::{Grant, Minutes as Submitted, Motion as Told},
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
    let zone = app.config.instance.zone;
    let day = |at| activitypub::day(at, zone);
    let (starts_on, ends_on) = (day(seat.start_time), day(seat.end_time));
    if ends_on < today(app) || ends_on < starts_on {
        return Err(Rejected::Refused("seat_is_over"));
    }
    let offer = Iri::from(&activity.id);
    let known = store::of_committee(tx, &committee.id).await?;
    if known.iter().any(|known| known.offer == offer) {
        return Ok(());
    }
    let lately = app.clock.now() - OFFERED_WITHIN;
    let lately = (today(app), lately);
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
        reminders: 0,
        created_at: now,
        updated_at: now,
    };
    let mandate = store::insert(tx, mandate).await?;
    Ok(letters::tell_offer(app, tx, &mandate).await?)
}

/// The committee heard that we agreed: from now on ours may act.
pub async fn receive_grant(
    app: &App,
    tx: &Tx,
    activity: &Received,
    grant: &Grant,
) -> Result<(), Rejected> {
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
    let zone = app.config.instance.zone;
    let until = grant.end_time.map(|at| activitypub::day(at, zone));
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
pub async fn receive_end(
    app: &App,
    tx: &Tx,
    activity: &Received,
    id: &Url,
) -> Result<(), Rejected> {
    let known = store::of_committee(tx, &activity.actor.id).await?;
    let is_it =
        |mandate: &Mandate| *mandate.offer == *id || mandate.grant_iri.as_deref() == Some(id);
    let mandate = known.into_iter().find(is_it).ok_or(Rejected::NotForUs)?;
    end(app, tx, activity, mandate).await
}

async fn end(app: &App, tx: &Tx, activity: &Received, mandate: Mandate) -> Result<(), Rejected> {
    if !mandate.state.is_standing() && mandate.state != State::Offered {
        return Err(Rejected::NotForUs);
    }
    let ended = Mandate {
        state: State::Ended,
        grant_iri: None,
        updated_at: activity.received_at,
        ..mandate
    };
    let ended = store::update(tx, ended).await?;
    Ok(letters::tell_end(app, tx, &ended).await?)
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
    let was_said = known.as_ref().and_then(|known| known.deputy_voice);
    let deputising = told.standing.as_deref().and_then(Deputising::named);
    let deputy_voice = told.deputy_voice.as_deref().and_then(Voice::named);
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
        deputies_from: None,
        deputising: None,
        deputy_voice: None,
        updated_at,
        voice: None,
        vote_state: None,
        vote: None,
        reason: String::new(),
    });
    let motion = Motion {
        // Whose term was renewed votes under the new one on what they were asked under the old.
        mandate: match in_office {
            Some(in_office) => in_office.id.clone(),
            None => motion.mandate,
        },
        title: told.name.clone(),
        text: markdown::sanitise(&told.content),
        outcome,
        yes: seats(Voice::Yes),
        no: seats(Voice::No),
        abstain: seats(Voice::Abstain),
        ends_at: told.end_time.to_utc(),
        deputies_from: told.deputies_from.map(|from| from.to_utc()),
        deputising,
        deputy_voice: deputy_voice.filter(|_| mandate.part == Part::Member),
        updated_at,
        ..motion
    };
    let motion = match is_new {
        true => store::insert_motion(tx, motion).await?,
        false => store::update_motion(tx, motion).await?,
    };
    if !motion.is_open(app.clock.now()) {
        return Ok(());
    }
    if is_new {
        letters::tell_motion(app, tx, mandate, &motion).await?;
    }
    if motion.deputy_voice.is_some() && was_said != motion.deputy_voice {
        letters::tell_stood_in(app, tx, mandate, &motion).await?;
    }
    Ok(())
}

/// Minutes to be approved, or that most seats have. Whoever has no seat is told nothing.
pub async fn receive_minutes(
    app: &App,
    tx: &Tx,
    activity: &Received,
    told: &Submitted,
) -> Result<(), Rejected> {
    let reader = told.to.first().ok_or(Rejected::NotForUs)?;
    let mut held = store::of_committee(tx, &activity.actor.id).await?;
    held.retain(|it| *it.association == *reader && it.is_in_office(today(app)));
    let mandate = held.first().ok_or(Rejected::Refused("no_mandate"))?;
    let is_approved = match told.state.as_str() {
        "submitted" => false,
        "approved" => true,
        _ => return Err(Rejected::Refused("unknown_state")),
    };
    let known = store::find_minutes_by_iri(tx, &mandate.id, &told.id).await?;
    let updated_at = told.said_at().to_utc();
    if let Some(known) = known {
        if updated_at < known.updated_at {
            return Err(Rejected::NotForUs);
        }
        // What was put to ours stays as they read it: after a change it has another id.
        let approved = Minutes {
            is_approved: known.is_approved || is_approved,
            updated_at,
            ..known
        };
        store::update_minutes(tx, approved).await?;
        return Ok(());
    }
    if store::count_minutes(tx, &mandate.id).await? >= MINUTES_AT_MOST {
        return Err(Rejected::Refused("too_many_minutes"));
    }
    let minutes = Minutes {
        id: app.ulids.next(app.clock.now()).into(),
        mandate: mandate.id.clone(),
        iri: Iri::from(&told.id),
        title: told.name.clone(),
        text: markdown::sanitise(&told.content),
        held_on: activitypub::day(told.start_time, app.config.instance.zone),
        is_approved,
        updated_at,
        word_state: None,
        word: None,
        reason: String::new(),
    };
    let minutes = store::insert_minutes(tx, minutes).await?;
    match is_approved {
        true => Ok(()),
        false => Ok(letters::tell_minutes(app, tx, mandate, &minutes).await?),
    }
}

/// Minutes are a draft again: what was put to ours is no more. Only the committee itself says so.
pub async fn receive_delete(tx: &Tx, activity: &Received, id: &Url) -> Result<(), Rejected> {
    for mandate in store::of_committee(tx, &activity.actor.id).await? {
        if let Some(minutes) = store::find_minutes_by_iri(tx, &mandate.id, id).await? {
            store::delete_minutes(tx, &minutes.id).await?;
        }
    }
    Ok(())
}

/// Whether a vote of ours counts, or another word. The last word holds.
pub async fn receive_answer(tx: &Tx, activity: &Received, answer: &Answer) -> Result<(), Rejected> {
    let motion = store::find_motion_by_vote(tx, &answer.asked).await?;
    let minutes = store::find_minutes_by_word(tx, &answer.asked).await?;
    let word = store::find_word_by_word(tx, &answer.asked).await?;
    let of_motion = motion.as_ref().map(|motion| &motion.mandate);
    let of_minutes = minutes.as_ref().map(|minutes| &minutes.mandate);
    let of_word = word.as_ref().map(|word| &word.mandate);
    let mandate = of_motion.or(of_minutes).or(of_word);
    let mandate = store::find(tx, mandate.ok_or(Rejected::NotForUs)?).await?;
    let mandate = mandate.ok_or(Rejected::NotForUs)?;
    if mandate.committee != activity.actor.id {
        return Err(Rejected::Refused("not_the_committee"));
    }
    let (state, reason) = match answer.verdict {
        Verdict::Accept => (VoteState::Taken, String::new()),
        Verdict::Reject => {
            let reason = answer.reason.as_deref().unwrap_or_default();
            (VoteState::Refused, markdown::line(reason, REASON_AT_MOST))
        }
        Verdict::TentativeAccept | Verdict::Ignore => return Err(Rejected::NotForUs),
    };
    if let Some(motion) = motion {
        let motion = Motion {
            vote_state: Some(state),
            reason: reason.clone(),
            ..motion
        };
        store::update_motion(tx, motion).await?;
    }
    if let Some(minutes) = minutes {
        let minutes = Minutes {
            word_state: Some(state),
            reason: reason.clone(),
            ..minutes
        };
        store::update_minutes(tx, minutes).await?;
    }
    if let Some(word) = word {
        let word = Word {
            word_state: state,
            reason,
            ..word
        };
        store::update_word(tx, word).await?;
    }
    Ok(())
}

/// The committee is gone.
pub async fn receive_farewell(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    for mandate in store::of_committee(tx, &activity.actor.id).await? {
        if mandate.state.is_standing() || mandate.state == State::Offered {
            end(app, tx, activity, mandate).await?;
        }
    }
    Ok(())
}
