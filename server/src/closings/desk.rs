//! Closing an association in the working area: what it means on one page, with its handle typed once more and
//! the password of who does it. An owner's.

use super::{Closing, Coming, Extent, close, extent};
use crate::{
    App, Result,
    accounts::{Account, confirm},
    associations::{self, Association},
    audit,
    web::{
        limits::Network,
        page::{Page, or_again, respond},
        session::Owner,
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new().route(
        "/desk/association/{handle}/closing",
        get(ask).post(close_one),
    )
}

#[derive(Default, Deserialize)]
struct Typed {
    #[serde(default)]
    handle: String,
    #[serde(default)]
    events: Coming,
    #[serde(default)]
    current: String,
}

#[derive(Template)]
#[template(path = "closings/show.html")]
struct Asked {
    page: Page,
    association: Association,
    account: Account,
    extent: Extent,
    typed: Typed,
}

impl Asked {
    fn keeps(&self) -> bool {
        self.typed.events == Coming::Keep
    }
}

async fn ask(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    Path(handle): Path<String>,
) -> Result<Response> {
    let association = associations::find(&app.db, &handle).await?;
    let asked = asked(&app, page, &owner, association, Typed::default()).await?;
    Ok(respond(StatusCode::OK, asked))
}

async fn asked(
    app: &App,
    page: Page,
    account: &Account,
    association: Association,
    typed: Typed,
) -> Result<Asked> {
    let title = page.tn("closing-question", "name", association.name.as_str());
    Ok(Asked {
        page: page.with_title(title).unlisted(),
        extent: extent(app, &app.db, &association).await?,
        account: account.clone(),
        association,
        typed,
    })
}

async fn close_one(
    State(app): State<App>,
    page: Page,
    network: Network,
    owner: Owner,
    Path(handle): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let association = associations::find(&app.db, &handle).await?;
    let done = closed(&app, &owner, network, &association, &typed)
        .await
        .map(|()| Redirect::to("/desk").into_response());
    or_again(done, page, async |page| {
        asked(&app, page, &owner, association, typed).await
    })
    .await
}

/// The password first: it takes a moment, in which no transaction is open.
async fn closed(
    app: &App,
    owner: &Owner,
    network: Network,
    association: &Association,
    typed: &Typed,
) -> Result<()> {
    let attempt = app.limits.attempt(&owner.email, network)?;
    confirm(&app.passwords, owner, &typed.current).await?;
    attempt.succeeded();
    let closing = Closing {
        handle: typed.handle.clone(),
        events: typed.events,
    };
    let tx = app.begin().await?;
    let association = associations::find_for_change(&tx, &association.handle).await?;
    let closed = close(app, &tx, association, &closing).await?;
    audit::kept(app, tx, Some(owner), "association.close", &closed.id).await
}
