//! Which letters can be printed. A tagged PDF must not have a glyph that stands for nothing, so what no
//! font has becomes a box, and a text of mostly boxes is refused.

use std::sync::LazyLock;
use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// In place of what no font has.
const BOX: char = '\u{25A1}';
/// Letters of a word after which it may be broken anywhere: longer than words are, and than a line is not.
const WORD_AT_MOST: usize = 40;
/// The same in code, where whoever copies it copies the break as well: as much as fits a line.
const CODE_AT_MOST: usize = 72;
/// In place of a tab in code, whose columns would be lost.
const TAB: &str = "    ";
/// Where a word may be broken, and nothing is seen.
const MAY_BREAK: char = '\u{200B}';

/// The fonts that come with the compiler: Libertinus and New Computer Modern for text, DejaVu for code.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let files = typst_assets::fonts();
    let fonts: Vec<Font> = files
        .flat_map(|file| Font::iter(Bytes::new(file)))
        .collect();
    Fonts {
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

pub struct Fonts {
    pub book: LazyHash<FontBook>,
    pub fonts: Vec<Font>,
}

impl Fonts {
    /// Whether one font has all of these, which are drawn together.
    fn has(&self, cluster: &[char]) -> bool {
        self.fonts.iter().any(|font| {
            let coverage = &font.info().coverage;
            cluster.iter().all(|c| coverage.contains(u32::from(*c)))
        })
    }
}

/// How much of a text could be printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    pub printed: usize,
    pub lost: usize,
}

impl Letters {
    /// The text as it can be printed: composed, without what is never seen, in words that fit a line.
    pub fn clean(&mut self, text: &str) -> String {
        self.clean_in_words(text, WORD_AT_MOST)
    }

    /// The same of a line of code, as it was typed.
    pub fn clean_code(&mut self, line: &str) -> String {
        self.clean_in_words(&line.replace('\t', TAB), CODE_AT_MOST)
    }

    fn clean_in_words(&mut self, text: &str, at_most: usize) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut cluster: Vec<char> = Vec::new();
        let mut word = 0;
        for c in text.nfc().filter(|c| !is_unseen(*c)) {
            if is_combining_mark(c) && !cluster.is_empty() {
                cluster.push(c);
                continue;
            }
            self.put(&mut clean, (&mut word, at_most), &cluster);
            cluster.clear();
            cluster.push(if c.is_whitespace() { ' ' } else { c });
        }
        self.put(&mut clean, (&mut word, at_most), &cluster);
        clean
    }

    fn put(&mut self, clean: &mut String, (word, at_most): (&mut usize, usize), cluster: &[char]) {
        let Some(first) = cluster.first() else {
            return;
        };
        if *first == ' ' {
            *word = 0;
            clean.push(' ');
            return;
        }
        if *word >= at_most {
            *word = 0;
            clean.push(MAY_BREAK);
        }
        *word += 1;
        // Marks are few; where a font has the letter alone, that is better than a box.
        let base = &cluster[..1];
        let known = [cluster, base].into_iter().find(|it| FONTS.has(it));
        match known {
            Some(known) => {
                self.printed += 1;
                clean.extend(known);
            }
            None => {
                self.lost += 1;
                if !clean.ends_with(BOX) {
                    clean.push(BOX);
                }
            }
        }
    }
}

/// Controls, and what turns the writing direction around or joins pictures of letters.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> (String, Letters) {
        let mut letters = Letters::default();
        (letters.clean(text), letters)
    }

    #[test]
    fn what_no_font_has_is_one_box_and_counted() {
        let (clean, letters) = cleaned("Hallo 👩\u{200D}👩\u{200D}👧\u{FE0F}!");
        assert_eq!(clean, "Hallo □!");
        assert_eq!((letters.printed, letters.lost), (6, 3));
        for covered in ["Grüße", "Київ", "Ἀθῆναι", "„Ja“ – 3 €", "czę́ść"]
        {
            let (clean, letters) = cleaned(covered);
            assert!(
                letters.lost == 0 && !clean.contains(BOX),
                "{covered}: {clean}"
            );
        }
    }

    #[test]
    fn nothing_unseen_stays_and_no_word_is_longer_than_a_line() {
        let (clean, _) = cleaned("a\0b\u{202E}c\nd\te");
        assert_eq!(clean, "abc d e");
        let (clean, _) = cleaned(&"x".repeat(1_000));
        let words = clean.split(MAY_BREAK);
        assert!(words.clone().count() > 20);
        assert!(words.into_iter().all(|word| word.len() <= WORD_AT_MOST));
    }

    #[test]
    fn code_keeps_its_columns_and_is_copied_as_it_was_typed() {
        let mut letters = Letters::default();
        let command = format!("\tcurl https://verein.example/{}", "x".repeat(44));
        let clean = letters.clean_code(&command);
        assert_eq!(clean, command.replace('\t', TAB));
        let endless = letters.clean_code(&"x".repeat(1_000));
        let mut words = endless.split(MAY_BREAK);
        assert!(words.all(|word| word.len() <= CODE_AT_MOST));
    }

    #[test]
    fn a_letter_and_its_mark_are_one() {
        assert_eq!(cleaned("u\u{0308}").0, "ü");
    }
}
