//! Signs what we send, in either scheme, with exactly the parts every known peer checks.
//! Keys are parsed once. The `rsa` crate only makes and writes keys: aws-lc-rs signs, in constant time.

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use http::{
    HeaderName, HeaderValue, Method,
    header::{ACCEPT, DATE, HOST},
};
use rsa::{
    RsaPrivateKey,
    pkcs8::{EncodePrivateKey as _, SecretDocument},
    rand_core::OsRng,
};
use thiserror::Error;
use url::Url;

use super::{BodyDigest, PublicKey, RFC_1123};

/// Larger keys make older WordPress switch to SHA-384 or SHA-512, which nobody expects.
const RSA_BITS: usize = 2048;

#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum SignError {
    #[error("not a usable PKCS#8 private key")]
    Key,
    #[error("no key could be made")]
    Generate,
    #[error("the key could not sign")]
    Sign,
    #[error("only an Ed25519 key can make a proof")]
    NotEd25519,
    #[error("only a JSON object without a proof can be given one")]
    NotProvable,
    #[error("a key id, address or Accept header cannot be written into a header")]
    Unwritable,
}

/// Signs requests (both kinds) and proofs (Ed25519).
#[derive(Debug)]
pub enum PrivateKey {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl PrivateKey {
    /// Takes about half a second: keep it off the request path.
    pub fn generate_rsa() -> Result<Self, SignError> {
        let key = RsaPrivateKey::new(&mut OsRng, RSA_BITS).map_err(|_| SignError::Generate)?;
        let der = key.to_pkcs8_der().map_err(|_| SignError::Generate)?;
        Self::from_pkcs8(der.as_bytes())
    }

    pub fn generate_ed25519() -> Result<Self, SignError> {
        Ed25519KeyPair::generate()
            .map(Self::Ed25519)
            .map_err(|_| SignError::Generate)
    }

    /// DER. What the key is for stands in it.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, SignError> {
        if let Ok(pair) = RsaKeyPair::from_pkcs8(der) {
            return Ok(Self::Rsa(pair));
        }
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)
            .map(Self::Ed25519)
            .map_err(|_| SignError::Key)
    }

    pub fn from_pkcs8_pem(pem: &str) -> Result<Self, SignError> {
        match SecretDocument::from_pem(pem) {
            Ok(("PRIVATE KEY", der)) => Self::from_pkcs8(der.as_bytes()),
            _ => Err(SignError::Key),
        }
    }

    pub fn from_ed25519_seed(seed: &[u8; 32]) -> Result<Self, SignError> {
        Ed25519KeyPair::from_seed_unchecked(seed)
            .map(Self::Ed25519)
            .map_err(|_| SignError::Key)
    }

    /// To be encrypted and stored; wiped from memory when dropped.
    pub fn to_pkcs8(&self) -> Result<SecretDocument, SignError> {
        let der: Pkcs8V1Der<'static> = match self {
            Self::Rsa(pair) => pair.as_der(),
            Self::Ed25519(pair) => pair.as_der(),
        }
        .map_err(|_| SignError::Key)?;
        SecretDocument::try_from(der.as_ref()).map_err(|_| SignError::Key)
    }

    pub fn public_key(&self) -> PublicKey {
        match self {
            Self::Rsa(pair) => PublicKey::from_pkcs1(pair.public_key().as_ref()),
            Self::Ed25519(pair) => PublicKey::from_ed25519(pair.public_key().as_ref()),
        }
        .expect("a key pair that was accepted has an acceptable public key")
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    message,
                    &mut signature,
                )
                .map_err(|_| SignError::Sign)?;
                Ok(signature)
            }
            Self::Ed25519(pair) => {
                let signature = pair.try_sign(message).map_err(|_| SignError::Sign)?;
                Ok(signature.as_ref().to_vec())
            }
        }
    }
}

/// Everything that has to stand on the request: `Host`, `Date`, `Accept` (GET), `Digest` (POST) and `Signature`.
pub fn cavage_headers(
    key: &PrivateKey,
    key_id: &str,
    method: &Method,
    url: &Url,
    body: Option<&BodyDigest>,
    accept: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<(HeaderName, HeaderValue)>, SignError> {
    let mut signed = vec![(HOST, authority(url)?), (DATE, rfc_1123(now))];
    signed.extend(accept.map(|accept| (ACCEPT, accept.to_owned())));
    signed.extend(body.map(|body| (HeaderName::from_static("digest"), body.digest())));

    let method = method.as_str().to_ascii_lowercase();
    let mut names = "(request-target)".to_owned();
    let mut base = format!("(request-target): {method} {}", path_and_query(url));
    for (name, value) in &signed {
        names.push_str(&format!(" {name}"));
        base.push_str(&format!("\n{name}: {value}"));
    }
    let algorithm = match key {
        PrivateKey::Rsa(_) => "rsa-sha256",
        PrivateKey::Ed25519(_) => "hs2019",
    };
    let key_id = quotable(key_id)?;
    let signature = STANDARD.encode(key.sign(base.as_bytes())?);
    signed.push((
        HeaderName::from_static("signature"),
        format!(
            "keyId=\"{key_id}\",algorithm=\"{algorithm}\",headers=\"{names}\",signature=\"{signature}\""
        ),
    ));
    written(signed)
}

/// Everything that has to stand on the request: `Host`, `Date`, `Content-Digest` (POST), `Signature-Input`, `Signature`.
pub fn rfc9421_headers(
    key: &PrivateKey,
    key_id: &str,
    method: &Method,
    url: &Url,
    body: Option<&BodyDigest>,
    now: DateTime<Utc>,
) -> Result<Vec<(HeaderName, HeaderValue)>, SignError> {
    let authority = authority(url)?;
    let target = format!("{}://{authority}{}", url.scheme(), path_and_query(url));
    let mut components = "\"@method\" \"@target-uri\"".to_owned();
    let mut base = format!("\"@method\": {method}\n\"@target-uri\": {target}\n");
    let mut headers = vec![(HOST, authority), (DATE, rfc_1123(now))];
    if let Some(body) = body {
        let digest = body.content_digest();
        components.push_str(" \"content-digest\"");
        base.push_str(&format!("\"content-digest\": {digest}\n"));
        headers.push((HeaderName::from_static("content-digest"), digest));
    }
    let algorithm = match key {
        PrivateKey::Rsa(_) => "rsa-v1_5-sha256",
        PrivateKey::Ed25519(_) => "ed25519",
    };
    let parameters = format!(
        "({components});created={};keyid=\"{}\";alg=\"{algorithm}\"",
        now.timestamp(),
        quotable(key_id)?
    );
    base.push_str(&format!("\"@signature-params\": {parameters}"));
    let signature = STANDARD.encode(key.sign(base.as_bytes())?);
    headers.extend([
        (
            HeaderName::from_static("signature-input"),
            format!("sig1={parameters}"),
        ),
        (
            HeaderName::from_static("signature"),
            format!("sig1=:{signature}:"),
        ),
    ]);
    written(headers)
}

fn written(
    headers: Vec<(HeaderName, String)>,
) -> Result<Vec<(HeaderName, HeaderValue)>, SignError> {
    let written = headers.into_iter().map(|(name, value)| {
        let value = HeaderValue::try_from(value).map_err(|_| SignError::Unwritable)?;
        Ok((name, value))
    });
    written.collect()
}

/// `Url` leaves the port out where it is the scheme's own.
fn authority(url: &Url) -> Result<String, SignError> {
    let host = url.host_str().ok_or(SignError::Unwritable)?;
    Ok(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

fn path_and_query(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

fn rfc_1123(now: DateTime<Utc>) -> String {
    now.format(RFC_1123).to_string()
}

/// Neither scheme needs escapes for a URL, so there are none.
fn quotable(key_id: &str) -> Result<&str, SignError> {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
    if key_id.bytes().all(plain) {
        Ok(key_id)
    } else {
        Err(SignError::Unwritable)
    }
}

#[cfg(test)]
mod tests {
    use rsa::{
        pkcs1v15::SigningKey,
        pkcs8::{DecodePrivateKey as _, LineEnding},
        signature::{SignatureEncoding as _, Signer as _},
    };

    use super::*;

    #[test]
    fn a_stored_key_is_the_same_key_when_read_back() {
        for key in [PrivateKey::generate_rsa(), PrivateKey::generate_ed25519()] {
            let key = key.unwrap();
            let der = key.to_pkcs8().unwrap();
            let pem = der.to_pem("PRIVATE KEY", LineEnding::LF).unwrap();
            for stored in [
                PrivateKey::from_pkcs8(der.as_bytes()),
                PrivateKey::from_pkcs8_pem(&pem),
            ] {
                let stored = stored.unwrap();
                assert_eq!(stored.public_key(), key.public_key());
                assert_eq!(stored.sign(b"text"), key.sign(b"text"));
            }
        }
    }

    #[test]
    fn aws_lc_and_the_rsa_crate_make_the_same_signature() {
        let key = PrivateKey::generate_rsa().unwrap();
        let der = key.to_pkcs8().unwrap();
        let other = SigningKey::<rsa::sha2::Sha256>::from_pkcs8_der(der.as_bytes()).unwrap();
        assert_eq!(key.sign(b"text").unwrap(), other.sign(b"text").to_vec());
    }

    #[test]
    fn a_private_key_never_shows_itself_in_a_log() {
        let key = PrivateKey::from_ed25519_seed(b"never to be seen in any log file").unwrap();
        let shown = format!("{key:?}");
        assert!(!shown.contains("6e6576657220746f"), "{shown}");
        assert!(!shown.contains("110, 101, 118"), "{shown}");
    }

    #[test]
    fn what_is_no_private_key_is_refused() {
        for der in [&b""[..], b"x", &[0x30, 0x82, 0xff, 0xff]] {
            assert_eq!(PrivateKey::from_pkcs8(der).err(), Some(SignError::Key));
        }
        let public = PrivateKey::generate_rsa().unwrap().public_key().encoded();
        for pem in ["", &public] {
            assert_eq!(PrivateKey::from_pkcs8_pem(pem).err(), Some(SignError::Key));
        }
    }
}
