//! Signatures made and verified on one core, against OpenSSL's own measure of the same.

use crate::{
    Figure, per_second,
    rounds::{Pairs, ROUNDS},
};
use chrono::{DateTime, Utc};
use federation::signatures::{BodyDigest, Claim, PrivateKey, Request, cavage_headers};
use http::{HeaderMap, Method};
use std::{
    process::Command,
    time::{Duration, Instant},
};
use url::Url;

const MEASURED_FOR: Duration = Duration::from_secs(1);

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
    let make = || {
        sign(
            &key,
            "https://a.example/1#main-key",
            &inbox,
            body.clone(),
            now,
        )
    };
    let signed = make();
    let target = "/ap/inbox".parse().expect("a path");
    let verify = || {
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
    };
    let (mut made, mut verified) = (Pairs::default(), Pairs::default());
    for _ in 0..ROUNDS {
        let (openssl_made, openssl_verified) = openssl().unwrap_or((f64::NAN, f64::NAN));
        made.add(openssl_made, repeat(|| drop(make())));
        verified.add(openssl_verified, repeat(verify));
    }
    vec![
        compared("signed requests made, one core", &made),
        compared("signed requests verified, one core", &verified),
    ]
}

fn compared(name: &str, pairs: &Pairs) -> Figure {
    Figure::new(
        name,
        format!("openssl {:.0}/s", pairs.baseline()),
        format!("{:.0}/s", pairs.ours()),
        format!("{:.0} %", pairs.ratio() * 100.0),
    )
}

/// How often a second, in one thread.
fn repeat(mut work: impl FnMut()) -> f64 {
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
        .args(["speed", "-elapsed", "-seconds", "1", "-mr", "rsa2048"])
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
