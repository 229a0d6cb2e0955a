//! An event that is given other days takes along what hangs on them.

use super::{participation::Days, store};
use crate::{
    App, Result, agenda,
    app::Tx,
    events::{self, Draft, Event},
    ids::EventId,
};
use chrono::Duration;

/// Change an event as [`events::revise`] does. Where it then takes place so many days later as a whole, its
/// agenda and the days people come on move along.
pub async fn revise(app: &App, tx: &Tx, event: Event, draft: &Draft) -> Result<Event> {
    let before = event.clone();
    let event = events::revise(app, tx, event, draft).await?;
    let Some(days) = event.moved_since(&before) else {
        return Ok(event);
    };
    move_people(tx, &event.id, days).await?;
    agenda::move_along(app, tx, event, days).await
}

/// Whoever comes on the second day comes on the second day still.
async fn move_people(tx: &Tx, event: &EventId, by: Duration) -> Result<()> {
    for mut participation in store::of_event(tx, event).await? {
        if participation.days.0.is_empty() {
            continue;
        }
        let days = participation.days.0.iter().map(|day| *day + by);
        participation.days = Days(days.collect());
        store::update(tx, participation).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::{Role, tests::Instance},
        agenda::activitypub,
        events::feed::tests::{denkwerkstatt, house, published},
        participations::{self, Registration},
        web::desk::tests::Visitor,
    };
    use federation::outbox::find_object;

    fn on(day: &str) -> chrono::NaiveDate {
        day.parse().unwrap()
    }

    fn session(starts_on: &str, title: &str) -> agenda::Draft {
        agenda::Draft {
            day: starts_on.into(),
            starts_at: "10:00".into(),
            title: title.into(),
            ..agenda::Draft::default()
        }
    }

    /// Two days from 13 December, with a session on each that is released, and one more planned.
    async fn planned() -> (Instance, Event) {
        let (app, organizer) = house().await;
        let draft = Draft {
            registration: "open".into(),
            ..denkwerkstatt()
        };
        let event = published(&app, &organizer, &draft).await;
        let tx = app.begin().await.unwrap();
        for (day, title) in [("2026-12-13", "Ideen"), ("2026-12-14", "Auswahl")] {
            let session = session(day, title);
            agenda::add(&app, &tx, &event, &session).await.unwrap();
        }
        let found = events::find(&tx, &event.id).await.unwrap().unwrap();
        agenda::release(&app, &tx, found, "").await.unwrap();
        let more = session("2026-12-14", "Abschied");
        agenda::add(&app, &tx, &event, &more).await.unwrap();
        tx.commit().await.unwrap();
        (app, event)
    }

    async fn given(app: &Instance, event: &Event, from: &str, to: &str) -> Event {
        let tx = app.begin().await.unwrap();
        let event = events::find_for_change(&tx, &event.id).await.unwrap();
        let draft = Draft {
            starts_on: from.into(),
            ends_on: to.into(),
            ..events::draft_of(app, &tx, &event).await.unwrap()
        };
        let event = revise(app, &tx, event, &draft).await.unwrap();
        tx.commit().await.unwrap();
        event
    }

    /// When each session begins at home: of what is released, and of what is planned.
    async fn begins(app: &Instance, event: &Event) -> (Vec<String>, Vec<String>) {
        let zone = event.starts().timezone();
        let at = |session: &agenda::Session| session.starts(zone).format("%d. %H:%M").to_string();
        let released = agenda::released(&app.db, event).await.unwrap().unwrap();
        let planned = agenda::planned(&app.db, event).await.unwrap();
        (
            released.sessions.0.iter().map(at).collect(),
            planned.iter().map(at).collect(),
        )
    }

    #[tokio::test]
    async fn an_event_takes_its_agenda_and_the_days_people_come_along() {
        let (app, event) = planned().await;
        let second_day = Registration {
            name: "Referat Ehrenamt".into(),
            attendance: "in_person".into(),
            days: "2026-12-14".into(),
            ..Registration::default()
        };
        let tx = app.begin().await.unwrap();
        let person = participations::enter(&app, &tx, &event.id, &second_day, "de").await;
        tx.commit().await.unwrap();
        let before = agenda::latest(&app.db, &event.id).await.unwrap().unwrap();
        let calendar = format!("{}/agenda.ics", event.path());
        let visitor = Visitor::new(&app, Role::Coordinator).await;
        assert!(visitor.get(&calendar).await.says("SEQUENCE:1\r\n"));

        let moved = given(&app, &event, "2026-12-19", "2026-12-20").await;
        let (released, planned) = begins(&app, &moved).await;
        assert_eq!(released, ["19. 10:00", "20. 10:00"]);
        assert_eq!(planned, ["19. 10:00", "20. 10:00", "20. 10:00"]);
        let days = store::find(&app.db, &person.unwrap().id).await.unwrap();
        assert_eq!(days.unwrap().days, Days(vec![on("2026-12-20")]));
        // Whoever had the draft open does not put the old days back.
        let after = agenda::latest(&app.db, &event.id).await.unwrap().unwrap();
        assert_ne!(before.seen(), after.seen());
        // Neither a calendar nor a peer keeps the old days.
        let answer = visitor.get(&calendar).await;
        assert!(answer.says("SEQUENCE:2\r\n") && answer.says("20261219T100000"));
        assert!(!answer.says("20261213T"));
        let version = agenda::released(&app.db, &moved).await.unwrap().unwrap();
        let id = activitypub::id(app.config.origin(), &version.sessions.0[0]);
        let tx = app.begin().await.unwrap();
        let object = find_object(&tx, &id).await.unwrap().unwrap();
        assert!(
            object.json.contains("2026-12-19T10:00:00"),
            "{}",
            object.json
        );
    }

    #[tokio::test]
    async fn a_day_more_moves_nothing_and_a_day_less_is_said() {
        let (app, event) = planned().await;
        let longer = given(&app, &event, "2026-12-12", "2026-12-14").await;
        let (released, _) = begins(&app, &longer).await;
        assert_eq!(released, ["13. 10:00", "14. 10:00"]);
        let visitor = Visitor::new(&app, Role::Coordinator).await;
        let pages = [
            event.path(),
            format!("{}/agenda", event.path()),
            format!("/desk/events/{}/agenda", event.id),
        ];
        let said = ["noch das alte", "noch das alte", "nicht mehr stattfindet"];
        for (page, said) in pages.iter().zip(said) {
            assert!(!visitor.get(page).await.says(said), "{page}");
        }
        given(&app, &event, "2026-12-12", "2026-12-13").await;
        for (page, said) in pages.iter().zip(said) {
            assert!(visitor.get(page).await.says(said), "{page}");
        }
    }
}
