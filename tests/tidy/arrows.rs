//! Who may use whom: between crates, and between the parts of the application.

use crate::{
    holds,
    tree::{File, Tree},
    words::is_way_in,
};

/// Crates, and which of ours each may depend on.
const CRATES: [(&str, &[&str]); 5] = [
    ("federation", &[]),
    ("migrations", &[]),
    ("print", &[]),
    ("server", &["federation", "migrations", "print"]),
    ("tests", &["federation", "migrations", "server"]),
];

/// What lies below the slices, and what of it each part may use.
const GROUND: [(&str, &[&str]); 7] = [
    ("i18n", &[]),
    ("ids", &[]),
    ("markdown", &[]),
    ("words", &[]),
    ("config", &["i18n"]),
    ("fields", &["config", "i18n"]),
    ("error", &["fields"]),
];

/// The handle on all that is there once, and what `lib.rs` lifts up from the ground.
const LIFTED: [&str; 6] = ["App", "app", "Error", "Refusal", "Refusals", "Result"];

/// Slices, and which others each may use besides all of the ground. What is named in neither table
/// puts the parts together, and none of them may use it.
const SLICES: [(&str, &[&str]); 32] = [
    ("audit", &["accounts"]),
    ("mail", &["accounts", "audit"]),
    ("accounts", &["audit"]),
    ("media", &["accounts", "audit"]),
    ("associations", &["accounts", "audit", "media"]),
    (
        "events",
        &["accounts", "audit", "associations", "media", "host"],
    ),
    ("agenda", &["accounts", "audit", "associations", "events"]),
    (
        "reports",
        &["accounts", "audit", "associations", "events", "media"],
    ),
    (
        "series",
        &[
            "accounts",
            "agenda",
            "audit",
            "associations",
            "events",
            "media",
            "participations",
        ],
    ),
    (
        "participations",
        &[
            "accounts",
            "agenda",
            "audit",
            "associations",
            "events",
            "mail",
        ],
    ),
    (
        "following",
        &["accounts", "audit", "associations", "events"],
    ),
    (
        "cohosts",
        &["accounts", "audit", "associations", "events", "following"],
    ),
    (
        "workstreams",
        &[
            "accounts",
            "agenda",
            "audit",
            "associations",
            "cycles",
            "events",
            "ideas",
            "mail",
            "media",
            "series",
        ],
    ),
    ("peers", &["accounts", "agenda", "audit", "events", "mail"]),
    (
        "members",
        &["accounts", "audit", "associations", "events", "workstreams"],
    ),
    (
        "memberships",
        &[
            "accounts",
            "audit",
            "associations",
            "events",
            "following",
            "members",
            "workstreams",
        ],
    ),
    (
        "involvements",
        &[
            "accounts",
            "audit",
            "associations",
            "cohosts",
            "events",
            "following",
            "workstreams",
        ],
    ),
    (
        "adoptions",
        &["accounts", "audit", "associations", "events", "workstreams"],
    ),
    (
        "learnings",
        &["accounts", "audit", "associations", "events", "workstreams"],
    ),
    ("joins", &["accounts", "audit", "associations", "events"]),
    ("cycles", &["accounts", "audit", "associations", "events"]),
    (
        "topics",
        &["accounts", "audit", "associations", "cycles", "events"],
    ),
    (
        "ideas",
        &[
            "accounts",
            "audit",
            "associations",
            "cycles",
            "events",
            "mail",
            "topics",
        ],
    ),
    (
        "decisions",
        &[
            "accounts",
            "audit",
            "associations",
            "cycles",
            "events",
            "ideas",
            "mail",
            "participations",
            "workstreams",
        ],
    ),
    (
        "committees",
        &[
            "accounts",
            "audit",
            "associations",
            "cycles",
            "events",
            "following",
            "mail",
            "workstreams",
        ],
    ),
    (
        "mandates",
        &[
            "accounts",
            "audit",
            "associations",
            "committees",
            "cycles",
            "events",
            "mail",
            "workstreams",
        ],
    ),
    (
        "working_groups",
        &["accounts", "audit", "associations", "cycles", "events"],
    ),
    (
        "papers",
        &[
            "accounts",
            "audit",
            "associations",
            "cycles",
            "events",
            "reports",
        ],
    ),
    (
        "questions",
        &[
            "accounts",
            "audit",
            "associations",
            "cycles",
            "decisions",
            "events",
            "ideas",
            "mail",
        ],
    ),
    (
        "imports",
        &[
            "accounts",
            "agenda",
            "audit",
            "associations",
            "events",
            "mail",
            "participations",
        ],
    ),
    (
        "deliveries",
        &["accounts", "audit", "associations", "events", "mail"],
    ),
    (
        "closings",
        &[
            "accounts",
            "adoptions",
            "audit",
            "associations",
            "cohosts",
            "committees",
            "cycles",
            "decisions",
            "events",
            "following",
            "involvements",
            "joins",
            "mandates",
            "memberships",
            "questions",
            "series",
            "workstreams",
        ],
    ),
];

/// What ways in may use besides: what all of them share, and what they show of other slices.
const FOR_WAYS_IN: [&str; 18] = [
    "web",
    "adoptions",
    "agenda",
    "committees",
    "cycles",
    "decisions",
    "events",
    "deliveries",
    "ideas",
    "learnings",
    "members",
    "participations",
    "peers",
    "questions",
    "reports",
    "series",
    "topics",
    "workstreams",
];

#[test]
fn crates_depend_on_each_other_along_the_arrows() {
    let example = "[dependencies]\nserver.workspace = true\n";
    holds(crates, &[("federation/Cargo.toml", example)]);
}

#[test]
fn parts_use_each_other_along_the_arrows() {
    let example = "use crate::{\n    Result,\n    events::{Event, find},\n};";
    holds(parts, &[("server/src/media/mod.rs", example)]);
}

#[test]
fn arrows_are_seen_however_they_are_written() {
    for example in [
        "let found = crate::events::find(tx);",
        "use crate::events;",
        "use crate::{Error, app::{App, Tx}, events::{self, Draft}};",
        "pub(super) use crate::{\n    events::Event,\n};",
    ] {
        let tree = Tree::of(&[("server/src/media/mod.rs", example)]);
        assert_eq!(parts(&tree).len(), 1, "{example}");
    }
}

fn crates(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, may) in CRATES {
        let path = format!("{name}/Cargo.toml");
        for (other, _) in CRATES {
            let uses = shipped(tree.text(&path)).any(|line| {
                let rest = line.strip_prefix(other);
                rest.is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
            });
            if uses && other != name && !may.contains(&other) {
                broken.push(format!("{path}: {name} must not depend on {other}"));
            }
        }
    }
    broken
}

/// What is built into the crate. Its tests may ask for tables, which somebody else makes.
fn shipped(manifest: &str) -> impl Iterator<Item = &str> {
    let mut section = "";
    manifest.lines().filter(move |line| {
        if line.starts_with('[') {
            section = line;
        }
        section != "[dev-dependencies]"
    })
}

fn parts(tree: &Tree) -> Vec<String> {
    let files = tree.below("server/src/", ".rs");
    files.flat_map(against_the_arrows).collect()
}

fn against_the_arrows(file: &File) -> Vec<String> {
    let path = file.path.trim_start_matches("server/src/");
    let part = path.split(['/', '.']).next().unwrap_or_default();
    let Some(may) = allowed(part, is_way_in(&file.path)) else {
        return Vec::new();
    };
    let used = used_parts(&file.code()).into_iter();
    let wrong = used.filter(|used| used != part && !may.contains(&used.as_str()));
    wrong
        .map(|used| format!("{}: {part} must not use {used}", file.path))
        .collect()
}

/// What this part may use, if there is a rule for it.
fn allowed(part: &str, is_way_in: bool) -> Option<Vec<&'static str>> {
    let of = |table: &[(&str, &'static [&'static str])]| {
        let row = table.iter().find(|(name, _)| *name == part);
        row.map(|(_, may)| may.to_vec())
    };
    if let Some(may) = of(&GROUND) {
        return Some(may);
    }
    let mut may = of(&SLICES)?;
    may.extend(GROUND.map(|(name, _)| name));
    may.extend(LIFTED);
    if is_way_in {
        may.extend(FOR_WAYS_IN);
    }
    Some(may)
}

/// The first names after `crate::`, alone or in braces.
fn used_parts(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (_, rest) in code
        .match_indices("crate::")
        .map(|(at, word)| code.split_at(at + word.len()))
    {
        match rest.strip_prefix('{') {
            Some(group) => used.extend(heads(group)),
            None => used.extend(first_name(rest)),
        }
    }
    used.sort();
    used.dedup();
    used
}

/// Of `a, b::{c, d}, e}`: a, b, e.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut begins, mut found) = (0_usize, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && !c.is_whitespace() => {
                found.extend(first_name(&group[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    found
}

fn first_name(text: &str) -> Option<String> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    let name = &text[..end.unwrap_or(text.len())];
    (!name.is_empty()).then(|| name.to_owned())
}
