//! A vote of the demo: who was at the event, what each put on their ballot, and what came of it.

use super::{back_then, day};
use crate::{
    App, Error, Result,
    app::Tx,
    cycles::Cycle,
    decisions::{self, Closing, Decision, Sheet},
    events::{self, Event},
    participations::{self, Arrival, Participation, Registration},
};
use anyhow::Context as _;
use chrono::Duration;
use sea_orm::ConnectionTrait;
use serde::Deserialize;

/// Guests of one vote, more than there are.
const GUESTS_AT_MOST: u64 = 100;

/// A vote of those who were at an event that is over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    /// The day from today to which its event was nearest: another year's has the same title.
    in_days: i64,
    /// The German title of the event.
    event: String,
    /// Until when one may vote, from today. Without it until it is closed.
    until: Option<i64>,
    draft: decisions::Draft,
    guest: Vec<Guest>,
    /// What was decided, where it is over.
    closing: Option<Closing>,
}

/// Who was there, in what part.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Guest {
    name: String,
    #[serde(default)]
    email: String,
    stakeholder: String,
    /// Such as `1:3, 4:2`; without it they have not voted.
    ballot: Option<String>,
}

impl Poll {
    pub async fn play(&self, app: &App, cycle: &Cycle) -> Result<()> {
        let tx = app.begin().await?;
        let event = held_on(&tx, app, &self.event, self.in_days).await?;
        let event = event.context("the event of a vote is missing")?;
        let mut guests = Vec::new();
        for guest in &self.guest {
            guests.push(guest.arrive(app, &tx, &event).await?);
        }
        let then = back_then(app, event.ends_at);
        let draft = decisions::Draft {
            event: event.slug.clone(),
            ends_on: self.until.map(|days| day(app, days)).unwrap_or_default(),
            ..self.draft.clone()
        };
        let decision = decisions::draft(&then, &tx, cycle, &draft).await?;
        let decision = decisions::open(&then, &tx, &decision.id).await?;
        for (guest, arrived) in self.guest.iter().zip(&guests) {
            if let Some(ballot) = &guest.ballot {
                cast(&then, &tx, &decision, arrived, ballot).await?;
            }
        }
        if let Some(closing) = &self.closing {
            decisions::close(&then, &tx, &decision.id, closing).await?;
        }
        Ok(tx.commit().await?)
    }
}

impl Guest {
    /// Written down the day before, and let in on the first day.
    async fn arrive(&self, app: &App, tx: &Tx, event: &Event) -> Result<Participation> {
        let before = back_then(app, event.starts_at - Duration::days(1));
        let registration = Registration {
            name: self.name.clone(),
            email: self.email.clone(),
            stakeholder: self.stakeholder.clone(),
            attendance: "in_person".to_owned(),
            ..Registration::default()
        };
        let language = app.config.instance.language.bcp47();
        let guest = participations::enter(&before, tx, &event.id, &registration, language).await?;
        let there = back_then(app, event.starts_at);
        participations::check_in(&there, tx, &guest, &Arrival::default()).await
    }
}

async fn cast(
    app: &App,
    tx: &Tx,
    decision: &Decision,
    voter: &Participation,
    ballot: &str,
) -> Result<()> {
    let sheet = Sheet::read(ballot).context("a ballot of the demo is written wrongly")?;
    let (roll, _) = decisions::roll(tx, &decision.id, 0, GUESTS_AT_MOST).await?;
    let elector = roll
        .into_iter()
        .find(|elector| elector.participation.as_ref() == Some(&voter.id))
        .ok_or(Error::NotFound)?;
    decisions::cast(app, tx, &elector, &sheet).await?;
    Ok(())
}

/// Our event of this German title that begins nearest to a day: there may be one each year.
pub async fn held_on(
    db: &impl ConnectionTrait,
    app: &App,
    title: &str,
    in_days: i64,
) -> Result<Option<Event>> {
    let day = app.clock.now() + Duration::days(in_days);
    let own = events::own(db, events::LISTED_AT_MOST).await?;
    let called = own.into_iter().filter(|event| event.title("de") == title);
    Ok(called.min_by_key(|event| (event.starts_at - day).num_minutes().abs()))
}
