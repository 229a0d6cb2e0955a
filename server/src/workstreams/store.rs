//! The queries about workstreams. Nobody else names their columns.

use super::{
    milestone::{self, Milestone},
    report::{self, Report},
    workstream::{ActiveModel, Column, Entity, State, Workstream},
};
use crate::{
    Result,
    app::Tx,
    ids::{CycleId, IdeaId, MilestoneId, WorkstreamId},
};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{ExprTrait as _, SelectStatement, UnionType},
};
use std::collections::BTreeSet;
use url::Url;

/// Workstreams in one list.
pub const LISTED_AT_MOST: u64 = 200;
/// Workstreams that something else names.
const NAMED_AT_MOST: u64 = 5_000;
/// Milestones of all of them.
const MILESTONES_SHOWN_AT_MOST: u64 = 2_000;

/// All of ours, public or not, the latest start first.
pub async fn own(db: &impl ConnectionTrait) -> Result<Vec<Workstream>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .order_by_desc(Column::StartsOn)
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What everybody may know of, ours and others', the latest start first; of one cycle or of all.
pub async fn public(db: &impl ConnectionTrait, cycle: Option<&CycleId>) -> Result<Vec<Workstream>> {
    let mut query = Entity::find().filter(Column::Actor.is_not_null());
    if let Some(cycle) = cycle {
        query = query.filter(Column::Cycle.eq(cycle.clone()));
    }
    Ok(query
        .order_by_desc(Column::StartsOn)
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Ours that came of this idea, public or not, the earliest first.
pub async fn of_idea(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<Vec<Workstream>> {
    Ok(Entity::find()
        .filter(Column::Idea.eq(idea.clone()))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Ours that are being worked on.
pub async fn active(db: &impl ConnectionTrait) -> Result<Vec<Workstream>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .filter(Column::State.eq(State::Active))
        .order_by_asc(Column::EndsOn)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Workstream>> {
    Ok(Entity::find()
        .filter(Column::Slug.eq(slug.to_lowercase()))
        .one(db)
        .await?)
}

pub async fn find_by_id(
    db: &impl ConnectionTrait,
    id: &WorkstreamId,
) -> Result<Option<Workstream>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else changes it before this transaction ends.
pub async fn find_by_id_for_change(tx: &Tx, id: &WorkstreamId) -> Result<Option<Workstream>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// Those with these ids.
pub async fn find_all(
    db: &impl ConnectionTrait,
    ids: BTreeSet<WorkstreamId>,
) -> Result<Vec<Workstream>> {
    Ok(Entity::find()
        .filter(Column::Id.is_in(ids))
        .limit(NAMED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_by_actor(db: &impl ConnectionTrait, actor: &Url) -> Result<Option<Workstream>> {
    Ok(Entity::find()
        .filter(Column::Actor.eq(Iri::from(actor)))
        .one(db)
        .await?)
}

/// The same, so that nobody else changes it before this transaction ends.
pub async fn find_by_actor_for_change(tx: &Tx, actor: &Url) -> Result<Option<Workstream>> {
    Ok(Entity::find()
        .filter(Column::Actor.eq(Iri::from(actor)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// Those of ours among them that are over for good.
pub async fn closed_among(
    db: &impl ConnectionTrait,
    ids: Vec<WorkstreamId>,
) -> Result<Vec<WorkstreamId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(ids))
        .filter(Column::Local.eq(true))
        .filter(Column::State.is_in([State::Archived, State::Withdrawn]))
        .into_tuple()
        .all(db)
        .await?)
}

/// How many are kept of the server of this actor.
pub async fn count_of_host(db: &impl ConnectionTrait, actor: &Iri) -> Result<u64> {
    let origin = format!("{}/", actor.origin().ascii_serialization());
    Ok(Entity::find()
        .filter(Column::Actor.starts_with(origin))
        .count(db)
        .await?)
}

pub async fn insert(tx: &Tx, workstream: Workstream) -> Result<Workstream> {
    let row: ActiveModel = workstream.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, workstream: Workstream) -> Result<Workstream> {
    let row: ActiveModel = workstream.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// What a workstream wants to have reached, the first due first.
pub async fn milestones(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Milestone>> {
    milestones_of(db, vec![workstream.clone()]).await
}

/// The same of several.
pub async fn milestones_of(
    db: &impl ConnectionTrait,
    workstreams: Vec<WorkstreamId>,
) -> Result<Vec<Milestone>> {
    Ok(milestone::Entity::find()
        .filter(milestone::Column::Workstream.is_in(workstreams))
        .order_by_asc(milestone::Column::DueOn)
        .order_by_asc(milestone::Column::Id)
        .limit(MILESTONES_SHOWN_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_milestone(
    db: &impl ConnectionTrait,
    id: &MilestoneId,
) -> Result<Option<Milestone>> {
    Ok(milestone::Entity::find_by_id(id.clone()).one(db).await?)
}

pub async fn find_milestone_by_iri(
    db: &impl ConnectionTrait,
    iri: &Url,
) -> Result<Option<Milestone>> {
    Ok(milestone::Entity::find()
        .filter(milestone::Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await?)
}

pub async fn insert_milestone(tx: &Tx, milestone: Milestone) -> Result<Milestone> {
    let row: milestone::ActiveModel = milestone.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_milestone(tx: &Tx, milestone: Milestone) -> Result<Milestone> {
    let row: milestone::ActiveModel = milestone.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete_milestone(tx: &Tx, id: &MilestoneId) -> Result<()> {
    milestone::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// Remove a milestone of another server's workstream; one of ours is never touched by this.
pub async fn delete_foreign_milestone(tx: &Tx, iri: &Url) -> Result<()> {
    let Some(found) = find_milestone_by_iri(tx, iri).await? else {
        return Ok(());
    };
    let workstream = Entity::find_by_id(found.workstream.clone()).one(tx).await?;
    match workstream {
        Some(workstream) if !workstream.local => delete_milestone(tx, &found.id).await,
        _ => Ok(()),
    }
}

/// Whose the milestone, the report, or another server's workstream, of this id on the wire is.
pub fn owner_of(iri: &Iri) -> SelectStatement {
    let reports = report::Entity::find()
        .select_only()
        .column(report::Column::Workstream)
        .filter(report::Column::Iri.eq(iri.clone()));
    let milestones = milestone::Entity::find()
        .select_only()
        .column(milestone::Column::Workstream)
        .filter(milestone::Column::Iri.eq(iri.clone()));
    let leads = Entity::find()
        .select_only()
        .column(Column::Lead)
        .filter(Column::Id.in_subquery(reports.into_query()));
    let itself = Entity::find()
        .select_only()
        .column(Column::Actor)
        .filter(Column::Actor.eq(iri.clone()))
        .filter(Column::Local.eq(false));
    let mut owner = leads.into_query();
    owner.union(UnionType::All, actors_of(milestones.into_query()));
    owner.union(UnionType::All, itself.into_query());
    owner
}

/// The actors of those whose ids `workstreams` selects, as far as they have one.
pub fn actors_of(workstreams: SelectStatement) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::Actor)
        .filter(Column::Actor.is_not_null())
        .filter(Column::Id.in_subquery(workstreams))
        .into_query()
}

pub async fn find_report(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Option<Report>> {
    Ok(report::Entity::find_by_id(workstream.clone())
        .one(db)
        .await?)
}

/// What was written of workstreams of ours, public or not.
pub async fn own_reports(db: &impl ConnectionTrait) -> Result<Vec<Report>> {
    let own = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Local.eq(true))
        .into_query();
    Ok(report::Entity::find()
        .filter(report::Column::Workstream.in_subquery(own))
        .all(db)
        .await?)
}

/// Of these, what everybody may read.
pub async fn public_reports(
    db: &impl ConnectionTrait,
    workstreams: Vec<WorkstreamId>,
) -> Result<Vec<Report>> {
    Ok(report::Entity::find()
        .filter(report::Column::Workstream.is_in(workstreams))
        .filter(report::Column::PublishedAt.is_not_null())
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_report_by_iri(
    db: &impl ConnectionTrait,
    iri: &Url,
) -> std::result::Result<Option<Report>, DbErr> {
    report::Entity::find()
        .filter(report::Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await
}

/// Remove the report of another server's workstream; one of ours is never touched by this.
pub async fn delete_foreign_report(tx: &Tx, iri: &Url) -> Result<()> {
    let Some(found) = find_report_by_iri(tx, iri).await? else {
        return Ok(());
    };
    let workstream = find_by_id(tx, &found.workstream).await?;
    if workstream.is_some_and(|workstream| !workstream.local) {
        report::Entity::delete_by_id(found.workstream)
            .exec(tx)
            .await?;
    }
    Ok(())
}

pub async fn insert_report(tx: &Tx, report: Report) -> Result<Report> {
    let row: report::ActiveModel = report.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_report(tx: &Tx, report: Report) -> Result<Report> {
    let row: report::ActiveModel = report.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// Forget another server's workstream, and what it was made of.
pub async fn delete_foreign(tx: &Tx, actor: &Url) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Actor.eq(Iri::from(actor)))
        .filter(Column::Local.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}

/// Those of `actors` that are another server's workstream kept here, or lead one.
pub async fn actors_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let is_one = Column::Actor.is_in(actors.iter().cloned());
    let leads_one = Column::Lead.is_in(actors.iter().cloned());
    let kept = Entity::find().filter(is_one.or(leads_one)).all(db).await?;
    let found = kept
        .into_iter()
        .flat_map(|it| it.actor.into_iter().chain([it.lead]));
    Ok(found.collect())
}
