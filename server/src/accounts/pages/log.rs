//! Who did what, for owners.

use super::{AUDIT, Tabs};
use crate::{
    App, Result, accounts, audit,
    ids::AccountId,
    web::{
        page::{Page, respond},
        session::Owner,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::Response,
    routing::get,
};
use chrono::DateTime;
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::HashMap;

/// What the page shows.
const ENTRIES_SHOWN: u64 = 200;

pub fn routes() -> Router<App> {
    Router::new().route(AUDIT, get(log))
}

#[derive(Template)]
#[template(path = "accounts/log.html")]
struct LogPage {
    page: Page,
    tabs: Tabs,
    entries: Vec<EntryLine>,
    /// Said only to whoever asked: it reads the whole log.
    verdict: Option<audit::Verdict>,
}

struct EntryLine {
    at: DateTime<Tz>,
    who: String,
    /// The session or token they came by, as their own page shows it.
    way_in: String,
    what: String,
    subject: String,
}

#[derive(Deserialize)]
struct Asked {
    check: Option<String>,
}

async fn log(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let names: HashMap<AccountId, String> = accounts::accounts(&app.db)
        .await?
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect();
    let line = |entry: audit::Entry| EntryLine {
        at: entry.at.with_timezone(&page.site.zone),
        who: match &entry.account {
            None => page.t("audit-command-line"),
            Some(id) => match names.get(id) {
                Some(name) => name.clone(),
                None => page.t("audit-closed-account"),
            },
        },
        way_in: entry
            .way_in
            .as_deref()
            .map_or("", audit::sign_of)
            .to_owned(),
        what: match audit::said(&entry.action) {
            Some(key) => page.t(key),
            None => entry.action,
        },
        subject: match entry
            .subject
            .parse()
            .ok()
            .and_then(|id: AccountId| names.get(&id))
        {
            Some(name) => name.clone(),
            None => entry.subject,
        },
    };
    let entries = audit::latest(&app.db, ENTRIES_SHOWN).await?;
    let entries = entries.into_iter().map(line).collect();
    let verdict = match asked.check {
        Some(_) => Some(audit::verify(&app.db).await?),
        None => None,
    };
    let page = LogPage {
        page: page.with_title_text("audit-log").unlisted(),
        tabs: Tabs::of(&owner),
        entries,
        verdict,
    };
    Ok(respond(StatusCode::OK, page))
}
