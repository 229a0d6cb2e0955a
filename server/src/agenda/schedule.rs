//! An agenda for programs and terminals: `schedule.xml` and `schedule.json` in the format of pentabarf,
//! frab and pretalx, as <https://c3voc.de/wiki/schedule> describes it, and a table in plain text.
//! Pure: rows in, text out. What cannot stand in XML or in a terminal is left out.

use super::session::{Agenda, Session};
use crate::events::draft::one_line;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use quick_xml::{Writer, events::BytesText};
use serde_json::{Value, json};
use std::{collections::BTreeSet, io};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use url::Url;
use uuid::{Uuid, uuid};

/// In which the ids of our sessions are names (RFC 9562 §5.5). Never changes: apps know a session by
/// what comes of it.
const NAMESPACE: Uuid = uuid!("6b0a1f0c-3d0e-5c52-9a8e-7f2d4b61c3a9");
/// The grid apps draw times on.
const SLOT: &str = "00:05";
/// What older apps take for an id fits into a signed number of 32 bits.
const NUMBER_AT_MOST: u32 = i32::MAX as u32;
/// Columns of a terminal, and how the table shares them: time, title, room.
const COLUMNS: usize = 80;
const TIME_COLUMNS: usize = 11;
const TITLE_COLUMNS: usize = 45;
const ROOM_COLUMNS: usize = 20;
const GAP: &str = "  ";

/// What an agenda does not say of itself.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    pub title: &'a str,
    /// Of the event's address.
    pub slug: &'a str,
    /// Where people read the agenda; a session's page is a fragment of it, named by its id.
    pub page: &'a Url,
    /// „Fassung 2 vom 3.11.2026“
    pub version: &'a str,
    /// BCP 47.
    pub language: &'a str,
    /// When the event ends, which is when its last session does.
    pub ends_at: DateTime<Utc>,
    /// Whether the event is one of ours; of another server's a session may not say whether one may record it.
    pub is_ours: bool,
    pub labels: Labels<'a>,
}

/// How things are said to the reader.
#[derive(Clone, Copy)]
pub struct Labels<'a> {
    /// The text of a message.
    pub text: &'a dyn Fn(&'static str) -> String,
    /// „Freitag, 13. November 2026“
    pub day: &'a dyn Fn(NaiveDate) -> String,
}

impl Labels<'_> {
    fn all(&self, keys: &[&'static str]) -> Vec<String> {
        keys.iter().map(|key| (self.text)(key)).collect()
    }
}

/// The guid of a session: the same in every version and every file.
pub fn guid(session: &Session) -> Uuid {
    Uuid::new_v5(&NAMESPACE, session.id.as_bytes())
}

/// A day as the files have it: its rooms, each with its sessions.
struct Day<'a> {
    date: NaiveDate,
    /// From 1.
    index: usize,
    rooms: Vec<(String, Vec<Entry<'a>>)>,
}

struct Entry<'a> {
    session: &'a Session,
    guid: Uuid,
    number: u32,
    slug: String,
    url: String,
    starts: DateTime<Tz>,
    ends: DateTime<Tz>,
    /// Access and rules, in words.
    marks: String,
    description: String,
}

impl Day<'_> {
    fn entries(&self) -> impl Iterator<Item = &Entry<'_>> {
        self.rooms.iter().flat_map(|(_, entries)| entries)
    }

    /// From the first beginning to the last end; midnight where nothing takes place.
    fn span(&self, agenda: &Agenda) -> (String, String) {
        let midnight = || {
            let midnight = self.date.and_hms_opt(0, 0, 0).unwrap_or_default();
            let earliest = midnight.and_local_timezone(agenda.days.zone).earliest();
            earliest.unwrap_or_else(|| midnight.and_utc().with_timezone(&agenda.days.zone))
        };
        let starts = self.entries().map(|entry| entry.starts).min();
        let ends = self.entries().map(|entry| entry.ends).max();
        let instant = |at: Option<DateTime<Tz>>| at.unwrap_or_else(midnight).to_rfc3339();
        (instant(starts), instant(ends))
    }
}

impl Entry<'_> {
    /// `01:30`
    fn duration(&self) -> String {
        let minutes = (self.ends - self.starts).num_minutes();
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    fn people(&self) -> impl Iterator<Item = String> {
        let speakers = self.session.speakers.iter();
        speakers.map(|speaker| printable(&speaker.full()))
    }

    fn links(&self) -> impl Iterator<Item = (&str, String)> {
        let speakers = self.session.speakers.iter();
        let linked = speakers.filter_map(|speaker| Some((speaker.link.as_deref()?, speaker)));
        linked.map(|(link, speaker)| (link, printable(&speaker.full())))
    }
}

/// The days of the event on which something takes place; the first when nothing does.
fn days<'a>(setting: &Setting<'_>, agenda: &'a Agenda) -> Vec<Day<'a>> {
    let numbers = numbers(agenda);
    let mut by_day = agenda.by_day();
    if by_day.is_empty() {
        by_day.insert(agenda.days.first, Vec::new());
    }
    let order = rooms(setting, agenda);
    let days = by_day
        .into_iter()
        .zip(1..)
        .map(|((date, sessions), index)| {
            let mut rooms: Vec<(String, Vec<Entry<'a>>)> = Vec::new();
            for name in &order {
                let here = sessions
                    .iter()
                    .filter(|session| room(setting, session) == *name);
                let entries: Vec<_> = here
                    .map(|session| entry(setting, agenda, session, number(&numbers, session)))
                    .collect();
                if !entries.is_empty() {
                    rooms.push((name.clone(), entries));
                }
            }
            Day { date, index, rooms }
        });
    days.collect()
}

fn entry<'a>(
    setting: &Setting<'_>,
    agenda: &Agenda,
    session: &'a Session,
    number: u32,
) -> Entry<'a> {
    let starts = session.starts(agenda.days.zone);
    let tables = session
        .tables
        .iter()
        .map(|table| format!("- {}", table.label));
    let mut description = vec![session.description.clone()];
    description.push(tables.collect::<Vec<_>>().join("\n"));
    description.retain(|part| !part.is_empty());
    let mut url = setting.page.clone();
    url.set_fragment(Some(&session.id));
    Entry {
        session,
        guid: guid(session),
        number,
        slug: format!("{}-{}", acronym(setting), session.id.to_lowercase()),
        url: url.into(),
        starts,
        ends: ends(setting, agenda, session).with_timezone(&agenda.days.zone),
        marks: marks(setting, session).join(" · "),
        description: printable(&description.join("\n\n")),
    }
}

/// The last session of an event lasts as long as that does; one whose end nobody knows takes no time.
fn ends(setting: &Setting<'_>, agenda: &Agenda, session: &Session) -> DateTime<Utc> {
    let ends = agenda.ends_with(setting.ends_at, session);
    ends.unwrap_or(session.starts_at)
}

fn marks(setting: &Setting<'_>, session: &Session) -> Vec<String> {
    let mut marks = setting.labels.all(&session.access.marks());
    marks.extend(setting.labels.all(&session.rules.marks()));
    marks
}

/// Whether it must not be recorded; nothing where nobody knows.
fn no_recording(setting: &Setting<'_>, session: &Session) -> Option<bool> {
    (setting.is_ours || session.rules_told).then_some(session.rules.no_recording)
}

fn room(setting: &Setting<'_>, session: &Session) -> String {
    let everywhere = || (setting.labels.text)("agenda-room-everywhere");
    printable(&session.room.clone().unwrap_or_else(everywhere))
}

/// All rooms, in the order in which they are first used.
fn rooms(setting: &Setting<'_>, agenda: &Agenda) -> Vec<String> {
    let mut rooms = Vec::new();
    for session in agenda.sessions() {
        let room = room(setting, session);
        if !rooms.contains(&room) {
            rooms.push(room);
        }
    }
    rooms
}

fn tracks(agenda: &Agenda) -> BTreeSet<String> {
    let tracks = agenda
        .sessions()
        .iter()
        .filter_map(|session| session.track.as_deref());
    tracks.map(printable).collect()
}

/// A number for each session, made of its guid. The few that meet on one step aside, the younger first.
fn numbers(agenda: &Agenda) -> Vec<(&str, u32)> {
    let mut ids: Vec<&Session> = agenda.sessions().iter().collect();
    ids.sort_by(|a, b| a.id.cmp(&b.id));
    let mut taken = BTreeSet::new();
    let numbers = ids.into_iter().map(|session| {
        let (high, ..) = guid(session).as_fields();
        let mut number = high % NUMBER_AT_MOST + 1;
        while !taken.insert(number) {
            number = number % NUMBER_AT_MOST + 1;
        }
        (session.id.as_str(), number)
    });
    numbers.collect()
}

fn number(numbers: &[(&str, u32)], session: &Session) -> u32 {
    let found = numbers.binary_search_by_key(&session.id.as_str(), |(id, _)| id);
    found.map_or(0, |at| numbers[at].1)
}

/// `denkwerkstatt_2026`: the schema knows no hyphens, and wants four letters.
fn acronym(setting: &Setting<'_>) -> String {
    let lower = setting.slug.to_lowercase();
    let letters = lower
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    let acronym: String = letters.collect();
    if acronym.len() < 4 {
        format!("event_{acronym}")
    } else {
        acronym
    }
}

/// No control but tab and line break can be written in XML (XML 1.0 §2.2).
fn printable(text: &str) -> String {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
    };
    text.chars().filter(|c| allowed(*c)).collect()
}

/// `schedule.xml`, media type `application/vnd.c3voc.schedule+xml`.
pub fn xml(setting: &Setting<'_>, agenda: &Agenda) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    write_schedule(&mut writer, setting, agenda).expect("memory takes what is written");
    let body = String::from_utf8(writer.into_inner()).expect("text was written");
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}\n")
}

type Xml = Writer<Vec<u8>>;

fn write_schedule(writer: &mut Xml, setting: &Setting<'_>, agenda: &Agenda) -> io::Result<()> {
    let days = days(setting, agenda);
    let schedule = writer.create_element("schedule");
    schedule.write_inner_content(|writer| {
        writer
            .create_element("generator")
            .with_attribute(("name", "Verbund"))
            .with_attribute(("version", env!("CARGO_PKG_VERSION")))
            .write_empty()?;
        write(writer, "version", setting.version)?;
        write_conference(writer, setting, agenda, days.len())?;
        days.iter()
            .try_for_each(|day| write_day(writer, setting, agenda, day))
    })?;
    Ok(())
}

fn write(writer: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    let text = printable(text);
    writer
        .create_element(name)
        .write_text_content(BytesText::new(&text))?;
    Ok(())
}

fn write_conference(
    writer: &mut Xml,
    setting: &Setting<'_>,
    agenda: &Agenda,
    count: usize,
) -> io::Result<()> {
    let conference = writer.create_element("conference");
    conference.write_inner_content(|writer| {
        write(writer, "acronym", &acronym(setting))?;
        write(writer, "title", setting.title)?;
        write(writer, "start", &agenda.days.first.to_string())?;
        write(writer, "end", &agenda.days.last.to_string())?;
        write(writer, "days", &count.to_string())?;
        write(writer, "timeslot_duration", SLOT)?;
        write(writer, "time_zone_name", agenda.days.zone.name())?;
        write(writer, "url", setting.page.as_str())?;
        tracks(agenda).iter().try_for_each(|track| {
            let element = writer.create_element("track");
            element
                .with_attribute(("name", track.as_str()))
                .write_empty()?;
            Ok(())
        })
    })?;
    Ok(())
}

fn write_day(
    writer: &mut Xml,
    setting: &Setting<'_>,
    agenda: &Agenda,
    day: &Day<'_>,
) -> io::Result<()> {
    let (start, end) = day.span(agenda);
    let element = writer
        .create_element("day")
        .with_attribute(("index", day.index.to_string().as_str()))
        .with_attribute(("date", day.date.to_string().as_str()))
        .with_attribute(("start", start.as_str()))
        .with_attribute(("end", end.as_str()));
    element.write_inner_content(|writer| {
        day.rooms.iter().try_for_each(|(name, entries)| {
            let room = writer
                .create_element("room")
                .with_attribute(("name", name.as_str()));
            room.write_inner_content(|writer| {
                let mut entries = entries.iter();
                entries.try_for_each(|entry| write_event(writer, setting, name, entry))
            })?;
            Ok(())
        })
    })?;
    Ok(())
}

fn write_event(
    writer: &mut Xml,
    setting: &Setting<'_>,
    room: &str,
    entry: &Entry<'_>,
) -> io::Result<()> {
    let session = entry.session;
    let element = writer
        .create_element("event")
        .with_attribute(("guid", entry.guid.to_string().as_str()))
        .with_attribute(("id", entry.number.to_string().as_str()));
    element.write_inner_content(|writer| {
        write(writer, "date", &entry.starts.to_rfc3339())?;
        write(writer, "start", &entry.starts.format("%H:%M").to_string())?;
        write(writer, "duration", &entry.duration())?;
        write(writer, "room", room)?;
        write(writer, "slug", &entry.slug)?;
        write(writer, "url", &entry.url)?;
        write(writer, "title", &session.title)?;
        write(writer, "subtitle", "")?;
        write(
            writer,
            "track",
            session.track.as_deref().unwrap_or_default(),
        )?;
        write(writer, "type", session.kind.name())?;
        write(writer, "language", setting.language)?;
        write(writer, "abstract", &entry.marks)?;
        write(writer, "description", &entry.description)?;
        if let Some(no_recording) = no_recording(setting, session) {
            let recording = writer.create_element("recording");
            recording.write_inner_content(|writer| {
                write(writer, "license", "")?;
                write(writer, "optout", &no_recording.to_string())
            })?;
        }
        let persons = writer.create_element("persons");
        persons.write_inner_content(|writer| {
            entry
                .people()
                .try_for_each(|person| write(writer, "person", &person))
        })?;
        let links = writer.create_element("links");
        links.write_inner_content(|writer| {
            entry.links().try_for_each(|(address, name)| {
                let link = writer
                    .create_element("link")
                    .with_attribute(("href", address));
                link.write_text_content(BytesText::new(&name))?;
                Ok(())
            })
        })?;
        Ok(())
    })?;
    Ok(())
}

/// `schedule.json`, the same in JSON.
pub fn json(setting: &Setting<'_>, agenda: &Agenda) -> Value {
    let days = days(setting, agenda);
    let rooms = rooms(setting, agenda).into_iter().map(|name| {
        let guid = Uuid::new_v5(&NAMESPACE, format!("{}/{name}", setting.page).as_bytes());
        json!({"guid": guid.to_string(), "name": name})
    });
    let tracks = tracks(agenda).into_iter().map(|name| json!({"name": name}));
    json!({
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "Verbund", "version": env!("CARGO_PKG_VERSION")},
        "schedule": {
            "version": printable(setting.version),
            "conference": {
                "acronym": acronym(setting),
                "title": printable(setting.title),
                "start": agenda.days.first.to_string(),
                "end": agenda.days.last.to_string(),
                "daysCount": days.len(),
                "timeslot_duration": SLOT,
                "time_zone_name": agenda.days.zone.name(),
                "url": setting.page.as_str(),
                "tracks": tracks.collect::<Vec<_>>(),
                "rooms": rooms.collect::<Vec<_>>(),
                "days": days.iter().map(|day| json_day(setting, agenda, day)).collect::<Vec<_>>(),
            },
        },
    })
}

fn json_day(setting: &Setting<'_>, agenda: &Agenda, day: &Day<'_>) -> Value {
    let (start, end) = day.span(agenda);
    let rooms = day.rooms.iter().map(|(name, entries)| {
        let entries = entries.iter().map(|entry| json_event(setting, name, entry));
        (name.clone(), Value::Array(entries.collect()))
    });
    json!({
        "index": day.index,
        "date": day.date.to_string(),
        "day_start": start,
        "day_end": end,
        "rooms": Value::Object(rooms.collect()),
    })
}

fn json_event(setting: &Setting<'_>, room: &str, entry: &Entry<'_>) -> Value {
    let session = entry.session;
    let persons = entry.people().map(|name| json!({"name": name}));
    let links = entry
        .links()
        .map(|(url, title)| json!({"url": url, "title": title}));
    json!({
        "guid": entry.guid.to_string(),
        "id": entry.number,
        "date": entry.starts.to_rfc3339(),
        "start": entry.starts.format("%H:%M").to_string(),
        "end": entry.ends.to_rfc3339(),
        "duration": entry.duration(),
        "room": room,
        "slug": entry.slug,
        "url": entry.url,
        "title": printable(&session.title),
        "subtitle": "",
        "track": session.track.as_deref().map(printable),
        "type": session.kind.name(),
        "language": setting.language,
        "abstract": entry.marks,
        "description": entry.description,
        "do_not_record": no_recording(setting, session),
        "persons": persons.collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
    })
}

/// A table of 80 columns for terminals: time, title with people and marks, room.
pub fn text(setting: &Setting<'_>, agenda: &Agenda) -> String {
    let mut lines = wrapped(setting.title, COLUMNS);
    let zone = agenda.days.zone.name();
    lines.extend(wrapped(&format!("{} · {zone}", setting.version), COLUMNS));
    for (date, sessions) in agenda.by_day() {
        let heading = one_line(&(setting.labels.day)(date));
        let stroke = "=".repeat(heading.width().min(COLUMNS));
        lines.push(String::new());
        lines.extend(wrapped(&heading, COLUMNS));
        lines.push(stroke);
        for session in sessions {
            lines.extend(row(setting, agenda, session));
        }
    }
    if agenda.sessions().is_empty() {
        lines.push(String::new());
        lines.extend(wrapped(&(setting.labels.text)("agenda-empty"), COLUMNS));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn row(setting: &Setting<'_>, agenda: &Agenda, session: &Session) -> Vec<String> {
    let starts = session.starts(agenda.days.zone);
    let time = |at: DateTime<Tz>| at.format("%H:%M").to_string();
    let ends = agenda.ends(session).map(|ends| format!("–{}", time(ends)));
    let mut left = vec![format!("{}{}", time(starts), ends.unwrap_or_default())];
    // The clocks show this hour twice; the offset tells which of the two it is.
    if session.starts_in_a_repeated_hour(agenda.days.zone) {
        left.push(format!("UTC{}", starts.format("%:z")));
    }
    let mut middle = wrapped(&session.title, TITLE_COLUMNS);
    let people: Vec<String> = session
        .speakers
        .iter()
        .map(|speaker| speaker.full())
        .collect();
    let mut below = |text: &str| {
        if !text.is_empty() {
            middle.extend(wrapped(text, TITLE_COLUMNS));
        }
    };
    below(&people.join(", "));
    below(&marks(setting, session).join(" · "));
    let right = wrapped(session.room.as_deref().unwrap_or_default(), ROOM_COLUMNS);
    let count = left.len().max(middle.len()).max(right.len());
    let cell = |cells: &[String], at: usize| cells.get(at).cloned().unwrap_or_default();
    let rows = (0..count).map(|at| {
        let cells = [
            padded(cell(&left, at), TIME_COLUMNS),
            padded(cell(&middle, at), TITLE_COLUMNS),
            cell(&right, at),
        ];
        cells.join(GAP).trim_end().to_owned()
    });
    rows.collect()
}

fn padded(mut text: String, columns: usize) -> String {
    let missing = columns.saturating_sub(text.width());
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// Lines of at most so many columns; broken between words where that is possible.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in one_line(text).split_whitespace() {
        if !line.is_empty() && line.width() + 1 + word.width() > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            if line.width() + c.width().unwrap_or(0) > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::session::{Days, Draft, SESSIONS_AT_MOST};
    use chrono::Duration;
    use chrono_tz::Europe::Berlin;
    use quick_xml::{Reader, events::Event};

    const XML: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<schedule>
  <generator name=\"Verbund\" version=\"VERSION\"/>
  <version>Fassung 2</version>
  <conference>
    <acronym>denkwerkstatt_2026</acronym>
    <title>Denkwerkstatt Sichere Informationsgesellschaft</title>
    <start>2026-11-13</start>
    <end>2026-11-14</end>
    <days>1</days>
    <timeslot_duration>00:05</timeslot_duration>
    <time_zone_name>Europe/Berlin</time_zone_name>
    <url>https://dialog.example.org/events/denkwerkstatt-2026/agenda</url>
    <track name=\"Wirkung &amp; Folgen\"/>
  </conference>
  <day index=\"1\" date=\"2026-11-13\" start=\"2026-11-13T10:30:00+01:00\" end=\"2026-11-13T11:30:00+01:00\">
    <room name=\"Saal\">
      <event guid=\"GUID\" id=\"NUMBER\">
        <date>2026-11-13T10:30:00+01:00</date>
        <start>10:30</start>
        <duration>01:00</duration>
        <room>Saal</room>
        <slug>denkwerkstatt_2026-01jc7z3k9v8q4t5b6n7m8p9r0s</slug>
        <url>https://dialog.example.org/events/denkwerkstatt-2026/agenda#01JC7Z3K9V8Q4T5B6N7M8P9R0S</url>
        <title>Ergebnisse &lt;der&gt; Workstreams</title>
        <subtitle></subtitle>
        <track>Wirkung &amp; Folgen</track>
        <type>plenary</type>
        <language>de</language>
        <abstract>agenda-access-captions · agenda-rule-no-recording</abstract>
        <description>Zwei Runden

- Tisch 1</description>
        <recording>
          <license></license>
          <optout>true</optout>
        </recording>
        <persons>
          <person>Vertretung Zivilgesellschaft (Verein B)</person>
          <person>AWO</person>
        </persons>
        <links>
          <link href=\"https://b.example/\">Vertretung Zivilgesellschaft (Verein B)</link>
        </links>
      </event>
    </room>
  </day>
</schedule>
";

    fn days(first: &str, last: &str) -> Days {
        Days {
            zone: Berlin,
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        }
    }

    fn denkwerkstatt() -> Days {
        days("2026-11-13", "2026-11-14")
    }

    fn results() -> Session {
        let draft = Draft {
            starts_at: "10:30".into(),
            ends_at: "11:30".into(),
            title: "Ergebnisse <der> Workstreams".into(),
            description: "Zwei Runden".into(),
            kind: "plenary".into(),
            room: "Saal".into(),
            track: "Wirkung & Folgen".into(),
            speakers: "Vertretung Zivilgesellschaft | Verein B | https://b.example/\n | AWO".into(),
            tables: "Tisch 1".into(),
            captions: true,
            no_recording: true,
            ..Draft::default()
        };
        let id = "01JC7Z3K9V8Q4T5B6N7M8P9R0S";
        draft.check(id, &denkwerkstatt()).unwrap()
    }

    fn session(id: &str, starts: &str, days: &Days) -> Session {
        let draft = Draft {
            starts_at: starts.into(),
            title: format!("Punkt {id}"),
            ..Draft::default()
        };
        draft.check(id, days).unwrap()
    }

    fn agenda(days: Days, sessions: Vec<Session>) -> Agenda {
        Agenda::new(days, sessions).unwrap()
    }

    fn with_setting<T>(run: impl FnOnce(&Setting<'_>) -> T) -> T {
        let page = "https://dialog.example.org/events/denkwerkstatt-2026/agenda"
            .parse()
            .unwrap();
        run(&Setting {
            title: "Denkwerkstatt Sichere Informationsgesellschaft",
            slug: "denkwerkstatt-2026",
            page: &page,
            version: "Fassung 2",
            language: "de",
            ends_at: "2026-11-14T15:00:00Z".parse().unwrap(),
            is_ours: true,
            labels: Labels {
                text: &|key| key.to_owned(),
                day: &|day| day.format("%d.%m.%Y").to_string(),
            },
        })
    }

    fn number_of(session: &Session) -> u32 {
        let agenda = agenda(denkwerkstatt(), vec![session.clone()]);
        number(&numbers(&agenda), session)
    }

    #[test]
    fn an_agenda_is_written_as_the_schema_wants_it() {
        let agenda = agenda(denkwerkstatt(), vec![results()]);
        let written = with_setting(|setting| xml(setting, &agenda));
        let expected = XML
            .replace("VERSION", env!("CARGO_PKG_VERSION"))
            .replace("GUID", &guid(&results()).to_string())
            .replace("NUMBER", &number_of(&results()).to_string());
        assert_eq!(written, expected);
    }

    #[test]
    fn of_a_copy_nobody_says_that_one_may_record_what_its_home_says_nothing_of() {
        let mut session = results();
        session.rules.no_recording = false;
        let told = |session: &Session| {
            let agenda = agenda(denkwerkstatt(), vec![session.clone()]);
            with_setting(|setting| {
                let setting = Setting {
                    is_ours: false,
                    ..*setting
                };
                let day = &json(&setting, &agenda)["schedule"]["conference"]["days"][0];
                let said = day["rooms"]["Saal"][0]["do_not_record"].clone();
                (xml(&setting, &agenda), said)
            })
        };
        let (written, said) = told(&session);
        assert!(!written.contains("optout"), "{written}");
        assert_eq!(said, serde_json::Value::Null);
        session.rules_told = true;
        let (written, said) = told(&session);
        assert!(written.contains("<optout>false</optout>"), "{written}");
        assert_eq!(said, false);
    }

    #[test]
    fn a_session_is_known_by_the_same_guid_for_ever() {
        let guid = guid(&results());
        assert_eq!(guid.to_string(), "950e0fd8-60e4-5988-9a81-912b12881acd");
        assert_eq!(guid.get_version_num(), 5);
        let mut moved = results();
        moved.title = "Anders".into();
        moved.starts_at += Duration::hours(1);
        assert_eq!(super::guid(&moved), guid);
    }

    #[test]
    fn json_says_the_same_as_xml() {
        let agenda = agenda(denkwerkstatt(), vec![results()]);
        let json = with_setting(|setting| json(setting, &agenda));
        let conference = &json["schedule"]["conference"];
        assert_eq!(conference["acronym"], "denkwerkstatt_2026");
        assert_eq!(conference["rooms"][0]["name"], "Saal");
        let day = &conference["days"][0];
        assert_eq!(day["day_start"], "2026-11-13T10:30:00+01:00");
        let event = &day["rooms"]["Saal"][0];
        for (name, expected) in [
            ("guid", guid(&results()).to_string().as_str()),
            ("start", "10:30"),
            ("end", "2026-11-13T11:30:00+01:00"),
            ("duration", "01:00"),
            ("title", "Ergebnisse <der> Workstreams"),
            ("slug", "denkwerkstatt_2026-01jc7z3k9v8q4t5b6n7m8p9r0s"),
        ] {
            assert_eq!(event[name], expected, "{name}");
        }
        assert_eq!(event["persons"][1], json!({"name": "AWO"}));
        assert_eq!(event["do_not_record"], true);
    }

    #[test]
    fn an_acronym_is_long_enough_and_of_plain_letters() {
        let of = |slug: &str| with_setting(|setting| acronym(&Setting { slug, ..*setting }));
        assert_eq!(of("Denk-Werkstatt"), "denk_werkstatt");
        assert_eq!(of("iw"), "event_iw");
    }

    #[test]
    fn numbers_are_never_the_same() {
        let id = |number: usize| format!("01JC7Z3K9V8Q4T5B6N7M{number:06}");
        let sessions = (0..SESSIONS_AT_MOST).map(|number| Session {
            id: id(number),
            ..results()
        });
        let agenda = agenda(denkwerkstatt(), sessions.collect());
        let all: BTreeSet<u32> = numbers(&agenda)
            .into_iter()
            .map(|(_, number)| number)
            .collect();
        assert_eq!(all.len(), SESSIONS_AT_MOST);
        assert!(
            all.iter()
                .all(|number| (1..=NUMBER_AT_MOST).contains(number))
        );
        let doubled = Agenda::new(denkwerkstatt(), vec![results(), results()]).unwrap();
        let numbers = numbers(&doubled);
        assert_ne!(numbers[0].1, numbers[1].1);
    }

    #[test]
    fn nothing_typed_becomes_markup_or_a_control() {
        let hostile = "x\u{0}\u{1b}[31m\u{8}]]></title><event id=\"1\">\u{FFFF}&amp;\u{85}";
        let mut session = results();
        session.title = hostile.into();
        session.description = hostile.into();
        session.room = Some(hostile.into());
        session.track = Some(hostile.into());
        session.speakers[0].name = Some(hostile.into());
        let agenda = agenda(denkwerkstatt(), vec![session]);
        let written = with_setting(|setting| xml(setting, &agenda));
        assert!(
            !written.contains(|c: char| c.is_control() && c != '\n'),
            "{written:?}"
        );
        assert!(!written.contains('\u{FFFF}'));
        let (mut reader, mut events) = (Reader::from_str(&written), 0);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(element) if element.name().as_ref() == b"event" => events += 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(events, 1, "{written}");
        let table = with_setting(|setting| text(setting, &agenda));
        assert!(
            !table.contains(|c: char| c.is_control() && c != '\n'),
            "{table:?}"
        );
    }

    #[test]
    fn a_session_lasts_as_long_as_the_clock_says_it_does() {
        let autumn = days("2026-10-25", "2026-10-25");
        let draft = Draft {
            starts_at: "1:30".into(),
            ends_at: "3:30".into(),
            title: "Nachtwache".into(),
            ..Draft::default()
        };
        let agenda = agenda(autumn, vec![draft.check("a", &autumn).unwrap()]);
        let json = with_setting(|setting| json(setting, &agenda));
        let event =
            &json["schedule"]["conference"]["days"][0]["rooms"]["agenda-room-everywhere"][0];
        assert_eq!(event["duration"], "03:00");
        assert_eq!(event["date"], "2026-10-25T01:30:00+02:00");
        assert_eq!(event["end"], "2026-10-25T03:30:00+01:00");
    }

    #[test]
    fn the_last_session_ends_with_the_event_if_it_is_near() {
        let (first, last) = (denkwerkstatt(), days("2026-11-14", "2026-11-14"));
        let sessions = vec![session("a", "10:00", &first), session("b", "14:00", &last)];
        let agenda = agenda(denkwerkstatt(), sessions);
        let ends = |place: usize| {
            with_setting(|setting| ends(setting, &agenda, &agenda.sessions()[place])).to_string()
        };
        assert_eq!(ends(0), "2026-11-13 09:00:00 UTC");
        assert_eq!(ends(1), "2026-11-14 15:00:00 UTC");
    }

    #[test]
    fn the_last_session_of_an_evening_does_not_last_over_the_next_day() {
        let (first, last) = (denkwerkstatt(), days("2026-11-14", "2026-11-14"));
        let evening = session("a", "18:00", &first);
        let alone = agenda(denkwerkstatt(), vec![evening.clone()]);
        let with_more = agenda(denkwerkstatt(), vec![evening, session("b", "14:00", &last)]);
        for agenda in [alone, with_more] {
            let ends = with_setting(|setting| ends(setting, &agenda, &agenda.sessions()[0]));
            assert_eq!(ends.to_string(), "2026-11-13 17:00:00 UTC");
        }
    }

    #[test]
    fn an_empty_agenda_has_a_day() {
        let empty = agenda(denkwerkstatt(), Vec::new());
        let written = with_setting(|setting| xml(setting, &empty));
        let day = "<day index=\"1\" date=\"2026-11-13\" start=\"2026-11-13T00:00:00+01:00\" \
                   end=\"2026-11-13T00:00:00+01:00\">";
        assert!(written.contains(day), "{written}");
        let table = with_setting(|setting| text(setting, &empty));
        assert!(table.ends_with("agenda-empty\n"), "{table}");
    }

    #[test]
    fn a_terminal_shows_a_table() {
        let mut long = results();
        long.room = Some("Ein Raum mit einem langen Namen".into());
        long.title = "Ergebnisse aller Workstreams des vergangenen Jahres im Überblick".into();
        let sessions = vec![long, session("a", "11:30", &denkwerkstatt())];
        let agenda = agenda(denkwerkstatt(), sessions);
        let written = with_setting(|setting| text(setting, &agenda));
        let expected = "\
Denkwerkstatt Sichere Informationsgesellschaft
Fassung 2 · Europe/Berlin

13.11.2026
==========
10:30–11:30  Ergebnisse aller Workstreams des vergangenen   Ein Raum mit einem
             Jahres im Überblick                            langen Namen
             Vertretung Zivilgesellschaft (Verein B), AWO
             agenda-access-captions ·
             agenda-rule-no-recording
11:30        Punkt a
";
        assert_eq!(written, expected);
    }

    #[test]
    fn no_line_of_the_table_is_wider_than_a_terminal() {
        let mut session = results();
        session.title = "Überwachungsgesamtrechnung".repeat(8);
        session.room = Some("会議室".repeat(20));
        session.speakers[0].name = Some("🕵️\u{200d}♀️ ".repeat(30));
        let agenda = agenda(denkwerkstatt(), vec![session]);
        let written = with_setting(|setting| text(setting, &agenda));
        for line in written.lines() {
            assert!(line.width() <= COLUMNS, "{}: {line}", line.width());
        }
        assert_eq!(written.matches('会').count(), 20);
    }

    #[test]
    fn the_hour_that_comes_twice_names_its_offset() {
        let autumn = days("2026-10-25", "2026-10-25");
        let draft = Draft {
            starts_at: "2:30".into(),
            starts_in_second_hour: true,
            title: "Nachtwache".into(),
            ..Draft::default()
        };
        let agenda = agenda(autumn, vec![draft.check("a", &autumn).unwrap()]);
        let written = with_setting(|setting| text(setting, &agenda));
        assert!(
            written.contains("02:30        Nachtwache\nUTC+01:00\n"),
            "{written}"
        );
    }
}
