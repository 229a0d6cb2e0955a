//! People who work here: how they get in, what they may, and how they leave. An account is opened by
//! the command line or an owner, never by a stranger, and begins with a link, never with a password
//! somebody else knows. Where nobody is named as `by`, the command line does it.

mod account;
pub mod api;
mod links;
pub mod pages;
mod passwords;
mod secrets;
mod sessions;
mod store;
mod tokens;

pub use self::{
    account::{Account, NewAccount, Role, UnknownRole, is_one_address},
    links::address,
    passwords::{PasswordHash, Passwords},
    secrets::Secret,
    sessions::{LIVES_AT_MOST, Session, Visit, device},
    store::{accounts, find, sessions, tokens},
    tokens::{NewToken, PREFIX, Token},
};

use self::{links::Link, secrets::digest_of};
use crate::{
    Error, Result,
    app::Tx,
    audit,
    error::Refusal,
    ids::{AccountId, TokenId},
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection};

/// A revoked token is shown nowhere; after this it is forgotten too.
const REVOKED_TOKENS_KEPT: TimeDelta = TimeDelta::days(30);

/// Open an account. The secret makes its sign-in link, see [`address`].
pub async fn open_account(
    tx: &Tx,
    by: Option<&Account>,
    new: NewAccount,
    now: DateTime<Utc>,
) -> Result<(Account, Secret)> {
    let account = store::insert(tx, new.check()?, now).await?;
    audit::note(tx, by, "account.open", &account.id, now).await?;
    let lives = match by {
        Some(_) => links::FOR_AN_INVITATION,
        None => links::FOR_NOW,
    };
    let secret = make_link(tx, &account, lives, now).await?;
    Ok((account, secret))
}

/// A new sign-in link for somebody who cannot get in. Earlier ones stop working.
pub async fn renew_link(
    tx: &Tx,
    by: Option<&Account>,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<Secret> {
    audit::note(tx, by, "account.link", &account.id, now).await?;
    make_link(tx, account, links::FOR_NOW, now).await
}

async fn make_link(
    tx: &Tx,
    account: &Account,
    lives: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Secret> {
    store::delete_links(tx, &account.id).await?;
    let (link, secret) = Link::new(account, lives, now);
    store::insert_link(tx, link).await?;
    Ok(secret)
}

/// For whom a link is, as long as it works. Looking does not use it up.
pub async fn holder_of_link(
    db: &impl ConnectionTrait,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Account> {
    let link = working_link(db, secret, now).await?;
    find(db, &link.account).await
}

async fn working_link(db: &impl ConnectionTrait, secret: &str, now: DateTime<Utc>) -> Result<Link> {
    let link = store::find_link(db, &digest_of(secret)).await?;
    link.filter(|link| link.works(now)).ok_or(Error::NotFound)
}

/// Sign in by link, once; with a password if the person chose one. The secret is the session's.
pub async fn use_link(
    tx: &Tx,
    secret: &str,
    password: Option<PasswordHash>,
    visit: Visit,
    now: DateTime<Utc>,
) -> Result<(Account, Secret)> {
    let link = working_link(tx, secret, now).await?;
    let account = store::find_for_change(tx, &link.account).await?;
    if !store::use_link(tx, &link, now).await? {
        return Err(Error::NotFound);
    }
    let session = match password {
        Some(password) => set_password(tx, &account, password, visit, now).await?,
        None => begin_session(tx, &account, visit, now).await?,
    };
    Ok((account, session))
}

/// Somebody who has just shown the password of this account.
#[derive(Debug)]
pub struct Verified(Account);

/// Find out whose e-mail and password these are. Takes as long, and answers the same, whether the
/// account is unknown, has no password or has another one.
pub async fn verify(
    db: &impl ConnectionTrait,
    passwords: &Passwords,
    email: &str,
    password: &str,
) -> Result<Verified> {
    let account = store::find_by_email(db, &account::fold_email(email)).await?;
    let hash = account
        .as_ref()
        .and_then(|account| account.password.as_ref());
    let verified = passwords.verify(password, hash).await?;
    account
        .filter(|_| verified)
        .map(Verified)
        .ok_or_else(sign_in_refused)
}

/// Whoever finds a browser left open must not be able to take the account away.
pub async fn confirm(passwords: &Passwords, account: &Account, password: &str) -> Result<()> {
    let wrong = match &account.password {
        Some(hash) => !passwords.verify(password, Some(hash)).await?,
        None => false,
    };
    match wrong {
        true => Err(Refusal::new("account-password-wrong").on("current").into()),
        false => Ok(()),
    }
}

fn sign_in_refused() -> Error {
    Refusal::new("account-sign-in-refused").into()
}

/// Begin a session. The secret goes into the browser's cookie.
pub async fn sign_in(
    tx: &Tx,
    Verified(verified): Verified,
    visit: Visit,
    now: DateTime<Utc>,
) -> Result<(Account, Secret)> {
    let account = match store::find_for_change(tx, &verified.id).await {
        Err(Error::NotFound) => return Err(sign_in_refused()),
        found => found?,
    };
    // Hashing took a while: an account closed or a password changed meanwhile must win.
    if account.password != verified.password {
        return Err(sign_in_refused());
    }
    let secret = begin_session(tx, &account, visit, now).await?;
    Ok((account, secret))
}

async fn begin_session(
    tx: &Tx,
    account: &Account,
    visit: Visit,
    now: DateTime<Utc>,
) -> Result<Secret> {
    store::delete_oldest_sessions(tx, &account.id, sessions::PER_ACCOUNT_AT_MOST - 1).await?;
    let (session, secret) = Session::new(account, visit, now);
    store::insert_session(tx, session).await?;
    audit::note(tx, Some(account), "account.sign-in", &account.id, now).await?;
    Ok(secret)
}

/// Whose session this is, if it is still one.
pub async fn holder_of_session(
    db: &DatabaseConnection,
    secret: &str,
    idle_days: u16,
    now: DateTime<Utc>,
) -> Result<Option<(Account, Session)>> {
    let Some(session) = store::find_session(db, &digest_of(secret)).await? else {
        return Ok(None);
    };
    if session.is_over(now) {
        return Ok(None);
    }
    let Some(account) = store::find_open(db, &session.account).await? else {
        return Ok(None);
    };
    if let Some(seen) = session.seen(account.role, idle_days, now)
        && let Err(error) = store::mark_seen(db, &seen).await
    {
        // A database that cannot write can still be read from.
        tracing::warn!(%error, "a session's use could not be written down");
    }
    Ok(Some((account, session)))
}

/// End the session somebody is in.
pub async fn sign_out(
    tx: &Tx,
    account: &Account,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<()> {
    store::delete_session(tx, &account.id, &session.id).await?;
    audit::note(tx, Some(account), "account.sign-out", &account.id, now).await
}

/// End one of somebody's own sessions, on whatever device.
pub async fn end_session(tx: &Tx, account: &Account, id: &str, now: DateTime<Utc>) -> Result<()> {
    if !store::delete_session(tx, &account.id, id).await? {
        return Err(Error::NotFound);
    }
    audit::note(tx, Some(account), "session.end", &account.id, now).await
}

/// Hash a password somebody chose, if it is one to choose. Takes a while: not in a transaction.
pub async fn choose_password(
    passwords: &Passwords,
    account: &Account,
    password: &str,
) -> Result<PasswordHash> {
    passwords::check(password, account)?;
    passwords.hash(password).await
}

/// Change the password. Everything that was let in by the old one ends, so a new session begins.
pub async fn set_password(
    tx: &Tx,
    account: &Account,
    password: PasswordHash,
    visit: Visit,
    now: DateTime<Utc>,
) -> Result<Secret> {
    store::set_password(tx, &account.id, password).await?;
    end_everything(tx, &account.id, now).await?;
    audit::note(tx, Some(account), "account.password", &account.id, now).await?;
    begin_session(tx, account, visit, now).await
}

pub async fn rename(tx: &Tx, account: &Account, name: &str, now: DateTime<Utc>) -> Result<()> {
    store::set_name(tx, &account.id, account::check_name(name)?).await?;
    audit::note(tx, Some(account), "account.rename", &account.id, now).await
}

/// Give somebody another role. Sessions and tokens end, so that none goes on with the old one.
pub async fn change_role(
    tx: &Tx,
    by: Option<&Account>,
    id: &AccountId,
    role: Role,
    now: DateTime<Utc>,
) -> Result<()> {
    let account = find_one_who_may_go(tx, id, role).await?;
    if account.role == role {
        return Ok(());
    }
    store::set_role(tx, id, role).await?;
    end_everything(tx, id, now).await?;
    audit::note(tx, by, "account.role", id, now).await
}

/// Close an account and erase who it was. What was done with it stays in the log, under its id.
pub async fn close_account(
    tx: &Tx,
    by: Option<&Account>,
    id: &AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    find_one_who_may_go(tx, id, Role::Editor).await?;
    store::close(tx, id, now).await?;
    end_everything(tx, id, now).await?;
    audit::note(tx, by, "account.close", id, now).await
}

/// The account that is to have at most the role `to`, unless nobody would be left as owner.
async fn find_one_who_may_go(tx: &Tx, id: &AccountId, to: Role) -> Result<Account> {
    let owners = store::owners_for_change(tx).await?;
    let account = store::find_for_change(tx, id).await?;
    if account.role == Role::Owner && to < Role::Owner && owners == 1 {
        return Err(Refusal::new("account-last-owner").into());
    }
    Ok(account)
}

async fn end_everything(tx: &Tx, id: &AccountId, now: DateTime<Utc>) -> Result<()> {
    store::delete_links(tx, id).await?;
    store::delete_sessions(tx, id).await?;
    store::revoke_tokens(tx, id, now).await
}

/// Make a token for an account. Its secret is shown once.
pub async fn create_token(
    tx: &Tx,
    by: Option<&Account>,
    account: &Account,
    new: NewToken,
    now: DateTime<Utc>,
) -> Result<(Token, Secret)> {
    let (token, secret) = Token::new(account, new, now)?;
    if store::count_tokens(tx, &account.id).await? >= tokens::PER_ACCOUNT_AT_MOST {
        return Err(Refusal::new("account-token-too-many").on("token").into());
    }
    let token = store::insert_token(tx, token).await?;
    audit::note(tx, by, "token.create", &token.id, now).await?;
    Ok((token, secret))
}

pub async fn revoke_token(
    tx: &Tx,
    by: Option<&Account>,
    holder: &AccountId,
    id: &TokenId,
    now: DateTime<Utc>,
) -> Result<()> {
    if !store::revoke_token(tx, holder, id, now).await? {
        return Err(Error::NotFound);
    }
    audit::note(tx, by, "token.revoke", id, now).await
}

/// Whose token this is, if it is in force.
pub async fn holder_of_token(
    db: &DatabaseConnection,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Option<(Account, Token)>> {
    let Some(token) = store::find_token_by_digest(db, &digest_of(secret)).await? else {
        return Ok(None);
    };
    let Some(account) = store::find_open(db, &token.account).await? else {
        return Ok(None);
    };
    if token.is_stale(now)
        && let Err(error) = store::mark_used(db, &token.id, now).await
    {
        tracing::warn!(%error, "a token's use could not be written down");
    }
    Ok(Some((account, token)))
}

/// The account with this e-mail address.
pub async fn find_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Account> {
    store::find_by_email(db, &account::fold_email(email))
        .await?
        .ok_or(Error::NotFound)
}

/// Forget what is over. Returns how many rows.
pub async fn prune(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64> {
    store::prune(db, now - REVOKED_TOKENS_KEPT, now).await
}

#[cfg(test)]
pub(crate) mod tests;
