//! Inviting together: by consent, between three servers, until somebody steps back; and what a forger
//! gets by naming others.

use chrono::Duration;
use federation::{Iri, blocks};
use harness::{Engine, Instance, Peer, Served, denkwerkstatt, on_both_engines, settle};
use serde_json::{Value, json};
use server::{
    cohosts::{self, Cohost, State},
    events::{self, Event, Role},
    jobs, reports,
};
use url::Url;

on_both_engines![
    three_servers_name_who_agreed_until_they_step_back,
    what_was_held_together_stays_so_when_it_is_long_over,
    the_owner_ends_it_and_nobody_is_left_behind,
    a_cohost_hears_what_came_of_the_event_and_follows_nobody,
    who_agrees_when_the_report_is_out_is_brought_it,
    nobody_is_named_who_said_no,
    what_was_offered_is_gone_with_its_event,
    only_the_word_of_a_cohost_confirms_it,
    an_answer_is_for_whom_was_asked_to_give,
    an_offer_is_for_the_owner_to_make,
];

const BUERO: &str = "Innovationsbüro Digitales Leben";

/// Ask the association at `address` to invite with the owner of `event`.
async fn offer(host: &Instance, event: &Event, address: &str) -> Cohost {
    let invited = cohosts::look_up(&host.app, address).await;
    let invited = invited.expect("somebody answers to this address");
    let tx = host.begin().await;
    let event = events::find_for_change(&tx, &event.id).await;
    let event = event.expect("the event");
    let asked = cohosts::offer(&host.app, &tx, &event, &invited, Role::Cohost).await;
    let asked = asked.expect("a question that may be asked");
    tx.commit().await.expect("a commit");
    asked
}

/// The latest question to one of `guest`'s.
async fn question(guest: &Instance) -> Option<Cohost> {
    let asked = cohosts::of_ours(&guest.app.db).await.expect("the table");
    asked.into_iter().next()
}

async fn accept(guest: &Instance) {
    let asked = question(guest).await.expect("a question");
    let unchanged = cohosts::require_unchanged(&guest.app, &asked).await;
    unchanged.expect("the same event");
    let tx = guest.begin().await;
    let accepted = cohosts::accept(&guest.app, &tx, asked).await;
    accepted.expect("an answer");
    tx.commit().await.expect("a commit");
}

async fn end(instance: &Instance, cohost: Cohost) {
    let tx = instance.begin().await;
    let ended = cohosts::end(&instance.app, &tx, cohost).await;
    ended.expect("an end");
    tx.commit().await.expect("a commit");
}

async fn check(instance: &Instance) -> usize {
    let checked = cohosts::check_due(&instance.app).await;
    checked.expect("words can be looked at")
}

/// Who agreed, and who is named without a word, as `instance` has it.
async fn named(instance: &Instance, event: &Url) -> (Vec<String>, Vec<String>) {
    let event = events::find_by_iri(&instance.app.db, event).await;
    let event = event.expect("the table").expect("it is kept");
    let text = |id: &Iri| id.to_string();
    (
        event.cohosts.actors().map(text).collect(),
        event.unconfirmed.0.iter().map(text).collect(),
    )
}

/// The page of the event as people see it, past what is kept for a second.
async fn page(instance: &Instance, event: &Url) -> String {
    let event = events::find_by_iri(&instance.app.db, event).await;
    let event = event.expect("the table").expect("it is kept");
    let path = format!("{}?{}", event.path(), instance.now().timestamp());
    let shown = instance.get(&path, "text/html").await;
    assert_eq!(shown.status, 200);
    shown.body
}

async fn three_servers_name_who_agreed_until_they_step_back(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    dialog.association("dialog").await;
    let guest = buero.association("innovationsbuero").await;
    let reader = verband.association("verband").await;
    let [host_address, guest_address] = [
        format!("@dialog@{}", dialog.host()),
        format!("@innovationsbuero@{}", buero.host()),
    ];
    for address in [&host_address, &guest_address] {
        verband.follow(&reader, address).await;
    }
    settle([&dialog, &buero, &verband]).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog, &buero, &verband]).await;

    offer(&dialog, &event, &guest_address).await;
    settle([&dialog, &buero, &verband]).await;
    // Asked is not agreed: those who work there see it, and nobody else anywhere.
    assert!(buero.events().await.is_empty());
    assert_eq!(
        question(&buero).await.expect("a question").state,
        State::Offered
    );
    assert!(!page(&dialog, &event.iri).await.contains(BUERO));
    let organizers: Url = format!("{}/organizers", event.iri).parse().expect("a URL");
    assert_eq!(dialog.document(&organizers).await["totalItems"], 1);

    dialog.advance(Duration::seconds(2));
    accept(&buero).await;
    settle([&dialog, &buero, &verband]).await;
    check(&verband).await;
    let agreed = (vec![guest.actor.to_string()], Vec::new());
    for instance in [&dialog, &buero, &verband] {
        assert_eq!(
            named(instance, &event.iri).await,
            agreed,
            "{}",
            instance.host()
        );
        assert!(page(instance, &event.iri).await.contains(BUERO));
        let path = format!("/events?{}", instance.now().timestamp());
        let cards = instance.get(&path, "text/html").await.body;
        let card = format!("<bdi class=\"p-organizer\">{BUERO}</bdi>");
        assert!(cards.contains(&card), "{cards}");
    }
    // On a page of their own, that it is theirs need not be said on every card.
    let own = buero.get("/@innovationsbuero", "text/html").await.body;
    assert!(!own.contains(&format!("<bdi class=\"p-organizer\">{BUERO}</bdi>")));
    assert_eq!(
        own.matches("<bdi class=\"p-organizer\">").count(),
        1,
        "{own}"
    );
    assert_eq!(
        verband.events().await.len(),
        1,
        "one event for a follower of both"
    );
    let listed = dialog.document(&organizers).await;
    assert_eq!(listed["items"][1]["id"], guest.actor.as_str());
    // Anybody can look whether that is so.
    let consent: Url = listed["items"][1]["context"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("a URL");
    let said = buero.document(&consent).await;
    assert_eq!(said["actor"], guest.actor.as_str());
    assert_eq!(said["object"]["object"], event.iri.as_str());
    let outbox: Url = format!("{}/outbox", guest.actor).parse().expect("a URL");
    assert_eq!(buero.document(&outbox).await["totalItems"], 1);
    let upcoming: Url = format!("{}/upcoming", guest.actor).parse().expect("a URL");
    assert_eq!(buero.document(&upcoming).await["totalItems"], 1);
    let feed = buero.get("/@innovationsbuero.json", "*/*").await.json();
    assert_eq!(feed["events"][0]["cohosts"][0]["name"], BUERO);
    let calendar = dialog.get("/events.ics", "*/*").await.body;
    let calendar = calendar.replace("\r\n ", "");
    assert!(calendar.contains("Gemeinsam mit"), "{calendar}");

    dialog.advance(Duration::seconds(2));
    end(&buero, question(&buero).await.expect("the agreement")).await;
    settle([&dialog, &buero, &verband]).await;
    for instance in [&dialog, &verband] {
        assert_eq!(named(instance, &event.iri).await, (Vec::new(), Vec::new()));
        assert!(!page(instance, &event.iri).await.contains(BUERO));
    }
    assert_eq!(dialog.document(&organizers).await["totalItems"], 1);
    let reply = harness::Post::get(&consent, "application/activity+json")
        .send()
        .await;
    assert_eq!(reply.status, 410);
    assert_eq!(buero.document(&outbox).await["totalItems"], 0);
    assert!(
        buero.events().await.is_empty(),
        "nobody there follows its owner"
    );
    assert_eq!(verband.events().await.len(), 1);
    assert_eq!(question(&buero).await, None);
}

/// Nobody follows anybody, and no peer: what keeps the event here is that one of ours invites with it.
async fn what_was_held_together_stays_so_when_it_is_long_over(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let address = format!("@innovationsbuero@{}", buero.host());
    offer(&dialog, &event, &address).await;
    settle([&dialog, &buero]).await;
    accept(&buero).await;
    settle([&dialog, &buero]).await;
    dialog.advance(event.ends_at - dialog.now() + Duration::days(40));
    for instance in [&dialog, &buero] {
        let cleared = jobs::clear(&instance.app, instance.now()).await;
        cleared.expect("old things are cleared");
    }
    settle([&dialog, &buero]).await;
    for instance in [&dialog, &buero] {
        assert_eq!(named(instance, &event.iri).await.0.len(), 1);
        assert!(page(instance, &event.iri).await.contains(BUERO));
    }
    assert!(question(&buero).await.is_some());
}

async fn a_cohost_hears_what_came_of_the_event_and_follows_nobody(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    offer(
        &dialog,
        &event,
        &format!("@innovationsbuero@{}", buero.host()),
    )
    .await;
    settle([&dialog, &buero]).await;
    dialog.advance(Duration::seconds(2));
    accept(&buero).await;
    settle([&dialog, &buero]).await;
    // It has taken place.
    for instance in [&dialog, &buero] {
        instance.advance(event.ends_at - instance.now() + Duration::hours(1));
    }
    let draft = reports::Draft {
        title: "Bericht: Denkwerkstatt".to_owned(),
        summary: "Drei Gruppen, drei Ergebnisse.".to_owned(),
        text: "Nach dem Impuls ging es weiter.".to_owned(),
        ..reports::Draft::default()
    };
    let tx = dialog.begin().await;
    let event = events::find_for_change(&tx, &event.id).await;
    let event = event.expect("the event");
    let written = reports::write(&dialog.app, &tx, &event, &draft).await;
    written.expect("a report that is in order");
    let published = reports::publish(&dialog.app, &tx, &event, "").await;
    tx.commit().await.expect("a commit");
    let published = published.expect("a report that is whole");
    settle([&dialog, &buero]).await;
    let shown = page(&buero, &event.iri).await;
    assert!(shown.contains(published.url.as_str()), "{shown}");
    // What is taken back is gone on both pages.
    for instance in [&dialog, &buero] {
        instance.advance(Duration::seconds(2));
    }
    let tx = dialog.begin().await;
    let withdrawn = reports::withdraw(&dialog.app, &tx, &event).await;
    withdrawn.expect("it was public");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let shown = page(&buero, &event.iri).await;
    assert!(!shown.contains(published.url.as_str()), "{shown}");
}

async fn who_agrees_when_the_report_is_out_is_brought_it(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let address = format!("@innovationsbuero@{}", buero.host());
    offer(&dialog, &event, &address).await;
    settle([&dialog, &buero]).await;
    // It has begun, and the first day is told of.
    for instance in [&dialog, &buero] {
        instance.advance(event.starts_at - instance.now() + Duration::hours(1));
    }
    let draft = reports::Draft {
        title: "Bericht: Der erste Tag".to_owned(),
        summary: "Drei Gruppen, drei Ergebnisse.".to_owned(),
        text: "Nach dem Impuls ging es weiter.".to_owned(),
        ..reports::Draft::default()
    };
    let tx = dialog.begin().await;
    let event = events::find_for_change(&tx, &event.id).await;
    let event = event.expect("the event");
    let written = reports::write(&dialog.app, &tx, &event, &draft).await;
    written.expect("a report that is in order");
    let published = reports::publish(&dialog.app, &tx, &event, "").await;
    tx.commit().await.expect("a commit");
    let published = published.expect("a report that is whole");
    settle([&dialog, &buero]).await;
    accept(&buero).await;
    settle([&dialog, &buero]).await;
    let shown = page(&buero, &event.iri).await;
    assert!(shown.contains(published.url.as_str()), "{shown}");
}

async fn the_owner_ends_it_and_nobody_is_left_behind(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let reader = verband.association("verband").await;
    let address = format!("@innovationsbuero@{}", buero.host());
    // Whoever hears of the event does so through the co-host alone.
    verband.follow(&reader, &address).await;
    settle([&dialog, &buero, &verband]).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let asked = offer(&dialog, &event, &address).await;
    settle([&dialog, &buero, &verband]).await;
    dialog.advance(Duration::seconds(2));
    accept(&buero).await;
    settle([&dialog, &buero, &verband]).await;
    check(&verband).await;
    assert_eq!(named(&verband, &event.iri).await.0.len(), 1);
    // What changes reaches the co-host too, whom nobody there has to follow for that.
    dialog.advance(Duration::seconds(2));
    let event = dialog.again(&event).await.expect("the event");
    let event = dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    settle([&dialog, &buero, &verband]).await;
    let there = buero.again(&event).await.expect("kept with the co-host");
    assert_eq!(there.starts_at, event.starts_at);
    // And those who follow the co-host alone hear of it from nobody else.
    let told = cohosts::look_after(&buero.app).await;
    assert_eq!(told.expect("it can be looked after"), 1);
    settle([&dialog, &buero, &verband]).await;
    let there = verband.again(&event).await.expect("kept with the follower");
    assert_eq!(there.starts_at, event.starts_at);
    let told = cohosts::look_after(&buero.app).await;
    assert_eq!(told.expect("it can be looked after"), 0, "once");

    dialog.advance(Duration::seconds(2));
    let asked = cohosts::find_own(&dialog.app, &asked.id).await;
    end(&dialog, asked.expect("the agreement")).await;
    settle([&dialog, &buero, &verband]).await;
    assert_eq!(named(&dialog, &event.iri).await, (Vec::new(), Vec::new()));
    for instance in [&buero, &verband] {
        assert!(instance.events().await.is_empty(), "{}", instance.host());
    }
    assert_eq!(question(&buero).await, None);
}

async fn nobody_is_named_who_said_no(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let address = format!("@innovationsbuero@{}", buero.host());
    let asked = offer(&dialog, &event, &address).await;
    settle([&dialog, &buero]).await;
    let question = question(&buero).await.expect("a question");
    let tx = buero.begin().await;
    let no = cohosts::reject(&buero.app, &tx, question, "Leider <kein> Raum.").await;
    no.expect("an answer");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let answered = cohosts::find_own(&dialog.app, &asked.id).await;
    let answered = answered.expect("the question");
    assert_eq!(answered.state, State::Rejected);
    assert_eq!(answered.reason, "Leider <kein> Raum.");
    assert_eq!(named(&dialog, &event.iri).await, (Vec::new(), Vec::new()));
    assert!(buero.events().await.is_empty());
}

async fn what_was_offered_is_gone_with_its_event(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let address = format!("@innovationsbuero@{}", buero.host());
    let event = dialog.publish(&denkwerkstatt()).await;
    offer(&dialog, &event, &address).await;
    settle([&dialog, &buero]).await;
    let seen = question(&buero).await.expect("a question");
    dialog.advance(Duration::seconds(2));
    // Moved since: whoever agrees does so to what they saw.
    let event = dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    let moved = cohosts::require_unchanged(&buero.app, &seen).await;
    let moved = moved.expect_err("it is not the same any more").to_string();
    assert!(moved.contains("cohost-event-changed"), "{moved}");
    let again = question(&buero).await.expect("the question");
    let unchanged = cohosts::require_unchanged(&buero.app, &again).await;
    unchanged.expect("now it is what they see");
    dialog.cancel(&event).await;
    let ended = cohosts::look_after(&dialog.app).await;
    assert_eq!(ended.expect("questions can be looked after"), 1);
    settle([&dialog, &buero]).await;
    assert_eq!(question(&buero).await, None);
    // And with an event that they were named at, and that is erased.
    dialog.advance(Duration::seconds(2));
    let event = dialog.publish(&denkwerkstatt()).await;
    offer(&dialog, &event, &address).await;
    settle([&dialog, &buero]).await;
    accept(&buero).await;
    settle([&dialog, &buero]).await;
    let event = dialog.again(&event).await.expect("the event");
    assert_eq!(named(&buero, &event.iri).await.0.len(), 1);
    dialog.erase(&event).await;
    settle([&dialog, &buero]).await;
    assert_eq!(question(&buero).await, None);
    assert!(buero.events().await.is_empty());
    cohosts::clear(&dialog.app)
        .await
        .expect("it can be cleared");
    settle([&dialog, &buero]).await;
}

/// An event of `owner` that names `guest`, with a word of theirs at `context`.
fn naming(owner: &Peer, guest: &Peer, context: Option<&Url>, minute: u32) -> Value {
    let mut event = owner.event("lesekreis", "Lesekreis");
    let named = match context {
        Some(context) => json!({ "type": "Person", "id": guest.id(), "context": context }),
        None => json!(guest.id()),
    };
    // Twice over, as some lists do.
    let items = json!([owner.id(), named, guest.id()]);
    event["organizers"] = json!({ "type": "Collection", "items": items });
    event["updated"] = json!(format!("2026-09-01T08:{minute:02}:00Z"));
    event
}

/// The Accept of `guest` to an event of `owner`.
fn consent(id: &Url, owner: &Peer, guest: &Peer) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "Accept",
        "actor": guest.id(),
        "object": {
            "id": owner.url("/offers/1"),
            "type": "Offer",
            "actor": owner.id(),
            "object": owner.url("/events/lesekreis"),
        },
    })
}

async fn only_the_word_of_a_cohost_confirms_it(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.source(&host, "anna").await;
    let eve = Peer::new("eve", &dialog.app.clock).await;
    let mallory = eve.neighbour("mallory");
    let iri = anna.url("/events/lesekreis");
    let (agreed, unconfirmed) = (
        (vec![eve.id().to_string()], Vec::new()),
        (Vec::new(), vec![eve.id().to_string()]),
    );
    let true_word = eve.url("/accepts/true");
    eve.serves(&true_word, Served::json(&consent(&true_word, &anna, &eve)));
    // Anna wrote this one herself.
    let own_word = anna.url("/accepts/forged");
    anna.serves(&own_word, Served::json(&consent(&own_word, &anna, &eve)));
    let neighbours = eve.url("/accepts/neighbour");
    eve.serves(
        &neighbours,
        Served::json(&consent(&neighbours, &anna, &mallory)),
    );
    let other = eve.url("/accepts/other-event");
    let mut for_another = consent(&other, &anna, &eve);
    for_another["object"]["object"] = json!(anna.url("/events/anderes"));
    eve.serves(&other, Served::json(&for_another));
    let gone = eve.url("/accepts/gone");
    eve.serves(&gone, Served::status(410));
    let mut minute = 0;
    for (context, expected, read) in [
        (None, &unconfirmed, None),
        (Some(&own_word), &unconfirmed, None),
        (Some(&neighbours), &unconfirmed, Some(&neighbours)),
        (Some(&other), &unconfirmed, Some(&other)),
        (Some(&gone), &unconfirmed, Some(&gone)),
        (Some(&true_word), &agreed, Some(&true_word)),
    ] {
        minute += 6;
        dialog.advance(Duration::minutes(6));
        let update = anna.activity("Update", naming(&anna, &eve, context, minute));
        assert_eq!(anna.tells(&dialog, &update).await.status, 202);
        // Not before it was looked at.
        assert_eq!(named(&dialog, &iri).await, unconfirmed, "{context:?}");
        assert!(page(&dialog, &iri).await.contains("nicht bestätigt"));
        eve.forget();
        anna.forget();
        check(&dialog).await;
        assert_eq!(&named(&dialog, &iri).await, expected, "{context:?}");
        let words = [eve.reads(), anna.reads()].concat();
        let words: Vec<_> = words
            .iter()
            .filter(|path| path.contains("accepts"))
            .collect();
        let expected: Vec<_> = read.iter().map(|url| url.path()).collect();
        assert_eq!(words, expected, "{context:?}");
    }
    dialog.advance(Duration::seconds(2));
    assert!(!page(&dialog, &iri).await.contains("nicht bestätigt"));
    // Nobody answering is no withdrawal; a word that is gone is one, and so is Undo.
    let again = || anna.activity("Update", naming(&anna, &eve, Some(&true_word), 50));
    for (served, expected) in [
        (Served::status(503), &agreed),
        (Served::status(410), &unconfirmed),
    ] {
        dialog.advance(Duration::minutes(6));
        eve.serves(&true_word, served);
        assert_eq!(anna.tells(&dialog, &again()).await.status, 202);
        assert_eq!(check(&dialog).await, 1);
        assert_eq!(&named(&dialog, &iri).await, expected);
    }
    // However often it changes, it is looked at every five minutes at most.
    dialog.advance(Duration::minutes(1));
    assert_eq!(anna.tells(&dialog, &again()).await.status, 202);
    assert_eq!(check(&dialog).await, 0);
    for thief in [&anna, &mallory] {
        let undo = thief.activity("Undo", consent(&true_word, &anna, &eve));
        assert_eq!(thief.tells(&dialog, &undo).await.status, 202);
        assert_eq!(named(&dialog, &iri).await, unconfirmed);
    }
    let undo = eve.activity("Undo", consent(&true_word, &anna, &eve));
    assert_eq!(eve.tells(&dialog, &undo).await.status, 202);
    assert_eq!(named(&dialog, &iri).await, (Vec::new(), Vec::new()));
    // An older version brings nobody back.
    let old = anna.activity("Update", naming(&anna, &eve, Some(&true_word), 1));
    assert_eq!(anna.tells(&dialog, &old).await.status, 202);
    assert_eq!(named(&dialog, &iri).await, (Vec::new(), Vec::new()));
}

/// The same activity in other words: as the very same it would not be looked at again.
fn reworded(activity: &Value) -> Value {
    let mut reworded = activity.clone();
    reworded["summary"] = json!("Noch einmal");
    reworded
}

async fn an_answer_is_for_whom_was_asked_to_give(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let eve = Peer::new("eve", &dialog.app.clock).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    offer(&dialog, &event, &anna.address()).await;
    settle([&dialog]).await;
    let offer = anna.received().pop().expect("an Offer");
    assert_eq!(offer["to"], json!([anna.id()]));
    assert_eq!(offer["cc"], json!([]));
    assert_eq!(
        anna.attempts()[0].path,
        "/users/anna/inbox",
        "for her alone"
    );
    let nobody = (Vec::new(), Vec::new());
    let mut other_role = anna.activity("Accept", offer.clone());
    other_role["kind"] = json!("sponsor");
    for (peer, activity, status) in [
        (&eve, eve.activity("Accept", offer.clone()), 403),
        (&eve, eve.activity("Accept", offer["id"].clone()), 403),
        (&eve, eve.activity("Reject", offer.clone()), 403),
        (&anna, other_role, 403),
    ] {
        assert_eq!(peer.tells(&dialog, &activity).await.status, status);
        assert_eq!(named(&dialog, &event.iri).await, nobody);
    }
    let accept = anna.activity("Accept", offer.clone());
    assert_eq!(anna.tells(&dialog, &accept).await.status, 202);
    let agreed = (vec![anna.id().to_string()], Vec::new());
    assert_eq!(named(&dialog, &event.iri).await, agreed);
    for thief in [&eve] {
        for object in [accept.clone(), accept["id"].clone(), offer.clone()] {
            let undo = thief.activity("Undo", object);
            assert_eq!(thief.tells(&dialog, &undo).await.status, 202);
            assert_eq!(named(&dialog, &event.iri).await, agreed);
        }
    }
    settle([&dialog]).await;
    let told = anna.received().pop().expect("an Update");
    assert_eq!(
        told["object"]["organizers"]["items"][1]["context"],
        accept["id"]
    );
    dialog.advance(Duration::seconds(2));
    let undo = anna.activity("Undo", accept["id"].clone());
    assert_eq!(anna.tells(&dialog, &undo).await.status, 202);
    assert_eq!(named(&dialog, &event.iri).await, nobody);
    // What was taken back is not given again by saying the old word once more.
    let accept = reworded(&accept);
    dialog.advance(Duration::seconds(2));
    assert_eq!(anna.tells(&dialog, &accept).await.status, 202);
    assert_eq!(named(&dialog, &event.iri).await, nobody);
    settle([&dialog]).await;
}

async fn an_offer_is_for_the_owner_to_make(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let eve = Peer::new("eve", &dialog.app.clock).await;
    let mallory = anna.neighbour("mallory");
    let event = anna.event("lesekreis", "Lesekreis");
    anna.serves(&anna.url("/events/lesekreis"), Served::json(&event));
    let offered = |peer: &Peer, object: Value, to: &str| {
        let mut offer = peer.activity("Offer", object);
        offer["target"] = json!(format!("{}/organizers", anna.url("/events/lesekreis")));
        offer["to"] = json!([to]);
        offer
    };
    let ours = host.actor.as_str();
    let mut elsewhere = offered(&anna, event.clone(), ours);
    elsewhere["target"] = json!(anna.url("/lists/1"));
    let mut unknown = offered(&anna, event.clone(), ours);
    unknown["kind"] = json!("emperor");
    let mut private = event.clone();
    private["to"] = json!([ours]);
    private["cc"] = json!([]);
    for (name, peer, offer, status) in [
        (
            "another server's",
            &eve,
            offered(&eve, event.clone(), ours),
            403,
        ),
        (
            "a neighbour's",
            &mallory,
            offered(&mallory, event.clone(), ours),
            403,
        ),
        (
            "by id, a neighbour's",
            &mallory,
            offered(&mallory, event["id"].clone(), ours),
            403,
        ),
        ("for another list", &anna, elsewhere, 202),
        ("an unknown role", &anna, unknown, 403),
        ("a private event", &anna, offered(&anna, private, ours), 202),
        (
            "to nobody of ours",
            &anna,
            offered(&anna, event.clone(), anna.id().as_str()),
            202,
        ),
        (
            "to the server",
            &anna,
            offered(
                &anna,
                event.clone(),
                dialog.app.federation.instance_actor().as_str(),
            ),
            202,
        ),
    ] {
        assert_eq!(peer.tells(&dialog, &offer).await.status, status, "{name}");
        assert_eq!(question(&dialog).await, None, "{name}");
    }
    let offer = offered(&anna, event["id"].clone(), ours);
    // Whoever offers what its own server does not show now is asked to come again.
    let home = anna.url("/events/lesekreis");
    anna.serves(&home, Served::status(503));
    assert_eq!(anna.tells(&dialog, &offer).await.status, 503);
    assert_eq!(question(&dialog).await, None);
    anna.serves(&home, Served::json(&event));
    for offer in [offer.clone(), reworded(&offer)] {
        dialog.advance(Duration::seconds(1));
        assert_eq!(anna.tells(&dialog, &offer).await.status, 202);
        let asked = cohosts::of_ours(&dialog.app.db).await.expect("the table");
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0].state, State::Offered);
    }
    assert!(
        dialog.events().await.is_empty(),
        "a stranger creates no page"
    );
    let undo = eve.activity("Undo", offer.clone());
    assert_eq!(eve.tells(&dialog, &undo).await.status, 202);
    assert!(question(&dialog).await.is_some());
    // Nobody agrees to what its home does not show now, or shows as another's.
    let asked = question(&dialog).await.expect("the question");
    let mut of_another = event.clone();
    of_another["attributedTo"] = json!(mallory.id());
    for (served, refusal) in [
        (Served::status(503), "cohost-host-unreachable"),
        (Served::json(&of_another), "cohost-event-gone"),
    ] {
        anna.serves(&home, served);
        let refused = cohosts::require_unchanged(&dialog.app, &asked).await;
        let refused = refused.expect_err("it is not as it was").to_string();
        assert_eq!(refused, format!("refused: {refusal}"));
    }
    anna.serves(&home, Served::json(&event));
    // Blocked since: the question goes, and no other comes.
    let now = dialog.now();
    let blocked = blocks::add(&dialog.app.db, &anna.host(), None, now).await;
    blocked.expect("a block");
    let ended = cohosts::look_after(&dialog.app).await;
    assert_eq!(ended.expect("questions can be looked after"), 1);
    assert_eq!(question(&dialog).await, None);
    dialog.advance(Duration::seconds(1));
    assert_eq!(anna.tells(&dialog, &offer).await.status, 403);
    assert_eq!(question(&dialog).await, None);
}
