//! Events as JSON, in feeds and API alike. Our own shape, the same for every reader and language;
//! what other servers exchange is ActivityStreams, in `activitypub`.

use super::{
    Access, Attendance, Kind, OwnKind, Place, Role, State,
    admission::Admission,
    event::{self, Event, picture_path},
    organizers::{self, Organizers},
};
use chrono::{DateTime, FixedOffset, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct Shape {
    /// A ULID. Names the event in this API.
    pub id: String,
    /// Its ActivityPub id.
    pub object: Url,
    /// Where its home shows it.
    pub url: Url,
    /// Where this instance shows it.
    pub page: Url,
    /// The same as iCalendar.
    pub calendar: Url,
    /// Whether it is published here. If not, `home` names the server that does.
    pub own: bool,
    pub home: Option<String>,
    /// Who invites; absent for another server's actor nobody here has met.
    pub organizer: Option<Organizer>,
    /// Who invites with it, and agreed to be named.
    pub cohosts: Vec<Beside>,
    /// Whom the event's home names, and whose word for it we could not find.
    pub unconfirmed: Vec<Organizer>,
    pub state: State,
    /// Why it was called off or put off, where that was said.
    pub reason: Option<String>,
    /// The main language, a BCP 47 tag; its text comes first.
    pub language: String,
    pub texts: Vec<Text>,
    pub kind: Kind,
    /// A kind of the organizer's own; `kind` is then `other`.
    pub own_kind: Option<OwnKind>,
    /// The ActivityPub id of the series it is an edition of.
    pub series: Option<Url>,
    /// Counted from 1; other servers do not say.
    pub edition: Option<i32>,
    /// What this edition is about.
    pub subtitle: Option<String>,
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
    /// The IANA name of the zone the times are told in.
    pub zone: String,
    /// When it was to start before it was moved.
    pub previously_started_at: Option<DateTime<FixedOffset>>,
    pub attendance: Attendance,
    pub place: Option<Place>,
    pub access: Access,
    pub topics: Vec<String>,
    pub picture: Option<Picture>,
    pub contact: Option<String>,
    #[schema(format = Uri)]
    pub registration_url: Option<String>,
    /// How people register here; absent when they do not.
    pub admission: Option<Admission>,
    /// When a draft will publish itself.
    pub publish_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    /// Rises with time, place and status, as in iCalendar.
    pub sequence: i32,
}

/// What is said about an event in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Text {
    /// A BCP 47 tag; `de-simple` is Leichte Sprache.
    pub language: String,
    pub title: String,
    /// One line.
    pub summary: String,
    /// HTML that is safe to show.
    pub description: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Organizer {
    pub name: String,
    /// `@handle@host`
    pub address: String,
    pub page: Url,
}

/// Who invites beside the organizer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Cohost)]
pub struct Beside {
    pub name: String,
    /// `@handle@host`
    pub address: String,
    pub page: Url,
    pub role: Role,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Picture {
    pub url: Url,
    pub media_type: String,
    /// In pixels, as the height.
    pub width: u32,
    pub height: u32,
    /// What it shows, for those who do not see it.
    pub alt: String,
    pub credit: String,
}

impl Picture {
    /// `origin` is ours.
    pub fn of(picture: &event::Picture, origin: &Url) -> Self {
        let mut url = origin.clone();
        url.set_path(&picture_path(picture));
        Self {
            url,
            media_type: picture.media_type.clone(),
            width: picture.width,
            height: picture.height,
            alt: picture.alt.clone(),
            credit: picture.credit.clone(),
        }
    }
}

/// A page of a list of events, soonest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = EventList)]
pub struct List {
    pub events: Vec<Shape>,
    /// The address of the next page, if there is one.
    pub next: Option<Url>,
}

impl Shape {
    pub fn of(event: &Event, organizers: &Organizers, origin: &Url) -> Self {
        let here = |path: &str| {
            let mut address = origin.clone();
            address.set_path(path);
            address
        };
        let texts = event.texts.0.iter().map(|text| Text {
            language: text.language.clone(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            description: event.description_html(text),
        });
        let organizer = organizers.of(event).map(Organizer::of);
        let beside = organizers.beside(event);
        let agreed = beside.iter().filter_map(|beside| {
            let Organizer {
                name,
                address,
                page,
            } = Organizer::of(&beside.organizer);
            Some(Beside {
                name,
                address,
                page,
                role: beside.role?,
            })
        });
        let unconfirmed = beside.iter().filter(|beside| beside.role.is_none());
        let unconfirmed = unconfirmed.map(|beside| Organizer::of(&beside.organizer));
        let picture = event.picture.as_ref();
        let picture = picture.map(|picture| Picture::of(picture, origin));
        Self {
            id: event.id.to_string(),
            object: event.iri.clone().into(),
            url: event.url.clone().into(),
            page: here(&event.path()),
            calendar: here(&format!("{}.ics", event.path())),
            own: event.local,
            home: event::home(event),
            organizer,
            cohosts: agreed.collect(),
            unconfirmed: unconfirmed.collect(),
            state: event.state,
            reason: event.reason.clone(),
            language: event.language.clone(),
            texts: texts.collect(),
            kind: event.kind,
            own_kind: event.own_kind.clone(),
            series: event.series.clone().map(Url::from),
            edition: event.edition,
            subtitle: event.subtitle.clone(),
            starts_at: event.starts().fixed_offset(),
            ends_at: event.ends().fixed_offset(),
            zone: event.tz().name().to_owned(),
            previously_started_at: event.previously_started().map(|at| at.fixed_offset()),
            attendance: event.attendance,
            place: event.place.clone(),
            access: event.access.clone(),
            topics: event.topics.0.clone(),
            picture,
            contact: event.contact.clone(),
            registration_url: event.registration_url.clone(),
            admission: event.admission.clone(),
            publish_at: event.publish_at,
            published_at: event.published_at,
            updated_at: event.updated_at,
            sequence: event.sequence,
        }
    }
}

impl Organizer {
    pub fn of(organizer: &organizers::Organizer) -> Self {
        Self {
            name: organizer.name.clone(),
            address: organizer.address.clone(),
            page: organizer.page.clone(),
        }
    }
}
