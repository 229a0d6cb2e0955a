//! How a mail leaves: to the one server of the settings, into a folder, or not at all.
//! Says of each mail what became of it, in words that name nobody, and whether to try again.
//! Refuses to speak to another machine unencrypted.

use super::{Mail, message::deliverable};
use crate::config::{Config, Encryption, Outlet, Server};
use anyhow::Context as _;
use lettre::transport::smtp::{
    Error as SmtpError,
    authentication::{Credentials, Mechanism},
    client::{AsyncSmtpConnection, TlsParameters},
    commands::{Data, Mail as MailFrom, Rcpt, Rset},
    extension::ClientId,
};
use std::{
    error::Error as _,
    fmt, fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

/// From the first packet to where a mail can be handed in: name, TLS, greeting, signing in.
const CONNECTED_WITHIN: Duration = Duration::from_secs(30);
/// From a mail's sender to where its content is asked for.
const ANNOUNCED_WITHIN: Duration = Duration::from_secs(60);
/// For its content. Whoever gives up after the last byte does not know whether it went, and sends it
/// again: so this is as long as RFC 5321 §4.5.3.2.6 has it.
const TAKEN_WITHIN: Duration = Duration::from_secs(600);
/// For good manners, and for what need not be answered.
const PARTED_WITHIN: Duration = Duration::from_secs(5);
/// Servers close connections that never end.
const MAILS_PER_CONNECTION: usize = 100;

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody else answers for it now.
    Delivered,
    /// Nothing is wrong with it: try again.
    Later(Reason),
    /// It will not be taken as it is.
    Never(Reason),
}

/// Why a mail is not delivered. Holds no address and no word of the other server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    Off,
    Unreachable,
    TimedOut,
    /// The server offers no encryption, or its certificate is not for it.
    Unencrypted,
    SignIn(Code),
    /// The server takes nothing from our address.
    Sender(Code),
    NotNow(Code),
    Refused(Code),
    /// The connection broke, or what came was no SMTP.
    Broken,
    Folder(io::ErrorKind),
}

/// What a server said, in numbers (RFC 5321 §4.2, RFC 3463): „550 5.1.1“.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code(String);

impl Reason {
    /// The message that explains it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Off => "mail-reason-off",
            Self::Unreachable => "mail-reason-unreachable",
            Self::TimedOut => "mail-reason-timed-out",
            Self::Unencrypted => "mail-reason-unencrypted",
            Self::SignIn(_) => "mail-reason-sign-in",
            Self::Sender(_) => "mail-reason-sender",
            Self::NotNow(_) => "mail-reason-later",
            Self::Refused(_) => "mail-reason-refused",
            Self::Broken => "mail-reason-broken",
            Self::Folder(_) => "mail-reason-folder",
        }
    }

    /// Whether the fault is with the settings or the server, and so with every other mail too.
    pub fn is_ours(&self) -> bool {
        !matches!(self, Self::NotNow(_) | Self::Refused(_))
    }
}

/// For logs.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("no mail server is set"),
            Self::Unreachable => f.write_str("the mail server cannot be reached"),
            Self::TimedOut => f.write_str("the mail server did not answer in time"),
            Self::Unencrypted => f.write_str("no secure connection to the mail server"),
            Self::SignIn(Code(code)) => write!(f, "signing in to the mail server failed {code}"),
            Self::Sender(Code(code)) => write!(f, "the sender was not accepted {code}"),
            Self::NotNow(Code(code)) => write!(f, "not now {code}"),
            Self::Refused(Code(code)) => write!(f, "refused {code}"),
            Self::Broken => f.write_str("the connection broke"),
            Self::Folder(kind) => write!(f, "the mail folder cannot be written to: {kind}"),
        }
    }
}

/// The way out, as the settings have it.
#[derive(Clone)]
pub struct Transport(Way);

#[derive(Clone)]
enum Way {
    Smtp(Box<Smtp>),
    Folder(PathBuf),
    Off,
}

#[derive(Clone)]
struct Smtp {
    server: Server,
    /// Absent where nothing is encrypted.
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    from: lettre::Address,
    /// Who we say we are.
    hello: ClientId,
    patience: Patience,
}

/// How long we wait for a server.
#[derive(Clone, Copy)]
struct Patience {
    connected: Duration,
    announced: Duration,
    taken: Duration,
}

impl Transport {
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let mail = &config.mail;
        let (Some(outlet), Some(from)) = (&mail.url, &mail.from) else {
            return Ok(Self(Way::Off));
        };
        let server = match outlet {
            Outlet::Folder(folder) => return Ok(Self(Way::Folder(folder.clone()))),
            Outlet::Server(server) => server.clone(),
        };
        let tls = match server.encryption {
            Encryption::None => None,
            Encryption::Implicit | Encryption::StartTls => {
                let tls = TlsParameters::new(server.host.clone());
                Some(tls.context("mail.url: preparing encrypted connections")?)
            }
        };
        let credentials = (!mail.user.is_empty())
            .then(|| Credentials::new(mail.user.clone(), mail.password.expose().to_owned()));
        let host = config.origin().host_str().unwrap_or_default();
        Ok(Self(Way::Smtp(Box::new(Smtp {
            server,
            tls,
            credentials,
            from: from.clone(),
            hello: ClientId::Domain(host.to_owned()),
            patience: Patience {
                connected: CONNECTED_WITHIN,
                announced: ANNOUNCED_WITHIN,
                taken: TAKEN_WITHIN,
            },
        }))))
    }

    /// Whether mails leave at all. Where they do not, nobody may be asked to wait for one.
    pub fn is_off(&self) -> bool {
        matches!(self.0, Way::Off)
    }

    /// Go as far as to where a mail could be handed in, and hand in none.
    pub async fn reach(&self) -> Result<(), Reason> {
        match &self.0 {
            Way::Off => Err(Reason::Off),
            Way::Folder(folder) => {
                let made = fs::DirBuilder::new()
                    .recursive(true)
                    .mode(0o700)
                    .create(folder);
                made.map_err(|error| Reason::Folder(error.kind()))
            }
            Way::Smtp(smtp) => {
                let mut connection = within(smtp.patience.connected, smtp.connect()).await?;
                let _ = tokio::time::timeout(PARTED_WITHIN, connection.quit()).await;
                Ok(())
            }
        }
    }

    /// Begin to hand in mails, one after the other. Nothing is opened before the first.
    pub fn session(&self) -> Session<'_> {
        Session {
            way: &self.0,
            open: None,
            down: None,
        }
    }
}

/// Several mails over one connection.
pub struct Session<'a> {
    way: &'a Way,
    open: Option<Open>,
    /// Why nobody answers there: found out once, not once for each mail.
    down: Option<Reason>,
}

struct Open {
    connection: AsyncSmtpConnection,
    mails: usize,
}

impl Session<'_> {
    pub async fn send(&mut self, mail: &Mail) -> Outcome {
        match self.way {
            Way::Off => Outcome::Later(Reason::Off),
            Way::Folder(folder) => keep(folder.clone(), mail.clone()).await,
            Way::Smtp(smtp) => self.hand_in(smtp, mail).await,
        }
    }

    /// Say goodbye. A session that is dropped just hangs up.
    pub async fn close(mut self) {
        self.part().await;
    }

    async fn hand_in(&mut self, smtp: &Smtp, mail: &Mail) -> Outcome {
        if let Some(reason) = &self.down {
            return Outcome::Later(reason.clone());
        }
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.mails >= MAILS_PER_CONNECTION)
        {
            self.part().await;
        }
        let mut open = match self.open.take() {
            Some(open) => open,
            None => match within(smtp.patience.connected, smtp.connect()).await {
                Ok(connection) => Open {
                    connection,
                    mails: 0,
                },
                Err(reason) => {
                    self.down = Some(reason.clone());
                    return Outcome::Later(reason);
                }
            },
        };
        open.mails += 1;
        match smtp.hand_in(&mut open.connection, mail).await {
            Ok(()) => {
                self.open = Some(open);
                Outcome::Delivered
            }
            Err(reason) => {
                if reason == Reason::TimedOut {
                    // What it says at last would be taken for an answer to something else.
                    self.down = Some(Reason::TimedOut);
                } else if begin_anew(&mut open.connection).await {
                    self.open = Some(open);
                }
                match reason {
                    Reason::Refused(_) => Outcome::Never(reason),
                    _ => Outcome::Later(reason),
                }
            }
        }
    }

    async fn part(&mut self) {
        if let Some(mut open) = self.open.take() {
            let _ = tokio::time::timeout(PARTED_WITHIN, open.connection.quit()).await;
        }
    }
}

impl Smtp {
    /// Connected, encrypted and signed in.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Reason> {
        let Server {
            host,
            port,
            encryption,
        } = &self.server;
        let from_the_start = match encryption {
            Encryption::Implicit => self.tls.clone(),
            Encryption::StartTls | Encryption::None => None,
        };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (host.as_str(), *port),
            Some(self.patience.connected),
            &self.hello,
            from_the_start,
            None,
        )
        .await
        .map_err(|error| unconnected(&error))?;
        if *encryption == Encryption::StartTls {
            let tls = self.tls.clone().ok_or(Reason::Unencrypted)?;
            let begun = connection.starttls(tls, &self.hello).await;
            begun.map_err(|_| Reason::Unencrypted)?;
        }
        if let Some(credentials) = &self.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let signed_in = connection.auth(&mechanisms, credentials).await;
            signed_in.map_err(|error| match error.status() {
                Some(_) => Reason::SignIn(Code::of(&error)),
                None if error.is_client() => Reason::SignIn(Code::default()),
                None => Reason::Broken,
            })?;
        }
        Ok(connection)
    }

    /// Step by step, for what a refusal means depends on what was refused.
    async fn hand_in(&self, to: &mut AsyncSmtpConnection, mail: &Mail) -> Result<(), Reason> {
        let refused = |error: SmtpError| answered(&error, Reason::Refused);
        within(self.patience.announced, async {
            let from = MailFrom::new(Some(self.from.clone()), Vec::new());
            let unwanted = |error: SmtpError| answered(&error, Reason::Sender);
            to.command(from).await.map_err(unwanted)?;
            let recipient = Rcpt::new(deliverable(&mail.to), Vec::new());
            to.command(recipient).await.map_err(refused)?;
            to.command(Data).await.map_err(refused)
        })
        .await?;
        let taken = async { to.message(&mail.bytes).await.map_err(refused) };
        within(self.patience.taken, taken).await.map(|_| ())
    }
}

/// What went wrong before anything could be handed in. None of it is a mail's fault.
fn unconnected(error: &SmtpError) -> Reason {
    if error.status().is_some() {
        Reason::NotNow(Code::of(error))
    } else if error.is_timeout() {
        Reason::TimedOut
    } else if error.is_response() {
        Reason::Broken
    } else if error.is_tls() || is_about_certificates(error) {
        Reason::Unencrypted
    } else {
        Reason::Unreachable
    }
}

/// What rustls refuses comes as broken data of the connection.
fn is_about_certificates(error: &SmtpError) -> bool {
    let mut causes = error.source();
    while let Some(cause) = causes {
        let io = cause.downcast_ref::<io::Error>();
        if io.is_some_and(|io| io.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        causes = cause.source();
    }
    false
}

/// A temporary refusal is for now, whatever it is of; another is `for_good`.
fn answered(error: &SmtpError, for_good: fn(Code) -> Reason) -> Reason {
    if error.is_permanent() && !wants_a_sign_in(error) {
        for_good(Code::of(error))
    } else if error.is_permanent() {
        Reason::SignIn(Code::of(error))
    } else if error.is_transient() {
        Reason::NotNow(Code::of(error))
    } else if error.is_timeout() {
        Reason::TimedOut
    } else {
        Reason::Broken
    }
}

/// RFC 4954 §6: asked for at any time.
fn wants_a_sign_in(error: &SmtpError) -> bool {
    let code = error.status().map(|code| code.to_string());
    matches!(code.as_deref(), Some("530" | "534" | "535" | "538"))
}

impl Code {
    /// The numbers alone: the words beside them often name the recipient.
    fn of(error: &SmtpError) -> Self {
        let Some(code) = error.status() else {
            return Self::default();
        };
        let said = error.source().map(ToString::to_string).unwrap_or_default();
        let first = said.split_whitespace().next().unwrap_or_default();
        let numbers: Vec<&str> = first.split('.').collect();
        let is_number =
            |part: &&str| (1..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
        match numbers.len() == 3 && numbers.iter().all(is_number) {
            true => Self(format!("{code} {first}")),
            false => Self(code.to_string()),
        }
    }
}

async fn within<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, Reason>>,
) -> Result<T, Reason> {
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done,
        Err(_) => Err(Reason::TimedOut),
    }
}

/// Forget the mail that was refused. `false` when the connection is of no more use.
async fn begin_anew(connection: &mut AsyncSmtpConnection) -> bool {
    let anew = tokio::time::timeout(PARTED_WITHIN, connection.command(Rset)).await;
    matches!(anew, Ok(Ok(_)))
}

async fn keep(folder: PathBuf, mail: Mail) -> Outcome {
    let kept = tokio::task::spawn_blocking(move || keep_in(&folder, &mail)).await;
    match kept.expect("writing a file does not panic") {
        Ok(()) => Outcome::Delivered,
        Err(error) => Outcome::Later(Reason::Folder(error.kind())),
    }
}

/// Written beside and moved, so that nobody reads half a mail. The same mail is the same file.
fn keep_in(folder: &Path, mail: &Mail) -> io::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let beside = folder.join(format!("{}.part", mail.id));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)?;
    file.write_all(&mail.bytes)?;
    file.sync_all()?;
    fs::rename(&beside, folder.join(format!("{}.eml", mail.id)))?;
    // The name too has to outlast a power cut.
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            Message, Paragraph,
            receiver::{Receiver, SILENCE, Says},
            samples,
        },
        *,
    };
    use crate::i18n::Lang;
    use std::os::unix::fs::PermissionsExt as _;

    fn mail() -> Mail {
        samples::mail(&samples::full())
    }

    fn config(settings: &str) -> Config {
        let origin = "https://dialog.example.org".parse().unwrap();
        let mut config = Config::for_testing("data".into(), origin);
        config.mail.url = (!settings.is_empty()).then(|| settings.parse().unwrap());
        config
    }

    /// As the settings would have it with this server.
    fn to(server: &Receiver) -> Transport {
        Transport::new(&config(&format!("smtp://127.0.0.1:{}", server.port))).unwrap()
    }

    fn changed(transport: Transport, change: impl FnOnce(&mut Smtp)) -> Transport {
        let Way::Smtp(mut smtp) = transport.0 else {
            panic!("no server");
        };
        change(&mut smtp);
        Transport(Way::Smtp(smtp))
    }

    async fn sent(says: Says, times: usize) -> (Receiver, Vec<Outcome>) {
        let server = Receiver::start(says).await;
        let transport = to(&server);
        let mut session = transport.session();
        let mut outcomes = Vec::new();
        for _ in 0..times {
            outcomes.push(session.send(&mail()).await);
        }
        session.close().await;
        (server, outcomes)
    }

    fn code(text: &str) -> Code {
        Code(text.to_owned())
    }

    #[tokio::test]
    async fn a_mail_arrives_as_it_was_written() {
        let server = Receiver::start(|_, _| None).await;
        let transport = to(&server);
        let dots = Message {
            paragraphs: vec![Paragraph::Text(".\n..\n.\nend".into())],
            ..samples::full()
        };
        let mail = samples::mail(&dots);
        let mut session = transport.session();
        assert_eq!(session.send(&mail).await, Outcome::Delivered);
        session.close().await;
        let [taken] = &server.mails()[..] else {
            panic!("one mail");
        };
        let taken = std::str::from_utf8(taken).unwrap();
        let written = std::str::from_utf8(&mail.bytes).unwrap();
        assert_eq!(taken.trim_end(), written.trim_end());
        assert_eq!(server.heard("EHLO"), ["EHLO dialog.example.org"]);
        assert_eq!(
            server.heard("MAIL"),
            ["MAIL FROM:<post@dialog.example.org>"]
        );
        assert_eq!(server.heard("RCPT"), ["RCPT TO:<m.muster@example.org>"]);
        assert_eq!(server.heard("AUTH"), [""; 0]);
        assert_eq!(server.heard("QUIT"), ["QUIT"]);
    }

    #[tokio::test]
    async fn a_server_that_asks_for_patience_gets_the_mail_later() {
        for says in [
            (|command, before| {
                let is_first = command.starts_with("RCPT") && before == 0;
                is_first.then_some("451 4.7.1 greylisted, m.muster@example.org")
            }) as Says,
            |command, before| {
                (command == "content" && before == 0).then_some("451 4.7.1 m.muster@example.org")
            },
        ] {
            let (server, outcomes) = sent(says, 2).await;
            let later = Outcome::Later(Reason::NotNow(code("451 4.7.1")));
            assert_eq!(outcomes, [later, Outcome::Delivered]);
            assert_eq!(server.mails().len(), 1);
            assert_eq!(server.heard("greeting").len(), 1, "one connection does");
        }
    }

    #[tokio::test]
    async fn a_mail_that_is_refused_is_never_sent_again_and_the_next_one_is() {
        for (says, expected) in [
            (
                (|command, before| {
                    (command.starts_with("RCPT") && before == 0)
                        .then_some("550 5.1.1 <m.muster@example.org>: no such user")
                }) as Says,
                "550 5.1.1",
            ),
            (
                |command, before| (command == "content" && before == 0).then_some("554 spam"),
                "554",
            ),
            (
                |command, before| {
                    (command == "DATA" && before == 0)
                        .then_some("550-5.7.1 two\r\n550 5.7.1 lines for m.muster@example.org")
                },
                "550 5.7.1",
            ),
            (
                |command, before| {
                    (command == "content" && before == 0)
                        .then_some("552 m.muster@example.org.is.full")
                },
                "552",
            ),
        ] {
            let (server, outcomes) = sent(says, 2).await;
            let never = Outcome::Never(Reason::Refused(code(expected)));
            assert_eq!(outcomes, [never, Outcome::Delivered]);
            assert_eq!(server.heard("RSET").len(), 1);
            assert_eq!(server.heard("greeting").len(), 1);
            assert!(!format!("{outcomes:?}").contains("m.muster"));
        }
    }

    #[tokio::test]
    async fn what_is_wrong_with_us_loses_no_mail() {
        for (says, expected) in [
            (
                (|command, _| {
                    command
                        .starts_with("MAIL")
                        .then_some("553 5.7.1 not your domain")
                }) as Says,
                Reason::Sender(code("553 5.7.1")),
            ),
            (
                |command, _| {
                    command
                        .starts_with("MAIL")
                        .then_some("530 5.7.0 sign in first")
                },
                Reason::SignIn(code("530 5.7.0")),
            ),
            (
                |command, _| command.starts_with("RCPT").then_some("530 sign in first"),
                Reason::SignIn(code("530")),
            ),
        ] {
            let (_, outcomes) = sent(says, 1).await;
            assert!(expected.is_ours());
            assert_eq!(outcomes, [Outcome::Later(expected)]);
        }
    }

    #[tokio::test]
    async fn who_does_not_let_us_in_is_asked_once_for_all_mails() {
        let says: Says = |command, _| (command == "greeting").then_some("554 5.3.2 go away");
        let (server, outcomes) = sent(says, 3).await;
        let later = Outcome::Later(Reason::NotNow(code("554 5.3.2")));
        assert_eq!(outcomes, [later.clone(), later.clone(), later]);
        assert_eq!(server.heard("greeting").len(), 1);
    }

    #[tokio::test]
    async fn nobody_there_is_no_fault_of_the_mail() {
        let server = Receiver::start(|_, _| None).await;
        // Nobody listens where somebody listened a moment ago on another address of this machine.
        let transport = changed(to(&server), |smtp| smtp.server.host = "127.0.0.2".into());
        let outcome = transport.session().send(&mail()).await;
        assert_eq!(outcome, Outcome::Later(Reason::Unreachable));
        assert_eq!(server.heard("greeting"), [""; 0]);
    }

    #[tokio::test]
    async fn a_connection_that_breaks_is_opened_anew() {
        for verb in ["MAIL", "RCPT", "DATA", "content"] {
            let says: Says = match verb {
                "MAIL" => |command, n| (command.starts_with("MAIL") && n == 0).then_some(""),
                "RCPT" => |command, n| (command.starts_with("RCPT") && n == 0).then_some(""),
                "DATA" => |command, n| (command == "DATA" && n == 0).then_some(""),
                _ => |command, n| (command == "content" && n == 0).then_some(""),
            };
            let (server, outcomes) = sent(says, 2).await;
            let later = Outcome::Later(Reason::Broken);
            assert_eq!(outcomes, [later, Outcome::Delivered], "{verb}");
            assert_eq!(server.heard("greeting").len(), 2, "{verb}");
        }
    }

    #[tokio::test]
    async fn what_is_no_smtp_is_not_taken_for_an_answer() {
        let says: Says = |command, _| (command == "greeting").then_some("HTTP/1.1 400 Bad Request");
        let (_, outcomes) = sent(says, 1).await;
        assert_eq!(outcomes, [Outcome::Later(Reason::Broken)]);
    }

    #[tokio::test]
    async fn who_does_not_answer_is_not_waited_for_without_end_nor_again() {
        const SHORT: Duration = Duration::from_millis(50);
        for verb in ["greeting", "MAIL", "RCPT", "DATA", "content"] {
            let says: Says = match verb {
                "greeting" => |command, _| (command == "greeting").then_some(SILENCE),
                "MAIL" => |command, _| command.starts_with("MAIL").then_some(SILENCE),
                "RCPT" => |command, _| command.starts_with("RCPT").then_some(SILENCE),
                "DATA" => |command, _| (command == "DATA").then_some(SILENCE),
                _ => |command, _| (command == "content").then_some(SILENCE),
            };
            let server = Receiver::start(says).await;
            let transport = changed(to(&server), |smtp| match verb {
                "greeting" => smtp.patience.connected = SHORT,
                "content" => smtp.patience.taken = SHORT,
                _ => smtp.patience.announced = SHORT,
            });
            let mut session = transport.session();
            for _ in 0..2 {
                let outcome = session.send(&mail()).await;
                assert_eq!(outcome, Outcome::Later(Reason::TimedOut), "{verb}");
            }
            assert_eq!(server.heard("greeting").len(), 1, "{verb}");
        }
    }

    #[tokio::test]
    async fn another_machine_hears_nothing_unencrypted() {
        for encryption in [Encryption::StartTls, Encryption::Implicit] {
            let server = Receiver::start(|_, _| None).await;
            let transport = changed(to(&server), |smtp| {
                smtp.server.encryption = encryption;
                smtp.tls = Some(TlsParameters::new("127.0.0.1".into()).unwrap());
                smtp.credentials = Some(Credentials::new("us".into(), "hunter2".into()));
            });
            let outcome = transport.session().send(&mail()).await;
            let expected = Outcome::Later(Reason::Unencrypted);
            assert_eq!(outcome, expected, "{encryption:?}");
            for verb in ["AUTH", "MAIL", "RCPT", "DATA"] {
                assert_eq!(server.heard(verb), [""; 0], "{encryption:?}");
            }
        }
    }

    #[tokio::test]
    async fn we_sign_in_where_the_settings_say_so() {
        let signing_in = async |says: Says| {
            let server = Receiver::start(says).await;
            let transport = changed(to(&server), |smtp| {
                smtp.credentials = Some(Credentials::new("us".into(), "hunter2".into()));
            });
            let outcome = transport.session().send(&mail()).await;
            (server, outcome)
        };
        let (server, outcome) = signing_in(|_, _| None).await;
        assert_eq!(outcome, Outcome::Delivered);
        // "\0us\0hunter2"
        assert_eq!(server.heard("AUTH"), ["AUTH PLAIN AHVzAGh1bnRlcjI="]);

        let (server, outcome) = signing_in(|command, _| {
            command
                .starts_with("AUTH")
                .then_some("535 5.7.8 wrong: hunter2")
        })
        .await;
        let reason = Reason::SignIn(code("535 5.7.8"));
        assert_eq!(outcome, Outcome::Later(reason));
        assert_eq!(server.heard("MAIL"), [""; 0]);

        let no_way: Says = |command, _| command.starts_with("EHLO").then_some("250 here");
        let (server, outcome) = signing_in(no_way).await;
        assert_eq!(outcome, Outcome::Later(Reason::SignIn(Code::default())));
        assert_eq!(server.heard("MAIL"), [""; 0]);
    }

    #[tokio::test]
    async fn no_connection_lasts_for_ever() {
        let server = Receiver::start(|_, _| None).await;
        let transport = to(&server);
        let mut session = transport.session();
        for (before, connections) in [(0, 1), (MAILS_PER_CONNECTION - 2, 1), (0, 2)] {
            if let Some(open) = &mut session.open {
                open.mails += before;
            }
            assert_eq!(session.send(&mail()).await, Outcome::Delivered);
            assert_eq!(server.heard("greeting").len(), connections);
        }
        assert_eq!(server.heard("QUIT").len(), 1);
    }

    #[tokio::test]
    async fn a_folder_holds_each_mail_once() {
        let name = format!("verbund-mail-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let transport = Transport::new(&config(&format!("file:{}", folder.display()))).unwrap();
        assert!(!transport.is_off());
        for _ in 0..2 {
            assert_eq!(transport.session().send(&mail()).await, Outcome::Delivered);
        }
        let files: Vec<_> = fs::read_dir(&folder).unwrap().map(Result::unwrap).collect();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].file_name(), "01JC7Z3K9V8Q4T5B6N7M8P9R0S.eml");
        assert_eq!(fs::read(files[0].path()).unwrap(), mail().bytes);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&files[0].path()), mode(&folder)), (0o600, 0o700));

        let in_a_file = files[0].path().join("mail");
        let broken = Transport(Way::Folder(in_a_file));
        let outcome = broken.session().send(&mail()).await;
        let reason = Reason::Folder(io::ErrorKind::NotADirectory);
        assert_eq!(outcome, Outcome::Later(reason));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn nothing_leaves_while_nothing_is_set() {
        let off = Transport::new(&config("")).unwrap();
        assert!(off.is_off());
        let outcome = off.session().send(&mail()).await;
        assert_eq!(outcome, Outcome::Later(Reason::Off));
    }

    #[test]
    fn every_reason_is_said_in_both_languages_and_without_names() {
        let code = || code("550 5.1.1");
        let mut said = std::collections::HashSet::new();
        let reasons = [
            Reason::Off,
            Reason::Unreachable,
            Reason::TimedOut,
            Reason::Unencrypted,
            Reason::SignIn(code()),
            Reason::Sender(code()),
            Reason::NotNow(code()),
            Reason::Refused(code()),
            Reason::Broken,
            Reason::Folder(io::ErrorKind::StorageFull),
        ];
        for reason in &reasons {
            for lang in Lang::ALL {
                let text = lang.text(reason.key());
                assert!(!text.contains('⟦'), "{text}");
                assert!(said.insert(text), "{reason}");
            }
            assert!(said.insert(reason.to_string()), "{reason}");
        }
    }
}
