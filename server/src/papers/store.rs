//! The queries about papers and all that belongs to them. Nobody else names their columns.

use super::{
    clause::{self, Clause},
    paper::{
        self, Paper,
        contributor::{self, Contributor},
        relation,
    },
    revision::{
        self, Revision,
        change::{self, Change},
    },
    said::{
        amendment::{self, Amendment},
        comment::{self, Comment},
        position::{self, Position},
    },
};
use crate::{
    Result,
    app::Tx,
    ids::{AccountId, AmendmentId, ClauseCommentId, ClauseId, PaperId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

/// Papers of one instance.
pub const PAPERS_AT_MOST: u64 = 1_000;
/// People who work on one paper.
pub const CONTRIBUTORS_AT_MOST: u64 = 200;
/// Comments of one clause, and amendments, and positions.
pub const SAID_AT_MOST: u64 = 500;
pub const REVISIONS_AT_MOST: u64 = 500;
/// The latest entries of the log of one paper.
pub const CHANGES_SHOWN: u64 = 300;

pub async fn count(tx: &Tx) -> Result<u64> {
    Ok(paper::Entity::find().count(tx).await?)
}

/// All of them, what was changed last first.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Paper>> {
    Ok(paper::Entity::find()
        .order_by_desc(paper::Column::UpdatedAt)
        .order_by_desc(paper::Column::Id)
        .limit(PAPERS_AT_MOST)
        .all(db)
        .await?)
}

/// Those that this account works on, by their ids.
pub async fn parts_of(db: &impl ConnectionTrait, account: &AccountId) -> Result<Vec<Contributor>> {
    Ok(contributor::Entity::find()
        .filter(contributor::Column::Account.eq(account.clone()))
        .limit(PAPERS_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Paper>> {
    Ok(paper::Entity::find()
        .filter(paper::Column::Slug.eq(slug))
        .one(db)
        .await?)
}

/// The same, so that nobody else changes it or what belongs to it before this transaction ends.
pub async fn find_for_change(tx: &Tx, slug: &str) -> Result<Option<Paper>> {
    Ok(paper::Entity::find()
        .filter(paper::Column::Slug.eq(slug))
        .lock_exclusive()
        .one(tx)
        .await?)
}

pub async fn find_all(db: &impl ConnectionTrait, ids: Vec<PaperId>) -> Result<Vec<Paper>> {
    Ok(paper::Entity::find()
        .filter(paper::Column::Id.is_in(ids))
        .all(db)
        .await?)
}

pub async fn insert(tx: &Tx, paper: Paper) -> Result<Paper> {
    let row: paper::ActiveModel = paper.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, paper: Paper) -> Result<Paper> {
    let row: paper::ActiveModel = paper.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// All that belongs to it goes with it.
pub async fn delete(tx: &Tx, id: &PaperId) -> Result<()> {
    paper::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// What a paper renews, replaces and implements, as it was typed.
pub async fn relations(db: &impl ConnectionTrait, paper: &PaperId) -> Result<Vec<relation::Model>> {
    Ok(relation::Entity::find()
        .filter(relation::Column::Paper.eq(paper.clone()))
        .order_by_asc(relation::Column::Place)
        .all(db)
        .await?)
}

/// What renews, replaces or implements a paper.
pub async fn relations_to(
    db: &impl ConnectionTrait,
    paper: &PaperId,
) -> Result<Vec<relation::Model>> {
    Ok(relation::Entity::find()
        .filter(relation::Column::Other.eq(paper.clone()))
        .order_by_asc(relation::Column::Id)
        .limit(PAPERS_AT_MOST)
        .all(db)
        .await?)
}

pub async fn replace_relations(
    tx: &Tx,
    paper: &PaperId,
    relations: Vec<relation::Model>,
) -> Result<()> {
    relation::Entity::delete_many()
        .filter(relation::Column::Paper.eq(paper.clone()))
        .exec(tx)
        .await?;
    for one in relations {
        let row: relation::ActiveModel = one.into_active_model().reset_all();
        row.insert(tx).await?;
    }
    Ok(())
}

pub async fn contributors(db: &impl ConnectionTrait, paper: &PaperId) -> Result<Vec<Contributor>> {
    Ok(contributor::Entity::find()
        .filter(contributor::Column::Paper.eq(paper.clone()))
        .order_by_asc(contributor::Column::Id)
        .limit(CONTRIBUTORS_AT_MOST)
        .all(db)
        .await?)
}

pub async fn contributor(
    db: &impl ConnectionTrait,
    paper: &PaperId,
    account: &AccountId,
) -> Result<Option<Contributor>> {
    Ok(contributor::Entity::find()
        .filter(contributor::Column::Paper.eq(paper.clone()))
        .filter(contributor::Column::Account.eq(account.clone()))
        .one(db)
        .await?)
}

pub async fn insert_contributor(tx: &Tx, one: Contributor) -> Result<Contributor> {
    let row: contributor::ActiveModel = one.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_contributor(tx: &Tx, one: Contributor) -> Result<Contributor> {
    let row: contributor::ActiveModel = one.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete_contributor(tx: &Tx, one: Contributor) -> Result<()> {
    contributor::Entity::delete_by_id(one.id).exec(tx).await?;
    Ok(())
}

/// The clauses that are part of a paper, as they stand.
pub async fn clauses(db: &impl ConnectionTrait, paper: &PaperId) -> Result<Vec<Clause>> {
    Ok(clause::Entity::find()
        .filter(clause::Column::Paper.eq(paper.clone()))
        .filter(clause::Column::RemovedAt.is_null())
        .order_by_asc(clause::Column::Place)
        .order_by_asc(clause::Column::Id)
        .all(db)
        .await?)
}

pub async fn insert_clause(tx: &Tx, clause: Clause) -> Result<Clause> {
    let row: clause::ActiveModel = clause.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_clause(tx: &Tx, clause: Clause) -> Result<Clause> {
    let row: clause::ActiveModel = clause.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// The comments of some clauses, the oldest first.
pub async fn comments(db: &impl ConnectionTrait, clauses: Vec<ClauseId>) -> Result<Vec<Comment>> {
    let at_most = SAID_AT_MOST * clauses.len() as u64;
    Ok(comment::Entity::find()
        .filter(comment::Column::Clause.is_in(clauses))
        .order_by_asc(comment::Column::Id)
        .limit(at_most)
        .all(db)
        .await?)
}

pub async fn find_comment(
    db: &impl ConnectionTrait,
    id: &ClauseCommentId,
) -> Result<Option<Comment>> {
    Ok(comment::Entity::find_by_id(id.clone()).one(db).await?)
}

pub async fn insert_comment(tx: &Tx, comment: Comment) -> Result<Comment> {
    let row: comment::ActiveModel = comment.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_comment(tx: &Tx, comment: Comment) -> Result<Comment> {
    let row: comment::ActiveModel = comment.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// What is proposed for some clauses, the oldest first.
pub async fn amendments(
    db: &impl ConnectionTrait,
    clauses: Vec<ClauseId>,
) -> Result<Vec<Amendment>> {
    let at_most = SAID_AT_MOST * clauses.len() as u64;
    Ok(amendment::Entity::find()
        .filter(amendment::Column::Clause.is_in(clauses))
        .order_by_asc(amendment::Column::Id)
        .limit(at_most)
        .all(db)
        .await?)
}

pub async fn find_amendment(
    db: &impl ConnectionTrait,
    id: &AmendmentId,
) -> Result<Option<Amendment>> {
    Ok(amendment::Entity::find_by_id(id.clone()).one(db).await?)
}

pub async fn insert_amendment(tx: &Tx, amendment: Amendment) -> Result<Amendment> {
    let row: amendment::ActiveModel = amendment.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_amendment(tx: &Tx, amendment: Amendment) -> Result<Amendment> {
    let row: amendment::ActiveModel = amendment.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// How organisations stand to some clauses, by their names.
pub async fn positions(db: &impl ConnectionTrait, clauses: Vec<ClauseId>) -> Result<Vec<Position>> {
    let at_most = SAID_AT_MOST * clauses.len() as u64;
    Ok(position::Entity::find()
        .filter(position::Column::Clause.is_in(clauses))
        .order_by_asc(position::Column::Organisation)
        .limit(at_most)
        .all(db)
        .await?)
}

pub async fn insert_position(tx: &Tx, position: Position) -> Result<Position> {
    let row: position::ActiveModel = position.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_position(tx: &Tx, position: Position) -> Result<Position> {
    let row: position::ActiveModel = position.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// All of a paper, the latest first.
pub async fn revisions(db: &impl ConnectionTrait, paper: &PaperId) -> Result<Vec<Revision>> {
    Ok(revision::Entity::find()
        .filter(revision::Column::Paper.eq(paper.clone()))
        .order_by_desc(revision::Column::Number)
        .limit(REVISIONS_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_revision(
    db: &impl ConnectionTrait,
    paper: &PaperId,
    number: i32,
) -> Result<Option<Revision>> {
    Ok(revision::Entity::find()
        .filter(revision::Column::Paper.eq(paper.clone()))
        .filter(revision::Column::Number.eq(number))
        .one(db)
        .await?)
}

pub async fn insert_revision(tx: &Tx, revision: Revision) -> Result<Revision> {
    let row: revision::ActiveModel = revision.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

/// What was done to a paper, the latest first.
pub async fn changes(db: &impl ConnectionTrait, paper: &PaperId) -> Result<Vec<Change>> {
    Ok(change::Entity::find()
        .filter(change::Column::Paper.eq(paper.clone()))
        .order_by_desc(change::Column::Id)
        .limit(CHANGES_SHOWN)
        .all(db)
        .await?)
}

pub async fn insert_change(tx: &Tx, change: Change) -> Result<()> {
    let row: change::ActiveModel = change.into_active_model().reset_all();
    row.insert(tx).await?;
    Ok(())
}
