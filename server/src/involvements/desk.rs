//! Who has a part in workstreams, in the working area: who asks us, where ours have one, and whom a
//! workstream of ours asked. Everybody here may look; a coordinator asks, answers and ends it.

use super::{
    Involvement, State, accept, api::Asking, api::Invitation, ask, end, find_for_change, look_up,
    of_ours, of_workstream, offer, open, read_part, reject,
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
    words::Word as _,
    workstreams::{self, Part, Workstream},
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

const INVOLVEMENTS: &str = "/desk/involvements";

pub fn routes() -> Router<App> {
    Router::new()
        .route(INVOLVEMENTS, get(index).post(ask_for))
        .route("/desk/involvements/{id}/answer", post(answer))
        .route("/desk/involvements/{id}/end", post(take_end))
        .route(
            "/desk/workstreams/{slug}/involvements",
            get(of_one).post(invite),
        )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Offered,
    Asked,
    Accepted,
    Rejected,
    Ended,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Offered => "involvement-done-offered",
            Self::Asked => "involvement-done-asked",
            Self::Accepted => "involvement-done-accepted",
            Self::Rejected => "involvement-done-rejected",
            Self::Ended => "involvement-done-ended",
        }
    }
}

/// An involvement as the pages show it.
struct Row {
    one: Involvement,
    /// What the organisation is called.
    organisation: String,
    /// Where it is read about.
    page: String,
    /// Whether the answer is ours to give.
    waits_for_us: bool,
    may_end: bool,
}

async fn rows(app: &App, all: Vec<Involvement>) -> Result<Vec<Row>> {
    let actors = all.iter().map(|one| one.actor.clone());
    let names = Names::find(&app.db, actors.collect()).await?;
    let rows = all.into_iter().map(|one| Row {
        organisation: names.of(&one.actor),
        page: names.page(&one.actor),
        waits_for_us: one.state == State::Offered && app.federation.is_ours(one.answerer()),
        may_end: matches!(one.state, State::Offered | State::Accepted)
            && (one.state == State::Accepted || app.federation.is_ours(one.asker())),
        one,
    });
    Ok(rows.collect())
}

#[derive(Template)]
#[template(path = "involvements/index.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    asking: Vec<Row>,
    others: Vec<Row>,
    associations: Vec<Association>,
    may_act: bool,
    /// As typed.
    typed: Asking,
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
        let asking = rows(app, open(app).await?).await?;
        let mut others = rows(app, of_ours(&app.db).await?).await?;
        others.retain(|row| !row.waits_for_us);
        Ok(Self {
            page: page.with_title_text("involvement-title").unlisted(),
            done: None,
            asking,
            others,
            associations: associations::all(&app.db).await?,
            may_act,
            typed: Asking::default(),
            answered: (String::new(), String::new()),
        })
    }

    fn parts(&self) -> [Part; 3] {
        Part::ALL
    }

    fn part(&self) -> Part {
        Part::named(&self.typed.part).unwrap_or_default()
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

async fn ask_for(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Typed(typed): Typed<Asking>,
) -> Result<Response> {
    let done = asked(&app, &coordinator, &typed)
        .await
        .map(|()| leading_to(INVOLVEMENTS, "asked"));
    or_again(done, page, async |page| {
        let mut index = Index::new(&app, page, true).await?;
        index.typed = typed;
        Ok(index)
    })
    .await
}

async fn asked(app: &App, coordinator: &Coordinator, typed: &Asking) -> Result<()> {
    let part = read_part(&typed.part)?;
    let group = look_up(app, &typed.address).await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &typed.association).await?;
    let one = ask(app, &tx, &association, &group, part).await?;
    audit::kept(app, tx, Some(coordinator), "involvement.ask", &one.id).await
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
        .map(|()| leading_to(INVOLVEMENTS, answered.done()));
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
            "involvement.accept"
        }
        Then::Reject => {
            reject(app, &tx, one, &answered.reason).await?;
            "involvement.reject"
        }
    };
    audit::kept(app, tx, Some(coordinator), action, id).await
}

async fn take_end(
    Held(app): Held<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let one = find_for_change(&app, &tx, &id).await?;
    let workstream = workstreams::find_by_actor(&tx, &one.workstream).await?;
    let back = match workstream.filter(|workstream| workstream.local) {
        Some(workstream) => address(&workstream),
        None => INVOLVEMENTS.to_owned(),
    };
    end(&app, &tx, one).await?;
    audit::kept(&app, tx, Some(&coordinator), "involvement.end", &id).await?;
    Ok(leading_to(&back, "ended"))
}

fn address(workstream: &Workstream) -> String {
    format!("{}/involvements", workstream.desk())
}

#[derive(Template)]
#[template(path = "involvements/workstream.html")]
struct OfWorkstream {
    page: Page,
    done: Option<Done>,
    workstream: Workstream,
    rows: Vec<Row>,
    may_act: bool,
    may_ask: bool,
    /// As typed.
    typed: Invitation,
}

impl OfWorkstream {
    async fn new(app: &App, page: Page, slug: &str, may_act: bool) -> Result<Self> {
        let workstream = workstreams::find(&app.db, slug).await?;
        Ok(Self {
            page: page.with_title_text("involvement-of-one").unlisted(),
            done: None,
            rows: rows(app, of_workstream(&app.db, &workstream).await?).await?,
            may_act,
            may_ask: may_act && super::is_open(&workstream),
            workstream,
            typed: Invitation::default(),
        })
    }

    fn address(&self) -> String {
        address(&self.workstream)
    }

    fn parts(&self) -> [Part; 3] {
        Part::ALL
    }

    fn part(&self) -> Part {
        Part::named(&self.typed.part).unwrap_or_default()
    }
}

async fn of_one(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mut shown = OfWorkstream::new(&app, page, &slug, coordinator.is_some()).await?;
    shown.done = after.done;
    Ok(respond(StatusCode::OK, shown))
}

async fn invite(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(typed): Typed<Invitation>,
) -> Result<Response> {
    let done = invited(&app, &coordinator, &slug, &typed)
        .await
        .map(|workstream| leading_to(&address(&workstream), "offered"));
    or_again(done, page, async |page| {
        refused(&app, page, &slug, typed).await
    })
    .await
}

async fn refused(app: &App, page: Page, slug: &str, typed: Invitation) -> Result<OfWorkstream> {
    let mut shown = OfWorkstream::new(app, page, slug, true).await?;
    shown.typed = typed;
    Ok(shown)
}

async fn invited(
    app: &App,
    coordinator: &Coordinator,
    slug: &str,
    typed: &Invitation,
) -> Result<Workstream> {
    let part = read_part(&typed.part)?;
    let organisation = look_up(app, &typed.address).await?;
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, slug).await?;
    let one = offer(app, &tx, &workstream, &organisation, part).await?;
    audit::kept(app, tx, Some(coordinator), "involvement.offer", &one.id).await?;
    Ok(workstream)
}
