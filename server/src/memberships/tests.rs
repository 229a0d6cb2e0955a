//! Ours in workstreams of other servers, one by one, and what those who work here see of it.

use super::*;
use crate::{
    accounts::Role as Hired,
    events::feed::tests::house,
    following::tests::meet,
    members::Role,
    web::desk::tests::{Visitor, deeds},
};
use federation::{
    Action, Answer, Received, Rejected, Verdict,
    vocabulary::{Grant, actor::Work},
};
use serde_json::json;
use url::Url;

const GROUP: &str = "https://peer.example/ap/actors/ws-7";

/// A workstream of another server.
async fn workstream(app: &App) -> Actor {
    let met = meet(app, GROUP).await;
    Actor {
        kind: "Group".to_owned(),
        handle: "ws-cra".to_owned(),
        profile: federation::vocabulary::Profile {
            name: "CRA".to_owned(),
            body: Some("workstream".to_owned()),
            work: Some(Work::default()),
            ..met.profile.clone()
        },
        ..met
    }
}

fn draft() -> Draft {
    Draft {
        person: "Verein B, Beratung".to_owned(),
        role: "write".to_owned(),
        ..Draft::default()
    }
}

async fn asked(app: &App, draft: &Draft) -> Result<Membership> {
    let workstream = workstream(app).await;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = chosen(&tx, draft).await?;
    let membership = ask(app, &tx, &association, &workstream, draft, keys).await?;
    tx.commit().await?;
    Ok(membership)
}

/// One of ours that stands so.
pub async fn asked_by(app: &App, _ours: &Actor, state: State) -> Membership {
    let membership = asked(app, &draft()).await.unwrap();
    if state == State::Asked {
        return membership;
    }
    let tx = app.begin().await.unwrap();
    let membership = confirm(app, &tx, membership).await.unwrap();
    let membership = store::update(
        &tx,
        Membership {
            state,
            ..membership
        },
    );
    let membership = membership.await.unwrap();
    tx.commit().await.unwrap();
    membership
}

/// What is to be done, as its workstream told one of ours.
pub async fn told(app: &App, membership: &Membership) -> Matter {
    let tx = app.begin().await.unwrap();
    let now = app.clock.now();
    let task = Matter {
        id: app.ulids.next(now).into(),
        membership: membership.id.clone(),
        iri: "https://peer.example/ap/objects/t-1".parse().unwrap(),
        kind: matter::Kind::Task,
        title: "Gliederung".to_owned(),
        detail: String::new(),
        link: None,
        starts_at: None,
        ends_at: None,
        is_done: false,
        updated_at: now,
    };
    store::insert_matter(&tx, task.clone()).await.unwrap();
    tx.commit().await.unwrap();
    task
}

async fn confirmed(app: &App) -> Membership {
    let membership = asked(app, &draft()).await.unwrap();
    let tx = app.begin().await.unwrap();
    let membership = confirm(app, &tx, membership).await.unwrap();
    tx.commit().await.unwrap();
    membership
}

async fn again(app: &App, membership: &Membership) -> Membership {
    find(&app.db, membership.id.as_str()).await.unwrap()
}

fn grant(membership: &Membership) -> Grant {
    Grant {
        id: "https://peer.example/ap/objects/grant-5".parse().unwrap(),
        actor: GROUP.parse().unwrap(),
        context: GROUP.parse().unwrap(),
        target: membership.actor.clone().into(),
        object: Role::Report.iri().parse().unwrap(),
        fulfills: None,
        acted_on_behalf_of: None,
        end_time: Some("2027-05-15T23:59:59+02:00".parse().unwrap()),
    }
}

async fn received(app: &App, by: &str, action: Action) -> Received {
    Received {
        id: "https://peer.example/ap/activities/130".parse().unwrap(),
        actor: meet(app, by).await,
        action,
        received_at: app.clock.now(),
        said_at: None,
    }
}

async fn answered(
    app: &App,
    by: &str,
    membership: &Membership,
    verdict: Verdict,
    grant: Option<Grant>,
) -> Result<(), Rejected> {
    let answer = Answer {
        asked: membership.activity.clone().into(),
        verdict,
        kind: None,
        name: None,
        reason: Some("<p>Leider voll.</p>".to_owned()),
        result: None,
        grant: grant.map(Box::new),
    };
    let activity = received(app, by, Action::Answer(answer.clone())).await;
    let tx = app.begin().await.unwrap();
    inbox::receive_answer(&tx, &activity, &answer).await?;
    tx.commit().await.unwrap();
    Ok(())
}

#[tokio::test]
async fn whoever_asks_bears_a_role_and_the_association_confirms_once() {
    let (app, ours) = house().await;
    let nameless = Draft::default();
    let refused = asked(&app, &nameless).await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: member-nameless");
    let membership = asked(&app, &draft()).await.unwrap();
    assert_eq!(
        (membership.state, &membership.association),
        (State::Asked, &ours.id)
    );
    let person = actors::find(&app.db, &membership.actor).await.unwrap();
    let person = person.unwrap();
    assert_eq!(
        (person.kind.as_str(), person.profile.name.as_str()),
        ("Person", "Verein B, Beratung")
    );
    let tx = app.begin().await.unwrap();
    let confirmed = confirm(&app, &tx, membership).await.unwrap();
    assert!(confirmed.confirmation.is_some());
    let refused = confirm(&app, &tx, confirmed).await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: membership-confirmed-already");
}

#[tokio::test]
async fn what_the_workstream_grants_counts_and_what_others_grant_does_not() {
    let (app, _) = house().await;
    let membership = confirmed(&app).await;
    let neighbour = "https://peer.example/ap/actors/other";
    let forged = answered(
        &app,
        neighbour,
        &membership,
        Verdict::Accept,
        Some(grant(&membership)),
    );
    assert!(matches!(
        forged.await,
        Err(Rejected::Refused("not_the_workstream"))
    ));
    assert_eq!(again(&app, &membership).await.state, State::Confirmed);
    // A grant for somebody else is none for this one.
    let for_another = Grant {
        target: "https://peer.example/p".parse().unwrap(),
        ..grant(&membership)
    };
    let accept = Verdict::Accept;
    answered(&app, GROUP, &membership, accept, Some(for_another))
        .await
        .unwrap();
    let now = again(&app, &membership).await;
    assert_eq!((now.state, now.role), (State::Accepted, Role::Visit));
    assert!(!now.may_contribute(today(&app)));
    answered(&app, GROUP, &membership, accept, Some(grant(&membership)))
        .await
        .unwrap();
    let now = again(&app, &membership).await;
    assert_eq!(now.role, Role::Report);
    assert_eq!(now.until, "2027-05-15".parse().ok());
    assert!(now.may_contribute(today(&app)));
    assert!(!now.may_contribute("2027-05-16".parse().unwrap()));
}

#[tokio::test]
async fn nobody_but_the_workstream_ends_it_from_there() {
    let (app, _) = house().await;
    let list: Url = format!("{GROUP}/members").parse().unwrap();
    let neighbour = "https://peer.example/ap/actors/other";
    for (by, target, is_ended) in [
        (neighbour, format!("{neighbour}/members"), false),
        (neighbour, list.to_string(), false),
        (GROUP, format!("{GROUP}/featured"), false),
        (GROUP, list.to_string(), true),
    ] {
        let membership = confirmed(&app).await;
        let granted = Some(grant(&membership));
        answered(&app, GROUP, &membership, Verdict::Accept, granted)
            .await
            .unwrap();
        let target: Url = target.parse().unwrap();
        let object: Url = membership.actor.clone().into();
        let action = Action::Remove {
            object: object.clone(),
            target: target.clone(),
        };
        let activity = received(&app, by, action).await;
        let tx = app.begin().await.unwrap();
        let removed = inbox::receive_remove(&tx, &activity, &object, &target).await;
        tx.commit().await.unwrap();
        assert_eq!(removed.is_ok(), is_ended, "{by} {target}");
        let expected = match is_ended {
            true => State::Ended,
            false => State::Accepted,
        };
        assert_eq!(again(&app, &membership).await.state, expected);
        let tx = app.begin().await.unwrap();
        let over = store::update(
            &tx,
            Membership {
                state: State::Left,
                grant_iri: None,
                ..again(&app, &membership).await
            },
        );
        over.await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_grant_is_revoked_by_its_id() {
    let (app, _) = house().await;
    let membership = confirmed(&app).await;
    let granted = grant(&membership);
    let id = granted.id.clone();
    answered(&app, GROUP, &membership, Verdict::Accept, Some(granted))
        .await
        .unwrap();
    for (by, is_heard) in [
        ("https://peer.example/ap/actors/other", false),
        (GROUP, true),
    ] {
        let activity = received(&app, by, Action::Revoke(id.clone())).await;
        let tx = app.begin().await.unwrap();
        let revoked = inbox::receive_revoke(&tx, &activity, &id).await;
        tx.commit().await.unwrap();
        assert_eq!(revoked.is_ok(), is_heard, "{by}");
    }
    assert_eq!(again(&app, &membership).await.state, State::Ended);
}

#[tokio::test]
async fn a_coordinator_confirms_and_an_editor_asks_and_speaks_at_the_desk() {
    let (app, ours) = house().await;
    let editor = Visitor::new(&app, Hired::Editor).await;
    let refused = editor
        .post("/desk/memberships", &[("address", ""), ("person", "")])
        .await;
    assert!(refused.status == 422 && refused.says("<a href=\"#person\">"));
    let membership = asked_by(&app, &ours, State::Asked).await;
    let desk = format!("/desk/memberships/{}", membership.id);
    assert!(editor.get(&desk).await.says("Verein B, Beratung"));
    assert!(editor.get("/desk/memberships").await.says("ws-cra"));
    let confirm = format!("{desk}/confirmation");
    assert_eq!(editor.post(&confirm, &[]).await.status, 403);
    let coordinator = Visitor::new(&app, Hired::Coordinator).await;
    let answer = coordinator.post(&confirm, &[]).await;
    assert_eq!(answer.location, format!("{desk}?done=confirmed"));
    let speak = format!("{desk}/contributions");
    let early = editor.post(&speak, &[("text", "Ein Vorschlag.")]).await;
    assert!(early.status == 422 && early.says("nichts beigetragen"));
    let membership = again(&app, &membership).await;
    let granted = Some(grant(&membership));
    answered(&app, GROUP, &membership, Verdict::Accept, granted)
        .await
        .unwrap();
    let empty = editor.post(&speak, &[("text", " ")]).await;
    assert!(empty.status == 422 && empty.says("<a href=\"#text\">"));
    let said = editor.post(&speak, &[("text", "Ein Vorschlag.")]).await;
    assert_eq!(said.location, format!("{desk}?done=said"));
    let disown = format!("{desk}/disownment");
    assert_eq!(editor.post(&disown, &[]).await.status, 403);
    assert_eq!(coordinator.post(&disown, &[]).await.status, 303);
    let again = coordinator.post(&disown, &[]).await;
    assert!(again.status == 422 && again.says("nichts bestätigt"));
    let nobody = Visitor::nobody(&app);
    assert_ne!(nobody.get("/desk/memberships").await.status, 200);
    let deeds = deeds(&app).await;
    for deed in ["confirm", "contribute", "disown"] {
        let deed = format!("membership.{deed}");
        assert!(deeds.contains(&deed), "{deed} {deeds:?}");
    }
}

#[test]
fn a_draft_names_every_fault() {
    let wrong = Draft {
        role: "emperor".to_owned(),
        ..Draft::default()
    };
    let refused = wrong.check().unwrap_err();
    let fields: Vec<_> = refused.0.iter().filter_map(|it| it.field).collect();
    assert_eq!(fields, ["person", "role"]);
    assert_eq!(json!(State::Asked), "asked");
}

#[tokio::test]
async fn at_the_desk_a_task_elsewhere_is_ticked_off_by_those_who_may_contribute() {
    let (app, ours) = house().await;
    let membership = asked_by(&app, &ours, State::Accepted).await;
    let task = told(&app, &membership).await;
    let editor = Visitor::new(&app, Hired::Editor).await;
    let desk = format!("/desk/memberships/{}", membership.id);
    let path = format!("{desk}/tasks/{}", task.id);
    assert!(editor.get(&desk).await.says(&format!("action=\"{path}\"")));
    let ticked = editor.post(&path, &[("then", "finish")]).await;
    assert_eq!(ticked.location, format!("{desk}?done=ticked"));
    assert_eq!(
        editor.post(&path, &[("then", "vielleicht")]).await.status,
        422
    );
    let page = editor.get(&format!("{desk}?done=ticked")).await;
    assert!(page.says("sobald der andere Server"), "{}", page.html);
    // Whoever may only read ticks nothing off, and is shown no button.
    let reads = Membership {
        role: Role::Visit,
        ..membership
    };
    let tx = app.begin().await.unwrap();
    store::update(&tx, reads).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!editor.get(&desk).await.says(&path));
    assert_eq!(editor.post(&path, &[("then", "finish")]).await.status, 422);
    let deeds = deeds(&app).await;
    let finished = deeds.iter().filter(|deed| *deed == "membership.finish");
    assert_eq!(finished.count(), 1, "{deeds:?}");
}
