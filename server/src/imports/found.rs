//! What reading another program's data gives: drafts a person previews and corrects, each with what
//! is doubtful about it, and what could not be read, with the place and the reason. Nothing is left
//! out without a word. Words people read are messages in `locales/`.

use super::{EVENTS_AT_MOST, TEXT_BYTES_AT_MOST};
use crate::{agenda, events::Draft};
use sea_orm::prelude::{DeriveActiveEnum, EnumIter, StringLen};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use url::Url;
use utoipa::ToSchema;

/// More places than this that could not be read are not listed; a last one says so.
pub const UNREADABLE_AT_MOST: usize = 200;
/// The longest quotation of what was found in a doubt, a place or a reason, in characters.
const SAID_AT_MOST: usize = 200;

/// An event as another program describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The same at every reading of the same source: its id there, else its page, else what it is
    /// called and when it starts. At most [`Found::KEY_BYTES_AT_MOST`] bytes.
    pub key: String,
    pub draft: Draft,
    /// Where its home shows it.
    pub url: Option<Url>,
    /// What happens there, and when; empty for most.
    pub agenda: Vec<agenda::Draft>,
    pub doubts: Vec<Doubt>,
}

impl Found {
    pub const KEY_BYTES_AT_MOST: usize = 500;

    /// In whichever language it has one.
    pub fn title(&self) -> &str {
        title(&self.draft)
    }

    fn bytes(&self) -> usize {
        let draft = &self.draft;
        let texts = [
            &draft.title_de,
            &draft.summary_de,
            &draft.description_de,
            &draft.title_en,
            &draft.summary_en,
            &draft.description_en,
            &self.key,
        ];
        let sessions = self.agenda.iter();
        let sessions = sessions.map(|it| it.title.len() + it.description.len() + it.speakers.len());
        texts.iter().map(|text| text.len()).sum::<usize>() + sessions.sum::<usize>()
    }
}

/// What a person should look at before taking an event over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Days without times: from 0:00 to 23:59.
    AllDay,
    /// It says no end: an hour was assumed.
    EndMissing,
    /// It says no place: a name for one was put in.
    PlaceMissing,
    /// Its end, as written, is no later than its start: an hour was assumed.
    EndBeforeStart(String),
    /// Its end, as written, cannot be read: an hour was assumed.
    EndUnreadable(String),
    /// The zone is none we know: times are taken as those of the instance's zone.
    ZoneUnknown(String),
    /// The time falls into the hour that is left out when the clocks go forward; it was moved.
    TimeMoved(String),
    /// The time lies in the second of two equal hours, which a draft can say in UTC only.
    HourTwice,
    /// A language we have no fields for: its texts stand in those of the main one.
    LanguageUnknown(String),
    /// One of the texts was cut.
    Shortened {
        field: &'static str,
    },
    /// More topics than an event has: these were left out.
    TopicsLeft(String),
    /// Latitude and longitude make no place on earth.
    CoordinatesWrong(String),
    /// The address was one line, and parts of it may stand in the wrong fields.
    PlaceGuessed(String),
    /// A link to an online room. It was left out, and cut from the texts: they will be public.
    RoomLeft(String),
    Cancelled,
    Postponed,
    Rescheduled,
    Tentative,
    /// Its owner marked it as not public.
    Private,
    /// Parts of the source that an event here has no field for, by their names.
    NotTaken(String),
    /// Sessions no agenda of ours takes, by their titles.
    SessionsLeft(String),
    /// What a spreadsheet would run as a formula was taken from the front of these words.
    Formula(String),
}

impl Doubt {
    /// The message that explains it; `said` is its one value.
    pub fn key(&self) -> &'static str {
        match self {
            Self::AllDay => "import-doubt-all-day",
            Self::EndMissing => "import-doubt-end-missing",
            Self::PlaceMissing => "import-doubt-place-missing",
            Self::EndBeforeStart(_) => "import-doubt-end-before-start",
            Self::EndUnreadable(_) => "import-doubt-end-unreadable",
            Self::ZoneUnknown(_) => "import-doubt-zone-unknown",
            Self::TimeMoved(_) => "import-doubt-time-moved",
            Self::HourTwice => "import-doubt-hour-twice",
            Self::LanguageUnknown(_) => "import-doubt-language-unknown",
            Self::Shortened { .. } => "import-doubt-shortened",
            Self::TopicsLeft(_) => "import-doubt-topics-left",
            Self::CoordinatesWrong(_) => "import-doubt-coordinates-wrong",
            Self::PlaceGuessed(_) => "import-doubt-place-guessed",
            Self::RoomLeft(_) => "import-doubt-room-left",
            Self::Cancelled => "import-doubt-cancelled",
            Self::Postponed => "import-doubt-postponed",
            Self::Rescheduled => "import-doubt-rescheduled",
            Self::Tentative => "import-doubt-tentative",
            Self::Private => "import-doubt-private",
            Self::NotTaken(_) => "import-doubt-not-taken",
            Self::SessionsLeft(_) => "import-doubt-sessions-left",
            Self::Formula(_) => "import-doubt-formula",
        }
    }

    /// The field of the draft it is about, for a link from the one to the other.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::AllDay | Self::TimeMoved(_) => Some("starts_at"),
            Self::EndMissing | Self::EndBeforeStart(_) | Self::EndUnreadable(_) => Some("ends_at"),
            Self::ZoneUnknown(_) | Self::HourTwice => Some("zone"),
            Self::LanguageUnknown(_) => Some("language"),
            Self::Shortened { field } => Some(field),
            Self::TopicsLeft(_) => Some("topics"),
            Self::CoordinatesWrong(_) => Some("latitude"),
            Self::PlaceMissing | Self::PlaceGuessed(_) => Some("place_name"),
            Self::RoomLeft(_) => Some("attendance"),
            Self::Cancelled
            | Self::Postponed
            | Self::Rescheduled
            | Self::Tentative
            | Self::Private
            | Self::NotTaken(_)
            | Self::SessionsLeft(_)
            | Self::Formula(_) => None,
        }
    }

    /// What the source says here, at most 200 characters of one line; empty where nothing is quoted.
    pub fn said(&self) -> String {
        match self {
            Self::EndBeforeStart(said)
            | Self::EndUnreadable(said)
            | Self::ZoneUnknown(said)
            | Self::TimeMoved(said)
            | Self::LanguageUnknown(said)
            | Self::TopicsLeft(said)
            | Self::CoordinatesWrong(said)
            | Self::PlaceGuessed(said)
            | Self::RoomLeft(said)
            | Self::NotTaken(said)
            | Self::SessionsLeft(said)
            | Self::Formula(said) => quoted(said),
            _ => String::new(),
        }
    }
}

/// Where in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    Whole,
    /// What it calls itself, or its id.
    Named(String),
    /// The nth of its kind, from one.
    Nth(usize),
    /// A row of a table, the header being the first.
    Row(usize),
}

impl At {
    pub fn named(name: &str, nth: usize) -> Self {
        match quoted(name) {
            name if name.is_empty() => Self::Nth(nth),
            name => Self::Named(name),
        }
    }

    /// The message that names it; `said` is its one value.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Whole => "import-at-whole",
            Self::Named(_) => "import-at-named",
            Self::Nth(_) => "import-at-nth",
            Self::Row(_) => "import-at-row",
        }
    }

    pub fn said(&self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Named(name) => name.clone(),
            Self::Nth(number) | Self::Row(number) => number.to_string(),
        }
    }
}

/// Why something was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Over [`super::BYTES_AT_MOST`].
    TooLarge,
    /// No format we read.
    UnknownFormat,
    /// It says to be a format we read, and is not.
    Broken,
    /// Its parts lie deeper in each other than any page needs.
    TooDeep,
    /// It was read, and there is no event in it.
    Nothing,
    /// A table of people, which is read at an event.
    Registrations,
    /// Some of its letters had to be guessed.
    LettersGuessed,
    TooManyEvents,
    /// All texts together are over [`super::TEXT_BYTES_AT_MOST`].
    TooMuchText,
    /// More than [`UNREADABLE_AT_MOST`] places could not be read.
    TooManyFaults,
    StartMissing,
    StartUnreadable(String),
    /// The same event stands there more than once; the newest was taken.
    Twice,
    /// A component of a calendar that is no event.
    NotAnEvent(String),
    RuleUnreadable(String),
    /// A rule with many dates a day, or with more parts than any meeting needs.
    RuleTooFine(String),
    /// A rule without end, or with more dates than are taken; the rest begins after this day.
    RuleTooLong(String),
    /// A rule goes so far back that only its newer dates were taken; the first of them is on this day.
    RulePast(String),
    /// There are more pages of the list; the address of the next.
    MorePages(String),
    /// The table has no column for this.
    ColumnMissing(String),
    RowBroken,
    RowWithoutEmail,
    /// Text where an e-mail address should be.
    EmailUnreadable(String),
    /// This registration was cancelled there.
    RowCancelled,
}

impl Reason {
    /// The message that explains it; `said` is its one value.
    pub fn key(&self) -> &'static str {
        match self {
            Self::TooLarge => "import-reason-too-large",
            Self::UnknownFormat => "import-reason-unknown-format",
            Self::Broken => "import-reason-broken",
            Self::TooDeep => "import-reason-too-deep",
            Self::Nothing => "import-reason-nothing",
            Self::Registrations => "import-reason-registrations",
            Self::LettersGuessed => "import-reason-letters-guessed",
            Self::TooManyEvents => "import-reason-too-many-events",
            Self::TooMuchText => "import-reason-too-much-text",
            Self::TooManyFaults => "import-reason-too-many-faults",
            Self::StartMissing => "import-reason-start-missing",
            Self::StartUnreadable(_) => "import-reason-start-unreadable",
            Self::Twice => "import-reason-twice",
            Self::NotAnEvent(_) => "import-reason-not-an-event",
            Self::RuleUnreadable(_) => "import-reason-rule-unreadable",
            Self::RuleTooFine(_) => "import-reason-rule-too-fine",
            Self::RuleTooLong(_) => "import-reason-rule-too-long",
            Self::RulePast(_) => "import-reason-rule-past",
            Self::MorePages(_) => "import-reason-more-pages",
            Self::ColumnMissing(_) => "import-reason-column-missing",
            Self::RowBroken => "import-reason-row-broken",
            Self::RowWithoutEmail => "import-reason-row-without-email",
            Self::EmailUnreadable(_) => "import-reason-email-unreadable",
            Self::RowCancelled => "import-reason-row-cancelled",
        }
    }

    /// What the source says here, at most 200 characters of one line; empty where nothing is quoted.
    pub fn said(&self) -> String {
        match self {
            Self::StartUnreadable(said)
            | Self::NotAnEvent(said)
            | Self::RuleUnreadable(said)
            | Self::RuleTooFine(said)
            | Self::RuleTooLong(said)
            | Self::RulePast(said)
            | Self::MorePages(said)
            | Self::ColumnMissing(said)
            | Self::EmailUnreadable(said) => quoted(said),
            _ => String::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub at: At,
    pub reason: Reason,
}

/// What kind of source it was.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumIter,
    DeriveActiveEnum,
    ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[schema(as = ImportFormat)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// RFC 5545.
    Calendar,
    /// JSON-LD of schema.org, on a page or by itself, or h-event.
    #[default]
    Page,
    TheEventsCalendar,
    /// `schedule.json` of pretalx and frab.
    Schedule,
    /// An Event of another server.
    Object,
}

impl Format {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Calendar => "import-format-calendar",
            Self::Page => "import-format-page",
            Self::TheEventsCalendar => "import-format-the-events-calendar",
            Self::Schedule => "import-format-schedule",
            Self::Object => "import-format-object",
        }
    }
}

/// All that was found, in the order of the source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub format: Format,
    pub events: Vec<Found>,
    pub unreadable: Vec<Unreadable>,
    keys: HashSet<String>,
    bytes: usize,
}

impl Reading {
    /// Nothing of it could be read.
    pub fn refused(reason: Reason) -> Self {
        let mut reading = Self::default();
        reading.miss(At::Whole, reason);
        reading
    }

    /// The same, read by the reader of this format.
    pub fn of(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// Take an event, unless there are too many or it is there already.
    pub fn add(&mut self, found: Found) {
        let at = || At::named(title(&found.draft), self.events.len() + 1);
        let reason = if self.keys.contains(&found.key) {
            Reason::Twice
        } else if self.is_full() {
            Reason::TooManyEvents
        } else if self.bytes + found.bytes() > TEXT_BYTES_AT_MOST {
            Reason::TooMuchText
        } else {
            self.bytes += found.bytes();
            self.keys.insert(found.key.clone());
            self.events.push(found);
            return;
        };
        self.miss(at(), reason);
    }

    /// An event, or why it is none.
    pub fn take(&mut self, at: At, found: Result<Found, Reason>) {
        match found {
            Ok(found) => self.add(found),
            Err(reason) => self.miss(at, reason),
        }
    }

    pub fn is_full(&self) -> bool {
        self.events.len() >= EVENTS_AT_MOST
    }

    /// Say that something was not read.
    pub fn miss(&mut self, at: At, reason: Reason) {
        match self.unreadable.len() {
            ..UNREADABLE_AT_MOST => self.unreadable.push(Unreadable { at, reason }),
            UNREADABLE_AT_MOST => self.unreadable.push(Unreadable {
                at: At::Whole,
                reason: Reason::TooManyFaults,
            }),
            _ => {}
        }
    }

    /// What was read; a source with nothing in it says so.
    pub fn done(mut self) -> Self {
        if self.events.is_empty() && self.unreadable.is_empty() {
            self.miss(At::Whole, Reason::Nothing);
        }
        self
    }
}

/// The title in whichever language it has one.
fn title(draft: &Draft) -> &str {
    if draft.title_de.is_empty() {
        &draft.title_en
    } else {
        &draft.title_de
    }
}

/// What a source says, fit to stand in a sentence of ours.
fn quoted(text: &str) -> String {
    federation::vocabulary::read::line(&text.into(), SAID_AT_MOST).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    fn found(key: &str, description: String) -> Found {
        Found {
            key: key.into(),
            draft: Draft {
                title_de: "Denkwerkstatt".into(),
                description_de: description,
                ..Draft::default()
            },
            url: None,
            agenda: Vec::new(),
            doubts: Vec::new(),
        }
    }

    fn reasons(reading: &Reading) -> Vec<&Reason> {
        reading.unreadable.iter().map(|item| &item.reason).collect()
    }

    #[test]
    fn an_event_is_taken_once_however_often_it_is_said() {
        let mut reading = Reading::default();
        reading.add(found("a", String::new()));
        reading.add(found("a", String::new()));
        assert_eq!(reading.events.len(), 1);
        assert_eq!(reasons(&reading), [&Reason::Twice]);
        let at = At::Named("Denkwerkstatt".into());
        assert_eq!(reading.unreadable[0].at, at);
    }

    #[test]
    fn events_texts_and_faults_have_an_end_that_is_said() {
        let mut many = Reading::default();
        for number in 0..=EVENTS_AT_MOST {
            many.add(found(&number.to_string(), String::new()));
        }
        assert_eq!(many.events.len(), EVENTS_AT_MOST);
        assert_eq!(reasons(&many), [&Reason::TooManyEvents]);

        let mut long = Reading::default();
        for number in 0..3 {
            long.add(found(
                &number.to_string(),
                "x".repeat(TEXT_BYTES_AT_MOST / 2 - 100),
            ));
        }
        assert_eq!(long.events.len(), 2);
        assert_eq!(reasons(&long), [&Reason::TooMuchText]);

        let mut wrong = Reading::default();
        for number in 0..1_000 {
            wrong.miss(At::Nth(number), Reason::StartMissing);
        }
        assert_eq!(wrong.unreadable.len(), UNREADABLE_AT_MOST + 1);
        assert_eq!(reasons(&wrong).last(), Some(&&Reason::TooManyFaults));
    }

    #[test]
    fn what_is_quoted_is_short_and_of_one_line() {
        let said = Doubt::ZoneUnknown(format!("a\r\n\u{202E}{}", "b".repeat(1_000))).said();
        assert_eq!(said.chars().count(), SAID_AT_MOST);
        assert!(!said.contains(['\n', '\u{202E}']), "{said}");
    }

    #[test]
    fn every_doubt_place_and_reason_is_explained_in_both_languages() {
        let said = || "Nirgendwo/Dort".to_owned();
        let doubts = [
            Doubt::AllDay,
            Doubt::EndMissing,
            Doubt::PlaceMissing,
            Doubt::EndBeforeStart(said()),
            Doubt::EndUnreadable(said()),
            Doubt::ZoneUnknown(said()),
            Doubt::TimeMoved(said()),
            Doubt::HourTwice,
            Doubt::LanguageUnknown(said()),
            Doubt::Shortened { field: "title_de" },
            Doubt::TopicsLeft(said()),
            Doubt::CoordinatesWrong(said()),
            Doubt::PlaceGuessed(said()),
            Doubt::RoomLeft(said()),
            Doubt::Cancelled,
            Doubt::Postponed,
            Doubt::Rescheduled,
            Doubt::Tentative,
            Doubt::Private,
            Doubt::NotTaken(said()),
            Doubt::SessionsLeft(said()),
            Doubt::Formula(said()),
        ];
        let reasons = [
            Reason::TooLarge,
            Reason::UnknownFormat,
            Reason::Broken,
            Reason::TooDeep,
            Reason::Nothing,
            Reason::Registrations,
            Reason::LettersGuessed,
            Reason::TooManyEvents,
            Reason::TooMuchText,
            Reason::TooManyFaults,
            Reason::StartMissing,
            Reason::StartUnreadable(said()),
            Reason::Twice,
            Reason::NotAnEvent(said()),
            Reason::RuleUnreadable(said()),
            Reason::RuleTooFine(said()),
            Reason::RuleTooLong(said()),
            Reason::RulePast(said()),
            Reason::MorePages(said()),
            Reason::ColumnMissing(said()),
            Reason::RowBroken,
            Reason::RowWithoutEmail,
            Reason::EmailUnreadable(said()),
            Reason::RowCancelled,
        ];
        let places = [At::Whole, At::Named(said()), At::Nth(3), At::Row(3)];
        let doubts = doubts.iter().map(|doubt| (doubt.key(), doubt.said()));
        let reasons = reasons.iter().map(|reason| (reason.key(), reason.said()));
        let places = places.iter().map(|at| (at.key(), at.said()));
        for (key, said) in doubts.chain(reasons).chain(places) {
            for lang in Lang::ALL {
                let text = lang.text_with(key, &[("said", &said)]);
                assert!(!text.contains('⟦'), "{key} in {lang:?}: {text}");
                assert!(text.contains(&said), "{key} in {lang:?}: {text}");
            }
        }
    }
}
