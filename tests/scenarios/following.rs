//! Who follows whom, in both directions, and how it ends.

use chrono::Duration;
use federation::follows::{self, State};
use harness::{Answer, Engine, Peer, Served, briefing, denkwerkstatt, on_both_engines, settle};
use serde_json::json;
use server::peers;

on_both_engines![
    a_follow_is_accepted_and_counts,
    a_follow_that_waits_can_be_refused_and_stays_so,
    in_a_test_bed_nobody_has_to_decide,
    an_unfollow_ends_it_in_every_form_peers_write,
    nobody_unfollows_for_another,
    who_was_refused_stays_refused_after_an_undo,
    following_again_is_answered_again,
    the_same_answer_is_not_given_ten_times_a_second,
    our_follow_counts_once_it_is_accepted,
    a_refused_follow_of_ours_brings_nothing,
    an_accept_that_is_taken_back_ends_it,
    unfollowing_tells_them_and_keeps_what_they_sent_away,
    an_unfollow_never_overtakes_the_follow,
    whoever_blocks_us_is_left_alone,
    a_farewell_takes_follows_and_events_along,
    the_farewell_of_an_unknown_actor_whose_key_is_gone_is_taken,
    only_the_public_is_kept,
    a_handle_that_two_hosts_share_is_asked_both_ways,
    page_and_object_name_each_other,
    what_was_said_before_the_follow_is_caught_up_with_once,
    an_outbox_speaks_for_its_actor_alone,
];

async fn a_follow_is_accepted_and_counts(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let follow = anna.follows(&dialog, &host.actor).await;
    settle([&dialog]).await;
    let accept = anna.received().pop().expect("an answer");
    assert_eq!(accept["type"], "Accept");
    assert_eq!(accept["actor"], host.actor.as_str());
    for part in ["id", "type", "actor", "object"] {
        assert_eq!(accept["object"][part], follow[part], "{part}");
    }
    assert_eq!(dialog.followers(&host.actor).await, [anna.id().to_string()]);
    let followers = format!("{}/followers", host.actor).parse().expect("a URL");
    let followers = dialog.document(&followers).await;
    assert_eq!(followers["totalItems"], 1);
    assert!(followers.get("first").is_none() && followers.get("orderedItems").is_none());
    let attempt = anna.attempts().pop().expect("a request");
    assert_eq!(
        attempt.path, "/users/anna/inbox",
        "an answer is for one alone"
    );
}

async fn a_follow_that_waits_can_be_refused_and_stays_so(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let relay = dialog.app.federation.instance_actor().clone();
    let anna = Peer::new("anna", &dialog.app.clock).await;
    anna.follows(&dialog, &relay).await;
    let follow = follows::find(&dialog.app.db, &anna.id(), &relay).await;
    let follow = follow.expect("the table").expect("it waits");
    assert_eq!(follow.state, State::Requested);
    let tx = dialog.begin().await;
    let refused = dialog.app.federation.decide_follow(&tx, &follow, false);
    refused.await.expect("a decision");
    tx.commit().await.expect("a commit");
    settle([&dialog]).await;
    anna.follows(&dialog, &relay).await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Reject{Follow}", "Reject{Follow}"]);
    assert!(dialog.followers(&relay).await.is_empty());
}

async fn in_a_test_bed_nobody_has_to_decide(engine: Engine) {
    let bed = "test.accept_follows = true\n";
    let dialog = engine.instance_with("dialog", bed).await;
    let buero = engine.instance("innovationsbuero").await;
    let relay = dialog.app.federation.instance_actor().clone();
    let anna = Peer::new("anna", &dialog.app.clock).await;
    anna.follows(&dialog, &relay).await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Accept{Follow}"]);
    // Of another server it means that both are peers.
    let found = peers::look_up(&buero.app, &dialog.host()).await;
    let tx = buero.begin().await;
    let asked = peers::ask(&buero.app, &tx, &found.expect("a server")).await;
    asked.expect("a question");
    tx.commit().await.expect("a commit");
    settle([&buero, &dialog]).await;
    for (one, other) in [(&dialog, &buero), (&buero, &dialog)] {
        let peer = peers::find(&one.app.db, &other.host()).await;
        let peer = peer.expect("the table").expect("a peer");
        assert_eq!(peer.state, peers::State::Agreed);
    }
}

async fn an_unfollow_ends_it_in_every_form_peers_write(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    for form in [
        "whole",
        "by id",
        "without its actor",
        "without all but its id",
    ] {
        let follow = anna.follows(&dialog, &host.actor).await;
        settle([&dialog]).await;
        assert_eq!(dialog.followers(&host.actor).await.len(), 1, "{form}");
        let inner = match form {
            "whole" => follow,
            "by id" => follow["id"].clone(),
            "without all but its id" => json!({ "id": follow["id"], "type": "Follow" }),
            _ => json!({ "id": follow["id"], "type": "Follow", "object": follow["object"] }),
        };
        let undo = anna.activity("Undo", inner);
        assert_eq!(anna.tells(&dialog, &undo).await.status, 202, "{form}");
        assert!(dialog.followers(&host.actor).await.is_empty(), "{form}");
    }
    anna.forget();
    dialog.publish(&briefing("Nicht mehr für Anna")).await;
    settle([&dialog]).await;
    assert!(anna.heard().is_empty());
}

async fn nobody_unfollows_for_another(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let follow = anna.follows(&dialog, &host.actor).await;
    let bea = anna.neighbour("bea");
    for inner in [follow["id"].clone(), follow] {
        bea.tells(&dialog, &bea.activity("Undo", inner)).await;
        let followers = dialog.followers(&host.actor).await;
        assert_eq!(followers, [anna.id().to_string()]);
    }
}

async fn who_was_refused_stays_refused_after_an_undo(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    let follow = follows::find(&dialog.app.db, &anna.id(), &host.actor).await;
    let follow = follow.expect("the table").expect("she follows");
    let tx = dialog.begin().await;
    let refused = dialog.app.federation.decide_follow(&tx, &follow, false);
    refused.await.expect("a decision");
    tx.commit().await.expect("a commit");
    for by_id in [false, true] {
        let known = follows::find(&dialog.app.db, &anna.id(), &host.actor).await;
        let known = known.expect("the table").expect("the refusal is kept");
        let inner = match by_id {
            true => json!(known.activity),
            false => json!({ "type": "Follow", "object": host.actor }),
        };
        let undo = anna.activity("Undo", inner);
        assert_eq!(anna.tells(&dialog, &undo).await.status, 202);
        anna.follows(&dialog, &host.actor).await;
        assert!(dialog.followers(&host.actor).await.is_empty());
    }
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Reject{Follow}"; 3]);
}

async fn following_again_is_answered_again(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let follow = anna.follows(&dialog, &host.actor).await;
    settle([&dialog]).await;
    dialog.advance(Duration::minutes(1));
    // The same activity in a new request, as after a lost answer.
    assert_eq!(anna.tells(&dialog, &follow).await.status, 202);
    settle([&dialog]).await;
    dialog.advance(Duration::seconds(1));
    anna.follows(&dialog, &host.actor).await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Accept{Follow}"; 3]);
    assert_eq!(dialog.followers(&host.actor).await.len(), 1);
}

async fn the_same_answer_is_not_given_ten_times_a_second(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let follow = anna.follows(&dialog, &host.actor).await;
    let again = async || {
        let reply = anna.tells(&dialog, &follow).await;
        assert_eq!(reply.status, 202, "{}", reply.body);
        dialog.deliveries().await.len()
    };
    // It is on its way, however long that takes.
    anna.close().await;
    for _ in 0..3 {
        dialog.advance(Duration::minutes(5));
        assert_eq!(again().await, 1);
        dialog.deliver().await;
    }
    anna.open().await;
    dialog.advance(Duration::hours(1));
    assert_eq!(again().await, 1);
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Accept{Follow}"]);
    dialog.advance(Duration::seconds(1));
    assert_eq!(again().await, 2, "given long ago");
    for _ in 0..3 {
        settle([&dialog]).await;
        dialog.advance(Duration::seconds(10));
        assert_eq!(again().await, 2, "given a moment ago");
    }
    // Ever new ones, taken back each time.
    for _ in 0..40 {
        let follow = anna.follows(&dialog, &host.actor).await;
        let undo = anna.activity("Undo", follow);
        assert_eq!(anna.tells(&dialog, &undo).await.status, 202);
    }
    let answers = dialog.deliveries().await.len();
    assert!(answers <= 31, "{answers}");
}

async fn our_follow_counts_once_it_is_accepted(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = Peer::new("anna", &buero.app.clock).await;
    buero.follow(&reader, &anna.address()).await;
    settle([&buero]).await;
    let early = anna.activity("Create", anna.event("frueh", "Zu früh"));
    assert_eq!(anna.tells(&buero, &early).await.status, 202);
    assert!(buero.events().await.is_empty());

    let follow = anna.received().pop().expect("a Follow");
    // As Mastodon answers, and as those do who only name the id.
    let accept = anna.activity("Accept", follow["id"].clone());
    assert_eq!(anna.tells(&buero, &accept).await.status, 202);
    let create = anna.activity("Create", anna.event("lesekreis", "Lesekreis"));
    assert_eq!(anna.tells(&buero, &create).await.status, 202);
    assert!(buero.event_titled("Lesekreis").await.is_some());
}

async fn a_refused_follow_of_ours_brings_nothing(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = Peer::new("anna", &buero.app.clock).await;
    buero.follow(&reader, &anna.address()).await;
    settle([&buero]).await;
    let reject = anna.activity("Reject", anna.received().pop().expect("a Follow"));
    assert_eq!(anna.tells(&buero, &reject).await.status, 202);
    let create = anna.activity("Create", anna.event("lesekreis", "Lesekreis"));
    assert_eq!(anna.tells(&buero, &create).await.status, 202);
    assert!(buero.events().await.is_empty());
    let follow = follows::find(&buero.app.db, &reader.actor, &anna.id()).await;
    assert_eq!(
        follow.expect("the table").expect("kept").state,
        State::Rejected
    );
}

async fn an_accept_that_is_taken_back_ends_it(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = Peer::new("anna", &buero.app.clock).await;
    anna.is_followed(&buero, &reader).await;
    let reject = anna.activity("Reject", anna.received().pop().expect("a Follow"));
    assert_eq!(anna.tells(&buero, &reject).await.status, 202);
    let create = anna.activity("Create", anna.event("lesekreis", "Lesekreis"));
    assert_eq!(anna.tells(&buero, &create).await.status, 202);
    assert!(buero.events().await.is_empty());
}

async fn unfollowing_tells_them_and_keeps_what_they_sent_away(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    let follower = buero.actor(&reader).await;
    let followed = federation::actors::find(&buero.app.db, &anna.id()).await;
    let followed = followed.expect("the table").expect("known");
    let tx = buero.begin().await;
    let undone = buero.app.federation.undo_follow(&tx, &follower, &followed);
    undone.await.expect("an end");
    tx.commit().await.expect("a commit");
    settle([&buero]).await;
    assert_eq!(anna.heard(), ["Undo{Follow}"]);
    let undo = anna.received().pop().expect("an Undo");
    assert_eq!(undo["object"]["actor"], reader.actor.as_str());
    assert_eq!(undo["object"]["object"], anna.id().as_str());
    let create = anna.activity("Create", anna.event("lesekreis", "Lesekreis"));
    assert_eq!(anna.tells(&buero, &create).await.status, 202);
    assert!(buero.events().await.is_empty());
}

async fn an_unfollow_never_overtakes_the_follow(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let follower = buero.actor(&reader).await;
    let anna = Peer::new("anna", &buero.app.clock).await;
    let unfollow = async || {
        let followed = federation::actors::find(&buero.app.db, &anna.id()).await;
        let followed = followed.expect("the table").expect("known");
        let tx = buero.begin().await;
        let undone = buero.app.federation.undo_follow(&tx, &follower, &followed);
        undone.await.expect("an end");
        tx.commit().await.expect("a commit");
    };
    anna.answers_first([Answer::Status(503)]);
    buero.follow(&reader, &anna.address()).await;
    settle([&buero]).await;
    unfollow().await;
    settle([&buero]).await;
    buero.advance(Duration::minutes(1));
    settle([&buero]).await;
    assert_eq!(anna.heard(), ["Undo{Follow}"], "the Follow was taken back");

    // Nor does a new Follow overtake the Undo of the last one.
    anna.forget();
    buero.follow(&reader, &anna.address()).await;
    settle([&buero]).await;
    anna.answers_first([Answer::Status(503)]);
    unfollow().await;
    buero.follow(&reader, &anna.address()).await;
    settle([&buero]).await;
    buero.advance(Duration::minutes(1));
    settle([&buero]).await;
    assert_eq!(anna.heard(), ["Follow", "Undo{Follow}", "Follow"]);
}

async fn whoever_blocks_us_is_left_alone(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    anna.is_followed(&dialog, &host).await;
    anna.forget();
    let block = anna.activity("Block", host.actor.as_str());
    assert_eq!(anna.tells(&dialog, &block).await.status, 202);
    dialog.publish(&briefing("Nicht für Anna")).await;
    settle([&dialog]).await;
    assert!(anna.heard().is_empty());
    let create = anna.activity("Create", anna.event("lesekreis", "Lesekreis"));
    assert_eq!(anna.tells(&dialog, &create).await.status, 202);
    assert!(dialog.event_titled("Lesekreis").await.is_none());
}

async fn a_farewell_takes_follows_and_events_along(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    anna.is_followed(&dialog, &host).await;
    let bea = anna.neighbour("bea");
    bea.is_followed(&dialog, &host).await;
    for peer in [&anna, &bea] {
        let title = peer.address();
        let create = peer.activity("Create", peer.event(&title, &title));
        assert_eq!(peer.tells(&dialog, &create).await.status, 202);
    }
    assert_eq!(dialog.events().await.len(), 2);
    anna.serves(&anna.id(), Served::status(410));
    let farewell = anna.activity("Delete", anna.id().as_str());
    assert_eq!(anna.tells(&dialog, &farewell).await.status, 202);
    assert!(dialog.followers(&host.actor).await.is_empty());
    assert!(dialog.event_titled(&anna.address()).await.is_none());
    assert!(
        dialog.event_titled(&bea.address()).await.is_some(),
        "hers stays"
    );
    anna.forget();
    dialog.publish(&briefing("Ohne Anna")).await;
    settle([&dialog]).await;
    assert!(anna.heard().is_empty());
}

async fn the_farewell_of_an_unknown_actor_whose_key_is_gone_is_taken(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    for status in [404, 410] {
        let gone = anna.neighbour(&format!("gone-{status}"));
        gone.serves(&gone.id(), Served::status(status));
        let before = dialog.contents().await;
        let farewell = gone.activity("Delete", gone.id().as_str());
        assert_eq!(gone.tells(&dialog, &farewell).await.status, 202, "{status}");
        assert_eq!(before.changes_to(&dialog.contents().await), [""; 0]);
        // Anything else it says now is not believed.
        let follow = gone.activity("Follow", dialog.app.federation.instance_actor().as_str());
        assert_eq!(gone.tells(&dialog, &follow).await.status, 401, "{status}");
    }
}

async fn only_the_public_is_kept(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    let mut private = anna.event("intern", "Intern");
    private["to"] = json!([reader.actor]);
    private["cc"] = json!([]);
    let create = anna.activity("Create", private);
    assert_eq!(anna.tells(&buero, &create).await.status, 202);
    assert!(buero.events().await.is_empty());
    for (slug, spelling) in [("eins", json!("as:Public")), ("zwei", json!(["Public"]))] {
        let mut event = anna.event(slug, slug);
        event["to"] = spelling;
        let create = anna.activity("Create", event);
        assert_eq!(anna.tells(&buero, &create).await.status, 202);
        assert!(buero.event_titled(slug).await.is_some(), "{slug}");
    }
}

async fn page_and_object_name_each_other(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let page = format!("/events/{}", event.slug);
    for (path, page) in [
        (event.iri.path(), page.as_str()),
        (host.actor.path(), "/@dialog"),
    ] {
        let reply = dialog.get(path, "application/activity+json").await;
        let named = format!(
            "<{}>; rel=\"alternate\"; type=\"text/html\"",
            dialog.url(page)
        );
        assert_eq!(reply.header("link"), named);
        let back = dialog.get(page, "text/html").await;
        let object = dialog.url(path);
        assert!(back.body.contains(object.as_str()), "{page}");
    }
    // A script of any page may ask, and may read that there is nobody.
    for (asked, status) in [("acct:dialog", 200), ("acct:niemand", 404)] {
        let path = format!("/.well-known/webfinger?resource={asked}@{}", dialog.host());
        let reply = dialog.get(&path, "application/jrd+json").await;
        assert_eq!(reply.status, status);
        assert_eq!(reply.header("access-control-allow-origin"), "*");
    }
}

async fn a_handle_that_two_hosts_share_is_asked_both_ways(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let anna = Peer::new("anna", &buero.app.clock).await;
    let front = Peer::new("front", &buero.app.clock).await;
    let path = format!(
        "/.well-known/webfinger?resource=acct%3Aanna%40{}",
        front.host().replace(':', "%3A")
    );
    let description = |subject: &str| {
        json!({ "subject": subject, "links": [
            { "rel": "self", "type": "application/activity+json", "href": anna.id() },
        ] })
    };
    let here = format!("acct:anna@{}", front.host());
    front.serves(&front.url(&path), Served::json(&description(&here)));
    let handle = federation::discovery::Handle::read(&here).expect("a handle");
    let found = buero.app.federation.look_up(&handle).await;
    assert!(
        found.is_err(),
        "its own host knows nothing of the other name"
    );

    let own = format!(
        "/.well-known/webfinger?resource=acct%3Aanna%40{}",
        anna.host().replace(':', "%3A")
    );
    anna.serves(&anna.url(&own), Served::json(&description(&here)));
    let found = buero.app.federation.look_up(&handle).await;
    assert_eq!(found.expect("both agree").id, anna.id().into());
}

async fn what_was_said_before_the_follow_is_caught_up_with_once(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    let moved = dialog.publish(&briefing("Verlegt")).await;
    dialog.postpone(&moved).await;
    let erased = dialog.publish(&briefing("Gelöscht")).await;
    dialog.erase(&erased).await;
    let address = format!("@dialog@{}", dialog.host());
    buero.follow(&reader, &address).await;
    settle([&dialog, &buero]).await;
    assert!(buero.events().await.is_empty());

    let read = async || buero.app.federation.read_outboxes().await;
    assert_eq!(read().await.expect("an outbox"), 1);
    let kept = buero.events().await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].iri, moved.iri);
    assert_eq!(
        kept[0].state,
        server::events::State::Postponed,
        "as it is now"
    );
    assert_eq!(read().await.expect("nothing"), 0);
}

async fn an_outbox_speaks_for_its_actor_alone(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    let bea = anna.neighbour("bea");
    let stranger = Peer::new("stranger", &buero.app.clock).await;
    let own = anna.activity("Create", anna.event("lesekreis", "Lesekreis"));
    let in_beas_name = bea.activity("Create", bea.event("bea", "Von Bea"));
    let as_beas = anna.activity("Create", bea.event("bea", "Angeblich von Bea"));
    let elsewhere = anna.activity("Create", stranger.event("fern", "Angeblich von fern"));
    let pointed_at = stranger.event("gut", "Von fern");
    let event = pointed_at["id"].as_str().and_then(|id| id.parse().ok());
    stranger.serves(&event.expect("an id"), Served::json(&pointed_at));
    let announce = anna.activity("Announce", pointed_at["id"].clone());
    let odd = json!("https://anna.example/activities/1");
    let items = json!([announce, odd, elsewhere, as_beas, in_beas_name, own]);
    let page = anna.url("/users/anna/outbox?page=1");
    let outbox = anna.url("/users/anna/outbox");
    anna.serves(
        &outbox,
        Served::json(&json!({ "id": outbox, "type": "OrderedCollection", "first": page })),
    );
    anna.serves(
        &page,
        Served::json(
            &json!({ "id": page, "type": "OrderedCollectionPage", "orderedItems": items }),
        ),
    );

    assert_eq!(
        buero
            .app
            .federation
            .read_outboxes()
            .await
            .expect("an outbox"),
        1
    );
    let mut titles: Vec<String> = buero
        .events()
        .await
        .into_iter()
        .map(|event| event.main_text().title.clone())
        .collect();
    titles.sort();
    assert_eq!(titles, ["Lesekreis", "Von fern"]);
}
