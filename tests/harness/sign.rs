//! Signatures made by hand, apart from the program's own signer: so that they can also be wrong in
//! exactly one way.

use crate::post::Post;
use aws_lc_rs::{digest, rand::SystemRandom, signature::RSA_PKCS1_SHA256};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use federation::{
    keys::{KeyPairs, Keymaker},
    signatures::PrivateKey,
};
use std::{
    collections::HashMap,
    sync::{
        Arc, LazyLock, Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};
use url::Position;

/// What every known peer covers in a POST.
pub const CAVAGE_PARTS: [&str; 4] = ["(request-target)", "host", "date", "digest"];
pub const RFC9421_PARTS: [&str; 3] = ["@method", "@target-uri", "content-digest"];

/// Keys that are made once, by whoever asks first.
type Slot = Arc<OnceLock<Arc<KeyPairs>>>;

/// The keys of this name: the same all over a test run, because making some takes long.
pub fn keys_of(name: &str) -> Arc<KeyPairs> {
    static MADE: LazyLock<Mutex<HashMap<String, Slot>>> = LazyLock::new(Mutex::default);
    let keys = {
        let mut made = MADE.lock().expect("nothing panics under it");
        made.entry(name.to_owned()).or_default().clone()
    };
    let make = || Arc::new(KeyPairs::generate().expect("keys can be made"));
    keys.get_or_init(make).clone()
}

/// The keys of `name`, one pair after the other.
pub fn keymaker(name: &str) -> Keymaker {
    let (name, handed_out) = (name.to_owned(), AtomicUsize::new(0));
    Arc::new(move || {
        let number = handed_out.fetch_add(1, Ordering::Relaxed);
        Ok(keys_of(&format!("{name}, {number}")))
    })
}

/// Adds a draft-cavage signature over `parts`; `parameters` stand before `headers`.
pub fn cavage(
    post: Post,
    key: &PrivateKey,
    key_id: &str,
    parts: &[&str],
    parameters: &str,
) -> Post {
    let target = &post.url[Position::BeforePath..Position::AfterQuery];
    let method = post.method.as_str().to_lowercase();
    let lines = parts.iter().map(|part| match *part {
        "(request-target)" => format!("(request-target): {method} {target}"),
        "(created)" | "(expires)" => {
            let name = part.trim_matches(['(', ')']);
            let value = parameters.split(&format!("{name}=")).nth(1);
            let value = value.and_then(|rest| rest.split(',').next());
            format!("{part}: {}", value.expect("a parameter of this name"))
        }
        name => format!("{name}: {}", post.header(name)),
    });
    let base = lines.collect::<Vec<_>>().join("\n");
    let signature = STANDARD.encode(signed(key, &base));
    let header = format!(
        "keyId=\"{key_id}\",{parameters}headers=\"{}\",signature=\"{signature}\"",
        parts.join(" ")
    );
    post.with("signature", header)
}

/// Adds an RFC 9421 signature over `parts`; `parameters` begin with `;`.
pub fn rfc9421(post: Post, key: &PrivateKey, parts: &[&str], parameters: &str) -> Post {
    let lines = parts.iter().map(|part| {
        let value = match *part {
            "@method" => post.method.as_str(),
            "@target-uri" => &post.url[..Position::AfterQuery],
            "@authority" => &post.url[Position::BeforeHost..Position::AfterPort],
            "@path" => post.url.path(),
            name => post.header(name),
        };
        format!("\"{part}\": {value}\n")
    });
    let covered: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
    let input = format!("({}){parameters}", covered.join(" "));
    let base = lines.collect::<String>() + &format!("\"@signature-params\": {input}");
    let signature = STANDARD.encode(signed(key, &base));
    post.with("signature-input", format!("sig1={input}"))
        .with("signature", format!("sig1=:{signature}:"))
}

/// SHA-256 in base64, for `Digest` and `Content-Digest`.
pub fn sha256(body: &[u8]) -> String {
    STANDARD.encode(digest::digest(&digest::SHA256, body))
}

fn signed(key: &PrivateKey, base: &str) -> Vec<u8> {
    match key {
        PrivateKey::Rsa(pair) => {
            let mut signature = vec![0; pair.public_modulus_len()];
            let random = SystemRandom::new();
            pair.sign(&RSA_PKCS1_SHA256, &random, base.as_bytes(), &mut signature)
                .expect("a key that signs");
            signature
        }
        PrivateKey::Ed25519(pair) => pair.sign(base.as_bytes()).as_ref().to_vec(),
    }
}
