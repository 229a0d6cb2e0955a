//! `schedule.json` of pretalx and frab: the conference is the event, its sessions are the agenda.

use super::{
    At, Doubt, Found, Reading, Reason, Setting, html, line,
    sketch::{self, Said, Sketch, Spot},
    when::When,
};
use crate::agenda::{
    Draft,
    session::{
        Access, DESCRIPTION_AT_MOST, Kind, LINE_AT_MOST, Rules, SESSIONS_AT_MOST, SPEAKERS_AT_MOST,
        Speaker, TITLE_AT_MOST, is_repeated,
    },
};
use crate::i18n::Lang;
use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use federation::vocabulary::read;
use serde_json::Value;
use std::collections::BTreeSet;
use url::Url;

/// The messages of all marks a session can have.
const MARKS: [&str; 7] = [
    "agenda-access-sign-language",
    "agenda-access-captions",
    "agenda-access-stream",
    "agenda-access-quiet-room",
    "agenda-rule-no-recording",
    "agenda-rule-no-attribution",
    "agenda-rule-list-hidden",
];

/// What an agenda of ours has no field for.
const LEFT: [&str; 5] = [
    "subtitle",
    "links",
    "attachments",
    "logo",
    "recording_license",
];

/// What every cut in the sessions is said of.
const AGENDA: &str = "agenda";

pub fn is_schedule(json: &Value) -> bool {
    json["schedule"]["conference"].is_object()
}

pub fn read(json: &Value, address: Option<&Url>, setting: &Setting) -> Reading {
    let mut reading = Reading::default();
    let conference = &json["schedule"]["conference"];
    let at = At::named(&line(&conference["title"]), 1);
    let found = found(&json["schedule"], address, setting, &mut reading);
    reading.take(at, found);
    reading.done()
}

fn found(
    schedule: &Value,
    address: Option<&Url>,
    setting: &Setting,
    reading: &mut Reading,
) -> Result<Found, Reason> {
    let conference = &schedule["conference"];
    let mut doubts = Vec::new();
    let zone_name = line(&conference["time_zone_name"]);
    let zone: Option<Tz> = zone_name.parse().ok();
    if zone.is_none() && !zone_name.is_empty() {
        doubts.push(Doubt::ZoneUnknown(zone_name));
    }
    let mut sessions = sessions(conference, zone.unwrap_or(setting.home), reading);
    sessions.sort_by_key(|session| session.starts);
    let left: BTreeSet<&str> = sessions.iter().flat_map(|it| it.left.clone()).collect();
    if !left.is_empty() {
        let left = left.into_iter().collect::<Vec<_>>();
        doubts.push(Doubt::NotTaken(left.join(", ")));
    }
    // The days of the conference, unless the sessions know better.
    let said = |name: &str| {
        conference[name]
            .as_str()
            .and_then(|text| When::read(text, zone))
    };
    let starts = sessions
        .first()
        .map(|session| When::At(session.starts))
        .or_else(|| said("start"));
    let starts = starts.ok_or(match &conference["start"] {
        Value::Null => Reason::StartMissing,
        start => Reason::StartUnreadable(line(start)),
    })?;
    let ends = sessions
        .iter()
        .map(|session| session.starts + session.length)
        .max();
    let base = schedule["base_url"].as_str().and_then(read::url);
    let page = conference["url"].as_str().and_then(read::url).or(base);
    let page = page.or_else(|| address.cloned());
    let sketch = Sketch {
        id: page
            .as_ref()
            .map_or_else(|| line(&conference["acronym"]), Url::to_string),
        url: page,
        said: vec![Said {
            language: None,
            title: html::title(&line(&conference["title"])),
            summary: String::new(),
            description: html::markdown(conference["description"].as_str().unwrap_or_default()),
        }],
        starts: Some(starts),
        ends: ends.map(When::At).or_else(|| said("end")),
        zone,
        place: Spot {
            name: house(&conference["venue"], &sessions),
            ..Spot::default()
        },
        agenda: agenda(&sessions, zone.unwrap_or(setting.home), &mut doubts),
        doubts,
        ..Sketch::default()
    };
    sketch.found(setting)
}

/// Where it is. Few schedules say so; a draft needs something, and the rooms are known.
fn house(venue: &Value, sessions: &[Session]) -> String {
    let named = line(venue);
    if !named.is_empty() {
        return named;
    }
    let rooms = sessions.iter().map(|session| session.room.as_str());
    let rooms: BTreeSet<&str> = rooms.filter(|room| !room.is_empty()).collect();
    rooms.into_iter().collect::<Vec<_>>().join(", ")
}

struct Session {
    starts: DateTime<FixedOffset>,
    length: TimeDelta,
    title: String,
    description: String,
    kind: Kind,
    speakers: Vec<String>,
    room: String,
    track: String,
    access: Access,
    rules: Rules,
    /// What it has beside, by the names it has there.
    left: Vec<&'static str>,
}

fn sessions(conference: &Value, zone: Tz, reading: &mut Reading) -> Vec<Session> {
    let days = conference["days"].as_array().map_or(&[][..], Vec::as_slice);
    let rooms = days
        .iter()
        .filter_map(|day| day["rooms"].as_object().map(|rooms| (day, rooms)));
    let said = rooms.flat_map(|(day, rooms)| {
        let sessions = rooms
            .iter()
            .filter_map(|(room, sessions)| Some((room, sessions.as_array()?)));
        sessions.flat_map(move |(room, sessions)| {
            sessions.iter().map(move |session| (day, room, session))
        })
    });
    let mut sessions = Vec::new();
    for (number, (day, room, session)) in said.enumerate() {
        if number >= SESSIONS_AT_MOST {
            reading.miss(At::Whole, Reason::TooManyEvents);
            break;
        }
        match read_session(day, room, session, zone) {
            Some(session) => sessions.push(session),
            None => {
                let at = At::named(&line(&session["title"]), number + 1);
                let said = [&session["date"], &session["start"]].map(line).join(" ");
                reading.miss(at, Reason::StartUnreadable(said.trim().to_owned()));
            }
        }
    }
    sessions
}

fn read_session(day: &Value, room: &str, session: &Value, zone: Tz) -> Option<Session> {
    let whole = || {
        session["date"]
            .as_str()
            .and_then(|date| DateTime::parse_from_rfc3339(date).ok())
    };
    // frab once wrote the day and the time apart.
    let apart = || {
        let text = format!("{}T{}", day["date"].as_str()?, session["start"].as_str()?);
        match When::read(&text, Some(zone))? {
            When::Local(at, _) => at
                .and_local_timezone(zone)
                .earliest()
                .map(|at| at.fixed_offset()),
            When::At(at) => Some(at),
            When::Day(_) => None,
        }
    };
    let starts = whole()
        .or_else(apart)
        .filter(|at| When::At(*at).is_in_range())?;
    let persons = session["persons"].as_array().map_or(&[][..], Vec::as_slice);
    let names = persons.iter().take(SPEAKERS_AT_MOST).map(|person| {
        let names = ["public_name", "name", "full_public_name"];
        names
            .iter()
            .map(|name| line(&person[*name]))
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    });
    let (brief, access, rules) = marked(&line(&session["abstract"]));
    let brief = match brief {
        true => String::new(),
        false => html::markdown(session["abstract"].as_str().unwrap_or_default()),
    };
    let long = html::markdown(session["description"].as_str().unwrap_or_default());
    // Some write the one into both.
    let mut texts = vec![brief];
    texts.retain(|brief| !brief.is_empty() && !long.starts_with(brief.as_str()));
    texts.extend(Some(long).filter(|long| !long.is_empty()));
    let is_said = |name: &&str| match &session[*name] {
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    Some(Session {
        starts,
        length: length(&line(&session["duration"])),
        title: html::title(&line(&session["title"])),
        description: texts.join("\n\n"),
        kind: kind(&line(&session["type"])),
        access,
        rules: Rules {
            no_recording: rules.no_recording || session["do_not_record"] == true,
            ..rules
        },
        left: LEFT.into_iter().filter(is_said).collect(),
        track: line(&session["track"]),
        speakers: names.filter(|name| !name.is_empty()).collect(),
        room: line(&room.into()),
    })
}

/// Whether a summary says nothing but marks, as ours does („Gebärdensprache · keine Aufnahmen“), and which.
fn marked(summary: &str) -> (bool, Access, Rules) {
    let (mut access, mut rules) = (Access::default(), Rules::default());
    let is_mark = |word: &str| {
        let known = |key: &&str| Lang::ALL.iter().any(|lang| lang.text(key) == word);
        let Some(key) = MARKS.into_iter().find(known) else {
            return false;
        };
        match key {
            "agenda-access-sign-language" => access.sign_language = true,
            "agenda-access-captions" => access.captions = true,
            "agenda-access-stream" => access.stream = true,
            "agenda-access-quiet-room" => access.quiet_room = true,
            "agenda-rule-no-recording" => rules.no_recording = true,
            "agenda-rule-no-attribution" => rules.no_attribution = true,
            _ => rules.list_hidden = true,
        }
        true
    };
    match !summary.is_empty() && summary.split(" · ").all(is_mark) {
        true => (true, access, rules),
        false => (false, Access::default(), Rules::default()),
    }
}

/// `01:30`; what is longer than a day, or none, counts as nothing.
fn length(text: &str) -> TimeDelta {
    let time = NaiveTime::parse_from_str(text, "%H:%M").unwrap_or_default();
    time - NaiveTime::MIN
}

/// Organizers name their kinds themselves.
fn kind(name: &str) -> Kind {
    let name = name.to_lowercase();
    if let Some(kind) = Kind::named(&name) {
        return kind;
    }
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if says(&["workshop", "werkstatt"]) {
        Kind::Workshop
    } else if says(&["panel", "podium", "diskussion", "discussion"]) {
        Kind::Panel
    } else if says(&["break", "pause"]) {
        Kind::Break
    } else {
        Kind::Talk
    }
}

fn agenda(sessions: &[Session], zone: Tz, doubts: &mut Vec<Doubt>) -> Vec<Draft> {
    sessions
        .iter()
        .map(|session| draft(session, zone, doubts))
        .collect()
}

fn draft(session: &Session, zone: Tz, doubts: &mut Vec<Doubt>) -> Draft {
    let starts = session.starts.with_timezone(&zone);
    let ends = (!session.length.is_zero()).then_some(starts + session.length);
    let other_day = ends.filter(|ends| ends.date_naive() != starts.date_naive());
    // The second of two equal hours is the one with the smaller offset.
    let is_second = |at: &DateTime<Tz>| {
        let local = at.naive_local();
        is_repeated(local, zone) && local.and_local_timezone(zone).latest() == Some(*at)
    };
    let time = |at: &DateTime<Tz>| at.format("%H:%M").to_string();
    let mut line = |text: &str| sketch::cut(text, LINE_AT_MOST, AGENDA, doubts);
    let speakers = session.speakers.iter();
    let speakers: Vec<String> = speakers
        .map(|name| Speaker::person(line(name)).line())
        .collect();
    let (room, track) = (line(&session.room), line(&session.track));
    Draft {
        day: starts.format("%Y-%m-%d").to_string(),
        starts_at: time(&starts),
        starts_in_second_hour: is_second(&starts),
        ends_on: other_day
            .map(|ends| ends.format("%Y-%m-%d").to_string())
            .unwrap_or_default(),
        ends_at: ends.as_ref().map(time).unwrap_or_default(),
        ends_in_second_hour: ends.as_ref().is_some_and(is_second),
        title: sketch::cut(&session.title, TITLE_AT_MOST, AGENDA, doubts),
        description: sketch::cut(&session.description, DESCRIPTION_AT_MOST, AGENDA, doubts),
        kind: session.kind.name().to_owned(),
        room,
        track,
        speakers: speakers.join("\n"),
        sign_language: session.access.sign_language,
        captions: session.access.captions,
        stream: session.access.stream,
        quiet_room: session.access.quiet_room,
        no_recording: session.rules.no_recording,
        no_attribution: session.rules.no_attribution,
        list_hidden: session.rules.list_hidden,
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::tests::{checked, setting};
    use serde_json::json;

    fn sample() -> Value {
        json!({"schedule": {
            "version": "0.3",
            "base_url": "https://tagung.example/2027/schedule/",
            "conference": {
                "acronym": "tagung-2027",
                "title": "Tagung Digitale Resilienz",
                "start": "2027-03-27",
                "end": "2027-03-28",
                "daysCount": 2,
                "time_zone_name": "Europe/Berlin",
                "days": [
                    {"index": 1, "date": "2027-03-27", "rooms": {
                        "Saal": [
                            {"guid": "b", "date": "2027-03-27T11:00:00+01:00", "start": "11:00", "duration": "01:30", "title": "Werkstatt, Teil 1", "type": "Workshop", "persons": []},
                            {"guid": "a", "date": "2027-03-27T10:00:00+01:00", "start": "10:00", "duration": "00:45", "title": "Begrüßung", "persons": [{"public_name": "Geschäftsstelle"}]},
                        ],
                        "Kleiner Saal": [{"guid": "x", "date": "bald", "title": "Ohne Zeit"}],
                    }},
                    {"index": 2, "date": "2027-03-28", "rooms": {
                        "Saal": [{"guid": "c", "start": "09:30", "duration": "00:30", "title": "Ausblick &amp; Ende", "persons": [{"name": "Vorstand"}]}],
                    }},
                ],
            },
        }})
    }

    #[test]
    fn a_schedule_becomes_one_event_with_an_agenda() {
        assert!(is_schedule(&sample()));
        let reading = read(&sample(), None, &setting());
        let found = &reading.events[0];
        assert_eq!(found.key, "https://tagung.example/2027/schedule/");
        let draft = &found.draft;
        assert_eq!(draft.title_de, "Tagung Digitale Resilienz");
        assert_eq!(
            (draft.starts_on.as_str(), draft.starts_at.as_str()),
            ("2027-03-27", "10:00")
        );
        assert_eq!(
            (draft.ends_on.as_str(), draft.ends_at.as_str()),
            ("2027-03-28", "10:00")
        );
        let told: Vec<_> = found
            .agenda
            .iter()
            .map(|it| {
                [
                    &it.day,
                    &it.starts_at,
                    &it.ends_at,
                    &it.title,
                    &it.speakers,
                    &it.room,
                ]
            })
            .map(|fields| fields.map(String::as_str))
            .collect();
        assert_eq!(
            told,
            [
                [
                    "2027-03-27",
                    "10:00",
                    "10:45",
                    "Begrüßung",
                    "Geschäftsstelle",
                    "Saal"
                ],
                [
                    "2027-03-27",
                    "11:00",
                    "12:30",
                    "Werkstatt, Teil 1",
                    "",
                    "Saal"
                ],
                [
                    "2027-03-28",
                    "09:30",
                    "10:00",
                    "Ausblick & Ende",
                    "Vorstand",
                    "Saal"
                ],
            ]
        );
        let details = draft.check(setting().home, setting().now).unwrap();
        let tz = details.zone;
        let days = crate::agenda::session::Days::of(
            details.starts_at.with_timezone(&tz),
            details.ends_at.with_timezone(&tz),
        );
        for session in &found.agenda {
            assert!(session.check("01", &days).is_ok(), "{session:?}");
        }
        assert_eq!(reading.unreadable[0].at, At::Named("Ohne Zeit".into()));
        assert_eq!(
            reading.unreadable[0].reason,
            Reason::StartUnreadable("bald".into())
        );
    }

    #[test]
    fn text_and_rule_of_a_session_are_taken_and_what_is_left_is_named() {
        let mut schedule = sample();
        let days = &mut schedule["schedule"]["conference"]["days"];
        let talk = &mut days[0]["rooms"]["Saal"][0];
        talk["abstract"] = json!("Kurz");
        talk["description"] = json!("Lang");
        talk["do_not_record"] = json!(true);
        talk["subtitle"] = json!("Mehr");
        talk["links"] = json!([{"url": "https://verein.example/", "title": "Verein"}]);
        let twice = &mut days[0]["rooms"]["Saal"][1];
        twice["abstract"] = json!("Dasselbe");
        twice["description"] = json!("Dasselbe");
        days[1]["rooms"]["Saal"][0]["description"] = json!("Nur lang");
        let reading = read(&schedule, None, &setting());
        let found = checked(&reading, 0);
        let said = found.agenda.iter();
        let said: Vec<_> = said
            .map(|it| (it.description.as_str(), it.no_recording))
            .collect();
        let expected = [
            ("Dasselbe", false),
            ("Kurz\n\nLang", true),
            ("Nur lang", false),
        ];
        assert_eq!(said, expected);
        assert!(
            found
                .doubts
                .contains(&Doubt::NotTaken("links, subtitle".into()))
        );
    }

    #[test]
    fn what_we_write_of_a_session_is_what_we_read_of_it() {
        use crate::agenda::{
            schedule::{self, Labels},
            session::{Agenda, Days},
        };
        let days = Days {
            zone: chrono_tz::Europe::Berlin,
            first: "2027-03-27".parse().unwrap(),
            last: "2027-03-27".parse().unwrap(),
        };
        let draft = Draft {
            day: "2027-03-27".into(),
            starts_at: "10:00".into(),
            ends_at: "11:00".into(),
            title: "Werkstatt".into(),
            description: "Zwei Runden".into(),
            kind: "plenary".into(),
            room: "Saal".into(),
            track: "Netz".into(),
            sign_language: true,
            quiet_room: true,
            no_recording: true,
            no_attribution: true,
            ..Draft::default()
        };
        let session = draft.check("01JC7Z3K9V8Q4T5B6N7M8P9R0S", &days).unwrap();
        let page = "https://tagung.example/events/tagung/agenda"
            .parse()
            .unwrap();
        for lang in Lang::ALL {
            let written = schedule::json(
                &schedule::Setting {
                    title: "Tagung",
                    slug: "tagung",
                    page: &page,
                    version: "1",
                    language: lang.bcp47(),
                    ends_at: "2027-03-27T15:00:00Z".parse().unwrap(),
                    is_ours: true,
                    labels: Labels {
                        text: &|key| lang.text(key),
                        day: &|day| day.to_string(),
                    },
                },
                &Agenda::new(days, vec![session.clone()]).unwrap(),
            );
            let reading = read(&written, None, &setting());
            assert_eq!(reading.events[0].agenda, std::slice::from_ref(&draft));
        }
    }

    #[test]
    fn a_conference_without_sessions_has_its_days() {
        let mut schedule = sample();
        schedule["schedule"]["conference"]["days"] = json!([]);
        schedule["schedule"]["conference"]["venue"] = json!("Kongresszentrum");
        let reading = read(&schedule, None, &setting());
        let draft = &checked(&reading, 0).draft;
        assert_eq!(
            (draft.starts_on.as_str(), draft.ends_on.as_str()),
            ("2027-03-27", "2027-03-28")
        );
        assert_eq!(reading.events[0].doubts, [Doubt::AllDay]);
        schedule["schedule"]["conference"]["start"] = json!("bald");
        let reading = read(&schedule, None, &setting());
        assert_eq!(
            reading.unreadable[0].reason,
            Reason::StartUnreadable("bald".into())
        );
    }

    #[test]
    fn sessions_without_end_are_cut_and_said() {
        let session = json!({"date": "2027-03-27T10:00:00+01:00", "duration": "00:30", "title": "Z".repeat(500)});
        let mut schedule = sample();
        schedule["schedule"]["conference"]["days"] =
            json!([{"date": "2027-03-27", "rooms": {"Saal": vec![session; 2_000]}}]);
        let reading = read(&schedule, None, &setting());
        let found = &reading.events[0];
        assert_eq!(found.agenda.len(), SESSIONS_AT_MOST);
        assert_eq!(found.agenda[0].title.chars().count(), TITLE_AT_MOST);
        assert!(found.doubts.contains(&Doubt::Shortened { field: AGENDA }));
        assert_eq!(reading.unreadable[0].reason, Reason::TooManyEvents);
    }
}
