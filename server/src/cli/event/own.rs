//! `verbund event list`, `show`, `draft`, `revise` and `erase`: events of ours, public or not.

use super::{super::print, found};
use crate::{
    App, Result, associations, audit,
    events::{self, Draft, Event, organizers::Organizers, shape::Shape},
    participations,
    words::Word as _,
};
use serde_json::json;

/// More are found on the pages, by search.
const LISTED_AT_MOST: u64 = 1_000;

/// All of ours, what was changed last first.
pub(super) async fn list(app: &App) -> Result<Vec<Event>> {
    events::own(&app.db, LISTED_AT_MOST).await
}

pub(super) async fn shapes(app: &App, events: &[Event]) -> Result<Vec<Shape>> {
    let organizers = Organizers::find(&app.db, events).await?;
    let origin = app.config.origin();
    let shapes = events.iter().map(|it| Shape::of(it, &organizers, origin));
    Ok(shapes.collect())
}

pub(super) fn print_list(events: &[Event]) {
    let row = |event: &Event| {
        [
            event.id.to_string(),
            event.state.name(),
            print::moment(event.starts_at),
            event.slug.clone(),
            event.main_text().title,
        ]
    };
    let rows: Vec<_> = events.iter().map(row).collect();
    print::table(["ID", "STATE", "STARTS", "EVENT", "TITLE"], &rows);
}

/// One as a file would say it, to be changed and given to `revise`, or the whole as the API does.
pub(super) async fn show(app: &App, name: &str, for_programs: bool) -> Result<String> {
    let event = found(app, name).await?;
    let text = match for_programs {
        true => {
            let shape = shapes(app, std::slice::from_ref(&event)).await?.pop();
            serde_json::to_string_pretty(&json!(shape))?
        }
        false => {
            let draft = events::draft_of(app, &app.db, &event).await?;
            toml::to_string_pretty(&draft).map_err(anyhow::Error::from)?
        }
    };
    Ok(text)
}

/// A draft that only those who work here see.
pub(super) async fn draft(app: &App, draft: &Draft) -> Result<Event> {
    let tx = app.begin().await?;
    let organizer = associations::chosen(&tx, &draft.organizer).await?;
    let actor = associations::actor_of(&tx, &organizer).await?;
    let event = events::draft(app, &tx, &actor, draft).await?;
    audit::kept(app, tx, None, "event.draft", &event.id).await?;
    Ok(event)
}

/// Publish what is a draft here: at the time it names, or else at once.
pub(super) async fn publish(app: &App, name: &str) -> Result<Event> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let (event, action) = match event.publish_at {
        Some(_) if !event.state.is_public() => {
            (events::schedule(app, &tx, event).await?, "event.schedule")
        }
        _ => (events::publish(app, &tx, event).await?, "event.publish"),
    };
    audit::kept(app, tx, None, action, &event.id).await?;
    Ok(event)
}

pub(super) async fn revise(app: &App, name: &str, draft: &Draft) -> Result<Event> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let event = participations::revise(app, &tx, event, draft).await?;
    audit::kept(app, tx, None, "event.revise", &event.id).await?;
    Ok(event)
}

pub(super) async fn erase(app: &App, name: &str) -> Result<()> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    events::erase(app, &tx, event).await?;
    audit::kept(app, tx, None, "event.erase", &id).await
}
