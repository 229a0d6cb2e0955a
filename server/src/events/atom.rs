//! Events as an Atom feed (RFC 4287), for people who want to be told. Pure: rows in, XML out.

use super::{
    Role, activitypub,
    event::{Event, slug},
    ical::titled,
    organizers::Organizers,
};
use crate::i18n::Lang;
use atom_syndication::{Category, Content, Entry, Feed, Generator, Link, Person, Text};
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use url::Url;

/// Whose feed it is, and who reads it.
pub struct Setting<'a> {
    pub name: &'a str,
    /// The feed's own, which is its id.
    pub address: Url,
    /// The page with the same events.
    pub page: Url,
    pub origin: &'a Url,
    /// The picture of whose feed it is, where it is one's own.
    pub logo: Option<Url>,
    pub lang: Lang,
    /// The zone in which times need no explanation.
    pub home: Tz,
}

/// A whole feed, in the order of `events`.
pub fn feed(setting: &Setting<'_>, events: &[Event], organizers: &Organizers) -> String {
    let changed_at = events.iter().map(|event| event.updated_at).max();
    let link = |rel: &str, href: &Url, media_type: &str| Link {
        rel: rel.to_owned(),
        href: href.to_string(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    };
    let entries = events.iter().map(|event| entry(event, organizers, setting));
    let feed = Feed {
        title: Text::plain(printable(setting.name)),
        id: setting.address.to_string(),
        // The time has to be some; before the first event nothing has changed.
        updated: fixed(changed_at.unwrap_or_default()),
        lang: Some(setting.lang.bcp47().to_owned()),
        logo: setting.logo.as_ref().map(Url::to_string),
        links: vec![
            link("self", &setting.address, "application/atom+xml"),
            link("alternate", &setting.page, "text/html"),
        ],
        generator: Some(Generator {
            value: "Verbund".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            uri: None,
        }),
        entries: entries.collect(),
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(event: &Event, organizers: &Organizers, setting: &Setting<'_>) -> Entry {
    let text = event.texts.for_reader(setting.lang.bcp47());
    let text = text.cloned().unwrap_or_default();
    let mut links = vec![Link {
        rel: "alternate".to_owned(),
        href: event.url.to_string(),
        mime_type: Some("text/html".to_owned()),
        ..Link::default()
    }];
    if let Ok(calendar) = setting.origin.join(&format!("{}.ics", event.path())) {
        links.push(Link {
            rel: "alternate".to_owned(),
            href: calendar.into(),
            mime_type: Some("text/calendar".to_owned()),
            ..Link::default()
        });
    }
    // An entry has an author even when we have not met who invites (RFC 4287 §4.1.2).
    let author = organizers.of(event).map_or_else(
        || Person {
            name: federation::host_of(&event.organizer),
            ..Person::default()
        },
        |organizer| Person {
            name: printable(&organizer.name),
            uri: Some(organizer.page.to_string()),
            ..Person::default()
        },
    );
    let cohosts = organizers.agreed(event, Some(Role::Cohost)).into_iter();
    let cohosts = cohosts.map(|cohost| Person {
        name: printable(&cohost.name),
        uri: Some(cohost.page.to_string()),
        ..Person::default()
    });
    let category = |topic: &String| Category {
        term: slug(topic),
        label: Some(printable(topic)),
        scheme: None,
    };
    Entry {
        id: event.iri.to_string(),
        title: Text {
            lang: Some(text.language.clone()),
            ..Text::plain(printable(&titled(event, &text)))
        },
        updated: fixed(event.updated_at),
        published: event.published_at.map(fixed),
        authors: std::iter::once(author).chain(cohosts).collect(),
        links,
        categories: event.topics.0.iter().map(category).collect(),
        summary: Some(Text {
            lang: Some(text.language.clone()),
            ..Text::plain(printable(&activitypub::summary(event, &text, setting.home)))
        }),
        content: Some(Content {
            lang: Some(text.language.clone()),
            content_type: Some("html".to_owned()),
            value: Some(printable(&event.description_html(&text))),
            ..Content::default()
        })
        .filter(|_| !text.description.is_empty()),
        ..Entry::default()
    }
}

fn fixed(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.fixed_offset()
}

/// XML has no way to write a control (XML 1.0 §2.2).
pub fn printable(text: &str) -> String {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n') || !(c.is_control() || c == '\u{FFFE}' || c == '\u{FFFF}')
    };
    text.chars().filter(|c| allowed(*c)).collect()
}
