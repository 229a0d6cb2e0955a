//! Sessions on the wire: sub-events of their event, each with an id of its own. Pure.

use super::session::{Agenda, Session, Speaker};
use crate::{events::Event, i18n::Lang, markdown};
use chrono::{DateTime, Utc};
use federation::{
    Iri,
    vocabulary::{
        PUBLIC,
        event::{Affiliation, LanguageMap, Performer, Place, SubEvent},
    },
};
use url::Url;

/// What distinguishes a session from other events for those who know our terms.
const KIND: &str = "session";

/// The id of a session on the wire; it is the same in every version.
pub fn id(origin: &Url, session: &Session) -> Iri {
    let mut id = origin.clone();
    id.set_path(&format!("/ap/objects/{}", session.id));
    id.into()
}

/// When it was said for the first time, and when it was changed.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub published_at: DateTime<Utc>,
    pub updated_at: Option<DateTime<Utc>>,
}

/// A session of ours as others see it.
pub fn object(
    origin: &Url,
    event: &Event,
    agenda: &Agenda,
    session: &Session,
    said: Said,
) -> SubEvent {
    let lang = Lang::of(&event.language);
    let starts = session.starts(agenda.days.zone);
    let ends = agenda.ends(session);
    let content = content(session, lang);
    let when = lang.span(starts, ends.unwrap_or(starts), agenda.days.zone);
    let room = session.room.clone().filter(|_| !event.hides_place());
    let summary = [Some(when), room.clone()];
    let mut url: Url = event.url.clone().into();
    url.set_path(&format!("{}/agenda", event.path()));
    url.set_fragment(Some(&session.id));
    SubEvent {
        id: id(origin, session).into(),
        attributed_to: event.organizer.clone().into(),
        super_event: event.iri.clone().into(),
        url,
        name: session.title.clone(),
        summary: summary
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        content_map: LanguageMap(
            Some((event.language.clone(), content.clone()))
                .filter(|_| !content.is_empty())
                .into_iter()
                .collect(),
        ),
        content: Some(content).filter(|content| !content.is_empty()),
        start_time: starts.fixed_offset(),
        end_time: ends.map(|ends| ends.fixed_offset()),
        timezone: event.zone.clone(),
        category: "MEETING".to_owned(),
        // The room alone. The house is the whole event's, which can move, or protect it and its rooms.
        location: room.map(|name| Place {
            kind: "Place",
            name,
            latitude: None,
            longitude: None,
            address: None,
        }),
        join_mode: "external",
        external_participation_url: event.url.clone().into(),
        performer: session.speakers.iter().filter_map(performer).collect(),
        kind: KIND,
        published: said.published_at.fixed_offset(),
        updated: said.updated_at.map(|at| at.fixed_offset()),
        to: Url::parse(PUBLIC).into_iter().collect(),
        cc: Vec::new(),
    }
}

/// Text, tables and marks, as HTML.
fn content(session: &Session, lang: Lang) -> String {
    let mut html = markdown::to_html(&session.description);
    if !session.tables.is_empty() {
        let tables = session.tables.iter();
        let tables: String = tables
            .map(|table| format!("<li>{}</li>", markdown::escape(&table.label)))
            .collect();
        html.push_str(&format!("<ul>{tables}</ul>"));
    }
    let marks = session.marks();
    if !marks.is_empty() {
        let marks: Vec<String> = marks.iter().map(|mark| lang.text(mark)).collect();
        html.push_str(&format!("<p>{}</p>", markdown::escape(&marks.join(" · "))));
    }
    html
}

fn performer(speaker: &Speaker) -> Option<Performer> {
    let affiliation = || {
        let name = speaker.organisation.clone()?;
        Some(Affiliation {
            kind: "Organization",
            name,
        })
    };
    match (&speaker.name, &speaker.organisation) {
        (Some(name), _) => Some(Performer::Person {
            name: name.clone(),
            affiliation: affiliation(),
        }),
        (None, Some(name)) => Some(Performer::Organization { name: name.clone() }),
        (None, None) => None,
    }
}
