//! The whole text of a paper in the working area: taking one over, what it said, what is different, and
//! numbered lines for those who sit around a table.

use super::opened;
use crate::{
    App, Error, Refusals, Result, audit,
    papers::{
        self, Role,
        clause::{Details, numbers},
        difference::{self, Compared, Difference},
        lines::{Lined, lined},
        manuscript::Draft,
        office,
        paper::Paper,
        revision::{Contents, Passage},
    },
    web::{
        desk::leading_to,
        form::{Filled, Upload},
        page::{Page, for_them_alone, or_again, respond},
        session::Editor,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::get,
};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/desk/papers/{paper}/manuscript",
            get(show_manuscript).post(take),
        )
        .route(
            "/desk/papers/{paper}/revisions/{number}",
            get(show_revision),
        )
        .route("/desk/papers/{paper}/difference", get(show_difference))
        .route("/desk/papers/{paper}/print", get(print))
}

/// A clause that a text would become, with its number.
struct Sketch {
    number: String,
    details: Details,
}

impl Sketch {
    fn html(&self) -> String {
        crate::markdown::to_html(&self.details.text)
    }
}

#[derive(Template)]
#[template(path = "papers/manuscript.html")]
struct Manuscript {
    page: Page,
    paper: Paper,
    draft: Draft,
    /// What would be taken over; nothing before somebody looked.
    sketches: Vec<Sketch>,
}

impl Manuscript {
    fn of(page: Page, paper: Paper, draft: Draft, sketches: Vec<Sketch>) -> Self {
        Self {
            page: page.with_title_text("paper-manuscript").unlisted(),
            paper,
            draft,
            sketches,
        }
    }
}

async fn show_manuscript(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
) -> Result<Response> {
    let opened = papers::open(&app.db, &slug, Some(&editor)).await?;
    opened.require(Role::Editor)?;
    let show = Manuscript::of(page, opened.paper, Draft::default(), Vec::new());
    Ok(for_them_alone(respond(StatusCode::OK, show)))
}

/// The text of the file that came along, where one did. It comes in the stead of what was typed.
fn with_file(draft: Draft, file: Upload) -> Result<Draft, (Draft, Refusals)> {
    let read = match file {
        Upload::Nothing => return Ok(draft),
        Upload::TooLarge => Err(Refusals(vec![office::TOO_LARGE])),
        Upload::File(bytes) => office::read(&bytes),
    };
    match read {
        Ok(manuscript) => Ok(Draft {
            manuscript,
            ..draft
        }),
        Err(refusals) => Err((draft, refusals)),
    }
}

/// Show what a text would become, or take it over.
async fn take(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    mut filled: Filled,
) -> Result<Response> {
    let takes = filled.take("then") == "take";
    let file = filled.take_file();
    let draft: Draft = filled.read()?;
    let opened_by = papers::open(&app.db, &slug, Some(&editor)).await?;
    opened_by.require(Role::Editor)?;
    let paper = opened_by.paper;
    let (draft, read) = match with_file(draft, file) {
        Ok(draft) => (draft, Ok(())),
        Err((draft, refusals)) => (draft, Err(refusals)),
    };
    let done = async {
        read?;
        let (clauses, _) = draft.check()?;
        if !takes {
            return Ok(Some(clauses));
        }
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        papers::take(&app, &tx, &opened, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "paper.take", &opened.paper.id).await?;
        Ok::<_, Error>(None)
    };
    let done = match done.await {
        Ok(None) => Ok(leading_to(&paper.desk(), "taken")),
        Ok(Some(clauses)) => {
            let numbers = numbers(clauses.iter().map(|clause| clause.depth));
            let sketches = clauses.into_iter().zip(numbers);
            let sketches = sketches.map(|(details, number)| Sketch { number, details });
            let show = Manuscript::of(page, paper, draft, sketches.collect());
            return Ok(for_them_alone(respond(StatusCode::OK, show)));
        }
        Err(error) => Err(error),
    };
    or_again(done, page, async |page| {
        Ok(Manuscript::of(page, paper, draft, Vec::new()))
    })
    .await
}

#[derive(Template)]
#[template(path = "papers/revision.html")]
struct Show {
    page: Page,
    paper: Paper,
    number: i32,
    name: String,
    note: String,
    contents: Contents,
}

impl Show {
    fn passages(&self) -> &[Passage] {
        &self.contents.clauses
    }
}

async fn show_revision(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((slug, number)): Path<(String, String)>,
) -> Result<Response> {
    let opened = papers::open(&app.db, &slug, Some(&editor)).await?;
    let number: i32 = number.parse().map_err(|_| Error::NotFound)?;
    let all = papers::revisions(&app.db, &opened.paper).await?;
    let found = all.into_iter().find(|one| one.number == number);
    let found = found.ok_or(Error::NotFound)?;
    let show = Show {
        page: page.with_title(found.contents.title.as_str()).unlisted(),
        paper: opened.paper,
        number,
        name: found.name,
        note: found.note,
        contents: found.contents,
    };
    Ok(for_them_alone(respond(StatusCode::OK, show)))
}

#[derive(Template)]
#[template(path = "papers/difference.html")]
struct Differences {
    page: Page,
    paper: Paper,
    from: String,
    /// Absent for what the paper says now.
    to: Option<String>,
    differences: Vec<Difference>,
}

/// What a revision is called; nothing for what the paper says now.
async fn name_of(app: &App, paper: &Paper, number: Option<i32>) -> Result<Option<String>> {
    let all = papers::revisions(&app.db, paper).await?;
    let found = all.into_iter().find(|one| Some(one.number) == number);
    Ok(found.map(|one| format!("{} „{}“", one.number, one.name)))
}

async fn show_difference(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Query(compared): Query<Compared>,
) -> Result<Response> {
    let paper = papers::open(&app.db, &slug, Some(&editor)).await?.paper;
    let (from, to) = compared.read()?;
    let before = papers::contents(&app.db, &paper, Some(from)).await?;
    let after = papers::contents(&app.db, &paper, to).await?;
    let name = name_of(&app, &paper, Some(from)).await?;
    let show = Differences {
        page: page.with_title_text("paper-difference").unlisted(),
        from: name.ok_or(Error::NotFound)?,
        to: name_of(&app, &paper, to).await?,
        differences: difference::between(&before, &after),
        paper,
    };
    Ok(for_them_alone(respond(StatusCode::OK, show)))
}

/// Which revision is printed; empty for what the paper says now.
#[derive(Deserialize)]
struct Printed {
    #[serde(default)]
    revision: String,
}

#[derive(Template)]
#[template(path = "papers/print.html")]
struct Print {
    page: Page,
    paper: Paper,
    contents: Contents,
    /// Absent for what the paper says now.
    revision: Option<String>,
    lined: Vec<Lined>,
}

async fn print(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Query(Printed { revision }): Query<Printed>,
) -> Result<Response> {
    let paper = papers::open(&app.db, &slug, Some(&editor)).await?.paper;
    let number = match revision.trim() {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Error::NotFound)?),
    };
    let contents = papers::contents(&app.db, &paper, number).await?;
    let show = Print {
        page: page.with_title(contents.title.as_str()).unlisted(),
        revision: name_of(&app, &paper, number).await?,
        lined: lined(&contents),
        contents,
        paper,
    };
    Ok(for_them_alone(respond(StatusCode::OK, show)))
}
