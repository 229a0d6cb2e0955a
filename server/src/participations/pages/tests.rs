//! The list, one person and a message to many, as those who work here meet them.

use crate::{
    Error,
    accounts::{
        Role,
        tests::{Instance, instance_with},
    },
    associations,
    events::{
        self, Draft, Event,
        feed::tests::{denkwerkstatt, house, published},
        pages::tests::neighbour,
    },
    mail,
    participations::{self, Arrival, How, Participation, Registration, State, Word, days_of},
    web::desk::tests::{Visitor, deeds},
};
use chrono::Duration;
use federation::actors;
use std::fs;

/// An event that is public and takes registrations.
async fn open(change: impl FnOnce(&mut Draft)) -> (Instance, Event) {
    let (app, actor) = house().await;
    let mut draft = denkwerkstatt();
    draft.registration = "open".into();
    change(&mut draft);
    let tx = app.begin().await.unwrap();
    let event = events::draft(&app, &tx, &actor, &draft).await.unwrap();
    let event = events::publish(&app, &tx, event).await.unwrap();
    tx.commit().await.unwrap();
    (app, event)
}

/// While somebody who signed in before is still signed in.
fn soon(draft: &mut Draft) {
    draft.starts_on = "2026-11-22".into();
    draft.starts_at = "20:00".into();
    draft.ends_on = "2026-11-23".into();
}

async fn enter(app: &Instance, event: &Event, registration: Registration) -> Participation {
    let tx = app.begin().await.unwrap();
    let entered = participations::enter(app, &tx, &event.id, &registration, "de").await;
    tx.commit().await.unwrap();
    entered.unwrap()
}

fn named(name: &str) -> Registration {
    Registration {
        name: name.into(),
        attendance: "in_person".into(),
        ..Registration::default()
    }
}

async fn revise(app: &Instance, event: &Event, change: impl FnOnce(&mut Draft)) -> Event {
    let tx = app.begin().await.unwrap();
    let event = events::find_for_change(&tx, &event.id).await.unwrap();
    let mut draft = Draft::of(&event, &Default::default());
    change(&mut draft);
    let event = events::revise(app, &tx, event, &draft).await.unwrap();
    tx.commit().await.unwrap();
    event
}

#[tokio::test]
async fn the_list_stays_when_registration_ends_for_good() {
    let (app, event) = open(|_| {}).await;
    enter(&app, &event, named("Referat Ehrenamt")).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let address = format!("/desk/events/{}", event.id);
    let list = format!("{address}/participations");
    assert!(visitor.get(&list).await.says("Jemanden eintragen"));
    revise(&app, &event, |draft| draft.registration.clear()).await;
    assert!(visitor.get(&address).await.says(&list));
    let page = visitor.get(&list).await;
    assert!(page.says("Referat Ehrenamt") && !page.says("Jemanden eintragen"));
    assert_eq!(visitor.get(&format!("{list}/message")).await.status, 200);
}

#[tokio::test]
async fn a_message_says_how_many_it_goes_to() {
    let (app, event) = open(|_| {}).await;
    enter(&app, &event, named("Am Telefon")).await;
    let with_address = Registration {
        email: "post@verein.example.org".into(),
        ..named("Verein")
    };
    enter(&app, &event, with_address).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let message = format!("/desk/events/{}/participations/message", event.id);
    let form = visitor.get(&message).await;
    let once = form.html.split("name=\"once\" value=\"").nth(1).unwrap();
    let fields = [
        ("once", once.split('"').next().unwrap()),
        ("state", "accepted"),
        ("subject", "Raum"),
        ("text", "Wir sind in Raum 2."),
    ];
    let sent = visitor.post(&message, &fields).await;
    assert_eq!(sent.status, 303);
    let list = visitor.get(&sent.location).await;
    assert!(list.says("Die Nachricht geht an eine Person."));
    assert!(list.says("Eine Person erreicht sie nicht:"));
}

#[tokio::test]
async fn an_answer_stays_with_its_question() {
    let (app, event) = open(|draft| {
        draft.questions = "Essen Sie mit? | Küche | 14\nÜbernachten Sie? | Zimmer | 14".into();
    })
    .await;
    let person = enter(
        &app,
        &event,
        Registration {
            answers: "\nja".into(),
            ..named("Verein")
        },
    )
    .await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    let own = visitor
        .get(&format!("/r/{}", app.links.token(&person)))
        .await;
    let of = |question: &str| {
        let label = own.html.split(question).nth(1).unwrap();
        let value = label.split("value=\"").nth(1).unwrap();
        value.split('"').next().unwrap().to_owned()
    };
    assert_eq!(
        (of("Essen Sie mit?"), of("Übernachten Sie?")),
        ("".into(), "ja".into())
    );
}

#[tokio::test]
async fn what_was_heard_wrongly_is_put_right_at_the_desk() {
    let (app, event) = open(|draft| {
        draft.questions = "Essen Sie mit? | Küche | 14".into();
    })
    .await;
    let wrong = Registration {
        email: "psot@verein.example.org".into(),
        needs: "Rampe".into(),
        answers: "ja".into(),
        ..named("Geschaftsstelle")
    };
    let person = enter(&app, &event, wrong).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let page = format!("/desk/events/{}/participations/{}", event.id, person.id);
    let form = format!("{page}/correction");
    assert!(coordinator.get(&page).await.says(&form));
    let shown = coordinator.get(&form).await;
    assert!(shown.says("Rampe") && shown.says("value=\"ja\""));
    let typed = |email: &'static str| {
        [
            ("name", "Geschäftsstelle"),
            ("email", email),
            ("attendance", "in_person"),
            ("needs", "Rampe"),
            ("answer", "ja"),
        ]
    };
    let refused = coordinator.post(&form, &typed("post@")).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#email\">"));
    assert!(refused.says("Geschäftsstelle"), "what was typed is kept");
    let done = coordinator
        .post(&form, &typed("post@verein.example.org"))
        .await;
    assert_eq!(done.status, 303);
    let found = participations::find(&app.db, &event.id, &person.id).await;
    let found = found.unwrap();
    assert_eq!(found.name, "Geschäftsstelle");
    assert_eq!(found.email.as_deref(), Some("post@verein.example.org"));
    assert_eq!((found.state, &found.code), (State::Accepted, &person.code));
    let private = participations::private(&app, &event, &found).unwrap();
    assert_eq!(
        (private.needs.as_str(), private.answer_to("Essen Sie mit?")),
        ("Rampe", "ja")
    );
    let old = format!("/r/{}", app.links.token(&person));
    assert_eq!(coordinator.get(&old).await.status, 404);
    let deeds = deeds(&app).await;
    assert!(
        deeds.contains(&"participation.correct".to_owned()),
        "{deeds:?}"
    );
    // Nobody is left without a name and without an address, and nobody else corrects anybody.
    let nobody = [("name", ""), ("email", ""), ("attendance", "in_person")];
    assert_eq!(coordinator.post(&form, &nobody).await.status, 422);
    let editor = Visitor::new(&app, Role::Editor).await;
    assert_eq!(editor.get(&form).await.status, 403);
    assert_eq!(
        editor
            .post(&form, &typed("post@verein.example.org"))
            .await
            .status,
        403
    );
    assert!(!editor.get(&page).await.says(&form));
}

#[tokio::test]
async fn staff_choose_in_which_language_somebody_is_written_to() {
    let (app, event) = open(|draft| {
        draft.title_en = "Think workshop".into();
    })
    .await;
    let list = format!("/desk/events/{}/participations", event.id);
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let form = visitor.get(&list).await;
    assert!(form.says("name=\"language\"") && form.says("value=\"de\" selected"));
    let typed = |language| {
        [
            ("name", "Verein"),
            ("email", "post@verein.example.org"),
            ("attendance", "in_person"),
            ("language", language),
        ]
    };
    let refused = visitor.post(&list, &typed("fr")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("href=\"#language\"") && refused.says("value=\"Verein\""));
    assert_eq!(visitor.post(&list, &typed("en")).await.status, 303);
    let all = async || participations::of_event(&app.db, &event.id).await.unwrap();
    let person = all().await.remove(0);
    assert_eq!(
        (&*person.language, &*person.told.title),
        ("en", "Think workshop")
    );
    let mail = mails(&app).await.remove(0);
    assert!(mail.contains("You are registered"), "{mail}");
    let shown = visitor.get(&format!("{list}/{}", person.id)).await;
    assert!(shown.says("Englisch"), "{}", shown.html);
    // What is not chosen is that of the instance, and can be put right.
    let other = enter(&app, &event, named("Verband")).await;
    assert_eq!(other.language, "de");
    let tx = app.begin().await.unwrap();
    let english = participations::Correction {
        language: Some("en".into()),
        ..Default::default()
    };
    let other = participations::correct(&app, &tx, &other, english)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        (&*other.language, &*other.told.title),
        ("en", "Think workshop")
    );
    // Whoever registers on their own chooses no language but that of the page.
    let public = visitor.get(&format!("{}/register", event.path())).await;
    assert!(!public.says("name=\"language\""), "{}", public.html);
}

#[tokio::test]
async fn a_name_is_put_right_for_the_certificate_after_the_end() {
    let (app, event) = open(|_| {}).await;
    let person = enter(&app, &event, named("Geschaftsstelle")).await;
    let correct = async || {
        let tx = app.begin().await.unwrap();
        let correction = participations::Correction {
            name: Some("Geschäftsstelle".into()),
            ..Default::default()
        };
        let done = participations::correct(&app, &tx, &person, correction).await;
        tx.commit().await.unwrap();
        done
    };
    app.clock
        .advance(event.ends_at - app.clock.now() + Duration::days(1));
    assert_eq!(correct().await.unwrap().name, "Geschäftsstelle");
    app.clock.advance(Duration::days(
        app.config.retention.participations_days.into(),
    ));
    assert!(refused(correct().await).contains("event-is-over"));
}

#[tokio::test]
async fn a_question_put_otherwise_loses_no_answer() {
    let (app, event) = open(|draft| {
        draft.questions = "Essen Sie mit? | Küche | 14".into();
    })
    .await;
    let with_answer = Registration {
        answers: "=ja".into(),
        ..named("Verein")
    };
    let person = enter(&app, &event, with_answer).await;
    let event = revise(&app, &event, |draft| {
        draft.questions = "Was essen Sie? | Küche | 14".into();
    })
    .await;
    let tx = app.begin().await.unwrap();
    let anew = Registration {
        answers: "Brot".into(),
        ..named("Verein")
    };
    let changed = participations::change(&app, &tx, &person, &anew).await;
    tx.commit().await.unwrap();
    let private = participations::private(&app, &event, &changed.unwrap()).unwrap();
    assert_eq!(private.answer_to("Essen Sie mit?"), "=ja");
    assert_eq!(private.answer_to("Was essen Sie?"), "Brot");
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let list = format!("/desk/events/{}/participations.csv", event.id);
    let table = visitor.get(&list).await;
    assert!(table.says("Was essen Sie?;Essen Sie mit?"));
    assert!(table.says("Brot;'=ja"));
}

#[tokio::test]
async fn a_day_that_is_full_hides_none_that_is_not() {
    let (app, event) = open(|draft| {
        draft.seats_in_person = "1".into();
        draft.attendance = "in_person".into();
    })
    .await;
    let all = days_of(&event);
    assert!(all.len() > 1, "{all:?}");
    let first = Registration {
        days: all[0].to_string(),
        ..named("Verein")
    };
    let free = async || participations::free(&app, &app.db, &event).await.unwrap();
    let of = |free: &[participations::Free]| -> Vec<_> {
        free.iter().map(|it| (it.day, it.places)).collect()
    };
    assert_eq!(of(&free().await), [(None, 1)]);
    let person = enter(&app, &event, first).await;
    assert_eq!(of(&free().await), [(Some(all[0]), 0), (Some(all[1]), 1)]);
    let visitor = Visitor::new(&app, Role::Editor).await;
    let page = visitor.get(&format!("/events/{}", event.slug)).await;
    assert!(page.says("noch 1 Platz") && page.says("ausgebucht"));
    // Who comes reads which days are theirs.
    let own = visitor
        .get(&format!("/r/{}", app.links.token(&person)))
        .await;
    assert!(own.says(&crate::i18n::Lang::De.date(all[0])));
}

/// What the outlet got, headers and all.
async fn mails(app: &Instance) -> Vec<String> {
    let transport = mail::Transport::new(&app.config).unwrap();
    while mail::deliver_due(app, &transport).await.unwrap() > 0 {}
    let folder = app.config.storage.data_dir.join("mail");
    let files = fs::read_dir(&folder).into_iter().flatten().flatten();
    let read = files.map(|file| {
        let text = fs::read_to_string(file.path()).unwrap();
        fs::remove_file(file.path()).unwrap();
        text
    });
    read.collect()
}

#[tokio::test]
async fn who_wants_no_more_messages_gets_none_and_still_comes() {
    let (app, event) = open(|_| {}).await;
    let with_address = Registration {
        email: "post@verein.example.org".into(),
        ..named("Verein")
    };
    let person = enter(&app, &event, with_address).await;
    let confirmed = mails(&app).await;
    assert!(
        !confirmed[0].contains("List-Unsubscribe"),
        "what they need to know is no list"
    );
    let write = async || {
        let tx = app.begin().await.unwrap();
        let said = |_| ("Programm".to_owned(), "11:00 statt 10:00".to_owned());
        let written = participations::write_to_all(&app, &tx, &event.id, &said).await;
        tx.commit().await.unwrap();
        written.unwrap().reached
    };
    assert_eq!(write().await, 1);
    let sent = mails(&app).await.remove(0);
    let own = format!("/r/{}", app.links.token(&person));
    for header in [
        "List-Id: <",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ] {
        assert!(sent.contains(header), "{sent}");
    }
    let visitor = Visitor::new(&app, Role::Editor).await;
    let news = format!("{own}/news");
    assert!(
        visitor.get(&news).await.says("Abbestellen"),
        "looking changes nothing"
    );
    assert_eq!(write().await, 1);
    let one_click = [("List-Unsubscribe", "One-Click")];
    assert_eq!(visitor.post(&news, &one_click).await.status, 303);
    mails(&app).await;
    assert_eq!(write().await, 0);
    assert_eq!(mails(&app).await, [""; 0]);
    let found = participations::find(&app.db, &event.id, &person.id).await;
    assert_eq!(found.unwrap().state, State::Accepted);
    assert_eq!(visitor.post(&news, &[("news", "on")]).await.status, 303);
    assert_eq!(write().await, 1);
}

#[tokio::test]
async fn whom_a_mail_did_not_reach_is_known_until_one_arrives() {
    let (app, event) = open(|_| {}).await;
    let mut people = Vec::new();
    for name in ["Verein", "Verband"] {
        let with_address = Registration {
            email: format!("{name}@verein.example.org"),
            ..named(name)
        };
        people.push(enter(&app, &event, with_address).await);
    }
    mails(&app).await;
    // The way out is closed until the next mail is given up.
    let folder = app.config.storage.data_dir.join("mail");
    fs::remove_dir(&folder).unwrap();
    fs::write(&folder, "").unwrap();
    let tx = app.begin().await.unwrap();
    let renewed = participations::renew_link(&app, &tx, &people[0]).await;
    renewed.unwrap();
    tx.commit().await.unwrap();
    let transport = mail::Transport::new(&app.config).unwrap();
    let about: Vec<String> = people.iter().map(|it| it.id.to_string()).collect();
    let unreached = async || mail::unreached(&app.db, &about).await.unwrap();
    assert!(unreached().await.is_empty(), "it waits still");
    app.clock.advance(Duration::days(4));
    mail::deliver_due(&app, &transport).await.unwrap();
    let expected = [people[0].id.to_string()];
    assert!(unreached().await.iter().eq(&expected));
    let list = format!("/desk/events/{}/participations", event.id);
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    // Once in the list, and on the page of the one it concerns.
    let marks = async || {
        // While somebody who signed in before is still signed in.
        app.clock.advance(Duration::days(-4));
        let mut marks = Vec::new();
        for page in [
            list.clone(),
            format!("{list}/{}", people[0].id),
            format!("{list}/{}", people[1].id),
        ] {
            let page = visitor.get(&page).await;
            assert_eq!(page.status, 200);
            marks.push(page.html.matches("Mail kam nicht an").count());
        }
        app.clock.advance(Duration::days(4));
        marks
    };
    assert_eq!(marks().await, [1, 1, 0]);
    // What arrives later says that they can be reached.
    fs::remove_file(&folder).unwrap();
    let tx = app.begin().await.unwrap();
    let renewed = participations::renew_link(&app, &tx, &people[0]).await;
    renewed.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(mails(&app).await.len(), 1);
    assert!(unreached().await.is_empty());
    assert_eq!(marks().await, [0, 0, 0]);
}

#[tokio::test]
async fn an_answer_is_promised_for_no_longer_than_a_registration_is_kept() {
    let (app, actor) = house().await;
    let kept = app.config.retention.participations_days;
    let draft = async |days: u16| {
        let mut draft = denkwerkstatt();
        draft.registration = "open".into();
        draft.questions = format!("Essen Sie mit? | Küche | {days}");
        let tx = app.begin().await.unwrap();
        events::draft(&app, &tx, &actor, &draft).await
    };
    assert!(draft(kept).await.is_ok());
    let refused = refused(draft(kept + 1).await);
    assert!(refused.contains("event-question-outlives"), "{refused}");
}

#[tokio::test]
async fn more_days_than_an_event_has_are_not_read_one_by_one() {
    let (app, event) = open(|_| {}).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let days = ["x"; 32].map(|day| ("day", day));
    let mut fields = vec![("name", "Verein"), ("attendance", "in_person")];
    fields.extend(days);
    let list = format!("/desk/events/{}/participations", event.id);
    let answer = visitor.post(&list, &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.says("An diesem Tag findet die Veranstaltung nicht statt."));
    assert!(!answer.says("Diesen Tag konnten wir nicht lesen"));
}

#[tokio::test]
async fn what_is_wrong_in_a_registration_is_named_with_its_field() {
    type Change = fn(&mut Registration);
    fn long() -> String {
        "x".repeat(20_001)
    }
    let (_app, event) = open(|draft| {
        draft.attendance = "hybrid".into();
        draft.questions = "Ernährung? | Essen".into();
    })
    .await;
    let admission = event.admission.clone().unwrap();
    let cases: &[(&str, Change)] = &[
        ("name", |it| it.name = long()),
        ("email", |it| it.email = "verein".into()),
        ("attendance", |it| it.attendance.clear()),
        ("attendance", |it| it.attendance = "im_garten".into()),
        ("organisation", |it| it.organisation = long()),
        ("stakeholder", |it| it.stakeholder = "Kirche".into()),
        ("needs", |it| it.needs = long()),
        ("days", |it| it.days = "2026-12-15".into()),
        ("days", |it| it.days = "morgen".into()),
        ("answers", |it| it.answers = long()),
        ("answers", |it| it.answers = "vegan\nvegan".into()),
    ];
    assert!(named("Verein").check(&event, &admission).is_ok());
    for &(field, change) in cases {
        let mut registration = named("Verein");
        change(&mut registration);
        let refused = registration.check(&event, &admission).expect_err(field).0;
        let fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, [field]);
    }
}

#[tokio::test]
async fn nobody_registers_alone_without_an_address_and_every_fault_is_said_at_once() {
    let (app, event) = open(|draft| draft.attendance = "hybrid".into()).await;
    let register = format!("{}/register", event.path());
    let answer = Visitor::nobody(&app)
        .post(&register, &[("name", "Verein")])
        .await;
    assert_eq!(answer.status, 422);
    for field in ["email", "attendance"] {
        assert!(answer.says(&format!("<a href=\"#{field}")), "{field}");
    }
}

#[tokio::test]
async fn only_registrations_of_one_event_become_one() {
    let (app, actor) = house().await;
    let mut both = Vec::new();
    for _ in 0..2 {
        let mut draft = denkwerkstatt();
        draft.registration = "open".into();
        let event = published(&app, &actor, &draft).await;
        both.push(enter(&app, &event, named("Verein")).await);
    }
    let tx = app.begin().await.unwrap();
    for other in &both {
        let merged = participations::merge(&app, &tx, &both[0].id, &other.id).await;
        let refusal = "refused: participation-merge-impossible";
        assert_eq!(merged.unwrap_err().to_string(), refusal);
    }
}

#[test]
fn a_message_says_something_and_has_an_end() {
    use participations::{Circle, Message};
    let long = "x".repeat(20_001);
    for (subject, text, field) in [
        (" ", "Raum 2", "subject"),
        (&*long, "Raum 2", "subject"),
        ("Raum", " ", "text"),
        ("Raum", &*long, "text"),
    ] {
        let message = Message {
            id: "01JD3ZK6M00000000000000000".parse().unwrap(),
            circle: Circle::LET_IN,
            there: false,
            subject,
            text,
        };
        let refused = message.check().unwrap_err().0;
        let fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, [field]);
    }
    assert!(Circle::read("accepted", "", "", "Tisch").is_err());
}

#[tokio::test]
async fn a_word_that_means_nothing_is_not_everybody() {
    let (app, event) = open(|_| {}).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let message = format!("/desk/events/{}/participations/message", event.id);
    for (state, way, field) in [("", "", "state"), ("accepted", "im_garten", "attendance")] {
        let fields = [
            ("once", "01JD3ZK6M00000000000000000"),
            ("state", state),
            ("attendance", way),
            ("subject", "Raum"),
            ("text", "Wir sind in Raum 2."),
        ];
        let answer = visitor.post(&message, &fields).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says(&format!("<a href=\"#{field}\">")), "{field}");
    }
}

#[tokio::test]
async fn needs_and_addresses_are_for_those_who_act_and_looking_is_written_down() {
    let (app, event) = open(|_| {}).await;
    let registration = Registration {
        email: "post@verein.example.org".into(),
        needs: "Gebärdensprache".into(),
        organisation: "Kreisverein".into(),
        ..named("")
    };
    let person = enter(&app, &event, registration).await;
    let list = format!("/desk/events/{}/participations", event.id);
    let one = format!("{list}/{}", person.id);
    let secrets = ["post@verein", "Gebärdensprache", "Kreisverein"];
    let editor = Visitor::new(&app, Role::Editor).await;
    for page in [editor.get(&list).await, editor.get(&one).await] {
        assert_eq!(page.status, 200);
        assert!(page.says(&person.code));
        for secret in secrets {
            assert!(!page.says(secret), "{secret}: {}", page.html);
        }
    }
    assert!(!deeds(&app).await.contains(&"participation.view".to_owned()));
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let page = coordinator.get(&one).await;
    for secret in secrets {
        assert!(page.says(secret), "{secret}");
    }
    assert_eq!(deeds(&app).await[0], "participation.view");
}

#[tokio::test]
async fn a_link_that_others_know_can_be_replaced() {
    let (app, event) = open(|_| {}).await;
    let person = enter(&app, &event, named("Verein")).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let one = format!("/desk/events/{}/participations/{}", event.id, person.id);
    let old = format!("/r/{}", app.links.token(&person));
    assert_eq!(visitor.get(&old).await.status, 200);
    let renewed = visitor.post(&one, &[("then", "renew_link")]).await;
    assert_eq!(renewed.status, 303);
    assert_eq!(visitor.get(&old).await.status, 404);
    let again = participations::find(&app.db, &event.id, &person.id).await;
    let new = format!("/r/{}", app.links.token(&again.unwrap()));
    assert_eq!(visitor.get(&new).await.status, 200);
    assert_eq!(deeds(&app).await[0], "participation.link");
}

#[tokio::test]
async fn whoever_stands_at_the_door_is_found_by_what_they_say() {
    let (app, event) = open(|_| {}).await;
    let person = Registration {
        organisation: "Paritätischer Wohlfahrtsverband".into(),
        ..named("Referat Ehrenamt")
    };
    enter(&app, &event, person).await;
    enter(&app, &event, named("Geschäftsstelle")).await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    for (sought, found) in [
        ("ehrenamt", true),
        ("parit%C3%A4tischer", true),
        ("niemand", false),
    ] {
        let page = format!("/desk/events/{}/participations?q={sought}", event.id);
        let page = visitor.get(&page).await;
        assert_eq!(page.says("Referat Ehrenamt"), found, "{sought}");
        assert!(!page.says("Geschäftsstelle"), "{sought}");
    }
}

#[tokio::test]
async fn lists_badges_and_certificates_are_printed_for_those_who_act() {
    let (app, event) = open(|_| {}).await;
    let person = enter(&app, &event, named("Referat <Ehrenamt>")).await;
    enter(&app, &event, named("Geschäftsstelle")).await;
    let paper = format!("/desk/events/{}/participations/paper", event.id);
    let editor = Visitor::new(&app, Role::Editor).await;
    assert_eq!(editor.get(&paper).await.status, 403);
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    for what in ["list", "sheet", "badges"] {
        let page = visitor.get(&format!("{paper}?what={what}")).await;
        assert!(page.says("Referat &#60;Ehrenamt&#62;"), "{what}");
        assert!(page.says("Geschäftsstelle"), "{what}");
    }
    let certificates = format!("{paper}?what=certificates");
    let nobody = visitor.get(&certificates).await;
    assert!(nobody.says("Noch wurde niemand eingelassen."));
    let tx = app.begin().await.unwrap();
    let arrival = Arrival::on(days_of(&event)[0]);
    participations::check_in(&app, &tx, &person, &arrival)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = visitor.get(&certificates).await;
    assert!(page.says("Referat &#60;Ehrenamt&#62;") && !page.says("Geschäftsstelle"));
    assert_eq!(visitor.get(&format!("{paper}?what=all")).await.status, 400);
    assert!(
        deeds(&app)
            .await
            .contains(&"participation.paper".to_owned())
    );
}

/// Somebody who asked by the form and confirmed their address.
async fn ask(app: &Instance, event: &Event, registration: Registration) -> Participation {
    let email = registration.email.clone();
    let tx = app.begin().await.unwrap();
    let asked = participations::ask(app, &tx, &event.id, &registration, "de").await;
    asked.unwrap();
    let all = participations::of_event(&tx, &event.id).await.unwrap();
    let asked = all
        .into_iter()
        .find(|one| one.email.as_ref() == Some(&email));
    let confirmed = participations::confirm(app, &tx, &asked.unwrap()).await;
    tx.commit().await.unwrap();
    confirmed.unwrap()
}

fn with_address(email: &str) -> Registration {
    Registration {
        email: email.into(),
        ..named("")
    }
}

#[tokio::test]
async fn who_waits_for_a_word_is_named_on_the_first_page() {
    let (app, event) = open(|draft| draft.registration = "approval".into()).await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    assert!(visitor.get("/desk").await.says("Nichts. Alles läuft."));
    let person = ask(&app, &event, with_address("post@verein.example.org")).await;
    assert_eq!(person.state, participations::State::Requested);
    let desk = visitor.get("/desk").await;
    assert!(!desk.says("Nichts. Alles läuft."));
    assert!(desk.says("Eine Anmeldung zu „Denkwerkstatt“ wartet auf Ihre Antwort."));
    let list = format!("/desk/events/{}/participations?state=requested", event.id);
    assert!(desk.says(&list));
    assert!(visitor.get(&list).await.says(&person.code));
}

#[tokio::test]
async fn what_is_kept_for_a_group_and_a_waiting_list_are_said_before_anybody_types() {
    let (app, event) = open(|draft| {
        draft.seats_in_person = "2".into();
        draft.waiting_list = true;
        draft.groups = "Wissenschaft: 1 bis 30.11.2026".into();
    })
    .await;
    let stranger = Visitor::nobody(&app);
    let page = stranger.get(&event.path()).await;
    assert!(page.says("Anmeldung offen") && page.says("Vor Ort: noch 1 Platz<"));
    enter(&app, &event, named("Verein")).await;
    for path in [event.path(), format!("{}/register", event.path())] {
        let page = stranger.get(&path).await;
        assert!(
            page.says("Vor Ort: ausgebucht, Warteliste möglich"),
            "{path}"
        );
        assert!(
            page.says("Vor Ort: noch 1 Platz für Wissenschaft"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn who_registered_is_counted_before_a_step_they_hear_of() {
    let (app, event) = open(|_| {}).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let step = |step: &str| format!("/desk/events/{}/{step}", event.id);
    let told = "Eine Person ist angemeldet und bekommt von selbst Bescheid.";
    for name in ["cancellation", "postponement", "deletion"] {
        assert!(!visitor.get(&step(name)).await.says(told), "{name}");
    }
    ask(&app, &event, with_address("post@verein.example.org")).await;
    // Nobody can be told by telephone.
    enter(&app, &event, named("Am Telefon")).await;
    for name in ["cancellation", "postponement", "deletion"] {
        assert!(visitor.get(&step(name)).await.says(told), "{name}");
    }
}

#[tokio::test]
async fn a_change_of_what_is_hidden_says_who_hears_of_it() {
    let (app, event) = open(|draft| draft.place_protected = true).await;
    ask(&app, &event, with_address("post@verein.example.org")).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let review = async |change: &dyn Fn(&mut Draft)| {
        let mut draft = events::draft_of(&app, &app.db, &event).await.unwrap();
        change(&mut draft);
        let fields = crate::web::form::hidden(&draft).unwrap();
        let fields = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let fields: Vec<_> = fields.chain([("then", "review")]).collect();
        let path = format!("/desk/events/{}", event.id);
        visitor.send(&path, &fields, None).await
    };
    let (post, hidden) = ("ein kurzer Beitrag", "Das erfährt nur, wer teilnimmt.");
    let told = "Eine Person ist angemeldet und bekommt von selbst Bescheid.";
    let street = review(&|draft| draft.street = "Uferstraße 9".into()).await;
    assert!(street.says("Uferstraße 9") && street.says(hidden) && street.says(told));
    assert!(!street.says(post) && !street.says("zeigen die Änderung sofort"));
    let time = review(&|draft| draft.starts_at = "11:00".into()).await;
    assert!(time.says(post) && time.says("zeigen die Änderung sofort") && time.says(told));
    let title = review(&|draft| draft.title_de = "Denkstube".into()).await;
    assert!(!title.says(post) && !title.says(told) && !title.says(hidden));
}

#[tokio::test]
async fn the_door_asks_once_a_day_and_says_when_it_is_the_wrong_one() {
    let (app, event) = open(|_| {}).await;
    let person = enter(&app, &event, named("Verein")).await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    let door = format!("/door/{}/{}", event.id, person.code);
    let before = visitor.get(&door).await;
    assert!(before.says("Heute findet diese Veranstaltung nicht statt."));
    assert!(!before.says(">Einchecken<"));
    // A slip weeks before is nobody's vote and on no certificate.
    let slip = visitor.post(&door, &[]).await;
    assert_eq!(slip.status, 422);
    assert!(slip.says("An diesem Tag findet die Veranstaltung nicht statt."));
    app.clock.advance(event.starts_at - app.clock.now());
    assert!(visitor.get(&door).await.says(">Einchecken<"));
    assert_eq!(visitor.post(&door, &[]).await.status, 303);
    let after = visitor.get(&door).await;
    assert!(after.says("eingecheckt") && !after.says(">Einchecken<"));
    // Somebody else's code was typed.
    assert!(after.says(">Einchecken zurücknehmen<"));
    let back = [("then", "check_out")];
    assert_eq!(visitor.post(&door, &back).await.status, 303);
    assert!(visitor.get(&door).await.says(">Einchecken<"));
    let done = deeds(&app).await;
    assert!(
        done.contains(&"participation.check_out".to_owned()),
        "{done:?}"
    );
}

#[tokio::test]
async fn an_editor_finds_somebody_by_name_or_code_and_gets_from_there_to_the_door() {
    let (app, event) = open(|_| {}).await;
    let person = enter(&app, &event, named("Referat Ehrenamt")).await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    let list = format!("/desk/events/{}/participations", event.id);
    let door = format!("/door/{}/{}", event.id, person.code);
    assert!(
        visitor
            .get(&format!("{list}?q=ehrenamt"))
            .await
            .says(&format!("href=\"{door}\""))
    );
    let code = person.code.to_lowercase();
    let found = visitor.get(&format!("{list}?q={code}")).await;
    assert_eq!(
        (found.status, found.location.as_str()),
        (303, door.as_str())
    );
    let nobody = visitor.get(&format!("{list}?q=A2B3C4")).await;
    assert_eq!(nobody.status, 200);
}

#[tokio::test]
async fn who_was_there_in_the_room_by_stream_and_on_paper_is_counted_and_found() {
    let (app, event) = open(|draft| {
        soon(draft);
        draft.attendance = "hybrid".into();
    })
    .await;
    app.clock.advance(event.starts_at - app.clock.now());
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let list = format!("/desk/events/{}/participations", event.id);
    let today = days_of(&event)[0].to_string();
    for (name, attendance, how) in [
        ("Saal", "in_person", ""),
        ("Strom", "online", ""),
        ("Liste", "online", "paper"),
    ] {
        let registration = Registration {
            attendance: attendance.into(),
            ..named(name)
        };
        let person = enter(&app, &event, registration).await;
        let own = format!("{list}/{}", person.id);
        let said = [("then", "check_in"), ("day", today.as_str()), ("how", how)];
        assert_eq!(visitor.post(&own, &said).await.status, 303, "{name}");
    }
    let all = visitor.get(&list).await;
    for (how, name) in [("room", "Saal"), ("stream", "Strom"), ("paper", "Liste")] {
        assert!(all.says(&format!("?there={how}")), "{how}");
        let some = visitor.get(&format!("{list}?there={how}")).await;
        for other in ["Saal", "Strom", "Liste"] {
            assert_eq!(
                some.says(&format!(">{other}</a>")),
                other == name,
                "{how}: {other}"
            );
        }
    }
    let table = visitor.get(&format!("{list}.csv")).await;
    assert!(table.says(&format!("{today} auf Papier")));
}

#[tokio::test]
async fn paper_is_for_those_who_come_to_the_room_on_that_day() {
    let (app, event) = open(|draft| draft.attendance = "hybrid".into()).await;
    let days = days_of(&event);
    for (name, attendance, day) in [
        ("Beide Tage", "in_person", ""),
        ("Nur Freitag", "in_person", days[0].to_string().as_str()),
        ("Nur Strom", "online", ""),
    ] {
        let registration = Registration {
            attendance: attendance.into(),
            days: day.into(),
            ..named(name)
        };
        enter(&app, &event, registration).await;
    }
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let paper = format!("/desk/events/{}/participations/paper", event.id);
    for what in ["list", "sheet", "badges"] {
        for (asked, expected) in [
            (String::new(), [true, true, false]),
            ("&way=all".to_owned(), [true, true, true]),
            (format!("&day={}", days[0]), [true, true, false]),
            (format!("&day={}", days[1]), [true, false, false]),
        ] {
            let page = visitor.get(&format!("{paper}?what={what}{asked}")).await;
            let found = ["Beide Tage", "Nur Freitag", "Nur Strom"].map(|name| page.says(name));
            assert_eq!(found, expected, "{what}{asked}");
        }
    }
    // A telephone reads the badge as it reads the mail.
    let person = app_people(&app, &event).await.remove(0);
    let door = participations::door(app.config.origin(), &event, &person.code);
    let picture = participations::svg(door.as_str()).unwrap();
    let badges = visitor.get(&format!("{paper}?what=badges")).await;
    assert!(badges.says(&picture));
}

async fn app_people(app: &Instance, event: &Event) -> Vec<Participation> {
    participations::of_event(&app.db, &event.id).await.unwrap()
}

#[tokio::test]
async fn a_spreadsheet_in_german_is_one_that_excel_takes_apart() {
    let (app, event) = open(|_| {}).await;
    enter(&app, &event, named("Büro; zweites")).await;
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let list = format!("/desk/events/{}/participations.csv", event.id);
    let table = visitor.get(&list).await;
    assert!(table.says("\u{FEFF}Name;"), "the mark of UTF-8 comes first");
    assert!(table.says("\"Büro; zweites\";"));
}

#[tokio::test]
async fn the_list_goes_on_behind_the_first_page() {
    let (app, event) = open(|_| {}).await;
    let tx = app.begin().await.unwrap();
    for number in 0..=500 {
        let registration = named(&format!("Person {number:03}"));
        let entered = participations::enter(&app, &tx, &event.id, &registration, "de").await;
        entered.unwrap();
    }
    tx.commit().await.unwrap();
    let visitor = Visitor::new(&app, Role::Editor).await;
    let list = format!("/desk/events/{}/participations", event.id);
    let first = visitor.get(&list).await;
    assert!(first.says("Person 499") && !first.says("Person 500"));
    assert!(first.says("page=2"));
    let second = visitor.get(&format!("{list}?page=2")).await;
    assert!(second.says("Person 500") && !second.says("Person 499"));
    assert!(!second.says("page=3"));
}

#[tokio::test]
async fn who_waits_at_the_door_is_let_in_where_somebody_has_not_come() {
    let (app, event) = open(|draft| {
        soon(draft);
        draft.seats_in_person = "1".into();
        draft.waiting_list = true;
    })
    .await;
    let holds = enter(&app, &event, named("Hat einen Platz")).await;
    let waits = enter(&app, &event, named("Wartet")).await;
    assert_eq!(waits.state, State::Waiting);
    app.clock.advance(event.starts_at - app.clock.now());
    let approve = async || {
        let tx = app.begin().await.unwrap();
        let approved = participations::approve(&app, &tx, &waits).await;
        match approved.is_ok() {
            true => tx.commit().await.unwrap(),
            false => tx.rollback().await.unwrap(),
        }
        approved
    };
    assert_eq!(refused(approve().await), "refused: participation-full");
    let kept = participations::find(&app.db, &event.id, &waits.id).await;
    let kept = kept.unwrap();
    assert_eq!(
        (kept.state, kept.queued_at),
        (State::Waiting, waits.queued_at)
    );
    let tx = app.begin().await.unwrap();
    participations::leave(&app, &tx, &holds, Word::Ours)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let visitor = Visitor::new(&app, Role::Coordinator).await;
    let own = format!("/desk/events/{}/participations/{}", event.id, waits.id);
    assert!(visitor.get(&own).await.says("value=\"approve\""));
    assert_eq!(approve().await.unwrap().state, State::Accepted);
}

#[test]
fn a_day_that_was_kept_without_how_was_in_the_room() {
    let seen: participations::Seen = serde_json::from_str(r#"["2026-11-13"]"#).unwrap();
    assert_eq!(seen.on("2026-11-13".parse().unwrap()), Some(How::Room));
    let written = serde_json::to_string(&seen).unwrap();
    assert_eq!(written, r#"[{"day":"2026-11-13","how":"room"}]"#);
}

#[tokio::test]
async fn who_asks_for_it_is_erased_at_the_desk() {
    let (app, event) = open(|_| {}).await;
    let person = enter(&app, &event, named("Verein")).await;
    let erasure = format!(
        "/desk/events/{}/participations/{}/erasure",
        event.id, person.id
    );
    let editor = Visitor::new(&app, Role::Editor).await;
    assert_eq!(editor.post(&erasure, &[]).await.status, 403);
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    assert_eq!(coordinator.post(&erasure, &[]).await.status, 303);
    let left = participations::of_event(&app.db, &event.id).await.unwrap();
    assert_eq!(left, []);
    assert_eq!(deeds(&app).await[0], "participation.erase");
}

#[tokio::test]
async fn who_cannot_say_how_they_come_is_told_of_both_ways_and_the_organizers_set_it() {
    let (app, event) = open(|draft| {
        draft.attendance = "hybrid".into();
        draft.seats_in_person = "1".into();
        draft.seats_online = "1".into();
        draft.waiting_list = true;
    })
    .await;
    let organizer = events::organizer_of(&app.db, &event).await.unwrap();
    neighbour(&app, &organizer).await;
    let actor: url::Url = "https://peer.example/actor".parse().unwrap();
    let actor = actors::find(&app.db, &actor).await.unwrap().unwrap();
    let tx = app.begin().await.unwrap();
    let coming = participations::Coming {
        origin: participations::Origin::Join,
        activity: Some("https://peer.example/join/1".parse().unwrap()),
        said_at: None,
        attendance: None,
        is_sure: true,
        message: String::new(),
    };
    let joined = participations::join(&app, &tx, &event.id, &actor, coming).await;
    tx.commit().await.unwrap();
    let joined = joined.unwrap();
    assert_eq!(joined.attendance, events::Attendance::InPerson);
    assert!(joined.way_open, "they did not say so");
    // They are counted where they stand, and nowhere else.
    let free = participations::free(&app, &app.db, &event).await.unwrap();
    let places: Vec<u32> = free.iter().map(|free| free.places).collect();
    assert_eq!(places, [0, 1]);
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let list = format!("/desk/events/{}/participations", event.id);
    assert!(coordinator.get(&list).await.says("Weg offen"));
    let page = format!("{list}/{}", joined.id);
    assert!(coordinator.get(&page).await.says("Weg offen"));
    let wrong = [("then", "set_way"), ("attendance", "im_garten")];
    let refused = coordinator.post(&page, &wrong).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#attendance\">"));
    let online = [("then", "set_way"), ("attendance", "online")];
    assert_eq!(coordinator.post(&page, &online).await.status, 303);
    let found = participations::find(&app.db, &event.id, &joined.id)
        .await
        .unwrap();
    assert_eq!(found.attendance, events::Attendance::Online);
    assert!(!found.way_open);
    let free = participations::free(&app, &app.db, &event).await.unwrap();
    let places: Vec<u32> = free.iter().map(|free| free.places).collect();
    assert_eq!(places, [1, 0]);
    assert!(!coordinator.get(&page).await.says("Weg offen"));
    // No place is given away that somebody else has.
    enter(&app, &event, named("Verein")).await;
    let back = [("then", "set_way"), ("attendance", "in_person")];
    assert_eq!(coordinator.post(&page, &back).await.status, 422);
    assert_eq!(deeds(&app).await, ["participation.way"]);
}

fn refused<T: std::fmt::Debug>(refused: crate::Result<T>) -> String {
    refused.unwrap_err().to_string()
}

#[tokio::test]
async fn who_is_out_stays_out_until_they_ask_again() {
    let (app, event) = open(|_| {}).await;
    let person = ask(&app, &event, with_address("post@verein.example.org")).await;
    let tx = app.begin().await.unwrap();
    let left = participations::leave(&app, &tx, &person, Word::Here).await;
    let left = left.unwrap();
    // Said twice it is done once.
    let again = participations::leave(&app, &tx, &left, Word::Here).await;
    assert_eq!(again.unwrap().turns, left.turns);
    let other = with_address("post@verein.example.org");
    for done in [
        participations::decline(&app, &tx, &left, "Voll.").await,
        participations::set_way(&app, &tx, &left, "in_person").await,
        participations::change(&app, &tx, &left, &other).await,
    ] {
        assert_eq!(refused(done), "refused: participation-is-over");
    }
}

#[tokio::test]
async fn who_has_a_place_changes_to_none_that_is_taken() {
    let (app, event) = open(|draft| {
        draft.attendance = "hybrid".into();
        draft.seats_online = "1".into();
    })
    .await;
    let online = |name| Registration {
        attendance: "online".into(),
        ..named(name)
    };
    let first = enter(&app, &event, online("Verein")).await;
    let second = enter(&app, &event, named("Verband")).await;
    let tx = app.begin().await.unwrap();
    let change = async || {
        let online = online("Verband");
        participations::change(&app, &tx, &second, &online).await
    };
    let none = refused(change().await);
    assert_eq!(none, "refused: participation-no-place-there");
    participations::leave(&app, &tx, &first, Word::Ours)
        .await
        .unwrap();
    let changed = change().await.unwrap();
    assert_eq!(changed.attendance, events::Attendance::Online);
}

#[tokio::test]
async fn whoever_comes_in_twice_a_day_was_there_that_day() {
    let (app, event) = open(|_| {}).await;
    let person = enter(&app, &event, named("Verein")).await;
    let tx = app.begin().await.unwrap();
    let today = Arrival::default();
    let early = participations::check_in(&app, &tx, &person, &today).await;
    assert_eq!(refused(early), "refused: participation-not-that-day");
    app.clock.advance(event.starts_at - app.clock.now());
    for days in [1, 1, 2] {
        if days == 2 {
            app.clock.advance(Duration::days(1));
        }
        let seen = participations::check_in(&app, &tx, &person, &today).await;
        assert_eq!(seen.unwrap().seen.0.len(), days);
    }
    app.clock.advance(Duration::days(1));
    let late = participations::check_in(&app, &tx, &person, &today).await;
    assert_eq!(refused(late), "refused: participation-not-that-day");
    // The list that was signed is typed in on Monday, and a slip is taken back.
    let first = Arrival::on(days_of(&event)[0]);
    let seen = participations::check_in(&app, &tx, &person, &first).await;
    assert_eq!(seen.unwrap().seen.0.len(), 2);
    let less = participations::check_out(&app, &tx, &person, &first).await;
    assert_eq!(less.unwrap().seen.0.len(), 1);
}

#[tokio::test]
async fn nobody_registers_for_what_is_not_public_closed_or_over() {
    let (app, actor) = house().await;
    let mut draft = denkwerkstatt();
    draft.registration = "open".into();
    let hidden = crate::events::feed::tests::drafted(&app, &actor, &draft).await;
    draft.registration_ends_on = "2026-11-24".into();
    draft.registration_ends_at = "12:00".into();
    let closing = published(&app, &actor, &draft).await;
    let asks = async |event: &Event, address: &str| {
        let tx = app.begin().await.unwrap();
        let registration = with_address(address);
        let asked = participations::ask(&app, &tx, &event.id, &registration, "de").await;
        tx.commit().await.unwrap();
        asked
    };
    let early = "fruehe@verein.example.org";
    assert!(matches!(asks(&hidden, early).await, Err(Error::NotFound)));
    asks(&closing, early).await.unwrap();
    let all = participations::of_event(&app.db, &closing.id)
        .await
        .unwrap();
    app.clock.advance(Duration::days(3));
    let late = asks(&closing, "spaete@verein.example.org").await;
    assert_eq!(refused(late), "refused: participation-closed");
    // Neither does who asked in time and says so too late.
    let tx = app.begin().await.unwrap();
    let confirmed = participations::confirm(&app, &tx, &all[0]).await;
    assert_eq!(refused(confirmed), "refused: participation-closed");
    // Who signed the sheet is typed in afterwards, as long as anybody is known who was there.
    app.clock
        .advance(closing.ends_at - app.clock.now() + Duration::days(3));
    let entered = participations::enter(&app, &tx, &closing.id, &named("Verein"), "de").await;
    let there = Arrival {
        how: "paper".into(),
        ..Arrival::on(days_of(&closing)[0])
    };
    let seen = participations::check_in(&app, &tx, &entered.unwrap(), &there).await;
    assert_eq!(seen.unwrap().was_there(&closing), Some(How::Paper));
    let kept = app.config.retention.participations_days;
    app.clock.advance(Duration::days(kept.into()));
    let entered = participations::enter(&app, &tx, &closing.id, &named("Spät"), "de").await;
    assert_eq!(refused(entered), "refused: event-is-over");
}

#[tokio::test]
async fn a_list_from_elsewhere_changes_nobody_who_was_here() {
    let (app, event) = open(|draft| draft.registration = "approval".into()).await;
    let address = "post@verein.example.org";
    let person = ask(&app, &event, with_address(address)).await;
    let listed = Registration {
        attendance: "in_person".into(),
        ..with_address(address)
    };
    let tx = app.begin().await.unwrap();
    let import = async || {
        let how = ("de", false);
        participations::import(&app, &tx, &event.id, &listed, how).await
    };
    assert_eq!(import().await.unwrap(), None);
    participations::decline(&app, &tx, &person, "Voll.")
        .await
        .unwrap();
    assert_eq!(import().await.unwrap(), None);
    // Nor does an address that anybody may have typed since make a no undone.
    participations::ask(&app, &tx, &event.id, &listed, "de")
        .await
        .unwrap();
    assert_eq!(import().await.unwrap(), None);
    let all = participations::of_event(&tx, &event.id).await.unwrap();
    let mut states: Vec<_> = all.iter().map(|one| one.state).collect();
    states.sort_by_key(|state| state.key());
    assert_eq!(states, [State::Declined, State::Unconfirmed]);
}

#[tokio::test]
async fn a_place_is_given_on_only_while_somebody_can_still_come() {
    for is_cancelled in [true, false] {
        let (app, event) = open(|draft| {
            draft.seats_in_person = "1".into();
            draft.waiting_list = true;
        })
        .await;
        let first = enter(&app, &event, named("Verein")).await;
        let next = ask(&app, &event, with_address("post@verein.example.org")).await;
        assert_eq!(next.state, State::Waiting);
        let tx = app.begin().await.unwrap();
        if is_cancelled {
            events::cancel(&app, &tx, event.clone(), "").await.unwrap();
        } else {
            app.clock.advance(event.starts_at - app.clock.now());
        }
        participations::leave(&app, &tx, &first, Word::Ours)
            .await
            .unwrap();
        let all = participations::of_event(&tx, &event.id).await.unwrap();
        let next = all.into_iter().find(|one| one.id == next.id).unwrap();
        assert_eq!(next.state, State::Waiting, "cancelled: {is_cancelled}");
    }
}

#[tokio::test]
async fn without_mail_nobody_registers_by_the_form() {
    let app = instance_with("https://dialog.example.org", |config| {
        config.mail.url = None
    })
    .await;
    let draft = associations::Draft {
        handle: "dialog".into(),
        name: "Dialog für Cybersicherheit".into(),
        ..associations::Draft::default()
    };
    let keys = app.federation.make_keys().await.unwrap();
    let tx = app.begin().await.unwrap();
    let association = associations::found(&app, &tx, &draft, keys).await.unwrap();
    tx.commit().await.unwrap();
    let organizer = associations::actor_of(&app.db, &association).await.unwrap();
    let mut draft = denkwerkstatt();
    draft.registration = "open".into();
    let event = published(&app, &organizer, &draft).await;
    let register = format!("{}/register", event.path());
    let fields = [
        ("email", "post@verein.example.org"),
        ("attendance", "in_person"),
    ];
    let answer = Visitor::nobody(&app).post(&register, &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.says("Diese Instanz kann noch keine E-Mails senden."));
    let all = participations::of_event(&app.db, &event.id).await.unwrap();
    assert_eq!(all, []);
}
