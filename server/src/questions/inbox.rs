//! What other servers say about questions: one is asked of an association of ours, or was counted; a vote in
//! one of ours; whether a vote of ours was taken. Refuses what everybody can read, what changes after it was
//! asked, and what is more than is kept. A vote that does not count is answered with the reason.

use super::{
    Elector, Question, State, activitypub, called, letters,
    opening::LASTS_AT_MOST,
    store,
    taking::{Cast, No, take},
    vote,
};
use crate::{App, app::Tx, associations, events::draft::one_line, events::later, markdown};
use federation::{
    Answer, Iri, Received, Rejected, Verdict, actors,
    outbox::{Audience, Saying},
    vocabulary::{Question as Asked, Reply, question::CALLED_OFF},
};
use serde_json::json;
use url::Url;

/// Whose a question of others is, so that nobody else says what was counted.
pub use super::store::organizer_of as owner_of;

/// Questions of one actor that may be open here at the same time.
const OPEN_OF_ONE_AT_MOST: u64 = 50;
/// Questions of others that are kept, over or not.
const KEPT_AT_MOST: u64 = 2_000;
/// Of a name, in characters.
const QUESTION_AT_MOST: usize = 500;
/// Of a reason, in characters.
const REASON_AT_MOST: usize = 500;

/// Somebody asks, or says what was counted. The federation crate has checked whose it is, and that we hear
/// from its server at all.
pub async fn receive(
    app: &App,
    tx: &Tx,
    activity: &Received,
    asked: &Asked,
) -> Result<(), Rejected> {
    // Any other Question is a poll, which is read where it is asked.
    let Some(ballot) = &asked.ballot else {
        return Err(Rejected::NotForUs);
    };
    if asked.attributed_to != *activity.actor.id {
        return Err(Rejected::Refused("not_the_owner"));
    }
    if asked.is_public() {
        return Err(Rejected::Refused("public_ballot"));
    }
    let is_its = |url: &Url| url.origin() == asked.id.origin();
    let receipts = ballot.receipts.as_ref().map(|receipts| &receipts.id);
    if !is_its(&ballot.electorate) || receipts.is_some_and(|id| !is_its(id)) {
        return Err(Rejected::Refused("foreign_ballot"));
    }
    match store::find_by_iri_for_change(tx, &asked.id).await? {
        Some(known) => receive_again(app, tx, known, asked).await,
        None => receive_new(app, tx, activity, asked).await,
    }
}

async fn receive_new(
    app: &App,
    tx: &Tx,
    activity: &Received,
    asked: &Asked,
) -> Result<(), Rejected> {
    let organizer = &activity.actor;
    if !concerns_us(tx, &asked.to).await? || asked.closed.is_some() {
        return Err(Rejected::NotForUs);
    }
    if !app.federation.is_heard(tx, &organizer.id).await? {
        return Err(Rejected::Refused("unknown_host"));
    }
    let secrecy = activitypub::secrecy(asked).ok_or(Rejected::Refused("unknown_secrecy"))?;
    let now = app.clock.now();
    let ends_at = asked.end_time.to_utc();
    if ends_at <= now || ends_at - now > LASTS_AT_MOST {
        return Err(Rejected::Refused("ends_out_of_reach"));
    }
    if store::count_open_of(tx, &organizer.id).await? >= OPEN_OF_ONE_AT_MOST
        || store::count_of_others(tx).await? >= KEPT_AT_MOST
    {
        return Err(Rejected::Refused("too_many_questions"));
    }
    let question = Question {
        id: app.ulids.next(now).into(),
        local: false,
        iri: Some(Iri::from(&asked.id)),
        organizer: organizer.id.clone(),
        state: State::Open,
        question: match &asked.name {
            Some(name) => name.clone(),
            None => markdown::line(&asked.content, QUESTION_AT_MOST),
        },
        about: markdown::sanitise(&asked.content),
        options: activitypub::options(asked),
        abstention: false,
        secrecy,
        quorum: asked
            .ballot
            .as_ref()
            .and_then(|ballot| i32::try_from(ballot.quorum).ok())
            .unwrap_or(i32::MAX),
        ends_at,
        sentence: String::new(),
        article: None,
        outcome: None,
        is_reminded: false,
        opened_at: Some(asked.published.to_utc()),
        closed_at: None,
        cycle: None,
        ideas: None,
        chosen: None,
        objections: String::new(),
        review_on: None,
        is_review_reminded: false,
        decided_at: None,
        created_at: now,
        updated_at: now,
    };
    let question = store::insert(tx, question).await?;
    put_electors(tx, &question, &asked.to).await
}

/// Whether any of `named` is one of ours.
async fn concerns_us(tx: &Tx, named: &[Url]) -> Result<bool, Rejected> {
    for actor in named {
        if associations::find_by_actor(tx, actor).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn put_electors(tx: &Tx, question: &Question, named: &[Url]) -> Result<(), Rejected> {
    let mut ids: Vec<Iri> = named.iter().map(Iri::from).collect();
    ids.sort();
    ids.dedup();
    let known = actors::find_all(tx, ids.clone()).await?;
    let electors = ids.into_iter().map(|id| {
        let actor = known.iter().find(|actor| actor.id == id);
        Elector {
            question: question.id.clone(),
            name: actor.map_or_else(|| id.to_string(), called),
            actor: id,
            has_voted: false,
        }
    });
    store::put_electors(tx, &question.id, electors.collect()).await?;
    Ok(())
}

/// What was asked is not changed any more; only what was counted is added, and once, or that it was called off.
async fn receive_again(app: &App, tx: &Tx, known: Question, asked: &Asked) -> Result<(), Rejected> {
    if known.local || *known.organizer != asked.attributed_to {
        return Err(Rejected::Refused("not_the_owner"));
    }
    let electors = store::electors(tx, &known.id).await?;
    let is_same = |url: &Url| electors.iter().any(|it| *it.actor == *url);
    let is_frozen = known.options == activitypub::options(asked)
        && Some(known.secrecy) == activitypub::secrecy(asked)
        && known.ends_at.timestamp() == asked.end_time.timestamp()
        && electors.len() == asked.to.len()
        && asked.to.iter().all(is_same);
    if !is_frozen {
        return Err(Rejected::Refused("question_is_frozen"));
    }
    let Some(closed) = asked.closed.filter(|_| known.state == State::Open) else {
        return Err(Rejected::NotForUs);
    };
    if asked.state.as_deref() == Some(CALLED_OFF) {
        let now = app.clock.now();
        let reason = one_line(asked.summary.as_deref().unwrap_or_default());
        let called_off = Question {
            state: State::CalledOff,
            sentence: reason.chars().take(REASON_AT_MOST).collect(),
            closed_at: Some(closed.to_utc()),
            updated_at: later(known.updated_at, now),
            ..known
        };
        let called_off = store::update(tx, called_off).await?;
        return Ok(letters::tell_called_off(app, tx, &called_off).await?);
    }
    let result = asked.result.as_ref();
    let result = result.filter(|id| id.origin() == asked.id.origin());
    let now = app.clock.now();
    let counted = Question {
        state: State::Closed,
        outcome: Some(activitypub::outcome(asked)),
        article: result.map(Iri::from),
        closed_at: Some(closed.to_utc()),
        updated_at: later(known.updated_at, now),
        ..known
    };
    store::update(tx, counted).await?;
    Ok(())
}

/// A vote in a question of ours. One that does not count changes nothing, and its voter hears why.
pub async fn receive_vote(
    app: &App,
    tx: &Tx,
    activity: &Received,
    reply: &Reply,
) -> Result<(), Rejected> {
    let question = store::find_by_iri_for_change(tx, &reply.in_reply_to).await?;
    let question = question.filter(|question| question.local && question.state != State::Draft);
    let question = question.ok_or(Rejected::NotForUs)?;
    let voter = &activity.actor;
    let published = reply.published.map(|at| at.to_utc());
    let cast = Cast {
        elector: voter.id.clone(),
        choice: reply.option.clone().unwrap_or_default(),
        activity: Iri::from(&activity.id),
        note: Iri::from(&reply.id),
        proven: reply.proven.clone(),
        digest: reply.digest.clone(),
        nonce: None,
        published_at: published.unwrap_or(activity.received_at),
    };
    let taken = match reply.is_public {
        true => Err(No::Public),
        false => take(app, tx, &question, cast).await?,
    };
    let organizer = super::opening::organizer(tx, &question).await?;
    let audience = Audience::only(&voter.id);
    let asked = activitypub::named(&activity.id, &voter.id, &reply.id);
    let saying = match taken {
        Ok(_) => Saying::about("Accept", asked, audience),
        Err(no) => {
            app.federation.refusals().count(no.word());
            tracing::info!(reason = no.word(), question = %question.id, "question.vote.refused");
            let reason = app.config.instance.language.text(no.key());
            let reason = markdown::escape(&reason);
            Saying::about("Reject", asked, audience).with("content", json!(reason))
        }
    };
    app.federation.say(tx, &organizer, saying).await?;
    Ok(())
}

/// Whether a vote of ours was taken.
pub async fn receive_answer(tx: &Tx, activity: &Received, answer: &Answer) -> Result<(), Rejected> {
    let vote = store::find_vote_by_activity(tx, &answer.asked).await?;
    let vote = vote.ok_or(Rejected::NotForUs)?;
    let question = store::find(tx, &vote.question).await?;
    if question.local || question.organizer != activity.actor.id {
        return Err(Rejected::Refused("not_the_owner"));
    }
    let (state, reason) = match answer.verdict {
        Verdict::Accept => (vote::State::Counted, String::new()),
        Verdict::Reject | Verdict::Ignore => {
            let reason = answer.reason.as_deref().unwrap_or_default();
            let reason = one_line(&markdown::plain(reason));
            (
                vote::State::Refused,
                reason.chars().take(REASON_AT_MOST).collect(),
            )
        }
        Verdict::TentativeAccept => return Err(Rejected::NotForUs),
    };
    let answered = vote::Vote {
        state,
        reason,
        ..vote
    };
    store::update_vote(tx, answered).await?;
    Ok(())
}

/// Whoever asks is gone: nobody counts what is open any more, and no vote would arrive.
pub async fn receive_farewell(tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    let forgotten = store::forget_open_of(tx, &activity.actor.id).await?;
    if forgotten > 0 {
        tracing::info!(organizer = %activity.actor.id, forgotten, "question.organizer.gone");
    }
    Ok(())
}
