//! A vote of ten thousand ballots on a thousand ideas: casting and counting them, what becomes of the ideas, the pages
//! of the vote, of its cycle and of the workstreams, and the file of ballots.

use crate::{
    Figure,
    baseline::{Folder, instance},
};
use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt as _;
use server::{
    App,
    cycles::{self, cycle, programme},
    decisions::{self, Closing, Decision, Draft, Sheet},
    events::{self, Event},
    ideas::{self, Origin, Signature},
    participations::{self, Registration},
    web, workstreams,
};
use std::time::{Duration, Instant};
use tower::ServiceExt as _;

const IDEAS: usize = 1_000;
const BALLOTS: usize = 10_000;
/// What becomes of the ideas.
const CHOSEN: usize = 100;
/// Changes kept at a time.
const AT_ONCE: usize = 500;

pub async fn measure() -> Vec<Figure> {
    let folder = Folder::new("vote");
    let (app, _) = instance(&folder).await;
    let event = attended(&app).await;
    let decision = opened(&app, &event).await;
    let began = Instant::now();
    cast(&app, &decision).await;
    let casting = began.elapsed();
    let began = Instant::now();
    let decision = closed(&app, &decision).await;
    let closing = began.elapsed();
    let router = web::router(app.clone());
    let cycle = decisions::cycle_of(&app.db, &decision).await;
    let cycle = cycle.expect("a cycle");
    let page = decisions::path(&decision, &cycle);
    let begun = workstreams::own(&app.db).await.expect("workstreams");
    assert_eq!(begun.len(), CHOSEN);
    let (of_cycle, shown_ideas) = answered(&router, &cycle.path()).await;
    let shown_ideas = String::from_utf8_lossy(&shown_ideas).into_owned();
    assert!(shown_ideas.contains("Idee 1000"), "the last idea is there");
    let (of_workstreams, _) = answered(&router, "/workstreams").await;
    let (shown, _) = answered(&router, &page).await;
    let (file, bytes) = answered(&router, &format!("{page}/tally.csv")).await;
    assert_eq!(
        bytes.iter().filter(|byte| **byte == b'\n').count(),
        BALLOTS + 1
    );
    let seconds = |took: Duration| format!("{:.2} s", took.as_secs_f64());
    let figure = |name: String, took: Duration, at_most: u64, target: &'static str| {
        Figure::new(name, "", seconds(took), "")
            .target(target, took <= Duration::from_secs(at_most))
    };
    vec![
        figure(
            format!("{BALLOTS} ballots cast, {AT_ONCE} a commit"),
            casting,
            120,
            "≤ 120 s in all",
        ),
        figure(
            format!("closed and counted: of {IDEAS} ideas {CHOSEN} go on, each author hears of it"),
            closing,
            10,
            "≤ 10 s",
        ),
        figure(format!("cycle page, {IDEAS} ideas"), of_cycle, 1, "≤ 1 s"),
        figure(
            format!("workstreams page, {CHOSEN} workstreams"),
            of_workstreams,
            1,
            "≤ 1 s",
        ),
        figure("its page".to_owned(), shown, 1, "≤ 1 s"),
        figure("its file of ballots".to_owned(), file, 1, "≤ 1 s"),
    ]
}

async fn answered(router: &Router, path: &str) -> (Duration, Vec<u8>) {
    let request = Request::get(path).header("accept", "text/html");
    let request = request.body(Body::empty()).expect("a request");
    let began = Instant::now();
    let response = router.clone().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), 200, "{path}");
    let body = response.into_body().collect().await.expect("a body");
    (began.elapsed(), body.to_bytes().to_vec())
}

/// An event at which all of them are.
async fn attended(app: &App) -> Event {
    let ours = server::associations::chosen(&app.db, "").await;
    let ours = server::associations::actor_of(&app.db, &ours.expect("an association")).await;
    let tomorrow = app.clock.now() + chrono::Duration::days(1);
    let draft = events::Draft {
        title_de: "Denkwerkstatt".to_owned(),
        starts_on: tomorrow.format("%Y-%m-%d").to_string(),
        starts_at: "10:00".to_owned(),
        ends_at: "16:00".to_owned(),
        place_name: "Alte Kantine".to_owned(),
        locality: "Berlin".to_owned(),
        registration: "open".to_owned(),
        groups: "Ehrenamt\nWissenschaft\nWirtschaft".to_owned(),
        ..events::Draft::default()
    };
    let tx = app.begin().await.expect("a transaction");
    let event = events::draft(app, &tx, &ours.expect("its actor"), &draft).await;
    let event = events::publish(app, &tx, event.expect("a draft")).await;
    tx.commit().await.expect("a commit");
    let event = event.expect("it is public");
    let groups = ["Ehrenamt", "Wissenschaft", "Wirtschaft"];
    for some in 0..BALLOTS / AT_ONCE {
        let tx = app.begin().await.expect("a transaction");
        for number in 0..AT_ONCE {
            let registration = Registration {
                name: format!("Person {some} {number}"),
                stakeholder: groups[number % groups.len()].to_owned(),
                ..Registration::default()
            };
            let one = participations::enter(app, &tx, &event.id, &registration, "de").await;
            let arrival = participations::Arrival::on(participations::days_of(&event)[0]);
            let there = participations::check_in(app, &tx, &one.expect("a place"), &arrival).await;
            there.expect("they are there");
        }
        tx.commit().await.expect("a commit");
    }
    event
}

async fn opened(app: &App, event: &Event) -> Decision {
    let tx = app.begin().await.expect("a transaction");
    let association = server::associations::chosen(&tx, "").await;
    let programme = programme::Draft {
        name: "Dialog".to_owned(),
        ..programme::Draft::default()
    };
    let association = association.expect("an association");
    let programme = cycles::found_programme(app, &tx, &association, &programme).await;
    let cycle = cycle::Draft {
        programme: programme.expect("a programme").slug,
        name: "2026/2027".to_owned(),
        ..cycle::Draft::default()
    };
    let cycle = cycles::begin(app, &tx, &cycle).await.expect("a cycle");
    for number in 1..=IDEAS {
        let idea = ideas::Draft {
            title: format!("Idee {number}"),
            question: "Was hilft?".to_owned(),
            ..ideas::Draft::default()
        };
        let signature = Signature {
            email: format!("autor{number}@verein.example"),
            ..Signature::default()
        };
        let (place, how) = ((Some(&cycle.id), &cycle.organizer), (Origin::Mail, "de"));
        let idea = ideas::enter(app, &tx, place, &idea, &signature, how).await;
        idea.expect("an idea");
    }
    let draft = Draft {
        question: "Welche Ideen?".to_owned(),
        event: event.slug.clone(),
        ..Draft::default()
    };
    let decision = decisions::draft(app, &tx, &cycle, &draft).await;
    let decision = decisions::open(app, &tx, &decision.expect("a draft").id).await;
    tx.commit().await.expect("a commit");
    decision.expect("it is open")
}

async fn cast(app: &App, decision: &Decision) {
    let roll = decisions::roll(&app.db, &decision.id, 0, BALLOTS as u64).await;
    let (electors, _) = roll.expect("a roll");
    assert_eq!(electors.len(), BALLOTS);
    for some in electors.chunks(AT_ONCE) {
        let tx = app.begin().await.expect("a transaction");
        for (number, elector) in some.iter().enumerate() {
            let choices = format!("{}:3, {}:2", number % 500 + 1, (number * 7) % 499 + 501);
            let sheet = Sheet::read(&choices).expect("a ballot");
            let ballot = decisions::cast(app, &tx, elector, &sheet).await;
            ballot.expect("it is cast");
        }
        tx.commit().await.expect("a commit");
    }
}

async fn closed(app: &App, decision: &Decision) -> Decision {
    let closing = Closing {
        sentence: "Hundert Ideen werden Workstreams.".to_owned(),
        chosen: (1..=CHOSEN)
            .map(|number| format!("{number}"))
            .collect::<Vec<_>>()
            .join(","),
        ..Closing::default()
    };
    let tx = app.begin().await.expect("a transaction");
    let closed = decisions::close(app, &tx, &decision.id, &closing).await;
    tx.commit().await.expect("a commit");
    closed.expect("it is closed")
}
