//! What workstreams of other servers say to those of ours who asked: a yes with what they may, a no, and
//! that it is over. Only the workstream itself is heard, and on its own members only.

use super::{
    Matter, Membership, State,
    matter::{Kind, MATTERS_AT_MOST},
    store,
};
use crate::{
    App, Result,
    app::Tx,
    markdown,
    members::{Role, activitypub::members, member::REASON_AT_MOST},
    workstreams::today,
};
use federation::{
    Answer, Iri, Received, Rejected, Verdict,
    vocabulary::{self as wire, Grant},
};
use url::Url;

/// The workstream answers a Join of ours. The last word counts, but not after we took ours back.
pub async fn receive_answer(tx: &Tx, activity: &Received, answer: &Answer) -> Result<(), Rejected> {
    let membership = store::find_by_activity(tx, &answer.asked).await?;
    let membership = membership.ok_or(Rejected::NotForUs)?;
    if membership.workstream != activity.actor.id {
        return Err(Rejected::Refused("not_the_workstream"));
    }
    if !membership.state.is_standing() {
        return Err(Rejected::NotForUs);
    }
    let answered = match answer.verdict {
        Verdict::Accept => {
            let grant = answer.grant.as_deref();
            let grant = grant.filter(|grant| is_for(grant, &membership));
            Membership {
                state: State::Accepted,
                role: Role::of(grant.map(|grant| &grant.object)),
                grant_iri: grant.map(|grant| Iri::from(&grant.id)),
                until: grant.and_then(|grant| Some(grant.end_time?.date_naive())),
                reason: String::new(),
                ..membership
            }
        }
        Verdict::Reject => Membership {
            state: State::Rejected,
            grant_iri: None,
            reason: markdown::line(answer.reason.as_deref().unwrap_or_default(), REASON_AT_MOST),
            ..membership
        },
        Verdict::TentativeAccept | Verdict::Ignore => return Err(Rejected::NotForUs),
    };
    let answered = Membership {
        updated_at: activity.received_at,
        ..answered
    };
    store::update(tx, answered).await?;
    Ok(())
}

/// Whether it grants this member something, in the workstream that says so.
fn is_for(grant: &Grant, membership: &Membership) -> bool {
    grant.actor == *membership.workstream
        && grant.context == *membership.workstream
        && grant.target == *membership.actor
        && grant.id.origin() == membership.workstream.origin()
}

/// What was granted is not any more.
pub async fn receive_revoke(tx: &Tx, activity: &Received, grant: &Url) -> Result<(), Rejected> {
    let membership = store::find_by_grant(tx, &activity.actor.id, grant).await?;
    end(tx, activity, membership.ok_or(Rejected::NotForUs)?).await
}

/// Somebody of ours is taken out of the list of members.
pub async fn receive_remove(
    tx: &Tx,
    activity: &Received,
    object: &Url,
    target: &Url,
) -> Result<(), Rejected> {
    if target.as_str() != members(&activity.actor.id) {
        return Err(Rejected::NotForUs);
    }
    let membership = store::find_by_actor(tx, &activity.actor.id, object).await?;
    end(tx, activity, membership.ok_or(Rejected::NotForUs)?).await
}

async fn end(tx: &Tx, activity: &Received, membership: Membership) -> Result<(), Rejected> {
    if !membership.state.is_standing() {
        return Err(Rejected::NotForUs);
    }
    let ended = Membership {
        state: State::Ended,
        grant_iri: None,
        updated_at: activity.received_at,
        ..membership
    };
    store::update(tx, ended).await?;
    Ok(())
}

/// A workstream tells one of ours what its members alone should know. Who works there no longer is told
/// nothing.
pub async fn receive_matter(
    app: &App,
    tx: &Tx,
    activity: &Received,
    told: &wire::Matter,
) -> Result<(), Rejected> {
    let member = told.to.first().ok_or(Rejected::NotForUs)?;
    let membership = store::find_by_actor(tx, &activity.actor.id, member).await?;
    let membership = membership.ok_or(Rejected::Refused("no_membership"))?;
    if !membership.may_read(today(app)) {
        return Err(Rejected::Refused("no_membership"));
    }
    let known = store::find_matter(tx, &membership.id, &told.id).await?;
    let updated_at = told.updated.to_utc();
    if known
        .as_ref()
        .is_some_and(|known| updated_at < known.updated_at)
    {
        return Err(Rejected::NotForUs);
    }
    let is_new = known.is_none();
    if is_new && store::count_matters(tx, &membership.id).await? >= MATTERS_AT_MOST {
        return Err(Rejected::Refused("too_many_matters"));
    }
    let seal = |link: &Url| app.federation.seal(link.as_str().as_bytes());
    let matter = Matter {
        id: known.map_or_else(|| app.ulids.next(app.clock.now()).into(), |known| known.id),
        membership: membership.id,
        iri: Iri::from(&told.id),
        kind: Kind::of(told.kind),
        title: told.name.clone(),
        detail: told.summary.clone().unwrap_or_default(),
        link: told.url.as_ref().map(seal).transpose()?,
        starts_at: told.start_time.map(|at| at.to_utc()),
        ends_at: told.end_time.map(|at| at.to_utc()),
        is_done: told.is_resolved == Some(true),
        updated_at,
    };
    match is_new {
        true => store::insert_matter(tx, matter).await?,
        false => store::update_matter(tx, matter).await?,
    }
    Ok(())
}

/// Something members were told of is gone; only the workstream that told of it says so.
pub async fn receive_delete(tx: &Tx, activity: &Received, id: &Url) -> Result<(), Rejected> {
    for membership in store::of_workstream(tx, &activity.actor.id).await? {
        store::delete_matter(tx, &membership.id, id).await?;
    }
    Ok(())
}

/// The workstream is gone.
pub async fn receive_farewell(tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    for membership in store::of_workstream(tx, &activity.actor.id).await? {
        if membership.state.is_standing() {
            end(tx, activity, membership).await?;
        }
    }
    Ok(())
}
