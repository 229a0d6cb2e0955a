//! What others will see of an event, before they do: the page, the post, the mail and the entry in a
//! calendar, each made by what makes the real one.

use super::{Clashing, Step, address, clashing, found};
use crate::{
    App, Result,
    agenda::pages::{Outline, outline},
    associations::pages::initials,
    events::{
        Event, activitypub,
        announcement::{self, Mail},
        editions,
        event::picture_path,
        ical, organizer_of, wire_form,
    },
    i18n::Lang,
    markdown,
    web::{
        page::{Page, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, Utc};
use federation::{actors::Actor, vocabulary as wire};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum As {
    #[default]
    Web,
    Mastodon,
    Mail,
    Calendar,
}

impl As {
    const ALL: [Self; 4] = [Self::Web, Self::Mastodon, Self::Mail, Self::Calendar];

    fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Mastodon => "mastodon",
            Self::Mail => "mail",
            Self::Calendar => "calendar",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Web => "event-preview-web",
            Self::Mastodon => "event-preview-mastodon",
            Self::Mail => "event-preview-mail",
            Self::Calendar => "event-preview-calendar",
        }
    }
}

#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    r#as: As,
}

#[derive(Template)]
#[template(path = "events/preview.html")]
struct Preview {
    page: Page,
    shown: As,
    event: Event,
    organizer: Actor,
    /// „11. Ausgabe der Reihe …“
    edition: Option<String>,
    post: wire::Event,
    mail: Mail,
    /// What was released of it.
    agenda: Option<Outline>,
    clashes: Vec<Clashing>,
    steps: Vec<Step>,
    may_change: bool,
    now: DateTime<Utc>,
}

impl Preview {
    fn tabs(&self) -> [As; 4] {
        As::ALL
    }

    fn is(&self, shown: &As) -> bool {
        self.shown == *shown
    }

    fn address(&self) -> String {
        address(&self.event)
    }

    fn tag(&self) -> (&'static str, &'static str) {
        super::tag(&self.event, self.now)
    }

    fn may_publish(&self) -> bool {
        self.steps.contains(&Step::Publication)
    }

    /// The language the event is told in, which may not be the reader's.
    fn lang(&self) -> Lang {
        Lang::of(&self.event.language)
    }

    fn when(&self) -> String {
        let (starts, ends) = (self.event.starts(), self.event.ends());
        self.lang().span(starts, ends, self.page.site.zone)
    }

    fn place(&self) -> String {
        ical::location(&self.event, self.lang())
    }

    fn entry(&self) -> String {
        ical::titled(&self.event, &self.event.main_text())
    }

    fn notes(&self) -> String {
        ical::description(&self.event, &self.event.main_text(), self.lang())
    }

    fn description(&self) -> String {
        markdown::to_html(&self.event.main_text().description)
    }

    fn picture(&self) -> Option<(String, &str, &str)> {
        let picture = self.event.picture.as_ref()?;
        Some((picture_path(picture), &picture.alt, &picture.credit))
    }

    /// The first letters of the name, where Mastodon shows the picture.
    fn initials(&self) -> String {
        initials(&self.organizer.profile.name)
    }
}

pub async fn show(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(Shown { r#as: shown }): Query<Shown>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let organizer = organizer_of(&app.db, &event).await?;
    let series = editions::series_of(&app.db, &event).await?;
    let title = page.tn("event-preview-title", "title", event.main_text().title);
    let clashes = clashing(&app, &page, &event).await?;
    let preview = Preview {
        clashes,
        page: page.with_title(title).unlisted(),
        shown,
        edition: activitypub::edition(&event, series.as_ref(), Lang::of(&event.language)),
        post: wire_form(&app, &event, &organizer, series.as_ref()),
        mail: announcement::mail(&event, &organizer.profile.name, app.config.instance.zone),
        agenda: outline(&app, &event, Lang::of(&event.language)).await?,
        steps: Step::open_to(&event, coordinator.as_ref(), app.clock.now()),
        may_change: !event.is_cancelled() && super::may_change(&event, coordinator.as_ref()),
        organizer,
        event,
        now: app.clock.now(),
    };
    Ok(respond(StatusCode::OK, preview))
}
