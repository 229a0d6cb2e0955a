//! Taking a vote where the question is asked: of who may, in time, for something there is, in the form that
//! is asked for. The last one in time replaces the one before; what is refused changes nothing.

use super::{Question, Vote, nonce, question, store, vote::State};
use crate::{App, Result, app::Tx};
use chrono::{DateTime, Utc};
use federation::Iri;
use serde_json::Value;

/// A vote as it was brought.
pub struct Cast {
    pub elector: Iri,
    pub choice: String,
    pub activity: Iri,
    pub note: Iri,
    /// The vote with a proof of its voter's, which was checked.
    pub proven: Option<Value>,
    pub digest: Option<String>,
    /// Sealed; of ours alone.
    pub nonce: Option<String>,
    pub published_at: DateTime<Utc>,
}

/// Why a vote does not count: the message that says so, and a stable word for log and count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum No {
    Over,
    CalledOff,
    NotEntitled,
    UnknownOption,
    Unproven,
    WithoutDigest,
    DigestTaken,
    Older,
    Public,
}

impl No {
    pub fn key(self) -> &'static str {
        match self {
            Self::Over => "question-no-over",
            Self::CalledOff => "question-no-called-off",
            Self::NotEntitled => "question-no-not-entitled",
            Self::UnknownOption => "question-no-unknown-option",
            Self::Unproven => "question-no-unproven",
            Self::WithoutDigest => "question-no-without-digest",
            Self::DigestTaken => "question-no-digest-taken",
            Self::Older => "question-no-older",
            Self::Public => "question-no-public",
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Over => "vote_over",
            Self::CalledOff => "vote_called_off",
            Self::NotEntitled => "vote_not_entitled",
            Self::UnknownOption => "vote_unknown_option",
            Self::Unproven => "vote_unproven",
            Self::WithoutDigest => "vote_without_digest",
            Self::DigestTaken => "vote_digest_taken",
            Self::Older => "vote_older",
            Self::Public => "vote_public",
        }
    }
}

/// Take a vote, or say why not. The question was locked by the caller.
pub async fn take(app: &App, tx: &Tx, question: &Question, cast: Cast) -> Result<Result<Vote, No>> {
    let now = app.clock.now();
    if !store::is_elector(tx, &question.id, &cast.elector).await? {
        return Ok(Err(No::NotEntitled));
    }
    if question.state == question::State::CalledOff {
        return Ok(Err(No::CalledOff));
    }
    let before = store::votes_of(tx, &question.id, &cast.elector).await?;
    let before = before.into_iter().next();
    // The same once more: it may have missed the answer.
    if let Some(before) = before.as_ref().filter(|it| it.activity == cast.activity) {
        return Ok(Ok(before.clone()));
    }
    if !question.takes_votes(now) {
        return Ok(Err(No::Over));
    }
    if !question.has_option(&cast.choice) {
        return Ok(Err(No::UnknownOption));
    }
    if before
        .as_ref()
        .is_some_and(|it| cast.published_at < it.published_at)
    {
        return Ok(Err(No::Older));
    }
    let (document, digest) = match question.is_secret() {
        false => match cast.proven {
            Some(proven) => (Some(proven.to_string()), None),
            None => return Ok(Err(No::Unproven)),
        },
        // A proof would bear witness against its voter, so none is kept.
        true => match cast.digest.filter(|digest| nonce::is_digest(digest)) {
            None => return Ok(Err(No::WithoutDigest)),
            Some(digest) => {
                if store::is_taken(tx, &question.id, &cast.elector, &digest).await? {
                    return Ok(Err(No::DigestTaken));
                }
                (None, Some(digest))
            }
        },
    };
    if let Some(before) = before {
        store::delete_vote(tx, &before.id).await?;
    }
    let vote = Vote {
        id: app.ulids.next(now).into(),
        question: question.id.clone(),
        elector: cast.elector,
        choice: cast.choice,
        state: State::Counted,
        reason: String::new(),
        activity: cast.activity,
        note: cast.note,
        document,
        digest,
        nonce: cast.nonce,
        published_at: cast.published_at,
        received_at: now,
    };
    Ok(Ok(store::insert_vote(tx, vote).await?))
}
