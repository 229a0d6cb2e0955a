//! Event, as FEP-8a8e and Mobilizon describe it, written so that Mastodon, GoToSocial, Mobilizon,
//! Gancio, Friendica and WordPress each find what they look for, and read from all of them.

use super::read;
use chrono::{DateTime, FixedOffset, Utc};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;
use url::Url;

/// The longest description we keep of a foreign event, in bytes.
const CONTENT_BYTES_AT_MOST: usize = 262_144;
/// Parts of an event that are read of it.
const SUB_EVENTS_AT_MOST: usize = 300;
/// Speakers read of one session.
const PERFORMERS_AT_MOST: usize = 20;
/// Access marks read of one event.
const FEATURES_AT_MOST: usize = 20;
/// Stakeholder groups read of one event, and the letters of each.
const STAKEHOLDERS_AT_MOST: usize = 30;
const STAKEHOLDER_AT_MOST: usize = 100;
/// Rules of a session beyond this are not read.
const RULES_AT_MOST: usize = 20;
/// The longest name we keep, in characters.
const NAME_AT_MOST: usize = 500;
/// The longest summary we keep, in characters; we send at most 400.
const SUMMARY_AT_MOST: usize = 2_000;
/// The longest reason we read, in characters; we send at most 300.
const STATUS_REASON_AT_MOST: usize = 2_000;
const ADDRESS_AT_MOST: usize = 500;

/// Lists are always lists and single things single: each exception breaks one known program.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Event {
    pub id: Url,
    pub attributed_to: Url,
    pub url: Url,
    pub name: String,
    #[serde(skip_serializing_if = "LanguageMap::is_empty")]
    pub name_map: LanguageMap,
    /// One plain line: the body in Mastodon, the content warning in GoToSocial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "LanguageMap::is_empty")]
    pub content_map: LanguageMap,
    pub start_time: DateTime<FixedOffset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<DateTime<FixedOffset>>,
    /// An IANA name; Hubzilla takes an event without one as floating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    pub display_end_time: bool,
    pub event_status: EventStatus,
    /// RFC 5545's word for the same; Mobilizon and WordPress read this one.
    pub status: ICalendarStatus,
    /// Why it was called off or put off (Verbund).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_start_time: Option<DateTime<FixedOffset>>,
    pub category: String,
    /// What kind of meeting it is, where that is one every server of ours knows (Verbund).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// schema.org: `captions`, `signLanguage`; ours beside them are `stepFreeAccess` and `easyLanguage`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accessibility_feature: Vec<String>,
    /// The stakeholder groups it is meant for (Verbund), so that who plans for the same people knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stakeholder: Vec<String>,
    pub event_attendance_mode: AttendanceMode,
    pub is_online: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_mode: Option<String>,
    /// schema.org; left out where it is not limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_attendee_capacity: Option<u32>,
    /// `accepted`: the exact place is told to those alone who take part (Verbund).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_disclosure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_participation_url: Option<Url>,
    /// FEP-8a8e. Left out where the owner invites alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organizers: Option<Organizers>,
    pub anonymous_participation_enabled: bool,
    pub replies_moderation_option: &'static str,
    pub comments_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The picture first: Gancio's Update takes `attachment[0]` for it. Never absent.
    pub attachment: Vec<Attachment>,
    pub tag: Vec<Hashtag>,
    /// Who speaks, of others' events alone.
    #[serde(skip_serializing)]
    pub performer: Vec<Performer>,
    /// Its parts, each an object of its own (schema.org).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sub_event: Vec<Url>,
    /// Only of an event that is a session of another one.
    #[serde(flatten)]
    pub session: SessionTerms,
    /// What it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub super_event: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<FixedOffset>>,
    /// The language of all its texts, where no map tells them apart (schema.org; Mobilizon says it).
    #[serde(skip_serializing)]
    pub in_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<FixedOffset>>,
    pub to: Vec<Url>,
    pub cc: Vec<Url>,
}

/// Texts by BCP 47 tag, the main language first: Mastodon takes the first key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LanguageMap(pub Vec<(String, String)>);

impl LanguageMap {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The language somebody says first that they write in.
    pub(super) fn first_tag(value: &Value) -> Option<String> {
        let tag = value.as_object()?.keys().next()?;
        is_language_tag(tag).then(|| tag.clone())
    }

    /// The first language's text.
    pub fn first(&self) -> Option<&(String, String)> {
        self.0.first()
    }

    fn read(value: &Value, text: impl Fn(&Value) -> Option<String>) -> Self {
        let Some(members) = value.as_object() else {
            return Self::default();
        };
        Self(
            members
                .iter()
                .take(read::ITEMS_AT_MOST)
                .filter(|(language, _)| is_language_tag(language))
                .filter_map(|(language, value)| Some((language.clone(), text(value)?)))
                .collect(),
        )
    }
}

/// Looks like BCP 47: letters, digits and hyphens, as long as tags get.
fn is_language_tag(text: &str) -> bool {
    (1..=35).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl Serialize for LanguageMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (language, text) in &self.0 {
            map.serialize_entry(language, text)?;
        }
        map.end()
    }
}

/// FEP-8a8e `organizers`: the owner, and those who agreed to be named beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "Collection", rename_all = "camelCase")]
pub struct Organizers {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Url>,
    pub total_items: usize,
    pub items: Vec<Organizer>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Organizer {
    /// The owner, or somebody who is named without a word of their own.
    Named(Url),
    Agreed(Agreed),
}

/// An organizer, with where it said that it is one: the reciprocal form of FEP-8a8e.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreed {
    /// The type of the actor.
    #[serde(rename = "type")]
    pub kind: String,
    pub id: Url,
    /// The id of its Accept.
    pub context: Url,
}

impl Organizers {
    /// Of the event `id`: its owner, and these beside it.
    pub fn of(id: &Url, owner: &Url, others: Vec<Agreed>) -> Self {
        let owner = std::iter::once(Organizer::Named(owner.clone()));
        let items: Vec<Organizer> = owner
            .chain(others.into_iter().map(Organizer::Agreed))
            .collect();
        Self {
            id: Some(Self::address(id)),
            total_items: items.len(),
            items,
        }
    }

    /// Where those of an event of ours are listed.
    pub fn address(event: &Url) -> Url {
        let mut address = event.clone();
        address.set_path(&format!("{}/organizers", event.path()));
        address
    }

    fn read(value: &Value) -> Option<Self> {
        let page = &value["first"];
        let lists = [
            &value["items"],
            &value["orderedItems"],
            &page["items"],
            &page["orderedItems"],
        ];
        let items = lists.into_iter().find(|items| !items.is_null());
        let items: Vec<Organizer> = items
            .into_iter()
            .flat_map(read::each)
            .filter_map(Organizer::read)
            .collect();
        value.is_object().then(|| Self {
            id: read::id(&value["id"]),
            total_items: items.len(),
            items,
        })
    }
}

impl Organizer {
    pub fn id(&self) -> &Url {
        match self {
            Self::Named(id) => id,
            Self::Agreed(agreed) => &agreed.id,
        }
    }

    /// Where it is said to have agreed.
    pub fn context(&self) -> Option<&Url> {
        match self {
            Self::Named(_) => None,
            Self::Agreed(agreed) => Some(&agreed.context),
        }
    }

    fn read(value: &Value) -> Option<Self> {
        let id = read::id(value)?;
        let context = value.as_object().and_then(|_| read::id(&value["context"]));
        Some(match context {
            None => Self::Named(id),
            Some(context) => Self::Agreed(Agreed {
                kind: read::kind(value).unwrap_or("Organization").to_owned(),
                id,
                context,
            }),
        })
    }
}

/// FEP-8a8e `eventStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum EventStatus {
    EventScheduled,
    EventRescheduled,
    EventPostponed,
    EventCancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ICalendarStatus {
    Confirmed,
    Tentative,
    Cancelled,
}

/// schema.org `eventAttendanceMode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum AttendanceMode {
    OfflineEventAttendanceMode,
    OnlineEventAttendanceMode,
    MixedEventAttendanceMode,
}

/// Always one, never a list (a list crashes Mobilizon), always named (Gancio throws without).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

/// A postal address, or a plain text: for online events the URL of the event's page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Address {
    Text(String),
    Postal(PostalAddress),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostalAddress {
    #[serde(rename = "type")]
    pub kind: PostalAddressType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_locality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_country: Option<String>,
}

/// The one value of `type` in a postal address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum PostalAddressType {
    #[default]
    PostalAddress,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub media_type: String,
    pub url: Url,
    /// The alternative text.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// Images and links only: Lemmy refuses the whole object over any other kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Attachment {
    Image(Image),
    Link(Link),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub name: String,
    pub media_type: String,
    pub href: Url,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hashtag {
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// With its `#`.
    pub name: String,
    pub href: Url,
}

/// A part of an event, of the type `Event` too. How the whole stands holds for its parts, and is said
/// there alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "Event", rename_all = "camelCase")]
pub struct SubEvent {
    pub id: Url,
    pub attributed_to: Url,
    pub super_event: Url,
    /// Where people read about it.
    pub url: Url,
    pub name: String,
    /// One plain line: when and where.
    pub summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "LanguageMap::is_empty")]
    pub content_map: LanguageMap,
    pub start_time: DateTime<FixedOffset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<DateTime<FixedOffset>>,
    pub timezone: String,
    pub category: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Place>,
    /// Whoever wants to take part does so in the whole, on its page.
    pub join_mode: &'static str,
    pub external_participation_url: Url,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub performer: Vec<Performer>,
    pub kind: &'static str,
    /// schema.org: `captions`, `signLanguage`; ours beside them are `stream` and `quietRoom`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accessibility_feature: Vec<String>,
    #[serde(flatten)]
    pub session: SessionTerms,
    pub published: DateTime<FixedOffset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<FixedOffset>>,
    pub to: Vec<Url>,
    pub cc: Vec<Url>,
}

/// What a session says beside what every event does (Verbund).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionTerms {
    /// What people do there, as the agenda calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_kind: Option<String>,
    /// Which of the threads through an agenda it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
    /// What holds for those who take part: `noRecording`, `noAttribution`, `listHidden`. An empty list says
    /// that nothing does; where there is none, nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<String>>,
}

impl SessionTerms {
    fn read(value: &Value) -> Self {
        let words = |rules: &Value| {
            let rules = read::each(rules).filter_map(|rule| read::line(rule, 64));
            rules.take(RULES_AT_MOST).collect()
        };
        Self {
            session_kind: read::line(&value["sessionKind"], 64),
            track: read::line(&value["track"], NAME_AT_MOST),
            rules: Some(&value["rules"]).filter(|it| !it.is_null()).map(words),
        }
    }
}

/// Who speaks (schema.org `performer`): a name, never an actor's id.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type")]
pub enum Performer {
    Person {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        affiliation: Option<Affiliation>,
    },
    Organization {
        name: String,
    },
}

impl Performer {
    fn read(value: &Value) -> Option<Self> {
        let name = read::line(&value["name"], NAME_AT_MOST)?;
        let affiliation = || {
            Some(Affiliation {
                kind: "Organization",
                name: read::line(&value["affiliation"]["name"], NAME_AT_MOST)?,
            })
        };
        match value["type"].as_str()? {
            "Person" => Some(Self::Person {
                name,
                affiliation: affiliation(),
            }),
            "Organization" => Some(Self::Organization { name }),
            _ => None,
        }
    }
}

/// For whom somebody speaks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Affiliation {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub name: String,
}

impl Event {
    /// `None` without id, owner, name or start: no known program shows such an event.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let id = read::id(&value["id"])?;
        let name_map = LanguageMap::read(&value["nameMap"], |text| read::line(text, NAME_AT_MOST));
        let content_map = LanguageMap::read(&value["contentMap"], |text| {
            read::markup(text, CONTENT_BYTES_AT_MOST)
        });
        let location = read_place(&value["location"]);
        let start_time = read::instant(&value["startTime"])?;
        let is_online = value["isOnline"].as_bool().unwrap_or(false);
        Some(Self {
            attributed_to: read::id(&value["attributedTo"])
                .or_else(|| read::id(&value["actor"]))?,
            url: read_link(&value["url"]).unwrap_or_else(|| id.clone()),
            name: read::line(&value["name"], NAME_AT_MOST)
                .or_else(|| name_map.first().map(|(_, text)| text.clone()))?,
            summary: read::line(&value["summary"], SUMMARY_AT_MOST),
            content: read::markup(&value["content"], CONTENT_BYTES_AT_MOST)
                .or_else(|| content_map.first().map(|(_, text)| text.clone())),
            name_map,
            content_map,
            end_time: read::instant(&value["endTime"]).filter(|end| *end >= start_time),
            start_time,
            timezone: read::line(&value["timezone"], 64),
            display_end_time: value["displayEndTime"].as_bool().unwrap_or(true),
            event_status: read_status(value),
            status: read_icalendar_status(value),
            status_reason: read::line(&value["statusReason"], STATUS_REASON_AT_MOST),
            previous_start_time: read::instant(&value["previousStartTime"]),
            category: read::line(&value["category"], 64).unwrap_or_default(),
            kind: read::line(&value["kind"], 64),
            accessibility_feature: read::each(&value["accessibilityFeature"])
                .filter_map(|feature| read::line(feature, 64))
                .take(FEATURES_AT_MOST)
                .collect(),
            stakeholder: read::each(&value["stakeholder"])
                .filter_map(|group| read::line(group, STAKEHOLDER_AT_MOST))
                .take(STAKEHOLDERS_AT_MOST)
                .collect(),
            event_attendance_mode: read_attendance(value, is_online, location.is_some()),
            is_online,
            location,
            join_mode: read::line(&value["joinMode"], 32),
            maximum_attendee_capacity: value["maximumAttendeeCapacity"]
                .as_u64()
                .and_then(|seats| seats.try_into().ok()),
            location_disclosure: read::line(&value["locationDisclosure"], 32),
            external_participation_url: read::id(&value["externalParticipationUrl"]),
            organizers: Organizers::read(&value["organizers"]),
            anonymous_participation_enabled: value["anonymousParticipationEnabled"]
                .as_bool()
                .unwrap_or(false),
            replies_moderation_option: "closed",
            comments_enabled: false,
            image: None,
            attachment: Vec::new(),
            tag: read::each(&value["tag"]).filter_map(read_hashtag).collect(),
            performer: read::each(&value["performer"])
                .filter_map(Performer::read)
                .take(PERFORMERS_AT_MOST)
                .collect(),
            sub_event: read_parts(&value["subEvent"]),
            session: SessionTerms::read(value),
            super_event: read::id(&value["superEvent"]),
            published: read::instant(&value["published"]),
            in_language: value["inLanguage"]
                .as_str()
                .filter(|tag| is_language_tag(tag))
                .map(str::to_owned),
            updated: read::instant(&value["updated"]),
            to: read::recipients(&value["to"]),
            cc: read::recipients(&value["cc"]),
            id,
        })
    }

    /// When it was said to be so, as heard at `heard_at`: then, where it says nothing itself. Never in the
    /// time to come, which would keep away all that is said until then.
    pub fn said_at(&self, heard_at: DateTime<Utc>) -> DateTime<Utc> {
        let said = self.updated.or(self.published);
        said.map_or(heard_at, |at| at.to_utc().min(heard_at))
    }

    pub fn is_public(&self) -> bool {
        self.to
            .iter()
            .chain(&self.cc)
            .any(|recipient| recipient.as_str() == super::PUBLIC)
    }
}

/// The ids of an event's parts, which are more than other lists are long.
fn read_parts(value: &Value) -> Vec<Url> {
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    let items = items.iter().take(SUB_EVENTS_AT_MOST);
    items.filter_map(read::id).collect()
}

/// A page's address: a string, a Link, or the HTML one of several (PeerTube, Mobilizon).
fn read_link(value: &Value) -> Option<Url> {
    read::each(value)
        .filter_map(|item| match item {
            Value::String(text) => read::url(text),
            link => {
                let html = link["mediaType"].as_str().unwrap_or("text/html") == "text/html";
                link["href"].as_str().filter(|_| html).and_then(read::url)
            }
        })
        .next()
}

fn read_place(value: &Value) -> Option<Place> {
    let place = read::each(value).find(|place| place.is_object())?;
    let address = match &place["address"] {
        text @ Value::String(_) => read::line(text, ADDRESS_AT_MOST).map(Address::Text),
        Value::Object(_) => {
            let part = |name: &str| read::line(&place["address"][name], ADDRESS_AT_MOST);
            Some(Address::Postal(PostalAddress {
                kind: PostalAddressType::PostalAddress,
                street_address: part("streetAddress"),
                postal_code: part("postalCode"),
                address_locality: part("addressLocality"),
                address_region: part("addressRegion"),
                address_country: part("addressCountry"),
            }))
        }
        _ => None,
    };
    let name = read::line(&place["name"], ADDRESS_AT_MOST).or_else(|| match &address {
        Some(Address::Text(text)) => Some(text.clone()),
        Some(Address::Postal(postal)) => postal.address_locality.clone(),
        None => None,
    })?;
    Some(Place {
        kind: "Place",
        name,
        latitude: read::number(&place["latitude"]).filter(|degrees| degrees.abs() <= 90.0),
        longitude: read::number(&place["longitude"]).filter(|degrees| degrees.abs() <= 180.0),
        address,
    })
}

fn read_status(value: &Value) -> EventStatus {
    let word = value["eventStatus"].as_str().unwrap_or_default();
    match word.rsplit(['/', '#', ':']).next().unwrap_or_default() {
        "EventCancelled" => EventStatus::EventCancelled,
        "EventPostponed" => EventStatus::EventPostponed,
        "EventRescheduled" => EventStatus::EventRescheduled,
        _ => match read_icalendar_status(value) {
            ICalendarStatus::Cancelled => EventStatus::EventCancelled,
            _ => EventStatus::EventScheduled,
        },
    }
}

fn read_icalendar_status(value: &Value) -> ICalendarStatus {
    let word = value["status"]
        .as_str()
        .or_else(|| value["ical:status"].as_str());
    match word.unwrap_or_default().to_ascii_uppercase().as_str() {
        "CANCELLED" => ICalendarStatus::Cancelled,
        "TENTATIVE" => ICalendarStatus::Tentative,
        _ => ICalendarStatus::Confirmed,
    }
}

fn read_attendance(value: &Value, is_online: bool, has_place: bool) -> AttendanceMode {
    let word = value["eventAttendanceMode"].as_str().unwrap_or_default();
    match word.rsplit(['/', '#', ':']).next().unwrap_or_default() {
        "MixedEventAttendanceMode" => AttendanceMode::MixedEventAttendanceMode,
        "OnlineEventAttendanceMode" => AttendanceMode::OnlineEventAttendanceMode,
        "OfflineEventAttendanceMode" => AttendanceMode::OfflineEventAttendanceMode,
        _ if is_online && !has_place => AttendanceMode::OnlineEventAttendanceMode,
        _ if is_online => AttendanceMode::MixedEventAttendanceMode,
        _ => AttendanceMode::OfflineEventAttendanceMode,
    }
}

fn read_hashtag(tag: &Value) -> Option<Hashtag> {
    let name = read::line(&tag["name"], 100).filter(|_| read::kind(tag) == Some("Hashtag"))?;
    Some(Hashtag {
        kind: "Hashtag",
        name: format!("#{}", name.trim_start_matches('#')),
        href: read::id(&tag["href"])?,
    })
}
