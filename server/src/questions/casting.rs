//! Casting the vote of an association of ours, in a question of ours or of another server. It can be cast
//! anew until the end: the last one counts.

use super::{
    Question, State, Vote, activitypub, nonce, refused, store,
    taking::{Cast, take},
    vote,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::{self, Association},
    ids::QuestionId,
};
use federation::{
    actors, blocks,
    outbox::{Audience, Saying},
};
use serde_json::Value;

/// Votes one association casts in one question.
const CAST_AT_MOST: usize = 100;

pub async fn cast(
    app: &App,
    tx: &Tx,
    id: &QuestionId,
    association: &Association,
    choice: &str,
) -> Result<Vote> {
    let question = store::find_for_change(tx, id).await?;
    if question.state == State::Draft || !store::is_elector(tx, id, &association.actor).await? {
        return Err(Error::NotFound);
    }
    if question.state == State::CalledOff {
        return refused("question-no-called-off");
    }
    if !question.takes_votes(app.clock.now()) {
        return refused("question-is-over");
    }
    if !question.has_option(choice) {
        return Err(Refusal::new("question-choice-missing").on("choice").into());
    }
    let ballot = written(app, tx, &question, association, choice).await?;
    match question.local {
        true => match take(app, tx, &question, ballot.cast).await? {
            Ok(vote) => Ok(vote),
            Err(no) => refused(no.key()),
        },
        false => send(app, tx, &question, association, ballot).await,
    }
}

/// A vote, and its words on the wire.
struct Ballot {
    cast: Cast,
    note: Value,
}

async fn written(
    app: &App,
    tx: &Tx,
    question: &Question,
    association: &Association,
    choice: &str,
) -> Result<Ballot> {
    let now = app.clock.now();
    let actor = associations::actor_of(tx, association).await?;
    let nonce = question.is_secret().then(nonce::new);
    let digest = nonce.as_deref().map(nonce::digest);
    let id = app.federation.mint("objects", now);
    let note = activitypub::vote(&id, question, &actor, (choice, digest.as_deref()), now);
    let note = note.ok_or(Error::NotFound)?;
    let note = match question.is_secret() {
        true => note,
        false => app.federation.prove(&actor, note)?,
    };
    let nonce = nonce.map(|nonce| nonce::sealed(app, &nonce)).transpose()?;
    Ok(Ballot {
        cast: Cast {
            elector: association.actor.clone(),
            choice: choice.to_owned(),
            // Of one that is not sent, a name like any other.
            activity: app.federation.mint("activities", now),
            note: id,
            proven: (!question.is_secret()).then(|| note.clone()),
            digest,
            nonce,
            published_at: activitypub::whole_seconds(now),
        },
        note,
    })
}

async fn send(
    app: &App,
    tx: &Tx,
    question: &Question,
    association: &Association,
    ballot: Ballot,
) -> Result<Vote> {
    if !app.federation.settings().open {
        return refused("following-closed");
    }
    if blocks::covers(tx, &question.organizer).await? {
        return refused("following-blocked");
    }
    // Nobody would be written to, and the vote would seem to be on its way.
    let organizer = actors::find(tx, &question.organizer).await?;
    if organizer.is_none_or(|it| it.deleted_at.is_some()) {
        return refused("question-organizer-gone");
    }
    let before = store::votes_of(tx, &question.id, &association.actor).await?;
    if before.len() >= CAST_AT_MOST {
        return refused("question-cast-too-often");
    }
    let actor = associations::actor_of(tx, association).await?;
    let iri = question.iri.as_ref().ok_or(Error::NotFound)?;
    let audience = Audience::only(&question.organizer);
    let saying = Saying::about("Create", ballot.note, audience).concerning(iri);
    let saying = match question.is_secret() {
        true => saying,
        false => saying.proven(),
    };
    let activity = app.federation.say(tx, &actor, saying).await?;
    let now = app.clock.now();
    let Cast {
        elector,
        choice,
        note,
        proven,
        digest,
        nonce,
        published_at,
        ..
    } = ballot.cast;
    let vote = Vote {
        id: app.ulids.next(now).into(),
        question: question.id.clone(),
        elector,
        choice,
        state: vote::State::Sent,
        reason: String::new(),
        activity,
        note,
        document: proven.map(|proven| proven.to_string()),
        digest,
        nonce,
        published_at,
        received_at: now,
    };
    store::insert_vote(tx, vote).await
}
