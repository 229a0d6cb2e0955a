//! What nothing uses any more. A feature goes with its templates, styles, pictures and dependencies.

use crate::{Broken, holds, tree::Tree};
use std::collections::BTreeSet;

/// Dependencies that are named in a manifest for their features alone.
const FOR_THEIR_FEATURES: [&str; 1] = ["sqlx"];

#[test]
fn every_template_is_used() {
    let example = [
        ("server/templates/start.html", ""),
        (
            "server/templates/events/old.html",
            "{% include \"start.html\" %}",
        ),
    ];
    holds(unused_templates, &example);
}

#[test]
fn every_asset_is_used() {
    let example = [
        ("server/assets/old.svg", "<svg/>"),
        ("server/assets/site.css", ""),
        (
            "server/templates/layout.html",
            "{{ page.asset(\"site.css\") }}",
        ),
    ];
    holds(unused_assets, &example);
}

#[test]
fn every_style_is_used() {
    let example = [
        (
            "server/assets/site.css",
            "/* .why */\n.top ul, .old-menu { margin: .5rem; }\n@media print { .top { color: #a.b; } }",
        ),
        ("server/templates/layout.html", "<header class=\"top old\">"),
    ];
    holds(unused_styles, &example);
}

#[test]
fn every_dependency_is_used() {
    let example = [
        (
            "federation/Cargo.toml",
            "[dependencies]\nurl.workspace = true\nhttp-body.workspace = true\n",
        ),
        ("federation/src/lib.rs", "use url::Url;"),
    ];
    holds(unused_dependencies, &example);
}

#[test]
fn every_version_in_the_workspace_is_asked_for() {
    let example = [
        (
            "Cargo.toml",
            "[workspace.dependencies]\n# Why.\nurl = \"2\"\nhttp = \"1\"\n\n[profile]\nx = 1\n",
        ),
        (
            "server/Cargo.toml",
            "[dependencies]\nurl.workspace = true\n",
        ),
    ];
    holds(unused_versions, &example);
}

fn unused_templates(tree: &Tree) -> Broken {
    let templates = tree.below("server/templates/", ".html");
    let unused = templates.filter(|template| {
        let name = template.path.trim_start_matches("server/templates/");
        let name = format!("\"{name}\"");
        let mut users = tree
            .below("server/", ".rs")
            .chain(tree.below("server/templates/", ".html"));
        !users.any(|user| user.path != template.path && user.text.contains(&name))
    });
    unused
        .map(|template| format!("{}: no page is made of it", template.path))
        .collect()
}

fn unused_assets(tree: &Tree) -> Broken {
    let assets = tree.below("server/assets/", "");
    let unused = assets.filter(|asset| {
        let name = asset.path.trim_start_matches("server/assets/");
        let name = format!("\"{name}\"");
        let mut users = tree
            .below("server/templates/", ".html")
            .chain(tree.below("server/assets/", ".css"));
        !users.any(|user| user.text.contains(&name))
    });
    unused
        .map(|asset| format!("{}: no page asks for it", asset.path))
        .collect()
}

/// A class that no page gives to anything.
fn unused_styles(tree: &Tree) -> Broken {
    const SHEET: &str = "server/assets/site.css";
    let mut classes = BTreeSet::new();
    for comment_and_rules in tree.text(SHEET).split("/*") {
        let rules = comment_and_rules.rsplit("*/").next().unwrap_or_default();
        // What stands before a brace and is no declaration.
        for selector in rules
            .split('{')
            .filter_map(|part| part.rsplit([';', '}']).next())
        {
            classes.extend(selector.split('.').skip(1).map(class_name));
        }
    }
    let users: Vec<_> = tree
        .below("server/templates/", ".html")
        .chain(tree.below("server/src/", ".rs"))
        .collect();
    let unused = classes.into_iter().filter(|class| !class.is_empty());
    let unused = unused.filter(|class| {
        let names = |text: &str| {
            let mut words = text.split(|c: char| !is_of_a_class_name(c));
            words.any(|word| word == *class)
        };
        !users.iter().any(|user| names(&user.text))
    });
    unused
        .map(|class| format!("{SHEET}: nothing is of the class {class}"))
        .collect()
}

fn class_name(text: &str) -> &str {
    let end = text.find(|c| !is_of_a_class_name(c));
    let name = &text[..end.unwrap_or(text.len())];
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => "",
        false => name,
    }
}

fn is_of_a_class_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn unused_dependencies(tree: &Tree) -> Broken {
    let manifests = tree.below("", "/Cargo.toml");
    let unused = manifests.flat_map(|manifest| {
        let folder = manifest.path.trim_end_matches("Cargo.toml");
        dependencies(&manifest.text, "[dependencies]")
            .filter(move |name| !FOR_THEIR_FEATURES.contains(name))
            .filter(move |name| {
                let module = name.replace('-', "_");
                !tree
                    .below(folder, ".rs")
                    .any(|file| file.text.contains(&module))
            })
            .map(move |name| format!("{}: nothing here uses {name}", manifest.path))
    });
    unused.collect()
}

fn unused_versions(tree: &Tree) -> Broken {
    let known = dependencies(tree.text("Cargo.toml"), "[workspace.dependencies]");
    let unused = known.filter(|name| {
        let mut manifests = tree.below("", "/Cargo.toml");
        !manifests.any(|manifest| {
            dependencies(&manifest.text, "[dependencies]").any(|used| used == *name)
        })
    });
    unused
        .map(|name| format!("Cargo.toml: no crate asks for {name}"))
        .collect()
}

/// The names under this heading of a manifest.
fn dependencies<'a>(manifest: &'a str, heading: &str) -> impl Iterator<Item = &'a str> {
    let section = manifest.split_once(heading).map_or("", |(_, rest)| rest);
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let names = lines.filter_map(|line| line.split(['.', ' ', '=']).next());
    names.filter(|name| !name.is_empty() && !name.starts_with('#'))
}
