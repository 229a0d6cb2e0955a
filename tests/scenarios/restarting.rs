//! A stop at any moment loses nothing that was acknowledged and repeats nothing under another id.

use chrono::Duration;
use federation::delivery::State;
use harness::{Answer, Engine, Peer, briefing, denkwerkstatt, on_both_engines, settle};
use sea_orm::ConnectionTrait as _;
use server::{doctor, events};
use tokio_util::sync::CancellationToken;

on_both_engines![
    what_was_published_before_a_restart_is_delivered_after_it,
    what_was_taken_in_before_a_restart_is_answered_after_it,
    a_delivery_cut_off_is_tried_again_under_the_same_id,
    a_delivery_cut_off_is_no_longer_anybodys_after_a_restart,
    a_replay_is_known_after_a_restart_too,
    a_late_create_is_kept_away_after_a_restart_too,
    a_timed_publication_survives_a_restart,
    an_instance_stays_who_it_is,
    the_doctor_looks_into_a_database_that_is_a_file,
    the_doctor_names_whose_keys_do_not_open,
];

async fn what_was_published_before_a_restart_is_delivered_after_it(engine: Engine) {
    let mut dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    dialog.restart().await;
    let event = dialog.again(&event).await.expect("it is kept");
    dialog.cancel(&event).await;
    dialog.restart().await;
    settle([&dialog]).await;
    assert_eq!(
        anna.heard(),
        ["Create{Event}", "Update{Event}", "Create{Note}"]
    );
}

async fn what_was_taken_in_before_a_restart_is_answered_after_it(engine: Engine) {
    let mut dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    anna.follows(&dialog, &host.actor).await;
    dialog.restart().await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Accept{Follow}"]);
    assert_eq!(dialog.followers(&host.actor).await.len(), 1);
}

async fn a_delivery_cut_off_is_tried_again_under_the_same_id(engine: Engine) {
    let mut dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    anna.answers(Answer::Silence);
    let event = dialog.publish(&briefing("Eins")).await;
    let federation = dialog.app.federation.clone();
    let round = tokio::spawn(async move { federation.deliver_due().await });
    anna.arrivals(1).await;
    // The peer has it, we never learn of it: killed between sending and writing down.
    round.abort();
    let _ = round.await;
    dialog.restart().await;
    anna.answers(Answer::Taken);
    dialog.cancel(&event).await;
    settle([&dialog]).await;
    assert_eq!(
        anna.attempts().len(),
        1,
        "somebody else might still be at it"
    );
    dialog.advance(Duration::seconds(76));
    settle([&dialog]).await;
    assert_eq!(
        anna.heard(),
        ["Create{Event}", "Update{Event}", "Create{Note}"]
    );
    let attempts = anna.attempts();
    assert_eq!(attempts[0].body, attempts[1].body);
    let rows = dialog.deliveries().await;
    assert!(rows.iter().all(|row| row.state == State::Delivered));
}

async fn a_delivery_cut_off_is_no_longer_anybodys_after_a_restart(engine: Engine) {
    /// Far longer than a delivery takes, so that one that never comes ends the test.
    const AT_MOST: std::time::Duration = std::time::Duration::from_secs(60);
    let mut dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    anna.answers(Answer::Silence);
    dialog.publish(&briefing("Eins")).await;
    let federation = dialog.app.federation.clone();
    let round = tokio::spawn(async move { federation.deliver_due().await });
    anna.arrivals(1).await;
    round.abort();
    let _ = round.await;
    dialog.restart().await;
    anna.answers(Answer::Taken);
    let stop = CancellationToken::new();
    let (federation, told) = (dialog.app.federation.clone(), stop.clone());
    let worker = tokio::spawn(async move { federation.deliver_until(told).await });
    // The clock stands still: no claim has lapsed.
    let again = tokio::time::timeout(AT_MOST, anna.arrivals(2)).await;
    stop.cancel();
    worker.await.expect("the worker ends when told");
    assert!(again.is_ok(), "it waits for a claim of nobody");
    assert_eq!(anna.heard(), ["Create{Event}"]);
}

async fn a_replay_is_known_after_a_restart_too(engine: Engine) {
    let mut dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let follow = anna.activity("Follow", host.actor.as_str());
    let post = anna.writes(&dialog.inbox(), &follow).signed();
    assert_eq!(post.send().await.status, 202);
    settle([&dialog]).await;
    dialog.restart().await;
    let before = dialog.contents().await;
    assert_eq!(post.send().await.status, 202);
    settle([&dialog]).await;
    assert_eq!(before.changes_to(&dialog.contents().await), [""; 0]);
    assert_eq!(anna.heard(), ["Accept{Follow}"]);
}

async fn a_late_create_is_kept_away_after_a_restart_too(engine: Engine) {
    let mut buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    let event = anna.event("lesekreis", "Lesekreis");
    let delete = anna.activity("Delete", event["id"].clone());
    assert_eq!(anna.tells(&buero, &delete).await.status, 202);
    buero.restart().await;
    let create = anna.activity("Create", event);
    assert_eq!(anna.tells(&buero, &create).await.status, 202);
    assert!(buero.events().await.is_empty());
}

async fn a_timed_publication_survives_a_restart(engine: Engine) {
    let mut dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let mut draft = denkwerkstatt();
    draft.publish_on = "2026-09-02".to_owned();
    let event = dialog.draft(&draft).await;
    let tx = dialog.begin().await;
    events::schedule(&dialog.app, &tx, event)
        .await
        .expect("a later time");
    tx.commit().await.expect("a commit");
    dialog.advance(Duration::days(2));
    dialog.restart().await;
    assert_eq!(events::publish_due(&dialog.app).await.expect("a round"), 1);
    assert_eq!(dialog.events().await.len(), 1);
}

async fn an_instance_stays_who_it_is(engine: Engine) {
    let mut dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let relay = dialog.app.federation.instance_actor().clone();
    let before = [
        dialog.document(&host.actor).await,
        dialog.document(&relay).await,
    ];
    dialog.restart().await;
    assert_eq!(*dialog.app.federation.instance_actor(), relay);
    let after = [
        dialog.document(&host.actor).await,
        dialog.document(&relay).await,
    ];
    assert_eq!(before, after, "keys included");
}

async fn the_doctor_looks_into_a_database_that_is_a_file(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let findings = doctor::examine(Ok(dialog.config().clone())).await;
    let said = |word: &str| findings.iter().any(|found| found.says.contains(word));
    assert_eq!(said("the database file is sound"), engine == Engine::Sqlite);
    assert!(!said("damaged"), "{findings:?}");
}

async fn the_doctor_names_whose_keys_do_not_open(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let damaged = "update actors set secret_keys = 'damaged'";
    let damaged = format!("{damaged} where id = '{}'", host.actor);
    let done = dialog.app.db.execute_unprepared(&damaged).await;
    done.expect("an actor");
    let findings = doctor::examine(Ok(dialog.config().clone())).await;
    let named = findings.iter().find(|it| it.says.contains("do not open"));
    let named = named.expect("a line");
    assert_eq!(named.level, doctor::Level::Failure);
    assert!(named.says.contains("dialog@"), "{}", named.says);
}
