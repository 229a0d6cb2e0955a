//! The plain-text mail that announces an event. Pure: a row in, subject and text out.

use super::{event::Event, ical};
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
    let title = ical::titled(event, &told);
    let when = lang.span(event.starts(), event.ends(), home);
    let place = ical::location(event, lang);
    let facts = [
        lang.text_with("event-mail-when", &[("when", &when)]),
        lang.text_with("event-mail-where", &[("where", &place)]),
    ];
    let more = lang.text_with("event-mail-more", &[("url", &event.url.to_string())]);
    let mut paragraphs = vec![
        title.clone(),
        facts.join("\n"),
        ical::description(event, &told, lang),
        more,
        sender.to_owned(),
    ];
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    let day = lang.date(event.starts().date_naive());
    Mail {
        subject: lang.text_with("event-mail-subject", &[("title", &title), ("day", &day)]),
        text: paragraphs.join("\n\n"),
    }
}
