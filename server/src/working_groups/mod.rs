//! Working groups: they stay at one matter, without an end date, and show what they made. Here are the
//! verbs; desk, API and command line all come through them.

pub mod api;
pub mod desk;
pub mod feed;
pub mod output;
pub mod pages;
mod store;
pub mod working_group;

pub use self::{
    output::Output,
    store::{all, outputs},
    working_group::{Draft, WorkingGroup},
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::Association,
    cycles::today,
    events::later,
    ids::{WorkingGroupId, WorkingGroupOutputId},
};
use sea_orm::ConnectionTrait;
use working_group::Details;

fn refused_on<T>(message: &'static str, field: &'static str) -> Result<T> {
    Err(Refusal::new(message).on(field).into())
}

/// Found a working group of this association.
pub async fn found(
    app: &App,
    tx: &Tx,
    association: &Association,
    draft: &Draft,
) -> Result<WorkingGroup> {
    let details = draft.check()?;
    if store::count(tx).await? >= store::GROUPS_AT_MOST {
        return refused_on("working-group-too-many", "name");
    }
    if store::find_by_slug(tx, &details.slug).await?.is_some() {
        return refused_on("cycle-slug-taken", "slug");
    }
    let now = app.clock.now();
    let group = WorkingGroup {
        id: app.ulids.next(now).into(),
        slug: details.slug.clone(),
        organizer: association.actor.clone(),
        name: String::new(),
        summary: String::new(),
        about: String::new(),
        contact: String::new(),
        is_closed: false,
        created_at: now,
        updated_at: now,
    };
    store::insert(tx, filled(group, details)).await
}

/// Change what a working group says about itself, or that nobody works there any more.
pub async fn revise(
    app: &App,
    tx: &Tx,
    id: &WorkingGroupId,
    draft: &Draft,
) -> Result<WorkingGroup> {
    let group = held(tx, id).await?;
    if !draft.seen.is_empty() && draft.seen != group.seen() {
        return Err(Error::Conflict);
    }
    let details = draft.check()?;
    if !draft.slug.trim().is_empty() && details.slug != group.slug {
        return refused_on("committee-slug-stays", "slug");
    }
    let group = WorkingGroup {
        updated_at: later(group.updated_at, app.clock.now()),
        ..filled(group, details)
    };
    store::update(tx, group).await
}

/// The working group as it is now, and stays until this transaction ends.
async fn held(tx: &Tx, id: &WorkingGroupId) -> Result<WorkingGroup> {
    let found = store::find_for_change(tx, id).await?;
    found.ok_or(Error::NotFound)
}

fn filled(group: WorkingGroup, details: Details) -> WorkingGroup {
    WorkingGroup {
        name: details.name,
        summary: details.summary,
        about: details.about,
        contact: details.contact,
        is_closed: details.is_closed,
        ..group
    }
}

/// Show something it made.
pub async fn add_output(
    app: &App,
    tx: &Tx,
    id: &WorkingGroupId,
    draft: &output::Draft,
) -> Result<Output> {
    let group = held(tx, id).await?;
    let details = draft.check(today(app))?;
    if store::count_outputs(tx, id).await? >= store::OUTPUTS_AT_MOST {
        return refused_on("working-group-outputs-too-many", "title");
    }
    let now = app.clock.now();
    let output = Output {
        id: app.ulids.next(now).into(),
        working_group: id.clone(),
        title: details.title,
        kind: details.kind,
        link: details.link,
        published_on: details.published_on,
    };
    let changed = WorkingGroup {
        updated_at: later(group.updated_at, now),
        ..group
    };
    store::update(tx, changed).await?;
    store::insert_output(tx, output).await
}

/// Show it no more.
pub async fn drop_output(tx: &Tx, output: &Output) -> Result<()> {
    store::delete_output(tx, &output.id).await
}

/// Something this working group made.
pub async fn find_output(
    db: &impl ConnectionTrait,
    group: &WorkingGroup,
    id: &str,
) -> Result<Output> {
    let id: WorkingGroupOutputId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_output(db, &id).await?;
    let found = found.filter(|found| found.working_group == group.id);
    found.ok_or(Error::NotFound)
}

/// The working group with this slug.
pub async fn find(db: &impl ConnectionTrait, slug: &str) -> Result<WorkingGroup> {
    let found = store::find_by_slug(db, slug.trim()).await?;
    found.ok_or(Error::NotFound)
}

#[cfg(test)]
pub(crate) mod tests;
