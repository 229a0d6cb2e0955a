//! The queries of accounts, links, sessions and tokens.

use super::{
    account::{self, Account, NewAccount, Role},
    links::{self, Link},
    passwords::PasswordHash,
    sessions::{self, Session},
    tokens::{self, Token},
};
use crate::{
    Error, Result,
    error::Refusal,
    ids::{AccountId, TokenId},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, IntoActiveModel, PaginatorTrait, QueryOrder, QuerySelect, SqlErr,
    entity::prelude::*,
};

/// One page of accounts. Who has more of them needs another page, not a longer one.
const LISTED_AT_MOST: u64 = 500;

pub async fn insert(
    tx: &impl ConnectionTrait,
    new: NewAccount,
    now: DateTime<Utc>,
) -> Result<Account> {
    let row = Account {
        id: new.id,
        email: new.email,
        name: new.name,
        role: new.role,
        password: None,
        created_at: now,
        closed_at: None,
    };
    match row.into_active_model().insert(tx).await {
        Err(cause) if is_taken(&cause) => {
            Err(Refusal::new("account-email-taken").on("email").into())
        }
        inserted => Ok(inserted?),
    }
}

fn is_taken(cause: &DbErr) -> bool {
    matches!(cause.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// An open account.
pub async fn find(db: &impl ConnectionTrait, id: &AccountId) -> Result<Account> {
    find_open(db, id).await?.ok_or(Error::NotFound)
}

pub async fn find_open(db: &impl ConnectionTrait, id: &AccountId) -> Result<Option<Account>> {
    Ok(opened()
        .filter(account::Column::Id.eq(id.clone()))
        .one(db)
        .await?)
}

/// The same, so that nobody else changes it before this transaction ends. On SQLite the
/// transaction itself sees to that.
pub async fn find_for_change(tx: &impl ConnectionTrait, id: &AccountId) -> Result<Account> {
    opened()
        .filter(account::Column::Id.eq(id.clone()))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(Error::NotFound)
}

pub async fn find_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<Account>> {
    Ok(opened()
        .filter(account::Column::Email.eq(email))
        .one(db)
        .await?)
}

/// The open accounts by name.
pub async fn accounts(db: &impl ConnectionTrait) -> Result<Vec<Account>> {
    Ok(opened()
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// How many owners there are, none of whom can go before this transaction ends: two owners who
/// close each other at the same time must not both succeed.
pub async fn owners_for_change(tx: &impl ConnectionTrait) -> Result<usize> {
    let owners = opened()
        .filter(account::Column::Role.eq(Role::Owner))
        .order_by_asc(account::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(owners.len())
}

fn opened() -> Select<account::Entity> {
    account::Entity::find().filter(account::Column::ClosedAt.is_null())
}

pub async fn set_name(tx: &impl ConnectionTrait, id: &AccountId, name: String) -> Result<()> {
    change(
        tx,
        id,
        account::ActiveModel {
            name: Set(name),
            ..Default::default()
        },
    )
    .await
}

pub async fn set_password(
    tx: &impl ConnectionTrait,
    id: &AccountId,
    password: PasswordHash,
) -> Result<()> {
    let password = Set(Some(password));
    change(
        tx,
        id,
        account::ActiveModel {
            password,
            ..Default::default()
        },
    )
    .await
}

pub async fn set_role(tx: &impl ConnectionTrait, id: &AccountId, role: Role) -> Result<()> {
    change(
        tx,
        id,
        account::ActiveModel {
            role: Set(role),
            ..Default::default()
        },
    )
    .await
}

/// Only the id stays, for the log to point at.
pub async fn close(tx: &impl ConnectionTrait, id: &AccountId, now: DateTime<Utc>) -> Result<()> {
    let closed = account::ActiveModel {
        email: Set(id.to_string()),
        name: Set(String::new()),
        password: Set(None),
        closed_at: Set(Some(now)),
        ..Default::default()
    };
    change(tx, id, closed).await
}

async fn change(
    tx: &impl ConnectionTrait,
    id: &AccountId,
    change: account::ActiveModel,
) -> Result<()> {
    account::Entity::update_many()
        .set(change)
        .filter(account::Column::Id.eq(id.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn insert_link(tx: &impl ConnectionTrait, link: Link) -> Result<()> {
    links::Entity::insert(link.into_active_model())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub async fn find_link(db: &impl ConnectionTrait, digest: &str) -> Result<Option<Link>> {
    Ok(links::Entity::find_by_id(digest).one(db).await?)
}

/// Whether this call was the one that used it.
pub async fn use_link(tx: &impl ConnectionTrait, link: &Link, now: DateTime<Utc>) -> Result<bool> {
    let used = links::ActiveModel {
        used_at: Set(Some(now)),
        ..Default::default()
    };
    let result = links::Entity::update_many()
        .set(used)
        .filter(links::Column::Id.eq(link.id.as_str()))
        .filter(links::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}

pub async fn delete_links(tx: &impl ConnectionTrait, account: &AccountId) -> Result<()> {
    links::Entity::delete_many()
        .filter(links::Column::Account.eq(account.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn insert_session(tx: &impl ConnectionTrait, session: Session) -> Result<()> {
    sessions::Entity::insert(session.into_active_model())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub async fn find_session(db: &impl ConnectionTrait, digest: &str) -> Result<Option<Session>> {
    Ok(sessions::Entity::find_by_id(digest).one(db).await?)
}

/// The account's sessions, the one used last first.
pub async fn sessions(db: &impl ConnectionTrait, account: &AccountId) -> Result<Vec<Session>> {
    Ok(sessions::Entity::find()
        .filter(sessions::Column::Account.eq(account.clone()))
        .order_by_desc(sessions::Column::SeenAt)
        .order_by_asc(sessions::Column::Id)
        .limit(sessions::PER_ACCOUNT_AT_MOST)
        .all(db)
        .await?)
}

/// Write down when it was seen. A session that was ended meanwhile stays ended.
pub async fn mark_seen(db: &impl ConnectionTrait, seen: &Session) -> Result<()> {
    let change = sessions::ActiveModel {
        seen_at: Set(seen.seen_at),
        expires_at: Set(seen.expires_at),
        ..Default::default()
    };
    sessions::Entity::update_many()
        .set(change)
        .filter(sessions::Column::Id.eq(seen.id.as_str()))
        .exec(db)
        .await?;
    Ok(())
}

/// Whether there was such a session of this account.
pub async fn delete_session(
    tx: &impl ConnectionTrait,
    account: &AccountId,
    id: &str,
) -> Result<bool> {
    let result = sessions::Entity::delete_many()
        .filter(sessions::Column::Id.eq(id))
        .filter(sessions::Column::Account.eq(account.clone()))
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}

pub async fn delete_sessions(tx: &impl ConnectionTrait, account: &AccountId) -> Result<()> {
    sessions::Entity::delete_many()
        .filter(sessions::Column::Account.eq(account.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// End all but the `keep` sessions used last.
pub async fn delete_oldest_sessions(
    tx: &impl ConnectionTrait,
    account: &AccountId,
    keep: u64,
) -> Result<()> {
    let oldest = sessions::Entity::find()
        .filter(sessions::Column::Account.eq(account.clone()))
        .order_by_desc(sessions::Column::SeenAt)
        .offset(keep)
        .limit(sessions::PER_ACCOUNT_AT_MOST)
        .all(tx)
        .await?;
    for session in oldest {
        delete_session(tx, account, &session.id).await?;
    }
    Ok(())
}

pub async fn insert_token(tx: &impl ConnectionTrait, token: Token) -> Result<Token> {
    Ok(token.into_active_model().insert(tx).await?)
}

pub async fn find_token_by_digest(
    db: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<Token>> {
    Ok(in_force()
        .filter(tokens::Column::Digest.eq(digest))
        .one(db)
        .await?)
}

/// The account's tokens in force, the newest first.
pub async fn tokens(db: &impl ConnectionTrait, account: &AccountId) -> Result<Vec<Token>> {
    Ok(in_force()
        .filter(tokens::Column::Account.eq(account.clone()))
        .order_by_desc(tokens::Column::Id)
        .limit(tokens::PER_ACCOUNT_AT_MOST)
        .all(db)
        .await?)
}

pub async fn count_tokens(tx: &impl ConnectionTrait, account: &AccountId) -> Result<u64> {
    Ok(in_force()
        .filter(tokens::Column::Account.eq(account.clone()))
        .count(tx)
        .await?)
}

fn in_force() -> Select<tokens::Entity> {
    tokens::Entity::find().filter(tokens::Column::RevokedAt.is_null())
}

pub async fn mark_used(db: &impl ConnectionTrait, id: &TokenId, now: DateTime<Utc>) -> Result<()> {
    let used = tokens::ActiveModel {
        used_at: Set(Some(now)),
        ..Default::default()
    };
    tokens::Entity::update_many()
        .set(used)
        .filter(tokens::Column::Id.eq(id.clone()))
        .exec(db)
        .await?;
    Ok(())
}

/// Whether there was such a token of this account.
pub async fn revoke_token(
    tx: &impl ConnectionTrait,
    account: &AccountId,
    id: &TokenId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let revoked = tokens::ActiveModel {
        revoked_at: Set(Some(now)),
        ..Default::default()
    };
    let result = tokens::Entity::update_many()
        .set(revoked)
        .filter(tokens::Column::Id.eq(id.clone()))
        .filter(tokens::Column::Account.eq(account.clone()))
        .filter(tokens::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}

pub async fn revoke_tokens(
    tx: &impl ConnectionTrait,
    account: &AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    let revoked = tokens::ActiveModel {
        revoked_at: Set(Some(now)),
        ..Default::default()
    };
    tokens::Entity::update_many()
        .set(revoked)
        .filter(tokens::Column::Account.eq(account.clone()))
        .filter(tokens::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Delete the sessions and links that are over, and the tokens revoked before `long_ago`.
pub async fn prune(
    db: &impl ConnectionTrait,
    long_ago: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sessions = sessions::Entity::delete_many().filter(sessions::Column::ExpiresAt.lte(now));
    let links = links::Entity::delete_many().filter(links::Column::ExpiresAt.lte(now));
    let tokens = tokens::Entity::delete_many().filter(tokens::Column::RevokedAt.lte(long_ago));
    let deleted = [
        sessions.exec(db).await?,
        links.exec(db).await?,
        tokens.exec(db).await?,
    ];
    Ok(deleted.iter().map(|deleted| deleted.rows_affected).sum())
}
