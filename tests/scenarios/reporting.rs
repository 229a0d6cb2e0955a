//! What came of an event: told here, linked there, changed, taken back, and told by nobody who may not.

use chrono::Duration;
use harness::{
    Engine, Instance, PUBLIC, Peer, Served, denkwerkstatt, edition, on_both_engines, settle,
};
use serde_json::{Value, json};
use server::{
    events::Event,
    reports::{self, Draft, Report},
};

on_both_engines![
    a_report_reaches_a_follower_once_as_article_and_note,
    what_is_changed_and_taken_back_here_is_so_there,
    only_the_organizer_of_an_event_reports_on_it,
    a_neighbour_takes_no_report_away,
    what_a_report_of_others_may_not_be_is_not_shown,
    a_report_reaches_those_who_follow_the_series_alone,
];

/// What the three groups of an evening found, from what is said about it in public.
fn evening() -> Draft {
    Draft {
        title: "Bericht: Denkwerkstatt".to_owned(),
        summary: "Drei Gruppen, drei Ergebnisse.".to_owned(),
        text: "Nach dem Impuls ging es in **drei Gruppen** weiter.".to_owned(),
        goals: "Ideen sammeln | erreicht | Aus fünf Gruppen.".to_owned(),
        groups:
            "Erste Gruppe\nFrage: Was fehlt?\nErgebnisse:\n- Ein Leitfaden\nOffen:\n- Wer schreibt?"
                .to_owned(),
        materials: "Folien | https://verein.example/folien.pdf | CC BY 4.0 | Verein B".to_owned(),
        recordings: "Impuls | Podcast | https://verein.example/1.mp3".to_owned(),
        transcript: "Guten Morgen.".to_owned(),
        ..Draft::default()
    }
}

/// Write and publish it, as the desk does.
async fn report(instance: &Instance, event: &Event) -> Report {
    let tx = instance.begin().await;
    let written = reports::write(&instance.app, &tx, event, &evening()).await;
    written.expect("a report that is in order");
    let report = reports::publish(&instance.app, &tx, event, "").await;
    tx.commit().await.expect("a commit");
    report.expect("a report that is whole")
}

async fn page(instance: &Instance, event: &Event) -> String {
    // What many ask for is made once a second.
    instance.advance(Duration::seconds(2));
    let path = format!("/events/{}", event.slug);
    instance.get(&path, "text/html").await.body
}

async fn a_report_reaches_a_follower_once_as_article_and_note(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    let list = Peer::new("liste", &dialog.app.clock).await;
    let relay = dialog.app.federation.instance_actor().clone();
    list.follows(&dialog, &relay).await;
    dialog.accept_relays().await;
    let event = dialog.publish(&denkwerkstatt()).await;
    dialog.advance(Duration::days(80));
    settle([&dialog]).await;
    anna.forget();
    list.forget();

    let report = report(&dialog, &event).await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Article}", "Create{Note}"]);
    let heard = anna.received();
    let (article, note) = (&heard[0]["object"], &heard[1]["object"]);
    assert_eq!(article["id"], report.iri.as_ref().expect("an id").as_str());
    assert_eq!(article["kind"], "report");
    for object in [article, note] {
        assert_eq!(object["inReplyTo"], event.iri.as_str());
        assert_eq!(object["url"], report.url.as_str());
    }
    let content = article["content"].as_str().expect("a text");
    for said in [
        "drei Gruppen",
        "(erreicht)",
        "Ein Leitfaden",
        "Wer schreibt?",
        "CC BY 4.0",
    ] {
        assert!(content.contains(said), "{said}: {content}");
    }
    assert!(!content.contains("Guten Morgen"), "it is read on the page");
    assert_eq!(article["preview"]["content"], note["content"]);
    assert!(
        note["content"]
            .as_str()
            .is_some_and(|note| note.contains("drei Ergebnisse"))
    );
    // Once, and as an id, to those who follow the server.
    assert_eq!(list.heard(), ["Announce"]);
    assert_eq!(list.received()[0]["object"], article["id"]);
    // Nothing is said of the event itself.
    let event_now = dialog.document(&event.iri).await;
    assert_eq!(event_now["updated"], Value::Null);
}

async fn what_is_changed_and_taken_back_here_is_so_there(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    buero
        .follow(&reader, &format!("@dialog@{}", dialog.host()))
        .await;
    settle([&dialog, &buero]).await;
    let anna = dialog.follower(&host, "anna").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog, &buero]).await;
    dialog.advance(Duration::days(80));
    let told = report(&dialog, &event).await;
    settle([&dialog, &buero]).await;
    let theirs = buero.again(&event).await.expect("it arrived");
    let shown = page(&buero, &theirs).await;
    assert!(
        shown.contains(&format!("href=\"{}\"", told.url.as_str())),
        "{shown}"
    );
    assert!(shown.contains("Drei Gruppen, drei Ergebnisse."));
    assert!(page(&dialog, &event).await.contains("Bericht lesen"));
    anna.forget();

    // Another sentence is another note; another word of the text is not.
    for (change, expected) in [
        (
            Draft {
                text: "Nach zwei Impulsen ging es weiter.".to_owned(),
                ..evening()
            },
            &["Update{Article}"][..],
        ),
        (
            Draft {
                summary: "Zwei Gruppen sind weiter.".to_owned(),
                ..evening()
            },
            &["Update{Article}", "Update{Note}"],
        ),
    ] {
        let tx = dialog.begin().await;
        let changed = reports::write(&dialog.app, &tx, &event, &change).await;
        changed.expect("a change that is in order");
        tx.commit().await.expect("a commit");
        settle([&dialog, &buero]).await;
        assert_eq!(anna.heard(), expected);
        for heard in anna.received() {
            assert!(heard["object"]["updated"].as_str() > heard["object"]["published"].as_str());
        }
        anna.forget();
    }
    assert!(
        page(&buero, &theirs)
            .await
            .contains("Zwei Gruppen sind weiter.")
    );

    let tx = dialog.begin().await;
    let withdrawn = reports::withdraw(&dialog.app, &tx, &event).await;
    withdrawn.expect("a report that can be withdrawn");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    assert_eq!(anna.heard(), ["Delete{Tombstone}", "Delete{Tombstone}"]);
    assert!(
        !page(&buero, &theirs)
            .await
            .contains("Zwei Gruppen sind weiter.")
    );
    assert!(buero.again(&event).await.is_some(), "the event stays");
    let path = format!("/events/{}/report", event.slug);
    assert_eq!(dialog.get(&path, "text/html").await.status, 410);
}

/// A report as another server would send it.
fn article(by: &Peer, about: &Value, title: &str) -> Value {
    json!({
        "id": by.url("/articles/1"),
        "type": "Article",
        "attributedTo": by.id(),
        "inReplyTo": about["id"],
        "url": by.url("/articles/1"),
        "name": title,
        "summary": "Was <b>herauskam</b>.",
        "content": "<script>alert(1)</script>",
        "kind": "report",
        "published": "2026-08-31T10:00:00Z",
        "to": [PUBLIC],
    })
}

/// A server that follows somebody with an event.
async fn with_an_event(engine: Engine) -> (Instance, Peer, Value, Event) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.source(&host, "anna").await;
    let event = anna.event("fachtag", "Fachtag");
    anna.tells(&dialog, &anna.activity("Create", event.clone()))
        .await;
    let kept = dialog.event_titled("Fachtag").await.expect("the event");
    (dialog, anna, event, kept)
}

async fn only_the_organizer_of_an_event_reports_on_it(engine: Engine) {
    let (dialog, anna, event, kept) = with_an_event(engine).await;
    let host = dialog.association("zweiter").await;
    let eve = dialog.source(&host, "eve").await;
    let forged = article(&eve, &event, "Von Eve");
    eve.tells(&dialog, &eve.activity("Create", forged)).await;
    assert!(!page(&dialog, &kept).await.contains("Von Eve"));
    let own = article(&anna, &event, "Das war der Fachtag");
    anna.tells(&dialog, &anna.activity("Create", own.clone()))
        .await;
    let shown = page(&dialog, &kept).await;
    assert!(shown.contains("Das war der Fachtag") && shown.contains("Was herauskam."));
    assert!(!shown.contains("alert(1)"));
    let rows = dialog.contents().await;
    assert!(
        !format!("{rows:?}").contains("alert(1)"),
        "its text is not kept"
    );
    // Older than what is known, it changes nothing; newer, it does.
    let mut older = own.clone();
    older["name"] = json!("Zu spät");
    older["published"] = json!("2026-08-30T10:00:00Z");
    anna.tells(&dialog, &anna.activity("Update", older)).await;
    assert!(page(&dialog, &kept).await.contains("Das war der Fachtag"));
    let mut newer = own.clone();
    newer["name"] = json!("Das war er");
    newer["updated"] = json!("2026-09-01T07:00:00Z");
    anna.tells(&dialog, &anna.activity("Update", newer)).await;
    assert!(page(&dialog, &kept).await.contains("Das war er"));
    let id = own["id"].clone();
    anna.tells(&dialog, &anna.activity("Delete", id)).await;
    let shown = page(&dialog, &kept).await;
    assert!(shown.contains("Fachtag") && !shown.contains("Das war er"));
}

async fn a_neighbour_takes_no_report_away(engine: Engine) {
    let (dialog, anna, event, kept) = with_an_event(engine).await;
    let own = article(&anna, &event, "Das war der Fachtag");
    anna.serves(&anna.url("/articles/1"), Served::json(&own));
    anna.tells(&dialog, &anna.activity("Create", own.clone()))
        .await;
    let mallory = anna.neighbour("mallory");
    let id = own["id"].clone();
    mallory
        .tells(&dialog, &mallory.activity("Delete", id))
        .await;
    assert!(page(&dialog, &kept).await.contains("Das war der Fachtag"));
}

async fn what_a_report_of_others_may_not_be_is_not_shown(engine: Engine) {
    let (dialog, anna, event, kept) = with_an_event(engine).await;
    let ours = dialog.publish(&denkwerkstatt()).await;
    let change = |change: &dyn Fn(&mut Value)| {
        let mut article = article(&anna, &event, "Das ist keiner");
        change(&mut article);
        article
    };
    for wrong in [
        change(&|it| it["kind"] = json!("statement")),
        change(&|it| it["kind"] = Value::Null),
        change(&|it| it["to"] = json!([anna.id()])),
        change(&|it| it["inReplyTo"] = Value::Null),
        change(&|it| it["inReplyTo"] = json!(ours.iri)),
        change(&|it| it["inReplyTo"] = json!("https://nobody.example/1")),
        change(&|it| it["name"] = json!("")),
    ] {
        let reply = anna.tells(&dialog, &anna.activity("Create", wrong)).await;
        assert_eq!(reply.status, 202);
    }
    for event in [&kept, &ours] {
        assert!(!page(&dialog, event).await.contains("Das ist keiner"));
    }
    // It leads to where it is from, whatever it says.
    let astray = change(&|it| it["url"] = json!("https://elsewhere.example/"));
    anna.tells(&dialog, &anna.activity("Create", astray)).await;
    let shown = page(&dialog, &kept).await;
    assert!(shown.contains("Das ist keiner") && !shown.contains("elsewhere.example"));
}

async fn a_report_reaches_those_who_follow_the_series_alone(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let host = buero.association("innovationsbuero").await;
    let series = buero.series(&host).await;
    let anna = Peer::new("anna", &buero.app.clock).await;
    anna.follows(&buero, &series.actor).await;
    let event = buero.publish(&edition(11)).await;
    buero.advance(Duration::days(80));
    settle([&buero]).await;
    anna.forget();

    let report = report(&buero, &event).await;
    settle([&buero]).await;
    let mut heard = anna.heard();
    heard.sort();
    let expected = ["Announce", "Announce", "Create{Article}", "Create{Note}"];
    assert_eq!(heard, expected);
    let passed_on = |id: &str| {
        let heard = anna.received();
        let mut announced = heard
            .iter()
            .filter(|it| it["actor"] == series.actor.as_str());
        announced.any(|it| it["object"] == id)
    };
    for id in [&report.iri, &report.note].into_iter().flatten() {
        assert!(passed_on(id.as_str()), "{id}");
    }
    let page = buero.get("/series/werkstatt", "text/html").await.body;
    assert!(page.contains(&report.title), "{page}");
    assert!(page.contains(&format!("href=\"{}/report\"", event.path())));

    anna.forget();
    buero.advance(Duration::seconds(2));
    let tx = buero.begin().await;
    let withdrawn = reports::withdraw(&buero.app, &tx, &event).await;
    withdrawn.expect("it is public");
    tx.commit().await.expect("a commit");
    settle([&buero]).await;
    assert_eq!(anna.heard(), ["Delete{Tombstone}", "Delete{Tombstone}"]);
    let page = buero.get("/series/werkstatt", "text/html").await.body;
    assert!(!page.contains(&report.title));
}
