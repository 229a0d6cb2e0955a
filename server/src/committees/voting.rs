//! Deciding on motions. A member votes; the deputy stands in where the member is away, is not there, or has
//! not voted by the time named; the member overrides that until the end. What is refused is logged and
//! changes nothing.

use super::{
    Committee, Holder, Motion, Part, SeatVote, elsewhere, letters, motion, refuse, refused, store,
    today,
    vote::{Ballot, Deputising, Standing, Voice},
};
use crate::{App, Error, Refusal, Result, app::Tx, ids::MotionId, words::Word};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// Motions of one committee that wait for votes.
const OPEN_AT_MOST: u64 = 50;
/// Motions of one committee.
const MOTIONS_AT_MOST: i32 = 400;

/// Put a motion to the vote. Everybody who is on the committee is written to.
pub async fn put(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    draft: &motion::Draft,
) -> Result<Motion> {
    let committee = store::find_for_change(tx, &committee.id).await?;
    let now = app.clock.now();
    let seats = store::seats(tx, &committee.id).await?.len();
    let details = draft.check(seats, app.config.instance.zone, now)?;
    if committee.is_over(today(app)) || committee.is_ahead(today(app)) {
        return refused("committee-not-sitting");
    }
    // The end of a day is the beginning of the next, on which nobody votes.
    let last_moment = details.ends_at - TimeDelta::nanoseconds(1);
    let ends_on = last_moment.with_timezone(&app.config.instance.zone);
    if ends_on.date_naive() > committee.ends_on {
        return Err(Refusal::new("committee-term-beyond-it")
            .on("ends_on")
            .into());
    }
    let last = store::last_motion(tx, &committee.id).await?;
    let open = store::count_open_motions(tx, &committee.id, now).await?;
    if open >= OPEN_AT_MOST || last >= MOTIONS_AT_MOST {
        return refused("committee-motions-too-many");
    }
    let motion = Motion {
        id: app.ulids.next(now).into(),
        committee: committee.id.clone(),
        number: last + 1,
        title: details.title,
        text: details.text,
        quorum: details.quorum,
        is_public: details.is_public,
        deputies_from: details.deputies_from,
        ends_at: details.ends_at,
        withdrawn_at: None,
        iri: None,
        is_told: false,
        created_at: now,
    };
    let motion = store::insert_motion(tx, motion).await?;
    letters::tell_motion(app, tx, &committee, &motion).await?;
    elsewhere::tell_motion(app, tx, &committee, motion).await
}

/// Take a motion back before it is decided.
pub async fn withdraw(app: &App, tx: &Tx, motion: &Motion) -> Result<Motion> {
    let motion = store::find_motion_for_change(tx, &motion.id).await?;
    let now = app.clock.now();
    if !motion.is_open(now) {
        return refused("committee-motion-over");
    }
    let motion = Motion {
        withdrawn_at: Some(now),
        ..motion
    };
    let motion = store::update_motion(tx, motion).await?;
    elsewhere::tell_outcome(app, tx, motion).await
}

/// What was voted on several motions, by which they are, in the order they were cast.
pub async fn votes_on(
    db: &impl ConnectionTrait,
    motions: &[Motion],
) -> Result<BTreeMap<MotionId, Vec<SeatVote>>> {
    let ids = motions.iter().map(|it| it.id.clone()).collect();
    let mut grouped: BTreeMap<MotionId, Vec<SeatVote>> = BTreeMap::new();
    for vote in store::votes_on(db, ids).await? {
        grouped.entry(vote.motion.clone()).or_default().push(vote);
    }
    Ok(grouped)
}

/// The motion with this number, of this committee.
pub async fn find_motion(
    db: &impl ConnectionTrait,
    committee: &Committee,
    number: &str,
) -> Result<Motion> {
    let number = number.trim().parse().map_err(|_| Error::NotFound)?;
    let found = store::find_motion(db, &committee.id, number).await?;
    found.ok_or(Error::NotFound)
}

/// By which rule this deputy may vote now; or why they may not. `votes` are those of their seat.
pub fn stand_in(
    motion: &Motion,
    member: Option<&Holder>,
    votes: &[SeatVote],
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Deputising {
    if votes.iter().any(|vote| vote.part == Part::Member) {
        return Deputising::MemberVoted;
    }
    match member {
        None => Deputising::Vacancy,
        Some(member) if member.is_absent(today) => Deputising::Absence,
        Some(_) if motion.is_with_deputies(now) => Deputising::Silence,
        Some(_) if motion.deputies_from.is_some() => Deputising::NotYet,
        Some(_) => Deputising::AbsenceOnly,
    }
}

/// Whether this holder has said so already, and it counts. The server of a seat says it once more where our
/// answer did not reach it.
pub async fn has_said(tx: &Tx, holder: &Holder, (motion, voice): (&Motion, &str)) -> Result<bool> {
    let holder = store::find_holder_for_change(tx, &holder.id).await?;
    let motion = store::find_motion_for_change(tx, &motion.id).await?;
    let votes = store::votes(tx, &motion.id).await?;
    let mut own = votes
        .iter()
        .filter(|vote| vote.holder == holder.id && vote.counts());
    Ok(own.any(|vote| Some(vote.voice) == Voice::named(voice)))
}

/// Vote for one's seat.
pub async fn vote(app: &App, tx: &Tx, holder: &Holder, ballot: &Ballot) -> Result<SeatVote> {
    let unknown = Refusal::new("committee-voice-unknown").on("voice");
    let voice = Voice::named(ballot.voice.trim()).ok_or(unknown)?;
    let now = app.clock.now();
    let holder = store::find_holder_for_change(tx, &holder.id).await?;
    let Some(own) = holder.seat.clone().filter(|_| holder.part != Part::Adviser) else {
        return refuse(&holder.id, "committee-no-seat");
    };
    let seats = store::seats_by_id(tx, vec![own.clone()]).await?;
    let is_own = |typed: &str| seats.iter().any(|seat| seat.number.to_string() == typed);
    let typed = ballot.seat.trim();
    if !typed.is_empty() && !is_own(typed) {
        return refuse(&holder.id, "committee-not-your-seat");
    }
    let number = ballot.motion.trim().parse().unwrap_or_default();
    let motion = store::find_motion(tx, &holder.committee, number).await?;
    let Some(motion) = motion else {
        return refuse(&holder.id, "committee-motion-unknown");
    };
    // Nobody else votes meanwhile: member and deputy at once are one after the other.
    let motion = store::find_motion_for_change(tx, &motion.id).await?;
    if !motion.is_open(now) {
        return refuse(&holder.id, "committee-motion-over");
    }
    if !holder.is_in_office(today(app)) {
        return refuse(&holder.id, "committee-term-over");
    }
    let votes = store::votes(tx, &motion.id).await?;
    let of_seat: Vec<_> = votes.into_iter().filter(|it| it.seat == own).collect();
    if of_seat.iter().any(|vote| vote.part == holder.part) {
        return refuse(&holder.id, "committee-voted-already");
    }
    let standing = match holder.part {
        Part::Deputy => {
            let members = store::holders_of_seat(tx, &own, Part::Member).await?;
            let mut members = members.iter().filter(|it| it.is_in_office(today(app)));
            let deputising = stand_in(&motion, members.next(), &of_seat, (today(app), now));
            match deputising.may_vote() {
                Ok(standing) => standing,
                Err(message) => return refuse(&holder.id, message),
            }
        }
        Part::Member | Part::Adviser => Standing::Own,
    };
    for vote in of_seat.iter().filter(|vote| vote.counts()) {
        store::override_vote(tx, &vote.id, now).await?;
    }
    let vote = SeatVote {
        id: app.ulids.next(now).into(),
        motion: motion.id.clone(),
        seat: own,
        holder: holder.id.clone(),
        part: holder.part,
        voice,
        standing,
        cast_at: now,
        overridden_at: None,
    };
    let vote = store::insert_vote(tx, vote).await?;
    if vote.is_by_deputy() {
        tracing::info!(motion = %motion.id, seat = %vote.seat, "committees.stood_in");
        letters::tell_member(app, tx, &motion, &vote).await?;
    }
    elsewhere::tell_vote(app, tx, motion, &vote).await?;
    Ok(vote)
}
