//! What the compiler and the linter cannot see: that the tree is built as `ARCHITECTURE.md` says and
//! that nothing lies about which nothing uses. Every rule is tried on an example that breaks it.
//!
//! Checked elsewhere, where the thing itself can be asked: texts in `server::i18n`, settings in
//! `server::config`, examples of commands in `server::cli`, steps of the database in `migrating`.

mod arrows;
mod leftovers;
mod pages;
mod papers;
mod tree;
mod words;

use tree::Tree;

/// What breaks a rule, each with its file and the reason.
type Broken = Vec<String>;

/// The repository keeps `rule`, and would be told if it did not: `example`, files with their text,
/// breaks it once.
fn holds(rule: fn(&Tree) -> Broken, example: &[(&str, &str)]) {
    let found = rule(&Tree::of(example));
    assert_eq!(found.len(), 1, "the example has one fault: {found:#?}");
    let broken = rule(&Tree::of_the_repository());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
