//! Tables whose first row says what is in their columns, also those with a column for each room.

use super::{
    Doubt,
    item::{Item, bare_item, fill, item, kind, push_line},
    people, text, words,
};

/// Columns of a table.
pub const COLUMNS_AT_MOST: usize = 20;

/// What the cells below a heading hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
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
pub fn columns(text: &str) -> Option<Vec<Column>> {
    let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
    if !(2..=COLUMNS_AT_MOST).contains(&cells.len()) {
        return None;
    }
    let named: Option<Vec<Column>> = cells.iter().map(|cell| Column::named(cell)).collect();
    if let Some(columns) = named.filter(|columns| say_when(columns)) {
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

/// Whether a table has one beginning, and not two of what there can be only one of.
fn say_when(columns: &[Column]) -> bool {
    let count = |wanted| columns.iter().filter(|column| **column == wanted).count();
    count(Column::Starts) == 1 && count(Column::Ends) <= 1 && count(Column::Day) <= 1
}

/// The sessions of a row: one, or one for each room that has a column.
pub fn items(columns: &[Column], cells: &[&str]) -> Vec<Item> {
    let mut one = Item::default();
    let mut people = Vec::new();
    let mut in_rooms = Vec::new();
    for (place, cell) in cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty())
    {
        match columns.get(place) {
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
            if !item.room.is_empty() {
                item.doubts.push(Doubt::CellUnclear);
            } else if !is_for_all {
                item.room.clone_from(room);
            }
            item
        });
        let mut placed: Vec<Item> = placed.collect();
        if let Some(first) = placed.first_mut().filter(|_| !one.description.is_empty()) {
            push_line(&mut first.description, &one.description);
            first.doubts.extend(one.doubts);
        }
        return placed;
    }
    let has_people = columns.contains(&Column::People);
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
