//! What other servers say about ideas: theirs for a cycle of ours, their word on ours, and who of them
//! would work with one. An idea is its owner's to offer and to change, and nobody is public by it alone.

use super::{
    Idea, Origin, State, activitypub, changed, deciding, held, offering, proposing, store, voices,
};
use crate::{
    App, Error, Result,
    app::Tx,
    cycles::{self, Cycle},
    words::Word as _,
};
use federation::{
    Answer, Attending, Iri, Proposed, Received, Rejected,
    vocabulary::{Article, Reply},
};
use url::Url;

/// Whose an idea is that was brought here, or that we publish.
pub use super::store::actor_of as owner_of;

/// Ideas of one actor of another server that may wait here.
const OFFERED_OF_ONE_AT_MOST: u64 = 20;

/// An idea for a cycle of ours, from a peer or somebody one of ours follows. It waits for those who work
/// here, and nobody else sees it.
pub async fn receive_offer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    offered: &Proposed,
) -> Result<(), Rejected> {
    let actor = &activity.actor.id;
    let cycle = cycles::find_by_iri(tx, &offered.target).await?;
    let cycle = cycle.ok_or(Rejected::NotForUs)?;
    if offered.asked != cycle.organizer {
        return Err(Rejected::Refused("not_the_holder"));
    }
    let is_known = app.federation.is_at_peer(tx, actor).await?
        || app.federation.is_followed(tx, actor).await?;
    if !is_known {
        return Err(Rejected::Refused("not_a_peer"));
    }
    if !offered.article.is_public() {
        return Err(Rejected::Refused("not_public"));
    }
    let cycle = cycles::find_for_change(tx, &cycle.id).await?;
    let cycle = cycle.ok_or(Rejected::NotForUs)?;
    if !cycle.takes_ideas(cycles::today(app)) {
        return Err(Rejected::Refused("cycle_closed"));
    }
    if store::find_by_iri(tx, &offered.article.id).await?.is_some() {
        // Sent once more: there is one answer, and it is on its way or will be.
        return Ok(());
    }
    if store::count_offered(tx, actor).await? >= OFFERED_OF_ONE_AT_MOST {
        return Err(Rejected::Refused("too_many_offers"));
    }
    if proposing::require_room(tx, &cycle).await.is_err() {
        return Err(Rejected::Refused("too_many_ideas"));
    }
    let details = activitypub::draft(&offered.article).check();
    let details = details.map_err(|_| Rejected::Refused("unreadable_idea"))?;
    let last_said = offered.article.updated.unwrap_or(offered.article.published);
    let language = app.config.instance.language.bcp47();
    let idea = Idea {
        local: false,
        state: State::Waiting,
        iri: Some(Iri::from(&offered.article.id)),
        url: Some(Iri::from(home_of(&offered.article))),
        offer: Some(Iri::from(&activity.id)),
        told_at: Some(last_said.to_utc()),
        ..proposing::new(app, Some(&cycle), actor, Origin::Offer, language)
    };
    store::insert(tx, proposing::filled(idea, details)).await?;
    Ok(())
}

/// Where its home shows it: at its own server, and nowhere else.
fn home_of(article: &Article) -> &Url {
    match article.url.origin() == article.id.origin() {
        true => &article.url,
        false => &article.id,
    }
}

/// Somebody we asked says yes or no.
pub async fn receive_answer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    answer: &Answer,
) -> Result<(), Rejected> {
    offering::receive_answer(app, tx, activity, answer).await
}

/// Its owner changed an idea that was brought here. The federation crate has checked whose word it is. What
/// was said earlier than the last word changes nothing; nor does anything once the choice is made from what
/// everybody has read, as with ours.
pub async fn receive_update(
    app: &App,
    tx: &Tx,
    activity: &Received,
    article: &Article,
) -> Result<(), Rejected> {
    let (idea, cycle) = theirs(tx, activity, &article.id).await?;
    let last = idea.told_at.unwrap_or(idea.created_at);
    let told_at = article.updated.map(|at| at.to_utc());
    let told_at = told_at.filter(|at| *at > last && !idea.state.is_final());
    let idea = Idea {
        told_at: Some(told_at.ok_or(Rejected::NotForUs)?),
        ..idea
    };
    let is_open = matches!(idea.state, State::Waiting | State::Proposed);
    let state = article.proposal.as_ref().and_then(|it| it.state.clone());
    if is_open && state == Some(State::Withdrawn.name()) {
        deciding::take_back(app, tx, idea, cycle.as_ref(), String::new()).await?;
        return Ok(());
    }
    let takes_ideas = |cycle: &Cycle| cycle.takes_ideas(cycles::today(app));
    if !is_open || !cycle.as_ref().is_some_and(takes_ideas) {
        return Err(Rejected::Refused("idea_is_settled"));
    }
    let details = activitypub::draft(article).check();
    let details = details.map_err(|_| Rejected::Refused("unreadable_idea"))?;
    store::update(tx, changed(app, proposing::filled(idea, details))).await?;
    Ok(())
}

/// Gone at its home: what it said is gone here too, and where nothing was decided yet it is withdrawn.
pub async fn receive_delete(
    app: &App,
    tx: &Tx,
    activity: &Received,
    id: &Url,
) -> Result<(), Rejected> {
    store::delete_comment_by_note(tx, &activity.actor.id, id).await?;
    let (idea, cycle) = match theirs(tx, activity, id).await {
        Err(Rejected::NotForUs) => return Ok(()),
        found => found?,
    };
    let gone = Idea {
        question: String::new(),
        participants: String::new(),
        ..idea
    };
    match gone.state {
        State::Waiting | State::Proposed => {
            deciding::take_back(app, tx, gone, cycle.as_ref(), String::new()).await?;
        }
        _ => {
            store::update(tx, changed(app, gone)).await?;
        }
    }
    Ok(())
}

/// A public reply to an idea of ours is a comment on it. It is read once those who work here let it
/// through, unless the cycle is open to all.
pub async fn receive_comment(
    app: &App,
    tx: &Tx,
    activity: &Received,
    reply: &Reply,
) -> Result<(), Rejected> {
    let idea = store::find_by_iri(tx, &reply.in_reply_to).await?;
    let idea = idea.filter(|idea| idea.local && idea.is_public());
    let idea = idea.ok_or(Rejected::NotForUs)?;
    // What is said to us alone is for nobody else to read.
    if !reply.is_public || reply.option.is_some() {
        return Err(Rejected::NotForUs);
    }
    match voices::comment_from(app, tx, &idea, &activity.actor, reply).await {
        Err(Error::Refused(_)) => Err(Rejected::Refused("comment_not_taken")),
        done => Ok(done?),
    }
}

/// The actor is gone, and with it what it said.
pub async fn receive_farewell(tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    Ok(store::delete_comments_of(tx, &activity.actor.id).await?)
}

/// An idea of another server's that `activity` may speak for, about to be changed by nobody else, and its
/// cycle.
async fn theirs(tx: &Tx, activity: &Received, id: &Url) -> Result<(Idea, Option<Cycle>), Rejected> {
    let idea = store::find_by_iri(tx, id).await?;
    let is_theirs = |idea: &Idea| !idea.local && idea.actor == activity.actor.id;
    let idea = idea.filter(is_theirs).ok_or(Rejected::NotForUs)?;
    Ok(held(tx, &idea.id).await?)
}

/// Join and Leave: somebody would work with an idea of ours, or not any more.
pub async fn receive_support(
    app: &App,
    tx: &Tx,
    activity: &Received,
    id: &Url,
    answer: Attending,
) -> Result<(), Rejected> {
    let idea = store::find_by_iri(tx, id).await?;
    let idea = idea.filter(|idea| idea.local && idea.is_public());
    let idea = idea.ok_or(Rejected::NotForUs)?;
    let actor = &activity.actor.id;
    match answer {
        Attending::Join | Attending::Yes => {
            match voices::support_from(app, tx, &idea, actor).await {
                Err(Error::Refused(refusals))
                    if refusals
                        .0
                        .iter()
                        .any(|it| it.message == "idea-supporters-too-many") =>
                {
                    Err(Rejected::Refused("too_many_supporters"))
                }
                Err(Error::Refused(_)) => Err(Rejected::Refused("idea_is_over")),
                done => Ok(done?),
            }
        }
        Attending::Maybe | Attending::No => {
            if let Some(known) = store::find_supporter_by_actor(tx, &idea.id, actor).await? {
                store::delete_supporter(tx, &known.id).await?;
            }
            Ok(())
        }
    }
}
