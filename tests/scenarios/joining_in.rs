//! Somebody of one association works in a workstream of another's server: their home confirms, the
//! workstream lets them in, what they say arrives, and each of the three can end it.

use harness::{Engine, Instance, Peer, on_both_engines, settle};
use serde_json::json;
use server::{
    associations::{self, Association},
    closings::{self, Closing},
    members::{self, Admission, Member},
    memberships::{self, Membership},
    workstreams::{self, Draft, Step, Workstream},
};

on_both_engines![
    with_the_word_of_home_somebody_works_elsewhere,
    a_home_takes_its_word_back,
    a_workstream_takes_somebody_out,
    a_stranger_confirms_nobody,
    who_acted_for_an_association_that_is_no_more_is_out,
];

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

/// Ask from here to work in what is at home there.
pub async fn ask(here: &Instance, there: &Instance, workstream: &Workstream) -> Membership {
    let app = &here.app;
    let draft = memberships::Draft {
        address: format!("@{}@{}", workstream.handle(), there.host()),
        person: "Innovationsbüro, Beratung".to_owned(),
        role: "write".to_owned(),
        ..memberships::Draft::default()
    };
    let found = memberships::look_up(app, &draft.address).await;
    let keys = app.federation.make_keys().await.expect("keys");
    let tx = here.begin().await;
    let association = memberships::chosen(&tx, &draft).await.expect("ours");
    let found = found.expect("a workstream");
    let asked = memberships::ask(app, &tx, &association, &found, &draft, keys).await;
    tx.commit().await.expect("a commit");
    settle([here, there]).await;
    asked.expect("a question that may be asked")
}

pub async fn confirm(here: &Instance, there: &Instance, membership: &Membership) {
    let tx = here.begin().await;
    let found = memberships::find_for_change(&tx, membership.id.as_str()).await;
    let confirmed = memberships::confirm(&here.app, &tx, found.expect("a membership")).await;
    tx.commit().await.expect("a commit");
    confirmed.expect("a word that may be given");
    settle([here, there]).await;
}

pub async fn let_in(here: &Instance, there: &Instance, workstream: &Workstream) {
    let member = member(here, workstream).await;
    let tx = here.begin().await;
    let admission = Admission {
        role: "report".to_owned(),
        until: workstream.ends_on.to_string(),
    };
    let accepted = members::accept(&here.app, &tx, workstream, member, &admission).await;
    tx.commit().await.expect("a commit");
    accepted.expect("somebody who may be let in");
    settle([here, there]).await;
}

/// The only one there is.
pub async fn member(instance: &Instance, workstream: &Workstream) -> Member {
    let all = members::of_workstream(&instance.app.db, &workstream.id).await;
    let mut all = all.expect("the table");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

pub async fn again(instance: &Instance, membership: &Membership) -> Membership {
    let found = memberships::find(&instance.app.db, membership.id.as_str()).await;
    found.expect("the table")
}

async fn say(here: &Instance, membership: &Membership, text: &str) -> server::Result<()> {
    let membership = again(here, membership).await;
    let tx = here.begin().await;
    let said = memberships::contribute(&here.app, &tx, &membership, text).await;
    if said.is_ok() {
        tx.commit().await.expect("a commit");
    }
    said
}

async fn heard(instance: &Instance, workstream: &Workstream) -> usize {
    let all = members::contributions(&instance.app.db, &workstream.id).await;
    all.expect("the table").len()
}

async fn with_the_word_of_home_somebody_works_elsewhere(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let home = buero.association("innovationsbuero").await;
    let workstream = selected(&dialog, &host).await;
    let asked = ask(&buero, &dialog, &workstream).await;
    let there = member(&dialog, &workstream).await;
    assert_eq!(
        (there.state, there.role, &there.home),
        (
            members::State::Unconfirmed,
            members::Role::Write,
            &Some(home.actor.clone())
        )
    );
    assert_eq!(there.name, "Innovationsbüro, Beratung");
    confirm(&buero, &dialog, &asked).await;
    let there = member(&dialog, &workstream).await;
    assert_eq!(there.state, members::State::Confirmed);
    assert!(say(&buero, &asked, "Zu früh.").await.is_err());

    let_in(&dialog, &buero, &workstream).await;
    let here = again(&buero, &asked).await;
    assert_eq!(
        (here.state, here.role, here.until),
        (
            memberships::State::Accepted,
            members::Role::Report,
            Some(workstream.ends_on)
        )
    );
    let group = workstream.actor.as_ref().expect("an actor");
    let list = dialog
        .get(
            &format!("{}/members", group.path()),
            "application/activity+json",
        )
        .await;
    assert!(list.body.contains("\"totalItems\":1"), "{}", list.body);
    assert!(!list.body.contains(asked.actor.as_str()), "{}", list.body);

    say(&buero, &asked, "Ein **Vorschlag**.")
        .await
        .expect("it may");
    settle([&buero, &dialog]).await;
    assert_eq!(heard(&dialog, &workstream).await, 1);

    let tx = buero.begin().await;
    let found = memberships::find_for_change(&tx, asked.id.as_str()).await;
    let left = memberships::leave(&buero.app, &tx, found.expect("a membership")).await;
    tx.commit().await.expect("a commit");
    left.expect("it may be left");
    settle([&buero, &dialog]).await;
    let there = member(&dialog, &workstream).await;
    assert_eq!(there.state, members::State::Left);
}

async fn a_home_takes_its_word_back(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let workstream = selected(&dialog, &host).await;
    let asked = ask(&buero, &dialog, &workstream).await;
    confirm(&buero, &dialog, &asked).await;
    let_in(&dialog, &buero, &workstream).await;
    let tx = buero.begin().await;
    let found = memberships::find_for_change(&tx, asked.id.as_str()).await;
    let disowned = memberships::disown(&buero.app, &tx, found.expect("a membership")).await;
    tx.commit().await.expect("a commit");
    disowned.expect("a word that can be taken back");
    settle([&buero, &dialog]).await;
    let there = member(&dialog, &workstream).await;
    assert_eq!(there.state, members::State::Ended);
    assert_eq!(there.grant_iri, None);
    assert!(say(&buero, &asked, "Noch etwas.").await.is_err());
}

async fn a_workstream_takes_somebody_out(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let workstream = selected(&dialog, &host).await;
    let asked = ask(&buero, &dialog, &workstream).await;
    confirm(&buero, &dialog, &asked).await;
    let_in(&dialog, &buero, &workstream).await;
    let there = member(&dialog, &workstream).await;
    let tx = dialog.begin().await;
    let removed = members::remove(&dialog.app, &tx, &workstream, there, "").await;
    tx.commit().await.expect("a commit");
    removed.expect("a member");
    settle([&buero, &dialog]).await;
    let here = again(&buero, &asked).await;
    assert_eq!(here.state, memberships::State::Ended);
}

async fn a_stranger_confirms_nobody(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let home = buero.association("innovationsbuero").await;
    let workstream = selected(&dialog, &host).await;
    let asked = ask(&buero, &dialog, &workstream).await;
    let before = member(&dialog, &workstream).await;
    let mallory = Peer::new("mallory", &dialog.app.clock).await;
    let group = workstream.actor.clone().expect("an actor");
    let accept = mallory.activity("Accept", json!(asked.activity));
    assert_eq!(mallory.tells(&dialog, &accept).await.status, 403);
    // And joins for somebody else's association.
    let mut join = mallory.activity("Join", json!(group));
    join["actedOnBehalfOf"] = json!(home.actor);
    join["instrument"] = json!("https://forgefed.org/ns#maintain");
    assert_eq!(mallory.tells(&dialog, &join).await.status, 403);
    let mut said = mallory.activity(
        "Create",
        json!({
            "id": mallory.url("/ap/objects/1"), "type": "Note", "content": "<p>Falsch</p>",
            "attributedTo": mallory.id(),
            "inReplyTo": group, "published": "2026-09-01T08:00:00Z", "to": [group],
        }),
    );
    said["to"] = json!([group]);
    assert_eq!(mallory.tells(&dialog, &said).await.status, 403);
    assert_eq!(member(&dialog, &workstream).await, before);
    assert_eq!(heard(&dialog, &workstream).await, 0);
}

async fn who_acted_for_an_association_that_is_no_more_is_out(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let home = buero.association("innovationsbuero").await;
    let workstream = selected(&dialog, &host).await;
    let asked = ask(&buero, &dialog, &workstream).await;
    confirm(&buero, &dialog, &asked).await;
    let_in(&dialog, &buero, &workstream).await;
    let waiting = ask(&buero, &dialog, &workstream).await;
    let tx = buero.begin().await;
    let found = associations::find_for_change(&tx, &home.handle).await;
    let closing = Closing {
        handle: home.handle.clone(),
        ..Closing::default()
    };
    let closed = closings::close(&buero.app, &tx, found.expect("ours"), &closing).await;
    closed.expect("it can be closed");
    tx.commit().await.expect("a commit");
    let here = again(&buero, &asked).await;
    assert_eq!(here.state, memberships::State::Ended);
    assert_eq!((here.confirmation, here.grant_iri), (None, None));
    let here = again(&buero, &waiting).await;
    assert_eq!(here.state, memberships::State::Left);
    assert!(say(&buero, &asked, "Noch etwas.").await.is_err());
    settle([&buero, &dialog]).await;
    let there = members::of_workstream(&dialog.app.db, &workstream.id).await;
    for member in there.expect("the table") {
        let is_out = matches!(member.state, members::State::Left | members::State::Ended);
        assert!(is_out && member.grant_iri.is_none(), "{member:?}");
    }
}
