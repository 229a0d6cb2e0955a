//! People take part: by the form, through the desk, from other servers. One list, no chair given twice,
//! and what is protected reaches those alone who take part.

use chrono::Duration;
use harness::{Engine, Instance, Peer, Post, denkwerkstatt, on_both_engines, settle};
use http::StatusCode;
use serde_json::{Value, json};
use server::{
    associations::Association,
    events::{self, Draft, Event},
    mail,
    participations::{self, Origin, Participation, Registration, State},
};
use std::{collections::BTreeMap, fs};

on_both_engines![
    somebody_registers_by_the_form_confirms_and_cancels_by_the_link,
    looking_at_a_link_changes_nothing,
    the_form_says_the_same_whether_an_address_is_known_or_not,
    nobody_is_promised_a_place_twice,
    who_waits_is_offered_the_place_that_becomes_free_and_it_lapses,
    a_join_is_answered_and_a_leave_frees_the_place,
    a_join_said_twice_is_one_and_a_new_one_after_a_leave_goes_to_the_end,
    friendica_says_yes_maybe_and_takes_it_back,
    a_reply_is_asked_how_and_the_vote_registers,
    nobody_votes_for_another,
    what_is_sent_once_more_is_not_done_again,
    another_vote_changes_the_way_if_there_is_a_place,
    words_that_mean_nothing_register_nobody,
    a_join_of_a_stranger_to_what_takes_no_registrations_is_nobodys,
    approval_is_asked_and_given,
    who_takes_part_is_told_of_a_new_time_once,
    whoever_was_coming_hears_that_the_event_is_gone,
    a_protected_place_reaches_those_alone_who_take_part,
    two_registrations_of_one_person_become_one,
    what_is_kept_for_long_enough_is_forgotten,
    the_desk_enters_those_who_call,
];

struct Stage {
    dialog: Instance,
    host: Association,
}

impl Stage {
    async fn new(engine: Engine) -> Self {
        let dialog = engine.instance("dialog").await;
        let host = dialog.association("dialog").await;
        Self { dialog, host }
    }

    async fn event(&self, change: impl FnOnce(&mut Draft)) -> Event {
        let mut draft = denkwerkstatt();
        draft.registration = "open".to_owned();
        draft.registration_url = String::new();
        change(&mut draft);
        self.dialog.publish(&draft).await
    }

    /// Post the form.
    async fn register(&self, event: &Event, email: &str) -> StatusCode {
        let form = [
            ("email", email),
            ("name", "Referat Ehrenamt"),
            ("attendance", "in_person"),
        ];
        self.post(&format!("/events/{}/register", event.slug), &form)
            .await
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> StatusCode {
        Post::form(&self.dialog.url(path), form).send().await.status
    }

    /// Hand over every mail that is due, and return what the outlet got: the subject and the whole.
    async fn mails(&self) -> Vec<(String, String)> {
        let transport = mail::Transport::new(self.dialog.config()).expect("a folder");
        while mail::deliver_due(&self.dialog.app, &transport)
            .await
            .expect("mails")
            > 0
        {}
        let folder = self.dialog.config().storage.data_dir.join("mail");
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
            let text = read.body_text(0).unwrap_or_default().into_owned();
            let invitation = read.attachments().find_map(|part| part.text_contents());
            (
                subject,
                format!("{text}\n{}", invitation.unwrap_or_default()),
            )
        });
        mails.collect()
    }

    async fn one_mail(&self) -> (String, String) {
        let mut mails = self.mails().await;
        assert_eq!(mails.len(), 1, "{mails:#?}");
        mails.remove(0)
    }

    /// Register and confirm, by mail and link.
    async fn takes_part(&self, event: &Event, email: &str) -> String {
        self.mails().await;
        assert_eq!(self.register(event, email).await, 200);
        let path = link(&self.one_mail().await.1);
        assert_eq!(self.post(&path, &[("then", "confirm")]).await, 303);
        path
    }

    async fn all(&self, event: &Event) -> Vec<Participation> {
        participations::of_event(&self.dialog.app.db, &event.id)
            .await
            .expect("a list")
    }

    async fn states(&self, event: &Event) -> Vec<State> {
        self.all(event).await.iter().map(|it| it.state).collect()
    }

    async fn look_after(&self) {
        participations::look_after(&self.dialog.app)
            .await
            .expect("work done");
    }

    async fn page(&self, path: &str) -> String {
        let reply = self.dialog.get(path, "text/html").await;
        assert_eq!(reply.status, 200, "{path}");
        reply.body
    }

    /// Another server's actor says something to us.
    async fn hears(&self, peer: &Peer, activity: &Value) -> StatusCode {
        peer.writes(&self.dialog.inbox(), activity)
            .signed()
            .send()
            .await
            .status
    }
}

/// The path of the first link of a mail that is somebody's own.
fn link(text: &str) -> String {
    let start = text.find("/r/").expect("a link");
    let rest = &text[start..];
    let end = rest
        .find(|c: char| c.is_whitespace() || c == '>')
        .unwrap_or(rest.len());
    rest[..end].trim_end_matches("/erasure").to_owned()
}

fn join(peer: &Peer, event: &Event) -> Value {
    peer.activity("Join", event.iri.as_str())
}

async fn somebody_registers_by_the_form_confirms_and_cancels_by_the_link(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    assert_eq!(stage.register(&event, "Referat@Example.org").await, 200);
    assert_eq!(stage.states(&event).await, [State::Unconfirmed]);
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Bitte bestätigen: "), "{subject}");
    let path = link(&text);
    assert!(stage.page(&path).await.contains("Teilnahme bestätigen"));
    assert_eq!(stage.post(&path, &[("then", "confirm")]).await, 303);
    // Twice is once.
    assert_eq!(stage.post(&path, &[("then", "confirm")]).await, 303);
    assert_eq!(stage.states(&event).await, [State::Accepted]);
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Angemeldet: "), "{subject}");
    assert!(text.contains("METHOD:REQUEST"), "{text}");
    assert!(text.contains("SEQUENCE:0"), "{text}");
    let code = stage.all(&event).await[0].code.clone();
    assert!(stage.page(&path).await.contains(&code));

    assert_eq!(stage.post(&path, &[("then", "leave")]).await, 303);
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Abgemeldet: "), "{subject}");
    assert!(
        text.contains("METHOD:CANCEL") && text.contains("SEQUENCE:1"),
        "{text}"
    );

    // And once more, as the same person.
    let path = stage.takes_part(&event, "referat@example.org").await;
    // Newer than the cancellation, or calendars would not take it back.
    assert!(stage.one_mail().await.1.contains("SEQUENCE:2"));
    assert_eq!(stage.states(&event).await, [State::Accepted]);
    assert_eq!(stage.post(&format!("{path}/erasure"), &[]).await, 200);
    assert_eq!(stage.states(&event).await, []);
    assert_eq!(stage.dialog.get(&path, "text/html").await.status, 404);
}

async fn looking_at_a_link_changes_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    stage.register(&event, "referat@example.org").await;
    let path = link(&stage.one_mail().await.1);
    for _ in 0..3 {
        stage.page(&path).await;
        stage.page(&format!("{path}/erasure")).await;
    }
    assert_eq!(stage.states(&event).await, [State::Unconfirmed]);
    // A link with one letter changed opens nothing, and says no more than any other address.
    let mut other = path.clone();
    let last = if other.pop() == Some('A') { 'B' } else { 'A' };
    other.insert(other.len() - 1, last);
    assert_eq!(stage.dialog.get(&other, "text/html").await.status, 404);
    stage.dialog.advance(Duration::days(8));
    assert_eq!(stage.post(&path, &[("then", "confirm")]).await, 422);
    assert_eq!(stage.states(&event).await, [State::Unconfirmed]);
}

async fn the_form_says_the_same_whether_an_address_is_known_or_not(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    stage.takes_part(&event, "referat@example.org").await;
    stage.mails().await;
    let form = |email| [("email", email), ("attendance", "in_person")];
    let url = stage
        .dialog
        .url(&format!("/events/{}/register", event.slug));
    let known = Post::form(&url, &form("referat@example.org")).send().await;
    let other = Post::form(&url, &form("referet@example.org")).send().await;
    let shown = |body: &str| body.replace("referet@", "referat@");
    assert_eq!(known.status, 200);
    assert_eq!(shown(&known.body), shown(&other.body));
    let mut subjects: Vec<_> = stage
        .mails()
        .await
        .into_iter()
        .map(|(subject, _)| subject)
        .collect();
    subjects.sort();
    assert!(subjects[0].starts_with("Angemeldet: "), "{subjects:?}");
    assert!(
        subjects[1].starts_with("Bitte bestätigen: "),
        "{subjects:?}"
    );
    // A program that fills in what nobody sees is told the same, and nothing happens.
    let trap = [
        ("email", "trap@example.org"),
        ("attendance", "in_person"),
        ("website", "x"),
    ];
    assert_eq!(Post::form(&url, &trap).send().await.status, 200);
    assert_eq!(stage.mails().await, []);
}

/// Two hundred at once for ten places: ten come, and every one has one true answer.
async fn nobody_is_promised_a_place_twice(engine: Engine) {
    const PEOPLE: usize = 60;
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "10".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let app = &stage.dialog.app;
    let entering = (0..PEOPLE).map(|number| {
        let registration = Registration {
            email: format!("person{number}@example.org"),
            attendance: "in_person".to_owned(),
            ..Registration::default()
        };
        let id = event.id.clone();
        async move {
            let tx = app.begin().await.expect("a transaction");
            let entered = participations::enter(app, &tx, &id, &registration, "de").await;
            let entered = entered.expect("an answer");
            tx.commit().await.expect("a commit");
            entered
        }
    });
    let answers = futures_util::future::join_all(entering).await;
    let accepted = |people: &[Participation]| {
        people
            .iter()
            .filter(|it| it.state == State::Accepted)
            .count()
    };
    assert_eq!(accepted(&answers), 10);
    let all = stage.all(&event).await;
    assert_eq!((accepted(&all), all.len()), (10, PEOPLE));
    for answer in answers {
        let kept = all
            .iter()
            .find(|it| it.id == answer.id)
            .expect("nobody is lost");
        assert_eq!(kept.state, answer.state);
    }
}

async fn who_waits_is_offered_the_place_that_becomes_free_and_it_lapses(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let first = stage.takes_part(&event, "eins@example.org").await;
    let second = stage.takes_part(&event, "zwei@example.org").await;
    stage.dialog.advance(Duration::seconds(1));
    stage.takes_part(&event, "drei@example.org").await;
    stage.mails().await;
    use State::{Accepted, Cancelled, Offered, Waiting};
    assert_eq!(stage.states(&event).await, [Accepted, Waiting, Waiting]);
    assert!(stage.page(&second).await.contains("Warteliste"));
    assert_eq!(stage.post(&first, &[("then", "leave")]).await, 303);
    assert_eq!(stage.states(&event).await, [Cancelled, Offered, Waiting]);
    let subjects: Vec<_> = stage
        .mails()
        .await
        .into_iter()
        .map(|(subject, _)| subject)
        .collect();
    assert!(
        subjects
            .iter()
            .any(|it| it.starts_with("Ein Platz ist frei: ")),
        "{subjects:?}"
    );
    // The offer is kept, and then goes on.
    stage.look_after().await;
    assert_eq!(stage.states(&event).await, [Cancelled, Offered, Waiting]);
    stage.dialog.advance(Duration::hours(49));
    assert_eq!(stage.post(&second, &[("then", "take")]).await, 422);
    stage.look_after().await;
    assert_eq!(stage.states(&event).await, [Cancelled, Cancelled, Offered]);
    // More places, more offers.
    let third = stage.all(&event).await.remove(2);
    assert!(third.offered_until.is_some());
}

async fn a_join_is_answered_and_a_leave_frees_the_place(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| draft.seats_in_person = "1".to_owned())
        .await;
    let anna = Peer::new("anna", &stage.dialog.app.clock).await;
    let bela = Peer::new("bela", &stage.dialog.app.clock).await;
    let (hers, his) = (join(&anna, &event), join(&bela, &event));
    assert_eq!(stage.hears(&anna, &hers).await, 202);
    assert_eq!(stage.hears(&bela, &his).await, 202);
    settle([&stage.dialog]).await;
    assert_eq!(
        stage.states(&event).await,
        [State::Accepted, State::Declined]
    );
    let accept = &anna.received()[0];
    assert_eq!(accept["type"], "Accept");
    assert_eq!(accept["object"], hers["id"]);
    assert_eq!(accept["actor"], json!(stage.host.actor));
    assert_eq!(accept["to"], json!([anna.id()]));
    assert_eq!(
        (&bela.received()[0]["type"], &bela.received()[0]["object"]),
        (&json!("Reject"), &his["id"])
    );
    let leave = anna.activity("Leave", event.iri.as_str());
    assert_eq!(stage.hears(&anna, &leave).await, 202);
    assert_eq!(stage.states(&event).await[0], State::Cancelled);
}

async fn a_join_said_twice_is_one_and_a_new_one_after_a_leave_goes_to_the_end(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let clock = &stage.dialog.app.clock;
    let [anna, bela] = [
        Peer::new("anna", clock).await,
        Peer::new("bela", clock).await,
    ];
    let first = join(&anna, &event);
    stage.hears(&anna, &first).await;
    stage.hears(&anna, &first).await;
    assert_eq!(stage.states(&event).await, [State::Accepted]);
    stage.dialog.advance(Duration::seconds(2));
    stage.hears(&bela, &join(&bela, &event)).await;
    settle([&stage.dialog]).await;
    assert_eq!(bela.received()[0]["type"], "TentativeAccept");
    stage.dialog.advance(Duration::seconds(2));
    stage
        .hears(&anna, &anna.activity("Leave", event.iri.as_str()))
        .await;
    stage.hears(&anna, &join(&anna, &event)).await;
    settle([&stage.dialog]).await;
    // Who asked by a button has the place at once, and who came back waits.
    let states: Vec<_> = stage
        .all(&event)
        .await
        .iter()
        .map(|it| (it.actor.clone(), it.state))
        .collect();
    assert_eq!(
        states,
        [
            (Some(bela.id().into()), State::Accepted),
            (Some(anna.id().into()), State::Waiting)
        ]
    );
    assert_eq!(bela.received()[1]["type"], "Accept");
}

async fn friendica_says_yes_maybe_and_takes_it_back(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let frida = Peer::new("frida", &stage.dialog.app.clock).await;
    let yes = frida.activity("Accept", event.iri.as_str());
    assert_eq!(stage.hears(&frida, &yes).await, 202);
    assert_eq!(stage.states(&event).await, [State::Accepted]);
    assert_eq!(stage.all(&event).await[0].origin, Origin::Answer);
    let maybe = frida.activity("TentativeAccept", event.iri.as_str());
    assert_eq!(stage.hears(&frida, &maybe).await, 202);
    assert_eq!(stage.states(&event).await, [State::Tentative]);
    let undo = frida.activity("Undo", maybe.clone());
    assert_eq!(stage.hears(&frida, &undo).await, 202);
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
    settle([&stage.dialog]).await;
    // No Accept of an Accept: a post to her alone.
    let heard = frida.received();
    assert!(heard.iter().all(|it| it["type"] == "Create"), "{heard:#?}");
    assert_eq!(heard[0]["to"], json!([frida.id()]));
}

fn reply(peer: &Peer, to: &str, words: &str) -> Value {
    let note = json!({
        "id": format!("{}/posts/{}", peer.id(), words.len()),
        "type": "Note",
        "attributedTo": peer.id(),
        "inReplyTo": to,
        "content": format!("<p><a href=\"#\" class=\"mention\">@dialog</a> {words}</p>"),
        "published": "2026-11-22T10:00:00Z",
    });
    peer.activity("Create", note)
}

fn vote(peer: &Peer, question: &Value, option: &str) -> Value {
    let note = json!({
        "id": format!("{}/votes/{}", peer.id(), option.len()),
        "type": "Note",
        "attributedTo": peer.id(),
        "inReplyTo": question["id"],
        "name": option,
    });
    peer.activity("Create", note)
}

async fn a_reply_is_asked_how_and_the_vote_registers(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let mona = Peer::new("mona", &stage.dialog.app.clock).await;
    let said = reply(&mona, event.iri.as_str(), "dabei!");
    assert_eq!(stage.hears(&mona, &said).await, 202);
    settle([&stage.dialog]).await;
    assert_eq!(stage.states(&event).await, [State::Unconfirmed]);
    let asked = mona.received().remove(0);
    let question = &asked["object"];
    assert_eq!(
        (&asked["type"], &question["type"]),
        (&json!("Create"), &json!("Question"))
    );
    assert_eq!(asked["to"], json!([mona.id()]));
    assert_eq!(question["inReplyTo"], said["object"]["id"]);
    assert_eq!(question["tag"][0]["href"], json!(mona.id()));
    let options: Vec<_> = question["oneOf"]
        .as_array()
        .expect("options")
        .iter()
        .map(|it| it["name"].clone())
        .collect();
    assert_eq!(options, ["Vor Ort", "Online", "Doch nicht"]);

    assert_eq!(
        stage.hears(&mona, &vote(&mona, question, "Online")).await,
        202
    );
    settle([&stage.dialog]).await;
    let all = stage.all(&event).await;
    assert_eq!(
        (all[0].state, all[0].origin),
        (State::Accepted, Origin::Reply)
    );
    assert_eq!(all[0].attendance, events::Attendance::Online);
    let note = &mona.received()[1]["object"];
    let content = note["content"].as_str().expect("words");
    assert!(
        content.contains("Sie sind angemeldet (online)"),
        "{content}"
    );
    let path = link(&content.replace(['"', '<'], " "));
    assert!(stage.page(&path).await.contains("Absagen"));
    // Whoever deletes the post takes it back.
    let delete = mona.activity("Delete", said["object"]["id"].clone());
    assert_eq!(stage.hears(&mona, &delete).await, 202);
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
}

/// As after an answer that got lost: the same words in a new request.
async fn what_is_sent_once_more_is_not_done_again(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let clock = &stage.dialog.app.clock;
    let [mona, anna, frida] = [
        Peer::new("mona", clock).await,
        Peer::new("anna", clock).await,
        Peer::new("frida", clock).await,
    ];
    let said = reply(&mona, event.iri.as_str(), "dabei!");
    for _ in 0..3 {
        assert_eq!(stage.hears(&mona, &said).await, 202);
        stage.dialog.advance(Duration::seconds(1));
    }
    settle([&stage.dialog]).await;
    assert_eq!(mona.heard(), ["Create{Question}"], "one is enough");

    let first = join(&anna, &event);
    let yes = frida.activity("Accept", event.iri.as_str());
    for (peer, comes) in [(&anna, &first), (&frida, &yes)] {
        assert_eq!(stage.hears(peer, comes).await, 202);
        stage.dialog.advance(Duration::seconds(1));
        let leave = peer.activity("Leave", event.iri.as_str());
        assert_eq!(stage.hears(peer, &leave).await, 202);
        stage.dialog.advance(Duration::seconds(1));
        assert_eq!(stage.hears(peer, comes).await, 202);
        let all = stage.all(&event).await;
        let known = all.iter().find(|it| it.actor == Some(peer.id().into()));
        assert_eq!(known.expect("known").state, State::Cancelled);
    }
    // Whoever means it asks anew.
    assert_eq!(stage.hears(&anna, &join(&anna, &event)).await, 202);
    let all = stage.all(&event).await;
    let known = all.iter().find(|it| it.actor == Some(anna.id().into()));
    assert_eq!(known.expect("known").state, State::Accepted);
}

async fn nobody_votes_for_another(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let clock = &stage.dialog.app.clock;
    let [mona, eve] = [
        Peer::new("mona", clock).await,
        Peer::new("eve", clock).await,
    ];
    stage
        .hears(&mona, &reply(&mona, event.iri.as_str(), "ich komme"))
        .await;
    settle([&stage.dialog]).await;
    let question = mona.received().remove(0)["object"].clone();
    assert_eq!(
        stage.hears(&eve, &vote(&eve, &question, "Vor Ort")).await,
        403
    );
    assert_eq!(
        stage
            .hears(&mona, &vote(&mona, &question, "Im Garten"))
            .await,
        403
    );
    assert_eq!(stage.states(&event).await, [State::Unconfirmed]);
}

async fn another_vote_changes_the_way_if_there_is_a_place(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.seats_online = "1".to_owned();
        })
        .await;
    let clock = &stage.dialog.app.clock;
    let [mona, anna] = [
        Peer::new("mona", clock).await,
        Peer::new("anna", clock).await,
    ];
    let said = reply(&mona, event.iri.as_str(), "dabei");
    stage.hears(&mona, &said).await;
    settle([&stage.dialog]).await;
    let question = mona.received().remove(0)["object"].clone();
    let ways = async || {
        let all = stage.all(&event).await;
        let ways = all.iter().map(|it| (it.state, it.attendance));
        ways.collect::<Vec<_>>()
    };
    use events::Attendance::{InPerson, Online};
    stage.hears(&mona, &vote(&mona, &question, "Online")).await;
    assert_eq!(ways().await, [(State::Accepted, Online)]);
    stage.hears(&mona, &vote(&mona, &question, "Vor Ort")).await;
    assert_eq!(ways().await, [(State::Accepted, InPerson)]);
    // Now the only place online is another's, and she keeps what she has.
    let registration = Registration {
        name: "Am Telefon".to_owned(),
        attendance: "online".to_owned(),
        ..Registration::default()
    };
    let tx = stage.dialog.begin().await;
    let entered = participations::enter(&stage.dialog.app, &tx, &event.id, &registration, "de");
    entered.await.expect("a place");
    tx.commit().await.expect("a commit");
    stage.hears(&mona, &vote(&mona, &question, "Online")).await;
    let (accepted, both) = (State::Accepted, [InPerson, Online]);
    assert_eq!(ways().await, both.map(|way| (accepted, way)));
    stage.hears(&anna, &join(&anna, &event)).await;
    assert_eq!(ways().await.len(), 3);
    assert_eq!(ways().await[2].0, State::Declined);
}

async fn words_that_mean_nothing_register_nobody(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let mona = Peer::new("mona", &stage.dialog.app.clock).await;
    for words in ["Ist die AWO auch dabei?", "schade", "doch nicht"] {
        stage
            .hears(&mona, &reply(&mona, event.iri.as_str(), words))
            .await;
    }
    settle([&stage.dialog]).await;
    assert_eq!(stage.states(&event).await, []);
    assert_eq!(mona.received(), Vec::<Value>::new());
}

async fn a_join_of_a_stranger_to_what_takes_no_registrations_is_nobodys(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| draft.registration = String::new())
        .await;
    let draft = stage
        .dialog
        .draft(&Draft {
            registration: "open".to_owned(),
            registration_url: String::new(),
            ..denkwerkstatt()
        })
        .await;
    let anna = Peer::new("anna", &stage.dialog.app.clock).await;
    for closed in [&event, &draft] {
        stage.hears(&anna, &join(&anna, closed)).await;
        assert_eq!(stage.states(closed).await, []);
        let form = stage
            .dialog
            .get(&format!("/events/{}/register", closed.slug), "text/html")
            .await;
        assert_eq!(form.status, 404);
    }
    settle([&stage.dialog]).await;
    assert_eq!(anna.received(), Vec::<Value>::new());
}

async fn approval_is_asked_and_given(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.registration = "approval".to_owned();
            draft.seats_in_person = "1".to_owned();
        })
        .await;
    stage.takes_part(&event, "eins@example.org").await;
    let anna = Peer::new("anna", &stage.dialog.app.clock).await;
    stage.hears(&anna, &join(&anna, &event)).await;
    settle([&stage.dialog]).await;
    assert_eq!(
        stage.states(&event).await,
        [State::Requested, State::Requested]
    );
    assert_eq!(anna.received(), Vec::<Value>::new());
    let all = stage.all(&event).await;
    let app = &stage.dialog.app;
    let tx = stage.dialog.begin().await;
    participations::approve(app, &tx, &all[1])
        .await
        .expect("a place");
    tx.commit().await.expect("a commit");
    settle([&stage.dialog]).await;
    assert_eq!(anna.received()[0]["type"], "Accept");
    // The only place is given.
    let tx = stage.dialog.begin().await;
    assert!(participations::approve(app, &tx, &all[0]).await.is_err());
    participations::decline(app, &tx, &all[0], "Diesmal nur Vereine.")
        .await
        .expect("a no");
    tx.commit().await.expect("a commit");
    let mails = stage.mails().await;
    let (subject, text) = mails.last().expect("a mail");
    assert!(subject.starts_with("Nicht angenommen: "), "{subject}");
    assert!(text.contains("Diesmal nur Vereine."));
}

async fn who_takes_part_is_told_of_a_new_time_once(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    stage.takes_part(&event, "eins@example.org").await;
    stage.mails().await;
    let event = stage
        .dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    stage.look_after().await;
    stage.look_after().await;
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Geändert: "), "{subject}");
    assert!(text.contains("11:00") && text.contains("10:00"), "{text}");
    assert!(text.contains("SEQUENCE:1"), "{text}");
    stage.dialog.cancel(&event).await;
    stage.look_after().await;
    stage.look_after().await;
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Abgesagt: "), "{subject}");
    assert!(text.contains("METHOD:CANCEL"), "{text}");
}

async fn whoever_was_coming_hears_that_the_event_is_gone(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    stage.takes_part(&event, "eins@example.org").await;
    stage.mails().await;
    stage.dialog.erase(&event).await;
    stage.look_after().await;
    let (subject, _) = stage.one_mail().await;
    assert!(subject.starts_with("Abgesagt: "), "{subject}");
    assert_eq!(stage.states(&event).await, []);
    stage.look_after().await;
    assert_eq!(stage.mails().await, []);
}

/// What must not be found where everybody, or another server, can look.
const SECRETS: [&str; 4] = ["Frauenzentrum", "Geheimweg", "12345", "raum.example"];

async fn a_protected_place_reaches_those_alone_who_take_part(engine: Engine) {
    let stage = Stage::new(engine).await;
    let peer = stage.dialog.follower(&stage.host, "anna").await;
    let event = stage
        .event(|draft| {
            draft.place_name = "Frauenzentrum".to_owned();
            draft.street = "Geheimweg 1".to_owned();
            draft.postal_code = "12345".to_owned();
            draft.locality = "Berlin".to_owned();
            draft.place_protected = true;
            draft.room_url = "https://raum.example/1".to_owned();
            draft.venue_note = "Bitte im Frauenzentrum klingeln.".to_owned();
        })
        .await;
    settle([&stage.dialog]).await;
    let path = stage.takes_part(&event, "eins@example.org").await;
    let slug = &event.slug;
    let mut said: Vec<(String, String)> = stage.mails().await;
    for path in [
        format!("/events/{slug}"),
        format!("/events/{slug}.ics"),
        format!("/events/{slug}.json"),
        format!("/events/{slug}/register"),
        "/".to_owned(),
        "/events".to_owned(),
        "/events.ics".to_owned(),
        "/events.atom".to_owned(),
        "/events.json".to_owned(),
        format!("/api/v1/events/{}", event.id),
        "/api/v1/events".to_owned(),
        "/@dialog".to_owned(),
    ] {
        said.push((path.clone(), stage.dialog.get(&path, "*/*").await.body));
    }
    let document = stage.dialog.document(&event.iri).await;
    assert_eq!(document["location"]["name"], "Berlin");
    assert_eq!(document["locationDisclosure"], "accepted");
    said.push((event.iri.to_string(), document.to_string()));
    for heard in peer.received() {
        said.push(("federation".to_owned(), heard.to_string()));
    }
    assert!(said.len() > 14);
    for (place, text) in &said {
        for secret in SECRETS {
            assert!(!text.contains(secret), "{secret} stands in {place}: {text}");
        }
    }
    let own = stage.page(&path).await;
    assert!(own.contains("Frauenzentrum") && own.contains("Geheimweg 1"));
    // Who says no, or waits, hears it no more.
    stage.post(&path, &[("then", "leave")]).await;
    assert!(!stage.page(&path).await.contains("Frauenzentrum"));
    // Nor does the database hold it in the clear.
    let rows = format!("{:?}", stage.dialog.contents().await);
    for secret in SECRETS {
        assert!(!rows.contains(secret), "{secret} lies in the database");
    }
}

async fn two_registrations_of_one_person_become_one(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    stage.takes_part(&event, "eins@example.org").await;
    let anna = Peer::new("anna", &stage.dialog.app.clock).await;
    stage.hears(&anna, &join(&anna, &event)).await;
    let all = stage.all(&event).await;
    let tx = stage.dialog.begin().await;
    let app = &stage.dialog.app;
    participations::merge(app, &tx, &all[0].id, &all[1].id)
        .await
        .expect("one person");
    tx.commit().await.expect("a commit");
    let all = stage.all(&event).await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].email.as_deref(), Some("eins@example.org"));
    assert_eq!(all[0].actor, Some(anna.id().into()));
    // Either way out is theirs.
    stage
        .hears(&anna, &anna.activity("Leave", event.iri.as_str()))
        .await;
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
}

async fn what_is_kept_for_long_enough_is_forgotten(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    let registration = Registration {
        name: "Referat Ehrenamt".to_owned(),
        attendance: "in_person".to_owned(),
        needs: "Gebärdensprache".to_owned(),
        ..Registration::default()
    };
    let tx = stage.dialog.begin().await;
    participations::enter(app, &tx, &event.id, &registration, "de")
        .await
        .expect("a place");
    tx.commit().await.expect("a commit");
    stage.register(&event, "nie@example.org").await;
    let clear = async || {
        participations::clear(app, Duration::days(30))
            .await
            .expect("work done")
    };
    clear().await;
    assert_eq!(stage.all(&event).await.len(), 2);
    stage.dialog.advance(Duration::days(8));
    clear().await;
    let [kept] = &stage.all(&event).await[..] else {
        panic!("the unconfirmed one goes")
    };
    let needs = async |kept: &Participation| {
        participations::private(app, &event, kept)
            .expect("readable")
            .needs
    };
    assert_eq!(needs(kept).await, "Gebärdensprache");
    assert!(kept.sealed.is_some());
    stage
        .dialog
        .advance(event.ends_at - stage.dialog.now() + Duration::days(15));
    assert_eq!(needs(kept).await, "");
    clear().await;
    assert_eq!(stage.all(&event).await[0].sealed, None);
    stage.dialog.advance(Duration::days(16));
    clear().await;
    assert_eq!(stage.all(&event).await, []);
}

async fn the_desk_enters_those_who_call(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| draft.seats_in_person = "1".to_owned())
        .await;
    let app = &stage.dialog.app;
    let enter = async |name: &str, email: &str| {
        let registration = Registration {
            name: name.to_owned(),
            email: email.to_owned(),
            attendance: "in_person".to_owned(),
            ..Registration::default()
        };
        let tx = stage.dialog.begin().await;
        let entered = participations::enter(app, &tx, &event.id, &registration, "de").await;
        if entered.is_ok() {
            tx.commit().await.expect("a commit");
        }
        entered.map(|it| it.origin)
    };
    assert!(enter("", "").await.is_err());
    assert_eq!(
        enter("Am Telefon", "").await.expect("a place"),
        Origin::Staff
    );
    assert!(enter("Zu spät", "").await.is_err());
    assert_eq!(stage.states(&event).await, [State::Accepted]);
    // Nobody was written to: there is no address.
    assert_eq!(stage.mails().await, []);
}
