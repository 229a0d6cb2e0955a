//! What falls into the time of an event, in the words of the working area.

use crate::{
    App, Result,
    events::{
        Event,
        clashes::{Clash, clashes},
        event,
        organizers::Organizers,
    },
    web::page::Page,
};
use chrono::DateTime;
use chrono_tz::Tz;

/// An event of the same time, and what it has in common with the one that is looked at.
pub struct Clashing {
    pub href: String,
    pub title: String,
    pub starts: DateTime<Tz>,
    pub ends: DateTime<Tz>,
    pub organizer: String,
    /// The server it comes from when that is not this one.
    pub home: Option<String>,
    /// Whether nobody outside knows of it yet.
    pub is_draft: bool,
    pub shared: Vec<String>,
}

/// What this event clashes with.
pub async fn clashing(app: &App, page: &Page, event: &Event) -> Result<Vec<Clashing>> {
    let clashes = clashes(&app.db, event).await?;
    let events: Vec<Event> = clashes.iter().map(|clash| clash.event.clone()).collect();
    let organizers = Organizers::find(&app.db, &events).await?;
    let clashing = clashes.iter().map(|Clash { event, shared }| Clashing {
        href: match event.local {
            true => super::address(event),
            false => event.path(),
        },
        title: event.title(page.lang.bcp47()),
        starts: event.starts(),
        ends: event.ends(),
        organizer: organizers
            .of(event)
            .map(|organizer| organizer.name.clone())
            .unwrap_or_default(),
        home: event::home(event),
        is_draft: !event.state.is_public(),
        shared: shared.iter().map(|shared| shared.said(page.lang)).collect(),
    });
    Ok(clashing.collect())
}
