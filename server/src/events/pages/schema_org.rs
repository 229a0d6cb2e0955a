//! An event as a schema.org object, for search engines and everybody who imports events. Pure.

use crate::{
    events::{
        Attendance, Event, Place, Role, State, Text,
        event::picture_path,
        organizers::{Beside, Organizer},
    },
    markdown,
};
use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use serde_json::{Value, json};
use url::Url;

pub fn event(
    event: &Event,
    text: &Text,
    organizer: Option<&Organizer>,
    beside: &[Beside],
    origin: &Url,
) -> Value {
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": event.iri,
        "url": event.url,
        "name": text.title,
        "startDate": offset(event.starts()),
        "eventStatus": format!("https://schema.org/{}", status(event.state)),
        "eventAttendanceMode": format!("https://schema.org/{}", mode(event.attendance)),
        "location": locations(event),
        "inLanguage": text.language,
    });
    let mut say = |name: &str, value: Value| data[name] = value;
    if event.ends_at > event.starts_at {
        say("endDate", offset(event.ends()).into());
    }
    let moved = event.state == State::Rescheduled;
    if let Some(previously) = event.previously_started().filter(|_| moved) {
        say("previousStartDate", offset(previously).into());
    }
    let description = match text.summary.as_str() {
        "" => markdown::plain(&event.description_html(text)),
        summary => summary.to_owned(),
    };
    // schema.org has no word for why an event was called off or put off.
    let description = match &event.reason {
        Some(reason) if description.is_empty() => reason.clone(),
        Some(reason) => format!("{reason}\n\n{description}"),
        None => description,
    };
    if !description.is_empty() {
        say("description", description.into());
    }
    let holding = beside_as(beside, &[Role::Cohost]);
    let organizers: Vec<Value> = organizer
        .map(organization)
        .into_iter()
        .chain(holding)
        .collect();
    for (name, mut organizations) in [
        ("organizer", organizers),
        (
            "contributor",
            beside_as(beside, &[Role::Partner, Role::MediaPartner]),
        ),
        ("sponsor", beside_as(beside, &[Role::Sponsor])),
    ] {
        match organizations.len() {
            0 => {}
            1 => say(name, organizations.remove(0)),
            _ => say(name, organizations.into()),
        }
    }
    let picture = event.picture.as_ref();
    if let Some(href) = picture.and_then(|picture| origin.join(&picture_path(picture)).ok()) {
        say("image", json!([href]));
    }
    if !event.topics.0.is_empty() {
        say("keywords", json!(event.topics.0));
    }
    data
}

fn organization(organizer: &Organizer) -> Value {
    json!({
        "@type": "Organization",
        "name": organizer.name,
        "url": organizer.page,
    })
}

/// Those who agreed to one of these roles.
fn beside_as(beside: &[Beside], roles: &[Role]) -> Vec<Value> {
    let agreed = beside
        .iter()
        .filter(|beside| beside.role.is_some_and(|role| roles.contains(&role)));
    agreed
        .map(|beside| organization(&beside.organizer))
        .collect()
}

/// With the offset of its own zone: `2026-11-13T10:00:00+01:00`.
fn offset(at: DateTime<Tz>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn status(state: State) -> &'static str {
    match state {
        State::Draft | State::Scheduled | State::Published => "EventScheduled",
        State::Rescheduled => "EventRescheduled",
        State::Postponed => "EventPostponed",
        State::Cancelled => "EventCancelled",
    }
}

fn mode(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::InPerson => "OfflineEventAttendanceMode",
        Attendance::Online => "OnlineEventAttendanceMode",
        Attendance::Hybrid => "MixedEventAttendanceMode",
    }
}

/// The place, and where the event is found online: on its own page.
fn locations(event: &Event) -> Vec<Value> {
    let place = event.place.as_ref().filter(|_| event.attendance.has_room());
    let online = event.attendance != Attendance::InPerson;
    let online = online.then(|| json!({ "@type": "VirtualLocation", "url": event.url }));
    place.map(location).into_iter().chain(online).collect()
}

fn location(place: &Place) -> Value {
    let mut address = json!({ "@type": "PostalAddress" });
    for (name, part) in [
        ("streetAddress", &place.street),
        ("postalCode", &place.postal_code),
        ("addressLocality", &place.locality),
        ("addressRegion", &place.region),
        ("addressCountry", &place.country),
    ] {
        if !part.is_empty() {
            address[name] = json!(part);
        }
    }
    let mut location = json!({ "@type": "Place", "name": place.name, "address": address });
    if let (Some(latitude), Some(longitude)) = (place.latitude, place.longitude) {
        location["geo"] = json!({
            "@type": "GeoCoordinates",
            "latitude": latitude,
            "longitude": longitude,
        });
    }
    location
}
