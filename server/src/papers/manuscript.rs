//! A text as people have it, read into clauses: Markdown, or pasted from a word processor. Headings,
//! numbering and footnotes are recognised. No database, no clock.

use super::clause::{
    CLAUSES_AT_MOST, DEPTH_AT_MOST, Details, HEADING_AT_MOST, TEXT_AT_MOST, WHOLE_AT_MOST,
};
use crate::error::{Refusal, Refusals};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A line without a full stop and no longer than this, in characters, is a heading where text follows.
const SHORT: usize = 80;
/// Figures in the number of a clause, which is no year.
const FIGURES_AT_MOST: usize = 3;

/// A text as typed, and how it is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ManuscriptDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// Markdown, or plain text with its headings, numbers and footnotes.
    pub manuscript: String,
    /// `paragraph`: each paragraph is a clause, if nothing is numbered; `heading`: all below a heading is
    /// one. Empty for `paragraph`.
    pub split: String,
    /// `append`: behind the clauses there are; `replace`: in their stead. Empty for `append`.
    pub mode: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Append,
    Replace,
}

impl Draft {
    /// The clauses of the text, and where they go.
    pub fn check(&self) -> Result<(Vec<Details>, Mode), Refusals> {
        let mut refusals = Refusals::default();
        let by_heading = match self.split.trim() {
            "" | "paragraph" => false,
            "heading" => true,
            _ => {
                refusals.add(Refusal::new("paper-manuscript-split-unknown").on("split"));
                false
            }
        };
        let mode = match self.mode.trim() {
            "" | "append" => Mode::Append,
            "replace" => Mode::Replace,
            _ => {
                refusals.add(Refusal::new("paper-manuscript-mode-unknown").on("mode"));
                Mode::Append
            }
        };
        let mut refuse = |message| refusals.add(Refusal::new(message).on("manuscript"));
        let is_too_long = self.manuscript.chars().count() > WHOLE_AT_MOST;
        let clauses = match is_too_long {
            true => Vec::new(),
            false => clauses(&self.manuscript, by_heading),
        };
        if is_too_long {
            refuse("paper-text-too-long");
        } else if clauses.is_empty() {
            refuse("paper-manuscript-empty");
        }
        if clauses.len() > CLAUSES_AT_MOST {
            refuse("paper-clauses-too-many");
        }
        if clauses
            .iter()
            .any(|clause| clause.text.chars().count() > TEXT_AT_MOST)
        {
            refuse("paper-clause-too-long");
        }
        refusals.none_or()?;
        Ok((clauses, mode))
    }
}

/// A paragraph, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    Heading(i32, String),
    /// A heading or a text that brings its number along.
    Numbered(i32, String),
    Item(String),
    Text(String),
    Footnote(String, String),
}

/// The clauses of a text.
fn clauses(text: &str, by_heading: bool) -> Vec<Details> {
    let blocks = blocks(text);
    let is_numbered = blocks.iter().any(|it| matches!(it, Block::Numbered(..)));
    let joins = by_heading || is_numbered;
    let mut clauses: Vec<Details> = Vec::new();
    let mut footnotes = Vec::new();
    // How far in what follows stands.
    let mut depth = 1;
    for block in blocks {
        match block {
            Block::Heading(level, heading) => {
                depth = level.clamp(1, DEPTH_AT_MOST);
                clauses.push(headed(depth, heading));
            }
            Block::Numbered(level, text) => {
                depth = level.clamp(1, DEPTH_AT_MOST);
                match is_heading(&text) {
                    true => clauses.push(headed(depth, text)),
                    false => clauses.push(plain(depth, text)),
                }
            }
            Block::Footnote(mark, text) => footnotes.push((mark, text)),
            Block::Item(text) => append(&mut clauses, &format!("- {text}"), depth),
            Block::Text(text) => match clauses.last_mut() {
                // The first paragraph below a heading is what the heading is of.
                Some(last) if last.text.is_empty() || joins => append(&mut clauses, &text, depth),
                _ => clauses.push(plain(depth, text)),
            },
        }
    }
    for (mark, text) in footnotes {
        let sign = format!("[{mark}]");
        let place = clauses
            .iter()
            .position(|clause| clause.text.contains(&sign));
        let owner = match place {
            Some(place) => clauses.get_mut(place),
            None => clauses.last_mut(),
        };
        if let Some(owner) = owner {
            owner.text.push_str(&format!("\n\n{sign} {text}"));
        }
    }
    clauses
}

fn headed(depth: i32, heading: String) -> Details {
    // A heading that is far too long is a text.
    match heading.chars().count() > HEADING_AT_MOST {
        true => plain(depth, heading),
        false => Details {
            depth,
            heading,
            text: String::new(),
        },
    }
}

fn plain(depth: i32, text: String) -> Details {
    Details {
        depth,
        heading: String::new(),
        text,
    }
}

/// One more paragraph or item of the last clause.
fn append(clauses: &mut Vec<Details>, text: &str, depth: i32) {
    let Some(last) = clauses.last_mut() else {
        clauses.push(plain(depth, text.to_owned()));
        return;
    };
    let is_item = |text: &str| text.starts_with("- ");
    let last_line = last.text.lines().last().unwrap_or_default();
    let between = match last.text.is_empty() {
        true => "",
        false if is_item(last_line) && is_item(text) => "\n",
        false => "\n\n",
    };
    last.text.push_str(between);
    last.text.push_str(text);
}

/// A text by paragraphs: those between empty lines, or else every line.
fn blocks(text: &str) -> Vec<Block> {
    let text = text.replace("\r\n", "\n").replace('\u{a0}', " ");
    let trimmed = text.trim();
    let has_gaps = trimmed.lines().any(|line| line.trim().is_empty());
    let mut paragraphs: Vec<Vec<&str>> = Vec::new();
    let mut is_new = true;
    for line in trimmed.lines() {
        let shown = line.trim();
        if shown.is_empty() {
            is_new = true;
            continue;
        }
        let stands_alone = shown.starts_with('#') || item(shown).is_some() || !has_gaps;
        match paragraphs.last_mut() {
            Some(last) if !is_new && !stands_alone => last.push(shown),
            _ => paragraphs.push(vec![shown]),
        }
        is_new = shown.starts_with('#');
    }
    let paragraphs: Vec<String> = paragraphs.iter().map(|lines| lines.join("\n")).collect();
    let followers = paragraphs.iter().skip(1).map(Some).chain([None]);
    paragraphs
        .iter()
        .zip(followers)
        .map(|(paragraph, next)| block(paragraph, next.map(String::as_str)))
        .collect()
}

fn block(paragraph: &str, next: Option<&str>) -> Block {
    let marks = paragraph.chars().take_while(|c| *c == '#').count();
    if let Some(heading) = paragraph.get(marks..).filter(|_| (1..=6).contains(&marks))
        && heading.starts_with(' ')
    {
        let level = i32::try_from(marks).unwrap_or(DEPTH_AT_MOST);
        let heading = heading.trim().trim_end_matches('#').trim();
        // „# 2.1 Zugang“ is headed „Zugang“: numbers follow from places.
        return match numbered(heading) {
            Some((depth, rest)) => Block::Numbered(depth, rest.to_owned()),
            None => Block::Heading(level, heading.to_owned()),
        };
    }
    if let Some((mark, text)) = footnote(paragraph) {
        return Block::Footnote(mark.to_owned(), text.to_owned());
    }
    if let Some(text) = item(paragraph) {
        return Block::Item(text.to_owned());
    }
    let paragraph = paragraph.replace("[^", "[");
    if let Some((depth, text)) = numbered(&paragraph) {
        return Block::Numbered(depth, text.to_owned());
    }
    let is_followed = next.is_some_and(|next| !is_heading(next) && footnote(next).is_none());
    match is_heading(&paragraph) && is_followed {
        true => Block::Heading(1, paragraph),
        false => Block::Text(paragraph),
    }
}

/// Short, one line, and no sentence.
fn is_heading(paragraph: &str) -> bool {
    let ends = paragraph.trim_end_matches(|c: char| c == ']' || c == '[' || c.is_ascii_digit());
    !paragraph.contains('\n')
        && paragraph.chars().count() <= SHORT
        && item(paragraph).is_none()
        && !ends.ends_with(['.', '!', '?', ':', ';', ',', '“', '”'])
        && paragraph.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// The number a paragraph begins with, as how far in it stands, and the rest: `2.1 `, `2. `, `2) `, `(2) `,
/// `§ 2 `.
fn numbered(paragraph: &str) -> Option<(i32, &str)> {
    let bare = paragraph.trim_start_matches("§").trim_start();
    let has_sign = bare.len() < paragraph.len();
    let opened = bare.starts_with('(');
    let bare = bare.trim_start_matches('(');
    let end = bare.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = bare.split_at(end);
    let closed = rest.starts_with(')');
    let rest = rest.strip_prefix(')').unwrap_or(rest);
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let is_number = parts
        .iter()
        .all(|part| (1..=FIGURES_AT_MOST).contains(&part.len()));
    // „2 Verbände“ begins with a number that is none of a clause.
    let is_marked = has_sign || closed || parts.len() > 1 || number.ends_with('.');
    let text = rest.strip_prefix([' ', '\t'])?.trim();
    let is_clause = is_number && is_marked && (!opened || closed) && !text.is_empty();
    let depth = i32::try_from(parts.len()).unwrap_or(DEPTH_AT_MOST);
    is_clause.then_some((depth, text))
}

/// What stands behind the dot or dash of a list.
fn item(paragraph: &str) -> Option<&str> {
    let rest = paragraph.strip_prefix(['-', '*', '•', '–', '·', '▪', 'o'])?;
    // „o“ is what some make of a hollow dot, with a tab behind it.
    let gap: &[char] = match paragraph.starts_with('o') {
        true => &['\t'],
        false => &[' ', '\t'],
    };
    Some(rest.strip_prefix(gap)?.trim()).filter(|text| !text.is_empty())
}

/// The mark of a footnote, and what it says: `[1] …`, `[^1]: …`.
fn footnote(paragraph: &str) -> Option<(&str, &str)> {
    let (mark, rest) = paragraph.strip_prefix('[')?.split_once(']')?;
    let mark = mark.trim_start_matches('^');
    let is_mark = (1..=FIGURES_AT_MOST).contains(&mark.len());
    let is_mark = is_mark && mark.chars().all(|c| c.is_ascii_digit());
    let text = rest.trim_start_matches(':').trim();
    (is_mark && !text.is_empty()).then_some((mark, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(manuscript: &str, split: &str) -> Vec<(i32, String, String)> {
        let draft = Draft {
            manuscript: manuscript.into(),
            split: split.into(),
            mode: String::new(),
        };
        let (clauses, _) = draft.check().unwrap();
        let clauses = clauses.into_iter();
        clauses.map(|c| (c.depth, c.heading, c.text)).collect()
    }

    fn clause(depth: i32, heading: &str, text: &str) -> (i32, String, String) {
        (depth, heading.into(), text.into())
    }

    #[test]
    fn markdown_keeps_its_headings_and_lists() {
        let text = "# Drei Rollen\n\nWir sind Anwältin.\n\nWir sind Anbieterin:\n\n- vor Ort\n- im Netz\n\n## Ausblick\nWir treffen uns.";
        assert_eq!(
            read(text, ""),
            [
                clause(1, "Drei Rollen", "Wir sind Anwältin."),
                clause(1, "", "Wir sind Anbieterin:\n\n- vor Ort\n- im Netz"),
                clause(2, "Ausblick", "Wir treffen uns."),
            ]
        );
        let whole = read(text, "heading");
        assert_eq!(whole.len(), 2);
        assert!(whole[0].2.ends_with("- im Netz"));
    }

    #[test]
    fn what_is_pasted_keeps_its_numbers_and_footnotes() {
        let text = "1. Zugang\nAlle brauchen einen Anschluss.[1]\n1.1 Auf dem Land fehlt er am häufigsten.\n•\tBusse\n•\tFunk\n2. Bildung\nNiemand lernt allein.\n[1] Breitbandatlas, Stand Juni.";
        assert_eq!(
            read(text, ""),
            [
                clause(
                    1,
                    "Zugang",
                    "Alle brauchen einen Anschluss.[1]\n\n[1] Breitbandatlas, Stand Juni."
                ),
                clause(
                    2,
                    "",
                    "Auf dem Land fehlt er am häufigsten.\n\n- Busse\n- Funk"
                ),
                clause(1, "Bildung", "Niemand lernt allein."),
            ]
        );
    }

    #[test]
    fn a_line_that_is_no_sentence_heads_what_follows() {
        let text = "Programm\n\nWir fördern Vorhaben.\n\nWir prüfen sie.\n\nAusblick\n\nWir sehen uns wieder.";
        assert_eq!(
            read(text, ""),
            [
                clause(1, "Programm", "Wir fördern Vorhaben."),
                clause(1, "", "Wir prüfen sie."),
                clause(1, "Ausblick", "Wir sehen uns wieder."),
            ]
        );
    }

    #[test]
    fn years_amounts_and_lines_broken_by_hand_are_no_clauses() {
        let text = "2017 wurde die Vereinbarung geschlossen.\n\n3 Verbände trugen sie,\n1. der Bund war dabei.";
        assert_eq!(read(text, "").len(), 2);
    }

    #[test]
    fn a_text_without_words_or_without_end_is_refused() {
        let refused = |manuscript: String| {
            let draft = Draft {
                manuscript,
                ..Draft::default()
            };
            draft.check().unwrap_err().0[0].message
        };
        assert_eq!(refused(" \n ".into()), "paper-manuscript-empty");
        assert_eq!(
            refused("x".repeat(WHOLE_AT_MOST + 1)),
            "paper-text-too-long"
        );
        assert_eq!(
            refused("x".repeat(TEXT_AT_MOST + 1)),
            "paper-clause-too-long"
        );
        let many = "Ein Satz.\n\n".repeat(CLAUSES_AT_MOST + 1);
        assert_eq!(refused(many), "paper-clauses-too-many");
    }
}
