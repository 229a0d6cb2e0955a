//! The settings nobody may see: the secret key, and the password in a database URL.
//! Neither is ever printed, logged or part of an error.

use anyhow::{Context as _, bail};
use aws_lc_rs::rand;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Serialize;
use std::{
    fmt, fs,
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    str::FromStr,
};
use url::Url;

pub(super) const MASK: &str = "********";

/// 32 bytes, from base64 or hexadecimal.
#[derive(Clone)]
pub(super) struct SecretKey(pub(super) [u8; 32]);

impl FromStr for SecretKey {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str =
            "must be 32 bytes in base64 or hexadecimal, as made by \"openssl rand -base64 32\"";
        let bytes = match text.len() {
            64 => from_hex(text).ok_or(WRONG)?,
            _ => BASE64_STANDARD.decode(text).map_err(|_| WRONG)?,
        };
        bytes.try_into().map(Self).map_err(|_| WRONG)
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl Serialize for SecretKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(MASK)
    }
}

impl SecretKey {
    /// The key in `file`. Made, readable by us alone, if there is no such file.
    pub(super) fn kept_in(file: &Path) -> anyhow::Result<Self> {
        match fs::read_to_string(file) {
            Ok(text) => match text.trim().parse() {
                Ok(key) => Ok(key),
                Err(why) => bail!("{} {why}", file.display()),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Self::make(file),
            Err(error) => {
                Err(error).with_context(|| format!("reading the secret key, {}", file.display()))
            }
        }
    }

    fn make(file: &Path) -> anyhow::Result<Self> {
        let mut key = [0; 32];
        rand::fill(&mut key).context("asking the system for random bytes")?;
        Self::keep(&key, file)
    }

    /// Write a key to `file`, unless there is one already.
    pub(super) fn keep(key: &[u8], file: &Path) -> anyhow::Result<Self> {
        let key: [u8; 32] = key.try_into().context("a secret key has 32 bytes")?;
        // Written beside and moved, so that half a key is never taken for one.
        let beside = file.with_extension(format!("key.{}", std::process::id()));
        let written = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside)
            .and_then(|mut open| {
                writeln!(open, "{}", BASE64_STANDARD.encode(key))?;
                open.sync_all()
            })
            // Unlike a rename, this fails if another process was quicker.
            .and_then(|()| fs::hard_link(&beside, file));
        let _ = fs::remove_file(&beside);
        match written {
            Ok(()) => Ok(Self(key)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Self::kept_in(file),
            Err(error) => {
                Err(error).with_context(|| format!("writing the secret key, {}", file.display()))
            }
        }
    }
}

/// `sqlite:` or `postgres:`. Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn of_file(file: &Path) -> String {
        let file = file.display().to_string();
        // The three characters that would end the path or be decoded.
        let path = file
            .replace('%', "%25")
            .replace('?', "%3F")
            .replace('#', "%23");
        format!("sqlite://{path}?mode=rwc")
    }
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "must begin with \"postgres://\" or \"sqlite:\", as in \"postgres://verbund@localhost/verbund\"";
        let scheme = text.split_once(':').ok_or(WRONG)?.0;
        match scheme {
            "sqlite" => Ok(Self(text.to_owned())),
            "postgres" | "postgresql" => match Url::parse(text) {
                Ok(url) if url.path().len() > 1 => Ok(Self(text.to_owned())),
                Ok(_) => Err(
                    "must end with the name of the database, as in \"postgres://verbund@localhost/verbund\"",
                ),
                Err(_) => Err(
                    "cannot be read: write special characters of the password as %40 (@), %2F (/), %3A (:), %23 (#), %3F (?)",
                ),
            },
            _ => Err(WRONG),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(mut url) = Url::parse(&self.0)
            .ok()
            .filter(|url| url.scheme() != "sqlite")
        else {
            return f.write_str(&self.0);
        };
        if url.password().is_some() {
            let _ = url.set_password(Some(MASK));
        }
        // `?password=` is another place for one.
        url.set_query(None);
        write!(f, "{url}")
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_of_32_bytes_is_read_from_base64_and_hexadecimal() {
        let bytes = [7u8; 32];
        for text in [BASE64_STANDARD.encode(bytes), "07".repeat(32)] {
            assert_eq!(text.parse::<SecretKey>().unwrap().0, bytes, "{text}");
        }
        for text in [
            "07",
            "",
            &BASE64_STANDARD.encode([7; 31]),
            &"zz".repeat(32),
            &"ä".repeat(32),
        ] {
            assert!(text.parse::<SecretKey>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_secret_that_is_not_set_is_made_once_and_is_ours_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = std::env::temp_dir().join(format!("verbund-secret-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let file = directory.join("secret.key");
        let made = SecretKey::kept_in(&file).unwrap();
        assert_eq!(SecretKey::kept_in(&file).unwrap().0, made.0);
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
        fs::write(&file, "half a k").unwrap();
        assert!(SecretKey::kept_in(&file).is_err(), "never replaced");
        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn of_two_keys_for_one_file_the_first_stays() {
        let directory = std::env::temp_dir().join(format!("verbund-keys-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let file = directory.join("secret.key");
        for key in [[1; 32], [2; 32]] {
            assert_eq!(SecretKey::keep(&key, &file).unwrap().0, [1; 32]);
        }
        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn a_database_url_is_shown_without_its_password() {
        let url: DatabaseUrl = "postgres://verbund:hunter2@db/verbund?password=hunter3"
            .parse()
            .unwrap();
        assert_eq!(url.to_string(), "postgres://verbund:********@db/verbund");
        assert!(!format!("{url:?}").contains("hunter"));
        assert!(url.as_str().contains("hunter2"));
    }

    #[test]
    fn a_path_with_odd_characters_stays_one_path() {
        assert_eq!(
            DatabaseUrl::of_file(Path::new("/srv/50% äh?/v#1.sqlite")),
            "sqlite:///srv/50%25 äh%3F/v%231.sqlite?mode=rwc"
        );
    }
}
