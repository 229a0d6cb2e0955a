//! What is wrong with an instance, and the command that mends it. Looks at everything, changes nothing.

use crate::{
    App, accounts, associations,
    config::{Config, ConfigError},
    error::told,
    i18n::Lang,
    mail, peers, series,
};

use federation::{Clock, actors, delivery, fetch::Failure};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use serde::Serialize;
use std::{io::Read as _, path::Path};

/// How things stand with one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Good,
    Warning,
    Failure,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub level: Level,
    pub says: String,
    /// What to type, where something is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
}

impl Finding {
    fn good(says: impl Into<String>) -> Self {
        Self {
            level: Level::Good,
            says: says.into(),
            mend: None,
        }
    }

    fn warning(says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            level: Level::Warning,
            says: says.into(),
            mend: Some(mend.into()),
        }
    }

    fn failure(says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            level: Level::Failure,
            says: says.into(),
            mend: Some(mend.into()),
        }
    }
}

/// Look at everything that can be looked at with these settings.
pub async fn examine(settings: Result<Config, ConfigError>) -> Vec<Finding> {
    let config = match settings {
        Ok(config) => config,
        Err(error) => return vec![Finding::failure(error.to_string(), "verbund config check")],
    };
    let mut findings = vec![Finding::good("settings can be read")];
    findings.extend(examine_settings(&config));
    findings.push(examine_folder(&config.storage.data_dir));
    let examined = examine_database(&config).await;
    let is_sound = examined.iter().all(|found| found.level != Level::Failure);
    findings.extend(examined);
    if is_sound {
        findings.extend(examine_instance(config).await);
    }
    findings
}

fn examine_settings(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    let missing = config.legal.missing();
    if missing.is_empty() {
        findings.push(Finding::good("Impressum and privacy notice are filled in"));
    } else {
        findings.push(Finding::warning(
            format!(
                "not federating: {} under [legal] missing",
                missing.join(", ")
            ),
            "add them to the settings file, then: verbund config check && systemctl restart verbund",
        ));
    }
    for warning in config.test.warnings() {
        findings.push(Finding::warning(
            format!("test mode: {warning}"),
            "empty the section [test], then: verbund config check && systemctl restart verbund",
        ));
    }
    findings
}

fn examine_folder(folder: &Path) -> Finding {
    let probe = folder.join(".doctor");
    match std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Finding::good(format!("{} can be written", folder.display())),
        Err(error) => Finding::failure(
            format!("{} cannot be written: {error}", folder.display()),
            match folder.exists() {
                true => format!("as root: chown -R verbund {}", folder.display()),
                false => format!("as root: install -d -o verbund -m 700 {}", folder.display()),
            },
        ),
    }
}

async fn examine_database(config: &Config) -> Vec<Finding> {
    if let Some(file) = config.database_file() {
        if !file.exists() {
            let says = format!("there is no database yet: {}", file.display());
            return vec![Finding::failure(says, "verbund serve")];
        }
        if !is_sqlite(&file) {
            return vec![damaged(config)];
        }
    }
    let db = match crate::app::connect(config).await {
        Ok(db) => db,
        Err(error) if told(&error).contains("malformed") => return vec![damaged(config)],
        Err(error) => {
            return vec![Finding::failure(
                told(&error),
                "verbund config show | grep -A 5 database",
            )];
        }
    };
    let mut findings = vec![Finding::good("the database answers")];
    match Migrator::get_pending_migrations(&db).await {
        Ok(pending) if pending.is_empty() => findings.push(Finding::good("tables are up to date")),
        Ok(pending) => findings.push(Finding::failure(
            format!("{} changes to the tables are missing", pending.len()),
            "verbund serve",
        )),
        Err(error) => findings.push(Finding::failure(
            format!("the tables cannot be read: {error}"),
            put_back(config),
        )),
    }
    findings.extend(examine_pages_of(&db, config).await);
    findings
}

/// What every SQLite file begins with (its file format, §1.3); an empty one is new.
fn is_sqlite(file: &Path) -> bool {
    const BEGINS: &[u8] = b"SQLite format 3\0";
    let mut first = [0; BEGINS.len()];
    let read = std::fs::File::open(file).and_then(|mut file| file.read(&mut first));
    match read {
        Ok(0) => true,
        Ok(_) => first == BEGINS,
        // That it cannot be opened is said where it is.
        Err(_) => true,
    }
}

fn damaged(config: &Config) -> Finding {
    Finding::failure("the database file is damaged", put_back(config))
}

/// A backup is brought back beside nothing: what is there is kept under another name.
fn put_back(config: &Config) -> String {
    let aside = config.database_file().map(|file| {
        let file = file.display();
        format!("mv {file} {file}.damaged && rm -f {file}-wal {file}-shm && ")
    });
    format!(
        "systemctl stop verbund, then: {}verbund backup restore FILE",
        aside.unwrap_or_default()
    )
}

/// SQLite checks its own file; a damaged one must not be served from.
async fn examine_pages_of(db: &DatabaseConnection, config: &Config) -> Option<Finding> {
    if db.get_database_backend() != DbBackend::Sqlite {
        return None;
    }
    let statement = Statement::from_string(DbBackend::Sqlite, "pragma quick_check(1)".to_owned());
    let checked = db.query_one_raw(statement).await.ok().flatten();
    let answer: Option<String> = checked.and_then(|row| row.try_get_by_index(0).ok());
    Some(match answer.as_deref() {
        Some("ok") => Finding::good("the database file is sound"),
        _ => damaged(config),
    })
}

async fn examine_instance(config: Config) -> Vec<Finding> {
    let mend = put_back(&config);
    let app = match App::start(config, Clock::System).await {
        Ok(app) => app,
        Err(error) => {
            return vec![Finding::failure(
                format!("the instance does not start: {}", told(&error)),
                mend,
            )];
        }
    };
    examine_content(&app).await.unwrap_or_else(|error| {
        vec![Finding::failure(
            format!("the database cannot be read: {error}"),
            mend,
        )]
    })
}

async fn examine_content(app: &App) -> crate::Result<Vec<Finding>> {
    let mut findings = vec![examine_keys(app).await?];
    if associations::all(&app.db).await?.is_empty() {
        findings.push(Finding::warning(
            "there is no association yet",
            "verbund association create HANDLE --name NAME",
        ));
    }
    if accounts::accounts(&app.db).await?.is_empty() {
        findings.push(Finding::warning(
            "there is no account yet",
            "verbund account create E-MAIL --name NAME --role owner",
        ));
    }
    for gap in series::gaps(app, &app.db).await? {
        findings.push(Finding::warning(
            format!(
                "the series @{} has no edition in {}",
                gap.series.handle,
                gap.period.name(Lang::En)
            ),
            "copy an earlier edition by its id, and publish it: verbund event copy ID",
        ));
    }
    let waiting = peers::waiting(&app.db).await?;
    if waiting > 0 {
        findings.push(Finding::warning(
            format!("{waiting} servers ask to be peers"),
            "verbund peer list, then: verbund peer accept HOST or verbund peer reject HOST",
        ));
    }
    findings.push(examine_deliveries(app).await?);
    findings.extend(examine_mail(app).await?);
    findings.push(examine_address(app).await);
    Ok(findings)
}

async fn examine_keys(app: &App) -> crate::Result<Finding> {
    for actor in actors::all_own(&app.db).await? {
        if let Err(error) = app.federation.key_pairs(&actor) {
            return Ok(Finding::failure(
                format!("the keys of {} do not open: {error}", actor.address()),
                format!(
                    "put the right one back from a backup: tar -xzOf FILE secret.key > {}",
                    app.config.secret_file().display()
                ),
            ));
        }
    }
    Ok(Finding::good("every key opens"))
}

async fn examine_deliveries(app: &App) -> crate::Result<Finding> {
    let summary = delivery::Entity::summary(&app.db).await?;
    let count = |state: &str| summary.0.get(state).copied().unwrap_or_default();
    let (waiting, parked) = (count("pending"), count("parked"));
    let now = app.clock.now();
    let silent = delivery::failing_hosts(&app.db, 1_000).await?;
    let asleep = silent.iter().filter(|host| host.is_asleep(now)).count();
    let says = format!("deliveries: {waiting} waiting, {parked} given up, {asleep} servers asleep");
    Ok(if parked > 0 {
        Finding::warning(
            says,
            "verbund delivery list, then: verbund delivery retry --all",
        )
    } else {
        Finding::good(says)
    })
}

/// Whether mails can leave, and which did not.
async fn examine_mail(app: &App) -> crate::Result<Vec<Finding>> {
    let transport = match mail::Transport::new(&app.config) {
        Ok(transport) => transport,
        Err(error) => return Ok(vec![Finding::failure(told(&error), MEND_MAIL)]),
    };
    if transport.is_off() {
        let says = "mail is off: nobody can register without an account";
        return Ok(vec![Finding::warning(says, MEND_MAIL)]);
    }
    let counts = mail::counts(&app.db).await?;
    let count = |state| counts.get(&state).copied().unwrap_or_default();
    let (waiting, failed) = (count(mail::State::Pending), count(mail::State::Failed));
    let says = format!("mails: {waiting} waiting, {failed} given up");
    let queue = match failed {
        0 => Finding::good(says),
        _ => Finding::warning(says, "verbund mail list"),
    };
    let reached = tokio::time::timeout(ANSWERS_WITHIN, transport.reach()).await;
    let way = match reached.unwrap_or(Err(mail::Reason::TimedOut)) {
        Ok(()) => Finding::good("mails can leave"),
        Err(reason) => Finding::failure(format!("mails cannot leave: {reason}"), MEND_MAIL),
    };
    Ok(vec![queue, way])
}

const MEND_MAIL: &str =
    "set url, from, user and password under [mail], then: verbund mail test YOUR-ADDRESS";

/// Ask our own public address for our own document, the way another server does.
async fn examine_address(app: &App) -> Finding {
    let id = app.federation.instance_actor();
    let asked = app.federation.fetcher().object(id);
    match tokio::time::timeout(ANSWERS_WITHIN, asked).await {
        Ok(Ok(_)) => Finding::good(format!("{} can be reached", app.config.origin())),
        Ok(Err(Failure::ForbiddenAddress)) => Finding::warning(
            format!(
                "{} leads to an address inside of this network",
                app.config.origin()
            ),
            "let the name point to the public address of this server, then: verbund doctor",
        ),
        Ok(Err(failure)) => Finding::warning(
            format!("{} cannot be reached: {failure}", app.config.origin()),
            "look whether the name leads to this machine, then at the web server in front of it, \
             then: systemctl status verbund",
        ),
        Err(_) => Finding::warning(
            format!("{} does not answer", app.config.origin()),
            "look at the web server in front of it, then: systemctl status verbund",
        ),
    }
}

/// A doctor who takes longer is not asked again.
const ANSWERS_WITHIN: std::time::Duration = std::time::Duration::from_secs(3);

/// The worst of it.
pub fn worst(findings: &[Finding]) -> Level {
    let levels = findings.iter().map(|finding| finding.level);
    levels.max().unwrap_or(Level::Good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_line_that_is_not_good_says_what_to_do() {
        let folder = std::env::temp_dir().join(format!("verbund-doctor-{}", std::process::id()));
        let origin = "https://verein.example".parse().expect("a URL");
        let mut config = Config::for_testing(folder.clone(), origin);
        config.legal.name.clear();
        App::start(config.clone(), Clock::System)
            .await
            .expect("an instance");
        let findings = examine(Ok(config)).await;
        std::fs::remove_dir_all(&folder).expect("the folder");
        assert_eq!(worst(&findings), Level::Warning);
        findings.iter().for_each(require_command);
        let said: Vec<_> = findings
            .iter()
            .map(|finding| finding.says.as_str())
            .collect();
        for expected in [
            "[legal]",
            "no association",
            "no account",
            "every key opens",
            "sound",
        ] {
            assert!(
                said.iter().any(|line| line.contains(expected)),
                "{expected} in {said:?}"
            );
        }
    }

    /// What mends it stands at the end, to be copied.
    fn require_command(finding: &Finding) {
        let Some(mend) = &finding.mend else {
            assert_eq!(finding.level, Level::Good, "{finding:?}");
            return;
        };
        let command = mend.rsplit(": ").next().expect("words");
        let programs = [
            "verbund ",
            "systemctl ",
            "tar ",
            "mv ",
            "chown ",
            "install ",
        ];
        let is_one = programs.iter().any(|program| command.starts_with(program));
        assert!(is_one, "{finding:?}");
    }

    #[tokio::test]
    async fn a_damaged_database_is_brought_back_and_an_absent_one_is_not_made() {
        let folder = std::env::temp_dir().join(format!("verbund-damaged-{}", std::process::id()));
        let origin = "https://verein.example".parse().expect("a URL");
        let config = Config::for_testing(folder.clone(), origin);
        std::fs::create_dir_all(&folder).expect("a folder");
        let absent = examine(Ok(config.clone())).await;
        let file = config.database_file().expect("a file");
        assert!(!file.exists());
        assert_eq!(worst(&absent), Level::Failure);

        let app = App::start(config.clone(), Clock::System)
            .await
            .expect("an instance");
        let into_the_file = "pragma wal_checkpoint(truncate)";
        let written = app.db.execute_unprepared(into_the_file).await;
        written.expect("all of it in the file");
        app.db.close().await.expect("an end");
        // In the middle, where its tables lie, and at the beginning.
        for (from, long) in [(8_192, 40 * 4_096), (0, 4_096)] {
            let mut bytes = std::fs::read(&file).expect("the file");
            let until = (from + long).min(bytes.len());
            bytes[from..until].fill(0x5a);
            std::fs::write(&file, bytes).expect("the file");
            let findings = examine(Ok(config.clone())).await;
            findings.iter().for_each(require_command);
            let last = findings.last().expect("a finding");
            assert!(last.says.contains("damaged"), "{findings:?}");
            let mend = last.mend.as_deref().unwrap_or_default();
            assert!(mend.ends_with("verbund backup restore FILE"), "{mend}");
        }
        std::fs::remove_dir_all(&folder).expect("the folder");
    }

    #[tokio::test]
    async fn mail_that_is_off_is_a_warning() {
        let name = format!("verbund-doctor-mail-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let origin = "https://verein.example".parse().expect("a URL");
        let mut config = Config::for_testing(folder.clone(), origin);
        config.mail.url = None;
        App::start(config.clone(), Clock::System)
            .await
            .expect("an instance");
        let findings = examine(Ok(config)).await;
        std::fs::remove_dir_all(&folder).expect("the folder");
        let off = findings.iter().find(|it| it.says.contains("mail is off"));
        assert_eq!(off.expect("a line").level, Level::Warning);
    }

    #[test]
    fn legal_pages_that_are_filled_in_are_good() {
        let origin = "https://verein.example".parse().expect("a URL");
        let mut config = Config::for_testing(std::env::temp_dir(), origin);
        let [good] = &examine_settings(&config)[..] else {
            panic!("one line");
        };
        assert_eq!(good.level, Level::Good, "{good:?}");
        config.legal.name.clear();
        let [missing] = &examine_settings(&config)[..] else {
            panic!("one line");
        };
        assert!(missing.level == Level::Warning && missing.says.contains("[legal]"));
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_used_is_a_failure() {
        let origin = "https://verein.example".parse().expect("a URL");
        let config = Config::for_testing("/proc/nowhere".into(), origin);
        assert_eq!(worst(&examine(Ok(config)).await), Level::Failure);
    }
}
