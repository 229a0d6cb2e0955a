//! What other programs know becomes drafts, and stays one however often it is read: from preview to a
//! change on both sides, for each kind of source.

use harness::{Engine, Instance, Peer, Served, on_both_engines};
use serde_json::json;
use server::{
    agenda, audit,
    events::{self, Event, State},
    imports::{
        self, Choice, Preview, Source, Standing, Taker, pretix,
        registrations::{self, Guest, Taken, Ways},
    },
    participations::{self, Participation, Word},
};

on_both_engines![
    a_calendar_is_read_again_and_again,
    a_page_is_read_again_and_again,
    the_events_calendar_is_read_again_and_again,
    a_schedule_is_read_again_and_again,
    an_event_of_another_server_is_read_again_and_again,
    an_address_is_read_whatever_is_there,
    what_is_in_the_calendar_from_elsewhere_is_not_ticked,
    a_list_of_several_pages_is_read_whole,
    the_sessions_of_a_schedule_become_an_agenda,
    a_list_takes_everybody_once_and_writes_to_nobody,
    who_gave_their_place_back_there_is_taken_out_here,
    who_left_is_not_taken_over_because_a_stranger_types_the_address,
    who_was_imported_in_silence_gets_a_free_place_in_silence,
    the_command_line_shows_and_takes,
    what_somebody_typed_is_not_taken_once_more,
    what_is_called_off_there_is_called_off_here,
];

/// Where the text of the one event stands that changes.
const TEXT: &str = "…";

async fn preview(instance: &Instance, source: &Source) -> Preview {
    let organizer = own_association(instance).await;
    let reading = source.read(&instance.app, instance.now());
    let preview = imports::preview(&instance.app, &instance.app.db, &organizer.actor, reading);
    preview.await.expect("a preview")
}

async fn own_association(instance: &Instance) -> server::associations::Association {
    let chosen = server::associations::chosen(&instance.app.db, "").await;
    chosen.expect("an association")
}

/// Take the only event of a source, with the source's word for these fields.
async fn take(instance: &Instance, source: &Source, overwrite: &[&str]) -> Event {
    let organizer = instance.actor(&own_association(instance).await).await;
    let reading = source.read(&instance.app, instance.now());
    let choice = Choice {
        key: reading.events[0].key.clone(),
        overwrite: overwrite.iter().map(|field| (*field).to_owned()).collect(),
    };
    let taker = Taker {
        account: None,
        may_publish: true,
    };
    let read = (source, &reading);
    let taken = imports::take_all(&instance.app, taker, &organizer, read, &[choice]).await;
    let (mut taken, refused) = taken.expect("it is taken or refused");
    assert!(refused.is_empty(), "{refused:?}");
    taken.remove(0).event
}

async fn own(instance: &Instance) -> Vec<Event> {
    events::own(&instance.app.db, 10).await.expect("events")
}

/// The changes of the only event: field, here, there, contested.
fn changes(preview: &Preview) -> Vec<(&str, &str, &str, bool)> {
    match &preview.items[0].standing {
        Standing::Changed(_, changes) => changes
            .iter()
            .map(|it| (&*it.field, &*it.here, &*it.there, it.contested))
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// From the first reading to a change on both sides. `source` says its text in the one event it has.
async fn journey(instance: &Instance, source: impl AsyncFn(&str) -> Source) {
    let is_same = async |text: &str| {
        let preview = preview(instance, &source(text).await).await;
        matches!(preview.items[0].standing, Standing::Same(_))
    };
    let first = source("Eins").await;
    let found = preview(instance, &first).await;
    assert_eq!(found.items.len(), 1, "{:?}", found.unreadable);
    assert!(matches!(found.items[0].standing, Standing::New));
    assert!(own(instance).await.is_empty());
    let event = take(instance, &first, &[]).await;
    assert_eq!(event.state, State::Draft);
    assert!(event.local && event.published_at.is_none());
    assert_eq!(event.main_text().title, "Fachtag");
    assert!(instance.deliveries().await.is_empty());
    assert!(is_same("Eins").await);

    let second = source("Zwei").await;
    let found = preview(instance, &second).await;
    assert_eq!(changes(&found), [("description_de", "Eins", "Zwei", false)]);
    take(instance, &second, &[]).await;
    assert_eq!(own(instance).await[0].main_text().description, "Zwei");
    assert!(is_same("Zwei").await);

    let event = own(instance).await.remove(0);
    instance
        .revise(&event, |draft| draft.description_de = "Unseres".to_owned())
        .await;
    assert!(is_same("Zwei").await);
    let third = source("Drei").await;
    let found = preview(instance, &third).await;
    assert_eq!(
        changes(&found),
        [("description_de", "Unseres", "Drei", true)]
    );
    take(instance, &third, &[]).await;
    assert_eq!(own(instance).await[0].main_text().description, "Unseres");
    // It was asked, and is not asked again until the source says something else.
    assert!(is_same("Drei").await);
    let fourth = source("Vier").await;
    let found = preview(instance, &fourth).await;
    assert_eq!(
        changes(&found),
        [("description_de", "Unseres", "Vier", true)]
    );
    take(instance, &fourth, &["description_de"]).await;
    assert_eq!(own(instance).await[0].main_text().description, "Vier");
    let events = own(instance).await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].state, State::Draft);
    let log = audit::latest(&instance.app.db, 10).await.expect("the log");
    let log: Vec<_> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(
        log,
        [
            "import.renew",
            "import.renew",
            "import.renew",
            "import.take"
        ]
    );
}

async fn file_journey(engine: Engine, template: &str) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let source = async |text: &str| Source::file(template.replace(TEXT, text).into_bytes());
    journey(&dialog, source).await;
}

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Fachtag\r\nDESCRIPTION:…\r\n\
    DTSTART:20270113T090000Z\r\nDTEND:20270113T100000Z\r\nLOCATION:Saal\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
const PAGE: &str = r#"<!doctype html><script type="application/ld+json">
    {"@context": "https://schema.org", "@type": "Event", "@id": "https://verein.example/1", "name": "Fachtag",
    "description": "…", "startDate": "2027-01-13T10:00", "endDate": "2027-01-13T11:00", "location": "Saal"}
    </script>"#;
const EVENTS_CALENDAR: &str = r#"{"events": [{"id": 1, "url": "https://verein.example/1", "title": "Fachtag",
    "description": "…", "start_date": "2027-01-13 10:00:00", "end_date": "2027-01-13 11:00:00",
    "timezone": "Europe/Berlin", "venue": {"venue": "Saal"}}]}"#;

fn schedule(text: &str, sessions: serde_json::Value) -> Source {
    let schedule = json!({"schedule": {"base_url": "https://tagung.example/", "conference": {
        "title": "Fachtag",
        "description": text,
        "start": "2027-01-13",
        "end": "2027-01-13",
        "venue": "Kongresszentrum",
        "time_zone_name": "Europe/Berlin",
        "days": [{"date": "2027-01-13", "rooms": {"Saal": sessions}}],
    }}});
    Source::file(schedule.to_string().into_bytes())
}

fn session(title: &str, at: &str) -> serde_json::Value {
    json!({
        "title": title,
        "date": format!("2027-01-13T{at}:00+01:00"),
        "duration": "00:30",
        "abstract": "Worum es geht",
        "persons": [{"public_name": "Geschäftsstelle"}],
    })
}

async fn a_calendar_is_read_again_and_again(engine: Engine) {
    file_journey(engine, CALENDAR).await;
}

async fn a_page_is_read_again_and_again(engine: Engine) {
    file_journey(engine, PAGE).await;
}

async fn the_events_calendar_is_read_again_and_again(engine: Engine) {
    file_journey(engine, EVENTS_CALENDAR).await;
}

async fn a_schedule_is_read_again_and_again(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let source = async |text: &str| schedule(text, json!([session("Begrüßung", "10:00")]));
    journey(&dialog, source).await;
}

async fn an_event_of_another_server_is_read_again_and_again(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let mut event = anna.event("fachtag", "Fachtag");
    event["startTime"] = json!("2027-01-13T09:00:00Z");
    event["endTime"] = json!("2027-01-13T10:00:00Z");
    event["location"] = json!({"type": "Place", "name": "Saal"});
    let address: url::Url = event["id"].as_str().expect("an id").parse().expect("a URL");
    let source = async |text: &str| {
        let mut event = event.clone();
        event["content"] = json!(format!("<p>{text}</p>"));
        anna.serves(&address, Served::json(&event));
        let fetched = imports::fetch(&dialog.app, address.as_str()).await;
        fetched.expect("the event of another server")
    };
    journey(&dialog, source).await;
    let addresses = imports::addresses(&dialog.app.db).await.expect("addresses");
    assert_eq!(addresses[0].0, address.as_str());
    // It is theirs still, and in no list of what other servers publish.
    assert!(dialog.events().await.is_empty());
}

async fn what_is_in_the_calendar_from_elsewhere_is_not_ticked(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let mut event = anna.event("fachtag", "Fachtag");
    event["startTime"] = json!("2027-01-13T09:00:00Z");
    event["endTime"] = json!("2027-01-13T10:00:00Z");
    event["location"] = json!({"type": "Place", "name": "Saal"});
    let address: url::Url = event["id"].as_str().expect("an id").parse().expect("a URL");
    anna.serves(&address, Served::json(&event));
    let doubted = async || {
        let source = imports::fetch(&dialog.app, address.as_str()).await;
        let found = preview(&dialog, &source.expect("an event")).await;
        let item = &found.items[0];
        let mut keys = item.found.doubts.iter().map(imports::Doubt::key);
        let home = dialog.app.config.instance.zone;
        (
            keys.any(|key| key == "import-doubt-in-calendar"),
            item.is_recommended(home, dialog.now()),
        )
    };
    assert_eq!(doubted().await, (false, true));
    anna.is_followed(&dialog, &host).await;
    let create = anna.activity("Create", event.clone());
    assert_eq!(anna.tells(&dialog, &create).await.status, 202);
    assert_eq!(dialog.events().await.len(), 1);
    assert_eq!(doubted().await, (true, false));
}

async fn a_list_of_several_pages_is_read_whole(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let ben = Peer::new("ben", &dialog.app.clock).await;
    let page = |title: &str, next: Option<url::Url>| {
        let event = json!({
            "global_id": title,
            "title": title,
            "timezone": "Europe/Berlin",
            "start_date": "2027-01-13 10:00:00",
            "end_date": "2027-01-13 12:00:00",
            "venue": {"venue": "Saal"},
        });
        let list = json!({"events": [event], "next_rest_url": next});
        Served {
            media_type: "application/json".to_owned(),
            ..Served::json(&list)
        }
    };
    let [first, second, third] = ["/1", "/2", "/3"].map(|path| anna.url(path));
    anna.serves(&first, page("Eins", Some(second.clone())));
    anna.serves(&second, page("Zwei", Some(third.clone())));
    anna.serves(&third, page("Drei", Some(ben.url("/4"))));
    ben.serves(&ben.url("/4"), page("Vier", None));
    let source = imports::fetch(&dialog.app, first.as_str()).await;
    let found = preview(&dialog, &source.expect("a list")).await;
    let titles: Vec<&str> = found.items.iter().map(|it| it.found.title()).collect();
    assert_eq!(titles, ["Eins", "Zwei", "Drei"]);
    // Another server's page is not ours to ask; it is named.
    let reason = &found.unreadable[0].reason;
    assert_eq!(*reason, imports::Reason::MorePages(ben.url("/4").into()));
    assert!(ben.reads().is_empty());
}

async fn an_address_is_read_whatever_is_there(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let serve = |path: &str, media_type: &str, body: &str| {
        let served = Served {
            media_type: media_type.to_owned(),
            body: body.to_owned().into(),
            ..Served::status(200)
        };
        anna.serves(&anna.url(path), served);
        anna.url(path).to_string()
    };
    let page = serve("/termine", "text/html", PAGE);
    let calendar = serve("/a.ics", "text/calendar; charset=utf-8", CALENDAR);
    let note = json!({"id": anna.url("/note"), "type": "Note", "content": "Kein Termin"});
    let note = serve("/note", "application/activity+json", &note.to_string());
    let large = serve(
        "/large",
        "text/html",
        &" ".repeat(imports::BYTES_AT_MOST + 1),
    );
    anna.serves(&anna.url("/moved"), Served::redirect("/termine"));
    let moved = anna.url("/moved").to_string();
    for (address, found_at) in [(&page, &page), (&calendar, &calendar), (&moved, &page)] {
        let source = imports::fetch(&dialog.app, address).await;
        let source = source.unwrap_or_else(|error| panic!("{address}: {error}"));
        assert_eq!(
            source.address.as_ref().map(url::Url::as_str),
            Some(&**found_at)
        );
        assert_eq!(preview(&dialog, &source).await.items.len(), 1, "{address}");
    }
    let source = imports::fetch(&dialog.app, &note)
        .await
        .expect("a document");
    assert!(preview(&dialog, &source).await.items.is_empty());
    server_blocks(&dialog, &anna).await;
    for (address, refusal) in [
        (large.as_str(), "import-address-blocked"),
        (host.actor.as_str(), "import-is-ours"),
    ] {
        let refused = imports::fetch(&dialog.app, address).await;
        let refused = refused.expect_err(address).to_string();
        assert_eq!(refused, format!("refused: {refusal}"), "{address}");
    }
    let ben = Peer::new("ben", &dialog.app.clock).await;
    let served = Served {
        media_type: "text/html".to_owned(),
        body: " ".repeat(imports::BYTES_AT_MOST + 1).into(),
        ..Served::status(200)
    };
    ben.serves(&ben.url("/large"), served);
    ben.serves(&ben.url("/gone"), Served::status(410));
    for (path, refusal) in [
        ("/large", "import-reason-too-large"),
        ("/gone", "import-address-gone"),
        ("/nothing", "import-address-missing"),
    ] {
        let refused = imports::fetch(&dialog.app, ben.url(path).as_str()).await;
        let refused = refused.expect_err(path).to_string();
        assert_eq!(refused, format!("refused: {refusal}"), "{path}");
    }
}

async fn server_blocks(instance: &Instance, peer: &Peer) {
    let (host, now) = (peer.host(), instance.now());
    let added = federation::blocks::add(&instance.app.db, &host, None, now).await;
    added.expect("a block");
}

async fn the_sessions_of_a_schedule_become_an_agenda(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let first = schedule(
        "Text",
        json!([
            session("Begrüßung, kurz", "10:00"),
            session("Podium", "10:30")
        ]),
    );
    let event = take(&dialog, &first, &[]).await;
    let planned = async || {
        let planned = agenda::planned(&dialog.app.db, &event).await;
        planned.expect("sessions")
    };
    let sessions = planned().await;
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions[0].title, "Begrüßung, kurz");
    assert_eq!(sessions[0].room.as_deref(), Some("Saal"));
    assert_eq!(sessions[0].speakers[0].full(), "Geschäftsstelle");
    assert_eq!(sessions[0].description, "Worum es geht");
    let found = preview(&dialog, &first).await;
    assert!(matches!(found.items[0].standing, Standing::Same(_)));

    // One session more: the others stay the same.
    let second = schedule(
        "Text",
        json!([
            session("Begrüßung, kurz", "10:00"),
            session("Podium", "10:30"),
            session("Ausklang", "11:00"),
        ]),
    );
    let found = preview(&dialog, &second).await;
    let expected = [
        ("ends_at", "11:00", "11:30", false),
        ("agenda", "2", "3", false),
    ];
    assert_eq!(changes(&found), expected);
    take(&dialog, &second, &[]).await;
    let later = planned().await;
    assert_eq!(later.len(), 3);
    assert_eq!(later[0].id, sessions[0].id);

    // Changed here too: it stays as it is unless somebody wants the other.
    let tx = dialog.begin().await;
    let removed = agenda::remove(&dialog.app, &tx, &event, &later[1].id).await;
    removed.expect("it was there");
    tx.commit().await.expect("a commit");
    let found = preview(&dialog, &first).await;
    let expected = [
        ("ends_at", "11:30", "11:00", false),
        ("agenda", "2", "2", true),
    ];
    assert_eq!(changes(&found), expected);
    take(&dialog, &first, &["agenda"]).await;
    let titles: Vec<_> = planned().await.into_iter().map(|it| it.title).collect();
    assert_eq!(titles, ["Begrüßung, kurz", "Podium"]);
}

/// Take everybody who is new in these rows of a list.
async fn take_list(instance: &Instance, event: &Event, rows: &str, tells: bool) -> Taken {
    let list = pretix::read(format!("Email,Name\n{rows}").as_bytes(), "");
    let ways = Ways::guessed(event, &list);
    let guests = registrations::preview(&instance.app.db, event, &list, &ways).await;
    let guests = guests.expect("a preview");
    let all = |_: &Guest| true;
    let read = (&guests[..], &ways);
    let taken = registrations::take(&instance.app, None, event, read, all, tells).await;
    taken.expect("they are taken")
}

async fn people(instance: &Instance, event: &Event) -> Vec<Participation> {
    let people = participations::of_event(&instance.app.db, &event.id).await;
    people.expect("people")
}

async fn leaves(instance: &Instance, person: &Participation) {
    let tx = instance.begin().await;
    let left = participations::leave(&instance.app, &tx, person, Word::Here).await;
    left.expect("they leave");
    tx.commit().await.expect("a commit");
}

async fn who_gave_their_place_back_there_is_taken_out_here(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let mut draft = harness::denkwerkstatt();
    draft.registration = String::new();
    draft.registration_url = "https://tickets.example/1".to_owned();
    let event = dialog.publish(&draft).await;
    let entered = {
        let registration = participations::Registration {
            name: "Am Telefon".to_owned(),
            email: "t@verein.example".to_owned(),
            attendance: "in_person".to_owned(),
            ..participations::Registration::default()
        };
        let tx = dialog.begin().await;
        let app = &dialog.app;
        let entered = participations::enter(app, &tx, &event.id, &registration, "de").await;
        tx.commit().await.expect("a commit");
        entered.expect("a place")
    };
    let mails = dialog.contents().await.count("mails");
    let take = async |statuses: [&str; 4]| {
        let [a, b, again, called] = statuses;
        let rows = format!(
            "Order code,Position ID,Status,Email,Attendee name\n\
             A,1,{a},a@verein.example,Stelle A\n\
             B,1,{b},,Stelle B\n\
             A,2,{again},a@verein.example,Stelle A\n\
             T,1,{called},t@verein.example,Am Telefon\n"
        );
        let list = pretix::read(rows.as_bytes(), "");
        assert_eq!(list.unreadable, []);
        let ways = Ways::guessed(&event, &list);
        let guests = registrations::preview(&dialog.app.db, &event, &list, &ways).await;
        let guests = guests.expect("a preview");
        let all = |_: &Guest| true;
        let read = (&guests[..], &ways);
        let taken = registrations::take(&dialog.app, None, &event, read, all, false).await;
        let taken = taken.expect("they are taken");
        assert_eq!(taken.refused, []);
        (taken.new, taken.gone)
    };
    // A name without an address is one of them, once.
    let cancelled = "canceled";
    assert_eq!(take(["paid", "paid", cancelled, cancelled]).await, (2, 0));
    assert_eq!(take(["paid", "paid", cancelled, cancelled]).await, (0, 0));
    // One of two places was given back: they come. Whom we wrote down ourselves is ours to take out.
    assert_eq!(take([cancelled, "paid", "paid", cancelled]).await, (0, 0));
    assert_eq!(
        take([cancelled, cancelled, cancelled, cancelled]).await,
        (0, 2)
    );
    assert_eq!(
        take([cancelled, cancelled, cancelled, cancelled]).await,
        (0, 0)
    );
    let standing: Vec<_> = people(&dialog, &event)
        .await
        .into_iter()
        .filter(|it| it.is_let_in())
        .map(|it| it.id)
        .collect();
    assert_eq!(standing, [entered.id]);
    assert_eq!(
        dialog.contents().await.count("mails"),
        mails,
        "nobody is written to"
    );
}

async fn a_list_takes_everybody_once_and_writes_to_nobody(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let mut draft = harness::denkwerkstatt();
    draft.registration = String::new();
    draft.registration_url = "https://tickets.example/1".to_owned();
    let event = dialog.publish(&draft).await;
    let mails = async || dialog.contents().await.count("mails");
    let both = "a@verein.example,Stelle A\nb@verein.example,Stelle B\n";
    assert_eq!(take_list(&dialog, &event, both, false).await.new, 2);
    assert_eq!(take_list(&dialog, &event, both, false).await.new, 0);
    let first = people(&dialog, &event).await.remove(0);
    assert_eq!(first.origin, participations::Origin::Import);
    assert_eq!(first.state, participations::State::Accepted);

    // Neither a change nor a word of theirs brings a letter to who was promised none.
    leaves(&dialog, &first).await;
    dialog
        .revise(&event, |draft| draft.place_name = "Anderer Saal".to_owned())
        .await;
    let looked = participations::look_after(&dialog.app).await;
    looked.expect("a look");
    assert_eq!(mails().await, 0);

    // Who left does not come back, and who is new is written to where somebody wants it.
    let more = format!("{both}c@verein.example,Stelle C\n");
    assert_eq!(take_list(&dialog, &event, &more, true).await.new, 1);
    assert_eq!(mails().await, 1);
    let people = people(&dialog, &event).await;
    let states: Vec<_> = people.iter().map(|it| it.state).collect();
    assert_eq!(states.len(), 3);
    assert!(states.contains(&participations::State::Cancelled));

    // They are let in here; nobody else registers here.
    let tx = dialog.begin().await;
    let arrival = participations::Arrival::on(participations::days_of(&event)[0]);
    let seen = participations::check_in(&dialog.app, &tx, &people[1], &arrival).await;
    assert_eq!(seen.expect("they are let in").seen.0.len(), 1);
    let register = format!("/events/{}/register", event.slug);
    assert_eq!(dialog.get(&register, "text/html").await.status, 404);
}

async fn who_was_imported_in_silence_gets_a_free_place_in_silence(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let mut draft = harness::denkwerkstatt();
    draft.attendance = "in_person".to_owned();
    draft.registration = "open".to_owned();
    draft.seats_in_person = "1".to_owned();
    draft.waiting_list = true;
    let event = dialog.publish(&draft).await;
    let both = "a@verein.example,Stelle A\nb@verein.example,Stelle B\n";
    assert_eq!(take_list(&dialog, &event, both, false).await.new, 2);
    let before = people(&dialog, &event).await;
    assert_eq!(before[1].state, participations::State::Waiting);
    leaves(&dialog, &before[0]).await;
    // An offer would lapse unheard.
    let after = people(&dialog, &event).await;
    assert_eq!(after[1].state, participations::State::Accepted);
    assert_eq!(dialog.contents().await.count("mails"), 0);
}

async fn the_command_line_shows_and_takes(engine: Engine) {
    const PROGRAM: &str = env!("CARGO_BIN_EXE_killable");
    // A command knows no clock but the machine's.
    let dialog = engine.instance_of_today("dialog", "").await;
    let soon = dialog.now() + chrono::Duration::days(30);
    dialog.association("dialog").await;
    let write = |name: &str, text: &str| {
        let file = dialog.config().storage.data_dir.join(name);
        std::fs::write(&file, text).expect("a file");
        file.display().to_string()
    };
    let file = write(
        "a.ics",
        &CALENDAR
            .replace("20270113", &soon.format("%Y%m%d").to_string())
            .replace(TEXT, "Eins"),
    );
    let import = ["event", "import", &file, "--association", "dialog"];
    let shown = dialog.command(PROGRAM, &import).await;
    assert!(
        shown.contains("+ new ") && shown.contains("Fachtag"),
        "{shown}"
    );
    assert!(own(&dialog).await.is_empty());
    let import = [&import[..], &["--yes"]].concat();
    let taken = dialog.command(PROGRAM, &import).await;
    assert!(taken.contains("/events/fachtag"), "{taken}");
    assert!(
        taken.contains("1 new drafts, 0 brought up to date"),
        "{taken}"
    );
    let again = dialog.command(PROGRAM, &import).await;
    assert!(
        again.contains("same") && again.contains("0 new drafts"),
        "{again}"
    );
    assert_eq!(own(&dialog).await.len(), 1);

    let mut draft = harness::denkwerkstatt();
    draft.registration = "open".to_owned();
    draft.attendance = "in_person".to_owned();
    draft.starts_on = soon.format("%Y-%m-%d").to_string();
    draft.ends_on = draft.starts_on.clone();
    let event = dialog.draft(&draft).await;
    let list = write("list.csv", "Email,Name\na@verein.example,Stelle A\n");
    let import = ["participation", "import", event.id.as_str(), &list];
    let shown = dialog.command(PROGRAM, &import).await;
    assert!(shown.contains("a@verein.example  Stelle A  new"), "{shown}");
    let taken = dialog
        .command(PROGRAM, &[&import[..], &["--yes"]].concat())
        .await;
    assert!(taken.contains("1 taken over"), "{taken}");
    let people = participations::of_event(&dialog.app.db, &event.id).await;
    assert_eq!(people.expect("people").len(), 1);
}

async fn who_left_is_not_taken_over_because_a_stranger_types_the_address(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let mut draft = harness::denkwerkstatt();
    draft.registration = "open".to_owned();
    draft.registration_url = String::new();
    let event = dialog.publish(&draft).await;
    let row = "a@verein.example,Stelle A\n";
    assert_eq!(take_list(&dialog, &event, row, false).await.new, 1);
    let first = people(&dialog, &event).await.remove(0);
    leaves(&dialog, &first).await;
    let register = format!("/events/{}/register", event.slug);
    let form = [("email", "a@verein.example"), ("attendance", "in_person")];
    assert_eq!(dialog.fills_in(&register, &form).await.status, 200);
    assert_eq!(people(&dialog, &event).await.len(), 2);
    assert_eq!(take_list(&dialog, &event, row, false).await.new, 0);
    let states = people(&dialog, &event).await;
    let states = states.iter().map(|it| it.state).collect::<Vec<_>>();
    assert!(
        !states.contains(&participations::State::Accepted),
        "{states:?}"
    );
}

const BERLIN: &str = "Alte Kantine\\, Uferstraße 8–11\\, 13357 Berlin";
const ELSEWHERE: &str = "Rathaus\\, Marktplatz 1\\, 20095 Hamburg";

/// A calendar with one event on 13 October.
fn one_event(title: &str, hour: &str, place: &str, more: &str) -> Source {
    let calendar = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//verein.example//\r\nBEGIN:VEVENT\r\n\
         UID:eins@verein.example\r\nDTSTAMP:20260801T080000Z\r\nDTSTART:20261013T{hour}0000Z\r\n\
         DTEND:20261013T110000Z\r\nSUMMARY:{title}\r\n\
         LOCATION:{place}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    Source::file(calendar.into())
}

async fn what_somebody_typed_is_not_taken_once_more(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let typed = events::Draft {
        title_de: "Fachtag für Bürger:innen".to_owned(),
        starts_on: "2026-10-13".to_owned(),
        starts_at: "10:00".to_owned(),
        ends_at: "12:00".to_owned(),
        ..harness::briefing("")
    };
    let typed = dialog.draft(&typed).await;
    // However it is spelled, and whether or not the town is said.
    for (title, place) in [
        ("Fachtag für Bürger:innen", "Rathaus"),
        ("FACHTAG für Bürger*innen", BERLIN),
    ] {
        let source = one_event(title, "08", place, "");
        let found = preview(&dialog, &source).await;
        let Standing::Same(event) = &found.items[0].standing else {
            panic!("{title}: {:?}", found.items[0].standing);
        };
        assert_eq!(event.id, typed.id);
        // Nor if somebody names it all the same.
        let organizer = dialog.actor(&own_association(&dialog).await).await;
        let reading = source.read(&dialog.app, dialog.now());
        let choice = Choice {
            key: reading.events[0].key.clone(),
            ..Choice::default()
        };
        let taker = Taker {
            account: None,
            may_publish: true,
        };
        let read = (&source, &reading);
        let taken = imports::take_all(&dialog.app, taker, &organizer, read, &[choice]).await;
        let (taken, refused) = taken.expect("it is taken or refused");
        assert!(taken.is_empty());
        assert_eq!(refused[0].1.to_string(), "import-there-already");
    }
    assert_eq!(own(&dialog).await.len(), 1);
    // Another title, another hour, another town is another event.
    for source in [
        one_event("Fachtag Pflege", "08", BERLIN, ""),
        one_event("Fachtag für Bürger:innen", "09", BERLIN, ""),
        one_event("Fachtag für Bürger:innen", "08", ELSEWHERE, ""),
    ] {
        let found = preview(&dialog, &source).await;
        let standing = &found.items[0].standing;
        assert!(matches!(standing, Standing::New), "{standing:?}");
    }
}

async fn what_is_called_off_there_is_called_off_here(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let event = take(&dialog, &one_event("Fachtag", "08", "Rathaus", ""), &[]).await;
    let cancelled = one_event("Fachtag", "08", "Rathaus", "STATUS:CANCELLED\r\n");
    // Nobody but us knows of a draft.
    let found = preview(&dialog, &cancelled).await;
    assert!(matches!(found.items[0].standing, Standing::Same(_)));
    let tx = dialog.begin().await;
    let published = events::publish(&dialog.app, &tx, event).await;
    published.expect("it can be published");
    tx.commit().await.expect("a commit");
    dialog.advance(chrono::Duration::seconds(2));

    let found = preview(&dialog, &cancelled).await;
    assert_eq!(changes(&found), [("cancelled", "", "cancelled", false)]);
    let (home, now) = (dialog.config().instance.zone, dialog.now());
    assert!(
        !found.items[0].is_recommended(home, now),
        "somebody has to say so"
    );
    let event = take(&dialog, &cancelled, &[]).await;
    assert_eq!(event.state, State::Cancelled);
    assert_eq!(own(&dialog).await[0].state, State::Cancelled);
    let found = preview(&dialog, &cancelled).await;
    assert!(matches!(found.items[0].standing, Standing::Same(_)));
}
