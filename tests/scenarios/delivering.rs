//! Activities reach every inbox once, in order, however badly the other side behaves.

use chrono::Duration;
use federation::{
    Iri, actors,
    delivery::{self, Delivery, State},
    follows,
};
use harness::{
    Answer, Engine, Instance, Peer, Served, briefing, denkwerkstatt, on_both_engines, settle, skip,
};
use sea_orm::{ActiveModelTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _};
use server::events::Draft;
use tokio_util::sync::CancellationToken;

on_both_engines![
    a_public_activity_reaches_each_shared_inbox_once,
    a_server_without_a_shared_inbox_gets_one_for_each_follower,
    what_is_about_one_event_keeps_its_order_when_the_first_try_fails,
    what_was_not_tried_keeps_what_is_known_of_its_last_try,
    what_is_erased_on_its_way_is_erased_there_too,
    what_is_erased_before_its_turn_is_never_sent,
    a_slow_server_is_not_visited_longer_than_its_rows_are_claimed,
    waits_grow_and_in_the_end_it_is_given_up,
    a_server_that_asks_us_to_wait_is_spared_until_then,
    nobody_is_waited_for_longer_than_a_day,
    a_server_that_is_down_rests_and_gets_everything_in_order_when_it_is_back,
    a_server_that_is_down_for_a_week_is_asked_once_a_day,
    what_nobody_takes_for_two_weeks_is_given_up,
    who_is_back_after_a_month_hears_the_news_of_two_weeks,
    a_server_that_speaks_is_awake,
    a_server_that_hangs_delays_nobody_else,
    a_missing_inbox_is_no_missing_follower,
    a_follower_whose_actor_is_gone_is_dropped,
    a_follower_that_was_not_found_now_and_then_stays,
    who_is_gone_is_found_among_many,
    who_was_gone_and_is_back_is_known_again,
    an_inbox_that_reads_only_rfc_9421_gets_it_and_is_remembered,
    what_a_server_cannot_read_is_set_aside_and_the_rest_goes_on,
    what_is_not_allowed_is_tried_thrice,
    a_redirected_delivery_goes_nowhere,
    what_was_given_up_can_be_sent_again_by_hand,
    an_id_stays_the_same_over_all_tries,
    the_worker_serves_the_healthy_while_others_hang,
    many_that_did_not_answer_leave_room_for_those_that_do,
    what_could_not_be_written_down_is_written_later,
    whose_keys_cannot_be_opened_stops_nobody_else,
    a_worker_told_to_stop_finishes_what_it_began,
];

async fn one_follower(engine: Engine) -> (Instance, Peer) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    (dialog, anna)
}

/// The deliveries to this peer, oldest first.
async fn deliveries_to(instance: &Instance, peer: &Peer) -> Vec<Delivery> {
    let mut deliveries = instance.deliveries().await;
    deliveries.retain(|delivery| delivery.host == peer.host());
    deliveries
}

/// What is done every hour.
async fn look_after(instance: &Instance) {
    let cleared = server::jobs::clear(&instance.app, instance.now()).await;
    cleared.expect("a clearing");
}

fn names(peer: &Peer) -> Vec<String> {
    let received = peer.received().into_iter();
    let name = |activity: serde_json::Value| activity["object"]["name"].as_str().map(str::to_owned);
    received.filter_map(name).collect()
}

async fn a_public_activity_reaches_each_shared_inbox_once(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    for name in ["bea", "cem", "dora"] {
        anna.neighbour(name).follows(&dialog, &host.actor).await;
    }
    let elsewhere = dialog.follower(&host, "emil").await;
    settle([&dialog]).await;
    anna.forget();
    dialog.publish(&denkwerkstatt()).await;
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Event}"]);
    assert_eq!(anna.attempts()[0].path, "/inbox");
    assert_eq!(elsewhere.heard(), ["Create{Event}"]);
    assert_eq!(
        anna.received(),
        elsewhere.received(),
        "the very same activity"
    );
}

async fn a_server_without_a_shared_inbox_gets_one_for_each_follower(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    for peer in [anna.clone(), anna.neighbour("bea")] {
        let peer = peer.with_document(|document| {
            document
                .as_object_mut()
                .expect("an actor")
                .remove("endpoints");
        });
        peer.follows(&dialog, &host.actor).await;
    }
    settle([&dialog]).await;
    anna.forget();
    dialog.publish(&denkwerkstatt()).await;
    settle([&dialog]).await;
    let mut paths: Vec<_> = anna.attempts().into_iter().map(|a| a.path).collect();
    paths.sort();
    assert_eq!(paths, ["/users/anna/inbox", "/users/bea/inbox"]);
}

async fn what_is_about_one_event_keeps_its_order_when_the_first_try_fails(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.answers_first([Answer::Status(503)]);
    let event = dialog.publish(&briefing("Eins")).await;
    dialog
        .revise(&event, |draft| draft.title_de = "Eins, neu".to_owned())
        .await;
    dialog.publish(&briefing("Zwei")).await;
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Zwei"], "others need not wait");
    assert_eq!(anna.attempts().len(), 2);
    dialog.advance(Duration::seconds(10));
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Zwei", "Eins", "Eins, neu"]);
    assert_eq!(anna.heard()[1..], ["Create{Event}", "Update{Event}"]);
}

async fn what_was_not_tried_keeps_what_is_known_of_its_last_try(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.answers(Answer::Status(503));
    for title in ["Eins", "Zwei"] {
        dialog.publish(&briefing(title)).await;
    }
    assert_eq!(dialog.deliver().await, 2);
    dialog.advance(Duration::seconds(10));
    // The first of them finds nobody there, so the second is not even begun with.
    anna.close().await;
    assert_eq!(dialog.deliver().await, 1);
    let rows = deliveries_to(&dialog, &anna).await;
    let [first, second] = &rows[rows.len() - 2..] else {
        panic!("two rows");
    };
    assert_eq!(
        (first.attempts, first.failure.as_deref()),
        (2, Some("unreachable"))
    );
    assert_eq!(
        (second.attempts, second.failure.as_deref()),
        (1, Some("not_now"))
    );
    assert_eq!((second.status, second.leased_until), (Some(503), None));
}

/// A round under way whose first request is held back by `peer`.
async fn held_back(dialog: &Instance, peer: &Peer) -> tokio::task::JoinHandle<()> {
    peer.answers(Answer::Held);
    let federation = dialog.app.federation.clone();
    let round = tokio::spawn(async move {
        federation.deliver_due().await.expect("a round");
    });
    peer.arrivals(1).await;
    round
}

/// A slow server must not hear that an event is gone before it has heard of it.
async fn what_is_erased_on_its_way_is_erased_there_too(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let event = dialog.publish(&briefing("Eins")).await;
    let round = held_back(&dialog, &anna).await;
    dialog.erase(&event).await;
    assert_eq!(dialog.deliver().await, 0, "it is being served");
    anna.answers(Answer::Taken);
    round.await.expect("a round");
    settle([&dialog]).await;
    assert_eq!(anna.heard(), ["Create{Event}", "Delete{Tombstone}"]);
    let states: Vec<_> = deliveries_to(&dialog, &anna).await;
    let states: Vec<_> = states[1..].iter().map(|row| row.state).collect();
    assert_eq!(states, [State::Withdrawn, State::Delivered]);
}

async fn what_is_erased_before_its_turn_is_never_sent(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    dialog.publish(&briefing("Eins")).await;
    let second = dialog.publish(&briefing("Zwei")).await;
    let round = held_back(&dialog, &anna).await;
    dialog.erase(&second).await;
    anna.answers(Answer::Taken);
    round.await.expect("a round");
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Eins"]);
    for row in deliveries_to(&dialog, &anna).await {
        assert_eq!(row.leased_until, None);
        assert_ne!(row.state, State::Pending);
    }
}

async fn a_slow_server_is_not_visited_longer_than_its_rows_are_claimed(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    for title in ["Eins", "Zwei", "Drei"] {
        dialog.publish(&briefing(title)).await;
    }
    let round = held_back(&dialog, &anna).await;
    dialog.advance(Duration::seconds(46));
    anna.answers(Answer::Taken);
    round.await.expect("a round");
    assert_eq!(
        names(&anna),
        ["Eins"],
        "the others could still be under way when they are claimed again"
    );
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Eins", "Zwei", "Drei"]);
}

async fn waits_grow_and_in_the_end_it_is_given_up(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.answers(Answer::Status(500));
    dialog.publish(&denkwerkstatt()).await;
    let waits = [10, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400, 86_400];
    for (failures, wait) in (1..).zip(waits.map(Duration::seconds)) {
        assert_eq!(dialog.deliver().await, 1, "try {failures}");
        let row = deliveries_to(&dialog, &anna).await.pop().expect("a row");
        assert_eq!((row.state, row.attempts), (State::Pending, failures));
        assert_eq!(row.failure.as_deref(), Some("not_now"));
        assert_eq!(row.status, Some(500));
        let pause = row.due_at - dialog.now();
        assert!(
            wait / 2 <= pause && pause <= wait,
            "{pause} after {failures}"
        );
        dialog.advance(pause - Duration::milliseconds(1));
        assert_eq!(dialog.deliver().await, 0, "not before its time");
        dialog.advance(Duration::milliseconds(1));
    }
    assert_eq!(dialog.deliver().await, 1);
    dialog.advance(Duration::days(30));
    assert_eq!(dialog.deliver().await, 0);
    assert_eq!(anna.attempts().len(), waits.len() + 1);
    let [parked] = &dialog.given_up().await[..] else {
        panic!("one delivery is given up");
    };
    assert_eq!(parked.failure.as_deref(), Some("not_now"));
}

async fn a_server_that_asks_us_to_wait_is_spared_until_then(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.answers_first([Answer::Later(120)]);
    for title in ["Eins", "Zwei", "Drei"] {
        dialog.publish(&briefing(title)).await;
    }
    settle([&dialog]).await;
    assert_eq!(anna.attempts().len(), 1, "told once is enough");
    let like = anna.activity("Like", dialog.origin().as_str());
    assert_eq!(anna.tells(&dialog, &like).await.status, 202);
    assert_eq!(
        dialog.deliver().await,
        0,
        "it speaks and wants to be spared still"
    );
    dialog.advance(Duration::seconds(119));
    assert_eq!(dialog.deliver().await, 0);
    dialog.publish(&briefing("Vier")).await;
    assert_eq!(dialog.deliver().await, 0, "new ones wait too");
    dialog.advance(Duration::seconds(1));
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Eins", "Zwei", "Drei", "Vier"]);
}

async fn nobody_is_waited_for_longer_than_a_day(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.answers_first([Answer::Later(1_000_000)]);
    dialog.publish(&briefing("Eins")).await;
    settle([&dialog]).await;
    dialog.advance(Duration::hours(24));
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Eins"]);
}

async fn a_server_that_is_down_rests_and_gets_everything_in_order_when_it_is_back(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.close().await;
    let event = dialog.publish(&briefing("Eins")).await;
    assert_eq!(dialog.deliver().await, 1);
    let event = dialog
        .revise(&event, |draft| draft.title_de = "Eins, neu".to_owned())
        .await;
    dialog.publish(&briefing("Zwei")).await;
    assert_eq!(dialog.deliver().await, 0, "the whole server rests");
    for row in deliveries_to(&dialog, &anna).await {
        assert_ne!(row.state, State::Parked);
    }
    for _ in 0..6 {
        dialog.advance(Duration::days(1));
        assert_eq!(dialog.deliver().await, 1, "one knock, not one for each");
    }
    dialog.cancel(&event).await;
    anna.open().await;
    dialog.advance(Duration::days(1));
    settle([&dialog]).await;
    let heard: Vec<_> = anna.heard().into_iter().zip(names(&anna)).collect();
    let heard: Vec<_> = heard
        .iter()
        .map(|(kind, name)| (&**kind, &**name))
        .collect();
    let expected = [
        ("Create{Event}", "Eins"),
        ("Update{Event}", "Eins, neu"),
        ("Create{Event}", "Zwei"),
        ("Update{Event}", "Abgesagt: Eins, neu"),
    ];
    assert_eq!(heard[..4], expected);
    assert_eq!(anna.heard()[4..], ["Create{Note}"]);
    assert!(
        delivery::failing_hosts(&dialog.app.db, 10)
            .await
            .expect("a list")
            .is_empty()
    );
}

async fn a_server_that_is_down_for_a_week_is_asked_once_a_day(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.close().await;
    let mut tries = 0;
    dialog.publish(&briefing("Eins")).await;
    for _ in 0..7 * 24 {
        tries += dialog.deliver().await;
        dialog.advance(Duration::hours(1));
    }
    assert!((8..=20).contains(&tries), "{tries} in the first week");
    dialog.deliver().await;
    let failing = delivery::failing_hosts(&dialog.app.db, 10).await;
    let [host] = &failing.expect("a list")[..] else {
        panic!("one server fails");
    };
    assert_eq!(host.id, anna.host());
    // The row it rests on is younger, so that it is not given up meanwhile.
    dialog.publish(&briefing("Zwei")).await;
    let mut a_day = 0;
    for hour in 0..5 * 24 {
        a_day += dialog.deliver().await;
        assert!(a_day <= hour / 24 + 1, "{a_day} by hour {hour}");
        dialog.advance(Duration::hours(1));
    }
    assert!((4..=5).contains(&a_day), "{a_day} in five days");
    let failing = delivery::failing_hosts(&dialog.app.db, 10).await;
    let host = failing.expect("a list").pop().expect("it still fails");
    assert!(host.is_asleep(dialog.now()));
    anna.open().await;
    dialog.advance(Duration::days(1));
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Eins", "Zwei"]);
}

async fn what_nobody_takes_for_two_weeks_is_given_up(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.close().await;
    dialog.publish(&briefing("Eins")).await;
    for _ in 0..15 * 24 {
        dialog.deliver().await;
        look_after(&dialog).await;
        dialog.advance(Duration::hours(1));
    }
    let parked = dialog.given_up().await;
    assert_eq!(parked.len(), 1);
    assert_eq!(parked[0].failure.as_deref(), Some("unreachable"));
    assert!(parked[0].attempts <= 25, "{} tries", parked[0].attempts);
}

async fn who_is_back_after_a_month_hears_the_news_of_two_weeks(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.close().await;
    for day in 0..30 {
        dialog.publish(&briefing(&format!("Tag {day}"))).await;
        dialog.deliver().await;
        look_after(&dialog).await;
        dialog.advance(Duration::days(1));
    }
    anna.open().await;
    settle([&dialog]).await;
    let expected: Vec<_> = (17..30).map(|day| format!("Tag {day}")).collect();
    assert_eq!(names(&anna), expected);
    look_after(&dialog).await;
    let given_up = dialog.given_up().await;
    assert_eq!(given_up.len(), 17);
    for row in given_up {
        assert_eq!(row.failure.as_deref(), Some("unreachable"));
        assert!(row.settled_at.is_some());
    }
    // Also where nobody had time to look after the queue, as when this server was off itself.
    anna.forget();
    dialog.publish(&briefing("Liegen geblieben")).await;
    dialog.advance(Duration::days(14));
    settle([&dialog]).await;
    assert_eq!(names(&anna), [""; 0]);
    look_after(&dialog).await;
    let last = dialog.deliveries().await.pop().expect("a row");
    assert_eq!(last.state, State::Parked);
    dialog.given_up().await;
}

async fn a_server_that_speaks_is_awake(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.close().await;
    dialog.publish(&briefing("Eins")).await;
    for _ in 0..8 * 24 {
        dialog.deliver().await;
        dialog.advance(Duration::hours(1));
    }
    dialog.deliver().await;
    anna.open().await;
    assert_eq!(dialog.deliver().await, 0, "asleep");
    let like = anna.activity("Like", dialog.origin().as_str());
    assert_eq!(anna.tells(&dialog, &like).await.status, 202);
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Eins"]);
}

async fn a_server_that_hangs_delays_nobody_else(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let slow = dialog.follower(&host, "slow").await;
    let healthy = dialog.follower(&host, "healthy").await;
    slow.answers(Answer::Silence);
    dialog.publish(&briefing("Eins")).await;
    let federation = dialog.app.federation.clone();
    let round = tokio::spawn(async move { federation.deliver_due().await });
    healthy.arrivals(1).await;
    slow.arrivals(1).await;
    assert!(!round.is_finished(), "it waits for the slow one");
    skip(federation::fetch::DEADLINE).await;
    let progress = round.await.expect("no panic").expect("a round");
    assert_eq!((progress.attempted, progress.delivered), (2, 1));
    let row = deliveries_to(&dialog, &slow).await.pop().expect("a row");
    assert_eq!(row.failure.as_deref(), Some("timed_out"));
    slow.answers(Answer::Taken);
    dialog.advance(Duration::seconds(10));
    settle([&dialog]).await;
    assert_eq!(names(&slow), ["Eins"]);
    assert_eq!(names(&healthy), ["Eins"]);
}

async fn a_missing_inbox_is_no_missing_follower(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    for status in [404, 410] {
        anna.answers_first([Answer::Status(status)]);
        dialog.publish(&briefing("Unbekannt")).await;
        settle([&dialog]).await;
        let parked = dialog.given_up().await.pop().expect("given up");
        assert_eq!(parked.failure.as_deref(), Some("missing"));
        assert_eq!(parked.status, Some(i32::from(status)));
        assert_eq!(dialog.followers(&host.actor).await.len(), 1, "{status}");
    }
    dialog.publish(&briefing("Bekannt")).await;
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Bekannt"]);
}

async fn a_follower_whose_actor_is_gone_is_dropped(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    for status in [404, 410] {
        let anna = dialog.follower(&host, "anna").await;
        let bea = anna.neighbour("bea");
        bea.follows(&dialog, &host.actor).await;
        settle([&dialog]).await;
        anna.answers(Answer::Status(status));
        anna.serves(&anna.id(), Served::status(status));
        let is_follower = async |peer: &Peer| {
            let followers = dialog.followers(&host.actor).await;
            followers.contains(&peer.id().to_string())
        };
        let publish = async |title| {
            dialog.publish(&briefing(title)).await;
            settle([&dialog]).await;
            let given_up = dialog.given_up().await.pop().expect("given up");
            assert_eq!(given_up.status, Some(status.into()));
        };
        publish("Fort").await;
        assert_eq!(is_follower(&anna).await, status == 404, "{status}");
        if status == 404 {
            dialog.advance(Duration::hours(23));
            publish("Immer noch fort").await;
            assert!(is_follower(&anna).await, "not found may be a mishap");
            dialog.advance(Duration::hours(1));
            publish("Seit einem Tag fort").await;
            assert!(!is_follower(&anna).await);
        }
        assert!(is_follower(&bea).await, "{status}");
        let undo = bea.activity(
            "Undo",
            serde_json::json!({
                "type": "Follow", "actor": bea.id(), "object": host.actor,
            }),
        );
        assert_eq!(bea.tells(&dialog, &undo).await.status, 202);
    }
}

async fn a_follower_that_was_not_found_now_and_then_stays(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    anna.answers(Answer::Status(404));
    anna.serves(&anna.id(), Served::status(404));
    for title in ["Eins", "Zwei", "Drei"] {
        dialog.publish(&briefing(title)).await;
        settle([&dialog]).await;
        dialog.given_up().await;
        assert_eq!(dialog.followers(&host.actor).await.len(), 1, "{title}");
        dialog.advance(Duration::days(15));
    }
}

/// One by one, however many there are and whoever of them is still there.
async fn who_is_gone_is_found_among_many(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    let neighbours = (1..=12).map(|number| anna.neighbour(&format!("nachbar-{number}")));
    let neighbours: Vec<_> = neighbours.collect();
    for neighbour in &neighbours {
        dialog.advance(Duration::seconds(1));
        neighbour.follows(&dialog, &host.actor).await;
    }
    settle([&dialog]).await;
    anna.answers(Answer::Status(410));
    let gone = &neighbours[11];
    gone.serves(&gone.id(), Served::status(410));
    // Three rounds find everybody; on a busy machine a look may be cut short.
    for round in 1..=6 {
        dialog.publish(&briefing(&format!("Runde {round}"))).await;
        settle([&dialog]).await;
        dialog.advance(Duration::minutes(10));
    }
    dialog.given_up().await;
    let followers = dialog.followers(&host.actor).await;
    assert!(!followers.contains(&gone.id().to_string()));
    assert_eq!(followers.len(), 12);
}

async fn who_was_gone_and_is_back_is_known_again(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    anna.is_followed(&dialog, &host).await;
    anna.answers(Answer::Status(410));
    anna.serves(&anna.id(), Served::status(410));
    dialog.publish(&briefing("Fort")).await;
    settle([&dialog]).await;
    dialog.given_up().await;
    assert!(dialog.followers(&host.actor).await.is_empty());

    // Restored, with the keys it had.
    anna.answers(Answer::Taken);
    anna.serves(&anna.id(), Served::json(&anna.document()));
    dialog.advance(Duration::minutes(10));
    let create = anna.activity("Create", anna.event("lesekreis", "Lesekreis"));
    assert_eq!(anna.tells(&dialog, &create).await.status, 202);
    let heard = dialog.event_titled("Lesekreis").await;
    assert!(heard.is_some(), "whom we follow is for us to end");
    anna.follows(&dialog, &host.actor).await;
    settle([&dialog]).await;
    anna.forget();
    dialog.publish(&briefing("Wieder da")).await;
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Wieder da"]);
}

async fn an_inbox_that_reads_only_rfc_9421_gets_it_and_is_remembered(engine: Engine) {
    let (mut dialog, anna) = one_follower(engine).await;
    anna.answers(Answer::OnlyRfc9421);
    let schemes = || {
        let attempts = anna.attempts().into_iter();
        let schemes = attempts.map(|attempt| (attempt.scheme(), attempt.status));
        schemes.collect::<Vec<_>>()
    };
    dialog.publish(&briefing("Eins")).await;
    settle([&dialog]).await;
    assert_eq!(schemes(), [("cavage", 401), ("rfc9421", 202)]);
    dialog.publish(&briefing("Zwei")).await;
    settle([&dialog]).await;
    assert_eq!(schemes()[2..], [("rfc9421", 202)]);
    dialog.restart().await;
    dialog.publish(&briefing("Drei")).await;
    settle([&dialog]).await;
    assert_eq!(schemes()[3..], [("rfc9421", 202)], "also after a restart");
    // Another release of its software: the other scheme is found again.
    dialog.publish(&briefing("Vier")).await;
    anna.answers_first([Answer::Status(401), Answer::Taken]);
    settle([&dialog]).await;
    assert_eq!(schemes()[4..], [("rfc9421", 401), ("cavage", 202)]);
    // After a month the first knock is the common one again.
    anna.answers(Answer::OnlyRfc9421);
    dialog.publish(&briefing("Fünf")).await;
    settle([&dialog]).await;
    dialog.advance(Duration::days(31));
    dialog.restart().await;
    anna.forget();
    dialog.publish(&denkwerkstatt()).await;
    settle([&dialog]).await;
    assert_eq!(schemes(), [("cavage", 401), ("rfc9421", 202)]);
}

async fn what_a_server_cannot_read_is_set_aside_and_the_rest_goes_on(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    for status in [400, 405, 413, 415, 422] {
        anna.forget();
        // Twice, because 400 asks for the other scheme.
        match status {
            400 => anna.answers_first([Answer::Status(400), Answer::Status(400)]),
            _ => anna.answers_first([Answer::Status(status)]),
        }
        dialog.publish(&briefing("Unlesbar")).await;
        dialog.publish(&briefing("Lesbar")).await;
        settle([&dialog]).await;
        assert_eq!(names(&anna), ["Lesbar"], "{status}");
        let parked = dialog.given_up().await.pop().expect("given up");
        assert_eq!(parked.failure.as_deref(), Some("not_accepted"));
        assert_eq!(parked.status, Some(i32::from(status)));
    }
}

async fn what_is_not_allowed_is_tried_thrice(engine: Engine) {
    for status in [401, 403] {
        let (dialog, anna) = one_follower(engine).await;
        anna.answers(Answer::Status(status));
        dialog.publish(&briefing("Verboten")).await;
        for _ in 0..10 {
            dialog.deliver().await;
            dialog.advance(Duration::days(1));
        }
        // Each try knocks twice.
        assert_eq!(anna.attempts().len(), 6, "{status}");
        let parked = dialog.given_up().await.pop().expect("given up");
        assert_eq!(parked.failure.as_deref(), Some("not_allowed"));
    }
}

async fn a_redirected_delivery_goes_nowhere(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let other = Peer::new("other", &dialog.app.clock).await;
    anna.answers(Answer::Redirect(other.url("/inbox")));
    dialog.publish(&briefing("Umgeleitet")).await;
    settle([&dialog]).await;
    assert!(other.attempts().is_empty());
    let parked = dialog.given_up().await.pop().expect("given up");
    assert_eq!(parked.failure.as_deref(), Some("redirected"));
}

async fn what_was_given_up_can_be_sent_again_by_hand(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.answers_first([Answer::Status(405)]);
    dialog.publish(&briefing("Noch einmal")).await;
    settle([&dialog]).await;
    let [parked] = &dialog.given_up().await[..] else {
        panic!("one delivery is given up");
    };
    let now = dialog.now();
    let again = delivery::Entity::retry(&dialog.app.db, None, Some(&parked.id), now).await;
    assert_eq!(again.expect("the queue"), 1);
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Noch einmal"]);

    // A server that rests is tried at once when somebody says so.
    anna.close().await;
    dialog.publish(&briefing("Geschlossen")).await;
    dialog.deliver().await;
    anna.open().await;
    assert_eq!(dialog.deliver().await, 0);
    let host = anna.host();
    let again = delivery::Entity::retry(&dialog.app.db, Some(&host), None, now).await;
    assert_eq!(again.expect("the queue"), 1);
    settle([&dialog]).await;
    assert_eq!(names(&anna), ["Noch einmal", "Geschlossen"]);
}

async fn an_id_stays_the_same_over_all_tries(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.answers_first([Answer::Status(500), Answer::Status(502)]);
    dialog.publish(&briefing("Eins")).await;
    for _ in 0..3 {
        settle([&dialog]).await;
        dialog.advance(Duration::minutes(1));
    }
    let attempts = anna.attempts();
    assert_eq!(attempts.len(), 3);
    for attempt in &attempts {
        assert_eq!(attempt.body, attempts[0].body);
    }
    let dates: std::collections::BTreeSet<_> = attempts
        .iter()
        .map(|attempt| {
            attempt.headers["date"]
                .clone()
                .to_str()
                .map(str::to_owned)
                .ok()
        })
        .collect();
    assert_eq!(dates.len(), 3, "each try is signed anew");
}

async fn the_worker_serves_the_healthy_while_others_hang(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let healthy = dialog.follower(&host, "healthy").await;
    for name in ["slow", "slower"] {
        let slow = dialog.follower(&host, name).await;
        slow.answers(Answer::Silence);
    }
    let stop = CancellationToken::new();
    let federation = dialog.app.federation.clone();
    let told = stop.clone();
    let worker = tokio::spawn(async move { federation.deliver_until(told).await });
    for (number, title) in (1..).zip(["Eins", "Zwei", "Drei"]) {
        dialog.publish(&briefing(title)).await;
        healthy.arrivals(number).await;
    }
    assert_eq!(names(&healthy), ["Eins", "Zwei", "Drei"]);
    worker.abort();
}

async fn many_that_did_not_answer_leave_room_for_those_that_do(engine: Engine) {
    const SILENT: u8 = 140;
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    let known = actors::find(&dialog.app.db, &anna.id()).await;
    let known = known.expect("actors").expect("an actor");
    let follow = follows::find(&dialog.app.db, &anna.id(), &host.actor)
        .await
        .expect("follows")
        .expect("a follow");
    for number in 0..SILENT {
        // Nobody listens there.
        let id: Iri = format!("http://127.0.1.{number}:9/actor")
            .parse()
            .expect("a URL");
        let name = federation::host_of(&id);
        let actor = actors::Actor {
            inbox: id.clone(),
            shared_inbox: None,
            host: name.clone(),
            id: id.clone(),
            ..known.clone()
        };
        let follow = follows::Follow {
            activity: id.clone(),
            follower: id,
            ..follow.clone()
        };
        let db = &dialog.app.db;
        let row = actors::ActiveModel::from(actor).reset_all();
        actors::Entity::insert(row)
            .exec_without_returning(db)
            .await
            .expect("an actor");
        let row = follows::ActiveModel::from(follow).reset_all();
        follows::Entity::insert(row)
            .exec_without_returning(db)
            .await
            .expect("a follow");
        let failed = format!("insert into hosts (id, failures) values ('{name}', 1)");
        db.execute_unprepared(&failed).await.expect("a host");
    }
    // The youngest, and so the last in any other order.
    let bea = dialog.follower(&host, "bea").await;
    dialog.publish(&briefing("Eins")).await;
    let round = dialog.app.federation.deliver_due().await.expect("a round");
    assert_eq!(
        (names(&anna), names(&bea)),
        (vec!["Eins".to_owned()], vec!["Eins".to_owned()])
    );
    assert!(round.attempted > 2 && round.attempted < 40, "{round:?}");
}

async fn whose_keys_cannot_be_opened_stops_nobody_else(engine: Engine) {
    let mut dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let second = dialog.association("zweiter").await;
    let anna = dialog.follower(&host, "anna").await;
    let cem = dialog.follower(&second, "cem").await;
    for organizer in ["dialog", "zweiter"] {
        let organizer = organizer.to_owned();
        let draft = Draft {
            organizer,
            ..briefing("Eins")
        };
        dialog.publish(&draft).await;
    }
    let damaged = format!(
        "update actors set secret_keys = 'damaged' where id = '{}'",
        host.actor
    );
    let db = &dialog.app.db;
    db.execute_unprepared(&damaged).await.expect("an actor");
    dialog.restart().await;
    settle([&dialog]).await;
    assert_eq!(names(&cem), ["Eins"]);
    assert!(anna.heard().is_empty());
    let given_up = dialog.given_up().await;
    assert_eq!(given_up.len(), 1);
    assert_eq!(given_up[0].failure.as_deref(), Some("no_sender"));
}

/// No outcome of a delivery can be kept for as long as this server is blocked.
async fn nothing_can_be_written(dialog: &Instance) {
    let db = &dialog.app.db;
    let condition = "new.state = 'delivered' and exists (select 1 from blocks where id = 'full')";
    let statements = match db.get_database_backend() {
        DbBackend::Postgres => vec![
            format!(
                "create function refuse() returns trigger language plpgsql as $$ begin
                   if {condition} then raise exception 'full'; end if; return new; end $$"
            ),
            "create trigger refusing before update on deliveries for each row execute function refuse()"
                .to_owned(),
        ],
        _ => vec![format!(
            "create trigger refusing before update on deliveries when {condition}
             begin select raise(abort, 'full'); end"
        )],
    };
    for statement in statements {
        db.execute_unprepared(&statement).await.expect("a trigger");
    }
    let full = federation::blocks::add(db, "full", None, dialog.now()).await;
    full.expect("a row");
}

async fn what_could_not_be_written_down_is_written_later(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    let second = dialog.association("zweiter").await;
    let cem = dialog.follower(&second, "cem").await;
    let of = |organizer: &str, title| Draft {
        organizer: organizer.to_owned(),
        ..briefing(title)
    };
    nothing_can_be_written(&dialog).await;
    let (stop, federation) = (CancellationToken::new(), dialog.app.federation.clone());
    let told = stop.clone();
    let worker = tokio::spawn(async move { federation.deliver_until(told).await });
    dialog.publish(&of("dialog", "Eins")).await;
    anna.arrivals(1).await;
    // It goes on meanwhile, and nobody is sent the same again.
    dialog.publish(&of("zweiter", "Zwei")).await;
    cem.arrivals(1).await;
    let able = federation::blocks::remove(&dialog.app.db, "full").await;
    able.expect("the table");
    dialog.publish(&of("zweiter", "Drei")).await;
    cem.arrivals(2).await;
    stop.cancel();
    worker.await.expect("it ends by itself");
    for peer in [&anna, &cem] {
        for row in deliveries_to(&dialog, peer).await {
            assert_eq!((row.state, row.attempts), (State::Delivered, 1));
        }
    }
}

async fn a_worker_told_to_stop_finishes_what_it_began(engine: Engine) {
    let (dialog, anna) = one_follower(engine).await;
    anna.answers(Answer::Held);
    let stop = CancellationToken::new();
    let federation = dialog.app.federation.clone();
    let told = stop.clone();
    dialog.publish(&briefing("Eins")).await;
    let worker = tokio::spawn(async move { federation.deliver_until(told).await });
    anna.arrivals(1).await;
    stop.cancel();
    tokio::task::yield_now().await;
    assert!(!worker.is_finished());
    anna.answers(Answer::Taken);
    worker.await.expect("it ends by itself");
    let row = deliveries_to(&dialog, &anna).await.pop().expect("a row");
    assert_eq!((row.state, row.attempts), (State::Delivered, 1));
}
