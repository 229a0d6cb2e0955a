//! The queries about where ours work elsewhere. Nobody else names their columns.

use super::membership::{ActiveModel, Column, Entity, Membership};
use crate::{Result, app::Tx, ids::MembershipId};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use url::Url;

/// Rows of one list.
const LISTED_AT_MOST: u64 = 1_000;

pub async fn insert(tx: &Tx, membership: Membership) -> Result<Membership> {
    let row: ActiveModel = membership.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, membership: Membership) -> Result<Membership> {
    let row: ActiveModel = membership.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// The latest first.
pub async fn listed(db: &impl ConnectionTrait) -> Result<Vec<Membership>> {
    Ok(Entity::find()
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(Entity::find().count(db).await?)
}

pub async fn find(db: &impl ConnectionTrait, id: &MembershipId) -> Result<Option<Membership>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else changes it before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &MembershipId) -> Result<Option<Membership>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// What was asked under this id.
pub async fn find_by_activity(tx: &Tx, activity: &Url) -> Result<Option<Membership>> {
    Ok(Entity::find()
        .filter(Column::Activity.eq(Iri::from(activity)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// What was granted under this id, by this workstream.
pub async fn find_by_grant(tx: &Tx, workstream: &Iri, grant: &Url) -> Result<Option<Membership>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::GrantIri.eq(Iri::from(grant)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// Whoever this actor of ours is in this workstream.
pub async fn find_by_actor(tx: &Tx, workstream: &Iri, actor: &Url) -> Result<Option<Membership>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::Actor.eq(Iri::from(actor)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// All of ours in one workstream.
pub async fn of_workstream(tx: &Tx, workstream: &Iri) -> Result<Vec<Membership>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .limit(LISTED_AT_MOST)
        .lock_exclusive()
        .all(tx)
        .await?)
}

/// Those of `actors` that ours work in.
pub async fn workstreams_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Workstream)
        .filter(Column::Workstream.is_in(actors.iter().cloned()))
        .into_tuple()
        .all(db)
        .await?)
}
