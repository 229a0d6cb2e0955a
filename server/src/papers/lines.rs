//! A paper in numbered lines, so that those who sit around a table find the place somebody speaks of.
//! No database, no clock.

use super::revision::Contents;
use crate::markdown;

/// Characters of a line: what fits on a sheet in a size that can be read.
const CHARACTERS: usize = 76;

/// A clause in lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lined {
    pub number: String,
    pub heading: String,
    /// The number of its first line.
    pub first: usize,
    pub lines: Vec<String>,
}

/// All clauses, their lines counted through. Headings have no line of their own: the number of the clause
/// says where they stand.
pub fn lined(contents: &Contents) -> Vec<Lined> {
    let mut next = 1;
    let lined = contents.clauses.iter().map(|passage| {
        let text = markdown::lines(&passage.html());
        let paragraphs = text.lines().filter(|line| !line.trim().is_empty());
        let lines: Vec<String> = paragraphs.flat_map(wrapped).collect();
        let first = next;
        next += lines.len();
        Lined {
            number: passage.number.clone(),
            heading: passage.heading.clone(),
            first,
            lines,
        }
    });
    lined.collect()
}

/// A paragraph, broken between words. A word that fits into no line has one of its own.
fn wrapped(paragraph: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split_whitespace() {
        let room = lines.last().map(|line| line.chars().count());
        let fits = room.is_some_and(|used| used + 1 + word.chars().count() <= CHARACTERS);
        match lines.last_mut().filter(|_| fits) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_lose_none() {
        let text = "Wir fordern Zugang für alle. ".repeat(20);
        let lines = wrapped(&text);
        assert!(lines.len() > 5);
        assert!(lines.iter().all(|line| line.chars().count() <= CHARACTERS));
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(lines.join(" "), words.join(" "));
        let long = "x".repeat(CHARACTERS * 2);
        assert_eq!(wrapped(&format!("a {long} b")), ["a", long.as_str(), "b"]);
    }
}
