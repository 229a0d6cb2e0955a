//! Words as search compares them, so that spellings of the same find each other: small letters, „ä“ as „ae“
//! and „ß“ as „ss“, no accents, no signs, and of „Bürger:innen“, „Bürger*innen“, „BürgerInnen“ and
//! „Bürgerinnen“ what they have in common. Pure; what is folded once stays as it is.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The mark over „ä“, written apart.
const DIAERESIS: char = '\u{308}';
/// What stands inside a word and is neither seen nor said: soft hyphens, joiners, direction marks.
const SILENT: [char; 7] = [
    '\u{AD}', '\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{2068}', '\u{2069}',
];
/// What people put between a word and an ending for everybody.
const GENDER_SIGNS: [char; 10] = [':', '*', '_', '·', '•', '∗', '/', '(', '’', '\''];
/// The endings behind such a sign, the longest first.
const ENDINGS: [&str; 5] = ["innen", "in", "r", "n", "e"];
/// Words for people end so before a plain „in“: „Lehrerin“ is one of them, „Termin“ is not.
const PEOPLE: [&str; 7] = ["er", "or", "ist", "ent", "ant", "eur", "log"];
/// Letters before a plain „innen“ at least; before fewer it is part of another word, as in „beginnen“.
const BEFORE_INNEN: usize = 4;
/// Letters before a plain „in“ at least.
const BEFORE_IN: usize = 5;
/// Words that say nothing alone: „Bürgerinnen und Bürger“ looks for people, not for „und“.
const SILENT_WORDS: [&str; 24] = [
    "and", "auf", "bei", "das", "dem", "den", "der", "des", "die", "ein", "eine", "for", "fuer",
    "im", "in", "mit", "of", "or", "oder", "the", "und", "von", "zu", "zur",
];
/// Letters of a word whose ending may be left off in a question.
const INFLECTED_AT_LEAST: usize = 6;
/// Words of one question that are looked for; further ones narrow nothing.
pub const WORDS_AT_MOST: usize = 8;

/// The words of a text, one space between two: letters and digits alone.
pub fn fold(text: &str) -> String {
    let letters = letters(text);
    let mut words = Vec::new();
    let mut word = String::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let rest = &letters[at..];
        let is_in_word = !word.is_empty() && before.is_some_and(|it| it.is_alphabetic());
        if let Some(length) = is_in_word.then(|| ending(rest, before)).flatten() {
            at += length;
            continue;
        }
        match letter.is_alphanumeric() {
            true => word.extend(letter.to_lowercase()),
            false => words.push(std::mem::take(&mut word)),
        }
        at += 1;
    }
    words.push(word);
    let words = words.iter().map(|word| stem(word));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A text as one word, for names that have to be the same: „Digitale Gewalt“ and „#DigitaleGewalt“.
pub fn key(text: &str) -> String {
    let joined = fold(text).replace(' ', "");
    stem(&joined).to_owned()
}

/// What a question asks for: each of its words once, without the endings German gives them. All of them
/// have to stand in a folded text, wherever in a word. Empty when there is no letter and no digit in it.
pub fn asked(question: &str) -> Vec<String> {
    let folded = fold(question);
    let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let said: Vec<&str> = all
        .iter()
        .copied()
        .filter(|word| !SILENT_WORDS.contains(word))
        .collect();
    let mut asked: Vec<String> = Vec::new();
    for word in if said.is_empty() { all } else { said } {
        let word = uninflected(word);
        if asked.len() < WORDS_AT_MOST && !asked.iter().any(|known| known == word) {
            asked.push(word.to_owned());
        }
    }
    asked
}

/// The letters of a text without what is above, below and between them.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::new();
    for letter in text.nfkd().filter(|letter| !SILENT.contains(letter)) {
        match letter {
            DIAERESIS => {
                if matches!(letters.last(), Some('a' | 'o' | 'u' | 'A' | 'O' | 'U')) {
                    letters.push('e');
                }
            }
            _ if is_combining_mark(letter) => {}
            'ß' | 'ẞ' => letters.extend(['s', 's']),
            'æ' | 'Æ' => letters.extend(['a', 'e']),
            'ø' | 'Ø' => letters.extend(['o', 'e']),
            _ => letters.push(letter),
        }
    }
    letters
}

/// How many letters at the beginning of `rest` are an ending for everybody; `before` is the last letter
/// of the word so far.
fn ending(rest: &[char], before: Option<&char>) -> Option<usize> {
    let (first, behind) = rest.split_first()?;
    let ends = |at: usize| behind.get(at).is_none_or(|next| !next.is_alphanumeric());
    if *first == 'I' {
        // „BürgerInnen“, „BürgerInnenrat“, „BürgerIn“.
        let inner = before.is_some_and(|before| before.is_lowercase());
        return match behind {
            ['n', 'n', 'e', 'n', ..] if inner => Some(5),
            ['n', ..] if inner && ends(1) => Some(2),
            _ => None,
        };
    }
    if !GENDER_SIGNS.contains(first) {
        return None;
    }
    let hyphen = usize::from(*first == '/' && behind.first() == Some(&'-'));
    let behind = &behind[hyphen..];
    for ending in ENDINGS {
        let length = ending.len();
        let Some(said) = behind.get(..length) else {
            continue;
        };
        let same = said
            .iter()
            .flat_map(|c| c.to_lowercase())
            .eq(ending.chars());
        let next = behind.get(length);
        let closing = usize::from(*first == '(');
        let closed = *first != '(' || next == Some(&')');
        // „Bürger:innenrat“ goes on, „Bund/Ebene“ is two words.
        let ends = ending == "innen" || closing == 1 || next.is_none_or(|it| !it.is_alphanumeric());
        if same && closed && ends {
            return Some(1 + hyphen + length + closing);
        }
    }
    None
}

/// A word without a plain „innen“ or „in“ behind a word for people.
fn stem(word: &str) -> &str {
    let mut word = word;
    loop {
        let shorter = match (word.strip_suffix("innen"), word.strip_suffix("in")) {
            (Some(stem), _) if stem.chars().count() >= BEFORE_INNEN => stem,
            (_, Some(stem))
                if stem.chars().count() >= BEFORE_IN
                    && PEOPLE.iter().any(|people| stem.ends_with(people)) =>
            {
                stem
            }
            _ => return word,
        };
        word = shorter;
    }
}

/// „Experten“ looks for „Expert:innen“ too.
fn uninflected(word: &str) -> &str {
    if word.chars().count() < INFLECTED_AT_LEAST {
        return word;
    }
    ["en", "e", "n"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a question finds a text.
    fn finds(question: &str, text: &str) -> bool {
        let (asked, folded) = (asked(question), fold(text));
        !asked.is_empty() && asked.iter().all(|word| folded.contains(word))
    }

    /// Every way to write the people of a word: its root, and what one of them is called.
    fn spellings(root: &str) -> Vec<String> {
        let plain = [
            ":innen", "*innen", "_innen", "/-innen", "/innen", "(innen)", "·innen", "Innen",
            "innen", ":in", "*in", "_in", "/in", "(in)", "In", "",
        ];
        let mut all: Vec<String> = plain.iter().map(|end| format!("{root}{end}")).collect();
        all.push(format!("{root}innen und {root}"));
        all.push(format!("{root} und {root}innen"));
        all.push(format!("{root}\u{AD}innen"));
        all
    }

    const ROOTS: [&str; 8] = [
        "Bürger",
        "Teilnehmer",
        "Veranstalter",
        "Aktivist",
        "Präsident",
        "Moderator",
        "Weißnäher",
        "Straßenfußballer",
    ];

    #[test]
    fn every_spelling_finds_every_other() {
        for root in ROOTS {
            let all = spellings(root);
            for question in &all {
                for text in &all {
                    assert!(finds(question, text), "{question} does not find {text}");
                    let text = format!("Ein Abend für {text}, offen für alle.");
                    assert!(finds(question, &text), "{question} does not find {text}");
                }
            }
        }
    }

    #[test]
    fn case_and_umlauts_make_no_difference() {
        for root in ROOTS {
            for spelling in spellings(root) {
                let apart = spelling
                    .replace('ü', "u\u{308}")
                    .replace('ä', "a\u{308}")
                    .replace('ß', "ss");
                let without = spelling.replace('ü', "ue").replace('ä', "ae");
                for other in [&apart, &without] {
                    assert_eq!(fold(other), fold(&spelling), "{other}");
                }
                // An inner I is told from others by its size alone.
                if !spelling.contains("In") {
                    assert_eq!(
                        fold(&spelling.to_uppercase()),
                        fold(&spelling),
                        "{spelling}"
                    );
                    assert_eq!(
                        fold(&spelling.to_lowercase()),
                        fold(&spelling),
                        "{spelling}"
                    );
                }
            }
        }
    }

    /// Texts of every few letters and signs that mean something here.
    fn odd_texts() -> Vec<String> {
        const PARTS: [&str; 22] = [
            "Bürger", "innen", "Innen", "in", "In", ":", "*", "_", "/", "-", "(", ")", " ", "er",
            "ä", "a\u{308}", "ß", "\u{AD}", "7", "%", "\0", "ﬁ",
        ];
        let mut texts = vec![String::new()];
        for _ in 0..3 {
            let longer = texts.iter().flat_map(|text| {
                let parts = PARTS.iter();
                parts.map(move |part| format!("{text}{part}"))
            });
            let longer: Vec<String> = longer.collect();
            texts.extend(longer);
        }
        texts
    }

    #[test]
    fn what_is_folded_is_words_and_stays_as_it_is() {
        for text in odd_texts() {
            let folded = fold(&text);
            assert_eq!(fold(&folded), folded, "{text:?}");
            let plain = |c: char| c == ' ' || (c.is_alphanumeric() && !c.is_uppercase());
            assert!(folded.chars().all(plain), "{text:?} gives {folded:?}");
            let spaced = folded.contains("  ") || folded.trim() != folded;
            assert!(!spaced, "{text:?} gives {folded:?}");
            for word in asked(&text) {
                assert!(folded.contains(&word), "{text:?} asks for {word:?}");
            }
            assert_eq!(key(&key(&text)), key(&text), "{text:?}");
        }
    }

    #[test]
    fn what_only_looks_alike_stays_what_it_is() {
        for word in [
            "beginnen", "drinnen", "termin", "berlin", "medizin", "magazin", "innen", "worin",
        ] {
            assert_eq!(fold(word), word);
        }
        assert_eq!(fold("10:30 Uhr, Bund/Länder"), "10 30 uhr bund laender");
        assert_eq!(fold("DigitalInitiative e. V."), "digitalinitiative e v");
        assert_eq!(
            fold("Résumé, Land/nah, Ver\u{AD}ein"),
            "resume land nah verein"
        );
        assert!(!finds("Bürgerrat", "Bürgermeister:innen"));
        assert!(finds("bürger:innenrat", "Der BürgerInnenrat tagt"));
        assert!(finds("Expertinnen", "Runde der Expert*innen"));
        assert!(finds("Experten", "Runde der Expert*innen"));
        assert!(finds("Kund:innen", "Für Kundinnen und Kunden"));
        assert!(finds("jede", "Für jede_r"));
    }

    #[test]
    fn a_question_is_its_words() {
        assert_eq!(asked("Bürgerinnen und Bürger"), ["buerger"]);
        assert_eq!(asked("und"), ["und"]);
        assert_eq!(asked("!?% _"), [""; 0]);
        assert_eq!(asked("a b c d e f g h i j").len(), WORDS_AT_MOST);
        assert_eq!(key("Digitale Gewalt"), key("#DigitaleGewalt"));
        assert_eq!(key("digitale-gewalt"), key("Digitale Gewalt"));
    }
}
