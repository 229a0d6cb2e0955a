//! Sessions on the wire: sub-events of their event, each with an id of its own. Pure.

use super::session::{
    Access, Agenda, DESCRIPTION_AT_MOST, Kind, LASTS_AT_MOST, LINE_AT_MOST, Rules,
    SPEAKERS_AT_MOST, Session, Speaker, TITLE_AT_MOST,
};
use crate::{
    events::{Event, ical::known_by},
    i18n::Lang,
    markdown,
};
use chrono::{DateTime, Utc};
use federation::{
    Iri,
    vocabulary::{
        self as wire, PUBLIC,
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

/// A session of another server's event, made safe to show. Nobody is told what kind it is.
pub fn foreign(part: &wire::Event) -> Session {
    let starts_at = part.start_time.to_utc();
    let ends_at = part.end_time.map(|at| at.to_utc());
    let content = markdown::sanitise(part.content.as_deref().unwrap_or_default());
    let speakers = part.performer.iter().take(SPEAKERS_AT_MOST);
    Session {
        id: known_by(&part.id),
        starts_at,
        ends_at: ends_at.filter(|at| *at > starts_at && *at - starts_at <= LASTS_AT_MOST),
        title: cut(&part.name, TITLE_AT_MOST),
        description: cut(&markdown::lines(&content), DESCRIPTION_AT_MOST),
        kind: Kind::default(),
        room: part
            .location
            .as_ref()
            .map(|room| cut(&room.name, LINE_AT_MOST)),
        track: None,
        speakers: speakers.map(foreign_speaker).collect(),
        tables: Vec::new(),
        sign_up: false,
        access: Access::default(),
        rules: Rules::default(),
    }
}

fn foreign_speaker(performer: &Performer) -> Speaker {
    match performer {
        Performer::Organization { name } => Speaker::organisation(cut(name, LINE_AT_MOST)),
        Performer::Person { name, affiliation } => Speaker {
            name: Some(cut(name, LINE_AT_MOST)),
            organisation: affiliation.as_ref().map(|it| cut(&it.name, LINE_AT_MOST)),
            link: None,
        },
    }
}

fn cut(text: &str, at_most: usize) -> String {
    text.chars().take(at_most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(part: Value) -> Session {
        let Some(wire::Object::Event(part)) = wire::Object::read(&part) else {
            panic!("it is an event");
        };
        foreign(&part)
    }

    #[test]
    fn what_another_server_says_of_a_session_is_cut_and_harmless() {
        let part = json!({
            "type": "Event",
            "id": "https://peer.example/ap/objects/01KAMJ1X3S0000000000000000",
            "attributedTo": "https://peer.example/actor",
            "superEvent": "https://peer.example/ap/objects/1",
            "name": "x".repeat(500),
            "content": "<p>Bitte <b>kommen</b></p><script>alert(1)</script>",
            "startTime": "2026-12-13T10:00:00Z",
            "endTime": "2027-12-13T10:00:00Z",
            "location": { "type": "Place", "name": "Raum 2" },
            "performer": [
                { "type": "Person", "name": "Sprecherin", "affiliation": { "name": "AWO" } },
                { "type": "Organization", "name": "DRK" },
                { "type": "Group", "name": "Chor" },
            ],
        });
        let session = read(part.clone());
        assert_eq!(session.id, "01KAMJ1X3S0000000000000000");
        assert_eq!(session.title.chars().count(), TITLE_AT_MOST);
        assert_eq!(session.ends_at, None, "nothing lasts a year");
        assert_eq!(session.room.as_deref(), Some("Raum 2"));
        assert!(
            session.description.contains("kommen"),
            "{}",
            session.description
        );
        assert!(
            !session.description.contains("alert"),
            "{}",
            session.description
        );
        let people: Vec<_> = session.speakers.iter().map(Speaker::full).collect();
        assert_eq!(people, ["Sprecherin (AWO)", "DRK"]);
        // What stands in the address of a page is ours to choose.
        let mut odd = part;
        odd["id"] = json!("https://peer.example/\"><script>");
        assert!(read(odd).id.parse::<uuid::Uuid>().is_ok());
    }
}
