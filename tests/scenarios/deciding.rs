//! The selection of a cycle, from the door to the result: who was there votes by link, by code and on
//! paper, the published script recounts it, and a file that was tampered with is found.

use chrono::Duration;
use harness::{Engine, Instance, Post, denkwerkstatt, on_both_engines, settle};
use server::{
    associations::Association,
    cycles::{self, Cycle, cycle, programme},
    decisions::{self, Closing, Decision, Draft, Elector},
    events::Event,
    ideas::{self, Origin, Signature},
    participations::{self, Registration},
    workstreams,
};
use std::process::Command;

on_both_engines![
    those_who_were_there_choose_and_anybody_recounts_it,
    ballots_cast_at_once_are_one_each,
];

const GROUPS: [&str; 3] = ["Ehrenamt", "Wissenschaft", "Wirtschaft"];

struct Stage {
    dialog: Instance,
    host: Association,
    cycle: Cycle,
    event: Event,
}

impl Stage {
    /// Twelve ideas, and nine people who were let in.
    async fn new(engine: Engine) -> Self {
        let dialog = engine.instance("dialog").await;
        let host = dialog.association("dialog").await;
        let tx = dialog.begin().await;
        let programme = programme::Draft {
            name: "Dialog".to_owned(),
            ..programme::Draft::default()
        };
        let programme = cycles::found_programme(&dialog.app, &tx, &host, &programme).await;
        let cycle = cycle::Draft {
            programme: programme.expect("a programme").slug,
            name: "2026/2027".to_owned(),
            ..cycle::Draft::default()
        };
        let cycle = cycles::begin(&dialog.app, &tx, &cycle).await;
        let cycle = cycle.expect("a cycle");
        for number in 1..=12 {
            let draft = ideas::Draft {
                title: format!("Idee Nummer {number}"),
                question: "Was hilft?".to_owned(),
                ..ideas::Draft::default()
            };
            let signature = Signature {
                email: format!("autor{number}@verein.example"),
                ..Signature::default()
            };
            let place = (Some(&cycle.id), &cycle.organizer);
            let how = (Origin::Mail, "de");
            let idea = ideas::enter(&dialog.app, &tx, place, &draft, &signature, how).await;
            idea.expect("an idea");
        }
        tx.commit().await.expect("a commit");
        let mut draft = denkwerkstatt();
        draft.registration = "open".to_owned();
        draft.registration_url = String::new();
        draft.groups = GROUPS.join("\n");
        let event = dialog.publish(&draft).await;
        let tx = dialog.begin().await;
        for number in 0..9 {
            let registration = Registration {
                name: format!("Person {number}"),
                email: format!("person{number}@verein.example"),
                attendance: if number % 2 == 0 {
                    "in_person"
                } else {
                    "online"
                }
                .to_owned(),
                stakeholder: GROUPS[number % 3].to_owned(),
                ..Registration::default()
            };
            let one = participations::enter(&dialog.app, &tx, &event.id, &registration, "de").await;
            let one = one.expect("a place");
            let arrival = participations::Arrival::on(participations::days_of(&event)[0]);
            let there = participations::check_in(&dialog.app, &tx, &one, &arrival).await;
            there.expect("they are there");
        }
        tx.commit().await.expect("a commit");
        Self {
            dialog,
            host,
            cycle,
            event,
        }
    }

    async fn opened(&self) -> (Decision, Vec<Elector>) {
        let draft = Draft {
            question: "Welche Ideen werden Workstreams?".to_owned(),
            event: self.event.slug.clone(),
            quorum: "5".to_owned(),
            ..Draft::default()
        };
        let app = &self.dialog.app;
        let tx = self.dialog.begin().await;
        let decision = decisions::draft(app, &tx, &self.cycle, &draft).await;
        let decision = decisions::open(app, &tx, &decision.expect("a draft").id).await;
        tx.commit().await.expect("a commit");
        let decision = decision.expect("it is open");
        let roll = decisions::roll(&app.db, &decision.id, 0, 100).await;
        (decision, roll.expect("a roll").0)
    }

    async fn votes(&self, elector: &Elector, choices: &[(&str, &str)]) -> u16 {
        let way = decisions::way_to(&self.dialog.app, elector);
        let form: Vec<_> = choices.iter().copied().chain([("then", "cast")]).collect();
        Post::form(&way, &form).send().await.status.as_u16()
    }

    async fn closed(&self, decision: &Decision, chosen: &str) -> Decision {
        let closing = Closing {
            sentence: "Idee 3 und Idee 7 werden Workstreams.".to_owned(),
            chosen: chosen.to_owned(),
            ..Closing::default()
        };
        let tx = self.dialog.begin().await;
        let closed = decisions::close(&self.dialog.app, &tx, &decision.id, &closing).await;
        tx.commit().await.expect("a commit");
        closed.expect("it is closed")
    }
}

/// What the published script says of these two files, and whether it is content.
fn recounted(stage: &Stage, script: &str, record: &str, tally: &str) -> (bool, String) {
    let folder = &stage.dialog.config().storage.data_dir;
    let file = |name: &str, content: &str| {
        let path = folder.join(name);
        std::fs::write(&path, content).expect("a file");
        path
    };
    let script = file("recount.py", script);
    let (record, tally) = (file("record.json", record), file("tally.csv", tally));
    let mut run = Command::new("python3");
    let output = run.arg(script).args([record, tally]).output();
    let output = output.expect("Python is there");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

async fn those_who_were_there_choose_and_anybody_recounts_it(engine: Engine) {
    let stage = Stage::new(engine).await;
    let dialog = &stage.dialog;
    let anna = dialog.follower(&stage.host, "anna").await;
    let (decision, electors) = stage.opened().await;
    assert_eq!(electors.len(), 9);
    let page = format!("{}/selection", stage.cycle.path());
    assert!(
        dialog
            .get(&page, "text/html")
            .await
            .body
            .contains("Idee Nummer 12")
    );
    for elector in &electors[..7] {
        let form = [("o3", "3"), ("o7", "2")];
        assert_eq!(stage.votes(elector, &form).await, 303);
    }
    // Changed their mind, and tried for too much.
    assert_eq!(stage.votes(&electors[0], &[("o7", "3")]).await, 303);
    assert_eq!(stage.votes(&electors[1], &[("o7", "4")]).await, 422);
    // By the code, which leads to the same ballot.
    let shown = [("code", electors[7].code.as_str())];
    let led = Post::form(&dialog.url("/v"), &shown).send().await;
    assert_eq!(led.status, 303);
    let way = decisions::way_to(&dialog.app, &electors[7]);
    assert_eq!(led.header("location"), way.path());
    assert_eq!(stage.votes(&electors[7], &[("o7", "1")]).await, 303);
    // On paper.
    let tx = dialog.begin().await;
    let handed = decisions::hand_out(&dialog.app, &tx, &decision.id, &electors[8].code).await;
    let circle = handed.expect("paper").circle;
    let sheet = decisions::Sheet::read("12:3, 7:2").expect("a ballot");
    let paper = decisions::enter_paper(&dialog.app, &tx, &decision.id, &circle, &sheet, "").await;
    let paper = paper.expect("it is entered");
    tx.commit().await.expect("a commit");
    assert_eq!(stage.votes(&electors[8], &[("o3", "3")]).await, 422);
    anna.forget();
    // Nothing is there to recount before it is closed.
    let script = dialog.get("/recount.py", "*/*").await.body;
    let record = dialog.get(&format!("{page}/1.json"), "*/*").await.body;
    let (is_right, said) = recounted(&stage, &script, &record, "");
    assert!(
        !is_right && said.starts_with("this vote is not counted yet"),
        "{said}"
    );
    dialog.advance(Duration::seconds(2));
    let closed = stage.closed(&decision, "3, 7").await;
    assert_eq!(stage.votes(&electors[0], &[("o3", "3")]).await, 422);
    let tally = closed.tally.clone().expect("it is counted");
    let first: Vec<_> = tally
        .lines
        .iter()
        .take(3)
        .map(|it| (it.number, it.yes))
        .collect();
    // Of as many points, those of more people.
    assert_eq!(first, [(7, 18), (3, 18), (12, 3)]);
    assert_eq!((tally.ballots, tally.electors), (9, 9));

    settle([dialog]).await;
    let told = anna.received();
    let article = told
        .iter()
        .map(|it| &it["object"])
        .find(|it| it["kind"] == "decision");
    let article = article.expect("an article");
    assert_eq!(article["summary"], "Idee 3 und Idee 7 werden Workstreams.");
    assert!(article["content"].to_string().contains(&tally.digest));
    assert!(!article.to_string().contains("Ehrenamt"));
    let own = workstreams::own(&dialog.app.db).await.expect("workstreams");
    assert_eq!(own.len(), 2);
    let ideas = ideas::public(&dialog.app.db, &stage.cycle.id).await;
    let ideas = ideas.expect("ideas");
    let declined = ideas.iter().filter(|it| it.state == ideas::State::Declined);
    assert_eq!(declined.count(), 10);

    let record = dialog.get(&format!("{page}/1.json"), "*/*").await.body;
    let file = dialog.get(&format!("{page}/1/tally.csv"), "*/*").await;
    assert_eq!(file.media_type(), "text/csv");
    assert!(file.body.contains(&paper.receipt));
    let (is_right, said) = recounted(&stage, &script, &record, &file.body);
    assert!(is_right && said.starts_with("right: 9 ballots"), "{said}");
    // A vote moved, a ballot lost, one twice, one that gives too much: each is found and named.
    let line = file.body.lines().last().expect("a ballot");
    for (forged, found) in [
        (file.body.replacen("3:3", "4:3", 1), "option 3"),
        (file.body.replace(&format!("{line}\n"), ""), "found 8"),
        (format!("{}{line}\n", file.body), "a code twice"),
        (file.body.replacen("3:3", "3:5", 1), "too many points"),
    ] {
        let (is_right, said) = recounted(&stage, &script, &record, &forged);
        assert!(!is_right && said.contains("its digest differs"), "{said}");
        assert!(said.contains(found), "{found}: {said}");
    }
    let (is_right, said) = recounted(
        &stage,
        &script,
        &record.replacen("\"yes\":18", "\"yes\":19", 1),
        &file.body,
    );
    assert!(!is_right && said.contains("published [19"), "{said}");
}

async fn ballots_cast_at_once_are_one_each(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (decision, electors) = stage.opened().await;
    let form = [("o1", "1")];
    let votes = electors.iter().flat_map(|elector| [elector; 4]);
    let votes = votes.map(|elector| stage.votes(elector, &form));
    let statuses = futures_util::future::join_all(votes).await;
    assert!(statuses.iter().all(|status| *status == 303), "{statuses:?}");
    let closed = stage.closed(&decision, "").await;
    let tally = closed.tally.expect("it is counted");
    assert_eq!((tally.ballots, tally.lines[0].yes), (9, 9));
}
