//! Links into online rooms. Programs for video meetings write them, and what opens the room without them,
//! into the text of an invitation as well. Everybody reads that text once the draft is published, so that
//! these lines are taken out of it and kept for those who take part. Pure.

use federation::vocabulary::read;

/// More rooms than this of one event are not kept as rooms; what leads into them is taken out all the same.
pub const ROOMS_AT_MOST: usize = 5;

/// What the addresses of rooms have in common, in small letters.
const ADDRESSES: [&str; 21] = [
    "teams.microsoft.com/",
    "teams.live.com/",
    "meet.google.com/",
    "tel.meet/",
    "zoom.us/j/",
    "zoom.us/w/",
    "zoom.us/s/",
    "zoom.us/my/",
    "zoom.us/u/",
    "zoom-x.de/j/",
    "meet.jit.si/",
    "webex.com/meet/",
    "webex.com/join/",
    "webex.com/webappng/",
    "/j.php?mtid=",
    "whereby.com/",
    "meet.goto.com/",
    "gotomeet.me/",
    "senfcall.de/",
    "/bigbluebutton/",
    "join.skype.com/",
];

/// How lines are called that let people into a room without its link, in small letters.
const KEYS: [&str; 20] = [
    "besprechungs-id",
    "meeting-id",
    "meeting id",
    "meeting number",
    "meeting-kennnummer",
    "konferenz-id",
    "conference id",
    "webinar-id",
    "webinar id",
    "kenncode",
    "passcode",
    "kennwort",
    "passwort",
    "password",
    "zugangscode",
    "access code",
    "pin:",
    "one tap mobile",
    "schnelleinwahl",
    "telefoneinwahl",
];

/// What stands where a place belongs and names the program.
const PROGRAMS: [&str; 8] = [
    "microsoft teams",
    "teams",
    "zoom",
    "google meet",
    "webex",
    "jitsi",
    "bigbluebutton",
    "online",
];

/// The links to rooms in a text.
pub fn links(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("http").map(|(start, _)| start);
    let links = starts.filter_map(|start| {
        let rest = &text[start..];
        let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']' | '|');
        let link = &rest[..rest.find(ends).unwrap_or(rest.len())];
        Some(link.trim_end_matches(['.', ',', ';', ':'])).filter(|link| read::url(link).is_some())
    });
    links.filter(|link| is_address(&plain(link)))
}

/// Whether a place is none, but the program the room is in.
pub fn is_program(place: &str) -> bool {
    let place = place.trim().to_lowercase();
    PROGRAMS.iter().any(|program| {
        let rest = place.strip_prefix(program);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

fn is_address(plain: &str) -> bool {
    ADDRESSES.iter().any(|address| plain.contains(address))
}

/// A text as it is compared: small letters, nothing escaped by Markdown or within another link.
fn plain(text: &str) -> String {
    let text = text.replace('\\', "").to_lowercase();
    text.replace("%2f", "/")
        .replace("%3a", ":")
        .replace("%3f", "?")
}

/// Takes what leads into these rooms, and into any other, out of texts.
pub struct Sieve(Vec<String>);

impl Sieve {
    pub fn of(rooms: &[String]) -> Self {
        let rooms = rooms.iter().map(|room| {
            let room = plain(room);
            let room = room
                .split_once("://")
                .map_or(room.as_str(), |(_, rest)| rest);
            let path = room.split(['?', '#']).next().unwrap_or_default();
            path.trim_end_matches('/').to_owned()
        });
        Self(rooms.filter(|room| !room.is_empty()).collect())
    }

    fn catches(&self, text: &str) -> bool {
        let text = plain(text);
        is_address(&text) || self.0.iter().any(|room| text.contains(room))
    }

    /// Whether this line lets people in.
    fn lets_in(&self, line: &str) -> bool {
        let named = || {
            let line = plain(line);
            KEYS.iter().any(|key| line.contains(key))
        };
        self.catches(line) || named()
    }

    /// The lines that let nobody in. The others go to `taken`, each once.
    pub fn lines(&self, text: &str, taken: &mut Vec<String>) -> String {
        let (out, kept): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| self.lets_in(line));
        for line in out {
            if !taken.iter().any(|known| known == line) {
                taken.push(line.to_owned());
            }
        }
        kept.join("\n")
    }

    /// The words of one line that let nobody in.
    pub fn words(&self, line: &str) -> String {
        if !self.catches(line) {
            return line.to_owned();
        }
        let words = line.split_whitespace().filter(|word| !self.catches(word));
        words.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_rooms_are_known_and_others_are_not() {
        let text = "[Beitreten](https://teams.microsoft.com/l/meetup-join/19%3a) oder \
            <https://us02web.zoom.us/j/123?pwd=x>, https://verein.example/zoom, \
            https://zoom.us/webinar/register/1 und https://meet.jit.si/Runde.";
        assert_eq!(
            links(text).collect::<Vec<_>>(),
            [
                "https://teams.microsoft.com/l/meetup-join/19%3a",
                "https://us02web.zoom.us/j/123?pwd=x",
                "https://meet.jit.si/Runde",
            ]
        );
    }

    #[test]
    fn what_lets_people_in_is_taken_out_in_whatever_way_it_is_written() {
        let sieve = Sieve::of(&["https://room.example/b/die_runde?pwd=1".into()]);
        for line in [
            "Raum: room.example/b/die_runde",
            "Raum: HTTPS://ROOM.EXAMPLE/b/Die\\_Runde/?pwd=2",
            "https://safelinks.example/?url=https%3A%2F%2Froom.example%2Fb%2Fdie_runde&x=1",
            "https://safelinks.example/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join",
            "Besprechungs-ID: 391 204 118",
            "**Kenncode:** aB3",
            "Oder: +49 30 1234, PIN: 123 456#",
        ] {
            let mut taken = Vec::new();
            let kept = sieve.lines(&format!("Davor\n{line}\nDanach\n{line}"), &mut taken);
            assert_eq!(
                (kept.as_str(), taken),
                ("Davor\nDanach", vec![line.to_owned()])
            );
        }
        let mut taken = Vec::new();
        let other = "Mehr: https://room.example/ueber-uns";
        assert_eq!(sieve.lines(other, &mut taken), other);
        assert_eq!(
            sieve.words("Runde https://room.example/b/die_runde !"),
            "Runde !"
        );
    }

    #[test]
    fn a_program_is_no_place() {
        for program in [
            "Microsoft Teams-Besprechung",
            "Zoom",
            "Online (Zoom)",
            "online",
        ] {
            assert!(is_program(program), "{program}");
        }
        for place in ["Zoomhaus", "Onlinebüro Berlin", "Alte Kantine"] {
            assert!(!is_program(place), "{place}");
        }
    }
}
