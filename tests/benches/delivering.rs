//! Deliveries a second to a thousand hosts against a bare client that signs and sends the same, and the
//! processor time of one against one signature.
//! Each address of 127.0.0.0/8 is a host of its own here; all lead to one sink in another process.

use crate::{
    Figure,
    baseline::{Folder, acquaint, instance},
    per_second,
    process::processor_time,
    rounds::{Pairs, ROUNDS},
    signing::sign,
};
use axum::{Router, http::StatusCode};
use federation::{
    actors, delivery,
    outbox::{Audience, Saying},
    signatures::{BodyDigest, PrivateKey, cavage_headers},
};
use futures_util::{StreamExt as _, stream};
use http::Method;
use server::App;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use url::Url;

const HOSTS: u32 = 1_000;
/// How many the bare client asks at once: as many as we do.
const AT_ONCE: usize = 128;
/// Signatures made to know what one costs.
const SIGNATURES: u32 = 500;
/// What waits for a server that does not answer any more.
const WAITING: u32 = 10_000;
/// Looks into the queue to know what one costs.
const LOOKS: u32 = 100;
/// A round that takes longer is broken.
const AT_MOST: Duration = Duration::from_secs(60);

pub async fn measure() -> Vec<Figure> {
    let mut figures = deliveries_to_many_hosts().await;
    figures.push(a_dead_host().await);
    figures
}

/// What a look into the queue costs while one server rests for which much waits. It is taken twice a
/// second, and on SQLite nobody else writes meanwhile.
async fn a_dead_host() -> Figure {
    let folder = Folder::new("waiting");
    let (app, ours) = instance(&folder).await;
    let empty = time_of_one_look(&app).await;
    let dead = "http://127.0.0.1:9";
    let inbox = format!("{dead}/inbox");
    acquaint(&app, &ours, &format!("{dead}/actor"), &inbox, None, false).await;
    let tx = app.begin().await.expect("a transaction");
    for _ in 0..WAITING {
        let saying = Saying::about("Update", note(), Audience::public(&ours));
        app.federation.say(&tx, &ours, saying).await.expect("said");
    }
    tx.commit().await.expect("a commit");
    // The first look finds that nobody is there; from then on the host rests.
    app.federation.deliver_due().await.expect("a round");
    let waiting = time_of_one_look(&app).await;
    let ratio = waiting.as_secs_f64() / empty.as_secs_f64();
    Figure::new(
        "a look at 10,000 rows for one dead host",
        format!("empty queue {:.2} ms", empty.as_secs_f64() * 1e3),
        format!("{:.2} ms", waiting.as_secs_f64() * 1e3),
        format!("{ratio:.0} ×"),
    )
    .target("≤ 200 ×", ratio <= 200.0)
}

async fn time_of_one_look(app: &App) -> Duration {
    let started = Instant::now();
    for _ in 0..LOOKS {
        app.federation.deliver_due().await.expect("a round");
    }
    started.elapsed() / LOOKS
}

async fn deliveries_to_many_hosts() -> Vec<Figure> {
    let sink = Sink::start();
    let folder = Folder::new("outbox");
    let (app, ours) = instance(&folder).await;
    for number in 0..HOSTS {
        let host = host(number, sink.port);
        acquaint(
            &app,
            &ours,
            &format!("{host}/actor"),
            &format!("{host}/inbox"),
            None,
            false,
        )
        .await;
    }
    let stop = tokio_util::sync::CancellationToken::new();
    let worker = tokio::spawn({
        let (federation, stop) = (app.federation.clone(), stop.clone());
        async move { federation.deliver_until(stop).await }
    });
    let key = PrivateKey::generate_rsa().expect("a key");
    let bare = reqwest::Client::new();
    let (mut cost, mut rates) = (Pairs::default(), Pairs::default());
    for _ in 0..ROUNDS {
        let baseline = bare_deliveries(&bare, &key, sink.port).await;
        let one = processor_time_of_one_signature(&key);
        let (started, used) = (Instant::now(), processor_time());
        say_something(&app, &ours).await;
        until_delivered(&app).await;
        let (took, used) = (started.elapsed(), processor_time() - used);
        rates.add(baseline, per_second(HOSTS as usize, took));
        let each = used.as_secs_f64() / f64::from(HOSTS);
        cost.add(one.as_secs_f64() * 1e3, each * 1e3);
    }
    stop.cancel();
    let _ = worker.await;
    let summary = delivery::Entity::summary(&app.db).await.expect("a summary");
    let delivered = summary.0.get("delivered").copied().unwrap_or_default();
    vec![
        Figure::new(
            format!(
                "deliveries to 1,000 hosts, {delivered} of {} arrived",
                HOSTS as usize * ROUNDS
            ),
            format!("bare client {:.0}/s", rates.baseline()),
            format!("{:.0}/s", rates.ours()),
            format!("{:.0} %", rates.ratio() * 100.0),
        ),
        Figure::new(
            "processor time of one delivery",
            format!("one signature {:.2} ms", cost.baseline()),
            format!("{:.2} ms", cost.ours()),
            format!("{:.1} ×", cost.ratio()),
        )
        .target("≤ 2.5 ×", cost.ratio() <= 2.5),
    ]
}

fn host(number: u32, port: u16) -> String {
    format!(
        "http://127.0.{}.{}:{port}",
        number / 250 + 1,
        number % 250 + 1
    )
}

/// The same, signed and sent by a client that keeps nothing, in deliveries a second.
async fn bare_deliveries(client: &reqwest::Client, key: &PrivateKey, port: u16) -> f64 {
    let started = Instant::now();
    let deliveries = stream::iter(0..HOSTS).map(async |number| {
        let inbox = format!("{}/inbox", host(number, port));
        let inbox = Url::parse(&inbox).expect("a URL");
        let body = note().to_string().into_bytes();
        let now = federation::Clock::System.now();
        let signed = sign(key, "https://a.example/#main-key", &inbox, body, now);
        let request = client.post(inbox).headers(signed.headers).body(signed.body);
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::ACCEPTED);
    });
    deliveries
        .buffer_unordered(AT_ONCE)
        .for_each(async |()| {})
        .await;
    per_second(HOSTS as usize, started.elapsed())
}

async fn say_something(app: &App, ours: &actors::Actor) {
    let saying = Saying::about("Update", note(), Audience::public(ours));
    let tx = app.begin().await.expect("a transaction");
    app.federation.say(&tx, ours, saying).await.expect("said");
    tx.commit().await.expect("a commit");
}

async fn until_delivered(app: &App) {
    let started = Instant::now();
    loop {
        let pending = delivery::Entity::count_pending(&app.db)
            .await
            .expect("a count");
        if pending == 0 || started.elapsed() > AT_MOST {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn note() -> serde_json::Value {
    serde_json::json!({
        "id": "http://localhost:4190/ap/objects/01J00000000000000000000000",
        "type": "Event",
        "name": "Denkwerkstatt",
        "content": "<p>Zwei Tage, fünf gesellschaftliche Gruppen.</p>".repeat(20),
    })
}

fn processor_time_of_one_signature(key: &PrivateKey) -> Duration {
    let inbox = Url::parse("https://a.example/inbox").expect("a URL");
    let digest = BodyDigest::of(b"x");
    let now = federation::Clock::System.now();
    let used = processor_time();
    for _ in 0..SIGNATURES {
        cavage_headers(
            key,
            "https://a.example/#main-key",
            &Method::POST,
            &inbox,
            Some(&digest),
            None,
            now,
        )
        .expect("a usable key");
    }
    (processor_time() - used) / SIGNATURES
}

/// A server in another process that takes everything.
struct Sink {
    process: Child,
    port: u16,
}

impl Sink {
    fn start() -> Self {
        let mut process = Command::new(std::env::current_exe().expect("this program"))
            .arg("--sink")
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second process");
        let output = process.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .expect("its port");
        let port = line.trim().parse().expect("a port");
        Self { process, port }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub fn be_the_sink() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("0.0.0.0:0")
            .await
            .expect("a port");
        println!("{}", listener.local_addr().expect("an address").port());
        let taking = Router::new().fallback(|_: axum::body::Bytes| async { StatusCode::ACCEPTED });
        axum::serve(listener, taking).await.expect("a server");
    });
}
