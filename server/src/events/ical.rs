//! Events as iCalendar (RFC 5545, RFC 7986), for calendars that subscribe. Pure: rows in, text out.
//! Holds nothing that is only for somebody: calendars are shared.

use super::{
    event::{Event, State, Text},
    organizers::Organizers,
    zone::Zone,
};
use crate::{i18n::Lang, ids::EventId, markdown};
use calcard::icalendar::{
    ICalendar, ICalendarComponent as Component, ICalendarComponentType as Kind,
    ICalendarEntry as Entry, ICalendarParameter as Parameter, ICalendarParticipationStatus,
    ICalendarProperty as Property, ICalendarValue as Value, ICalendarValueType,
};
use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use ulid::Ulid;
use url::Url;
use uuid::Uuid;

/// How often a calendar may ask again (RFC 7986 §5.7); many ask far less often.
const ASK_AGAIN_AFTER: &str = "PT1H";

/// Whose calendar it is, and who reads it.
pub struct Setting<'a> {
    pub name: &'a str,
    /// Ours; the second half of every UID.
    pub host: String,
    pub lang: Lang,
    /// Where this instance is written to, where it sends mail at all.
    pub mailbox: Option<String>,
    /// Described in every calendar, so that an empty one is valid too.
    pub home: Tz,
    pub now: DateTime<Utc>,
}

/// What one person is sent about an event (RFC 5546): an invitation they have accepted, or its
/// withdrawal. Says what the public calendar says and no more: it is passed on.
pub struct Invitation<'a> {
    /// `REQUEST` or `CANCEL`.
    pub method: &'static str,
    /// The address it is for.
    pub attendee: &'a str,
    /// Rises with each word to this person.
    pub sequence: i32,
}

/// One event for one person's own calendar.
pub fn invitation(setting: &Setting<'_>, item: &Item, invitation: &Invitation<'_>) -> String {
    let mut zones = Zones::new(setting);
    let mut entry = entry(item, &mut zones);
    let stamped = [Property::Dtstamp, Property::Sequence];
    entry.entries.retain(|it| !stamped.contains(&it.name));
    // With a METHOD it is the time of the message (RFC 5545 §3.8.7.2).
    entry.add_property(Property::Dtstamp, utc(setting.now));
    entry.add_sequence(invitation.sequence.into());
    let attendee = uri(&format!("mailto:{}", invitation.attendee));
    if invitation.method == "CANCEL" {
        entry.entries.retain(|it| it.name != Property::Status);
        entry.add_property(Property::Status, "CANCELLED");
        entry.add_property(Property::Attendee, attendee);
    } else {
        let accepted = [
            Parameter::partstat(ICalendarParticipationStatus::Accepted),
            Parameter::rsvp(false),
        ];
        entry.add_property_with_params(Property::Attendee, accepted, attendee);
    }
    let mut head = head(setting);
    head.entries.retain(|it| {
        let subscribed = [Property::Method, Property::RefreshInterval];
        !subscribed.contains(&it.name) && !matches!(it.name, Property::Other(_))
    });
    head.add_property(Property::Method, invitation.method);
    let mut calendar = ICalendar {
        components: vec![head],
    };
    for zone in zones.used() {
        let at = append(&mut calendar, 0, zone_component(zone));
        for observance in observances(zone) {
            append(&mut calendar, at, observance);
        }
    }
    append(&mut calendar, 0, entry);
    calendar.to_string()
}

/// What a calendar shows at a time.
pub struct Item {
    /// Of everything that is ever called like this, one.
    pub uid: String,
    pub updated_at: DateTime<Utc>,
    /// RFC 5545 SEQUENCE.
    pub sequence: i32,
    pub starts_at: DateTime<Utc>,
    /// Absent where nobody knows.
    pub ends_at: Option<DateTime<Utc>>,
    pub zone: Tz,
    pub summary: String,
    pub description: String,
    pub location: String,
    /// Latitude and longitude.
    pub point: Option<(f64, f64)>,
    pub url: String,
    /// Name and address, as a URI.
    pub organizer: Option<(String, String)>,
    /// RFC 5545 STATUS.
    pub status: &'static str,
    /// Why it is off (RFC 5546 §3.2.5); empty where nobody said.
    pub comment: String,
    pub categories: Vec<String>,
}

/// A calendar of events.
pub fn calendar(setting: &Setting<'_>, events: &[Event], organizers: &Organizers) -> String {
    let items = events.iter().map(|event| item(event, organizers, setting));
    of_items(setting, items)
}

/// A whole calendar, CRLF and folding included.
pub fn of_items(setting: &Setting<'_>, items: impl IntoIterator<Item = Item>) -> String {
    let mut zones = Zones::new(setting);
    let items = items.into_iter();
    let entries: Vec<Component> = items.map(|item| entry(&item, &mut zones)).collect();
    let mut calendar = ICalendar {
        components: vec![head(setting)],
    };
    for zone in zones.used() {
        let at = append(&mut calendar, 0, zone_component(zone));
        for observance in observances(zone) {
            append(&mut calendar, at, observance);
        }
    }
    for entry in entries {
        append(&mut calendar, 0, entry);
    }
    calendar.to_string()
}

fn append(calendar: &mut ICalendar, parent: usize, component: Component) -> usize {
    let id = calendar.components.len();
    calendar.components.push(component);
    let number = u32::try_from(id).expect("a feed has few components");
    calendar.components[parent].component_ids.push(number);
    id
}

fn head(setting: &Setting<'_>) -> Component {
    let mut head = Component::new(Kind::VCalendar);
    head.add_property(Property::Version, "2.0");
    let version = env!("CARGO_PKG_VERSION");
    let language = setting.lang.bcp47().to_uppercase();
    let product = format!("-//Verbund//Verbund {version}//{language}");
    head.add_property(Property::Prodid, product);
    head.add_property(Property::Calscale, "GREGORIAN");
    // Anything else makes Outlook show what is subscribed to as tentative.
    head.add_property(Property::Method, "PUBLISH");
    let name = clean(setting.name);
    head.add_property(Property::Name, name.clone());
    head.add_property(Property::Other("X-WR-CALNAME".to_owned()), name);
    head.add_property_with_params(
        Property::RefreshInterval,
        [Parameter::value(ICalendarValueType::Duration)],
        ASK_AGAIN_AFTER,
    );
    head.add_property(
        Property::Other("X-PUBLISHED-TTL".to_owned()),
        ASK_AGAIN_AFTER,
    );
    head
}

/// The same in every calendar, and as long as anybody has one.
pub fn uid(event: &EventId, setting: &Setting<'_>) -> String {
    format!("{event}@{}", setting.host)
}

/// The same for what is at home on another server: as that calls it, so that nobody has it twice.
fn uid_at_home(iri: &Url) -> String {
    format!("{}@{}", known_by(iri), federation::host_of(iri))
}

/// What its home calls a thing where that is a server of our kind, so that apps and calendars see one.
pub fn known_by(id: &Url) -> String {
    let last = id.path_segments().and_then(|mut parts| parts.next_back());
    match last.filter(|last| last.parse::<Ulid>().is_ok()) {
        Some(ulid) => ulid.to_owned(),
        None => Uuid::new_v5(&Uuid::NAMESPACE_URL, id.as_str().as_bytes()).to_string(),
    }
}

/// An event as calendars show it.
pub fn item(event: &Event, organizers: &Organizers, setting: &Setting<'_>) -> Item {
    let text = event.texts.for_reader(setting.lang.bcp47());
    let text = text.cloned().unwrap_or_default();
    let lang = Lang::of(&text.language);
    let place = event.place.as_ref();
    let organizer = organizers.of(event);
    Item {
        uid: match event.local {
            true => uid(&event.id, setting),
            false => uid_at_home(&event.iri),
        },
        updated_at: event.updated_at,
        sequence: event.sequence,
        starts_at: event.starts_at,
        ends_at: Some(event.ends_at),
        zone: event.tz(),
        summary: titled(event, &text),
        description: with_cohosts(description(event, &text, lang), event, organizers, lang),
        location: location(event, lang),
        point: place.and_then(|place| place.latitude.zip(place.longitude)),
        url: event.url.to_string(),
        organizer: organizer.map(|organizer| {
            // Outlook and Google show no other, so whoever of ours has none is written to at this instance.
            let here = setting.mailbox.as_ref().filter(|_| event.local);
            let mailbox = organizer.email.as_ref().or(here);
            let mailbox = mailbox.map(|email| format!("mailto:{email}"));
            // Who publishes has to be named (RFC 5546 §3.2.1), by a mailbox or by any other address.
            let address = mailbox.unwrap_or_else(|| organizer.page.to_string());
            (organizer.name.clone(), address)
        }),
        status: match event.state {
            State::Cancelled => "CANCELLED",
            State::Postponed | State::Draft | State::Scheduled => "TENTATIVE",
            State::Published | State::Rescheduled => "CONFIRMED",
        },
        comment: event.reason.clone().unwrap_or_default(),
        categories: event.topics.0.clone(),
    }
}

/// An entry has one organizer (RFC 5545 §3.8.4.3): who invites with it is said in words.
fn with_cohosts(description: String, event: &Event, organizers: &Organizers, lang: Lang) -> String {
    let agreed = organizers.agreed(event, None);
    if agreed.is_empty() {
        return description;
    }
    let names: Vec<String> = agreed.into_iter().map(|cohost| cohost.name).collect();
    let line = lang.text_with("cohost-calendar", &[("names", &names.join(", "))]);
    match description.as_str() {
        "" => line,
        description => format!("{description}\n\n{line}"),
    }
}

fn entry(item: &Item, zones: &mut Zones) -> Component {
    let mut entry = Component::new(Kind::VEvent);
    entry.add_uid(&item.uid);
    entry.add_property(Property::Dtstamp, utc(item.updated_at));
    entry.add_property(Property::LastModified, utc(item.updated_at));
    entry.add_sequence(item.sequence.into());
    // Others may leave the end open.
    let ends_at = item.ends_at.filter(|ends_at| *ends_at > item.starts_at);
    let zone = zones.of(item);
    add_time(&mut entry, Property::Dtstart, item.starts_at, zone);
    if let Some(ends_at) = ends_at {
        add_time(&mut entry, Property::Dtend, ends_at, zone);
    }
    entry.add_property(Property::Summary, clean(&item.summary));
    let mut add = |property, said: &str| {
        if !said.is_empty() {
            entry.add_property(property, clean(said));
        }
    };
    add(Property::Description, &item.description);
    add(Property::Location, &item.location);
    add(Property::Comment, &item.comment);
    if let Some((latitude, longitude)) = item.point {
        let point = vec![Value::Float(latitude), Value::Float(longitude)];
        entry
            .entries
            .push(Entry::new(Property::Geo).with_values(point));
    }
    entry.add_property(Property::Url, uri(&item.url));
    if let Some((name, address)) = &item.organizer {
        entry.add_property_with_params(
            Property::Organizer,
            [Parameter::cn(unquoted(name))],
            uri(address),
        );
    }
    entry.add_property(Property::Status, item.status);
    if !item.categories.is_empty() {
        let categories = item.categories.iter();
        let categories = categories.map(|name| Value::Text(clean(name))).collect();
        entry
            .entries
            .push(Entry::new(Property::Categories).with_values(categories));
    }
    entry
}

/// „Abgesagt: …“: many calendars show no status.
pub fn titled(event: &Event, text: &Text) -> String {
    let lang = Lang::of(&text.language);
    match event.state {
        State::Cancelled | State::Postponed => lang.text_with(
            "feed-title-with-state",
            &[
                ("state", &lang.text(event.state.key())),
                ("title", &text.title),
            ],
        ),
        _ => text.title.clone(),
    }
}

/// Everything that has no property of its own, in paragraphs.
pub fn description(event: &Event, text: &Text, lang: Lang) -> String {
    let edition = event.edition.map(|number| {
        let number = number.to_string();
        let edition = lang.text_with("event-edition", &[("number", &number)]);
        match &event.subtitle {
            Some(subtitle) => format!("{edition}: {subtitle}"),
            None => edition,
        }
    });
    let mut parts = vec![
        // Many calendars show no comment.
        event.reason_said(lang).unwrap_or_default(),
        edition.unwrap_or_default(),
        text.summary.clone(),
        markdown::lines(&event.description_html(text)),
    ];
    let marks = event.access.marks();
    if !marks.is_empty() {
        let marks: Vec<String> = marks.iter().map(|mark| lang.text(mark)).collect();
        parts.push(lang.text_with("event-wire-access", &[("marks", &marks.join(", "))]));
    }
    parts.push(event.access.note.clone());
    if let Some(contact) = &event.contact {
        parts.push(lang.text_with("event-wire-contact", &[("contact", contact)]));
    }
    if let Some(url) = event
        .registration_url
        .as_ref()
        .filter(|_| !event.is_cancelled())
    {
        parts.push(lang.text_with("feed-registration", &[("url", url)]));
    }
    if event.admission.is_some() && !event.is_cancelled() {
        let url = event.registration_page();
        parts.push(lang.text_with("feed-registration", &[("url", &url)]));
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}

/// Where to go, in one line.
pub fn location(event: &Event, lang: Lang) -> String {
    let place = event.place.as_ref().map(|place| place.full());
    let place = place.unwrap_or_default();
    match event.attendance {
        super::Attendance::InPerson => place,
        super::Attendance::Online => lang.text("event-online"),
        super::Attendance::Hybrid => lang.text_with("event-place-and-online", &[("place", &place)]),
    }
}

/// The zones met so far, each with its rule, if it has one in this year.
struct Zones {
    year: i32,
    known: Vec<(Tz, Option<Zone>)>,
}

impl Zones {
    fn new(setting: &Setting<'_>) -> Self {
        let year = setting.now.year();
        let known = vec![(setting.home, Zone::in_force(setting.home, year))];
        Self { year, known }
    }

    /// The zone to tell the times of an item in; `None` for UTC, when no rule of the zone says both.
    fn of(&mut self, item: &Item) -> Option<&Zone> {
        let tz = item.zone;
        if tz == Tz::UTC {
            return None;
        }
        let place = self.known.iter().position(|(known, _)| *known == tz);
        let place = place.unwrap_or_else(|| {
            self.known.push((tz, Zone::in_force(tz, self.year)));
            self.known.len() - 1
        });
        let zone = self.known[place].1.as_ref()?;
        let ends_at = item.ends_at.unwrap_or(item.starts_at);
        (zone.is_right_at(item.starts_at) && zone.is_right_at(ends_at)).then_some(zone)
    }

    fn used(&self) -> impl Iterator<Item = &Zone> {
        self.known.iter().filter_map(|(_, zone)| zone.as_ref())
    }
}

fn zone_component(zone: &Zone) -> Component {
    let mut component = Component::new(Kind::VTimezone);
    component.add_property(Property::Tzid, zone.tz.name());
    component
}

/// From 1970 on by a rule for every year: Outlook is an hour off without, and with lists of dates.
fn observances(zone: &Zone) -> impl Iterator<Item = Component> {
    zone.observances.iter().map(|observance| {
        let kind = if observance.is_daylight {
            Kind::Daylight
        } else {
            Kind::Standard
        };
        let mut component = Component::new(kind);
        let offset = |offset: chrono::FixedOffset| offset.to_string().replace(':', "");
        component.add_property(Property::Tzoffsetfrom, offset(observance.from));
        component.add_property(Property::Tzoffsetto, offset(observance.to));
        if let Some(name) = &observance.name {
            component.add_property(Property::Tzname, name.as_str());
        }
        let begins = observance.begins().format("%Y%m%dT%H%M%S").to_string();
        component.add_property(Property::Dtstart, begins);
        if let Some(rule) = &observance.rule {
            component.add_property(Property::Rrule, rule.to_string());
        }
        component
    })
}

fn add_time(entry: &mut Component, property: Property, at: DateTime<Utc>, zone: Option<&Zone>) {
    match zone {
        Some(zone) => {
            let local = at.with_timezone(&zone.tz).format("%Y%m%dT%H%M%S");
            let parameters = [Parameter::tzid(zone.tz.name().to_owned())];
            entry.add_property_with_params(property, parameters, local.to_string());
        }
        None => entry.add_property(property, utc(at)),
    }
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// No control may stand in a value (RFC 5545 §3.1) but the line break, which is written `\n`.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

/// Parameters know no escape for a quote (RFC 5545 §3.2).
fn unquoted(text: &str) -> String {
    clean(text).replace('"', "'").replace(['\n', '\\'], " ")
}

/// An address is not text and takes no backslashes, so what the writer would escape is written in
/// percent.
fn uri(address: &str) -> String {
    clean(address)
        .replace(',', "%2C")
        .replace(';', "%3B")
        .replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        events::{
            Access, Attendance, Kind as EventKind, Place, SubEvents, Texts, Topics,
            organizers::Organizer,
        },
        ids::EventId,
    };
    use calcard::{Entry as Parsed, Parser};
    use federation::Iri;

    const BERLIN: &str = "\
        BEGIN:VTIMEZONE\r\n\
        TZID:Europe/Berlin\r\n\
        BEGIN:DAYLIGHT\r\n\
        TZOFFSETFROM:+0100\r\n\
        TZOFFSETTO:+0200\r\n\
        TZNAME:CEST\r\n\
        DTSTART:19700329T020000\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
        END:DAYLIGHT\r\n\
        BEGIN:STANDARD\r\n\
        TZOFFSETFROM:+0200\r\n\
        TZOFFSETTO:+0100\r\n\
        TZNAME:CET\r\n\
        DTSTART:19701025T030000\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
        END:STANDARD\r\n\
        END:VTIMEZONE\r\n";

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn iri(text: &str) -> Iri {
        text.parse().unwrap()
    }

    fn denkwerkstatt() -> Event {
        let id: EventId = "01JC7Z3K9V8Q4T5B6N7M8P9R0S".parse().unwrap();
        Event {
            iri: iri(&format!("https://dialog.example.org/ap/objects/{id}")),
            id,
            slug: "denkwerkstatt-2026".into(),
            organizer: iri("https://dialog.example.org/ap/actors/1"),
            local: true,
            url: iri("https://dialog.example.org/events/denkwerkstatt-2026"),
            state: State::Published,
            reason: None,
            language: "de".into(),
            texts: Texts(vec![Text {
                language: "de".into(),
                title: "Denkwerkstatt Sichere Informationsgesellschaft".into(),
                summary: "Zwei Tage, elf Ideen.".into(),
                description: "Am **ersten Tag**:\n\n- Ergebnisse, Fragen\n- Ideen".into(),
            }]),
            kind: EventKind::Denkwerkstatt,
            starts_at: at("2026-11-13T09:00:00Z"),
            ends_at: at("2026-11-14T15:00:00Z"),
            zone: "Europe/Berlin".into(),
            previously_started_at: None,
            attendance: Attendance::InPerson,
            place: Some(Place {
                name: "Alte Kantine".into(),
                street: "Uferstraße 8–11".into(),
                postal_code: "13357".into(),
                locality: "Berlin".into(),
                region: String::new(),
                country: "DE".into(),
                latitude: Some(52.5532),
                longitude: Some(13.3719),
                disclosure: Default::default(),
            }),
            access: Access {
                step_free: true,
                ..Access::default()
            },
            topics: Topics(vec!["Cybersicherheit".into(), "Recht, Ethik".into()]),
            picture: None,
            contact: None,
            registration_url: Some("https://tickets.example.org/?a=1,2".into()),
            admission: None,
            takes_joins: false,
            publish_at: None,
            published_at: Some(at("2026-11-01T08:00:00Z")),
            sub_events: SubEvents::default(),
            cohosts: Default::default(),
            unconfirmed: Default::default(),
            series: None,
            own_kind: None,
            edition: None,
            subtitle: None,
            sequence: 2,
            created_at: at("2026-11-01T07:00:00Z"),
            updated_at: at("2026-11-02T02:00:00Z"),
        }
    }

    fn written(events: &[Event]) -> String {
        written_by(Some("post@dialog.example.org"), events)
    }

    fn written_by(email: Option<&str>, events: &[Event]) -> String {
        written_from(None, email, events)
    }

    fn written_from(mailbox: Option<&str>, email: Option<&str>, events: &[Event]) -> String {
        let organizer = Organizer {
            name: "Geschäftsstelle \"Dialog\", Berlin".into(),
            address: "@dialog@dialog.example.org".into(),
            page: "https://dialog.example.org/@dialog".parse().unwrap(),
            email: email.map(str::to_owned),
        };
        let setting = Setting {
            name: "Dialog für Cybersicherheit",
            host: "dialog.example.org".into(),
            mailbox: mailbox.map(str::to_owned),
            lang: Lang::De,
            home: chrono_tz::Europe::Berlin,
            now: at("2026-11-22T12:00:00Z"),
        };
        let organizers = [(iri("https://dialog.example.org/ap/actors/1"), organizer)];
        calendar(&setting, events, &organizers.into_iter().collect())
    }

    fn read(text: &str) -> ICalendar {
        let mut parser = Parser::new(text);
        let Parsed::ICalendar(calendar) = parser.entry() else {
            panic!("no calendar: {text}");
        };
        assert!(
            matches!(parser.entry(), Parsed::Eof),
            "more than a calendar"
        );
        calendar
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    /// The value of the first line that begins like this, parameters left out.
    fn value(text: &str, name: &str) -> Option<String> {
        let text = unfolded(text);
        let events = text.find("BEGIN:VEVENT").filter(|_| name.starts_with("DT"));
        let line = text[events.unwrap_or(0)..].lines().find(|line| {
            line.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with([':', ';']))
        });
        line.map(|line| line[name.len()..].to_owned())
    }

    #[test]
    fn an_event_says_what_a_calendar_shows() {
        let text = written(&[denkwerkstatt()]);
        for (name, expected) in [
            ("METHOD", ":PUBLISH"),
            ("NAME", ":Dialog für Cybersicherheit"),
            ("X-WR-CALNAME", ":Dialog für Cybersicherheit"),
            ("REFRESH-INTERVAL", ";VALUE=DURATION:PT1H"),
            ("X-PUBLISHED-TTL", ":PT1H"),
            ("UID", ":01JC7Z3K9V8Q4T5B6N7M8P9R0S@dialog.example.org"),
            ("DTSTAMP", ":20261102T020000Z"),
            ("LAST-MODIFIED", ":20261102T020000Z"),
            ("SEQUENCE", ":2"),
            ("DTSTART;TZID=Europe/Berlin", ":20261113T100000"),
            ("DTEND", ";TZID=Europe/Berlin:20261114T160000"),
            ("SUMMARY", ":Denkwerkstatt Sichere Informationsgesellschaft"),
            (
                "DESCRIPTION",
                ":Zwei Tage\\, elf Ideen.\\n\\nAm ersten Tag:\\n\\n- Ergebnisse\\, Fragen\\n- Ideen\
                 \\n\\nBarrierefreiheit: Stufenlos erreichbar\
                 \\n\\nAnmeldung: https://tickets.example.org/?a=1\\,2",
            ),
            (
                "LOCATION",
                ":Alte Kantine\\, Uferstraße 8–11\\, 13357 Berlin",
            ),
            ("GEO", ":52.5532;13.3719"),
            (
                "URL",
                ":https://dialog.example.org/events/denkwerkstatt-2026",
            ),
            (
                "ORGANIZER",
                ";CN=\"Geschäftsstelle 'Dialog', Berlin\":mailto:post@dialog.example.org",
            ),
            ("STATUS", ":CONFIRMED"),
            ("CATEGORIES", ":Cybersicherheit,Recht\\, Ethik"),
        ] {
            assert_eq!(value(&text, name).as_deref(), Some(expected), "{name}");
        }
        assert!(text.contains(BERLIN), "{text}");
        let calendar = read(&text);
        assert_eq!(calendar.components.len(), 5);
        assert_eq!(read(&calendar.to_string()), calendar);
    }

    #[test]
    fn every_line_ends_and_folds_as_written_in_the_standard() {
        let mut event = denkwerkstatt();
        event.texts.0[0].title = "Über „Überwachung“ 🕵️\u{200d}♀️ ".repeat(20);
        let text = written(&[event.clone()]);
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
        }
        let title = event.texts.0[0].title.replace(',', "\\,");
        assert!(unfolded(&text).contains(&title));
    }

    #[test]
    fn nothing_typed_becomes_a_line_of_its_own() {
        let hostile = "x\r\nATTENDEE:mailto:a@evil.example\n BEGIN:VALARM\r\u{85}\u{0}\\;,\"";
        let mut event = denkwerkstatt();
        event.texts.0[0].title = hostile.into();
        event.texts.0[0].description = hostile.into();
        event.topics = Topics(vec![hostile.into()]);
        event.place.as_mut().unwrap().name = hostile.into();
        event.url = iri("https://a.example/x;y,z?q=\\n%0AATTENDEE:x");
        let organizer = Organizer {
            name: hostile.into(),
            address: hostile.into(),
            page: "https://a.example/".parse().unwrap(),
            email: Some(hostile.into()),
        };
        let setting = Setting {
            name: hostile,
            host: "dialog.example.org".into(),
            mailbox: None,
            lang: Lang::De,
            home: chrono_tz::Europe::Berlin,
            now: at("2026-11-22T12:00:00Z"),
        };
        let organizers = [(event.organizer.clone(), organizer)];
        let text = calendar(&setting, &[event], &organizers.into_iter().collect());
        for line in unfolded(&text).lines() {
            assert!(!line.starts_with("ATTENDEE"), "{text}");
            assert!(!line.trim_start().starts_with("BEGIN:VALARM"), "{text}");
        }
        assert!(
            !text.replace("\r\n", "").contains(char::is_control),
            "{text:?}"
        );
        let parts = read(&text).components.len();
        assert_eq!(
            parts,
            "calendar, zone, summer, winter, event".split(',').count()
        );
    }

    #[test]
    fn the_night_the_clocks_go_back_is_told_in_local_time() {
        let mut event = denkwerkstatt();
        event.starts_at = at("2026-10-24T22:30:00Z");
        event.ends_at = at("2026-10-25T11:00:00Z");
        let text = written(&[event]);
        assert_eq!(
            value(&text, "DTSTART").as_deref(),
            Some(";TZID=Europe/Berlin:20261025T003000")
        );
        assert_eq!(
            value(&text, "DTEND").as_deref(),
            Some(";TZID=Europe/Berlin:20261025T120000")
        );
    }

    #[test]
    fn a_zone_that_follows_no_rule_is_told_in_utc() {
        for (zone, expected) in [
            ("America/Nuuk", ":20261113T090000Z"),
            ("UTC", ":20261113T090000Z"),
            ("No/Where", ":20261113T090000Z"),
            ("Asia/Tokyo", ";TZID=Asia/Tokyo:20261113T180000"),
            ("America/New_York", ";TZID=America/New_York:20261113T040000"),
        ] {
            let mut event = denkwerkstatt();
            event.zone = zone.into();
            let text = written(&[event]);
            assert_eq!(value(&text, "DTSTART").as_deref(), Some(expected), "{zone}");
            let described = text.contains(&format!("TZID:{zone}\r\n"));
            assert_eq!(described, expected.contains("TZID"), "{zone}");
        }
    }

    #[test]
    fn why_it_is_off_is_a_comment_and_part_of_the_description() {
        let event = Event {
            state: State::Cancelled,
            reason: Some("Sturm; alle Züge, und mehr".into()),
            ..denkwerkstatt()
        };
        let text = written(&[event]);
        let calendar = read(&text);
        let entry = calendar
            .components
            .iter()
            .find(|it| it.component_type == Kind::VEvent);
        let said = |property: Property| {
            let entry = entry.unwrap().property(&property)?;
            Some(entry.values.first()?.as_text()?.to_owned())
        };
        assert_eq!(
            said(Property::Comment).as_deref(),
            Some("Sturm; alle Züge, und mehr")
        );
        let description = said(Property::Description).unwrap();
        assert!(description.starts_with("Begründung: Sturm; alle Züge, und mehr\n"));
        assert!(!written(&[denkwerkstatt()]).contains("COMMENT"));
    }

    #[test]
    fn what_does_not_take_place_says_so_in_status_and_title() {
        for (state, status, title) in [
            (State::Published, ":CONFIRMED", ":Denk"),
            (State::Rescheduled, ":CONFIRMED", ":Denk"),
            (
                State::Postponed,
                ":TENTATIVE",
                ":Auf unbestimmte Zeit verschoben: Denk",
            ),
            (State::Cancelled, ":CANCELLED", ":Abgesagt: Denk"),
        ] {
            let mut event = denkwerkstatt();
            event.state = state;
            let text = written(&[event]);
            assert_eq!(value(&text, "STATUS").as_deref(), Some(status));
            let summary = value(&text, "SUMMARY").unwrap();
            assert!(summary.starts_with(title), "{summary}");
            assert_eq!(text.contains("Anmeldung:"), state != State::Cancelled);
        }
    }

    #[test]
    fn an_event_of_another_server_keeps_its_address_and_names_no_mailbox() {
        let mut event = denkwerkstatt();
        event.local = false;
        event.organizer = iri("https://other.example/actor");
        event.url = iri("https://other.example/e/1");
        event.ends_at = event.starts_at;
        event.texts.0[0].description =
            "<p>Hier &amp; <a href=\"https://b.example/\">da</a></p>".into();
        let text = written(&[event]);
        assert_eq!(
            value(&text, "URL").as_deref(),
            Some(":https://other.example/e/1")
        );
        assert_eq!(value(&text, "ORGANIZER"), None);
        assert_eq!(value(&text, "DTEND"), None);
        let description = value(&text, "DESCRIPTION").unwrap();
        assert!(
            description.contains("Hier & da (https://b.example/)"),
            "{description}"
        );
    }

    #[test]
    fn who_publishes_is_named_without_a_mailbox_too() {
        let text = written_by(None, &[denkwerkstatt()]);
        let organizer = value(&text, "ORGANIZER").unwrap();
        assert!(
            organizer.ends_with(":https://dialog.example.org/@dialog"),
            "{organizer}"
        );
    }

    #[test]
    fn whoever_of_ours_has_no_mailbox_is_written_to_at_the_instance() {
        let here = Some("post@server.example");
        let theirs = Event {
            local: false,
            ..denkwerkstatt()
        };
        for (email, event, address) in [
            (None, denkwerkstatt(), ":mailto:post@server.example"),
            (Some("a@b.example"), denkwerkstatt(), ":mailto:a@b.example"),
            (None, theirs, ":https://dialog.example.org/@dialog"),
        ] {
            let organizer = value(&written_from(here, email, &[event]), "ORGANIZER");
            let organizer = organizer.unwrap();
            assert!(organizer.ends_with(address), "{organizer}");
            assert!(organizer.contains("Dialog"), "{organizer}");
        }
    }

    #[test]
    fn a_calendar_without_events_is_one_too() {
        let text = written(&[]);
        assert!(text.contains(BERLIN));
        assert!(!text.contains("VEVENT"));
        read(&text);
    }

    #[test]
    fn a_reader_gets_the_language_asked_for() {
        let mut event = denkwerkstatt();
        let english = Text {
            language: "en".into(),
            title: "Think workshop".into(),
            ..Text::default()
        };
        event.texts.0.push(english);
        let setting = Setting {
            name: "Dialog",
            host: "dialog.example.org".into(),
            mailbox: None,
            lang: Lang::En,
            home: chrono_tz::Europe::Berlin,
            now: at("2026-11-22T12:00:00Z"),
        };
        let text = calendar(&setting, &[event], &Organizers::default());
        assert_eq!(value(&text, "SUMMARY").as_deref(), Some(":Think workshop"));
        assert!(value(&text, "DESCRIPTION").unwrap().contains("Step-free"));
    }
}
