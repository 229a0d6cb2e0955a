//! How a result came about, for everybody: a page, and the same as JSON-LD.

use crate::{
    App, Error, Result,
    web::page::{Form, Page, respond_public},
    workstreams::{
        Workstream, find_public,
        trace::{self, Station},
    },
};
use askama::Template;
use axum::{
    extract::{Path, State as Held},
    http::HeaderMap,
    response::Response,
};

#[derive(Template)]
#[template(path = "workstreams/trace.html")]
struct Show {
    page: Page,
    workstream: Workstream,
    stations: Vec<Station>,
}

pub async fn show(
    Held(app): Held<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let workstream = of_ours(&app, &slug).await?;
    let stations = trace::find(&app, &app.db, &workstream, page.lang).await?;
    let linked = trace::linked(&workstream, &trace::address(&workstream), &stations);
    let title = page.tn("workstream-trace-of", "name", workstream.name.as_str());
    let lead = page.t("workstream-trace-lead");
    let show = Show {
        page: page
            .with_title(title)
            .with_description(lead)
            .with_linked_data(linked)
            .with_alternate(Form::Json, &format!("{}/trace.json", workstream.path())),
        workstream,
        stations,
    };
    Ok(respond_public(&headers, show))
}

pub async fn show_linked(
    Held(app): Held<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let workstream = of_ours(&app, &slug).await?;
    let lang = app.config.instance.language;
    let stations = trace::find(&app, &app.db, &workstream, lang).await?;
    let linked = trace::linked(&workstream, &trace::address(&workstream), &stations);
    crate::web::json::public(&headers, &linked)
}

/// Of another server's nobody here knows how it came about.
async fn of_ours(app: &App, slug: &str) -> Result<Workstream> {
    let found = find_public(&app.db, slug).await?;
    Some(found)
        .filter(|found| found.local)
        .ok_or(Error::NotFound)
}
