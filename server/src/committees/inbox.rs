//! What we keep of other servers' committees: a live copy of those that are followed from here or are a
//! peer's, with who sits where. Only the committee itself changes what is kept of it. And what associations of
//! other servers say who are offered a seat in one of ours, or hold one.

use super::{
    Ballot, Committee, Holder, Kind, Minutes, Motion, Part, Seat, activitypub,
    committee::SEATS_AT_MOST, elsewhere, holder::Absence, refuse, remark, seating::NONE_DUE, store,
    today, voting,
};
use crate::{App, Error, Refusal, app::Tx, markdown, workstreams};
use chrono::{DateTime, FixedOffset};
use federation::{
    Answer, Received, Rejected, Verdict,
    actors::{self, Actor},
    vocabulary::{self as wire, Reply},
};
use url::Url;

/// Whose a seat is, that we keep; a committee of another server is its own.
pub use super::store::owner_of;

/// The actor says that it changed, and was read anew from its own server.
pub async fn receive_profile(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    let actor = &activity.actor;
    let Some(foreign) = activitypub::foreign(actor, app.config.instance.zone) else {
        return Err(Rejected::NotForUs);
    };
    if !is_heard(app, tx, actor, &foreign).await? {
        return Err(Rejected::NotForUs);
    }
    keep(app, tx, actor, foreign).await?;
    Ok(())
}

/// Whether somebody here wants to hear of it: it is followed or a peer's, or its association is followed.
async fn is_heard(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    foreign: &activitypub::Foreign,
) -> Result<bool, Rejected> {
    let federation = &app.federation;
    Ok(federation.is_heard(tx, &actor.id).await?
        || federation.is_followed(tx, &foreign.organizer).await?)
}

/// Committees of one other server that are kept here.
const OF_ONE_HOST_AT_MOST: u64 = 100;

/// Keep what another server says of a committee of its own, as it is now. The row is its actor's, so nobody
/// else can change it.
async fn keep(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    foreign: activitypub::Foreign,
) -> crate::Result<Committee> {
    let known = store::find_by_actor(tx, &actor.id).await?;
    if known.is_none() && store::count_of_host(tx, &actor.id).await? >= OF_ONE_HOST_AT_MOST {
        return Err(Refusal::new("committee-too-many-of-host").into());
    }
    let now = app.clock.now();
    let (id, created_at) = match &known {
        Some(known) => (known.id.clone(), known.created_at),
        None => (app.ulids.next(now).into(), now),
    };
    let address = format!("{}@{}", actor.handle, actor.host).to_lowercase();
    let so_called = store::find_by_slug(tx, &address).await?;
    // Two actors of one server may say that they are called the same.
    let is_free = so_called.is_none_or(|it| it.actor.as_ref() == Some(&actor.id))
        && actor
            .handle
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(&it))
        && !actor.handle.is_empty();
    let committee = Committee {
        slug: match is_free {
            true => address,
            false => id.to_string().to_lowercase(),
        },
        id,
        actor: Some(actor.id.clone()),
        local: false,
        url: Some(foreign.url.into()),
        organizer: foreign.organizer.into(),
        programme: None,
        cycle: None,
        kind: Kind::default(),
        name: foreign.name,
        summary: String::new(),
        purpose: foreign.purpose,
        starts_on: foreign.starts_on,
        ends_on: foreign.ends_on,
        told_on: None,
        closed_at: None,
        created_at,
        updated_at: now,
    };
    match known {
        Some(_) => store::update(tx, committee).await,
        None => store::insert(tx, committee).await,
    }
}

/// Create, Update and Announce are one. The federation crate has checked whose word it is.
pub async fn receive_seat(app: &App, tx: &Tx, said: &wire::Seat) -> Result<(), Rejected> {
    let committee = known_or_kept(app, tx, &said.attributed_to).await?;
    let committee = committee.filter(|it| !it.local && said.is_public());
    let committee = committee.ok_or(Rejected::NotForUs)?;
    // Seats are counted one after the other.
    let committee = store::find_for_change(tx, &committee.id).await?;
    let seat = seat_of(app, tx, &committee, said).await?;
    let part = match &said.deputy_of {
        Some(_) => Part::Deputy,
        None => Part::Member,
    };
    let updated_at = said.updated.to_utc();
    let told_at = match part {
        Part::Deputy => seat.deputy_told_at,
        Part::Member | Part::Adviser => seat.told_at,
    };
    if told_at.is_some_and(|told_at| updated_at < told_at) {
        return Err(Rejected::NotForUs);
    }
    let seat = match part {
        Part::Deputy => Seat {
            deputy: Some(said.id.clone().into()),
            deputy_told_at: Some(updated_at),
            ..seat
        },
        Part::Member | Part::Adviser => Seat {
            stakeholder: said.stakeholder.clone(),
            told_at: Some(updated_at),
            ..seat
        },
    };
    let seat = store::update_seat(tx, seat).await?;
    store::vacate(tx, &seat.id, part).await?;
    if let Some(subject) = &said.subject {
        let holder = holder(app, &seat, part, (said, &subject.name));
        store::insert_holder(tx, holder).await?;
    }
    Ok(())
}

/// Its row, new where we have none: whoever stands in may be heard of before the seat itself.
async fn seat_of(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    said: &wire::Seat,
) -> Result<Seat, Rejected> {
    let id = said.deputy_of.as_ref().unwrap_or(&said.id);
    let elsewhere = store::find_seat_by_deputy(tx, &said.id).await?;
    let known = store::find_seat_by_iri(tx, id).await?;
    // One id is one thing: a seat, or whoever stands in at one seat.
    let is_another = match (&said.deputy_of, &elsewhere) {
        (None, Some(_)) => true,
        (Some(seat), Some(known)) => known.iri.as_deref() != Some(seat),
        (_, None) => false,
    };
    let has_another = said.deputy_of.is_some()
        && known.as_ref().is_some_and(|known| {
            let deputy = known.deputy.as_deref();
            deputy.is_some_and(|deputy| *deputy != said.id)
        });
    if is_another || has_another || id.origin() != said.id.origin() {
        return Err(Rejected::NotForUs);
    }
    if let Some(known) = known {
        return match known.committee == committee.id {
            true => Ok(known),
            false => Err(Rejected::NotForUs),
        };
    }
    let seats = store::seats(tx, &committee.id).await?;
    if seats.len() >= SEATS_AT_MOST {
        return Err(Rejected::NotForUs);
    }
    let last = seats.iter().map(|seat| seat.number).max();
    let seat = Seat {
        id: app.ulids.next(app.clock.now()).into(),
        committee: committee.id.clone(),
        number: last.unwrap_or_default() + 1,
        stakeholder: said.stakeholder.clone(),
        iri: Some(id.clone().into()),
        deputy: None,
        told_at: None,
        deputy_told_at: None,
    };
    Ok(store::insert_seat(tx, seat).await?)
}

/// Shown, and nothing else: nobody here writes to them, and no link of ours is theirs.
fn holder(app: &App, seat: &Seat, part: Part, (said, name): (&wire::Seat, &str)) -> Holder {
    let now = app.clock.now();
    Holder {
        id: app.ulids.next(now).into(),
        committee: seat.committee.clone(),
        seat: Some(seat.id.clone()),
        part,
        name: name.to_owned(),
        email: None,
        language: String::new(),
        starts_on: activitypub::day(said.start_time, app.config.instance.zone),
        ends_on: activitypub::day(said.end_time, app.config.instance.zone),
        absent_from: None,
        absent_until: None,
        link: 0,
        reminders: NONE_DUE,
        ended_at: None,
        actor: None,
        offer: None,
        word: None,
        grant_iri: None,
        reason: String::new(),
        created_at: now,
        updated_at: now,
    }
}

/// The committee of this actor; of one that is followed now and was not before, what it said when we met it.
async fn known_or_kept(app: &App, tx: &Tx, actor: &Url) -> Result<Option<Committee>, Rejected> {
    if let Some(known) = store::find_by_actor(tx, actor).await? {
        return Ok(Some(known));
    }
    let Some(group) = actors::find(tx, actor).await? else {
        return Ok(None);
    };
    let foreign = activitypub::foreign(&group, app.config.instance.zone).filter(|_| !group.local);
    match foreign {
        Some(foreign) if is_heard(app, tx, &group, &foreign).await? => {
            Ok(Some(keep(app, tx, &group, foreign).await?))
        }
        _ => Ok(None),
    }
}

/// Something is gone; the federation crate has checked that its server says so.
pub async fn receive_delete(tx: &Tx, id: &Url) -> Result<(), Rejected> {
    if let Some(seat) = store::find_seat_by_iri(tx, id).await?
        && is_kept(tx, &seat).await?
    {
        store::delete_seat(tx, &seat.id).await?;
    }
    if let Some(seat) = store::find_seat_by_deputy(tx, id).await?
        && is_kept(tx, &seat).await?
    {
        store::vacate(tx, &seat.id, Part::Deputy).await?;
        let seat = Seat {
            deputy: None,
            deputy_told_at: None,
            ..seat
        };
        store::update_seat(tx, seat).await?;
    }
    Ok(())
}

/// Whether it is of another server's committee; one of ours is never touched by what others say.
async fn is_kept(tx: &Tx, seat: &Seat) -> Result<bool, Rejected> {
    let committee = store::find(tx, &seat.committee).await?;
    Ok(committee.is_some_and(|committee| !committee.local))
}

/// The committee itself is gone, or an association with a seat in one of ours.
pub async fn receive_farewell(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    store::delete_foreign(tx, &activity.actor.id).await?;
    for held in store::holders_of_actor(tx, &activity.actor.id).await? {
        if held.is_to_come_or_in_office(today(app)) {
            let (committee, holder) = locked(tx, &held).await?;
            elsewhere::step_back(app, tx, &committee, holder, "").await?;
        }
    }
    Ok(())
}

/// The committee first, as everywhere: two who wait for each other would wait for ever.
async fn locked(tx: &Tx, holder: &Holder) -> crate::Result<(Committee, Holder)> {
    let committee = store::find_for_change(tx, &holder.committee).await?;
    let holder = store::find_holder_for_change(tx, &holder.id).await?;
    Ok((committee, holder))
}

/// An association to which a seat of ours was offered says yes or no; a no after a yes gives it back.
pub async fn receive_answer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    answer: &Answer,
) -> Result<(), Rejected> {
    let asked = store::find_holder_by_offer(tx, &answer.asked).await?;
    let (committee, holder) = locked(tx, &asked.ok_or(Rejected::NotForUs)?).await?;
    if holder.actor.as_ref() != Some(&activity.actor.id) {
        return Err(Rejected::Refused("not_asked"));
    }
    if !holder.is_to_come_or_in_office(today(app)) {
        return Err(Rejected::Refused("seat_is_over"));
    }
    match answer.verdict {
        Verdict::Accept if holder.word.is_none() => {
            let said = (&activity.id, answer.name.as_deref());
            elsewhere::agree(app, tx, &committee, holder, said).await?;
        }
        Verdict::Reject => {
            let reason = answer.reason.as_deref().unwrap_or_default();
            elsewhere::step_back(app, tx, &committee, holder, reason).await?;
        }
        _ => return Err(Rejected::NotForUs),
    }
    Ok(())
}

/// An association takes its yes back: it gives the seat up.
pub async fn receive_undo(
    app: &App,
    tx: &Tx,
    activity: &Received,
    id: &Url,
) -> Result<(), Rejected> {
    let held = store::holders_of_actor(tx, &activity.actor.id).await?;
    let mut held = held.into_iter();
    let held = held.find(|holder| holder.word.as_deref() == Some(id));
    let (committee, holder) = locked(tx, &held.ok_or(Rejected::NotForUs)?).await?;
    if !holder.is_to_come_or_in_office(today(app)) {
        return Err(Rejected::NotForUs);
    }
    elsewhere::step_back(app, tx, &committee, holder, "").await?;
    Ok(())
}

/// What an association says that holds a seat: to which of ours it replies says what it is.
enum Word {
    Vote(Motion),
    Remark(String),
    Approval(Minutes),
    Absence(Seat),
}

/// The name of a Note by which minutes are approved of.
pub const APPROVE: &str = "approve";
/// By which a member says on which days they are away, and that they are there.
pub const ABSENT: &str = "absent";
pub const PRESENT: &str = "present";

/// Somebody with a seat votes on a motion of ours, remarks on it or on a workstream, approves of minutes, or
/// is away. What does not count changes nothing, and whoever said it hears why; who never had a seat hears
/// nothing of what it is about.
pub async fn receive_word(
    app: &App,
    tx: &Tx,
    activity: &Received,
    reply: &Reply,
) -> Result<(), Rejected> {
    let (committee, word) = word_of(tx, reply).await?;
    let speaker = &activity.actor.id;
    let holder = elsewhere::acting(app, tx, &committee.id, speaker).await?;
    let holder = holder.ok_or(Rejected::Refused("no_seat"))?;
    let is_vote = matches!(word, Word::Vote(_));
    let taken = match reply.is_public {
        true => refuse(&holder.id, "committee-vote-public"),
        false => taken(app, tx, &holder, (word, reply)).await,
    };
    let refusal = match taken {
        Ok(()) => None,
        Err(Error::Refused(refusals)) => refusals.0.first().map(|refusal| refusal.message),
        // Somebody was faster, or it is no more.
        Err(Error::Conflict | Error::NotFound) => Some("committee-word-stale"),
        Err(error) => return Err(error.into()),
    };
    if refusal.is_some() {
        let counted = match is_vote {
            true => "vote_refused",
            false => "word_refused",
        };
        app.federation.refusals().count(counted);
    }
    let named = (&activity.id, speaker, &reply.id);
    Ok(elsewhere::answer(app, tx, &committee, named, refusal).await?)
}

/// What it is about, and of which committee of ours.
async fn word_of(tx: &Tx, reply: &Reply) -> Result<(Committee, Word), Rejected> {
    let about = &reply.in_reply_to;
    let (committee, word) = if let Some(motion) = store::find_motion_by_iri(tx, about).await? {
        let committee = motion.committee.clone();
        match reply.option.is_none() {
            true => (committee, Word::Remark(format!("motion {}", motion.number))),
            false => (committee, Word::Vote(motion)),
        }
    } else if let Some(minutes) = store::find_minutes_by_iri(tx, about).await? {
        (minutes.committee.clone(), Word::Approval(minutes))
    } else if let Some(seat) = seat_named(tx, about).await? {
        (seat.committee.clone(), Word::Absence(seat))
    } else {
        // A member of the workstream may say something there too, but says it to the workstream.
        let addressed = reply.to.first().ok_or(Rejected::NotForUs)?;
        let committee = store::find_by_actor(tx, addressed).await?;
        let committee = committee.ok_or(Rejected::NotForUs)?;
        let about = workstream_at(tx, about).await?;
        (committee.id, Word::Remark(about))
    };
    let committee = store::find(tx, &committee).await?;
    let committee = committee.filter(|committee| committee.local);
    Ok((committee.ok_or(Rejected::NotForUs)?, word))
}

async fn seat_named(tx: &Tx, id: &Url) -> crate::Result<Option<Seat>> {
    match store::find_seat_by_iri(tx, id).await? {
        Some(seat) => Ok(Some(seat)),
        None => store::find_seat_by_deputy(tx, id).await,
    }
}

/// The end of the address of a workstream that is named by its id or its page.
async fn workstream_at(tx: &Tx, id: &Url) -> crate::Result<String> {
    if let Some(known) = workstreams::find_by_actor(tx, id).await? {
        return Ok(known.slug);
    }
    let slug = id.path().strip_prefix("/workstreams/");
    Ok(slug.unwrap_or_default().to_owned())
}

async fn taken(
    app: &App,
    tx: &Tx,
    holder: &Holder,
    (word, reply): (Word, &Reply),
) -> crate::Result<()> {
    let name = reply.option.clone().unwrap_or_default();
    match word {
        Word::Vote(motion) if voting::has_said(tx, holder, (&motion, &name)).await? => {}
        Word::Vote(motion) => {
            let ballot = Ballot {
                motion: motion.number.to_string(),
                seat: String::new(),
                voice: name,
            };
            super::vote(app, tx, holder, &ballot).await?;
        }
        Word::Remark(about) => {
            if store::find_remark_by_iri(tx, &reply.id).await?.is_some() {
                return refuse(&holder.id, "committee-word-stale");
            }
            let draft = remark::Draft {
                about,
                checkpoint: name,
                text: markdown::lines(&markdown::sanitise(&reply.content)),
                is_public: match reply.is_for_everybody {
                    true => "yes".to_owned(),
                    false => String::new(),
                },
            };
            let said = (reply.id.clone().into(), &draft);
            super::speaking::remark_from(app, tx, holder, said).await?;
        }
        Word::Approval(minutes) if name == APPROVE => {
            let seen = minutes.seen();
            super::approve(app, tx, holder, (minutes.id.as_str(), &seen)).await?;
        }
        Word::Absence(seat) if holder.seat.as_ref() != Some(&seat.id) => {
            return refuse(&holder.id, "committee-not-your-seat");
        }
        Word::Absence(_) if name == ABSENT || name == PRESENT => {
            let zone = app.config.instance.zone;
            let day = |at: Option<DateTime<FixedOffset>>| match at.filter(|_| name == ABSENT) {
                Some(at) => activitypub::day(at, zone).to_string(),
                None => String::new(),
            };
            let absence = Absence {
                absent_from: day(reply.start_time),
                absent_until: day(reply.end_time),
            };
            if name == ABSENT && absence.absent_from.is_empty() {
                return refuse(&holder.id, "committee-absence-from-missing");
            }
            super::mark_absence(app, tx, holder, &absence).await?;
        }
        Word::Approval(_) | Word::Absence(_) => {
            return refuse(&holder.id, "committee-word-unknown");
        }
    }
    Ok(())
}

/// Whoever said something for a seat takes it back: their remark is gone. Nobody else can.
pub async fn receive_withdrawal(tx: &Tx, activity: &Received, id: &Url) -> Result<(), Rejected> {
    let Some(remark) = store::find_remark_by_iri(tx, id).await? else {
        return Ok(());
    };
    let holder = store::holders_by_id(tx, [remark.holder.clone()].into()).await?;
    let is_theirs = |holder: &Holder| holder.actor.as_ref() == Some(&activity.actor.id);
    if holder.iter().any(is_theirs) {
        super::drop_remark(tx, &remark).await?;
    }
    Ok(())
}
