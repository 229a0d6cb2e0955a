//! What other servers say about inviting together. An Offer is its event owner's to make, an answer its
//! addressee's to give, and each takes back only what they said themselves.

use super::{
    Cohost, OPEN_AT_MOST, OPEN_OF_ONE_AT_MOST, State, activitypub, be_named, checking,
    cohost::REASON_AT_MOST, end, forget_event, is_open, keep, new, relist, store,
};
use crate::{
    App, Error, Result,
    app::Tx,
    associations,
    events::{self, Role},
    markdown,
    words::Word as _,
};
use federation::{Answer, Iri, Offer, Received, Rejected, Verdict, vocabulary as wire};
use std::collections::BTreeSet;
use url::Url;

/// One of ours is asked. The event is shown to those who work here and to nobody else.
pub async fn receive_offer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    offer: &Offer,
) -> Result<(), Rejected> {
    let (event, host) = (&offer.event, &activity.actor.id);
    let is_for_it = offer.target == activitypub::organizers(event);
    if !event.is_public() || event.super_event.is_some() || !is_for_it {
        return Err(Rejected::NotForUs);
    }
    let foreign = events::activitypub::foreign(event, activity.received_at);
    let is_off = foreign.state == events::State::Cancelled;
    if is_off || foreign.ends_at <= activity.received_at {
        return Err(Rejected::NotForUs);
    }
    let role = match &offer.kind {
        None => Role::default(),
        Some(word) => Role::named(word).ok_or(Rejected::Refused("unknown_role"))?,
    };
    let ours = associations::find_by_actor(tx, &offer.invited).await?;
    let ours = ours.ok_or(Rejected::NotForUs)?;
    let known = store::find_of_for_change(tx, &event.id, &ours.actor).await?;
    if let Some(known) = &known {
        let is_same = known.offer.as_ref() == Some(&Iri::from(&activity.id));
        if is_same || known.state == State::Accepted {
            return Ok(());
        }
    }
    let of_one = store::count_open(tx, &ours.actor, Some(host)).await?;
    let of_all = store::count_open(tx, &ours.actor, None).await?;
    if of_one >= OPEN_OF_ONE_AT_MOST || of_all >= OPEN_AT_MOST {
        return Err(Rejected::Refused("too_many_offers"));
    }
    let document = serde_json::to_string(event).map_err(Error::from)?;
    let asked = Cohost {
        role,
        offer: Some(Iri::from(&activity.id)),
        document: Some(document),
        ..new(app, &event.id, host, &ours.actor, State::Offered)
    };
    keep(tx, asked, known.as_ref()).await?;
    Ok(())
}

/// Somebody we asked says yes or no.
pub async fn receive_answer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    answer: &Answer,
) -> Result<Iri, Rejected> {
    let cohost = store::find_by_offer(tx, &answer.asked).await?;
    let cohost = cohost.ok_or(Rejected::NotForUs)?;
    if cohost.actor != activity.actor.id {
        return Err(Rejected::Refused("not_asked"));
    }
    let event = events::find_by_iri(tx, &cohost.event).await?;
    let event = event.filter(|event| event.local);
    let event = event.ok_or(Rejected::NotForUs)?;
    let answered = match (answer.verdict, cohost.state) {
        (Verdict::Accept, State::Offered) => {
            if !is_open(app, &event) {
                return Err(Rejected::NotForUs);
            }
            let role = answer.kind.as_deref();
            if role.is_some_and(|word| Role::named(word) != Some(cohost.role)) {
                return Err(Rejected::Refused("role_not_offered"));
            }
            Cohost {
                state: State::Accepted,
                accept: Some(Iri::from(&activity.id)),
                ..cohost
            }
        }
        // Who says no after a yes steps back.
        (Verdict::Reject, State::Offered | State::Accepted) => Cohost {
            state: State::Rejected,
            accept: None,
            reason: markdown::line(answer.reason.as_deref().unwrap_or_default(), REASON_AT_MOST),
            ..cohost
        },
        _ => return Err(Rejected::NotForUs),
    };
    let answered = Cohost {
        updated_at: activity.received_at,
        ..answered
    };
    store::update(tx, answered).await?;
    relist(app, tx, &event.iri).await?;
    Ok(event.iri)
}

/// Undo of an Accept by who agreed, or of an Offer by who asked.
pub async fn receive_undo(
    app: &App,
    tx: &Tx,
    activity: &Received,
    id: &Url,
) -> Result<(), Rejected> {
    let actor = &activity.actor.id;
    let agreed = store::by_accept(tx, actor, id).await?;
    if !agreed.is_empty() {
        for cohost in agreed {
            drop_one(app, tx, cohost).await?;
        }
        return Ok(());
    }
    let offered = store::find_by_offer(tx, id).await?;
    match offered.filter(|offered| offered.host == *actor) {
        Some(offered) => Ok(end(app, tx, offered).await?),
        None => Err(Rejected::NotForUs),
    }
}

/// Somebody else is no co-host any more.
async fn drop_one(app: &App, tx: &Tx, cohost: Cohost) -> Result<()> {
    store::delete(tx, &cohost.id).await?;
    relist(app, tx, &cohost.event).await?;
    forget_event(app, tx, &cohost).await
}

/// Another server's event was kept: whom it names is looked at, and whom it names no more is dropped.
pub async fn receive_event(
    app: &App,
    tx: &Tx,
    activity: &Received,
    event: &wire::Event,
) -> Result<(), Rejected> {
    let listed = event.organizers.as_ref();
    let listed = listed.map_or(&[][..], |organizers| &organizers.items);
    let mut known = store::of_event_for_change(tx, &event.id).await?;
    if listed.is_empty() && known.is_empty() {
        return Ok(());
    }
    let kept = events::find_by_iri(tx, &event.id).await?;
    let said_at = event.said_at(activity.received_at);
    // An older version says nothing about who invites now.
    let Some(kept) = kept.filter(|kept| !kept.local && kept.updated_at <= said_at) else {
        return Ok(());
    };
    let mut seen = BTreeSet::new();
    for organizer in listed {
        let actor = Iri::from(organizer.id());
        // Named twice is named once.
        if actor == kept.organizer || !seen.insert(actor.clone()) {
            continue;
        }
        let place = known.iter().position(|known| known.actor == actor);
        let before = place.map(|place| known.swap_remove(place));
        name(
            app,
            tx,
            activity,
            &kept.organizer,
            &event.id,
            organizer,
            before,
        )
        .await?;
    }
    for gone in known {
        // Our own consent ends when we or the owner take it back, not because an Update was faster.
        let is_consent = app.federation.is_ours(&gone.actor) && gone.state != State::Unconfirmed;
        if !is_consent {
            store::delete(tx, &gone.id).await?;
        }
    }
    Ok(relist(app, tx, &event.id).await?)
}

/// One whom the event names, with what we knew of it.
async fn name(
    app: &App,
    tx: &Tx,
    activity: &Received,
    host: &Iri,
    event: &Url,
    organizer: &wire::event::Organizer,
    before: Option<Cohost>,
) -> Result<()> {
    let actor = Iri::from(organizer.id());
    let accept = organizer.context().map(Iri::from);
    let is_ours = app.federation.is_ours(&actor);
    match before {
        Some(ours) if is_ours && ours.state == State::Accepted => {
            if ours.accept == accept && ours.announce.is_none() {
                be_named(app, tx, ours).await?;
            }
        }
        // A question to us that is open, or that we declined: naming us changes nothing.
        Some(ours) if is_ours && ours.state != State::Unconfirmed => {}
        Some(same) if same.accept == accept => {
            let now = activity.received_at;
            let check_at = same.accept.as_ref().filter(|_| !is_ours);
            let check_at = check_at.map(|_| checking::next_look(same.checked_at, now));
            store::update(tx, Cohost { check_at, ..same }).await?;
        }
        before => {
            // Without a word of its own there is nothing to look at.
            let check_at = accept.as_ref().filter(|_| !is_ours);
            let checked_at = before.as_ref().and_then(|before| before.checked_at);
            let named = Cohost {
                check_at: check_at.map(|_| checking::next_look(checked_at, activity.received_at)),
                checked_at,
                accept,
                ..new(app, event, host, &actor, State::Unconfirmed)
            };
            keep(tx, named, before.as_ref()).await?;
        }
    }
    Ok(())
}

/// The event is gone at its owner's.
pub async fn receive_delete(app: &App, tx: &Tx, id: &Url) -> Result<(), Rejected> {
    if app.federation.is_ours(id) {
        return Ok(());
    }
    for cohost in store::of_event_for_change(tx, id).await? {
        end(app, tx, cohost).await?;
    }
    Ok(())
}

/// The actor is gone: as an owner, and as somebody who invited with others.
pub async fn receive_farewell(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    for cohost in store::with(tx, &activity.actor.id).await? {
        match cohost.host == activity.actor.id {
            true => end(app, tx, cohost).await?,
            false => drop_one(app, tx, cohost).await?,
        }
    }
    Ok(())
}
