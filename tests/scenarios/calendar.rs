//! The joint calendar: what two servers publish is filtered and searched alike on pages, in feeds and for
//! programs, on either engine; and whoever plans something hears what falls into the same time.

use harness::{
    Engine, Instance, Post, Reply, denkwerkstatt, innovationswerkstatt, on_both_engines, settle,
    webkonferenz,
};
use sea_orm::ConnectionTrait as _;
use serde_json::Value;
use server::events::{
    self, Draft, Event,
    clashes::{Shared, clashes},
};

on_both_engines![
    every_filter_finds_ours_and_theirs,
    filters_narrow_each_other_and_the_months,
    a_wrong_value_is_refused_and_named_everywhere,
    every_spelling_finds_the_same_events,
    who_invites_is_found_by_name_as_it_is_now,
    what_is_not_public_is_not_found,
    a_change_changes_what_is_found,
    what_an_earlier_version_kept_is_made_findable_once,
    what_another_server_plans_at_the_same_time_is_named,
    a_word_in_very_many_names_is_looked_for_all_the_same,
];

/// Two servers, the second following the association of the first, which holds a Denkwerkstatt in Berlin; the
/// second holds a Webkonferenz and an evening in Köln.
async fn two_servers(engine: Engine) -> ([Instance; 2], Event) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    buero
        .follow(&reader, &format!("@dialog@{}", dialog.host()))
        .await;
    settle([&dialog, &buero]).await;
    let theirs = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog, &buero]).await;
    let evening = Draft {
        title_de: "Abend für Teilnehmer*innen".to_owned(),
        description_de: "Gemeinsam **größer** denken: Bürgerinnen und Bürger reden mit.".to_owned(),
        locality: "Köln".to_owned(),
        region: "Nordrhein-Westfalen".to_owned(),
        sign_language: true,
        topics: "Ehrenamt".to_owned(),
        ..innovationswerkstatt()
    };
    buero.publish(&evening).await;
    buero.publish(&webkonferenz()).await;
    ([dialog, buero], theirs)
}

/// The titles of a list, as its JSON says them.
async fn titles(instance: &Instance, address: &str) -> Vec<String> {
    let reply = instance.get(address, "application/json").await;
    assert_eq!(reply.status, 200, "{address}: {}", reply.body);
    let list = reply.json();
    let events = list["events"].as_array().expect("a list").iter();
    let title = |event: &Value| event["texts"][0]["title"].as_str().map(str::to_owned);
    events.filter_map(title).collect()
}

const THEIRS: &str = "Denkwerkstatt Sichere Informationsgesellschaft";
const EVENING: &str = "Abend für Teilnehmer*innen";
const ONLINE: &str = "Webkonferenz: Einsamkeit und soziale Netzwerke";

async fn every_filter_finds_ours_and_theirs(engine: Engine) {
    let ([dialog, buero], _) = two_servers(engine).await;
    let host = dialog.host();
    let by_dialog = format!("association=dialog@{host}");
    for (query, expected) in [
        ("", &[EVENING, THEIRS, ONLINE][..]),
        (by_dialog.as_str(), &[THEIRS]),
        ("association=innovationsbuero", &[EVENING, ONLINE]),
        ("servers=own", &[EVENING, ONLINE]),
        ("topic=digitale-gewalt", &[THEIRS]),
        ("topic=Digitale+Gewalt", &[THEIRS]),
        ("topic=ehrenamt", &[EVENING]),
        // Kind and access marks travel with the event.
        ("kind=denkwerkstatt", &[THEIRS]),
        ("kind=webkonferenz", &[ONLINE]),
        ("captions=on", &[THEIRS]),
        ("captions=on&step_free=on", &[THEIRS]),
        ("sign_language=on", &[EVENING]),
        ("easy_language=on", &[]),
        ("town=Berlin", &[THEIRS]),
        ("town=k%C3%B6ln", &[EVENING]),
        ("town=koeln", &[EVENING]),
        ("town=Uferstra%C3%9Fe", &[]),
        ("region=Berlin", &[THEIRS]),
        ("region=nordrhein-westfalen", &[EVENING]),
        ("region=K%C3%B6ln", &[]),
        ("language=en", &[THEIRS]),
        ("language=de-simple", &[THEIRS]),
        ("language=DE", &[EVENING, THEIRS, ONLINE]),
        ("place=online", &[THEIRS, ONLINE]),
        ("place=in_person", &[EVENING, THEIRS]),
    ] {
        for list in ["/events.json", "/api/v1/events"] {
            let address = format!("{list}?{query}");
            assert_eq!(titles(&buero, &address).await, expected, "{address}");
        }
        for form in ["ics", "atom"] {
            let address = format!("/events.{form}?{query}");
            let feed = buero.get(&address, "*/*").await.body;
            let entries = feed.matches("BEGIN:VEVENT").count() + feed.matches("<entry>").count();
            assert_eq!(entries, expected.len(), "{address}");
        }
        let page = buero.get(&format!("/events?{query}"), "text/html").await;
        assert_eq!(page.status, 200);
        for title in [EVENING, THEIRS, ONLINE] {
            let is_shown = page.body.contains(&title.replace('&', "&#38;"));
            assert_eq!(
                is_shown,
                expected.contains(&title),
                "/events?{query}: {title}"
            );
        }
        // The same choice can be subscribed to.
        let address = match query {
            "" => "/events.ics\"".to_owned(),
            query if query.contains(['%', '+', '@']) => "/events.ics?".to_owned(),
            query => format!("/events.ics?{}\"", query.replace('&', "&#38;")),
        };
        let known = page.body.contains(&address);
        // Which marks stand first is ours to say.
        assert!(
            known || query.contains("step_free"),
            "{address}: {}",
            page.body
        );
    }
    let page = buero.get("/events", "text/html").await.body;
    for option in ["Berlin", "Köln", "Digitale Gewalt", "Leichte Sprache"] {
        assert!(page.contains(&format!(">{option}</option>")), "{option}");
    }
}

async fn filters_narrow_each_other_and_the_months(engine: Engine) {
    let ([_, buero], _) = two_servers(engine).await;
    for (query, expected) in [
        ("town=Berlin&captions=on&kind=denkwerkstatt&q=wahl", 1),
        ("town=Berlin&captions=on&kind=webkonferenz", 0),
        ("town=K%C3%B6ln&place=online", 0),
    ] {
        let found = titles(&buero, &format!("/events.json?{query}")).await;
        assert_eq!(found.len(), expected, "{query}");
    }
    let none = buero.get("/events?town=K%C3%B6ln&place=online", "text/html");
    let none = none.await.body;
    assert!(none.contains("Zu dieser Auswahl gibt es keine kommenden Termine"));
    assert!(none.contains("Köln") && none.contains("Alle Termine anzeigen"));
    let month = buero.get("/events/2026/11?town=Berlin", "text/html").await;
    assert!(month.body.contains(THEIRS));
    assert!(
        month.body.contains("/events/2026/12?town=Berlin"),
        "and turns on with it"
    );
    let month = buero.get("/events/2026/11?town=Bonn", "text/html").await;
    assert!(!month.body.contains(THEIRS));
}

async fn a_wrong_value_is_refused_and_named_everywhere(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    buero.association("innovationsbuero").await;
    let long = "x".repeat(201);
    for (query, field) in [
        ("kind=party", "kind"),
        ("place=moon", "place"),
        ("servers=all", "servers"),
        ("language=deutsch%20oder%20so", "language"),
        ("town=%25%25", "town"),
        ("region=%25%25", "region"),
        ("q=%21%3F", "q"),
        (&*format!("q={long}"), "q"),
        (&*format!("topic={long}"), "topic"),
    ] {
        for list in ["/events.json", "/api/v1/events"] {
            let reply = buero.get(&format!("{list}?{query}"), "*/*").await;
            assert_eq!(reply.status, 422, "{list}?{query}");
            let pointer = reply.json()["errors"][0]["pointer"].clone();
            assert_eq!(pointer, format!("#/{field}"), "{list}?{query}");
        }
        for page in ["/events", "/events.ics", "/events.atom", "/events/2026/11"] {
            let reply = buero.get(&format!("{page}?{query}"), "text/html").await;
            assert_eq!(reply.status, 422, "{page}?{query}");
        }
    }
    let unknown = buero.get("/events?association=niemand", "text/html").await;
    assert_eq!(unknown.status, 404);
    // NUL is no letter anywhere.
    assert_eq!(titles(&buero, "/events.json?q=a%00b").await, [""; 0]);
}

async fn every_spelling_finds_the_same_events(engine: Engine) {
    let ([_, buero], _) = two_servers(engine).await;
    for question in [
        "Bürger:innen",
        "Bürger*innen",
        "Bürger_innen",
        "Bürger/-innen",
        "BürgerInnen",
        "Bürgerinnen und Bürger",
        "Bürger",
        "BÜRGER",
        "buerger",
        "TEILNEHMER:INNEN",
        "Teilnehmerinnen",
        "teilnehmer_in",
        "größer",
        "GROESSER",
        "gemeinsam reden abend",
        "köln",
        "ehrenamt",
    ] {
        let mut address = buero.url("/events.json");
        address.query_pairs_mut().append_pair("q", question);
        let reply: Reply = Post::get(&address, "*/*").send().await;
        let found = reply.json()["events"].clone();
        let found = found.as_array().expect("a list");
        assert_eq!(found.len(), 1, "{question}: {}", reply.body);
        assert_eq!(found[0]["texts"][0]["title"], EVENING, "{question}");
    }
    for nothing in ["gemeinsam+schweigen", "xyz", "abend%25xyz"] {
        let found = titles(&buero, &format!("/events.json?q={nothing}")).await;
        assert_eq!(found, [""; 0], "{nothing}");
    }
    let page = buero
        .get("/events?q=B%C3%BCrger%2Ainnen", "text/html")
        .await;
    assert!(
        page.body.contains("Suche nach „Bürger*innen“"),
        "{}",
        page.body
    );
    assert!(page.body.contains("value=\"Bürger*innen\""));
}

async fn who_invites_is_found_by_name_as_it_is_now(engine: Engine) {
    let ([_, buero], _) = two_servers(engine).await;
    let found = titles(&buero, "/events.json?q=cybersicherheit").await;
    assert_eq!(found, [THEIRS], "its topic, and who invites");
    let found = titles(&buero, "/events.json?q=innovationsb%C3%BCro").await;
    assert_eq!(found, [EVENING, ONLINE]);
    let found = titles(&buero, "/events.json?q=innovationsbuero+k%C3%B6ln").await;
    assert_eq!(found, [EVENING], "each word wherever it stands");
    let rename = "update actors set profile = replace(cast(profile as text), 'Digitales Leben', 'Neues Land')";
    let rename = match engine {
        Engine::Sqlite => rename.to_owned(),
        Engine::Postgres => rename.replace("'Neues Land')", "'Neues Land')::jsonb"),
    };
    let renamed = buero.app.db.execute_unprepared(&rename).await;
    renamed.expect("names can be changed");
    let found = titles(&buero, "/events.json?q=%22Neues+Land%22").await;
    assert_eq!(found, [EVENING, ONLINE]);
}

async fn what_is_not_public_is_not_found(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let draft = dialog.draft(&denkwerkstatt()).await;
    let rows = async |table: &str| {
        let sql = format!("select * from {table}");
        harness::rows(&dialog.app.db, &sql).await.len()
    };
    assert_eq!(
        (rows("event_terms").await, rows("event_words").await),
        (0, 0)
    );
    let tx = dialog.begin().await;
    let event = events::publish(&dialog.app, &tx, draft).await;
    let event = event.expect("a publication");
    tx.commit().await.expect("a commit");
    assert!(rows("event_terms").await > 5);
    assert_eq!(
        titles(&dialog, "/events.json?q=denkwerkstatt").await.len(),
        1
    );
    dialog.erase(&event).await;
    assert_eq!(
        (rows("event_terms").await, rows("event_words").await),
        (0, 0)
    );
    // Of a protected place the town alone is known.
    let protected = Draft {
        place_name: "Frauenzentrum Nordlicht".to_owned(),
        street: "Geheimweg 17".to_owned(),
        place_protected: true,
        registration_url: String::new(),
        registration: "approval".to_owned(),
        ..innovationswerkstatt()
    };
    dialog.publish(&protected).await;
    for (query, expected) in [
        ("q=nordlicht", 0),
        ("q=geheimweg", 0),
        ("town=Nordlicht", 0),
        ("town=Geheimweg", 0),
        ("q=berlin", 1),
        ("town=berlin", 1),
    ] {
        let found = titles(&dialog, &format!("/events.json?{query}")).await;
        assert_eq!(found.len(), expected, "{query}");
    }
}

async fn a_change_changes_what_is_found(engine: Engine) {
    let ([dialog, buero], theirs) = two_servers(engine).await;
    dialog
        .revise(&theirs, |draft| {
            draft.locality = "Leipzig".to_owned();
            draft.topics = "Einsamkeit".to_owned();
            draft.kind = "briefing".to_owned();
            draft.captions = false;
        })
        .await;
    settle([&dialog, &buero]).await;
    for instance in [&dialog, &buero] {
        for (query, expected) in [
            ("town=leipzig&topic=einsamkeit&kind=briefing", 1),
            ("town=berlin", 0),
            ("topic=digitale-gewalt", 0),
            ("kind=denkwerkstatt", 0),
            ("captions=on", 0),
            ("q=leipzig", 1),
        ] {
            let found = titles(instance, &format!("/events.json?{query}")).await;
            assert_eq!(found.len(), expected, "{} {query}", instance.host());
        }
    }
}

async fn what_an_earlier_version_kept_is_made_findable_once(engine: Engine) {
    let ([_, buero], _) = two_servers(engine).await;
    for table in ["event_terms", "event_words"] {
        let emptied = buero
            .app
            .db
            .execute_unprepared(&format!("delete from {table}"))
            .await;
        emptied.expect("rows can be deleted");
    }
    assert_eq!(titles(&buero, "/events.json?town=berlin").await, [""; 0]);
    let made = async || events::make_findable(&buero.app).await.expect("rows");
    assert_eq!(made().await, 3);
    assert_eq!(titles(&buero, "/events.json?town=berlin").await, [THEIRS]);
    assert_eq!(made().await, 0);
}

async fn what_another_server_plans_at_the_same_time_is_named(engine: Engine) {
    let ([dialog, buero], theirs) = two_servers(engine).await;
    let for_whom = |draft: &mut Draft| {
        draft.registration = "open".to_owned();
        draft.groups = "Bürger*innen\nWissenschaft".to_owned();
    };
    dialog.revise(&theirs, for_whom).await;
    settle([&dialog, &buero]).await;
    let planned = Draft {
        title_de: "Fachtag".to_owned(),
        kind: "fachveranstaltung".to_owned(),
        starts_on: "2026-11-14".to_owned(),
        topics: "digitale gewalt".to_owned(),
        registration: "open".to_owned(),
        registration_url: String::new(),
        groups: "Bürger:innen\nKultur und Medien".to_owned(),
        ..innovationswerkstatt()
    };
    let planned = Draft {
        starts_at: "15:00".to_owned(),
        ..planned
    };
    let draft = buero.draft(&planned).await;
    let found = clashes(&buero.app.db, &draft).await.expect("a list");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].event.iri, theirs.iri);
    let shared = [
        Shared::Topic {
            name: "digitale gewalt".to_owned(),
        },
        Shared::Group {
            name: "Bürger:innen".to_owned(),
        },
        Shared::Town {
            name: "Berlin".to_owned(),
        },
    ];
    assert_eq!(found[0].shared, shared);
    // It stops nobody.
    let tx = buero.begin().await;
    let public = events::publish(&buero.app, &tx, draft).await;
    let public = public.expect("a publication");
    tx.commit().await.expect("a commit");
    let later = buero
        .revise(&public, |draft| {
            draft.starts_on = "2026-11-15".to_owned();
            draft.ends_on = "2026-11-15".to_owned();
        })
        .await;
    assert_eq!(clashes(&buero.app.db, &later).await.expect("a list"), []);
}

/// Let a row of `table` be there so many times more, each with the columns of `changed` as SQL says: `n` counts
/// from 1.
async fn multiply(instance: &Instance, table: &str, changed: &[(&str, &str)], times: usize) {
    let rows = harness::rows(&instance.app.db, &format!("select * from {table} limit 1")).await;
    let columns = rows[0].as_object().expect("a row").keys();
    let columns: Vec<&str> = columns.map(String::as_str).collect();
    let said = |column: &&str| match changed.iter().find(|(name, _)| name == column) {
        Some((_, sql)) => (*sql).to_owned(),
        None => format!("old.{column}"),
    };
    let values: Vec<String> = columns.iter().map(said).collect();
    let sql = format!(
        "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {times}) \
         insert into {table} ({}) select {} from (select * from {table} where local limit 1) old, numbers",
        columns.join(", "),
        values.join(", "),
    );
    let done = instance.app.db.execute_unprepared(&sql).await;
    done.expect("rows can be multiplied");
}

async fn a_word_in_very_many_names_is_looked_for_all_the_same(engine: Engine) {
    /// More than SQLite nests comparisons.
    const ORGANIZERS: usize = 1_100;
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    dialog.publish(&denkwerkstatt()).await;
    let actor = "'https://viele.example/a/' || n";
    let actors = [
        ("id", actor),
        ("handle", "'a' || n"),
        ("host", "'viele.example'"),
        ("local", "false"),
    ];
    multiply(&dialog, "actors", &actors, ORGANIZERS).await;
    let events = [
        ("id", "substr(old.id, 1, 22) || (1000 + n)"),
        ("iri", "'https://viele.example/e/' || n"),
        ("slug", "'viele-' || n"),
        ("organizer", actor),
        ("local", "false"),
    ];
    multiply(&dialog, "events", &events, ORGANIZERS).await;
    for query in ["q=viele", "q=viele+example"] {
        let found = titles(&dialog, &format!("/events.json?{query}")).await;
        assert!(found.len() > 1, "{query}: {}", found.len());
        let page = dialog.get(&format!("/events?{query}"), "text/html").await;
        assert_eq!(page.status, 200, "{query}");
    }
}
