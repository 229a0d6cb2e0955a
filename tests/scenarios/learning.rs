//! What is learned in a workstream is told to peers first, and to everybody once it is widened.

use chrono::Duration;
use harness::{Engine, Instance, Peer, denkwerkstatt, on_both_engines, settle};
use serde_json::json;
use server::{
    associations::Association,
    learnings::{self, Audience, Learning},
    peers,
    workstreams::{self, Draft, Step, Workstream},
};

on_both_engines![
    peers_hear_first_and_everybody_later,
    nobody_else_adds_or_narrows_a_learning,
    what_is_changed_or_dropped_is_so_wherever_it_was_told,
    who_becomes_a_peer_later_has_what_was_learned_before,
];

/// A workstream that everybody may know of.
pub async fn selected(instance: &Instance, association: &Association) -> Workstream {
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

async fn note(instance: &Instance, workstream: &Workstream) -> Learning {
    let draft = learnings::Draft {
        title: "Abends geht mehr".to_owned(),
        text: "Ehrenamtliche haben **abends** Zeit.".to_owned(),
        ..learnings::Draft::default()
    };
    let tx = instance.begin().await;
    let noted = learnings::note(&instance.app, &tx, workstream, &draft).await;
    tx.commit().await.expect("a commit");
    noted.expect("a learning")
}

/// What `instance` was told, and for whom it is.
async fn told(instance: &Instance) -> Vec<(String, Audience)> {
    let all = learnings::foreign(&instance.app.db).await;
    let all = all.expect("the table").into_iter();
    all.map(|it| (it.title, it.audience)).collect()
}

async fn peers_hear_first_and_everybody_later(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let reader = verband.association("verband").await;
    become_peers(&dialog, &buero).await;
    let address = format!("@dialog@{}", dialog.host());
    verband.follow(&reader, &address).await;
    settle([&dialog, &buero, &verband]).await;
    let workstream = selected(&dialog, &host).await;
    settle([&dialog, &buero, &verband]).await;

    let learning = note(&dialog, &workstream).await;
    settle([&dialog, &buero, &verband]).await;
    let title = "Abends geht mehr".to_owned();
    assert_eq!(told(&buero).await, [(title.clone(), Audience::Peers)]);
    assert_eq!(told(&verband).await, []);
    // By name and with the signature of a server it gets nothing either.
    let asked = verband.app.federation.fetcher().object(&learning.iri).await;
    assert!(asked.is_err());
    let kept = format!("{:?}", verband.contents().await);
    assert!(!kept.contains(&title));
    for path in [
        "/workstreams/ws-wahlsoftware",
        "/workstreams/wahlsoftware",
        "/workstreams.json",
    ] {
        let page = dialog.get(path, "text/html").await;
        assert!(!page.body.contains(&title), "{path}");
    }

    dialog.advance(Duration::seconds(2));
    let tx = dialog.begin().await;
    let widened = learnings::widen(&dialog.app, &tx, &workstream, learning).await;
    widened.expect("it may be widened");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero, &verband]).await;
    for instance in [&buero, &verband] {
        let told = told(instance).await;
        assert_eq!(
            told,
            [(title.clone(), Audience::Public)],
            "{}",
            instance.host()
        );
    }
}

async fn nobody_else_adds_or_narrows_a_learning(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    become_peers(&dialog, &buero).await;
    let workstream = selected(&dialog, &host).await;
    let learning = note(&dialog, &workstream).await;
    settle([&dialog, &buero]).await;
    let before = told(&buero).await;
    let mallory = Peer::new("mallory", &buero.app.clock).await;
    mallory.is_followed(&buero, &reader).await;
    let group = workstream.actor.clone().expect("an actor");
    for (kind, id) in [
        ("Create", mallory.url("/ap/objects/1")),
        ("Update", learning.iri.clone().into()),
        ("Delete", learning.iri.clone().into()),
    ] {
        let forged = json!({
            "id": id, "type": "Article", "kind": "learning", "attributedTo": group,
            "name": "Falsch", "content": "<p>Falsch</p>", "to": [harness::PUBLIC],
            "published": "2026-09-01T08:00:00Z", "updated": "2030-01-01T00:00:00Z",
        });
        let reply = mallory.tells(&buero, &mallory.activity(kind, forged)).await;
        assert!(reply.status.as_u16() < 500, "{kind}: {}", reply.status);
        assert_eq!(told(&buero).await, before, "{kind}");
    }
}

async fn change(instance: &Instance, workstream: &Workstream, learning: Learning) -> Learning {
    let draft = learnings::Draft {
        title: "Morgens geht auch".to_owned(),
        ..learnings::Draft::of(&learning)
    };
    let tx = instance.begin().await;
    let changed = learnings::change(&instance.app, &tx, workstream, (learning, &draft)).await;
    tx.commit().await.expect("a commit");
    changed.expect("a learning")
}

async fn drop_it(instance: &Instance, workstream: &Workstream, learning: Learning) {
    let tx = instance.begin().await;
    let dropped = learnings::drop_it(&instance.app, &tx, workstream, learning).await;
    dropped.expect("it may go");
    tx.commit().await.expect("a commit");
}

async fn what_is_changed_or_dropped_is_so_wherever_it_was_told(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let reader = verband.association("verband").await;
    become_peers(&dialog, &buero).await;
    let address = format!("@dialog@{}", dialog.host());
    verband.follow(&reader, &address).await;
    settle([&dialog, &buero, &verband]).await;
    let workstream = selected(&dialog, &host).await;
    let for_peers = note(&dialog, &workstream).await;
    settle([&dialog, &buero, &verband]).await;
    dialog.advance(Duration::seconds(2));
    let for_peers = change(&dialog, &workstream, for_peers).await;
    settle([&dialog, &buero, &verband]).await;
    let title = "Morgens geht auch".to_owned();
    assert_eq!(told(&buero).await, [(title.clone(), Audience::Peers)]);
    assert_eq!(told(&verband).await, [], "it is for peers still");
    let stale = learnings::Draft {
        seen: "1".to_owned(),
        ..learnings::Draft::of(&for_peers)
    };
    let tx = dialog.begin().await;
    let stale = (for_peers.clone(), &stale);
    let stale = learnings::change(&dialog.app, &tx, &workstream, stale).await;
    assert!(matches!(stale, Err(server::Error::Conflict)));
    drop(tx);
    drop_it(&dialog, &workstream, for_peers.clone()).await;
    settle([&dialog, &buero, &verband]).await;
    assert_eq!(told(&buero).await, []);
    for instance in [&dialog, &buero] {
        let kept = format!("{:?}", instance.contents().await);
        assert!(!kept.contains(&title), "{}", instance.host());
    }

    dialog.advance(Duration::seconds(2));
    let learning = note(&dialog, &workstream).await;
    let tx = dialog.begin().await;
    let public = learnings::widen(&dialog.app, &tx, &workstream, learning).await;
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero, &verband]).await;
    dialog.advance(Duration::seconds(2));
    let public = change(&dialog, &workstream, public.expect("for everybody")).await;
    settle([&dialog, &buero, &verband]).await;
    for instance in [&buero, &verband] {
        let told = told(instance).await;
        assert_eq!(
            told,
            [(title.clone(), Audience::Public)],
            "{}",
            instance.host()
        );
    }
    drop_it(&dialog, &workstream, public.clone()).await;
    settle([&dialog, &buero, &verband]).await;
    assert_eq!(told(&buero).await, []);
    assert_eq!(told(&verband).await, []);
    let gone = dialog
        .get(public.iri.path(), "application/activity+json")
        .await;
    assert_eq!(gone.status, 410, "{}", gone.body);
    let page = dialog.get(&workstream.path(), "text/html").await;
    assert!(!page.body.contains(&title));
}

/// Read all that is to be read of peers.
async fn read_all(instance: &Instance) {
    /// More pages than this test serves.
    const TURNS_AT_MOST: usize = 50;
    for _ in 0..TURNS_AT_MOST {
        let read = instance.app.federation.read_on().await;
        if read.expect("pages can be read") == 0 {
            return;
        }
    }
    panic!("this history never ends");
}

/// The pages of the outbox of a workstream as `reader` gets them, with its signature.
async fn outbox(reader: &Instance, workstream: &Workstream) -> String {
    let group = workstream.actor.clone().expect("an actor");
    let mut all = String::new();
    for number in 1..=3 {
        let page = format!("{group}/outbox?page={number}");
        let page = page.parse().expect("an address");
        let read = reader.app.federation.fetcher().activity_json(&page).await;
        all.push_str(&read.expect("a page").1.to_string());
    }
    all
}

async fn who_becomes_a_peer_later_has_what_was_learned_before(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let reader = verband.association("verband").await;
    let address = format!("@dialog@{}", dialog.host());
    verband.follow(&reader, &address).await;
    settle([&dialog, &buero, &verband]).await;
    // By what an association announced, its workstreams are found later.
    dialog.publish(&denkwerkstatt()).await;
    let workstream = selected(&dialog, &host).await;
    note(&dialog, &workstream).await;
    settle([&dialog, &buero, &verband]).await;
    let title = "Abends geht mehr".to_owned();
    let secret = "Ehrenamtliche haben";
    // Whoever is no peer reads none of it: not who follows, and not who asked and was not answered.
    let found = peers::look_up(&verband.app, &dialog.host()).await;
    let tx = verband.begin().await;
    let found = found.expect("a server that could be a peer");
    let asked = peers::ask(&verband.app, &tx, &found).await;
    asked.expect("a question that may be asked");
    tx.commit().await.expect("a commit");
    settle([&dialog, &verband]).await;
    for stranger in [&verband, &buero] {
        let outbox = outbox(stranger, &workstream).await;
        assert!(!outbox.contains(secret), "{}", stranger.host());
    }
    for number in 1..=3 {
        let group = workstream.actor.clone().expect("an actor");
        let page = format!("{}/outbox?page={number}", group.path());
        let page = dialog.get(&page, "application/activity+json").await;
        assert!(!page.body.contains(secret), "{}", page.body);
    }

    become_peers(&buero, &dialog).await;
    read_all(&buero).await;
    assert_eq!(told(&buero).await, [(title.clone(), Audience::Peers)]);
    assert_eq!(told(&verband).await, []);
    // Read again, nothing is there twice.
    let tx = buero.begin().await;
    let peer = peers::find_for_change(&tx, &dialog.host()).await;
    let peer = peer.expect("a peer");
    let again = peers::read_again(&buero.app, &tx, &peer).await;
    again.expect("it may be read again");
    tx.commit().await.expect("a commit");
    read_all(&buero).await;
    assert_eq!(told(&buero).await, [(title, Audience::Peers)]);
    // With the end of it, it is over.
    let tx = dialog.begin().await;
    let peer = peers::find_for_change(&tx, &buero.host()).await;
    let ended = peers::end(&dialog.app, &tx, peer.expect("a peer")).await;
    ended.expect("an end");
    tx.commit().await.expect("a commit");
    assert!(!outbox(&buero, &workstream).await.contains(secret));
}
