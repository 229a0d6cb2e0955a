//! What becomes of an idea: it is let in, declined, withdrawn, chosen, or goes over into another. Each of
//! its authors hears so, and another server that brought it too.

use super::{
    Idea, State, activitypub, changed, held,
    letters::{self, News},
    make_public,
    proposing::require_going_on,
    recount, refused, store, tell_change,
};
use crate::{App, Error, Refusal, Result, app::Tx, cycles::Cycle, events::draft::one_line};
use federation::{
    actors,
    outbox::{Audience, Saying},
};
use serde_json::json;

/// Let in what waits. Another server is told.
pub async fn approve(app: &App, tx: &Tx, idea: &Idea) -> Result<Idea> {
    let (idea, cycle) = held(tx, &idea.id).await?;
    if idea.state != State::Waiting {
        return refused("idea-does-not-wait");
    }
    let idea = make_public(app, tx, idea, cycle.as_ref()).await?;
    answer(app, tx, &idea, cycle.as_ref(), ("Accept", None)).await?;
    letters::write_to_all(app, tx, &idea, cycle.as_ref(), News::Standing).await?;
    Ok(idea)
}

/// Say no, with a reason.
pub async fn decline(app: &App, tx: &Tx, idea: &Idea, reason: &str) -> Result<Idea> {
    let reason = required(reason)?;
    let (idea, cycle) = held(tx, &idea.id).await?;
    require_going_on(&idea)?;
    if idea.state == State::Unconfirmed {
        return refused("idea-confirm-first");
    }
    let idea = become_of(app, tx, idea, cycle.as_ref(), (State::Declined, reason)).await?;
    if let (false, Some(iri), Some(cycle)) = (idea.local, &idea.iri, &cycle) {
        let owner = actors::find(tx, &cycle.organizer).await?;
        let owner = owner.ok_or(Error::NotFound)?;
        app.federation.take_back_announce(tx, &owner, iri).await?;
    }
    answer(app, tx, &idea, cycle.as_ref(), ("Reject", None)).await?;
    letters::write_to_all(app, tx, &idea, cycle.as_ref(), News::Standing).await?;
    Ok(idea)
}

/// Take it back: by who wrote it, or for them. A reason may be left out.
pub async fn withdraw(app: &App, tx: &Tx, idea: &Idea, reason: &str) -> Result<Idea> {
    let reason = read(reason)?;
    let (idea, cycle) = held(tx, &idea.id).await?;
    require_going_on(&idea)?;
    take_back(app, tx, idea, cycle.as_ref(), reason).await
}

/// The same of one that is held and goes on.
pub(super) async fn take_back(
    app: &App,
    tx: &Tx,
    idea: Idea,
    cycle: Option<&Cycle>,
    reason: String,
) -> Result<Idea> {
    let idea = become_of(app, tx, idea, cycle, (State::Withdrawn, reason)).await?;
    letters::write_to_all(app, tx, &idea, cycle, News::Standing).await?;
    Ok(idea)
}

/// A workstream comes of it.
pub async fn select(app: &App, tx: &Tx, idea: &Idea) -> Result<Idea> {
    let (idea, cycle) = held(tx, &idea.id).await?;
    if idea.state == State::Selected {
        return Ok(idea);
    }
    if idea.state != State::Proposed {
        return refused("idea-not-proposed");
    }
    let chosen = (State::Selected, String::new());
    let idea = become_of(app, tx, idea, cycle.as_ref(), chosen).await?;
    let said = ("Accept", Some(activitypub::SELECTED));
    answer(app, tx, &idea, cycle.as_ref(), said).await?;
    letters::write_to_all(app, tx, &idea, cycle.as_ref(), News::Standing).await?;
    Ok(idea)
}

/// The workstream that came of it, by its name, is not pursued any further. The idea stays what it is; who
/// brought it hears why.
pub async fn end_work(app: &App, tx: &Tx, idea: &Idea, (name, reason): (&str, &str)) -> Result<()> {
    let (idea, cycle) = held(tx, &idea.id).await?;
    if idea.state != State::Selected {
        return Ok(());
    }
    let news = News::WorkEnded { name, reason };
    letters::write_to_all(app, tx, &idea, cycle.as_ref(), news).await?;
    let because = Idea {
        reason: read(reason)?,
        ..idea
    };
    let said = ("Accept", Some(activitypub::ENDED));
    answer(app, tx, &because, cycle.as_ref(), said).await
}

/// Let an idea go over into another of the same cycle. Who would work with it works with that one, and
/// its authors hear what becomes of that one.
pub async fn merge(app: &App, tx: &Tx, idea: &Idea, into: &Idea) -> Result<Idea> {
    let (idea, cycle) = held(tx, &idea.id).await?;
    let into = store::find_for_change(tx, &into.id).await?;
    let into = into.ok_or(Error::NotFound)?;
    if idea.id == into.id {
        return refused("idea-merge-itself");
    }
    if idea.cycle != into.cycle || !into.is_public() || into.state.is_final() {
        return refused("idea-merge-elsewhere");
    }
    if !idea.is_public() {
        return refused("idea-not-proposed");
    }
    require_going_on(&idea)?;
    for earlier in store::merged_into(tx, &idea.id).await? {
        let followed = Idea {
            merged_into: Some(into.id.clone()),
            ..earlier
        };
        store::update(tx, followed).await?;
    }
    for one in store::supporters(tx, &idea.id).await? {
        let known = match (&one.email, &one.actor) {
            (Some(email), _) => store::find_supporter_by_email(tx, &into.id, email).await?,
            (None, Some(actor)) => store::find_supporter_by_actor(tx, &into.id, actor).await?,
            (None, None) => None,
        };
        if known.is_none() {
            let moved = super::Supporter {
                idea: into.id.clone(),
                ..one
            };
            store::update_supporter(tx, moved).await?;
        }
    }
    let idea = Idea {
        merged_into: Some(into.id.clone()),
        ..idea
    };
    let gone_over = (State::Merged, into.title.clone());
    let idea = become_of(app, tx, idea, cycle.as_ref(), gone_over).await?;
    let said = ("Accept", Some(activitypub::MERGED));
    answer(app, tx, &idea, cycle.as_ref(), said).await?;
    letters::write_to_all(app, tx, &idea, cycle.as_ref(), News::Standing).await?;
    Ok(idea)
}

async fn become_of(
    app: &App,
    tx: &Tx,
    idea: Idea,
    cycle: Option<&Cycle>,
    (state, reason): (State, String),
) -> Result<Idea> {
    let idea = changed(
        app,
        Idea {
            state,
            reason,
            ..idea
        },
    );
    let idea = store::update(tx, idea).await?;
    tell_change(app, tx, &idea, cycle).await?;
    recount(app, tx, cycle).await?;
    Ok(idea)
}

/// Say yes or no to the server that offered it, or that more came of it, and to nobody else.
async fn answer(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    cycle: Option<&Cycle>,
    (kind, more): (&'static str, Option<&'static str>),
) -> Result<()> {
    let (Some(offer), Some(iri), Some(cycle)) = (&idea.offer, &idea.iri, cycle) else {
        return Ok(());
    };
    let owner = actors::find(tx, &cycle.organizer).await?;
    let owner = owner.ok_or(Error::NotFound)?;
    let asked = activitypub::offer(offer, &idea.actor, iri, &cycle.iri);
    let saying = Saying::about(kind, asked, Audience::only(&idea.actor)).concerning(iri);
    let saying = match more {
        None => saying,
        Some(word) => saying.with("kind", json!(word)),
    };
    let saying = match idea.reason.is_empty() {
        true => saying,
        false => {
            let reason = crate::markdown::escape(&idea.reason);
            saying.with("content", json!(format!("<p>{reason}</p>")))
        }
    };
    app.federation.say(tx, &owner, saying).await?;
    Ok(())
}

fn read(reason: &str) -> Result<String> {
    let reason = one_line(reason);
    match reason.chars().count() <= activitypub::REASON_AT_MOST {
        true => Ok(reason),
        false => Err(Refusal::new("idea-reason-too-long").on("reason").into()),
    }
}

fn required(reason: &str) -> Result<String> {
    let reason = read(reason)?;
    match reason.is_empty() {
        true => Err(Refusal::new("idea-reason-missing").on("reason").into()),
        false => Ok(reason),
    }
}
