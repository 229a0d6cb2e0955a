//! The examples in `FEDERATION.md` are what other servers get from this program, word for word but
//! for names of hosts, ids and keys.

use crate::sitting::{founded, seat};
use chrono::Duration;
use federation::signatures::proof;
use harness::{Engine, Instance, Peer, denkwerkstatt, on_both_engines, settle};
use serde_json::{Map, Value, json};
use server::{
    associations::Association,
    committees::{self, Committee, holder, motion},
    mandates, questions,
};
use std::collections::BTreeMap;

const PAPER: &str = include_str!("../../FEDERATION.md");

on_both_engines![the_paper_shows_what_others_get];

async fn the_paper_shows_what_others_get(engine: Engine) {
    let real = what_others_get(engine).await;
    let shown = examples(PAPER);
    let names = |all: &BTreeMap<String, Value>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&shown), names(&real));
    for (name, real) in real {
        assert_eq!(shown[&name], real, "{name}\n{real:#}");
    }
}

/// The line before each block of JSON, and what is in it.
fn examples(paper: &str) -> BTreeMap<String, Value> {
    let parts: Vec<&str> = paper.split("```").collect();
    let blocks = parts.windows(2).filter_map(|pair| {
        let json = pair[1].strip_prefix("json\n")?;
        let name = pair[0].trim_end().lines().last().unwrap_or_default();
        let json = serde_json::from_str(json).unwrap_or_else(|error| panic!("{name} {error}"));
        Some((name.to_owned(), json))
    });
    blocks.collect()
}

/// Everything there is an example of, from the life of one event.
async fn what_others_get(engine: Engine) -> BTreeMap<String, Value> {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let relay = dialog.app.federation.instance_actor().clone();
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let list = Peer::new("list", &dialog.app.clock).await;

    let follow = anna.follows(&dialog, &host.actor).await;
    list.follows(&dialog, &relay).await;
    dialog.accept_relays().await;
    settle([&dialog]).await;
    let accept = last(&anna);

    let event = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog]).await;
    let (create, announce) = (last(&anna), last(&list));
    let published = dialog.document(&event.iri).await;

    let why = "Der Saal steht unter Wasser.";
    let event = dialog.cancel_because(&event, why).await;
    settle([&dialog]).await;
    let note = last(&anna);
    let cancelled = dialog.document(&event.iri).await;

    dialog.erase(&event).await;
    settle([&dialog]).await;
    let delete = last(&anna);

    let verein = Peer::new("verein", &dialog.app.clock).await;
    let verein = verein.with_document(|document| document["type"] = json!("Organization"));
    verein.is_followed(&dialog, &host).await;
    let draft = questions::Draft {
        question: "Welche Idee wird Workstream?".to_owned(),
        options: "Idee 12\nIdee 15".to_owned(),
        abstention: "Enthaltung".to_owned(),
        secrecy: "secret".to_owned(),
        quorum: "2".to_owned(),
        ends_on: "2026-11-14".to_owned(),
        ends_at: "15:00".to_owned(),
        electors: format!("{}\n{}", host.actor, verein.id()),
        ..questions::Draft::default()
    };
    let asked = dialog.ask(&draft).await;
    let question = last(&verein)["object"].clone();
    dialog.votes(&asked, &host, "Idee 12").await;
    let vote = json!({
        "id": verein.url("/votes/1"),
        "type": "Note",
        "attributedTo": verein.id(),
        "inReplyTo": asked.iri,
        "name": "Idee 12",
        "digestMultibase": proof::digest_of(b"a nonce"),
        "published": "2026-09-01T08:00:00Z",
        "to": [host.actor],
    });
    let vote = verein.activity("Create", vote);
    assert_eq!(verein.tells(&dialog, &vote).await.status, 202);
    settle([&dialog]).await;
    let taken = last(&verein);
    dialog.count(&asked).await;
    let counted = last(&verein)["object"].clone();

    let webfinger = format!(
        "/.well-known/webfinger?resource=acct:dialog@{}",
        dialog.host()
    );
    let webfinger = dialog.get(&webfinger, "application/jrd+json").await.json();
    let actor = dialog.document(&host.actor).await;
    let server = dialog.document(&relay).await;
    let series = dialog.series(&host).await;
    let series = dialog.document(&series.actor).await;
    let committee = founded(&dialog, &host).await;
    seat(&dialog, &committee, "1", "deputy").await;
    settle([&dialog]).await;
    let deputy = last(&anna)["object"].clone();
    let committee_row = committee.clone();
    let committee = committee.actor.expect("an actor");
    let committee = dialog.document(&committee).await;

    let board = Peer::new("vorstand", &dialog.app.clock).await;
    let board = board.with_document(|document| {
        document["type"] = json!("Organization");
        document["kind"] = json!("association");
    });
    let held = a_seat_elsewhere(&dialog, &committee_row, &board).await;

    let names = |json: &Value| anonymous(json, &[&dialog], &[&anna, &list, &verein, &board]);
    let revoked = names(&a_grant_that_is_revoked(&dialog, &host, &held[0]).await);
    let [offered, accepted, granted, voted, undone] = held.each_ref().map(names);
    let examples = [
        ("A seat that is offered:", offered),
        ("It is taken:", accepted),
        ("What it is granted:", granted),
        ("A motion it votes on:", voted),
        ("The seat is taken back:", undone),
        ("What was granted is revoked by another program:", revoked),
        ("An association:", names(&actor)),
        (
            "A series, where it differs from an association:",
            difference(&names(&actor), &names(&series)),
        ),
        (
            "A committee, where it differs from an association:",
            difference(&names(&actor), &names(&committee)),
        ),
        ("Who stands in for a seat of it:", names(&deputy)),
        (
            "This server, where it differs from an association:",
            difference(&names(&actor), &names(&server)),
        ),
        ("WebFinger for `@dialog@verein.example`:", names(&webfinger)),
        ("An event:", names(&published)),
        ("Its publication:", without_the_event(names(&create))),
        ("The announcement:", names(&announce)),
        (
            "The same event, cancelled; all other members stay:",
            difference(&names(&published), &names(&cancelled)),
        ),
        ("The note beside it:", names(&note)),
        ("An event that is erased:", names(&delete)),
        ("Somebody follows:", names(&follow)),
        ("The answer:", names(&accept)),
        ("A question to two associations:", names(&question)),
        ("The answer to a vote:", names(&taken)),
        (
            "The same question, counted; all other members stay:",
            difference(&names(&question), &names(&counted)),
        ),
    ];
    examples.map(|(name, json)| (name.to_owned(), json)).into()
}

/// A seat is offered to an association of another server, taken, granted, voted by and taken back.
async fn a_seat_elsewhere(dialog: &Instance, committee: &Committee, board: &Peer) -> [Value; 5] {
    let draft = holder::Draft {
        seat: "Staat".to_owned(),
        part: "deputy".to_owned(),
        address: board.address(),
        ..holder::Draft::default()
    };
    let app = &dialog.app;
    let elsewhere = committees::look_up(app, &draft).await.expect("it is read");
    let tx = dialog.begin().await;
    let held = committees::seat(app, &tx, committee, &draft, elsewhere.as_ref()).await;
    let held = held.expect("an offer");
    tx.commit().await.expect("a commit");
    settle([dialog]).await;
    let offer = last(board);
    let asked = json!({
        "id": offer["id"],
        "type": "Offer",
        "actor": offer["actor"],
        "object": offer["object"]["id"],
        "target": offer["target"],
    });
    let mut accept = board.activity("Accept", asked);
    accept["name"] = json!("Verein B, Vorstand");
    accept["to"] = json!([committee.actor]);
    assert_eq!(board.tells(dialog, &accept).await.status, 202);
    settle([dialog]).await;
    let grant = last(board);
    let today = committees::today(app);
    let draft = motion::Draft {
        title: "Zwischenstand billigen".to_owned(),
        text: "Für alle fünf Gruppen.".to_owned(),
        ends_on: (today + Duration::days(10)).to_string(),
        deputies_on: (today + Duration::days(5)).to_string(),
        ..motion::Draft::default()
    };
    let tx = dialog.begin().await;
    let put = committees::put(app, &tx, committee, &draft).await;
    put.expect("a motion");
    tx.commit().await.expect("a commit");
    settle([dialog]).await;
    let motion = last(board)["object"].clone();
    let tx = dialog.begin().await;
    let ended = committees::end(app, &tx, &held).await;
    ended.expect("it ends");
    tx.commit().await.expect("a commit");
    settle([dialog]).await;
    [offer, accept, grant, motion, last(board)]
}

/// A committee of another program lets an association of ours take a seat, and revokes what it granted.
async fn a_grant_that_is_revoked(dialog: &Instance, host: &Association, offer: &Value) -> Value {
    let group = Peer::new("beirat", &dialog.app.clock).await;
    let group = group.with_document(|document| {
        document["type"] = json!("Group");
        document["kind"] = json!("committee");
    });
    let mut seat = offer["object"].clone();
    for (member, value) in [
        ("id", json!(group.url("/seats/1"))),
        ("attributedTo", json!(group.id())),
        ("object", json!(group.id())),
        ("to", json!([host.actor])),
    ] {
        seat[member] = value;
    }
    seat.as_object_mut().expect("members").remove("deputyOf");
    let says = async |activity: &Value| {
        let reply = group.tells(dialog, activity).await;
        assert_eq!(reply.status, 202, "{}", reply.body);
        settle([dialog]).await;
    };
    let mut asked = group.activity("Offer", seat.clone());
    asked["to"] = json!([host.actor]);
    asked["target"] = json!(host.actor);
    says(&asked).await;
    let mandate = mandates::listed(&dialog.app.db).await.expect("the table");
    let mandate = mandate.into_iter().next().expect("an offer");
    let tx = dialog.begin().await;
    let draft = mandates::Draft {
        person: "Verein A, Vorstand".to_owned(),
    };
    let taken = mandates::accept(&dialog.app, &tx, mandate, &draft).await;
    let taken = taken.expect("a seat on offer");
    tx.commit().await.expect("a commit");
    let mut grant = group.activity("Grant", seat["id"].clone());
    grant["context"] = json!(group.id());
    grant["target"] = json!(host.actor);
    grant["fulfills"] = json!(taken.word);
    says(&grant).await;
    let mut revoke = group.activity("Revoke", grant["id"].clone());
    revoke["to"] = json!([host.actor]);
    says(&revoke).await;
    let ended = mandates::find(&dialog.app.db, taken.id.as_str()).await;
    assert_eq!(ended.expect("the table").state, mandates::State::Ended);
    // It has to be one whose server can be named in the paper.
    let text = revoke.to_string();
    let text = named(&text, &group.host(), "peer.example");
    serde_json::from_str(&text).expect("still JSON")
}

fn last(peer: &Peer) -> Value {
    peer.received().pop().expect("something arrived")
}

/// With the names of the paper for hosts, ids and keys, and without what is too long to read.
fn anonymous(json: &Value, instances: &[&Instance], peers: &[&Peer]) -> Value {
    let mut text = json.to_string();
    for host in instances.iter().map(|instance| instance.host()) {
        text = named(&text, &host, "verein.example");
    }
    for peer in peers {
        text = named(&text, &peer.host(), "peer.example");
    }
    let json = serde_json::from_str(&without_ulids(&text)).expect("still JSON");
    readable(json)
}

fn named(text: &str, host: &str, name: &str) -> String {
    text.replace(&format!("http://{host}"), &format!("https://{name}"))
        .replace(host, name)
        .replace("\"localhost\"", &format!("\"{name}\""))
}

fn without_ulids(text: &str) -> String {
    const ULID_CHARS: usize = 26;
    let is_ulid = |word: &str| {
        word.len() == ULID_CHARS
            && word
                .chars()
                .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    };
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let words = words.map(|word| {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if is_ulid(bare) {
            word.replace(bare, "01K…")
        } else {
            word.to_owned()
        }
    });
    words.collect()
}

fn readable(json: Value) -> Value {
    match json {
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| {
                let value = match (name.as_str(), value) {
                    ("publicKeyPem", Value::String(_)) => json!("-----BEGIN PUBLIC KEY-----…"),
                    ("publicKeyMultibase", Value::String(_)) => json!("z6Mk…"),
                    ("digestMultibase", Value::String(_)) => json!("zQm…"),
                    ("@context", Value::Array(mut contexts)) => {
                        for context in contexts.iter_mut().filter(|context| context.is_object()) {
                            *context = json!({ "…": "all terms inline" });
                        }
                        Value::Array(contexts)
                    }
                    (_, value) => readable(value),
                };
                (name, value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items.into_iter().map(readable).collect(),
        other => other,
    }
}

fn without_the_event(mut activity: Value) -> Value {
    assert_eq!(activity["object"]["type"], "Event");
    activity["object"] = json!({ "…": "the event" });
    activity
}

/// The members of `after` that `before` has not, or has otherwise.
fn difference(before: &Value, after: &Value) -> Value {
    let empty = Map::new();
    let members = after.as_object().unwrap_or(&empty).iter();
    let changed = members.filter(|(name, value)| before.get(name) != Some(value));
    Value::Object(
        changed
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}
