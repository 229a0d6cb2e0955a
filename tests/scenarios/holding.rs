//! A seat of a committee is held from another server: offered, taken, granted, voted by, given back and taken
//! back, and nobody else gets in between.

use crate::{
    learning::selected,
    sitting::{founded, seat},
};
use chrono::Duration;
use harness::{Engine, Instance, Peer, on_both_engines, settle};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use server::{
    associations::{self, Association},
    closings::{self, Closing, Coming},
    committees::{
        self, Ballot, Committee, Draft, Holder, Minutes, Motion, SeatVote, holder,
        minutes::{self, State as Stand},
        motion,
        vote::{Deputising, Voice},
    },
    mandates::{self, Mandate, State, VoteState, Word, word},
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
    a_member_elsewhere_hears_what_their_deputy_said,
    a_deputy_elsewhere_hears_when_a_vote_counts_and_why_not,
    a_vote_whose_answer_was_lost_is_sent_once_more_and_counts_once,
    minutes_are_approved_from_elsewhere_as_they_were_read,
    remarks_and_absences_come_from_elsewhere,
    nobody_else_speaks_for_a_seat,
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

/// A seat of the state: the member is one side's, the deputy the other's.
async fn shared(dialog: &Instance, buero: &Instance, part: &str) -> (Committee, Holder, Mandate) {
    let host = dialog.association("dialog").await;
    let theirs = buero.association("innovationsbuero").await;
    let committee = founded(dialog, &host).await;
    let here = match part {
        "member" => "deputy",
        _ => "member",
    };
    let here = seat(dialog, &committee, "Staat", here).await;
    let draft = draft(&address(&theirs, buero), "Staat", part);
    let (_, mandate) = offer(dialog, buero, &committee, &draft).await;
    dialog.advance(Duration::minutes(1));
    accept(dialog, buero, &mandate).await;
    (committee, here, again(buero, &mandate).await)
}

async fn a_member_elsewhere_hears_what_their_deputy_said(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (committee, deputy, mandate) = shared(&dialog, &buero, "member").await;
    let motion = put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!((seen.deputy_voice, seen.deputising), (None, None));
    dialog.advance(Duration::days(6));
    vote_here(&dialog, &deputy, "no").await;
    settle([&dialog, &buero]).await;
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!(seen.deputy_voice, Some(Voice::No));
    assert_eq!(seen.deputising, Some(Deputising::Silence));
    assert_eq!((seen.yes, seen.no), (0, 0), "nobody is shown how it stands");
    // They say something else, and it counts.
    try_vote(&buero, &mandate, "yes").await.expect("it is sent");
    settle([&dialog, &buero]).await;
    let cast = votes(&dialog, &motion).await;
    assert!(!cast[0].counts() && cast[1].counts() && !cast[1].is_by_deputy());
}

async fn a_vote_whose_answer_was_lost_is_sent_once_more_and_counts_once(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (committee, _, mandate) = shared(&dialog, &buero, "member").await;
    let motion = put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    try_vote(&buero, &mandate, "yes").await.expect("it is sent");
    buero.deliver().await;
    let lost = "DELETE FROM deliveries";
    let lost = dialog.app.db.execute_unprepared(lost).await;
    lost.expect("the answer among them");
    settle([&dialog, &buero]).await;
    let cast = votes(&dialog, &motion).await;
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!((cast.len(), seen.vote_state), (1, Some(VoteState::Sent)));
    // It may be there already, so nothing else can be said.
    let other = try_vote(&buero, &mandate, "no").await;
    let other = other.expect_err("another word").to_string();
    assert_eq!(other, "refused: committee-voted-already");
    try_vote(&buero, &mandate, "yes")
        .await
        .expect("the same once more");
    settle([&dialog, &buero]).await;
    assert_eq!(votes(&dialog, &motion).await, cast, "it counts once");
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!(seen.vote_state, Some(VoteState::Taken));
}

async fn a_deputy_elsewhere_hears_when_a_vote_counts_and_why_not(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (committee, member, mandate) = shared(&dialog, &buero, "deputy").await;
    let motion = put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    let deputising = async || {
        let seen = told(&buero, &mandate).await.remove(0);
        seen.deputising(buero.now())
            .expect("a word of the committee")
    };
    assert_eq!(deputising().await, Deputising::NotYet);
    // The member says that they are away from tomorrow on, and tomorrow comes by itself.
    let absence = holder::Absence {
        absent_from: (committees::today(&dialog.app) + Duration::days(1)).to_string(),
        ..holder::Absence::default()
    };
    let tx = dialog.begin().await;
    let away = committees::mark_absence(&dialog.app, &tx, &member, &absence).await;
    away.expect("an absence");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    assert_eq!(deputising().await, Deputising::NotYet);
    dialog.advance(Duration::days(1));
    committees::look_after(&dialog.app).await.expect("the jobs");
    settle([&dialog, &buero]).await;
    assert_eq!(deputising().await, Deputising::Absence);
    try_vote(&buero, &mandate, "no").await.expect("it is sent");
    settle([&dialog, &buero]).await;
    assert_eq!(votes(&dialog, &motion).await.len(), 1);
    // And what was taken counts no more once the member said something else.
    dialog.advance(Duration::days(1));
    vote_here(&dialog, &member, "yes").await;
    settle([&dialog, &buero]).await;
    assert_eq!(deputising().await, Deputising::MemberVoted);
    let seen = told(&buero, &mandate).await.remove(0);
    assert_eq!(seen.vote_state, Some(VoteState::Taken));
    assert_eq!(
        seen.deputy_voice, None,
        "nobody is told what the member said"
    );
    // Of the next the member is gone before anybody voted.
    end(&dialog, &member).await;
    put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    let next = told(&buero, &mandate).await;
    let next = next.iter().find(|it| it.iri != seen.iri).expect("the next");
    assert_eq!(next.deputising, Some(Deputising::Vacancy));
}

async fn submit(home: &Instance, committee: &Committee) -> Minutes {
    let draft = minutes::Draft {
        title: "Sitzung im November".to_owned(),
        held_on: "2026-09-01".to_owned(),
        text: "Beschlossen wurde **nichts**.".to_owned(),
        ..minutes::Draft::default()
    };
    let tx = home.begin().await;
    let written = committees::write_minutes(&home.app, &tx, committee, &draft).await;
    let minutes = written.expect("a draft");
    let submitted = committees::submit_minutes(&home.app, &tx, &minutes).await;
    tx.commit().await.expect("a commit");
    submitted.expect("minutes")
}

async fn put_to(there: &Instance, mandate: &Mandate) -> Vec<mandates::Minutes> {
    let put = mandates::minutes(&there.app.db, &mandate.id).await;
    put.expect("the table")
}

async fn approve(there: &Instance, mandate: &Mandate, put: &mandates::Minutes) {
    let tx = there.begin().await;
    let sent = mandates::approve(&there.app, &tx, mandate, put.id.as_str()).await;
    sent.expect("it is sent");
    tx.commit().await.expect("a commit");
}

async fn minutes_are_approved_from_elsewhere_as_they_were_read(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (committee, _, mandate) = shared(&dialog, &buero, "member").await;
    let written = submit(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    let put = put_to(&buero, &mandate).await;
    assert_eq!(put.len(), 1);
    assert!(put[0].text.contains("<strong>nichts</strong>"));
    let path = put[0].iri.path().to_owned();
    let asked = dialog.get(&path, "application/activity+json").await;
    assert_eq!(asked.status, 404, "{}", asked.body);
    // They change while the approval is under way: what was read is no more.
    approve(&buero, &mandate, &put[0]).await;
    dialog.advance(Duration::minutes(1));
    let draft = minutes::Draft {
        text: "Beschlossen wurde alles.".to_owned(),
        ..minutes::Draft::of(&written)
    };
    let tx = dialog.begin().await;
    let changed = committees::change_minutes(&dialog.app, &tx, &written, &draft).await;
    let changed = changed.expect("a draft again");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    assert!(put_to(&buero, &mandate).await.is_empty());
    let tx = dialog.begin().await;
    let again = committees::submit_minutes(&dialog.app, &tx, &changed).await;
    again.expect("minutes");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let put = put_to(&buero, &mandate).await;
    assert!(put[0].text.contains("alles") && put[0].word_state.is_none());
    let found = committees::minutes_of(&dialog.app.db, &committee).await;
    assert_eq!(found.expect("the table")[0].state(), Stand::Submitted);

    approve(&buero, &mandate, &put[0]).await;
    settle([&dialog, &buero]).await;
    let found = committees::minutes_of(&dialog.app.db, &committee).await;
    assert_eq!(found.expect("the table")[0].state(), Stand::Approved);
    let put = put_to(&buero, &mandate).await;
    assert!(put[0].is_approved);
    assert_eq!(put[0].word_state, Some(VoteState::Taken));
}

async fn said(there: &Instance, mandate: &Mandate) -> Vec<Word> {
    let words = mandates::words(&there.app.db, &mandate.id).await;
    words.expect("the table")
}

async fn remark(there: &Instance, mandate: &Mandate, about: &str) -> Word {
    let draft = word::Remark {
        about: about.to_owned(),
        checkpoint: "Zwischenbericht".to_owned(),
        text: "Bitte früher\neinbeziehen.\n\nDanke.".to_owned(),
        is_public: "yes".to_owned(),
    };
    let tx = there.begin().await;
    let said = mandates::remark(&there.app, &tx, mandate, &draft).await;
    tx.commit().await.expect("a commit");
    said.expect("a word")
}

async fn goes(there: &Instance, mandate: &Mandate, from: &str) {
    let absence = holder::Absence {
        absent_from: from.to_owned(),
        ..holder::Absence::default()
    };
    let tx = there.begin().await;
    let away = mandates::mark_absence(&there.app, &tx, mandate, &absence).await;
    away.expect("a word");
    tx.commit().await.expect("a commit");
}

async fn remarks_and_absences_come_from_elsewhere(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (committee, _, mandate) = shared(&dialog, &buero, "member").await;
    let host = associations::chosen(&dialog.app.db, "dialog").await;
    let host = host.expect("an association");
    let workstream = selected(&dialog, &host).await;
    put(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    let page = format!("http://{}{}", dialog.host(), workstream.path());
    let on_page = remark(&buero, &mandate, &page).await;
    let motion = told(&buero, &mandate).await.remove(0);
    remark(&buero, &mandate, motion.id.as_str()).await;
    let nothing = format!("http://{}/workstreams/anders", dialog.host());
    remark(&buero, &mandate, &nothing).await;
    settle([&dialog, &buero]).await;
    let states: Vec<_> = said(&buero, &mandate).await;
    let states: Vec<_> = states.iter().map(|it| it.word_state).collect();
    let (taken, refused) = (VoteState::Taken, VoteState::Refused);
    assert_eq!(states, [refused, taken, taken], "the latest first");
    assert!(!said(&buero, &mandate).await[0].reason.is_empty());
    let remarks = committees::remarks_of(&dialog.app.db, &committee).await;
    let remarks = remarks.expect("the table");
    assert_eq!(remarks.len(), 2);
    let public = remarks.iter().find(|it| it.remark.is_public);
    let public = public.expect("one for everybody");
    assert_eq!(public.remark.checkpoint, "Zwischenbericht");
    assert_eq!(public.remark.text, "Bitte früher\neinbeziehen.\n\nDanke.");
    let read = dialog.get(&workstream.path(), "text/html").await.body;
    assert!(
        read.contains("einbeziehen") && read.contains("Staat"),
        "{read}"
    );

    let tx = buero.begin().await;
    let gone = mandates::take_back(&buero.app, &tx, &mandate, on_page.id.as_str()).await;
    gone.expect("a remark");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let remarks = committees::remarks_of(&dialog.app.db, &committee).await;
    assert_eq!(remarks.expect("the table").len(), 1);

    let today = committees::today(&dialog.app);
    goes(&buero, &mandate, &today.to_string()).await;
    settle([&dialog, &buero]).await;
    let member = async || {
        let roster = committees::roster(&dialog.app, &dialog.app.db, &committee).await;
        let places = roster.expect("a roster").places;
        let place = places.into_iter().find(|it| it.seat.stakeholder == "Staat");
        place.and_then(|place| place.member).expect("a member")
    };
    assert!(member().await.is_absent(today));
    assert!(!member().await.is_absent(today + Duration::days(1)));
    dialog.advance(Duration::minutes(1));
    goes(&buero, &mandate, "").await;
    settle([&dialog, &buero]).await;
    assert!(!member().await.is_absent(today), "they are back");
}

async fn nobody_else_speaks_for_a_seat(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let (committee, _, mandate) = shared(&dialog, &buero, "member").await;
    let host = associations::chosen(&dialog.app.db, "dialog").await;
    let host = host.expect("an association");
    let workstream = selected(&dialog, &host).await;
    let written = submit(&dialog, &committee).await;
    settle([&dialog, &buero]).await;
    let page = format!("http://{}{}", dialog.host(), workstream.path());
    let theirs = remark(&buero, &mandate, &page).await;
    settle([&dialog, &buero]).await;
    let mallory = pretender(&dialog, "mallory").await;
    let group = json!(committee.actor);
    let iri = json!(put_to(&buero, &mandate).await[0].iri);
    for (about, name) in [
        (iri, Some("approve")),
        (json!(mandate.seat), Some("absent")),
        (json!(workstream.actor), None),
    ] {
        let mut note = json!({
            "id": mallory.url("/wort"), "type": "Note", "attributedTo": mallory.id(),
            "inReplyTo": about, "content": "<p>Falsch</p>", "to": [group],
            "startTime": "2026-09-01T00:00:00Z", "endTime": "2026-12-01T00:00:00Z",
        });
        if let Some(name) = name {
            note["name"] = json!(name);
        }
        let forged = mallory.activity("Create", note);
        assert_eq!(mallory.tells(&dialog, &forged).await.status, 403, "{about}");
    }
    for id in [theirs.note.to_string(), mallory.url("/wort").to_string()] {
        let forged = mallory.activity("Delete", id);
        let reply = mallory.tells(&dialog, &forged).await;
        assert!(reply.status.as_u16() < 500, "{}", reply.status);
    }
    let remarks = committees::remarks_of(&dialog.app.db, &committee).await;
    let remarks = remarks.expect("the table");
    assert_eq!(remarks.len(), 1);
    assert!(remarks[0].remark.text.contains("einbeziehen"));
    let found = committees::minutes_of(&dialog.app.db, &committee).await;
    let found = found.expect("the table").remove(0);
    assert_eq!((&found.id, found.state()), (&written.id, Stand::Submitted));
    // A committee it is not puts nothing to anybody.
    let mut claimed = mallory.activity("Create", json!({}));
    claimed["object"] = json!({
        "id": mallory.url("/protokoll"), "type": "Document", "kind": "minutes",
        "state": "submitted", "attributedTo": mallory.id(), "name": "Falsch",
        "content": "Falsch", "startTime": "2026-09-01T00:00:00Z",
        "published": "2026-09-01T00:00:00Z", "to": [mandate.association],
    });
    mallory.tells(&buero, &claimed).await;
    assert_eq!(put_to(&buero, &mandate).await.len(), 1);
    // With the seat all of it ends.
    end(&dialog, &holder_of(&dialog, &committee).await).await;
    settle([&dialog, &buero]).await;
    assert!(said(&buero, &mandate).await.is_empty(), "nothing stays");
    assert!(put_to(&buero, &mandate).await.is_empty());
}

/// Whoever holds a seat from elsewhere.
async fn holder_of(home: &Instance, committee: &Committee) -> Holder {
    let mut held = deputies(home, committee).await.into_iter();
    held.find(|holder| holder.actor.is_some()).expect("a seat")
}
