//! A participation: its row, the states it can be in, and what may be asked of somebody who wants to
//! come. No database, no network, no clock but the one passed in.

use crate::{
    Refusal,
    error::Refusals,
    events::{Admission, Attendance, Event},
    i18n::Lang,
    ids::{EventId, ParticipationId},
    mail::Address,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use federation::{Iri, vocabulary::read};
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub const NAME_AT_MOST: usize = 120;
pub const LINE_AT_MOST: usize = 200;
pub const NEEDS_AT_MOST: usize = 2_000;
/// Why somebody is declined, in characters.
pub const REASON_AT_MOST: usize = NEEDS_AT_MOST;
/// What a message is about, in characters.
pub const SUBJECT_AT_MOST: usize = 150;
/// Days after the event until needs are deleted; the form promises it.
pub const NEEDS_KEPT: Duration = Duration::days(14);
/// Days of one event people can choose among.
const DAYS_AT_MOST: usize = 31;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "participations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ParticipationId,
    /// No foreign key: see `told`.
    pub event: EventId,
    pub state: State,
    pub origin: Origin,
    /// Hears nothing of itself by mail: they were imported, and are written to elsewhere.
    pub quiet: bool,
    /// In person or online, never both.
    pub attendance: Attendance,
    /// Whether they did not say so: another server's Join cannot. They are counted where `attendance` says.
    pub way_open: bool,
    /// Empty for every day.
    pub days: Days,
    pub name: String,
    pub email: Option<String>,
    pub organisation: String,
    /// The stakeholder group they said they belong to.
    pub stakeholder: String,
    /// What needs and answers they gave, as [`Private`].
    pub sealed: Option<String>,
    /// What mails to them are written in.
    pub language: String,
    /// Who it is, when they came from another server.
    pub actor: Option<Iri>,
    /// What they said there: the Join, or the Accept.
    pub activity: Option<Iri>,
    /// When they said what counts now, in the word of their server.
    pub said_at: Option<DateTimeUtc>,
    /// The post of theirs that our Question answers; deleting it takes it back.
    pub reply: Option<Iri>,
    /// Six characters to show or say at the door, unique in the event.
    pub code: String,
    /// The days on which they were let in.
    pub seen: Days,
    /// Counts up when their link is replaced; older ones open nothing.
    pub link: i32,
    /// What they were last told about the event, which may be gone by now.
    pub told: Told,
    /// The SEQUENCE of the event they were last told of.
    pub told_sequence: i32,
    pub reminded_at: Option<DateTimeUtc>,
    /// How often they have said no, so that calendars see each word as newer than the last.
    pub turns: i32,
    /// Since when they wait, in the order of which places are given.
    pub queued_at: DateTimeUtc,
    /// Until when a free place is theirs to take.
    pub offered_until: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Participation;

/// How far somebody is on the way into an event. RFC 5545's PARTSTAT where it has a word.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
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
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Has not said yet that the address is theirs, or how they will come.
    Unconfirmed,
    /// Waits for the organizers' word.
    Requested,
    Accepted,
    /// Thinks about it; has no place.
    Tentative,
    /// Waits for a place.
    Waiting,
    /// Has been offered a place, until `offered_until`.
    Offered,
    /// The organizers, or a lack of places, said no.
    Declined,
    /// They said no themselves.
    Cancelled,
}

impl State {
    pub const ALL: [Self; 8] = [
        Self::Accepted,
        Self::Requested,
        Self::Offered,
        Self::Waiting,
        Self::Tentative,
        Self::Unconfirmed,
        Self::Declined,
        Self::Cancelled,
    ];
    /// Those who hear what becomes of the event.
    pub const TOLD: [Self; 5] = [
        Self::Accepted,
        Self::Requested,
        Self::Offered,
        Self::Waiting,
        Self::Tentative,
    ];
    /// Those that take up a place.
    pub const HOLDING: [Self; 2] = [Self::Accepted, Self::Offered];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unconfirmed => "participation-state-unconfirmed",
            Self::Requested => "participation-state-requested",
            Self::Accepted => "participation-state-accepted",
            Self::Tentative => "participation-state-tentative",
            Self::Waiting => "participation-state-waiting",
            Self::Offered => "participation-state-offered",
            Self::Declined => "participation-state-declined",
            Self::Cancelled => "participation-state-cancelled",
        }
    }

    /// Whether they have a place and know it.
    pub fn is_let_in(self) -> bool {
        self == Self::Accepted
    }

    /// Whether the organizers' word is asked for, or can be taken back.
    pub fn may_be_approved(self) -> bool {
        !matches!(self, Self::Unconfirmed | Self::Accepted | Self::Cancelled)
    }

    /// Whether it is over: they can begin anew.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Declined | Self::Cancelled)
    }

    /// The higher, the more it gives: of two, nobody loses the better.
    pub fn standing(self) -> u8 {
        match self {
            Self::Accepted => 6,
            Self::Offered => 5,
            Self::Waiting => 4,
            Self::Requested => 3,
            Self::Tentative => 2,
            Self::Unconfirmed => 1,
            Self::Declined | Self::Cancelled => 0,
        }
    }

    /// The class of the tag that shows it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Accepted => "ok",
            Self::Requested | Self::Offered | Self::Tentative => "warn",
            Self::Waiting => "info",
            Self::Unconfirmed | Self::Cancelled => "quiet",
            Self::Declined => "bad",
        }
    }
}

/// The way somebody came.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The form on the event's page.
    Form,
    /// Written down by somebody who works here: by telephone, on paper.
    Staff,
    /// A button on another server that waits for an answer: Join (Mobilizon).
    Join,
    /// One that does not: Accept of the event itself (Friendica, Hubzilla).
    Answer,
    /// A reply to a post (Mastodon).
    Reply,
    /// The list of an outside shop.
    Import,
}

impl Origin {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Form => "participation-origin-form",
            Self::Staff => "participation-origin-staff",
            Self::Join => "participation-origin-join",
            Self::Answer => "participation-origin-answer",
            Self::Reply => "participation-origin-reply",
            Self::Import => "participation-origin-import",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Days(pub Vec<NaiveDate>);

impl Days {
    pub fn has(&self, day: NaiveDate) -> bool {
        self.0.is_empty() || self.0.contains(&day)
    }
}

/// What somebody told us that nobody reads by accident, in the database neither.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Private {
    /// Deleted [`NEEDS_KEPT`] after the event.
    pub needs: String,
    pub answers: Vec<Answer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub question: String,
    pub answer: String,
    /// Days after the event until it is deleted, as the form promised.
    pub kept_days: u16,
}

impl Private {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What was answered to this question; empty where nothing was.
    pub fn answer_to(&self, question: &str) -> &str {
        let mut answers = self.answers.iter();
        let found = answers.find(|answer| answer.question == question);
        found.map_or("", |answer| &answer.answer)
    }

    /// What may still be known of an event that ended then.
    pub fn at(&self, ended_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let since = now - ended_at;
        let answers = self.answers.iter();
        Self {
            needs: match since < NEEDS_KEPT {
                true => self.needs.clone(),
                false => String::new(),
            },
            answers: answers
                .filter(|answer| since < Duration::days(answer.kept_days.into()))
                .cloned()
                .collect(),
        }
    }
}

/// The event as somebody last heard of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Told {
    pub title: String,
    /// What everybody may hear of the place.
    pub place: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub zone: String,
    pub organizer: String,
    pub url: String,
}

impl Told {
    pub fn of(event: &Event, language: &str) -> Self {
        Self {
            title: event.title(language),
            place: crate::events::activitypub::whereabouts(event, Lang::of(language)),
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            zone: event.zone.clone(),
            organizer: event.organizer.to_string(),
            url: event.url.to_string(),
        }
    }
}

/// Whether two of one address can be one person: somebody without a name can be anybody.
pub fn may_be_one(name: &str, other: &str) -> bool {
    name.is_empty() || other.is_empty() || name.to_lowercase() == other.to_lowercase()
}

impl Participation {
    /// Whether this is who has that name, whatever the case of its letters.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.to_lowercase()
    }

    /// Whether this can be who has that name, at the same address.
    pub fn may_be(&self, name: &str) -> bool {
        may_be_one(&self.name, name)
    }

    pub fn is_holding(&self) -> bool {
        State::HOLDING.contains(&self.state)
    }

    /// What those see who let people in: who it is, and not how to reach them or whom they belong to.
    pub fn at_the_door(self) -> Self {
        Self {
            email: None,
            organisation: String::new(),
            stakeholder: String::new(),
            sealed: None,
            actor: None,
            ..self
        }
    }

    /// How they come to the event as it is now: in the only way there is, whatever they once chose.
    pub fn way(&self, event: &Event) -> Attendance {
        match ways_of(event) {
            [way] => *way,
            _ => self.attendance,
        }
    }

    /// Whether they come on this day, as far as they said.
    pub fn comes_on(&self, day: NaiveDate) -> bool {
        self.days.0.is_empty() || self.days.0.contains(&day)
    }

    /// Whether they may hear where exactly it is.
    pub fn is_let_in(&self) -> bool {
        self.state.is_let_in()
    }
}

/// The days of an event, in its own zone.
pub fn days_of(event: &Event) -> Vec<NaiveDate> {
    // What ends at midnight does not take place on the day after.
    let last = (event.ends() - Duration::seconds(1)).date_naive();
    let first = event.starts().date_naive();
    first
        .iter_days()
        .take_while(|day| *day <= last.max(first))
        .take(DAYS_AT_MOST)
        .collect()
}

/// How one can come to an event.
pub fn ways_of(event: &Event) -> &'static [Attendance] {
    match event.attendance {
        Attendance::InPerson => &[Attendance::InPerson],
        Attendance::Online => &[Attendance::Online],
        Attendance::Hybrid => &[Attendance::InPerson, Attendance::Online],
    }
}

/// A registration as it was typed, into our form, at the desk or by a program.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Registration)]
#[serde(default)]
pub struct Registration {
    pub name: String,
    pub email: String,
    /// `in_person` or `online`; empty where there is only one way.
    pub attendance: String,
    /// `2026-11-13`, several with commas between; empty for every day.
    pub days: String,
    pub organisation: String,
    /// One of the event's groups, or empty.
    pub stakeholder: String,
    pub needs: String,
    /// The answers to the event's own questions, one a line, in their order.
    pub answers: String,
}

/// A registration that passed its rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub name: String,
    pub email: Option<Address>,
    pub attendance: Attendance,
    pub days: Days,
    pub organisation: String,
    pub stakeholder: String,
    pub private: Private,
}

impl Registration {
    /// Read every field; say of each what is wrong with it.
    pub fn check(&self, event: &Event, admission: &Admission) -> Result<Entry, Refusals> {
        let mut refusals = Refusals::default();
        let mut line = |text: &str, at_most: usize, field| {
            let text = read::line(&text.into(), usize::MAX).unwrap_or_default();
            if text.chars().count() > at_most {
                refusals.add(Refusal::new("event-line-too-long").on(field));
            }
            text
        };
        let name = line(&self.name, NAME_AT_MOST, "name");
        let organisation = line(&self.organisation, LINE_AT_MOST, "organisation");
        let stakeholder = line(&self.stakeholder, LINE_AT_MOST, "stakeholder");
        let email = match self.email.trim() {
            "" => None,
            text => match text.parse::<Address>() {
                Ok(address) => Some(address),
                Err(_) => {
                    refusals.add(Refusal::new("participation-email-wrong").on("email"));
                    None
                }
            },
        };
        let ways = ways_of(event);
        let attendance = match self.attendance.trim() {
            "" if ways.len() == 1 => ways.first().copied(),
            "" => {
                refusals.add(Refusal::new("participation-attendance-missing").on("attendance"));
                None
            }
            word => {
                let chosen = Attendance::named(word).filter(|chosen| ways.contains(chosen));
                if chosen.is_none() {
                    refusals.add(Refusal::new("event-attendance-unknown").on("attendance"));
                }
                chosen
            }
        };
        if !stakeholder.is_empty() && admission.group(&stakeholder).is_none() {
            refusals.add(Refusal::new("participation-group-unknown").on("stakeholder"));
        }
        if self.needs.chars().count() > NEEDS_AT_MOST {
            refusals.add(Refusal::new("participation-text-too-long").on("needs"));
        }
        let days = self.read_days(event, &mut refusals);
        let answers = self.read_answers(admission, &mut refusals);
        refusals.none_or()?;
        Ok(Entry {
            name,
            email,
            attendance: attendance.unwrap_or_default(),
            days,
            organisation,
            stakeholder,
            private: Private {
                needs: self.needs.trim().replace("\r\n", "\n"),
                answers,
            },
        })
    }

    fn read_days(&self, event: &Event, refusals: &mut Refusals) -> Days {
        let all = days_of(event);
        let mut days = Vec::new();
        if self.days.split(',').count() > DAYS_AT_MOST {
            refusals.add(Refusal::new("participation-day-unknown").on("days"));
            return Days::default();
        }
        for text in self.days.split(',').map(str::trim) {
            match crate::events::draft::read_date(text) {
                _ if text.is_empty() => {}
                Some(day) if !all.contains(&day) => {
                    refusals.add(Refusal::new("participation-day-unknown").on("days"));
                }
                Some(day) if days.contains(&day) => {}
                Some(day) => days.push(day),
                None => refusals.add(Refusal::new("event-date-unreadable").on("days")),
            }
        }
        days.sort_unstable();
        // Every day is every day, also if one is added later.
        if days == all {
            days.clear();
        }
        Days(days)
    }

    fn read_answers(&self, admission: &Admission, refusals: &mut Refusals) -> Vec<Answer> {
        let mut lines = self.answers.lines();
        let mut answers = Vec::new();
        for question in &admission.questions {
            let answer = lines.next().unwrap_or_default();
            let answer = read::line(&answer.into(), usize::MAX).unwrap_or_default();
            if answer.chars().count() > LINE_AT_MOST {
                refusals.add(Refusal::new("event-line-too-long").on("answers"));
            }
            if !answer.is_empty() {
                answers.push(Answer {
                    question: question.text.clone(),
                    answer,
                    kept_days: question.kept_days,
                });
            }
        }
        if lines.any(|line| !line.trim().is_empty()) {
            refusals.add(Refusal::new("participation-answers-too-many").on("answers"));
        }
        answers
    }
}
