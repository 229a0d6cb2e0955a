//! What we do with the sessions of other servers' events: those of an event we keep are shown with it, on
//! the word of who holds it.

use super::{activitypub, told};
use crate::{Error, app::Tx, events};
use federation::{Received, Rejected, vocabulary as wire};
use url::Url;

/// Whose a session is, that we keep.
pub use super::store::organizer_of_told as owner_of;

/// Create and Update are one: keep the session as its owner has it now. That it is part of an event counts
/// only as the word of who holds the event.
pub async fn receive(
    tx: &Tx,
    activity: &Received,
    part: &wire::Event,
    whole: &Url,
) -> Result<(), Rejected> {
    let event = events::find_by_iri_for_change(tx, whole).await?;
    let is_its_own = |event: &events::Event| {
        !event.local
            && *event.organizer == part.attributed_to
            && activity.actor.id == event.organizer
            && part.id.origin() == whole.origin()
    };
    let event = event.filter(is_its_own).filter(|_| part.is_public());
    let event = event.ok_or(Rejected::NotForUs)?;
    let session = activitypub::foreign(part);
    let updated_at = part.said_at(activity.received_at);
    let kept = told::keep(tx, &event, (&part.id).into(), session, updated_at).await;
    match kept {
        Err(Error::Refused(_)) => Err(Rejected::NotForUs),
        kept => Ok(kept?),
    }
}

/// The federation crate has checked that its owner says so.
pub async fn receive_delete(tx: &Tx, id: &Url) -> Result<(), Rejected> {
    Ok(told::remove(tx, &id.into()).await?)
}
