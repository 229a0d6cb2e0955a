//! From when to when somebody is at an event who does not come on every day of it. What the agenda says of
//! their days counts; where there is none, a day has all its hours, so that nobody comes too late.

use super::{
    participation::{Days, days_of},
    tables::LASTS,
};
use crate::{
    Result,
    agenda::{self, Agenda},
    events::Event,
};
use chrono::{DateTime, Days as ManyDays, NaiveDate, NaiveTime, TimeZone as _, Utc};
use sea_orm::ConnectionTrait;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

impl Stay {
    /// Days with others in between are no one stay: then it is all of the event.
    pub async fn of(db: &impl ConnectionTrait, event: &Event, days: &Days) -> Result<Self> {
        if days.0.is_empty() {
            return Ok(Self::all(event));
        }
        let agenda = match agenda::released(db, event).await? {
            Some(version) => version.agenda(event).ok(),
            None => None,
        };
        Ok(Self::on(event, days, agenda.as_ref()))
    }

    fn all(event: &Event) -> Self {
        Self {
            starts_at: event.starts_at,
            ends_at: event.ends_at,
        }
    }

    fn on(event: &Event, days: &Days, agenda: Option<&Agenda>) -> Self {
        let of_event = days_of(event);
        let is_theirs = |day: &&NaiveDate| days.0.contains(day);
        let theirs: Vec<NaiveDate> = of_event.iter().filter(is_theirs).copied().collect();
        let (Some(first), Some(last)) = (theirs.first(), theirs.last()) else {
            return Self::all(event);
        };
        let is_whole = of_event
            .iter()
            .filter(|day| (first..=last).contains(day))
            .eq(theirs.iter());
        if !is_whole {
            return Self::all(event);
        }
        let starts_at = begins(event, *first, agenda).max(event.starts_at);
        let ends_at = ends(event, *last, agenda).min(event.ends_at);
        match starts_at < ends_at {
            true => Self { starts_at, ends_at },
            false => Self::all(event),
        }
    }
}

fn begins(event: &Event, day: NaiveDate, agenda: Option<&Agenda>) -> DateTime<Utc> {
    if days_of(event).first() == Some(&day) {
        return event.starts_at;
    }
    let sessions = agenda.map(Agenda::by_day);
    let sessions = sessions.and_then(|mut all| all.remove(&day));
    let first = sessions.into_iter().flatten().map(|it| it.starts_at).min();
    first
        .or_else(|| midnight(event, day))
        .unwrap_or(event.starts_at)
}

fn ends(event: &Event, day: NaiveDate, agenda: Option<&Agenda>) -> DateTime<Utc> {
    if days_of(event).last() == Some(&day) {
        return event.ends_at;
    }
    let last = agenda.and_then(|agenda| {
        let sessions = agenda.by_day().remove(&day)?.into_iter();
        let ends = sessions.map(|it| agenda.ends_at(it).unwrap_or(it.starts_at + LASTS));
        ends.max()
    });
    let next = day.checked_add_days(ManyDays::new(1));
    last.or_else(|| midnight(event, next?))
        .unwrap_or(event.ends_at)
}

/// When a day begins where the event takes place.
fn midnight(event: &Event, day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(NaiveTime::MIN);
    let midnight = event.tz().from_local_datetime(&midnight).earliest()?;
    Some(midnight.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        agenda::version,
        events::feed::tests::{denkwerkstatt, house, published},
    };
    use serde_json::json;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, number).unwrap()
    }

    /// Three days around the change of the clock.
    async fn three_days() -> Event {
        let (app, actor) = house().await;
        let event = published(&app, &actor, &denkwerkstatt()).await;
        Event {
            starts_at: at("2026-10-24T08:00:00Z"),
            ends_at: at("2026-10-26T15:00:00Z"),
            zone: "Europe/Berlin".into(),
            ..event
        }
    }

    #[tokio::test]
    async fn who_comes_on_one_day_is_there_on_that_day() {
        let event = three_days().await;
        let stay = |days: &[u32]| {
            let days = Days(days.iter().map(|number| day(*number)).collect());
            let stay = Stay::on(&event, &days, None);
            (stay.starts_at, stay.ends_at)
        };
        let all = (event.starts_at, event.ends_at);
        let (sunday, monday) = (at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"));
        assert_eq!(stay(&[24]), (event.starts_at, sunday));
        // The day on which the clock is put back has an hour more.
        assert_eq!(stay(&[25]), (sunday, monday));
        assert_eq!(stay(&[26]), (monday, event.ends_at));
        assert_eq!(stay(&[25, 26]), (sunday, event.ends_at));
        for days in [&[24, 26][..], &[], &[23]] {
            assert_eq!(stay(days), all, "{days:?}");
        }
    }

    #[tokio::test]
    async fn a_day_is_as_long_as_its_agenda() {
        let event = three_days().await;
        let sessions = [
            ("2026-10-25T09:00:00Z", None),
            ("2026-10-25T13:00:00Z", Some("2026-10-25T17:00:00Z")),
            ("2026-10-25T16:00:00Z", None),
        ];
        let sessions = sessions.map(|(starts_at, ends_at)| {
            let session = json!({
                "id": starts_at,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "title": "Punkt",
                "kind": "talk",
            });
            serde_json::from_value(session).unwrap()
        });
        let agenda = Agenda::new(version::days(&event), sessions.into()).unwrap();
        let stay = |days: &[u32]| {
            let days = Days(days.iter().map(|number| day(*number)).collect());
            let stay = Stay::on(&event, &days, Some(&agenda));
            (stay.starts_at, stay.ends_at)
        };
        let (nine, five) = (at("2026-10-25T09:00:00Z"), at("2026-10-25T17:00:00Z"));
        assert_eq!(stay(&[25]), (nine, five));
        assert_eq!(stay(&[25, 26]), (nine, event.ends_at));
        assert_eq!(stay(&[24, 25]), (event.starts_at, five));
        // Of a day nothing is said of, all hours count.
        assert_eq!(stay(&[26]), (at("2026-10-25T23:00:00Z"), event.ends_at));
    }
}
