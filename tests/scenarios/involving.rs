//! Organisations of other servers get a part in a workstream: by their own word, which a third server
//! looks up, until somebody takes it back; and what a forger gets by naming others.

use federation::Iri;
use harness::{Engine, Instance, Peer, Served, on_both_engines, settle};
use serde_json::json;
use server::{
    associations::Association,
    involvements::{self, Involvement, State},
    workstreams::{self, Draft, Part, Step, Workstream},
};

on_both_engines![
    an_organisation_elsewhere_has_a_part_until_it_steps_back,
    who_asked_is_named_until_the_workstream_ends_it,
    only_its_own_word_makes_an_organisation_one_of_them,
];

async fn selected(instance: &Instance, association: &Association) -> Workstream {
    let app = &instance.app;
    let draft = Draft {
        handle: "ws-wahlsoftware".to_owned(),
        name: "Wahlsoftware".to_owned(),
        question: "Wie prüfen Ehrenamtliche Wahlsoftware?".to_owned(),
        product: "guide".to_owned(),
        ..Draft::default()
    };
    let keys = app.federation.make_keys().await.expect("keys");
    let tx = instance.begin().await;
    let proposed = workstreams::propose(app, &tx, association, &draft).await;
    let proposed = proposed.expect("a proposal");
    let step = workstreams::take(app, &tx, proposed, Step::Select, "", Some(keys)).await;
    tx.commit().await.expect("a commit");
    step.expect("a step that may be taken")
}

async fn offer(host: &Instance, workstream: &Workstream, address: &str) -> Involvement {
    let invited = involvements::look_up(&host.app, address).await;
    let invited = invited.expect("somebody answers to this address");
    let tx = host.begin().await;
    let asked = involvements::offer(&host.app, &tx, workstream, &invited, Part::Contribute).await;
    tx.commit().await.expect("a commit");
    asked.expect("a question that may be asked")
}

/// The only question that waits here.
async fn question(instance: &Instance) -> Involvement {
    let mut open = involvements::open(&instance.app).await.expect("the table");
    assert_eq!(open.len(), 1);
    open.remove(0)
}

async fn accept(instance: &Instance) {
    let asked = question(instance).await;
    let tx = instance.begin().await;
    let accepted = involvements::accept(&instance.app, &tx, asked).await;
    accepted.expect("an answer");
    tx.commit().await.expect("a commit");
}

async fn end(instance: &Instance, one: Involvement) {
    let tx = instance.begin().await;
    let ended = involvements::end(&instance.app, &tx, one).await;
    ended.expect("an end");
    tx.commit().await.expect("a commit");
}

/// Who is named with the workstream for everybody, as `instance` has it.
async fn named(instance: &Instance, workstream: &Workstream) -> Vec<(Iri, Part)> {
    let group = workstream.actor.as_ref().expect("an actor");
    let found = workstreams::find_by_actor(&instance.app.db, group).await;
    let found = found.expect("the table").expect("a copy");
    let all = found.involved().0.into_iter();
    all.map(|it| (it.actor, it.part)).collect()
}

async fn check(instance: &Instance) {
    let checked = involvements::check_due(&instance.app).await;
    checked.expect("words can be looked at");
}

/// A server that hears of the workstream, as it follows who leads it.
async fn follow(reader: &Instance, host: &Instance) {
    let association = reader.association("verband").await;
    let address = format!("@dialog@{}", host.host());
    reader.follow(&association, &address).await;
    settle([reader, host]).await;
}

async fn an_organisation_elsewhere_has_a_part_until_it_steps_back(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    let host = dialog.association("dialog").await;
    let guest = buero.association("innovationsbuero").await;
    follow(&verband, &dialog).await;
    let workstream = selected(&dialog, &host).await;
    settle([&dialog, &buero, &verband]).await;
    let address = format!("@innovationsbuero@{}", buero.host());
    offer(&dialog, &workstream, &address).await;
    settle([&dialog, &buero, &verband]).await;
    for instance in [&dialog, &verband] {
        assert_eq!(named(instance, &workstream).await, []);
    }

    accept(&buero).await;
    settle([&dialog, &buero, &verband]).await;
    check(&verband).await;
    let agreed = vec![(guest.actor.clone(), Part::Contribute)];
    for instance in [&dialog, &buero, &verband] {
        let named = named(instance, &workstream).await;
        assert_eq!(named, agreed, "{}", instance.host());
    }
    let page = verband.get("/workstreams.json", "*/*").await;
    assert!(page.body.contains(guest.actor.as_str()), "{}", page.body);

    let all = involvements::of_ours(&buero.app.db).await;
    let one = all.expect("the table").remove(0);
    end(&buero, one).await;
    settle([&dialog, &buero, &verband]).await;
    for instance in [&dialog, &verband] {
        assert_eq!(named(instance, &workstream).await, []);
    }
}

async fn who_asked_is_named_until_the_workstream_ends_it(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let guest = buero.association("innovationsbuero").await;
    let workstream = selected(&dialog, &host).await;
    let address = format!("@{}@{}", workstream.handle(), dialog.host());
    let group = involvements::look_up(&buero.app, &address).await;
    let group = group.expect("a workstream");
    let tx = buero.begin().await;
    let asked = involvements::ask(&buero.app, &tx, &guest, &group, Part::Follow).await;
    tx.commit().await.expect("a commit");
    asked.expect("a question that may be asked");
    settle([&dialog, &buero]).await;
    assert_eq!(named(&dialog, &workstream).await, []);
    accept(&dialog).await;
    settle([&dialog, &buero]).await;
    let agreed = vec![(guest.actor.clone(), Part::Follow)];
    for instance in [&dialog, &buero] {
        assert_eq!(named(instance, &workstream).await, agreed);
    }
    let all = involvements::of_workstream(&dialog.app.db, &workstream).await;
    let one = all.expect("the table").remove(0);
    end(&dialog, one).await;
    settle([&dialog, &buero]).await;
    assert_eq!(named(&dialog, &workstream).await, []);
    let all = involvements::of_ours(&buero.app.db).await;
    let there = all.expect("the table").remove(0);
    assert_eq!(there.state, State::Rejected);
    assert_eq!(named(&buero, &workstream).await, []);
}

async fn only_its_own_word_makes_an_organisation_one_of_them(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    let workstream = selected(&dialog, &host).await;
    let group = workstream.actor.clone().expect("an actor");
    let address = format!("@innovationsbuero@{}", buero.host());
    let asked = offer(&dialog, &workstream, &address).await;
    settle([&dialog, &buero]).await;
    // A stranger answers for the one that was asked.
    let mallory = Peer::new("mallory", &dialog.app.clock).await;
    let offered = asked.offer.clone().expect("an Offer");
    let accept = mallory.activity(
        "Accept",
        json!({"id": offered, "type": "Offer", "actor": group, "object": group}),
    );
    assert_eq!(mallory.tells(&dialog, &accept).await.status, 403);
    // And offers somebody else for the list.
    let mut other = mallory.activity("Offer", json!(reader.actor));
    other["target"] = json!(format!("{group}/involved"));
    other["to"] = json!([group]);
    assert_eq!(mallory.tells(&dialog, &other).await.status, 403);
    assert_eq!(named(&dialog, &workstream).await, []);

    // A workstream names an organisation without its word, and ours too.
    let unit = mallory.neighbour("verein");
    let unit_id = unit.id();
    let victim = Peer::new("opfer", &dialog.app.clock).await;
    let word = victim.url("/ap/activities/1");
    victim.serves(&word, Served::status(404));
    let forger = mallory.neighbour("ws-forger").with_document(|document| {
        document["type"] = json!("Group");
        document["kind"] = json!("workstream");
        document["state"] = json!("active");
        document["unitOf"] = json!(unit_id);
        document["url"] = document["id"].clone();
        document["startTime"] = json!("2026-09-01T00:00:00Z");
        document["involved"] = json!({"type": "OrderedCollection", "orderedItems": [
            {"type": "Organization", "id": victim.id(), "kind": "lead", "context": word},
            {"type": "Organization", "id": reader.actor, "kind": "lead", "context": word},
        ]});
    });
    forger.is_followed(&buero, &reader).await;
    let update = forger.activity("Update", json!(forger.id()));
    assert_eq!(forger.tells(&buero, &update).await.status, 202);
    check(&buero).await;
    let found = workstreams::find_by_actor(&buero.app.db, &forger.id()).await;
    let kept = found.expect("the table").expect("a copy");
    assert!(kept.involved().0.is_empty(), "{:?}", kept.involved());
    assert!(
        involvements::of_ours(&buero.app.db)
            .await
            .expect("the table")
            .len()
            == 1
    );
}
