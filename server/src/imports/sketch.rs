//! An event as far as a reader understood it, before it is a draft. Here is decided, for all readers,
//! which field what belongs into, what is cut, and what of it is doubtful.

use super::{
    Doubt, Found, Reason, Setting, room,
    when::{self, When},
};
use crate::{
    agenda,
    events::{
        Attendance, Draft,
        draft::{
            DESCRIPTION_AT_MOST, LINE_AT_MOST, SUMMARY_AT_MOST, TITLE_AT_MOST, TOPICS_AT_MOST,
        },
    },
    i18n::Lang,
};
use chrono_tz::Tz;
use federation::vocabulary::read;
use url::Url;

/// More topics than this of one event are not looked at.
pub const TOPICS_READ_AT_MOST: usize = 100;
/// The longest topic a draft takes, in characters.
const TOPIC_AT_MOST: usize = 60;

/// What is said in one language. The description is Markdown.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// BCP 47, if the source says one.
    pub language: Option<String>,
    pub title: String,
    pub summary: String,
    pub description: String,
}

#[derive(Clone, Debug, Default)]
pub struct Sketch {
    /// Its id at the source.
    pub id: String,
    pub url: Option<Url>,
    /// The main language first.
    pub said: Vec<Said>,
    pub starts: Option<When>,
    pub ends: Option<When>,
    /// The zone to tell its times in.
    pub zone: Option<Tz>,
    pub attendance: Option<Attendance>,
    pub place: Spot,
    pub topics: Vec<String>,
    pub contact: String,
    pub registration_url: Option<Url>,
    pub agenda: Vec<agenda::Draft>,
    pub doubts: Vec<Doubt>,
}

/// Where it takes place, as written.
#[derive(Clone, Debug, Default)]
pub struct Spot {
    pub name: String,
    pub street: String,
    pub postal_code: String,
    pub locality: String,
    pub region: String,
    /// Two letters or a name.
    pub country: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

impl Sketch {
    /// The draft of it. Refuses what has no start: nothing could be done with it.
    pub fn found(mut self, setting: &Setting) -> Result<Found, Reason> {
        let starts = self.starts.ok_or(Reason::StartMissing)?;
        let mut draft = Draft::default();
        self.fill_texts(&mut draft, setting);
        when::fill(
            &mut draft,
            (starts, self.ends),
            self.zone,
            setting.home,
            &mut self.doubts,
        );
        self.fill_place(&mut draft, setting);
        self.fill_topics(&mut draft);
        draft.contact = cut(
            &line(&self.contact),
            LINE_AT_MOST,
            "contact",
            &mut self.doubts,
        );
        draft.registration_url = self
            .registration_url
            .take()
            .map(Url::into)
            .unwrap_or_default();
        let mut doubts = self.doubts;
        room::cut(&mut draft, &mut self.agenda, &mut doubts);
        doubts.dedup();
        // Why there is none was said already.
        let is_unreadable = |doubt: &Doubt| matches!(doubt, Doubt::EndUnreadable(_));
        if doubts.iter().any(is_unreadable) {
            doubts.retain(|doubt| *doubt != Doubt::EndMissing);
        }
        Ok(Found {
            key: key(&self.id, self.url.as_ref(), &draft, starts),
            draft,
            url: self.url,
            agenda: self.agenda,
            doubts,
        })
    }

    fn fill_texts(&mut self, draft: &mut Draft, setting: &Setting) {
        for (number, said) in std::mem::take(&mut self.said).into_iter().enumerate() {
            let tag = said.language.as_deref().unwrap_or(&setting.language);
            let language = match tag.to_ascii_lowercase().split(['-', '_']).next() {
                Some("de") => "de",
                Some("en") => "en",
                // What a server says that does not know.
                Some("und" | "zxx" | "") => setting.language.as_str(),
                // A second text in a language of nobody here is one of the parts left out.
                _ if number > 0 => {
                    self.doubts.push(Doubt::NotTaken(tag.to_owned()));
                    continue;
                }
                _ => {
                    self.doubts.push(Doubt::LanguageUnknown(tag.to_owned()));
                    setting.language.as_str()
                }
            };
            let (fields, names) = match language {
                "en" => (
                    (
                        &mut draft.title_en,
                        &mut draft.summary_en,
                        &mut draft.description_en,
                    ),
                    ("title_en", "summary_en", "description_en"),
                ),
                _ => (
                    (
                        &mut draft.title_de,
                        &mut draft.summary_de,
                        &mut draft.description_de,
                    ),
                    ("title_de", "summary_de", "description_de"),
                ),
            };
            if number == 0 {
                draft.language = language.to_owned();
            } else if !fields.0.is_empty() {
                // Two regions of one language: the first stays.
                continue;
            }
            let doubts = &mut self.doubts;
            *fields.0 = cut(&line(&said.title), TITLE_AT_MOST, names.0, doubts);
            *fields.1 = cut(&line(&said.summary), SUMMARY_AT_MOST, names.1, doubts);
            *fields.2 = cut(
                &lines(&said.description),
                DESCRIPTION_AT_MOST,
                names.2,
                doubts,
            );
        }
    }

    fn fill_place(&mut self, draft: &mut Draft, setting: &Setting) {
        let spot = std::mem::take(&mut self.place);
        let has_place = !spot.name.trim().is_empty() || !spot.locality.trim().is_empty();
        let attendance = self.attendance.unwrap_or_default();
        draft.attendance = attendance.name().to_owned();
        if !attendance.has_room() && !has_place {
            return;
        }
        let doubts = &mut self.doubts;
        let mut put = |text: &str, field| cut(&line(text), LINE_AT_MOST, field, doubts);
        draft.place_name = put(&spot.name, "place_name");
        draft.street = put(&spot.street, "street");
        draft.postal_code = put(&spot.postal_code, "postal_code");
        draft.locality = put(&spot.locality, "locality");
        draft.region = put(&spot.region, "region");
        draft.country = put(
            country(&line(&spot.country)).unwrap_or(&spot.country),
            "country",
        );
        if draft.place_name.is_empty() {
            // A draft needs a name; a place without one is called after what is known.
            let known = [&draft.street, &draft.locality];
            draft.place_name = known
                .into_iter()
                .find(|part| !part.is_empty())
                .cloned()
                .unwrap_or_else(|| {
                    doubts.push(Doubt::PlaceMissing);
                    Lang::of(&setting.language).text("import-place-open")
                });
        }
        match (spot.latitude, spot.longitude) {
            (None, None) => {}
            // The middle of the ocean is what programs write that do not know.
            (Some(0.0), Some(0.0)) => {}
            (Some(north), Some(east)) if north.abs() <= 90.0 && east.abs() <= 180.0 => {
                draft.latitude = north.to_string();
                draft.longitude = east.to_string();
            }
            (north, east) => {
                let said =
                    [north, east].map(|degrees| degrees.map(|d| d.to_string()).unwrap_or_default());
                self.doubts.push(Doubt::CoordinatesWrong(said.join("; ")));
            }
        }
    }

    fn fill_topics(&mut self, draft: &mut Draft) {
        let mut topics: Vec<String> = Vec::new();
        let mut left: Vec<String> = Vec::new();
        for topic in &self.topics {
            // A comma would make two of one.
            let words = line(&topic.replace([',', ';'], " "));
            let words = words.trim_start_matches('#').split_whitespace();
            let topic = words.collect::<Vec<_>>().join(" ");
            if topic.is_empty() || topics.contains(&topic) {
                continue;
            }
            if topics.len() < TOPICS_AT_MOST && topic.chars().count() <= TOPIC_AT_MOST {
                topics.push(topic);
            } else if left.len() < TOPICS_AT_MOST {
                left.push(topic);
            }
        }
        if !left.is_empty() {
            self.doubts.push(Doubt::TopicsLeft(left.join(", ")));
        }
        draft.topics = topics.join(", ");
    }
}

impl Spot {
    /// One line as calendars have it: „Alte Kantine, Uferstraße 8, 13357 Berlin“.
    pub fn of_line(text: &str, doubts: &mut Vec<Doubt>) -> Self {
        // Longer than any address, so that nothing has to be looked through without end.
        let text = line(text);
        let mut parts: Vec<&str> = text
            .split([',', '|'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() < 2 || parts.len() > 6 {
            return Self {
                name: text,
                ..Self::default()
            };
        }
        doubts.push(Doubt::PlaceGuessed(text.clone()));
        let mut spot = Self::default();
        if let Some(found) = parts.last().and_then(|last| country(last)) {
            found.clone_into(&mut spot.country);
            parts.pop();
        }
        let town = parts.iter().skip(1).rposition(|part| town(part).is_some());
        if let Some((code, name)) = town.and_then(|at| town_of(&parts, at + 1)) {
            spot.postal_code = code;
            spot.locality = name;
            parts.remove(town.unwrap_or_default() + 1);
        }
        let has_number = |part: &&str| part.contains(|c: char| c.is_ascii_digit());
        if let Some(at) = parts.iter().skip(1).position(has_number) {
            parts.remove(at + 1).clone_into(&mut spot.street);
        }
        spot.name = parts.join(", ");
        spot
    }
}

fn town_of(parts: &[&str], at: usize) -> Option<(String, String)> {
    town(parts.get(at)?)
}

/// „13357 Berlin“, „A-1010 Wien“.
fn town(text: &str) -> Option<(String, String)> {
    let (code, name) = text.split_once(' ')?;
    let digits = code.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-');
    let is_code =
        (4..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let has_name = name.chars().any(char::is_alphabetic);
    (is_code && has_name).then(|| (digits.to_owned(), name.trim().to_owned()))
}

/// Two letters for the countries most events are in, as German, English and the country itself call them.
pub fn country(name: &str) -> Option<&'static str> {
    const COUNTRIES: [(&str, &[&str]); 12] = [
        ("DE", &["de", "deutschland", "germany", "deu"]),
        ("AT", &["at", "österreich", "austria", "aut"]),
        (
            "CH",
            &["ch", "schweiz", "switzerland", "suisse", "svizzera", "che"],
        ),
        ("LI", &["li", "liechtenstein"]),
        ("LU", &["lu", "luxemburg", "luxembourg"]),
        ("BE", &["be", "belgien", "belgium", "belgique", "belgië"]),
        (
            "NL",
            &[
                "nl",
                "niederlande",
                "netherlands",
                "the netherlands",
                "nederland",
            ],
        ),
        ("DK", &["dk", "dänemark", "denmark", "danmark"]),
        ("PL", &["pl", "polen", "poland", "polska"]),
        (
            "CZ",
            &["cz", "tschechien", "czechia", "czech republic", "česko"],
        ),
        ("FR", &["fr", "frankreich", "france"]),
        (
            "GB",
            &[
                "gb",
                "uk",
                "vereinigtes königreich",
                "united kingdom",
                "great britain",
            ],
        ),
    ];
    let name = name.trim().to_lowercase();
    let found = COUNTRIES
        .iter()
        .find(|(_, names)| names.contains(&name.as_str()));
    found.map(|(code, _)| *code)
}

/// The same at every reading; ids that are too long for one count as none.
fn key(id: &str, url: Option<&Url>, draft: &Draft, starts: When) -> String {
    let titles = [draft.title_de.as_str(), draft.title_en.as_str()];
    let described = || format!("{} {}", starts.written(), titles.concat());
    let id = line(id);
    let fits = |key: &String| (1..=Found::KEY_BYTES_AT_MOST).contains(&key.len());
    let ids = [Some(id), url.map(|url| url.as_str().to_owned())];
    let known = ids.into_iter().flatten().find(fits);
    known.unwrap_or_else(|| {
        let mut key = described();
        let end = (0..=Found::KEY_BYTES_AT_MOST.min(key.len()))
            .rev()
            .find(|end| key.is_char_boundary(*end));
        key.truncate(end.unwrap_or_default());
        key
    })
}

/// One line without controls.
pub fn line(text: &str) -> String {
    read::line(&text.into(), usize::MAX).unwrap_or_default()
}

/// A text of several lines, each without controls; at most one blank line between two.
pub fn lines(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut blanks = 0;
    for raw in text.replace("\r\n", "\n").replace('\r', "\n").lines() {
        // Spaces at the front make lists of lists.
        let indent = raw.len() - raw.trim_start_matches(' ').len();
        let line = line(raw);
        blanks = if line.is_empty() { blanks + 1 } else { 0 };
        if blanks < 2 {
            told.push_str(&" ".repeat(indent.min(8)));
            told.push_str(&line);
            told.push('\n');
        }
    }
    told.trim().to_owned()
}

/// As many characters as a field takes.
pub fn cut(text: &str, limit: usize, field: &'static str, doubts: &mut Vec<Doubt>) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => {
            doubts.push(Doubt::Shortened { field });
            let end = text.char_indices().nth(limit - 1).map(|(end, _)| end);
            format!("{}…", text[..end.unwrap_or_default()].trim_end())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::tests::setting;

    fn sketch() -> Sketch {
        Sketch {
            said: vec![Said {
                title: "Denkwerkstatt".into(),
                ..Said::default()
            }],
            starts: When::read("2026-11-13T10:00", None),
            ends: When::read("2026-11-13T16:00", None),
            place: Spot {
                name: "Alte Kantine".into(),
                ..Spot::default()
            },
            ..Sketch::default()
        }
    }

    fn found(sketch: Sketch) -> Found {
        sketch.found(&setting()).expect("an event")
    }

    #[test]
    fn what_was_found_passes_the_rules_of_a_draft() {
        let long = Said {
            title: "ä".repeat(300),
            summary: "s".repeat(1_000),
            description: "d".repeat(100_000),
            ..Said::default()
        };
        let mut wild = Sketch {
            said: vec![long],
            ..sketch()
        };
        wild.topics = (0..30)
            .map(|number| format!("Thema {number}, {}", "x".repeat(number * 3)))
            .collect();
        wild.contact = "c".repeat(1_000);
        wild.place.street = "x".repeat(1_000);
        wild.place.latitude = Some(200.0);
        let found = found(wild);
        let setting = setting();
        found
            .draft
            .check(setting.home, setting.now)
            .expect("a draft that can be saved");
        for field in [
            "title_de",
            "summary_de",
            "description_de",
            "contact",
            "street",
        ] {
            assert!(
                found.doubts.contains(&Doubt::Shortened { field }),
                "{field}: {:?}",
                found.doubts
            );
        }
        let is_topics = |doubt: &Doubt| matches!(doubt, Doubt::TopicsLeft(_));
        assert!(found.doubts.iter().any(is_topics));
        assert!(
            found
                .doubts
                .contains(&Doubt::CoordinatesWrong("200; ".into()))
        );
    }

    #[test]
    fn texts_stand_in_the_fields_of_their_language() {
        let said = |language: &str, title: &str| Said {
            language: Some(language.into()),
            title: title.into(),
            ..Said::default()
        };
        let both = Sketch {
            said: vec![
                said("en-GB", "Workshop"),
                said("de", "Werkstatt"),
                said("de-AT", "Werkstätte"),
                said("fr", "Atelier"),
            ],
            ..sketch()
        };
        let both = found(both);
        assert_eq!(both.draft.language, "en");
        assert_eq!(
            (both.draft.title_en.as_str(), both.draft.title_de.as_str()),
            ("Workshop", "Werkstatt")
        );
        assert_eq!(both.doubts, [Doubt::NotTaken("fr".into())]);
        let french = found(Sketch {
            said: vec![said("fr", "Atelier")],
            ..sketch()
        });
        assert_eq!(french.draft.title_de, "Atelier");
        assert_eq!(french.doubts, [Doubt::LanguageUnknown("fr".into())]);
    }

    #[test]
    fn a_topic_is_said_once_and_says_something() {
        let topics = ["#Ehrenamt", " ", "Ehrenamt", "#", "Digitale; Gewalt"];
        let found = found(Sketch {
            topics: topics.map(str::to_owned).into(),
            ..sketch()
        });
        assert_eq!(found.draft.topics, "Ehrenamt, Digitale Gewalt");
    }

    #[test]
    fn an_event_is_known_by_its_id_its_page_or_its_words() {
        let url: Url = "https://a.example/1".parse().expect("a URL");
        assert_eq!(
            found(Sketch {
                id: "uid-1".into(),
                url: Some(url.clone()),
                ..sketch()
            })
            .key,
            "uid-1"
        );
        assert_eq!(
            found(Sketch {
                url: Some(url.clone()),
                ..sketch()
            })
            .key,
            url.as_str()
        );
        assert_eq!(found(sketch()).key, "2026-11-13T10:00 Denkwerkstatt");
        let long = found(Sketch {
            id: "x".repeat(10_000),
            url: Some(url.clone()),
            ..sketch()
        });
        assert_eq!(long.key, url.as_str());
    }

    #[test]
    fn a_line_is_taken_apart_into_an_address() {
        for (text, name, street, code, town, country) in [
            (
                "Alte Kantine, Uferstraße 8–11, 13357 Berlin",
                "Alte Kantine",
                "Uferstraße 8–11",
                "13357",
                "Berlin",
                "",
            ),
            (
                "Saal 2, Haus der Demokratie, Greifswalder Str. 4, 10405 Berlin, Deutschland",
                "Saal 2, Haus der Demokratie",
                "Greifswalder Str. 4",
                "10405",
                "Berlin",
                "DE",
            ),
            (
                "Amtshaus, A-1010 Wien, Österreich",
                "Amtshaus",
                "",
                "1010",
                "Wien",
                "AT",
            ),
            ("Raum 101", "Raum 101", "", "", "", ""),
            // So many parts are a sentence.
            (
                "Saal, links, hinten, oben, Uferstraße 8, 13357 Berlin, DE",
                "Saal, links, hinten, oben, Uferstraße 8, 13357 Berlin, DE",
                "",
                "",
                "",
                "",
            ),
            ("a, b", "a, b", "", "", "", ""),
        ] {
            let mut doubts = Vec::new();
            let spot = Spot::of_line(text, &mut doubts);
            let told = (
                spot.name.as_str(),
                spot.street.as_str(),
                spot.postal_code.as_str(),
                spot.locality.as_str(),
                spot.country.as_str(),
            );
            assert_eq!(told, (name, street, code, town, country), "{text}");
            let is_taken_apart = (2..=6).contains(&text.split(',').count());
            assert_eq!(doubts.is_empty(), !is_taken_apart, "{text}");
        }
    }

    #[test]
    fn nothing_found_turns_the_writing_direction_or_breaks_a_line() {
        let said = Said {
            title: "Denk\u{202E}werkstatt\r\nBCC: a@b.example\u{0}".into(),
            description: "eins\u{0}\r\n\n\n\nzwei\u{2066}".into(),
            ..Said::default()
        };
        let found = found(Sketch {
            said: vec![said],
            ..sketch()
        });
        assert_eq!(found.draft.title_de, "Denkwerkstatt  BCC: a@b.example");
        assert_eq!(found.draft.description_de, "eins\n\nzwei");
    }

    #[test]
    fn the_middle_of_the_ocean_is_no_place() {
        let mut nowhere = sketch();
        (nowhere.place.latitude, nowhere.place.longitude) = (Some(0.0), Some(0.0));
        let found = found(nowhere);
        assert_eq!((found.draft.latitude.as_str(), found.doubts.len()), ("", 0));
    }

    #[test]
    fn what_has_no_start_is_no_event() {
        let without = Sketch {
            starts: None,
            ..sketch()
        };
        assert_eq!(without.found(&setting()).err(), Some(Reason::StartMissing));
    }
}
