//! The way in for people: signing in and out, one's own account, and for owners everybody's.
//! Secrets are shown on the page that made them and on no other.

mod everybody;
mod log;
mod own;
mod sign_in;
#[cfg(test)]
mod tests;

use super::{Account, Role, Token, close_account, revoke_token};
use crate::{
    App, Error, Result, audit,
    error::Refusals,
    ids::{AccountId, TokenId},
    web::page::{Page, respond},
};
use askama::Template;
use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::DateTime;
use chrono_tz::Tz;

const ACCOUNT: &str = "/desk/account";
const ACCOUNTS: &str = "/desk/accounts";
const OWN_CLOSURE: &str = "/desk/account/closure";
const AUDIT: &str = "/desk/audit";

pub fn routes() -> Router<App> {
    Router::new()
        .merge(sign_in::routes())
        .merge(own::routes())
        .merge(everybody::routes())
        .merge(log::routes())
}

/// The pages about accounts that somebody may see: path and message key.
struct Tabs(&'static [(&'static str, &'static str)]);

impl Tabs {
    fn of(account: &Account) -> Self {
        const EVERYBODY: usize = 1;
        const ALL: [(&str, &str); 3] = [
            (ACCOUNT, "account-mine"),
            (ACCOUNTS, "account-all"),
            (AUDIT, "audit-log"),
        ];
        match account.role {
            Role::Owner => Self(&ALL),
            Role::Editor | Role::Coordinator => Self(&ALL[..EVERYBODY]),
        }
    }
}

/// A form the rules refused comes back to whoever sent it; everything else goes on its way.
fn refused<T>(result: Result<T>) -> Result<Result<T, Refusals>> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(Error::Refused(refusals)) => Ok(Err(refusals)),
        Err(error) => Err(error),
    }
}

fn back_to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

struct TokenLine {
    id: TokenId,
    /// As the log names it.
    sign: String,
    name: String,
    made_at: DateTime<Tz>,
    used_at: Option<DateTime<Tz>>,
}

impl TokenLine {
    fn of(token: Token, zone: Tz) -> Self {
        Self {
            sign: audit::sign_of(&token.id.to_string()).to_owned(),
            id: token.id,
            name: token.name,
            made_at: token.created_at.with_timezone(&zone),
            used_at: token.used_at.map(|at| at.with_timezone(&zone)),
        }
    }
}

async fn token_lines(app: &App, account: &Account, zone: Tz) -> Result<Vec<TokenLine>> {
    let tokens = super::tokens(&app.db, &account.id).await?;
    Ok(tokens
        .into_iter()
        .map(|token| TokenLine::of(token, zone))
        .collect())
}

async fn revoke(app: &App, by: &Account, holder: &AccountId, id: &TokenId) -> Result<()> {
    let tx = app.begin().await?;
    revoke_token(&tx, Some(by), holder, id, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Asks once more before an account is closed, one's own or another.
#[derive(Template)]
#[template(path = "accounts/closing.html")]
struct ClosingPage {
    page: Page,
    tabs: Tabs,
    account: Account,
    is_own: bool,
    /// Where the button leads, and where „Abbrechen“ does.
    action: String,
    back: String,
}

impl ClosingPage {
    fn own(page: Page, account: Account) -> Self {
        Self {
            page: page.with_title_text("account-leave").unlisted(),
            tabs: Tabs::of(&account),
            account,
            is_own: true,
            action: OWN_CLOSURE.into(),
            back: ACCOUNT.into(),
        }
    }

    fn of(page: Page, owner: &Account, account: Account) -> Self {
        let back = format!("{ACCOUNTS}/{}", account.id);
        Self {
            page: page.with_title_text("account-close").unlisted(),
            tabs: Tabs::of(owner),
            account,
            is_own: false,
            action: format!("{back}/closure"),
            back,
        }
    }

    fn returned(mut self, refusals: &Refusals) -> Response {
        self.page = self.page.with_refusals(refusals);
        respond(StatusCode::UNPROCESSABLE_ENTITY, self)
    }
}

async fn close_one(app: &App, by: &Account, id: &AccountId) -> Result<()> {
    let tx = app.begin().await?;
    close_account(&tx, Some(by), id, app.clock.now()).await?;
    Ok(tx.commit().await?)
}
