//! Secrets of 256 bits: links, sessions and tokens. The text goes to a person or a program once;
//! only its SHA-256 is kept. Refuses to be printed by accident.

use aws_lc_rs::{digest, rand};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;

const BYTES: usize = 32;

/// A secret on its way to whoever it is for. Only [`Secret::reveal`] shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub(super) fn new() -> Self {
        Self::with_prefix("")
    }

    /// A prefix lets people and scanners of leaked files see what it is.
    pub(super) fn with_prefix(prefix: &str) -> Self {
        let mut bytes = [0; BYTES];
        rand::fill(&mut bytes).expect("the system's randomness is always there");
        Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(super) fn digest(&self) -> String {
        digest_of(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The digest under which a shown secret would be kept.
pub(super) fn digest_of(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_comes_twice_and_each_has_256_bits() {
        let (one, other) = (Secret::new(), Secret::new());
        assert_ne!(one, other);
        assert_eq!(URL_SAFE_NO_PAD.decode(one.reveal()).unwrap().len(), BYTES);
    }

    #[test]
    fn a_secret_is_neither_printed_nor_kept() {
        let secret = Secret::with_prefix("vb_");
        assert!(secret.reveal().starts_with("vb_"));
        assert!(!format!("{secret:?}").contains(secret.reveal()));
        assert!(!secret.digest().contains(secret.reveal()));
        assert_eq!(secret.digest(), digest_of(secret.reveal()));
    }

    #[test]
    fn the_digest_is_sha_256() {
        assert_eq!(
            digest_of("abc"),
            "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"
        );
    }
}
