//! What others hear of a committee, and never hear; and what the calendar changes of it.

use super::*;
use crate::{
    committees::{self, tests as sitting},
    events::pages::tests::{BROWSER, get, page},
    web::desk::tests::furnished_house,
    workstreams::tests::document,
};
use federation::outbox::activity;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};

async fn again(app: &App, committee: &Committee) -> Committee {
    let found = store::find(&app.db, &committee.id).await.unwrap();
    found.unwrap()
}

async fn seats(app: &App, committee: &Committee) -> Vec<Value> {
    let address = format!("{}/seats", committee.actor.as_ref().unwrap());
    let listed = document(app, &address.parse().unwrap()).await;
    let mut seats = Vec::new();
    for id in listed["orderedItems"].as_array().unwrap() {
        let id: Url = id.as_str().unwrap().parse().unwrap();
        seats.push(document(app, &id).await);
    }
    seats
}

/// How much was said so far, by whomever.
async fn said(app: &App) -> usize {
    activity::Entity::find().all(&app.db).await.unwrap().len()
}

#[tokio::test]
async fn a_committee_can_be_followed_from_the_day_it_is_founded() {
    let (app, association) = furnished_house().await;
    let committee = sitting::committee(&app, "Dialogkomitee").await;
    let group = document(&app, committee.actor.as_ref().unwrap()).await;
    let id = committee.actor.as_ref().unwrap();
    for (member, expected) in [
        ("type", "Group"),
        ("kind", "committee"),
        ("preferredUsername", "dialogkomitee"),
        ("unitOf", association.actor.as_str()),
        ("startTime", "2026-11-22T00:00:00+01:00"),
        ("endTime", "2027-11-21T23:59:59+01:00"),
        ("seats", format!("{id}/seats").as_str()),
        ("url", "https://dialog.example.org/committees/dialogkomitee"),
    ] {
        assert_eq!(group[member], expected, "{member}");
    }
    assert_eq!(group["manuallyApprovesFollowers"], true);
    let summary = group["summary"].as_str().unwrap();
    assert!(summary.contains("<strong>alles</strong>"), "{summary}");
    for path in [
        "/@dialogkomitee",
        "/follow?uri=https://dialog.example.org/committees/dialogkomitee",
    ] {
        let answer = get(&app, path, BROWSER).await;
        assert!(answer.status.is_redirection(), "{path}");
    }
    let webfinger = "/.well-known/webfinger?resource=acct:dialogkomitee@dialog.example.org";
    let found = get(&app, webfinger, "application/jrd+json").await;
    assert!(found.says(id.as_str()), "{}", found.body);
    let shown = page(&app, "/committees/dialogkomitee").await;
    for expected in [
        "@dialogkomitee@dialog.example.org",
        "/@dialogkomitee/follow",
        "Wer folgen will, fragt an.",
    ] {
        assert!(shown.says(expected), "{expected}: {}", shown.body);
    }
    let known = document(&app, &committee.page(app.config.origin())).await;
    assert_eq!(known["id"], id.as_str(), "the page is the actor too");
    // Who follows the association hears of it, in one post.
    let outbox = format!("{}/outbox?page=1", association.actor);
    let told = document(&app, &outbox.parse().unwrap()).await;
    let told = told["orderedItems"].as_array().unwrap().clone();
    assert_eq!(told.len(), 1, "{told:?}");
    let note = &told[0]["object"];
    let content = note["content"].as_str().unwrap();
    assert!(content.contains("@dialogkomitee@dialog.example.org"));
    assert!(note["cc"].as_array().unwrap().contains(&json!(id)));
}

#[tokio::test]
async fn others_read_who_sits_where_and_never_how_they_are_reached() {
    let (app, _) = furnished_house().await;
    let committee = sitting::committee(&app, "Dialogkomitee").await;
    let vacant = seats(&app, &committee).await;
    assert_eq!(vacant.len(), 5, "of deputies nothing is said yet");
    for seat in &vacant {
        assert_eq!(seat["type"], "Relationship");
        assert_eq!(seat["kind"], "seat");
        assert_eq!(seat["object"], committee.actor.as_ref().unwrap().as_str());
        assert_eq!(seat.get("subject"), None, "nobody holds it");
        assert_eq!(seat["endTime"], "2027-11-21T23:59:59+01:00");
    }
    let member = sitting::holder(&app, &committee, 2, "member").await;
    sitting::holder(&app, &committee, 2, "deputy").await;
    sitting::holder(&app, &committee, 1, "adviser").await;
    let told = seats(&app, &committee).await;
    assert_eq!(told.len(), 6, "whoever advises has no seat");
    let seat = &told[1];
    assert_eq!(
        seat["subject"],
        json!({ "type": "Person", "name": member.name })
    );
    assert_eq!(seat["stakeholder"], "Wissenschaft");
    let deputy = &told[5];
    assert_eq!(deputy["deputyOf"], seat["id"]);
    assert_eq!(deputy["name"], "Stellvertretung: Wissenschaft");
    assert_eq!(told[0], vacant[0], "of the others nothing was said anew");
    for said in activity::Entity::find().all(&app.db).await.unwrap() {
        for secret in ["@verein.example", "/k/"] {
            assert!(!said.json.contains(secret), "{secret}: {}", said.json);
        }
    }
    let tx = app.begin().await.unwrap();
    committees::end(&app, &tx, &member).await.unwrap();
    tx.commit().await.unwrap();
    let seat = seats(&app, &committee).await.swap_remove(1);
    assert_eq!(seat.get("subject"), None, "they left");
    assert!(seat["updated"].as_str() > told[1]["updated"].as_str());
}

#[tokio::test]
async fn whoever_takes_office_later_is_told_of_on_their_first_day() {
    let (app, _) = furnished_house().await;
    let committee = sitting::committee(&app, "Dialogkomitee").await;
    let draft = committees::holder::Draft {
        seat: "1".to_owned(),
        name: "Verein A, Vorstand".to_owned(),
        starts_on: "2026-12-01".to_owned(),
        ends_on: "2026-12-10".to_owned(),
        ..committees::holder::Draft::default()
    };
    let tx = app.begin().await.unwrap();
    committees::seat(&app, &tx, &committee, &draft, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let subject = async || seats(&app, &committee).await[0]["subject"]["name"].clone();
    for (days, name) in [
        (0, Value::Null),
        (9, json!("Verein A, Vorstand")),
        (9, json!("Verein A, Vorstand")),
        (1, Value::Null),
    ] {
        app.clock.advance(chrono::Duration::days(days));
        look_after(&app).await.unwrap();
        assert_eq!(subject().await, name, "{}", today(&app));
    }
    let before = said(&app).await;
    assert_eq!(look_after(&app).await.unwrap(), 0, "once a day");
    app.clock.advance(chrono::Duration::days(1));
    look_after(&app).await.unwrap();
    assert_eq!(said(&app).await, before, "nothing is another than it was");
    app.clock.advance(chrono::Duration::days(400));
    look_after(&app).await.unwrap();
    app.clock.advance(chrono::Duration::days(1));
    assert_eq!(look_after(&app).await.unwrap(), 0, "its term is over");
}

#[tokio::test]
async fn one_that_is_older_than_that_appears_by_itself_under_a_handle_that_is_free() {
    let (app, association) = furnished_house().await;
    let before = said(&app).await;
    let mut all = Vec::new();
    // As rows that nobody was told of, by a program that knew no more.
    for (slug, ends_on) in [
        ("beirat", "2027-11-21"),
        (association.handle.as_str(), "2027-11-21"),
        ("erster-beirat", "2026-01-31"),
    ] {
        let now = app.clock.now();
        let committee = Committee {
            id: app.ulids.next(now).into(),
            slug: slug.to_owned(),
            actor: None,
            local: true,
            url: None,
            organizer: association.actor.clone(),
            programme: None,
            cycle: None,
            kind: committees::Kind::default(),
            name: "Beirat".to_owned(),
            summary: String::new(),
            purpose: String::new(),
            starts_on: "2025-11-22".parse().unwrap(),
            ends_on: ends_on.parse().unwrap(),
            told_on: None,
            closed_at: None,
            created_at: now,
            updated_at: now,
        };
        let tx = app.begin().await.unwrap();
        let committee = store::insert(&tx, committee).await.unwrap();
        if committee.is_over(today(&app)) {
            // Of who sat on what is over nobody is told.
            let seat = Seat {
                id: app.ulids.next(now).into(),
                committee: committee.id.clone(),
                number: 1,
                stakeholder: "Staat".to_owned(),
                iri: None,
                deputy: None,
                told_at: None,
                deputy_told_at: None,
            };
            store::insert_seat(&tx, seat).await.unwrap();
        }
        all.push(committee);
        tx.commit().await.unwrap();
    }
    assert!(page(&app, "/committees/beirat").await.says("Beirat"));
    assert_eq!(look_after(&app).await.unwrap(), 3);
    let mut handles = Vec::new();
    for committee in &all {
        let committee = again(&app, committee).await;
        let actor = committees::actor_of(&app.db, &committee).await.unwrap();
        handles.push(actor.unwrap().handle);
    }
    let taken = format!("committee-{}", association.handle);
    assert_eq!(handles, ["beirat", taken.as_str(), "erster-beirat"]);
    // A Note and an Update of each of the two that sit.
    assert_eq!(said(&app).await, before + 4);
    assert_eq!(look_after(&app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_handle_is_given_once_to_whomever() {
    let (app, association) = furnished_house().await;
    let draft = committees::Draft {
        name: "Komitee".to_owned(),
        slug: association.handle.clone(),
        seats: "Staat".to_owned(),
        ..committees::Draft::default()
    };
    let keys = app.federation.make_keys().await.unwrap();
    let tx = app.begin().await.unwrap();
    let refused = committees::found(&app, &tx, &association, &draft, keys).await;
    let refused = refused.unwrap_err().to_string();
    assert_eq!(refused, "refused: association-handle-taken");
}

#[tokio::test]
async fn a_change_is_told_and_a_seat_that_goes_is_gone_for_others() {
    let (app, _) = furnished_house().await;
    let committee = sitting::committee(&app, "Dialogkomitee").await;
    let before = seats(&app, &committee).await;
    let draft = committees::Draft {
        name: "Komitee".to_owned(),
        ends_on: "2027-01-31".to_owned(),
        seats: "Wissenschaft\nStaat\nJugend".to_owned(),
        ..committees::Draft::default()
    };
    let tx = app.begin().await.unwrap();
    committees::revise(&app, &tx, &committee.id, &draft)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let group = document(&app, committee.actor.as_ref().unwrap()).await;
    assert_eq!(group["name"], "Komitee");
    assert_eq!(group["endTime"], "2027-01-31T23:59:59+01:00");
    let told = seats(&app, &committee).await;
    let groups: Vec<_> = told.iter().map(|seat| &seat["stakeholder"]).collect();
    assert_eq!(groups, ["Wissenschaft", "Staat", "Jugend"]);
    assert!(told.iter().all(|seat| seat["endTime"] == group["endTime"]));
    let gone: Url = before[0]["id"].as_str().unwrap().parse().unwrap();
    let gone = get(&app, gone.path(), "application/activity+json").await;
    assert_eq!(gone.status, 410);
}

#[tokio::test]
async fn with_its_association_a_committee_closes_and_stays_to_be_read() {
    let (app, association) = furnished_house().await;
    let committee = sitting::committee(&app, "Dialogkomitee").await;
    let member = sitting::holder(&app, &committee, 1, "member").await;
    let seat: Url = seats(&app, &committee).await[0]["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let motion = sitting::motion(&app, &committee).await;
    app.clock.advance(chrono::Duration::days(1));
    let tx = app.begin().await.unwrap();
    for held in committees::held_by(&tx, &association.actor).await.unwrap() {
        close(&app, &tx, &held).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert!(
        committees::held_by(&app.db, &association.actor)
            .await
            .unwrap()
            .is_empty()
    );
    let actor = committee.actor.as_ref().unwrap();
    for path in [actor.path(), seat.path(), "/@dialogkomitee"] {
        let answer = get(&app, path, "application/activity+json").await;
        assert_eq!(answer.status, 410, "{path}");
    }
    let shown = page(&app, "/committees/dialogkomitee").await;
    for expected in ["vorbei", member.name.as_str()] {
        assert!(shown.says(expected), "{expected}: {}", shown.body);
    }
    assert!(!shown.says("/@dialogkomitee/follow"));
    // Nobody acts any more, nobody is seated, and nothing is told.
    let ballot = committees::Ballot {
        motion: motion.number.to_string(),
        voice: "yes".to_owned(),
        ..committees::Ballot::default()
    };
    let tx = app.begin().await.unwrap();
    let refused = committees::vote(&app, &tx, &member, &ballot)
        .await
        .unwrap_err();
    assert_eq!(refused.to_string(), "refused: committee-motion-over");
    let left = committees::find_motion(&tx, &committee, "1").await.unwrap();
    assert!(left.withdrawn_at.is_some(), "it is not rejected by its end");
    let draft = committees::holder::Draft {
        seat: "2".to_owned(),
        name: "Verein B".to_owned(),
        ..committees::holder::Draft::default()
    };
    assert!(
        committees::seat(&app, &tx, &committee, &draft, None)
            .await
            .is_err()
    );
    tx.rollback().await.unwrap();
    assert_eq!(look_after(&app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_copy_is_shown_with_its_home_and_nobody_here_looks_after_it() {
    let (app, _) = furnished_house().await;
    let ours = sitting::committee(&app, "Dialogkomitee").await;
    let mut row = ours.clone().into_active_model().reset_all();
    row.id = Set(app.ulids.next(app.clock.now()).into());
    row.slug = Set("beirat@peer.example".to_owned());
    row.name = Set("Beirat".to_owned());
    row.purpose = Set("<p>Begleitet <em>dort</em></p>".to_owned());
    row.actor = Set(None);
    row.local = Set(false);
    row.url = Set(Some(
        "https://peer.example/committees/beirat".parse().unwrap(),
    ));
    row.organizer = Set("https://peer.example/actor".parse().unwrap());
    row.insert(&app.db).await.unwrap();
    for (path, expected) in [
        ("/committees", "von peer.example"),
        ("/committees/beirat@peer.example", "<em>dort</em>"),
        (
            "/committees/beirat@peer.example",
            "https://peer.example/committees/beirat",
        ),
    ] {
        let shown = page(&app, path).await;
        assert!(shown.says(expected), "{path} {expected}: {}", shown.body);
    }
    // Lists of ours are lists of ours, and no way in finds it.
    let own = committees::all(&app.db).await.unwrap();
    assert_eq!(own, [again(&app, &ours).await]);
    assert!(
        committees::find(&app.db, "beirat@peer.example")
            .await
            .is_err()
    );
    let listed = get(&app, "/api/v1/committees", "*/*").await;
    assert!(!listed.says("beirat"), "{}", listed.body);
    look_after(&app).await.unwrap();
    let copy = committees::find_public(&app.db, "beirat@peer.example").await;
    assert_eq!(copy.unwrap().actor, None, "it appears at its home");
}
