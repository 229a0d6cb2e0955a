//! The queries about seats of ours in committees of other servers. Nobody else names their columns.

use super::{
    mandate::{ActiveModel, Column, Entity, Mandate, State},
    minutes::{self, Minutes},
    motion::{self, Motion},
    word::{self, Kind, Word},
};
use crate::{
    Result,
    app::Tx,
    ids::{MandateId, MandateMinutesId, MandateMotionId, MandateWordId},
};
use chrono::{DateTime, NaiveDate, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use url::Url;

/// Rows of one list.
const LISTED_AT_MOST: u64 = 1_000;
/// Rows a job takes up in one go.
const AT_ONCE: u64 = 100;

pub async fn insert(tx: &Tx, mandate: Mandate) -> Result<Mandate> {
    let row: ActiveModel = mandate.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

/// Whoever gave the seat back, or lost it, has nothing of what they were told.
pub async fn update(tx: &Tx, mandate: Mandate) -> Result<Mandate> {
    if mandate.state != State::Granted {
        motion::Entity::delete_many()
            .filter(motion::Column::Mandate.eq(mandate.id.clone()))
            .exec(tx)
            .await?;
        minutes::Entity::delete_many()
            .filter(minutes::Column::Mandate.eq(mandate.id.clone()))
            .exec(tx)
            .await?;
        word::Entity::delete_many()
            .filter(word::Column::Mandate.eq(mandate.id.clone()))
            .exec(tx)
            .await?;
    }
    let row: ActiveModel = mandate.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// The latest first.
pub async fn listed(db: &impl ConnectionTrait) -> Result<Vec<Mandate>> {
    Ok(Entity::find()
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those in office whose term ends between these days, with fewer reminders than this.
pub async fn ending(
    db: &impl ConnectionTrait,
    (today, until): (NaiveDate, NaiveDate),
    reminders: i32,
) -> Result<Vec<MandateId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(State::Granted))
        .filter(Column::StartsOn.lte(today))
        .filter(Column::EndsOn.gte(today))
        .filter(Column::EndsOn.lte(until))
        .filter(Column::Reminders.lt(reminders))
        .order_by_asc(Column::EndsOn)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Forget what nobody ever held, and nothing has happened to since.
pub async fn forget_vain(
    db: &impl ConnectionTrait,
    (today, before): (NaiveDate, DateTime<Utc>),
) -> Result<u64> {
    let never_answered = Condition::all()
        .add(Column::State.eq(State::Offered))
        .add(Column::EndsOn.lt(today));
    // Of one that was taken there would be our word.
    let never_taken = Condition::all()
        .add(Column::State.is_in([State::Declined, State::Ended]))
        .add(Column::Word.is_null());
    let forgotten = Entity::delete_many()
        .filter(Column::UpdatedAt.lt(before))
        .filter(Condition::any().add(never_answered).add(never_taken))
        .exec(db)
        .await?;
    Ok(forgotten.rows_affected)
}

/// Those that can still be answered.
pub async fn count_waiting(db: &impl ConnectionTrait, today: NaiveDate) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Offered))
        .filter(Column::EndsOn.gte(today))
        .count(db)
        .await?)
}

pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(Entity::find().count(db).await?)
}

/// Offers that can still be answered or came since, of committees of the server of this one.
pub async fn count_offered_by_host(
    tx: &Tx,
    committee: &Iri,
    (today, since): (NaiveDate, DateTime<Utc>),
) -> Result<u64> {
    let origin = format!("{}/", committee.origin().ascii_serialization());
    let waits = Condition::all()
        .add(Column::State.eq(State::Offered))
        .add(Column::EndsOn.gte(today));
    Ok(Entity::find()
        .filter(Condition::any().add(waits).add(Column::CreatedAt.gt(since)))
        .filter(Column::Committee.starts_with(origin))
        .count(tx)
        .await?)
}

pub async fn find(db: &impl ConnectionTrait, id: &MandateId) -> Result<Option<Mandate>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else changes it before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &MandateId) -> Result<Option<Mandate>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// All of ours in one committee, the latest first.
pub async fn of_committee(tx: &Tx, committee: &Iri) -> Result<Vec<Mandate>> {
    Ok(Entity::find()
        .filter(Column::Committee.eq(committee.clone()))
        .order_by_desc(Column::Id)
        .limit(LISTED_AT_MOST)
        .lock_exclusive()
        .all(tx)
        .await?)
}

/// What this association of ours holds, or has yet to answer.
pub async fn open_of(db: &impl ConnectionTrait, association: &Iri) -> Result<Vec<Mandate>> {
    let open = [State::Offered, State::Accepted, State::Granted];
    Ok(Entity::find()
        .filter(Column::Association.eq(association.clone()))
        .filter(Column::State.is_in(open))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those of `actors` that are a committee with a seat of ours.
pub async fn committees_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Committee)
        .filter(Column::Committee.is_in(actors.iter().cloned()))
        .into_tuple()
        .all(db)
        .await?)
}

/// What ours was told, what ends last first.
pub async fn motions(db: &impl ConnectionTrait, mandate: &MandateId) -> Result<Vec<Motion>> {
    Ok(motion::Entity::find()
        .filter(motion::Column::Mandate.eq(mandate.clone()))
        .order_by_desc(motion::Column::EndsAt)
        .order_by_desc(motion::Column::Id)
        .limit(motion::MOTIONS_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count_motions(tx: &Tx, mandate: &MandateId) -> Result<u64> {
    Ok(motion::Entity::find()
        .filter(motion::Column::Mandate.eq(mandate.clone()))
        .count(tx)
        .await?)
}

/// One of those it was told, so that nobody else votes on it before this transaction ends.
pub async fn find_motion(
    tx: &Tx,
    mandate: &MandateId,
    id: &MandateMotionId,
) -> Result<Option<Motion>> {
    Ok(motion::Entity::find_by_id(id.clone())
        .filter(motion::Column::Mandate.eq(mandate.clone()))
        .lock_exclusive()
        .one(tx)
        .await?)
}

pub async fn find_motion_by_iri(tx: &Tx, mandate: &MandateId, iri: &Url) -> Result<Option<Motion>> {
    Ok(motion::Entity::find()
        .filter(motion::Column::Mandate.eq(mandate.clone()))
        .filter(motion::Column::Iri.eq(Iri::from(iri)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// The one on which this activity of ours voted.
pub async fn find_motion_by_vote(tx: &Tx, vote: &Url) -> Result<Option<Motion>> {
    Ok(motion::Entity::find()
        .filter(motion::Column::Vote.eq(Iri::from(vote)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

pub async fn insert_motion(tx: &Tx, motion: Motion) -> Result<Motion> {
    let row: motion::ActiveModel = motion.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_motion(tx: &Tx, motion: Motion) -> Result<Motion> {
    let row: motion::ActiveModel = motion.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// What ours was asked to approve of, the latest sitting first.
pub async fn minutes(db: &impl ConnectionTrait, mandate: &MandateId) -> Result<Vec<Minutes>> {
    Ok(minutes::Entity::find()
        .filter(minutes::Column::Mandate.eq(mandate.clone()))
        .order_by_desc(minutes::Column::HeldOn)
        .order_by_desc(minutes::Column::Id)
        .limit(minutes::MINUTES_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count_minutes(tx: &Tx, mandate: &MandateId) -> Result<u64> {
    Ok(minutes::Entity::find()
        .filter(minutes::Column::Mandate.eq(mandate.clone()))
        .count(tx)
        .await?)
}

/// Some of those, so that nobody else approves of them before this transaction ends.
pub async fn find_minutes(
    tx: &Tx,
    mandate: &MandateId,
    id: &MandateMinutesId,
) -> Result<Option<Minutes>> {
    Ok(minutes::Entity::find_by_id(id.clone())
        .filter(minutes::Column::Mandate.eq(mandate.clone()))
        .lock_exclusive()
        .one(tx)
        .await?)
}

pub async fn find_minutes_by_iri(
    tx: &Tx,
    mandate: &MandateId,
    iri: &Url,
) -> Result<Option<Minutes>> {
    Ok(minutes::Entity::find()
        .filter(minutes::Column::Mandate.eq(mandate.clone()))
        .filter(minutes::Column::Iri.eq(Iri::from(iri)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// Those of which this activity of ours approved.
pub async fn find_minutes_by_word(tx: &Tx, word: &Url) -> Result<Option<Minutes>> {
    Ok(minutes::Entity::find()
        .filter(minutes::Column::Word.eq(Iri::from(word)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

pub async fn insert_minutes(tx: &Tx, minutes: Minutes) -> Result<Minutes> {
    let row: minutes::ActiveModel = minutes.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_minutes(tx: &Tx, minutes: Minutes) -> Result<Minutes> {
    let row: minutes::ActiveModel = minutes.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete_minutes(tx: &Tx, id: &MandateMinutesId) -> Result<()> {
    minutes::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// What ours said beside votes, the latest first.
pub async fn words(db: &impl ConnectionTrait, mandate: &MandateId) -> Result<Vec<Word>> {
    Ok(word::Entity::find()
        .filter(word::Column::Mandate.eq(mandate.clone()))
        .order_by_desc(word::Column::Id)
        .limit(word::WORDS_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count_words(tx: &Tx, mandate: &MandateId) -> Result<u64> {
    Ok(word::Entity::find()
        .filter(word::Column::Mandate.eq(mandate.clone()))
        .count(tx)
        .await?)
}

pub async fn find_word(tx: &Tx, mandate: &MandateId, id: &MandateWordId) -> Result<Option<Word>> {
    Ok(word::Entity::find_by_id(id.clone())
        .filter(word::Column::Mandate.eq(mandate.clone()))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// What this activity of ours said.
pub async fn find_word_by_word(tx: &Tx, word: &Url) -> Result<Option<Word>> {
    Ok(word::Entity::find()
        .filter(word::Column::Word.eq(Iri::from(word)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

pub async fn insert_word(tx: &Tx, word: Word) -> Result<Word> {
    let row: word::ActiveModel = word.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_word(tx: &Tx, word: Word) -> Result<Word> {
    let row: word::ActiveModel = word.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete_word(tx: &Tx, id: &MandateWordId) -> Result<()> {
    word::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// The last word on who is away holds.
pub async fn delete_absences(tx: &Tx, mandate: &MandateId) -> Result<()> {
    word::Entity::delete_many()
        .filter(word::Column::Mandate.eq(mandate.clone()))
        .filter(word::Column::Kind.eq(Kind::Absence))
        .exec(tx)
        .await?;
    Ok(())
}
