//! A workstream is followed from everywhere, peers hold a live copy of it with its milestones, and nobody
//! but itself changes what they hold.

use harness::{Engine, Instance, Peer, briefing, on_both_engines, settle};
use serde_json::json;
use server::{
    associations::Association,
    peers,
    workstreams::{self, Draft, Extension, Milestone, State, Step, Workstream, milestone, report},
};

on_both_engines![
    a_peer_holds_a_live_copy,
    a_copy_says_why_its_end_was_moved_and_why_it_was_given_up,
    who_follows_hears_that_it_began_what_is_reached_and_what_came_of_it,
    who_follows_later_holds_what_was_planned_before,
    who_follows_the_association_alone_holds_a_copy,
    who_becomes_a_peer_later_reads_what_there_is,
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

/// Write what came of it, and publish it.
async fn present(instance: &Instance, workstream: &Workstream) -> Workstream {
    let draft = report::Draft {
        sentence: "Ein Leitfaden für Ehrenamtliche, 24 Seiten, frei nutzbar.".to_owned(),
        summary: "Was zu prüfen ist, und wie.".to_owned(),
        text: "## Was zu prüfen ist\n\nAlles.".to_owned(),
        ..report::Draft::default()
    };
    let tx = instance.begin().await;
    let written = workstreams::write_report(&instance.app, &tx, workstream, &draft).await;
    written.expect("a report");
    let told = workstreams::publish_report(&instance.app, &tx, workstream.clone()).await;
    tx.commit().await.expect("a commit");
    told.expect("it is complete").0
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

pub async fn become_peers(one: &Instance, other: &Instance) {
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

    let presented = present(&dialog, &workstream).await;
    settle([&dialog, &buero, &verband]).await;
    let there = again(&buero, &presented).await.expect("a copy");
    assert_eq!(there.state, State::Presented);
    let page = buero.get(&there.path(), "text/html").await.body;
    let report = format!("{}/report", workstream.url);
    for expected in ["Ein Leitfaden für Ehrenamtliche", &report] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

async fn a_copy_says_why_its_end_was_moved_and_why_it_was_given_up(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    become_peers(&dialog, &buero).await;
    let workstream = selected(&dialog, &host).await;
    settle([&dialog, &buero]).await;
    dialog.advance(chrono::Duration::minutes(1));
    let extension = Extension {
        ends_on: (workstream.ends_on + chrono::Duration::days(40)).to_string(),
        reason: "Ferien der Beteiligten.".to_owned(),
    };
    let tx = dialog.begin().await;
    let longer = workstreams::extend(&dialog.app, &tx, workstream, &extension).await;
    tx.commit().await.expect("a commit");
    let workstream = longer.expect("a later end");
    settle([&dialog, &buero]).await;
    let there = again(&buero, &workstream).await.expect("a copy");
    assert_eq!(there.ends_on, workstream.ends_on);
    assert_eq!(there.why_extended, "Ferien der Beteiligten.");
    let page = buero.get(&there.path(), "text/html").await.body;
    assert!(page.contains("Ferien der Beteiligten."), "{page}");
    dialog.advance(chrono::Duration::minutes(1));
    let over = step(&dialog, &workstream, Step::Withdraw, "Keine Zeit mehr.").await;
    settle([&dialog, &buero]).await;
    let there = again(&buero, &over).await.expect("a copy");
    assert_eq!(
        (there.state, there.reason.as_str()),
        (State::Withdrawn, "Keine Zeit mehr.")
    );
    let page = buero.get(&there.path(), "text/html").await.body;
    assert!(page.contains("Keine Zeit mehr."), "{page}");
}

async fn who_follows_hears_that_it_began_what_is_reached_and_what_came_of_it(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let reader = dialog.follower(&host, "leserin").await;
    reader.forget();
    let workstream = selected(&dialog, &host).await;
    settle([&dialog]).await;
    assert_eq!(reader.heard(), ["Create{Note}", "Update{Group}"]);
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

    present(&dialog, &workstream).await;
    settle([&dialog]).await;
    let mut heard = alone.heard();
    heard.sort();
    assert_eq!(
        heard,
        ["Add", "Announce", "Create{Article}", "Update{Group}"]
    );
    let is_post = |heard: &String| heard.contains("Note") || heard.contains("Article");
    let posts: Vec<_> = reader.heard().into_iter().filter(is_post).collect();
    assert_eq!(posts, ["Create{Article}"]);
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

/// What there is of it at another server: its state, and what is reached.
async fn state_at(instance: &Instance, workstream: &Workstream) -> Option<(State, Vec<bool>)> {
    let there = again(instance, workstream).await?;
    let kept = milestones(instance, &there).await.into_iter();
    let reached = kept.map(|it| it.reached_on.is_some());
    Some((there.state, reached.collect()))
}

async fn who_follows_the_association_alone_holds_a_copy(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, early, late] = instances.await;
    let host = dialog.association("dialog").await;
    let address = format!("@{}@{}", host.handle, dialog.host());
    let reader = early.association("innovationsbuero").await;
    early.follow(&reader, &address).await;
    settle([&dialog, &early]).await;
    let workstream = selected(&dialog, &host).await;
    let milestone = plan(&dialog, &workstream, false).await;
    let workstream = step(&dialog, &workstream, Step::Start, "").await;
    settle([&dialog, &early]).await;
    let expected = Some((State::Active, vec![false]));
    assert_eq!(state_at(&early, &workstream).await, expected);
    dialog.advance(chrono::Duration::minutes(1));
    reach(&dialog, &workstream, milestone).await;
    settle([&dialog, &early]).await;
    let expected = Some((State::Active, vec![true]));
    assert_eq!(state_at(&early, &workstream).await, expected);

    let reader = late.association("verband").await;
    late.follow(&reader, &address).await;
    settle([&dialog, &late]).await;
    late.app
        .federation
        .read_outboxes()
        .await
        .expect("an outbox");
    assert_eq!(state_at(&late, &workstream).await, expected);
}

async fn who_becomes_a_peer_later_reads_what_there_is(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    dialog.publish(&briefing("Denkwerkstatt")).await;
    let workstream = selected(&dialog, &host).await;
    let workstream = step(&dialog, &workstream, Step::Start, "").await;
    plan(&dialog, &workstream, false).await;
    let workstream = present(&dialog, &workstream).await;
    settle([&dialog, &buero]).await;
    assert_eq!(state_at(&buero, &workstream).await, None);
    become_peers(&dialog, &buero).await;
    let mut left = 50;
    while left > 0 && buero.app.federation.read_on().await.expect("a reading") > 0 {
        left -= 1;
    }
    let expected = Some((State::Presented, vec![false]));
    assert_eq!(state_at(&buero, &workstream).await, expected);
    let there = again(&buero, &workstream).await.expect("a copy");
    let report = workstreams::find_public_report(&buero.app.db, &there).await;
    let report = report.expect("the table").expect("a report");
    assert!(report.sentence.starts_with("Ein Leitfaden"));
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
