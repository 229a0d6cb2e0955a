//! What is no activity, or not quite one, although it is well signed: 400 where the form is broken, no
//! effect where it says nothing to us, and never a failure of ours.

use crate::stage::{Case, Stage};
use harness::{Engine, Peer, on_both_engines};
use serde_json::{Value, json};

on_both_engines![
    what_is_not_json_is_refused,
    json_that_is_no_activity_is_refused,
    nothing_is_unfolded_before_its_signature_is_checked,
    an_activity_that_needs_an_object_and_has_none_is_refused,
    nesting_has_a_limit,
    a_media_type_of_something_else_is_refused,
    what_we_do_not_know_is_taken_without_effect,
    an_id_as_long_as_ids_may_be_is_like_any_other,
];

/// As FEDERATION.md says it.
const LEVELS_AT_MOST: usize = 32;
/// The longest id that is read, in bytes.
const ID_BYTES_AT_MOST: usize = 2_048;

fn changed(mut activity: Value, member: &str, value: Value) -> Value {
    activity[member] = value;
    activity
}

fn without(mut activity: Value, member: &str) -> Value {
    let members = activity.as_object_mut().expect("an object");
    members.shift_remove(member).expect(member);
    activity
}

/// A request of `peer` with exactly this body, signed as it is.
fn raw(stage: &Stage, peer: &Peer, body: impl Into<Vec<u8>>) -> harness::Post {
    let letter = peer.writes(&stage.dialog.inbox(), &Value::Null);
    letter.body(body.into()).signed()
}

async fn what_is_not_json_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let follow = stage.anna.activity("Follow", stage.host.actor.as_str());
    let text = follow.to_string();
    let with = |member: &str| format!("{{{member},{}", &text[1..]);
    let bodies: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("a word", b"hello".to_vec()),
        ("a form", b"type=Follow&actor=anna".to_vec()),
        ("cut off", text.as_bytes()[..text.len() - 1].to_vec()),
        ("two of them", format!("{text}{text}").into()),
        ("a byte order mark", format!("\u{FEFF}{text}").into()),
        ("single quotes", text.replace('"', "'").into()),
        ("a comma too many", text.replace('}', ",}").into()),
        ("not a number", with("\"size\": NaN").into()),
        ("endless", with("\"size\": Infinity").into()),
        (
            "a huge number",
            with(&format!("\"size\": 1e{}", "9".repeat(400))).into(),
        ),
        ("half a character", with(r#""name": "\ud800""#).into()),
        (
            "two halves the wrong way round",
            with(r#""name": "\udc00\ud800""#).into(),
        ),
        ("half a character as a name", with(r#""\udfff": 1"#).into()),
        ("half an escape", with(r#""name": "\u12""#).into()),
        ("a bare NUL", with("\"name\": \"\0\"").into()),
        ("a bare line break", with("\"name\": \"\n\"").into()),
        (
            "not UTF-8",
            [b"{\"name\": \"\xff\xfe\",", &text.as_bytes()[1..]].concat(),
        ),
        (
            "overlong UTF-8",
            [b"{\"name\": \"\xc0\x80\",", &text.as_bytes()[1..]].concat(),
        ),
        (
            "UTF-16",
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
    ];
    let cases = bodies.into_iter();
    let cases = cases.map(|(name, body)| {
        Case::refused(name, raw(&stage, &stage.anna, body), 400, "not_json").reading(0)
    });
    stage.plays(cases.collect()).await;
}

async fn json_that_is_no_activity_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let follow = || stage.anna.activity("Follow", stage.host.actor.as_str());
    let mut bodies = vec![
        ("a list".to_owned(), json!([follow()])),
        ("a text".to_owned(), json!("Follow")),
        ("a number".to_owned(), json!(7)),
        ("nothing".to_owned(), Value::Null),
        ("an empty object".to_owned(), json!({})),
    ];
    for member in ["id", "type", "actor"] {
        bodies.push((format!("no {member}"), without(follow(), member)));
        for value in [
            json!(null),
            json!(7),
            json!(true),
            json!([]),
            json!({}),
            json!([[]]),
        ] {
            let name = format!("{member} is {value}");
            bodies.push((name, changed(follow(), member, value)));
        }
    }
    let host = stage.anna.host();
    for member in ["id", "actor"] {
        for id in odd_ids(&host) {
            let name = format!("{member} is {:.60}", id);
            bodies.push((name, changed(follow(), member, json!(id))));
        }
    }
    let cases = bodies.into_iter().map(|(name, body)| {
        let post = raw(&stage, &stage.anna, body.to_string());
        Case::refused(name, post, 400, "no_activity").reading(0)
    });
    stage.plays(cases.collect()).await;
}

/// What only shows in the whole document is not found out for somebody whose key does not fit.
async fn nothing_is_unfolded_before_its_signature_is_checked(engine: Engine) {
    let stage = Stage::new(engine).await;
    let follow = stage.anna.activity("Follow", stage.host.actor.as_str());
    let follow = follow.to_string();
    let zeros = "0,".repeat(400_000);
    let bodies = [
        ("half a character", r#""name": "\ud800""#.to_owned()),
        ("a huge number", format!("\"size\": 1e{}", "9".repeat(400))),
        (
            "half a character far behind",
            format!(r#""a": [{zeros}"\ud800"]"#),
        ),
    ];
    let mut cases = Vec::new();
    for (name, member) in bodies {
        let body = format!("{{{member},{}", &follow[1..]);
        let letter = stage.anna.writes(&stage.dialog.inbox(), &Value::Null);
        let forged = letter.body(body).with_key(stage.eve.key()).signed();
        cases.push(Case::refused(name, forged, 401, "bad_signature"));
    }
    stage.plays(cases).await;
}

/// What is no id of anything on the web.
fn odd_ids(host: &str) -> Vec<String> {
    let mut ids: Vec<String> = [
        "",
        "anna",
        "/users/anna",
        "//localhost/users/anna",
        "http://",
        "javascript:alert(1)",
        "data:application/activity+json,{}",
        "file:///etc/passwd",
        "ftp://localhost/users/anna",
        "gopher://localhost/1",
        "unix:/run/verbund.sock",
        "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
        "acct:anna@localhost",
        "did:web:localhost",
        "http://[::1/users/anna",
        "http://localhost:99999/users/anna",
        "http://local host/users/anna",
    ]
    .map(str::to_owned)
    .into();
    ids.push(format!("http://anna@{host}/users/anna"));
    ids.push(format!("http://anna:secret@{host}/users/anna"));
    ids.push(format!("http://:secret@{host}/users/anna"));
    let begin = format!("http://{host}/");
    let padding = "a".repeat(ID_BYTES_AT_MOST + 1 - begin.len());
    ids.push(format!("{begin}{padding}"));
    ids.push(format!("{begin}{}", "a".repeat(1_000_000)));
    ids
}

async fn an_activity_that_needs_an_object_and_has_none_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut cases = Vec::new();
    let none = [
        json!(null),
        json!(7),
        json!([]),
        json!({}),
        json!("anna"),
        json!({"id": 7}),
    ];
    for kind in [
        "Follow", "Create", "Update", "Delete", "Announce", "Block", "Undo",
    ] {
        for object in &none {
            let activity = stage.anna.activity(kind, object.clone());
            let name = format!("{kind} of {object}");
            cases.push(Case::refused(
                name,
                stage.signed(&stage.anna, &activity),
                400,
                "no_object",
            ));
        }
        let activity = without(stage.anna.activity(kind, Value::Null), "object");
        let name = format!("{kind} of nothing");
        cases.push(Case::refused(
            name,
            stage.signed(&stage.anna, &activity),
            400,
            "no_object",
        ));
    }
    stage.plays(cases).await;
}

async fn nesting_has_a_limit(engine: Engine) {
    let stage = Stage::new(engine).await;
    let deep = |levels: usize, open: &str, close: &str| {
        let like = stage
            .anna
            .activity("Like", stage.host.actor.as_str())
            .to_string();
        // The activity itself is the first level.
        let value = format!("{}0{}", open.repeat(levels - 1), close.repeat(levels - 1));
        format!("{{\"attachment\": {value},{}", &like[1..])
    };
    let mut cases = Vec::new();
    for (name, open, close) in [("lists", "[", "]"), ("objects", "{\"a\":", "}")] {
        let just = raw(&stage, &stage.anna, deep(LEVELS_AT_MOST, open, close));
        cases.push(Case::ignored(format!("{LEVELS_AT_MOST} {name}"), just));
        for levels in [LEVELS_AT_MOST + 1, 128, 100_000] {
            let post = raw(&stage, &stage.anna, deep(levels, open, close));
            cases.push(Case::refused(format!("{levels} {name}"), post, 400, "too_deep").reading(0));
        }
    }
    let open = "[".repeat(1_000_000);
    cases.push(Case::refused(
        "never closed",
        raw(&stage, &stage.anna, open),
        400,
        "too_deep",
    ));
    // Brackets in a text nest nothing.
    let note = stage.anna.activity("Like", stage.host.actor.as_str());
    let quoted = changed(note, "summary", json!("[\"{".repeat(1_000)));
    cases.push(Case::ignored("quoted", stage.signed(&stage.anna, &quoted)));
    stage.plays(cases).await;
}

async fn a_media_type_of_something_else_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut cases = Vec::new();
    let types = [
        "",
        "text/plain",
        "text/html",
        "application/json",
        "application/ld+json",
        "application/ld+json; profile=\"https://www.w3.org/ns/json-ld#expanded\"",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/activity+jsonp",
    ];
    for media_type in types {
        let create = stage
            .anna
            .activity("Create", stage.anna.event("falsch", media_type));
        let post = stage
            .signed(&stage.anna, &create)
            .with("content-type", media_type);
        cases.push(Case::refused(media_type, post, 415, "media_type").reading(0));
    }
    for encoding in ["gzip", "br", "identity, gzip"] {
        let create = stage
            .anna
            .activity("Create", stage.anna.event("gepackt", encoding));
        let post = stage
            .signed(&stage.anna, &create)
            .with("content-encoding", encoding);
        cases.push(Case::refused(encoding, post, 415, "media_type").reading(0));
    }
    let create = stage
        .anna
        .activity("Create", stage.anna.event("ohne", "Ohne"));
    let post = stage.signed(&stage.anna, &create).without("content-type");
    cases.push(Case::refused("none", post, 415, "media_type").reading(0));
    stage.plays(cases).await;
}

async fn what_we_do_not_know_is_taken_without_effect(engine: Engine) {
    let stage = Stage::new(engine).await;
    let ours = stage.host.actor.as_str();
    let mut cases = Vec::new();
    for kind in [
        "Like",
        "EmojiReact",
        "Flag",
        "Move",
        "Add",
        "Remove",
        "Join",
        "Leave",
        "Invite",
        "Offer",
        "Listen",
        "Travel",
        "Question",
        "IntransitiveActivity",
        "https://w3id.org/verbund#Endorsement",
        "follow",
        "",
        "😀",
        "constructor",
        "__proto__",
    ] {
        let activity = stage.anna.activity(kind, ours);
        cases.push(Case::ignored(
            format!("{kind:?}"),
            stage.signed(&stage.anna, &activity),
        ));
    }
    let long = stage.anna.activity(&"Follow".repeat(10_000), ours);
    cases.push(Case::ignored(
        "a very long type",
        stage.signed(&stage.anna, &long),
    ));
    for kind in ["Accept", "Reject"] {
        for object in [json!(null), json!({}), json!("anna"), json!([[]])] {
            let activity = stage.anna.activity(kind, object.clone());
            let name = format!("{kind} of {object}");
            cases.push(Case::ignored(name, stage.signed(&stage.anna, &activity)));
        }
    }
    let undo = stage
        .anna
        .activity("Undo", stage.anna.activity("Like", ours));
    cases.push(Case::ignored(
        "Undo{Like}",
        stage.signed(&stage.anna, &undo),
    ));
    for (name, object) in [
        (
            "an object of no kind",
            json!({ "id": stage.url("/x"), "attributedTo": stage.anna.id() }),
        ),
        (
            "an object of nobody",
            json!({ "id": stage.url("/x"), "type": "Event", "name": "x" }),
        ),
        (
            "a kind of its own",
            json!({
                "id": stage.url("/x"), "type": "Potluck", "attributedTo": stage.anna.id(),
            }),
        ),
        (
            "a note",
            json!({
                "id": stage.url("/x"), "type": "Note", "attributedTo": stage.anna.id(),
                "content": "<p>x</p>", "published": "2026-08-30T10:00:00Z",
            }),
        ),
    ] {
        for kind in ["Create", "Update"] {
            let activity = stage.anna.activity(kind, object.clone());
            let name = format!("{kind} of {name}");
            cases.push(Case::ignored(name, stage.signed(&stage.anna, &activity)));
        }
    }
    stage.plays(cases).await;
}

/// Characters outside of ASCII become three each in an id, and PostgreSQL has indexes with a limit.
/// At most so many bytes of letters between two, which no database can store in less space.
fn incompressible(bytes: usize, first: char, last: char) -> String {
    let mut text = String::new();
    let mut random = 1_u32;
    let span = u32::from(last) - u32::from(first);
    while text.len() + first.len_utf8() <= bytes {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let letter = char::from_u32(u32::from(first) + (random >> 8) % span);
        text.push(letter.expect("between two letters"));
    }
    text
}

async fn an_id_as_long_as_ids_may_be_is_like_any_other(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut wrong = Vec::new();
    // An actor with hardly a shorter one: its inbox has to be readable too.
    let room = ID_BYTES_AT_MOST - stage.url("/users//followers").as_str().len();
    let long = stage.eve.neighbour(&incompressible(room, 'a', 'z'));
    let like = long.activity("Like", stage.host.actor.as_str());
    assert_eq!(long.tells(&stage.dialog, &like).await.status, 202);
    let room = ID_BYTES_AT_MOST - stage.eve.url("/").as_str().len();
    let theirs = stage
        .eve
        .url(&format!("/{}", incompressible(room, 'b', 'y')));
    let delete = long.activity("Delete", theirs.as_str());
    let reply = long.tells(&stage.dialog, &delete).await;
    assert_eq!(reply.status, 202, "{}", reply.body);
    for (name, first, last) in [("plain", 'a', 'z'), ("escaped", '一', '龥')] {
        let room = ID_BYTES_AT_MOST - stage.url("/events/").as_str().len();
        let path = incompressible(room, first, last);
        let id = format!("{}{path}", stage.url("/events/"));
        let mut event = stage.anna.event("lang", name);
        event["id"] = json!(id);
        event["url"] = json!(id);
        let mut activities = vec![
            ("Create", stage.anna.activity("Create", event.clone())),
            ("Update", stage.anna.activity("Update", event)),
            ("Delete", stage.anna.activity("Delete", json!(id))),
            ("Undo", stage.anna.activity("Undo", json!(id))),
            ("Accept", stage.anna.activity("Accept", json!(id))),
        ];
        let mut follow = stage.anna.activity("Follow", stage.host.actor.as_str());
        follow["id"] = json!(id);
        activities.push(("Follow", follow));
        for (kind, activity) in activities {
            let reply = stage.anna.tells(&stage.dialog, &activity).await;
            if reply.status.is_server_error() {
                wrong.push(format!("{kind} of {name}: {} {}", reply.status, reply.body));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    stage.is_well().await;
}
