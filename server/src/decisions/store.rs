//! The queries about votes, their rolls and their ballots. Nobody else names their columns, and none of
//! them joins a roll with ballots.

use super::{
    ballot::{self, Ballot},
    choice::{self, Choice},
    decision::{self, Decision, State, Subject},
    elector::{self, Elector},
    salt,
};
use crate::{
    Error, Result,
    app::Tx,
    ids::{DecisionId, ElectorId, IdeaId, ParticipationId},
};
use chrono::{DateTime, NaiveDate, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict, SelectStatement},
};

/// Votes of one list.
pub const LISTED_AT_MOST: u64 = 200;
/// Of one vote: as many as an event has people.
const ELECTORS_AT_MOST: u64 = 20_000;
/// Rows written at once, so that no statement has more values than an engine takes.
const AT_ONCE: usize = 500;

pub async fn insert(tx: &Tx, decision: Decision) -> Result<Decision> {
    let row: decision::ActiveModel = decision.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, decision: Decision) -> Result<Decision> {
    let row: decision::ActiveModel = decision.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete(tx: &Tx, id: &DecisionId) -> Result<()> {
    decision::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, id: &DecisionId) -> Result<Decision> {
    let found = decision::Entity::find_by_id(id.clone()).one(db).await?;
    found.ok_or(Error::NotFound)
}

/// The same, so that nobody votes in it or closes it before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &DecisionId) -> Result<Decision> {
    let row = decision::Entity::find_by_id(id.clone()).lock_exclusive();
    row.one(tx).await?.ok_or(Error::NotFound)
}

/// The same, so that nobody closes it before this transaction ends; others vote meanwhile.
pub async fn find_to_vote(tx: &Tx, id: &DecisionId) -> Result<Decision> {
    let row = decision::Entity::find_by_id(id.clone()).lock_shared();
    row.one(tx).await?.ok_or(Error::NotFound)
}

pub async fn find_by_number(
    db: &impl ConnectionTrait,
    (subject, id): (Subject, &str),
    number: i32,
) -> Result<Option<Decision>> {
    Ok(decision::Entity::find()
        .filter(decision::Column::Subject.eq(subject))
        .filter(decision::Column::SubjectId.eq(id))
        .filter(decision::Column::Number.eq(number))
        .one(db)
        .await?)
}

/// Those everybody may know of, the latest first.
pub async fn public_of(
    db: &impl ConnectionTrait,
    (subject, id): (Subject, &str),
) -> Result<Vec<Decision>> {
    Ok(decision::Entity::find()
        .filter(decision::Column::Subject.eq(subject))
        .filter(decision::Column::SubjectId.eq(id))
        .filter(decision::Column::State.ne(State::Draft))
        .order_by_desc(decision::Column::Number)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// The highest number so far.
pub async fn last_number(tx: &Tx, (subject, id): (Subject, &str)) -> Result<i32> {
    let last: Option<Option<i32>> = decision::Entity::find()
        .select_only()
        .column_as(decision::Column::Number.max(), "last")
        .filter(decision::Column::Subject.eq(subject))
        .filter(decision::Column::SubjectId.eq(id))
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

/// For those who work here, the latest first.
pub async fn listed(db: &impl ConnectionTrait) -> Result<Vec<Decision>> {
    Ok(decision::Entity::find()
        .order_by_desc(decision::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// How many are open that this actor tells the result of.
pub async fn count_open_of(db: &impl ConnectionTrait, organizer: &Iri) -> Result<u64> {
    Ok(decision::Entity::find()
        .filter(decision::Column::State.eq(State::Open))
        .filter(decision::Column::Organizer.eq(organizer.clone()))
        .count(db)
        .await?)
}

/// Open ones whose ways to the ballot are sent by mail.
pub async fn sending(db: &impl ConnectionTrait) -> Result<Vec<Decision>> {
    Ok(decision::Entity::find()
        .filter(decision::Column::State.eq(State::Open))
        .filter(decision::Column::Letters.eq(true))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Closed ones that are to be looked at again by this day, and nobody was reminded of.
pub async fn to_review(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<DecisionId>> {
    Ok(decision::Entity::find()
        .select_only()
        .column(decision::Column::Id)
        .filter(decision::Column::State.eq(State::Closed))
        .filter(decision::Column::ReviewOn.lte(today))
        .filter(decision::Column::IsReminded.eq(false))
        .limit(LISTED_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

pub async fn insert_choices(tx: &Tx, choices: Vec<Choice>) -> Result<()> {
    for some in choices.chunks(AT_ONCE) {
        let rows = some
            .iter()
            .map(|it| it.clone().into_active_model().reset_all());
        choice::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Where this idea could be chosen, the latest vote first.
pub async fn choices_of_idea(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<Vec<Choice>> {
    Ok(choice::Entity::find()
        .filter(choice::Column::Idea.eq(idea.clone()))
        .order_by_desc(choice::Column::Decision)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// By number.
pub async fn choices(db: &impl ConnectionTrait, id: &DecisionId) -> Result<Vec<Choice>> {
    Ok(choice::Entity::find()
        .filter(choice::Column::Decision.eq(id.clone()))
        .order_by_asc(choice::Column::Number)
        .all(db)
        .await?)
}

pub async fn insert_electors(tx: &Tx, electors: Vec<Elector>) -> Result<()> {
    for some in electors.chunks(AT_ONCE) {
        let rows = some
            .iter()
            .map(|it| it.clone().into_active_model().reset_all());
        elector::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

pub async fn update_elector(tx: &Tx, elector: Elector) -> Result<Elector> {
    let row: elector::ActiveModel = elector.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn find_elector(db: &impl ConnectionTrait, id: &ElectorId) -> Result<Option<Elector>> {
    Ok(elector::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else votes for them before this transaction ends.
pub async fn find_elector_for_change(tx: &Tx, id: &ElectorId) -> Result<Elector> {
    let row = elector::Entity::find_by_id(id.clone()).lock_exclusive();
    row.one(tx).await?.ok_or(Error::NotFound)
}

pub async fn find_elector_by_code(
    db: &impl ConnectionTrait,
    id: &DecisionId,
    code: &str,
) -> Result<Option<Elector>> {
    Ok(elector::Entity::find()
        .filter(elector::Column::Decision.eq(id.clone()))
        .filter(elector::Column::Code.eq(code))
        .one(db)
        .await?)
}

fn open() -> SelectStatement {
    decision::Entity::find()
        .select_only()
        .column(decision::Column::Id)
        .filter(decision::Column::State.eq(State::Open))
        .into_query()
}

/// Whoever has this code in a vote that is open.
pub async fn find_electors_by_code(db: &impl ConnectionTrait, code: &str) -> Result<Vec<Elector>> {
    Ok(elector::Entity::find()
        .filter(elector::Column::Code.eq(code))
        .filter(elector::Column::Decision.in_subquery(open()))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// The ballots somebody who takes part has in votes that are open.
pub async fn electors_of(
    db: &impl ConnectionTrait,
    participation: &ParticipationId,
) -> Result<Vec<Elector>> {
    Ok(elector::Entity::find()
        .filter(elector::Column::Participation.eq(participation.clone()))
        .filter(elector::Column::Decision.in_subquery(open()))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// A page of the roll, and whether there are more.
pub async fn roll(
    db: &impl ConnectionTrait,
    id: &DecisionId,
    skipped: u64,
    limit: u64,
) -> Result<(Vec<Elector>, bool)> {
    let mut found = elector::Entity::find()
        .filter(elector::Column::Decision.eq(id.clone()))
        .order_by_asc(elector::Column::Id)
        .offset(skipped)
        .limit(limit + 1)
        .all(db)
        .await?;
    let more = found.len() as u64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok((found, more))
}

/// Those who have not been sent the way to their ballot.
pub async fn untold(
    db: &impl ConnectionTrait,
    id: &DecisionId,
    limit: u64,
) -> Result<Vec<Elector>> {
    Ok(elector::Entity::find()
        .filter(elector::Column::Decision.eq(id.clone()))
        .filter(elector::Column::ToldAt.is_null())
        .order_by_asc(elector::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

pub async fn count_electors(db: &impl ConnectionTrait, id: &DecisionId) -> Result<u64> {
    Ok(elector::Entity::find()
        .filter(elector::Column::Decision.eq(id.clone()))
        .count(db)
        .await?)
}

/// The group each of the roll is counted in, and whether they were handed paper.
pub async fn circles(db: &impl ConnectionTrait, id: &DecisionId) -> Result<Vec<(String, bool)>> {
    Ok(elector::Entity::find()
        .select_only()
        .columns([elector::Column::Circle, elector::Column::IsOnPaper])
        .filter(elector::Column::Decision.eq(id.clone()))
        .limit(ELECTORS_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

pub async fn insert_ballot(tx: &Tx, ballot: Ballot) -> Result<Ballot> {
    let row: ballot::ActiveModel = ballot.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_ballot(tx: &Tx, ballot: Ballot) -> Result<Ballot> {
    let row: ballot::ActiveModel = ballot.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn find_ballot(
    db: &impl ConnectionTrait,
    id: &DecisionId,
    key: &str,
) -> Result<Option<Ballot>> {
    Ok(ballot::Entity::find()
        .filter(ballot::Column::Decision.eq(id.clone()))
        .filter(ballot::Column::Key.eq(key))
        .one(db)
        .await?)
}

pub async fn find_ballot_by_receipt(
    db: &impl ConnectionTrait,
    receipt: &str,
) -> Result<Option<Ballot>> {
    Ok(ballot::Entity::find_by_id(receipt.to_owned())
        .one(db)
        .await?)
}

/// In the order of their codes.
pub async fn ballots(db: &impl ConnectionTrait, id: &DecisionId) -> Result<Vec<Ballot>> {
    Ok(ballot::Entity::find()
        .filter(ballot::Column::Decision.eq(id.clone()))
        .order_by_asc(ballot::Column::Receipt)
        .limit(ELECTORS_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count_ballots(db: &impl ConnectionTrait, id: &DecisionId) -> Result<u64> {
    Ok(ballot::Entity::find()
        .filter(ballot::Column::Decision.eq(id.clone()))
        .count(db)
        .await?)
}

/// Of a group, how many ballots of paper were entered.
pub async fn count_papers(tx: &Tx, id: &DecisionId, circle: &str) -> Result<u64> {
    Ok(ballot::Entity::find()
        .filter(ballot::Column::Decision.eq(id.clone()))
        .filter(ballot::Column::IsPaper.eq(true))
        .filter(ballot::Column::Circle.eq(circle))
        .count(tx)
        .await?)
}

/// Write all ballots anew, in the order given: no database remembers then in which they came.
pub async fn rewrite_ballots(tx: &Tx, id: &DecisionId, ballots: &[Ballot]) -> Result<()> {
    ballot::Entity::delete_many()
        .filter(ballot::Column::Decision.eq(id.clone()))
        .exec(tx)
        .await?;
    for some in ballots.chunks(AT_ONCE) {
        let rows = some
            .iter()
            .map(|it| it.clone().into_active_model().reset_all());
        ballot::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Unless there is one.
pub async fn insert_salt(tx: &Tx, id: &DecisionId, salt: String) -> Result<()> {
    let row = salt::ActiveModel {
        decision: Set(id.clone()),
        salt: Set(salt),
    };
    let mut key = OnConflict::column(salt::Column::Decision);
    salt::Entity::insert(row)
        .on_conflict(key.do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub async fn salt(db: &impl ConnectionTrait, id: &DecisionId) -> Result<Option<String>> {
    let row = salt::Entity::find_by_id(id.clone()).one(db).await?;
    Ok(row.map(|row| row.salt))
}

pub async fn delete_salt(tx: &Tx, id: &DecisionId) -> Result<()> {
    salt::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// Forget the rolls of what was closed before `before`.
pub async fn forget_rolls(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let closed = decision::Entity::find()
        .select_only()
        .column(decision::Column::Id)
        .filter(decision::Column::ClosedAt.lt(before))
        .into_query();
    let unnamed = ballot::Entity::update_many()
        .col_expr(ballot::Column::Elector, Expr::value(Option::<String>::None))
        .filter(ballot::Column::Elector.is_not_null())
        .filter(ballot::Column::Decision.in_subquery(closed.clone()))
        .exec(db)
        .await?;
    let forgotten = elector::Entity::delete_many()
        .filter(elector::Column::Decision.in_subquery(closed))
        .exec(db)
        .await?;
    Ok(unnamed.rows_affected + forgotten.rows_affected)
}
