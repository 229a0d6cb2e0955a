//! New keys, ours and theirs: the new one is taken at once, the old one never again.

use chrono::Duration;
use harness::{
    Engine, Letter, Peer, Served, briefing, on_both_engines, settle,
    sign::{self, CAVAGE_PARTS},
};
use serde_json::json;
use server::associations;

on_both_engines![
    our_new_key_is_known_at_once_and_our_old_one_is_worth_nothing,
    our_new_key_signs_whatever_was_opened_while_it_was_made,
    a_key_that_was_retired_stays_listed_for_what_it_signed,
    a_peers_new_key_is_taken_after_one_look_at_its_actor,
    a_peers_old_key_is_refused_without_asking_again_and_again,
    a_peer_may_change_what_it_says_about_itself_as_often_as_it_likes,
    an_ed25519_key_signs_too,
];

async fn our_new_key_is_known_at_once_and_our_old_one_is_worth_nothing(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    buero
        .follow(&reader, &format!("@dialog@{}", dialog.host()))
        .await;
    settle([&dialog, &buero]).await;

    let keys = dialog.app.federation.make_keys().await.expect("keys");
    let tx = dialog.begin().await;
    let rotated = associations::rotate_keys(&dialog.app, &tx, &host, keys).await;
    rotated.expect("new keys");
    tx.commit().await.expect("a commit");
    dialog.publish(&briefing("Mit neuem Schlüssel")).await;
    settle([&dialog, &buero]).await;
    assert!(buero.event_titled("Mit neuem Schlüssel").await.is_some());

    // The relay has the first keys of a server, its first association the second.
    let stolen = sign::keys_of("dialog, 1");
    let forged = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": dialog.url("/ap/activities/forged"),
        "type": "Delete",
        "actor": host.actor,
        "object": host.actor,
    });
    let letter = Letter {
        key: &stolen.rsa,
        key_id: format!("{}#main-key", host.actor),
        inbox: buero.inbox(),
        body: forged.to_string().into(),
        at: buero.now(),
    };
    let refused = letter.covering(&CAVAGE_PARTS).send().await;
    assert_eq!(refused.status, 401);
    assert!(buero.event_titled("Mit neuem Schlüssel").await.is_some());
}

/// Something is delivered after the new keys are written and before they are there for all to see.
async fn our_new_key_signs_whatever_was_opened_while_it_was_made(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    let before = dialog.actor(&host).await;
    let keys = dialog.app.federation.make_keys().await.expect("keys");
    let tx = dialog.begin().await;
    let rotated = associations::rotate_keys(&dialog.app, &tx, &host, keys).await;
    rotated.expect("new keys");
    let federation = &dialog.app.federation;
    let old = federation.key_pairs(&before).expect("the old keys");
    tx.commit().await.expect("a commit");
    let after = dialog.actor(&host).await;
    let new = federation.key_pairs(&after).expect("the new keys");
    assert_ne!(new.rsa.public_key(), old.rsa.public_key());
    assert_eq!(after.keys.rsa[0].text, new.rsa.public_key().encoded());
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Update{Organization}"]);
}

async fn a_key_that_was_retired_stays_listed_for_what_it_signed(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let before = dialog.document(&host.actor).await;
    let keys = dialog.app.federation.make_keys().await.expect("keys");
    let tx = dialog.begin().await;
    let rotated = associations::rotate_keys(&dialog.app, &tx, &host, keys).await;
    rotated.expect("new keys");
    tx.commit().await.expect("a commit");
    let after = dialog.document(&host.actor).await;
    assert_ne!(
        after["publicKey"]["publicKeyPem"],
        before["publicKey"]["publicKeyPem"]
    );
    assert_eq!(after["publicKey"]["id"], before["publicKey"]["id"]);
    let keys = after["assertionMethod"].as_array().expect("a list");
    let retired = &before["assertionMethod"][0];
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0]["publicKeyMultibase"], retired["publicKeyMultibase"]);
    assert!(keys[0].get("revoked").is_none());
    assert_eq!(keys[1]["publicKeyMultibase"], retired["publicKeyMultibase"]);
    assert_eq!(keys[1]["id"], retired["id"]);
    assert_eq!(keys[1]["revoked"], "2026-09-01T08:00:00Z");
    assert_ne!(keys[0]["id"], keys[1]["id"]);
}

async fn a_peers_new_key_is_taken_after_one_look_at_its_actor(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    let anna = anna.with_new_keys();
    for number in 0..3 {
        let like = anna.activity("Like", dialog.origin().as_str());
        assert_eq!(anna.tells(&dialog, &like).await.status, 202, "{number}");
    }
    assert_eq!(anna.reads(), ["/users/anna"], "one look is enough");
}

async fn a_peers_old_key_is_refused_without_asking_again_and_again(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let old = dialog.follower(&host, "anna").await;
    let anna = old.with_new_keys();
    let like = anna.activity("Like", dialog.origin().as_str());
    assert_eq!(anna.tells(&dialog, &like).await.status, 202);
    anna.forget();
    for _ in 0..5 {
        let undo = old.activity("Delete", old.id().as_str());
        assert_eq!(old.tells(&dialog, &undo).await.status, 401);
    }
    assert_eq!(anna.reads(), [""; 0], "it was read a moment ago");
    dialog.advance(Duration::minutes(5));
    for _ in 0..5 {
        let undo = old.activity("Delete", old.id().as_str());
        assert_eq!(old.tells(&dialog, &undo).await.status, 401);
    }
    assert_eq!(anna.reads(), ["/users/anna"], "once in five minutes");
    assert_eq!(dialog.refusals()["bad_signature"], 10);
    assert_eq!(dialog.followers(&host.actor).await.len(), 1);
}

async fn a_peer_may_change_what_it_says_about_itself_as_often_as_it_likes(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    for name in ["Anna", "Anna A.", "Anna B."] {
        let mut document = anna.document();
        document["name"] = name.into();
        anna.serves(&anna.id(), Served::json(&document));
        let update = anna.activity("Update", document);
        assert_eq!(anna.tells(&dialog, &update).await.status, 202);
        let kept = federation::actors::find(&dialog.app.db, &anna.id()).await;
        assert_eq!(kept.expect("the table").expect("known").profile.name, name);
    }
}

async fn an_ed25519_key_signs_too(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let follow = anna.activity("Follow", host.actor.as_str());
    let letter = anna
        .writes(&dialog.inbox(), &follow)
        .with_key(anna.ed25519_key())
        .as_key(format!("{}#ed25519-key", anna.id()));
    assert_eq!(letter.signed_rfc9421().send().await.status, 202);
    assert_eq!(dialog.followers(&host.actor).await.len(), 1);
}
