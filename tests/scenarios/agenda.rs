//! A programme as it was printed becomes an agenda: pasted, released, read by people and programs, and
//! named by its event.

use harness::{Engine, Post, innovationswerkstatt, on_both_engines, settle};
use serde_json::Value;
use server::{
    agenda::{self, Session},
    events::{self, Draft, Event},
};

on_both_engines![
    a_pasted_programme_is_read_everywhere_once_it_is_released,
    a_new_version_moves_and_drops_sessions_under_their_ids,
    a_follower_hears_of_the_event_alone,
    a_part_of_an_event_is_no_event_in_the_calendar_of_another_server,
    an_agenda_that_names_a_protected_place_is_not_released,
    a_place_the_agenda_names_is_protected_once_the_agenda_is_silent,
];

/// As printed: `facts.toml` of the papers.
const PROGRAMME: &str = "\
18:00 Uhr – Begrüßung
18:10 Uhr – Vorstellung Allianz ukrainischer Organisationen
18:30 Uhr – Vorstellung der Finanzierung von Hilfe für Geflüchtete, Deutsche Stiftung für Engagement und Ehrenamt
18:50 Uhr – Chatbots und Karten in der Hilfe für Geflüchtete, place/making und Paritätischer Wohlfahrtsverband
19:10 Uhr – Workshop zu den drei Themen an mehreren Tischen
19:30 Uhr – Gemeinsamer Ausklang bei Pizza und Getränken
";

async fn a_pasted_programme_is_read_everywhere_once_it_is_released(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    buero.association("innovationsbuero").await;
    let event = buero.publish(&innovationswerkstatt()).await;
    let (event, sessions) = buero.release_agenda(&event, PROGRAMME).await;
    assert_eq!(sessions.len(), 6);

    let path = format!("/events/{}", event.slug);
    let page = buero.get(&format!("{path}/agenda"), "text/html").await;
    assert_eq!(page.status, 200);
    for said in [
        "18:10–18:30",
        "place/making",
        "Paritätischer Wohlfahrtsverband",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    for (end, said) in [
        ("agenda", "18:50–19:10  Chatbots und Karten"),
        ("agenda.txt", "19:30"),
        ("agenda.ics", "DTSTART;TZID=Europe/Berlin:20261022T181000"),
        ("schedule.xml", "<duration>00:20</duration>"),
        ("schedule.json", "\"place/making\""),
    ] {
        let reply = buero.get(&format!("{path}/{end}"), "*/*").await;
        assert_eq!(reply.status, 200, "{end}");
        assert!(reply.body.contains(said), "{end}: {}", reply.body);
    }

    let whole = buero.document(&event.iri).await;
    let parts = whole["subEvent"].as_array().expect("parts").clone();
    assert_eq!(parts.len(), 6);
    let third = parts[2].as_str().expect("an id").parse().expect("a URL");
    let part = buero.document(&third).await;
    assert_eq!(part["id"], parts[2]);
    assert_eq!(part["type"], "Event");
    assert_eq!(part["superEvent"], event.iri.as_str());
    assert_eq!(part["startTime"], "2026-10-22T18:30:00+02:00");
    assert_eq!(part["endTime"], "2026-10-22T18:50:00+02:00");
    let speaker = &part["performer"][0];
    assert_eq!(speaker["type"], "Organization");
    assert_eq!(
        speaker["name"],
        "Deutsche Stiftung für Engagement und Ehrenamt"
    );
    let people = Post::get(&third, "text/html").send().await;
    assert_eq!(people.status, 303);
    let leads_to = people.headers["location"].to_str().expect("an address");
    assert!(
        leads_to.ends_with(&format!("/agenda#{}", sessions[2].id)),
        "{leads_to}"
    );
}

async fn a_new_version_moves_and_drops_sessions_under_their_ids(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    buero.association("innovationsbuero").await;
    let event = buero.publish(&innovationswerkstatt()).await;
    let (event, first) = buero.release_agenda(&event, PROGRAMME).await;
    buero.advance(chrono::Duration::days(1));
    let shorter: Vec<String> = PROGRAMME
        .lines()
        .filter(|line| !line.contains("Chatbots"))
        .map(|line| line.replace("18:10", "18:15"))
        .collect();
    let (event, second) = buero.release_agenda(&event, &shorter.join("\n")).await;
    assert_eq!(second.len(), 5);
    assert_eq!(second[1].id, first[1].id);
    let object = |session: &Session| buero.url(&format!("/ap/objects/{}", session.id));
    let moved = buero.document(&object(&first[1])).await;
    assert_eq!(moved["startTime"], "2026-10-22T18:15:00+02:00");
    assert!(moved["updated"].as_str() > moved["published"].as_str());
    let same = buero.document(&object(&first[5])).await;
    assert_eq!(same["updated"], Value::Null);
    let gone = Post::get(&object(&first[3]), "application/activity+json");
    let gone = gone.send().await;
    assert_eq!(gone.status, 410);
    assert!(!gone.body.contains("Chatbots"));
    let whole = buero.document(&event.iri).await;
    assert_eq!(whole["subEvent"].as_array().map(Vec::len), Some(5));
    let changes = format!("/events/{}/agenda/changes", event.slug);
    let changes = buero.get(&changes, "text/html").await;
    assert!(changes.body.contains("Chatbots"), "{}", changes.body);
}

async fn a_follower_hears_of_the_event_alone(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let host = buero.association("innovationsbuero").await;
    let anna = buero.follower(&host, "anna").await;
    let event = buero.publish(&innovationswerkstatt()).await;
    settle([&buero]).await;
    anna.forget();
    let (event, _) = buero.release_agenda(&event, PROGRAMME).await;
    settle([&buero]).await;
    assert_eq!(anna.heard(), ["Update{Event}"]);
    let heard = anna.received().remove(0);
    assert_eq!(heard["object"]["id"], event.iri.as_str());
    assert_eq!(
        heard["object"]["subEvent"].as_array().map(Vec::len),
        Some(6)
    );
    // Nor do outbox and calendar show a part.
    let outbox = format!("{}/outbox?page=1", host.actor)
        .parse()
        .expect("a URL");
    let outbox = buero.document(&outbox).await;
    assert_eq!(outbox["orderedItems"].as_array().map(Vec::len), Some(1));
    assert_eq!(buero.events().await.len(), 1);
}

async fn a_part_of_an_event_is_no_event_in_the_calendar_of_another_server(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.source(&host, "anna").await;
    let whole = anna.event("fachtag", "Fachtag");
    let mut part = anna.event("fachtag-1", "Begrüßung");
    part["superEvent"] = whole["id"].clone();
    for event in [whole, part] {
        anna.tells(&dialog, &anna.activity("Create", event)).await;
    }
    let titles: Vec<String> = dialog
        .events()
        .await
        .iter()
        .map(|event| event.main_text().title)
        .collect();
    assert_eq!(titles, ["Fachtag"]);
}

async fn an_agenda_that_names_a_protected_place_is_not_released(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    buero.association("innovationsbuero").await;
    let mut draft = innovationswerkstatt();
    draft.place_name = "Frauenzentrum".to_owned();
    draft.place_protected = true;
    let event = buero.publish(&draft).await;
    let release = async |room: &str| {
        let tx = buero.begin().await;
        let session = agenda::Draft {
            starts_at: "18:00".to_owned(),
            title: "Begrüßung".to_owned(),
            room: room.to_owned(),
            ..agenda::Draft::default()
        };
        let added = agenda::add(&buero.app, &tx, &event, &session).await;
        added.expect("a session that is in order");
        agenda::release(&buero.app, &tx, event.clone(), "")
            .await
            .is_ok()
    };
    assert!(!release("Saal im Frauenzentrum").await);
    assert!(release("Saal").await);
}

async fn a_place_the_agenda_names_is_protected_once_the_agenda_is_silent(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    buero.association("innovationsbuero").await;
    let mut draft = innovationswerkstatt();
    draft.place_name = "Frauenzentrum".to_owned();
    let event = buero.publish(&draft).await;
    let (event, _) = buero
        .release_agenda(&event, "18:00 Uhr – Begrüßung im Frauenzentrum")
        .await;
    let protect = async |event: &Event| {
        let mut draft = Draft::of(event, &Default::default());
        draft.place_protected = true;
        let tx = buero.begin().await;
        let revised = events::revise(&buero.app, &tx, event.clone(), &draft).await;
        if revised.is_ok() {
            tx.commit().await.expect("a commit");
        }
        revised
    };
    let refused = protect(&event).await.expect_err("the agenda names it");
    assert!(format!("{refused:?}").contains("event-agenda-names-the-place"));
    let (event, _) = buero.release_agenda(&event, "18:00 Uhr – Begrüßung").await;
    let event = protect(&event).await.expect("nothing names it any more");
    let path = format!("/events/{}/agenda", event.slug);
    for (part, status) in [("", 200), ("/changes", 200), ("/v/1", 404), ("/v/2", 200)] {
        let page = buero.get(&format!("{path}{part}"), "text/html").await;
        assert_eq!(page.status, status, "{part}");
        assert!(!page.body.contains("Frauenzentrum"), "{part}");
    }
    for row in harness::rows(&buero.app.db, "select json from objects").await {
        let kept = row["json"].as_str().expect("a text");
        assert!(!kept.contains("Frauenzentrum"), "{kept}");
    }
    for row in harness::rows(&buero.app.db, "select json from activities").await {
        let said = row["json"].as_str().expect("a text");
        assert!(!said.contains("Frauenzentrum"), "{said}");
    }
}
