//! Ideas: brought without an account, from a second server by Offer, merged, declined with a mail; and
//! what a forger gets by offering what is not theirs.

use chrono::Duration;
use harness::{Engine, Instance, PUBLIC, Peer, Post, on_both_engines, settle};
use serde_json::{Value, json};
use server::{
    associations::Association,
    cycles::{self, Cycle, cycle, programme},
    ideas::{self, Draft, Idea, Origin, Signature, State, offer},
    mail,
    workstreams::{self, Step, Workstream},
};
use std::{collections::BTreeMap, fs};
use url::Url;

on_both_engines![
    an_idea_without_an_account_reaches_followers_and_its_author_hears_what_became_of_it,
    an_idea_of_another_server_is_let_in_and_later_declined_with_a_reason,
    ideas_merged_are_one_and_all_authors_hear_of_it,
    an_idea_is_for_its_owner_to_offer,
    a_reply_from_elsewhere_is_read_once_it_is_let_through_and_goes_with_its_post,
    who_brought_an_idea_from_elsewhere_hears_what_came_of_it,
    an_owner_elsewhere_changes_an_idea_until_the_choice_and_never_back,
    who_brought_an_idea_hears_why_its_workstream_is_not_pursued,
];

/// A cycle of `association` that takes ideas.
async fn cycle(instance: &Instance, association: &Association) -> Cycle {
    let tx = instance.begin().await;
    let programme = programme::Draft {
        name: "Dialog".to_owned(),
        ..programme::Draft::default()
    };
    let founded = cycles::found_programme(&instance.app, &tx, association, &programme).await;
    let draft = cycle::Draft {
        programme: founded.expect("a programme").slug,
        name: "2026/2027".to_owned(),
        ..cycle::Draft::default()
    };
    let begun = cycles::begin(&instance.app, &tx, &draft).await;
    tx.commit().await.expect("a commit");
    begun.expect("a cycle")
}

fn draft(title: &str) -> Draft {
    Draft {
        title: title.to_owned(),
        question: "Wie wählen Vereine Software?".to_owned(),
        product: "guide".to_owned(),
        months: "4".to_owned(),
        ..Draft::default()
    }
}

/// Entered by staff, for `email`.
async fn entered(
    instance: &Instance,
    cycle: Option<&Cycle>,
    association: &Association,
    (title, email): (&str, &str),
) -> Idea {
    let tx = instance.begin().await;
    let signature = Signature {
        email: email.to_owned(),
        ..Signature::default()
    };
    let place = (cycle.map(|cycle| &cycle.id), &association.actor);
    let how = (Origin::Mail, "de");
    let idea = ideas::enter(&instance.app, &tx, place, &draft(title), &signature, how).await;
    tx.commit().await.expect("a commit");
    idea.expect("an idea")
}

async fn again(instance: &Instance, idea: &Idea) -> Idea {
    let found = ideas::find(&instance.app.db, &idea.id).await;
    found.expect("the idea")
}

/// Those that work here see these.
async fn listed(instance: &Instance) -> Vec<Idea> {
    let listed = ideas::listed(&instance.app.db, None).await;
    listed.expect("the table")
}

/// Subject and text of every mail that left since.
pub async fn mails(instance: &Instance) -> Vec<(String, String)> {
    let transport = mail::Transport::new(instance.config()).expect("a folder");
    while mail::deliver_due(&instance.app, &transport)
        .await
        .expect("mails")
        > 0
    {}
    let folder = instance.config().storage.data_dir.join("mail");
    let mut files: BTreeMap<_, _> = BTreeMap::new();
    for file in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let bytes = fs::read(file.path()).expect("a mail");
        files.insert(file.file_name(), bytes);
        fs::remove_file(file.path()).expect("a mail to be taken away");
    }
    let parser = mail_parser::MessageParser::new();
    let mails = files.into_values().map(|bytes| {
        let read = parser.parse(&bytes).expect("a mail");
        let subject = read.subject().unwrap_or_default().to_owned();
        (subject, read.body_text(0).unwrap_or_default().into_owned())
    });
    mails.collect()
}

/// The link that a mail is about, without its host.
pub fn link(text: &str) -> String {
    let at = text.find("/i/").expect("a link");
    text[at..]
        .split_whitespace()
        .next()
        .expect("a link")
        .to_owned()
}

async fn page(instance: &Instance, path: &str) -> String {
    let path = format!("{path}?{}", instance.now().timestamp());
    instance.get(&path, "text/html").await.body
}

async fn an_idea_without_an_account_reaches_followers_and_its_author_hears_what_became_of_it(
    engine: Engine,
) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let cycle = cycle(&dialog, &host).await;
    let anna = dialog.follower(&host, "anna").await;
    let form = [
        ("title", "Leitfaden <b>Wahlsoftware</b>"),
        ("question", "Wie wählen Vereine?\r\n\r\nWomit?"),
        ("product", "guide"),
        ("months", "4"),
        ("email", "a@verein.example"),
    ];
    let path = format!("{}/ideas/new", cycle.path());
    let sent = dialog.fills_in(&path, &form).await;
    assert_eq!(sent.status, 200);
    let (subject, text) = mails(&dialog).await.pop().expect("a mail");
    assert!(subject.contains("bestätigen"), "{subject}");
    settle([&dialog]).await;
    assert!(anna.received().is_empty(), "nobody has confirmed it");
    let own = link(&text);
    for _ in 0..2 {
        let confirmed = Post::form(&dialog.url(&own), &[("then", "confirm")]);
        assert_eq!(confirmed.send().await.status, 303);
    }
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Article}"]);
    let article = anna.received()[0]["object"].clone();
    assert_eq!(article["context"], cycle.iri.as_str());
    assert_eq!(article["kind"], "proposal");
    assert_eq!(article["state"], "proposed");
    assert_eq!(article["duration"], "P4M");
    assert_eq!(article["attributedTo"], host.actor.as_str());
    assert!(!article.to_string().contains("a@verein.example"));
    let content = article["content"].as_str().expect("a text");
    assert!(
        content.starts_with("<p>Wie wählen Vereine?</p><p>Womit?</p>"),
        "{content}"
    );
    let collection = dialog.document(&cycle.iri).await;
    assert_eq!(collection["totalItems"], 1);
    let first: Url = collection["first"]
        .as_str()
        .expect("an address")
        .parse()
        .expect("a URL");
    let items = dialog.document(&first).await;
    assert_eq!(items["orderedItems"], json!([article["id"]]));
    assert_eq!(items["partOf"], cycle.iri.as_str());
    anna.forget();
    mails(&dialog).await;

    dialog.advance(Duration::seconds(2));
    let idea = listed(&dialog).await.remove(0);
    let tx = dialog.begin().await;
    let declined = ideas::decline(&dialog.app, &tx, &idea, "Gibt es schon.").await;
    declined.expect("it is declined");
    tx.commit().await.expect("a commit");
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Update{Article}"]);
    let article = anna.received()[0]["object"].clone();
    assert_eq!(article["state"], "declined");
    assert_eq!(article["summary"], "nicht ausgewählt: Gibt es schon.");
    let (_, text) = mails(&dialog).await.pop().expect("a mail");
    assert!(
        text.contains("Gibt es schon.") && text.contains(&own),
        "{text}"
    );
    let shown = page(&dialog, &format!("{}/ideas/1", cycle.path())).await;
    assert!(shown.contains("Gibt es schon.") && !shown.contains("<b>Wahlsoftware"));
}

async fn an_idea_of_another_server_is_let_in_and_later_declined_with_a_reason(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let guest = buero.association("innovationsbuero").await;
    let cycle = cycle(&dialog, &host).await;
    let idea = entered(&buero, None, &guest, ("Reallabor", "b@verein.example")).await;
    mails(&buero).await;
    let target = dialog.url(&cycle.path());
    let found = ideas::look_up(&buero.app, target.as_str()).await;
    let found = found.expect("a cycle");
    assert_eq!(
        (found.iri.as_str(), found.name.as_str()),
        (cycle.iri.as_str(), "2026/2027")
    );
    assert!(
        ideas::look_up(&buero.app, dialog.url("/events").as_str())
            .await
            .is_err()
    );
    // A stranger's is not heard.
    dialog
        .follow(&host, &format!("@innovationsbuero@{}", buero.host()))
        .await;
    settle([&dialog, &buero]).await;
    let tx = buero.begin().await;
    let offered = ideas::offer(&buero.app, &tx, &idea, &found).await;
    offered.expect("an offer");
    assert!(
        ideas::offer(&buero.app, &tx, &idea, &found).await.is_err(),
        "only once"
    );
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let theirs = listed(&dialog).await.remove(0);
    assert_eq!((theirs.state, theirs.number), (State::Waiting, None));
    assert_eq!((theirs.title.as_str(), theirs.months), ("Reallabor", 4));
    assert_eq!(theirs.question, "Wie wählen Vereine Software?");
    assert!(!page(&dialog, &cycle.path()).await.contains("Reallabor"));

    dialog.advance(Duration::seconds(2));
    let tx = dialog.begin().await;
    let let_in = ideas::approve(&dialog.app, &tx, &theirs).await;
    assert_eq!(let_in.expect("it is let in").number, Some(1));
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let offers = ideas::offers(&buero.app.db, &idea.id)
        .await
        .expect("offers");
    assert_eq!(offers[0].state, offer::State::Accepted);
    let (_, text) = mails(&buero).await.pop().expect("a mail");
    assert!(text.contains("2026/2027"), "{text}");
    let shown = page(&dialog, &format!("{}/ideas/1", cycle.path())).await;
    assert!(shown.contains("Reallabor") && shown.contains(&buero.host()));
    assert_eq!(dialog.document(&cycle.iri).await["totalItems"], 1);

    // Its owner changes it, there and here.
    buero.advance(Duration::seconds(2));
    let tx = buero.begin().await;
    let changed = ideas::revise(&buero.app, &tx, &idea, &draft("Reallabor Vereine")).await;
    changed.expect("a change");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    assert_eq!(again(&dialog, &theirs).await.title, "Reallabor Vereine");

    dialog.advance(Duration::seconds(2));
    let tx = dialog.begin().await;
    let declined = ideas::decline(&dialog.app, &tx, &theirs, "Zu groß.").await;
    declined.expect("it is declined");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let offers = ideas::offers(&buero.app.db, &idea.id)
        .await
        .expect("offers");
    assert_eq!(
        (offers[0].state, offers[0].reason.as_str()),
        (offer::State::Rejected, "Zu groß.")
    );
    assert_eq!(
        again(&buero, &idea).await.state,
        State::Proposed,
        "it stands at home"
    );
    let (_, text) = mails(&buero).await.pop().expect("a mail");
    assert!(text.contains("Zu groß."), "{text}");
}

async fn ideas_merged_are_one_and_all_authors_hear_of_it(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let cycle = cycle(&dialog, &host).await;
    let first = entered(
        &dialog,
        Some(&cycle),
        &host,
        ("Leitfaden", "a@verein.example"),
    )
    .await;
    let second = entered(
        &dialog,
        Some(&cycle),
        &host,
        ("Handreichung", "b@verein.example"),
    )
    .await;
    // Somebody on another server would work with it: once, however often they say so.
    let anna = Peer::new("anna", &dialog.app.clock).await;
    for _ in 0..2 {
        dialog.advance(Duration::seconds(1));
        let join = anna.activity("Join", json!(first.iri));
        assert_eq!(anna.tells(&dialog, &join).await.status, 202);
    }
    let count = ideas::count_supporters(&dialog.app.db, &first.id).await;
    assert_eq!(count.expect("a count"), 1);
    mails(&dialog).await;
    dialog.advance(Duration::seconds(2));
    let tx = dialog.begin().await;
    let merged = ideas::merge(&dialog.app, &tx, &first, &second).await;
    assert_eq!(merged.expect("they are merged").state, State::Merged);
    tx.commit().await.expect("a commit");
    let count = ideas::count_supporters(&dialog.app.db, &second.id).await;
    assert_eq!(count.expect("a count"), 1);
    assert!(
        page(&dialog, &format!("{}/ideas/1", cycle.path()))
            .await
            .contains("Handreichung")
    );
    let told = mails(&dialog).await;
    assert_eq!(told.len(), 1);
    assert!(told[0].1.contains("Handreichung"), "{told:?}");
    dialog.advance(Duration::seconds(2));
    let tx = dialog.begin().await;
    ideas::select(&dialog.app, &tx, &second)
        .await
        .expect("chosen");
    tx.commit().await.expect("a commit");
    assert_eq!(mails(&dialog).await.len(), 2, "both authors hear of it");
    let leave = anna.activity("Leave", json!(second.iri));
    assert_eq!(anna.tells(&dialog, &leave).await.status, 202);
    let count = ideas::count_supporters(&dialog.app.db, &second.id).await;
    assert_eq!(count.expect("a count"), 0);
}

async fn an_idea_is_for_its_owner_to_offer(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let cycle = cycle(&dialog, &host).await;
    let anna = dialog.source(&host, "anna").await;
    let mallory = anna.neighbour("mallory");
    let eve = Peer::new("eve", &dialog.app.clock).await;
    let article = |peer: &Peer, name: &str| {
        json!({
            "id": peer.url(&format!("/ideas/{name}")),
            "type": "Article",
            "kind": "proposal",
            "attributedTo": peer.id(),
            "name": "Studie <script>",
            "content": "<p>Was hilft?</p><script>alert(1)</script>",
            "published": "2026-11-01T08:00:00Z",
            "to": [PUBLIC],
        })
    };
    let offered = |peer: &Peer, object: Value| {
        let mut offer = peer.activity("Offer", object);
        offer["target"] = json!(cycle.iri);
        offer["to"] = json!([host.actor]);
        offer
    };
    let mut private = article(&anna, "privat");
    private["to"] = json!([host.actor]);
    let mut long = article(&anna, "lang");
    long["content"] = json!(format!("<p>{}</p>", "ä ".repeat(20_000)));
    let mut elsewhere = offered(&anna, article(&anna, "woanders"));
    elsewhere["target"] = json!(dialog.url("/ap/objects/01JD3ZK6M00000000000000000"));
    let mut report = article(&anna, "bericht");
    report["kind"] = json!("report");
    for (name, peer, offer, status) in [
        ("a stranger's", &eve, offered(&eve, article(&eve, "1")), 403),
        (
            "another server's",
            &eve,
            offered(&eve, article(&anna, "1")),
            403,
        ),
        // Whose it is its own server says, and that knows of none.
        (
            "a neighbour's",
            &mallory,
            offered(&mallory, article(&anna, "1")),
            202,
        ),
        ("not public", &anna, offered(&anna, private), 403),
        ("for no cycle", &anna, elsewhere, 202),
        ("of another kind", &anna, offered(&anna, report), 202),
    ] {
        assert_eq!(peer.tells(&dialog, &offer).await.status, status, "{name}");
        assert!(listed(&dialog).await.is_empty(), "{name}");
    }
    let offer = offered(&anna, long);
    assert_eq!(anna.tells(&dialog, &offer).await.status, 202);
    let kept = listed(&dialog).await.remove(0);
    assert_eq!(kept.question.chars().count(), 800, "cut, and not refused");
    for number in 1..=22 {
        dialog.advance(Duration::seconds(1));
        let offer = offered(&anna, article(&anna, &number.to_string()));
        let expected = if number < 20 { 202 } else { 403 };
        assert_eq!(
            anna.tells(&dialog, &offer).await.status,
            expected,
            "{number}"
        );
    }
    let waiting = listed(&dialog).await;
    assert_eq!(waiting.len(), 20);
    assert!(waiting.iter().all(|idea| !idea.question.contains("alert")));
    // Who is not its owner neither changes it nor takes it away, and nobody accepts in our name.
    for forger in [&mallory, &eve] {
        let mut update = article(&anna, "1");
        update["name"] = json!("Gefälscht");
        update["updated"] = json!("2027-01-01T08:00:00Z");
        forger
            .tells(&dialog, &forger.activity("Update", update))
            .await;
        let gone = json!(anna.url("/ideas/1"));
        forger
            .tells(&dialog, &forger.activity("Delete", gone))
            .await;
    }
    let after = listed(&dialog).await;
    assert!(after.iter().all(|idea| idea.title != "Gefälscht"));
    assert!(after.iter().all(|idea| idea.state == State::Waiting));
    assert!(!page(&dialog, &cycle.path()).await.contains("Studie"));
}

async fn a_reply_from_elsewhere_is_read_once_it_is_let_through_and_goes_with_its_post(
    engine: Engine,
) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let cycle = cycle(&dialog, &host).await;
    let idea = entered(
        &dialog,
        Some(&cycle),
        &host,
        ("Leitfaden", "a@verein.example"),
    )
    .await;
    let shown = format!("{}/ideas/1", cycle.path());
    let mona = Peer::new("mona", &dialog.app.clock).await;
    let eve = mona.neighbour("eve");
    let iri = idea.iri.clone().expect("it is public");
    let reply = |number: u8, to: &[&str]| {
        json!({
            "id": mona.url(&format!("/posts/{number}")),
            "type": "Note",
            "attributedTo": mona.id(),
            "inReplyTo": iri,
            "content": "<p>Das <b>brauchen</b> wir.</p><script>alert(1)</script>",
            "published": "2026-11-22T10:00:00Z",
            "to": to,
        })
    };
    let said = async || {
        let said = ideas::comments(&dialog.app.db, &idea.id).await;
        said.expect("comments")
    };
    for (name, peer, note, kept) in [
        ("to us alone", &mona, reply(1, &[host.actor.as_str()]), 0),
        ("another's post", &eve, reply(2, &[PUBLIC]), 0),
        ("public", &mona, reply(3, &[PUBLIC]), 1),
        ("the same once more", &mona, reply(3, &[PUBLIC]), 1),
    ] {
        dialog.advance(Duration::seconds(1));
        let create = peer.activity("Create", note);
        assert_eq!(peer.tells(&dialog, &create).await.status, 202, "{name}");
        assert_eq!(said().await.len(), kept, "{name}");
    }
    let comment = said().await.remove(0);
    assert_eq!(comment.said, "Das brauchen wir.");
    assert!(!page(&dialog, &shown).await.contains("brauchen"));
    let tx = dialog.begin().await;
    let let_through = ideas::show(&dialog.app, &tx, &comment).await;
    let_through.expect("it is let through");
    tx.commit().await.expect("a commit");
    let public = page(&dialog, &shown).await;
    assert!(public.contains("Das brauchen wir.") && !public.contains("alert(1)"));

    for (name, peer, kept) in [("another's word", &eve, 1), ("their own", &mona, 0)] {
        dialog.advance(Duration::seconds(1));
        let delete = peer.activity("Delete", mona.url("/posts/3").as_str());
        assert_eq!(peer.tells(&dialog, &delete).await.status, 202, "{name}");
        assert_eq!(said().await.len(), kept, "{name}");
    }
}

async fn who_brought_an_idea_from_elsewhere_hears_what_came_of_it(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let guest = buero.association("innovationsbuero").await;
    let cycle = cycle(&dialog, &host).await;
    let address = format!("@innovationsbuero@{}", buero.host());
    dialog.follow(&host, &address).await;
    settle([&dialog, &buero]).await;
    let target = dialog.url(&cycle.path());
    let found = ideas::look_up(&buero.app, target.as_str()).await;
    let found = found.expect("a cycle");
    let mut brought = Vec::new();
    for (title, email) in [
        ("Reallabor", "b@verein.example"),
        ("Leitfaden", "c@verein.example"),
    ] {
        let idea = entered(&buero, None, &guest, (title, email)).await;
        let tx = buero.begin().await;
        let offered = ideas::offer(&buero.app, &tx, &idea, &found).await;
        offered.expect("an offer");
        tx.commit().await.expect("a commit");
        settle([&dialog, &buero]).await;
        let there = listed(&dialog).await;
        let there = there.into_iter().find(|it| it.title == title);
        let there = there.expect("an idea that arrived");
        let tx = dialog.begin().await;
        let let_in = ideas::approve(&dialog.app, &tx, &there).await;
        tx.commit().await.expect("a commit");
        brought.push((idea, let_in.expect("it is let in")));
    }
    settle([&dialog, &buero]).await;
    mails(&buero).await;
    dialog.advance(Duration::seconds(2));
    let tx = dialog.begin().await;
    let merged = ideas::merge(&dialog.app, &tx, &brought[1].1, &brought[0].1).await;
    merged.expect("one of two");
    let chosen = ideas::select(&dialog.app, &tx, &brought[0].1).await;
    chosen.expect("a choice");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    for ((idea, _), expected) in brought.iter().zip([
        (offer::State::Selected, ""),
        (offer::State::Merged, "Reallabor"),
    ]) {
        let offers = ideas::offers(&buero.app.db, &idea.id).await;
        let offers = offers.expect("offers");
        assert_eq!((offers[0].state, offers[0].reason.as_str()), expected);
    }
    let told: Vec<String> = mails(&buero).await.into_iter().map(|it| it.1).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().any(|text| text.contains("ausgewählt")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|text| text.contains("zusammengelegt")),
        "{told:?}"
    );
}

async fn an_owner_elsewhere_changes_an_idea_until_the_choice_and_never_back(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let cycle = cycle(&dialog, &host).await;
    let anna = dialog.source(&host, "anna").await;
    let article = |name: &str, title: &str, day: &str| {
        json!({
            "id": anna.url(&format!("/ideas/{name}")),
            "type": "Article",
            "kind": "proposal",
            "attributedTo": anna.id(),
            "name": title,
            "content": "<p>Was hilft?</p>",
            "summary": "Was hilft?",
            "published": "2026-12-01T08:00:00Z",
            "updated": format!("{day}T08:00:00Z"),
            "to": [PUBLIC],
        })
    };
    let told = async |kind: &str, object: Value| {
        dialog.advance(Duration::seconds(2));
        let mut activity = anna.activity(kind, object);
        activity["target"] = json!(cycle.iri);
        activity["to"] = json!([host.actor]);
        anna.tells(&dialog, &activity).await.status
    };
    for name in ["gewaehlt", "offen", "weg"] {
        let offered = article(name, "Alt", "2026-12-01");
        assert_eq!(told("Offer", offered).await, 202, "{name}");
    }
    let of = async |name: &str| {
        let ending = format!("/ideas/{name}");
        let mut all = listed(&dialog).await.into_iter();
        let iri = |idea: &Idea| idea.iri.clone().expect("an id");
        let found = all.find(|idea| iri(idea).as_str().ends_with(&ending));
        found.expect("it was offered")
    };

    // What was said earlier arrives later, or once more.
    for (title, day, stands) in [
        ("Neu", "2026-12-03", "Neu"),
        ("Dazwischen", "2026-12-02", "Neu"),
        ("Nochmals", "2026-12-03", "Neu"),
        ("Neuer", "2026-12-04", "Neuer"),
    ] {
        let update = article("gewaehlt", title, day);
        assert_eq!(told("Update", update).await, 202, "{title}");
        assert_eq!(of("gewaehlt").await.title, stands, "{title}");
    }

    for name in ["gewaehlt", "offen", "weg"] {
        let idea = of(name).await;
        let tx = dialog.begin().await;
        let let_in = ideas::approve(&dialog.app, &tx, &idea).await;
        let_in.expect("it is let in");
        tx.commit().await.expect("a commit");
    }
    let idea = of("gewaehlt").await;
    let tx = dialog.begin().await;
    let chosen = ideas::select(&dialog.app, &tx, &idea).await;
    chosen.expect("it is chosen");
    tx.commit().await.expect("a commit");
    let bait = article("gewaehlt", "Ganz anders", "2026-12-05");
    assert_eq!(told("Update", bait).await, 403);
    let mut back = article("gewaehlt", "Neuer", "2026-12-05");
    back["state"] = json!("withdrawn");
    assert_eq!(told("Update", back).await, 403);
    let chosen = of("gewaehlt").await;
    assert_eq!(
        (chosen.state, chosen.title.as_str(), chosen.number),
        (State::Selected, "Neuer", Some(1))
    );
    let gone = json!({ "type": "Tombstone", "id": anna.url("/ideas/gewaehlt") });
    assert_eq!(told("Delete", gone).await, 202);
    let chosen = of("gewaehlt").await;
    assert_eq!(
        (chosen.state, chosen.question.as_str()),
        (State::Selected, "")
    );

    // The last day is over: it is read as it is, or not at all.
    let tx = dialog.begin().await;
    let found = cycles::find_for_change(&tx, &cycle.id).await;
    let found = found.expect("an answer").expect("a cycle");
    let mut ended = cycles::draft_of(&tx, &found).await.expect("a draft");
    ended.ideas_until = "2026-09-01".to_owned();
    let revised = cycles::revise(&dialog.app, &tx, found, &ended, 3).await;
    revised.expect("the last day is set");
    tx.commit().await.expect("a commit");
    dialog.advance(Duration::days(2));
    let late = article("offen", "Zu spät", "2026-12-05");
    assert_eq!(told("Update", late).await, 403);
    assert_eq!(of("offen").await.title, "Alt");
    let mut back = article("offen", "Zu spät", "2026-12-06");
    back["state"] = json!("withdrawn");
    assert_eq!(told("Update", back).await, 202);
    let withdrawn = of("offen").await;
    assert_eq!(
        (withdrawn.state, withdrawn.title.as_str()),
        (State::Withdrawn, "Alt")
    );
    let gone = json!({ "type": "Tombstone", "id": anna.url("/ideas/weg") });
    assert_eq!(told("Delete", gone).await, 202);
    assert_eq!(of("weg").await.state, State::Withdrawn);
}

/// The workstream of a chosen idea, as it is written down for those who coordinate.
async fn workstream(instance: &Instance, host: &Association, idea: &Idea) -> Workstream {
    let draft = workstreams::Draft {
        handle: idea.title.to_lowercase(),
        name: idea.title.clone(),
        question: "Wie?".to_owned(),
        product: "guide".to_owned(),
        idea: idea.id.to_string(),
        ..workstreams::Draft::default()
    };
    let tx = instance.begin().await;
    ideas::select(&instance.app, &tx, idea)
        .await
        .expect("chosen");
    let proposed = workstreams::propose(&instance.app, &tx, host, &draft).await;
    tx.commit().await.expect("a commit");
    proposed.expect("a proposal")
}

async fn stepped(instance: &Instance, workstream: &Workstream, step: Step, reason: &str) {
    let keys = instance.app.federation.make_keys().await.expect("keys");
    let tx = instance.begin().await;
    let workstream = workstreams::find_by_id(&tx, &workstream.id).await;
    let workstream = workstream.expect("a workstream");
    let keys = Some(keys);
    let taken = workstreams::take(&instance.app, &tx, workstream, step, reason, keys).await;
    taken.expect("a step");
    tx.commit().await.expect("a commit");
}

async fn who_brought_an_idea_hears_why_its_workstream_is_not_pursued(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let guest = buero.association("innovationsbuero").await;
    let cycle = cycle(&dialog, &host).await;
    let address = format!("@innovationsbuero@{}", buero.host());
    dialog.follow(&host, &address).await;
    settle([&dialog, &buero]).await;
    let ours = ("Leitfaden", "a@verein.example");
    let ours = entered(&dialog, Some(&cycle), &host, ours).await;
    let brought = entered(&buero, None, &guest, ("Reallabor", "b@verein.example")).await;
    let target = dialog.url(&cycle.path());
    let found = ideas::look_up(&buero.app, target.as_str()).await;
    let tx = buero.begin().await;
    let offered = ideas::offer(&buero.app, &tx, &brought, &found.expect("a cycle")).await;
    offered.expect("an offer");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let theirs = listed(&dialog).await.into_iter().find(|it| !it.local);
    let theirs = theirs.expect("an idea that arrived");
    let tx = dialog.begin().await;
    let let_in = ideas::approve(&dialog.app, &tx, &theirs).await;
    tx.commit().await.expect("a commit");
    let declined = workstream(&dialog, &host, &ours).await;
    let withdrawn = workstream(&dialog, &host, &let_in.expect("it is let in")).await;
    dialog.advance(Duration::seconds(2));
    stepped(&dialog, &withdrawn, Step::Select, "").await;
    settle([&dialog, &buero]).await;
    mails(&dialog).await;
    mails(&buero).await;
    dialog.advance(Duration::seconds(2));
    stepped(&dialog, &declined, Step::Decline, "Zu groß <b>.").await;
    stepped(&dialog, &withdrawn, Step::Withdraw, "Niemand hat Zeit.").await;
    settle([&dialog, &buero]).await;
    let told = mails(&dialog).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("Zu groß <b>."), "{told:?}");
    let own = link(&told[0].1);
    let told = mails(&buero).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("Niemand hat Zeit."), "{told:?}");
    let offers = ideas::offers(&buero.app.db, &brought.id).await;
    let offers = offers.expect("offers");
    assert_eq!(
        (offers[0].state, offers[0].reason.as_str()),
        (offer::State::Ended, "Niemand hat Zeit.")
    );
    // Everybody reads that it came to nothing, its authors why.
    let shown = page(&dialog, &format!("{}/ideas/1", cycle.path())).await;
    assert!(shown.contains("nicht ausgewählt"), "{shown}");
    assert!(!shown.contains("Zu groß") && !shown.contains(&declined.path()));
    let own = page(&dialog, &own).await;
    assert!(own.contains("Zu groß &#60;b&#62;."), "{own}");
    let shown = page(&dialog, &format!("{}/ideas/2", cycle.path())).await;
    assert!(shown.contains(&withdrawn.path()), "{shown}");
    assert!(shown.contains("Niemand hat Zeit."), "{shown}");
    // It was chosen, and stays so.
    assert_eq!(again(&dialog, &ours).await.state, State::Selected);
}
