//! The agenda in the working area as a browser meets it, through the whole router.

use crate::{
    App,
    accounts::Role,
    agenda::{self, Session},
    events::{
        Event,
        feed::tests::{denkwerkstatt, drafted, house, published},
    },
    web::desk::tests::{Visitor, deeds},
};

const PROGRAMME: &str = "\
Sonntag, 13.12.
10:00 Uhr – Begrüßung, Dialogkomitee
irgendwann am Vormittag <eine> Pause mit Kaffee und noch viel mehr
Montag, 14.12.
9:00 – 10:00 Auswahl der Workstreams (Plenum)
";

fn address(event: &Event, rest: &str) -> String {
    format!("/desk/events/{}/agenda{rest}", event.id)
}

async fn planned(app: &App, event: &Event) -> Vec<Session> {
    agenda::planned(&app.db, event).await.unwrap()
}

#[tokio::test]
async fn a_programme_is_pasted_corrected_and_taken() {
    let (app, organizer) = house().await;
    let event = drafted(&app, &organizer, &denkwerkstatt()).await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    let stand = visitor.get(&format!("/desk/events/{}", event.id)).await;
    assert!(stand.says(&format!("href=\"{}\"", address(&event, ""))));
    assert!(
        visitor
            .get(&address(&event, ""))
            .await
            .says("Noch kein Programm.")
    );
    let paste = address(&event, "/paste");
    assert!(visitor.get(&paste).await.says("name=\"programme\""));

    let read = [
        ("programme", "Kaffee für alle\n10:00 Begrüßung"),
        ("then", "read"),
    ];
    let page = visitor.post(&paste, &read).await;
    assert_eq!(page.status, 200);
    // No line is left out: what was not understood is there to be corrected.
    assert!(page.says("<span class=\"pasted\">Kaffee für alle</span>"));
    assert!(page.says("Bitte prüfen") && page.says("value=\"Kaffee für alle\""));
    assert!(planned(&app, &event).await.is_empty());

    let page = visitor
        .post(&paste, &[("programme", PROGRAMME), ("then", "read")])
        .await;
    for said in [
        "value=\"Begrüßung\"",
        "value=\"2026-12-13\" selected",
        "value=\"2026-12-14\" selected",
        "&#60;eine&#62; Pause",
        "Auswahl der Workstreams",
    ] {
        assert!(page.says(said), "{said}: {}", page.html);
    }

    // What is doubtful is marked, and not dropped.
    let doubtful = "13.12.\n10:30 Begrüßung\n10:00 Auswahl";
    let read = [("programme", doubtful), ("then", "read")];
    let page = visitor.post(&paste, &read).await;
    assert!(page.says("Bitte prüfen"), "{}", page.html);
    assert_eq!(page.html.matches(" checked").count(), 2, "{}", page.html);

    // What is wrong is named beside its field, and nothing typed is lost.
    let mut fields = vec![
        ("programme", PROGRAMME),
        ("then", "take"),
        ("take-0", "on"),
        ("day-0", "2026-12-13"),
        ("starts_at-0", "spät"),
        ("title-0", "Begrüßung für <alle>"),
        ("take-1", "on"),
        ("title-1", ""),
    ];
    let page = visitor.post(&paste, &fields).await;
    assert_eq!(page.status, 422);
    for said in [
        "href=\"#starts_at-0\"",
        "href=\"#title-1\"",
        "id=\"starts_at-0-fault\"",
        "value=\"spät\"",
        "value=\"Begrüßung für &#60;alle&#62;\"",
    ] {
        assert!(page.says(said), "{said}: {}", page.html);
    }
    assert!(planned(&app, &event).await.is_empty());

    fields[4].1 = "10:15";
    fields[7].1 = "Auswahl";
    let answer = visitor.post(&paste, &fields).await;
    assert_eq!(answer.location, address(&event, "?done=taken"));
    let sessions = planned(&app, &event).await;
    let titles: Vec<_> = sessions
        .iter()
        .map(|session| session.title.as_str())
        .collect();
    assert_eq!(titles, ["Begrüßung für <alle>", "Auswahl"]);
    assert_eq!(sessions[0].speakers[0].full(), "Dialogkomitee");
    assert!(
        visitor
            .get(&answer.location)
            .await
            .says("Übernommen, als Entwurf")
    );
    assert_eq!(deeds(&app).await, ["agenda.revise"]);
    let nothing = [("programme", PROGRAMME), ("then", "take")];
    assert_eq!(visitor.post(&paste, &nothing).await.status, 422);
    let back = [("programme", PROGRAMME), ("then", "edit")];
    assert!(visitor.post(&paste, &back).await.says("Dialogkomitee"));
    let too_long = "x".repeat(agenda::paste::BYTES_AT_MOST + 1);
    let too_long = [("programme", too_long.as_str()), ("then", "read")];
    assert_eq!(visitor.post(&paste, &too_long).await.status, 422);
}

#[tokio::test]
async fn a_new_paste_in_place_of_the_old_keeps_the_sessions_it_names_again() {
    let (app, organizer) = house().await;
    let event = drafted(&app, &organizer, &denkwerkstatt()).await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    let session = [
        ("day", "2026-12-13"),
        ("starts_at", "10:00"),
        ("title", "Begrüßung"),
        ("captions", "on"),
        ("description", "Was bisher geschah"),
        ("kind", "workshop"),
        ("track", "Plenum"),
        ("room", "Saal"),
        ("tables", "Tisch 1 | 12"),
        ("sign_up", "on"),
    ];
    let added = visitor.post(&address(&event, "/sessions"), &session).await;
    assert_eq!(added.location, address(&event, "?done=saved"));
    let before = planned(&app, &event).await;
    let paste = address(&event, "/paste");
    assert!(visitor.get(&paste).await.says("name=\"in_place\""));
    let fields = [
        ("programme", "13.12.\n10:30 Begrüßung\n11:00 Auswahl"),
        ("in_place", "on"),
        ("then", "take"),
        ("take-0", "on"),
        ("take-1", "on"),
    ];
    assert_eq!(visitor.post(&paste, &fields).await.status, 303);
    let after = planned(&app, &event).await;
    assert_eq!(after.len(), 2);
    assert_eq!(after[0].id, before[0].id);
    assert!(after[0].access.captions && after[0].starts_at > before[0].starts_at);
    let moved = Session {
        starts_at: after[0].starts_at,
        ..before[0].clone()
    };
    assert_eq!(after[0], moved, "what the paste says nothing of stays");
}

#[tokio::test]
async fn what_somebody_else_planned_meanwhile_is_not_pasted_over_unseen() {
    let (app, organizer) = house().await;
    let event = drafted(&app, &organizer, &denkwerkstatt()).await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    let sessions = address(&event, "/sessions");
    let add = async |title| {
        let fields = [
            ("day", "2026-12-13"),
            ("starts_at", "10:00"),
            ("title", title),
        ];
        assert_eq!(visitor.post(&sessions, &fields).await.status, 303);
    };
    add("Begrüßung").await;
    let paste = address(&event, "/paste");
    let read = [
        ("programme", "13.12.\n11:00 Auswahl"),
        ("in_place", "on"),
        ("then", "read"),
    ];
    let read = visitor.post(&paste, &read).await;
    let seen = agenda::seen(&app.db, &event).await.unwrap();
    assert!(read.says(&format!("name=\"seen\" value=\"{seen}\"")));
    app.clock.advance(chrono::Duration::seconds(1));
    add("Imbiss").await;
    let take = |seen| {
        [
            ("programme", "13.12.\n11:00 Auswahl"),
            ("in_place", "on"),
            ("then", "take"),
            ("take-0", "on"),
            ("seen", seen),
        ]
    };
    let late = visitor.post(&paste, &take(&seen)).await;
    assert_eq!(late.status, 409);
    assert!(late.says("Jemand anderes hat den Entwurf inzwischen geändert"));
    assert_eq!(planned(&app, &event).await.len(), 2);
    let now = agenda::seen(&app.db, &event).await.unwrap();
    assert_eq!(visitor.post(&paste, &take(&now)).await.status, 303);
    assert_eq!(planned(&app, &event).await.len(), 1);
}

#[tokio::test]
async fn a_session_is_changed_and_deleted_by_hand() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    let sessions = address(&event, "/sessions");
    let wrong = [("day", "2027-01-01"), ("starts_at", ""), ("title", "<b>")];
    let answer = visitor.post(&sessions, &wrong).await;
    assert_eq!(answer.status, 422);
    for said in [
        "href=\"#day\"",
        "href=\"#starts_at\"",
        "value=\"&#60;b&#62;\"",
    ] {
        assert!(answer.says(said), "{said}");
    }
    let new = [
        ("day", "2026-12-13"),
        ("starts_at", "10:00"),
        ("title", "Begrüßung"),
    ];
    assert_eq!(visitor.post(&sessions, &new).await.status, 303);
    let session = planned(&app, &event).await.remove(0);
    let own = address(&event, &format!("/sessions/{}", session.id));
    let form = visitor.get(&own).await;
    assert!(form.says("value=\"Begrüßung\"") && form.says(&session.seen()));

    let change = |title, seen| [("seen", seen), ("starts_at", "10:00"), ("title", title)];
    let seen = session.seen();
    assert_eq!(
        visitor
            .post(&own, &change("Willkommen", &seen))
            .await
            .status,
        303
    );
    // Somebody who has read it before that learns of it, and may insist.
    let late = visitor.post(&own, &change("Anders", &seen)).await;
    assert_eq!(late.status, 409);
    assert!(late.says("value=\"Anders\"") && late.says("inzwischen geändert"));
    let seen = planned(&app, &event).await.remove(0).seen();
    assert!(late.says(&seen));

    let deletion = format!("{own}/deletion");
    assert!(visitor.get(&deletion).await.says("Willkommen"));
    let answer = visitor.post(&deletion, &[]).await;
    assert_eq!(answer.location, address(&event, "?done=deleted"));
    assert!(planned(&app, &event).await.is_empty());
    assert_eq!(visitor.get(&own).await.status, 404);
}

#[tokio::test]
async fn a_version_is_released_by_a_coordinator_who_saw_what_changes() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let release = address(&event, "/release");
    // There is nothing to release yet.
    assert_eq!(coordinator.get(&release).await.status, 303);
    let sessions = address(&event, "/sessions");
    let add = async |title| {
        let fields = [
            ("day", "2026-12-13"),
            ("starts_at", "10:00"),
            ("title", title),
        ];
        assert_eq!(editor.post(&sessions, &fields).await.status, 303);
    };
    add("Begrüßung").await;
    assert_eq!(editor.get(&release).await.status, 403);
    assert_eq!(editor.post(&release, &[]).await.status, 403);
    assert!(!editor.get(&address(&event, "")).await.says(&release));
    let asked = coordinator.get(&release).await;
    assert!(asked.says("Fassung 1 freigeben?") && asked.says("mit 1 Programmpunkt"));

    // What was added after that nobody has seen.
    let seen = agenda::latest(&app.db, &event.id)
        .await
        .unwrap()
        .unwrap()
        .seen();
    add("Auswahl").await;
    let late = coordinator.post(&release, &[("seen", &seen)]).await;
    assert_eq!(late.status, 409);
    assert!(late.says("mit 2 Programmpunkten"));
    assert!(agenda::released(&app.db, &event).await.unwrap().is_none());
    let seen = agenda::latest(&app.db, &event.id)
        .await
        .unwrap()
        .unwrap()
        .seen();
    let answer = coordinator.post(&release, &[("seen", &seen)]).await;
    assert_eq!(answer.location, address(&event, "?done=released"));
    let page = coordinator.get(&answer.location).await;
    assert!(page.says("Freigegeben.") && page.says("Öffentliche Seite"));

    add("Ausklang").await;
    let asked = coordinator.get(&release).await;
    assert!(asked.says("Fassung 2 freigeben?") && asked.says(": Ausklang</li>"));
    let own = planned(&app, &event).await.pop().unwrap().id;
    let deletion = address(&event, &format!("/sessions/{own}/deletion"));
    assert_eq!(editor.post(&deletion, &[]).await.status, 303);
    // Now the draft says what everybody knows.
    let answer = coordinator.post(&release, &[]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.says("Der Entwurf sagt dasselbe"));
    let deeds = deeds(&app).await;
    assert_eq!(
        deeds
            .iter()
            .filter(|deed| *deed == "agenda.release")
            .count(),
        1
    );
}

#[tokio::test]
async fn a_session_on_a_day_the_event_no_longer_takes_is_not_released() {
    let (app, organizer) = house().await;
    let event = drafted(&app, &organizer, &denkwerkstatt()).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let fields = [
        ("day", "2026-12-14"),
        ("starts_at", "10:00"),
        ("title", "Auswahl"),
    ];
    visitor.post(&address(&event, "/sessions"), &fields).await;
    let tx = app.begin().await.unwrap();
    let shorter = crate::events::Draft {
        ends_on: "2026-12-13".into(),
        ..denkwerkstatt()
    };
    crate::events::revise(&app, &tx, event.clone(), &shorter)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let answer = visitor.post(&address(&event, "/release"), &[]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.says("an dem der Termin nicht mehr stattfindet"));
}

async fn added(visitor: &Visitor, event: &Event, day: &str, starts: &str, title: &str) {
    let fields = [("day", day), ("starts_at", starts), ("title", title)];
    let answer = visitor.post(&address(event, "/sessions"), &fields).await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn a_draft_is_discarded_as_it_was_seen_and_what_was_released_stays() {
    let (app, organizer) = house().await;
    let event = drafted(&app, &organizer, &denkwerkstatt()).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let discard = address(&event, "/discard");
    // Without a draft there is nothing to ask.
    assert_eq!(visitor.get(&discard).await.location, address(&event, ""));
    assert_eq!(visitor.post(&discard, &[]).await.status, 422);
    added(&visitor, &event, "2026-12-13", "10:00", "Begrüßung").await;
    visitor.post(&address(&event, "/release"), &[]).await;
    added(&visitor, &event, "2026-12-13", "11:00", "Pause").await;
    assert!(
        visitor
            .get(&address(&event, ""))
            .await
            .says("/agenda/discard\"")
    );
    let asked = visitor.get(&discard).await;
    assert!(asked.says("Entwurf von Fassung 2 verwerfen?") && asked.says("Pause"));
    let late = visitor.post(&discard, &[("seen", "2.1")]).await;
    assert_eq!(late.status, 409);
    assert_eq!(planned(&app, &event).await.len(), 2);
    let answer = visitor.post(&discard, &[]).await;
    assert_eq!(answer.location, address(&event, "?done=discarded"));
    let left = planned(&app, &event).await;
    let titles: Vec<_> = left.iter().map(|session| session.title.as_str()).collect();
    assert_eq!(titles, ["Begrüßung"]);
    assert!(deeds(&app).await.contains(&"agenda.discard".to_owned()));
    assert_eq!(visitor.post(&discard, &[]).await.status, 422);
}

#[tokio::test]
async fn of_what_is_called_off_no_agenda_is_drafted_or_released() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    added(&visitor, &event, "2026-12-13", "10:00", "Begrüßung").await;
    let tx = app.begin().await.unwrap();
    let event = crate::events::cancel(&app, &tx, event, "").await.unwrap();
    tx.commit().await.unwrap();
    let fields = [
        ("day", "2026-12-13"),
        ("starts_at", "11:00"),
        ("title", "Pause"),
    ];
    for (rest, fields) in [("/sessions", &fields[..]), ("/release", &[])] {
        let answer = visitor.post(&address(&event, rest), fields).await;
        assert_eq!(answer.status, 422, "{rest}");
    }
    assert_eq!(planned(&app, &event).await.len(), 1);
    assert_eq!(agenda::released(&app.db, &event).await.unwrap(), None);
}

#[tokio::test]
async fn a_session_that_is_not_there_is_not_taken_out() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    added(&visitor, &event, "2026-12-13", "10:00", "Begrüßung").await;
    let tx = app.begin().await.unwrap();
    let unknown = "01JD3ZK6M00000000000000000";
    let removed = agenda::remove(&app, &tx, &event, unknown).await;
    assert!(
        matches!(removed, Err(crate::Error::NotFound)),
        "{removed:?}"
    );
}

#[tokio::test]
async fn an_agenda_is_not_released_while_it_names_what_is_hidden() {
    let (app, organizer) = house().await;
    let mut draft = denkwerkstatt();
    draft.place_protected = true;
    draft.street = "Uferstraße 8-11".into();
    draft.registration = "open".into();
    let event = published(&app, &organizer, &draft).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    added(
        &visitor,
        &event,
        "2026-12-13",
        "10:00",
        "Ankommen: Uferstraße 8-11",
    )
    .await;
    let answer = visitor.post(&address(&event, "/release"), &[]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(agenda::released(&app.db, &event).await.unwrap(), None);
    // And what it names already is not hidden any more by a later change.
    let mut open = denkwerkstatt();
    open.street = "Uferstraße 8-11".into();
    let event = published(&app, &organizer, &open).await;
    added(
        &visitor,
        &event,
        "2026-12-13",
        "10:00",
        "Ankommen: Uferstraße 8-11",
    )
    .await;
    assert_eq!(
        visitor.post(&address(&event, "/release"), &[]).await.status,
        303
    );
    let tx = app.begin().await.unwrap();
    let event = crate::events::find_for_change(&tx, &event.id)
        .await
        .unwrap();
    let refused = crate::events::revise(&app, &tx, event, &draft).await;
    let refused = refused.unwrap_err().to_string();
    assert_eq!(refused, "refused: event-agenda-names-the-place");
}
