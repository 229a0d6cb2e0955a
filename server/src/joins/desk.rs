//! Where ours go, in the working area: a list with the answers, and the way to ask and to take it back.
//! Everybody here may look; a coordinator acts. Nothing of it is on a public page.

use super::{Join, ask, find, find_for_change, leave, listed, of_event, read, way_in};
use crate::{
    App, Error, Result,
    associations::{self, Association},
    audit,
    events::{self, Event, organizers::Names},
    ids::{EventId, JoinId},
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use federation::host_of;
use serde::Deserialize;

const JOINS: &str = "/desk/joins";

pub fn routes() -> Router<App> {
    Router::new()
        .route(JOINS, get(index))
        .route("/desk/joins/{id}", get(show))
        .route("/desk/joins/{id}/leave", post(take_back))
        .route("/desk/events/{id}/join", get(about).post(create))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Asked,
    Left,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Asked => "join-done-asked",
            Self::Left => "join-done-left",
        }
    }
}

/// A join, with the names of who goes and who invites.
struct Row {
    join: Join,
    ours: String,
    organizer: String,
}

impl Row {
    fn local(&self, page: &Page, at: &DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&page.site.zone)
    }

    /// Whether it still concerns anybody.
    fn is_ahead(&self, now: &DateTime<Utc>) -> bool {
        self.join.state.is_standing() && *now < self.join.told.ends_at
    }
}

async fn rows(app: &App, joins: Vec<Join>) -> Result<Vec<Row>> {
    let ids = joins
        .iter()
        .flat_map(|join| [join.actor.clone(), join.organizer.clone()]);
    let names = Names::find(&app.db, ids.collect()).await?;
    let rows = joins.into_iter().map(|join| Row {
        ours: names.of(&join.actor),
        organizer: names.of(&join.organizer),
        join,
    });
    Ok(rows.collect())
}

#[derive(Template)]
#[template(path = "joins/index.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    ahead: Vec<Row>,
    /// Over, refused or taken back.
    former: Vec<Row>,
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let now = app.clock.now();
    let all = rows(&app, listed(&app.db).await?).await?;
    let (mut ahead, former): (Vec<_>, Vec<_>) = all.into_iter().partition(|row| row.is_ahead(&now));
    ahead.sort_by_key(|row| row.join.told.starts_at);
    let index = Index {
        page: page.with_title_text("join-title").unlisted(),
        done: after.done,
        ahead,
        former,
    };
    Ok(respond(StatusCode::OK, index))
}

#[derive(Template)]
#[template(path = "joins/show.html")]
struct Show {
    page: Page,
    row: Row,
    way_in: Option<String>,
    may_act: bool,
}

async fn show(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
) -> Result<Response> {
    let join = find(&app.db, &read_id(&id)?).await?;
    let shown = shown(&app, page, join, coordinator.is_some()).await?;
    Ok(respond(StatusCode::OK, shown))
}

async fn shown(app: &App, page: Page, join: Join, may_act: bool) -> Result<Show> {
    // Whoever has the link acts for us there.
    let way_in = match may_act {
        true => way_in(app, &join)?.map(String::from),
        false => None,
    };
    let mut rows = rows(app, vec![join]).await?;
    let row = rows.pop().ok_or(Error::NotFound)?;
    Ok(Show {
        page: page.with_title(row.join.told.title.as_str()).unlisted(),
        row,
        way_in,
        may_act,
    })
}

async fn take_back(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let id = read_id(&id)?;
    let done = taken_back(&app, &coordinator, &id)
        .await
        .map(|()| leading_to(JOINS, "left"));
    or_again(done, page, async |page| {
        shown(&app, page, find(&app.db, &id).await?, true).await
    })
    .await
}

async fn taken_back(app: &App, coordinator: &Coordinator, id: &JoinId) -> Result<()> {
    let tx = app.begin().await?;
    let join = find_for_change(&tx, id).await?;
    leave(app, &tx, join).await?;
    audit::kept(app, tx, Some(coordinator), "join.leave", id).await
}

#[derive(Template)]
#[template(path = "joins/ask.html")]
struct Ask {
    page: Page,
    event: Event,
    /// Those of ours that could still ask.
    associations: Vec<Association>,
    chosen: String,
    rows: Vec<Row>,
    /// Why nobody can be asked for now.
    why_not: Option<&'static str>,
}

impl Ask {
    fn address(&self) -> String {
        format!("/desk/events/{}/join", self.event.id)
    }

    fn host(&self) -> String {
        host_of(&self.event.iri)
    }
}

async fn about(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = foreign_event(&app, &id).await?;
    let about = asking(&app, page, event, String::new(), coordinator.is_some()).await?;
    Ok(respond(StatusCode::OK, about))
}

async fn asking(app: &App, page: Page, event: Event, chosen: String, may_act: bool) -> Result<Ask> {
    let rows = rows(app, of_event(&app.db, &event.iri).await?).await?;
    let mut associations = associations::all(&app.db).await?;
    let is_over = event.is_cancelled() || event.is_over(app.clock.now());
    let mut why_not = match (event.takes_joins, is_over) {
        (false, _) => Some("join-not-taken"),
        (true, true) => Some("join-event-over"),
        (true, false) if !may_act => Some("join-coordinators-only"),
        (true, false) if associations.is_empty() => Some("association-none-yet"),
        (true, false) => None,
    };
    let stands = |ours: &Association| {
        let own = |row: &&Row| row.join.actor == ours.actor;
        rows.iter()
            .find(own)
            .is_some_and(|row| row.join.state.is_standing())
    };
    associations.retain(|ours| !stands(ours));
    if why_not.is_none() && associations.is_empty() {
        why_not = Some("join-asked-by-all");
    }
    Ok(Ask {
        page: page.with_title_text("join-ask-title").unlisted(),
        why_not,
        event,
        associations,
        chosen,
        rows,
    })
}

#[derive(Deserialize)]
struct Asked {
    /// The handle of ours that wants to come; empty for the first.
    #[serde(default)]
    association: String,
}

async fn create(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response> {
    let event = foreign_event(&app, &id).await?;
    let done = said(&app, &coordinator, &event, &asked.association)
        .await
        .map(|()| leading_to(JOINS, "asked"));
    or_again(done, page, async |page| {
        asking(&app, page, event, asked.association, true).await
    })
    .await
}

async fn said(app: &App, coordinator: &Coordinator, event: &Event, handle: &str) -> Result<()> {
    let invitation = read(app, event).await?;
    let tx = app.begin().await?;
    let association = associations::find(&tx, handle).await?;
    let ours = associations::actor_of(&tx, &association).await?;
    let join = ask(app, &tx, &ours, &invitation).await?;
    audit::kept(app, tx, Some(coordinator), "join.ask", &join.id).await
}

async fn foreign_event(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    let event = events::find(&app.db, &id).await?;
    event.filter(|event| !event.local).ok_or(Error::NotFound)
}

fn read_id(text: &str) -> Result<JoinId> {
    text.parse().map_err(|_| Error::NotFound)
}
