//! What an event is: its row, the states it can be in, and what it calls itself. No database, no
//! network, no clock but the one passed in.

use super::{
    admission::Admission,
    cohost::{Cohosts, Unconfirmed},
};
use crate::{
    i18n::Lang,
    ids::{EventId, MediaId},
    markdown, media,
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// Its id on the wire. Never changes, carries no slug.
    pub iri: Iri,
    pub slug: String,
    /// The actor that invites: one of ours, or another server's.
    pub organizer: Iri,
    pub local: bool,
    /// Where its home shows it.
    pub url: Iri,
    pub state: State,
    /// Why it was called off or put off, in one line; of nothing else.
    pub reason: Option<String>,
    /// The main language, a BCP 47 tag; its texts come first in `texts`.
    pub language: String,
    pub texts: Texts,
    pub kind: Kind,
    /// A kind of the organizer's own, as it was called when it was chosen; `kind` is then `Other`.
    pub own_kind: Option<OwnKind>,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    /// An IANA name. Times are shown in it, whatever the reader's is.
    pub zone: String,
    pub previously_started_at: Option<DateTimeUtc>,
    pub attendance: Attendance,
    pub place: Option<Place>,
    pub access: Access,
    pub topics: Topics,
    pub picture: Option<Picture>,
    pub contact: Option<String>,
    pub registration_url: Option<String>,
    /// How people register here; absent when they do not.
    pub admission: Option<Admission>,
    /// Whether its own server lets people of other servers ask to take part: others' events only.
    pub takes_joins: bool,
    pub publish_at: Option<DateTimeUtc>,
    pub published_at: Option<DateTimeUtc>,
    /// Its parts that others can read about, by their ids on the wire.
    pub sub_events: SubEvents,
    /// Who invites beside the organizer, and agreed to be named.
    pub cohosts: Cohosts,
    /// Whom its owner names without a word of theirs: others' events only.
    pub unconfirmed: Unconfirmed,
    /// The actor of the series it is an edition of; of another server's event, who passed it on.
    pub series: Option<Iri>,
    /// From 1, each once in a series. Other servers do not say.
    pub edition: Option<i32>,
    /// What this edition is about.
    pub subtitle: Option<String>,
    /// RFC 5545 SEQUENCE: rises with time, place and status.
    pub sequence: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Event;

/// Letters of a reason: the line readers of Mastodon see has room for when and where beside it.
pub const REASON_AT_MOST: usize = 300;

/// Where an event is in its life.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Seen by those who work here.
    Draft,
    /// A draft that publishes itself at `publish_at`.
    Scheduled,
    Published,
    /// Published, and moved to another time since.
    Rescheduled,
    /// Put off without a new date.
    Postponed,
    Cancelled,
}

impl State {
    pub const PUBLIC: [Self; 4] = [
        Self::Published,
        Self::Rescheduled,
        Self::Postponed,
        Self::Cancelled,
    ];

    pub fn is_public(self) -> bool {
        Self::PUBLIC.contains(&self)
    }

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "event-state-draft",
            Self::Scheduled => "event-state-scheduled",
            Self::Published => "event-state-published",
            Self::Rescheduled => "event-state-rescheduled",
            Self::Postponed => "event-state-postponed",
            Self::Cancelled => "event-state-cancelled",
        }
    }
}

/// What kind of meeting it is, in the words of those who hold them.
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
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Denkwerkstatt,
    Innovationswerkstatt,
    Begleitworkshop,
    Briefing,
    Fachveranstaltung,
    Webkonferenz,
    #[default]
    Other,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Denkwerkstatt,
        Self::Innovationswerkstatt,
        Self::Begleitworkshop,
        Self::Briefing,
        Self::Fachveranstaltung,
        Self::Webkonferenz,
        Self::Other,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Denkwerkstatt => "event-kind-denkwerkstatt",
            Self::Innovationswerkstatt => "event-kind-innovationswerkstatt",
            Self::Begleitworkshop => "event-kind-begleitworkshop",
            Self::Briefing => "event-kind-briefing",
            Self::Fachveranstaltung => "event-kind-fachveranstaltung",
            Self::Webkonferenz => "event-kind-webkonferenz",
            Self::Other => "event-kind-other",
        }
    }

    /// The value in forms and the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Denkwerkstatt => "denkwerkstatt",
            Self::Innovationswerkstatt => "innovationswerkstatt",
            Self::Begleitworkshop => "begleitworkshop",
            Self::Briefing => "briefing",
            Self::Fachveranstaltung => "fachveranstaltung",
            Self::Webkonferenz => "webkonferenz",
            Self::Other => "other",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A kind an association defined for itself.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
pub struct OwnKind {
    /// The value in forms and the API.
    pub name: String,
    pub de: String,
    pub en: String,
}

impl OwnKind {
    /// What it is called for a reader of `language`.
    pub fn said(&self, language: &str) -> &str {
        match Lang::of(language) {
            Lang::De => &self.de,
            Lang::En => &self.en,
        }
    }
}

/// schema.org's attendance modes, as people choose them.
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
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    #[default]
    InPerson,
    Online,
    Hybrid,
}

impl Attendance {
    pub const ALL: [Self; 3] = [Self::InPerson, Self::Online, Self::Hybrid];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::InPerson => "event-attendance-in-person",
            Self::Online => "event-attendance-online",
            Self::Hybrid => "event-attendance-hybrid",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Online => "online",
            Self::Hybrid => "hybrid",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }

    pub fn has_room(self) -> bool {
        self != Self::Online
    }
}

/// The languages an event can be told in; `de-simple` is Leichte Sprache (a registered variant).
pub const LANGUAGES: [&str; 3] = ["de", "en", "de-simple"];

/// What is said about an event in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// BCP 47.
    pub language: String,
    pub title: String,
    /// One line; ours at most 300 characters.
    #[serde(default)]
    pub summary: String,
    /// Markdown where it is ours, sanitised HTML where it is not.
    #[serde(default)]
    pub description: String,
}

/// The main language first, never empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Texts(pub Vec<Text>);

impl Texts {
    /// The text for a reader of `language`: that language, else one that begins like it, else the main one.
    pub fn for_reader(&self, language: &str) -> Option<&Text> {
        let same = |text: &&Text| text.language == language;
        let like = |text: &&Text| text.language.split('-').next() == Some(language);
        self.0
            .iter()
            .find(same)
            .or_else(|| self.0.iter().find(like))
            .or_else(|| self.0.first())
    }

    pub fn in_language(&self, language: &str) -> Option<&Text> {
        self.0.iter().find(|text| text.language == language)
    }
}

/// Where people meet.
#[derive(
    Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
pub struct Place {
    pub name: String,
    #[serde(default)]
    pub street: String,
    #[serde(default)]
    pub postal_code: String,
    #[serde(default)]
    pub locality: String,
    /// The federal state or the like.
    #[serde(default)]
    pub region: String,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub latitude: Option<f64>,
    #[serde(default)]
    pub longitude: Option<f64>,
    #[serde(default)]
    pub disclosure: Disclosure,
}

/// Who hears where exactly it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    #[default]
    Public,
    /// Those who take part; everybody else hears the town.
    Accepted,
}

impl Place {
    /// What may be said of it to everybody when it is protected: the town, and what that lies in.
    pub fn town(&self) -> Self {
        Self {
            name: self.locality.clone(),
            locality: self.locality.clone(),
            region: self.region.clone(),
            country: self.country.clone(),
            disclosure: Disclosure::Accepted,
            ..Self::default()
        }
    }

    pub fn is_protected(&self) -> bool {
        self.disclosure == Disclosure::Accepted
    }

    /// „Alte Kantine, Berlin“: enough to know whether to go.
    pub fn short(&self) -> String {
        if self.locality.is_empty() || self.name.contains(&self.locality) {
            self.name.clone()
        } else {
            format!("{}, {}", self.name, self.locality)
        }
    }

    /// „Uferstraße 8–11, 13357 Berlin“.
    pub fn address(&self) -> String {
        let town = format!("{} {}", self.postal_code, self.locality);
        [self.street.trim(), town.trim()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Name and address in one line, for calendars.
    pub fn full(&self) -> String {
        match self.address() {
            address if address.is_empty() || address == self.name => self.name.clone(),
            address => format!("{}, {address}", self.name),
        }
    }
}

/// The name of each mark in forms and the API, and the message that names it.
pub const ACCESS_MARKS: [(&str, &str); 4] = [
    ("step_free", "event-access-step-free"),
    ("sign_language", "event-access-sign-language"),
    ("captions", "event-access-captions"),
    ("easy_language", "event-access-easy-language"),
];

/// The marks events are looked for by: those of the whole, and one that a session alone has.
pub const MARKS_FOUND: [(&str, &str); 5] = [
    ACCESS_MARKS[0],
    ACCESS_MARKS[1],
    ACCESS_MARKS[2],
    ACCESS_MARKS[3],
    ("quiet_room", "agenda-access-quiet-room"),
];

/// What somebody needs to know before coming.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
#[serde(default)]
pub struct Access {
    pub step_free: bool,
    pub sign_language: bool,
    pub captions: bool,
    pub easy_language: bool,
    pub note: String,
}

impl Access {
    /// The messages that name the marks that are set.
    pub fn marks(&self) -> Vec<&'static str> {
        let set = self.set().into_iter().zip(ACCESS_MARKS);
        set.filter_map(|(set, (_, key))| set.then_some(key))
            .collect()
    }

    /// The names of the marks that are set, in forms and the API.
    pub fn names(&self) -> Vec<&'static str> {
        let set = self.set().into_iter().zip(ACCESS_MARKS);
        set.filter_map(|(set, (name, _))| set.then_some(name))
            .collect()
    }

    /// In the order of [`ACCESS_MARKS`].
    fn set(&self) -> [bool; 4] {
        [
            self.step_free,
            self.sign_language,
            self.captions,
            self.easy_language,
        ]
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Topics(pub Vec<String>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct SubEvents(pub Vec<Iri>);

/// A picture of ours, with the words for those who do not see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Picture {
    pub media: MediaId,
    pub media_type: String,
    pub width: u32,
    pub height: u32,
    pub alt: String,
    #[serde(default)]
    pub credit: String,
}

impl Event {
    /// The zone its times are told in. One we do not know is shown in UTC.
    pub fn tz(&self) -> Tz {
        self.zone.parse().unwrap_or(Tz::UTC)
    }

    pub fn starts(&self) -> DateTime<Tz> {
        self.starts_at.with_timezone(&self.tz())
    }

    pub fn ends(&self) -> DateTime<Tz> {
        self.ends_at.with_timezone(&self.tz())
    }

    pub fn previously_started(&self) -> Option<DateTime<Tz>> {
        Some(self.previously_started_at?.with_timezone(&self.tz()))
    }

    /// The texts of the main language.
    pub fn main_text(&self) -> Text {
        self.texts.0.first().cloned().unwrap_or_default()
    }

    /// Its title for a reader of `language`.
    pub fn title(&self, language: &str) -> String {
        let text = self.texts.for_reader(language);
        text.map(|text| text.title.clone()).unwrap_or_default()
    }

    /// A description of it as harmless HTML.
    pub fn description_html(&self, text: &Text) -> String {
        if self.local {
            markdown::to_html(&text.description)
        } else {
            text.description.clone()
        }
    }

    /// Where people read about it here.
    pub fn path(&self) -> String {
        format!("/events/{}", self.slug)
    }

    /// Where people register here, as a complete address.
    pub fn registration_page(&self) -> String {
        format!("{}/register", self.url)
    }

    /// Whether somebody can still register here.
    pub fn takes_registrations(&self, now: DateTime<Utc>) -> bool {
        let is_on = matches!(
            self.state,
            State::Published | State::Rescheduled | State::Postponed
        );
        let admission = self.admission.as_ref().filter(|_| self.local && is_on);
        admission.is_some_and(|admission| !admission.is_closed(self.starts_at, now))
    }

    /// How those who work here write people down: also where these register elsewhere, then without limits.
    pub fn admission_by_staff(&self) -> Option<Admission> {
        let elsewhere = || self.registration_url.as_ref().map(|_| Admission::default());
        self.admission.clone().or_else(elsewhere)
    }

    /// Whether only those who take part hear where exactly it is.
    pub fn hides_place(&self) -> bool {
        self.place.as_ref().is_some_and(Place::is_protected)
    }

    /// What kind of meeting it is, for a reader of `language`.
    pub fn kind_said(&self, language: &str) -> String {
        match &self.own_kind {
            Some(own) => own.said(language).to_owned(),
            None => Lang::of(language).text(self.kind.key()),
        }
    }

    /// The value in forms and the API of what kind of meeting it is.
    pub fn kind_name(&self) -> &str {
        match &self.own_kind {
            Some(own) => &own.name,
            None => self.kind.name(),
        }
    }

    /// The stakeholder groups that are kept in mind.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        let groups = self.admission.iter().flat_map(|it| it.groups.iter());
        groups.map(|group| group.name.as_str())
    }

    /// What was put off takes place still, whatever its former date.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.state != State::Postponed && self.ends_at <= now
    }

    pub fn is_postponed(&self) -> bool {
        self.state == State::Postponed
    }

    /// By how many days it takes place at another time than `before` as a whole: it begins and ends on as
    /// much later a day. None where it stays, or takes more or fewer days.
    pub fn moved_since(&self, before: &Self) -> Option<Duration> {
        let day = |at: DateTime<Tz>| at.date_naive();
        let by = day(self.starts()) - day(before.starts());
        let is_whole = day(self.ends()) - day(before.ends()) == by;
        (is_whole && !by.is_zero()).then_some(by)
    }

    /// „Begründung: …“ for a reader of `lang`, where there is one.
    pub fn reason_said(&self, lang: Lang) -> Option<String> {
        let reason = self.reason.as_ref()?;
        Some(lang.text_with("event-reason-said", &[("reason", reason)]))
    }

    /// Whether it is to publish itself by now.
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Scheduled && self.publish_at.is_some_and(|at| at <= now)
    }

    pub fn is_cancelled(&self) -> bool {
        self.state == State::Cancelled
    }
}

/// Letters of the readable part of an address.
const SLUG_AT_MOST: usize = 60;

/// The readable part of an event's address: letters, digits and hyphens of its title.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.to_lowercase().chars() {
        match c {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            'a'..='z' | '0'..='9' => slug.push(c),
            // The gender colon and its kin are no break in a word.
            ':' | '*' | '\'' | '’' => {}
            _ if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
        if slug.len() > SLUG_AT_MOST {
            break;
        }
    }
    match whole_words(slug.trim_matches('-')) {
        "" => "event".to_owned(),
        slug => slug.to_owned(),
    }
}

/// As many words as fit; of one that fits by no means its beginning.
fn whole_words(slug: &str) -> &str {
    if slug.len() <= SLUG_AT_MOST {
        return slug;
    }
    // One more: a word that ends right there fits.
    match slug[..=SLUG_AT_MOST].rfind('-') {
        Some(end) => slug[..end].trim_end_matches('-'),
        None => &slug[..SLUG_AT_MOST],
    }
}

/// The URL of a picture of ours.
pub fn picture_path(picture: &Picture) -> String {
    media::path(&picture.media, &picture.media_type)
}

/// An event's home when it is not here.
pub fn home(event: &Event) -> Option<String> {
    let url: &Url = &event.url;
    (!event.local).then(|| federation::host_of(url))
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn an_address_is_cut_between_words() {
        let sixty = "a".repeat(29) + " " + &"b".repeat(30);
        for (title, expected) in [
            ("Größer & Bürger:innen", "groesser-buergerinnen".to_owned()),
            ("…", "event".to_owned()),
            (&sixty, sixty.replace(' ', "-")),
            (&format!("{sixty} c"), sixty.replace(' ', "-")),
            (&format!("{sixty}c"), "a".repeat(29)),
            (&"a".repeat(70), "a".repeat(60)),
        ] {
            assert_eq!(slug(title), expected, "{title}");
        }
    }
}
