//! What a session's line says apart from when it is: title, people, room, kind and length.

use super::{Doubt, people, table::COLUMNS_AT_MOST, words};
use crate::agenda::session::Speaker;

/// Words of a cell beyond which it is a text and no list of people.
const PEOPLE_AT_MOST: usize = 12;

/// What a session's line says apart from when it is.
#[derive(Default)]
pub struct Item {
    pub title: String,
    pub description: String,
    pub kind: String,
    pub room: String,
    pub track: String,
    pub speakers: Vec<Speaker>,
    pub minutes: Option<u32>,
    pub doubts: Vec<Doubt>,
}

/// Read what follows the time of a line; cells are told apart by what they say.
pub fn item(text: &str) -> Item {
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
pub fn bare_item(text: &str) -> Item {
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

pub fn kind(text: &str) -> String {
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

/// Put a cell into its field, or beside it where that holds something already.
pub fn fill(field: &mut String, cell: &str, otherwise: &mut String) {
    if field.is_empty() {
        cell.clone_into(field);
    } else {
        push_line(otherwise, cell);
    }
}

pub fn push_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
