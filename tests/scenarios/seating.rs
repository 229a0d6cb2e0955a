//! Tables: chosen by the own link, never more than a table holds, left with the event, given at the desk;
//! and the letters that go to one table alone.

use chrono::Duration;
use harness::{Engine, Instance, Post, denkwerkstatt, on_both_engines};
use server::{
    agenda,
    events::Event,
    mail,
    participations::{self, Hand, Participation, Registration, Word},
};
use std::fs;

on_both_engines![
    somebody_chooses_changes_and_leaves_a_table_by_the_link,
    no_table_holds_more_than_it_has_seats,
    whoever_leaves_the_event_leaves_the_table,
    nobody_sits_at_two_tables_at_a_time,
    a_table_that_is_no_more_is_nobodys,
    whose_table_is_another_in_a_new_version_is_told_and_kept,
    those_at_a_table_are_written_to_alone,
    only_what_was_released_for_it_is_chosen_at_what_takes_place,
];

struct Stage {
    dialog: Instance,
    event: Event,
    /// The ids of the sessions, in their order.
    sessions: Vec<String>,
}

/// Two sessions at a time, one later and one on the other day, with tables.
const SESSIONS: [(&str, &str, &str, &str); 4] = [
    ("2026-11-13", "11:00", "12:00", "Kleingruppen"),
    ("2026-11-13", "11:30", "12:30", "Sprechstunde"),
    ("2026-11-13", "14:00", "15:00", "Werkstatt"),
    ("2026-11-14", "10:00", "11:00", "Abschluss"),
];

impl Stage {
    async fn new(engine: Engine) -> Self {
        let dialog = engine.instance("dialog").await;
        dialog.association("dialog").await;
        let mut draft = denkwerkstatt();
        draft.registration = "open".to_owned();
        draft.registration_url = String::new();
        let event = dialog.publish(&draft).await;
        let mut stage = Self {
            dialog,
            event,
            sessions: Vec::new(),
        };
        stage.release("Tisch 1 | 2\nTisch 2 | 2\nTisch 3").await;
        stage
    }

    /// Release an agenda in which every session has these tables.
    async fn release(&mut self, tables: &str) {
        let app = &self.dialog.app;
        let tx = self.dialog.begin().await;
        let event = server::events::find_for_change(&tx, &self.event.id).await;
        let event = event.expect("the event");
        let known = self.sessions.clone();
        self.sessions.clear();
        for (number, (day, starts_at, ends_at, title)) in SESSIONS.into_iter().enumerate() {
            let draft = agenda::Draft {
                day: day.to_owned(),
                starts_at: starts_at.to_owned(),
                ends_at: ends_at.to_owned(),
                title: title.to_owned(),
                tables: tables.to_owned(),
                sign_up: true,
                ..agenda::Draft::default()
            };
            let session = match known.get(number) {
                Some(id) => agenda::change(app, &tx, &event, id, &draft).await,
                None => agenda::add(app, &tx, &event, &draft).await,
            };
            self.sessions.push(session.expect("in order").id);
        }
        let released = participations::release(app, &tx, &event, "").await;
        released.expect("a version");
        tx.commit().await.expect("a commit");
    }

    /// Hand over every mail that is due: the text of each.
    async fn mails(&self) -> Vec<String> {
        let app = &self.dialog.app;
        let transport = mail::Transport::new(self.dialog.config()).expect("a folder");
        while mail::deliver_due(app, &transport).await.expect("mails") > 0 {}
        let folder = self.dialog.config().storage.data_dir.join("mail");
        let mut texts = Vec::new();
        for file in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let bytes = fs::read(file.path()).expect("a mail");
            fs::remove_file(file.path()).expect("a mail to be taken away");
            let read = mail_parser::MessageParser::new().parse(&bytes).map(|mail| {
                let text = mail.body_text(0).unwrap_or_default().into_owned();
                format!("{}\n{text}", mail.subject().unwrap_or_default())
            });
            texts.push(read.expect("a mail"));
        }
        texts
    }

    async fn enter(&self, number: usize, days: &str) -> Participation {
        let registration = Registration {
            name: format!("Referat {number}"),
            email: format!("referat{number}@example.org"),
            attendance: "in_person".to_owned(),
            days: days.to_owned(),
            ..Registration::default()
        };
        let tx = self.dialog.begin().await;
        let app = &self.dialog.app;
        let entered = participations::enter(app, &tx, &self.event.id, &registration, "de").await;
        let entered = entered.expect("a place");
        tx.commit().await.expect("a commit");
        entered
    }

    fn path(&self, person: &Participation) -> String {
        let app = &self.dialog.app;
        let address = app.links.address(app.config.origin(), person);
        format!("{}/tables", address.path())
    }

    /// Press a button of the page behind the link.
    async fn choose(&self, person: &Participation, session: usize, table: &str) -> u16 {
        let fields = [
            ("session", self.sessions[session].as_str()),
            ("table", table),
        ];
        let url = self.dialog.url(&self.path(person));
        Post::form(&url, &fields).send().await.status.as_u16()
    }

    async fn seat(&self, person: &Participation, session: usize, table: &str) -> bool {
        let app = &self.dialog.app;
        let at = (self.sessions[session].as_str(), table);
        let tx = self.dialog.begin().await;
        let seated = participations::seat(app, &tx, person, at, Hand::Ours).await;
        match seated {
            Ok(()) => tx.commit().await.expect("a commit"),
            Err(server::Error::Refused(_)) => return false,
            Err(error) => panic!("{error}"),
        }
        true
    }

    /// The tables somebody sits at, by the place of the session.
    async fn sits(&self, person: &Participation) -> Vec<(usize, String)> {
        let seatings = participations::seatings(&self.dialog.app.db, &person.id).await;
        let seatings = seatings.expect("the table").into_iter();
        let mut sits: Vec<_> = seatings
            .map(|seating| {
                let place = self.sessions.iter().position(|id| *id == seating.session);
                (place.expect("a session"), seating.label)
            })
            .collect();
        sits.sort();
        sits
    }

    async fn page(&self, person: &Participation) -> String {
        let reply = self.dialog.get(&self.path(person), "text/html").await;
        assert_eq!(reply.status, 200);
        reply.body
    }
}

async fn somebody_chooses_changes_and_leaves_a_table_by_the_link(engine: Engine) {
    let stage = Stage::new(engine).await;
    let person = stage.enter(1, "").await;
    let page = stage.page(&person).await;
    assert!(
        page.contains("Kleingruppen") && page.contains("2 Plätze frei"),
        "{page}"
    );
    assert!(!page.contains("Ihr Tisch"));
    assert_eq!(stage.choose(&person, 0, "Tisch 1").await, 303);
    assert_eq!(
        stage.choose(&person, 0, "Tisch 1").await,
        303,
        "twice is once"
    );
    assert_eq!(stage.sits(&person).await, [(0, "Tisch 1".to_owned())]);
    let page = stage.page(&person).await;
    assert!(page.contains("Ihr Tisch") && page.contains("ein Platz frei"));
    // Looking changes nothing.
    assert_eq!(stage.sits(&person).await.len(), 1);
    assert_eq!(stage.choose(&person, 0, "Tisch 3").await, 303);
    assert_eq!(stage.choose(&person, 2, "Tisch 1").await, 303);
    let expected = [(0, "Tisch 3".to_owned()), (2, "Tisch 1".to_owned())];
    assert_eq!(stage.sits(&person).await, expected);
    assert_eq!(stage.choose(&person, 0, "").await, 303);
    assert_eq!(stage.sits(&person).await, expected[1..]);
    assert_eq!(stage.choose(&person, 0, "Tisch 9").await, 422);
    // What has begun is changed by those who work there.
    let begins: chrono::DateTime<chrono::Utc> = "2026-11-13T13:00:00Z".parse().expect("a time");
    stage.dialog.advance(begins - stage.dialog.now());
    assert_eq!(stage.choose(&person, 2, "Tisch 2").await, 422);
    assert_eq!(stage.choose(&person, 2, "").await, 422);
    assert_eq!(stage.sits(&person).await, expected[1..]);
    assert!(stage.seat(&person, 2, "Tisch 2").await);
    // Nobody else's link opens it.
    let mut other = stage.path(&person);
    other.insert(5, 'x');
    assert_eq!(stage.dialog.get(&other, "text/html").await.status, 404);
}

async fn no_table_holds_more_than_it_has_seats(engine: Engine) {
    const PEOPLE: usize = 24;
    let stage = Stage::new(engine).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(stage.enter(number, "").await);
    }
    // All at once, and each for the table they want most.
    let choosing = people.iter().enumerate().map(|(number, person)| {
        let table = format!("Tisch {}", number % 2 + 1);
        let stage = &stage;
        async move { stage.seat(person, 0, &table).await }
    });
    let seated = futures_util::future::join_all(choosing).await;
    assert_eq!(seated.iter().filter(|seated| **seated).count(), 4);
    for (person, seated) in people.iter().zip(seated) {
        assert_eq!(
            stage.sits(person).await.len(),
            usize::from(seated),
            "one true answer"
        );
    }
    // Where nobody counts there is room for all.
    for person in &people {
        assert_eq!(stage.choose(person, 2, "Tisch 3").await, 303);
    }
    let late = stage.enter(PEOPLE, "").await;
    assert_eq!(stage.choose(&late, 0, "Tisch 1").await, 422);
    assert!(!stage.page(&late).await.contains("value=\"Tisch 1\"><"));
}

async fn whoever_leaves_the_event_leaves_the_table(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (one, two) = (stage.enter(1, "").await, stage.enter(2, "").await);
    let three = stage.enter(3, "2026-11-14").await;
    assert!(stage.seat(&one, 0, "Tisch 1").await && stage.seat(&two, 0, "Tisch 1").await);
    assert!(
        !stage.seat(&three, 0, "Tisch 2").await,
        "not there that day"
    );
    assert!(stage.seat(&three, 3, "Tisch 2").await);
    let app = &stage.dialog.app;
    let tx = stage.dialog.begin().await;
    let left = participations::leave(app, &tx, &one, Word::Ours).await;
    left.expect("somebody out");
    tx.commit().await.expect("a commit");
    assert_eq!(stage.sits(&one).await, []);
    assert!(
        !stage.seat(&one, 0, "Tisch 1").await,
        "they have no place any more"
    );
    assert_eq!(
        stage
            .dialog
            .get(&stage.path(&one), "text/html")
            .await
            .status,
        404
    );
    let four = stage.enter(4, "").await;
    assert!(stage.seat(&four, 0, "Tisch 1").await, "the seat is free");
    // Coming on another day only leaves those of this one.
    let registration = Registration {
        name: "Referat 2".to_owned(),
        attendance: "in_person".to_owned(),
        days: "2026-11-14".to_owned(),
        ..Registration::default()
    };
    let tx = stage.dialog.begin().await;
    let changed = participations::change(app, &tx, &two, &registration).await;
    changed.expect("a change");
    tx.commit().await.expect("a commit");
    assert_eq!(stage.sits(&two).await, []);
    // Whoever is forgotten sits nowhere.
    let tx = stage.dialog.begin().await;
    let erased = participations::erase(app, &tx, &four, participations::Word::Here).await;
    erased.expect("somebody erased");
    tx.commit().await.expect("a commit");
    assert_eq!(stage.sits(&four).await, []);
    let five = stage.enter(5, "").await;
    assert!(stage.seat(&five, 0, "Tisch 1").await);
    // Of two that are one, the seat is kept.
    let six = stage.enter(6, "").await;
    let tx = stage.dialog.begin().await;
    let merged = participations::merge(app, &tx, &six.id, &five.id).await;
    let merged = merged.expect("one of two");
    tx.commit().await.expect("a commit");
    assert_eq!(stage.sits(&merged).await, [(0, "Tisch 1".to_owned())]);
}

async fn nobody_sits_at_two_tables_at_a_time(engine: Engine) {
    let stage = Stage::new(engine).await;
    let person = stage.enter(1, "").await;
    for (session, table) in [
        (0, "Tisch 1"),
        (2, "Tisch 1"),
        (3, "Tisch 1"),
        (1, "Tisch 2"),
    ] {
        assert_eq!(stage.choose(&person, session, table).await, 303);
    }
    let expected = [
        (1, "Tisch 2".to_owned()),
        (2, "Tisch 1".to_owned()),
        (3, "Tisch 1".to_owned()),
    ];
    assert_eq!(stage.sits(&person).await, expected);
    // Whoever finds the other full keeps what they have.
    for number in [2, 3] {
        let other = stage.enter(number, "").await;
        assert!(stage.seat(&other, 0, "Tisch 1").await);
    }
    assert_eq!(stage.choose(&person, 0, "Tisch 1").await, 422);
    assert_eq!(stage.sits(&person).await, expected);
}

async fn a_table_that_is_no_more_is_nobodys(engine: Engine) {
    let mut stage = Stage::new(engine).await;
    let person = stage.enter(1, "").await;
    assert!(stage.seat(&person, 0, "Tisch 2").await);
    stage.dialog.advance(Duration::seconds(2));
    stage.release("Tisch 1 | 1").await;
    let page = stage.page(&person).await;
    assert!(!page.contains("Tisch 2") && !page.contains("Ihr Tisch"));
    assert_eq!(stage.choose(&person, 0, "Tisch 2").await, 422);
    assert_eq!(stage.choose(&person, 0, "Tisch 1").await, 303);
    assert_eq!(stage.sits(&person).await, [(0, "Tisch 1".to_owned())]);
}

async fn whose_table_is_another_in_a_new_version_is_told_and_kept(engine: Engine) {
    let mut stage = Stage::new(engine).await;
    let mut people = Vec::new();
    for (number, table) in [
        (1, "Tisch 1"),
        (2, "Tisch 1"),
        (3, "Tisch 2"),
        (4, "Tisch 3"),
    ] {
        let person = stage.enter(number, "").await;
        assert!(stage.seat(&person, 0, table).await);
        stage.dialog.advance(Duration::seconds(1));
        people.push(person);
    }
    stage.mails().await;
    stage
        .release("Tisch 1 | 1\nRunder Tisch | 2\nTisch 3")
        .await;
    let mut told = stage.mails().await;
    told.sort();
    assert_eq!(told.len(), 2, "{told:#?}");
    let of = |word: &str| told.iter().find(|text| text.contains(word));
    let full = of("hat weniger Plätze").expect("a letter to who came second");
    assert!(
        full.contains("Referat 2") && full.contains("Ihr Tisch im neuen Programm"),
        "{full}"
    );
    let renamed = of("heißt jetzt „Runder Tisch“").expect("a letter");
    assert!(renamed.contains("Referat 3"), "{renamed}");
    let at = |table: &str| vec![(0, table.to_owned())];
    assert_eq!(
        stage.sits(&people[1]).await,
        at("Tisch 1"),
        "until they choose another"
    );
    assert_eq!(stage.sits(&people[2]).await, at("Runder Tisch"));
    // Gone is gone: they are told once, and known to those who work here.
    stage.release("Tisch 1 | 1").await;
    let told = stage.mails().await;
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(
        told.iter().all(|text| text.contains("gibt es nicht mehr")),
        "{told:#?}"
    );
    assert_eq!(stage.sits(&people[3]).await, at("Tisch 3"));
    stage.release("Tisch 1 | 1\nTisch 4").await;
    assert_eq!(stage.mails().await, [""; 0]);
    assert_eq!(stage.choose(&people[3], 0, "Tisch 4").await, 303);
    assert_eq!(stage.sits(&people[3]).await, at("Tisch 4"));
}

async fn those_at_a_table_are_written_to_alone(engine: Engine) {
    let stage = Stage::new(engine).await;
    let app = &stage.dialog.app;
    for (number, table) in [(1, "Tisch 1"), (2, "Tisch 2"), (3, "Tisch 1")] {
        let person = stage.enter(number, "").await;
        assert!(stage.seat(&person, 0, table).await);
    }
    stage.enter(4, "").await;
    let transport = mail::Transport::new(stage.dialog.config()).expect("a folder");
    while mail::deliver_due(app, &transport).await.expect("mails") > 0 {}
    let folder = stage.dialog.config().storage.data_dir.join("mail");
    let letters = || fs::read_dir(&folder).expect("a folder").count();
    let before = letters();
    for (table, reached) in [
        ("Tisch 1", Some(2)),
        ("Tisch 3", Some(0)),
        ("Tisch 9", None),
    ] {
        let at = format!("{}/{table}", stage.sessions[0]);
        let message = participations::Message {
            id: app.ulids.next(stage.dialog.now()).into(),
            circle: participations::Circle::read("accepted", "", "", &at).expect("words"),
            there: false,
            subject: "Ihr Tisch",
            text: "Bitte bringen Sie Ihre Notizen mit.",
        };
        let tx = stage.dialog.begin().await;
        let written = participations::write_to(app, &tx, &stage.event.id, &message).await;
        let written = written.ok().map(|written| written.reached);
        assert_eq!(written, reached, "{table}");
        tx.commit().await.expect("a commit");
    }
    while mail::deliver_due(app, &transport).await.expect("mails") > 0 {}
    assert_eq!(letters(), before + 2);
}

async fn only_what_was_released_for_it_is_chosen_at_what_takes_place(engine: Engine) {
    let stage = Stage::new(engine).await;
    let app = &stage.dialog.app;
    let person = stage.enter(1, "").await;
    // A draft is nobody's business yet, and not every session has tables to choose.
    let tx = stage.dialog.begin().await;
    let event = server::events::find_for_change(&tx, &stage.event.id).await;
    let event = event.expect("the event");
    let tables = |tables: &str, sign_up| agenda::Draft {
        day: SESSIONS[2].0.to_owned(),
        starts_at: SESSIONS[2].1.to_owned(),
        ends_at: SESSIONS[2].2.to_owned(),
        title: SESSIONS[2].3.to_owned(),
        tables: tables.to_owned(),
        sign_up,
        ..agenda::Draft::default()
    };
    let draft = tables("Tisch 1\nTisch 7", true);
    let changed = agenda::change(app, &tx, &event, &stage.sessions[2], &draft).await;
    changed.expect("a draft");
    tx.commit().await.expect("a commit");
    assert_eq!(stage.choose(&person, 2, "Tisch 7").await, 422);
    assert!(!stage.seat(&person, 2, "Tisch 7").await);

    let tx = stage.dialog.begin().await;
    let draft = tables("Tisch 1\nTisch 7", false);
    let changed = agenda::change(app, &tx, &event, &stage.sessions[2], &draft).await;
    changed.expect("a draft");
    let event = server::events::find_for_change(&tx, &stage.event.id).await;
    let released = agenda::release(app, &tx, event.expect("the event"), "").await;
    released.expect("a version");
    tx.commit().await.expect("a commit");
    assert_eq!(stage.choose(&person, 2, "Tisch 7").await, 422);
    assert!(
        !stage.seat(&person, 2, "Tisch 7").await,
        "nobody signs up there"
    );
    assert_eq!(stage.choose(&person, 0, "Tisch 1").await, 303);

    // Of two tables with one name nobody would know which it is.
    let tx = stage.dialog.begin().await;
    let twice = tables("Tisch 1\nTisch 1", true);
    let refused = agenda::change(app, &tx, &stage.event, &stage.sessions[2], &twice).await;
    assert!(refused.is_err(), "{refused:?}");
    tx.rollback().await.expect("nothing was changed");

    // What does not take place, or is over, seats nobody.
    stage.dialog.cancel(&stage.event).await;
    assert!(
        !stage.seat(&person, 0, "Tisch 2").await,
        "it was called off"
    );
    assert_eq!(stage.sits(&person).await, [(0, "Tisch 1".to_owned())]);
}
