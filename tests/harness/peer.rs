//! Another server as far as we see it: actors with keys, documents it serves, inboxes that record
//! what they get and answer as told. It speaks our protocol, but with none of our code.

use crate::{
    Instance,
    post::{Post, Reply, authority},
    sign::{self, CAVAGE_PARTS, RFC9421_PARTS, keys_of},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State as Shared},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use federation::{Clock, keys::KeyPairs, signatures::PrivateKey};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use server::associations::Association;
use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::{sync::Notify, task::JoinHandle};
use url::Url;

pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
const ACTIVITY_JSON: &str = "application/activity+json";
/// More than any test sends.
const BODY_BYTES_AT_MOST: usize = 16 * 1024 * 1024;

/// How an inbox answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// 202.
    Taken,
    Status(u16),
    /// 401 to draft-cavage, 202 to RFC 9421.
    OnlyRfc9421,
    /// 429 with a `Retry-After` of seconds.
    Later(u32),
    /// Never, as a server that hangs.
    Silence,
    /// 202, but only once it is told to answer otherwise.
    Held,
    Redirect(Url),
}

/// One request at an inbox.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// What it was answered; 0 where it was not.
    pub status: u16,
}

impl Attempt {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// `cavage` or `rfc9421`.
    pub fn scheme(&self) -> &'static str {
        match self.headers.contains_key("signature-input") {
            true => "rfc9421",
            false => "cavage",
        }
    }
}

/// A document as served.
#[derive(Clone, Debug)]
pub struct Served {
    pub status: u16,
    pub media_type: String,
    pub body: Bytes,
    pub headers: Vec<(String, String)>,
}

impl Served {
    pub fn json(document: &Value) -> Self {
        Self {
            status: 200,
            media_type: ACTIVITY_JSON.to_owned(),
            body: document.to_string().into(),
            headers: Vec::new(),
        }
    }

    pub fn status(status: u16) -> Self {
        Self {
            status,
            body: Bytes::new(),
            ..Self::json(&Value::Null)
        }
    }

    pub fn redirect(to: &str) -> Self {
        Self {
            headers: vec![("location".to_owned(), to.to_owned())],
            ..Self::status(302)
        }
    }
}

struct Server {
    origin: Url,
    clock: Clock,
    state: Arc<Mutex<State>>,
    serving: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct State {
    /// Used up one by one, before `answer`.
    first: VecDeque<Answer>,
    answer: Option<Answer>,
    attempts: Vec<Attempt>,
    /// Paths read, with their query.
    reads: Vec<String>,
    documents: BTreeMap<String, Served>,
    activities: u32,
    /// Told when something arrives, or when the answer changes.
    moved: Arc<Notify>,
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(serving) = self.serving.get_mut().expect("no panic under it").take() {
            serving.abort();
        }
    }
}

/// An actor on a server of its own, or the neighbour of one.
#[derive(Clone)]
pub struct Peer {
    server: Arc<Server>,
    name: String,
    keys: Arc<KeyPairs>,
}

impl Peer {
    /// A server that knows one actor, `name`, of type Person.
    pub async fn new(name: &str, clock: &Clock) -> Self {
        let listener = listen(0).await;
        let port = listener.local_addr().expect("bound").port();
        let origin = Url::parse(&format!("http://localhost:{port}")).expect("a URL");
        let state = Arc::<Mutex<State>>::default();
        let server = Server {
            origin,
            clock: clock.clone(),
            serving: Mutex::new(Some(serve(listener, state.clone()))),
            state,
        };
        Self::on(Arc::new(server), name)
    }

    fn on(server: Arc<Server>, name: &str) -> Self {
        let peer = Self {
            server,
            name: name.to_owned(),
            keys: keys_of(name),
        };
        peer.serves(&peer.id(), Served::json(&peer.document()));
        peer
    }

    /// Another actor on the same server.
    pub fn neighbour(&self, name: &str) -> Self {
        Self::on(self.server.clone(), name)
    }

    /// The same actor with new keys, which it lists from now on instead of its old ones.
    pub fn with_new_keys(&self) -> Self {
        let peer = Self {
            keys: keys_of(&format!("{}, later", self.name)),
            ..self.clone()
        };
        peer.serves(&peer.id(), Served::json(&peer.document()));
        peer
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.server.state.lock().expect("no panic under it")
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.server.clock.now()
    }

    pub fn url(&self, path: &str) -> Url {
        self.server.origin.join(path).expect("a path")
    }

    /// `localhost:port`.
    pub fn host(&self) -> String {
        authority(&self.server.origin).to_owned()
    }

    pub fn id(&self) -> Url {
        self.url(&format!("/users/{}", self.name))
    }

    pub fn address(&self) -> String {
        format!("@{}@{}", self.name, self.host())
    }

    pub fn main_key_id(&self) -> String {
        format!("{}#main-key", self.id())
    }

    pub fn key(&self) -> &PrivateKey {
        &self.keys.rsa
    }

    pub fn ed25519_key(&self) -> &PrivateKey {
        &self.keys.ed25519
    }

    /// The actor document as honest software writes it.
    pub fn document(&self) -> Value {
        let id = self.id();
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": id,
            "type": "Person",
            "preferredUsername": self.name,
            "name": self.name,
            "url": self.url(&format!("/@{}", self.name)),
            "inbox": format!("{id}/inbox"),
            "outbox": format!("{id}/outbox"),
            "followers": format!("{id}/followers"),
            "endpoints": { "sharedInbox": self.url("/inbox") },
            "publicKey": {
                "id": self.main_key_id(),
                "owner": id,
                "publicKeyPem": self.keys.rsa.public_key().encoded(),
            },
            "assertionMethod": [{
                "id": format!("{id}#ed25519-key"),
                "type": "Multikey",
                "controller": id,
                "publicKeyMultibase": self.keys.ed25519.public_key().encoded(),
            }],
        })
    }

    /// Serve the actor document with a change.
    pub fn with_document(self, change: impl FnOnce(&mut Value)) -> Self {
        let mut document = self.document();
        change(&mut document);
        self.serves(&self.id(), Served::json(&document));
        self
    }

    pub fn serves(&self, url: &Url, document: Served) {
        let path = url[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
        self.state().documents.insert(path, document);
    }

    /// Answer every request at an inbox so, from now on.
    pub fn answers(&self, answer: Answer) {
        let mut state = self.state();
        state.first.clear();
        state.answer = Some(answer);
        state.moved.notify_waiters();
    }

    /// Answer the next requests so, one by one, before it goes on as it did.
    pub fn answers_first<const N: usize>(&self, answers: [Answer; N]) {
        self.state().first = answers.into();
    }

    /// Nobody listens any more: connections are refused.
    pub async fn close(&self) {
        let serving = self
            .server
            .serving
            .lock()
            .expect("no panic under it")
            .take();
        if let Some(serving) = serving {
            serving.abort();
            let _ = serving.await;
        }
    }

    /// Listen again, on the same port.
    pub async fn open(&self) {
        let port = self.server.origin.port().expect("its own port");
        let serving = serve(listen(port).await, self.server.state.clone());
        *self.server.serving.lock().expect("no panic under it") = Some(serving);
    }

    /// Every request at any of the server's inboxes, oldest first.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.state().attempts.clone()
    }

    /// The activities it took, oldest first.
    pub fn received(&self) -> Vec<Value> {
        let attempts = self.attempts().into_iter();
        let taken = attempts.filter(|attempt| attempt.status == 202);
        taken.map(|attempt| attempt.json()).collect()
    }

    /// The types of what it took, and of the embedded object: `Create{Event}`.
    pub fn heard(&self) -> Vec<String> {
        let received = self.received();
        let word = |activity: &Value| {
            let kind = activity["type"].as_str().unwrap_or_default();
            match activity["object"]["type"].as_str() {
                Some(inner) => format!("{kind}{{{inner}}}"),
                None => kind.to_owned(),
            }
        };
        received.iter().map(word).collect()
    }

    /// Forget what was recorded.
    pub fn forget(&self) {
        let mut state = self.state();
        state.attempts.clear();
        state.reads.clear();
    }

    /// Paths that were read, oldest first.
    pub fn reads(&self) -> Vec<String> {
        self.state().reads.clone()
    }

    /// Wait until so many requests have arrived at the server's inboxes.
    pub async fn arrivals(&self, count: usize) {
        loop {
            let moved = self.state().moved.clone();
            let notified = moved.notified();
            if self.state().attempts.len() >= count {
                return;
            }
            notified.await;
        }
    }

    /// An activity of this actor with an id of its own.
    pub fn activity(&self, kind: &str, object: impl Into<Value>) -> Value {
        let number = {
            let mut state = self.state();
            state.activities += 1;
            state.activities
        };
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": self.url(&format!("/activities/{number}")),
            "type": kind,
            "actor": self.id(),
            "object": object.into(),
            "to": [PUBLIC],
        })
    }

    /// A public event of this actor, on a Thursday evening in Berlin.
    pub fn event(&self, slug: &str, title: &str) -> Value {
        json!({
            "id": self.url(&format!("/events/{slug}")),
            "type": "Event",
            "attributedTo": self.id(),
            "url": self.url(&format!("/events/{slug}")),
            "name": title,
            "content": "<p>Gemeinsam lesen.</p>",
            "startTime": "2026-11-12T18:00:00+01:00",
            "endTime": "2026-11-12T20:00:00+01:00",
            "timezone": "Europe/Berlin",
            "location": { "type": "Place", "name": "Bibliothek", "address": {
                "type": "PostalAddress",
                "streetAddress": "Hauptstraße 1",
                "addressLocality": "Köln",
            } },
            "published": "2026-08-30T10:00:00Z",
            "to": [PUBLIC],
            "cc": [format!("{}/followers", self.id())],
        })
    }

    /// Begin a request to `inbox`; change what is to be wrong, then sign.
    pub fn writes<'a>(&'a self, inbox: &Url, activity: &Value) -> Letter<'a> {
        Letter {
            key: self.key(),
            key_id: self.main_key_id(),
            inbox: inbox.clone(),
            body: activity.to_string().into(),
            at: self.now(),
        }
    }

    /// Ask for an object, signed.
    pub async fn asks(&self, id: &Url) -> Reply {
        self.writes(id, &Value::Null)
            .asks(ACTIVITY_JSON)
            .send()
            .await
    }

    /// Send to the shared inbox, signed as most servers do.
    pub async fn tells(&self, instance: &Instance, activity: &Value) -> Reply {
        self.writes(&instance.inbox(), activity)
            .signed()
            .send()
            .await
    }

    /// Be followed by an association of `instance`, and accept.
    pub async fn is_followed(&self, instance: &Instance, association: &Association) {
        instance.follow(association, &self.address()).await;
        crate::settle([instance]).await;
        let follow = self.received().pop().expect("a Follow arrived");
        assert_eq!(follow["type"], "Follow");
        let accept = self.activity("Accept", follow);
        assert_eq!(self.tells(instance, &accept).await.status, 202);
    }

    /// Ask to follow an actor of `instance`.
    pub async fn follows(&self, instance: &Instance, actor: &Url) -> Value {
        let follow = self.activity("Follow", actor.as_str());
        let reply = self.tells(instance, &follow).await;
        assert_eq!(reply.status, 202, "{}", reply.body);
        follow
    }
}

/// A request on its way to be signed.
#[derive(Clone)]
pub struct Letter<'a> {
    pub key: &'a PrivateKey,
    pub key_id: String,
    pub inbox: Url,
    pub body: Bytes,
    pub at: DateTime<Utc>,
}

impl<'a> Letter<'a> {
    /// Under another name.
    pub fn as_key(mut self, key_id: impl Into<String>) -> Self {
        self.key_id = key_id.into();
        self
    }

    /// With another key.
    pub fn with_key(mut self, key: &'a PrivateKey) -> Self {
        self.key = key;
        self
    }

    pub fn at(mut self, at: DateTime<Utc>) -> Self {
        self.at = at;
        self
    }

    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// The same signature on a question for an object.
    pub fn asks(&self, accept: &str) -> Post {
        let post = Post::get(&self.inbox, accept)
            .with("host", authority(&self.inbox))
            .with(
                "date",
                self.at.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
            );
        let parts = ["(request-target)", "host", "date"];
        let parameters = "algorithm=\"rsa-sha256\",";
        sign::cavage(post, self.key, &self.key_id, &parts, parameters)
    }

    /// With all headers either scheme needs, not signed.
    pub fn unsigned(&self) -> Post {
        let digest = sign::sha256(&self.body);
        Post {
            method: http::Method::POST,
            url: self.inbox.clone(),
            headers: HeaderMap::new(),
            body: self.body.clone(),
            chunked: false,
        }
        .with("host", authority(&self.inbox))
        .with(
            "date",
            self.at.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        )
        .with("content-type", ACTIVITY_JSON)
        .with("digest", format!("SHA-256={digest}"))
        .with("content-digest", format!("sha-256=:{digest}:"))
    }

    /// In draft-cavage, as most of the fediverse does.
    pub fn signed(&self) -> Post {
        self.covering(&CAVAGE_PARTS)
    }

    /// In draft-cavage, over these parts.
    pub fn covering(&self, parts: &[&str]) -> Post {
        let parameters = "algorithm=\"rsa-sha256\",";
        sign::cavage(self.unsigned(), self.key, &self.key_id, parts, parameters)
    }

    /// In RFC 9421, as Mastodon does.
    pub fn signed_rfc9421(&self) -> Post {
        self.covering_rfc9421(&RFC9421_PARTS, self.at.timestamp())
    }

    /// In RFC 9421, over these parts, made at this time.
    pub fn covering_rfc9421(&self, parts: &[&str], created: i64) -> Post {
        let algorithm = match self.key {
            PrivateKey::Rsa(_) => "rsa-v1_5-sha256",
            PrivateKey::Ed25519(_) => "ed25519",
        };
        let parameters = format!(
            ";created={created};keyid=\"{}\";alg=\"{algorithm}\"",
            self.key_id
        );
        sign::rfc9421(self.unsigned(), self.key, parts, &parameters)
    }
}

async fn listen(port: u16) -> tokio::net::TcpListener {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let listener = tokio::net::TcpListener::bind(address).await;
    listener.expect("a free port")
}

fn serve(listener: tokio::net::TcpListener, state: Arc<Mutex<State>>) -> JoinHandle<()> {
    let router = Router::new().fallback(answer).with_state(state);
    tokio::spawn(async move {
        let _ = axum::serve(listener, router).await;
    })
}

async fn answer(Shared(state): Shared<Arc<Mutex<State>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    if parts.method == http::Method::GET {
        let mut state = state.lock().expect("no panic under it");
        state.reads.push(path.to_owned());
        let known = state.documents.get(path).cloned();
        return match known.or_else(|| webfinger(&state, &parts)) {
            Some(document) => served(document),
            None => StatusCode::NOT_FOUND.into_response(),
        };
    }
    let body = to_bytes(body, BODY_BYTES_AT_MOST).await.unwrap_or_default();
    let (answer, status) = {
        let mut state = state.lock().expect("no panic under it");
        let answer = state.first.pop_front().or_else(|| state.answer.clone());
        let answer = answer.unwrap_or(Answer::Taken);
        let status = status_of(&answer, &parts.headers);
        state.attempts.push(Attempt {
            path: path.to_owned(),
            headers: parts.headers,
            body,
            status: status.map_or(0, |status| status.as_u16()),
        });
        state.moved.notify_waiters();
        (answer, status)
    };
    let Some(status) = status else {
        return std::future::pending().await;
    };
    if answer == Answer::Held {
        released(&state).await;
    }
    match answer {
        Answer::Later(seconds) => {
            (status, [(header::RETRY_AFTER, seconds.to_string())]).into_response()
        }
        Answer::Redirect(to) => (status, [(header::LOCATION, to.to_string())]).into_response(),
        _ => status.into_response(),
    }
}

/// Once the server is told to answer otherwise than to hold back.
async fn released(state: &Mutex<State>) {
    let held = |state: &State| state.answer == Some(Answer::Held);
    loop {
        let moved = state.lock().expect("no panic under it").moved.clone();
        let notified = moved.notified();
        if !held(&state.lock().expect("no panic under it")) {
            return;
        }
        notified.await;
    }
}

/// `None` where there is to be no answer.
fn status_of(answer: &Answer, headers: &HeaderMap) -> Option<StatusCode> {
    Some(match answer {
        Answer::Taken | Answer::Held => StatusCode::ACCEPTED,
        Answer::Status(status) => StatusCode::from_u16(*status).expect("a status"),
        Answer::OnlyRfc9421 if headers.contains_key("signature-input") => StatusCode::ACCEPTED,
        Answer::OnlyRfc9421 => StatusCode::UNAUTHORIZED,
        Answer::Later(_) => StatusCode::TOO_MANY_REQUESTS,
        Answer::Redirect(_) => StatusCode::TEMPORARY_REDIRECT,
        Answer::Silence => return None,
    })
}

fn served(document: Served) -> Response {
    let mut response = Response::new(Body::from(document.body));
    *response.status_mut() = StatusCode::from_u16(document.status).expect("a status");
    let headers = response.headers_mut();
    let media_type = document.media_type.parse().expect("a media type");
    headers.insert(header::CONTENT_TYPE, media_type);
    for (name, value) in document.headers {
        let name = http::HeaderName::try_from(name).expect("a header's name");
        headers.append(name, value.parse().expect("a header's value"));
    }
    response
}

/// For every actor whose document is served.
fn webfinger(state: &State, parts: &http::request::Parts) -> Option<Served> {
    if parts.uri.path() != "/.well-known/webfinger" {
        return None;
    }
    let query = url::form_urlencoded::parse(parts.uri.query()?.as_bytes());
    let resource = query.into_iter().find(|(name, _)| name == "resource")?.1;
    let (name, host) = resource.strip_prefix("acct:")?.split_once('@')?;
    let path = format!("/users/{name}");
    state.documents.get(&path)?;
    let description = json!({
        "subject": resource,
        "links": [{
            "rel": "self",
            "type": ACTIVITY_JSON,
            "href": format!("http://{host}{path}"),
        }],
    });
    Some(Served {
        media_type: "application/jrd+json".to_owned(),
        ..Served::json(&description)
    })
}
