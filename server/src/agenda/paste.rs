//! A programme pasted from a mail, a document or a table, read into drafts of sessions. Every line
//! comes back: as a session, as what belongs to one, or kept as it is. What is not certain is marked,
//! and nothing is dropped. A text beyond the limits is refused as a whole.

mod addition;
mod calendar;
mod clock;
mod item;
mod people;
mod reader;
mod table;
mod text;
mod words;

use self::reader::Reader;
use super::session::{Days, Draft, is_repeated};
use crate::{
    error::Refusal,
    events::draft::{read_date, read_time},
};
use chrono::NaiveDate;

/// A programme of three days is a twentieth of it.
pub const BYTES_AT_MOST: usize = 200_000;
pub const LINES_AT_MOST: usize = 2_000;
/// Characters of a line that is read; a longer one is kept and marked.
pub const LINE_AT_MOST: usize = 1_000;
/// A pasted line and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As pasted, without what nobody sees; cells have tabs between them.
    pub text: String,
    pub read: Read,
    /// Empty where nobody needs to look.
    pub doubts: Vec<Doubt>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// Nothing but space or a stroke.
    Blank,
    /// The heading of a day. All that follows is of it.
    Day(NaiveDate),
    /// The heading of a room. All that follows on that day is in it.
    Room(String),
    /// The heading of a table.
    Columns,
    /// One session; several where a table has a column for each room.
    Sessions(Vec<Draft>),
    /// It went into the last session of an earlier line, counted from 0.
    Continues { line: usize, part: Part },
    /// Not understood.
    Kept,
}

/// What a line adds to its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    Description,
    Speakers,
    Room,
    Table,
}

/// Why somebody should look at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Longer than a line or a description may be.
    TooLong,
    TooManySessions,
    /// It says no time, and nothing stands before it that it could belong to.
    NoTime,
    TimeImpossible,
    /// Only when it ends.
    NoBeginning,
    /// A time stands in it, but not in front; or a day, and no time behind it.
    TimeInside,
    /// „13.11“ may be a day.
    TimeOrDay,
    /// It says an end and a length that do not agree.
    EndUnclear,
    /// It begins before the line above.
    OutOfOrder,
    /// The clocks show this time twice that day.
    HourComesTwice,
    /// It has no time and got that of the line above.
    TimeTaken,
    /// No line says which day it is.
    DayGuessed,
    DayUnclear,
    DayNotOfTheEvent,
    WeekdayDiffers,
    /// What the day is called has no place.
    DayNamed,
    /// Somebody may be hidden in the title, or be nobody.
    PeopleUnclear,
    /// A cell says something that has no place.
    CellUnclear,
    /// An empty line separates it from what it was added to.
    Apart,
    /// The draft would be refused, with this message.
    Refused(&'static str),
}

impl Doubt {
    /// The message that explains it.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooLong => "agenda-doubt-too-long",
            Self::TooManySessions => "agenda-too-many-sessions",
            Self::NoTime => "agenda-doubt-no-time",
            Self::TimeImpossible => "agenda-doubt-time-impossible",
            Self::NoBeginning => "agenda-doubt-no-beginning",
            Self::TimeInside => "agenda-doubt-time-inside",
            Self::TimeOrDay => "agenda-doubt-time-or-day",
            Self::EndUnclear => "agenda-doubt-end-unclear",
            Self::OutOfOrder => "agenda-doubt-out-of-order",
            Self::HourComesTwice => "agenda-doubt-hour-comes-twice",
            Self::TimeTaken => "agenda-doubt-time-taken",
            Self::DayGuessed => "agenda-doubt-day-guessed",
            Self::DayUnclear => "agenda-doubt-day-unclear",
            Self::DayNotOfTheEvent => "agenda-day-not-of-the-event",
            Self::WeekdayDiffers => "agenda-doubt-weekday-differs",
            Self::DayNamed => "agenda-doubt-day-named",
            Self::PeopleUnclear => "agenda-doubt-people-unclear",
            Self::CellUnclear => "agenda-doubt-cell-unclear",
            Self::Apart => "agenda-doubt-apart",
            Self::Refused(message) => message,
        }
    }
}

/// Read a pasted programme of an event that takes these days: one entry for each line, in order.
pub fn read(text: &str, days: &Days) -> Result<Vec<Line>, Refusal> {
    let is_too_long = text.len() > BYTES_AT_MOST
        || text::lines(text).take(LINES_AT_MOST + 1).count() > LINES_AT_MOST;
    if is_too_long {
        return Err(Refusal::new("agenda-paste-too-long").on("programme"));
    }
    let mut reader = Reader::new(days, is_airy(text));
    for line in text::lines(text) {
        let text = text::clean(line);
        let (read, doubts) = reader.read(&text);
        reader.lines.push(Line { text, read, doubts });
    }
    let mut lines = reader.lines;
    for line in &mut lines {
        judge(line, days);
    }
    Ok(lines)
}

/// The sessions that were read, in the order of their lines.
pub fn drafts(lines: &[Line]) -> impl Iterator<Item = &Draft> {
    lines.iter().flat_map(|line| match &line.read {
        Read::Sessions(drafts) => drafts.as_slice(),
        _ => &[],
    })
}

/// Whether empty lines mean nothing, because they stand behind every other.
fn is_airy(text: &str) -> bool {
    let (mut filled, mut empty) = (0_usize, 0_usize);
    for line in text::lines(text) {
        if line.trim().is_empty() {
            empty += 1;
        } else {
            filled += 1;
        }
    }
    empty * 2 >= filled
}

/// What the rules say about the drafts of a line, so that nobody learns it only at the end.
fn judge(line: &mut Line, days: &Days) {
    let Read::Sessions(drafts) = &line.read else {
        return;
    };
    for draft in drafts {
        if let Err(refusals) = draft.check("", days) {
            for refusal in refusals.0 {
                doubt(&mut line.doubts, Doubt::Refused(refusal.message));
            }
        }
        let starts = read_date(&draft.day).zip(read_time(&draft.starts_at));
        if starts.is_some_and(|(day, time)| is_repeated(day.and_time(time), days.zone)) {
            doubt(&mut line.doubts, Doubt::HourComesTwice);
        }
    }
}

fn doubt(doubts: &mut Vec<Doubt>, new: Doubt) {
    if !doubts.iter().any(|known| known.key() == new.key()) {
        doubts.push(new);
    }
}

#[cfg(test)]
mod tests;
