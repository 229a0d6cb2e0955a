//! Calendars as programs write them, and as somebody does who means harm.

use super::*;
use crate::imports::{
    EVENTS_AT_MOST, Found,
    tests::{checked, setting},
};

fn reading(text: &str) -> Reading {
    read(text.as_bytes(), "text/calendar", &setting())
}

/// A calendar of events with these lines.
fn calendar(events: &[&str]) -> String {
    let events = events
        .iter()
        .map(|lines| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n"));
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\n{}END:VCALENDAR\n",
        events.collect::<String>()
    );
    text.replace('\n', "\r\n")
}

fn one(lines: &str) -> Found {
    let reading = reading(&calendar(&[lines]));
    checked(&reading, 0).clone()
}

/// An event with these times.
fn timed(lines: &str) -> Found {
    one(&format!("UID:1\nSUMMARY:Treffen\nLOCATION:Büro\n{lines}"))
}

fn span(found: &Found) -> String {
    let draft = &found.draft;
    format!(
        "{} {} – {} {} {}",
        draft.starts_on, draft.starts_at, draft.ends_on, draft.ends_at, draft.zone
    )
}

fn reasons(reading: &Reading) -> Vec<&Reason> {
    reading.unreadable.iter().map(|item| &item.reason).collect()
}

fn starts(reading: &Reading) -> Vec<String> {
    let drafts = reading.events.iter().map(|found| &found.draft);
    drafts
        .map(|draft| format!("{} {}", &draft.starts_on[5..], draft.starts_at))
        .collect()
}

#[test]
fn an_event_becomes_a_draft() {
    let found = one("UID:a-1@verein.example\n\
        SUMMARY;LANGUAGE=de:Denkwerkstatt\\, zwei Tage\n\
        DESCRIPTION:Zwei Tage\\, elf Ideen.\\n\\nMehr:\\n- Ergeb\n nisse\n\
        DTSTART;TZID=Europe/Berlin:20270113T100000\n\
        DTEND;TZID=Europe/Berlin:20270114T160000\n\
        LOCATION:Alte Kantine\\, Uferstraße 8–11\\, 13357 Berlin\n\
        GEO:52.5532;13.3719\n\
        URL:https://verein.example/termine/1\n\
        CATEGORIES:Cybersicherheit,Recht\\, Ethik\n\
        CONTACT:post@verein.example");
    assert_eq!(found.key, "a-1@verein.example");
    let draft = &found.draft;
    assert_eq!(draft.title_de, "Denkwerkstatt, zwei Tage");
    assert_eq!(
        draft.description_de,
        "Zwei Tage, elf Ideen.\n\nMehr:\n- Ergebnisse"
    );
    assert_eq!(
        span(&found),
        "2027-01-13 10:00 – 2027-01-14 16:00 Europe/Berlin"
    );
    assert_eq!(
        (draft.place_name.as_str(), draft.street.as_str()),
        ("Alte Kantine", "Uferstraße 8–11")
    );
    assert_eq!(
        (draft.postal_code.as_str(), draft.locality.as_str()),
        ("13357", "Berlin")
    );
    assert_eq!(
        (draft.latitude.as_str(), draft.longitude.as_str()),
        ("52.5532", "13.3719")
    );
    assert_eq!(
        found.url.as_ref().map(|url| url.as_str()),
        Some("https://verein.example/termine/1")
    );
    assert_eq!(draft.topics, "Cybersicherheit, Recht Ethik");
    assert_eq!(draft.contact, "post@verein.example");
    assert!(
        matches!(found.doubts.as_slice(), [Doubt::PlaceGuessed(_)]),
        "{:?}",
        found.doubts
    );
}

#[test]
fn every_kind_of_time_is_told_in_its_zone() {
    for (lines, expected) in [
        (
            "DTSTART:20270113T090000Z\nDTEND:20270113T100000Z",
            "2027-01-13 10:00 – 2027-01-13 11:00 Europe/Berlin",
        ),
        (
            "DTSTART:20270713T090000Z\nDURATION:PT1H30M",
            "2027-07-13 11:00 – 2027-07-13 12:30 Europe/Berlin",
        ),
        (
            "DTSTART:20270113T100000\nDTEND:20270113T110000",
            "2027-01-13 10:00 – 2027-01-13 11:00 Europe/Berlin",
        ),
        (
            "DTSTART;TZID=America/New_York:20270113T100000\nDURATION:P1D",
            "2027-01-13 10:00 – 2027-01-14 10:00 America/New_York",
        ),
        (
            "DTSTART;TZID=W. Europe Standard Time:20270113T100000\nDTEND;TZID=W. Europe Standard Time:20270113T110000",
            "2027-01-13 10:00 – 2027-01-13 11:00 Europe/Berlin",
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20270113T100000\nDTEND;TZID=Europe/London:20270113T100000",
            "2027-01-13 10:00 – 2027-01-13 11:00 Europe/Berlin",
        ),
        (
            "DTSTART;VALUE=DATE:20270113\nDTEND;VALUE=DATE:20270115",
            "2027-01-13 00:00 – 2027-01-14 23:59 Europe/Berlin",
        ),
        (
            "DTSTART;VALUE=DATE:20270113",
            "2027-01-13 00:00 – 2027-01-13 23:59 Europe/Berlin",
        ),
        (
            "DTSTART;VALUE=DATE:20270113\nDTEND;VALUE=DATE:20270113",
            "2027-01-13 00:00 – 2027-01-13 23:59 Europe/Berlin",
        ),
        (
            "DTSTART;VALUE=DATE:20270113\nDURATION:P3D",
            "2027-01-13 00:00 – 2027-01-15 23:59 Europe/Berlin",
        ),
    ] {
        assert_eq!(span(&timed(lines)), expected, "{lines}");
    }
}

#[test]
fn a_zone_of_its_own_is_known_by_where_it_is() {
    let text = calendar(&[
        "UID:1\nSUMMARY:Treffen\nLOCATION:Büro\nDTSTART;TZID=Meine:20270713T100000\nDURATION:PT1H",
    ]);
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Meine\r\nX-LIC-LOCATION:Europe/Lisbon\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT";
    let known = reading(&text.replacen("BEGIN:VEVENT", zone, 1));
    assert_eq!(checked(&known, 0).draft.zone, "Europe/Lisbon");
    assert_eq!(known.events[0].doubts, []);
    let unknown = reading(&text);
    assert_eq!(checked(&unknown, 0).draft.zone, "Europe/Berlin");
    assert_eq!(
        unknown.events[0].doubts,
        [Doubt::ZoneUnknown("Meine".into())]
    );
    let utc = calendar(&[
        "UID:1\nSUMMARY:Treffen\nLOCATION:Büro\nDTSTART:20270713T100000Z\nDURATION:PT1H",
    ]);
    let shown = reading(&utc.replacen("VERSION:2.0", "X-WR-TIMEZONE:Europe/Lisbon", 1));
    assert_eq!(
        span(&shown.events[0]),
        "2027-07-13 11:00 – 2027-07-13 12:00 Europe/Lisbon"
    );
}

#[test]
fn ends_that_cannot_be_are_said() {
    for (lines, doubt) in [
        ("DTSTART:20270113T090000Z", Doubt::EndMissing),
        (
            "DTSTART:20270113T090000Z\nDTEND:20270112T090000Z",
            Doubt::EndBeforeStart("2027-01-12T09:00Z".into()),
        ),
        (
            "DTSTART:20270113T090000Z\nDURATION:-PT1H",
            Doubt::EndBeforeStart("2027-01-13T08:00Z".into()),
        ),
        (
            "DTSTART:20270113T090000Z\nDTEND:morgen",
            Doubt::EndUnreadable("morgen".into()),
        ),
        (
            "DTSTART:20270113T090000Z\nDURATION:P4000000000W",
            Doubt::EndUnreadable(String::new()),
        ),
    ] {
        assert_eq!(timed(lines).doubts, [doubt], "{lines}");
    }
}

#[test]
fn starts_that_cannot_be_are_said() {
    for (lines, reason) in [
        ("SUMMARY:Treffen", Reason::StartMissing),
        ("DTSTART:morgen", Reason::StartUnreadable("morgen".into())),
        (
            "DTSTART:20271399T990000Z",
            Reason::StartUnreadable(String::new()),
        ),
        (
            "DTSTART:99991231T235959Z",
            Reason::StartUnreadable(String::new()),
        ),
        (
            "DTSTART:10000101T000000Z",
            Reason::StartUnreadable(String::new()),
        ),
    ] {
        let reading = reading(&calendar(&[lines]));
        assert_eq!(reasons(&reading), [&reason], "{lines}");
    }
}

#[test]
fn the_nights_the_clocks_change_are_told_right() {
    let twice = timed("DTSTART:20271031T003000Z\nDTEND:20271031T013000Z");
    assert_eq!(span(&twice), "2027-10-31 00:30 – 2027-10-31 01:30 UTC");
    assert_eq!(twice.doubts, [Doubt::HourTwice]);
    let left_out = timed("DTSTART;TZID=Europe/Berlin:20270328T023000\nDURATION:PT2H");
    assert_eq!(left_out.draft.starts_at, "03:30");
    assert_eq!(
        left_out.doubts,
        [Doubt::TimeMoved("2027-03-28T02:30".into())]
    );
    // Ten in the morning stays ten in the morning.
    let weekly = reading(&calendar(&[
        "UID:1\nDTSTART;TZID=Europe/Berlin:20261023T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4",
    ]));
    assert_eq!(
        starts(&weekly),
        ["10-23 10:00", "10-24 10:00", "10-25 10:00", "10-26 10:00"]
    );
    assert!(
        weekly
            .events
            .iter()
            .all(|found| found.draft.ends_at == "11:00")
    );
}

#[test]
fn a_series_is_told_date_by_date() {
    let reading = reading(&calendar(&[
        "UID:s\nSUMMARY:Runde\nDTSTART;TZID=Europe/Berlin:20270107T180000\nDTEND;TZID=Europe/Berlin:20270107T193000\n\
         RRULE:FREQ=WEEKLY;UNTIL=20270128T170000Z\nEXDATE;TZID=Europe/Berlin:20270114T180000\n\
         RDATE;TZID=Europe/Berlin:20270202T180000\nRDATE;VALUE=PERIOD;TZID=Europe/Berlin:20270203T180000/PT3H",
        "UID:s\nSUMMARY:Runde im Freien\nRECURRENCE-ID;TZID=Europe/Berlin:20270121T180000\n\
         DTSTART;TZID=Europe/Berlin:20270122T170000\nDTEND;TZID=Europe/Berlin:20270122T180000",
        "UID:s\nSUMMARY:Runde extra\nSTATUS:CANCELLED\nRECURRENCE-ID:20270401T160000Z\nDTSTART:20270401T160000Z\nDURATION:PT1H",
    ]));
    assert_eq!(
        starts(&reading),
        [
            "01-07 18:00",
            "01-22 17:00",
            "01-28 18:00",
            "02-02 18:00",
            "02-03 18:00",
            "04-01 18:00"
        ]
    );
    let keys: Vec<_> = reading
        .events
        .iter()
        .map(|found| found.key.as_str())
        .collect();
    assert_eq!(keys[..2], ["s 2027-01-07T18:00", "s 2027-01-21T18:00"]);
    assert_eq!(reading.events[1].draft.title_de, "Runde im Freien");
    assert_eq!(reading.events[4].draft.ends_at, "21:00");
    assert_eq!(
        reading.events[5].doubts,
        [Doubt::Cancelled, Doubt::PlaceMissing]
    );
    assert_eq!(reading.unreadable, []);
}

#[test]
fn series_of_days_and_of_instants_are_series_too() {
    let days = reading(&calendar(&[
        "UID:d\nDTSTART;VALUE=DATE:20270107\nDTEND;VALUE=DATE:20270109\nRRULE:FREQ=MONTHLY;COUNT=2\nEXDATE;VALUE=DATE:20270207",
    ]));
    assert_eq!(starts(&days), ["01-07 00:00"]);
    assert_eq!(days.events[0].draft.ends_on, "2027-01-08");
    let instants = reading(&calendar(&[
        "UID:i\nDTSTART:20270107T170000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20270121T170000Z",
    ]));
    assert_eq!(
        starts(&instants),
        ["01-07 18:00", "01-14 18:00", "01-21 18:00"]
    );
}

#[test]
fn a_series_without_end_is_cut_and_said() {
    let endless = reading(&calendar(&[
        "UID:s\nSUMMARY:Runde\nDTSTART:20200107T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY",
    ]));
    assert_eq!(endless.events.len(), 157);
    assert_eq!(
        reasons(&endless),
        [
            &Reason::RulePast("2025-11-25".into()),
            &Reason::RuleTooLong("2028-11-21".into())
        ]
    );
    let fast = reading(&calendar(&[
        "UID:s\nSUMMARY:Runde\nDTSTART:20270107T180000Z\nRRULE:FREQ=SECONDLY",
    ]));
    assert_eq!(fast.events.len(), 1);
    assert!(matches!(reasons(&fast)[..], [Reason::RuleTooFine(_)]));
    let broken = reading(&calendar(&[
        "UID:s\nSUMMARY:Runde\nDTSTART:20270107T180000Z\nRRULE:FREQ=OFTEN;BYDAY=XX",
    ]));
    assert_eq!(broken.events.len(), 1, "{broken:?}");
    assert!(
        matches!(reasons(&broken)[..], [Reason::RuleUnreadable(_)]),
        "{broken:?}"
    );
}

#[test]
fn of_several_versions_the_newest_counts() {
    let version = |sequence: u32, title: &str| {
        format!(
            "UID:1\nSEQUENCE:{sequence}\nSUMMARY:{title}\nDTSTART:20270113T090000Z\nDURATION:PT1H"
        )
    };
    let reading = reading(&calendar(&[
        &version(1, "alt"),
        &version(3, "neu"),
        &version(2, "älter"),
    ]));
    let titles: Vec<_> = reading
        .events
        .iter()
        .map(|found| found.draft.title_de.as_str())
        .collect();
    assert_eq!(titles, ["neu"]);
    assert_eq!(reasons(&reading), [&Reason::Twice, &Reason::Twice]);
}

#[test]
fn what_is_left_out_is_named() {
    let found = timed(
        "DTSTART:20270113T090000Z\nDURATION:PT1H\nCLASS:PRIVATE\nSTATUS:TENTATIVE\nATTACH:https://evil.example/x.exe\n\
         ATTENDEE:mailto:a@verein.example\nORGANIZER:mailto:b@verein.example\n\
         BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nATTACH:file:///etc/passwd\nEND:VALARM",
    );
    assert_eq!(
        found.doubts,
        [
            Doubt::Private,
            Doubt::Tentative,
            Doubt::NotTaken("ATTACH, ATTENDEE, ORGANIZER, VALARM".into())
        ]
    );
    let said = format!("{:?}", found.draft);
    assert!(
        !said.contains("evil.example") && !said.contains("passwd") && !said.contains("verein"),
        "{said}"
    );
    let other = reading(
        "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:Aufgabe\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
    );
    assert_eq!(reasons(&other), [&Reason::NotAnEvent("VTODO".into())]);
    assert_eq!(other.unreadable[0].at, At::Named("Aufgabe".into()));
}

#[test]
fn a_link_to_a_room_stays_out_of_the_draft() {
    for (lines, attendance) in [
        ("LOCATION:https://room.example/j/123?pwd=x", "online"),
        (
            "CONFERENCE;VALUE=URI:https://room.example/j/123?pwd=x",
            "online",
        ),
        (
            "LOCATION:Büro\nX-GOOGLE-CONFERENCE:https://room.example/j/123?pwd=x",
            "hybrid",
        ),
        (
            "CONFERENCE:https://room.example/j/123?pwd=x\nDESCRIPTION:Zum Raum: https://room.example/j/123?pwd=x",
            "online",
        ),
    ] {
        let found = one(&format!(
            "UID:1\nSUMMARY:Treffen\nDTSTART:20270113T090000Z\nDURATION:PT1H\n{lines}"
        ));
        assert_eq!(found.draft.attendance, attendance, "{lines}");
        assert_eq!(
            found.doubts,
            [Doubt::RoomLeft("https://room.example/j/123?pwd=x".into())],
            "{lines}"
        );
        assert!(
            !format!("{:?}", found.draft).contains("room.example"),
            "{lines}"
        );
    }
}

#[test]
fn html_in_a_description_becomes_markdown() {
    let found = timed(
        "DTSTART:20270113T090000Z\nDURATION:PT1H\nDESCRIPTION:<p>Mit <b>Musik</b></p><script>alert(1)</script>",
    );
    assert_eq!(found.draft.description_de, "Mit **Musik**");
    let found = timed(
        "DTSTART:20270113T090000Z\nDURATION:PT1H\nX-ALT-DESC;FMTTYPE=text/html:<html><body><p>Mit <i>Tanz</i></p></body></html>",
    );
    assert_eq!(found.draft.description_de, "Mit *Tanz*");
}

#[test]
fn nothing_in_a_text_becomes_a_line_or_a_link_of_its_own() {
    let found = timed(
        "DTSTART:20270113T090000Z\nDURATION:PT1H\nURL:javascript:alert(1)\nCONTACT:a\\nATTENDEE:b\u{202E}c\nCATEGORIES:a\\nBEGIN:VALARM",
    );
    assert_eq!(found.url, None);
    assert_eq!(found.draft.contact, "a ATTENDEE:bc");
    assert_eq!(found.draft.topics, "a BEGIN:VALARM");
}

#[test]
fn old_letters_and_nul_are_read() {
    let text = calendar(&[
        "UID:1\nSUMMARY:Gr\u{FC}\u{0}\u{DF}e\nLOCATION:B\nDTSTART:20270113T090000Z\nDURATION:PT1H",
    ]);
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let reading = read(&latin, "text/calendar", &setting());
    assert_eq!(reading.events[0].draft.title_de, "Grüße");
    assert_eq!(reasons(&reading), [&Reason::LettersGuessed]);
}

#[test]
fn a_file_that_is_cut_off_gives_what_was_there() {
    let whole = calendar(&[
        "UID:1\nSUMMARY:Eins\nDTSTART:20270113T090000Z",
        "UID:2\nSUMMARY:Zwei\nDTSTART:20270114T090000Z",
    ]);
    let cut = &whole[..whole.find("DTSTART:20270114").expect("the second")];
    let reading = reading(cut);
    assert_eq!(reading.events.len(), 1, "{reading:?}");
    assert!(!reading.unreadable.is_empty(), "{reading:?}");
}

#[test]
fn a_million_lines_and_components_without_end_are_read_and_end() {
    let size = crate::imports::BYTES_AT_MOST - 100;
    for line in [
        "\n",
        "a\n",
        "A:\n",
        "BEGIN:VEVENT\n",
        "BEGIN:VCALENDAR\n",
        "END:VEVENT\n",
        "X;A=\"",
        " \n",
        "DTSTART:2\n",
        ",;:\\",
    ] {
        let bomb = line.repeat(size / line.len());
        let reading = read(
            format!("BEGIN:VCALENDAR\n{bomb}").as_bytes(),
            "text/calendar",
            &setting(),
        );
        assert!(!reading.unreadable.is_empty(), "{line:?}");
        read(bomb.as_bytes(), "text/calendar", &setting());
    }
}

#[test]
fn events_without_number_and_rules_in_every_one_of_them_end() {
    let event = "BEGIN:VEVENT\nDTSTART:20270113T090000Z\nEND:VEVENT\n";
    let many = reading(&format!(
        "BEGIN:VCALENDAR\n{}END:VCALENDAR",
        event.repeat(15_000)
    ));
    assert!(many.events.len() <= EVENTS_AT_MOST && !many.unreadable.is_empty());
    let rules: String = (0..2_000)
        .map(|number| format!("BEGIN:VEVENT\nUID:{number}\nDTSTART:20270113T090000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n"))
        .collect();
    let rules = reading(&format!("BEGIN:VCALENDAR\n{rules}END:VCALENDAR"));
    // Its first date every event has.
    assert_eq!(rules.events.len(), EVENTS_AT_MOST);
    assert!(
        reasons(&rules)
            .iter()
            .any(|reason| matches!(reason, Reason::RuleTooFine(_)))
    );
    // A long text, a thousand times.
    let long = format!(
        "UID:1\nSUMMARY:Runde\nDTSTART:20270113T090000Z\nDESCRIPTION:{}\nRRULE:FREQ=DAILY;COUNT=1000",
        "x".repeat(100_000)
    );
    let long = reading(&calendar(&[&long]));
    assert!(reasons(&long).contains(&&Reason::TooMuchText));
}

#[test]
fn a_series_without_end_brings_the_next_dates_and_no_flood() {
    let endless = reading(&calendar(&[
        "UID:s\nSUMMARY:Jeden Tag\nDTSTART;VALUE=DATE:20200107\nRRULE:FREQ=DAILY",
    ]));
    assert_eq!(endless.events.len(), 200);
    let now = setting().now.date_naive().to_string();
    let ahead = endless.events.iter().filter(|it| it.draft.starts_on >= now);
    assert!(ahead.count() >= 199);
}

#[test]
fn an_event_without_a_place_can_be_taken_and_says_that_it_is_missing() {
    let found = one("UID:1\nSUMMARY:Treffen\nDTSTART:20270113T090000Z\nDURATION:PT1H");
    assert_eq!(found.doubts, [Doubt::PlaceMissing]);
    assert_eq!(found.draft.place_name, "Ort noch offen");
    let online = one(
        "UID:1\nSUMMARY:Treffen\nDTSTART:20270113T090000Z\nDURATION:PT1H\nLOCATION:https://room.example/j/1",
    );
    assert!(!online.doubts.contains(&Doubt::PlaceMissing));
}
