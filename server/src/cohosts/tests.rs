//! The rules of consent, one by one, between two associations of one house.

use super::*;
use crate::{
    accounts::Role as Rank,
    associations::Association,
    events::feed::tests::{denkwerkstatt, drafted, house, published},
    following::tests::meet,
    web::desk::tests::{Visitor, deeds},
};
use chrono::{DateTime, Utc};
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
    let kept = events::activitypub::foreign(&wire);
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
        let foreign = events::activitypub::foreign(&wire);
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
