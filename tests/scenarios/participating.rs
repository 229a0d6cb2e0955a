//! People take part: by the form, through the desk, from other servers. One list, no chair given twice,
//! and what is protected reaches those alone who take part.

use chrono::{DateTime, Duration, Utc};
use federation::blocks;
use futures_util::StreamExt as _;
use harness::{Engine, Instance, Peer, Post, Served, denkwerkstatt, on_both_engines, settle};
use http::StatusCode;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use server::{
    associations::Association,
    events::{self, Draft, Event},
    mail,
    participations::{
        self, Arrival, Correction, Origin, Participation, Registration, State, Word, notices,
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

on_both_engines![
    somebody_registers_by_the_form_confirms_and_cancels_by_the_link,
    looking_at_a_link_changes_nothing,
    two_people_of_one_mailbox_each_have_a_place,
    the_form_says_the_same_whether_an_address_is_known_or_not,
    nobody_is_promised_a_place_twice,
    who_waits_is_offered_the_place_that_becomes_free_and_it_lapses,
    a_join_is_answered_and_a_leave_frees_the_place,
    a_join_said_twice_is_one_and_a_new_one_after_a_leave_goes_to_the_end,
    of_two_words_the_one_said_last_counts_whenever_it_arrives,
    who_is_erased_frees_a_place_and_other_servers_hear_no_count,
    friendica_says_yes_maybe_and_takes_it_back,
    a_reply_is_asked_how_and_the_vote_registers,
    who_writes_in_english_is_answered_in_english,
    who_fills_in_a_form_faster_than_people_type_is_asked_once_more,
    who_came_by_the_fediverse_takes_it_back_in_words,
    nobody_votes_for_another,
    what_is_sent_once_more_is_not_done_again,
    another_vote_changes_the_way_if_there_is_a_place,
    a_vote_that_comes_too_late_is_answered,
    words_that_mean_nothing_register_nobody,
    what_takes_no_registrations_any_more_asks_nobody_and_keeps_nobody_away,
    a_join_of_a_stranger_to_what_takes_no_registrations_is_nobodys,
    whoever_is_blocked_gone_or_unreadable_joins_nothing,
    approval_is_asked_and_given,
    who_is_let_in_after_a_no_is_heard_by_their_calendar,
    who_takes_part_is_told_of_a_new_time_once,
    what_was_put_off_keeps_who_registered,
    whoever_was_coming_hears_that_the_event_is_gone,
    no_calendar_is_told_of_what_was_never_in_it,
    a_protected_place_reaches_those_alone_who_take_part,
    two_registrations_of_one_person_become_one,
    what_is_kept_for_long_enough_is_forgotten,
    who_is_corrected_keeps_their_place_and_no_other,
    what_two_said_is_kept_when_they_become_one_and_their_server_is_answered,
    who_is_gone_there_still_comes_who_registered_here,
    what_comes_with_a_join_is_for_the_organizers_and_for_two_weeks,
    who_comes_on_one_day_is_told_of_that_day,
    who_came_by_the_fediverse_hears_what_everybody_may,
    the_desk_enters_those_who_call,
    whoever_runs_the_server_keeps_the_list_by_command,
    who_chose_a_day_or_a_way_that_is_no_more_still_comes,
    who_leaves_while_others_are_told_stays_away,
    who_has_registered_keeps_their_page_when_registration_ends_for_good,
    who_was_not_coming_to_what_is_gone_is_forgotten_too,
    of_two_registrations_the_one_with_the_place_is_kept,
    calendars_hear_of_what_somebody_was_let_in_to_and_of_nothing_else,
    who_came_from_another_server_hears_what_is_decided_here,
    who_types_an_address_changes_nothing_before_it_is_confirmed,
    who_comes_late_overtakes_nobody_and_a_place_left_is_given_on,
    nobody_waits_in_vain_behind_many,
    a_list_holds_as_many_as_are_counted,
    no_letter_is_longer_than_a_mail,
    who_was_reminded_is_reminded_of_another_day,
    what_is_planned_goes_out_once_and_to_who_comes_late,
    who_waits_is_let_in_at_the_door_where_a_place_is_free,
    what_is_planned_goes_out_again_for_another_day,
    what_is_planned_is_for_those_who_come_so,
    who_comes_anew_comes_the_first_way,
    what_cannot_be_read_holds_nobody_else_up,
    a_reply_does_not_keep_a_join_from_being_taken_back,
    a_message_that_is_sent_twice_arrives_once,
    who_joins_once_more_keeps_the_offer,
    a_join_to_a_hybrid_event_hears_of_both_ways,
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
        self.dialog.fills_in(path, form).await.status
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

async fn two_people_of_one_mailbox_each_have_a_place(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let mailbox = "buero@example.org";
    let path = format!("/events/{}/register", event.slug);
    let asks = async |name: &str| {
        // An address is written to so often an hour.
        stage.dialog.advance(Duration::hours(1));
        let form = [
            ("email", mailbox),
            ("name", name),
            ("attendance", "in_person"),
        ];
        assert_eq!(stage.post(&path, &form).await, 200);
        stage.one_mail().await
    };
    let mut links = Vec::new();
    for name in ["Referat Ehrenamt", "Referat Recht"] {
        let (subject, text) = asks(name).await;
        assert!(subject.starts_with("Bitte bestätigen: "), "{subject}");
        // Nobody has said yet that this is their mailbox: it may be a stranger's word.
        assert!(!text.contains(name), "{text}");
        let path = link(&text);
        assert_eq!(stage.post(&path, &[("then", "confirm")]).await, 303);
        let (_, text) = stage.one_mail().await;
        assert!(text.contains(&format!("Für: {name}")), "{text}");
        links.push(path);
    }
    assert_eq!(stage.states(&event).await, [State::Accepted; 2]);
    assert_ne!(links[0], links[1]);

    // Once more is not one more, with and without a name.
    for (name, known) in [
        ("referat ehrenamt", "Für: Referat Ehrenamt"),
        ("Referat Recht", "Für: Referat Recht"),
        ("", "Für: Referat"),
    ] {
        let (subject, text) = asks(name).await;
        assert!(subject.starts_with("Angemeldet: "), "{name}: {subject}");
        assert!(text.contains(known), "{text}");
    }
    assert_eq!(stage.states(&event).await, [State::Accepted; 2]);

    // The calendar of the mailbox keeps the event as long as one of them goes there.
    for (path, is_last) in [(&links[0], false), (&links[1], true)] {
        assert_eq!(stage.post(path, &[("then", "leave")]).await, 303);
        let (subject, text) = stage.one_mail().await;
        assert!(subject.starts_with("Abgemeldet: "), "{subject}");
        assert_eq!(text.contains("METHOD:CANCEL"), is_last, "{text}");
    }
    // One begins anew, and what the other one was stays.
    let (_, text) = asks("Referat Recht").await;
    assert_eq!(stage.post(&link(&text), &[("then", "confirm")]).await, 303);
    let mut states = stage.states(&event).await;
    states.sort_by_key(|state| state.key());
    assert_eq!(states, [State::Accepted, State::Cancelled]);
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
    let path = format!("/events/{}/register", event.slug);
    let known = stage
        .dialog
        .fills_in(&path, &form("referat@example.org"))
        .await;
    let other = stage
        .dialog
        .fills_in(&path, &form("referet@example.org"))
        .await;
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
    let url = stage.dialog.url(&path);
    assert_eq!(Post::form(&url, &trap).send().await.status, 200);
    assert_eq!(stage.mails().await, []);
}

/// Whoever is faster than people type, keeps a form for weeks or brings one that was not drawn here is asked to send it
/// once more, finds what they typed, and is not asked again.
async fn who_fills_in_a_form_faster_than_people_type_is_asked_once_more(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let path = format!("/events/{}/register", event.slug);
    let typed = [
        ("email", "referat@example.org"),
        ("name", "Referat <Ehrenamt>"),
        ("attendance", "in_person"),
    ];
    let stamp = |page: &str| {
        let field = page.split("name=\"drawn\" value=\"").nth(1);
        let value = field.and_then(|field| field.split('"').next());
        value.expect("when it was drawn").to_owned()
    };
    let dialog = &stage.dialog;
    let send = async |stamp: &str| {
        let typed = [&typed[..], &[("drawn", stamp)]].concat();
        Post::form(&dialog.url(&path), &typed).send().await
    };
    let drawn = stamp(&stage.page(&path).await);
    dialog.advance(Duration::seconds(1));
    let fast = send(&drawn).await;
    assert_eq!(fast.status, 422);
    assert!(
        fast.body.contains("schneller, als Menschen tippen"),
        "{}",
        fast.body
    );
    assert!(
        fast.body.contains("Referat &#60;Ehrenamt&#62;"),
        "{}",
        fast.body
    );
    assert_eq!(stage.mails().await, []);
    // The second it takes to send it once more is enough.
    assert_eq!(stamp(&fast.body), drawn);
    dialog.advance(Duration::seconds(1));
    assert_eq!(send(&drawn).await.status, 200);
    assert_eq!(stage.mails().await.len(), 1);

    let forged = format!("1{drawn}");
    for old in ["", "1", "1.1", forged.as_str(), "99999999999999999999.x"] {
        let answer = send(old).await;
        assert_eq!(answer.status, 422, "{old}");
        assert!(
            answer.body.contains("zu lange offen"),
            "{old}: {}",
            answer.body
        );
    }
    dialog.advance(Duration::days(7));
    let old = send(&drawn).await;
    assert_eq!(old.status, 422);
    assert_eq!(stage.mails().await, []);
    let anew = stamp(&old.body);
    dialog.advance(Duration::seconds(2));
    assert_eq!(send(&anew).await.status, 200);
    assert_eq!(stage.mails().await.len(), 1);
}

/// Two hundred at once for ten places: ten come, and every one has one true answer.
async fn nobody_is_promised_a_place_twice(engine: Engine) {
    const PEOPLE: usize = 200;
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
    // As many at a time as an instance has connections for.
    let answers = futures_util::stream::iter(entering).buffer_unordered(60);
    let answers: Vec<Participation> = answers.collect().await;
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
    // Each stands in the line at a place of their own.
    let mut line = BTreeSet::new();
    for one in all.iter().filter(|it| it.state == State::Waiting) {
        let place = participations::place_in_line(&app.db, &event, one).await;
        line.insert(place.expect("a place in the line"));
    }
    assert_eq!(line.len(), PEOPLE - 10);
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
    // Nobody is thanked for what they did not say.
    let (subject, text) = stage.mails().await.remove(0);
    assert!(
        subject.starts_with("Angebot abgelaufen: ") && !text.contains("Danke"),
        "{text}"
    );
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

async fn of_two_words_the_one_said_last_counts_whenever_it_arrives(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let clock = &stage.dialog.app.clock;
    let anna = Peer::new("anna", clock).await;
    let mut said_at = stage.dialog.now() - Duration::hours(1);
    let mut minutes_later = |minutes: i64| {
        said_at += Duration::minutes(minutes);
        said_at
    };
    let says = |kind: &str, at: Option<DateTime<Utc>>| {
        let mut activity = anna.activity(kind, event.iri.as_str());
        activity["published"] = json!(at);
        activity
    };
    // The Leave is there first: her server tried the Join again.
    let join = says("Join", Some(minutes_later(0)));
    let leave = says("Leave", Some(minutes_later(1)));
    assert_eq!(stage.hears(&anna, &leave).await, 202);
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
    assert_eq!(stage.hears(&anna, &join).await, 202);
    settle([&stage.dialog]).await;
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
    assert!(anna.received().is_empty(), "{:?}", anna.received());

    // She thinks better of it, and what she said before that arrives after it.
    let reject = says("Reject", Some(minutes_later(1)));
    let accept = says("Accept", Some(minutes_later(1)));
    assert_eq!(stage.hears(&anna, &accept).await, 202);
    assert_eq!(stage.states(&event).await, [State::Accepted]);
    for late in [&reject, &leave, &says("Leave", Some(said_at_of(&reject)))] {
        assert_eq!(stage.hears(&anna, late).await, 202);
        assert_eq!(stage.states(&event).await, [State::Accepted], "{late}");
    }
    // Said again, word for word and in the same second, it is what it was.
    assert_eq!(stage.hears(&anna, &accept).await, 202);
    assert_eq!(stage.states(&event).await, [State::Accepted]);

    // What pretends to be of tomorrow counts as it arrives, and keeps nothing away.
    let tomorrow = stage.dialog.now() + Duration::days(1);
    let leave = says("Leave", Some(tomorrow));
    assert_eq!(stage.hears(&anna, &leave).await, 202);
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
    let accept = says("Accept", Some(minutes_later(1)));
    assert_eq!(stage.hears(&anna, &accept).await, 202);
    assert_eq!(stage.states(&event).await, [State::Accepted]);
    // So does what says nothing of when.
    assert_eq!(stage.hears(&anna, &says("Reject", None)).await, 202);
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
    // A stranger's no that says nothing of when is nobody's business here.
    let bela = Peer::new("bela", clock).await;
    let leave = bela.activity("Leave", event.iri.as_str());
    assert_eq!(stage.hears(&bela, &leave).await, 202);
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
}

fn said_at_of(activity: &Value) -> DateTime<Utc> {
    let said = activity["published"].as_str().expect("when it was said");
    said.parse().expect("an instant")
}

async fn who_is_erased_frees_a_place_and_other_servers_hear_no_count(engine: Engine) {
    let stage = Stage::new(engine).await;
    let follower = stage.dialog.follower(&stage.host, "leser").await;
    let event = stage
        .event(|draft| draft.seats_in_person = "1".to_owned())
        .await;
    settle([&stage.dialog]).await;
    follower.forget();
    let free = async || {
        let free = participations::free(&stage.dialog.app, &stage.dialog.app.db, &event).await;
        free.expect("places")[0].places
    };
    let path = stage.takes_part(&event, "referat@example.org").await;
    assert_eq!(free().await, 0);
    assert_eq!(stage.post(&format!("{path}/erasure"), &[]).await, 200);
    assert_eq!(free().await, 1);
    settle([&stage.dialog]).await;
    assert!(follower.heard().is_empty(), "{:?}", follower.heard());
    // Nothing of how many come is on the wire, so that there is nothing to tell anew.
    let object = stage.dialog.document(&event.iri).await;
    for count in ["participantCount", "attendees", "remainingAttendeeCapacity"] {
        assert_eq!(object[count], Value::Null, "{count}");
    }
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
    let heard = bela.heard().into_iter();
    let answers: Vec<_> = heard.filter(|it| !it.starts_with("Create")).collect();
    assert_eq!(answers, ["TentativeAccept", "Accept"]);
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

/// Where posts say their language, as Mastodon's do, all that follows is in it: the question, what the vote is answered
/// by, and what the event's change brings later. A vote says no language, and a third one says nothing to us.
async fn who_writes_in_english_is_answered_in_english(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let clock = &stage.dialog.app.clock;
    let [mona, luc] = [
        Peer::new("mona", clock).await,
        Peer::new("luc", clock).await,
    ];
    let in_language = |mut said: Value, tag: &str| {
        said["object"]["contentMap"] = json!({ tag: said["object"]["content"] });
        said
    };
    let said = in_language(reply(&mona, event.iri.as_str(), "attending"), "en-GB");
    assert_eq!(stage.hears(&mona, &said).await, 202);
    let said = in_language(reply(&luc, event.iri.as_str(), "in"), "fr");
    assert_eq!(stage.hears(&luc, &said).await, 202);
    settle([&stage.dialog]).await;
    let question = mona.received()[0]["object"].clone();
    assert_eq!(question["oneOf"][1]["name"], "Online");
    assert_eq!(question["oneOf"][0]["name"], "On site");
    assert!(question["contentMap"]["en"].is_string(), "{question:#}");
    let foreign = luc.received()[0]["object"].clone();
    assert_eq!(foreign["oneOf"][0]["name"], "Vor Ort");

    let voted = vote(&mona, &question, "On site");
    assert_eq!(stage.hears(&mona, &voted).await, 202);
    let voted = vote(&luc, &foreign, "Vor Ort");
    assert_eq!(stage.hears(&luc, &voted).await, 202);
    settle([&stage.dialog]).await;
    let answered = |peer: &Peer| {
        let note = peer.received()[1]["object"].clone();
        note["content"].as_str().expect("words").to_owned()
    };
    assert!(
        answered(&mona).contains("You are registered"),
        "{}",
        answered(&mona)
    );
    assert!(
        answered(&luc).contains("Sie sind angemeldet"),
        "{}",
        answered(&luc)
    );
    let languages: Vec<String> = stage
        .all(&event)
        .await
        .into_iter()
        .map(|it| it.language)
        .collect();
    assert_eq!(languages, ["en", "de"]);
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

/// Where they read that they are registered, and where they were asked how, as well as under the event.
async fn who_came_by_the_fediverse_takes_it_back_in_words(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let clock = &stage.dialog.app.clock;
    let mona = Peer::new("mona", clock).await;
    let said = reply(&mona, event.iri.as_str(), "dabei!");
    assert_eq!(stage.hears(&mona, &said).await, 202);
    settle([&stage.dialog]).await;
    let question = mona.received().remove(0)["object"].clone();
    assert_eq!(
        question["endTime"], "2026-09-08T08:00:00Z",
        "nobody waits longer"
    );
    let mut answered = Vec::new();
    for (round, words) in ["absagen", "Leider nicht.", "ich muss absagen"]
        .iter()
        .enumerate()
    {
        stage.dialog.advance(Duration::seconds(1));
        let mut comes = vote(&mona, &question, "Vor Ort");
        comes["object"]["id"] = format!("{}/votes/again-{round}", mona.id()).into();
        assert_eq!(stage.hears(&mona, &comes).await, 202);
        assert_eq!(stage.states(&event).await, [State::Accepted], "{words}");
        settle([&stage.dialog]).await;
        let note = mona.received().pop().expect("a note")["object"].clone();
        let content = note["content"].as_str().expect("words");
        assert!(content.contains("Sie sind angemeldet"), "{content}");
        let where_said = [event.iri.as_str(), text(&note["id"]), text(&question["id"])][round];
        stage.dialog.advance(Duration::seconds(1));
        let takes_back = reply(&mona, where_said, words);
        assert_eq!(stage.hears(&mona, &takes_back).await, 202);
        assert_eq!(stage.states(&event).await, [State::Cancelled], "{words}");
        answered.push(text(&note["id"]).to_owned());
        settle([&stage.dialog]).await;
    }
    // What one person was told is theirs: nobody else reads it, nor hears that it is gone.
    let frida = stage.dialog.follower(&stage.host, "frida").await;
    for id in &answered {
        let id = id.parse().expect("a URL");
        let reply = Post::get(&id, "application/activity+json").send().await;
        assert_eq!(reply.status, 404);
    }
    stage.dialog.erase(&event).await;
    settle([&stage.dialog]).await;
    let told = json!(frida.received()).to_string();
    assert!(told.contains("Delete") && !answered.iter().any(|id| told.contains(id)));
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
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

async fn a_vote_that_comes_too_late_is_answered(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    let mona = Peer::new("mona", &app.clock).await;
    let frida = Peer::new("frida", &app.clock).await;
    stage
        .hears(&mona, &reply(&mona, event.iri.as_str(), "dabei"))
        .await;
    settle([&stage.dialog]).await;
    let question = mona.received().remove(0)["object"].clone();
    let option = text(&question["oneOf"][0]["name"]).to_owned();
    mona.forget();
    stage.dialog.advance(Duration::days(8));
    participations::clear(app, Duration::days(30))
        .await
        .expect("work done");
    assert_eq!(stage.all(&event).await, []);
    assert_eq!(
        stage.hears(&mona, &vote(&mona, &question, &option)).await,
        202
    );
    assert_eq!(
        stage.hears(&frida, &vote(&frida, &question, &option)).await,
        403
    );
    settle([&stage.dialog]).await;
    let [answer] = &mona.received()[..] else {
        panic!("one answer")
    };
    assert!(
        text(&answer["object"]["content"]).contains("zählt nicht mehr"),
        "{answer}"
    );
    assert_eq!(frida.received(), Vec::<Value>::new());
    assert_eq!(stage.all(&event).await, []);
    // So is who chooses what the event is no more.
    let mut again = reply(&frida, event.iri.as_str(), "ich komme");
    again["object"]["id"] = json!(frida.url("/posts/again"));
    stage.hears(&frida, &again).await;
    settle([&stage.dialog]).await;
    let question = frida.received().remove(0)["object"].clone();
    frida.forget();
    let online = |draft: &mut Draft| draft.attendance = "online".to_owned();
    stage.dialog.revise(&event, online).await;
    assert_eq!(
        stage.hears(&frida, &vote(&frida, &question, &option)).await,
        202
    );
    settle([&stage.dialog]).await;
    let told = json!(frida.received()).to_string();
    assert!(told.contains("zählt nicht mehr"), "{told}");
    assert_eq!(stage.states(&event).await, [State::Unconfirmed]);
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

async fn what_takes_no_registrations_any_more_asks_nobody_and_keeps_nobody_away(engine: Engine) {
    let stage = Stage::new(engine).await;
    let none = stage
        .event(|draft| draft.registration = String::new())
        .await;
    let closed = stage
        .event(|draft| {
            draft.registration_ends_on = "2026-10-01".to_owned();
            draft.registration_ends_at = "12:00".to_owned();
        })
        .await;
    stage.dialog.advance(Duration::days(40));
    let [mona, frida] = [
        Peer::new("mona", &stage.dialog.app.clock).await,
        Peer::new("frida", &stage.dialog.app.clock).await,
    ];
    for event in [&none, &closed] {
        let mut said = reply(&mona, event.iri.as_str(), "dabei");
        said["object"]["id"] = json!(mona.url(&format!("/posts/{}", event.slug)));
        stage.hears(&mona, &said).await;
        let mut no = frida.activity("Reject", event.iri.as_str());
        no["published"] = json!(stage.dialog.now().to_rfc3339());
        stage.hears(&frida, &no).await;
        assert_eq!(stage.states(event).await, [], "{}", event.slug);
    }
    settle([&stage.dialog]).await;
    assert_eq!(frida.received(), Vec::<Value>::new());
    // Who would come too late is told so once; where nobody registers nobody was invited to say so.
    let [answer] = &mona.received()[..] else {
        panic!("one answer")
    };
    let content = answer["object"]["content"].as_str().unwrap_or_default();
    assert!(content.contains("ist geschlossen"), "{answer}");
    assert_eq!(answer["to"], json!([mona.id()]));
    // And the invitation said until when.
    let reply = mona.asks(&closed.iri).await;
    assert!(reply.body.contains("Anmelden bis "), "{}", reply.body);
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
    // What everybody may know of is answered, what nobody may know of is not.
    let [ignored] = &anna.received()[..] else {
        panic!("one answer")
    };
    assert_eq!(ignored["type"], "Ignore");
    assert_eq!(ignored["to"], json!([anna.id()]));
}

async fn whoever_is_blocked_gone_or_unreadable_joins_nothing(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    let blocked = Peer::new("blocked", &app.clock).await;
    let block = blocks::add(&app.db, &blocked.host(), None, stage.dialog.now()).await;
    block.expect("a block");
    let gone = Peer::new("gone", &app.clock).await;
    gone.serves(&gone.id(), Served::status(410));
    let unreadable = Peer::new("unreadable", &app.clock).await;
    unreadable.serves(&unreadable.id(), Served::status(404));
    for peer in [&blocked, &gone, &unreadable] {
        let status = stage.hears(peer, &join(peer, &event)).await;
        assert!(status.is_client_error(), "{}: {status}", peer.id());
        assert_eq!(stage.states(&event).await, [], "{}", peer.id());
    }
    settle([&stage.dialog]).await;
    for peer in [&blocked, &gone, &unreadable] {
        assert_eq!(peer.received(), Vec::<Value>::new());
    }
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

async fn who_is_let_in_after_a_no_is_heard_by_their_calendar(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    stage.takes_part(&event, "eins@example.org").await;
    let app = &stage.dialog.app;
    let tx = stage.dialog.begin().await;
    let person = stage.all(&event).await.remove(0);
    let declined = participations::decline(app, &tx, &person, "").await;
    declined.expect("a no");
    tx.commit().await.expect("a commit");
    let (_, text) = stage.mails().await.pop().expect("a mail");
    assert!(
        text.contains("METHOD:CANCEL") && text.contains("SEQUENCE:1"),
        "{text}"
    );
    let tx = stage.dialog.begin().await;
    let person = stage.all(&event).await.remove(0);
    let approved = participations::approve(app, &tx, &person).await;
    approved.expect("a place");
    tx.commit().await.expect("a commit");
    let (_, text) = stage.one_mail().await;
    assert!(
        text.contains("METHOD:REQUEST") && text.contains("SEQUENCE:2"),
        "{text}"
    );
}

/// However long ago its former date is: they hear of the new one.
async fn what_was_put_off_keeps_who_registered(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let path = stage.takes_part(&event, "eins@example.org").await;
    let event = stage.dialog.postpone(&event).await;
    stage.look_after().await;
    let app = &stage.dialog.app;
    stage
        .dialog
        .advance(event.ends_at - stage.dialog.now() + Duration::days(60));
    participations::clear(app, Duration::days(30))
        .await
        .expect("work done");
    assert_eq!(stage.states(&event).await, [State::Accepted]);
    assert!(stage.page(&path).await.contains("Absagen"));
    stage.mails().await;
    let event = stage
        .dialog
        .revise(&event, |draft| {
            draft.starts_on = "2027-03-13".to_owned();
            draft.ends_on = String::new();
        })
        .await;
    stage.look_after().await;
    let (subject, _) = stage.one_mail().await;
    assert!(subject.starts_with("Geändert: "), "{subject}");
    // Not for ever: what nobody gives a date within a year counts as over.
    let event = stage.dialog.postpone(&event).await;
    stage
        .dialog
        .advance(event.ends_at - stage.dialog.now() + Duration::days(396));
    participations::clear(app, Duration::days(30))
        .await
        .expect("work done");
    assert_eq!(stage.states(&event).await, []);
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
    let why = "Zu wenige Anmeldungen.";
    let event = stage.dialog.postpone_because(&event, why).await;
    stage.look_after().await;
    let (_, text) = stage.one_mail().await;
    assert!(
        text.contains("Begründung: Zu wenige Anmeldungen."),
        "{text}"
    );
    stage
        .dialog
        .cancel_because(&event, "Der Saal ist zu.")
        .await;
    stage.look_after().await;
    stage.look_after().await;
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Abgesagt: "), "{subject}");
    assert!(text.contains("METHOD:CANCEL"), "{text}");
    assert!(text.contains("Begründung: Der Saal ist zu."), "{text}");
    assert!(text.contains("COMMENT:Der Saal ist zu."), "{text}");
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

async fn no_calendar_is_told_of_what_was_never_in_it(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| draft.registration = "approval".to_owned())
        .await;
    stage.takes_part(&event, "eins@example.org").await;
    assert_eq!(stage.states(&event).await, [State::Requested]);
    stage.mails().await;
    stage.dialog.erase(&event).await;
    stage.look_after().await;
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Abgesagt: "), "{subject}");
    assert!(!text.contains("METHOD:"), "{text}");
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

async fn who_is_corrected_keeps_their_place_and_no_other(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.seats_online = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let app = &stage.dialog.app;
    let old = stage.takes_part(&event, "tippfehler@example.org").await;
    stage.takes_part(&event, "zwei@example.org").await;
    stage.mails().await;
    let correct = async |who: usize, correction: Correction| {
        let person = stage.all(&event).await.remove(who);
        let tx = stage.dialog.begin().await;
        let done = participations::correct(app, &tx, &person, correction).await;
        tx.commit().await.expect("a commit");
        done
    };
    let email = |address: &str| Correction {
        email: Some(address.to_owned()),
        ..Correction::default()
    };
    let corrected = correct(0, email("richtig@example.org"))
        .await
        .expect("a correction");
    assert_eq!(corrected.state, State::Accepted);
    assert_eq!(corrected.email.as_deref(), Some("richtig@example.org"));
    assert_eq!(corrected.name, "Referat Ehrenamt");
    // Who got the wrong mail gets nowhere by it any more.
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Angemeldet: "), "{subject}");
    assert_ne!(link(&text), old);
    assert_eq!(stage.dialog.get(&old, "text/html").await.status, 404);
    stage.page(&link(&text)).await;
    // Nobody becomes somebody else who is there.
    let taken = correct(0, email("zwei@example.org")).await;
    assert!(taken.is_err(), "{taken:?}");
    // Nor takes a place that is none: the one online is taken now.
    let online = || Correction {
        attendance: Some("online".to_owned()),
        ..Correction::default()
    };
    let moved = correct(0, online()).await.expect("a place online");
    assert_eq!(moved.attendance, events::Attendance::Online);
    stage.look_after().await;
    let waited = stage.all(&event).await.remove(1);
    assert_eq!(waited.state, State::Offered, "the room is free");
    let refused = correct(1, online()).await;
    assert!(refused.is_err(), "{refused:?}");
    // What nobody would notice is no letter.
    stage.mails().await;
    let quiet = Correction {
        organisation: Some("Verein".to_owned()),
        ..Correction::default()
    };
    correct(0, quiet).await.expect("a correction");
    assert_eq!(stage.mails().await, []);
}

async fn what_two_said_is_kept_when_they_become_one_and_their_server_is_answered(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
            draft.attendance = "in_person".to_owned();
        })
        .await;
    let app = &stage.dialog.app;
    let registration = Registration {
        name: "Referat Ehrenamt".to_owned(),
        needs: "Gebärdensprache".to_owned(),
        ..Registration::default()
    };
    let tx = stage.dialog.begin().await;
    let entered = participations::enter(app, &tx, &event.id, &registration, "de").await;
    tx.commit().await.expect("a commit");
    let entered = entered.expect("a place");
    let anna = Peer::new("anna", &app.clock).await;
    let mut hers = join(&anna, &event);
    hers["participationMessage"] = json!("Rollstuhlplatz bitte");
    stage.hears(&anna, &hers).await;
    settle([&stage.dialog]).await;
    assert_eq!(anna.received()[0]["type"], "TentativeAccept");
    let joined = stage.all(&event).await.remove(1);
    assert_eq!(joined.state, State::Waiting);
    anna.forget();
    let tx = stage.dialog.begin().await;
    let merged = participations::merge(app, &tx, &entered.id, &joined.id).await;
    tx.commit().await.expect("a commit");
    let merged = merged.expect("one person");
    let private = participations::private(app, &event, &merged).expect("readable");
    assert_eq!(private.needs, "Gebärdensprache");
    assert_eq!(private.message, "Rollstuhlplatz bitte");
    settle([&stage.dialog]).await;
    let said = |kind: &str| {
        let all = anna.received();
        all.into_iter().find(|it| it["type"] == kind)
    };
    let accept = said("Accept").expect("an answer to the Join");
    assert_eq!(accept["object"], hers["id"]);
    // Taken out later, their server hears so.
    let tx = stage.dialog.begin().await;
    participations::leave(app, &tx, &merged, Word::Ours)
        .await
        .expect("a no");
    tx.commit().await.expect("a commit");
    settle([&stage.dialog]).await;
    let reject = said("Reject").expect("an answer to the Join");
    assert_eq!(reject["object"], hers["id"]);
}

async fn who_is_gone_there_still_comes_who_registered_here(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    stage.takes_part(&event, "eins@example.org").await;
    let anna = Peer::new("anna", &app.clock).await;
    let bela = Peer::new("bela", &app.clock).await;
    for peer in [&anna, &bela] {
        stage.hears(peer, &join(peer, &event)).await;
    }
    let all = stage.all(&event).await;
    let tx = stage.dialog.begin().await;
    let merged = participations::merge(app, &tx, &all[0].id, &all[1].id).await;
    tx.commit().await.expect("a commit");
    merged.expect("one person");
    for peer in [&anna, &bela] {
        peer.serves(&peer.id(), Served::status(410));
        let gone = peer.activity("Delete", peer.id().as_str());
        stage.hears(peer, &gone).await;
    }
    let [left] = &stage.all(&event).await[..] else {
        panic!("who came by an account alone goes with it")
    };
    assert_eq!(left.email.as_deref(), Some("eins@example.org"));
    assert_eq!((left.state, &left.actor), (State::Accepted, &None));
    assert!(!left.joined && left.activity.is_none());
}

async fn what_comes_with_a_join_is_for_the_organizers_and_for_two_weeks(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| draft.registration = "approval".to_owned())
        .await;
    let app = &stage.dialog.app;
    let anna = Peer::new("anna", &app.clock).await;
    let mut hers = join(&anna, &event);
    hers["participationMessage"] = json!("<p>Rollstuhlplatz <b>bitte</b></p>");
    stage.hears(&anna, &hers).await;
    let asked = stage.all(&event).await.remove(0);
    let message = async |it: &Participation| {
        let private = participations::private(app, &event, it).expect("readable");
        private.message
    };
    assert_eq!(message(&asked).await, "Rollstuhlplatz bitte");
    let sealed = asked.sealed.as_ref().expect("sealed");
    assert!(!sealed.contains("Rollstuhl"), "{sealed}");
    let tx = stage.dialog.begin().await;
    let done = participations::approve(app, &tx, &asked).await;
    tx.commit().await.expect("a commit");
    let accepted = done.expect("a place");
    settle([&stage.dialog]).await;
    let heard = json!(anna.received()).to_string();
    assert!(heard.contains("Accept") && !heard.contains("Rollstuhl"));
    // Said without one, the earlier one stands; what is too long is cut.
    let mut again = join(&anna, &event);
    stage.hears(&anna, &again).await;
    assert_eq!(
        message(&stage.all(&event).await[0]).await,
        "Rollstuhlplatz bitte"
    );
    again = join(&anna, &event);
    again["participationMessage"] = json!("x".repeat(5_000));
    stage.hears(&anna, &again).await;
    assert_eq!(message(&stage.all(&event).await[0]).await.len(), 2_000);
    let after = event.ends_at - stage.dialog.now() + Duration::days(15);
    stage.dialog.advance(after);
    assert_eq!(message(&accepted).await, "");
    participations::clear(app, Duration::days(30))
        .await
        .expect("work done");
    assert_eq!(stage.all(&event).await[0].sealed, None);
}

async fn who_came_by_the_fediverse_hears_what_everybody_may(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    let anna = Peer::new("anna", &app.clock).await;
    stage.hears(&anna, &join(&anna, &event)).await;
    stage.takes_part(&event, "eins@example.org").await;
    stage.mails().await;
    settle([&stage.dialog]).await;
    anna.forget();
    let posts = || {
        let all = anna.received().into_iter();
        let posts = all.filter(|it| it["type"] == "Create");
        posts
            .map(|it| it["object"]["content"].to_string())
            .collect::<Vec<_>>()
    };
    let tx = stage.dialog.begin().await;
    let said = |_| ("Programm".to_owned(), "11:00 statt 10:00".to_owned());
    let written = participations::write_to_all(app, &tx, &event.id, &said).await;
    tx.commit().await.expect("a commit");
    let written = written.expect("letters");
    assert_eq!((written.reached, written.unreached), (2, 0));
    settle([&stage.dialog]).await;
    let [post] = &posts()[..] else {
        panic!("one post")
    };
    assert!(
        post.contains("11:00 statt 10:00") && post.contains("/r/"),
        "{post}"
    );
    assert_eq!(stage.mails().await.len(), 1);
    // What organizers write goes there only where they say so.
    anna.forget();
    for (there, reached) in [(false, (1, 1)), (true, (2, 0))] {
        let message = participations::Message {
            id: app.ulids.next(stage.dialog.now()).into(),
            there,
            ..to_all("Raum")
        };
        let tx = stage.dialog.begin().await;
        let written = participations::write_to(app, &tx, &event.id, &message).await;
        tx.commit().await.expect("a commit");
        let written = written.expect("letters");
        assert_eq!((written.reached, written.unreached), reached);
        settle([&stage.dialog]).await;
        assert_eq!(posts().len(), usize::from(there));
    }
}

async fn who_comes_on_one_day_is_told_of_that_day(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let days = participations::days_of(&event);
    let (first, last) = (days[0], days[days.len() - 1]);
    assert_ne!(first, last);
    let register = format!("/events/{}/register", event.slug);
    let (day, other) = (last.to_string(), first.to_string());
    let form = [
        ("email", "eins@example.org"),
        ("attendance", "in_person"),
        ("day", day.as_str()),
    ];
    assert_eq!(stage.post(&register, &form).await, 200);
    let own = link(&stage.one_mail().await.1);
    stage.post(&own, &[("then", "confirm")]).await;
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Angemeldet: "), "{subject}");
    let said = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.unwrap_or_default().to_owned()
    };
    assert!(
        said(&text, "Ihre Tage: ").contains(&last.format("%Y").to_string()),
        "{text}"
    );
    let entry = text.split("BEGIN:VEVENT").nth(1).expect("an invitation");
    let starts = |date: &str| format!(":{}T", date.replace('-', ""));
    assert!(said(entry, "DTSTART").contains(&starts(&day)), "{entry}");
    let sequence = said(entry, "SEQUENCE");
    // Another day is another entry, which calendars take for newer.
    let form = [
        ("then", "change"),
        ("attendance", "in_person"),
        ("day", other.as_str()),
    ];
    assert_eq!(stage.post(&own, &form).await, 303);
    let (_, text) = stage.one_mail().await;
    let entry = text.split("BEGIN:VEVENT").nth(1).expect("an invitation");
    assert!(said(entry, "DTSTART").contains(&starts(&other)), "{entry}");
    assert_ne!(said(entry, "SEQUENCE"), sequence);
    // And the reminder says which day it is.
    let soon = event.starts_at - stage.dialog.now() - Duration::days(1);
    stage.dialog.advance(soon);
    stage.look_after().await;
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Erinnerung: "), "{subject}");
    assert!(!said(&text, "Ihre Tage: ").is_empty(), "{text}");
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
    let day = participations::days_of(&event)[0];
    let tx = stage.dialog.begin().await;
    participations::check_in(app, &tx, kept, &Arrival::on(day))
        .await
        .expect("somebody there");
    tx.commit().await.expect("a commit");
    let counted = async || {
        participations::turnout(&app.db, &event)
            .await
            .expect("numbers")
    };
    let (before, since) = counted().await;
    assert_eq!((before.registered.in_person, before.there.room), (1, 1));
    assert_eq!(since, None);
    stage.dialog.advance(Duration::days(16));
    clear().await;
    assert_eq!(stage.all(&event).await, []);
    // How many they were is known still.
    let (after, since) = counted().await;
    assert_eq!((after, since), (before, Some(stage.dialog.now())));
    clear().await;
    assert_eq!(counted().await.1, since, "they are counted once");
    stage.dialog.erase(&event).await;
    clear().await;
    assert_eq!(counted().await.0, participations::Turnout::default());
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
    let tx = stage.dialog.begin().await;
    let there = stage.all(&event).await.remove(0);
    let out = participations::leave(app, &tx, &there, Word::Ours).await;
    out.expect("a place");
    tx.commit().await.expect("a commit");
    enter("", "eins@example.org").await.expect("a place");
    stage.mails().await;
    let tx = stage.dialog.begin().await;
    let there = stage.all(&event).await.remove(1);
    let out = participations::leave(app, &tx, &there, Word::Ours).await;
    out.expect("a place");
    tx.commit().await.expect("a commit");
    let (subject, text) = stage.one_mail().await;
    assert!(
        subject.starts_with("Anmeldung beendet: ") && !text.contains("Danke"),
        "{text}"
    );
}

async fn whoever_runs_the_server_keeps_the_list_by_command(engine: Engine) {
    const PROGRAM: &str = env!("CARGO_BIN_EXE_killable");
    // A command knows no clock but the machine's.
    let dialog = engine.instance_of_today("dialog", "").await;
    let host = dialog.association("dialog").await;
    let stage = Stage { dialog, host };
    let soon = stage.dialog.now() + Duration::days(30);
    let event = stage
        .event(|draft| {
            draft.registration = "approval".to_owned();
            draft.attendance = "in_person".to_owned();
            draft.starts_on = soon.format("%Y-%m-%d").to_string();
            draft.ends_on = draft.starts_on.clone();
        })
        .await;
    for address in ["eins@example.org", "zwei@example.org"] {
        stage.takes_part(&event, address).await;
    }
    stage.mails().await;
    let people = stage.all(&event).await;
    let code = |number: usize| people[number].code.as_str();
    let does = async |words: &[&str]| {
        let words = [&["participation"][..], words].concat();
        stage.dialog.command(PROGRAM, &words).await
    };
    let event_id = event.id.as_str();
    let approved = does(&["approve", event_id, code(0)]).await;
    assert!(approved.starts_with("accepted, code "), "{approved}");
    let declined = does(&["decline", event_id, code(1), "--reason", "Voll."]).await;
    assert!(declined.starts_with("declined, code "), "{declined}");
    let letters = stage.mails().await;
    let about = |word: &str| {
        letters
            .iter()
            .find(|(subject, _)| subject.starts_with(word))
    };
    assert!(about("Angemeldet: ").is_some(), "{letters:?}");
    let no = about("Nicht angenommen: ").expect("a letter");
    assert!(no.1.contains("Voll."), "{no:?}");

    let text = stage.dialog.config().storage.data_dir.join("raum.txt");
    fs::write(&text, "Wir sind in Raum 2.").expect("a file");
    let text = text.display().to_string();
    let write = ["write", event_id, &text, "--subject", "Raum"];
    let written = does(&write).await;
    assert!(
        written.contains("1 reached, 0 without an address"),
        "{written}"
    );
    let (subject, said) = stage.one_mail().await;
    assert!(
        subject.ends_with("Raum") && said.contains("Raum 2"),
        "{said}"
    );
    let nowhere = [&write[..], &["--state", "alle"]].concat();
    assert!(!does(&nowhere).await.contains("reached"));

    let day = participations::days_of(&event)[0].to_string();
    let seen = does(&["check-in", event_id, code(0), "--day", &day]).await;
    assert!(seen.starts_with("accepted, code "), "{seen}");
    let all = stage.all(&event).await;
    let seen = all.iter().find(|it| it.code == code(0)).expect("known");
    assert_eq!(seen.seen.0.len(), 1, "{seen:?}");
    let out = does(&["check-out", event_id, code(0), "--day", &day]).await;
    assert!(out.starts_with("accepted, code "), "{out}");
    assert!(
        stage
            .all(&event)
            .await
            .iter()
            .all(|it| it.seen.0.is_empty())
    );
    let right = does(&["correct", event_id, code(0), "--name", "Referat Süd"]).await;
    assert!(right.starts_with("accepted, code "), "{right}");
    let all = stage.all(&event).await;
    assert!(all.iter().any(|it| it.name == "Referat Süd"), "{all:?}");
    let counted = does(&["turnout", event_id]).await;
    assert!(counted.contains("in_person"), "{counted}");
    stage.mails().await;
    let again = does(&["link", event_id, code(0)]).await;
    assert!(again.starts_with("accepted, code "), "{again}");
    let renewed = stage.one_mail().await.1;
    assert!(renewed.contains("/r/"), "{renewed}");
    let same = does(&["merge", event_id, code(0), code(0)]).await;
    assert!(!same.contains("code "), "{same}");
    let merged = does(&["merge", event_id, code(1), code(0)]).await;
    assert!(merged.starts_with("accepted, code "), "{merged}");
    assert_eq!(stage.states(&event).await, [State::Accepted]);
    let code = stage.all(&event).await[0].code.clone();
    let out = does(&["cancel", event_id, &code]).await;
    assert!(out.starts_with("cancelled, code "), "{out}");
    does(&["erase", event_id, &code]).await;
    assert_eq!(
        stage.states(&event).await,
        [State::Cancelled],
        "not without --yes"
    );
    does(&["erase", event_id, &code, "--yes"]).await;
    assert_eq!(stage.states(&event).await, []);

    for (step, state) in [
        ("postpone", events::State::Postponed),
        ("cancel", events::State::Cancelled),
    ] {
        let words = ["event", step, event.slug.as_str(), "--reason", "Zu wenige."];
        stage.dialog.command(PROGRAM, &words).await;
        let event = stage.dialog.again(&event).await.expect("still there");
        assert_eq!(event.state, state);
        assert_eq!(event.reason.as_deref(), Some("Zu wenige."));
    }
}

async fn who_chose_a_day_or_a_way_that_is_no_more_still_comes(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.starts_on = "2026-11-13".to_owned();
            draft.ends_on = "2026-11-14".to_owned();
            draft.attendance = "in_person".to_owned();
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let form = |email| [("email", email), ("day", "2026-11-13")];
    let mut paths = Vec::new();
    for email in ["eins@example.org", "zwei@example.org"] {
        stage.mails().await;
        let register = format!("/events/{}/register", event.slug);
        assert_eq!(stage.post(&register, &form(email)).await, 200);
        paths.push(link(&stage.one_mail().await.1));
        let confirmed = stage.post(&paths[paths.len() - 1], &[("then", "confirm")]);
        assert_eq!(confirmed.await, 303);
        stage.dialog.advance(Duration::seconds(1));
    }
    use State::{Accepted, Waiting};
    assert_eq!(stage.states(&event).await, [Accepted, Waiting]);
    let event = stage
        .dialog
        .revise(&event, |draft| {
            draft.starts_on = "2026-11-20".to_owned();
            draft.ends_on = "2026-11-21".to_owned();
            draft.attendance = "online".to_owned();
            draft.seats_in_person = String::new();
            draft.seats_online = "1".to_owned();
            draft.room_url = "https://raum.example/1".to_owned();
        })
        .await;
    stage.look_after().await;
    assert_eq!(stage.states(&event).await, [Accepted, Waiting]);
    assert!(
        stage
            .page(&paths[0])
            .await
            .contains("https://raum.example/1")
    );
    // The next free place is theirs who waited.
    stage.post(&paths[0], &[("then", "leave")]).await;
    assert_eq!(
        stage.states(&event).await,
        [State::Cancelled, State::Offered]
    );
}

async fn who_leaves_while_others_are_told_stays_away(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    stage.takes_part(&event, "eins@example.org").await;
    let leaves = async || {
        let tx = stage.dialog.begin().await;
        let person = stage.all(&event).await.remove(0);
        participations::leave(app, &tx, &person, Word::Ours)
            .await
            .expect("a no");
        let leaving = async {
            stage.dialog.somebody_waits().await;
            tx.commit().await.expect("a commit");
        };
        tokio::join!(stage.look_after(), leaving);
        assert_eq!(stage.states(&event).await, [State::Cancelled]);
    };
    stage
        .dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    leaves().await;
    stage.takes_part(&event, "eins@example.org").await;
    stage
        .dialog
        .advance(event.starts_at - stage.dialog.now() - Duration::days(1));
    // Nor while they are reminded.
    leaves().await;
}

async fn who_has_registered_keeps_their_page_when_registration_ends_for_good(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let first = stage.takes_part(&event, "eins@example.org").await;
    let second = stage.takes_part(&event, "zwei@example.org").await;
    stage.post(&first, &[("then", "leave")]).await;
    let event = stage
        .dialog
        .revise(&event, |draft| draft.registration = String::new())
        .await;
    assert_eq!(event.admission, None);
    // What was promised stays promised.
    assert_eq!(stage.post(&second, &[("then", "take")]).await, 303);
    let own = stage.page(&second).await;
    assert!(own.contains("Absagen") && !own.contains("Anmeldung ändern"));
    assert_eq!(stage.post(&second, &[("then", "leave")]).await, 303);
    assert_eq!(stage.post(&format!("{second}/erasure"), &[]).await, 200);
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
}

async fn who_was_not_coming_to_what_is_gone_is_forgotten_too(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (gone, stays) = (stage.event(|_| {}).await, stage.event(|_| {}).await);
    for event in [&gone, &stays] {
        let path = stage.takes_part(event, "eins@example.org").await;
        stage.post(&path, &[("then", "leave")]).await;
    }
    stage.takes_part(&stays, "zwei@example.org").await;
    stage.dialog.erase(&gone).await;
    stage.look_after().await;
    let cleared = participations::clear(&stage.dialog.app, Duration::days(30)).await;
    assert_eq!(cleared.expect("work done"), 1);
    assert_eq!(stage.all(&gone).await, []);
    assert_eq!(stage.all(&stays).await.len(), 2);
}

async fn of_two_registrations_the_one_with_the_place_is_kept(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let app = &stage.dialog.app;
    let merge = async |first: &Participation, second: &Participation| {
        let tx = stage.dialog.begin().await;
        let merged = participations::merge(app, &tx, &first.id, &second.id).await;
        tx.commit().await.expect("a commit");
        merged.expect("one person")
    };
    use events::Attendance::{InPerson, Online};
    stage.takes_part(&event, "eins@example.org").await;
    stage.takes_part(&event, "zwei@example.org").await;
    let register = format!("/events/{}/register", event.slug);
    stage.mails().await;
    let form = [("email", "drei@example.org"), ("attendance", "online")];
    stage.post(&register, &form).await;
    let online = link(&stage.one_mail().await.1);
    stage.post(&online, &[("then", "confirm")]).await;
    let all = stage.all(&event).await;
    assert_eq!(
        (all[1].state, all[2].state),
        (State::Waiting, State::Accepted)
    );
    stage.mails().await;
    // Who waits for the room has a place online: there they come, with that code and that link.
    let merged = merge(&all[1], &all[2]).await;
    assert_eq!((merged.state, merged.attendance), (State::Accepted, Online));
    assert_eq!(merged.code, all[2].code);
    assert_eq!(merged.email, all[2].email);
    assert!(stage.page(&online).await.contains(&merged.code));
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Angemeldet: "), "{subject}");
    assert_eq!(link(&text), online);
    // An offer stays one, whoever waits longer.
    stage.takes_part(&event, "vier@example.org").await;
    stage.dialog.advance(Duration::seconds(1));
    stage.takes_part(&event, "funf@example.org").await;
    let all = stage.all(&event).await;
    let of = |email: &str| all.iter().find(|it| it.email.as_deref() == Some(email));
    let one = of("eins@example.org").expect("the one in the room");
    let tx = stage.dialog.begin().await;
    participations::leave(app, &tx, one, Word::Ours)
        .await
        .expect("a no");
    tx.commit().await.expect("a commit");
    let all = stage.all(&event).await;
    let in_state = |state| all.iter().find(|it| it.state == state);
    let (offered, waiting) = (in_state(State::Offered), in_state(State::Waiting));
    let (offered, waiting) = (offered.expect("an offer"), waiting.expect("who waits"));
    let merged = merge(waiting, offered).await;
    assert_eq!(
        (merged.state, merged.attendance),
        (State::Offered, InPerson)
    );
    assert_eq!(merged.offered_until, offered.offered_until);
}

async fn calendars_hear_of_what_somebody_was_let_in_to_and_of_nothing_else(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let app = &stage.dialog.app;
    stage.takes_part(&event, "eins@example.org").await;
    let second = stage.takes_part(&event, "zwei@example.org").await;
    stage.takes_part(&event, "drei@example.org").await;
    stage.mails().await;
    let event = stage
        .dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    stage.look_after().await;
    let mails = stage.mails().await;
    assert_eq!(mails.len(), 3);
    for (_, text) in &mails {
        let is_invited = text.contains("METHOD:REQUEST");
        assert_eq!(
            is_invited,
            text.contains("Ihre Anmeldung gilt weiter"),
            "{text}"
        );
        assert_ne!(
            is_invited,
            text.contains("Ihr Stand bleibt: Warteliste"),
            "{text}"
        );
    }
    assert!(
        mails
            .iter()
            .any(|(_, text)| text.contains("METHOD:REQUEST"))
    );
    // Nothing to take back from who waits.
    stage.post(&second, &[("then", "leave")]).await;
    let (subject, text) = stage.one_mail().await;
    assert!(
        subject.starts_with("Abgemeldet: ") && !text.contains("METHOD"),
        "{text}"
    );
    let first = stage.all(&event).await.remove(0);
    let tx = stage.dialog.begin().await;
    let declined = participations::decline(app, &tx, &first, "");
    declined.await.expect("a no");
    tx.commit().await.expect("a commit");
    let mails = stage.mails().await;
    let (_, text) = &mails[0];
    assert!(
        text.contains("METHOD:CANCEL") && text.contains("SEQUENCE:2"),
        "{text}"
    );
    let third = link(&mails[1].1);
    stage.post(&third, &[("then", "take")]).await;
    stage.mails().await;
    stage.dialog.erase(&event).await;
    stage.look_after().await;
    let (subject, text) = stage.one_mail().await;
    assert!(subject.starts_with("Abgesagt: "), "{subject}");
    let uid = format!("UID:{}@", event.id);
    assert!(
        text.contains("METHOD:CANCEL") && text.contains(&uid),
        "{text}"
    );
    assert!(
        text.contains("SEQUENCE:2") && text.contains("STATUS:CANCELLED"),
        "{text}"
    );
}

async fn who_came_from_another_server_hears_what_is_decided_here(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| draft.registration = "approval".to_owned())
        .await;
    let (app, clock) = (&stage.dialog.app, &stage.dialog.app.clock);
    let [anna, bela, cleo] = [
        Peer::new("anna", clock).await,
        Peer::new("bela", clock).await,
        Peer::new("cleo", clock).await,
    ];
    for peer in [&anna, &bela, &cleo] {
        stage.hears(peer, &join(peer, &event)).await;
        stage.dialog.advance(Duration::seconds(1));
    }
    let heard = async |peer: &Peer| {
        settle([&stage.dialog]).await;
        let heard = peer.received();
        peer.forget();
        let said = heard.iter().map(|it| {
            let kind = it["type"].as_str().expect("a type").to_owned();
            let note = it["object"]["content"].as_str().unwrap_or_default();
            (kind, note.to_owned())
        });
        let mut said: Vec<_> = said.collect();
        said.sort();
        said
    };
    let of = async |peer: &Peer| {
        let mut all = stage.all(&event).await.into_iter();
        let found = all.find(|it| it.actor == Some(peer.id().into()));
        found.expect("somebody")
    };
    let kinds = |said: &[(String, String)]| {
        let kinds = said.iter().map(|(kind, _)| kind.clone());
        kinds.collect::<Vec<_>>()
    };
    let tx = stage.dialog.begin().await;
    participations::decline(
        app,
        &tx,
        &of(&bela).await,
        "Nur Vereine, siehe https://verein.example/x bitte.",
    )
    .await
    .expect("a no");
    for peer in [&anna, &cleo] {
        participations::approve(app, &tx, &of(peer).await)
            .await
            .expect("a yes");
    }
    tx.commit().await.expect("a commit");
    let said = heard(&bela).await;
    assert_eq!(kinds(&said), ["Create", "Reject"]);
    let reason = "Nur Vereine, siehe <a href=\"https://verein.example/x\"";
    assert!(said[0].1.contains(reason), "{said:#?}");
    heard(&anna).await;
    heard(&cleo).await;
    // Those who work here take one out, and another goes by the link.
    let tx = stage.dialog.begin().await;
    let out = participations::leave(app, &tx, &of(&anna).await, Word::Ours).await;
    out.expect("a no");
    tx.commit().await.expect("a commit");
    let said = heard(&anna).await;
    assert_eq!(kinds(&said), ["Create", "Reject"]);
    assert!(said[0].1.contains("haben Ihre Anmeldung"), "{said:#?}");
    let path = format!("/r/{}", app.links.token(&of(&cleo).await));
    stage.post(&path, &[("then", "leave")]).await;
    assert_eq!(kinds(&heard(&cleo).await), ["Reject"]);
    // Who says so there needs no answer.
    stage.hears(&cleo, &join(&cleo, &event)).await;
    let leave = cleo.activity("Leave", event.iri.as_str());
    stage.hears(&cleo, &leave).await;
    assert_eq!(kinds(&heard(&cleo).await), [""; 0]);
    // Reminded, and told that there is nothing to come to, asked for or thought about either.
    stage.hears(&anna, &join(&anna, &event)).await;
    stage.hears(&bela, &join(&bela, &event)).await;
    let tx = stage.dialog.begin().await;
    let approved = participations::approve(app, &tx, &of(&anna).await).await;
    approved.expect("a yes");
    tx.commit().await.expect("a commit");
    heard(&anna).await;
    let until = event.starts_at - stage.dialog.now() - Duration::days(1);
    stage.dialog.advance(until);
    stage.look_after().await;
    let said = heard(&anna).await;
    assert!(said[0].1.contains("Bald ist es so weit"), "{said:#?}");
    assert_eq!(kinds(&heard(&bela).await), [""; 0]);
    stage.dialog.erase(&event).await;
    stage.look_after().await;
    for peer in [&anna, &bela] {
        let said = heard(peer).await;
        assert!(said[0].1.contains("findet nicht statt"), "{said:#?}");
    }
    assert_eq!(stage.states(&event).await, []);
}

async fn who_types_an_address_changes_nothing_before_it_is_confirmed(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    let path = stage.takes_part(&event, "eins@example.org").await;
    let tx = stage.dialog.begin().await;
    let person = stage.all(&event).await.remove(0);
    let arrival = participations::Arrival::on(participations::days_of(&event)[0]);
    let seen = participations::check_in(app, &tx, &person, &arrival).await;
    let seen = seen.expect("a place").seen;
    let declined = participations::decline(app, &tx, &person, "").await;
    let refused = declined.expect("a no");
    tx.commit().await.expect("a commit");
    stage.mails().await;
    // A stranger types it: the refusal and what is known of them stay, also when nobody confirms.
    stage.register(&event, "eins@example.org").await;
    let (_, text) = stage.one_mail().await;
    assert!(
        stage
            .page(&path)
            .await
            .contains("konnte nicht angenommen werden")
    );
    assert_eq!(stage.all(&event).await[0], refused);
    assert_eq!(
        stage.states(&event).await,
        [State::Declined, State::Unconfirmed]
    );
    // What would be confirmed can be read before.
    let page = stage.page(&link(&text)).await;
    assert!(
        page.contains("Referat Ehrenamt") && page.contains("Vor Ort"),
        "{page}"
    );
    let clear = async || {
        let cleared = participations::clear(app, Duration::days(30)).await;
        cleared.expect("work done")
    };
    stage.dialog.advance(Duration::days(8));
    assert_eq!(clear().await, 1);
    assert_eq!(stage.all(&event).await, std::slice::from_ref(&refused));
    // And once it is theirs, there is one again, who was there and whose word is newer.
    stage.takes_part(&event, "eins@example.org").await;
    let all = stage.all(&event).await;
    assert_eq!((all.len(), all[0].state), (1, State::Accepted));
    assert_eq!((&all[0].seen, all[0].turns), (&seen, refused.turns + 1));
}

async fn who_comes_late_overtakes_nobody_and_a_place_left_is_given_on(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.seats_online = "5".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let clock = &stage.dialog.app.clock;
    let [anna, mona] = [
        Peer::new("anna", clock).await,
        Peer::new("mona", clock).await,
    ];
    stage
        .hears(&mona, &reply(&mona, event.iri.as_str(), "dabei"))
        .await;
    settle([&stage.dialog]).await;
    let question = mona.received().remove(0)["object"].clone();
    stage.hears(&mona, &vote(&mona, &question, "Vor Ort")).await;
    stage.dialog.advance(Duration::seconds(1));
    stage.takes_part(&event, "eins@example.org").await;
    use State::{Accepted, Offered, Waiting};
    assert_eq!(stage.states(&event).await, [Accepted, Waiting]);
    stage.dialog.advance(Duration::seconds(1));
    // More places, and somebody asks before the job comes round.
    let event = stage
        .dialog
        .revise(&event, |draft| draft.seats_in_person = "2".to_owned())
        .await;
    stage.hears(&anna, &join(&anna, &event)).await;
    assert_eq!(stage.states(&event).await, [Accepted, Offered, Waiting]);
    // A place in the room becomes free by a vote to come online.
    stage.hears(&mona, &vote(&mona, &question, "Online")).await;
    assert_eq!(stage.states(&event).await, [Accepted, Offered, Accepted]);
}

/// More than a job looks at in one go wait for the room, and one behind them for online.
async fn nobody_waits_in_vain_behind_many(engine: Engine) {
    const PEOPLE: usize = 201;
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.seats_online = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let app = &stage.dialog.app;
    let tx = stage.dialog.begin().await;
    let enter = async |name: &str, attendance: &str| {
        let registration = Registration {
            name: name.to_owned(),
            attendance: attendance.to_owned(),
            ..Registration::default()
        };
        let entered = participations::enter(app, &tx, &event.id, &registration, "de");
        entered.await.expect("an answer")
    };
    let online = enter("Online", "online").await;
    for number in 0..PEOPLE {
        enter(&format!("Person {number}"), "in_person").await;
    }
    let last = enter("Wartet online", "online").await;
    assert_eq!(last.state, State::Waiting);
    participations::leave(app, &tx, &online, Word::Ours)
        .await
        .expect("a no");
    tx.commit().await.expect("a commit");
    let all = stage.all(&event).await;
    let last = all.into_iter().find(|it| it.id == last.id);
    assert_eq!(last.expect("the last").state, State::Accepted);
}

async fn a_list_holds_as_many_as_are_counted(engine: Engine) {
    const OTHERS: &str = "event, state, origin, attendance, days, name, email, organisation, stakeholder, \
        sealed, language, actor, activity, reply, seen, link, told, told_sequence, reminded_at, turns, \
        queued_at, offered_until, created_at, updated_at";
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    stage.takes_part(&event, "eins@example.org").await;
    let most = events::admission::PEOPLE_AT_MOST;
    let nobody_s = OTHERS.replace("email", "null");
    let copies = format!(
        "insert into participations (id, code, {OTHERS}) \
         with recursive n(i) as (select 2 union all select i + 1 from n where i < {most}) \
         select '01JD3ZK6M0000000000' || cast(1000000 + i as text), code || i, {nobody_s} \
         from participations, n"
    );
    let copied = app.db.execute_unprepared(&copies).await;
    copied.expect("as many as there can be");
    let people = participations::count(&app.db, &event.id).await;
    let people: u64 = people.expect("a count").values().sum();
    assert_eq!(people, u64::from(most));
    assert_eq!(stage.register(&event, "zwei@example.org").await, 422);
    assert_eq!(stage.mails().await.len(), 1);
    // Those who are on it are not kept from it.
    assert_eq!(stage.register(&event, "eins@example.org").await, 200);
}

fn to_all(subject: &str) -> participations::Message<'_> {
    participations::Message {
        id: "01JD3ZK6M00000000000000000".parse().expect("an id"),
        circle: participations::Circle::read("accepted", "", "", "").expect("words"),
        there: false,
        subject,
        text: "Wir sind in Raum 2.",
    }
}

async fn no_letter_is_longer_than_a_mail(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    stage.takes_part(&event, "eins@example.org").await;
    let person = stage.all(&event).await.remove(0);
    let tx = stage.dialog.begin().await;
    let declined = participations::decline(app, &tx, &person, &"x".repeat(2_001)).await;
    let Err(server::Error::Refused(refusals)) = declined else {
        panic!("{declined:?}");
    };
    assert_eq!(refusals.0[0].field, Some("reason"));
    let subject = "x".repeat(151);
    let message = to_all(&subject);
    let written = participations::write_to(app, &tx, &event.id, &message).await;
    let Err(server::Error::Refused(refusals)) = written else {
        panic!("{written:?}");
    };
    assert_eq!(refusals.0[0].field, Some("subject"));
}

async fn who_was_reminded_is_reminded_of_another_day(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    stage.takes_part(&event, "eins@example.org").await;
    let until = |event: &Event| event.starts_at - stage.dialog.now() - Duration::days(1);
    let subjects = async || {
        stage.look_after().await;
        let mails = stage.mails().await.into_iter();
        let subjects = mails.map(|(subject, _)| subject);
        subjects.filter(|it| it.starts_with("Erinnerung: ")).count()
    };
    assert_eq!(subjects().await, 0);
    stage.dialog.advance(until(&event));
    assert_eq!(subjects().await, 1);
    // Another place is no other day, and a month later is.
    let event = stage
        .dialog
        .revise(&event, |draft| draft.place_name = "Rathaus".to_owned())
        .await;
    assert_eq!(subjects().await, 0);
    let event = stage
        .dialog
        .revise(&event, |draft| {
            draft.starts_on = "2026-12-13".to_owned();
            draft.ends_on = "2026-12-14".to_owned();
        })
        .await;
    assert_eq!(subjects().await, 0);
    stage.dialog.advance(until(&event));
    assert_eq!(subjects().await, 1);
}

async fn who_waits_is_let_in_at_the_door_where_a_place_is_free(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.attendance = "in_person".to_owned();
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    for address in ["eins@example.org", "zwei@example.org"] {
        stage.takes_part(&event, address).await;
    }
    assert_eq!(
        stage.states(&event).await,
        [State::Accepted, State::Waiting]
    );
    let app = &stage.dialog.app;
    let people = stage.all(&event).await;
    let approve = async || {
        let tx = stage.dialog.begin().await;
        let done = participations::approve(app, &tx, &people[1]).await;
        tx.commit().await.expect("a commit");
        done
    };
    let refused = approve().await.expect_err("there is no place");
    assert_eq!(refused.to_string(), "refused: participation-full");
    let waits = stage.all(&event).await.remove(1);
    assert_eq!(
        (waits.state, waits.queued_at),
        (State::Waiting, people[1].queued_at)
    );
    stage
        .dialog
        .advance(event.starts_at + Duration::minutes(5) - stage.dialog.now());
    let tx = stage.dialog.begin().await;
    participations::leave(app, &tx, &people[0], Word::Ours)
        .await
        .expect("out");
    tx.commit().await.expect("a commit");
    assert_eq!(
        stage.states(&event).await,
        [State::Cancelled, State::Waiting]
    );
    let done = approve().await.expect("there is a place now");
    assert_eq!(done.state, State::Accepted);
}

async fn plan(
    stage: &Stage,
    event: &Event,
    change: impl FnOnce(&mut notices::Draft),
) -> notices::Notice {
    let mut draft = notices::Draft {
        days: "7".to_owned(),
        subject_de: "Anreise".to_owned(),
        text_de: "Der Eingang ist im Hof.".to_owned(),
        subject_en: "Getting here".to_owned(),
        text_en: "The entrance is in the courtyard.".to_owned(),
        ..notices::Draft::default()
    };
    change(&mut draft);
    let tx = stage.dialog.begin().await;
    let event = events::find_for_change(&tx, &event.id).await;
    let event = event.expect("an event");
    let planned = notices::plan(&stage.dialog.app, &tx, &event, &draft).await;
    tx.commit().await.expect("a commit");
    planned.expect("a notice")
}

/// How many mails about this went out.
async fn sent(stage: &Stage, subject: &str) -> usize {
    stage.look_after().await;
    let mails = stage.mails().await.into_iter();
    mails.filter(|(it, _)| it.contains(subject)).count()
}

async fn what_is_planned_goes_out_once_and_to_who_comes_late(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    plan(&stage, &event, |draft| draft.is_reminder = true).await;
    stage.takes_part(&event, "eins@example.org").await;
    assert_eq!(sent(&stage, ": Anreise").await, 0);
    // Nine o'clock in Berlin, a week before.
    let due: DateTime<Utc> = "2026-11-06T08:00:00Z".parse().expect("a moment");
    stage
        .dialog
        .advance(due - stage.dialog.now() - Duration::seconds(1));
    assert_eq!(sent(&stage, ": Anreise").await, 0);
    stage.dialog.advance(Duration::seconds(1));
    stage.look_after().await;
    let (subject, text) = stage.one_mail().await;
    assert!(subject.ends_with(": Anreise"), "{subject}");
    assert!(text.contains("im Hof") && text.contains("/r/"), "{text}");
    assert_eq!(sent(&stage, ": Anreise").await, 0);
    stage.takes_part(&event, "zwei@example.org").await;
    assert_eq!(sent(&stage, ": Anreise").await, 1);
    // It reminds, so that nothing else does.
    stage
        .dialog
        .advance(event.starts_at - stage.dialog.now() - Duration::days(1));
    assert_eq!(sent(&stage, "Erinnerung").await, 0);
    // What has begun needs no way there any more.
    stage.takes_part(&event, "drei@example.org").await;
    stage.dialog.advance(Duration::days(1));
    assert_eq!(sent(&stage, ": Anreise").await, 0);
}

async fn what_is_planned_goes_out_again_for_another_day(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let notice = plan(&stage, &event, |_| {}).await;
    plan(&stage, &event, |draft| {
        draft.subject_de = "Danke".to_owned();
        draft.side = "after".to_owned();
        draft.days = "3".to_owned();
    })
    .await;
    stage.takes_part(&event, "eins@example.org").await;
    stage
        .dialog
        .advance(notice.due_at(&event) - stage.dialog.now());
    assert_eq!(sent(&stage, ": Anreise").await, 1);
    // An hour later it is the same day.
    let event = stage
        .dialog
        .revise(&event, |draft| draft.starts_at = "11:00".to_owned())
        .await;
    assert_eq!(sent(&stage, ": Anreise").await, 0);
    let event = stage.dialog.postpone(&event).await;
    stage.takes_part(&event, "zwei@example.org").await;
    assert_eq!(sent(&stage, ": Anreise").await, 0, "nobody knows when");
    let event = stage
        .dialog
        .revise(&event, |draft| {
            draft.starts_on = "2026-12-13".to_owned();
            draft.ends_on = "2026-12-14".to_owned();
        })
        .await;
    assert_eq!(sent(&stage, ": Anreise").await, 0);
    stage
        .dialog
        .advance(notice.due_at(&event) - stage.dialog.now());
    assert_eq!(sent(&stage, ": Anreise").await, 2);
    stage.dialog.advance(event.ends_at - stage.dialog.now());
    assert_eq!(sent(&stage, ": Danke").await, 0);
    stage.dialog.advance(Duration::days(2));
    assert_eq!(sent(&stage, ": Danke").await, 2);
    assert_eq!(sent(&stage, ": Danke").await, 0);
}

async fn what_is_planned_is_for_those_who_come_so(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    let notice = plan(&stage, &event, |draft| {
        draft.attendance = "online".to_owned();
        draft.is_reminder = true;
    })
    .await;
    for (name, attendance, language) in [
        ("Saal", "in_person", "de"),
        ("Zuhause", "online", "de"),
        ("Remotely", "online", "en"),
    ] {
        let registration = Registration {
            name: name.to_owned(),
            email: format!("{}@example.org", name.len()),
            attendance: attendance.to_owned(),
            ..Registration::default()
        };
        let tx = stage.dialog.begin().await;
        participations::enter(app, &tx, &event.id, &registration, language)
            .await
            .expect("a place");
        tx.commit().await.expect("a commit");
    }
    // Somebody of whom another list told us in silence hears nothing by itself.
    let quiet = Registration {
        email: "still@example.org".to_owned(),
        attendance: "online".to_owned(),
        ..Registration::default()
    };
    let tx = stage.dialog.begin().await;
    participations::import(app, &tx, &event.id, &quiet, ("de", false))
        .await
        .expect("taken over");
    tx.commit().await.expect("a commit");
    stage.mails().await;
    stage
        .dialog
        .advance(notice.due_at(&event) - stage.dialog.now());
    stage.look_after().await;
    let mut subjects: Vec<_> = stage.mails().await.into_iter().map(|it| it.0).collect();
    subjects.sort();
    assert_eq!(subjects.len(), 2, "{subjects:?}");
    assert!(subjects[0].ends_with(": Anreise"), "{subjects:?}");
    assert!(subjects[1].ends_with(": Getting here"), "{subjects:?}");
    // Who comes in person is reminded as always, and nobody else.
    stage
        .dialog
        .advance(event.starts_at - stage.dialog.now() - Duration::days(1));
    assert_eq!(sent(&stage, "Erinnerung").await, 1);
}

async fn who_comes_anew_comes_the_first_way(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let mona = Peer::new("mona", &stage.dialog.app.clock).await;
    stage
        .hears(&mona, &reply(&mona, event.iri.as_str(), "dabei"))
        .await;
    settle([&stage.dialog]).await;
    let question = mona.received().remove(0)["object"].clone();
    stage.hears(&mona, &vote(&mona, &question, "Online")).await;
    stage
        .hears(&mona, &mona.activity("Leave", event.iri.as_str()))
        .await;
    stage.hears(&mona, &join(&mona, &event)).await;
    let all = stage.all(&event).await;
    assert_eq!(
        (all[0].state, all[0].attendance, all[0].turns),
        (State::Accepted, events::Attendance::InPerson, 2)
    );
}

async fn what_cannot_be_read_holds_nobody_else_up(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (bad, good) = (stage.event(|_| {}).await, stage.event(|_| {}).await);
    let app = &stage.dialog.app;
    for (event, name) in [(&bad, "Kaputt"), (&good, "Heil"), (&good, "Auch kaputt")] {
        let registration = Registration {
            name: name.to_owned(),
            email: format!("{}@example.org", name.len()),
            attendance: "in_person".to_owned(),
            needs: "Gebärdensprache".to_owned(),
            ..Registration::default()
        };
        let tx = stage.dialog.begin().await;
        participations::enter(app, &tx, &event.id, &registration, "de")
            .await
            .expect("a place");
        tx.commit().await.expect("a commit");
    }
    stage.mails().await;
    for event in [&bad, &good] {
        stage
            .dialog
            .revise(event, |draft| draft.starts_at = "11:00".to_owned())
            .await;
    }
    // As a hand or a failing disk leaves them.
    for harm in [
        format!(
            "update participations set told = '{{}}' where event = '{}'",
            bad.id
        ),
        "update participations set sealed = 'x' where name like '%aputt'".to_owned(),
    ] {
        app.db.execute_unprepared(&harm).await.expect("harm");
    }
    stage.look_after().await;
    let told = stage.mails().await;
    assert_eq!(told.len(), 2, "{told:#?}");
    stage
        .dialog
        .advance(good.ends_at - stage.dialog.now() + Duration::days(15));
    participations::clear(app, Duration::days(30))
        .await
        .expect("the rest");
    let left = stage.all(&good).await;
    let left = left.iter().filter(|it| it.sealed.is_some());
    let left: Vec<_> = left.map(|it| it.name.as_str()).collect();
    assert_eq!(left, ["Auch kaputt"]);
}

async fn a_reply_does_not_keep_a_join_from_being_taken_back(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let mona = Peer::new("mona", &stage.dialog.app.clock).await;
    let yes = join(&mona, &event);
    stage.hears(&mona, &yes).await;
    let said = reply(&mona, event.iri.as_str(), "dabei");
    assert_eq!(stage.hears(&mona, &said).await, 202);
    settle([&stage.dialog]).await;
    let heard = mona.received();
    let question = heard.iter().find(|it| it["object"]["type"] == "Question");
    let question = &question.expect("a question")["object"];
    let voted = stage.hears(&mona, &vote(&mona, question, "Online")).await;
    assert_eq!(voted, 202);
    let all = stage.all(&event).await;
    assert_eq!(
        (all[0].state, all[0].attendance),
        (State::Accepted, events::Attendance::Online)
    );
    let undo = mona.activity("Undo", yes["id"].clone());
    assert_eq!(stage.hears(&mona, &undo).await, 202);
    assert_eq!(stage.states(&event).await, [State::Cancelled]);
}

async fn a_message_that_is_sent_twice_arrives_once(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage.event(|_| {}).await;
    let app = &stage.dialog.app;
    stage.takes_part(&event, "eins@example.org").await;
    stage.mails().await;
    let write = async || {
        let tx = stage.dialog.begin().await;
        let written = participations::write_to(app, &tx, &event.id, &to_all("Raum")).await;
        tx.commit().await.expect("a commit");
        written.expect("a message").reached
    };
    // By a double click, at the same time.
    let written = futures_util::future::join(write(), write()).await;
    assert_eq!(written, (1, 1));
    assert!(stage.one_mail().await.0.ends_with(": Raum"));
    stage.dialog.advance(Duration::days(31));
    participations::clear(app, Duration::days(30))
        .await
        .expect("work done");
    assert_eq!(stage.dialog.contents().await.count("messages"), 0);
}

async fn who_joins_once_more_keeps_the_offer(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let app = &stage.dialog.app;
    let first = stage.takes_part(&event, "eins@example.org").await;
    stage.takes_part(&event, "zwei@example.org").await;
    let anna = Peer::new("anna", &app.clock).await;
    stage.hears(&anna, &join(&anna, &event)).await;
    let all = stage.all(&event).await;
    let tx = stage.dialog.begin().await;
    let merged = participations::merge(app, &tx, &all[1].id, &all[2].id).await;
    merged.expect("one person");
    tx.commit().await.expect("a commit");
    stage.post(&first, &[("then", "leave")]).await;
    use State::{Cancelled, Offered};
    assert_eq!(stage.states(&event).await, [Cancelled, Offered]);
    stage.hears(&anna, &join(&anna, &event)).await;
    assert_eq!(stage.states(&event).await, [Cancelled, Offered]);
}

async fn a_join_to_a_hybrid_event_hears_of_both_ways(engine: Engine) {
    let stage = Stage::new(engine).await;
    let event = stage
        .event(|draft| {
            draft.attendance = "hybrid".to_owned();
            draft.seats_in_person = "1".to_owned();
            draft.waiting_list = true;
        })
        .await;
    let clock = &stage.dialog.app.clock;
    let [anna, bela] = [
        Peer::new("anna", clock).await,
        Peer::new("bela", clock).await,
    ];
    for peer in [&anna, &bela] {
        assert_eq!(stage.hears(peer, &join(peer, &event)).await, 202);
    }
    settle([&stage.dialog]).await;
    // Who waits for the room keeps the line, and may choose the other way.
    assert_eq!(
        stage.states(&event).await,
        [State::Accepted, State::Waiting]
    );
    assert_eq!(anna.heard(), ["Accept", "Create{Note}"]);
    assert_eq!(bela.heard(), ["TentativeAccept", "Create{Note}"]);
    for peer in [&anna, &bela] {
        let note = peer.received()[1]["object"]["content"].to_string();
        assert!(note.contains("ob Sie vor Ort oder online kommen"), "{note}");
        assert!(note.contains("/r/"), "{note}");
    }
    let note = bela.received()[1]["object"]["content"].to_string();
    let path = link(&note.replace(['"', '<', '\\'], " "));
    let chosen = [("then", "change"), ("attendance", "online")];
    assert_eq!(stage.post(&path, &chosen).await, 303);
    let all = stage.all(&event).await;
    assert!(all[0].way_open && !all[1].way_open);
    assert_eq!(all[1].attendance, events::Attendance::Online);
    // Said once more by the same Join, nothing of it is open again.
    clock.advance(Duration::seconds(2));
    stage.hears(&bela, &join(&bela, &event)).await;
    assert!(!stage.all(&event).await[1].way_open);
}
