//! Events on the wire, both ways. Pure: rows in, ActivityStreams out, and back.

use super::event::{
    ACCESS_MARKS, Access, Attendance, Disclosure, Event, Kind, Place, REASON_AT_MOST, State, Text,
    Texts, Topics, picture_path, slug,
};
use crate::{i18n::Lang, markdown};
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use federation::{
    actors::Actor,
    outbox::Audience,
    vocabulary::{
        self as wire,
        event::{
            Address, Agreed, Attachment, AttendanceMode, EventStatus, Hashtag, ICalendarStatus,
            Image, LanguageMap, Link, Organizers, PostalAddress,
        },
    },
};
use serde_json::{Value, json};
use url::Url;

/// The longest `summary` we send, in characters: it is the post a Mastodon reader sees.
const SUMMARY_AT_MOST: usize = 400;
/// Letters of a word that is looked for in a hashtag.
const WORD_AT_MOST: usize = 100;

/// Who reads it and where it lives.
pub struct Setting<'a> {
    pub organizer: &'a Actor,
    /// What it is an edition of, which passes it on.
    pub series: Option<&'a Actor>,
    pub origin: &'a Url,
    /// The instance's zone, in which times need no explanation.
    pub home: Tz,
}

impl Setting<'_> {
    /// Whom an event, what is told of it, and its end are for: everybody; brought to followers, those of
    /// its series too, and to those who invite with us.
    pub fn audience(&self, event: &Event) -> Audience {
        let audience = Audience::public(self.organizer).and(event.cohosts.actors());
        match self.series {
            Some(series) => audience.and_of(series),
            None => audience,
        }
    }
}

/// An event of ours as others see it.
pub fn object(event: &Event, setting: &Setting<'_>) -> wire::Event {
    let text = event.main_text();
    let title = titled(event, &text);
    let image = event.picture.as_ref().and_then(|picture| {
        Some(Image {
            kind: "Image",
            media_type: picture.media_type.clone(),
            url: setting.origin.join(&picture_path(picture)).ok()?,
            name: picture.alt.clone(),
            width: Some(picture.width),
            height: Some(picture.height),
        })
    });
    let website = Attachment::Link(Link {
        kind: "Link",
        name: "Website".to_owned(),
        media_type: "text/html".to_owned(),
        href: event.url.clone().into(),
    });
    let picture = image.clone().map(Attachment::Image);
    let audience = setting.audience(event);
    let several = event.texts.0.len() > 1;
    let map = |of: &dyn Fn(&Text) -> String| {
        let texts = event.texts.0.iter();
        let all = texts.map(|text| (text.language.clone(), of(text)));
        LanguageMap(all.filter(|(_, text)| !text.is_empty()).collect())
    };
    let content = content(event, &text, setting.series);
    wire::Event {
        id: event.iri.clone().into(),
        attributed_to: setting.organizer.id.clone().into(),
        url: event.url.clone().into(),
        name: title,
        name_map: if several {
            map(&|text| titled(event, text))
        } else {
            LanguageMap::default()
        },
        summary: Some(summary(event, &text, setting.home)),
        content: Some(content).filter(|content| !content.is_empty()),
        content_map: map(&|text| self::content(event, text, setting.series)),
        start_time: fixed(event.starts()),
        end_time: Some(fixed(event.ends())),
        timezone: Some(event.zone.clone()),
        display_end_time: true,
        event_status: match event.state {
            State::Rescheduled => EventStatus::EventRescheduled,
            State::Postponed => EventStatus::EventPostponed,
            State::Cancelled => EventStatus::EventCancelled,
            State::Draft | State::Scheduled | State::Published => EventStatus::EventScheduled,
        },
        status: match event.state {
            State::Postponed => ICalendarStatus::Tentative,
            State::Cancelled => ICalendarStatus::Cancelled,
            _ => ICalendarStatus::Confirmed,
        },
        status_reason: event.reason.clone(),
        previous_start_time: event.previously_started().map(fixed),
        category: "MEETING".to_owned(),
        kind: (event.kind != Kind::Other).then(|| event.kind.name().to_owned()),
        accessibility_feature: features(&event.access),
        stakeholder: event.groups().map(str::to_owned).collect(),
        event_attendance_mode: match event.attendance {
            Attendance::InPerson => AttendanceMode::OfflineEventAttendanceMode,
            Attendance::Online => AttendanceMode::OnlineEventAttendanceMode,
            Attendance::Hybrid => AttendanceMode::MixedEventAttendanceMode,
        },
        is_online: event.attendance == Attendance::Online,
        location: location(event),
        join_mode: join_mode(event).map(str::to_owned),
        maximum_attendee_capacity: event
            .admission
            .as_ref()
            .and_then(|admission| admission.seats_in_all(event.attendance)),
        location_disclosure: event
            .place
            .as_ref()
            .filter(|place| place.is_protected())
            .map(|_| "accepted".to_owned()),
        external_participation_url: event.registration_url.as_deref().and_then(wire::read::url),
        organizers: organizers(event, setting.organizer),
        anonymous_participation_enabled: false,
        replies_moderation_option: "closed",
        comments_enabled: false,
        image,
        attachment: picture.into_iter().chain([website]).collect(),
        tag: tags(event, setting.origin),
        performer: Vec::new(),
        session: wire::event::SessionTerms::default(),
        sub_event: event.sub_events.0.iter().cloned().map(Url::from).collect(),
        super_event: None,
        in_language: None,
        published: Some(
            event
                .published_at
                .unwrap_or(event.created_at)
                .fixed_offset(),
        ),
        updated: event
            .published_at
            .filter(|published| *published < event.updated_at)
            .map(|_| event.updated_at.fixed_offset()),
        to: audience.to,
        cc: audience.cc,
    }
}

/// Each access mark as it is called on the wire, in the order of [`ACCESS_MARKS`].
const FEATURES: [&str; 4] = ["stepFreeAccess", "signLanguage", "captions", "easyLanguage"];

fn features(access: &Access) -> Vec<String> {
    let marks = access.names();
    let all = ACCESS_MARKS.iter().zip(FEATURES);
    all.filter(|((name, _), _)| marks.contains(name))
        .map(|(_, feature)| feature.to_owned())
        .collect()
}

/// Left out where the owner invites alone.
fn organizers(event: &Event, owner: &Actor) -> Option<Organizers> {
    let agreed = event.cohosts.0.iter().map(|cohost| Agreed {
        kind: cohost.kind.clone(),
        id: cohost.actor.clone().into(),
        context: cohost.accept.clone().into(),
    });
    let agreed: Vec<Agreed> = agreed.collect();
    (!agreed.is_empty()).then(|| Organizers::of(&event.iri, &owner.id, agreed))
}

/// Who is taken at once and who is not. Left out when nobody registers: Mobilizon refuses FEP-8a8e's
/// own `none`.
fn join_mode(event: &Event) -> Option<&'static str> {
    match (&event.admission, &event.registration_url) {
        (Some(admission), _) if admission.takes_everybody() => Some("free"),
        (Some(_), _) => Some("restricted"),
        (None, Some(_)) => Some("external"),
        (None, None) => None,
    }
}

/// „Abgesagt: …“ belongs into the name: Gancio and Friendica know no status.
fn titled(event: &Event, text: &Text) -> String {
    match event.state {
        State::Cancelled => Lang::of(&text.language)
            .text_with("event-wire-cancelled-title", &[("title", &text.title)]),
        _ => text.title.clone(),
    }
}

/// The line a Mastodon reader sees below the title: when, where, how.
pub fn summary(event: &Event, text: &Text, home: Tz) -> String {
    let lang = Lang::of(&text.language);
    let mut parts = Vec::new();
    match event.state {
        State::Cancelled => parts.push(lang.text("event-wire-cancelled")),
        State::Postponed => parts.push(lang.text("event-wire-postponed")),
        State::Rescheduled => parts.push(lang.text("event-wire-rescheduled")),
        _ => {}
    }
    parts.extend(event.reason_said(lang));
    if event.state != State::Postponed {
        parts.push(lang.span(event.starts(), event.ends(), home));
    }
    parts.push(whereabouts(event, lang));
    // Here a reply registers as the page does; elsewhere only the page does.
    let register = match (&event.registration_url, &event.admission) {
        _ if event.is_cancelled() => None,
        (Some(_), _) => Some("event-wire-register"),
        (None, Some(_)) => Some("event-wire-register-or-reply"),
        (None, None) => None,
    };
    let closes_at = event.admission.as_ref().and_then(|it| it.closes_at);
    parts.extend(register.map(|key| match closes_at {
        None => lang.text(key),
        // Nobody tells anew when it has closed: this says it before.
        Some(at) => {
            let until = lang.moment(at.with_timezone(&event.tz()), home);
            lang.text_with("event-wire-register-until", &[("until", &until)])
        }
    }));
    if !text.summary.is_empty() {
        parts.push(text.summary.clone());
    }
    let line = parts.join(" · ");
    match line.char_indices().nth(SUMMARY_AT_MOST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// „Alte Kantine, Berlin, und online“.
pub fn whereabouts(event: &Event, lang: Lang) -> String {
    let place = event.place.as_ref().map(Place::short).unwrap_or_default();
    match event.attendance {
        Attendance::InPerson => place,
        Attendance::Online => lang.text("event-online"),
        Attendance::Hybrid => lang.text_with("event-place-and-online", &[("place", &place)]),
    }
}

/// The same of another server's event, with the whole address.
pub fn whereabouts_of(event: &Foreign, lang: Lang) -> String {
    let place = event.place.as_ref().map(Place::full).unwrap_or_default();
    match event.attendance {
        Attendance::Hybrid if !place.is_empty() => {
            lang.text_with("event-place-and-online", &[("place", &place)])
        }
        Attendance::InPerson => place,
        Attendance::Online | Attendance::Hybrid => lang.text("event-online"),
    }
}

/// Topics; and a kind of the organizer's own, for which the wire has no word.
fn tags(event: &Event, origin: &Url) -> Vec<Hashtag> {
    let own_kind = event.own_kind.as_ref();
    let own_kind = own_kind.map(|kind| kind.said(&event.language));
    let topics = event.topics.0.iter().map(String::as_str);
    let words = topics.chain(own_kind);
    words.filter_map(|word| hashtag(word, origin)).collect()
}

/// Everything that has no field of its own on the wire, as HTML.
fn content(event: &Event, text: &Text, series: Option<&Actor>) -> String {
    let lang = Lang::of(&text.language);
    let mut html = String::new();
    if let Some((series, line)) = series.zip(edition(event, series, lang)) {
        let url = markdown::escape(series.page().as_str());
        let line = markdown::escape(&line);
        html.push_str(&format!("<p><a href=\"{url}\">{line}</a></p>"));
    }
    html.push_str(&markdown::to_html(&text.description));
    let marks = event.access.marks();
    if !marks.is_empty() {
        let words: Vec<String> = marks.iter().map(|mark| lang.text(mark)).collect();
        html.push_str(&format!(
            "<p>{}</p>",
            markdown::escape(&lang.text_with("event-wire-access", &[("marks", &words.join(", "))]))
        ));
    }
    if !event.access.note.is_empty() {
        let note = lang.text_with("event-wire-access-note", &[("note", &event.access.note)]);
        let note = markdown::escape(&note).replace('\n', "<br>");
        html.push_str(&format!("<p>{note}</p>"));
    }
    if let Some(contact) = &event.contact {
        html.push_str(&format!(
            "<p>{}</p>",
            markdown::escape(&lang.text_with("event-wire-contact", &[("contact", contact)]))
        ));
    }
    if let Some(picture) = event.picture.as_ref().filter(|it| !it.credit.is_empty()) {
        let credit = lang.text_with("event-page-credit", &[("who", &picture.credit)]);
        html.push_str(&format!("<p>{}</p>", markdown::escape(&credit)));
    }
    html
}

/// „11. Ausgabe der Reihe Innovationswerkstatt: Neue Wege der Beratung“.
pub fn edition(event: &Event, series: Option<&Actor>, lang: Lang) -> Option<String> {
    let number = event.edition?.to_string();
    let name = series?.profile.name_in(lang.bcp47());
    let line = lang.text_with(
        "event-wire-edition",
        &[("number", &number), ("series", &name)],
    );
    Some(match &event.subtitle {
        Some(subtitle) => format!("{line}: {subtitle}"),
        None => line,
    })
}

/// One Place, always: online events are at their own page.
fn location(event: &Event) -> Option<wire::event::Place> {
    if event.attendance == Attendance::Online {
        return Some(wire::event::Place {
            kind: "Place",
            name: "Online".to_owned(),
            latitude: None,
            longitude: None,
            address: Some(Address::Text(event.url.to_string())),
        });
    }
    let place = event.place.as_ref()?;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Some(wire::event::Place {
        kind: "Place",
        name: place.short(),
        latitude: place.latitude,
        longitude: place.longitude,
        address: Some(Address::Postal(PostalAddress {
            street_address: some(&place.street),
            postal_code: some(&place.postal_code),
            address_locality: some(&place.locality),
            address_region: some(&place.region),
            address_country: some(&place.country),
            ..PostalAddress::default()
        })),
    })
}

/// A hashtag has no spaces: „Digitale Gewalt“ is #DigitaleGewalt.
pub fn hashtag(topic: &str, origin: &Url) -> Option<Hashtag> {
    let name: String = topic
        .split(|c: char| !c.is_alphanumeric())
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string());
            first.unwrap_or_default() + letters.as_str()
        })
        .collect();
    Some(Hashtag {
        kind: "Hashtag",
        name: format!("#{name}"),
        href: origin.join(&format!("/topics/{}", slug(topic))).ok()?,
    })
}

/// What changed, as far as followers who cannot see an Update have to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Time,
    Place,
    Postponed,
    Cancelled,
}

impl Change {
    fn key(self) -> &'static str {
        match self {
            Self::Time => "event-note-time",
            Self::Place => "event-note-place",
            Self::Postponed => "event-note-postponed",
            Self::Cancelled => "event-note-cancelled",
        }
    }

    /// Whether the reason is that of this change.
    fn has_reason(self) -> bool {
        matches!(self, Self::Postponed | Self::Cancelled)
    }
}

/// The companion Note: many Mastodon servers show no Update of an Event.
pub fn note(
    event: &Event,
    change: Change,
    id: Url,
    setting: &Setting<'_>,
    now: DateTime<Utc>,
) -> wire::Note {
    let text = event.main_text();
    let lang = Lang::of(&text.language);
    let line = lang.text_with(
        change.key(),
        &[
            ("title", &text.title),
            (
                "when",
                &lang.span(event.starts(), event.ends(), setting.home),
            ),
            ("where", &whereabouts(event, lang)),
        ],
    );
    let line = match event.reason_said(lang).filter(|_| change.has_reason()) {
        Some(reason) => format!("{line} {reason}"),
        None => line,
    };
    let url = markdown::escape(event.url.as_str());
    let content = format!(
        "<p>{}</p><p><a href=\"{url}\">{url}</a></p>",
        markdown::escape(&line)
    );
    let audience = setting.audience(event);
    wire::Note {
        id,
        attributed_to: setting.organizer.id.clone().into(),
        in_reply_to: Some(event.iri.clone().into()),
        url: Some(event.url.clone().into()),
        content_map: LanguageMap(vec![(text.language.clone(), content.clone())]),
        content,
        published: now.fixed_offset(),
        updated: None,
        to: audience.to,
        cc: audience.cc,
    }
}

/// A part of an event of ours without the room it takes place in; `None` where it names no room.
pub fn without_room(mut part: Value, at: DateTime<Utc>) -> Option<Value> {
    let members = part.as_object_mut()?;
    let room = members.shift_remove("location")?;
    members.shift_remove("@context");
    let named = format!(" · {}", room["name"].as_str()?);
    let line = members["summary"].as_str()?;
    let line = line.strip_suffix(&named).unwrap_or(line).to_owned();
    members.insert("summary".to_owned(), json!(line));
    members.insert("updated".to_owned(), json!(at.fixed_offset()));
    Some(part)
}

fn fixed(at: DateTime<Tz>) -> DateTime<FixedOffset> {
    at.fixed_offset()
}

/// What another server's event changes in our copy of it.
pub struct Foreign {
    pub url: Url,
    pub state: State,
    pub reason: Option<String>,
    pub language: String,
    pub texts: Texts,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub zone: String,
    pub previously_started_at: Option<DateTime<Utc>>,
    pub attendance: Attendance,
    pub place: Option<Place>,
    pub kind: Kind,
    pub access: Access,
    pub topics: Topics,
    /// The stakeholder groups it is meant for.
    pub groups: Vec<String>,
    pub registration_url: Option<String>,
    /// Whether whoever belongs to another server can ask to take part, there.
    pub takes_joins: bool,
    pub published_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// An event of another server as heard at `heard_at`, made safe to show.
pub fn foreign(event: &wire::Event, heard_at: DateTime<Utc>) -> Foreign {
    let languages = if event.content_map.is_empty() {
        &event.name_map
    } else {
        &event.content_map
    };
    let find = |map: &LanguageMap, language: &str| {
        let entry = map.0.iter().find(|(key, _)| key == language);
        entry.map(|(_, text)| text.clone())
    };
    let summary = event.summary.as_deref().map(markdown::plain);
    let summary = own_words(&summary.unwrap_or_default(), event);
    let told = |language: &str| Text {
        language: language.to_owned(),
        title: untitled(
            &find(&event.name_map, language).unwrap_or_else(|| event.name.clone()),
            event.event_status,
        ),
        summary: summary.clone(),
        description: markdown::sanitise(
            &find(&event.content_map, language)
                .or_else(|| event.content.clone())
                .unwrap_or_default(),
        ),
    };
    let mut texts: Vec<Text> = languages.0.iter().map(|(key, _)| told(key)).collect();
    if texts.is_empty() {
        texts.push(told(event.in_language.as_deref().unwrap_or("und")));
    }
    let zone = event
        .timezone
        .clone()
        .filter(|zone| zone.parse::<Tz>().is_ok());
    let ends = event.end_time.unwrap_or(event.start_time);
    let has_reason = matches!(
        event.event_status,
        EventStatus::EventCancelled | EventStatus::EventPostponed
    );
    let reason = event.status_reason.as_deref().filter(|_| has_reason);
    let reason = reason.map(|reason| markdown::line(reason, REASON_AT_MOST));
    Foreign {
        url: event.url.clone(),
        reason: reason.filter(|reason| !reason.is_empty()),
        state: match event.event_status {
            EventStatus::EventCancelled => State::Cancelled,
            EventStatus::EventPostponed => State::Postponed,
            EventStatus::EventRescheduled => State::Rescheduled,
            EventStatus::EventScheduled => State::Published,
        },
        language: texts[0].language.clone(),
        texts: Texts(texts),
        starts_at: event.start_time.to_utc(),
        ends_at: ends.to_utc(),
        zone: zone.unwrap_or_else(|| "UTC".to_owned()),
        previously_started_at: event.previous_start_time.map(|at| at.to_utc()),
        attendance: match event.event_attendance_mode {
            AttendanceMode::OfflineEventAttendanceMode => Attendance::InPerson,
            AttendanceMode::OnlineEventAttendanceMode => Attendance::Online,
            AttendanceMode::MixedEventAttendanceMode => Attendance::Hybrid,
        },
        place: foreign_place(event),
        groups: event.stakeholder.clone(),
        kind: event
            .kind
            .as_deref()
            .and_then(Kind::named)
            .unwrap_or_default(),
        access: foreign_access(event),
        topics: Topics(
            event
                .tag
                .iter()
                .take(super::draft::TOPICS_AT_MOST)
                .map(topic)
                .collect(),
        ),
        registration_url: event
            .external_participation_url
            .as_ref()
            .map(Url::to_string),
        takes_joins: matches!(event.join_mode.as_deref(), Some("free" | "restricted")),
        published_at: event.published.map_or(heard_at, |at| at.to_utc()),
        updated_at: event.said_at(heard_at),
    }
}

/// The title without the „Abgesagt:“ that servers like ours put before it: the page says so itself.
fn untitled(title: &str, status: EventStatus) -> String {
    let marks = Lang::ALL
        .map(|lang| lang.text_with("event-wire-cancelled-title", &[("title", &String::new())]));
    let bare = marks
        .iter()
        .find_map(|mark| title.strip_prefix(mark.trim_end()));
    match bare {
        Some(bare) if status == EventStatus::EventCancelled => bare.trim_start().to_owned(),
        _ => title.to_owned(),
    }
}

/// The summary without what servers like ours put before it for Mastodon: state, time and place,
/// which the page shows apart.
fn own_words(summary: &str, event: &wire::Event) -> String {
    let place = event.location.as_ref().map(|place| place.name.clone());
    let place = place.unwrap_or_default();
    let zone = event
        .timezone
        .as_ref()
        .and_then(|zone| zone.parse::<Tz>().ok());
    let zone = zone.unwrap_or(Tz::UTC);
    let at = |time: DateTime<FixedOffset>| time.with_timezone(&zone);
    let ends = event.end_time.unwrap_or(event.start_time);
    let reason = event.status_reason.as_deref().unwrap_or_default();
    // It may hold what parts a summary, so it goes as a whole.
    let summary = Lang::ALL
        .into_iter()
        .fold(summary.to_owned(), |summary, lang| {
            let reason = lang.text_with("event-reason-said", &[("reason", &reason)]);
            summary.replacen(&format!(" · {reason}"), "", 1)
        });
    // Which language it is in, an event without a description does not say.
    let said = Lang::ALL.map(|lang| {
        [
            lang.text("event-wire-cancelled"),
            lang.text("event-wire-postponed"),
            lang.text("event-wire-rescheduled"),
            lang.span(at(event.start_time), at(ends), zone),
            place.clone(),
            lang.text("event-online"),
            lang.text_with("event-place-and-online", &[("place", &place)]),
            lang.text("event-wire-register"),
            lang.text("event-wire-register-or-reply"),
        ]
        // Spaces that do not break come over the wire as plain ones.
        .map(|part| part.replace(char::is_whitespace, " "))
    });
    let parts: Vec<&str> = summary
        .split(" · ")
        .skip_while(|part| said.iter().flatten().any(|known| known == part))
        .collect();
    parts.join(" · ")
}

/// A topic as it was before it became a hashtag, where its address still has the words apart:
/// `/topics/digitale-gewalt` makes „Digitale Gewalt“ of #DigitaleGewalt.
fn topic(tag: &Hashtag) -> String {
    let name = tag.name.trim_start_matches('#');
    let apart = || {
        let last = tag.href.path_segments()?.next_back()?;
        let (mut words, mut rest) = (Vec::new(), name);
        for part in last.split('-') {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
            let mut ends = ends.take(WORD_AT_MOST);
            let end = ends.find(|end| slug(&rest[..*end]) == part)?;
            let (word, further) = rest.split_at(end);
            words.push(word);
            rest = further;
        }
        rest.is_empty().then(|| words.join(" "))
    };
    apart().unwrap_or_else(|| name.to_owned())
}

fn foreign_access(event: &wire::Event) -> Access {
    let has = |feature: &str| event.accessibility_feature.iter().any(|it| it == feature);
    let [step_free, sign_language, captions, easy_language] = FEATURES.map(has);
    Access {
        step_free,
        sign_language,
        captions,
        easy_language,
        ..Access::default()
    }
}

fn foreign_place(event: &wire::Event) -> Option<Place> {
    let place = event.location.as_ref().filter(|_| !event.is_online)?;
    let mut found = Place {
        name: place.name.clone(),
        latitude: place.latitude,
        longitude: place.longitude,
        ..Place::default()
    };
    // There is more to hear of it than we are told, whatever its server calls what it tells.
    if event.location_disclosure.as_deref() == Some("accepted") {
        found.disclosure = Disclosure::Accepted;
    }
    match &place.address {
        Some(Address::Postal(address)) => {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            found.street = text(&address.street_address);
            found.postal_code = text(&address.postal_code);
            found.locality = text(&address.address_locality);
            found.region = text(&address.address_region);
            found.country = text(&address.address_country);
        }
        Some(Address::Text(address)) => found.street = address.clone(),
        None => {}
    }
    Some(found)
}
