//! The working area around reports, as somebody at a browser meets it.

use crate::{
    App,
    accounts::Role,
    associations,
    events::{
        self, Event,
        feed::tests::{denkwerkstatt, published},
    },
    reports::{self, State, draft::tests::evening, tests::running},
    web::desk::tests::{Visitor, deeds, furnished_house},
};
use chrono::Duration;

async fn begun(app: &App) -> Event {
    let association = associations::chosen(&app.db, "dialog").await.unwrap();
    let organizer = associations::actor_of(&app.db, &association).await.unwrap();
    published(app, &organizer, &running()).await
}

/// What a browser sends of the form.
fn fields(change: &[(&'static str, &'static str)]) -> Vec<(String, String)> {
    let typed = serde_json::to_value(evening()).unwrap();
    let typed = typed.as_object().unwrap().iter();
    typed
        .map(|(name, value)| {
            let changed = change.iter().find(|(changed, _)| changed == name);
            let value = changed.map_or(value.as_str().unwrap(), |(_, value)| *value);
            (name.clone(), value.to_owned())
        })
        .collect()
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[tokio::test]
async fn a_report_is_written_looked_at_published_changed_and_withdrawn() {
    let (app, _) = furnished_house().await;
    let event = begun(&app).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let path = format!("/desk/events/{}/report", event.id);
    let stand = editor.get(&format!("/desk/events/{}", event.id)).await;
    assert!(stand.says(&path));
    let form = editor.get(&path).await;
    assert!(
        form.says("value=\"Bericht: Denkwerkstatt\""),
        "{}",
        form.html
    );
    let saved = editor.send(&path, &borrowed(&fields(&[])), None).await;
    assert_eq!(
        saved.location,
        format!("{path}?done=saved"),
        "{}",
        saved.html
    );
    let preview = editor.get(&format!("{path}/preview")).await;
    assert!(preview.says("Noch sieht ihn nur, wer hier arbeitet") && preview.says("Wer zahlt?"));
    assert_eq!(editor.get(&format!("{path}/publication")).await.status, 403);

    let ask = coordinator.get(&format!("{path}/publication")).await;
    assert!(ask.says("Bericht veröffentlichen?"));
    let stale = coordinator
        .post(&format!("{path}/publication"), &[("seen", "1")])
        .await;
    assert_eq!(stale.status, 409);
    let done = coordinator.post(&format!("{path}/publication"), &[]).await;
    assert_eq!(done.location, format!("{path}?done=published"));
    // From here on it is the coordination's.
    assert_eq!(
        editor
            .send(&path, &borrowed(&fields(&[])), None)
            .await
            .status,
        403
    );
    assert!(!editor.get(&path).await.says("name=\"summary\""));
    let change = fields(&[("summary", "Nähe entsteht vor Ort.")]);
    let changed = coordinator.send(&path, &borrowed(&change), None).await;
    assert_eq!(changed.location, format!("{path}?done=changed"));
    let withdrawal = format!("{path}/withdrawal");
    assert!(coordinator.get(&withdrawal).await.says("zurückziehen?"));
    let gone = coordinator.post(&withdrawal, &[]).await;
    assert_eq!(gone.location, format!("{path}?done=withdrawn"));
    // Somebody was faster: there is nothing to be sorry for.
    assert_eq!(coordinator.post(&withdrawal, &[]).await.location, path);
    let report = reports::find(&app.db, &event.id).await.unwrap().unwrap();
    assert_eq!(report.state, State::Withdrawn);
    assert_eq!(
        deeds(&app).await,
        [
            "report.withdraw",
            "report.write",
            "report.publish",
            "report.write"
        ]
    );
}

#[tokio::test]
async fn a_refused_form_comes_back_as_it_was_typed_with_every_fault() {
    let (app, _) = furnished_house().await;
    let event = begun(&app).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let path = format!("/desk/events/{}/report", event.id);
    let wrong = fields(&[
        ("title", ""),
        ("goals", "Ziel | vielleicht"),
        ("groups", "Nur ein Name"),
        ("materials", "Folien | https://verein.example/"),
        ("recordings", "Abend | Film | verein.example"),
    ]);
    let refused = editor.send(&path, &borrowed(&wrong), None).await;
    assert_eq!(refused.status, 422);
    for said in [
        "Bitte geben Sie einen Titel an.",
        "Ein Ziel ist erreicht, teilweise, nicht erreicht oder offen.",
        "Eine Gruppe hat weder Ergebnisse noch offene Punkte.",
        "Bitte geben Sie zu jedem Material eine Lizenz an",
        "Eine Aufzeichnung ist ein Podcast oder ein Video.",
        "Ein Link beginnt mit https:// oder http://.",
        "Ziel | vielleicht",
        "Nur ein Name",
        "Folien | https://verein.example/",
        "Abend | Film | verein.example",
        "Nach dem Impuls ging es in **drei Gruppen** weiter.",
        "Guten Abend.",
    ] {
        assert!(refused.says(said), "{said}");
    }
    assert_eq!(reports::find(&app.db, &event.id).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_missing_to_publish_is_named_in_the_form() {
    let (app, _) = furnished_house().await;
    let event = begun(&app).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let path = format!("/desk/events/{}/report", event.id);
    let silent = fields(&[("transcript", ""), ("summary", "")]);
    coordinator.send(&path, &borrowed(&silent), None).await;
    let refused = coordinator.post(&format!("{path}/publication"), &[]).await;
    assert_eq!(refused.status, 422);
    for said in [
        "id=\"summary-fault\"",
        "id=\"transcript-fault\"",
        "Zu einer Aufzeichnung fehlt das Transkript",
        "name=\"transcript\"",
    ] {
        assert!(refused.says(said), "{said}");
    }
}

#[tokio::test]
async fn somebody_else_s_change_is_not_lost() {
    let (app, _) = furnished_house().await;
    let event = begun(&app).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let path = format!("/desk/events/{}/report", event.id);
    editor.send(&path, &borrowed(&fields(&[])), None).await;
    let late = fields(&[("seen", "1"), ("text", "Meine Fassung")]);
    let late = editor.send(&path, &borrowed(&late), None).await;
    assert_eq!(late.status, 409);
    assert!(late.says("Jemand hat diesen Bericht gerade geändert") && late.says("Meine Fassung"));
}

#[tokio::test]
async fn the_desk_brings_to_mind_what_nobody_reported_on() {
    let (app, _) = furnished_house().await;
    let association = associations::chosen(&app.db, "dialog").await.unwrap();
    let organizer = associations::actor_of(&app.db, &association).await.unwrap();
    let soon_over = events::Draft {
        ends_on: "2026-11-22".into(),
        ends_at: "13:30".into(),
        ..running()
    };
    let event = published(&app, &organizer, &soon_over).await;
    let path = format!("/desk/events/{}/report", event.id);
    let editor = Visitor::new(&app, Role::Editor).await;
    assert!(!editor.get("/desk").await.says("Bericht fehlt"));
    app.clock.advance(Duration::hours(1));
    let overview = editor.get("/desk").await;
    assert!(overview.says("Bericht fehlt") && overview.says(&path));
}

#[tokio::test]
async fn before_an_event_begins_there_is_no_form() {
    let (app, association) = furnished_house().await;
    let organizer = associations::actor_of(&app.db, &association).await.unwrap();
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let stand = editor.get(&format!("/desk/events/{}", event.id)).await;
    let path = format!("/desk/events/{}/report", event.id);
    assert!(!stand.says(&path));
    let form = editor.get(&path).await;
    assert_eq!(form.status, 200);
    assert!(form.says("begonnen hat") && !form.says("name=\"summary\""));
}

#[tokio::test]
async fn a_file_that_comes_along_becomes_a_material_and_is_kept_as_long_as_it_is_one() {
    let (app, _) = furnished_house().await;
    let event = begun(&app).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let path = format!("/desk/events/{}/report", event.id);
    let named = |licence: &'static str| {
        let mut fields = fields(&[("materials", "")]);
        let more = [("file_title", "Folien"), ("file_licence", licence)];
        fields.extend(more.map(|(name, value)| (name.to_owned(), value.to_owned())));
        fields
    };
    let no_pdf = editor
        .send(&path, &borrowed(&named("CC BY")), Some(b"<html>"))
        .await;
    assert!(no_pdf.status == 422 && no_pdf.says("keine PDF-Datei"));
    assert!(no_pdf.says("value=\"Folien\""), "nothing typed is lost");
    // What is wrong elsewhere does not lose the file.
    let unknown = editor
        .send(&path, &borrowed(&named("Meine")), Some(b"%PDF-1.7"))
        .await;
    assert!(unknown.status == 422 && unknown.says("Folien | https://"));
    let kept = editor
        .send(&path, &borrowed(&named("CC BY")), Some(b"%PDF-1.7"))
        .await;
    assert_eq!(kept.status, 303, "{}", kept.html);
    let report = reports::find(&app.db, &event.id).await.unwrap().unwrap();
    let material = &report.contents.materials[0];
    assert_eq!(material.title, "Folien");
    let file: url::Url = material.link.parse().unwrap();
    assert_eq!(reports::files(&app, &app.db).await.unwrap().len(), 1);
    let nobody = Visitor::nobody(&app);
    let later = app.clock.now() + Duration::hours(49);
    crate::jobs::clear(&app, later).await.unwrap();
    assert_eq!(nobody.get(file.path()).await.status, 200);
    let tx = app.begin().await.unwrap();
    let event = events::find_for_change(&tx, &event.id).await.unwrap();
    let bare = reports::Draft {
        materials: String::new(),
        ..reports::Draft::of(&report)
    };
    reports::write(&app, &tx, &event, &bare).await.unwrap();
    tx.commit().await.unwrap();
    crate::jobs::clear(&app, later).await.unwrap();
    app.clock.advance(Duration::seconds(2));
    assert_eq!(nobody.get(file.path()).await.status, 404);
}
