//! What other servers say about members of ours: somebody asks, their home confirms or takes that back,
//! they leave, and what they say to the work. Nothing a stranger says changes anything.

use super::{
    CONTRIBUTIONS_OF_ONE_AT_MOST, Contribution, Member, OPEN_AT_MOST, OPEN_OF_ONE_HOST_AT_MOST,
    Role, State, end,
    member::{NAME_AT_MOST, REASON_AT_MOST},
    reject, store, tasks,
};
use crate::{
    App, Result,
    app::Tx,
    markdown,
    workstreams::{self, Workstream, today},
};
use federation::{Answer, Entry, Iri, Received, Rejected, Verdict, vocabulary::Reply};
use url::Url;

/// The workstream of ours with this actor.
async fn ours(tx: &Tx, group: &Url) -> Result<Workstream, Rejected> {
    let found = workstreams::find_by_actor(tx, group).await?;
    found.filter(|found| found.local).ok_or(Rejected::NotForUs)
}

/// Somebody asks to be let in. They wait, and nobody is told of them.
pub async fn receive_entry(
    app: &App,
    tx: &Tx,
    activity: &Received,
    entry: &Entry,
) -> Result<(), Rejected> {
    // One after the other: two at once would each find nobody, and be written down twice.
    let workstream = workstreams::find_by_actor_for_change(tx, &entry.group).await?;
    let workstream = workstream.filter(|found| found.local);
    let workstream = workstream.ok_or(Rejected::NotForUs)?;
    if !workstream.is_worked_on() {
        return Err(Rejected::Refused("workstream_is_over"));
    }
    let actor = &activity.actor;
    // Nobody but their own server can know for whom they act.
    let is_at_home = |home: &Url| home.origin() == actor.id.origin() && *home != *actor.id;
    let home = match &entry.on_behalf_of {
        Some(home) if !is_at_home(home) => return Err(Rejected::Refused("not_their_home")),
        home => home.as_ref().map(Iri::from),
    };
    let known = store::find_by_actor(tx, &workstream.id, &actor.id).await?;
    let activity_id = Some(Iri::from(&activity.id));
    if let Some(known) = &known
        && (known.state == State::Accepted || known.activity == activity_id)
    {
        return Ok(());
    }
    let is_open = known.as_ref().is_some_and(|known| known.state.is_open());
    if !is_open {
        let waiting = store::waiting_actors(tx, &workstream.id).await?;
        let is_neighbour = |it: &&Option<Iri>| {
            it.as_ref()
                .is_some_and(|it| it.origin() == actor.id.origin())
        };
        let neighbours = waiting.iter().filter(is_neighbour).count();
        if waiting.len() >= OPEN_AT_MOST || neighbours >= OPEN_OF_ONE_HOST_AT_MOST {
            return Err(Rejected::Refused("too_many_wait"));
        }
    }
    let now = app.clock.now();
    let is_new = known.is_none();
    let asked = Member {
        id: known
            .as_ref()
            .map_or_else(|| app.ulids.next(now).into(), |known| known.id.clone()),
        workstream: workstream.id,
        actor: Some(actor.id.clone()),
        name: match actor.profile.name.as_str() {
            "" => actor.address(),
            name => name.chars().take(NAME_AT_MOST).collect(),
        },
        home,
        role: Role::of(entry.role.as_ref()),
        state: State::Unconfirmed,
        activity: activity_id,
        confirmation: None,
        grant_iri: None,
        until: None,
        reason: String::new(),
        created_at: known.map_or(now, |known| known.created_at),
        updated_at: now,
    };
    match is_new {
        true => store::insert(tx, asked).await?,
        false => store::update(tx, asked).await?,
    };
    Ok(())
}

/// A home says of a Join that whoever asked acts for it, or does not.
pub async fn receive_answer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    answer: &Answer,
) -> Result<(), Rejected> {
    let member = store::find_by_activity(tx, &answer.asked).await?;
    let member = member.ok_or(Rejected::NotForUs)?;
    if member.home.as_ref() != Some(&activity.actor.id) {
        return Err(Rejected::Refused("not_their_home"));
    }
    // Whoever asks could name a colleague: a home is an association, and nobody who works for one.
    if activity.actor.kind == "Person" {
        return Err(Rejected::Refused("no_association"));
    }
    match (answer.verdict, member.state) {
        (Verdict::Accept, State::Unconfirmed) => {
            let confirmed = Member {
                state: State::Confirmed,
                confirmation: Some(Iri::from(&activity.id)),
                updated_at: activity.received_at,
                ..member
            };
            store::update(tx, confirmed).await?;
            Ok(())
        }
        (Verdict::Reject, State::Unconfirmed) => {
            let workstream = workstreams::find_by_id(tx, &member.workstream).await?;
            let reason = answer.reason.as_deref().unwrap_or_default();
            let reason = markdown::line(reason, REASON_AT_MOST);
            reject(app, tx, &workstream, member, &reason).await?;
            Ok(())
        }
        (Verdict::Reject, _) => disown(app, tx, member).await,
        _ => Err(Rejected::NotForUs),
    }
}

/// A home takes back that somebody acts for it.
pub async fn receive_undo(
    app: &App,
    tx: &Tx,
    activity: &Received,
    id: &Url,
) -> Result<(), Rejected> {
    let theirs = store::by_confirmation(tx, &activity.actor.id, id).await?;
    if theirs.is_empty() {
        return Err(Rejected::NotForUs);
    }
    for member in theirs {
        disown(app, tx, member).await?;
    }
    Ok(())
}

async fn disown(app: &App, tx: &Tx, member: Member) -> Result<(), Rejected> {
    let workstream = workstreams::find_by_id(tx, &member.workstream).await?;
    let alone = Member {
        confirmation: None,
        ..member
    };
    match alone.state {
        State::Accepted => {
            end(app, tx, &workstream, alone, State::Ended).await?;
        }
        State::Confirmed => {
            let waiting = Member {
                state: State::Unconfirmed,
                updated_at: app.clock.now(),
                ..alone
            };
            store::update(tx, waiting).await?;
        }
        _ => return Err(Rejected::NotForUs),
    }
    Ok(())
}

/// They go, or ask no longer.
pub async fn receive_leave(
    app: &App,
    tx: &Tx,
    activity: &Received,
    group: &Url,
) -> Result<(), Rejected> {
    let workstream = ours(tx, group).await?;
    let member = store::find_by_actor(tx, &workstream.id, &activity.actor.id).await?;
    let is_standing = |it: &Member| it.state == State::Accepted || it.state.is_open();
    let member = member.filter(is_standing).ok_or(Rejected::NotForUs)?;
    end(app, tx, &workstream, member, State::Left).await?;
    Ok(())
}

/// What a member says to the work. Who may not is refused, and nothing of it is kept.
pub async fn receive_reply(
    app: &App,
    tx: &Tx,
    activity: &Received,
    reply: &Reply,
) -> Result<(), Rejected> {
    let workstream = ours(tx, &reply.in_reply_to).await?;
    if !workstream.is_worked_on() {
        return Err(Rejected::Refused("workstream_is_over"));
    }
    let member = store::find_by_actor(tx, &workstream.id, &activity.actor.id).await?;
    let member = member.ok_or(Rejected::Refused("no_member"))?;
    if !member.may(Role::Visit, today(app)) {
        return Err(Rejected::Refused("no_member_any_more"));
    }
    if !member.may(Role::Report, today(app)) {
        return Err(Rejected::Refused("role_only_reads"));
    }
    if store::find_contribution(tx, &reply.id).await?.is_some() {
        return Ok(());
    }
    if store::count_contributions(tx, &member.id).await? >= CONTRIBUTIONS_OF_ONE_AT_MOST {
        return Err(Rejected::Refused("too_many_contributions"));
    }
    let contribution = Contribution {
        id: app.ulids.next(app.clock.now()).into(),
        workstream: workstream.id,
        member: member.id,
        iri: Iri::from(&reply.id),
        content: markdown::sanitise(&reply.content),
        created_at: activity.received_at,
    };
    store::insert_contribution(tx, contribution).await?;
    Ok(())
}

/// A member says that a task is done, or that it is not after all. What counts is what they may now; all who
/// work there are told.
pub async fn receive_resolve(
    app: &App,
    tx: &Tx,
    activity: &Received,
    task: &Url,
    is_done: bool,
) -> Result<(), Rejected> {
    let known = tasks::find_by_iri(tx, task).await?;
    let known = known.ok_or(Rejected::NotForUs)?;
    let workstream = workstreams::find_by_id(tx, &known.workstream).await?;
    let workstream = workstreams::find_for_change(tx, &workstream.slug).await?;
    let member = store::find_by_actor(tx, &workstream.id, &activity.actor.id).await?;
    let member = member.ok_or(Rejected::Refused("no_member"))?;
    // Whoever is taken out beside this was so before.
    let member = store::find_for_change(tx, &member.id).await?;
    let member = member.filter(|it| it.may(Role::Visit, today(app)));
    let member = member.ok_or(Rejected::Refused("no_member_any_more"))?;
    if !member.may(Role::Report, today(app)) {
        return Err(Rejected::Refused("role_only_reads"));
    }
    if !workstream.is_worked_on() {
        return Err(Rejected::Refused("workstream_is_over"));
    }
    let known = tasks::find_for_change(tx, &workstream, known.id.as_str()).await?;
    tasks::finish(app, tx, &workstream, known, is_done).await?;
    Ok(())
}

/// They take back what they said. The federation crate has checked that its server says so.
pub async fn receive_delete(tx: &Tx, id: &Url) -> Result<(), Rejected> {
    if let Some(contribution) = store::find_contribution(tx, id).await? {
        store::delete_contribution(tx, contribution).await?;
    }
    Ok(())
}

/// A member is gone, or who spoke for them.
pub async fn receive_farewell(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    for member in store::of_actor(tx, &activity.actor.id).await? {
        if member.state == State::Accepted || member.state.is_open() {
            let workstream = workstreams::find_by_id(tx, &member.workstream).await?;
            // Who goes knows it; who is left without a home has to be told.
            let state = match member.actor.as_ref() == Some(&activity.actor.id) {
                true => State::Left,
                false => State::Ended,
            };
            end(app, tx, &workstream, member, state).await?;
        }
    }
    Ok(())
}
