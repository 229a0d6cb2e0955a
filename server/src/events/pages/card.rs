//! An event as one card of a list.

use crate::{
    events::{Event, Kind, State, activitypub, event, organizers::Organizers},
    i18n::Lang,
    web::page::Page,
};
use chrono::DateTime;
use chrono_tz::Tz;

/// What a card says, in the reader's language as far as the event is told in it.
pub struct Card {
    pub href: String,
    pub title: String,
    /// The language of the title where it is not the page's, else empty.
    pub lang: String,
    pub starts: DateTime<Tz>,
    pub when: String,
    pub place: String,
    /// Called off.
    pub off: bool,
    /// Put off without a new date.
    pub open: bool,
    /// What kind of meeting it is; other servers do not say.
    pub kind: Option<String>,
    /// „11. Ausgabe“
    pub edition: Option<String>,
    /// What has changed since it was announced: a class and a word.
    pub change: Option<(&'static str, String)>,
    /// Who invites, and who agreed to invite with them.
    pub organizers: Vec<String>,
    /// The server it comes from when that is not this one.
    pub home: Option<String>,
}

impl Card {
    pub fn all(page: &Page, events: &[Event], organizers: &Organizers) -> Vec<Self> {
        let card = |event| Self::of(page, event, organizers);
        events.iter().map(card).collect()
    }

    pub fn of(page: &Page, event: &Event, organizers: &Organizers) -> Self {
        let text = event.texts.for_reader(page.lang.bcp47());
        let language = text.map(|text| text.language.as_str()).unwrap_or_default();
        Self {
            href: event.path(),
            title: event.title(page.lang.bcp47()),
            lang: foreign_lang(language, page.lang),
            starts: event.starts(),
            when: match event.state {
                State::Postponed => page.t("event-page-date-open"),
                _ => page.span(&event.starts(), &event.ends()),
            },
            place: activitypub::whereabouts(event, page.lang),
            off: event.state == State::Cancelled,
            open: event.state == State::Postponed,
            kind: (event.local || event.kind != Kind::Other)
                .then(|| event.kind_said(page.lang.bcp47())),
            edition: event
                .edition
                .map(|number| page.tn("event-edition", "number", number.to_string())),
            change: change(page, event),
            organizers: organizers
                .of(event)
                .cloned()
                .into_iter()
                .chain(organizers.agreed(event, None))
                .map(|it| it.name)
                .collect(),
            home: event::home(event),
        }
    }
}

/// On a page of somebody's own, which need not say it on every card.
pub fn without(name: &str, mut cards: Vec<Card>) -> Vec<Card> {
    for card in &mut cards {
        card.organizers.retain(|it| it != name);
    }
    cards
}

/// What has changed since an event was announced: a class and a word.
pub fn change(page: &Page, event: &Event) -> Option<(&'static str, String)> {
    let class = match event.state {
        State::Draft | State::Scheduled | State::Published => return None,
        State::Rescheduled | State::Postponed => "warn",
        State::Cancelled => "bad",
    };
    Some((class, page.t(event.state.key())))
}

/// The value of `lang` for a text in `language` on a page in `lang`. Empty where none is needed,
/// or where nobody said which language it is.
pub fn foreign_lang(language: &str, lang: Lang) -> String {
    match language {
        "und" => String::new(),
        same if same == lang.bcp47() => String::new(),
        other => other.to_owned(),
    }
}
