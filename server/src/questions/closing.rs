//! Closing a question: it is counted once, at its end or as soon as everybody has voted, and told to those
//! who could vote, line by line, and to everybody.
//! Or it is called off while it is open.

use super::{
    Elector, Outcome, Question, State, Vote, activitypub, letters, opening::organizer,
    ours_for_change, outcome::Line, question::SENTENCE_AT_MOST, refused, store,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    events::{draft::one_line, later},
    i18n::Lang,
    ids::QuestionId,
};
use federation::outbox::Audience;
use serde_json::json;

/// Close a question with its result in one sentence; without one, a plain sentence says what was counted.
/// Before its end only when everybody has voted: each was told until when it may.
pub async fn close(app: &App, tx: &Tx, id: &QuestionId, sentence: &str) -> Result<Question> {
    let question = ours_for_change(tx, id).await?;
    if question.state != State::Open {
        return refused("question-not-open");
    }
    let sentence = one_line(sentence);
    if sentence.chars().count() > SENTENCE_AT_MOST {
        return Err(Refusal::new("question-text-too-long").on("sentence").into());
    }
    let electors = store::electors(tx, id).await?;
    let votes = store::votes(tx, id).await?;
    let now = app.clock.now();
    if question.takes_votes(now) && votes.len() < electors.len() {
        return refused("question-not-over");
    }
    let outcome = counted(&question, &electors, &votes);
    let lang = app.config.instance.language;
    let sentence = match sentence.as_str() {
        "" => said(&question, &outcome, lang),
        _ => sentence,
    };
    let voters = votes.iter().map(|vote| vote.elector.clone()).collect();
    store::mark_voted(tx, id, voters).await?;
    if question.is_secret() {
        store::forget_votes_of_others(tx, id).await?;
    }
    let closed = Question {
        state: State::Closed,
        sentence,
        outcome: Some(outcome),
        article: Some(app.federation.mint("objects", now)),
        closed_at: Some(now),
        updated_at: later(question.updated_at, now),
        ..question
    };
    let closed = store::update(tx, closed).await?;
    tell(app, tx, &closed, &votes).await?;
    Ok(closed)
}

/// Call an open question off, and say why. Nothing is counted, what was voted is forgotten here, and those who
/// could vote are told; nobody else has ever heard of it.
pub async fn call_off(app: &App, tx: &Tx, id: &QuestionId, reason: &str) -> Result<Question> {
    let question = ours_for_change(tx, id).await?;
    let now = app.clock.now();
    if !question.takes_votes(now) {
        return refused("question-not-open");
    }
    let reason = one_line(reason);
    match reason.chars().count() {
        0 => return Err(Refusal::new("question-reason-missing").on("reason").into()),
        1..=SENTENCE_AT_MOST => {}
        _ => return Err(Refusal::new("question-text-too-long").on("reason").into()),
    }
    store::forget_votes(tx, id).await?;
    let called_off = Question {
        state: State::CalledOff,
        sentence: reason,
        closed_at: Some(now),
        updated_at: later(question.updated_at, now),
        ..question
    };
    let called_off = store::update(tx, called_off).await?;
    let organizer = organizer(tx, &called_off).await?;
    let electors = store::electors(tx, id).await?;
    let setting = activitypub::Setting {
        actor: &organizer,
        url: super::address(app, &called_off),
        lang: app.config.instance.language,
        zone: app.config.instance.zone,
    };
    let told = activitypub::question(&called_off, &electors, &setting).ok_or(Error::NotFound)?;
    let audience = Audience::only_these(electors.iter().map(|elector| &elector.actor));
    app.federation
        .update(tx, &organizer, &json!(told), audience)
        .await?;
    letters::tell_called_off(app, tx, &called_off).await?;
    Ok(called_off)
}

fn counted(question: &Question, electors: &[Elector], votes: &[Vote]) -> Outcome {
    let is_secret = question.is_secret();
    let lines = votes.iter().map(|vote| Line {
        digest: vote.digest.clone().filter(|_| is_secret),
        voter: (!is_secret).then(|| vote.elector.clone()),
        note: (!is_secret).then(|| vote.note.clone()),
        choice: vote.choice.clone(),
    });
    let electors = i64::try_from(electors.len()).unwrap_or(i64::MAX);
    let options = &question.options.0;
    Outcome::of(options, lines.collect(), electors, question.quorum)
}

/// What nobody had to write.
fn said(question: &Question, outcome: &Outcome, lang: Lang) -> String {
    if !outcome.has_quorum {
        let values: [(&str, &dyn crate::i18n::Value); 2] =
            [("votes", &outcome.votes), ("quorum", &question.quorum)];
        return lang.text_with("question-said-no-quorum", &values);
    }
    let (leading, most) = outcome.leading(&question.options.0, question.abstention);
    let options = leading.join(", ");
    let values: [(&str, &dyn crate::i18n::Value); 2] = [("option", &options), ("count", &most)];
    let sentence = match leading.len() {
        0 => lang.text("question-said-nothing"),
        1 => lang.text_with("question-said-leading", &values),
        _ => lang.text_with("question-said-tie", &values),
    };
    sentence.chars().take(SENTENCE_AT_MOST).collect()
}

/// Tell those who could vote what was counted, and everybody what came of it.
async fn tell(app: &App, tx: &Tx, question: &Question, votes: &[Vote]) -> Result<()> {
    let organizer = organizer(tx, question).await?;
    let electors = store::electors(tx, &question.id).await?;
    let setting = activitypub::Setting {
        actor: &organizer,
        url: super::address(app, question),
        lang: app.config.instance.language,
        zone: app.config.instance.zone,
    };
    let counted = activitypub::question(question, &electors, &setting).ok_or(Error::NotFound)?;
    let everybody = Audience::public(&organizer);
    for part in activitypub::lists(&counted, question, (&electors, votes)) {
        app.federation
            .keep_object(tx, &organizer, &part, &everybody)
            .await?;
    }
    let audience = Audience::only_these(electors.iter().map(|elector| &elector.actor));
    app.federation
        .update(tx, &organizer, &json!(counted), audience)
        .await?;
    if let Some(article) = activitypub::article(question, &setting) {
        app.federation
            .publish(tx, &organizer, &json!(article), everybody)
            .await?;
    }
    Ok(())
}

/// Count what has come to its end. Returns how many.
pub async fn close_due(app: &App) -> Result<usize> {
    let due = store::due(&app.db, app.clock.now()).await?;
    let mut closed = 0;
    for id in &due {
        let tx = app.begin().await?;
        match close(app, &tx, id, "").await {
            Ok(_) => {
                tx.commit().await?;
                closed += 1;
            }
            // Somebody was faster.
            Err(Error::Refused(_)) => {}
            // The others are counted all the same.
            Err(error) => tracing::error!(question = %id, %error, "counting a vote failed"),
        }
    }
    Ok(closed)
}
