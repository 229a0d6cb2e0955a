//! Deliveries a second to a thousand hosts, and the processor time of one against one signature.
//! Each address of 127.0.0.0/8 is a host of its own here; all lead to one sink in another process.

use crate::{
    Figure,
    baseline::{Folder, acquaint, instance},
    per_second,
    process::processor_time,
    signing::repeat,
};
use axum::{Router, http::StatusCode};
use federation::{
    delivery,
    outbox::{Audience, Saying},
    signatures::{BodyDigest, PrivateKey, cavage_headers},
};
use http::Method;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use url::Url;

const HOSTS: u32 = 1_000;
const ROUNDS: u32 = 3;
/// A measure that takes longer is broken.
const AT_MOST: Duration = Duration::from_secs(120);

pub async fn measure() -> Vec<Figure> {
    let sink = Sink::start();
    let folder = Folder::new("outbox");
    let (app, ours) = instance(&folder).await;
    for number in 0..HOSTS {
        let host = format!(
            "http://127.0.{}.{}:{}",
            number / 250 + 1,
            number % 250 + 1,
            sink.port
        );
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
    let one = processor_time_of_one_signature();
    let stop = tokio_util::sync::CancellationToken::new();
    let worker = tokio::spawn({
        let (federation, stop) = (app.federation.clone(), stop.clone());
        async move { federation.deliver_until(stop).await }
    });
    let (started, used) = (Instant::now(), processor_time());
    for _ in 0..ROUNDS {
        let saying = Saying::about("Update", note(), Audience::public(&ours));
        let tx = app.begin().await.expect("a transaction");
        app.federation.say(&tx, &ours, saying).await.expect("said");
        tx.commit().await.expect("a commit");
    }
    loop {
        let pending = delivery::Entity::count_pending(&app.db)
            .await
            .expect("a count");
        if pending == 0 || started.elapsed() > AT_MOST {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (took, used) = (started.elapsed(), processor_time() - used);
    stop.cancel();
    let _ = worker.await;
    let summary = delivery::Entity::summary(&app.db).await.expect("a summary");
    let delivered = summary.0.get("delivered").copied().unwrap_or_default();
    let each = used.as_secs_f64() / (delivered.max(1) as f64);
    let ratio = each / one.as_secs_f64();
    vec![
        Figure::new(
            "deliveries to 1,000 hosts",
            format!("{:.0}/s", per_second(delivered as usize, took)),
            format!("{delivered} of {}", HOSTS * ROUNDS),
        ),
        Figure::new(
            "processor time of one delivery",
            format!("{:.2} ms ({ratio:.1} ×)", each * 1e3),
            format!("one signature {:.2} ms", one.as_secs_f64() * 1e3),
        )
        .target("≤ 2.5 × one signature", ratio <= 2.5),
    ]
}

fn note() -> serde_json::Value {
    serde_json::json!({
        "id": "http://localhost:4190/ap/objects/01J00000000000000000000000",
        "type": "Event",
        "name": "Denkwerkstatt",
        "content": "<p>Zwei Tage, fünf gesellschaftliche Gruppen.</p>".repeat(20),
    })
}

fn processor_time_of_one_signature() -> Duration {
    let key = PrivateKey::generate_rsa().expect("a key");
    let inbox = Url::parse("https://a.example/inbox").expect("a URL");
    let digest = BodyDigest::of(b"x");
    let now = federation::Clock::System.now();
    let rate = repeat(|| {
        cavage_headers(
            &key,
            "https://a.example/#main-key",
            &Method::POST,
            &inbox,
            Some(&digest),
            None,
            now,
        )
        .expect("a usable key");
    });
    Duration::from_secs_f64(1.0 / rate)
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
