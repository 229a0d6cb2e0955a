//! What we do with other servers' reports: show at an event we keep that there is one, and where. Only
//! its own organizer can say so.

use super::{activitypub, keep, store};
use crate::{app::Tx, events};
use federation::{Received, Rejected, vocabulary::Article};
use url::Url;

/// Whose a report is, that we keep or publish.
pub use super::store::author_of as owner_of;

/// Create, Update and Announce are one. The federation crate has checked whose word it is.
pub async fn receive(tx: &Tx, activity: &Received, article: &Article) -> Result<(), Rejected> {
    let Some(foreign) = activitypub::foreign(article).filter(|_| article.is_public()) else {
        return Err(Rejected::NotForUs);
    };
    let about = article.in_reply_to.as_ref().ok_or(Rejected::NotForUs)?;
    let event = events::find_by_iri(tx, about).await?;
    let event = event.filter(|event| !event.local && *event.organizer == article.attributed_to);
    let event = event.ok_or(Rejected::NotForUs)?;
    Ok(keep(tx, &event, &article.id, foreign, activity.received_at).await?)
}

pub async fn receive_delete(tx: &Tx, _: &Received, id: &Url) -> Result<(), Rejected> {
    Ok(store::delete_remote(tx, id).await?)
}
