//! The link by which somebody without an account confirms, changes and cancels. It is worked out from
//! the instance's key, so that every mail can carry it and the database holds nothing that opens it.

use super::participation::Participation;
use crate::ids::ParticipationId;
use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;
use url::Url;

/// A capability of 128 bits (security.md, „Reveal“).
const TAG_BYTES: usize = 16;
/// Keeps the key apart from everything else it is used for.
const PURPOSE: &[u8] = b"verbund participation link 1";

/// Makes and checks links.
#[derive(Clone)]
pub struct Links(hmac::Key);

/// What a link says before it is known to be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub participation: ParticipationId,
    tag: Vec<u8>,
}

impl Links {
    pub fn new(secret: &[u8]) -> Self {
        let parent = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let own = hmac::sign(&parent, PURPOSE);
        Self(hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()))
    }

    fn tag(&self, participation: &Participation) -> hmac::Tag {
        let said = format!("{} {}", participation.id, participation.link);
        hmac::sign(&self.0, said.as_bytes())
    }

    /// What stands behind `/r/`.
    pub fn token(&self, participation: &Participation) -> String {
        let tag = self.tag(participation);
        let tag = URL_SAFE_NO_PAD.encode(&tag.as_ref()[..TAG_BYTES]);
        format!("{}{tag}", participation.id)
    }

    /// The whole address. It must reach no log.
    pub fn address(&self, origin: &Url, participation: &Participation) -> Url {
        let mut address = origin.clone();
        address.set_path(&format!("/r/{}", self.token(participation)));
        address
    }

    /// What proves other words of ours. No participation's begin as they do: those with its id.
    pub fn sign(&self, said: &str) -> String {
        let tag = hmac::sign(&self.0, said.as_bytes());
        URL_SAFE_NO_PAD.encode(&tag.as_ref()[..TAG_BYTES])
    }

    pub fn is_signed(&self, said: &str, tag: &str) -> bool {
        let expected = self.sign(said);
        aws_lc_rs::constant_time::verify_slices_are_equal(tag.as_bytes(), expected.as_bytes())
            .is_ok()
    }

    pub fn opens(&self, claim: &Claim, participation: &Participation) -> bool {
        let expected = self.tag(participation);
        claim.participation == participation.id
            && aws_lc_rs::constant_time::verify_slices_are_equal(
                &claim.tag,
                &expected.as_ref()[..TAG_BYTES],
            )
            .is_ok()
    }
}

impl Claim {
    pub fn read(token: &str) -> Option<Self> {
        let (id, tag) = token.split_at_checked(26)?;
        let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
        (tag.len() == TAG_BYTES).then_some(())?;
        Some(Self {
            participation: id.parse().ok()?,
            tag,
        })
    }
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Links")
    }
}
