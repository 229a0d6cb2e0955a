//! Public keys as actors publish them: RSA in PEM (`publicKeyPem`), Ed25519 as Multikey (FEP-521a).
//! Refuses RSA below 2048 and above 8192 bits, and every other kind of key.

use aws_lc_rs::signature::{ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rsa::{
    pkcs1,
    pkcs8::{
        LineEnding,
        der::{Decode as _, Encode as _, asn1::BitStringRef, pem},
        spki::{SubjectPublicKeyInfo, SubjectPublicKeyInfoRef},
    },
};

use super::Fault;

/// Four times what the largest accepted key needs.
const MAX_PEM_BYTES: usize = 8 * 1024;
/// Base58 is read in quadratic time; keys and signatures have well under half of this.
pub(super) const MAX_MULTIBASE_BYTES: usize = 256;
const MIN_RSA_BITS: usize = 2048;
const MAX_RSA_BITS: usize = 8192;
/// Multicodec `ed25519-pub`, as an unsigned varint.
const ED25519_MULTICODEC: [u8; 2] = [0xed, 0x01];
const ED25519_KEY_BYTES: usize = 32;

/// The kind of key decides the algorithm: RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519.
#[derive(Clone, Debug)]
pub enum PublicKey {
    Rsa(ParsedPublicKey),
    Ed25519(ParsedPublicKey),
}

impl PublicKey {
    /// `PUBLIC KEY` (SPKI) or `RSA PUBLIC KEY` (PKCS#1), with lines of any length.
    pub fn from_pem(pem: &str) -> Result<Self, Fault> {
        let (label, der) = read_pem(pem).ok_or(Fault::BadKey)?;
        match label {
            "PUBLIC KEY" => {
                let key = SubjectPublicKeyInfoRef::from_der(&der).map_err(|_| Fault::BadKey)?;
                if key.algorithm.oid != pkcs1::ALGORITHM_OID {
                    return Err(Fault::BadKey);
                }
                Self::from_pkcs1(key.subject_public_key.as_bytes().ok_or(Fault::BadKey)?)
            }
            "RSA PUBLIC KEY" => Self::from_pkcs1(&der),
            _ => Err(Fault::BadKey),
        }
    }

    pub(super) fn from_pkcs1(der: &[u8]) -> Result<Self, Fault> {
        let key = pkcs1::RsaPublicKey::from_der(der).map_err(|_| Fault::BadKey)?;
        match bits(key.modulus.as_bytes()) {
            ..MIN_RSA_BITS => return Err(Fault::WeakKey),
            MIN_RSA_BITS..=MAX_RSA_BITS => {}
            _ => return Err(Fault::BadKey),
        }
        let spki = SubjectPublicKeyInfo {
            algorithm: pkcs1::ALGORITHM_ID,
            subject_public_key: BitStringRef::from_bytes(der).map_err(|_| Fault::BadKey)?,
        };
        let spki = spki.to_der().map_err(|_| Fault::BadKey)?;
        ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, spki)
            .map(Self::Rsa)
            .map_err(|_| Fault::BadKey)
    }

    /// `publicKeyMultibase`: `z`, then base58btc of the multicodec and the key (`z6Mk…`).
    pub fn from_multibase(text: &str) -> Result<Self, Fault> {
        let bytes = read_multibase(text).ok_or(Fault::BadKey)?;
        let key = bytes
            .strip_prefix(&ED25519_MULTICODEC)
            .ok_or(Fault::BadKey)?;
        Self::from_ed25519(key)
    }

    pub(super) fn from_ed25519(key: &[u8]) -> Result<Self, Fault> {
        if key.len() != ED25519_KEY_BYTES {
            return Err(Fault::BadKey);
        }
        ParsedPublicKey::new(&ED25519, key)
            .map(Self::Ed25519)
            .map_err(|_| Fault::BadKey)
    }

    /// As it stands in an actor document: SPKI in PEM for RSA, multibase for Ed25519.
    pub fn encoded(&self) -> String {
        match self {
            Self::Rsa(key) => pem::encode_string("PUBLIC KEY", LineEnding::LF, key.as_ref())
                .expect("the label is valid and a bounded key has a length"),
            Self::Ed25519(key) => {
                write_multibase(&[&ED25519_MULTICODEC[..], key.as_ref()].concat())
            }
        }
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Fault> {
        let (Self::Rsa(key) | Self::Ed25519(key)) = self;
        key.verify_sig(message, signature)
            .map_err(|_| Fault::BadSignature)
    }
}

/// So that a refetched key can be told from the one that failed.
impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.encoded() == other.encoded()
    }
}

impl Eq for PublicKey {}

fn bits(modulus: &[u8]) -> usize {
    let leading = modulus
        .first()
        .map_or(0, |byte| byte.leading_zeros() as usize);
    modulus.len() * 8 - leading
}

/// More lenient than RFC 7468 about white space: peers wrap lines as they like, or not at all.
fn read_pem(text: &str) -> Option<(&str, Vec<u8>)> {
    if text.len() > MAX_PEM_BYTES {
        return None;
    }
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body: String = body.split_ascii_whitespace().collect();
    Some((label, STANDARD.decode(body).ok()?))
}

pub(super) fn read_multibase(text: &str) -> Option<Vec<u8>> {
    let base58 = text.strip_prefix('z')?;
    if base58.len() > MAX_MULTIBASE_BYTES {
        return None;
    }
    bs58::decode(base58).into_vec().ok()
}

pub(super) fn write_multibase(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

#[cfg(test)]
mod tests {
    use rsa::pkcs8::der::asn1::UintRef;

    use super::*;
    use crate::signatures::PrivateKey;

    fn rsa_of(bits: usize) -> Vec<u8> {
        let mut modulus = vec![0xff; bits / 8];
        modulus[0] >>= modulus.len() * 8 - bits;
        let key = pkcs1::RsaPublicKey {
            modulus: UintRef::new(&modulus).unwrap(),
            public_exponent: UintRef::new(&[1, 0, 1]).unwrap(),
        };
        key.to_der().unwrap()
    }

    #[test]
    fn rsa_keys_have_2048_to_8192_bits() {
        let fault = |bits| PublicKey::from_pkcs1(&rsa_of(bits)).err();
        assert_eq!(fault(1024), Some(Fault::WeakKey));
        assert_eq!(fault(2040), Some(Fault::WeakKey));
        for bits in [2048, 3072, 4096, 8192] {
            assert_eq!(fault(bits), None, "{bits}");
        }
        assert_eq!(fault(8200), Some(Fault::BadKey));
    }

    #[test]
    fn pem_is_read_in_both_forms_and_however_it_is_wrapped() {
        let der = rsa_of(2048);
        let key = PublicKey::from_pkcs1(&der).unwrap();
        let spki = key.encoded();
        assert!(spki.starts_with("-----BEGIN PUBLIC KEY-----\n"));
        let pkcs1 = pem::encode_string("RSA PUBLIC KEY", LineEnding::CRLF, &der).unwrap();
        let unwrapped = format!(
            "-----BEGIN PUBLIC KEY-----{}-----END PUBLIC KEY-----",
            spki.lines()
                .filter(|line| !line.starts_with('-'))
                .collect::<String>()
        );
        for pem in [
            &spki,
            &spki.replace('\n', "\r\n"),
            &pkcs1,
            &unwrapped,
            &format!("\n  {spki}\n\n"),
        ] {
            assert_eq!(PublicKey::from_pem(pem), Ok(key.clone()), "{pem}");
        }
    }

    #[test]
    fn other_keys_and_broken_ones_are_refused() {
        let ed25519 = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
        let good = PublicKey::from_pkcs1(&rsa_of(2048)).unwrap().encoded();
        for pem in [
            "",
            "-----BEGIN PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
            ed25519,
            &good.replace("PUBLIC KEY", "PRIVATE KEY"),
            &good.replace("MII", "MIJ"),
            &good.replacen('A', "!", 1),
            &format!("{}{good}", " ".repeat(MAX_PEM_BYTES)),
        ] {
            assert_eq!(PublicKey::from_pem(pem), Err(Fault::BadKey), "{pem}");
        }
        let good = PrivateKey::from_ed25519_seed(&[7; 32])
            .unwrap()
            .public_key()
            .encoded();
        assert!(good.starts_with("z6Mk"));
        for text in [
            "",
            "z",
            "u6Mk",
            &good[1..],
            &good[..good.len() - 1],
            &good.replace("z6", "z60"),
            &"z".repeat(4_000),
        ] {
            assert_eq!(
                PublicKey::from_multibase(text),
                Err(Fault::BadKey),
                "{text}"
            );
        }
    }

    #[test]
    fn an_rsa_key_made_for_pss_is_refused() {
        let good = PublicKey::from_pkcs1(&rsa_of(2048)).unwrap().encoded();
        let (_, mut der) = read_pem(&good).unwrap();
        let oid = pkcs1::ALGORITHM_OID.as_bytes();
        let place = der
            .windows(oid.len())
            .position(|bytes| bytes == oid)
            .unwrap();
        // rsaEncryption is 1.2.840.113549.1.1.1, RSASSA-PSS ends in 10.
        der[place + oid.len() - 1] = 10;
        let pss = pem::encode_string("PUBLIC KEY", LineEnding::LF, &der).unwrap();
        assert_eq!(PublicKey::from_pem(&pss), Err(Fault::BadKey));
    }

    #[test]
    fn a_multikey_holds_the_bare_key_and_nothing_around_it() {
        let key = PrivateKey::from_ed25519_seed(&[7; 32])
            .unwrap()
            .public_key();
        let bare = &read_multibase(&key.encoded()).unwrap()[ED25519_MULTICODEC.len()..];
        // The SubjectPublicKeyInfo that usually stands around an Ed25519 key.
        let around = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];
        let wrapped = write_multibase(&[&ED25519_MULTICODEC[..], &around, bare].concat());
        assert_eq!(PublicKey::from_multibase(&wrapped), Err(Fault::BadKey));
    }

    #[test]
    fn what_we_publish_is_read_back() {
        let ed25519 = PrivateKey::from_ed25519_seed(&[7; 32])
            .unwrap()
            .public_key();
        assert_eq!(PublicKey::from_multibase(&ed25519.encoded()), Ok(ed25519));
    }
}
