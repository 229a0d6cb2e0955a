//! The two databases every test runs on. Each instance gets a fresh one that is gone with it.
//! PostgreSQL is never left out by silence: that has to be asked for.

use crate::scratch::unique_name;
use sea_orm::{ConnectionTrait, Database as Connector, DatabaseConnection};
use std::path::Path;
use url::Url;

/// A PostgreSQL the tests may make databases in: `postgres://user@host:port/database`.
const POSTGRES: &str = "VERBUND_TEST_POSTGRES";
/// `sqlite` leaves PostgreSQL out.
const ENGINES: &str = "VERBUND_TEST_ENGINES";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Whether tests run on this engine. Fails rather than leave one out by mistake.
    pub fn is_wanted(self) -> bool {
        if self == Self::Sqlite {
            return true;
        }
        match variable(ENGINES).as_deref() {
            Some("sqlite") => {
                println!("left out: {ENGINES}=sqlite");
                false
            }
            Some(other) => panic!("{ENGINES}={other} means nothing: \"sqlite\", or leave it unset"),
            None => {
                variable(POSTGRES).is_some()
                    || panic!(
                        "{POSTGRES} is not set: name a PostgreSQL as postgres://user@host:port/database, \
                 or set {ENGINES}=sqlite to leave PostgreSQL out"
                    )
            }
        }
    }
}

/// What the environment says, unless it is empty.
pub fn variable(name: &str) -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests are told what to run on by the environment"
    )]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// One database, dropped with this.
#[derive(Debug)]
pub struct Database {
    engine: Engine,
    url: String,
}

impl Database {
    /// A fresh one; SQLite's is a file in `directory`.
    pub async fn new(engine: Engine, directory: &Path) -> Self {
        let url = match engine {
            Engine::Sqlite => {
                format!(
                    "sqlite://{}?mode=rwc",
                    directory.join("verbund.sqlite").display()
                )
            }
            Engine::Postgres => {
                let name = unique_name();
                let server = server();
                execute(server.as_str(), &format!("create database {name}")).await;
                let mut url = server;
                url.set_path(&name);
                url.into()
            }
        };
        Self { engine, url }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub async fn connect(&self) -> DatabaseConnection {
        let connected = Connector::connect(&self.url).await;
        connected.expect("the test's database can be opened")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.engine == Engine::Postgres {
            let name = self.url.rsplit('/').next().unwrap_or_default();
            let drop = format!("drop database if exists {name} with (force)");
            wait_for(async move { execute(server().as_str(), &drop).await });
        }
    }
}

fn server() -> Url {
    let url = variable(POSTGRES).expect("asked for by Engine::is_wanted");
    Url::parse(&url).expect("VERBUND_TEST_POSTGRES is a URL")
}

async fn execute(url: &str, sql: &str) {
    let connection = Connector::connect(url).await;
    let connection = connection.expect("VERBUND_TEST_POSTGRES can be reached");
    connection.execute_unprepared(sql).await.expect(sql);
    let _ = connection.close().await;
}

/// Runs `work` to its end from code that cannot wait, as a `Drop`: on a thread of its own.
pub(crate) fn wait_for<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime can be built")
                .block_on(work)
        });
        match thread.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
