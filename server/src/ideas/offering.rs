//! An idea of ours for a cycle of another server: offered to who holds it, and answered there.

use super::{
    Idea, Offer, activitypub, held,
    letters::{self, News},
    offer::State,
    proposing::require_going_on,
    refused, spoken, store,
};
use crate::{App, Refusal, Result, app::Tx, cycles::activitypub::Foreign};
use federation::{
    Answer, Iri, Received, Rejected, Verdict, blocks,
    outbox::{Audience, Saying},
    vocabulary::read,
};
use serde_json::json;

/// Cycles one idea is offered to.
const OFFERS_AT_MOST: usize = 10;
/// The form field in which a cycle is named.
const FIELD: &str = "target";

/// The cycle behind an address, as its home shows it. Asks another server, so no transaction may be open.
pub async fn look_up(app: &App, typed: &str) -> Result<Foreign> {
    let on_field = |message| Err(Refusal::new(message).on(FIELD).into());
    let Some(address) = read::url(typed.trim()) else {
        return on_field("idea-cycle-address-wrong");
    };
    if app.federation.is_ours(&address) {
        return on_field("idea-cycle-is-ours");
    }
    if !app.federation.settings().open {
        return on_field("following-closed");
    }
    if blocks::covers(&app.db, &address).await? {
        return on_field("following-blocked");
    }
    let document = match app.federation.fetcher().object(&address).await {
        Ok(document) => document,
        Err(failure) if failure.is_passing() => return on_field("idea-cycle-unreachable"),
        Err(_) => return on_field("idea-cycle-unknown"),
    };
    let Some(found) = crate::cycles::activitypub::foreign(&document) else {
        return on_field("idea-cycle-unknown");
    };
    if found.iri.origin() != address.origin() {
        return on_field("idea-cycle-unknown");
    }
    // What is said to somebody nobody knows reaches nobody.
    if app.federation.meet(&found.owner).await.is_err() {
        return on_field("idea-cycle-unreachable");
    }
    Ok(found)
}

/// Offer an idea of ours to a cycle of another server. Its holder decides, and answers with a reason.
pub async fn offer(app: &App, tx: &Tx, idea: &Idea, cycle: &Foreign) -> Result<Offer> {
    let (idea, own) = held(tx, &idea.id).await?;
    if !idea.local || !idea.is_public() {
        return refused("idea-not-proposed");
    }
    require_going_on(&idea)?;
    let target = Iri::from(&cycle.iri);
    let known = store::offers(tx, &idea.id).await?;
    if known.iter().any(|known| known.target == target) {
        return Err(Refusal::new("idea-offered-already").on(FIELD).into());
    }
    if known.len() >= OFFERS_AT_MOST {
        return refused("idea-offers-too-many");
    }
    let (actor, object, _) = spoken(app, tx, &idea, own.as_ref()).await?;
    let saying =
        Saying::about("Offer", object, Audience::only(&cycle.owner)).with("target", json!(target));
    let activity = app.federation.say(tx, &actor, saying).await?;
    let now = app.clock.now();
    let offer = Offer {
        id: app.ulids.next(now).into(),
        idea: idea.id.clone(),
        target,
        owner: Iri::from(&cycle.owner),
        name: cycle.name.clone(),
        url: Iri::from(&cycle.url),
        activity,
        state: State::Offered,
        reason: String::new(),
        created_at: now,
        updated_at: now,
    };
    store::insert_offer(tx, offer).await
}

/// Who holds the other cycle says yes or no; the last word counts.
pub(super) async fn receive_answer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    answer: &Answer,
) -> Result<(), Rejected> {
    let offer = store::find_offer_by_activity(tx, &answer.asked).await?;
    let offer = offer.ok_or(Rejected::NotForUs)?;
    if offer.owner != activity.actor.id {
        return Err(Rejected::Refused("not_asked"));
    }
    let (state, reason) = match answer.verdict {
        Verdict::Accept => {
            let reason = answer.reason.as_deref().unwrap_or_default();
            match answer.kind.as_deref() {
                Some(activitypub::SELECTED) => (State::Selected, String::new()),
                Some(activitypub::MERGED) => (State::Merged, activitypub::reason(reason)),
                Some(activitypub::ENDED) => (State::Ended, activitypub::reason(reason)),
                _ => (State::Accepted, String::new()),
            }
        }
        Verdict::Reject => {
            let reason = answer.reason.as_deref().unwrap_or_default();
            (State::Rejected, activitypub::reason(reason))
        }
        Verdict::TentativeAccept | Verdict::Ignore => return Err(Rejected::NotForUs),
    };
    let offer = Offer {
        state,
        reason,
        updated_at: activity.received_at,
        ..offer
    };
    let offer = store::update_offer(tx, offer).await?;
    let (idea, cycle) = held(tx, &offer.idea).await?;
    let news = News::Answered(&offer);
    letters::write_to_all(app, tx, &idea, cycle.as_ref(), news).await?;
    Ok(())
}
