//! The page of a programme: what it is, its cycles, its topics and the committees that accompany it.

use crate::{
    App, Error, Result, committees,
    cycles::{self, Cycle, Programme, Stage},
    markdown, topics,
    web::page::{Page, respond_public},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "cycles/of_programme.html")]
struct Show {
    page: Page,
    programme: Programme,
    /// Page and name of who holds it.
    organizer: (String, String),
    /// HTML.
    description: String,
    cycles: Vec<(Cycle, Stage)>,
    /// Page and name of each.
    topics: Vec<(String, String)>,
    /// The same, and what it is about in one line.
    committees: Vec<(String, String, String)>,
}

pub async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let programme = match cycles::programme_by_slug(&app.db, &slug).await {
        Err(Error::NotFound) => {
            let former = cycles::find_former_programme(&app.db, &slug).await?;
            let now = former.ok_or(Error::NotFound)?.path();
            return Ok(Redirect::permanent(&now).into_response());
        }
        found => found?,
    };
    let today = cycles::today(&app);
    let mut all = cycles::all(&app.db).await?;
    all.retain(|cycle| cycle.programme == programme.id);
    let mut topics = topics::all(&app.db).await?;
    topics.retain(|topic| topic.programme.as_ref() == Some(&programme.id));
    let mut committees = committees::all(&app.db).await?;
    committees.retain(|committee| committee.programme.as_ref() == Some(&programme.id));
    let show = Show {
        page: page
            .with_title(programme.name.as_str())
            .with_description(programme.summary.as_str()),
        organizer: cycles::holder(&app.db, &programme.organizer).await?,
        description: markdown::to_html(&programme.description),
        cycles: all
            .into_iter()
            .map(|cycle| {
                let stage = cycle.stage(today);
                (cycle, stage)
            })
            .collect(),
        topics: topics.into_iter().map(|it| (it.path(), it.name)).collect(),
        committees: committees
            .into_iter()
            .map(|it| (it.path(), it.name, it.summary))
            .collect(),
        programme,
    };
    Ok(respond_public(&headers, show))
}
