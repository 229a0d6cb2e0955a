//! Meetings of a workstream of ours. That they take place everybody may know; the way in online is sealed,
//! and goes to members alone. Desk, API and command line come through these verbs.

pub mod api;
pub mod desk;
pub mod meeting;
mod store;

pub use self::{
    meeting::{Draft, Meeting},
    store::{ahead, of_workstream},
};

use super::{refused, telling::tell_all};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    ids::MeetingId,
    workstreams::{self, Workstream},
};
use chrono::{DateTime, Utc};
use url::Url;

/// Meetings of one workstream that are not over.
const MEETINGS_AT_MOST: u64 = 100;

/// Say when and where they meet.
pub async fn add(app: &App, tx: &Tx, workstream: &Workstream, draft: &Draft) -> Result<Meeting> {
    if !workstream.is_worked_on() {
        return refused("member-not-worked-on");
    }
    let details = draft.check(app.config.instance.zone)?;
    let now = app.clock.now();
    if store::count_ahead(tx, &workstream.id, now).await? >= MEETINGS_AT_MOST {
        return Err(Refusal::new("meeting-too-many").on("title").into());
    }
    let link = details
        .link
        .as_ref()
        .map(|link| app.federation.seal(link.as_str().as_bytes()));
    let meeting = Meeting {
        id: app.ulids.next(now).into(),
        workstream: workstream.id.clone(),
        iri: app.federation.mint("objects", now),
        title: details.title,
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        place: details.place,
        link: link.transpose()?,
        created_at: now,
        updated_at: now,
    };
    let meeting = store::insert(tx, meeting).await?;
    tell(app, tx, workstream, "Create", &meeting).await?;
    Ok(meeting)
}

/// Call it off.
pub async fn remove(app: &App, tx: &Tx, workstream: &Workstream, meeting: Meeting) -> Result<()> {
    store::delete(tx, &meeting.id).await?;
    tell(app, tx, workstream, "Delete", &meeting).await
}

async fn tell(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    kind: &'static str,
    meeting: &Meeting,
) -> Result<()> {
    let group = workstreams::actor_of(tx, workstream).await?;
    let link = link_of(app, meeting);
    let matter = meeting.matter(&group.id, link, app.config.instance.zone);
    tell_all(app, tx, workstream, kind, &matter).await
}

/// Forget those that were over by then. Returns how many.
pub(super) async fn clear(app: &App, before: DateTime<Utc>) -> Result<u64> {
    store::forget(&app.db, before).await
}

/// The way in online, for those who may know it. One that was sealed with another key is lost, and nothing
/// else with it.
pub fn link_of(app: &App, meeting: &Meeting) -> Option<Url> {
    match app.federation.open(meeting.link.as_ref()?) {
        Ok(opened) => str::from_utf8(&opened).ok().and_then(|it| it.parse().ok()),
        Err(error) => {
            tracing::error!(meeting = %meeting.id, %error, "a way in cannot be read");
            None
        }
    }
}

/// One of this workstream, to change it.
pub async fn find_for_change(tx: &Tx, workstream: &Workstream, id: &str) -> Result<Meeting> {
    let id: MeetingId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_for_change(tx, &id).await?;
    let found = found.filter(|found| found.workstream == workstream.id);
    found.ok_or(Error::NotFound)
}
