//! A seat of a committee is held from another server: offered, taken, granted, voted by, given back and taken
//! back, and nobody else gets in between.

use crate::sitting::{founded, seat};
use chrono::Duration;
use harness::{Engine, Instance, Peer, on_both_engines, settle};
use serde_json::{Value, json};
use server::{
    associations::{self, Association},
    closings::{self, Closing, Coming},
    committees::{self, Ballot, Committee, Draft, Holder, Motion, SeatVote, holder, motion},
    mandates::{self, Mandate, State, VoteState},
};

on_both_engines![
    five_seats_five_deputies_and_one_of_them_elsewhere,
    a_seat_that_is_declined_or_taken_back_gives_no_right,
    a_term_ends_by_itself_on_both_servers,
    a_seat_is_given_back,
    nobody_else_votes_answers_or_tells,
    what_is_voted_on_reaches_nobody_else,
    who_takes_office_later_hears_of_it_then,
    with_its_association_a_committee_ends_every_mandate,
    an_association_that_is_no_more_leaves_its_seat,
];

/// The five stakeholder groups of the dialogue.
const GROUPS: [&str; 5] = [
    "Organisierte Zivilgesellschaft",
    "Wissenschaft",
    "Kultur und Medien",
    "Wirtschaft",
    "Staat",
];

async fn convened(instance: &Instance, association: &Association) -> Committee {
    let draft = Draft {
        name: "Dialogkomitee".to_owned(),
        seats: GROUPS.join("\n"),
        ..Draft::default()
    };
    let keys = instance.app.federation.make_keys().await.expect("keys");
    let tx = instance.begin().await;
    let committee = committees::found(&instance.app, &tx, association, &draft, keys).await;
    tx.commit().await.expect("a commit");
    committee.expect("a committee")
}

fn address(association: &Association, instance: &Instance) -> String {
    format!("@{}@{}", association.handle, instance.host())
}

async fn try_offer(
    home: &Instance,
    committee: &Committee,
    draft: &holder::Draft,
) -> server::Result<Holder> {
    let elsewhere = committees::look_up(&home.app, draft).await?;
    let tx = home.begin().await;
    let offered = committees::seat(&home.app, &tx, committee, draft, elsewhere.as_ref()).await?;
    tx.commit().await.expect("a commit");
    Ok(offered)
}

fn draft(address: &str, seat: &str, part: &str) -> holder::Draft {
    holder::Draft {
        seat: seat.to_owned(),
        part: part.to_owned(),
        address: address.to_owned(),
        ..holder::Draft::default()
    }
}

/// The seat is offered, and the offer has arrived.
async fn offer(
    home: &Instance,
    there: &Instance,
    committee: &Committee,
    draft: &holder::Draft,
) -> (Holder, Mandate) {
    let offered = try_offer(home, committee, draft).await.expect("an offer");
    settle([home, there]).await;
    let mandate = mandates::listed(&there.app.db).await.expect("the table");
    let mandate = mandate.into_iter().next().expect("an offer that arrived");
    (offered, mandate)
}

async fn accept(home: &Instance, there: &Instance, mandate: &Mandate) {
    let tx = there.begin().await;
    let found = mandates::find_for_change(&tx, mandate.id.as_str()).await;
    let draft = mandates::Draft {
        person: "Innovationsbüro, Referat".to_owned(),
    };
    let taken = mandates::accept(&there.app, &tx, found.expect("a mandate"), &draft).await;
    taken.expect("a seat that is on offer");
    tx.commit().await.expect("a commit");
    settle([home, there]).await;
}

async fn again(there: &Instance, mandate: &Mandate) -> Mandate {
    let found = mandates::find(&there.app.db, mandate.id.as_str()).await;
    found.expect("the table")
}

async fn put(home: &Instance, committee: &Committee) -> Motion {
    let today = committees::today(&home.app);
    let draft = motion::Draft {
        title: "Zwischenstand billigen".to_owned(),
        text: "Für alle **fünf** Gruppen.".to_owned(),
        ends_on: (today + Duration::days(10)).to_string(),
        deputies_on: (today + Duration::days(5)).to_string(),
        ..motion::Draft::default()
    };
    let tx = home.begin().await;
    let motion = committees::put(&home.app, &tx, committee, &draft).await;
    tx.commit().await.expect("a commit");
    motion.expect("a motion")
}

/// What is voted on, as it is known elsewhere.
async fn told(there: &Instance, mandate: &Mandate) -> Vec<mandates::Motion> {
    let told = mandates::motions(&there.app.db, &mandate.id).await;
    told.expect("the table")
}

async fn try_vote(there: &Instance, mandate: &Mandate, voice: &str) -> server::Result<()> {
    let motion = told(there, mandate).await;
    let ballot = mandates::Ballot {
        motion: motion
            .first()
            .map(|it| it.id.to_string())
            .unwrap_or_default(),
        voice: voice.to_owned(),
    };
    let tx = there.begin().await;
    let found = mandates::find_for_change(&tx, mandate.id.as_str()).await?;
    mandates::vote(&there.app, &tx, &found, &ballot).await?;
    tx.commit().await.expect("a commit");
    Ok(())
}

async fn votes(home: &Instance, motion: &Motion) -> Vec<SeatVote> {
    let votes = committees::votes(&home.app.db, &motion.id).await;
    votes.expect("the table")
}

async fn vote_here(home: &Instance, holder: &Holder, voice: &str) {
    let ballot = Ballot {
        motion: "1".to_owned(),
        voice: voice.to_owned(),
        ..Ballot::default()
    };
    let tx = home.begin().await;
    let voted = committees::vote(&home.app, &tx, holder, &ballot).await;
    voted.expect("a vote");
    tx.commit().await.expect("a commit");
}

async fn end(home: &Instance, holder: &Holder) {
    let tx = home.begin().await;
    let ended = committees::end(&home.app, &tx, holder).await;
    ended.expect("they leave");
    tx.commit().await.expect("a commit");
}

/// Who sits on the seat of the state, as everybody reads it.
async fn deputy_of_state(home: &Instance, committee: &Committee) -> Option<String> {
    let roster = committees::roster(&home.app, &home.app.db, committee).await;
    let deputy = roster.expect("a roster").places.remove(4).deputy;
    deputy.map(|deputy| deputy.name)
}

async fn five_seats_five_deputies_and_one_of_them_elsewhere(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = convened(&dialog, &host).await;
    let mut members = Vec::new();
    for (group, number) in GROUPS.iter().zip(1..) {
        members.push(seat(&dialog, &committee, group, "member").await);
        if number < 5 {
            seat(&dialog, &committee, group, "deputy").await;
        }
    }
    let draft = draft(&address(&theirs, &buero), "Staat", "deputy");
    let (_, mandate) = offer(&dialog, &buero, &committee, &draft).await;
    assert_eq!(
        (mandate.state, mandate.stakeholder.as_str()),
        (State::Offered, "Staat")
    );
    // Who is asked only is nobody yet: nobody reads of them, and the seat is free.
    assert_eq!(deputy_of_state(&dialog, &committee).await, None);
    let page = dialog.get(&committee.path(), "text/html").await.body;
    assert!(!page.contains("innovationsbuero"), "{page}");

    dialog.advance(Duration::minutes(1));
    accept(&dialog, &buero, &mandate).await;
    assert_eq!(again(&buero, &mandate).await.state, State::Granted);
    let sits = deputy_of_state(&dialog, &committee).await;
    assert_eq!(sits.as_deref(), Some("Innovationsbüro, Referat"));

    let motion = put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    let seen = told(&buero, &mandate).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].title, "Zwischenstand billigen");
    assert!(seen[0].text.contains("<strong>fünf</strong>"));
    // The member may still vote alone: refused with the reason, and nothing changed.
    try_vote(&buero, &mandate, "no").await.expect("it is sent");
    settle([&dialog, &buero]).await;
    assert!(votes(&dialog, &motion).await.is_empty());
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!(seen.vote_state, Some(VoteState::Refused));
    assert!(seen.reason.contains("abwesend"), "{}", seen.reason);

    dialog.advance(Duration::days(6));
    try_vote(&buero, &mandate, "no").await.expect("it is sent");
    settle([&dialog, &buero]).await;
    let cast = votes(&dialog, &motion).await;
    assert_eq!(cast.len(), 1);
    assert!(cast[0].is_by_deputy() && cast[0].counts());
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!(seen.vote_state, Some(VoteState::Taken));
    assert_eq!((seen.yes, seen.no), (0, 0), "nobody is shown how it stands");
    assert!(try_vote(&buero, &mandate, "yes").await.is_err(), "once");

    // The member overrides it until the end.
    vote_here(&dialog, &members[4], "yes").await;
    let cast = votes(&dialog, &motion).await;
    assert!(!cast[0].counts() && cast[1].counts());
    dialog.advance(Duration::days(5));
    committees::look_after(&dialog.app).await.expect("the jobs");
    settle([&dialog, &buero]).await;
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!(seen.outcome, motion::Outcome::Adopted);
    assert_eq!((seen.yes, seen.no, seen.abstain), (1, 0, 0));
}

async fn a_seat_that_is_declined_or_taken_back_gives_no_right(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = founded(&dialog, &host).await;
    let address = address(&theirs, &buero);
    let member = draft(&address, "Staat", "member");
    // Named by what was wrong, before anybody is asked.
    for (wrong, field) in [
        (draft(&address, "", "adviser"), "address"),
        (
            draft("@niemand@dialog.invalid", "Staat", "member"),
            "address",
        ),
        (
            holder::Draft {
                email: "a@verein.example".to_owned(),
                ..member.clone()
            },
            "email",
        ),
    ] {
        let refused = try_offer(&dialog, &committee, &wrong)
            .await
            .expect_err("a refusal");
        let server::Error::Refused(refusals) = refused else {
            panic!("{refused}");
        };
        assert_eq!(refusals.0[0].field, Some(field));
    }
    let (_, mandate) = offer(&dialog, &buero, &committee, &member).await;
    let sits_already = draft(&address, "Wirtschaft", "deputy");
    let twice = try_offer(&dialog, &committee, &sits_already).await;
    let twice = twice.expect_err("a refusal").to_string();
    assert_eq!(twice, "refused: committee-address-sits-already");

    let tx = buero.begin().await;
    let found = mandates::find_for_change(&tx, mandate.id.as_str()).await;
    let declined = mandates::decline(&buero.app, &tx, found.expect("a mandate"), "Zu weit.").await;
    declined.expect("an offer");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let declined = committees::declined(&dialog.app.db, &committee).await;
    let declined = declined.expect("the table");
    assert_eq!(declined[0].reason, "Zu weit.");
    assert_eq!(declined[0].ended_at.map(|_| ()), Some(()));

    // Taken back before anybody answered.
    let (asked, mandate) = offer(&dialog, &buero, &committee, &member).await;
    end(&dialog, &asked).await;
    settle([&dialog, &buero]).await;
    assert_eq!(again(&buero, &mandate).await.state, State::Ended);

    // And after they were let in: a vote with a revoked grant is refused, even of a server that keeps on.
    let (held, mandate) = offer(&dialog, &buero, &committee, &member).await;
    accept(&dialog, &buero, &mandate).await;
    let motion = put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    try_vote(&buero, &mandate, "yes").await.expect("it is sent");
    end(&dialog, &held).await;
    settle([&dialog, &buero]).await;
    assert!(votes(&dialog, &motion).await.is_empty(), "it came too late");
    let now = again(&buero, &mandate).await;
    assert_eq!((now.state, now.grant_iri), (State::Ended, None));
    assert!(told(&buero, &mandate).await.is_empty(), "nothing stays");
    assert!(try_vote(&buero, &mandate, "yes").await.is_err());
    assert_eq!(dialog.refusals().get("vote_refused"), Some(&1));
}

async fn a_term_ends_by_itself_on_both_servers(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = founded(&dialog, &host).await;
    let ends_on = committees::today(&dialog.app) + Duration::days(3);
    let draft = holder::Draft {
        ends_on: ends_on.to_string(),
        ..draft(&address(&theirs, &buero), "Staat", "member")
    };
    let (held, mandate) = offer(&dialog, &buero, &committee, &draft).await;
    accept(&dialog, &buero, &mandate).await;
    let motion = put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    dialog.advance(Duration::days(4));
    // Nobody said a word, no job has run.
    let over = try_vote(&buero, &mandate, "yes")
        .await
        .expect_err("a refusal");
    assert_eq!(over.to_string(), "refused: committee-term-over");
    let ballot = Ballot {
        motion: "1".to_owned(),
        voice: "yes".to_owned(),
        ..Ballot::default()
    };
    let tx = dialog.begin().await;
    let over = committees::vote(&dialog.app, &tx, &held, &ballot).await;
    assert!(over.is_err(), "and its home says the same");
    drop(tx);
    assert!(votes(&dialog, &motion).await.is_empty());
}

async fn a_seat_is_given_back(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = convened(&dialog, &host).await;
    let draft = draft(&address(&theirs, &buero), "Staat", "deputy");
    let (_, mandate) = offer(&dialog, &buero, &committee, &draft).await;
    accept(&dialog, &buero, &mandate).await;
    put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    assert_eq!(told(&buero, &mandate).await.len(), 1);
    let tx = buero.begin().await;
    let found = mandates::find_for_change(&tx, mandate.id.as_str()).await;
    let left = mandates::leave(&buero.app, &tx, found.expect("a mandate")).await;
    left.expect("a seat to give back");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    assert_eq!(again(&buero, &mandate).await.state, State::Left);
    assert!(told(&buero, &mandate).await.is_empty());
    assert_eq!(deputy_of_state(&dialog, &committee).await, None);
    // What is put afterwards does not reach them.
    put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    assert!(told(&buero, &mandate).await.is_empty());
}

/// Another program that says to be an association as ours are.
async fn pretender(instance: &Instance, name: &str) -> Peer {
    let peer = Peer::new(name, &instance.app.clock).await;
    peer.with_document(|document| {
        document["type"] = json!("Organization");
        document["kind"] = json!("association");
    })
}

fn ballot_of(peer: &Peer, motion: &Value, committee: &Value, author: &Value) -> Value {
    let mut note = peer.activity("Create", json!({}));
    note["to"] = json!([committee]);
    note["object"] = json!({
        "id": peer.url("/stimme"), "type": "Note", "attributedTo": author,
        "inReplyTo": motion, "name": "no", "to": [committee],
    });
    note
}

async fn nobody_else_votes_answers_or_tells(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = founded(&dialog, &host).await;
    let group = json!(committee.actor);
    let mallory = pretender(&dialog, "mallory").await;
    let asked = draft(&address(&theirs, &buero), "Staat", "member");
    let (held, mandate) = offer(&dialog, &buero, &committee, &asked).await;
    // Says yes or no for whom it was offered to.
    for kind in ["Accept", "Reject"] {
        let mut forged = mallory.activity(kind, json!({ "id": held.offer, "type": "Offer" }));
        forged["name"] = json!("Mallory");
        assert_eq!(mallory.tells(&dialog, &forged).await.status, 403, "{kind}");
    }
    assert_eq!(again(&buero, &mandate).await.state, State::Offered);
    accept(&dialog, &buero, &mandate).await;
    let motion = put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    let iri = json!(told(&buero, &mandate).await[0].iri);
    // Votes without a seat, and in the name of who has it.
    for author in [json!(mallory.id()), json!(theirs.actor)] {
        let forged = ballot_of(&mallory, &iri, &group, &author);
        let reply = mallory.tells(&dialog, &forged).await;
        assert!(reply.status.as_u16() < 500, "{}", reply.status);
    }
    let stranger = ballot_of(&mallory, &iri, &group, &json!(mallory.id()));
    assert_eq!(mallory.tells(&dialog, &stranger).await.status, 403);
    let mut as_them = stranger.clone();
    as_them["actor"] = json!(theirs.actor);
    assert!(mallory.tells(&dialog, &as_them).await.status.as_u16() >= 400);
    assert!(votes(&dialog, &motion).await.is_empty());
    // Takes the seat back, on either side.
    let before = (
        again(&buero, &mandate).await,
        deputies(&dialog, &committee).await,
    );
    let word = before.0.word.clone();
    for (at, id) in [
        (&buero, json!(before.0.grant_iri)),
        (&buero, json!(before.0.offer)),
        (&dialog, json!(word)),
        (&dialog, json!(held.offer)),
    ] {
        for kind in ["Undo", "Revoke"] {
            let forged = mallory.activity(kind, id.clone());
            let reply = mallory.tells(at, &forged).await;
            assert!(reply.status.as_u16() < 500, "{}", reply.status);
        }
    }
    // Tells of motions, and grants, as a committee it is not.
    let mut claimed = mallory.activity("Create", json!({}));
    claimed["object"] = json!({
        "id": mallory.url("/antrag"), "type": "Question", "kind": "motion", "state": "open",
        "attributedTo": group, "name": "Falsch", "content": "Falsch", "oneOf": [{"name": "yes"}],
        "endTime": "2030-01-01T00:00:00Z", "published": "2026-09-01T00:00:00Z", "to": [theirs.actor],
    });
    mallory.tells(&buero, &claimed).await;
    claimed["object"]["attributedTo"] = json!(mallory.id());
    mallory.tells(&buero, &claimed).await;
    let mut granted = mallory.activity("Grant", json!(mandate.seat));
    granted["context"] = group.clone();
    granted["target"] = json!(theirs.actor);
    granted["fulfills"] = json!(word);
    mallory.tells(&buero, &granted).await;
    let after = (
        again(&buero, &mandate).await,
        deputies(&dialog, &committee).await,
    );
    assert_eq!(before, after);
    assert_eq!(told(&buero, &mandate).await.len(), 1);
    // And whoever holds the seat still votes.
    try_vote(&buero, &mandate, "yes").await.expect("it is sent");
    settle([&dialog, &buero]).await;
    assert_eq!(votes(&dialog, &motion).await.len(), 1);
}

async fn deputies(home: &Instance, committee: &Committee) -> Vec<Holder> {
    let holders = committees::holders(&home.app.db, &committee.id).await;
    holders.expect("the table")
}

async fn what_is_voted_on_reaches_nobody_else(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = founded(&dialog, &host).await;
    let reader = dialog.follower(&host, "leser").await;
    let asked = draft(&address(&theirs, &buero), "Staat", "deputy");
    let (_, mandate) = offer(&dialog, &buero, &committee, &asked).await;
    reader.forget();
    accept(&dialog, &buero, &mandate).await;
    put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    dialog.advance(Duration::days(1));
    try_vote(&buero, &mandate, "no").await.expect("it is sent");
    settle([&dialog, &buero]).await;
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!(
        seen.vote_state,
        Some(VoteState::Taken),
        "no member is there"
    );
    for heard in reader.received() {
        let kind = heard["type"].as_str().unwrap_or_default();
        assert!(!["Offer", "Grant", "Undo"].contains(&kind), "{heard}");
        let heard = heard.to_string();
        assert!(!heard.contains("Zwischenstand"), "{heard}");
    }
    // Nor does anybody find it who asks.
    let group = committee.actor.clone().expect("an actor");
    for path in [
        seen.iri.path().to_owned(),
        mandate.offer.path().to_owned(),
        again(&buero, &mandate)
            .await
            .grant_iri
            .expect("a grant")
            .path()
            .to_owned(),
    ] {
        let answer = dialog.get(&path, "application/activity+json").await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
    }
    for (path, form) in [
        (
            format!("{}/outbox?page=1", group.path()),
            "application/activity+json",
        ),
        (committee.path(), "text/html"),
        (format!("{}.json", committee.path()), "application/json"),
        ("/committees.atom".to_owned(), "application/atom+xml"),
    ] {
        let answer = dialog.get(&path, form).await.body;
        assert!(!answer.contains("Zwischenstand"), "{path}: {answer}");
    }
    let vote = seen.vote.expect("a vote");
    let answer = buero.get(vote.path(), "application/activity+json").await;
    assert_eq!(answer.status, 404, "{}", answer.body);
}

async fn who_takes_office_later_hears_of_it_then(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = founded(&dialog, &host).await;
    let starts_on = committees::today(&dialog.app) + Duration::days(2);
    let asked = holder::Draft {
        starts_on: starts_on.to_string(),
        ..draft(&address(&theirs, &buero), "Staat", "member")
    };
    let (_, mandate) = offer(&dialog, &buero, &committee, &asked).await;
    accept(&dialog, &buero, &mandate).await;
    put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    assert!(told(&buero, &mandate).await.is_empty(), "not in office yet");
    dialog.advance(Duration::days(2));
    committees::look_after(&dialog.app).await.expect("the jobs");
    settle([&dialog, &buero]).await;
    assert_eq!(told(&buero, &mandate).await.len(), 1);
    try_vote(&buero, &mandate, "abstain")
        .await
        .expect("it is sent");
    settle([&dialog, &buero]).await;
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!(seen.vote_state, Some(VoteState::Taken));
}

async fn with_its_association_a_committee_ends_every_mandate(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = founded(&dialog, &host).await;
    let asked = draft(&address(&theirs, &buero), "Staat", "member");
    let (_, mandate) = offer(&dialog, &buero, &committee, &asked).await;
    accept(&dialog, &buero, &mandate).await;
    close(&dialog, &host).await;
    settle([&dialog, &buero]).await;
    assert_eq!(again(&buero, &mandate).await.state, State::Ended);
}

async fn an_association_that_is_no_more_leaves_its_seat(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = convened(&dialog, &host).await;
    let asked = draft(&address(&theirs, &buero), "Staat", "deputy");
    let (_, mandate) = offer(&dialog, &buero, &committee, &asked).await;
    accept(&dialog, &buero, &mandate).await;
    assert!(deputy_of_state(&dialog, &committee).await.is_some());
    close(&buero, &theirs).await;
    settle([&dialog, &buero]).await;
    assert_eq!(deputy_of_state(&dialog, &committee).await, None);
    assert_eq!(again(&buero, &mandate).await.state, State::Left);
}

async fn close(instance: &Instance, association: &Association) {
    let tx = instance.begin().await;
    let found = associations::find_for_change(&tx, &association.handle).await;
    let closing = Closing {
        handle: association.handle.clone(),
        events: Coming::Keep,
    };
    let closed = closings::close(&instance.app, &tx, found.expect("it is there"), &closing).await;
    closed.expect("it can be closed");
    tx.commit().await.expect("a commit");
}
