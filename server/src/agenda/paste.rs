//! A programme pasted from a mail, a document or a table, read into drafts of sessions. Every line
//! comes back: as a session, as what belongs to one, or kept as it is. What is not certain is marked,
//! and nothing is dropped. A text beyond the limits is refused as a whole.

mod calendar;
mod clock;
mod people;
mod text;
mod words;

use super::session::{
    DESCRIPTION_AT_MOST, Days, Draft, SESSIONS_AT_MOST, SPEAKERS_AT_MOST, Speaker, TABLES_AT_MOST,
    Table, is_repeated,
};
use crate::{
    error::Refusal,
    events::draft::{read_date, read_time},
};
use chrono::{NaiveDate, NaiveTime, Timelike};
use clock::{End, Times};

/// A programme of three days is a twentieth of it.
pub const BYTES_AT_MOST: usize = 200_000;
pub const LINES_AT_MOST: usize = 2_000;
/// Characters of a line that is read; a longer one is kept and marked.
pub const LINE_AT_MOST: usize = 1_000;
/// Columns of a table.
const COLUMNS_AT_MOST: usize = 20;
/// Words of a cell beyond which it is a text and no list of people.
const PEOPLE_AT_MOST: usize = 12;
/// An end before the beginning is past midnight when the one is this late and the other this early.
const EVENING: u32 = 15;
const MORNING: u32 = 6;
/// A line with a time before noon after one in the afternoon may be of the next day.
const NOON: u32 = 12;

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

type Understood = (Read, Vec<Doubt>);

/// What the lines before say about the next one.
struct Reader<'a> {
    days: &'a Days,
    lines: Vec<Line>,
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

/// What a session's line says apart from when it is.
#[derive(Default)]
struct Item {
    title: String,
    description: String,
    kind: String,
    room: String,
    track: String,
    speakers: Vec<Speaker>,
    minutes: Option<u32>,
    doubts: Vec<Doubt>,
}

impl<'a> Reader<'a> {
    fn new(days: &'a Days, is_airy: bool) -> Self {
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

    fn read(&mut self, text: &str) -> Understood {
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
        use chrono::Datelike;
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
        let mut items = self.cells(&cells);
        if let Some(first) = items.first_mut().filter(|_| !times.rest.is_empty()) {
            push_line(&mut first.description, times.rest);
            doubts.push(Doubt::CellUnclear);
        }
        Some(self.sessions(&times, items, doubts))
    }

    /// The sessions of a row: one, or one for each room that has a column.
    fn cells(&self, cells: &[&str]) -> Vec<Item> {
        let mut one = Item::default();
        let mut people = Vec::new();
        let mut in_rooms = Vec::new();
        for (place, cell) in cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            match self.columns.get(place) {
                Some(Column::Day | Column::Starts | Column::Ends) => {}
                Some(Column::Title) => fill(&mut one.title, cell, &mut one.description),
                Some(Column::People) => people.push(*cell),
                Some(Column::Room) => fill(&mut one.room, cell, &mut one.description),
                Some(Column::Track) => fill(&mut one.track, cell, &mut one.description),
                Some(Column::Kind) if words::is_kind(cell) && one.kind.is_empty() => {
                    one.kind = kind(cell);
                }
                Some(Column::Kind | Column::Description) => push_line(&mut one.description, cell),
                Some(Column::In(room)) => in_rooms.push((room, item(cell))),
                None => {
                    push_line(&mut one.description, cell);
                    one.doubts.push(Doubt::CellUnclear);
                }
            }
        }
        if !in_rooms.is_empty() {
            let is_alone = in_rooms.len() == 1;
            let placed = in_rooms.into_iter().map(|(room, mut item)| {
                // What is for everybody stands in the first column of several.
                let is_for_all = is_alone && matches!(item.kind.as_str(), "break" | "plenary");
                if item.room.is_empty() && !is_for_all {
                    item.room.clone_from(room);
                }
                item
            });
            return placed.collect();
        }
        let has_people = self.columns.contains(&Column::People);
        let mut found = if has_people {
            bare_item(&one.title)
        } else {
            item(&one.title)
        };
        if let Some(people) = people::told(&people.join(", ")) {
            found.speakers = people.speakers;
            if !people.is_sure {
                found.doubts.push(Doubt::PeopleUnclear);
            }
        }
        if !found.room.is_empty() {
            fill(&mut one.room, &found.room, &mut one.description);
        }
        let kind = if one.kind.is_empty() {
            found.kind
        } else {
            one.kind
        };
        vec![Item {
            description: one.description,
            kind,
            room: one.room,
            track: one.track,
            doubts: [found.doubts, one.doubts].concat(),
            ..found
        }]
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

/// Put a line into the session it belongs to.
fn add(draft: &mut Draft, text: &str) -> Result<(Part, Vec<Doubt>), Doubt> {
    if draft.title.is_empty() {
        let item = item(text);
        draft.title = item.title;
        draft.kind = item.kind;
        if draft.room.is_empty() {
            draft.room = item.room;
        }
        add_speakers(draft, &item.speakers);
        return Ok((Part::Title, item.doubts));
    }
    if let Some(room) = room(text).filter(|_| draft.room.is_empty()) {
        draft.room = room.to_owned();
        return Ok((Part::Room, Vec::new()));
    }
    if let Some(table) = table(text) {
        if draft.tables.lines().count() >= TABLES_AT_MOST {
            return Err(Doubt::TooLong);
        }
        push_line(&mut draft.tables, &table.line());
        return Ok((Part::Table, Vec::new()));
    }
    let (people, says_more) = people_of(text);
    // A role like „Moderation“ has no field, so the line is kept in the text as well.
    let is_described = people.is_none() || says_more;
    if is_described {
        let length = draft.description.chars().count() + text.chars().count();
        if length >= DESCRIPTION_AT_MOST {
            return Err(Doubt::TooLong);
        }
        push_line(&mut draft.description, text);
    }
    let Some(people) = people else {
        return Ok((Part::Description, Vec::new()));
    };
    if draft.speakers.lines().count() + people.speakers.len() > SPEAKERS_AT_MOST {
        return Err(Doubt::TooLong);
    }
    add_speakers(draft, &people.speakers);
    let doubt = (!people.is_sure).then_some(Doubt::PeopleUnclear);
    Ok((Part::Speakers, doubt.into_iter().collect()))
}

fn add_speakers(draft: &mut Draft, speakers: &[Speaker]) {
    for speaker in speakers {
        push_line(&mut draft.speakers, &speaker.line());
    }
}

fn push_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// „Moderation: …“ says more than who is there.
const ROLES: [&str; 12] = [
    "moderation",
    "moderator",
    "moderatorin",
    "moderator:in",
    "begrüßung",
    "einführung",
    "leitung",
    "host",
    "chair",
    "facilitation",
    "protokoll",
    "gastgeber",
];
const SPEAKERS: [&str; 20] = [
    "mit",
    "with",
    "von",
    "by",
    "referent",
    "referentin",
    "referent:in",
    "referent*in",
    "referierende",
    "referent:innen",
    "referent*innen",
    "speaker",
    "speakers",
    "vortragende",
    "personen",
    "wer",
    "who",
    "impulsgebende",
    "panelists",
    "gäste",
];

/// The people a line names, and whether it says more than their names.
fn people_of(text: &str) -> (Option<people::Found>, bool) {
    let labelled = text
        .split_once(": ")
        .map(|(label, rest)| (label.to_lowercase(), rest));
    if let Some((label, rest)) = labelled {
        if ROLES.contains(&label.as_str()) {
            return (people::told(rest), true);
        }
        if SPEAKERS.contains(&label.as_str()) {
            return (people::told(rest), false);
        }
    }
    let rest = ["mit", "with"]
        .iter()
        .find_map(|word| text::after_word(text, word));
    let people = people::list(rest.unwrap_or(text));
    (people.filter(|people| people.is_sure), false)
}

/// A line that says nothing but a room.
fn room(text: &str) -> Option<&str> {
    let labels = ["raum:", "ort:", "room:", "where:", "wo:"];
    let labelled = labels
        .iter()
        .find_map(|label| text::after_word(text, label));
    let labelled = labelled.map(str::trim).filter(|room| !room.is_empty());
    let plain = text.trim_matches(['(', ')', '[', ']', ' ']);
    labelled.or_else(|| words::is_room(plain).then_some(plain))
}

/// „Tisch 2: Thema (12 Plätze)“
fn table(text: &str) -> Option<Table> {
    let words = [
        "tisch",
        "table",
        "gruppe",
        "kleingruppe",
        "group",
        "thementisch",
    ];
    let rest = words.iter().find_map(|word| text::after_word(text, word))?;
    if !is_numbered(rest) {
        return None;
    }
    let seats = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('));
    let capacity = seats.and_then(|(label, seats)| {
        let (number, word) = seats.split_once(' ')?;
        let counted = ["plätze", "platz", "personen", "seats", "places", "people"];
        let capacity = number
            .parse()
            .ok()
            .filter(|_| counted.contains(&word.to_lowercase().as_str()));
        Some((label.trim(), capacity?))
    });
    Some(Table {
        label: capacity.map_or(text, |(label, _)| label).to_owned(),
        capacity: capacity.map(|(_, capacity)| capacity),
        ..Table::default()
    })
}

/// „Workshop B: …“ below a line with a time takes place at that time too.
fn is_parallel(text: &str) -> bool {
    let words = [
        "workshop",
        "ws",
        "ag",
        "arbeitsgruppe",
        "session",
        "panel",
        "forum",
        "track",
        "strang",
        "breakout",
        "impuls",
    ];
    let mut rests = words.iter().filter_map(|word| text::after_word(text, word));
    rests.any(|rest| {
        let after = rest
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        is_numbered(rest)
            && after
                .trim_start()
                .starts_with(|c| text::is_dash(c) || c == ':')
    })
}

/// A number or a single letter follows.
fn is_numbered(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches([':', '.', ')', ',']);
    let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    is_number || (word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Read what follows the time of a line; cells are told apart by what they say.
fn item(text: &str) -> Item {
    let cells: Vec<&str> = text
        .split('\t')
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    match cells[..] {
        [] => Item::default(),
        [only] => plain_item(only),
        _ if cells.len() > COLUMNS_AT_MOST => Item {
            title: cells.join(" "),
            doubts: vec![Doubt::CellUnclear],
            ..Item::default()
        },
        _ => item_of_cells(&cells),
    }
}

/// Cells without a heading: the first that is nothing else is the title, and people follow it.
fn item_of_cells(cells: &[&str]) -> Item {
    let mut item = Item::default();
    let mut people: Vec<&str> = Vec::new();
    let mut name = "";
    for cell in cells {
        if words::is_room(cell) && item.room.is_empty() {
            (*cell).clone_into(&mut item.room);
        } else if let Some(minutes) = minutes(cell).filter(|_| item.minutes.is_none()) {
            item.minutes = Some(minutes);
        } else if words::is_kind(cell) && item.kind.is_empty() && item.title.is_empty() {
            item.kind = kind(cell);
            // If nothing else names the session, this does.
            name = cell;
        } else if item.title.is_empty() {
            (*cell).clone_into(&mut item.title);
        } else if cell.split_whitespace().count() <= PEOPLE_AT_MOST {
            people.push(cell);
        } else {
            push_line(&mut item.description, cell);
        }
    }
    if item.title.is_empty() {
        name.clone_into(&mut item.title);
    }
    if item.kind.is_empty() {
        item.kind = kind(&item.title);
    }
    match people::told(&people.join(", ")) {
        Some(found) => {
            item.speakers = found.speakers;
            item.doubts
                .extend((!found.is_sure).then_some(Doubt::CellUnclear));
        }
        None => {
            let split = people::split(&item.title);
            (item.title, item.speakers) = (split.title, split.speakers);
            item.doubts
                .extend(split.is_doubtful.then_some(Doubt::PeopleUnclear));
        }
    }
    item
}

/// A title with people, room and length in one text.
fn plain_item(text: &str) -> Item {
    let item = bare_item(text);
    let split = people::split(&item.title);
    let (title, trailing) = without_room(&split.title);
    let doubts = split.is_doubtful.then_some(Doubt::PeopleUnclear);
    Item {
        kind: kind(title),
        title: title.to_owned(),
        room: if item.room.is_empty() {
            trailing.unwrap_or_default().to_owned()
        } else {
            item.room
        },
        speakers: split.speakers,
        doubts: doubts.into_iter().collect(),
        ..item
    }
}

/// A title without room and length; people stay in it.
fn bare_item(text: &str) -> Item {
    /// Room and length stand in either order.
    const PARTS_AT_MOST: usize = 3;
    let mut title = text.trim();
    let mut item = Item::default();
    for _ in 0..PARTS_AT_MOST {
        if let Some((rest, minutes)) = without_minutes(title) {
            (title, item.minutes) = (rest, Some(minutes));
        }
        if let (rest, Some(room)) = without_room(title)
            && item.room.is_empty()
        {
            title = rest;
            room.clone_into(&mut item.room);
        }
    }
    item.kind = kind(title);
    item.title = title.to_owned();
    item
}

fn kind(text: &str) -> String {
    words::kind(text)
        .map(|kind| kind.name().to_owned())
        .unwrap_or_default()
}

/// A title and the room that stands behind or before it: „(Raum Spree)“, „, Saal“, „im Foyer“, „Saal: “.
fn without_room(title: &str) -> (&str, Option<&str>) {
    let behind = |at: usize, length: usize| {
        let (front, room) = (title[..at].trim(), title[at + length..].trim());
        let room = room.trim_matches(['(', ')', '[', ']', ' ']);
        (!front.is_empty() && words::is_room(room)).then_some((front, room))
    };
    let in_brackets = [" (", " ["].iter().filter_map(|open| {
        let is_closed = title.ends_with([')', ']']);
        title
            .rfind(open)
            .filter(|_| is_closed)
            .map(|at| (at, open.len()))
    });
    let separators = [
        ", ", "; ", " | ", " – ", " - ", " — ", " @ ", " in ", " im ", " in der ",
    ];
    let separated = separators
        .iter()
        .filter_map(|separator| title.rfind(separator).map(|at| (at, separator.len())));
    if let Some((front, room)) = in_brackets
        .chain(separated)
        .find_map(|(at, length)| behind(at, length))
    {
        return (front, Some(room));
    }
    let before = [": ", " – ", " - ", " | "].iter().find_map(|separator| {
        let (room, rest) = title.split_once(separator)?;
        (words::is_room(room) && !rest.trim().is_empty()).then_some((rest.trim(), room))
    });
    before.map_or((title, None), |(rest, room)| (rest, Some(room)))
}

/// „Titel (30 Min.)“
fn without_minutes(title: &str) -> Option<(&str, u32)> {
    let (front, length) = title.strip_suffix(')')?.rsplit_once('(')?;
    let front = front.trim();
    (!front.is_empty()).then_some((front, minutes(length)?))
}

/// „30 Min.“, „1 Std.“, „45'“.
fn minutes(text: &str) -> Option<u32> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let number: u32 = number
        .parse()
        .ok()
        .filter(|number| (1..=600).contains(number))?;
    let unit = unit.trim().trim_end_matches('.').to_lowercase();
    match unit.as_str() {
        "min" | "minuten" | "minutes" | "mins" | "'" | "′" => Some(number),
        "std" | "stunde" | "stunden" | "h" | "hour" | "hours" if number <= 10 => Some(number * 60),
        _ => None,
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

/// Put a cell into its field, or beside it where that holds something already.
fn fill(field: &mut String, cell: &str, otherwise: &mut String) {
    if field.is_empty() {
        cell.clone_into(field);
    } else {
        push_line(otherwise, cell);
    }
}

/// What the cells below a heading hold.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    Day,
    Starts,
    Ends,
    Title,
    People,
    Room,
    Kind,
    Track,
    Description,
    /// A room, with what takes place in it.
    In(String),
}

impl Column {
    fn named(name: &str) -> Option<Self> {
        let name = text::bare(name);
        Some(match name.as_str() {
            "tag" | "datum" | "day" | "date" => Self::Day,
            "zeit" | "uhrzeit" | "beginn" | "von" | "start" | "time" | "from" | "wann" => {
                Self::Starts
            }
            "ende" | "bis" | "end" | "until" | "to" => Self::Ends,
            "titel" | "thema" | "was" | "programmpunkt" | "programm" | "inhalt" | "title"
            | "topic" | "what" | "agenda" | "session" => Self::Title,
            "wer" | "person" | "personen" | "referent" | "referentin" | "referierende"
            | "referent:in" | "referent*in" | "referent:innen" | "referent*innen" | "speaker"
            | "speakers" | "who" | "organisation" | "organisationen" | "institution"
            | "organization" | "mit" => Self::People,
            "raum" | "ort" | "saal" | "room" | "where" | "wo" | "location" => Self::Room,
            "art" | "format" | "typ" | "type" | "kind" => Self::Kind,
            "strang" | "track" => Self::Track,
            "beschreibung" | "notiz" | "notizen" | "bemerkung" | "description" | "notes" => {
                Self::Description
            }
            _ => return None,
        })
    }
}

/// The columns a heading names: all of them known, or a time and rooms.
fn columns(text: &str) -> Option<Vec<Column>> {
    let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
    if !(2..=COLUMNS_AT_MOST).contains(&cells.len()) {
        return None;
    }
    let named: Option<Vec<Column>> = cells.iter().map(|cell| Column::named(cell)).collect();
    if let Some(columns) = named.filter(|columns| columns.contains(&Column::Starts)) {
        return Some(columns);
    }
    let (first, rooms) = cells.split_first()?;
    let is_time = first.is_empty() || Column::named(first) == Some(Column::Starts);
    if !is_time || rooms.len() < 2 || !rooms.iter().all(|room| words::is_room(room)) {
        return None;
    }
    let rooms = rooms.iter().map(|room| Column::In((*room).to_owned()));
    Some([Column::Starts].into_iter().chain(rooms).collect())
}

/// Without bullets, quotation marks of mails, emphasis and the borders of written tables.
fn without_marks(text: &str) -> String {
    let text = text.replace("**", "").replace("__", "");
    if let Some(cells) = written_cells(&text) {
        return cells.join("\t");
    }
    let is_mark = |c: char| "•·*‣▪▫◦●○►▶✓✔→>#+\u{F0B7}".contains(c);
    let unindented = text.trim_start_matches([' ', '\t']);
    let unmarked = unindented.trim_start_matches(|c| is_mark(c) || c == ' ');
    let undashed = unmarked.trim_start_matches(text::is_dash);
    if undashed.len() < unmarked.len() && undashed.starts_with([' ', '\t']) {
        undashed.trim_start().to_owned()
    } else if unmarked.len() < unindented.len() {
        unmarked.trim_start().to_owned()
    } else {
        // The first cell of a row may be empty.
        text
    }
}

/// The cells of a line that draws borders with bars, or has semicolons for them.
fn written_cells(text: &str) -> Option<Vec<&str>> {
    let drawn = text
        .trim()
        .strip_prefix('|')
        .and_then(|text| text.strip_suffix('|'));
    let is_exported = |text: &&str| {
        text.matches(';').count() >= 2 && !text.contains("; ") && !text.contains('\t')
    };
    let exported = Some(text).filter(is_exported);
    match (drawn, exported) {
        (Some(inside), _) => Some(inside.split('|').map(str::trim).collect()),
        (None, Some(line)) => Some(line.split(';').map(str::trim).collect()),
        (None, None) => None,
    }
}

/// Without „1.“, „2)“ or „(3)“ in front.
fn without_number(text: &str) -> &str {
    let inside = text.strip_prefix('(').unwrap_or(text);
    let rest = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = inside.len() - rest.len();
    let rest = rest
        .strip_prefix(['.', ')'])
        .filter(|rest| rest.starts_with([' ', '\t']));
    match rest {
        Some(rest) if (1..=3).contains(&digits) => rest.trim_start(),
        _ => text,
    }
}

#[cfg(test)]
mod tests;
