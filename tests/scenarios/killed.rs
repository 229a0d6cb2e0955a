//! The program itself, ended in the middle: by force nothing acknowledged is lost and nothing gets
//! another id; when asked to, it finishes what it began.

use federation::{
    Clock,
    actors::{self, Actor},
    follows::{self, Follow, State},
};
use harness::{
    Answer, Engine, Instance, Peer, Post, Program, authority, briefing, on_both_engines, rows,
};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::Value;
use server::{associations::Association, events::Draft};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc,
    time::timeout,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_killable");
/// Deliveries to one server that are under way together, written down together.
const UNDER_WAY: usize = 5;
/// Everything here happens far sooner; a test that waits for what never comes has to end.
const AT_MOST: Duration = Duration::from_secs(300);

on_both_engines![
    a_fan_out_that_was_killed_reaches_everybody,
    what_was_acknowledged_before_it_was_killed_is_there_once,
    asked_to_end_it_answers_what_it_was_asked,
    asked_to_end_it_delivers_what_is_on_its_way,
];

async fn a_fan_out_that_was_killed_reaches_everybody(engine: Engine) {
    const SERVERS: usize = 10;
    const READERS: usize = 50;
    const TAKEN_BEFORE: usize = 12;
    let mut dialog = engine.instance_of_today("dialog", "").await;
    let host = dialog.association("dialog").await;
    let mut servers = Vec::new();
    for number in 0..SERVERS {
        let server = Peer::new(&format!("server-{number}"), &dialog.app.clock).await;
        have_readers(&dialog, &host, &server, READERS).await;
        // From here on it is in the middle, however fast it is.
        server.answers(Answer::Silence);
        server.answers_first([const { Answer::Taken }; TAKEN_BEFORE]);
        servers.push(server);
    }
    let mut program = dialog.hand_over_to(PROGRAM).await;
    let event = dialog.publish(&upcoming("Lesekreis")).await;
    for server in &servers {
        within(server.arrivals(TAKEN_BEFORE + 1)).await;
    }
    program.kill().await;
    for server in &servers {
        assert_eq!(server.received().len(), TAKEN_BEFORE);
        server.answers(Answer::Taken);
    }
    program.start_again().await;
    let mut ids = BTreeSet::new();
    for server in &servers {
        within(until(server, |server| taken(server).len() == READERS)).await;
        let twice = server.received().len() - READERS;
        assert!(twice <= UNDER_WAY, "{twice} came twice");
        for activity in server.attempts().iter().map(|attempt| attempt.json()) {
            assert_eq!(activity["object"]["id"], event.iri.as_str());
            ids.insert(activity["id"].to_string());
        }
    }
    assert_eq!(ids.len(), 1, "under one id: {ids:?}");
}

async fn what_was_acknowledged_before_it_was_killed_is_there_once(engine: Engine) {
    const EVENTS: usize = 400;
    const SENDERS: usize = 8;
    const ANSWERED_BEFORE: usize = 120;
    let no_limit = "federation.inbox_rate = 100_000\nfederation.inbox_burst = 100_000\n";
    let mut buero = engine.instance_of_today("innovationsbuero", no_limit).await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    let day = in_a_month();
    let event = |number| {
        let mut event = anna.event(&format!("event-{number}"), &format!("Treffen {number}"));
        event["startTime"] = format!("{day}T18:00:00+01:00").into();
        event["endTime"] = format!("{day}T20:00:00+01:00").into();
        event
    };
    let events: Vec<Value> = (0..EVENTS).map(event).collect();
    let inbox = buero.inbox();
    let sealed = |event: &Value| {
        let create = anna.activity("Create", event.clone());
        anna.writes(&inbox, &create).signed()
    };
    let posts: Vec<Post> = events.iter().map(sealed).collect();

    let mut program = buero.hand_over_to(PROGRAM).await;
    let (tell, mut told) = mpsc::unbounded_channel();
    for sender in 0..SENDERS {
        let posts: Vec<_> = posts
            .iter()
            .cloned()
            .enumerate()
            .skip(sender)
            .step_by(SENDERS)
            .collect();
        let tell = tell.clone();
        tokio::spawn(async move {
            for (number, post) in posts {
                let Some(reply) = post.try_to_send().await else {
                    return;
                };
                if reply.status == 202 {
                    let _ = tell.send(number);
                }
            }
        });
    }
    drop(tell);
    let mut answered = BTreeSet::new();
    while answered.len() < ANSWERED_BEFORE {
        answered.insert(within(told.recv()).await.expect("answers"));
    }
    program.kill().await;
    while let Some(number) = within(told.recv()).await {
        answered.insert(number);
    }
    assert!(answered.len() < EVENTS, "it was too late to kill it");

    program.start_again().await;
    let kept = kept_events(&buero).await;
    for number in &answered {
        let id = events[*number]["id"].as_str().unwrap_or_default();
        assert_eq!(kept.get(id), Some(&1), "{id} was acknowledged");
    }
    for post in &posts {
        assert_eq!(post.send().await.status, 202);
    }
    let all = events.iter().filter_map(|event| event["id"].as_str());
    let once: BTreeMap<String, usize> = all.map(|id| (id.to_owned(), 1)).collect();
    assert_eq!(kept_events(&buero).await, once);
}

async fn asked_to_end_it_answers_what_it_was_asked(engine: Engine) {
    let mut buero = engine.instance_of_today("innovationsbuero", "").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    let create = anna.activity("Create", anna.event("lesekreis", "Lesekreis"));
    let post = anna.writes(&buero.inbox(), &create).signed();

    let mut program = buero.hand_over_to(PROGRAM).await;
    let begun = Begun::new(&post).await;
    within(program.is_told_to_end()).await;
    still_runs(&mut program).await;
    let answer = within(begun.finish()).await;
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    assert_eq!(within(program.ended()).await.code(), Some(0));
    assert!(buero.event_titled("Lesekreis").await.is_some());
}

async fn asked_to_end_it_delivers_what_is_on_its_way(engine: Engine) {
    const EVENTS: usize = 2 * UNDER_WAY;
    let mut dialog = engine.instance_of_today("dialog", "").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    for number in 0..EVENTS {
        dialog
            .publish(&upcoming(&format!("Treffen {number}")))
            .await;
    }
    anna.answers(Answer::Held);

    let mut program = dialog.hand_over_to(PROGRAM).await;
    within(anna.arrivals(1)).await;
    within(program.is_told_to_end()).await;
    still_runs(&mut program).await;
    anna.answers(Answer::Taken);
    assert_eq!(within(program.ended()).await.code(), Some(0));

    program.start_again().await;
    within(anna.arrivals(EVENTS)).await;
    let received = anna.received();
    let ids: BTreeSet<_> = received.iter().map(|one| one["id"].to_string()).collect();
    assert_eq!(ids.len(), EVENTS, "each arrived");
    assert_eq!(anna.attempts().len(), EVENTS, "none came twice");
}

/// It has something to finish. However slow this machine is, that is no reason to fail.
async fn still_runs(program: &mut Program) {
    const A_MOMENT: Duration = Duration::from_millis(500);
    let ended = timeout(A_MOMENT, program.ended()).await;
    assert!(ended.is_err(), "it left in the middle: {ended:?}");
}

/// A request whose body the program has begun to wait for.
struct Begun {
    stream: TcpStream,
    body: Vec<u8>,
}

impl Begun {
    async fn new(post: &Post) -> Self {
        let mut head = format!("POST {} HTTP/1.1\r\n", post.url.path());
        for (name, value) in &post.headers {
            let value = value.to_str().expect("a header of words");
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let length = post.body.len();
        head.push_str(&format!(
            "content-length: {length}\r\nexpect: 100-continue\r\n\r\n"
        ));
        let stream = TcpStream::connect(authority(&post.url)).await;
        let mut stream = stream.expect("the program listens");
        stream.write_all(head.as_bytes()).await.expect("it reads");
        let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
        stream
            .read_exact(&mut go_on)
            .await
            .expect("it wants the body");
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        Self {
            stream,
            body: post.body.to_vec(),
        }
    }

    /// Send the body, and return the answer.
    async fn finish(mut self) -> String {
        self.stream.write_all(&self.body).await.expect("it reads");
        let mut answer = String::new();
        self.stream
            .read_to_string(&mut answer)
            .await
            .expect("it answers");
        answer
    }
}

/// Accounts on `server` that follow, each with an inbox of its own. Written into the tables: making
/// keys for each takes too long.
async fn have_readers(dialog: &Instance, host: &Association, server: &Peer, count: usize) {
    let pattern = dialog.actor(host).await;
    for number in 0..count {
        let id = server.url(&format!("/readers/{number}"));
        let reader = Actor {
            id: id.clone().into(),
            kind: "Person".to_owned(),
            handle: format!("reader-{number}"),
            host: server.host(),
            local: false,
            inbox: server.url(&format!("/readers/{number}/inbox")).into(),
            shared_inbox: None,
            secret_keys: None,
            ..pattern.clone()
        };
        let follow = Follow {
            follower: id.into(),
            followed: host.actor.clone(),
            activity: server.url(&format!("/follows/{number}")).into(),
            state: State::Accepted,
            requested_at: dialog.now(),
            answered_at: Some(dialog.now()),
            outbox_read_at: None,
        };
        let db = &dialog.app.db;
        let written = actors::Entity::insert(reader.into_active_model()).exec_without_returning(db);
        written.await.expect("an actor can be written");
        let written =
            follows::Entity::insert(follow.into_active_model()).exec_without_returning(db);
        written.await.expect("a follow can be written");
    }
}

fn upcoming(title: &str) -> Draft {
    Draft {
        starts_on: in_a_month(),
        ..briefing(title)
    }
}

/// By the real clock, as the program has no other.
fn in_a_month() -> String {
    let day = Clock::System.now() + chrono::Duration::days(30);
    day.format("%Y-%m-%d").to_string()
}

/// The inboxes of this server that took something.
fn taken(server: &Peer) -> BTreeSet<String> {
    let attempts = server.attempts().into_iter();
    let taken = attempts.filter(|attempt| attempt.status == 202);
    taken.map(|attempt| attempt.path).collect()
}

/// Others' events here, and how many there are of each.
async fn kept_events(instance: &Instance) -> BTreeMap<String, usize> {
    let sql = "select iri from events where not local";
    let mut kept = BTreeMap::new();
    for row in rows(&instance.app.db, sql).await {
        let id = row["iri"].as_str().expect("an address");
        *kept.entry(id.to_owned()).or_default() += 1;
    }
    kept
}

async fn until(server: &Peer, is_so: impl Fn(&Peer) -> bool) {
    loop {
        let arrived = server.attempts().len();
        if is_so(server) {
            return;
        }
        server.arrivals(arrived + 1).await;
    }
}

async fn within<T>(work: impl Future<Output = T>) -> T {
    timeout(AT_MOST, work).await.expect("it never came")
}
