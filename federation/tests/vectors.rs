//! Runs the project's own vectors: complete requests with a fixed clock, and endorsement bundles.
//! A small resolver stands in for the network: it knows the documents of the vector and nothing else.
#![expect(
    clippy::unwrap_used,
    reason = "a vector that cannot be read is a failed test"
)]

use std::{fs, path::PathBuf};

use chrono::{DateTime, Utc};
use federation::signatures::{Claim, Fault, PublicKey, Request, proof};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde_json::Value;
use url::Url;

const SIGNATURE_VECTORS: usize = 29;
const ENDORSEMENT_VECTORS: usize = 5;

fn vectors(folder: &str) -> Vec<Value> {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/ours");
    let entries = fs::read_dir(fixtures.join(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    paths.into_iter().map(read).collect()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_default()
}

fn origin(id: &str) -> String {
    Url::parse(id).unwrap().origin().ascii_serialization()
}

#[derive(Debug, Eq, PartialEq)]
enum Outcome {
    Accept,
    /// The copy is not believed, its origin is asked.
    Refetch,
    Reject(Fault),
    /// Well signed, but not by who acts in it.
    RejectSigner,
}

/// The documents the vector's network serves.
struct Documents<'a>(&'a Value);

impl Documents<'_> {
    fn get(&self, id: &str) -> Option<&Value> {
        self.0.get(id).or_else(|| self.0.get(id.split('#').next()?))
    }

    /// The key and the actor it belongs to: the key document names the owner, the owner lists the key.
    fn key(&self, id: &str) -> Result<(PublicKey, String), Fault> {
        let document = self.get(id).ok_or(Fault::UnknownKey)?;
        let (_, owner) = listed_key(document, id)?;
        let actor = self.get(&owner).ok_or(Fault::UnknownKey)?;
        let (key, confirmed) = listed_key(actor, id)?;
        if owner == confirmed && origin(&owner) == origin(id) {
            Ok((key, owner))
        } else {
            Err(Fault::UnknownKey)
        }
    }
}

fn listed_key(actor: &Value, id: &str) -> Result<(PublicKey, String), Fault> {
    if text(actor, "/publicKey/id") == id {
        let key = PublicKey::from_pem(text(actor, "/publicKey/publicKeyPem"))?;
        return Ok((key, text(actor, "/publicKey/owner").to_owned()));
    }
    let method = assertion_method(actor, id).ok_or(Fault::UnknownKey)?;
    let key = PublicKey::from_multibase(text(method, "/publicKeyMultibase"))?;
    Ok((key, text(method, "/controller").to_owned()))
}

fn assertion_method<'a>(actor: &'a Value, id: &str) -> Option<&'a Value> {
    let methods = actor.get("assertionMethod")?.as_array()?;
    methods.iter().find(|method| text(method, "/id") == id)
}

struct Received {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: String,
}

impl Received {
    fn of(vector: &Value) -> Self {
        let mut headers = HeaderMap::new();
        for header in vector["request"]["headers"].as_array().unwrap() {
            headers.append(
                HeaderName::try_from(text(header, "/0")).unwrap(),
                HeaderValue::from_str(text(header, "/1")).unwrap(),
            );
        }
        Self {
            method: text(vector, "/request/method").parse().unwrap(),
            url: text(vector, "/request/url").parse().unwrap(),
            headers,
            body: text(vector, "/request/body").to_owned(),
        }
    }

    fn claim(&self, now: i64) -> Result<Claim, Fault> {
        let target: Uri = self.url[url::Position::BeforePath..].parse().unwrap();
        let request = Request {
            method: &self.method,
            target: &target,
            host: self.url.host_str().unwrap(),
            scheme: self.url.scheme(),
            headers: &self.headers,
            body: self.body.as_bytes(),
        };
        Claim::read(&request, DateTime::from_timestamp(now, 0).unwrap())
    }
}

fn judge(received: &Received, claim: &Result<Claim, Fault>, documents: &Documents<'_>) -> Outcome {
    let signer = claim.as_ref().map_err(|fault| *fault).and_then(|claim| {
        let (key, owner) = documents.key(claim.key_id())?;
        claim.verify(&key).map(|()| owner)
    });
    match signer {
        Err(fault) => Outcome::Reject(fault),
        Ok(_) if received.method == Method::GET => Outcome::Accept,
        Ok(signer) => judge_activity(&received.body, &signer, documents),
    }
}

fn judge_activity(body: &str, signer: &str, documents: &Documents<'_>) -> Outcome {
    let activity: Value = serde_json::from_str(body).unwrap();
    let actor = text(&activity, "/actor");
    let of_actor = |id: &str| {
        let (key, owner) = documents.key(id).ok()?;
        (owner == actor).then_some(key)
    };
    if actor == signer || proof::verify(&activity, of_actor).is_ok() {
        Outcome::Accept
    } else if documents.0.get(text(&activity, "/object/id")).is_some() {
        Outcome::Refetch
    } else {
        Outcome::RejectSigner
    }
}

/// What the vectors leave open: which fault it is.
fn expected_fault(name: &str) -> Option<Fault> {
    Some(match name {
        "06-cavage-body-replaced" | "33-rfc9421-body-replaced" => Fault::DigestMismatch,
        "07-cavage-digest-not-signed" | "34-rfc9421-digest-not-signed" => Fault::NotCovered,
        "14-cavage-no-request-target" | "38-rfc9421-no-created" => Fault::NotCovered,
        "09-cavage-sha512-only" => Fault::DigestMissing,
        "10-cavage-13h-old" | "37-rfc9421-stale-created" => Fault::TooOld,
        "12-cavage-2h-ahead" => Fault::TooNew,
        "15-cavage-other-path" | "42-rfc9421-wrong-target-uri" => Fault::BadSignature,
        "19-cavage-1024-bit" => Fault::WeakKey,
        "39-rfc9421-expired" => Fault::Expired,
        "44-rfc9421-malformed-input" => Fault::Malformed,
        _ => return None,
    })
}

fn expected_outcome(vector: &Value) -> Outcome {
    let name = text(vector, "/name");
    match (text(vector, "/expect"), expected_fault(name)) {
        ("accept", None) => Outcome::Accept,
        ("refetch", None) => Outcome::Refetch,
        ("reject", None) => Outcome::RejectSigner,
        ("reject", Some(fault)) => {
            assert_eq!(u64::from(fault.status()), vector["status"], "{name}");
            Outcome::Reject(fault)
        }
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn every_signature_vector_has_its_outcome() {
    let vectors = vectors("signatures");
    assert_eq!(vectors.len(), SIGNATURE_VECTORS);
    for vector in &vectors {
        let name = text(vector, "/name");
        let received = Received::of(vector);
        let claim = received.claim(vector["now"].as_i64().unwrap());
        let outcome = judge(&received, &claim, &Documents(&vector["remoteDocuments"]));
        assert_eq!(outcome, expected_outcome(vector), "{name}");
        if matches!(outcome, Outcome::Accept | Outcome::Refetch) {
            let base = text(vector, "/signatureBase");
            assert_eq!(claim.unwrap().signature_base(), base, "{name}");
        }
    }
}

/// A bundle as anyone can check it offline: the actors in it are snapshots of what was served.
struct Bundle<'a>(&'a Value);

impl Bundle<'_> {
    fn actor(&self, id: &str) -> Option<&Value> {
        let mut actors = self.0["actors"].as_array()?.iter();
        let actor = actors.find(|snapshot| text(snapshot, "/document/id") == id)?;
        Some(&actor["document"])
    }

    /// The proof verifies with a key of its author's own host, listed by the author, not revoked by then.
    fn check_proof(&self, document: &Value, author: &str) -> Result<DateTime<Utc>, Fault> {
        let actor = self.actor(author).ok_or(Fault::UnknownKey)?;
        let proof = proof::verify(document, |id| Some(listed_key(actor, id).ok()?.0))?;
        let method = &proof.verification_method;
        let listed = assertion_method(actor, method).ok_or(Fault::UnknownKey)?;
        let revoked = DateTime::parse_from_rfc3339(text(listed, "/revoked")).ok();
        let in_time = revoked.is_none_or(|revoked| proof.created < revoked);
        if in_time && origin(method) == origin(author) {
            Ok(proof.created)
        } else {
            Err(Fault::UnknownKey)
        }
    }

    fn judge(&self) -> Result<String, Fault> {
        let statement = &self.0["statement"];
        self.check_proof(statement, text(statement, "/attributedTo"))?;
        for endorsement in self.0["endorsements"].as_array().unwrap() {
            self.check_proof(endorsement, text(endorsement, "/attributedTo"))?;
            assert_eq!(text(endorsement, "/object/id"), text(statement, "/id"));
            if text(endorsement, "/object/digestMultibase") != proof::digest_multibase(statement) {
                return Err(Fault::DigestMismatch);
            }
        }
        let mut state = "valid".to_owned();
        for withdrawal in self.0["withdrawals"].as_array().unwrap() {
            let made = self.check_proof(withdrawal, text(withdrawal, "/actor"))?;
            state = format!("withdrawn {}", made.date_naive());
        }
        Ok(state)
    }
}

#[test]
fn every_endorsement_bundle_has_its_outcome() {
    let vectors = vectors("endorsement");
    assert_eq!(vectors.len(), ENDORSEMENT_VECTORS);
    for vector in &vectors {
        let name = text(vector, "/name");
        let expected = match name {
            "03-text-changed" => Err(Fault::BadSignature),
            "08-wrong-purpose" => Err(Fault::WrongPurpose),
            _ => Ok(text(vector, "/expect").to_owned()),
        };
        assert_eq!(
            expected.is_err(),
            text(vector, "/expect") == "invalid",
            "{name}"
        );
        assert_eq!(Bundle(&vector["bundle"]).judge(), expected, "{name}");
    }
}

#[test]
fn a_key_revoked_before_the_proof_was_made_does_not_count() {
    let vectors = vectors("endorsement");
    let mut bundle = vectors[0]["bundle"].clone();
    bundle["actors"][1]["document"]["assertionMethod"][0]["revoked"] =
        "2026-11-01T00:00:00Z".into();
    assert_eq!(Bundle(&bundle).judge(), Err(Fault::UnknownKey));
}

#[test]
fn a_changed_text_does_not_have_the_digest_that_was_endorsed() {
    let vectors = vectors("endorsement");
    let changed = vectors
        .iter()
        .find(|vector| vector["name"] == "03-text-changed");
    let bundle = &changed.unwrap()["bundle"];
    let endorsed = text(bundle, "/endorsements/0/object/digestMultibase");
    assert_ne!(proof::digest_multibase(&bundle["statement"]), endorsed);
}
