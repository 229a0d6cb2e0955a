//! What members share stays with them, and is worked with at the desk.

use super::*;
use crate::{
    accounts::Role as Hired,
    events::pages::tests::{BROWSER, get},
    web::{
        desk::tests::{Visitor, deeds},
        openapi::tests::Program,
    },
    workstreams::tests::{document, working},
};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::Value;

const SECRETS: [&str; 4] = ["Gliederung", "Protokoll", "protokoll.pdf", "raum.example"];

async fn shared(app: &App, workstream: &Workstream) {
    let tx = app.begin().await.unwrap();
    let task = tasks::Draft {
        title: "Gliederung".to_owned(),
        ..tasks::Draft::default()
    };
    tasks::add(app, &tx, workstream, &task).await.unwrap();
    for (title, audience) in [("Protokoll", "members"), ("Leitfaden", "public")] {
        let draft = documents::Draft {
            title: title.to_owned(),
            link: format!("https://verein.example/{}.pdf", title.to_lowercase()),
            licence: "CC-BY-4.0".to_owned(),
            audience: audience.to_owned(),
            ..documents::Draft::default()
        };
        documents::add(app, &tx, workstream, &draft).await.unwrap();
    }
    let draft = meetings::Draft {
        title: "Arbeitstreffen".to_owned(),
        day: "2027-01-20".to_owned(),
        starts_at: "10:00".to_owned(),
        ends_at: "12:00".to_owned(),
        link: "https://raum.example/7".to_owned(),
        ..meetings::Draft::default()
    };
    meetings::add(app, &tx, workstream, &draft).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn nothing_that_is_for_members_reaches_anybody_else() {
    let (app, association, workstream) = working().await;
    shared(&app, &workstream).await;
    let group = workstream.actor.clone().unwrap();
    let mut all = String::new();
    for path in [
        workstream.path(),
        format!("{}.json", workstream.path()),
        format!("{}/trace", workstream.path()),
        format!("{}/trace.json", workstream.path()),
        "/workstreams".to_owned(),
        "/workstreams.json".to_owned(),
        "/workstreams.atom".to_owned(),
        format!("/api/v1/workstreams/{}", workstream.slug),
        format!("/api/v1/workstreams/{}/documents", workstream.slug),
        format!("/api/v1/workstreams/{}/meetings", workstream.slug),
    ] {
        let answer = get(&app, &path, BROWSER).await;
        assert_eq!(answer.status, 200, "{path}");
        all.push_str(&answer.body);
    }
    for actor in [&group, &association.actor] {
        for end in ["", "/outbox?page=1", "/featured", "/milestones"] {
            let id = format!("{actor}{end}").parse().unwrap();
            all.push_str(&document(&app, &id).await.to_string());
        }
    }
    for secret in SECRETS {
        assert!(!all.contains(secret), "{secret}");
    }
    // That they meet, and what is for everybody, is told.
    let page = get(&app, &workstream.path(), BROWSER).await;
    assert!(page.body.contains("Arbeitstreffen") && page.body.contains("leitfaden.pdf"));
    // Nobody fetches them by their ids either.
    for task in tasks::of_workstream(&app.db, &workstream.id).await.unwrap() {
        assert_eq!(
            get(&app, task.iri.path(), "application/activity+json")
                .await
                .status,
            404
        );
    }
    let stranger = Program::nobody(&app);
    let path = format!("/api/v1/workstreams/{}/tasks", workstream.slug);
    assert_eq!(stranger.say("GET", &path, None).await.0, 401);
    assert_eq!(deeds(&app).await, Vec::<String>::new());
    let meeting = &meetings::of_workstream(&app.db, &workstream.id)
        .await
        .unwrap()[0];
    assert!(
        !format!("{meeting:?}").contains("raum.example"),
        "it is sealed"
    );
}

#[tokio::test]
async fn who_works_here_reads_all_of_it_with_a_token() {
    let (app, _, workstream) = working().await;
    shared(&app, &workstream).await;
    let editor = Program::new(&app, Hired::Editor).await;
    let mut all = String::new();
    for noun in ["tasks", "documents", "meetings"] {
        let path = format!("/api/v1/workstreams/{}/{noun}", workstream.slug);
        let (status, answer): (u16, Value) = editor.say("GET", &path, None).await;
        assert_eq!(status, 200);
        all.push_str(&answer.to_string());
    }
    for secret in SECRETS {
        assert!(all.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn tasks_documents_and_meetings_are_worked_with_at_the_desk() {
    let (app, _, workstream) = working().await;
    let editor = Visitor::new(&app, Hired::Editor).await;
    let desk = workstream.desk();
    for (noun, wrong, right) in [
        ("tasks", ("due_on", "bald"), vec![("title", "Gliederung")]),
        (
            "documents",
            ("link", "nirgends"),
            vec![("title", "Protokoll"), ("link", "https://verein.example/p")],
        ),
        (
            "meetings",
            ("starts_at", "früh"),
            vec![
                ("title", "Treffen"),
                ("day", "2027-01-20"),
                ("starts_at", "10:00"),
                ("ends_at", "12:00"),
                ("place", "Berlin"),
            ],
        ),
    ] {
        let path = format!("{desk}/{noun}");
        let refused = editor.post(&path, &[wrong]).await;
        assert_eq!(refused.status, 422, "{noun}");
        assert!(refused.says(&format!("value=\"{}\"", wrong.1)), "{noun}");
        let added = editor.post(&path, &right).await;
        assert_eq!(added.location, format!("{path}?done=added"));
        assert!(editor.get(&path).await.says(right[0].1));
    }
    let task = &tasks::of_workstream(&app.db, &workstream.id).await.unwrap()[0];
    let one = format!("{desk}/tasks/{}", task.id);
    for (then, done) in [
        ("finish", "finished"),
        ("reopen", "reopened"),
        ("remove", "removed"),
    ] {
        let stepped = editor.post(&one, &[("then", then)]).await;
        assert_eq!(stepped.location, format!("{desk}/tasks?done={done}"));
    }
    let document = &documents::of_workstream(&app.db, &workstream.id)
        .await
        .unwrap()[0];
    let meeting = &meetings::of_workstream(&app.db, &workstream.id)
        .await
        .unwrap()[0];
    for one in [
        format!("documents/{}", document.id),
        format!("meetings/{}", meeting.id),
    ] {
        let removed = editor.post(&format!("{desk}/{one}/removal"), &[]).await;
        assert_eq!(removed.status, 303, "{one}");
    }
    assert_eq!(
        deeds(&app).await[..5],
        [
            "meeting.remove",
            "document.remove",
            "task.remove",
            "task.reopen",
            "task.finish"
        ]
    );
    let none = tasks::of_workstream(&app.db, &workstream.id).await.unwrap();
    assert_eq!(none, []);
}

#[tokio::test]
async fn who_is_let_in_is_told_of_nothing_that_is_done_or_over() {
    let (app, _, workstream) = working().await;
    shared(&app, &workstream).await;
    let tx = app.begin().await.unwrap();
    let task = tasks::of_workstream(&tx, &workstream.id).await.unwrap();
    let task = task.into_iter().next().unwrap();
    tasks::finish(&app, &tx, &workstream, task, true)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    app.clock.advance(chrono::Duration::days(100));
    let member = crate::members::tests::waiting(&app, &workstream.slug).await;
    let tx = app.begin().await.unwrap();
    let admission = crate::members::Admission::default();
    crate::members::accept(&app, &tx, &workstream, member, &admission)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let said = federation::outbox::activity::Entity::find();
    let said = said.all(&app.db).await.unwrap();
    let said: String = said.into_iter().map(|it| it.json).collect();
    assert!(said.contains("protokoll.pdf"));
    for past in ["raum.example", "Gliederung"] {
        assert!(!said.contains(past), "{past}");
    }
}

#[tokio::test]
async fn meetings_that_are_over_take_no_place_and_are_forgotten_and_a_lost_way_in_hides_no_page() {
    let (app, _, workstream) = working().await;
    shared(&app, &workstream).await;
    let tx = app.begin().await.unwrap();
    let ahead = meetings::of_workstream(&tx, &workstream.id).await.unwrap();
    for number in 0..100 {
        let row = meetings::Meeting {
            id: app.ulids.next(app.clock.now()).into(),
            iri: format!("https://dialog.example.org/m/{number}")
                .parse()
                .unwrap(),
            starts_at: app.clock.now() - chrono::Duration::days(20),
            ends_at: app.clock.now() - chrono::Duration::days(20),
            link: Some("sealed with another key".to_owned()),
            ..ahead[0].clone()
        };
        let row: meetings::meeting::ActiveModel = row.into_active_model().reset_all();
        row.insert(&tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    shared(&app, &workstream).await;
    let editor = Visitor::new(&app, Hired::Editor).await;
    let desk = format!("{}/meetings", workstream.desk());
    let shown = editor.get(&desk).await;
    assert!(shown.status == 200 && shown.says("raum.example"));
    let before = app.clock.now() - chrono::Duration::days(10);
    assert_eq!(crate::members::clear(&app, before).await.unwrap(), 100);
    let left = meetings::of_workstream(&app.db, &workstream.id).await;
    assert_eq!(left.unwrap().len(), 2);
}
