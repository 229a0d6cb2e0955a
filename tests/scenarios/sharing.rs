//! What those who work in a workstream share reaches a member on another server, as long as they work in
//! it, and nobody else.

use crate::joining_in::{again, ask, confirm, let_in, member, selected};
use chrono::Duration;
use harness::{Engine, Instance, Peer, on_both_engines, settle};
use serde_json::{Value, json};
use server::{
    members::{self, documents, meetings, tasks},
    memberships::{self, Membership},
    workstreams::Workstream,
};

on_both_engines![
    a_member_elsewhere_is_told_what_members_share,
    a_member_elsewhere_ticks_off_a_task_and_all_who_work_there_see_it,
    who_left_has_nothing_of_it_any_more,
    a_stranger_tells_members_nothing,
];

/// Somebody of the second server who works in a workstream of the first.
async fn working(dialog: &Instance, buero: &Instance) -> (Workstream, Membership) {
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let workstream = selected(dialog, &host).await;
    let asked = ask(buero, dialog, &workstream).await;
    confirm(buero, dialog, &asked).await;
    (workstream, asked)
}

async fn add_task(instance: &Instance, workstream: &Workstream, title: &str) -> tasks::Task {
    let draft = tasks::Draft {
        title: title.to_owned(),
        assignee: "Verein A, Redaktion".to_owned(),
        due_on: "2026-12-18".to_owned(),
    };
    let tx = instance.begin().await;
    let task = tasks::add(&instance.app, &tx, workstream, &draft).await;
    tx.commit().await.expect("a commit");
    task.expect("a task")
}

async fn share(instance: &Instance, workstream: &Workstream) {
    let document = documents::Draft {
        title: "Protokoll".to_owned(),
        link: "https://verein.example/p.pdf".to_owned(),
        ..documents::Draft::default()
    };
    let meeting = meetings::Draft {
        title: "Treffen".to_owned(),
        day: "2027-01-20".to_owned(),
        starts_at: "10:00".to_owned(),
        ends_at: "12:00".to_owned(),
        link: "https://raum.example/7".to_owned(),
        ..meetings::Draft::default()
    };
    let tx = instance.begin().await;
    let added = documents::add(&instance.app, &tx, workstream, &document).await;
    added.expect("a document");
    let added = meetings::add(&instance.app, &tx, workstream, &meeting).await;
    added.expect("a meeting");
    tx.commit().await.expect("a commit");
}

/// Titles of what one of ours was told there, with where to read it and whether it is done.
async fn told(instance: &Instance, membership: &Membership) -> Vec<(String, Option<String>, bool)> {
    let membership = again(instance, membership).await;
    let all = memberships::matters(&instance.app, &instance.app.db, &membership).await;
    let mut told: Vec<_> = all
        .expect("the table")
        .iter()
        .map(|it| {
            let link = memberships::link_of(&instance.app, it).expect("a link");
            (it.title.clone(), link, it.is_done)
        })
        .collect();
    told.sort();
    told
}

async fn a_member_elsewhere_is_told_what_members_share(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (workstream, membership) = working(&dialog, &buero).await;
    let task = add_task(&dialog, &workstream, "Gliederung").await;
    share(&dialog, &workstream).await;
    settle([&dialog, &buero]).await;
    assert_eq!(told(&buero, &membership).await, [], "not let in yet");
    let_in(&dialog, &buero, &workstream).await;
    let titled =
        |title: &str, link: Option<&str>, done| (title.to_owned(), link.map(str::to_owned), done);
    let document = titled("Protokoll", Some("https://verein.example/p.pdf"), false);
    let meeting = titled("Treffen", Some("https://raum.example/7"), false);
    let expected = [
        titled("Gliederung", None, false),
        document.clone(),
        meeting.clone(),
    ];
    assert_eq!(told(&buero, &membership).await, expected);

    dialog.advance(Duration::seconds(2));
    let tx = dialog.begin().await;
    let done = tasks::finish(&dialog.app, &tx, &workstream, task.clone(), true).await;
    let done = done.expect("a task");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let expected = [
        titled("Gliederung", None, true),
        document.clone(),
        meeting.clone(),
    ];
    assert_eq!(told(&buero, &membership).await, expected);
    let tx = dialog.begin().await;
    let removed = tasks::remove(&dialog.app, &tx, &workstream, done).await;
    removed.expect("it may be removed");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    assert_eq!(told(&buero, &membership).await, [document, meeting]);
}

/// One of ours says that the only task is done, or is not.
async fn tick(here: &Instance, membership: &Membership, is_done: bool) -> server::Result<()> {
    let membership = again(here, membership).await;
    let all = memberships::matters(&here.app, &here.app.db, &membership).await?;
    let task = all.first().ok_or(server::Error::NotFound)?;
    let tx = here.begin().await;
    let said = memberships::resolve(&here.app, &tx, &membership, task.id.as_str(), is_done).await;
    if said.is_ok() {
        tx.commit().await.expect("a commit");
    }
    said.map(|_| ())
}

async fn only_task(instance: &Instance, workstream: &Workstream) -> tasks::Task {
    let all = tasks::of_workstream(&instance.app.db, &workstream.id).await;
    let mut all = all.expect("the table");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

async fn a_member_elsewhere_ticks_off_a_task_and_all_who_work_there_see_it(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (workstream, membership) = working(&dialog, &buero).await;
    let_in(&dialog, &buero, &workstream).await;
    add_task(&dialog, &workstream, "Gliederung").await;
    settle([&dialog, &buero]).await;
    for is_done in [true, false] {
        dialog.advance(Duration::seconds(2));
        buero.advance(Duration::seconds(2));
        tick(&buero, &membership, is_done)
            .await
            .expect("it may be said");
        // What is told there counts, and not what was said here.
        let expected = [("Gliederung".to_owned(), None, !is_done)];
        assert_eq!(told(&buero, &membership).await, expected);
        settle([&dialog, &buero]).await;
        let task = only_task(&dialog, &workstream).await;
        assert_eq!(task.done_on.is_some(), is_done);
        let expected = [("Gliederung".to_owned(), None, is_done)];
        assert_eq!(told(&buero, &membership).await, expected);
    }
    let there = member(&dialog, &workstream).await;
    // Said while they were still in, heard after they were taken out: it counts no more.
    tick(&buero, &membership, true)
        .await
        .expect("it may be said");
    let tx = dialog.begin().await;
    let removed = members::remove(&dialog.app, &tx, &workstream, there, "").await;
    removed.expect("a member");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    assert_eq!(only_task(&dialog, &workstream).await.done_on, None);
}

async fn who_left_has_nothing_of_it_any_more(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (workstream, membership) = working(&dialog, &buero).await;
    let_in(&dialog, &buero, &workstream).await;
    add_task(&dialog, &workstream, "Gliederung").await;
    settle([&dialog, &buero]).await;
    assert_eq!(told(&buero, &membership).await.len(), 1);
    let there = member(&dialog, &workstream).await;
    let tx = dialog.begin().await;
    let removed = members::remove(&dialog.app, &tx, &workstream, there, "").await;
    removed.expect("a member");
    tx.commit().await.expect("a commit");
    add_task(&dialog, &workstream, "Geheim").await;
    settle([&dialog, &buero]).await;
    assert_eq!(told(&buero, &membership).await, []);
    let contents = buero.contents().await;
    let kept = format!("{contents:?}");
    assert!(!kept.contains("Gliederung") && !kept.contains("Geheim"));
}

/// A task of this workstream, as somebody says it to one of ours.
fn task_of(peer: &Peer, group: &Value, member: &Value) -> Value {
    let mut create = peer.activity(
        "Create",
        json!({
            "id": peer.url("/ap/objects/1"), "type": "Ticket", "attributedTo": group,
            "context": group, "name": "Falsch", "published": "2026-09-01T08:00:00Z",
            "to": [member],
        }),
    );
    create["to"] = json!([member]);
    create
}

async fn a_stranger_tells_members_nothing(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (workstream, membership) = working(&dialog, &buero).await;
    let_in(&dialog, &buero, &workstream).await;
    let group = json!(workstream.actor);
    let member = json!(membership.actor);
    let mallory = Peer::new("mallory", &buero.app.clock).await;
    let forged = task_of(&mallory, &group, &member);
    let reply = mallory.tells(&buero, &forged).await;
    assert!(reply.status.as_u16() < 500, "{}", reply.status);
    let unit = mallory.id();
    let forger = mallory.neighbour("ws-forger").with_document(|document| {
        document["type"] = json!("Group");
        document["kind"] = json!("workstream");
        document["state"] = json!("active");
        document["unitOf"] = json!(unit);
    });
    let forged = task_of(&forger, &json!(forger.id()), &member);
    assert_eq!(forger.tells(&buero, &forged).await.status, 403);
    assert_eq!(told(&buero, &membership).await, []);
}
