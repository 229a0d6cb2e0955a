//! What everybody sees of an agenda, through the router everybody uses.

use crate::{
    App,
    agenda::{self, Draft, Session},
    events::{
        self, Event,
        feed::tests::{denkwerkstatt, drafted, house, published},
        pages::tests::{BROWSER, get, page},
    },
};
use axum::http::StatusCode;
use serde_json::Value;

fn draft(day: &str, starts: &str, title: &str) -> Draft {
    Draft {
        day: day.into(),
        starts_at: starts.into(),
        title: title.into(),
        ..Draft::default()
    }
}

async fn added(app: &App, event: &Event, draft: &Draft) -> Session {
    let tx = app.begin().await.unwrap();
    let session = agenda::add(app, &tx, event, draft).await.unwrap();
    tx.commit().await.unwrap();
    session
}

async fn released(app: &App, event: &Event) {
    let tx = app.begin().await.unwrap();
    let event = events::find_for_change(&tx, &event.id).await.unwrap();
    agenda::release(app, &tx, event, "").await.unwrap();
    tx.commit().await.unwrap();
}

/// Two days, of which one session has marks, a track and a table.
async fn filled(app: &App, event: &Event) -> Vec<Session> {
    let welcome = draft("2026-12-13", "10:00", "Begrüßung <alle>");
    let results = Draft {
        ends_at: "11:30".into(),
        kind: "workshop".into(),
        room: "Saal".into(),
        track: "Wirkung & Folgen".into(),
        speakers: "| Verein B | https://b.example/\nDialogkomitee".into(),
        tables: "Tisch 1 | 8 | Verein B | Verein C".into(),
        description: "Zwei **Runden**".into(),
        captions: true,
        no_recording: true,
        list_hidden: true,
        ..draft("2026-12-13", "10:30", "Ergebnisse")
    };
    let choice = draft("2026-12-14", "9:00", "Auswahl");
    let mut sessions = Vec::new();
    for draft in [welcome, results, choice] {
        sessions.push(added(app, event, &draft).await);
    }
    sessions
}

#[tokio::test]
async fn a_released_agenda_is_shown_by_day_with_its_marks() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let sessions = filled(&app, &event).await;
    let path = format!("{}/agenda", event.path());
    assert_eq!(
        get(&app, &path, BROWSER).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!page(&app, &event.path()).await.says("Programm"));
    released(&app, &event).await;
    let shown = page(&app, &path).await;
    for said in [
        "Sonntag, 13. Dezember 2026".replace("13. Dezember 2026", "13.\u{a0}Dezember\u{a0}2026"),
        "Begrüßung &#60;alle&#62;".into(),
        "10:00–10:30".into(),
        "10:30–11:30".into(),
        format!("id=\"{}\"", sessions[1].id),
        "Zwei <strong>Runden</strong>".into(),
        "<a href=\"https://b.example/\" rel=\"nofollow noopener noreferrer\"><bdi>Verein B</bdi></a>".into(),
        "Schriftdolmetschung".into(),
        "Keine Aufnahmen".into(),
        "Teilnahmeliste nicht sichtbar".into(),
        "8 Plätze".into(),
        "agenda.ics?track=Wirkung+%26+Folgen".into(),
        "Fassung 1 vom".into(),
    ] {
        assert!(shown.says(&said), "{said} is missing: {}", shown.body);
    }
    // Who takes notes at a table is for those who work here.
    assert!(!shown.says("Verein C"));
    let event_page = page(&app, &event.path()).await;
    for said in ["Ergebnisse", "10:30", "Ganzes Programm"] {
        assert!(event_page.says(said), "{said}");
    }
}

#[tokio::test]
async fn an_agenda_is_filtered_by_who_can_follow_it() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    filled(&app, &event).await;
    released(&app, &event).await;
    let path = format!("{}/agenda", event.path());
    let shown = page(&app, &format!("{path}?captions=on")).await;
    assert!(shown.says("Ergebnisse") && !shown.says("Begrüßung"));
    assert!(shown.says("value=\"on\" checked"));
    // A mark nobody set is not offered, and finds nothing.
    assert!(!shown.says("name=\"stream\""));
    let shown = page(&app, &format!("{path}?stream=on")).await;
    assert!(!shown.says("Ergebnisse") && shown.says("Kein Programmpunkt hat alle diese Merkmale"));
}

#[tokio::test]
async fn earlier_versions_and_what_changed_can_be_read() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let sessions = filled(&app, &event).await;
    released(&app, &event).await;
    let mut moved = Draft::of(&sessions[2], event.tz());
    moved.starts_at = "9:30".into();
    let tx = app.begin().await.unwrap();
    agenda::change(&app, &tx, &event, &sessions[2].id, &moved)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let path = format!("{}/agenda", event.path());
    let second = format!("{path}/v/2");
    // A draft is nobody's business.
    assert!(!page(&app, &path).await.says("09:30"));
    assert_eq!(
        get(&app, &second, BROWSER).await.status,
        StatusCode::NOT_FOUND
    );
    released(&app, &event).await;
    let shown = page(&app, &path).await;
    assert!(shown.says("09:30") && shown.says(&format!("{path}/changes")));
    let first = page(&app, &format!("{path}/v/1")).await;
    assert!(first.says("09:00") && first.says("Diese Fassung gilt nicht mehr"));
    assert!(!page(&app, &second).await.says("gilt nicht mehr"));
    let changes = page(&app, &format!("{path}/changes")).await;
    assert!(changes.says("09:00") && changes.says("09:30") && changes.says("→"));
    assert!(changes.says("Die erste Fassung."));
}

#[tokio::test]
async fn calendars_apps_and_terminals_get_the_same_agenda() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    filled(&app, &event).await;
    released(&app, &event).await;
    let form = async |end: &str| {
        let answer = get(&app, &format!("{}/{end}", event.path()), "*/*").await;
        assert_eq!(answer.status, StatusCode::OK, "{end}");
        let kind = answer.headers["content-type"].to_str().unwrap().to_owned();
        (kind, answer.body)
    };
    let (kind, xml) = form("schedule.xml").await;
    assert_eq!(kind, "application/vnd.c3voc.schedule+xml; charset=utf-8");
    assert!(
        xml.contains("<title>Begrüßung &lt;alle&gt;</title>"),
        "{xml}"
    );
    let (_, json) = form("schedule.json").await;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schedule"]["conference"]["daysCount"], 2);
    let (kind, text) = form("agenda.txt").await;
    assert_eq!(kind, "text/plain; charset=utf-8");
    assert!(text.contains("10:30–11:30  Ergebnisse"), "{text}");
    assert_eq!(form("agenda").await, (kind, text));
    let (_, all) = form("agenda.ics").await;
    assert_eq!(all.matches("BEGIN:VEVENT").count(), 3, "{all}");
    assert!(
        all.contains("DTSTART;TZID=Europe/Berlin:20261213T100000"),
        "{all}"
    );
    // The last one ends when the event does.
    assert!(
        all.contains("DTEND;TZID=Europe/Berlin:20261214T160000"),
        "{all}"
    );
    // What nobody said the end of does not last into the next day.
    added(&app, &event, &draft("2026-12-13", "12:00", "Essen")).await;
    released(&app, &event).await;
    let (_, all) = form("agenda.ics").await;
    assert_eq!(all.matches("DTEND").count(), 3, "{all}");
    for (query, count) in [
        ("day=2026-12-13", 3),
        ("day=14.12.2026", 1),
        ("day=2026-12-15", 0),
        ("track=Wirkung+%26+Folgen", 1),
        ("day=2026-12-14&track=Wirkung+%26+Folgen", 0),
    ] {
        let (_, calendar) = form(&format!("agenda.ics?{query}")).await;
        assert_eq!(calendar.matches("BEGIN:VEVENT").count(), count, "{query}");
    }
    let path = format!("{}/agenda.ics?day=never", event.path());
    assert_eq!(get(&app, &path, "*/*").await.status, 422);
}

#[tokio::test]
async fn an_agenda_becomes_public_with_its_event_and_goes_with_it() {
    let (app, organizer) = house().await;
    let event = drafted(&app, &organizer, &denkwerkstatt()).await;
    let sessions = filled(&app, &event).await;
    released(&app, &event).await;
    let activity = "application/activity+json";
    let object = format!("/ap/objects/{}", sessions[0].id);
    let addresses = [
        object.clone(),
        format!("{}/agenda", event.path()),
        format!("{}/agenda/v/1", event.path()),
        format!("{}/agenda/changes", event.path()),
        format!("{}/agenda.ics", event.path()),
    ];
    for address in &addresses {
        let answer = get(&app, address, activity).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
    }
    let tx = app.begin().await.unwrap();
    let event = events::find_for_change(&tx, &event.id).await.unwrap();
    let event = events::publish(&app, &tx, event).await.unwrap();
    tx.commit().await.unwrap();
    for address in &addresses[1..] {
        let answer = get(&app, address, BROWSER).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
    }
    assert_eq!(get(&app, &object, activity).await.status, StatusCode::OK);
    let tx = app.begin().await.unwrap();
    events::erase(&app, &tx, event).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(get(&app, &object, activity).await.status, StatusCode::GONE);
    assert_eq!(
        get(&app, &addresses[1], BROWSER).await.status,
        StatusCode::GONE
    );
}

#[tokio::test]
async fn rooms_are_columns_and_every_session_stands_once() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let in_room = |starts: &str, title: &str, room: &str| Draft {
        ends_at: "11:30".into(),
        room: room.into(),
        ..draft("2026-12-13", starts, title)
    };
    let mut sessions = Vec::new();
    for draft in [
        Draft {
            ends_at: "10:30".into(),
            ..draft("2026-12-13", "10:00", "Begrüßung")
        },
        in_room("10:30", "Lange <Runde>", "Saal"),
        Draft {
            ends_at: "11:00".into(),
            ..in_room("10:30", "Kurze Runde", "Raum 2")
        },
        in_room("11:00", "Zweite Runde", "Raum 2"),
        draft("2026-12-14", "9:00", "Auswahl"),
    ] {
        sessions.push(added(&app, &event, &draft).await);
    }
    released(&app, &event).await;
    let shown = page(&app, &format!("{}/agenda", event.path())).await;
    for said in [
        "<th scope=\"col\"><bdi>Saal</bdi></th><th scope=\"col\"><bdi>Raum 2</bdi></th>",
        "rowspan=\"2\"",
        "colspan=\"2\"",
        "Lange &#60;Runde&#62;",
    ] {
        assert!(shown.says(said), "{said}: {}", shown.body);
    }
    for session in &sessions {
        let id = format!("id=\"{}\"", session.id);
        assert_eq!(shown.body.matches(&id).count(), 1, "{}", session.title);
    }
    // A day without rooms is a list.
    assert_eq!(shown.body.matches("<ol class=\"agenda\">").count(), 1);
    assert_eq!(shown.body.matches("<table").count(), 1);
}
