//! What a person sees, and what a program is told, through the router everybody uses.

use crate::{
    App,
    accounts::tests::{Instance, instance_with},
    events::{
        self, Event,
        feed::tests::{denkwerkstatt, drafted, house, published},
    },
    web,
};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use federation::{
    actors::{self, Actor},
    follows,
    vocabulary::{Object, actor::Document},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use tower::ServiceExt;

pub const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
const ACTIVITY: &str = "application/activity+json";
/// Name, place and text of somebody who wants to be more than a text.
const HOSTILE: &str =
    "Abend\u{202E}dnebA <script>alert(1)</script> \"><img src=x onerror=alert(1)>";

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn says(&self, words: &str) -> bool {
        self.body.contains(words)
    }

    fn position(&self, words: &str) -> usize {
        let position = self.body.find(words);
        position.unwrap_or_else(|| panic!("the page does not say {words}: {}", self.body))
    }

    /// The schema.org object of the page.
    fn linked_data(&self) -> Value {
        let (_, rest) = self.body.split_once("application/ld+json\">").unwrap();
        serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
    }
}

pub async fn ask(app: &App, request: Request<Body>) -> Answer {
    let response = web::router(app.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

pub async fn get(app: &App, path: &str, accept: &str) -> Answer {
    let request = Request::get(path).header(header::ACCEPT, accept);
    ask(app, request.body(Body::empty()).unwrap()).await
}

/// A page that is there.
pub async fn page(app: &App, path: &str) -> Answer {
    let answer = get(app, path, BROWSER).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer
}

/// Another server's association that ours follows, read from its document.
pub async fn neighbour(app: &App, follower: &Actor) {
    let now = app.clock.now();
    let read = Document::read(&json!({
        "id": "https://peer.example/actor",
        "type": "Organization",
        "preferredUsername": "nachbar",
        "name": HOSTILE,
        "inbox": "https://peer.example/inbox",
    }));
    let read = read.unwrap();
    let id = read.id.clone();
    let row = actors::ActiveModel {
        id: Set(read.id.into()),
        kind: Set(read.kind),
        handle: Set(read.handle),
        host: Set("peer.example".into()),
        local: Set(false),
        profile: Set(read.profile),
        inbox: Set(read.inbox.into()),
        shared_inbox: Set(None),
        outbox: Set(None),
        followers: Set(None),
        approves_followers: Set(false),
        keys: Set(Default::default()),
        secret_keys: Set(None),
        published_at: Set(now),
        updated_at: Set(now),
        fetched_at: Set(now),
        deleted_at: Set(None),
        missing_since: Set(None),
    };
    actors::Entity::insert(row)
        .exec_without_returning(&app.db)
        .await
        .unwrap();
    let follow = follows::ActiveModel {
        follower: Set(follower.id.clone()),
        followed: Set(id.into()),
        activity: Set(format!("{}#follow", follower.id).parse().unwrap()),
        state: Set(follows::State::Accepted),
        requested_at: Set(now),
        answered_at: Set(Some(now)),
        outbox_read_at: Set(None),
    };
    follows::Entity::insert(follow)
        .exec_without_returning(&app.db)
        .await
        .unwrap();
}

/// An event of theirs, read from the wire and kept as the inbox would. Returns its page here.
pub async fn from_neighbour(app: &App) -> String {
    let object = json!({
        "id": "https://peer.example/events/1",
        "type": "Event",
        "attributedTo": "https://peer.example/actor",
        "url": "https://peer.example/e/1",
        "name": HOSTILE,
        "content": format!("<p>Guten Abend</p>{HOSTILE}"),
        "startTime": "2026-12-19T18:00:00+01:00",
        "timezone": "Europe/Berlin",
        "location": { "type": "Place", "name": HOSTILE },
        "tag": [{ "type": "Hashtag", "name": HOSTILE, "href": "https://peer.example/t" }],
        "published": "2026-11-01T10:00:00Z",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
    });
    let Some(Object::Event(event)) = Object::read(&object) else {
        panic!("no event");
    };
    let foreign = events::activitypub::foreign(&event, app.clock.now());
    let (id, now) = (app.ulids.next(app.clock.now()).into(), app.clock.now());
    let tx = app.begin().await.unwrap();
    events::keep(&tx, id, &event.id, &event.attributed_to, None, foreign, now)
        .await
        .unwrap();
    let kept = events::find_by_iri(&tx, &event.id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    kept.path()
}

/// The Denkwerkstatt in December, and everything it may say.
async fn everything(app: &App, organizer: &Actor) -> Event {
    let draft = events::Draft {
        title_de_simple: "Denk-Werkstatt".into(),
        attendance: "hybrid".into(),
        street: "Uferstraße 8–11".into(),
        postal_code: "13357".into(),
        latitude: "52.5532".into(),
        longitude: "13.3719".into(),
        step_free: true,
        sign_language: true,
        access_note: "Ein ruhiger Raum steht bereit.".into(),
        contact: "post@dialog.example.org".into(),
        registration_url: "https://pretix.example/denkwerkstatt".into(),
        ..denkwerkstatt()
    };
    published(app, organizer, &draft).await
}

/// One thing more happens to an event.
async fn change<T>(app: &App, work: impl AsyncFnOnce(&crate::app::Tx) -> crate::Result<T>) -> T {
    let tx = app.begin().await.unwrap();
    let done = work(&tx).await.unwrap();
    tx.commit().await.unwrap();
    done
}

async fn lively_house() -> (Instance, Actor, Event, String) {
    let (app, organizer) = house().await;
    let event = everything(&app, &organizer).await;
    neighbour(&app, &organizer).await;
    let remote = from_neighbour(&app).await;
    (app, organizer, event, remote)
}

#[tokio::test]
async fn every_page_is_complete_and_harmless_in_both_languages() {
    let (app, _, event, remote) = lively_house().await;
    let event = event.path();
    for path in [
        "/",
        "/events",
        "/events?place=online&kind=briefing&servers=own",
        "/events/2026/12",
        "/events/2027/01",
        "/topics/digitale-gewalt",
        "/associations",
        "/@dialog",
        "/@dialog/follow",
        "/follow",
        &event,
        &remote,
    ] {
        for lang in ["de", "en"] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = page(&app, &format!("{path}{joint}lang={lang}")).await;
            assert!(!page.says("⟦"), "{path} lacks a text in {lang}");
            assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
            assert!(page.says(&format!("<html lang=\"{lang}\"")), "{path}");
            let scripts = page.body.matches("<script").count();
            let data = page.body.matches("<script type=\"application/ld+json\">");
            assert_eq!(scripts, data.count(), "{path} runs a script");
            for trace in ["style=", "<img src=x", "\u{202E}", "src=\"http"] {
                assert!(!page.says(trace), "{path} says {trace}");
            }
        }
    }
}

#[tokio::test]
async fn what_somebody_needs_to_come_stands_before_the_text() {
    let (app, organizer) = house().await;
    let event = everything(&app, &organizer).await;
    let page = page(&app, &event.path()).await;
    let (_, below_title) = page.body.split_once("<h1").unwrap();
    let mut last = 0;
    for words in [
        "So.,\u{a0}13.12.2026, 10:00\u{a0}Uhr",
        "Alte Kantine",
        "Uferstraße 8–11, 13357 Berlin",
        "https://www.openstreetmap.org/directions?to=52.5532%2C13.3719",
        "Route planen (öffnet OpenStreetMap)",
        "href=\"/@dialog\"",
        "Stufenlos erreichbar",
        "Deutsche Gebärdensprache",
        "Ein ruhiger Raum steht bereit.",
        "mailto:post@dialog.example.org",
        "https://pretix.example/denkwerkstatt",
        "/events/denkwerkstatt.ics",
        "/@dialog/follow",
        "Am <strong>ersten</strong> Tag &amp; danach",
        "/topics/digitale-gewalt",
    ] {
        let position = below_title.find(words);
        let position = position.unwrap_or_else(|| panic!("{words}: {below_title}"));
        assert!(position > last, "{words} stands too early");
        last = position;
    }
}

#[tokio::test]
async fn a_text_is_told_in_the_language_that_was_asked_for() {
    let (app, organizer) = house().await;
    let path = everything(&app, &organizer).await.path();
    for (query, title) in [
        ("", "<h1 class=\"p-name\"><bdi>Denkwerkstatt<"),
        ("?lang=en", "<h1 class=\"p-name\"><bdi>Think workshop<"),
        (
            "?text=en",
            "<h1 class=\"p-name\" lang=\"en\"><bdi>Think workshop<",
        ),
        (
            "?text=de-simple",
            "<h1 class=\"p-name\" lang=\"de-simple\"><bdi>Denk-Werkstatt<",
        ),
        ("?text=fr", "<h1 class=\"p-name\"><bdi>Denkwerkstatt<"),
    ] {
        let page = page(&app, &format!("{path}{query}")).await;
        assert!(page.says(title), "{query}: {}", page.body);
        assert!(page.says("hreflang=\"de-simple\""), "{query}");
    }
}

#[tokio::test]
async fn what_changed_stands_above_the_title() {
    let (app, organizer) = house().await;
    let moved = everything(&app, &organizer).await;
    let draft = events::Draft {
        starts_on: "2026-12-20".into(),
        ends_on: "2026-12-21".into(),
        seen: String::new(),
        ..events::Draft::of(&moved, &Default::default())
    };
    let moved = change(&app, async |tx| {
        events::revise(&app, tx, moved, &draft).await
    })
    .await;
    let page_of = async |event: &Event| page(&app, &event.path()).await;
    let page = page_of(&moved).await;
    assert!(page.position("Verschoben auf") < page.position("<h1"));
    assert!(page.position("Ursprünglich geplant:") < page.position("<h1"));
    let data = page.linked_data();
    assert_eq!(data["eventStatus"], "https://schema.org/EventRescheduled");
    assert_eq!(data["startDate"], "2026-12-20T10:00:00+01:00");
    assert_eq!(data["previousStartDate"], "2026-12-13T10:00:00+01:00");

    let postponed = change(&app, async |tx| {
        events::postpone(&app, tx, moved, "Zu wenige <Anmeldungen>.").await
    })
    .await;
    let page = page_of(&postponed).await;
    assert!(page.position("Der neue Termin steht noch nicht fest") < page.position("<h1"));
    assert!(page.says("Neuer Termin folgt"));
    assert!(page.position("Begründung: Zu wenige &#60;Anmeldungen&#62;.") < page.position("<h1"));
    let data = page.linked_data();
    assert_eq!(data["eventStatus"], "https://schema.org/EventPostponed");
    let described = data["description"].as_str().unwrap();
    assert!(
        described.starts_with("Zu wenige <Anmeldungen>."),
        "{described}"
    );

    let cancelled = change(&app, async |tx| {
        events::cancel(&app, tx, postponed, "").await
    })
    .await;
    let page = page_of(&cancelled).await;
    assert!(page.position("Diese Veranstaltung findet nicht statt.") < page.position("<h1"));
    assert!(!page.says("pretix.example"), "nobody registers any more");
    assert!(!page.says("Begründung"), "that was why it had been put off");
    let status = page.linked_data()["eventStatus"].clone();
    assert_eq!(status, "https://schema.org/EventCancelled");
}

#[tokio::test]
async fn search_engines_read_who_when_and_where() {
    let (app, organizer) = house().await;
    let page = page(&app, &everything(&app, &organizer).await.path()).await;
    let data = page.linked_data();
    assert_eq!(data["@type"], "Event");
    assert_eq!(data["name"], "Denkwerkstatt");
    assert_eq!(data["startDate"], "2026-12-13T10:00:00+01:00");
    assert_eq!(data["endDate"], "2026-12-14T16:00:00+01:00");
    assert_eq!(data["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(
        data["eventAttendanceMode"],
        "https://schema.org/MixedEventAttendanceMode"
    );
    assert_eq!(data["location"][0]["address"]["postalCode"], "13357");
    assert_eq!(data["location"][1]["@type"], "VirtualLocation");
    assert_eq!(
        data["organizer"]["url"],
        "https://dialog.example.org/@dialog"
    );
    assert_eq!(data["description"], "Zwei Tage.");
    for tag in [
        r#"<meta name="fediverse:creator" content="@dialog@dialog.example.org">"#,
        r#"<meta property="og:title" content="Denkwerkstatt">"#,
        r#"<link rel="canonical" href="https://dialog.example.org/events/denkwerkstatt">"#,
        r#"class="dt-start" datetime="2026-12-13T10:00:00+01:00""#,
        r#"class="dt-end" value="2026-12-14T16:00:00+01:00""#,
    ] {
        assert!(page.says(tag), "{tag}");
    }
}

#[tokio::test]
async fn another_server_s_event_leads_to_its_home() {
    let (app, _, _, remote) = lively_house().await;
    let page = page(&app, &remote).await;
    for expected in [
        "von peer.example",
        "href=\"https://peer.example/e/1\"",
        "Zur Seite der Veranstaltenden",
        "Dieser Termin kommt von peer.example.",
        r#"<link rel="canonical" href="https://peer.example/e/1">"#,
        r#"<meta name="robots" content="noindex">"#,
        "<p>Guten Abend</p>",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
    ] {
        assert!(page.says(expected), "{expected}: {}", page.body);
    }
    assert!(!page.says("fediverse:creator"), "we are not its author");
    let list = super::tests::page(&app, "/events").await;
    assert!(list.says("von peer.example") && list.says("Denkwerkstatt"));
    let own = super::tests::page(&app, "/events?servers=own").await;
    assert!(!own.says("von peer.example") && own.says("Denkwerkstatt"));
}

#[tokio::test]
async fn a_program_gets_the_object_and_a_person_the_page() {
    let (app, _, event, remote) = lively_house().await;
    let object = get(&app, &event.path(), ACTIVITY).await;
    assert_eq!(object.status, StatusCode::OK);
    assert_eq!(object.headers[header::CONTENT_TYPE], ACTIVITY);
    let json: Value = serde_json::from_str(&object.body).unwrap();
    assert_eq!(json["id"], event.iri.as_str());
    let page = page(&app, &event.path()).await;
    let link = page.headers[header::LINK].to_str().unwrap();
    assert!(link.starts_with(&format!("<{}>; rel=\"alternate\"", event.iri)));
    assert!(
        page.headers[header::VARY]
            .to_str()
            .unwrap()
            .contains("Accept")
    );
    let away = get(&app, &remote, ACTIVITY).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER);
    assert_eq!(
        away.headers[header::LOCATION],
        "https://peer.example/events/1"
    );
}

#[tokio::test]
async fn a_page_that_says_the_same_is_not_sent_again() {
    let (app, organizer) = house().await;
    let path = everything(&app, &organizer).await.path();
    let first = page(&app, &path).await;
    assert_eq!(first.headers[header::CACHE_CONTROL], "public, no-cache");
    let again = Request::get(&path)
        .header(header::ACCEPT, BROWSER)
        .header(header::IF_NONE_MATCH, &first.headers[header::ETAG]);
    let again = ask(&app, again.body(Body::empty()).unwrap()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.body, "");
    // The same address in English is another page.
    let english = Request::get(format!("{path}?lang=en"))
        .header(header::IF_NONE_MATCH, &first.headers[header::ETAG]);
    let english = ask(&app, english.body(Body::empty()).unwrap()).await;
    assert_eq!(english.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_erased_is_gone_and_what_is_not_published_was_never_there() {
    let (app, organizer) = house().await;
    let draft = drafted(&app, &organizer, &denkwerkstatt()).await;
    let path = draft.path();
    assert_eq!(get(&app, &path, BROWSER).await.status, 404);
    assert_eq!(get(&app, &path, ACTIVITY).await.status, 404);
    let event = change(&app, async |tx| events::publish(&app, tx, draft).await).await;
    let id = event.iri.path().to_owned();
    change(&app, async |tx| events::erase(&app, tx, event).await).await;
    // Nothing is left of it but that there was one.
    assert_eq!(get(&app, &path, BROWSER).await.status, 410);
    let gone = get(&app, &id, BROWSER).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.says("<h1"), "a person gets a page");
    let tombstone = get(&app, &id, ACTIVITY).await;
    assert_eq!(tombstone.status, StatusCode::GONE);
    assert!(tombstone.says("Tombstone"));
}

#[tokio::test]
async fn a_list_says_what_was_chosen_and_how_much_there_is() {
    let (app, _, _, _) = lively_house().await;
    let all = page(&app, "/events").await;
    assert!(all.says("2 kommende Termine") && all.says("Dezember\u{a0}2026"));
    assert!(all.says("href=\"/events/2026/11\""), "today's leaf");
    let some = page(&app, "/events?place=online&topic=digitale-gewalt").await;
    assert!(some.says("Ein kommender Termin"));
    assert!(some.says("Digitale Gewalt · Online"));
    assert!(some.says("/events.ics?topic=digitale-gewalt&#38;place=online"));
    let none = page(
        &app,
        "/events?kind=briefing&association=nachbar@peer.example",
    )
    .await;
    assert!(none.says("Zu dieser Auswahl gibt es keine kommenden Termine:"));
    assert!(none.says("Briefing") && none.says("Alle Termine anzeigen"));
    for unknown in ["/events?association=niemand", "/events?page=0"] {
        assert_eq!(get(&app, unknown, BROWSER).await.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn a_month_shows_an_event_on_each_of_its_days() {
    let (app, organizer) = house().await;
    everything(&app, &organizer).await;
    let until_midnight = events::Draft {
        title_de: "Silvester".into(),
        starts_on: "2026-12-31".into(),
        starts_at: "20:00".into(),
        ends_on: "2027-01-01".into(),
        ends_at: "00:00".into(),
        ..denkwerkstatt()
    };
    published(&app, &organizer, &until_midnight).await;
    let december = page(&app, "/events/2026/12").await;
    assert_eq!(december.body.matches("/events/denkwerkstatt\"").count(), 2);
    assert!(december.says("10:00 <bdi>Denkwerkstatt"));
    assert!(december.says("<time datetime=\"2026-12-14\">"));
    assert!(december.says("href=\"/events/2027/01\""));
    let january = page(&app, "/events/2027/01").await;
    assert!(january.says("In diesem Monat gibt es keine Termine."));
    assert!(january.says("noindex"));
    for wrong in [
        "/events/2026/13",
        "/events/2026/1",
        "/events/x/01",
        "/events/9999/01",
    ] {
        assert_eq!(get(&app, wrong, BROWSER).await.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn a_topic_has_a_page_as_long_as_an_event_has_it() {
    let (app, organizer) = house().await;
    everything(&app, &organizer).await;
    let topic = page(&app, "/topics/digitale-gewalt").await;
    assert!(topic.says("<h1><bdi>Digitale Gewalt</bdi></h1>"));
    assert!(topic.says("Ein kommender Termin") && topic.says("/topics/digitale-gewalt.ics"));
    assert_eq!(get(&app, "/topics/wetter", BROWSER).await.status, 404);
}

#[tokio::test]
async fn an_ending_asks_for_the_same_in_another_form() {
    let (app, organizer) = house().await;
    everything(&app, &organizer).await;
    for (path, media_type) in [
        ("/events/denkwerkstatt.ics", "text/calendar; charset=utf-8"),
        ("/events/denkwerkstatt.json", "application/json"),
        ("/events/2026/12.ics", "text/calendar; charset=utf-8"),
        (
            "/topics/digitale-gewalt.atom",
            "application/atom+xml; charset=utf-8",
        ),
        ("/@dialog.ics", "text/calendar; charset=utf-8"),
    ] {
        let answer = get(&app, path, "*/*").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], media_type, "{path}");
        let method = Request::builder().method(Method::POST).uri(path);
        let posted = ask(&app, method.body(Body::empty()).unwrap()).await;
        assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

#[tokio::test]
async fn what_publishes_itself_is_listed_in_the_same_moment() {
    let (app, organizer) = house().await;
    let mut draft = denkwerkstatt();
    draft.publish_on = "2026-11-23".into();
    let event = drafted(&app, &organizer, &draft).await;
    let link = format!("href=\"{}\"", event.path());
    change(&app, async |tx| events::schedule(&app, tx, event).await).await;
    app.clock.advance(chrono::Duration::days(1));
    assert!(!page(&app, "/events").await.says(&link));
    assert_eq!(events::publish_due(&app).await.unwrap(), 1);
    assert!(page(&app, "/events").await.says(&link));
}

#[tokio::test]
async fn who_asks_too_often_has_to_wait() {
    let app = instance_with("https://dialog.example.org", |config| {
        config.limits.requests_per_minute = 1;
    })
    .await;
    page(&app, "/events").await;
    app.clock.advance(chrono::Duration::seconds(1));
    let refused = get(&app, "/events", BROWSER).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers[header::RETRY_AFTER], "59");
}

#[tokio::test]
async fn what_was_public_and_is_erased_is_said_to_be_gone() {
    let (app, _, event, _) = lively_house().await;
    let draft = events::Draft {
        title_de: "Entwurf".into(),
        ..denkwerkstatt()
    };
    let organizer = events::organizer_of(&app.db, &event).await.unwrap();
    let draft = drafted(&app, &organizer, &draft).await;
    change(&app, async |tx| {
        events::erase(&app, tx, event.clone()).await?;
        events::erase(&app, tx, draft.clone()).await
    })
    .await;
    let gone = get(&app, &event.path(), BROWSER).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(
        gone.says("gelöscht und kommt nicht wieder"),
        "{}",
        gone.body
    );
    for form in [".ics", ".json", "/agenda", "/register"] {
        let path = format!("{}{form}", event.path());
        assert_eq!(get(&app, &path, BROWSER).await.status, 410, "{path}");
    }
    // Nobody ever saw a draft.
    assert_eq!(get(&app, &draft.path(), BROWSER).await.status, 404);
    // Its address may be used again.
    let again = everything(&app, &organizer).await;
    assert_eq!(again.path(), event.path());
    assert_eq!(get(&app, &event.path(), BROWSER).await.status, 200);
}

#[tokio::test]
async fn an_address_that_is_none_is_said_so_to_everybody() {
    let (app, _) = house().await;
    for accept in [BROWSER, "*/*"] {
        let nowhere = get(&app, "/nope", accept).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        assert!(nowhere.says("Diese Seite gibt es nicht"), "{accept}");
        assert_eq!(nowhere.headers[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn another_server_reads_what_we_say_of_access_place_and_topics() {
    let (app, organizer) = house().await;
    let draft = events::Draft {
        access_note: "Rampe am <Hintereingang>.\nEin ruhiger Raum.".into(),
        street: "Uferstraße 8".into(),
        place_protected: true,
        topics: "Digitale Gewalt, Öffentlichkeit, KI".into(),
        ..denkwerkstatt()
    };
    let event = published(&app, &organizer, &draft).await;
    let object = json!(events::wire_form(&app, &event, &organizer, None));
    let content = object["content"].as_str().unwrap();
    let note =
        "<p>Was man vorher wissen sollte: Rampe am &lt;Hintereingang&gt;.<br>Ein ruhiger Raum.</p>";
    assert!(content.contains(note), "{content}");
    let Some(Object::Event(read)) = Object::read(&object) else {
        panic!("no event");
    };
    let there = events::activitypub::foreign(&read, app.clock.now());
    assert_eq!(there.topics.0, ["Digitale Gewalt", "Öffentlichkeit", "KI"]);
    assert!(there.place.unwrap().is_protected());
}

#[tokio::test]
async fn the_label_to_follow_by_hand_names_whom() {
    let (app, _) = house().await;
    let follow = page(&app, "/@dialog/follow").await;
    assert!(
        follow.says("Adresse von Dialog für Cybersicherheit"),
        "{}",
        follow.body
    );
}
