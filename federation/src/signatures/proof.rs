//! Object integrity proofs (FEP-8b32) with `eddsa-jcs-2022`, for evidence that must outlive HTTP.
//! Refuses other cryptosuites and purposes, a proof without `created`, and one that reads terms differently.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value};

use super::{
    Fault, PrivateKey, PublicKey, SignError,
    digest::sha256,
    key::{read_multibase, write_multibase},
};

const TYPE: &str = "DataIntegrityProof";
const CRYPTOSUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";
/// Multihash `sha2-256`, 32 bytes.
const SHA256_MULTIHASH: [u8; 2] = [0x12, 0x20];

/// A proof that verified. Whose key it was, and whether it was revoked by then, is the caller's to judge.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proof {
    pub verification_method: String,
    pub created: DateTime<Utc>,
    /// Where the maker set an end; nothing was compared with it.
    pub expires: Option<DateTime<Utc>>,
}

/// Adds a `proof` over everything in the document, with the document's own `@context`.
pub fn attach(
    mut document: Value,
    key: &PrivateKey,
    verification_method: &str,
    created: DateTime<Utc>,
) -> Result<Value, SignError> {
    let PrivateKey::Ed25519(_) = key else {
        return Err(SignError::NotEd25519);
    };
    let Some(members) = document.as_object().filter(|it| !it.contains_key("proof")) else {
        return Err(SignError::NotProvable);
    };
    let mut proof = Map::new();
    if let Some(context) = members.get("@context") {
        proof.insert("@context".into(), context.clone());
    }
    for (name, value) in [
        ("type", TYPE),
        ("cryptosuite", CRYPTOSUITE),
        ("verificationMethod", verification_method),
        ("proofPurpose", PURPOSE),
        (
            "created",
            &created.to_rfc3339_opts(SecondsFormat::Secs, true),
        ),
    ] {
        proof.insert(name.into(), value.into());
    }
    let mut proof = Value::Object(proof);
    let signature = key.sign(&hashes(&proof, &document))?;
    proof["proofValue"] = write_multibase(&signature).into();
    document["proof"] = proof;
    Ok(document)
}

/// `resolve` finds the key a `verificationMethod` names.
pub fn verify(
    document: &Value,
    resolve: impl Fn(&str) -> Option<PublicKey>,
) -> Result<Proof, Fault> {
    let mut document = document.as_object().ok_or(Fault::Malformed)?.clone();
    let Value::Object(mut options) = document.remove("proof").ok_or(Fault::Missing)? else {
        return Err(Fault::Malformed);
    };
    let signature = options.remove("proofValue").ok_or(Fault::Malformed)?;
    let signature = signature.as_str().and_then(read_multibase);
    let signature = signature.ok_or(Fault::Malformed)?;
    let proof = check_options(&options)?;
    take_over_context(&mut document, &options)?;

    let key = resolve(&proof.verification_method).ok_or(Fault::UnknownKey)?;
    let PublicKey::Ed25519(_) = key else {
        return Err(Fault::BadAlgorithm);
    };
    let signed = hashes(&Value::Object(options), &Value::Object(document));
    key.verify(&signed, &signature)?;
    Ok(proof)
}

/// `z` and base58btc of the SHA-256 multihash of the canonical document, its own proof left out.
pub fn digest_multibase(document: &Value) -> String {
    let mut document = document.clone();
    if let Some(members) = document.as_object_mut() {
        members.remove("proof");
    }
    write_multibase(&[&SHA256_MULTIHASH[..], &sha256(&canonical(&document))].concat())
}

fn check_options(options: &Map<String, Value>) -> Result<Proof, Fault> {
    let text = |name: &str| options.get(name).and_then(Value::as_str);
    if text("type") != Some(TYPE) || text("cryptosuite") != Some(CRYPTOSUITE) {
        return Err(Fault::BadCryptosuite);
    }
    if text("proofPurpose") != Some(PURPOSE) {
        return Err(Fault::WrongPurpose);
    }
    let time = |text: &str| match DateTime::parse_from_rfc3339(text) {
        Ok(time) => Ok(time.to_utc()),
        Err(_) => Err(Fault::Malformed),
    };
    let expires = match options.get("expires") {
        Some(expires) => Some(time(expires.as_str().ok_or(Fault::Malformed)?)?),
        None => None,
    };
    Ok(Proof {
        verification_method: text("verificationMethod")
            .ok_or(Fault::Malformed)?
            .to_owned(),
        created: time(text("created").ok_or(Fault::Malformed)?)?,
        expires,
    })
}

/// The document may have got more contexts since, but must begin with those of the proof (VC DI EdDSA §3.3.2).
fn take_over_context(
    document: &mut Map<String, Value>,
    options: &Map<String, Value>,
) -> Result<(), Fault> {
    let Some(proven) = options.get("@context") else {
        return Ok(());
    };
    let current = document.get("@context").map_or(&[][..], as_list);
    if !current.starts_with(as_list(proven)) {
        return Err(Fault::WrongContext);
    }
    document.insert("@context".into(), proven.clone());
    Ok(())
}

fn as_list(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        single => std::slice::from_ref(single),
    }
}

/// What is signed: the hash of the proof without its value, then that of the document without its proof.
fn hashes(options: &Value, document: &Value) -> Vec<u8> {
    [sha256(&canonical(options)), sha256(&canonical(document))].concat()
}

/// JSON Canonicalization Scheme, RFC 8785.
fn canonical(value: &Value) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(value)
        .expect("a JSON value holds no number that JSON cannot write")
}
