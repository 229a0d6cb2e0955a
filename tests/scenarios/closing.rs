//! An association that is no more: everybody hears it, nobody can reach it, and what it published stays as it
//! was asked for.

use chrono::Duration;
use harness::{Engine, Instance, briefing, denkwerkstatt, on_both_engines, settle};
use server::{
    associations::{self, Association},
    closings::{self, Closing, Coming},
    cycles::{self, cycle, programme},
    events::Draft,
};

on_both_engines![
    everybody_who_follows_hears_that_it_is_gone,
    what_is_to_come_is_called_off_before,
    what_is_kept_is_read_here_and_joined_from_nowhere,
    nobody_closes_while_ideas_may_come,
];

async fn close(instance: &Instance, association: &Association, events: Coming) {
    let tx = instance.begin().await;
    let found = associations::find_for_change(&tx, &association.handle).await;
    let closing = Closing {
        handle: association.handle.clone(),
        events,
    };
    let closed = closings::close(&instance.app, &tx, found.expect("it is there"), &closing).await;
    closed.expect("it can be closed");
    tx.commit().await.expect("a commit");
}

async fn everybody_who_follows_hears_that_it_is_gone(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = dialog.follower(&host, "anna").await;
    let address = format!("@dialog@{}", dialog.host());
    buero.follow(&reader, &address).await;
    settle([&dialog, &buero]).await;
    dialog.publish(&briefing("Was war")).await;
    settle([&dialog, &buero]).await;
    assert!(buero.event_titled("Was war").await.is_some());
    anna.forget();
    close(&dialog, &host, Coming::Keep).await;
    settle([&dialog, &buero]).await;
    assert_eq!(anna.heard(), ["Delete"]);
    let said = anna.received().pop().expect("a farewell");
    assert_eq!(said["object"], said["actor"]);
    assert!(
        buero.event_titled("Was war").await.is_none(),
        "it went with who invited"
    );
    assert!(
        dialog.event_titled("Was war").await.is_some(),
        "here it stays"
    );
    // Nobody can reach it, and nobody follows it.
    let webfinger = format!(
        "/.well-known/webfinger?resource=acct:dialog@{}",
        dialog.host()
    );
    let actor = host.actor.path().to_owned();
    for (path, accept, status) in [
        (webfinger.as_str(), "application/jrd+json", 404),
        (actor.as_str(), "application/activity+json", 410),
        ("/@dialog", "application/activity+json", 410),
        ("/@dialog", "text/html", 410),
        ("/@dialog.atom", "*/*", 410),
        ("/api/v1/association?handle=dialog", "*/*", 410),
    ] {
        let reply = dialog.get(path, accept).await;
        assert_eq!(reply.status, status, "{path} {accept}");
    }
    assert!(dialog.followers(&host.actor).await.is_empty());
    anna.forget();
    anna.tells(&dialog, &anna.activity("Follow", host.actor.to_string()))
        .await;
    settle([&dialog]).await;
    assert!(anna.heard().is_empty() && dialog.followers(&host.actor).await.is_empty());
}

async fn what_is_to_come_is_called_off_before(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog]).await;
    anna.forget();
    close(&dialog, &host, Coming::Cancel).await;
    settle([&dialog]).await;
    let heard = anna.heard();
    assert_eq!(
        heard.last().map(String::as_str),
        Some("Delete"),
        "{heard:?}"
    );
    assert!(heard.contains(&"Update{Event}".to_owned()), "{heard:?}");
    let kept = dialog
        .again(&event)
        .await
        .expect("it is called off, not erased");
    assert!(kept.is_cancelled());
    let page = dialog.get(&kept.path(), "text/html").await.body;
    assert!(page.contains("Dialog für Cybersicherheit"), "{page}");
}

async fn what_is_kept_is_read_here_and_joined_from_nowhere(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    let open = Draft {
        registration_url: String::new(),
        registration: "open".to_owned(),
        ..denkwerkstatt()
    };
    let event = dialog.publish(&open).await;
    settle([&dialog]).await;
    close(&dialog, &host, Coming::Keep).await;
    settle([&dialog]).await;
    anna.forget();
    dialog.advance(Duration::seconds(2));
    anna.tells(&dialog, &anna.activity("Join", event.iri.to_string()))
        .await;
    settle([&dialog]).await;
    assert!(anna.heard().is_empty(), "{:?}", anna.heard());
    let listed = harness::rows(&dialog.app.db, "select id from participations").await;
    assert!(listed.is_empty(), "{listed:?}");
    assert_eq!(dialog.get(&event.path(), "text/html").await.status, 200);
    assert!(dialog.given_up().await.is_empty());
}

async fn nobody_closes_while_ideas_may_come(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let programme = programme::Draft {
        name: "Dialog".to_owned(),
        ..programme::Draft::default()
    };
    let tx = dialog.begin().await;
    let founded = cycles::found_programme(&dialog.app, &tx, &host, &programme).await;
    // The first day is still to come.
    let draft = cycle::Draft {
        programme: founded.expect("a programme").slug,
        name: "2027/2028".to_owned(),
        ideas_from: "2026-10-01".to_owned(),
        ideas_until: "2026-10-31".to_owned(),
        ..cycle::Draft::default()
    };
    let begun = cycles::begin(&dialog.app, &tx, &draft).await;
    tx.commit().await.expect("a commit");
    begun.expect("a cycle");
    let extent = closings::extent(&dialog.app, &dialog.app.db, &host).await;
    let refused = format!("{:?}", extent.expect_err("ideas may come"));
    assert!(refused.contains("closing-cycles"), "{refused}");
    dialog.advance(Duration::days(90));
    close(&dialog, &host, Coming::Keep).await;
}
