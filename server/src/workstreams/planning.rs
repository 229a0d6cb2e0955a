//! The verbs about milestones: what a workstream wants to have reached, and what it has.

use super::{
    State, Workstream, activitypub, actor_of, heard_by, lead_of,
    milestone::{Draft, MILESTONES_AT_MOST, Milestone},
    store, today,
};
use crate::{App, Error, Result, app::Tx, error::Refusal, events::later, ids::MilestoneId};
use federation::{actors::Actor, outbox::Audience};
use serde_json::json;

pub use super::store::milestones;

/// Say that something is to be reached by a day.
pub async fn add_milestone(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    draft: &Draft,
) -> Result<Milestone> {
    require_worked_on(workstream)?;
    let (title, due_on) = draft.check()?;
    if milestones(tx, &workstream.id).await?.len() >= MILESTONES_AT_MOST {
        return Err(Refusal::new("workstream-milestones-too-many")
            .on("title")
            .into());
    }
    let now = app.clock.now();
    let milestone = Milestone {
        id: app.ulids.next(now).into(),
        workstream: workstream.id.clone(),
        iri: app.federation.mint("objects", now),
        title,
        due_on,
        reached_on: None,
        is_told: draft.is_told,
        note: None,
        created_at: now,
        updated_at: now,
    };
    let milestone = store::insert_milestone(tx, milestone).await?;
    let group = actor_of(tx, workstream).await?;
    let object = json!(activitypub::milestone(
        &milestone,
        &group,
        app.config.instance.zone
    ));
    let audience = heard_by(&group, &lead_of(tx, workstream).await?);
    app.federation
        .publish(tx, &group, &object, audience)
        .await?;
    Ok(milestone)
}

/// Move what is to be reached to another day, or call it something else. It keeps its id.
pub async fn change_milestone(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    milestone: Milestone,
    draft: &Draft,
) -> Result<Milestone> {
    require_worked_on(workstream)?;
    if milestone.reached_on.is_some() {
        return Err(Refusal::new("workstream-milestone-is-reached").into());
    }
    let (title, due_on) = draft.check()?;
    let milestone = Milestone {
        title,
        due_on,
        is_told: draft.is_told,
        updated_at: later(milestone.updated_at, app.clock.now()),
        ..milestone
    };
    let milestone = store::update_milestone(tx, milestone).await?;
    let group = actor_of(tx, workstream).await?;
    let object = json!(activitypub::milestone(
        &milestone,
        &group,
        app.config.instance.zone
    ));
    let audience = heard_by(&group, &lead_of(tx, workstream).await?);
    app.federation.update(tx, &group, &object, audience).await?;
    Ok(milestone)
}

/// Say that it is reached, and tell everybody in a post where that was wanted.
pub async fn reach_milestone(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    milestone: Milestone,
) -> Result<Milestone> {
    require_worked_on(workstream)?;
    if milestone.reached_on.is_some() {
        return Err(Refusal::new("workstream-milestone-is-reached").into());
    }
    let now = app.clock.now();
    let milestone = Milestone {
        reached_on: Some(today(app)),
        note: milestone
            .is_told
            .then(|| app.federation.mint("objects", now)),
        updated_at: later(milestone.updated_at, now),
        ..milestone
    };
    let milestone = store::update_milestone(tx, milestone).await?;
    let group = actor_of(tx, workstream).await?;
    let object = json!(activitypub::milestone(
        &milestone,
        &group,
        app.config.instance.zone
    ));
    let audience = heard_by(&group, &lead_of(tx, workstream).await?);
    app.federation.update(tx, &group, &object, audience).await?;
    tell_reached(app, tx, workstream, &milestone, &group).await?;
    Ok(milestone)
}

async fn tell_reached(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    milestone: &Milestone,
    group: &Actor,
) -> Result<()> {
    let lang = app.config.instance.language;
    let now = app.clock.now().fixed_offset();
    let note = activitypub::reached(workstream, milestone, group, lang, now);
    if let Some(note) = note {
        let audience = Audience::public(group);
        app.federation
            .publish(tx, group, &json!(note), audience)
            .await?;
    }
    Ok(())
}

/// Give up what was to be reached. What was reached stays.
pub async fn drop_milestone(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    milestone: Milestone,
) -> Result<()> {
    require_worked_on(workstream)?;
    if milestone.reached_on.is_some() {
        return Err(Refusal::new("workstream-milestone-is-reached").into());
    }
    let group = actor_of(tx, workstream).await?;
    let audience = heard_by(&group, &lead_of(tx, workstream).await?);
    app.federation
        .delete(tx, &group, &milestone.iri, audience)
        .await?;
    store::delete_milestone(tx, &milestone.id).await
}

/// The one with this id, if it is of this workstream.
pub async fn find_milestone(tx: &Tx, workstream: &Workstream, id: &str) -> Result<Milestone> {
    let id: MilestoneId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_milestone(tx, &id).await?;
    let found = found.filter(|found| found.workstream == workstream.id);
    found.ok_or(Error::NotFound)
}

fn require_worked_on(workstream: &Workstream) -> Result<()> {
    match workstream.state {
        State::Selected | State::Active => Ok(()),
        _ => Err(Refusal::new("workstream-not-worked-on").into()),
    }
}
