//! Programmes and cycles in the working area: which there are, and what each says. Coordinators speak for
//! them.

use super::{Cycle, Moderation, Programme, all, cycle, programme, programmes};
use crate::{
    App, Error, Result,
    associations::{self, Association},
    audit, ideas,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, or_again_if_late, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

const CYCLES: &str = "/desk/cycles";
const PROGRAMMES: &str = "/desk/programmes";

pub fn routes() -> Router<App> {
    Router::new()
        .route(CYCLES, get(index).post(create))
        .route("/desk/cycles/new", get(new))
        .route("/desk/cycles/{slug}", get(edit).post(update))
        .route(PROGRAMMES, get(to_index).post(create_programme))
        .route("/desk/programmes/new", get(new_programme))
        .route(
            "/desk/programmes/{slug}",
            get(edit_programme).post(update_programme),
        )
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

#[derive(Template)]
#[template(path = "cycles/list.html")]
struct List {
    page: Page,
    all: Vec<Cycle>,
    programmes: Vec<Programme>,
    done: Option<Done>,
    may_change: bool,
}

async fn index(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let list = List {
        page: page.with_title_text("cycle-list").unlisted(),
        all: all(&app.db).await?,
        programmes: programmes(&app.db).await?,
        done: after.done,
        may_change: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, list))
}

async fn to_index(_: Editor) -> Response {
    Redirect::to(CYCLES).into_response()
}

#[derive(Template)]
#[template(path = "cycles/form.html")]
struct Sheet {
    page: Page,
    draft: cycle::Draft,
    cycle: Option<Cycle>,
    programmes: Vec<Programme>,
    done: Option<Done>,
    may_change: bool,
}

impl Sheet {
    async fn new(
        app: &App,
        page: Page,
        draft: cycle::Draft,
        cycle: Option<Cycle>,
        may_change: bool,
    ) -> Result<Self> {
        let title = match &cycle {
            Some(cycle) => cycle.name.clone(),
            None => page.t("cycle-form-new"),
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft,
            cycle,
            programmes: programmes(&app.db).await?,
            done: None,
            may_change,
        })
    }

    fn action(&self) -> String {
        match &self.cycle {
            Some(cycle) => format!("{CYCLES}/{}", cycle.slug),
            None => CYCLES.to_owned(),
        }
    }

    fn moderations(&self) -> [Moderation; 3] {
        Moderation::ALL
    }

    /// What is chosen, where nothing is typed yet.
    fn ideas(&self) -> Moderation {
        Moderation::named(&self.draft.ideas).unwrap_or(Moderation::Open)
    }

    fn comments(&self) -> Moderation {
        Moderation::named(&self.draft.comments).unwrap_or(Moderation::Moderated)
    }
}

async fn new(State(app): State<App>, page: Page, _: Coordinator) -> Result<Response> {
    let sheet = Sheet::new(&app, page, cycle::Draft::default(), None, true).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn create(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Typed(draft): Typed<cycle::Draft>,
) -> Result<Response> {
    let done = insert(&app, &coordinator, &draft)
        .await
        .map(|cycle| leading_to(&address(&cycle), "saved"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, None, true).await
    })
    .await
}

async fn insert(app: &App, coordinator: &Coordinator, draft: &cycle::Draft) -> Result<Cycle> {
    let tx = app.begin().await?;
    let cycle = super::begin(app, &tx, draft).await?;
    audit::kept(app, tx, Some(coordinator), "cycle.begin", &cycle.id).await?;
    Ok(cycle)
}

fn address(cycle: &Cycle) -> String {
    format!("{CYCLES}/{}", cycle.slug)
}

async fn edit(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let cycle = super::find_now_or_former(&app.db, &slug).await?;
    let draft = super::draft_of(&app.db, &cycle).await?;
    let mut sheet = Sheet::new(&app, page, draft, Some(cycle), coordinator.is_some()).await?;
    sheet.done = after.done;
    Ok(respond(StatusCode::OK, sheet))
}

async fn update(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(draft): Typed<cycle::Draft>,
) -> Result<Response> {
    let cycle = super::find_now_or_former(&app.db, &slug).await?;
    let done = replace(&app, &coordinator, &cycle, &draft)
        .await
        .map(|cycle| leading_to(&address(&cycle), "saved"));
    or_again_if_late(done, page, async |page, is_late| {
        let known = super::find_by_id(&app.db, &cycle.id).await?;
        let known = known.ok_or(Error::NotFound)?;
        let seen = if is_late {
            known.seen()
        } else {
            draft.seen.clone()
        };
        let draft = cycle::Draft { seen, ..draft };
        Sheet::new(&app, page, draft, Some(known), true).await
    })
    .await
}

async fn replace(
    app: &App,
    coordinator: &Coordinator,
    cycle: &Cycle,
    draft: &cycle::Draft,
) -> Result<Cycle> {
    let tx = app.begin().await?;
    let cycle = super::find_for_change(&tx, &cycle.id).await?;
    let cycle = cycle.ok_or(Error::NotFound)?;
    let count = ideas::count_public(&tx, &cycle.id).await?;
    let cycle = super::revise(app, &tx, cycle, draft, count).await?;
    audit::kept(app, tx, Some(coordinator), "cycle.revise", &cycle.id).await?;
    Ok(cycle)
}

#[derive(Template)]
#[template(path = "cycles/programme.html")]
struct ProgrammeSheet {
    page: Page,
    draft: programme::Draft,
    programme: Option<Programme>,
    associations: Vec<Association>,
    may_change: bool,
}

impl ProgrammeSheet {
    async fn new(
        app: &App,
        page: Page,
        draft: programme::Draft,
        programme: Option<Programme>,
        may_change: bool,
    ) -> Result<Self> {
        let title = match &programme {
            Some(programme) => programme.name.clone(),
            None => page.t("cycle-programme-new"),
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft,
            programme,
            associations: associations::all(&app.db).await?,
            may_change,
        })
    }

    fn action(&self) -> String {
        match &self.programme {
            Some(programme) => format!("{PROGRAMMES}/{}", programme.slug),
            None => PROGRAMMES.to_owned(),
        }
    }
}

async fn new_programme(State(app): State<App>, page: Page, _: Coordinator) -> Result<Response> {
    let draft = programme::Draft::default();
    let sheet = ProgrammeSheet::new(&app, page, draft, None, true).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn create_programme(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Typed(draft): Typed<programme::Draft>,
) -> Result<Response> {
    let done = keep_programme(&app, &coordinator, None, &draft).await;
    after_programme(&app, page, draft, None, done).await
}

async fn edit_programme(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
) -> Result<Response> {
    let programme = super::programme_now_or_former(&app.db, &slug).await?;
    let draft = programme::Draft::of(&programme);
    let may_change = coordinator.is_some();
    let sheet = ProgrammeSheet::new(&app, page, draft, Some(programme), may_change).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn update_programme(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(draft): Typed<programme::Draft>,
) -> Result<Response> {
    let programme = super::programme_now_or_former(&app.db, &slug).await?;
    let known = Some(programme.clone());
    let done = keep_programme(&app, &coordinator, known, &draft).await;
    after_programme(&app, page, draft, Some(programme), done).await
}

async fn keep_programme(
    app: &App,
    coordinator: &Coordinator,
    known: Option<Programme>,
    draft: &programme::Draft,
) -> Result<()> {
    let tx = app.begin().await?;
    let (programme, action) = match known {
        Some(known) => {
            let revised = super::revise_programme(app, &tx, &known.id, draft).await?;
            (revised, "programme.revise")
        }
        None => {
            let association = associations::chosen(&tx, &draft.organizer).await?;
            let founded = super::found_programme(app, &tx, &association, draft).await?;
            (founded, "programme.found")
        }
    };
    audit::kept(app, tx, Some(coordinator), action, &programme.id).await
}

async fn after_programme(
    app: &App,
    page: Page,
    draft: programme::Draft,
    programme: Option<Programme>,
    done: Result<()>,
) -> Result<Response> {
    let done = done.map(|()| leading_to(CYCLES, "saved"));
    or_again_if_late(done, page, async |page, is_late| {
        let known = match &programme {
            Some(programme) => super::find_programme(&app.db, &programme.id).await?,
            None => None,
        };
        let seen = known.as_ref().filter(|_| is_late).map(Programme::seen);
        let seen = seen.unwrap_or_else(|| draft.seen.clone());
        let draft = programme::Draft { seen, ..draft };
        ProgrammeSheet::new(app, page, draft, known, true).await
    })
    .await
}
