//! Goes through the lines and keeps in mind what those before have said: day, room, columns, session.

use super::{
    Doubt, LINE_AT_MOST, Line, Part, Read,
    addition::{add, add_speakers, is_parallel},
    calendar,
    clock::{self, End, Times},
    doubt,
    item::{Item, item, push_line},
    table::{self, Column, columns},
    text::{without_marks, without_number},
    words,
};
use crate::agenda::session::{Days, Draft, SESSIONS_AT_MOST};
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

/// An end before the beginning is past midnight when the one is this late and the other this early.
const EVENING: u32 = 15;
const MORNING: u32 = 6;

/// A line with a time before noon after one in the afternoon may be of the next day.
const NOON: u32 = 12;

type Understood = (Read, Vec<Doubt>);

/// What the lines before say about the next one.
pub struct Reader<'a> {
    days: &'a Days,
    pub lines: Vec<Line>,
    is_airy: bool,
    after_blank: bool,
    day: Option<NaiveDate>,
    /// A line said which day it is.
    is_day_said: bool,
    room: String,
    columns: Vec<Column>,
    last: Option<Last>,
    sessions: usize,
}

/// The session before.
#[derive(Clone, Copy)]
struct Last {
    line: usize,
    starts: NaiveTime,
    ends: Option<End>,
}

impl<'a> Reader<'a> {
    pub fn new(days: &'a Days, is_airy: bool) -> Self {
        Self {
            days,
            lines: Vec::new(),
            is_airy,
            after_blank: true,
            day: (days.first == days.last).then_some(days.first),
            is_day_said: false,
            room: String::new(),
            columns: Vec::new(),
            last: None,
            sessions: 0,
        }
    }

    pub fn read(&mut self, text: &str) -> Understood {
        if !text.contains(char::is_alphanumeric) {
            self.after_blank = true;
            return (Read::Blank, Vec::new());
        }
        let understood = if text.chars().count() > LINE_AT_MOST {
            (Read::Kept, vec![Doubt::TooLong])
        } else {
            self.filled(&without_marks(text))
        };
        self.after_blank = false;
        understood
    }

    fn filled(&mut self, text: &str) -> Understood {
        if let Some(columns) = columns(text) {
            self.columns = columns;
            return (Read::Columns, Vec::new());
        }
        if let Some(understood) = self.row(text) {
            return understood;
        }
        let text = text.trim();
        let unnumbered = without_number(text);
        if let Some(front) = calendar::front(text, self.days, self.day)
            .or_else(|| calendar::front(unnumbered, self.days, self.day))
        {
            return self.dated(front);
        }
        self.timed(text, Vec::new())
            .or_else(|| self.timed(unnumbered, Vec::new()))
            .unwrap_or_else(|| self.untimed(text))
    }

    /// A day in front: a heading, or of this one line and those that follow.
    fn dated(&mut self, front: calendar::Front<'_>) -> Understood {
        self.turn_to(front.day);
        if let Some(understood) = self.timed(front.rest, front.doubts.clone()) {
            return understood;
        }
        let mut doubts = front.doubts;
        if !front.rest.is_empty() {
            doubts.push(Doubt::DayNamed);
        }
        (front.day.map_or(Read::Kept, Read::Day), doubts)
    }

    fn turn_to(&mut self, day: Option<NaiveDate>) {
        let Some(day) = day else {
            return;
        };
        if self.day != Some(day) {
            self.last = None;
            self.room.clear();
        }
        self.day = Some(day);
        self.is_day_said = true;
    }

    /// A time in front: a session. Nothing without one.
    fn timed(&mut self, text: &str, mut doubts: Vec<Doubt>) -> Option<Understood> {
        let kept = |mut doubts: Vec<Doubt>, reason| {
            doubts.push(reason);
            Some((Read::Kept, doubts))
        };
        let times = match clock::front(text) {
            clock::Front::Nothing => return None,
            clock::Front::Impossible => return kept(doubts, Doubt::TimeImpossible),
            clock::Front::EndOnly => return kept(doubts, Doubt::NoBeginning),
            clock::Front::Times(times) => times,
        };
        if let Some((day, month)) = times.or_date
            && self.is_of_the_event(day, month)
        {
            doubts.push(Doubt::TimeOrDay);
        }
        let item = item(times.rest);
        Some(self.sessions(&times, vec![item], doubts))
    }

    fn is_of_the_event(&self, day: u32, month: u32) -> bool {
        let years = [self.days.first.year(), self.days.last.year()];
        let mut days = years
            .iter()
            .filter_map(|year| NaiveDate::from_ymd_opt(*year, month, day));
        days.any(|day| self.days.contains(day))
    }

    fn sessions(
        &mut self,
        times: &Times<'_>,
        items: Vec<Item>,
        mut doubts: Vec<Doubt>,
    ) -> Understood {
        if self.sessions + items.len() > SESSIONS_AT_MOST {
            doubts.push(Doubt::TooManySessions);
            return (Read::Kept, doubts);
        }
        let day = self.day_of(times.starts, &mut doubts);
        let mut drafts = Vec::new();
        for item in items {
            drafts.push(self.draft(day, times, &item));
            let lasts = item
                .minutes
                .and_then(|minutes| after(times.starts, minutes));
            if lasts.is_some() && times.ends.is_some() && lasts != times.ends {
                doubt(&mut doubts, Doubt::EndUnclear);
            }
            item.doubts
                .into_iter()
                .for_each(|new| doubt(&mut doubts, new));
        }
        self.sessions += drafts.len();
        self.last = Some(Last {
            line: self.lines.len(),
            starts: times.starts,
            ends: times.ends,
        });
        (Read::Sessions(drafts), doubts)
    }

    /// The day of a session that begins at `starts`, as the lines before say it.
    fn day_of(&mut self, starts: NaiveTime, doubts: &mut Vec<Doubt>) -> NaiveDate {
        let day = self.day.unwrap_or(self.days.first);
        let earlier = self.last.filter(|last| starts < last.starts);
        let next = day.succ_opt().filter(|next| self.days.contains(*next));
        let day = match (earlier, next) {
            (Some(last), Some(next))
                if !self.is_day_said && last.starts.hour() >= NOON && starts.hour() < NOON =>
            {
                next
            }
            (Some(_), _) => {
                doubts.push(Doubt::OutOfOrder);
                day
            }
            (None, _) => day,
        };
        if !self.is_day_said && self.days.first != self.days.last {
            doubts.push(Doubt::DayGuessed);
        }
        self.day = Some(day);
        day
    }

    fn draft(&self, day: NaiveDate, times: &Times<'_>, item: &Item) -> Draft {
        let ends = times.ends.or_else(|| after(times.starts, item.minutes?));
        let (ends_on, ends_at) = match ends {
            None => (None, String::new()),
            Some(End::Midnight) => (day.succ_opt(), "00:00".to_owned()),
            Some(End::At(ends)) => {
                let is_past_midnight =
                    ends < times.starts && times.starts.hour() >= EVENING && ends.hour() <= MORNING;
                let ends_on = day.succ_opt().filter(|_| is_past_midnight);
                (ends_on, clock::typed(ends))
            }
        };
        let room = if item.room.is_empty() {
            &self.room
        } else {
            &item.room
        };
        let mut draft = Draft {
            day: day.to_string(),
            starts_at: clock::typed(times.starts),
            ends_on: ends_on.map(|day| day.to_string()).unwrap_or_default(),
            ends_at,
            title: item.title.clone(),
            description: item.description.clone(),
            kind: item.kind.clone(),
            room: room.clone(),
            track: item.track.clone(),
            ..Draft::default()
        };
        add_speakers(&mut draft, &item.speakers);
        draft
    }

    /// A row of a table whose columns are known.
    fn row(&mut self, text: &str) -> Option<Understood> {
        if self.columns.is_empty() || !text.contains('\t') {
            return None;
        }
        let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
        let in_column = |wanted: &Column| {
            let found = self.columns.iter().zip(&cells);
            let mut found = found.filter(|(column, cell)| *column == wanted && !cell.is_empty());
            found.next().map(|(_, cell)| *cell)
        };
        let starts = in_column(&Column::Starts)?;
        let when = match in_column(&Column::Ends) {
            Some(ends) => format!("{starts} – {ends}"),
            None => starts.to_owned(),
        };
        let mut doubts = Vec::new();
        if let Some(day) = in_column(&Column::Day) {
            match calendar::front(day, self.days, self.day) {
                Some(front) => {
                    self.turn_to(front.day);
                    doubts = front.doubts;
                    if !front.rest.is_empty() {
                        doubts.push(Doubt::DayNamed);
                    }
                }
                None => doubts.push(Doubt::DayUnclear),
            }
        }
        let clock::Front::Times(times) = clock::front(&when) else {
            return None;
        };
        let mut items = table::items(&self.columns, &cells);
        if let Some(first) = items.first_mut().filter(|_| !times.rest.is_empty()) {
            push_line(&mut first.description, times.rest);
            doubts.push(Doubt::CellUnclear);
        }
        Some(self.sessions(&times, items, doubts))
    }

    /// A line without a time belongs to what stands before it.
    fn untimed(&mut self, text: &str) -> Understood {
        if let Some(room) = self.heading_of_a_room(text) {
            self.room = room.to_owned();
            self.last = None;
            return (Read::Room(room.to_owned()), Vec::new());
        }
        let Some(last) = self.last else {
            return (Read::Kept, vec![Doubt::NoTime]);
        };
        if is_parallel(text) {
            let times = Times {
                starts: last.starts,
                ends: last.ends,
                or_date: None,
                rest: text,
            };
            return self.sessions(&times, vec![item(text)], vec![Doubt::TimeTaken]);
        }
        let Line {
            read: Read::Sessions(drafts),
            ..
        } = &mut self.lines[last.line]
        else {
            return (Read::Kept, vec![Doubt::NoTime]);
        };
        let Some(draft) = drafts.last_mut() else {
            return (Read::Kept, vec![Doubt::NoTime]);
        };
        let (part, mut doubts) = match add(draft, text) {
            Ok(added) => added,
            Err(doubt) => return (Read::Kept, vec![doubt]),
        };
        if part != Part::Title && (clock::is_in(text) || calendar::begins(text)) {
            doubts.push(Doubt::TimeInside);
        }
        if self.after_blank && !self.is_airy {
            doubts.push(Doubt::Apart);
        }
        (
            Read::Continues {
                line: last.line,
                part,
            },
            doubts,
        )
    }

    /// „Raum 2:“, or a room on its own that no session waits for.
    fn heading_of_a_room<'t>(&self, text: &'t str) -> Option<&'t str> {
        let room = text.trim_end_matches([':', ' ']);
        let stands_alone =
            self.last.is_none() || room.len() < text.len() || (self.after_blank && !self.is_airy);
        (stands_alone && words::is_room(room)).then_some(room)
    }
}

fn after(starts: NaiveTime, minutes: u32) -> Option<End> {
    let (ends, days) = starts.overflowing_add_signed(chrono::Duration::minutes(minutes.into()));
    match (days, ends) {
        (0, ends) => Some(End::At(ends)),
        (_, NaiveTime::MIN) => Some(End::Midnight),
        (_, ends) => Some(End::At(ends)),
    }
}
