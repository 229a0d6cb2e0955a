//! What is published on one server appears on another, changes there, and goes.

use chrono::{DateTime, Duration, Utc};
use federation::{actors, outbox::Audience};
use futures_util::future::join_all;
use harness::{
    Engine, Instance, Peer, Post, briefing, denkwerkstatt, innovationswerkstatt, on_both_engines,
    settle,
};
use sea_orm::ConnectionTrait as _;
use serde_json::Value;
use server::{
    agenda,
    associations::Association,
    events::{self, Attendance, Event, State},
    jobs,
    participations::notices,
};

on_both_engines![
    what_is_published_here_appears_there_with_its_home,
    a_change_here_is_a_change_there,
    a_cancelled_event_stays_and_says_so_on_both,
    an_erased_event_is_gone_on_both_and_leaves_a_tombstone,
    a_follower_hears_everything_in_the_order_it_happened,
    a_new_place_and_time_are_told_in_words_too,
    a_corrected_word_is_sent_without_a_note,
    every_change_is_newer_than_the_one_before,
    the_relay_announces_what_is_published_to_those_who_follow_the_server,
    a_draft_is_nobody_elses_business,
    a_timed_publication_happens_at_its_time_once,
    a_timed_publication_that_came_too_late_goes_back_to_being_a_draft,
    a_timed_publication_that_fails_stops_no_other,
    a_draft_published_many_times_at_once_is_published_once,
    nothing_is_said_of_what_was_rolled_back,
    what_was_erased_before_it_left_never_leaves,
    what_is_erased_is_erased_once,
    another_associations_followers_hear_nothing,
    an_outbox_shows_what_its_actor_created_and_keeps_it,
    a_browser_is_led_from_an_id_to_its_page,
    a_place_protected_later_is_told_nobody_any_more,
    whoever_runs_the_server_keeps_events_by_command,
];

/// Two servers, the second following the association of the first.
async fn two_servers(engine: Engine) -> ([Instance; 2], Association) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let reader = buero.association("innovationsbuero").await;
    let address = format!("@dialog@{}", dialog.host());
    buero.follow(&reader, &address).await;
    settle([&dialog, &buero]).await;
    ([dialog, buero], host)
}

async fn one_follower(engine: Engine) -> (Instance, Peer) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    (dialog, anna)
}

async fn what_is_published_here_appears_there_with_its_home(engine: Engine) {
    let ([dialog, buero], host) = two_servers(engine).await;
    let ours = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog, &buero]).await;

    let theirs = buero.again(&ours).await.expect("it arrived");
    assert!(!theirs.local);
    assert_eq!(theirs.organizer, host.actor);
    assert_eq!(theirs.url, ours.url);
    assert_eq!(theirs.url.origin(), dialog.origin().origin());
    assert_eq!(theirs.state, State::Published);
    assert_eq!(theirs.attendance, Attendance::Hybrid);
    assert_eq!(
        (theirs.starts_at, theirs.ends_at, &theirs.zone),
        (ours.starts_at, ours.ends_at, &ours.zone)
    );
    let place = theirs.place.expect("a place");
    assert_eq!(
        (&*place.locality, place.latitude),
        ("Berlin", Some(52.5532))
    );
    let titles = |event: &Event| {
        let texts = event.texts.0.iter();
        let titles = texts.map(|text| (text.language.clone(), text.title.clone()));
        titles.collect::<Vec<_>>()
    };
    let again = buero.again(&ours).await.expect("still there");
    says_the_same(&again, &ours);
    let there = titles(&again);
    assert_eq!(there, titles(&ours));
    assert_eq!(there[0].0, "de");
    let organizer = events::organizer_of(&buero.app.db, &ours).await;
    let organizer = organizer.expect("its home is known");
    assert_eq!(organizer.address(), format!("@dialog@{}", dialog.host()));
    assert_eq!(organizer.profile.name, host.name);
}

async fn a_change_here_is_a_change_there(engine: Engine) {
    let ([dialog, buero], _) = two_servers(engine).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let event = dialog
        .revise(&event, |draft| {
            draft.title_de = "Denkwerkstatt 2026".to_owned();
            draft.starts_on = "2026-11-20".to_owned();
            draft.ends_on = "2026-11-21".to_owned();
        })
        .await;
    settle([&dialog, &buero]).await;
    let theirs = buero.again(&event).await.expect("it arrived");
    says_the_same(&theirs, &event);
    assert_eq!(theirs.starts_at, event.starts_at);
    assert_eq!(theirs.state, State::Rescheduled);
    assert_eq!(theirs.previously_started_at, event.previously_started_at);

    let why = "Zu wenige Anmeldungen · noch einmal.";
    let event = dialog.postpone_because(&event, why).await;
    settle([&dialog, &buero]).await;
    let theirs = buero.again(&event).await.expect("still there");
    assert_eq!(theirs.state, State::Postponed);
    assert_eq!(theirs.reason.as_deref(), Some(why));
    says_the_same(&theirs, &event);

    let event = dialog
        .revise(&event, |draft| {
            draft.starts_on = "2026-11-27".to_owned();
            draft.ends_on = "2026-11-28".to_owned();
        })
        .await;
    settle([&dialog, &buero]).await;
    let theirs = buero.again(&event).await.expect("still there");
    assert_eq!((theirs.state, theirs.reason), (State::Rescheduled, None));
}

/// What Mastodon's readers are told in title and summary, a page shows apart and once.
fn says_the_same(there: &Event, here: &Event) {
    let (there, here) = (there.main_text(), here.main_text());
    assert_eq!(there.title, here.title);
    assert_eq!(there.summary, here.summary);
}

async fn a_cancelled_event_stays_and_says_so_on_both(engine: Engine) {
    let ([dialog, buero], _) = two_servers(engine).await;
    let event = dialog.publish(&innovationswerkstatt()).await;
    dialog.cancel(&event).await;
    settle([&dialog, &buero]).await;
    let here = dialog.again(&event).await.expect("still here");
    let there = buero.again(&event).await.expect("still there");
    assert_eq!(
        (here.state, there.state),
        (State::Cancelled, State::Cancelled)
    );
    says_the_same(&there, &here);
}

async fn an_erased_event_is_gone_on_both_and_leaves_a_tombstone(engine: Engine) {
    let ([dialog, buero], _) = two_servers(engine).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog, &buero]).await;
    assert!(buero.again(&event).await.is_some());
    dialog.erase(&event).await;
    settle([&dialog, &buero]).await;
    assert!(dialog.again(&event).await.is_none());
    assert!(buero.again(&event).await.is_none());

    let gone = Post::get(&event.iri, "application/activity+json")
        .send()
        .await;
    assert_eq!(gone.status, 410);
    let organizers = format!("{}/organizers", event.iri.path());
    assert_eq!(dialog.get(&organizers, "*/*").await.status, 410);
    let tombstone = gone.json();
    assert_eq!(tombstone["type"], "Tombstone");
    assert_eq!(tombstone["formerType"], "Event");
    assert_eq!(tombstone["id"], event.iri.as_str());
    assert!(tombstone["deleted"].is_string());
    assert!(
        tombstone["@context"].is_array(),
        "it is JSON-LD like the rest"
    );
    assert!(!gone.body.contains("Denkwerkstatt"));
    for row in harness::rows(&dialog.app.db, "select json from activities").await {
        let said = row["json"].as_str().expect("a text");
        assert!(!said.contains("Denkwerkstatt"), "{said}");
    }
    for row in harness::rows(&dialog.app.db, "select json from objects").await {
        let kept = row["json"].as_str().expect("a text");
        assert!(!kept.contains("Denkwerkstatt"), "{kept}");
    }
}

async fn a_follower_hears_everything_in_the_order_it_happened(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.follows(&dialog, dialog.app.federation.instance_actor())
        .await;
    dialog.accept_relays().await;
    settle([&dialog]).await;
    anna.forget();

    let event = dialog.publish(&denkwerkstatt()).await;
    let event = dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    let event = dialog.postpone(&event).await;
    let event = dialog.cancel(&event).await;
    dialog.erase(&event).await;
    // Nothing left yet, and what is erased before it leaves stays here.
    settle([&dialog]).await;
    assert_eq!(
        anna.heard(),
        ["Delete{Tombstone}"; 4],
        "the event, its notes"
    );
    anna.forget();

    let event = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog]).await;
    let event = dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    settle([&dialog]).await;
    let event = dialog.postpone(&event).await;
    settle([&dialog]).await;
    let event = dialog.cancel(&event).await;
    settle([&dialog]).await;
    dialog.erase(&event).await;
    settle([&dialog]).await;
    assert_eq!(
        anna.heard(),
        [
            "Create{Event}",
            "Announce",
            "Update{Event}",
            "Create{Note}",
            "Update{Event}",
            "Create{Note}",
            "Update{Event}",
            "Create{Note}",
            "Delete{Tombstone}",
            "Delete{Tombstone}",
            "Delete{Tombstone}",
            "Delete{Tombstone}",
        ]
    );
    let received = anna.received();
    let deleted = received.iter().filter(|said| said["type"] == "Delete");
    let kinds: Vec<_> = deleted
        .map(|said| said["object"]["formerType"].clone())
        .collect();
    assert_eq!(
        kinds,
        ["Note", "Note", "Note", "Event"],
        "what repeats it first"
    );
}

async fn what_is_erased_is_erased_once(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    settle([&dialog]).await;
    dialog.erase(&event).await;
    settle([&dialog]).await;
    anna.forget();
    let organizer = actors::find(&dialog.app.db, &event.organizer).await;
    let organizer = organizer.expect("a query").expect("its organizer");
    let (tx, audience) = (dialog.begin().await, Audience::public(&organizer));
    let federation = &dialog.app.federation;
    let again = federation.delete(&tx, &organizer, &event.iri, audience);
    again.await.expect("nothing is left to erase");
    tx.commit().await.expect("a commit");
    settle([&dialog]).await;
    assert!(anna.heard().is_empty());
}

/// The text of a note, without markup.
fn words(note: &Value) -> String {
    let html = note["object"]["content"].as_str().expect("a content");
    let mut inside = false;
    let visible = html.chars().filter(|c| match c {
        '<' => {
            inside = true;
            false
        }
        '>' => {
            inside = false;
            false
        }
        _ => !inside,
    });
    visible.collect()
}

async fn a_new_place_and_time_are_told_in_words_too(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let event = dialog.publish(&innovationswerkstatt()).await;
    let event = dialog
        .revise(&event, |draft| {
            draft.starts_at = "19:00".to_owned();
            draft.place_name = "Haus der Digitalisierung".to_owned();
        })
        .await;
    dialog.cancel_because(&event, "Sturm & Hagel.").await;
    settle([&dialog]).await;
    assert_eq!(
        anna.heard(),
        [
            "Create{Event}",
            "Update{Event}",
            "Create{Note}",
            "Create{Note}",
            "Update{Event}",
            "Create{Note}",
        ]
    );
    let received = anna.received();
    let update = &received[1]["object"];
    assert_eq!(update["eventStatus"], "EventRescheduled");
    assert_eq!(update["startTime"], "2026-10-22T19:00:00+02:00");
    assert_eq!(update["previousStartTime"], "2026-10-22T18:00:00+02:00");
    for (note, word) in [
        (2, "19:00"),
        (3, "Haus der Digitalisierung"),
        (5, "bgesagt"),
    ] {
        let note = &received[note];
        assert_eq!(note["object"]["inReplyTo"], event.iri.as_str());
        assert!(
            note["object"].get("summary").is_none(),
            "it would be a warning"
        );
        let words = words(note);
        assert!(words.contains(word), "{words}");
        assert!(words.contains("Innovationswerkstatt"), "{words}");
    }
    assert_eq!(received[4]["object"]["eventStatus"], "EventCancelled");
    assert_eq!(received[4]["object"]["status"], "CANCELLED");
    assert_eq!(received[4]["object"]["statusReason"], "Sturm & Hagel.");
    let summary = received[4]["object"]["summary"].as_str().expect("a line");
    assert!(
        summary.starts_with("ABGESAGT · Begründung: Sturm & Hagel. · "),
        "{summary}"
    );
    let note = words(&received[5]);
    assert!(note.contains("Begründung: Sturm"), "{note}");
}

async fn a_corrected_word_is_sent_without_a_note(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let event = dialog.publish(&innovationswerkstatt()).await;
    dialog
        .revise(&event, |draft| draft.summary_de = "Ein Abend.".to_owned())
        .await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Event}", "Update{Event}"]);
    assert_eq!(
        anna.received()[1]["object"]["eventStatus"],
        "EventScheduled"
    );
}

async fn every_change_is_newer_than_the_one_before(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let mut event = dialog.publish(&innovationswerkstatt()).await;
    for title in ["Erster Titel", "Zweiter Titel", "Dritter Titel"] {
        // Three times within one second.
        event = dialog
            .revise(&event, |draft| draft.title_de = title.to_owned())
            .await;
    }
    settle([&dialog]).await;
    let instant = |object: &Value, name: &str| -> DateTime<Utc> {
        let text = object[name].as_str().unwrap_or_default();
        text.parse()
            .unwrap_or_else(|_| panic!("{name} in {object}"))
    };
    let received = anna.received();
    let created = &received[0]["object"];
    assert!(created.get("updated").is_none());
    let mut last = instant(created, "published");
    let mut ids = vec![received[0]["id"].clone()];
    for update in &received[1..] {
        let updated = instant(&update["object"], "updated");
        assert!(updated > last, "{updated} after {last}");
        assert_eq!(update["object"]["published"], created["published"]);
        last = updated;
        assert!(!ids.contains(&update["id"]), "an id is used once");
        ids.push(update["id"].clone());
    }
    assert_eq!(received.len(), 4);
}

async fn the_relay_announces_what_is_published_to_those_who_follow_the_server(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let relay = dialog.app.federation.instance_actor().clone();
    let gancio = Peer::new("gancio", &dialog.app.clock).await;
    gancio.follows(&dialog, &relay).await;
    settle([&dialog]).await;
    assert_eq!(gancio.heard(), [""; 0], "it waits to be let in");
    let unheard = dialog.publish(&briefing("Vorher")).await;
    settle([&dialog]).await;
    assert_eq!(gancio.heard(), [""; 0]);

    dialog.accept_relays().await;
    let event = dialog.publish(&innovationswerkstatt()).await;
    settle([&dialog]).await;
    assert_eq!(gancio.heard(), ["Accept{Follow}", "Announce"]);
    let announce = &gancio.received()[1];
    assert_eq!(announce["actor"], relay.as_str());
    assert_eq!(announce["object"], event.iri.as_str(), "the id alone");
    assert_ne!(announce["object"], unheard.iri.as_str());
}

async fn a_draft_is_nobody_elses_business(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let draft = dialog.draft(&denkwerkstatt()).await;
    let draft = dialog
        .revise(&draft, |draft| draft.starts_at = "12:00".to_owned())
        .await;
    settle([&dialog]).await;
    assert!(anna.heard().is_empty());
    assert!(dialog.events().await.is_empty());
    for accept in ["application/activity+json", "text/html"] {
        assert_eq!(Post::get(&draft.iri, accept).send().await.status, 404);
    }
    dialog.erase(&draft).await;
    settle([&dialog]).await;
    assert!(anna.heard().is_empty());
    let gone = Post::get(&draft.iri, "application/activity+json");
    assert_eq!(gone.send().await.status, 404, "it was never there");
}

async fn a_browser_is_led_from_an_id_to_its_page(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let actor = dialog.actor(&host).await;
    for (id, page) in [(&*actor.id, actor.page()), (&*event.iri, &*event.url)] {
        let led = dialog.get(id.path(), "text/html").await;
        assert_eq!(
            (led.status.as_u16(), led.header("location")),
            (303, page.as_str())
        );
        assert_eq!(dialog.document(id).await["id"], id.as_str());
    }
}

async fn a_timed_publication_happens_at_its_time_once(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let mut draft = denkwerkstatt();
    draft.publish_on = "2026-09-02".to_owned();
    draft.publish_at = "8:00".to_owned();
    let event = dialog.draft(&draft).await;
    let tx = dialog.begin().await;
    let scheduled = events::schedule(&dialog.app, &tx, event.clone()).await;
    assert_eq!(scheduled.expect("a later time").state, State::Scheduled);
    tx.commit().await.expect("a commit");

    // 8:00 in Berlin is 6:00 UTC.
    dialog.advance(Duration::hours(22) - Duration::seconds(1));
    assert_eq!(events::publish_due(&dialog.app).await.expect("a round"), 0);
    assert!(dialog.events().await.is_empty());
    dialog.advance(Duration::seconds(1));
    assert_eq!(events::publish_due(&dialog.app).await.expect("a round"), 1);
    assert_eq!(events::publish_due(&dialog.app).await.expect("a round"), 0);
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Event}"]);
    let published = dialog.again(&event).await.expect("it is there");
    assert_eq!(published.published_at, Some(dialog.now()));
}

async fn a_timed_publication_that_came_too_late_goes_back_to_being_a_draft(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let scheduled = |title: &str, day: &str| server::events::Draft {
        publish_on: day.to_owned(),
        ..briefing(title)
    };
    let mut events = Vec::new();
    for (title, day) in [("Zu spät", "2026-09-02"), ("Rechtzeitig", "2026-09-03")] {
        let mut draft = scheduled(title, day);
        if title == "Rechtzeitig" {
            draft.starts_on = "2026-12-05".to_owned();
        }
        let event = dialog.draft(&draft).await;
        let tx = dialog.begin().await;
        let event = events::schedule(&dialog.app, &tx, event).await;
        events.push(event.expect("a later time"));
        tx.commit().await.expect("a commit");
    }
    // Switched off until the first of them is over.
    dialog.advance(Duration::days(60));
    assert_eq!(events::publish_due(&dialog.app).await.expect("a round"), 1);
    let late = dialog.again(&events[0]).await.expect("kept");
    assert_eq!(late.state, State::Draft);
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Event}"]);
    assert_eq!(anna.received()[0]["object"]["name"], "Rechtzeitig");
}

async fn a_timed_publication_that_fails_stops_no_other(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    for title in ["Ohne Verband", "Mit Verband"] {
        let mut draft = briefing(title);
        draft.publish_on = "2026-09-02".to_owned();
        let event = dialog.draft(&draft).await;
        let tx = dialog.begin().await;
        let event = events::schedule(&dialog.app, &tx, event).await;
        event.expect("a later time");
        if title == "Ohne Verband" {
            let lost = "update events set organizer = 'https://nobody.example/actor'";
            tx.execute_unprepared(lost).await.expect("an update");
        }
        tx.commit().await.expect("a commit");
    }
    dialog.advance(Duration::days(2));
    assert_eq!(events::publish_due(&dialog.app).await.expect("a round"), 1);
    settle([&dialog]).await;
    assert_eq!(anna.received()[0]["object"]["name"], "Mit Verband");
}

async fn a_draft_published_many_times_at_once_is_published_once(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let event = dialog.draft(&denkwerkstatt()).await;
    let publish = async || {
        let tx = dialog.begin().await;
        let event = events::find_for_change(&tx, &event.id).await?;
        events::publish(&dialog.app, &tx, event).await?;
        server::Result::<_>::Ok(tx.commit().await?)
    };
    let published = join_all((0..8).map(|_| publish())).await;
    assert_eq!(published.iter().filter(|done| done.is_ok()).count(), 1);
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Event}"]);
}

async fn nothing_is_said_of_what_was_rolled_back(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let event = dialog.draft(&denkwerkstatt()).await;
    let before = dialog.contents().await;
    let tx = dialog.begin().await;
    let published = events::publish(&dialog.app, &tx, event).await;
    assert_eq!(published.expect("in order").state, State::Published);
    tx.rollback().await.expect("a rollback");
    assert_eq!(before.changes_to(&dialog.contents().await), [""; 0]);
    settle([&dialog]).await;
    assert!(anna.heard().is_empty());
}

async fn what_was_erased_before_it_left_never_leaves(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    dialog.erase(&event).await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Delete{Tombstone}"]);
}

async fn another_associations_followers_hear_nothing(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let other = dialog.association("zwst").await;
    let anna = dialog.follower(&host, "anna").await;
    let bea = dialog.follower(&other, "bea").await;
    dialog.publish(&briefing("Nur für eine")).await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Event}"]);
    assert!(bea.heard().is_empty());
}

async fn an_outbox_shows_what_its_actor_created_and_keeps_it(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let other = dialog.association("zwst").await;
    let relay = dialog.app.federation.instance_actor().to_string();
    let event = dialog.publish(&denkwerkstatt()).await;
    dialog
        .revise(&event, |draft| draft.title_de = "Neuer Titel".to_owned())
        .await;
    let update = "select id from activities where kind = 'Update'";
    let update = harness::rows(&dialog.app.db, update).await.remove(0);
    let update = update["id"].as_str().and_then(|id| id.parse().ok());
    let asked = Post::get(&update.expect("a URL"), "application/activity+json");
    let shown = async |actor: &str| {
        let page = format!("{actor}/outbox?page=1").parse().expect("a URL");
        let items = dialog.document(&page).await["orderedItems"].clone();
        let items = items.as_array().cloned().unwrap_or_default();
        let kinds = items
            .iter()
            .map(|item| item["type"].as_str().expect("a type").to_owned());
        kinds.collect::<Vec<_>>().join(" ")
    };
    let everything = async || {
        [
            shown(host.actor.as_str()).await,
            shown(other.actor.as_str()).await,
            shown(&relay).await,
        ]
    };
    let expected = ["Create", "", "Announce"];
    assert_eq!(everything().await, expected);
    assert_eq!(asked.send().await.status, 200);

    dialog.advance(Duration::days(91));
    jobs::clear(&dialog.app, dialog.now())
        .await
        .expect("a clearing");
    assert_eq!(asked.send().await.status, 404, "said and forgotten");
    assert_eq!(everything().await, expected, "kept to be read");
}

async fn a_place_protected_later_is_told_nobody_any_more(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let event = dialog.publish(&innovationswerkstatt()).await;
    let event = dialog
        .revise(&event, |draft| {
            draft.place_name = "Frauenzentrum".to_owned()
        })
        .await;
    anna.close().await;
    settle([&dialog]).await;
    let asked = async || {
        let mut kept = Vec::new();
        for table in ["activities", "objects"] {
            let ids = format!("select id from {table} where public");
            for row in harness::rows(&dialog.app.db, &ids).await {
                let id = row["id"].as_str().and_then(|id| id.parse().ok());
                let read = Post::get(&id.expect("a URL"), "application/activity+json");
                kept.push(read.send().await.body);
            }
        }
        kept
    };
    let named = asked().await;
    assert!(named.iter().any(|body| body.contains("Frauenzentrum")));
    dialog
        .revise(&event, |draft| draft.place_protected = true)
        .await;
    for body in asked().await {
        assert!(!body.contains("Frauenzentrum"), "{body}");
    }
    anna.open().await;
    dialog.advance(Duration::days(1));
    settle([&dialog]).await;
    assert!(anna.heard().contains(&"Create{Event}".to_owned()));
    for activity in anna.received() {
        let activity = activity.to_string();
        assert!(!activity.contains("Frauenzentrum"), "{activity}");
    }
}

async fn whoever_runs_the_server_keeps_events_by_command(engine: Engine) {
    const PROGRAM: &str = env!("CARGO_BIN_EXE_killable");
    // A command knows no clock but the machine's.
    let dialog = engine.instance_of_today("dialog", "").await;
    let host = dialog.association("dialog").await;
    dialog.series(&host).await;
    let db = &dialog.app.db;
    let does = async |words: &[&str]| dialog.command(PROGRAM, words).await.trim().to_owned();
    let file = |name: &str, text: &str| {
        let file = dialog.config().storage.data_dir.join(name);
        std::fs::write(&file, text).expect("a file");
        file.display().to_string()
    };
    let day = (dialog.now() + Duration::days(90)).format("%Y-%m-%d");
    let typed = format!(
        "title_de = \"Werkstatt\"\nstarts_on = {day}\nstarts_at = 10:00\nends_at = 12:00\n\
         attendance = \"in_person\"\nplace_name = \"Haus\"\nlocality = \"Berlin\"\nregistration = \"open\"\n"
    );
    let id = does(&["event", "draft", &file("werkstatt.toml", &typed)]).await;
    let drafted = events::find(db, &id.parse().expect("an id")).await;
    let drafted = drafted.expect("a query").expect("a draft");
    assert_eq!(drafted.state, State::Draft);
    let listed = does(&["event", "list"]).await;
    assert!(listed.contains(&id) && listed.contains("draft"), "{listed}");
    // What is shown can be changed and given back.
    let shown = does(&["event", "show", &id]).await;
    let changed = shown.replace("Werkstatt", "Begleitworkshop");
    assert_ne!(changed, shown);
    let changed = file("changed.toml", &changed);
    assert_eq!(does(&["event", "revise", &id, &changed]).await, "");
    let again = does(&["event", "revise", &id, &changed]).await;
    assert!(again.starts_with("error: "), "somebody was faster: {again}");
    let published = does(&["event", "release", &id]).await;
    let event = dialog.event_titled("Begleitworkshop").await;
    let event = event.expect("it is there");
    assert_eq!(event.state, State::Published, "{published}");
    assert!(published.ends_with(&event.url.to_string()), "{published}");
    let shown = does(&["event", "show", &id, "--json"]).await;
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(shown["state"], "published");

    let session = format!("day = {day}\nstarts_at = 10:15\ntitle = \"Impuls\"\n");
    let session = file("impuls.toml", &session);
    let impulse = does(&["event", "agenda", "add", &id, &session]).await;
    let later = format!("day = {day}\nstarts_at = 10:45\ntitle = \"Impuls\"\n");
    let later = file("spaeter.toml", &later);
    let change = ["event", "agenda", "change", &id, &impulse, &later];
    assert_eq!(does(&change).await, "");
    let shown = does(&["event", "agenda", "show", &id, "--draft", "--json"]).await;
    assert!(
        shown.contains("10:45") && shown.contains(&impulse),
        "{shown}"
    );
    does(&["event", "agenda", "remove", &id, &impulse]).await;
    let planned = agenda::planned(db, &event).await.expect("a draft");
    assert!(planned.is_empty(), "{planned:?}");

    let add = ["event", "task", "add", &id, "Raum buchen", "--days", "28"];
    let task = does(&add).await;
    does(&["event", "task", "finish", &id, &task]).await;
    let tasks = events::tasks::of_event(db, &event.id)
        .await
        .expect("a list");
    assert!(tasks.len() == 1 && tasks[0].done_on.is_some(), "{tasks:?}");
    does(&["event", "task", "remove", &id, &task]).await;
    assert!(does(&["event", "task", "list", &id, "--json"]).await == "[]");

    let notice = "days = 7\nsubject_de = \"Anreise\"\ntext_de = \"Der Eingang ist im Hof.\"\n";
    let notice = file("anreise.toml", notice);
    let planned = does(&["event", "notice", "plan", &id, &notice]).await;
    let listed = does(&["event", "notice", "list", &id]).await;
    assert!(
        listed.contains(&planned) && listed.contains("Anreise"),
        "{listed}"
    );
    let other = "days = 3\nsubject_de = \"Ankunft\"\ntext_de = \"Der Eingang ist vorn.\"\n";
    let other = file("ankunft.toml", other);
    does(&["event", "notice", "revise", &id, &planned, &other]).await;
    let notices = notices::of_event(db, &event.id).await.expect("a list");
    assert_eq!((notices.len(), notices[0].days_before), (1, 3));
    does(&["event", "notice", "discard", &id, &planned]).await;
    assert_eq!(
        does(&["event", "notice", "list", &id, "--json"]).await,
        "[]"
    );

    let kind = file("sprechstunde.toml", "name_de = \"Offene Sprechstunde\"\n");
    let name = does(&["event", "kind", "define", &kind]).await;
    assert_eq!(name, "offene-sprechstunde");
    let kind = file("sprechstunde.toml", "name_de = \"Sprechstunde\"\n");
    does(&["event", "kind", "redefine", &name, &kind]).await;
    assert!(
        does(&["event", "kind", "list"])
            .await
            .contains("Sprechstunde")
    );
    assert_eq!(does(&["event", "kind", "undefine", &name]).await, "");
    let kinds = does(&["event", "kind", "list", "--json"]).await;
    assert_eq!(kinds, "[]");

    let series = does(&["series", "show", "werkstatt"]).await;
    let series = file(
        "reihe.toml",
        &series.replace("Innovationswerkstatt", "Werkstatt"),
    );
    assert_eq!(does(&["series", "revise", "werkstatt", &series]).await, "");
    assert_eq!(does(&["series", "keys", "werkstatt"]).await, "");
    let series = server::series::find(db, "werkstatt")
        .await
        .expect("a series");
    assert_eq!(series.name, "Werkstatt");

    assert!(does(&["event", "erase", &id]).await.contains("--yes"));
    assert!(dialog.again(&event).await.is_some());
    assert_eq!(does(&["event", "erase", &id, "--yes"]).await, "");
    assert!(dialog.again(&event).await.is_none());
}
