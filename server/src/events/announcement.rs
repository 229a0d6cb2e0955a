//! The plain-text mail that announces an event. Pure: a row in, subject and text out.

use super::{
    activitypub::whereabouts,
    event::{Event, State},
};
use crate::i18n::Lang;
use chrono_tz::Tz;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
}

/// In the event's main language. `sender` is the association's name, `home` the instance's zone.
pub fn mail(event: &Event, sender: &str, home: Tz) -> Mail {
    let told = event.main_text();
    let lang = Lang::of(&told.language);
    let when = lang.span(event.starts(), event.ends(), home);
    let place = event.place.as_ref().map(|place| place.full());
    let mut facts = vec![
        lang.text_with("event-mail-when", &[("when", &when)]),
        lang.text_with(
            "event-mail-where",
            &[("where", &place.unwrap_or_else(|| whereabouts(event, lang)))],
        ),
    ];
    if place_is_optional(event) {
        facts.push(lang.text("event-mail-also-online"));
    }
    let marks = event.access.marks();
    if !marks.is_empty() {
        let words: Vec<String> = marks.iter().map(|mark| lang.text(mark)).collect();
        facts.push(lang.text_with("event-wire-access", &[("marks", &words.join(", "))]));
    }
    if let Some(contact) = &event.contact {
        facts.push(lang.text_with("event-wire-contact", &[("contact", contact)]));
    }
    if let Some(url) = &event.registration_url {
        facts.push(lang.text_with("event-mail-register", &[("url", url)]));
    }
    let more = lang.text_with("event-mail-more", &[("url", &event.url.to_string())]);
    let paragraphs = [
        heading(event, &told.title, lang),
        told.summary,
        facts.join("\n"),
        told.description,
        more,
        sender.to_owned(),
    ];
    let paragraphs: Vec<String> = paragraphs
        .into_iter()
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    let day = lang.date(event.starts().date_naive());
    Mail {
        subject: lang.text_with(
            "event-mail-subject",
            &[("title", &told.title), ("day", &day)],
        ),
        text: paragraphs.join("\n\n"),
    }
}

fn place_is_optional(event: &Event) -> bool {
    event.attendance == super::Attendance::Hybrid
}

fn heading(event: &Event, title: &str, lang: Lang) -> String {
    match event.state {
        State::Cancelled => lang.text_with("event-wire-cancelled-title", &[("title", &title)]),
        _ => title.to_owned(),
    }
}
