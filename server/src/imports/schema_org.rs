//! schema.org's Event, as JSON-LD has it: alone, in lists, in a graph, in whatever page describes it.
//! Microdata is read through here too. Prices are left out.

use super::{
    At, Doubt, Found, Reading, Reason, Setting, html, line,
    sketch::{Said, Sketch, Spot, TOPICS_READ_AT_MOST},
    when::When,
};
use crate::events::Attendance;
use federation::vocabulary::read;
use serde_json::Value;
use std::collections::HashMap;
use url::Url;

/// Values of one property beyond this are not looked at.
const VALUES_AT_MOST: usize = 20;

/// What an event of ours has no field for, or is not to be taken from elsewhere.
const LEFT: [&str; 6] = [
    "subEvent",
    "eventSchedule",
    "image",
    "organizer",
    "performer",
    "maximumAttendeeCapacity",
];

/// Kinds of events whose names do not say so.
const OTHER_KINDS: [&str; 4] = ["Festival", "Hackathon", "CourseInstance", "EventSeries"];

pub fn is_document(json: &Value) -> bool {
    let has_type = |value: &Value| value.get("@type").is_some() || value.get("@graph").is_some();
    has_type(json)
        || json
            .as_array()
            .is_some_and(|items| items.iter().any(has_type))
}

pub fn read(json: &Value, address: Option<&Url>, setting: &Setting) -> Reading {
    let mut reading = Reading::default();
    add(json, address, None, setting, &mut reading);
    reading.done()
}

/// All events in a document. `language` is the one of the page around it.
pub fn add(
    json: &Value,
    address: Option<&Url>,
    language: Option<&str>,
    setting: &Setting,
    reading: &mut Reading,
) {
    let mut nodes = HashMap::new();
    let mut events = Vec::new();
    collect(json, &mut nodes, &mut events);
    let page = Page {
        nodes,
        address,
        language,
        setting,
    };
    for (number, event) in events.into_iter().enumerate() {
        let at = At::named(&line(first(&event["name"])), number + 1);
        reading.take(at, page.found(event));
    }
}

/// Every object that has an id, and every event. The parser has limited how deep this goes.
fn collect<'a>(
    value: &'a Value,
    nodes: &mut HashMap<&'a str, &'a Value>,
    events: &mut Vec<&'a Value>,
) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, nodes, events)),
        Value::Object(members) => {
            if let Some(id) = value["@id"].as_str().filter(|_| members.len() > 1) {
                nodes.entry(id).or_insert(value);
            }
            // The parts of an event are told as parts of it, not as events of their own.
            if is_event(value) {
                events.push(value);
                let mut parts = Vec::new();
                members
                    .values()
                    .for_each(|member| collect(member, nodes, &mut parts));
            } else {
                members
                    .values()
                    .for_each(|member| collect(member, nodes, events));
            }
        }
        _ => {}
    }
}

fn is_event(value: &Value) -> bool {
    each(&value["@type"])
        .filter_map(Value::as_str)
        .map(last_part)
        .any(|kind| {
            kind.ends_with("Event") && kind != "PublicationEvent" || OTHER_KINDS.contains(&kind)
        })
}

/// `https://schema.org/EventCancelled` and `schema:EventCancelled` are `EventCancelled`.
fn last_part(text: &str) -> &str {
    text.rsplit(['/', '#', ':']).next().unwrap_or_default()
}

fn each(value: &Value) -> impl Iterator<Item = &Value> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        Value::Null => &[],
        one => std::slice::from_ref(one),
    };
    items.iter().take(VALUES_AT_MOST)
}

fn first(value: &Value) -> &Value {
    let first = each(value).next().unwrap_or(&Value::Null);
    // JSON-LD writes a text in a language as an object.
    first.get("@value").unwrap_or(first)
}

struct Page<'a> {
    nodes: HashMap<&'a str, &'a Value>,
    address: Option<&'a Url>,
    language: Option<&'a str>,
    setting: &'a Setting,
}

impl<'a> Page<'a> {
    fn found(&self, event: &'a Value) -> Result<Found, Reason> {
        let mut doubts = Vec::new();
        let starts = match (&event["startDate"], when(&event["startDate"])) {
            (_, Some(starts)) => starts,
            (Value::Null, None) => return Err(Reason::StartMissing),
            (said, None) => return Err(Reason::StartUnreadable(line(first(said)))),
        };
        let ends = self.ends(event, starts, &mut doubts);
        match each(&event["eventStatus"])
            .filter_map(Value::as_str)
            .map(last_part)
            .next()
        {
            Some("EventCancelled") => doubts.push(Doubt::Cancelled),
            Some("EventPostponed") => doubts.push(Doubt::Postponed),
            Some("EventRescheduled") => doubts.push(Doubt::Rescheduled),
            _ => {}
        }
        let url = self.url(first(&event["url"]));
        let mut sketch = Sketch {
            id: self.id(event),
            url: url.or_else(|| self.url(&event["mainEntityOfPage"])),
            starts: Some(starts),
            ends,
            topics: topics(&event["keywords"]),
            doubts,
            ..Sketch::default()
        };
        sketch.said = vec![Said {
            language: self.language_of(event),
            title: html::title(&line(first(&event["name"]))),
            summary: String::new(),
            description: html::markdown(first(&event["description"]).as_str().unwrap_or_default()),
        }];
        self.places(event, &mut sketch);
        sketch.registration_url = self.registration(event, sketch.url.as_ref());
        let left = LEFT.into_iter().filter(|name| !event[*name].is_null());
        let left: Vec<&str> = left.collect();
        if !left.is_empty() {
            sketch.doubts.push(Doubt::NotTaken(left.join(", ")));
        }
        sketch.found(self.setting)
    }

    /// Where one registers, or buys a ticket: the one page that offers lead to, and that is not the event's.
    fn registration(&self, event: &'a Value, page: Option<&Url>) -> Option<Url> {
        let plain = |url: &Url| url.as_str().split('#').next().map(str::to_owned);
        let offers = each(&event["offers"]).map(|offer| self.node(offer));
        let mut urls: Vec<Url> = offers
            .filter_map(|offer| self.url(first(&offer["url"])))
            .filter(|url| page.is_none_or(|page| plain(page) != plain(url)))
            .collect();
        urls.dedup();
        match urls.len() {
            1 => urls.pop(),
            _ => None,
        }
    }

    /// An `@id` that is the page's own with a `#` is as good as any; one of a blank node is none.
    fn id(&self, event: &Value) -> String {
        let id = event["@id"].as_str().filter(|id| !id.starts_with("_:"));
        id.map(|id| {
            self.url(&id.into())
                .map_or_else(|| id.to_owned(), String::from)
        })
        .unwrap_or_default()
    }

    fn ends(&self, event: &Value, starts: When, doubts: &mut Vec<Doubt>) -> Option<When> {
        let said = match &event["endDate"] {
            Value::Null => &event["duration"],
            said => said,
        };
        let text = line(first(said));
        if text.is_empty() {
            return None;
        }
        let ends = when(said).or_else(|| starts.plus(duration(&text)?));
        if ends.is_none() {
            doubts.push(Doubt::EndUnreadable(text));
        }
        ends
    }

    fn language_of(&self, event: &Value) -> Option<String> {
        let said = first(&event["inLanguage"]);
        let named = said.as_str().or_else(|| said["alternateName"].as_str());
        named.or(self.language).map(str::to_owned)
    }

    /// What an object stands for that only names another one.
    fn node(&self, value: &'a Value) -> &'a Value {
        let id = value["@id"]
            .as_str()
            .filter(|_| value.as_object().is_some_and(|members| members.len() == 1));
        id.and_then(|id| self.nodes.get(id).copied())
            .unwrap_or(value)
    }

    fn url(&self, value: &Value) -> Option<Url> {
        let text = value.as_str().or_else(|| value["@id"].as_str())?;
        read::url(text).or_else(|| read::url(self.address?.join(text).ok()?.as_str()))
    }

    fn places(&self, event: &'a Value, sketch: &mut Sketch) {
        let mode = each(&event["eventAttendanceMode"])
            .filter_map(Value::as_str)
            .map(last_part)
            .next();
        let mut room = None;
        let mut has_place = false;
        for location in each(&event["location"]).map(|location| self.node(location)) {
            let kind = each(&location["@type"])
                .filter_map(Value::as_str)
                .map(last_part)
                .next();
            if kind == Some("VirtualLocation") {
                room = Some(line(first(&location["url"])));
            } else if let Some(text) = location.as_str() {
                match read::url(text.trim()) {
                    Some(url) => room = Some(url.into()),
                    None => sketch.place = Spot::of_line(text, &mut sketch.doubts),
                }
                has_place |= !sketch.place.name.is_empty();
            } else if !has_place {
                sketch.place = self.place(location, &mut sketch.doubts);
                has_place = true;
            }
        }
        sketch.attendance = Some(match mode {
            Some("OnlineEventAttendanceMode") => Attendance::Online,
            Some("MixedEventAttendanceMode") => Attendance::Hybrid,
            Some("OfflineEventAttendanceMode") => Attendance::InPerson,
            _ if room.is_some() && has_place => Attendance::Hybrid,
            _ if room.is_some() => Attendance::Online,
            _ => Attendance::InPerson,
        });
        // The page of the event itself is no secret.
        let is_page = |room: &String| sketch.url.as_ref().is_some_and(|url| url.as_str() == room);
        if let Some(room) = room.filter(|room| !room.is_empty() && !is_page(room)) {
            sketch.rooms.push(room);
        }
    }

    fn place(&self, location: &'a Value, doubts: &mut Vec<Doubt>) -> Spot {
        let address = self.node(first(&location["address"]));
        let mut spot = match address.as_str() {
            Some(text) => {
                let name = html::title(&line(first(&location["name"])));
                let whole = if name.is_empty() {
                    text.to_owned()
                } else {
                    format!("{name}, {text}")
                };
                Spot::of_line(&whole, doubts)
            }
            None => {
                let part = |name: &str| html::title(&line(first(&address[name])));
                let country = first(&address["addressCountry"]);
                Spot {
                    name: html::title(&line(first(&location["name"]))),
                    street: part("streetAddress"),
                    postal_code: part("postalCode"),
                    locality: part("addressLocality"),
                    region: part("addressRegion"),
                    country: line(country.get("name").unwrap_or(country)),
                    ..Spot::default()
                }
            }
        };
        let geo = match self.node(first(&location["geo"])) {
            Value::Null => location,
            geo => geo,
        };
        spot.latitude = read::number(first(&geo["latitude"]));
        spot.longitude = read::number(first(&geo["longitude"]));
        spot
    }
}

fn when(value: &Value) -> Option<When> {
    When::read(first(value).as_str()?, None)
}

/// A list, or a text with commas.
fn topics(value: &Value) -> Vec<String> {
    let texts = each(value).filter_map(|item| item.as_str().or_else(|| item["name"].as_str()));
    let topics = texts
        .flat_map(|text| text.split(','))
        .take(TOPICS_READ_AT_MOST);
    topics.map(html::title).collect()
}

/// `PT1H30M`, `P2D` (ISO 8601).
fn duration(text: &str) -> Option<chrono::TimeDelta> {
    use calcard::{Entry, Parser, icalendar::ICalendarValue};
    // RFC 5545 spells them the same, and calcard reads them.
    let is_duration =
        text.len() < 40 && text.starts_with('P') && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let event = format!("BEGIN:VEVENT\r\nDURATION:{text}\r\nEND:VEVENT\r\n");
    match Parser::new(&event).entry() {
        Entry::ICalendar(calendar) if is_duration => {
            let value = calendar
                .components
                .first()?
                .entries
                .first()?
                .values
                .first()?;
            let ICalendarValue::Duration(length) = value else {
                return None;
            };
            chrono::TimeDelta::try_seconds(length.as_seconds())
        }
        _ => None,
    }
}
