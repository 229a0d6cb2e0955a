//! What somebody else carries, proven by whom it is from: it counts once, while it is fresh, by a key
//! that is in use.

use crate::stage::{Case, Stage};
use chrono::Duration;
use federation::signatures::proof;
use harness::{Engine, Peer, Post, on_both_engines};
use serde_json::{Value, json};

on_both_engines![
    a_fresh_proof_counts_whoever_carries_it,
    an_old_proof_proves_nothing,
    a_retired_key_proves_nothing,
    a_proof_counts_once,
];

/// The activity with a proof of `peer`, made so long before now.
fn proven(peer: &Peer, activity: Value, age: Duration) -> Value {
    let method = format!("{}#ed25519-key", peer.id());
    let created = peer.now() - age;
    let proven = proof::attach(activity, peer.ed25519_key(), &method, created);
    proven.expect("a proof can be made")
}

/// A Follow of `anna`, carried by `eve`.
fn carried(stage: &Stage, age: Duration) -> Post {
    let follow = stage.anna.activity("Follow", stage.host.actor.as_str());
    stage.signed(&stage.eve, &proven(&stage.anna, follow, age))
}

async fn is_follower(stage: &Stage) -> bool {
    let followers = stage.dialog.followers(&stage.host.actor).await;
    followers.contains(&stage.anna.id().to_string())
}

async fn a_fresh_proof_counts_whoever_carries_it(engine: Engine) {
    let stage = Stage::new(engine).await;
    let reply = carried(&stage, Duration::minutes(10)).send().await;
    assert_eq!(reply.status, 202, "{}", reply.body);
    assert!(is_follower(&stage).await);
}

async fn an_old_proof_proves_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut cases = Vec::new();
    for (name, age) in [
        ("66 minutes old", Duration::minutes(66)),
        ("a year old", Duration::days(365)),
        ("of tomorrow", Duration::days(-1)),
    ] {
        cases.push(Case::refused(
            name,
            carried(&stage, age),
            403,
            "not_the_actor",
        ));
    }
    stage.plays(cases).await;
}

async fn a_retired_key_proves_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let anna = stage.anna.clone().with_document(|document| {
        document["assertionMethod"][0]["revoked"] = json!("2026-08-01T00:00:00Z");
    });
    let update = anna.activity("Update", anna.id().as_str());
    assert_eq!(anna.tells(&stage.dialog, &update).await.status, 202);
    let carried = carried(&stage, Duration::zero());
    let case = Case::refused("a key retired in August", carried, 403, "not_the_actor");
    stage.plays(vec![case]).await;
}

/// Neither in another envelope nor by another carrier, nor after its maker has brought it itself.
async fn a_proof_counts_once(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (dialog, anna) = (&stage.dialog, &stage.anna);
    for first in [&stage.eve, anna] {
        let follow = anna.activity("Follow", stage.host.actor.as_str());
        let follow = proven(anna, follow, Duration::zero());
        assert_eq!(stage.signed(first, &follow).send().await.status, 202);
        assert!(is_follower(&stage).await);
        let undo = anna.activity("Undo", follow.clone());
        assert_eq!(anna.tells(dialog, &undo).await.status, 202);
        dialog.advance(Duration::seconds(1));
        for carrier in [&stage.eve, &stage.mallory] {
            assert_eq!(stage.signed(carrier, &follow).send().await.status, 202);
            assert!(!is_follower(&stage).await, "{}", carrier.id());
        }
    }
}
