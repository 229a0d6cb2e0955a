//! What is printed before and after: the list for the door, sheets to sign, badges, and the words that
//! say that somebody was there. Everybody's names: for those who act, and noted down.

use super::desk::{address, found};
use crate::{
    App, Result, audit,
    events::{self, Attendance, Event},
    participations::{self, Participation, days_of, ways_of},
    web::{
        page::{Page, for_them_alone, respond},
        session::Coordinator,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
};
use chrono::NaiveDate;
use serde::Deserialize;
use std::ops::Range;
use url::Url;

/// Lines for those who come without having said so.
const EMPTY_LINES: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Who is expected, to tick off.
    List,
    /// The same, to sign.
    Sheet,
    Badges,
    /// One page for each who was let in.
    Certificates,
}

impl Kind {
    const ALL: [Self; 4] = [Self::List, Self::Sheet, Self::Badges, Self::Certificates];

    fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Sheet => "sheet",
            Self::Badges => "badges",
            Self::Certificates => "certificates",
        }
    }

    /// The message that names it.
    fn key(self) -> &'static str {
        match self {
            Self::List => "participation-paper-list",
            Self::Sheet => "participation-paper-sheet",
            Self::Badges => "participation-paper-badges",
            Self::Certificates => "participation-paper-certificates",
        }
    }
}

#[derive(Deserialize)]
pub struct Asked {
    what: Option<Kind>,
    /// Those who come on this day alone.
    day: Option<NaiveDate>,
    #[serde(default)]
    way: Way,
}

/// Who is on paper, at an event one can come to in two ways.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    /// Who comes to the room: nobody else signs a sheet there, or wears a badge.
    #[default]
    Room,
    All,
}

/// A choice of what is printed.
struct Tab {
    href: String,
    words: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "participations/paper.html")]
struct Paper {
    page: Page,
    event: Event,
    organizer: String,
    title: String,
    when: String,
    kind: Kind,
    people: Vec<Participation>,
    day: Option<NaiveDate>,
    way: Way,
    origin: Url,
    today: NaiveDate,
}

impl Paper {
    fn back(&self) -> String {
        address(&self.event)
    }

    fn href(&self, kind: Kind, day: Option<NaiveDate>, way: Way) -> String {
        let mut href = format!("?what={}", kind.name());
        if let Some(day) = day {
            href.push_str(&format!("&day={day}"));
        }
        if way == Way::All {
            href.push_str("&way=all");
        }
        href
    }

    fn kinds(&self) -> Vec<Tab> {
        let tab = |kind: Kind| Tab {
            href: self.href(kind, self.day, self.way),
            words: self.page.t(kind.key()),
            is_chosen: kind == self.kind,
        };
        Kind::ALL.map(tab).into()
    }

    /// The days to choose among, where people do.
    fn days(&self) -> Vec<Tab> {
        let days = days_of(&self.event);
        if days.len() < 2 || self.kind == Kind::Certificates {
            return Vec::new();
        }
        let days = days.into_iter().map(Some);
        let tab = |day: Option<NaiveDate>| Tab {
            href: self.href(self.kind, day, self.way),
            words: match day {
                Some(day) => self.page.date(&day),
                None => self.page.t("participation-paper-all-days"),
            },
            is_chosen: day == self.day,
        };
        std::iter::once(None).chain(days).map(tab).collect()
    }

    /// Whether those who come online are on it, where there are some.
    fn ways(&self) -> Vec<Tab> {
        if ways_of(&self.event).len() < 2 || self.kind == Kind::Certificates {
            return Vec::new();
        }
        let tab = |(way, key): (Way, &'static str)| Tab {
            href: self.href(self.kind, self.day, way),
            words: self.page.t(key),
            is_chosen: way == self.way,
        };
        let ways = [
            (Way::Room, Attendance::InPerson.key()),
            (Way::All, "participation-paper-all-ways"),
        ];
        ways.map(tab).into()
    }

    /// What a telephone reads at the door.
    fn qr(&self, person: &Participation) -> String {
        let door = participations::door(&self.origin, &self.event, &person.code);
        participations::svg(door.as_str()).unwrap_or_default()
    }

    /// The days of the event on which they were there.
    fn seen(&self, person: &Participation) -> Vec<NaiveDate> {
        let days = days_of(&self.event).into_iter();
        days.filter(|day| person.seen.on(*day).is_some()).collect()
    }

    fn is_list(&self) -> bool {
        self.kind == Kind::List
    }

    fn is_sheet(&self) -> bool {
        self.kind == Kind::Sheet
    }

    fn is_badges(&self) -> bool {
        self.kind == Kind::Badges
    }

    /// The numbers of the lines nobody stands in yet.
    fn empty_lines(&self) -> Range<usize> {
        let first = self.people.len() + 1;
        first..first + EMPTY_LINES
    }

    fn name(&self, person: &Participation) -> String {
        match person.name.is_empty() {
            true => self.page.t("participation-nameless"),
            false => person.name.clone(),
        }
    }
}

pub async fn show(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let kind = asked.what.unwrap_or(Kind::List);
    let mut people = participations::of_event(&app.db, &event.id).await?;
    people.retain(|person| match kind {
        Kind::Certificates => person.was_there(&event).is_some(),
        Kind::List | Kind::Sheet | Kind::Badges => {
            let comes = asked.day.is_none_or(|day| person.comes_on(day));
            let is_here = asked.way == Way::All || person.way(&event) == Attendance::InPerson;
            person.state.is_let_in() && comes && (is_here || !event.attendance.has_room())
        }
    });
    people.sort_by_cached_key(|person| (person.name.is_empty(), person.name.to_lowercase()));
    let tx = app.begin().await?;
    let now = app.clock.now();
    let organizer = events::organizer_of(&tx, &event).await?.profile.name;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "participation.paper",
        &event.id,
    )
    .await?;
    let paper = Paper {
        title: event.title(page.lang.bcp47()),
        when: match asked.day {
            Some(day) => page.date(&day),
            None => page.span(&event.starts(), &event.ends()),
        },
        today: now.with_timezone(&page.site.zone).date_naive(),
        page: page.with_title_text(kind.key()).unlisted(),
        event,
        organizer,
        kind,
        people,
        day: asked.day,
        way: asked.way,
        origin: app.config.origin().clone(),
    };
    Ok(for_them_alone(respond(StatusCode::OK, paper)))
}
