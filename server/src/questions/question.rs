//! What associations are asked, here or elsewhere: its row, its states, the draft people type and its rules.
//! No database, no clock.

use super::outcome::Outcome;
use crate::{
    decisions::decision::Numbers,
    error::{Refusal, Refusals},
    events::draft::{ending, one_line, or, or_refuse},
    ids::{CycleId, IdeaId, QuestionId},
    markdown,
    words::Word,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use federation::{Iri, vocabulary::question};
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// In characters, as the next ones.
pub const QUESTION_AT_MOST: usize = 200;
pub const ABOUT_AT_MOST: usize = 10_000;
pub const OPTION_AT_MOST: usize = 120;
/// The result in one sentence: it fits into what Mastodon's readers see.
pub const SENTENCE_AT_MOST: usize = 300;
pub(super) const OPTIONS_AT_LEAST: usize = 2;
/// Beside the abstention.
pub const OPTIONS_AT_MOST: usize = question::OPTIONS_AT_MOST - 1;
const ELECTORS_AT_LEAST: usize = 2;
pub const ELECTORS_AT_MOST: usize = question::ELECTORS_AT_MOST;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionId,
    /// Whether it is asked here.
    pub local: bool,
    /// The id on the wire, once others were told.
    pub iri: Option<Iri>,
    /// The actor of the association that asks.
    pub organizer: Iri,
    pub state: State,
    pub question: String,
    /// Markdown; of one that is asked elsewhere, HTML that was made safe.
    pub about: String,
    /// As they are chosen from; the abstention is the last.
    pub options: Lines,
    pub abstention: bool,
    pub secrecy: Secrecy,
    /// Votes it takes; 0 for any number.
    pub quorum: i32,
    /// Until when votes are taken, by the clock of whoever asks.
    pub ends_at: DateTimeUtc,
    /// The result in one sentence, only of one that is asked here; or why it was called off.
    pub sentence: String,
    /// The id on the wire of the article that tells everybody.
    pub article: Option<Iri>,
    /// Counted once.
    pub outcome: Option<Outcome>,
    /// Those who coordinate were reminded of the end.
    pub is_reminded: bool,
    pub opened_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    /// The cycle whose ideas are chosen from, of one that is asked here.
    pub cycle: Option<CycleId>,
    /// Those ideas, in the order of the options.
    pub ideas: Option<Eligible>,
    /// The numbers of the ideas that were chosen, once that was said.
    pub chosen: Option<Numbers>,
    /// What was said against it: Markdown.
    pub objections: String,
    /// When it is to be looked at again.
    pub review_on: Option<Date>,
    /// Those who coordinate were reminded of that.
    pub is_review_reminded: bool,
    /// When it was said what was chosen.
    pub decided_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Question;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Lines(pub Vec<String>);

/// Ideas of a cycle, by their numbers there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Eligible(pub Vec<(i32, IdeaId)>);

/// Where it stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PollState)]
pub enum State {
    Draft,
    Open,
    Closed,
    /// Whoever asks took it back while it was open: nothing was counted.
    CalledOff,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "question-state-draft",
            Self::Open => "question-state-open",
            Self::Closed => "question-state-closed",
            Self::CalledOff => "question-state-called-off",
        }
    }

    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Draft => "quiet",
            Self::Open => "warn",
            Self::Closed => "ok",
            Self::CalledOff => "bad",
        }
    }
}

/// Whether everybody reads at the end who voted how.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PollSecrecy)]
pub enum Secrecy {
    Open,
    Secret,
}

impl Secrecy {
    pub const ALL: [Self; 2] = [Self::Open, Self::Secret];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "question-secrecy-open",
            Self::Secret => "question-secrecy-secret",
        }
    }

    /// The message that says what whoever asks can see, and what others can.
    pub fn trust(self) -> &'static str {
        match self {
            Self::Open => "question-trust-open",
            Self::Secret => "question-trust-secret",
        }
    }
}

impl Model {
    pub fn is_secret(&self) -> bool {
        self.secrecy == Secrecy::Secret
    }

    /// Whether a vote is taken now.
    pub fn takes_votes(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Open && now < self.ends_at
    }

    /// Whether everybody may know of it. What is still voted on is between those who vote.
    pub fn is_public(&self) -> bool {
        self.local && self.state == State::Closed
    }

    /// Where everybody reads what came of it.
    pub fn path(&self) -> String {
        format!("/questions/{}", self.id)
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    pub fn desk(&self) -> String {
        format!("/desk/questions/{}", self.id)
    }

    /// HTML that is safe to show.
    pub fn about_html(&self) -> String {
        match self.local {
            true => markdown::to_html(&self.about),
            false => self.about.clone(),
        }
    }

    /// The ideas that are chosen from, by their numbers.
    pub fn eligible(&self) -> &[(i32, IdeaId)] {
        self.ideas.as_ref().map_or(&[], |ideas| ideas.0.as_slice())
    }

    /// The numbers of what was chosen.
    pub fn chosen(&self) -> &[i32] {
        self.chosen
            .as_ref()
            .map_or(&[], |chosen| chosen.0.as_slice())
    }

    /// Whether this idea was chosen by it.
    pub fn has_chosen(&self, idea: &IdeaId) -> bool {
        let mut eligible = self.eligible().iter();
        eligible.any(|(number, it)| it == idea && self.chosen().contains(number))
    }

    /// Whether it can be said what was chosen by it.
    pub fn can_be_decided(&self) -> bool {
        self.local
            && self.state == State::Closed
            && self.cycle.is_some()
            && self.decided_at.is_none()
    }

    pub fn has_option(&self, name: &str) -> bool {
        self.options.0.iter().any(|option| option == name)
    }
}

/// A question as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PollDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association that asks; empty for the first of this instance.
    pub organizer: String,
    /// At most 200 characters.
    pub question: String,
    /// What it is about: Markdown.
    pub about: String,
    /// The slug of a cycle whose ideas are chosen from; empty for none.
    pub cycle: String,
    /// One a line: 2 to 20. With a cycle the numbers of its ideas; empty for all that are proposed.
    pub options: String,
    /// What an abstention is called; empty where there is none.
    pub abstention: String,
    /// `open` or `secret`; empty for `open`.
    pub secrecy: String,
    /// Votes it takes; empty for any number.
    pub quorum: String,
    /// The last day for votes, `2026-11-14` or `14.11.2026`.
    pub ends_on: String,
    /// The time of that day; empty for its end.
    pub ends_at: String,
    /// Who may vote, one a line: addresses like `@verein@host`, or ActivityPub ids; 2 to 100.
    pub electors: String,
    /// The state of the draft that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A question that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub question: String,
    pub about: String,
    /// The slug of a cycle, not looked up yet.
    pub cycle: String,
    pub options: Vec<String>,
    pub abstention: bool,
    pub secrecy: Secrecy,
    pub quorum: i32,
    pub ends_at: DateTime<Utc>,
    /// As typed, each once.
    pub electors: Vec<String>,
}

impl Draft {
    /// Days and times are those of `zone`.
    pub fn check(&self, zone: Tz) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let question = one_line(&self.question);
        match question.chars().count() {
            0 => refusals.add(Refusal::new("question-question-missing").on("question")),
            1..=QUESTION_AT_MOST => {}
            _ => refusals.add(Refusal::new("question-text-too-long").on("question")),
        }
        let about = self.about.trim().replace("\r\n", "\n");
        if about.chars().count() > ABOUT_AT_MOST {
            refusals.add(Refusal::new("question-text-too-long").on("about"));
        }
        let mut options = self.read_options(&mut refusals);
        let abstention = one_line(&self.abstention);
        if abstention.chars().count() > OPTION_AT_MOST {
            refusals.add(Refusal::new("question-text-too-long").on("abstention"));
        }
        let has_abstention = !abstention.is_empty();
        if options.contains(&abstention) {
            refusals.add(Refusal::new("question-option-twice").on("abstention"));
        }
        options.extend(has_abstention.then_some(abstention));
        let secrecy = match self.secrecy.trim() {
            "" => Secrecy::Open,
            word => Secrecy::named(word).unwrap_or_else(|| {
                refusals.add(Refusal::new("question-word-unknown").on("secrecy"));
                Secrecy::Open
            }),
        };
        let electors = self.read_electors(&mut refusals);
        let at_most = i32::try_from(electors.len()).unwrap_or(i32::MAX);
        let quorum = or(&self.quorum, "0").parse().ok();
        let quorum = quorum.filter(|quorum| (0..=at_most).contains(quorum));
        let quorum = or_refuse(quorum, &mut refusals, || {
            Refusal::new("question-quorum-wrong").on("quorum")
        });
        let ends_at = self.read_end(zone, &mut refusals);
        refusals.none_or()?;
        Ok(Details {
            question,
            about,
            cycle: self.cycle.trim().to_owned(),
            options,
            abstention: has_abstention,
            secrecy,
            quorum,
            ends_at,
            electors,
        })
    }

    fn read_options(&self, refusals: &mut Refusals) -> Vec<String> {
        let lines = self.options.lines().map(one_line);
        let mut options: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        if options.iter().any(|it| it.chars().count() > OPTION_AT_MOST) {
            refusals.add(Refusal::new("question-text-too-long").on("options"));
        }
        // Of a cycle they are counted once its ideas are known.
        let is_of_cycle = !self.cycle.trim().is_empty();
        let at_least = if is_of_cycle { 0 } else { OPTIONS_AT_LEAST };
        if !(at_least..=OPTIONS_AT_MOST).contains(&options.len()) {
            refusals.add(Refusal::new("question-options-wrong").on("options"));
            options.truncate(OPTIONS_AT_MOST);
        }
        let is_twice = |at: usize| options[..at].contains(&options[at]);
        if (0..options.len()).any(is_twice) {
            refusals.add(Refusal::new("question-option-twice").on("options"));
        }
        options
    }

    fn read_electors(&self, refusals: &mut Refusals) -> Vec<String> {
        let mut electors: Vec<String> = Vec::new();
        let lines = self.electors.lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty()) {
            if !electors.iter().any(|known| known == line) {
                electors.push(line.to_owned());
            }
            if electors.len() > ELECTORS_AT_MOST {
                break;
            }
        }
        if !(ELECTORS_AT_LEAST..=ELECTORS_AT_MOST).contains(&electors.len()) {
            refusals.add(Refusal::new("question-electors-wrong").on("electors"));
        }
        electors
    }

    fn read_end(&self, zone: Tz, refusals: &mut Refusals) -> DateTime<Utc> {
        let day = (self.ends_on.as_str(), "ends_on");
        let time = (self.ends_at.as_str(), "ends_at");
        ending(day, time, zone, refusals).unwrap_or_default()
    }

    /// The question as it would have to be typed.
    pub fn of(
        question: &Question,
        (organizer, cycle): (&str, &str),
        electors: &[Iri],
        zone: Tz,
    ) -> Self {
        let mut options = question.options.0.clone();
        let abstention = match question.abstention {
            true => options.pop().unwrap_or_default(),
            false => String::new(),
        };
        let ends = question.ends_at.with_timezone(&zone);
        let electors: Vec<&str> = electors.iter().map(|it| it.as_str()).collect();
        Self {
            organizer: organizer.to_owned(),
            question: question.question.clone(),
            about: question.about.clone(),
            cycle: cycle.to_owned(),
            options: options.join("\n"),
            abstention,
            secrecy: question.secrecy.name(),
            quorum: match question.quorum {
                0 => String::new(),
                quorum => quorum.to_string(),
            },
            ends_on: ends.format("%Y-%m-%d").to_string(),
            ends_at: ends.format("%H:%M").to_string(),
            electors: electors.join("\n"),
            seen: question.seen(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            question: "Welche Idee wird Workstream?".to_owned(),
            options: "Idee 12\nIdee 15".to_owned(),
            abstention: "Enthaltung".to_owned(),
            ends_on: "2026-11-14".to_owned(),
            electors: "@a@a.example\n@b@b.example\n@a@a.example".to_owned(),
            ..Draft::default()
        }
    }

    fn fields(draft: &Draft) -> Vec<&'static str> {
        let refused = draft.check(chrono_tz::Europe::Berlin).unwrap_err();
        refused.0.iter().filter_map(|it| it.field).collect()
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = Draft {
            organizer: String::new(),
            question: " ".to_owned(),
            about: "ä".repeat(ABOUT_AT_MOST + 1),
            cycle: String::new(),
            options: "Ja".to_owned(),
            abstention: "Ja".to_owned(),
            secrecy: "halb".to_owned(),
            quorum: "3".to_owned(),
            ends_on: "bald".to_owned(),
            ends_at: String::new(),
            electors: "@a@a.example".to_owned(),
            seen: String::new(),
        };
        assert_eq!(
            fields(&wrong),
            [
                "question",
                "about",
                "options",
                "abstention",
                "secrecy",
                "electors",
                "quorum",
                "ends_on"
            ]
        );
    }

    #[test]
    fn the_abstention_is_the_last_option_and_nobody_votes_twice() {
        let read = draft().check(chrono_tz::Europe::Berlin).unwrap();
        assert_eq!(read.options, ["Idee 12", "Idee 15", "Enthaltung"]);
        assert!(read.abstention);
        assert_eq!(read.electors, ["@a@a.example", "@b@b.example"]);
        assert_eq!(read.secrecy, Secrecy::Open);
        assert_eq!(read.ends_at.to_rfc3339(), "2026-11-14T23:00:00+00:00");
    }

    #[test]
    fn there_are_two_to_twenty_options_and_as_many_electors_as_are_read_elsewhere() {
        let lines = |count: usize, of: &str| -> String {
            (0..count).map(|number| format!("{of}{number}\n")).collect()
        };
        let options = |count| Draft {
            options: lines(count, "Idee "),
            ..draft()
        };
        assert!(options(OPTIONS_AT_MOST).check(chrono_tz::UTC).is_ok());
        assert_eq!(fields(&options(OPTIONS_AT_MOST + 1)), ["options"]);
        assert_eq!(fields(&options(1)), ["options"]);
        let long = "x".repeat(OPTION_AT_MOST + 1);
        for twice_or_long in ["Ja\nNein\nJa", &format!("Ja\n{long}")] {
            let options = Draft {
                options: twice_or_long.to_owned(),
                ..draft()
            };
            assert_eq!(fields(&options), ["options"], "{twice_or_long}");
        }
        let abstention = Draft {
            abstention: long,
            ..draft()
        };
        assert_eq!(fields(&abstention), ["abstention"]);
        let electors = |count| Draft {
            electors: lines(count, "@a@example"),
            ..draft()
        };
        assert!(electors(ELECTORS_AT_MOST).check(chrono_tz::UTC).is_ok());
        assert_eq!(fields(&electors(ELECTORS_AT_MOST + 1)), ["electors"]);
        assert_eq!(fields(&electors(1)), ["electors"]);
    }
}
