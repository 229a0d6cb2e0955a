//! Votes nobody may cast, and questions nobody may ask: without a proof, with another's, by whoever is not
//! asked; public, of another server, changed after they were asked, or counted by somebody else.

use crate::stage::Stage;
use chrono::Duration;
use federation::{outbox::Audience, signatures::proof};
use harness::{Engine, Instance, PUBLIC, Peer, Post, Served, on_both_engines, settle, sign};
use serde_json::{Value, json};
use server::{
    associations::Association,
    questions::{self, Draft, Question, State, vote},
};
use url::Url;

on_both_engines![
    a_vote_that_does_not_count_is_answered_and_changes_nothing,
    a_question_that_may_not_be_asked_is_refused_by_name,
    what_was_asked_is_changed_by_nobody,
    nobody_else_says_that_a_vote_was_refused,
    of_what_is_for_few_questions_alone_are_read_and_by_those_named,
];

/// An association of its own server that `association` follows.
async fn verein(dialog: &Instance, association: &Association, name: &str) -> Peer {
    let peer = Peer::new(name, &dialog.app.clock).await;
    let peer = peer.with_document(|document| document["type"] = json!("Organization"));
    peer.is_followed(dialog, association).await;
    peer.forget();
    peer
}

/// The vote of `voter` in this question, without a proof.
fn note(voter: &Peer, question: &str, choice: &str) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": voter.url(&format!("/votes/{}", choice.len())),
        "type": "Note",
        "attributedTo": voter.id(),
        "inReplyTo": question,
        "name": choice,
        "published": "2026-09-01T08:00:00Z",
        "to": [question],
    })
}

fn proven(voter: &Peer, by: &Peer, note: Value) -> Value {
    let method = format!("{}#ed25519-key", voter.id());
    let proven = proof::attach(note, by.ed25519_key(), &method, voter.now());
    proven.expect("a proof can be made")
}

async fn ask(dialog: &Instance, electors: [&str; 2]) -> Question {
    let draft = Draft {
        question: "Welche Idee?".to_owned(),
        options: "Idee 12\nIdee 15".to_owned(),
        ends_on: "2026-09-03".to_owned(),
        electors: electors.join("\n"),
        ..Draft::default()
    };
    dialog.ask(&draft).await
}

async fn a_vote_that_does_not_count_is_answered_and_changes_nothing(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let verein = verein(&dialog, &host, "verein").await;
    let eve = Peer::new("eve", &dialog.app.clock).await;
    let id = verein.id();
    let question = ask(&dialog, [host.actor.as_str(), id.as_str()]).await;
    assert_eq!(verein.heard(), ["Create{Question}"]);
    let iri = question.iri.as_ref().expect("an id").to_string();
    let vote = |choice: &str| note(&verein, &iri, choice);
    let changed = {
        let mut vote = proven(&verein, &verein, vote("Idee 12"));
        vote["name"] = json!("Idee 15");
        vote
    };
    let public = {
        let mut vote = vote("Idee 12");
        vote["to"] = json!([PUBLIC]);
        proven(&verein, &verein, vote)
    };
    let before = dialog.contents().await;
    for (voter, note, word) in [
        (&verein, vote("Idee 12"), "vote_unproven"),
        (
            &verein,
            proven(&verein, &eve, vote("Idee 12")),
            "vote_unproven",
        ),
        (&verein, changed, "vote_unproven"),
        (&verein, public, "vote_public"),
        (
            &verein,
            proven(&verein, &verein, vote("Idee 99")),
            "vote_unknown_option",
        ),
        (
            &eve,
            proven(&eve, &eve, note(&eve, &iri, "Idee 12")),
            "vote_not_entitled",
        ),
    ] {
        voter.forget();
        let create = voter.activity("Create", note);
        let sent = voter.tells(&dialog, &create).await;
        assert_eq!(sent.status, 202, "{word} {}", sent.body);
        settle([&dialog]).await;
        assert_eq!(voter.heard(), ["Reject{Create}"], "{word}");
        let reject = voter.received().pop().expect("an answer");
        assert_eq!(reject["object"]["id"], create["id"], "{word}");
        assert!(
            reject["content"].as_str().is_some_and(|why| why.len() > 10),
            "{word}"
        );
        assert!(
            dialog.refusals().contains_key(word),
            "{word} {:?}",
            dialog.refusals()
        );
    }
    let after = dialog.contents().await;
    assert_eq!(
        after.count("question_votes"),
        before.count("question_votes")
    );
    assert_eq!(
        after.count("question_electors"),
        before.count("question_electors")
    );

    verein.forget();
    let create = verein.activity("Create", proven(&verein, &verein, vote("Idee 12")));
    assert_eq!(verein.tells(&dialog, &create).await.status, 202);
    settle([&dialog]).await;
    assert_eq!(verein.heard(), ["Accept{Create}"]);
    // An older one, which was overtaken, brings nothing back.
    verein.forget();
    let mut older = vote("Idee 15");
    older["published"] = json!("2026-09-01T07:59:00Z");
    let create = verein.activity("Create", proven(&verein, &verein, older));
    assert_eq!(verein.tells(&dialog, &create).await.status, 202);
    dialog.advance(Duration::days(3));
    let late = verein.activity("Create", proven(&verein, &verein, vote("Idee 15")));
    assert_eq!(verein.tells(&dialog, &late).await.status, 202);
    settle([&dialog]).await;
    assert_eq!(verein.heard(), ["Reject{Create}", "Reject{Create}"]);
    questions::close_due(&dialog.app)
        .await
        .expect("it can be counted");
    let counted = questions::find(&dialog.app.db, &question.id).await;
    let outcome = counted.expect("the table").outcome.expect("it was counted");
    assert_eq!(outcome.counts, [1, 0]);
}

/// How the address answers when `reader` asks for it by name.
async fn answer(reader: &Peer, url: &Url) -> u16 {
    let now = reader.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let get = Post::get(url, "application/activity+json").with("date", now);
    let (key_id, parts) = (reader.main_key_id(), ["(request-target)", "host", "date"]);
    let parameters = "algorithm=\"rsa-sha256\",";
    let get = sign::cavage(get, reader.key(), &key_id, &parts, parameters);
    get.send().await.status.as_u16()
}

async fn of_what_is_for_few_questions_alone_are_read_and_by_those_named(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let verein = verein(&dialog, &host, "verein").await;
    let id = verein.id();
    let question = ask(&dialog, [host.actor.as_str(), id.as_str()]).await;
    let question: Url = question.iri.expect("an id").into();
    assert_eq!(answer(&verein, &question).await, 200);
    let neighbour = verein.neighbour("nebenan");
    assert_eq!(answer(&neighbour, &question).await, 404);
    // Whose key cannot be read now is asked to come again.
    let silent = verein.neighbour("stumm");
    silent.serves(&silent.id(), Served::status(503));
    assert_eq!(answer(&silent, &question).await, 503);
    // A letter is brought to whom it is for, and read nowhere else.
    let (author, federation) = (dialog.actor(&host).await, &dialog.app.federation);
    let letter = json!({
        "id": federation.mint("objects", dialog.now()),
        "type": "Article",
        "attributedTo": author.id,
        "to": [id],
    });
    let tx = dialog.begin().await;
    let audience = Audience::only(&id);
    let kept = federation.keep_object(&tx, &author, &letter, &audience);
    let letter: Url = kept.await.expect("a letter").into();
    tx.commit().await.expect("a commit");
    assert_eq!(answer(&verein, &letter).await, 404);
}

/// What `asker` asks of `elector`.
fn question(asker: &Peer, elector: &str) -> Value {
    json!({
        "id": asker.url("/questions/1"),
        "type": "Question",
        "attributedTo": asker.id(),
        "name": "Welche Idee?",
        "content": "<p>Frist.<script>x</script></p>",
        "oneOf": [
            {"type": "Note", "name": "Ja", "replies": {"type": "Collection", "totalItems": 0}},
            {"type": "Note", "name": "Nein", "replies": {"type": "Collection", "totalItems": 0}},
        ],
        "endTime": "2026-09-10T12:00:00Z",
        "votersCount": 0,
        "ballot": {
            "electorate": asker.url("/questions/1/electorate"),
            "secrecy": "open",
            "quorum": 1,
        },
        "published": "2026-09-01T08:00:00Z",
        "to": [elector, asker.id()],
    })
}

async fn kept(dialog: &Instance) -> Vec<Question> {
    questions::listed(&dialog.app.db, false)
        .await
        .expect("the table")
}

async fn a_question_that_may_not_be_asked_is_refused_by_name(engine: Engine) {
    let stage = Stage::followed(engine).await;
    let (dialog, eve) = (&stage.dialog, &stage.eve);
    let ours = stage.host.actor.as_str();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut asked = question(eve, ours);
        change(&mut asked);
        asked
    };
    let many: Value = (0..30)
        .map(|number| json!({"type": "Note", "name": format!("{number}")}))
        .collect();
    let crowd: Value = (0..101)
        .map(|number| json!(eve.url(&format!("/{number}"))))
        .collect();
    for (name, asked, status) in [
        ("public", with(&|it| it["to"] = json!([ours, PUBLIC])), 403),
        (
            "of somebody else",
            with(&|it| it["attributedTo"] = json!(stage.anna.id())),
            0,
        ),
        (
            "with an electorate elsewhere",
            with(&|it| it["ballot"]["electorate"] = json!(stage.anna.url("/e"))),
            403,
        ),
        (
            "in no known secrecy",
            with(&|it| it["ballot"]["secrecy"] = json!("half")),
            403,
        ),
        (
            "over already",
            with(&|it| it["endTime"] = json!("2026-08-01T12:00:00Z")),
            403,
        ),
        (
            "without an end",
            with(&|it| it["endTime"] = json!("3026-09-10T12:00:00Z")),
            403,
        ),
        (
            "to somebody else",
            with(&|it| it["to"] = json!([stage.anna.id()])),
            202,
        ),
        (
            "counted before it was asked",
            with(&|it| it["closed"] = json!("2026-09-01T08:00:00Z")),
            202,
        ),
        (
            "with too many options",
            with(&|it| it["oneOf"] = many.clone()),
            202,
        ),
        ("to too many", with(&|it| it["to"] = crowd.clone()), 202),
        ("a poll", with(&|it| it["ballot"] = Value::Null), 202),
    ] {
        let create = eve.activity("Create", asked);
        let sent = eve.tells(dialog, &create).await;
        match status {
            // Fetched from its own server, which knows nothing of it.
            0 => {}
            status => assert_eq!(sent.status, status, "{name} {}", sent.body),
        }
        assert!(kept(dialog).await.is_empty(), "{name}");
    }
    let stranger = Peer::new("niemand", &dialog.app.clock).await;
    let create = stranger.activity("Create", question(&stranger, ours));
    assert_eq!(stranger.tells(dialog, &create).await.status, 202);
    assert!(kept(dialog).await.is_empty(), "nobody follows who asks");

    let create = eve.activity("Create", question(eve, ours));
    assert_eq!(eve.tells(dialog, &create).await.status, 202);
    let kept = kept(dialog).await;
    assert_eq!(kept.len(), 1);
    assert!(!kept[0].about.contains("script"), "{}", kept[0].about);
}

async fn what_was_asked_is_changed_by_nobody(engine: Engine) {
    let stage = Stage::followed(engine).await;
    let (dialog, anna, mallory) = (&stage.dialog, &stage.anna, &stage.mallory);
    let ours = stage.host.actor.as_str();
    let asked = question(anna, ours);
    let create = anna.activity("Create", asked.clone());
    assert_eq!(anna.tells(dialog, &create).await.status, 202);
    let counted = {
        let mut counted = asked.clone();
        counted["closed"] = json!("2026-09-01T08:30:00Z");
        counted["updated"] = json!("2026-09-01T08:30:00Z");
        counted["votersCount"] = json!(1);
        counted["oneOf"][0]["replies"]["totalItems"] = json!(1);
        counted
    };
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = counted.clone();
        change(&mut changed);
        changed
    };
    for (name, changed) in [
        (
            "another option",
            with(&|it| it["oneOf"][0]["name"] = json!("Vielleicht")),
        ),
        (
            "another end",
            with(&|it| it["endTime"] = json!("2026-09-02T12:00:00Z")),
        ),
        (
            "no secret any more",
            with(&|it| it["ballot"]["secrecy"] = json!("secret")),
        ),
        (
            "one more elector",
            with(&|it| it["to"] = json!([ours, anna.id(), anna.url("/x")])),
        ),
    ] {
        let update = anna.activity("Update", changed);
        let sent = anna.tells(dialog, &update).await;
        assert_eq!(
            (sent.status.as_u16(), sent.body.as_str()),
            (403, "question_is_frozen"),
            "{name}"
        );
    }
    // A neighbour on the same server, and what it says was counted.
    let update = mallory.activity("Update", counted.clone());
    mallory.tells(dialog, &update).await;
    assert_eq!(kept(dialog).await[0].state, State::Open);

    let update = anna.activity("Update", counted.clone());
    assert_eq!(anna.tells(dialog, &update).await.status, 202);
    let closed = kept(dialog).await.remove(0);
    let outcome = closed.outcome.clone().expect("it was counted");
    assert_eq!(
        (closed.state, outcome.counts.as_slice()),
        (State::Closed, &[1, 0][..])
    );
    assert_eq!(outcome.is_borne_out(&closed.options.0), None);
    // Counted once.
    let again = with(&|it| it["oneOf"][1]["replies"]["totalItems"] = json!(9));
    let update = anna.activity("Update", again);
    assert_eq!(anna.tells(dialog, &update).await.status, 202);
    assert_eq!(kept(dialog).await[0].outcome, Some(outcome));
}

async fn nobody_else_says_that_a_vote_was_refused(engine: Engine) {
    let stage = Stage::followed(engine).await;
    let (dialog, anna) = (&stage.dialog, &stage.anna);
    let create = anna.activity("Create", question(anna, stage.host.actor.as_str()));
    assert_eq!(anna.tells(dialog, &create).await.status, 202);
    let asked = kept(dialog).await.remove(0);
    let tx = dialog.begin().await;
    let cast = questions::cast(&dialog.app, &tx, &asked.id, &stage.host, "Ja").await;
    tx.commit().await.expect("a commit");
    let cast = cast.expect("it may");
    settle([dialog]).await;
    let state = async || {
        let seats = questions::seats(&dialog.app.db, &asked)
            .await
            .expect("the table");
        let seat = &seats[0];
        seat.refused
            .as_ref()
            .or(seat.vote.as_ref())
            .map(|vote| vote.state)
    };
    for other in [&stage.mallory, &stage.eve] {
        let reject = other.activity("Reject", cast.activity.as_str());
        assert_eq!(other.tells(dialog, &reject).await.status, 403);
        assert_eq!(state().await, Some(vote::State::Sent));
    }
    let reject = anna.activity("Reject", cast.activity.as_str());
    assert_eq!(anna.tells(dialog, &reject).await.status, 202);
    assert_eq!(state().await, Some(vote::State::Refused));
}
