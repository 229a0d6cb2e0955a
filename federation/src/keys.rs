//! Keys of our own actors: made once, sealed in the database, opened only to sign.

use crate::{Error, Result, signatures::PrivateKey};
use anyhow::{Context as _, anyhow};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

/// Seals secrets for the database. The secret it is made from lives outside of it.
pub struct Vault(LessSafeKey);

impl Vault {
    pub fn new(secret: &[u8; 32]) -> Result<Self> {
        Ok(Self(LessSafeKey::new(UnboundKey::new(
            &AES_256_GCM,
            secret,
        )?)))
    }

    pub fn seal(&self, plain: &[u8]) -> Result<String> {
        let mut nonce = [0; NONCE_LEN];
        aws_lc_rs::rand::fill(&mut nonce)?;
        let mut sealed = plain.to_vec();
        self.0.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::empty(),
            &mut sealed,
        )?;
        Ok(BASE64.encode([&nonce[..], &sealed].concat()))
    }

    /// Fails when the text was sealed with another secret, as after a restore without it.
    pub fn open(&self, sealed: &str) -> Result<Vec<u8>> {
        let mut bytes = BASE64
            .decode(sealed)
            .map_err(|_| anyhow!("a sealed secret is damaged"))?;
        if bytes.len() < NONCE_LEN {
            return Err(anyhow!("a sealed secret is damaged").into());
        }
        let mut rest = bytes.split_off(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(&bytes)?;
        let plain = self
            .0
            .open_in_place(nonce, Aad::empty(), &mut rest)
            .map_err(|_| anyhow!("the secret key is not the one this database was sealed with: put that one back, from a backup"))?;
        Ok(plain.to_vec())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

/// The public keys an actor lists: `publicKey` and `assertionMethod` (FEP-521a).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct PublicKeys {
    pub rsa: Vec<ListedKey>,
    pub assertion: Vec<ListedKey>,
}

/// A key as its owner lists it. `text` is PEM for RSA, multibase for a Multikey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListedKey {
    pub id: String,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<chrono::DateTime<chrono::Utc>>,
}

/// What one of our actors signs with.
#[derive(Debug)]
pub struct KeyPairs {
    pub rsa: PrivateKey,
    pub ed25519: PrivateKey,
}

/// Where the keys of a new actor come from. Making an RSA key takes long, so tests prepare some.
pub type Keymaker = Arc<dyn Fn() -> Result<Arc<KeyPairs>> + Send + Sync>;

/// Keys that nobody had before.
pub fn fresh() -> Keymaker {
    Arc::new(|| KeyPairs::generate().map(Arc::new))
}

#[derive(Serialize, Deserialize)]
struct Secrets {
    rsa: String,
    ed25519: String,
}

impl KeyPairs {
    /// RSA-2048, because some peers switch to other digests for longer keys, and Ed25519.
    pub fn generate() -> Result<Self> {
        Ok(Self {
            rsa: PrivateKey::generate_rsa().context("generating an RSA key")?,
            ed25519: PrivateKey::generate_ed25519().context("generating an Ed25519 key")?,
        })
    }

    pub(crate) fn seal(&self, vault: &Vault) -> Result<String> {
        let secrets = Secrets {
            rsa: BASE64.encode(self.rsa.to_pkcs8().context("writing a key")?.as_bytes()),
            ed25519: BASE64.encode(self.ed25519.to_pkcs8().context("writing a key")?.as_bytes()),
        };
        vault.seal(&serde_json::to_vec(&secrets)?)
    }

    pub(crate) fn open(vault: &Vault, sealed: &str) -> Result<Self> {
        let secrets: Secrets = serde_json::from_slice(&vault.open(sealed)?)?;
        let bytes = |text: &str| {
            BASE64
                .decode(text)
                .map_err(|cause| Error::from(anyhow!(cause)))
        };
        Ok(Self {
            rsa: PrivateKey::from_pkcs8(&bytes(&secrets.rsa)?).context("opening an RSA key")?,
            ed25519: PrivateKey::from_pkcs8(&bytes(&secrets.ed25519)?)
                .context("opening an Ed25519 key")?,
        })
    }

    pub(crate) fn listed(&self, actor: &url::Url) -> PublicKeys {
        PublicKeys {
            rsa: vec![ListedKey {
                id: format!("{actor}#main-key"),
                text: self.rsa.public_key().encoded(),
                revoked: None,
            }],
            assertion: vec![ListedKey {
                id: format!("{actor}#ed25519-key"),
                text: self.ed25519.public_key().encoded(),
                revoked: None,
            }],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_with_the_same_secret_only() -> Result<()> {
        let sealed = Vault::new(&[1; 32])?.seal(b"protected")?;
        assert_eq!(Vault::new(&[1; 32])?.open(&sealed)?, b"protected");
        assert!(Vault::new(&[2; 32])?.open(&sealed).is_err());
        assert!(Vault::new(&[1; 32])?.open("c2hvcnQ=").is_err());
        Ok(())
    }
}
