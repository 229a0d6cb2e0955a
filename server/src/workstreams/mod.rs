//! A workstream is one question that people of several associations work on for some months, until there
//! is a result. It is an actor that can be followed. Here are its verbs; desk, API, command line and
//! inbox all come through them.

pub mod activitypub;
pub mod api;
pub mod desk;
pub mod draft;
pub mod feed;
pub mod inbox;
pub mod involved;
pub mod maturity;
pub mod milestone;
pub mod pages;
pub mod phase;
mod planning;
#[cfg(feature = "pdf")]
pub mod printed;
pub mod report;
mod reporting;
pub mod shape;
pub mod slot;
mod store;
pub mod timeline;
pub mod trace;
pub mod workstream;

pub use self::{
    draft::{Draft, Extension},
    involved::{Involved, Organisation, Part, list_involved},
    milestone::Milestone,
    phase::{Phase, Phases},
    planning::{
        add_milestone, change_milestone, drop_milestone, find_milestone, milestones,
        reach_milestone,
    },
    report::Report,
    reporting::{
        files, find_public_report, find_report, find_report_by_iri, mature, publish_report,
        release_report, remind, withdraw_report, write_report, write_report_as,
    },
    slot::{next_edition, reserve_all},
    store::{
        actors_among, actors_of, find_all, find_by_actor, find_by_actor_for_change, milestones_of,
        of_idea, own, public_reports,
    },
    workstream::{State, Step, Workstream},
};

use self::{activitypub::Setting, draft::Details};
use crate::{
    App, Error, Result,
    app::Tx,
    associations::{self, Association},
    cycles::{self, Cycle},
    error::{Refusal, Refusals},
    events::later,
    ideas::{self, Idea, Product},
    ids::{CycleId, IdeaId, WorkstreamId},
};
use chrono::NaiveDate;
use federation::{
    actors::{self, Actor, Founding},
    keys::KeyPairs,
    outbox::Audience,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::sync::Arc;
use url::Url;

/// The day it is where this instance is at home.
pub fn today(app: &App) -> NaiveDate {
    let now = app.clock.now().with_timezone(&app.config.instance.zone);
    now.date_naive()
}

/// Write a workstream down that may come to be. Nobody hears of it.
pub async fn propose(
    app: &App,
    tx: &Tx,
    association: &Association,
    draft: &Draft,
) -> Result<Workstream> {
    let mut refusals = Refusals::default();
    let slug = draft.check_handle();
    let details = draft.check(today(app));
    if let Err(refusal) = &slug {
        refusals.add(*refusal);
    }
    if let Err(others) = &details {
        refusals.0.extend(others.0.iter().copied());
    }
    let (Ok(slug), Ok(details)) = (slug, details) else {
        return Err(refusals.into());
    };
    let now = app.clock.now();
    let mut url = app.config.origin().clone();
    url.set_path(&format!("/workstreams/{slug}"));
    let workstream = Workstream {
        id: app.ulids.next(now).into(),
        slug,
        actor: None,
        local: true,
        lead: association.actor.clone(),
        url: url.into(),
        state: State::Proposed,
        name: String::new(),
        summary: String::new(),
        question: String::new(),
        product: Product::default(),
        description: String::new(),
        cycle: None,
        idea: None,
        origin_cycle: None,
        origin_idea: None,
        starts_on: details.starts_on,
        planned_on: details.ends_on,
        ends_on: details.ends_on,
        why_long: String::new(),
        why_extended: String::new(),
        reason: String::new(),
        note: None,
        reminders: 0,
        slot: None,
        involved: None,
        phases: None,
        created_at: now,
        updated_at: now,
    };
    let origin = origin_of(tx, &details).await?;
    let workstream = with_details(workstream, details, origin);
    require_free(tx, &workstream).await?;
    store::insert(tx, workstream).await
}

/// Cycle and idea, as far as there are such.
type Origin = (Option<CycleId>, Option<IdeaId>);

/// The cycle and the idea that are named, if they are known here.
async fn origin_of(tx: &Tx, details: &Details) -> Result<Origin> {
    let cycle = match &details.cycle {
        None => None,
        Some(named) => {
            let unknown = Refusal::new("workstream-cycle-unknown").on("cycle");
            Some(find_cycle(tx, named).await?.ok_or(unknown)?.id)
        }
    };
    let idea = match &details.idea {
        None => None,
        Some(named) => {
            let unknown = Refusal::new("workstream-idea-unknown").on("idea");
            let id: IdeaId = named.parse().map_err(|_| unknown)?;
            match ideas::find(tx, &id).await {
                Err(Error::NotFound) => return Err(unknown.into()),
                found => Some(found?.id),
            }
        }
    };
    Ok((cycle, idea))
}

/// The cycle of ours with this id, or this end of its address.
async fn find_cycle(db: &impl ConnectionTrait, named: &str) -> Result<Option<Cycle>> {
    match named.parse() {
        Ok(id) => cycles::find_by_id(db, &id).await,
        Err(_) => match cycles::find(db, named).await {
            Err(Error::NotFound) => Ok(None),
            found => found.map(Some),
        },
    }
}

fn with_details(workstream: Workstream, details: Details, (cycle, idea): Origin) -> Workstream {
    Workstream {
        name: details.name,
        summary: details.summary,
        question: details.question,
        product: details.product,
        description: details.description,
        phases: Some(details.phases),
        cycle,
        idea,
        ..workstream
    }
}

/// Associations, series and the instance itself have handles too.
async fn require_free(tx: &Tx, workstream: &Workstream) -> Result<()> {
    let taken = actors::find_own(tx, &workstream.handle()).await?;
    let known = store::find_by_slug(tx, &workstream.slug).await?;
    match taken.is_none() && known.is_none() {
        true => Ok(()),
        false => Err(Refusal::new("association-handle-taken").on("handle").into()),
    }
}

/// Change what a workstream says about itself, and tell its followers. Its days are kept once somebody
/// has been told of them: a later end is an extension.
pub async fn change(
    app: &App,
    tx: &Tx,
    workstream: Workstream,
    draft: &Draft,
) -> Result<Workstream> {
    if !draft.seen.is_empty() && draft.seen != workstream.seen() {
        return Err(Error::Conflict);
    }
    require_open(&workstream)?;
    let days = (workstream.starts_on, workstream.planned_on);
    let kept = Draft {
        starts_on: days.0.to_string(),
        ends_on: days.1.to_string(),
        why_long: workstream.why_long.clone(),
        ..draft.clone()
    };
    let is_told = workstream.is_public();
    let details = if is_told { &kept } else { draft }.check(today(app))?;
    let origin = origin_of(tx, &details).await?;
    let before = workstream.name.clone();
    let planned = (details.starts_on, details.ends_on, details.why_long.clone());
    let mut workstream = Workstream {
        updated_at: later(workstream.updated_at, app.clock.now()),
        ..with_details(workstream, details, origin)
    };
    if !is_told {
        (
            workstream.starts_on,
            workstream.planned_on,
            workstream.why_long,
        ) = planned;
        workstream.ends_on = workstream.planned_on;
    }
    let workstream = store::update(tx, workstream).await?;
    slot::rename(app, tx, &workstream, &before).await?;
    tell(app, tx, &workstream).await?;
    Ok(workstream)
}

/// Plan a later end, and say why.
pub async fn extend(
    app: &App,
    tx: &Tx,
    workstream: Workstream,
    extension: &Extension,
) -> Result<Workstream> {
    if !matches!(workstream.state, State::Selected | State::Active) {
        return Err(Refusal::new("workstream-not-worked-on").into());
    }
    let (ends_on, reason) = extension.check(&workstream)?;
    let workstream = Workstream {
        ends_on,
        why_extended: reason,
        reminders: 0,
        updated_at: later(workstream.updated_at, app.clock.now()),
        ..workstream
    };
    let workstream = store::update(tx, workstream).await?;
    tell(app, tx, &workstream).await?;
    Ok(workstream)
}

/// Take one step of its life, and tell its followers. Selected, the idea it came from is so too, and its
/// authors hear of it, as they do of one that is declined or withdrawn; begun, its result gets a place in the agenda of the next edition. The keys are of
/// use where it is selected, when it becomes an actor; they were made before the transaction.
pub async fn take(
    app: &App,
    tx: &Tx,
    workstream: Workstream,
    step: Step,
    reason: &str,
    keys: Option<Arc<KeyPairs>>,
) -> Result<Workstream> {
    let state = workstream.state.after(step);
    let state = state.ok_or(Refusal::new("workstream-step-not-now").on("step"))?;
    let mut refusals = Refusals::default();
    let reason = match step.wants_reason() {
        true => draft::reason(reason, &mut refusals),
        false => String::new(),
    };
    refusals.none_or()?;
    let workstream = Workstream {
        state,
        reason,
        updated_at: later(workstream.updated_at, app.clock.now()),
        ..workstream
    };
    if step == Step::Select {
        return appear(app, tx, workstream, keys).await;
    }
    // Archived is for good: nothing could be told any more.
    if matches!(step, Step::Present | Step::Archive)
        && find_public_report(tx, &workstream).await?.is_none()
    {
        return Err(Refusal::new("workstream-report-not-public")
            .on("step")
            .into());
    }
    let mut workstream = store::update(tx, workstream).await?;
    workstream = match step {
        Step::Start => slot::reserve(app, tx, workstream).await?,
        Step::Withdraw => slot::give_back(app, tx, workstream).await?,
        _ => workstream,
    };
    tell(app, tx, &workstream).await?;
    if step.wants_reason()
        && let Some(idea) = idea_of(tx, &workstream).await?
    {
        let why = (workstream.name.as_str(), workstream.reason.as_str());
        ideas::end_work(app, tx, &idea, why).await?;
    }
    Ok(workstream)
}

/// It gets an address of its own, and whoever follows its association hears of it.
async fn appear(
    app: &App,
    tx: &Tx,
    workstream: Workstream,
    keys: Option<Arc<KeyPairs>>,
) -> Result<Workstream> {
    let handle = workstream.handle();
    if actors::find_own(tx, &handle).await?.is_some() {
        return Err(Refusal::new("association-handle-taken").on("handle").into());
    }
    let founding = Founding {
        kind: "Group",
        handle: &handle,
        profile: profile(app, tx, &workstream).await?,
        approves_followers: false,
        keys,
    };
    let group = app.federation.found_actor(tx, founding).await?;
    let now = app.clock.now();
    let workstream = Workstream {
        actor: Some(group.id.clone()),
        note: Some(app.federation.mint("objects", now)),
        ..workstream
    };
    let workstream = store::update(tx, workstream).await?;
    if let Some(idea) = idea_of(tx, &workstream).await? {
        ideas::select(app, tx, &idea).await?;
    }
    let lead = lead_of(tx, &workstream).await?;
    let lang = app.config.instance.language;
    let note = activitypub::note(&workstream, (&lead, &group), lang, now.fixed_offset());
    if let Some(note) = note {
        // Named beside it, so that who reads what was said earlier finds the group.
        let audience = Audience::public(&lead).and_of(&group);
        app.federation
            .publish(tx, &lead, &json!(note), audience)
            .await?;
    }
    // Nobody follows it yet: peers, and who follows its association, keep a copy of it.
    let audience = heard_by(&group, &lead);
    app.federation
        .update_actor_for(tx, &group, audience)
        .await?;
    Ok(workstream)
}

/// Let its profile say what it is now, and tell its followers, once it has any.
async fn tell(app: &App, tx: &Tx, workstream: &Workstream) -> Result<()> {
    if !workstream.is_public() {
        return Ok(());
    }
    let actor = actor_of(tx, workstream).await?;
    let profile = profile(app, tx, workstream).await?;
    let actor = app.federation.change_profile(tx, actor, profile).await?;
    let audience = heard_by(&actor, &lead_of(tx, workstream).await?);
    Ok(app
        .federation
        .update_actor_for(tx, &actor, audience)
        .await?)
}

/// Who hears what becomes of it: who follows it, and who follows the association that leads it.
pub fn heard_by(group: &Actor, lead: &Actor) -> Audience {
    Audience::public(group).and_of(lead)
}

async fn profile(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
) -> Result<federation::vocabulary::Profile> {
    let cycle = cycle_of(tx, workstream).await?;
    let idea = idea_of(tx, workstream).await?;
    let setting = Setting {
        origin: app.config.origin(),
        lang: app.config.instance.language,
        zone: app.config.instance.zone,
        cycle: cycle.map(|cycle| cycle.iri.into()),
        idea: idea.and_then(|idea| idea.iri).map(Url::from),
    };
    Ok(activitypub::profile(workstream, &setting))
}

/// The cycle it is part of.
pub async fn cycle_of(db: &impl ConnectionTrait, workstream: &Workstream) -> Result<Option<Cycle>> {
    match &workstream.cycle {
        Some(id) => cycles::find_by_id(db, id).await,
        None => Ok(None),
    }
}

/// The idea it came from.
pub async fn idea_of(db: &impl ConnectionTrait, workstream: &Workstream) -> Result<Option<Idea>> {
    match &workstream.idea {
        Some(id) => Ok(Some(ideas::find(db, id).await?)),
        None => Ok(None),
    }
}

/// What everybody may know of, ours and others', the latest start first: of the cycle with this address
/// or id, or of all where none is named.
pub async fn public(db: &impl ConnectionTrait, cycle: &str) -> Result<Vec<Workstream>> {
    let cycle = match cycle.trim() {
        "" => None,
        named => Some(find_cycle(db, named).await?.ok_or(Error::NotFound)?.id),
    };
    store::public(db, cycle.as_ref()).await
}

/// What is over is not changed any more.
fn require_open(workstream: &Workstream) -> Result<()> {
    match workstream.state {
        State::Proposed | State::Selected | State::Active | State::Presented => Ok(()),
        State::Declined | State::Archived | State::Withdrawn => {
            Err(Refusal::new("workstream-is-over").into())
        }
    }
}

pub async fn find_by_id(db: &impl ConnectionTrait, id: &WorkstreamId) -> Result<Workstream> {
    store::find_by_id(db, id).await?.ok_or(Error::NotFound)
}

/// Ours with this handle, with or without `ws-`.
pub async fn find(db: &impl ConnectionTrait, named: &str) -> Result<Workstream> {
    let found = find_any(db, named).await?;
    found.filter(|found| found.local).ok_or(Error::NotFound)
}

/// The same, so that nobody else changes it, or anything of it, before this transaction ends. On SQLite
/// the transaction itself sees to that.
pub async fn find_for_change(tx: &Tx, named: &str) -> Result<Workstream> {
    let found = find(tx, named).await?;
    let found = store::find_by_id_for_change(tx, &found.id).await?;
    found.ok_or(Error::NotFound)
}

/// Ours or another server's, as everybody may read it.
pub async fn find_public(db: &impl ConnectionTrait, named: &str) -> Result<Workstream> {
    let found = find_any(db, named).await?;
    found.filter(Workstream::is_public).ok_or(Error::NotFound)
}

async fn find_any(db: &impl ConnectionTrait, named: &str) -> Result<Option<Workstream>> {
    let named = named.trim().trim_start_matches('@');
    if let Some(found) = store::find_by_slug(db, named).await? {
        return Ok(Some(found));
    }
    match named.to_lowercase().strip_prefix(workstream::PREFIX) {
        Some(slug) => store::find_by_slug(db, slug).await,
        None => Ok(None),
    }
}

/// Those of ours among them on which nobody works any more.
pub async fn closed_among(
    db: &impl ConnectionTrait,
    ids: Vec<WorkstreamId>,
) -> Result<Vec<WorkstreamId>> {
    store::closed_among(db, ids).await
}

/// The group, once there is one.
pub async fn actor_of(db: &impl ConnectionTrait, workstream: &Workstream) -> Result<Actor> {
    let actor = workstream.actor.as_deref().ok_or(Error::NotFound)?;
    actors::find(db, actor).await?.ok_or(Error::NotFound)
}

/// The association that leads it.
pub async fn lead_of(db: &impl ConnectionTrait, workstream: &Workstream) -> Result<Actor> {
    let lead = actors::find(db, &workstream.lead).await?;
    lead.ok_or(Error::NotFound)
}

/// Its name and where it is read about, for those who show it.
pub async fn lead_shown(
    db: &impl ConnectionTrait,
    workstream: &Workstream,
) -> Result<(String, String)> {
    if let Some(ours) = associations::find_by_actor(db, &workstream.lead).await? {
        return Ok((ours.path(), ours.name));
    }
    let url: &Url = &workstream.lead;
    Ok(match actors::find(db, url).await? {
        Some(actor) => (actor.page().to_string(), actor.profile.name),
        None => (url.to_string(), federation::host_of(url)),
    })
}

/// Workstreams of one other server that are kept here.
const OF_ONE_HOST_AT_MOST: u64 = 200;

/// Keep what another server says of a workstream of its own, as it is now. The row is its actor's, so
/// nobody else can change it.
pub async fn keep(app: &App, tx: &Tx, actor: &Actor, foreign: activitypub::Foreign) -> Result<()> {
    let known = store::find_by_actor_for_change(tx, &actor.id).await?;
    if known.is_none() && store::count_of_host(tx, &actor.id).await? >= OF_ONE_HOST_AT_MOST {
        return Err(Refusal::new("workstream-too-many-of-host").into());
    }
    let now = app.clock.now();
    let (id, created_at, planned_on): (WorkstreamId, _, _) = match &known {
        Some(known) => (known.id.clone(), known.created_at, known.planned_on),
        None => (app.ulids.next(now).into(), now, foreign.ends_on),
    };
    let address = format!("{}@{}", actor.handle, actor.host).to_lowercase();
    let so_called = store::find_by_slug(tx, &address).await?;
    // Two actors of one server may say that they are called the same.
    let is_free = so_called.is_none_or(|it| it.actor.as_ref() == Some(&actor.id));
    let workstream = Workstream {
        slug: match is_free {
            true => address,
            false => id.to_string().to_lowercase(),
        },
        id,
        actor: Some(actor.id.clone()),
        local: false,
        lead: foreign.lead.into(),
        url: foreign.url.into(),
        state: foreign.state,
        name: foreign.name,
        summary: String::new(),
        question: foreign.question,
        product: foreign.product,
        description: foreign.description,
        cycle: None,
        idea: None,
        origin_cycle: foreign.cycle.map(Into::into),
        origin_idea: foreign.idea.map(Into::into),
        starts_on: foreign.starts_on,
        planned_on,
        ends_on: foreign.ends_on,
        why_long: String::new(),
        why_extended: foreign.why_extended,
        reason: foreign.reason,
        note: None,
        reminders: 0,
        slot: None,
        involved: known.as_ref().and_then(|known| known.involved.clone()),
        phases: None,
        created_at,
        updated_at: now,
    };
    match known {
        Some(_) => store::update(tx, workstream).await?,
        None => store::insert(tx, workstream).await?,
    };
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
