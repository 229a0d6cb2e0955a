//! The compiled program from outside: its words, its exit codes, and what it says where.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    path::PathBuf,
    process::{Child, ChildStdout, Command, Output, Stdio},
};

const ORIGIN: (&str, &str) = ("VERBUND__INSTANCE__ORIGIN", "https://verein.example");
const ADDRESS: &str = "VERBUND__LISTEN__ADDRESS";

/// An instance's folder, gone with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("verbund-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    /// The program as started in this folder, with nothing of our own environment.
    fn verbund<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verbund"));
        command.args(words).current_dir(&self.0).env_clear();
        command.env(ORIGIN.0, ORIGIN.1);
        command
    }

    fn says(&self, words: &[&str]) -> String {
        let output = self
            .verbund(words.iter().copied())
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{words:?}: {}", stderr(&output));
        String::from_utf8(output.stdout)
            .expect("text")
            .trim_end()
            .to_owned()
    }
}

impl Folder {
    /// What was written down that nobody's account did, oldest first.
    #[tokio::main(flavor = "current_thread")]
    async fn log(&self) -> Vec<String> {
        let file = self.0.join("data/verbund.sqlite");
        let url = format!("sqlite:{}", file.display());
        let db = sea_orm::Database::connect(url).await.expect("a database");
        let entries = server::audit::latest(&db, 100).await.expect("a log");
        let by_nobody = entries.into_iter().filter(|entry| entry.account.is_none());
        by_nobody.rev().map(|entry| entry.action).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// `verbund serve` on a free port. Killed, if a test ends early.
struct Server {
    child: Child,
    address: String,
    /// Held open, or its log would have nowhere to go.
    _log: BufReader<ChildStdout>,
}

impl Server {
    fn start(folder: &Folder) -> Self {
        let mut child = folder
            .verbund(["serve"])
            .env(ADDRESS, "127.0.0.1:0")
            .env("VERBUND__LOG__FORMAT", "json")
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut log = BufReader::new(child.stdout.take().expect("piped"));
        let serving = log
            .by_ref()
            .lines()
            .map(|line| serde_json::from_str(&line.expect("a line")).expect("JSON"))
            .find(|line: &serde_json::Value| line["message"] == "serving");
        let address = serving.expect("it serves")["address"]
            .as_str()
            .expect("text")
            .to_owned();
        Self {
            child,
            address,
            _log: log,
        }
    }

    /// Ask it to end, as a service manager does, and wait until it has.
    fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .expect("kill is there");
        self.child.wait().expect("our child").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr)
        .trim_end()
        .to_owned()
}

#[test]
fn an_instance_is_run_and_filled_from_the_command_line_alone() {
    let folder = Folder::new("life");
    let server = Server::start(&folder);

    let healthy = folder
        .verbund(["health"])
        .env(ADDRESS, &server.address)
        .output()
        .unwrap();
    assert!(healthy.status.success(), "{}", stderr(&healthy));
    let second = folder
        .verbund(["serve"])
        .env(ADDRESS, &server.address)
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(1));
    let expected = format!("error: {} is taken by another program", server.address);
    assert!(
        stderr(&second).starts_with(&expected),
        "{}",
        stderr(&second)
    );

    let handle = folder.says(&[
        "association",
        "create",
        "verein",
        "--name",
        "Beispielverein",
    ]);
    assert_eq!(handle, "@verein@verein.example");
    let email = "post@verein.example";
    let link = folder.says(&[
        "account", "create", email, "--name", "Büro", "--role", "owner",
    ]);
    assert!(
        link.starts_with("https://verein.example/sign-in/"),
        "{link}"
    );
    let token = folder.says(&["token", "create", email, "--name", "website"]);
    assert!(token.starts_with("vb_"), "{token}");
    let event = r#"
        title_de = "Denkwerkstatt"
        starts_on = 2036-11-14
        starts_at = 10:00
        ends_at = 16:00
        place_name = "Alte Kantine"
    "#;
    std::fs::write(folder.0.join("event.toml"), event).unwrap();
    let address = folder.says(&["event", "publish", "event.toml"]);
    assert_eq!(address, "https://verein.example/events/denkwerkstatt");
    let listed: serde_json::Value =
        serde_json::from_str(&folder.says(&["association", "list", "--json"])).unwrap();
    assert_eq!(listed[0]["handle"], "verein");

    assert_eq!(server.stop(), Some(0));
    let deeds = [
        "association.found",
        "account.open",
        "token.create",
        "event.draft",
        "event.publish",
    ];
    assert_eq!(folder.log(), deeds, "each in the log, by nobody");
    let gone = folder
        .verbund(["health"])
        .env(ADDRESS, "127.0.0.1:1")
        .output()
        .unwrap();
    assert_eq!(gone.status.code(), Some(1));
}

#[test]
fn what_goes_wrong_is_one_sentence_and_a_failure() {
    let folder = Folder::new("wrong");
    folder.says(&[
        "association",
        "create",
        "verein",
        "--name",
        "Beispielverein",
    ]);
    std::fs::write(
        folder.0.join("wrong.toml"),
        "[listen]\nadress = \"127.0.0.1:8080\"",
    )
    .unwrap();
    std::fs::write(folder.0.join("event.toml"), "titel_de = \"Denkwerkstatt\"").unwrap();
    let broken = "postgres://user:hunter2@127.0.0.1";
    for (words, variable, code, said) in [
        (
            "config check --config wrong.toml",
            ORIGIN,
            1,
            "error: wrong.toml:2: listen.adress: there is no such setting; did you mean listen.address?",
        ),
        (
            "delivery list",
            ("VERBUND__DATABASE__URL", broken),
            1,
            "error: VERBUND__DATABASE__URL: must end with the name of the database",
        ),
        (
            "delivery list",
            ("VERBUND__STORAGE__DATA_DIR", "/proc/verbund"),
            1,
            "error: making the data directory, /proc/verbund: No such file or directory",
        ),
        (
            "association create verein --name Verein",
            ORIGIN,
            1,
            "error: handle: This handle is taken.",
        ),
        (
            "event publish nowhere.toml",
            ORIGIN,
            1,
            "error: reading nowhere.toml: No such file or directory",
        ),
        (
            "event publish event.toml",
            ORIGIN,
            1,
            "error: event.toml: There is no field “titel_de” here. Did you mean “title_de”?",
        ),
        (
            "account link nobody@verein.example",
            ORIGIN,
            1,
            "error: nobody here has the e-mail address nobody@verein.example",
        ),
        (
            "account role nobody@verein.example chief",
            ORIGIN,
            2,
            "error: invalid value 'chief' for '<ROLE>'",
        ),
        (
            "delivery retry",
            ORIGIN,
            2,
            "error: the following required arguments were not provided",
        ),
        ("evnet", ORIGIN, 2, "error: unrecognized subcommand 'evnet'"),
    ] {
        let mut command = folder.verbund(words.split(' '));
        let output = command.env(variable.0, variable.1).output().unwrap();
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{words}: {told}");
        assert!(told.starts_with(said), "{words}: {told}");
        assert!(code == 2 || told.lines().count() == 1, "{words}: {told}");
        assert!(!told.contains("hunter2"), "{words}: {told}");
        assert!(output.stdout.is_empty(), "{words}");
    }
}
