//! What we do with other servers' events: keep those of actors we follow, with their home named.

use super::{activitypub, store};
use crate::{Error, Result, app::Tx, events, host::Inbound};
use federation::{Action, Received, Rejected, vocabulary as wire};
use url::Url;

/// Create, Update and Announce are one: keep the event as its owner has it now. The federation
/// crate has checked whose word it is; here only the public is kept.
pub async fn receive(
    tx: &Tx,
    inbound: &Inbound,
    activity: &Received,
    event: &wire::Event,
) -> Result<(), Rejected> {
    if !event.is_public() {
        return Err(Rejected::NotForUs);
    }
    // The organizer may be a group of the same server; a stranger's event is only announced.
    let organizer = match &activity.action {
        Action::Announce(_) => &event.attributed_to,
        _ => {
            let owner: &Url = &activity.actor.id;
            if event.attributed_to.origin() != owner.origin() {
                return Err(Rejected::Refused("foreign_object"));
            }
            &event.attributed_to
        }
    };
    let now = activity.received_at;
    let id = inbound.ulids.next(now).into();
    let foreign = activitypub::foreign(event);
    let kept = events::keep(tx, id, &event.id, organizer, foreign, now).await;
    match kept {
        Err(Error::Refused(_)) => Err(Rejected::NotForUs),
        kept => Ok(kept?),
    }
}

pub async fn receive_delete(tx: &Tx, _: &Received, id: &Url) -> Result<(), Rejected> {
    Ok(store::delete_remote(tx, id).await?)
}

/// The actor is gone, and what it invited to with it.
pub async fn receive_leave(tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    Ok(store::delete_all_of(tx, &activity.actor.id).await?)
}
