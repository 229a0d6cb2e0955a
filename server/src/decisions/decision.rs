//! A vote and what it decided: its row, its states, the draft people type and its rules. No database, no
//! clock.

use super::{organisations::Organisations, tally::Tally};
use crate::{
    error::{Refusal, Refusals},
    events::draft::{one_line, or, or_refuse, read_date, read_time},
    ids::{DecisionId, EventId},
    words::Word,
};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// In characters, as the next ones.
pub const QUESTION_AT_MOST: usize = 200;
pub const ABOUT_AT_MOST: usize = 10_000;
/// The result in one sentence: it fits into what Mastodon's readers see.
pub const SENTENCE_AT_MOST: usize = 300;
pub const OBJECTIONS_AT_MOST: usize = 10_000;
pub const OPTION_AT_MOST: usize = 120;
/// What one can be chosen from: every idea of a cycle.
pub const OPTIONS_AT_MOST: usize = 2_000;
/// Points somebody may give.
const POINTS_AT_MOST: i32 = 100;
/// Places somebody may give.
const PLACES_AT_MOST: i32 = 20;
/// More than can ever be asked for.
const QUORUM_AT_MOST: i32 = 20_000;
/// What somebody gives who says nothing about it.
const POINTS_BY_DEFAULT: &str = "5";
const EACH_BY_DEFAULT: &str = "3";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DecisionId,
    /// What it is held by, and which one of those.
    pub subject: Subject,
    pub subject_id: String,
    /// Counts from 1 within its subject.
    pub number: i32,
    /// The actor of the association that holds it.
    pub organizer: Iri,
    pub state: State,
    pub question: String,
    /// What it is about and by which criteria it is to be chosen: Markdown.
    pub about: String,
    pub method: Method,
    /// Points, or places, of one ballot; 0 where the method has none.
    pub points: i32,
    /// Points for one option.
    pub each_at_most: i32,
    pub secrecy: Secrecy,
    pub voters: Voters,
    pub results: Results,
    /// The edition whose check-in says who votes.
    pub event: Option<EventId>,
    /// The options as typed; empty for the ideas of the cycle.
    pub listed: Lines,
    /// Where one association has one vote, which there are.
    pub organisations: Organisations,
    /// Until when ballots are taken; absent until it is closed by hand.
    pub ends_at: Option<DateTimeUtc>,
    /// Ballots it takes; 0 for any number.
    pub quorum: i32,
    /// Ballots it takes of each group, or of all its people where they are fewer.
    pub group_quorum: i32,
    /// Whoever may vote is sent the way to it by mail.
    pub letters: bool,
    /// The id on the wire of the article that tells the result.
    pub iri: Option<Iri>,
    /// The result in one sentence.
    pub sentence: String,
    /// Markdown.
    pub objections: String,
    /// The numbers of what was chosen.
    pub chosen: Numbers,
    /// When it is to be looked at again.
    pub review_on: Option<Date>,
    /// Those who coordinate were reminded of that.
    pub is_reminded: bool,
    /// Counted once, when it is closed.
    pub tally: Option<Tally>,
    pub opened_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Decision;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Lines(pub Vec<String>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Numbers(pub Vec<i32>);

macro_rules! word {
    ($(#[$doc:meta])* $name:ident as $schema:ident { $($(#[$note:meta])* $variant:ident = $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum,
            ToSchema,
        )]
        #[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $schema)]
        pub enum $name { $($(#[$note])* $variant,)* }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The message that names it.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }
        }
    };
}

word! {
    /// What holds a vote.
    Subject as DecisionSubject {
        Cycle = "decision-subject-cycle",
    }
}
word! {
    /// Where a vote stands.
    State as DecisionState {
        Draft = "decision-state-draft",
        Open = "decision-state-open",
        Closed = "decision-state-closed",
    }
}
word! {
    /// How one votes.
    Method as DecisionMethod {
        /// So many points, at most so many for one option.
        Dots = "decision-method-dots",
        /// A first, a second … place.
        Ranking = "decision-method-ranking",
        /// Who has no reason against it agrees; who has says which.
        Consent = "decision-method-consent",
        YesNo = "decision-method-yes-no",
    }
}
word! {
    /// Whether a ballot says whose it is.
    Secrecy as DecisionSecrecy {
        Secret = "decision-secrecy-secret",
        Open = "decision-secrecy-open",
    }
}
word! {
    /// Who has a ballot.
    Voters as DecisionVoters {
        People = "decision-voters-people",
        /// One for each organisation, however many of its people are there.
        Associations = "decision-voters-associations",
    }
}
word! {
    /// What is shown while people vote.
    Results as DecisionResults {
        Hidden = "decision-results-hidden",
        Shown = "decision-results-shown",
    }
}

impl State {
    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Draft => "quiet",
            Self::Open => "warn",
            Self::Closed => "ok",
        }
    }
}

impl Model {
    pub fn is_secret(&self) -> bool {
        self.secrecy == Secrecy::Secret
    }

    /// Whether a ballot is taken now.
    pub fn takes_ballots(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Open && self.ends_at.is_none_or(|ends_at| now < ends_at)
    }

    /// Whether everybody may know of it.
    pub fn is_public(&self) -> bool {
        self.state != State::Draft
    }

    pub fn desk(&self) -> String {
        format!("/desk/decisions/{}", self.id)
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }
}

/// A vote as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// At most 200 characters.
    pub question: String,
    /// What it is about and by which criteria to choose: Markdown.
    pub about: String,
    /// `dots`, `ranking`, `consent` or `yes_no`; empty for `dots`.
    pub method: String,
    /// Points of one ballot, or places to give; empty for 5.
    pub points: String,
    /// Points for one option; empty for 3.
    pub each: String,
    /// `secret` or `open`; empty for `secret`.
    pub secrecy: String,
    /// `people` or `associations`; empty for `people`.
    pub voters: String,
    /// While people vote: `hidden` or `shown`; empty for `hidden`.
    pub results: String,
    /// The last part of the address of the edition whose check-in says who votes.
    pub event: String,
    /// One a line; empty for the ideas of the cycle.
    pub options: String,
    /// The last day for ballots, `2026-11-14` or `14.11.2026`; empty for until it is closed.
    pub ends_on: String,
    /// The time of that day; empty for its end.
    pub ends_at: String,
    /// Ballots it takes; empty for any number.
    pub quorum: String,
    /// Ballots it takes of each group; empty for any number.
    pub group_quorum: String,
    /// `yes` where whoever may vote is sent the way to it by mail.
    pub letters: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A vote that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub question: String,
    pub about: String,
    pub method: Method,
    pub points: i32,
    pub each_at_most: i32,
    pub secrecy: Secrecy,
    pub voters: Voters,
    pub results: Results,
    pub event: String,
    pub listed: Vec<String>,
    pub ends_at: Option<DateTime<Utc>>,
    pub quorum: i32,
    pub group_quorum: i32,
    pub letters: bool,
}

impl Draft {
    /// Days and times are those of `zone`.
    pub fn check(&self, zone: Tz) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let question = one_line(&self.question);
        match question.chars().count() {
            0 => refusals.add(Refusal::new("decision-question-missing").on("question")),
            1..=QUESTION_AT_MOST => {}
            _ => refusals.add(Refusal::new("decision-text-too-long").on("question")),
        }
        let about = text(&self.about, ("about", ABOUT_AT_MOST), &mut refusals);
        let method = chosen(&self.method, Method::Dots, "method", &mut refusals);
        let (points, each_at_most) = self.read_points(method, &mut refusals);
        let secrecy = chosen(&self.secrecy, Secrecy::Secret, "secrecy", &mut refusals);
        let voters = chosen(&self.voters, Voters::People, "voters", &mut refusals);
        let results = chosen(&self.results, Results::Hidden, "results", &mut refusals);
        // After the third ballot each further one would be the difference of two results.
        if secrecy == Secrecy::Secret && results == Results::Shown {
            refusals.add(Refusal::new("decision-secret-is-hidden").on("results"));
        }
        let event = self.event.trim().to_owned();
        if event.is_empty() {
            refusals.add(Refusal::new("decision-event-missing").on("event"));
        }
        let listed = self.read_options(&mut refusals);
        let ends_at = self.read_end(zone, &mut refusals);
        let quorum = count(&self.quorum, "quorum", &mut refusals);
        let group_quorum = count(&self.group_quorum, "group_quorum", &mut refusals);
        let letters = match self.letters.trim() {
            "yes" => true,
            "" | "no" => false,
            _ => {
                refusals.add(Refusal::new("cycle-yes-or-no").on("letters"));
                false
            }
        };
        refusals.none_or()?;
        Ok(Details {
            question,
            about,
            method,
            points,
            each_at_most,
            secrecy,
            voters,
            results,
            event,
            listed,
            ends_at,
            quorum,
            group_quorum,
            letters,
        })
    }

    fn read_points(&self, method: Method, refusals: &mut Refusals) -> (i32, i32) {
        let at_most = match method {
            Method::Dots => POINTS_AT_MOST,
            Method::Ranking => PLACES_AT_MOST,
            Method::Consent | Method::YesNo => return (0, 0),
        };
        let read = |text: &str, otherwise: &str, at_most: i32| {
            let number = or(text, otherwise).parse().ok();
            number.filter(|number| (1..=at_most).contains(number))
        };
        let points = or_refuse(
            read(&self.points, POINTS_BY_DEFAULT, at_most),
            refusals,
            || Refusal::new("decision-points-wrong").on("points"),
        );
        if method == Method::Ranking {
            return (points, 1);
        }
        // Who gives fewer than three points at all may give all of them to one.
        let otherwise = match points {
            1 | 2 => points.to_string(),
            _ => EACH_BY_DEFAULT.to_owned(),
        };
        let each = or_refuse(
            read(&self.each, &otherwise, points.max(1)),
            refusals,
            || Refusal::new("decision-each-wrong").on("each"),
        );
        (points, each)
    }

    fn read_options(&self, refusals: &mut Refusals) -> Vec<String> {
        let lines = self.options.lines().map(one_line);
        let mut options: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        if options.iter().any(|it| it.chars().count() > OPTION_AT_MOST) {
            refusals.add(Refusal::new("decision-text-too-long").on("options"));
        }
        if options.len() > OPTIONS_AT_MOST {
            refusals.add(Refusal::new("decision-options-too-many").on("options"));
            options.truncate(OPTIONS_AT_MOST);
        }
        let is_twice = |at: usize| options[..at].contains(&options[at]);
        if (0..options.len()).any(is_twice) {
            refusals.add(Refusal::new("decision-option-twice").on("options"));
        }
        options
    }

    fn read_end(&self, zone: Tz, refusals: &mut Refusals) -> Option<DateTime<Utc>> {
        let (day, time) = (self.ends_on.trim(), self.ends_at.trim());
        if day.is_empty() {
            if !time.is_empty() {
                refusals.add(Refusal::new("event-date-unreadable").on("ends_on"));
            }
            return None;
        }
        let Some(day) = read_date(day) else {
            refusals.add(Refusal::new("event-date-unreadable").on("ends_on"));
            return None;
        };
        // Without a time the day counts to its end.
        let local = match time {
            "" => day.succ_opt()?.and_hms_opt(0, 0, 0)?,
            time => match read_time(time) {
                Some(time) => day.and_time(time),
                None => {
                    refusals.add(Refusal::new("event-time-unreadable").on("ends_at"));
                    return None;
                }
            },
        };
        let at = zone.from_local_datetime(&local).earliest()?;
        Some(at.to_utc())
    }

    /// The vote as it would have to be typed; `event` is the slug of its edition.
    pub fn of(decision: &Decision, event: &str, zone: Tz) -> Self {
        let number = |number: i32| match number {
            0 => String::new(),
            number => number.to_string(),
        };
        let ends = decision.ends_at.map(|at| at.with_timezone(&zone));
        let format = |how: &str| ends.map(|at| at.format(how).to_string());
        Self {
            question: decision.question.clone(),
            about: decision.about.clone(),
            method: decision.method.name().to_owned(),
            points: number(decision.points),
            each: number(decision.each_at_most),
            secrecy: decision.secrecy.name().to_owned(),
            voters: decision.voters.name().to_owned(),
            results: decision.results.name().to_owned(),
            event: event.to_owned(),
            options: decision.listed.0.join("\n"),
            ends_on: format("%Y-%m-%d").unwrap_or_default(),
            ends_at: format("%H:%M").unwrap_or_default(),
            quorum: number(decision.quorum),
            group_quorum: number(decision.group_quorum),
            letters: match decision.letters {
                true => "yes".to_owned(),
                false => String::new(),
            },
            seen: decision.seen(),
        }
    }
}

/// What is said when a vote is closed, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionClosing)]
#[serde(default, deny_unknown_fields)]
pub struct Closing {
    /// The result in one sentence, at most 300 characters.
    pub sentence: String,
    /// The numbers of what was chosen, with commas between. Where there are any, the other ideas of the
    /// vote are declined.
    pub chosen: String,
    /// Markdown; may be empty.
    pub objections: String,
    /// `2027-11-14` or `14.11.2026`; may be empty.
    pub review_on: String,
}

/// A closing that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    pub sentence: String,
    pub chosen: Vec<i32>,
    pub objections: String,
    pub review_on: Option<NaiveDate>,
}

impl Closing {
    /// `numbers` are those of the options there are.
    pub fn check(&self, numbers: &[i32]) -> Result<Closed, Refusals> {
        let mut refusals = Refusals::default();
        let sentence = one_line(&self.sentence);
        match sentence.chars().count() {
            0 => refusals.add(Refusal::new("decision-sentence-missing").on("sentence")),
            1..=SENTENCE_AT_MOST => {}
            _ => refusals.add(Refusal::new("decision-text-too-long").on("sentence")),
        }
        let mut chosen = Vec::new();
        let words = self.chosen.split([',', ' ', '\n', '\r']);
        for word in words.filter(|word| !word.is_empty()) {
            match word.parse().ok().filter(|number| numbers.contains(number)) {
                Some(number) if chosen.contains(&number) => {}
                Some(number) => chosen.push(number),
                None => refusals.add(Refusal::new("decision-option-unknown").on("chosen")),
            }
        }
        chosen.sort_unstable();
        let objections = text(
            &self.objections,
            ("objections", OBJECTIONS_AT_MOST),
            &mut refusals,
        );
        let review_on = match self.review_on.trim() {
            "" => None,
            day => {
                let day = read_date(day);
                if day.is_none() {
                    refusals.add(Refusal::new("event-date-unreadable").on("review_on"));
                }
                day
            }
        };
        refusals.none_or()?;
        Ok(Closed {
            sentence,
            chosen,
            objections,
            review_on,
        })
    }
}

fn text(typed: &str, (field, at_most): (&'static str, usize), refusals: &mut Refusals) -> String {
    let text = typed.trim().replace("\r\n", "\n");
    if text.chars().count() > at_most {
        refusals.add(Refusal::new("decision-text-too-long").on(field));
    }
    text
}

fn chosen<W: Word + Copy>(
    typed: &str,
    otherwise: W,
    field: &'static str,
    refusals: &mut Refusals,
) -> W {
    match typed.trim() {
        "" => otherwise,
        word => W::named(word).unwrap_or_else(|| {
            refusals.add(Refusal::new("decision-word-unknown").on(field));
            otherwise
        }),
    }
}

fn count(typed: &str, field: &'static str, refusals: &mut Refusals) -> i32 {
    let number = or(typed, "0").parse().ok();
    let number = number.filter(|number| (0..=QUORUM_AT_MOST).contains(number));
    or_refuse(number, refusals, || {
        Refusal::new("decision-quorum-wrong").on(field)
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub fn dots() -> Draft {
        Draft {
            question: "Welche Idee wird Workstream?".to_owned(),
            event: "denkwerkstatt".to_owned(),
            ..Draft::default()
        }
    }

    fn fields(refused: Refusals) -> Vec<&'static str> {
        refused.0.iter().filter_map(|it| it.field).collect()
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = Draft {
            question: String::new(),
            about: "ä".repeat(ABOUT_AT_MOST + 1),
            method: "zuruf".to_owned(),
            points: "101".to_owned(),
            each: "0".to_owned(),
            secrecy: "halb".to_owned(),
            voters: "alle".to_owned(),
            results: "immer".to_owned(),
            event: " ".to_owned(),
            options: "Ja\nJa".to_owned(),
            ends_on: "bald".to_owned(),
            ends_at: "10:00".to_owned(),
            quorum: "-1".to_owned(),
            group_quorum: "viele".to_owned(),
            letters: "vielleicht".to_owned(),
            seen: String::new(),
        };
        let refused = wrong.check(chrono_tz::Europe::Berlin).unwrap_err();
        assert_eq!(
            fields(refused),
            [
                "question",
                "about",
                "method",
                "points",
                "each",
                "secrecy",
                "voters",
                "results",
                "event",
                "options",
                "ends_on",
                "quorum",
                "group_quorum",
                "letters"
            ]
        );
    }

    #[test]
    fn options_have_an_end_and_a_time_has_a_day() {
        let options = |options: String| Draft { options, ..dots() };
        let many = (0..=OPTIONS_AT_MOST).map(|number| format!("Idee {number}\n"));
        for (wrong, message, field) in [
            (
                options("x".repeat(OPTION_AT_MOST + 1)),
                "decision-text-too-long",
                "options",
            ),
            (
                options(many.collect()),
                "decision-options-too-many",
                "options",
            ),
            (
                Draft {
                    ends_at: "10:00".to_owned(),
                    ..dots()
                },
                "event-date-unreadable",
                "ends_on",
            ),
        ] {
            let refused = wrong.check(chrono_tz::Europe::Berlin).unwrap_err();
            assert_eq!(refused.0, [Refusal::new(message).on(field)]);
        }
    }

    #[test]
    fn points_are_five_and_three_unless_somebody_says_so() {
        for (method, points, each, expected) in [
            ("", "", "", Some((5, 3))),
            ("dots", "1", "", Some((1, 1))),
            ("dots", "2", "2", Some((2, 2))),
            ("dots", "2", "3", None),
            ("ranking", "20", "", Some((20, 1))),
            ("ranking", "21", "", None),
            ("consent", "x", "x", Some((0, 0))),
        ] {
            let typed = Draft {
                method: method.to_owned(),
                points: points.to_owned(),
                each: each.to_owned(),
                ..dots()
            };
            let read = typed.check(chrono_tz::Europe::Berlin);
            let read = read.ok().map(|it| (it.points, it.each_at_most));
            assert_eq!(read, expected, "{method} {points} {each}");
        }
    }

    #[test]
    fn a_day_without_a_time_counts_to_its_end() {
        for (day, time, expected) in [
            ("14.11.2026", "15 Uhr", "2026-11-14T14:00:00+00:00"),
            ("2026-11-14", "", "2026-11-14T23:00:00+00:00"),
        ] {
            let typed = Draft {
                ends_on: day.to_owned(),
                ends_at: time.to_owned(),
                ..dots()
            };
            let read = typed.check(chrono_tz::Europe::Berlin).unwrap();
            assert_eq!(read.ends_at.unwrap().to_rfc3339(), expected);
        }
    }

    #[test]
    fn a_secret_vote_shows_nothing_while_it_goes_on() {
        let shown = |secrecy: &str| Draft {
            secrecy: secrecy.to_owned(),
            results: "shown".to_owned(),
            ..dots()
        };
        let zone = chrono_tz::Europe::Berlin;
        assert!(shown("open").check(zone).is_ok());
        for secret in ["secret", ""] {
            assert_eq!(fields(shown(secret).check(zone).unwrap_err()), ["results"]);
        }
    }

    #[test]
    fn a_vote_is_closed_with_one_sentence_and_with_what_there_is() {
        let closing = |sentence: &str, chosen: &str| {
            let closing = Closing {
                sentence: sentence.to_owned(),
                chosen: chosen.to_owned(),
                ..Closing::default()
            };
            closing.check(&[1, 2, 3]).map(|it| it.chosen)
        };
        assert_eq!(closing("Zwei Ideen.", "3, 1,3"), Ok(vec![1, 3]));
        assert_eq!(closing("Keine.", ""), Ok(vec![]));
        assert_eq!(
            fields(closing(" ", "4").unwrap_err()),
            ["sentence", "chosen"]
        );
    }
}
