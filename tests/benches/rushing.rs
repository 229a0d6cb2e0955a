//! Two thousand people for the ten places that are left: each fills in the form and confirms, all at once.
//! Counts what became of them and what each was told, as well as how long it took, against as many bare
//! commits of one row.

use crate::{
    Figure,
    baseline::{Folder, instance},
    per_second,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode, header::CONTENT_TYPE},
};
use futures_util::{StreamExt as _, stream};
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use server::{
    App, associations,
    events::{self, Draft, Event},
    participations::{self, Registration, State},
    web,
};
use std::{
    collections::BTreeSet,
    net::SocketAddr,
    time::{Duration, Instant},
};
use tower::ServiceExt;
use url::form_urlencoded;

const PEOPLE: usize = 2_000;
/// Places that are left when it begins, and those that are taken by then.
const PLACES: usize = 10;
const TAKEN: usize = 20;
/// Characters of somebody's own page.
const PAGE_AT_MOST: usize = 1 << 20;
/// Requests under way at a time.
const AT_ONCE: usize = 64;

pub async fn measure() -> Vec<Figure> {
    let folder = Folder::new("rush");
    let (app, _) = instance(&folder).await;
    let event = published(&app).await;
    take_places(&app, &event).await;
    let router = web::router(app.clone());
    let baseline = commits(&app.db).await;

    let path = format!("/events/{}/register", event.slug);
    let drawn = web::trap::stamp(&app, app.clock.now() - chrono::Duration::seconds(10));
    let asking = (0..PEOPLE).map(|number| {
        let form = [
            ("email", format!("person{number}@example.org")),
            ("attendance", "in_person".to_owned()),
            ("drawn", drawn.clone()),
        ];
        (path.clone(), encoded(&form))
    });
    let asked = rush(&router, asking.collect()).await;
    assert_eq!(asked.refused, 0, "somebody was not taken in");

    let all = participations::of_event(&app.db, &event.id).await;
    let all = all.expect("a list").into_iter();
    let rushed: Vec<_> = all.filter(|person| person.email.is_some()).collect();
    assert_eq!(rushed.len(), PEOPLE, "somebody is not on the list");
    let own = rushed
        .iter()
        .map(|person| format!("/r/{}", app.links.token(person)));
    let own: Vec<String> = own.collect();
    let confirm = encoded(&[("then", "confirm".to_owned())]);
    let confirming = own.iter().map(|path| (path.clone(), confirm.clone()));
    let confirmed = rush(&router, confirming.collect()).await;
    let told = told(&router, own).await;
    let states = participations::count(&app.db, &event.id).await;
    let states = states.expect("counts");
    let count = |state: State| states.get(&state).copied().unwrap_or_default() as usize;
    let (in_it, waiting) = (count(State::Accepted) - TAKEN, count(State::Waiting));
    let stood = (in_it, waiting, confirmed.refused);
    let is_true = stood == (PLACES, PEOPLE - PLACES, 0)
        && told.accepted == PLACES
        && told.waiting == (1..=PEOPLE - PLACES).collect();
    assert!(
        is_true,
        "{stood:?}; told so {}, {}",
        told.accepted,
        told.waiting.len()
    );
    let took = asked.took + confirmed.took;
    let row = |name: &str, rush: &Rush| {
        Figure::new(
            name,
            format!("bare commits {baseline:.0}/s"),
            format!("{:.0}/s", per_second(PEOPLE, rush.took)),
            format!("{:.0} %", 100.0 * per_second(PEOPLE, rush.took) / baseline),
        )
    };
    vec![
        row("registrations, each with its mail", &asked),
        row("confirmations, each with its mail", &confirmed),
        Figure::new(
            format!("{PEOPLE} registered and confirmed"),
            "",
            format!("{:.1} s", took.as_secs_f64()),
            "",
        )
        .target("≤ 60 s", took < Duration::from_secs(60)),
        Figure::new(
            "slowest of a hundred answers",
            "",
            format!("{:.2} s", asked.late().max(confirmed.late()).as_secs_f64()),
            "",
        )
        .target(
            "≤ 3 s",
            asked.late().max(confirmed.late()) <= Duration::from_secs(3),
        ),
        Figure::new(
            format!("{PEOPLE} people for {PLACES} places"),
            "",
            format!(
                "{in_it} in, {waiting} wait; told so {}, {}",
                told.accepted,
                told.waiting.len()
            ),
            "",
        )
        .target("each one true answer", is_true),
    ]
}

struct Rush {
    took: Duration,
    each: Vec<Duration>,
    /// Answers that were no answer.
    refused: usize,
}

impl Rush {
    /// The 99th of a hundred.
    fn late(&self) -> Duration {
        let mut each = self.each.clone();
        each.sort_unstable();
        each.get(each.len() * 99 / 100).copied().unwrap_or_default()
    }
}

async fn rush(router: &Router, requests: Vec<(String, String)>) -> Rush {
    let began = Instant::now();
    let answers = stream::iter(requests).map(|(path, form)| {
        let router = router.clone();
        async move {
            let began = Instant::now();
            let mut request = Request::post(path)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .header("host", "localhost:4190")
                .body(Body::from(form))
                .expect("a request");
            let visitor = SocketAddr::from(([127, 0, 0, 1], 50_000));
            request.extensions_mut().insert(ConnectInfo(visitor));
            let answer = router.oneshot(request).await.expect("an answer");
            (answer.status(), began.elapsed())
        }
    });
    let answers: Vec<_> = answers.buffer_unordered(AT_ONCE).collect().await;
    let taken = [StatusCode::OK, StatusCode::SEE_OTHER];
    Rush {
        took: began.elapsed(),
        refused: answers
            .iter()
            .filter(|(status, _)| !taken.contains(status))
            .count(),
        each: answers.into_iter().map(|(_, took)| took).collect(),
    }
}

/// What people read on their own pages when all is over.
#[derive(Default)]
struct Told {
    accepted: usize,
    /// The places of the waiting list: two who read the same one are counted once.
    waiting: BTreeSet<usize>,
}

async fn told(router: &Router, own: Vec<String>) -> Told {
    let pages = stream::iter(own).map(|path| {
        let request = Request::get(path).header("host", "localhost:4190");
        let mut request = request.body(Body::empty()).expect("a request");
        let visitor = SocketAddr::from(([127, 0, 0, 1], 50_000));
        request.extensions_mut().insert(ConnectInfo(visitor));
        let router = router.clone();
        async move {
            let answer = router.oneshot(request).await.expect("an answer");
            let body = to_bytes(answer.into_body(), PAGE_AT_MOST).await;
            String::from_utf8(body.expect("a page").to_vec()).expect("words")
        }
    });
    let mut pages = pages.buffer_unordered(AT_ONCE);
    let mut told = Told::default();
    while let Some(page) = pages.next().await {
        if page.contains("Sie sind angemeldet.") {
            told.accepted += 1;
        }
        if let Some((_, rest)) = page.split_once("auf der Warteliste, Platz ") {
            let place: String = rest
                .split('<')
                .next()
                .into_iter()
                .flat_map(str::chars)
                .filter(char::is_ascii_digit)
                .collect();
            told.waiting.extend(place.parse::<usize>());
        }
    }
    told
}

/// Who called before the rush.
async fn take_places(app: &App, event: &Event) {
    let tx = app.begin().await.expect("a transaction");
    for number in 0..TAKEN {
        let called = Registration {
            name: format!("Referat {number}"),
            attendance: "in_person".to_owned(),
            ..Registration::default()
        };
        let entered = participations::enter(app, &tx, &event.id, &called, "de").await;
        entered.expect("a place");
    }
    tx.commit().await.expect("a commit");
}

/// As many transactions of one row each, with the same durability.
async fn commits(db: &DatabaseConnection) -> f64 {
    db.execute_unprepared("create table rushed (id integer not null)")
        .await
        .expect("a table");
    let began = Instant::now();
    for _ in 0..PEOPLE {
        let tx = db.begin().await.expect("a transaction");
        tx.execute_unprepared("insert into rushed values (1)")
            .await
            .expect("a row");
        tx.commit().await.expect("a commit");
    }
    per_second(PEOPLE, began.elapsed())
}

async fn published(app: &App) -> Event {
    let draft = Draft {
        title_de: "Denkwerkstatt".to_owned(),
        starts_on: "13.11.2031".to_owned(),
        starts_at: "10:00".to_owned(),
        ends_at: "16:00".to_owned(),
        place_name: "Alte Kantine".to_owned(),
        registration: "open".to_owned(),
        seats_in_person: (PLACES + TAKEN).to_string(),
        waiting_list: true,
        ..Draft::default()
    };
    let tx = app.begin().await.expect("a transaction");
    let association = associations::chosen(&tx, "").await.expect("an association");
    let organizer = associations::actor_of(&tx, &association).await;
    let event = events::draft(app, &tx, &organizer.expect("its actor"), &draft).await;
    let event = events::publish(app, &tx, event.expect("a draft")).await;
    tx.commit().await.expect("a commit");
    event.expect("a published event")
}

fn encoded(form: &[(&str, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}
