//! A workstream is followed from everywhere, peers hold a live copy of it with its milestones, and nobody
//! but itself changes what they hold.

use harness::{Engine, Instance, Peer, on_both_engines, settle};
use serde_json::json;
use server::{
    associations::Association,
    peers,
    workstreams::{self, Draft, Milestone, State, Step, Workstream, milestone, report},
};

on_both_engines![
    a_peer_holds_a_live_copy,
    who_follows_hears_that_it_began_what_is_reached_and_what_came_of_it,
    who_follows_later_holds_what_was_planned_before,
    nobody_else_changes_what_is_kept_of_it,
];

fn leitfaden() -> Draft {
    Draft {
        handle: "ws-wahlsoftware".to_owned(),
        name: "Wahlsoftware".to_owned(),
        question: "Wie prüfen Ehrenamtliche Wahlsoftware?".to_owned(),
        product: "guide".to_owned(),
        ..Draft::default()
    }
}

async fn selected(instance: &Instance, association: &Association) -> Workstream {
    let app = &instance.app;
    let tx = instance.begin().await;
    let proposed = workstreams::propose(app, &tx, association, &leitfaden()).await;
    tx.commit().await.expect("a commit");
    step(instance, &proposed.expect("a proposal"), Step::Select, "").await
}

async fn step(
    instance: &Instance,
    workstream: &Workstream,
    step: Step,
    reason: &str,
) -> Workstream {
    let app = &instance.app;
    let keys = match step {
        Step::Select => Some(app.federation.make_keys().await.expect("keys")),
        _ => None,
    };
    let tx = instance.begin().await;
    let taken = workstreams::take(app, &tx, workstream.clone(), step, reason, keys).await;
    tx.commit().await.expect("a commit");
    taken.expect("a step that may be taken")
}

async fn plan(instance: &Instance, workstream: &Workstream, is_told: bool) -> Milestone {
    let draft = milestone::Draft {
        title: "Entwurf des Leitfadens".to_owned(),
        due_on: "2027-02-28".to_owned(),
        is_told,
    };
    let tx = instance.begin().await;
    let added = workstreams::add_milestone(&instance.app, &tx, workstream, &draft).await;
    tx.commit().await.expect("a commit");
    added.expect("a milestone")
}

async fn reach(instance: &Instance, workstream: &Workstream, milestone: Milestone) {
    let tx = instance.begin().await;
    let reached = workstreams::reach_milestone(&instance.app, &tx, workstream, milestone).await;
    tx.commit().await.expect("a commit");
    reached.expect("it is reached");
}

/// The copy of it that is kept at another server.
async fn again(instance: &Instance, workstream: &Workstream) -> Option<Workstream> {
    let actor = workstream.actor.as_ref().expect("an actor");
    let found = workstreams::find_by_actor(&instance.app.db, actor).await;
    found.expect("the table")
}

async fn milestones(instance: &Instance, workstream: &Workstream) -> Vec<Milestone> {
    let found = workstreams::milestones(&instance.app.db, &workstream.id).await;
    found.expect("the table")
}

async fn become_peers(one: &Instance, other: &Instance) {
    let found = peers::look_up(&one.app, &other.host()).await;
    let found = found.expect("a server that could be a peer");
    let tx = one.begin().await;
    let asked = peers::ask(&one.app, &tx, &found).await;
    asked.expect("a question that may be asked");
    tx.commit().await.expect("a commit");
    settle([one, other]).await;
    let tx = other.begin().await;
    let peer = peers::find_for_change(&tx, &one.host()).await;
    let accepted = peers::accept(&other.app, &tx, peer.expect("a question")).await;
    accepted.expect("an answer");
    tx.commit().await.expect("a commit");
    settle([one, other]).await;
}

async fn a_peer_holds_a_live_copy(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    verband.association("verband").await;
    become_peers(&dialog, &buero).await;

    let workstream = selected(&dialog, &host).await;
    settle([&dialog, &buero, &verband]).await;
    let there = again(&buero, &workstream).await.expect("a copy");
    assert_eq!((there.local, there.state), (false, State::Selected));
    assert_eq!(
        (&there.name, &there.lead, &there.url),
        (&workstream.name, &host.actor, &workstream.url)
    );
    assert_eq!(
        (there.starts_on, there.ends_on),
        (workstream.starts_on, workstream.ends_on)
    );
    assert!(
        again(&verband, &workstream).await.is_none(),
        "no peer of it"
    );

    let workstream = step(&dialog, &workstream, Step::Start, "").await;
    let milestone = plan(&dialog, &workstream, false).await;
    settle([&dialog, &buero, &verband]).await;
    let there = again(&buero, &workstream).await.expect("a copy");
    assert_eq!(there.state, State::Active);
    let kept = milestones(&buero, &there).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (&kept[0].iri, kept[0].due_on, kept[0].reached_on),
        (&milestone.iri, milestone.due_on, None)
    );
    dialog.advance(chrono::Duration::minutes(1));
    reach(&dialog, &workstream, milestone).await;
    settle([&dialog, &buero, &verband]).await;
    assert!(milestones(&buero, &there).await[0].reached_on.is_some());

    let page = buero.get(&there.path(), "text/html").await.body;
    for expected in ["Wahlsoftware", "Entwurf des Leitfadens", &dialog.host()] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    let list = buero.get("/workstreams", "text/html").await.body;
    assert!(list.contains("Wahlsoftware"), "{list}");

    let over = step(&dialog, &workstream, Step::Withdraw, "Keine Zeit.").await;
    settle([&dialog, &buero, &verband]).await;
    let there = again(&buero, &over).await.expect("a copy");
    assert_eq!(there.state, State::Withdrawn);
}

async fn who_follows_hears_that_it_began_what_is_reached_and_what_came_of_it(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let reader = dialog.follower(&host, "leserin").await;
    reader.forget();
    let workstream = selected(&dialog, &host).await;
    settle([&dialog]).await;
    assert_eq!(reader.heard(), ["Create{Note}"]);
    reader.forget();

    let group = workstream.actor.clone().expect("an actor");
    let alone = Peer::new("alleine", &dialog.app.clock).await;
    alone.follows(&dialog, &group).await;
    settle([&dialog]).await;
    alone.forget();
    let workstream = step(&dialog, &workstream, Step::Start, "").await;
    let milestone = plan(&dialog, &workstream, true).await;
    settle([&dialog]).await;
    let mut heard = alone.heard();
    heard.sort();
    assert_eq!(heard, ["Create{Milestone}", "Update{Group}"]);
    alone.forget();
    dialog.advance(chrono::Duration::minutes(1));
    reach(&dialog, &workstream, milestone).await;
    settle([&dialog]).await;
    let mut heard = alone.heard();
    heard.sort();
    assert_eq!(heard, ["Create{Note}", "Update{Milestone}"]);
    alone.forget();

    let draft = report::Draft {
        sentence: "Ein Leitfaden für Ehrenamtliche, 24 Seiten, frei nutzbar.".to_owned(),
        summary: "Was zu prüfen ist, und wie.".to_owned(),
        text: "## Was zu prüfen ist\n\nAlles.".to_owned(),
        ..report::Draft::default()
    };
    let tx = dialog.begin().await;
    let written = workstreams::write_report(&dialog.app, &tx, &workstream, &draft).await;
    written.expect("a report");
    let told = workstreams::publish_report(&dialog.app, &tx, workstream).await;
    told.expect("it is complete");
    tx.commit().await.expect("a commit");
    settle([&dialog]).await;
    let mut heard = alone.heard();
    heard.sort();
    assert_eq!(
        heard,
        ["Add", "Announce", "Create{Article}", "Update{Group}"]
    );
    assert_eq!(reader.heard(), ["Create{Article}"]);
}

async fn who_follows_later_holds_what_was_planned_before(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    let workstream = selected(&dialog, &host).await;
    plan(&dialog, &workstream, false).await;
    let address = format!("@{}@{}", workstream.handle(), dialog.host());
    buero.follow(&reader, &address).await;
    settle([&dialog, &buero]).await;
    let read = buero.app.federation.read_outboxes().await;
    assert_eq!(read.expect("an outbox"), 1);
    let there = again(&buero, &workstream).await.expect("a copy");
    assert_eq!(milestones(&buero, &there).await.len(), 1);
}

async fn nobody_else_changes_what_is_kept_of_it(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    become_peers(&dialog, &buero).await;
    let workstream = selected(&dialog, &host).await;
    let milestone = plan(&dialog, &workstream, false).await;
    settle([&dialog, &buero]).await;
    let before = again(&buero, &workstream).await.expect("a copy");
    let planned = milestones(&buero, &before).await;

    let mallory = Peer::new("mallory", &buero.app.clock).await;
    mallory.is_followed(&buero, &reader).await;
    let group = workstream.actor.clone().expect("an actor");
    let public = harness::PUBLIC;
    let forged = json!({
        "id": group, "type": "Group", "preferredUsername": "ws-wahlsoftware", "name": "Falsch",
        "inbox": format!("{group}/inbox"), "kind": "workstream", "state": "archived",
        "unitOf": host.actor,
    });
    let resolved = json!({
        "id": milestone.iri, "type": "Milestone", "attributedTo": group, "name": "Falsch",
        "endTime": "2027-02-28T23:59:59+01:00", "isResolved": true, "to": [public],
        "published": "2026-09-01T08:00:00Z", "updated": "2030-01-01T00:00:00Z",
    });
    let smuggled = json!({
        "id": mallory.url("/ap/objects/1"), "type": "Milestone", "attributedTo": group,
        "name": "Falsch", "endTime": "2027-02-28T23:59:59+01:00", "to": [public],
        "published": "2026-09-01T08:00:00Z",
    });
    mallory.serves(
        &mallory.url("/ap/objects/1"),
        harness::Served::json(&smuggled),
    );
    for (kind, object) in [
        ("Update", &forged),
        ("Update", &resolved),
        ("Create", &smuggled),
        ("Announce", &smuggled),
        ("Delete", &resolved),
    ] {
        let reply = mallory
            .tells(&buero, &mallory.activity(kind, object.clone()))
            .await;
        assert!(reply.status.as_u16() < 500, "{kind}: {}", reply.status);
        let now = again(&buero, &workstream).await.expect("a copy");
        assert_eq!(now, before, "{kind}");
        assert_eq!(milestones(&buero, &now).await, planned, "{kind}");
    }
}
