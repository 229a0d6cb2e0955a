//! Where settings come from: the environment, before one file, before the compiled-in default.
//! Each is tried where it stands, so that a fault names its file and line or its variable.
//! Refuses unknown keys, and says which one was probably meant.

use super::{
    Config,
    secret::{DatabaseUrl, MASK},
    values::nearest,
};
use serde::Deserialize as _;
use std::{
    collections::BTreeMap,
    fmt, fs,
    ops::Range,
    path::{Path, PathBuf},
};
use toml::{
    Table, Value,
    de::{DeTable, ValueDeserializer},
};

/// The default of every setting, and its documentation.
pub const EXAMPLE: &str = include_str!("../../../deploy/config.example.toml");

/// Looked for in this order when nobody names a file.
const USUAL_FILES: [&str; 2] = ["verbund.toml", "/etc/verbund/config.toml"];

const FILE_VARIABLE: &str = "VERBUND_CONFIG";
const PREFIX: &str = "VERBUND__";
const FROM_FILE: &str = "_FILE";

/// Opens private addresses in the federation library, whatever our own settings say.
const FOREIGN_SWITCH: &str = "DANGER_FEDERATION_ALLOW_LOCAL_IP";

/// The variables of the environment that are meant for us.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    pub fn of_process() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads it")]
        let all = std::env::vars_os();
        Self(
            all.map(|(name, value)| {
                let text = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
                (text(name), text(value))
            })
            // Container systems set names such as VERBUND_PORT of their own; they have one underscore.
            .filter(|(name, _)| {
                name == FILE_VARIABLE
                    || name == FOREIGN_SWITCH
                    || name.starts_with("VERBUND_") && name.contains("__")
            })
            .collect(),
        )
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(variables: [(&str, &str); N]) -> Self {
        Self(
            variables
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        )
    }
}

/// Where a setting was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Default,
    File { path: PathBuf, line: usize },
    Environment(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Environment(variable) => f.write_str(variable),
        }
    }
}

/// One key with the value in force.
#[derive(Clone)]
pub struct Setting {
    pub section: String,
    pub key: String,
    value: Value,
    pub source: Source,
}

impl Setting {
    /// As in `listen.address`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.section, self.key)
    }

    /// As in `VERBUND__LISTEN__ADDRESS`.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}__{}", self.section, self.key).to_uppercase()
    }

    /// The value itself, secrets too: for a backup, never for a screen or a log.
    pub fn unmasked(&self) -> &Value {
        &self.value
    }

    /// The value as it may be shown: no secret, no password.
    pub fn shown(&self) -> Value {
        let Some(text) = self.value.as_str().filter(|text| !text.is_empty()) else {
            return self.value.clone();
        };
        Value::String(match self.name().as_str() {
            "secret.key" | "mail.password" => MASK.to_owned(),
            "database.url" => text
                .parse()
                .map_or_else(|_| MASK.to_owned(), |url: DatabaseUrl| url.to_string()),
            _ => text.to_owned(),
        })
    }
}

/// Every setting, and what is wrong with what was set.
#[derive(Clone)]
pub struct Settings {
    all: Vec<Setting>,
    faults: Vec<Fault>,
    /// Whether there is a settings file that says nothing to us.
    is_unread: bool,
}

impl Settings {
    /// `file` is what the command line named, if anything.
    pub fn read(file: Option<&Path>, environment: &Environment) -> Self {
        let mut settings = Self::defaults();
        let named = file
            .map(Path::to_path_buf)
            .or_else(|| environment.0.get(FILE_VARIABLE).map(PathBuf::from));
        let file = named.or_else(|| {
            USUAL_FILES
                .map(PathBuf::from)
                .into_iter()
                .find(|usual| usual.exists())
        });
        if let Some(path) = file {
            match fs::read_to_string(&path) {
                Ok(text) => settings.take_file(&path, &text),
                Err(error) => {
                    settings.is_unread = true;
                    settings.faults.push(Fault(format!(
                        "{}: the settings file cannot be read: {error}",
                        path.display()
                    )));
                }
            }
        }
        settings.take_environment(environment);
        settings
    }

    pub fn defaults() -> Self {
        let all = entries(EXAMPLE)
            .expect("a test reads the compiled-in file")
            .into_iter()
            .map(|entry| Setting {
                section: entry.section,
                key: entry.key,
                value: entry.value,
                source: Source::Default,
            })
            .collect();
        Self {
            all,
            faults: Vec::new(),
            is_unread: false,
        }
    }

    /// In the order of the example file.
    pub fn all(&self) -> &[Setting] {
        &self.all
    }

    /// The settings made usable, or everything that is wrong with them.
    pub fn config(mut self) -> Result<Config, ConfigError> {
        let config = self.unchecked();
        // What was not read contradicts nothing.
        if let Ok(config) = &config
            && !self.is_unread
        {
            for (name, why) in config.contradictions() {
                let fault = self.contradiction(name, &why);
                self.faults.push(fault);
            }
        }
        match config {
            Ok(config) if self.faults.is_empty() => Ok(config),
            Ok(_) => Err(ConfigError(self.faults)),
            Err(why) => Err(ConfigError(vec![Fault(why)])),
        }
    }

    pub(super) fn unchecked(&self) -> Result<Config, String> {
        let mut sections = Table::new();
        for setting in &self.all {
            sections
                .entry(&setting.section)
                .or_insert_with(|| Table::new().into())
                .as_table_mut()
                .expect("just made one")
                .insert(setting.key.clone(), setting.value.clone());
        }
        sections
            .try_into()
            .map_err(|error: toml::de::Error| error.message().to_owned())
    }

    fn contradiction(&self, name: &str, why: &str) -> Fault {
        let setting = self
            .all
            .iter()
            .find(|setting| setting.name() == name)
            .expect("a test names them all");
        match &setting.source {
            Source::Default => Fault(format!(
                "{name}: {why} (in the settings file, or as {})",
                setting.variable()
            )),
            Source::File { .. } => Fault(format!("{}: {name}: {why}", setting.source)),
            Source::Environment(_) => Fault(format!("{}: {why}", setting.source)),
        }
    }

    fn take_file(&mut self, path: &Path, text: &str) {
        let place = |span: &Range<usize>| Source::File {
            path: path.to_owned(),
            line: text[..span.start].matches('\n').count() + 1,
        };
        let entries = match entries(text) {
            Ok(entries) => entries,
            Err((span, why)) => {
                self.is_unread = true;
                self.faults.push(Fault(format!("{}: {why}", place(&span))));
                return;
            }
        };
        for entry in entries {
            let source = place(&entry.span);
            let name = format!("{}.{}", entry.section, entry.key);
            let Some(place) = self.all.iter().position(|known| known.name() == name) else {
                let names: Vec<_> = self.all.iter().map(Setting::name).collect();
                self.unknown(&source, &name, &names);
                continue;
            };
            if let Err(why) = self.set(place, entry.value, source.clone()) {
                self.faults.push(Fault(format!("{source}: {name}: {why}")));
            }
        }
    }

    fn take_environment(&mut self, environment: &Environment) {
        for (variable, text) in &environment.0 {
            if let Err(fault) = self.take_variable(variable, text) {
                self.faults.push(Fault(format!("{variable}: {fault}")));
            }
        }
    }

    fn take_variable(&mut self, variable: &str, text: &str) -> Result<(), String> {
        if variable == FILE_VARIABLE {
            return Ok(());
        }
        if variable == FOREIGN_SWITCH {
            return Err("unset it; for test beds there is test.private_network".to_owned());
        }
        let place_of = |name: &str| self.all.iter().position(|known| known.variable() == name);
        let (place, text) = match (place_of(variable), variable.strip_suffix(FROM_FILE)) {
            (Some(place), _) => (place, text.to_owned()),
            (None, Some(base)) if place_of(base).is_some() => {
                let content = fs::read_to_string(text)
                    .map_err(|error| format!("the file {text:?} cannot be read: {error}"))?;
                let place = place_of(base).expect("just asked");
                (place, content.trim().to_owned())
            }
            _ => {
                let names: Vec<_> = self.all.iter().map(Setting::variable).collect();
                return Err(unknown(variable, &names));
            }
        };
        let setting = &self.all[place];
        if let Source::Environment(other) = &setting.source {
            return Err(format!("{other} is set as well; keep one of them"));
        }
        let value = as_wanted(&setting.value, text);
        self.set(place, value, Source::Environment(variable.to_owned()))
    }

    fn unknown(&mut self, source: &Source, name: &str, names: &[String]) {
        self.faults
            .push(Fault(format!("{source}: {name}: {}", unknown(name, names))));
    }

    /// Try a value among the others; keep it only if it can be used.
    fn set(&mut self, place: usize, value: Value, source: Source) -> Result<(), String> {
        let setting = &mut self.all[place];
        if !setting.value.same_type(&value) {
            return Err(format!(
                "must be {}, not {}",
                kind(&setting.value),
                kind(&value)
            ));
        }
        let before = std::mem::replace(&mut setting.value, value);
        match self.unchecked() {
            Ok(_) => {
                self.all[place].source = source;
                Ok(())
            }
            Err(why) => {
                self.all[place].value = before;
                Err(why)
            }
        }
    }
}

/// One line of a settings file.
struct Entry {
    section: String,
    key: String,
    value: Value,
    span: Range<usize>,
}

/// The settings in the order of the text, or the place and reason why it is no such text.
fn entries(text: &str) -> Result<Vec<Entry>, (Range<usize>, String)> {
    let not_toml =
        |error: toml::de::Error| (error.span().unwrap_or_default(), error.message().to_owned());
    let mut found = Vec::new();
    for (section, content) in DeTable::parse(text).map_err(not_toml)?.into_inner() {
        let span = section.span();
        let section = section.into_inner().into_owned();
        let Some(table) = content.get_ref().as_table() else {
            return Err((
                span,
                format!("{section} stands above all sections; write it below one, as [section]"),
            ));
        };
        for (key, value) in table {
            found.push(Entry {
                section: section.clone(),
                key: key.get_ref().to_string(),
                span: key.span(),
                value: Value::deserialize(ValueDeserializer::from(value.clone()))
                    .map_err(not_toml)?,
            });
        }
    }
    found.sort_by_key(|entry| entry.span.start);
    Ok(found)
}

/// A variable's text as the type its setting has; what does not fit stays text and is refused as such.
fn as_wanted(wanted: &Value, text: String) -> Value {
    match wanted {
        Value::String(_) => Value::String(text),
        Value::Array(_) if !text.trim_start().starts_with('[') => text
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .collect::<Vec<_>>()
            .into(),
        _ => ValueDeserializer::parse(&text)
            .and_then(Value::deserialize)
            .unwrap_or(Value::String(text)),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "text in quotes",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a fraction",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date without quotes",
        Value::Array(_) => "a list in square brackets",
        Value::Table(_) => "a section",
    }
}

fn unknown(name: &str, known: &[String]) -> String {
    match nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => format!("there is no such setting; did you mean {meant}?"),
        None => "there is no such setting; \"verbund config show\" lists them all".to_owned(),
    }
}

/// What is wrong with one setting, beginning with where it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Everything that is wrong with the settings, one sentence a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigError(pub Vec<Fault>);

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: (&str, &str) = ("VERBUND__INSTANCE__ORIGIN", "https://verein.example");

    fn settings<const N: usize>(file: &str, variables: [(&str, &str); N]) -> Settings {
        let mut settings = Settings::defaults();
        settings.take_file(Path::new("verbund.toml"), file);
        settings.take_environment(&Environment::from(variables));
        settings
    }

    fn faults<const N: usize>(file: &str, variables: [(&str, &str); N]) -> Vec<String> {
        let mut settings = settings(file, variables);
        settings.take_environment(&Environment::from([ORIGIN]));
        match settings.config() {
            Ok(_) => Vec::new(),
            Err(ConfigError(faults)) => faults.iter().map(Fault::to_string).collect(),
        }
    }

    fn in_force(settings: &Settings, name: &str) -> (String, String) {
        let setting = settings.all().iter().find(|known| known.name() == name);
        let setting = setting.expect(name);
        (setting.shown().to_string(), setting.source.to_string())
    }

    #[test]
    fn the_example_file_holds_every_setting_and_no_other() {
        let config = serde_json::to_value(Settings::defaults().unchecked().unwrap()).unwrap();
        let mut known: Vec<String> = config
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(section, keys)| {
                let keys = keys.as_object().unwrap().keys();
                keys.map(move |key| format!("{section}.{key}"))
            })
            .collect();
        let mut documented: Vec<String> = Settings::defaults()
            .all()
            .iter()
            .map(Setting::name)
            .collect();
        known.sort();
        documented.sort();
        assert_eq!(documented, known);
    }

    #[test]
    fn every_setting_has_a_comment_of_its_own() {
        let mut above = "";
        for line in EXAMPLE.lines() {
            if line.contains(" = ") && !line.starts_with('#') {
                assert!(above.starts_with("# "), "nothing explains {line}");
            }
            above = line;
        }
    }

    #[test]
    fn no_setting_is_named_like_the_file_of_another() {
        for setting in Settings::defaults().all() {
            assert!(
                !setting.variable().ends_with(FROM_FILE),
                "{}",
                setting.name()
            );
            assert!(!setting.key.contains("__"), "{}", setting.name());
        }
    }

    #[test]
    fn the_environment_goes_before_the_file_and_the_file_before_the_default() {
        let file = "[listen]\nconnections = 7\naddress = \"127.0.0.1:1\"\n";
        let settings = settings(file, [("VERBUND__LISTEN__ADDRESS", "127.0.0.1:2")]);
        for (name, value, source) in [
            (
                "listen.address",
                "\"127.0.0.1:2\"",
                "VERBUND__LISTEN__ADDRESS",
            ),
            ("listen.connections", "7", "verbund.toml:2"),
            ("log.level", "\"info\"", "default"),
        ] {
            let expected = (value.to_owned(), source.to_owned());
            assert_eq!(in_force(&settings, name), expected);
        }
    }

    #[test]
    fn a_variable_is_read_as_the_type_of_its_setting() {
        let settings = settings(
            "",
            [
                ("VERBUND__DATABASE__CONNECTIONS", "20"),
                ("VERBUND__INSTANCE__NAME", "true"),
                ("VERBUND__LEGAL__ACCESSIBILITY_GAPS", r#"["A, b.", "C."]"#),
                ("VERBUND__LISTEN__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
                ("VERBUND__TEST__PRIVATE_NETWORK", "true"),
                ("VERBUND__TEST__ADDRESSES", "127.0.0.1:8443, [::1]:8443"),
                ORIGIN,
            ],
        );
        let config = settings.config().unwrap();
        assert_eq!(config.database.connections, 20);
        assert_eq!(config.instance.name, "true");
        assert_eq!(config.legal.accessibility_gaps, ["A, b.", "C."]);
        let proxies: Vec<_> = config
            .listen
            .trusted_proxies
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(proxies, ["10.0.0.0/8", "::1/128"]);
        assert!(config.test.private_network);
        let inside: Vec<_> = config
            .test
            .addresses
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(inside, ["127.0.0.1:8443", "[::1]:8443"]);
    }

    #[test]
    fn a_secret_is_read_from_the_file_a_variable_names_and_never_shown() {
        let file = std::env::temp_dir().join(format!("verbund-config-{}", std::process::id()));
        fs::write(&file, format!("{}\n", "07".repeat(32))).unwrap();
        let variable = ("VERBUND__SECRET__KEY_FILE", file.to_str().unwrap());
        let settings = settings("", [variable, ORIGIN]);
        let expected = (format!("\"{MASK}\""), variable.0.to_owned());
        assert_eq!(in_force(&settings, "secret.key"), expected);
        let config = settings.config().unwrap();
        let told = [
            format!("{config:?}"),
            serde_json::to_string(&config).unwrap(),
        ];
        for spelling in ["0707", "BwcH", "7, 7"] {
            assert!(!told.iter().any(|told| told.contains(spelling)), "{told:?}");
        }
        assert_eq!(config.secret().unwrap(), [7; 32]);
        fs::remove_file(&file).unwrap();
    }

    #[test]
    fn the_password_of_the_mail_server_is_read_from_a_file_and_never_shown() {
        let name = format!("verbund-config-mail-{}", std::process::id());
        let file = std::env::temp_dir().join(name);
        fs::write(&file, "hunter2\n").unwrap();
        let variable = ("VERBUND__MAIL__PASSWORD_FILE", file.to_str().unwrap());
        let toml = "[mail]\nurl = \"smtps://mail.verein.example\"\nuser = \"us\"\nfrom = \"post@verein.example\"";
        let settings = settings(toml, [variable, ORIGIN]);
        let expected = (format!("\"{MASK}\""), variable.0.to_owned());
        assert_eq!(in_force(&settings, "mail.password"), expected);
        let config = settings.config().unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
        assert_eq!(config.mail.password.expose(), "hunter2");
        fs::remove_file(&file).unwrap();
    }

    #[test]
    fn a_password_in_the_database_url_is_not_shown() {
        let settings = settings("[database]\nurl = \"postgres://a:hunter2@db/verbund\"", []);
        let (shown, _) = in_force(&settings, "database.url");
        assert_eq!(shown, format!("\"postgres://a:{MASK}@db/verbund\""));
    }

    #[test]
    fn each_wrong_setting_gets_one_sentence_with_its_place() {
        for (file, sentence) in [
            (
                "[listen]\n\nadress = \"127.0.0.1:8080\"",
                "verbund.toml:3: listen.adress: there is no such setting; did you mean listen.address?",
            ),
            (
                "[quantum]\nflux = 1",
                "verbund.toml:2: quantum.flux: there is no such setting; \"verbund config show\" lists them all",
            ),
            (
                "name = \"Verein\"",
                "verbund.toml:1: name stands above all sections; write it below one, as [section]",
            ),
            (
                "[instance\n",
                "verbund.toml:1: unclosed table, expected `]`",
            ),
            (
                "[instance]\nname = \"\"",
                "verbund.toml:2: instance.name: must not be empty",
            ),
            (
                "[instance]\nname = 5",
                "verbund.toml:2: instance.name: must be text in quotes, not a whole number",
            ),
            (
                "[instance]\nlanguage = \"fr\"",
                "verbund.toml:2: instance.language: unknown variant `fr`, expected `de` or `en`",
            ),
            (
                "[instance]\nzone = \"Europe/Berln\"",
                "verbund.toml:2: instance.zone: there is no time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?",
            ),
            (
                "[instance]\norigin = \"verein.example\"",
                "verbund.toml:2: instance.origin: must be a complete address, as in \"https://verein.example\"",
            ),
            (
                "[instance]\norigin = \"ftp://verein.example\"",
                "verbund.toml:2: instance.origin: must be a complete address, as in \"https://verein.example\"",
            ),
            (
                "[listen]\naddress = \"localhost\"",
                "verbund.toml:2: listen.address: must be an IP address and a port, as in \"127.0.0.1:8080\" or \"[::1]:8080\"",
            ),
            (
                "[listen]\ntrusted_proxies = [\"caddy\"]",
                "verbund.toml:2: listen.trusted_proxies: \"caddy\" is no address or network, such as \"10.0.0.1\" or \"10.0.0.0/8\"",
            ),
            (
                "[database]\nurl = \"mysql://localhost/verbund\"",
                "verbund.toml:2: database.url: must begin with \"postgres://\" or \"sqlite:\", as in \"postgres://verbund@localhost/verbund\"",
            ),
            (
                "[database]\nurl = \"postgres://localhost/\"",
                "verbund.toml:2: database.url: must end with the name of the database, as in \"postgres://verbund@localhost/verbund\"",
            ),
            (
                "[database]\nconnections = 0",
                "verbund.toml:2: database.connections: must be a number from 2 to 1000",
            ),
            (
                "[secret]\nkey = \"short\"",
                "verbund.toml:2: secret.key: must be 32 bytes in base64 or hexadecimal, as made by \"openssl rand -base64 32\"",
            ),
            (
                "[retention]\nactivities_days = -1",
                "verbund.toml:2: retention.activities_days: must be a number from 15 to 4000",
            ),
            (
                "[legal]\naccessibility_reviewed_on = \"gestern\"",
                "verbund.toml:2: legal.accessibility_reviewed_on: must be a day, as in \"2026-11-22\"",
            ),
            (
                "[log]\nlevel = \"a=b=c\"",
                "verbund.toml:2: log.level: must be \"error\", \"warn\", \"info\", \"debug\" or \"trace\", or such as \"info,federation=debug\"",
            ),
            (
                "[listen]\naddress = \"0.0.0.0:80\"\n[test]\nprivate_network = true",
                "verbund.toml:4: test.private_network: is for test beds on one machine, but listen.address is 0.0.0.0:80, which others can reach",
            ),
            (
                "[test]\nprobe = \"127.0.0.1:9090\"",
                "verbund.toml:2: test.probe: needs test.private_network or test.addresses, and a loopback address",
            ),
            (
                "[test]\naddresses = [\"127.0.0.1\"]",
                "verbund.toml:2: test.addresses: \"127.0.0.1\" is no address with a port, such as \"127.0.0.1:8443\"",
            ),
            (
                "[test]\naccept_follows = true",
                "verbund.toml:2: test.accept_follows: needs test.private_network or test.addresses",
            ),
            (
                "[mail]\nurl = \"mail.verein.example\"",
                "verbund.toml:2: mail.url: must begin with \"smtps://\", \"smtp://\" or \"file:\", as in \"smtps://mail.verein.example\"",
            ),
            (
                "[mail]\nfrom = \"Verein <post@verein.example>\"",
                "verbund.toml:2: mail.from: must be one mail address, as in \"post@verein.example\"",
            ),
            (
                "[mail]\nurl = \"smtps://mail.verein.example\"",
                "mail.from: must be set where mail.url is, as in \"post@verein.example\" (in the settings file, or as VERBUND__MAIL__FROM)",
            ),
            (
                "[mail]\nuser = \"post@verein.example\"",
                "mail.password: is missing for mail.user (in the settings file, or as VERBUND__MAIL__PASSWORD)",
            ),
            (
                "[mail]\npassword = \"hunter2\"",
                "mail.user: is missing for mail.password (in the settings file, or as VERBUND__MAIL__USER)",
            ),
            (
                "[test]\nprivate_network = true\nprobe = \"0.0.0.0:9090\"",
                "verbund.toml:3: test.probe: needs test.private_network or test.addresses, and a loopback address",
            ),
        ] {
            assert_eq!(faults(file, []), [sentence], "{file}");
        }
    }

    #[test]
    fn each_wrong_variable_gets_one_sentence_with_its_name() {
        for (variable, text, sentence) in [
            (
                "VERBUND__LISTEN__ADRESS",
                "127.0.0.1:8080",
                "there is no such setting; did you mean VERBUND__LISTEN__ADDRESS?",
            ),
            (
                "VERBUND_LISTEN__ADDRESS",
                "127.0.0.1:8080",
                "there is no such setting; did you mean VERBUND__LISTEN__ADDRESS?",
            ),
            (
                "VERBUND__TEST__PRIVATE_NETWORK",
                "yes",
                "must be true or false, not text in quotes",
            ),
            (
                "VERBUND__SECRET__KEY_FILE",
                "/nowhere/key",
                "the file \"/nowhere/key\" cannot be read: No such file or directory (os error 2)",
            ),
            (
                FOREIGN_SWITCH,
                "1",
                "unset it; for test beds there is test.private_network",
            ),
        ] {
            assert_eq!(
                faults("", [(variable, text)]),
                [format!("{variable}: {sentence}")]
            );
        }
        let both = [
            ("VERBUND__LOG__LEVEL", "info"),
            ("VERBUND__LOG__LEVEL_FILE", "/dev/null"),
        ];
        assert_eq!(
            faults("", both),
            ["VERBUND__LOG__LEVEL_FILE: VERBUND__LOG__LEVEL is set as well; keep one of them"]
        );
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let file = "[listen]\nadress = \"\"\nconnections = \"many\"\n";
        assert_eq!(faults(file, [("VERBUND__LOG__FORMAT", "xml")]).len(), 3);
    }

    #[test]
    fn the_origin_must_be_one_that_others_can_use() {
        let missing = Settings::defaults().config().unwrap_err().to_string();
        assert_eq!(
            missing,
            "instance.origin: must be set to the public address, as in \"https://verein.example\" \
             (in the settings file, or as VERBUND__INSTANCE__ORIGIN)"
        );
        let why = |origin: &str, private| {
            let origin = ("VERBUND__INSTANCE__ORIGIN", origin);
            let private = ("VERBUND__TEST__PRIVATE_NETWORK", private);
            settings("", [origin, private])
                .config()
                .err()
                .map(|why| why.to_string())
        };
        for refused in [
            "http://verein.example",
            "https://verein.example:8443",
            "https://verein.example/verbund",
            "https://verein.example?a",
            "https://verein.example#a",
            "https://me@verein.example",
            "https://:secret@verein.example",
            "https://127.0.0.1",
            "https://localhost",
        ] {
            let why = why(refused, "false").expect(refused);
            assert!(why.starts_with("VERBUND__INSTANCE__ORIGIN: must "), "{why}");
        }
        for accepted in [
            "https://verein.example",
            "https://verein.example/",
            "https://bücher.example",
        ] {
            assert_eq!(why(accepted, "false"), None, "{accepted}");
        }
        for accepted in [
            "http://127.0.0.1:8080",
            "http://localhost",
            "https://a.test:8443",
        ] {
            assert_eq!(why(accepted, "true"), None, "{accepted}");
        }
    }

    #[test]
    fn a_file_that_is_named_must_be_there() {
        let named = Settings::read(
            Some(Path::new("/nowhere/verbund.toml")),
            &Environment::from([ORIGIN]),
        );
        let elsewhere = Environment::from([ORIGIN, (FILE_VARIABLE, "/nowhere/verbund.toml")]);
        let named_file = faults("", [(FILE_VARIABLE, "verbund.toml")]);
        assert!(named_file.is_empty(), "it is no setting: {named_file:?}");
        for settings in [named, Settings::read(None, &elsewhere)] {
            let why = settings.config().unwrap_err().to_string();
            assert!(
                why.starts_with("/nowhere/verbund.toml: the settings file cannot be read"),
                "{why}"
            );
        }
    }
}
