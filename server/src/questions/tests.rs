//! Who asks whom, who votes, and what everybody reads of it, with other servers that never answer.

use super::{
    taking::{Cast, No, take},
    *,
};
use crate::{
    accounts::{Role, tests::Instance},
    following::tests::{follow, meet},
    web::desk::tests::{Visitor, deeds, furnished_house},
};
use chrono::Duration;
use federation::follows;

const VEREIN: &str = "https://peer.example/ap/actors/verein";

/// An association of another server that `association` follows.
async fn elsewhere(app: &App, association: &Association) -> Actor {
    let actor = meet(app, VEREIN).await;
    let known = follows::find(&app.db, &association.actor, &actor.id).await;
    if known.unwrap().is_none() {
        let state = follows::State::Accepted;
        follow(app, association.actor.as_str(), &actor.id, state).await;
    }
    actor
}

pub async fn typed(app: &App) -> Draft {
    let association = associations::chosen(&app.db, "").await.unwrap();
    let other = elsewhere(app, &association).await;
    Draft {
        question: "Welche Idee wird Workstream?".to_owned(),
        options: "Idee 12\nIdee 15".to_owned(),
        abstention: "Enthaltung".to_owned(),
        ends_on: "2026-12-01".to_owned(),
        electors: format!("{}\n{}", association.actor, other.id),
        ..Draft::default()
    }
}

pub async fn drafted(app: &App, change: impl FnOnce(&mut Draft)) -> Question {
    let mut draft = typed(app).await;
    change(&mut draft);
    let tx = app.begin().await.unwrap();
    let question = super::draft(app, &tx, &draft).await.unwrap();
    tx.commit().await.unwrap();
    question
}

pub async fn opened(app: &App, change: impl FnOnce(&mut Draft)) -> Question {
    let question = drafted(app, change).await;
    let tx = app.begin().await.unwrap();
    let question = open(app, &tx, &question.id).await.unwrap();
    tx.commit().await.unwrap();
    question
}

/// One everybody has voted in.
pub async fn voted(app: &App, change: impl FnOnce(&mut Draft)) -> Question {
    let question = opened(app, change).await;
    votes(app, &question, "Idee 12").await.unwrap();
    let theirs = ballot(VEREIN, "Idee 15", question.id.as_str());
    brings(app, &question, theirs).await.unwrap();
    question
}

pub async fn counted(app: &App, change: impl FnOnce(&mut Draft)) -> Question {
    let question = voted(app, change).await;
    shut(app, &question, "").await.unwrap()
}

/// The association of this house votes.
async fn votes(app: &App, question: &Question, choice: &str) -> Result<Vote> {
    let association = associations::chosen(&app.db, "").await?;
    let tx = app.begin().await?;
    let vote = cast(app, &tx, &question.id, &association, choice).await?;
    tx.commit().await?;
    Ok(vote)
}

/// A vote as it comes from another server, in both forms.
fn ballot(voter: &str, choice: &str, name: &str) -> Cast {
    Cast {
        elector: voter.parse().unwrap(),
        choice: choice.to_owned(),
        activity: format!("https://peer.example/ap/activities/{name}")
            .parse()
            .unwrap(),
        note: format!("https://peer.example/ap/objects/{name}")
            .parse()
            .unwrap(),
        proven: Some(serde_json::json!({ "name": choice })),
        digest: Some(nonce::digest(name)),
        nonce: None,
        published_at: "2026-11-22T12:00:00Z".parse().unwrap(),
    }
}

async fn brings(app: &App, question: &Question, ballot: Cast) -> Result<Vote, No> {
    let tx = app.begin().await.unwrap();
    let question = store::find_for_change(&tx, &question.id).await.unwrap();
    let taken = take(app, &tx, &question, ballot).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

/// The same about the ideas of a cycle: Leitfaden, Studie and Reallabor. The first two can be chosen.
pub async fn counted_of_cycle(app: &App) -> (Question, crate::cycles::Cycle) {
    let cycle = crate::ideas::tests::cycle(app).await;
    for title in ["Leitfaden", "Studie", "Reallabor"] {
        crate::ideas::tests::entered(app, &cycle, title).await;
    }
    let slug = cycle.slug.clone();
    let question = opened(app, |draft| {
        draft.cycle = slug;
        draft.options = "1\n2".to_owned();
    })
    .await;
    let [one, other] = [0, 1].map(|at| question.options.0[at].clone());
    votes(app, &question, &one).await.unwrap();
    let theirs = ballot(VEREIN, &other, question.id.as_str());
    brings(app, &question, theirs).await.unwrap();
    (shut(app, &question, "").await.unwrap(), cycle)
}

async fn shut(app: &App, question: &Question, sentence: &str) -> Result<Question> {
    let tx = app.begin().await?;
    let closed = close(app, &tx, &question.id, sentence).await?;
    tx.commit().await?;
    Ok(closed)
}

fn said<T: std::fmt::Debug>(refused: Result<T>) -> String {
    refused.unwrap_err().to_string()
}

async fn house() -> (Instance, Association) {
    furnished_house().await
}

#[tokio::test]
async fn only_associations_we_know_can_be_asked() {
    let (app, association) = house().await;
    let followed = elsewhere(&app, &association).await;
    let stranger = meet(&app, "https://other.example/actor").await;
    let known = electable(&app, &app.db).await.unwrap();
    let known: Vec<_> = known.iter().map(|actor| actor.id.clone()).collect();
    assert_eq!(known, [association.actor.clone(), followed.id.clone()]);
    let asked = async |electors: String| {
        let draft = Draft {
            electors,
            ..typed(&app).await
        };
        let tx = app.begin().await.unwrap();
        super::draft(&app, &tx, &draft).await
    };
    let with = format!("{}\n{}", association.actor, stranger.id);
    assert_eq!(said(asked(with).await), "refused: question-elector-unknown");
    // The same by two of its names is one.
    let twice = format!("{}\n{}", followed.id, followed.address());
    assert_eq!(said(asked(twice).await), "refused: question-electors-wrong");
    let by_address = format!("@dialog@dialog.example.org\n{}", followed.address());
    asked(by_address).await.unwrap();
}

#[tokio::test]
async fn what_is_open_is_changed_by_nobody() {
    let (app, _) = house().await;
    let question = opened(&app, |_| {}).await;
    let draft = typed(&app).await;
    let tx = app.begin().await.unwrap();
    let revised = revise(&app, &tx, &question.id, &draft).await;
    assert_eq!(said(revised), "refused: question-not-a-draft");
    let discarded = discard(&tx, &question.id).await;
    assert_eq!(said(discarded), "refused: question-not-a-draft");
    let again = open(&app, &tx, &question.id).await;
    assert_eq!(said(again), "refused: question-not-a-draft");
}

#[tokio::test]
async fn a_vote_ends_between_now_and_in_a_year() {
    let (app, _) = house().await;
    for (day, refusal) in [
        ("2026-11-21", "question-ends-too-soon"),
        ("2027-12-31", "question-ends-too-late"),
    ] {
        let question = drafted(&app, |draft| day.clone_into(&mut draft.ends_on)).await;
        let tx = app.begin().await.unwrap();
        let opened = open(&app, &tx, &question.id).await;
        assert_eq!(said(opened), format!("refused: {refusal}"), "{day}");
    }
}

#[tokio::test]
async fn the_last_vote_before_the_end_counts_and_no_other() {
    let (app, _) = house().await;
    let question = opened(&app, |_| {}).await;
    votes(&app, &question, "Idee 12").await.unwrap();
    votes(&app, &question, "Idee 15").await.unwrap();
    assert_eq!(store::votes(&app.db, &question.id).await.unwrap().len(), 1);
    let nothing = votes(&app, &question, "Idee 99").await;
    assert_eq!(said(nothing), "refused: question-choice-missing");

    brings(&app, &question, ballot(VEREIN, "Idee 12", "erste"))
        .await
        .unwrap();
    // The same once more is answered as before.
    brings(&app, &question, ballot(VEREIN, "Idee 12", "erste"))
        .await
        .unwrap();
    let older = Cast {
        published_at: "2026-11-22T11:59:59Z".parse().unwrap(),
        ..ballot(VEREIN, "Idee 15", "ältere")
    };
    assert_eq!(brings(&app, &question, older).await.unwrap_err(), No::Older);
    let unknown = ballot(VEREIN, "Idee 99", "andere");
    assert_eq!(
        brings(&app, &question, unknown).await.unwrap_err(),
        No::UnknownOption
    );
    let unproven = Cast {
        proven: None,
        ..ballot(VEREIN, "Idee 15", "ohne")
    };
    assert_eq!(
        brings(&app, &question, unproven).await.unwrap_err(),
        No::Unproven
    );
    let foreign = ballot("https://peer.example/ap/actors/nachbar", "Idee 15", "fremd");
    assert_eq!(
        brings(&app, &question, foreign).await.unwrap_err(),
        No::NotEntitled
    );

    app.clock.advance(Duration::days(20));
    let late = ballot(VEREIN, "Idee 15", "späte");
    assert_eq!(brings(&app, &question, late).await.unwrap_err(), No::Over);
    assert_eq!(
        said(votes(&app, &question, "Idee 12").await),
        "refused: question-is-over"
    );
    assert_eq!(close_due(&app).await.unwrap(), 1);
    let closed = find(&app.db, &question.id).await.unwrap();
    assert_eq!(closed.outcome.unwrap().counts, [1, 1, 0]);
    assert_eq!(close_due(&app).await.unwrap(), 0);
}

#[tokio::test]
async fn nobody_votes_who_is_not_asked_or_before_it_is_open() {
    let (app, association) = house().await;
    let draft = drafted(&app, |_| {}).await;
    assert_eq!(said(votes(&app, &draft, "Idee 12").await), "not found");
    let third = meet(&app, "https://peer.example/ap/actors/verband").await;
    let state = follows::State::Accepted;
    follow(&app, association.actor.as_str(), &third.id, state).await;
    let others = |draft: &mut Draft| draft.electors = format!("{VEREIN}\n{}", third.id);
    let question = opened(&app, others).await;
    assert_eq!(said(votes(&app, &question, "Idee 12").await), "not found");
}

#[tokio::test]
async fn a_secret_vote_is_found_by_a_digest_of_its_own() {
    let (app, _) = house().await;
    let question = opened(&app, |draft| "secret".clone_into(&mut draft.secrecy)).await;
    let ours = votes(&app, &question, "Idee 12").await.unwrap();
    let digest = ours.digest.clone().unwrap();
    let nonce = app.federation.open(ours.nonce.as_ref().unwrap()).unwrap();
    assert_eq!(nonce::digest(std::str::from_utf8(&nonce).unwrap()), digest);
    assert!(ours.document.is_none());
    assert!(!format!("{ours:?}").contains("Idee"), "{ours:?}");

    for digest in [None, Some("zQm".to_owned()), Some("x".repeat(47))] {
        let without = Cast {
            digest,
            ..ballot(VEREIN, "Idee 15", "ohne")
        };
        assert_eq!(
            brings(&app, &question, without).await.unwrap_err(),
            No::WithoutDigest
        );
    }
    let copied = Cast {
        digest: Some(digest),
        ..ballot(VEREIN, "Idee 15", "kopie")
    };
    assert_eq!(
        brings(&app, &question, copied).await.unwrap_err(),
        No::DigestTaken
    );
    let taken = brings(&app, &question, ballot(VEREIN, "Idee 15", "eigene"))
        .await
        .unwrap();
    assert!(
        taken.document.is_none(),
        "a proof would bear witness against its voter"
    );
    let closed = shut(&app, &question, "").await.unwrap();
    let outcome = closed.outcome.unwrap();
    assert_eq!(ours.receipt(&outcome), Receipt::Found);
    let kept = store::votes(&app.db, &question.id).await.unwrap();
    assert_eq!(kept.len(), 1, "nothing says how the others voted");
}

#[tokio::test]
async fn what_was_counted_wrong_is_noticed_by_whose_vote_it_was() {
    let (app, _) = house().await;
    for secrecy in ["open", "secret"] {
        let question = counted(&app, |draft| secrecy.clone_into(&mut draft.secrecy)).await;
        let vote = seats(&app.db, &question)
            .await
            .unwrap()
            .remove(0)
            .vote
            .unwrap();
        let mut outcome = question.outcome.unwrap();
        assert_eq!(vote.receipt(&outcome), Receipt::Found, "{secrecy}");
        let lines = outcome.lines.clone().unwrap();
        for line in outcome.lines.iter_mut().flatten() {
            line.choice = "Enthaltung".to_owned();
        }
        assert_eq!(vote.receipt(&outcome), Receipt::Changed, "{secrecy}");
        let others = lines.into_iter().filter(|line| line.choice != "Idee 12");
        outcome.lines = Some(others.collect());
        assert_eq!(vote.receipt(&outcome), Receipt::Missing, "{secrecy}");
        outcome.lines = None;
        assert_eq!(vote.receipt(&outcome), Receipt::Unpublished, "{secrecy}");
    }
}

#[tokio::test]
async fn it_is_counted_early_only_when_everybody_has_voted() {
    let (app, _) = house().await;
    let question = opened(&app, |_| {}).await;
    votes(&app, &question, "Idee 12").await.unwrap();
    assert_eq!(
        said(shut(&app, &question, "").await),
        "refused: question-not-over"
    );
    brings(&app, &question, ballot(VEREIN, "Idee 12", "zweite"))
        .await
        .unwrap();
    let closed = shut(&app, &question, "Idee 12 soll es werden.")
        .await
        .unwrap();
    assert_eq!(closed.sentence, "Idee 12 soll es werden.");
    assert_eq!(
        said(shut(&app, &question, "").await),
        "refused: question-not-open"
    );
}

#[tokio::test]
async fn a_plain_sentence_says_what_was_counted() {
    let (app, _) = house().await;
    let tie = counted(&app, |_| {}).await;
    assert!(tie.sentence.contains("Gleichstand"), "{}", tie.sentence);
    let question = opened(&app, |draft| "2".clone_into(&mut draft.quorum)).await;
    votes(&app, &question, "Idee 12").await.unwrap();
    app.clock.advance(Duration::days(20));
    let missed = shut(&app, &question, "").await.unwrap();
    assert!(!missed.outcome.as_ref().unwrap().has_quorum);
    assert!(missed.sentence.contains("Quorum"), "{}", missed.sentence);
    let page = Visitor::nobody(&app).get(&missed.path()).await;
    assert!(page.says("nicht erreicht") && page.says("Ein Verband von 2 hat abgestimmt"));
}

#[tokio::test]
async fn nobody_reads_of_it_before_it_is_counted() {
    let (app, _) = house().await;
    let question = voted(&app, |draft| "secret".clone_into(&mut draft.secrecy)).await;
    let nobody = Visitor::nobody(&app);
    let api = format!("/api/v1/questions/{}", question.id);
    for path in [&question.path(), &api] {
        assert_eq!(nobody.get(path).await.status, 404, "{path}");
    }
    assert!(!nobody.get("/questions").await.says("Welche Idee"));
    for path in ["/questions.atom", "/questions.json"] {
        let feed = nobody.get(path).await;
        assert!(feed.status == 200 && !feed.says("Welche Idee"), "{path}");
    }
    assert_ne!(nobody.get("/desk/questions").await.status, 200);

    let closed = shut(&app, &question, "").await.unwrap();
    let page = nobody.get(&closed.path()).await;
    assert_eq!(page.status, 200);
    // Each on its own, and what the host could see.
    assert!(page.says("Zentralwohlfahrtsstelle") && page.says("zQm"));
    assert!(page.says("kann lesen, wie jeder Verband stimmt"));
    let list = nobody.get("/questions").await;
    assert!(list.says("Welche Idee") && list.says("/questions.atom"));
    for path in ["/questions.atom?counted", "/questions.json?counted"] {
        let feed = nobody.get(path).await;
        assert!(
            feed.says("Welche Idee") && feed.says(&closed.path()),
            "{path}"
        );
        assert!(!feed.says("\"votes\":[{"), "{path}");
    }
    let json = nobody.get(&api).await;
    assert_eq!(json.status, 200);
    assert!(!json.says("\"votes\":[{"), "{}", json.html);
}

#[tokio::test]
async fn a_coordinator_asks_and_votes_and_an_editor_looks() {
    let (app, association) = house().await;
    let other = elsewhere(&app, &association).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let form = [
        ("question", "Welche Idee?"),
        ("options", "Idee 12\nIdee 15"),
        ("secrecy", "secret"),
        ("ends_on", "2026-11-22"),
        ("ends_at", "15:00"),
        ("electors", association.actor.as_str()),
        ("electors", other.id.as_str()),
    ];
    assert_eq!(editor.post("/desk/questions/new", &form).await.status, 403);
    let wrong = coordinator.post("/desk/questions/new", &form[..6]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("Bitte wählen Sie 2 bis 100 Verbände") && wrong.says("#electors"));
    assert!(wrong.says("Idee 12\nIdee 15"), "what was typed is lost");
    let created = coordinator.post("/desk/questions/new", &form).await;
    assert_eq!(created.status, 303, "{}", created.html);
    let desk = created.location.split('?').next().unwrap().to_owned();

    let edit = coordinator.get(&format!("{desk}/edit")).await;
    assert!(edit.says("Idee 12") && edit.says("checked"));
    let open = format!("{desk}/open");
    assert_eq!(editor.post(&open, &[]).await.status, 403);
    assert_eq!(coordinator.post(&open, &[]).await.status, 303);
    let looked = editor.get(&desk).await;
    assert!(looked.says("kann lesen, wie jeder Verband stimmt"));
    assert!(!looked.says("name=\"choice\""));
    assert!(
        coordinator
            .get("/desk")
            .await
            .says("wartet auf Ihre Stimme")
    );

    let vote = format!("{desk}/vote");
    let handle = ("association", association.handle.as_str());
    assert_eq!(
        editor
            .post(&vote, &[handle, ("choice", "Idee 12")])
            .await
            .status,
        403
    );
    let nothing = coordinator.post(&vote, &[handle]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.says("Bitte wählen Sie eine der Möglichkeiten."));
    assert_eq!(
        coordinator
            .post(&vote, &[handle, ("choice", "Idee 12")])
            .await
            .status,
        303
    );
    let shown = coordinator.get(&desk).await;
    assert!(shown.says("angenommen") && shown.says("zQm"));
    let early = coordinator
        .post(&format!("{desk}/close"), &[("sentence", "Schluss.")])
        .await;
    assert_eq!(early.status, 422);
    assert!(early.says("Die Frist läuft noch") && early.says("Schluss."));

    app.clock.advance(Duration::hours(3));
    let close = coordinator
        .post(&format!("{desk}/close"), &[("sentence", "Idee 12.")])
        .await;
    assert_eq!(close.status, 303);
    let shown = coordinator.get(&desk).await;
    assert!(shown.says("in der Auszählung gefunden") && shown.says("nachgezählt: stimmt"));
    assert_eq!(
        deeds(&app).await,
        [
            "question.close",
            "question.vote",
            "question.open",
            "question.draft"
        ]
    );
}

#[tokio::test]
async fn what_others_asked_is_forgotten_long_after_its_end_and_ours_stays() {
    let (app, _) = house().await;
    let ours = counted(&app, |_| {}).await;
    let tx = app.begin().await.unwrap();
    let theirs = Question {
        id: app.ulids.next(app.clock.now()).into(),
        local: false,
        iri: "https://peer.example/ap/objects/frage".parse().ok(),
        organizer: VEREIN.parse().unwrap(),
        ..ours.clone()
    };
    store::insert(&tx, theirs.clone()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(clear(&app, app.clock.now()).await.unwrap(), 0);
    app.clock.advance(Duration::days(400));
    assert_eq!(clear(&app, app.clock.now()).await.unwrap(), 1);
    assert!(matches!(
        find(&app.db, &theirs.id).await,
        Err(Error::NotFound)
    ));
    assert!(find_public(&app.db, &ours.id).await.is_ok());
}

/// What somebody of another server asks the association of this house.
async fn asked_elsewhere(app: &App, association: &Association, organizer: &str) -> Question {
    let like = drafted(app, |_| {}).await;
    let tx = app.begin().await.unwrap();
    let id = app.ulids.next(app.clock.now());
    let theirs = Question {
        id: id.into(),
        local: false,
        iri: format!("{organizer}/q/{id}").parse().ok(),
        organizer: organizer.parse().unwrap(),
        state: State::Open,
        ends_at: app.clock.now() + Duration::days(200),
        ..like.clone()
    };
    let theirs = store::insert(&tx, theirs).await.unwrap();
    let elector = Elector {
        question: theirs.id.clone(),
        actor: association.actor.clone(),
        name: association.name.clone(),
        has_voted: false,
    };
    let electors = vec![elector];
    store::put_electors(&tx, &theirs.id, electors)
        .await
        .unwrap();
    discard(&tx, &like.id).await.unwrap();
    tx.commit().await.unwrap();
    theirs
}

#[tokio::test]
async fn who_asks_can_be_reached_until_it_is_counted_and_no_vote_is_lost_on_the_way() {
    let (app, association) = house().await;
    let asks = meet(&app, "https://other.example/actor").await;
    let gone = meet(&app, "https://gone.example/actor").await;
    let question = asked_elsewhere(&app, &association, asks.id.as_str()).await;
    app.clock.advance(Duration::days(100));
    crate::jobs::clear(&app, app.clock.now()).await.unwrap();
    let known = async |actor: &Actor| actors::find(&app.db, &actor.id).await.unwrap().is_some();
    assert!(known(&asks).await, "nobody follows it, and it asks");
    assert!(!known(&gone).await);
    let vote = votes(&app, &question, "Idee 12").await.unwrap();
    assert_eq!(vote.state, vote::State::Sent);
    let tx = app.begin().await.unwrap();
    actors::forget(&tx, std::slice::from_ref(&asks.id))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refused = votes(&app, &question, "Idee 15").await;
    assert_eq!(said(refused), "refused: question-organizer-gone");
}

#[tokio::test]
async fn what_somebody_asked_who_is_gone_waits_for_nobody() {
    let (app, association) = house().await;
    let asks = meet(&app, "https://other.example/actor").await;
    let theirs = asked_elsewhere(&app, &association, asks.id.as_str()).await;
    let others = asked_elsewhere(&app, &association, VEREIN).await;
    let farewell = federation::Received {
        id: "https://other.example/d".parse().unwrap(),
        actor: asks,
        action: federation::Action::Farewell,
        received_at: app.clock.now(),
        said_at: None,
    };
    let tx = app.begin().await.unwrap();
    inbox::receive_farewell(&tx, &farewell).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(
        find(&app.db, &theirs.id).await,
        Err(Error::NotFound)
    ));
    assert!(find(&app.db, &others.id).await.is_ok());
}

#[tokio::test]
async fn a_coordinator_calls_off_what_is_open_and_says_why() {
    let (app, _) = house().await;
    let question = voted(&app, |_| {}).await;
    let path = format!("{}/calling-off", question.desk());
    let editor = Visitor::new(&app, Role::Editor).await;
    assert_eq!(
        editor.post(&path, &[("reason", "Vertagt.")]).await.status,
        403
    );
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let long = "x".repeat(301);
    for reason in [" ", &long] {
        let refused = coordinator.post(&path, &[("reason", reason)]).await;
        assert!(refused.status == 422 && refused.says("<a href=\"#reason\">"));
        assert!(refused.says(reason), "what was typed stays");
    }
    let called = coordinator.post(&path, &[("reason", "Vertagt.")]).await;
    assert_eq!(
        called.location,
        format!("{}?done=called_off", question.desk())
    );
    let now = find(&app.db, &question.id).await.unwrap();
    assert_eq!((now.state, now.is_public()), (State::CalledOff, false));
    assert!(
        store::votes(&app.db, &question.id)
            .await
            .unwrap()
            .is_empty()
    );
    let page = coordinator.get(&question.desk()).await;
    assert!(page.says("abgesagt") && page.says("Vertagt."));
    let twice = coordinator.post(&path, &[("reason", "Vertagt.")]).await;
    assert!(twice.status == 422 && twice.says("nicht offen"));
    assert_eq!(deeds(&app).await[0], "question.call-off");
}

async fn states(app: &App, cycle: &crate::cycles::Cycle) -> Vec<crate::ideas::State> {
    let ideas = crate::ideas::public(&app.db, &cycle.id).await.unwrap();
    ideas.into_iter().map(|idea| idea.state).collect()
}

async fn decided(app: &App, question: &Question, chosen: &str) -> Result<Question> {
    let said = Deciding {
        chosen: chosen.to_owned(),
        objections: "Zu **teuer**".to_owned(),
        review_on: "2027-11-14".to_owned(),
    };
    let tx = app.begin().await?;
    let decided = decide(app, &tx, &question.id, &said).await?;
    tx.commit().await?;
    Ok(decided)
}

#[tokio::test]
async fn what_associations_choose_of_the_ideas_of_a_cycle_becomes_workstreams_once() {
    use crate::ideas::State::{Declined, Proposed, Selected};
    let (app, _) = house().await;
    let (question, cycle) = counted_of_cycle(&app).await;
    assert_eq!(
        question.options.0,
        ["1. Leitfaden", "2. Studie", "Enthaltung"]
    );
    assert_eq!(states(&app, &cycle).await, [Proposed; 3]);
    let unknown = said(decided(&app, &question, "3").await);
    assert!(unknown.contains("decision-option-unknown"), "{unknown}");
    let decided_now = decided(&app, &question, "1").await.unwrap();
    assert_eq!(decided_now.chosen(), [1]);
    // What could not be chosen stays proposed.
    assert_eq!(states(&app, &cycle).await, [Selected, Declined, Proposed]);
    let again = said(decided(&app, &question, "2").await);
    assert!(again.contains("question-decided-already"), "{again}");
    let idea = crate::ideas::public(&app.db, &cycle.id)
        .await
        .unwrap()
        .remove(0);
    let works = crate::workstreams::of_idea(&app.db, &idea.id)
        .await
        .unwrap();
    assert_eq!(works.len(), 1);
    let by = by_which_chosen(&app.db, &idea.id).await.unwrap();
    assert_eq!(by.map(|it| it.id), Some(question.id.clone()));
    let nobody = Visitor::nobody(&app);
    let page = nobody.get(&question.path()).await;
    assert!(page.says("Zu <strong>teuer</strong>") && page.says("14.\u{a0}November\u{a0}2027"));
    let leitfaden = idea.path(Some(&cycle));
    assert!(page.says(&format!("href=\"{leitfaden}\"")), "{}", page.html);
    let page = nobody.get(&leitfaden).await;
    assert!(page.says(&format!("href=\"{}\"", question.path())));
}

#[tokio::test]
async fn nothing_is_chosen_before_it_is_counted_nor_without_a_cycle_nor_without_a_quorum() {
    let (app, _) = house().await;
    let alone = counted(&app, |_| {}).await;
    let refused = said(decided(&app, &alone, "").await);
    assert!(refused.contains("question-without-cycle"), "{refused}");
    let cycle = crate::ideas::tests::cycle(&app).await;
    for title in ["Leitfaden", "Studie"] {
        crate::ideas::tests::entered(&app, &cycle, title).await;
    }
    let open = opened(&app, |draft| {
        draft.cycle = cycle.slug.clone();
        draft.options = String::new();
    })
    .await;
    assert_eq!(open.eligible().len(), 2);
    let refused = said(decided(&app, &open, "1").await);
    assert!(refused.contains("question-not-counted"), "{refused}");
    app.clock.advance(Duration::days(60));
    close_due(&app).await.unwrap();
    // Nobody has voted, and a quorum of one was asked for.
    let tx = app.begin().await.unwrap();
    let counted = store::find_for_change(&tx, &open.id).await.unwrap();
    let outcome = counted.outcome.clone().map(|outcome| Outcome {
        has_quorum: false,
        ..outcome
    });
    store::update(&tx, Question { outcome, ..counted })
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refused = said(decided(&app, &open, "1").await);
    assert!(refused.contains("decision-quorum-missed"), "{refused}");
    assert!(decided(&app, &open, "").await.is_ok());
}

#[tokio::test]
async fn an_idea_that_is_over_is_asked_of_nobody() {
    let (app, _) = house().await;
    let cycle = crate::ideas::tests::cycle(&app).await;
    let leitfaden = crate::ideas::tests::entered(&app, &cycle, "Leitfaden").await;
    crate::ideas::tests::entered(&app, &cycle, "Studie").await;
    let slug = cycle.slug.clone();
    let question = drafted(&app, |draft| {
        draft.cycle = slug;
        draft.options = "1\n2. Studie".to_owned();
    })
    .await;
    // The form reads what it shows.
    let draft = draft_of(&app, &app.db, &question).await.unwrap();
    assert_eq!(draft.options, "1. Leitfaden\n2. Studie");
    let tx = app.begin().await.unwrap();
    let revised = revise(&app, &tx, &question.id, &draft).await.unwrap();
    assert_eq!(revised.eligible(), question.eligible());
    let unknown = Draft {
        options: "1\n7".to_owned(),
        seen: String::new(),
        ..draft
    };
    let refused = said(revise(&app, &tx, &question.id, &unknown).await);
    assert!(refused.contains("question-option-no-idea"), "{refused}");
    crate::ideas::decline(&app, &tx, &leitfaden, "Gibt es schon.")
        .await
        .unwrap();
    let refused = said(open(&app, &tx, &question.id).await);
    assert!(refused.contains("question-idea-over"), "{refused}");
}

#[tokio::test]
async fn those_who_coordinate_record_what_was_chosen_and_are_reminded_to_look_at_it_again() {
    let (app, _) = house().await;
    let (question, cycle) = counted_of_cycle(&app).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let desk = question.desk();
    assert!(coordinator.get(&desk).await.says("Ergebnis festhalten"));
    let wrong = [("chosen", "9"), ("objections", "Zu teuer")];
    let path = format!("{desk}/decision");
    let refused = coordinator.post(&path, &wrong).await;
    assert!(refused.status == 422 && refused.says("Zu teuer"));
    let form = [("chosen", "2"), ("review_on", "2027-01-14")];
    let done = coordinator.post(&path, &form).await;
    assert_eq!(done.location, format!("{desk}?done=decided"));
    assert!(!coordinator.get(&desk).await.says("Ergebnis festhalten"));
    assert!(deeds(&app).await.contains(&"question.decide".to_owned()));
    let page = coordinator.get(&cycle.path()).await;
    assert!(page.says(&format!("href=\"{}\"", question.path())));
    assert_eq!(remind_to_review(&app).await.unwrap(), 0);
    app.clock.advance(Duration::days(90));
    assert_eq!(remind_to_review(&app).await.unwrap(), 1);
    assert_eq!(remind_to_review(&app).await.unwrap(), 0);
}
