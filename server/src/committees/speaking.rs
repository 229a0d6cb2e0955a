//! What a committee says: remarks on workstreams and motions, by whoever is on it, and the minutes of its
//! sittings, which its seats approve of.

use super::{
    Committee, Holder, Minutes, Part, Remark, elsewhere, letters,
    minutes::{self, State, approval},
    refuse, refused, remark as words, store, today,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    events::later,
    ids::{MinutesId, RemarkId, SeatId, WorkstreamId},
    workstreams::{self, Workstream},
};
use federation::Iri;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// What one person may say.
const REMARKS_OF_ONE_AT_MOST: u64 = 200;
/// Minutes of one committee.
const MINUTES_AT_MOST: usize = 200;
/// What a remark on a motion begins with, before the number.
const MOTION: &str = "motion ";

/// The workstreams a committee accompanies: those its association leads, of its cycle if it has one.
pub async fn accompanied(
    db: &impl ConnectionTrait,
    committee: &Committee,
) -> Result<Vec<Workstream>> {
    let mut own = workstreams::own(db).await?;
    own.retain(|it| it.lead == committee.organizer && it.is_public());
    if committee.cycle.is_some() {
        own.retain(|it| it.cycle == committee.cycle);
    }
    Ok(own)
}

/// Say something, at a checkpoint of a workstream or on a motion. Whoever advises may do so too.
pub async fn remark(app: &App, tx: &Tx, holder: &Holder, draft: &words::Draft) -> Result<Remark> {
    let details = draft.check()?;
    // The committee first, as everywhere: what is written down holds on to it, and two who wait for each
    // other would wait for ever.
    let committee = store::find_for_change(tx, &holder.committee).await?;
    let holder = store::find_holder_for_change(tx, &holder.id).await?;
    if !holder.is_in_office(today(app)) {
        return refuse(&holder.id, "committee-term-over");
    }
    if store::count_remarks(tx, &holder.id).await? >= REMARKS_OF_ONE_AT_MOST {
        return refused("committee-remarks-too-many");
    }
    let unknown = Refusal::new("committee-about-unknown").on("about");
    let (mut workstream, mut motion) = (None, None);
    match draft.about.trim().strip_prefix(MOTION) {
        Some(number) => {
            let number = number.trim().parse().map_err(|_| unknown)?;
            let found = store::find_motion(tx, &committee.id, number).await?;
            motion = Some(found.ok_or(unknown)?.id);
        }
        None => {
            let mut all = accompanied(tx, &committee).await?.into_iter();
            let found = all.find(|it| it.slug == draft.about.trim());
            workstream = Some(found.ok_or(unknown)?.id);
        }
    }
    let now = app.clock.now();
    let remark = Remark {
        id: app.ulids.next(now).into(),
        committee: committee.id,
        seat: holder.seat,
        holder: holder.id,
        // What is said on a motion is for the committee.
        is_public: details.is_public && workstream.is_some(),
        workstream,
        motion,
        checkpoint: details.checkpoint,
        text: details.text,
        iri: None,
        created_at: now,
    };
    store::insert_remark(tx, remark).await
}

/// The same from another server, under the id it has there.
pub(super) async fn remark_from(
    app: &App,
    tx: &Tx,
    holder: &Holder,
    (iri, draft): (Iri, &words::Draft),
) -> Result<Remark> {
    let remark = remark(app, tx, holder, draft).await?;
    let remark = Remark {
        iri: Some(iri),
        ..remark
    };
    store::update_remark(tx, remark).await
}

/// Take back what one said oneself.
pub async fn take_back_remark(tx: &Tx, holder: &Holder, id: &str) -> Result<()> {
    let id: RemarkId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_remark(tx, &id).await?;
    let found = found.filter(|found| found.holder == holder.id);
    drop_remark(tx, &found.ok_or(Error::NotFound)?).await
}

/// Take a remark away.
pub async fn drop_remark(tx: &Tx, remark: &Remark) -> Result<()> {
    store::delete_remark(tx, &remark.id).await
}

pub async fn find_remark(
    db: &impl ConnectionTrait,
    committee: &Committee,
    id: &str,
) -> Result<Remark> {
    let id: RemarkId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_remark(db, &id).await?;
    let found = found.filter(|found| found.committee == committee.id);
    found.ok_or(Error::NotFound)
}

/// A remark, and in whose name it was made.
pub struct Said {
    pub remark: Remark,
    /// The stakeholder group of the seat; of who advises, their organisation and role.
    pub by: String,
    pub part: Part,
    /// Page and name of the committee.
    pub committee: (String, String),
}

async fn said(db: &impl ConnectionTrait, remarks: Vec<Remark>) -> Result<Vec<Said>> {
    let committees = remarks.iter().map(|remark| remark.committee.clone());
    let committees = store::find_all(db, committees.collect()).await?;
    let holders = remarks.iter().map(|remark| remark.holder.clone());
    let holders = store::holders_by_id(db, holders.collect()).await?;
    let seats = remarks.iter().filter_map(|remark| remark.seat.clone());
    let seats = store::seats_by_id(db, seats.collect()).await?;
    let told = remarks.into_iter().map(|remark| {
        let committee = committees.iter().find(|it| it.id == remark.committee);
        let committee = committee.ok_or(Error::NotFound)?;
        let holder = holders.iter().find(|it| it.id == remark.holder);
        let holder = holder.ok_or(Error::NotFound)?;
        let seat = seats.iter().find(|it| Some(&it.id) == remark.seat.as_ref());
        let group = seat.map(|seat| &seat.stakeholder);
        Ok(Said {
            by: group.unwrap_or(&holder.name).clone(),
            part: holder.part,
            committee: (committee.path(), committee.name.clone()),
            remark,
        })
    });
    told.collect()
}

/// What everybody may read that committees said to a workstream, the latest first.
pub async fn remarks_on(db: &impl ConnectionTrait, workstream: &WorkstreamId) -> Result<Vec<Said>> {
    said(db, store::public_remarks(db, workstream).await?).await
}

/// All that was said in a committee, the latest first.
pub async fn remarks_of(db: &impl ConnectionTrait, committee: &Committee) -> Result<Vec<Said>> {
    said(db, store::remarks(db, &committee.id).await?).await
}

/// Write the minutes of a sitting down. Nobody is asked yet.
pub async fn write_minutes(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    draft: &minutes::Draft,
) -> Result<Minutes> {
    let details = draft.check()?;
    let committee = store::find_for_change(tx, &committee.id).await?;
    if store::minutes(tx, &committee.id).await?.len() >= MINUTES_AT_MOST {
        return refused("committee-minutes-too-many");
    }
    let now = app.clock.now();
    let minutes = Minutes {
        id: app.ulids.next(now).into(),
        committee: committee.id,
        title: details.title,
        held_on: details.held_on,
        text: details.text,
        is_public: details.is_public,
        submitted_at: None,
        approved_at: None,
        iri: None,
        created_at: now,
        updated_at: now,
    };
    store::insert_minutes(tx, minutes).await
}

/// Change minutes that are not approved. They are a draft again, and nobody has approved of them.
pub async fn change_minutes(
    app: &App,
    tx: &Tx,
    minutes: &Minutes,
    draft: &minutes::Draft,
) -> Result<Minutes> {
    let minutes = store::find_minutes_for_change(tx, &minutes.id).await?;
    if minutes.state() == State::Approved {
        return refused("committee-minutes-fixed");
    }
    if !draft.seen.is_empty() && draft.seen != minutes.seen() {
        return Err(Error::Conflict);
    }
    let details = draft.check()?;
    store::delete_approvals(tx, &minutes.id).await?;
    elsewhere::take_minutes_back(app, tx, &minutes).await?;
    let minutes = Minutes {
        title: details.title,
        held_on: details.held_on,
        text: details.text,
        is_public: details.is_public,
        submitted_at: None,
        iri: None,
        updated_at: later(minutes.updated_at, app.clock.now()),
        ..minutes
    };
    store::update_minutes(tx, minutes).await
}

/// Ask the seats to approve. Everybody who has one is written to.
pub async fn submit_minutes(app: &App, tx: &Tx, minutes: &Minutes) -> Result<Minutes> {
    let minutes = store::find_minutes_for_change(tx, &minutes.id).await?;
    if minutes.state() != State::Draft {
        return refused("committee-minutes-submitted-already");
    }
    let committee = store::find(tx, &minutes.committee).await?;
    let committee = committee.ok_or(Error::NotFound)?;
    if committee.is_over(today(app)) {
        return refused("committee-not-sitting");
    }
    let minutes = Minutes {
        submitted_at: Some(app.clock.now()),
        ..minutes
    };
    let minutes = store::update_minutes(tx, minutes).await?;
    letters::tell_minutes(app, tx, &committee, &minutes).await?;
    elsewhere::tell_minutes(app, tx, &committee, minutes).await
}

/// The seat for which somebody may approve of minutes now, or why they may not: the member, and the deputy
/// where the member is away or there is none.
pub async fn may_approve(
    app: &App,
    db: &impl ConnectionTrait,
    holder: &Holder,
) -> Result<std::result::Result<SeatId, &'static str>> {
    let Some(seat) = holder.seat.clone() else {
        return Ok(Err("committee-no-seat"));
    };
    if !holder.is_in_office(today(app)) {
        return Ok(Err("committee-term-over"));
    }
    if holder.part == Part::Deputy {
        let members = store::holders_of_seat(db, &seat, Part::Member).await?;
        let in_office = |it: &&Holder| it.is_in_office(today(app));
        let mut there = members.iter().filter(in_office);
        if there.any(|it| !it.is_absent(today(app))) {
            return Ok(Err("committee-deputy-approves-not-yet"));
        }
    }
    Ok(Ok(seat))
}

/// Approve of minutes for one's seat. With more than half of the seats in which there is somebody they are
/// approved, and fixed.
/// Of what was changed after they read it nobody approves, where they say what they have `seen`.
pub async fn approve(
    app: &App,
    tx: &Tx,
    holder: &Holder,
    (id, seen): (&str, &str),
) -> Result<Minutes> {
    let holder = store::find_holder_for_change(tx, &holder.id).await?;
    let seat = match may_approve(app, tx, &holder).await? {
        Ok(seat) => seat,
        Err(hindrance) => return refuse(&holder.id, hindrance),
    };
    let committee = store::find(tx, &holder.committee).await?;
    let committee = committee.ok_or(Error::NotFound)?;
    let found = find_minutes(tx, &committee, id).await?;
    let minutes = store::find_minutes_for_change(tx, &found.id).await?;
    if minutes.state() != State::Submitted {
        return refuse(&holder.id, "committee-minutes-not-asked");
    }
    if !seen.is_empty() && minutes.seen() != seen {
        return refuse(&holder.id, "committee-minutes-changed-meanwhile");
    }
    let approvals = store::approvals(tx, &minutes.id).await?;
    if approvals.iter().any(|approval| approval.seat == seat) {
        return refuse(&holder.id, "committee-approved-already");
    }
    let approval = approval::Model {
        minutes: minutes.id.clone(),
        seat,
        holder: holder.id,
        created_at: app.clock.now(),
    };
    store::insert_approval(tx, approval).await?;
    let roster = super::roster(app, tx, &committee).await?;
    if (approvals.len() + 1) * 2 <= roster.represented() {
        return Ok(minutes);
    }
    let minutes = Minutes {
        approved_at: Some(app.clock.now()),
        ..minutes
    };
    let minutes = store::update_minutes(tx, minutes).await?;
    elsewhere::tell_approved(app, tx, &committee, &minutes).await?;
    Ok(minutes)
}

/// The minutes of a committee, the latest sitting first.
pub async fn minutes_of(db: &impl ConnectionTrait, committee: &Committee) -> Result<Vec<Minutes>> {
    store::minutes(db, &committee.id).await
}

pub async fn find_minutes(
    db: &impl ConnectionTrait,
    committee: &Committee,
    id: &str,
) -> Result<Minutes> {
    let id: MinutesId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_minutes(db, &id).await?;
    let found = found.filter(|found| found.committee == committee.id);
    found.ok_or(Error::NotFound)
}

/// The same of several minutes, by which they are.
pub async fn approvals_of(
    db: &impl ConnectionTrait,
    minutes: &[Minutes],
) -> Result<BTreeMap<MinutesId, Vec<approval::Model>>> {
    let ids = minutes.iter().map(|it| it.id.clone()).collect();
    let mut grouped: BTreeMap<MinutesId, Vec<approval::Model>> = BTreeMap::new();
    for approval in store::approvals_of(db, ids).await? {
        let of = grouped.entry(approval.minutes.clone()).or_default();
        of.push(approval);
    }
    Ok(grouped)
}

/// How many seats have approved of them, and which.
pub async fn approvals(
    db: &impl ConnectionTrait,
    minutes: &Minutes,
) -> Result<Vec<approval::Model>> {
    store::approvals(db, &minutes.id).await
}
