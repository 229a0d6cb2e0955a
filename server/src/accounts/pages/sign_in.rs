//! Signing in by password or by a link, and out.

use super::refused;
use crate::{
    App, Error, Result,
    accounts::{
        Account, Secret, Visit, choose_password, device, holder_of_link, rename, sign_in, sign_out,
        use_link, verify,
    },
    app::Tx,
    web::{
        limits::Network,
        page::{Page, SIGN_IN, respond},
        preferences::within_site,
        session::{self, Person},
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{FromRequestParts, Path, Query, State},
    http::{StatusCode, header::USER_AGENT, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use std::convert::Infallible;

const DESK: &str = "/desk";

pub fn routes() -> Router<App> {
    Router::new()
        .route(SIGN_IN, get(new_session).post(create_session))
        .route("/sign-in/{link}", get(show_link).post(follow_link))
        .route("/sign-out", post(destroy_session))
}

/// What a session begun by this request says about where it is.
impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let user_agent = parts.headers.get(USER_AGENT);
        let user_agent = user_agent.and_then(|header| header.to_str().ok());
        Ok(Self {
            device: device(user_agent.unwrap_or_default()),
            idle_days: app.config.retention.sessions_days,
        })
    }
}

#[derive(Template)]
#[template(path = "accounts/sign-in.html")]
struct SignInPage {
    page: Page,
    email: String,
    next: String,
}

#[derive(Deserialize)]
struct ComingFrom {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn new_session(
    page: Page,
    person: Option<Person>,
    Query(ComingFrom { next }): Query<ComingFrom>,
) -> Response {
    if person.is_some() {
        return Redirect::to(onward(&next)).into_response();
    }
    let page = page.with_title_text("account-sign-in").unlisted();
    let email = String::new();
    respond(StatusCode::OK, SignInPage { page, email, next })
}

async fn create_session(
    State(app): State<App>,
    page: Page,
    network: Network,
    visit: Visit,
    before: Option<Person>,
    Form(typed): Form<Credentials>,
) -> Result<Response> {
    let attempt = app.limits.attempt(&typed.email, network)?;
    let entering = async {
        let verified = verify(&app.db, &app.passwords, &typed.email, &typed.password).await?;
        attempt.succeeded();
        let tx = app.begin().await?;
        let (_, secret) = sign_in(&tx, verified, visit, app.clock.now()).await?;
        leave_behind(&app, &tx, before).await?;
        tx.commit().await?;
        Ok(secret)
    };
    match refused(entering.await)? {
        Ok(secret) => Ok(let_in(&app, &secret, &typed.next)),
        Err(refusals) => {
            let page = page.with_title_text("account-sign-in").unlisted();
            let page = page.with_refusals(&refusals);
            let Credentials { email, next, .. } = typed;
            let form = SignInPage { page, email, next };
            Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, form))
        }
    }
}

/// Who signs in once more, perhaps as somebody else, does not stay who they were.
async fn leave_behind(app: &App, tx: &Tx, before: Option<Person>) -> Result<()> {
    match before {
        Some(Person { account, session }) => {
            sign_out(tx, &account, &session, app.clock.now()).await
        }
        None => Ok(()),
    }
}

pub(super) fn let_in(app: &App, secret: &Secret, next: &str) -> Response {
    let cookie = session::begin(app.config.origin(), secret);
    (cookie, Redirect::to(onward(next))).into_response()
}

/// A page of ours, or the desk.
fn onward(next: &str) -> &str {
    if next.is_empty() {
        DESK
    } else {
        within_site(next)
    }
}

async fn destroy_session(
    State(app): State<App>,
    Person { account, session }: Person,
) -> Result<Response> {
    let tx = app.begin().await?;
    sign_out(&tx, &account, &session, app.clock.now()).await?;
    tx.commit().await?;
    Ok(show_out(&app))
}

pub(super) fn show_out(app: &App) -> Response {
    (session::end(app.config.origin()), Redirect::to("/")).into_response()
}

#[derive(Template)]
#[template(path = "accounts/link.html")]
struct LinkPage {
    page: Page,
    name: String,
    email: String,
}

#[derive(Template)]
#[template(path = "accounts/link-spent.html")]
struct SpentLinkPage {
    page: Page,
    sign_in: &'static str,
}

#[derive(Deserialize)]
struct Arrival {
    name: String,
    /// Empty to do without one.
    #[serde(default)]
    password: String,
}

async fn show_link(
    State(app): State<App>,
    page: Page,
    network: Network,
    Path(link): Path<String>,
) -> Result<Response> {
    let attempt = app.limits.attempt_from(network)?;
    match holder_of_link(&app.db, &link, app.clock.now()).await {
        Ok(account) => {
            attempt.succeeded();
            let Account { name, email, .. } = account;
            Ok(respond(
                StatusCode::OK,
                LinkPage {
                    page: arriving(page),
                    name,
                    email,
                },
            ))
        }
        Err(Error::NotFound) => Ok(spent(page)),
        Err(error) => Err(error),
    }
}

/// The button on the page of a link. What is wrong with name or password does not use the link up.
async fn follow_link(
    State(app): State<App>,
    page: Page,
    network: Network,
    visit: Visit,
    before: Option<Person>,
    Path(link): Path<String>,
    Form(typed): Form<Arrival>,
) -> Result<Response> {
    let attempt = app.limits.attempt_from(network)?;
    let now = app.clock.now();
    let account = match holder_of_link(&app.db, &link, now).await {
        Err(Error::NotFound) => return Ok(spent(page)),
        found => found?,
    };
    attempt.succeeded();
    let entering = async {
        let password = match typed.password.as_str() {
            "" => None,
            chosen => Some(choose_password(&app.passwords, &account, chosen).await?),
        };
        let tx = app.begin().await?;
        if typed.name != account.name {
            rename(&tx, &account, &typed.name, now).await?;
        }
        let (_, secret) = use_link(&tx, &link, password, visit, now).await?;
        leave_behind(&app, &tx, before).await?;
        tx.commit().await?;
        Ok(secret)
    };
    match refused(entering.await) {
        Ok(Ok(secret)) => Ok(let_in(&app, &secret, "")),
        Ok(Err(refusals)) => {
            let page = arriving(page).with_refusals(&refusals);
            let (name, email) = (typed.name, account.email);
            let form = LinkPage { page, name, email };
            Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, form))
        }
        // Somebody else was quicker with it.
        Err(Error::NotFound) => Ok(spent(page)),
        Err(error) => Err(error),
    }
}

fn arriving(page: Page) -> Page {
    page.with_title_text("account-link").unlisted()
}

/// One answer for links used up, expired and made up.
fn spent(page: Page) -> Response {
    let page = page.with_title_text("account-link-spent").unlisted();
    let sign_in = SIGN_IN;
    respond(StatusCode::NOT_FOUND, SpentLinkPage { page, sign_in })
}
