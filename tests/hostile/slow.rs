//! Clients that are slow, hang up half way or lie about how much they send: their connection ends with
//! the right word, and everybody else is served as before. No test waits: the time is let pass.

use crate::stage::Stage;
use harness::{Engine, Instance, Peer, Post, on_both_engines, skip};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use url::Position;

on_both_engines![
    a_head_that_never_ends_is_cut_off,
    a_head_that_drips_is_cut_off_all_the_same,
    a_body_that_never_ends_is_cut_off,
    a_body_that_drips_is_cut_off_all_the_same,
    a_body_that_breaks_off_does_nothing,
    a_body_longer_than_it_says_does_nothing_more,
    a_body_without_end_is_refused_at_the_limit,
    lengths_that_contradict_each_other_are_refused,
    noise_does_no_harm,
    many_half_sent_requests_keep_nobody_out,
    connections_that_say_nothing_give_up_their_place,
];

/// Longer than a head may take.
const AFTER_THE_HEAD: Duration = Duration::from_secs(11);
/// Longer than a body may take.
const AFTER_THE_BODY: Duration = Duration::from_secs(31);
/// More than an inbox takes, in bytes.
const TOO_MUCH: usize = 2 * 1_048_576;

/// A connection on which anything can be said.
struct Wire(TcpStream);

impl Wire {
    async fn to(instance: &Instance) -> Self {
        let port = instance.origin().port().expect("its own port");
        let stream = TcpStream::connect(("127.0.0.1", port)).await;
        Self(stream.expect("somebody listens"))
    }

    async fn say(&mut self, words: impl AsRef<[u8]>) {
        self.0.write_all(words.as_ref()).await.expect("they listen");
    }

    /// Say nothing more, and listen.
    async fn hang_up(&mut self) {
        self.0.shutdown().await.expect("a half that can be closed");
    }

    /// All that comes until the other side hangs up.
    async fn hear(mut self) -> String {
        let mut heard = Vec::new();
        // A reset is an end, too.
        let _ = self.0.read_to_end(&mut heard).await;
        String::from_utf8_lossy(&heard).into_owned()
    }
}

/// The status of the first answer; `None` where there was none.
fn status(heard: &str) -> Option<u16> {
    let line = heard
        .strip_prefix("HTTP/1.1 ")
        .or(heard.strip_prefix("HTTP/1.0 "))?;
    line.get(..3)?.parse().ok()
}

/// The head of this request, with `length` of a body to come.
fn head(post: &Post, length: &str) -> String {
    let path = &post.url[Position::BeforePath..Position::AfterQuery];
    let headers = post.headers.iter().map(|(name, value)| {
        let value = value.to_str().expect("text");
        format!("{name}: {value}\r\n")
    });
    let headers = headers.collect::<String>();
    format!(
        "{} {path} HTTP/1.1\r\n{headers}{length}\r\n\r\n",
        post.method
    )
}

/// A Create of `anna` as it should be.
fn create(stage: &Stage, title: &str) -> Post {
    let create = stage
        .anna
        .activity("Create", stage.anna.event("langsam", title));
    stage.signed(&stage.anna, &create)
}

/// Say this and no more, while time passes.
async fn say_and_wait(instance: &Instance, words: &str, passes: &[Duration]) -> String {
    let mut wire = Wire::to(instance).await;
    wire.say(words).await;
    // Whoever is in time is answered meanwhile.
    assert_eq!(instance.get("/livez", "*/*").await.status, 200);
    for time in passes {
        skip(*time).await;
    }
    wire.hear().await
}

async fn a_head_that_never_ends_is_cut_off(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    for words in [
        "",
        "P",
        "POST /ap/inbox HTTP/1.1\r\n",
        "POST /ap/inbox HTTP/1.1\r\nhost: a\r\n",
    ] {
        let heard = say_and_wait(&dialog, words, &[AFTER_THE_HEAD]).await;
        assert!(
            matches!(status(&heard), None | Some(408)),
            "{words:?}: {heard}"
        );
    }
}

async fn a_head_that_drips_is_cut_off_all_the_same(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let mut wire = Wire::to(&dialog).await;
    wire.say("POST /ap/inbox HTTP/1.1\r\n").await;
    assert_eq!(dialog.get("/livez", "*/*").await.status, 200);
    for _ in 0..3 {
        skip(Duration::from_secs(4)).await;
        // Nobody may be there any more.
        let _ = wire.0.write_all(b"x: y\r\n").await;
        assert_eq!(dialog.get("/livez", "*/*").await.status, 200);
    }
    let heard = wire.hear().await;
    assert!(matches!(status(&heard), None | Some(408)), "{heard}");
}

async fn a_body_that_never_ends_is_cut_off(engine: Engine) {
    let stage = Stage::new(engine).await;
    let before = stage.dialog.contents().await;
    for (name, length, part) in [
        ("nothing of it", "content-length: 500", ""),
        ("a part of it", "content-length: 500", "{\"type\":"),
        (
            "a chunk of it",
            "transfer-encoding: chunked",
            "4\r\n{\"ty\r\n",
        ),
        ("half a chunk", "transfer-encoding: chunked", "400\r\n{\"ty"),
        (
            "an absurd length",
            "content-length: 9000000000000000000",
            "{}",
        ),
    ] {
        let words = head(&create(&stage, name), length) + part;
        let heard = say_and_wait(&stage.dialog, &words, &[AFTER_THE_BODY]).await;
        assert_eq!(status(&heard), Some(408), "{name}: {heard}");
    }
    assert_eq!(stage.dialog.refusals(), [("too_slow", 5)].into());
    assert_eq!(before.changes_to(&stage.dialog.contents().await), [""; 0]);
    stage.is_well().await;
}

async fn a_body_that_drips_is_cut_off_all_the_same(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut wire = Wire::to(&stage.dialog).await;
    wire.say(head(&create(&stage, "Tropfen"), "content-length: 500"))
        .await;
    for _ in 0..4 {
        assert_eq!(stage.dialog.get("/livez", "*/*").await.status, 200);
        skip(Duration::from_secs(8)).await;
        let _ = wire.0.write_all(b" ").await;
    }
    let heard = wire.hear().await;
    assert_eq!(status(&heard), Some(408), "{heard}");
    stage.is_well().await;
}

async fn a_body_that_breaks_off_does_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let before = stage.dialog.contents().await;
    let post = create(&stage, "Abgebrochen");
    let whole = String::from_utf8_lossy(&post.body).into_owned();
    let longer = format!("content-length: {}", whole.len() + 1);
    let chunk = format!("{:x}\r\n{whole}\r\n", whole.len());
    for (name, length, part) in [
        ("nothing of it", &*longer, ""),
        ("all but the last byte", &longer, &whole),
        ("no last chunk", "transfer-encoding: chunked", &chunk),
        (
            "a chunk that is none",
            "transfer-encoding: chunked",
            "x\r\n{}\r\n0\r\n\r\n",
        ),
    ] {
        let mut wire = Wire::to(&stage.dialog).await;
        wire.say(head(&post, length) + part).await;
        wire.hang_up().await;
        let heard = wire.hear().await;
        assert_eq!(status(&heard), Some(400), "{name}: {heard}");
    }
    assert_eq!(stage.dialog.refusals(), [("broken_off", 4)].into());
    assert_eq!(before.changes_to(&stage.dialog.contents().await), [""; 0]);
    stage.is_well().await;
}

/// What is beyond the length is another request, or nonsense; never a part of this one.
async fn a_body_longer_than_it_says_does_nothing_more(engine: Engine) {
    let stage = Stage::new(engine).await;
    let post = create(&stage, "Gesagt");
    let smuggled = create(&stage, "Geschmuggelt").body;
    let mut wire = Wire::to(&stage.dialog).await;
    wire.say(head(&post, &format!("content-length: {}", post.body.len())))
        .await;
    wire.say(&post.body).await;
    wire.say(&smuggled).await;
    wire.hang_up().await;
    let heard = wire.hear().await;
    assert_eq!(status(&heard), Some(202), "{heard}");
    assert!(stage.dialog.event_titled("Gesagt").await.is_some());
    assert!(stage.dialog.event_titled("Geschmuggelt").await.is_none());
    // Cut short by its own header, it is not what was signed.
    let short = create(&stage, "Gekürzt");
    let mut wire = Wire::to(&stage.dialog).await;
    wire.say(head(&short, "content-length: 10")).await;
    wire.say(&short.body).await;
    wire.hang_up().await;
    let heard = wire.hear().await;
    assert_eq!(status(&heard), Some(400), "{heard}");
    assert!(stage.dialog.event_titled("Gekürzt").await.is_none());
    stage.is_well().await;
}

async fn a_body_without_end_is_refused_at_the_limit(engine: Engine) {
    let stage = Stage::new(engine).await;
    let before = stage.dialog.contents().await;
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let mut wire = Wire::to(&stage.dialog).await;
    wire.say(head(
        &create(&stage, "Endlos"),
        "transfer-encoding: chunked",
    ))
    .await;
    for _ in 0..TOO_MUCH / 0x10000 {
        // They may have had enough already.
        if wire.0.write_all(chunk.as_bytes()).await.is_err() {
            break;
        }
    }
    let heard = wire.hear().await;
    assert!(matches!(status(&heard), None | Some(413)), "{heard}");
    assert_eq!(stage.dialog.refusals(), [("too_large", 1)].into());
    assert_eq!(before.changes_to(&stage.dialog.contents().await), [""; 0]);
    stage.is_well().await;
}

async fn lengths_that_contradict_each_other_are_refused(engine: Engine) {
    let stage = Stage::new(engine).await;
    let before = stage.dialog.contents().await;
    let post = create(&stage, "Widerspruch");
    let length = post.body.len();
    for lengths in [
        format!("content-length: {length}\r\ncontent-length: {}", length + 1),
        format!("content-length: {length}, {}", length + 1),
        format!("content-length: -{length}"),
        format!("content-length: +{length}"),
        format!("content-length: 0x{length:x}"),
        "content-length: 99999999999999999999999".to_owned(),
        "content-length: viel".to_owned(),
        "transfer-encoding: chunked, identity".to_owned(),
        "transfer-encoding: gzip".to_owned(),
    ] {
        let mut wire = Wire::to(&stage.dialog).await;
        wire.say(head(&post, &lengths)).await;
        wire.say(&post.body).await;
        wire.hang_up().await;
        let heard = wire.hear().await;
        assert_eq!(status(&heard), Some(400), "{lengths}: {heard}");
    }
    assert_eq!(before.changes_to(&stage.dialog.contents().await), [""; 0]);
    stage.is_well().await;
}

async fn noise_does_no_harm(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let long = format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "x".repeat(100_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(1_000));
    for words in [
        &b"\0\0\0\0\0\0\0\0\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET  / HTTP/1.1\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\nhost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nx\0y: z\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\n host: a\r\n\r\n",
        b"\r\n\r\n\r\n\r\nGET\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        long.as_bytes(),
        many.as_bytes(),
    ] {
        let mut wire = Wire::to(&dialog).await;
        // They need not hear all of it.
        let _ = wire.0.write_all(words).await;
        let _ = wire.0.shutdown().await;
        let heard = wire.hear().await;
        let named = String::from_utf8_lossy(&words[..words.len().min(40)]).into_owned();
        let status = status(&heard);
        let refused = status.is_none_or(|status| (400..500).contains(&status) || status == 505);
        assert!(refused, "{named:?}: {heard}");
        assert_eq!(dialog.get("/livez", "*/*").await.status, 200);
    }
}

async fn many_half_sent_requests_keep_nobody_out(engine: Engine) {
    let stage = Stage::new(engine).await;
    let mut held = Vec::new();
    for number in 0..50 {
        let mut wire = Wire::to(&stage.dialog).await;
        let post = create(&stage, "Halb");
        let whole = head(&post, "content-length: 500") + "{";
        // Some stop within the head, some within the body.
        let words = if number % 2 == 0 {
            &whole[..100]
        } else {
            &*whole
        };
        wire.say(words).await;
        held.push(wire);
    }
    stage.is_well().await;
    drop(held);
    stage.is_well().await;
}

async fn connections_that_say_nothing_give_up_their_place(engine: Engine) {
    let dialog = engine
        .instance_with("dialog", "listen.connections = 3\n")
        .await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut wire = Wire::to(&dialog).await;
        wire.say("POST /ap/inbox HTTP/1.1\r\n").await;
        held.push(wire);
    }
    let follow = anna.activity("Follow", host.actor.as_str());
    let letter = anna.writes(&dialog.inbox(), &follow).signed();
    let (reply, ()) = tokio::join!(letter.send(), async {
        // Until it waits for its place.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        skip(AFTER_THE_HEAD).await;
    });
    assert_eq!(reply.status, 202, "{}", reply.body);
}
