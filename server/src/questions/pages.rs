//! What came of a question, for everybody: once it is counted. While it is voted on nobody is told here that
//! it is.

use super::{
    Elector, Question,
    outcome::{Line, Outcome},
    question::Secrecy,
};
use crate::{
    App, Error, Result,
    cycles::Cycle,
    events::organizers::Names,
    ids::QuestionId,
    markdown,
    web::page::{Form, Page, respond_public},
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Of},
    http::HeaderMap,
    response::Response,
    routing::get,
};

/// The units of the longest bar, and of the shortest: one that is none is seen too.
const LONGEST: i64 = 99;
const SHORTEST: i64 = 1;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/questions", get(list))
        .route("/questions/{id}", get(show))
}

/// One option as it is drawn.
pub struct Bar {
    pub title: String,
    pub given: String,
    pub width: i64,
}

/// The options with how often each was chosen.
pub fn drawn(page: &Page, question: &Question, outcome: &Outcome) -> Vec<Bar> {
    let most = outcome.counts.iter().max().copied();
    let most = most.unwrap_or_default().max(1);
    let counted = question.options.0.iter().zip(&outcome.counts);
    let counted = counted.map(|(option, count)| Bar {
        title: option.clone(),
        given: page.tn("question-votes", "count", *count),
        width: count.saturating_mul(LONGEST) / most + SHORTEST,
    });
    counted.collect()
}

#[derive(Template)]
#[template(path = "questions/index.html")]
struct Index {
    page: Page,
    all: Vec<Question>,
    names: Names,
}

async fn list(Of(app): Of<App>, headers: HeaderMap, page: Page) -> Result<Response> {
    let all = super::public(&app.db).await?;
    let organizers = all.iter().map(|question| question.organizer.clone());
    let index = Index {
        page: page
            .with_title_text("question-public-list")
            .with_alternate(Form::Atom, "/questions.atom")
            .with_alternate(Form::Json, "/questions.json"),
        names: Names::find(&app.db, organizers.collect()).await?,
        all,
    };
    Ok(respond_public(&headers, index))
}

#[derive(Template)]
#[template(path = "questions/show.html")]
struct Show {
    page: Page,
    question: Question,
    organizer: String,
    electors: Vec<Elector>,
    outcome: Outcome,
    counted: Vec<Bar>,
    /// HTML.
    about: String,
    /// Page and title of each idea that was chosen.
    chosen: Vec<(String, String)>,
    /// The cycle they are of.
    cycle: Option<Cycle>,
    /// HTML.
    objections: String,
    until: String,
    names: Names,
}

impl Show {
    /// „3 von 4 Verbänden haben abgestimmt“
    fn turnout(&self) -> String {
        let outcome = &self.outcome;
        self.page.t2(
            "question-turnout",
            "votes",
            outcome.votes,
            "electors",
            outcome.electors,
        )
    }

    fn is_secret(&self) -> bool {
        self.question.secrecy == Secrecy::Secret
    }

    fn lines(&self) -> &[Line] {
        self.outcome.lines.as_deref().unwrap_or_default()
    }

    fn voter(&self, line: &Line) -> String {
        match &line.voter {
            Some(voter) => self.names.of(voter),
            None => String::new(),
        }
    }

    /// Where programs read one of the lists of it.
    fn part(&self, name: &str) -> String {
        let iri = self.question.iri.as_ref();
        iri.map(|iri| format!("{iri}/{name}")).unwrap_or_default()
    }
}

async fn show(
    Of(app): Of<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let id: QuestionId = id.parse().map_err(|_| Error::NotFound)?;
    let question = super::find_public(&app.db, &id).await?;
    let outcome = question.outcome.clone().ok_or(Error::NotFound)?;
    let electors = super::electors(&app.db, &id).await?;
    let mut named: Vec<_> = electors.iter().map(|it| it.actor.clone()).collect();
    named.push(question.organizer.clone());
    let names = Names::find(&app.db, named).await?;
    let zone = app.config.instance.zone;
    let (cycle, chosen) = match super::chosen(&app.db, &question).await? {
        Some((cycle, ideas)) => (Some(cycle), ideas),
        None => (None, Vec::new()),
    };
    let paths = chosen
        .into_iter()
        .map(|idea| (idea.path(cycle.as_ref()), idea.title));
    let show = Show {
        chosen: paths.collect(),
        cycle: cycle.clone(),
        objections: markdown::to_html(&question.objections),
        until: page.until(&question.ends_at.with_timezone(&zone)),
        counted: drawn(&page, &question, &outcome),
        page: page
            .with_title(question.question.as_str())
            .with_description(question.sentence.as_str()),
        organizer: names.of(&question.organizer),
        about: question.about_html(),
        electors,
        outcome,
        question,
        names,
    };
    Ok(respond_public(&headers, show))
}
