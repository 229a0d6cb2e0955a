//! Lines and words of a pasted text: what every reader of them needs.

use serde_json::Value;

/// Any of the strokes that people and their programs put between two things.
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// The lines of a text, whatever ends them: also the soft break of word processors.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = [
        '\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}',
    ];
    let mut after_return = false;
    text.split_inclusive(ends).filter_map(move |line| {
        let is_second_half = after_return && line == "\n";
        after_return = line.ends_with('\r');
        (!is_second_half).then(|| line.strip_suffix(ends).unwrap_or(line))
    })
}

/// Without what nobody sees, and with plain spaces; borders of cells stay.
pub fn clean(line: &str) -> String {
    let cells = line.split('\t').map(|cell| {
        let cell: String = cell.chars().filter(|c| *c != '\u{AD}').collect();
        let seen = federation::vocabulary::read::line(&Value::String(cell), usize::MAX);
        let words = seen.unwrap_or_default();
        words
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    });
    cells.collect::<Vec<_>>().join("\t")
}

/// The rest of `text` after `word`, which is written small here; if no letter goes on with it.
pub fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let front = text.get(..word.len())?;
    if front.to_lowercase() != word {
        return None;
    }
    let rest = &text[word.len()..];
    let goes_on = word.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
    (!goes_on).then_some(rest)
}

/// Whether what begins at `at` goes on with a word or a number.
pub fn starts_inside_a_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ':' | ',' | '/' | '_'))
}

/// A word without the punctuation around it, in small letters.
pub fn bare(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.to_lowercase()
}

/// Where a separator stands outside of brackets and quotation marks, with its length.
pub fn outside(text: &str, is_separator: impl Fn(&str) -> Option<usize>) -> Vec<(usize, usize)> {
    let last = CLOSING.map(|closing| text.rfind(closing));
    let closes_later = |closing: char, at: usize| {
        let place = CLOSING.iter().position(|known| *known == closing);
        place
            .and_then(|place| last[place])
            .is_some_and(|last| last > at)
    };
    let mut found = Vec::new();
    let (mut open, mut reach): (Vec<char>, usize) = (Vec::new(), 0);
    for (at, c) in text.char_indices() {
        if open.last() == Some(&c) {
            open.pop();
        } else if let Some(closing) = closing(c)
            && closes_later(closing, at)
        {
            open.push(closing);
        } else if open.is_empty()
            && at >= reach
            && let Some(length) = is_separator(&text[at..])
        {
            found.push((at, length));
            reach = at + length;
        }
    }
    found
}

const CLOSING: [char; 5] = [')', ']', '“', '»', '”'];

/// What ends what this begins. German quotation ends with what begins the English one.
fn closing(c: char) -> Option<char> {
    match c {
        '(' => Some(')'),
        '[' => Some(']'),
        '„' => Some('“'),
        '«' => Some('»'),
        '“' => Some('”'),
        _ => None,
    }
}

/// `text` cut at the places found.
pub fn cut<'a>(text: &'a str, places: &[(usize, usize)]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut begins = 0;
    for (at, length) in places {
        parts.push(text[begins..*at].trim());
        begins = at + length;
    }
    parts.push(text[begins..].trim());
    parts
}

/// The length of „ – “ or „—“ in front of `text`.
pub fn spaced_dash(text: &str) -> Option<usize> {
    if let Some(rest) = text.strip_prefix('—') {
        return Some(text.len() - rest.len());
    }
    let rest = text.strip_prefix(' ')?;
    let after = rest.trim_start_matches(is_dash);
    let is_spaced = after.len() < rest.len() && after.starts_with(' ');
    is_spaced.then(|| text.len() - after.len() + 1)
}

/// The length of a comma or semicolon with the space after it.
pub fn comma(text: &str) -> Option<usize> {
    (text.starts_with(", ") || text.starts_with("; ")).then_some(2)
}

/// Without bullets, quotation marks of mails, emphasis and the borders of written tables.
pub fn without_marks(text: &str) -> String {
    let text = text.replace("**", "").replace("__", "");
    if let Some(cells) = written_cells(&text) {
        return cells.join("\t");
    }
    let is_mark = |c: char| "•·*‣▪▫◦●○►▶✓✔→>#+\u{F0B7}".contains(c);
    let unindented = text.trim_start_matches([' ', '\t']);
    let unmarked = unindented.trim_start_matches(|c| is_mark(c) || c == ' ');
    let undashed = unmarked.trim_start_matches(is_dash);
    if undashed.len() < unmarked.len() && undashed.starts_with([' ', '\t']) {
        undashed.trim_start().to_owned()
    } else if unmarked.len() < unindented.len() {
        unmarked.trim_start().to_owned()
    } else {
        // The first cell of a row may be empty.
        text
    }
}

/// The cells of a line that draws borders with bars, or has semicolons for them.
fn written_cells(text: &str) -> Option<Vec<&str>> {
    let drawn = text
        .trim()
        .strip_prefix('|')
        .and_then(|text| text.strip_suffix('|'));
    let is_exported = |text: &&str| {
        text.matches(';').count() >= 2 && !text.contains("; ") && !text.contains('\t')
    };
    let exported = Some(text).filter(is_exported);
    match (drawn, exported) {
        (Some(inside), _) => Some(inside.split('|').map(str::trim).collect()),
        (None, Some(line)) => Some(line.split(';').map(str::trim).collect()),
        (None, None) => None,
    }
}

/// Without „1.“, „2)“ or „(3)“ in front.
pub fn without_number(text: &str) -> &str {
    let inside = text.strip_prefix('(').unwrap_or(text);
    let rest = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = inside.len() - rest.len();
    let rest = rest
        .strip_prefix(['.', ')'])
        .filter(|rest| rest.starts_with([' ', '\t']));
    match rest {
        Some(rest) if (1..=3).contains(&digits) => rest.trim_start(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_end_a_line_ends_one() {
        let text = "a\nb\r\nc\rd\u{B}e\u{2028}f\u{2029}\n\r\n";
        let read: Vec<&str> = lines(text).collect();
        assert_eq!(read, ["a", "b", "c", "d", "e", "f", "", ""]);
        assert_eq!(lines("").count(), 0);
    }

    #[test]
    fn nothing_unseen_stays_in_a_line() {
        let typed = "\u{FEFF}10:00\u{A0}Uhr\u{202E}  Be\u{AD}grüßung\t\u{0} Saal ";
        assert_eq!(clean(typed), "10:00 Uhr Begrüßung\tSaal");
    }

    #[test]
    fn brackets_and_quotation_marks_hold_together() {
        let text = "„A, B“, C (D, E), F [G, H";
        assert_eq!(
            cut(text, &outside(text, comma)),
            ["„A, B“", "C (D, E)", "F [G", "H"]
        );
    }
}
