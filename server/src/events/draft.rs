//! What a draft must say before anybody sees it, read from what was typed. Every fault is found at once
//! and names its field. No database, no network, no clock but the one passed in.

use super::{
    admission::{
        ANSWER_DAYS, ANSWER_DAYS_AT_MOST, Admission, GROUPS_AT_MOST, Group, Mode, PEOPLE_AT_MOST,
        QUESTIONS_AT_MOST, Question,
    },
    event::{Access, Attendance, Event, Kind, LANGUAGES, Place, Text, Texts, Topics},
    venue::Venue,
};
use crate::{
    error::{Refusal, Refusals},
    ids::MediaId,
};
use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use federation::Iri;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// Mobilizon takes 3 to 200 characters.
pub const TITLE_AT_MOST: usize = 200;
pub const SUMMARY_AT_MOST: usize = 300;
pub const DESCRIPTION_AT_MOST: usize = 20_000;
pub const LINE_AT_MOST: usize = 200;
/// Characters of the words for those who do not see a picture.
const ALT_AT_MOST: usize = 1_000;
pub const TOPICS_AT_MOST: usize = 10;
/// The highest number of an edition.
pub const EDITION_AT_MOST: i32 = 9_999;
/// Nobody meets for longer; a slip of the year is caught by it.
const DURATION_AT_MOST: Duration = Duration::days(366);
/// How far ahead an event may lie.
const AHEAD_AT_MOST: Duration = Duration::days(366 * 10);

/// An event as typed: into the form, a file or the API. Nothing is lost of it when it is refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = EventDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association that invites; empty for the instance's first.
    pub organizer: String,
    /// The main language: `de`, `en` or `de-simple`.
    pub language: String,
    pub title_de: String,
    pub summary_de: String,
    pub description_de: String,
    pub title_en: String,
    pub summary_en: String,
    pub description_en: String,
    pub title_de_simple: String,
    pub summary_de_simple: String,
    pub description_de_simple: String,
    pub kind: String,
    /// The series of the organizer it is an edition of: its handle, or the id of its actor.
    pub series: String,
    /// Counted from 1; empty for the next.
    pub edition: String,
    /// What this edition is about.
    pub subtitle: String,
    /// `2026-11-13` or `13.11.2026`.
    pub starts_on: String,
    /// `10:00`, `10.00` or `10 Uhr`.
    pub starts_at: String,
    /// Empty for the day it starts on.
    pub ends_on: String,
    pub ends_at: String,
    /// An IANA name; empty for the instance's own.
    pub zone: String,
    pub attendance: String,
    pub place_name: String,
    pub street: String,
    pub postal_code: String,
    pub locality: String,
    /// The federal state or the like.
    pub region: String,
    pub country: String,
    /// Decimal degrees, with point or comma.
    pub latitude: String,
    pub longitude: String,
    /// Tell everybody the town only, and the place to those who take part.
    #[serde(deserialize_with = "ticked")]
    pub place_protected: bool,
    /// Where those meet who come online; only they hear of it.
    pub room_url: String,
    /// What else only those need to know who take part.
    pub venue_note: String,
    #[serde(deserialize_with = "ticked")]
    pub step_free: bool,
    #[serde(deserialize_with = "ticked")]
    pub sign_language: bool,
    #[serde(deserialize_with = "ticked")]
    pub captions: bool,
    #[serde(deserialize_with = "ticked")]
    pub easy_language: bool,
    pub access_note: String,
    /// Separated by commas, with or without `#`.
    pub topics: String,
    /// The id of an uploaded picture.
    pub picture: String,
    pub picture_alt: String,
    pub picture_credit: String,
    /// An e-mail address or a telephone number.
    pub contact: String,
    pub registration_url: String,
    /// How people register here: `open`, `approval`, or empty for not at all.
    pub registration: String,
    /// Empty for as many as like.
    pub seats_in_person: String,
    pub seats_online: String,
    #[serde(deserialize_with = "ticked")]
    pub waiting_list: bool,
    /// Empty for the start of the event.
    pub registration_ends_on: String,
    pub registration_ends_at: String,
    /// Stakeholder groups, one a line: `Wissenschaft`, `Wissenschaft: 10` or
    /// `Wissenschaft: 10 bis 30.10.2026` with places that are kept for it.
    pub groups: String,
    /// One a line, with what it is for and how many days after the event its answers are kept:
    /// `Ernährung? | damit das Essen reicht | 14`.
    pub questions: String,
    /// Publish at this day and time of the event's zone, by itself.
    pub publish_on: String,
    pub publish_at: String,
    /// The state of the event the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A box in a form says `on`, JSON says `true`.
pub fn ticked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Ticked {
        Bool(bool),
        Word(String),
    }
    Ok(match Ticked::deserialize(deserializer)? {
        Ticked::Bool(ticked) => ticked,
        Ticked::Word(word) => matches!(word.as_str(), "on" | "true" | "1" | "yes"),
    })
}

/// A draft that passed its rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    pub texts: Texts,
    pub kind: Kind,
    /// A name that is none of the known kinds'.
    pub own_kind: Option<String>,
    pub edition: Option<Edition>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub zone: Tz,
    pub attendance: Attendance,
    /// As everybody may hear of it.
    pub place: Option<Place>,
    pub venue: Venue,
    pub access: Access,
    pub topics: Topics,
    pub picture: Option<(MediaId, String, String)>,
    pub contact: Option<String>,
    pub registration_url: Option<String>,
    pub admission: Option<Admission>,
    pub publish_at: Option<DateTime<Utc>>,
}

/// A picture as typed: the id of an upload, and its words.
pub struct TypedPicture<'a> {
    pub id: &'a str,
    pub alt: &'a str,
    pub credit: &'a str,
}

impl TypedPicture<'_> {
    /// Id, words and credit; `None` where there is no picture.
    pub fn read(&self, refusals: &mut Refusals) -> Option<(MediaId, String, String)> {
        let id = self.id.trim();
        if id.is_empty() {
            return None;
        }
        if self.alt.trim().is_empty() {
            refusals.add(Refusal::new("event-picture-alt-missing").on("picture_alt"));
        }
        let alt = long_line(self.alt, "picture_alt", ALT_AT_MOST, refusals);
        let credit = long_line(self.credit, "picture_credit", LINE_AT_MOST, refusals);
        match id.parse() {
            Ok(media) => Some((media, alt.unwrap_or_default(), credit.unwrap_or_default())),
            Err(_) => {
                refusals.add(Refusal::new("event-picture-unknown").on("picture"));
                None
            }
        }
    }
}

/// One line, or nothing; refused where it is longer than `limit`.
fn long_line(
    text: &str,
    field: &'static str,
    limit: usize,
    refusals: &mut Refusals,
) -> Option<String> {
    let text = one_line(text);
    if text.chars().count() > limit {
        refusals.add(Refusal::new("event-line-too-long").on(field));
    }
    (!text.is_empty()).then_some(text)
}

/// Which edition of which series it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// As typed: a handle, or the id of an actor.
    pub series: String,
    /// `None` for the next.
    pub number: Option<i32>,
    pub subtitle: Option<String>,
}

impl Draft {
    fn known_kind(&self) -> Option<Kind> {
        Kind::named(or(&self.kind, "other"))
    }

    /// The kind it names, if it is none of the known ones: perhaps one of the organizer's own.
    pub(super) fn own_kind(&self) -> Option<&str> {
        self.known_kind().is_none().then_some(&self.kind)
    }

    /// Read every field; say of each what is wrong with it. `home` is the instance's zone.
    pub fn check(&self, home: Tz, now: DateTime<Utc>) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let texts = self.texts(&mut refusals);
        let zone = self.read_zone(home, &mut refusals);
        let (starts_at, ends_at) = self.times(zone, now, &mut refusals);
        let attendance = or_refuse(
            Attendance::named(or(&self.attendance, "in_person")),
            &mut refusals,
            || Refusal::new("event-attendance-unknown").on("attendance"),
        );
        let place = self.place(attendance, &mut refusals);
        let venue = self.venue(place.as_ref(), attendance, &mut refusals);
        self.require_kept(&texts, &venue, &mut refusals);
        let details = Details {
            texts,
            kind: self.known_kind().unwrap_or_default(),
            own_kind: self.own_kind().map(str::to_owned),
            edition: self.read_edition(&mut refusals),
            starts_at,
            ends_at,
            zone,
            attendance,
            place: match self.place_protected {
                true => place.map(|place| place.town()),
                false => place,
            },
            venue,
            access: self.access(&mut refusals),
            topics: self.read_topics(&mut refusals),
            picture: self.picture().read(&mut refusals),
            contact: self.line(&self.contact, "contact", &mut refusals),
            registration_url: self.read_registration_url(&mut refusals),
            admission: self.admission((zone, attendance), starts_at, &mut refusals),
            publish_at: self.read_publish_at(zone, now, &mut refusals),
        };
        refusals.none_or()?;
        Ok(details)
    }

    fn texts(&self, refusals: &mut Refusals) -> Texts {
        let main = or(&self.language, "de");
        if !LANGUAGES.contains(&main) {
            refusals.add(Refusal::new("event-language-unknown").on("language"));
        }
        let mut texts = Vec::new();
        for language in LANGUAGES {
            let (title, summary, description) = self.fields(language);
            let (title_field, summary_field, description_field) = field_names(language);
            let is_empty = [title, summary, description]
                .iter()
                .all(|text| text.trim().is_empty());
            if is_empty && language != main {
                continue;
            }
            let length = title.trim().chars().count();
            if length == 0 {
                refusals.add(Refusal::new("event-title-missing").on(title_field));
            } else if length < 3 {
                refusals.add(Refusal::new("event-title-too-short").on(title_field));
            } else if length > TITLE_AT_MOST {
                refusals.add(Refusal::new("event-title-too-long").on(title_field));
            }
            if summary.trim().chars().count() > SUMMARY_AT_MOST {
                refusals.add(Refusal::new("event-summary-too-long").on(summary_field));
            }
            if description.chars().count() > DESCRIPTION_AT_MOST {
                refusals.add(Refusal::new("event-description-too-long").on(description_field));
            }
            texts.push(Text {
                language: language.to_owned(),
                title: one_line(title),
                summary: one_line(summary),
                description: description.trim().replace("\r\n", "\n"),
            });
        }
        texts.sort_by_key(|text| text.language != main);
        Texts(texts)
    }

    /// Title, summary and description in a language.
    pub fn fields(&self, language: &str) -> (&str, &str, &str) {
        match language {
            "en" => (&self.title_en, &self.summary_en, &self.description_en),
            "de-simple" => (
                &self.title_de_simple,
                &self.summary_de_simple,
                &self.description_de_simple,
            ),
            _ => (&self.title_de, &self.summary_de, &self.description_de),
        }
    }

    fn read_zone(&self, home: Tz, refusals: &mut Refusals) -> Tz {
        match self.zone.trim() {
            "" => home,
            name => or_refuse(name.parse().ok(), refusals, || {
                Refusal::new("event-zone-unknown").on("zone")
            }),
        }
    }

    fn times(
        &self,
        zone: Tz,
        now: DateTime<Utc>,
        refusals: &mut Refusals,
    ) -> (DateTime<Utc>, DateTime<Utc>) {
        let starts = moment(
            (&self.starts_on, "starts_on"),
            (&self.starts_at, "starts_at"),
            zone,
            refusals,
        );
        // What ends on the day it starts is wrong in the field where that day stands.
        let ends_on = match self.ends_on.trim() {
            "" => (self.starts_on.as_str(), "starts_on"),
            _ => (self.ends_on.as_str(), "ends_on"),
        };
        let ends = moment(ends_on, (&self.ends_at, "ends_at"), zone, refusals);
        let (Some(starts), Some(ends)) = (starts, ends) else {
            return (now, now);
        };
        if ends <= starts {
            refusals.add(Refusal::new("event-ends-before-it-starts").on("ends_at"));
        } else if ends - starts > DURATION_AT_MOST {
            refusals.add(Refusal::new("event-lasts-too-long").on("ends_on"));
        }
        if starts - now > AHEAD_AT_MOST {
            refusals.add(Refusal::new("event-too-far-ahead").on("starts_on"));
        }
        (starts, ends)
    }

    fn place(&self, attendance: Attendance, refusals: &mut Refusals) -> Option<Place> {
        if !attendance.has_room() {
            return None;
        }
        let mut line = |text: &str, field| self.line(text, field, refusals).unwrap_or_default();
        let mut place = Place {
            name: line(&self.place_name, "place_name"),
            street: line(&self.street, "street"),
            postal_code: line(&self.postal_code, "postal_code"),
            locality: line(&self.locality, "locality"),
            region: line(&self.region, "region"),
            country: line(or(&self.country, "DE"), "country").to_uppercase(),
            ..Place::default()
        };
        if self.place_protected && place.locality.is_empty() {
            refusals.add(Refusal::new("event-locality-missing").on("locality"));
        }
        if place.name.is_empty() {
            refusals.add(Refusal::new("event-place-missing").on("place_name"));
        }
        if place.country.len() != 2 || !place.country.chars().all(|c| c.is_ascii_alphabetic()) {
            refusals.add(Refusal::new("event-country-unknown").on("country"));
        }
        let degrees = |text: &str, limit: f64| match text.trim().replace(',', ".") {
            text if text.is_empty() => Ok(None),
            text => match text.parse::<f64>() {
                Ok(degrees) if degrees.is_finite() && degrees.abs() <= limit => Ok(Some(degrees)),
                _ => Err(()),
            },
        };
        match degrees(&self.latitude, 90.0) {
            Ok(degrees) => place.latitude = degrees,
            Err(()) => refusals.add(Refusal::new("event-latitude-wrong").on("latitude")),
        }
        match degrees(&self.longitude, 180.0) {
            Ok(degrees) => place.longitude = degrees,
            Err(()) => refusals.add(Refusal::new("event-longitude-wrong").on("longitude")),
        }
        if self.latitude.trim().is_empty() != self.longitude.trim().is_empty() {
            refusals.add(Refusal::new("event-coordinates-half").on("longitude"));
        }
        Some(place)
    }

    /// What is kept from everybody but those who take part.
    fn venue(
        &self,
        place: Option<&Place>,
        attendance: Attendance,
        refusals: &mut Refusals,
    ) -> Venue {
        let room_url = match self.room_url.trim() {
            "" => None,
            _ if attendance == Attendance::InPerson => None,
            text => match federation::vocabulary::read::url(text) {
                Some(url) => Some(url.into()),
                None => {
                    refusals.add(Refusal::new("event-room-url-wrong").on("room_url"));
                    None
                }
            },
        };
        if self.venue_note.chars().count() > DESCRIPTION_AT_MOST {
            refusals.add(Refusal::new("event-description-too-long").on("venue_note"));
        }
        Venue {
            place: place.filter(|_| self.place_protected).cloned(),
            room_url,
            note: Some(self.venue_note.trim().replace("\r\n", "\n"))
                .filter(|note| !note.is_empty()),
        }
    }

    /// What is for those alone who take part must not stand in what everybody reads.
    fn require_kept(&self, texts: &Texts, venue: &Venue, refusals: &mut Refusals) {
        let mut require = |text: &str, field| {
            if venue.is_named_in(text) {
                refusals.add(Refusal::new("event-names-the-place").on(field));
            }
        };
        for text in &texts.0 {
            let (title, summary, description) = field_names(&text.language);
            require(&text.title, title);
            require(&text.summary, summary);
            require(&text.description, description);
        }
        for (text, field) in [
            (&self.subtitle, "subtitle"),
            (&self.access_note, "access_note"),
            (&self.contact, "contact"),
            (&self.topics, "topics"),
            (&self.picture_alt, "picture_alt"),
            (&self.picture_credit, "picture_credit"),
            (&self.registration_url, "registration_url"),
            (&self.groups, "groups"),
            (&self.questions, "questions"),
        ] {
            require(text, field);
        }
    }

    fn admission(
        &self,
        (zone, attendance): (Tz, Attendance),
        starts_at: DateTime<Utc>,
        refusals: &mut Refusals,
    ) -> Option<Admission> {
        let mode = match self.registration.trim() {
            "" => return None,
            "open" => Mode::Open,
            "approval" => Mode::Approval,
            _ => {
                refusals.add(Refusal::new("event-registration-unknown").on("registration"));
                return None;
            }
        };
        if !self.registration_url.trim().is_empty() {
            refusals.add(Refusal::new("event-registration-twice").on("registration_url"));
        }
        let mut seats = |text: &str, field| match text.trim() {
            "" => None,
            text => match text.parse() {
                Ok(seats @ 1..=PEOPLE_AT_MOST) => Some(seats),
                _ => {
                    refusals.add(Refusal::new("event-seats-wrong").on(field));
                    None
                }
            },
        };
        let seats_in_person = seats(&self.seats_in_person, "seats_in_person");
        // Of a room there is none: what was typed for another attendance keeps nothing.
        let seats_in_person = seats_in_person.filter(|_| attendance != Attendance::Online);
        let seats_online = seats(&self.seats_online, "seats_online");
        let closes_at = match self.registration_ends_on.trim() {
            "" => None,
            _ => moment(
                (&self.registration_ends_on, "registration_ends_on"),
                (
                    or(&self.registration_ends_at, "23:59"),
                    "registration_ends_at",
                ),
                zone,
                refusals,
            ),
        };
        if closes_at.is_some_and(|closes| closes > starts_at) {
            refusals.add(Refusal::new("event-registration-ends-late").on("registration_ends_on"));
        }
        Some(Admission {
            mode,
            seats_in_person,
            seats_online,
            waiting_list: self.waiting_list,
            closes_at,
            groups: self.read_groups(zone, seats_in_person.or(seats_online), refusals),
            questions: self.read_questions(refusals),
        })
    }

    fn read_groups(&self, zone: Tz, seats: Option<u32>, refusals: &mut Refusals) -> Vec<Group> {
        let mut refuse = |message| refusals.add(Refusal::new(message).on("groups"));
        let mut groups: Vec<Group> = Vec::new();
        for line in written_lines(&self.groups) {
            match read_group(&line, zone) {
                Some(group) if groups.contains(&group) => {}
                Some(group) if groups.iter().any(|known| known.name == group.name) => {
                    refuse("event-group-twice");
                }
                Some(group) => groups.push(group),
                None => {
                    refuse("event-group-unreadable");
                    return groups;
                }
            }
        }
        if groups.len() > GROUPS_AT_MOST {
            refuse("event-groups-too-many");
        }
        let kept: u64 = groups.iter().map(|group| u64::from(group.seats)).sum();
        if kept > 0 && seats.is_none_or(|seats| kept > seats.into()) {
            refuse("event-groups-keep-too-much");
        }
        groups
    }

    fn read_questions(&self, refusals: &mut Refusals) -> Vec<Question> {
        let mut refuse = |message| refusals.add(Refusal::new(message).on("questions"));
        let mut questions = Vec::new();
        for line in written_lines(&self.questions) {
            let mut parts = line.split('|').map(str::trim);
            let text = parts.next().unwrap_or_default();
            let purpose = parts.next().unwrap_or_default();
            let days = match parts.next().unwrap_or_default() {
                "" => Some(ANSWER_DAYS),
                days => days
                    .parse()
                    .ok()
                    .filter(|days| *days <= ANSWER_DAYS_AT_MOST),
            };
            if text.chars().count() > LINE_AT_MOST || purpose.chars().count() > LINE_AT_MOST {
                refuse("event-line-too-long");
            }
            match (text, purpose, days) {
                ("", ..) => refuse("event-question-empty"),
                (_, "", _) => refuse("event-question-without-purpose"),
                (.., None) => refuse("event-question-kept-too-long"),
                (text, purpose, Some(kept_days)) => questions.push(Question {
                    text: text.to_owned(),
                    purpose: purpose.to_owned(),
                    kept_days,
                }),
            }
        }
        if questions.len() > QUESTIONS_AT_MOST {
            refuse("event-questions-too-many");
        }
        questions
    }

    fn access(&self, refusals: &mut Refusals) -> Access {
        if self.access_note.chars().count() > DESCRIPTION_AT_MOST {
            refusals.add(Refusal::new("event-description-too-long").on("access_note"));
        }
        Access {
            step_free: self.step_free,
            sign_language: self.sign_language,
            captions: self.captions,
            easy_language: self.easy_language,
            note: self.access_note.trim().to_owned(),
        }
    }

    fn read_edition(&self, refusals: &mut Refusals) -> Option<Edition> {
        let subtitle = self.line(&self.subtitle, "subtitle", refusals);
        let number = match self.edition.trim().trim_end_matches('.') {
            "" => None,
            text => match text.parse() {
                Ok(number @ 1..=EDITION_AT_MOST) => Some(number),
                _ => {
                    refusals.add(Refusal::new("event-edition-wrong").on("edition"));
                    None
                }
            },
        };
        match self.series.trim().trim_start_matches('@') {
            "" => {
                if number.is_some() || subtitle.is_some() {
                    refusals.add(Refusal::new("event-edition-without-series").on("series"));
                }
                None
            }
            series => Some(Edition {
                series: series.to_owned(),
                number,
                subtitle,
            }),
        }
    }

    fn read_topics(&self, refusals: &mut Refusals) -> Topics {
        let mut topics: Vec<String> = Vec::new();
        for topic in self.topics.split([',', ';', '\n']) {
            let topic = one_line(topic.trim().trim_start_matches('#'));
            if !topic.is_empty() && !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        if topics.len() > TOPICS_AT_MOST {
            refusals.add(Refusal::new("event-too-many-topics").on("topics"));
        }
        if topics.iter().any(|topic| topic.chars().count() > 60) {
            refusals.add(Refusal::new("event-topic-too-long").on("topics"));
        }
        Topics(topics)
    }

    fn picture(&self) -> TypedPicture<'_> {
        TypedPicture {
            id: &self.picture,
            alt: &self.picture_alt,
            credit: &self.picture_credit,
        }
    }

    fn read_registration_url(&self, refusals: &mut Refusals) -> Option<String> {
        let text = self.registration_url.trim();
        if text.is_empty() {
            return None;
        }
        match federation::vocabulary::read::url(text) {
            Some(url) => Some(url.into()),
            None => {
                refusals.add(Refusal::new("event-registration-url-wrong").on("registration_url"));
                None
            }
        }
    }

    fn read_publish_at(
        &self,
        zone: Tz,
        now: DateTime<Utc>,
        refusals: &mut Refusals,
    ) -> Option<DateTime<Utc>> {
        if self.publish_on.trim().is_empty() {
            return None;
        }
        let at = moment(
            (&self.publish_on, "publish_on"),
            (or(&self.publish_at, "8:00"), "publish_at"),
            zone,
            refusals,
        )?;
        if at <= now {
            refusals.add(Refusal::new("event-publication-in-the-past").on("publish_on"));
        }
        Some(at)
    }

    fn line(&self, text: &str, field: &'static str, refusals: &mut Refusals) -> Option<String> {
        long_line(text, field, LINE_AT_MOST, refusals)
    }

    /// A draft as it would have to be typed to make `event` what it is.
    pub fn of(event: &Event, venue: &Venue) -> Self {
        let (starts, ends) = (event.starts(), event.ends());
        let day = |at: DateTime<Tz>| at.format("%Y-%m-%d").to_string();
        let time = |at: DateTime<Tz>| at.format("%H:%M").to_string();
        let place = venue.place.clone().or_else(|| event.place.clone());
        let place = place.unwrap_or_default();
        let admission = event.admission.as_ref();
        let closes = admission.and_then(|admission| admission.closes_at);
        let closes = closes.map(|at| at.with_timezone(&event.tz()));
        let seats = |seats: Option<u32>| seats.map(|seats| seats.to_string()).unwrap_or_default();
        let degrees = |degrees: Option<f64>| degrees.map(|d| d.to_string()).unwrap_or_default();
        let publish = event.publish_at.map(|at| at.with_timezone(&event.tz()));
        let told = |language| {
            event
                .texts
                .in_language(language)
                .cloned()
                .unwrap_or_default()
        };
        let (de, en, simple) = (told("de"), told("en"), told("de-simple"));
        let picture = event.picture.as_ref();
        Self {
            organizer: String::new(),
            language: event.language.clone(),
            title_de: de.title,
            summary_de: de.summary,
            description_de: de.description,
            title_en: en.title,
            summary_en: en.summary,
            description_en: en.description,
            title_de_simple: simple.title,
            summary_de_simple: simple.summary,
            description_de_simple: simple.description,
            kind: event.kind_name().to_owned(),
            series: event
                .series
                .as_ref()
                .map(Iri::to_string)
                .unwrap_or_default(),
            edition: event
                .edition
                .map(|number| number.to_string())
                .unwrap_or_default(),
            subtitle: event.subtitle.clone().unwrap_or_default(),
            starts_on: day(starts),
            starts_at: time(starts),
            ends_on: day(ends),
            ends_at: time(ends),
            zone: event.zone.clone(),
            attendance: event.attendance.name().to_owned(),
            place_name: place.name,
            street: place.street,
            postal_code: place.postal_code,
            locality: place.locality,
            region: place.region,
            country: place.country,
            latitude: degrees(place.latitude),
            longitude: degrees(place.longitude),
            place_protected: venue.place.is_some(),
            room_url: venue.room_url.clone().unwrap_or_default(),
            venue_note: venue.note.clone().unwrap_or_default(),
            step_free: event.access.step_free,
            sign_language: event.access.sign_language,
            captions: event.access.captions,
            easy_language: event.access.easy_language,
            access_note: event.access.note.clone(),
            topics: event.topics.0.join(", "),
            picture: picture.map(|p| p.media.to_string()).unwrap_or_default(),
            picture_alt: picture.map(|p| p.alt.clone()).unwrap_or_default(),
            picture_credit: picture.map(|p| p.credit.clone()).unwrap_or_default(),
            contact: event.contact.clone().unwrap_or_default(),
            registration_url: event.registration_url.clone().unwrap_or_default(),
            registration: match admission.map(|admission| admission.mode) {
                None => String::new(),
                Some(Mode::Open) => "open".to_owned(),
                Some(Mode::Approval) => "approval".to_owned(),
            },
            seats_in_person: seats(admission.and_then(|admission| admission.seats_in_person)),
            seats_online: seats(admission.and_then(|admission| admission.seats_online)),
            waiting_list: admission.is_some_and(|admission| admission.waiting_list),
            registration_ends_on: closes.map(day).unwrap_or_default(),
            registration_ends_at: closes.map(time).unwrap_or_default(),
            groups: admission
                .map(|it| write_groups(it, event.tz()))
                .unwrap_or_default(),
            questions: admission.map(write_questions).unwrap_or_default(),
            publish_on: publish.map(day).unwrap_or_default(),
            publish_at: publish.map(time).unwrap_or_default(),
            seen: seen(event),
        }
    }
}

/// The lines of a field in which each stands for something, cleaned, the empty ones left out.
fn written_lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(one_line).filter(|line| !line.is_empty())
}

/// `Wissenschaft`, `Wissenschaft: 10`, `Wissenschaft: 10 bis 30.10.2026`; in English with `until`.
/// The last day counts whole.
fn read_group(line: &str, zone: Tz) -> Option<Group> {
    let (name, kept) = match line.rsplit_once(':') {
        Some((name, kept)) if kept.trim().starts_with(|c: char| c.is_ascii_digit()) => {
            (name.trim(), kept.trim())
        }
        _ => (line.trim_end_matches(':').trim(), ""),
    };
    let mut words = kept.split_whitespace();
    let seats = match words.next() {
        None => 0,
        Some(number) => number
            .parse()
            .ok()
            .filter(|seats| *seats <= PEOPLE_AT_MOST)?,
    };
    let until = match (words.next(), words.next(), words.next()) {
        (None, ..) => None,
        (Some("bis" | "until"), Some(day), None) => {
            let next = read_date(day)?.succ_opt()?.and_time(NaiveTime::MIN);
            Some(zone.from_local_datetime(&next).earliest()?.to_utc())
        }
        _ => return None,
    };
    let fits = !name.is_empty() && name.chars().count() <= LINE_AT_MOST;
    fits.then(|| Group {
        name: name.to_owned(),
        seats,
        until,
    })
}

fn write_groups(admission: &Admission, zone: Tz) -> String {
    let line = |group: &Group| {
        let mut line = group.name.clone();
        if group.seats > 0 {
            line += &format!(": {}", group.seats);
        }
        if let Some(day) = group.until.filter(|_| group.seats > 0) {
            let last = (day - Duration::seconds(1)).with_timezone(&zone);
            line += &format!(" bis {}", last.format("%d.%m.%Y"));
        }
        line
    };
    let lines: Vec<String> = admission.groups.iter().map(line).collect();
    lines.join("\n")
}

fn write_questions(admission: &Admission) -> String {
    let lines = admission.questions.iter();
    let lines = lines.map(|it| format!("{} | {} | {}", it.text, it.purpose, it.kept_days));
    lines.collect::<Vec<_>>().join("\n")
}

/// What a form carries to notice that somebody else changed the event meanwhile.
pub fn seen(event: &Event) -> String {
    event.updated_at.timestamp_millis().to_string()
}

/// The form fields of a language's title, summary and description.
pub fn field_names(language: &str) -> (&'static str, &'static str, &'static str) {
    match language {
        "en" => ("title_en", "summary_en", "description_en"),
        "de-simple" => (
            "title_de_simple",
            "summary_de_simple",
            "description_de_simple",
        ),
        _ => ("title_de", "summary_de", "description_de"),
    }
}

pub fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    match text.trim() {
        "" => otherwise,
        text => text,
    }
}

pub fn or_refuse<T: Default>(
    value: Option<T>,
    refusals: &mut Refusals,
    refusal: impl FnOnce() -> Refusal,
) -> T {
    value.unwrap_or_else(|| {
        refusals.add(refusal());
        T::default()
    })
}

/// Line breaks and controls would break out of a header, a calendar line or a feed.
pub fn one_line(text: &str) -> String {
    federation::vocabulary::read::line(&text.into(), usize::MAX).unwrap_or_default()
}

/// A day and a time of a zone, each with the name of its field. Of an hour that comes twice it is the first;
/// one there is not, in the night the clocks go forward, is refused.
pub fn moment(
    (day, day_field): (&str, &'static str),
    (time, time_field): (&str, &'static str),
    zone: Tz,
    refusals: &mut Refusals,
) -> Option<DateTime<Utc>> {
    let date = read_date(day);
    let clock = read_time(time);
    if date.is_none() {
        let message = if day.trim().is_empty() {
            "event-date-missing"
        } else if parse_date(day).is_some() {
            "event-date-out-of-reach"
        } else {
            "event-date-unreadable"
        };
        refusals.add(Refusal::new(message).on(day_field));
    }
    if clock.is_none() {
        let message = if time.trim().is_empty() && time_field == "ends_at" {
            "event-end-missing"
        } else if time.trim().is_empty() {
            "event-time-missing"
        } else {
            "event-time-unreadable"
        };
        refusals.add(Refusal::new(message).on(time_field));
    }
    match zone.from_local_datetime(&NaiveDateTime::new(date?, clock?)) {
        LocalResult::Single(at) => Some(at.to_utc()),
        LocalResult::Ambiguous(first, _) => Some(first.to_utc()),
        LocalResult::None => {
            refusals.add(Refusal::new("event-time-does-not-exist").on(time_field));
            None
        }
    }
}

/// The same of an end: without a time the day counts to its last moment.
pub fn ending(
    (day, day_field): (&str, &'static str),
    (time, time_field): (&str, &'static str),
    zone: Tz,
    refusals: &mut Refusals,
) -> Option<DateTime<Utc>> {
    let next = read_date(day).and_then(|day| day.succ_opt());
    let next = next.map(|day| day.to_string());
    let (day, time) = match (time.trim(), &next) {
        ("", Some(next)) => (next.as_str(), "00:00"),
        ("", None) => (day, "00:00"),
        (time, _) => (day, time),
    };
    moment((day, day_field), (time, time_field), zone, refusals)
}

/// `2026-11-13` or `13.11.2026`.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike;
    parse_date(text).filter(|date| (1970..=2200).contains(&date.year()))
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y"))
        .ok()
}

/// `10:00`, `10.00`, `10 Uhr`, `10:00 Uhr`.
pub fn read_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().trim_end_matches("Uhr").trim().replace('.', ":");
    let (hour, minute) = match text.split_once(':') {
        Some((hour, minute)) => (hour, minute.split(':').next()?),
        None => (text.as_str(), "0"),
    };
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::feed::tests::denkwerkstatt;

    fn checked(change: impl FnOnce(&mut Draft)) -> Result<Details, Refusals> {
        let mut draft = denkwerkstatt();
        change(&mut draft);
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        draft.check(chrono_tz::Europe::Berlin, now)
    }

    fn long(characters: usize) -> String {
        "x".repeat(characters + 1)
    }

    fn lines(count: usize, after: &str) -> String {
        let lines = (0..=count).map(|number| format!("{number}. Gruppe{after}\n"));
        lines.collect()
    }

    type Change = fn(&mut Draft);

    #[test]
    fn what_is_wrong_is_named_with_its_field() {
        let cases: &[(&str, &str, Change)] = &[
            ("event-language-unknown", "language", |it| {
                it.language = "fr".into()
            }),
            ("event-title-missing", "title_de", |it| {
                it.title_de = " ".into()
            }),
            ("event-title-too-short", "title_en", |it| {
                it.title_en = "ab".into()
            }),
            ("event-title-too-long", "title_de", |it| {
                it.title_de = long(TITLE_AT_MOST)
            }),
            ("event-summary-too-long", "summary_de", |it| {
                it.summary_de = long(SUMMARY_AT_MOST)
            }),
            ("event-description-too-long", "description_en", |it| {
                it.description_en = long(DESCRIPTION_AT_MOST);
            }),
            ("event-zone-unknown", "zone", |it| {
                it.zone = "Europe/Bonn".into()
            }),
            ("event-ends-before-it-starts", "ends_at", |it| {
                (it.ends_on, it.ends_at) = (it.starts_on.clone(), it.starts_at.clone());
            }),
            ("event-lasts-too-long", "ends_on", |it| {
                it.ends_on = "2027-12-15".into()
            }),
            ("event-too-far-ahead", "starts_on", |it| {
                (it.starts_on, it.ends_on) = ("2036-12-13".into(), "2036-12-14".into());
            }),
            ("event-attendance-unknown", "attendance", |it| {
                it.attendance = "nearby".into()
            }),
            ("event-place-missing", "place_name", |it| {
                it.place_name.clear()
            }),
            ("event-locality-missing", "locality", |it| {
                it.place_protected = true;
                it.locality.clear();
            }),
            ("event-line-too-long", "street", |it| {
                it.street = long(LINE_AT_MOST)
            }),
            ("event-country-unknown", "country", |it| {
                it.country = "DEU".into()
            }),
            ("event-country-unknown", "country", |it| {
                it.country = "D1".into()
            }),
            ("event-latitude-wrong", "latitude", |it| {
                (it.latitude, it.longitude) = ("90,1".into(), "13".into());
            }),
            ("event-longitude-wrong", "longitude", |it| {
                (it.latitude, it.longitude) = ("52".into(), "180.1".into());
            }),
            ("event-coordinates-half", "longitude", |it| {
                it.latitude = "52".into()
            }),
            ("event-room-url-wrong", "room_url", |it| {
                it.attendance = "hybrid".into();
                it.room_url = "javascript:alert(1)".into();
            }),
            ("event-description-too-long", "venue_note", |it| {
                it.venue_note = long(DESCRIPTION_AT_MOST);
            }),
            ("event-description-too-long", "access_note", |it| {
                it.access_note = long(DESCRIPTION_AT_MOST);
            }),
            ("event-edition-without-series", "series", |it| {
                it.edition = "2".into()
            }),
            ("event-edition-without-series", "series", |it| {
                it.subtitle = "Rente".into()
            }),
            ("event-edition-wrong", "edition", |it| {
                it.edition = "0".into()
            }),
            ("event-too-many-topics", "topics", |it| {
                it.topics = lines(TOPICS_AT_MOST, "");
            }),
            ("event-topic-too-long", "topics", |it| it.topics = long(60)),
            ("event-line-too-long", "contact", |it| {
                it.contact = long(LINE_AT_MOST)
            }),
            ("event-picture-alt-missing", "picture_alt", |it| {
                it.picture = "01JC7Z3K9V8Q4T5B6N7M8P9R0S".into();
            }),
            ("event-registration-url-wrong", "registration_url", |it| {
                it.registration_url = "verein".into();
            }),
            ("event-registration-unknown", "registration", |it| {
                it.registration = "maybe".into()
            }),
            ("event-registration-twice", "registration_url", |it| {
                it.registration = "open".into();
                it.registration_url = "https://verein.example/anmeldung".into();
            }),
            ("event-seats-wrong", "seats_online", |it| {
                it.registration = "open".into();
                it.seats_online = "0".into();
            }),
            (
                "event-registration-ends-late",
                "registration_ends_on",
                |it| {
                    it.registration = "open".into();
                    it.registration_ends_on = "2026-12-13".into();
                },
            ),
            ("event-groups-too-many", "groups", |it| {
                it.registration = "open".into();
                it.groups = lines(GROUPS_AT_MOST, "");
            }),
            ("event-questions-too-many", "questions", |it| {
                it.registration = "open".into();
                it.questions = lines(QUESTIONS_AT_MOST, "? | Essen");
            }),
            ("event-line-too-long", "questions", |it| {
                it.registration = "open".into();
                it.questions = format!("{}? | Essen", long(LINE_AT_MOST));
            }),
            ("event-line-too-long", "questions", |it| {
                it.registration = "open".into();
                it.questions = format!("Ernährung? | {}", long(LINE_AT_MOST));
            }),
            ("event-question-kept-too-long", "questions", |it| {
                it.registration = "open".into();
                it.questions = "Ernährung? | Essen | 366".into();
            }),
        ];
        assert!(checked(|_| {}).is_ok());
        for &(message, field, change) in cases {
            let refused = checked(change).expect_err(message).0;
            assert_eq!(refused, [Refusal::new(message).on(field)]);
        }
    }

    #[test]
    fn nobody_is_sent_to_a_room_online_who_comes_in_person() {
        let room = |attendance: &str| {
            let details = checked(|it| {
                it.attendance = attendance.to_owned();
                it.room_url = "https://meet.example/runde".to_owned();
            });
            details.unwrap().venue.room_url
        };
        assert_eq!(room("in_person"), None);
        assert_eq!(
            room("hybrid").as_deref(),
            Some("https://meet.example/runde")
        );
    }
}
