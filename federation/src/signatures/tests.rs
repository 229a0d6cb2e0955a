//! The rules of both schemes, tried with our own signer and with hand-made signatures.

use std::sync::LazyLock;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use url::Url;

use super::*;

const HOST_NAME: &str = "verein-a.example";
const INBOX: &str = "https://verein-a.example/ap/inbox";
const OUTBOX_PAGE: &str = "https://verein-a.example/ap/actors/verein/outbox?page=2";
const KEY_ID: &str = "https://verein-b.example/ap/actors/verein#main-key";
const BODY: &[u8] = br#"{"type":"Follow"}"#;
const ACCEPT: &str = "application/activity+json";

static RSA: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate_rsa().unwrap());
static ED25519: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::from_ed25519_seed(&[7; 32]).unwrap());

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_000_000, 0).unwrap()
}

fn at(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

/// A request on its way, open to tampering.
#[derive(Clone, Debug)]
struct Sent {
    method: Method,
    target: String,
    host: &'static str,
    scheme: &'static str,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Sent {
    fn new(method: Method, url: &str, headers: Vec<(HeaderName, HeaderValue)>) -> Self {
        let url: Url = url.parse().unwrap();
        let body = if method == Method::POST { BODY } else { b"" };
        Self {
            method,
            target: url[url::Position::BeforePath..].to_owned(),
            host: HOST_NAME,
            scheme: "https",
            headers: headers.into_iter().collect(),
            body: body.to_vec(),
        }
    }

    fn ours(scheme: Scheme, method: Method, key: &PrivateKey) -> Self {
        let body = (method == Method::POST).then(|| BodyDigest::of(BODY));
        let accept = (method == Method::GET).then_some(ACCEPT);
        let url = if method == Method::POST {
            INBOX
        } else {
            OUTBOX_PAGE
        };
        let parsed: Url = url.parse().unwrap();
        let headers = match scheme {
            Scheme::Cavage => {
                cavage_headers(key, KEY_ID, &method, &parsed, body.as_ref(), accept, now())
            }
            Scheme::Rfc9421 => rfc9421_headers(key, KEY_ID, &method, &parsed, body.as_ref(), now()),
        };
        Self::new(method, url, headers.unwrap())
    }

    /// A cavage POST with the given components and any parameters, over a base made by hand.
    fn cavage(components: &str, parameters: &str, lines: &[(&str, &str)]) -> Self {
        let mut sent = Self::bare(&[]);
        let base: Vec<String> = components
            .split(' ')
            .map(|name| {
                let line = lines.iter().find(|(known, _)| *known == name);
                let value = match line {
                    Some((_, value)) => (*value).to_owned(),
                    None if name == "(request-target)" => "post /ap/inbox".to_owned(),
                    None => sent.headers[name].to_str().unwrap().to_owned(),
                };
                format!("{name}: {value}")
            })
            .collect();
        let signature = STANDARD.encode(RSA.sign(base.join("\n").as_bytes()).unwrap());
        sent.set(
            "signature",
            &format!(
                "keyId=\"{KEY_ID}\",{parameters}headers=\"{components}\",signature=\"{signature}\""
            ),
        );
        sent
    }

    /// An RFC 9421 POST whose base is made by hand from these lines.
    fn rfc9421(lines: &[(&str, &str)], parameters: &str) -> Self {
        let names: Vec<String> = lines
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        let covered = format!("({}){parameters}", names.join(" "));
        let mut base: String = lines
            .iter()
            .map(|(name, value)| format!("\"{name}\": {value}\n"))
            .collect();
        base.push_str(&format!("\"@signature-params\": {covered}"));
        let signature = STANDARD.encode(RSA.sign(base.as_bytes()).unwrap());
        Self::bare(&[
            ("signature-input", format!("sig1={covered}")),
            ("signature", format!("sig1=:{signature}:")),
        ])
    }

    /// A POST with honest headers, not signed.
    fn bare(more: &[(&str, String)]) -> Self {
        let body = BodyDigest::of(BODY);
        let mut sent = Self::new(Method::POST, INBOX, Vec::new());
        sent.set("host", HOST_NAME);
        sent.set("date", &now().format(RFC_1123).to_string());
        sent.set("digest", &body.digest());
        sent.set("content-digest", &body.content_digest());
        for (name, value) in more {
            sent.set(name, value);
        }
        sent
    }

    fn set(&mut self, name: &str, value: &str) {
        self.headers.insert(
            HeaderName::try_from(name).unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
    }

    fn get(&self, name: &str) -> String {
        self.headers[name].to_str().unwrap().to_owned()
    }

    fn replace(&mut self, name: &str, from: &str, to: &str) {
        let value = self.get(name);
        assert!(value.contains(from), "{name} has no {from}");
        self.set(name, &value.replace(from, to));
    }

    fn claim_at(&self, now: DateTime<Utc>) -> Result<Claim, Fault> {
        let target: Uri = self.target.parse().unwrap();
        let request = Request {
            method: &self.method,
            target: &target,
            host: self.host,
            scheme: self.scheme,
            headers: &self.headers,
            body: &self.body,
        };
        Claim::read(&request, now)
    }

    fn judged_by(&self, key: &PublicKey) -> Result<(), Fault> {
        self.claim_at(now())?.verify(key)
    }

    fn judged(&self) -> Result<(), Fault> {
        self.judged_by(&RSA.public_key())
    }

    fn judged_at(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        self.claim_at(now)?.verify(&RSA.public_key())
    }
}

const SCHEMES: [Scheme; 2] = [Scheme::Cavage, Scheme::Rfc9421];
const METHODS: [Method; 2] = [Method::GET, Method::POST];

fn cavage_post() -> Sent {
    Sent::ours(Scheme::Cavage, Method::POST, &RSA)
}

fn rfc9421_post() -> Sent {
    Sent::ours(Scheme::Rfc9421, Method::POST, &RSA)
}

#[test]
fn what_we_sign_we_accept_with_every_scheme_method_and_key() {
    for scheme in SCHEMES {
        for method in METHODS {
            for key in [&*RSA, &*ED25519] {
                let sent = Sent::ours(scheme, method.clone(), key);
                let claim = sent.claim_at(now()).unwrap();
                assert_eq!(
                    claim.verify(&key.public_key()),
                    Ok(()),
                    "{scheme:?} {method}"
                );
                assert_eq!(claim.key_id(), KEY_ID);
            }
        }
    }
}

#[test]
fn what_we_sign_covers_what_peers_ask_for() {
    let signed = |scheme, method, header| Sent::ours(scheme, method, &RSA).get(header);
    let post = signed(Scheme::Cavage, Method::POST, "signature");
    assert!(post.starts_with(&format!("keyId=\"{KEY_ID}\",algorithm=\"rsa-sha256\",")));
    assert!(post.contains("headers=\"(request-target) host date digest\""));
    let get = signed(Scheme::Cavage, Method::GET, "signature");
    assert!(get.contains("headers=\"(request-target) host date accept\""));
    assert_eq!(
        signed(Scheme::Rfc9421, Method::POST, "signature-input"),
        format!(
            "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created=1793000000;keyid=\"{KEY_ID}\";alg=\"rsa-v1_5-sha256\""
        )
    );
    assert_eq!(
        signed(Scheme::Rfc9421, Method::GET, "signature-input"),
        format!(
            "sig1=(\"@method\" \"@target-uri\");created=1793000000;keyid=\"{KEY_ID}\";alg=\"rsa-v1_5-sha256\""
        )
    );
    assert_eq!(cavage_post().get("date"), "Mon, 26 Oct 2026 07:33:20 GMT");
}

#[test]
fn a_port_that_is_not_the_schemes_own_is_part_of_the_host() {
    for (url, host) in [
        ("https://verein-a.example:443/ap/inbox", "verein-a.example"),
        (
            "https://verein-a.example:8443/ap/inbox",
            "verein-a.example:8443",
        ),
        ("http://localhost:8080/ap/inbox", "localhost:8080"),
    ] {
        for scheme in SCHEMES {
            let body = BodyDigest::of(BODY);
            let parsed: Url = url.parse().unwrap();
            let post = Method::POST;
            let headers = match scheme {
                Scheme::Cavage => {
                    cavage_headers(&RSA, KEY_ID, &post, &parsed, Some(&body), None, now())
                }
                Scheme::Rfc9421 => {
                    rfc9421_headers(&RSA, KEY_ID, &post, &parsed, Some(&body), now())
                }
            };
            let mut sent = Sent::new(post, url, headers.unwrap());
            assert_eq!(sent.get("host"), host);
            sent.host = host;
            sent.scheme = if url.starts_with("https") {
                "https"
            } else {
                "http"
            };
            assert_eq!(sent.judged(), Ok(()), "{scheme:?} {url}");
        }
    }
}

#[test]
fn a_key_id_or_accept_that_could_break_out_of_its_header_is_not_signed() {
    let url: Url = INBOX.parse().unwrap();
    for bad in ["a\"b", "a\\b", "a b", "a\nb", "ä"] {
        let get = Method::GET;
        let cavage = cavage_headers(&RSA, bad, &get, &url, None, None, now());
        assert_eq!(cavage, Err(SignError::Unwritable));
        assert_eq!(
            rfc9421_headers(&RSA, bad, &get, &url, None, now()),
            Err(SignError::Unwritable)
        );
    }
    let accept = cavage_headers(
        &RSA,
        KEY_ID,
        &Method::GET,
        &url,
        None,
        Some("a\r\nb: c"),
        now(),
    );
    assert_eq!(accept, Err(SignError::Unwritable));
}

#[test]
fn each_signed_part_is_protected() {
    type Tampering = (&'static str, fn(&mut Sent));
    let everywhere: [Tampering; 6] = [
        ("method", |sent| sent.method = Method::PUT),
        ("path", |sent| {
            sent.target = sent.target.replace("/ap/", "/ap/x")
        }),
        ("query", |sent| {
            sent.target.push_str(if sent.target.contains('?') {
                "&a"
            } else {
                "?a"
            })
        }),
        ("our host", |sent| sent.host = "verein-c.example"),
        ("host header", |sent| sent.set("host", "verein-c.example")),
        ("signature", |sent| {
            let signature = sent.get("signature");
            let (start, end) = signature.split_at(signature.len() - 20);
            let turned: String = end
                .chars()
                .map(|c| if c == 'A' { 'B' } else { c })
                .collect();
            let turned = turned.replacen(|c: char| c.is_ascii_lowercase(), "A", 1);
            sent.set("signature", &format!("{start}{turned}"));
        }),
    ];
    let body: Tampering = ("body", |sent| sent.body.push(b' '));
    let both: Tampering = ("body and digests", |sent| {
        sent.body.push(b' ');
        let other = BodyDigest::of(&sent.body);
        sent.set("digest", &other.digest());
        sent.set("content-digest", &other.content_digest());
    });
    let date: Tampering = ("date", |sent| sent.replace("date", ":20 GMT", ":21 GMT"));
    let accept: Tampering = ("accept", |sent| sent.set("accept", "text/html"));
    let created: Tampering = ("created", |sent| {
        sent.replace(
            "signature-input",
            "created=1793000000",
            "created=1793000001",
        )
    });
    let key_id: Tampering = ("keyid", |sent| {
        sent.replace("signature-input", "main-key", "other-key")
    });
    let uri_scheme: Tampering = ("scheme", |sent| sent.scheme = "http");

    for scheme in SCHEMES {
        for method in METHODS {
            let mut tamperings = everywhere.to_vec();
            if method == Method::POST {
                tamperings.extend([body, both]);
            }
            match scheme {
                Scheme::Cavage => tamperings.push(date),
                Scheme::Rfc9421 => tamperings.extend([created, key_id, uri_scheme]),
            }
            if scheme == Scheme::Cavage && method == Method::GET {
                tamperings.push(accept);
            }
            for (part, tamper) in tamperings {
                let mut sent = Sent::ours(scheme, method.clone(), &RSA);
                tamper(&mut sent);
                assert!(sent.judged().is_err(), "{scheme:?} {method}: {part}");
            }
        }
    }
}

#[test]
fn another_key_does_not_verify() {
    let other = PrivateKey::from_ed25519_seed(&[8; 32])
        .unwrap()
        .public_key();
    for scheme in SCHEMES {
        let sent = Sent::ours(scheme, Method::POST, &ED25519);
        assert!(sent.judged_by(&other).is_err());
        assert!(sent.judged().is_err());
    }
}

#[test]
fn the_inbox_keeps_its_contract() {
    const ALL: &str = "(request-target) host date digest";
    let with = |change: fn(&mut Sent)| {
        let mut sent = cavage_post();
        change(&mut sent);
        sent
    };
    let covering = |components| Sent::cavage(components, "", &[]);
    let dated = |date: &str| {
        let mut sent = Sent::cavage(ALL, "", &[("date", date)]);
        sent.set("date", date);
        sent
    };
    let fresh_but_not_signed =
        Sent::cavage("(request-target) host digest", "created=1793000000,", &[]);
    let table = [
        ("valid", covering(ALL), Ok(())),
        (
            "tampered body",
            with(|sent| sent.body[0] ^= 1),
            Err(Fault::DigestMismatch),
        ),
        (
            "no Digest",
            with(|sent| drop(sent.headers.remove("digest"))),
            Err(Fault::DigestMissing),
        ),
        (
            "Digest not signed",
            covering("(request-target) host date"),
            Err(Fault::NotCovered),
        ),
        (
            "weak Digest",
            with(|sent| sent.set("digest", "MD5=abc=")),
            Err(Fault::DigestMissing),
        ),
        (
            "doubled Digest",
            with(|sent| {
                sent.headers
                    .append("digest", HeaderValue::from_static("MD5=a"));
            }),
            Err(Fault::DoubledHeader),
        ),
        (
            "no request target",
            covering("host date digest"),
            Err(Fault::NotCovered),
        ),
        (
            "no host",
            covering("(request-target) date digest"),
            Err(Fault::NotCovered),
        ),
        (
            "no date",
            covering("(request-target) host digest"),
            Err(Fault::NotCovered),
        ),
        (
            "Date too old",
            dated("Mon, 26 Oct 2026 06:28:19 GMT"),
            Err(Fault::TooOld),
        ),
        (
            "Date too new",
            dated("Mon, 26 Oct 2026 08:33:21 GMT"),
            Err(Fault::TooNew),
        ),
        ("not a date", dated("yesterday"), Err(Fault::BadDate)),
        (
            "wrong week day",
            dated("Tue, 26 Oct 2026 07:33:20 GMT"),
            Err(Fault::BadDate),
        ),
        (
            "another zone",
            dated("Mon, 26 Oct 2026 07:33:20 +0100"),
            Err(Fault::BadDate),
        ),
        (
            "fresh but not signed",
            fresh_but_not_signed,
            Err(Fault::NotCovered),
        ),
        (
            "another server",
            with(|sent| sent.host = "verein-c.example"),
            Err(Fault::WrongHost),
        ),
        (
            "no Host",
            with(|sent| drop(sent.headers.remove("host"))),
            Err(Fault::WrongHost),
        ),
        ("not signed", Sent::bare(&[]), Err(Fault::Missing)),
    ];
    for (what, sent, expected) in table {
        assert_eq!(sent.judged(), expected, "{what}");
        let status = if what.starts_with("doubled") {
            400
        } else {
            401
        };
        assert!(
            expected.is_ok_and(|()| true) || expected.unwrap_err().status() == status,
            "{what}"
        );
    }
}

#[test]
fn a_header_that_must_be_unambiguous_stands_once() {
    for name in UNAMBIGUOUS_HEADERS {
        for mut sent in [cavage_post(), rfc9421_post()] {
            let value = sent.headers.get(name).cloned();
            let value = value.unwrap_or(HeaderValue::from_static("x"));
            sent.headers.append(name, value.clone());
            if sent.headers.get_all(name).iter().count() == 1 {
                sent.headers.append(name, value);
            }
            assert_eq!(sent.judged(), Err(Fault::DoubledHeader), "{name}");
        }
    }
}

#[test]
fn the_window_is_sixty_five_minutes_back_and_sixty_ahead() {
    for sent in [cavage_post(), rfc9421_post()] {
        assert_eq!(sent.judged_at(at(65 * 60)), Ok(()));
        assert_eq!(sent.judged_at(at(65 * 60 + 1)), Err(Fault::TooOld));
        assert_eq!(sent.judged_at(at(-60 * 60)), Ok(()));
        assert_eq!(sent.judged_at(at(-60 * 60 - 1)), Err(Fault::TooNew));
    }
}

#[test]
fn expires_is_honoured_up_to_twelve_hours() {
    let hour = 60 * 60;
    let signed = |expires: i64| {
        let time = expires.to_string();
        let cavage = Sent::cavage(
            "(request-target) host (created) (expires) digest",
            &format!("created=1793000000,expires={time},"),
            &[("(created)", "1793000000"), ("(expires)", &time)],
        );
        let digest = BodyDigest::of(BODY).content_digest();
        let rfc9421 = Sent::rfc9421(
            &[
                ("@method", "POST"),
                ("@target-uri", INBOX),
                ("content-digest", &digest),
            ],
            &format!(";created=1793000000;expires={time};keyid=\"{KEY_ID}\""),
        );
        [cavage, rfc9421]
    };
    for sent in signed(at(3 * hour).timestamp()) {
        assert_eq!(sent.judged_at(at(4 * hour)), Ok(()));
        assert_eq!(sent.judged_at(at(4 * hour + 1)), Err(Fault::Expired));
    }
    for sent in signed(at(900 * hour).timestamp()) {
        assert_eq!(sent.judged_at(at(13 * hour)), Ok(()));
        assert_eq!(sent.judged_at(at(13 * hour + 1)), Err(Fault::Expired));
    }
    for sent in signed(at(-2 * hour).timestamp()) {
        assert_eq!(sent.judged(), Err(Fault::Expired));
    }
}

#[test]
fn a_time_that_is_not_signed_does_not_count() {
    let sent = Sent::cavage(
        "(request-target) host date digest",
        "created=1,expires=2,",
        &[],
    );
    assert_eq!(sent.judged(), Ok(()));
    let sent = Sent::cavage(
        "(request-target) host date digest",
        "expires=1793090000,",
        &[],
    );
    assert_eq!(sent.judged_at(at(2 * 60 * 60)), Err(Fault::TooOld));
}

#[test]
fn times_at_the_ends_of_the_number_line_are_out_of_the_window() {
    for (time, fault) in [
        ("0", Fault::TooOld),
        ("999999999999999", Fault::TooNew),
        ("9999999999999999", Fault::Malformed),
        ("99999999999999999999", Fault::Malformed),
        ("-1", Fault::Malformed),
        ("1793000000.5", Fault::Malformed),
        ("", Fault::Malformed),
    ] {
        let sent = Sent::cavage(
            "(request-target) host (created) digest",
            &format!("created=\"{time}\","),
            &[("(created)", time)],
        );
        assert_eq!(sent.judged(), Err(fault), "{time}");
    }
    for (time, fault) in [
        ("0", Fault::TooOld),
        ("-999999999999999", Fault::TooOld),
        ("999999999999999", Fault::TooNew),
        ("\"1793000000\"", Fault::Malformed),
        ("1.5", Fault::Malformed),
    ] {
        let mut sent = rfc9421_post();
        sent.replace("signature-input", "1793000000", time);
        assert_eq!(sent.judged(), Err(fault), "{time}");
    }
}

#[test]
fn the_key_decides_the_algorithm_and_the_header_may_only_agree() {
    const ALL: &str = "(request-target) host date digest";
    for (said, expected) in [
        ("rsa-sha256", Ok(())),
        ("hs2019", Ok(())),
        ("ed25519", Err(Fault::BadAlgorithm)),
        ("hmac-sha256", Err(Fault::BadAlgorithm)),
        ("rsa-sha512", Err(Fault::BadAlgorithm)),
        ("rsa-sha1", Err(Fault::BadAlgorithm)),
        ("none", Err(Fault::BadAlgorithm)),
        ("", Err(Fault::BadAlgorithm)),
    ] {
        let sent = Sent::cavage(ALL, &format!("algorithm=\"{said}\","), &[]);
        assert_eq!(sent.judged(), expected, "{said}");
    }
    let digest = BodyDigest::of(BODY).content_digest();
    let lines = [
        ("@method", "POST"),
        ("@target-uri", INBOX),
        ("content-digest", &*digest),
    ];
    for (said, expected) in [
        ("rsa-v1_5-sha256", Ok(())),
        ("ed25519", Err(Fault::BadAlgorithm)),
        ("hmac-sha256", Err(Fault::BadAlgorithm)),
        ("rsa-pss-sha512", Err(Fault::BadAlgorithm)),
        ("none", Err(Fault::BadAlgorithm)),
    ] {
        let parameters = format!(";created=1793000000;keyid=\"{KEY_ID}\";alg=\"{said}\"");
        assert_eq!(
            Sent::rfc9421(&lines, &parameters).judged(),
            expected,
            "{said}"
        );
    }
}

#[test]
fn the_query_belongs_to_what_is_signed() {
    for mut post in [cavage_post(), rfc9421_post()] {
        post.target.push_str("?to=another");
        assert_eq!(post.judged(), Err(Fault::BadSignature));
    }
}

#[test]
fn the_hosts_default_port_and_case_do_not_matter_but_another_port_does() {
    let signed_as = |host: &str| {
        let mut sent = Sent::cavage("(request-target) host date digest", "", &[("host", host)]);
        sent.set("host", host);
        sent.judged()
    };
    assert_eq!(signed_as("verein-a.example:443"), Ok(()));
    assert_eq!(signed_as("Verein-A.example"), Ok(()));
    for other in [
        "verein-a.example:80",
        "verein-a.example.",
        "verein-a.example.evil",
        "x@verein-a.example",
    ] {
        assert_eq!(signed_as(other), Err(Fault::WrongHost), "{other}");
    }
}

#[test]
fn rfc_9421_takes_equivalent_coverage_and_nothing_less() {
    let digest = BodyDigest::of(BODY).content_digest();
    let judged = |lines: &[(&str, &str)], target: &str| {
        let parameters = format!(";alg=\"rsa-v1_5-sha256\";keyid=\"{KEY_ID}\";created=1793000000");
        let mut sent = Sent::rfc9421(lines, &parameters);
        sent.target = target.to_owned();
        sent.judged()
    };
    let method = ("@method", "POST");
    let body = ("content-digest", &*digest);
    let authority = ("@authority", HOST_NAME);
    let path = ("@path", "/ap/inbox");
    let uri = ("@target-uri", INBOX);
    let date = ("date", "Mon, 26 Oct 2026 07:33:20 GMT");
    // Fedify's set.
    let host = ("host", HOST_NAME);
    assert_eq!(
        judged(&[method, uri, authority, host, date, body], "/ap/inbox"),
        Ok(())
    );
    assert_eq!(
        judged(&[method, authority, path, body], "/ap/inbox"),
        Ok(())
    );
    assert_eq!(
        judged(
            &[method, authority, path, ("@query", "?a=1"), body],
            "/ap/inbox?a=1"
        ),
        Ok(())
    );
    let all = [
        method,
        uri,
        authority,
        ("@scheme", "https"),
        ("@request-target", "/ap/inbox"),
        path,
        ("@query", "?"),
        body,
    ];
    assert_eq!(judged(&all, "/ap/inbox"), Ok(()));
    for (lines, target) in [
        (vec![uri, body], "/ap/inbox"),
        (vec![method, body], "/ap/inbox"),
        (vec![method, uri], "/ap/inbox"),
        (vec![method, authority, body], "/ap/inbox"),
        (vec![method, path, body], "/ap/inbox"),
        (vec![method, authority, path, body], "/ap/inbox?a=1"),
        (vec![method, uri, body, ("x-absent", "")], "/ap/inbox"),
    ] {
        assert_eq!(judged(&lines, target), Err(Fault::NotCovered), "{lines:?}");
    }
    for odd in ["@status", "@query-param", "Date", "@"] {
        assert_eq!(
            judged(&[method, uri, body, (odd, "1")], "/ap/inbox"),
            Err(Fault::Malformed),
            "{odd}"
        );
    }
}

#[test]
fn of_several_labels_the_first_that_covers_enough_is_judged() {
    let good = rfc9421_post();
    let input = good.get("signature-input");
    let signature = good.get("signature");
    let with = |more_input: &str, more_signature: &str| {
        let mut sent = good.clone();
        sent.set("signature-input", &format!("{more_input}{input}"));
        sent.set("signature", &format!("{more_signature}{signature}"));
        sent.judged()
    };
    let weak = format!("proxy=(\"@method\");created=1793000000;keyid=\"{KEY_ID}\", ");
    assert_eq!(with(&weak, "proxy=:AAAA:, "), Ok(()));
    assert_eq!(with(&weak, ""), Ok(()));
    let covering = input.replace("sig1=", "other=") + ", ";
    assert_eq!(with(&covering, "other=:AAAA:, "), Err(Fault::BadSignature));
    let many: String = (0..4)
        .map(|n| weak.replace("proxy", &format!("proxy{n}")))
        .collect();
    assert_eq!(with(&many, ""), Err(Fault::Malformed));
    let many: String = (0..4).map(|n| format!("proxy{n}=:AAAA:, ")).collect();
    assert_eq!(with("", &many), Err(Fault::Malformed));
}

#[test]
fn odd_signature_headers_are_refused_before_a_key_is_asked_for() {
    let good = cavage_post().get("signature");
    let (before, signature) = good.split_at(good.find("signature=").unwrap());
    let forms = [
        String::new(),
        "garbage".to_owned(),
        "Signature ".to_owned() + &good,
        ",".to_owned() + &good,
        good.clone() + ",",
        good.trim_end_matches('"').to_owned(),
        good.replace("keyId=", "keyId"),
        good.replace("keyId=\"", "keyId=\"\","),
        good.replace(KEY_ID, ""),
        good.replace(KEY_ID, &"k".repeat(30_000)),
        good.replace(KEY_ID, &"k".repeat(3_000)),
        good.replace(
            "keyId=",
            "keyId=\"https://verein-c.example/#main-key\",keyId=",
        ),
        good.replace("host date", "host host date"),
        good.replace("host date", &"host ".repeat(300)),
        good.replace("host date", ""),
        format!("{before}signature=\"%%%\""),
        format!("{before}=\"a\",{signature}"),
        format!("{before}a-b=\"a\",{signature}"),
        format!("{before}{signature},{}", "a=1,".repeat(100)),
        format!(
            "{before}{signature},padding=\"{}\"",
            " ".repeat(MAX_HEADER_BYTES)
        ),
        good.replace("keyId=\"", "keyId=\"\\\""),
        good.replace("keyId=\"", "keyId=\"\\"),
        good.replace(
            "host date",
            &(0..40).map(|n| format!("x-{n} ")).collect::<String>(),
        ),
        "=".repeat(4_000),
        "\"".repeat(4_000),
        "sig1=:AAAA:".to_owned(),
        before.trim_end_matches(',').to_owned(),
    ];
    for form in &forms {
        let mut sent = cavage_post();
        sent.set("signature", form);
        assert!(sent.claim_at(now()).is_err(), "{form:.80}");
    }
    let mut sent = cavage_post();
    sent.headers.insert(
        "signature",
        HeaderValue::from_bytes(b"keyId=\"\xff\"").unwrap(),
    );
    assert_eq!(sent.judged(), Err(Fault::Malformed));
}

#[test]
fn odd_signature_inputs_are_refused_before_a_key_is_asked_for() {
    let good = rfc9421_post().get("signature-input");
    let forms = [
        String::new(),
        "sig1".to_owned(),
        "sig1=1".to_owned(),
        "sig1=()".to_owned(),
        "sig1=(".to_owned(),
        format!("{good}, {good}"),
        format!("{good};keyid=\"{KEY_ID}\""),
        good.replace("sig1", "sig2"),
        good.replace("\"@method\"", "\"@method\" \"@method\""),
        good.replace("\"@method\"", "\"@method\";req"),
        good.replace("\"content-digest\"", "\"content-digest\";sf"),
        good.replace("\"@method\"", "1"),
        good.replace("\"@method\"", &"\"a\" ".repeat(100)),
        good.replace("keyid=", "keyids="),
        good.replace(KEY_ID, ""),
        good.replace(KEY_ID, &"k".repeat(3_000)),
        good.replace(KEY_ID, &"k".repeat(30_000)),
        good.replace("created=", "created=?"),
    ];
    for form in &forms {
        let mut sent = rfc9421_post();
        sent.set("signature-input", form);
        assert!(sent.claim_at(now()).is_err(), "{form:.80}");
    }
    for form in ["", "sig1", "sig1=()", "sig1=1", "sig1=\"a\""] {
        let mut sent = rfc9421_post();
        sent.set("signature", form);
        assert!(sent.judged().is_err(), "{form}");
    }
}

#[test]
fn each_component_is_named_once_and_not_too_many_are() {
    let lines = [("host", HOST_NAME); 2];
    let doubled = Sent::cavage("(request-target) host host date digest", "", &lines);
    assert_eq!(doubled.judged(), Err(Fault::Malformed));
    let digest = BodyDigest::of(BODY).content_digest();
    let mut lines = vec![
        ("@method", "POST"),
        ("@target-uri", INBOX),
        ("content-digest", &*digest),
    ];
    let parameters = format!(";created=1793000000;keyid=\"{KEY_ID}\"");
    let names: Vec<String> = (0..MAX_COMPONENTS).map(|n| format!("x-{n}")).collect();
    lines.extend(names.iter().map(|name| (name.as_str(), "")));
    let with = |count: usize| {
        let mut sent = Sent::rfc9421(&lines[..count], &parameters);
        for name in &names {
            sent.set(name, "");
        }
        sent.judged()
    };
    assert_eq!(with(MAX_COMPONENTS), Ok(()));
    assert_eq!(with(MAX_COMPONENTS + 1), Err(Fault::Malformed));
    lines.truncate(3);
    lines.push(lines[0]);
    assert_eq!(
        Sent::rfc9421(&lines, &parameters).judged(),
        Err(Fault::Malformed)
    );
}

#[test]
fn white_space_in_a_signature_input_does_not_matter() {
    let mut sent = rfc9421_post();
    sent.replace("signature-input", "\"@method\" ", " \"@method\"   ");
    sent.replace("signature-input", ";created", "; created");
    assert_eq!(sent.judged(), Ok(()));
}

/// Every header of a valid request: each byte turned three ways, and cut at each place.
#[test]
fn no_mutation_of_a_request_panics() {
    for scheme in SCHEMES {
        for method in METHODS {
            let sent = Sent::ours(scheme, method.clone(), &ED25519);
            let key = ED25519.public_key();
            for (name, value) in &sent.headers {
                let bytes = value.as_bytes();
                for place in 0..bytes.len() {
                    let turned = [0x01, 0x20, 0x80].map(|bit| {
                        let mut bytes = bytes.to_vec();
                        bytes[place] ^= bit;
                        bytes
                    });
                    for mutant in turned.into_iter().chain([bytes[..place].to_vec()]) {
                        let mut sent = sent.clone();
                        if let Ok(mutant) = HeaderValue::from_bytes(&mutant) {
                            sent.headers.insert(name, mutant);
                            let _ = sent.judged_by(&key);
                        }
                    }
                }
            }
        }
    }
}

/// Headers put together at random from the pieces both grammars are made of.
#[test]
fn no_made_up_header_panics() {
    const PIECES: [&str; 24] = [
        "sig1",
        "=",
        "(",
        ")",
        ":",
        ";",
        ",",
        " ",
        "\"",
        "\\",
        "keyId",
        "headers",
        "signature",
        "(request-target)",
        "host",
        "date",
        "digest",
        "\"@method\"",
        "\"@path\"",
        "created",
        "1793000000",
        "keyid",
        "sha-256",
        "AAAA",
    ];
    const ROUNDS: u32 = 20_000;
    let mut state = 0x2545_f491_u32;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % below
    };
    let names = [
        "signature",
        "signature-input",
        "digest",
        "content-digest",
        "date",
        "host",
    ];
    for _ in 0..ROUNDS {
        let mut sent = Sent::bare(&[]);
        for _ in 0..2 {
            let value: String = (0..next(20)).map(|_| PIECES[next(PIECES.len())]).collect();
            sent.set(names[next(names.len())], &value);
        }
        assert!(sent.claim_at(now()).is_err());
    }
}

#[test]
fn a_replay_has_the_same_fingerprint_and_another_request_has_not() {
    let sent = cavage_post();
    let print = |sent: &Sent| sent.claim_at(now()).unwrap().fingerprint();
    assert_eq!(print(&sent), print(&sent.clone()));
    let mut respelled = sent.clone();
    respelled.replace("signature", ",headers", ", headers");
    assert_eq!(print(&sent), print(&respelled));
    assert_ne!(print(&sent), print(&rfc9421_post()));
}
