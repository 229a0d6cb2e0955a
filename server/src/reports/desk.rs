//! The report of an event in the working area: the form, how it will look, and the steps others notice.
//! Editors write drafts; what is public is a coordinator's to publish, change and withdraw.

use super::{
    Draft, Report, State, draft as rules, is_due,
    pages::Show,
    report::{Licence, path},
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    audit,
    events::{self, Event, LANGUAGES, organizers::Organizers},
    i18n::Lang,
    ids::EventId,
    web::{
        attached::{Attached, Document, with_line},
        desk::After,
        form::Filled,
        page::{Page, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;
use std::slice;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/events/{id}/report", get(edit).post(write))
        .route("/desk/events/{id}/report/preview", get(preview))
        .route(
            "/desk/events/{id}/report/publication",
            get(ask_publication).post(publish),
        )
        .route(
            "/desk/events/{id}/report/withdrawal",
            get(ask_withdrawal).post(withdraw),
        )
}

/// What was done on the page before, said on top of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Saved,
    Changed,
    Published,
    Withdrawn,
}

impl Done {
    fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Changed => "changed",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Saved => "report-desk-saved",
            Self::Changed => "report-desk-changed",
            Self::Published => "report-desk-published",
            Self::Withdrawn => "report-desk-withdrawn",
        }
    }
}

/// The event of an address, and its report.
async fn found(app: &App, id: &str) -> Result<(Event, Option<Report>)> {
    let event = events::find_own(&app.db, &read_id(id)?).await?;
    let report = super::find(&app.db, &event.id).await?;
    Ok((event, report))
}

fn read_id(id: &str) -> Result<EventId> {
    id.parse().map_err(|_| Error::NotFound)
}

fn address(event: &Event) -> String {
    format!("/desk/events/{}/report", event.id)
}

fn after(event: &Event, done: Done) -> Response {
    let to = format!("{}?done={}", address(event), done.name());
    Redirect::to(&to).into_response()
}

/// The event of an address, its report about to be changed by nobody else.
async fn opened(app: &App, id: &str) -> Result<(Tx, Event)> {
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &read_id(id)?).await?;
    Ok((tx, event))
}

#[derive(Template)]
#[template(path = "reports/form.html")]
struct Sheet {
    page: Page,
    done: Option<Done>,
    event: Event,
    /// How it stands; absent before it is written.
    state: Option<State>,
    draft: Draft,
    /// Whether it can be written now, and by whoever looks at it.
    is_due: bool,
    may_write: bool,
    may_publish: bool,
    /// Somebody else saved it first.
    is_late: bool,
    file: Attached,
}

impl Sheet {
    fn new(
        app: &App,
        page: Page,
        coordinator: Option<&Coordinator>,
        (event, report): (Event, Option<Report>),
        typed: Option<Draft>,
    ) -> Self {
        let title = event.title(page.lang.bcp47());
        let begun = || first(&event);
        let draft = typed.unwrap_or_else(|| report.as_ref().map_or_else(begun, Draft::of));
        Self {
            page: page
                .clone()
                .with_title(page.tn("report-title-of", "title", &title))
                .unlisted(),
            done: None,
            is_due: is_due(&event, app.clock.now()),
            may_write: may_write(report.as_ref(), coordinator),
            may_publish: coordinator.is_some(),
            is_late: false,
            file: Attached::default(),
            state: report.map(|report| report.state),
            draft,
            event,
        }
    }

    fn address(&self) -> String {
        address(&self.event)
    }

    fn public_address(&self) -> String {
        path(&self.event)
    }

    fn is_public(&self) -> bool {
        self.state == Some(State::Published)
    }

    fn languages(&self) -> [(&'static str, String); 3] {
        LANGUAGES.map(|language| {
            let name = match language {
                "de-simple" => self.page.t("event-page-easy-language"),
                other => Lang::of(other).text("layout-language"),
            };
            (language, name)
        })
    }

    fn is_in(&self, language: &str) -> bool {
        self.draft.language == language
    }

    fn licences(&self) -> String {
        let names = Licence::ALL.map(|licence| self.page.t(licence.key()));
        names.join(", ")
    }

    fn title_at_most(&self) -> usize {
        rules::TITLE_AT_MOST
    }

    fn summary_at_most(&self) -> usize {
        rules::SUMMARY_AT_MOST
    }
}

/// What stands in the form before anybody typed: the event's title, in its language.
fn first(event: &Event) -> Draft {
    let text = event.main_text();
    let lang = Lang::of(&text.language);
    Draft {
        language: text.language,
        title: lang.text_with("report-title-of", &[("title", &text.title)]),
        ..Draft::default()
    }
}

/// Whether somebody may change it: a draft is everybody's who works here.
fn may_write(report: Option<&Report>, coordinator: Option<&Coordinator>) -> bool {
    coordinator.is_some() || !report.is_some_and(Report::is_public)
}

async fn edit(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let found = found(&app, &id).await?;
    let sheet = Sheet {
        done: after.done,
        ..Sheet::new(&app, page, coordinator.as_ref(), found, None)
    };
    Ok(respond(StatusCode::OK, sheet))
}

async fn write(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    mut filled: Filled,
) -> Result<Response> {
    let (file, document) = Attached::keep(&app, &mut filled).await?;
    let mut draft: Draft = filled.read()?;
    if let Some(Document {
        title,
        url,
        licence,
    }) = document
    {
        let line = format!("{title} | {url} | {licence}");
        draft.materials = with_line(&draft.materials, &line);
    }
    let outcome = match file.faults.clone().none_or() {
        Ok(()) => written(&app, &editor, coordinator.as_ref(), &id, &draft).await,
        Err(refusals) => Err(refusals.into()),
    };
    let (page, status, is_late) = match outcome {
        Ok((event, report)) if report.is_public() => return Ok(after(&event, Done::Changed)),
        Ok((event, _)) => return Ok(after(&event, Done::Saved)),
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&refusals);
            (page, StatusCode::UNPROCESSABLE_ENTITY, false)
        }
        Err(Error::Conflict) => (page, StatusCode::CONFLICT, true),
        Err(error) => return Err(error),
    };
    let (event, report) = found(&app, &id).await?;
    // Saving again replaces what the other one saved, now knowingly.
    let seen = match (&report, is_late) {
        (Some(report), true) => report.seen(),
        _ => draft.seen.clone(),
    };
    let typed = Draft { seen, ..draft };
    let found = (event, report);
    let mut sheet = Sheet::new(&app, page, coordinator.as_ref(), found, Some(typed));
    sheet.is_late = is_late;
    sheet.file = file;
    Ok(respond(status, sheet))
}

async fn written(
    app: &App,
    editor: &Editor,
    coordinator: Option<&Coordinator>,
    id: &str,
    draft: &Draft,
) -> Result<(Event, Report)> {
    let (tx, event) = opened(app, id).await?;
    let known = super::find(&tx, &event.id).await?;
    if !may_write(known.as_ref(), coordinator) {
        return Err(Error::Forbidden);
    }
    let report = super::write(app, &tx, &event, draft).await?;
    audit::kept(app, tx, Some(editor), "report.write", &event.id).await?;
    Ok((event, report))
}

/// How it will look, by what makes the real page.
async fn preview(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    Path(id): Path<String>,
) -> Result<Response> {
    let (event, report) = found(&app, &id).await?;
    let report = report.ok_or(Error::NotFound)?;
    let organizers = Organizers::find(&app.db, slice::from_ref(&event)).await?;
    let author = organizers.of(&event).cloned();
    let show = Show::new(page.unlisted(), event, report, author);
    Ok(respond(StatusCode::OK, show))
}

/// A step others notice, asked for on a page that says what it touches.
#[derive(Template)]
#[template(path = "reports/step.html")]
struct Ask {
    page: Page,
    event: Event,
    report: Report,
    /// Publish it, or else withdraw it.
    publishes: bool,
    /// Somebody changed it after it was shown.
    is_late: bool,
}

impl Ask {
    fn new(page: Page, event: Event, report: Report, publishes: bool) -> Self {
        let question = match publishes {
            true => "report-publish-question",
            false => "report-withdraw-question",
        };
        Self {
            page: page.with_title_text(question).unlisted(),
            event,
            report,
            publishes,
            is_late: false,
        }
    }

    fn address(&self) -> String {
        address(&self.event)
    }
}

async fn ask_publication(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let (event, report) = found(&app, &id).await?;
    match report.filter(|report| !report.is_public()) {
        Some(report) => Ok(respond(StatusCode::OK, Ask::new(page, event, report, true))),
        // Somebody did it already, or nobody wrote it yet: the form says how it stands.
        None => Ok(Redirect::to(&address(&event)).into_response()),
    }
}

#[derive(Deserialize)]
struct Seen {
    #[serde(default)]
    seen: String,
}

async fn publish(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(Seen { seen }): Form<Seen>,
) -> Result<Response> {
    let (page, status, is_late) = match published(&app, &coordinator, &id, &seen).await {
        Ok(event) => return Ok(after(&event, Done::Published)),
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&refusals);
            (page, StatusCode::UNPROCESSABLE_ENTITY, false)
        }
        Err(Error::Conflict) => (page, StatusCode::CONFLICT, true),
        Err(error) => return Err(error),
    };
    match found(&app, &id).await? {
        (event, Some(report)) if is_late => {
            let ask = Ask {
                is_late,
                ..Ask::new(page, event, report, true)
            };
            Ok(respond(status, ask))
        }
        // What is missing is typed into the form, which names each field.
        found => {
            let sheet = Sheet::new(&app, page, Some(&coordinator), found, None);
            Ok(respond(status, sheet))
        }
    }
}

async fn published(app: &App, coordinator: &Coordinator, id: &str, seen: &str) -> Result<Event> {
    let (tx, event) = opened(app, id).await?;
    super::publish(app, &tx, &event, seen).await?;
    audit::kept(app, tx, Some(coordinator), "report.publish", &event.id).await?;
    Ok(event)
}

async fn ask_withdrawal(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let (event, report) = found(&app, &id).await?;
    match report.filter(Report::is_public) {
        Some(report) => Ok(respond(
            StatusCode::OK,
            Ask::new(page, event, report, false),
        )),
        None => Ok(Redirect::to(&address(&event)).into_response()),
    }
}

async fn withdraw(
    Of(app): Of<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let (tx, event) = opened(&app, &id).await?;
    match super::withdraw(&app, &tx, &event).await {
        // Somebody did it already.
        Err(Error::Refused(reasons)) if reasons.0 == [Refusal::new("report-is-not-public")] => {
            return Ok(Redirect::to(&address(&event)).into_response());
        }
        withdrawn => withdrawn?,
    };
    audit::kept(&app, tx, Some(&coordinator), "report.withdraw", &event.id).await?;
    Ok(after(&event, Done::Withdrawn))
}

#[cfg(test)]
mod tests;
