//! An event is something people attend. Here are its verbs; forms, API, command line and inbox all
//! come through them. A change and the activity announcing it are one transaction: the caller's.

pub mod activitypub;
pub mod admission;
pub mod announcement;
pub mod api;
pub mod atom;
mod choice;
pub mod clashes;
pub mod cohost;
pub mod countdown;
pub mod desk;
pub mod draft;
pub mod editions;
mod erased;
pub mod event;
pub mod feed;
pub mod fold;
pub mod ical;
pub mod inbox;
pub mod kinds;
pub mod organizers;
pub mod pages;
pub mod shape;
mod store;
pub mod tasks;
mod term;
pub mod upcoming;
pub mod venue;
mod window;
mod words;
mod zone;

pub use self::{
    admission::Admission,
    choice::Choice,
    cohost::{Cohost, Cohosts, Role, Unconfirmed},
    draft::Draft,
    event::{
        Access, Attendance, Disclosure, Event, Kind, LANGUAGES, OwnKind, Picture, Place,
        REASON_AT_MOST, State, SubEvents, Text, Texts, Topics,
    },
    store::{
        Filter, LISTED_AT_MOST, Word, count, due, find, find_all, find_by_iri,
        find_by_iri_for_change, find_by_slug, find_told, foreign_organizers, forget_foreign,
        listed, mark_sessions, options, organizers_among, over_among, own, own_starting, pictures,
        sequences, starting_among, there_among, unfinished_of, unpublished,
    },
    term::Field,
    venue::Venue,
    window::Window,
    zone::days_later,
};

use self::{
    activitypub::{Change, Foreign, Setting},
    draft::Details,
};
use crate::{
    App, Error, Result,
    app::Tx,
    error::Refusal,
    ids::{EventId, MediaId},
    media,
};
use chrono::{DateTime, Duration, SubsecRound, Utc};
use federation::{
    Iri,
    actors::{self, Actor},
    outbox::{Audience, find_object, replies_to},
};
use serde_json::json;
use url::Url;

/// Save a new event that only those who work here see.
pub async fn draft(app: &App, tx: &Tx, organizer: &Actor, draft: &Draft) -> Result<Event> {
    let now = app.clock.now();
    let details = checked(app, tx, &organizer.id, None, draft).await?;
    let iri = app.federation.mint("objects", now);
    // The same everywhere: on the wire, in calendars and in the API.
    let id = iri.path().rsplit('/').next().unwrap_or_default();
    let id: EventId = id.parse().map_err(anyhow::Error::from)?;
    let title = details.texts.0.first().map(|text| text.title.as_str());
    let slug = store::free_slug(tx, &event::slug(title.unwrap_or_default())).await?;
    let url = address(app, &slug)?;
    let empty = Event {
        id,
        iri,
        url,
        slug,
        organizer: organizer.id.clone(),
        local: true,
        state: State::Draft,
        reason: None,
        language: String::new(),
        texts: Texts::default(),
        kind: Kind::Other,
        own_kind: None,
        starts_at: now,
        ends_at: now,
        zone: String::new(),
        previously_started_at: None,
        attendance: Attendance::InPerson,
        place: None,
        access: Access::default(),
        topics: Topics::default(),
        picture: None,
        contact: None,
        registration_url: None,
        admission: None,
        takes_joins: false,
        publish_at: None,
        published_at: None,
        sub_events: SubEvents::default(),
        cohosts: Cohosts::default(),
        unconfirmed: Unconfirmed::default(),
        series: None,
        edition: None,
        subtitle: None,
        sequence: 0,
        created_at: now,
        updated_at: now,
    };
    let venue = details.venue.clone();
    let event = with_details(tx, empty, details).await?;
    let event = store::insert(tx, event).await?;
    venue::keep(app, tx, &event.id, &venue).await?;
    Ok(event)
}

/// Change an event. What is public already is sent to everybody who has it; a new time or place
/// also as a note, for those whose server shows no changes.
pub async fn revise(app: &App, tx: &Tx, event: Event, draft: &Draft) -> Result<Event> {
    let now = app.clock.now();
    if !draft.seen.is_empty() && draft.seen != draft::seen(&event) {
        return Err(Error::Conflict);
    }
    if event.is_cancelled() {
        return Err(Refusal::new("event-is-cancelled").into());
    }
    let details = checked(app, tx, &event.organizer, event.own_kind.as_ref(), draft).await?;
    let before = event.clone();
    let venue = details.venue.clone();
    require_kept(tx, &event, &venue).await?;
    let venue_before = venue::find(app, tx, &event.id).await?;
    venue::keep(app, tx, &event.id, &venue).await?;
    let mut event = with_details(tx, event, details).await?;
    event.updated_at = later(before.updated_at, now);
    let is_new = venue != venue_before || !event.state.is_public();
    if is_new && venue.is_named_in_address(&event.slug) {
        event = with_other_address(app, tx, event).await?;
    }
    // A timed publication whose time was taken away is a draft again.
    if event.state == State::Scheduled && event.publish_at.is_none() {
        event.state = State::Draft;
    }
    if !before.state.is_public() {
        return store::update(tx, event).await;
    }
    kinds::require_filled(tx, &event).await?;
    let mut changes = Vec::new();
    // What was put off stays so until it is given another time.
    if (event.starts_at, event.ends_at) != (before.starts_at, before.ends_at) {
        event.state = State::Rescheduled;
        event.reason = None;
        event.previously_started_at = Some(before.starts_at);
        changes.push(Change::Time);
    }
    // As every text before it that names what is protected from now on.
    event.reason = event.reason.filter(|reason| !venue.is_named_in(reason));
    if (&event.place, event.attendance) != (&before.place, before.attendance) {
        changes.push(Change::Place);
    }
    // Those who take part are told of it, nobody else.
    if !changes.is_empty() || venue != venue_before {
        event.sequence += 1;
    }
    let event = store::update(tx, event).await?;
    take_back(app, tx, &event, &venue).await?;
    if event.hides_place() && !before.hides_place() {
        hide_rooms(app, tx, &event).await?;
    }
    tell_change(app, tx, &event, &changes).await?;
    if before.series.is_none() {
        let organizer = organizer_of(tx, &event).await?;
        let series = editions::series_of(tx, &event).await?;
        let setting = setting(app, &organizer, series.as_ref());
        pass_on(app, tx, &setting, &event.iri).await?;
    }
    Ok(event)
}

/// The address was made of a title that named what is protected now. What is public keeps its address for
/// ever; nobody has the other one yet.
async fn with_other_address(app: &App, tx: &Tx, event: Event) -> Result<Event> {
    if event.state.is_public() {
        return Err(Refusal::new("event-address-names-the-place")
            .on("place_protected")
            .into());
    }
    let slug = store::free_slug(tx, &event::slug(&event.main_text().title)).await?;
    let url = address(app, &slug)?;
    Ok(Event { slug, url, ..event })
}

fn address(app: &App, slug: &str) -> Result<Iri> {
    let url = app.config.origin().join(&format!("/events/{slug}"));
    Ok(url.map_err(anyhow::Error::from)?.into())
}

/// What was said of a place before it was protected is not said any more: the event is told as it is
/// now, and notes that name the place are erased.
async fn take_back(app: &App, tx: &Tx, event: &Event, venue: &Venue) -> Result<()> {
    if venue.is_empty() {
        return Ok(());
    }
    let organizer = organizer_of(tx, event).await?;
    let series = editions::series_of(tx, event).await?;
    let setting = setting(app, &organizer, series.as_ref());
    let object = json!(activitypub::object(event, &setting));
    app.federation.restate(tx, &object).await?;
    let replies = replies_to(tx, &event.iri).await?;
    for reply in replies.into_iter().filter(|reply| reply.public) {
        let object = serde_json::from_str(&reply.json)?;
        if venue.is_named_within(&object) {
            app.federation
                .delete(tx, &organizer, &reply.id, setting.audience(event))
                .await?;
        } else {
            // A report may have said it before it was changed.
            app.federation.restate(tx, &object).await?;
        }
    }
    Ok(())
}

/// The rooms of a house that is protected from now on are not told any more, nor were they ever.
async fn hide_rooms(app: &App, tx: &Tx, event: &Event) -> Result<()> {
    let organizer = organizer_of(tx, event).await?;
    for part in &event.sub_events.0 {
        let Some(part) = find_object(tx, part).await? else {
            continue;
        };
        let part = serde_json::from_str(&part.json)?;
        let Some(part) = activitypub::without_room(part, event.updated_at) else {
            continue;
        };
        app.federation.restate(tx, &part).await?;
        let audience = Audience::public(&organizer);
        app.federation
            .keep_object(tx, &organizer, &part, &audience)
            .await?;
        app.federation
            .tell_peers(tx, &organizer, "Update", &part)
            .await?;
    }
    Ok(())
}

/// What is for those alone who take part must not stand in an agenda or a report that is
/// out already.
async fn require_kept(tx: &Tx, event: &Event, venue: &Venue) -> Result<()> {
    for part in &event.sub_events.0 {
        let Some(part) = find_object(tx, part).await? else {
            continue;
        };
        if venue.is_named_within(&serde_json::from_str(&part.json)?) {
            return Err(Refusal::new("event-agenda-names-the-place")
                .on("place_protected")
                .into());
        }
    }
    // A report is read on a page of its own, and is its authors' to change.
    for reply in replies_to(tx, &event.iri).await? {
        let is_report = reply.public && reply.kind == "Article";
        if is_report && venue.is_named_within(&serde_json::from_str(&reply.json)?) {
            return Err(Refusal::new("event-report-names-the-place")
                .on("place_protected")
                .into());
        }
    }
    Ok(())
}

/// Publish an event, and tell the organizer's followers.
pub async fn publish(app: &App, tx: &Tx, mut event: Event) -> Result<Event> {
    let now = app.clock.now();
    if event.state.is_public() {
        return Err(Refusal::new("event-is-public-already").into());
    }
    if event.is_over(now) {
        return Err(Refusal::new("event-is-over").on("ends_on").into());
    }
    kinds::require_filled(tx, &event).await?;
    event.state = State::Published;
    event.published_at = Some(now);
    event.updated_at = now;
    event.publish_at = None;
    let event = store::update(tx, event).await?;
    app.federation.open_objects(tx, &event.sub_events.0).await?;
    let organizer = organizer_of(tx, &event).await?;
    let series = editions::series_of(tx, &event).await?;
    let setting = setting(app, &organizer, series.as_ref());
    let object = json!(activitypub::object(&event, &setting));
    app.federation
        .publish(tx, &organizer, &object, setting.audience(&event))
        .await?;
    pass_on(app, tx, &setting, &event.iri).await?;
    for part in &event.sub_events.0 {
        if let Some(part) = find_object(tx, part).await? {
            let part = serde_json::from_str(&part.json)?;
            app.federation
                .tell_peers(tx, &organizer, "Create", &part)
                .await?;
        }
    }
    Ok(event)
}

/// Leave a tombstone in place of a part of an event. Peers are told if they could know of it.
pub async fn erase_part(
    app: &App,
    tx: &Tx,
    event: &Event,
    organizer: &Actor,
    part: &Iri,
) -> Result<()> {
    match event.state.is_public() {
        true => {
            app.federation
                .delete_with_peers(tx, organizer, part)
                .await?
        }
        false => app.federation.forget_object(tx, part).await?,
    }
    Ok(())
}

/// Let the series announce it: who follows the series alone is told by nobody else.
async fn pass_on(app: &App, tx: &Tx, setting: &Setting<'_>, object: &Iri) -> Result<()> {
    if let Some(series) = setting.series {
        app.federation.announce(tx, series, object).await?;
    }
    Ok(())
}

/// Let a draft publish itself at the time it names.
pub async fn schedule(app: &App, tx: &Tx, mut event: Event) -> Result<Event> {
    if event.state != State::Draft && event.state != State::Scheduled {
        return Err(Refusal::new("event-is-public-already").into());
    }
    if event.publish_at.is_none_or(|at| at <= app.clock.now()) {
        return Err(Refusal::new("event-publication-in-the-past")
            .on("publish_on")
            .into());
    }
    kinds::require_filled(tx, &event).await?;
    event.state = State::Scheduled;
    event.updated_at = later(event.updated_at, app.clock.now());
    store::update(tx, event).await
}

/// Put an event off without naming a new date. Naming one later reschedules it. `reason` may be empty.
pub async fn postpone(app: &App, tx: &Tx, mut event: Event, reason: &str) -> Result<Event> {
    require_running(&event)?;
    if event.state == State::Postponed {
        return Err(Refusal::new("event-is-postponed-already").into());
    }
    event.previously_started_at = Some(event.starts_at);
    event.state = State::Postponed;
    event.reason = read_reason(app, tx, &event, reason).await?;
    end_stage(app, tx, event, Change::Postponed).await
}

/// Call an event off. It stays where people look for it, and says so. `reason` may be empty.
pub async fn cancel(app: &App, tx: &Tx, mut event: Event, reason: &str) -> Result<Event> {
    require_running(&event)?;
    event.state = State::Cancelled;
    event.reason = read_reason(app, tx, &event, reason).await?;
    end_stage(app, tx, event, Change::Cancelled).await
}

/// One line that everybody reads. It must not name what only those hear of who take part.
async fn read_reason(app: &App, tx: &Tx, event: &Event, typed: &str) -> Result<Option<String>> {
    let words: Vec<&str> = typed
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let reason = words.join(" ");
    let fault = |key| Refusal::new(key).on("reason");
    if reason.chars().count() > REASON_AT_MOST {
        return Err(fault("event-reason-too-long").into());
    }
    if venue::find(app, tx, &event.id).await?.is_named_in(&reason) {
        return Err(fault("event-names-the-place").into());
    }
    Ok(Some(reason).filter(|reason| !reason.is_empty()))
}

fn require_running(event: &Event) -> Result<()> {
    match event.state {
        State::Draft | State::Scheduled => Err(Refusal::new("event-is-not-public").into()),
        State::Cancelled => Err(Refusal::new("event-is-cancelled").into()),
        State::Published | State::Rescheduled | State::Postponed => Ok(()),
    }
}

async fn end_stage(app: &App, tx: &Tx, mut event: Event, change: Change) -> Result<Event> {
    event.sequence += 1;
    event.updated_at = later(event.updated_at, app.clock.now());
    let event = store::update(tx, event).await?;
    tell_change(app, tx, &event, &[change]).await?;
    Ok(event)
}

/// Erase an event. A draft just goes; a public one leaves a tombstone, here and with peers. What
/// does not take place is cancelled, not erased: an erased event leaves calendars without a word.
pub async fn erase(app: &App, tx: &Tx, event: Event) -> Result<()> {
    store::delete(tx, &event.id).await?;
    let organizer = organizer_of(tx, &event).await?;
    for part in &event.sub_events.0 {
        erase_part(app, tx, &event, &organizer, part).await?;
    }
    if event.state.is_public() {
        store::mark_erased(tx, &event.slug, app.clock.now()).await?;
        let series = editions::series_of(tx, &event).await?;
        let audience = setting(app, &organizer, series.as_ref()).audience(&event);
        app.federation
            .delete(tx, &organizer, &event.iri, audience)
            .await?;
    }
    Ok(())
}

/// Name the parts of an event that others can read about, and tell whoever has the event.
pub async fn list_parts(app: &App, tx: &Tx, mut event: Event, parts: Vec<Iri>) -> Result<Event> {
    if event.sub_events.0 == parts {
        return Ok(event);
    }
    event.sub_events = SubEvents(parts);
    event.updated_at = later(event.updated_at, app.clock.now());
    let event = store::update(tx, event).await?;
    if event.state.is_public() {
        tell_change(app, tx, &event, &[]).await?;
    }
    Ok(event)
}

/// Name who invites beside the organizer. Whoever has an event of ours is told; of another server's
/// event this is what we found out about it, and no version of it.
pub async fn list_cohosts(
    app: &App,
    tx: &Tx,
    mut event: Event,
    cohosts: Cohosts,
    unconfirmed: Unconfirmed,
) -> Result<Event> {
    if (&event.cohosts, &event.unconfirmed) == (&cohosts, &unconfirmed) {
        return Ok(event);
    }
    event.cohosts = cohosts;
    event.unconfirmed = unconfirmed;
    if !event.local {
        return store::update(tx, event).await;
    }
    event.updated_at = later(event.updated_at, app.clock.now());
    let event = store::update(tx, event).await?;
    if event.state.is_public() {
        tell_change(app, tx, &event, &[]).await?;
    }
    Ok(event)
}

/// Publish every draft whose time has come. Returns how many. One that fails stops nobody else.
pub async fn publish_due(app: &App) -> Result<usize> {
    let mut published = 0;
    for event in store::due(&app.db, app.clock.now()).await? {
        match publish_timed(app, &event.id).await {
            Ok(done) => published += usize::from(done),
            Err(error) => tracing::error!(event = %event.id, %error, "event.not_published"),
        }
    }
    Ok(published)
}

/// Whether its time is still now, and no rule spoke against it: then it is a draft again.
async fn publish_timed(app: &App, id: &EventId) -> Result<bool> {
    let tx = app.begin().await?;
    let event = find_for_change(&tx, id).await?;
    if !event.is_due(app.clock.now()) {
        return Ok(false);
    }
    let refused = match publish(app, &tx, event.clone()).await {
        Ok(_) => None,
        Err(Error::Refused(reasons)) => Some(reasons),
        Err(error) => return Err(error),
    };
    if let Some(reasons) = &refused {
        tracing::warn!(event = %id, %reasons, "event.not_published");
        let back = Event {
            state: State::Draft,
            ..event
        };
        store::update(&tx, back).await?;
    }
    tx.commit().await?;
    Ok(refused.is_none())
}

/// Public events made findable in one transaction.
const FINDABLE_AT_ONCE: u64 = 200;

/// Let those public events be looked for that an earlier version kept. Returns how many.
pub async fn make_findable(app: &App) -> Result<u64> {
    let mut made = 0;
    loop {
        let tx = app.begin().await?;
        let events = store::not_findable(&tx, FINDABLE_AT_ONCE).await?;
        for event in &events {
            store::make_findable(&tx, event).await?;
        }
        tx.commit().await?;
        made += events.len() as u64;
        if (events.len() as u64) < FINDABLE_AT_ONCE {
            return Ok(made);
        }
    }
}

/// A topic as the latest event about it spells it; `None` where there is none.
pub async fn topic_name(db: &impl sea_orm::ConnectionTrait, topic: &str) -> Result<Option<String>> {
    let term = term::topic(topic);
    let latest = Filter {
        terms: vec![(Field::Topic, term.clone())],
        latest_first: true,
        limit: 1,
        ..Filter::default()
    };
    let events = store::listed(db, &latest).await?;
    let mut topics = events.into_iter().flat_map(|event| event.topics.0);
    Ok(topics.find(|written| term::topic(written) == term))
}

/// Keep another server's event: new, or newer than what we have of it.
pub async fn keep(
    tx: &Tx,
    id: EventId,
    iri: &Url,
    organizer: &Url,
    series: Option<Iri>,
    foreign: Foreign,
    now: DateTime<Utc>,
) -> Result<()> {
    let known = store::find_by_iri(tx, iri).await?;
    if let Some(known) = &known {
        if known.local || known.organizer.origin() != organizer.origin() {
            return Err(Error::Forbidden);
        }
        if foreign.updated_at < known.updated_at {
            return Ok(());
        }
    }
    let series = series.or_else(|| known.as_ref()?.series.clone());
    let groups = foreign.groups;
    let slug = id.to_string().to_lowercase();
    let moved = known
        .as_ref()
        .is_some_and(|known| known.starts_at != foreign.starts_at || known.state != foreign.state);
    let event = Event {
        slug,
        id,
        iri: iri.into(),
        organizer: organizer.into(),
        local: false,
        url: foreign.url.into(),
        state: foreign.state,
        reason: foreign.reason,
        language: foreign.language,
        texts: foreign.texts,
        kind: foreign.kind,
        own_kind: None,
        starts_at: foreign.starts_at,
        ends_at: foreign.ends_at,
        zone: foreign.zone,
        previously_started_at: foreign.previously_started_at,
        attendance: foreign.attendance,
        place: foreign.place,
        access: foreign.access,
        topics: foreign.topics,
        picture: None,
        contact: None,
        registration_url: foreign.registration_url,
        admission: None,
        takes_joins: foreign.takes_joins,
        publish_at: None,
        published_at: Some(foreign.published_at),
        sub_events: SubEvents::default(),
        cohosts: Cohosts::default(),
        unconfirmed: Unconfirmed::default(),
        series,
        edition: None,
        subtitle: None,
        sequence: known.map_or(0, |known| known.sequence) + i32::from(moved),
        created_at: now,
        updated_at: foreign.updated_at,
    };
    store::upsert(tx, event, &groups).await
}

/// Forget what another server's actor invited to or passed on: nobody here hears any more whether it
/// changes, unless one of `followed` tells of it too, or one of ours invites with it.
pub async fn forget_all_of(app: &App, tx: &Tx, actor: &Iri, followed: &[Iri]) -> Result<()> {
    store::delete_brought_by(tx, actor, followed, app.config.origin()).await
}

/// The same for everybody at the server of `actor`.
pub async fn forget_all_at(app: &App, tx: &Tx, actor: &Iri, followed: &[Iri]) -> Result<()> {
    store::delete_brought_from(tx, actor, followed, app.config.origin()).await
}

/// Forget another server's event.
pub async fn forget(tx: &Tx, iri: &Url) -> Result<()> {
    store::delete_remote(tx, iri).await
}

/// The event of this address that everybody may see; refused as erased where there was one.
pub async fn find_public(db: &impl sea_orm::ConnectionTrait, slug: &str) -> Result<Event> {
    let event = store::find_by_slug(db, slug).await?;
    if let Some(event) = event.filter(|event| event.state.is_public()) {
        return Ok(event);
    }
    match store::erased_at(db, slug).await? {
        Some(at) => Err(Error::Erased(at)),
        None => Err(Error::NotFound),
    }
}

/// An event by its id, whoever may see it; refused as erased where everybody could read one.
pub async fn find_or_erased(app: &App, id: &EventId) -> Result<Event> {
    if let Some(event) = store::find(&app.db, id).await? {
        return Ok(event);
    }
    let iri = app.federation.own_id("objects", &id.to_string());
    let object = find_object(&app.db, &iri).await?;
    let erased = object.filter(|object| object.public);
    let erased_at = erased.and_then(|object| object.deleted_at);
    Err(erased_at.map_or(Error::NotFound, Error::Erased))
}

/// One of ours, for somebody who works here.
pub async fn find_own(db: &impl sea_orm::ConnectionTrait, id: &EventId) -> Result<Event> {
    let event = store::find(db, id).await?;
    event.filter(|event| event.local).ok_or(Error::NotFound)
}

/// The same, to change it: as it is now, and nobody else changes it before this transaction ends.
pub async fn find_for_change(tx: &Tx, id: &EventId) -> Result<Event> {
    let event = store::find_for_change(tx, id).await?;
    event.filter(|event| event.local).ok_or(Error::NotFound)
}

/// The event of an address, about to be changed by nobody else.
pub async fn opened(app: &App, id: &str) -> Result<(Tx, Event)> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let tx = app.begin().await?;
    let event = find_for_change(&tx, &id).await?;
    Ok((tx, event))
}

/// An event as it would have to be typed, with what is not public about it.
pub async fn draft_of(
    app: &App,
    db: &impl sea_orm::ConnectionTrait,
    event: &Event,
) -> Result<Draft> {
    let draft = Draft::of(event, &venue::find(app, db, &event.id).await?);
    let series = editions::series_of(db, event).await?;
    // One that is closed has no handle any more, and is named by its id.
    let closed = event.series.as_ref().map(ToString::to_string);
    Ok(Draft {
        series: series.map_or(closed.unwrap_or_default(), |series| series.handle),
        ..draft
    })
}

/// Who invites.
pub async fn organizer_of(db: &impl sea_orm::ConnectionTrait, event: &Event) -> Result<Actor> {
    let organizer = actors::find(db, &event.organizer).await?;
    organizer.ok_or(Error::NotFound)
}

/// How an event looks on the wire now, published or not: for previews.
pub fn wire_form(
    app: &App,
    event: &Event,
    organizer: &Actor,
    series: Option<&Actor>,
) -> federation::vocabulary::Event {
    activitypub::object(event, &setting(app, organizer, series))
}

fn setting<'a>(app: &'a App, organizer: &'a Actor, series: Option<&'a Actor>) -> Setting<'a> {
    Setting {
        organizer,
        series,
        origin: app.config.origin(),
        home: app.config.instance.zone,
    }
}

async fn tell_change(app: &App, tx: &Tx, event: &Event, changes: &[Change]) -> Result<()> {
    let organizer = organizer_of(tx, event).await?;
    let series = editions::series_of(tx, event).await?;
    let setting = setting(app, &organizer, series.as_ref());
    let audience = setting.audience(event);
    let object = json!(activitypub::object(event, &setting));
    app.federation
        .update(tx, &organizer, &object, audience.clone())
        .await?;
    for change in changes {
        let now = app.clock.now();
        let id: Iri = app.federation.mint("objects", now);
        let note = activitypub::note(event, *change, id.into(), &setting, now);
        let id: Iri = note.id.clone().into();
        app.federation
            .publish(tx, &organizer, &json!(note), audience.clone())
            .await?;
        pass_on(app, tx, &setting, &id).await?;
    }
    Ok(())
}

/// An uploaded picture, with its words and credit.
pub async fn found_picture(
    tx: &Tx,
    (id, alt, credit): (MediaId, String, String),
) -> Result<Picture> {
    let media = media::find(tx, &id).await?;
    let media = media.ok_or(Refusal::new("event-picture-unknown").on("picture"))?;
    Ok(Picture {
        media: id,
        media_type: media.media_type,
        width: media.width.unsigned_abs(),
        height: media.height.unsigned_abs(),
        alt,
        credit,
    })
}

/// What a draft says, or all that is wrong with it: also a kind that only the database knows.
async fn checked(
    app: &App,
    tx: &Tx,
    organizer: &Iri,
    known: Option<&OwnKind>,
    draft: &Draft,
) -> Result<Details> {
    let details = draft.check(app.config.instance.zone, app.clock.now());
    let Err(mut refusals) = details else {
        let details = details?;
        require_answers_kept(app, &details)?;
        return Ok(details);
    };
    if let Some(name) = draft.own_kind()
        && let Err(Error::Refused(unknown)) = kinds::settle(tx, organizer, known, name).await
    {
        unknown
            .0
            .into_iter()
            .for_each(|unknown| refusals.add(unknown));
    }
    Err(refusals.into())
}

/// An answer goes with its registration at the latest: what the form promised would be untrue otherwise.
fn require_answers_kept(app: &App, details: &Details) -> Result<()> {
    let kept = app.config.retention.participations_days;
    let questions = details.admission.iter().flat_map(|it| &it.questions);
    match questions.into_iter().all(|it| it.kept_days <= kept) {
        true => Ok(()),
        false => Err(Refusal::new("event-question-outlives")
            .on("questions")
            .into()),
    }
}

/// Put what a checked draft says into the event.
async fn with_details(tx: &Tx, event: Event, details: Details) -> Result<Event> {
    let event = editions::settle(tx, event, details.edition).await?;
    let own_kind = match &details.own_kind {
        Some(name) => {
            Some(kinds::settle(tx, &event.organizer, event.own_kind.as_ref(), name).await?)
        }
        None => None,
    };
    let picture = match details.picture {
        None => None,
        Some(picture) => Some(found_picture(tx, picture).await?),
    };
    let main = details.texts.0.first();
    Ok(Event {
        language: main.map(|text| text.language.clone()).unwrap_or_default(),
        texts: details.texts,
        kind: details.kind,
        own_kind,
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        zone: details.zone.name().to_owned(),
        attendance: details.attendance,
        place: details.place,
        access: details.access,
        topics: details.topics,
        picture,
        contact: details.contact,
        registration_url: details.registration_url,
        admission: details.admission,
        publish_at: details.publish_at,
        ..event
    })
}

/// A time after `last`, also in whole seconds, which is all that travels: peers drop an Update that
/// is not newer.
pub fn later(last: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    now.max(last.trunc_subsecs(0) + Duration::seconds(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use feed::tests::{denkwerkstatt, drafted, house, published};

    #[tokio::test]
    async fn a_step_is_taken_from_where_it_leads_on() {
        let (app, organizer) = house().await;
        let draft = drafted(&app, &organizer, &denkwerkstatt()).await;
        let public = published(&app, &organizer, &denkwerkstatt()).await;
        let (now, tx) = (app.clock.now(), app.begin().await.unwrap());
        let at = |event: &Event, publish_at| Event {
            publish_at: Some(publish_at),
            ..event.clone()
        };
        let over = Event {
            ends_at: now,
            ..draft.clone()
        };
        let cancelled = cancel(&app, &tx, public.clone(), "").await.unwrap();
        let same = Draft::of(&cancelled, &Venue::default());
        for (taken, refusal) in [
            (
                publish(&app, &tx, public.clone()).await,
                "event-is-public-already",
            ),
            (publish(&app, &tx, over).await, "event-is-over"),
            (
                schedule(&app, &tx, at(&public, now + Duration::days(1))).await,
                "event-is-public-already",
            ),
            (
                schedule(&app, &tx, draft.clone()).await,
                "event-publication-in-the-past",
            ),
            (
                schedule(&app, &tx, at(&draft, now)).await,
                "event-publication-in-the-past",
            ),
            (
                postpone(&app, &tx, draft.clone(), "").await,
                "event-is-not-public",
            ),
            (cancel(&app, &tx, draft, "").await, "event-is-not-public"),
            (
                postpone(&app, &tx, cancelled.clone(), "").await,
                "event-is-cancelled",
            ),
            (
                cancel(&app, &tx, cancelled.clone(), "").await,
                "event-is-cancelled",
            ),
            (
                revise(&app, &tx, cancelled, &same).await,
                "event-is-cancelled",
            ),
        ] {
            assert_eq!(
                taken.unwrap_err().to_string(),
                format!("refused: {refusal}")
            );
        }
    }

    #[test]
    fn no_more_places_are_kept_than_there_are_and_nothing_is_published_yesterday() {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let draft = Draft {
            registration: "open".into(),
            seats_in_person: "10".into(),
            ..denkwerkstatt()
        };
        for (groups, publish_on, refusals) in [
            (
                "Wissenschaft: 6 bis 2026-12-01\nEhrenamt: 4 bis 2026-12-01",
                "2026-11-23",
                "",
            ),
            (
                "Wissenschaft: 6 bis 2026-12-01\nEhrenamt: 5 bis 2026-12-01",
                "",
                "event-groups-keep-too-much",
            ),
            ("", "2026-11-21", "event-publication-in-the-past"),
        ] {
            let draft = Draft {
                groups: groups.into(),
                publish_on: publish_on.into(),
                ..draft.clone()
            };
            let refused = draft.check(chrono_tz::Europe::Berlin, now);
            let refused = refused.err().map(|it| it.to_string()).unwrap_or_default();
            assert_eq!(refused, refusals, "{groups} {publish_on}");
        }
    }

    #[tokio::test]
    async fn a_reason_has_an_end_and_names_nothing_that_is_protected() {
        let (app, organizer) = house().await;
        let protected = Draft {
            place_protected: true,
            place_name: "Frauenzentrum".into(),
            street: "Uferstraße 8".into(),
            ..denkwerkstatt()
        };
        let event = published(&app, &organizer, &protected).await;
        let tx = app.begin().await.unwrap();
        let long = "ü".repeat(REASON_AT_MOST + 1);
        for (reason, fault) in [
            ("Wasserschaden im\nFrauenzentrum", "event-names-the-place"),
            ("Die Uferstr. 8 ist gesperrt.", "event-names-the-place"),
            (long.as_str(), "event-reason-too-long"),
        ] {
            for refused in [
                cancel(&app, &tx, event.clone(), reason).await,
                postpone(&app, &tx, event.clone(), reason).await,
            ] {
                let Err(Error::Refused(refusals)) = refused else {
                    panic!("{reason} was taken");
                };
                assert_eq!(refusals.0, [Refusal::new(fault).on("reason")], "{reason}");
            }
        }
        let longest = " \u{7}\r\n".to_owned() + &"ü".repeat(REASON_AT_MOST);
        let cancelled = cancel(&app, &tx, event, &longest).await.unwrap();
        assert_eq!(cancelled.reason, Some("ü".repeat(REASON_AT_MOST)));
    }

    #[tokio::test]
    async fn a_reason_goes_with_a_new_date_and_with_what_is_protected_from_then_on() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &denkwerkstatt()).await;
        let tx = app.begin().await.unwrap();
        let said = "Die Alte Kantine ist gesperrt.";
        let event = postpone(&app, &tx, event, said).await.unwrap();
        assert_eq!(event.reason.as_deref(), Some(said));
        let as_it_is = Draft::of(&event, &Venue::default());
        let topics = Draft {
            topics: "Ethik".into(),
            seen: String::new(),
            ..as_it_is
        };
        let event = revise(&app, &tx, event, &topics).await.unwrap();
        assert_eq!(event.reason.as_deref(), Some(said));
        let hidden = Draft {
            place_protected: true,
            seen: String::new(),
            ..topics.clone()
        };
        let protected = revise(&app, &tx, event.clone(), &hidden).await.unwrap();
        assert_eq!(protected.reason, None);
        let moved = Draft {
            starts_on: "2026-12-12".into(),
            seen: String::new(),
            ..topics
        };
        let moved = revise(&app, &tx, event, &moved).await.unwrap();
        assert_eq!((moved.state, moved.reason), (State::Rescheduled, None));
    }

    #[tokio::test]
    async fn the_reason_of_another_server_is_one_line_of_words_with_an_end() {
        let (app, organizer) = house().await;
        let ours = published(&app, &organizer, &denkwerkstatt()).await;
        let mut wire = wire_form(&app, &ours, &organizer, None);
        let heard = |wire: &federation::vocabulary::Event| {
            activitypub::foreign(wire, app.clock.now()).reason
        };
        wire.status_reason = Some("<p>Zu <b>wenige</b>\n Anmeldungen</p><script>1</script>".into());
        assert_eq!(heard(&wire), None, "it takes place");
        wire.event_status = federation::vocabulary::event::EventStatus::EventPostponed;
        assert_eq!(heard(&wire).as_deref(), Some("Zu wenige Anmeldungen"));
        wire.status_reason = Some("a ".repeat(5_000));
        let long = heard(&wire).unwrap();
        assert_eq!(long.chars().count(), REASON_AT_MOST);
        wire.status_reason = Some("<br>".into());
        assert_eq!(heard(&wire), None);
    }

    #[tokio::test]
    async fn another_server_changes_its_own_events_and_none_of_ours() {
        let (app, organizer) = house().await;
        let ours = published(&app, &organizer, &denkwerkstatt()).await;
        let wire = wire_form(&app, &ours, &organizer, None);
        let (now, tx) = (app.clock.now(), app.begin().await.unwrap());
        let kept = async |iri: &Url, by: &str| {
            let id = app.ulids.next(now).into();
            let by = by.parse().unwrap();
            keep(
                &tx,
                id,
                iri,
                &by,
                None,
                activitypub::foreign(&wire, now),
                now,
            )
            .await
        };
        let theirs: Url = "https://peer.example/e/1".parse().unwrap();
        kept(&theirs, "https://peer.example/actor").await.unwrap();
        for (iri, by) in [
            (&theirs, "https://other.example/actor"),
            (&*ours.iri, organizer.id.as_str()),
        ] {
            let refused = kept(iri, by).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{iri} {by}");
        }
        let known = async |iri: &Url| find_by_iri(&tx, iri).await.unwrap().is_some();
        store::delete_remote(&tx, &ours.iri).await.unwrap();
        forget_all_of(&app, &tx, &organizer.id, &[]).await.unwrap();
        assert!(known(&ours.iri).await && known(&theirs).await);
        store::delete_remote(&tx, &theirs).await.unwrap();
        assert!(!known(&theirs).await);
    }

    #[tokio::test]
    async fn of_another_server_s_event_the_newest_is_kept_and_a_move_is_counted() {
        let (app, organizer) = house().await;
        let ours = published(&app, &organizer, &denkwerkstatt()).await;
        let wire = wire_form(&app, &ours, &organizer, None);
        let (now, tx) = (app.clock.now(), app.begin().await.unwrap());
        let theirs: Url = "https://peer.example/e/1".parse().unwrap();
        let by: Url = "https://peer.example/actor".parse().unwrap();
        for (hours, later, sequence) in [(1, 0, 0), (2, 0, 0), (3, 5, 1), (2, 9, 1)] {
            let mut foreign = activitypub::foreign(&wire, now);
            foreign.updated_at = now + Duration::hours(hours);
            foreign.starts_at += Duration::minutes(later);
            let id = app.ulids.next(now).into();
            keep(&tx, id, &theirs, &by, None, foreign, now)
                .await
                .unwrap();
            let known = find_by_iri(&tx, &theirs).await.unwrap().unwrap();
            assert_eq!(known.sequence, sequence, "{hours}");
            assert!(known.updated_at >= now + Duration::hours(hours));
        }
        // As by somebody who had looked before the last of them was written.
        let newest = find_by_iri(&tx, &theirs).await.unwrap().unwrap();
        let older = Event {
            updated_at: now,
            ..newest.clone()
        };
        store::upsert(&tx, older, &[]).await.unwrap();
        let kept = find_by_iri(&tx, &theirs).await.unwrap().unwrap();
        assert_eq!(kept.updated_at, newest.updated_at);
    }

    #[tokio::test]
    async fn of_what_is_not_public_there_is_nothing_to_find() {
        let (app, organizer) = house().await;
        let draft = drafted(&app, &organizer, &denkwerkstatt()).await;
        assert_eq!((term::of(&draft), words::of(&draft)), (Vec::new(), None));
        let public = published(&app, &organizer, &denkwerkstatt()).await;
        assert!(!term::of(&public).is_empty() && words::of(&public).is_some());
    }

    #[tokio::test]
    async fn what_is_scheduled_was_changed() {
        let (app, organizer) = house().await;
        let draft = drafted(&app, &organizer, &denkwerkstatt()).await;
        let (seen, tx) = (draft::seen(&draft), app.begin().await.unwrap());
        let timed = Event {
            publish_at: Some(app.clock.now() + Duration::days(1)),
            ..draft
        };
        let scheduled = schedule(&app, &tx, timed).await.unwrap();
        assert_ne!(draft::seen(&scheduled), seen);
    }
}
