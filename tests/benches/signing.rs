//! Signatures made and verified on one core, against OpenSSL's own measure of the same.

use crate::{Figure, per_second};
use chrono::{DateTime, Utc};
use federation::signatures::{BodyDigest, Claim, PrivateKey, Request, cavage_headers};
use http::{HeaderMap, Method};
use std::{
    process::Command,
    time::{Duration, Instant},
};
use url::Url;

const MEASURED_FOR: Duration = Duration::from_secs(2);

/// A request signed as ours are, and what verifying it needs.
pub struct Signed {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

pub fn sign(
    key: &PrivateKey,
    key_id: &str,
    inbox: &Url,
    body: Vec<u8>,
    now: DateTime<Utc>,
) -> Signed {
    let digest = BodyDigest::of(&body);
    let signed = cavage_headers(key, key_id, &Method::POST, inbox, Some(&digest), None, now);
    let mut headers: HeaderMap = signed.expect("a usable key").into_iter().collect();
    headers.insert(
        "content-type",
        "application/activity+json".parse().expect("a header"),
    );
    Signed { headers, body }
}

pub fn measure() -> Vec<Figure> {
    let key = PrivateKey::generate_rsa().expect("a key");
    let public = key.public_key();
    let inbox = Url::parse("https://verein.example/ap/inbox").expect("a URL");
    let now = DateTime::from_timestamp(1_793_000_000, 0).expect("a time");
    let body = vec![b'x'; 2_000];
    let made = repeat(|| {
        sign(
            &key,
            "https://a.example/1#main-key",
            &inbox,
            body.clone(),
            now,
        );
    });
    let signed = sign(&key, "https://a.example/1#main-key", &inbox, body, now);
    let target = "/ap/inbox".parse().expect("a path");
    let verified = repeat(|| {
        let request = Request {
            method: &Method::POST,
            target: &target,
            host: "verein.example",
            scheme: "https",
            headers: &signed.headers,
            body: &signed.body,
        };
        let claim = Claim::read(&request, now).expect("well signed");
        claim.verify(&public).expect("well signed");
    });
    let (openssl_made, openssl_verified) = openssl().unwrap_or((f64::NAN, f64::NAN));
    vec![
        compared("signed requests made, one core", made, openssl_made),
        compared(
            "signed requests verified, one core",
            verified,
            openssl_verified,
        ),
    ]
}

fn compared(name: &str, ours: f64, openssl: f64) -> Figure {
    let ratio = ours / openssl * 100.0;
    Figure::new(
        name,
        format!("{ours:.0}/s ({ratio:.0} %)"),
        format!("openssl {openssl:.0}/s"),
    )
}

/// How often a second, in one thread.
pub fn repeat(mut work: impl FnMut()) -> f64 {
    let started = Instant::now();
    let mut done = 0;
    while started.elapsed() < MEASURED_FOR {
        for _ in 0..16 {
            work();
        }
        done += 16;
    }
    per_second(done, started.elapsed())
}

/// RSA-2048 by `openssl speed`: signatures made and verified a second.
fn openssl() -> Option<(f64, f64)> {
    let output = Command::new("openssl")
        .args(["speed", "-seconds", "2", "-mr", "rsa2048"])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // "+F2:2:2048:<seconds or rate per signature>:<per verification>"
    let line = text.lines().find(|line| line.starts_with("+F2:"))?;
    let mut numbers = line.split(':').skip(3).map(|number| number.parse::<f64>());
    let mut rate = || {
        let number = numbers.next()?.ok()?;
        // Old versions print seconds for one, new ones how many a second.
        Some(if number < 1.0 { 1.0 / number } else { number })
    };
    Some((rate()?, rate()?))
}
