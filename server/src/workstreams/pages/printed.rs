//! The report of a workstream as a file that everybody can read: PDF with tags. For as long as it is public.

use crate::{
    App, Error, Result,
    workstreams::{
        find_public, find_public_report, lead_shown,
        printed::{Variant, document, version},
    },
};
use axum::{
    Router,
    extract::{Path, State as Held},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

pub fn routes() -> Router<App> {
    let of = |variant| {
        get(
            async move |Held(app): Held<App>, Path(slug): Path<String>, headers: HeaderMap| {
                show(&app, &slug, &headers, variant).await
            },
        )
    };
    Router::new()
        .route("/workstreams/{slug}/report.pdf", of(Variant::Whole))
        .route("/workstreams/{slug}/report-easy.pdf", of(Variant::Easy))
}

async fn show(app: &App, slug: &str, headers: &HeaderMap, variant: Variant) -> Result<Response> {
    let workstream = find_public(&app.db, slug).await?;
    let report = find_public_report(&app.db, &workstream).await?;
    let report = report.ok_or(Error::NotFound)?;
    // Another server's is read there.
    if !workstream.local {
        return Ok(Redirect::to(report.url.as_str()).into_response());
    }
    if variant == Variant::Easy && report.contents.easy_text.is_empty() {
        return Err(Error::NotFound);
    }
    let (_, lead) = lead_shown(&app.db, &workstream).await?;
    let version = version(&report, &workstream, variant, &lead);
    let name = format!("{}-{}", workstream.slug, variant.file_name());
    let zone = app.config.instance.zone;
    let print = || document(&report, &workstream, &lead, variant, zone);
    app.printer.respond(headers, (&version, &name), print).await
}
