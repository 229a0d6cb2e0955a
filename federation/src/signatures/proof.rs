//! Object integrity proofs (FEP-8b32) with `eddsa-jcs-2022`, for evidence that must outlive HTTP.
//! Refuses other cryptosuites and purposes, a proof without `created`, and one that reads terms differently.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value};

use super::{
    Fault, PrivateKey, PublicKey, SignError, check_window,
    digest::sha256,
    key::{read_multibase, write_multibase},
};

const TYPE: &str = "DataIntegrityProof";
const CRYPTOSUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";
/// Multihash `sha2-256`, 32 bytes.
const SHA256_MULTIHASH: [u8; 2] = [0x12, 0x20];

/// A proof that verified. Whose key it was, whether it was revoked by then and whether the proof is too
/// old for what it is brought forward for, is the caller's to judge.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proof {
    pub verification_method: String,
    pub created: DateTime<Utc>,
    /// Where the maker set an end; nothing was compared with it.
    pub expires: Option<DateTime<Utc>>,
    signature: Vec<u8>,
}

impl Proof {
    /// Whether it is as fresh as a signature over a request has to be.
    pub fn check_time(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        let expires = self.expires.map(|at| at.timestamp());
        check_window(self.created.timestamp(), expires, now)
    }

    /// Names this very proof in the table of replays, whoever carries it.
    pub fn fingerprint(&self) -> [u8; 32] {
        sha256(&self.signature)
    }
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
    let proof = check_options(&options, signature)?;
    take_over_context(&mut document, &options)?;

    let key = resolve(&proof.verification_method).ok_or(Fault::UnknownKey)?;
    let PublicKey::Ed25519(_) = key else {
        return Err(Fault::BadAlgorithm);
    };
    let signed = hashes(&Value::Object(options), &Value::Object(document));
    key.verify(&signed, &proof.signature)?;
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

/// The same of bytes: what a nonce is promised by before it is shown.
pub fn digest_of(bytes: &[u8]) -> String {
    write_multibase(&[&SHA256_MULTIHASH[..], &sha256(bytes)].concat())
}

fn check_options(options: &Map<String, Value>, signature: Vec<u8>) -> Result<Proof, Fault> {
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
        signature,
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const METHOD: &str = "https://verein-b.example/ap/actors/verein#ed25519-key";

    fn key() -> PrivateKey {
        PrivateKey::from_ed25519_seed(&[7; 32]).unwrap()
    }

    fn created() -> DateTime<Utc> {
        DateTime::from_timestamp(1_793_000_000, 0).unwrap()
    }

    fn document() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
            "id": "https://verein-b.example/ap/objects/zeichnung-31",
            "type": "Endorsement",
            "name": "Verein B zeichnet „Gemeinsame Erklärung“, Fassung 3",
        })
    }

    fn proven() -> Value {
        attach(document(), &key(), METHOD, created()).unwrap()
    }

    fn verified(document: &Value) -> Result<Proof, Fault> {
        verify(document, |method| {
            (method == METHOD).then(|| key().public_key())
        })
    }

    #[test]
    fn what_we_prove_verifies_and_says_who_and_when() {
        let proof = verified(&proven()).unwrap();
        assert_eq!(proof.verification_method, METHOD);
        assert_eq!((proof.created, proof.expires), (created(), None));
        assert_eq!(proven()["proof"]["created"], "2026-10-26T07:33:20Z");
        let plain = attach(json!({"id": "a"}), &key(), METHOD, created()).unwrap();
        assert!(plain["proof"].get("@context").is_none());
        assert!(verified(&plain).is_ok());
    }

    #[test]
    fn every_change_of_document_or_proof_is_noticed() {
        let proven = proven();
        let odd = [json!(null), json!(0), json!("x"), json!([]), json!({})];
        for place in ["", "/proof"] {
            let members = proven.pointer(place).unwrap().as_object().unwrap();
            for name in members.keys() {
                for value in &odd {
                    let mut changed = proven.clone();
                    changed.pointer_mut(place).unwrap()[name] = value.clone();
                    assert!(verified(&changed).is_err(), "{place}/{name} {value}");
                }
                let mut changed = proven.clone();
                changed
                    .pointer_mut(place)
                    .unwrap()
                    .as_object_mut()
                    .unwrap()
                    .remove(name);
                assert!(verified(&changed).is_err(), "{place}/{name} removed");
            }
            let mut changed = proven.clone();
            changed.pointer_mut(place).unwrap()["more"] = json!(1);
            assert_eq!(verified(&changed), Err(Fault::BadSignature), "{place}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let changed = |pointer: &str, value: Value| {
            let mut document = proven();
            *document.pointer_mut(pointer).unwrap() = value;
            verified(&document).unwrap_err()
        };
        assert_eq!(
            changed("/proof/cryptosuite", json!("eddsa-rdfc-2022")),
            Fault::BadCryptosuite
        );
        assert_eq!(
            changed("/proof/type", json!("RsaSignature2017")),
            Fault::BadCryptosuite
        );
        assert_eq!(
            changed("/proof/proofPurpose", json!("authentication")),
            Fault::WrongPurpose
        );
        assert_eq!(
            changed("/proof/created", json!("yesterday")),
            Fault::Malformed
        );
        assert_eq!(
            changed("/proof/verificationMethod", json!("other")),
            Fault::UnknownKey
        );
        assert_eq!(
            changed("/proof/@context", json!("https://verein-c.example")),
            Fault::WrongContext
        );
        assert_eq!(
            changed("/proof/proofValue", json!("z".repeat(9_000))),
            Fault::Malformed
        );
        assert_eq!(verified(&document()), Err(Fault::Missing));
        assert_eq!(verified(&json!("text")), Err(Fault::Malformed));
    }

    #[test]
    fn contexts_may_be_added_behind_those_of_the_proof_but_not_before() {
        let with = |place: usize| {
            let mut document = proven();
            let contexts = document["@context"].as_array_mut().unwrap();
            contexts.insert(place, json!({"x": "https://verein-c.example#x"}));
            verified(&document)
        };
        assert!(with(2).is_ok());
        assert_eq!(with(0), Err(Fault::WrongContext));
        assert_eq!(with(1), Err(Fault::WrongContext));
    }

    #[test]
    fn an_end_set_by_the_maker_is_passed_on() {
        let mut document = proven();
        document["proof"]["expires"] = json!("2027-01-01T00:00:00Z");
        assert_eq!(verified(&document), Err(Fault::BadSignature));
        document["proof"]["expires"] = json!(1);
        assert_eq!(verified(&document), Err(Fault::Malformed));
    }

    #[test]
    fn only_ed25519_proves_and_only_objects_without_a_proof_are_proven() {
        let rsa = PrivateKey::generate_rsa().unwrap();
        assert_eq!(
            attach(document(), &rsa, METHOD, created()),
            Err(SignError::NotEd25519)
        );
        let with_rsa = verify(&proven(), |_| Some(rsa.public_key()));
        assert_eq!(with_rsa, Err(Fault::BadAlgorithm));
        for document in [proven(), json!([]), json!(null)] {
            let refused = attach(document, &key(), METHOD, created());
            assert_eq!(refused, Err(SignError::NotProvable));
        }
    }

    #[test]
    fn a_nonce_is_promised_by_its_multihash() {
        // Known from elsewhere: the SHA-256 of nothing, as a CIDv0 has it.
        let nothing = "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n";
        assert_eq!(digest_of(b""), nothing);
        assert_ne!(digest_of(b"a"), digest_of(b"b"));
    }

    #[test]
    fn the_digest_leaves_the_proof_out_and_the_order_of_members_does_not_matter() {
        assert_eq!(digest_multibase(&proven()), digest_multibase(&document()));
        assert!(digest_multibase(&document()).starts_with("zQm"));
        let other: Value = serde_json::from_str("{\"b\":1.0,\"a\":2}").unwrap();
        assert_eq!(
            digest_multibase(&other),
            digest_multibase(&json!({"a": 2, "b": 1}))
        );
    }
}
