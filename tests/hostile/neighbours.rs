//! A server has many actors, and one of them is not the other; nor is a server that carries what a
//! blocked one says the blocked one's way in.

use crate::stage::{Stage, moved};
use chrono::Duration;
use federation::blocks;
use harness::{Engine, Served, on_both_engines};
use serde_json::json;

on_both_engines![
    nobody_else_changes_or_removes_an_event,
    a_tombstone_of_a_neighbour_keeps_nothing_away,
    what_a_neighbour_calls_gone_is_gone_when_its_server_says_so,
    an_announce_of_what_is_blocked_brings_nothing,
];

async fn nobody_else_changes_or_removes_an_event(engine: Engine) {
    let stage = Stage::followed(engine).await;
    let event = stage.event("lesekreis").await;
    let id = event["id"].clone();
    stage
        .anna
        .serves(&stage.url("/events/lesekreis"), Served::json(&event));
    let cancelled = {
        let mut cancelled = moved(&event);
        cancelled["status"] = json!("CANCELLED");
        cancelled
    };
    let mut cases = Vec::new();
    for (who, peer) in [("a neighbour", &stage.mallory), ("a stranger", &stage.eve)] {
        let claimed = {
            let mut claimed = moved(&event);
            claimed["attributedTo"] = json!(peer.id());
            claimed
        };
        let shared = {
            let mut shared = moved(&event);
            shared["attributedTo"] = json!([stage.anna.id(), peer.id()]);
            shared
        };
        let nobodys = {
            let mut nobodys = moved(&event);
            nobodys
                .as_object_mut()
                .expect("an event")
                .shift_remove("attributedTo");
            nobodys["actor"] = json!(peer.id());
            nobodys
        };
        for (what, object) in [
            ("a new place", moved(&event)),
            ("a cancellation", cancelled.clone()),
            ("it as its own", claimed),
            ("it as everybody's", shared),
            ("it as nobody's", nobodys),
        ] {
            for kind in ["Create", "Update", "Announce"] {
                let activity = peer.activity(kind, object.clone());
                cases.push((format!("{kind} by {who}: {what}"), peer, activity));
            }
        }
        for (what, object) in [
            ("by id", id.clone()),
            (
                "as a tombstone",
                json!({ "id": id, "type": "Tombstone", "formerType": "Event" }),
            ),
            ("as it is", event.clone()),
        ] {
            let activity = peer.activity("Delete", object);
            cases.push((format!("Delete by {who}, {what}"), peer, activity));
        }
    }
    // Of one that nobody here has heard of yet, too, and with her name on it.
    let unknown = stage.anna.event("erfunden", "Erfunden");
    for (who, peer) in [("a neighbour", &stage.mallory), ("a stranger", &stage.eve)] {
        for kind in ["Create", "Update"] {
            let activity = peer.activity(kind, unknown.clone());
            cases.push((format!("{kind} by {who}: one of hers"), peer, activity));
        }
    }
    stage.stands_firm(cases).await;
    let kept = stage
        .dialog
        .event_titled("lesekreis")
        .await
        .expect("still there");
    assert_eq!(kept.organizer, stage.anna.id().into());
}

/// A neighbour may bury what nobody has yet; that must not keep the owner's own event away.
async fn a_tombstone_of_a_neighbour_keeps_nothing_away(engine: Engine) {
    let stage = Stage::followed(engine).await;
    let event = stage.anna.event("lesekreis", "lesekreis");
    stage
        .anna
        .serves(&stage.url("/events/lesekreis"), Served::json(&event));
    let bury = stage.mallory.activity("Delete", event["id"].clone());
    let reply = stage.mallory.tells(&stage.dialog, &bury).await;
    assert!(
        matches!(reply.status.as_u16(), 202 | 403),
        "{}",
        reply.status
    );
    stage.dialog.advance(Duration::seconds(1));
    stage.event("lesekreis").await;
}

/// A server that does not answer has not said so, and is asked again when it is said again.
async fn what_a_neighbour_calls_gone_is_gone_when_its_server_says_so(engine: Engine) {
    let stage = Stage::followed(engine).await;
    let event = stage.event("lesekreis").await;
    let bury = stage.mallory.activity("Delete", event["id"].clone());
    for (served, status, is_kept) in [
        (Served::json(&event), 403, true),
        (Served::status(503), 503, true),
        (Served::status(410), 202, false),
    ] {
        stage.anna.serves(&stage.url("/events/lesekreis"), served);
        stage.dialog.advance(Duration::seconds(2));
        let reply = stage.mallory.tells(&stage.dialog, &bury).await;
        assert_eq!(reply.status, status, "{}", reply.body);
        let kept = stage.dialog.event_titled("lesekreis").await;
        assert_eq!(kept.is_some(), is_kept, "{status}");
    }
}

async fn an_announce_of_what_is_blocked_brings_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (dialog, eve) = (&stage.dialog, &stage.eve);
    let event = eve.event("konzert", "Konzert");
    eve.serves(&eve.url("/events/konzert"), Served::json(&event));
    blocks::add(&dialog.app.db, &eve.host(), None, dialog.now())
        .await
        .expect("a block");
    let mut cases = Vec::new();
    for (what, object) in [("its id", event["id"].clone()), ("it whole", event.clone())] {
        let activity = stage.anna.activity("Announce", object);
        cases.push((format!("Announce of {what}"), &stage.anna, activity));
    }
    stage.stands_firm(cases).await;
    assert!(eve.reads().is_empty(), "it is not even asked for");
    // A door to the blocked server on one that is not: found out only behind it.
    let door = stage.url("/events/tuer");
    let konzert = eve.url("/events/konzert");
    stage.anna.serves(&door, Served::redirect(konzert.as_str()));
    let activity = stage.anna.activity("Announce", door.as_str());
    let case = ("Announce of a door to it".to_owned(), &stage.anna, activity);
    stage.stands_firm(vec![case]).await;
}
