//! Programmes, and their cycles from the first idea to the results.
//! Here are the verbs; desk, API and command line all come through them. What is brought to a cycle is
//! the slice `ideas`, above this one.

pub mod activitypub;
pub mod api;
pub mod cycle;
pub mod desk;
pub mod draft;
mod former;
pub mod pages;
pub mod programme;
mod store;

pub use self::{
    cycle::{Cycle, Moderation, Stage},
    programme::Programme,
    store::{all, find_by_iri, find_for_change, find_programme, formerly_at, leave, programmes},
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::{self, Association},
    events,
    ids::{CycleId, ProgrammeId},
};
use chrono::NaiveDate;
use cycle::Editions;
use federation::outbox::Audience;
use sea_orm::ConnectionTrait;

/// Cycles of one instance.
const CYCLES_AT_MOST: u64 = 200;

fn refused_on<T>(message: &'static str, field: &'static str) -> Result<T> {
    Err(Refusal::new(message).on(field).into())
}

/// Found a programme of this association.
pub async fn found_programme(
    app: &App,
    tx: &Tx,
    association: &Association,
    draft: &programme::Draft,
) -> Result<Programme> {
    let details = draft.check()?;
    if store::find_programme_by_slug(tx, &details.slug)
        .await?
        .is_some()
    {
        return refused_on("cycle-slug-taken", "slug");
    }
    let now = app.clock.now();
    let programme = Programme {
        id: app.ulids.next(now).into(),
        slug: details.slug,
        organizer: association.actor.clone(),
        name: details.name,
        summary: details.summary,
        description: details.description,
        created_at: now,
        updated_at: now,
    };
    store::insert_programme(tx, programme).await
}

/// Change what a programme says about itself. A former address leads on.
pub async fn revise_programme(
    app: &App,
    tx: &Tx,
    id: &ProgrammeId,
    draft: &programme::Draft,
) -> Result<Programme> {
    let programme = store::find_programme_for_change(tx, id).await?;
    let programme = programme.ok_or(Error::NotFound)?;
    if !draft.seen.is_empty() && draft.seen != programme.seen() {
        return Err(Error::Conflict);
    }
    let details = draft.check()?;
    let taken = store::find_programme_by_slug(tx, &details.slug).await?;
    if taken.is_some_and(|taken| taken.id != programme.id) {
        return refused_on("cycle-slug-taken", "slug");
    }
    let now = app.clock.now();
    if details.slug != programme.slug {
        store::leave(tx, &programme.path(), programme.id.as_str(), now).await?;
    }
    let programme = Programme {
        slug: details.slug,
        name: details.name,
        summary: details.summary,
        description: details.description,
        updated_at: events::later(programme.updated_at, now),
        ..programme
    };
    store::update_programme(tx, programme).await
}

pub async fn programme_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Programme> {
    let found = store::find_programme_by_slug(db, slug.trim()).await?;
    found.ok_or(Error::NotFound)
}

/// Begin a cycle. From then on ideas can be brought to it, as its days say.
pub async fn begin(app: &App, tx: &Tx, draft: &cycle::Draft) -> Result<Cycle> {
    let details = draft.check()?;
    let programme = match programme_now_or_former(tx, draft.programme.trim()).await {
        Ok(programme) => programme,
        Err(Error::NotFound) => return refused_on("cycle-programme-unknown", "programme"),
        Err(error) => return Err(error),
    };
    if store::find_by_slug(tx, &details.slug).await?.is_some() {
        return refused_on("cycle-slug-taken", "slug");
    }
    if store::count(tx).await? >= CYCLES_AT_MOST {
        return Err(Refusal::new("cycle-too-many").into());
    }
    let now = app.clock.now();
    let cycle = Cycle {
        id: app.ulids.next(now).into(),
        programme: programme.id,
        iri: app.federation.mint("objects", now),
        organizer: programme.organizer,
        slug: String::new(),
        name: String::new(),
        summary: String::new(),
        description: String::new(),
        editions: Editions::default(),
        ideas_from: None,
        ideas_until: None,
        selection_on: None,
        work_until: None,
        results_on: None,
        subject_to_funding: false,
        ideas: Moderation::default(),
        comments: Moderation::default(),
        created_at: now,
        updated_at: now,
    };
    let cycle = filled(tx, cycle, details).await?;
    let cycle = store::insert(tx, cycle).await?;
    tell(app, tx, &cycle, 0).await?;
    Ok(cycle)
}

/// Change a cycle. `ideas` is how many it has that everybody may read. A former address leads on.
pub async fn revise(
    app: &App,
    tx: &Tx,
    cycle: Cycle,
    draft: &cycle::Draft,
    ideas: u64,
) -> Result<Cycle> {
    if !draft.seen.is_empty() && draft.seen != cycle.seen() {
        return Err(Error::Conflict);
    }
    let details = draft.check()?;
    let now = app.clock.now();
    if details.slug != cycle.slug {
        let taken = store::find_by_slug(tx, &details.slug).await?;
        if taken.is_some() {
            return refused_on("cycle-slug-taken", "slug");
        }
        store::leave(tx, &cycle.path(), cycle.id.as_str(), now).await?;
    }
    let cycle = Cycle {
        updated_at: events::later(cycle.updated_at, now),
        ..filled(tx, cycle, details).await?
    };
    let cycle = store::update(tx, cycle).await?;
    tell(app, tx, &cycle, ideas).await?;
    Ok(cycle)
}

async fn filled(tx: &Tx, cycle: Cycle, details: cycle::Details) -> Result<Cycle> {
    let mut editions = Vec::new();
    for slug in &details.editions {
        let event = events::find_by_slug(tx, slug).await?;
        match event.filter(|event| event.local) {
            Some(event) if editions.contains(&event.id) => {}
            Some(event) => editions.push(event.id),
            None => return refused_on("cycle-edition-unknown", "editions"),
        }
    }
    Ok(Cycle {
        slug: details.slug,
        name: details.name,
        summary: details.summary,
        description: details.description,
        editions: Editions(editions),
        ideas_from: details.ideas_from,
        ideas_until: details.ideas_until,
        selection_on: details.selection_on,
        work_until: details.work_until,
        results_on: details.results_on,
        subject_to_funding: details.subject_to_funding,
        ideas: details.ideas,
        comments: details.comments,
        ..cycle
    })
}

/// Keep the collection as others can ask for it. It is brought to nobody.
pub async fn tell(app: &App, tx: &Tx, cycle: &Cycle, ideas: u64) -> Result<()> {
    let owner = federation::actors::find(tx, &cycle.organizer).await?;
    let owner = owner.ok_or(Error::NotFound)?;
    let object = activitypub::object(cycle, app.config.origin(), ideas);
    let audience = Audience::public(&owner);
    app.federation
        .keep_object(tx, &owner, &object, &audience)
        .await?;
    Ok(())
}

/// The cycle with this slug.
pub async fn find(db: &impl ConnectionTrait, slug: &str) -> Result<Cycle> {
    let found = store::find_by_slug(db, slug.trim()).await?;
    found.ok_or(Error::NotFound)
}

pub async fn find_by_id(db: &impl ConnectionTrait, id: &CycleId) -> Result<Option<Cycle>> {
    store::find(db, id).await
}

/// The cycle that had this slug before it was renamed.
pub async fn find_former(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Cycle>> {
    let target = store::formerly_at(db, &format!("/cycles/{slug}")).await?;
    match target.and_then(|target| target.parse().ok()) {
        Some(id) => store::find(db, &id).await,
        None => Ok(None),
    }
}

/// The cycle that has this slug, or had it: whoever has its form open does not lose what was typed when it is
/// renamed.
pub async fn find_now_or_former(db: &impl ConnectionTrait, slug: &str) -> Result<Cycle> {
    match store::find_by_slug(db, slug).await? {
        Some(cycle) => Ok(cycle),
        None => find_former(db, slug).await?.ok_or(Error::NotFound),
    }
}

/// The programme that had this slug before it was renamed.
pub async fn find_former_programme(
    db: &impl ConnectionTrait,
    slug: &str,
) -> Result<Option<Programme>> {
    let target = store::formerly_at(db, &format!("/programmes/{slug}")).await?;
    match target.and_then(|target| target.parse().ok()) {
        Some(id) => store::find_programme(db, &id).await,
        None => Ok(None),
    }
}

/// The programme that has this slug, or had it: forms that name it stay open while it is renamed.
pub async fn programme_now_or_former(db: &impl ConnectionTrait, slug: &str) -> Result<Programme> {
    match store::find_programme_by_slug(db, slug).await? {
        Some(programme) => Ok(programme),
        None => find_former_programme(db, slug)
            .await?
            .ok_or(Error::NotFound),
    }
}

/// The day it is where the instance is at home.
pub fn today(app: &App) -> NaiveDate {
    let now = app.clock.now().with_timezone(&app.config.instance.zone);
    now.date_naive()
}

/// The programme of a cycle, and the slugs of its events, as its form has them.
pub async fn draft_of(db: &impl ConnectionTrait, cycle: &Cycle) -> Result<cycle::Draft> {
    let programme = store::find_programme(db, &cycle.programme).await?;
    let slug = programme
        .map(|programme| programme.slug)
        .unwrap_or_default();
    let editions = editions(db, cycle).await?;
    let slugs: Vec<String> = editions.into_iter().map(|event| event.slug).collect();
    Ok(cycle::Draft::of(cycle, &slug, &slugs))
}

/// The events a cycle spans, the earliest first.
pub async fn editions(db: &impl ConnectionTrait, cycle: &Cycle) -> Result<Vec<events::Event>> {
    let mut found = events::find_all(db, cycle.editions.0.clone()).await?;
    found.sort_by_key(|event| event.starts_at);
    Ok(found)
}

/// Who holds what this is part of, by page and name.
pub async fn holder(
    db: &impl ConnectionTrait,
    actor: &federation::Iri,
) -> Result<(String, String)> {
    let holder = associations::find_by_actor(db, actor).await?;
    let holder = holder.ok_or(Error::NotFound)?;
    Ok((holder.path(), holder.name))
}
