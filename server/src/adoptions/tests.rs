//! Who uses what: each by its own word, which nobody else says or takes back.

use super::*;
use crate::{
    accounts::{Role as Rank, tests::Instance},
    cohosts::tests::neighbour,
    following::tests::meet,
    web::desk::tests::{Visitor, deeds},
    workstreams::{
        maturity::{self, Maturity},
        publish_report, report,
        tests::{document, working},
        write_report,
    },
};
use federation::{Action, Adopting, Answer, Received, Rejected, Verdict};

/// The only association of the house beside the one that leads says that it uses this.
pub async fn announced(app: &App, slug: &str) -> Adoption {
    let workstream = workstreams::find(&app.db, slug).await.unwrap();
    let draft = Draft {
        report: report::address(&workstream.url).to_string(),
        product: "Leitfaden".to_owned(),
        note: "In der Beratung.".to_owned(),
        ..Draft::default()
    };
    say(app, &draft).await.unwrap()
}

async fn say(app: &App, draft: &Draft) -> Result<Adoption> {
    let found = look_up(app, &draft.report).await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.association).await?;
    let one = announce(app, &tx, &association, found, draft).await?;
    tx.commit().await?;
    Ok(one)
}

/// Somebody elsewhere says so, and it waits here.
pub async fn told(app: &App, slug: &str) -> Adoption {
    let verein = meet(app, "https://peer.example/verein").await;
    let workstream = workstreams::find(&app.db, slug).await.unwrap();
    let adopting = adopting(app, &workstream).await;
    let id = format!("{}/offers/{}", verein.id, app.ulids.next(app.clock.now()));
    arrives(app, verein, &id, &adopting).await.unwrap();
    let waiting = open(&app.db).await.unwrap().pop();
    waiting.unwrap()
}

async fn adopting(app: &App, workstream: &Workstream) -> Adopting {
    let report = workstreams::find_public_report(&app.db, workstream).await;
    Adopting {
        report: report.unwrap().unwrap().iri.unwrap().into(),
        asked: workstream.lead.clone(),
        product: Some("Leitfaden".to_owned()),
        note: Some("<p>In der <b>Beratung</b>.</p>".to_owned()),
        link: "https://peer.example/so".parse().ok(),
    }
}

async fn arrives(app: &App, sender: Actor, id: &str, adopting: &Adopting) -> Result<(), Rejected> {
    let activity = received(app, sender, id, Action::Adopt(Box::new(adopting.clone())));
    let tx = app.begin().await.unwrap();
    inbox::receive_offer(app, &tx, &activity, adopting).await?;
    tx.commit().await.unwrap();
    Ok(())
}

fn received(app: &App, actor: Actor, id: &str, action: Action) -> Received {
    Received {
        id: id.parse().unwrap(),
        actor,
        action,
        received_at: app.clock.now(),
        said_at: None,
    }
}

async fn done<T>(app: &App, act: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
    let tx = app.begin().await?;
    let done = act(&tx).await?;
    tx.commit().await?;
    Ok(done)
}

/// A house with a published report, and another association in it.
async fn house() -> (Instance, Workstream, Association) {
    let (app, _, workstream) = working().await;
    let tx = app.begin().await.unwrap();
    let draft = report::tests::guide();
    write_report(&app, &tx, &workstream, &draft).await.unwrap();
    let (workstream, _) = publish_report(&app, &tx, workstream).await.unwrap();
    tx.commit().await.unwrap();
    let awo = neighbour(&app).await;
    (app, workstream, awo)
}

async fn names(app: &App, workstream: &Workstream) -> Vec<String> {
    let shown = shown(&app.db, workstream).await.unwrap().into_iter();
    shown.map(|it| it.adopter).collect()
}

#[tokio::test]
async fn an_association_of_the_house_is_shown_until_it_takes_that_back() {
    let (app, workstream, _) = house().await;
    let draft = Draft {
        report: report::address(&workstream.url).to_string(),
        association: "awo".to_owned(),
        ..Draft::default()
    };
    let one = say(&app, &draft).await.unwrap();
    assert_eq!(one.state, State::Accepted);
    assert_eq!(names(&app, &workstream).await, ["AWO Bundesverband"]);
    // Anybody can read the word.
    let word = document(&app, &one.offer).await;
    assert_eq!(word["type"], "Offer");
    assert_eq!(word["target"], one.report.as_str());
    assert_eq!(word["object"], one.adopter.as_str());
    let again = say(&app, &draft).await.unwrap_err();
    assert_eq!(again.to_string(), "refused: adoption-announced-already");
    let unknown = Draft {
        product: "Studie".to_owned(),
        ..draft
    };
    let unknown = say(&app, &unknown).await.unwrap_err();
    assert_eq!(unknown.to_string(), "refused: adoption-product-unknown");

    let offer = one.offer.clone();
    done(&app, async |tx| withdraw(&app, tx, one).await)
        .await
        .unwrap();
    assert!(names(&app, &workstream).await.is_empty());
    assert!(document(&app, &offer).await["actor"].is_null());
}

#[tokio::test]
async fn what_is_announced_elsewhere_is_shown_once_somebody_here_looked_at_it() {
    let (app, workstream, _) = house().await;
    let one = told(&app, &workstream.slug).await;
    assert_eq!(one.note, "In der Beratung.");
    assert!(names(&app, &workstream).await.is_empty());
    let visitor = Visitor::nobody(&app);
    let page = format!("{}/report", workstream.path());
    assert!(!visitor.get(&page).await.says("Beratung"));

    let one = done(&app, async |tx| accept(&app, tx, one).await)
        .await
        .unwrap();
    let shown = visitor.get(&page).await;
    for expected in [
        "Zentralwohlfahrtsstelle",
        "Leitfaden, seit",
        "(peer.example)",
        "In der Beratung.",
        one.offer.as_str(),
        "https://peer.example/so",
    ] {
        assert!(shown.says(expected), "{expected}");
    }
    let trace = visitor.get(&format!("{}/trace", workstream.path())).await;
    assert!(trace.says("Zentralwohlfahrtsstelle"));
    let linked = visitor
        .get(&format!("{}/trace.json", workstream.path()))
        .await;
    assert!(linked.says("Zentralwohlfahrtsstelle"));

    // Only the adopter takes it back: nobody here, and no other server.
    let refused = done(&app, async |tx| withdraw(&app, tx, one.clone()).await).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "refused: adoption-not-ours"
    );
    let forger = meet(&app, "https://mallory.example/verein").await;
    let offer: Url = one.offer.clone().into();
    for (sender, expected) in [(forger, 1), (meet(&app, one.adopter.as_str()).await, 0)] {
        let id = format!("{}/undo", sender.id);
        let undo = received(&app, sender, &id, Action::Undo(offer.clone()));
        let tx = app.begin().await.unwrap();
        let undone = inbox::receive_undo(&tx, &undo, &offer).await;
        assert_eq!(undone.is_ok(), expected == 0);
        tx.commit().await.unwrap();
        assert_eq!(names(&app, &workstream).await.len(), expected);
    }
}

#[tokio::test]
async fn a_report_that_is_published_again_is_used_once() {
    let (app, workstream, _) = house().await;
    let one = told(&app, &workstream.slug).await;
    done(&app, async |tx| accept(&app, tx, one).await)
        .await
        .unwrap();
    let tx = app.begin().await.unwrap();
    workstreams::withdraw_report(&app, &tx, &workstream, "Ein Rechenfehler.")
        .await
        .unwrap();
    let (workstream, _) = publish_report(&app, &tx, workstream).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(names(&app, &workstream).await.len(), 1, "it is used still");
    let again = adopting(&app, &workstream).await;
    let verein = meet(&app, "https://peer.example/verein").await;
    arrives(&app, verein, "https://peer.example/offers/2", &again)
        .await
        .unwrap();
    let all = of_workstream(&app.db, &workstream).await.unwrap();
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn who_is_blocked_is_shown_no_more() {
    let (app, workstream, _) = house().await;
    let one = told(&app, &workstream.slug).await;
    done(&app, async |tx| accept(&app, tx, one).await)
        .await
        .unwrap();
    assert_eq!(names(&app, &workstream).await.len(), 1);
    let tx = app.begin().await.unwrap();
    let reason = Some("Werbung");
    blocks::add(&tx, "peer.example", reason, app.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(names(&app, &workstream).await.is_empty());
}

#[tokio::test]
async fn a_forger_gets_nobody_shown() {
    let (app, workstream, awo) = house().await;
    let right = adopting(&app, &workstream).await;
    let verein = meet(&app, "https://peer.example/verein").await;
    let person = Actor {
        kind: "Person".to_owned(),
        ..verein.clone()
    };
    let id = "https://peer.example/offers/9";
    let refused = arrives(&app, person, id, &right).await;
    assert!(matches!(refused, Err(Rejected::Refused("no_organisation"))));
    // Of no report, and not to who answers for it.
    let elsewhere = Adopting {
        report: workstream.actor.clone().unwrap().into(),
        ..right.clone()
    };
    let other = Adopting {
        asked: awo.actor.clone(),
        ..right.clone()
    };
    for wrong in [elsewhere, other] {
        let refused = arrives(&app, verein.clone(), id, &wrong).await;
        assert!(matches!(refused, Err(Rejected::NotForUs)));
    }
    assert!(open(&app.db).await.unwrap().is_empty());
    // Said twice it waits once; another's id is not taken over.
    for _ in 0..2 {
        arrives(&app, verein.clone(), id, &right).await.unwrap();
    }
    assert_eq!(open(&app.db).await.unwrap().len(), 1);
    let thief = meet(&app, "https://peer.example/thief").await;
    let refused = arrives(&app, thief, id, &right).await;
    assert!(matches!(refused, Err(Rejected::Refused("offered_already"))));
    assert!(names(&app, &workstream).await.is_empty());
}

#[tokio::test]
async fn no_more_announcements_wait_than_somebody_can_look_at() {
    let (app, workstream, _) = house().await;
    let right = adopting(&app, &workstream).await;
    for number in 0..=OPEN_AT_MOST {
        let server = number / OPEN_OF_ONE_HOST_AT_MOST;
        let sender = format!("https://peer{server}.example/{number}");
        let sender = meet(&app, &sender).await;
        let id = format!("{}/offer", sender.id);
        let arrived = arrives(&app, sender, &id, &right).await;
        assert_eq!(arrived.is_ok(), number < OPEN_AT_MOST, "{number}");
    }
}

#[tokio::test]
async fn one_server_does_not_fill_the_list_of_announcements() {
    let (app, workstream, _) = house().await;
    let right = adopting(&app, &workstream).await;
    for number in 0..=OPEN_OF_ONE_HOST_AT_MOST {
        let sender = meet(&app, &format!("https://peer.example/{number}")).await;
        let id = format!("{}/offer", sender.id);
        let arrived = arrives(&app, sender, &id, &right).await;
        assert_eq!(
            arrived.is_ok(),
            number < OPEN_OF_ONE_HOST_AT_MOST,
            "{number}"
        );
    }
    let other = meet(&app, "https://other.example/verein").await;
    let offer = "https://other.example/offer";
    arrives(&app, other, offer, &right).await.unwrap();
}

#[tokio::test]
async fn only_who_answers_for_a_report_answers_an_announcement_of_ours() {
    let (app, _, awo) = house().await;
    let lead = meet(&app, "https://peer.example/verein").await;
    let found = Found {
        report: "https://peer.example/reports/1".parse().unwrap(),
        page: "https://peer.example/bericht".parse().unwrap(),
        name: "Ergebnis: CRA".to_owned(),
        lead: lead.clone(),
        workstream: None,
    };
    let draft = Draft::default();
    let one = done(&app, async |tx| {
        announce(&app, tx, &awo, found, &draft).await
    })
    .await
    .unwrap();
    assert_eq!(one.state, State::Offered);
    let answer = |verdict| Answer {
        asked: one.offer.clone().into(),
        verdict,
        kind: None,
        name: None,
        reason: Some("<p>Nein.</p>".to_owned()),
        result: None,
        grant: None,
    };
    let says = async |sender: Actor, verdict| {
        let id = format!("{}/answers/1", sender.id);
        let answer = answer(verdict);
        let activity = received(&app, sender, &id, Action::Answer(answer.clone()));
        let tx = app.begin().await.unwrap();
        let said = inbox::receive_answer(&app, &tx, &activity, &answer).await;
        tx.commit().await.unwrap();
        said
    };
    let mallory = meet(&app, "https://mallory.example/verein").await;
    let refused = says(mallory, Verdict::Accept).await;
    assert!(matches!(refused, Err(Rejected::Refused("not_asked"))));
    let state = async || of_actor(&app.db, &awo.actor).await.unwrap().remove(0).state;
    assert_eq!(state().await, State::Offered);
    says(lead.clone(), Verdict::Accept).await.unwrap();
    assert_eq!(state().await, State::Accepted);
    says(lead, Verdict::Reject).await.unwrap();
    assert_eq!(state().await, State::Rejected);
}

#[tokio::test]
async fn a_coordinator_announces_answers_and_takes_back_at_the_desk() {
    let (app, workstream, _) = house().await;
    let coordinator = Visitor::new(&app, Rank::Coordinator).await;
    let path = "/desk/adoptions";
    let wrong = coordinator
        .post(path, &[("report", "Leitfaden"), ("note", "Für alle")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("value=\"Leitfaden\"") && wrong.says("value=\"Für alle\""));
    let report = report::address(&workstream.url);
    let typed = [("report", report.as_str()), ("association", "awo")];
    let editor = Visitor::new(&app, Rank::Editor).await;
    assert_eq!(editor.post(path, &typed).await.status, 403);
    let announced = coordinator.post(path, &typed).await;
    assert_eq!(announced.location, "/desk/adoptions?done=announced");
    let ours = of_ours(&app.db).await.unwrap().remove(0);
    let withdrawal = format!("{path}/{}/withdrawal", ours.id);
    let withdrawn = coordinator.post(&withdrawal, &[]).await;
    assert_eq!(withdrawn.location, "/desk/adoptions?done=withdrawn");

    let one = told(&app, &workstream.slug).await;
    assert!(coordinator.get("/desk").await.says("/desk/adoptions"));
    assert!(coordinator.get(path).await.says("Zentralwohlfahrtsstelle"));
    let answer = format!("{path}/{}/answer", one.id);
    let yes = coordinator.post(&answer, &[("then", "accept")]).await;
    assert_eq!(yes.location, "/desk/adoptions?done=accepted");
    assert_eq!(
        deeds(&app).await[..3],
        ["adoption.accept", "adoption.withdraw", "adoption.announce"]
    );
    let twice = coordinator.post(&answer, &[("then", "accept")]).await;
    assert_eq!(twice.status, 422);
}

#[tokio::test]
async fn a_product_says_how_far_it_has_come_and_keeps_what_was_said() {
    let (app, workstream, _) = house().await;
    let coordinator = Visitor::new(&app, Rank::Coordinator).await;
    let path = format!("{}/report/maturity", workstream.desk());
    let empty = coordinator
        .post(&path, &[("product", "Leitfaden"), ("maturity", "in_use")])
        .await;
    assert_eq!(empty.status, 422);
    for (word, meaning) in [
        ("trial", "Zwei probieren es."),
        ("in_use", "Alle nutzen es."),
    ] {
        let typed = [
            ("product", "Leitfaden"),
            ("maturity", word),
            ("on", "2026-11-01"),
            ("meaning", meaning),
        ];
        assert_eq!(coordinator.post(&path, &typed).await.status, 303, "{word}");
    }
    let page = format!("{}/report", workstream.path());
    let shown = Visitor::nobody(&app).get(&page).await;
    assert!(shown.says("Alle nutzen es.") && shown.says("in Nutzung seit"));
    assert!(shown.says("Zwei probieren es."), "what was said before");
    // It travels with the article, and stays when the report is written anew.
    let found = workstreams::find_public_report(&app.db, &workstream).await;
    let found = found.unwrap().unwrap();
    let article = document(&app, &found.iri.clone().unwrap()).await;
    let content = article["content"].as_str().unwrap();
    assert!(content.contains("Alle nutzen es."), "{content}");
    let tx = app.begin().await.unwrap();
    let draft = report::Draft {
        seen: String::new(),
        ..report::Draft::of(&found)
    };
    let again = write_report(&app, &tx, &workstream, &draft).await.unwrap();
    let stage = again.contents.products[0].stage().unwrap();
    assert_eq!(stage.maturity, Maturity::InUse);
    let unknown = maturity::Draft {
        product: "Studie".to_owned(),
        ..maturity::Draft::default()
    };
    let refused = workstreams::mature(&app, &tx, &workstream, &unknown).await;
    let refused = refused.unwrap_err().to_string();
    assert_eq!(refused, "refused: workstream-maturity-product");
}
