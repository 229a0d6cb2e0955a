//! Topics in the working area: which there are, and what each says. Coordinators speak for them.

use super::{Draft, Topic};
use crate::{
    App, Result,
    associations::{self, Association},
    audit,
    cycles::{self, Programme},
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, or_again_if_late, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
    routing::get,
};
use serde::Deserialize;

const TOPICS: &str = "/desk/topics";

pub fn routes() -> Router<App> {
    Router::new()
        .route(TOPICS, get(index).post(create))
        .route("/desk/topics/new", get(new))
        .route("/desk/topics/{slug}", get(edit).post(update))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Saved,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Saved => "cycle-done-saved",
        }
    }
}

fn address(topic: &Topic) -> String {
    format!("{TOPICS}/{}", topic.slug)
}

#[derive(Template)]
#[template(path = "topics/list.html")]
struct List {
    page: Page,
    all: Vec<Topic>,
    may_change: bool,
}

async fn index(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
) -> Result<Response> {
    let list = List {
        page: page.with_title_text("topic-list").unlisted(),
        all: super::all(&app.db).await?,
        may_change: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, list))
}

#[derive(Template)]
#[template(path = "topics/form.html")]
struct Sheet {
    page: Page,
    draft: Draft,
    topic: Option<Topic>,
    associations: Vec<Association>,
    programmes: Vec<Programme>,
    done: Option<Done>,
    may_change: bool,
}

impl Sheet {
    async fn new(
        app: &App,
        page: Page,
        draft: Draft,
        topic: Option<Topic>,
        may_change: bool,
    ) -> Result<Self> {
        let title = match &topic {
            Some(topic) => topic.name.clone(),
            None => page.t("topic-form-new"),
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft,
            topic,
            associations: associations::all(&app.db).await?,
            programmes: cycles::programmes(&app.db).await?,
            done: None,
            may_change,
        })
    }

    fn action(&self) -> String {
        self.topic.as_ref().map_or(TOPICS.to_owned(), address)
    }
}

async fn new(State(app): State<App>, page: Page, _: Coordinator) -> Result<Response> {
    let sheet = Sheet::new(&app, page, Draft::default(), None, true).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn create(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = insert(&app, &coordinator, &draft)
        .await
        .map(|topic| leading_to(&address(&topic), "saved"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, None, true).await
    })
    .await
}

async fn insert(app: &App, coordinator: &Coordinator, draft: &Draft) -> Result<Topic> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let topic = super::found(app, &tx, &association, draft).await?;
    audit::kept(app, tx, Some(coordinator), "topic.found", &topic.id).await?;
    Ok(topic)
}

async fn edit(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let topic = super::find_now_or_former(&app.db, &slug).await?;
    let draft = super::draft_of(&app.db, &topic).await?;
    let mut sheet = Sheet::new(&app, page, draft, Some(topic), coordinator.is_some()).await?;
    sheet.done = after.done;
    Ok(respond(StatusCode::OK, sheet))
}

async fn update(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let topic = super::find_now_or_former(&app.db, &slug).await?;
    let done = replace(&app, &coordinator, &slug, &draft)
        .await
        .map(|topic| leading_to(&address(&topic), "saved"));
    or_again_if_late(done, page, async |page, is_late| {
        let known = super::find_by_id(&app.db, &topic.id).await?;
        let seen = if is_late {
            known.seen()
        } else {
            draft.seen.clone()
        };
        let draft = Draft { seen, ..draft };
        Sheet::new(&app, page, draft, Some(known), true).await
    })
    .await
}

async fn replace(app: &App, coordinator: &Coordinator, slug: &str, draft: &Draft) -> Result<Topic> {
    let tx = app.begin().await?;
    let topic = super::find_now_or_former(&tx, slug).await?;
    let topic = super::revise(app, &tx, &topic.id, draft).await?;
    audit::kept(app, tx, Some(coordinator), "topic.revise", &topic.id).await?;
    Ok(topic)
}
