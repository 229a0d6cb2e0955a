//! What a page brings to a browser: nothing of another host, nothing that runs, nothing inline.

use crate::{Broken, holds, tree::Tree};

#[test]
fn pages_load_nothing_from_elsewhere() {
    for example in [
        "<img src=\"https://tracker.example/1.gif\" alt=\"\">",
        "<script src=\"//cdn.example/all.js\"></script>",
        "<link rel=\"stylesheet\" href=\"http://cdn.example/all.css\">",
        "<img srcset=\"https://cdn.example/2x.png 2x\" alt=\"\">",
        "<form action=\"https://forms.example\">",
    ] {
        holds(
            loaded_from_elsewhere,
            &[("server/templates/start.html", example)],
        );
    }
    for example in [
        "@import url(\"https://fonts.example/serif.css\");",
        ".a { background: url(//cdn.example/a.png); }",
    ] {
        holds(
            loaded_from_elsewhere,
            &[("server/assets/site.css", example)],
        );
    }
}

#[test]
fn pages_carry_no_script_and_no_style_of_their_own() {
    for example in [
        "<script>count()</script>",
        "<button onclick=\"go()\">",
        "<p style=\"color: red\">",
        "<style>p { color: red }</style>",
        "<a href=\"javascript:go()\">",
    ] {
        holds(inline, &[("server/templates/start.html", example)]);
    }
    let example = "<style></style><script>count()</script>";
    holds(inline, &[("server/templates/mail/message.html", example)]);
}

#[test]
fn every_link_that_leaves_is_meant_to() {
    let example = "<a href=\"https://elsewhere.example\">";
    holds(unknown_links, &[("server/templates/start.html", example)]);
}

fn loaded_from_elsewhere(tree: &Tree) -> Broken {
    let starts = |value: &str| {
        let value = value.trim_start_matches(['"', '\'']);
        ["http:", "https:", "//"]
            .iter()
            .any(|start| value.starts_with(start))
    };
    let is_loading = |_: &str, line: &str| {
        let loads = [
            "src=", "srcset=", "poster=", "data=", "action=", "url(", "@import ",
        ];
        let loads = |line: &str| {
            loads.iter().any(|word| {
                line.match_indices(word)
                    .any(|(at, _)| starts(&line[at + word.len()..]))
            })
        };
        let linked = line.split("<link ").skip(1);
        let mut linked = linked.flat_map(|tag| tag.split("href=").skip(1));
        loads(line) || linked.any(starts)
    };
    each_line(tree, is_loading, "pages load nothing from another host")
}

fn inline(tree: &Tree) -> Broken {
    let is_inline = |path: &str, line: &str| {
        let script =
            line.contains("<script") && !line.contains("<script type=\"application/ld+json\">");
        let handler = line.split(' ').any(|word| {
            let name = word.split('=').next().unwrap_or_default();
            let event = name.strip_prefix("on").unwrap_or_default();
            word.contains("=\"")
                && !event.is_empty()
                && event.chars().all(|c| c.is_ascii_lowercase())
        });
        // A mail has no other place for its style, and no content policy.
        let in_a_mail = path.starts_with("server/templates/mail/");
        let style = !in_a_mail && line.contains("<style") || line.contains(" style=");
        script || handler || style || line.contains("javascript:")
    };
    each_line(tree, is_inline, "the content policy refuses what is inline")
}

/// Beside addresses that are worked out, only this one is in a template: the law asks for it.
fn unknown_links(tree: &Tree) -> Broken {
    let leaves = |_: &str, line: &str| {
        let mut links = line.split("href=\"").skip(1);
        let known = "https://www.schlichtungsstelle-bgg.de\"";
        links.any(|link| link.starts_with("http") && !link.starts_with(known))
    };
    each_line(tree, leaves, "which law or page asks for this link?")
}

/// `is_broken` is told the path and the line.
fn each_line(tree: &Tree, is_broken: impl Fn(&str, &str) -> bool, because: &str) -> Broken {
    let files = tree
        .below("server/templates/", ".html")
        .chain(tree.below("server/assets/", ".css"));
    let mut broken = Vec::new();
    for file in files {
        for (line, number) in file.text.lines().zip(1..) {
            if is_broken(&file.path, line) {
                broken.push(format!("{}:{number}: {because}", file.path));
            }
        }
    }
    broken
}
