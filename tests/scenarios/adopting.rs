//! An organisation of another server says that it uses what came of a workstream: shown with the report
//! once somebody there looked at it, until the adopter takes it back; and what a forger gets who speaks for
//! somebody else.

use harness::{Engine, Instance, Peer, on_both_engines, settle};
use serde_json::json;
use server::{
    adoptions::{self, Adoption, Draft, State},
    associations::Association,
    workstreams::{self, Report, Step, Workstream, report},
};

on_both_engines![
    who_uses_a_result_elsewhere_is_shown_until_they_take_that_back,
    nobody_speaks_for_an_adopter,
];

/// A workstream with a published report.
async fn presented(instance: &Instance, association: &Association) -> (Workstream, Report) {
    let app = &instance.app;
    let draft = workstreams::Draft {
        handle: "ws-wahlsoftware".to_owned(),
        name: "Wahlsoftware".to_owned(),
        question: "Wie prüfen Ehrenamtliche Wahlsoftware?".to_owned(),
        product: "guide".to_owned(),
        ..workstreams::Draft::default()
    };
    let report = report::Draft {
        sentence: "Ein Leitfaden für Ehrenamtliche.".to_owned(),
        summary: "Was zu prüfen ist, und wie.".to_owned(),
        text: "## Was zu prüfen ist\n\nAlles.".to_owned(),
        products: "Leitfaden | Leitfaden | https://verein.example/l | CC-BY-4.0".to_owned(),
        ..report::Draft::default()
    };
    let keys = app.federation.make_keys().await.expect("keys");
    let tx = instance.begin().await;
    let proposed = workstreams::propose(app, &tx, association, &draft).await;
    let proposed = proposed.expect("a proposal");
    let selected = workstreams::take(app, &tx, proposed, Step::Select, "", Some(keys)).await;
    let selected = selected.expect("a step that may be taken");
    let started = workstreams::take(app, &tx, selected, Step::Start, "", None).await;
    let started = started.expect("a step that may be taken");
    let written = workstreams::write_report(app, &tx, &started, &report).await;
    written.expect("a report");
    let published = workstreams::publish_report(app, &tx, started).await;
    tx.commit().await.expect("a commit");
    published.expect("it is complete")
}

async fn announce(
    instance: &Instance,
    association: &Association,
    report: &Report,
) -> server::Result<Adoption> {
    let draft = Draft {
        report: report.url.to_string(),
        product: "Leitfaden".to_owned(),
        note: "In der Beratung <i>vor Ort</i>.".to_owned(),
        ..Draft::default()
    };
    let found = adoptions::look_up(&instance.app, &draft.report).await?;
    let tx = instance.begin().await;
    let one = adoptions::announce(&instance.app, &tx, association, found, &draft).await;
    tx.commit().await.expect("a commit");
    one
}

/// What waits here, for a change.
async fn waiting(instance: &Instance) -> Vec<Adoption> {
    let open = adoptions::open(&instance.app.db).await;
    open.expect("the table")
}

async fn ours(instance: &Instance) -> Vec<Adoption> {
    let ours = adoptions::of_ours(&instance.app.db).await;
    ours.expect("the table")
}

async fn who_uses_a_result_elsewhere_is_shown_until_they_take_that_back(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let adopter = buero.association("innovationsbuero").await;
    let (workstream, report) = presented(&dialog, &host).await;
    settle([&dialog, &buero]).await;
    let page = format!("{}/report", workstream.path());

    let announced = announce(&buero, &adopter, &report).await;
    assert_eq!(announced.expect("an announcement").state, State::Offered);
    settle([&dialog, &buero]).await;
    let shown = dialog.get(&page, "text/html").await;
    assert!(!shown.body.contains("vor Ort"), "nobody looked at it");
    let one = waiting(&dialog).await.remove(0);
    assert_eq!(one.adopter, adopter.actor);
    let tx = dialog.begin().await;
    let accepted = adoptions::accept(&dialog.app, &tx, one).await;
    accepted.expect("an answer");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    assert_eq!(ours(&buero).await[0].state, State::Accepted);
    let shown = dialog.get(&page, "text/html").await;
    for expected in ["In der Beratung", "Leitfaden, seit", &buero.host()] {
        assert!(shown.body.contains(expected), "{expected}: {}", shown.body);
    }
    let word = ours(&buero).await[0].offer.clone();
    assert_eq!(buero.document(&word).await["type"], "Offer");

    let tx = buero.begin().await;
    let one = ours(&buero).await.remove(0);
    let withdrawn = adoptions::withdraw(&buero.app, &tx, one).await;
    withdrawn.expect("it is theirs");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let shown = dialog.get(&page, "text/html").await;
    assert!(!shown.body.contains("In der Beratung"), "{}", shown.body);
    assert!(ours(&buero).await.is_empty());
}

async fn nobody_speaks_for_an_adopter(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let adopter = buero.association("innovationsbuero").await;
    let (workstream, report) = presented(&dialog, &host).await;
    let target = report.iri.clone().expect("an id");
    let mallory = Peer::new("mallory", &dialog.app.clock).await;
    let mallory = mallory.with_document(|document| document["type"] = json!("Organization"));

    // It offers somebody else.
    let mut other = mallory.activity("Offer", json!(adopter.actor));
    other["target"] = json!(target);
    other["to"] = json!([host.actor]);
    assert_eq!(mallory.tells(&dialog, &other).await.status, 403);
    // It signs as itself what another says.
    let mut posed = mallory.activity("Offer", json!(adopter.actor));
    posed["actor"] = json!(adopter.actor);
    posed["target"] = json!(target);
    posed["to"] = json!([host.actor]);
    let refused = mallory.tells(&dialog, &posed).await.status;
    assert!(refused.is_client_error(), "{refused}");
    assert!(waiting(&dialog).await.is_empty());

    // It takes back what another said, and answers what it was not asked.
    announce(&buero, &adopter, &report)
        .await
        .expect("an announcement");
    settle([&dialog, &buero]).await;
    let one = waiting(&dialog).await.remove(0);
    let offer = json!({
        "id": one.offer, "type": "Offer", "actor": adopter.actor,
        "object": adopter.actor, "target": target,
    });
    for (kind, instance) in [("Undo", &dialog), ("Accept", &buero), ("Reject", &buero)] {
        let mut forged = mallory.activity(kind, offer.clone());
        forged["to"] = json!([host.actor, adopter.actor]);
        mallory.tells(instance, &forged).await;
    }
    assert_eq!(waiting(&dialog).await.len(), 1);
    assert_eq!(ours(&buero).await[0].state, State::Offered);

    let tx = dialog.begin().await;
    let accepted = adoptions::accept(&dialog.app, &tx, one).await;
    accepted.expect("an answer");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let undo = mallory.activity("Undo", json!(ours(&buero).await[0].offer));
    mallory.tells(&dialog, &undo).await;
    let shown = adoptions::shown(&dialog.app.db, &workstream).await;
    assert_eq!(shown.expect("the table").len(), 1);
}
