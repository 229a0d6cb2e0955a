//! Pages, objects and calendars a second over real connections, against a bare handler that sends the
//! same bytes.

use crate::{
    Figure,
    baseline::{Folder, instance},
    per_second,
};
use axum::{Router, routing::get};
use chrono::Duration as Days;
use http_body_util::BodyExt;
use server::{events, web};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tower::ServiceExt;

const MEASURED_FOR: Duration = Duration::from_secs(3);
const READERS: usize = 8;

pub async fn measure() -> Vec<Figure> {
    let folder = Folder::new("pages");
    let (app, ours) = instance(&folder).await;
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
    let event = events::draft(&app, &tx, &ours, &draft)
        .await
        .expect("a draft");
    let event = events::publish(&app, &tx, event).await.expect("published");
    tx.commit().await.expect("a commit");
    let router = web::router(app.clone());
    let json = "application/activity+json";
    let mut figures = Vec::new();
    for (name, path, accept, target) in [
        ("event page", event.path(), "text/html", Some(30.0)),
        (
            "event as calendar",
            format!("{}.ics", event.path()),
            "text/calendar",
            None,
        ),
        ("event as object", event.iri.path().to_owned(), json, None),
        ("actor as object", ours.id.path().to_owned(), json, None),
    ] {
        let bytes = body(&router, &path, accept).await;
        let size = bytes.len();
        let bare = Router::new().fallback(get(move || async move { bytes }));
        let baseline = rate(bare, "/", accept).await;
        let measured = rate(router.clone(), &path, accept).await;
        let share = measured / baseline * 100.0;
        let figure = Figure::new(
            &format!("{name} ({:.1} kB)", size as f64 / 1e3),
            format!("{measured:.0}/s ({share:.0} %)"),
            format!("bare handler {baseline:.0}/s"),
        );
        figures.push(match target {
            Some(least) => figure.target(format!("≥ {least} %"), share >= least),
            None => figure,
        });
    }
    figures
}

async fn body(router: &Router, path: &str, accept: &str) -> Vec<u8> {
    let request = axum::http::Request::get(path)
        .header("accept", accept)
        .body(axum::body::Body::empty())
        .expect("a request");
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
async fn rate(router: Router, path: &str, accept: &str) -> f64 {
    let listener = web::listen::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let stop = tokio_util::sync::CancellationToken::new();
    let serving = tokio::spawn(web::listen::serve(listener, router, 100, stop.clone()));
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost:4190\r\nAccept: {accept}\r\n\r\n");
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
        answered += 1;
    }
    answered
}

/// Whether the answer has all the bytes its `Content-Length` says.
fn is_whole(buffer: &[u8]) -> bool {
    let Some(head) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else {
        return false;
    };
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| {
        line.strip_prefix("content-length:")?
            .trim()
            .parse::<usize>()
            .ok()
    });
    length.is_some_and(|length| buffer.len() >= head + 4 + length)
}
