//! Everybody's accounts, for owners.

use super::{
    ACCOUNTS, ClosingPage, OWN_CLOSURE, Tabs, TokenLine, back_to, close_one, refused, revoke,
    token_lines,
};
use crate::{
    App, Result,
    accounts::{
        self, Account, NewAccount, Role, address, change_role, find,
        links::{FOR_AN_INVITATION, FOR_NOW},
        open_account, renew_link,
    },
    ids::{AccountId, TokenId},
    web::{
        page::{Page, respond},
        session::Owner,
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
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route(ACCOUNTS, get(index).post(create))
        .route("/desk/accounts/{id}", get(edit))
        .route(
            "/desk/accounts/{id}/role",
            get(to_one_account).post(update_role),
        )
        .route(
            "/desk/accounts/{id}/link",
            get(to_one_account).post(create_link),
        )
        .route(
            "/desk/accounts/{id}/tokens/{token}/revocation",
            post(revoke_token_of),
        )
        .route("/desk/accounts/{id}/closure", get(closing).post(close))
}

/// A form that came back stays at its address, where its reader may choose another language.
async fn to_one_account(Path(id): Path<AccountId>) -> Redirect {
    Redirect::to(&format!("{ACCOUNTS}/{id}"))
}

#[derive(Template)]
#[template(path = "accounts/index.html")]
struct AccountsPage {
    page: Page,
    tabs: Tabs,
    accounts: Vec<Account>,
    typed: Invitation,
}

#[derive(Deserialize)]
struct Invitation {
    email: String,
    name: String,
    role: Role,
}

/// A link that was made just now.
#[derive(Template)]
#[template(path = "accounts/linked.html")]
struct LinkedPage {
    page: Page,
    tabs: Tabs,
    account: Account,
    link: String,
    works_for_hours: i64,
    is_invitation: bool,
}

async fn index(State(app): State<App>, page: Page, owner: Owner) -> Result<Response> {
    let typed = Invitation {
        email: String::new(),
        name: String::new(),
        role: Role::Editor,
    };
    let page = all_accounts(&app, page, &owner, typed).await?;
    Ok(respond(StatusCode::OK, page))
}

async fn all_accounts(
    app: &App,
    page: Page,
    owner: &Account,
    typed: Invitation,
) -> Result<AccountsPage> {
    Ok(AccountsPage {
        page: page.with_title_text("account-all").unlisted(),
        tabs: Tabs::of(owner),
        accounts: accounts::accounts(&app.db).await?,
        typed,
    })
}

async fn create(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    Form(typed): Form<Invitation>,
) -> Result<Response> {
    let opening = async {
        let now = app.clock.now();
        let new = NewAccount {
            id: app.ulids.next(now).into(),
            email: typed.email.clone(),
            name: typed.name.clone(),
            role: typed.role,
        };
        let tx = app.begin().await?;
        let opened = open_account(&tx, Some(&owner), new, now).await?;
        tx.commit().await?;
        Ok(opened)
    };
    match refused(opening.await)? {
        Ok((account, secret)) => {
            let linked = LinkedPage {
                page: page.with_title_text("account-invited").unlisted(),
                tabs: Tabs::of(&owner),
                link: address(app.config.origin(), &secret).to_string(),
                works_for_hours: FOR_AN_INVITATION.num_hours(),
                is_invitation: true,
                account,
            };
            Ok(respond(StatusCode::CREATED, linked))
        }
        Err(refusals) => {
            let page = all_accounts(&app, page.with_refusals(&refusals), &owner, typed).await?;
            Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/edit.html")]
struct EditPage {
    page: Page,
    tabs: Tabs,
    account: Account,
    role: Role,
    tokens: Vec<TokenLine>,
}

async fn one_account(app: &App, page: Page, owner: &Account, account: Account) -> Result<EditPage> {
    let zone = page.site.zone;
    Ok(EditPage {
        page: page.with_title(account.name.clone()).unlisted(),
        tabs: Tabs::of(owner),
        role: account.role,
        tokens: token_lines(app, &account, zone).await?,
        account,
    })
}

async fn edit(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    Path(id): Path<AccountId>,
) -> Result<Response> {
    let account = find(&app.db, &id).await?;
    let page = one_account(&app, page, &owner, account).await?;
    Ok(respond(StatusCode::OK, page))
}

#[derive(Deserialize)]
struct NewRole {
    role: Role,
}

async fn update_role(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    Path(id): Path<AccountId>,
    Form(NewRole { role }): Form<NewRole>,
) -> Result<Response> {
    let account = find(&app.db, &id).await?;
    let changing = async {
        let tx = app.begin().await?;
        change_role(&tx, Some(&owner), &id, role, app.clock.now()).await?;
        Ok(tx.commit().await?)
    };
    match refused(changing.await)? {
        Ok(()) => Ok(back_to(&format!("{ACCOUNTS}/{id}"))),
        Err(refusals) => {
            let page = page.with_refusals(&refusals);
            let mut page = one_account(&app, page, &owner, account).await?;
            page.role = role;
            Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

async fn create_link(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    Path(id): Path<AccountId>,
) -> Result<Response> {
    let account = find(&app.db, &id).await?;
    let tx = app.begin().await?;
    let secret = renew_link(&tx, Some(&owner), &account, app.clock.now()).await?;
    tx.commit().await?;
    let linked = LinkedPage {
        page: page.with_title_text("account-linked").unlisted(),
        tabs: Tabs::of(&owner),
        link: address(app.config.origin(), &secret).to_string(),
        works_for_hours: FOR_NOW.num_hours(),
        is_invitation: false,
        account,
    };
    Ok(respond(StatusCode::CREATED, linked))
}

async fn revoke_token_of(
    State(app): State<App>,
    owner: Owner,
    Path((holder, id)): Path<(AccountId, TokenId)>,
) -> Result<Response> {
    revoke(&app, &owner, &holder, &id).await?;
    Ok(back_to(&format!("{ACCOUNTS}/{holder}")))
}

async fn closing(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    Path(id): Path<AccountId>,
) -> Result<Response> {
    let account = find(&app.db, &id).await?;
    Ok(respond(
        StatusCode::OK,
        ClosingPage::of(page, &owner, account),
    ))
}

async fn close(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    Path(id): Path<AccountId>,
) -> Result<Response> {
    let account = find(&app.db, &id).await?;
    // One's own is closed where the password is asked.
    if id == owner.id {
        return Ok(back_to(OWN_CLOSURE));
    }
    match refused(close_one(&app, &owner, &id).await)? {
        Ok(()) => Ok(back_to(ACCOUNTS)),
        Err(refusals) => Ok(ClosingPage::of(page, &owner, account).returned(&refusals)),
    }
}
