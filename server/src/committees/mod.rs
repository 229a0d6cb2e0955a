//! Committees: seats of stakeholder groups with member and deputy, for a term. Here are the verbs about the
//! committee itself; `seating` fills its seats, `voting` takes their votes, `speaking` their words. Desk,
//! links, API and command line all come through them. Whether somebody may act is asked of the row and the
//! clock at the moment they do: a term ends by itself. It is an actor that can be followed: `telling` lets
//! others know what it is and who sits where, `inbox` keeps what other servers say of theirs.

pub mod activitypub;
pub mod api;
pub mod committee;
pub mod desk;
mod elsewhere;
pub mod feed;
pub mod holder;
pub mod inbox;
mod letters;
mod link;
pub mod minutes;
pub mod motion;
pub mod pages;
pub mod remark;
pub mod seat;
mod seating;
pub mod shape;
mod speaking;
mod store;
mod telling;
pub mod vote;
mod voting;

pub use self::{
    committee::{Committee, Draft, Kind},
    holder::{Holder, Part},
    minutes::Minutes,
    motion::Motion,
    remark::Remark,
    seat::Seat,
    seating::{
        REMINDED_BEFORE, clear, due, end, find_by_link, find_holder, look_up, mark_absence, remind,
        renew_link, seat, way_to,
    },
    speaking::{
        Said, accompanied, approvals, approvals_of, approve, change_minutes, drop_remark,
        find_minutes, find_remark, may_approve, minutes_of, remark, remarks_of, remarks_on,
        submit_minutes, take_back_remark, write_minutes,
    },
    store::{
        actors_among, all, find as find_by_id, find_by_actor, held_by, holders, motions, public,
        seats, votes,
    },
    telling::{close, look_after},
    vote::{Ballot, SeatVote},
    voting::{find_motion, put, stand_in, vote, votes_on, withdraw},
};

use self::committee::Details;
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::{self, Association},
    cycles::{self, Cycle, Programme},
    events::later,
    ids::CommitteeId,
};
use chrono::NaiveDate;
use federation::{
    actors::{self, Actor},
    keys::KeyPairs,
};
use sea_orm::ConnectionTrait;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use url::Url;

/// Committees of one instance, past ones too.
const COMMITTEES_AT_MOST: u64 = store::LISTED_AT_MOST;

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

fn refused_on<T>(message: &'static str, field: &'static str) -> Result<T> {
    Err(Refusal::new(message).on(field).into())
}

/// Somebody tried what they may not. The log says what, and nothing changes.
fn refuse<T>(about: impl std::fmt::Display, message: &'static str) -> Result<T> {
    tracing::info!(%about, reason = message, "committees.refused");
    refused(message)
}

/// The day it is where this instance is at home.
pub fn today(app: &App) -> NaiveDate {
    cycles::today(app)
}

/// Found a committee of this association, with vacant seats: those named, or those of its template. Whoever
/// follows the association hears of it. Its `keys` were made before the transaction.
pub async fn found(
    app: &App,
    tx: &Tx,
    association: &Association,
    draft: &Draft,
    keys: Arc<KeyPairs>,
) -> Result<Committee> {
    let mut details = draft.check(today(app))?;
    if !draft.template.trim().is_empty() {
        details = after_template(tx, details, draft.template.trim()).await?;
    }
    if details.seats.is_empty() {
        return refused_on("committee-without-seats", "seats");
    }
    if store::count(tx).await? >= COMMITTEES_AT_MOST {
        return refused_on("committee-too-many", "name");
    }
    if store::find_by_slug(tx, &details.slug).await?.is_some() {
        return refused_on("cycle-slug-taken", "slug");
    }
    // Its handle is the same word; associations, series and workstreams have handles too.
    if actors::is_taken(tx, &details.slug).await? {
        return refused_on("association-handle-taken", "slug");
    }
    let now = app.clock.now();
    let committee = Committee {
        id: app.ulids.next(now).into(),
        slug: details.slug.clone(),
        actor: None,
        local: true,
        url: None,
        organizer: association.actor.clone(),
        programme: None,
        cycle: None,
        kind: details.kind,
        name: String::new(),
        summary: String::new(),
        purpose: String::new(),
        starts_on: details.starts_on,
        ends_on: details.ends_on,
        told_on: None,
        closed_at: None,
        created_at: now,
        updated_at: now,
    };
    let seats = std::mem::take(&mut details.seats);
    let committee = filled(tx, committee, draft, details).await?;
    let committee = store::insert(tx, committee).await?;
    add_seats(app, tx, &committee.id, &seats, 0).await?;
    let handle = committee.slug.clone();
    telling::appear(app, tx, committee, &handle, keys).await
}

async fn after_template(tx: &Tx, details: Details, slug: &str) -> Result<Details> {
    let template = store::find_by_slug(tx, slug).await?;
    let Some(template) = template.filter(|it| it.local) else {
        return refused_on("committee-template-unknown", "template");
    };
    let seats = match details.seats.is_empty() {
        true => groups(&store::seats(tx, &template.id).await?),
        false => details.seats,
    };
    let purpose = match details.purpose.is_empty() {
        true => template.purpose,
        false => details.purpose,
    };
    Ok(Details {
        seats,
        purpose,
        ..details
    })
}

fn groups(seats: &[Seat]) -> Vec<String> {
    seats.iter().map(|seat| seat.stakeholder.clone()).collect()
}

async fn add_seats(
    app: &App,
    tx: &Tx,
    committee: &CommitteeId,
    groups: &[String],
    last: i32,
) -> Result<()> {
    for (group, number) in groups.iter().zip(last + 1..) {
        let seat = Seat {
            id: app.ulids.next(app.clock.now()).into(),
            committee: committee.clone(),
            number,
            stakeholder: group.clone(),
            iri: None,
            deputy: None,
            told_at: None,
            deputy_told_at: None,
        };
        store::insert_seat(tx, seat).await?;
    }
    Ok(())
}

/// Change what a committee says about itself, its days, or which groups have a seat, and tell its followers.
/// A seat somebody held stays.
pub async fn revise(app: &App, tx: &Tx, id: &CommitteeId, draft: &Draft) -> Result<Committee> {
    let committee = store::find_for_change(tx, id).await?;
    if !draft.seen.is_empty() && draft.seen != committee.seen() {
        return Err(Error::Conflict);
    }
    let mut details = draft.check(today(app))?;
    if committee.closed_at.is_some() {
        return refused_on("committee-closed", "name");
    }
    if !draft.slug.trim().is_empty() && details.slug != committee.slug {
        return refused_on("committee-slug-stays", "slug");
    }
    let groups = std::mem::take(&mut details.seats);
    let (starts_on, ends_on) = (details.starts_on, details.ends_on);
    for holder in store::holders(tx, &committee.id).await? {
        if holder.ended_at.is_none() && (holder.starts_on < starts_on || ends_on < holder.ends_on) {
            return refused_on("committee-terms-reach-further", "ends_on");
        }
    }
    set_seats(app, tx, &committee, groups).await?;
    let committee = Committee {
        kind: details.kind,
        starts_on,
        ends_on,
        updated_at: later(committee.updated_at, app.clock.now()),
        ..filled(tx, committee, draft, details).await?
    };
    let committee = store::update(tx, committee).await?;
    telling::tell(app, tx, &committee).await?;
    telling::tell_seats(app, tx, &committee).await?;
    Ok(committee)
}

async fn set_seats(app: &App, tx: &Tx, committee: &Committee, groups: Vec<String>) -> Result<()> {
    if groups.is_empty() {
        return refused_on("committee-without-seats", "seats");
    }
    let known = store::seats(tx, &committee.id).await?;
    let last = known.iter().map(|seat| seat.number).max();
    for seat in &known {
        if groups.contains(&seat.stakeholder) {
            continue;
        }
        for part in [Part::Member, Part::Deputy] {
            if !store::holders_of_seat(tx, &seat.id, part).await?.is_empty() {
                return refused_on("committee-seat-was-held", "seats");
            }
        }
        telling::tell_gone(app, tx, committee, seat).await?;
        store::delete_seat(tx, &seat.id).await?;
    }
    let is_new = |group: &String| known.iter().all(|seat| seat.stakeholder != *group);
    let new: Vec<String> = groups.into_iter().filter(is_new).collect();
    add_seats(app, tx, &committee.id, &new, last.unwrap_or_default()).await
}

async fn filled(
    tx: &Tx,
    committee: Committee,
    draft: &Draft,
    details: Details,
) -> Result<Committee> {
    let programme = match draft.programme.trim() {
        "" => None,
        slug => match cycles::programme_now_or_former(tx, slug).await {
            Ok(programme) => Some(programme.id),
            Err(Error::NotFound) => return refused_on("cycle-programme-unknown", "programme"),
            Err(error) => return Err(error),
        },
    };
    let cycle = match draft.cycle.trim() {
        "" => None,
        slug => match cycles::find(tx, slug).await {
            Ok(cycle) => Some(cycle.id),
            Err(Error::NotFound) => return refused_on("workstream-cycle-unknown", "cycle"),
            Err(error) => return Err(error),
        },
    };
    Ok(Committee {
        programme,
        cycle,
        name: details.name,
        summary: details.summary,
        purpose: details.purpose,
        ..committee
    })
}

/// Ours with this slug.
pub async fn find(db: &impl ConnectionTrait, slug: &str) -> Result<Committee> {
    let found = store::find_by_slug(db, slug.trim()).await?;
    found.filter(|found| found.local).ok_or(Error::NotFound)
}

/// Ours or another server's.
pub async fn find_public(db: &impl ConnectionTrait, slug: &str) -> Result<Committee> {
    let slug = slug.trim().trim_start_matches('@').to_lowercase();
    store::find_by_slug(db, &slug).await?.ok_or(Error::NotFound)
}

/// The group, once there is one.
pub async fn actor_of(db: &impl ConnectionTrait, committee: &Committee) -> Result<Option<Actor>> {
    match &committee.actor {
        Some(actor) => Ok(actors::find(db, actor).await?),
        None => Ok(None),
    }
}

/// Whose committee it is: where they are read about, and their name.
pub async fn organizer_shown(
    db: &impl ConnectionTrait,
    committee: &Committee,
) -> Result<(String, String)> {
    if let Some(ours) = associations::find_by_actor(db, &committee.organizer).await? {
        return Ok((ours.path(), ours.name));
    }
    let url: &Url = &committee.organizer;
    Ok(match actors::find(db, url).await? {
        Some(actor) => (actor.page().to_string(), actor.profile.name),
        None => (url.to_string(), federation::host_of(url)),
    })
}

/// The programme it accompanies.
pub async fn programme_of(
    db: &impl ConnectionTrait,
    committee: &Committee,
) -> Result<Option<Programme>> {
    match &committee.programme {
        Some(id) => cycles::find_programme(db, id).await,
        None => Ok(None),
    }
}

/// The cycle it accompanies.
pub async fn cycle_of(db: &impl ConnectionTrait, committee: &Committee) -> Result<Option<Cycle>> {
    match &committee.cycle {
        Some(id) => cycles::find_by_id(db, id).await,
        None => Ok(None),
    }
}

/// The committee as it would have to be typed.
pub async fn draft_of(db: &impl ConnectionTrait, committee: &Committee) -> Result<Draft> {
    let programme = programme_of(db, committee).await?;
    let programme = programme
        .map(|programme| programme.slug)
        .unwrap_or_default();
    let cycle = cycle_of(db, committee).await?;
    let cycle = cycle.map(|cycle| cycle.slug).unwrap_or_default();
    let seats = groups(&store::seats(db, &committee.id).await?);
    Ok(Draft::of(committee, (&programme, &cycle), &seats))
}

/// A seat and who is in it on a day. With nobody as its member, it is vacant.
pub struct Place {
    pub seat: Seat,
    pub member: Option<Holder>,
    pub deputy: Option<Holder>,
}

/// Everybody who is on a committee on a day, or was.
pub struct Roster {
    pub places: Vec<Place>,
    pub advisers: Vec<Holder>,
    /// Associations of other servers that have not said yet whether they take a seat.
    pub asked: Vec<Holder>,
    /// Who takes office later.
    pub to_come: Vec<Holder>,
    pub former: Vec<Holder>,
}

/// Who sits where today; of a committee that is over, on its last day.
pub async fn roster(app: &App, db: &impl ConnectionTrait, committee: &Committee) -> Result<Roster> {
    let all = store::holders(db, &committee.id).await?;
    let seats = store::seats(db, &committee.id).await?;
    Ok(seated(committee, (seats, all), today(app)))
}

fn seated(
    committee: &Committee,
    (mut seats, all): (Vec<Seat>, Vec<Holder>),
    today: NaiveDate,
) -> Roster {
    let day = today.min(committee.ends_on);
    let in_office = |seat: &Seat, part: Part| {
        let mut of_it = all.iter().filter(|holder| {
            holder.part == part
                && holder.seat.as_ref() == Some(&seat.id)
                && holder.is_in_office(day)
        });
        of_it.next().cloned()
    };
    if !committee.local {
        // As their home counts them, in whatever order they arrived.
        seats.sort_by(|one, other| one.iri.cmp(&other.iri));
    }
    let places: Vec<Place> = seats
        .into_iter()
        .map(|seat| Place {
            member: in_office(&seat, Part::Member),
            deputy: in_office(&seat, Part::Deputy),
            seat,
        })
        .collect();
    let (mut advisers, mut asked) = (Vec::new(), Vec::new());
    let (mut to_come, mut former) = (Vec::new(), Vec::new());
    for holder in all {
        match () {
            () if holder.is_asked(day) => asked.push(holder),
            // Whoever declined was never on it.
            () if !holder.has_agreed() => {}
            () if !holder.is_to_come_or_in_office(day) => former.push(holder),
            () if !holder.is_in_office(day) => to_come.push(holder),
            () if holder.part == Part::Adviser => advisers.push(holder),
            () => {}
        }
    }
    Roster {
        places,
        advisers,
        asked,
        to_come,
        former,
    }
}

/// Associations of other servers that were offered a seat and have none: they declined, gave it back, or it
/// was taken back before they answered.
pub async fn declined(db: &impl ConnectionTrait, committee: &Committee) -> Result<Vec<Holder>> {
    let mut declined = store::holders(db, &committee.id).await?;
    declined.retain(|it| {
        let has_said_why = !it.reason.is_empty();
        it.actor.is_some() && it.ended_at.is_some() && (has_said_why || !it.has_agreed())
    });
    Ok(declined)
}

impl Roster {
    /// Seats for which somebody can act.
    pub fn represented(&self) -> usize {
        let places = self.places.iter();
        let represented = places.filter(|place| place.member.is_some() || place.deputy.is_some());
        represented.count()
    }

    /// Seats with a member.
    pub fn taken(&self) -> usize {
        let taken = self.places.iter().filter(|place| place.member.is_some());
        taken.count()
    }
}

/// The committee as programs see it.
pub async fn shape_of(app: &App, committee: &Committee) -> Result<shape::Shape> {
    let roster = roster(app, &app.db, committee).await?;
    let programme = programme_of(&app.db, committee).await?;
    let cycle = cycle_of(&app.db, committee).await?;
    let slugs = (
        programme.map(|programme| programme.slug),
        cycle.map(|cycle| cycle.slug),
    );
    let origin = app.config.origin();
    Ok(shape::Shape::of(committee, &roster, origin, slugs))
}

/// All of them, the latest term first.
pub async fn shapes(app: &App) -> Result<shape::List> {
    let all = store::all(&app.db).await?;
    let mut seats: BTreeMap<CommitteeId, Vec<Seat>> = BTreeMap::new();
    for seat in store::seats_of(&app.db, &all).await? {
        seats.entry(seat.committee.clone()).or_default().push(seat);
    }
    let mut holders: BTreeMap<CommitteeId, Vec<Holder>> = BTreeMap::new();
    for holder in store::holders_of(&app.db, &all).await? {
        let of = holders.entry(holder.committee.clone()).or_default();
        of.push(holder);
    }
    let (mut programmes, mut its_cycle) = (BTreeMap::new(), BTreeMap::new());
    let of_any: BTreeSet<_> = all.iter().filter_map(|it| it.programme.as_ref()).collect();
    for id in of_any {
        if let Some(programme) = cycles::find_programme(&app.db, id).await? {
            programmes.insert(id, programme.slug);
        }
    }
    let of_any: BTreeSet<_> = all.iter().filter_map(|it| it.cycle.as_ref()).collect();
    for id in of_any {
        if let Some(cycle) = cycles::find_by_id(&app.db, id).await? {
            its_cycle.insert(id, cycle.slug);
        }
    }
    let mut committees = Vec::new();
    for committee in &all {
        let programme = committee.programme.as_ref();
        let cycle = committee.cycle.as_ref();
        let slugs = (
            programme.and_then(|id| programmes.get(id).cloned()),
            cycle.and_then(|id| its_cycle.get(id).cloned()),
        );
        let on_it = (
            seats.remove(&committee.id).unwrap_or_default(),
            holders.remove(&committee.id).unwrap_or_default(),
        );
        let roster = seated(committee, on_it, today(app));
        let origin = app.config.origin();
        committees.push(shape::Shape::of(committee, &roster, origin, slugs));
    }
    Ok(shape::List { committees })
}

#[cfg(test)]
pub(crate) mod tests;
