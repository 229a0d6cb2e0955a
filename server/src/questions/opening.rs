//! Opening a question: from now on nobody is added to those who may vote, and nothing to what they may
//! choose. Each of them is told, and nobody else.

use super::{Question, State, activitypub, deciding, ours_for_change, refused, store};
use crate::{App, Error, Result, app::Tx, events::later, ids::QuestionId};
use chrono::Duration;
use federation::{
    actors::{self, Actor},
    outbox::{Audience, Saying},
};
use sea_orm::ConnectionTrait;
use serde_json::json;

/// How far ahead the end of a vote may be, here and elsewhere.
pub(super) const LASTS_AT_MOST: Duration = Duration::days(366);

pub async fn open(app: &App, tx: &Tx, id: &QuestionId) -> Result<Question> {
    let question = ours_for_change(tx, id).await?;
    if question.state != State::Draft {
        return refused("question-not-a-draft");
    }
    let now = app.clock.now();
    if question.ends_at <= now {
        return refused("question-ends-too-soon");
    }
    if question.ends_at - now > LASTS_AT_MOST {
        return refused("question-ends-too-late");
    }
    let organizer = organizer(tx, &question).await?;
    let electors = store::electors(tx, id).await?;
    let known = electors.iter().map(|it| it.actor.clone()).collect();
    let known = actors::find_all(tx, known).await?;
    if known.len() < electors.len() || known.iter().any(|it| it.deleted_at.is_some()) {
        return refused("question-elector-gone");
    }
    let question = deciding::frozen(tx, question).await?;
    let opened = Question {
        state: State::Open,
        iri: Some(app.federation.mint("objects", now)),
        opened_at: Some(now),
        updated_at: later(question.updated_at, now),
        ..question
    };
    let opened = store::update(tx, opened).await?;
    let setting = activitypub::Setting {
        actor: &organizer,
        url: super::address(app, &opened),
        lang: app.config.instance.language,
        zone: app.config.instance.zone,
    };
    let asked = activitypub::question(&opened, &electors, &setting).ok_or(Error::NotFound)?;
    let audience = Audience::only_these(electors.iter().map(|elector| &elector.actor));
    let list = activitypub::electorate(&asked);
    app.federation
        .keep_object(tx, &organizer, &list, &audience)
        .await?;
    let asked = json!(asked);
    app.federation
        .keep_object(tx, &organizer, &asked, &audience)
        .await?;
    let saying = Saying::about("Create", asked, audience);
    app.federation.say(tx, &organizer, saying).await?;
    Ok(opened)
}

pub(super) async fn organizer(db: &impl ConnectionTrait, question: &Question) -> Result<Actor> {
    let organizer = actors::find(db, &question.organizer).await?;
    organizer.ok_or(Error::NotFound)
}
