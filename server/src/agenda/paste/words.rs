//! What words tell about a line of a programme: what kind of session it is, whether something is a
//! room, an organisation or a person. Guesses; who pastes sees them before anything is kept.

use super::text::bare;
use crate::agenda::session::Kind;

/// Where in a word a stem has to stand.
#[derive(Clone, Copy)]
enum At {
    Front,
    Whole,
    End,
}
use At::{End, Front, Whole};

/// Of several in a title the first counts.
const KINDS: [(&str, At, Kind); 64] = [
    ("pause", Front, Kind::Break),
    ("pause", End, Kind::Break),
    ("mittag", Whole, Kind::Break),
    ("mittags", Front, Kind::Break),
    ("mittagessen", Whole, Kind::Break),
    ("abendessen", Whole, Kind::Break),
    ("essen", Whole, Kind::Break),
    ("frühstück", Front, Kind::Break),
    ("kaffee", Front, Kind::Break),
    ("imbiss", End, Kind::Break),
    ("buffet", End, Kind::Break),
    ("büfett", End, Kind::Break),
    ("umtrunk", End, Kind::Break),
    ("empfang", End, Kind::Break),
    ("ausklang", End, Kind::Break),
    ("ankommen", Whole, Kind::Break),
    ("ankunft", Whole, Kind::Break),
    ("anreise", Whole, Kind::Break),
    ("abreise", Whole, Kind::Break),
    ("einlass", Whole, Kind::Break),
    ("registrierung", Whole, Kind::Break),
    ("akkreditierung", Whole, Kind::Break),
    ("vernetzung", Whole, Kind::Break),
    ("networking", Whole, Kind::Break),
    ("break", Whole, Kind::Break),
    ("lunch", Front, Kind::Break),
    ("coffee", Whole, Kind::Break),
    ("dinner", Whole, Kind::Break),
    ("breakfast", Whole, Kind::Break),
    ("snacks", Whole, Kind::Break),
    ("arrival", Whole, Kind::Break),
    ("registration", Whole, Kind::Break),
    ("reception", Whole, Kind::Break),
    ("doors", Whole, Kind::Break),
    ("impuls", Front, Kind::Impulse),
    ("keynote", Front, Kind::Impulse),
    ("impulse", Whole, Kind::Impulse),
    ("podium", Front, Kind::Panel),
    ("panel", Front, Kind::Panel),
    ("fishbowl", Front, Kind::Panel),
    ("diskussionsrunde", Whole, Kind::Panel),
    ("workshop", Front, Kind::Workshop),
    ("workshop", End, Kind::Workshop),
    ("werkstatt", Whole, Kind::Workshop),
    ("werkstattgespräch", Whole, Kind::Workshop),
    ("arbeitsgruppe", Front, Kind::Workshop),
    ("kleingruppe", Front, Kind::Workshop),
    ("arbeitsphase", Front, Kind::Workshop),
    ("barcamp", Front, Kind::Workshop),
    ("breakout", Front, Kind::Workshop),
    ("world-café", Whole, Kind::Workshop),
    ("plenum", End, Kind::Plenary),
    ("plenar", Front, Kind::Plenary),
    ("plenary", Whole, Kind::Plenary),
    ("begrüßung", Front, Kind::Plenary),
    ("eröffnung", Front, Kind::Plenary),
    ("abschluss", Front, Kind::Plenary),
    ("verabschiedung", Whole, Kind::Plenary),
    ("abstimmung", Whole, Kind::Plenary),
    ("welcome", Whole, Kind::Plenary),
    ("opening", Whole, Kind::Plenary),
    ("closing", Whole, Kind::Plenary),
    ("vortrag", End, Kind::Talk),
    ("talk", Whole, Kind::Talk),
];

/// Words with which programmes name what happens; nobody is called like this.
const OF_PROGRAMMES: [&str; 74] = [
    "diskussion",
    "fragen",
    "frage",
    "ausblick",
    "austausch",
    "einführung",
    "einleitung",
    "vorstellung",
    "vorstellungsrunde",
    "ergebnis",
    "ergebnisse",
    "schritte",
    "getränke",
    "getränken",
    "pizza",
    "musik",
    "zusammenfassung",
    "ende",
    "anmeldung",
    "rückblick",
    "feedback",
    "moderation",
    "thema",
    "themen",
    "ideen",
    "projekte",
    "projekt",
    "präsentation",
    "präsentationen",
    "gespräch",
    "gespräche",
    "rundgang",
    "führung",
    "demo",
    "auswahl",
    "kennenlernen",
    "technik",
    "open",
    "workstream",
    "workstreams",
    "antworten",
    "bericht",
    "berichte",
    "beispiele",
    "praxis",
    "teil",
    "discussion",
    "questions",
    "answers",
    "outlook",
    "results",
    "introduction",
    "introductions",
    "wrap-up",
    "session",
    "sessions",
    "overview",
    "next",
    "steps",
    "project",
    "projects",
    "topics",
    "ideas",
    "exchange",
    "examples",
    "part",
    "agenda",
    "programm",
    "tag",
    "day",
    "runde",
    "denkwerkstatt",
    "innovationswerkstatt",
    "digitalisierung",
];

/// What rooms are called.
const ROOMS: [&str; 44] = [
    "raum",
    "räume",
    "rooms",
    "saal",
    "foyer",
    "aula",
    "bühne",
    "hörsaal",
    "zimmer",
    "halle",
    "auditorium",
    "studio",
    "zelt",
    "seminarraum",
    "konferenzraum",
    "gruppenraum",
    "workshopraum",
    "besprechungsraum",
    "tagungsraum",
    "sitzungsraum",
    "ruheraum",
    "vortragsraum",
    "plenarsaal",
    "innenhof",
    "hof",
    "cafeteria",
    "kantine",
    "mensa",
    "atrium",
    "garten",
    "terrasse",
    "lounge",
    "galerie",
    "bibliothek",
    "room",
    "hall",
    "stage",
    "courtyard",
    "library",
    "theatre",
    "tent",
    "etage",
    "remise",
    "empore",
];

/// What names of organisations are made of: at the end of a word, which may be all of it.
const ORGANISATIONS: [&str; 62] = [
    "verband",
    "verein",
    "stiftung",
    "ministerium",
    "bundesamt",
    "landesamt",
    "amt",
    "behörde",
    "büro",
    "universität",
    "hochschule",
    "akademie",
    "institut",
    "gesellschaft",
    "netzwerk",
    "initiative",
    "komitee",
    "zentrum",
    "zentrale",
    "zentralstelle",
    "wohlfahrtsstelle",
    "kammer",
    "werk",
    "allianz",
    "bündnis",
    "gewerkschaft",
    "genossenschaft",
    "agentur",
    "geschäftsstelle",
    "arbeitsgemeinschaft",
    "bundesarbeitsgemeinschaft",
    "kollektiv",
    "senatsverwaltung",
    "rat",
    "senat",
    "landkreis",
    "hub",
    "lab",
    "club",
    "caritas",
    "kreuz",
    "arbeiterwohlfahrt",
    "diakonie",
    "paritätische",
    "paritätischer",
    "johanniter",
    "malteser",
    "foundation",
    "association",
    "university",
    "institute",
    "ministry",
    "office",
    "agency",
    "council",
    "committee",
    "network",
    "society",
    "alliance",
    "centre",
    "department",
    "federation",
];
/// Words that only look like one.
const NO_ORGANISATIONS: [&str; 14] = [
    "ehrenamt",
    "gesamt",
    "insgesamt",
    "handwerk",
    "kunstwerk",
    "apparat",
    "vorrat",
    "format",
    "zertifikat",
    "privat",
    "referat",
    "heimat",
    "mandat",
    "salat",
];
const LEGAL_FORMS: [&str; 11] = [
    "e.v", "ev", "gmbh", "ggmbh", "mbh", "ag", "kg", "eg", "inc", "ltd", "gug",
];
/// Capital letters that stand for a topic.
const NO_ACRONYMS: [&str; 26] = [
    "KI", "AI", "IT", "CRA", "DSGVO", "GDPR", "API", "FAQ", "NIS", "NIS2", "DSA", "DMA", "EU",
    "PC", "SMS", "DGS", "QR", "ID", "OK", "TBA", "TBD", "NN", "OZG", "DVS", "UX", "DJ",
];
/// After these a name goes on: what is behind them is no head of it.
const WITHIN: [&str; 34] = [
    "für", "der", "des", "die", "das", "den", "dem", "zur", "zum", "gegen", "von", "vom", "in",
    "im", "am", "an", "auf", "bei", "mit", "aus", "und", "über", "for", "of", "the", "on", "with",
    "and", "to", "by", "ein", "eine", "als", "bis",
];
const TITLES: [&str; 13] = [
    "dr",
    "prof",
    "frau",
    "herr",
    "mr",
    "mrs",
    "ms",
    "med",
    "jur",
    "phil",
    "dipl.-ing",
    "rer",
    "nat",
];
/// People who are named by what they do.
const ROLES: [&str; 14] = [
    "vertretung",
    "vertreterin",
    "vertreter",
    "leitung",
    "leiterin",
    "leiter",
    "geschäftsführung",
    "vorstand",
    "vorsitz",
    "vorsitzende",
    "vorsitzender",
    "sprecherin",
    "sprecher",
    "referentin",
];
/// Between the names of a person.
const PARTICLES: [&str; 8] = ["von", "van", "de", "zu", "der", "den", "da", "di"];

/// The longest room, organisation or name that is looked at, in words.
const WORDS_AT_MOST: usize = 14;

/// What kind of session has this title; what stands in brackets or before a colon counts most.
pub fn kind(title: &str) -> Option<Kind> {
    let in_brackets = title.rsplit_once('(').map(|(_, inside)| inside);
    let labelled = title.split_once(':').map(|(label, _)| label);
    let parts = [in_brackets, labelled, Some(title)];
    parts.into_iter().flatten().find_map(first_kind)
}

fn first_kind(text: &str) -> Option<Kind> {
    let words = text.split(|c: char| c.is_whitespace() || "/,;:()".contains(c));
    words.map(bare).find_map(|word| kind_of_word(&word))
}

fn kind_of_word(word: &str) -> Option<Kind> {
    let fits = |stem: &str, at: At| match at {
        Front => word.starts_with(stem),
        Whole => word == stem,
        End => word.ends_with(stem),
    };
    let found = KINDS.iter().find(|(stem, at, _)| fits(stem, *at));
    found.map(|(_, _, kind)| *kind)
}

/// Whether a text says nothing but a kind: „Plenum“, „Workshop“.
pub fn is_kind(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words
        .next()
        .is_some_and(|word| kind_of_word(&bare(word)).is_some())
        && words.next().is_none()
}

/// „Raum 2“, „Großer Saal“, „Raum Spree (1. OG)“.
pub fn is_room(text: &str) -> bool {
    let text = text.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ' '));
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() > 5 || !text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        return false;
    }
    let is_name = |word: &&str| !word.starts_with(char::is_lowercase) || word.chars().count() == 1;
    let is_room = |word: &str| ROOMS.contains(&bare(word).as_str()) || bare(word).ends_with("saal");
    let (first, last) = (words.first(), words.last());
    let ends = |word: Option<&&str>| word.is_some_and(|word| is_room(word));
    words.iter().all(is_name) && (ends(first) || (words.len() <= 3 && ends(last)))
}

/// Whether a text is the name of an organisation: its head says so, or its capital letters do.
pub fn is_organisation(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() || words.len() > WORDS_AT_MOST || is_of_a_programme(words[0]) {
        return false;
    }
    if let [word] = words[..]
        && is_spelled_oddly(word)
    {
        return true;
    }
    if !text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        return false;
    }
    let has_form = words
        .iter()
        .skip(1)
        .any(|word| LEGAL_FORMS.contains(&bare(word).as_str()));
    let has_form = has_form || text.contains("e. V.");
    let head = words
        .iter()
        .enumerate()
        .take_while(|(place, word)| *place == 0 || !is_within(word));
    let mut head = head.map(|(_, word)| *word);
    has_form || head.any(|word| ends_like_one(word) || is_acronym(word))
}

/// „Deutsche Stiftung für Engagement“: what follows an „und“ may belong to it.
pub fn goes_on(text: &str) -> bool {
    text.split_whitespace().skip(1).any(is_within)
}

/// Whether the last word of a text says what it is, so that nothing belongs to it any more.
pub fn is_complete(text: &str) -> bool {
    let last = text.split_whitespace().next_back();
    last.is_some_and(|word| ends_like_one(word) || is_acronym(word.trim_matches(['(', ')'])))
}

fn is_within(word: &str) -> bool {
    WITHIN.contains(&word.to_lowercase().as_str())
}

fn ends_like_one(word: &str) -> bool {
    let word = bare(word);
    let is_one = |ending: &&str| word == *ending || (ending.len() > 3 && word.ends_with(*ending));
    let ends = ORGANISATIONS.iter().any(is_one);
    ends && !NO_ORGANISATIONS.iter().any(|no| word.ends_with(no))
}

/// „BSI“, „BMFSFJ“, „ZWST“.
pub fn is_acronym(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_short = (2..=7).contains(&word.chars().count());
    let is_capital = |c: char| c.is_uppercase() || c.is_ascii_digit() || c == '&';
    is_short
        && word.starts_with(char::is_uppercase)
        && word.chars().all(is_capital)
        && !NO_ACRONYMS.contains(&word)
        && !is_of_a_programme(word)
}

/// „place/making“, „iRights.Lab“.
fn is_spelled_oddly(word: &str) -> bool {
    let inside = |c: char| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .contains(c)
    };
    let is_choice = matches!(word.to_lowercase().as_str(), "und/oder" | "and/or");
    let is_number = word.starts_with(|c: char| c.is_ascii_digit());
    (inside('/') || inside('.')) && !word.contains("://") && !is_choice && !is_number
}

pub fn is_of_a_programme(word: &str) -> bool {
    let word = bare(word);
    OF_PROGRAMMES.contains(&word.as_str()) || kind_of_word(&word).is_some()
}

/// How sure it is that a text names a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    No,
    /// A few capitalised words: could be anything.
    Maybe,
    /// By title or role.
    Surely,
}

pub fn person(text: &str) -> Person {
    let words: Vec<&str> = text.split_whitespace().collect();
    let names: Vec<&str> = words
        .iter()
        .copied()
        .skip_while(|word| TITLES.contains(&bare(word).as_str()))
        .collect();
    let is_titled = names.len() < words.len();
    let is_name = |word: &&str| {
        let plain = word.trim_end_matches('.');
        let letters = plain
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
        plain.starts_with(char::is_uppercase) && letters && !is_of_a_programme(word)
    };
    let has_role = words
        .first()
        .is_some_and(|word| ROLES.contains(&bare(word).as_str()));
    if has_role && words.len() <= 6 {
        return Person::Surely;
    }
    let (Some(first), Some(last)) = (names.first(), names.last()) else {
        return Person::No;
    };
    let between = names
        .iter()
        .all(|word| is_name(word) || PARTICLES.contains(word));
    if names.len() > 4 || !between || !is_name(first) || !is_name(last) {
        return Person::No;
    }
    match (is_titled, names.len()) {
        (true, _) => Person::Surely,
        (false, 1) => Person::No,
        (false, _)
            if names
                .iter()
                .any(|word| ends_like_one(word) || is_acronym(word)) =>
        {
            Person::No
        }
        (false, _) => Person::Maybe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_guessed_from_the_first_word_that_says_one() {
        for (title, expected) in [
            ("Begrüßung", Some(Kind::Plenary)),
            ("Begrüßung zum Workshop", Some(Kind::Plenary)),
            ("Ergebnisse der Workshops (Plenum)", Some(Kind::Plenary)),
            ("Impuls: Podium ohne Pult", Some(Kind::Impulse)),
            ("Impulsvortrag", Some(Kind::Impulse)),
            ("Podiumsdiskussion", Some(Kind::Panel)),
            ("Workshop zu den drei Themen", Some(Kind::Workshop)),
            ("Mittagspause", Some(Kind::Break)),
            ("Kaffee und Kuchen", Some(Kind::Break)),
            ("Gemeinsamer Ausklang", Some(Kind::Break)),
            ("Lunch break", Some(Kind::Break)),
            ("Welcome", Some(Kind::Plenary)),
            ("Interessen im Vormittag", None),
            ("Vorstellung der Finanzierung", None),
            ("", None),
        ] {
            assert_eq!(kind(title), expected, "{title}");
        }
    }

    #[test]
    fn rooms_are_told_from_what_is_said_about_space() {
        for room in [
            "Raum 2",
            "(Raum Spree)",
            "Großer Saal",
            "Saal",
            "Alte Kantine",
            "Room B",
            "Stage 1",
        ] {
            assert!(is_room(room), "{room}");
        }
        for other in [
            "Plenum",
            "Raum der Möglichkeiten",
            "Freiraum",
            "ein Raum",
            "",
            "Zeitraum 2026",
        ] {
            assert!(!is_room(other), "{other}");
        }
    }

    #[test]
    fn organisations_have_a_head_that_says_so() {
        for organisation in [
            "Dialogkomitee",
            "Deutsche Stiftung für Engagement und Ehrenamt",
            "Paritätischer Wohlfahrtsverband",
            "place/making",
            "iRights.Lab",
            "Allianz ukrainischer Organisationen",
            "BSI",
            "Bundesamt für Sicherheit in der Informationstechnik (BSI)",
            "Verein B",
            "Hilfe e. V.",
            "Der Paritätische",
            "Department of Health",
        ] {
            assert!(is_organisation(organisation), "{organisation}");
        }
        for other in [
            "Ausblick",
            "die Rolle des CRA für Open Source",
            "Fragen an den Verein",
            "Zukunft der Stiftung",
            "Ehrenamt",
            "KI",
            "und/oder",
            "PAUSE",
            "",
            "Referat",
        ] {
            assert!(!is_organisation(other), "{other}");
        }
    }

    #[test]
    fn people_have_a_title_a_role_or_a_name() {
        for (text, expected) in [
            ("Dr. Vorname Nachname", Person::Surely),
            ("Frau Nachname", Person::Surely),
            ("Vertretung Zivilgesellschaft", Person::Surely),
            ("Vorname Nachname", Person::Maybe),
            ("Vorname van Nachname-Name", Person::Maybe),
            ("Offene Fragen", Person::No),
            ("Nachname", Person::No),
            ("der Nachname", Person::No),
            ("Verein Nachname", Person::No),
            ("Dr.", Person::No),
            ("", Person::No),
        ] {
            assert_eq!(person(text), expected, "{text}");
        }
    }
}
