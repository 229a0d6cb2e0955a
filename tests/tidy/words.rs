//! Words that have their place. A rule says where which must not stand, and why.

use crate::{
    holds,
    tree::{File, Tree},
};

struct Rule {
    in_files: fn(&str) -> bool,
    never: &'static [&'static str],
    because: &'static str,
    example: (&'static str, &'static str),
}

const RULES: [Rule; 13] = [
    Rule {
        // What other servers say comes with its transaction, and has no verbs of its own.
        in_files: |path| is_way_in(path) && !path.ends_with("/inbox.rs"),
        never: &["sea_orm", "store"],
        because: "a way in asks verbs: pages, desk, api → mod → store",
        example: (
            "server/src/events/pages/list.rs",
            "use sea_orm::EntityTrait;",
        ),
    },
    Rule {
        in_files: |path| is_of_a_slice(path) && !is_way_in(path),
        never: &["axum", "askama", "web"],
        because: "only the ways in know of requests and pages",
        example: (
            "server/src/events/mod.rs",
            "use crate::{App, web::page::Page};",
        ),
    },
    Rule {
        in_files: |path| path.starts_with("server/src/") && path.ends_with("/activitypub.rs"),
        never: &["sea_orm", "async", "App", "Clock"],
        because: "the mapping to the wire is pure",
        example: (
            "server/src/events/activitypub.rs",
            "pub async fn object() {}",
        ),
    },
    Rule {
        in_files: holds_rules,
        never: &["async", "App", "Clock", "reqwest", "store"],
        because: "rules take everything they judge as arguments",
        example: ("server/src/events/event.rs", "fn check(app: &App) {}"),
    },
    Rule {
        in_files: |path| is_source(path) && !may_query(path),
        never: &[
            "Statement",
            "execute_unprepared",
            "QueryFilter",
            "QuerySelect",
            "sea_query",
        ],
        because: "SQL is in a slice's `store.rs`, or in `federation` for protocol tables",
        example: ("server/src/events/mod.rs", "use sea_orm::QueryFilter;"),
    },
    Rule {
        in_files: |path| path.starts_with("server/src/"),
        never: &[
            "actors::Entity",
            "actors::Column",
            "actors::ActiveModel",
            "follows::Entity",
            "follows::Column",
            "follows::ActiveModel",
            "delivery::Entity::find",
            "delivery::Entity::update_many",
        ],
        because: "tables of the protocol are read and written by `federation`",
        example: (
            "server/src/following/mod.rs",
            "follows::Entity::insert(row)",
        ),
    },
    Rule {
        in_files: |path| is_source(path) && !may_connect(path),
        never: &[
            "reqwest",
            "TcpStream::connect",
            "UdpSocket",
            "lookup_host",
            "hyper_util::client",
        ],
        because: "only `federation/src/{fetch,network,delivery}` open connections, with limits",
        example: ("server/src/media/mod.rs", "use reqwest::Client;"),
    },
    Rule {
        in_files: |path| is_source(path) && path != "server/src/mail/transport.rs",
        never: &["transport::smtp", "AsyncSmtpConnection", "SmtpTransport"],
        because: "only `mail::transport` speaks to the mail server, encrypted and with limits",
        example: (
            "server/src/events/mod.rs",
            "use lettre::transport::smtp::Error;",
        ),
    },
    Rule {
        in_files: |path| is_source(path) && path != "federation/src/clock.rs",
        never: &["Utc::now", "Local::now", "SystemTime::now"],
        because: "there is no clock but `app.clock`",
        example: ("server/src/jobs.rs", "let now = Utc::now();"),
    },
    Rule {
        in_files: is_source,
        never: &["static mut", "thread_local", "lazy_static"],
        because: "several servers fit in one process",
        example: ("server/src/ids.rs", "static mut LAST: u64 = 0;"),
    },
    Rule {
        in_files: |path| path.starts_with("server/src/") && !path.ends_with("/activitypub.rs"),
        never: &[
            "attributedTo",
            "inReplyTo",
            "startTime",
            "endTime",
            "preferredUsername",
        ],
        because: "wire names are in `vocabulary` and `activitypub.rs`",
        example: (
            "server/src/events/inbox.rs",
            "let by = &json[\"attributedTo\"];",
        ),
    },
    Rule {
        // What is measured from outside is waited for by the clock.
        in_files: |path| is_test(path) && !path.starts_with("tests/benches/"),
        never: &["sleep"],
        because: "a test waits for what it wants to see, or moves the clock",
        example: ("tests/scenarios/keys.rs", "tokio::time::sleep(LONG).await;"),
    },
    Rule {
        in_files: |path| is_source(path) && !path.starts_with("server/src/cli/"),
        never: &["println", "eprintln", "print!", "eprint!"],
        because: "only commands print; everything else is logged",
        example: ("server/src/jobs.rs", "println!(\"done\");"),
    },
];

#[test]
fn words_stand_in_their_places() {
    let tree = Tree::of_the_repository();
    let mut found = Vec::new();
    for rule in RULES {
        let (path, text) = rule.example;
        let example = Tree::of(&[(path, text)]);
        assert_eq!(broken(&rule, &example).len(), 1, "{path}: {text}");
        found.extend(broken(&rule, &tree));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_file_is_named_after_nothing() {
    holds(named_after_nothing, &[("server/src/events/utils.rs", "")]);
}

#[test]
fn a_file_opens_with_what_it_is_for() {
    let long = "//! One.\n//! Two.\n//! Three.\n//! Four.\n//! Five.\n//! Six.\n";
    for example in ["use std::fs;\n", long] {
        holds(without_purpose, &[("server/src/events/mod.rs", example)]);
    }
}

#[test]
fn nothing_is_put_off_in_a_comment() {
    holds(put_off, &[("server/src/jobs.rs", "// TODO: later")]);
}

#[test]
fn nothing_depends_on_one_machine() {
    let example = format!("cat {}me/verbund.toml", PLACES[0]);
    holds(of_one_machine, &[("justfile", &example)]);
}

#[test]
fn a_secret_link_is_cut_from_the_log() {
    let example = r#".route("/x/{token}", get(own))"#;
    let known = r#"pub const SECRETS_BEHIND: [&str; 1] = ["/r/"];"#;
    let tree = Tree::of(&[
        ("server/src/web/errors.rs", known),
        ("server/src/ideas/pages.rs", example),
    ]);
    assert_eq!(secrets_told(&tree).len(), 1);
    let found = secrets_told(&Tree::of_the_repository());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Addresses with a token of which `web/errors.rs` does not know that it is one.
fn secrets_told(tree: &Tree) -> Vec<String> {
    let texts = || {
        tree.files()
            .filter(|file| file.path.starts_with("server/src/"))
    };
    let known = texts().find(|file| file.path == "server/src/web/errors.rs");
    let known = known.and_then(|file| file.text.split("SECRETS_BEHIND").nth(1));
    let known = known
        .and_then(|rest| rest.split(';').nth(1))
        .unwrap_or_default();
    let routed = texts().flat_map(|file| {
        let paths = file.text.split(".route(\"").skip(1);
        paths.filter_map(|rest| Some((&file.path, rest.split_once("{token}")?.0)))
    });
    let secret = routed.filter(|(_, before)| !before.contains('"'));
    let told = secret.filter(|(_, before)| !known.contains(&format!("\"{before}\"")));
    told.map(|(path, before)| {
        format!("{path}: what stands behind {before} is not cut from the log")
    })
    .collect()
}

fn broken(rule: &Rule, tree: &Tree) -> Vec<String> {
    let files = tree.files().filter(|file| file.path.ends_with(".rs"));
    let files = files.filter(|file| (rule.in_files)(&file.path));
    let found = files.flat_map(|file| mentions(file, &file.code(), rule.never));
    found.map(|at| format!("{at}: {}", rule.because)).collect()
}

/// `file:line: word`, for each of the words.
fn mentions(file: &File, text: &str, words: &[&str]) -> Vec<String> {
    let lines = text.lines().zip(1..);
    let found = lines.flat_map(|(line, number)| {
        let found = words.iter().filter(move |word| stands_in(line, word));
        found.map(move |word| format!("{}:{number}: `{word}`", file.path))
    });
    found.collect()
}

fn stands_in(line: &str, word: &str) -> bool {
    let in_a_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(in_a_word) && !line[at + word.len()..].starts_with(in_a_word)
    })
}

/// What runs in the program.
fn is_source(path: &str) -> bool {
    path.starts_with("server/src/") || path.starts_with("federation/src/")
}

fn is_test(path: &str) -> bool {
    path.starts_with("tests/") && !path.starts_with("tests/tidy/")
}

/// Slices within a slice: what members share is told by one hand, what goes with an event copied by it.
const SMALLER: [&str; 5] = [
    "events/tasks",
    "members/documents",
    "members/meetings",
    "members/tasks",
    "participations/notices",
];

const SLICES: [&str; 30] = [
    "accounts",
    "adoptions",
    "agenda",
    "associations",
    "closings",
    "cohosts",
    "committees",
    "cycles",
    "decisions",
    "deliveries",
    "events",
    "following",
    "ideas",
    "imports",
    "involvements",
    "joins",
    "learnings",
    "mandates",
    "media",
    "members",
    "memberships",
    "papers",
    "participations",
    "peers",
    "questions",
    "reports",
    "series",
    "topics",
    "working_groups",
    "workstreams",
];

/// Slice, and the file or folder in it.
fn within(path: &str) -> Option<(&str, &str)> {
    let below = path.strip_prefix("server/src/")?;
    let smaller = SMALLER.iter().find_map(|whole| {
        let rest = below.strip_prefix(whole)?.strip_prefix('/')?;
        Some((whole.rsplit('/').next()?, rest))
    });
    let (slice, rest) = match smaller {
        Some(found) => found,
        None => below
            .split_once('/')
            .filter(|(slice, _)| SLICES.contains(slice))?,
    };
    let part = rest.split(['/', '.']).next().unwrap_or_default();
    Some((slice, part))
}

fn is_of_a_slice(path: &str) -> bool {
    within(path).is_some()
}

/// The files people, programs and their calendars come through.
pub fn is_way_in(path: &str) -> bool {
    const WAYS_IN: [&str; 6] = ["pages", "desk", "api", "inbox", "feed", "upcoming"];
    within(path).is_some_and(|(_, part)| WAYS_IN.contains(&part))
}

/// The row of a slice, its draft and what may be in it: `events/event.rs`, `events/draft.rs`.
fn holds_rules(path: &str) -> bool {
    within(path).is_some_and(|(slice, part)| {
        // One series, many series.
        let is_row = slice.strip_suffix('s') == Some(part) || slice == part;
        is_row || part == "draft"
    })
}

fn may_query(path: &str) -> bool {
    const WHOLE: [&str; 3] = [
        "federation/src/",
        "server/src/backup/",
        "server/src/doctor.rs",
    ];
    path.ends_with("/store.rs")
        || path == "server/src/audit.rs"
        || WHOLE.iter().any(|place| path.starts_with(place))
}

fn may_connect(path: &str) -> bool {
    // The last asks whether the server of this machine is up.
    const PLACES: [&str; 4] = [
        "federation/src/fetch.rs",
        "federation/src/network.rs",
        "federation/src/delivery/",
        "server/src/cli/health.rs",
    ];
    PLACES.iter().any(|place| path.starts_with(place))
}

fn named_after_nothing(tree: &Tree) -> Vec<String> {
    const NOTHING: [&str; 5] = ["utils", "util", "common", "helpers", "misc"];
    let says_nothing = |path: &str| path.split(['/', '.']).any(|part| NOTHING.contains(&part));
    let files = tree.files().filter(|file| says_nothing(&file.path));
    files
        .map(|file| format!("{}: this name attracts everything", file.path))
        .collect()
}

fn without_purpose(tree: &Tree) -> Vec<String> {
    const LINES_AT_MOST: usize = 5;
    let files = tree.files().filter(|file| file.path.ends_with(".rs"));
    let wrong = files.filter(|file| {
        let lines = file.text.lines();
        let opening = lines.take_while(|line| line.starts_with("//!")).count();
        opening == 0 || opening > LINES_AT_MOST
    });
    wrong
        .map(|file| format!("{}: say in one to five lines what it is for", file.path))
        .collect()
}

fn put_off(tree: &Tree) -> Vec<String> {
    in_all_texts(
        tree,
        &["TODO", "FIXME", "XXX", "HACK"],
        "do it, or leave it",
    )
}

/// Where the paths of a machine begin.
const PLACES: [&str; 5] = ["/home/", "/root/", "/Users/", "/work/", "C:\\"];

fn of_one_machine(tree: &Tree) -> Vec<String> {
    let files = checked_texts(tree);
    let found = files.filter(|file| PLACES.iter().any(|place| file.text.contains(place)));
    found
        .map(|file| format!("{}: a path of somebody's machine", file.path))
        .collect()
}

fn in_all_texts(tree: &Tree, words: &[&str], because: &str) -> Vec<String> {
    let found = checked_texts(tree).flat_map(|file| mentions(file, &file.text, words));
    found.map(|at| format!("{at}: {because}")).collect()
}

/// All but the rules themselves, which have to name what they forbid, and what others wrote.
fn checked_texts(tree: &Tree) -> impl Iterator<Item = &File> {
    let others = ["tests/tidy/", "federation/fixtures/", "LICENSE"];
    let is_others = move |path: &str| {
        others.iter().any(|place| path.starts_with(place)) || path.ends_with("lock.json")
    };
    tree.files().filter(move |file| !is_others(&file.path))
}
