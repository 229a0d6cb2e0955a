//! What is well signed, and not the signer's to say: others' events, actors and follows, on another
//! server and, what is easily forgotten, on the very same.

use crate::stage::{Case, Stage, moved};
use chrono::Duration;
use federation::follows;
use harness::{Engine, Served, denkwerkstatt, on_both_engines, settle};
use serde_json::json;

on_both_engines![
    nobody_else_changes_or_removes_an_actor,
    nobody_touches_what_is_ours,
    nobody_ends_or_answers_somebody_elses_follow,
    an_answer_nobody_asked_for_does_nothing,
    an_announce_brings_nothing_but_what_its_own_server_says,
    a_part_of_an_event_is_no_event_whoever_announces_it,
    a_wrapped_activity_is_never_done,
    what_somebody_else_passes_on_is_read_at_its_origin,
    a_deed_in_anothers_name_is_refused,
];

async fn nobody_else_changes_or_removes_an_actor(engine: Engine) {
    let stage = Stage::followed(engine).await;
    stage.event("lesekreis").await;
    let anna = &stage.anna;
    let mut cases = Vec::new();
    for (who, peer) in [("a neighbour", &stage.mallory), ("a stranger", &stage.eve)] {
        let mut taken_over = anna.document();
        taken_over["publicKey"]["publicKeyPem"] =
            peer.document()["publicKey"]["publicKeyPem"].clone();
        taken_over["inbox"] = peer.document()["inbox"].clone();
        for (what, object) in [
            ("by id", json!(anna.id())),
            ("with new keys", taken_over.clone()),
        ] {
            for kind in ["Update", "Create", "Delete", "Announce"] {
                let activity = peer.activity(kind, object.clone());
                cases.push((format!("{kind} by {who}, {what}"), peer, activity));
            }
        }
        let mut moving = peer.activity("Move", json!(anna.id()));
        moving["target"] = json!(peer.id());
        cases.push((format!("Move by {who}"), peer, moving));
    }
    stage.stands_firm(cases).await;
    // A key smuggled in would be worth something now.
    for thief in [&stage.mallory, &stage.eve] {
        let create = anna.activity("Create", anna.event("geklaut", "Geklaut"));
        let forged = anna
            .writes(&stage.dialog.inbox(), &create)
            .with_key(thief.key())
            .signed();
        assert_eq!(forged.send().await.status, 401);
    }
}

async fn nobody_touches_what_is_ours(engine: Engine) {
    let stage = Stage::followed(engine).await;
    let event = stage.dialog.publish(&denkwerkstatt()).await;
    settle([&stage.dialog]).await;
    let ours = stage.dialog.document(&event.iri).await;
    let actor = stage.dialog.document(&stage.host.actor).await;
    let mut cases = Vec::new();
    for (who, peer) in [("a friend", &stage.anna), ("a stranger", &stage.eve)] {
        let mut claimed = moved(&ours);
        claimed["attributedTo"] = json!(peer.id());
        for (what, object) in [
            ("event", moved(&ours)),
            ("event as its own", claimed),
            ("event by id", ours["id"].clone()),
            ("actor", actor.clone()),
            ("actor by id", actor["id"].clone()),
        ] {
            for kind in ["Create", "Update", "Delete"] {
                let post = stage.signed(peer, &peer.activity(kind, object.clone()));
                let name = format!("{kind} by {who}: our {what}");
                cases.push(Case::refused(name, post, 403, "foreign_object"));
            }
            let post = stage.signed(peer, &peer.activity("Announce", object.clone()));
            cases.push(Case::ignored(
                format!("Announce by {who}: our {what}"),
                post,
            ));
        }
        for (name, id) in [("actor", &stage.host.actor), ("event", &event.iri)] {
            for kind in ["Flag", "Move", "Remove", "Add", "Reject", "Accept"] {
                let post = stage.signed(peer, &peer.activity(kind, id.as_str()));
                cases.push(Case::ignored(format!("{kind} by {who}: our {name}"), post));
            }
        }
    }
    stage.plays(cases).await;
    assert_eq!(stage.dialog.document(&event.iri).await, ours);
    assert_eq!(stage.dialog.document(&stage.host.actor).await, actor);
}

async fn nobody_ends_or_answers_somebody_elses_follow(engine: Engine) {
    let stage = Stage::followed(engine).await;
    // In both directions: anna follows us and is followed.
    let hers = stage.anna.follows(&stage.dialog, &stage.host.actor).await;
    settle([&stage.dialog]).await;
    let db = &stage.dialog.app.db;
    let ours = follows::find(db, &stage.host.actor, &stage.anna.id()).await;
    let ours = ours.expect("the table").expect("we follow her").activity;
    let our_follow = json!({
        "id": ours, "type": "Follow", "actor": stage.host.actor, "object": stage.anna.id(),
    });
    let mut cases = Vec::new();
    for (who, peer) in [("a neighbour", &stage.mallory), ("a stranger", &stage.eve)] {
        let mut nameless = hers.clone();
        nameless
            .as_object_mut()
            .expect("a Follow")
            .shift_remove("actor");
        for (kind, what, object) in [
            ("Undo", "hers", hers.clone()),
            ("Undo", "hers by id", hers["id"].clone()),
            ("Undo", "hers without her name", nameless),
            ("Undo", "ours", our_follow.clone()),
            ("Undo", "ours by id", json!(ours)),
            ("Reject", "ours by id", json!(ours)),
            ("Reject", "hers", hers.clone()),
            ("Accept", "hers", hers.clone()),
            ("Block", "her", json!(stage.anna.id())),
        ] {
            cases.push((
                format!("{kind} by {who}: {what}"),
                peer,
                peer.activity(kind, object),
            ));
        }
    }
    stage.stands_firm(cases).await;
    let followers = stage.dialog.followers(&stage.host.actor).await;
    assert_eq!(followers, [stage.anna.id().to_string()]);
    let federation = &stage.dialog.app.federation;
    let is_followed = federation.is_followed(db, &stage.anna.id()).await;
    assert!(is_followed.expect("the table"));
}

async fn an_answer_nobody_asked_for_does_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let invented = |follower: &str, followed: &str| {
        json!({
            "id": stage.dialog.url("/ap/activities/01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            "type": "Follow", "actor": follower, "object": followed,
        })
    };
    let ours = stage.host.actor.as_str();
    let mut cases = Vec::new();
    for peer in [&stage.mallory, &stage.eve] {
        let id = peer.id();
        for kind in ["Accept", "Reject"] {
            for (what, object) in [
                ("a Follow never sent", invented(ours, id.as_str())),
                ("a Follow of her", invented(ours, stage.anna.id().as_str())),
                ("an actor", json!(ours)),
                ("an id", invented(ours, id.as_str())["id"].clone()),
            ] {
                let post = stage.signed(peer, &peer.activity(kind, object));
                cases.push(Case::ignored(format!("{kind} of {what} by {id}"), post));
            }
        }
        let post = stage.signed(peer, &peer.activity("Follow", stage.anna.id().as_str()));
        cases.push(Case::refused(
            "a Follow of somebody else",
            post,
            403,
            "not_ours",
        ));
    }
    stage.plays(cases).await;
    for peer in [&stage.mallory, &stage.eve] {
        let create = peer.activity("Create", peer.event("ungebeten", "Ungebeten"));
        assert_eq!(peer.tells(&stage.dialog, &create).await.status, 202);
    }
    assert!(stage.dialog.event_titled("Ungebeten").await.is_none());
}

async fn an_announce_brings_nothing_but_what_its_own_server_says(engine: Engine) {
    let stage = Stage::new(engine).await;
    let eve = &stage.eve;
    // What eve says of herself, and what anna makes of it.
    let event = eve.event("konzert", "Konzert");
    eve.serves(&eve.url("/events/konzert"), Served::json(&event));
    let mut forged = moved(&event);
    forged["name"] = json!("Kostenlos für alle");
    let announce = stage.anna.activity("Announce", forged.clone());
    assert_eq!(stage.anna.tells(&stage.dialog, &announce).await.status, 202);
    assert!(
        stage
            .dialog
            .event_titled("Kostenlos für alle")
            .await
            .is_none()
    );
    let kept = stage
        .dialog
        .event_titled("Konzert")
        .await
        .expect("as its owner has it");
    assert_eq!(kept.organizer, eve.id().into());
    assert_eq!(kept.place.expect("a place").name, "Bibliothek");
    // Where its own server says nothing of the kind, there is none.
    let mut unknown = eve.event("erfunden", "Erfunden");
    for kind in ["Announce", "Create", "Update"] {
        let activity = stage.anna.activity(kind, unknown.clone());
        let reply = stage.anna.tells(&stage.dialog, &activity).await;
        assert!(
            matches!(reply.status.as_u16(), 202 | 403),
            "{kind}: {}",
            reply.status
        );
        assert!(
            stage.dialog.event_titled("Erfunden").await.is_none(),
            "{kind}"
        );
    }
    // Its own server may not speak for another either.
    unknown["attributedTo"] = json!(stage.anna.id());
    eve.serves(&eve.url("/events/erfunden"), Served::json(&unknown));
    let announce = stage.anna.activity("Announce", unknown["id"].clone());
    let reply = stage.anna.tells(&stage.dialog, &announce).await;
    assert_eq!(
        (reply.status.as_u16(), &*reply.body),
        (403, "foreign_object")
    );
    assert!(stage.dialog.event_titled("Erfunden").await.is_none());
    stage.is_well().await;
}

async fn a_part_of_an_event_is_no_event_whoever_announces_it(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (anna, part) = (&stage.anna, stage.url("/events/teil"));
    let mut event = anna.event("teil", "Teil");
    let announce = || anna.activity("Announce", part.as_str());
    for (whole, is_kept) in [
        (json!(stage.url("/events/ganz")), false),
        (json!(null), true),
    ] {
        event["superEvent"] = whole;
        anna.serves(&part, Served::json(&event));
        stage.dialog.advance(Duration::seconds(1));
        assert_eq!(anna.tells(&stage.dialog, &announce()).await.status, 202);
        let kept = stage.dialog.event_titled("Teil").await;
        assert_eq!(kept.is_some(), is_kept);
    }
}

async fn a_wrapped_activity_is_never_done(engine: Engine) {
    let stage = Stage::followed(engine).await;
    let event = stage.event("lesekreis").await;
    let anna = &stage.anna;
    let hers = anna.follows(&stage.dialog, &stage.host.actor).await;
    settle([&stage.dialog]).await;
    let mut cases = Vec::new();
    for (what, inner) in [
        ("Delete", anna.activity("Delete", event["id"].clone())),
        ("Update", anna.activity("Update", moved(&event))),
        ("Undo", anna.activity("Undo", hers)),
        ("farewell", anna.activity("Delete", anna.id().as_str())),
        ("Block", anna.activity("Block", stage.host.actor.as_str())),
        (
            "Follow",
            stage.mallory.activity("Follow", stage.host.actor.as_str()),
        ),
    ] {
        for peer in [&stage.mallory, &stage.eve] {
            for kind in ["Announce", "Create", "Update", "Add", "Offer"] {
                let activity = peer.activity(kind, inner.clone());
                cases.push((format!("{kind}{{{what}}} by {}", peer.id()), peer, activity));
            }
        }
    }
    stage.stands_firm(cases).await;
}

/// Inbox forwarding: eve delivers what anna says to have said.
async fn what_somebody_else_passes_on_is_read_at_its_origin(engine: Engine) {
    let stage = Stage::followed(engine).await;
    let event = stage.event("lesekreis").await;
    let home = stage.url("/events/lesekreis");
    for (served, place) in [
        (Served::status(404), "Bibliothek"),
        (Served::json(&event), "Bibliothek"),
    ] {
        stage.anna.serves(&home, served);
        for peer in [&stage.mallory, &stage.eve] {
            stage.dialog.advance(Duration::seconds(1));
            let update = stage.anna.activity("Update", moved(&event));
            let reply = stage.signed(peer, &update).send().await;
            assert!(
                matches!(reply.status.as_u16(), 202 | 403),
                "{}",
                reply.status
            );
            let kept = stage
                .dialog
                .event_titled("lesekreis")
                .await
                .expect("still there");
            assert_eq!(kept.place.expect("a place").name, place);
        }
    }
    // What her own server says counts, whoever rang the bell.
    stage.anna.serves(&home, Served::json(&moved(&event)));
    let update = stage.anna.activity("Update", event.clone());
    assert_eq!(stage.signed(&stage.eve, &update).send().await.status, 202);
    let kept = stage
        .dialog
        .event_titled("lesekreis")
        .await
        .expect("still there");
    assert_eq!(kept.place.expect("a place").name, "Falle");
    stage.is_well().await;
}

async fn a_deed_in_anothers_name_is_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event("lesekreis").await;
    let anna = &stage.anna;
    let ours = json!(stage.host.actor);
    let mut cases = Vec::new();
    for (who, thief) in [("a neighbour", &stage.mallory), ("a stranger", &stage.eve)] {
        for (kind, object) in [
            ("Follow", ours.clone()),
            ("Undo", json!({ "type": "Follow", "object": ours })),
            ("Block", ours.clone()),
            ("Accept", ours.clone()),
            ("Reject", ours.clone()),
            ("Delete", event["id"].clone()),
            ("Delete", json!(anna.id())),
            ("Announce", event["id"].clone()),
            ("Like", ours.clone()),
        ] {
            let activity = anna.activity(kind, object);
            let name = format!("{kind} in her name by {who}");
            let post = stage.signed(thief, &activity);
            cases.push(Case::refused(name, post, 403, "not_the_actor"));
        }
    }
    stage.plays(cases).await;
    let kept = stage.dialog.event_titled("lesekreis").await;
    assert!(kept.is_some());
}
