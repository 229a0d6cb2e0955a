//! The queries about ideas and what hangs on them. Nobody else names their columns.

use super::{
    author::{self, Author},
    comment::{self, Comment},
    idea::{self, Idea, State},
    offer::{self, Offer},
    supporter::{self, Supporter},
};
use crate::{
    Result,
    app::Tx,
    ids::{CycleId, IdeaAuthorId, IdeaCommentId, IdeaId, IdeaSupporterId, TopicId},
};
use chrono::{DateTime, Utc};
use federation::Iri;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::SelectStatement,
};
use std::collections::BTreeMap;
use url::Url;

/// Rows of one list.
pub const LISTED_AT_MOST: u64 = 2_000;

pub async fn insert(tx: &Tx, idea: Idea) -> Result<Idea> {
    let row: idea::ActiveModel = idea.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update(tx: &Tx, idea: Idea) -> Result<Idea> {
    let row: idea::ActiveModel = idea.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn find(db: &impl ConnectionTrait, id: &IdeaId) -> Result<Option<Idea>> {
    Ok(idea::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The same, so that nobody else changes it before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &IdeaId) -> Result<Option<Idea>> {
    let row = idea::Entity::find_by_id(id.clone()).lock_exclusive();
    Ok(row.one(tx).await?)
}

pub async fn find_by_number(
    db: &impl ConnectionTrait,
    cycle: &CycleId,
    number: i32,
) -> Result<Option<Idea>> {
    Ok(idea::Entity::find()
        .filter(idea::Column::Cycle.eq(cycle.clone()))
        .filter(idea::Column::Number.eq(number))
        .one(db)
        .await?)
}

pub async fn find_by_iri(db: &impl ConnectionTrait, iri: &Url) -> Result<Option<Idea>> {
    Ok(idea::Entity::find()
        .filter(idea::Column::Iri.eq(Iri::from(iri)))
        .one(db)
        .await?)
}

/// Whose the idea of this id on the wire is.
pub fn actor_of(iri: &Iri) -> SelectStatement {
    idea::Entity::find()
        .select_only()
        .column(idea::Column::Actor)
        .filter(idea::Column::Iri.eq(iri.clone()))
        .filter(idea::Column::Actor.is_not_null())
        .into_query()
}

/// What everybody may read of a cycle, by number.
pub async fn public(db: &impl ConnectionTrait, cycle: &CycleId) -> Result<Vec<Idea>> {
    Ok(idea::Entity::find()
        .filter(idea::Column::Cycle.eq(cycle.clone()))
        .filter(idea::Column::PublishedAt.is_not_null())
        .order_by_asc(idea::Column::Number)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What everybody may read about this topic, the latest first.
pub async fn of_topic(db: &impl ConnectionTrait, topic: &TopicId) -> Result<Vec<Idea>> {
    let mut found = idea::Entity::find()
        .filter(idea::Column::Topic.eq(topic.clone()))
        .filter(idea::Column::PublishedAt.is_not_null())
        .order_by_desc(idea::Column::PublishedAt)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?;
    found.retain(Idea::is_public);
    Ok(found)
}

/// One page of the same, and whether there are more.
pub async fn page(
    db: &impl ConnectionTrait,
    cycle: &CycleId,
    skipped: u64,
    limit: u64,
) -> Result<(Vec<Idea>, bool)> {
    let mut found = idea::Entity::find()
        .filter(idea::Column::Cycle.eq(cycle.clone()))
        .filter(idea::Column::PublishedAt.is_not_null())
        .order_by_asc(idea::Column::Number)
        .offset(skipped)
        .limit(limit + 1)
        .all(db)
        .await?;
    let more = found.len() as u64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok((found, more))
}

pub async fn count_public(db: &impl ConnectionTrait, cycle: &CycleId) -> Result<u64> {
    Ok(idea::Entity::find()
        .filter(idea::Column::Cycle.eq(cycle.clone()))
        .filter(idea::Column::PublishedAt.is_not_null())
        .count(db)
        .await?)
}

/// How many ideas are in each state of each cycle.
pub async fn counts(db: &impl ConnectionTrait) -> Result<Vec<(Option<CycleId>, State, i64)>> {
    Ok(idea::Entity::find()
        .select_only()
        .column(idea::Column::Cycle)
        .column(idea::Column::State)
        .column_as(idea::Column::Id.count(), "ideas")
        .group_by(idea::Column::Cycle)
        .group_by(idea::Column::State)
        .into_tuple()
        .all(db)
        .await?)
}

/// All ideas of a cycle, whoever may read them.
pub async fn count_of(db: &impl ConnectionTrait, cycle: &CycleId) -> Result<u64> {
    Ok(idea::Entity::find()
        .filter(idea::Column::Cycle.eq(cycle.clone()))
        .count(db)
        .await?)
}

/// The highest number of a cycle so far.
pub async fn last_number(tx: &Tx, cycle: &CycleId) -> Result<i32> {
    let last: Option<Option<i32>> = idea::Entity::find()
        .select_only()
        .column_as(idea::Column::Number.max(), "last")
        .filter(idea::Column::Cycle.eq(cycle.clone()))
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

/// For those who work here: of one cycle or of all, what waits first, then the latest.
pub async fn listed(db: &impl ConnectionTrait, cycle: Option<&CycleId>) -> Result<Vec<Idea>> {
    let mut query = idea::Entity::find().filter(idea::Column::State.ne(State::Unconfirmed));
    if let Some(cycle) = cycle {
        query = query.filter(idea::Column::Cycle.eq(cycle.clone()));
    }
    let mut found = query
        .order_by_desc(idea::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?;
    found.sort_by_key(|idea| idea.state != State::Waiting);
    Ok(found)
}

/// Those that wait for somebody who works here.
pub async fn count_waiting(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(idea::Entity::find()
        .filter(idea::Column::State.eq(State::Waiting))
        .count(db)
        .await?)
}

/// Of one actor of another server, what waits.
pub async fn count_offered(db: &impl ConnectionTrait, actor: &Iri) -> Result<u64> {
    Ok(idea::Entity::find()
        .filter(idea::Column::State.eq(State::Waiting))
        .filter(idea::Column::Actor.eq(actor.clone()))
        .filter(idea::Column::Local.eq(false))
        .count(db)
        .await?)
}

/// Those that went over into this one.
pub async fn merged_into(db: &impl ConnectionTrait, id: &IdeaId) -> Result<Vec<Idea>> {
    Ok(idea::Entity::find()
        .filter(idea::Column::MergedInto.eq(id.clone()))
        .order_by_asc(idea::Column::Number)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// What other servers' actors of this list brought here.
pub async fn actors_among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let mut found: Vec<Iri> = idea::Entity::find()
        .select_only()
        .column(idea::Column::Actor)
        .distinct()
        .filter(idea::Column::Actor.is_in(actors.iter().cloned()))
        .into_tuple()
        .all(db)
        .await?;
    let owners: Vec<Iri> = offer::Entity::find()
        .select_only()
        .column(offer::Column::Owner)
        .distinct()
        .filter(offer::Column::Owner.is_in(actors.iter().cloned()))
        .into_tuple()
        .all(db)
        .await?;
    found.extend(owners);
    Ok(found)
}

/// Forget what nobody confirmed: ideas, authors, supporters and comments. Returns how many rows.
pub async fn forget_unconfirmed(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let ideas = idea::Entity::delete_many()
        .filter(idea::Column::State.eq(State::Unconfirmed))
        .filter(idea::Column::UpdatedAt.lt(before))
        .exec(db)
        .await?;
    let authors = author::Entity::delete_many()
        .filter(author::Column::ConfirmedAt.is_null())
        .filter(author::Column::Email.is_not_null())
        .filter(author::Column::UpdatedAt.lt(before))
        .exec(db)
        .await?;
    let supporters = supporter::Entity::delete_many()
        .filter(supporter::Column::ConfirmedAt.is_null())
        .filter(supporter::Column::CreatedAt.lt(before))
        .exec(db)
        .await?;
    let comments = comment::Entity::delete_many()
        .filter(comment::Column::State.eq(comment::State::Unconfirmed))
        .filter(comment::Column::UpdatedAt.lt(before))
        .exec(db)
        .await?;
    let rows = [ideas, authors, supporters, comments];
    Ok(rows.iter().map(|deleted| deleted.rows_affected).sum())
}

pub async fn insert_author(tx: &Tx, author: Author) -> Result<Author> {
    let row: author::ActiveModel = author.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_author(tx: &Tx, author: Author) -> Result<Author> {
    let row: author::ActiveModel = author.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn find_author(db: &impl ConnectionTrait, id: &IdeaAuthorId) -> Result<Option<Author>> {
    Ok(author::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Who brought an idea, the first first.
pub async fn authors(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<Vec<Author>> {
    Ok(author::Entity::find()
        .filter(author::Column::Idea.eq(idea.clone()))
        .order_by_asc(author::Column::Id)
        .all(db)
        .await?)
}

pub async fn insert_supporter(tx: &Tx, supporter: Supporter) -> Result<Supporter> {
    let row: supporter::ActiveModel = supporter.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_supporter(tx: &Tx, supporter: Supporter) -> Result<Supporter> {
    let row: supporter::ActiveModel = supporter.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete_supporter(tx: &Tx, id: &IdeaSupporterId) -> Result<()> {
    supporter::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find_supporter(
    db: &impl ConnectionTrait,
    id: &IdeaSupporterId,
) -> Result<Option<Supporter>> {
    Ok(supporter::Entity::find_by_id(id.clone()).one(db).await?)
}

pub async fn find_supporter_by_email(
    db: &impl ConnectionTrait,
    idea: &IdeaId,
    email: &str,
) -> Result<Option<Supporter>> {
    Ok(supporter::Entity::find()
        .filter(supporter::Column::Idea.eq(idea.clone()))
        .filter(supporter::Column::Email.eq(email))
        .one(db)
        .await?)
}

pub async fn find_supporter_by_actor(
    db: &impl ConnectionTrait,
    idea: &IdeaId,
    actor: &Iri,
) -> Result<Option<Supporter>> {
    Ok(supporter::Entity::find()
        .filter(supporter::Column::Idea.eq(idea.clone()))
        .filter(supporter::Column::Actor.eq(actor.clone()))
        .one(db)
        .await?)
}

/// Whoever stands by an idea, confirmed or not.
pub async fn supporters(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<Vec<Supporter>> {
    Ok(supporter::Entity::find()
        .filter(supporter::Column::Idea.eq(idea.clone()))
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count_supporters(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<u64> {
    Ok(supporter::Entity::find()
        .filter(supporter::Column::Idea.eq(idea.clone()))
        .filter(supporter::Column::ConfirmedAt.is_not_null())
        .count(db)
        .await?)
}

/// How many would work with each idea of a cycle.
pub async fn supporters_of_cycle(
    db: &impl ConnectionTrait,
    cycle: &CycleId,
) -> Result<BTreeMap<IdeaId, i64>> {
    let ideas = idea::Entity::find()
        .select_only()
        .column(idea::Column::Id)
        .filter(idea::Column::Cycle.eq(cycle.clone()))
        .into_query();
    let counted: Vec<(IdeaId, i64)> = supporter::Entity::find()
        .select_only()
        .column(supporter::Column::Idea)
        .column_as(supporter::Column::Id.count(), "supporters")
        .filter(supporter::Column::ConfirmedAt.is_not_null())
        .filter(supporter::Column::Idea.in_subquery(ideas))
        .group_by(supporter::Column::Idea)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted.into_iter().collect())
}

pub async fn insert_comment(tx: &Tx, comment: Comment) -> Result<Comment> {
    let row: comment::ActiveModel = comment.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_comment(tx: &Tx, comment: Comment) -> Result<Comment> {
    let row: comment::ActiveModel = comment.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

pub async fn delete_comment(tx: &Tx, id: &IdeaCommentId) -> Result<()> {
    comment::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn find_comment(
    db: &impl ConnectionTrait,
    id: &IdeaCommentId,
) -> Result<Option<Comment>> {
    Ok(comment::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Whether this post is a comment here.
pub async fn is_comment(db: &impl ConnectionTrait, note: &Url) -> Result<bool> {
    let known = comment::Entity::find().filter(comment::Column::Note.eq(Iri::from(note)));
    Ok(known.count(db).await? > 0)
}

/// Forget a comment that somebody of another server deleted there.
pub async fn delete_comment_by_note(tx: &Tx, actor: &Iri, note: &Url) -> Result<()> {
    comment::Entity::delete_many()
        .filter(comment::Column::Note.eq(Iri::from(note)))
        .filter(comment::Column::Actor.eq(actor.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forget all that an actor of another server said.
pub async fn delete_comments_of(tx: &Tx, actor: &Iri) -> Result<()> {
    comment::Entity::delete_many()
        .filter(comment::Column::Actor.eq(actor.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// What is said about an idea, the earliest first, whoever may read it.
pub async fn comments(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<Vec<Comment>> {
    Ok(comment::Entity::find()
        .filter(comment::Column::Idea.eq(idea.clone()))
        .order_by_asc(comment::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count_comments(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<u64> {
    Ok(comment::Entity::find()
        .filter(comment::Column::Idea.eq(idea.clone()))
        .count(db)
        .await?)
}

/// The same of one actor of another server.
pub async fn count_comments_by(
    db: &impl ConnectionTrait,
    idea: &IdeaId,
    actor: &Iri,
) -> Result<u64> {
    Ok(comment::Entity::find()
        .filter(comment::Column::Idea.eq(idea.clone()))
        .filter(comment::Column::Actor.eq(actor.clone()))
        .count(db)
        .await?)
}

/// The actors of other servers who would work with it.
pub async fn supporting_actors(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<Vec<Iri>> {
    Ok(supporter::Entity::find()
        .select_only()
        .column(supporter::Column::Actor)
        .filter(supporter::Column::Idea.eq(idea.clone()))
        .filter(supporter::Column::Actor.is_not_null())
        .into_tuple()
        .all(db)
        .await?)
}

/// Comments that wait for somebody who works here.
pub async fn count_comments_waiting(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(comment::Entity::find()
        .filter(comment::Column::State.eq(comment::State::Waiting))
        .count(db)
        .await?)
}

pub async fn insert_offer(tx: &Tx, offer: Offer) -> Result<Offer> {
    let row: offer::ActiveModel = offer.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}

pub async fn update_offer(tx: &Tx, offer: Offer) -> Result<Offer> {
    let row: offer::ActiveModel = offer.into_active_model().reset_all();
    Ok(row.update(tx).await?)
}

/// Where an idea of ours was offered, the earliest first.
pub async fn offers(db: &impl ConnectionTrait, idea: &IdeaId) -> Result<Vec<Offer>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::Idea.eq(idea.clone()))
        .order_by_asc(offer::Column::Id)
        .all(db)
        .await?)
}

/// What we asked under this id.
pub async fn find_offer_by_activity(tx: &Tx, activity: &Url) -> Result<Option<Offer>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::Activity.eq(Iri::from(activity)))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// The one that was kept last.
#[cfg(test)]
pub async fn latest(db: &impl ConnectionTrait) -> Result<Option<Idea>> {
    Ok(idea::Entity::find()
        .order_by_desc(idea::Column::Id)
        .one(db)
        .await?)
}
