//! Working groups for everybody: all of them, and one with what it made.

use super::{Output, WorkingGroup};
use crate::{
    App, Error, Result, cycles, markdown,
    web::{
        page::{Form, Page, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/working-groups", get(index))
        .route("/working-groups/{slug}", get(show))
}

#[derive(Template)]
#[template(path = "working_groups/index.html")]
struct Index {
    page: Page,
    open: Vec<WorkingGroup>,
    closed: Vec<WorkingGroup>,
}

async fn index(State(app): State<App>, headers: HeaderMap, page: Page) -> Result<Response> {
    let all = super::all(&app.db).await?.into_iter();
    let (closed, open) = all.partition(|group: &WorkingGroup| group.is_closed);
    let lead = page.t("working-group-list-lead");
    let index = Index {
        page: page
            .with_title_text("working-group-list")
            .with_description(lead)
            .with_alternate(Form::Atom, "/working-groups.atom")
            .with_alternate(Form::Json, "/working-groups.json"),
        open,
        closed,
    };
    Ok(respond_public(&headers, index))
}

#[derive(Template)]
#[template(path = "working_groups/show.html")]
struct Show {
    page: Page,
    group: WorkingGroup,
    /// Page and name of whom it works for.
    organizer: (String, String),
    /// HTML.
    about: String,
    outputs: Vec<Output>,
}

async fn show(
    State(app): State<App>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (slug, form) = suffix::split(&segment);
    let group = super::find(&app.db, slug).await?;
    match form {
        None => {}
        Some(Form::Json) => {
            return crate::web::json::public(&headers, &super::api::shape(&app, &group).await?);
        }
        Some(_) => return Err(Error::NotFound),
    }
    let show = Show {
        page: page
            .with_title(group.name.as_str())
            .with_description(group.summary.as_str())
            .with_alternate(Form::Json, &format!("{}.json", group.path())),
        organizer: cycles::holder(&app.db, &group.organizer).await?,
        about: markdown::to_html(&group.about),
        outputs: super::outputs(&app.db, &group.id).await?,
        group,
    };
    Ok(respond_public(&headers, show))
}
