//! A committee is followed by those who were let in, peers hold a live copy of who sits where, and nobody but
//! itself changes what they hold.

use crate::working::become_peers;
use chrono::Duration;
use federation::follows::{self, State};
use harness::{Engine, Instance, Peer, briefing, on_both_engines, settle};
use serde_json::{Value, json};
use server::{
    associations::{self, Association},
    closings::{self, Closing, Coming},
    committees::{self, Committee, Draft, Holder, holder},
};

on_both_engines![
    peers_hold_a_live_copy_of_who_sits_where,
    who_was_away_for_a_day_holds_the_same,
    who_follows_the_association_alone_holds_a_copy,
    who_becomes_a_peer_later_reads_what_there_is,
    who_wants_to_follow_waits_for_an_answer,
    nobody_else_changes_what_is_kept_of_it,
    a_boost_alone_brings_no_committee_here,
    what_is_said_late_or_twice_changes_nothing,
    with_its_association_it_is_gone_everywhere_else,
];

pub async fn founded(instance: &Instance, association: &Association) -> Committee {
    let draft = Draft {
        name: "Dialogkomitee".to_owned(),
        purpose: "Begleitet den Dialog.".to_owned(),
        seats: "Wissenschaft\nWirtschaft\nStaat".to_owned(),
        ..Draft::default()
    };
    let keys = instance.app.federation.make_keys().await.expect("keys");
    let tx = instance.begin().await;
    let committee = committees::found(&instance.app, &tx, association, &draft, keys).await;
    tx.commit().await.expect("a commit");
    committee.expect("a committee")
}

pub async fn seat(instance: &Instance, committee: &Committee, seat: &str, part: &str) -> Holder {
    let draft = holder::Draft {
        seat: seat.to_owned(),
        part: part.to_owned(),
        name: format!("Verein {seat}, {part}"),
        email: format!("{part}@verein.example"),
        ..holder::Draft::default()
    };
    let tx = instance.begin().await;
    let seated = committees::seat(&instance.app, &tx, committee, &draft, None).await;
    tx.commit().await.expect("a commit");
    seated.expect("a seat")
}

async fn end(instance: &Instance, holder: &Holder) {
    let tx = instance.begin().await;
    let ended = committees::end(&instance.app, &tx, holder).await;
    ended.expect("they leave");
    tx.commit().await.expect("a commit");
}

/// The copy of it that is kept at another server.
async fn copy(instance: &Instance, committee: &Committee) -> Option<Committee> {
    let actor = committee.actor.as_ref().expect("an actor");
    let found = committees::find_by_actor(&instance.app.db, actor).await;
    found.expect("the table")
}

/// Who sits where there today: group, member, deputy.
async fn seats(
    instance: &Instance,
    committee: &Committee,
) -> Vec<(String, Option<String>, Option<String>)> {
    let Some(there) = copy(instance, committee).await else {
        return Vec::new();
    };
    let roster = committees::roster(&instance.app, &instance.app.db, &there).await;
    let places = roster.expect("a roster").places.into_iter();
    let name = |holder: Option<Holder>| holder.map(|holder| holder.name);
    places
        .map(|it| (it.seat.stakeholder, name(it.member), name(it.deputy)))
        .collect()
}

async fn peers_hold_a_live_copy_of_who_sits_where(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    verband.association("verband").await;
    become_peers(&dialog, &buero).await;
    let committee = founded(&dialog, &host).await;
    settle([&dialog, &buero, &verband]).await;
    let there = copy(&buero, &committee).await.expect("a copy");
    assert_eq!(
        (
            &there.name,
            &there.organizer,
            there.starts_on,
            there.ends_on
        ),
        (
            &committee.name,
            &host.actor,
            committee.starts_on,
            committee.ends_on
        )
    );
    assert!(copy(&verband, &committee).await.is_none(), "no peer of it");
    assert_eq!(
        seats(&buero, &committee).await,
        seats(&dialog, &committee).await
    );

    dialog.advance(Duration::minutes(1));
    let member = seat(&dialog, &committee, "Wissenschaft", "member").await;
    seat(&dialog, &committee, "Wissenschaft", "deputy").await;
    seat(&dialog, &committee, "Staat", "deputy").await;
    settle([&dialog, &buero, &verband]).await;
    let told = seats(&buero, &committee).await;
    assert_eq!(told, seats(&dialog, &committee).await);
    assert_eq!(told[0].1.as_deref(), Some("Verein Wissenschaft, member"));
    assert_eq!(told[2].2.as_deref(), Some("Verein Staat, deputy"));
    let page = buero.get(&there.path(), "text/html").await.body;
    for expected in [
        "Dialogkomitee",
        "Begleitet den Dialog.",
        "Verein Wissenschaft, member",
        "nicht besetzt",
        &dialog.host(),
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert!(!page.contains("@verein.example"), "{page}");
    let list = buero.get("/committees", "text/html").await.body;
    assert!(list.contains("Dialogkomitee"), "{list}");

    dialog.advance(Duration::minutes(1));
    end(&dialog, &member).await;
    settle([&dialog, &buero, &verband]).await;
    assert_eq!(seats(&buero, &committee).await[0].1, None, "they left");
    // Nobody has to say that a term is over.
    dialog.advance(Duration::days(400));
    let there = copy(&buero, &committee).await.expect("a copy");
    assert!(there.is_over(committees::today(&buero.app)));
    let page = buero.get(&there.path(), "text/html").await.body;
    assert!(
        page.contains("Verein Staat, deputy"),
        "as on the last day: {page}"
    );
}

async fn who_was_away_for_a_day_holds_the_same(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero"]);
    let [dialog, mut buero] = instances.await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    become_peers(&dialog, &buero).await;
    let committee = founded(&dialog, &host).await;
    let first = seat(&dialog, &committee, "Staat", "member").await;
    settle([&dialog, &buero]).await;
    buero.restart_closed().await;
    dialog.advance(Duration::hours(1));
    end(&dialog, &first).await;
    dialog.deliver().await;
    dialog.advance(Duration::hours(1));
    seat(&dialog, &committee, "Staat", "deputy").await;
    seat(&dialog, &committee, "Wirtschaft", "member").await;
    dialog.deliver().await;
    dialog.advance(Duration::hours(22));
    dialog.deliver().await;
    buero.restart_open().await;
    assert_ne!(
        seats(&buero, &committee).await,
        seats(&dialog, &committee).await
    );
    // The next try is due within a day.
    dialog.advance(Duration::days(1));
    settle([&dialog, &buero]).await;
    assert_eq!(
        seats(&buero, &committee).await,
        seats(&dialog, &committee).await
    );
}

async fn who_follows_the_association_alone_holds_a_copy(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, early, late] = instances.await;
    let host = dialog.association("dialog").await;
    let address = format!("@{}@{}", host.handle, dialog.host());
    let reader = early.association("innovationsbuero").await;
    early.follow(&reader, &address).await;
    settle([&dialog, &early]).await;
    let committee = founded(&dialog, &host).await;
    seat(&dialog, &committee, "Staat", "member").await;
    settle([&dialog, &early]).await;
    let expected = seats(&dialog, &committee).await;
    assert_eq!(seats(&early, &committee).await, expected);
    let reader = late.association("verband").await;
    late.follow(&reader, &address).await;
    settle([&dialog, &late]).await;
    let read = late.app.federation.read_outboxes().await;
    read.expect("an outbox");
    assert_eq!(seats(&late, &committee).await, expected);
}

async fn who_becomes_a_peer_later_reads_what_there_is(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    dialog.publish(&briefing("Denkwerkstatt")).await;
    let committee = founded(&dialog, &host).await;
    seat(&dialog, &committee, "Staat", "member").await;
    dialog.advance(Duration::minutes(1));
    seat(&dialog, &committee, "Staat", "deputy").await;
    settle([&dialog, &buero]).await;
    assert!(copy(&buero, &committee).await.is_none());
    become_peers(&dialog, &buero).await;
    let mut left = 50;
    while left > 0 && buero.app.federation.read_on().await.expect("a reading") > 0 {
        left -= 1;
    }
    assert_eq!(
        seats(&buero, &committee).await,
        seats(&dialog, &committee).await
    );
}

async fn who_wants_to_follow_waits_for_an_answer(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let committee = founded(&dialog, &host).await;
    let group = committee.actor.clone().expect("an actor");
    let anna = Peer::new("anna", &dialog.app.clock).await;
    anna.follows(&dialog, &group).await;
    settle([&dialog]).await;
    assert!(anna.heard().is_empty(), "{:?}", anna.heard());
    assert!(dialog.followers(&group).await.is_empty());
    seat(&dialog, &committee, "Staat", "member").await;
    settle([&dialog]).await;
    assert!(anna.heard().is_empty(), "who waits hears nothing");

    let tx = dialog.begin().await;
    let waiting = follows::followers_of(&tx, &group, State::Requested, 10).await;
    let waiting = waiting.expect("a list");
    assert_eq!(waiting.len(), 1);
    let decided = dialog
        .app
        .federation
        .decide_follow(&tx, &waiting[0], true)
        .await;
    decided.expect("a decision");
    tx.commit().await.expect("a commit");
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Accept{Follow}"]);
    anna.forget();
    dialog.advance(Duration::minutes(1));
    seat(&dialog, &committee, "Staat", "deputy").await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Relationship}"]);
}

/// A seat as its committee said it last.
async fn said(dialog: &Instance, committee: &Committee, number: usize) -> Value {
    let seats = committees::seats(&dialog.app.db, &committee.id).await;
    let seats = seats.expect("the table");
    let id = seats[number].iri.clone().expect("others were told");
    dialog.document(&id).await
}

async fn nobody_else_changes_what_is_kept_of_it(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    become_peers(&dialog, &buero).await;
    let committee = founded(&dialog, &host).await;
    seat(&dialog, &committee, "Staat", "member").await;
    settle([&dialog, &buero]).await;
    let before = copy(&buero, &committee).await.expect("a copy");
    let sitting = seats(&buero, &committee).await;
    assert!(sitting[2].1.is_some());
    let theirs = said(&dialog, &committee, 2).await;

    let mallory = Peer::new("mallory", &buero.app.clock).await;
    mallory.is_followed(&buero, &reader).await;
    let group = committee.actor.clone().expect("an actor");
    let forged = json!({
        "id": group, "type": "Group", "preferredUsername": "dialogkomitee", "name": "Falsch",
        "inbox": format!("{group}/inbox"), "kind": "committee", "unitOf": host.actor,
        "startTime": "2026-09-01T00:00:00+02:00", "endTime": "2026-09-02T23:59:59+02:00",
    });
    let with = |changes: Value| {
        let mut seat = theirs.clone();
        for (name, value) in changes.as_object().expect("members") {
            seat[name] = value.clone();
        }
        seat["updated"] = json!("2030-01-01T00:00:00Z");
        seat
    };
    let someone = json!({ "type": "Person", "name": "Mallory" });
    let taken = with(json!({ "subject": someone }));
    let claimed = with(json!({
        "subject": someone, "attributedTo": mallory.id(), "object": mallory.id(),
    }));
    let own_id = mallory.url("/ap/objects/1");
    let smuggled = with(json!({ "id": own_id, "subject": someone }));
    let deputised = with(json!({
        "id": own_id, "deputyOf": theirs["id"], "subject": someone,
        "attributedTo": mallory.id(), "object": mallory.id(),
    }));
    for document in [&smuggled, &deputised] {
        mallory.serves(&own_id, harness::Served::json(document));
        for (kind, object) in [
            ("Update", &forged),
            ("Create", &taken),
            ("Update", &taken),
            ("Update", &claimed),
            ("Create", document),
            ("Update", document),
            ("Announce", document),
            ("Delete", &taken),
            ("Delete", &forged),
        ] {
            let reply = mallory
                .tells(&buero, &mallory.activity(kind, object.clone()))
                .await;
            assert!(reply.status.as_u16() < 500, "{kind}: {}", reply.status);
            let now = copy(&buero, &committee).await.expect("a copy");
            assert_eq!(now, before, "{kind}: {object}");
            assert_eq!(seats(&buero, &committee).await, sitting, "{kind}: {object}");
        }
    }
    // Nor is one of ours touched by what others say of it.
    for kind in ["Update", "Delete"] {
        let activity = mallory.activity(kind, taken.clone());
        mallory.tells(&dialog, &activity).await;
        assert_eq!(seats(&dialog, &committee).await, sitting, "{kind}");
    }
}

async fn a_boost_alone_brings_no_committee_here(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    let committee = founded(&dialog, &host).await;
    seat(&dialog, &committee, "Staat", "member").await;
    let theirs = said(&dialog, &committee, 2).await;
    // Somebody who is followed passes on what nobody here follows.
    let gossip = Peer::new("gossip", &buero.app.clock).await;
    gossip.is_followed(&buero, &reader).await;
    let boost = gossip.activity("Announce", theirs["id"].clone());
    gossip.tells(&buero, &boost).await;
    settle([&dialog, &buero]).await;
    assert!(copy(&buero, &committee).await.is_none());
}

async fn what_is_said_late_or_twice_changes_nothing(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    // Another program that speaks as ours does.
    let group = Peer::new("beirat", &buero.app.clock).await;
    let unit = group.url("/verein");
    let group = group.with_document(|document| {
        document["type"] = json!("Group");
        document["kind"] = json!("committee");
        document["unitOf"] = json!(unit);
        document["startTime"] = json!("2026-09-01T00:00:00+02:00");
        document["endTime"] = json!("2027-08-31T23:59:59+02:00");
    });
    group.is_followed(&buero, &reader).await;
    let seat = |id: &str, deputy_of: Option<&str>, name: Option<&str>, updated: &str| {
        let mut seat = json!({
            "id": group.url(id), "type": "Relationship", "kind": "seat",
            "attributedTo": group.id(), "object": group.id(), "stakeholder": "Staat",
            "relationship": "http://www.w3.org/ns/org#memberOf", "to": [harness::PUBLIC],
            "startTime": "2026-09-01T00:00:00+02:00", "endTime": "2027-08-31T23:59:59+02:00",
            "updated": updated,
        });
        if let Some(name) = name {
            seat["subject"] = json!({ "type": "Person", "name": name });
        }
        if let Some(of) = deputy_of {
            seat["deputyOf"] = json!(group.url(of));
        }
        seat
    };
    let kept = async || {
        let found = committees::find_by_actor(&buero.app.db, &group.id()).await;
        match found.expect("the table") {
            Some(there) => seats(&buero, &there).await,
            None => Vec::new(),
        }
    };
    let (early, late) = ("2026-09-01T08:00:00Z", "2026-09-01T09:00:00Z");
    let one = |member: Option<&str>, deputy: Option<&str>| {
        let owned = |name: &str| name.to_owned();
        vec![("Staat".to_owned(), member.map(owned), deputy.map(owned))]
    };
    let (alt, neu) = (Some("Alt"), Some("Neu"));
    for (what, kind, said, expected) in [
        (
            "the deputy before the seat",
            "Create",
            seat("/d", Some("/s"), alt, late),
            one(None, alt),
        ),
        (
            "the seat",
            "Create",
            seat("/s", None, neu, late),
            one(neu, alt),
        ),
        (
            "an older word",
            "Update",
            seat("/s", None, alt, early),
            one(neu, alt),
        ),
        (
            "an older word of the deputy",
            "Update",
            seat("/d", Some("/s"), None, early),
            one(neu, alt),
        ),
        (
            "a second deputy",
            "Create",
            seat("/e", Some("/s"), neu, late),
            one(neu, alt),
        ),
        (
            "the deputy as a seat",
            "Update",
            seat("/d", None, neu, late),
            one(neu, alt),
        ),
        (
            "the deputy of another seat",
            "Update",
            seat("/d", Some("/other"), neu, late),
            one(neu, alt),
        ),
        (
            "the deputy goes",
            "Delete",
            seat("/d", Some("/s"), None, late),
            one(neu, None),
        ),
    ] {
        let reply = group.tells(&buero, &group.activity(kind, said)).await;
        assert_eq!(reply.status, 202, "{what}: {}", reply.body);
        assert_eq!(kept().await, expected, "{what}");
    }
    // Not more of them than a committee has.
    for number in 0..40 {
        let path = format!("/s{number}");
        let said = seat(&path, None, None, late);
        group.tells(&buero, &group.activity("Create", said)).await;
    }
    assert_eq!(kept().await.len(), 30);
    let closed = group.activity("Delete", group.id().to_string());
    group.tells(&buero, &closed).await;
    assert!(kept().await.is_empty());
}

async fn with_its_association_it_is_gone_everywhere_else(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    become_peers(&dialog, &buero).await;
    let committee = founded(&dialog, &host).await;
    seat(&dialog, &committee, "Staat", "member").await;
    settle([&dialog, &buero]).await;
    let there = copy(&buero, &committee).await.expect("a copy");
    let tx = dialog.begin().await;
    let found = associations::find_for_change(&tx, &host.handle).await;
    let closing = Closing {
        handle: host.handle.clone(),
        events: Coming::Keep,
    };
    let closed = closings::close(&dialog.app, &tx, found.expect("it is there"), &closing).await;
    closed.expect("it can be closed");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    assert!(copy(&buero, &committee).await.is_none());
    assert_eq!(buero.get(&there.path(), "text/html").await.status, 404);
    let page = dialog.get(&committee.path(), "text/html").await;
    assert_eq!(page.status, 200, "here it stays");
}
