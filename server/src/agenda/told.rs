//! A session of another server's agenda, as who holds its event tells it to peers. It goes with that event.

use super::{
    session::{SESSIONS_AT_MOST, Session, marks_of},
    store,
    version::{Sessions, Version},
};
use crate::{
    Result,
    app::Tx,
    error::Refusal,
    events::{self, Event},
    ids::EventId,
};
use chrono::{DateTime, Utc};
use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "told_sessions")]
pub struct Model {
    /// Its id on the wire.
    #[sea_orm(primary_key, auto_increment = false)]
    pub iri: Iri,
    pub event: EventId,
    /// Who holds the event.
    pub organizer: Iri,
    pub session: Said,
    /// As its own server says.
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Told;

/// What was said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Said(pub Session);

/// Keep a session of another server's event, unless we know it younger. Refuses more than
/// [`SESSIONS_AT_MOST`] of one event.
pub async fn keep(
    tx: &Tx,
    event: &Event,
    iri: Iri,
    session: Session,
    updated_at: DateTime<Utc>,
) -> Result<()> {
    match store::find_told(tx, &iri).await? {
        Some(known) if known.updated_at > updated_at => return Ok(()),
        Some(_) => {}
        None if store::count_told(tx, &event.id).await? >= SESSIONS_AT_MOST as u64 => {
            return Err(Refusal::new("agenda-too-many-sessions").into());
        }
        None => {}
    }
    let told = Told {
        iri,
        event: event.id.clone(),
        organizer: event.organizer.clone(),
        session: Said(session),
        updated_at,
    };
    store::put_told(tx, told).await?;
    mark(tx, &event.id).await
}

/// Leave a session out that its own server called gone.
pub async fn remove(tx: &Tx, iri: &Iri) -> Result<()> {
    let Some(told) = store::find_told(tx, iri).await? else {
        return Ok(());
    };
    store::delete_told(tx, iri).await?;
    mark(tx, &told.event).await
}

/// An event is found by what its sessions have.
async fn mark(tx: &Tx, event: &EventId) -> Result<()> {
    let told = store::told(tx, event).await?;
    let marks = marks_of(told.iter().map(|told| &told.session.0));
    events::mark_sessions(tx, event, &marks).await
}

/// All that was told of an event, as if it were the one version there is.
pub async fn version(db: &impl ConnectionTrait, event: &Event) -> Result<Option<Version>> {
    let told = store::told(db, &event.id).await?;
    let last = told.iter().map(|told| told.updated_at).max();
    let sessions = told.into_iter().map(|told| told.session.0).collect();
    Ok(last.map(|at| Version {
        event: event.id.clone(),
        number: 1,
        sessions: Sessions(sessions),
        released_at: Some(at),
        created_at: at,
        updated_at: at,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        agenda::{self, Draft, version::days},
        events::{
            Choice,
            feed::tests::{denkwerkstatt, house, published},
        },
    };

    #[tokio::test]
    async fn an_event_is_found_by_what_one_of_its_sessions_has() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &denkwerkstatt()).await;
        let found = async |choice: Choice| {
            let filter = choice.filter(&app.db).await.unwrap();
            events::listed(&app.db, &filter).await.unwrap().len()
        };
        let signed = || Choice {
            sign_language: "on".into(),
            ..Choice::default()
        };
        let quiet = || Choice {
            quiet_room: "on".into(),
            ..Choice::default()
        };
        assert_eq!(found(signed()).await, 0);
        let draft = Draft {
            day: "2026-12-13".into(),
            starts_at: "10:00".into(),
            title: "Impuls".into(),
            sign_language: true,
            ..Draft::default()
        };
        let tx = app.begin().await.unwrap();
        agenda::add(&app, &tx, &event, &draft).await.unwrap();
        let event = events::find(&tx, &event.id).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(signed()).await, 0, "nobody knows of it yet");
        let tx = app.begin().await.unwrap();
        agenda::release(&app, &tx, event.clone(), "").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((found(signed()).await, found(quiet()).await), (1, 0));
        // The same of what another server tells, until it takes it back.
        let iri: Iri = "https://peer.example/sessions/1".parse().unwrap();
        let session = Draft {
            sign_language: false,
            quiet_room: true,
            ..draft
        };
        let session = session.check("1", &days(&event)).unwrap();
        let tx = app.begin().await.unwrap();
        let now = app.clock.now();
        keep(&tx, &event, iri.clone(), session, now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((found(signed()).await, found(quiet()).await), (0, 1));
        let tx = app.begin().await.unwrap();
        remove(&tx, &iri).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(quiet()).await, 0);
    }

    #[tokio::test]
    async fn one_event_has_so_many_sessions_and_each_is_known_by_its_youngest_word() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &denkwerkstatt()).await;
        let tx = app.begin().await.unwrap();
        let now = app.clock.now();
        let tell = async |number: usize, title: &str, updated_at| {
            let iri = format!("https://peer.example/sessions/{number}");
            let draft = Draft {
                day: "2026-12-13".into(),
                starts_at: "10:00".into(),
                title: title.into(),
                ..Draft::default()
            };
            let session = draft.check(&number.to_string(), &days(&event)).unwrap();
            keep(&tx, &event, iri.parse().unwrap(), session, updated_at).await
        };
        for number in 0..SESSIONS_AT_MOST {
            tell(number, "Impuls", now).await.unwrap();
        }
        let refused = tell(SESSIONS_AT_MOST, "Einer zu viel", now).await;
        assert!(refused.is_err());
        // Those that are there can still change, and do not go back.
        let earlier = now - chrono::Duration::seconds(1);
        tell(0, "Neu", now).await.unwrap();
        tell(0, "Alt", earlier).await.unwrap();
        let told = version(&tx, &event).await.unwrap().expect("an agenda");
        assert_eq!(told.sessions.0.len(), SESSIONS_AT_MOST);
        let titles: Vec<_> = told.sessions.0.iter().map(|it| it.title.as_str()).collect();
        assert!(titles.contains(&"Neu") && !titles.contains(&"Alt"));
    }
}
