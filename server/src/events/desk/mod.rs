//! Events in the working area: the list, one event and what became of it, and the way to every page
//! about them. Editors write drafts; what others get to see is a coordinator's to decide.

mod clashing;
pub mod compare;
mod form;
mod kinds;
mod preview;
mod steps;
#[cfg(test)]
mod tests;

use super::{Event, State, activitypub, find_own, organizer_of, own};
use crate::{
    App, Error, Result,
    deliveries::{Resting, Standing, standing},
    ids::EventId,
    web::{
        desk::After,
        page::{Page, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono::{DateTime, Utc};
use clashing::{Clashing, clashing};
use federation::{
    Iri,
    delivery::{self, Delivery, inboxes_of_followers},
    follows, host_of,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use steps::Step;

/// Events shown in the list; whoever holds more a year has a search to ask for.
const SHOWN_AT_MOST: u64 = 500;
/// Deliveries of one event looked at to say how each server has it.
const DELIVERIES_AT_MOST: u64 = 5_000;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/events", get(index).post(form::create))
        .route("/desk/events/new", get(form::new))
        .route("/desk/kinds", get(kinds::index).post(kinds::create))
        .route("/desk/kinds/{name}", get(kinds::edit).post(kinds::update))
        .route("/desk/kinds/{name}/deletion", post(kinds::delete))
        .route("/desk/events/{id}", get(show).post(form::update))
        .route("/desk/events/{id}/edit", get(form::edit))
        .route("/desk/events/{id}/preview", get(preview::show))
        .route(
            "/desk/events/{id}/{step}",
            get(steps::ask).post(steps::take),
        )
        .merge(super::tasks::desk::routes())
}

/// What was done on the page before, said on top of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Saved,
    Published,
    Scheduled,
    Changed,
    Postponed,
    Cancelled,
    Deleted,
}

impl Done {
    fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Published => "published",
            Self::Scheduled => "scheduled",
            Self::Changed => "changed",
            Self::Postponed => "postponed",
            Self::Cancelled => "cancelled",
            Self::Deleted => "deleted",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Saved => "event-desk-saved",
            Self::Published => "event-desk-published",
            Self::Scheduled => "event-desk-scheduled",
            Self::Changed => "event-desk-changed",
            Self::Postponed => "event-desk-postponed",
            Self::Cancelled => "event-desk-cancelled",
            Self::Deleted => "event-desk-deleted",
        }
    }
}

/// The event of an address in the working area.
async fn found(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    find_own(&app.db, &id).await
}

/// Whether somebody may change this event: a draft is everybody's who works here.
fn may_change(event: &Event, coordinator: Option<&Coordinator>) -> bool {
    event.state == State::Draft || coordinator.is_some()
}

fn address(event: &Event) -> String {
    format!("/desk/events/{}", event.id)
}

/// The address of an event's page, with what has just been done to it.
fn address_after(event: &Event, done: Done) -> String {
    format!("{}?done={}", address(event), done.name())
}

/// Which tag says how an event stands, and the key of its word.
pub fn tag(event: &Event, now: DateTime<Utc>) -> (&'static str, &'static str) {
    let class = match event.state {
        State::Draft => "warn",
        State::Scheduled | State::Rescheduled => "info",
        _ if event.is_cancelled() => "bad",
        _ if event.is_over(now) => return ("quiet", "event-desk-over"),
        State::Postponed => "warn",
        _ => "ok",
    };
    (class, event.state.key())
}

/// How many people and servers hear of what an actor says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reach {
    followers: u64,
    servers: usize,
}

/// Of an event of this organizer that may be an edition of a series.
async fn reach(app: &App, organizer: &Iri, series: Option<&Iri>) -> Result<Reach> {
    let tellers: Vec<Iri> = series.into_iter().chain([organizer]).cloned().collect();
    let mut servers = BTreeSet::new();
    for teller in &tellers {
        let inboxes = inboxes_of_followers(&app.db, teller, true).await?;
        servers.extend(inboxes.iter().map(|inbox| host_of(inbox)));
    }
    Ok(Reach {
        followers: follows::count_followers_of_any(&app.db, &tellers).await?,
        servers: servers.len(),
    })
}

#[derive(Template)]
#[template(path = "events/list.html")]
struct List {
    page: Page,
    done: Option<Done>,
    events: Vec<Event>,
    coming: usize,
    past: usize,
    shows_past: bool,
    may_publish: bool,
    now: DateTime<Utc>,
}

impl List {
    fn tag(&self, event: &Event) -> (&'static str, &'static str) {
        tag(event, self.now)
    }

    fn may_change(&self, event: &Event) -> bool {
        !event.is_cancelled() && (self.may_publish || event.state == State::Draft)
    }
}

#[derive(Deserialize)]
struct Listed {
    done: Option<Done>,
    show: Option<String>,
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(listed): Query<Listed>,
) -> Result<Response> {
    let now = app.clock.now();
    let events = own(&app.db, SHOWN_AT_MOST).await?;
    let (mut past, mut coming): (Vec<Event>, Vec<Event>) =
        events.into_iter().partition(|event| event.is_over(now));
    coming.sort_by_key(|event| event.starts_at);
    past.sort_by_key(|event| std::cmp::Reverse(event.starts_at));
    let shows_past = listed.show.as_deref() == Some("past");
    let list = List {
        page: page.with_title_text("event-desk-title").unlisted(),
        done: listed.done,
        coming: coming.len(),
        past: past.len(),
        events: if shows_past { past } else { coming },
        shows_past,
        may_publish: coordinator.is_some(),
        now,
    };
    Ok(respond(StatusCode::OK, list))
}

/// How a server has an event.
struct Server {
    host: String,
    standing: Standing,
}

/// Of each server the delivery that matters most: one that failed for good, else one under way, else
/// the newest.
fn by_server(deliveries: Vec<Delivery>, resting: &Resting) -> Vec<Server> {
    let urgency = |delivery: &Delivery| match delivery.state {
        delivery::State::Parked => 2,
        delivery::State::Pending => 1,
        delivery::State::Delivered | delivery::State::Withdrawn => 0,
    };
    let mut servers: BTreeMap<String, Delivery> = BTreeMap::new();
    for delivery in deliveries {
        match servers.get(&delivery.host) {
            Some(known) if urgency(known) >= urgency(&delivery) => {}
            _ => {
                servers.insert(delivery.host.clone(), delivery);
            }
        }
    }
    let servers = servers.into_iter();
    servers
        .map(|(host, telling)| Server {
            host,
            standing: standing(&telling, resting),
        })
        .collect()
}

#[derive(Template)]
#[template(path = "events/stand.html")]
struct Stand {
    page: Page,
    done: Option<Done>,
    event: Event,
    organizer: String,
    steps: Vec<Step>,
    may_change: bool,
    /// Whether anything is sent at all yet.
    open: bool,
    servers: Vec<Server>,
    delivered: usize,
    clashes: Vec<Clashing>,
    now: DateTime<Utc>,
}

impl Stand {
    fn tag(&self) -> (&'static str, &'static str) {
        tag(&self.event, self.now)
    }

    fn address(&self) -> String {
        address(&self.event)
    }

    fn place(&self) -> String {
        activitypub::whereabouts(&self.event, self.page.lang)
    }

    fn has_arrived(&self) -> bool {
        self.delivered == self.servers.len()
    }

    fn publishes_at(&self) -> Option<DateTime<chrono_tz::Tz>> {
        let at = self.event.publish_at?.with_timezone(&self.event.tz());
        (self.event.state == State::Scheduled).then_some(at)
    }

    fn published_at(&self) -> Option<DateTime<chrono_tz::Tz>> {
        Some(self.event.published_at?.with_timezone(&self.event.tz()))
    }

    /// Whether there is something to report of it.
    fn has_begun(&self) -> bool {
        self.event.state.is_public() && self.event.starts_at <= self.now
    }

    fn is_soon(&self, at: &DateTime<Utc>) -> bool {
        *at <= self.now
    }

    fn local(&self, at: &DateTime<Utc>) -> DateTime<chrono_tz::Tz> {
        at.with_timezone(&self.page.site.zone)
    }
}

/// One event: where it stands, what can be done with it, and which servers have it.
async fn show(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let organizer = organizer_of(&app.db, &event).await?;
    let about = delivery::Entity::about(&app.db, &event.iri, DELIVERIES_AT_MOST).await?;
    let servers = by_server(about, &Resting::now(&app.db).await?);
    let clashes = match event.is_over(app.clock.now()) {
        true => Vec::new(),
        false => clashing(&app, &page, &event).await?,
    };
    let is_delivered = |server: &&Server| server.standing.tag.0 == "ok";
    let stand = Stand {
        page: page.unlisted().with_title(event.main_text().title),
        done: after.done,
        organizer: organizer.profile.name.clone(),
        steps: Step::open_to(&event, coordinator.as_ref(), app.clock.now()),
        may_change: !event.is_cancelled() && may_change(&event, coordinator.as_ref()),
        open: app.federation.settings().open,
        delivered: servers.iter().filter(is_delivered).count(),
        servers,
        clashes,
        event,
        now: app.clock.now(),
    };
    Ok(respond(StatusCode::OK, stand))
}
