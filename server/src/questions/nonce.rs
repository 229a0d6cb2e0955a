//! What a secret vote is found by: its digest goes with it, and what that is of stays here, sealed. Whoever
//! shows it shows how they voted, so nobody else gets it.

use crate::{App, Result};
use aws_lc_rs::rand;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use federation::signatures::proof;

const NONCE_BYTES: usize = 32;
/// How the digest of a multihash begins, and how long it is.
const DIGEST_BEGINS: &str = "zQm";
const DIGEST_CHARS: usize = 47;

/// Something nobody guesses, as text.
pub fn new() -> String {
    let mut nonce = [0; NONCE_BYTES];
    rand::fill(&mut nonce).expect("the system's randomness is always there");
    URL_SAFE_NO_PAD.encode(nonce)
}

pub fn digest(nonce: &str) -> String {
    proof::digest_of(nonce.as_bytes())
}

/// Whether it can be one: SHA-256 as a multihash, in base58.
pub fn is_digest(text: &str) -> bool {
    text.len() == DIGEST_CHARS
        && text.starts_with(DIGEST_BEGINS)
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

pub fn sealed(app: &App, nonce: &str) -> Result<String> {
    Ok(app.federation.seal(nonce.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_found_by_its_digest_alone() {
        let (one, other) = (new(), new());
        assert_ne!(one, other);
        assert_eq!(digest(&one), digest(&one));
        assert_ne!(digest(&one), digest(&other));
        for nonce in [one, other] {
            assert!(is_digest(&digest(&nonce)), "{}", digest(&nonce));
        }
        // As the plan for the wire shows one.
        assert!(is_digest("zQmSePFmKEZrLVvxPUXWuYjCugke7U99oHN1QkVkpQkTNdX"));
        for odd in ["", "zQm", "zQmSePFmKEZrLVvxPUXWuYjCugke7U99oHN1QkVkpQkTNd<"] {
            assert!(!is_digest(odd), "{odd}");
        }
    }
}
