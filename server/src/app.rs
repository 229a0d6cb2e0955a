//! What every handler, verb and job works with.

#[cfg(feature = "pdf")]
use crate::web::printer::Printer;
use crate::{
    Result,
    accounts::Passwords,
    config::Config,
    host::Inbound,
    participations::Links,
    web::{cache::Cache, limits::Limits, page::Site},
};
use anyhow::{Context as _, bail};
use federation::{Clock, Federation, Ulids, actors};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use std::{collections::BTreeSet, sync::Arc, time::Duration};

/// One open unit of work. Commit it or nothing happened.
pub use federation::Tx;

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
    #[cfg(feature = "pdf")]
    pub printer: Printer,
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
        config.make_database_file()?;
        let db = connect(&config).await?;
        bring_up_to_date(&db).await?;
        let secret = secret(&config, &db).await?;
        let inbound = Inbound {
            db: db.clone(),
            site: Arc::new(Site::of(&config)),
            limits: Limits::new(&config.limits, clock.clone()),
            cache: Cache::new(clock.clone()),
            #[cfg(feature = "pdf")]
            printer: Printer::default(),
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
        require_own_origin(&inbound.config, &federation)?;
        Ok(inbound.app(&federation))
    }

    /// Begin a change, and with it whatever it makes our actors say.
    pub async fn begin(&self) -> Result<Tx> {
        self.cache.forget();
        Ok(self.federation.begin().await?)
    }
}

/// Ids never change, so an instance that has some speaks from their origin for good. A copy of it is tried
/// out elsewhere in test mode only, where nobody else can reach it.
fn require_own_origin(config: &Config, federation: &Federation) -> anyhow::Result<()> {
    let actor = federation.instance_actor();
    if actor.same_origin(config.origin()) || config.test.is_on() {
        return Ok(());
    }
    bail!(
        "instance.origin is {}, but this instance is {}: its ids say so and can never change",
        config.origin(),
        actor.origin().ascii_serialization()
    )
}

/// Make the tables what this version needs. A newer version may have made them more: what it added does
/// not disturb the one before (`migrations/README.md`), which goes on as it is.
async fn bring_up_to_date(db: &DatabaseConnection) -> anyhow::Result<()> {
    const DOING: &str = "bringing the tables up to date";
    let models = Migrator::get_migration_models(db).await.context(DOING)?;
    let applied: BTreeSet<String> = models.into_iter().map(|model| model.version).collect();
    let known = Migrator::migrations();
    let is_done = |name: &str| applied.contains(name);
    let newer = applied.len() - known.iter().filter(|it| is_done(it.name())).count();
    match known.iter().find(|it| !is_done(it.name())) {
        None if newer > 0 => {
            tracing::warn!(newer, "a newer version of Verbund has changed the tables");
            Ok(())
        }
        Some(missing) if newer > 0 => bail!(
            "the database is of another version of Verbund: it has changes this one does not know, \
             and lacks {}",
            missing.name()
        ),
        None | Some(_) => Migrator::up(db, None).await.context(DOING),
    }
}

/// The key everything is sealed with. It is made for a new instance only: beside a database that has
/// one already, a new key would open nothing.
async fn secret(config: &Config, db: &DatabaseConnection) -> anyhow::Result<[u8; 32]> {
    if let Some(secret) = config.existing_secret()? {
        return Ok(secret);
    }
    if !actors::all_own(db).await?.is_empty() {
        bail!(
            "the secret key is missing: put {} back, from a backup, or set secret.key",
            config.secret_file().display()
        );
    }
    config.secret()
}

/// Connect to the database named in the settings, with what it needs to keep what it acknowledged.
pub async fn connect(config: &Config) -> anyhow::Result<DatabaseConnection> {
    let url = config.database_url();
    let mut options = ConnectOptions::new(url.clone());
    options
        .sqlx_logging(false)
        .acquire_timeout(BUSY_AT_MOST)
        .connect_timeout(BUSY_AT_MOST);
    let is_file = url.starts_with("sqlite:");
    if is_file {
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
        // The pool tries until its time is up, and does not say what it met.
        let hint = match is_file {
            true => "",
            false => " (does PostgreSQL run there, and let this user in?)",
        };
        let database = config.database_url_without_secrets();
        format!("opening the database {database}{hint}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::instance;
    use sea_orm::ConnectionTrait as _;

    const ORIGIN: &str = "https://dialog.example.org";

    #[tokio::test]
    async fn what_a_newer_version_added_does_not_keep_this_one_from_starting() {
        let house = instance(ORIGIN).await;
        let config = || Config::clone(&house.config);
        let change = async |sql: &str| house.db.execute_unprepared(sql).await.map(|_| ()).unwrap();
        change("insert into seaql_migrations values ('m99991231_000001_more', 0)").await;
        assert!(App::start(config(), Clock::System).await.is_ok());
        // But not when it lacks what this one needs: then it is of another line altogether.
        change("delete from seaql_migrations where version = 'm20261122_000004_events'").await;
        let error = App::start(config(), Clock::System).await.err().unwrap();
        let error = error.to_string();
        assert!(error.contains("lacks m20261122_000004_events"), "{error}");
    }

    #[tokio::test]
    async fn an_instance_speaks_from_one_origin_for_good() {
        let house = instance(ORIGIN).await;
        let elsewhere = "https://dialog.example.com".parse().unwrap();
        let mut config = Config::for_testing(house.config.storage.data_dir.clone(), elsewhere);
        config.test.private_network = true;
        assert!(App::start(config.clone(), Clock::System).await.is_ok());
        config.test.private_network = false;
        let error = App::start(config, Clock::System).await.err().unwrap();
        let error = error.to_string();
        assert!(
            error.contains("this instance is https://dialog.example.org"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn no_second_key_is_made_beside_a_database_that_has_one() {
        let house = instance(ORIGIN).await;
        std::fs::remove_file(house.config.secret_file()).unwrap();
        let config = Config::clone(&house.config);
        let error = App::start(config, Clock::System).await.err().unwrap();
        let error = error.to_string();
        assert!(error.starts_with("the secret key is missing"), "{error}");
        assert!(!house.config.secret_file().exists());
    }
}
