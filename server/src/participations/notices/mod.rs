//! Notices: what the organizers let those who take part be written by itself, counted from the start of an
//! event, so that it moves along with it and into its next edition. Nobody is sent one twice, and whoever
//! registers after its time is sent it then. By mail alone: it may hold what no other server is told.

pub mod api;
pub mod desk;
pub mod notice;
mod reader;
mod store;

pub use self::{
    notice::{Draft, Notice},
    store::{count_readers, of_event},
};

use self::{notice::Details, reader::Reader};
use super::{event_of, letters, participation::Participation};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    events::{self, Event, later},
    i18n::Lang,
    ids::{EventId, NoticeId},
};
use sea_orm::ConnectionTrait;

/// Notices of one event.
const NOTICES_AT_MOST: usize = 20;

/// Plan one more.
pub async fn plan(app: &App, tx: &Tx, event: &Event, draft: &Draft) -> Result<Notice> {
    let details = draft.check(event)?;
    if of_event(tx, &event.id).await?.len() >= NOTICES_AT_MOST {
        return Err(Refusal::new("notice-too-many").on("days").into());
    }
    let now = app.clock.now();
    let empty = Notice {
        id: app.ulids.next(now).into(),
        event: event.id.clone(),
        days_before: 0,
        sent_from: details.sent_from,
        attendance: None,
        is_reminder: false,
        subject_de: String::new(),
        text_de: String::new(),
        subject_en: String::new(),
        text_en: String::new(),
        created_at: now,
        updated_at: now,
    };
    let notice = with_details(empty, details);
    require_time_left(app, event, &notice)?;
    store::insert(tx, notice).await
}

/// Change one. Who was sent it is not sent it again, unless it is to go out later than it did.
pub async fn revise(
    app: &App,
    tx: &Tx,
    event: &Event,
    notice: Notice,
    draft: &Draft,
) -> Result<Notice> {
    let details = draft.check(event)?;
    let before = notice.due_at(event);
    let notice = Notice {
        updated_at: later(notice.updated_at, app.clock.now()),
        ..with_details(notice, details)
    };
    if notice.due_at(event) != before {
        require_time_left(app, event, &notice)?;
    }
    store::update(tx, notice).await
}

fn with_details(notice: Notice, details: Details) -> Notice {
    let [(subject_de, text_de), (subject_en, text_en)] = details.words;
    Notice {
        days_before: details.days_before,
        sent_from: details.sent_from,
        attendance: details.attendance,
        is_reminder: details.is_reminder,
        subject_de,
        text_de,
        subject_en,
        text_en,
        ..notice
    }
}

/// What would go out this very moment is a message, and is written as one.
fn require_time_left(app: &App, event: &Event, notice: &Notice) -> Result<()> {
    match notice.due_at(event) <= app.clock.now() {
        true => Err(Refusal::new("notice-in-the-past").on("days").into()),
        false => Ok(()),
    }
}

/// Take one back. What was sent was sent.
pub async fn discard(tx: &Tx, notice: Notice) -> Result<()> {
    store::delete(tx, &notice.id).await
}

/// What was planned for one event is planned for another, as far from its start.
pub async fn copy(app: &App, tx: &Tx, from: &Event, to: &Event) -> Result<()> {
    let now = app.clock.now();
    for notice in of_event(tx, &from.id).await? {
        let notice = Notice {
            id: app.ulids.next(now).into(),
            event: to.id.clone(),
            created_at: now,
            updated_at: now,
            ..notice
        };
        store::insert(tx, notice).await?;
    }
    Ok(())
}

/// One of this event.
pub async fn find(db: &impl ConnectionTrait, event: &Event, id: &str) -> Result<Notice> {
    let id: NoticeId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find(db, &id).await?;
    let found = found.filter(|found| found.event == event.id);
    found.ok_or(Error::NotFound)
}

/// The same, to change it.
pub async fn find_for_change(tx: &Tx, event: &Event, id: &str) -> Result<Notice> {
    let id: NoticeId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_for_change(tx, &id).await?;
    let found = found.filter(|found| found.event == event.id);
    found.ok_or(Error::NotFound)
}

/// Whether a notice speaks to somebody in place of our reminder.
pub(super) fn reminds(notices: &[Notice], event: &Event, participation: &Participation) -> bool {
    let is_written_to = !participation.quiet && letters::address_of(participation).is_some();
    let mut reminders = notices.iter().filter(|notice| notice.is_reminder);
    is_written_to && reminders.any(|notice| notice.is_for(participation.way(event)))
}

/// Send what is due. What fails is logged and holds nothing else up. Returns to how many people.
pub(super) async fn send_due(app: &App) -> Result<usize> {
    let mut sent = 0;
    let ids = store::events(&app.db).await?;
    let reach = notice::reach(app.clock.now());
    for event in events::starting_among(&app.db, ids, reach).await? {
        for notice in of_event(&app.db, &event.id).await? {
            sent += send(app, &event, &notice).await.unwrap_or_else(|error| {
                tracing::error!(notice = %notice.id, %error, "notices.failed");
                0
            });
        }
    }
    Ok(sent)
}

async fn send(app: &App, event: &Event, notice: &Notice) -> Result<usize> {
    // Most of the time there is nobody, and nobody is kept from writing to find out.
    if !notice.is_due(event, app.clock.now())
        || store::unreached(&app.db, event, notice).await?.is_empty()
    {
        return Ok(0);
    }
    let tx = app.begin().await?;
    let sent = sent_in(app, &tx, (&event.id, &notice.id)).await?;
    tx.commit().await?;
    Ok(sent)
}

async fn sent_in(app: &App, tx: &Tx, (event, notice): (&EventId, &NoticeId)) -> Result<usize> {
    let now = app.clock.now();
    let event = event_of(tx, event).await?;
    let notice = store::find_for_change(tx, notice).await?;
    let (Some(event), Some(notice)) = (event, notice) else {
        return Ok(0);
    };
    if !notice.is_due(&event, now) {
        return Ok(0);
    }
    let said = |lang: Lang| notice.words(lang);
    let mut sent = 0;
    for participation in store::unreached(tx, &event, &notice).await? {
        letters::write_from_organizers(app, tx, &event, &participation, &said).await?;
        let reader = Reader {
            notice: notice.id.clone(),
            participation: participation.id,
            sent_at: now,
        };
        store::keep_reader(tx, reader).await?;
        sent += 1;
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::Role,
        events::feed::tests::{denkwerkstatt, drafted, house},
        web::desk::tests::{Visitor, deeds},
    };

    const TYPED: [(&str, &str); 4] = [
        ("days", "7"),
        ("side", "before"),
        ("subject_de", "Anreise"),
        ("text_de", "Der Eingang ist im Hof."),
    ];

    #[tokio::test]
    async fn a_coordinator_plans_what_goes_out_and_everybody_here_sees_it() {
        let (app, organizer) = house().await;
        let event = drafted(&app, &organizer, &denkwerkstatt()).await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        let list = format!("/desk/events/{}/notices", event.id);
        assert!(coordinator.get(&list).await.says("Noch ist keine geplant"));
        let form = coordinator.get(&format!("{list}/new")).await;
        assert!(form.says("Betreff auf Deutsch"));
        let mut wrong = TYPED.to_vec();
        wrong[0] = ("days", "bald");
        let refused = coordinator.post(&list, &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("Zahl von Tagen") && refused.says("im Hof"));
        assert_eq!(coordinator.post(&list, &TYPED).await.status, 303);
        let page = coordinator.get(&list).await;
        assert!(page.says("Anreise") && page.says("7 Tage vorher"));
        let notice = of_event(&app.db, &event.id).await.unwrap().remove(0);
        let one = format!("{list}/{}", notice.id);
        assert!(coordinator.get(&one).await.says("im Hof"));
        let mut other = TYPED.to_vec();
        other.push(("is_reminder", "on"));
        assert_eq!(coordinator.post(&one, &other).await.status, 303);
        assert!(coordinator.get(&list).await.says("statt der Erinnerung"));

        let editor = Visitor::new(&app, Role::Editor).await;
        let page = editor.get(&list).await;
        assert!(page.says("Anreise") && !page.says("/notices/new"));
        for path in [&list, &one, &format!("{one}/removal")] {
            assert_eq!(editor.post(path, &TYPED).await.status, 403, "{path}");
        }
        let other = drafted(&app, &organizer, &denkwerkstatt()).await;
        let elsewhere = format!("/desk/events/{}/notices/{}", other.id, notice.id);
        assert_eq!(coordinator.get(&elsewhere).await.status, 404);

        let gone = coordinator.post(&format!("{one}/removal"), &[]).await;
        assert_eq!(gone.status, 303);
        assert_eq!(of_event(&app.db, &event.id).await.unwrap(), []);
        let written = deeds(&app).await;
        for deed in ["notice.plan", "notice.revise", "notice.discard"] {
            assert!(written.iter().any(|it| it == deed), "{deed}");
        }
    }

    #[tokio::test]
    async fn what_would_go_out_at_once_is_refused_and_so_is_one_too_many() {
        let (app, organizer) = house().await;
        let event = drafted(&app, &organizer, &denkwerkstatt()).await;
        let tx = app.begin().await.unwrap();
        let draft = Draft {
            days: "7".into(),
            subject_de: "Anreise".into(),
            text_de: "Der Eingang ist im Hof.".into(),
            ..Draft::default()
        };
        let early = Draft {
            days: "60".into(),
            ..draft.clone()
        };
        let refused = plan(&app, &tx, &event, &early).await.unwrap_err();
        assert_eq!(refused.to_string(), "refused: notice-in-the-past");
        let mut notice = None;
        for _ in 0..NOTICES_AT_MOST {
            notice = Some(plan(&app, &tx, &event, &draft).await.unwrap());
        }
        let refused = plan(&app, &tx, &event, &draft).await.unwrap_err();
        assert_eq!(refused.to_string(), "refused: notice-too-many");
        let notice = notice.unwrap();
        let refused = revise(&app, &tx, &event, notice.clone(), &early).await;
        let refused = refused.unwrap_err().to_string();
        assert_eq!(refused, "refused: notice-in-the-past");
        // Its words can still be mended when its time is over.
        app.clock.advance(chrono::Duration::days(20));
        let mended = Draft {
            text_de: "Der Eingang ist vorn.".into(),
            ..draft
        };
        let mended = revise(&app, &tx, &event, notice, &mended).await.unwrap();
        assert_eq!(mended.words(Lang::En).1, "Der Eingang ist vorn.");
    }
}
