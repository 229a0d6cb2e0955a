//! What every handler, verb and job works with.

use crate::{
    Result,
    accounts::Passwords,
    config::Config,
    host::Inbound,
    participations::Links,
    web::{cache::Cache, limits::Limits, page::Site},
};
use anyhow::Context as _;
use federation::{Clock, Federation, Ulids};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DatabaseTransaction};
use std::{sync::Arc, time::Duration};

/// One open unit of work. Commit it or nothing happened.
pub type Tx = DatabaseTransaction;

/// How long a request waits for a busy database before it answers 503.
const BUSY_AT_MOST: Duration = Duration::from_secs(5);

#[derive(Clone)]
pub struct App {
    pub db: DatabaseConnection,
    pub federation: Federation,
    pub config: Arc<Config>,
    /// What every page says about the instance.
    pub site: Arc<Site>,
    /// The only source of the current time.
    pub clock: Clock,
    /// The only source of new ids.
    pub ulids: Arc<Ulids>,
    pub limits: Limits,
    pub cache: Cache,
    pub passwords: Passwords,
    /// Makes and checks the links of those who take part without an account.
    pub links: Links,
}

impl App {
    /// Open the database, bring its tables up to date and start speaking ActivityPub.
    pub async fn start(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let settings = config.federation_settings()?;
        Self::start_with(config, settings, clock).await
    }

    /// The same with other federation settings than follow from `config`, for tests.
    pub async fn start_with(
        config: Config,
        settings: federation::Settings,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        config.make_data_dir()?;
        let db = connect(&config).await?;
        Migrator::up(&db, None)
            .await
            .context("bringing the tables up to date")?;
        let secret = config.secret()?;
        let inbound = Inbound {
            db: db.clone(),
            site: Arc::new(Site::of(&config)),
            limits: Limits::new(&config.limits, clock.clone()),
            cache: Cache::new(clock.clone()),
            passwords: Passwords::default(),
            links: Links::new(&secret),
            config: Arc::new(config),
            clock: clock.clone(),
            ulids: Arc::default(),
        };
        let inbound = Arc::new(inbound);
        let ulids = inbound.ulids.clone();
        let federation =
            Federation::new(db, settings, inbound.clone(), &secret, clock, ulids).await?;
        Ok(inbound.app(&federation))
    }

    /// Begin a change, and with it whatever it makes our actors say.
    pub async fn begin(&self) -> Result<Tx> {
        self.cache.forget();
        Ok(self.federation.begin().await?)
    }
}

/// Connect to the database named in the settings, with what it needs to keep what it acknowledged.
pub async fn connect(config: &Config) -> anyhow::Result<DatabaseConnection> {
    let url = config.database_url();
    let mut options = ConnectOptions::new(url.clone());
    options
        .sqlx_logging(false)
        .acquire_timeout(BUSY_AT_MOST)
        .connect_timeout(BUSY_AT_MOST);
    if url.starts_with("sqlite:") {
        // A file does not hang up, and asking whether it did takes as long as a query.
        options.test_before_acquire(false);
        options.max_connections(8).map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .pragma("journal_mode", "WAL")
                // NORMAL would lose the last commits on a power cut.
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("secure_delete", "ON")
                .busy_timeout(BUSY_AT_MOST)
        });
    } else {
        options.max_connections(config.database.connections);
    }
    Database::connect(options).await.with_context(|| {
        format!(
            "opening the database {}",
            config.database_url_without_secrets()
        )
    })
}
