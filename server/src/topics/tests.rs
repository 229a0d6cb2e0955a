//! Topics as those who look after them, readers and programs meet them.

use super::*;
use crate::{
    accounts::{Role, tests::Instance},
    events::{
        self,
        feed::tests::{denkwerkstatt, published},
        pages::tests::get,
    },
    web::desk::tests::{Visitor, deeds, furnished_house},
};
use axum::http::header;
use federation::actors;

/// A topic of the instance's first association.
pub async fn topic(app: &App, name: &str) -> Topic {
    let draft = Draft {
        name: name.to_owned(),
        observed: "Was **zunimmt**".to_owned(),
        done: "Was dagegen hilft".to_owned(),
        ..Draft::default()
    };
    let tx = app.begin().await.unwrap();
    let association = crate::associations::chosen(&tx, "").await.unwrap();
    let topic = found(app, &tx, &association, &draft).await.unwrap();
    tx.commit().await.unwrap();
    topic
}

async fn house() -> (Instance, Topic) {
    let (app, _) = furnished_house().await;
    let topic = topic(&app, "Digitale Gewalt").await;
    (app, topic)
}

#[tokio::test]
async fn its_page_says_what_is_observed_and_done_and_lists_the_events_that_name_it() {
    let (app, topic) = house().await;
    let organizer = actors::find(&app.db, &topic.organizer).await.unwrap();
    let organizer = organizer.unwrap();
    published(&app, &organizer, &denkwerkstatt()).await;
    let other = events::Draft {
        title_de: "Ganz anderes".to_owned(),
        topics: "Wetter".to_owned(),
        ..denkwerkstatt()
    };
    published(&app, &organizer, &other).await;
    let nobody = Visitor::nobody(&app);
    let page = nobody.get(&topic.path()).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Was wir beobachten") && page.says("Was <strong>zunimmt</strong>"));
    assert!(page.says("Was wir tun") && page.says("Was dagegen hilft"));
    assert!(page.says("/topics/digitale-gewalt.ics") && !page.says("Ganz anderes"));
    assert_eq!(page.html.matches("class=\"date h-event").count(), 1);
    assert!(nobody.get("/topics").await.says("Digitale Gewalt"));
    // A word that only an event says has a page as well, without the rest.
    let word = nobody.get("/topics/wetter").await;
    assert!(word.says("Ganz anderes") && !word.says("Was wir beobachten"));
    assert_eq!(nobody.get("/topics/niemand").await.status, 404);
}

#[tokio::test]
async fn a_topic_goes_over_into_others_and_each_page_leads_on() {
    let (app, field) = house().await;
    let themes = [topic(&app, "Schutz").await, topic(&app, "Beratung").await];
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let form = [
        ("name", "Digitale Gewalt"),
        ("is_closed", "yes"),
        ("successors", "schutz\r\n/topics/beratung"),
    ];
    let desk = format!("/desk/topics/{}", field.slug);
    assert_eq!(coordinator.post(&desk, &form).await.status, 303);
    let page = coordinator.get(&field.path()).await;
    assert!(page.says("Ging über in") && page.says("Unter diesem Namen arbeitet niemand"));
    for theme in &themes {
        assert!(page.says(&format!("href=\"{}\"", theme.path())));
        let page = coordinator.get(&theme.path()).await;
        assert!(page.says("Kam aus") && page.says(&format!("href=\"{}\"", field.path())));
    }
    assert!(
        coordinator
            .get("/topics")
            .await
            .says("Abgeschlossene Themen")
    );
    // What was typed stays, and what is wrong is named.
    for (successors, message) in [
        ("nirgends", "Dieses Thema gibt es nicht."),
        ("digitale-gewalt", "nicht in sich selbst"),
    ] {
        let form = [
            ("name", "Anders"),
            ("slug", "digitale-gewalt"),
            ("successors", successors),
        ];
        let answer = coordinator.post(&desk, &form).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says(message) && answer.says("value=\"Anders\"") && answer.says(successors));
    }
    assert_eq!(
        super::successors(&app.db, &field.id).await.unwrap().len(),
        2
    );
    assert_eq!(deeds(&app).await, ["topic.revise"]);
}

#[tokio::test]
async fn a_former_address_leads_on_in_every_form() {
    let (app, topic) = house().await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let form = [("name", "Gewalt im Netz"), ("slug", "gewalt-im-netz")];
    let desk = format!("/desk/topics/{}", topic.slug);
    let done = coordinator.post(&desk, &form).await;
    assert_eq!(done.location, "/desk/topics/gewalt-im-netz?done=saved");
    for ending in ["", ".ics", ".atom", ".json"] {
        let answer = get(&app, &format!("/topics/digitale-gewalt{ending}"), "*/*").await;
        assert_eq!(answer.status, 308, "{ending}");
        assert_eq!(
            answer.headers[header::LOCATION],
            format!("/topics/gewalt-im-netz{ending}")
        );
    }
}

#[tokio::test]
async fn who_does_not_speak_for_the_association_changes_no_topic() {
    let (app, topic) = house().await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let desk = format!("/desk/topics/{}", topic.slug);
    let page = editor.get(&desk).await;
    assert!(page.status == 200 && !page.says("name=\"observed\""));
    let form = [("name", "Anderes")];
    assert_eq!(editor.post(&desk, &form).await.status, 403);
    assert_eq!(editor.post("/desk/topics", &form).await.status, 403);
    assert_eq!(find(&app.db, &topic.slug).await.unwrap(), topic);
}

#[tokio::test]
async fn an_idea_names_a_topic_and_stands_on_its_page() {
    let (app, topic) = house().await;
    let cycle = crate::ideas::tests::cycle(&app).await;
    let idea = crate::ideas::tests::entered(&app, &cycle, "Meldestelle").await;
    let path = format!("/topics/{}", topic.slug);
    let before = get(&app, &path, "text/html").await;
    assert!(!before.body.contains("Meldestelle"));
    let named = async |topic: &str| {
        let draft = crate::ideas::Draft {
            topic: topic.to_owned(),
            ..crate::ideas::Draft::of(&idea)
        };
        let tx = app.begin().await?;
        let idea = crate::ideas::revise(&app, &tx, &idea, &draft).await?;
        tx.commit().await?;
        Ok::<_, Error>(idea)
    };
    let refused = named("unbekannt").await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: idea-topic-unknown");
    let idea = named(&topic.slug).await.unwrap();
    assert_eq!(idea.topic.as_ref(), Some(&topic.id));
    app.clock.advance(chrono::Duration::seconds(2));
    let shown = get(&app, &path, "text/html").await;
    assert!(shown.body.contains("Meldestelle"));
    let page = get(&app, &idea.path(Some(&cycle)), "text/html").await;
    assert!(page.body.contains(&path), "the way back");
}
