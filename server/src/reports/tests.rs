//! The rules of reports, through the verbs everybody uses.

use super::*;
use crate::{
    events::{
        Draft as EventDraft,
        feed::tests::{denkwerkstatt, drafted, house, published},
    },
    reports::draft::tests::evening,
};
use federation::outbox::{activity, find_object};
use sea_orm::EntityTrait;
use std::slice::from_ref;

/// An event that began this morning and goes on for weeks, for the tests' noon.
pub fn running() -> EventDraft {
    EventDraft {
        starts_on: "2026-11-20".into(),
        starts_at: "8:00".into(),
        ..denkwerkstatt()
    }
}

pub async fn wrote(app: &App, event: &Event, draft: &Draft) -> Result<Report> {
    let tx = app.begin().await?;
    let report = write(app, &tx, event, draft).await?;
    tx.commit().await?;
    Ok(report)
}

pub async fn told(app: &App, event: &Event) -> Result<Report> {
    let tx = app.begin().await?;
    let report = publish(app, &tx, event, "").await?;
    tx.commit().await?;
    Ok(report)
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    outcome.unwrap_err().to_string()
}

#[tokio::test]
async fn there_is_no_report_of_what_has_not_been() {
    let (app, organizer) = house().await;
    let draft = drafted(&app, &organizer, &running()).await;
    let coming = published(&app, &organizer, &denkwerkstatt()).await;
    let begun = published(&app, &organizer, &running()).await;
    let cancelled = Event {
        state: events::State::Cancelled,
        ..begun.clone()
    };
    let postponed = Event {
        state: events::State::Postponed,
        ..begun.clone()
    };
    for (event, refusal) in [
        (&draft, "event-is-not-public"),
        (&coming, "report-event-has-not-begun"),
        (&cancelled, "report-event-is-cancelled"),
        (&postponed, "report-event-is-postponed"),
    ] {
        let refusal = format!("refused: {refusal}");
        assert_eq!(refused(wrote(&app, event, &evening()).await), refusal);
        assert_eq!(refused(told(&app, event).await), refusal);
        assert!(!is_due(event, app.clock.now()));
    }
    assert!(is_due(&begun, app.clock.now()));
    assert_eq!(
        wrote(&app, &begun, &evening()).await.unwrap().state,
        State::Draft
    );
}

#[tokio::test]
async fn only_a_whole_report_becomes_public_and_it_stays_whole() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &running()).await;
    assert_eq!(
        refused(told(&app, &event).await),
        "refused: report-not-written"
    );
    let silent = Draft {
        transcript: String::new(),
        ..evening()
    };
    wrote(&app, &event, &silent).await.unwrap();
    let lacking = "refused: report-transcript-missing";
    assert_eq!(refused(told(&app, &event).await), lacking);
    wrote(&app, &event, &evening()).await.unwrap();
    let report = told(&app, &event).await.unwrap();
    assert!(report.is_public() && report.iri.is_some() && report.note.is_some());
    assert_eq!(refused(wrote(&app, &event, &silent).await), lacking);
    assert_eq!(
        refused(told(&app, &event).await),
        "refused: report-is-public-already"
    );
}

#[tokio::test]
async fn whoever_comes_too_late_overwrites_nobody() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &running()).await;
    let first = wrote(&app, &event, &evening()).await.unwrap();
    let seen = Draft {
        seen: first.seen(),
        ..evening()
    };
    let second = wrote(&app, &event, &seen).await.unwrap();
    assert_ne!(first.seen(), second.seen());
    let late = wrote(&app, &event, &seen).await;
    assert!(matches!(late, Err(Error::Conflict)));
    let tx = app.begin().await.unwrap();
    let late = publish(&app, &tx, &event, &first.seen()).await;
    assert!(matches!(late, Err(Error::Conflict)));
}

#[tokio::test]
async fn what_is_protected_stands_in_no_report() {
    let (app, organizer) = house().await;
    let protected = EventDraft {
        place_protected: true,
        ..running()
    };
    let event = published(&app, &organizer, &protected).await;
    let telling = Draft {
        text: "Danke an die Alte Kantine.".into(),
        ..evening()
    };
    let refusal = "refused: event-names-the-place";
    assert_eq!(refused(wrote(&app, &event, &telling).await), refusal);
    // It may have become so since it was written.
    let open = published(&app, &organizer, &running()).await;
    wrote(&app, &open, &telling).await.unwrap();
    let tx = app.begin().await.unwrap();
    events::revise(&app, &tx, open.clone(), &protected)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(refused(told(&app, &open).await), refusal);
    // What is out already is changed before the place is protected.
    let out = published(&app, &organizer, &running()).await;
    wrote(&app, &out, &telling).await.unwrap();
    told(&app, &out).await.unwrap();
    let tx = app.begin().await.unwrap();
    assert_eq!(
        refused(events::revise(&app, &tx, out.clone(), &protected).await),
        "refused: event-report-names-the-place"
    );
    write(&app, &tx, &out, &evening()).await.unwrap();
    let told = find(&tx, &out.id).await.unwrap().unwrap().iri;
    events::revise(&app, &tx, out, &protected).await.unwrap();
    let said = activity::Entity::find().all(&tx).await.unwrap();
    let mut of_it = said.iter().filter(|said| said.object == told).peekable();
    assert!(of_it.peek().is_some());
    assert!(of_it.all(|said| !said.json.contains("Alte Kantine")));
}

#[tokio::test]
async fn a_report_that_is_withdrawn_leaves_tombstones_and_comes_back_under_another_id() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &running()).await;
    wrote(&app, &event, &evening()).await.unwrap();
    let public = told(&app, &event).await.unwrap();
    let tx = app.begin().await.unwrap();
    let withdrawn = withdraw(&app, &tx, &event).await.unwrap();
    assert_eq!(
        refused(withdraw(&app, &tx, &event).await),
        "refused: report-is-not-public"
    );
    tx.commit().await.unwrap();
    assert_eq!((withdrawn.state, withdrawn.iri), (State::Withdrawn, None));
    assert_eq!(find_public(&app.db, &event).await.unwrap(), None);
    for id in [&public.iri, &public.note] {
        let id = id.as_ref().unwrap();
        let object = find_object(&app.db, id).await.unwrap().unwrap();
        assert!(object.deleted_at.is_some() && !object.json.contains("Nähe"));
    }
    let again = told(&app, &event).await.unwrap();
    assert!(again.iri.is_some() && again.iri != public.iri);
}

#[tokio::test]
async fn a_report_goes_with_its_event() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &running()).await;
    wrote(&app, &event, &evening()).await.unwrap();
    let report = told(&app, &event).await.unwrap();
    let tx = app.begin().await.unwrap();
    events::erase(&app, &tx, event.clone()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(&app.db, &event.id).await.unwrap(), None);
    for id in [report.iri, report.note] {
        let object = find_object(&app.db, &id.unwrap()).await.unwrap().unwrap();
        assert!(object.deleted_at.is_some());
    }
}

#[tokio::test]
async fn lists_hold_what_is_public_and_the_desk_what_is_missing() {
    let (app, organizer) = house().await;
    let event = published(&app, &organizer, &running()).await;
    let other = published(&app, &organizer, &running()).await;
    assert!(missing(&app).await.unwrap().is_empty());
    app.clock.advance(Duration::days(30));
    let without = async || -> Vec<_> {
        let missing = missing(&app).await.unwrap().into_iter();
        missing.map(|event| event.id).collect()
    };
    assert_eq!(without().await.len(), 2);
    // A draft is not yet a report.
    wrote(&app, &event, &evening()).await.unwrap();
    assert_eq!(without().await.len(), 2);
    assert!(listed(&app.db, None).await.unwrap().is_empty());
    let report = told(&app, &event).await.unwrap();
    assert_eq!(without().await, from_ref(&other.id));
    let ids = vec![event.id.clone(), other.id];
    assert_eq!(of_events(&app.db, ids).await.unwrap(), from_ref(&report));
    let by = |author: &Iri| {
        let author = author.clone();
        let app = &app;
        async move { listed(&app.db, Some(&author)).await.unwrap() }
    };
    assert_eq!(by(&organizer.id).await, [(report, event.clone())]);
    assert!(by(&event.iri).await.is_empty());
    app.clock.advance(MISSED_FOR);
    assert!(missing(&app).await.unwrap().is_empty());
}
