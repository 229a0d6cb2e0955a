//! Two thousand people for ten places: each fills in the form and confirms, all at once. Counts what
//! became of them, as well as how long it took, against as many bare commits of one row.

use crate::{
    Figure,
    baseline::{Folder, instance},
    per_second,
};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header::CONTENT_TYPE},
};
use futures_util::{StreamExt as _, stream};
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use server::{
    App, associations,
    events::{self, Draft, Event},
    participations::{self, State},
    web,
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tower::ServiceExt;
use url::form_urlencoded;

const PEOPLE: usize = 2_000;
const PLACES: usize = 10;
/// Requests under way at a time.
const AT_ONCE: usize = 64;

pub async fn measure() -> Vec<Figure> {
    let folder = Folder::new("rush");
    let (app, _) = instance(&folder).await;
    let event = published(&app).await;
    let router = web::router(app.clone());
    let baseline = commits(&app.db).await;

    let path = format!("/events/{}/register", event.slug);
    let asking = (0..PEOPLE).map(|number| {
        let form = [
            ("email", format!("person{number}@example.org")),
            ("attendance", "in_person".to_owned()),
        ];
        (path.clone(), encoded(&form))
    });
    let asked = rush(&router, asking.collect()).await;
    assert_eq!(asked.refused, 0, "somebody was not taken in");

    let all = participations::of_event(&app.db, &event.id).await;
    let all = all.expect("a list");
    let confirming = all.iter().map(|person| {
        let path = format!("/r/{}", app.links.token(person));
        (path, encoded(&[("then", "confirm".to_owned())]))
    });
    let confirmed = rush(&router, confirming.collect()).await;
    let states = participations::count(&app.db, &event.id).await;
    let states = states.expect("counts");
    let count = |state: State| states.get(&state).copied().unwrap_or_default();
    let (in_it, waiting) = (count(State::Accepted), count(State::Waiting));
    let is_true =
        in_it == PLACES as u64 && waiting == (PEOPLE - PLACES) as u64 && confirmed.refused == 0;
    let row = |name: &str, rush: &Rush| {
        Figure::new(
            name,
            format!("bare commits {baseline:.0}/s"),
            format!("{:.0}/s", per_second(PEOPLE, rush.took)),
            format!("{:.0} %", 100.0 * per_second(PEOPLE, rush.took) / baseline),
        )
    };
    vec![
        row("registrations, each with its mail", &asked)
            .target("≤ 60 s in all", asked.took < Duration::from_secs(60)),
        row("confirmations, each with its mail", &confirmed)
            .target("≤ 60 s in all", confirmed.took < Duration::from_secs(60)),
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
            format!("{in_it} in, {waiting} wait"),
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
        seats_in_person: PLACES.to_string(),
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
