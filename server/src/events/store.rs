//! The queries about events. Nobody else names their columns.

use super::{
    erased,
    event::{ActiveModel, Attendance, Column, Entity, Event, Picture, State},
    fold, kinds,
    term::{self, Field, Term},
    venue, words,
};
use crate::{
    Result,
    app::Tx,
    ids::{EventId, MediaId},
};
use chrono::{DateTime, Duration, Utc};
use federation::{Iri, Line};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, LikeExpr, OnConflict, SelectStatement},
};
use std::collections::BTreeMap;
use url::Url;

/// Whoever gives a new event its address.
const SLUGS: Line = Line::named(*b"slugs\0\0\0");
/// Whoever makes an event the next edition of its series.
const EDITIONS: Line = Line::named(*b"editions");
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

/// Organizers in whose names one word stands that are looked for beside others: each is a comparison, and
/// SQLite nests no more than a thousand.
const BESIDE_AT_MOST: usize = 200;

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
        let found = Condition::any()
            .add(Expr::exists(words))
            .add(Column::Organizer.is_in(names.clone().cloned()));
        if self.organizers.is_empty() {
            return found;
        }
        let beside = names
            .take(BESIDE_AT_MOST)
            .map(|name| named_in(Column::Cohosts, name));
        let named = beside.fold(Condition::any(), Condition::add);
        // Most events have nobody beside, and are not looked through.
        let cohosts = Expr::col((Entity, Column::Cohosts)).cast_as("text");
        found.add(Condition::all().add(cohosts.ne("[]")).add(named))
    }
}

/// The events of which this is said.
fn said(field: Field, term: &str) -> SelectStatement {
    term::Entity::find()
        .select_only()
        .column(term::Column::Event)
        .filter(term::Column::Field.is_in(match field {
            Field::Access => vec![field, Field::SessionAccess],
            _ => vec![field],
        }))
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

/// Who of other servers invites to one of the events `filter` chooses.
pub async fn foreign_organizers(db: &impl ConnectionTrait, filter: &Filter) -> Result<Vec<Iri>> {
    Ok(chosen(filter)
        .select_only()
        .column(Column::Organizer)
        .distinct()
        .filter(Column::Local.eq(false))
        .limit(OPTIONS_AT_MOST)
        .into_tuple()
        .all(db)
        .await?)
}

/// Drafts in one answer.
const UNPUBLISHED_AT_MOST: u64 = 1_000;

/// Everything we author, drafts included, latest change first: what the desk shows.
pub async fn own(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Event>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .order_by_desc(Column::UpdatedAt)
        .limit(limit)
        .all(db)
        .await?)
}

/// What we author and nobody else knows yet, soonest first.
pub async fn unpublished(db: &impl ConnectionTrait) -> Result<Vec<Event>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .filter(Column::State.is_not_in(State::PUBLIC))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .limit(UNPUBLISHED_AT_MOST)
        .all(db)
        .await?)
}

/// What this organizer of ours begins at that moment, drafts included.
pub async fn own_starting(
    db: &impl ConnectionTrait,
    organizer: &Iri,
    at: DateTime<Utc>,
) -> Result<Vec<Event>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .filter(Column::Organizer.eq(organizer.clone()))
        .filter(Column::StartsAt.eq(at))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What another server tells and is kept here already: the event of this id, or the one of this page that
/// starts then.
pub async fn find_told(
    db: &impl ConnectionTrait,
    id: &str,
    (page, starts_at): (Option<&Url>, DateTime<Utc>),
) -> Result<Option<Event>> {
    let mut is_it = Condition::any().add(Column::Iri.eq(id));
    if let Some(page) = page {
        let then = Condition::all()
            .add(Column::Url.eq(Iri::from(page)))
            .add(Column::StartsAt.eq(starts_at));
        is_it = is_it.add(then);
    }
    Ok(Entity::find()
        .filter(Column::Local.eq(false))
        .filter(is_it)
        .one(db)
        .await?)
}

/// What this organizer of ours prepares, and what is public, not over and not called off.
pub async fn unfinished_of(
    db: &impl ConnectionTrait,
    organizer: &Iri,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Event>> {
    let is_coming = Condition::all()
        .add(Column::State.is_in(State::PUBLIC))
        .add(Column::State.ne(State::Cancelled))
        .add(Column::EndsAt.gt(now));
    let unfinished = Condition::any()
        .add(Column::State.is_not_in(State::PUBLIC))
        .add(is_coming);
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .filter(Column::Organizer.eq(organizer.clone()))
        .filter(unfinished)
        .order_by_asc(Column::Id)
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

/// How long an event that was put off is waited for, from the end it had: then it counts as over.
const PUT_OFF_AT_MOST: Duration = Duration::days(365);

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
        .filter(
            Condition::any()
                .add(
                    Column::State
                        .ne(State::Postponed)
                        .and(Column::EndsAt.lt(before)),
                )
                .add(Column::EndsAt.lt(before - PUT_OFF_AT_MOST)),
        )
        .into_tuple()
        .all(db)
        .await?)
}

/// Those of `ids` that are public and start between these moments.
pub async fn starting_among(
    db: &impl ConnectionTrait,
    ids: Vec<EventId>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Event>> {
    Ok(Entity::find()
        .filter(Column::Id.is_in(ids))
        .filter(Column::State.is_in(State::PUBLIC))
        .filter(Column::StartsAt.between(from, until))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
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

/// Nobody else gives out a number until the change ends.
pub async fn line_up_for_editions(tx: &Tx) -> Result<()> {
    Ok(tx.line_up(EDITIONS).await?)
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
    Ok(numbers(series).into_tuple().one(db).await?)
}

/// The highest number that everybody knows of.
pub async fn last_public_edition(db: &impl ConnectionTrait, series: &Iri) -> Result<Option<i32>> {
    let public = numbers(series).filter(Column::State.is_in(State::PUBLIC));
    Ok(public.into_tuple().one(db).await?)
}

/// The highest first.
fn numbers(series: &Iri) -> sea_orm::Select<Entity> {
    Entity::find()
        .select_only()
        .column(Column::Edition)
        .filter(Column::Series.eq(series.clone()))
        .filter(Column::Edition.is_not_null())
        .order_by_desc(Column::Edition)
}

/// Whether a public edition starts at or after `from` and before `until`, and takes place.
pub async fn is_held_between(
    db: &impl ConnectionTrait,
    series: &Iri,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    let held = Entity::find()
        .filter(Column::Series.eq(series.clone()))
        .filter(Column::State.is_in(State::PUBLIC))
        .filter(Column::State.is_not_in([State::Cancelled, State::Postponed]))
        .filter(Column::StartsAt.gte(from))
        .filter(Column::StartsAt.lt(until));
    Ok(held.count(db).await? > 0)
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

/// The same, so that nobody else changes it before this transaction ends. On SQLite the transaction
/// itself sees to that.
pub async fn find_kind_for_change(tx: &Tx, name: &str) -> Result<Option<kinds::Model>> {
    let row = kinds::Entity::find_by_id(name.to_owned()).lock_exclusive();
    Ok(row.one(tx).await?)
}

pub async fn insert_kind(tx: &Tx, kind: kinds::Model) -> Result<kinds::Model> {
    let row: kinds::ActiveModel = kind.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_kind(tx: &Tx, kind: kinds::Model) -> Result<kinds::Model> {
    let row: kinds::ActiveModel = kind.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete_kind(tx: &Tx, kind: kinds::Model) -> Result<()> {
    kinds::Entity::delete_by_id(kind.name).exec(tx).await?;
    Ok(())
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

pub fn organizer_of(iri: &Iri) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::Organizer)
        .filter(Column::Iri.eq(iri.clone()))
        .into_query()
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

/// The slug itself, or with the first free number behind it. Nobody else takes it until the change ends.
pub async fn free_slug(tx: &Tx, wanted: &str) -> Result<String> {
    tx.line_up(SLUGS).await?;
    let taken: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Slug)
        .filter(Column::Slug.starts_with(wanted))
        .into_tuple()
        .all(tx)
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
    list_as_found_by(tx, &event).await?;
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
        .filter(term::Column::Field.is_not_in(term::SAID_APART))
        .exec(tx)
        .await?;
    words::Entity::delete_by_id(event.id.clone())
        .exec(tx)
        .await?;
    list_as_found_by(tx, event).await
}

/// The same for an event nothing is kept beside yet.
async fn list_as_found_by(tx: &Tx, event: &Event) -> Result<()> {
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

/// Keep which access marks sessions of its agenda have, in place of what was kept.
pub async fn mark_sessions(tx: &Tx, event: &EventId, marks: &[&str]) -> Result<()> {
    let marks = marks.iter().copied();
    let marks = term::apart(event, Field::SessionAccess, marks, str::to_owned);
    keep_apart(tx, event, Field::SessionAccess, marks).await
}

async fn keep_apart(tx: &Tx, event: &EventId, field: Field, terms: Vec<Term>) -> Result<()> {
    term::Entity::delete_many()
        .filter(term::Column::Event.eq(event.clone()))
        .filter(term::Column::Field.eq(field))
        .exec(tx)
        .await?;
    let rows = terms
        .into_iter()
        .map(|row| row.into_active_model().reset_all());
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        term::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// The stakeholder groups that other servers' events are meant for, as they are compared.
pub async fn groups_of(db: &impl ConnectionTrait, events: &[EventId]) -> Result<Vec<Term>> {
    let groups = term::Entity::find()
        .filter(term::Column::Field.eq(Field::Group))
        .filter(term::Column::Event.is_in(events.iter().cloned()));
    Ok(groups.all(db).await?)
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
pub async fn upsert(tx: &Tx, event: Event, groups: &[String]) -> Result<()> {
    let id = event.id.clone();
    let row: ActiveModel = event.into_active_model().reset_all();
    let mut kept = Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::Iri)
                .update_columns([
                    Column::Organizer,
                    Column::Url,
                    Column::State,
                    Column::Reason,
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
        .exec_with_returning_many(tx)
        .await?;
    let Some(kept) = kept.pop() else {
        return Ok(());
    };
    match kept.id == id {
        true => list_as_found_by(tx, &kept).await?,
        false => make_findable(tx, &kept).await?,
    }
    let groups = groups.iter().map(String::as_str);
    let groups = term::apart(&kept.id, Field::Group, groups, fold::key);
    keep_apart(tx, &kept.id, Field::Group, groups).await
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
    let quoted = LikeExpr::new(format!("%\"{}\"%", escaped(id.as_str()))).escape('\\');
    Expr::col((Entity, column)).cast_as("text").like(quoted)
}

/// As it stands for itself in a pattern.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\");
    text.replace('%', "\\%").replace('_', "\\_")
}

/// Whether an id in this column is of the server of `actor`, met or not.
fn is_at(column: Column, actor: &Url) -> Expr {
    let origin = escaped(&actor.origin().ascii_serialization());
    let inside = LikeExpr::new(format!("{origin}/%")).escape('\\');
    Expr::col((Entity, column)).like(inside)
}

/// Whether nobody of `known` is named there.
fn is_nobody_of(column: Column, known: &[Iri]) -> Condition {
    let others = column.is_not_in(known.iter().cloned());
    Condition::any().add(column.is_null()).add(others)
}

/// Whether none of the server `home` invites with it.
fn without_one_of(home: &Url) -> Expr {
    let origin = escaped(&home.origin().ascii_serialization());
    let one = LikeExpr::new(format!("%\"{origin}/%")).escape('\\');
    let cohosts = Expr::col((Entity, Column::Cohosts)).cast_as("text");
    cohosts.like(one).not()
}

/// Forget what `actor` brought: invited to, or passed on as a series. What came from one of `followed`
/// too stays, and what one of the server `home` invites to.
pub async fn delete_brought_by(tx: &Tx, actor: &Iri, followed: &[Iri], home: &Url) -> Result<()> {
    let invited_to = Condition::all()
        .add(Column::Organizer.eq(actor.clone()))
        .add(is_nobody_of(Column::Series, followed));
    let passed_on = Condition::all()
        .add(Column::Series.eq(actor.clone()))
        .add(is_nobody_of(Column::Organizer, followed));
    Entity::delete_many()
        .filter(Column::Local.eq(false))
        .filter(Condition::any().add(invited_to).add(passed_on))
        .filter(without_one_of(home))
        .exec(tx)
        .await?;
    Ok(())
}

/// The same for everybody at the server of `actor`.
pub async fn delete_brought_from(tx: &Tx, actor: &Iri, followed: &[Iri], home: &Url) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Local.eq(false))
        .filter(is_at(Column::Organizer, actor))
        .filter(is_nobody_of(Column::Organizer, followed))
        .filter(is_nobody_of(Column::Series, followed))
        .filter(without_one_of(home))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forget others' events that ended before `before`, unless one of `kept` brought them, they are from the
/// server of one of `peers`, or one of the server `home` invites with them.
pub async fn forget_foreign(
    tx: &Tx,
    kept: &[Iri],
    peers: &[Iri],
    home: &Url,
    before: DateTime<Utc>,
) -> Result<u64> {
    let mut forgotten = Entity::delete_many()
        .filter(Column::Local.eq(false))
        .filter(Column::EndsAt.lt(before))
        .filter(without_one_of(home))
        .filter(is_nobody_of(Column::Organizer, kept))
        .filter(is_nobody_of(Column::Series, kept));
    for peer in peers {
        forgotten = forgotten.filter(is_at(Column::Organizer, peer).not());
    }
    Ok(forgotten.exec(tx).await?.rows_affected)
}

/// Those of `actors` that invite to an event kept here, or pass one on.
pub async fn organizers_among(tx: &Tx, actors: &[Iri]) -> Result<Vec<Iri>> {
    let mut found = Vec::new();
    for column in [Column::Organizer, Column::Series] {
        let some: Vec<Iri> = Entity::find()
            .select_only()
            .column(column)
            .distinct()
            .filter(column.is_in(actors.iter().cloned()))
            .into_tuple()
            .all(tx)
            .await?;
        found.extend(some);
    }
    Ok(found)
}
