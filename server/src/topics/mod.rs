//! Topics: what an association observes there, what it does about it, and what became of it. Here are
//! the verbs; desk, API and command line all come through them.

pub mod api;
pub mod desk;
pub mod pages;
mod store;
pub mod topic;

pub use self::{
    store::{all, predecessors, successors},
    topic::{Draft, Topic},
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::Association,
    cycles::{self, Programme},
    events::later,
    ids::TopicId,
};
use sea_orm::ConnectionTrait;
use topic::Details;

fn refused_on<T>(message: &'static str, field: &'static str) -> Result<T> {
    Err(Refusal::new(message).on(field).into())
}

/// Found a topic, looked after by this association.
pub async fn found(app: &App, tx: &Tx, association: &Association, draft: &Draft) -> Result<Topic> {
    let details = draft.check()?;
    if store::count(tx).await? >= store::TOPICS_AT_MOST {
        return refused_on("topic-too-many", "name");
    }
    if store::find_by_slug(tx, &details.slug).await?.is_some() {
        return refused_on("cycle-slug-taken", "slug");
    }
    let now = app.clock.now();
    let topic = Topic {
        id: app.ulids.next(now).into(),
        organizer: association.actor.clone(),
        slug: String::new(),
        programme: None,
        name: String::new(),
        summary: String::new(),
        observed: String::new(),
        done: String::new(),
        is_closed: false,
        created_at: now,
        updated_at: now,
    };
    let successors = named(tx, &topic, &details.successors).await?;
    let topic = filled(tx, topic, draft, details).await?;
    let topic = store::insert(tx, topic).await?;
    store::set_successors(tx, &topic.id, &successors).await?;
    Ok(topic)
}

/// Change a topic, or say what it went over into. A former address leads on.
pub async fn revise(app: &App, tx: &Tx, id: &TopicId, draft: &Draft) -> Result<Topic> {
    let topic = store::find_for_change(tx, id).await?;
    let topic = topic.ok_or(Error::NotFound)?;
    if !draft.seen.is_empty() && draft.seen != topic.seen() {
        return Err(Error::Conflict);
    }
    let details = draft.check()?;
    let now = app.clock.now();
    if details.slug != topic.slug {
        if store::find_by_slug(tx, &details.slug).await?.is_some() {
            return refused_on("cycle-slug-taken", "slug");
        }
        cycles::leave(tx, &topic.path(), topic.id.as_str(), now).await?;
    }
    let successors = named(tx, &topic, &details.successors).await?;
    let topic = Topic {
        updated_at: later(topic.updated_at, now),
        ..filled(tx, topic, draft, details).await?
    };
    let topic = store::update(tx, topic).await?;
    store::set_successors(tx, &topic.id, &successors).await?;
    Ok(topic)
}

async fn filled(tx: &Tx, topic: Topic, draft: &Draft, details: Details) -> Result<Topic> {
    let programme = match draft.programme.trim() {
        "" => None,
        slug => match cycles::programme_now_or_former(tx, slug).await {
            Ok(programme) => Some(programme.id),
            Err(Error::NotFound) => return refused_on("cycle-programme-unknown", "programme"),
            Err(error) => return Err(error),
        },
    };
    Ok(Topic {
        programme,
        slug: details.slug,
        name: details.name,
        summary: details.summary,
        observed: details.observed,
        done: details.done,
        is_closed: details.is_closed,
        ..topic
    })
}

async fn named(tx: &Tx, topic: &Topic, slugs: &[String]) -> Result<Vec<Topic>> {
    let mut found: Vec<Topic> = Vec::new();
    for slug in slugs {
        match store::find_by_slug(tx, slug).await? {
            Some(other) if other.id == topic.id => {
                return refused_on("topic-own-successor", "successors");
            }
            Some(other) if found.contains(&other) => {}
            Some(other) => found.push(other),
            None => return refused_on("topic-successor-unknown", "successors"),
        }
    }
    Ok(found)
}

/// The topic with this slug.
pub async fn find(db: &impl ConnectionTrait, slug: &str) -> Result<Topic> {
    let found = store::find_by_slug(db, slug).await?;
    found.ok_or(Error::NotFound)
}

pub async fn find_by_id(db: &impl ConnectionTrait, id: &TopicId) -> Result<Topic> {
    store::find(db, id).await?.ok_or(Error::NotFound)
}

/// The topic with this id, or this end of its address.
pub async fn find_named(db: &impl ConnectionTrait, named: &str) -> Result<Option<Topic>> {
    match named.parse() {
        Ok(id) => store::find(db, &id).await,
        Err(_) => store::find_by_slug(db, named).await,
    }
}

/// The topic that had this slug before it was renamed.
pub async fn find_former(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Topic>> {
    let target = cycles::formerly_at(db, &format!("/topics/{slug}")).await?;
    match target.and_then(|target| target.parse().ok()) {
        Some(id) => store::find(db, &id).await,
        None => Ok(None),
    }
}

/// The topic that has this slug, or had it: whoever has its form open does not lose what was typed when it is
/// renamed.
pub async fn find_now_or_former(db: &impl ConnectionTrait, slug: &str) -> Result<Topic> {
    match store::find_by_slug(db, slug).await? {
        Some(topic) => Ok(topic),
        None => find_former(db, slug).await?.ok_or(Error::NotFound),
    }
}

/// The programme it belongs to.
pub async fn programme_of(db: &impl ConnectionTrait, topic: &Topic) -> Result<Option<Programme>> {
    match &topic.programme {
        Some(id) => cycles::find_programme(db, id).await,
        None => Ok(None),
    }
}

/// The topic as it would have to be typed.
pub async fn draft_of(db: &impl ConnectionTrait, topic: &Topic) -> Result<Draft> {
    let programme = programme_of(db, topic).await?;
    let slug = programme.map(|programme| programme.slug);
    let successors = store::successors(db, &topic.id).await?;
    Ok(Draft::of(topic, &slug.unwrap_or_default(), &successors))
}

#[cfg(test)]
pub(crate) mod tests;
