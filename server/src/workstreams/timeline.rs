//! When each workstream is worked on, as a picture: where its bar, its milestones and today stand. Pure:
//! days in, places out. The page says the same in a table.

use super::workstream::{State, Workstream};
use chrono::{Datelike, Months, NaiveDate};

/// The units the picture is wide.
pub const WIDTH: i64 = 720;
/// The units of one row: its name, its bar and the room below.
const ROW: i64 = 56;
/// Where the first row begins, below the names of the quarters.
const TOP: i64 = 28;
/// The units a name may need at the end of the picture.
const NAME: i64 = 420;
/// A bar is seen however short its time is.
const NARROWEST: i64 = 6;
/// Quarters that are named; of more, every second, fourth and so on.
const TICKS_AT_MOST: usize = 9;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    pub height: i64,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub ticks: Vec<Tick>,
    pub bars: Vec<Bar>,
    /// Where today is, if it lies in the picture.
    pub today: Option<i64>,
}

/// The beginning of a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    pub x: i64,
    pub day: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub name: String,
    /// Where the name begins, so that it does not run out of the picture.
    pub name_x: i64,
    pub y: i64,
    pub x: i64,
    pub width: i64,
    /// What was added to the time that was planned first.
    pub longer: Option<(i64, i64)>,
    pub state: State,
    pub marks: Vec<Mark>,
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub x: i64,
    pub is_reached: bool,
}

/// A day on which something is to be reached, and whether it was.
pub type Due = (NaiveDate, bool);

impl Timeline {
    /// Nothing where there is nothing to show.
    pub fn of(rows: &[(&Workstream, Vec<Due>)], today: NaiveDate) -> Option<Self> {
        let first = rows.iter().map(|(it, _)| it.starts_on).min()?;
        let last = rows.iter().map(|(it, _)| it.ends_on).max()?;
        let (first, last) = (quarter(first), next_quarter(quarter(last)));
        let days = (last - first).num_days().max(1);
        let x = |day: NaiveDate| ((day - first).num_days() * WIDTH / days).clamp(0, WIDTH);
        let bars = rows.iter().enumerate().map(|(row, (workstream, due))| {
            let begins = x(workstream.starts_on);
            let planned = x(workstream.planned_on.min(workstream.ends_on));
            let ends = x(workstream.ends_on);
            let marks = due.iter().map(|(day, is_reached)| Mark {
                x: x(*day),
                is_reached: *is_reached,
            });
            Bar {
                name: workstream.name.clone(),
                name_x: begins.min(WIDTH - NAME),
                y: TOP + i64::try_from(row).unwrap_or_default() * ROW,
                x: begins,
                width: (planned - begins).max(NARROWEST),
                longer: (ends > planned).then_some((planned, ends - planned)),
                state: workstream.state,
                marks: marks.collect(),
            }
        });
        let bars: Vec<Bar> = bars.collect();
        Some(Self {
            height: TOP + i64::try_from(rows.len()).unwrap_or_default() * ROW,
            ticks: ticks(first, last)
                .into_iter()
                .map(|day| Tick { x: x(day), day })
                .collect(),
            bars,
            today: (first..=last).contains(&today).then(|| x(today)),
            first,
            last,
        })
    }

    /// `viewBox` of the picture.
    pub fn frame(&self) -> String {
        format!("0 0 {WIDTH} {}", self.height)
    }
}

/// The first day of its quarter.
fn quarter(day: NaiveDate) -> NaiveDate {
    let month = day.month0() / 3 * 3 + 1;
    NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

fn next_quarter(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(Months::new(3)).unwrap_or(day)
}

fn ticks(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    /// Quarters of two centuries, more than days can be typed.
    const QUARTERS_AT_MOST: usize = 1_000;
    let all = std::iter::successors(Some(first), |day| Some(next_quarter(*day)));
    let all: Vec<_> = all
        .take(QUARTERS_AT_MOST)
        .take_while(|day| *day < last)
        .collect();
    let every = all.len().div_ceil(TICKS_AT_MOST).max(1);
    all.into_iter().step_by(every).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workstreams::tests::bare;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn bars_stand_where_their_time_is() {
        let short = bare("2026-11-15", "2027-05-15");
        let mut long = bare("2026-10-01", "2027-06-30");
        long.ends_on = day("2027-09-30");
        let due = vec![(day("2027-02-28"), true), (day("2027-04-30"), false)];
        let rows = [(&long, vec![]), (&short, due)];
        let shown = Timeline::of(&rows, day("2027-01-01")).unwrap();
        assert_eq!(
            (shown.first, shown.last),
            (day("2026-10-01"), day("2027-10-01"))
        );
        assert_eq!(shown.ticks.len(), 4);
        let [first, second] = shown.bars.as_slice() else {
            panic!("two rows");
        };
        assert_eq!((first.x, first.y), (0, TOP));
        let (begins, width) = first.longer.expect("it was extended");
        assert_eq!(begins, first.width);
        assert!(begins + width >= WIDTH - 2);
        assert_eq!(second.longer, None);
        assert!(second.x > 0 && second.x < shown.today.unwrap());
        assert!(second.marks[0].is_reached && !second.marks[1].is_reached);
        assert!(second.marks[0].x < second.marks[1].x);
    }

    #[test]
    fn a_century_has_no_more_names_than_fit() {
        let long = bare("1971-01-01", "2199-12-31");
        let shown = Timeline::of(&[(&long, vec![])], day("2026-11-22")).unwrap();
        assert!(shown.ticks.len() <= TICKS_AT_MOST, "{}", shown.ticks.len());
        assert_eq!(Timeline::of(&[], day("2026-11-22")), None);
    }
}
