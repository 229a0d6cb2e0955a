//! How a result came about, for everybody: a page, and the same as JSON-LD.

use crate::{
    App, Error, Result, adoptions, decisions,
    i18n::Lang,
    ids::IdeaId,
    questions,
    web::page::{Form, Page, respond_public},
    workstreams::{
        Workstream, find_public,
        trace::{self, Kind, Station},
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
    let stations = stations(&app, &workstream, page.lang).await?;
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
    let stations = stations(&app, &workstream, lang).await?;
    let linked = trace::linked(&workstream, &trace::address(&workstream), &stations);
    crate::web::json::public(&headers, &linked)
}

async fn stations(app: &App, workstream: &Workstream, lang: Lang) -> Result<Vec<Station>> {
    let stations = trace::find(app, &app.db, workstream, lang).await?;
    let mut stations = trace::with_vote(stations, vote(app, workstream).await?);
    if stations.iter().any(|it| it.kind == Kind::Report) {
        stations.extend(uses(app, workstream, lang).await?);
    }
    Ok(stations)
}

/// Who uses it, as long as the report can be read.
async fn uses(app: &App, workstream: &Workstream, lang: Lang) -> Result<Vec<Station>> {
    let shown = adoptions::shown(&app.db, workstream).await?.into_iter();
    let stations = shown.map(|shown| {
        let at = shown.adoption.announced_at;
        let product = match shown.adoption.product.is_empty() {
            true => lang.text("adoption-whole"),
            false => shown.adoption.product,
        };
        Station {
            kind: Kind::Adoption,
            name: shown.adopter,
            about: format!("{product} ({})", shown.origin),
            on: at.with_timezone(&app.config.instance.zone).date_naive(),
            is_planned: false,
            page: shown.adoption.offer.clone().into(),
            iri: Some(shown.adoption.offer),
        }
    });
    Ok(stations.collect())
}

/// The vote by which it was chosen, with its outcome in a sentence.
async fn vote(app: &App, workstream: &Workstream) -> Result<Option<Station>> {
    let Some(idea) = &workstream.idea else {
        return Ok(None);
    };
    let Some((decision, cycle)) = decisions::by_which_chosen(&app.db, idea).await? else {
        return question(app, idea).await;
    };
    let at = decision.closed_at.unwrap_or(decision.updated_at);
    Ok(Some(Station {
        kind: Kind::Vote,
        page: decisions::address(app, &decision, &cycle),
        name: decision.sentence,
        about: decision.question,
        on: at.with_timezone(&app.config.instance.zone).date_naive(),
        is_planned: false,
        iri: decision.iri,
    }))
}

/// The same where associations voted.
async fn question(app: &App, idea: &IdeaId) -> Result<Option<Station>> {
    let found = questions::by_which_chosen(&app.db, idea).await?;
    Ok(found.map(|question| {
        let at = question.closed_at.unwrap_or(question.updated_at);
        Station {
            kind: Kind::Vote,
            page: questions::address(app, &question),
            name: question.sentence,
            about: question.question,
            on: at.with_timezone(&app.config.instance.zone).date_naive(),
            is_planned: false,
            iri: question.article,
        }
    }))
}

/// Of another server's nobody here knows how it came about.
async fn of_ours(app: &App, slug: &str) -> Result<Workstream> {
    let found = find_public(&app.db, slug).await?;
    Some(found)
        .filter(|found| found.local)
        .ok_or(Error::NotFound)
}
