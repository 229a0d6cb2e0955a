//! What other servers answer when they are asked: documents of somebody else, doors to other servers,
//! pages that pose as objects, too much of everything, and addresses nobody has any business with.

use crate::stage::{Case, Stage};
use federation::{
    Clock,
    fetch::{ClientSettings, DOCUMENT_BYTES_AT_MOST, Failure, Fetcher},
    network::Network,
};
use harness::{Engine, Peer, Served, beginning, briefing, on_both_engines, settle, skip};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use url::Url;

on_both_engines![
    an_actor_that_is_not_what_its_address_says_is_not_believed,
    an_object_that_is_not_what_its_address_says_is_not_kept,
    a_door_makes_nothing_its_own,
    deliveries_go_to_the_actors_own_server,
    a_document_that_hides_its_length_is_not_read_to_its_end,
    an_activity_costs_few_requests,
    an_actor_behind_slow_doors_is_waited_for_once,
    uploads_of_ours_pose_as_nothing,
    the_names_we_go_by_are_configured,
    hidden_and_absent_are_one_answer,
];

const REDIRECTS_AT_MOST: usize = 3;
/// What one activity may cost others, come what may.
const READS_AT_MOST: usize = 20;

/// An actor nobody has met, whose address answers so; what it says is never heard.
async fn an_actor_that_is_not_what_its_address_says_is_not_believed(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (anna, eve) = (&stage.anna, &stage.eve);
    let posing = |name: &str| anna.neighbour(name);
    let document = |peer: &Peer, member: &str, value: Value| {
        let mut document = peer.document();
        document[member] = value;
        Served::json(&document)
    };
    let of_type = |peer: &Peer, media_type: &str| Served {
        media_type: media_type.to_owned(),
        ..Served::json(&peer.document())
    };
    let whose = posing("whose");
    let serve = |served: Served| (whose.clone(), served);
    // Her document, on a server of somebody else's.
    eve.serves(&eve.url("/copy"), Served::json(&whose.document()));
    for number in 0..=REDIRECTS_AT_MOST {
        let next = format!("/round/{}", number + 1);
        anna.serves(
            &anna.url(&format!("/round/{number}")),
            Served::redirect(&next),
        );
    }
    let answers = [
        (
            "on another id",
            serve(document(&whose, "id", json!(anna.id()))),
        ),
        (
            "on another server's id",
            serve(document(&whose, "id", json!(eve.id()))),
        ),
        (
            "on one of our ids",
            serve(document(&whose, "id", json!(stage.host.actor))),
        ),
        ("without an id", serve(document(&whose, "id", Value::Null))),
        (
            "with an inbox elsewhere",
            serve(document(&whose, "inbox", json!(eve.url("/inbox")))),
        ),
        (
            "with an inbox of ours",
            serve(document(&whose, "inbox", json!(stage.dialog.inbox()))),
        ),
        (
            "without an inbox",
            serve(document(&whose, "inbox", Value::Null)),
        ),
        (
            "of no actor's type",
            serve(document(&whose, "type", json!("Note"))),
        ),
        (
            "as a tombstone",
            serve(document(&whose, "type", json!("Tombstone"))),
        ),
        (
            "with no keys",
            serve(document(&whose, "publicKey", Value::Null)),
        ),
        (
            "with somebody's keys",
            serve(document(
                &whose,
                "publicKey",
                eve.document()["publicKey"].clone(),
            )),
        ),
        ("with keys it does not own", {
            let mut document = whose.document();
            document["publicKey"]["owner"] = json!(anna.id());
            serve(Served::json(&document))
        }),
        ("as plain text", serve(of_type(&whose, "text/plain"))),
        ("as a picture", serve(of_type(&whose, "image/png"))),
        (
            "as JSON of any kind",
            serve(of_type(&whose, "application/json")),
        ),
        (
            "as JSON-LD of any kind",
            serve(of_type(&whose, "application/ld+json")),
        ),
        ("as a page", serve(of_type(&whose, "text/html"))),
        (
            "elsewhere",
            serve(Served::redirect(eve.url("/copy").as_str())),
        ),
        ("in circles", serve(Served::redirect(whose.id().path()))),
        ("behind too many doors", serve(Served::redirect("/round/0"))),
        (
            "behind a door to a file",
            serve(Served::redirect("file:///etc/passwd")),
        ),
        (
            "behind a door to nowhere",
            serve(Served::redirect("http://")),
        ),
        ("at more length than we read", {
            let mut document = whose.document();
            document["padding"] = json!(" ".repeat(1_048_576));
            serve(Served::json(&document))
        }),
        ("as a list", serve(Served::json(&json!([whose.document()])))),
        (
            "as nothing",
            serve(Served {
                body: Vec::new().into(),
                ..Served::status(200)
            }),
        ),
        ("packed", {
            let headers = vec![("content-encoding".to_owned(), "gzip".to_owned())];
            let body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03".to_vec().into();
            serve(Served {
                headers,
                body,
                ..Served::status(200)
            })
        }),
    ];
    for (name, (peer, served)) in answers {
        peer.serves(&peer.id(), served);
        stage.forget();
        let follow = peer.activity("Follow", stage.host.actor.as_str());
        let reply = peer.tells(&stage.dialog, &follow).await;
        assert_eq!(reply.status, 401, "{name}: {}", reply.body);
        assert!(
            stage.dialog.followers(&stage.host.actor).await.is_empty(),
            "{name}"
        );
        let reads = [anna.reads(), eve.reads()].concat();
        assert!(reads.len() <= READS_AT_MOST, "{name}: {reads:?}");
        // Longer than a dead end is remembered.
        stage.dialog.advance(chrono::Duration::minutes(6));
    }
    // It was nothing else that kept it out.
    whose.serves(&whose.id(), Served::json(&whose.document()));
    let follow = whose.activity("Follow", stage.host.actor.as_str());
    assert_eq!(whose.tells(&stage.dialog, &follow).await.status, 202);
    assert_eq!(
        stage.dialog.followers(&stage.host.actor).await,
        [whose.id().to_string()]
    );
}

async fn an_object_that_is_not_what_its_address_says_is_not_kept(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (dialog, anna, eve) = (&stage.dialog, &stage.anna, &stage.eve);
    let asked = eve.url("/events/konzert");
    let event = eve.event("konzert", "Konzert");
    let with = |member: &str, value: Value| {
        let mut event = event.clone();
        event[member] = value;
        Served::json(&event)
    };
    anna.serves(&anna.url("/copy"), Served::json(&event));
    let theirs = anna.event("fremd", "Fremd");
    anna.serves(&anna.url("/events/fremd"), Served::json(&theirs));
    eve.serves(
        &eve.url("/events/andere"),
        with("id", json!(eve.url("/events/dritte"))),
    );
    for (name, served) in [
        (
            "another id on its server",
            with("id", json!(eve.url("/events/andere"))),
        ),
        ("an id on another server", with("id", theirs["id"].clone())),
        (
            "an id of ours",
            with("id", json!(dialog.url("/ap/objects/1"))),
        ),
        ("no id", with("id", Value::Null)),
        ("somebody else's", with("attributedTo", json!(anna.id()))),
        ("one of ours", with("attributedTo", json!(stage.host.actor))),
        ("nobody's", with("attributedTo", Value::Null)),
        (
            "behind a door to another server",
            Served::redirect(anna.url("/copy").as_str()),
        ),
        ("in circles", Served::redirect("/events/konzert")),
        (
            "a page",
            Served {
                media_type: "text/html".to_owned(),
                ..Served::json(&event)
            },
        ),
        (
            "an upload",
            Served {
                media_type: "application/json".to_owned(),
                ..Served::json(&event)
            },
        ),
        (
            "gone",
            Served {
                status: 410,
                ..Served::json(&event)
            },
        ),
        (
            "not there",
            Served {
                status: 404,
                ..Served::json(&event)
            },
        ),
        ("too long", with("padding", json!(" ".repeat(1_048_576)))),
    ] {
        eve.serves(&asked, served);
        let announce = anna.activity("Announce", asked.as_str());
        let reply = anna.tells(dialog, &announce).await;
        assert!(
            matches!(reply.status.as_u16(), 202 | 403),
            "{name}: {}",
            reply.status
        );
        assert!(dialog.events().await.is_empty(), "{name}");
    }
    eve.serves(&asked, Served::json(&event));
    let announce = anna.activity("Announce", asked.as_str());
    assert_eq!(anna.tells(dialog, &announce).await.status, 202);
    assert!(dialog.event_titled("Konzert").await.is_some());
}

/// Answers every request with `document`, whose end is that of the connection.
async fn says_no_length(listener: TcpListener, document: String) {
    loop {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut request = [0; 4_096];
        let _ = stream.read(&mut request).await;
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/activity+json\r\nconnection: close\r\n\r\n";
        let _ = stream.write_all(head.as_bytes()).await;
        let _ = stream.write_all(document.as_bytes()).await;
    }
}

async fn a_document_that_hides_its_length_is_not_read_to_its_end(engine: Engine) {
    let stage = Stage::new(engine).await;
    for (padding, status) in [(1_000, 202), (DOCUMENT_BYTES_AT_MOST, 401)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let home = |text: &str| {
            let home = format!("http://localhost:{port}/");
            text.replace(stage.eve.url("/").as_str(), &home)
        };
        let mut document = stage.eve.document();
        document["padding"] = json!(" ".repeat(padding));
        let serving = tokio::spawn(says_no_length(listener, home(&document.to_string())));
        let follow = stage.eve.activity("Follow", stage.host.actor.as_str());
        let letter = stage.eve.writes(&stage.dialog.inbox(), &follow);
        let letter = letter
            .body(home(&follow.to_string()))
            .as_key(home(&stage.eve.main_key_id()));
        assert_eq!(letter.signed().send().await.status, status, "{padding}");
        serving.abort();
    }
    // What is no actor is read by ourselves.
    for (padding, is_read) in [(1_000, true), (DOCUMENT_BYTES_AT_MOST, false)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let id = format!("http://localhost:{port}/events/konzert");
        let id: Url = id.parse().expect("a URL");
        let document = json!({ "id": id, "type": "Event", "padding": " ".repeat(padding) });
        let serving = tokio::spawn(says_no_length(listener, document.to_string()));
        let read = stage.dialog.app.federation.fetcher().object(&id).await;
        match is_read {
            true => assert!(read.is_ok(), "{read:?}"),
            false => assert!(matches!(read, Err(Failure::TooLarge)), "{padding}"),
        }
        serving.abort();
    }
}

/// A redirect is a detour: what lies behind it is whose its own address says, never the door's.
async fn a_door_makes_nothing_its_own(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (dialog, anna, eve) = (&stage.dialog, &stage.anna, &stage.eve);
    let event = eve.event("konzert", "Konzert");
    eve.serves(&eve.url("/events/konzert"), Served::json(&event));
    let hers = anna.event("lesekreis", "Lesekreis");
    anna.serves(&anna.url("/events/lesekreis"), Served::json(&hers));
    let mut claimed = hers.clone();
    claimed["attributedTo"] = json!(eve.id());
    anna.serves(&anna.url("/claimed"), Served::json(&claimed));
    let ours = dialog.publish(&briefing("Unseres")).await;
    for (behind, owner) in [
        (eve.url("/events/konzert"), Some(eve.id())),
        (anna.url("/events/lesekreis"), Some(anna.id())),
        (anna.url("/claimed"), None),
        (ours.iri.clone().into(), None),
        (stage.host.actor.clone().into(), None),
        (dialog.inbox(), None),
    ] {
        eve.serves(&eve.url("/door"), Served::redirect(behind.as_str()));
        let before = dialog.events().await.len();
        let announce = anna.activity("Announce", eve.url("/door").as_str());
        let reply = anna.tells(dialog, &announce).await;
        let status = reply.status.as_u16();
        assert!(matches!(status, 202 | 403), "{behind}: {status}");
        let events = dialog.events().await;
        assert_eq!(
            events.len(),
            before + usize::from(owner.is_some()),
            "{behind}"
        );
        if let Some(owner) = owner {
            let kept = events.iter().find(|event| *event.iri == behind);
            assert_eq!(*kept.expect("kept").organizer, owner, "{behind}");
        }
    }
    assert_eq!(dialog.again(&ours).await, Some(ours));
    stage.is_well().await;
}

/// Whoever names an inbox of another server gets nothing sent there.
async fn deliveries_go_to_the_actors_own_server(engine: Engine) {
    let stage = Stage::new(engine).await;
    let victim = stage.anna.url("/inbox");
    let eve = stage.eve.clone().with_document(|document| {
        document["endpoints"]["sharedInbox"] = json!(victim);
    });
    let update = eve.activity("Update", eve.id().as_str());
    assert_eq!(eve.tells(&stage.dialog, &update).await.status, 202);
    eve.follows(&stage.dialog, &stage.host.actor).await;
    stage.forget();
    stage.dialog.publish(&briefing("Für Eve")).await;
    settle([&stage.dialog]).await;
    assert!(stage.anna.heard().is_empty(), "{:?}", stage.anna.heard());
    assert!(
        eve.heard().contains(&"Create{Event}".to_owned()),
        "{:?}",
        eve.heard()
    );
}

/// A thousand mentions, replies to replies, collections of collections: nothing of it is looked up.
async fn an_activity_costs_few_requests(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (dialog, anna, eve) = (&stage.dialog, &stage.anna, &stage.eve);
    let many = |path: &str| -> Vec<Url> {
        (0..1_000)
            .map(|number| eve.url(&format!("{path}/{number}")))
            .collect()
    };
    let mut event = anna.event("viele", "Viele");
    let mentions = many("/users").into_iter();
    event["tag"] = mentions
        .map(|href| json!({ "type": "Mention", "href": href }))
        .collect();
    event["cc"] = json!(many("/users"));
    event["inReplyTo"] = json!(many("/notes"));
    event["organizers"] = json!(many("/users"));
    event["replies"] = json!(eve.url("/collection"));
    event["context"] = json!(eve.url("/collection"));
    event["image"] = json!({ "type": "Image", "url": eve.url("/picture.png") });
    event["@context"] = json!(eve.url("/context"));
    let mut create = anna.activity("Create", event.clone());
    create["to"] = json!(many("/users"));
    create["@context"] = json!([eve.url("/context")]);
    create["signature"] = json!({ "creator": eve.url("/key"), "signatureValue": "x" });
    create["proof"] = json!({ "verificationMethod": eve.url("/key"), "proofValue": "z1" });
    stage.forget();
    assert_eq!(anna.tells(dialog, &create).await.status, 202);
    assert!(dialog.event_titled("Viele").await.is_some());
    assert!(eve.reads().is_empty(), "{:?}", eve.reads());
    assert!(anna.reads().is_empty(), "{:?}", anna.reads());
    let mut announce = anna.activity("Announce", json!(many("/events")));
    announce["cc"] = json!(many("/users"));
    assert_eq!(anna.tells(dialog, &announce).await.status, 202);
    assert!(eve.reads().len() <= 2, "{:?}", eve.reads());
    stage.is_well().await;
}

/// Each door opens in time, and all of them together do not.
async fn an_actor_behind_slow_doors_is_waited_for_once(engine: Engine) {
    let stage = Stage::new(engine).await;
    let slow = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = slow.local_addr().expect("bound").port();
    let actor = format!("http://localhost:{port}/users/slow");
    let follow = json!({
        "id": format!("{actor}/follow"), "type": "Follow", "actor": actor,
        "object": stage.host.actor,
    });
    let letter = stage.anna.writes(&stage.dialog.inbox(), &follow);
    let post = letter.as_key(format!("{actor}#main-key")).signed();
    let mut asking = tokio::spawn(async move { post.send().await });
    for door in 1..=2 {
        let mut connection = tokio::select! {
            connection = slow.accept() => connection.expect("a connection").0,
            reply = &mut asking => panic!("answered before door {door}: {reply:?}"),
        };
        skip(Duration::from_secs(6)).await;
        let answer = format!(
            "HTTP/1.1 302 Found\r\nlocation: http://localhost:{port}/users/{door}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        // Nobody may wait for it any more.
        let _ = connection.write_all(answer.as_bytes()).await;
    }
    drop(slow);
    let reply = asking.await.expect("an answer");
    assert_eq!(
        (reply.status.as_u16(), &*reply.body),
        (503, "key_unreachable")
    );
    // Without the limit the second door would have led to a port where nobody listens any more.
    let actor = Url::parse(&actor).expect("a URL");
    let again = stage.dialog.app.federation.meet(&actor).await;
    assert_eq!(
        again.err(),
        Some(Failure::TimedOut),
        "remembered for a while"
    );
}

/// A file on our server can be no actor and no object: it never has their media type.
async fn uploads_of_ours_pose_as_nothing(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    for path in [
        "/media/x.json",
        "/media/x",
        "/assets/x.json",
        "/events.json",
        "/openapi.json",
    ] {
        for accept in ["application/activity+json", "*/*"] {
            let reply = dialog.get(path, accept).await;
            let is_object = federation::vocabulary::is_activity_json(reply.header("content-type"));
            assert!(!is_object, "{path}: {}", reply.header("content-type"));
            assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        }
    }
}

/// A request may call us what it likes: ids and links stay as they are.
async fn the_names_we_go_by_are_configured(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    for path in ["/", "/events", "/.well-known/nodeinfo", host.actor.path()] {
        let honest = harness::Post::get(&dialog.url(path), "*/*");
        let expected = honest.send().await;
        let forged = honest
            .clone()
            .with("host", "boese.example")
            .with("x-forwarded-host", "boese.example")
            .with("x-forwarded-proto", "gopher")
            .with("forwarded", "host=boese.example;proto=gopher");
        let reply = forged.send().await;
        assert!(!reply.body.contains("boese.example"), "{path}");
        assert!(!reply.body.contains("gopher"), "{path}");
        assert!(!format!("{:?}", reply.headers).contains("boese"), "{path}");
        assert_eq!(reply.status, expected.status, "{path}");
    }
}

async fn hidden_and_absent_are_one_answer(engine: Engine) {
    let stage = Stage::new(engine).await;
    let dialog = &stage.dialog;
    let draft = dialog.draft(&briefing("Geheim")).await;
    let hidden = [draft.iri.to_string(), draft.url.to_string()];
    let absent = [
        dialog
            .url("/ap/objects/01ARZ3NDEKTSV4RRFFQ69G5FAV")
            .to_string(),
        dialog.url("/events/gibt-es-nicht").to_string(),
    ];
    for (hidden, absent) in hidden.iter().zip(&absent) {
        for accept in ["application/activity+json", "text/html"] {
            let mut answers = Vec::new();
            for address in [hidden, absent] {
                let url = Url::parse(address).expect("a URL");
                let reply = harness::Post::get(&url, accept).send().await;
                assert_eq!(reply.status, 404, "{address}");
                assert!(!reply.body.contains("Geheim"), "{address}");
                let names = reply.headers.keys().map(ToString::to_string);
                answers.push(names.collect::<std::collections::BTreeSet<_>>());
            }
            assert_eq!(answers[0], answers[1], "{hidden}");
        }
    }
    for path in ["/events", "/events.ics", "/events.atom", "/events.json"] {
        assert!(
            !dialog.get(path, "*/*").await.body.contains("Geheim"),
            "{path}"
        );
    }
    let announce = stage.anna.activity("Announce", draft.iri.as_str());
    let post = stage.signed(&stage.anna, &announce);
    stage
        .plays(vec![Case::ignored("an Announce of it", post)])
        .await;
}

/// With the settings of a server on the internet, and a trap that would notice.
#[tokio::test]
async fn addresses_inside_are_never_connected_to() {
    let trap = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = trap.local_addr().expect("bound").port();
    let fetcher = Fetcher::new(ClientSettings {
        network: Network::Public,
        user_agent: "test".to_owned(),
        extra_authorities: Vec::new(),
        clock: Clock::stopped(beginning()),
    });
    let fetcher = fetcher.expect("a client");
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0x7f.1",
        "0",
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.168.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[fe80::1]",
        "[fc00::1]",
        "[2002:7f00:1::]",
        "localhost",
        "①②⑦.0.0.1",
    ] {
        for url in [
            format!("http://{host}:{port}/"),
            format!("https://{host}:{port}/"),
            format!("https://{host}/"),
        ] {
            let url = Url::parse(&url).expect("a URL");
            let read = fetcher.activity_json(&url).await;
            assert_eq!(read.err(), Some(Failure::ForbiddenAddress), "{url}");
            let read = fetcher.document(&url, "*/*").await;
            assert_eq!(read.err(), Some(Failure::ForbiddenAddress), "{url}");
        }
    }
    let caught = std::pin::pin!(trap.accept());
    assert!(futures_util::FutureExt::now_or_never(caught).is_none());
}
