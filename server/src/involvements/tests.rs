//! The rules of consent, one by one, between two associations of one house.

use super::*;
use crate::{
    accounts::{Role as Rank, tests::Instance},
    cohosts::tests::neighbour,
    following::tests::meet,
    web::desk::tests::{Visitor, deeds},
    workstreams::tests::{document, working},
};
use federation::{Action, Involving, Received, Rejected};

/// Somebody who is named in the workstream `https://a.example/ap/actors/ws`.
pub fn named() -> Involvement {
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    Involvement {
        id: ulid::Ulid::from_parts(1, 1).into(),
        workstream: "https://a.example/ap/actors/ws".parse().unwrap(),
        name: "CRA".to_owned(),
        actor: "https://b.example/actor".parse().unwrap(),
        part: Part::Contribute,
        state: State::Unconfirmed,
        is_request: false,
        offer: None,
        word: "https://b.example/ap/activities/1".parse().ok(),
        reason: String::new(),
        check_at: None,
        checked_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// An association of the house is asked for a part in this workstream of ours.
pub async fn asked(app: &App, slug: &str) -> Involvement {
    let ours = actors::find_own(&app.db, "awo").await.unwrap().unwrap();
    let tx = app.begin().await.unwrap();
    let workstream = workstreams::find_for_change(&tx, slug).await.unwrap();
    let one = offer(app, &tx, &workstream, &ours, Part::Lead).await;
    tx.commit().await.unwrap();
    one.unwrap()
}

async fn house() -> (Instance, Workstream, Association) {
    let (app, _, workstream) = working().await;
    let awo = neighbour(&app).await;
    (app, workstream, awo)
}

async fn done<T>(app: &App, act: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
    let tx = app.begin().await?;
    let done = act(&tx).await?;
    tx.commit().await?;
    Ok(done)
}

async fn again(app: &App, workstream: &Workstream) -> Workstream {
    workstreams::find_by_id(&app.db, &workstream.id)
        .await
        .unwrap()
}

/// Who is named for everybody.
async fn shown(app: &App, workstream: &Workstream) -> Vec<(Iri, Part)> {
    let all = again(app, workstream).await.involved().0;
    all.into_iter().map(|it| (it.actor, it.part)).collect()
}

#[tokio::test]
async fn an_organisation_is_named_once_it_agreed_and_until_it_steps_back() {
    let (app, workstream, awo) = house().await;
    let one = asked(&app, &workstream.slug).await;
    assert_eq!(shown(&app, &workstream).await, []);
    let one = done(&app, async |tx| accept(&app, tx, one).await)
        .await
        .unwrap();
    assert_eq!(
        shown(&app, &workstream).await,
        [(awo.actor.clone(), Part::Lead)]
    );
    let group = workstream.actor.clone().unwrap();
    let profile = document(&app, &group).await;
    let listed = &profile["involved"]["orderedItems"][0];
    assert_eq!(listed["id"], awo.actor.as_str());
    assert_eq!(listed["kind"], "lead");
    let word = document(&app, &one.word.clone().unwrap()).await;
    assert_eq!(activitypub::consent(&word, &one), Some(Part::Lead));
    let list: url::Url = Wire::address(&group).parse().unwrap();
    assert_eq!(document(&app, &list).await["totalItems"], 1);

    let word = one.word.clone().unwrap();
    done(&app, async |tx| end(&app, tx, one).await)
        .await
        .unwrap();
    assert_eq!(shown(&app, &workstream).await, []);
    assert!(document(&app, &word).await["actor"].is_null());
    assert!(of_ours(&app.db).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_asks_is_named_once_the_workstream_agrees() {
    let (app, workstream, awo) = house().await;
    let group = workstreams::actor_of(&app.db, &workstream).await.unwrap();
    let request = async |tx: &Tx| ask(&app, tx, &awo, &group, Part::Follow).await;
    let one = done(&app, request).await.unwrap();
    assert_eq!(shown(&app, &workstream).await, []);
    let one = done(&app, async |tx| accept(&app, tx, one).await)
        .await
        .unwrap();
    assert_eq!(
        shown(&app, &workstream).await,
        [(awo.actor.clone(), Part::Follow)]
    );
    // The question is the word.
    let word = document(&app, &one.word.clone().unwrap()).await;
    assert_eq!(word["type"], "Offer");
    assert_eq!(activitypub::consent(&word, &one), Some(Part::Follow));
    let twice = done(&app, async |tx| {
        ask(&app, tx, &awo, &group, Part::Lead).await
    })
    .await;
    assert_eq!(
        twice.unwrap_err().to_string(),
        "refused: involvement-agreed-already"
    );
}

#[tokio::test]
async fn only_another_organisation_is_asked_and_answers_once() {
    let (app, workstream, _) = house().await;
    let lead = workstreams::lead_of(&app.db, &workstream).await.unwrap();
    let group = workstreams::actor_of(&app.db, &workstream).await.unwrap();
    let person = Actor {
        kind: "Person".to_owned(),
        ..meet(&app, "https://peer.example/p").await
    };
    for (invited, refusal) in [
        (&lead, "involvement-is-lead"),
        (&group, "involvement-no-organisation"),
        (&person, "involvement-no-organisation"),
    ] {
        let tx = app.begin().await.unwrap();
        let refused = offer(&app, &tx, &workstream, invited, Part::Lead).await;
        assert_eq!(
            refused.unwrap_err().to_string(),
            format!("refused: {refusal}")
        );
    }
    let one = asked(&app, &workstream.slug).await;
    let no = async |tx: &Tx| reject(&app, tx, one.clone(), "Keine Zeit.").await;
    let one = done(&app, no).await.unwrap();
    assert_eq!(
        (one.state, one.reason.as_str()),
        (State::Rejected, "Keine Zeit.")
    );
    let again = done(&app, async |tx| accept(&app, tx, one).await).await;
    assert_eq!(
        again.unwrap_err().to_string(),
        "refused: involvement-answered-already"
    );
    assert_eq!(shown(&app, &workstream).await, []);
}

#[tokio::test]
async fn what_strangers_ask_for_keeps_nobody_out_and_no_more_than_fit_agree() {
    let (app, workstream, _) = house().await;
    let group = workstreams::actor_of(&app.db, &workstream).await.unwrap();
    let row = async |number: usize, state: State| {
        let actor = format!("https://peer.example/ap/actors/v-{number}");
        let actor = meet(&app, &actor).await;
        let tx = app.begin().await.unwrap();
        let one = Involvement {
            state,
            is_request: true,
            ..new(&app, &group, &actor.id, Part::Follow, true)
        };
        let one = store::insert(&tx, one).await.unwrap();
        tx.commit().await.unwrap();
        one
    };
    for number in 0..INVOLVED_AT_MOST {
        row(number, State::Rejected).await;
    }
    let one = asked(&app, &workstream.slug).await;
    done(&app, async |tx| end(&app, tx, one).await)
        .await
        .unwrap();
    for number in 0..INVOLVED_AT_MOST {
        row(100 + number, State::Accepted).await;
    }
    let late = row(200, State::Offered).await;
    let refused = done(&app, async |tx| accept(&app, tx, late).await).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "refused: involvement-too-many"
    );
}

/// An Offer arrives from another server.
async fn arrives(
    app: &App,
    sender: Actor,
    asked: &Iri,
    target: &str,
    part: &str,
) -> Result<(), Rejected> {
    let involving = Involving {
        target: target.parse().unwrap(),
        asked: asked.clone(),
        part: Some(part.to_owned()),
    };
    let id = format!("{}/offers/{}", sender.id, app.ulids.next(app.clock.now()));
    let activity = Received {
        id: id.parse().unwrap(),
        actor: sender,
        action: Action::Involve(Box::new(involving.clone())),
        received_at: app.clock.now(),
        said_at: None,
    };
    let tx = app.begin().await.unwrap();
    inbox::receive_offer(app, &tx, &activity, &involving).await?;
    tx.commit().await.unwrap();
    Ok(())
}

#[tokio::test]
async fn a_forger_gets_nobody_a_part() {
    let (app, workstream, awo) = house().await;
    let group = workstream.actor.clone().unwrap();
    let list = Wire::address(&group);
    let verein = meet(&app, "https://peer.example/verein").await;
    // An organisation that is none of a workstream asks ours to join a list that is not its own.
    let refused = arrives(&app, verein.clone(), &awo.actor, &list, "lead").await;
    assert!(matches!(refused, Err(Rejected::NotForUs)));
    // A person, and a part there is none of.
    let person = Actor {
        kind: "Person".to_owned(),
        ..verein.clone()
    };
    let refused = arrives(&app, person, &group, &list, "lead").await;
    assert!(matches!(refused, Err(Rejected::Refused("no_organisation"))));
    let refused = arrives(&app, verein.clone(), &group, &list, "own").await;
    assert!(matches!(refused, Err(Rejected::Refused("unknown_part"))));
    let elsewhere = "https://peer.example/ws/involved";
    let refused = arrives(&app, verein.clone(), &group, elsewhere, "lead").await;
    assert!(matches!(refused, Err(Rejected::NotForUs)));
    assert!(
        of_workstream(&app.db, &workstream)
            .await
            .unwrap()
            .is_empty()
    );
    // Asked as it should be it waits, once, and names nobody.
    for _ in 0..2 {
        arrives(&app, verein.clone(), &group, &list, "lead")
            .await
            .unwrap();
    }
    let all = of_workstream(&app.db, &workstream).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(open(&app).await.unwrap(), all);
    assert_eq!(shown(&app, &workstream).await, []);
}

#[tokio::test]
async fn no_more_questions_wait_than_somebody_can_answer() {
    let (app, workstream, _) = house().await;
    let group = workstream.actor.clone().unwrap();
    let list = Wire::address(&group);
    for number in 0..=OPEN_AT_MOST {
        let server = number / OPEN_OF_ONE_HOST_AT_MOST;
        let sender = meet(&app, &format!("https://peer-{server}.example/{number}")).await;
        let asked = arrives(&app, sender, &group, &list, "follow").await;
        assert_eq!(asked.is_ok(), number < OPEN_AT_MOST, "{number}");
    }
}

#[tokio::test]
async fn one_server_asks_no_more_than_its_share() {
    let (app, workstream, _) = house().await;
    let group = workstream.actor.clone().unwrap();
    let list = Wire::address(&group);
    for number in 0..=OPEN_OF_ONE_HOST_AT_MOST {
        let sender = meet(&app, &format!("https://peer.example/{number}")).await;
        let asked = arrives(&app, sender, &group, &list, "follow").await;
        assert_eq!(asked.is_ok(), number < OPEN_OF_ONE_HOST_AT_MOST, "{number}");
    }
    let other = meet(&app, "https://other.example/1").await;
    arrives(&app, other, &group, &list, "follow").await.unwrap();
}

#[tokio::test]
async fn a_coordinator_asks_answers_and_ends_it_at_the_desk() {
    let (app, workstream, _) = house().await;
    let coordinator = Visitor::new(&app, Rank::Coordinator).await;
    let path = format!("{}/involvements", workstream.desk());
    let nobody = coordinator.post(&path, &[("address", "nobody")]).await;
    assert_eq!(nobody.status, 422);
    assert!(nobody.says("value=\"nobody\""));
    let wrong = coordinator
        .post(&path, &[("address", "awo"), ("part", "own")])
        .await;
    assert!(wrong.says("Diese Beteiligung gibt es nicht."));
    let offered = coordinator
        .post(&path, &[("address", "awo"), ("part", "lead")])
        .await;
    assert_eq!(offered.location, format!("{path}?done=offered"));
    assert!(coordinator.get("/desk").await.says("/desk/involvements"));
    let asked = coordinator.get("/desk/involvements").await;
    assert!(asked.says("AWO Bundesverband wird um Beteiligung gebeten: federführend."));
    let one = open(&app).await.unwrap().remove(0);
    let answer = format!("/desk/involvements/{}/answer", one.id);
    let editor = Visitor::new(&app, Rank::Editor).await;
    assert_eq!(
        editor.post(&answer, &[("then", "accept")]).await.status,
        403
    );
    let yes = coordinator.post(&answer, &[("then", "accept")]).await;
    assert_eq!(yes.location, "/desk/involvements?done=accepted");
    let public = Visitor::nobody(&app).get(&workstream.path()).await;
    assert!(public.says("AWO Bundesverband"));
    let end = format!("/desk/involvements/{}/end", one.id);
    let ended = coordinator.post(&end, &[]).await;
    assert_eq!(ended.location, format!("{path}?done=ended"));
    assert_eq!(
        deeds(&app).await[..3],
        ["involvement.end", "involvement.accept", "involvement.offer"]
    );
    assert_eq!(shown(&app, &workstream).await, []);
}
