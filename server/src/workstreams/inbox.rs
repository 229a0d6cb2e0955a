//! What we keep of other servers' workstreams: a live copy of those that are followed from here or are a
//! peer's, with their milestones. Only the workstream itself changes what is kept of it.

use super::{
    activitypub::{self, Foreign},
    keep,
    milestone::{MILESTONES_AT_MOST, Milestone, TITLE_AT_MOST},
    report::{Contents, Report},
    store,
    workstream::Workstream,
};
use crate::{App, app::Tx};
use federation::{
    Received, Rejected,
    actors::{self, Actor},
    vocabulary as wire,
};
use url::Url;

/// Whose a milestone is, that we keep; a workstream of another server is its own.
pub use super::store::owner_of;

/// The actor says that it changed, and was read anew from its own server.
pub async fn receive_profile(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    let actor = &activity.actor;
    let Some(foreign) = activitypub::foreign(actor) else {
        return Err(Rejected::NotForUs);
    };
    if !is_heard(app, tx, actor, &foreign).await? {
        return Err(Rejected::NotForUs);
    }
    Ok(keep(app, tx, actor, foreign).await?)
}

/// Whether somebody here wants to hear of it: it is followed or a peer's, or its association is followed.
async fn is_heard(app: &App, tx: &Tx, actor: &Actor, foreign: &Foreign) -> Result<bool, Rejected> {
    let federation = &app.federation;
    Ok(federation.is_heard(tx, &actor.id).await?
        || federation.is_followed(tx, &foreign.lead).await?)
}

/// Create, Update and Announce are one. The federation crate has checked whose word it is.
pub async fn receive_milestone(
    app: &App,
    tx: &Tx,
    milestone: &wire::Milestone,
) -> Result<(), Rejected> {
    let workstream = known_or_kept(app, tx, &milestone.attributed_to).await?;
    let workstream = workstream.filter(|it| !it.local && milestone.is_public());
    let workstream = workstream.ok_or(Rejected::NotForUs)?;
    let known = store::find_milestone_by_iri(tx, &milestone.id).await?;
    let updated_at = milestone.updated.unwrap_or(milestone.published).to_utc();
    if let Some(known) = &known
        && (known.workstream != workstream.id || updated_at < known.updated_at)
    {
        return Err(Rejected::NotForUs);
    }
    let now = app.clock.now();
    let is_new = known.is_none();
    let kept = Milestone {
        id: known.map_or_else(|| app.ulids.next(now).into(), |known| known.id),
        workstream: workstream.id,
        iri: milestone.id.clone().into(),
        title: milestone.name.chars().take(TITLE_AT_MOST).collect(),
        due_on: milestone.end_time.date_naive(),
        reached_on: milestone.is_resolved.then(|| {
            let zone = app.config.instance.zone;
            updated_at.with_timezone(&zone).date_naive()
        }),
        is_told: false,
        note: None,
        created_at: milestone.published.to_utc(),
        updated_at,
    };
    if !is_new {
        store::update_milestone(tx, kept).await?;
        return Ok(());
    }
    if store::milestones(tx, &kept.workstream).await?.len() >= MILESTONES_AT_MOST {
        return Err(Rejected::NotForUs);
    }
    store::insert_milestone(tx, kept).await?;
    Ok(())
}

/// What came of a workstream that is kept here, by the association that leads it. The federation crate has
/// checked whose word it is.
pub async fn receive_report(app: &App, tx: &Tx, article: &wire::Article) -> Result<(), Rejected> {
    let foreign = activitypub::foreign_report(article).ok_or(Rejected::NotForUs)?;
    let group = article.audience.as_ref().ok_or(Rejected::NotForUs)?;
    let workstream = known_or_kept(app, tx, group).await?;
    let workstream = workstream.filter(|it| !it.local && *it.lead == article.attributed_to);
    let workstream = workstream.ok_or(Rejected::NotForUs)?;
    let known = store::find_report(tx, &workstream.id).await?;
    let updated_at = article.updated.unwrap_or(article.published).to_utc();
    if known
        .as_ref()
        .is_some_and(|known| updated_at < known.updated_at)
    {
        return Err(Rejected::NotForUs);
    }
    let report = Report {
        workstream: workstream.id,
        iri: Some(article.id.clone().into()),
        url: foreign.url.into(),
        language: String::new(),
        sentence: foreign.sentence,
        summary: String::new(),
        contents: Contents::default(),
        published_at: Some(article.published.to_utc()),
        written_by: None,
        withdrawn_at: None,
        why_withdrawn: None,
        created_at: article.published.to_utc(),
        updated_at,
    };
    match known {
        Some(_) => store::update_report(tx, report).await?,
        None => store::insert_report(tx, report).await?,
    };
    Ok(())
}

/// The workstream of this actor; of one that is followed now and was not before, what it said when we
/// met it.
async fn known_or_kept(app: &App, tx: &Tx, actor: &Url) -> Result<Option<Workstream>, Rejected> {
    if let Some(known) = store::find_by_actor(tx, actor).await? {
        return Ok(Some(known));
    }
    let Some(group) = actors::find(tx, actor).await? else {
        return Ok(None);
    };
    let foreign = activitypub::foreign(&group).filter(|_| !group.local);
    if let Some(foreign) = foreign
        && is_heard(app, tx, &group, &foreign).await?
    {
        keep(app, tx, &group, foreign).await?;
    }
    Ok(store::find_by_actor(tx, actor).await?)
}

/// Something is gone; the federation crate has checked that its server says so.
pub async fn receive_delete(tx: &Tx, id: &Url) -> Result<(), Rejected> {
    store::delete_foreign_milestone(tx, id).await?;
    Ok(store::delete_foreign_report(tx, id).await?)
}

/// The workstream itself is gone.
pub async fn receive_farewell(tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    Ok(store::delete_foreign(tx, &activity.actor.id).await?)
}
