//! The golden files: every document of the story as it was when somebody last looked at it. A change on
//! the wire shows as a difference here. `VERBUND_TEST_GOLDEN=write` writes them anew.

use crate::story;
use harness::{Engine, on_both_engines, variable};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::PathBuf};

on_both_engines![what_others_get_is_what_it_was];

const GOLDEN: &str = "VERBUND_TEST_GOLDEN";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("wire/golden")
}

/// As it stands in the file: members in the order they are sent, each on a line of its own.
fn written(document: &Value) -> String {
    let text = serde_json::to_string_pretty(document).expect("JSON can be written");
    text + "\n"
}

/// The files by name.
fn files() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).expect("the golden files are there");
    let read = |path: PathBuf| {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (name, fs::read_to_string(&path).expect("text"))
    };
    entries
        .map(|entry| read(entry.expect("a file").path()))
        .collect()
}

/// Every document, as the lint reads it.
pub fn documents() -> Vec<(String, Value)> {
    let read = |(name, text): (String, String)| {
        let document = serde_json::from_str(&text).expect("JSON");
        (name, document)
    };
    files().into_iter().map(read).collect()
}

async fn what_others_get_is_what_it_was(engine: Engine) {
    let told: BTreeMap<String, String> = story::told(engine)
        .await
        .into_iter()
        .map(|(name, document)| (name, written(&document)))
        .collect();
    match variable(GOLDEN).as_deref() {
        None => {}
        Some("write") => {
            for (name, text) in &told {
                let file = folder().join(format!("{name}.json"));
                fs::write(file, text).expect("it can be written");
            }
        }
        Some(other) => panic!("{GOLDEN}={other} means nothing: \"write\", or leave it unset"),
    }
    let known = files();
    let names = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&told),
        names(&known),
        "{GOLDEN}=write, and delete what is no more"
    );
    for (name, text) in told {
        let before = &known[&name];
        let line = text
            .lines()
            .zip(before.lines())
            .position(|(now, then)| now != then);
        assert_eq!(
            &text,
            before,
            "{name}, line {}",
            line.map_or(0, |line| line + 1)
        );
    }
}
