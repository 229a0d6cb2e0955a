//! Several people do the same at the same moment: each gets one true answer, and nobody an error of ours.

use futures_util::future::join_all;
use harness::{Engine, Instance, Post, briefing, denkwerkstatt, edition, on_both_engines};
use server::{
    Error, associations,
    events::{self, Event},
    imports::{self, Choice, Source, Taker},
    participations::{self, Registration},
    series,
};
use std::collections::BTreeSet;

on_both_engines![
    events_of_one_title_get_an_address_each,
    a_handle_is_given_to_one_of_many,
    each_copy_gets_a_number_of_its_own,
    a_source_is_taken_once,
    who_erases_themselves_twice_is_erased,
];

/// How many do it at once: fewer than a database has connections.
const MANY: usize = 4;

async fn events_of_one_title_get_an_address_each(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let organizer = dialog.actor(&host).await;
    let drafting = (0..MANY).map(|_| async {
        let tx = dialog.begin().await;
        let event = events::draft(&dialog.app, &tx, &organizer, &briefing("Lagebild")).await;
        let event = event.expect("a draft");
        tx.commit().await.expect("a commit");
        event.slug
    });
    let slugs: BTreeSet<String> = join_all(drafting).await.into_iter().collect();
    let expected = ["lagebild", "lagebild-2", "lagebild-3", "lagebild-4"];
    assert_eq!(slugs.iter().collect::<Vec<_>>(), expected);
}

async fn a_handle_is_given_to_one_of_many(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let draft = associations::Draft {
        handle: "verein".to_owned(),
        name: "Verein A".to_owned(),
        email: "post@verein.example".to_owned(),
        ..associations::Draft::default()
    };
    let founding = (0..MANY).map(|_| async {
        let keys = dialog.app.federation.make_keys().await.expect("keys");
        let tx = dialog.begin().await;
        match associations::found(&dialog.app, &tx, &draft, keys).await {
            Ok(_) => {
                tx.commit().await.expect("a commit");
                "founded".to_owned()
            }
            Err(Error::Refused(refusals)) => refusals.to_string(),
            Err(error) => panic!("{error}"),
        }
    });
    let mut said = join_all(founding).await;
    said.sort();
    let mut expected = vec!["association-handle-taken"; MANY - 1];
    expected.push("founded");
    assert_eq!(said, expected);
}

async fn each_copy_gets_a_number_of_its_own(engine: Engine) {
    let buero = engine.instance("innovationsbuero").await;
    let host = buero.association("innovationsbuero").await;
    buero.series(&host).await;
    let event = buero.publish(&edition(11)).await;
    let copying = (0..MANY).map(|_| async {
        let tx = buero.begin().await;
        let copy = series::copy(&buero.app, &tx, &event, "").await;
        let copy = copy.expect("the next edition");
        tx.commit().await.expect("a commit");
        copy.edition
    });
    let mut numbers = join_all(copying).await;
    numbers.sort();
    assert_eq!(numbers, [12, 13, 14, 15].map(Some));
}

async fn own(instance: &Instance) -> Vec<Event> {
    events::own(&instance.app.db, 10).await.expect("events")
}

async fn a_source_is_taken_once(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let organizer = dialog.actor(&host).await;
    let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//verein.example//\r\nBEGIN:VEVENT\r\n\
        UID:1@verein.example\r\nDTSTAMP:20260801T080000Z\r\nDTSTART:20261013T080000Z\r\n\
        DTEND:20261013T150000Z\r\nSUMMARY:Fachtag\r\nLOCATION:Rathaus\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let source = Source::file(calendar.into());
    let reading = source.read(&dialog.app, dialog.now());
    let choices = [Choice {
        key: reading.events[0].key.clone(),
        ..Choice::default()
    }];
    let taker = Taker {
        account: None,
        may_publish: true,
    };
    let read = (&source, &reading);
    let taking =
        (0..MANY).map(|_| imports::take_all(&dialog.app, taker, &organizer, read, &choices));
    let mut new = 0;
    for taken in join_all(taking).await {
        let (taken, refused) = taken.expect("it is taken or refused");
        assert!(refused.is_empty(), "{refused:?}");
        new += taken.iter().filter(|taken| taken.is_new).count();
    }
    assert_eq!((new, own(&dialog).await.len()), (1, 1));
}

async fn who_erases_themselves_twice_is_erased(engine: Engine) {
    let dialog = engine.instance("dialog").await;
    dialog.association("dialog").await;
    let mut draft = denkwerkstatt();
    draft.registration = "open".to_owned();
    draft.registration_url = String::new();
    let event = dialog.publish(&draft).await;
    let registration = Registration {
        name: "Geschäftsstelle".to_owned(),
        email: "post@verein.example".to_owned(),
        attendance: "in_person".to_owned(),
        ..Registration::default()
    };
    let app = &dialog.app;
    let tx = dialog.begin().await;
    let person = participations::enter(app, &tx, &event.id, &registration, "de").await;
    let person = person.expect("a place");
    tx.commit().await.expect("a commit");
    let address = app.links.address(app.config.origin(), &person);
    let url = dialog.url(&format!("{}/erasure", address.path()));
    let erasing = (0..MANY).map(|_| async {
        let reply = Post::form(&url, &[]).send().await;
        reply.status.as_u16()
    });
    let mut statuses = join_all(erasing).await;
    statuses.sort();
    assert_eq!(statuses, [200, 404, 404, 404]);
}
