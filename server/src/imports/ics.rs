//! Calendar files (RFC 5545). calcard reads them; here is what an event of ours has of it. Takes what
//! real programs write; alarms, attachments and people are left out and named.

use super::{
    At, Doubt, Reading, Reason, Setting, encoding, html,
    recurrence::{self, Spent},
    sketch::{Said, Sketch, Spot},
    when::When,
};
use calcard::{
    Entry, Parser,
    common::timezone::Tz as CalendarTz,
    icalendar::{
        ICalendar, ICalendarClassification, ICalendarComponent, ICalendarComponentType,
        ICalendarEntry, ICalendarParameterName, ICalendarPeriod, ICalendarProperty as Property,
        ICalendarRecurrenceRule, ICalendarStatus, ICalendarValue as Value, Uri,
        timezone::TzResolver,
    },
};
use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use federation::vocabulary::read as wire;
use std::collections::HashMap;

/// Components within components beyond this are not looked into.
const PARTS_AT_MOST: usize = 50;

pub fn read(bytes: &[u8], media_type: &str, setting: &Setting) -> Reading {
    let (text, is_guessed) = encoding::text(bytes, media_type, None);
    let mut reading = Reading::default();
    if is_guessed {
        reading.miss(At::Whole, Reason::LettersGuessed);
    }
    let mut parser = Parser::new(&text);
    let mut calendars = 0;
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => {
                calendars += 1;
                Calendar::new(&calendar, setting).read(&mut reading);
            }
            Entry::VCard(_) => reading.miss(At::Whole, Reason::NotAnEvent("VCARD".into())),
            Entry::InvalidLine(line) => reading.miss(At::named(&line, calendars), Reason::Broken),
            Entry::Eof => break,
            // Whatever else comes ends here: it was cut off in the middle.
            _ => {
                reading.miss(At::Whole, Reason::Broken);
                break;
            }
        }
    }
    if calendars == 0 {
        reading.miss(At::Whole, Reason::Broken);
    }
    reading.done()
}

/// What all events of a calendar share.
struct Calendar<'a> {
    parts: &'a [ICalendarComponent],
    zones: TzResolver<&'a str>,
    /// The zone its owner looks at it in.
    zone: Option<Tz>,
    setting: &'a Setting,
}

/// An event of a calendar: the component, its sketch, and what its times hang on.
struct Event<'a> {
    part: &'a ICalendarComponent,
    uid: &'a str,
    sequence: i64,
    /// Which date of a series it stands for, in local time.
    replaces: Option<NaiveDateTime>,
    sketch: Sketch,
}

impl<'a> Calendar<'a> {
    fn new(calendar: &'a ICalendar, setting: &'a Setting) -> Self {
        let zones = calendar.build_tz_resolver();
        let named = calendar.components.first().and_then(|first| {
            let entry = first
                .entries
                .iter()
                .find(|entry| is_named(entry, "X-WR-TIMEZONE"))?;
            known(zones.resolve(text(entry)?)?)
        });
        Self {
            parts: &calendar.components,
            zones,
            zone: named,
            setting,
        }
    }

    fn read(&self, reading: &mut Reading) {
        let mut events = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            match &part.component_type {
                ICalendarComponentType::VEvent if events.len() >= super::EVENTS_AT_MOST * 2 => {
                    reading.miss(at(part, number), Reason::TooManyEvents);
                }
                ICalendarComponentType::VEvent => match self.event(part) {
                    Ok(event) => events.push(event),
                    Err(reason) => reading.miss(at(part, number), reason),
                },
                kind @ (ICalendarComponentType::VTodo
                | ICalendarComponentType::VJournal
                | ICalendarComponentType::VFreebusy
                | ICalendarComponentType::VAvailability
                | ICalendarComponentType::Other(_)) => {
                    reading.miss(
                        at(part, number),
                        Reason::NotAnEvent(kind.as_str().to_owned()),
                    );
                }
                _ => {}
            }
        }
        let events = newest(events, reading);
        self.tell(events, reading);
    }

    /// Every event, and every date of a series.
    fn tell(&self, events: Vec<Event<'_>>, reading: &mut Reading) {
        let mut replaced: HashMap<(&str, NaiveDateTime), &Event<'_>> = HashMap::new();
        for event in &events {
            if let Some(date) = event.replaces.filter(|_| !event.uid.is_empty()) {
                replaced.insert((event.uid, date), event);
            }
        }
        let mut spent = Spent::default();
        let mut told: std::collections::HashSet<(&str, NaiveDateTime)> =
            std::collections::HashSet::new();
        for (number, event) in events.iter().enumerate() {
            let at = at(event.part, number);
            if event.replaces.is_some() {
                continue;
            }
            let is_series = has(event.part, &Property::Rrule) || has(event.part, &Property::Rdate);
            if !is_series {
                reading.take(at, event.sketch.clone().found(self.setting));
                continue;
            }
            for (date, sketch) in self.series(event, &at, &mut spent, reading) {
                let other = replaced.get(&(event.uid, date));
                told.insert((event.uid, date));
                let sketch = other.map_or(sketch, |other| other.sketch.clone());
                let sketch = Sketch {
                    id: id(event.uid, Some(date)),
                    ..sketch
                };
                reading.take(at.clone(), sketch.found(self.setting));
                if reading.is_full() {
                    reading.miss(at.clone(), Reason::TooManyEvents);
                    break;
                }
            }
        }
        // One date of a series whose rule is not in this file, or does not have the date any more.
        for (number, event) in events.iter().enumerate() {
            let Some(date) = event
                .replaces
                .filter(|date| !told.contains(&(event.uid, *date)))
            else {
                continue;
            };
            let sketch = Sketch {
                id: id(event.uid, Some(date)),
                ..event.sketch.clone()
            };
            reading.take(at(event.part, number), sketch.found(self.setting));
        }
    }

    /// The dates of a series, each with its own start and end.
    fn series(
        &self,
        event: &Event<'_>,
        at: &At,
        spent: &mut Spent,
        reading: &mut Reading,
    ) -> Vec<(NaiveDateTime, Sketch)> {
        let Some(starts) = event.sketch.starts else {
            reading.miss(at.clone(), Reason::StartMissing);
            return Vec::new();
        };
        let first = self.local(starts, starts);
        let length = event
            .sketch
            .ends
            .map(|ends| self.local(ends, starts) - first);
        let now = self
            .setting
            .now
            .with_timezone(&self.setting.home)
            .naive_local();
        let mut dates = vec![first];
        for entry in event.part.properties(&Property::Rrule) {
            match self.rule(entry, starts, (first, now), spent) {
                Ok(counted) => {
                    dates.extend(counted.starts);
                    for reason in counted.left {
                        reading.miss(at.clone(), reason);
                    }
                    // Of a rule with a long past only the newer dates are wanted, of its first too.
                    if !dates[1..].contains(&first) {
                        dates.remove(0);
                    }
                }
                Err(reason) => reading.miss(at.clone(), reason),
            }
        }
        let mut lengths: HashMap<NaiveDateTime, TimeDelta> = HashMap::new();
        for entry in event.part.properties(&Property::Rdate) {
            for (date, length) in self.more_dates(entry, starts) {
                dates.push(date);
                lengths.extend(length.map(|length| (date, length)));
            }
        }
        let without: Vec<When> = event
            .part
            .properties(&Property::Exdate)
            .flat_map(|entry| self.times(entry))
            .collect();
        let days: std::collections::HashSet<_> = without
            .iter()
            .filter(|when| matches!(when, When::Day(_)))
            .map(|when| when.day())
            .collect();
        let times: std::collections::HashSet<_> = without
            .iter()
            .map(|when| self.local(*when, starts))
            .collect();
        dates.retain(|date| !days.contains(&date.date()) && !times.contains(date));
        dates.sort_unstable();
        dates.dedup();
        let told = dates.into_iter().map(|date| {
            let moved = |at: NaiveDateTime| match starts {
                When::Day(_) => When::Day(at.date()),
                When::Local(_, zone) => When::Local(at, zone),
                // Series of instants go on at the same time of UTC.
                When::At(first) => {
                    When::At(first + (at.and_utc() - self.local(starts, starts).and_utc()))
                }
            };
            let length = lengths.get(&date).copied().or(length);
            let sketch = Sketch {
                starts: Some(moved(date)),
                ends: length
                    .and_then(|length| date.checked_add_signed(length))
                    .map(moved),
                ..event.sketch.clone()
            };
            (date, sketch)
        });
        told.collect()
    }

    fn rule(
        &self,
        entry: &ICalendarEntry,
        starts: When,
        (first, now): (NaiveDateTime, NaiveDateTime),
        spent: &mut Spent,
    ) -> Result<recurrence::Dates, Reason> {
        let rule: &ICalendarRecurrenceRule = match entry.values.first() {
            Some(Value::RecurrenceRule(rule)) => rule,
            other => {
                let said = other.and_then(Value::as_text).unwrap_or_default();
                return Err(Reason::RuleUnreadable(said.to_owned()));
            }
        };
        let until = match &rule.until {
            None => None,
            Some(until) => {
                let unreadable = || Reason::RuleUnreadable(rule.to_string());
                let when = self.when_of(until, None).ok_or_else(unreadable)?;
                Some(match when {
                    When::Day(day) => {
                        day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(24 * 60 - 1)
                    }
                    when => self.local(when, starts),
                })
            }
        };
        recurrence::dates(rule, first, until, now, spent)
    }

    /// What a clock shows where the series is, which is how its dates are counted.
    fn local(&self, when: When, starts: When) -> NaiveDateTime {
        match (when, starts) {
            (When::Day(day), _) => day.and_time(chrono::NaiveTime::MIN),
            (When::Local(at, _), _) => at,
            (When::At(at), When::Local(_, zone)) => at
                .with_timezone(&zone.unwrap_or(self.setting.home))
                .naive_local(),
            (When::At(at), When::Day(_)) => at.with_timezone(&self.setting.home).naive_local(),
            (When::At(at), When::At(_)) => at.naive_utc(),
        }
    }

    fn event(&self, part: &'a ICalendarComponent) -> Result<Event<'a>, Reason> {
        let mut sketch = Sketch {
            zone: self.zone,
            ..Sketch::default()
        };
        let mut said = Said::default();
        let mut left: Vec<&str> = Vec::new();
        let mut formatted = None;
        for entry in &part.entries {
            let text = || text(entry).unwrap_or_default();
            match &entry.name {
                Property::Summary => {
                    said.title = html::title(text());
                    said.language = language(entry);
                }
                Property::Description => said.description = html::markdown(text()),
                Property::Location => self.place(text(), &mut sketch),
                Property::Geo => {
                    let degrees: Vec<f64> = entry.values.iter().filter_map(number).collect();
                    sketch.place.latitude = degrees.first().copied();
                    sketch.place.longitude = degrees.get(1).copied();
                }
                Property::Categories => {
                    let topics = entry.values.iter().filter_map(Value::as_text);
                    sketch.topics.extend(
                        topics
                            .take(super::sketch::TOPICS_READ_AT_MOST)
                            .map(str::to_owned),
                    );
                }
                Property::Url => sketch.url = uri(entry).and_then(wire::url),
                Property::Contact => sketch.contact = text().to_owned(),
                Property::Status => match entry.values.first() {
                    Some(Value::Status(ICalendarStatus::Cancelled)) => {
                        sketch.doubts.push(Doubt::Cancelled)
                    }
                    Some(Value::Status(ICalendarStatus::Tentative)) => {
                        sketch.doubts.push(Doubt::Tentative)
                    }
                    _ => {}
                },
                Property::Class => match entry.values.first() {
                    Some(Value::Classification(ICalendarClassification::Public)) => {}
                    _ => sketch.doubts.push(Doubt::Private),
                },
                Property::Conference => sketch.rooms.push(text().to_owned()),
                Property::Attach => left.push("ATTACH"),
                Property::Image => left.push("IMAGE"),
                Property::Attendee => left.push("ATTENDEE"),
                Property::Organizer => left.push("ORGANIZER"),
                Property::Comment => left.push("COMMENT"),
                Property::Exrule => left.push("EXRULE"),
                Property::Resources => left.push("RESOURCES"),
                Property::RecurrenceId if entry.has_parameter(&ICalendarParameterName::Range) => {
                    left.push("RANGE")
                }
                _ if is_named(entry, "X-ALT-DESC") => formatted = Some(text()),
                _ if is_named(entry, "X-GOOGLE-CONFERENCE")
                    || is_named(entry, "X-MICROSOFT-SKYPETEAMSMEETINGURL") =>
                {
                    sketch.rooms.push(text().to_owned());
                }
                _ => {}
            }
        }
        if let Some(formatted) = formatted.filter(|_| said.description.is_empty()) {
            said.description = html::of_html(formatted);
        }
        let inner = part.component_ids.iter().take(PARTS_AT_MOST);
        left.extend(
            inner
                .filter_map(|id| self.parts.get(*id as usize))
                .map(|inner| inner.component_type.as_str()),
        );
        left.sort_unstable();
        left.dedup();
        if !left.is_empty() {
            sketch.doubts.push(Doubt::NotTaken(left.join(", ")));
        }
        let starts = self.start(part, &mut sketch.doubts)?;
        sketch.starts = Some(starts);
        sketch.ends = self.end(part, starts, &mut sketch.doubts);
        let uid = part.uid().unwrap_or_default();
        sketch.id = id(uid, None);
        sketch.said = vec![said];
        let replaces = part
            .property(&Property::RecurrenceId)
            .and_then(|entry| self.times(entry).next());
        Ok(Event {
            part,
            uid,
            sequence: part
                .property(&Property::Sequence)
                .and_then(|entry| entry.values.first()?.as_integer())
                .unwrap_or_default(),
            replaces: replaces.map(|when| self.local(when, starts)),
            sketch,
        })
    }

    /// A place, or a link to a room that somebody put there.
    fn place(&self, text: &str, sketch: &mut Sketch) {
        if text.trim_start().starts_with("http") && wire::url(text.trim()).is_some() {
            sketch.rooms.push(text.to_owned());
            return;
        }
        let (latitude, longitude) = (sketch.place.latitude, sketch.place.longitude);
        sketch.place = Spot {
            latitude,
            longitude,
            ..Spot::of_line(text, &mut sketch.doubts)
        };
    }

    fn start(&self, part: &ICalendarComponent, doubts: &mut Vec<Doubt>) -> Result<When, Reason> {
        let entry = part
            .property(&Property::Dtstart)
            .ok_or(Reason::StartMissing)?;
        if let Some(zone) = entry.tz_id().filter(|zone| self.zone_named(zone).is_none()) {
            doubts.push(Doubt::ZoneUnknown(zone.to_owned()));
        }
        self.times(entry).next().ok_or_else(|| {
            let said = entry
                .values
                .first()
                .and_then(Value::as_text)
                .unwrap_or_default();
            Reason::StartUnreadable(said.to_owned())
        })
    }

    fn end(
        &self,
        part: &ICalendarComponent,
        starts: When,
        doubts: &mut Vec<Doubt>,
    ) -> Option<When> {
        let entry = part
            .property(&Property::Dtend)
            .or_else(|| part.property(&Property::Duration))?;
        let ends = match entry.values.first() {
            Some(Value::Duration(length)) => {
                TimeDelta::try_seconds(length.as_seconds()).and_then(|length| starts.plus(length))
            }
            // DTEND names the day after the last.
            _ => self.times(entry).next().map(|ends| match (starts, ends) {
                (When::Day(first), When::Day(after)) => {
                    When::Day(after.pred_opt().unwrap_or(after).max(first.min(after)))
                }
                _ => ends,
            }),
        };
        if ends.is_none() {
            let said = entry
                .values
                .first()
                .and_then(Value::as_text)
                .unwrap_or_default();
            doubts.push(Doubt::EndUnreadable(said.to_owned()));
        }
        ends
    }

    /// All times of a property, each in the zone it names.
    fn times<'b>(&'b self, entry: &'b ICalendarEntry) -> impl Iterator<Item = When> + 'b {
        let zone = entry.tz_id();
        entry.values.iter().filter_map(move |value| match value {
            Value::PartialDateTime(time) => self.when_of(time, zone),
            _ => None,
        })
    }

    fn when_of(&self, time: &calcard::common::PartialDateTime, zone: Option<&str>) -> Option<When> {
        let read = time.to_date_time()?;
        let zone = zone.and_then(|zone| self.zone_named(zone));
        let when = match (read.offset, zone) {
            _ if !time.has_time() => When::Day(read.date_time.date()),
            (Some(offset), _) => When::At(read.date_time.and_local_timezone(offset).single()?),
            (None, Some(CalendarTz::Fixed(offset))) => {
                When::At(read.date_time.and_local_timezone(offset).single()?)
            }
            (None, Some(zone)) => When::Local(read.date_time, known(zone)),
            (None, None) => When::Local(read.date_time, None),
        };
        when.is_in_range().then_some(when)
    }

    fn zone_named(&self, name: &str) -> Option<CalendarTz> {
        self.zones.resolve(name).filter(|zone| !zone.is_floating())
    }

    /// RDATE: more dates, some with a length of their own.
    fn more_dates(
        &self,
        entry: &ICalendarEntry,
        starts: When,
    ) -> Vec<(NaiveDateTime, Option<TimeDelta>)> {
        let zone = entry.tz_id();
        let values = entry.values.iter().take(recurrence::DATES_AT_MOST);
        let dates = values.filter_map(|value| match value {
            Value::PartialDateTime(time) => {
                Some((self.local(self.when_of(time, zone)?, starts), None))
            }
            Value::Period(ICalendarPeriod::Range { start, end }) => {
                let start = self.local(self.when_of(start, zone)?, starts);
                Some((
                    start,
                    Some(self.local(self.when_of(end, zone)?, starts) - start),
                ))
            }
            Value::Period(ICalendarPeriod::Duration { start, duration }) => {
                let start = self.local(self.when_of(start, zone)?, starts);
                Some((start, TimeDelta::try_seconds(duration.as_seconds())))
            }
            _ => None,
        });
        dates.collect()
    }
}

/// Of several versions of an event the one with the highest SEQUENCE, the last of equals.
fn newest<'a>(events: Vec<Event<'a>>, reading: &mut Reading) -> Vec<Event<'a>> {
    let mut places: HashMap<(&str, Option<NaiveDateTime>), usize> = HashMap::new();
    let mut kept: Vec<Event<'a>> = Vec::new();
    for event in events {
        let known = places
            .get(&(event.uid, event.replaces))
            .copied()
            .filter(|_| !event.uid.is_empty());
        let Some(place) = known else {
            places.insert((event.uid, event.replaces), kept.len());
            kept.push(event);
            continue;
        };
        reading.miss(at(event.part, place + 1), Reason::Twice);
        if event.sequence >= kept[place].sequence {
            kept[place] = event;
        }
    }
    kept
}

fn at(part: &ICalendarComponent, number: usize) -> At {
    let title = part.property(&Property::Summary).and_then(text);
    At::named(title.or(part.uid()).unwrap_or_default(), number + 1)
}

/// A UID, and of a series the date.
fn id(uid: &str, date: Option<NaiveDateTime>) -> String {
    match date {
        Some(date) if !uid.is_empty() => format!("{uid} {}", date.format("%Y-%m-%dT%H:%M")),
        _ => uid.to_owned(),
    }
}

fn has(part: &ICalendarComponent, name: &Property) -> bool {
    part.property(name).is_some()
}

fn is_named(entry: &ICalendarEntry, name: &str) -> bool {
    matches!(&entry.name, Property::Other(other) if other.eq_ignore_ascii_case(name))
}

fn text(entry: &ICalendarEntry) -> Option<&str> {
    match entry.values.first()? {
        Value::Uri(Uri::Data(_)) => None,
        value => value.as_text(),
    }
}

fn uri(entry: &ICalendarEntry) -> Option<&str> {
    text(entry).map(str::trim)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Float(number) => Some(*number),
        Value::Integer(number) => Some(*number as f64),
        value => value.as_text()?.trim().parse().ok(),
    }
}

fn language(entry: &ICalendarEntry) -> Option<String> {
    let mut named = entry.parameters(&ICalendarParameterName::Language);
    named.find_map(|tag| tag.as_text()).map(str::to_owned)
}

fn known(zone: CalendarTz) -> Option<Tz> {
    match zone {
        CalendarTz::Tz(zone) => Some(zone),
        CalendarTz::Fixed(_) | CalendarTz::Floating => None,
    }
}

#[cfg(test)]
mod tests;
