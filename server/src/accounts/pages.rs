//! The way in for people: signing in and out, one's own account, and for owners everybody's.
//! Secrets are shown on the page that made them and on no other.

use super::{
    Account, NewAccount, NewToken, Role, Secret, Session, Token, Visit, address, change_role,
    choose_password, close_account, confirm, create_token, device, end_session, find,
    holder_of_link,
    links::{FOR_AN_INVITATION, FOR_NOW},
    open_account, rename, renew_link, revoke_token, set_password, sign_in, sign_out, use_link,
    verify,
};
use crate::{
    App, Error, Result,
    app::Tx,
    audit,
    error::Refusals,
    ids::{AccountId, TokenId},
    web::{
        limits::Network,
        page::{Page, SIGN_IN, respond},
        preferences::within_site,
        session::{self, Owner, Person},
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
use chrono::DateTime;
use chrono_tz::Tz;
use serde::Deserialize;
use std::{collections::HashMap, convert::Infallible};

const DESK: &str = "/desk";
const ACCOUNT: &str = "/desk/account";
const ACCOUNTS: &str = "/desk/accounts";
const AUDIT: &str = "/desk/audit";
/// What the page of the log shows.
const ENTRIES_SHOWN: u64 = 200;

pub fn routes() -> Router<App> {
    Router::new()
        .route(SIGN_IN, get(new_session).post(create_session))
        .route("/sign-in/{link}", get(show_link).post(follow_link))
        .route("/sign-out", post(destroy_session))
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
        .route("/desk/account/closure", get(leaving).post(leave))
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
        .route(AUDIT, get(log))
}

/// A form that came back stays at its address, where its reader may choose another language.
async fn to_account() -> Redirect {
    Redirect::to(ACCOUNT)
}

async fn to_one_account(Path(id): Path<AccountId>) -> Redirect {
    Redirect::to(&format!("{ACCOUNTS}/{id}"))
}

/// A form the rules refused comes back to whoever sent it; everything else goes on its way.
fn refused<T>(result: Result<T>) -> Result<Result<T, Refusals>> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(Error::Refused(refusals)) => Ok(Err(refusals)),
        Err(error) => Err(error),
    }
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

// Signing in and out

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

fn let_in(app: &App, secret: &Secret, next: &str) -> Response {
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

fn show_out(app: &App) -> Response {
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

// One's own account

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
    device: String,
    began_at: DateTime<Tz>,
    seen_at: DateTime<Tz>,
    is_this_one: bool,
}

struct TokenLine {
    id: TokenId,
    name: String,
    made_at: DateTime<Tz>,
    used_at: Option<DateTime<Tz>>,
}

impl TokenLine {
    fn of(token: Token, zone: Tz) -> Self {
        Self {
            id: token.id,
            name: token.name,
            made_at: token.created_at.with_timezone(&zone),
            used_at: token.used_at.map(|at| at.with_timezone(&zone)),
        }
    }
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
        id: other.id,
        device: other.device,
        began_at: other.created_at.with_timezone(&zone),
        seen_at: other.seen_at.with_timezone(&zone),
    };
    let sessions = super::sessions(&app.db, &account.id).await?;
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

async fn token_lines(app: &App, account: &Account, zone: Tz) -> Result<Vec<TokenLine>> {
    let tokens = super::tokens(&app.db, &account.id).await?;
    Ok(tokens
        .into_iter()
        .map(|token| TokenLine::of(token, zone))
        .collect())
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

fn back_to(path: &str) -> Response {
    Redirect::to(path).into_response()
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
            action: "/desk/account/closure".into(),
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

async fn leaving(page: Page, Person { account, .. }: Person) -> Response {
    respond(StatusCode::OK, ClosingPage::own(page, account))
}

async fn leave(
    State(app): State<App>,
    page: Page,
    Person { account, .. }: Person,
) -> Result<Response> {
    match refused(close_one(&app, &account, &account.id).await)? {
        Ok(()) => Ok(show_out(&app)),
        Err(refusals) => Ok(ClosingPage::own(page, account).returned(&refusals)),
    }
}

async fn close_one(app: &App, by: &Account, id: &AccountId) -> Result<()> {
    let tx = app.begin().await?;
    close_account(&tx, Some(by), id, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

// Everybody's accounts, for owners

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
        accounts: super::accounts(&app.db).await?,
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
    match refused(close_one(&app, &owner, &id).await)? {
        Ok(()) => Ok(back_to(ACCOUNTS)),
        Err(refusals) => Ok(ClosingPage::of(page, &owner, account).returned(&refusals)),
    }
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
    let names: HashMap<AccountId, String> = super::accounts(&app.db)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::{
            self,
            tests::{Instance, commit, instance, noon, open, signed_in},
        },
        web,
    };
    use axum::{
        body::{Body, to_bytes},
        http::{Request, header::SET_COOKIE},
    };
    use chrono::TimeDelta;
    use tower::ServiceExt;

    const ORIGIN: &str = "https://dialog.example.org";
    const GOOD: &str = "korrekt pferd batterie";

    /// A browser without script that keeps its session's cookie.
    struct Browser<'a> {
        app: &'a Instance,
        cookie: Option<String>,
    }

    struct Shown {
        status: StatusCode,
        location: Option<String>,
        set_cookie: Option<String>,
        body: String,
    }

    impl Shown {
        /// The value a form would send, as it stands in the page.
        fn value_of(&self, field: &str) -> Option<&str> {
            let input = self.body.split("<input").find(|input| {
                input
                    .split('>')
                    .next()
                    .is_some_and(|tag| tag.contains(&format!("id=\"{field}\"")))
            })?;
            input.split("value=\"").nth(1)?.split('"').next()
        }
    }

    impl<'a> Browser<'a> {
        fn new(app: &'a Instance) -> Self {
            Self { app, cookie: None }
        }

        fn of(app: &'a Instance, session: &Secret) -> Self {
            let cookie = Some(format!("__Host-session={}", session.reveal()));
            Self { app, cookie }
        }

        async fn get(&mut self, path: &str) -> Shown {
            self.send(Request::get(path), Body::empty()).await
        }

        async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(form);
            let request = Request::post(path)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin");
            self.send(request, Body::from(body.finish())).await
        }

        async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Shown {
            let mut request = request.header("accept", "text/html");
            if let Some(cookie) = &self.cookie {
                request = request.header("cookie", cookie);
            }
            let app: App = (**self.app).clone();
            let response = web::router(app)
                .oneshot(request.body(body).unwrap())
                .await
                .unwrap();
            let said = |name| {
                let value = response.headers().get(name)?;
                Some(value.to_str().unwrap().to_owned())
            };
            let (location, set_cookie) = (said(axum::http::header::LOCATION), said(SET_COOKIE));
            let status = response.status();
            if let Some(cookie) = &set_cookie {
                self.cookie = cookie.split(';').next().map(str::to_owned);
            }
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            assert!(!body.contains('⟦'), "a text is missing: {body}");
            Shown {
                status,
                location,
                set_cookie,
                body,
            }
        }

        async fn is_signed_in(&mut self) -> bool {
            self.get(ACCOUNT).await.status == StatusCode::OK
        }
    }

    async fn with_password(app: &Instance) -> Account {
        let (account, link) = open(&app.db, 1, Role::Editor).await;
        let mut browser = Browser::new(app);
        let path = format!("/sign-in/{}", link.reveal());
        let form = [("name", account.name.as_str()), ("password", GOOD)];
        assert_eq!(
            browser.post(&path, &form).await.status,
            StatusCode::SEE_OTHER
        );
        find(&app.db, &account.id).await.unwrap()
    }

    #[tokio::test]
    async fn a_link_is_looked_at_filled_in_wrongly_and_then_used_once() {
        let app = instance(ORIGIN).await;
        let (account, link) = open(&app.db, 1, Role::Editor).await;
        let path = format!("/sign-in/{}", link.reveal());
        let mut browser = Browser::new(&app);
        for _ in 0..3 {
            let shown = browser.get(&path).await;
            assert_eq!(shown.status, StatusCode::OK);
            assert_eq!(shown.value_of("name"), Some("Account 1"));
            assert_eq!(shown.set_cookie, None);
        }

        let refused = browser
            .post(&path, &[("name", "Büro"), ("password", "kurz")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.value_of("name"), Some("Büro"));
        assert_eq!(refused.value_of("password"), Some(""));
        assert!(
            refused
                .body
                .contains("Das Passwort braucht mindestens 12 Zeichen.")
        );
        assert!(!refused.body.contains("kurz"));
        assert_eq!(refused.set_cookie, None);

        let entered = browser
            .post(&path, &[("name", "Büro"), ("password", GOOD)])
            .await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
        assert_eq!(entered.location.as_deref(), Some("/desk"));
        assert!(entered.set_cookie.unwrap().starts_with("__Host-session="));
        assert!(browser.is_signed_in().await);
        let account = find(&app.db, &account.id).await.unwrap();
        assert_eq!(account.name, "Büro");
        assert!(account.password.is_some());

        for spent in [path.as_str(), "/sign-in/made-up"] {
            let looked = Browser::new(&app).get(spent).await;
            let tried = Browser::new(&app).post(spent, &[("name", "Büro")]).await;
            for shown in [looked, tried] {
                assert_eq!(shown.status, StatusCode::NOT_FOUND);
                assert!(shown.body.contains("Dieser Link gilt nicht mehr"));
                assert_eq!(shown.set_cookie, None);
            }
        }
    }

    #[tokio::test]
    async fn a_refused_sign_in_comes_back_with_the_address_and_without_the_password() {
        let app = instance(ORIGIN).await;
        with_password(&app).await;
        let mut browser = Browser::new(&app);
        assert_eq!(browser.get("/sign-in").await.set_cookie, None);
        let email = ("email", "account1@dialog.example.org");
        let refused = browser
            .post("/sign-in", &[email, ("password", "falsch geraten!")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            refused.value_of("email"),
            Some("account1@dialog.example.org")
        );
        assert_eq!(refused.value_of("password"), Some(""));
        assert!(!refused.body.contains("falsch geraten"));
        assert!(refused.body.contains("role=\"alert\""));
        assert_eq!(refused.set_cookie, None);
    }

    #[tokio::test]
    async fn signing_in_leads_back_to_where_somebody_was_going_and_never_elsewhere() {
        let app = instance(ORIGIN).await;
        with_password(&app).await;
        let mut browser = Browser::new(&app);
        let sent = browser.get("/desk/account?lang=en").await;
        let sign_in = sent.location.unwrap();
        let form = browser.get(&sign_in).await;
        assert!(
            form.body
                .contains("name=\"next\" value=\"/desk/account?lang=en\"")
        );
        for (next, location) in [
            ("/desk/account?lang=en", "/desk/account?lang=en"),
            ("", "/desk"),
            ("https://evil.example/", "/"),
            ("//evil.example/", "/"),
            ("/\\evil.example", "/"),
        ] {
            let email = ("email", "account1@dialog.example.org");
            let form = [email, ("password", GOOD), ("next", next)];
            let entered = Browser::new(&app).post("/sign-in", &form).await;
            assert_eq!(entered.location.as_deref(), Some(location), "{next}");
            let query = url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
            let mut signed_in = Browser::new(&app);
            signed_in.cookie = entered.set_cookie;
            let again = signed_in.get(&format!("/sign-in?next={query}")).await;
            assert_eq!(again.location.as_deref(), Some(location), "{next}");
        }
    }

    #[tokio::test]
    async fn a_new_session_replaces_the_one_before_in_the_same_browser() {
        let app = instance(ORIGIN).await;
        let account = with_password(&app).await;
        let form = [("email", account.email.as_str()), ("password", GOOD)];
        let mut browser = Browser::new(&app);
        browser.post("/sign-in", &form).await;
        let mut left_behind = Browser {
            app: &app,
            cookie: browser.cookie.clone(),
        };
        assert!(left_behind.is_signed_in().await);
        browser.post("/sign-in", &form).await;
        assert!(browser.is_signed_in().await);
        assert!(!left_behind.is_signed_in().await);
    }

    #[tokio::test]
    async fn guessing_has_to_wait_and_a_right_password_then_waits_too() {
        let app = instance(ORIGIN).await;
        with_password(&app).await;
        let email = ("email", "account1@dialog.example.org");
        let mut statuses = Vec::new();
        for _ in 0..11 {
            let form = [email, ("password", "falsch geraten!")];
            statuses.push(
                Browser::new(&app)
                    .post("/sign-in", &form)
                    .await
                    .status
                    .as_u16(),
            );
        }
        assert_eq!(statuses[..10], [422; 10]);
        assert_eq!(statuses[10], 429);
        let right = [email, ("password", GOOD)];
        let waiting = Browser::new(&app).post("/sign-in", &right).await;
        assert_eq!(waiting.status, StatusCode::TOO_MANY_REQUESTS);
        app.clock.advance(TimeDelta::minutes(6));
        let entered = Browser::new(&app).post("/sign-in", &right).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
    }

    #[tokio::test]
    async fn signing_out_ends_the_session_and_takes_the_cookie() {
        let app = instance(ORIGIN).await;
        let (_, session) = signed_in(&app.db, 1, Role::Editor).await;
        let mut browser = Browser::of(&app, &session);
        let out = browser.post("/sign-out", &[]).await;
        assert!(out.set_cookie.unwrap().contains("Max-Age=0"));
        assert!(!Browser::of(&app, &session).is_signed_in().await);
    }

    #[tokio::test]
    async fn changing_the_password_wants_the_old_one_and_signs_out_every_other_device() {
        let app = instance(ORIGIN).await;
        let account = with_password(&app).await;
        let form = [("email", account.email.as_str()), ("password", GOOD)];
        let (mut here, mut elsewhere) = (Browser::new(&app), Browser::new(&app));
        here.post("/sign-in", &form).await;
        elsewhere.post("/sign-in", &form).await;

        let path = "/desk/account/password";
        let new = ("password", "neues pferd batterie");
        let wrong = here
            .post(path, &[("current", "falsch geraten!"), new])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            wrong
                .body
                .contains("Das ist nicht Ihr bisheriges Passwort.")
        );
        assert!(elsewhere.is_signed_in().await);

        let changed = here.post(path, &[("current", GOOD), new]).await;
        assert_eq!(changed.location.as_deref(), Some(ACCOUNT));
        assert!(here.is_signed_in().await);
        assert!(!elsewhere.is_signed_in().await);
        assert_eq!(
            elsewhere.post("/sign-in", &form).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }

    #[tokio::test]
    async fn another_device_can_be_signed_out_from_here() {
        let app = instance(ORIGIN).await;
        let account = with_password(&app).await;
        let form = [("email", account.email.as_str()), ("password", GOOD)];
        let (mut here, mut elsewhere) = (Browser::new(&app), Browser::new(&app));
        here.post("/sign-in", &form).await;
        elsewhere.post("/sign-in", &form).await;
        let shown = here.get(ACCOUNT).await;
        // The first session of this account was begun by its link.
        let ends: Vec<_> = shown
            .body
            .split("/desk/account/sessions/")
            .skip(1)
            .collect();
        assert_eq!(ends.len(), 2);
        for end in ends {
            let id = end.split('/').next().unwrap();
            here.post(&format!("/desk/account/sessions/{id}/end"), &[])
                .await;
        }
        assert!(here.is_signed_in().await);
        assert!(!elsewhere.is_signed_in().await);
    }

    #[tokio::test]
    async fn a_token_is_shown_once_and_works_until_it_is_revoked() {
        let app = instance(ORIGIN).await;
        let (account, session) = signed_in(&app.db, 1, Role::Editor).await;
        let mut browser = Browser::of(&app, &session);
        let refused = browser
            .post("/desk/account/tokens", &[("token", " ")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let made = browser
            .post("/desk/account/tokens", &[("token", "Website")])
            .await;
        assert_eq!(made.status, StatusCode::CREATED);
        let secret = made.value_of("secret").unwrap().to_owned();
        assert!(!browser.get(ACCOUNT).await.body.contains(&secret));

        let asks = async || {
            let request = Request::get("/api/v1/account")
                .header("authorization", format!("Bearer {secret}"))
                .body(Body::empty());
            let router = web::router((*app).clone());
            let response = router.oneshot(request.unwrap()).await.unwrap();
            let status = response.status();
            (
                status,
                to_bytes(response.into_body(), usize::MAX).await.unwrap(),
            )
        };
        let (status, body) = asks().await;
        assert_eq!(status, StatusCode::OK);
        let said: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let expected = serde_json::json!({
            "id": account.id,
            "name": account.name,
            "role": "editor",
        });
        assert_eq!(said, expected);

        let token = &accounts::tokens(&app.db, &account.id).await.unwrap()[0];
        let path = format!("/desk/account/tokens/{}/revocation", token.id);
        assert_eq!(browser.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(asks().await.0, StatusCode::UNAUTHORIZED);
    }

    #[tokio::test]
    async fn an_owner_invites_somebody_who_then_comes_in_by_the_link() {
        let app = instance(ORIGIN).await;
        let (_, session) = signed_in(&app.db, 1, Role::Owner).await;
        let mut owner = Browser::of(&app, &session);
        let form = [("name", "Neu"), ("email", "neu@"), ("role", "coordinator")];
        let refused = owner.post(ACCOUNTS, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.value_of("name"), Some("Neu"));
        assert_eq!(refused.value_of("email"), Some("neu@"));
        assert!(refused.body.contains("value=\"coordinator\" checked"));

        let form = [
            ("name", "Neu"),
            ("email", "neu@dialog.example.org"),
            ("role", "coordinator"),
        ];
        let invited = owner.post(ACCOUNTS, &form).await;
        assert_eq!(invited.status, StatusCode::CREATED);
        let link = invited.value_of("link").unwrap().to_owned();
        assert!(!owner.get(ACCOUNTS).await.body.contains(&link));
        let path = link.strip_prefix(ORIGIN).unwrap();
        let mut guest = Browser::new(&app);
        guest.post(path, &[("name", "Neu"), ("password", "")]).await;
        assert!(guest.is_signed_in().await);
        assert_eq!(guest.get(ACCOUNTS).await.status, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn whoever_is_no_owner_reaches_nobody_s_account_but_their_own() {
        let app = instance(ORIGIN).await;
        let (other, _) = open(&app.db, 2, Role::Owner).await;
        for (number, role) in [(1, Role::Editor), (3, Role::Coordinator)] {
            let (_, session) = signed_in(&app.db, number, role).await;
            let mut browser = Browser::of(&app, &session);
            let one = format!("{ACCOUNTS}/{}", other.id);
            for path in [ACCOUNTS, AUDIT, &one, &format!("{one}/closure")] {
                assert_eq!(
                    browser.get(path).await.status,
                    StatusCode::FORBIDDEN,
                    "{path}"
                );
            }
            let token = format!("{one}/tokens/{}/revocation", other.id);
            for path in [
                ACCOUNTS,
                &format!("{one}/role"),
                &format!("{one}/link"),
                &token,
                &format!("{one}/closure"),
            ] {
                let form = [("role", "editor"), ("name", "x"), ("email", "x@y.example")];
                let answer = browser.post(path, &form).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
            }
        }
        assert_eq!(find(&app.db, &other.id).await.unwrap(), other);
    }

    #[tokio::test]
    async fn an_owner_changes_roles_makes_links_and_closes_after_being_asked() {
        let app = instance(ORIGIN).await;
        let (me, session) = signed_in(&app.db, 1, Role::Owner).await;
        let (other, theirs) = signed_in(&app.db, 2, Role::Editor).await;
        let mut owner = Browser::of(&app, &session);
        let one = format!("{ACCOUNTS}/{}", other.id);

        let promoted = owner
            .post(&format!("{one}/role"), &[("role", "coordinator")])
            .await;
        assert_eq!(promoted.location.as_deref(), Some(one.as_str()));
        assert_eq!(
            find(&app.db, &other.id).await.unwrap().role,
            Role::Coordinator
        );
        assert!(!Browser::of(&app, &theirs).is_signed_in().await);

        let linked = owner.post(&format!("{one}/link"), &[]).await;
        assert_eq!(linked.status, StatusCode::CREATED);
        assert!(
            linked
                .value_of("link")
                .unwrap()
                .starts_with("https://dialog.example.org/sign-in/")
        );

        let asked = owner.get(&format!("{one}/closure")).await;
        assert!(asked.body.contains("account2@dialog.example.org"));
        assert!(find(&app.db, &other.id).await.is_ok());
        owner.post(&format!("{one}/closure"), &[]).await;
        assert!(matches!(
            find(&app.db, &other.id).await,
            Err(Error::NotFound)
        ));

        let alone = format!("{ACCOUNTS}/{}/role", me.id);
        let refused = owner.post(&alone, &[("role", "editor")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("value=\"editor\" checked"));
        let refused = owner.post("/desk/account/closure", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(owner.is_signed_in().await);
    }

    #[tokio::test]
    async fn somebody_who_leaves_is_gone() {
        let app = instance(ORIGIN).await;
        let (account, session) = signed_in(&app.db, 1, Role::Editor).await;
        let mut browser = Browser::of(&app, &session);
        assert_eq!(
            browser.get("/desk/account/closure").await.status,
            StatusCode::OK
        );
        let left = browser.post("/desk/account/closure", &[]).await;
        assert!(left.set_cookie.unwrap().contains("Max-Age=0"));
        assert!(matches!(
            find(&app.db, &account.id).await,
            Err(Error::NotFound)
        ));
    }

    #[tokio::test]
    async fn the_log_says_who_did_what_in_words_and_whether_it_holds_together() {
        let app = instance(ORIGIN).await;
        let (owner, session) = signed_in(&app.db, 1, Role::Owner).await;
        let (other, _) = open(&app.db, 2, Role::Editor).await;
        let close = commit(&app.db, async |tx| {
            close_account(tx, Some(&owner), &other.id, noon()).await
        });
        close.await.unwrap();
        let mut browser = Browser::of(&app, &session);
        let shown = browser.get(AUDIT).await.body;
        for said in [
            "Befehlszeile",
            "Account 1",
            "Konto geschlossen",
            other.id.as_str(),
        ] {
            assert!(shown.contains(said), "{said}");
        }
        let checked = browser.get(&format!("{AUDIT}?check=1")).await.body;
        assert!(checked.contains("4 Einträge geprüft: lückenlos und unverändert."));
    }

    #[tokio::test]
    async fn every_page_speaks_both_languages() {
        let app = instance(ORIGIN).await;
        let (me, session) = signed_in(&app.db, 1, Role::Owner).await;
        let (_, link) = open(&app.db, 2, Role::Editor).await;
        let mut browser = Browser::of(&app, &session);
        browser
            .post("/desk/account/tokens", &[("token", "Website")])
            .await;
        let one = format!("{ACCOUNTS}/{}", me.id);
        for lang in ["de", "en"] {
            let mut shown = Vec::new();
            let mut stranger = Browser::new(&app);
            for path in [
                "/sign-in",
                &format!("/sign-in/{}", link.reveal()),
                "/sign-in/made-up",
            ] {
                shown.push(stranger.get(&format!("{path}?lang={lang}")).await);
            }
            for path in [
                ACCOUNT,
                "/desk/account/closure",
                ACCOUNTS,
                &one,
                &format!("{one}/closure"),
                AUDIT,
            ] {
                shown.push(browser.get(&format!("{path}?lang={lang}")).await);
            }
            for page in shown {
                assert!(
                    page.body.contains(&format!("<html lang=\"{lang}\"")),
                    "{}",
                    page.body
                );
            }
        }
    }
}
