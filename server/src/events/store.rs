//! The queries about events. Nobody else names their columns.

use super::{
    erased,
    event::{ActiveModel, Attendance, Column, Entity, Event, Picture, State},
    kinds,
    term::{self, Field},
    venue, words,
};
use crate::{
    Result,
    app::Tx,
    ids::{EventId, MediaId},
};
use chrono::{DateTime, Utc};
use federation::{Iri, actors};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, LikeExpr, OnConflict, SelectStatement},
};
use std::collections::BTreeMap;
use url::Url;

/// Events on one page of a list.
pub const LISTED_AT_MOST: u64 = 50;

/// Which public events a list shows. Every field narrows it.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Ends at or after.
    pub from: Option<DateTime<Utc>>,
    /// Starts before.
    pub until: Option<DateTime<Utc>>,
    /// Ended before.
    pub over_by: Option<DateTime<Utc>>,
    pub organizer: Option<Iri>,
    /// By its actor.
    pub series: Option<Iri>,
    /// What has to be said of it, each as it is compared.
    pub terms: Vec<(Field, String)>,
    /// What has to stand in it, or in the names of those who invite.
    pub words: Vec<Word>,
    /// The one way somebody can come; a hybrid event is open to both.
    pub attendance: Option<Attendance>,
    pub local_only: bool,
    /// Latest first, for what is over.
    pub latest_first: bool,
    /// How many to leave out, for paging.
    pub offset: u64,
    /// At most this many; [`LISTED_AT_MOST`] when zero.
    pub limit: u64,
}

/// A word somebody looks for, and whose names it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Letters and digits alone, folded.
    pub text: String,
    pub organizers: Vec<Iri>,
}

impl Word {
    fn is_in(&self) -> Condition {
        let words = words::Entity::find()
            .select_only()
            .column(words::Column::Event)
            .filter(Expr::col((words::Entity, words::Column::Event)).equals((Entity, Column::Id)))
            .filter(words::Column::Words.contains(&self.text))
            .into_query();
        let names = self.organizers.iter();
        let beside = names.clone().map(|name| named_in(Column::Cohosts, name));
        let invites = Column::Organizer.is_in(names.cloned());
        beside.fold(
            Condition::any().add(Expr::exists(words)).add(invites),
            |all, named| all.add(named),
        )
    }
}

/// The events of which this is said.
fn said(field: Field, term: &str) -> SelectStatement {
    term::Entity::find()
        .select_only()
        .column(term::Column::Event)
        .filter(term::Column::Field.eq(field))
        .filter(term::Column::Term.eq(term))
        .into_query()
}

fn chosen(filter: &Filter) -> sea_orm::Select<Entity> {
    let mut query = Entity::find().filter(Column::State.is_in(State::PUBLIC));
    if let Some(from) = filter.from {
        query = query.filter(Column::EndsAt.gte(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(Column::StartsAt.lt(until));
    }
    if let Some(over_by) = filter.over_by {
        query = query.filter(Column::EndsAt.lt(over_by));
    }
    if let Some(organizer) = &filter.organizer {
        let is_named = named_in(Column::Cohosts, organizer);
        query = query.filter(Column::Organizer.eq(organizer.clone()).or(is_named));
    }
    if let Some(series) = &filter.series {
        query = query.filter(Column::Series.eq(series.clone()));
    }
    for (field, term) in &filter.terms {
        query = query.filter(Column::Id.in_subquery(said(*field, term)));
    }
    for word in &filter.words {
        query = query.filter(word.is_in());
    }
    if let Some(attendance) = filter.attendance {
        query = query.filter(Column::Attendance.is_in([attendance, Attendance::Hybrid]));
    }
    if filter.local_only {
        query = query.filter(Column::Local.eq(true));
    }
    query
}

/// Public events, soonest first unless asked otherwise.
pub async fn listed(db: &impl ConnectionTrait, filter: &Filter) -> Result<Vec<Event>> {
    let limit = match filter.limit {
        0 => LISTED_AT_MOST,
        limit => limit,
    };
    let ordered = if filter.latest_first {
        chosen(filter).order_by_desc(Column::StartsAt)
    } else {
        chosen(filter).order_by_asc(Column::StartsAt)
    };
    let ordered = ordered.order_by_asc(Column::Id);
    Ok(ordered.offset(filter.offset).limit(limit).all(db).await?)
}

/// How many public events `filter` chooses, its offset and limit left aside.
pub async fn count(db: &impl ConnectionTrait, filter: &Filter) -> Result<u64> {
    Ok(chosen(filter).count(db).await?)
}

/// Different terms of one field that are offered to choose from.
const OPTIONS_AT_MOST: u64 = 500;

/// What can be asked for of the events `filter` chooses: each term once, with the way one of them spells it.
pub async fn options(
    db: &impl ConnectionTrait,
    field: Field,
    filter: &Filter,
) -> Result<Vec<(String, String)>> {
    let events = chosen(filter).select_only().column(Column::Id).into_query();
    Ok(term::Entity::find()
        .select_only()
        .column(term::Column::Term)
        .column_as(term::Column::Label.min(), "label")
        .filter(term::Column::Field.eq(field))
        .filter(term::Column::Event.in_subquery(events))
        .group_by(term::Column::Term)
        .order_by_asc(term::Column::Term)
        .limit(OPTIONS_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

/// Different organizers of public events whose names a search looks at.
const ORGANIZERS_AT_MOST: u64 = 2_000;

/// Who invites to a public event.
pub async fn organizers(db: &impl ConnectionTrait) -> Result<Vec<Iri>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Organizer)
        .distinct()
        .filter(Column::State.is_in(State::PUBLIC))
        .limit(ORGANIZERS_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

/// Everything we author, drafts included, latest change first: what the desk shows.
pub async fn own(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Event>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .order_by_desc(Column::UpdatedAt)
        .limit(limit)
        .all(db)
        .await?)
}

/// What takes place at the time of `event`, soonest first: public events, and what is prepared here.
pub async fn beside_in_time(
    db: &impl ConnectionTrait,
    event: &Event,
    limit: u64,
) -> Result<Vec<Event>> {
    let known = Condition::any()
        .add(Column::Local.eq(true))
        .add(Column::State.is_in(State::PUBLIC));
    // What is over the moment it starts takes place then all the same.
    let begins_later = Column::StartsAt.gte(event.starts_at);
    let ends_later = Column::EndsAt.gt(event.starts_at);
    Ok(Entity::find()
        .filter(Column::EndsAt.gte(event.starts_at))
        .filter(Condition::any().add(ends_later).add(begins_later))
        .filter(Column::StartsAt.lt(event.ends_at))
        .filter(Column::State.is_not_in([State::Cancelled, State::Postponed]))
        .filter(known)
        .filter(Column::Id.ne(event.id.clone()))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Drafts whose time to be published has come.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Event>> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Scheduled))
        .filter(Column::PublishAt.lte(now))
        .order_by_asc(Column::PublishAt)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn find(db: &impl ConnectionTrait, id: &EventId) -> Result<Option<Event>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

/// Those of `ids` there are.
pub async fn find_all(db: &impl ConnectionTrait, ids: Vec<EventId>) -> Result<Vec<Event>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids)).all(db).await?)
}

/// One of them, so that nobody else changes it, or counts its places, before this transaction ends. On
/// SQLite the transaction itself sees to that.
pub async fn find_for_change(tx: &Tx, id: &EventId) -> Result<Option<Event>> {
    Ok(Entity::find_by_id(id.clone())
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// What is sealed beside an event.
pub async fn find_venue(db: &impl ConnectionTrait, event: &EventId) -> Result<Option<String>> {
    let row = venue::Entity::find_by_id(event.clone()).one(db).await?;
    Ok(row.map(|row| row.sealed))
}

pub async fn keep_venue(tx: &Tx, event: &EventId, sealed: Option<String>) -> Result<()> {
    let Some(sealed) = sealed else {
        venue::Entity::delete_by_id(event.clone()).exec(tx).await?;
        return Ok(());
    };
    let row = venue::ActiveModel {
        event: Set(event.clone()),
        sealed: Set(sealed),
    };
    venue::Entity::insert(row)
        .on_conflict(
            OnConflict::column(venue::Column::Event)
                .update_column(venue::Column::Sealed)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Those of `ids` that ended before `before`.
pub async fn over_among(
    db: &impl ConnectionTrait,
    ids: Vec<EventId>,
    before: DateTime<Utc>,
) -> Result<Vec<EventId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(ids))
        .filter(Column::EndsAt.lt(before))
        .into_tuple()
        .all(db)
        .await?)
}

/// Those of `ids` that are there.
pub async fn there_among(db: &impl ConnectionTrait, ids: &[EventId]) -> Result<Vec<EventId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(ids.iter().cloned()))
        .into_tuple()
        .all(db)
        .await?)
}

pub async fn find_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Event>> {
    Ok(Entity::find().filter(Column::Slug.eq(slug)).one(db).await?)
}

pub async fn find_by_iri(db: &impl ConnectionTrait, iri: &Url) -> Result<Option<Event>> {
    Ok(Entity::find()
        .filter(Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await?)
}

/// The same, whoever it is by, so that nobody else changes it before this transaction ends.
pub async fn find_by_iri_for_change(tx: &Tx, iri: &Url) -> Result<Option<Event>> {
    Ok(Entity::find()
        .filter(Column::Iri.eq(Iri::from(iri)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// How often time, place or status of these changed.
pub async fn sequences(
    db: &impl ConnectionTrait,
    iris: impl IntoIterator<Item = Iri>,
) -> Result<BTreeMap<Iri, i32>> {
    let sequences: Vec<(Iri, i32)> = Entity::find()
        .select_only()
        .columns([Column::Iri, Column::Sequence])
        .filter(Column::Iri.is_in(iris))
        .into_tuple()
        .all(db)
        .await?;
    Ok(sequences.into_iter().collect())
}

/// The edition of this number, published or not.
pub async fn edition(
    db: &impl ConnectionTrait,
    series: &Iri,
    number: i32,
) -> Result<Option<Event>> {
    Ok(Entity::find()
        .filter(Column::Series.eq(series.clone()))
        .filter(Column::Edition.eq(number))
        .one(db)
        .await?)
}

/// The highest number a series has come to, drafts included.
pub async fn last_edition(db: &impl ConnectionTrait, series: &Iri) -> Result<Option<i32>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Edition)
        .filter(Column::Series.eq(series.clone()))
        .filter(Column::Edition.is_not_null())
        .order_by_desc(Column::Edition)
        .into_tuple()
        .one(db)
        .await?)
}

/// The kinds of this organizer's own, or all there are, in the order of the alphabet.
pub async fn kinds(
    db: &impl ConnectionTrait,
    organizer: Option<&Iri>,
) -> Result<Vec<kinds::Model>> {
    let mut query = kinds::Entity::find().order_by_asc(kinds::Column::Name);
    if let Some(organizer) = organizer {
        query = query.filter(kinds::Column::Organizer.eq(organizer.clone()));
    }
    Ok(query.all(db).await?)
}

pub async fn find_kind(db: &impl ConnectionTrait, name: &str) -> Result<Option<kinds::Model>> {
    Ok(kinds::Entity::find_by_id(name.to_owned()).one(db).await?)
}

pub async fn insert_kind(tx: &Tx, kind: kinds::Model) -> Result<kinds::Model> {
    let row: kinds::ActiveModel = kind.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_kind(tx: &Tx, kind: kinds::Model) -> Result<kinds::Model> {
    let row: kinds::ActiveModel = kind.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// When the latest edition starts, drafts included.
pub async fn last_start(db: &impl ConnectionTrait, series: &Iri) -> Result<Option<DateTime<Utc>>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::StartsAt)
        .filter(Column::Series.eq(series.clone()))
        .order_by_desc(Column::StartsAt)
        .into_tuple()
        .one(db)
        .await?)
}

/// The public editions right before and right after this number.
pub async fn beside(
    db: &impl ConnectionTrait,
    series: &Iri,
    number: i32,
) -> Result<(Option<Event>, Option<Event>)> {
    let public = Entity::find()
        .filter(Column::Series.eq(series.clone()))
        .filter(Column::State.is_in(State::PUBLIC));
    let before = public
        .clone()
        .filter(Column::Edition.lt(number))
        .order_by_desc(Column::Edition);
    let after = public
        .filter(Column::Edition.gt(number))
        .order_by_asc(Column::Edition);
    Ok((before.one(db).await?, after.one(db).await?))
}

pub async fn organizer_of(
    db: &impl ConnectionTrait,
    iri: &Url,
) -> std::result::Result<Option<Iri>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Organizer)
        .filter(Column::Iri.eq(Iri::from(iri)))
        .into_tuple()
        .one(db)
        .await
}

/// The pictures that events show.
pub async fn pictures(db: &impl ConnectionTrait) -> Result<Vec<MediaId>> {
    let pictures: Vec<Option<Picture>> = Entity::find()
        .select_only()
        .column(Column::Picture)
        .filter(Column::Picture.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let pictures = pictures.into_iter().flatten();
    Ok(pictures.map(|picture| picture.media).collect())
}

/// The slug itself, or with the first free number behind it.
pub async fn free_slug(db: &impl ConnectionTrait, wanted: &str) -> Result<String> {
    let taken: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Slug)
        .filter(Column::Slug.starts_with(wanted))
        .into_tuple()
        .all(db)
        .await?;
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned())
        .chain(numbered)
        .find(|slug| !taken.contains(slug))
        .ok_or(crate::Error::NotFound)
}

pub async fn insert(tx: &Tx, event: Event) -> Result<Event> {
    let row: ActiveModel = event.into_active_model().reset_all();
    let event = row.insert(tx).await?;
    make_findable(tx, &event).await?;
    Ok(event)
}

pub async fn update(tx: &Tx, event: Event) -> Result<Event> {
    let row: ActiveModel = event.into_active_model().reset_all();
    let event = row.update(tx).await?;
    make_findable(tx, &event).await?;
    Ok(event)
}

/// Keep what an event is found by: as it is now, and nothing of what is not public.
pub async fn make_findable(tx: &Tx, event: &Event) -> Result<()> {
    term::Entity::delete_many()
        .filter(term::Column::Event.eq(event.id.clone()))
        .exec(tx)
        .await?;
    words::Entity::delete_by_id(event.id.clone())
        .exec(tx)
        .await?;
    let terms = term::of(event).into_iter();
    let terms: Vec<_> = terms
        .map(|row| row.into_active_model().reset_all())
        .collect();
    if !terms.is_empty() {
        term::Entity::insert_many(terms)
            .exec_without_returning(tx)
            .await?;
    }
    if let Some(words) = words::of(event) {
        words::Entity::insert(words.into_active_model().reset_all())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Public events nobody can look for yet: a version before this one kept them.
pub async fn not_findable(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Event>> {
    let words = words::Entity::find()
        .select_only()
        .column(words::Column::Event)
        .filter(Expr::col((words::Entity, words::Column::Event)).equals((Entity, Column::Id)))
        .into_query();
    Ok(Entity::find()
        .filter(Column::State.is_in(State::PUBLIC))
        .filter(Expr::exists(words).not())
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Keep another server's event: new, or in place of what we had of it.
pub async fn upsert(tx: &Tx, event: Event) -> Result<()> {
    let iri = event.iri.clone();
    let row: ActiveModel = event.into_active_model().reset_all();
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::Iri)
                .update_columns([
                    Column::Organizer,
                    Column::Url,
                    Column::State,
                    Column::Language,
                    Column::Texts,
                    Column::StartsAt,
                    Column::EndsAt,
                    Column::Zone,
                    Column::PreviouslyStartedAt,
                    Column::Attendance,
                    Column::Place,
                    Column::Kind,
                    Column::Access,
                    Column::Topics,
                    Column::RegistrationUrl,
                    Column::Series,
                    Column::TakesJoins,
                    Column::Sequence,
                    Column::UpdatedAt,
                ])
                // Whoever compared with an older row meanwhile changes nothing.
                .action_and_where(
                    Expr::col((Entity, Column::UpdatedAt))
                        .lte(Expr::col(("excluded", Column::UpdatedAt))),
                )
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    match find_by_iri(tx, &iri).await? {
        Some(kept) => make_findable(tx, &kept).await,
        None => Ok(()),
    }
}

pub async fn delete(tx: &Tx, id: &EventId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// Remember where a public event was.
pub async fn mark_erased(tx: &Tx, slug: &str, at: DateTime<Utc>) -> Result<()> {
    let row = erased::ActiveModel {
        slug: Set(slug.to_owned()),
        erased_at: Set(at),
    };
    // The address may have been given to another event since.
    erased::Entity::insert(row)
        .on_conflict(
            OnConflict::column(erased::Column::Slug)
                .update_column(erased::Column::ErasedAt)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// When the public event of this address was erased.
pub async fn erased_at(db: &impl ConnectionTrait, slug: &str) -> Result<Option<DateTime<Utc>>> {
    let row = erased::Entity::find_by_id(slug.to_owned()).one(db).await?;
    Ok(row.map(|row| row.erased_at))
}

/// Remove another server's event; one of ours is never touched by this.
pub async fn delete_remote(tx: &Tx, iri: &Url) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Iri.eq(Iri::from(iri)))
        .filter(Column::Local.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}

/// Remove what another server's actor invites to.
pub async fn delete_all_of(tx: &Tx, organizer: &Iri) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Organizer.eq(organizer.clone()))
        .filter(Column::Local.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether a list inside the row has this id. Quotes end it, and no id has any.
fn named_in(column: Column, id: &Iri) -> Expr {
    let escaped = id.as_str().replace('\\', "\\\\");
    let escaped = escaped.replace('%', "\\%").replace('_', "\\_");
    let quoted = LikeExpr::new(format!("%\"{escaped}\"%")).escape('\\');
    Expr::col((Entity, column)).cast_as("text").like(quoted)
}

/// Forget what `actor` brought: invited to, or passed on as a series. What came from one of `followed`
/// too stays, and what one of `cohosts` invites to.
pub async fn delete_brought_by(
    tx: &Tx,
    actor: &Iri,
    followed: &[Iri],
    cohosts: &[Iri],
) -> Result<()> {
    let nobody_s = |column: Column| {
        let others = column.is_not_in(followed.iter().cloned());
        Condition::any().add(column.is_null()).add(others)
    };
    let invited_to = Condition::all()
        .add(Column::Organizer.eq(actor.clone()))
        .add(nobody_s(Column::Series));
    let passed_on = Condition::all()
        .add(Column::Series.eq(actor.clone()))
        .add(nobody_s(Column::Organizer));
    let mut brought = Entity::delete_many()
        .filter(Column::Local.eq(false))
        .filter(Condition::any().add(invited_to).add(passed_on));
    for cohost in cohosts {
        brought = brought.filter(named_in(Column::Cohosts, cohost).not());
    }
    brought.exec(tx).await?;
    Ok(())
}

/// Forget others' events that ended before `before` and are by nobody of `kept` and from none of `hosts`.
pub async fn forget_foreign(
    tx: &Tx,
    kept: &[Iri],
    hosts: &[String],
    before: DateTime<Utc>,
) -> Result<u64> {
    let forgotten = Entity::delete_many()
        .filter(Column::Local.eq(false))
        .filter(Column::EndsAt.lt(before))
        .filter(Column::Organizer.is_not_in(kept.iter().cloned()))
        .filter(Column::Organizer.not_in_subquery(actors::at(hosts)))
        .exec(tx)
        .await?;
    Ok(forgotten.rows_affected)
}

/// Who of the server `host` invites to an event kept here, at most `limit`.
pub async fn organizers_at(tx: &Tx, host: &str, limit: u64) -> Result<Vec<Iri>> {
    let at_host = actors::at(&[host.to_owned()]);
    let organizers = Entity::find()
        .select_only()
        .column(Column::Organizer)
        .distinct()
        .filter(Column::Local.eq(false))
        .filter(Column::Organizer.in_subquery(at_host))
        .limit(limit)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(organizers)
}

/// Those of `actors` that invite to an event kept here.
pub async fn organizers_among(tx: &Tx, actors: &[Iri]) -> Result<Vec<Iri>> {
    let organizers = Entity::find()
        .select_only()
        .column(Column::Organizer)
        .distinct()
        .filter(Column::Organizer.is_in(actors.iter().cloned()))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(organizers)
}
