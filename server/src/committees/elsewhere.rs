//! Seats that associations of other servers hold: the offer, what they are granted once they agree, what
//! they are told, what became of their words, and that it ends. Each is told alone, and only what somebody with a link would read.

use super::{
    Committee, Holder, Minutes, Motion, Part, Seat, SeatVote,
    activitypub::{self, Place, Sitting},
    actor_of, letters,
    minutes::State,
    motion::{Count, Outcome},
    refused, seating, store,
    telling::setting,
    today,
    vote::Deputising,
    voting,
};
use crate::{
    App, Error, Result,
    app::Tx,
    cycles::draft::NAME_AT_MOST,
    events::draft::one_line,
    ids::{CommitteeId, MotionId, SeatId},
    markdown,
};
use chrono::NaiveDate;
use federation::{
    Iri,
    actors::Actor,
    outbox::{Audience, Saying},
};
use serde_json::json;
use url::Url;

/// Characters of a reason we keep.
const REASON_AT_MOST: usize = 500;

/// The id of the seat somebody holds, as others know it; one for whoever stands in is made where there is
/// none yet.
async fn seat_of(app: &App, tx: &Tx, holder: &Holder) -> Result<(Seat, Iri)> {
    let own = holder.seat.clone().into_iter().collect();
    let mut seats = store::seats_by_id(tx, own).await?.into_iter();
    let seat = seats.next().ok_or(Error::NotFound)?;
    let known = match holder.part {
        Part::Deputy => seat.deputy.clone(),
        Part::Member | Part::Adviser => seat.iri.clone(),
    };
    match (known, holder.part) {
        (Some(id), _) => Ok((seat, id)),
        (None, Part::Deputy) => {
            let id = app.federation.mint("objects", app.clock.now());
            let seat = Seat {
                deputy: Some(id.clone()),
                ..seat
            };
            Ok((store::update_seat(tx, seat).await?, id))
        }
        (None, Part::Member | Part::Adviser) => refused("committee-not-appeared"),
    }
}

async fn group_of(tx: &Tx, committee: &Committee) -> Result<Actor> {
    match actor_of(tx, committee).await? {
        Some(group) => Ok(group),
        None => refused("committee-not-appeared"),
    }
}

/// Offer the seat to the association of `holder`. Nobody is in office before it agrees.
pub async fn offer(app: &App, tx: &Tx, committee: &Committee, holder: Holder) -> Result<Holder> {
    let group = group_of(tx, committee).await?;
    let (seat, id) = seat_of(app, tx, &holder).await?;
    let is_deputy = holder.part == Part::Deputy;
    let sitting = Sitting {
        id: id.into(),
        deputy_of: seat.iri.clone().filter(|_| is_deputy).map(Url::from),
        holder: None,
        updated: app.clock.now(),
        seat: &seat,
    };
    let offered = activitypub::offered(committee, sitting, &holder, &group, &setting(app));
    let saying = Saying::about("Offer", json!(offered), activitypub::audience(&holder))
        .with("target", json!(holder.actor))
        .concerning(&group.id);
    let offer = app.federation.say(tx, &group, saying).await?;
    let holder = Holder {
        offer: Some(offer),
        ..holder
    };
    store::update_holder(tx, holder).await
}

/// Take back what was offered, agreed or not. Whoever holds a seat by a link is not told here.
pub async fn take_back(app: &App, tx: &Tx, committee: &Committee, holder: &Holder) -> Result<()> {
    let Some(offer) = &holder.offer else {
        return Ok(());
    };
    let group = group_of(tx, committee).await?;
    let (_, seat) = seat_of(app, tx, holder).await?;
    app.federation.retract(tx, offer).await?;
    let undone = activitypub::offer(holder, &group, &seat);
    let saying = Saying::about("Undo", undone, activitypub::audience(holder));
    let saying = saying.concerning(&group.id);
    app.federation.say(tx, &group, saying).await?;
    Ok(())
}

/// The association says who takes the seat. From now on they may act, and hear what is voted on.
pub async fn agree(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    holder: Holder,
    (word, name): (&Url, Option<&str>),
) -> Result<Holder> {
    let group = group_of(tx, committee).await?;
    let (_, seat) = seat_of(app, tx, &holder).await?;
    let said = one_line(name.unwrap_or_default());
    let said: String = said.chars().take(NAME_AT_MOST).collect();
    let holder = Holder {
        name: match said.is_empty() {
            true => holder.name.clone(),
            false => said,
        },
        word: Some(word.into()),
        updated_at: app.clock.now(),
        ..holder
    };
    let granted = activitypub::grant(&holder, &group, &seat, &setting(app));
    let grant = app.federation.say(tx, &group, granted).await?;
    let holder = Holder {
        grant_iri: Some(grant),
        ..holder
    };
    let holder = store::update_holder(tx, holder).await?;
    super::telling::tell_seats(app, tx, committee).await?;
    tell_open(app, tx, committee, &holder).await?;
    if let Some(seat) = holder.seat.as_ref().filter(|_| holder.part == Part::Member) {
        tell_deputy(app, tx, committee, seat).await?;
    }
    Ok(holder)
}

/// The association declines, or gives the seat back. Its rights end here and now.
pub async fn step_back(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    holder: Holder,
    reason: &str,
) -> Result<Holder> {
    let holder = Holder {
        reason: markdown::line(reason, REASON_AT_MOST),
        ..holder
    };
    let holder = seating::gone(app, tx, holder).await?;
    letters::tell_stepped_back(app, tx, committee, &holder).await?;
    super::telling::tell_seats(app, tx, committee).await?;
    Ok(holder)
}

/// Who of a committee acts for this association: in office now, else whoever did so last. `None` for one
/// that never agreed to a seat.
pub async fn acting(
    app: &App,
    tx: &Tx,
    committee: &CommitteeId,
    actor: &Iri,
) -> Result<Option<Holder>> {
    let mut held = store::holders_of_actor(tx, actor).await?;
    held.retain(|holder| holder.committee == *committee && holder.has_agreed());
    let now = held.iter().position(|it| it.is_in_office(today(app)));
    Ok(held.into_iter().nth(now.unwrap_or_default()))
}

/// Tell every association with a seat what is put to the vote.
pub async fn tell_motion(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    motion: Motion,
) -> Result<Motion> {
    let mut motion = motion;
    for holder in store::holders(tx, &committee.id).await? {
        if holder.actor.is_some() && holder.is_in_office(today(app)) {
            motion = tell(app, tx, committee, &holder, motion, "Create").await?;
        }
    }
    Ok(motion)
}

/// Tell one of them what is voted on already, and which minutes wait.
async fn tell_open(app: &App, tx: &Tx, committee: &Committee, holder: &Holder) -> Result<()> {
    if holder.actor.is_none() || !holder.is_in_office(today(app)) {
        return Ok(());
    }
    for motion in store::motions(tx, &committee.id).await? {
        // As it is now: it gets an id, and may have been withdrawn meanwhile.
        let motion = store::find_motion_for_change(tx, &motion.id).await?;
        if motion.is_open(app.clock.now()) {
            tell(app, tx, committee, holder, motion, "Create").await?;
        }
    }
    for minutes in store::minutes(tx, &committee.id).await? {
        let minutes = store::find_minutes_for_change(tx, &minutes.id).await?;
        if minutes.state() == State::Submitted {
            let minutes = named(app, tx, minutes).await?;
            send_minutes(app, tx, committee, (holder, &minutes), "Create").await?;
        }
    }
    Ok(())
}

/// Tell those whose term begins today what is voted on, and deputies for whom another rule holds since the
/// day others were last told of. The caller has read the committee before they were told of this one.
pub async fn welcome(app: &App, tx: &Tx, committee: &Committee) -> Result<()> {
    let Some(told_on) = committee.told_on else {
        return Ok(());
    };
    for holder in store::holders(tx, &committee.id).await? {
        if told_on < holder.starts_on {
            tell_open(app, tx, committee, &holder).await?;
        } else if holder.actor.is_some() && holder.is_in_office(today(app)) {
            tell_turn(app, tx, committee, (&holder, told_on)).await?;
        }
    }
    Ok(())
}

/// Tell a deputy of whatever they may vote on now and could not on that day, or the other way round.
async fn tell_turn(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    (holder, told_on): (&Holder, NaiveDate),
) -> Result<()> {
    if holder.part != Part::Deputy || told_on >= today(app) {
        return Ok(());
    }
    for motion in store::motions(tx, &committee.id).await? {
        if motion.iri.is_none() || !motion.is_open(app.clock.now()) {
            continue;
        }
        let then = place_of(app, tx, holder, &motion, told_on).await?;
        if then != place_of(app, tx, holder, &motion, today(app)).await? {
            tell(app, tx, committee, holder, motion, "Update").await?;
        }
    }
    Ok(())
}

/// Tell those of a seat on other servers what it says by now: the member whose deputy voted, the deputy whose
/// member did. Whoever voted hears that by itself.
pub async fn tell_vote(app: &App, tx: &Tx, motion: Motion, vote: &SeatVote) -> Result<()> {
    if motion.iri.is_none() {
        return Ok(());
    }
    let committee = store::find(tx, &motion.committee).await?;
    let committee = committee.ok_or(Error::NotFound)?;
    for part in [Part::Member, Part::Deputy] {
        for holder in store::holders_of_seat(tx, &vote.seat, part).await? {
            let is_elsewhere = holder.actor.is_some() && holder.is_in_office(today(app));
            if is_elsewhere && holder.id != vote.holder {
                tell(app, tx, &committee, &holder, motion.clone(), "Update").await?;
            }
        }
    }
    Ok(())
}

/// Tell the deputy of a seat on another server whether they may vote, as the member is away, is back, came or
/// went.
pub async fn tell_deputy(app: &App, tx: &Tx, committee: &Committee, seat: &SeatId) -> Result<()> {
    for holder in store::holders_of_seat(tx, seat, Part::Deputy).await? {
        if holder.actor.is_none() || !holder.is_in_office(today(app)) {
            continue;
        }
        for motion in store::motions(tx, &committee.id).await? {
            if motion.iri.is_some() && motion.is_open(app.clock.now()) {
                tell(app, tx, committee, &holder, motion, "Update").await?;
            }
        }
    }
    Ok(())
}

/// What a motion is to this holder on a day.
async fn place_of(
    app: &App,
    tx: &Tx,
    holder: &Holder,
    motion: &Motion,
    day: NaiveDate,
) -> Result<Place> {
    let Some(seat) = &holder.seat else {
        return Ok(Place::default());
    };
    let mut votes = store::votes(tx, &motion.id).await?;
    votes.retain(|vote| vote.seat == *seat);
    Ok(match holder.part {
        Part::Member => {
            let mut deputies = votes.iter().filter(|it| it.is_by_deputy() && it.counts());
            let vote = deputies.next();
            Place {
                deputising: vote.and_then(|vote| Deputising::by(vote.standing)),
                deputy: vote.map(|vote| vote.voice),
            }
        }
        Part::Deputy => {
            let members = store::holders_of_seat(tx, seat, Part::Member).await?;
            let mut members = members.iter().filter(|it| it.is_in_office(day));
            let at = (day, app.clock.now());
            Place {
                deputising: Some(voting::stand_in(motion, members.next(), &votes, at)),
                deputy: None,
            }
        }
        Part::Adviser => Place::default(),
    })
}

/// Minutes get an id when the first on another server is asked.
async fn named(app: &App, tx: &Tx, minutes: Minutes) -> Result<Minutes> {
    match minutes.iri {
        Some(_) => Ok(minutes),
        None => {
            let minutes = Minutes {
                iri: Some(app.federation.mint("objects", app.clock.now())),
                ..minutes
            };
            store::update_minutes(tx, minutes).await
        }
    }
}

/// Ask every association with a seat to approve of minutes.
pub async fn tell_minutes(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    minutes: Minutes,
) -> Result<Minutes> {
    let mut minutes = minutes;
    for holder in asked_of_minutes(app, tx, committee).await? {
        minutes = named(app, tx, minutes).await?;
        send_minutes(app, tx, committee, (&holder, &minutes), "Create").await?;
    }
    Ok(minutes)
}

/// Tell those who were asked that most seats have approved.
pub async fn tell_approved(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    minutes: &Minutes,
) -> Result<()> {
    if minutes.iri.is_none() {
        return Ok(());
    }
    for holder in asked_of_minutes(app, tx, committee).await? {
        send_minutes(app, tx, committee, (&holder, minutes), "Update").await?;
    }
    Ok(())
}

/// What was put to those on other servers is so no more: it is a draft again.
pub async fn take_minutes_back(app: &App, tx: &Tx, minutes: &Minutes) -> Result<()> {
    let Some(iri) = &minutes.iri else {
        return Ok(());
    };
    let committee = store::find(tx, &minutes.committee).await?;
    let committee = committee.ok_or(Error::NotFound)?;
    let group = group_of(tx, &committee).await?;
    for holder in asked_of_minutes(app, tx, &committee).await? {
        let tombstone = activitypub::tombstone(iri, "Document", app.clock.now());
        let saying = Saying::about("Delete", tombstone, activitypub::audience(&holder));
        let saying = saying.concerning(&group.id);
        app.federation.say(tx, &group, saying).await?;
    }
    Ok(())
}

async fn asked_of_minutes(app: &App, tx: &Tx, committee: &Committee) -> Result<Vec<Holder>> {
    let mut holders = store::holders(tx, &committee.id).await?;
    holders.retain(|it| it.actor.is_some() && it.seat.is_some() && it.is_in_office(today(app)));
    Ok(holders)
}

async fn send_minutes(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    (holder, minutes): (&Holder, &Minutes),
    kind: &'static str,
) -> Result<()> {
    let group = group_of(tx, committee).await?;
    let told = activitypub::minutes(minutes, &group, &setting(app), app.clock.now());
    let mut told = told.ok_or(Error::NotFound)?;
    told.to = holder.actor.iter().cloned().map(Url::from).collect();
    let saying = Saying::about(kind, json!(told), activitypub::audience(holder));
    let saying = saying.concerning(&group.id);
    app.federation.say(tx, &group, saying).await?;
    Ok(())
}

/// Tell everybody who may read it what came of a motion.
pub async fn tell_end(app: &App, id: &MotionId) -> Result<()> {
    let tx = app.begin().await?;
    let motion = store::find_motion_for_change(&tx, id).await?;
    if !motion.is_told {
        tell_outcome(app, &tx, motion).await?;
    }
    Ok(tx.commit().await?)
}

/// The same, within a change of the motion that is over.
pub async fn tell_outcome(app: &App, tx: &Tx, motion: Motion) -> Result<Motion> {
    if motion.iri.is_none() {
        return Ok(motion);
    }
    let committee = store::find(tx, &motion.committee).await?;
    let committee = committee.ok_or(Error::NotFound)?;
    let put_on = motion
        .created_at
        .with_timezone(&app.config.instance.zone)
        .date_naive();
    let mut motion = Motion {
        is_told: true,
        ..motion
    };
    motion = store::update_motion(tx, motion).await?;
    if committee.closed_at.is_some() {
        return Ok(motion);
    }
    for holder in store::holders(tx, &committee.id).await? {
        let is_elsewhere = holder.actor.is_some() && holder.ended_at.is_none();
        if is_elsewhere && holder.may_read(put_on, today(app)) {
            motion = tell(app, tx, &committee, &holder, motion, "Update").await?;
        }
    }
    Ok(motion)
}

async fn tell(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    holder: &Holder,
    motion: Motion,
    kind: &'static str,
) -> Result<Motion> {
    let now = app.clock.now();
    let motion = match motion.iri {
        Some(_) => motion,
        None => {
            let motion = Motion {
                iri: Some(app.federation.mint("objects", now)),
                ..motion
            };
            store::update_motion(tx, motion).await?
        }
    };
    let group = group_of(tx, committee).await?;
    let count = Count::of(&store::votes(tx, &motion.id).await?);
    let outcome = motion.outcome(&count, now);
    // Of one that was withdrawn nobody is shown how it stood before it would have ended.
    let count = motion.is_past_its_end(now).then_some(count);
    let place = match outcome {
        Outcome::Open => place_of(app, tx, holder, &motion, today(app)).await?,
        _ => Place::default(),
    };
    let told = (outcome, count, place);
    let told = activitypub::motion(&motion, told, &group, &setting(app), now);
    let mut told = told.ok_or(Error::NotFound)?;
    told.to = holder.actor.iter().cloned().map(Url::from).collect();
    let saying = Saying::about(kind, json!(told), activitypub::audience(holder));
    // After the seat was granted: before that they may know nothing, and would refuse it.
    let saying = saying.concerning(&group.id);
    app.federation.say(tx, &group, saying).await?;
    Ok(motion)
}

/// What became of a word of theirs: taken, or why not.
pub async fn answer(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    (word, speaker, note): (&Url, &Iri, &Url),
    refusal: Option<&'static str>,
) -> Result<()> {
    let group = group_of(tx, committee).await?;
    let (asked, audience) = (
        activitypub::word(word, speaker, note),
        Audience::only_these([speaker]),
    );
    let saying = match refusal {
        None => Saying::about("Accept", asked, audience),
        Some(message) => {
            let reason = app.config.instance.language.text(message);
            let reason = markdown::escape(&reason);
            Saying::about("Reject", asked, audience).with("content", json!(reason))
        }
    };
    let saying = saying.concerning(&group.id);
    app.federation.say(tx, &group, saying).await?;
    Ok(())
}
