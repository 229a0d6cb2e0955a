//! Who works in a workstream of ours. Whoever comes from another server asks by a Join, waits until their
//! home says that they act for it, and is let in by those who work here; each of the three can take their
//! word back, and the rights end with it. Here are the verbs; desk, API, command line and inbox all come
//! through them. What a member does is checked when they do it.

pub mod activitypub;
pub mod api;
pub mod contribution;
pub mod desk;
pub mod documents;
pub mod inbox;
pub mod meetings;
pub mod member;
mod store;
pub mod tasks;
mod telling;

pub use self::{
    contribution::Contribution,
    member::{Admission, Draft, Member, Role, State},
    store::{actors_among, contributions, count_waiting, of_workstream},
};

use self::member::Terms;
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    events::draft::one_line,
    ids::MemberId,
    workstreams::{self, Workstream, today},
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::ConnectionTrait;
use serde_json::json;

/// Members of one workstream, at the same time.
const MEMBERS_AT_MOST: u64 = 300;
/// Who may wait to be let into one workstream.
const OPEN_AT_MOST: usize = 100;
/// Of them, who is of the same server.
const OPEN_OF_ONE_HOST_AT_MOST: usize = 20;
/// How long somebody waits whose home says nothing.
const UNCONFIRMED_FOR: Duration = Duration::days(14);
/// What one member may say.
const CONTRIBUTIONS_OF_ONE_AT_MOST: u64 = 200;

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

async fn require_room(db: &impl ConnectionTrait, workstream: &Workstream) -> Result<()> {
    let accepted = store::count(db, &workstream.id, &[State::Accepted]).await?;
    match accepted < MEMBERS_AT_MOST {
        true => Ok(()),
        false => refused("member-too-many"),
    }
}

/// Write somebody of this house down.
pub async fn enter(app: &App, tx: &Tx, workstream: &Workstream, draft: &Draft) -> Result<Member> {
    if !workstream.is_worked_on() {
        return refused("member-not-worked-on");
    }
    let (name, terms) = draft.check(today(app))?;
    require_room(tx, workstream).await?;
    let now = app.clock.now();
    let member = Member {
        id: app.ulids.next(now).into(),
        workstream: workstream.id.clone(),
        actor: None,
        name,
        home: None,
        role: terms.role,
        state: State::Confirmed,
        activity: None,
        confirmation: None,
        grant_iri: None,
        until: None,
        reason: String::new(),
        created_at: now,
        updated_at: now,
    };
    let member = store::insert(tx, member).await?;
    admit(app, tx, workstream, member, terms).await
}

/// Let somebody in who asked, and whose home says that they act for it.
pub async fn accept(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    member: Member,
    admission: &Admission,
) -> Result<Member> {
    match member.state {
        State::Confirmed => {}
        State::Unconfirmed => return refused("member-not-confirmed"),
        _ => return refused("member-answered-already"),
    }
    if !workstream.is_worked_on() {
        return refused("member-not-worked-on");
    }
    let terms = admission.check(member.role, today(app))?;
    require_room(tx, workstream).await?;
    admit(app, tx, workstream, member, terms).await
}

/// Give them what they may, and tell them and their home.
async fn admit(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    member: Member,
    terms: Terms,
) -> Result<Member> {
    let now = app.clock.now();
    let group = workstreams::actor_of(tx, workstream).await?;
    let id = app.federation.mint("objects", now);
    let zone = app.config.instance.zone;
    let grant = activitypub::grant(&member, &group, &workstream.lead, terms, &id, zone);
    let grant = grant.ok_or(Error::NotFound)?;
    let readers = activitypub::audience(&member);
    app.federation
        .keep_object(tx, &group, &json!(grant), &readers)
        .await?;
    if member.actor.is_some() {
        let saying = activitypub::accept(&member, &group, &grant);
        app.federation.say(tx, &group, saying).await?;
    }
    let member = Member {
        role: terms.role,
        state: State::Accepted,
        grant_iri: Some(id),
        until: terms.until,
        reason: String::new(),
        updated_at: now,
        ..member
    };
    let member = store::update(tx, member).await?;
    telling::tell_new(app, tx, workstream, &member).await?;
    Ok(member)
}

/// Say no to somebody who asked, and why; the reason may be left out.
pub async fn reject(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    member: Member,
    reason: &str,
) -> Result<Member> {
    if !member.state.is_open() {
        return refused("member-answered-already");
    }
    let member = Member {
        state: State::Rejected,
        reason: read(reason)?,
        updated_at: app.clock.now(),
        ..member
    };
    let group = workstreams::actor_of(tx, workstream).await?;
    let saying = activitypub::reject(&member, &group);
    app.federation.say(tx, &group, saying).await?;
    store::update(tx, member).await
}

/// Take somebody out. They and their home hear of it.
pub async fn remove(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    member: Member,
    reason: &str,
) -> Result<Member> {
    if member.state != State::Accepted {
        return refused("member-is-none");
    }
    let member = Member {
        reason: read(reason)?,
        ..member
    };
    end(app, tx, workstream, member, State::Ended).await
}

/// Their rights end here and now.
async fn end(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    member: Member,
    state: State,
) -> Result<Member> {
    if let Some(grant) = &member.grant_iri {
        app.federation.forget_object(tx, grant).await?;
        // Who goes knows it.
        if member.actor.is_some() && state != State::Left {
            let group = workstreams::actor_of(tx, workstream).await?;
            let saying = activitypub::remove(&member, &group);
            app.federation.say(tx, &group, saying).await?;
        }
    }
    let ended = Member {
        state,
        grant_iri: None,
        updated_at: app.clock.now(),
        ..member
    };
    store::update(tx, ended).await
}

fn read(reason: &str) -> Result<String> {
    let reason = one_line(reason);
    match reason.chars().count() <= member::REASON_AT_MOST {
        true => Ok(reason),
        false => Err(Refusal::new("member-reason-too-long").on("reason").into()),
    }
}

/// End what was granted until yesterday, and everything in what is not worked on any more; forget who asked
/// long ago and whose home never said anything. Returns how many it concerned.
pub async fn look_after(app: &App) -> Result<usize> {
    let mut ended = 0;
    let mut over = store::over(&app.db, today(app)).await?;
    let busy = store::workstreams_with_members(&app.db).await?;
    let closed = workstreams::closed_among(&app.db, busy).await?;
    over.extend(store::in_any_of(&app.db, closed).await?);
    for id in over {
        let tx = app.begin().await?;
        let member = store::find_for_change(&tx, &id).await?;
        if let Some(member) = member.filter(|it| it.state == State::Accepted) {
            let workstream = workstreams::find_by_id(&tx, &member.workstream).await?;
            end(app, &tx, &workstream, member, State::Ended).await?;
            ended += 1;
        }
        tx.commit().await?;
    }
    let lapsed = app.clock.now() - UNCONFIRMED_FOR;
    let tx = app.begin().await?;
    let forgotten = store::forget_unconfirmed(&tx, lapsed).await?;
    tx.commit().await?;
    Ok(ended + forgotten)
}

/// Forget meetings that were over by then, and the way in to them.
pub async fn clear(app: &App, before: DateTime<Utc>) -> Result<u64> {
    meetings::clear(app, before).await
}

/// How many work in it.
pub async fn count(db: &impl ConnectionTrait, workstream: &Workstream) -> Result<u64> {
    store::count(db, &workstream.id, &[State::Accepted]).await
}

/// One of this workstream, to change it.
pub async fn find_for_change(tx: &Tx, workstream: &Workstream, id: &str) -> Result<Member> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_for_change(tx, &id).await?;
    let found = found.filter(|found| found.workstream == workstream.id);
    found.ok_or(Error::NotFound)
}

#[cfg(test)]
pub(crate) mod tests;
