//! What is different between two revisions, clause by clause and word by word. Clauses are the same by
//! their id, wherever they stand. No database, no clock.

use super::revision::{Contents, Passage};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};
use utoipa::{IntoParams, ToSchema};

/// A clause of two revisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ClauseDifference)]
pub struct Difference {
    pub fate: Fate,
    /// Its number before; empty where it was not there.
    pub before: String,
    /// Its number now; empty where it is gone.
    pub after: String,
    pub heading: Vec<Piece>,
    pub text: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ClauseFate)]
pub enum Fate {
    Same,
    Changed,
    Added,
    Removed,
}

impl Fate {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Same => "paper-fate-same",
            Self::Changed => "paper-fate-changed",
            Self::Added => "paper-fate-added",
            Self::Removed => "paper-fate-removed",
        }
    }

    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Same => "quiet",
            Self::Changed => "info",
            Self::Added => "ok",
            Self::Removed => "bad",
        }
    }
}

/// Words that follow each other and share a fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TextPiece)]
pub struct Piece {
    pub fate: Kept,
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TextFate)]
pub enum Kept {
    Kept,
    Inserted,
    Deleted,
}

impl Piece {
    pub fn is_inserted(&self) -> bool {
        self.fate == Kept::Inserted
    }

    pub fn is_deleted(&self) -> bool {
        self.fate == Kept::Deleted
    }
}

/// Two texts, word by word.
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let compared = TextDiff::from_words(before, after);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in compared.iter_all_changes() {
        let fate = match change.tag() {
            ChangeTag::Equal => Kept::Kept,
            ChangeTag::Insert => Kept::Inserted,
            ChangeTag::Delete => Kept::Deleted,
        };
        match pieces.last_mut().filter(|last| last.fate == fate) {
            Some(last) => last.words.push_str(change.value()),
            None => pieces.push(Piece {
                fate,
                words: change.value().to_owned(),
            }),
        }
    }
    pieces
}

/// Every clause of both, in the order of the later one; what is gone stands where it stood.
pub fn between(before: &Contents, after: &Contents) -> Vec<Difference> {
    let of = |contents: &Contents, passage: &Passage| {
        let mut all = contents.clauses.iter();
        all.position(|other| other.clause == passage.clause)
    };
    let mut gone = before
        .clauses
        .iter()
        .enumerate()
        .filter(|(_, passage)| of(after, passage).is_none())
        .peekable();
    let mut all = Vec::new();
    // How far the earlier one has been followed.
    let mut reached = 0;
    for passage in &after.clauses {
        let place = of(before, passage);
        reached = place.map_or(reached, |place| reached.max(place));
        while let Some((_, passage)) = gone.next_if(|(place, _)| *place < reached) {
            all.push(removed(passage));
        }
        let known = place.and_then(|place| before.clauses.get(place));
        all.push(known.map_or_else(|| added(passage), |known| compared(known, passage)));
    }
    all.extend(gone.map(|(_, passage)| removed(passage)));
    all
}

fn compared(before: &Passage, after: &Passage) -> Difference {
    let is_same = (&before.heading, &before.text) == (&after.heading, &after.text);
    Difference {
        fate: match is_same {
            true => Fate::Same,
            false => Fate::Changed,
        },
        before: before.number.clone(),
        after: after.number.clone(),
        heading: words(&before.heading, &after.heading),
        text: words(&before.text, &after.text),
    }
}

fn added(passage: &Passage) -> Difference {
    Difference {
        fate: Fate::Added,
        before: String::new(),
        after: passage.number.clone(),
        heading: words("", &passage.heading),
        text: words("", &passage.text),
    }
}

fn removed(passage: &Passage) -> Difference {
    Difference {
        fate: Fate::Removed,
        before: passage.number.clone(),
        after: String::new(),
        heading: words(&passage.heading, ""),
        text: words(&passage.text, ""),
    }
}

/// Which revisions are compared.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Compared {
    /// The number of the earlier one.
    pub from: String,
    /// The number of the later one; empty for what the paper says now.
    #[param(required = false)]
    pub to: String,
}

impl Compared {
    /// Both numbers.
    pub fn read(&self) -> Result<(i32, Option<i32>)> {
        let number = |typed: &str| typed.trim().parse().map_err(|_| Error::NotFound);
        let to = match self.to.trim() {
            "" => None,
            typed => Some(number(typed)?),
        };
        Ok((number(&self.from)?, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::paper::{Kind, Sources};

    fn contents(clauses: &[(u128, &str)]) -> Contents {
        let passages = (1..).zip(clauses).map(|(number, (id, text))| Passage {
            clause: ulid::Ulid(*id).into(),
            number: number.to_string(),
            depth: 1,
            heading: String::new(),
            text: (*text).to_owned(),
        });
        Contents {
            kind: Kind::PositionPaper,
            title: String::new(),
            occasion: String::new(),
            language: "de".into(),
            licence: String::new(),
            summary: String::new(),
            key_sentence: String::new(),
            easy_text: String::new(),
            sources: Sources::default(),
            clauses: passages.collect(),
        }
    }

    #[test]
    fn words_that_changed_stand_between_those_that_did_not() {
        let pieces = words(
            "Wir fordern Zugang für alle.",
            "Wir fordern Teilhabe für alle.",
        );
        let said: Vec<_> = pieces.iter().map(|p| (p.fate, p.words.as_str())).collect();
        assert_eq!(
            said,
            [
                (Kept::Kept, "Wir fordern "),
                (Kept::Deleted, "Zugang"),
                (Kept::Inserted, "Teilhabe"),
                (Kept::Kept, " für alle."),
            ]
        );
        let whole = |kept: fn(&Piece) -> bool| -> String {
            let pieces = pieces.iter().filter(|piece| kept(piece));
            pieces.map(|piece| piece.words.as_str()).collect()
        };
        assert_eq!(whole(|p| !p.is_inserted()), "Wir fordern Zugang für alle.");
        assert_eq!(whole(|p| !p.is_deleted()), "Wir fordern Teilhabe für alle.");
    }

    #[test]
    fn a_clause_is_the_same_wherever_it_stands() {
        let before = contents(&[(1, "Zugang"), (2, "Bildung"), (3, "Schutz")]);
        let after = contents(&[(3, "Schutz"), (1, "Zugang für alle"), (4, "Geld")]);
        let told: Vec<_> = between(&before, &after)
            .into_iter()
            .map(|one| (one.fate, one.before, one.after))
            .collect();
        let told: Vec<_> = told
            .iter()
            .map(|(fate, before, after)| (*fate, before.as_str(), after.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (Fate::Removed, "2", ""),
                (Fate::Same, "3", "1"),
                (Fate::Changed, "1", "2"),
                (Fate::Added, "", "3"),
            ]
        );
    }

    #[test]
    fn what_is_gone_from_the_end_stands_at_the_end() {
        let before = contents(&[(1, "Zugang"), (2, "Bildung")]);
        let told = between(&before, &contents(&[(1, "Zugang")]));
        assert_eq!(told.last().map(|one| one.fate), Some(Fate::Removed));
        assert!(
            between(&before, &before)
                .iter()
                .all(|one| one.fate == Fate::Same)
        );
    }
}
