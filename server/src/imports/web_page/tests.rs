//! Pages as event programs make them, and as somebody does who means harm.

use super::*;
use crate::imports::{
    Found,
    tests::{checked, setting},
};

fn page(html: &str) -> Reading {
    let address: Url = "https://verein.example/termine/".parse().expect("a URL");
    read(
        html.as_bytes(),
        "text/html; charset=utf-8",
        Some(&address),
        &setting(),
    )
}

fn json_ld(json: &str) -> Reading {
    page(&format!(
        "<html lang=de><head><script type=\"application/ld+json\">{json}</script>"
    ))
}

fn first(reading: &Reading) -> &Found {
    checked(reading, 0)
}

#[test]
fn json_ld_of_an_event_becomes_a_draft() {
    let reading = json_ld(
        r#"{
        "@context": "https://schema.org", "@type": "BusinessEvent", "@id": "/termine/1#event",
        "name": "R&amp;D &#8211; Abend", "url": "/termine/1",
        "description": "<p>Fragen <b>und</b> Antworten</p>",
        "startDate": "2027-03-13T18:00:00+01:00", "endDate": "2027-03-13T20:00+01:00",
        "eventStatus": "https://schema.org/EventRescheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "VirtualLocation", "url": "https://room.example/1"},
            {"@type": "Place", "name": "Alte Kantine", "address": {"@type": "PostalAddress", "streetAddress": "Uferstraße 8",
             "postalCode": 13357, "addressLocality": "Berlin", "addressCountry": {"@type": "Country", "name": "Germany"}},
             "geo": {"latitude": "52.55", "longitude": 13.37}}],
        "keywords": "Netz, Recht",
        "offers": {"@type": "Offer", "price": "0"}
    }"#,
    );
    let found = first(&reading);
    assert_eq!(found.key, "https://verein.example/termine/1#event");
    assert_eq!(
        found.url.as_ref().map(Url::as_str),
        Some("https://verein.example/termine/1")
    );
    let draft = &found.draft;
    assert_eq!(draft.title_de, "R&D – Abend");
    assert_eq!(draft.description_de, "Fragen **und** Antworten");
    assert_eq!(
        (draft.starts_at.as_str(), draft.ends_at.as_str()),
        ("18:00", "20:00")
    );
    assert_eq!(draft.attendance, "hybrid");
    assert_eq!(
        (
            draft.place_name.as_str(),
            draft.postal_code.as_str(),
            draft.country.as_str()
        ),
        ("Alte Kantine", "13357", "DE")
    );
    assert_eq!(
        (draft.latitude.as_str(), draft.longitude.as_str()),
        ("52.55", "13.37")
    );
    assert_eq!(draft.topics, "Netz, Recht");
    assert_eq!(
        found.doubts,
        [
            Doubt::Rescheduled,
            Doubt::RoomKept("https://room.example/1".into())
        ]
    );
}

#[test]
fn events_are_found_in_lists_graphs_and_other_things() {
    let event = |name: &str| {
        format!(
            r##"{{"@type": ["Thing", "schema:MusicEvent"], "name": "{name}", "startDate": "2027-03-13", "location": {{"@id": "#ort"}}}}"##
        )
    };
    let graph = format!(
        r##"{{"@context": "https://schema.org", "@graph": [{{"@type": "WebPage", "mainEntity": {}}}, {{"@type": "Place", "@id": "#ort", "name": "Saal"}}, {{"@type": "ItemList", "itemListElement": [{{"@type": "ListItem", "item": {}}}]}}]}}"##,
        event("Eins"),
        event("Zwei")
    );
    let reading = json_ld(&graph);
    let names: Vec<_> = reading
        .events
        .iter()
        .map(|found| found.draft.title_de.as_str())
        .collect();
    assert_eq!(names, ["Eins", "Zwei"]);
    assert_eq!(reading.events[0].draft.place_name, "Saal");
    assert_eq!(reading.events[0].doubts, [Doubt::AllDay]);
    let list = json_ld(&format!(
        "[{}, {}]",
        event("Eins"),
        r#"{"@type": "Festival", "name": "Fest", "startDate": "2027-03-14T10:00", "duration": "PT2H", "subEvent": [{"@type": "Event", "name": "Teil"}]}"#
    ));
    assert_eq!(list.events.len(), 2, "{list:?}");
    assert_eq!(list.events[1].draft.ends_at, "12:00");
    assert_eq!(
        list.events[1].doubts,
        [Doubt::NotTaken("subEvent".into()), Doubt::PlaceMissing]
    );
}

#[test]
fn an_event_of_json_ld_that_cannot_be_read_is_named() {
    let reading = json_ld(
        r#"[{"@type": "Event", "name": "Ohne"}, {"@type": "Event", "name": "Falsch", "startDate": "bald"}]"#,
    );
    let told: Vec<_> = reading
        .unreadable
        .iter()
        .map(|item| (item.at.said(), item.reason.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("Ohne".to_owned(), Reason::StartMissing),
            ("Falsch".to_owned(), Reason::StartUnreadable("bald".into()))
        ]
    );
    assert_eq!(
        json_ld(r#"{"@type": "Event", "#).unreadable[0].reason,
        Reason::Broken
    );
    let lines =
        json_ld("{\"@type\": \"Event\", \"name\": \"Eins\nzwei\", \"startDate\": \"2027-03-13\"}");
    assert_eq!(lines.events.len(), 1, "{lines:?}");
}

#[test]
fn microdata_of_an_event_becomes_a_draft() {
    let reading = page(
        r#"<html lang="de"><div itemscope itemtype="https://schema.org/Event">
        <a itemprop="url" href="abend"><span itemprop="name">Netzabend</span></a>
        <time itemprop="startDate" datetime="2027-03-13T18:00">Samstag</time>
        <meta itemprop="endDate" content="2027-03-13T20:00">
        <link itemprop="eventStatus" href="https://schema.org/EventCancelled">
        <div itemprop="location" itemscope itemtype="https://schema.org/Place"><span itemprop="name">Alte Kantine</span>
          <div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress"><span itemprop="addressLocality">Berlin</span></div></div>
        <div itemprop="description"><p>Fragen</p><p>Antworten</p></div></div>"#,
    );
    let found = first(&reading);
    let draft = &found.draft;
    assert_eq!(
        (draft.title_de.as_str(), draft.description_de.as_str()),
        ("Netzabend", "Fragen\n\nAntworten")
    );
    assert_eq!(
        (draft.starts_at.as_str(), draft.ends_at.as_str()),
        ("18:00", "20:00")
    );
    assert_eq!(
        (draft.place_name.as_str(), draft.locality.as_str()),
        ("Alte Kantine", "Berlin")
    );
    assert_eq!(found.key, "https://verein.example/termine/abend");
    assert_eq!(found.doubts, [Doubt::Cancelled]);
}

#[test]
fn an_h_event_becomes_a_draft() {
    let reading = page(
        r#"<article class="h-event" lang="en"><h1 class="p-name">Net night</h1><a class="u-url" href="/night">more</a>
        <time class="dt-start" datetime="2027-03-13 18:00:00+0100">Saturday</time> <time class="dt-end">20:00</time>
        <div class="p-location h-card"><span class="p-name">Old Canteen</span><p class="p-adr"><span class="p-street-address">Uferstr. 8</span>
        <span class="p-postal-code">13357</span> <span class="p-locality">Berlin</span></p></div>
        <div class="e-content"><p>Questions, <a href="https://a.example/">answers</a></p></div>
        <a class="p-category">Net</a><span class="p-category">Law</span></article>"#,
    );
    let found = first(&reading);
    let draft = &found.draft;
    assert_eq!(
        (draft.language.as_str(), draft.title_en.as_str()),
        ("en", "Net night")
    );
    assert_eq!(
        draft.description_en,
        "Questions, [answers](<https://a.example/>)"
    );
    assert_eq!(
        (draft.starts_at.as_str(), draft.ends_at.as_str()),
        ("18:00", "20:00")
    );
    assert_eq!(
        (
            draft.place_name.as_str(),
            draft.street.as_str(),
            draft.locality.as_str()
        ),
        ("Old Canteen", "Uferstr. 8", "Berlin")
    );
    assert_eq!(draft.topics, "Net, Law");
    assert_eq!(found.key, "https://verein.example/night");
    assert_eq!(found.doubts, []);
}

#[test]
fn old_h_calendar_and_plain_words_are_read() {
    let reading = page(
        r#"<div class="vevent"><abbr class="dtstart" title="2027-03-13T18:00">Sa</abbr><b class="summary">Netzabend</b>
        <span class="location">Alte Kantine, Uferstraße 8, 13357 Berlin</span></div>"#,
    );
    let found = first(&reading);
    assert_eq!(found.draft.title_de, "Netzabend");
    assert_eq!(found.draft.locality, "Berlin");
}

#[test]
fn what_is_said_in_several_ways_counts_once() {
    let reading = page(
        r#"<script type="application/ld+json">{"@type": "Event", "name": "Netzabend", "startDate": "2027-03-13T18:00", "location": "Büro"}</script>
        <div class="h-event" itemscope itemtype="https://schema.org/Event"><b class="p-name" itemprop="name">Netzabend</b>
        <time class="dt-start" itemprop="startDate" datetime="2027-03-13T18:00"></time></div>
        <div class="h-event"><b class="p-name">Anderes</b><time class="dt-start" datetime="2027-03-14T18:00"></time></div>"#,
    );
    let names: Vec<_> = reading
        .events
        .iter()
        .map(|found| found.draft.title_de.as_str())
        .collect();
    assert_eq!(names, ["Netzabend", "Anderes"]);
    assert_eq!(reading.unreadable, []);
}

#[test]
fn no_markup_of_a_page_reaches_a_draft() {
    let reading = page(
        r#"<div class="h-event"><b class="p-name">Abend <script>alert(1)</script><img src=x onerror=alert(1)></b>
        <time class="dt-start" datetime="2027-03-13T18:00"></time><a class="u-url" href="javascript:alert(1)">x</a>
        <div class="p-location"><svg onload=alert(1)>Saal</div>
        <div class="e-content"><script>alert(1)</script><a href="javascript:alert(1)">Klick</a><iframe src="https://evil.example"></iframe></div></div>"#,
    );
    let found = &reading.events[0];
    let told = format!("{:?}", found);
    for trace in ["alert", "onerror", "javascript", "<", "evil"] {
        assert!(!told.contains(trace), "{trace}: {told}");
    }
    assert_eq!(found.draft.description_de, "Klick");
}

#[test]
fn letters_are_read_as_the_page_says() {
    let html = b"<meta charset=\"iso-8859-1\"><div class=h-event><b class=p-name>Gr\xFC\xDFe</b><time class=dt-start datetime=2027-03-13></div>";
    let reading = read(html, "text/html", None, &setting());
    assert_eq!(reading.events[0].draft.title_de, "Grüße");
}

#[test]
fn what_lies_in_too_many_others_is_said() {
    let is_too_deep = |item: &crate::imports::Unreadable| item.reason == Reason::TooDeep;
    let told = page(&format!(
        "{}{}{}",
        "<div class=h-event>".repeat(150),
        "<i></i>".repeat(20_000),
        "</div>".repeat(150)
    ));
    assert!(
        told.unreadable.iter().any(is_too_deep),
        "{:?}",
        told.unreadable.len()
    );
}

#[test]
fn the_page_of_an_event_is_no_secret_room() {
    let reading = json_ld(
        r#"{"@type": "Event", "name": "Netzabend", "url": "https://verein.example/1", "startDate": "2027-03-13T18:00",
        "endDate": "2027-03-13T19:00", "location": {"@type": "VirtualLocation", "url": "https://verein.example/1"}}"#,
    );
    assert_eq!(first(&reading).draft.attendance, "online");
    assert_eq!(reading.events[0].doubts, []);
}

#[test]
fn pages_made_to_take_forever_end() {
    let size = 100_000;
    let event = "<div class=h-event><b class=p-name>x</b><time class=dt-start datetime=2027-03-13></time></div>";
    let item = "<div itemscope itemtype=Event><b itemprop=name>x</b></div>";
    // As deep as it may be, every one of them in all those before it.
    let nested = "<div class=h-event itemscope itemtype=Event><b class=p-name itemprop=name>x</b>"
        .repeat(400);
    assert_eq!(
        page(&nested).unreadable.len(),
        crate::imports::found::UNREADABLE_AT_MOST + 1
    );
    let script = "<script type=application/ld+json>{\"@type\":\"Event\"}</script>";
    for part in [
        event,
        item,
        script,
        "<div>",
        "<p class=h-event>",
        "<table><tr><td>",
        "<a>",
        "<b><p>",
        "<!--",
        "<div itemscope itemtype=Event>",
    ] {
        let html = part.repeat(size / part.len());
        let reading = page(&html);
        assert!(
            reading.events.len() <= crate::imports::EVENTS_AT_MOST,
            "{part}"
        );
    }
}
