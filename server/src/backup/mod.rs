//! The whole instance in one file: every row, every picture, the secret and the settings. Made while
//! the server runs, from one consistent view; the same file restores on SQLite and on PostgreSQL.
//! Refuses to restore over an instance that has content, or under another address unless told.

mod archive;
mod tables;

use self::archive::{Contents, Writer};
use crate::{app::Tx, audit, config::Config};
use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use federation::{follows, readings};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::Path};
use url::Url;

/// The shape of the file. A program reads backups of its own version and earlier ones.
const FORMAT: u32 = 1;

/// What is in a backup, written last: a file without it is not whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    pub software: String,
    pub origin: Url,
    pub made_at: DateTime<Utc>,
    /// The migrations the rows were written under, in order.
    pub migrations: Vec<String>,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// SHA-256 of each part of the file.
    pub digests: BTreeMap<String, String>,
}

/// Write a backup of the instance to `file`. The server may be running. `settings` are those in
/// force, as text: for people to read after a restore, never read back.
pub async fn create(
    config: &Config,
    settings: &str,
    file: &Path,
    now: DateTime<Utc>,
) -> anyhow::Result<Manifest> {
    let db = crate::app::connect(config).await?;
    let view = db
        .begin_with_config(
            (!tables::is_sqlite(&db)).then_some(IsolationLevel::RepeatableRead),
            (!tables::is_sqlite(&db)).then_some(AccessMode::ReadOnly),
        )
        .await
        .context("reading the database")?;
    let mut writer = Writer::create(file)?;
    let mut rows = BTreeMap::new();
    for table in tables::ALL {
        let count = tables::export(&view, table, &mut writer).await?;
        rows.insert(table.to_owned(), count);
    }
    let migrations = applied(&view).await?;
    let secret = secret(config, &view).await?;
    view.rollback().await?;
    writer.add_pictures(&config.media_dir())?;
    writer.add("secret.key", &secret)?;
    writer.add("settings.toml", settings.as_bytes())?;
    let manifest = Manifest {
        format: FORMAT,
        software: env!("CARGO_PKG_VERSION").to_owned(),
        origin: config.origin().clone(),
        made_at: now,
        migrations,
        rows,
        digests: writer.digests(),
    };
    writer.finish(&manifest)?;
    Ok(manifest)
}

/// Write down in the instance itself that everything of it was copied, or brought back. The name of the file
/// says which; where it lies is nobody's matter.
pub async fn note(
    config: &Config,
    action: &'static str,
    file: &Path,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    const DOING: &str = "writing down who copied or restored";
    let db = crate::app::connect(config).await?;
    // The writer from the beginning, as the server may write beside us.
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let tx = db.begin_with_options(options).await.context(DOING)?;
    let tx = Tx::from(tx);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    audit::note(&tx, None, action, name, now)
        .await
        .context(DOING)?;
    tx.commit().await.context(DOING)
}

/// The key that opens what is backed up. Without it a backup would restore to an instance that can
/// read nothing of its own.
async fn secret(config: &Config, db: &impl ConnectionTrait) -> anyhow::Result<[u8; 32]> {
    let Some(secret) = config.existing_secret()? else {
        bail!(
            "the secret key is missing: put {} back, or set secret.key as the server has it",
            config.secret_file().display()
        );
    };
    let vault = federation::keys::Vault::new(&secret)?;
    for actor in federation::actors::all_own(db).await? {
        if let Some(sealed) = &actor.secret_keys {
            vault.open(sealed).with_context(|| {
                format!(
                    "the secret key is not the one the keys of {} were sealed with",
                    actor.address()
                )
            })?;
        }
    }
    Ok(secret)
}

/// The settings of the instance a backup was made of.
pub fn settings(file: &Path) -> anyhow::Result<String> {
    Ok(String::from_utf8(archive::part(file, "settings.toml")?)?)
}

/// Read a backup to its end and compare every part with its digest.
pub fn verify(file: &Path) -> anyhow::Result<Manifest> {
    let contents = Contents::read(file)?;
    check(&contents)?;
    Ok(contents.manifest)
}

fn check(contents: &Contents) -> anyhow::Result<()> {
    if contents.manifest.format > FORMAT {
        bail!("the backup was made by a newer version of Verbund");
    }
    for (name, digest) in &contents.manifest.digests {
        match contents.digests.get(name) {
            Some(found) if found == digest => {}
            Some(_) => bail!("the backup is damaged: {name} is not what was written"),
            None => bail!("the backup is damaged: {name} is missing"),
        }
    }
    for (table, rows) in &contents.manifest.rows {
        let found = contents.rows.get(table).copied().unwrap_or_default();
        if found != *rows {
            bail!("the backup is damaged: {table} has {found} rows of {rows}");
        }
    }
    Ok(())
}

/// Bring a verified backup back into an empty instance. Nothing is changed when any part fails.
/// `other_origin` allows an address that is not the backup's; every id keeps the old one.
pub async fn restore(config: &Config, file: &Path, other_origin: bool) -> anyhow::Result<Manifest> {
    let manifest = verify(file)?;
    if manifest.origin != *config.origin() && !other_origin {
        bail!(
            "the backup is of {}, this instance is {}: set instance.origin, or say --other-origin",
            manifest.origin,
            config.origin()
        );
    }
    config.make_data_dir()?;
    let secret = archive::part(file, "secret.key")?;
    check_secret(config, &secret)?;
    let db = crate::app::connect(config).await?;
    bring_to(&db, &manifest.migrations).await?;
    let tx = db.begin().await?;
    for table in tables::ALL {
        if tables::has_rows(&tx, table).await? {
            bail!("the database has content already: {table} is not empty");
        }
    }
    archive::each_row(file, tables::Row::read)?
        .insert_all(&tx)
        .await?;
    follows::read_outboxes_again(&tx).await?;
    readings::begin_all_again(&tx).await?;
    archive::restore_pictures(file, &config.media_dir())?;
    config.keep_secret(&secret)?;
    tx.commit().await.context("keeping what was restored")?;
    Migrator::up(&db, None)
        .await
        .context("bringing the tables up to date")?;
    Ok(manifest)
}

/// A secret that is set by hand has to be the backup's, or its keys stay sealed.
fn check_secret(config: &Config, secret: &[u8]) -> anyhow::Result<()> {
    match config.existing_secret()? {
        Some(existing) if existing[..] != *secret => bail!(
            "this instance has another secret key than the backup: remove {} or unset secret.key",
            config.secret_file().display()
        ),
        _ => Ok(()),
    }
}

/// Run the migrations the backup was made under, and no later ones.
async fn bring_to(db: &DatabaseConnection, wanted: &[String]) -> anyhow::Result<()> {
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect();
    if !known.starts_with(wanted) {
        bail!("the backup was made by a newer version of Verbund");
    }
    let present = Migrator::get_applied_migrations(db)
        .await
        .map_or(0, |applied| applied.len());
    if present > wanted.len() {
        // Every table is there and empty, which is checked next; later columns take their defaults.
        return Ok(());
    }
    let missing = u32::try_from(wanted.len() - present)?;
    Migrator::up(db, Some(missing))
        .await
        .context("creating the tables")
}

async fn applied(db: &impl ConnectionTrait) -> anyhow::Result<Vec<String>> {
    tables::texts(db, "select version from seaql_migrations order by version")
        .await
        .context("reading which migrations have run")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{App, associations};
    use federation::Clock;
    use std::{io::Read as _, path::PathBuf};

    /// A folder that goes when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder =
                std::env::temp_dir().join(format!("verbund-backup-{name}-{}", std::process::id()));
            std::fs::create_dir_all(&folder).expect("a folder");
            Self(folder)
        }

        fn config(&self, name: &str) -> Config {
            let origin = "https://verein.example".parse().expect("a URL");
            Config::for_testing(self.0.join(name), origin)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    async fn instance(config: &Config) -> App {
        let app = App::start(config.clone(), Clock::System)
            .await
            .expect("an instance");
        let draft = associations::Draft {
            handle: "verein".to_owned(),
            name: "Verein „Ä“; drop table actors".to_owned(),
            ..associations::Draft::default()
        };
        let keys = app.federation.make_keys().await.expect("keys");
        let tx = app.begin().await.expect("a transaction");
        associations::found(&app, &tx, &draft, keys)
            .await
            .expect("an association");
        tx.commit().await.expect("a commit");
        std::fs::create_dir_all(config.media_dir()).expect("a folder");
        let picture = config.media_dir().join("01J00000000000000000000000.png");
        std::fs::write(picture, b"pixels").expect("a picture");
        app
    }

    async fn backed_up(folder: &Folder) -> (Config, PathBuf, Manifest) {
        let config = folder.config("first");
        let app = instance(&config).await;
        let file = folder.0.join("backup.tar.gz");
        let now = app.clock.now();
        let made = create(&config, "[instance]\n", &file, now)
            .await
            .expect("a backup");
        (config, file, made)
    }

    #[tokio::test]
    async fn every_table_there_is_goes_into_a_backup() {
        let folder = Folder::new("tables");
        let app = instance(&folder.config("first")).await;
        let sql = "select name from sqlite_master where type = 'table'";
        let mut found = tables::texts(&app.db, sql).await.expect("tables");
        found.retain(|table| table != "seaql_migrations" && !table.starts_with("sqlite_"));
        let listed = tables::ALL.iter().chain(&tables::NEVER);
        let mut listed: Vec<String> = listed.map(|table| (*table).to_owned()).collect();
        found.sort();
        listed.sort();
        assert_eq!(listed, found);
    }

    #[tokio::test]
    async fn nothing_is_backed_up_without_the_key_that_opens_it() {
        let folder = Folder::new("key");
        let config = folder.config("first");
        let app = instance(&config).await;
        let file = folder.0.join("backup.tar.gz");
        let attempt = async || {
            let made = create(&config, "[instance]\n", &file, app.clock.now()).await;
            format!("{:#}", made.expect_err("a refusal"))
        };
        std::fs::remove_file(config.secret_file()).expect("a key");
        assert!(attempt().await.starts_with("the secret key is missing"));
        assert!(!config.secret_file().exists() && !file.exists());
        config.keep_secret(&[9; 32]).expect("another key");
        assert!(attempt().await.starts_with("the secret key is not the one"));
    }

    #[tokio::test]
    async fn a_restored_instance_signs_and_shows_what_the_first_one_did() {
        let folder = Folder::new("restore");
        let (first, file, made) = backed_up(&folder).await;
        let second = folder.config("second");
        let restored = restore(&second, &file, false).await.expect("restored");
        assert_eq!(restored, made);
        let again = folder.0.join("again.tar.gz");
        let repeated = create(&second, "[instance]\n", &again, made.made_at).await;
        assert_eq!(repeated.expect("a backup").digests, made.digests);
        assert_eq!(
            first.secret().expect("a secret"),
            second.secret().expect("a secret")
        );
        let app = App::start(second, Clock::System)
            .await
            .expect("an instance");
        let association = associations::chosen(&app.db, "verein")
            .await
            .expect("it is back");
        assert_eq!(association.name, "Verein „Ä“; drop table actors");
        let actor = associations::actor_of(&app.db, &association)
            .await
            .expect("its actor");
        app.federation.key_pairs(&actor).expect("its keys open");
    }

    #[tokio::test]
    async fn what_is_there_already_is_never_restored_over() {
        let folder = Folder::new("full");
        let (_, file, _) = backed_up(&folder).await;
        let second = folder.config("second");
        instance(&second).await;
        let refused = restore(&second, &file, false)
            .await
            .expect_err("it has content");
        assert!(
            refused.to_string().contains("another secret key"),
            "{refused}"
        );
    }

    #[tokio::test]
    async fn nobody_else_reads_a_backup_whatever_lay_in_its_place() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = Folder::new("private");
        let left = folder.0.join("backup.tar.unfinished");
        std::fs::write(&left, b"left over").expect("a file");
        let readable = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(&left, readable).expect("a mode");
        let (_, file, _) = backed_up(&folder).await;
        let mode = std::fs::metadata(file)
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }

    #[tokio::test]
    async fn another_address_has_to_be_meant() {
        let folder = Folder::new("origin");
        let (_, file, _) = backed_up(&folder).await;
        let elsewhere = Config::for_testing(
            folder.0.join("second"),
            "https://other.example".parse().expect("a URL"),
        );
        assert!(restore(&elsewhere, &file, false).await.is_err());
        assert!(restore(&elsewhere, &file, true).await.is_ok());
    }

    #[tokio::test]
    async fn damage_is_found_wherever_it_is() {
        let folder = Folder::new("damage");
        let (_, file, _) = backed_up(&folder).await;
        let whole = std::fs::read(&file).expect("the backup");
        let unpacked = |packed: &[u8]| {
            let mut content = Vec::new();
            let read = flate2::read::GzDecoder::new(packed).read_to_end(&mut content);
            read.ok().map(|_| content)
        };
        let content = unpacked(&whole);
        for begin in [20, whole.len() / 3, whole.len() / 2, whole.len() - 20] {
            // What is packed can be written in several ways: a byte that changes nothing damages nothing.
            let changed = |place: usize| {
                let mut changed = whole.clone();
                changed[place] ^= 0x55;
                (unpacked(&changed) != content).then_some((place, changed))
            };
            let damaged = (begin..whole.len()).find_map(changed);
            let (place, damaged) = damaged.expect("a byte that matters");
            assert!(
                place < begin + 8,
                "nearly every byte matters: {begin}, {place}"
            );
            std::fs::write(&file, &damaged).expect("a damaged backup");
            assert!(verify(&file).is_err(), "a changed byte at {place}");
        }
        std::fs::write(&file, &whole[..whole.len() / 2]).expect("half a backup");
        assert!(verify(&file).is_err());
        std::fs::write(&file, &whole).expect("the backup");
        assert!(verify(&file).is_ok());
    }

    #[tokio::test]
    async fn a_backup_is_ours_alone_and_never_written_over_another() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = Folder::new("private");
        let (config, file, made) = backed_up(&folder).await;
        let mode = std::fs::metadata(&file).expect("the backup").permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
        let again = create(&config, "", &file, made.made_at).await;
        let why = again.expect_err("it is there already").to_string();
        assert!(why.ends_with("exists already"), "{why}");
    }

    /// A file of these parts, its manifest changed before it is written.
    fn made_of(
        folder: &Folder,
        parts: &[(&str, &str)],
        change: impl FnOnce(&mut Manifest),
    ) -> PathBuf {
        let file = folder.0.join("made.tar.gz");
        let _ = std::fs::remove_file(&file);
        let mut writer = Writer::create(&file).expect("a file");
        for (name, text) in parts {
            writer.add(name, text.as_bytes()).expect("a part");
        }
        let mut manifest = Manifest {
            format: FORMAT,
            software: "0.1.0".to_owned(),
            origin: "https://verein.example".parse().expect("a URL"),
            made_at: DateTime::UNIX_EPOCH,
            migrations: Vec::new(),
            rows: BTreeMap::new(),
            digests: writer.digests(),
        };
        change(&mut manifest);
        writer.finish(&manifest).expect("a file");
        file
    }

    #[test]
    fn what_does_not_belong_into_a_backup_is_refused() {
        let folder = Folder::new("made");
        let row = ("tables/actors.jsonl", "{}\n");
        for part in [
            "passwd",
            "tables/actors",
            "tables/sqlite_master.jsonl",
            "media/passwd.png",
            "media/01J00000000000000000000000.html",
        ] {
            let file = made_of(&folder, &[row, (part, "")], |_| {});
            let why = verify(&file).expect_err(part).to_string();
            assert!(why.contains("does not belong there"), "{why}");
        }
        for (text, said) in [("[]\n", "a line that is no row"), ("{}", "has no end")] {
            let file = made_of(&folder, &[(row.0, text)], |_| {});
            let why = format!("{:#}", verify(&file).expect_err(text));
            assert!(why.contains(said), "{why}");
        }
        assert!(verify(&made_of(&folder, &[row], |_| {})).is_ok());
    }

    #[tokio::test]
    async fn a_manifest_that_says_something_else_is_refused() {
        let folder = Folder::new("manifest");
        let parts = [("tables/actors.jsonl", "{}\n"), ("secret.key", "")];
        type Change = fn(&mut Manifest);
        let changes: [(Change, &str); 5] = [
            (|manifest| manifest.format += 1, "newer version"),
            (
                |manifest| manifest.migrations.push("m3000".to_owned()),
                "newer version",
            ),
            (
                |manifest| {
                    let digest = manifest.digests["secret.key"].clone();
                    manifest.digests.insert("settings.toml".to_owned(), digest);
                },
                "settings.toml is missing",
            ),
            (
                |manifest| {
                    manifest
                        .digests
                        .insert("secret.key".to_owned(), String::new());
                },
                "secret.key is not what was written",
            ),
            (
                |manifest| {
                    manifest.rows.insert("actors".to_owned(), 2);
                },
                "actors has 1 rows of 2",
            ),
        ];
        for (number, (change, said)) in changes.into_iter().enumerate() {
            let file = made_of(&folder, &parts, change);
            let config = folder.config(&number.to_string());
            let why = restore(&config, &file, false).await.expect_err(said);
            assert!(why.to_string().contains(said), "{why}");
        }
    }
}
