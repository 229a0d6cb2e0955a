//! What is published on one server appears on another, changes there, and goes.

use harness::{Engine, denkwerkstatt, on_both_engines, settle};

on_both_engines![what_is_published_here_appears_there_with_its_home];

async fn what_is_published_here_appears_there_with_its_home(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    buero
        .follow(&reader, &format!("@dialog@{}", dialog.host()))
        .await;
    settle([&dialog, &buero]).await;

    let ours = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog, &buero]).await;

    let theirs = buero.again(&ours).await.expect("it arrived");
    assert_eq!(theirs.organizer, host.actor);
    assert!(!theirs.local);
    assert_eq!(theirs.url, ours.url);
}
