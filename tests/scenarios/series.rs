//! A series is followed alone, passes its editions on, and says nothing of what is not public.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::Duration;
use harness::{Engine, Instance, Peer, Post, edition, on_both_engines, settle};
use serde_json::{Value, json};
use server::{
    associations::Association,
    events::{Draft, Event, State, tasks},
    following, jobs, media,
    participations::notices,
    series::{self, Series},
};
use url::Url;

on_both_engines![
    an_edition_reaches_those_who_follow_the_series_alone,
    what_was_held_before_the_follow_is_caught_up_with,
    who_follows_both_is_told_once,
    an_event_that_becomes_an_edition_later_is_passed_on_then,
    an_erased_edition_is_erased_with_those_who_follow_the_series,
    a_draft_edition_is_nobody_elses_business,
    where_an_edition_takes_place_stays_with_those_who_take_part,
    parting_from_a_series_ends_what_it_brought_and_nothing_else,
    only_the_series_itself_says_whose_edition_an_event_is,
    the_next_edition_is_a_draft_of_the_last_one,
    old_editions_of_a_series_that_is_followed_stay,
    a_series_is_told_in_two_languages_and_with_a_picture,
    programs_and_commands_give_a_series_a_kind_of_the_associations_own,
];

async fn two_servers(engine: Engine) -> ([Instance; 2], Series, Association) {
    let [buero, dialog] = engine.instances(["innovationsbuero", "dialog"]).await;
    let host = buero.association("innovationsbuero").await;
    let series = buero.series(&host).await;
    let reader = dialog.association("dialog").await;
    ([buero, dialog], series, reader)
}

async fn follow_series(buero: &Instance, dialog: &Instance, reader: &Association) {
    let address = format!("@werkstatt@{}", buero.host());
    dialog.follow(reader, &address).await;
    settle([buero, dialog]).await;
}

fn a_week_later(draft: &mut Draft) {
    draft.starts_on = "2026-10-29".to_owned();
    draft.ends_on = draft.starts_on.clone();
}

/// Follows the series, the association, or both.
async fn listener(buero: &Instance, name: &str, actors: &[&Url]) -> Peer {
    let peer = Peer::new(name, &buero.app.clock).await;
    for actor in actors {
        peer.follows(buero, actor).await;
    }
    settle([buero]).await;
    peer.forget();
    peer
}

async fn an_edition_reaches_those_who_follow_the_series_alone(engine: Engine) {
    let ([buero, dialog], series, reader) = two_servers(engine).await;
    follow_series(&buero, &dialog, &reader).await;
    let event = buero.publish(&edition(11)).await;
    settle([&buero, &dialog]).await;
    let there = dialog.again(&event).await.expect("it arrived");
    assert_eq!(
        (&there.organizer, &there.series),
        (&event.organizer, &Some(series.actor))
    );
    assert_eq!((there.local, there.state), (false, State::Published));
    let page = dialog.get(&there.path(), "text/html").await.body;
    assert!(page.contains("Teil der Reihe"), "{page}");
    assert!(page.contains("11. Ausgabe der Reihe Innovationswerkstatt: Neue Wege"));

    let event = buero.revise(&event, a_week_later).await;
    settle([&buero, &dialog]).await;
    let there = dialog.again(&event).await.expect("still there");
    assert_eq!(
        (there.state, there.starts_at),
        (State::Rescheduled, event.starts_at)
    );

    buero.cancel(&event).await;
    settle([&buero, &dialog]).await;
    let there = dialog.again(&event).await.expect("still there");
    assert_eq!(there.state, State::Cancelled);
}

async fn what_was_held_before_the_follow_is_caught_up_with(engine: Engine) {
    let ([buero, dialog], series, reader) = two_servers(engine).await;
    let event = buero.publish(&edition(11)).await;
    buero.cancel(&event).await;
    follow_series(&buero, &dialog, &reader).await;
    let read = dialog.app.federation.read_outboxes().await;
    assert_eq!(read.expect("an outbox"), 1);
    let kept = dialog.events().await;
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (&kept[0].iri, &kept[0].series),
        (&event.iri, &Some(series.actor))
    );
    assert_eq!(kept[0].state, State::Cancelled, "as it is now");
}

async fn who_follows_both_is_told_once(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let host = buero.association("innovationsbuero").await;
    let series = buero.series(&host).await;
    let both = listener(&buero, "beides", &[&host.actor, &series.actor]).await;
    let alone = listener(&buero, "reihe", &[&series.actor]).await;
    let neither = listener(&buero, "verband", &[&host.actor]).await;
    let hears = async |expected: &[&str]| {
        settle([&buero]).await;
        for peer in [&both, &alone] {
            let mut heard = peer.heard();
            heard.sort();
            assert_eq!(heard, expected);
            peer.forget();
        }
        let told = expected.iter().filter(|word| **word != "Announce");
        let mut heard = neither.heard();
        heard.sort();
        assert_eq!(heard, told.copied().collect::<Vec<_>>());
        neither.forget();
    };
    let event = buero.publish(&edition(11)).await;
    hears(&["Announce", "Create{Event}"]).await;
    buero.advance(Duration::days(1));
    let event = buero.revise(&event, a_week_later).await;
    hears(&["Announce", "Create{Note}", "Update{Event}"]).await;
    buero.advance(Duration::days(1));
    let corrected = |draft: &mut Draft| draft.summary_de = "Ein Abend.".to_owned();
    let event = buero.revise(&event, corrected).await;
    hears(&["Update{Event}"]).await;
    buero.advance(Duration::days(1));
    buero.cancel(&event).await;
    hears(&["Announce", "Create{Note}", "Update{Event}"]).await;
}

async fn an_event_that_becomes_an_edition_later_is_passed_on_then(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let host = buero.association("innovationsbuero").await;
    let series = buero.series(&host).await;
    let alone = listener(&buero, "reihe", &[&series.actor]).await;
    let event = buero.publish(&harness::innovationswerkstatt()).await;
    settle([&buero]).await;
    assert!(alone.heard().is_empty());
    let event = buero
        .revise(&event, |draft| draft.series = "werkstatt".to_owned())
        .await;
    assert_eq!(event.edition, Some(1));
    settle([&buero]).await;
    let mut heard = alone.heard();
    heard.sort();
    assert_eq!(heard, ["Announce", "Update{Event}"]);
    assert_eq!(
        alone.received().pop().expect("the last")["object"],
        event.iri.as_str()
    );
}

async fn an_erased_edition_is_erased_with_those_who_follow_the_series(engine: Engine) {
    let ([buero, dialog], series, reader) = two_servers(engine).await;
    follow_series(&buero, &dialog, &reader).await;
    let event = buero.publish(&edition(11)).await;
    settle([&buero, &dialog]).await;
    buero.erase(&event).await;
    settle([&buero, &dialog]).await;
    assert!(dialog.again(&event).await.is_none());
    let outbox = format!("{}/outbox?page=1", series.actor);
    let outbox = buero.document(&outbox.parse().expect("a URL")).await;
    assert_eq!(outbox["orderedItems"], Value::Array(Vec::new()));
}

async fn a_draft_edition_is_nobody_elses_business(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let host = buero.association("innovationsbuero").await;
    let series = buero.series(&host).await;
    let alone = listener(&buero, "reihe", &[&series.actor]).await;
    buero.publish(&edition(11)).await;
    settle([&buero]).await;
    alone.forget();
    let told = async || buero.get("/api/v1/series", "*/*").await.body;
    let before = told().await;
    let event = buero.draft(&edition(12)).await;
    assert_eq!(told().await, before, "not even its number");
    buero
        .revise(&event, |draft| draft.subtitle = "Noch geheim".to_owned())
        .await;
    settle([&buero]).await;
    assert!(alone.heard().is_empty());
    for path in [
        "/series",
        "/series/werkstatt",
        "/series/werkstatt.ics",
        "/series/werkstatt.atom",
        "/series/werkstatt.json",
        "/api/v1/series",
        "/api/v1/series/werkstatt",
    ] {
        let answer = buero.get(path, "*/*").await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.body.contains(event.id.as_str()), "{path}");
        assert!(!answer.body.contains("Noch geheim"), "{path}");
    }
    for part in ["outbox", "upcoming"] {
        let collection = format!("{}/{part}", series.actor);
        let collection = buero.document(&collection.parse().expect("a URL")).await;
        assert_eq!(collection["totalItems"], 1, "{part}");
    }
    // A slip in a draft takes nothing from others either.
    buero.draft(&edition(9_999)).await;
    assert_eq!(told().await, before);
}

async fn old_editions_of_a_series_that_is_followed_stay(engine: Engine) {
    let ([buero, dialog], _, reader) = two_servers(engine).await;
    follow_series(&buero, &dialog, &reader).await;
    let event = buero.publish(&edition(11)).await;
    settle([&buero, &dialog]).await;
    dialog.advance(Duration::days(400));
    let cleared = jobs::clear(&dialog.app, dialog.now()).await;
    cleared.expect("a clearing");
    assert!(dialog.again(&event).await.is_some());
}

async fn where_an_edition_takes_place_stays_with_those_who_take_part(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let host = buero.association("innovationsbuero").await;
    let series = buero.series(&host).await;
    let alone = listener(&buero, "reihe", &[&series.actor]).await;
    let mut draft = edition(11);
    draft.place_name = "Frauenzentrum".to_owned();
    draft.street = "Geheimweg 1".to_owned();
    draft.place_protected = true;
    (draft.latitude, draft.longitude) = Default::default();
    let event = buero.publish(&draft).await;
    let tx = buero.begin().await;
    let copy = series::copy(&buero.app, &tx, &event, "").await;
    let copy = copy.expect("the next edition");
    tx.commit().await.expect("a commit");
    settle([&buero]).await;
    let mut said: Vec<String> = alone.received().iter().map(Value::to_string).collect();
    assert_eq!(said.len(), 2);
    for path in ["", ".ics", ".atom", ".json"] {
        let path = format!("/series/werkstatt{path}");
        said.push(buero.get(&path, "*/*").await.body);
    }
    said.push(format!("{:?}", buero.contents().await));
    for text in said {
        for secret in ["Frauenzentrum", "Geheimweg"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    // Sealed, it came along.
    let kept = server::events::draft_of(&buero.app, &buero.app.db, &copy).await;
    assert_eq!(kept.expect("a draft").street, "Geheimweg 1");
}

async fn parting_from_a_series_ends_what_it_brought_and_nothing_else(engine: Engine) {
    let ([buero, dialog], _, reader) = two_servers(engine).await;
    follow_series(&buero, &dialog, &reader).await;
    let address = format!("@innovationsbuero@{}", buero.host());
    let association = dialog.follow(&reader, &address).await;
    settle([&buero, &dialog]).await;
    let edition = buero.publish(&edition(11)).await;
    let single = buero.publish(&harness::webkonferenz()).await;
    settle([&buero, &dialog]).await;
    let is_there = async |event: &Event| dialog.again(event).await.is_some();
    assert!(is_there(&edition).await && is_there(&single).await);
    let part = async |id: &Url| {
        let follower = dialog.actor(&reader).await;
        let followed = federation::actors::find(&dialog.app.db, id).await;
        let followed = followed.expect("the table").expect("an actor");
        let tx = dialog.begin().await;
        let parted = following::part(&dialog.app, &tx, &follower, &followed).await;
        parted.expect("an end");
        tx.commit().await.expect("a commit");
    };
    part(&association.id).await;
    assert!(is_there(&edition).await, "the series still tells of it");
    assert!(!is_there(&single).await);
    let series = dialog.again(&edition).await.and_then(|event| event.series);
    part(&series.expect("its series")).await;
    assert!(!is_there(&edition).await);
}

async fn only_the_series_itself_says_whose_edition_an_event_is(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let author = dialog.source(&host, "verein").await;
    let event = author.event("1", "Lesekreis");
    let url = author.url("/events/1");
    author.serves(&url, harness::Served::json(&event));
    author
        .tells(&dialog, &author.activity("Create", event.clone()))
        .await;
    // A series of another server passes on what is not its own.
    let other = Peer::new("fremd", &dialog.app.clock)
        .await
        .with_document(|document| {
            document["type"] = "Group".into();
            document["kind"] = "series".into();
        });
    other.is_followed(&dialog, &host).await;
    let announced = other.activity("Announce", url.as_str());
    assert_eq!(other.tells(&dialog, &announced).await.status, 202);
    let kept = dialog.event_titled("Lesekreis").await.expect("it is kept");
    assert_eq!(kept.series, None);
    // Nor does a neighbour whom the owner does not name.
    let neighbour = author.neighbour("nachbarin").with_document(|document| {
        document["type"] = "Group".into();
        document["kind"] = "series".into();
    });
    neighbour.is_followed(&dialog, &host).await;
    let announced = neighbour.activity("Announce", url.as_str());
    assert_eq!(neighbour.tells(&dialog, &announced).await.status, 202);
    let kept = dialog.event_titled("Lesekreis").await.expect("it is kept");
    assert_eq!(kept.series, None);
    // Nor may it change it.
    let mut changed = event;
    changed["name"] = "Übernommen".into();
    changed["updated"] = "2026-09-01T10:00:00Z".into();
    other
        .tells(&dialog, &other.activity("Update", changed))
        .await;
    assert!(dialog.event_titled("Übernommen").await.is_none());
}

async fn the_next_edition_is_a_draft_of_the_last_one(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let host = buero.association("innovationsbuero").await;
    buero.series(&host).await;
    let mut draft = edition(11);
    draft.registration_url = String::new();
    draft.registration = "open".to_owned();
    draft.seats_in_person = "80".to_owned();
    draft.registration_ends_on = "2026-10-20".to_owned();
    draft.groups = "Wissenschaft: 10 bis 15.10.2026".to_owned();
    draft.questions = "Was essen Sie nicht? | damit das Essen reicht | 14".to_owned();
    let event = buero.publish(&draft).await;
    let programme = "18:00 Begrüßung\n18:10–18:30 Vorstellung, Vertretung (Verein B)";
    let (event, sessions) = buero.release_agenda(&event, programme).await;
    let tx = buero.begin().await;
    let task = tasks::Draft {
        title: "Raum buchen".to_owned(),
        assignee: "Geschäftsstelle".to_owned(),
        days: "28".to_owned(),
        ..tasks::Draft::default()
    };
    let task = tasks::add(&buero.app, &tx, &event, &task).await;
    let task = task.expect("a task");
    let task = tasks::finish(&buero.app, &tx, &event, task, true).await;
    let notice = notices::Draft {
        days: "7".to_owned(),
        sent_from: "08:30".to_owned(),
        is_reminder: true,
        subject_de: "Anreise".to_owned(),
        text_de: "Der Eingang ist im Hof.".to_owned(),
        ..notices::Draft::default()
    };
    let notice = notices::plan(&buero.app, &tx, &event, &notice).await;
    let (task, notice) = (task.expect("done"), notice.expect("a notice"));
    tx.commit().await.expect("a commit");
    let tx = buero.begin().await;
    let copy = series::copy(&buero.app, &tx, &event, "").await;
    let copy = copy.expect("the next edition");
    tx.commit().await.expect("a commit");
    assert_eq!((copy.state, copy.edition), (State::Draft, Some(12)));
    assert_eq!((&copy.series, &copy.subtitle), (&event.series, &None));
    // The fourth Thursday of October, of January; the clocks went back between them.
    let local = |event: &Event| event.starts().naive_local().to_string();
    assert_eq!(local(&event), "2026-10-22 18:00:00");
    assert_eq!(local(&copy), "2027-01-28 18:00:00");
    assert_eq!(
        copy.ends_at - copy.starts_at,
        event.ends_at - event.starts_at
    );
    let (before, after) = (event.admission.clone(), copy.admission.clone());
    let (before, after) = (before.expect("registration"), after.expect("registration"));
    assert_eq!(
        (after.seats_in_person, after.questions),
        (Some(80), before.questions)
    );
    let typed = server::events::draft_of(&buero.app, &buero.app.db, &copy).await;
    let typed = typed.expect("a draft");
    assert_eq!(typed.registration_ends_on, "2027-01-26");
    assert_eq!(typed.groups, "Wissenschaft: 10 bis 21.01.2027");
    let planned = server::agenda::planned(&buero.app.db, &copy).await;
    let planned = planned.expect("an agenda");
    assert_eq!(planned.len(), 2);
    for (new, old) in planned.iter().zip(&sessions) {
        assert_ne!(new.id, old.id);
        assert_eq!(new.title, old.title);
        assert_eq!(
            new.starts_at - copy.starts_at,
            old.starts_at - event.starts_at
        );
        assert!(new.speakers.is_empty());
    }
    let tasks = tasks::of_event(&buero.app.db, &copy.id).await;
    let tasks = tasks.expect("a list");
    assert_eq!(tasks.len(), 1);
    assert_ne!(tasks[0].id, task.id);
    assert_eq!(
        (&tasks[0].title, &tasks[0].assignee, tasks[0].done_on),
        (&task.title, &task.assignee, None)
    );
    let due = |of: &tasks::Task, event| of.due_on(event).expect("a day").to_string();
    assert_eq!(due(&task, &event), "2026-09-24");
    assert_eq!(due(&tasks[0], &copy), "2026-12-31");
    let notices = notices::of_event(&buero.app.db, &copy.id).await;
    let notices = notices.expect("a list");
    assert_eq!(notices.len(), 1);
    assert_eq!(notices::Draft::of(&notices[0]), notices::Draft::of(&notice));
    let due = |of: &notices::Notice, event| of.due_at(event).to_rfc3339();
    assert_eq!(due(&notice, &event), "2026-10-15T06:30:00+00:00");
    assert_eq!(due(&notices[0], &copy), "2027-01-21T07:30:00+00:00");
    assert!(
        server::agenda::released(&buero.app.db, &copy)
            .await
            .expect("none")
            .is_none()
    );
    // And the one after that, although nobody published it yet.
    let tx = buero.begin().await;
    let third = series::copy(&buero.app, &tx, &event, "")
        .await
        .expect("one more");
    assert_eq!(
        (local(&third).as_str(), third.edition),
        ("2027-04-22 18:00:00", Some(13))
    );
}

/// A picture of one point, as PNG in base64.
const POINT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async fn a_series_is_told_in_two_languages_and_with_a_picture(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let host = buero.association("innovationsbuero").await;
    let series = buero.series(&host).await;
    let app = &buero.app;
    let follower = listener(&buero, "reihe", &[&series.actor]).await;
    let before = buero.document(&series.actor).await;
    for absent in ["nameMap", "summaryMap", "icon"] {
        assert_eq!(before[absent], Value::Null, "{absent}");
    }

    let kept = media::keep(app, STANDARD.decode(POINT).expect("base64")).await;
    let kept = kept.expect("it is a picture");
    let draft = series::Draft {
        summary: "Einmal im Vierteljahr".to_owned(),
        other_name: "Innovation Workshop".to_owned(),
        other_summary: "Once a quarter".to_owned(),
        other_description: "**Open** to all.".to_owned(),
        picture: kept.id.to_string(),
        picture_alt: "Menschen an Tischen".to_owned(),
        picture_credit: "Foto: Innovationsbüro".to_owned(),
        ..series::Draft::of(&series)
    };
    let tx = buero.begin().await;
    let series = series::revise(app, &tx, series, &draft).await;
    let series = series.expect("it passed its rules");
    tx.commit().await.expect("a commit");
    assert_eq!(series::Draft::of(&series).other_name, draft.other_name);

    settle([&buero]).await;
    assert_eq!(follower.heard(), ["Update{Group}"]);
    let told = buero.document(&series.actor).await;
    assert_eq!(told["name"], "Innovationswerkstatt");
    let names = told["nameMap"].as_object().expect("two names");
    let languages: Vec<_> = names.keys().map(String::as_str).collect();
    assert_eq!(languages, ["de", "en"], "Mastodon takes the first");
    assert_eq!(told["nameMap"]["en"], "Innovation Workshop");
    let english = told["summaryMap"]["en"].as_str().expect("a summary");
    assert!(english.contains("Once a quarter") && english.contains("<strong>Open</strong>"));
    assert_eq!(told["icon"]["name"], "Menschen an Tischen");

    let page = |path: &str| buero.url(path);
    for (path, says, says_not) in [
        (
            "/series/werkstatt?lang=en",
            vec![
                "<h1 class=\"p-name\">Innovation Workshop",
                "Foto: Innovationsbüro",
                "\"image\"",
            ],
            "Einmal im Vierteljahr",
        ),
        (
            "/series/werkstatt?lang=de",
            vec![
                "<h1 class=\"p-name\">Innovationswerkstatt",
                "alt=\"Menschen an Tischen\"",
            ],
            "Once a quarter",
        ),
        (
            "/series?lang=en",
            vec!["Innovation Workshop"],
            "Einmal im Vierteljahr",
        ),
        (
            "/@werkstatt/follow?lang=en",
            vec!["Innovation Workshop"],
            "Innovationswerkstatt</h1>",
        ),
        (
            "/series/werkstatt.atom?lang=en",
            vec!["Innovation Workshop", "<logo>"],
            "Innovationswerkstatt<",
        ),
        (
            "/api/v1/series/werkstatt",
            vec![
                "Innovation Workshop",
                "\"credit\":\"Foto: Innovationsbüro\"",
            ],
            "**Open**",
        ),
    ] {
        let shown = Post::get(&page(path), "text/html").send().await;
        let body = shown.body;
        for words in says {
            assert!(body.contains(words), "{path} says {words}: {body}");
        }
        assert!(!body.contains(says_not), "{path} says {says_not}");
    }
    // A picture that is shown is kept; one that nothing shows any more is not.
    buero.advance(Duration::days(3));
    let now = buero.now();
    jobs::clear(app, now).await.expect("old things are cleared");
    let picture = told["icon"]["url"].as_str().expect("an address");
    let picture: Url = picture.parse().expect("an address");
    let shown = Post::get(&picture, "image/png").send().await;
    assert_eq!(shown.status, 200);
}

async fn programs_and_commands_give_a_series_a_kind_of_the_associations_own(engine: Engine) {
    const PROGRAM: &str = env!("CARGO_BIN_EXE_killable");
    let dialog = engine.instance_of_today("dialog", "").await;
    dialog.association("dialog").await;
    let does = async |words: &[&str]| dialog.command(PROGRAM, words).await;
    let coordinator = "post@dialog.example";
    let role = ["--name", "Geschäftsstelle", "--role", "coordinator"];
    does(&[&["account", "create", coordinator][..], &role].concat()).await;
    let token = does(&["token", "create", coordinator, "--name", "Website"]).await;
    // What it says beside the token is for people.
    let token = token.lines().find(|line| !line.contains(' '));
    let bearer = format!("Bearer {}", token.expect("a token"));
    let says = async |path: &str, body: Value| {
        let post = Post::form(&dialog.url(path), &[])
            .with("content-type", "application/json")
            .with("accept", "application/json")
            .with("authorization", &bearer)
            .without("sec-fetch-site");
        let reply = post.body(body.to_string()).send().await;
        (reply.status.as_u16(), reply.json())
    };
    let of_own = json!({
        "handle": "treff", "name": "Treff", "kind": "stammtisch", "cadence": "monthly",
    });
    let (status, refused) = says("/api/v1/series", of_own.clone()).await;
    assert_eq!(
        (status, &refused["errors"][0]["pointer"]),
        (422, &json!("#/kind"))
    );
    let kind = json!({ "name_de": "Stammtisch", "name_en": "Regulars' table", "starts_at": "18:00", "ends_at": "20:00" });
    assert_eq!(says("/api/v1/kinds", kind).await.0, 201);

    let (status, founded) = says("/api/v1/series", of_own).await;
    assert_eq!(status, 201, "{founded}");
    assert_eq!(founded["own_kind"]["name"], "stammtisch");
    let create = [
        "series",
        "create",
        "runde",
        "--name",
        "Runde",
        "--kind",
        "stammtisch",
    ];
    let address = does(&create).await;
    assert!(address.starts_with("@runde@"), "{address}");
    for handle in ["treff", "runde"] {
        let shown = does(&["series", "show", handle, "--json"]).await;
        assert!(shown.contains("stammtisch"), "{shown}");
        let found = series::find(&dialog.app.db, handle)
            .await
            .expect("a series");
        let draft = series::first_draft(&dialog.app.db, &found)
            .await
            .expect("a draft");
        assert_eq!(draft.kind, "stammtisch");
    }
}
