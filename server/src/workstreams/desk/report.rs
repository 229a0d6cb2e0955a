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
    workstreams::{
        Report, State, Workstream, find, find_report, publish_report, report::Draft, write_report,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Held},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/workstreams/{slug}/report", get(edit).post(write))
        .route("/desk/workstreams/{slug}/report/publication", post(publish))
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
            may_publish: may_publish && workstream.state == State::Active,
            workstream,
            draft,
        }
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
    match write_report(&app, &tx, &workstream, &draft).await {
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
    match publish_report(&app, &tx, workstream.clone()).await {
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
