//! For whom a learning is, and that it gets no narrower.

use super::*;
use crate::{
    accounts::Role,
    events::pages::tests::{BROWSER, get},
    following::tests::meet,
    web::{
        desk::tests::{Visitor, deeds},
        openapi::tests::Program,
    },
    workstreams::tests::{document, working},
};
use federation::{Rejected, actors::Actor, vocabulary::Article};

const SECRET: &str = "Abends";

async fn noted(app: &App, workstream: &Workstream) -> Learning {
    let draft = Draft {
        title: "Abends geht mehr".to_owned(),
        text: "Abends haben **Ehrenamtliche** Zeit.".to_owned(),
        ..Draft::default()
    };
    let tx = app.begin().await.unwrap();
    let learning = note(app, &tx, workstream, &draft).await.unwrap();
    tx.commit().await.unwrap();
    learning
}

/// All that somebody finds who is nobody here.
async fn found_by_a_stranger(app: &App, workstream: &Workstream, learning: &Learning) -> String {
    let mut all = String::new();
    // Past what is kept for a second.
    let again = app.clock.now().timestamp();
    for path in [
        workstream.path(),
        format!("{}.json", workstream.path()),
        format!("{}/trace.json", workstream.path()),
        "/workstreams".to_owned(),
        "/workstreams.json".to_owned(),
        "/workstreams.atom".to_owned(),
        "/learnings.atom".to_owned(),
        "/learnings.json".to_owned(),
        format!("/api/v1/workstreams/{}/learnings", workstream.slug),
    ] {
        let answer = get(app, &format!("{path}?{again}"), BROWSER).await;
        all.push_str(&answer.body);
    }
    for form in ["atom", "json"] {
        let path = format!("/learnings.{form}?workstream={}", workstream.slug);
        let answer = get(app, &format!("{path}&at={again}"), BROWSER).await;
        assert_eq!(answer.status, 200, "{path}");
        all.push_str(&answer.body);
    }
    for actor in [workstream.actor.as_ref().unwrap(), &workstream.lead] {
        for end in ["", "/outbox?page=1", "/featured"] {
            let id = format!("{actor}{end}").parse().unwrap();
            all.push_str(&document(app, &id).await.to_string());
        }
    }
    all.push_str(&document(app, &learning.iri).await.to_string());
    all
}

#[tokio::test]
async fn what_is_for_peers_reaches_no_stranger_until_it_is_widened() {
    let (app, _, workstream) = working().await;
    let learning = noted(&app, &workstream).await;
    let all = found_by_a_stranger(&app, &workstream, &learning).await;
    assert!(!all.contains(SECRET));
    app.clock.advance(chrono::Duration::seconds(2));
    let tx = app.begin().await.unwrap();
    let wide = widen(&app, &tx, &workstream, learning).await.unwrap();
    let again = widen(&app, &tx, &workstream, wide.clone()).await;
    assert_eq!(
        again.unwrap_err().to_string(),
        "refused: learning-is-public"
    );
    tx.commit().await.unwrap();
    assert_eq!(wide.widened_at, Some(app.clock.now()));
    let page = get(&app, &format!("{}?wide", workstream.path()), BROWSER).await;
    assert!(page.body.contains(SECRET));
    assert!(page.body.contains("/learnings.atom?workstream="));
    for path in ["/learnings.atom", "/learnings.json"] {
        let feed = get(&app, &format!("{path}?wide"), BROWSER).await;
        assert!(feed.body.contains(SECRET), "{path}: {}", feed.body);
    }
    let other = get(&app, "/learnings.atom?workstream=keiner", BROWSER).await;
    assert_eq!(other.status, 404);
    assert_eq!(document(&app, &wide.iri).await["kind"], "learning");
    let listed = format!("/api/v1/workstreams/{}/learnings", workstream.slug);
    let (_, listed) = Program::nobody(&app).say("GET", &listed, None).await;
    assert_eq!(listed["learnings"][0]["audience"], "public");
}

#[tokio::test]
async fn an_editor_notes_it_and_only_a_coordinator_widens_it() {
    let (app, _, workstream) = working().await;
    let path = format!("{}/learnings", workstream.desk());
    let editor = Visitor::new(&app, Role::Editor).await;
    let refused = editor.post(&path, &[("title", "Abends")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("value=\"Abends\""));
    let written = editor
        .post(&path, &[("title", "Abends"), ("text", "Geht mehr.")])
        .await;
    assert_eq!(written.location, format!("{path}?done=noted"));
    let learning = &of_workstream(&app.db, &workstream.id).await.unwrap()[0];
    let publication = format!("{path}/{}/publication", learning.id);
    assert_eq!(editor.post(&publication, &[]).await.status, 403);
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let widened = coordinator.post(&publication, &[]).await;
    assert_eq!(widened.location, format!("{path}?done=widened"));
    assert_eq!(deeds(&app).await[..2], ["learning.widen", "learning.note"]);
}

#[tokio::test]
async fn a_coordinator_changes_and_drops_it_and_nobody_overwrites_unread() {
    let (app, _, workstream) = working().await;
    let learning = noted(&app, &workstream).await;
    let list = format!("{}/learnings", workstream.desk());
    let path = format!("{list}/{}", learning.id);
    let editor = Visitor::new(&app, Role::Editor).await;
    assert_eq!(editor.get(&path).await.status, 403);
    assert_eq!(editor.post(&path, &[]).await.status, 403);
    let removal = format!("{path}/removal");
    assert_eq!(editor.post(&removal, &[]).await.status, 403);
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    assert!(coordinator.get(&path).await.says("Abends geht mehr"));
    let refused = coordinator.post(&path, &[("title", "Morgens")]).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#text\">"));
    assert!(refused.says("value=\"Morgens\""), "what was typed stays");
    let seen = learning.seen();
    let typed = [("title", "Morgens"), ("text", "Auch."), ("seen", &seen)];
    let changed = coordinator.post(&path, &typed).await;
    assert_eq!(changed.location, format!("{list}?done=changed"));
    let slower = coordinator.post(&path, &typed).await;
    assert!(slower.status == 409 && slower.says("value=\"Morgens\""));
    let gone = coordinator.post(&removal, &[]).await;
    assert_eq!(gone.location, format!("{list}?done=dropped"));
    assert!(
        of_workstream(&app.db, &workstream.id)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(coordinator.get(&path).await.status, 404);
    assert_eq!(deeds(&app).await[..2], ["learning.drop", "learning.change"]);
}

/// Another server's workstream, kept here.
async fn elsewhere(app: &App) -> (Actor, Workstream) {
    let group = meet(app, "https://peer.example/ws").await;
    let foreign = workstreams::activitypub::Foreign {
        state: workstreams::State::Active,
        lead: "https://peer.example/verein".parse().unwrap(),
        url: "https://peer.example/w".parse().unwrap(),
        name: "CRA".to_owned(),
        question: "Was?".to_owned(),
        description: String::new(),
        product: crate::ideas::Product::Other,
        cycle: None,
        idea: None,
        starts_on: "2026-11-22".parse().unwrap(),
        ends_on: "2027-05-22".parse().unwrap(),
        why_extended: String::new(),
        reason: String::new(),
    };
    let tx = app.begin().await.unwrap();
    workstreams::keep(app, &tx, &group, foreign).await.unwrap();
    tx.commit().await.unwrap();
    let kept = workstreams::find_by_actor(&app.db, &group.id)
        .await
        .unwrap();
    (group, kept.unwrap())
}

async fn arrives(app: &App, article: &Article) -> Result<(), Rejected> {
    let tx = app.begin().await.unwrap();
    inbox::receive(app, &tx, article).await?;
    tx.commit().await.unwrap();
    Ok(())
}

#[tokio::test]
async fn a_copy_gets_no_narrower_and_changes_by_its_own_workstream_alone() {
    let (app, _, _) = working().await;
    let (group, workstream) = elsewhere(&app).await;
    let said = Learning {
        id: app.ulids.next(app.clock.now()).into(),
        workstream: workstream.id.clone(),
        local: true,
        iri: "https://peer.example/ap/objects/1".parse().unwrap(),
        title: "Abends geht mehr".to_owned(),
        text: "Abends.".to_owned(),
        audience: Audience::Peers,
        noted_at: app.clock.now(),
        widened_at: None,
        updated_at: app.clock.now(),
    };
    let lang = app.config.instance.language;
    let peers = activitypub::article(&said, &workstream, &group, Default::default(), lang);
    arrives(&app, &peers).await.unwrap();
    let kept = foreign(&app.db).await.unwrap();
    assert_eq!(kept[0].audience, Audience::Peers);
    assert!(public(&app.db, &workstream.id).await.unwrap().is_empty());
    let editor = Visitor::new(&app, Role::Editor).await;
    assert!(editor.get("/desk/learnings").await.says(SECRET));
    let page = get(&app, &workstream.path(), BROWSER).await;
    assert!(!page.body.contains(SECRET));

    let readers = federation::outbox::Audience::public(&group);
    let everybody = activitypub::article(&said, &workstream, &group, readers, lang);
    arrives(&app, &everybody).await.unwrap();
    arrives(&app, &peers).await.unwrap();
    let kept = foreign(&app.db).await.unwrap();
    assert_eq!((kept.len(), kept[0].audience), (1, Audience::Public));

    let other = "https://peer.example/other";
    meet(&app, other).await;
    let forged = Article {
        attributed_to: other.parse().unwrap(),
        ..everybody.clone()
    };
    assert!(matches!(
        arrives(&app, &forged).await,
        Err(Rejected::NotForUs)
    ));
    let report = Article {
        kind: Some("report".to_owned()),
        ..everybody
    };
    assert!(matches!(
        arrives(&app, &report).await,
        Err(Rejected::NotForUs)
    ));
}
