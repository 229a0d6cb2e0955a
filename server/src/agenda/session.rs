//! What a session of an agenda is, and what a draft of one must say. Every fault is found at once and
//! names its field. No database, no network, no clock but the one passed in.

use crate::{
    error::{Refusal, Refusals},
    events::draft::{one_line, or, or_refuse, read_date, read_time, ticked},
};
use chrono::{
    DateTime, Days as Later, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc,
};
use chrono_tz::Tz;
use federation::{discovery::Handle, vocabulary::read};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;
use utoipa::ToSchema;
use uuid::Uuid;

/// Sessions of one agenda.
pub const SESSIONS_AT_MOST: usize = 300;
/// Parallel tables of one session.
pub const TABLES_AT_MOST: usize = 40;
/// Speakers of one session.
pub const SPEAKERS_AT_MOST: usize = 20;
/// Characters of a title.
pub const TITLE_AT_MOST: usize = 200;
/// Characters of a description.
pub const DESCRIPTION_AT_MOST: usize = 5_000;
/// Characters of a room, a track, a name, an organisation or a label.
pub const LINE_AT_MOST: usize = 200;
/// People at one table.
pub const CAPACITY_AT_MOST: u32 = 10_000;
/// How long one session may last: a slip of the day is caught by it.
pub const LASTS_AT_MOST: Duration = Duration::hours(24);
/// How long the last session may last beyond midnight when nobody said until when.
const NIGHT_LASTS_AT_MOST: Duration = Duration::hours(12);

/// The days an event takes, and the zone its clocks show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub zone: Tz,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Days {
    /// An event that ends at midnight does not take the day that begins then.
    pub fn of(starts: DateTime<Tz>, ends: DateTime<Tz>) -> Self {
        let last = ends - Duration::seconds(1);
        Self {
            zone: starts.timezone(),
            first: starts.date_naive(),
            last: last.date_naive().max(starts.date_naive()),
        }
    }

    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// „Tag 2“, counted from 1.
    pub fn numbered(&self, number: u32) -> Option<NaiveDate> {
        let later = Later::new(number.checked_sub(1)?.into());
        let day = self.first.checked_add_days(later)?;
        self.contains(day).then_some(day)
    }
}

/// One item of an agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// A ULID, the same in every version of the agenda.
    pub id: String,
    pub starts_at: DateTime<Utc>,
    /// As typed. Absent: until the next one begins, see [`Agenda::ends_at`].
    pub ends_at: Option<DateTime<Utc>>,
    pub title: String,
    /// Markdown.
    #[serde(default)]
    pub description: String,
    pub kind: Kind,
    /// Absent where everybody is together, or there is one room only.
    #[serde(default)]
    pub room: Option<String>,
    #[serde(default)]
    pub track: Option<String>,
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Whether whoever takes part chooses one of the tables before.
    #[serde(default)]
    pub sign_up: bool,
    #[serde(default)]
    pub access: Access,
    #[serde(default)]
    pub rules: Rules,
    /// Of another server's event: whether that server says what holds there. Unless it does, nobody knows
    /// whether one may record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rules_told: bool,
}

/// What people do in a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = SessionKind)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A short talk that starts a discussion.
    Impulse,
    Panel,
    Workshop,
    Plenary,
    #[default]
    Talk,
    Break,
}

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::Impulse,
        Self::Panel,
        Self::Workshop,
        Self::Plenary,
        Self::Talk,
        Self::Break,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Impulse => "agenda-kind-impulse",
            Self::Panel => "agenda-kind-panel",
            Self::Workshop => "agenda-kind-workshop",
            Self::Plenary => "agenda-kind-plenary",
            Self::Talk => "agenda-kind-talk",
            Self::Break => "agenda-kind-break",
        }
    }

    /// The value in forms, files and the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Impulse => "impulse",
            Self::Panel => "panel",
            Self::Workshop => "workshop",
            Self::Plenary => "plenary",
            Self::Talk => "talk",
            Self::Break => "break",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Who speaks. One of name and organisation is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Speaker {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub organisation: Option<String>,
    /// A page about them, or their actor elsewhere.
    #[serde(default)]
    pub link: Option<String>,
}

impl Speaker {
    pub fn organisation(name: impl Into<String>) -> Self {
        Self {
            organisation: Some(name.into()),
            ..Self::default()
        }
    }

    pub fn person(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..Self::default()
        }
    }

    pub fn of(self, organisation: impl Into<String>) -> Self {
        Self {
            organisation: Some(organisation.into()),
            ..self
        }
    }

    /// „Name (Organisation)“, or the one that is there.
    pub fn full(&self) -> String {
        match (&self.name, &self.organisation) {
            (Some(name), Some(organisation)) => format!("{name} ({organisation})"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => String::new(),
        }
    }

    /// As a line of [`Draft::speakers`].
    pub fn line(&self) -> String {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let parts = [&self.name, &self.organisation, &self.link].map(part);
        joined(&parts)
    }
}

/// One of several groups that work at the same time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub label: String,
    /// People; absent when nobody counts.
    #[serde(default)]
    pub capacity: Option<u32>,
    #[serde(default)]
    pub host: Option<String>,
    #[serde(default)]
    pub note_taker: Option<String>,
}

impl Table {
    /// As a line of [`Draft::tables`].
    pub fn line(&self) -> String {
        joined(&[
            self.label.clone(),
            self.capacity.map(|n| n.to_string()).unwrap_or_default(),
            self.host.clone().unwrap_or_default(),
            self.note_taker.clone().unwrap_or_default(),
        ])
    }
}

/// Who can follow this session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SessionAccess)]
#[serde(default)]
pub struct Access {
    pub sign_language: bool,
    pub captions: bool,
    pub stream: bool,
    pub quiet_room: bool,
}

impl Access {
    pub fn flags(&self) -> [bool; 4] {
        [
            self.sign_language,
            self.captions,
            self.stream,
            self.quiet_room,
        ]
    }

    /// What either says.
    pub fn or(self, other: Self) -> Self {
        Self {
            sign_language: self.sign_language || other.sign_language,
            captions: self.captions || other.captions,
            stream: self.stream || other.stream,
            quiet_room: self.quiet_room || other.quiet_room,
        }
    }

    /// Whether everything that is set in `wanted` is set here.
    pub fn has(&self, wanted: &Self) -> bool {
        let marks = self.marks();
        wanted.marks().iter().all(|mark| marks.contains(mark))
    }

    /// The messages that name the marks that are set.
    pub fn marks(&self) -> Vec<&'static str> {
        set(&[
            (self.sign_language, "agenda-access-sign-language"),
            (self.captions, "agenda-access-captions"),
            (self.stream, "agenda-access-stream"),
            (self.quiet_room, "agenda-access-quiet-room"),
        ])
    }
}

/// What holds for those who take part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SessionRules)]
#[serde(default)]
pub struct Rules {
    /// No picture, sound or film.
    pub no_recording: bool,
    /// What is said may be used, but not who said it.
    pub no_attribution: bool,
    /// Nobody sees who else takes part.
    pub list_hidden: bool,
}

impl Rules {
    pub fn flags(&self) -> [bool; 3] {
        [self.no_recording, self.no_attribution, self.list_hidden]
    }

    /// What either asks for.
    pub fn or(self, other: Self) -> Self {
        Self {
            no_recording: self.no_recording || other.no_recording,
            no_attribution: self.no_attribution || other.no_attribution,
            list_hidden: self.list_hidden || other.list_hidden,
        }
    }

    /// The messages that name the marks that are set.
    pub fn marks(&self) -> Vec<&'static str> {
        set(&[
            (self.no_recording, "agenda-rule-no-recording"),
            (self.no_attribution, "agenda-rule-no-attribution"),
            (self.list_hidden, "agenda-rule-list-hidden"),
        ])
    }
}

fn set(marks: &[(bool, &'static str)]) -> Vec<&'static str> {
    let set = marks.iter().filter(|(set, _)| *set);
    set.map(|(_, key)| *key).collect()
}

impl Session {
    pub fn starts(&self, zone: Tz) -> DateTime<Tz> {
        self.starts_at.with_timezone(&zone)
    }

    /// Another text for every state it was ever in.
    pub fn seen(&self) -> String {
        let said = serde_json::to_vec(self).expect("a session can be written");
        Uuid::new_v5(&Uuid::NAMESPACE_OID, &said).to_string()
    }

    /// The messages that name all of its marks.
    pub fn marks(&self) -> Vec<&'static str> {
        [self.access.marks(), self.rules.marks()].concat()
    }

    /// Whether the clocks show its beginning twice that day, so that it has to be said which.
    pub fn starts_in_a_repeated_hour(&self, zone: Tz) -> bool {
        is_repeated(self.starts(zone).naive_local(), zone)
    }
}

/// Whether the clocks of `zone` show this twice, because they are put back.
pub fn is_repeated(local: NaiveDateTime, zone: Tz) -> bool {
    matches!(
        zone.from_local_datetime(&local),
        LocalResult::Ambiguous(_, _)
    )
}

/// All sessions of an event, in the order they take place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agenda {
    pub days: Days,
    sessions: Vec<Session>,
}

impl Agenda {
    /// Refuses more than [`SESSIONS_AT_MOST`].
    pub fn new(days: Days, mut sessions: Vec<Session>) -> Result<Self, Refusal> {
        if sessions.len() > SESSIONS_AT_MOST {
            return Err(Refusal::new("agenda-too-many-sessions"));
        }
        sessions.sort_by(|a, b| (a.starts_at, &a.id).cmp(&(b.starts_at, &b.id)));
        Ok(Self { days, sessions })
    }

    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Its end as typed, or else the beginning of the next one on that day in that room. One without
    /// a room is everywhere: it ends what came before, and ends when anything begins.
    pub fn ends_at(&self, session: &Session) -> Option<DateTime<Utc>> {
        let day = |session: &Session| session.starts(self.days.zone).date_naive();
        let meets = |next: &&Session| {
            next.starts_at > session.starts_at
                && day(next) == day(session)
                && (next.room.is_none() || session.room.is_none() || next.room == session.room)
        };
        let next = || self.sessions.iter().find(meets);
        session.ends_at.or_else(|| Some(next()?.starts_at))
    }

    /// The same; the last one on the last day lasts as long as its event does, into the night too.
    pub fn ends_with(
        &self,
        event_ends_at: DateTime<Utc>,
        session: &Session,
    ) -> Option<DateTime<Utc>> {
        let day = |at: DateTime<Utc>| at.with_timezone(&self.days.zone).date_naive();
        let (starts_on, ends_on) = (day(session.starts_at), day(event_ends_at));
        let lasts = event_ends_at - session.starts_at;
        let is_of_that_day = |other: &Session| day(other.starts_at) == ends_on;
        let into_the_night = || {
            ends_on.pred_opt() == Some(starts_on)
                && lasts <= NIGHT_LASTS_AT_MOST
                && !self.sessions.iter().any(is_of_that_day)
        };
        let ends_with_it =
            || lasts > Duration::zero() && (starts_on == ends_on || into_the_night());
        let with_the_event = || ends_with_it().then_some(event_ends_at);
        self.ends_at(session).or_else(with_the_event)
    }

    pub fn ends(&self, session: &Session) -> Option<DateTime<Tz>> {
        Some(self.ends_at(session)?.with_timezone(&self.days.zone))
    }

    /// The sessions of each day that has some.
    pub fn by_day(&self) -> BTreeMap<NaiveDate, Vec<&Session>> {
        let mut days: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for session in &self.sessions {
            let day = session.starts(self.days.zone).date_naive();
            days.entry(day).or_default().push(session);
        }
        days
    }

    /// Whether a session lies on a day the event does not take: it was given other days since, more or
    /// fewer of them.
    pub fn is_left_behind(&self) -> bool {
        let mut days = self.by_day().into_keys();
        days.any(|day| !self.days.contains(day))
    }
}

/// A session as typed: into the form, a file or the API. Nothing is lost of it when it is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SessionDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// `2026-11-13` or `13.11.2026`; empty for the event's first.
    pub day: String,
    /// `10:00`, `10.00` or `10 Uhr`.
    pub starts_at: String,
    /// Empty for the day it starts on.
    pub ends_on: String,
    /// Empty for when the next one begins.
    pub ends_at: String,
    /// Where the clocks are put back: it is the second of the two hours that are called the same.
    #[serde(deserialize_with = "ticked")]
    pub starts_in_second_hour: bool,
    #[serde(deserialize_with = "ticked")]
    pub ends_in_second_hour: bool,
    pub title: String,
    pub description: String,
    /// Empty for a talk.
    pub kind: String,
    pub room: String,
    pub track: String,
    /// One a line: `name | organisation | link`, each of which may be empty.
    pub speakers: String,
    /// One a line: `label | capacity | host | note taker`; all but the label may be empty.
    pub tables: String,
    /// Whoever takes part chooses one of the tables before.
    #[serde(deserialize_with = "ticked")]
    pub sign_up: bool,
    #[serde(deserialize_with = "ticked")]
    pub sign_language: bool,
    #[serde(deserialize_with = "ticked")]
    pub captions: bool,
    #[serde(deserialize_with = "ticked")]
    pub stream: bool,
    #[serde(deserialize_with = "ticked")]
    pub quiet_room: bool,
    #[serde(deserialize_with = "ticked")]
    pub no_recording: bool,
    #[serde(deserialize_with = "ticked")]
    pub no_attribution: bool,
    #[serde(deserialize_with = "ticked")]
    pub list_hidden: bool,
    /// The state of the session it was filled from, to notice when somebody was faster.
    pub seen: String,
}

impl Draft {
    /// Read every field; say of each what is wrong with it.
    pub fn check(&self, id: &str, days: &Days) -> Result<Session, Refusals> {
        let mut refusals = Refusals::default();
        let (starts_at, ends_at) = self.times(days, &mut refusals);
        let session = Session {
            id: id.to_owned(),
            starts_at,
            ends_at,
            title: self.read_title(&mut refusals),
            description: self.read_description(&mut refusals),
            kind: or_refuse(Kind::named(or(&self.kind, "talk")), &mut refusals, || {
                Refusal::new("agenda-kind-unknown").on("kind")
            }),
            room: line(&self.room, "room", &mut refusals),
            track: line(&self.track, "track", &mut refusals),
            speakers: self.read_speakers(&mut refusals),
            tables: self.read_tables(&mut refusals),
            sign_up: self.sign_up,
            access: Access {
                sign_language: self.sign_language,
                captions: self.captions,
                stream: self.stream,
                quiet_room: self.quiet_room,
            },
            rules: Rules {
                no_recording: self.no_recording,
                no_attribution: self.no_attribution,
                list_hidden: self.list_hidden,
            },
            rules_told: false,
        };
        refusals.none_or()?;
        Ok(session)
    }

    fn times(
        &self,
        days: &Days,
        refusals: &mut Refusals,
    ) -> (DateTime<Utc>, Option<DateTime<Utc>>) {
        let day = read_day(&self.day, days.first, "day", refusals);
        let ends_on = read_day(&self.ends_on, day.unwrap_or_default(), "ends_on", refusals);
        if day.is_some_and(|day| !days.contains(day)) {
            refusals.add(Refusal::new("agenda-day-not-of-the-event").on("day"));
        }
        if self.starts_at.trim().is_empty() {
            refusals.add(Refusal::new("agenda-time-missing").on("starts_at"));
        }
        let starts = instants(day, &self.starts_at, "starts_at", days.zone, refusals);
        let starts = starts.map(|(first, second)| match self.starts_in_second_hour {
            true => second,
            false => first,
        });
        let ends = instants(ends_on, &self.ends_at, "ends_at", days.zone, refusals);
        let Some(starts) = starts else {
            return (DateTime::UNIX_EPOCH, None);
        };
        // Of an hour that comes twice, the first one after the beginning.
        let ends = ends.map(|(first, second)| {
            let is_first = first > starts && !self.ends_in_second_hour;
            if is_first { first } else { second }
        });
        match ends {
            Some(ends) if ends <= starts => {
                refusals.add(Refusal::new("agenda-ends-before-it-starts").on("ends_at"));
            }
            Some(ends) if ends - starts > LASTS_AT_MOST => {
                refusals.add(Refusal::new("agenda-lasts-too-long").on("ends_on"));
            }
            _ => {}
        }
        (starts, ends)
    }

    fn read_title(&self, refusals: &mut Refusals) -> String {
        let title = one_line(&self.title);
        if title.is_empty() {
            refusals.add(Refusal::new("agenda-title-missing").on("title"));
        } else if title.chars().count() > TITLE_AT_MOST {
            refusals.add(Refusal::new("agenda-title-too-long").on("title"));
        }
        title
    }

    fn read_description(&self, refusals: &mut Refusals) -> String {
        if self.description.chars().count() > DESCRIPTION_AT_MOST {
            refusals.add(Refusal::new("agenda-description-too-long").on("description"));
        }
        self.description.trim().replace("\r\n", "\n")
    }

    fn read_speakers(&self, refusals: &mut Refusals) -> Vec<Speaker> {
        let lines = filled_lines(&self.speakers);
        if lines.len() > SPEAKERS_AT_MOST {
            refusals.add(Refusal::new("agenda-too-many-speakers").on("speakers"));
            return Vec::new();
        }
        let mut speakers = Vec::new();
        for text in lines {
            let Some([name, organisation, link]) = parts(text) else {
                refusals.add(Refusal::new("agenda-speaker-unreadable").on("speakers"));
                continue;
            };
            let speaker = Speaker {
                name: line(name, "speakers", refusals),
                organisation: line(organisation, "speakers", refusals),
                link: read_link(link, refusals),
            };
            if speaker.name.is_none() && speaker.organisation.is_none() {
                refusals.add(Refusal::new("agenda-speaker-nameless").on("speakers"));
            }
            speakers.push(speaker);
        }
        speakers
    }

    fn read_tables(&self, refusals: &mut Refusals) -> Vec<Table> {
        let lines = filled_lines(&self.tables);
        if lines.len() > TABLES_AT_MOST {
            refusals.add(Refusal::new("agenda-too-many-tables").on("tables"));
            return Vec::new();
        }
        let mut tables = Vec::new();
        for text in lines {
            let Some([label, capacity, host, note_taker]) = parts(text) else {
                refusals.add(Refusal::new("agenda-table-unreadable").on("tables"));
                continue;
            };
            let Some(label) = line(label, "tables", refusals) else {
                refusals.add(Refusal::new("agenda-table-nameless").on("tables"));
                continue;
            };
            tables.push(Table {
                label,
                capacity: read_capacity(capacity, refusals),
                host: line(host, "tables", refusals),
                note_taker: line(note_taker, "tables", refusals),
            });
        }
        if self.sign_up {
            require_choice(&tables, refusals);
        }
        tables
    }

    /// A draft as it would have to be typed to make `session` what it is.
    pub fn of(session: &Session, zone: Tz) -> Self {
        let starts = session.starts(zone);
        let ends = session.ends_at.map(|ends| ends.with_timezone(&zone));
        let day = |at: DateTime<Tz>| at.format("%Y-%m-%d").to_string();
        let time = |at: DateTime<Tz>| at.format("%H:%M").to_string();
        let ends_later = ends.filter(|ends| ends.date_naive() != starts.date_naive());
        let is_second = |at: DateTime<Tz>| match zone.from_local_datetime(&at.naive_local()) {
            LocalResult::Ambiguous(_, second) => second == at,
            _ => false,
        };
        let speakers: Vec<String> = session.speakers.iter().map(Speaker::line).collect();
        let tables: Vec<String> = session.tables.iter().map(Table::line).collect();
        let (access, rules) = (session.access, session.rules);
        Self {
            day: day(starts),
            starts_at: time(starts),
            ends_on: ends_later.map(day).unwrap_or_default(),
            ends_at: ends.map(time).unwrap_or_default(),
            starts_in_second_hour: is_second(starts),
            ends_in_second_hour: ends.is_some_and(is_second),
            title: session.title.clone(),
            description: session.description.clone(),
            kind: session.kind.name().to_owned(),
            room: session.room.clone().unwrap_or_default(),
            track: session.track.clone().unwrap_or_default(),
            speakers: speakers.join("\n"),
            tables: tables.join("\n"),
            sign_up: session.sign_up,
            sign_language: access.sign_language,
            captions: access.captions,
            stream: access.stream,
            quiet_room: access.quiet_room,
            no_recording: rules.no_recording,
            no_attribution: rules.no_attribution,
            list_hidden: rules.list_hidden,
            seen: session.seen(),
        }
    }
}

/// Whoever chooses a table does so by its label.
fn require_choice(tables: &[Table], refusals: &mut Refusals) {
    if tables.is_empty() {
        refusals.add(Refusal::new("agenda-sign-up-without-tables").on("tables"));
    }
    let labels: BTreeSet<_> = tables.iter().map(|table| &table.label).collect();
    if labels.len() < tables.len() {
        refusals.add(Refusal::new("agenda-table-twice").on("tables"));
    }
}

fn read_day(
    text: &str,
    otherwise: NaiveDate,
    field: &'static str,
    refusals: &mut Refusals,
) -> Option<NaiveDate> {
    if text.trim().is_empty() {
        return Some(otherwise);
    }
    let day = read_date(text);
    if day.is_none() {
        refusals.add(Refusal::new("agenda-day-unreadable").on(field));
    }
    day
}

/// The instant at which the clocks show this; the first and the second where they do so twice.
fn instants(
    day: Option<NaiveDate>,
    time: &str,
    field: &'static str,
    zone: Tz,
    refusals: &mut Refusals,
) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    if time.trim().is_empty() {
        return None;
    }
    let Some(clock) = read_time(time) else {
        refusals.add(Refusal::new("agenda-time-unreadable").on(field));
        return None;
    };
    match zone.from_local_datetime(&NaiveDateTime::new(day?, clock)) {
        LocalResult::Single(at) => Some((at.to_utc(), at.to_utc())),
        LocalResult::Ambiguous(first, second) => Some((first.to_utc(), second.to_utc())),
        LocalResult::None => {
            refusals.add(Refusal::new("agenda-time-does-not-exist").on(field));
            None
        }
    }
}

fn line(text: &str, field: &'static str, refusals: &mut Refusals) -> Option<String> {
    let text = one_line(text);
    if text.chars().count() > LINE_AT_MOST {
        refusals.add(Refusal::new("agenda-line-too-long").on(field));
    }
    (!text.is_empty()).then_some(text)
}

/// The names of the access marks that at least one of these has, by which their event is found.
pub fn marks_of<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Vec<&'static str> {
    let none = Access::default();
    let all = sessions.into_iter().fold(none, |all, it| all.or(it.access));
    let marks = [
        (all.sign_language, "sign_language"),
        (all.captions, "captions"),
        (all.quiet_room, "quiet_room"),
    ];
    let marks = marks.into_iter().filter(|(is_there, _)| *is_there);
    marks.map(|(_, name)| name).collect()
}

fn read_link(text: &str, refusals: &mut Refusals) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let link = match text.starts_with('@') {
        true => Handle::read(text).and_then(|handle| profile_of(&handle)),
        false => read::url(text),
    };
    if link.is_none() {
        refusals.add(Refusal::new("agenda-speaker-link-wrong").on("speakers"));
    }
    link.map(String::from)
}

/// Where nearly every server shows the actor of a handle to people: Mastodon, GoToSocial, Mobilizon,
/// WordPress and ours among them.
fn profile_of(handle: &Handle) -> Option<Url> {
    let mut profile = Url::parse(&format!("https://{}/", handle.host)).ok()?;
    profile.set_path(&format!("@{}", handle.name));
    Some(profile)
}

fn read_capacity(text: &str, refusals: &mut Refusals) -> Option<u32> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let capacity = text.parse().ok();
    let capacity = capacity.filter(|capacity| (1..=CAPACITY_AT_MOST).contains(capacity));
    if capacity.is_none() {
        refusals.add(Refusal::new("agenda-table-capacity-wrong").on("tables"));
    }
    capacity
}

fn filled_lines(text: &str) -> Vec<&str> {
    let filled = |line: &&str| !line.trim().is_empty();
    text.lines().filter(filled).collect()
}

/// What stands between the bars of a line; absent ones are empty, and there are no more than asked for.
fn parts<const N: usize>(line: &str) -> Option<[&str; N]> {
    let mut parts = [""; N];
    for (place, part) in line.split('|').enumerate() {
        *parts.get_mut(place)? = part;
    }
    Some(parts)
}

/// The reverse of [`parts`], without empty ones at the end. No part holds a bar or a break.
fn joined(parts: &[String]) -> String {
    let filled = parts.iter().rposition(|part| !part.is_empty());
    let parts = &parts[..filled.map_or(0, |last| last + 1)];
    let parts: Vec<String> = parts.iter().map(|part| part.replace('|', "/")).collect();
    parts.join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    const ID: &str = "01JC7Z3K9V8Q4T5B6N7M8P9R0S";

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn denkwerkstatt() -> Days {
        Days {
            zone: Berlin,
            first: on("2026-11-13"),
            last: on("2026-11-14"),
        }
    }

    fn autumn() -> Days {
        Days {
            zone: Berlin,
            first: on("2026-10-24"),
            last: on("2026-10-25"),
        }
    }

    fn results() -> Draft {
        Draft {
            day: "13.11.2026".into(),
            starts_at: "10.30".into(),
            ends_at: "11:30".into(),
            title: "Ergebnisse der Workstreams".into(),
            description: "Am **ersten** Tag".into(),
            kind: "plenary".into(),
            room: "Saal".into(),
            track: "Wirkung".into(),
            speakers: "Vertretung Zivilgesellschaft | Verein B | https://b.example/\n | AWO".into(),
            tables: "Tisch 1 | 12 | AWO | DRK\nTisch 2".into(),
            captions: true,
            no_recording: true,
            ..Draft::default()
        }
    }

    fn refused(draft: &Draft, days: &Days) -> Vec<(&'static str, &'static str)> {
        let refusals = draft.check(ID, days).unwrap_err().0;
        let told = refusals.iter();
        told.map(|refusal| (refusal.message, refusal.field.unwrap()))
            .collect()
    }

    fn session(id: &str, starts: &str, room: &str) -> Session {
        let draft = Draft {
            starts_at: starts.into(),
            title: id.into(),
            room: room.into(),
            ..Draft::default()
        };
        draft.check(id, &denkwerkstatt()).unwrap()
    }

    #[test]
    fn a_draft_becomes_what_it_says_and_a_draft_again() {
        let session = results().check(ID, &denkwerkstatt()).unwrap();
        assert_eq!(session.starts_at, at("2026-11-13T09:30:00Z"));
        assert_eq!(session.ends_at, Some(at("2026-11-13T10:30:00Z")));
        assert_eq!(session.kind, Kind::Plenary);
        let link = Some("https://b.example/".to_owned());
        let person = Speaker::person("Vertretung Zivilgesellschaft").of("Verein B");
        let speakers = [Speaker { link, ..person }, Speaker::organisation("AWO")];
        assert_eq!(session.speakers, speakers);
        assert_eq!(session.tables[0].capacity, Some(12));
        assert_eq!(session.tables[0].note_taker.as_deref(), Some("DRK"));
        assert_eq!(session.tables[1].label, "Tisch 2");
        assert_eq!(session.access.marks(), ["agenda-access-captions"]);
        assert_eq!(session.rules.marks(), ["agenda-rule-no-recording"]);
        let again = Draft::of(&session, Berlin);
        assert_eq!(again.check(ID, &denkwerkstatt()), Ok(session.clone()));
        let json = serde_json::to_string(&session).unwrap();
        assert_eq!(serde_json::from_str::<Session>(&json).unwrap(), session);
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        type Spoil = fn(&mut Draft);
        let cases: &[(Spoil, &str, &str)] = &[
            (
                |d| d.title = " \u{202e}".into(),
                "agenda-title-missing",
                "title",
            ),
            (
                |d| d.title = "x".repeat(201),
                "agenda-title-too-long",
                "title",
            ),
            (
                |d| d.description = "x".repeat(5_001),
                "agenda-description-too-long",
                "description",
            ),
            (|d| d.kind = "party".into(), "agenda-kind-unknown", "kind"),
            (|d| d.day = "Freitag".into(), "agenda-day-unreadable", "day"),
            (
                |d| d.day = "15.11.2026".into(),
                "agenda-day-not-of-the-event",
                "day",
            ),
            (
                |d| d.starts_at = String::new(),
                "agenda-time-missing",
                "starts_at",
            ),
            (
                |d| d.starts_at = "25:00".into(),
                "agenda-time-unreadable",
                "starts_at",
            ),
            (
                |d| d.ends_at = "x".into(),
                "agenda-time-unreadable",
                "ends_at",
            ),
            (
                |d| d.ends_at = "10:30".into(),
                "agenda-ends-before-it-starts",
                "ends_at",
            ),
            (
                |d| d.ends_on = "14.11.2026".into(),
                "agenda-lasts-too-long",
                "ends_on",
            ),
            (
                |d| d.ends_on = "x".into(),
                "agenda-day-unreadable",
                "ends_on",
            ),
            (|d| d.room = "x".repeat(201), "agenda-line-too-long", "room"),
            (
                |d| d.track = "x".repeat(201),
                "agenda-line-too-long",
                "track",
            ),
            (
                |d| d.speakers = "a|b|c|d".into(),
                "agenda-speaker-unreadable",
                "speakers",
            ),
            (
                |d| d.speakers = "||https://a.example".into(),
                "agenda-speaker-nameless",
                "speakers",
            ),
            (
                |d| d.speakers = "a||javascript:alert(1)".into(),
                "agenda-speaker-link-wrong",
                "speakers",
            ),
            (
                |d| d.speakers = "a||@verein".into(),
                "agenda-speaker-link-wrong",
                "speakers",
            ),
            (
                |d| d.speakers = "a\n".repeat(21),
                "agenda-too-many-speakers",
                "speakers",
            ),
            (
                |d| d.tables = "a|b|c|d|e".into(),
                "agenda-table-unreadable",
                "tables",
            ),
            (
                |d| d.tables = "|12".into(),
                "agenda-table-nameless",
                "tables",
            ),
            (
                |d| d.tables = "a|0".into(),
                "agenda-table-capacity-wrong",
                "tables",
            ),
            (
                |d| d.tables = "a\n".repeat(41),
                "agenda-too-many-tables",
                "tables",
            ),
            (
                |d| (d.sign_up, d.tables) = (true, String::new()),
                "agenda-sign-up-without-tables",
                "tables",
            ),
            (
                |d| (d.sign_up, d.tables) = (true, "a\na".into()),
                "agenda-table-twice",
                "tables",
            ),
        ];
        for (spoil, message, field) in cases {
            let mut draft = results();
            spoil(&mut draft);
            assert_eq!(refused(&draft, &denkwerkstatt()), [(*message, *field)]);
        }
        let all = refused(&Draft::default(), &denkwerkstatt());
        assert_eq!(
            all,
            [
                ("agenda-time-missing", "starts_at"),
                ("agenda-title-missing", "title")
            ]
        );
    }

    #[test]
    fn the_hour_the_clocks_skip_is_refused() {
        let spring = Days {
            zone: Berlin,
            first: on("2027-03-28"),
            last: on("2027-03-28"),
        };
        let draft = Draft {
            starts_at: "02:30".into(),
            title: "Nachtwache".into(),
            ..Draft::default()
        };
        let skipped = [("agenda-time-does-not-exist", "starts_at")];
        assert_eq!(refused(&draft, &spring), skipped);
        let across = Draft {
            starts_at: "01:30".into(),
            ends_at: "03:30".into(),
            ..draft
        };
        let session = across.check(ID, &spring).unwrap();
        let lasts = session.ends_at.unwrap() - session.starts_at;
        assert_eq!(lasts, Duration::hours(1));
    }

    #[test]
    fn the_hour_that_comes_twice_is_the_first_unless_it_is_said() {
        let typed = |starts: &str, ends: &str, seconds: (bool, bool)| Draft {
            day: "2026-10-25".into(),
            starts_at: starts.into(),
            ends_at: ends.into(),
            starts_in_second_hour: seconds.0,
            ends_in_second_hour: seconds.1,
            title: "Nachtwache".into(),
            ..Draft::default()
        };
        for (starts, ends, seconds, minutes) in [
            ("01:30", "03:30", (false, false), 180),
            ("02:15", "02:30", (false, false), 15),
            ("02:15", "02:30", (false, true), 75),
            ("02:15", "02:30", (true, false), 15),
            ("02:45", "02:15", (false, false), 30),
        ] {
            let session = typed(starts, ends, seconds).check(ID, &autumn()).unwrap();
            let lasts = session.ends_at.unwrap() - session.starts_at;
            assert_eq!(lasts.num_minutes(), minutes, "{starts} {ends} {seconds:?}");
            let again = Draft::of(&session, Berlin);
            assert_eq!(again.check(ID, &autumn()), Ok(session.clone()));
            let twice = starts.starts_with("02");
            assert_eq!(session.starts_in_a_repeated_hour(Berlin), twice);
        }
        let backwards = typed("02:45", "02:15", (true, false));
        let before = [("agenda-ends-before-it-starts", "ends_at")];
        assert_eq!(refused(&backwards, &autumn()), before);
    }

    #[test]
    fn what_has_no_end_lasts_until_the_next_in_its_room() {
        let sessions = vec![
            session("e", "12:00", ""),
            session("a", "10:00", ""),
            session("b", "10:30", "Saal"),
            session("c", "10:30", "Foyer"),
            session("d", "11:00", "Saal"),
            session("d2", "11:00", "Saal"),
        ];
        let agenda = Agenda::new(denkwerkstatt(), sessions).unwrap();
        let ends = agenda.sessions().iter().map(|session| {
            let ends = agenda.ends(session);
            let ends = ends.map(|ends| ends.format("%H:%M").to_string());
            format!("{} {}", session.id, ends.unwrap_or_default())
        });
        let ends: Vec<String> = ends.collect();
        assert_eq!(
            ends,
            ["a 10:30", "b 11:00", "c 12:00", "d 12:00", "d2 12:00", "e "]
        );
    }

    #[test]
    fn the_next_day_ends_nothing() {
        let mut next = session("b", "09:00", "");
        next.starts_at += Duration::days(1);
        let sessions = vec![session("a", "18:00", ""), next];
        let agenda = Agenda::new(denkwerkstatt(), sessions).unwrap();
        assert_eq!(agenda.ends_at(&agenda.sessions()[0]), None);
        let days: Vec<NaiveDate> = agenda.by_day().into_keys().collect();
        assert_eq!(days, [on("2026-11-13"), on("2026-11-14")]);
    }

    #[test]
    fn a_speaker_can_be_named_by_an_address_in_the_fediverse() {
        let draft = Draft {
            starts_at: "10:00".into(),
            title: "Impuls".into(),
            speakers: "| Verein B | @verein@Verband.example".into(),
            ..Draft::default()
        };
        let session = draft.check("a", &denkwerkstatt()).unwrap();
        let link = session.speakers[0].link.as_deref();
        assert_eq!(link, Some("https://verband.example/@verein"));
    }

    #[test]
    fn an_agenda_has_its_limit() {
        let sessions = vec![session("a", "10:00", ""); SESSIONS_AT_MOST + 1];
        let refusal = Agenda::new(denkwerkstatt(), sessions).unwrap_err();
        assert_eq!(refusal.message, "agenda-too-many-sessions");
    }

    #[test]
    fn an_event_that_ends_at_midnight_takes_one_day() {
        let starts = at("2026-11-13T17:00:00Z").with_timezone(&Berlin);
        let ends = at("2026-11-13T23:00:00Z").with_timezone(&Berlin);
        let days = Days::of(starts, ends);
        assert_eq!(
            (days.first, days.last),
            (on("2026-11-13"), on("2026-11-13"))
        );
        assert_eq!(days.numbered(1), Some(on("2026-11-13")));
        assert_eq!(days.numbered(2), None);
        assert_eq!(days.numbered(0), None);
    }
}
