//! Papers and the tree tell the same story.

use crate::{
    Broken, holds,
    tree::{File, Tree},
};

#[test]
fn links_lead_somewhere() {
    for example in ["See [the guide](docs/gone.md).", "See [there](#gone)."] {
        holds(dead_links, &[("README.md", example)]);
    }
    let elsewhere = [
        ("docs/admin/install.md", "[Look](../api.md#gone)"),
        ("docs/api.md", "# Feeds and API\n"),
    ];
    holds(dead_links, &elsewhere);
}

#[test]
fn files_that_are_named_exist() {
    for (path, example) in [
        ("CONTRIBUTING.md", "Read `server/src/gone.rs`."),
        ("Cargo.toml", "# Re-run `tests/gone` at every bump."),
        ("CONTRIBUTING.md", "In `server/locales/{de,fr}/gone.ftl`."),
    ] {
        let rest = [(path, example), ("server/locales/de/gone.ftl", "")];
        holds(named_but_gone, &rest);
    }
}

#[test]
fn the_tree_is_drawn_as_it_is() {
    let example = [
        (
            "ARCHITECTURE.md",
            "```\nfederation/  The protocol.\n  src/gone.rs  What?\n```",
        ),
        ("federation/src/lib.rs", ""),
    ];
    holds(drawn_but_gone, &example);
}

#[test]
fn decisions_are_numbered_and_listed() {
    for example in [
        [
            ("docs/adr/README.md", "| [0001](0001-a.md) | A choice |"),
            ("docs/adr/0001-a.md", "# 0001: Another title"),
        ],
        [
            ("docs/adr/README.md", ""),
            ("docs/adr/0001-a.md", "# 0001: A choice"),
        ],
        [
            ("docs/adr/README.md", "| [0002](0002-a.md) | A choice |"),
            ("docs/adr/0002-a.md", "# 0002: A choice"),
        ],
    ] {
        holds(unlisted_decisions, &example);
    }
}

#[test]
fn every_part_says_its_licence() {
    for example in [
        (
            "federation/Cargo.toml",
            "[package]\nname = \"federation\"\n",
        ),
        ("tests/peers/package.json", "{ \"name\": \"peers\" }"),
    ] {
        holds(unlicensed, &[example]);
    }
    let font = [
        ("server/assets/serif.woff2", ""),
        ("server/templates/start.html", ""),
    ];
    holds(unlicensed, &font);
}

#[test]
fn every_address_is_linked_or_described() {
    let routes =
        ".route(\"/gone/{id}/for-ever\", get(show))\n.route(\n    \"/events\",\n    get(list))";
    let example = [
        ("server/src/events/pages.rs", routes),
        ("server/templates/start.html", "<a href=\"/events\">"),
    ];
    holds(unknown_addresses, &example);
}

/// `[text](target)`, for each in this file.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1);
    targets.filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

fn dead_links(tree: &Tree) -> Broken {
    let mut dead = Vec::new();
    for file in tree.below("", ".md") {
        for target in links(&file.text).filter(|target| !target.contains(':')) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path = match path {
                "" => file.path.clone(),
                path => beside(&file.path, path),
            };
            if !tree.has(&path) || !(anchor.is_empty() || has_heading(tree.text(&path), anchor)) {
                dead.push(format!("{}: {target} leads nowhere", file.path));
            }
        }
    }
    dead
}

/// A relative path as seen from `file`.
fn beside(file: &str, path: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn has_heading(text: &str, anchor: &str) -> bool {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .any(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.collect::<String>().replace(' ', "-") == anchor
        })
}

/// Words in backticks that begin like a path of ours.
fn named_but_gone(tree: &Tree) -> Broken {
    const ROOTS: [&str; 7] = [
        "federation/",
        "server/",
        "migrations/",
        "print/",
        "tests/",
        "docs/",
        "deploy/",
    ];
    let papers = tree.files().filter(|file| {
        let path = &file.path;
        let is_paper = [".md", ".rs", ".toml", "justfile", "tests/run"];
        is_paper.iter().any(|ending| path.ends_with(ending)) && !path.starts_with("tests/tidy/")
    });
    let mut gone = Vec::new();
    for file in papers {
        for (line, number) in file.text.lines().zip(1..) {
            let named = line.split('`').skip(1).step_by(2);
            let named = named.filter(|name| ROOTS.iter().any(|root| name.starts_with(root)));
            let named = named.filter(|name| !name.contains(['<', '*', ' ', '(']));
            for name in named.flat_map(alternatives) {
                if !tree.has(&name) && !tree.has(&format!("{name}.rs")) {
                    gone.push(format!("{}:{number}: there is no {name}", file.path));
                }
            }
        }
    }
    gone
}

/// `a/{b,c}/d`: a/b/d, a/c/d.
fn alternatives(name: &str) -> Vec<String> {
    let parts = name
        .split_once('{')
        .and_then(|(head, rest)| Some((head, rest.split_once('}')?)));
    match parts {
        Some((head, (choices, tail))) => {
            let each = choices
                .split(',')
                .map(|choice| format!("{head}{choice}{tail}"));
            each.collect()
        }
        None => vec![name.to_owned()],
    }
}

/// The picture of the tree in `ARCHITECTURE.md`: folders at the margin, what they hold below them.
fn drawn_but_gone(tree: &Tree) -> Broken {
    const PAPER: &str = "ARCHITECTURE.md";
    let drawing = tree.text(PAPER).split("```").nth(1).unwrap_or_default();
    let mut folder = "";
    let mut gone = Vec::new();
    for line in drawing.lines() {
        if let Some((name, _)) = line
            .split_once("/ ")
            .filter(|(name, _)| !name.contains(' '))
        {
            folder = name;
        }
        let words = line
            .split_whitespace()
            .filter(|word| word.starts_with("src/"));
        for word in words {
            let path = format!("{folder}/{word}");
            if !tree.has(&path) {
                gone.push(format!("{PAPER}: there is no {path}"));
            }
        }
    }
    gone
}

fn unlisted_decisions(tree: &Tree) -> Broken {
    const FOLDER: &str = "docs/adr/";
    let list = tree.text("docs/adr/README.md");
    let decisions = tree
        .below(FOLDER, ".md")
        .filter(|file| !file.path.ends_with("README.md"));
    let mut broken = Vec::new();
    for (file, number) in decisions.zip(1..) {
        let name = file.path.trim_start_matches(FOLDER);
        let title = file.text.lines().next().unwrap_or_default();
        let number = format!("{number:04}");
        let title = title.split_once(' ').map_or("", |(_, title)| title);
        let title = title
            .trim_start_matches(&number)
            .trim_start_matches([':', '.', ' ']);
        let line = format!("| [{number}]({name}) | {title} |");
        if !name.starts_with(&number) || !list.contains(&line) {
            broken.push(format!("{}: the list must say {line}", file.path));
        }
    }
    broken
}

fn unlicensed(tree: &Tree) -> Broken {
    const OURS: &str = "AGPL-3.0-or-later";
    let lacks = |file: &&File| {
        let (path, text) = (&file.path, &file.text);
        if path == "Cargo.toml" {
            return !text.contains(&format!("license = \"{OURS}\""));
        }
        if path.ends_with("/Cargo.toml") {
            return !text.contains("license.workspace = true");
        }
        if path.ends_with("/package.json") {
            return !text.contains(&format!("\"license\": \"{OURS}\""));
        }
        // What others drew or wrote brings its own.
        let font = path.strip_suffix(".woff2");
        font.is_some_and(|name| !tree.has(&format!("{name}.LICENCE.txt")))
    };
    let unlicensed = tree.files().filter(lacks);
    unlicensed
        .map(|file| format!("{}: under which licence?", file.path))
        .collect()
}

fn unknown_addresses(tree: &Tree) -> Broken {
    let mut unknown = Vec::new();
    for file in tree
        .below("server/src/", ".rs")
        .chain(tree.below("federation/src/", ".rs"))
    {
        for (at, _) in file.code().match_indices(".route(") {
            let code = file.code();
            let argument = code[at + ".route(".len()..].trim_start();
            // One with a name is used by that name.
            let route = argument
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next());
            if let Some(route) = route.filter(|route| !is_known(tree, route)) {
                unknown.push(format!("{}: nobody is led to {route}", file.path));
            }
        }
    }
    unknown
}

/// Whether a page links it, or a paper tells of it: with other values where the route has a name in
/// braces, or behind an address that is worked out.
fn is_known(tree: &Tree, route: &str) -> bool {
    let pieces: Vec<&str> = route
        .split('{')
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest))
        .collect();
    let last = format!("}}}}{}", pieces.last().copied().unwrap_or_default());
    let is_told = |line: &str| {
        let mut rest = Some(line);
        for piece in &pieces {
            rest = rest
                .and_then(|rest| rest.split_once(piece))
                .map(|(_, rest)| rest);
        }
        rest.is_some() || (pieces.len() > 1 && last.len() > 3 && line.contains(&last))
    };
    let pages = tree
        .below("server/templates/", ".html")
        .chain(tree.below("", ".md"));
    let mut told = pages
        .chain(tree.below("deploy/", ""))
        .chain(tree.below("server/src/web/page.rs", ""));
    told.any(|file| file.text.lines().any(is_told))
}
