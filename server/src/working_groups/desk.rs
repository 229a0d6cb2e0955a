//! Working groups in the working area: which there are, and one with what it made. Editors look;
//! coordinators act.

use super::{
    Draft, Output, WorkingGroup,
    output::{self, Kind},
};
use crate::{
    App, Result,
    associations::{self, Association},
    audit,
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
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;

const GROUPS: &str = "/desk/working-groups";

pub fn routes() -> Router<App> {
    Router::new()
        .route(GROUPS, get(index).post(create))
        .route("/desk/working-groups/new", get(new))
        .route("/desk/working-groups/{slug}", get(edit).post(update))
        .route("/desk/working-groups/{slug}/outputs", post(add))
        .route(
            "/desk/working-groups/{slug}/outputs/{id}/removal",
            post(remove),
        )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Saved,
    Added,
    Removed,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Saved => "cycle-done-saved",
            Self::Added => "working-group-done-added",
            Self::Removed => "working-group-done-removed",
        }
    }
}

#[derive(Template)]
#[template(path = "working_groups/list.html")]
struct List {
    page: Page,
    all: Vec<WorkingGroup>,
    may_change: bool,
}

async fn index(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
) -> Result<Response> {
    let list = List {
        page: page.with_title_text("working-group-list").unlisted(),
        all: super::all(&app.db).await?,
        may_change: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, list))
}

#[derive(Template)]
#[template(path = "working_groups/form.html")]
struct Sheet {
    page: Page,
    draft: Draft,
    /// What is typed about something it made.
    new: output::Draft,
    /// Absent for a new one.
    group: Option<WorkingGroup>,
    outputs: Vec<Output>,
    associations: Vec<Association>,
    done: Option<Done>,
    may_change: bool,
}

impl Sheet {
    async fn new(
        app: &App,
        page: Page,
        draft: Draft,
        group: Option<WorkingGroup>,
        may_change: bool,
    ) -> Result<Self> {
        let (title, outputs) = match &group {
            Some(group) => (
                group.name.clone(),
                super::outputs(&app.db, &group.id).await?,
            ),
            None => (page.t("working-group-form-new"), Vec::new()),
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft,
            new: output::Draft::default(),
            group,
            outputs,
            associations: associations::all(&app.db).await?,
            done: None,
            may_change,
        })
    }

    fn action(&self) -> String {
        self.group
            .as_ref()
            .map_or(GROUPS.to_owned(), WorkingGroup::desk)
    }

    fn kinds(&self) -> [Kind; 5] {
        Kind::ALL
    }

    fn is_kind(&self, kind: &Kind) -> bool {
        Kind::named(&self.new.kind).unwrap_or_default() == *kind
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
    let done = async {
        let tx = app.begin().await?;
        let association = associations::chosen(&tx, &draft.organizer).await?;
        let group = super::found(&app, &tx, &association, &draft).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "working-group.found",
            &group.id,
        )
        .await?;
        Ok(group)
    };
    let done = done.await.map(|group| leading_to(&group.desk(), "saved"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, None, true).await
    })
    .await
}

async fn edit(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let group = super::find(&app.db, &slug).await?;
    let draft = Draft::of(&group);
    let mut sheet = Sheet::new(&app, page, draft, Some(group), coordinator.is_some()).await?;
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
    let done = async {
        let tx = app.begin().await?;
        let group = super::find(&tx, &slug).await?;
        let group = super::revise(&app, &tx, &group.id, &draft).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "working-group.revise",
            &group.id,
        )
        .await?;
        Ok(group)
    };
    let done = done.await.map(|group| leading_to(&group.desk(), "saved"));
    or_again_if_late(done, page, async |page, is_late| {
        let known = super::find(&app.db, &slug).await?;
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

async fn add(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(new): Typed<output::Draft>,
) -> Result<Response> {
    let group = super::find(&app.db, &slug).await?;
    let done = async {
        let tx = app.begin().await?;
        let output = super::add_output(&app, &tx, &group.id, &new).await?;
        let action = "working-group.output-add";
        audit::kept(&app, tx, Some(&coordinator), action, &output.id).await
    };
    let done = done.await.map(|()| leading_to(&group.desk(), "added"));
    or_again(done, page, async |page| {
        let draft = Draft::of(&group);
        let mut sheet = Sheet::new(&app, page, draft, Some(group), true).await?;
        sheet.new = new;
        Ok(sheet)
    })
    .await
}

async fn remove(
    State(app): State<App>,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let group = super::find(&tx, &slug).await?;
    let output = super::find_output(&tx, &group, &id).await?;
    super::drop_output(&tx, &output).await?;
    let action = "working-group.output-drop";
    audit::kept(&app, tx, Some(&coordinator), action, &output.id).await?;
    Ok(leading_to(&group.desk(), "removed"))
}
