//! The first page of the working area: what needs attention, what is being written, what comes next.

use super::{
    page::{Page, respond},
    session::{Editor, Owner},
};
use crate::{
    App, Result, associations,
    events::{self, Event, Filter, State, desk::tag},
};
use askama::Template;
use axum::{Router, extract::State as Of, http::StatusCode, response::Response, routing::get};
use chrono::{DateTime, Utc};
use federation::{actors, delivery, follows};

const EVENTS_SHOWN: u64 = 5;
/// Own events looked through for drafts.
const LOOKED_THROUGH: u64 = 500;
/// Counted so far; more is „many“ to whoever reads it.
const COUNTED_AT_MOST: u64 = 1_000;

pub fn routes() -> Router<App> {
    Router::new().route("/desk", get(show))
}

/// Something that waits for somebody.
struct Matter {
    /// How pressing: the class of its notice.
    class: &'static str,
    text: String,
    /// Where it is dealt with, and the words of the link.
    way: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "desk/overview.html")]
struct Overview {
    page: Page,
    matters: Vec<Matter>,
    drafts: Vec<Event>,
    coming: Vec<Event>,
    now: DateTime<Utc>,
}

impl Overview {
    fn tag(&self, event: &Event) -> (&'static str, &'static str) {
        tag(event, self.now)
    }

    fn when(&self, event: &Event) -> String {
        self.page.span(&event.starts(), &event.ends())
    }

    fn place(&self, event: &Event) -> String {
        events::activitypub::whereabouts(event, self.page.lang)
    }
}

async fn show(Of(app): Of<App>, page: Page, _: Editor, owner: Option<Owner>) -> Result<Response> {
    let now = app.clock.now();
    let is_draft = |event: &Event| matches!(event.state, State::Draft | State::Scheduled);
    let own = events::own(&app.db, LOOKED_THROUGH).await?.into_iter();
    let next = Filter {
        from: Some(now),
        local_only: true,
        limit: EVENTS_SHOWN,
        ..Filter::default()
    };
    let overview = Overview {
        matters: matters(&app, &page, owner.is_some()).await?,
        page: page.with_title_text("layout-desk").unlisted(),
        drafts: own
            .filter(is_draft)
            .take(usize::try_from(EVENTS_SHOWN).unwrap_or(usize::MAX))
            .collect(),
        coming: events::listed(&app.db, &next).await?,
        now,
    };
    Ok(respond(StatusCode::OK, overview))
}

async fn matters(app: &App, page: &Page, is_owner: bool) -> Result<Vec<Matter>> {
    let mut matters = Vec::new();
    let missing = app.config.legal.missing();
    if !missing.is_empty() {
        matters.push(Matter {
            class: "warn",
            text: page.tn("desk-legal-missing", "settings", missing.join(", ")),
            way: None,
        });
    }
    if associations::all(&app.db).await?.is_empty() {
        let way = ("/desk/association", page.t("desk-found-association"));
        matters.push(Matter {
            class: "info",
            text: page.t("association-none-yet"),
            way: is_owner.then_some(way),
        });
    }
    let parked = delivery::Entity::summary(&app.db).await?;
    let parked = parked.0.get("parked").copied().unwrap_or_default();
    if parked > 0 {
        matters.push(Matter {
            class: "bad",
            text: page.tn("desk-parked", "count", parked),
            way: Some(("/desk/deliveries", page.t("desk-to-deliveries"))),
        });
    }
    let failing = delivery::failing_hosts(&app.db, COUNTED_AT_MOST)
        .await?
        .len();
    if failing > 0 {
        matters.push(Matter {
            class: "warn",
            text: page.tn("desk-failing", "count", failing),
            way: Some(("/desk/deliveries", page.t("desk-to-deliveries"))),
        });
    }
    let waiting = waiting(app).await?;
    if waiting > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("desk-waiting", "count", waiting),
            way: Some(("/desk/following", page.t("desk-to-following"))),
        });
    }
    Ok(matters)
}

/// How many wait for an answer whether they may follow one of ours.
async fn waiting(app: &App) -> Result<usize> {
    let mut waiting = 0;
    for actor in actors::all_own(&app.db).await? {
        let asking = follows::State::Requested;
        let asking = follows::followers_of(&app.db, &actor.id, asking, COUNTED_AT_MOST).await?;
        waiting += asking.len();
    }
    Ok(waiting)
}
