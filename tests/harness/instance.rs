//! A real server in this process: own port, own database, a clock that only the test moves. What
//! happens in it happens through the verbs people and programs use, or over HTTP.

use crate::{
    contents::Contents,
    engine::{Database, Engine, wait_for},
    peer::Peer,
    post::{Post, Reply},
    program::Program,
    scratch::Scratch,
    sign::keymaker,
};
use chrono::{DateTime, Duration, Utc};
use federation::{
    Clock,
    actors::Actor,
    delivery::{self, Delivery},
    discovery::Handle,
    follows::{self, State},
    keys::Keymaker,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::Value;
use server::{
    App,
    agenda::{self, Session, paste},
    app::Tx,
    associations::{self, Association},
    config::{Config, Environment, Settings},
    events::{self, Draft, Event},
    questions::{self, Question},
    series::{self, Series},
    web::listen,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Mutex,
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

/// When every test begins: a Tuesday in September, before the sample events.
pub fn beginning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_788_249_600, 0).expect("2026-09-01T08:00:00Z")
}

pub struct Instance {
    pub app: App,
    config: Config,
    keymaker: Keymaker,
    /// Ours until the program takes over.
    port: Option<TcpListener>,
    /// The connections, and how to end them.
    serving: JoinHandle<()>,
    stop: CancellationToken,
    /// Given-up deliveries a test has looked at; any other fails it.
    seen: Mutex<BTreeSet<String>>,
    database: Database,
    scratch: Scratch,
}

/// Settings and an empty database.
pub struct Place {
    pub config: Config,
    database: Database,
    scratch: Scratch,
}

impl Place {
    pub fn file(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    pub async fn contents(&self) -> Contents {
        Contents::of(&self.database.connect().await).await
    }
}

impl Engine {
    /// One server for each name, on the same clock.
    pub async fn instances<const N: usize>(self, names: [&str; N]) -> [Instance; N] {
        let clock = Clock::stopped(beginning());
        let mut instances = Vec::new();
        for name in names {
            instances.push(Instance::new(self, name, clock.clone(), "").await);
        }
        let Ok(instances) = instances.try_into() else {
            unreachable!("one for each name");
        };
        instances
    }

    pub async fn instance(self, name: &str) -> Instance {
        let [instance] = self.instances([name]).await;
        instance
    }

    /// Where `instance` could come back to: its settings, on an empty database of this engine.
    pub async fn place_for(self, instance: &Instance) -> Place {
        let scratch = Scratch::new();
        let database = Database::new(self, scratch.path()).await;
        let address = instance.config.listen.address;
        let file = scratch.path().join("verbund.toml");
        let settings = settings("restored", address, database.url(), &scratch);
        std::fs::write(&file, settings).expect("the settings file can be written");
        let settings = Settings::read(Some(&file), &Environment::default());
        Place {
            config: settings.config().expect("the tests' settings are right"),
            database,
            scratch,
        }
    }

    /// One whose settings file ends with `more`.
    pub async fn instance_with(self, name: &str, more: &str) -> Instance {
        Instance::new(self, name, Clock::stopped(beginning()), more).await
    }

    /// One that lives today, as the program does: to hand over to it.
    pub async fn instance_of_today(self, name: &str, more: &str) -> Instance {
        Instance::new(self, name, Clock::System, more).await
    }
}

impl Instance {
    async fn new(engine: Engine, name: &str, clock: Clock, more: &str) -> Self {
        let scratch = Scratch::new();
        let database = Database::new(engine, scratch.path()).await;
        let port = TcpListener::bind("127.0.0.1:0").expect("a free port");
        port.set_nonblocking(true)
            .expect("a port that waits for nobody");
        let address = port.local_addr().expect("bound");
        let file = scratch.path().join(SETTINGS);
        let settings = settings(name, address, database.url(), &scratch);
        std::fs::write(&file, settings + more).expect("the settings file can be written");
        let settings = Settings::read(Some(&file), &Environment::default());
        let config = settings.config().expect("the tests' settings are right");
        let keymaker = keymaker(name);
        let app = start(&config, &keymaker, clock).await;
        let stop = CancellationToken::new();
        Self {
            serving: serve(Some(&port), &app, &stop),
            stop,
            app,
            config,
            keymaker,
            port: Some(port),
            seen: Mutex::default(),
            database,
            scratch,
        }
    }

    /// Stop at once and start again on the same port and the same database.
    pub async fn restart(&mut self) {
        self.stop.cancel();
        let _ = (&mut self.serving).await;
        self.stop = CancellationToken::new();
        self.app = start(&self.config, &self.keymaker, self.app.clock.clone()).await;
        self.serving = serve(self.port.as_ref(), &self.app, &self.stop);
    }

    /// The same as one that is being set up: it says nothing, and hears nobody.
    pub async fn restart_closed(&mut self) {
        self.config.legal.name.clear();
        self.restart().await;
    }

    /// Nobody listens any more: connections are refused, until it [`comes_back`](Self::comes_back).
    pub async fn goes_away(&mut self) {
        self.stop.cancel();
        let _ = (&mut self.serving).await;
        self.port = None;
    }

    /// Listen again, on the same port.
    pub async fn comes_back(&mut self) {
        let port = TcpListener::bind(self.config.listen.address).expect("its own port");
        port.set_nonblocking(true)
            .expect("a port that waits for nobody");
        self.port = Some(port);
        self.stop = CancellationToken::new();
        self.serving = serve(self.port.as_ref(), &self.app, &self.stop);
    }

    /// And as one that has been set up, with the settings of its file.
    pub async fn restart_open(&mut self) {
        let file = self.scratch.path().join(SETTINGS);
        let settings = Settings::read(Some(&file), &Environment::default());
        self.config = settings.config().expect("the tests' settings are right");
        self.restart().await;
    }

    /// Let the program answer and deliver from now on, with the same settings. What is asked of this
    /// instance in the test still works, as commands do beside the server.
    pub async fn hand_over_to(&mut self, executable: &'static str) -> Program {
        self.stop.cancel();
        let _ = (&mut self.serving).await;
        self.port = None;
        let settings = self.scratch.path().join(SETTINGS);
        Program::start(executable, settings, self.config.listen.address).await
    }

    /// Let the program do one thing beside this server. Returns what it said, on both of its outputs.
    pub async fn command(&self, executable: &'static str, words: &[&str]) -> String {
        let settings = self.scratch.path().join(SETTINGS);
        let output = tokio::process::Command::new(executable)
            .args(words)
            .arg("--config")
            .arg(settings)
            .output()
            .await
            .expect("the program can be started");
        let said = [output.stdout, output.stderr].concat();
        String::from_utf8(said).expect("words")
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    /// Let time pass, for everybody on this clock.
    pub fn advance(&self, by: Duration) {
        self.app.clock.advance(by);
    }

    pub fn origin(&self) -> &Url {
        self.config.origin()
    }

    pub fn url(&self, path: &str) -> Url {
        self.origin().join(path).expect("a path")
    }

    pub fn inbox(&self) -> Url {
        self.app.federation.shared_inbox().into()
    }

    /// `localhost:port`, as this server is known to others.
    pub fn host(&self) -> String {
        federation::host_of(self.origin())
    }

    pub async fn get(&self, path: &str, accept: &str) -> Reply {
        Post::get(&self.url(path), accept).send().await
    }

    /// Post one of our forms that needs no account, as a person does who took the time to read it.
    pub async fn fills_in(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.takes(Duration::seconds(10), path, fields).await
    }

    /// The same by somebody who takes so long for it.
    pub async fn takes(&self, time: Duration, path: &str, fields: &[(&str, &str)]) -> Reply {
        let stamp = server::web::trap::stamp(&self.app, self.now() - time);
        let fields = [fields, &[("drawn", stamp.as_str())]].concat();
        Post::form(&self.url(path), &fields).send().await
    }

    /// A document of ours as other servers read it.
    pub async fn document(&self, id: &Url) -> Value {
        let reply = Post::get(id, ACTIVITY_JSON).send().await;
        assert_eq!(reply.status, 200, "{id}: {}", reply.body);
        reply.json()
    }

    /// Until the database keeps somebody waiting for a lock. SQLite has one writer, and lines others up itself.
    pub async fn somebody_waits(&self) {
        /// Looks, each a round trip; whoever will wait does so long before.
        const LOOKS_AT_MOST: usize = 20_000;
        if self.app.db.get_database_backend() != DbBackend::Postgres {
            return;
        }
        let waiting = "select 1 from pg_stat_activity \
                       where datname = current_database() and wait_event_type = 'Lock'";
        for _ in 0..LOOKS_AT_MOST {
            let statement = Statement::from_string(DbBackend::Postgres, waiting);
            let waits = self.app.db.query_one_raw(statement).await;
            if waits.expect("an answer").is_some() {
                return;
            }
        }
        panic!("nobody waits");
    }

    pub async fn begin(&self) -> Tx {
        self.app.begin().await.expect("a transaction")
    }

    /// An association of this handle, with its actor.
    pub async fn association(&self, handle: &str) -> Association {
        let draft = associations::Draft {
            handle: handle.to_owned(),
            name: match handle {
                "dialog" => "Dialog für Cybersicherheit".to_owned(),
                "innovationsbuero" => "Innovationsbüro Digitales Leben".to_owned(),
                other => other.to_uppercase(),
            },
            summary: "Termine, Workstreams und Positionen.".to_owned(),
            ..associations::Draft::default()
        };
        let keys = self.app.federation.make_keys().await.expect("keys");
        let tx = self.begin().await;
        let founded = associations::found(&self.app, &tx, &draft, keys).await;
        let founded = founded.expect("an association can be founded");
        tx.commit().await.expect("a commit");
        founded
    }

    /// A quarterly series of this association, `@werkstatt`.
    pub async fn series(&self, association: &Association) -> Series {
        let draft = series::Draft {
            handle: "werkstatt".to_owned(),
            name: "Innovationswerkstatt".to_owned(),
            summary: "Der Abend der digitalen Zivilgesellschaft.".to_owned(),
            kind: "innovationswerkstatt".to_owned(),
            cadence: "quarterly".to_owned(),
            ..series::Draft::default()
        };
        let keys = self.app.federation.make_keys().await.expect("keys");
        let tx = self.begin().await;
        let founded = series::found(&self.app, &tx, association, &draft, keys).await;
        tx.commit().await.expect("a commit");
        founded.expect("a series can be founded")
    }

    pub async fn actor(&self, association: &Association) -> Actor {
        let actor = associations::actor_of(&self.app.db, association).await;
        actor.expect("every association has an actor")
    }

    /// Save a draft of the association it names.
    pub async fn draft(&self, draft: &Draft) -> Event {
        let tx = self.begin().await;
        let organizer = associations::chosen(&tx, &draft.organizer).await;
        let organizer = self.actor(&organizer.expect("an association")).await;
        let event = events::draft(&self.app, &tx, &organizer, draft).await;
        let event = event.expect("a draft that is in order");
        tx.commit().await.expect("a commit");
        event
    }

    pub async fn publish(&self, draft: &Draft) -> Event {
        let event = self.draft(draft).await;
        let tx = self.begin().await;
        let event = events::publish(&self.app, &tx, event).await;
        tx.commit().await.expect("a commit");
        event.expect("an event that may be published")
    }

    /// Change an event as somebody would in the form.
    pub async fn revise(&self, event: &Event, change: impl FnOnce(&mut Draft)) -> Event {
        let tx = self.begin().await;
        let venue = events::venue::find(&self.app, &tx, &event.id).await;
        let mut draft = Draft::of(event, &venue.expect("what is protected"));
        change(&mut draft);
        let event = events::revise(&self.app, &tx, event.clone(), &draft).await;
        tx.commit().await.expect("a commit");
        event.expect("a change that is in order")
    }

    pub async fn postpone(&self, event: &Event) -> Event {
        self.postpone_because(event, "").await
    }

    pub async fn postpone_because(&self, event: &Event, reason: &str) -> Event {
        let tx = self.begin().await;
        let event = events::postpone(&self.app, &tx, event.clone(), reason).await;
        tx.commit().await.expect("a commit");
        event.expect("an event that can be postponed")
    }

    pub async fn cancel(&self, event: &Event) -> Event {
        self.cancel_because(event, "").await
    }

    pub async fn cancel_because(&self, event: &Event, reason: &str) -> Event {
        let tx = self.begin().await;
        let event = events::cancel(&self.app, &tx, event.clone(), reason).await;
        tx.commit().await.expect("a commit");
        event.expect("an event that can be cancelled")
    }

    /// Paste a programme in place of the agenda there was, and release it. No line may be in doubt.
    pub async fn release_agenda(&self, event: &Event, programme: &str) -> (Event, Vec<Session>) {
        let tx = self.begin().await;
        let event = events::find_for_change(&tx, &event.id).await;
        let event = event.expect("the event");
        let lines = paste::read(programme, &agenda::days(&event)).expect("short enough");
        let doubtful = lines.iter().find(|line| !line.doubts.is_empty());
        assert_eq!(doubtful, None);
        let sessions = agenda::checked(&self.app, &event, paste::drafts(&lines));
        let sessions = sessions.expect("sessions that are in order");
        let taken = agenda::take(&self.app, &tx, &event, sessions, true).await;
        taken.expect("a draft");
        let released = agenda::release(&self.app, &tx, event.clone(), "").await;
        let (version, _) = released.expect("a version");
        tx.commit().await.expect("a commit");
        let event = self.again(&event).await.expect("it is still there");
        (event, version.sessions.0)
    }

    pub async fn erase(&self, event: &Event) {
        let tx = self.begin().await;
        let erased = events::erase(&self.app, &tx, event.clone()).await;
        erased.expect("an event that can be erased");
        tx.commit().await.expect("a commit");
    }

    /// Ask those who are named, as the desk does.
    pub async fn ask(&self, draft: &questions::Draft) -> Question {
        let tx = self.begin().await;
        let question = questions::draft(&self.app, &tx, draft).await;
        let question = question.expect("a draft");
        let opened = questions::open(&self.app, &tx, &question.id).await;
        tx.commit().await.expect("a commit");
        settle([self]).await;
        opened.expect("a question that may be asked")
    }

    /// Cast the vote of one of ours in a question that is known here.
    pub async fn votes(&self, question: &Question, association: &Association, choice: &str) {
        let tx = self.begin().await;
        let cast = questions::cast(&self.app, &tx, &question.id, association, choice).await;
        tx.commit().await.expect("a commit");
        cast.expect("it may");
        settle([self]).await;
    }

    /// Count a question in which everybody has voted.
    pub async fn count(&self, question: &Question) {
        let tx = self.begin().await;
        let closed = questions::close(&self.app, &tx, &question.id, "").await;
        tx.commit().await.expect("a commit");
        closed.expect("everybody has voted");
        settle([self]).await;
    }

    /// Ask to follow the actor at `address`, as the desk does.
    pub async fn follow(&self, follower: &Association, address: &str) -> Actor {
        let handle = Handle::read(address).expect("an address");
        let followed = self.app.federation.look_up(&handle).await;
        let followed = followed.expect("somebody answers to this address");
        let follower = self.actor(follower).await;
        let tx = self.begin().await;
        let asked = self
            .app
            .federation
            .request_follow(&tx, &follower, &followed);
        asked.await.expect("a follow can be asked for");
        tx.commit().await.expect("a commit");
        followed
    }

    /// Somebody on a server of its own who follows `association` and heard the answer.
    pub async fn follower(&self, association: &Association, name: &str) -> Peer {
        let peer = Peer::new(name, &self.app.clock).await;
        peer.follows(self, &association.actor).await;
        settle([self]).await;
        assert_eq!(peer.heard(), ["Accept{Follow}"]);
        peer.forget();
        peer
    }

    /// Somebody on a server of its own whom `association` follows.
    pub async fn source(&self, association: &Association, name: &str) -> Peer {
        let peer = Peer::new(name, &self.app.clock).await;
        peer.is_followed(self, association).await;
        peer.forget();
        peer
    }

    /// Let everybody in who waits at the instance actor.
    pub async fn accept_relays(&self) {
        let instance = self.app.federation.instance_actor();
        let tx = self.begin().await;
        let waiting = follows::followers_of(&tx, instance, State::Requested, 100).await;
        for follow in waiting.expect("a list") {
            let decided = self.app.federation.decide_follow(&tx, &follow, true).await;
            decided.expect("a decision");
        }
        tx.commit().await.expect("a commit");
    }

    /// Ids of accepted followers.
    pub async fn followers(&self, actor: &Url) -> Vec<String> {
        let accepted = follows::followers_of(&self.app.db, actor, State::Accepted, 1_000).await;
        let accepted = accepted.expect("a list").into_iter();
        accepted.map(|follow| follow.follower.to_string()).collect()
    }

    /// Every public event here, ours and others', soonest first.
    pub async fn events(&self) -> Vec<Event> {
        let listed = events::listed(&self.app.db, &events::Filter::default()).await;
        listed.expect("the list of events")
    }

    pub async fn event_titled(&self, title: &str) -> Option<Event> {
        let titled = |event: &Event| event.main_text().title == title;
        self.events().await.into_iter().find(titled)
    }

    /// The event as it is kept now.
    pub async fn again(&self, event: &Event) -> Option<Event> {
        let found = events::find_by_iri(&self.app.db, &event.iri).await;
        found.expect("the table of events")
    }

    /// Try everything that is due once. Returns how many were tried.
    pub async fn deliver(&self) -> usize {
        let progress = self.app.federation.deliver_due().await;
        progress.expect("the queue works").attempted
    }

    /// Every delivery, in the order it was queued.
    pub async fn deliveries(&self) -> Vec<Delivery> {
        queue(&self.app.db, false).await
    }

    /// Deliveries given up, with their reasons. Whoever looks at them expected them.
    pub async fn given_up(&self) -> Vec<Delivery> {
        let parked = parked(&self.app.db).await;
        let mut seen = self.seen.lock().expect("one test, one thread");
        seen.extend(parked.iter().map(|delivery| delivery.id.clone()));
        parked
    }

    /// Refused requests since the last start, by reason.
    pub fn refusals(&self) -> BTreeMap<&'static str, u64> {
        self.app.federation.refusals().counts()
    }

    /// Everything this server has stored.
    pub async fn contents(&self) -> Contents {
        Contents::of(&self.app.db).await
    }
}

const SETTINGS: &str = "verbund.toml";
const ACTIVITY_JSON: &str = "application/activity+json";

/// The smallest settings file of an instance on this machine.
fn settings(name: &str, address: SocketAddr, database: &str, scratch: &Scratch) -> String {
    let (port, directory) = (address.port(), scratch.path().display());
    format!(
        r#"
instance.name = "{name}"
instance.origin = "http://localhost:{port}"
listen.address = "{address}"
database.url = "{database}"
storage.data_dir = "{directory}"
limits.requests_per_minute = 10_000_000
mail.url = "file:{directory}/mail"
mail.from = "post@dialog.example"
test.private_network = true
legal.name = "Beispielverein e. V."
legal.street = "Uferstraße 8–11"
legal.postal_code = "13357"
legal.locality = "Berlin"
legal.represented_by = "der Vorstand"
legal.email = "post@dialog.example"
legal.phone = "+49 30 000000"
legal.responsible = "die Geschäftsstelle, Anschrift wie oben"
legal.hosting = "Rechenzentrum Beispiel, Deutschland"
"#
    )
}

async fn start(config: &Config, keymaker: &Keymaker, clock: Clock) -> App {
    let settings = federation::Settings {
        keymaker: keymaker.clone(),
        ..config
            .federation_settings()
            .expect("the settings are right")
    };
    let started = App::start_with(config.clone(), settings, clock).await;
    started.expect("it starts")
}

fn serve(port: Option<&TcpListener>, app: &App, stop: &CancellationToken) -> JoinHandle<()> {
    let port = port.expect("the program has taken over").try_clone();
    let port = port.expect("a second handle on the port");
    let listener = tokio::net::TcpListener::from_std(port).expect("a port");
    let router = server::web::router(app.clone());
    let connections = app.config.listen.connections;
    tokio::spawn(listen::serve(listener, router, connections, stop.clone()))
}

async fn parked(db: &impl sea_orm::ConnectionTrait) -> Vec<Delivery> {
    let mut parked = queue(db, true).await;
    parked.retain(|delivery| delivery.state == delivery::State::Parked);
    parked
}

/// Deliveries, those that are done left out or not, oldest first.
async fn queue(db: &impl sea_orm::ConnectionTrait, undone_only: bool) -> Vec<Delivery> {
    let listed = delivery::Entity::listed(db, undone_only, u64::MAX >> 1).await;
    let mut listed = listed.expect("the queue");
    listed.reverse();
    listed
}

impl Drop for Instance {
    /// A delivery given up without the test's knowing is a failure of the test.
    fn drop(&mut self) {
        self.serving.abort();
        if std::thread::panicking() {
            return;
        }
        let database = &self.database;
        let parked = wait_for(async move {
            let db = database.connect().await;
            let parked = parked(&db).await;
            let _ = db.close().await;
            parked
        });
        let seen = self.seen.lock().expect("one test, one thread");
        for delivery in parked {
            assert!(
                seen.contains(&delivery.id),
                "given up unexpectedly: {delivery:?}"
            );
        }
    }
}

/// Deliver until no server has anything left to say.
pub async fn settle<const N: usize>(instances: [&Instance; N]) {
    /// Rounds after which a conversation is taken for an endless one.
    const ROUNDS_AT_MOST: usize = 1_000;
    for _ in 0..ROUNDS_AT_MOST {
        let mut attempted = 0;
        for instance in instances {
            attempted += instance.deliver().await;
        }
        if attempted == 0 {
            return;
        }
    }
    panic!("these servers never stop talking");
}
