//! One evening from its programme to the last cancellation: an edition that is pasted and published, seen
//! elsewhere, and registered for in every way there is; the organizers' one list says who came how.

use chrono::Duration;
use harness::{Engine, Instance, Peer, denkwerkstatt, edition, on_both_engines, settle};
use serde_json::{Value, json};
use server::{
    events::Event,
    mail,
    participations::{self, Origin, Participation, Registration, State, Word},
};
use std::fs;

on_both_engines![
    whatever_way_somebody_comes_and_leaves_there_is_one_list,
    whoever_is_named_without_a_word_is_named_so_by_every_reader,
];

/// As it was printed.
const PROGRAMME: &str = "18:00 Uhr – Begrüßung
18:10 Uhr – Vorstellung Allianz ukrainischer Organisationen
18:30 Uhr – Vorstellung der Finanzierung von Hilfe für Geflüchtete, Deutsche Stiftung für Engagement und Ehrenamt
18:50 Uhr – Chatbots und Karten in der Hilfe für Geflüchtete, place/making und Paritätischer Wohlfahrtsverband
19:10 Uhr – Workshop zu den drei Themen an mehreren Tischen
19:30 Uhr – Gemeinsamer Ausklang bei Pizza und Getränken";

struct Stage {
    buero: Instance,
    event: Event,
}

impl Stage {
    async fn hears(&self, peer: &Peer, activity: &Value) {
        let letter = peer.writes(&self.buero.inbox(), activity);
        assert_eq!(letter.signed().send().await.status, 202, "{activity}");
        settle([&self.buero]).await;
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> u16 {
        let sent = self.buero.fills_in(path, form).await;
        sent.status.as_u16()
    }

    /// The link in the last mail, which says that it is somebody's own.
    async fn link(&self) -> String {
        let transport = mail::Transport::new(self.buero.config()).expect("a folder");
        let app = &self.buero.app;
        while mail::deliver_due(app, &transport).await.expect("mails") > 0 {}
        let folder = self.buero.config().storage.data_dir.join("mail");
        let file = fs::read_dir(&folder).expect("mails").flatten().last();
        let bytes = fs::read(file.expect("a mail").path()).expect("a mail");
        let parsed = mail_parser::MessageParser::new()
            .parse(&bytes)
            .expect("a mail");
        let text = parsed.body_text(0).expect("words").into_owned();
        let start = text.find("/r/").expect("a link");
        let link = text[start..].split_whitespace().next();
        link.expect("a link").to_owned()
    }

    async fn all(&self) -> Vec<Participation> {
        let all = participations::of_event(&self.buero.app.db, &self.event.id).await;
        all.expect("a list")
    }

    /// How each of them came, and how they stand.
    async fn list(&self) -> Vec<(Origin, State)> {
        let all = self.all().await.into_iter();
        all.map(|one| (one.origin, one.state)).collect()
    }
}

async fn whatever_way_somebody_comes_and_leaves_there_is_one_list(engine: Engine) {
    let [buero, dialog] = engine.instances(["innovationsbuero", "dialog"]).await;
    let host = buero.association("innovationsbuero").await;
    buero.series(&host).await;
    let follower = buero.follower(&host, "leser").await;
    let reader = dialog.association("dialog").await;
    let address = format!("@innovationsbuero@{}", buero.host());
    dialog.follow(&reader, &address).await;
    settle([&buero, &dialog]).await;
    follower.forget();

    // Typed by paste, and published.
    let mut draft = edition(11);
    draft.registration = "open".to_owned();
    draft.registration_url = String::new();
    draft.attendance = "hybrid".to_owned();
    let event = buero.draft(&draft).await;
    let (event, sessions) = buero.release_agenda(&event, PROGRAMME).await;
    assert_eq!(sessions.len(), 6);
    let tx = buero.begin().await;
    let event = server::events::publish(&buero.app, &tx, event).await;
    let event = event.expect("it can be published");
    tx.commit().await.expect("a commit");
    settle([&buero, &dialog]).await;
    assert!(follower.heard().contains(&"Create{Event}".to_owned()));
    let there = dialog.again(&event).await.expect("it arrived");
    let page = dialog.get(&there.path(), "text/html").await.body;
    assert!(
        page.contains("11. Ausgabe der Reihe Innovationswerkstatt"),
        "{page}"
    );

    let stage = Stage { buero, event };
    let clock = &stage.buero.app.clock;
    // By the form of its page.
    let register = format!("/events/{}/register", stage.event.slug);
    let form = [
        ("email", "referat@example.org"),
        ("attendance", "in_person"),
    ];
    assert_eq!(stage.post(&register, &form).await, 200);
    let by_form = stage.link().await;
    assert_eq!(stage.post(&by_form, &[("then", "confirm")]).await, 303);
    // By telephone.
    let called = Registration {
        name: "Referat Ehrenamt".to_owned(),
        attendance: "in_person".to_owned(),
        ..Registration::default()
    };
    let tx = stage.buero.begin().await;
    let app = &stage.buero.app;
    let by_staff = participations::enter(app, &tx, &stage.event.id, &called, "de").await;
    let by_staff = by_staff.expect("a place");
    tx.commit().await.expect("a commit");
    // As Mobilizon and Fedify say it.
    let joins = Peer::new("joins", clock).await;
    let join = joins.activity("Join", stage.event.iri.as_str());
    stage.hears(&joins, &join).await;
    assert_eq!(joins.received()[0]["type"], "Accept");
    // As Friendica does: the event is in it.
    let accepts = Peer::new("accepts", clock).await;
    let copy = json!({
        "id": stage.event.iri,
        "type": "Event",
        "attributedTo": stage.event.organizer,
        "published": "2026-09-01T08:00:00Z",
    });
    let accept = accepts.activity("Accept", copy.clone());
    stage.hears(&accepts, &accept).await;
    // As people at Mastodon do: a reply, and a vote in what they are asked.
    let replies = Peer::new("replies", clock).await;
    let post = replies.url("/posts/1");
    let said = json!({
        "id": post,
        "type": "Note",
        "attributedTo": replies.id(),
        "inReplyTo": stage.event.iri,
        "content": "<p><span class=\"h-card\"><a class=\"u-url mention\">@<span>innovationsbuero</span></a></span> dabei!</p>",
        "published": "2026-09-01T08:00:00Z",
    });
    let said = replies.activity("Create", said);
    stage.hears(&replies, &said).await;
    let question = replies.received()[0]["object"].clone();
    assert_eq!(question["type"], "Question");
    let votes = |number: u32, option: &str| {
        let vote = json!({
            "id": replies.url(&format!("/votes/{number}")),
            "type": "Note",
            "attributedTo": replies.id(),
            "inReplyTo": question["id"],
            "name": option,
        });
        replies.activity("Create", vote)
    };
    stage.hears(&replies, &votes(1, "Online")).await;

    let origins = [
        Origin::Form,
        Origin::Staff,
        Origin::Join,
        Origin::Answer,
        Origin::Reply,
    ];
    let mut list = stage.list().await;
    list.sort_by_key(|(origin, _)| origins.iter().position(|it| it == origin));
    assert_eq!(list, origins.map(|origin| (origin, State::Accepted)));

    // And each takes it back the way they came.
    stage.buero.advance(Duration::minutes(1));
    assert_eq!(stage.post(&by_form, &[("then", "leave")]).await, 303);
    let tx = stage.buero.begin().await;
    let left = participations::leave(app, &tx, &by_staff, Word::Ours).await;
    left.expect("somebody out");
    tx.commit().await.expect("a commit");
    let leave = joins.activity("Leave", stage.event.iri.as_str());
    stage.hears(&joins, &leave).await;
    stage
        .hears(&accepts, &accepts.activity("Reject", copy))
        .await;
    stage.hears(&replies, &votes(2, "Doch nicht")).await;
    let mut list = stage.list().await;
    list.sort_by_key(|(origin, _)| origins.iter().position(|it| it == origin));
    assert_eq!(list, origins.map(|origin| (origin, State::Cancelled)));
    // Who came and left is nobody's business elsewhere.
    settle([&stage.buero, &dialog]).await;
    let told: String = follower.received().iter().map(Value::to_string).collect();
    for peer in [&joins, &accepts, &replies] {
        assert!(!told.contains(peer.id().as_str()));
    }
}

async fn whoever_is_named_without_a_word_is_named_so_by_every_reader(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    let named = dialog.association("dialog").await;
    let first = buero.association("innovationsbuero").await;
    let second = verband.association("verband").await;
    let forger = buero.source(&first, "anna").await;
    forger.is_followed(&verband, &second).await;
    dialog.publish(&denkwerkstatt()).await;
    settle([&dialog, &buero, &verband]).await;

    // She names who never heard of it, with a word that was said about something else.
    let mut event = forger.event("fachtag", "Fachtag");
    let word = dialog.url("/ap/activities/01ARZ3NDEKTSV4RRFFQ69G5FAV");
    let named_with = json!({ "type": "Organization", "id": named.actor, "context": word });
    let items = json!([forger.id(), named_with]);
    event["organizers"] = json!({ "type": "Collection", "items": items });
    let create = forger.activity("Create", event);
    for reader in [&buero, &verband] {
        assert_eq!(forger.tells(reader, &create).await.status, 202);
        reader.advance(Duration::minutes(6));
        let looked = server::cohosts::check_due(&reader.app).await;
        assert_eq!(looked.expect("a look"), 1);
        let copy = reader.event_titled("Fachtag").await.expect("it is kept");
        assert_eq!(copy.cohosts.0, [], "{}", reader.host());
        let page = reader.get(&copy.path(), "text/html").await.body;
        assert!(page.contains("nicht bestätigt"), "{page}");
    }
    // Where it is at home nobody knows of it, and nothing says that it invites.
    assert!(dialog.event_titled("Fachtag").await.is_none());
    let page = dialog.get("/@dialog", "text/html").await.body;
    assert!(!page.contains("Fachtag"));
    let outbox = dialog.actor(&named).await.outbox.expect("an outbox");
    let outbox = format!("{outbox}?page=1").parse().expect("a URL");
    let said = dialog.document(&outbox).await.to_string();
    assert!(!said.contains(forger.id().as_str()), "{said}");
}
