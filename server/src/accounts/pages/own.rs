//! One's own account: name, password, devices, tokens, and leaving.

use super::{
    ACCOUNT, ClosingPage, OWN_CLOSURE, Tabs, TokenLine, back_to, close_one, refused, revoke,
    sign_in::{let_in, show_out},
    token_lines,
};
use crate::{
    App, Result,
    accounts::{
        self, Account, NewToken, Session, Visit, choose_password, confirm, create_token,
        end_session, rename, set_password,
    },
    audit,
    error::Refusals,
    ids::TokenId,
    web::{
        limits::Network,
        page::{Page, respond},
        session::Person,
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{Redirect, Response},
    routing::{get, post},
};
use chrono::DateTime;
use chrono_tz::Tz;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route(ACCOUNT, get(show).post(update))
        .route(
            "/desk/account/password",
            get(to_account).post(update_password),
        )
        .route(
            "/desk/account/sessions/{id}/end",
            post(destroy_other_session),
        )
        .route(
            "/desk/account/tokens",
            get(to_account).post(create_own_token),
        )
        .route(
            "/desk/account/tokens/{id}/revocation",
            post(revoke_own_token),
        )
        .route(OWN_CLOSURE, get(leaving).post(leave))
}

/// A form that came back stays at its address, where its reader may choose another language.
async fn to_account() -> Redirect {
    Redirect::to(ACCOUNT)
}

/// A form of one's account that came back: what was typed, and what is wrong with it.
#[derive(Default)]
struct Returned {
    name: Option<String>,
    token: Option<String>,
    refusals: Refusals,
}

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct AccountPage {
    page: Page,
    tabs: Tabs,
    account: Account,
    name: String,
    token: String,
    sessions: Vec<SessionLine>,
    tokens: Vec<TokenLine>,
    /// The secret of a token made just now.
    made: Option<String>,
}

struct SessionLine {
    id: String,
    /// As the log names it.
    sign: String,
    device: String,
    began_at: DateTime<Tz>,
    seen_at: DateTime<Tz>,
    is_this_one: bool,
}

async fn show(State(app): State<App>, page: Page, person: Person) -> Result<Response> {
    let page = my_account(&app, page, person, Returned::default()).await?;
    Ok(respond(StatusCode::OK, page))
}

async fn my_account(
    app: &App,
    page: Page,
    Person { account, session }: Person,
    returned: Returned,
) -> Result<AccountPage> {
    let zone = page.site.zone;
    let line = |other: Session| SessionLine {
        is_this_one: other.id == session.id,
        sign: audit::sign_of(&other.id).to_owned(),
        id: other.id,
        device: other.device,
        began_at: other.created_at.with_timezone(&zone),
        seen_at: other.seen_at.with_timezone(&zone),
    };
    let sessions = accounts::sessions(&app.db, &account.id).await?;
    let page = page.with_title_text("account-mine").unlisted();
    Ok(AccountPage {
        page: page.with_refusals(&returned.refusals),
        tabs: Tabs::of(&account),
        name: returned.name.unwrap_or_else(|| account.name.clone()),
        token: returned.token.unwrap_or_default(),
        sessions: sessions.into_iter().map(line).collect(),
        tokens: token_lines(app, &account, zone).await?,
        account,
        made: None,
    })
}

/// One of the forms came back.
async fn return_form(
    app: &App,
    page: Page,
    person: Person,
    returned: Returned,
) -> Result<Response> {
    let page = my_account(app, page, person, returned).await?;
    Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, page))
}

#[derive(Deserialize)]
struct Naming {
    name: String,
}

async fn update(
    State(app): State<App>,
    page: Page,
    person: Person,
    Form(Naming { name }): Form<Naming>,
) -> Result<Response> {
    let renaming = async {
        let tx = app.begin().await?;
        rename(&tx, &person.account, &name, app.clock.now()).await?;
        Ok(tx.commit().await?)
    };
    match refused(renaming.await)? {
        Ok(()) => Ok(back_to(ACCOUNT)),
        Err(refusals) => {
            let returned = Returned {
                name: Some(name),
                refusals,
                ..Returned::default()
            };
            return_form(&app, page, person, returned).await
        }
    }
}

#[derive(Deserialize)]
struct PasswordChange {
    #[serde(default)]
    current: String,
    password: String,
}

async fn update_password(
    State(app): State<App>,
    page: Page,
    network: Network,
    visit: Visit,
    person: Person,
    Form(typed): Form<PasswordChange>,
) -> Result<Response> {
    let account = &person.account;
    let attempt = app.limits.attempt(&account.email, network)?;
    let changing = async {
        confirm(&app.passwords, account, &typed.current).await?;
        attempt.succeeded();
        let password = choose_password(&app.passwords, account, &typed.password).await?;
        let tx = app.begin().await?;
        let secret = set_password(&tx, account, password, visit, app.clock.now()).await?;
        tx.commit().await?;
        Ok(secret)
    };
    match refused(changing.await)? {
        Ok(secret) => Ok(let_in(&app, &secret, ACCOUNT)),
        Err(refusals) => {
            let returned = Returned {
                refusals,
                ..Returned::default()
            };
            return_form(&app, page, person, returned).await
        }
    }
}

async fn destroy_other_session(
    State(app): State<App>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    end_session(&tx, &person.account, &id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(back_to(ACCOUNT))
}

#[derive(Deserialize)]
struct Purpose {
    token: String,
}

async fn create_own_token(
    State(app): State<App>,
    page: Page,
    person: Person,
    Form(Purpose { token }): Form<Purpose>,
) -> Result<Response> {
    let account = &person.account;
    let making = async {
        let now = app.clock.now();
        let new = NewToken {
            id: app.ulids.next(now).into(),
            name: token.clone(),
        };
        let tx = app.begin().await?;
        let (_, secret) = create_token(&tx, Some(account), account, new, now).await?;
        tx.commit().await?;
        Ok(secret)
    };
    match refused(making.await)? {
        Ok(secret) => {
            let mut page = my_account(&app, page, person, Returned::default()).await?;
            page.made = Some(secret.reveal().to_owned());
            Ok(respond(StatusCode::CREATED, page))
        }
        Err(refusals) => {
            let returned = Returned {
                token: Some(token),
                refusals,
                ..Returned::default()
            };
            return_form(&app, page, person, returned).await
        }
    }
}

async fn revoke_own_token(
    State(app): State<App>,
    person: Person,
    Path(id): Path<TokenId>,
) -> Result<Response> {
    revoke(&app, &person.account, &person.account.id, &id).await?;
    Ok(back_to(ACCOUNT))
}

async fn leaving(page: Page, Person { account, .. }: Person) -> Response {
    respond(StatusCode::OK, ClosingPage::own(page, account))
}

#[derive(Deserialize)]
struct Leaving {
    #[serde(default)]
    current: String,
}

async fn leave(
    State(app): State<App>,
    page: Page,
    network: Network,
    Person { account, .. }: Person,
    Form(typed): Form<Leaving>,
) -> Result<Response> {
    let attempt = app.limits.attempt(&account.email, network)?;
    let leaving = async {
        confirm(&app.passwords, &account, &typed.current).await?;
        attempt.succeeded();
        close_one(&app, &account, &account.id).await
    };
    match refused(leaving.await)? {
        Ok(()) => Ok(show_out(&app)),
        Err(refusals) => Ok(ClosingPage::own(page, account).returned(&refusals)),
    }
}
