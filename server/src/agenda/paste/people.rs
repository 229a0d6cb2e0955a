//! Who speaks: „Person – Organisation“, „Person (Organisation)“, „Organisation und Organisation“, and
//! where in a line that begins. What is not surely somebody stays in the title.

use super::{
    text::{after_word, comma, cut, outside, spaced_dash},
    words::{self, Person},
};
use crate::agenda::session::Speaker;

/// Parts of an organisation's name that commas hold together: „für Familie, Senioren und Jugend“.
const PARTS_OF_A_NAME: usize = 6;

/// Places of a line at which a list of people may begin. With more it is left whole, and doubted.
const PLACES_AT_MOST: usize = 24;

/// People who were found in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub speakers: Vec<Speaker>,
    /// All of it says so by itself, wherever it stands.
    pub is_sure: bool,
}

/// A title, and who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    pub title: String,
    pub speakers: Vec<Speaker>,
    /// Somebody may be hidden in the title, or be no person at all.
    pub is_doubtful: bool,
}

/// Tell the title from the people behind it.
pub fn split(text: &str) -> Split {
    let ways = [after_bar, after_with, after_dash, after_comma, in_brackets];
    let places = outside(text, |rest| comma(rest).or_else(|| with(rest)));
    let is_readable = places.len() <= PLACES_AT_MOST;
    if let Some(split) = ways
        .iter()
        .filter(|_| is_readable)
        .find_map(|way| way(text))
    {
        return split;
    }
    Split {
        title: text.to_owned(),
        speakers: presented(text).into_iter().collect(),
        is_doubtful: !is_readable || may_hide_somebody(text),
    }
}

fn found(title: &str, found: Found) -> Option<Split> {
    let title = title.trim_end_matches([' ', ',', ';', ':']);
    (!title.is_empty()).then(|| Split {
        title: title.to_owned(),
        speakers: found.speakers,
        is_doubtful: !found.is_sure,
    })
}

/// „Titel | Person (Organisation)“: the bar says that people follow.
fn after_bar(text: &str) -> Option<Split> {
    let (title, people) = text.split_once('|')?;
    let is_session = people
        .split_whitespace()
        .next()
        .is_some_and(words::is_of_a_programme);
    if is_session {
        return None;
    }
    found(title.trim(), told(&people.replace('|', ","))?)
}

/// „Titel mit Person, Organisation“.
fn after_with(text: &str) -> Option<Split> {
    first_list(text, outside(text, with))
}

fn with(text: &str) -> Option<usize> {
    let all = [" mit ", " with ", " by "];
    let word = all.iter().find(|word| text.starts_with(**word));
    word.map(|word| word.len())
}

/// „Titel, Person – Organisation“ and „Titel – Organisation“.
fn after_dash(text: &str) -> Option<Split> {
    let (at, length) = outside(text, spaced_dash).pop()?;
    let (front, back) = (&text[..at], &text[at + length..]);
    if let Some((place, length)) = outside(front, comma).pop() {
        let (title, name) = (&front[..place], &front[place + length..]);
        let person = words::person(name);
        let is_short = back.split_whitespace().count() <= 6;
        if person != Person::No && is_short && back.starts_with(char::is_uppercase) {
            let speakers = vec![Speaker::person(name).of(back)];
            let is_sure = person == Person::Surely || words::is_organisation(back);
            return found(title, Found { speakers, is_sure });
        }
    }
    found(front, list(back).filter(|found| found.is_sure)?)
}

/// „Titel, Organisation und Organisation“: from the first comma after which everybody is somebody.
fn after_comma(text: &str) -> Option<Split> {
    first_list(text, outside(text, comma))
}

/// The title before the first of these places behind which there are only people.
fn first_list(text: &str, places: Vec<(usize, usize)>) -> Option<Split> {
    places.into_iter().find_map(|(at, length)| {
        let people = list(&text[at + length..]).filter(|found| found.is_sure)?;
        let split = found(&text[..at], people)?;
        Some(Split {
            is_doubtful: split.is_doubtful || may_hide_somebody(&split.title),
            ..split
        })
    })
}

/// „Titel (Organisation)“, but not „Digital Services Act (DSA)“.
fn in_brackets(text: &str) -> Option<Split> {
    let (title, people) = text.strip_suffix(')')?.rsplit_once('(')?;
    let initials: String = title
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .collect();
    if initials.to_uppercase().ends_with(&people.to_uppercase()) {
        return None;
    }
    found(title.trim(), list(people).filter(|found| found.is_sure)?)
}

/// „Vorstellung Allianz …“: who is presented is there.
fn presented(text: &str) -> Option<Speaker> {
    let rest = after_word(text, "vorstellung")?.trim();
    words::is_organisation(rest).then(|| Speaker::organisation(rest))
}

/// A last part that looks like a name and is none that is known.
fn may_hide_somebody(text: &str) -> bool {
    if text.contains('|') {
        return true;
    }
    let is_break = words::kind(text) == Some(crate::agenda::session::Kind::Break);
    let parts = cut(
        text,
        &outside(text, |rest| comma(rest).or_else(|| spaced_dash(rest))),
    );
    let [_, .., last] = parts[..] else {
        return false;
    };
    let mut words_of_it = last.split_whitespace();
    let is_name = last.starts_with(char::is_uppercase) && last.split_whitespace().count() <= 4;
    is_name && !is_break && !words_of_it.any(words::is_of_a_programme)
}

/// People where the place says that they are: after a bar, in their column, behind „Moderation:“.
pub fn told(text: &str) -> Option<Found> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let found = list(text).unwrap_or_else(|| {
        let names = cut(text, &outside(text, comma));
        let named = names.iter().filter(|name| !name.is_empty());
        let speakers = named.map(|name| match words::person(name) {
            Person::No => Speaker::organisation(*name),
            Person::Maybe | Person::Surely => Speaker::person(*name),
        });
        Found {
            speakers: speakers.collect(),
            is_sure: false,
        }
    });
    let all_are_people = || {
        let people = cut(
            text,
            &outside(text, |rest| comma(rest).or_else(|| and(rest))),
        );
        people.iter().all(|name| words::person(name) != Person::No)
    };
    let is_sure = found.is_sure || all_are_people();
    Some(Found { is_sure, ..found })
}

/// People, if all of `text` is a list of them.
pub fn list(text: &str) -> Option<Found> {
    let text = text.trim().trim_end_matches([',', ';']);
    if text.is_empty() {
        return None;
    }
    let mut list = List::default();
    let parts = cut(text, &outside(text, comma));
    let mut at = 0;
    while at < parts.len() {
        at += list.take(&parts[at..])?;
    }
    list.settle();
    list.has_sure.then_some(Found {
        speakers: list.speakers,
        is_sure: !list.has_unsure,
    })
}

#[derive(Default)]
struct List {
    speakers: Vec<Speaker>,
    has_sure: bool,
    /// Somebody who may be a person, and whose organisation does not follow.
    has_unsure: bool,
    /// The last one is such, unless it still follows.
    waits: bool,
}

impl List {
    /// Read the first of `parts`; how many it took.
    fn take(&mut self, parts: &[&str]) -> Option<usize> {
        let part = *parts.first()?;
        if let Some((name, length)) = long_name(parts) {
            self.organisation(&name);
            return Some(length);
        }
        for one in several(part) {
            self.one(one)?;
        }
        Some(1)
    }

    /// One person or organisation.
    fn one(&mut self, text: &str) -> Option<()> {
        if let Some((at, length)) = outside(text, spaced_dash).pop() {
            return self.person_of(&text[..at], &text[at + length..]);
        }
        if let Some((name, organisation)) = bracketed(text)
            && words::person(name) != Person::No
        {
            return self.person_of(name, organisation);
        }
        let person = words::person(text);
        if person != Person::Surely && words::is_organisation(text) {
            self.organisation(text);
            return Some(());
        }
        match person {
            Person::No if self.has_sure && is_short_name(text) => {
                self.organisation(text);
                Some(())
            }
            Person::No => None,
            person => {
                self.person(text, person);
                Some(())
            }
        }
    }

    fn person_of(&mut self, name: &str, organisation: &str) -> Option<()> {
        if words::person(name) == Person::No || organisation.is_empty() {
            return None;
        }
        self.settle();
        self.speakers
            .push(Speaker::person(name.trim()).of(organisation.trim()));
        self.has_sure = true;
        Some(())
    }

    fn person(&mut self, name: &str, person: Person) {
        self.settle();
        self.speakers.push(Speaker::person(name));
        self.waits = person == Person::Maybe;
        self.has_sure |= person == Person::Surely;
    }

    /// „Person, Organisation“ is one speaker.
    fn organisation(&mut self, name: &str) {
        self.has_sure = true;
        self.waits = false;
        let last = self.speakers.last_mut();
        match last.filter(|last| last.organisation.is_none()) {
            Some(last) => last.organisation = Some(name.to_owned()),
            None => self.speakers.push(Speaker::organisation(name)),
        }
    }

    /// Nothing follows that would confirm the last one.
    fn settle(&mut self) {
        self.has_unsure |= std::mem::take(&mut self.waits);
    }
}

/// „Wikimedia“ beside others that are known.
fn is_short_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=4).contains(&words)
        && text.starts_with(char::is_uppercase)
        && !text.split_whitespace().any(words::is_of_a_programme)
}

/// „Person (Organisation)“
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (name, organisation) = text.strip_suffix(')')?.split_once('(')?;
    Some((name.trim(), organisation.trim()))
}

/// An organisation whose name has commas in it, and how many parts that is.
fn long_name(parts: &[&str]) -> Option<(String, usize)> {
    let first = *parts.first()?;
    if !words::is_organisation(first) || !words::goes_on(first) {
        return None;
    }
    let is_part = |part: &&&str| {
        let ends = outside(part, and);
        let each = cut(part, &ends);
        let is_noun = |name: &&str| {
            let name = name.split(" (").next().unwrap_or_default();
            name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 2
        };
        each.iter().all(is_noun)
            && !each
                .iter()
                .any(|name| words::is_complete(name.split(" (").next().unwrap_or_default()))
    };
    let more = parts[1..].iter().take(PARTS_OF_A_NAME).take_while(is_part);
    let more: Vec<&str> = more.copied().collect();
    let last = more
        .iter()
        .position(|part| !outside(part, and).is_empty())?;
    Some((parts[..last + 2].join(", "), last + 2))
}

/// „place/making und Paritätischer Wohlfahrtsverband“ are two, „für Engagement und Ehrenamt“ is one.
fn several(text: &str) -> Vec<&str> {
    let joints = outside(text, and).into_iter();
    let mut begins = 0;
    let apart = joints.filter(|(at, length)| {
        let (left, right) = (&text[begins..*at], &text[at + length..]);
        let right = right.split(" und ").next().unwrap_or_default();
        let is_apart = words::is_organisation(right)
            || words::person(right) != Person::No && !words::goes_on(left)
            || words::is_complete(left) && !words::goes_on(left)
            || left.ends_with(')');
        if is_apart {
            begins = at + length;
        }
        is_apart
    });
    let apart: Vec<(usize, usize)> = apart.collect();
    cut(text, &apart)
}

fn and(text: &str) -> Option<usize> {
    let all = [" und ", " sowie ", " and ", " & ", " / "];
    all.iter()
        .find(|word| text.starts_with(**word))
        .map(|word| word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_of(text: &str) -> String {
        let split = split(text);
        let people: Vec<String> = split.speakers.iter().map(Speaker::line).collect();
        let doubt = if split.is_doubtful { " ?" } else { "" };
        format!("{} <{}>{doubt}", split.title, people.join("; "))
    }

    #[test]
    fn people_are_found_in_every_form() {
        for (text, expected) in [
            ("Begrüßung, Dialogkomitee", "Begrüßung < | Dialogkomitee>"),
            (
                "Finanzierung von Hilfe, Deutsche Stiftung für Engagement und Ehrenamt",
                "Finanzierung von Hilfe < | Deutsche Stiftung für Engagement und Ehrenamt>",
            ),
            (
                "Chatbots und Karten, place/making und Paritätischer Wohlfahrtsverband",
                "Chatbots und Karten < | place/making;  | Paritätischer Wohlfahrtsverband>",
            ),
            (
                "Vorstellung Allianz ukrainischer Organisationen",
                "Vorstellung Allianz ukrainischer Organisationen < | Allianz ukrainischer Organisationen>",
            ),
            (
                "Titel, Vorname Nachname – Caritas",
                "Titel <Vorname Nachname | Caritas>",
            ),
            (
                "Titel, Vorname Nachname – Andere",
                "Titel <Vorname Nachname | Andere> ?",
            ),
            (
                "Titel | Vorname Nachname (Caritas)",
                "Titel <Vorname Nachname | Caritas>",
            ),
            ("Titel | Vorname Nachname", "Titel <Vorname Nachname>"),
            ("Titel | Andere", "Titel < | Andere> ?"),
            ("Titel, Hilfe e.V.", "Titel < | Hilfe e.V.>"),
            (
                "Titel, Neue Wege, Vorname Nachname, AWO",
                "Titel, Neue Wege <Vorname Nachname | AWO> ?",
            ),
            (
                "Titel | Vorname Nachname, Vorname Zuname",
                "Titel <Vorname Nachname; Vorname Zuname>",
            ),
            ("Titel, AWO und Caritas", "Titel < | AWO;  | Caritas>"),
            (
                "Titel, AWO, Caritas und Diakonie",
                "Titel < | AWO;  | Caritas;  | Diakonie>",
            ),
            (
                "Podium mit Vertretung Zivilgesellschaft, Verein B",
                "Podium <Vertretung Zivilgesellschaft | Verein B>",
            ),
            (
                "Keynote by Dr. Nachname, BSI",
                "Keynote <Dr. Nachname | BSI>",
            ),
            (
                "Titel – Vorname Nachname, Caritas",
                "Titel <Vorname Nachname | Caritas>",
            ),
            (
                "Titel, Vorname Nachname, Caritas",
                "Titel <Vorname Nachname | Caritas>",
            ),
            (
                "Titel, Vorname Nachname (AWO), Vorname Zuname (DRK) und Frau Name (ZWST)",
                "Titel <Vorname Nachname | AWO; Vorname Zuname | DRK; Frau Name | ZWST>",
            ),
            ("Titel (AWO)", "Titel < | AWO>"),
            (
                "Grußwort, Bundesministerium für Familie, Senioren, Frauen und Jugend (BMFSFJ)",
                "Grußwort < | Bundesministerium für Familie, Senioren, Frauen und Jugend (BMFSFJ)>",
            ),
            (
                "Titel, Bundesamt für Sicherheit in der Informationstechnik (BSI)",
                "Titel < | Bundesamt für Sicherheit in der Informationstechnik (BSI)>",
            ),
            ("Arbeiten mit KI, AWO", "Arbeiten mit KI < | AWO>"),
            (
                "Begrüßung, Wikimedia, AWO",
                "Begrüßung, Wikimedia < | AWO> ?",
            ),
            (
                "„Hand, Herz, AWO“, Caritas",
                "„Hand, Herz, AWO“ < | Caritas>",
            ),
        ] {
            assert_eq!(told_of(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_nobody_stays_in_the_title() {
        for text in [
            "Ergebnisse der Workstreams (Plenum)",
            "Gemeinsamer Ausklang bei Pizza und Getränken",
            "Workshop zu den drei Themen an mehreren Tischen",
            "Cybersicherheit in der Gesellschaft – die Rolle des CRA für Open Source",
            "Ergebnisse, Fragen, Ausblick",
            "Vortrag, Diskussion und Fragen",
            "Digital Services Act (DSA)",
            "Neues Regeln und Wissen (NRUW)",
            "Kochen mit Musik und Tanz",
            "Abendessen, Alte Mühle",
            "Vorstellung der Finanzierung",
        ] {
            assert_eq!(told_of(text), format!("{text} <>"), "{text}");
        }
    }

    #[test]
    fn a_list_that_is_too_long_is_left_whole() {
        let all = |count: usize, name: &str| format!("Titel{}", format!(", {name}").repeat(count));
        assert_eq!(split(&all(15, "Vorname Nachname (AWO)")).speakers.len(), 15);
        let many = format!("Titel{}", " mit Musik".repeat(40));
        for text in [all(40, "Vorname Nachname (AWO)"), all(40, "AWO"), many] {
            let split = split(&text);
            assert_eq!(split.title, text);
            assert!(split.is_doubtful, "{text}");
        }
    }

    #[test]
    fn somebody_unknown_is_doubted_and_left_where_it_stands() {
        for text in [
            "Begrüßung, Wikimedia",
            "Begrüßung, Vorname Nachname",
            "Begrüßung – Wikimedia",
            "Workshop 1: Karten | Workshop 2: Chatbots",
        ] {
            assert_eq!(told_of(text), format!("{text} <> ?"), "{text}");
        }
    }
}
