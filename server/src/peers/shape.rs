//! A peer as programs read it.

use super::{Peer, State, progress};
use crate::Result;
use chrono::{DateTime, Utc};
use federation::readings::Progress;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

/// Another server, and how far it and ours agreed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Peer)]
pub struct Shape {
    /// Its name.
    pub host: String,
    /// The ActivityPub id of its instance actor.
    pub actor: String,
    pub state: State,
    /// Why one of the two refused; else empty.
    pub reason: String,
    pub reading: Reading,
    pub created_at: DateTime<Utc>,
    /// Since when the state is this one.
    pub updated_at: DateTime<Utc>,
}

/// How far what it had said before is read.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = PeerReading)]
pub struct Reading {
    /// Outboxes found so far.
    pub outboxes: usize,
    /// Of these, those that are over.
    pub finished: usize,
    /// What was taken in.
    pub activities: u64,
    /// Whether there was more than we read.
    pub is_cut: bool,
    /// Why one of them cannot be read, in a word.
    pub failure: Option<String>,
}

impl From<Progress> for Reading {
    fn from(progress: Progress) -> Self {
        Self {
            outboxes: progress.outboxes,
            finished: progress.finished,
            activities: progress.activities,
            is_cut: progress.is_cut,
            failure: progress.failure,
        }
    }
}

impl Shape {
    pub async fn of(db: &impl ConnectionTrait, peer: &Peer) -> Result<Self> {
        Ok(Self::new(peer, progress(db, peer).await?))
    }

    pub fn new(peer: &Peer, progress: Progress) -> Self {
        Self {
            host: peer.host.clone(),
            actor: peer.actor.to_string(),
            state: peer.state,
            reason: peer.reason.clone(),
            reading: progress.into(),
            created_at: peer.created_at,
            updated_at: peer.updated_at,
        }
    }
}
