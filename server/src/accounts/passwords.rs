//! Passwords: what one must be like, and argon2id behind a gate, because each hash takes 19 MiB and
//! a core. An unknown account is checked against [`NOBODYS`], so that it takes as long as a known one.

use super::account::Account;
use crate::{Error, Result, error::Refusal};
use anyhow::anyhow;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc},
};
use sea_orm::DeriveValueType;
use std::{collections::HashSet, fmt, sync::Arc};
use tokio::sync::Semaphore;

const CHARACTERS_AT_LEAST: usize = 12;
const CHARACTERS_AT_MOST: usize = 256;
const DISTINCT_CHARACTERS_AT_LEAST: usize = 5;

/// Hashes made at the same time.
const HASHES_AT_ONCE: usize = 2;
/// Requests that may wait for their turn; the next one is told to come back.
const WAITING_AT_MOST: usize = 32;
const COME_BACK_AFTER_SECONDS: u64 = 5;

/// The hash of a password nobody knows, with the parameters of today's hashes.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
    zVuAZ9bH7IsQkCq3GX0xrw$8hJ0dYwYlhX1o7vYPjG3s2bKq5m4tE6cR9nZxUaLwQk";

/// An argon2id hash in PHC form. Refuses to be printed.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct PasswordHash(String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// The one place where passwords are hashed and compared. Clones share the gate.
#[derive(Clone)]
pub struct Passwords {
    at_work: Arc<Semaphore>,
    in_line: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            at_work: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            in_line: Arc::new(Semaphore::new(HASHES_AT_ONCE + WAITING_AT_MOST)),
        }
    }
}

impl Passwords {
    pub async fn hash(&self, password: &str) -> Result<PasswordHash> {
        let password = password.to_owned();
        self.take_turn(move || {
            let hash = Argon2::default().hash_password(password.as_bytes());
            let hash = hash.map_err(|cause| anyhow!("hashing a password: {cause}"))?;
            Ok(PasswordHash(hash.to_string()))
        })
        .await
    }

    /// Whether `password` belongs to `hash`. Without a hash the answer is no, and takes as long.
    pub async fn verify(&self, password: &str, hash: Option<&PasswordHash>) -> Result<bool> {
        let password = password.to_owned();
        let known = hash.is_some();
        let hash = hash.map_or(NOBODYS, |hash| &hash.0).to_owned();
        self.take_turn(move || {
            let hash = phc::PasswordHash::new(&hash)
                .map_err(|cause| anyhow!("reading a password hash: {cause}"))?;
            let same = Argon2::default().verify_password(password.as_bytes(), &hash);
            Ok(known & same.is_ok())
        })
        .await
    }

    async fn take_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _place = self.in_line.try_acquire().map_err(|_| Error::TooMany {
            wait: COME_BACK_AFTER_SECONDS,
        })?;
        let turn = self.at_work.clone().acquire_owned().await;
        let turn = turn.expect("the gate is never closed");
        let done = tokio::task::spawn_blocking(move || {
            // Held to the end of the work, also when whoever asked has hung up.
            let _turn = turn;
            work()
        });
        done.await.map_err(|cause| Error::Internal(cause.into()))?
    }
}

/// Length is what counts (NIST SP 800-63B §3.1.1); only what anybody would try first is refused.
pub(super) fn check(password: &str, account: &Account) -> Result<(), Refusal> {
    let characters = password.chars().count();
    let folded = password.to_lowercase();
    let distinct = folded.chars().collect::<HashSet<_>>().len();
    let refusal = if characters < CHARACTERS_AT_LEAST {
        Refusal::new("account-password-too-short")
    } else if characters > CHARACTERS_AT_MOST {
        Refusal::new("account-password-too-long")
    } else if distinct < DISTINCT_CHARACTERS_AT_LEAST
        || folded == account.email
        || folded == account.name.to_lowercase()
    {
        Refusal::new("account-password-too-simple")
    } else {
        return Ok(());
    };
    Err(refusal.on("password"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::somebody;

    #[test]
    fn a_password_is_long_and_not_what_anybody_would_try_first() {
        let mut account = somebody();
        account.email = "post@dialog.example.org".into();
        account.name = "Geschäftsstelle".into();
        for (password, refused) in [
            ("korrekt pferd batterie", None),
            ("ÄÖÜäöüß12345", None),
            ("elf Zeichen", Some("account-password-too-short")),
            ("abcabcabcabcabc", Some("account-password-too-simple")),
            (
                "Post@Dialog.example.org",
                Some("account-password-too-simple"),
            ),
            ("GESCHÄFTSSTELLE", Some("account-password-too-simple")),
            (&"abcdef".repeat(43), Some("account-password-too-long")),
        ] {
            let refused = refused.map(|message| Refusal::new(message).on("password"));
            assert_eq!(check(password, &account).err(), refused, "{password}");
        }
    }

    #[tokio::test]
    async fn a_hash_says_yes_to_its_own_password_only() {
        let passwords = Passwords::default();
        let hash = passwords.hash("korrekt pferd batterie").await.unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(!format!("{hash:?}").contains(&hash.0));
        let says = async |password| passwords.verify(password, Some(&hash)).await.unwrap();
        assert!(says("korrekt pferd batterie").await);
        assert!(!says("korrekt pferd batterie ").await);
        assert!(
            !passwords
                .verify("korrekt pferd batterie", None)
                .await
                .unwrap()
        );
    }

    /// Else an unknown address would be told apart by the time the answer takes.
    #[tokio::test]
    async fn nobody_s_hash_costs_what_a_fresh_one_costs() {
        let fresh = Passwords::default().hash("korrekt pferd batterie").await;
        let fresh = fresh.unwrap().0;
        let (fresh, nobodys) = (
            phc::PasswordHash::new(&fresh).unwrap(),
            phc::PasswordHash::new(NOBODYS).unwrap(),
        );
        assert_eq!(nobodys.algorithm, fresh.algorithm);
        assert_eq!(nobodys.version, fresh.version);
        assert_eq!(nobodys.params, fresh.params);
        assert_eq!(nobodys.salt.map(|s| s.len()), fresh.salt.map(|s| s.len()));
        assert_eq!(nobodys.hash.map(|h| h.len()), fresh.hash.map(|h| h.len()));
    }

    #[tokio::test]
    async fn who_finds_the_line_full_is_told_to_come_back() {
        let passwords = Passwords::default();
        let line = passwords.in_line.available_permits();
        let _others = passwords
            .in_line
            .try_acquire_many(u32::try_from(line).unwrap());
        let refused = passwords.verify("korrekt pferd batterie", None).await;
        assert!(matches!(refused, Err(Error::TooMany { .. })));
    }
}
