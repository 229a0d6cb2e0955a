//! The report of a workstream, for everybody. A program that asks for ActivityStreams gets the article.

use crate::{
    App, Error, Result,
    adoptions::{self, Shown},
    web::page::{Form, Page, respond, respond_public},
    workstreams::{Report, Workstream, find_public, find_report, lead_shown, report::Contents},
};
use askama::Template;
use axum::{
    extract::{Path, State as Held},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use federation::{
    negotiate::{self, Wants},
    outbox,
};
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "workstreams/report.html")]
struct Show {
    page: Page,
    workstream: Workstream,
    report: Report,
    lead: (String, String),
    /// Who uses it.
    adoptions: Vec<Shown>,
}

impl Show {
    fn line(&self, shown: &Shown) -> String {
        let adoption = &shown.adoption;
        let product = match adoption.product.is_empty() {
            true => self.page.t("adoption-whole"),
            false => adoption.product.clone(),
        };
        let at = adoption.announced_at.with_timezone(&self.page.site.zone);
        let day = self.page.date(&at.date_naive());
        self.page.lang.text_with(
            "adoption-line",
            &[
                ("product", &product),
                ("day", &day),
                ("origin", &shown.origin),
            ],
        )
    }

    fn contents(&self) -> &Contents {
        &self.report.contents
    }

    fn paragraphs(&self) -> Vec<&str> {
        self.report.summary.split("\n\n").collect()
    }

    fn published_on(&self) -> Option<String> {
        let at = self.report.published_at?;
        let day = at.with_timezone(&self.page.site.zone).date_naive();
        Some(self.page.date(&day))
    }
}

/// What is left on the page of a report that was taken back.
#[derive(Template)]
#[template(path = "workstreams/report_withdrawn.html")]
struct Withdrawn {
    page: Page,
    workstream: Workstream,
    day: String,
    reason: String,
}

/// The report as everybody would read it, for those who work here.
pub async fn preview(
    app: &App,
    page: Page,
    workstream: Workstream,
    report: Report,
) -> Result<Response> {
    let lead = lead_shown(&app.db, &workstream).await?;
    let show = Show {
        page: page.with_title(workstream.name.as_str()).unlisted(),
        workstream,
        report,
        lead,
        adoptions: Vec::new(),
    };
    Ok(respond(StatusCode::OK, show))
}

pub async fn show(
    Held(app): Held<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let workstream = find_public(&app.db, &slug).await?;
    let report = find_report(&app.db, &workstream.id).await?;
    let report = report.ok_or(Error::NotFound)?;
    if let Some(at) = report.withdrawn_at {
        let day = at.with_timezone(&page.site.zone).date_naive();
        let withdrawn = Withdrawn {
            day: page.date(&day),
            page: page.with_title(workstream.name.as_str()).unlisted(),
            reason: report.why_withdrawn.unwrap_or_default(),
            workstream,
        };
        return Ok(respond(StatusCode::GONE, withdrawn));
    }
    let report = Some(report).filter(Report::is_public);
    let report = report.ok_or(Error::NotFound)?;
    // Another server's is read there.
    if !workstream.local {
        return Ok(Redirect::to(report.url.as_str()).into_response());
    }
    let iri = report.iri.clone().ok_or(Error::NotFound)?;
    if Wants::of(&headers) == Wants::Activity {
        let object = outbox::find_object(&app.db, &iri).await?;
        let object = object.ok_or(Error::NotFound)?;
        return Ok(negotiate::activity_json(&headers, object.json, true));
    }
    let lead = lead_shown(&app.db, &workstream).await?;
    let show = Show {
        page: page
            .with_title(workstream.name.as_str())
            .with_description(report.sentence.as_str())
            .with_linked_data(linked(&report, &workstream, &lead.1))
            .with_alternate(Form::Activity, iri.as_str()),
        adoptions: adoptions::shown(&app.db, &workstream).await?,
        workstream,
        report,
        lead,
    };
    let mut response = respond_public(&headers, show);
    if let Some(link) = negotiate::link_to_object(&iri) {
        response.headers_mut().append(header::LINK, link);
    }
    Ok(response)
}

/// The report as a schema.org object.
fn linked(report: &Report, workstream: &Workstream, lead: &str) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": report.iri,
        "url": report.url,
        "name": workstream.name,
        "abstract": report.summary,
        "description": report.sentence,
        "inLanguage": report.language,
        "datePublished": report.published_at,
        "dateModified": report.updated_at,
        "publisher": { "@type": "Organization", "@id": workstream.lead, "name": lead },
        "about": { "@type": "Project", "@id": workstream.actor, "name": workstream.name },
    })
}
