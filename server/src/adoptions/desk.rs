//! Who uses what, in the working area: what others announced of our reports, and what ours use. Everybody
//! here may look; a coordinator announces, answers and takes back.

use super::{
    Adoption, Draft, accept, announce, find_for_change, look_up, of_ours, open, reject, withdraw,
};
use crate::{
    App, Result,
    associations::{self, Association},
    audit,
    events::organizers::Names,
    web::{
        desk::{After, Answered, Then, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Held},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;

const ADOPTIONS: &str = "/desk/adoptions";

pub fn routes() -> Router<App> {
    Router::new()
        .route(ADOPTIONS, get(index).post(say))
        .route("/desk/adoptions/{id}/answer", post(answer))
        .route("/desk/adoptions/{id}/withdrawal", post(take_back))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Announced,
    Accepted,
    Rejected,
    Withdrawn,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Announced => "adoption-done-announced",
            Self::Accepted => "adoption-done-accepted",
            Self::Rejected => "adoption-done-rejected",
            Self::Withdrawn => "adoption-done-withdrawn",
        }
    }
}

/// An adoption as the pages show it.
struct Row {
    one: Adoption,
    /// What the adopter is called, and where it is read about.
    adopter: String,
    adopter_page: String,
}

impl Row {
    fn day(&self, page: &Page) -> String {
        let at = self.one.announced_at.with_timezone(&page.site.zone);
        page.date(&at.date_naive())
    }
}

async fn rows(app: &App, all: Vec<Adoption>) -> Result<Vec<Row>> {
    let actors = all.iter().map(|one| one.adopter.clone());
    let names = Names::find(&app.db, actors.collect()).await?;
    let rows = all.into_iter().map(|one| Row {
        adopter: names.of(&one.adopter),
        adopter_page: names.page(&one.adopter),
        one,
    });
    Ok(rows.collect())
}

#[derive(Template)]
#[template(path = "adoptions/index.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    waiting: Vec<Row>,
    ours: Vec<Row>,
    associations: Vec<Association>,
    may_act: bool,
    /// As typed.
    typed: Draft,
    /// Whoever was answered, and the reason.
    answered: (String, String),
}

impl Row {
    /// The id of the field in which a reason is typed.
    fn reason_field(&self) -> String {
        format!("reason-{}", self.one.id)
    }
}

impl Index {
    /// As typed into the card of this one.
    fn reason(&self, row: &Row) -> &str {
        match *self.answered.0 == *row.one.id.as_str() {
            true => &self.answered.1,
            false => "",
        }
    }

    async fn new(app: &App, page: Page, may_act: bool) -> Result<Self> {
        Ok(Self {
            page: page.with_title_text("adoption-title").unlisted(),
            done: None,
            waiting: rows(app, open(&app.db).await?).await?,
            ours: rows(app, of_ours(&app.db).await?).await?,
            associations: associations::all(&app.db).await?,
            may_act,
            typed: Draft::default(),
            answered: (String::new(), String::new()),
        })
    }
}

async fn index(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mut index = Index::new(&app, page, coordinator.is_some()).await?;
    index.done = after.done;
    Ok(respond(StatusCode::OK, index))
}

async fn say(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Typed(typed): Typed<Draft>,
) -> Result<Response> {
    let done = said(&app, &coordinator, &typed)
        .await
        .map(|()| leading_to(ADOPTIONS, "announced"));
    or_again(done, page, async |page| {
        let mut index = Index::new(&app, page, true).await?;
        index.typed = typed;
        Ok(index)
    })
    .await
}

async fn said(app: &App, coordinator: &Coordinator, typed: &Draft) -> Result<()> {
    typed.check()?;
    let found = look_up(app, &typed.report).await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &typed.association).await?;
    let one = announce(app, &tx, &association, found, typed).await?;
    audit::kept(app, tx, Some(coordinator), "adoption.announce", &one.id).await
}

async fn answer(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(answered): Typed<Answered>,
) -> Result<Response> {
    let done = given(&app, &coordinator, &id, &answered)
        .await
        .map(|()| leading_to(ADOPTIONS, answered.done()));
    or_again(done, page, async |page| {
        let page = page.with_faults_of(&id);
        let mut index = Index::new(&app, page, true).await?;
        index.answered = (id, answered.reason);
        Ok(index)
    })
    .await
}

async fn given(app: &App, coordinator: &Coordinator, id: &str, answered: &Answered) -> Result<()> {
    let then = answered.then()?;
    let tx = app.begin().await?;
    let one = find_for_change(app, &tx, id).await?;
    let action = match then {
        Then::Accept => {
            accept(app, &tx, one).await?;
            "adoption.accept"
        }
        Then::Reject => {
            reject(app, &tx, one, &answered.reason).await?;
            "adoption.reject"
        }
    };
    audit::kept(app, tx, Some(coordinator), action, id).await
}

async fn take_back(
    Held(app): Held<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let one = find_for_change(&app, &tx, &id).await?;
    withdraw(&app, &tx, one).await?;
    audit::kept(&app, tx, Some(&coordinator), "adoption.withdraw", &id).await?;
    Ok(leading_to(ADOPTIONS, "withdrawn"))
}
