//! A programme that is pasted: what was understood of each line, to be corrected, and only then taken.
//! No line is left out; one that may be wrong says why.

use super::{Done, address_after, found};
use crate::{
    App, Error, Refusal, Result,
    agenda::{
        self, Draft, Session,
        paste::{self, Doubt, Line, Part, Read},
        version::days,
    },
    audit,
    events::{self, Event, draft::read_date, kinds},
    web::{
        page::{Page, respond},
        session::Editor,
    },
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::NaiveDate;
use std::collections::HashMap;

/// Days that are offered in a list; of a longer event the first ones.
const DAYS_OFFERED_AT_MOST: usize = 31;
/// Faults said on top of the page.
const FAULTS_AT_MOST: usize = 30;

#[derive(Template)]
#[template(path = "agenda/paste.html")]
struct Paste {
    page: Page,
    event: Event,
    programme: String,
    has_sessions: bool,
    in_place: bool,
}

pub async fn show(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    // An agenda is begun with the lines of the kind.
    let programme = match agenda::planned(&app.db, &event).await?.is_empty() {
        true => {
            let template = kinds::template(&app.db, event.kind_name()).await?;
            template.agenda(&event.language).to_owned()
        }
        false => String::new(),
    };
    let paste = pasted(&app, page, event, programme, false).await?;
    Ok(respond(StatusCode::OK, paste))
}

async fn pasted(
    app: &App,
    page: Page,
    event: Event,
    programme: String,
    in_place: bool,
) -> Result<Paste> {
    Ok(Paste {
        page: page.with_title_text("agenda-paste-title").unlisted(),
        has_sessions: !agenda::planned(&app.db, &event).await?.is_empty(),
        event,
        programme,
        in_place,
    })
}

/// A line as it was pasted, and what can be done about it.
struct Row {
    text: String,
    doubts: Vec<&'static str>,
    /// What it was taken for, when it is no session of its own.
    note: Option<&'static str>,
    entries: Vec<Entry>,
}

/// A session that was read in a line, with the number its fields carry.
struct Entry {
    number: usize,
    is_taken: bool,
    draft: Draft,
}

#[derive(Template)]
#[template(path = "agenda/reading.html")]
struct Reading {
    page: Page,
    event: Event,
    programme: String,
    in_place: bool,
    /// What the draft was when the lines were read.
    seen: String,
    /// Somebody else changed it since.
    is_late: bool,
    rows: Vec<Row>,
    /// The days of the event: value and name.
    days: Vec<(String, String)>,
    doubtful: usize,
}

impl Reading {
    /// Whether the day is none of those offered.
    fn is_other(&self, day: &str) -> bool {
        self.days.iter().all(|(value, _)| value != day)
    }

    fn name(&self, field: &str, number: &usize) -> String {
        format!("{field}-{number}")
    }
}

fn rows(lines: &[Line], event: &Event) -> Vec<Row> {
    let mut numbers = 0..;
    let mut entry = |is_taken, draft| Entry {
        number: numbers.next().unwrap_or_default(),
        is_taken,
        draft,
    };
    let mut rows = Vec::new();
    for line in lines {
        let (note, entries) = match &line.read {
            Read::Blank => continue,
            Read::Day(_) => (Some("agenda-read-day"), Vec::new()),
            Read::Room(_) => (Some("agenda-read-room"), Vec::new()),
            Read::Columns => (Some("agenda-read-columns"), Vec::new()),
            Read::Continues { part, .. } => (Some(part_of(*part)), Vec::new()),
            Read::Sessions(drafts) => {
                // What is doubtful is marked, and taken all the same: nothing that was pasted gets lost.
                let entries = drafts.iter().map(|draft| entry(true, draft.clone()));
                (None, entries.collect())
            }
            Read::Kept => {
                let draft = Draft {
                    day: days(event).first.to_string(),
                    title: line.text.trim().to_owned(),
                    ..Draft::default()
                };
                (None, vec![entry(false, draft)])
            }
        };
        rows.push(Row {
            text: line.text.replace('\t', " · "),
            doubts: line
                .doubts
                .iter()
                .map(|doubt: &Doubt| doubt.key())
                .collect(),
            note,
            entries,
        });
    }
    rows
}

fn part_of(part: Part) -> &'static str {
    match part {
        Part::Title => "agenda-read-title",
        Part::Description => "agenda-read-description",
        Part::Speakers => "agenda-read-speakers",
        Part::Room => "agenda-read-session-room",
        Part::Table => "agenda-read-table",
    }
}

/// What was typed into the table, by the names of its fields.
struct Typed(HashMap<String, String>);

impl Typed {
    fn take(&mut self, name: &str) -> String {
        self.0.remove(name).unwrap_or_default()
    }

    /// The entries as they were sent back. What the table does not show stays as it was read.
    fn correct(&mut self, entry: &mut Entry) {
        let number = entry.number;
        entry.is_taken = !self.take(&format!("take-{number}")).is_empty();
        let read = entry.draft.clone();
        let draft = &mut entry.draft;
        for (field, value) in [
            ("day", &mut draft.day),
            ("starts_at", &mut draft.starts_at),
            ("ends_at", &mut draft.ends_at),
            ("title", &mut draft.title),
            ("speakers", &mut draft.speakers),
            ("room", &mut draft.room),
        ] {
            if let Some(typed) = self.0.remove(&format!("{field}-{number}")) {
                *value = typed;
            }
        }
        // What ends after midnight still does so on another day, and not with another end.
        if draft.ends_at.trim() != read.ends_at {
            draft.ends_on.clear();
        } else if !read.ends_on.is_empty() && draft.day != read.day {
            let next = read_date(&draft.day).and_then(|day| day.succ_opt());
            draft.ends_on = next
                .map(|day: NaiveDate| day.to_string())
                .unwrap_or_default();
        }
    }
}

pub async fn read(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let mut typed = Typed(fields.into_iter().collect());
    let event = found(&app, &id).await?;
    let programme = typed.take("programme");
    let in_place = !typed.take("in_place").is_empty();
    let then = typed.take("then");
    let seen = typed.take("seen");
    let lines = paste::read(&programme, &days(&event));
    let lines = match lines {
        Ok(lines) if then != "edit" => lines,
        Ok(_) => {
            let paste = pasted(&app, page, event, programme, in_place).await?;
            return Ok(respond(StatusCode::OK, paste));
        }
        Err(refusal) => {
            let page = page.with_refusals(&crate::Refusals(vec![refusal]));
            let paste = pasted(&app, page, event, programme, in_place).await?;
            return Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, paste));
        }
    };
    let mut rows = rows(&lines, &event);
    let (mut page, mut status, mut is_late) = (page, StatusCode::OK, false);
    if then == "take" {
        for entry in rows.iter_mut().flat_map(|row| &mut row.entries) {
            typed.correct(entry);
        }
        match take(&app, &editor, &id, &rows, in_place.then_some(&*seen)).await? {
            Taken::All => {
                let to = address_after(&event, Done::Taken);
                return Ok(Redirect::to(&to).into_response());
            }
            Taken::Late => (status, is_late) = (StatusCode::CONFLICT, true),
            Taken::Refused(faults) => {
                page = faults.into_iter().fold(page, |page, (field, message)| {
                    let text = page.t(message);
                    page.with_fault(field.as_deref(), text)
                });
                status = StatusCode::UNPROCESSABLE_ENTITY;
            }
        }
    }
    let offered = days(&event);
    let offered = offered.first.iter_days().take(DAYS_OFFERED_AT_MOST);
    let offered = offered.take_while(|day| days(&event).contains(*day));
    let reading = Reading {
        days: offered
            .map(|day| (day.to_string(), page.lang.day(day)))
            .collect(),
        page: page.with_title_text("agenda-reading-title").unlisted(),
        seen: agenda::seen(&app.db, &event).await?,
        is_late,
        event,
        programme,
        in_place,
        doubtful: rows.iter().filter(|row| !row.doubts.is_empty()).count(),
        rows,
    };
    Ok(respond(status, reading))
}

enum Taken {
    All,
    /// What they would replace is not what somebody has seen.
    Late,
    /// Fields and messages.
    Refused(Vec<(Option<String>, &'static str)>),
}

/// Take the entries into the draft: beside what is planned, or in place of what somebody has `replaced`.
async fn take(
    app: &App,
    editor: &Editor,
    id: &str,
    rows: &[Row],
    replaced: Option<&str>,
) -> Result<Taken> {
    let (tx, event) = events::opened(app, id).await?;
    if let Some(seen) = replaced
        && !seen.is_empty()
        && seen != agenda::seen(&tx, &event).await?
    {
        return Ok(Taken::Late);
    }
    let entries = rows.iter().flat_map(|row| &row.entries);
    let taken: Vec<&Entry> = entries.filter(|entry| entry.is_taken).collect();
    if taken.is_empty() {
        return Ok(Taken::Refused(vec![(None, "agenda-paste-nothing")]));
    }
    let sessions: Vec<Session> =
        match agenda::checked(app, &event, taken.iter().map(|entry| &entry.draft)) {
            Ok(sessions) => sessions,
            Err(faults) => {
                let named = |(place, refusal): (usize, Refusal)| {
                    let number = taken[place].number;
                    let field = refusal
                        .field
                        .map(|field| format!("{}-{number}", shown(field)));
                    (field, refusal.message)
                };
                let faults = faults.into_iter().take(FAULTS_AT_MOST).map(named);
                return Ok(Taken::Refused(faults.collect()));
            }
        };
    match agenda::take(app, &tx, &event, sessions, replaced.is_some()).await {
        Ok(_) => {}
        Err(Error::Refused(refusals)) => {
            let faults = refusals
                .0
                .into_iter()
                .map(|refusal| (None, refusal.message));
            return Ok(Taken::Refused(faults.collect()));
        }
        Err(error) => return Err(error),
    }
    audit::kept(app, tx, Some(editor), "agenda.revise", &event.id).await?;
    Ok(Taken::All)
}

/// The field of the table in which something can be done about a fault.
fn shown(field: &'static str) -> &'static str {
    match field {
        "day" | "starts_at" | "ends_at" | "title" | "speakers" | "room" => field,
        "ends_on" => "ends_at",
        _ => "title",
    }
}
