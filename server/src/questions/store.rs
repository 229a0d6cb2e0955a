//! The queries about questions, who may vote and what they voted. Nobody else names their columns.

use super::{
    elector::{self, Elector},
    question::{self, Question, State},
    vote::{self, Vote},
};
use crate::{
    Error, Result,
    app::Tx,
    ids::{CycleId, QuestionId, QuestionVoteId},
};
use chrono::{DateTime, NaiveDate, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
use url::Url;

/// Questions of one list.
const LISTED_AT_MOST: u64 = 200;
/// Rows a job takes up in one go.
const AT_ONCE: u64 = 100;
/// Votes of one question that are read: each of those who may vote, as often as they may change it.
const VOTES_AT_MOST: u64 = 10_000;

pub async fn insert(tx: &Tx, question: Question) -> Result<Question> {
    let row: question::ActiveModel = question.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, question: Question) -> Result<Question> {
    let row: question::ActiveModel = question.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete(tx: &Tx, id: &QuestionId) -> Result<()> {
    question::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, id: &QuestionId) -> Result<Question> {
    let found = question::Entity::find_by_id(id.clone()).one(db).await?;
    found.ok_or(Error::NotFound)
}

/// The same, so that nobody votes in it or counts it before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &QuestionId) -> Result<Question> {
    let row = question::Entity::find_by_id(id.clone()).lock_exclusive();
    row.one(tx).await?.ok_or(Error::NotFound)
}

/// By its id on the wire, so that nobody votes in it or counts it before this transaction ends.
pub async fn find_by_iri_for_change(tx: &Tx, iri: &Url) -> Result<Option<Question>> {
    Ok(question::Entity::find()
        .filter(question::Column::Iri.eq(Iri::from(iri)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// Asked here or elsewhere, the latest first.
pub async fn listed(db: &impl ConnectionTrait, local: bool) -> Result<Vec<Question>> {
    Ok(question::Entity::find()
        .filter(question::Column::Local.eq(local))
        .order_by_desc(question::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What was asked about the ideas of this cycle and is counted, the latest first.
pub async fn public_of_cycle(db: &impl ConnectionTrait, cycle: &CycleId) -> Result<Vec<Question>> {
    Ok(question::Entity::find()
        .filter(question::Column::Cycle.eq(cycle.clone()))
        .filter(question::Column::Local.eq(true))
        .filter(question::Column::State.eq(State::Closed))
        .order_by_desc(question::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Ours that are to be looked at again by this day, and nobody was reminded of.
pub async fn to_review(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<QuestionId>> {
    Ok(question::Entity::find()
        .select_only()
        .column(question::Column::Id)
        .filter(question::Column::Local.eq(true))
        .filter(question::Column::ReviewOn.lte(today))
        .filter(question::Column::IsReviewReminded.eq(false))
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Ours that were opened and in which one of these has a vote.
pub async fn with_electors(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Question>> {
    let theirs = elector::Entity::find()
        .select_only()
        .column(elector::Column::Question)
        .filter(elector::Column::Actor.is_in(actors.iter().cloned()))
        .into_query();
    Ok(question::Entity::find()
        .filter(question::Column::Local.eq(true))
        .filter(question::Column::State.ne(State::Draft))
        .filter(question::Column::Id.in_subquery(theirs))
        .order_by_desc(question::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What everybody may know of, the latest first.
pub async fn public(db: &impl ConnectionTrait) -> Result<Vec<Question>> {
    Ok(question::Entity::find()
        .filter(question::Column::Local.eq(true))
        .filter(question::Column::State.eq(State::Closed))
        .order_by_desc(question::Column::ClosedAt)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// How many questions of others are kept.
pub async fn count_of_others(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(question::Entity::find()
        .filter(question::Column::Local.eq(false))
        .count(db)
        .await?)
}

/// How many of this actor's are open here.
pub async fn count_open_of(db: &impl ConnectionTrait, organizer: &Iri) -> Result<u64> {
    Ok(question::Entity::find()
        .filter(question::Column::Organizer.eq(organizer.clone()))
        .filter(question::Column::State.eq(State::Open))
        .count(db)
        .await?)
}

/// Those of `actors` that ask or may vote in what is not counted yet: each has to be reached until then.
pub async fn actors_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let goes_on = question::Column::State.is_in([State::Draft, State::Open]);
    let mut found: Vec<Iri> = question::Entity::find()
        .select_only()
        .column(question::Column::Organizer)
        .distinct()
        .filter(question::Column::Organizer.is_in(actors.iter().cloned()))
        .filter(goes_on.clone())
        .into_tuple()
        .all(db)
        .await?;
    let going_on = question::Entity::find()
        .select_only()
        .column(question::Column::Id)
        .filter(goes_on)
        .into_query();
    let electors: Vec<Iri> = elector::Entity::find()
        .select_only()
        .column(elector::Column::Actor)
        .distinct()
        .filter(elector::Column::Actor.is_in(actors.iter().cloned()))
        .filter(elector::Column::Question.in_subquery(going_on))
        .into_tuple()
        .all(db)
        .await?;
    found.extend(electors);
    Ok(found)
}

/// Questions of ours whose end has come.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<QuestionId>> {
    Ok(question::Entity::find()
        .select_only()
        .column(question::Column::Id)
        .filter(question::Column::Local.eq(true))
        .filter(question::Column::State.eq(State::Open))
        .filter(question::Column::EndsAt.lte(now))
        .order_by_asc(question::Column::EndsAt)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Open ones that end between these, and nobody was reminded of.
pub async fn ending(
    db: &impl ConnectionTrait,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<QuestionId>> {
    Ok(question::Entity::find()
        .select_only()
        .column(question::Column::Id)
        .filter(question::Column::State.eq(State::Open))
        .filter(question::Column::IsReminded.eq(false))
        .filter(question::Column::EndsAt.gt(from))
        .filter(question::Column::EndsAt.lte(until))
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Put these in place of those who could vote.
pub async fn put_electors(tx: &Tx, id: &QuestionId, electors: Vec<Elector>) -> Result<()> {
    elector::Entity::delete_many()
        .filter(elector::Column::Question.eq(id.clone()))
        .exec(tx)
        .await?;
    let rows = electors
        .into_iter()
        .map(|it| it.into_active_model().reset_all());
    elector::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// By name.
pub async fn electors(db: &impl ConnectionTrait, id: &QuestionId) -> Result<Vec<Elector>> {
    Ok(elector::Entity::find()
        .filter(elector::Column::Question.eq(id.clone()))
        .order_by_asc(elector::Column::Name)
        .order_by_asc(elector::Column::Actor)
        .limit(question::ELECTORS_AT_MOST as u64)
        .all(db)
        .await?)
}

/// Of several questions at once, by name.
pub async fn electors_of(
    db: &impl ConnectionTrait,
    questions: &[Question],
) -> Result<Vec<Elector>> {
    Ok(elector::Entity::find()
        .filter(elector::Column::Question.is_in(questions.iter().map(|it| it.id.clone())))
        .order_by_asc(elector::Column::Name)
        .order_by_asc(elector::Column::Actor)
        .limit(LISTED_AT_MOST * question::ELECTORS_AT_MOST as u64)
        .all(db)
        .await?)
}

pub async fn is_elector(db: &impl ConnectionTrait, id: &QuestionId, actor: &Iri) -> Result<bool> {
    let key = (id.clone(), actor.clone());
    Ok(elector::Entity::find_by_id(key).one(db).await?.is_some())
}

/// Write down who has voted.
pub async fn mark_voted(tx: &Tx, id: &QuestionId, voters: Vec<Iri>) -> Result<()> {
    elector::Entity::update_many()
        .col_expr(elector::Column::HasVoted, Expr::value(true))
        .filter(elector::Column::Question.eq(id.clone()))
        .filter(elector::Column::Actor.is_in(voters))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn insert_vote(tx: &Tx, vote: Vote) -> Result<Vote> {
    let row: vote::ActiveModel = vote.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_vote(tx: &Tx, vote: Vote) -> Result<Vote> {
    let row: vote::ActiveModel = vote.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// All of a question, the earliest first.
pub async fn votes(db: &impl ConnectionTrait, id: &QuestionId) -> Result<Vec<Vote>> {
    Ok(vote::Entity::find()
        .filter(vote::Column::Question.eq(id.clone()))
        .order_by_asc(vote::Column::Id)
        .limit(VOTES_AT_MOST)
        .all(db)
        .await?)
}

/// Those of one association, the latest first.
pub async fn votes_of(
    db: &impl ConnectionTrait,
    id: &QuestionId,
    elector: &Iri,
) -> Result<Vec<Vote>> {
    Ok(vote::Entity::find()
        .filter(vote::Column::Question.eq(id.clone()))
        .filter(vote::Column::Elector.eq(elector.clone()))
        .order_by_desc(vote::Column::Id)
        .limit(VOTES_AT_MOST)
        .all(db)
        .await?)
}

/// Whether somebody else's vote is found by this digest.
pub async fn is_taken(tx: &Tx, id: &QuestionId, elector: &Iri, digest: &str) -> Result<bool> {
    let same = vote::Entity::find()
        .filter(vote::Column::Question.eq(id.clone()))
        .filter(vote::Column::Elector.ne(elector.clone()))
        .filter(vote::Column::Digest.eq(digest));
    Ok(same.count(tx).await? > 0)
}

/// The vote this activity brought, so that nobody else changes it meanwhile.
pub async fn find_vote_by_activity(tx: &Tx, activity: &Url) -> Result<Option<Vote>> {
    Ok(vote::Entity::find()
        .filter(vote::Column::Activity.eq(Iri::from(activity)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// Forget how others voted in a question; what was counted says no more whose a line is.
pub async fn forget_votes_of_others(tx: &Tx, id: &QuestionId) -> Result<()> {
    vote::Entity::delete_many()
        .filter(vote::Column::Question.eq(id.clone()))
        .filter(vote::Column::Nonce.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Forget all that was voted: it is not counted.
pub async fn forget_votes(tx: &Tx, id: &QuestionId) -> Result<()> {
    vote::Entity::delete_many()
        .filter(vote::Column::Question.eq(id.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forget what votes replaced.
pub async fn delete_vote(tx: &Tx, id: &QuestionVoteId) -> Result<()> {
    vote::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// Forget what others asked and counted before this, and what nobody ever counted.
pub async fn forget_of_others(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let forgotten = question::Entity::delete_many()
        .filter(question::Column::Local.eq(false))
        .filter(question::Column::EndsAt.lt(before))
        .filter(question::Column::UpdatedAt.lt(before))
        .exec(db)
        .await?;
    Ok(forgotten.rows_affected)
}

/// Forget what this actor of another server asks and has not counted: it will not.
pub async fn forget_open_of(tx: &Tx, organizer: &Iri) -> Result<u64> {
    let forgotten = question::Entity::delete_many()
        .filter(question::Column::Local.eq(false))
        .filter(question::Column::Organizer.eq(organizer.clone()))
        .filter(question::Column::State.eq(State::Open))
        .exec(tx)
        .await?;
    Ok(forgotten.rows_affected)
}

/// Whose it is, where others ask it.
pub fn organizer_of(iri: &Iri) -> SelectStatement {
    question::Entity::find()
        .select_only()
        .column(question::Column::Organizer)
        .filter(question::Column::Iri.eq(iri.clone()))
        .filter(question::Column::Local.eq(false))
        .into_query()
}
