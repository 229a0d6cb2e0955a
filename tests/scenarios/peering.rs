//! Servers that become peers by consent of both: what each then has of the other, from before and from
//! now on, and what is left when it ends.

use chrono::Duration;
use federation::{blocks, follows};
use harness::{
    Engine, Instance, Served, briefing, denkwerkstatt, edition, on_both_engines, settle,
};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use server::{
    events::State as Standing,
    jobs,
    peers::{self, Peer, State},
    reports,
};

on_both_engines![
    both_agree_and_each_has_all_that_the_other_said,
    what_was_said_before_is_read_on_after_a_restart,
    whoever_is_refused_is_told_why_and_can_be_asked_later,
    a_question_can_be_withdrawn,
    two_who_ask_each_other_agree,
    either_side_ends_it_and_nothing_stands_still,
    what_is_followed_stays_when_it_ends,
    a_block_ends_it,
    whose_own_actor_is_blocked_is_not_asked,
    editions_stay_with_their_series,
    a_report_is_read_with_its_event_however_long_ago_that_was,
    whoever_lost_what_was_agreed_asks_and_is_a_peer_again,
    sessions_are_told_to_peers_alone,
    sessions_of_a_draft_are_told_with_the_event,
    what_a_peer_is_told_of_an_agenda_stands_with_its_copy,
    what_must_not_be_recorded_at_home_must_not_be_at_a_peer,
    who_becomes_a_peer_later_reads_the_sessions_there_are,
    a_session_is_taken_from_who_holds_its_event_alone,
];

/// Ask the server of `other`, as the desk does.
async fn ask(instance: &Instance, other: &Instance) {
    let found = peers::look_up(&instance.app, &other.host()).await;
    let found = found.expect("a server that could be a peer");
    let tx = instance.begin().await;
    let asked = peers::ask(&instance.app, &tx, &found).await;
    asked.expect("a question that may be asked");
    tx.commit().await.expect("a commit");
}

async fn peer(instance: &Instance, other: &Instance) -> Option<Peer> {
    let found = peers::find(&instance.app.db, &other.host()).await;
    found.expect("the table")
}

async fn state(instance: &Instance, other: &Instance) -> Option<State> {
    peer(instance, other).await.map(|peer| peer.state)
}

async fn accept(instance: &Instance, other: &Instance) {
    let tx = instance.begin().await;
    let peer = peers::find_for_change(&tx, &other.host()).await;
    let accepted = peers::accept(&instance.app, &tx, peer.expect("a question")).await;
    accepted.expect("an answer");
    tx.commit().await.expect("a commit");
}

async fn end(instance: &Instance, other: &Instance) {
    let tx = instance.begin().await;
    let peer = peers::find_for_change(&tx, &other.host()).await;
    let ended = peers::end(&instance.app, &tx, peer.expect("a peer")).await;
    ended.expect("an end");
    tx.commit().await.expect("a commit");
}

/// Read all that is to be read of peers. Returns how many pages that were.
async fn read_all(instance: &Instance) -> usize {
    /// More pages than any test serves.
    const TURNS_AT_MOST: usize = 200;
    let mut pages = 0;
    for _ in 0..TURNS_AT_MOST {
        let read = instance.app.federation.read_on().await;
        match read.expect("pages can be read") {
            0 => return pages,
            read => pages += read,
        }
    }
    panic!("this history never ends");
}

async fn agree(one: &Instance, other: &Instance) {
    ask(one, other).await;
    settle([one, other]).await;
    accept(other, one).await;
    settle([one, other]).await;
    assert_eq!(state(one, other).await, Some(State::Agreed));
    assert_eq!(state(other, one).await, Some(State::Agreed));
}

async fn titles(instance: &Instance) -> Vec<String> {
    let events = instance.events().await.into_iter();
    let mut titles: Vec<String> = events
        .map(|event| event.main_text().title.clone())
        .collect();
    titles.sort();
    titles
}

async fn both_agree_and_each_has_all_that_the_other_said(engine: Engine) {
    let instances = engine.instances(["dialog", "innovationsbuero", "verband"]);
    let [dialog, buero, verband] = instances.await;
    dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    let third = verband.association("verband").await;
    let moved = dialog.publish(&briefing("Verlegt")).await;
    dialog.postpone(&moved).await;
    let erased = dialog.publish(&briefing("Gelöscht")).await;
    dialog.erase(&erased).await;
    let theirs = buero.publish(&briefing("Aus dem Büro")).await;

    ask(&dialog, &buero).await;
    settle([&dialog, &buero, &verband]).await;
    assert_eq!(state(&dialog, &buero).await, Some(State::Asked));
    assert_eq!(state(&buero, &dialog).await, Some(State::Waiting));
    // Asked is not agreed.
    assert_eq!(read_all(&dialog).await + read_all(&buero).await, 0);
    dialog.publish(&briefing("Vor der Antwort")).await;
    settle([&dialog, &buero, &verband]).await;
    assert_eq!(titles(&buero).await, ["Aus dem Büro"]);

    accept(&buero, &dialog).await;
    settle([&dialog, &buero, &verband]).await;
    assert_eq!(state(&dialog, &buero).await, Some(State::Agreed));
    assert_eq!(state(&buero, &dialog).await, Some(State::Agreed));
    for instance in [&dialog, &buero] {
        read_all(instance).await;
        let all = ["Aus dem Büro", "Verlegt", "Vor der Antwort"];
        assert_eq!(titles(instance).await, all, "{}", instance.host());
        // They can be chosen there, though nobody follows anybody.
        let page = instance.get("/events", "text/html").await.body;
        assert!(page.contains("name=\"servers\""), "{page}");
    }
    let chosen = format!("value=\"dialog@{}\"", dialog.host());
    let page = buero.get("/events", "text/html").await.body;
    assert!(page.contains(&chosen), "{page}");
    let kept = buero.again(&moved).await.expect("it is kept");
    assert_eq!((kept.local, kept.state), (false, Standing::Postponed));
    let organizer = dialog.again(&moved).await.expect("it is ours").organizer;
    assert_eq!(kept.organizer, organizer, "with its origin");
    let row = peer(&buero, &dialog).await.expect("a peer");
    let progress = peers::progress(&buero.app.db, &row).await;
    let progress = progress.expect("the table");
    assert!(
        progress.is_over() && progress.failure.is_none(),
        "{progress:?}"
    );
    assert_eq!((progress.outboxes, progress.activities), (2, 2));

    // From now on it comes by itself, and changes.
    let new = dialog.publish(&briefing("Neu")).await;
    settle([&dialog, &buero, &verband]).await;
    assert!(buero.again(&new).await.is_some());
    dialog.advance(Duration::seconds(2));
    dialog.cancel(&new).await;
    settle([&dialog, &buero, &verband]).await;
    let there = buero.again(&new).await.expect("it is kept");
    assert_eq!(there.state, Standing::Cancelled);
    dialog.erase(&moved).await;
    settle([&dialog, &buero, &verband]).await;
    assert!(buero.again(&moved).await.is_none());
    // Nobody else had a part in it, nor did who is told of a peer tell others.
    assert!(verband.events().await.is_empty());
    verband
        .follow(&third, &format!("@dialog@{}", dialog.host()))
        .await;
    settle([&dialog, &buero, &verband]).await;
    assert!(verband.again(&theirs).await.is_none());
}

async fn what_was_said_before_is_read_on_after_a_restart(engine: Engine) {
    let [dialog, mut buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    const EVENTS: usize = 45;
    for number in 0..EVENTS {
        dialog.publish(&briefing(&format!("Termin {number}"))).await;
    }
    agree(&buero, &dialog).await;
    // The head and the first page of what the server announced.
    for _ in 0..2 {
        let read = buero.app.federation.read_on().await;
        assert_eq!(read.expect("a page"), 1);
    }
    let so_far = buero.events().await.len();
    assert!(so_far > 0 && so_far < EVENTS, "{so_far}");
    buero.restart().await;
    let pages = read_all(&buero).await;
    assert_eq!(buero.events().await.len(), EVENTS);
    // Of both outboxes a head and three pages, less the two that were read.
    assert_eq!(pages, 6);
    assert_eq!(read_all(&buero).await, 0);
}

async fn whoever_is_refused_is_told_why_and_can_be_asked_later(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    ask(&dialog, &buero).await;
    settle([&dialog, &buero]).await;
    let tx = buero.begin().await;
    let asked = peers::find_for_change(&tx, &dialog.host()).await;
    let reason = "Wir kennen <Sie> nicht.";
    let rejected = peers::reject(&buero.app, &tx, asked.expect("a question"), reason).await;
    rejected.expect("an answer");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let declined = peer(&dialog, &buero).await.expect("a row");
    assert_eq!(
        (declined.state, declined.reason.as_str()),
        (State::Declined, reason)
    );

    // Asked again, it is the same answer at once.
    dialog.advance(Duration::minutes(2));
    ask(&dialog, &buero).await;
    settle([&dialog, &buero]).await;
    assert_eq!(state(&dialog, &buero).await, Some(State::Declined));
    assert_eq!(state(&buero, &dialog).await, Some(State::Rejected));

    // Whoever refused may think again, and then the other side has to agree.
    ask(&buero, &dialog).await;
    settle([&dialog, &buero]).await;
    assert_eq!(state(&dialog, &buero).await, Some(State::Waiting));
    accept(&dialog, &buero).await;
    settle([&dialog, &buero]).await;
    assert_eq!(state(&dialog, &buero).await, Some(State::Agreed));
    assert_eq!(state(&buero, &dialog).await, Some(State::Agreed));
}

async fn a_question_can_be_withdrawn(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    ask(&dialog, &buero).await;
    settle([&dialog, &buero]).await;
    assert_eq!(state(&buero, &dialog).await, Some(State::Waiting));
    end(&dialog, &buero).await;
    settle([&dialog, &buero]).await;
    assert_eq!(state(&buero, &dialog).await, None);
    assert_eq!(state(&dialog, &buero).await, Some(State::Ended));
    for (one, other) in [(&dialog, &buero), (&buero, &dialog)] {
        let relay = one.app.federation.instance_actor();
        assert!(one.followers(relay).await.is_empty());
        let left = follows::followed_by(&one.app.db, relay).await;
        assert!(left.expect("the table").is_empty(), "{}", other.host());
    }
}

async fn two_who_ask_each_other_agree(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    ask(&dialog, &buero).await;
    ask(&buero, &dialog).await;
    settle([&dialog, &buero]).await;
    assert_eq!(state(&dialog, &buero).await, Some(State::Agreed));
    assert_eq!(state(&buero, &dialog).await, Some(State::Agreed));
}

async fn either_side_ends_it_and_nothing_stands_still(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    dialog.publish(&briefing("Vom Dialog")).await;
    buero.publish(&briefing("Vom Büro")).await;
    for ends in ["the one that asked", "the other one"] {
        agree(&dialog, &buero).await;
        for instance in [&dialog, &buero] {
            read_all(instance).await;
            assert_eq!(titles(instance).await, ["Vom Büro", "Vom Dialog"], "{ends}");
        }
        let (one, other) = match ends {
            "the one that asked" => (&dialog, &buero),
            _ => (&buero, &dialog),
        };
        end(one, other).await;
        settle([&dialog, &buero]).await;
        assert_eq!(state(one, other).await, Some(State::Ended), "{ends}");
        assert_eq!(state(other, one).await, Some(State::Left), "{ends}");
        assert_eq!(titles(&dialog).await, ["Vom Dialog"], "{ends}");
        assert_eq!(titles(&buero).await, ["Vom Büro"], "{ends}");
        assert_eq!(read_all(&dialog).await + read_all(&buero).await, 0);
        // Nobody is told any more.
        let before = (
            dialog.deliveries().await.len(),
            buero.deliveries().await.len(),
        );
        let new = dialog.publish(&briefing("Danach")).await;
        settle([&dialog, &buero]).await;
        let after = (
            dialog.deliveries().await.len(),
            buero.deliveries().await.len(),
        );
        assert_eq!(before, after, "{ends}");
        assert!(buero.again(&new).await.is_none());
        dialog.erase(&new).await;
        dialog.advance(Duration::minutes(2));
    }
}

async fn what_is_followed_stays_when_it_ends(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    dialog.association("awo").await;
    let reader = buero.association("innovationsbuero").await;
    dialog.publish(&briefing("Gefolgt")).await;
    let mut draft = briefing("Nicht gefolgt");
    draft.organizer = "awo".to_owned();
    dialog.publish(&draft).await;
    agree(&dialog, &buero).await;
    read_all(&buero).await;
    buero
        .follow(&reader, &format!("@dialog@{}", dialog.host()))
        .await;
    settle([&dialog, &buero]).await;
    assert_eq!(titles(&buero).await, ["Gefolgt", "Nicht gefolgt"]);
    end(&buero, &dialog).await;
    settle([&dialog, &buero]).await;
    assert_eq!(titles(&buero).await, ["Gefolgt"]);
}

async fn whose_own_actor_is_blocked_is_not_asked(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let theirs = buero.app.federation.instance_actor();
    let blocked = blocks::add(&dialog.app.db, theirs.as_str(), None, dialog.now()).await;
    blocked.expect("a block");
    let refused = peers::look_up(&dialog.app, &buero.host()).await;
    let refused = refused.expect_err("it is blocked").to_string();
    assert_eq!(refused, "refused: peer-blocked");
}

async fn a_block_ends_it(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    buero.association("innovationsbuero").await;
    dialog.publish(&briefing("Vom Dialog")).await;
    agree(&dialog, &buero).await;
    let now = buero.now();
    let blocked = blocks::add(&buero.app.db, &dialog.host(), None, now).await;
    blocked.expect("a block");
    // Nothing more is read, even before anybody has looked after it.
    read_all(&buero).await;
    assert!(buero.events().await.is_empty());
    let row = peer(&buero, &dialog).await.expect("a row");
    let progress = peers::progress(&buero.app.db, &row).await;
    let progress = progress.expect("the table");
    assert_eq!(
        progress.failure.as_deref(),
        Some("blocked"),
        "it is not even asked"
    );
    let ended = peers::look_after(&buero.app).await;
    assert_eq!(ended.expect("the table"), 1);
    assert_eq!(state(&buero, &dialog).await, Some(State::Ended));
    let refused = peers::look_up(&buero.app, &dialog.host()).await;
    let refused = refused.expect_err("it is blocked").to_string();
    assert_eq!(refused, "refused: peer-blocked");
    settle([&dialog, &buero]).await;
    assert_eq!(state(&dialog, &buero).await, Some(State::Left));
    buero.publish(&briefing("Vom Büro")).await;
    settle([&dialog, &buero]).await;
    assert!(dialog.event_titled("Vom Büro").await.is_none());
    assert_eq!(peers::look_after(&buero.app).await.expect("the table"), 0);
}

async fn editions_stay_with_their_series(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    let host = buero.association("innovationsbuero").await;
    let series = buero.series(&host).await;
    let before = buero.publish(&edition(11)).await;
    agree(&dialog, &buero).await;
    read_all(&dialog).await;
    let after = buero.publish(&edition(12)).await;
    settle([&dialog, &buero]).await;
    for event in [&before, &after] {
        let kept = dialog.again(event).await.expect("it is kept");
        assert_eq!(kept.series, Some(series.actor.clone()));
    }
    // Also when nobody has heard of the series itself for long.
    dialog.advance(Duration::days(40));
    let cleared = jobs::clear(&dialog.app, dialog.now()).await;
    cleared.expect("a clearing");
    let kept = dialog.again(&before).await.expect("it is kept");
    let page = dialog.get(&kept.path(), "text/html").await.body;
    assert!(page.contains("Teil der Reihe"), "{page}");
}

async fn a_report_is_read_with_its_event_however_long_ago_that_was(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    // So that it stands on another page than the report.
    const BETWEEN: usize = 25;
    for number in 0..BETWEEN {
        dialog.publish(&briefing(&format!("Termin {number}"))).await;
    }
    dialog.advance(Duration::days(80));
    let draft = reports::Draft {
        title: "Bericht: Denkwerkstatt".to_owned(),
        summary: "Drei Gruppen, drei Ergebnisse.".to_owned(),
        text: "Nach dem Impuls ging es in drei Gruppen weiter.".to_owned(),
        ..reports::Draft::default()
    };
    let tx = dialog.begin().await;
    let written = reports::write(&dialog.app, &tx, &event, &draft).await;
    written.expect("a report that is in order");
    let report = reports::publish(&dialog.app, &tx, &event, "").await;
    tx.commit().await.expect("a commit");
    let report = report.expect("a report that is whole");
    agree(&dialog, &buero).await;
    read_all(&buero).await;
    let kept = buero.again(&event).await.expect("it is kept");
    let page = buero.get(&kept.path(), "text/html").await.body;
    assert!(page.contains(report.url.as_str()), "{page}");
    let titles = titles(&buero).await;
    assert!(titles.len() == BETWEEN + 1, "{titles:?}");
}

async fn whoever_lost_what_was_agreed_asks_and_is_a_peer_again(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    agree(&dialog, &buero).await;
    // As after coming back from an older backup.
    for table in ["readings", "peers", "follows"] {
        let sql = format!("delete from {table}");
        let emptied = buero.app.db.execute_unprepared(&sql).await;
        emptied.expect("rows can be deleted");
    }
    dialog.advance(Duration::days(1));
    ask(&buero, &dialog).await;
    settle([&dialog, &buero]).await;
    assert_eq!(state(&buero, &dialog).await, Some(State::Agreed));
    assert_eq!(state(&dialog, &buero).await, Some(State::Agreed));
    let event = dialog.publish(&briefing("Danach")).await;
    settle([&dialog, &buero]).await;
    assert!(buero.again(&event).await.is_some());
}

const PROGRAMME: &str =
    "Freitag, 13. November 2026\n10:00 Begrüßung\n10:15–12:00 Workshop: Teilhabe, Raum 2";

/// What this server was told of the sessions of events, newest last: all of the activities.
async fn told_of_sessions(by: &Instance, host: &str) -> Vec<Value> {
    let deliveries = by.deliveries().await.into_iter();
    let to_it = deliveries.filter(|it| it.host == host);
    let said = federation::outbox::find_activities(&by.app.db, to_it.map(|it| it.activity)).await;
    let mut said = said.expect("the table");
    said.sort_by(|a, b| a.id.cmp(&b.id));
    let said = said.into_iter().filter(|it| !it.json.is_empty());
    let said = said.map(|it| serde_json::from_str(&it.json).expect("JSON"));
    said.filter(|it: &Value| {
        let object = &it["object"];
        !object["superEvent"].is_null() || it["type"] == "Delete"
    })
    .collect()
}

fn kinds(told: &[Value]) -> Vec<&str> {
    let kinds = told.iter().map(|it| it["type"].as_str());
    kinds.map(Option::unwrap_or_default).collect()
}

async fn sessions_are_told_to_peers_alone(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    agree(&dialog, &buero).await;
    let peer = buero.host();
    let event = dialog.publish(&denkwerkstatt()).await;
    let (event, sessions) = dialog.release_agenda(&event, PROGRAMME).await;
    assert_eq!(sessions.len(), 2);
    settle([&dialog, &buero]).await;
    let told = told_of_sessions(&dialog, &peer).await;
    assert_eq!(kinds(&told), ["Create", "Create"]);
    assert!(told[1].to_string().contains("Raum 2"));
    let actor = buero.app.federation.instance_actor();
    assert!(
        told.iter()
            .all(|it| it["to"] == json!([actor]) && it["cc"] == json!([]))
    );
    // What is changed is told; what is not, is not.
    let programme = PROGRAMME.replace("Teilhabe", "Teilhaben");
    dialog.advance(Duration::seconds(2));
    let (event, _) = dialog.release_agenda(&event, &programme).await;
    let kinds_now = kinds(&told_of_sessions(&dialog, &peer).await).join(" ");
    // Of what is gone nothing is said any more but that it is.
    assert_eq!(
        kinds_now, "Create Create Delete",
        "another title is another session"
    );
    let moved = programme.replace("12:00", "12:30");
    dialog.advance(Duration::seconds(2));
    let (event, _) = dialog.release_agenda(&event, &moved).await;
    settle([&dialog, &buero]).await;
    let told = told_of_sessions(&dialog, &peer).await;
    assert_eq!(kinds(&told)[3..], ["Update"]);
    // Where the house is protected, its rooms are.
    dialog.advance(Duration::seconds(2));
    let event = dialog
        .revise(&event, |draft| draft.place_protected = true)
        .await;
    settle([&dialog, &buero]).await;
    let told = told_of_sessions(&dialog, &peer).await;
    assert_eq!(kinds(&told)[4..], ["Update"]);
    let said: String = told.iter().map(Value::to_string).collect();
    assert!(!said.contains("Raum 2"), "{said}");
    for part in &event.sub_events.0 {
        let shown = dialog.document(part).await.to_string();
        assert!(!shown.contains("Raum 2"), "{shown}");
    }
    let later = moved.replace("12:30", "12:45");
    dialog.release_agenda(&event, &later).await;
    settle([&dialog, &buero]).await;
    let told = told_of_sessions(&dialog, &peer).await;
    assert_eq!(kinds(&told)[5..], ["Update"]);
    assert!(!told[5].to_string().contains("Raum 2"));
    // A follower hears of the event alone, and so does whoever looks at a calendar there.
    let heard = told_of_sessions(&dialog, &anna.host()).await;
    assert!(heard.is_empty(), "{heard:?}");
    assert_eq!(titles(&buero).await.len(), 1);
    // Nobody but the peer can read what it was told.
    let outbox = dialog.actor(&host).await.outbox.expect("an outbox");
    let page = dialog
        .document(&format!("{outbox}?page=1").parse().expect("a URL"))
        .await;
    let items = page["orderedItems"].to_string();
    assert!(!items.contains("superEvent"), "{items}");
}

async fn sessions_of_a_draft_are_told_with_the_event(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    agree(&dialog, &buero).await;
    let event = dialog.draft(&denkwerkstatt()).await;
    let (event, _) = dialog.release_agenda(&event, PROGRAMME).await;
    settle([&dialog, &buero]).await;
    assert!(told_of_sessions(&dialog, &buero.host()).await.is_empty());
    let tx = dialog.begin().await;
    let published = server::events::publish(&dialog.app, &tx, event).await;
    published.expect("it can be published");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let told = told_of_sessions(&dialog, &buero.host()).await;
    assert_eq!(kinds(&told), ["Create", "Create"]);
    assert!(dialog.given_up().await.is_empty());
}

async fn what_a_peer_is_told_of_an_agenda_stands_with_its_copy(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    agree(&dialog, &buero).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let (event, sessions) = dialog.release_agenda(&event, PROGRAMME).await;
    settle([&dialog, &buero]).await;
    let copy = buero.again(&event).await.expect("it is kept");
    let page = buero.get(&copy.path(), "text/html").await.body;
    assert!(
        page.contains("Teilhabe") && page.contains("Raum 2"),
        "{page}"
    );
    assert!(
        page.contains(&format!("Wie {} sie angibt", dialog.host())),
        "{page}"
    );
    let whole = format!("{}/agenda", copy.path());
    let shown = buero.get(&whole, "text/html").await.body;
    assert!(
        shown.contains("10:15–12:00") && shown.contains("Raum 2"),
        "{shown}"
    );
    assert!(shown.contains(event.url.as_str()), "it leads to its home");
    // In calendars and apps a session is the same as at its home.
    let uid = |host: &str| format!("{}@{host}", sessions[1].id);
    for (end, said) in [
        ("agenda.ics", uid(&dialog.host())),
        ("agenda.txt", "Teilhabe".to_owned()),
        ("schedule.xml", "Teilhabe".to_owned()),
        ("schedule.json", "Teilhabe".to_owned()),
    ] {
        let form = buero.get(&format!("{}/{end}", copy.path()), "*/*").await;
        assert_eq!(form.status, 200, "{end}");
        assert!(form.body.contains(&said), "{end}: {}", form.body);
    }
    // What is changed there is changed here, and what is withdrawn is gone.
    dialog.advance(Duration::seconds(2));
    let moved = PROGRAMME.replace("12:00", "12:30");
    let (event, _) = dialog.release_agenda(&event, &moved).await;
    settle([&dialog, &buero]).await;
    assert!(
        buero
            .get(&whole, "text/html")
            .await
            .body
            .contains("10:15–12:30")
    );
    dialog.advance(Duration::seconds(2));
    let alone = "Freitag, 13. November 2026\n10:00 Begrüßung";
    let (event, _) = dialog.release_agenda(&event, alone).await;
    settle([&dialog, &buero]).await;
    let shown = buero.get(&whole, "text/html").await.body;
    assert!(
        shown.contains("Begrüßung") && !shown.contains("Teilhabe"),
        "{shown}"
    );
    assert_eq!(titles(&buero).await.len(), 1, "a session is no event");
    // Nobody says any more what becomes of it.
    let reader = buero.association("innovationsbuero").await;
    let address = format!("@dialog@{}", dialog.host());
    buero.follow(&reader, &address).await;
    settle([&dialog, &buero]).await;
    end(&buero, &dialog).await;
    settle([&dialog, &buero]).await;
    assert!(buero.again(&event).await.is_some(), "it is followed");
    assert_eq!(buero.get(&whole, "text/html").await.status, 404);
}

async fn what_must_not_be_recorded_at_home_must_not_be_at_a_peer(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    agree(&dialog, &buero).await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let draft = server::agenda::Draft {
        day: "2026-11-13".into(),
        starts_at: "13:00".into(),
        ends_at: "14:00".into(),
        title: "Werkstatt Netz".into(),
        kind: "workshop".into(),
        track: "Netz".into(),
        sign_language: true,
        no_recording: true,
        ..server::agenda::Draft::default()
    };
    let tx = dialog.begin().await;
    let added = server::agenda::add(&dialog.app, &tx, &event, &draft).await;
    added.expect("a session");
    let released = server::agenda::release(&dialog.app, &tx, event.clone(), "").await;
    released.expect("a version");
    tx.commit().await.expect("a commit");
    settle([&dialog, &buero]).await;
    let copy = buero.again(&event).await.expect("it is kept");
    let form = async |end: &str| {
        buero
            .get(&format!("{}/{end}", copy.path()), "*/*")
            .await
            .body
    };
    let xml = form("schedule.xml").await;
    assert!(xml.contains("<optout>true</optout>"), "{xml}");
    assert!(xml.contains("<type>workshop</type>"), "{xml}");
    assert!(xml.contains("<track>Netz</track>"), "{xml}");
    let json: Value = serde_json::from_str(&form("schedule.json").await).expect("a schedule");
    let rooms = &json["schedule"]["conference"]["days"][0]["rooms"];
    let session = rooms
        .as_object()
        .and_then(|rooms| rooms.values().next()?.get(0));
    assert_eq!(session.expect("a session")["do_not_record"], true);
    // Its marks are marks, by which one can choose, and stand there once.
    let page = async |asked: &str| {
        let path = format!("{}/agenda?{asked}=on", copy.path());
        buero.get(&path, "text/html").await.body
    };
    let signed = page("sign_language").await;
    assert!(signed.contains("Werkstatt Netz"), "{signed}");
    let quiet = page("quiet_room").await;
    assert!(!quiet.contains("Werkstatt Netz"), "{quiet}");
    assert_eq!(xml.matches("Gebärdensprache").count(), 1, "{xml}");
}

async fn who_becomes_a_peer_later_reads_the_sessions_there_are(engine: Engine) {
    let [dialog, buero] = engine.instances(["dialog", "innovationsbuero"]).await;
    dialog.association("dialog").await;
    let event = dialog.publish(&denkwerkstatt()).await;
    let (event, _) = dialog.release_agenda(&event, PROGRAMME).await;
    // One that is followed already brings its event and no sessions.
    let reader = buero.association("innovationsbuero").await;
    let address = format!("@dialog@{}", dialog.host());
    buero.follow(&reader, &address).await;
    settle([&dialog, &buero]).await;
    let read = buero.app.federation.read_outboxes().await;
    assert_eq!(read.expect("an outbox"), 1);
    let copy = buero.again(&event).await.expect("it is kept");
    let whole = format!("{}/agenda", copy.path());
    assert_eq!(buero.get(&whole, "text/html").await.status, 404);

    agree(&dialog, &buero).await;
    settle([&dialog, &buero]).await;
    read_all(&buero).await;
    let shown = buero.get(&whole, "text/html").await;
    assert_eq!(shown.status, 200);
    assert!(
        shown.body.contains("Teilhabe") && shown.body.contains("Raum 2"),
        "{}",
        shown.body
    );
    assert!(told_of_sessions(&dialog, &buero.host()).await.is_empty());
    assert_eq!(titles(&buero).await.len(), 1, "a session is no event");
    // From now on it is told what changes.
    dialog.advance(Duration::seconds(2));
    let moved = PROGRAMME.replace("12:00", "12:30");
    dialog.release_agenda(&event, &moved).await;
    settle([&dialog, &buero]).await;
    let shown = buero.get(&whole, "text/html").await.body;
    assert!(shown.contains("10:15–12:30"), "{shown}");
}

async fn a_session_is_taken_from_who_holds_its_event_alone(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.source(&host, "anna").await;
    let neighbour = anna.neighbour("berta");
    let whole = anna.event("fachtag", "Fachtag");
    anna.tells(&dialog, &anna.activity("Create", whole.clone()))
        .await;
    neighbour.is_followed(&dialog, &host).await;
    let told = async || {
        harness::rows(&dialog.app.db, "select iri from told_sessions")
            .await
            .len()
    };
    let mut part = neighbour.event("fachtag-9", "Begrüßung");
    part["superEvent"] = whole["id"].clone();
    neighbour
        .tells(&dialog, &neighbour.activity("Create", part))
        .await;
    assert_eq!(told().await, 0, "a neighbour says nothing about it");
    let mut part = anna.event("fachtag-1", "Begrüßung");
    part["superEvent"] = whole["id"].clone();
    part["updated"] = json!("2026-08-31T10:00:00Z");
    anna.serves(&anna.url("/events/fachtag-1"), Served::json(&part));
    anna.tells(&dialog, &anna.activity("Create", part.clone()))
        .await;
    assert_eq!(told().await, 1);
    // What is older than what we know changes nothing.
    part["name"] = json!("Früher");
    part["updated"] = json!("2026-08-31T09:00:00Z");
    dialog.advance(Duration::seconds(2));
    anna.tells(&dialog, &anna.activity("Update", part.clone()))
        .await;
    let copy = dialog.event_titled("Fachtag").await.expect("it is kept");
    let page = dialog.get(&copy.path(), "text/html").await.body;
    assert!(
        page.contains("Begrüßung") && !page.contains("Früher"),
        "{page}"
    );
    // A word of the time to come is one of now: what is said later counts.
    for (name, updated) in [
        ("Später", "2030-01-01T10:00:00Z"),
        ("Jetzt", "2026-09-01T09:30:00Z"),
    ] {
        dialog.advance(Duration::hours(1));
        part["name"] = json!(name);
        part["updated"] = json!(updated);
        anna.tells(&dialog, &anna.activity("Update", part.clone()))
            .await;
        let page = dialog.get(&copy.path(), "text/html").await.body;
        assert!(page.contains(name), "{name}: {page}");
    }
    // What is said to some only, or in somebody else's name, is not shown to all.
    for (number, change) in [
        (
            3,
            json!({ "to": [dialog.app.federation.instance_actor()], "cc": [] }),
        ),
        (
            4,
            json!({ "attributedTo": neighbour.id(), "actor": neighbour.id() }),
        ),
    ] {
        let mut other = part.clone();
        let id = anna.url(&format!("/events/fachtag-{number}"));
        other["id"] = json!(id);
        for (field, value) in change.as_object().expect("fields") {
            other[field] = value.clone();
        }
        anna.serves(&id, Served::json(&other));
        anna.tells(&dialog, &anna.activity("Create", other)).await;
        assert_eq!(told().await, 1, "{change}");
    }
    // Nor does somebody else bring what is theirs.
    let mut another = part.clone();
    let id = anna.url("/events/fachtag-5");
    another["id"] = json!(id);
    anna.serves(&id, Served::json(&another));
    neighbour
        .tells(&dialog, &neighbour.activity("Create", another))
        .await;
    assert_eq!(told().await, 1, "it is for who holds the event to say");
    let mut stranger = part.clone();
    stranger["id"] = json!(anna.url("/events/fachtag-2"));
    stranger["superEvent"] = json!(anna.url("/events/nirgends"));
    anna.tells(&dialog, &anna.activity("Create", stranger))
        .await;
    assert_eq!(
        told().await,
        1,
        "of an event nobody keeps there is no agenda"
    );
    neighbour
        .tells(&dialog, &neighbour.activity("Delete", part["id"].clone()))
        .await;
    assert_eq!(told().await, 1, "nor does a neighbour take it away");
    anna.tells(&dialog, &anna.activity("Delete", whole["id"].clone()))
        .await;
    assert_eq!(told().await, 0, "it goes with its event");
}
