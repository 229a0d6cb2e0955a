//! „The Events Calendar“ of WordPress: the list and the single event of its REST interface
//! (`/wp-json/tribe/events/v1/events`).

use super::{
    At, Doubt, Found, Reading, Reason, Setting, html, line,
    sketch::{Said, Sketch, Spot, TOPICS_READ_AT_MOST},
    when::When,
};
use crate::events::Attendance;
use chrono_tz::Tz;
use federation::vocabulary::read;
use serde_json::Value;
use url::Url;

pub fn is_list_or_event(json: &Value) -> bool {
    is_event(json)
        || json["events"]
            .as_array()
            .is_some_and(|events| events.iter().all(is_event))
}

fn is_event(json: &Value) -> bool {
    json["start_date"].is_string() && !json["title"].is_null()
}

/// The next page of a list, on the same server as the one before.
pub fn next(json: &Value, address: &Url) -> Option<Url> {
    let next = json["next_rest_url"].as_str().and_then(read::url)?;
    (json["events"].is_array() && next.origin() == address.origin()).then_some(next)
}

/// A list with that of its next page behind it.
pub fn joined(mut list: Value, mut page: Value) -> Value {
    list["next_rest_url"] = page["next_rest_url"].take();
    if let (Some(events), Value::Array(more)) =
        (list["events"].as_array_mut(), page["events"].take())
    {
        events.extend(more);
    }
    list
}

pub fn read(json: &Value, setting: &Setting) -> Reading {
    let mut reading = Reading::default();
    let alone = std::slice::from_ref(json);
    let events = json["events"].as_array().map_or(alone, Vec::as_slice);
    for (number, event) in events.iter().enumerate() {
        let at = At::named(&html::title(&line(&event["title"])), number + 1);
        reading.take(at, found(event, setting));
    }
    if let Some(next) = json["next_rest_url"].as_str() {
        reading.miss(At::Whole, Reason::MorePages(next.to_owned()));
    }
    reading.done()
}

fn found(event: &Value, setting: &Setting) -> Result<Found, Reason> {
    let mut doubts = Vec::new();
    let zone = zone(&line(&event["timezone"]), &mut doubts);
    let is_all_day = event["all_day"].as_bool().unwrap_or(false);
    let when = |local: &str, utc: &str| {
        // The local time is what the author typed; UTC is for zones we do not know.
        let text = event[local].as_str()?;
        match When::read(text, zone)? {
            at if is_all_day => Some(When::Day(at.day())),
            When::Local(..) if zone.is_none() => {
                let utc = event[utc]
                    .as_str()
                    .and_then(|utc| When::read(&format!("{utc}Z"), None));
                utc.or_else(|| When::read(text, None))
            }
            at => Some(at),
        }
    };
    let starts = when("start_date", "utc_start_date")
        .ok_or_else(|| Reason::StartUnreadable(line(&event["start_date"])))?;
    let ends = when("end_date", "utc_end_date");
    if ends.is_none() && !event["end_date"].is_null() {
        doubts.push(Doubt::EndUnreadable(line(&event["end_date"])));
    }
    if event["status"]
        .as_str()
        .is_some_and(|status| status != "publish")
    {
        doubts.push(Doubt::Private);
    }
    match event["event_status"].as_str().unwrap_or_default() {
        "canceled" | "cancelled" => doubts.push(Doubt::Cancelled),
        "postponed" => doubts.push(Doubt::Postponed),
        _ => {}
    }
    let url = event["url"].as_str().and_then(read::url);
    let website = event["website"]
        .as_str()
        .and_then(read::url)
        .filter(|website| Some(website) != url.as_ref());
    let venue = first(&event["venue"]);
    let place = place(venue);
    let room = event["virtual_url"]
        .as_str()
        .filter(|room| !room.is_empty());
    let is_online = event["is_virtual"].as_bool().unwrap_or(false) || room.is_some();
    let said = |name: &str| event[name].as_str().unwrap_or_default();
    let sketch = Sketch {
        id: line(&event["global_id"]),
        url,
        said: vec![Said {
            language: None,
            title: html::title(said("title")),
            summary: html::title(said("excerpt"))
                .trim_end_matches("[…]")
                .trim()
                .to_owned(),
            description: html::of_html(said("description")),
        }],
        starts: Some(starts),
        ends,
        zone,
        attendance: Some(match (is_online, place.name.is_empty()) {
            (false, _) => Attendance::InPerson,
            (true, true) => Attendance::Online,
            (true, false) => Attendance::Hybrid,
        }),
        rooms: room.into_iter().map(str::to_owned).collect(),
        place,
        topics: topics(event),
        contact: contact(first(&event["organizer"])),
        registration_url: website,
        agenda: Vec::new(),
        doubts,
    };
    sketch.found(setting)
}

/// An IANA name, or an offset as WordPress has it: `UTC+1`.
fn zone(name: &str, doubts: &mut Vec<Doubt>) -> Option<Tz> {
    let zone = name.parse().ok();
    // With an offset the times in UTC are as good as any zone.
    if zone.is_none() && !name.is_empty() && !name.starts_with("UTC") {
        doubts.push(Doubt::ZoneUnknown(name.to_owned()));
    }
    zone
}

fn place(venue: &Value) -> Spot {
    let said = |name: &str| html::title(&line(&venue[name]));
    Spot {
        name: said("venue"),
        street: said("address"),
        postal_code: said("zip"),
        locality: said("city"),
        region: said("stateprovince"),
        country: said("country"),
        latitude: read::number(&venue["geo_lat"]),
        longitude: read::number(&venue["geo_lng"]),
    }
}

/// How to reach the office that organises it: a mailbox, else a telephone.
fn contact(organizer: &Value) -> String {
    let mailbox = line(&organizer["email"]);
    if mailbox.is_empty() {
        line(&organizer["phone"])
    } else {
        mailbox
    }
}

fn topics(event: &Value) -> Vec<String> {
    let lists = [&event["categories"], &event["tags"]];
    let items = lists.into_iter().filter_map(Value::as_array).flatten();
    items
        .take(TOPICS_READ_AT_MOST)
        .map(|item| html::title(&line(&item["name"])))
        .collect()
}

/// None is an empty list there, one an object, several a list.
fn first(value: &Value) -> &Value {
    match value {
        Value::Array(items) => items.first().unwrap_or(&Value::Null),
        one => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::tests::{checked, setting};
    use serde_json::json;

    fn sample() -> Value {
        json!({
            "id": 10,
            "global_id": "verein.example?id=10",
            "status": "publish",
            "url": "https://verein.example/event/netzabend/",
            "title": "Netzabend &#8211; offen f&uuml;r alle",
            "description": "<p>Fragen <strong>und</strong> Antworten.</p>\n<script>alert(1)</script>",
            "excerpt": "<p>Fragen und Antworten [&hellip;]</p>",
            "all_day": false,
            "start_date": "2027-02-18 18:00:00",
            "end_date": "2027-02-18 20:00:00",
            "utc_start_date": "2027-02-18 17:00:00",
            "utc_end_date": "2027-02-18 19:00:00",
            "timezone": "Europe/Berlin",
            "website": "https://tickets.example/netzabend",
            "categories": [{"name": "Digitale Gewalt"}],
            "tags": [{"name": "Ehrenamt"}],
            "venue": {"venue": "Alte Kantine", "address": "Uferstraße 8", "city": "Berlin", "zip": "13357", "country": "Germany"},
            "organizer": [{"organizer": "Geschäftsstelle", "email": "post@verein.example"}],
        })
    }

    #[test]
    fn an_event_of_wordpress_becomes_a_draft() {
        let page = json!({"events": [sample()], "total": 12, "next_rest_url": "https://verein.example/wp-json/tribe/events/v1/events?page=2"});
        assert!(is_list_or_event(&page));
        let reading = read(&page, &setting());
        let found = checked(&reading, 0);
        assert_eq!(found.key, "verein.example?id=10");
        let draft = &found.draft;
        assert_eq!(draft.title_de, "Netzabend – offen für alle");
        assert_eq!(draft.summary_de, "Fragen und Antworten");
        assert_eq!(draft.description_de, "Fragen **und** Antworten.");
        assert_eq!(
            (
                draft.starts_at.as_str(),
                draft.ends_at.as_str(),
                draft.zone.as_str()
            ),
            ("18:00", "20:00", "Europe/Berlin")
        );
        assert_eq!(
            (draft.place_name.as_str(), draft.country.as_str()),
            ("Alte Kantine", "DE")
        );
        assert_eq!(draft.topics, "Digitale Gewalt, Ehrenamt");
        assert_eq!(draft.contact, "post@verein.example");
        assert_eq!(draft.registration_url, "https://tickets.example/netzabend");
        let next = Reason::MorePages(
            "https://verein.example/wp-json/tribe/events/v1/events?page=2".into(),
        );
        assert_eq!(reading.unreadable[0].reason, next);
    }

    #[test]
    fn offsets_days_and_empty_venues_are_read() {
        let mut event = sample();
        event["timezone"] = json!("UTC+1");
        event["venue"] = json!([]);
        event["is_virtual"] = json!(true);
        event["virtual_url"] = json!("https://room.example/secret");
        let reading = read(&event, &setting());
        let found = checked(&reading, 0);
        assert_eq!(found.draft.starts_at, "18:00");
        assert_eq!(found.draft.attendance, "online");
        assert_eq!(
            found.doubts,
            [Doubt::RoomKept("https://room.example/secret".into())]
        );
        event["all_day"] = json!(true);
        let reading = read(&event, &setting());
        assert_eq!(checked(&reading, 0).draft.ends_at, "23:59");
        event["timezone"] = json!("Mittelerde");
        let reading = read(&event, &setting());
        assert!(
            reading.events[0]
                .doubts
                .contains(&Doubt::ZoneUnknown("Mittelerde".into()))
        );
    }

    #[test]
    fn one_that_cannot_be_read_does_not_stop_the_others() {
        let mut broken = sample();
        broken["start_date"] = json!("morgen");
        broken["title"] = json!("Kaputt");
        let reading = read(&json!({"events": [broken, sample()]}), &setting());
        assert_eq!(reading.events.len(), 1);
        assert_eq!(reading.unreadable[0].at, At::Named("Kaputt".into()));
        assert_eq!(
            reading.unreadable[0].reason,
            Reason::StartUnreadable("morgen".into())
        );
    }
}
