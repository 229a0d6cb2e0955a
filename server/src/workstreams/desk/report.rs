//! The report of a workstream in the working area: write it, look at it, publish it.

use super::leading_to;
use crate::{
    App, Error, Refusal, Refusals, Result, audit, media,
    web::{
        desk::After,
        form::{Filled, Upload},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
    workstreams::{
        Report, State, Workstream, find, find_for_change, find_report, mature,
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
    extract::{Path, Query, State as Held},
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Written,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Written => "cycle-done-saved",
        }
    }
}

#[derive(Template)]
#[template(path = "workstreams/report_form.html")]
struct Sheet {
    page: Page,
    done: Option<Done>,
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
    /// Why it is to be taken back, as typed.
    reason: String,
    file: Attached,
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
            done: None,
            is_written: report.is_some(),
            is_public: report.is_some_and(Report::is_public),
            may_publish: may_publish
                && matches!(workstream.state, State::Active | State::Presented),
            may_withdraw: may_publish && report.is_some_and(Report::is_public),
            withdrawn: report.and_then(|report| report.why_withdrawn.clone()),
            products: report.map_or_else(Vec::new, |report| report.contents.products.clone()),
            may_mature: may_publish,
            stage: maturity::Draft::default(),
            reason: String::new(),
            file: Attached::default(),
            workstream,
            draft,
        }
    }
}

impl Sheet {
    /// What a report can be written in, each with the message that names it.
    fn languages(&self) -> [(&'static str, &'static str); 2] {
        [("de", "event-language-de"), ("en", "event-language-en")]
    }

    fn is_language(&self, language: &str) -> bool {
        match self.draft.language.as_str() {
            "" => language == self.page.site.main_lang.bcp47(),
            typed => typed == language,
        }
    }

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
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let workstream = find(&app.db, &slug).await?;
    let report = find_report(&app.db, &workstream.id).await?;
    let draft = report.as_ref().map(Draft::of).unwrap_or_default();
    let may_publish = coordinator.is_some();
    let mut sheet = Sheet::new(page, workstream, draft, report.as_ref(), may_publish);
    sheet.done = after.done;
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
    let (draft, file) = keep_file(&app, filled).await?;
    let done = async {
        file.faults.clone().none_or()?;
        let tx = app.begin().await?;
        let workstream = find_for_change(&tx, &slug).await?;
        let report = find_report(&tx, &workstream.id).await?;
        // What is public is said by those who speak for the association.
        if report.as_ref().is_some_and(Report::is_public) && coordinator.is_none() {
            return Err(Error::Forbidden);
        }
        // Whoever began with an empty form has not seen what is there by now.
        if report.is_some() && draft.seen.is_empty() {
            return Err(Error::Conflict);
        }
        write_report_as(&app, &tx, &workstream, &draft, &editor).await?;
        audit::kept(
            &app,
            tx,
            Some(&editor),
            "workstream.report-write",
            &workstream.id,
        )
        .await?;
        let to = format!("{}/report?done=written", workstream.desk());
        Ok(Redirect::to(&to).into_response())
    };
    let done = done.await;
    let may_publish = coordinator.is_some();
    if matches!(done, Err(Error::Conflict)) {
        return slower(&app, page, &slug, draft, may_publish).await;
    }
    or_again(done, page, async |page| {
        let mut sheet = refused(&app, page, &slug, Some(draft), may_publish).await?;
        sheet.file = file;
        Ok(sheet)
    })
    .await
}

/// A file that came along with a report: what it is called and how it may be used, as typed, as long as it is
/// not among the products; and what is wrong with it.
#[derive(Default)]
struct Attached {
    title: String,
    licence: String,
    faults: Refusals,
}

/// Keep the file that came along, before anything else is looked at: a line of the products leads to it from
/// now on, and a fault elsewhere does not lose it.
async fn keep_file(app: &App, mut filled: Filled) -> Result<(Draft, Attached)> {
    let upload = filled.take_file();
    let typed = Attached {
        title: filled.take("file_title"),
        licence: filled.take("file_licence"),
        faults: Refusals::default(),
    };
    let draft: Draft = filled.read()?;
    let refused = |refusals: Refusals| Attached {
        title: typed.title.clone(),
        licence: typed.licence.clone(),
        faults: refusals,
    };
    let upload = match upload {
        Upload::Nothing => return Ok((draft, typed)),
        Upload::TooLarge => {
            return Ok((draft, refused(Refusals(vec![media::DOCUMENT_TOO_LARGE]))));
        }
        Upload::File(bytes) => bytes,
    };
    let mut missing = Refusals::default();
    if typed.title.trim().is_empty() {
        missing.add(Refusal::new("workstream-file-nameless").on("file_title"));
    }
    if typed.licence.trim().is_empty() {
        missing.add(Refusal::new("workstream-product-without-licence").on("file_licence"));
    }
    if !missing.0.is_empty() {
        return Ok((draft, refused(missing)));
    }
    let kept = match media::keep_document(app, upload).await {
        Ok(kept) => kept,
        Err(Error::Refused(refusals)) => return Ok((draft, refused(refusals))),
        Err(error) => return Err(error),
    };
    let mut url = app.config.origin().clone();
    url.set_path(&kept.path());
    // What stands between the parts of a line stands in none of them.
    let part = |typed: &str| {
        let typed = typed.replace('|', " ");
        typed.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let line = format!(
        "{} | PDF | {url} | {}",
        part(&typed.title),
        part(&typed.licence)
    );
    let products = match draft.products.trim_end() {
        "" => line,
        before => format!("{before}\n{line}"),
    };
    Ok((Draft { products, ..draft }, Attached::default()))
}

/// Somebody else wrote meanwhile: what was typed is shown, and replaces that if it is sent again.
async fn slower(
    app: &App,
    page: Page,
    slug: &str,
    draft: Draft,
    may_publish: bool,
) -> Result<Response> {
    let workstream = find(&app.db, slug).await?;
    let report = find_report(&app.db, &workstream.id).await?;
    let seen = report.as_ref().map(Report::seen).unwrap_or_default();
    let page = page.with_refusals(&Refusals(vec![Refusal::new("desk-somebody-was-faster")]));
    let draft = Draft { seen, ..draft };
    let sheet = Sheet::new(page, workstream, draft, report.as_ref(), may_publish);
    Ok(respond(StatusCode::CONFLICT, sheet))
}

/// The form with what was typed, or else with what is written.
async fn refused(
    app: &App,
    page: Page,
    slug: &str,
    typed: Option<Draft>,
    may_publish: bool,
) -> Result<Sheet> {
    let workstream = find(&app.db, slug).await?;
    let report = find_report(&app.db, &workstream.id).await?;
    let written = || report.as_ref().map(Draft::of).unwrap_or_default();
    let draft = typed.unwrap_or_else(written);
    Ok(Sheet::new(
        page,
        workstream,
        draft,
        report.as_ref(),
        may_publish,
    ))
}

/// Which state of the report somebody had before them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Looked {
    seen: String,
}

async fn publish(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(looked): Typed<Looked>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = find_for_change(&tx, &slug).await?;
        let released = release_report(&app, &tx, workstream, &looked.seen, &coordinator);
        let (workstream, _) = released.await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "workstream.report-publish",
            &workstream.id,
        )
        .await?;
        Ok(leading_to(&workstream, "report_published"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &slug, None, true).await
    })
    .await
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
    let done = async {
        let tx = app.begin().await?;
        let workstream = find_for_change(&tx, &slug).await?;
        withdraw_report(&app, &tx, &workstream, &why.reason).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "workstream.report-withdraw",
            &workstream.id,
        )
        .await?;
        Ok(leading_to(&workstream, "report_withdrawn"))
    };
    or_again(done.await, page, async |page| {
        let mut sheet = refused(&app, page, &slug, None, true).await?;
        sheet.reason = why.reason;
        Ok(sheet)
    })
    .await
}

async fn set_maturity(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(stage): Typed<maturity::Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = find_for_change(&tx, &slug).await?;
        mature(&app, &tx, &workstream, &stage).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "workstream.maturity",
            &workstream.id,
        )
        .await?;
        let to = format!("{}/report#maturities", workstream.desk());
        Ok(Redirect::to(&to).into_response())
    };
    or_again(done.await, page, async |page| {
        let mut sheet = refused(&app, page, &slug, None, true).await?;
        sheet.stage = stage;
        Ok(sheet)
    })
    .await
}
