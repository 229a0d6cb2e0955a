//! The queries about where ours work elsewhere. Nobody else names their columns.

use super::{
    matter::{self, Matter},
    membership::{ActiveModel, Column, Entity, Membership, State},
};
use crate::{
    Result,
    app::Tx,
    ids::{MatterId, MembershipId},
};
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

/// Whoever works there no longer has nothing of what they were told.
pub async fn update(tx: &Tx, membership: Membership) -> Result<Membership> {
    if membership.state != State::Accepted {
        delete_matters(tx, &membership.id).await?;
    }
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

/// Those that wait for the word of an association of ours.
pub async fn count_waiting(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Asked))
        .count(db)
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

/// Those in which there is something to take back, of people who act for this association.
pub async fn standing_of(tx: &Tx, association: &Iri) -> Result<Vec<Membership>> {
    let found = Entity::find()
        .filter(Column::Association.eq(association.clone()))
        .order_by_asc(Column::Id)
        .limit(super::MEMBERSHIPS_AT_MOST)
        .lock_exclusive();
    let mut found = found.all(tx).await?;
    found.retain(|membership| membership.state.is_standing());
    Ok(found)
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

/// What one of ours was told, what is open and next first.
pub async fn matters(db: &impl ConnectionTrait, membership: &MembershipId) -> Result<Vec<Matter>> {
    Ok(matter::Entity::find()
        .filter(matter::Column::Membership.eq(membership.clone()))
        .order_by_asc(matter::Column::IsDone)
        .order_by_asc(matter::Column::EndsAt)
        .order_by_asc(matter::Column::Id)
        .limit(matter::MATTERS_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_matter(tx: &Tx, membership: &MembershipId, iri: &Url) -> Result<Option<Matter>> {
    Ok(matter::Entity::find()
        .filter(matter::Column::Membership.eq(membership.clone()))
        .filter(matter::Column::Iri.eq(Iri::from(iri)))
        .one(tx)
        .await?)
}

/// By its id here.
pub async fn find_own_matter(
    tx: &Tx,
    membership: &MembershipId,
    id: &MatterId,
) -> Result<Option<Matter>> {
    Ok(matter::Entity::find_by_id(id.clone())
        .filter(matter::Column::Membership.eq(membership.clone()))
        .one(tx)
        .await?)
}

pub async fn count_matters(tx: &Tx, membership: &MembershipId) -> Result<u64> {
    Ok(matter::Entity::find()
        .filter(matter::Column::Membership.eq(membership.clone()))
        .count(tx)
        .await?)
}

pub async fn insert_matter(tx: &Tx, matter: Matter) -> Result<()> {
    let row: matter::ActiveModel = matter.into_active_model().reset_all();
    row.insert(tx).await?;
    Ok(())
}

pub async fn update_matter(tx: &Tx, matter: Matter) -> Result<()> {
    let row: matter::ActiveModel = matter.into_active_model().reset_all();
    row.update(tx).await?;
    Ok(())
}

/// Forget this of what one of ours was told.
pub async fn delete_matter(tx: &Tx, membership: &MembershipId, iri: &Url) -> Result<()> {
    matter::Entity::delete_many()
        .filter(matter::Column::Membership.eq(membership.clone()))
        .filter(matter::Column::Iri.eq(Iri::from(iri)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forget all that one of ours was told.
async fn delete_matters(tx: &Tx, membership: &MembershipId) -> Result<()> {
    matter::Entity::delete_many()
        .filter(matter::Column::Membership.eq(membership.clone()))
        .exec(tx)
        .await?;
    Ok(())
}
