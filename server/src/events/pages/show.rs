//! One event: what somebody needs to know to come, first; then what it is about. A program that
//! asks for ActivityStreams gets the object, from here or from its home.

use super::{
    card::{change, foreign_lang},
    schema_org,
};
use crate::{
    App, Error, Result,
    agenda::pages::{Outline, outline},
    events::{
        self, Attendance, Event, Picture, Place, State, Text, activitypub, editions, event,
        feed::{self, Asked, Subject},
        organizers::{Beside, Organizer, Organizers},
    },
    i18n::Lang,
    participations::{self, Free},
    reports::pages as reports,
    web::{
        page::{Form, Page, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State as Held},
    http::{HeaderMap, header},
    response::Response,
};
use chrono::{DateTime, Utc};
use federation::{
    negotiate::{self, Wants},
    outbox,
};
use serde::Deserialize;
use std::slice;
use url::{Url, form_urlencoded};

/// Which of the texts is wanted, when not the one in the reader's language: `?text=de-simple`.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    text: String,
}

pub async fn show(
    Held(app): Held<App>,
    Path(segment): Path<String>,
    Query(wanted): Query<Wanted>,
    asked: Asked,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (slug, form) = suffix::split(&segment);
    if let Some(form) = form {
        return feed::respond(&app, &Subject::Event(slug.to_owned()), form, &asked).await;
    }
    let event = events::find_public(&app.db, slug).await?;
    if Wants::of(&headers) == Wants::Activity {
        return activity(&app, &headers, &event).await;
    }
    let link = negotiate::link_to_object(&event.iri);
    let organizers = Organizers::find(&app.db, slice::from_ref(&event)).await?;
    let organizer = organizers.of(&event).cloned();
    let beside = organizers.beside(&event);
    let agenda = outline(&app, &event, page.lang).await?;
    let report = reports::outline(&app, &event, page.lang).await?;
    let edition = edition(&app, &event, &page).await?;
    let left = participations::free(&app, &app.db, &event).await?;
    let page = Show {
        left,
        agenda,
        report,
        edition,
        ..Show::new(
            page,
            event,
            organizer,
            beside,
            &wanted.text,
            app.clock.now(),
        )
    };
    let mut response = respond_public(&headers, page);
    if let Some(link) = link {
        response.headers_mut().append(header::LINK, link);
    }
    Ok(response)
}

/// Of which series it is an edition, and the ones beside it.
async fn edition(app: &App, event: &Event, page: &Page) -> Result<Option<Edition>> {
    let Some(series) = editions::series_of(&app.db, event).await? else {
        return Ok(None);
    };
    let (before, after) = match event.edition {
        Some(number) => editions::beside(&app.db, &series.id, number).await?,
        None => (None, None),
    };
    let beside = |event: Option<Event>| {
        let event = event?;
        let number = event.edition?.to_string();
        Some((event.path(), page.tn("event-edition", "number", number)))
    };
    Ok(Some(Edition {
        is: match event.edition {
            Some(number) => page.tn("event-page-edition", "number", number.to_string()),
            None => page.t("event-page-part-of-series"),
        },
        href: match series.local {
            true => series.page().path().to_owned(),
            false => series.page().to_string(),
        },
        is_elsewhere: !series.local,
        series: series.profile.name_in(page.lang.bcp47()).to_owned(),
        before: beside(before),
        after: beside(after),
    }))
}

/// The object: ours as it was last sent, another server's from itself.
async fn activity(app: &App, headers: &HeaderMap, event: &Event) -> Result<Response> {
    if !event.local {
        return Ok(negotiate::see_page(&event.iri));
    }
    let object = outbox::find_object(&app.db, &event.iri).await?;
    let object = object.ok_or(Error::NotFound)?;
    Ok(negotiate::activity_json(headers, object.json, true))
}

/// The page of an event, published or about to be.
#[derive(Template)]
#[template(path = "events/show.html")]
pub struct Show {
    page: Page,
    event: Event,
    text: Text,
    organizer: Option<Organizer>,
    beside: Vec<Beside>,
    is_over: bool,
    takes_registrations: bool,
    /// How many places are left, where they are limited.
    left: Vec<Free>,
    /// What was released of it.
    agenda: Option<Outline>,
    /// What came of it.
    report: Option<reports::Outline>,
    edition: Option<Edition>,
}

/// Which edition of which series an event is.
struct Edition {
    /// „11. Ausgabe der Reihe“
    is: String,
    series: String,
    href: String,
    is_elsewhere: bool,
    /// Address and words of the edition before, and of the one after.
    before: Option<(String, String)>,
    after: Option<(String, String)>,
}

/// A link that leads to another server, and to which.
pub struct Outside {
    href: String,
    host: String,
}

/// One of the texts of an event.
pub struct Variant {
    language: String,
    name: String,
    href: String,
    is_shown: bool,
}

impl Show {
    /// `wanted` is the language of one of its texts; without it the reader's language decides.
    pub fn new(
        page: Page,
        event: Event,
        organizer: Option<Organizer>,
        beside: Vec<Beside>,
        wanted: &str,
        now: DateTime<Utc>,
    ) -> Self {
        let text = event.texts.in_language(wanted);
        let text = text.or_else(|| event.texts.for_reader(page.lang.bcp47()));
        let text = text.cloned().unwrap_or_default();
        Self {
            page: described(page, &event, &text, organizer.as_ref(), &beside),
            is_over: event.is_over(now),
            takes_registrations: event.takes_registrations(now),
            event,
            text,
            organizer,
            beside,
            left: Vec::new(),
            agenda: None,
            report: None,
            edition: None,
        }
    }

    /// The language of the texts, where it is not the page's.
    fn lang(&self) -> String {
        foreign_lang(&self.text.language, self.page.lang)
    }

    /// The language of what an event says once for all, where it is not the page's.
    fn own_lang(&self) -> String {
        foreign_lang(&self.event.language, self.page.lang)
    }

    fn kind(&self) -> String {
        self.event.kind_said(self.page.lang.bcp47())
    }

    fn change(&self) -> Option<(&'static str, String)> {
        change(&self.page, &self.event)
    }

    fn is_moved(&self) -> bool {
        self.event.state == State::Rescheduled
    }

    fn is_online(&self) -> bool {
        self.event.attendance != Attendance::InPerson
    }

    /// The place, where there is one to go to.
    fn place(&self) -> Option<&Place> {
        let place = self.event.place.as_ref();
        place.filter(|_| self.event.attendance.has_room())
    }

    fn description(&self) -> String {
        self.event.description_html(&self.text)
    }

    /// Where to register, as long as that makes sense.
    fn registration(&self) -> Option<Outside> {
        let url = self.event.registration_url.as_deref();
        let open = !self.is_over && !self.event.is_cancelled();
        url.filter(|_| open)
            .and_then(|url| url.parse().ok())
            .map(|url| outside(&url))
    }

    fn has_waiting_list(&self) -> bool {
        let admission = self.event.admission.as_ref();
        admission.is_some_and(|admission| admission.waiting_list)
    }

    /// Whether those who work here can ask to take part, from here.
    fn takes_joins(&self) -> bool {
        let open = !self.is_over && !self.event.is_cancelled();
        self.event.takes_joins && open && self.page.account.is_some()
    }

    /// The page it has at home, when that is not here.
    fn home(&self) -> Option<Outside> {
        (!self.event.local).then(|| outside(&self.event.url))
    }

    fn variants(&self) -> Vec<Variant> {
        let texts = self.event.texts.0.iter().map(|text| Variant {
            language: text.language.clone(),
            name: language_name(&text.language),
            href: format!("{}?text={}", self.event.path(), encoded(&text.language)),
            is_shown: text.language == self.text.language,
        });
        let variants: Vec<_> = texts.collect();
        if variants.len() > 1 {
            variants
        } else {
            Vec::new()
        }
    }

    /// Name and address of each topic.
    fn topics(&self) -> Vec<(&str, String)> {
        let topics = self.event.topics.0.iter();
        topics
            .map(|topic| (topic.as_str(), format!("/topics/{}", event::slug(topic))))
            .collect()
    }

    fn route(&self, place: &Place) -> String {
        route(place)
    }

    fn contact_href(&self, contact: &str) -> Option<String> {
        contact_href(contact)
    }

    /// The organizer's page: our own without its host, which is this one.
    fn organizer_href(&self, organizer: &Organizer) -> String {
        if self.is_ours(organizer) {
            organizer.page.path().to_owned()
        } else {
            organizer.page.to_string()
        }
    }

    fn is_ours(&self, organizer: &Organizer) -> bool {
        organizer.page.origin() == self.page.site.origin.origin()
    }

    fn picture_href(&self, picture: &Picture) -> String {
        event::picture_path(picture)
    }

    /// Whether there is more to say than the facts.
    fn has_more(&self, description: &str) -> bool {
        let event = &self.event;
        let is_followed_up = self.agenda.is_some() || self.report.is_some();
        is_followed_up
            || !description.is_empty()
            || event.picture.is_some()
            || !event.topics.0.is_empty()
    }
}

/// What search engines, shared links and other programs are told.
fn described(
    page: Page,
    event: &Event,
    text: &Text,
    organizer: Option<&Organizer>,
    beside: &[Beside],
) -> Page {
    let site = page.site.clone();
    let path = event.path();
    let description = if event.local || text.summary.is_empty() {
        activitypub::summary(event, text, site.zone)
    } else {
        text.summary.clone()
    };
    let data = schema_org::event(event, text, organizer, beside, &site.origin);
    let mut page = page
        .with_title(text.title.as_str())
        .with_description(description)
        .with_linked_data(data)
        .with_alternate(Form::Calendar, &format!("{path}.ics"))
        .with_alternate(Form::Json, &format!("{path}.json"))
        .with_alternate(Form::Activity, event.iri.as_str());
    if let Some(picture) = &event.picture {
        page = page.with_picture(event::picture_path(picture), picture.alt.as_str());
    }
    if !event.local {
        return page.repeating(event.url.as_str());
    }
    match organizer {
        Some(organizer) => page.with_creator(organizer.address.as_str()),
        None => page,
    }
}

fn outside(url: &Url) -> Outside {
    Outside {
        href: url.to_string(),
        host: federation::host_of(url),
    }
}

/// The name of a language in itself; of one we do not know its tag.
fn language_name(tag: &str) -> String {
    let lang = Lang::of(tag);
    match tag {
        "de" | "en" => lang.text("layout-language"),
        "de-simple" => lang.text("event-page-easy-language"),
        other => other.to_owned(),
    }
}

/// A route that ends at a place: at its coordinates, or else where its address is found.
fn route(place: &Place) -> String {
    let to = match (place.latitude, place.longitude) {
        (Some(latitude), Some(longitude)) => format!("{latitude},{longitude}"),
        _ => place.address(),
    };
    let to = if to.is_empty() {
        place.name.clone()
    } else {
        to
    };
    format!(
        "https://www.openstreetmap.org/directions?to={}",
        encoded(&to)
    )
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// `mailto:` or `tel:`, when the contact is nothing but an address or a number.
fn contact_href(contact: &str) -> Option<String> {
    // „(0)“ is dialled only at home.
    let contact = contact.trim().replace("(0)", "");
    let in_address = |c: char| c.is_alphanumeric() || ".-_+@".contains(c);
    if contact.matches('@').count() == 1 && contact.chars().all(in_address) {
        return Some(format!("mailto:{contact}"));
    }
    let in_number = |c: char| c.is_ascii_digit() || "+ ()-–/".contains(c);
    let digits: String = contact
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    (digits.len() > 4 && contact.chars().all(in_number)).then(|| format!("tel:{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_a_link_only_when_it_is_an_address_or_a_number() {
        for (contact, href) in [
            (
                "post@dialog.example.org",
                Some("mailto:post@dialog.example.org"),
            ),
            ("+49 (0)30 123–456", Some("tel:+4930123456")),
            ("Geschäftsstelle", None),
            ("post@dialog.example.org?bcc=x", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(contact_href(contact).as_deref(), href, "{contact}");
        }
    }

    #[test]
    fn the_route_ends_at_the_coordinates_or_at_the_address() {
        let mut place = Place {
            name: "Alte Kantine".to_owned(),
            ..Place::default()
        };
        let end = |place: &Place| route(place).split_once("to=").unwrap().1.to_owned();
        assert_eq!(end(&place), "Alte+Kantine");
        place.street = "Uferstraße 8".to_owned();
        assert_eq!(end(&place), "Uferstra%C3%9Fe+8");
        (place.latitude, place.longitude) = (Some(52.5), Some(13.25));
        assert_eq!(end(&place), "52.5%2C13.25");
    }
}
