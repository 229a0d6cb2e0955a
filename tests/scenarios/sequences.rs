//! `federation/fixtures/ours/sequences`: what peers were seen to send in this order, and what has to
//! come of it. Their example hosts become real peers.

use chrono::Duration;
use federation::outbox::Audience;
use harness::{Engine, Instance, Peer, denkwerkstatt, on_both_engines, settle};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use server::{
    events::{Attendance, Draft, Event, State},
    participations::{self, Participation, State as Coming},
};
use std::{collections::BTreeSet, fs, path::PathBuf};

on_both_engines![
    delete_before_create,
    delete_before_create_of_an_event,
    a_create_waits_for_a_delete_beside_it,
    what_was_erased_is_not_kept_again,
    gancio_refollow_constant_id,
    mobilizon_update_same_activity_id,
    update_out_of_order,
    friendica_rsvp_change_of_mind,
    join_leave_join,
    join_twice_same_id,
    mastodon_poll_rsvp,
];

/// Each is sent in a test of its own below.
const SEQUENCES: [&str; 8] = [
    "delete-before-create",
    "friendica-rsvp-change-of-mind",
    "gancio-refollow-constant-id",
    "join-leave-join",
    "join-twice-same-id",
    "mastodon-poll-rsvp",
    "mobilizon-update-same-activity-id",
    "update-out-of-order",
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../federation/fixtures/ours/sequences")
}

/// What is received in the steps of a sequence, its example addresses replaced.
fn steps(name: &str, addresses: &[(&str, &str)]) -> Vec<Value> {
    let text = fs::read_to_string(folder().join(format!("{name}.json")));
    let mut text = text.expect("the sequence is there");
    for (example, real) in addresses {
        text = text.replace(example, real);
    }
    let sequence: Value = serde_json::from_str(&text).expect("JSON");
    let steps = sequence["steps"].as_array().expect("steps").iter();
    steps
        .filter_map(|step| step.get("receive").cloned())
        .collect()
}

#[test]
fn every_sequence_has_its_test() {
    let files = fs::read_dir(folder()).expect("the sequences are there");
    let names: BTreeSet<String> = files
        .map(|file| file.expect("a file").path())
        .map(|path| {
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(names, SEQUENCES.map(str::to_owned).into());
}

async fn take(instance: &Instance, peer: &Peer, activity: &Value) {
    let reply = peer.tells(instance, activity).await;
    assert_eq!(reply.status, 202, "{activity}: {}", reply.body);
    instance.advance(Duration::seconds(1));
}

async fn delete_before_create(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    let origin = anna.url("/").to_string();
    let steps = steps(
        "delete-before-create",
        &[("https://remote.example/", &origin)],
    );
    let [delete, create] = &steps[..] else {
        panic!("two steps");
    };
    take(&buero, &anna, delete).await;
    let before = buero.contents().await;
    assert_eq!(before.count("tombstones"), 1);
    take(&buero, &anna, create).await;
    let after = buero.contents().await;
    let unread = ["receipts"];
    assert_eq!(
        before.without(unread).changes_to(&after.without(unread)),
        [""; 0]
    );
}

async fn delete_before_create_of_an_event(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    let event = anna.event("lesekreis", "Lesekreis");
    take(&buero, &anna, &anna.activity("Delete", event["id"].clone())).await;
    take(&buero, &anna, &anna.activity("Create", event.clone())).await;
    assert!(buero.events().await.is_empty(), "the Delete was later");
    buero.advance(Duration::days(7));
    take(&buero, &anna, &anna.activity("Create", event.clone())).await;
    assert_eq!(
        buero.events().await.len(),
        1,
        "after seven days it may come back"
    );

    // Gancio uses an id again: what was published after the Delete is another event.
    take(&buero, &anna, &anna.activity("Delete", event["id"].clone())).await;
    let mut next = event;
    let published = buero.now() + Duration::seconds(1);
    next["published"] = json!(published.to_rfc3339());
    take(&buero, &anna, &anna.activity("Create", next)).await;
    assert_eq!(buero.events().await.len(), 1);
}

/// SQLite has one writer; PostgreSQL would let both look before either has written.
async fn a_create_waits_for_a_delete_beside_it(engine: Engine) {
    if engine == Engine::Sqlite {
        return;
    }
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    let event = anna.event("lesekreis", "Lesekreis");
    let tx = buero.begin().await;
    let turn = format!(
        "select pg_advisory_xact_lock(hashtextextended('{}', 0))",
        event["id"].as_str().expect("an id")
    );
    tx.execute_unprepared(&turn).await.expect("the turn");
    let create = anna.activity("Create", event);
    let create = anna.writes(&buero.inbox(), &create).signed();
    let create = tokio::spawn(async move { create.send().await.status });
    for number in 0..3 {
        let slug = format!("andere-{number}");
        take(
            &buero,
            &anna,
            &anna.activity("Create", anna.event(&slug, &slug)),
        )
        .await;
    }
    assert!(!create.is_finished());
    tx.rollback().await.expect("an end");
    assert_eq!(create.await.expect("an answer"), 202);
    assert!(buero.event_titled("Lesekreis").await.is_some());
}

async fn what_was_erased_is_not_kept_again(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let object = dialog.document(&event.iri).await;
    dialog.erase(&event).await;
    let actor = dialog.actor(&host).await;
    let audience = Audience::public(&actor);
    let tx = dialog.begin().await;
    let federation = &dialog.app.federation;
    let kept = federation
        .keep_object(&tx, &actor, &object, &audience)
        .await;
    kept.expect("the table");
    tx.commit().await.expect("a commit");
    let gone = dialog
        .get(event.iri.path(), "application/activity+json")
        .await;
    assert_eq!(gone.status, 410);
    assert_eq!(gone.json()["type"], "Tombstone");
}

async fn gancio_refollow_constant_id(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let gancio = Peer::new("gancio", &dialog.app.clock).await;
    let origin = gancio.url("/").to_string();
    let steps = steps(
        "gancio-refollow-constant-id",
        &[
            (
                "https://gancio.example/federation/u/relay",
                gancio.id().as_str(),
            ),
            ("https://gancio.example/", &origin),
            (
                "https://verein-a.example/ap/actors/verein",
                host.actor.as_str(),
            ),
        ],
    );
    let [follow, unfollow, again] = &steps[..] else {
        panic!("three steps");
    };
    take(&dialog, &gancio, follow).await;
    settle([&dialog]).await;
    assert_eq!(gancio.heard(), ["Accept{Follow}"]);
    take(&dialog, &gancio, unfollow).await;
    assert!(dialog.followers(&host.actor).await.is_empty());
    take(&dialog, &gancio, again).await;
    settle([&dialog]).await;
    assert_eq!(gancio.heard(), ["Accept{Follow}"; 2]);
    assert_eq!(dialog.followers(&host.actor).await.len(), 1);
}

async fn mobilizon_update_same_activity_id(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    // The group is followed, a person speaks for it.
    let group = buero.source(&reader, "gruppe").await;
    let anna = group.neighbour("anna");
    let origin = group.url("/").to_string();
    let steps = steps(
        "mobilizon-update-same-activity-id",
        &[
            ("https://mobi.example/@anna", anna.id().as_str()),
            ("https://mobi.example/@gruppe", group.id().as_str()),
            ("https://mobi.example/", &origin),
        ],
    );
    let [create, update] = &steps[..] else {
        panic!("two steps");
    };
    assert_eq!(create["id"], update["id"]);
    let id = create["object"]["id"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("a URL");
    for (activity, title, state) in [
        (create, "Lesekreis", State::Published),
        (update, "Lesekreis", State::Cancelled),
    ] {
        anna.serves(&id, harness::Served::json(&activity["object"]));
        take(&buero, &anna, activity).await;
        let event = buero.event_titled(title).await.expect(title);
        assert_eq!(event.state, state);
        assert_eq!(event.organizer, group.id().into());
    }
    assert_eq!(buero.events().await.len(), 1);
}

async fn update_out_of_order(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let reader = buero.association("innovationsbuero").await;
    let anna = buero.source(&reader, "anna").await;
    take(
        &buero,
        &anna,
        &anna.activity("Create", anna.event("lesekreis", "Lesekreis")),
    )
    .await;
    let steps = steps("update-out-of-order", &[]);
    // Both were said by now: what lies ahead counts as said when it is heard.
    buero.advance(Duration::days(63));
    for (step, title) in steps.iter().zip(["Neuer", "Älter"]) {
        let mut event = anna.event("lesekreis", title);
        event["updated"] = step["updated"].clone();
        take(&buero, &anna, &anna.activity("Update", event)).await;
    }
    let titles: Vec<_> = buero
        .events()
        .await
        .iter()
        .map(|event| event.main_text().title)
        .collect();
    assert_eq!(titles, ["Neuer"]);
}

/// An event of ours that people register for, and who does so from elsewhere.
struct Invited {
    dialog: Instance,
    event: Event,
    anna: Peer,
}

impl Invited {
    async fn new(engine: Engine, seats: &str) -> Self {
        let dialog = engine.instance("dialog").await;
        dialog.association("dialog").await;
        let draft = Draft {
            registration: "open".to_owned(),
            registration_url: String::new(),
            seats_in_person: seats.to_owned(),
            waiting_list: !seats.is_empty(),
            ..denkwerkstatt()
        };
        let event = dialog.publish(&draft).await;
        let anna = Peer::new("anna", &dialog.app.clock).await;
        Self {
            dialog,
            event,
            anna,
        }
    }

    /// What anna sends, with `question` in place of the one of the example.
    fn steps(&self, name: &str, question: &str) -> Vec<Value> {
        let anna = self.anna.id();
        let votes = self.anna.url("/users/anna#");
        let (home, ours) = (self.anna.url("/"), self.dialog.url("/"));
        let event = self.event.iri.to_string();
        let host = self.event.organizer.to_string();
        steps(
            name,
            &[
                ("https://friendica.example/profile/anna", anna.as_str()),
                ("https://mobi.example/@anna", anna.as_str()),
                ("https://mastodon.example/users/anna#", votes.as_str()),
                ("https://mastodon.example/users/anna", anna.as_str()),
                ("https://friendica.example/", home.as_str()),
                ("https://mobi.example/", home.as_str()),
                ("https://mastodon.example/", home.as_str()),
                ("https://verein-a.example/ap/actors/verein", &host),
                ("https://verein-a.example/ap/objects/dw26", &event),
                ("https://verein-a.example/ap/objects/frage-1", question),
                ("https://verein-a.example/", ours.as_str()),
            ],
        )
    }

    async fn says(&self, activity: &Value) {
        take(&self.dialog, &self.anna, activity).await;
    }

    async fn all(&self) -> Vec<Participation> {
        participations::of_event(&self.dialog.app.db, &self.event.id)
            .await
            .expect("a list")
    }

    async fn states(&self) -> Vec<Coming> {
        self.all().await.iter().map(|it| it.state).collect()
    }

    /// What anna has been sent since the last time, each by its type and that of its object.
    async fn answers(&self) -> Vec<String> {
        settle([&self.dialog]).await;
        let heard = self.anna.heard();
        self.anna.forget();
        heard
    }
}

async fn friendica_rsvp_change_of_mind(engine: Engine) {
    let invited = Invited::new(engine, "").await;
    let steps = invited.steps("friendica-rsvp-change-of-mind", "");
    let states = [Coming::Accepted, Coming::Tentative, Coming::Cancelled];
    assert_eq!(steps.len(), states.len());
    for (step, state) in steps.iter().zip(states) {
        invited.says(step).await;
        assert_eq!(invited.states().await, [state]);
    }
}

async fn join_leave_join(engine: Engine) {
    let invited = Invited::new(engine, "1").await;
    let steps = invited.steps("join-leave-join", "");
    let [join, leave, again] = &steps[..] else {
        panic!("three steps");
    };
    invited.says(join).await;
    assert_eq!(invited.states().await, [Coming::Accepted]);
    let bela = Peer::new("bela", &invited.dialog.app.clock).await;
    let waits = bela.activity("Join", invited.event.iri.as_str());
    take(&invited.dialog, &bela, &waits).await;
    invited.says(leave).await;
    invited.says(again).await;
    let states: Vec<_> = invited.all().await;
    let states: Vec<_> = states.iter().map(|it| (&it.actor, it.state)).collect();
    assert_eq!(
        states,
        [
            (&Some(bela.id().into()), Coming::Accepted),
            (&Some(invited.anna.id().into()), Coming::Waiting),
        ]
    );
}

async fn join_twice_same_id(engine: Engine) {
    let invited = Invited::new(engine, "").await;
    let steps = invited.steps("join-twice-same-id", "");
    let [join, again] = &steps[..] else {
        panic!("two steps");
    };
    assert_eq!(join, again);
    for step in [join, again] {
        invited.says(step).await;
        assert_eq!(invited.states().await, [Coming::Accepted]);
        let answers = invited.answers().await;
        assert!(
            answers.iter().any(|it| it.starts_with("Accept")),
            "{answers:?}"
        );
    }
}

async fn mastodon_poll_rsvp(engine: Engine) {
    let invited = Invited::new(engine, "").await;
    let anna = &invited.anna;
    let note = json!({
        "id": anna.url("/users/anna/statuses/1"),
        "type": "Note",
        "attributedTo": anna.id(),
        "inReplyTo": invited.event.iri,
        "content": "<p>dabei</p>",
        "published": invited.dialog.now().to_rfc3339(),
    });
    invited.says(&anna.activity("Create", note)).await;
    settle([&invited.dialog]).await;
    let asked = anna.received().remove(0);
    // Delivered to the person only.
    assert_eq!(asked["to"], json!([anna.id()]));
    let question = asked["object"]["id"].as_str().expect("an id").to_owned();
    let steps = invited.steps("mastodon-poll-rsvp", &question);
    let [vote] = &steps[..] else {
        panic!("one step");
    };
    assert!(vote["to"].is_string());
    invited.says(vote).await;
    let all = invited.all().await;
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].state, all[0].attendance),
        (Coming::Accepted, Attendance::Online)
    );
}
