//! What everybody sees of a report, and what programs are told, through the router everybody uses.

use crate::{
    App,
    events::{
        Event,
        feed::tests::{house, published},
        pages::tests::{BROWSER, get, page},
    },
    reports::{
        self,
        draft::tests::evening,
        tests::{running, told, wrote},
    },
};
use axum::http::StatusCode;
use federation::actors::Actor;
use serde_json::Value;

const ACTIVITY: &str = "application/activity+json";

async fn reported(app: &App, organizer: &Actor) -> Event {
    let event = published(app, organizer, &running()).await;
    let draft = reports::Draft {
        title: "Bericht <b>: Einsamkeit".into(),
        ..evening()
    };
    wrote(app, &event, &draft).await.unwrap();
    told(app, &event).await.unwrap();
    event
}

fn linked_data(html: &str) -> Value {
    let (_, rest) = html.split_once("application/ld+json\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[tokio::test]
async fn a_report_is_shown_with_everything_in_it_and_leads_to_its_event_and_back() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &running()).await;
    let path = format!("{}/report", event.path());
    wrote(&app, &event, &evening()).await.unwrap();
    assert_eq!(
        get(&app, &path, BROWSER).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!page(&app, &event.path()).await.says(&path));
    told(&app, &event).await.unwrap();
    app.clock.advance(chrono::Duration::seconds(2));
    let event_page = page(&app, &event.path()).await;
    assert!(event_page.says(&format!("href=\"{path}\"")) && event_page.says("Bericht lesen"));
    let shown = page(&app, &path).await;
    for said in [
        &format!("href=\"{}\"", event.path()),
        "Nach dem Impuls ging es in <strong>drei Gruppen</strong> weiter.",
        "teilweise",
        "Aus fünf Orten.",
        "Anlaufstellen im Haus",
        "Wer zahlt?",
        "href=\"https://verein.example/folien.pdf\"",
        "href=\"https://creativecommons.org/licenses/by/4.0/\" rel=\"license",
        "CC BY 4.0",
        "href=\"#transcript\"",
        "Guten Abend.",
        "lang=\"de-simple\"",
        "Viele Menschen sind allein.",
        "property=\"og:title\"",
    ] {
        assert!(shown.says(said), "{said} is missing: {}", shown.body);
    }
    let english = page(&app, &format!("{path}?lang=en")).await;
    assert!(english.says("Results of the small groups") && english.says("partly"));
    let data = linked_data(&shown.body);
    assert_eq!(data["@type"], "Report");
    assert_eq!(data["about"]["@id"], event.iri.as_str());
    assert_eq!(
        data["hasPart"][0]["license"],
        "https://creativecommons.org/licenses/by/4.0/"
    );
    assert_eq!(data["associatedMedia"][0]["@type"], "AudioObject");
}

#[tokio::test]
async fn a_program_gets_the_article_and_a_withdrawn_one_is_gone() {
    let (app, organizer) = house().await;
    let event = reported(&app, &organizer).await;
    let path = format!("{}/report", event.path());
    let article = get(&app, &path, ACTIVITY).await;
    let article: Value = serde_json::from_str(&article.body).unwrap();
    assert_eq!(article["type"], "Article");
    assert_eq!(article["inReplyTo"], event.iri.as_str());
    assert_eq!(article["name"], "Bericht <b>: Einsamkeit");
    assert!(
        page(&app, &path)
            .await
            .says("Bericht &#60;b&#62;: Einsamkeit")
    );
    let tx = app.begin().await.unwrap();
    reports::withdraw(&app, &tx, &event).await.unwrap();
    tx.commit().await.unwrap();
    app.clock.advance(chrono::Duration::seconds(2));
    assert_eq!(get(&app, &path, BROWSER).await.status, StatusCode::GONE);
    assert!(!page(&app, &event.path()).await.says("Bericht lesen"));
}

#[tokio::test]
async fn lists_and_feeds_hold_every_public_report_and_no_other() {
    let (app, organizer) = house().await;
    assert!(page(&app, "/reports").await.says("Noch kein Bericht."));
    app.clock.advance(chrono::Duration::seconds(2));
    let event = reported(&app, &organizer).await;
    let hidden = published(&app, &organizer, &running()).await;
    let draft = reports::Draft {
        title: "Noch nicht".into(),
        ..evening()
    };
    wrote(&app, &hidden, &draft).await.unwrap();
    let path = format!("{}/report", event.path());
    let list = page(&app, "/reports").await;
    assert!(list.says(&path) && !list.says("Noch nicht"));
    for query in ["", "?association=dialog"] {
        let atom = page(&app, &format!("/reports.atom{query}")).await;
        let feed = atom_syndication::Feed::read_from(atom.body.as_bytes()).unwrap();
        assert_eq!(feed.entries.len(), 1);
        assert!(feed.entries[0].links[0].href.ends_with(&path));
        assert_eq!(
            feed.entries[0].authors[0].name,
            "Dialog für Cybersicherheit"
        );
        let json = page(&app, &format!("/reports.json{query}")).await;
        let json: Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!(json["reports"].as_array().unwrap().len(), 1);
        assert_eq!(json["reports"][0]["goals"][0]["answer"], "reached");
    }
    let unknown = get(&app, "/reports.json?association=nobody", BROWSER).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
