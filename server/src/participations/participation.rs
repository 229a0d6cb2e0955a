//! A participation: its row, the states it can be in, and what may be asked of somebody who wants to
//! come. No database, no network, no clock but the one passed in.

use crate::{
    Refusal,
    error::Refusals,
    events::{Admission, Attendance, Event},
    i18n::Lang,
    ids::{EventId, ParticipationId},
    mail::Address,
    words::Word as _,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use federation::{Iri, vocabulary::read};
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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
/// Answers kept of one person, those to questions that were put otherwise since among them.
const ANSWERS_AT_MOST: usize = 100;

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
    /// Whether they hear what organizers write to many.
    pub news: bool,
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
    /// Whether that is a Join, which waits for an answer naming it.
    pub joined: bool,
    /// When they said what counts now, in the word of their server.
    pub said_at: Option<DateTimeUtc>,
    /// The post of theirs that our Question answers; deleting it takes it back.
    pub reply: Option<Iri>,
    /// Six characters to show or say at the door, unique in the event.
    pub code: String,
    /// When and how they were there.
    pub seen: Seen,
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

    /// Whether the organizers' word is asked for, can be taken back, or gives a place before its turn.
    pub fn may_be_approved(self) -> bool {
        matches!(
            self,
            Self::Requested | Self::Declined | Self::Tentative | Self::Waiting | Self::Offered
        )
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

    /// Whether they said so on another server.
    pub fn is_elsewhere(self) -> bool {
        matches!(self, Self::Join | Self::Answer | Self::Reply)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Days(pub Vec<NaiveDate>);

impl Days {
    pub fn has(&self, day: NaiveDate) -> bool {
        self.0.is_empty() || self.0.contains(&day)
    }
}

/// How somebody was there.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
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
#[schema(as = ParticipationHow)]
#[serde(rename_all = "snake_case")]
pub enum How {
    Room,
    Stream,
    /// Signed a sheet that was typed in later.
    Paper,
}

impl How {
    pub const ALL: [Self; 3] = [Self::Room, Self::Stream, Self::Paper];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Room => "participation-how-room",
            Self::Stream => "participation-how-stream",
            Self::Paper => "participation-how-paper",
        }
    }

    /// As they registered, unless somebody says otherwise.
    pub fn of(way: Attendance) -> Self {
        match way {
            Attendance::Online => Self::Stream,
            Attendance::InPerson | Attendance::Hybrid => Self::Room,
        }
    }
}

/// A day on which somebody was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(as = ParticipationPresence)]
#[serde(from = "Written")]
pub struct Presence {
    pub day: NaiveDate,
    pub how: How,
}

/// As it is kept; once it was the day alone, of who came to a room.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Day(NaiveDate),
    Presence { day: NaiveDate, how: How },
}

impl From<Written> for Presence {
    fn from(written: Written) -> Self {
        match written {
            Written::Day(day) => Self {
                day,
                how: How::Room,
            },
            Written::Presence { day, how } => Self { day, how },
        }
    }
}

/// When and how somebody was there, each day once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Seen(pub Vec<Presence>);

impl Seen {
    pub fn on(&self, day: NaiveDate) -> Option<How> {
        let found = self.0.iter().find(|presence| presence.day == day);
        found.map(|presence| presence.how)
    }

    /// They were there that day; what was said of it before is replaced.
    pub fn add(&mut self, presence: Presence) {
        self.0.retain(|known| known.day != presence.day);
        self.0.push(presence);
        self.0.sort_unstable();
    }

    pub fn remove(&mut self, day: NaiveDate) {
        self.0.retain(|known| known.day != day);
    }

    /// How, on the first of these days on which they were there at all.
    pub fn during(&self, days: &[NaiveDate]) -> Option<How> {
        days.iter().find_map(|day| self.on(*day))
    }
}

/// A check-in as it was typed; what is left out is today, and the way they registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Arrival {
    /// A day of the event, such as `2026-11-13`. Empty for today.
    pub day: String,
    /// `room`, `stream` or `paper`. Empty for the way they registered.
    pub how: String,
}

impl Arrival {
    /// On this day, in the way they registered.
    pub fn on(day: NaiveDate) -> Self {
        Self {
            day: day.to_string(),
            ..Self::default()
        }
    }

    /// The day it says, if that is one of the event's.
    pub fn day_of(&self, event: &Event, now: DateTime<Utc>) -> Result<NaiveDate, Refusal> {
        let day = match self.day.trim() {
            "" => Some(now.with_timezone(&event.tz()).date_naive()),
            day => day.parse().ok(),
        };
        let day = day.filter(|day| days_of(event).contains(day));
        day.ok_or(Refusal::new("participation-not-that-day").on("day"))
    }

    pub fn check(
        &self,
        event: &Event,
        way: Attendance,
        now: DateTime<Utc>,
    ) -> Result<Presence, Refusals> {
        let mut refusals = Refusals::default();
        let day = self.day_of(event, now).map_err(|it| refusals.add(it));
        let how = match self.how.trim() {
            "" => Some(How::of(way)),
            how => How::named(how),
        };
        if how.is_none() {
            refusals.add(Refusal::new("participation-how-unknown").on("how"));
        }
        match (day, how) {
            (Ok(day), Some(how)) => Ok(Presence { day, how }),
            _ => Err(refusals),
        }
    }
}

/// What somebody told us that nobody reads by accident, in the database neither.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Private {
    /// Deleted [`NEEDS_KEPT`] after the event.
    pub needs: String,
    /// What came with a Join of another server. Deleted as needs are.
    pub message: String,
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
        let kept = |text: &String| match since < NEEDS_KEPT {
            true => text.clone(),
            false => String::new(),
        };
        Self {
            needs: kept(&self.needs),
            message: kept(&self.message),
            answers: answers
                .filter(|answer| since < Duration::days(answer.kept_days.into()))
                .cloned()
                .collect(),
        }
    }

    /// As it was typed, in place of what is `known`: what nobody asked this time is not taken back by that.
    pub fn in_place_of(self, known: Self, admission: &Admission) -> Self {
        let asked = &admission.questions;
        let mut unasked = known.answers;
        unasked.retain(|answer| asked.iter().all(|it| it.text != answer.question));
        let answers = self.answers.into_iter().chain(unasked);
        Self {
            needs: self.needs,
            message: known.message,
            answers: answers.take(ANSWERS_AT_MOST).collect(),
        }
    }

    /// With what the same person said another time, where it is something else.
    pub fn and(self, other: Self) -> Self {
        let both = |one: String, two: String| match (one.is_empty(), two.is_empty()) {
            (_, true) => one,
            (true, _) => two,
            _ if one == two => one,
            _ => format!("{one}\n{two}"),
        };
        let is_new = |it: &Answer| self.answer_to(&it.question).is_empty();
        let more: Vec<Answer> = other
            .answers
            .iter()
            .filter(|it| is_new(it))
            .cloned()
            .collect();
        let answers = self.answers.into_iter().chain(more);
        Self {
            needs: both(self.needs, other.needs),
            message: both(self.message, other.message),
            answers: answers.take(ANSWERS_AT_MOST).collect(),
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

    /// By what they are known in a line: their name, else their address, else the code they show.
    pub fn called(&self) -> &str {
        match (&self.name, &self.email) {
            (name, _) if !name.is_empty() => name,
            (_, Some(email)) => email,
            _ => &self.code,
        }
    }

    /// Whether this can be who has that name, at the same address.
    pub fn may_be(&self, name: &str) -> bool {
        may_be_one(&self.name, name)
    }

    /// Whether all there is of them came from another server, and goes with it.
    pub fn is_from_there_alone(&self) -> bool {
        self.origin.is_elsewhere() && self.email.is_none()
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

    /// How they were there on a day of the event as it is now, if they were.
    pub fn was_there(&self, event: &Event) -> Option<How> {
        self.seen.during(&days_of(event))
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
    /// What staff write to them in, `de` or `en`; empty for the language of this instance. Whoever registers
    /// on their own is written to in that of the page.
    pub language: String,
}

/// What is corrected of a registration. What is left out stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ParticipationCorrection)]
#[serde(default, deny_unknown_fields)]
pub struct Correction {
    pub name: Option<String>,
    pub email: Option<String>,
    /// `in_person` or `online`.
    pub attendance: Option<String>,
    /// `2026-11-13`, several with commas between; empty for every day.
    pub days: Option<String>,
    pub organisation: Option<String>,
    /// One of the event's groups, or empty.
    pub stakeholder: Option<String>,
    pub needs: Option<String>,
    /// The answers to the event's own questions, one a line, in their order.
    pub answers: Option<String>,
    /// What they are written to in, `de` or `en`.
    pub language: Option<String>,
}

/// Every field, as a form has them all.
impl From<Registration> for Correction {
    fn from(typed: Registration) -> Self {
        Self {
            name: Some(typed.name),
            email: Some(typed.email),
            attendance: Some(typed.attendance),
            days: Some(typed.days),
            organisation: Some(typed.organisation),
            stakeholder: Some(typed.stakeholder),
            needs: Some(typed.needs),
            answers: Some(typed.answers),
            language: Some(typed.language),
        }
    }
}

impl Correction {
    /// With the rest as it was.
    pub fn of(self, known: Registration) -> Registration {
        Registration {
            name: self.name.unwrap_or(known.name),
            email: self.email.unwrap_or(known.email),
            attendance: self.attendance.unwrap_or(known.attendance),
            days: self.days.unwrap_or(known.days),
            organisation: self.organisation.unwrap_or(known.organisation),
            stakeholder: self.stakeholder.unwrap_or(known.stakeholder),
            needs: self.needs.unwrap_or(known.needs),
            answers: self.answers.unwrap_or(known.answers),
            language: self.language.unwrap_or(known.language),
        }
    }
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
    /// What somebody would have to type to be what they are.
    pub fn of(
        event: &Event,
        admission: &Admission,
        participation: &Participation,
        private: &Private,
    ) -> Self {
        let (left, days) = (days_of(event), participation.days.0.iter());
        let days = days
            .filter(|day| left.contains(day))
            .map(ToString::to_string);
        // A line for each question there is now, answered or not.
        let questions = admission.questions.iter();
        let answers = questions.map(|question| private.answer_to(&question.text));
        let group = admission.group(&participation.stakeholder);
        Self {
            name: participation.name.clone(),
            email: participation.email.clone().unwrap_or_default(),
            attendance: participation.way(event).name().to_owned(),
            days: days.collect::<Vec<_>>().join(","),
            organisation: participation.organisation.clone(),
            stakeholder: group.map(|group| group.name.clone()).unwrap_or_default(),
            needs: private.needs.clone(),
            answers: answers.collect::<Vec<_>>().join("\n"),
            language: participation.language.clone(),
        }
    }

    /// The language staff chose; `otherwise` where they chose none.
    pub fn read_language(&self, otherwise: &str, refusals: &mut Refusals) -> String {
        let tag = self.language.trim();
        let is_known = tag == otherwise || Lang::ALL.iter().any(|lang| lang.bcp47() == tag);
        if tag.is_empty() {
            return otherwise.to_owned();
        }
        if !is_known {
            refusals.add(Refusal::new("participation-language-unknown").on("language"));
        }
        tag.to_owned()
    }

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
                message: String::new(),
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
