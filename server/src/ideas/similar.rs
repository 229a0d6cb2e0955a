//! Which ideas say much the same: by the words they share, whatever their endings. Pure.

use super::Idea;
use crate::events::fold;
use std::collections::BTreeSet;

/// How many are shown.
const SHOWN_AT_MOST: usize = 3;
/// Letters by which two words are the same; shorter ones say little.
const STEM: usize = 5;
/// How much of the shorter of the two has to be in the other, in percent.
const ALIKE: usize = 40;

/// The stems of a text.
fn stems(text: &str) -> BTreeSet<String> {
    fold::fold(text)
        .split(' ')
        .filter(|word| word.chars().count() >= STEM)
        .map(|word| word.chars().take(STEM).collect())
        .collect()
}

/// Those of `ideas` that are most like it, the most alike first.
pub fn similar(title: &str, question: &str, ideas: &[Idea]) -> Vec<Idea> {
    let (title, whole) = (stems(title), stems(&format!("{title} {question}")));
    let share = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        let shared = one.intersection(other).count();
        match one.len().min(other.len()) {
            0 | 1 => 0,
            least => shared * 100 / least,
        }
    };
    let mut alike: Vec<(usize, &Idea)> = ideas
        .iter()
        .filter(|idea| !idea.state.is_final())
        .map(|idea| {
            let theirs = stems(&format!("{} {}", idea.title, idea.question));
            let score = share(&title, &stems(&idea.title)).max(share(&whole, &theirs));
            (score, idea)
        })
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    alike.sort_by_key(|(score, idea)| (std::cmp::Reverse(*score), idea.number));
    let alike = alike.into_iter().take(SHOWN_AT_MOST);
    alike.map(|(_, idea)| idea.clone()).collect()
}
