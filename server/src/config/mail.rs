//! Where mails are handed in, and as whom.

use super::values::{between, unless_empty};
use lettre::Address;
use serde::{Deserialize, Deserializer, de::Error};
use std::{fmt, net::Ipv4Addr, path::PathBuf, str::FromStr};
use url::{Host, Url};

const SUBMISSIONS: u16 = 465;
const SUBMISSION: u16 = 587;
const SMTP: u16 = 25;

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Nothing is sent while this is absent.
    #[serde(deserialize_with = "unless_empty")]
    pub url: Option<Outlet>,
    pub user: String,
    pub password: Password,
    #[serde(deserialize_with = "mailbox")]
    pub from: Option<Address>,
    /// Days before an event on which those who come are reminded of it; 0 for never.
    #[serde(deserialize_with = "between::<0, 30, _, _>")]
    pub reminder_days: u16,
}

impl Mail {
    /// Every mail ends in this folder, for tests and the demo.
    pub(super) fn kept_in(folder: PathBuf) -> Self {
        Self {
            url: Some(Outlet::Folder(folder)),
            user: String::new(),
            password: Password::default(),
            from: "post@dialog.example.org".parse().ok(),
            reminder_days: 2,
        }
    }

    /// Whether there is a way out.
    pub fn is_on(&self) -> bool {
        self.url.is_some()
    }

    /// As whom it is sent, where there is a way out.
    pub fn sends_as(&self) -> Option<String> {
        let from = self.from.as_ref().filter(|_| self.is_on());
        from.map(ToString::to_string)
    }

    /// The rules that concern more than one setting: the key at fault, and why.
    pub(super) fn contradictions(&self) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        if self.url.is_some() && self.from.is_none() {
            found.push((
                "mail.from",
                "must be set where mail.url is, as in \"post@verein.example\"".to_owned(),
            ));
        }
        match (self.user.is_empty(), self.password.0.is_empty()) {
            (false, true) => found.push(("mail.password", "is missing for mail.user".to_owned())),
            (true, false) => found.push(("mail.user", "is missing for mail.password".to_owned())),
            _ => {}
        }
        found
    }
}

/// Where mails go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outlet {
    Server(Server),
    /// A folder that collects them, for trying out.
    Folder(PathBuf),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// A name, or an address of this machine.
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte on (RFC 8314).
    Implicit,
    /// `STARTTLS`, and not a word before it.
    StartTls,
    /// On this machine only.
    None,
}

impl FromStr for Outlet {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "must begin with \"smtps://\", \"smtp://\" or \"file:\", as in \
                             \"smtps://mail.verein.example\"";
        if let Some(path) = text.strip_prefix("file:") {
            // `file:///var/mail` and `file:mail` are both how people write it.
            let path = path.strip_prefix("//").unwrap_or(path);
            return match path.is_empty() {
                true => Err("must name a folder, as in \"file:/var/lib/verbund/mail\""),
                false => Ok(Self::Folder(path.into())),
            };
        }
        let url = Url::parse(text).map_err(|_| WRONG)?;
        if !matches!(url.scheme(), "smtp" | "smtps") {
            return Err(WRONG);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not hold user or password: they are mail.user and mail.password");
        }
        let bare = matches!(url.path(), "" | "/") && url.query().is_none();
        let host = url.host().filter(|_| bare && url.fragment().is_none());
        let host = host.ok_or(
            "must end after the host name or the port, as in \"smtps://mail.verein.example:465\"",
        )?;
        let is_here = match &host {
            // In other schemes than http an IPv4 address is a name like any other.
            Host::Domain(name) => match name.parse::<Ipv4Addr>() {
                Ok(ip) => ip.is_loopback(),
                Err(_) => name.eq_ignore_ascii_case("localhost"),
            },
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
        };
        let (encryption, port) = match url.scheme() {
            "smtps" => (Encryption::Implicit, SUBMISSIONS),
            _ if is_here => (Encryption::None, SMTP),
            _ => (Encryption::StartTls, SUBMISSION),
        };
        let host = match host {
            Host::Ipv6(ip) => ip.to_string(),
            host => host.to_string(),
        };
        Ok(Self::Server(Server {
            host,
            port: url.port().unwrap_or(port),
            encryption,
        }))
    }
}

/// As it was written.
impl fmt::Display for Outlet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "file:{}", path.display()),
            Self::Server(Server {
                host,
                port,
                encryption,
            }) => {
                let scheme = match encryption {
                    Encryption::Implicit => "smtps",
                    Encryption::StartTls | Encryption::None => "smtp",
                };
                match host.contains(':') {
                    true => write!(f, "{scheme}://[{host}]:{port}"),
                    false => write!(f, "{scheme}://{host}:{port}"),
                }
            }
        }
    }
}

#[cfg(test)]
impl serde::Serialize for Outlet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Never printed, logged or part of an error.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(super::secret::MASK)
    }
}

#[cfg(test)]
impl serde::Serialize for Password {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(super::secret::MASK)
    }
}

fn mailbox<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Address>, D::Error> {
    let text = String::deserialize(value)?;
    match text.is_empty() {
        true => Ok(None),
        false => text.parse().map(Some).map_err(|_| {
            D::Error::custom("must be one mail address, as in \"post@verein.example\"")
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_says_host_port_and_encryption() {
        use Encryption::{Implicit, None, StartTls};
        for (text, host, port, encryption) in [
            (
                "smtps://mail.verein.example",
                "mail.verein.example",
                465,
                Implicit,
            ),
            (
                "smtps://mail.verein.example:2465/",
                "mail.verein.example",
                2465,
                Implicit,
            ),
            (
                "smtp://mail.verein.example",
                "mail.verein.example",
                587,
                StartTls,
            ),
            (
                "smtp://mail.verein.example:25",
                "mail.verein.example",
                25,
                StartTls,
            ),
            (
                "smtp://localhost.verein.example",
                "localhost.verein.example",
                587,
                StartTls,
            ),
            ("smtp://10.0.0.1", "10.0.0.1", 587, StartTls),
            ("smtp://localhost", "localhost", 25, None),
            ("smtp://LOCALHOST:2525", "LOCALHOST", 2525, None),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, None),
            ("smtp://[::1]:2525", "::1", 2525, None),
            ("smtps://localhost", "localhost", 465, Implicit),
        ] {
            let server = Server {
                host: host.to_owned(),
                port,
                encryption,
            };
            let outlet: Outlet = text.parse().unwrap();
            assert_eq!(outlet, Outlet::Server(server), "{text}");
            assert_eq!(outlet.to_string().parse(), Ok(outlet), "{text}");
        }
        for (text, folder) in [
            ("file:mail", "mail"),
            ("file:/srv/mail", "/srv/mail"),
            ("file:///srv/mail", "/srv/mail"),
        ] {
            assert_eq!(text.parse(), Ok(Outlet::Folder(folder.into())), "{text}");
        }
    }

    #[test]
    fn what_is_no_outlet_is_refused_with_the_reason() {
        for (text, reason) in [
            ("mail.verein.example", "must begin with"),
            ("mail.verein.example:465", "must begin with"),
            ("https://mail.verein.example", "must begin with"),
            ("file:", "must name a folder"),
            ("file://", "must name a folder"),
            ("smtps://", "must end after the host"),
            (
                "smtps://mail.verein.example/path",
                "must end after the host",
            ),
            (
                "smtps://mail.verein.example?tls=no",
                "must end after the host",
            ),
            ("smtps://mail.verein.example#x", "must end after the host"),
            (
                "smtps://post:hunter2@mail.verein.example",
                "must not hold user or password",
            ),
            (
                "smtps://post@mail.verein.example",
                "must not hold user or password",
            ),
            (
                "smtps://:hunter2@mail.verein.example",
                "must not hold user or password",
            ),
        ] {
            let refused = text.parse::<Outlet>().unwrap_err();
            assert!(refused.starts_with(reason), "{text}: {refused}");
            assert!(!refused.contains("hunter2"));
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let mail = Mail {
            password: Password("hunter2".into()),
            ..Mail::kept_in("mail".into())
        };
        assert!(!format!("{mail:?}").contains("hunter2"));
        assert_eq!(mail.password.expose(), "hunter2");
    }
}
