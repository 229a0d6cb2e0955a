//! The project's own signature vectors at a whole inbox: other servers are the documents of the vector,
//! everything else is as it runs.

use super::*;
use crate::{
    Clock, Host, Iri, Rejected, Settings, Tx, Ulids,
    actors::Founding,
    fetch::{ClientSettings, Fetcher},
    follows,
    keys::KeyPairs,
    network::Network,
    vocabulary::{ACTIVITY_JSON, actor::Profile},
};
use chrono::{DateTime, Duration};
use migrations::Migrator;
use reqwest::ResponseBuilderExt;
use reqwest_middleware::{ClientBuilder, Middleware, Next};
use sea_orm::{Database, DatabaseConnection, EntityTrait, IntoActiveModel};
use sea_orm_migration::MigratorTrait;
use std::{
    fs,
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

const VECTORS: usize = 29;
const FOLLOWED: &str = "https://verein-a.example/ap/actors/verein";
/// Who is followed here, so that what is passed on of her is asked after.
const AUTHOR: &str = "https://remote.example/users/anna";

/// One pair for everybody: making them is what takes time.
static KEYS: LazyLock<Arc<KeyPairs>> =
    LazyLock::new(|| Arc::new(KeyPairs::generate().expect("keys")));

/// Other servers, as a vector describes them, and what was read of them.
#[derive(Clone)]
struct Documents {
    served: Value,
    read: Arc<Mutex<Vec<String>>>,
}

impl Documents {
    fn read(&self) -> Vec<String> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.clone()
    }
}

#[async_trait::async_trait]
impl Middleware for Documents {
    async fn handle(
        &self,
        request: reqwest::Request,
        _: &mut http::Extensions,
        _: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        let url = request.url().as_str();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.push(url.to_owned());
        let (status, body) = match self.served.get(url) {
            Some(document) => (200, document.to_string()),
            None => (404, String::new()),
        };
        let answer = http::Response::builder()
            .status(status)
            .url(request.url().clone());
        let answer = answer.header(header::CONTENT_TYPE, ACTIVITY_JSON);
        Ok(answer.body(body).expect("an answer").into())
    }
}

/// An application that has a use for nothing: what follows is, is said without it.
struct Nobody;

#[async_trait::async_trait]
impl Host for Nobody {
    async fn receive(&self, _: &Federation, _: &Tx, _: &Received) -> Result<(), Rejected> {
        Err(Rejected::NotForUs)
    }

    async fn owner_of(
        &self,
        _: &DatabaseConnection,
        _: &Url,
    ) -> Result<Option<Iri>, sea_orm::DbErr> {
        Ok(None)
    }

    async fn said_to_peers(&self, _: &Federation, _: &Actor) -> Result<Vec<Value>, anyhow::Error> {
        Ok(Vec::new())
    }
}

/// The server a vector is sent to, at the time it is sent.
struct Receiver {
    federation: Federation,
    documents: Documents,
}

impl Receiver {
    async fn of(vector: &Value) -> Self {
        let clock =
            Clock::stopped(DateTime::from_timestamp(number(vector, "now"), 0).expect("a time"));
        let db = Database::connect("sqlite::memory:")
            .await
            .expect("a database");
        Migrator::up(&db, None).await.expect("tables");
        let documents = Documents {
            served: vector["remoteDocuments"].clone(),
            read: Arc::default(),
        };
        let mut fetcher = Fetcher::new(ClientSettings {
            network: Network::Public,
            user_agent: "Verbund".to_owned(),
            extra_authorities: Vec::new(),
            clock: clock.clone(),
        })
        .expect("a client");
        fetcher.client = ClientBuilder::from_client(fetcher.client)
            .with(documents.clone())
            .build();
        let rate = NonZeroU32::new(100).expect("not zero");
        let settings = Settings {
            origin: "https://verein-a.example".parse().expect("a URL"),
            network: Network::Public,
            extra_authorities: Vec::new(),
            user_agent: "Verbund".to_owned(),
            keymaker: Arc::new(|| Ok(KEYS.clone())),
            first_retry: Duration::minutes(1),
            inbox_rate: rate,
            inbox_burst: rate,
            newcomers_per_hour: rate,
            accepts_follows: false,
            open: true,
        };
        let (host, ulids) = (Arc::new(Nobody), Arc::<Ulids>::default());
        let federation =
            Federation::reading_by(fetcher, db, settings, host, &[7; 32], clock, ulids);
        let receiver = Self {
            federation: federation.await.expect("a federation"),
            documents,
        };
        receiver.settle().await;
        receiver
    }

    /// The association the vectors write to, which follows their author.
    async fn settle(&self) {
        let federation = &self.federation;
        let founding = Founding {
            kind: "Organization",
            handle: "verein",
            profile: Profile::default(),
            approves_followers: true,
            keys: None,
        };
        let founded = federation.found_actor(federation.db(), founding).await;
        let founded = founded.expect("an actor");
        let mut actor = founded.clone();
        actor.id = followed();
        let entity = actors::Entity::delete_by_id(founded.id);
        entity.exec(federation.db()).await.expect("no such actor");
        let entity = actors::Entity::insert(actor.into_active_model());
        entity.exec(federation.db()).await.expect("the actor");
        let follow = follows::Model {
            follower: followed(),
            followed: iri(AUTHOR),
            activity: iri("https://verein-a.example/ap/activities/1"),
            state: follows::State::Accepted,
            requested_at: federation.clock().now(),
            answered_at: Some(federation.clock().now()),
            outbox_read_at: None,
        };
        let entity = follows::Entity::insert(follow.into_active_model());
        entity.exec(federation.db()).await.expect("a follow");
    }

    /// Who asks to follow the association.
    async fn followers(&self) -> Vec<Iri> {
        let found = follows::Entity::find().all(self.federation.db()).await;
        let found = found.expect("an answer").into_iter();
        let found = found.filter(|follow| follow.followed == followed());
        found.map(|follow| follow.follower).collect()
    }
}

fn iri(text: &str) -> Iri {
    text.parse::<Url>().expect("a URL").into()
}

fn followed() -> Iri {
    iri(FOLLOWED)
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn number(value: &Value, name: &str) -> i64 {
    value[name].as_i64().expect(name)
}

fn vectors() -> Vec<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/ours/signatures");
    let entries = fs::read_dir(folder).expect("the vectors");
    let paths = entries.map(|entry| entry.expect("a file").path());
    let read = |path| serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON");
    paths.map(read).collect()
}

/// The request of a vector: method, target, headers, body.
fn request(vector: &Value) -> (Method, Uri, HeaderMap, String) {
    let url: Url = text(vector, "/request/url").parse().expect("a URL");
    let target = url[url::Position::BeforePath..].parse().expect("a target");
    let mut headers = HeaderMap::new();
    for header in vector["request"]["headers"].as_array().expect("headers") {
        let name = http::HeaderName::try_from(text(header, "/0")).expect("a name");
        headers.append(name, text(header, "/1").parse().expect("a value"));
    }
    let method = text(vector, "/request/method").parse().expect("a method");
    (
        method,
        target,
        headers,
        text(vector, "/request/body").to_owned(),
    )
}

#[tokio::test]
async fn every_signature_vector_has_its_outcome_at_the_inbox() {
    let vectors = vectors();
    assert_eq!(vectors.len(), VECTORS);
    let mut wrong = Vec::new();
    for vector in vectors {
        if let Err(what) = is_taken_as_it_says(&vector).await {
            wrong.push(format!("{}: {what}", text(&vector, "/name")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The status, which the vectors leave open where somebody signs for somebody else.
fn answered(vector: &Value) -> i64 {
    match text(vector, "/name") {
        "18-cavage-key-of-other-actor" => 403,
        _ => number(vector, "status"),
    }
}

async fn is_taken_as_it_says(vector: &Value) -> Result<(), String> {
    let receiver = Receiver::of(vector).await;
    let (method, target, headers, body) = request(vector);
    let posted = Posted {
        method: &method,
        target: &target,
        headers: &headers,
        body: body.as_bytes(),
        asker: &Asker::default(),
    };
    let expected = text(vector, "/expect");
    if method == Method::GET {
        let reader = [AUTHOR.parse().expect("a URL")];
        let is_read = receiver.federation.is_read_by(&posted, &reader).await;
        return match is_read {
            Ok(true) if expected == "accept" => Ok(()),
            other => Err(format!("{other:?}")),
        };
    }
    let taken = receiver.federation.take_in(posted).await;
    let status = taken.map_or_else(|refusal| refusal.status, |()| StatusCode::ACCEPTED);
    if i64::from(status.as_u16()) != answered(vector) {
        return Err(format!("{taken:?}"));
    }
    let activity: Value = serde_json::from_str(&body).expect("an activity");
    let follows = activity["type"] == "Follow" && expected == "accept";
    let expected_followers: Vec<_> = follows
        .then(|| iri(text(&activity, "/actor")))
        .into_iter()
        .collect();
    let followers = receiver.followers().await;
    if followers != expected_followers {
        return Err(format!("followed by {followers:?}"));
    }
    let object = text(&activity, "/object/id");
    let read = receiver.documents.read();
    if expected == "refetch" && !read.iter().any(|url| url == object) {
        return Err(format!("read {read:?}"));
    }
    Ok(())
}

#[test]
fn depth_is_counted_outside_of_strings() {
    assert_eq!(depth(br#"{"a":[{"b":"[[[[{{{\"[["}]}"#), 3);
    assert_eq!(depth("[".repeat(100_000).as_bytes()), 100_000);
    assert_eq!(depth(b"]]]"), 0);
    assert_eq!(depth(br#"[["}]}]",["]]\"]]",["#), 4, "text closes nothing");
}
