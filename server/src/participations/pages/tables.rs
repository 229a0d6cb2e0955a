//! Tables, for people: chosen behind somebody's own link, seen and given at the desk, printed for each
//! table. Looking changes nothing.

use super::desk::found;
use crate::{
    App, Error, Result,
    agenda::Table,
    audit,
    events::{self, Event},
    ids::ParticipationId,
    participations::{self, At, Hand, Participation, Seating, Slot, seat, unseat},
    web::{
        page::{Page, for_them_alone, or_again, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use std::ops::Range;

/// Lines for those who sit down without having said so.
const EMPTY_LINES: u32 = 4;

/// A table with those who sit at it.
struct Seats {
    table: Table,
    people: Vec<Participation>,
    /// Whether it is the one of who looks.
    is_own: bool,
}

impl Seats {
    fn taken(&self) -> usize {
        self.people.len()
    }

    /// How many more can sit there. `None` where nobody counts.
    fn free(&self) -> Option<usize> {
        let capacity = usize::try_from(self.table.capacity?).unwrap_or(usize::MAX);
        Some(capacity.saturating_sub(self.people.len()))
    }

    /// Whether whoever looks can sit there.
    fn is_open(&self) -> bool {
        self.is_own || self.free() != Some(0)
    }

    fn empty_lines(&self) -> Range<usize> {
        let first = self.people.len() + 1;
        let free = self.free().unwrap_or_default();
        first..first + free.max(usize::try_from(EMPTY_LINES).unwrap_or_default())
    }
}

/// A session with its tables.
struct Sitting {
    slot: Slot,
    tables: Vec<Seats>,
    /// Who takes part and sits at none of them.
    nowhere: Vec<Participation>,
    /// Whether nobody changes it by their link any more.
    has_begun: bool,
    /// Whether whoever looks does not come on that day.
    is_other_day: bool,
}

impl Sitting {
    fn starts(&self, zone: &Tz) -> DateTime<Tz> {
        self.slot.session.starts(*zone)
    }

    /// Whether nobody sees who else takes part, on paper neither.
    fn is_hidden(&self) -> bool {
        self.slot.session.rules.list_hidden
    }

    fn sits(&self) -> bool {
        self.tables.iter().any(|seats| seats.is_own)
    }

    /// What a table is chosen by at the desk.
    fn value(&self, seats: &Seats) -> String {
        format!("{}/{}", self.slot.session.id, seats.table.label)
    }
}

fn sittings(
    slots: Vec<Slot>,
    people: &[Participation],
    seatings: &[Seating],
    own: Option<&Participation>,
    now: DateTime<Utc>,
) -> Vec<Sitting> {
    let sitting = |slot: Slot| {
        let here: Vec<&Seating> = seatings
            .iter()
            .filter(|seating| seating.session == slot.session.id)
            .collect();
        let sits_at = |label: &str| {
            let at = here.iter().filter(|seating| seating.label == label);
            let people = at.filter_map(|seating| {
                let is_theirs = |it: &&Participation| it.id == seating.participation;
                people.iter().find(is_theirs).cloned()
            });
            people.collect::<Vec<_>>()
        };
        let tables: Vec<Seats> = slot
            .session
            .tables
            .iter()
            .map(|table| {
                let people = sits_at(&table.label);
                Seats {
                    is_own: own.is_some_and(|own| people.iter().any(|it| it.id == own.id)),
                    table: table.clone(),
                    people,
                }
            })
            .collect();
        let sits = |it: &Participation| {
            let mut seated = tables.iter().flat_map(|seats| &seats.people);
            seated.any(|seated| seated.id == it.id)
        };
        let nowhere = people
            .iter()
            .filter(|it| it.comes_on(slot.day) && !sits(it));
        let nowhere = nowhere.cloned().collect();
        Sitting {
            nowhere,
            has_begun: slot.has_begun(now),
            is_other_day: own.is_some_and(|own| !own.comes_on(slot.day)),
            tables,
            slot,
        }
    };
    slots.into_iter().map(sitting).collect()
}

async fn of_event(app: &App, event: &Event, own: Option<&Participation>) -> Result<Vec<Sitting>> {
    let slots = participations::slots(&app.db, event).await?;
    let seatings = participations::seatings_of_event(&app.db, &event.id).await?;
    let mut people = participations::of_event(&app.db, &event.id).await?;
    people.retain(Participation::is_let_in);
    let now = app.clock.now();
    Ok(sittings(slots, &people, &seatings, own, now))
}

#[derive(Template)]
#[template(path = "participations/tables-own.html")]
struct Own {
    page: Page,
    token: String,
    event: Event,
    sittings: Vec<Sitting>,
    done: bool,
}

impl Own {
    fn zone(&self) -> Tz {
        self.event.tz()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct After {
    done: String,
}

async fn own_page(app: &App, page: Page, token: &str, done: bool) -> Result<Own> {
    let participation = participations::find_by_link(app, &app.db, token).await?;
    let event = events::find(&app.db, &participation.event).await?;
    let event = event.filter(|_| participation.is_let_in());
    let event = event.ok_or(Error::NotFound)?;
    let mut sittings = of_event(app, &event, Some(&participation)).await?;
    // Who else sits there is nobody's business but the organizers'.
    for sitting in &mut sittings {
        sitting.nowhere.clear();
    }
    Ok(Own {
        page: page.with_title_text("seating-own-title").unlisted(),
        token: token.to_owned(),
        event,
        sittings,
        done,
    })
}

pub async fn own(
    Of(app): Of<App>,
    page: Page,
    Path(token): Path<String>,
    Query(after): Query<After>,
) -> Result<Response> {
    let own = own_page(&app, page, &token, !after.done.is_empty()).await?;
    Ok(for_them_alone(respond(StatusCode::OK, own)))
}

/// One button of the page: sit down at a table of a session, or leave the one they have.
#[derive(Deserialize)]
pub struct Chosen {
    session: String,
    /// Empty for none.
    #[serde(default)]
    table: String,
}

pub async fn choose(
    Of(app): Of<App>,
    page: Page,
    Path(token): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let participation = participations::find_by_link(&app, &tx, &token).await?;
        let (session, hand) = (chosen.session.as_str(), Hand::Theirs);
        let done = match chosen.table.as_str() {
            "" => unseat(&app, &tx, &participation, session, hand).await,
            table => seat(&app, &tx, &participation, (session, table), hand).await,
        };
        done?;
        tx.commit().await?;
        let back = Redirect::to(&format!("/r/{token}/tables?done=yes"));
        Ok(back.into_response())
    };
    or_again(done.await, page, async |page| {
        own_page(&app, page, &token, false).await
    })
    .await
    .map(for_them_alone)
}

#[derive(Template)]
#[template(path = "participations/tables.html")]
struct Index {
    page: Page,
    event: Event,
    sittings: Vec<Sitting>,
    /// Whose table is no more, and which that was.
    lost: Vec<(String, String)>,
    done: bool,
    may_act: bool,
}

impl Index {
    fn zone(&self) -> Tz {
        self.event.tz()
    }

    fn name(&self, person: &Participation) -> String {
        name(&self.page, person)
    }
}

fn name(page: &Page, person: &Participation) -> String {
    match person.name.is_empty() {
        true => format!("{} {}", page.t("participation-nameless"), person.code),
        false => person.name.clone(),
    }
}

/// Who chose a table that is in the agenda no more, and chose none since: their name and its label.
async fn lost(app: &App, event: &Event, sittings: &[Sitting]) -> Result<Vec<(String, String)>> {
    let seatings = participations::seatings_of_event(&app.db, &event.id).await?;
    let is_there = |it: &Seating| {
        let mut slots = sittings.iter().map(|sitting| &sitting.slot);
        slots.any(|slot| slot.session.id == it.session && slot.table(&it.label).is_some())
    };
    let people = participations::of_event(&app.db, &event.id).await?;
    let gone = seatings.iter().filter(|it| !is_there(it));
    let gone = gone.filter_map(|it| {
        let mut people = people.iter();
        let person = people.find(|person| person.id == it.participation)?;
        Some((person.called().to_owned(), it.label.clone()))
    });
    Ok(gone.collect())
}

async fn listed(app: &App, page: Page, event: Event, done: bool, may_act: bool) -> Result<Index> {
    let sittings = of_event(app, &event, None).await?;
    Ok(Index {
        page: page.with_title_text("seating-title").unlisted(),
        lost: lost(app, &event, &sittings).await?,
        sittings,
        event,
        done,
        may_act,
    })
}

pub async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let done = !after.done.is_empty();
    let index = listed(&app, page, event, done, coordinator.is_some()).await?;
    Ok(for_them_alone(respond(StatusCode::OK, index)))
}

#[derive(Deserialize)]
pub struct Assigned {
    person: ParticipationId,
    session: String,
    /// `session/label`; empty for none.
    #[serde(default)]
    table: String,
}

pub async fn assign(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(assigned): Form<Assigned>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let person = participations::find(&app.db, &event.id, &assigned.person).await?;
    let done = async {
        let tx = app.begin().await?;
        let done = match At::read(&assigned.table) {
            None => unseat(&app, &tx, &person, &assigned.session, Hand::Ours).await,
            Some(at) => seat(&app, &tx, &person, (&at.session, &at.label), Hand::Ours).await,
        };
        done?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "participation.seat",
            &person.id,
        )
        .await?;
        let back = format!("/desk/events/{}/tables?done=yes", event.id);
        Ok(Redirect::to(&back).into_response())
    };
    or_again(done.await, page, async |page| {
        listed(&app, page, event, false, true).await
    })
    .await
}

#[derive(Template)]
#[template(path = "participations/tables-paper.html")]
struct Paper {
    page: Page,
    event: Event,
    title: String,
    sittings: Vec<Sitting>,
}

impl Paper {
    fn zone(&self) -> Tz {
        self.event.tz()
    }

    fn name(&self, person: &Participation) -> String {
        name(&self.page, person)
    }
}

/// A sheet for each table, to sign.
pub async fn paper(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let sittings = of_event(&app, &event, None).await?;
    let tx = app.begin().await?;
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
        page: page.with_title_text("seating-paper").unlisted(),
        event,
        sittings,
    };
    Ok(for_them_alone(respond(StatusCode::OK, paper)))
}
