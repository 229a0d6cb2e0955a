//! Tokens: with one a program may, by the API, what its account may. They do not sign in to pages,
//! so a leaked one appoints nobody and changes no password.

use super::{account::Account, secrets::Secret};
use crate::{
    error::Refusal,
    ids::{AccountId, TokenId},
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::entity::prelude::*;

/// Every token begins so.
pub const PREFIX: &str = "vb_";
/// Use is written down at most this often: reading by the API is no reason to write.
const USED_EVERY: TimeDelta = TimeDelta::minutes(5);
const NAME_CHARACTERS_AT_MOST: usize = 100;
pub(super) const PER_ACCOUNT_AT_MOST: u64 = 50;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TokenId,
    pub account: AccountId,
    /// What it is for.
    pub name: String,
    #[sea_orm(unique)]
    pub digest: String,
    pub created_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Token;

/// A token to be made, as somebody typed it.
#[derive(Clone, Debug)]
pub struct NewToken {
    pub id: TokenId,
    pub name: String,
}

impl Token {
    pub(super) fn new(
        account: &Account,
        new: NewToken,
        now: DateTime<Utc>,
    ) -> Result<(Self, Secret), Refusal> {
        let secret = Secret::with_prefix(PREFIX);
        let token = Self {
            name: check_name(&new.name)?,
            id: new.id,
            account: account.id.clone(),
            digest: secret.digest(),
            created_at: now,
            used_at: None,
            revoked_at: None,
        };
        Ok((token, secret))
    }

    pub(super) fn is_stale(&self, now: DateTime<Utc>) -> bool {
        self.used_at.is_none_or(|used| now - used >= USED_EVERY)
    }
}

fn check_name(typed: &str) -> Result<String, Refusal> {
    let name = typed.trim();
    let refusal = if name.is_empty() {
        Refusal::new("account-token-name-missing")
    } else if name.chars().count() > NAME_CHARACTERS_AT_MOST {
        Refusal::new("account-token-name-too-long")
    } else {
        return Ok(name.to_owned());
    };
    Err(refusal.on("token"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::{noon, somebody};

    fn new(name: &str) -> Result<(Token, Secret), Refusal> {
        let id = ulid::Ulid::from_parts(1, 1).into();
        let name = name.to_owned();
        Token::new(&somebody(), NewToken { id, name }, noon())
    }

    #[test]
    fn a_token_says_what_it_is_and_only_its_digest_is_kept() {
        let (token, secret) = new(" Website ").unwrap();
        assert_eq!(token.name, "Website");
        assert!(secret.reveal().starts_with("vb_"));
        assert_eq!(token.digest, secret.digest());
        assert!(!format!("{token:?}").contains(secret.reveal()));
    }

    #[test]
    fn a_token_says_what_it_is_for() {
        for (name, message) in [
            (" ", "account-token-name-missing"),
            (&"a".repeat(101), "account-token-name-too-long"),
        ] {
            assert_eq!(new(name).err(), Some(Refusal::new(message).on("token")));
        }
    }

    #[test]
    fn use_is_not_written_down_at_every_request() {
        let (mut token, _) = new("Website").unwrap();
        assert!(token.is_stale(noon()));
        token.used_at = Some(noon());
        assert!(!token.is_stale(noon() + TimeDelta::minutes(4)));
        assert!(token.is_stale(noon() + USED_EVERY));
    }
}
