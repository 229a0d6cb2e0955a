//! The form for one session, new or not, and the question before one is taken out.

use super::{Done, address, address_after, found};
use crate::{
    App, Error, Result,
    agenda::{
        self, Draft, Session,
        session::{Kind, LINE_AT_MOST, TITLE_AT_MOST},
    },
    audit,
    events::{self, Event},
    web::{
        page::{Page, respond},
        session::Editor,
    },
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "agenda/session.html")]
struct Sheet {
    page: Page,
    event: Event,
    draft: Draft,
    /// The id of the session; absent for a new one.
    session: Option<String>,
    /// Somebody else saved it first.
    is_late: bool,
}

impl Sheet {
    fn new(page: Page, event: Event, draft: Draft, session: Option<String>) -> Self {
        let title = match &session {
            Some(_) => page.t("agenda-form-edit"),
            None => page.t("agenda-form-new"),
        };
        Self {
            page: page.with_title(title).unlisted(),
            event,
            draft,
            session,
            is_late: false,
        }
    }

    fn action(&self) -> String {
        let sessions = format!("{}/sessions", address(&self.event));
        match &self.session {
            Some(session) => format!("{sessions}/{session}"),
            None => sessions,
        }
    }

    fn kinds(&self) -> [Kind; 6] {
        Kind::ALL
    }

    fn kind(&self) -> Kind {
        Kind::named(&self.draft.kind).unwrap_or_default()
    }

    fn title_at_most(&self) -> usize {
        TITLE_AT_MOST
    }

    fn line_at_most(&self) -> usize {
        LINE_AT_MOST
    }

    /// Whether the part that is folded away has to be open.
    fn shows_clock(&self) -> bool {
        let draft = &self.draft;
        let filled = !draft.ends_on.is_empty();
        let fault = self.page.fault("ends_on").is_some();
        filled || fault || draft.starts_in_second_hour || draft.ends_in_second_hour
    }
}

pub async fn new(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    // The next one is likely to follow the last.
    let last = agenda::planned(&app.db, &event).await?.pop();
    let last = last.map(|last| Draft::of(&last, event.tz()));
    let draft = Draft {
        day: match last {
            Some(last) => last.day,
            None => agenda::days(&event).first.to_string(),
        },
        ..Draft::default()
    };
    Ok(respond(
        StatusCode::OK,
        Sheet::new(page, event, draft, None),
    ))
}

pub async fn create(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(id): Path<String>,
    Form(draft): Form<Draft>,
) -> Result<Response> {
    let outcome = insert(&app, &editor, &id, &draft).await;
    answer(&app, page, &id, None, draft, outcome).await
}

async fn insert(app: &App, editor: &Editor, id: &str, draft: &Draft) -> Result<()> {
    let (tx, event) = events::opened(app, id).await?;
    agenda::add(app, &tx, &event, draft).await?;
    audit::kept(app, tx, Some(editor), "agenda.revise", &event.id).await
}

pub async fn edit(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    Path((id, session)): Path<(String, String)>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let known = planned(&app, &event, &session).await?;
    let draft = Draft::of(&known, event.tz());
    let sheet = Sheet::new(page, event, draft, Some(known.id));
    Ok(respond(StatusCode::OK, sheet))
}

pub async fn update(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((id, session)): Path<(String, String)>,
    Form(draft): Form<Draft>,
) -> Result<Response> {
    let outcome = replace(&app, &editor, &id, &session, &draft).await;
    answer(&app, page, &id, Some(session), draft, outcome).await
}

async fn replace(app: &App, editor: &Editor, id: &str, session: &str, draft: &Draft) -> Result<()> {
    let (tx, event) = events::opened(app, id).await?;
    agenda::change(app, &tx, &event, session, draft).await?;
    audit::kept(app, tx, Some(editor), "agenda.revise", &event.id).await
}

/// Back to the agenda, or the form once more as it was typed.
async fn answer(
    app: &App,
    page: Page,
    id: &str,
    session: Option<String>,
    draft: Draft,
    outcome: Result<()>,
) -> Result<Response> {
    let event = found(app, id).await?;
    match outcome {
        Ok(()) => Ok(Redirect::to(&address_after(&event, Done::Saved)).into_response()),
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&refusals);
            let sheet = Sheet::new(page, event, draft, session);
            Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, sheet))
        }
        Err(Error::Conflict) => {
            // Saving again replaces what the other one saved, now knowingly.
            let known = planned(app, &event, session.as_deref().unwrap_or_default()).await?;
            let seen = known.seen();
            let mut sheet = Sheet::new(page, event, Draft { seen, ..draft }, session);
            sheet.is_late = true;
            Ok(respond(StatusCode::CONFLICT, sheet))
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "agenda/deletion.html")]
struct Deletion {
    page: Page,
    event: Event,
    session: Session,
}

pub async fn ask(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    Path((id, session)): Path<(String, String)>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let session = planned(&app, &event, &session).await?;
    let deletion = Deletion {
        page: page.with_title_text("agenda-delete-question").unlisted(),
        event,
        session,
    };
    Ok(respond(StatusCode::OK, deletion))
}

pub async fn delete(
    Of(app): Of<App>,
    editor: Editor,
    Path((id, session)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    agenda::remove(&app, &tx, &event, &session).await?;
    audit::kept(&app, tx, Some(&editor), "agenda.revise", &event.id).await?;
    Ok(Redirect::to(&address_after(&event, Done::Deleted)).into_response())
}

async fn planned(app: &App, event: &Event, session: &str) -> Result<Session> {
    let planned = agenda::planned(&app.db, event).await?.into_iter();
    let mut found = planned.filter(|planned| planned.id == session);
    found.next().ok_or(Error::NotFound)
}
