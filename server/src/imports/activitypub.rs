//! An Event of another server, by its address: Mobilizon, Gancio and whoever speaks as they do. The
//! vocabulary reads it; here is the draft of it. Pure.

use super::{
    At, Doubt, Found, Reading, Reason, Setting, html, line,
    sketch::{Said, Sketch, Spot},
    when::When,
};
use crate::events::Attendance;
use federation::vocabulary::{
    Event, Object,
    event::{Address, AttendanceMode, EventStatus, ICalendarStatus, LanguageMap},
    read::kind,
};
use serde_json::Value;

/// What is not taken over with an event.
const LEFT: [&str; 4] = ["attachment", "image", "subEvent", "organizers"];

pub fn is_object(json: &Value) -> bool {
    json.get("id").is_some() && json.get("type").is_some()
}

/// An Event, or an activity about one.
pub fn read(json: &Value, setting: &Setting) -> Reading {
    let object = match &json["object"] {
        object @ Value::Object(_) => object,
        _ => json,
    };
    let mut reading = Reading::default();
    match Object::read(object) {
        Some(Object::Event(event)) => {
            let at = At::named(&event.name, 1);
            reading.take(at, found(&event, object, setting));
        }
        Some(_) if kind(object) != Some("Event") => {
            let said = kind(object).unwrap_or_default().to_owned();
            reading.miss(At::Whole, Reason::NotAnEvent(said));
        }
        // The vocabulary names no fault; what a draft cannot do without can be said.
        _ if object["startTime"].is_null() => reading.miss(At::Whole, Reason::StartMissing),
        _ if When::read(&line(&object["startTime"]), None).is_none() => {
            reading.miss(
                At::Whole,
                Reason::StartUnreadable(line(&object["startTime"])),
            );
        }
        _ => reading.miss(At::Whole, Reason::Broken),
    }
    reading.done()
}

fn found(event: &Event, object: &Value, setting: &Setting) -> Result<Found, Reason> {
    let mut doubts = Vec::new();
    match (event.event_status, event.status) {
        (EventStatus::EventCancelled, _) => doubts.push(Doubt::Cancelled),
        (EventStatus::EventPostponed, _) => doubts.push(Doubt::Postponed),
        (EventStatus::EventRescheduled, _) => doubts.push(Doubt::Rescheduled),
        (_, ICalendarStatus::Tentative) => doubts.push(Doubt::Tentative),
        _ => {}
    }
    if !event.is_public() {
        doubts.push(Doubt::Private);
    }
    let zone = event.timezone.as_deref().and_then(|name| {
        let zone = name.parse().ok();
        if zone.is_none() {
            doubts.push(Doubt::ZoneUnknown(name.to_owned()));
        }
        zone
    });
    let is_said = |name: &&str| match &object[*name] {
        Value::Array(items) => !items.is_empty(),
        value => !value.is_null(),
    };
    let left: Vec<&str> = LEFT.into_iter().filter(is_said).collect();
    if !left.is_empty() {
        doubts.push(Doubt::NotTaken(left.join(", ")));
    }
    let starts = When::At(event.start_time);
    if !starts.is_in_range() {
        return Err(Reason::StartUnreadable(starts.written()));
    }
    let ends = event
        .end_time
        .map(When::At)
        .filter(|ends| ends.is_in_range());
    if ends.is_none() && !object["endTime"].is_null() {
        doubts.push(Doubt::EndBeforeStart(line(&object["endTime"])));
    }
    let attendance = match event.event_attendance_mode {
        AttendanceMode::OfflineEventAttendanceMode => Attendance::InPerson,
        AttendanceMode::OnlineEventAttendanceMode => Attendance::Online,
        AttendanceMode::MixedEventAttendanceMode => Attendance::Hybrid,
    };
    let place = place(event, attendance);
    let sketch = Sketch {
        id: event.id.to_string(),
        url: Some(event.url.clone()),
        said: said(event, object),
        starts: Some(starts),
        ends,
        zone,
        attendance: Some(attendance),
        place,
        rooms: Vec::new(),
        topics: event.tag.iter().map(|tag| tag.name.clone()).collect(),
        contact: String::new(),
        registration_url: event.external_participation_url.clone(),
        agenda: Vec::new(),
        doubts,
    };
    sketch.found(setting)
}

/// What it says in each of its languages. Its `summary` is made for Mastodon of time and place, which
/// have fields of their own; it counts where nothing else is said.
fn said(event: &Event, object: &Value) -> Vec<Said> {
    let map = if event.content_map.is_empty() {
        &event.name_map
    } else {
        &event.content_map
    };
    let of = |map: &LanguageMap, language: &str| {
        let entry = map.0.iter().find(|(tag, _)| tag == language);
        entry.map(|(_, text)| text.clone())
    };
    let told = |language: Option<String>| {
        let tag = language.as_deref().unwrap_or_default();
        let content = of(&event.content_map, tag).or_else(|| event.content.clone());
        let content = content
            .or_else(|| event.summary.clone())
            .unwrap_or_default();
        Said {
            title: html::title(&of(&event.name_map, tag).unwrap_or_else(|| event.name.clone())),
            summary: String::new(),
            description: html::of_html(&content),
            language,
        }
    };
    let mut said: Vec<Said> = map
        .0
        .iter()
        .map(|(tag, _)| told(Some(tag.clone())))
        .collect();
    if said.is_empty() {
        said.push(told(object["inLanguage"].as_str().map(str::to_owned)));
    }
    said
}

fn place(event: &Event, attendance: Attendance) -> Spot {
    let Some(place) = event.location.as_ref().filter(|_| attendance.has_room()) else {
        return Spot::default();
    };
    let mut spot = Spot {
        name: place.name.clone(),
        latitude: place.latitude,
        longitude: place.longitude,
        ..Spot::default()
    };
    match &place.address {
        Some(Address::Postal(address)) => {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            spot.street = text(&address.street_address);
            spot.postal_code = text(&address.postal_code);
            spot.locality = text(&address.address_locality);
            spot.region = text(&address.address_region);
            spot.country = text(&address.address_country);
        }
        Some(Address::Text(address)) => {
            let guessed = Spot::of_line(&format!("{}, {address}", place.name), &mut Vec::new());
            // Gancio's address is street and town in one line, and sometimes the name again.
            if guessed.street.is_empty() && guessed.locality.is_empty() {
                spot.street = address.clone();
            } else {
                let (latitude, longitude) = (spot.latitude, spot.longitude);
                spot = Spot {
                    name: spot.name,
                    latitude,
                    longitude,
                    ..guessed
                };
            }
        }
        None => {}
    }
    spot
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::tests::{checked, setting};
    use serde_json::json;

    /// As Mobilizon writes one.
    fn sample() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams"],
            "id": "https://mobilizon.example/events/1",
            "type": "Event",
            "actor": "https://mobilizon.example/@verein",
            "attributedTo": "https://mobilizon.example/@verein",
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "name": "Sommerfest",
            "content": "<p>Mit <em>Musik</em>.</p>",
            "summary": "13.11. · Nantes",
            "inLanguage": "de",
            "startTime": "2027-06-13T13:00:00Z",
            "endTime": "2027-06-13T15:00:00Z",
            "timezone": "Europe/Paris",
            "ical:status": "TENTATIVE",
            "joinMode": "external",
            "externalParticipationUrl": "https://tickets.example/1",
            "location": {
                "type": "Place",
                "name": "Château",
                "latitude": 47.2,
                "longitude": -1.5,
                "address": {"type": "PostalAddress", "addressCountry": "France", "addressLocality": "Nantes", "postalCode": null, "streetAddress": " "},
            },
            "tag": [{"type": "Hashtag", "name": "#Fest", "href": "https://mobilizon.example/tags/fest"}],
            "published": "2027-01-01T00:00:00Z",
        })
    }

    #[test]
    fn an_event_of_mobilizon_becomes_a_draft() {
        let reading = read(&sample(), &setting());
        let found = checked(&reading, 0);
        assert_eq!(found.key, "https://mobilizon.example/events/1");
        let draft = &found.draft;
        assert_eq!(
            (draft.title_de.as_str(), draft.description_de.as_str()),
            ("Sommerfest", "Mit *Musik*.")
        );
        assert_eq!(
            (draft.starts_at.as_str(), draft.zone.as_str()),
            ("15:00", "Europe/Paris")
        );
        assert_eq!(
            (draft.locality.as_str(), draft.country.as_str()),
            ("Nantes", "FR")
        );
        assert_eq!(draft.topics, "Fest");
        assert_eq!(draft.registration_url, "https://tickets.example/1");
        assert_eq!(found.doubts, [Doubt::Tentative]);
        let create =
            json!({"id": "https://mobilizon.example/c/1", "type": "Create", "object": sample()});
        assert_eq!(read(&create, &setting()).events, reading.events);
    }

    #[test]
    fn both_languages_of_an_event_are_taken() {
        let mut event = sample();
        event["nameMap"] = json!({"en": "Summer party", "de": "Sommerfest"});
        event["contentMap"] = json!({"en": "<p>With music</p>", "de": "<p>Mit Musik</p>"});
        let reading = read(&event, &setting());
        let draft = &checked(&reading, 0).draft;
        assert_eq!(draft.language, "en");
        assert_eq!(
            (draft.title_en.as_str(), draft.title_de.as_str()),
            ("Summer party", "Sommerfest")
        );
        assert_eq!(draft.description_de, "Mit Musik");
    }

    #[test]
    fn the_one_line_address_of_gancio_is_taken_apart() {
        let mut event = sample();
        event["location"] = json!({"type": "Place", "name": "Alte Kantine", "address": "Uferstraße 8, 13357 Berlin"});
        event["content"] = json!(null);
        event["endTime"] = json!("2027-06-12T15:00:00Z");
        let reading = read(&event, &setting());
        let found = checked(&reading, 0);
        let draft = &found.draft;
        assert_eq!(
            (
                draft.place_name.as_str(),
                draft.street.as_str(),
                draft.locality.as_str()
            ),
            ("Alte Kantine", "Uferstraße 8", "Berlin")
        );
        assert_eq!(draft.description_de, "13.11. · Nantes");
        assert!(
            found
                .doubts
                .contains(&Doubt::EndBeforeStart("2027-06-12T15:00:00Z".into()))
        );
    }

    #[test]
    fn what_is_no_event_is_named() {
        for (member, value, reason) in [
            ("type", json!("Note"), Reason::NotAnEvent("Note".into())),
            ("startTime", json!(null), Reason::StartMissing),
            (
                "startTime",
                json!("heute"),
                Reason::StartUnreadable("heute".into()),
            ),
            ("name", json!(null), Reason::Broken),
            (
                "startTime",
                json!("1000-01-01T00:00:00Z"),
                Reason::StartUnreadable("1000-01-01T00:00Z".into()),
            ),
        ] {
            let mut event = sample();
            event[member] = value;
            let reading = read(&event, &setting());
            assert_eq!(
                reading.unreadable.first().map(|item| &item.reason),
                Some(&reason),
                "{member}"
            );
        }
    }
}
