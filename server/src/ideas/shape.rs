//! An idea as programs read it: what everybody may know.

use super::{Idea, Origin, Product, State};
use crate::cycles::Cycle;
use chrono::{DateTime, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

/// An idea brought to a cycle.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Idea)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    /// Its ActivityPub id; absent while nobody has it.
    pub iri: Option<Url>,
    /// The slug of its cycle; absent where it is meant for another server's alone.
    pub cycle: Option<String>,
    /// Within its cycle.
    pub number: Option<i32>,
    pub page: Url,
    pub state: State,
    pub origin: Origin,
    /// Whether it was brought here by people of this instance.
    pub local: bool,
    /// The ActivityPub id of who says it.
    pub actor: Url,
    pub language: String,
    pub title: String,
    /// Plain text.
    pub question: String,
    pub product: Product,
    pub months: i32,
    pub participants: String,
    pub stakeholder: String,
    /// The ULID of the topic it is about.
    pub topic: Option<String>,
    /// Why it was declined or withdrawn; else empty.
    pub reason: String,
    /// The ULID of the idea it went over into.
    pub merged_into: Option<String>,
    /// How many would work with it.
    pub supporters: i64,
    pub published_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    /// What a change sends along, so that nobody overwrites what somebody else has saved meanwhile.
    pub seen: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = IdeaList)]
pub struct List {
    pub ideas: Vec<Shape>,
}

impl Shape {
    pub fn of(idea: &Idea, cycle: Option<&Cycle>, supporters: i64, origin: &Url) -> Self {
        let mut page = origin.clone();
        page.set_path(&idea.path(cycle));
        Self {
            id: idea.id.to_string(),
            iri: idea.iri.clone().map(Into::into),
            cycle: cycle.map(|cycle| cycle.slug.clone()),
            number: idea.number,
            page,
            state: idea.state,
            origin: idea.origin,
            local: idea.local,
            actor: idea.actor.clone().into(),
            language: idea.language.clone(),
            title: idea.title.clone(),
            question: idea.question.clone(),
            product: idea.product,
            months: idea.months,
            participants: idea.participants.clone(),
            stakeholder: idea.stakeholder.clone(),
            topic: idea.topic.as_ref().map(ToString::to_string),
            reason: idea.reason.clone(),
            merged_into: idea.merged_into.as_ref().map(ToString::to_string),
            supporters,
            published_at: idea.published_at,
            updated_at: idea.updated_at,
            seen: idea.seen(),
        }
    }
}
