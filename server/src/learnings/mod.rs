//! What is learned in a workstream: noted for peers first, widened to everybody on purpose, changed, and dropped
//! wherever it was told. Nothing of a
//! learning for peers stands on a page, in a feed, a file or an object that others can read. Desk, API,
//! command line and inbox all come through these verbs.

pub mod activitypub;
pub mod api;
pub mod desk;
pub mod feed;
pub mod inbox;
pub mod learning;
mod store;

pub use self::{
    learning::{Audience, Draft, Learning},
    store::{all_public, foreign, of_workstream, public},
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    events::later,
    ids::LearningId,
    workstreams::{self, Workstream},
};
use federation::{actors::Actor, outbox::Audience as Readers};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

/// Learnings of one workstream.
const LEARNINGS_AT_MOST: u64 = 100;

/// Note what was found out, and tell peers, and nobody else.
pub async fn note(app: &App, tx: &Tx, workstream: &Workstream, draft: &Draft) -> Result<Learning> {
    if !workstream.is_worked_on() {
        return Err(Refusal::new("learning-not-worked-on").into());
    }
    let (title, text) = draft.check()?;
    if store::count(tx, &workstream.id).await? >= LEARNINGS_AT_MOST {
        return Err(Refusal::new("learning-too-many").on("title").into());
    }
    let now = app.clock.now();
    let learning = Learning {
        id: app.ulids.next(now).into(),
        workstream: workstream.id.clone(),
        local: true,
        iri: app.federation.mint("objects", now),
        title,
        text,
        audience: Audience::Peers,
        noted_at: now,
        widened_at: None,
        updated_at: now,
    };
    let learning = store::insert(tx, learning).await?;
    let group = workstreams::actor_of(tx, workstream).await?;
    let peers = app.federation.all_peers(tx).await?.into_iter();
    let readers = Readers {
        to: peers.map(|peer| peer.id.into()).collect(),
        cc: Vec::new(),
    };
    let lang = app.config.instance.language;
    let article = activitypub::article(&learning, workstream, &group, readers, lang);
    app.federation
        .tell_peers(tx, &group, "Create", &json!(article))
        .await?;
    Ok(learning)
}

/// Say it otherwise: whoever was told of it is told that.
pub async fn change(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    (learning, draft): (Learning, &Draft),
) -> Result<Learning> {
    if !draft.seen.is_empty() && draft.seen != learning.seen() {
        return Err(Error::Conflict);
    }
    let (title, text) = draft.check()?;
    let learning = Learning {
        title,
        text,
        updated_at: later(learning.updated_at, app.clock.now()),
        ..learning
    };
    let learning = store::update(tx, learning).await?;
    let group = workstreams::actor_of(tx, workstream).await?;
    let lang = app.config.instance.language;
    if learning.is_public() {
        let lead = workstreams::lead_of(tx, workstream).await?;
        let readers = workstreams::heard_by(&group, &lead);
        let article = activitypub::article(&learning, workstream, &group, readers.clone(), lang);
        app.federation
            .update(tx, &group, &json!(article), readers)
            .await?;
        return Ok(learning);
    }
    let peers = app.federation.all_peers(tx).await?.into_iter();
    let readers = Readers {
        to: peers.map(|peer| peer.id.into()).collect(),
        cc: Vec::new(),
    };
    let article = activitypub::article(&learning, workstream, &group, readers, lang);
    app.federation
        .tell_peers(tx, &group, "Update", &json!(article))
        .await?;
    Ok(learning)
}

/// Take it away, here and wherever a copy was told. What somebody made of it elsewhere is not ours to erase.
pub async fn drop_it(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    learning: Learning,
) -> Result<()> {
    let group = workstreams::actor_of(tx, workstream).await?;
    store::delete(tx, &learning.id).await?;
    if learning.is_public() {
        let lead = workstreams::lead_of(tx, workstream).await?;
        let readers = workstreams::heard_by(&group, &lead);
        app.federation
            .delete(tx, &group, &learning.iri, readers)
            .await?;
        return Ok(());
    }
    app.federation
        .take_back_from_peers(tx, &group, (&learning.iri, activitypub::KIND))
        .await?;
    Ok(())
}

/// Let everybody read it, from now on and for good.
pub async fn widen(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    learning: Learning,
) -> Result<Learning> {
    if learning.is_public() {
        return Err(Refusal::new("learning-is-public").into());
    }
    let now = app.clock.now();
    let learning = Learning {
        audience: Audience::Public,
        widened_at: Some(now),
        updated_at: later(learning.updated_at, now),
        ..learning
    };
    let learning = store::update(tx, learning).await?;
    let group = workstreams::actor_of(tx, workstream).await?;
    let lead = workstreams::lead_of(tx, workstream).await?;
    let readers = workstreams::heard_by(&group, &lead);
    let lang = app.config.instance.language;
    let article = activitypub::article(&learning, workstream, &group, readers.clone(), lang);
    app.federation
        .publish(tx, &group, &json!(article), readers)
        .await?;
    Ok(learning)
}

/// What a workstream of ours tells peers alone, the oldest first: who becomes a peer later reads it from its
/// outbox.
pub async fn for_peers(app: &App, group: &Actor) -> Result<Vec<Value>> {
    let workstream = workstreams::find_by_actor(&app.db, &group.id).await?;
    let Some(workstream) = workstream.filter(|it| it.local) else {
        return Ok(Vec::new());
    };
    let peers = app.federation.all_peers(&app.db).await?.into_iter();
    let readers = Readers {
        to: peers.map(|peer| peer.id.into()).collect(),
        cc: Vec::new(),
    };
    let lang = app.config.instance.language;
    let noted = store::of_workstream(&app.db, &workstream.id).await?;
    let told = noted.iter().rev().filter(|noted| !noted.is_public());
    let told = told.map(|noted| {
        let readers = readers.clone();
        json!(activitypub::article(
            noted,
            &workstream,
            group,
            readers,
            lang
        ))
    });
    Ok(told.collect())
}

/// One of ours, of this workstream.
pub async fn find(
    db: &impl ConnectionTrait,
    workstream: &Workstream,
    id: &str,
) -> Result<Learning> {
    let id: LearningId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find(db, &id).await?;
    let found = found.filter(|found| found.local && found.workstream == workstream.id);
    found.ok_or(Error::NotFound)
}

/// The same, to change it.
pub async fn find_for_change(tx: &Tx, workstream: &Workstream, id: &str) -> Result<Learning> {
    let id: LearningId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_for_change(tx, &id).await?;
    let found = found.filter(|found| found.local && found.workstream == workstream.id);
    found.ok_or(Error::NotFound)
}

#[cfg(test)]
pub(crate) mod tests;
