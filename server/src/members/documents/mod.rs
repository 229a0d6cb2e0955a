//! Documents of a workstream of ours, for everybody or for its members alone. What is for members stands on
//! no page and in no file for everybody. Desk, API and command line come through these verbs.

pub mod api;
pub mod desk;
pub mod document;
mod store;

pub use self::{
    document::{Audience, Document, Draft},
    store::{of_workstream, public},
};

use super::{refused, telling::tell_all};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    ids::DocumentId,
    workstreams::{self, Workstream},
};

/// Documents of one workstream.
const DOCUMENTS_AT_MOST: usize = 100;

/// Put a document down.
pub async fn add(app: &App, tx: &Tx, workstream: &Workstream, draft: &Draft) -> Result<Document> {
    if !workstream.is_worked_on() {
        return refused("member-not-worked-on");
    }
    let details = draft.check()?;
    if of_workstream(tx, &workstream.id).await?.len() >= DOCUMENTS_AT_MOST {
        return Err(Refusal::new("document-too-many").on("title").into());
    }
    let now = app.clock.now();
    let document = Document {
        id: app.ulids.next(now).into(),
        workstream: workstream.id.clone(),
        iri: app.federation.mint("objects", now),
        title: details.title,
        link: details.link,
        kind: details.kind,
        licence: details.licence,
        audience: details.audience,
        created_at: now,
        updated_at: now,
    };
    let document = store::insert(tx, document).await?;
    tell(app, tx, workstream, "Create", &document).await?;
    Ok(document)
}

/// Take it off the list.
pub async fn remove(app: &App, tx: &Tx, workstream: &Workstream, document: Document) -> Result<()> {
    store::delete(tx, &document.id).await?;
    tell(app, tx, workstream, "Delete", &document).await
}

async fn tell(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    kind: &'static str,
    document: &Document,
) -> Result<()> {
    let group = workstreams::actor_of(tx, workstream).await?;
    tell_all(app, tx, workstream, kind, &document.matter(&group.id)).await
}

/// One of this workstream, to change it.
pub async fn find_for_change(tx: &Tx, workstream: &Workstream, id: &str) -> Result<Document> {
    let id: DocumentId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_for_change(tx, &id).await?;
    let found = found.filter(|found| found.workstream == workstream.id);
    found.ok_or(Error::NotFound)
}
