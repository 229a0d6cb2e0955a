//! The link to a ballot, worked out as those of participations are, and what leads from it to the ballot
//! that was cast: one way, and only while the vote is open.

use super::{Decision, Elector};
use crate::{App, ids::ElectorId};
use aws_lc_rs::{hmac, rand};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use url::Url;

const SALT_BYTES: usize = 32;
/// Nothing that is taken for something else when it is read aloud or written by hand.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Three times four letters: of ten thousand ballots no two will share a code.
const RECEIPT_LETTERS: usize = 12;

fn said(elector: &ElectorId) -> String {
    format!("vote {elector}")
}

/// The whole address. It must reach no log.
pub fn address(app: &App, elector: &Elector) -> Url {
    let mut address = app.config.origin().clone();
    let tag = app.links.sign(&said(&elector.id));
    address.set_path(&format!("/v/{}{tag}", elector.id));
    address
}

/// Whose a link is, before it is known to be true, and what is to prove it.
pub fn read(token: &str) -> Option<(ElectorId, &str)> {
    let (id, tag) = token.split_at_checked(26)?;
    Some((id.parse().ok()?, tag))
}

pub fn opens(app: &App, elector: &Elector, tag: &str) -> bool {
    app.links.is_signed(&said(&elector.id), tag)
}

pub fn salt() -> String {
    let mut salt = [0; SALT_BYTES];
    rand::fill(&mut salt).expect("the system's randomness is always there");
    URL_SAFE_NO_PAD.encode(salt)
}

/// What the ballot of this elector is found by. In a secret vote nobody gets from it to them: it is worked
/// out from their link and from a salt that goes when the vote is closed.
pub fn key(app: &App, decision: &Decision, elector: &Elector, salt: &str) -> String {
    if !decision.is_secret() {
        return elector.id.to_string();
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt.as_bytes());
    let link = app.links.sign(&said(&elector.id));
    URL_SAFE_NO_PAD.encode(hmac::sign(&key, link.as_bytes()).as_ref())
}

/// `K7Q2-RX9M-4TBC`, at random: in no order that says when it was given.
pub fn receipt() -> String {
    let mut receipt = String::with_capacity(RECEIPT_LETTERS + 2);
    let mut given = 0;
    while given < RECEIPT_LETTERS {
        let mut byte = [0];
        rand::fill(&mut byte).expect("the system's randomness is always there");
        // Beyond the last multiple the first letters would come more often.
        if byte[0] < 240 {
            if given > 0 && given % 4 == 0 {
                receipt.push('-');
            }
            receipt.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
            given += 1;
        }
    }
    receipt
}
