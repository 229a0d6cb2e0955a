//! What other software really sends: every sample of ours, and every captured document in the folder
//! that `VERBUND_TEST_FIXTURES` names, is read, and delivered by somebody we follow. Nothing of it is a
//! failure of ours, and an event arrives with its name, its time and its place.

use crate::stage::Stage;
use chrono::{DateTime, Utc};
use federation::vocabulary::{Envelope, Object, actor::Document};
use harness::{Engine, Peer, Served, on_both_engines, variable};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};
use url::{Position, Url};

on_both_engines![what_others_send_is_taken];

/// A folder of documents captured from other software, anywhere below it.
const FIXTURES: &str = "VERBUND_TEST_FIXTURES";
/// Documents looked at; more would be a wrong folder.
const FILES_AT_MOST: usize = 10_000;
/// Names of terms, not addresses of anybody.
const VOCABULARIES: [&str; 4] = ["www.w3.org", "w3id.org", "schema.org", "purl.org"];

/// Our samples, and the event each has to become: its name, its start in UTC, its place.
type Sample = (
    &'static str,
    Option<(&'static str, &'static str, &'static str)>,
);
const SAMPLES: [Sample; 16] = [
    ("discourse-announce-create-note", None),
    (
        "fedify-create-event-with-proof",
        Some(("Nachtlauf", "2026-10-30T18:00:00Z", "Stadtpark")),
    ),
    (
        "friendica-create-event",
        Some(("Radtour", "2026-10-18T08:00:00Z", "Südtor")),
    ),
    (
        "gancio-create-event",
        Some(("Offene Werkstatt", "2026-10-10T13:00:00Z", "Werkhof")),
    ),
    (
        "gancio-create-event-hybrid",
        Some(("Stammtisch", "2026-10-11T17:00:00Z", "Kneipe am Eck")),
    ),
    ("gotosocial-create-note", None),
    (
        "hubzilla-create-event",
        Some(("Gartentag", "2026-10-25T09:00:00Z", "Gemeinschaftsgarten")),
    ),
    ("lemmy-announce-create-page", None),
    ("mastodon-announce-note", None),
    ("mastodon-create-note", None),
    ("mastodon-question", None),
    (
        "mobilizon-create-event",
        Some((
            "Lesekreis im November",
            "2026-11-12T17:30:00Z",
            "Stadtbibliothek",
        )),
    ),
    (
        "mobilizon-update-event-cancelled",
        Some(("Lesekreis online", "2026-12-01T18:00:00Z", "")),
    ),
    ("peertube-create-video", None),
    (
        "wordpress-create-event",
        Some((
            "Sommerfest – mit Musik",
            "2026-11-07T14:00:00Z",
            "Festwiese",
        )),
    ),
    (
        "ticketing-create-event-in-two-languages",
        Some(("Offener Abend", "2026-11-19T17:00:00Z", "Haus am See")),
    ),
];

fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("hostile/samples")
}

/// Every document below `folder`, by its path within it.
fn documents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut folders = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "json") {
                let name = path
                    .strip_prefix(folder)
                    .expect("below it")
                    .to_string_lossy();
                found.push((name.into_owned(), fs::read(&path).expect("a file")));
            }
        }
        assert!(found.len() <= FILES_AT_MOST, "{}", folder.display());
    }
    found.sort();
    found
}

/// As if `peer` had sent it: its addresses are those of `peer`'s server, below `/number` so that two
/// documents share no id; its actor is `peer`. Nobody else's address is left to be asked.
fn moved_to(peer: &Peer, number: usize, document: &Value) -> Value {
    let mut document = document.clone();
    let actor = document["actor"].clone();
    let actor = actor
        .as_str()
        .or_else(|| actor["id"].as_str())
        .map(str::to_owned);
    rewrite(&mut document, &|text| {
        if Some(text) == actor.as_deref() {
            return Some(peer.id().into());
        }
        let url = Url::parse(text).ok()?;
        let foreign = matches!(url.scheme(), "http" | "https")
            && !VOCABULARIES.contains(&url.host_str().unwrap_or_default());
        let rest = &url[Position::BeforePath..];
        foreign.then(|| peer.url(&format!("/{number}{rest}")).into())
    });
    let is_activity = document.get("actor").is_some() && document.get("object").is_some();
    if is_activity || !document.is_object() {
        return document;
    }
    // An object on its own: its owner says it.
    document["attributedTo"] = json!(peer.id());
    peer.activity("Create", document)
}

fn rewrite(value: &mut Value, change: &impl Fn(&str) -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(changed) = change(text) {
                *text = changed;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, change)),
        Value::Object(members) => members.values_mut().for_each(|item| rewrite(item, change)),
        _ => {}
    }
}

/// Read every object in it in every way there is; all that can happen is nothing.
fn read_all(value: &Value) {
    let _ = Envelope::read(value.clone());
    let _ = Object::read(value);
    let _ = Document::read(value);
    match value {
        Value::Array(items) => items.iter().for_each(read_all),
        Value::Object(members) => members.values().for_each(read_all),
        _ => {}
    }
}

/// Deliver it, and say what is not as it should be.
async fn deliver(stage: &Stage, activity: &Value) -> Result<(), String> {
    let (dialog, anna) = (&stage.dialog, &stage.anna);
    // Some of them are farewells.
    let federation = &dialog.app.federation;
    let is_followed = federation.is_followed(&dialog.app.db, &anna.id()).await;
    if !is_followed.expect("the table") {
        anna.is_followed(dialog, &stage.host).await;
    }
    let object = &activity["object"];
    let id = object["id"].as_str().and_then(|id| Url::parse(id).ok());
    if let Some(id) = id.filter(|id| *id != anna.id()) {
        anna.serves(&id, Served::json(object));
    }
    let reply = anna.tells(dialog, activity).await;
    match reply.status.as_u16() {
        202 | 400 | 403 => Ok(()),
        status => Err(format!("{status} {}", reply.body)),
    }
}

/// The event that the object of `activity` became.
async fn kept(stage: &Stage, activity: &Value) -> Option<server::events::Event> {
    let id = Url::parse(activity["object"]["id"].as_str()?).ok()?;
    let found = server::events::find_by_iri(&stage.dialog.app.db, &id).await;
    found.expect("the table of events")
}

async fn what_others_send_is_taken(engine: Engine) {
    let stage = Stage::new(engine).await;
    let documents = documents(&samples());
    let mut names: Vec<_> = documents
        .iter()
        .map(|(name, _)| name.trim_end_matches(".json"))
        .collect();
    let mut known: Vec<_> = SAMPLES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    known.sort_unstable();
    assert_eq!(names, known);
    for (number, (name, expected)) in SAMPLES.iter().enumerate() {
        let text = documents
            .iter()
            .find(|(file, _)| file.trim_end_matches(".json") == *name);
        let (_, text) = text.expect(name);
        let sample: Value = serde_json::from_slice(text).expect(name);
        read_all(&sample);
        let activity = moved_to(&stage.anna, number, &sample);
        let before = stage.dialog.events().await.len();
        deliver(&stage, &activity).await.expect(name);
        let Some((title, start, place)) = expected else {
            assert_eq!(stage.dialog.events().await.len(), before, "{name}");
            continue;
        };
        let event = kept(&stage, &activity).await.expect(name);
        let found = event.place.as_ref().map_or("", |place| &place.name);
        let starts_at = start.parse::<DateTime<Utc>>().expect("a time");
        assert_eq!(
            (&*event.main_text().title, event.starts_at, found),
            (*title, starts_at, *place),
            "{name}"
        );
    }
    stage.is_well().await;
}

/// Every document in the folder, on this engine.
async fn captured(engine: Engine) {
    let folder = variable(FIXTURES).expect("VERBUND_TEST_FIXTURES names the folder of documents");
    let documents = documents(Path::new(&folder));
    assert!(!documents.is_empty(), "{folder}");
    let stage = Stage::new(engine).await;
    let mut wrong = Vec::new();
    let mut events = 0;
    for (number, (name, text)) in documents.iter().enumerate() {
        let Ok(document) = serde_json::from_slice::<Value>(text) else {
            wrong.push(format!("{name}: not JSON"));
            continue;
        };
        read_all(&document);
        let activity = moved_to(&stage.anna, number, &document);
        if let Err(why) = deliver(&stage, &activity).await {
            wrong.push(format!("{name}: {why}"));
        }
        if !is_whole_event(&activity) {
            continue;
        }
        events += 1;
        let object = &activity["object"];
        let event = kept(&stage, &activity).await;
        // A session is part of the agenda of its event, and no date of its own in the calendar.
        if object["superEvent"].is_string() {
            if event.is_some() {
                wrong.push(format!("{name}: its session is kept as an event"));
            }
            continue;
        }
        let Some(event) = event else {
            wrong.push(format!("{name}: its event is not kept"));
            continue;
        };
        let starts_at = object["startTime"]
            .as_str()
            .and_then(|at| at.parse::<DateTime<Utc>>().ok());
        if Some(event.starts_at) != starts_at {
            wrong.push(format!("{name}: starts at {}", event.starts_at));
        }
        let title = event.main_text().title;
        let mut names = vec![&object["name"]];
        names.extend(
            object["nameMap"]
                .as_object()
                .into_iter()
                .flat_map(|map| map.values()),
        );
        // Of what is cancelled the page says so, not the title.
        let is_cancelled = event.state == server::events::State::Cancelled;
        let called = |name: &str| match name.strip_prefix("Abgesagt:") {
            Some(bare) if is_cancelled => bare.trim() == title,
            _ => name.trim() == title,
        };
        if !names.iter().any(|name| name.as_str().is_some_and(called)) {
            wrong.push(format!("{name}: is called {title}"));
        }
        let place = object["location"]["name"]
            .as_str()
            .map(str::trim)
            .filter(|_| object["isOnline"] != true);
        let found = event.place.as_ref().map(|place| &*place.name);
        if place.is_some_and(|place| !place.is_empty()) && place != found {
            wrong.push(format!("{name}: is at {found:?}"));
        }
    }
    println!("{} documents, {events} of them events", documents.len());
    assert!(events > 0, "no event among {}", documents.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    stage.is_well().await;
}

/// Whether it is a public event with all that we need, said as something new or changed.
fn is_whole_event(activity: &Value) -> bool {
    let object = &activity["object"];
    let recipients = [&object["to"], &object["cc"]];
    let public = recipients
        .iter()
        .any(|list| list.to_string().contains("Public\""));
    matches!(activity["type"].as_str(), Some("Create" | "Update"))
        && object["type"] == "Event"
        && object["name"]
            .as_str()
            .is_some_and(|name| !name.trim().is_empty())
        && object["startTime"]
            .as_str()
            .is_some_and(|at| DateTime::parse_from_rfc3339(at).is_ok())
        && object["id"].is_string()
        && public
}

mod captured {
    use harness::Engine;

    #[tokio::test]
    #[ignore = "reads the folder that VERBUND_TEST_FIXTURES names"]
    async fn documents_do_no_harm_on_sqlite() {
        super::captured(Engine::Sqlite).await;
    }

    #[tokio::test]
    #[ignore = "reads the folder that VERBUND_TEST_FIXTURES names"]
    async fn documents_do_no_harm_on_postgres() {
        if Engine::Postgres.is_wanted() {
            super::captured(Engine::Postgres).await;
        }
    }
}
