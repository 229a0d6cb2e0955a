//! The SHA-256 of a body, as `Digest` (RFC 3230) and as `Content-Digest` (RFC 9530).
//! Refuses a digest header without SHA-256, and one whose SHA-256 is not that of the raw bytes.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sfv::{BareItem, ListEntry};
use subtle::ConstantTimeEq as _;

use super::{Fault, rfc9421::dictionary};

/// Hashed once, then signed for any number of recipients.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BodyDigest([u8; 32]);

impl BodyDigest {
    pub fn of(body: &[u8]) -> Self {
        Self(sha256(body))
    }

    /// Names the body in the table of replays.
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    pub(super) fn digest(&self) -> String {
        format!("SHA-256={}", STANDARD.encode(self.0))
    }

    pub(super) fn content_digest(&self) -> String {
        format!("sha-256=:{}:", STANDARD.encode(self.0))
    }

    /// Several algorithms may be listed; theirs is not our business, SHA-256 must be there once and fit.
    pub(super) fn check_digest(&self, header: &str) -> Result<(), Fault> {
        let mut found = header.split(',').filter_map(|entry| {
            let (algorithm, value) = entry.trim().split_once('=')?;
            algorithm.eq_ignore_ascii_case("sha-256").then_some(value)
        });
        let value = found.next().ok_or(Fault::DigestMissing)?;
        if found.next().is_some() {
            return Err(Fault::DoubledHeader);
        }
        self.check(&STANDARD.decode(value).map_err(|_| Fault::Malformed)?)
    }

    pub(super) fn check_content_digest(&self, header: &str) -> Result<(), Fault> {
        match dictionary(header)?.get("sha-256") {
            Some(ListEntry::Item(item)) => match &item.bare_item {
                BareItem::ByteSequence(bytes) => self.check(bytes),
                _ => Err(Fault::Malformed),
            },
            Some(ListEntry::InnerList(_)) => Err(Fault::Malformed),
            None => Err(Fault::DigestMissing),
        }
    }

    fn check(&self, claimed: &[u8]) -> Result<(), Fault> {
        if bool::from(self.0.ct_eq(claimed)) {
            Ok(())
        } else {
            Err(Fault::DigestMismatch)
        }
    }
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY_BASE64: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    #[test]
    fn sha_256_is_found_among_others_and_in_any_case() {
        let empty = BodyDigest::of(b"");
        for header in [
            format!("SHA-256={EMPTY_BASE64}"),
            format!("sha-256={EMPTY_BASE64}"),
            format!("SHA-512=unread, SHA-256={EMPTY_BASE64}"),
        ] {
            assert_eq!(empty.check_digest(&header), Ok(()), "{header}");
        }
        let listed = format!("sha-512=:AAAA:, sha-256=:{EMPTY_BASE64}:");
        assert_eq!(empty.check_content_digest(&listed), Ok(()));
    }

    #[test]
    fn a_digest_that_leaves_room_for_doubt_is_refused() {
        let empty = BodyDigest::of(b"");
        let twice = format!("SHA-256={EMPTY_BASE64},sha-256={EMPTY_BASE64}");
        assert_eq!(empty.check_digest(&twice), Err(Fault::DoubledHeader));
        assert_eq!(empty.check_digest("MD5=abc"), Err(Fault::DigestMissing));
        assert_eq!(empty.check_digest("SHA-256=!"), Err(Fault::Malformed));
        assert_eq!(empty.check_digest("SHA-256="), Err(Fault::DigestMismatch));
        let twice = format!("sha-256=:AAAA:, sha-256=:{EMPTY_BASE64}:");
        assert_eq!(empty.check_content_digest(&twice), Err(Fault::Malformed));
        assert_eq!(
            empty.check_content_digest("sha-256=1"),
            Err(Fault::Malformed)
        );
        assert_eq!(
            empty.check_content_digest("sha-256=()"),
            Err(Fault::Malformed)
        );
        assert_eq!(empty.check_content_digest(""), Err(Fault::DigestMissing));
    }
}
