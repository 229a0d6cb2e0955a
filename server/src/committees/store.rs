//! The queries about committees, their seats, votes, remarks and minutes. Nobody else names their columns.

use super::{
    committee::{self, Committee},
    holder::{self, Holder, Part},
    minutes::{self, Minutes, approval},
    motion::{self, Motion},
    remark::{self, Remark},
    seat::{self, Seat},
    vote::{self, SeatVote},
};
use crate::{
    Error, Result,
    app::Tx,
    ids::{
        CommitteeId, MinutesId, MotionId, RemarkId, SeatHolderId, SeatId, SeatVoteId, WorkstreamId,
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait as _, SelectStatement, UnionType},
};
use std::collections::BTreeSet;
use url::Url;

/// Rows of one list.
pub const LISTED_AT_MOST: u64 = 500;
/// Seats, or whoever has or had one, of all committees.
const SEATED_AT_MOST: u64 = 150_000;
/// Votes or approvals of one committee: of all its seats, on all that it was ever asked, twice.
const COUNTED_AT_MOST: u64 = 24_000;
/// Rows a job takes up in one go.
const AT_ONCE: u64 = 100;

/// All of ours, the latest term first.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Committee>> {
    Ok(committee::Entity::find()
        .filter(committee::Column::Local.eq(true))
        .order_by_desc(committee::Column::StartsOn)
        .order_by_desc(committee::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Ours and then the copies of others', of each the latest term first.
pub async fn public(db: &impl ConnectionTrait) -> Result<Vec<Committee>> {
    Ok(committee::Entity::find()
        .order_by_desc(committee::Column::Local)
        .order_by_desc(committee::Column::StartsOn)
        .order_by_desc(committee::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// How many are kept of the server of this actor.
pub async fn count_of_host(db: &impl ConnectionTrait, actor: &Iri) -> Result<u64> {
    let origin = format!("{}/", actor.origin().ascii_serialization());
    Ok(committee::Entity::find()
        .filter(committee::Column::Actor.starts_with(origin))
        .count(db)
        .await?)
}

pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(committee::Entity::find()
        .filter(committee::Column::Local.eq(true))
        .count(db)
        .await?)
}

/// Those of one of our associations that it has not taken along when it closed.
pub async fn held_by(db: &impl ConnectionTrait, organizer: &Iri) -> Result<Vec<Committee>> {
    Ok(committee::Entity::find()
        .filter(committee::Column::Local.eq(true))
        .filter(committee::Column::Organizer.eq(organizer.clone()))
        .filter(committee::Column::ClosedAt.is_null())
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Ours that nobody can follow yet.
pub async fn without_actor(db: &impl ConnectionTrait) -> Result<Vec<CommitteeId>> {
    let query = committee::Entity::find()
        .filter(committee::Column::Actor.is_null())
        .filter(committee::Column::ClosedAt.is_null());
    ids(db, query).await
}

/// Ours of which others were last told who sat where on a day before this one, while it was sitting.
pub async fn untold(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<CommitteeId>> {
    let told_on = Expr::col(committee::Column::ToldOn);
    let query = committee::Entity::find()
        .filter(committee::Column::Actor.is_not_null())
        .filter(committee::Column::ToldOn.lt(today))
        .filter(told_on.lt(Expr::col(committee::Column::EndsOn)));
    ids(db, query).await
}

async fn ids(
    db: &impl ConnectionTrait,
    query: Select<committee::Entity>,
) -> Result<Vec<CommitteeId>> {
    Ok(query
        .select_only()
        .column(committee::Column::Id)
        .filter(committee::Column::Local.eq(true))
        .filter(committee::Column::ClosedAt.is_null())
        .order_by_asc(committee::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Others know now who sits where on this day.
pub async fn note_told(tx: &Tx, id: &CommitteeId, today: NaiveDate) -> Result<()> {
    committee::Entity::update_many()
        .col_expr(committee::Column::ToldOn, Expr::value(today))
        .filter(committee::Column::Id.eq(id.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn find_by_actor(db: &impl ConnectionTrait, actor: &Url) -> Result<Option<Committee>> {
    Ok(committee::Entity::find()
        .filter(committee::Column::Actor.eq(Iri::from(actor)))
        .one(db)
        .await?)
}

/// Forget another server's committee, with its seats.
pub async fn delete_foreign(tx: &Tx, actor: &Url) -> Result<()> {
    committee::Entity::delete_many()
        .filter(committee::Column::Actor.eq(Iri::from(actor)))
        .filter(committee::Column::Local.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}

/// Those of `actors` that are another server's committee kept here, have one, or hold a seat of ours.
pub async fn actors_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let is_one = committee::Column::Actor.is_in(actors.iter().cloned());
    let has_one = committee::Column::Organizer.is_in(actors.iter().cloned());
    let kept = committee::Entity::find()
        .filter(is_one.or(has_one))
        .all(db)
        .await?;
    let found = kept
        .into_iter()
        .flat_map(|it| it.actor.into_iter().chain([it.organizer]));
    let holding: Vec<Option<Iri>> = holder::Entity::find()
        .select_only()
        .column(holder::Column::Actor)
        .filter(holder::Column::Actor.is_in(actors.iter().cloned()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.chain(holding.into_iter().flatten()).collect())
}

/// Whose the seat, or the other server's committee, of this id on the wire is.
pub fn owner_of(iri: &Iri) -> SelectStatement {
    let actor = || {
        committee::Entity::find()
            .select_only()
            .column(committee::Column::Actor)
            .filter(committee::Column::Actor.is_not_null())
    };
    let is_it = |column: seat::Column| column.eq(iri.clone());
    let seats = seat::Entity::find()
        .select_only()
        .column(seat::Column::Committee)
        .filter(is_it(seat::Column::Iri).or(is_it(seat::Column::Deputy)));
    let of_seat = actor().filter(committee::Column::Id.in_subquery(seats.into_query()));
    let itself = actor()
        .filter(committee::Column::Actor.eq(iri.clone()))
        .filter(committee::Column::Local.eq(false));
    let mut owner = of_seat.into_query();
    owner.union(UnionType::All, itself.into_query());
    owner
}

pub async fn insert(tx: &Tx, committee: Committee) -> Result<Committee> {
    let row: committee::ActiveModel = committee.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, committee: Committee) -> Result<Committee> {
    let row: committee::ActiveModel = committee.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn find(db: &impl ConnectionTrait, id: &CommitteeId) -> Result<Option<Committee>> {
    Ok(committee::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Those with these ids.
pub async fn find_all(
    db: &impl ConnectionTrait,
    ids: BTreeSet<CommitteeId>,
) -> Result<Vec<Committee>> {
    Ok(committee::Entity::find()
        .filter(committee::Column::Id.is_in(ids))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Committee>> {
    Ok(committee::Entity::find()
        .filter(committee::Column::Slug.eq(slug))
        .one(db)
        .await?)
}

/// The same, so that nobody else seats, asks or writes there before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &CommitteeId) -> Result<Committee> {
    let row = committee::Entity::find_by_id(id.clone()).lock_exclusive();
    row.one(tx).await?.ok_or(Error::NotFound)
}

/// By number.
pub async fn seats(db: &impl ConnectionTrait, committee: &CommitteeId) -> Result<Vec<Seat>> {
    Ok(seat::Entity::find()
        .filter(seat::Column::Committee.eq(committee.clone()))
        .order_by_asc(seat::Column::Number)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those of several committees at once, each in their order.
pub async fn seats_of(db: &impl ConnectionTrait, committees: &[Committee]) -> Result<Vec<Seat>> {
    Ok(seat::Entity::find()
        .filter(seat::Column::Committee.is_in(committees.iter().map(|it| it.id.clone())))
        .order_by_asc(seat::Column::Number)
        .limit(SEATED_AT_MOST)
        .all(db)
        .await?)
}

/// Whoever was or is on several committees.
pub async fn holders_of(
    db: &impl ConnectionTrait,
    committees: &[Committee],
) -> Result<Vec<Holder>> {
    Ok(holder::Entity::find()
        .filter(holder::Column::Committee.is_in(committees.iter().map(|it| it.id.clone())))
        .order_by_asc(holder::Column::Id)
        .limit(SEATED_AT_MOST)
        .all(db)
        .await?)
}

/// Of these committees or any.
pub async fn seats_by_id(db: &impl ConnectionTrait, ids: Vec<SeatId>) -> Result<Vec<Seat>> {
    Ok(seat::Entity::find()
        .filter(seat::Column::Id.is_in(ids))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn insert_seat(tx: &Tx, seat: Seat) -> Result<Seat> {
    let row: seat::ActiveModel = seat.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_seat(tx: &Tx, seat: Seat) -> Result<Seat> {
    let row: seat::ActiveModel = seat.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn find_seat_by_iri(db: &impl ConnectionTrait, iri: &Url) -> Result<Option<Seat>> {
    Ok(seat::Entity::find()
        .filter(seat::Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await?)
}

/// The one at which this is whoever stands in.
pub async fn find_seat_by_deputy(db: &impl ConnectionTrait, iri: &Url) -> Result<Option<Seat>> {
    Ok(seat::Entity::find()
        .filter(seat::Column::Deputy.eq(Iri::from(iri)))
        .one(db)
        .await?)
}

/// Nobody is this any more in the seat of another server's committee.
pub async fn vacate(tx: &Tx, seat: &SeatId, part: Part) -> Result<()> {
    holder::Entity::delete_many()
        .filter(holder::Column::Seat.eq(seat.clone()))
        .filter(holder::Column::Part.eq(part))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn delete_seat(tx: &Tx, id: &SeatId) -> Result<()> {
    seat::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// Everybody who is, will be or was on it, in the order they were entered.
pub async fn holders(db: &impl ConnectionTrait, committee: &CommitteeId) -> Result<Vec<Holder>> {
    Ok(holder::Entity::find()
        .filter(holder::Column::Committee.eq(committee.clone()))
        .order_by_asc(holder::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_holder(db: &impl ConnectionTrait, id: &SeatHolderId) -> Result<Option<Holder>> {
    Ok(holder::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Those with these ids.
pub async fn holders_by_id(
    db: &impl ConnectionTrait,
    ids: BTreeSet<SeatHolderId>,
) -> Result<Vec<Holder>> {
    Ok(holder::Entity::find()
        .filter(holder::Column::Id.is_in(ids))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// The same, so that nobody else changes it before this transaction ends.
pub async fn find_holder_for_change(tx: &Tx, id: &SeatHolderId) -> Result<Holder> {
    let row = holder::Entity::find_by_id(id.clone()).lock_exclusive();
    row.one(tx).await?.ok_or(Error::NotFound)
}

/// Who was asked by this Offer.
pub async fn find_holder_by_offer(
    db: &impl ConnectionTrait,
    offer: &Url,
) -> Result<Option<Holder>> {
    Ok(holder::Entity::find()
        .filter(holder::Column::Offer.eq(Iri::from(offer)))
        .one(db)
        .await?)
}

/// Whatever an association of another server holds, held or was asked, the latest first.
pub async fn holders_of_actor(db: &impl ConnectionTrait, actor: &Iri) -> Result<Vec<Holder>> {
    Ok(holder::Entity::find()
        .filter(holder::Column::Actor.eq(actor.clone()))
        .order_by_desc(holder::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn insert_holder(tx: &Tx, holder: Holder) -> Result<Holder> {
    let row: holder::ActiveModel = holder.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_holder(tx: &Tx, holder: Holder) -> Result<Holder> {
    let row: holder::ActiveModel = holder.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// Those of a seat, in this part.
pub async fn holders_of_seat(
    db: &impl ConnectionTrait,
    seat: &SeatId,
    part: Part,
) -> Result<Vec<Holder>> {
    Ok(holder::Entity::find()
        .filter(holder::Column::Seat.eq(seat.clone()))
        .filter(holder::Column::Part.eq(part))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Those in office on this day whose term ends until the other, with fewer reminders than this.
pub async fn ending(
    db: &impl ConnectionTrait,
    (today, until): (NaiveDate, NaiveDate),
    reminders: i32,
) -> Result<Vec<(CommitteeId, SeatHolderId)>> {
    Ok(holder::Entity::find()
        .select_only()
        .column(holder::Column::Committee)
        .column(holder::Column::Id)
        .filter(holder::Column::EndedAt.is_null())
        .filter(holder::Column::StartsOn.lte(today))
        .filter(holder::Column::EndsOn.gte(today))
        .filter(holder::Column::EndsOn.lte(until))
        .filter(holder::Column::Reminders.lt(reminders))
        .order_by_asc(holder::Column::EndsOn)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// Forget where those are written to whose term was over by then.
pub async fn forget_addresses(
    db: &impl ConnectionTrait,
    (day, moment): (NaiveDate, DateTime<Utc>),
) -> Result<u64> {
    let is_over = holder::Column::EndsOn.lt(day);
    let has_left = holder::Column::EndedAt.lt(moment);
    let forgotten = holder::Entity::update_many()
        .col_expr(holder::Column::Email, Expr::value(Option::<String>::None))
        .filter(holder::Column::Email.is_not_null())
        .filter(Condition::any().add(is_over).add(has_left))
        .exec(db)
        .await?;
    Ok(forgotten.rows_affected)
}

/// Those of a committee, the latest first.
pub async fn motions(db: &impl ConnectionTrait, committee: &CommitteeId) -> Result<Vec<Motion>> {
    Ok(motion::Entity::find()
        .filter(motion::Column::Committee.eq(committee.clone()))
        .order_by_desc(motion::Column::Number)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// The one that others know by this id.
pub async fn find_motion_by_iri(db: &impl ConnectionTrait, iri: &Url) -> Result<Option<Motion>> {
    Ok(motion::Entity::find()
        .filter(motion::Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await?)
}

/// Those that are over, of which others were told, but not yet what came of them.
pub async fn untold_motions(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<MotionId>> {
    Ok(motion::Entity::find()
        .select_only()
        .column(motion::Column::Id)
        .filter(motion::Column::Iri.is_not_null())
        .filter(motion::Column::IsTold.eq(false))
        .filter(motion::Column::EndsAt.lte(now))
        .order_by_asc(motion::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await?)
}

/// How many of a committee wait for votes.
pub async fn count_open_motions(
    tx: &Tx,
    committee: &CommitteeId,
    now: DateTime<Utc>,
) -> Result<u64> {
    Ok(motion::Entity::find()
        .filter(motion::Column::Committee.eq(committee.clone()))
        .filter(motion::Column::WithdrawnAt.is_null())
        .filter(motion::Column::EndsAt.gt(now))
        .count(tx)
        .await?)
}

pub async fn last_motion(tx: &Tx, committee: &CommitteeId) -> Result<i32> {
    let last: Option<Option<i32>> = motion::Entity::find()
        .select_only()
        .column_as(motion::Column::Number.max(), "last")
        .filter(motion::Column::Committee.eq(committee.clone()))
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

pub async fn find_motion(
    db: &impl ConnectionTrait,
    committee: &CommitteeId,
    number: i32,
) -> Result<Option<Motion>> {
    Ok(motion::Entity::find()
        .filter(motion::Column::Committee.eq(committee.clone()))
        .filter(motion::Column::Number.eq(number))
        .one(db)
        .await?)
}

/// The same, so that nobody else votes on it before this transaction ends.
pub async fn find_motion_for_change(tx: &Tx, id: &MotionId) -> Result<Motion> {
    let row = motion::Entity::find_by_id(id.clone()).lock_exclusive();
    row.one(tx).await?.ok_or(Error::NotFound)
}

pub async fn insert_motion(tx: &Tx, motion: Motion) -> Result<Motion> {
    let row: motion::ActiveModel = motion.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_motion(tx: &Tx, motion: Motion) -> Result<Motion> {
    let row: motion::ActiveModel = motion.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// In the order they were cast, those that do not count any more too.
pub async fn votes(db: &impl ConnectionTrait, motion: &MotionId) -> Result<Vec<SeatVote>> {
    Ok(vote::Entity::find()
        .filter(vote::Column::Motion.eq(motion.clone()))
        .order_by_asc(vote::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// The same on several motions at once.
pub async fn votes_on(db: &impl ConnectionTrait, motions: Vec<MotionId>) -> Result<Vec<SeatVote>> {
    Ok(vote::Entity::find()
        .filter(vote::Column::Motion.is_in(motions))
        .order_by_asc(vote::Column::Id)
        .limit(COUNTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn insert_vote(tx: &Tx, vote: SeatVote) -> Result<SeatVote> {
    let row: vote::ActiveModel = vote.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

/// What this deputy said does not count from now on.
pub async fn override_vote(tx: &Tx, id: &SeatVoteId, now: DateTime<Utc>) -> Result<()> {
    let row = vote::Entity::find_by_id(id.clone()).one(tx).await?;
    let row = SeatVote {
        overridden_at: Some(now),
        ..row.ok_or(Error::NotFound)?
    };
    let row: vote::ActiveModel = row.into_active_model().reset_all();
    row.update(tx).await?;
    Ok(())
}

/// What was said in a committee, the latest first.
pub async fn remarks(db: &impl ConnectionTrait, committee: &CommitteeId) -> Result<Vec<Remark>> {
    Ok(remark::Entity::find()
        .filter(remark::Column::Committee.eq(committee.clone()))
        .order_by_desc(remark::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What everybody may read of what was said to a workstream, the latest first.
pub async fn public_remarks(
    db: &impl ConnectionTrait,
    workstream: &WorkstreamId,
) -> Result<Vec<Remark>> {
    Ok(remark::Entity::find()
        .filter(remark::Column::Workstream.eq(workstream.clone()))
        .filter(remark::Column::IsPublic.eq(true))
        .order_by_desc(remark::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count_remarks(tx: &Tx, holder: &SeatHolderId) -> Result<u64> {
    Ok(remark::Entity::find()
        .filter(remark::Column::Holder.eq(holder.clone()))
        .count(tx)
        .await?)
}

pub async fn find_remark(db: &impl ConnectionTrait, id: &RemarkId) -> Result<Option<Remark>> {
    Ok(remark::Entity::find_by_id(id.clone()).one(db).await?)
}

pub async fn insert_remark(tx: &Tx, remark: Remark) -> Result<Remark> {
    let row: remark::ActiveModel = remark.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_remark(tx: &Tx, remark: Remark) -> Result<Remark> {
    let row: remark::ActiveModel = remark.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// What an association of another server said under this id.
pub async fn find_remark_by_iri(db: &impl ConnectionTrait, iri: &Url) -> Result<Option<Remark>> {
    Ok(remark::Entity::find()
        .filter(remark::Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await?)
}

pub async fn delete_remark(tx: &Tx, id: &RemarkId) -> Result<()> {
    remark::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// Those of a committee, the latest sitting first.
pub async fn minutes(db: &impl ConnectionTrait, committee: &CommitteeId) -> Result<Vec<Minutes>> {
    Ok(minutes::Entity::find()
        .filter(minutes::Column::Committee.eq(committee.clone()))
        .order_by_desc(minutes::Column::HeldOn)
        .order_by_desc(minutes::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find_minutes(db: &impl ConnectionTrait, id: &MinutesId) -> Result<Option<Minutes>> {
    Ok(minutes::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Those that others know by this id.
pub async fn find_minutes_by_iri(db: &impl ConnectionTrait, iri: &Url) -> Result<Option<Minutes>> {
    Ok(minutes::Entity::find()
        .filter(minutes::Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await?)
}

/// The same, so that nobody changes or approves of them before this transaction ends.
pub async fn find_minutes_for_change(tx: &Tx, id: &MinutesId) -> Result<Minutes> {
    let row = minutes::Entity::find_by_id(id.clone()).lock_exclusive();
    row.one(tx).await?.ok_or(Error::NotFound)
}

pub async fn insert_minutes(tx: &Tx, minutes: Minutes) -> Result<Minutes> {
    let row: minutes::ActiveModel = minutes.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_minutes(tx: &Tx, minutes: Minutes) -> Result<Minutes> {
    let row: minutes::ActiveModel = minutes.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn approvals(db: &impl ConnectionTrait, id: &MinutesId) -> Result<Vec<approval::Model>> {
    Ok(approval::Entity::find()
        .filter(approval::Column::Minutes.eq(id.clone()))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// The same of several at once.
pub async fn approvals_of(
    db: &impl ConnectionTrait,
    ids: Vec<MinutesId>,
) -> Result<Vec<approval::Model>> {
    Ok(approval::Entity::find()
        .filter(approval::Column::Minutes.is_in(ids))
        .limit(COUNTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn insert_approval(tx: &Tx, approval: approval::Model) -> Result<()> {
    let row: approval::ActiveModel = approval.into_active_model().reset_all();
    row.insert(tx).await?;
    Ok(())
}

/// The text is another now: whoever approved of it has to read it anew.
pub async fn delete_approvals(tx: &Tx, id: &MinutesId) -> Result<()> {
    approval::Entity::delete_many()
        .filter(approval::Column::Minutes.eq(id.clone()))
        .exec(tx)
        .await?;
    Ok(())
}
