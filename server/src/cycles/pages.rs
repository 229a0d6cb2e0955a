//! The public pages of cycles: which there are, and of each its steps, its events and its ideas. A program
//! that asks for ActivityStreams gets the collection.

mod portfolio;
mod programme;

use self::portfolio::Work;
use super::{Cycle, Programme, Stage};
use crate::{
    App, Error, Result, decisions,
    events::{feed::Asked, organizers::Organizers, pages::Card},
    ideas::{self, Idea, State as IdeaState},
    ids::{CycleId, IdeaId},
    markdown, questions,
    web::{
        page::{Form, Page, respond_public},
        suffix,
    },
    workstreams,
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use chrono::NaiveDate;
use federation::{
    Iri,
    negotiate::{self, Wants},
    outbox,
};
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/cycles", get(index))
        .route("/cycles/portfolio.csv", get(csv))
        .route("/cycles/workstreams.csv", get(portfolio::csv))
        .route("/cycles/{slug}", get(show))
        .route("/programmes/{slug}", get(programme::show))
}

/// A cycle in the table of all of them.
struct Row {
    cycle: Cycle,
    /// Page and name.
    programme: Option<(String, String)>,
    stage: Stage,
    /// Ideas that everybody may read, those chosen among them, and those that are over.
    ideas: i64,
    selected: i64,
    over: i64,
}

#[derive(Template)]
#[template(path = "cycles/index.html")]
struct Index {
    page: Page,
    rows: Vec<Row>,
    works: Vec<Work>,
}

impl Index {
    fn day(&self, day: &Option<NaiveDate>) -> String {
        day.map(|day| self.page.date(&day)).unwrap_or_default()
    }
}

async fn index(State(app): State<App>, headers: HeaderMap, page: Page) -> Result<Response> {
    let lead = page.t("cycle-list-lead");
    let index = Index {
        rows: rows(&app).await?,
        works: portfolio::all(&app).await?,
        page: page.with_title_text("cycle-list").with_description(lead),
    };
    Ok(respond_public(&headers, index))
}

async fn rows(app: &App) -> Result<Vec<Row>> {
    let today = super::today(app);
    let programmes = super::programmes(&app.db).await?;
    let mut counts: BTreeMap<CycleId, Vec<(IdeaState, i64)>> = BTreeMap::new();
    for (cycle, state, count) in ideas::counts(&app.db).await? {
        if let Some(cycle) = cycle {
            counts.entry(cycle).or_default().push((state, count));
        }
    }
    let row = |cycle: Cycle| {
        let programme = programmes.iter().find(|it| it.id == cycle.programme);
        let counts = counts.get(&cycle.id).map(Vec::as_slice).unwrap_or_default();
        let sum = |wanted: fn(IdeaState) -> bool| {
            let counted = counts.iter().filter(|(state, _)| wanted(*state));
            counted.map(|(_, count)| count).sum()
        };
        Row {
            programme: programme.map(|it| (it.path(), it.name.clone())),
            stage: cycle.stage(today),
            ideas: sum(|it| !matches!(it, IdeaState::Unconfirmed | IdeaState::Waiting)),
            selected: sum(|it| it == IdeaState::Selected),
            over: sum(IdeaState::is_final),
            cycle,
        }
    };
    Ok(super::all(&app.db).await?.into_iter().map(row).collect())
}

/// The same table, as a spreadsheet reads it.
async fn csv(State(app): State<App>, page: Page) -> Result<Response> {
    let head = [
        "cycle-one",
        "cycle-programme",
        "cycle-stage",
        "cycle-form-ideas-until",
        "cycle-form-selection-on",
        "cycle-form-work-until",
        "cycle-form-results-on",
        "cycle-subject-to-funding",
        "cycle-ideas",
        "cycle-ideas-selected",
        "cycle-ideas-over",
    ];
    let titles: Vec<String> = head.iter().map(|key| page.t(key)).collect();
    let mut table = vec![titles];
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    for row in rows(&app).await? {
        let cells = [
            row.cycle.name.clone(),
            row.programme.map(|(_, name)| name).unwrap_or_default(),
            page.t(row.stage.key()),
            day(row.cycle.ideas_until),
            day(row.cycle.selection_on),
            day(row.cycle.work_until),
            day(row.cycle.results_on),
            page.t(yes_or_no(row.cycle.subject_to_funding)),
            row.ideas.to_string(),
            row.selected.to_string(),
            row.over.to_string(),
        ];
        table.push(cells.to_vec());
    }
    self::table(table, "portfolio.csv")
}

/// A table as a spreadsheet reads it, under this name.
fn table(rows: Vec<Vec<String>>, name: &str) -> Result<Response> {
    let mut table = csv::Writer::from_writer(Vec::new());
    for cells in rows {
        let cells: Vec<String> = cells.iter().map(|cell| harmless(cell)).collect();
        table.write_record(&cells).map_err(anyhow::Error::from)?;
    }
    let bytes = table
        .into_inner()
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    headers.insert(header::CONTENT_TYPE, kind);
    let called = format!("attachment; filename=\"{name}\"");
    let called = HeaderValue::from_str(&called).map_err(anyhow::Error::from)?;
    headers.insert(header::CONTENT_DISPOSITION, called);
    Ok(response)
}

fn yes_or_no(yes: bool) -> &'static str {
    match yes {
        true => "cycle-yes",
        false => "cycle-no",
    }
}

/// What a spreadsheet would take for a formula, it takes for a text (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

/// One step of the line: what it is, when, and whether it is over, under way or ahead.
struct Step {
    name: String,
    day: String,
    standing: &'static str,
    is_now: bool,
    is_over: bool,
    /// Where it is drawn.
    x: usize,
}

#[derive(Template)]
#[template(path = "cycles/show.html")]
struct Show {
    page: Page,
    cycle: Cycle,
    programme: Programme,
    /// Page and name of who holds it.
    organizer: (String, String),
    /// HTML.
    description: String,
    stage: Stage,
    steps: Vec<Step>,
    takes_ideas: bool,
    /// The votes that everybody may know of, the latest first.
    decisions: Vec<decisions::Decision>,
    /// What associations were asked about its ideas, once it is counted.
    questions: Vec<questions::Question>,
    editions: Vec<Card>,
    ideas: Vec<Idea>,
    supporters: BTreeMap<IdeaId, i64>,
    works: Vec<Work>,
}

impl Show {
    fn day(&self, day: &NaiveDate) -> String {
        self.page.date(day)
    }

    fn path_of(&self, decision: &decisions::Decision) -> String {
        decisions::path(decision, &self.cycle)
    }

    fn would_work(&self, idea: &Idea) -> i64 {
        self.supporters.get(&idea.id).copied().unwrap_or_default()
    }

    fn months(&self, idea: &Idea) -> String {
        self.page.tn("idea-months", "months", idea.months)
    }

    /// The whole line in a sentence, for who does not see it.
    fn in_words(&self) -> String {
        let steps = self.steps.iter();
        let steps: Vec<String> = steps
            .map(|step| {
                format!(
                    "{} {} ({})",
                    step.name,
                    step.day,
                    self.page.t(step.standing)
                )
            })
            .collect();
        steps.join(", ")
    }
}

fn steps(page: &Page, cycle: &Cycle, stage: Stage) -> Vec<Step> {
    /// Between two points of the line.
    const APART: usize = 160;
    let steps = Stage::STEPS.into_iter().enumerate();
    steps
        .map(|(place, step)| {
            let day = cycle.day_of(step).map(|day| page.date(&day));
            Step {
                name: page.t(step.key()),
                day: day.unwrap_or_else(|| page.t("cycle-day-open")),
                standing: match step {
                    _ if step == stage => "cycle-step-now",
                    _ if step < stage => "cycle-step-over",
                    _ => "cycle-step-ahead",
                },
                is_now: step == stage,
                is_over: step < stage,
                x: APART / 2 + place * APART,
            }
        })
        .collect()
}

async fn show(
    State(app): State<App>,
    Path(segment): Path<String>,
    asked: Asked,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (slug, form) = suffix::split(&segment);
    let cycle = match super::find(&app.db, slug).await {
        Err(Error::NotFound) => {
            let former = super::find_former(&app.db, slug).await?;
            let now = former.ok_or(Error::NotFound)?.path();
            let ending = form.map(suffix::of).unwrap_or_default();
            return Ok(Redirect::permanent(&format!("{now}{ending}")).into_response());
        }
        found => found?,
    };
    if let Some(form) = form {
        return ideas::feed::respond(&app, &cycle, form, &asked).await;
    }
    if Wants::of(&headers) == Wants::Activity {
        return object(&app, &headers, &cycle.iri).await;
    }
    let programme = super::find_programme(&app.db, &cycle.programme).await?;
    let today = super::today(&app);
    let stage = cycle.stage(today);
    let path = cycle.path();
    let editions = super::editions(&app.db, &cycle).await?;
    let editions: Vec<_> = editions
        .into_iter()
        .filter(|it| it.state.is_public())
        .collect();
    let organizers = Organizers::find(&app.db, &editions).await?;
    let link = negotiate::link_to_object(&cycle.iri);
    let page = page
        .with_title(cycle.name.as_str())
        .with_description(cycle.summary.as_str())
        .with_alternate(Form::Atom, &format!("{path}.atom"))
        .with_alternate(Form::Json, &format!("{path}.json"))
        .with_alternate(Form::Activity, cycle.iri.as_str());
    let works = workstreams::public(&app.db, &cycle.slug).await?;
    let show = Show {
        programme: programme.ok_or(Error::NotFound)?,
        organizer: super::holder(&app.db, &cycle.organizer).await?,
        description: markdown::to_html(&cycle.description),
        steps: steps(&page, &cycle, stage),
        stage,
        takes_ideas: cycle.takes_ideas(today),
        decisions: decisions::public(&app.db, &cycle).await?,
        questions: questions::of_cycle(&app.db, &cycle).await?,
        editions: Card::all(&page, &editions, &organizers),
        ideas: ideas::public(&app.db, &cycle.id).await?,
        supporters: ideas::supporters_of_cycle(&app.db, &cycle.id).await?,
        works: portfolio::find(&app, works, std::slice::from_ref(&cycle)).await?,
        page,
        cycle,
    };
    let mut response = respond_public(&headers, show);
    if let Some(link) = link {
        response.headers_mut().append(header::LINK, link);
    }
    Ok(response)
}

/// The object of ours behind a page.
pub async fn object(app: &App, headers: &HeaderMap, id: &Iri) -> Result<Response> {
    let object = outbox::find_object(&app.db, id).await?;
    let object = object.filter(|object| object.public && object.deleted_at.is_none());
    let object = object.ok_or(Error::NotFound)?;
    Ok(negotiate::activity_json(headers, object.json, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert!(harmless(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(harmless("2024/2025"), "2024/2025");
    }
}
