//! The settings: what each section holds, and what follows from it. Every key stands, with its
//! default and its reason, in `deploy/config.example.toml`, which is compiled in.
//! Refuses keys it does not know and values it cannot use, each with one sentence for the operator.

mod legal;
mod mail;
mod reading;
mod secret;
mod values;

pub use self::{
    legal::{Legal, Retention},
    mail::{Encryption, Mail, Outlet, Server},
    reading::{ConfigError, EXAMPLE, Environment, Fault, Setting, Settings, Source},
    secret::DatabaseUrl,
    values::nearest,
};

use self::{
    secret::SecretKey,
    values::{
        address, addresses, between, filled, log_level, networks, path, unless_empty, web_address,
        zone,
    },
};
use crate::i18n::Lang;
use anyhow::Context as _;
use chrono_tz::Tz;
use federation::network::Network;
use ipnet::IpNet;
use serde::Deserialize;
use std::{
    fs, io,
    net::SocketAddr,
    num::NonZeroU32,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};
use url::{Host, Url};

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub instance: Instance,
    pub listen: Listen,
    pub database: Database,
    pub storage: Storage,
    secret: Secret,
    pub federation: Federation,
    pub mail: Mail,
    pub limits: Limits,
    pub retention: Retention,
    pub legal: Legal,
    pub log: Log,
    pub test: Test,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Instance {
    #[serde(deserialize_with = "filled")]
    pub name: String,
    /// Always set once the settings were checked: ask [`Config::origin`].
    #[serde(deserialize_with = "web_address")]
    origin: Option<Url>,
    pub language: Lang,
    #[serde(deserialize_with = "zone")]
    pub zone: Tz,
    pub association_type: AssociationType,
    /// Where the running source can be had (AGPL-3.0 §13), when it is not the published one.
    #[serde(deserialize_with = "web_address")]
    pub source: Option<Url>,
}

/// The ActivityStreams type of our associations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum AssociationType {
    Organization,
    Group,
}

impl AssociationType {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "Organization",
            Self::Group => "Group",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Listen {
    #[serde(deserialize_with = "address")]
    pub address: SocketAddr,
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    #[serde(deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    #[serde(deserialize_with = "between::<1, 65_535, _, _>")]
    pub connections: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// SQLite in the data directory when absent: ask [`Config::database_url`].
    #[serde(deserialize_with = "unless_empty")]
    url: Option<DatabaseUrl>,
    #[serde(deserialize_with = "between::<2, 1_000, _, _>")]
    pub connections: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Storage {
    #[serde(deserialize_with = "path")]
    pub data_dir: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
struct Secret {
    #[serde(deserialize_with = "unless_empty")]
    key: Option<SecretKey>,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Federation {
    #[serde(deserialize_with = "unless_empty")]
    pub extra_ca: Option<PathBuf>,
    #[serde(deserialize_with = "between::<1, 3_600, _, _>")]
    pub first_retry_seconds: u32,
    /// Activities per second and host.
    #[serde(deserialize_with = "between::<1, 100_000, _, _>")]
    pub inbox_rate: NonZeroU32,
    /// Activities at once from one host.
    #[serde(deserialize_with = "between::<1, 1_000_000, _, _>")]
    pub inbox_burst: NonZeroU32,
    /// Of one server, read because they wrote to us.
    #[serde(deserialize_with = "between::<1, 100_000, _, _>")]
    pub newcomers_per_hour: NonZeroU32,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Failed ones, for one account from one network; `web::limits` says how many others.
    #[serde(deserialize_with = "between::<1, 1_000_000, _, _>")]
    pub sign_in_attempts_per_hour: u32,
    /// Per IPv4 address or IPv6 /64.
    #[serde(deserialize_with = "between::<1, 10_000_000, _, _>")]
    pub requests_per_minute: u32,
    /// To one address, because somebody without an account typed it; twenty times as many from one
    /// network.
    #[serde(deserialize_with = "between::<1, 1_000_000, _, _>")]
    pub letters_per_hour: u32,
    #[serde(deserialize_with = "between::<10_000, 100_000_000, _, _>")]
    pub upload_bytes: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    /// A directive of `tracing`, known to parse.
    #[serde(deserialize_with = "log_level")]
    pub level: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// http and ports are allowed, for us and for everybody we talk to, and private addresses: those
    /// of `addresses`, or if it names none, all.
    pub private_network: bool,
    /// Private addresses that may be reached, each at its one port.
    #[serde(deserialize_with = "addresses")]
    pub addresses: Vec<SocketAddr>,
    /// Where to answer whether something is stored.
    #[serde(deserialize_with = "unless_empty")]
    pub probe: Option<SocketAddr>,
    /// Follows that wait for a person's decision are accepted at once.
    pub accept_follows: bool,
}

impl Test {
    fn network(&self) -> Network {
        match (self.private_network, &self.addresses[..]) {
            (true, []) => Network::Private,
            (false, []) => Network::Public,
            (http, inside) => Network::PublicAnd {
                inside: inside.into(),
                http,
            },
        }
    }

    pub fn is_on(&self) -> bool {
        self.private_network || !self.addresses.is_empty()
    }

    /// What makes this instance unfit for the internet.
    pub fn warnings(&self) -> impl Iterator<Item = &'static str> {
        let network = match self.network() {
            Network::Public => None,
            Network::PublicAnd { http: false, .. } => Some(
                "test.addresses names private addresses that are reachable through this instance",
            ),
            _ => Some(
                "test.private_network is on: unencrypted servers and private addresses are reachable \
                 through this instance",
            ),
        };
        let follows = self.accept_follows.then_some(
            "test.accept_follows is on: whoever asks to follow a committee or to be a peer is let in",
        );
        network.into_iter().chain(follows)
    }
}

impl Config {
    /// The settings in force for this process. `file` is what the command line named, if anything.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Settings::read(file, &Environment::of_process()).config()
    }

    /// A working instance for tests and the demo, on its own directory. An `http` origin puts it
    /// into test mode.
    pub fn for_testing(data_dir: PathBuf, origin: Url) -> Self {
        let mut config = defaults();
        config.storage.data_dir = data_dir;
        config.test.private_network = origin.scheme() == "http";
        config.instance.origin = Some(origin);
        config.listen.address.set_port(0);
        config.legal = Legal::sample();
        config.mail = Mail::kept_in(config.storage.data_dir.join("mail"));
        config
    }

    /// `https://host`, without a path: the one name in every id, whatever address we listen on.
    pub fn origin(&self) -> &Url {
        self.instance
            .origin
            .as_ref()
            .expect("`Settings::config` refuses to go on without")
    }

    /// SQLite's file in the data directory; `None` where another database is named.
    pub fn database_file(&self) -> Option<PathBuf> {
        let named = self.database.url.is_some();
        (!named).then(|| self.storage.data_dir.join("verbund.sqlite"))
    }

    pub fn database_url(&self) -> String {
        match &self.database.url {
            Some(url) => url.as_str().to_owned(),
            None => DatabaseUrl::of_file(&self.storage.data_dir.join("verbund.sqlite")),
        }
    }

    /// For messages and logs.
    pub fn database_url_without_secrets(&self) -> String {
        match &self.database.url {
            Some(url) => url.to_string(),
            None => self.database_url(),
        }
    }

    /// Only we may look into it: secrets and addresses of people lie there.
    pub fn make_data_dir(&self) -> anyhow::Result<()> {
        let directory = &self.storage.data_dir;
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)
            .with_context(|| format!("making the data directory, {}", directory.display()))
    }

    /// For our eyes alone, whoever may look into the folder; what SQLite writes beside it does as it does.
    pub fn make_database_file(&self) -> anyhow::Result<()> {
        let Some(file) = self.database_file() else {
            return Ok(());
        };
        let made = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&file);
        match made {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(error).with_context(|| format!("making the database file, {}", file.display()))
            }
            _ => Ok(()),
        }
    }

    pub fn media_dir(&self) -> PathBuf {
        self.storage.data_dir.join("media")
    }

    /// Where the secret key is kept unless it is set. A backup takes it along.
    pub fn secret_file(&self) -> PathBuf {
        self.storage.data_dir.join("secret.key")
    }

    /// Protects the signing keys at rest. Made at the first call of an instance's life.
    pub fn secret(&self) -> anyhow::Result<[u8; 32]> {
        match &self.secret.key {
            Some(key) => Ok(key.0),
            None => SecretKey::kept_in(&self.secret_file()).map(|key| key.0),
        }
    }

    /// The secret key, if there is one already.
    pub fn existing_secret(&self) -> anyhow::Result<Option<[u8; 32]>> {
        if self.secret.key.is_none() && !self.secret_file().exists() {
            return Ok(None);
        }
        self.secret().map(Some)
    }

    /// Put a restored secret key where the next start looks for it.
    pub fn keep_secret(&self, secret: &[u8]) -> anyhow::Result<()> {
        match self.existing_secret()? {
            Some(_) => Ok(()),
            None => SecretKey::keep(secret, &self.secret_file()).map(|_| ()),
        }
    }

    pub fn federation_settings(&self) -> anyhow::Result<federation::Settings> {
        let extra_authorities = match &self.federation.extra_ca {
            Some(file) => read_authorities(file)
                .with_context(|| format!("reading federation.extra_ca, {}", file.display()))?,
            None => Vec::new(),
        };
        Ok(federation::Settings {
            origin: self.origin().clone(),
            network: self.test.network(),
            extra_authorities,
            user_agent: format!("Verbund/{} (+{})", env!("CARGO_PKG_VERSION"), self.origin()),
            keymaker: federation::keys::fresh(),
            first_retry: chrono::Duration::seconds(self.federation.first_retry_seconds.into()),
            inbox_rate: self.federation.inbox_rate,
            inbox_burst: self.federation.inbox_burst,
            newcomers_per_hour: self.federation.newcomers_per_hour,
            accepts_follows: self.test.accept_follows,
            open: self.legal.is_complete(),
        })
    }

    /// What an operator has to know although the program starts.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for warning in self.test.warnings() {
            warnings.push(format!(
                "TEST MODE: {warning}. Never use it on the internet."
            ));
        }
        let missing = self.legal.missing();
        if !missing.is_empty() {
            warnings.push(format!(
                "not federating: fill in {} under [legal]",
                missing.join(", ")
            ));
        }
        warnings
    }

    /// The rules that concern more than one setting: the key at fault, and why.
    fn contradictions(&self) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        match &self.instance.origin {
            None => found.push((
                "instance.origin",
                "must be set to the public address, as in \"https://verein.example\"".to_owned(),
            )),
            Some(origin) => {
                if let Some(why) = unfit(origin, self.test.private_network) {
                    found.push(("instance.origin", why.to_owned()));
                }
            }
        }
        if self.test.private_network && !self.listen.address.ip().is_loopback() {
            found.push((
                "test.private_network",
                format!(
                    "is for test beds on one machine, but listen.address is {}, which others can reach",
                    self.listen.address
                ),
            ));
        }
        if let Some(probe) = self.test.probe
            && !(self.test.is_on() && probe.ip().is_loopback())
        {
            found.push((
                "test.probe",
                "needs test.private_network or test.addresses, and a loopback address".to_owned(),
            ));
        }
        if self.test.accept_follows && !self.test.is_on() {
            found.push((
                "test.accept_follows",
                "needs test.private_network or test.addresses".to_owned(),
            ));
        }
        found.extend(self.mail.contradictions());
        found
    }
}

/// As in the example file; there is no public origin yet.
fn defaults() -> Config {
    Settings::defaults()
        .unchecked()
        .expect("a test reads the compiled-in file")
}

/// Why other servers could not use this origin.
fn unfit(origin: &Url, private_network: bool) -> Option<&'static str> {
    let bare = origin.path() == "/"
        && origin.query().is_none()
        && origin.fragment().is_none()
        && origin.username().is_empty()
        && origin.password().is_none();
    if !bare {
        return Some("must end after the host name: no path, no question mark, no user");
    }
    if private_network {
        return None;
    }
    if origin.scheme() != "https" {
        return Some("must begin with https://");
    }
    if origin.port().is_some() {
        return Some("must have no port: other servers use 443");
    }
    match origin.host() {
        Some(Host::Domain(name)) if name.contains('.') => None,
        _ => Some(
            "must be a name that other servers can look up, such as \"https://verein.example\"",
        ),
    }
}

/// Certificates in PEM. A file without any would be believed to be trusted, until the first delivery fails.
fn read_authorities(file: &Path) -> anyhow::Result<Vec<u8>> {
    const BEGINS: &[u8] = b"-----BEGIN CERTIFICATE-----";
    let bytes = fs::read(file)?;
    let has_one = bytes.windows(BEGINS.len()).any(|part| part == BEGINS);
    anyhow::ensure!(has_one, "there is no certificate in it (PEM)");
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(name: &str, origin: &str) -> Config {
        let data_dir = std::env::temp_dir().join(format!("verbund-{name}-{}", std::process::id()));
        Config::for_testing(data_dir, origin.parse().unwrap())
    }

    #[test]
    fn the_data_directory_is_ours_alone_and_a_key_that_is_set_is_written_nowhere() {
        use std::os::unix::fs::PermissionsExt as _;
        let mut config = config("data", "https://verein.example");
        config.make_data_dir().unwrap();
        let mode = fs::metadata(&config.storage.data_dir).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o700);
        config.secret.key = Some(SecretKey([7; 32]));
        config.keep_secret(&[7; 32]).unwrap();
        assert!(!config.secret_file().exists());
        fs::remove_dir_all(&config.storage.data_dir).unwrap();
    }

    #[test]
    fn whoever_says_not_who_they_are_is_warned_and_stays_closed() {
        let mut config = config("legal", "https://verein.example");
        assert_eq!(config.warnings(), [""; 0]);
        assert!(config.federation_settings().unwrap().open);
        config.legal = defaults().legal;
        let warnings = config.warnings();
        assert!(warnings[0].starts_with("not federating: "), "{warnings:?}");
        assert!(!config.federation_settings().unwrap().open);
    }

    #[test]
    fn authorities_that_are_none_are_refused_at_the_start() {
        let mut config = config("authorities", "https://verein.example");
        fs::create_dir_all(&config.storage.data_dir).unwrap();
        let file = config.storage.data_dir.join("ca.pem");
        config.federation.extra_ca = Some(file.clone());
        for (written, is_one) in [
            ("", false),
            ("-----BEGIN PRIVATE KEY-----\n", false),
            ("-----BEGIN CERTIFICATE-----\nMIIB\n", true),
        ] {
            fs::write(&file, written).unwrap();
            let read = config.federation_settings();
            assert_eq!(read.is_ok(), is_one, "{written}");
        }
        fs::remove_dir_all(&config.storage.data_dir).unwrap();
    }

    #[test]
    fn a_test_bed_says_that_it_is_one() {
        let mut config = config("test", "http://127.0.0.1:8080");
        let warnings = config.warnings();
        assert!(warnings[0].starts_with("TEST MODE"), "{warnings:?}");
        config.test.accept_follows = true;
        let warnings = config.warnings();
        assert!(warnings[1].contains("accept_follows"), "{warnings:?}");
    }
}
