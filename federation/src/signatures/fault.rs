//! Why a signature, key, digest or proof was refused: one stable code for logs and metrics, one HTTP status.

use thiserror::Error;

#[derive(Clone, Copy, Debug, Eq, Error, Hash, PartialEq)]
#[error("{}", self.as_str())]
pub enum Fault {
    /// No `Signature` header, no label that has both halves, or no `proof`.
    Missing,
    Malformed,
    /// A header that must be unambiguous stands there twice.
    DoubledHeader,
    /// A part that has to be signed is not, or the signature names a header the request lacks.
    NotCovered,
    /// No SHA-256 among the digests.
    DigestMissing,
    DigestMismatch,
    /// The signed `Date` is no RFC 1123 date in GMT.
    BadDate,
    TooOld,
    TooNew,
    Expired,
    /// The request was made for another server.
    WrongHost,
    /// HMAC, `none`, unknown, or not what the key is for.
    BadAlgorithm,
    /// Neither RSA in PEM nor Ed25519 as Multikey, or too large.
    BadKey,
    WeakKey,
    /// The key that a proof names is not known.
    UnknownKey,
    BadSignature,
    BadCryptosuite,
    WrongPurpose,
    /// The proof's `@context` is not how the document's begins.
    WrongContext,
}

impl Fault {
    /// Stable: dashboards and log searches rely on it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::DoubledHeader => "doubled_header",
            Self::NotCovered => "not_covered",
            Self::DigestMissing => "digest_missing",
            Self::DigestMismatch => "digest_mismatch",
            Self::BadDate => "bad_date",
            Self::TooOld => "too_old",
            Self::TooNew => "too_new",
            Self::Expired => "expired",
            Self::WrongHost => "wrong_host",
            Self::BadAlgorithm => "bad_algorithm",
            Self::BadKey => "bad_key",
            Self::WeakKey => "weak_key",
            Self::UnknownKey => "unknown_key",
            Self::BadSignature => "bad_signature",
            Self::BadCryptosuite => "bad_cryptosuite",
            Self::WrongPurpose => "wrong_purpose",
            Self::WrongContext => "wrong_context",
        }
    }

    /// 400 where the form is broken, 401 for everything else.
    pub fn status(self) -> u16 {
        match self {
            Self::Malformed | Self::DoubledHeader => 400,
            _ => 401,
        }
    }
}
