//! Whom an attack needs: a server that people follow and that follows somebody, an honest actor, her
//! neighbour on the same server, and an actor elsewhere. And what "refused" means.

use chrono::Duration;
use harness::{Contents, Engine, Instance, Peer, Post};
use serde_json::{Value, json};
use server::associations::Association;
use url::Url;

/// What a refusal may cost the other side: one look at the actor whose key did not fit.
const READS_AT_MOST: usize = 1;
/// So that the tables below are not cut short by the share of one server.
const NO_SHARES: &str = "federation.inbox_rate = 100_000\nfederation.inbox_burst = 1_000_000\nfederation.newcomers_per_hour = 100_000\n";

pub struct Stage {
    pub dialog: Instance,
    pub host: Association,
    /// Followed by `host`, known, honest.
    pub anna: Peer,
    /// On the server of `anna`, known, followed by nobody.
    pub mallory: Peer,
    /// On another server, known, followed by nobody.
    pub eve: Peer,
}

impl Stage {
    pub async fn new(engine: Engine) -> Self {
        let dialog = engine.instance_with("dialog", NO_SHARES).await;
        let host = dialog.association("dialog").await;
        let anna = dialog.source(&host, "anna").await;
        let mallory = anna.neighbour("mallory");
        let eve = Peer::new("eve", &dialog.app.clock).await;
        for stranger in [&mallory, &eve] {
            let like = stranger.activity("Like", host.actor.as_str());
            assert_eq!(stranger.tells(&dialog, &like).await.status, 202);
        }
        let stage = Self {
            dialog,
            host,
            anna,
            mallory,
            eve,
        };
        stage.forget();
        stage
    }

    /// Whoever is not followed is not listened to at all: these have to fail although they are.
    pub async fn followed(engine: Engine) -> Self {
        let stage = Self::new(engine).await;
        for peer in [&stage.mallory, &stage.eve] {
            peer.is_followed(&stage.dialog, &stage.host).await;
        }
        stage.forget();
        stage
    }

    /// An event of `anna` that is kept here.
    pub async fn event(&self, slug: &str) -> Value {
        let event = self.anna.event(slug, slug);
        let create = self.anna.activity("Create", event.clone());
        assert_eq!(self.anna.tells(&self.dialog, &create).await.status, 202);
        assert!(self.dialog.event_titled(slug).await.is_some());
        self.forget();
        event
    }

    /// The request `peer` would make with this activity.
    pub fn signed(&self, peer: &Peer, activity: &Value) -> Post {
        peer.writes(&self.dialog.inbox(), activity).signed()
    }

    pub fn forget(&self) {
        self.anna.forget();
        self.eve.forget();
    }

    fn reads(&self) -> Vec<String> {
        [self.anna.reads(), self.eve.reads()].concat()
    }

    /// Send each, and say everything that is not as it has to be: one wrong row hides no other.
    pub async fn plays(&self, cases: Vec<Case>) {
        let mut wrong = Vec::new();
        for case in cases {
            self.forget();
            let before = self.state().await;
            let reply = case.post.send().await;
            let after = self.state().await;
            let mut complain = |what: String| wrong.push(format!("{}: {what}", case.name));
            if reply.status != case.status {
                complain(format!("{} {}", reply.status, reply.body));
            }
            let changes = before.contents.changes_to(&after.contents);
            if !changes.is_empty() {
                complain(format!("left behind {changes:#?}"));
            }
            let counted = after.counted(&before);
            let expected: Vec<_> = case.reason.into_iter().map(|name| (name, 1)).collect();
            if counted != expected {
                complain(format!("counted {counted:?}"));
            }
            if self.reads().len() > case.reads_at_most {
                complain(format!("read {:?}", self.reads()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        self.is_well().await;
    }

    /// Send each, refused or without effect, whatever this server sees fit: nothing may change.
    pub async fn stands_firm(&self, cases: Vec<(String, &Peer, Value)>) {
        // A tombstone keeps away what its own author says, and nothing else.
        let harmless = ["receipts", "tombstones"];
        let mut wrong = Vec::new();
        for (name, peer, activity) in cases {
            let before = self.dialog.contents().await.without(harmless);
            self.dialog.advance(Duration::seconds(1));
            let reply = peer.tells(&self.dialog, &activity).await;
            if !matches!(reply.status.as_u16(), 202 | 403) {
                wrong.push(format!("{name}: {} {}", reply.status, reply.body));
            }
            let after = self.dialog.contents().await.without(harmless);
            let changes = before.changes_to(&after);
            if !changes.is_empty() {
                wrong.push(format!("{name}: {changes:#?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        self.is_well().await;
    }

    async fn state(&self) -> State {
        State {
            // A receipt is no effect: it keeps replays away.
            contents: self.dialog.contents().await.without(["receipts"]),
            refusals: self.dialog.refusals().into_iter().collect(),
        }
    }

    /// Whoever is honest is heard as before, and people see their pages.
    pub async fn is_well(&self) {
        let number = self.dialog.contents().await.count("receipts");
        let title = format!("Ehrlich {number}");
        let slug = format!("ehrlich-{number}");
        let create = self.anna.activity("Create", self.anna.event(&slug, &title));
        let reply = self.anna.tells(&self.dialog, &create).await;
        assert_eq!(reply.status, 202, "{}", reply.body);
        assert!(self.dialog.event_titled(&title).await.is_some());
        for page in [
            "/",
            "/events",
            "/events.ics",
            "/events.atom",
            "/events.json",
        ] {
            let reply = self.dialog.get(page, "*/*").await;
            assert_eq!(reply.status, 200, "{page}");
        }
    }

    /// An address at the server of `anna`.
    pub fn url(&self, path: &str) -> Url {
        self.anna.url(path)
    }
}

/// `event`, moved to where a forger wants people to go.
pub fn moved(event: &Value) -> Value {
    let mut moved = event.clone();
    moved["location"] = json!({ "type": "Place", "name": "Falle" });
    moved["updated"] = json!("2026-09-02T10:00:00Z");
    moved
}

struct State {
    contents: Contents,
    refusals: Vec<(&'static str, u64)>,
}

impl State {
    /// The refusals that came since `earlier`.
    fn counted(&self, earlier: &Self) -> Vec<(&'static str, u64)> {
        let known = |name| {
            let found = earlier.refusals.iter().find(|(known, _)| *known == name);
            found.map_or(0, |(_, count)| *count)
        };
        let more = self
            .refusals
            .iter()
            .map(|(name, count)| (*name, count - known(*name)));
        more.filter(|(_, count)| *count > 0).collect()
    }
}

/// A request, and how it has to end.
pub struct Case {
    name: String,
    post: Post,
    status: u16,
    /// The word it is counted under; `None` where it is no refusal.
    reason: Option<&'static str>,
    reads_at_most: usize,
}

impl Case {
    /// Refused with this status, under this name.
    pub fn refused(name: impl Into<String>, post: Post, status: u16, reason: &'static str) -> Self {
        Self {
            name: name.into(),
            post,
            status,
            reason: Some(reason),
            reads_at_most: READS_AT_MOST,
        }
    }

    /// Taken, and without effect.
    pub fn ignored(name: impl Into<String>, post: Post) -> Self {
        Self {
            name: name.into(),
            post,
            status: 202,
            reason: None,
            reads_at_most: READS_AT_MOST,
        }
    }

    /// Where more than one document has to be looked at to find out.
    pub fn reading(mut self, at_most: usize) -> Self {
        self.reads_at_most = at_most;
        self
    }
}
