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
        event::{Affiliation, LanguageMap, Performer, Place, SessionTerms, SubEvent},
    },
};
use url::Url;

/// What distinguishes a session from other events for those who know our terms.
const KIND: &str = "session";

/// Access marks as they are called on the wire, in the order of [`Access::flags`].
const FEATURES: [&str; 4] = ["signLanguage", "captions", "stream", "quietRoom"];
/// Rules, in the order of [`Rules::flags`].
const RULES: [&str; 3] = ["noRecording", "noAttribution", "listHidden"];

fn named<const N: usize>(names: [&str; N], flags: [bool; N]) -> Vec<String> {
    let set = names.into_iter().zip(flags).filter(|(_, is_set)| *is_set);
    set.map(|(name, _)| name.to_owned()).collect()
}

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
        accessibility_feature: named(FEATURES, session.access.flags()),
        session: SessionTerms {
            session_kind: Some(session.kind.name().to_owned()),
            track: session.track.clone(),
            rules: Some(named(RULES, session.rules.flags())),
        },
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

/// A session of another server's event, made safe to show.
pub fn foreign(part: &wire::Event) -> Session {
    let starts_at = part.start_time.to_utc();
    let ends_at = part.end_time.map(|at| at.to_utc());
    let content = markdown::sanitise(part.content.as_deref().unwrap_or_default());
    let speakers = part.performer.iter().take(SPEAKERS_AT_MOST);
    let [sign_language, captions, stream, quiet_room] =
        FEATURES.map(|feature| part.accessibility_feature.iter().any(|it| it == feature));
    let said = &part.session;
    let ruled = said.rules.as_deref().unwrap_or_default();
    let [no_recording, no_attribution, list_hidden] =
        RULES.map(|rule| ruled.iter().any(|it| it == rule));
    let access = Access {
        sign_language,
        captions,
        stream,
        quiet_room,
    };
    let rules = Rules {
        no_recording,
        no_attribution,
        list_hidden,
    };
    let description = without_marks(
        &markdown::lines(&content),
        &[access.marks(), rules.marks()].concat(),
    );
    Session {
        id: known_by(&part.id),
        starts_at,
        ends_at: ends_at.filter(|at| *at > starts_at && *at - starts_at <= LASTS_AT_MOST),
        title: cut(&part.name, TITLE_AT_MOST),
        description: cut(&description, DESCRIPTION_AT_MOST),
        kind: said
            .session_kind
            .as_deref()
            .and_then(Kind::named)
            .unwrap_or_default(),
        room: part
            .location
            .as_ref()
            .map(|room| cut(&room.name, LINE_AT_MOST)),
        track: said.track.as_ref().map(|track| cut(track, LINE_AT_MOST)),
        speakers: speakers.map(foreign_speaker).collect(),
        tables: Vec::new(),
        sign_up: false,
        access,
        rules,
        rules_told: said.rules.is_some(),
    }
}

/// The marks stand in the text too, for programs that do not know them; here they would stand there twice.
fn without_marks(text: &str, marks: &[&'static str]) -> String {
    let words = Lang::ALL.map(|lang| {
        let words: Vec<String> = marks.iter().map(|mark| lang.text(mark)).collect();
        words.join(" · ")
    });
    let mut said = words.iter().filter(|words| !words.is_empty());
    let rest = said.find_map(|words| text.trim_end().strip_suffix(words.as_str()));
    rest.unwrap_or(text).trim_end().to_owned()
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
        // Nobody says that one may record it.
        assert_eq!(
            (session.rules, session.rules_told),
            (Rules::default(), false)
        );
        let people: Vec<_> = session.speakers.iter().map(Speaker::full).collect();
        assert_eq!(people, ["Sprecherin (AWO)", "DRK"]);
        // What stands in the address of a page is ours to choose.
        let mut odd = part;
        odd["id"] = json!("https://peer.example/\"><script>");
        assert!(read(odd).id.parse::<uuid::Uuid>().is_ok());
    }

    #[test]
    fn marks_rules_kind_and_track_of_a_session_are_read_and_said_once() {
        let part = json!({
            "type": "Event",
            "id": "https://peer.example/ap/objects/01KAMJ1X3S0000000000000000",
            "attributedTo": "https://peer.example/actor",
            "superEvent": "https://peer.example/ap/objects/1",
            "name": "Werkstatt",
            "content": "<p>Für alle</p>",
            "startTime": "2026-12-13T10:00:00Z",
            "accessibilityFeature": ["signLanguage", "smell"],
            "sessionKind": "workshop",
            "track": "Netz",
            "rules": ["noRecording", "noShoes"],
        });
        let marks = [
            Lang::De.text("agenda-access-sign-language"),
            Lang::De.text("agenda-rule-no-recording"),
        ];
        let mut said = part.clone();
        said["content"] = json!(format!("<p>Für alle</p><p>{}</p>", marks.join(" · ")));
        let session = read(said);
        assert_eq!(session.description, "Für alle");
        assert_eq!(
            session.marks(),
            ["agenda-access-sign-language", "agenda-rule-no-recording"]
        );
        assert_eq!(
            (session.kind, session.track.as_deref()),
            (Kind::Workshop, Some("Netz"))
        );
        assert!(session.rules_told);
        let mut open = part;
        open["rules"] = json!([]);
        let open = read(open);
        assert!(open.rules_told && !open.rules.no_recording);
    }
}
