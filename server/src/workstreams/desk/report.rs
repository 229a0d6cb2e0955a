//! The report of a workstream in the working area: write it, look at it, publish it.

use super::leading_to;
use crate::{
    App, Error, Result, audit,
    error::Refusals,
    web::{
        form::Filled,
        page::{Page, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
    workstreams::{
        Report, State, Workstream, find, find_report, mature,
        maturity::{self, Maturity},
        pages::report::preview,
        release_report,
        report::{Draft, Output},
        withdraw_report, write_report_as,
    },
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, State as Held},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/workstreams/{slug}/report", get(edit).post(write))
        .route("/desk/workstreams/{slug}/report/preview", get(look))
        .route("/desk/workstreams/{slug}/report/publication", post(publish))
        .route(
            "/desk/workstreams/{slug}/report/withdrawal",
            post(take_back),
        )
        .route(
            "/desk/workstreams/{slug}/report/maturity",
            post(set_maturity),
        )
}

#[derive(Template)]
#[template(path = "workstreams/report_form.html")]
struct Sheet {
    page: Page,
    workstream: Workstream,
    draft: Draft,
    /// Whether there is one already, and whether it is public.
    is_written: bool,
    is_public: bool,
    may_publish: bool,
    may_withdraw: bool,
    /// Why it was taken back, as long as it is.
    withdrawn: Option<String>,
    /// Those whose maturity can be said, with what was said already.
    products: Vec<Output>,
    may_mature: bool,
    /// As typed.
    stage: maturity::Draft,
}

impl Sheet {
    fn new(
        page: Page,
        workstream: Workstream,
        draft: Draft,
        report: Option<&Report>,
        may_publish: bool,
    ) -> Self {
        Self {
            page: page.with_title_text("workstream-report").unlisted(),
            is_written: report.is_some(),
            is_public: report.is_some_and(Report::is_public),
            may_publish: may_publish
                && matches!(workstream.state, State::Active | State::Presented),
            may_withdraw: may_publish && report.is_some_and(Report::is_public),
            withdrawn: report.and_then(|report| report.why_withdrawn.clone()),
            products: report.map_or_else(Vec::new, |report| report.contents.products.clone()),
            may_mature: may_publish,
            stage: maturity::Draft::default(),
            workstream,
            draft,
        }
    }
}

impl Sheet {
    fn maturities(&self) -> [Maturity; 4] {
        Maturity::ALL
    }
}

async fn edit(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
) -> Result<Response> {
    let workstream = find(&app.db, &slug).await?;
    let report = find_report(&app.db, &workstream.id).await?;
    let draft = report.as_ref().map(Draft::of).unwrap_or_default();
    let may_publish = coordinator.is_some();
    let sheet = Sheet::new(page, workstream, draft, report.as_ref(), may_publish);
    Ok(respond(StatusCode::OK, sheet))
}

async fn write(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    filled: Filled,
) -> Result<Response> {
    let draft: Draft = filled.read()?;
    let tx = app.begin().await?;
    let workstream = find(&tx, &slug).await?;
    let report = find_report(&tx, &workstream.id).await?;
    // What is public is said by those who speak for the association.
    if report.as_ref().is_some_and(Report::is_public) && coordinator.is_none() {
        return Err(Error::Forbidden);
    }
    match write_report_as(&app, &tx, &workstream, &draft, &editor).await {
        Ok(_) => {
            let now = app.clock.now();
            let action = "workstream.report-write";
            audit::note(&tx, Some(&editor), action, &workstream.id, now).await?;
            tx.commit().await?;
            let to = format!("{}/report", workstream.desk());
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Refused(refusals)) => {
            drop(tx);
            let may_publish = coordinator.is_some();
            Ok(refused(
                page,
                workstream,
                draft,
                report,
                &refusals,
                may_publish,
            ))
        }
        Err(error) => Err(error),
    }
}

fn refused(
    page: Page,
    workstream: Workstream,
    draft: Draft,
    report: Option<Report>,
    refusals: &Refusals,
    may_publish: bool,
) -> Response {
    let page = page.with_refusals(refusals);
    let sheet = Sheet::new(page, workstream, draft, report.as_ref(), may_publish);
    respond(StatusCode::UNPROCESSABLE_ENTITY, sheet)
}

async fn publish(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = find(&tx, &slug).await?;
    match release_report(&app, &tx, workstream.clone(), &coordinator).await {
        Ok((workstream, _)) => {
            let now = app.clock.now();
            let action = "workstream.report-publish";
            audit::note(&tx, Some(&coordinator), action, &workstream.id, now).await?;
            tx.commit().await?;
            Ok(leading_to(&workstream, "report_published"))
        }
        Err(Error::Refused(refusals)) => {
            drop(tx);
            let report = find_report(&app.db, &workstream.id).await?;
            let draft = report.as_ref().map(Draft::of).unwrap_or_default();
            Ok(refused(page, workstream, draft, report, &refusals, true))
        }
        Err(error) => Err(error),
    }
}

/// The report as everybody would read it.
async fn look(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    Path(slug): Path<String>,
) -> Result<Response> {
    let workstream = find(&app.db, &slug).await?;
    let report = find_report(&app.db, &workstream.id).await?;
    preview(&app, page, workstream, report.ok_or(Error::NotFound)?).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Why {
    reason: String,
}

async fn take_back(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(why): Typed<Why>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = find(&tx, &slug).await?;
    match withdraw_report(&app, &tx, &workstream, &why.reason).await {
        Ok(_) => {
            let (action, now) = ("workstream.report-withdraw", app.clock.now());
            audit::kept(tx, &coordinator, action, &workstream.id, now).await?;
            Ok(leading_to(&workstream, "report_withdrawn"))
        }
        Err(Error::Refused(refusals)) => {
            drop(tx);
            let report = find_report(&app.db, &workstream.id).await?;
            let draft = report.as_ref().map(Draft::of).unwrap_or_default();
            Ok(refused(page, workstream, draft, report, &refusals, true))
        }
        Err(error) => Err(error),
    }
}

async fn set_maturity(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(stage): Typed<maturity::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = find(&tx, &slug).await?;
    match mature(&app, &tx, &workstream, &stage).await {
        Ok(_) => {
            let (action, now) = ("workstream.maturity", app.clock.now());
            audit::kept(tx, &coordinator, action, &workstream.id, now).await?;
            let to = format!("{}/report#maturities", workstream.desk());
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Refused(refusals)) => {
            drop(tx);
            let report = find_report(&app.db, &workstream.id).await?;
            let draft = report.as_ref().map(Draft::of).unwrap_or_default();
            let page = page.with_refusals(&refusals);
            let mut sheet = Sheet::new(page, workstream, draft, report.as_ref(), true);
            sheet.stage = stage;
            Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, sheet))
        }
        Err(error) => Err(error),
    }
}
