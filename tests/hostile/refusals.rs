//! Who is not let in: unknown and wrong keys, broken signatures, blocked servers, those who ask too
//! often, and whoever poses as somebody else.

use crate::stage::{Case, Stage};
use federation::{blocks, inbox::WAITING_FOR_KEYS_AT_MOST};
use harness::{
    Answer, Engine, Letter, Peer, Post, Served, on_both_engines,
    sign::{self, CAVAGE_PARTS, keys_of},
};
use serde_json::{Value, json};

on_both_engines![
    a_broken_signature_is_refused,
    a_key_that_proves_nothing_is_refused,
    a_dead_key_is_not_asked_for_again_and_again,
    a_key_that_does_not_fit_is_not_read_anew_each_time,
    a_strangers_forgery_leaves_nothing,
    nobody_is_kept_for_what_another_says_of_him,
    a_blocked_server_is_refused_before_its_signature,
    a_blocked_actor_is_refused_and_its_neighbour_is_not,
    one_server_that_asks_too_often_does_not_shut_out_another,
    one_server_with_ever_new_actors_has_to_wait,
    nobody_uses_up_the_share_of_a_server_in_its_name,
    whoever_has_us_look_for_keys_has_to_wait,
    the_farewell_of_whom_we_do_not_know_is_taken_unread,
    only_so_many_wait_for_a_key,
    who_lives_behind_a_door_is_somebody_else,
    whoever_poses_as_one_of_ours_is_refused,
    an_inbox_of_nobody_takes_nothing,
    an_inbox_is_only_posted_to,
    the_same_delivery_fifty_times_at_once_is_one,
];

type Forged = fn(&Letter<'_>) -> Post;

/// A signature as it should be, with one thing about its header changed.
fn rewritten(letter: &Letter<'_>, change: impl FnOnce(&str) -> String) -> Post {
    let post = letter.signed();
    let header = change(post.header("signature"));
    post.with("signature", header)
}

fn rewritten_9421(letter: &Letter<'_>, name: &str, change: impl FnOnce(&str) -> String) -> Post {
    let post = letter.signed_rfc9421();
    let header = change(post.header(name));
    post.with(name, header)
}

/// With parameters the signature itself covers or does not, before `headers`.
fn with_parameters(letter: &Letter<'_>, parameters: &str) -> Post {
    let (key, key_id) = (letter.key, &letter.key_id);
    sign::cavage(letter.unsigned(), key, key_id, &CAVAGE_PARTS, parameters)
}

const BROKEN: [(&str, u16, &str, Forged); 27] = [
    ("empty", 400, "malformed", |it| {
        rewritten(it, |_| String::new())
    }),
    ("a word", 400, "malformed", |it| {
        rewritten(it, |_| "yes".to_owned())
    }),
    ("quotes left open", 400, "malformed", |it| {
        rewritten(it, |text| text.trim_end_matches('"').to_owned())
    }),
    ("no key id", 400, "malformed", |it| {
        rewritten(it, |text| text.replace("keyId=", "keyIdea="))
    }),
    ("an empty key id", 400, "malformed", |it| {
        it.clone().as_key("").signed()
    }),
    ("a key id that is no URL", 400, "malformed", |it| {
        it.clone().as_key("main-key").signed()
    }),
    ("a key id of a script", 400, "malformed", |it| {
        it.clone().as_key("javascript:alert(1)").signed()
    }),
    ("a key id of a file", 400, "malformed", |it| {
        it.clone().as_key("file:///etc/passwd").signed()
    }),
    ("a key id of data", 400, "malformed", |it| {
        it.clone()
            .as_key("data:application/activity+json,{}")
            .signed()
    }),
    ("a key id with a password", 400, "malformed", |it| {
        let key_id = it.key_id.replace("//", "//anna:secret@");
        it.clone().as_key(key_id).signed()
    }),
    ("a key id of 3 kB", 400, "malformed", |it| {
        let key_id = format!("{}{}", it.key_id, "x".repeat(3_000));
        it.clone().as_key(key_id).signed()
    }),
    ("a header of 10 kB", 400, "malformed", |it| {
        rewritten(it, |text| format!("{text},x=\"{}\"", "x".repeat(10_000)))
    }),
    ("no signature in it", 400, "malformed", |it| {
        rewritten(it, |text| text.replace("signature=", "sign="))
    }),
    ("a signature that is no base64", 400, "malformed", |it| {
        rewritten(it, |text| text.replace("signature=\"", "signature=\"!"))
    }),
    ("two key ids", 400, "malformed", |it| {
        rewritten(it, |text| {
            format!("keyId=\"https://other.example/#k\",{text}")
        })
    }),
    ("two lists of headers", 400, "malformed", |it| {
        rewritten(it, |text| format!("headers=\"date\",{text}"))
    }),
    ("a header covered twice", 400, "malformed", |it| {
        it.covering(&["(request-target)", "host", "date", "digest", "date"])
    }),
    ("a hundred parameters", 400, "malformed", |it| {
        rewritten(it, |text| {
            let more = (0..100).map(|number| format!(",p{number}=\"x\""));
            format!("{text}{}", more.collect::<String>())
        })
    }),
    ("no list of headers", 401, "not_covered", |it| {
        rewritten(it, |text| text.replace("headers=", "heads="))
    }),
    ("a header that is not there", 401, "not_covered", |it| {
        let post = it.unsigned().with("x-there", "");
        let parts = ["(request-target)", "host", "date", "digest", "x-there"];
        sign::cavage(post, it.key, &it.key_id, &parts, "").without("x-there")
    }),
    ("no algorithm worth the name", 401, "bad_algorithm", |it| {
        with_parameters(it, "algorithm=\"none\",")
    }),
    ("HMAC", 401, "bad_algorithm", |it| {
        with_parameters(it, "algorithm=\"hmac-sha256\",")
    }),
    ("SHA-1", 401, "bad_algorithm", |it| {
        with_parameters(it, "algorithm=\"rsa-sha1\",")
    }),
    ("another key's algorithm", 401, "bad_algorithm", |it| {
        with_parameters(it, "algorithm=\"ed25519\",")
    }),
    ("rfc9421, no dictionary", 400, "malformed", |it| {
        rewritten_9421(it, "signature-input", |_| "sig1".to_owned())
    }),
    ("rfc9421, labels that do not meet", 401, "missing", |it| {
        rewritten_9421(it, "signature", |text| text.replace("sig1", "sig2"))
    }),
    ("rfc9421, HMAC", 401, "bad_algorithm", |it| {
        let parameters = format!(
            ";created={};keyid=\"{}\";alg=\"hmac-sha256\"",
            it.at.timestamp(),
            it.key_id
        );
        sign::rfc9421(it.unsigned(), it.key, &sign::RFC9421_PARTS, &parameters)
    }),
];

async fn a_broken_signature_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let cases = BROKEN.iter().map(|(name, status, reason, write)| {
        let create = stage
            .anna
            .activity("Create", stage.anna.event("kaputt", name));
        let letter = stage.anna.writes(&stage.dialog.inbox(), &create);
        Case::refused(*name, write(&letter), *status, reason)
    });
    stage.plays(cases.collect()).await;
}

async fn a_key_that_proves_nothing_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let Stage {
        anna, mallory, eve, ..
    } = &stage;
    let inbox = stage.dialog.inbox();
    let create = || anna.activity("Create", anna.event("gestohlen", "Gestohlen"));
    let wrong = keys_of("nobody's");
    let letter = |activity: &Value| anna.writes(&inbox, activity);
    let cases = vec![
        Case::refused(
            "a key of nobody under her key id",
            letter(&create()).with_key(&wrong.rsa).signed(),
            401,
            "bad_signature",
        ),
        Case::refused(
            "her other key under this key id",
            letter(&create())
                .with_key(anna.ed25519_key())
                .signed_rfc9421(),
            401,
            "bad_algorithm",
        ),
        Case::refused(
            "her RSA key under the id of the other",
            letter(&create())
                .as_key(format!("{}#ed25519-key", anna.id()))
                .signed(),
            401,
            "bad_algorithm",
        ),
        Case::refused(
            "a neighbour's key under her key id",
            letter(&create()).with_key(mallory.key()).signed(),
            401,
            "bad_signature",
        ),
        Case::refused(
            "a key she does not list",
            letter(&create())
                .as_key(format!("{}#later-key", anna.id()))
                .signed(),
            401,
            "unknown_key",
        ),
        Case::refused(
            "a key of another origin under her key id",
            letter(&create()).with_key(eve.key()).signed(),
            401,
            "bad_signature",
        ),
        Case::refused(
            "a key id that leads nowhere",
            letter(&create())
                .as_key(eve.url("/nothing#main-key"))
                .signed(),
            401,
            "unknown_key",
        )
        .reading(2),
        Case::refused(
            "a key id that leads to a page",
            {
                let page = Served {
                    media_type: "text/html".to_owned(),
                    ..Served::json(&eve.document())
                };
                eve.serves(&eve.url("/page"), page);
                letter(&create())
                    .as_key(eve.url("/page"))
                    .with_key(eve.key())
                    .signed()
            },
            401,
            "unknown_key",
        )
        .reading(2),
        Case::refused(
            "a key id that leads to one of ours",
            letter(&create())
                .as_key(format!("{}#main-key", stage.host.actor))
                .signed(),
            401,
            "unknown_key",
        ),
    ];
    stage.plays(cases).await;
}

/// Fifteen requests of an actor whose server only fails: it is asked at most three times, and then left
/// in peace.
async fn a_dead_key_is_not_asked_for_again_and_again(engine: Engine) {
    let stage = Stage::new(engine).await;
    for (served, status, reason) in [
        (Served::status(500), 503, "key_unreachable"),
        (Served::status(403), 401, "unknown_key"),
        (
            Served::json(&json!({ "id": "elsewhere" })),
            401,
            "unknown_key",
        ),
    ] {
        let dead = stage.eve.neighbour("dead");
        dead.serves(&dead.id(), served.clone());
        stage.forget();
        let before = stage.dialog.contents().await;
        for _ in 0..15 {
            let follow = dead.activity("Follow", stage.host.actor.as_str());
            let reply = dead.tells(&stage.dialog, &follow).await;
            assert_eq!((reply.status.as_u16(), &*reply.body), (status, reason));
            assert_eq!(reply.headers.contains_key("retry-after"), status == 503);
        }
        assert!(stage.eve.reads().len() <= 3, "{:?}", stage.eve.reads());
        assert_eq!(before.changes_to(&stage.dialog.contents().await), [""; 0]);
        stage.dialog.advance(chrono::Duration::minutes(6));
    }
    stage.is_well().await;
}

/// Its actor is read to find out, and kept as it says it is: as a stranger who is forgotten in time.
async fn a_key_that_does_not_fit_is_not_read_anew_each_time(engine: Engine) {
    let stage = Stage::new(engine).await;
    let Stage { anna, eve, .. } = &stage;
    for number in 0..3 {
        let create = anna.activity("Create", anna.event("gestohlen", "Gestohlen"));
        let letter = anna.writes(&stage.dialog.inbox(), &create);
        let forged = letter.with_key(eve.key()).signed();
        assert_eq!(forged.send().await.status, 401, "{number}");
    }
    assert_eq!(anna.reads().len(), 1, "{:?}", anna.reads());
}

async fn a_strangers_forgery_leaves_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let nemo = Peer::new("nemo", &stage.dialog.app.clock).await;
    let before = stage.dialog.contents().await;
    let follow = nemo.activity("Follow", stage.host.actor.as_str());
    let letter = || nemo.writes(&stage.dialog.inbox(), &follow);
    let forged = letter().with_key(stage.eve.key()).signed();
    assert_eq!(forged.send().await.status, 401);
    assert_eq!(nemo.reads().len(), 1, "{:?}", nemo.reads());
    let after = stage.dialog.contents().await;
    assert_eq!(before.changes_to(&after), [""; 0]);
    assert_eq!(letter().signed().send().await.status, 202);
}

/// Eve is well known and signs, but Nemo said no such thing.
async fn nobody_is_kept_for_what_another_says_of_him(engine: Engine) {
    let stage = Stage::new(engine).await;
    let nemo = Peer::new("nemo", &stage.dialog.app.clock).await;
    let create = nemo.activity("Create", nemo.event("fern", "Fern"));
    let by_eve = stage.signed(&stage.eve, &create);
    let case = Case::ignored("a Create nobody here wants to hear", by_eve);
    stage.plays(vec![case]).await;
    assert!(nemo.reads().is_empty(), "{:?}", nemo.reads());
    let before = stage.dialog.contents().await;
    let follow = nemo.activity("Follow", stage.host.actor.as_str());
    let by_eve = stage.eve.writes(&stage.dialog.inbox(), &follow).signed();
    let answer = by_eve.send().await;
    assert_eq!(answer.status, 403, "{answer:?}");
    let nobody = ["actors"];
    let after = stage.dialog.contents().await;
    assert_eq!(
        before.without(nobody).changes_to(&after.without(nobody)),
        [""; 0]
    );
    let found = federation::actors::find(&stage.dialog.app.db, &nemo.id()).await;
    assert_eq!(found.expect("the table"), None);
}

async fn a_blocked_server_is_refused_before_its_signature(engine: Engine) {
    let stage = Stage::new(engine).await;
    let dialog = &stage.dialog;
    blocks::add(&dialog.app.db, &stage.eve.host(), None, dialog.now())
        .await
        .expect("a block");
    let eve = &stage.eve;
    let follow = || eve.activity("Follow", stage.host.actor.as_str());
    let letter = |activity: &Value| eve.writes(&dialog.inbox(), activity);
    let neighbour = eve.neighbour("fresh");
    let by_neighbour = neighbour.activity("Follow", stage.host.actor.as_str());
    let hers = stage
        .anna
        .activity("Create", stage.anna.event("getragen", "Getragen"));
    let mut cases = vec![
        ("well signed", letter(&follow()).signed()),
        (
            "well signed, the other way",
            letter(&follow()).signed_rfc9421(),
        ),
        (
            "an actor never met",
            stage.signed(&neighbour, &by_neighbour),
        ),
        (
            "wrongly signed",
            letter(&follow()).with_key(stage.anna.key()).signed(),
        ),
        (
            "somebody else's word, signed by a blocked one",
            letter(&hers).signed(),
        ),
        (
            "a blocked one's word, signed by somebody else",
            stage.signed(&stage.anna, &follow()),
        ),
    ];
    let mut dotted = follow();
    dotted["actor"] = json!(eve.id().as_str().replace("localhost", "localhost."));
    cases.push(("with a dot behind its name", letter(&dotted).signed()));
    let mut shouted = follow();
    shouted["actor"] = json!(eve.id().as_str().replace("localhost", "LOCALHOST"));
    cases.push(("in capitals", letter(&shouted).signed()));
    let cases = cases.into_iter();
    let cases = cases.map(|(name, post)| Case::refused(name, post, 403, "blocked").reading(0));
    stage.plays(cases.collect()).await;
}

async fn a_blocked_actor_is_refused_and_its_neighbour_is_not(engine: Engine) {
    let stage = Stage::new(engine).await;
    let dialog = &stage.dialog;
    let mallory = stage.mallory.id();
    blocks::add(&dialog.app.db, mallory.as_str(), None, dialog.now())
        .await
        .expect("a block");
    let follow = stage.mallory.activity("Follow", stage.host.actor.as_str());
    let post = stage.signed(&stage.mallory, &follow);
    // The address of a key names nobody: whose it is has to be asked first.
    let key_id = stage.eve.url("/keys/1");
    let eve = stage.eve.clone().with_document(|document| {
        document["publicKey"]["id"] = json!(key_id);
    });
    eve.serves(&key_id, Served::json(&eve.document()["publicKey"]));
    blocks::add(&dialog.app.db, eve.id().as_str(), None, dialog.now())
        .await
        .expect("a block");
    let hers = stage.anna.event("getragen", "Getragen");
    let hers = stage.anna.activity("Create", hers);
    let letter = eve.writes(&dialog.inbox(), &hers).as_key(key_id);
    stage
        .plays(vec![
            Case::refused("mallory", post, 403, "blocked").reading(0),
            Case::refused("eve by her key", letter.signed(), 403, "blocked"),
        ])
        .await;
}

async fn one_server_with_ever_new_actors_has_to_wait(engine: Engine) {
    let dialog = engine
        .instance_with("dialog", "federation.newcomers_per_hour = 2\n")
        .await;
    let host = dialog.association("dialog").await;
    let first = Peer::new("first", &dialog.app.clock).await;
    let follow = async |peer: &Peer| {
        let follow = peer.activity("Follow", host.actor.as_str());
        peer.tells(&dialog, &follow).await.status
    };
    assert_eq!(follow(&first).await, 202);
    let second = first.neighbour("second");
    assert_eq!(follow(&second).await, 202);
    let third = first.neighbour("third");
    let before = dialog.contents().await;
    assert_eq!(follow(&third).await, 429);
    assert_eq!(before.changes_to(&dialog.contents().await), [""; 0]);
    // Nobody it concerns: whom we know, whoever comes from elsewhere, whoever says goodbye.
    assert_eq!(follow(&first).await, 202);
    let elsewhere = Peer::new("elsewhere", &dialog.app.clock).await;
    assert_eq!(follow(&elsewhere).await, 202);
    let gone = first.neighbour("gone");
    gone.serves(&gone.id(), Served::status(410));
    let farewell = gone.activity("Delete", gone.id().as_str());
    assert_eq!(gone.tells(&dialog, &farewell).await.status, 202);
    assert_eq!(dialog.refusals()["too_many"], 1);
}

/// Fifty forgeries an hour would lock everybody out who comes from there.
async fn nobody_uses_up_the_share_of_a_server_in_its_name(engine: Engine) {
    let dialog = engine
        .instance_with("dialog", "federation.newcomers_per_hour = 2\n")
        .await;
    let host = dialog.association("dialog").await;
    let big = Peer::new("big", &dialog.app.clock).await;
    for number in 0..6 {
        let forged = big.neighbour(&format!("forged-{number}"));
        let follow = forged.activity("Follow", host.actor.as_str());
        let letter = forged.writes(&dialog.inbox(), &follow).with_key(big.key());
        assert_eq!(letter.signed().send().await.status, 401, "{number}");
    }
    for name in ["first", "second"] {
        big.neighbour(name).follows(&dialog, &host.actor).await;
    }
    assert_eq!(dialog.followers(&host.actor).await.len(), 2);
}

/// Each key id another address, on a server that never heard of it.
async fn whoever_has_us_look_for_keys_has_to_wait(engine: Engine) {
    let dialog = engine
        .instance_with("dialog", "federation.newcomers_per_hour = 1\n")
        .await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let victim = Peer::new("victim", &dialog.app.clock).await;
    let follow = anna.activity("Follow", host.actor.as_str());
    let letter = || anna.writes(&dialog.inbox(), &follow);
    for _ in 0..5 {
        let same = letter().as_key(victim.url("/keys/0")).signed();
        assert_eq!(same.send().await.status, 401);
    }
    assert_eq!(victim.reads(), ["/keys/0"], "a dead end is remembered");
    let mut answers = Vec::new();
    for number in 1..20 {
        let key_id = match number % 2 {
            0 => victim.url(&format!("/keys/{number}")),
            _ => victim.url(&format!("/users/{number}#main-key")),
        };
        let reply = letter().as_key(key_id).signed().send().await;
        answers.push(reply.status.as_u16());
    }
    assert!(victim.reads().len() <= 10, "{:?}", victim.reads());
    assert_eq!(answers.last(), Some(&429));
    assert!(anna.reads().is_empty(), "{:?}", anna.reads());
}

async fn the_farewell_of_whom_we_do_not_know_is_taken_unread(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut cases = Vec::new();
    for number in 0..3 {
        let nobody = stage.eve.neighbour(&format!("nobody-{number}"));
        let farewell = nobody.activity("Delete", nobody.id().as_str());
        let letter = nobody.writes(&stage.dialog.inbox(), &farewell);
        let forged = letter.with_key(stage.anna.key()).signed();
        cases.push(Case::ignored(format!("nobody {number}"), forged).reading(0));
    }
    stage.plays(cases).await;
    // Nor can somebody be asked for a key who is gone, and the key too.
    let eve = &stage.eve;
    eve.serves(&eve.id(), Served::status(410));
    let farewell = eve.activity("Delete", eve.id().as_str());
    let letter = eve.writes(&stage.dialog.inbox(), &farewell);
    let unfit = letter.with_key(stage.anna.key()).signed();
    assert_eq!(unfit.send().await.status, 202);
}

async fn only_so_many_wait_for_a_key(engine: Engine) {
    let stage = Stage::new(engine).await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let silent = silent.expect("a free port");
    let port = silent.local_addr().expect("bound").port();
    let stranger = |number: usize| {
        let actor = format!("http://localhost:{port}/users/{number}");
        let follow = json!({
            "id": format!("{actor}/follow"), "type": "Follow", "actor": actor,
            "object": stage.host.actor,
        });
        let letter = stage.anna.writes(&stage.dialog.inbox(), &follow);
        letter.as_key(format!("{actor}#main-key")).signed()
    };
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..WAITING_FOR_KEYS_AT_MOST {
        let post = stranger(number);
        waiting.spawn(async move { post.send().await.status.as_u16() });
    }
    let mut connections = Vec::new();
    for _ in 0..WAITING_FOR_KEYS_AT_MOST {
        connections.push(silent.accept().await.expect("a connection"));
    }
    let refused = stranger(WAITING_FOR_KEYS_AT_MOST).send().await;
    assert_eq!((refused.status.as_u16(), &*refused.body), (503, "busy"));
    // Whom we know has to wait for nothing.
    stage.is_well().await;
    drop(connections);
    for answer in waiting.join_all().await {
        assert_eq!(answer, 503);
    }
    stage.is_well().await;
}

async fn who_lives_behind_a_door_is_somebody_else(engine: Engine) {
    let stage = Stage::new(engine).await;
    let nemo = Peer::new("nemo", &stage.dialog.app.clock).await;
    let door = nemo.url("/users/door");
    nemo.serves(&door, Served::redirect(nemo.id().as_str()));
    let mut follow = nemo.activity("Follow", stage.host.actor.as_str());
    follow["actor"] = json!(door);
    let post = stage.signed(&nemo, &follow);
    let case = Case::refused("nemo as his own door", post, 401, "unknown_key");
    stage.plays(vec![case]).await;
}

async fn one_server_that_asks_too_often_does_not_shut_out_another(engine: Engine) {
    let more = "federation.inbox_rate = 1\nfederation.inbox_burst = 5\n";
    let dialog = engine.instance_with("dialog", more).await;
    let host = dialog.association("dialog").await;
    let [eve, anna] = [
        Peer::new("eve", &dialog.app.clock),
        Peer::new("anna", &dialog.app.clock),
    ];
    let (eve, anna) = (eve.await, anna.await);
    // Forged in the name of anna: they use up nobody's share.
    for _ in 0..10 {
        let follow = anna.activity("Follow", host.actor.as_str());
        let forged = anna
            .writes(&dialog.inbox(), &follow)
            .with_key(eve.key())
            .signed();
        assert_eq!(forged.send().await.status, 401);
    }
    let mut refused = Vec::new();
    for _ in 0..40 {
        let like = eve.activity("Like", host.actor.as_str());
        let reply = eve.tells(&dialog, &like).await;
        if reply.status != 202 {
            refused.push(reply);
        }
    }
    // A few more pass while the test runs, at one a second.
    assert!(refused.len() > 20, "{}", refused.len());
    for reply in &refused {
        assert_eq!((reply.status.as_u16(), &*reply.body), (429, "too_many"));
        assert!(!reply.header("retry-after").is_empty());
    }
    assert_eq!(dialog.refusals()["too_many"], refused.len() as u64);
    let follow = anna.activity("Follow", host.actor.as_str());
    assert_eq!(anna.tells(&dialog, &follow).await.status, 202);
    assert_eq!(dialog.followers(&host.actor).await, [anna.id().to_string()]);
}

async fn whoever_poses_as_one_of_ours_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let ours = stage.host.actor.as_str();
    let relay = stage.dialog.app.federation.instance_actor().clone();
    let mut cases = Vec::new();
    for (name, actor) in [
        ("an association", ours.to_owned()),
        ("the server itself", relay.to_string()),
        ("nobody of ours", stage.dialog.url("/ap/actors/0").into()),
        ("in capitals", ours.replace("localhost", "LOCALHOST")),
    ] {
        for kind in ["Follow", "Create", "Update", "Delete", "Accept"] {
            let mut activity = stage.eve.activity(kind, ours);
            activity["actor"] = json!(actor);
            let post = stage.signed(&stage.eve, &activity);
            let name = format!("{kind} by {name}");
            cases.push(Case::refused(name, post, 403, "poses_as_us").reading(0));
        }
    }
    for (name, id) in [
        ("of another server", stage.eve.url("/activities/1")),
        ("of ours", stage.dialog.url("/ap/activities/1")),
    ] {
        let mut follow = stage.anna.activity("Follow", ours);
        follow["id"] = json!(id);
        let post = stage.signed(&stage.anna, &follow);
        let name = format!("an activity's id {name}");
        cases.push(Case::refused(name, post, 403, "foreign_activity_id"));
    }
    stage.plays(cases).await;
}

async fn an_inbox_of_nobody_takes_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let before = stage.dialog.contents().await;
    for path in [
        "/ap/actors/0/inbox",
        "/ap/actors/01ARZ3NDEKTSV4RRFFQ69G5FAV/inbox",
        "/ap/actors/..%2F..%2Fap/inbox",
        "/ap/actors/%00/inbox",
        "/ap/actors/%ff/inbox",
        "/ap/inbox/",
        "/inbox",
        "/",
    ] {
        let inbox = stage.dialog.url(path);
        let follow = stage.anna.activity("Follow", stage.host.actor.as_str());
        let reply = stage.anna.writes(&inbox, &follow).signed().send().await;
        let status = reply.status.as_u16();
        assert!(matches!(status, 400 | 404 | 405), "{path}: {status}");
    }
    assert_eq!(before.changes_to(&stage.dialog.contents().await), [""; 0]);
    stage.is_well().await;
}

async fn an_inbox_is_only_posted_to(engine: Engine) {
    let stage = Stage::new(engine).await;
    let before = stage.dialog.contents().await;
    for method in [
        http::Method::GET,
        http::Method::PUT,
        http::Method::DELETE,
        http::Method::PATCH,
    ] {
        let follow = stage.anna.activity("Follow", stage.host.actor.as_str());
        let mut post = stage.anna.writes(&stage.dialog.inbox(), &follow).unsigned();
        post.method = method.clone();
        let key_id = stage.anna.main_key_id();
        let post = sign::cavage(post, stage.anna.key(), &key_id, &CAVAGE_PARTS, "");
        assert_eq!(post.send().await.status, 405, "{method}");
    }
    assert_eq!(before.changes_to(&stage.dialog.contents().await), [""; 0]);
}

async fn the_same_delivery_fifty_times_at_once_is_one(engine: Engine) {
    let stage = Stage::new(engine).await;
    stage.anna.answers(Answer::Taken);
    let follow = stage.anna.activity("Follow", stage.host.actor.as_str());
    let follow = stage.signed(&stage.anna, &follow);
    let all = futures_util::future::join_all((0..50).map(|_| follow.send())).await;
    for reply in all {
        assert_eq!(reply.status, 202, "{}", reply.body);
    }
    let followers = stage.dialog.followers(&stage.host.actor).await;
    assert_eq!(followers, [stage.anna.id().to_string()]);
    harness::settle([&stage.dialog]).await;
    assert_eq!(stage.anna.heard(), ["Accept{Follow}"]);
}
