//! What is to be done for an event: a short list for those who prepare it, with days counted from its
//! start, so that it moves along with the event and into its next edition. No page, feed, file or object
//! for everybody says that there is any. Desk, API and command line come through these verbs.

pub mod api;
pub mod desk;
mod store;
pub mod task;

pub use self::{
    store::of_event,
    task::{Draft, TITLE_AT_MOST, Task, lines},
};

use super::{Event, later};
use crate::{App, Error, Refusal, Result, app::Tx, ids::EventTaskId};
use chrono::NaiveDate;

/// Tasks of one event.
const TASKS_AT_MOST: usize = 100;

/// Say that something is to be done.
pub async fn add(app: &App, tx: &Tx, event: &Event, draft: &Draft) -> Result<Task> {
    let (title, assignee, days_before) = draft.check()?;
    if of_event(tx, &event.id).await?.len() >= TASKS_AT_MOST {
        return Err(Refusal::new("event-task-too-many").on("title").into());
    }
    let now = app.clock.now();
    let task = Task {
        id: app.ulids.next(now).into(),
        event: event.id.clone(),
        title,
        assignee,
        days_before,
        done_on: None,
        created_at: now,
        updated_at: now,
    };
    store::insert(tx, task).await
}

/// Say that it is done, or that it is not after all.
pub async fn finish(app: &App, tx: &Tx, event: &Event, task: Task, is_done: bool) -> Result<Task> {
    if task.done_on.is_some() == is_done {
        return Ok(task);
    }
    let task = Task {
        done_on: is_done.then(|| today(app, event)),
        updated_at: later(task.updated_at, app.clock.now()),
        ..task
    };
    store::update(tx, task).await
}

/// Take it off the list.
pub async fn remove(tx: &Tx, task: Task) -> Result<()> {
    store::delete(tx, &task.id).await
}

/// What was to be done for one event is to be done for another, as far from its start.
pub async fn copy(app: &App, tx: &Tx, from: &Event, to: &Event) -> Result<()> {
    let now = app.clock.now();
    for task in of_event(tx, &from.id).await? {
        let task = Task {
            id: app.ulids.next(now).into(),
            event: to.id.clone(),
            done_on: None,
            created_at: now,
            updated_at: now,
            ..task
        };
        store::insert(tx, task).await?;
    }
    Ok(())
}

/// One of this event, to change it.
pub async fn find_for_change(tx: &Tx, event: &Event, id: &str) -> Result<Task> {
    let id: EventTaskId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_for_change(tx, &id).await?;
    let found = found.filter(|found| found.event == event.id);
    found.ok_or(Error::NotFound)
}

/// Which day it is where the event is.
pub fn today(app: &App, event: &Event) -> NaiveDate {
    app.clock.now().with_timezone(&event.tz()).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::Role,
        events::{
            self,
            feed::tests::{denkwerkstatt, drafted, house},
        },
        web::desk::tests::{Visitor, deeds},
    };

    fn typed(title: &str, days: &str) -> Draft {
        Draft {
            title: title.into(),
            days: days.into(),
            ..Draft::default()
        }
    }

    #[tokio::test]
    async fn an_event_has_so_many_tasks_and_each_moves_along_with_it() {
        let (app, organizer) = house().await;
        let event = drafted(&app, &organizer, &denkwerkstatt()).await;
        let tx = app.begin().await.unwrap();
        let task = add(&app, &tx, &event, &typed("Raum buchen", "14")).await;
        let task = task.unwrap();
        let due = task.due_on(&event).unwrap();
        assert_eq!(
            due,
            event.starts().date_naive() - chrono::Duration::days(14)
        );
        let moved = Event {
            starts_at: event.starts_at + chrono::Duration::days(7),
            ..event.clone()
        };
        let later = task.due_on(&moved).unwrap();
        assert_eq!(later, due + chrono::Duration::days(7));
        assert!(task.is_late(&event, due + chrono::Duration::days(1)));
        assert!(!task.is_late(&moved, due + chrono::Duration::days(1)));
        for number in 1..TASKS_AT_MOST {
            let typed = typed(&format!("Aufgabe {number}"), "");
            add(&app, &tx, &event, &typed).await.unwrap();
        }
        let refused = add(&app, &tx, &event, &typed("Eine zu viel", "")).await;
        let refused = refused.unwrap_err().to_string();
        assert_eq!(refused, "refused: event-task-too-many");
    }

    #[tokio::test]
    async fn the_list_is_kept_at_the_desk_and_by_what_is_open() {
        let (app, organizer) = house().await;
        let event = drafted(&app, &organizer, &denkwerkstatt()).await;
        let editor = Visitor::new(&app, Role::Editor).await;
        let path = format!("/desk/events/{}/tasks", event.id);
        for (title, days, side) in [
            ("Danke sagen", "3", "after"),
            ("Raum buchen", "14", "before"),
            ("Irgendwann", "", "before"),
        ] {
            let typed = [("title", title), ("days", days), ("side", side)];
            assert_eq!(editor.post(&path, &typed).await.status, 303);
        }
        let wrong = [("title", "Stühle"), ("days", "bald"), ("side", "before")];
        let refused = editor.post(&path, &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("Stühle") && refused.says("Zahl von Tagen"));
        let all = of_event(&app.db, &event.id).await.unwrap();
        let titles: Vec<_> = all.iter().map(|task| task.title.as_str()).collect();
        assert_eq!(titles, ["Raum buchen", "Danke sagen", "Irgendwann"]);
        let page = editor.get(&path).await;
        assert!(page.says("14 Tage vorher") && page.says("3 Tage danach"));
        let one = format!("{path}/{}", all[0].id);
        assert_eq!(editor.post(&one, &[("then", "finish")]).await.status, 303);
        let all = of_event(&app.db, &event.id).await.unwrap();
        assert_eq!(all[2].title, "Raum buchen");
        assert_eq!(all[2].done_on, Some(today(&app, &event)));
        assert_eq!(editor.post(&one, &[("then", "reopen")]).await.status, 303);
        assert_eq!(editor.post(&one, &[("then", "remove")]).await.status, 303);
        assert_eq!(of_event(&app.db, &event.id).await.unwrap().len(), 2);
        assert_eq!(editor.post(&one, &[("then", "remove")]).await.status, 404);
        let written = deeds(&app).await;
        for deed in [
            "event.task-add",
            "event.task-finish",
            "event.task-reopen",
            "event.task-remove",
        ] {
            assert!(written.iter().any(|it| it == deed), "{deed}");
        }
        // Of another event there is none to change.
        let other = drafted(&app, &organizer, &denkwerkstatt()).await;
        let elsewhere = format!("/desk/events/{}/tasks/{}", other.id, all[0].id);
        let answer = editor.post(&elsewhere, &[("then", "remove")]).await;
        assert_eq!(answer.status, 404);
    }

    #[tokio::test]
    async fn what_is_erased_takes_its_tasks_along() {
        let (app, organizer) = house().await;
        let event = drafted(&app, &organizer, &denkwerkstatt()).await;
        let tx = app.begin().await.unwrap();
        let typed = typed("Raum buchen", "14");
        add(&app, &tx, &event, &typed).await.unwrap();
        let id = event.id.clone();
        events::erase(&app, &tx, event).await.unwrap();
        assert_eq!(of_event(&tx, &id).await.unwrap(), []);
    }
}
