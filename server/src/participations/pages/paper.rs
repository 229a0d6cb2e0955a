//! What is printed before and after: the list for the door, sheets to sign, badges, and the words that
//! say that somebody was there. Everybody's names: for those who act, and noted down.

use super::desk::{address, found};
use crate::{
    App, Result, audit,
    events::{self, Event},
    participations::{self, Participation},
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
    today: NaiveDate,
}

impl Paper {
    fn back(&self) -> String {
        address(&self.event)
    }

    /// Name, key, and whether it is the one that is shown.
    fn kinds(&self) -> [(&'static str, &'static str, bool); 4] {
        Kind::ALL.map(|kind| (kind.name(), kind.key(), kind == self.kind))
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
        Kind::Certificates => !person.seen.0.is_empty(),
        Kind::List | Kind::Sheet | Kind::Badges => person.state.is_let_in(),
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
        when: page.span(&event.starts(), &event.ends()),
        today: now.with_timezone(&page.site.zone).date_naive(),
        page: page.with_title_text(kind.key()).unlisted(),
        event,
        organizer,
        kind,
        people,
    };
    Ok(for_them_alone(respond(StatusCode::OK, paper)))
}
