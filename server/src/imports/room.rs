//! Links into online rooms, where calendars write them: in a field of their own, and once more in the text.
//! Whatever is public in a draft, they are not: they are cut out and named, so that somebody looks.

use super::found::Doubt;
use crate::{agenda, events::Draft};

/// Who keeps rooms: a link that leads there is one, whatever stands around it.
const HOSTS: [&str; 9] = [
    "zoom.us",
    "zoom.com",
    "teams.microsoft.com",
    "teams.live.com",
    "meet.google.com",
    "webex.com",
    "meet.goto.com",
    "whereby.com",
    "meet.jit.si",
];

/// Take every link to a room out of what everybody will read. What was found so is added to the doubts.
pub fn cut(draft: &mut Draft, agenda: &mut [agenda::Draft], doubts: &mut Vec<Doubt>) {
    let known: Vec<String> = doubts
        .iter()
        .filter_map(|doubt| match doubt {
            Doubt::RoomLeft(room) => Some(bare(room)),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    let texts = [
        &mut draft.title_de,
        &mut draft.summary_de,
        &mut draft.description_de,
        &mut draft.title_en,
        &mut draft.summary_en,
        &mut draft.description_en,
        &mut draft.place_name,
        &mut draft.contact,
        &mut draft.registration_url,
    ];
    let sessions = agenda.iter_mut().map(|session| &mut session.description);
    for text in texts.into_iter().chain(sessions) {
        if let Some(without) = without(text, &known, &mut found) {
            *text = without;
        }
    }
    found.retain(|room| !known.contains(room));
    found.dedup();
    doubts.extend(found.into_iter().map(Doubt::RoomLeft));
}

/// The text without links to rooms, if it has any.
fn without(text: &str, known: &[String], found: &mut Vec<String>) -> Option<String> {
    let mut kept = String::new();
    let mut rest = text;
    let mut is_other = false;
    while let Some(at) = rest.find("http") {
        let (before, from) = rest.split_at(at);
        let ends = |c: char| c.is_whitespace() || "()<>[]\"".contains(c);
        let (link, after) = from.split_at(from.find(ends).unwrap_or(from.len()));
        kept.push_str(before);
        let room = bare(link);
        if !is_room(&room, known) {
            kept.push_str(link);
            rest = after;
            continue;
        }
        is_other = true;
        found.push(room);
        // „[Beitreten](https://…)“ leaves its words, „<https://…>“ nothing.
        rest = match (kept.ends_with("]("), kept.ends_with('<')) {
            (true, _) => {
                kept.truncate(kept.len() - 2);
                if let Some(opened) = kept.rfind('[') {
                    kept.remove(opened);
                }
                after.strip_prefix(')').unwrap_or(after)
            }
            (_, true) => {
                kept.pop();
                after.strip_prefix('>').unwrap_or(after)
            }
            _ => after,
        };
    }
    kept.push_str(rest);
    is_other.then(|| kept.trim().to_owned())
}

fn is_room(link: &str, known: &[String]) -> bool {
    let is_known = || {
        known
            .iter()
            .any(|room| !room.is_empty() && link.starts_with(room.as_str()))
    };
    let url = federation::vocabulary::read::url(link);
    let host = url.as_ref().and_then(|url| url.host_str());
    let is_kept = |host: &str| {
        HOSTS.iter().any(|keeper| {
            let before = host.strip_suffix(keeper);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    };
    is_known() || host.is_some_and(is_kept)
}

/// A link without what Markdown and HTML put into it, and without the mark that ends its sentence.
fn bare(link: &str) -> String {
    let link = link.replace('\\', "").replace("&amp;", "&");
    link.trim().trim_end_matches(['.', ',', ';']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_room_stands_in_no_text_wherever_it_was_written() {
        let room = "https://raum.example/j/123?pwd=x";
        for (text, left) in [
            (format!("Hier: {room} bis gleich"), "Hier:  bis gleich"),
            (
                format!("[Beitreten]({room}) und zuhören"),
                "Beitreten und zuhören",
            ),
            (format!("Mit <{room}>."), "Mit ."),
            (room.replace('_', "\\_"), ""),
            (
                "Zu https://teams.microsoft.com/l/meetup-join/19%3a?context=1".to_owned(),
                "Zu",
            ),
            (
                "Über https://us02web.zoom.us/j/1?pwd=y, Kenncode folgt".to_owned(),
                "Über  Kenncode folgt",
            ),
        ] {
            let mut draft = Draft {
                description_de: text.clone(),
                ..Draft::default()
            };
            let mut doubts = vec![Doubt::RoomLeft(room.to_owned())];
            cut(&mut draft, &mut [], &mut doubts);
            assert_eq!(draft.description_de, left, "{text}");
        }
    }

    #[test]
    fn any_other_link_stays_and_a_room_nobody_named_is_named() {
        let text = "https://verein.example/a und https://notzoom.us/b";
        let mut draft = Draft {
            description_de: text.to_owned(),
            description_en: "https://meet.google.com/abc-defg-hij".to_owned(),
            ..Draft::default()
        };
        let mut doubts = Vec::new();
        cut(&mut draft, &mut [], &mut doubts);
        assert_eq!(
            (draft.description_de.as_str(), draft.description_en.as_str()),
            (text, "")
        );
        let named = Doubt::RoomLeft("https://meet.google.com/abc-defg-hij".to_owned());
        assert_eq!(doubts, [named]);
    }
}
