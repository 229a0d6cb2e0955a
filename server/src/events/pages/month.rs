//! A month as a leaf of a calendar: one cell for each day, one line for each event.

use super::card::foreign_lang;
use crate::{
    App, Error, Result,
    events::{
        self, Choice, Event, Filter, State,
        feed::{self, Asked, Subject},
    },
    web::{
        page::{Form, Page, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State as Held},
    http::HeaderMap,
    response::Response,
};
use chrono::{Datelike, Days, Duration, Months, NaiveDate, NaiveTime, Weekday};

/// More than this nobody finds anything in.
const SHOWN_AT_MOST: u64 = 500;
/// As far as the dates of events may lie.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

#[derive(Template)]
#[template(path = "events/month.html")]
struct Leaf {
    page: Page,
    weekdays: Vec<(String, String)>,
    weeks: Vec<Vec<Day>>,
    is_empty: bool,
    before: Neighbour,
    after: Neighbour,
    /// The leaf with today on it, when this is another.
    today: Option<String>,
    here: String,
    /// The same choice as a list.
    list: String,
}

struct Neighbour {
    href: String,
    name: String,
}

struct Day {
    date: NaiveDate,
    number: u32,
    /// „Freitag, 13. November 2026“
    name: String,
    is_outside: bool,
    is_today: bool,
    entries: Vec<Entry>,
}

impl Day {
    fn class(&self) -> String {
        let marks = [
            (self.is_outside, "outside"),
            (self.is_today, "today"),
            (self.entries.is_empty(), "free"),
        ];
        let marks = marks
            .into_iter()
            .filter_map(|(is, mark)| is.then_some(mark));
        marks.collect::<Vec<_>>().join(" ")
    }
}

struct Entry {
    href: String,
    title: String,
    lang: String,
    /// „10:00“, on the day it begins.
    time: String,
    /// „Abgesagt“: it does not take place on this day.
    off: Option<String>,
}

pub async fn show(
    Held(app): Held<App>,
    Path((year, segment)): Path<(String, String)>,
    Query(choice): Query<Choice>,
    asked: Asked,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (month, form) = suffix::split(&segment);
    let first = first_day(&year, month).ok_or(Error::NotFound)?;
    if let Some(form) = form {
        let (year, month) = (first.year(), first.month());
        return feed::respond(&app, &Subject::Month { year, month }, form, &asked).await;
    }
    let next = first + Months::new(1);
    let filter = choice.filter(&app.db).await?;
    let events = events_between(&app, filter, first, next).await?;
    let query = choice.query();
    let today = app.clock.now().with_timezone(&page.site.zone).date_naive();
    let name = page.lang.month(first.year(), first.month());
    let description = page.tn("event-month-description", "month", name.as_str());
    let here = path(first.year(), first.month());
    let title = page.tn("event-month", "month", name.as_str());
    let page = page
        .with_title(title)
        .with_description(description)
        .with_alternate(Form::Calendar, &format!("{here}.ics{query}"))
        .with_alternate(Form::Atom, &format!("{here}.atom{query}"))
        .with_alternate(Form::Json, &format!("{here}.json{query}"));
    let is_empty = events.is_empty();
    // Months without end are nothing to search through.
    let page = if is_empty { page.unlisted() } else { page };
    let leaf = Leaf {
        weekdays: WEEK
            .map(|day| (page.lang.weekday_abbreviation(day), page.lang.weekday(day)))
            .into(),
        weeks: weeks(&page, &events, first, next, today),
        is_empty,
        before: neighbour(&page, first, first - Months::new(1), &query),
        after: neighbour(&page, first, next, &query),
        today: (first != today.with_day(1).unwrap_or(today))
            .then(|| path(today.year(), today.month()) + &query),
        here: here + &query,
        list: format!("/events{query}"),
        page,
    };
    Ok(respond_public(&headers, leaf))
}

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Where a month is shown.
pub fn path(year: i32, month: u32) -> String {
    format!("/events/{year}/{month:02}")
}

/// Only the form we write ourselves: a month has one address.
fn first_day(year: &str, month: &str) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    let is_plain = path(first.year(), first.month()) == format!("/events/{year}/{month}");
    (is_plain && YEARS.contains(&first.year())).then_some(first)
}

/// The leaf that begins with `first`, seen from the one that begins with `here`: the year is said
/// only where it is another.
fn neighbour(page: &Page, here: NaiveDate, first: NaiveDate, query: &str) -> Neighbour {
    let (year, month) = (first.year(), first.month());
    Neighbour {
        href: path(year, month) + query,
        name: if year == here.year() {
            page.lang.month_name(month)
        } else {
            page.lang.month(year, month)
        },
    }
}

/// The events of the days from `first` until before `next`, each by the clock of its own place.
async fn events_between(
    app: &App,
    filter: Filter,
    first: NaiveDate,
    next: NaiveDate,
) -> Result<Vec<Event>> {
    // Somewhere it is still the day before, or the day after already.
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let filter = Filter {
        from: Some(midnight(first) - Duration::days(1)),
        until: Some(midnight(next) + Duration::days(1)),
        limit: SHOWN_AT_MOST,
        ..filter
    };
    let mut events = events::listed(&app.db, &filter).await?;
    events.retain(|event| {
        let (begins, ends) = days(event);
        begins < next && ends >= first
    });
    Ok(events)
}

/// The first and the last day of an event. One that ends at midnight does not take up the next day.
fn days(event: &Event) -> (NaiveDate, NaiveDate) {
    let begins = event.starts().date_naive();
    let ends = event.ends() - Duration::seconds(1);
    (begins, ends.date_naive().max(begins))
}

fn weeks(
    page: &Page,
    events: &[Event],
    first: NaiveDate,
    next: NaiveDate,
    today: NaiveDate,
) -> Vec<Vec<Day>> {
    let monday = first - Days::new(first.weekday().num_days_from_monday().into());
    let dates: Vec<NaiveDate> = monday
        .iter_days()
        .take_while(|date| *date < next || date.weekday() != Weekday::Mon)
        .collect();
    let day = |date: &NaiveDate| {
        let is_outside = *date < first || *date >= next;
        let shown = if is_outside { &[] } else { events };
        Day {
            date: *date,
            number: date.day(),
            name: page.lang.day(*date),
            is_outside,
            is_today: *date == today,
            entries: entries(page, shown, *date),
        }
    };
    dates
        .chunks(WEEK.len())
        .map(|week| week.iter().map(day).collect())
        .collect()
}

fn entries(page: &Page, events: &[Event], date: NaiveDate) -> Vec<Entry> {
    let takes_up = |event: &&Event| {
        let (begins, ends) = days(event);
        begins <= date && date <= ends
    };
    let entry = |event: &Event| {
        let lang = page.lang.bcp47();
        let text = event.texts.for_reader(lang);
        let starts = event.starts();
        let is_off = matches!(event.state, State::Cancelled | State::Postponed);
        Entry {
            href: event.path(),
            title: event.title(lang),
            lang: text.map_or_else(String::new, |text| foreign_lang(&text.language, page.lang)),
            time: if starts.date_naive() == date {
                starts.format("%H:%M").to_string()
            } else {
                String::new()
            },
            off: is_off.then(|| page.t(event.state.key())),
        }
    };
    events.iter().filter(takes_up).map(entry).collect()
}
