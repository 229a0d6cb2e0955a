//! One association asks others of other servers: each has one vote, may change it until the end, and finds
//! it in what was counted. Whoever is not asked reads nothing and counts for nothing.

use chrono::Duration;
use federation::{
    outbox::{Audience, Saying},
    signatures::{PublicKey, proof},
};
use harness::{Engine, Instance, on_both_engines, settle};
use serde_json::{Value, json};
use server::{
    associations::Association,
    questions::{self, Draft, Question, Receipt, Seat, State, vote},
};
use url::Url;

on_both_engines![
    an_open_vote_is_counted_and_every_line_is_proven,
    of_a_secret_vote_nothing_leads_to_anybody,
    a_late_vote_and_a_strangers_are_answered_with_the_reason,
    what_is_asked_is_read_by_those_who_may_vote,
    who_has_not_voted_is_reminded_once,
    one_that_is_called_off_counts_nothing_and_everybody_asked_hears_so,
];

const ACTIVITY_JSON: &str = "application/activity+json";

struct Round {
    dialog: Instance,
    buero: Instance,
    verband: Instance,
    /// Nobody asks them.
    fremd: Instance,
    /// Those who may vote, in this order: at `dialog`, at `buero`, at `verband`.
    associations: [Association; 3],
    stranger: Association,
}

impl Round {
    async fn new(engine: Engine) -> Self {
        let names = ["dialog", "innovationsbuero", "verband", "fremd"];
        let [dialog, buero, verband, fremd] = engine.instances(names).await;
        let host = dialog.association("dialog").await;
        let second = buero.association("innovationsbuero").await;
        let third = verband.association("verband").await;
        let stranger = fremd.association("fremd").await;
        let at = |handle: &str, instance: &Instance| format!("@{handle}@{}", instance.host());
        for (instance, association) in [(&buero, &second), (&verband, &third)] {
            instance.follow(association, &at("dialog", &dialog)).await;
            let address = at(&association.handle, instance);
            dialog.follow(&host, &address).await;
        }
        settle([&dialog, &buero, &verband, &fremd]).await;
        Self {
            dialog,
            buero,
            verband,
            fremd,
            associations: [host, second, third],
            stranger,
        }
    }

    async fn settle(&self) {
        settle([&self.dialog, &self.buero, &self.verband, &self.fremd]).await;
    }

    /// Ask all three, until in two days.
    async fn ask(&self, secrecy: &str, quorum: &str) -> Question {
        let [host, second, third] = &self.associations;
        let ends = self.dialog.now() + Duration::days(2);
        let draft = Draft {
            question: "Welche Idee wird Workstream?".to_owned(),
            about: "Ein Verband, **eine** Stimme.".to_owned(),
            options: "Idee 12\nIdee 15".to_owned(),
            abstention: "Enthaltung".to_owned(),
            secrecy: secrecy.to_owned(),
            quorum: quorum.to_owned(),
            ends_on: ends.format("%Y-%m-%d").to_string(),
            electors: format!("{}\n{}\n{}", host.actor, second.actor, third.actor),
            ..Draft::default()
        };
        let question = self.dialog.ask(&draft).await;
        self.settle().await;
        question
    }

    async fn close(&self) {
        self.dialog.advance(Duration::days(3));
        let closed = questions::close_due(&self.dialog.app).await;
        assert_eq!(closed.expect("it can be counted"), 1);
        self.settle().await;
    }
}

/// The only question this instance is asked.
async fn asked(instance: &Instance) -> Question {
    let all = questions::listed_to_vote(&instance.app.db).await;
    let mut all = all.expect("the table");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

async fn cast(instance: &Instance, association: &Association, choice: &str) -> server::Result<()> {
    let question = asked(instance).await;
    let tx = instance.begin().await;
    let cast = questions::cast(&instance.app, &tx, &question.id, association, choice).await;
    if cast.is_ok() {
        tx.commit().await.expect("a commit");
    }
    cast.map(|_| ())
}

/// How the only association of ours that is asked has voted.
async fn seat(instance: &Instance) -> Seat {
    let question = asked(instance).await;
    let seats = questions::seats(&instance.app.db, &question).await;
    let mut seats = seats.expect("the table");
    assert_eq!(seats.len(), 1);
    seats.remove(0)
}

/// What stands of it, and what became of that.
async fn standing(instance: &Instance) -> (String, vote::State) {
    let vote = seat(instance).await.vote.expect("a vote");
    (vote.choice, vote.state)
}

async fn read(instance: &Instance, url: &Url) -> Value {
    let found = instance.app.federation.fetcher().object(url).await;
    found.expect("it can be read")
}

fn part(question: &Question, name: &str) -> Url {
    let iri = question.iri.as_ref().expect("others were told");
    format!("{iri}/{name}").parse().expect("a URL")
}

async fn an_open_vote_is_counted_and_every_line_is_proven(engine: Engine) {
    let round = Round::new(engine).await;
    let [host, second, third] = &round.associations;
    let question = round.ask("open", "2").await;
    cast(&round.dialog, host, "Idee 12").await.expect("it may");
    cast(&round.buero, second, "Idee 12").await.expect("it may");
    cast(&round.verband, third, "Idee 15")
        .await
        .expect("it may");
    round.settle().await;
    let counted = |choice: &str| (choice.to_owned(), vote::State::Counted);
    assert_eq!(standing(&round.buero).await, counted("Idee 12"));
    assert_eq!(standing(&round.verband).await, counted("Idee 15"));
    round.dialog.advance(Duration::hours(1));
    cast(&round.verband, third, "Idee 12")
        .await
        .expect("it may be changed");
    round.settle().await;
    assert_eq!(standing(&round.verband).await, counted("Idee 12"));

    // Nobody hears how it stands before the end.
    let page = round.dialog.get(&question.path(), "text/html").await;
    assert_eq!(page.status, 404);
    let api = format!("/api/v1/questions/{}", question.id);
    assert_eq!(round.dialog.get(&api, "application/json").await.status, 404);
    let open = read(&round.buero, question.iri.as_ref().expect("an id")).await;
    assert_eq!(open["oneOf"][0]["replies"]["totalItems"], 0);
    assert_eq!(open["votersCount"], 0);

    round.close().await;
    for instance in [&round.dialog, &round.buero, &round.verband] {
        let question = asked(instance).await;
        let outcome = question.outcome.as_ref().expect("it was counted");
        assert_eq!(question.state, State::Closed);
        assert_eq!(
            (outcome.counts.as_slice(), outcome.votes),
            (&[3, 0, 0][..], 3)
        );
        assert!(outcome.has_quorum);
        assert_eq!(outcome.is_borne_out(&question.options.0), Some(true));
        let vote = seat(instance).await.vote.expect("a vote");
        assert_eq!(vote.receipt(outcome), Receipt::Found);
    }
    let page = round.dialog.get(&question.path(), "text/html").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Idee 12") && page.body.contains("VERBAND"));

    let lines = read(&round.fremd, &part(&question, "receipts")).await;
    let lines = lines["items"].as_array().expect("a list").clone();
    assert_eq!(lines.len(), 3);
    for line in &lines {
        let voter: Url = line["attributedTo"]
            .as_str()
            .expect("an id")
            .parse()
            .expect("a URL");
        let document = read(&round.fremd, &voter).await;
        let key = document["assertionMethod"][0]["publicKeyMultibase"].as_str();
        let key = PublicKey::from_multibase(key.expect("a key")).expect("a key");
        let proven = proof::verify(line, |_| Some(key.clone()));
        assert!(proven.is_ok(), "{line:#}");
        assert_eq!(line["name"], "Idee 12");
        let mut changed = line.clone();
        changed["name"] = json!("Idee 15");
        assert!(proof::verify(&changed, |_| Some(key.clone())).is_err());
    }
}

async fn of_a_secret_vote_nothing_leads_to_anybody(engine: Engine) {
    let round = Round::new(engine).await;
    let [host, second, third] = &round.associations;
    let question = round.ask("secret", "3").await;
    cast(&round.dialog, host, "Idee 15").await.expect("it may");
    cast(&round.buero, second, "Idee 12").await.expect("it may");
    cast(&round.verband, third, "Enthaltung")
        .await
        .expect("it may");
    round.settle().await;
    round.close().await;

    let lines = read(&round.fremd, &part(&question, "receipts"))
        .await
        .to_string();
    let ours = [host, second, third].map(|it| it.actor.to_string());
    for actor in &ours {
        assert!(!lines.contains(actor.as_str()), "{lines}");
    }
    let roll = read(&round.fremd, &part(&question, "roll")).await;
    assert_eq!(roll["totalItems"], 3);
    let roll = roll.to_string();
    for option in ["Idee 12", "Idee 15", "Enthaltung", "zQm"] {
        assert!(!roll.contains(option), "{roll}");
    }
    for instance in [&round.dialog, &round.buero, &round.verband] {
        let question = asked(instance).await;
        let outcome = question.outcome.as_ref().expect("it was counted");
        assert_eq!(outcome.counts, [1, 1, 1]);
        assert_eq!(outcome.is_borne_out(&question.options.0), Some(true));
        let lines = outcome.lines.as_ref().expect("lines");
        assert!(lines.is_sorted_by_key(|line| line.digest.clone()));
        assert!(
            lines
                .iter()
                .all(|line| line.voter.is_none() && line.note.is_none())
        );
        let vote = seat(instance).await.vote.expect("a vote");
        assert_eq!(vote.receipt(outcome), Receipt::Found);
        assert!(vote.document.is_none());
    }
    // Whoever asked forgets how others voted.
    let kept = round.dialog.contents().await;
    assert_eq!(kept.count("question_votes"), 1);
}

async fn a_late_vote_and_a_strangers_are_answered_with_the_reason(engine: Engine) {
    let round = Round::new(engine).await;
    let [_, second, third] = &round.associations;
    let question = round.ask("open", "").await;
    cast(&round.verband, third, "Idee 15")
        .await
        .expect("it may");
    round.settle().await;

    // A stranger who has got hold of the id, with a proof and all.
    let stranger = round.fremd.actor(&round.stranger).await;
    let address = format!("@dialog@{}", round.dialog.host());
    let host = round.fremd.follow(&round.stranger, &address).await.id;
    let tx = round.fremd.begin().await;
    let now = round.fremd.now();
    let federation = &round.fremd.app.federation;
    let note = json!({
        "id": federation.mint("objects", now),
        "type": "Note",
        "attributedTo": stranger.id,
        "inReplyTo": question.iri,
        "name": "Idee 12",
        "published": "2026-09-01T08:00:00Z",
        "to": [host],
    });
    let note = federation.prove(&stranger, note).expect("a proof");
    let saying = Saying::about("Create", note, Audience::only(&host)).proven();
    federation
        .say(&tx, &stranger, saying)
        .await
        .expect("it is said");
    tx.commit().await.expect("a commit");
    round.settle().await;
    let refusals = round.dialog.refusals();
    assert_eq!(refusals.get("vote_not_entitled"), Some(&1), "{refusals:?}");

    // Cast in time, and on its way until the end has come.
    cast(&round.buero, second, "Idee 12").await.expect("it may");
    cast(&round.verband, third, "Idee 12")
        .await
        .expect("it may be changed");
    round.dialog.advance(Duration::days(3));
    round.settle().await;
    let late = seat(&round.verband).await;
    let refused = late.refused.expect("a refused vote");
    assert_eq!(refused.choice, "Idee 12");
    assert!(refused.reason.contains("Frist"), "{}", refused.reason);
    assert_eq!(late.vote.expect("the former stands").choice, "Idee 15");
    let never = seat(&round.buero).await;
    assert!(never.vote.is_none() && never.refused.is_some());
    let over = cast(&round.buero, second, "Idee 12").await;
    let over = over.expect_err("it is over");
    assert_eq!(over.to_string(), "refused: question-is-over");

    let closed = questions::close_due(&round.dialog.app).await;
    assert_eq!(closed.expect("it can be counted"), 1);
    round.settle().await;
    let outcome = asked(&round.verband).await.outcome.expect("it was counted");
    assert_eq!(
        (outcome.counts.as_slice(), outcome.electors),
        (&[0, 1, 0][..], 3)
    );
}

async fn what_is_asked_is_read_by_those_who_may_vote(engine: Engine) {
    let round = Round::new(engine).await;
    let question = round.ask("secret", "").await;
    let iri: Url = question.iri.clone().expect("an id").into();
    for url in [iri.clone(), part(&question, "electorate")] {
        for (instance, may) in [(&round.buero, true), (&round.fremd, false)] {
            let found = instance.app.federation.fetcher().object(&url).await;
            assert_eq!(found.is_ok(), may, "{url} {found:?}");
        }
        let unsigned = round.dialog.get(url.path(), ACTIVITY_JSON).await;
        assert_eq!(unsigned.status, 404, "{url}");
    }
    for name in ["roll", "receipts"] {
        let early = part(&question, name);
        assert_eq!(
            round.dialog.get(early.path(), ACTIVITY_JSON).await.status,
            404
        );
    }
    let document = read(&round.buero, &iri).await;
    assert!(
        !document.to_string().contains(harness::PUBLIC),
        "{document}"
    );
    let content = document["content"].as_str().expect("a text");
    assert!(content.contains("kann lesen"), "{content}");
    assert!(
        questions::listed_to_vote(&round.fremd.app.db)
            .await
            .expect("the table")
            .is_empty()
    );

    // The question stays with those who could vote; what was counted is for everybody.
    round.close().await;
    assert_eq!(
        round.dialog.get(iri.path(), ACTIVITY_JSON).await.status,
        404
    );
    for name in ["electorate", "roll", "receipts"] {
        let url = part(&question, name);
        assert_eq!(
            round.dialog.get(url.path(), ACTIVITY_JSON).await.status,
            200
        );
    }
    // Nobody of a server that is blocked reads what is not for everybody.
    let reads = async || round.buero.app.federation.fetcher().object(&iri).await;
    assert!(reads().await.is_ok());
    let (dialog, buero) = (&round.dialog, federation::host_of(&round.buero.url("/")));
    let blocked = federation::blocks::add(&dialog.app.db, &buero, None, dialog.now());
    blocked.await.expect("a block");
    assert!(reads().await.is_err());
}

async fn who_has_not_voted_is_reminded_once(engine: Engine) {
    let round = Round::new(engine).await;
    let [_, second, _] = &round.associations;
    round.ask("open", "").await;
    cast(&round.buero, second, "Idee 12").await.expect("it may");
    round.settle().await;
    let remind = async |instance: &Instance| {
        let reminded = questions::remind_due(&instance.app).await;
        reminded.expect("it can be written")
    };
    assert_eq!(remind(&round.verband).await, 0);
    round.dialog.advance(Duration::hours(47));
    assert_eq!(remind(&round.buero).await, 0);
    assert_eq!(remind(&round.verband).await, 1);
    assert_eq!(remind(&round.verband).await, 0);
}

async fn one_that_is_called_off_counts_nothing_and_everybody_asked_hears_so(engine: Engine) {
    let round = Round::new(engine).await;
    let [host, second, third] = &round.associations;
    let question = round.ask("secret", "0").await;
    cast(&round.dialog, host, "Idee 12").await.expect("a vote");
    cast(&round.buero, second, "Idee 15")
        .await
        .expect("it is sent");
    round.settle().await;
    // This one is under way when it is called off.
    cast(&round.verband, third, "Idee 15")
        .await
        .expect("it is sent");
    let call_off = async |reason: &str| {
        let tx = round.dialog.begin().await;
        let called = questions::call_off(&round.dialog.app, &tx, &question.id, reason).await;
        if called.is_ok() {
            tx.commit().await.expect("a commit");
        }
        called.map_err(|error| error.to_string())
    };
    let wordless = call_off(" ").await.expect_err("a refusal");
    assert_eq!(wordless, "refused: question-reason-missing");
    round.dialog.advance(Duration::seconds(2));
    let called = call_off("Beide Ideen werden zusammengelegt.").await;
    let called = called.expect("it is open");
    assert_eq!((called.state, &called.outcome), (State::CalledOff, &None));
    let twice = call_off("Noch einmal.").await.expect_err("a refusal");
    assert_eq!(twice, "refused: question-not-open");
    round.settle().await;
    for instance in [&round.buero, &round.verband] {
        let there = asked(instance).await;
        assert_eq!(there.state, State::CalledOff, "{}", instance.host());
        assert_eq!(there.sentence, "Beide Ideen werden zusammengelegt.");
        assert_eq!(there.outcome, None);
    }
    let late = seat(&round.verband).await.refused.expect("an answer");
    assert!(late.reason.contains("abgesagt"), "{}", late.reason);
    let again = cast(&round.buero, second, "Idee 12")
        .await
        .expect_err("late");
    assert_eq!(again.to_string(), "refused: question-no-called-off");
    assert_eq!(round.dialog.refusals().get("vote_called_off"), Some(&1));
    // Nobody else hears of it, then or at the end it would have had.
    round.dialog.advance(Duration::days(3));
    let closed = questions::close_due(&round.dialog.app).await;
    assert_eq!(closed.expect("nothing to count"), 0);
    round.settle().await;
    assert_eq!(
        round.dialog.get(&called.path(), "text/html").await.status,
        404
    );
    let kept = format!("{:?}", round.fremd.contents().await);
    assert!(!kept.contains("zusammengelegt"));
}
