//! What we do when other servers say who comes to our events.

use super::{
    Coming, Word,
    activitypub::{self, Intent},
    answers,
    participation::{NEEDS_AT_MOST, Origin, Participation, State},
    store,
};
use crate::{
    App, Error, Result,
    app::Tx,
    events::{self, Event},
    i18n::Lang,
    markdown,
};
use federation::{Attending, Iri, Received, Rejected, actors, outbox, vocabulary::Reply};
use url::Url;

/// Join, Leave, Accept, TentativeAccept, Reject, and their Undo. The word that was said last counts,
/// whenever it arrives.
pub async fn receive_answer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    event: &Url,
    (answer, message): (Attending, Option<&str>),
) -> Result<(), Rejected> {
    let event = public(tx, event).await?;
    // Whoever else changes this row holds the event first.
    let event = events::find_for_change(tx, &event.id).await?;
    let known = store::find_by_actor(tx, &event.id, &activity.actor.id).await?;
    require_latest(activity, known.as_ref())?;
    match answer {
        Attending::No => match known {
            Some(known) => stay_away(app, tx, activity, &known).await,
            None => keep_away(app, tx, activity, &event).await,
        },
        Attending::Join | Attending::Yes | Attending::Maybe => {
            let coming = Coming {
                origin: match answer {
                    Attending::Join => Origin::Join,
                    _ => Origin::Answer,
                },
                activity: Some(activity.id.clone()),
                said_at: activity.said_at,
                attendance: None,
                is_sure: answer != Attending::Maybe,
                message: message
                    .map(|html| markdown::line(html, NEEDS_AT_MOST))
                    .unwrap_or_default(),
            };
            require_held(tx, &event).await?;
            // Only where people register here: otherwise the answer is nobody's, and who waits for one hears so.
            if event.admission.is_none() {
                return match answer {
                    Attending::Join => Ok(answers::ignore(app, tx, &event, activity).await?),
                    _ => Err(Rejected::NotForUs),
                };
            }
            // Sent once more after it was taken back: whoever means it asks anew.
            let is_taken_back = |known: &Participation| {
                known.state == State::Cancelled
                    && known.activity == coming.activity.as_ref().map(Into::into)
            };
            if known.as_ref().is_some_and(is_taken_back) {
                return Err(Rejected::NotForUs);
            }
            super::join(app, tx, &event.id, &activity.actor, coming).await?;
            Ok(())
        }
    }
}

/// What arrives after a word that was said later does not count.
fn require_latest(activity: &Received, known: Option<&Participation>) -> Result<(), Rejected> {
    let known = known.and_then(|known| known.said_at);
    match activity.is_overtaken_by(known) {
        true => Err(Rejected::NotForUs),
        false => Ok(()),
    }
}

/// They do not come, as they said when they said it.
async fn stay_away(
    app: &App,
    tx: &Tx,
    activity: &Received,
    known: &Participation,
) -> Result<(), Rejected> {
    let left = super::leave(app, tx, known, Word::There).await?;
    let said_at = activity.said_at.or(left.said_at);
    store::update(tx, Participation { said_at, ..left }).await?;
    Ok(())
}

/// A no of somebody we know nothing of may have overtaken their yes: it is kept, so that they stay away
/// when that arrives. Where nobody says when it was said, nothing could be told by it later.
async fn keep_away(app: &App, tx: &Tx, activity: &Received, event: &Event) -> Result<(), Rejected> {
    if activity.said_at.is_none() || !event.takes_registrations(app.clock.now()) {
        return Ok(());
    }
    let language = app.config.instance.language.bcp47();
    let new = match super::person::new(app, tx, event, Origin::Answer, language).await {
        Err(Error::Refused(_)) => return Err(Rejected::NotForUs),
        new => new?,
    };
    let away = Participation {
        state: State::Cancelled,
        actor: Some(activity.actor.id.clone()),
        said_at: activity.said_at,
        ..new
    };
    store::insert(tx, away).await?;
    Ok(())
}

/// Undo of an answer by its id alone, or a reply that was deleted.
pub async fn receive_undo(
    app: &App,
    tx: &Tx,
    activity: &Received,
    id: &Url,
) -> Result<(), Rejected> {
    let actor = &activity.actor.id;
    let known = store::find_by_activity(tx, actor, &id.into()).await?;
    match known {
        Some(known) => stay_away(app, tx, activity, &known).await,
        None => Err(Rejected::NotForUs),
    }
}

/// Whoever deletes the post by which they said that they come, takes it back.
pub async fn receive_delete(
    app: &App,
    tx: &Tx,
    activity: &Received,
    id: &Url,
) -> Result<(), Rejected> {
    let known = store::find_by_reply(tx, &activity.actor.id, &id.into()).await?;
    if let Some(known) = known {
        super::leave(app, tx, &known, Word::There).await?;
    }
    Ok(())
}

/// „dabei“ under a post of ours, or a vote in the Question that asks how they will come.
pub async fn receive_reply(
    app: &App,
    tx: &Tx,
    activity: &Received,
    reply: &Reply,
) -> Result<(), Rejected> {
    if let Some(option) = &reply.option {
        return vote(app, tx, activity, &reply.in_reply_to, option).await;
    }
    let intent = activitypub::intent(&reply.content).ok_or(Rejected::NotForUs)?;
    let event = replied_to(tx, &activity.actor.id, &reply.in_reply_to).await?;
    if event.admission.is_none() {
        return Err(Rejected::NotForUs);
    }
    // Whoever else changes this row holds the event first.
    let event = events::find_for_change(tx, &event.id).await?;
    let known = store::find_by_actor(tx, &event.id, &activity.actor.id).await?;
    require_latest(activity, known.as_ref())?;
    match intent {
        Intent::StayAway => match known {
            Some(known) => stay_away(app, tx, activity, &known).await,
            None => Err(Rejected::NotForUs),
        },
        Intent::Come => {
            require_held(tx, &event).await?;
            if !event.takes_registrations(app.clock.now()) {
                let about = (&event, &activity.actor);
                let lang = spoken(reply).unwrap_or(app.config.instance.language);
                return Ok(answers::say_closed(app, tx, about, (&reply.id, lang)).await?);
            }
            ask_how(app, tx, &event, activity, known, reply).await?;
            Ok(())
        }
    }
}

/// Ask somebody how they will come, and remember to which post of theirs. What they said by a button of
/// their own server stays what it was, so that they can take it back there.
async fn ask_how(
    app: &App,
    tx: &Tx,
    event: &Event,
    activity: &Received,
    known: Option<Participation>,
    reply: &Reply,
) -> Result<()> {
    let now = activity.received_at;
    let (actor, note) = (&activity.actor, &reply.id);
    let known_lang = known.as_ref().map(|known| Lang::of(&known.language));
    let lang = spoken(reply).or(known_lang);
    let lang = lang.unwrap_or(app.config.instance.language);
    answers::ask(app, tx, event, actor, (note, lang), now).await?;
    match known {
        Some(known) => {
            let is_anew = known.state.is_final();
            let participation = Participation {
                state: if is_anew {
                    State::Unconfirmed
                } else {
                    known.state
                },
                origin: if is_anew { Origin::Reply } else { known.origin },
                language: lang.bcp47().to_owned(),
                reply: Some(Iri::from(note)),
                said_at: activity.said_at.or(known.said_at),
                updated_at: now,
                ..known
            };
            store::update(tx, participation).await?
        }
        None => {
            let language = lang.bcp47();
            let new = super::person::new(app, tx, event, Origin::Reply, language).await?;
            let participation = Participation {
                actor: Some(actor.id.clone()),
                reply: Some(Iri::from(note)),
                said_at: activity.said_at,
                ..new
            };
            store::insert(tx, participation).await?
        }
    };
    Ok(())
}

/// The language somebody says they write in, where it is one of ours.
fn spoken(reply: &Reply) -> Option<Lang> {
    reply.language.as_deref().and_then(|tag| tag.parse().ok())
}

/// A vote counts from who was asked and from nobody else.
async fn vote(
    app: &App,
    tx: &Tx,
    activity: &Received,
    question: &Url,
    option: &str,
) -> Result<(), Rejected> {
    let actor = &activity.actor;
    // A question of ours answers the post of whom it asks.
    let question = outbox::find_object(tx, question).await?;
    let question = question.ok_or(Rejected::NotForUs)?;
    let reply = question.in_reply_to.as_ref().ok_or(Rejected::NotForUs)?;
    let asked = store::find_by_reply(tx, &actor.id, reply).await?;
    let Some(asked) = asked else {
        return too_late(app, tx, activity, &question.json).await;
    };
    require_latest(activity, Some(&asked))?;
    let event = events::find(tx, &asked.event).await?;
    let event = event.ok_or(Rejected::NotForUs)?;
    // They may have been asked in one language and have written in the other since.
    let mut options = Lang::ALL
        .into_iter()
        .flat_map(|lang| activitypub::options(&event, lang));
    let chosen = options.find(|(_, name)| name == option);
    match chosen {
        // The event is another since they were asked.
        None if activitypub::had_option(&question.json, option) => {
            let about = (&event, actor);
            let lang = Lang::of(&asked.language);
            Ok(answers::say_late(app, tx, about, (reply, lang)).await?)
        }
        None => Err(Rejected::Refused("no_such_option")),
        Some((None, _)) => stay_away(app, tx, activity, &asked).await,
        Some((attendance, _)) => {
            let coming = Coming {
                origin: Origin::Reply,
                activity: None,
                said_at: activity.said_at,
                attendance,
                is_sure: true,
                message: String::new(),
            };
            super::join(app, tx, &event.id, actor, coming).await?;
            Ok(())
        }
    }
}

/// Nobody is known any more who was asked this: who answers it now is told where to register. A third person
/// is told nothing.
async fn too_late(app: &App, tx: &Tx, activity: &Received, question: &str) -> Result<(), Rejected> {
    let asked = activitypub::asked(question).filter(|it| it.to.contains(&activity.actor.id));
    let asked = asked.ok_or(Rejected::Refused("not_asked"))?;
    let event = public(tx, &asked.event).await?;
    require_held(tx, &event).await?;
    let about = (&event, &activity.actor);
    let lang = asked.lang.unwrap_or(app.config.instance.language);
    Ok(answers::say_late(app, tx, about, (&asked.reply, lang)).await?)
}

/// The post they replied to was the event, a note of ours about it, or what we answered a post of theirs.
async fn replied_to(tx: &Tx, actor: &Iri, object: &Url) -> Result<Event, Rejected> {
    if let Ok(event) = public(tx, object).await {
        return Ok(event);
    }
    let note = outbox::find_object(tx, object).await?;
    let answered = note.and_then(|note| note.in_reply_to);
    let answered = answered.ok_or(Rejected::NotForUs)?;
    if let Ok(event) = public(tx, &answered).await {
        return Ok(event);
    }
    let known = store::find_by_reply(tx, actor, &answered).await?;
    let known = known.ok_or(Rejected::NotForUs)?;
    let event = events::find(tx, &known.event).await?;
    event.ok_or(Rejected::NotForUs)
}

/// An event of ours that everybody may know of.
async fn public(tx: &Tx, iri: &Url) -> Result<Event, Rejected> {
    let event = events::find_by_iri(tx, iri).await?;
    event
        .filter(|event| event.local && event.state.is_public())
        .ok_or(Rejected::NotForUs)
}

/// Who invites must be there still: nobody else could answer other servers.
async fn require_held(tx: &Tx, event: &Event) -> Result<(), Rejected> {
    let organizer = actors::find(tx, &event.organizer).await?;
    match organizer.is_some_and(|organizer| organizer.deleted_at.is_none()) {
        true => Ok(()),
        false => Err(Rejected::NotForUs),
    }
}

/// The actor is gone, and with it its word. Who registered here too, whose two were made one, still comes.
pub async fn receive_farewell(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    for participation in store::all_of_actor(tx, &activity.actor.id).await? {
        let done = match participation.is_from_there_alone() {
            true => super::erase(app, tx, &participation, Word::There).await,
            false => super::person::part_from_account(app, tx, &participation).await,
        };
        match done {
            Err(Error::NotFound) | Ok(()) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
