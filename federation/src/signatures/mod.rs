//! HTTP signatures (draft-cavage and RFC 9421) and object proofs (FEP-8b32), in and out.
//! Pure: the request, the key and the clock are passed in, nothing is fetched or stored.
//! Refuses what covers too little, is stale, was made for another server, or leaves room for doubt.

mod cavage;
mod digest;
mod fault;
mod key;
pub mod proof;
mod rfc9421;
mod sign;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use http::{
    HeaderMap, Method, Uri,
    header::{DATE, HOST},
};

pub use digest::BodyDigest;
pub use fault::Fault;
pub use key::PublicKey;
pub use sign::{PrivateKey, SignError, cavage_headers, rfc9421_headers};

/// Longest `Signature` and `Signature-Input` header read.
const MAX_HEADER_BYTES: usize = 4 * 1024;
const MAX_KEY_ID_BYTES: usize = 2 * 1024;
/// Most parts one signature may cover.
const MAX_COMPONENTS: usize = 32;

/// How far a clock may be off, either way.
const CLOCK_SKEW_SECONDS: i64 = 60 * 60;
/// How long a signature without `expires` lives. With the skew: −65 to +60 minutes, what Mastodon accepts.
const LIFETIME_SECONDS: i64 = 5 * 60;
/// The longest life a sender may ask for with `expires`.
const MAX_LIFETIME_SECONDS: i64 = 12 * 60 * 60;

/// The one form of `Date` that is written and read (RFC 9110 §5.6.7).
const RFC_1123: &str = "%a, %d %b %Y %H:%M:%S GMT";

/// Twice in one request, these could be read differently by a proxy and by us.
const UNAMBIGUOUS_HEADERS: [&str; 6] = [
    "host",
    "date",
    "digest",
    "content-digest",
    "signature",
    "signature-input",
];

/// A request as it reached us, with what we know ourselves about where it should have gone.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub method: &'a Method,
    /// Only path and query are read.
    pub target: &'a Uri,
    /// Our configured host, with the port if it is not the scheme's own. Never the request's or a proxy's word.
    pub host: &'a str,
    /// Our configured scheme: behind a proxy the connection's own is another.
    pub scheme: &'a str,
    pub headers: &'a HeaderMap,
    /// The raw bytes, before any decoding.
    pub body: &'a [u8],
}

impl<'a> Request<'a> {
    fn path_and_query(&self) -> &'a str {
        self.target
            .path_and_query()
            .map_or("/", |both| both.as_str())
    }

    /// Reading methods carry no body to vouch for.
    fn only_reads(&self) -> bool {
        matches!(*self.method, Method::GET | Method::HEAD)
    }

    /// RFC 9421 §2.2.3: lower case, without the scheme's own port.
    fn authority(&self) -> String {
        without_default_port(self.host, self.scheme).to_ascii_lowercase()
    }

    fn is_for_us(&self) -> Result<bool, Fault> {
        let host = self.header(HOST.as_str())?.ok_or(Fault::WrongHost)?;
        let host = without_default_port(&host, self.scheme);
        Ok(host.eq_ignore_ascii_case(&self.authority()))
    }

    /// All lines of one header, joined as both schemes ask (RFC 9421 §2.1).
    fn header(&self, name: &str) -> Result<Option<String>, Fault> {
        let mut lines = Vec::new();
        for value in self.headers.get_all(name) {
            lines.push(value.to_str().map_err(|_| Fault::Malformed)?.trim());
        }
        Ok((!lines.is_empty()).then(|| lines.join(", ")))
    }

    /// A header that is signed has to be there.
    fn signed_header(&self, name: &str) -> Result<String, Fault> {
        self.header(name)?.ok_or(Fault::NotCovered)
    }

    fn signature_header(&self, name: &str) -> Result<Option<String>, Fault> {
        match self.header(name)? {
            Some(value) if value.len() > MAX_HEADER_BYTES => Err(Fault::Malformed),
            other => Ok(other),
        }
    }

    fn date(&self) -> Result<i64, Fault> {
        let date = self.signed_header(DATE.as_str())?;
        chrono::NaiveDateTime::parse_from_str(&date, RFC_1123)
            .map(|date| date.and_utc().timestamp())
            .map_err(|_| Fault::BadDate)
    }

    /// Every digest that is signed has to fit the body.
    fn check_digests(&self, components: &[String]) -> Result<(), Fault> {
        let body = BodyDigest::of(self.body);
        for name in components {
            match name.as_str() {
                "digest" => body.check_digest(&self.digest_header(name)?)?,
                "content-digest" => body.check_content_digest(&self.digest_header(name)?)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn digest_header(&self, name: &str) -> Result<String, Fault> {
        self.header(name)?.ok_or(Fault::DigestMissing)
    }
}

fn without_default_port<'a>(host: &'a str, scheme: &str) -> &'a str {
    let port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return host,
    };
    host.strip_suffix(port).unwrap_or(host)
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scheme {
    /// draft-cavage-http-signatures-12.
    Cavage,
    Rfc9421,
}

/// What the sender says about the algorithm. It can only contradict the key, never choose for it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum AlgorithmHint {
    /// Nothing said, or `hs2019`, which means RSASSA-PKCS1-v1_5 with SHA-256 for an RSA key here.
    None,
    Rsa,
    Ed25519,
}

/// A signature that covers what it must, at the right time, for this body and this host: all but the key is checked.
#[derive(Clone, Debug)]
pub struct Claim {
    key_id: String,
    signature: Vec<u8>,
    base: String,
    algorithm: AlgorithmHint,
}

impl Claim {
    /// RFC 9421 where `Signature-Input` is present, else draft-cavage.
    pub fn read(request: &Request<'_>, now: DateTime<Utc>) -> Result<Self, Fault> {
        for name in UNAMBIGUOUS_HEADERS {
            if request.headers.get_all(name).iter().nth(1).is_some() {
                return Err(Fault::DoubledHeader);
            }
        }
        let signature = request
            .signature_header("signature")?
            .ok_or(Fault::Missing)?;
        if !request.is_for_us()? {
            return Err(Fault::WrongHost);
        }
        match request.signature_header("signature-input")? {
            Some(input) => rfc9421::read(request, &input, &signature, now),
            None => cavage::read(request, &signature, now),
        }
    }

    /// A URL by custom, with or without a fragment (GoToSocial has none). Not checked to be one.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The text that was signed (RFC 9421 §2.5; draft-cavage §2.3).
    pub fn signature_base(&self) -> &str {
        &self.base
    }

    /// Names this very signature in the table of replays.
    pub fn fingerprint(&self) -> [u8; 32] {
        digest::sha256(&self.signature)
    }

    pub fn verify(&self, key: &PublicKey) -> Result<(), Fault> {
        match (self.algorithm, key) {
            (AlgorithmHint::None, _)
            | (AlgorithmHint::Rsa, PublicKey::Rsa(_))
            | (AlgorithmHint::Ed25519, PublicKey::Ed25519(_)) => {}
            _ => return Err(Fault::BadAlgorithm),
        }
        key.verify(self.base.as_bytes(), &self.signature)
    }
}

/// Whether now lies inside the window of what was signed then.
fn check_window(signed_at: i64, expires: Option<i64>, now: DateTime<Utc>) -> Result<(), Fault> {
    let now = now.timestamp();
    if signed_at > now.saturating_add(CLOCK_SKEW_SECONDS) {
        return Err(Fault::TooNew);
    }
    let latest = signed_at.saturating_add(MAX_LIFETIME_SECONDS);
    let (end, too_late) = match expires {
        Some(expires) => (expires.min(latest), Fault::Expired),
        None => (signed_at.saturating_add(LIFETIME_SECONDS), Fault::TooOld),
    };
    if now > end.saturating_add(CLOCK_SKEW_SECONDS) {
        return Err(too_late);
    }
    Ok(())
}

/// Names a sender may cover once each.
fn each_once(components: &[String]) -> Result<(), Fault> {
    let too_many = components.len() > MAX_COMPONENTS;
    let doubled = || (1..components.len()).any(|i| components[..i].contains(&components[i]));
    if too_many || doubled() {
        return Err(Fault::Malformed);
    }
    Ok(())
}
