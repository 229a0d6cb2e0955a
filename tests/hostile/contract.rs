//! The contract of our inbox, row by row, in both signature schemes: what a signature has to cover
//! and how fresh it has to be. To be run again whenever the federation library is updated.

use crate::stage::{Case, Stage};
use chrono::Duration;
use harness::{
    Engine, Letter, Post, on_both_engines,
    sign::{self, CAVAGE_PARTS, RFC9421_PARTS, sha256},
};

on_both_engines![
    a_valid_request_is_done,
    an_identical_replay_is_taken_and_does_nothing,
    the_same_words_signed_anew_are_not_acted_on_again,
    a_signature_over_too_little_or_something_else_is_refused,
    a_request_that_reads_two_ways_is_refused,
    a_body_over_the_limit_is_refused,
    a_thousand_bytes_below_the_limit_are_taken,
];

/// The largest body, as FEDERATION.md says it.
const MEBIBYTE: usize = 1_048_576;

type Forged = fn(&Letter<'_>) -> Post;

/// All of them 401.
const FORGED: [(&str, &str, Forged); 33] = [
    ("not signed", "missing", |it| it.unsigned()),
    // ── The body and its digest ──
    ("cavage, another body", "digest_mismatch", |it| {
        elsewhere(it.signed())
    }),
    ("rfc9421, another body", "digest_mismatch", |it| {
        elsewhere(it.signed_rfc9421())
    }),
    ("cavage, no digest at all", "not_covered", |it| {
        cavage(it, it.unsigned().without("digest"), &CAVAGE_PARTS[..3])
    }),
    (
        "cavage, digest signed and taken away",
        "digest_missing",
        |it| it.signed().without("digest"),
    ),
    ("cavage, digest not signed", "not_covered", |it| {
        it.covering(&["(request-target)", "host", "date"])
    }),
    ("cavage, digest of MD5 only", "digest_missing", |it| {
        cavage(
            it,
            it.unsigned().with("digest", "MD5=aGVsbG8="),
            &CAVAGE_PARTS,
        )
    }),
    ("cavage, digest of SHA-512 only", "digest_missing", |it| {
        let weak = it.unsigned().with("digest", "SHA-512=aGVsbG8=");
        cavage(it, weak, &CAVAGE_PARTS)
    }),
    (
        "cavage, digest of something else",
        "digest_mismatch",
        |it| {
            let other = format!("SHA-256={}", sha256(b"something else"));
            cavage(it, it.unsigned().with("digest", other), &CAVAGE_PARTS)
        },
    ),
    ("rfc9421, no digest at all", "not_covered", |it| {
        it.covering_rfc9421(&RFC9421_PARTS[..2], it.at.timestamp())
    }),
    (
        "rfc9421, digest signed and taken away",
        "digest_missing",
        |it| it.signed_rfc9421().without("content-digest"),
    ),
    ("rfc9421, digest of SHA-512 only", "digest_missing", |it| {
        let weak = it.unsigned().with("content-digest", "sha-512=:aGVsbG8=:");
        rfc9421(it, weak, &RFC9421_PARTS)
    }),
    // ── What the signature covers ──
    ("cavage, no request target", "not_covered", |it| {
        it.covering(&["host", "date", "digest"])
    }),
    ("cavage, no host", "not_covered", |it| {
        it.covering(&["(request-target)", "date", "digest"])
    }),
    ("cavage, no date", "not_covered", |it| {
        it.covering(&["(request-target)", "host", "digest"])
    }),
    ("cavage, the date alone", "not_covered", |it| {
        it.covering(&["date"])
    }),
    ("rfc9421, no method", "not_covered", |it| {
        it.covering_rfc9421(&RFC9421_PARTS[1..], it.at.timestamp())
    }),
    ("rfc9421, no target", "not_covered", |it| {
        it.covering_rfc9421(&["@method", "content-digest"], it.at.timestamp())
    }),
    ("rfc9421, the path of any host", "not_covered", |it| {
        let parts = ["@method", "@path", "content-digest"];
        it.covering_rfc9421(&parts, it.at.timestamp())
    }),
    ("rfc9421, any path of the host", "not_covered", |it| {
        let parts = ["@method", "@authority", "content-digest"];
        it.covering_rfc9421(&parts, it.at.timestamp())
    }),
    ("rfc9421, no time", "not_covered", |it| {
        let parameters = format!(";keyid=\"{}\"", it.key_id);
        sign::rfc9421(it.unsigned(), it.key, &RFC9421_PARTS, &parameters)
    }),
    // ── When it was made ──
    ("cavage, 66 minutes old", "too_old", |it| {
        aged(it, -66).signed()
    }),
    ("cavage, 61 minutes ahead", "too_new", |it| {
        aged(it, 61).signed()
    }),
    ("cavage, created 66 minutes ago", "too_old", |it| {
        created(it, -66)
    }),
    ("cavage, created in 61 minutes", "too_new", |it| {
        created(it, 61)
    }),
    ("cavage, not a date", "bad_date", |it| {
        cavage(it, it.unsigned().with("date", "gestern"), &CAVAGE_PARTS)
    }),
    ("cavage, a date of another zone", "bad_date", |it| {
        let date = it.at.format("%a, %d %b %Y %H:%M:%S +0200").to_string();
        cavage(it, it.unsigned().with("date", date), &CAVAGE_PARTS)
    }),
    (
        "cavage, a fresh date put over the signed one",
        "bad_signature",
        |it| {
            let date = it.unsigned().header("date").to_owned();
            aged(it, -600).signed().with("date", date)
        },
    ),
    ("rfc9421, 66 minutes old", "too_old", |it| {
        it.covering_rfc9421(&RFC9421_PARTS, aged(it, -66).at.timestamp())
    }),
    ("rfc9421, 61 minutes ahead", "too_new", |it| {
        it.covering_rfc9421(&RFC9421_PARTS, aged(it, 61).at.timestamp())
    }),
    // ── For whom it was made ──
    ("cavage, for another server", "wrong_host", |it| {
        cavage(
            it,
            it.unsigned().with("host", "other.example"),
            &CAVAGE_PARTS,
        )
    }),
    ("rfc9421, for another server", "wrong_host", |it| {
        it.signed_rfc9421().with("host", "other.example")
    }),
    (
        "cavage, for another server, our name put over it",
        "bad_signature",
        |it| {
            let ours = it.unsigned().header("host").to_owned();
            let theirs = it.unsigned().with("host", "other.example");
            cavage(it, theirs, &CAVAGE_PARTS).with("host", ours)
        },
    ),
];

fn cavage(letter: &Letter<'_>, post: Post, parts: &[&str]) -> Post {
    let algorithm = "algorithm=\"rsa-sha256\",";
    sign::cavage(post, letter.key, &letter.key_id, parts, algorithm)
}

fn rfc9421(letter: &Letter<'_>, post: Post, parts: &[&str]) -> Post {
    let (created, key_id) = (letter.at.timestamp(), &letter.key_id);
    let parameters = format!(";created={created};keyid=\"{key_id}\"");
    sign::rfc9421(post, letter.key, parts, &parameters)
}

/// The event it carries takes place where the signer did not say.
fn elsewhere(post: Post) -> Post {
    let body = String::from_utf8_lossy(&post.body).replace("Bibliothek", "Hinterhof");
    post.body(body)
}

fn aged<'a>(letter: &Letter<'a>, minutes: i64) -> Letter<'a> {
    letter.clone().at(letter.at + Duration::minutes(minutes))
}

/// Timed by its parameter, beside a `Date` that is fresh and not signed.
fn created(letter: &Letter<'_>, minutes: i64) -> Post {
    let parts = ["(request-target)", "(created)", "host", "digest"];
    let created = aged(letter, minutes).at.timestamp();
    let parameters = format!("algorithm=\"hs2019\",created={created},");
    sign::cavage(
        letter.unsigned(),
        letter.key,
        &letter.key_id,
        &parts,
        &parameters,
    )
}

async fn a_valid_request_is_done(engine: Engine) {
    let stage = Stage::new(engine).await;
    let inboxes = [
        stage.dialog.inbox(),
        format!("{}/inbox", stage.host.actor)
            .parse()
            .expect("a URL"),
    ];
    let valid: [(&str, Forged); 8] = [
        ("cavage", |it| it.signed()),
        ("cavage, 64 minutes old", |it| aged(it, -64).signed()),
        ("cavage, 59 minutes ahead", |it| aged(it, 59).signed()),
        ("cavage, by created", |it| created(it, 0)),
        ("cavage, no algorithm", |it| {
            sign::cavage(it.unsigned(), it.key, &it.key_id, &CAVAGE_PARTS, "")
        }),
        ("rfc9421", |it| it.signed_rfc9421()),
        ("rfc9421, by authority and path", |it| {
            let parts = ["@method", "@authority", "@path", "content-digest"];
            it.covering_rfc9421(&parts, it.at.timestamp())
        }),
        ("rfc9421, 64 minutes old", |it| {
            it.covering_rfc9421(&RFC9421_PARTS, aged(it, -64).at.timestamp())
        }),
    ];
    for inbox in &inboxes {
        for (name, write) in valid {
            let title = format!("{name} {}", inbox.path().len());
            let slug = title.replace([' ', ','], "-");
            let create = stage
                .anna
                .activity("Create", stage.anna.event(&slug, &title));
            let reply = write(&stage.anna.writes(inbox, &create)).send().await;
            assert_eq!(reply.status, 202, "{title}: {}", reply.body);
            let kept = stage.dialog.event_titled(&title).await;
            assert!(kept.is_some(), "{title}");
        }
    }
    assert!(stage.dialog.refusals().is_empty());
}

async fn an_identical_replay_is_taken_and_does_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let again: [Forged; 2] = [|it| it.signed(), |it| it.signed_rfc9421()];
    for (number, write) in again.into_iter().enumerate() {
        let slug = format!("lesekreis-{number}");
        let create = stage
            .anna
            .activity("Create", stage.anna.event(&slug, &slug));
        let first = write(&stage.anna.writes(&stage.dialog.inbox(), &create));
        assert_eq!(first.send().await.status, 202);
        // So that doing it again would show.
        let event = stage.dialog.event_titled(&slug).await.expect("kept");
        let delete = stage.anna.activity("Delete", event.iri.to_string());
        stage.dialog.advance(Duration::seconds(1));
        assert_eq!(stage.anna.tells(&stage.dialog, &delete).await.status, 202);
        let before = stage.dialog.contents().await;
        stage.dialog.advance(Duration::minutes(5));
        assert_eq!(first.send().await.status, 202);
        let after = stage.dialog.contents().await;
        assert_eq!(before.changes_to(&after), [""; 0]);
    }
}

async fn the_same_words_signed_anew_are_not_acted_on_again(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.event("lesekreis").await;
    // Nothing in them says which is the newer.
    let [new, newer] = ["Neu", "Neuer"].map(|title| {
        let event = stage.anna.event("lesekreis", title);
        stage.anna.activity("Update", event)
    });
    for update in [&new, &newer, &new] {
        stage.dialog.advance(Duration::minutes(1));
        assert_eq!(stage.anna.tells(&stage.dialog, update).await.status, 202);
    }
    assert!(stage.dialog.event_titled("Neuer").await.is_some());
}

async fn a_signature_over_too_little_or_something_else_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let cases = FORGED.iter().map(|(name, reason, write)| {
        let create = stage
            .anna
            .activity("Create", stage.anna.event("geraubt", name));
        let letter = stage.anna.writes(&stage.dialog.inbox(), &create);
        Case::refused(*name, write(&letter), 401, reason)
    });
    let mut cases: Vec<_> = cases.collect();
    let create = stage
        .anna
        .activity("Create", stage.anna.event("umgeleitet", "Umgeleitet"));
    let personal = format!("{}/inbox", stage.host.actor)
        .parse()
        .expect("a URL");
    let letter = stage.anna.writes(&personal, &create);
    let ours = stage.dialog.inbox();
    for (name, post) in [
        ("cavage, for another inbox", letter.signed().to(&ours)),
        (
            "rfc9421, for another inbox",
            letter.signed_rfc9421().to(&ours),
        ),
    ] {
        cases.push(Case::refused(name, post, 401, "bad_signature"));
    }
    stage.plays(cases).await;
}

async fn a_request_that_reads_two_ways_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut cases = Vec::new();
    for name in [
        "host",
        "date",
        "digest",
        "content-digest",
        "signature",
        "signature-input",
    ] {
        let create = stage
            .anna
            .activity("Create", stage.anna.event("doppelt", name));
        let letter = stage.anna.writes(&stage.dialog.inbox(), &create);
        let post = match name {
            "content-digest" | "signature-input" => letter.signed_rfc9421(),
            _ => letter.signed(),
        };
        let doubled = post.clone().and(name, post.header(name));
        cases.push(Case::refused(name, doubled, 400, "doubled_header"));
    }
    stage.plays(cases).await;
}

async fn a_body_over_the_limit_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut cases = Vec::new();
    for bytes in [MEBIBYTE + 1, 2 * MEBIBYTE] {
        let letter = padded(&stage, "Zu lang", bytes);
        let whole = letter.signed();
        let pieces = whole.clone().in_pieces();
        for (name, post) in [("whole", whole), ("in pieces", pieces)] {
            let name = format!("{bytes} bytes, {name}");
            cases.push(Case::refused(name, post, 413, "too_large"));
        }
    }
    stage.plays(cases).await;
}

async fn a_thousand_bytes_below_the_limit_are_taken(engine: Engine) {
    let stage = Stage::new(engine).await;
    for (title, chunked) in [("Lang", false), ("Lang in Stücken", true)] {
        let mut post = padded(&stage, title, MEBIBYTE - 1_000).signed();
        post.chunked = chunked;
        assert_eq!(post.send().await.status, 202, "{title}");
        assert!(stage.dialog.event_titled(title).await.is_some(), "{title}");
    }
}

/// A Create of `anna` that is exactly so long.
fn padded<'a>(stage: &'a Stage, title: &str, bytes: usize) -> Letter<'a> {
    let create = stage
        .anna
        .activity("Create", stage.anna.event(&title.len().to_string(), title));
    let letter = stage.anna.writes(&stage.dialog.inbox(), &create);
    let padding = " ".repeat(bytes - letter.body.len());
    let body = [&letter.body[..], padding.as_bytes()].concat();
    letter.body(body)
}
