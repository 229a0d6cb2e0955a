//! What a line without a time adds to the session before it: people, a room, a table, or text.

use super::{
    Doubt, Part,
    item::{item, push_line},
    people, text, words,
};
use crate::agenda::session::{
    DESCRIPTION_AT_MOST, Draft, SPEAKERS_AT_MOST, Speaker, TABLES_AT_MOST, Table,
};

/// Put a line into the session it belongs to.
pub fn add(draft: &mut Draft, text: &str) -> Result<(Part, Vec<Doubt>), Doubt> {
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

pub fn add_speakers(draft: &mut Draft, speakers: &[Speaker]) {
    for speaker in speakers {
        push_line(&mut draft.speakers, &speaker.line());
    }
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
pub fn is_parallel(text: &str) -> bool {
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
