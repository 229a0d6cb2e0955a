//! What other servers' workstreams found out: told to us as a peer, or to everybody. Only the workstream
//! says so of itself, and what everybody may read stays so.

use super::{Learning, activitypub, store};
use crate::{App, app::Tx, workstreams};
use federation::{Iri, Rejected, vocabulary::Article};
use url::Url;

/// Whose a learning is that we keep.
pub use super::store::owner_of;

/// Learnings kept of one workstream of others.
const KEPT_AT_MOST: u64 = 200;

/// Create, Update and Announce are one. The federation crate has checked whose word it is.
pub async fn receive(app: &App, tx: &Tx, article: &Article) -> Result<(), Rejected> {
    let foreign = activitypub::foreign(article).ok_or(Rejected::NotForUs)?;
    let workstream = workstreams::find_by_actor(tx, &article.attributed_to).await?;
    let workstream = workstream.filter(|it| !it.local);
    let workstream = workstream.ok_or(Rejected::NotForUs)?;
    let known = store::find_by_iri(tx, &article.id).await?;
    let updated_at = article.updated.unwrap_or(article.published).to_utc();
    if let Some(known) = &known
        && (known.local || known.workstream != workstream.id || updated_at < known.updated_at)
    {
        return Err(Rejected::NotForUs);
    }
    if known.is_none() && store::count(tx, &workstream.id).await? >= KEPT_AT_MOST {
        return Err(Rejected::Refused("too_many_learnings"));
    }
    let now = app.clock.now();
    let is_new = known.is_none();
    let was = known.as_ref().map(|known| known.audience);
    // Never narrower than said.
    let audience = was.map_or(foreign.audience, |was| was.max(foreign.audience));
    let widened_at = known.as_ref().and_then(|known| known.widened_at);
    let learning = Learning {
        id: known.map_or_else(|| app.ulids.next(now).into(), |known| known.id),
        workstream: workstream.id,
        local: false,
        iri: Iri::from(&article.id),
        title: foreign.title,
        text: foreign.text,
        audience,
        noted_at: article.published.to_utc(),
        widened_at: widened_at.or((audience == super::Audience::Public).then_some(updated_at)),
        updated_at,
    };
    match is_new {
        true => store::insert(tx, learning).await?,
        false => store::update(tx, learning).await?,
    };
    Ok(())
}

/// It is gone; the federation crate has checked that its server says so.
pub async fn receive_delete(tx: &Tx, id: &Url) -> Result<(), Rejected> {
    Ok(store::delete_foreign(tx, id).await?)
}
