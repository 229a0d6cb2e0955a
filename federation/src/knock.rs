//! The double knock: sign with the scheme a host took last, and once more with the other one when
//! it does not understand. draft-cavage first, because most of the fediverse reads nothing else.

use crate::{
    keys::KeyPairs,
    signatures::{BodyDigest, Scheme, SignError, cavage_headers, rfc9421_headers},
};
use chrono::{DateTime, Utc};
use http::{HeaderMap, Method, StatusCode};
use url::Url;

/// What is to be signed, by whom.
pub(crate) struct Knock<'a> {
    pub keys: &'a KeyPairs,
    pub key_id: &'a str,
    pub method: Method,
    pub url: &'a Url,
    pub digest: Option<&'a BodyDigest>,
    pub accept: Option<&'a str>,
}

impl Knock<'_> {
    /// The headers of one try. Each try is signed anew, so that its date is its own.
    pub fn headers(&self, scheme: Scheme, now: DateTime<Utc>) -> Result<HeaderMap, SignError> {
        let headers = match scheme {
            Scheme::Cavage => cavage_headers(
                &self.keys.rsa,
                self.key_id,
                &self.method,
                self.url,
                self.digest,
                self.accept,
                now,
            )?,
            Scheme::Rfc9421 => rfc9421_headers(
                &self.keys.rsa,
                self.key_id,
                &self.method,
                self.url,
                self.digest,
                now,
            )?,
        };
        Ok(headers.into_iter().collect())
    }
}

pub(crate) fn other(scheme: Scheme) -> Scheme {
    match scheme {
        Scheme::Cavage => Scheme::Rfc9421,
        Scheme::Rfc9421 => Scheme::Cavage,
    }
}

/// A server that reads the other scheme answers one of these to ours.
pub(crate) fn asks_for_other_scheme(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
    )
}

/// The words the database keeps for a scheme.
pub(crate) fn name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Cavage => "cavage",
        Scheme::Rfc9421 => "rfc9421",
    }
}

pub(crate) fn named(name: &str) -> Option<Scheme> {
    [Scheme::Cavage, Scheme::Rfc9421]
        .into_iter()
        .find(|scheme| self::name(*scheme) == name)
}
