//! Activities taken in a second, verified, durably stored, effects done: against a bare handler that
//! verifies and commits one row. And whether that changes as the store grows.

use crate::{
    Figure,
    baseline::{Folder, ORIGIN, acquaint, instance},
    per_second,
    rounds::{Pairs, ROUNDS},
    signing::{Signed, sign},
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, Request, StatusCode, Uri},
    routing::post,
};
use chrono::Duration;
use federation::signatures::{Claim, PrivateKey, PublicKey};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseConnection, EntityTrait, IntoActiveModel, Statement,
    TransactionTrait,
};
use serde_json::json;
use server::{App, config::Config, events, web};
use std::{sync::Arc, time::Instant};
use tower::ServiceExt;
use url::Url;

/// In each round.
const ACTIVITIES: usize = 400;
const AT_ONCE: usize = 8;
const FEW: usize = 100;
const MANY: usize = 100_000;
const PEER: &str = "http://peer.example/actors/1";

pub async fn measure() -> Vec<Figure> {
    let key = PrivateKey::generate_rsa().expect("a key");
    let folders = ["bare", "few", "many"].map(Folder::new);
    let bare = bare(&folders[0], key.public_key()).await;
    let few = holding(FEW, &folders[1], &key).await;
    let many = holding(MANY, &folders[2], &key).await;
    let (mut share, mut growth) = (Pairs::default(), Pairs::default());
    for round in 0..ROUNDS {
        let run = format!("round-{round}");
        let baseline = rate(&bare, &key, &run).await;
        let with_few = rate(&few, &key, &run).await;
        let with_many = rate(&many, &key, &run).await;
        share.add(baseline, with_few);
        growth.add(with_few, with_many);
    }
    let (share_of, growth_of) = (share.ratio(), growth.ratio());
    vec![
        Figure::new(
            "inbox, 100 stored objects",
            format!("bare handler {:.0}/s", share.baseline()),
            format!("{:.0}/s", share.ours()),
            format!("{:.0} %", share_of * 100.0),
        )
        .target("≥ 50 %", share_of >= 0.5),
        Figure::new(
            "inbox, 100,000 stored objects",
            format!("with 100: {:.0}/s", growth.baseline()),
            format!("{:.0}/s", growth.ours()),
            format!("{:.0} %", growth_of * 100.0),
        )
        .target("flat: ≥ 80 %", growth_of >= 0.8),
    ]
}

/// An instance that follows the sender and has so many of its events.
async fn holding(events: usize, folder: &Folder, key: &PrivateKey) -> Router {
    let (app, ours) = instance(folder).await;
    acquaint(
        &app,
        &ours,
        PEER,
        "http://peer.example/inbox",
        Some(key),
        true,
    )
    .await;
    store_events(&app, events).await;
    web::router(app)
}

/// Activities taken a second, sent by several at once, already signed.
async fn rate(router: &Router, key: &PrivateKey, run: &str) -> f64 {
    let inbox = Url::parse(&format!("{ORIGIN}/ap/inbox")).expect("a URL");
    let now = federation::Clock::System.now();
    let signed: Vec<Signed> = (0..ACTIVITIES)
        .map(|number| {
            sign(
                key,
                &format!("{PEER}#main-key"),
                &inbox,
                activity(run, number),
                now,
            )
        })
        .collect();
    let mut lanes: Vec<Vec<Signed>> = (0..AT_ONCE).map(|_| Vec::new()).collect();
    for (place, one) in signed.into_iter().enumerate() {
        lanes[place % AT_ONCE].push(one);
    }
    let started = Instant::now();
    let mut sending = tokio::task::JoinSet::new();
    for lane in lanes {
        let router = router.clone();
        sending.spawn(async move {
            for one in lane {
                let mut request = Request::post("/ap/inbox")
                    .body(Body::from(one.body))
                    .expect("a request");
                *request.headers_mut() = one.headers;
                let response = router.clone().oneshot(request).await.expect("an answer");
                assert_eq!(response.status(), StatusCode::ACCEPTED);
            }
        });
    }
    while let Some(lane) = sending.join_next().await {
        lane.expect("every activity is accepted");
    }
    per_second(ACTIVITIES, started.elapsed())
}

fn activity(run: &str, number: usize) -> Vec<u8> {
    let id = format!("http://peer.example/events/{run}-{number}");
    let starts = federation::Clock::System.now() + Duration::days(30);
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{id}/create"),
        "type": "Create",
        "actor": PEER,
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "object": {
            "id": id,
            "type": "Event",
            "attributedTo": PEER,
            "name": format!("Innovationswerkstatt {number}"),
            "content": "<p>Ein Abend der digitalen Zivilgesellschaft.</p>".repeat(10),
            "startTime": starts.to_rfc3339(),
            "endTime": (starts + Duration::hours(2)).to_rfc3339(),
            "published": federation::Clock::System.now().to_rfc3339(),
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
        },
    })
    .to_string()
    .into_bytes()
}

#[derive(Clone)]
struct Bare {
    db: DatabaseConnection,
    key: Arc<PublicKey>,
}

async fn bare(folder: &Folder, key: PublicKey) -> Router {
    let config = Config::for_testing(folder.0.clone(), Url::parse(ORIGIN).expect("a URL"));
    let db = server::app::connect(&config).await.expect("a database");
    db.execute_unprepared("create table received (id text primary key, json text not null)")
        .await
        .expect("a table");
    let bare = Bare {
        db,
        key: Arc::new(key),
    };
    Router::new()
        .route("/ap/inbox", post(verify_and_keep))
        .with_state(bare)
}

async fn verify_and_keep(
    State(bare): State<Bare>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let request = federation::signatures::Request {
        method: &method,
        target: &uri,
        host: "localhost:4190",
        scheme: "http",
        headers: &headers,
        body: &body,
    };
    let claim = Claim::read(&request, federation::Clock::System.now()).expect("well signed");
    claim.verify(&bare.key).expect("well signed");
    let json: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    let tx = bare.db.begin().await.expect("a transaction");
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "insert into received (id, json) values ($1, $2)",
        [
            json["id"].as_str().expect("an id").into(),
            json.to_string().into(),
        ],
    ))
    .await
    .expect("a row");
    tx.commit().await.expect("a commit");
    StatusCode::ACCEPTED
}

/// Fill the store with so many events of the sender.
async fn store_events(app: &App, wanted: usize) {
    use events::event::{ActiveModel, Entity, Event};
    let now = app.clock.now();
    let template = Event {
        id: app.ulids.next(now).into(),
        iri: app.federation.mint("objects", now),
        slug: String::new(),
        organizer: Url::parse(PEER).expect("a URL").into(),
        local: false,
        url: Url::parse("http://peer.example/event")
            .expect("a URL")
            .into(),
        state: events::State::Published,
        reason: None,
        language: "de".to_owned(),
        texts: events::Texts(vec![events::Text {
            language: "de".to_owned(),
            title: "Begleitworkshop".to_owned(),
            ..events::Text::default()
        }]),
        kind: events::Kind::Other,
        starts_at: now,
        ends_at: now,
        zone: "Europe/Berlin".to_owned(),
        previously_started_at: None,
        attendance: events::Attendance::InPerson,
        place: None,
        access: events::Access::default(),
        topics: events::Topics::default(),
        picture: None,
        contact: None,
        registration_url: None,
        admission: None,
        takes_joins: false,
        sub_events: events::SubEvents::default(),
        cohosts: events::Cohosts::default(),
        unconfirmed: events::Unconfirmed::default(),
        series: None,
        own_kind: None,
        edition: None,
        subtitle: None,
        publish_at: None,
        published_at: Some(now),
        sequence: 0,
        created_at: now,
        updated_at: now,
    };
    let tx = app.db.begin().await.expect("a transaction");
    let mut left = wanted;
    while left > 0 {
        let some = left.min(500);
        let rows = (0..some).map(|number| {
            let id: server::ids::EventId = app.ulids.next(now).into();
            let iri = Url::parse(&format!("http://peer.example/stored/{id}")).expect("a URL");
            let event = Event {
                slug: id.to_string().to_lowercase(),
                iri: iri.into(),
                starts_at: now - Duration::hours((left + number) as i64),
                ends_at: now - Duration::hours((left + number) as i64 - 1),
                id,
                ..template.clone()
            };
            ActiveModel::from(event).into_active_model().reset_all()
        });
        Entity::insert_many(rows)
            .exec_without_returning(&tx)
            .await
            .expect("rows");
        left -= some;
    }
    tx.commit().await.expect("a commit");
}
