//! The rules of a join, one by one, and what those who work here see of it.

use super::*;
use crate::{
    accounts::{Role, tests::instance_with},
    events::feed::tests::{denkwerkstatt, house, published},
    following::tests::meet,
    web::desk::tests::{Visitor, deeds},
};
use federation::{Answer, Received, Rejected, Verdict};
use serde_json::json;

const ORGANIZER: &str = "https://peer.example/actor";
const EVENT: &str = "https://peer.example/events/1";

/// An event of another server, as its home shows it.
fn invitation(change: impl FnOnce(&mut serde_json::Value)) -> Invitation {
    let mut document = json!({
        "id": EVENT,
        "type": "Event",
        "attributedTo": ORGANIZER,
        "actor": "https://peer.example/orga",
        "name": "Lesekreis",
        "startTime": "2026-12-12T18:00:00+01:00",
        "endTime": "2026-12-12T20:00:00+01:00",
        "timezone": "Europe/Berlin",
        "joinMode": "free",
        "published": "2026-11-01T10:00:00Z",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
    });
    change(&mut document);
    match Object::read(&document) {
        Some(Object::Event(event)) => Invitation {
            speaker: activitypub::speaker(&document, &event),
            event: *event,
        },
        other => panic!("{other:?}"),
    }
}

async fn asked(app: &App, ours: &Actor, invitation: &Invitation) -> Result<Join> {
    meet(app, ORGANIZER).await;
    let tx = app.begin().await?;
    let join = ask(app, &tx, ours, invitation).await?;
    tx.commit().await?;
    Ok(join)
}

/// A join that stands.
pub async fn kept(app: &App, ours: &Actor) -> Join {
    asked(app, ours, &invitation(|_| {})).await.unwrap()
}

/// Somebody answers it.
async fn answered(app: &App, by: &str, join: &Join, verdict: Verdict) -> Result<Join, Rejected> {
    answered_at(app, by, join, verdict, None).await
}

/// The same, by an activity that says when it was said.
async fn answered_at(
    app: &App,
    by: &str,
    join: &Join,
    verdict: Verdict,
    said_at: Option<&str>,
) -> Result<Join, Rejected> {
    let actor = meet(app, by).await;
    let answer = Answer {
        asked: join.activity.clone().into(),
        verdict,
        kind: None,
        name: None,
        reason: Some("<p>Leider voll.</p>".to_owned()),
        result: Some("https://peer.example/r/1".parse().unwrap()),
        grant: None,
    };
    let activity = Received {
        id: format!("https://peer.example/answers/{verdict:?}")
            .parse()
            .unwrap(),
        actor,
        action: federation::Action::Answer(answer.clone()),
        received_at: app.clock.now(),
        said_at: said_at.map(|at| at.parse().unwrap()),
    };
    let tx = app.begin().await.unwrap();
    inbox::receive_answer(app, &tx, &activity, &answer).await?;
    tx.commit().await.unwrap();
    Ok(find(&app.db, &join.id).await.unwrap())
}

#[tokio::test]
async fn of_two_answers_the_one_said_last_counts() {
    let (app, ours) = house().await;
    let join = kept(&app, &ours).await;
    let answer = async |verdict, said_at: &str| {
        let said_at = Some(said_at).filter(|at| !at.is_empty());
        answered_at(&app, ORGANIZER, &join, verdict, said_at).await
    };
    let late = answer(Verdict::Reject, "2026-11-22T10:00:00Z")
        .await
        .unwrap();
    assert_eq!(late.state, State::Rejected);
    // It was on its way for longer.
    let earlier = answer(Verdict::Accept, "2026-11-22T09:59:59Z").await;
    assert!(matches!(earlier, Err(Rejected::NotForUs)), "{earlier:?}");
    assert_eq!(
        find(&app.db, &join.id).await.unwrap().state,
        State::Rejected
    );
    // In the same second, or where nobody says when, it is the order in which they arrive.
    for (verdict, said_at, state) in [
        (Verdict::Accept, "2026-11-22T10:00:00Z", State::Accepted),
        (Verdict::TentativeAccept, "", State::Tentative),
        (Verdict::Accept, "2026-11-22T10:00:01Z", State::Accepted),
    ] {
        assert_eq!(answer(verdict, said_at).await.unwrap().state, state);
    }
    let earlier = answer(Verdict::Reject, "2026-11-22T10:00:00Z").await;
    assert!(matches!(earlier, Err(Rejected::NotForUs)), "{earlier:?}");
}

#[tokio::test]
async fn only_what_takes_place_and_takes_joins_is_asked_for_once() {
    let (app, ours) = house().await;
    for (change, refusal) in [
        (json!({"joinMode": "external"}), "join-not-taken"),
        (json!({"joinMode": "invite"}), "join-not-taken"),
        (json!({"joinMode": null}), "join-not-taken"),
        (json!({"status": "CANCELLED"}), "join-event-over"),
        (
            json!({"startTime": "2020-01-01T18:00:00Z", "endTime": "2020-01-01T19:00:00Z"}),
            "join-event-over",
        ),
    ] {
        let invitation = invitation(|document| {
            for (name, value) in change.as_object().unwrap() {
                document[name] = value.clone();
            }
        });
        let refused = asked(&app, &ours, &invitation).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!("refused: {refusal}"),
            "{change}"
        );
    }
    let join = kept(&app, &ours).await;
    assert_eq!(join.state, State::Asked);
    let again = asked(&app, &ours, &invitation(|_| {})).await.unwrap_err();
    assert_eq!(again.to_string(), "refused: join-asked-already");
    blocks::add(&app.db, "peer.example", None, app.clock.now())
        .await
        .unwrap();
    let blocked = asked(&app, &ours, &invitation(|_| {})).await.unwrap_err();
    assert_eq!(blocked.to_string(), "refused: following-blocked");
    let own = published(&app, &ours, &denkwerkstatt()).await;
    let refused = read(&app, &own).await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: join-own-event");
}

#[tokio::test]
async fn the_last_word_of_the_organizer_counts_and_of_nobody_else() {
    let (app, ours) = house().await;
    let join = kept(&app, &ours).await;
    for stranger in [
        "https://evil.example/actor",
        "https://peer.example/neighbour",
    ] {
        let refused = answered(&app, stranger, &join, Verdict::Accept).await;
        assert!(matches!(
            refused,
            Err(Rejected::Refused("not_the_organizer"))
        ));
    }
    assert_eq!(find(&app.db, &join.id).await.unwrap(), join);
    for (verdict, state, reason, has_way_in) in [
        (Verdict::TentativeAccept, State::Tentative, "", false),
        (Verdict::Accept, State::Accepted, "", true),
        (Verdict::Reject, State::Rejected, "Leider voll.", false),
        (Verdict::Ignore, State::Unconfirmed, "", false),
    ] {
        // The person who set the event up for a group says the same.
        for by in [ORGANIZER, "https://peer.example/orga"] {
            let join = answered(&app, by, &join, verdict).await.unwrap();
            assert_eq!((join.state, join.reason.as_str()), (state, reason));
            assert_eq!(way_in(&app, &join).unwrap().is_some(), has_way_in);
            assert_eq!(join.overdue_at, None);
        }
    }
    let join = find(&app.db, &join.id).await.unwrap();
    let tx = app.begin().await.unwrap();
    leave(&app, &tx, join.clone()).await.unwrap();
    tx.commit().await.unwrap();
    let late = answered(&app, ORGANIZER, &join, Verdict::Accept).await;
    assert!(matches!(late, Err(Rejected::NotForUs)));
    let left = find(&app.db, &join.id).await.unwrap();
    assert_eq!(left.state, State::Left);
    let tx = app.begin().await.unwrap();
    let refused = leave(&app, &tx, left).await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: join-left-already");
    drop(tx);
    // Anew, under a new id.
    let again = kept(&app, &ours).await;
    assert_eq!(again.id, join.id);
    assert_ne!(again.activity, join.activity);
}

#[tokio::test]
async fn what_the_way_in_says_lies_sealed() {
    let (app, ours) = house().await;
    let join = kept(&app, &ours).await;
    let join = answered(&app, ORGANIZER, &join, Verdict::Accept)
        .await
        .unwrap();
    assert!(!format!("{join:?}").contains("/r/1"));
    let way_in = way_in(&app, &join).unwrap().unwrap();
    assert_eq!(way_in.as_str(), "https://peer.example/r/1");
}

#[tokio::test]
async fn what_is_over_for_long_enough_is_forgotten() {
    let (app, ours) = house().await;
    let join = kept(&app, &ours).await;
    app.clock
        .advance(join.ends_at - app.clock.now() + Duration::days(1));
    assert_eq!(clear(&app, Duration::days(2)).await.unwrap(), 0);
    assert_eq!(clear(&app, Duration::hours(12)).await.unwrap(), 1);
}

#[tokio::test]
async fn those_who_work_here_see_it_and_a_coordinator_takes_it_back() {
    let (app, ours) = house().await;
    let join = kept(&app, &ours).await;
    let page = format!("/desk/joins/{}", join.id);
    let editor = Visitor::new(&app, Role::Editor).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let list = editor.get("/desk/joins").await;
    assert!(list.says("Lesekreis") && list.says(">angefragt<"));
    answered(&app, ORGANIZER, &join, Verdict::Accept)
        .await
        .unwrap();
    assert!(editor.get(&page).await.says(">angemeldet<"));
    // The link acts for whoever has it.
    assert!(!editor.get(&page).await.says("https://peer.example/r/1"));
    assert!(
        coordinator
            .get(&page)
            .await
            .says("https://peer.example/r/1")
    );
    assert!(!editor.get(&page).await.says("/leave"));
    let leaving = format!("{page}/leave");
    assert_eq!(editor.post(&leaving, &[]).await.status, 403);
    let left = coordinator.post(&leaving, &[]).await;
    assert_eq!(left.location, "/desk/joins?done=left");
    let again = coordinator.post(&leaving, &[]).await;
    assert_eq!(again.status, 422);
    assert!(again.says("nichts mehr zurückzunehmen"));
    assert_eq!(deeds(&app).await, ["join.leave"]);
}

#[tokio::test]
async fn the_desk_says_that_an_event_is_called_off_until_somebody_has_seen_to_it() {
    let (app, ours) = house().await;
    let join = kept(&app, &ours).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let said = "findet nicht statt";
    assert!(!visitor.get("/desk").await.says(said));
    let tx = app.begin().await.unwrap();
    lose(&tx, join.clone()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(visitor.get("/desk").await.says(said));
    let page = format!("/desk/joins/{}", join.id);
    assert!(visitor.get(&page).await.says("gelöscht"));
    visitor.post(&format!("{page}/leave"), &[]).await;
    assert!(!visitor.get("/desk").await.says(said));
}

#[tokio::test]
async fn the_button_is_for_those_who_work_here_and_for_events_that_take_joins() {
    let (app, ours) = house().await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    for (mode, has_button) in [("free", true), ("restricted", true), ("external", false)] {
        let invitation = invitation(|document| document["joinMode"] = json!(mode));
        meet(&app, ORGANIZER).await;
        let id = app.ulids.next(app.clock.now()).into();
        let tx = app.begin().await.unwrap();
        let iri: Url = format!("{EVENT}/{mode}").parse().unwrap();
        let organizer: Url = ORGANIZER.parse().unwrap();
        let foreign = events::activitypub::foreign(&invitation.event, app.clock.now());
        events::keep(&tx, id, &iri, &organizer, None, foreign, app.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let event = events::find_by_iri(&app.db, &iri).await.unwrap().unwrap();
        let ask = format!("/desk/events/{}/join", event.id);
        assert_eq!(
            visitor.get(&event.path()).await.says(&ask),
            has_button,
            "{mode}"
        );
        let page = visitor.get(&ask).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.says("Teilnahme anfragen"), has_button, "{mode}");
        let said = match has_button {
            true => "wer die Rolle „Koordination“ hat",
            false => "von anderen Servern aus nicht anmelden",
        };
        assert!(editor.get(&ask).await.says(said), "{mode}");
        let nobody = Visitor::nobody(&app);
        assert!(
            !nobody.get(&event.path()).await.says("/desk/events/"),
            "{mode}"
        );
        assert_ne!(nobody.get(&ask).await.status, 200);
    }
    let own = published(&app, &ours, &denkwerkstatt()).await;
    let ask = format!("/desk/events/{}/join", own.id);
    assert_eq!(visitor.get(&ask).await.status, 404);
}

#[tokio::test]
async fn while_we_are_closed_nobody_elsewhere_is_asked_or_looked_at() {
    let (app, ours) = house().await;
    let join = kept(&app, &ours).await;
    let closed = instance_with("https://dialog.example.org", |config| {
        config.legal = crate::config::Legal::default();
    });
    let closed = closed.await;
    let tx = app.begin().await.unwrap();
    let refused = ask(&closed, &tx, &ours, &invitation(|_| {})).await;
    let refused = refused.unwrap_err().to_string();
    assert_eq!(refused, "refused: following-closed");
    let tx = closed.begin().await.unwrap();
    store::insert(&tx, join.clone()).await.unwrap();
    tx.commit().await.unwrap();
    closed.clock.advance(looking::LOOKED_AT_EVERY);
    assert_eq!(looking::look_again(&closed).await.unwrap(), 0);
    assert_eq!(find(&closed.db, &join.id).await.unwrap(), join);
}

#[tokio::test]
async fn what_is_older_than_what_we_know_is_not_taken_for_news() {
    let (app, ours) = house().await;
    let join = kept(&app, &ours).await;
    let tx = app.begin().await.unwrap();
    for (later, title) in [(-1, "Lesekreis"), (1, "Leseabend")] {
        let told = Told {
            title: "Leseabend".to_owned(),
            updated_at: join.told.updated_at + chrono::Duration::seconds(later),
            ..join.told.clone()
        };
        retell(&tx, join.clone(), told).await.unwrap();
        assert_eq!(find(&tx, &join.id).await.unwrap().told.title, title);
    }
}
