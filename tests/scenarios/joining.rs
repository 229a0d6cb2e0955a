//! Going to an event of another server: asked there, answered there, taken back, and nobody else's
//! business; and what a forger gets by answering for the organizer.

use chrono::Duration;
use federation::{blocks, follows, outbox};
use harness::{
    Answer, Engine, Instance, Peer, Post, Served, denkwerkstatt, on_both_engines, settle,
};
use serde_json::{Value, json};
use server::{
    associations::Association,
    events::{self, Draft, Event},
    joins::{self, ANSWERED_WITHIN, Join, State},
    participations::{self, Participation, Registration},
};
use url::Url;

on_both_engines![
    two_servers_agree_on_a_place_and_it_is_given_back,
    who_decides_by_hand_lets_in_and_takes_out_with_a_reason,
    who_waits_is_given_the_place_that_becomes_free,
    whoever_goes_sees_that_it_is_called_off_or_gone,
    whoever_follows_no_more_still_learns_what_becomes_of_it,
    silence_is_asked_once_more_and_then_counted_on_no_more,
    only_what_its_home_shows_as_its_own_is_gone_to,
    only_the_organizer_answers,
    the_last_word_counts_and_a_replay_is_no_word,
    an_answer_said_again_in_the_same_words_is_the_last_word,
    nobody_else_learns_who_goes,
    who_leaves_while_the_event_changes_has_left,
    who_answers_for_a_group_may_be_another_by_now,
    who_was_blocked_is_asked_nothing_more,
];

/// Two servers, one of which follows the other.
struct Stage {
    dialog: Instance,
    buero: Instance,
    ours: Association,
}

impl Stage {
    async fn new(engine: Engine) -> Self {
        let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
        dialog.association("dialog").await;
        let ours = buero.association("innovationsbuero").await;
        buero
            .follow(&ours, &format!("@dialog@{}", dialog.host()))
            .await;
        settle([&dialog, &buero]).await;
        Self {
            dialog,
            buero,
            ours,
        }
    }

    /// An event at the one that the other has heard of.
    async fn event(&self, change: impl FnOnce(&mut Draft)) -> Event {
        let mut draft = denkwerkstatt();
        draft.registration = "open".to_owned();
        draft.registration_url = String::new();
        draft.waiting_list = true;
        change(&mut draft);
        let event = self.dialog.publish(&draft).await;
        self.settle().await;
        event
    }

    async fn settle(&self) {
        settle([&self.dialog, &self.buero]).await;
    }

    async fn ask(&self, event: &Event) -> Join {
        let join = ask(&self.buero, &self.ours, &event.iri).await;
        self.settle().await;
        join
    }

    async fn coming(&self, event: &Event) -> Vec<Participation> {
        let all = participations::of_event(&self.dialog.app.db, &event.id).await;
        all.expect("a list")
    }

    async fn one_coming(&self, event: &Event) -> Participation {
        let mut all = self.coming(event).await;
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }
}

async fn ask(instance: &Instance, ours: &Association, event: &Url) -> Join {
    let event = events::find_by_iri(&instance.app.db, event).await;
    let event = event.expect("the table").expect("it is kept");
    let invitation = joins::read(&instance.app, &event).await;
    let invitation = invitation.expect("it can be read at its home");
    let ours = instance.actor(ours).await;
    let tx = instance.begin().await;
    let join = joins::ask(&instance.app, &tx, &ours, &invitation).await;
    let join = join.expect("it takes joins");
    tx.commit().await.expect("a commit");
    join
}

async fn leave(instance: &Instance, join: &Join) {
    let tx = instance.begin().await;
    let join = joins::find_for_change(&tx, &join.id).await;
    let left = joins::leave(&instance.app, &tx, join.expect("it is kept")).await;
    left.expect("something to take back");
    tx.commit().await.expect("a commit");
}

/// The join as it stands.
async fn again(instance: &Instance, join: &Join) -> Join {
    let join = joins::find(&instance.app.db, &join.id).await;
    join.expect("it is kept")
}

async fn state(instance: &Instance, join: &Join) -> State {
    again(instance, join).await.state
}

async fn look_after(instance: &Instance) -> usize {
    let done = joins::look_after(&instance.app).await;
    done.expect("work done")
}

async fn two_servers_agree_on_a_place_and_it_is_given_back(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let join = stage.ask(&event).await;
    let coming = stage.one_coming(&event).await;
    assert_eq!(coming.state, participations::State::Accepted);
    assert_eq!(coming.actor.as_ref(), Some(&stage.ours.actor));
    let accepted = again(&stage.buero, &join).await;
    assert_eq!(accepted.state, State::Accepted);
    // What they were sent opens their own page there.
    let way_in = joins::way_in(&stage.buero.app, &accepted).expect("it can be opened");
    let reply = Post::get(&way_in.expect("a link"), "text/html")
        .send()
        .await;
    assert_eq!(reply.status, 200);
    assert!(reply.body.contains(&coming.code), "their own registration");

    leave(&stage.buero, &join).await;
    stage.settle().await;
    let coming = stage.one_coming(&event).await;
    assert_eq!(coming.state, participations::State::Cancelled);
    // The other server's word that they are out changes nothing any more.
    assert_eq!(state(&stage.buero, &join).await, State::Left);
    let again = stage.ask(&event).await;
    assert_eq!(state(&stage.buero, &again).await, State::Accepted);
    let coming = stage.one_coming(&event).await;
    assert_eq!(coming.state, participations::State::Accepted);
}

async fn who_decides_by_hand_lets_in_and_takes_out_with_a_reason(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| draft.registration = "approval".to_owned())
        .await;
    let join = stage.ask(&event).await;
    assert_eq!(state(&stage.buero, &join).await, State::Asked);
    let app = &stage.dialog.app;
    let coming = stage.one_coming(&event).await;
    let tx = stage.dialog.begin().await;
    let approved = participations::approve(app, &tx, &coming).await;
    approved.expect("a place");
    tx.commit().await.expect("a commit");
    stage.settle().await;
    assert_eq!(state(&stage.buero, &join).await, State::Accepted);

    let tx = stage.dialog.begin().await;
    let declined = participations::decline(app, &tx, &coming, "Leider <kein> Raum.").await;
    declined.expect("an answer");
    tx.commit().await.expect("a commit");
    stage.settle().await;
    let rejected = again(&stage.buero, &join).await;
    assert_eq!(rejected.state, State::Rejected);
    assert_eq!(rejected.reason, "Leider <kein> Raum.");
    assert_eq!(rejected.sealed, None, "what they were sent opens nothing");
}

async fn who_waits_is_given_the_place_that_becomes_free(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| draft.seats_in_person = "1".to_owned())
        .await;
    let app = &stage.dialog.app;
    let first = Registration {
        name: "Referat Ehrenamt".to_owned(),
        attendance: "in_person".to_owned(),
        ..Registration::default()
    };
    let tx = stage.dialog.begin().await;
    let first = participations::enter(app, &tx, &event.id, &first, "de").await;
    let first = first.expect("the only place");
    tx.commit().await.expect("a commit");
    let join = stage.ask(&event).await;
    assert_eq!(state(&stage.buero, &join).await, State::Tentative);

    let tx = stage.dialog.begin().await;
    let gone = participations::decline(app, &tx, &first, "").await;
    gone.expect("a free place");
    tx.commit().await.expect("a commit");
    stage.settle().await;
    assert_eq!(state(&stage.buero, &join).await, State::Accepted);
}

async fn whoever_goes_sees_that_it_is_called_off_or_gone(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let join = stage.ask(&event).await;
    stage.dialog.advance(Duration::seconds(2));
    let moved = stage
        .dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    stage.settle().await;
    let told = again(&stage.buero, &join).await.told;
    assert_eq!(told.starts_at, moved.starts_at);
    assert_eq!(told.state, events::State::Rescheduled);
    assert!(!told.is_off());
    stage.dialog.advance(Duration::seconds(2));
    let cancelled = stage.dialog.cancel(&moved).await;
    stage.settle().await;
    let told = again(&stage.buero, &join).await.told;
    assert_eq!(told.state, events::State::Cancelled);
    let called_off = joins::called_off(&stage.buero.app).await;
    assert_eq!(called_off.expect("a count"), 1);
    stage.dialog.erase(&cancelled).await;
    stage.settle().await;
    let kept = again(&stage.buero, &join).await;
    assert!(kept.told.is_gone && !kept.told.title.is_empty());
    assert!(stage.buero.events().await.is_empty());
    // There is nobody left to tell.
    leave(&stage.buero, &join).await;
    stage.settle().await;
    assert_eq!(state(&stage.buero, &join).await, State::Left);
}

async fn whoever_follows_no_more_still_learns_what_becomes_of_it(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let ours = dialog.association("dialog").await;
    let anna = dialog.source(&ours, "anna").await;
    let eve = dialog.source(&ours, "eve").await;
    for (peer, gone) in [(&anna, Served::status(410)), (&eve, Served::status(404))] {
        let mut event = joinable(&dialog, peer).await;
        let join = ask(&dialog, &ours, &peer.url("/events/lesekreis")).await;
        settle([&dialog]).await;
        let tx = dialog.begin().await;
        let follower = dialog.actor(&ours).await;
        let followed = federation::actors::find(&tx, &peer.id()).await;
        let followed = followed.expect("the table").expect("somebody known");
        let parted = server::following::part(&dialog.app, &tx, &follower, &followed).await;
        parted.expect("an end");
        tx.commit().await.expect("a commit");
        settle([&dialog]).await;
        event["updated"] = json!("2026-09-01T12:00:00Z");
        event["startTime"] = json!("2026-11-12T19:00:00+01:00");
        peer.serves(&peer.url("/events/lesekreis"), Served::json(&event));
        let under_repair = Served {
            media_type: "text/html".to_owned(),
            ..Served::status(200)
        };
        for (days, served, starts, is_gone) in [
            (0, None, "17:00", false),
            (1, None, "18:00", false),
            (1, Some(Served::status(503)), "18:00", false),
            (1, Some(Served::status(403)), "18:00", false),
            (1, Some(under_repair), "18:00", false),
            (1, Some(gone), "18:00", true),
        ] {
            dialog.advance(Duration::days(days));
            if let Some(served) = served {
                peer.serves(&peer.url("/events/lesekreis"), served);
            }
            let looked = joins::look_again(&dialog.app).await;
            looked.expect("it can be looked at");
            let told = again(&dialog, &join).await.told;
            assert_eq!(told.starts_at.format("%H:%M").to_string(), starts);
            assert_eq!(told.is_gone, is_gone);
        }
        // Looking does not bring it back into a calendar nobody asked for.
        assert!(dialog.events().await.is_empty());
        // Who takes it back says so all the same: it may only have looked gone.
        leave(&dialog, &join).await;
        settle([&dialog]).await;
        let left = peer.received().pop().expect("a word");
        assert_eq!(left["type"], "Leave");
    }
}

/// An event of `peer` that takes joins, told to `instance`, which follows it.
async fn joinable(instance: &Instance, peer: &Peer) -> Value {
    let mut event = peer.event("lesekreis", "Lesekreis");
    event["joinMode"] = json!("free");
    peer.serves(&peer.url("/events/lesekreis"), Served::json(&event));
    let create = peer.activity("Create", event.clone());
    assert_eq!(peer.tells(instance, &create).await.status, 202);
    event
}

async fn silence_is_asked_once_more_and_then_counted_on_no_more(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let ours = dialog.association("dialog").await;
    let anna = dialog.source(&ours, "anna").await;
    joinable(&dialog, &anna).await;
    let join = ask(&dialog, &ours, &anna.url("/events/lesekreis")).await;
    settle([&dialog]).await;
    let said = anna.received();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0]["type"], "Join");
    assert_eq!(said[0]["object"], json!(anna.url("/events/lesekreis")));
    assert_eq!(said[0]["actor"], ours.actor.as_str());
    assert_eq!(said[0]["to"], json!([anna.id()]));
    assert_eq!(said[0]["cc"], json!([]));
    assert_eq!(
        anna.attempts()[0].path,
        "/users/anna/inbox",
        "for her alone"
    );
    // What has reached her is not kept.
    let hushed = outbox::hush(&dialog.app.db).await;
    assert_eq!(
        hushed.expect("it can be hushed"),
        2,
        "the Follow and the Join"
    );
    dialog.advance(ANSWERED_WITHIN - Duration::seconds(1));
    assert_eq!(look_after(&dialog).await, 0);
    dialog.advance(Duration::seconds(1));
    assert_eq!(look_after(&dialog).await, 1);
    assert_eq!(look_after(&dialog).await, 0, "once");
    settle([&dialog]).await;
    let said = anna.received();
    assert_eq!(said.len(), 2);
    assert_eq!(said[0], said[1], "the very same");
    let asked = again(&dialog, &join).await;
    assert_eq!(asked.state, State::Asked);
    assert_eq!(asked.activity, join.activity);
    dialog.advance(ANSWERED_WITHIN);
    assert_eq!(look_after(&dialog).await, 1);
    assert_eq!(look_after(&dialog).await, 0);
    settle([&dialog]).await;
    assert_eq!(anna.received().len(), 2, "not a third time");
    assert_eq!(state(&dialog, &join).await, State::Unconfirmed);
    // A late answer is one.
    let accept = anna.activity("Accept", join.activity.as_str());
    assert_eq!(anna.tells(&dialog, &accept).await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Accepted);

    // What has not arrived yet is not said a second time beside it.
    let eve = dialog.source(&ours, "eve").await;
    joinable(&dialog, &eve).await;
    eve.answers(Answer::Status(503));
    let join = ask(&dialog, &ours, &eve.url("/events/lesekreis")).await;
    dialog.deliver().await;
    dialog.advance(ANSWERED_WITHIN);
    assert_eq!(look_after(&dialog).await, 1);
    eve.answers(Answer::Taken);
    dialog.advance(Duration::hours(12));
    settle([&dialog]).await;
    let taken = eve.received();
    assert_eq!(taken.len(), 1, "{taken:?}");
    assert_eq!(taken[0]["id"], join.activity.as_str());
}

async fn only_what_its_home_shows_as_its_own_is_gone_to(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let ours = buero.association("innovationsbuero").await;
    let anna = buero.source(&ours, "anna").await;
    let mallory = anna.neighbour("mallory");
    let event = anna.event("lesekreis", "Lesekreis");
    let home = anna.url("/events/lesekreis");
    let create = anna.activity("Create", event.clone());
    assert_eq!(anna.tells(&buero, &create).await.status, 202);
    let kept = buero.event_titled("Lesekreis").await.expect("it is kept");
    let other = anna.event("anderes", "Anderes");
    anna.serves(&anna.url("/events/anderes"), Served::json(&other));
    let mut of_another = event.clone();
    of_another["attributedTo"] = json!(mallory.id());
    for (served, refusal) in [
        (Served::status(503), "join-host-unreachable"),
        (Served::status(404), "join-event-gone"),
        (Served::json(&other), "join-event-gone"),
        (Served::json(&of_another), "join-event-gone"),
    ] {
        anna.serves(&home, served);
        let refused = joins::read(&buero.app, &kept).await;
        let refused = refused.expect_err("it is not as it was").to_string();
        assert_eq!(refused, format!("refused: {refusal}"));
    }
    anna.serves(&home, Served::json(&event));
    joins::read(&buero.app, &kept).await.expect("an invitation");
}

async fn only_the_organizer_answers(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let ours = dialog.association("dialog").await;
    let others = dialog.association("awo").await;
    let anna = dialog.source(&ours, "anna").await;
    let eve = Peer::new("eve", &dialog.app.clock).await;
    let mallory = anna.neighbour("mallory");
    let event = joinable(&dialog, &anna).await;
    let iri = anna.url("/events/lesekreis");
    let join = ask(&dialog, &ours, &iri).await;
    dialog.follow(&others, &anna.address()).await;
    settle([&dialog]).await;
    let whole = json!({
        "id": join.activity, "type": "Join", "actor": ours.actor, "object": iri,
    });
    let mut of_another = whole.clone();
    of_another["id"] = json!(dialog.url("/ap/activities/01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    of_another["actor"] = json!(others.actor);
    let mut of_elsewhere = whole.clone();
    of_elsewhere["id"] = json!(anna.url("/joins/1"));
    for (name, peer, kind, object, status) in [
        ("a stranger", &eve, "Accept", json!(join.activity), 403),
        ("a stranger, whole", &eve, "Accept", whole.clone(), 403),
        ("a stranger's no", &eve, "Reject", json!(join.activity), 403),
        (
            "a stranger's perhaps",
            &eve,
            "TentativeAccept",
            whole.clone(),
            403,
        ),
        ("a neighbour", &mallory, "Accept", whole.clone(), 403),
        ("of none of ours", &anna, "Accept", of_another.clone(), 202),
        (
            "of none of ours, by id",
            &anna,
            "Accept",
            of_another["id"].clone(),
            202,
        ),
        ("of somebody else's", &anna, "Accept", of_elsewhere, 202),
        ("of our event to theirs", &anna, "Accept", json!(iri), 202),
    ] {
        let activity = peer.activity(kind, object);
        assert_eq!(
            peer.tells(&dialog, &activity).await.status,
            status,
            "{name}"
        );
        assert_eq!(state(&dialog, &join).await, State::Asked, "{name}");
    }
    // An answer to a Join lets nobody follow.
    let follow = follows::find(&dialog.app.db, &others.actor, &anna.id()).await;
    let follow = follow.expect("the table").expect("it was asked for");
    assert_eq!(follow.state, follows::State::Requested);
    let accept = anna.activity("Accept", whole);
    assert_eq!(anna.tells(&dialog, &accept).await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Accepted);
    for (peer, object) in [
        (&eve, accept.clone()),
        (&mallory, accept["id"].clone()),
        (&eve, json!(join.activity)),
    ] {
        let undo = peer.activity("Undo", object);
        assert_eq!(peer.tells(&dialog, &undo).await.status, 202);
        assert_eq!(state(&dialog, &join).await, State::Accepted);
    }
    for (name, peer) in [("a stranger", &eve), ("a neighbour", &mallory)] {
        let mut forged = event.clone();
        forged["eventStatus"] = json!("EventCancelled");
        forged["updated"] = json!("2026-09-02T12:00:00Z");
        for (kind, object) in [("Update", forged), ("Delete", json!(iri))] {
            let activity = peer.activity(kind, object);
            peer.tells(&dialog, &activity).await;
            let told = again(&dialog, &join).await.told;
            assert!(!told.is_off(), "{name}: {kind}");
        }
    }
    let undo = anna.activity("Undo", accept);
    assert_eq!(anna.tells(&dialog, &undo).await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Unconfirmed);
    settle([&dialog]).await;
}

async fn the_last_word_counts_and_a_replay_is_no_word(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let ours = dialog.association("dialog").await;
    let anna = dialog.source(&ours, "anna").await;
    joinable(&dialog, &anna).await;
    let join = ask(&dialog, &ours, &anna.url("/events/lesekreis")).await;
    settle([&dialog]).await;
    let said = |kind: &str| anna.activity(kind, join.activity.as_str());
    let accept = anna.writes(&dialog.inbox(), &said("Accept")).signed();
    assert_eq!(accept.clone().send().await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Accepted);
    let mut reject = said("Reject");
    reject["content"] = json!("<p>Leider <b>voll</b>.</p><script>alert(1)</script>");
    assert_eq!(anna.tells(&dialog, &reject).await.status, 202);
    let rejected = again(&dialog, &join).await;
    assert_eq!(rejected.state, State::Rejected);
    assert_eq!(rejected.reason, "Leider voll.");
    assert_eq!(accept.send().await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Rejected, "a replay");
    for (kind, expected) in [
        ("TentativeAccept", State::Tentative),
        ("Accept", State::Accepted),
        ("Ignore", State::Unconfirmed),
        ("Accept", State::Accepted),
    ] {
        assert_eq!(anna.tells(&dialog, &said(kind)).await.status, 202);
        assert_eq!(state(&dialog, &join).await, expected, "{kind}");
    }
    leave(&dialog, &join).await;
    settle([&dialog]).await;
    let left = anna.received().pop().expect("a Leave");
    assert_eq!(left["type"], "Leave");
    assert_eq!(left["object"], json!(anna.url("/events/lesekreis")));
    assert_eq!(left["to"], json!([anna.id()]));
    for kind in ["Accept", "Reject"] {
        assert_eq!(anna.tells(&dialog, &said(kind)).await.status, 202);
        assert_eq!(state(&dialog, &join).await, State::Left, "{kind}");
    }
}

async fn an_answer_said_again_in_the_same_words_is_the_last_word(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let ours = dialog.association("dialog").await;
    let anna = dialog.source(&ours, "anna").await;
    joinable(&dialog, &anna).await;
    let join = ask(&dialog, &ours, &anna.url("/events/lesekreis")).await;
    settle([&dialog]).await;
    let whole = json!({
        "id": join.activity,
        "type": "Join",
        "actor": join.actor,
        "object": join.event,
    });
    let (accept, reject) = (
        anna.activity("Accept", whole.clone()),
        anna.activity("Reject", whole),
    );
    let first = anna.writes(&dialog.inbox(), &accept).signed();
    assert_eq!(first.clone().send().await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Accepted);
    dialog.advance(Duration::seconds(2));
    assert_eq!(anna.tells(&dialog, &reject).await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Rejected);
    // The request that was sent before is none of today.
    assert_eq!(first.send().await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Rejected);
    dialog.advance(Duration::seconds(2));
    assert_eq!(anna.tells(&dialog, &accept).await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Accepted);
}

/// Everything anybody can read, and what a follower was sent.
async fn everything(stage: &Stage, event: &Event, follower: &Peer) -> Vec<(String, String)> {
    let kept = stage.buero.again(event).await.expect("it is kept");
    let mut paths: Vec<String> = [
        "/",
        "/events",
        "/events.json",
        "/events.ics",
        "/events.atom",
        "/associations",
        "/@innovationsbuero",
        "/@innovationsbuero.json",
        "/@innovationsbuero.atom",
        "/@innovationsbuero.ics",
        "/sitemap.xml",
        "/nodeinfo/2.1",
        "/api/v1/events",
        "/api/v1/joins",
        "/desk/joins",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.extend(["", ".json", ".ics", ".atom"].map(|form| format!("{}{form}", kept.path())));
    let actor = Url::from(stage.ours.actor.clone());
    for part in [
        "",
        "/outbox",
        "/outbox?page=1",
        "/followers",
        "/following",
        "/upcoming",
    ] {
        paths.push(format!("{}{part}", actor.path()));
    }
    let mut read = Vec::new();
    for path in paths {
        let accept = match path.starts_with("/ap/") {
            true => "application/activity+json",
            false => "text/html,*/*;q=0.5",
        };
        let reply = stage.buero.get(&path, accept).await;
        // What is refused carries a number of its own each time.
        let text = match reply.status.as_u16() {
            200 => reply.body,
            _ => String::new(),
        };
        read.push((path, format!("{} {text}", reply.status)));
    }
    let heard = follower.received().len();
    read.push(("a follower".to_owned(), format!("heard {heard}")));
    read
}

async fn nobody_else_learns_who_goes(engine: Engine) {
    let stage = Stage::new(engine).await;
    let follower = stage.buero.follower(&stage.ours, "anna").await;
    let event = stage.event(|_| {}).await;
    let before = everything(&stage, &event, &follower).await;
    let join = stage.ask(&event).await;
    assert_eq!(state(&stage.buero, &join).await, State::Accepted);
    let after = everything(&stage, &event, &follower).await;
    assert_eq!(before, after);
    leave(&stage.buero, &join).await;
    stage.settle().await;
    assert_eq!(before, everything(&stage, &event, &follower).await);
    // The Join and the Leave have ids; nobody can read them by these.
    let said = harness::rows(&stage.buero.app.db, "select id, kind from activities").await;
    let mut private = 0;
    for row in said {
        let id: Url = row["id"].as_str().expect("an id").parse().expect("a URL");
        let reply = Post::get(&id, "application/activity+json").send().await;
        let text = format!("{} {}", reply.status, reply.body);
        assert!(!text.contains(event.iri.as_str()), "{text}");
        private += usize::from(reply.status != 200);
    }
    assert!(private >= 2, "the Join, the Leave");
}

async fn who_leaves_while_the_event_changes_has_left(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let ours = dialog.association("dialog").await;
    let anna = dialog.source(&ours, "anna").await;
    let mut event = joinable(&dialog, &anna).await;
    let join = ask(&dialog, &ours, &anna.url("/events/lesekreis")).await;
    settle([&dialog]).await;
    let accept = anna.activity("Accept", join.activity.as_str());
    assert_eq!(anna.tells(&dialog, &accept).await.status, 202);
    event["updated"] = json!("2026-09-01T12:00:00Z");
    event["startTime"] = json!("2026-11-12T19:00:00+01:00");
    let update = anna.activity("Update", event);
    let tx = dialog.begin().await;
    let standing = joins::find_for_change(&tx, &join.id).await;
    let left = joins::leave(&dialog.app, &tx, standing.expect("it is kept")).await;
    left.expect("something to take back");
    let leaving = async {
        dialog.somebody_waits().await;
        tx.commit().await.expect("a commit");
    };
    let (reply, ()) = tokio::join!(anna.tells(&dialog, &update), leaving);
    assert_eq!(reply.status, 202);
    let left = again(&dialog, &join).await;
    assert_eq!(left.state, State::Left);
    assert_eq!(left.told.starts_at.format("%H:%M").to_string(), "18:00");
    settle([&dialog]).await;
}

async fn who_answers_for_a_group_may_be_another_by_now(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let ours = dialog.association("dialog").await;
    let anna = dialog.source(&ours, "anna").await;
    let bela = anna.neighbour("bela");
    let mut event = joinable(&dialog, &anna).await;
    let join = ask(&dialog, &ours, &anna.url("/events/lesekreis")).await;
    settle([&dialog]).await;
    event["actor"] = json!(bela.id());
    anna.serves(&anna.url("/events/lesekreis"), Served::json(&event));
    dialog.advance(Duration::days(1));
    let looked = joins::look_again(&dialog.app).await;
    assert_eq!(looked.expect("it can be looked at"), 1);
    let accept = bela.activity("Accept", join.activity.as_str());
    assert_eq!(bela.tells(&dialog, &accept).await.status, 202);
    assert_eq!(state(&dialog, &join).await, State::Accepted);
}

async fn who_was_blocked_is_asked_nothing_more(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let ours = dialog.association("dialog").await;
    let anna = dialog.source(&ours, "anna").await;
    joinable(&dialog, &anna).await;
    let join = ask(&dialog, &ours, &anna.url("/events/lesekreis")).await;
    settle([&dialog]).await;
    let blocked = blocks::add(&dialog.app.db, &anna.host(), None, dialog.now()).await;
    blocked.expect("a block");
    anna.forget();
    dialog.advance(ANSWERED_WITHIN);
    let looked = joins::look_again(&dialog.app).await;
    looked.expect("what is due");
    assert!(anna.reads().is_empty(), "{:?}", anna.reads());
    assert_eq!(look_after(&dialog).await, 1);
    assert_eq!(state(&dialog, &join).await, State::Unconfirmed);
}
