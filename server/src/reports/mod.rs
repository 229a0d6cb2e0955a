//! What came of an event: a report with goals answered, results of each small group, materials and
//! recordings. Here are its verbs; desk, API, command line and inbox all come through them. Nobody
//! reads it who may not read its event.

pub mod activitypub;
pub mod api;
pub mod desk;
pub mod draft;
pub mod feed;
pub mod inbox;
mod lines;
pub mod pages;
pub mod report;
mod schema_org;
pub mod shape;
mod store;

pub use self::{
    draft::Draft,
    report::{Contents, Report, State, path},
    store::{find, of_events},
};

use self::{
    activitypub::{Foreign, Setting},
    draft::Details,
};
use crate::{
    App, Error, Result,
    app::Tx,
    error::Refusal,
    events::{self, Event, Filter, editions, later},
    ids::MediaId,
    media,
};
use chrono::{DateTime, Duration, Utc};
use federation::{
    Iri,
    actors::Actor,
    outbox::{Audience, Saying},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use url::Url;

/// An event without a report is brought to mind this long.
const MISSED_FOR: Duration = Duration::days(120);

/// Write the report of an event: a new one, or what there is of it. What is public is sent to everybody
/// who has it.
pub async fn write(app: &App, tx: &Tx, event: &Event, draft: &Draft) -> Result<Report> {
    let now = app.clock.now();
    require_held(event, now)?;
    let known = store::find(tx, &event.id).await?;
    let seen = known.as_ref().map(Report::seen);
    if !draft.seen.is_empty() && Some(&draft.seen) != seen.as_ref() {
        return Err(Error::Conflict);
    }
    let details = draft.check(&events::venue::find(app, tx, &event.id).await?)?;
    let Some(known) = known else {
        let first = empty(event, now);
        return store::insert(tx, with_details(first, details)).await;
    };
    if known.is_public() {
        details.require_complete()?;
    }
    let before = known.clone();
    let report = Report {
        updated_at: later(known.updated_at, now),
        ..with_details(known, details)
    };
    let report = store::update(tx, report).await?;
    if report.is_public() {
        tell_change(app, tx, event, &before, &report).await?;
    }
    Ok(report)
}

fn empty(event: &Event, now: DateTime<Utc>) -> Report {
    let mut url: Url = event.url.clone().into();
    url.set_path(&path(event));
    Report {
        event: event.id.clone(),
        iri: None,
        note: None,
        author: event.organizer.clone(),
        local: true,
        url: url.into(),
        state: State::Draft,
        language: String::new(),
        title: String::new(),
        summary: String::new(),
        contents: Contents::default(),
        published_at: None,
        created_at: now,
        updated_at: now,
    }
}

fn with_details(report: Report, details: Details) -> Report {
    Report {
        language: details.language,
        title: details.title,
        summary: details.summary,
        contents: details.contents,
        ..report
    }
}

/// Publish a report, and tell the followers of the organizer and of the series: as an Article, and as a
/// Note on the event.
/// `seen` is the state somebody looked at; empty for whatever it is now.
pub async fn publish(app: &App, tx: &Tx, event: &Event, seen: &str) -> Result<Report> {
    let now = app.clock.now();
    require_held(event, now)?;
    let report = store::find(tx, &event.id).await?;
    let report = report.ok_or(Refusal::new("report-not-written"))?;
    if report.is_public() {
        return Err(Refusal::new("report-is-public-already").into());
    }
    if !seen.is_empty() && seen != report.seen() {
        return Err(Error::Conflict);
    }
    // What is protected may have become so since it was written.
    let venue = events::venue::find(app, tx, &event.id).await?;
    Draft::of(&report).check(&venue)?.require_complete()?;
    let report = Report {
        state: State::Published,
        iri: Some(app.federation.mint("objects", now)),
        note: Some(app.federation.mint("objects", now)),
        published_at: Some(now),
        updated_at: now,
        ..report
    };
    let report = store::update(tx, report).await?;
    let author = events::organizer_of(tx, event).await?;
    let series = editions::series_of(tx, event).await?;
    let setting = setting(app, &author, series.as_ref());
    for object in objects(event, &report, &setting) {
        app.federation
            .publish(tx, &author, &object, setting.audience(event))
            .await?;
    }
    // Who follows the series alone is told by nobody else.
    if let Some(series) = &series {
        for id in [&report.iri, &report.note].into_iter().flatten() {
            app.federation.announce(tx, series, id).await?;
        }
    }
    Ok(report)
}

/// Take a report back. A tombstone stays in its place, here and with peers.
pub async fn withdraw(app: &App, tx: &Tx, event: &Event) -> Result<Report> {
    let report = store::find(tx, &event.id).await?;
    let report = report.filter(Report::is_public);
    let report = report.ok_or(Refusal::new("report-is-not-public"))?;
    let author = events::organizer_of(tx, event).await?;
    let series = editions::series_of(tx, event).await?;
    let audience = setting(app, &author, series.as_ref()).audience(event);
    for id in [&report.note, &report.iri].into_iter().flatten() {
        app.federation
            .delete(tx, &author, id, audience.clone())
            .await?;
    }
    let report = Report {
        state: State::Withdrawn,
        iri: None,
        note: None,
        published_at: None,
        updated_at: later(report.updated_at, app.clock.now()),
        ..report
    };
    store::update(tx, report).await
}

/// Nothing can be said of what has not begun, or did not take place.
fn require_held(event: &Event, now: DateTime<Utc>) -> Result<()> {
    match event.state {
        events::State::Draft | events::State::Scheduled => {
            Err(Refusal::new("event-is-not-public").into())
        }
        events::State::Cancelled => Err(Refusal::new("report-event-is-cancelled").into()),
        events::State::Postponed => Err(Refusal::new("report-event-is-postponed").into()),
        events::State::Published | events::State::Rescheduled if event.starts_at > now => {
            Err(Refusal::new("report-event-has-not-begun").into())
        }
        events::State::Published | events::State::Rescheduled => Ok(()),
    }
}

/// Whether a report of this event can be written now.
pub fn is_due(event: &Event, now: DateTime<Utc>) -> bool {
    event.local && require_held(event, now).is_ok()
}

fn setting<'a>(app: &'a App, author: &'a Actor, series: Option<&'a Actor>) -> Setting<'a> {
    Setting {
        author,
        series,
        origin: app.config.origin(),
    }
}

/// The article and the note, as far as others have them.
fn objects(event: &Event, report: &Report, setting: &Setting<'_>) -> Vec<Value> {
    let article = activitypub::object(report, event, setting).map(|article| json!(article));
    let note = activitypub::note(report, event, setting).map(|note| json!(note));
    article.into_iter().chain(note).collect()
}

/// The whole article once more; the note only where its words are others now.
async fn tell_change(
    app: &App,
    tx: &Tx,
    event: &Event,
    before: &Report,
    report: &Report,
) -> Result<()> {
    let author = events::organizer_of(tx, event).await?;
    let series = editions::series_of(tx, event).await?;
    let setting = setting(app, &author, series.as_ref());
    let says_the_same = (&before.title, &before.summary, &before.language)
        == (&report.title, &report.summary, &report.language);
    let objects = objects(event, report, &setting);
    let told = if says_the_same { 1 } else { objects.len() };
    for object in objects.iter().take(told) {
        app.federation
            .update(tx, &author, object, setting.audience(event))
            .await?;
    }
    Ok(())
}

/// Somebody invites to the event since its report was published: they are brought it, as who invited before
/// was. Nothing while nobody has it.
pub async fn bring_to(app: &App, tx: &Tx, event: &Event, cohost: &Iri) -> Result<()> {
    let report = store::find(tx, &event.id).await?;
    let report = report.filter(|report| report.is_public());
    let invites = event.cohosts.actors().any(|actor| actor == cohost);
    let Some(report) = report.filter(|_| invites) else {
        return Ok(());
    };
    let author = events::organizer_of(tx, event).await?;
    let series = editions::series_of(tx, event).await?;
    let setting = setting(app, &author, series.as_ref());
    if let Some(article) = activitypub::object(&report, event, &setting) {
        let saying = Saying::about("Create", json!(article), Audience::only(cohost));
        app.federation.say(tx, &author, saying).await?;
    }
    Ok(())
}

/// Keep what leads to another server's report on an event that is kept here: the newest one there is.
pub async fn keep(
    tx: &Tx,
    event: &Event,
    iri: &Url,
    foreign: Foreign,
    now: DateTime<Utc>,
) -> Result<()> {
    let known = store::find(tx, &event.id).await?;
    if known
        .as_ref()
        .is_some_and(|known| foreign.updated_at < known.updated_at)
    {
        return Ok(());
    }
    let report = Report {
        iri: Some(iri.into()),
        local: false,
        url: foreign.url.into(),
        state: State::Published,
        title: foreign.title,
        summary: foreign.summary,
        published_at: Some(foreign.published_at),
        updated_at: foreign.updated_at,
        ..empty(event, now)
    };
    // It may have been about another event before.
    store::delete_remote(tx, iri).await?;
    match known.filter(|known| known.iri != report.iri) {
        Some(_) => store::update(tx, report).await?,
        None => store::insert(tx, report).await?,
    };
    Ok(())
}

/// The report of a public event, as far as it is public.
pub async fn find_public(db: &impl ConnectionTrait, event: &Event) -> Result<Option<Report>> {
    let report = store::find(db, &event.id).await?;
    Ok(report.filter(|report| report.is_public() && event.state.is_public()))
}

/// What is public here with its event, of one author or of all, the newest first.
pub async fn listed(
    db: &impl ConnectionTrait,
    author: Option<&Iri>,
) -> Result<Vec<(Report, Event)>> {
    let reports = store::published(db, author).await?;
    let ids = reports.iter().map(|report| report.event.clone()).collect();
    let events = events::find_all(db, ids).await?;
    let with_event = |report: Report| {
        let event = events.iter().find(|event| event.id == report.event)?;
        Some((report, event.clone()))
    };
    Ok(reports.into_iter().filter_map(with_event).collect())
}

/// The uploaded files that reports lead to.
pub async fn files(app: &App, db: &impl ConnectionTrait) -> Result<Vec<MediaId>> {
    let all = store::own_contents(db).await?;
    let materials = all.iter().flat_map(|contents| &contents.materials);
    Ok(materials
        .filter_map(|material| media::at(app, &material.link))
        .collect())
}

/// Events of ours that are over and of which nobody has told what came of them, the latest first.
pub async fn missing(app: &App) -> Result<Vec<Event>> {
    let now = app.clock.now();
    let over = Filter {
        from: Some(now - MISSED_FOR),
        over_by: Some(now),
        local_only: true,
        latest_first: true,
        ..Filter::default()
    };
    let mut over = events::listed(&app.db, &over).await?;
    over.retain(|event| is_due(event, now));
    let ids = over.iter().map(|event| event.id.clone()).collect();
    let unreported = store::unreported(&app.db, ids).await?;
    over.retain(|event| unreported.contains(&event.id));
    Ok(over)
}

#[cfg(test)]
pub(crate) mod tests;
