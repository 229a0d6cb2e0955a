//! The queries about peers. Nobody else names their columns.

use super::peer::{ActiveModel, Column, Entity, Peer, State};
use crate::{Result, app::Tx};
use chrono::{DateTime, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// Rows of one list.
const LISTED_AT_MOST: u64 = 500;
/// In which something is going on.
const OPEN: [State; 3] = [State::Asked, State::Waiting, State::Agreed];

/// Keep how it stands with a server, in place of what was known of it.
pub async fn put(tx: &Tx, peer: Peer) -> Result<Peer> {
    let row: ActiveModel = peer.into_active_model().reset_all();
    let kept = Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::Host)
                .update_columns([
                    Column::Actor,
                    Column::State,
                    Column::Reason,
                    Column::ToldAt,
                    Column::CreatedAt,
                    Column::UpdatedAt,
                ])
                .to_owned(),
        )
        .exec_with_returning(tx)
        .await?;
    Ok(kept)
}

pub async fn delete(tx: &Tx, host: &str) -> Result<()> {
    Entity::delete_by_id(host).exec(tx).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, host: &str) -> Result<Option<Peer>> {
    Ok(Entity::find_by_id(host).one(db).await?)
}

/// The same, so that nobody else changes it before this transaction ends. On SQLite the transaction
/// itself sees to that.
pub async fn find_for_change(tx: &Tx, host: &str) -> Result<Option<Peer>> {
    Ok(Entity::find_by_id(host).lock_exclusive().one(tx).await?)
}

/// Those with which something is going on, then those with which it is over, each in the order of their
/// names.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Peer>> {
    let is_over: Expr = Expr::case(Column::State.is_in(OPEN), 0).finally(1).into();
    let all = Entity::find()
        .order_by_asc(is_over)
        .order_by_asc(Column::Host);
    Ok(all.limit(LISTED_AT_MOST).all(db).await?)
}

/// Those of `actors` that a row names.
pub async fn among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Actor)
        .filter(Column::Actor.is_in(actors.iter().cloned()))
        .into_tuple()
        .all(db)
        .await?)
}

/// Those that were asked, ask or agreed.
pub async fn open(db: &impl ConnectionTrait) -> Result<Vec<Peer>> {
    let open = Entity::find().filter(Column::State.is_in(OPEN));
    Ok(open.all(db).await?)
}

/// Those that wait, and of whom nobody here was written to.
pub async fn untold(db: &impl ConnectionTrait) -> Result<Vec<Peer>> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Waiting))
        .filter(Column::ToldAt.is_null())
        .order_by_asc(Column::Host)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count(db: &impl ConnectionTrait, states: &[State]) -> Result<u64> {
    let counted = Entity::find().filter(Column::State.is_in(states.iter().copied()));
    Ok(counted.count(db).await?)
}

/// Forget those with whom it was over before `before`.
pub async fn forget_over(tx: &Tx, before: DateTime<Utc>) -> Result<u64> {
    let forgotten = Entity::delete_many()
        .filter(Column::State.is_not_in(OPEN))
        .filter(Column::UpdatedAt.lt(before))
        .exec(tx)
        .await?;
    Ok(forgotten.rows_affected)
}
