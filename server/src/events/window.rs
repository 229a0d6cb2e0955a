//! Which days of a list, and which page of it, a program asks for. Refuses what it cannot read: a
//! slip must not turn into a list of everything.

use super::{Filter, LISTED_AT_MOST, draft::read_date};
use crate::{
    Result,
    error::{Refusal, Refusals},
};
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use utoipa::IntoParams;

/// The furthest page of a list.
const PAGES_AT_MOST: u64 = 1_000;

/// Days and page, in the query of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Window {
    /// The first day, `2026-11-13`, in the zone of the instance. From now on when absent.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Counted from 1.
    #[param(minimum = 1)]
    pub page: Option<u64>,
}

impl Window {
    /// One page of what `filter` chooses, on the days it leaves open.
    pub fn narrow(&self, filter: Filter, home: Tz, now: DateTime<Utc>) -> Result<Filter> {
        let mut refusals = Refusals::default();
        let mut day = |text: &str, field, days_later| {
            let begins = || {
                let day = read_date(text)?.checked_add_days(Days::new(days_later))?;
                midnight(day, home)
            };
            let begins = (!text.is_empty()).then(begins);
            if begins == Some(None) {
                refusals.add(Refusal::new("event-date-unreadable").on(field));
            }
            begins.flatten()
        };
        let from = day(&self.from, "from", 0);
        let until = day(&self.until, "until", 1);
        let number = self.page.unwrap_or(1);
        if !(1..=PAGES_AT_MOST).contains(&number) {
            refusals.add(Refusal::new("feed-page-unknown").on("page"));
        }
        refusals.none_or()?;
        Ok(Filter {
            from: filter.from.or(from).or(Some(now)),
            until: filter.until.or(until),
            offset: (number - 1) * LISTED_AT_MOST,
            limit: LISTED_AT_MOST,
            ..filter
        })
    }

    pub fn next_page(&self) -> u64 {
        self.page.unwrap_or(1) + 1
    }
}

/// When a day begins; where the clocks skip midnight, when they go on.
pub fn midnight(day: NaiveDate, home: Tz) -> Option<DateTime<Utc>> {
    let local = day.and_time(NaiveTime::MIN);
    let skipped = || home.from_local_datetime(&(local + Duration::hours(1)));
    let begins = home.from_local_datetime(&local).earliest();
    Some(begins.or_else(|| skipped().earliest())?.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_and_ends_where_the_instance_is() {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let window = |from: &str, until: &str| Window {
            from: from.into(),
            until: until.into(),
            page: None,
        };
        let berlin = chrono_tz::Europe::Berlin;
        let narrow = |window: &Window| window.narrow(Filter::default(), berlin, now);
        let days = narrow(&window("2026-10-25", "25.10.2026")).unwrap();
        let shown = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339());
        assert_eq!(
            shown(days.from).as_deref(),
            Some("2026-10-24T22:00:00+00:00")
        );
        assert_eq!(
            shown(days.until).as_deref(),
            Some("2026-10-25T23:00:00+00:00")
        );
        assert_eq!(narrow(&Window::default()).unwrap().from, Some(now));
        // Until 2018 Brazil skipped the midnight its summer began at.
        let skipped = midnight("2018-11-04".parse().unwrap(), chrono_tz::America::Sao_Paulo);
        assert_eq!(shown(skipped).as_deref(), Some("2018-11-04T03:00:00+00:00"));
        let wrong = Window {
            page: Some(0),
            ..window("gestern", "2026-02-30")
        };
        let Err(crate::Error::Refused(Refusals(refusals))) = narrow(&wrong) else {
            panic!("nothing of it is right");
        };
        let fields: Vec<_> = refusals
            .iter()
            .filter_map(|refusal| refusal.field)
            .collect();
        assert_eq!(fields, ["from", "until", "page"]);
    }
}
