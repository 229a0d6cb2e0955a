//! The rules of consent, one by one, between two associations of one house.

use super::*;
use crate::{
    accounts::{Role as Rank, tests::instance_with},
    associations::Association,
    events::feed::tests::{denkwerkstatt, drafted, house, published},
    following::tests::meet,
    web::{
        desk::tests::{Visitor, deeds},
        openapi::tests::Program,
    },
};
use chrono::{DateTime, Utc};
use federation::{Action, Answer, Offer, Received, Rejected, Verdict};
use std::slice;

/// Somebody who is named for the event `https://a.example/e/1`.
pub fn named(actor: &str, state: State) -> Cohost {
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
    Cohost {
        id: ulid::Ulid::from_parts(1, 1).into(),
        event: "https://a.example/e/1".parse().unwrap(),
        host: "https://a.example/actor".parse().unwrap(),
        actor: actor.parse().unwrap(),
        role: Role::default(),
        state,
        offer: None,
        accept: None,
        announce: None,
        sequence: 0,
        document: None,
        reason: String::new(),
        check_at: None,
        checked_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// Another association of the house.
pub async fn neighbour(app: &App) -> Association {
    let draft = associations::Draft {
        handle: "awo".into(),
        name: "AWO Bundesverband".into(),
        ..associations::Draft::default()
    };
    let keys = app.federation.make_keys().await.unwrap();
    let tx = app.begin().await.unwrap();
    let founded = associations::found(app, &tx, &draft, keys).await.unwrap();
    tx.commit().await.unwrap();
    founded
}

async fn asked(app: &App, event: &Event, address: &str) -> Result<Cohost> {
    let invited = look_up(app, address).await?;
    let tx = app.begin().await.unwrap();
    let cohost = offer(app, &tx, event, &invited, Role::Sponsor).await?;
    tx.commit().await.unwrap();
    Ok(cohost)
}

async fn again(app: &App, event: &Event) -> Event {
    let found = events::find_by_iri(&app.db, &event.iri).await.unwrap();
    found.unwrap()
}

#[tokio::test]
async fn one_of_the_same_house_is_asked_and_named_by_the_same_rows() {
    let (app, organizer) = house().await;
    let awo = neighbour(&app).await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    for address in [
        "awo",
        "@awo",
        "@awo@dialog.example.org",
        "https://dialog.example.org/@awo",
    ] {
        let found = look_up(&app, address).await.unwrap();
        assert_eq!(found.id, awo.actor, "{address}");
    }
    let cohost = asked(&app, &event, "@awo").await.unwrap();
    assert!(again(&app, &event).await.cohosts.0.is_empty());
    let tx = app.begin().await.unwrap();
    let cohost = accept(&app, &tx, cohost).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(cohost.state, State::Accepted);
    assert!(cohost.announce.is_some());
    let listed = again(&app, &event).await;
    assert!(listed.updated_at > event.updated_at);
    let [named] = listed.cohosts.0.as_slice() else {
        panic!("{:?}", listed.cohosts);
    };
    assert_eq!((&named.actor, named.role), (&awo.actor, Role::Sponsor));
    let of_awo = events::Filter {
        organizer: Some(awo.actor.clone()),
        ..events::Filter::default()
    };
    assert_eq!(events::count(&app.db, &of_awo).await.unwrap(), 1);
    let tx = app.begin().await.unwrap();
    end(&app, &tx, cohost).await.unwrap();
    tx.commit().await.unwrap();
    assert!(again(&app, &event).await.cohosts.0.is_empty());
    assert_eq!(events::count(&app.db, &of_awo).await.unwrap(), 0);
    assert!(of_ours(&app.db).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_somebody_else_is_asked_once_and_for_what_is_to_come() {
    let (app, organizer) = house().await;
    neighbour(&app).await;
    let draft = drafted(&app, &organizer, &denkwerkstatt()).await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let over = Event {
        ends_at: app.clock.now(),
        ..event.clone()
    };
    let cancelled = Event {
        state: events::State::Cancelled,
        ..event.clone()
    };
    asked(&app, &event, "awo").await.unwrap();
    for (event, address, refusal) in [
        (&draft, "awo", "cohost-event-not-open"),
        (&over, "awo", "cohost-event-not-open"),
        (&cancelled, "awo", "cohost-event-not-open"),
        (&event, "dialog", "cohost-is-organizer"),
        (&event, "awo", "cohost-offered-already"),
        (&event, "relay", "following-no-actor"),
        (&event, "nobody", "following-not-found"),
        (&event, "", "following-address-missing"),
    ] {
        let refused = asked(&app, event, address).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!("refused: {refusal}"),
            "{address}"
        );
    }
    let blocked = meet(&app, "https://peer.example/actor").await;
    blocks::add(&app.db, "peer.example", None, app.clock.now())
        .await
        .unwrap();
    let tx = app.begin().await.unwrap();
    let refused = offer(&app, &tx, &event, &blocked, Role::Cohost).await;
    let refused = refused.unwrap_err().to_string();
    assert_eq!(refused, "refused: following-blocked");
}

#[tokio::test]
async fn a_question_is_answered_once_and_by_who_was_asked() {
    let (app, organizer) = house().await;
    neighbour(&app).await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let cohost = asked(&app, &event, "awo").await.unwrap();
    let tx = app.begin().await.unwrap();
    let long = "x".repeat(cohost::REASON_AT_MOST + 1);
    let refused = reject(&app, &tx, cohost.clone(), &long).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "refused: cohost-reason-too-long"
    );
    let theirs = Cohost {
        actor: "https://peer.example/actor".parse().unwrap(),
        ..cohost.clone()
    };
    let refused = accept(&app, &tx, theirs).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let said = reject(&app, &tx, cohost, "Terminkonflikt").await.unwrap();
    assert_eq!(
        (said.state, said.reason.as_str()),
        (State::Rejected, "Terminkonflikt")
    );
    for again in [
        accept(&app, &tx, said.clone()).await,
        reject(&app, &tx, said, "").await,
    ] {
        assert_eq!(
            again.unwrap_err().to_string(),
            "refused: cohost-answered-already"
        );
    }
    tx.commit().await.unwrap();
    // Asked once more, after a no.
    let cohost = asked(&app, &event, "awo").await.unwrap();
    assert_eq!((cohost.state, cohost.reason.as_str()), (State::Offered, ""));
}

#[tokio::test]
async fn an_event_has_room_for_so_many() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    for number in 0..=COHOSTS_AT_MOST {
        let invited = meet(&app, &format!("https://peer{number}.example/actor")).await;
        let tx = app.begin().await.unwrap();
        let asked = offer(&app, &tx, &event, &invited, Role::Cohost).await;
        tx.commit().await.unwrap();
        assert_eq!(asked.is_ok(), number < COHOSTS_AT_MOST, "{number}");
    }
}

#[tokio::test]
async fn what_others_claim_of_us_is_shown_as_such_and_on_no_page_of_ours() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    meet(&app, "https://a.example/actor").await;
    let foreign = Event {
        id: app.ulids.next(app.clock.now()).into(),
        iri: "https://a.example/e/1".parse().unwrap(),
        organizer: "https://a.example/actor".parse().unwrap(),
        slug: "theirs".into(),
        local: false,
        ..event
    };
    let tx = app.begin().await.unwrap();
    let wire = events::wire_form(&app, &foreign, &organizer, None);
    let kept = events::activitypub::foreign(&wire, app.clock.now());
    events::keep(
        &tx,
        foreign.id.clone(),
        &foreign.iri,
        &foreign.organizer,
        None,
        kept,
        app.clock.now(),
    )
    .await
    .unwrap();
    let claim = Cohost {
        event: foreign.iri.clone(),
        ..named(organizer.id.as_str(), State::Unconfirmed)
    };
    store::insert(&tx, claim).await.unwrap();
    relist(&app, &tx, &foreign.iri).await.unwrap();
    tx.commit().await.unwrap();
    let shown = again(&app, &foreign).await;
    assert_eq!(shown.unconfirmed.0, slice::from_ref(&organizer.id));
    let of_ours = events::Filter {
        organizer: Some(organizer.id),
        ..events::Filter::default()
    };
    assert_eq!(events::count(&app.db, &of_ours).await.unwrap(), 1);
    let visitor = Visitor::new(&app, Rank::Editor).await;
    assert!(visitor.get(&shown.path()).await.says("nicht bestätigt"));
}

#[tokio::test]
async fn following_no_more_keeps_what_we_invite_to_together() {
    let (app, organizer) = house().await;
    let awo = neighbour(&app).await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let wire = events::wire_form(&app, &event, &organizer, None);
    let theirs: Iri = "https://a.example/actor".parse().unwrap();
    let tx = app.begin().await.unwrap();
    for number in [1, 2] {
        let iri: Iri = format!("https://a.example/e/{number}").parse().unwrap();
        let id = app.ulids.next(app.clock.now()).into();
        let foreign = events::activitypub::foreign(&wire, app.clock.now());
        events::keep(&tx, id, &iri, &theirs, None, foreign, app.clock.now())
            .await
            .unwrap();
    }
    let agreed = Cohost {
        accept: Some(
            "https://dialog.example.org/ap/activities/1"
                .parse()
                .unwrap(),
        ),
        announce: Some(
            "https://dialog.example.org/ap/activities/2"
                .parse()
                .unwrap(),
        ),
        ..named(awo.actor.as_str(), State::Accepted)
    };
    store::insert(&tx, agreed.clone()).await.unwrap();
    relist(&app, &tx, &agreed.event).await.unwrap();
    events::forget_all_of(&app, &tx, &theirs, &[])
        .await
        .unwrap();
    for (iri, is_kept) in [
        ("https://a.example/e/1", true),
        ("https://a.example/e/2", false),
    ] {
        let found = events::find_by_iri(&tx, &iri.parse().unwrap())
            .await
            .unwrap();
        assert_eq!(found.is_some(), is_kept, "{iri}");
    }
}

#[tokio::test]
async fn a_coordinator_asks_and_answers_at_the_desk_and_an_editor_looks_on() {
    let (app, organizer) = house().await;
    neighbour(&app).await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let page = format!("/desk/events/{}/cohosts", event.id);
    let fields = [("address", "@awo"), ("role", "media_partner")];
    let editor = Visitor::new(&app, Rank::Editor).await;
    assert_eq!(editor.post(&page, &fields).await.status, 403);
    assert!(!editor.get(&page).await.says("name=\"address\""));
    let visitor = Visitor::new(&app, Rank::Coordinator).await;
    let wrong = [("address", "@awo"), ("role", "emperor")];
    assert!(
        visitor
            .post(&page, &wrong)
            .await
            .says("Diese Rolle gibt es nicht.")
    );
    let answer = visitor.post(&page, &fields).await;
    assert_eq!(answer.location, format!("{page}?done=offered"));
    assert!(editor.get(&page).await.says("angefragt"));
    assert!(
        visitor
            .get("/desk")
            .await
            .says("möchte mit Ihnen veranstalten")
    );
    assert!(!visitor.get(&event.path()).await.says("AWO Bundesverband"));
    let id = of_ours(&app.db).await.unwrap()[0].id.clone();
    let question = format!("/desk/cohosts/{id}");
    assert!(editor.get("/desk/cohosts").await.says(&question));
    let shown = editor.get(&question).await;
    assert!(shown.says("Denkwerkstatt") && shown.says("Medienpartner"));
    assert!(!shown.says("value=\"accept\""));
    let given = format!("{question}/answer");
    assert_eq!(editor.post(&given, &[("then", "accept")]).await.status, 403);
    assert!(visitor.get(&question).await.says("value=\"accept\""));
    let both = [("then", "accept"), ("reason", "Keine Zeit")];
    let refused = visitor.post(&given, &both).await;
    assert!(refused.status == 422 && refused.says("value=\"Keine Zeit\""));
    let answer = visitor.post(&given, &[("then", "accept")]).await;
    assert_eq!(answer.location, "/desk/cohosts?done=accepted");
    app.clock.advance(Duration::seconds(2));
    let public = visitor.get(&event.path()).await;
    assert!(public.says("Medienpartner:") && public.says("AWO Bundesverband"));
    assert!(
        visitor
            .get(&format!("{question}/end"))
            .await
            .says("Nicht mehr gemeinsam")
    );
    let answer = visitor.post(&format!("{question}/end"), &[]).await;
    assert_eq!(answer.location, format!("{page}?done=ended"));
    app.clock.advance(Duration::seconds(2));
    assert!(!visitor.get(&event.path()).await.says("AWO Bundesverband"));
    assert_eq!(
        deeds(&app).await,
        ["cohost.end", "cohost.accept", "cohost.offer"]
    );
}

/// An event of another server, as its home shows it.
fn theirs(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = json!({
        "id": "https://a.example/e/1",
        "type": "Event",
        "attributedTo": "https://a.example/actor",
        "name": "Lesekreis",
        "startTime": "2026-12-12T18:00:00+01:00",
        "endTime": "2026-12-12T20:00:00+01:00",
        "timezone": "Europe/Berlin",
        "published": "2026-11-01T10:00:00Z",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
    });
    change(&mut document);
    document
}

fn read(document: &Value) -> wire::Event {
    match Object::read(document) {
        Some(Object::Event(event)) => *event,
        other => panic!("{other:?}"),
    }
}

/// Its owner asks one of ours.
fn offered(ours: &Iri, change: impl FnOnce(&mut Value)) -> Cohost {
    let document = serde_json::to_string(&read(&theirs(change))).unwrap();
    Cohost {
        offer: Some("https://a.example/offers/1".parse().unwrap()),
        document: Some(document),
        ..named(ours.as_str(), State::Offered)
    }
}

#[tokio::test]
async fn nobody_is_asked_who_is_gone_and_nobody_elsewhere_while_we_are_closed() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let closed = instance_with("https://dialog.example.org", |config| {
        config.legal = crate::config::Legal::default();
    });
    let closed = closed.await;
    let there = meet(&app, "https://a.example/actor").await;
    let gone = Actor {
        deleted_at: Some(app.clock.now()),
        ..there.clone()
    };
    let tx = app.begin().await.unwrap();
    for (app, invited, refusal) in [
        (&app, &gone, "following-no-actor"),
        (&closed, &there, "following-closed"),
    ] {
        let refused = offer(app, &tx, &event, invited, Role::Cohost).await;
        let refused = refused.unwrap_err().to_string();
        assert_eq!(refused, format!("refused: {refusal}"));
    }
    let question = offered(&organizer.id, |_| {});
    let refused = accept(&closed, &tx, question).await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: following-closed");
}

#[tokio::test]
async fn nobody_agrees_to_what_is_off_over_or_of_a_server_that_is_blocked() {
    let (app, organizer) = house().await;
    meet(&app, "https://a.example/actor").await;
    let tx = app.begin().await.unwrap();
    for change in [
        json!({"status": "CANCELLED"}),
        json!({"startTime": "2020-01-01T18:00:00Z", "endTime": "2020-01-01T19:00:00Z"}),
    ] {
        let question = offered(&organizer.id, |document| {
            for (name, value) in change.as_object().unwrap() {
                document[name] = value.clone();
            }
        });
        let refused = accept(&app, &tx, question).await.unwrap_err();
        assert_eq!(refused.to_string(), "refused: cohost-event-not-open");
    }
    tx.rollback().await.unwrap();
    blocks::add(&app.db, "a.example", None, app.clock.now())
        .await
        .unwrap();
    let tx = app.begin().await.unwrap();
    let refused = accept(&app, &tx, offered(&organizer.id, |_| {})).await;
    let refused = refused.unwrap_err().to_string();
    assert_eq!(refused, "refused: following-blocked");
}

#[tokio::test]
async fn a_question_of_the_house_is_open_as_long_as_its_event() {
    let (app, organizer) = house().await;
    neighbour(&app).await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let cohost = asked(&app, &event, "awo").await.unwrap();
    assert_eq!(look_after(&app).await.unwrap(), 0);
    assert_eq!(find_own(&app, &cohost.id).await.unwrap(), cohost);
    let tx = app.begin().await.unwrap();
    events::cancel(&app, &tx, event, "").await.unwrap();
    let refused = accept(&app, &tx, cohost).await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: cohost-event-not-open");
}

#[tokio::test]
async fn what_somebody_else_of_the_house_still_invites_to_stays() {
    let (app, organizer) = house().await;
    let awo = neighbour(&app).await;
    meet(&app, "https://a.example/actor").await;
    let tx = app.begin().await.unwrap();
    let mut agreed = Vec::new();
    for (number, ours) in [&organizer.id, &awo.actor].into_iter().enumerate() {
        let question = Cohost {
            id: ulid::Ulid::from_parts(1, number as u128 + 1).into(),
            ..offered(ours, |_| {})
        };
        let question = store::insert(&tx, question).await.unwrap();
        agreed.push(accept(&app, &tx, question).await.unwrap());
    }
    let iri = agreed[0].event.clone();
    for (cohost, is_left) in agreed.into_iter().zip([true, false]) {
        end(&app, &tx, cohost).await.unwrap();
        let kept = events::find_by_iri(&tx, &iri).await.unwrap();
        assert_eq!(kept.is_some(), is_left);
    }
}

#[tokio::test]
async fn who_is_blocked_is_named_no_more() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    meet(&app, "https://a.example/actor").await;
    let agreed = Cohost {
        event: event.iri.clone(),
        host: organizer.id.clone(),
        accept: Some("https://a.example/accepts/1".parse().unwrap()),
        ..named("https://a.example/actor", State::Accepted)
    };
    for (is_blocked, named) in [(false, 1), (true, 0)] {
        if is_blocked {
            blocks::add(&app.db, "a.example", None, app.clock.now())
                .await
                .unwrap();
        }
        let tx = app.begin().await.unwrap();
        if !is_blocked {
            store::insert(&tx, agreed.clone()).await.unwrap();
        }
        relist(&app, &tx, &event.iri).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(again(&app, &event).await.cohosts.0.len(), named);
    }
}

/// Somebody offers this, to one of ours.
async fn hears(app: &App, tx: &Tx, ours: &Iri, document: &Value) -> Result<(), Rejected> {
    hears_as(app, tx, ours, document, 1).await
}

async fn hears_as(
    app: &App,
    tx: &Tx,
    ours: &Iri,
    document: &Value,
    number: usize,
) -> Result<(), Rejected> {
    let event = read(document);
    let offer = Offer {
        target: activitypub::organizers(&event),
        event,
        invited: ours.clone(),
        kind: None,
    };
    let activity = received(app, tx, number, Action::Offer(Box::new(offer.clone()))).await;
    inbox::receive_offer(app, tx, &activity, &offer).await
}

async fn received(app: &App, tx: &Tx, number: usize, action: Action) -> Received {
    let actor = "https://a.example/actor".parse().unwrap();
    Received {
        id: format!("https://a.example/offers/{number}")
            .parse()
            .unwrap(),
        actor: actors::find(tx, &actor).await.unwrap().unwrap(),
        action,
        received_at: app.clock.now(),
        said_at: None,
    }
}

#[tokio::test]
async fn only_what_takes_place_as_a_whole_is_asked_about() {
    let (app, organizer) = house().await;
    let part = json!({"superEvent": "https://a.example/e/0"});
    let off = json!({"status": "CANCELLED"});
    let over = json!({"startTime": "2020-01-01T18:00:00Z", "endTime": "2020-01-01T19:00:00Z"});
    meet(&app, "https://a.example/actor").await;
    let tx = app.begin().await.unwrap();
    for change in [part, off, over] {
        let document = theirs(|document| {
            for (name, value) in change.as_object().unwrap() {
                document[name] = value.clone();
            }
        });
        let refused = hears(&app, &tx, &organizer.id, &document).await;
        assert!(matches!(refused, Err(Rejected::NotForUs)), "{change}");
        assert_eq!(of_ours(&tx).await.unwrap(), [], "{change}");
    }
    hears(&app, &tx, &organizer.id, &theirs(|_| {}))
        .await
        .unwrap();
    assert_eq!(of_ours(&tx).await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_agreed_is_not_asked_once_more_and_one_server_asks_only_so_much() {
    let (app, organizer) = house().await;
    meet(&app, "https://a.example/actor").await;
    let tx = app.begin().await.unwrap();
    let about = |number: usize| {
        theirs(|document| document["id"] = json!(format!("https://a.example/e/{number}")))
    };
    hears(&app, &tx, &organizer.id, &about(1)).await.unwrap();
    let question = of_ours(&tx).await.unwrap().remove(0);
    let agreed = accept(&app, &tx, question).await.unwrap();
    hears_as(&app, &tx, &organizer.id, &about(1), 2)
        .await
        .unwrap();
    assert_eq!(of_ours(&tx).await.unwrap(), [agreed]);
    for number in 2..=OPEN_OF_ONE_AT_MOST as usize + 2 {
        let heard = hears_as(&app, &tx, &organizer.id, &about(number), number + 1).await;
        let has_room = number <= OPEN_OF_ONE_AT_MOST as usize + 1;
        assert_eq!(heard.is_ok(), has_room, "{number}");
    }
}

#[tokio::test]
async fn a_yes_to_what_is_called_off_names_nobody() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let invited = meet(&app, "https://a.example/actor").await;
    let tx = app.begin().await.unwrap();
    let cohost = offer(&app, &tx, &event, &invited, Role::Cohost).await;
    let cohost = cohost.unwrap();
    events::cancel(&app, &tx, event.clone(), "").await.unwrap();
    let answer = Answer {
        asked: cohost.offer.clone().unwrap().into(),
        verdict: Verdict::Accept,
        kind: None,
        reason: None,
        result: None,
        grant: None,
        name: None,
    };
    let activity = received(&app, &tx, 1, Action::Answer(answer.clone())).await;
    let refused = inbox::receive_answer(&app, &tx, &activity, &answer).await;
    assert!(matches!(refused, Err(Rejected::NotForUs)), "{refused:?}");
    // Nor does somebody's word that it is gone take from it whom we asked.
    inbox::receive_delete(&app, &tx, &event.iri).await.unwrap();
    let asked = of_event(&tx, &event).await.unwrap();
    assert_eq!(asked, [cohost]);
}

#[tokio::test]
async fn nobody_is_asked_for_a_word_of_ours_or_of_who_is_blocked() {
    let (app, organizer) = house().await;
    blocks::add(&app.db, "a.example", None, app.clock.now())
        .await
        .unwrap();
    let theirs: Iri = "https://a.example/actor".parse().unwrap();
    for (actor, word) in [
        (&organizer.id, "https://dialog.example.org/ap/activities/1"),
        (&theirs, "https://a.example/accepts/1"),
    ] {
        let word: Iri = word.parse().unwrap();
        let found = checking::read_word(&app, actor, Some(&word), |_| Some(())).await;
        assert!(
            matches!(found.unwrap(), checking::Finding::Nothing),
            "{word}"
        );
    }
}

#[tokio::test]
async fn nobody_agrees_to_what_its_home_does_not_show_now_and_everybody_may_say_no() {
    let (app, organizer) = house().await;
    meet(&app, "https://a.example/actor").await;
    let tx = app.begin().await.unwrap();
    let question = store::insert(&tx, offered(&organizer.id, |_| {})).await;
    tx.commit().await.unwrap();
    let question = question.unwrap();
    // What was answered needs no second look.
    let answered = Cohost {
        state: State::Accepted,
        ..question.clone()
    };
    require_unchanged(&app, &answered).await.unwrap();
    let program = Program::new(&app, Rank::Owner).await;
    let path = format!("/api/v1/cohosts/{}/acceptance", question.id);
    assert_eq!(program.say("POST", &path, None).await.0, 422);
    let visitor = Visitor::new(&app, Rank::Coordinator).await;
    let given = format!("/desk/cohosts/{}/answer", question.id);
    assert_eq!(
        visitor.post(&given, &[("then", "accept")]).await.status,
        422
    );
    assert_eq!(find_own(&app, &question.id).await.unwrap(), question);
    let no = [("then", "reject"), ("reason", "Keine Zeit")];
    let answer = visitor.post(&given, &no).await;
    assert_eq!(answer.location, "/desk/cohosts?done=rejected");
    let rejected = find_own(&app, &question.id).await.unwrap();
    assert_eq!(
        (rejected.state, rejected.reason.as_str()),
        (State::Rejected, "Keine Zeit")
    );
}
