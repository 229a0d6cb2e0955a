//! The queries about notices, and who was sent them. Nobody else names their columns.

use super::{
    notice::{ActiveModel, Column, Entity, Notice},
    reader::{self, Reader},
};
use crate::{
    Result,
    app::Tx,
    events::Event,
    ids::{EventId, NoticeId},
    participations::{
        participation::{self, Participation, State, ways_of},
        store::AT_ONCE,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::OnConflict,
};

/// Notices of one list.
const LISTED_AT_MOST: u64 = 100;
/// Events with notices: more than an instance holds in many years, and fewer than a query may name.
const EVENTS_AT_MOST: u64 = 10_000;

pub async fn insert(tx: &Tx, notice: Notice) -> Result<Notice> {
    Ok(notice.into_active_model().insert(tx).await?)
}

pub async fn update(tx: &Tx, notice: Notice) -> Result<Notice> {
    let row: ActiveModel = notice.into();
    Ok(row.reset_all().update(tx).await?)
}

pub async fn delete(tx: &Tx, id: &NoticeId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, id: &NoticeId) -> Result<Option<Notice>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

pub async fn find_for_change(tx: &Tx, id: &NoticeId) -> Result<Option<Notice>> {
    let row = Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

/// What goes out first comes first.
pub async fn of_event(db: &impl ConnectionTrait, event: &EventId) -> Result<Vec<Notice>> {
    Ok(Entity::find()
        .filter(Column::Event.eq(event.clone()))
        .order_by_desc(Column::DaysBefore)
        .order_by_asc(Column::SentFrom)
        .order_by_asc(Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Events with notices, the youngest first.
pub async fn events(db: &impl ConnectionTrait) -> Result<Vec<EventId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Event)
        .distinct()
        .order_by_desc(Column::Event)
        .limit(EVENTS_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

/// Who comes in the way a notice is for, can be written to, and was not sent it since it is due.
pub async fn unreached(
    db: &impl ConnectionTrait,
    event: &Event,
    notice: &Notice,
) -> Result<Vec<Participation>> {
    use participation::Column as Of;
    let mut people = participation::Entity::find()
        .filter(Of::Event.eq(event.id.clone()))
        .filter(Of::State.eq(State::Accepted))
        .filter(Of::Email.is_not_null())
        .filter(Of::Quiet.eq(false));
    if let Some(wanted) = notice.attendance {
        match ways_of(event) {
            [only] if *only == wanted => {}
            // They come in the only way there is, whatever they once chose.
            [_] => return Ok(Vec::new()),
            _ => people = people.filter(Of::Attendance.eq(wanted)),
        }
    }
    let reached = reader::Entity::find()
        .select_only()
        .column(reader::Column::Participation)
        .filter(reader::Column::Notice.eq(notice.id.clone()))
        .filter(reader::Column::SentAt.gte(notice.due_at(event)))
        .into_query();
    Ok(people
        .filter(Of::Id.not_in_subquery(reached))
        .order_by_asc(Of::Id)
        .limit(AT_ONCE)
        .all(db)
        .await?)
}

/// Write down that somebody was sent it, again after the event was moved.
pub async fn keep_reader(tx: &Tx, reader: Reader) -> Result<()> {
    let row = reader.into_active_model().reset_all();
    let key = [reader::Column::Notice, reader::Column::Participation];
    let again = OnConflict::columns(key)
        .update_column(reader::Column::SentAt)
        .to_owned();
    reader::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// How many were sent it.
pub async fn count_readers(db: &impl ConnectionTrait, notice: &NoticeId) -> Result<u64> {
    Ok(reader::Entity::find()
        .filter(reader::Column::Notice.eq(notice.clone()))
        .count(db)
        .await?)
}
