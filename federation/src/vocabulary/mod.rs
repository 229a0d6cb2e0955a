//! The wire, and only the wire: shapes of what is sent and received, in ActivityStreams' own words.

pub mod activity;
pub mod actor;
pub mod article;
pub mod collection;
pub mod context;
pub mod event;
pub mod grant;
pub mod matter;
pub mod milestone;
pub mod minutes;
pub mod motion;
pub mod note;
pub mod question;
pub mod read;
pub mod seat;

pub use self::{
    activity::{Envelope, Heading},
    actor::Profile,
    article::Article,
    event::Event,
    grant::Grant,
    matter::Matter,
    milestone::Milestone,
    minutes::Minutes,
    motion::Motion,
    note::{Note, Reply},
    question::Question,
    seat::Seat,
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use url::Url;

/// Addressing this makes a thing public. We spell it out; others abbreviate.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// The media type we send; `is_activity_json` says what we take.
pub const ACTIVITY_JSON: &str = "application/activity+json";

/// Whether a `Content-Type` or an item of `Accept` means ActivityStreams: `activity+json`, or
/// `ld+json` with its profile. Plain JSON does not, so that an uploaded file cannot pose as an actor.
pub fn is_activity_json(media_type: &str) -> bool {
    let mut parts = media_type.split(';').map(str::trim);
    match parts.next() {
        Some(kind) if kind.eq_ignore_ascii_case(ACTIVITY_JSON) => true,
        Some(kind) if kind.eq_ignore_ascii_case("application/ld+json") => parts.any(|parameter| {
            parameter
                .split_once('=')
                .filter(|(name, _)| name.trim().eq_ignore_ascii_case("profile"))
                .is_some_and(|(_, profile)| {
                    profile
                        .trim()
                        .trim_matches('"')
                        .split(' ')
                        .any(|profile| profile == "https://www.w3.org/ns/activitystreams")
                })
        }),
        _ => false,
    }
}

/// An instant as we write it: whole seconds, `Z`.
pub fn utc(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An object as far as we understand it. What we do not is kept by name, to be counted.
#[derive(Clone, Debug)]
pub enum Object {
    Event(Box<Event>),
    Note(Box<Note>),
    Article(Box<Article>),
    Milestone(Box<Milestone>),
    Question(Box<Question>),
    Seat(Box<Seat>),
    Other { id: Url, kind: String },
}

impl Object {
    /// `None` where there is no id: nothing can be done with what cannot be named.
    pub fn read(value: &Value) -> Option<Self> {
        let id = read::id(&value["id"])?;
        let kind = read::kind(value)?.to_owned();
        let known = match kind.as_str() {
            "Event" => Event::read(value).map(Box::new).map(Self::Event),
            "Note" => Note::read(value).map(Box::new).map(Self::Note),
            "Article" => Article::read(value).map(Box::new).map(Self::Article),
            "Milestone" => Milestone::read(value).map(Box::new).map(Self::Milestone),
            "Question" => Question::read(value).map(Box::new).map(Self::Question),
            "Relationship" => Seat::read(value).map(Box::new).map(Self::Seat),
            _ => None,
        };
        Some(known.unwrap_or(Self::Other { id, kind }))
    }

    pub fn id(&self) -> &Url {
        match self {
            Self::Event(event) => &event.id,
            Self::Note(note) => &note.id,
            Self::Article(article) => &article.id,
            Self::Milestone(milestone) => &milestone.id,
            Self::Question(question) => &question.id,
            Self::Seat(seat) => &seat.id,
            Self::Other { id, .. } => id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_write_is_what_we_read() {
        let event = serde_json::json!({
            "id": "https://a.example/1",
            "type": "Event",
            "attributedTo": "https://a.example/actor",
            "name": "Denkwerkstatt",
            "startTime": "2026-11-13T10:00:00+01:00",
            "published": "2026-09-01T08:00:00+00:00",
            "to": [PUBLIC],
        });
        let Some(Object::Event(first)) = Object::read(&event) else {
            panic!("an event was expected");
        };
        let written = serde_json::to_value(&first).expect("it can be written");
        let Some(Object::Event(second)) = Object::read(&written) else {
            panic!("an event was expected in {written}");
        };
        assert_eq!(first, second);
    }

    #[test]
    fn media_types_are_taken_strictly_but_with_parameters() {
        for yes in [
            "application/activity+json",
            "Application/Activity+JSON;charset=utf-8",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json;profile=\"http://a.example https://www.w3.org/ns/activitystreams\"",
        ] {
            assert!(is_activity_json(yes), "{yes}");
        }
        for no in [
            "application/json",
            "application/ld+json",
            "text/plain",
            "image/png",
            "",
        ] {
            assert!(!is_activity_json(no), "{no}");
        }
    }
}
