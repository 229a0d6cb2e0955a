//! The queries about members and what they say. Nobody else names their columns.

use super::{
    contribution::{self, Contribution},
    member::{ActiveModel, Column, Entity, Member, State},
};
use crate::{
    Result,
    app::Tx,
    ids::{MemberId, WorkstreamId},
};
use chrono::{DateTime, NaiveDate, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use url::Url;

/// Rows of one list.
pub const LISTED_AT_MOST: u64 = 1_000;
/// Rows a job takes up in one go.
const AT_ONCE: u64 = 100;

pub async fn insert(tx: &Tx, member: Member) -> Result<Member> {
    let row: ActiveModel = member.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, member: Member) -> Result<Member> {
    let row: ActiveModel = member.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// The one with this id, so that nobody else changes it before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &MemberId) -> Result<Option<Member>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// Whoever this actor is in a workstream.
pub async fn find_by_actor(
    tx: &Tx,
    workstream: &WorkstreamId,
    actor: &Iri,
) -> Result<Option<Member>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::Actor.eq(actor.clone()))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// Who asked under this id.
pub async fn find_by_activity(tx: &Tx, activity: &Url) -> Result<Option<Member>> {
    Ok(Entity::find()
        .filter(Column::Activity.eq(Iri::from(activity)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// Those whom `home` confirmed under this id.
pub async fn by_confirmation(tx: &Tx, home: &Iri, id: &Url) -> Result<Vec<Member>> {
    Ok(Entity::find()
        .filter(Column::Confirmation.eq(Iri::from(id)))
        .filter(Column::Home.eq(home.clone()))
        .limit(LISTED_AT_MOST)
        .lock_exclusive()
        .all(tx)
        .await?)
}

/// In whatever workstream this actor is a member, or the home of one.
pub async fn of_actor(tx: &Tx, actor: &Iri) -> Result<Vec<Member>> {
    let is_it = Column::Actor.eq(actor.clone());
    Ok(Entity::find()
        .filter(
            sea_orm::Condition::any()
                .add(is_it)
                .add(Column::Home.eq(actor.clone())),
        )
        .limit(LISTED_AT_MOST)
        .lock_exclusive()
        .all(tx)
        .await?)
}

/// All who are or were, those who wait first.
pub async fn of_workstream(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Member>> {
    let mut all = Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?;
    all.sort_by_key(|member| match member.state {
        State::Confirmed => 0,
        State::Unconfirmed => 1,
        State::Accepted => 2,
        State::Rejected | State::Left | State::Ended => 3,
    });
    Ok(all)
}

/// Those who have been let in.
pub async fn accepted(tx: &Tx, workstream: &WorkstreamId) -> Result<Vec<Member>> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::State.eq(State::Accepted))
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(tx)
        .await?)
}

/// How many of a workstream are in one of these states.
pub async fn count(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
    states: &[State],
) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::State.is_in(states.iter().copied()))
        .count(db)
        .await?)
}

/// How many wait for those who work here, in all workstreams.
pub async fn count_waiting(db: &impl ConnectionTrait) -> Result<u64> {
    let waiting = Entity::find().filter(Column::State.eq(State::Confirmed));
    Ok(waiting.count(db).await?)
}

/// Those whose last day was before this one.
pub async fn over(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<MemberId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(State::Accepted))
        .filter(Column::Until.lt(today))
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Where anybody is a member.
pub async fn workstreams_with_members(db: &impl ConnectionTrait) -> Result<Vec<WorkstreamId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Workstream)
        .filter(Column::State.eq(State::Accepted))
        .distinct()
        .limit(LISTED_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

/// The members of these.
pub async fn in_any_of(
    db: &impl ConnectionTrait,
    workstreams: Vec<WorkstreamId>,
) -> Result<Vec<MemberId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(State::Accepted))
        .filter(Column::Workstream.is_in(workstreams))
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Whoever asked before then and whose home never said that they act for it. Who was a member before and
/// said something has left, as before they asked anew: what they said stays.
pub async fn forget_unconfirmed(tx: &Tx, before: DateTime<Utc>) -> Result<usize> {
    let lapsed = sea_orm::Condition::all()
        .add(Column::State.eq(State::Unconfirmed))
        .add(Column::UpdatedAt.lt(before));
    let spoke = contribution::Entity::find()
        .select_only()
        .column(contribution::Column::Member)
        .into_query();
    let left = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Left))
        .filter(lapsed.clone())
        .filter(Column::Id.in_subquery(spoke))
        .exec(tx)
        .await?;
    let gone = Entity::delete_many().filter(lapsed).exec(tx).await?;
    let concerned = left.rows_affected + gone.rows_affected;
    Ok(usize::try_from(concerned).unwrap_or(usize::MAX))
}

/// Whoever waits to be let in, by their address.
pub async fn waiting_actors(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Option<Iri>>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Actor)
        .filter(Column::Workstream.eq(workstream.clone()))
        .filter(Column::State.is_in([State::Unconfirmed, State::Confirmed]))
        .limit(LISTED_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

/// Those of `actors` that are members somewhere, or the home of one.
pub async fn actors_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let is_one = Column::Actor.is_in(actors.iter().cloned());
    let is_home = Column::Home.is_in(actors.iter().cloned());
    let members = Entity::find()
        .filter(sea_orm::Condition::any().add(is_one).add(is_home))
        .all(db)
        .await?;
    let found = members.into_iter();
    Ok(found
        .flat_map(|it| it.actor.into_iter().chain(it.home))
        .collect())
}

pub async fn insert_contribution(tx: &Tx, contribution: Contribution) -> Result<()> {
    let row: contribution::ActiveModel = contribution.into_active_model().reset_all();
    row.insert(tx).await?;
    Ok(())
}

pub async fn find_contribution(tx: &Tx, iri: &Url) -> Result<Option<Contribution>> {
    Ok(contribution::Entity::find()
        .filter(contribution::Column::Iri.eq(Iri::from(iri)))
        .one(tx)
        .await?)
}

pub async fn delete_contribution(tx: &Tx, contribution: Contribution) -> Result<()> {
    contribution::Entity::delete_by_id(contribution.id)
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn count_contributions(tx: &Tx, member: &MemberId) -> Result<u64> {
    Ok(contribution::Entity::find()
        .filter(contribution::Column::Member.eq(member.clone()))
        .count(tx)
        .await?)
}

/// What was said, the latest first.
pub async fn contributions(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Contribution>> {
    Ok(contribution::Entity::find()
        .filter(contribution::Column::Workstream.eq(workstream.clone()))
        .order_by_desc(contribution::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}
