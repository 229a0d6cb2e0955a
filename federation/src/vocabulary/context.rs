//! The JSON-LD contexts we send, inline so that no peer has to fetch one from us (Friendica drops an
//! activity when it cannot). Their terms follow FEP-8a8e, then Mobilizon, schema.org and W3C; the
//! `av` terms are our own.

use serde_json::Value;
use std::sync::LazyLock;

/// For actor documents.
pub static ACTOR: LazyLock<Value> = LazyLock::new(|| parse(include_str!("context/actor.json")));

/// For activities and objects.
pub static OBJECT: LazyLock<Value> = LazyLock::new(|| parse(include_str!("context/object.json")));

/// For documents that carry a FEP-8b32 proof: short, without floats, never to change.
pub static PROOF: LazyLock<Value> = LazyLock::new(|| parse(include_str!("context/proof.json")));

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("the contexts are part of the program")
}

/// Put `context` in front of the other members, where every peer's examples have it.
pub fn framed(context: &Value, body: Value) -> Value {
    let mut framed = serde_json::Map::new();
    framed.insert("@context".to_owned(), context.clone());
    if let Value::Object(members) = body {
        framed.extend(members);
    }
    Value::Object(framed)
}
