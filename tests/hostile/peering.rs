//! A server that would be a peer, or is one, and does not mean it: answers nobody asked for, actors that
//! stand for no server, and a history that lies.

use chrono::Duration;
use federation::follows::{self, State as Following};
use harness::{Engine, Instance, PUBLIC, Peer, Served, on_both_engines, settle};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use server::{
    associations::Association,
    peers::{self, State},
};
use url::Url;

on_both_engines![
    only_the_server_that_was_asked_can_accept,
    what_was_taken_back_is_not_brought_back_by_an_old_answer,
    who_does_not_stand_for_its_server_is_just_a_follower,
    only_a_server_can_be_asked,
    a_peer_speaks_for_its_own_server_alone,
    a_history_that_lies_has_an_end,
    what_is_called_a_part_says_so_itself,
    nobody_else_ends_it,
    who_was_refused_comes_back_by_no_other_door,
    events_of_somebody_nobody_could_meet_go_with_their_server,
    a_closed_instance_reads_nothing,
];

const PROFILE: &str = "https://w3id.org/verbund/profile/1";

/// A server that could be a peer: its actor says so, and its host says that the actor stands for it.
async fn server(instance: &Instance, name: &str) -> Peer {
    let peer = Peer::new(name, &instance.app.clock).await;
    let peer = peer.with_document(|document| {
        document["type"] = json!("Application");
        document["implements"] = json!([{ "type": "Link", "href": PROFILE }]);
    });
    names_its_server(&peer, &peer.id());
    peer
}

/// Let the host of `peer` say that `actor` stands for it.
fn names_its_server(peer: &Peer, actor: &Url) {
    let link = json!({
        "rel": "https://www.w3.org/ns/activitystreams#Service",
        "type": "application/activity+json",
        "href": actor,
    });
    let found = Served {
        media_type: "application/jrd+json".to_owned(),
        ..Served::json(&json!({ "subject": peer.url("/"), "links": [link] }))
    };
    let mut url = peer.url("/.well-known/webfinger");
    url.query_pairs_mut()
        .append_pair("resource", peer.url("/").as_str());
    peer.serves(&url, found);
}

async fn state(instance: &Instance, peer: &Peer) -> Option<State> {
    let found = peers::find(&instance.app.db, &peer.host()).await;
    found.expect("the table").map(|found| found.state)
}

/// Ask the server of `peer`, and return the Follow it got.
async fn asked(dialog: &Instance, peer: &Peer) -> Value {
    let found = peers::look_up(&dialog.app, &peer.host()).await;
    let tx = dialog.begin().await;
    let asked = peers::ask(&dialog.app, &tx, &found.expect("a server")).await;
    asked.expect("a question");
    tx.commit().await.expect("a commit");
    settle([dialog]).await;
    let follow = peer.received().pop().expect("a Follow arrived");
    assert_eq!(follow["type"], "Follow");
    follow
}

async fn agreed(dialog: &Instance, peer: &Peer) {
    let follow = asked(dialog, peer).await;
    let accept = peer.activity("Accept", follow);
    assert_eq!(peer.tells(dialog, &accept).await.status, 202);
    peer.follows(dialog, dialog.app.federation.instance_actor())
        .await;
    settle([dialog]).await;
    assert_eq!(state(dialog, peer).await, Some(State::Agreed));
    peer.forget();
}

async fn house(engine: Engine) -> (Instance, Association) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    (dialog, host)
}

async fn titles(dialog: &Instance) -> Vec<String> {
    let events = dialog.events().await.into_iter();
    let mut titles: Vec<String> = events
        .map(|event| event.main_text().title.clone())
        .collect();
    titles.sort();
    titles
}

async fn only_the_server_that_was_asked_can_accept(engine: Engine) {
    let (dialog, _) = house(engine).await;
    let peer = server(&dialog, "server").await;
    let neighbour = peer.neighbour("neighbour");
    let other = server(&dialog, "other").await;
    let follow = asked(&dialog, &peer).await;
    for forger in [&neighbour, &other] {
        for inner in [follow.clone(), follow["id"].clone()] {
            let accept = forger.activity("Accept", inner);
            forger.tells(&dialog, &accept).await;
        }
        forger
            .follows(&dialog, dialog.app.federation.instance_actor())
            .await;
        dialog.advance(Duration::seconds(2));
    }
    settle([&dialog]).await;
    assert_eq!(state(&dialog, &peer).await, Some(State::Asked));
    // The other server asks of its own; who was not asked waits.
    assert_eq!(state(&dialog, &other).await, Some(State::Waiting));
    let relay = dialog.app.federation.instance_actor();
    assert!(dialog.followers(relay).await.is_empty());
    let event = peer.event("vor", "Vor der Antwort");
    let create = peer.activity("Create", event);
    peer.tells(&dialog, &create).await;
    assert!(titles(&dialog).await.is_empty());
}

async fn what_was_taken_back_is_not_brought_back_by_an_old_answer(engine: Engine) {
    let (dialog, _) = house(engine).await;
    let peer = server(&dialog, "server").await;
    let follow = asked(&dialog, &peer).await;
    let accept = peer.activity("Accept", follow);
    let letter = peer.writes(&dialog.inbox(), &accept).signed();
    assert_eq!(letter.clone().send().await.status, 202);
    let tx = dialog.begin().await;
    let row = peers::find_for_change(&tx, &peer.host()).await;
    let ended = peers::end(&dialog.app, &tx, row.expect("a row")).await;
    ended.expect("an end");
    tx.commit().await.expect("a commit");
    settle([&dialog]).await;
    // The very same request, and the same words signed anew.
    letter.send().await;
    dialog.advance(Duration::seconds(2));
    peer.tells(&dialog, &accept).await;
    assert_eq!(state(&dialog, &peer).await, Some(State::Ended));
    let relay = dialog.app.federation.instance_actor();
    let left = follows::followed_by(&dialog.app.db, relay).await;
    assert!(left.expect("the table").is_empty());
}

async fn who_does_not_stand_for_its_server_is_just_a_follower(engine: Engine) {
    let (dialog, host) = house(engine).await;
    let relay = dialog.app.federation.instance_actor().clone();
    let person = Peer::new("person", &dialog.app.clock).await;
    let relay_of_others = Peer::new("mobilizon", &dialog.app.clock).await;
    let relay_of_others = relay_of_others.with_document(|document| {
        document["type"] = json!("Application");
    });
    names_its_server(&relay_of_others, &relay_of_others.id());
    let pretender = server(&dialog, "pretender").await;
    names_its_server(&pretender, &pretender.neighbour("true").id());
    let person_with_words = Peer::new("words", &dialog.app.clock).await;
    let person_with_words = person_with_words.with_document(|document| {
        document["implements"] = json!([PROFILE]);
    });
    names_its_server(&person_with_words, &person_with_words.id());
    for follower in [&person, &relay_of_others, &pretender, &person_with_words] {
        follower.follows(&dialog, &relay).await;
        assert_eq!(state(&dialog, follower).await, None);
        let follow = follows::find(&dialog.app.db, &follower.id(), &relay).await;
        let follow = follow.expect("the table").expect("it waits");
        assert_eq!(follow.state, Following::Requested);
    }
    // Nor does a server ask ours by following an association.
    let guest = server(&dialog, "guest").await;
    guest.follows(&dialog, &host.actor).await;
    assert_eq!(state(&dialog, &guest).await, None);
    // Not even one that decides by hand who follows it, as our instance actor does.
    let by_hand = "update actors set approves_followers = true";
    let by_hand = format!("{by_hand} where id = '{}'", host.actor);
    let decides = dialog.app.db.execute_unprepared(&by_hand).await;
    decides.expect("an actor");
    let caller = server(&dialog, "caller").await;
    caller.follows(&dialog, &host.actor).await;
    assert_eq!(state(&dialog, &caller).await, None);
    // Whose host does not answer now is asked to come again.
    let silent = server(&dialog, "silent").await;
    let mut url = silent.url("/.well-known/webfinger");
    url.query_pairs_mut()
        .append_pair("resource", silent.url("/").as_str());
    silent.serves(&url, Served::status(503));
    let follow = silent.activity("Follow", relay.as_str());
    assert_eq!(silent.tells(&dialog, &follow).await.status, 503);
    names_its_server(&silent, &silent.id());
    dialog.advance(Duration::seconds(2));
    assert_eq!(silent.tells(&dialog, &follow).await.status, 202);
    assert_eq!(state(&dialog, &silent).await, Some(State::Waiting));
}

async fn only_a_server_can_be_asked(engine: Engine) {
    let (dialog, _) = house(engine).await;
    let elsewhere = server(&dialog, "elsewhere").await;
    let lies = server(&dialog, "lies").await;
    names_its_server(&lies, &elsewhere.id());
    let person = Peer::new("person", &dialog.app.clock).await;
    names_its_server(&person, &person.id());
    let silent = Peer::new("silent", &dialog.app.clock).await;
    for peer in [&lies, &person, &silent] {
        let refused = peers::look_up(&dialog.app, &peer.host()).await;
        let refused = refused.expect_err("no server").to_string();
        assert_eq!(refused, "refused: peer-other-software");
    }
    // One that only NodeInfo knows of.
    let old = Peer::new("old", &dialog.app.clock).await;
    let old = old.with_document(|document| {
        document["type"] = json!("Application");
        document["implements"] = json!([PROFILE]);
    });
    let link = json!({
        "rel": "https://www.w3.org/ns/activitystreams#Application",
        "href": old.id(),
    });
    old.serves(
        &old.url("/.well-known/nodeinfo"),
        Served::json(&json!({ "links": [link] })),
    );
    let found = peers::look_up(&dialog.app, &old.host()).await;
    assert_eq!(*found.expect("a server").id, old.id());
}

/// A collection of these pages, served by `peer` as the outbox of `actor`.
fn serves_outbox(actor: &Peer, pages: &[Value]) {
    let outbox = Url::parse(&format!("{}/outbox", actor.id())).expect("a URL");
    let head = json!({
        "id": outbox,
        "type": "OrderedCollection",
        "first": page_of(actor, 1),
    });
    actor.serves(&outbox, Served::json(&head));
    for (page, number) in pages.iter().zip(1..) {
        actor.serves(&page_of(actor, number), Served::json(page));
    }
}

fn page_of(actor: &Peer, number: usize) -> Url {
    let page = format!("{}/outbox?page={number}", actor.id());
    page.parse().expect("a URL")
}

fn page(items: Value, next: impl Into<Value>) -> Value {
    json!({ "type": "OrderedCollectionPage", "orderedItems": items, "next": next.into() })
}

async fn read_all(dialog: &Instance) -> usize {
    /// More than an honest history of these tests has, and a circle needs to be found out.
    const TURNS_AT_MOST: usize = 50;
    for turn in 0..TURNS_AT_MOST {
        let read = dialog.app.federation.read_on().await;
        if read.expect("pages can be read") == 0 {
            return turn;
        }
    }
    panic!("this history never ends");
}

async fn a_peer_speaks_for_its_own_server_alone(engine: Engine) {
    let (dialog, _) = house(engine).await;
    let peer = server(&dialog, "server").await;
    let anna = peer.neighbour("anna");
    let victim = Peer::new("victim", &dialog.app.clock).await;
    let serve = |peer: &Peer, event: &Value| {
        let id = event["id"].as_str().expect("an id").parse().expect("a URL");
        peer.serves(&id, Served::json(event));
    };
    let own = anna.event("eigen", "Eigener");
    let older = anna.event("aelter", "Älterer");
    let foreign = victim.event("fremd", "Fremder");
    serve(&anna, &own);
    serve(&victim, &foreign);
    serves_outbox(
        &peer,
        &[page(
            json!([
                peer.activity("Announce", own["id"].clone()),
                peer.activity("Announce", foreign["id"].clone()),
                victim.activity("Create", foreign.clone()),
                peer.activity("Create", foreign.clone()),
                anna.activity("Create", anna.event("untergeschoben", "Von Anna?")),
                "https://nobody.example/activities/1",
                null,
            ]),
            Value::Null,
        )],
    );
    serves_outbox(
        &anna,
        &[page(
            json!([
                anna.activity("Create", older),
                anna.activity("Announce", foreign["id"].clone()),
                anna.activity("Delete", own["id"].clone()),
            ]),
            Value::Null,
        )],
    );
    agreed(&dialog, &peer).await;
    victim.forget();
    read_all(&dialog).await;
    assert_eq!(titles(&dialog).await, ["Eigener", "Älterer"]);
    // Nor did it send us to anybody.
    assert!(victim.reads().is_empty(), "{:?}", victim.reads());
    // And what it says from now on is no more than that.
    for (speaker, activity) in [
        (&peer, peer.activity("Announce", foreign["id"].clone())),
        (&anna, anna.activity("Announce", foreign["id"].clone())),
        (&anna, anna.activity("Create", foreign.clone())),
    ] {
        speaker.tells(&dialog, &activity).await;
    }
    assert_eq!(titles(&dialog).await, ["Eigener", "Älterer"]);
    assert!(victim.reads().is_empty(), "{:?}", victim.reads());
    let new = anna.activity("Create", anna.event("neu", "Neuer"));
    assert_eq!(anna.tells(&dialog, &new).await.status, 202);
    assert_eq!(titles(&dialog).await, ["Eigener", "Neuer", "Älterer"]);
}

async fn a_history_that_lies_has_an_end(engine: Engine) {
    let (dialog, _) = house(engine).await;
    let victim = Peer::new("victim", &dialog.app.clock).await;
    let huge = "x".repeat(1_100_000);
    let empty = || json!([]);
    for (what, failure) in [
        ("a page that is its own next", "circle"),
        ("three pages in a circle", "circle"),
        ("a page elsewhere", "elsewhere"),
        ("a huge page", "too_large"),
        ("a page that is gone", "gone"),
        ("no page at all", "not_activity_json"),
    ] {
        let peer = server(&dialog, &what.replace(' ', "-")).await;
        let to = |number| page_of(&peer, number).to_string();
        let pages = match what {
            "a page that is its own next" => vec![page(empty(), to(1))],
            "three pages in a circle" => vec![
                page(empty(), to(2)),
                page(empty(), to(3)),
                page(empty(), to(1)),
            ],
            "a page elsewhere" => vec![page(empty(), page_of(&victim, 1).to_string())],
            "a huge page" => vec![page(json!([huge]), Value::Null)],
            _ => vec![page(empty(), to(2))],
        };
        serves_outbox(&peer, &pages);
        match what {
            "a page that is gone" => peer.serves(&page_of(&peer, 2), Served::status(410)),
            "no page at all" => {
                let text = Served {
                    media_type: "text/html".to_owned(),
                    ..Served::json(&json!("<p>"))
                };
                peer.serves(&page_of(&peer, 2), text);
            }
            _ => {}
        }
        agreed(&dialog, &peer).await;
        read_all(&dialog).await;
        let row = peers::find(&dialog.app.db, &peer.host()).await;
        let row = row.expect("the table").expect("a peer");
        let progress = peers::progress(&dialog.app.db, &row).await;
        let progress = progress.expect("the table");
        assert!(progress.is_over(), "{what}");
        assert_eq!(progress.failure.as_deref(), Some(failure), "{what}");
    }
    assert!(victim.reads().is_empty(), "{:?}", victim.reads());
    // One that does not answer now is read later, and what it points at too.
    let peer = server(&dialog, "later").await;
    let event = peer.event("spaeter", "Später");
    let id: Url = event["id"].as_str().expect("an id").parse().expect("a URL");
    let items = json!([peer.activity("Announce", event["id"].clone())]);
    serves_outbox(&peer, &[page(items, Value::Null)]);
    peer.serves(&page_of(&peer, 1), Served::status(503));
    agreed(&dialog, &peer).await;
    read_all(&dialog).await;
    let items = json!([peer.activity("Announce", event["id"].clone())]);
    serves_outbox(&peer, &[page(items, Value::Null)]);
    peer.serves(&id, Served::status(503));
    for _ in 0..2 {
        assert!(titles(&dialog).await.is_empty());
        dialog.advance(Duration::minutes(5));
        read_all(&dialog).await;
        peer.serves(&id, Served::json(&event));
    }
    assert_eq!(titles(&dialog).await, ["Später"]);
}

async fn what_is_called_a_part_says_so_itself(engine: Engine) {
    let (dialog, host) = house(engine).await;
    let peer = server(&dialog, "server").await;
    let anna = peer.neighbour("anna");
    let like = anna.activity("Like", host.actor.as_str());
    assert_eq!(anna.tells(&dialog, &like).await.status, 202);
    let part = anna.url("/events/nebenbei");
    let mut whole = anna.event("ganz", "Ganzes");
    whole["subEvent"] = json!([part]);
    anna.serves(&anna.url("/events/ganz"), Served::json(&whole));
    let beside = anna.event("nebenbei", "Nebenbei");
    anna.serves(&part, Served::json(&beside));
    let items = json!([peer.activity("Announce", whole["id"].clone())]);
    serves_outbox(&peer, &[page(items, Value::Null)]);
    agreed(&dialog, &peer).await;
    read_all(&dialog).await;
    assert_eq!(titles(&dialog).await, ["Ganzes"]);
    let reads = anna.reads();
    assert!(reads.iter().any(|path| path == part.path()), "{reads:?}");
}

async fn nobody_else_ends_it(engine: Engine) {
    let (dialog, host) = house(engine).await;
    let relay = dialog.app.federation.instance_actor().to_string();
    let peer = server(&dialog, "server").await;
    let neighbour = peer.neighbour("neighbour");
    let other = server(&dialog, "other").await;
    agreed(&dialog, &peer).await;
    let theirs = follows::find(&dialog.app.db, &peer.id(), &relay.parse().expect("a URL")).await;
    let theirs = theirs.expect("the table").expect("it follows");
    let ours = follows::find(&dialog.app.db, &relay.parse().expect("a URL"), &peer.id()).await;
    let ours = ours.expect("the table").expect("we follow");
    let follow = |id: &Url, actor: &str, object: &str| json!({ "id": id, "type": "Follow", "actor": actor, "object": object, "to": [PUBLIC] });
    for forger in [&neighbour, &other] {
        for (kind, inner) in [
            ("Undo", follow(&theirs.activity, peer.id().as_str(), &relay)),
            ("Undo", json!(theirs.activity)),
            ("Reject", follow(&ours.activity, &relay, peer.id().as_str())),
            ("Reject", json!(ours.activity)),
            ("Block", json!(relay)),
            ("Delete", json!(peer.id())),
        ] {
            let activity = forger.activity(kind, inner);
            forger.tells(&dialog, &activity).await;
            assert_eq!(state(&dialog, &peer).await, Some(State::Agreed), "{kind}");
            dialog.advance(Duration::seconds(1));
        }
    }
    // Nor does it itself, by leaving an association of ours.
    let of_the_host = peer.follows(&dialog, &host.actor).await;
    for (kind, object) in [("Undo", of_the_host), ("Block", json!(host.actor))] {
        dialog.advance(Duration::seconds(1));
        let activity = peer.activity(kind, object);
        assert_eq!(peer.tells(&dialog, &activity).await.status, 202);
        assert_eq!(state(&dialog, &peer).await, Some(State::Agreed), "{kind}");
    }
    settle([&dialog]).await;
    peer.forget();
    // It does in any form that names our server.
    let undo = peer.activity("Undo", json!(theirs.activity));
    assert_eq!(peer.tells(&dialog, &undo).await.status, 202);
    assert_eq!(state(&dialog, &peer).await, Some(State::Left));
    settle([&dialog]).await;
    assert_eq!(peer.heard(), ["Undo{Follow}"]);
}

async fn who_was_refused_comes_back_by_no_other_door(engine: Engine) {
    let (dialog, host) = house(engine).await;
    let relay = dialog.app.federation.instance_actor().clone();
    let peer = server(&dialog, "server").await;
    peer.follows(&dialog, &relay).await;
    let tx = dialog.begin().await;
    let row = peers::find_for_change(&tx, &peer.host()).await;
    let rejected = peers::reject(&dialog.app, &tx, row.expect("a row"), "").await;
    rejected.expect("an answer");
    tx.commit().await.expect("a commit");
    let anna = dialog.follower(&host, "anna").await;
    let follow = follows::find(&dialog.app.db, &anna.id(), &host.actor).await;
    let follow = follow.expect("the table").expect("she follows");
    let tx = dialog.begin().await;
    let refused = dialog.app.federation.decide_follow(&tx, &follow, false);
    refused.await.expect("a decision");
    tx.commit().await.expect("a commit");
    for (refused, ours) in [(&peer, &relay), (&anna, &host.actor)] {
        for (kind, object) in [("Block", ours.as_str()), ("Delete", refused.id().as_str())] {
            dialog.advance(Duration::minutes(2));
            if kind == "Delete" {
                refused.serves(&refused.id(), Served::status(410));
            }
            let activity = refused.activity(kind, object);
            assert_eq!(
                refused.tells(&dialog, &activity).await.status,
                202,
                "{kind}"
            );
            refused.serves(&refused.id(), Served::json(&refused.document()));
            dialog.advance(Duration::minutes(2));
            refused.follows(&dialog, ours).await;
            let follow = follows::find(&dialog.app.db, &refused.id(), ours).await;
            let follow = follow.expect("the table").expect("it is known");
            assert_eq!(follow.state, Following::Rejected, "{kind}");
        }
    }
    assert_eq!(state(&dialog, &peer).await, Some(State::Rejected));
    settle([&dialog]).await;
}

async fn events_of_somebody_nobody_could_meet_go_with_their_server(engine: Engine) {
    let (dialog, _) = house(engine).await;
    let peer = server(&dialog, "server").await;
    let anna = peer.neighbour("anna");
    let event = anna.event("ohne", "Ohne Gesicht");
    let id: Url = event["id"].as_str().expect("an id").parse().expect("a URL");
    anna.serves(&id, Served::json(&event));
    anna.serves(&anna.id(), Served::status(503));
    let items = json!([peer.activity("Announce", event["id"].clone())]);
    serves_outbox(&peer, &[page(items, Value::Null)]);
    agreed(&dialog, &peer).await;
    read_all(&dialog).await;
    assert_eq!(titles(&dialog).await, ["Ohne Gesicht"]);
    let tx = dialog.begin().await;
    let row = peers::find_for_change(&tx, &peer.host()).await;
    let ended = peers::end(&dialog.app, &tx, row.expect("a row")).await;
    ended.expect("an end");
    tx.commit().await.expect("a commit");
    assert!(titles(&dialog).await.is_empty());
    settle([&dialog]).await;
}

async fn a_closed_instance_reads_nothing(engine: Engine) {
    let (mut dialog, host) = house(engine).await;
    let peer = server(&dialog, "server").await;
    serves_outbox(&peer, &[page(json!([]), Value::Null)]);
    agreed(&dialog, &peer).await;
    let anna = dialog.source(&host, "anna").await;
    let webfinger = format!("/.well-known/webfinger?resource={}", host.actor);
    assert_eq!(dialog.get(&webfinger, "*/*").await.status, 200);
    dialog.restart_closed().await;
    assert_eq!(dialog.get(&webfinger, "*/*").await.status, 404);
    let federation = &dialog.app.federation;
    assert_eq!(federation.read_on().await.expect("nothing"), 0);
    assert_eq!(federation.read_outboxes().await.expect("nothing"), 0);
    assert!(peer.reads().is_empty(), "{:?}", peer.reads());
    assert!(anna.reads().is_empty(), "{:?}", anna.reads());
}
