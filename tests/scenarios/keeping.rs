//! How long what others told us is kept: as long as the settings say, and no longer.

use chrono::Duration;
use federation::{actors, delivery::State};
use harness::{Answer, Engine, Peer, briefing, denkwerkstatt, on_both_engines, settle};
use server::{events::Draft, jobs, participations};

on_both_engines![
    who_is_followed_is_kept_and_who_is_not_is_forgotten_with_what_is_over,
    who_takes_part_is_kept_and_told,
    a_setting_says_how_long_deliveries_are_shown,
    what_was_said_to_some_only_is_forgotten_once_it_has_reached_them,
];

async fn who_is_followed_is_kept_and_who_is_not_is_forgotten_with_what_is_over(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    let host = buero
        .follow(&reader, &format!("@dialog@{}", dialog.host()))
        .await;
    settle([&dialog, &buero]).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog, &buero]).await;
    let known = async || {
        let actor = actors::find(&buero.app.db, &host.id).await;
        let actor = actor.expect("the table of actors").is_some();
        (buero.again(&event).await.is_some(), actor)
    };

    let long_after = event.ends_at + Duration::days(31) - buero.now();
    buero.advance(long_after);
    jobs::clear(&buero.app, buero.now())
        .await
        .expect("a clearing");
    assert_eq!(known().await, (true, true), "followed");

    let tx = buero.begin().await;
    let follower = buero.actor(&reader).await;
    let undone = buero.app.federation.undo_follow(&tx, &follower, &host);
    undone.await.expect("an Undo");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let too_early = event.ends_at + Duration::days(29);
    jobs::clear(&buero.app, too_early)
        .await
        .expect("a clearing");
    assert_eq!(known().await, (true, true), "too early");
    jobs::clear(&buero.app, buero.now())
        .await
        .expect("a clearing");
    assert_eq!(known().await, (false, false), "nobody has to do with them");

    jobs::clear(&dialog.app, dialog.now())
        .await
        .expect("a clearing");
    assert!(dialog.again(&event).await.is_some(), "our own stay");
}

async fn who_takes_part_is_kept_and_told(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let event = dialog
        .publish(&Draft {
            registration: "open".to_owned(),
            registration_url: String::new(),
            ..denkwerkstatt()
        })
        .await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let join = anna.activity("Join", event.iri.as_str());
    anna.writes(&dialog.inbox(), &join).signed().send().await;
    settle([&dialog]).await;
    dialog.advance(Duration::days(40));
    jobs::clear(&dialog.app, dialog.now())
        .await
        .expect("a clearing");
    let heard = anna.received().len();
    dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    let told = participations::look_after(&dialog.app).await;
    assert_eq!(told.expect("work done"), 1);
    settle([&dialog]).await;
    assert_eq!(anna.received().len(), heard + 1);
}

async fn a_setting_says_how_long_deliveries_are_shown(engine: Engine) {
    let brief = "retention.deliveries_days = 2";
    let dialog = engine.instance_with("dialog", brief).await;
    let host = dialog.association("dialog").await;
    let peer = Peer::new("reader", &dialog.app.clock).await;
    peer.follows(&dialog, &host.actor).await;
    settle([&dialog]).await;
    peer.answers(Answer::Status(405));
    dialog.publish(&briefing("Unlesbar")).await;
    settle([&dialog]).await;
    peer.close().await;
    let erased = dialog.publish(&briefing("Gelöscht")).await;
    dialog.deliver().await;
    dialog.erase(&erased).await;
    peer.open().await;
    peer.answers(Answer::Taken);
    dialog.advance(Duration::hours(1));
    settle([&dialog]).await;
    dialog.given_up().await;
    let mut states: Vec<_> = dialog
        .deliveries()
        .await
        .iter()
        .map(|row| row.state)
        .collect();
    states.sort_by_key(|state| format!("{state:?}"));
    let (delivered, other) = (State::Delivered, [State::Parked, State::Withdrawn]);
    assert_eq!(states, [[delivered; 2], other].concat());
    for (days, kept) in [(1, true), (3, false)] {
        let later = dialog.now() + Duration::days(days);
        jobs::clear(&dialog.app, later).await.expect("a clearing");
        let contents = dialog.contents().await;
        assert_eq!(
            contents.count("deliveries"),
            if kept { 4 } else { 0 },
            "{days}"
        );
        assert_eq!(contents.count("hosts"), usize::from(kept), "{days}");
    }
}

async fn what_was_said_to_some_only_is_forgotten_once_it_has_reached_them(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let reader = Peer::new("reader", &dialog.app.clock).await;
    reader.follows(&dialog, &host.actor).await;
    let kept = async || {
        jobs::clear(&dialog.app, dialog.now())
            .await
            .expect("a clearing");
        let said = "select json from activities where kind = 'Accept'";
        let said = harness::rows(&dialog.app.db, said).await;
        let said = said.iter().map(|row| row["json"] != "");
        said.collect::<Vec<_>>()
    };
    assert_eq!(kept().await, [true], "on its way");
    settle([&dialog]).await;
    assert_eq!(reader.heard(), ["Accept{Follow}"]);
    assert_eq!(kept().await, [false], "arrived");
}
