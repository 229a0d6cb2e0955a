//! Pages, objects and calendars a second over real connections, against a bare handler that sends the
//! same bytes.

use crate::{
    Figure,
    baseline::{Folder, instance},
    per_second,
    rounds::{Pairs, ROUNDS},
};
use axum::{Router, routing::get};
use chrono::Duration as Days;
use http_body_util::BodyExt;
use server::{App, events, web};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tower::ServiceExt;

const MEASURED_FOR: Duration = Duration::from_secs(1);
const READERS: usize = 8;
const AS_BROWSER: &str = "Accept: text/html\r\n";

pub async fn measure() -> Vec<Figure> {
    let folder = Folder::new("pages");
    let (app, ours) = instance(&folder).await;
    let event = published(&app, &ours).await;
    let router = web::router(app.clone());
    let page = event.path();
    let gzip = format!("{AS_BROWSER}Accept-Encoding: gzip\r\n");
    // Whoever sends a cookie is answered anew.
    let anew = format!("{AS_BROWSER}Cookie: theme=dark\r\n");
    let calendar = format!("{page}.ics");
    let object = "Accept: application/activity+json\r\n";
    let mut figures = Vec::new();
    for (name, path, headers) in [
        ("event page", page.as_str(), AS_BROWSER),
        ("event page, gzip", &page, &gzip),
        ("event page, rendered anew", &page, &anew),
        ("event as calendar", &calendar, ""),
        ("event as object", event.iri.path(), object),
        ("actor as object", ours.id.path(), object),
    ] {
        let bytes = body(&router, path, headers).await;
        let size = bytes.len() as f64 / 1e3;
        let bare = Router::new().fallback(get(move || async move { bytes }));
        let mut pairs = Pairs::default();
        for _ in 0..ROUNDS {
            let baseline = rate(bare.clone(), "/", headers).await;
            pairs.add(baseline, rate(router.clone(), path, headers).await);
        }
        let figure = Figure::new(
            format!("{name} ({size:.1} kB)"),
            format!("bare handler {:.0}/s", pairs.baseline()),
            format!("{:.0}/s", pairs.ours()),
            format!("{:.0} %", pairs.ratio() * 100.0),
        );
        figures.push(match name {
            "event page" => figure.target("≥ 30 %", pairs.ratio() >= 0.3),
            _ => figure,
        });
    }
    figures
}

async fn published(app: &App, ours: &federation::actors::Actor) -> events::Event {
    let tomorrow = (app.clock.now() + Days::days(1))
        .format("%Y-%m-%d")
        .to_string();
    let draft = events::Draft {
        title_de: "Denkwerkstatt".to_owned(),
        description_de: "Zwei **Tage**, fünf gesellschaftliche Gruppen.\n\n".repeat(20),
        starts_on: tomorrow,
        starts_at: "10:00".to_owned(),
        ends_at: "16:00".to_owned(),
        place_name: "Alte Kantine".to_owned(),
        locality: "Berlin".to_owned(),
        ..events::Draft::default()
    };
    let tx = app.begin().await.expect("a transaction");
    let event = events::draft(app, &tx, ours, &draft)
        .await
        .expect("a draft");
    let event = events::publish(app, &tx, event).await.expect("published");
    tx.commit().await.expect("a commit");
    event
}

async fn body(router: &Router, path: &str, headers: &str) -> Vec<u8> {
    let mut request = axum::http::Request::get(path);
    for (name, value) in headers.lines().filter_map(|line| line.split_once(": ")) {
        request = request.header(name, value);
    }
    let request = request.body(axum::body::Body::empty()).expect("a request");
    let response = router.clone().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), 200, "{path}");
    response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes()
        .to_vec()
}

/// Requests answered a second to several readers that keep their connections.
async fn rate(router: Router, path: &str, headers: &str) -> f64 {
    let listener = web::listen::bind(SocketAddr::from(([127, 0, 0, 1], 0)), "listen.address")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let stop = tokio_util::sync::CancellationToken::new();
    let serving = tokio::spawn(web::listen::serve(listener, router, 100, stop.clone()));
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:4190\r\n{headers}\r\n");
    let started = Instant::now();
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..READERS {
        readers.spawn(read_for(address, request.clone()));
    }
    let mut answered = 0;
    while let Some(reader) = readers.join_next().await {
        answered += reader.expect("a reader");
    }
    let rate = per_second(answered, started.elapsed());
    stop.cancel();
    let _ = serving.await;
    rate
}

async fn read_for(address: SocketAddr, request: String) -> usize {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let started = Instant::now();
    let mut answered = 0;
    let mut buffer = Vec::with_capacity(256 * 1024);
    while started.elapsed() < MEASURED_FOR {
        stream
            .write_all(request.as_bytes())
            .await
            .expect("a request");
        buffer.clear();
        while !is_whole(&buffer) {
            let read = stream.read_buf(&mut buffer).await.expect("an answer");
            assert!(read > 0, "the server hung up");
        }
        // A refusal is quickly given, and no measure of anything.
        assert!(buffer.starts_with(b"HTTP/1.1 200 "), "{request}");
        answered += 1;
    }
    answered
}

/// Whether the answer has all the bytes its head announces: so many, or as chunks until an empty one.
fn is_whole(buffer: &[u8]) -> bool {
    let Some(end_of_head) = find(buffer, b"\r\n\r\n") else {
        return false;
    };
    let (head, body) = buffer.split_at(end_of_head + 4);
    let Some(place) = find(head, LENGTH) else {
        return body.ends_with(b"0\r\n\r\n");
    };
    let digits = head[place + LENGTH.len()..].iter();
    let length = digits
        .take_while(|byte| byte.is_ascii_digit())
        .fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    body.len() >= length
}

/// As hyper writes it.
const LENGTH: &[u8] = b"content-length: ";

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
