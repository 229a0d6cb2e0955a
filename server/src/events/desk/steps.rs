//! Steps that others notice, or that cannot be undone. Each is asked for on a page of its own that
//! says what it touches, and taken by a form on that page.

use super::{Clashing, Done, Reach, address, address_after, clashing, found, reach, tag};
use crate::{
    App, Error, Result,
    app::Tx,
    audit,
    error::Refusals,
    events::{self, Draft, Event, State},
    ids::EventId,
    participations,
    web::{
        page::{Page, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Publication,
    Schedule,
    Postponement,
    Cancellation,
    Deletion,
}

impl Step {
    const ALL: [Self; 5] = [
        Self::Publication,
        Self::Schedule,
        Self::Postponement,
        Self::Cancellation,
        Self::Deletion,
    ];

    /// The last word of its address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publication => "publication",
            Self::Schedule => "schedule",
            Self::Postponement => "postponement",
            Self::Cancellation => "cancellation",
            Self::Deletion => "deletion",
        }
    }

    fn named(name: &str) -> Result<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|step| step.name() == name).ok_or(Error::NotFound)
    }

    /// The words on the link and the button.
    pub fn key(self) -> &'static str {
        match self {
            Self::Publication => "event-step-publish",
            Self::Schedule => "event-step-schedule",
            Self::Postponement => "event-step-postpone",
            Self::Cancellation => "event-step-cancel",
            Self::Deletion => "event-step-delete",
        }
    }

    fn question(self) -> &'static str {
        match self {
            Self::Publication => "event-step-publish-question",
            Self::Schedule => "event-step-schedule-question",
            Self::Postponement => "event-step-postpone-question",
            Self::Cancellation => "event-step-cancel-question",
            Self::Deletion => "event-step-delete-question",
        }
    }

    /// Whether it takes something away.
    pub fn is_grave(self) -> bool {
        matches!(self, Self::Cancellation | Self::Deletion)
    }

    fn fits(self, event: &Event, now: DateTime<Utc>) -> bool {
        match (self, event.state) {
            (Self::Publication | Self::Schedule, State::Draft | State::Scheduled) => {
                !event.is_over(now)
            }
            (Self::Postponement, State::Published | State::Rescheduled) => !event.is_over(now),
            (Self::Cancellation, State::Published | State::Rescheduled | State::Postponed) => true,
            (Self::Deletion, _) => true,
            _ => false,
        }
    }

    fn is_allowed(self, event: &Event, coordinator: Option<&Coordinator>) -> bool {
        let own_draft = self == Self::Deletion && event.state == State::Draft;
        own_draft || coordinator.is_some()
    }

    /// What somebody can do with an event as it is now.
    pub fn open_to(
        event: &Event,
        coordinator: Option<&Coordinator>,
        now: DateTime<Utc>,
    ) -> Vec<Self> {
        let open = |step: &Self| step.fits(event, now) && step.is_allowed(event, coordinator);
        Self::ALL.into_iter().filter(open).collect()
    }

    /// What will happen, line by line.
    fn consequences(
        self,
        page: &Page,
        event: &Event,
        reach: Reach,
        registered: u64,
    ) -> Vec<String> {
        let told = |key: &str| page.t2(key, "followers", reach.followers, "servers", reach.servers);
        let mut lines = match self {
            Self::Publication => vec![
                page.tn("event-step-page", "url", event.url.as_str()),
                told("event-step-post"),
                page.t("event-step-feeds"),
            ],
            Self::Schedule => vec![
                page.t("event-step-schedule-waits"),
                told("event-step-schedule-post"),
            ],
            Self::Postponement => vec![
                page.t("event-step-postpone-page"),
                told("event-step-tell"),
                page.t("event-step-postpone-later"),
            ],
            Self::Cancellation => vec![
                page.t("event-step-cancel-page"),
                told("event-step-tell"),
                page.t("event-step-cancel-calendars"),
                page.t("event-step-for-good"),
            ],
            Self::Deletion if !event.state.is_public() => vec![
                page.t("event-step-delete-draft"),
                page.t("event-step-for-good"),
            ],
            Self::Deletion => vec![
                page.t("event-step-delete-page"),
                told("event-step-delete-tell"),
                page.t("event-step-delete-rather-cancel"),
                page.t("event-step-for-good"),
            ],
        };
        if registered > 0 && self.is_told_to_the_registered() {
            // Beside what is sent to followers, and before what comes later.
            lines.insert(2, page.tn("event-step-registered", "count", registered));
        }
        lines
    }

    fn has_reason(self) -> bool {
        matches!(self, Self::Postponement | Self::Cancellation)
    }

    fn is_told_to_the_registered(self) -> bool {
        matches!(
            self,
            Self::Postponement | Self::Cancellation | Self::Deletion
        )
    }
}

#[derive(Template)]
#[template(path = "events/step.html")]
struct Ask {
    page: Page,
    step: Step,
    event: Event,
    consequences: Vec<String>,
    /// What falls into its time, before others hear of it.
    clashes: Vec<Clashing>,
    /// What was typed into the form, or stands in it.
    typed: Typed,
    open: bool,
    now: DateTime<Utc>,
}

impl Ask {
    fn tag(&self) -> (&'static str, &'static str) {
        tag(&self.event, self.now)
    }

    fn address(&self) -> String {
        address(&self.event)
    }

    fn asks_for_time(&self) -> bool {
        self.step == Step::Schedule
    }

    fn asks_for_reason(&self) -> bool {
        self.step.has_reason()
    }

    fn reason_at_most(&self) -> usize {
        events::REASON_AT_MOST
    }
}

/// When a draft shall publish itself, or why an event is called off or put off. The other steps send nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    publish_on: String,
    publish_at: String,
    reason: String,
}

/// The event and the step of an address, if they go together and somebody may.
async fn opened(
    app: &App,
    (id, step): (String, String),
    coordinator: Option<&Coordinator>,
) -> Result<(Event, Step)> {
    let step = Step::named(&step)?;
    let event = found(app, &id).await?;
    if !step.is_allowed(&event, coordinator) {
        return Err(Error::Forbidden);
    }
    Ok((event, step))
}

pub async fn ask(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(address): Path<(String, String)>,
) -> Result<Response> {
    let (event, step) = opened(&app, address, coordinator.as_ref()).await?;
    if !step.fits(&event, app.clock.now()) {
        // Somebody did it already, or something else: the event's page says how it stands.
        return Ok(Redirect::to(&super::address(&event)).into_response());
    }
    let draft = events::draft_of(&app, &app.db, &event).await?;
    let typed = Typed {
        publish_on: draft.publish_on,
        publish_at: draft.publish_at,
        reason: String::new(),
    };
    let asked = asked(&app, page, event, step, typed).await?;
    Ok(respond(StatusCode::OK, asked))
}

async fn asked(app: &App, page: Page, event: Event, step: Step, typed: Typed) -> Result<Ask> {
    let reach = reach(app, &event.organizer, event.series.as_ref()).await?;
    let registered = participations::hearing(&app.db, &event.id).await?;
    let clashes = match step {
        Step::Publication | Step::Schedule => clashing(app, &page, &event).await?,
        Step::Postponement | Step::Cancellation | Step::Deletion => Vec::new(),
    };
    Ok(Ask {
        clashes,
        consequences: step.consequences(&page, &event, reach, registered),
        page: page.with_title_text(step.question()).unlisted(),
        step,
        event,
        typed,
        open: app.federation.settings().open,
        now: app.clock.now(),
    })
}

pub async fn take(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    Path(address): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let (event, step) = opened(&app, address, coordinator.as_ref()).await?;
    match taken(&app, &editor, coordinator.as_ref(), &event.id, step, &typed).await {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&only_of_form(refusals));
            let asked = asked(&app, page, event, step, typed).await?;
            Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, asked))
        }
        Err(error) => Err(error),
    }
}

/// A fault in a field this page does not have is said without leading to it.
fn only_of_form(Refusals(mut refusals): Refusals) -> Refusals {
    for refusal in &mut refusals {
        let here = ["publish_on", "publish_at", "reason"];
        refusal.field = refusal.field.filter(|field| here.contains(field));
    }
    Refusals(refusals)
}

/// Take the step, if it may be taken still. Returns where to go from there.
async fn taken(
    app: &App,
    editor: &Editor,
    coordinator: Option<&Coordinator>,
    id: &EventId,
    step: Step,
    typed: &Typed,
) -> Result<String> {
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, id).await?;
    if !step.is_allowed(&event, coordinator) {
        return Err(Error::Forbidden);
    }
    let (action, to) = match step {
        Step::Publication => {
            let event = events::publish(app, &tx, event).await?;
            ("event.publish", address_after(&event, Done::Published))
        }
        Step::Schedule => {
            let event = schedule(app, &tx, event, typed).await?;
            ("event.schedule", address_after(&event, Done::Scheduled))
        }
        Step::Postponement => {
            let event = events::postpone(app, &tx, event, &typed.reason).await?;
            ("event.postpone", address_after(&event, Done::Postponed))
        }
        Step::Cancellation => {
            let event = events::cancel(app, &tx, event, &typed.reason).await?;
            ("event.cancel", address_after(&event, Done::Cancelled))
        }
        Step::Deletion => {
            events::erase(app, &tx, event).await?;
            let to = format!("/desk/events?done={}", Done::Deleted.name());
            ("event.erase", to)
        }
    };
    audit::kept(app, tx, Some(editor), action, id).await?;
    Ok(to)
}

/// A time is a field of the draft like any other.
async fn schedule(app: &App, tx: &Tx, event: Event, typed: &Typed) -> Result<Event> {
    let draft = Draft {
        publish_on: typed.publish_on.clone(),
        publish_at: typed.publish_at.clone(),
        ..events::draft_of(app, tx, &event).await?
    };
    if typed.publish_on.trim().is_empty() {
        return Err(crate::Refusal::new("event-date-missing")
            .on("publish_on")
            .into());
    }
    let event = participations::revise(app, tx, event, &draft).await?;
    events::schedule(app, tx, event).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::feed::tests::{denkwerkstatt, drafted, house, published};

    #[tokio::test]
    async fn what_is_over_is_neither_published_nor_put_off() {
        let (app, organizer) = house().await;
        let draft = drafted(&app, &organizer, &denkwerkstatt()).await;
        let public = published(&app, &organizer, &denkwerkstatt()).await;
        for (step, event) in [
            (Step::Publication, &draft),
            (Step::Schedule, &draft),
            (Step::Postponement, &public),
        ] {
            assert!(step.fits(event, app.clock.now()), "{step:?}");
            assert!(!step.fits(event, event.ends_at), "{step:?}");
        }
    }
}
