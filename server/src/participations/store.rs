//! The queries about participations. Nobody else names their columns.

use super::{
    message::{self, Written},
    participation::{ActiveModel, Column, Days, Entity, Participation, State, ways_of},
    seating::{self, Seating},
    seats::Holder,
    turnout::{self, Counted},
};
use crate::{
    Error, Result,
    app::Tx,
    events::{Attendance, Event, admission::PEOPLE_AT_MOST},
    ids::{EventId, MessageId, ParticipationId},
};
use chrono::{DateTime, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{ExprTrait as _, OnConflict},
};
use std::collections::HashMap;

/// Of one event: all there can be.
pub const LISTED_AT_MOST: u64 = PEOPLE_AT_MOST as u64;
/// Events with people: more than an instance keeps at a time, and fewer than a query may name.
const EVENTS_AT_MOST: u64 = 10_000;
/// Of one event: more than all that sit at every table of a long agenda.
const SEATINGS_AT_MOST: u64 = 100_000;
/// Participations a job looks at in one go.
pub const AT_ONCE: u64 = 200;

pub async fn insert(tx: &Tx, participation: Participation) -> Result<Participation> {
    Ok(participation.into_active_model().insert(tx).await?)
}

/// Whoever does not take part any more leaves the tables they sat at.
pub async fn update(tx: &Tx, participation: Participation) -> Result<Participation> {
    let row: ActiveModel = participation.into();
    let participation = row.reset_all().update(tx).await?;
    if !participation.is_let_in() {
        seating::Entity::delete_many()
            .filter(seating::Column::Participation.eq(participation.id.clone()))
            .exec(tx)
            .await?;
    }
    Ok(participation)
}

/// In place of the one they have at this session.
pub async fn seat(tx: &Tx, seating: Seating) -> Result<()> {
    let row: seating::ActiveModel = seating.into();
    let key = [seating::Column::Participation, seating::Column::Session];
    let changed = [seating::Column::Label, seating::Column::ChosenAt];
    seating::Entity::insert(row.reset_all())
        .on_conflict(OnConflict::columns(key).update_columns(changed).to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub async fn unseat(tx: &Tx, participation: &ParticipationId, session: &str) -> Result<()> {
    seating::Entity::delete_by_id((participation.clone(), session.to_owned()))
        .exec(tx)
        .await?;
    Ok(())
}

/// How many sit at a table, one of them left out.
pub async fn count_at(
    tx: &Tx,
    event: &EventId,
    (session, label): (&str, &str),
    besides: &ParticipationId,
) -> Result<u64> {
    Ok(seating::Entity::find()
        .filter(seating::Column::Event.eq(event.clone()))
        .filter(seating::Column::Session.eq(session))
        .filter(seating::Column::Label.eq(label))
        .filter(seating::Column::Participation.ne(besides.clone()))
        .count(tx)
        .await?)
}

/// Where somebody sits.
pub async fn seatings(
    db: &impl ConnectionTrait,
    participation: &ParticipationId,
) -> Result<Vec<Seating>> {
    Ok(seating::Entity::find()
        .filter(seating::Column::Participation.eq(participation.clone()))
        .all(db)
        .await?)
}

/// Who sits where, in the order in which they chose.
pub async fn seatings_of_event(db: &impl ConnectionTrait, event: &EventId) -> Result<Vec<Seating>> {
    Ok(seating::Entity::find()
        .filter(seating::Column::Event.eq(event.clone()))
        .order_by_asc(seating::Column::ChosenAt)
        .order_by_asc(seating::Column::Participation)
        .limit(SEATINGS_AT_MOST)
        .all(db)
        .await?)
}

/// Let somebody sit where another did, at sessions at which they sit nowhere.
pub async fn move_seatings(tx: &Tx, from: &ParticipationId, to: &ParticipationId) -> Result<()> {
    let own = seatings(tx, to).await?;
    for seating in seatings(tx, from).await? {
        if own.iter().all(|own| own.session != seating.session) {
            unseat(tx, from, &seating.session).await?;
            let moved = Seating {
                participation: to.clone(),
                ..seating
            };
            seat(tx, moved).await?;
        }
    }
    Ok(())
}

pub async fn delete(tx: &Tx, id: &ParticipationId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find(
    db: &impl ConnectionTrait,
    id: &ParticipationId,
) -> Result<Option<Participation>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

/// Of an event, all of this address, the latest first, over or not.
pub async fn of_email(
    db: &impl ConnectionTrait,
    event: &EventId,
    email: &str,
) -> Result<Vec<Participation>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::Email.eq(email))
        .order_by_desc(Column::Id)
        .limit(AT_ONCE)
        .all(db)
        .await?)
}

/// Whether somebody else of the same address has a place at the same event.
pub async fn shares_mailbox(db: &impl ConnectionTrait, one: &Participation) -> Result<bool> {
    let Some(email) = &one.email else {
        return Ok(false);
    };
    let others = Entity::find()
        .filter(Column::Event.eq(one.event.clone()))
        .filter(Column::Email.eq(email))
        .filter(Column::Id.ne(one.id.clone()))
        .filter(Column::State.eq(State::Accepted))
        .count(db)
        .await?;
    Ok(others > 0)
}

/// What is over of somebody who has begun anew.
pub async fn former(tx: &Tx, participation: &Participation) -> Result<Vec<Participation>> {
    let Some(email) = &participation.email else {
        return Ok(Vec::new());
    };
    let mut former = of_email(tx, &participation.event, email).await?;
    former.retain(|former| {
        former.id != participation.id
            && former.state.is_final()
            && former.may_be(&participation.name)
    });
    Ok(former)
}

/// Of an event, the latest of this actor, over or not.
pub async fn find_by_actor(
    db: &impl ConnectionTrait,
    event: &EventId,
    actor: &Iri,
) -> Result<Option<Participation>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::Actor.eq(actor.clone()))
        .order_by_desc(Column::Id)
        .one(db)
        .await?)
}

/// What this actor said or was asked under this id.
pub async fn find_by_activity(
    db: &impl ConnectionTrait,
    actor: &Iri,
    activity: &Iri,
) -> Result<Option<Participation>> {
    Ok(Entity::find()
        .filter(Column::Actor.eq(actor.clone()))
        .filter(Column::Activity.eq(activity.clone()))
        .one(db)
        .await?)
}

/// What this actor said by a post of theirs.
pub async fn find_by_reply(
    db: &impl ConnectionTrait,
    actor: &Iri,
    reply: &Iri,
) -> Result<Option<Participation>> {
    Ok(Entity::find()
        .filter(Column::Actor.eq(actor.clone()))
        .filter(Column::Reply.eq(reply.clone()))
        .one(db)
        .await?)
}

pub async fn find_by_code(
    db: &impl ConnectionTrait,
    event: &EventId,
    code: &str,
) -> Result<Option<Participation>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::Code.eq(code))
        .one(db)
        .await?)
}

/// All of an event, in the order in which they came.
pub async fn of_event(db: &impl ConnectionTrait, event: &EventId) -> Result<Vec<Participation>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .order_by_asc(Column::QueuedAt)
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Who has a place, or was offered one.
pub async fn holders(db: &impl ConnectionTrait, event: &EventId) -> Result<Vec<Holder>> {
    let rows: Vec<(Attendance, Days, String)> = Entity::find()
        .select_only()
        .columns([Column::Attendance, Column::Days, Column::Stakeholder])
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::State.is_in(State::HOLDING))
        .limit(LISTED_AT_MOST)
        .into_tuple()
        .all(db)
        .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(attendance, days, stakeholder)| Holder {
            attendance,
            days,
            stakeholder,
        })
        .collect())
}

/// Who waits for a place, longest first, and for which. All of them: those in front may want what is full.
pub async fn waiting(
    db: &impl ConnectionTrait,
    event: &EventId,
) -> Result<Vec<(ParticipationId, Holder)>> {
    let rows: Vec<(ParticipationId, Attendance, Days, String)> = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Attendance,
            Column::Days,
            Column::Stakeholder,
        ])
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::State.eq(State::Waiting))
        .order_by_asc(Column::QueuedAt)
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .into_tuple()
        .all(db)
        .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(id, attendance, days, stakeholder)| {
            let wanted = Holder {
                attendance,
                days,
                stakeholder,
            };
            (id, wanted)
        })
        .collect())
}

/// How many wait before this one, for a place of the same kind where there are two. It counts from 1.
pub async fn place_in_line(
    db: &impl ConnectionTrait,
    event: &Event,
    participation: &Participation,
) -> Result<u32> {
    let way = Some(participation.attendance).filter(|_| ways_of(event).len() > 1);
    let before = Entity::find()
        .filter(Column::Event.eq(participation.event.clone()))
        .filter(Column::State.eq(State::Waiting))
        .apply_if(way, |query, way| query.filter(Column::Attendance.eq(way)))
        .filter(
            Column::QueuedAt
                .lt(participation.queued_at)
                .or(Column::QueuedAt
                    .eq(participation.queued_at)
                    .and(Column::Id.lte(participation.id.clone()))),
        )
        .count(db)
        .await?;
    Ok(u32::try_from(before).unwrap_or(u32::MAX))
}

/// Events at which somebody is in one of these states.
pub async fn events(db: &impl ConnectionTrait, states: &[State]) -> Result<Vec<EventId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Event)
        .distinct()
        .filter(Column::State.is_in(states.iter().copied()))
        .order_by_asc(Column::Event)
        .limit(EVENTS_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

/// Events at which somebody waits for the organizers' word, and how many do, the most first.
pub async fn requested(
    db: &impl ConnectionTrait,
    events_at_most: u64,
) -> Result<Vec<(EventId, i64)>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Event)
        .column_as(Column::Id.count(), "people")
        .filter(Column::State.eq(State::Requested))
        .group_by(Column::Event)
        .order_by_desc(Column::Id.count())
        .order_by_asc(Column::Event)
        .limit(events_at_most)
        .into_tuple()
        .all(db)
        .await?)
}

/// Of an event, how many are told when it changes.
pub async fn hearing(db: &impl ConnectionTrait, event: &EventId) -> Result<u64> {
    let is_reached = Column::Email.is_not_null().or(Column::Actor.is_not_null());
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::State.is_in(State::TOLD))
        .filter(Column::Quiet.eq(false))
        .filter(is_reached)
        .count(db)
        .await?)
}

/// Offers whose time is over, and of which events.
pub async fn lapsed(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<(ParticipationId, EventId)>> {
    Ok(Entity::find()
        .select_only()
        .columns([Column::Id, Column::Event])
        .filter(Column::State.eq(State::Offered))
        .filter(Column::OfferedUntil.lte(now))
        .order_by_asc(Column::OfferedUntil)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Those who never said that the address is theirs.
pub async fn forget_unconfirmed(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let forgotten = Entity::delete_many()
        .filter(Column::State.eq(State::Unconfirmed))
        .filter(Column::UpdatedAt.lt(before))
        .exec(db)
        .await?;
    Ok(forgotten.rows_affected)
}

/// Whether the list of an event can hold one more.
pub async fn has_room(tx: &Tx, event: &EventId) -> Result<bool> {
    let listed = Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .count(tx)
        .await?;
    Ok(listed < LISTED_AT_MOST)
}

/// How many are in each state.
pub async fn count(db: &impl ConnectionTrait, event: &EventId) -> Result<HashMap<State, u64>> {
    let rows: Vec<(State, i64)> = Entity::find()
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "people")
        .filter(Column::Event.eq(event.clone()))
        .group_by(Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(state, people)| (state, people.unsigned_abs()))
        .collect())
}

/// The same row, so that nobody else changes it before this transaction ends. On SQLite the
/// transaction itself sees to that.
pub async fn find_for_change(tx: &Tx, id: &ParticipationId) -> Result<Participation> {
    Entity::find_by_id(id.clone())
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(Error::NotFound)
}

/// Delete those of events that ended long ago, and those of events that are gone.
pub async fn forget(db: &impl ConnectionTrait, events: &[EventId]) -> Result<u64> {
    let forgotten = Entity::delete_many()
        .filter(Column::Event.is_in(events.iter().cloned()))
        .exec(db)
        .await?;
    Ok(forgotten.rows_affected)
}

pub async fn find_turnout(db: &impl ConnectionTrait, event: &EventId) -> Result<Option<Counted>> {
    Ok(turnout::Entity::find_by_id(event.clone()).one(db).await?)
}

/// In place of what was counted when those were forgotten who had registered for another date.
pub async fn keep_turnout(tx: &Tx, counted: Counted) -> Result<()> {
    let row: turnout::ActiveModel = counted.into();
    let changed = [turnout::Column::Counts, turnout::Column::CountedAt];
    turnout::Entity::insert(row.reset_all())
        .on_conflict(
            OnConflict::column(turnout::Column::Event)
                .update_columns(changed)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Events of which it is kept how many came.
pub async fn counted(db: &impl ConnectionTrait) -> Result<Vec<EventId>> {
    Ok(turnout::Entity::find()
        .select_only()
        .column(turnout::Column::Event)
        .order_by_asc(turnout::Column::Event)
        .limit(EVENTS_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

pub async fn forget_turnouts(db: &impl ConnectionTrait, events: &[EventId]) -> Result<u64> {
    let forgotten = turnout::Entity::delete_many()
        .filter(turnout::Column::Event.is_in(events.iter().cloned()))
        .exec(db)
        .await?;
    Ok(forgotten.rows_affected)
}

/// Of an event, those who were last told of an earlier version, some at a time.
pub async fn told_before(
    db: &impl ConnectionTrait,
    event: &EventId,
    sequence: i32,
) -> Result<Vec<Participation>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::ToldSequence.lt(sequence))
        .filter(Column::State.is_in(State::TOLD))
        .order_by_asc(Column::Id)
        .limit(AT_ONCE)
        .all(db)
        .await?)
}

/// Of an event, those who come, were not reminded and have registered before `before`.
pub async fn unreminded(
    db: &impl ConnectionTrait,
    event: &EventId,
    before: DateTime<Utc>,
) -> Result<Vec<Participation>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::State.eq(State::Accepted))
        .filter(Column::RemindedAt.is_null())
        .filter(Column::CreatedAt.lt(before))
        .order_by_asc(Column::Id)
        .limit(AT_ONCE)
        .all(db)
        .await?)
}

/// Of an event, those who told us something in confidence.
pub async fn with_private(
    db: &impl ConnectionTrait,
    event: &EventId,
) -> Result<Vec<Participation>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .filter(Column::Sealed.is_not_null())
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those of `actors` who take part in something.
pub async fn actors_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Actor)
        .distinct()
        .filter(Column::Actor.is_in(actors.iter().cloned()))
        .into_tuple()
        .all(db)
        .await?)
}

/// Everything an actor takes part in.
pub async fn all_of_actor(db: &impl ConnectionTrait, actor: &Iri) -> Result<Vec<Participation>> {
    Ok(Entity::find()
        .filter(Column::Actor.eq(actor.clone()))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_message(tx: &Tx, id: &MessageId) -> Result<Option<Written>> {
    Ok(message::Entity::find_by_id(id.clone()).one(tx).await?)
}

pub async fn insert_message(tx: &Tx, written: Written) -> Result<Written> {
    Ok(written.into_active_model().insert(tx).await?)
}

/// Forget the messages from before `before`.
pub async fn forget_messages(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let forgotten = message::Entity::delete_many()
        .filter(message::Column::WrittenAt.lt(before))
        .exec(db)
        .await?;
    Ok(forgotten.rows_affected)
}
