//! What came of a question: how often each option was chosen, whether enough voted, and line by line what
//! anybody recounts. Pure.

use federation::Iri;
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
#[schema(as = PollOutcome)]
pub struct Outcome {
    /// How many could vote.
    pub electors: i64,
    /// How many have.
    pub votes: i64,
    /// How often each option was chosen, in their order.
    pub counts: Vec<i64>,
    /// Whether as many voted as it takes.
    pub has_quorum: bool,
    /// In a secret vote sorted by digest, in an open one by whoever voted. Absent where whoever asks did not
    /// publish them.
    pub lines: Option<Vec<Line>>,
}

#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[schema(as = PollLine)]
pub struct Line {
    /// What its voter finds it by, in a secret vote.
    pub digest: Option<String>,
    /// The ActivityPub id of whoever voted, in an open one.
    #[schema(value_type = Option<String>)]
    pub voter: Option<Iri>,
    /// The ActivityPub id of the vote, in an open one.
    #[schema(value_type = Option<String>)]
    pub note: Option<Iri>,
    pub choice: String,
}

impl Outcome {
    /// Count `lines`. Sorted, so that their order says nothing of when each was cast.
    pub fn of(options: &[String], mut lines: Vec<Line>, electors: i64, quorum: i32) -> Self {
        lines.sort();
        let votes = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        Self {
            electors,
            votes,
            counts: counted(options, &lines),
            has_quorum: votes >= i64::from(quorum),
            lines: Some(lines),
        }
    }

    /// Whether the lines come to what was said: nothing where there are none.
    pub fn is_borne_out(&self, options: &[String]) -> Option<bool> {
        let lines = self.lines.as_ref()?;
        let is_whole = i64::try_from(lines.len()) == Ok(self.votes);
        Some(is_whole && counted(options, lines) == self.counts)
    }

    /// The options that were chosen most often, an abstention aside: nothing where none was.
    pub fn leading<'a>(&self, options: &'a [String], abstention: bool) -> (Vec<&'a str>, i64) {
        let chosen = options.len() - usize::from(abstention && !options.is_empty());
        let counts = options.iter().zip(&self.counts).take(chosen);
        let most = counts.clone().map(|(_, count)| *count).max();
        let most = most.unwrap_or_default();
        let leading = counts.filter(|(_, count)| **count == most && most > 0);
        (leading.map(|(option, _)| option.as_str()).collect(), most)
    }
}

fn counted(options: &[String], lines: &[Line]) -> Vec<i64> {
    let of = |option: &String| lines.iter().filter(|line| line.choice == *option).count();
    let counts = options.iter().map(|option| i64::try_from(of(option)));
    counts.map(|count| count.unwrap_or(i64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Vec<String> {
        ["Idee 12", "Idee 15", "Enthaltung"]
            .map(str::to_owned)
            .into()
    }

    fn line(digest: &str, choice: &str) -> Line {
        Line {
            digest: Some(digest.to_owned()),
            choice: choice.to_owned(),
            ..Line::default()
        }
    }

    #[test]
    fn lines_are_sorted_by_digest_and_counted() {
        let lines = vec![
            line("zQmC", "Idee 12"),
            line("zQmA", "Idee 15"),
            line("zQmB", "Idee 12"),
        ];
        let outcome = Outcome::of(&options(), lines, 4, 3);
        assert_eq!((outcome.votes, outcome.electors), (3, 4));
        assert_eq!(outcome.counts, [2, 1, 0]);
        assert!(outcome.has_quorum);
        let digests: Vec<_> = outcome
            .lines
            .iter()
            .flatten()
            .map(|it| &it.digest)
            .collect();
        assert_eq!(digests.len(), 3);
        assert!(digests.is_sorted());
        assert_eq!(outcome.leading(&options(), true), (vec!["Idee 12"], 2));
        assert!(!Outcome::of(&options(), vec![], 4, 1).has_quorum);
    }

    #[test]
    fn what_does_not_add_up_is_noticed() {
        let mut outcome = Outcome::of(&options(), vec![line("zQmA", "Idee 12")], 2, 0);
        assert_eq!(outcome.is_borne_out(&options()), Some(true));
        outcome.counts = vec![0, 1, 0];
        assert_eq!(outcome.is_borne_out(&options()), Some(false));
        outcome.counts = vec![1, 0, 0];
        outcome.votes = 2;
        assert_eq!(outcome.is_borne_out(&options()), Some(false));
        outcome.lines = None;
        assert_eq!(outcome.is_borne_out(&options()), None);
    }

    #[test]
    fn an_abstention_leads_nothing() {
        let outcome = Outcome::of(&options(), vec![line("zQmA", "Enthaltung")], 2, 0);
        assert_eq!(outcome.leading(&options(), true), (vec![], 0));
    }
}
