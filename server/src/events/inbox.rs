//! What we do with other servers' events: keep those of actors we follow, with their home named.

use super::{activitypub, store};
use crate::{App, Error, app::Tx, events};
use federation::{Action, Iri, Received, Rejected, vocabulary as wire};
use url::Url;

/// Whose an event is, that we keep or publish.
pub use super::store::organizer_of as owner_of;

/// Create, Update and Announce are one: keep the event as its owner has it now. The federation
/// crate has checked whose word it is; here only the public is kept, and the whole rather than its parts.
pub async fn receive(
    app: &App,
    tx: &Tx,
    activity: &Received,
    event: &wire::Event,
) -> Result<(), Rejected> {
    if !event.is_public() || event.super_event.is_some() {
        return Err(Rejected::NotForUs);
    }
    let now = activity.received_at;
    let id = app.ulids.next(now).into();
    let foreign = activitypub::foreign(event, now);
    let series = passed_on_by(activity, event);
    let organizer = &event.attributed_to;
    let kept = events::keep(tx, id, &event.id, organizer, series, foreign, now).await;
    match kept {
        Err(Error::Refused(_)) => Err(Rejected::NotForUs),
        kept => Ok(kept?),
    }
}

/// The series that announced it and that the event is addressed to. One of another server has no say in whose
/// edition it is, nor has a neighbour that the owner does not name.
fn passed_on_by(activity: &Received, event: &wire::Event) -> Option<Iri> {
    let by = &activity.actor;
    let is_its_own = by.is_series() && by.id.origin() == event.id.origin();
    let mut addressed = event.to.iter().chain(&event.cc);
    let is_named = addressed.any(|to| *to == *by.id);
    let announced = matches!(activity.action, Action::Announce(_)) && is_its_own && is_named;
    announced.then(|| by.id.clone())
}

pub async fn receive_delete(tx: &Tx, _: &Received, id: &Url) -> Result<(), Rejected> {
    Ok(store::delete_remote(tx, id).await?)
}

/// The actor is gone, and what it invited to with it.
pub async fn receive_farewell(tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    Ok(store::delete_all_of(tx, &activity.actor.id).await?)
}
