//! Workstreams in the working area: which there are and which are late, what each says about itself,
//! and the steps of its life. Coordinators speak for it; everybody who works here looks.

mod plan;
mod report;

use super::{
    Draft, Extension, Milestone, State, Step, Workstream, change, draft, extend, find,
    find_for_change, milestone, milestones, own, propose, take, today, workstream::product_key,
};
use crate::{
    App, Result, associations,
    associations::Association,
    audit,
    cycles::{self, Cycle},
    error::Refusal,
    ideas::Product,
    web::{
        form::Filled,
        page::{Page, or_again, or_again_if_late, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Held},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use chrono::NaiveDate;
use federation::host_of;
use serde::Deserialize;

const WORKSTREAMS: &str = "/desk/workstreams";

pub fn routes() -> Router<App> {
    Router::new()
        .route(WORKSTREAMS, get(index).post(create))
        .route("/desk/workstreams/new", get(new))
        .route("/desk/workstreams/{slug}", get(stand))
        .route("/desk/workstreams/{slug}/edit", get(edit).post(update))
        .route("/desk/workstreams/{slug}/step", post(step))
        .route("/desk/workstreams/{slug}/extension", post(lengthen))
        .merge(plan::routes())
        .merge(report::routes())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Proposed,
    Changed,
    Extended,
    Stepped,
    MilestoneAdded,
    MilestoneReached,
    MilestoneChanged,
    MilestoneDropped,
    ReportPublished,
    ReportWithdrawn,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Proposed => "workstream-done-proposed",
            Self::Changed => "workstream-done-changed",
            Self::Extended => "workstream-done-extended",
            Self::Stepped => "workstream-done-stepped",
            Self::MilestoneAdded => "workstream-done-milestone-added",
            Self::MilestoneReached => "workstream-done-milestone-reached",
            Self::MilestoneChanged => "workstream-done-changed",
            Self::MilestoneDropped => "workstream-done-milestone-dropped",
            Self::ReportPublished => "workstream-done-report-published",
            Self::ReportWithdrawn => "workstream-done-report-withdrawn",
        }
    }
}

#[derive(Deserialize)]
struct After {
    done: Option<Done>,
}

#[derive(Template)]
#[template(path = "workstreams/list.html")]
struct List {
    page: Page,
    all: Vec<Workstream>,
    today: NaiveDate,
    may_change: bool,
}

impl List {
    /// „überfällig seit …“
    fn late(&self, workstream: &Workstream) -> Option<String> {
        late(&self.page, workstream, self.today)
    }
}

fn late(page: &Page, workstream: &Workstream, today: NaiveDate) -> Option<String> {
    let since = page.date(&workstream.overdue_since(today)?);
    Some(page.tn("workstream-overdue", "day", since))
}

async fn index(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
) -> Result<Response> {
    let list = List {
        page: page.with_title_text("workstream-list").unlisted(),
        all: own(&app.db).await?,
        today: today(&app),
        may_change: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, list))
}

#[derive(Template)]
#[template(path = "workstreams/form.html")]
struct Sheet {
    page: Page,
    draft: Draft,
    workstream: Option<Workstream>,
    associations: Vec<Association>,
    cycles: Vec<Cycle>,
    host: String,
}

impl Sheet {
    async fn new(
        app: &App,
        page: Page,
        draft: Draft,
        workstream: Option<Workstream>,
    ) -> Result<Self> {
        let title = match &workstream {
            Some(workstream) => workstream.name.clone(),
            None => page.t("workstream-form-new"),
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft,
            workstream,
            associations: associations::all(&app.db).await?,
            cycles: cycles::all(&app.db).await?,
            host: host_of(app.config.origin()),
        })
    }

    fn action(&self) -> String {
        match &self.workstream {
            Some(workstream) => format!("{}/edit", workstream.desk()),
            None => WORKSTREAMS.to_owned(),
        }
    }

    fn products(&self) -> [Product; 6] {
        Product::ALL
    }

    fn key(&self, product: &Product) -> &'static str {
        product_key(*product)
    }

    fn product(&self) -> Product {
        Product::named(&self.draft.product).unwrap_or_default()
    }

    /// Days can be typed until somebody has been told of them.
    fn has_days(&self) -> bool {
        !self.workstream.as_ref().is_some_and(Workstream::is_public)
    }
}

async fn new(Held(app): Held<App>, page: Page, _: Coordinator) -> Result<Response> {
    let draft = Draft {
        starts_on: today(&app).to_string(),
        ..Draft::default()
    };
    let sheet = Sheet::new(&app, page, draft, None).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn create(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    filled: Filled,
) -> Result<Response> {
    let draft: Draft = filled.read()?;
    let done = insert(&app, &coordinator, &draft)
        .await
        .map(|workstream| leading_to(&workstream, "proposed"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, None).await
    })
    .await
}

async fn insert(app: &App, coordinator: &Coordinator, draft: &Draft) -> Result<Workstream> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let workstream = propose(app, &tx, &association, draft).await?;
    audit::kept(
        app,
        tx,
        Some(coordinator),
        "workstream.propose",
        &workstream.id,
    )
    .await?;
    Ok(workstream)
}

fn leading_to(workstream: &Workstream, done: &str) -> Response {
    Redirect::to(&format!("{}?done={done}", workstream.desk())).into_response()
}

async fn edit(
    Held(app): Held<App>,
    page: Page,
    _: Coordinator,
    Path(slug): Path<String>,
) -> Result<Response> {
    let workstream = find(&app.db, &slug).await?;
    let draft = Draft::of(&workstream);
    let sheet = Sheet::new(&app, page, draft, Some(workstream)).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn update(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    filled: Filled,
) -> Result<Response> {
    let draft: Draft = filled.read()?;
    let done = async {
        let tx = app.begin().await?;
        let workstream = find_for_change(&tx, &slug).await?;
        let workstream = change(&app, &tx, workstream, &draft).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "workstream.change",
            &workstream.id,
        )
        .await?;
        Ok(leading_to(&workstream, "changed"))
    };
    or_again_if_late(done.await, page, async |page, is_late| {
        let workstream = find(&app.db, &slug).await?;
        let seen = match is_late {
            true => workstream.seen(),
            false => draft.seen.clone(),
        };
        let draft = Draft { seen, ..draft };
        Sheet::new(&app, page, draft, Some(workstream)).await
    })
    .await
}

/// Where a workstream stands, and what can be done with it.
#[derive(Template)]
#[template(path = "workstreams/stand.html")]
struct Stand {
    page: Page,
    workstream: Workstream,
    address: String,
    today: NaiveDate,
    done: Option<Done>,
    may_change: bool,
    /// As typed.
    extension: Extension,
    /// The form that ends it came back: the other that asks for a reason waits.
    is_ending: bool,
    reason: String,
    milestone: milestone::Draft,
    /// The id of the milestone whose form came back.
    changing: Option<String>,
    milestones: Vec<Milestone>,
}

impl Stand {
    async fn new(app: &App, page: Page, workstream: Workstream, may_change: bool) -> Result<Self> {
        let host = host_of(app.config.origin());
        Ok(Self {
            page: page.with_title(workstream.name.as_str()).unlisted(),
            address: format!("@{}@{host}", workstream.handle()),
            today: today(app),
            done: None,
            may_change,
            extension: Extension::default(),
            is_ending: false,
            reason: String::new(),
            milestone: milestone::Draft::default(),
            changing: None,
            milestones: milestones(&app.db, &workstream.id).await?,
            workstream,
        })
    }

    fn late(&self) -> Option<String> {
        late(&self.page, &self.workstream, self.today)
    }

    /// The steps that need no word of why. The result is presented by publishing the report.
    fn plain_steps(&self) -> Vec<Step> {
        let mut steps = self.workstream.steps();
        steps.retain(|step| !step.wants_reason() && *step != Step::Present);
        steps
    }

    fn steps_with_reason(&self) -> Vec<Step> {
        let mut steps = self.workstream.steps();
        steps.retain(|step| step.wants_reason());
        steps
    }

    /// What comes of a step, said beside its button.
    fn consequence(&self, step: &Step) -> &'static str {
        match step {
            Step::Select => "workstream-then-select",
            Step::Start => "workstream-then-start",
            Step::Archive => "workstream-then-archive",
            Step::Present | Step::Decline | Step::Withdraw => "workstream-then-end",
        }
    }

    /// A milestone as its form shows it: as typed where that came back.
    fn draft_of(&self, one: &Milestone) -> milestone::Draft {
        match self.is_changing(one) {
            true => self.milestone.clone(),
            false => milestone::Draft::of(one),
        }
    }

    fn is_changing(&self, one: &Milestone) -> bool {
        self.changing.as_deref() == Some(one.id.as_str())
    }

    /// What is typed for a new one.
    fn new_one(&self) -> milestone::Draft {
        match self.changing {
            Some(_) => milestone::Draft::default(),
            None => self.milestone.clone(),
        }
    }

    fn product(&self) -> &'static str {
        product_key(self.workstream.product)
    }

    fn may_be_extended(&self) -> bool {
        matches!(self.workstream.state, State::Selected | State::Active)
    }

    fn has_report(&self) -> bool {
        matches!(self.workstream.state, State::Active | State::Presented)
    }

    fn reason_at_most(&self) -> usize {
        draft::REASON_AT_MOST
    }
}

async fn stand(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    Query(after): Query<After>,
) -> Result<Response> {
    let workstream = find(&app.db, &slug).await?;
    let mut stand = Stand::new(&app, page, workstream, coordinator.is_some()).await?;
    stand.done = after.done;
    Ok(respond(StatusCode::OK, stand))
}

/// A step as its button sends it.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Stepped {
    step: String,
    reason: String,
}

async fn step(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(stepped): Typed<Stepped>,
) -> Result<Response> {
    let done = taken(&app, &coordinator, &slug, &stepped)
        .await
        .map(|workstream| leading_to(&workstream, "stepped"));
    or_again(done, page, async |page| {
        let workstream = find(&app.db, &slug).await?;
        let mut stand = Stand::new(&app, page, workstream, true).await?;
        (stand.is_ending, stand.reason) = (true, stepped.reason);
        Ok(stand)
    })
    .await
}

async fn taken(
    app: &App,
    coordinator: &Coordinator,
    slug: &str,
    stepped: &Stepped,
) -> Result<Workstream> {
    let step = Step::named(&stepped.step);
    let step = step.ok_or(Refusal::new("workstream-step-unknown").on("step"))?;
    let keys = match step {
        Step::Select => Some(app.federation.make_keys().await?),
        _ => None,
    };
    let tx = app.begin().await?;
    let workstream = find_for_change(&tx, slug).await?;
    let workstream = take(app, &tx, workstream, step, &stepped.reason, keys).await?;
    audit::kept(app, tx, Some(coordinator), step.action(), &workstream.id).await?;
    Ok(workstream)
}

async fn lengthen(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(extension): Typed<Extension>,
) -> Result<Response> {
    let done = extended(&app, &coordinator, &slug, &extension)
        .await
        .map(|workstream| leading_to(&workstream, "extended"));
    or_again(done, page, async |page| {
        let workstream = find(&app.db, &slug).await?;
        let mut stand = Stand::new(&app, page, workstream, true).await?;
        stand.extension = extension;
        Ok(stand)
    })
    .await
}

async fn extended(
    app: &App,
    coordinator: &Coordinator,
    slug: &str,
    extension: &Extension,
) -> Result<Workstream> {
    let tx = app.begin().await?;
    let workstream = find_for_change(&tx, slug).await?;
    let workstream = extend(app, &tx, workstream, extension).await?;
    audit::kept(
        app,
        tx,
        Some(coordinator),
        "workstream.extend",
        &workstream.id,
    )
    .await?;
    Ok(workstream)
}
