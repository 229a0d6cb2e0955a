//! What other servers say about who has a part in a workstream. An Offer is made by who offers itself, an
//! answer by its addressee, and each takes back only what they said themselves. What a workstream says of
//! others counts once their own word is found.

use super::{
    INVOLVED_AT_MOST, Involvement, OPEN_AT_MOST, OPEN_OF_ONE_HOST_AT_MOST, State,
    involvement::REASON_AT_MOST, is_open, keep, new, relist, store,
};
use crate::{
    App, Result,
    app::Tx,
    associations,
    cohosts::next_look,
    markdown,
    words::Word as _,
    workstreams::{self, Part},
};
use federation::{
    Answer, Involving, Iri, Received, Rejected, Verdict,
    actors::{self, Actor},
    vocabulary::actor::Involved as Wire,
};
use std::collections::BTreeSet;
use url::Url;

/// One of ours is asked: an association for a part in another's workstream, or a workstream of ours for
/// one to give. Only those who work here see it.
pub async fn receive_offer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    involving: &Involving,
) -> Result<(), Rejected> {
    let part = match &involving.part {
        None => Part::default(),
        Some(word) => Part::named(word).ok_or(Rejected::Refused("unknown_part"))?,
    };
    let sender = &activity.actor;
    if let Some(ours) = associations::find_by_actor(tx, &involving.asked).await? {
        let is_one = workstreams::activitypub::foreign(sender).is_some();
        if !is_one || involving.target.as_str() != Wire::address(&sender.id) {
            return Err(Rejected::NotForUs);
        }
        let asked = new(app, sender, &ours.actor, part, false);
        return take_down(app, tx, activity, asked).await;
    }
    let workstream = workstreams::find_by_actor(tx, &involving.asked).await?;
    let workstream = workstream.filter(is_open).ok_or(Rejected::NotForUs)?;
    let group = workstreams::actor_of(tx, &workstream).await?;
    if involving.target.as_str() != Wire::address(&group.id) {
        return Err(Rejected::NotForUs);
    }
    if matches!(sender.kind.as_str(), "Person" | "Application") || sender.is_unit() {
        return Err(Rejected::Refused("no_organisation"));
    }
    let asked = Involvement {
        word: Some(Iri::from(&activity.id)),
        ..new(app, &group, &sender.id, part, true)
    };
    take_down(app, tx, activity, asked).await
}

async fn take_down(
    app: &App,
    tx: &Tx,
    activity: &Received,
    asked: Involvement,
) -> Result<(), Rejected> {
    let known = store::find_of(tx, &asked.workstream, &asked.actor).await?;
    if let Some(known) = &known {
        let is_same = known.offer.as_ref() == Some(&Iri::from(&activity.id));
        if is_same || known.state == State::Accepted {
            return Ok(());
        }
        // Ours asked first, and the answer to that is an answer.
        if known.state == State::Offered && app.federation.is_ours(known.asker()) {
            return Err(Rejected::NotForUs);
        }
    }
    let open = store::open_to(tx, asked.answerer()).await?;
    let is_neighbour = |it: &&Involvement| it.asker().origin() == asked.asker().origin();
    let neighbours = open.iter().filter(is_neighbour).count();
    if open.len() >= OPEN_AT_MOST || neighbours >= OPEN_OF_ONE_HOST_AT_MOST {
        return Err(Rejected::Refused("too_many_offers"));
    }
    let asked = Involvement {
        offer: Some(Iri::from(&activity.id)),
        ..asked
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
) -> Result<(), Rejected> {
    let asked = store::find_by_offer(tx, &answer.asked).await?;
    let asked = asked.ok_or(Rejected::NotForUs)?;
    if *asked.answerer() != activity.actor.id {
        return Err(Rejected::Refused("not_asked"));
    }
    if !app.federation.is_ours(asked.asker()) {
        return Err(Rejected::NotForUs);
    }
    let answered = match (answer.verdict, asked.state) {
        (Verdict::Accept, State::Offered) => {
            let part = answer.kind.as_deref();
            if part.is_some_and(|word| Part::named(word) != Some(asked.part)) {
                return Err(Rejected::Refused("part_not_offered"));
            }
            accepted(app, tx, activity, asked).await?
        }
        // Who says no after a yes steps back.
        (Verdict::Reject, State::Offered | State::Accepted) => Involvement {
            state: State::Rejected,
            reason: markdown::line(answer.reason.as_deref().unwrap_or_default(), REASON_AT_MOST),
            ..asked
        },
        _ => return Err(Rejected::NotForUs),
    };
    let answered = Involvement {
        updated_at: activity.received_at,
        ..answered
    };
    let answered = store::update(tx, answered).await?;
    Ok(relist(app, tx, &answered.workstream).await?)
}

async fn accepted(
    app: &App,
    tx: &Tx,
    activity: &Received,
    asked: Involvement,
) -> Result<Involvement, Rejected> {
    if asked.is_request {
        if let Some(ours) = actors::find(tx, &asked.actor).await? {
            super::follow(app, tx, &ours, &asked).await?;
        }
    } else {
        let workstream = workstreams::find_by_actor(tx, &asked.workstream).await?;
        workstream.filter(is_open).ok_or(Rejected::NotForUs)?;
    }
    Ok(Involvement {
        state: State::Accepted,
        word: match asked.is_request {
            true => asked.word.clone(),
            false => Some(Iri::from(&activity.id)),
        },
        ..asked
    })
}

/// Undo of an Accept by who agreed, or of an Offer by who asked.
pub async fn receive_undo(
    app: &App,
    tx: &Tx,
    activity: &Received,
    id: &Url,
) -> Result<(), Rejected> {
    let actor = &activity.actor.id;
    let agreed = store::find_by_word(tx, actor, id).await?;
    let offered = store::find_by_offer(tx, id).await?;
    let offered = offered.filter(|offered| offered.asker() == actor);
    match agreed.or(offered) {
        Some(over) => Ok(drop_one(app, tx, &over).await?),
        None => Err(Rejected::NotForUs),
    }
}

async fn drop_one(app: &App, tx: &Tx, over: &Involvement) -> Result<()> {
    store::delete(tx, &over.id).await?;
    relist(app, tx, &over.workstream).await
}

/// Another server's workstream was kept: whom it names is looked at, and whom it names no more is dropped.
pub async fn receive_profile(app: &App, tx: &Tx, group: &Url) -> Result<(), Rejected> {
    let kept = workstreams::find_by_actor(tx, group).await?;
    let actor = actors::find(tx, group).await?;
    let Some(actor) = actor.filter(|_| kept.is_some_and(|kept| !kept.local)) else {
        return Ok(());
    };
    let listed = actor.profile.work.as_ref();
    let listed = listed.map_or(&[][..], |work| &work.involved);
    let mut known = store::of_workstream(tx, &actor.id).await?;
    let mut seen = BTreeSet::new();
    for wire in listed.iter().take(INVOLVED_AT_MOST) {
        // Named twice is named once.
        if wire.id == *actor.id || !seen.insert(wire.id.clone()) {
            continue;
        }
        let place = known.iter().position(|known| *known.actor == wire.id);
        let before = place.map(|place| known.swap_remove(place));
        name(app, tx, &actor, wire, before).await?;
    }
    for gone in known {
        // Our own consent, and a question between us, end when one of the two says so.
        let is_between_us = app.federation.is_ours(&gone.actor) && gone.state != State::Unconfirmed;
        if !is_between_us {
            store::delete(tx, &gone.id).await?;
        }
    }
    Ok(relist(app, tx, &actor.id).await?)
}

/// One whom the workstream names, with what we knew of it.
async fn name(
    app: &App,
    tx: &Tx,
    group: &Actor,
    wire: &Wire,
    before: Option<Involvement>,
) -> Result<()> {
    let actor = Iri::from(&wire.id);
    let Some(part) = Part::named(&wire.part) else {
        return Ok(());
    };
    let word = Some(Iri::from(&wire.context));
    let is_ours = app.federation.is_ours(&actor);
    if let Some(known) = &before {
        // What we said, and to whom, we know better than the workstream.
        if is_ours && known.state != State::Unconfirmed {
            return Ok(());
        }
        if known.word == word {
            return Ok(());
        }
    }
    let checked_at = before.as_ref().and_then(|before| before.checked_at);
    let named = Involvement {
        state: State::Unconfirmed,
        check_at: (!is_ours).then(|| next_look(checked_at, app.clock.now())),
        checked_at,
        word,
        ..new(app, group, &actor, part, false)
    };
    keep(tx, named, before.as_ref()).await?;
    Ok(())
}

/// The actor is gone: as a workstream, or as an organisation with a part in one.
pub async fn receive_farewell(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    for over in store::with(tx, &activity.actor.id).await? {
        drop_one(app, tx, &over).await?;
    }
    Ok(())
}
