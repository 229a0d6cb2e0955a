//! Lists and events for calendars, feed readers and programs: the addresses and filters of the
//! pages, with `.ics`, `.atom` or `.json` behind. Only what is public, and the same for everybody,
//! so that caches may keep it.

use super::{
    Choice, Field, Filter, Window, atom, editions, ical,
    organizers::Organizers,
    shape::{List, Shape},
    term,
    window::midnight,
};
use crate::{App, Error, Result, associations, i18n::Lang, web::page::Form};
use atom_syndication::{Entry, Feed, Generator, Link, Text};
use axum::{
    Router,
    extract::{FromRequestParts, Query, State},
    http::{
        HeaderMap, HeaderValue, Uri,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, LAST_MODIFIED, VARY},
        request::Parts,
    },
    response::Response,
    routing::get,
};
use chrono::{DateTime, Duration, Months, NaiveDate, Utc};
use federation::negotiate::tagged;
use serde::de::DeserializeOwned;
use std::{cmp::Reverse, convert::Infallible};
use url::{Url, form_urlencoded};

/// What is over stays in subscribed calendars this long: they forget what a feed leaves out.
const KEPT_FOR: Duration = Duration::days(366);
/// Events in a calendar; the longest over are left out first.
const CALENDAR_EVENTS_AT_MOST: u64 = 500;
/// Entries in a feed, the latest changed first.
const ATOM_ENTRIES_AT_MOST: usize = 50;
/// Five minutes: what is published is soon everywhere, and a busy day costs little.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// What is asked for, its ending left off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    All,
    /// By handle.
    Association(String),
    /// By handle.
    Series(String),
    /// By slug.
    Topic(String),
    /// `month` counts from 1.
    Month {
        year: i32,
        month: u32,
    },
    /// By slug.
    Event(String),
}

impl Subject {
    /// The page that shows it to people.
    fn page(&self, app: &App) -> Url {
        let path = match self {
            Self::All => "/events".to_owned(),
            Self::Association(handle) => format!("/@{handle}"),
            Self::Series(handle) => format!("/series/{handle}"),
            Self::Topic(topic) => format!("/topics/{topic}"),
            Self::Month { year, month } => format!("/events/{year}/{month:02}"),
            Self::Event(slug) => format!("/events/{slug}"),
        };
        let mut page = app.config.origin().clone();
        page.set_path(&path);
        page
    }
}

/// What a request for a feed says beside its subject.
pub struct Asked {
    headers: HeaderMap,
    uri: Uri,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            headers: parts.headers.clone(),
            uri: parts.uri.clone(),
        })
    }
}

impl Asked {
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What the query says of one kind of thing.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T> {
        let query = Query::try_from_uri(&self.uri);
        let Query(said) = query.map_err(|wrong| Error::Malformed(wrong.status()))?;
        Ok(said)
    }

    /// The address as it was asked for.
    pub fn own_address(&self, app: &App) -> Url {
        self.address(app, self.uri.query())
    }

    /// The address with another query, or the same.
    fn address(&self, app: &App, query: Option<&str>) -> Url {
        let mut address = app.config.origin().clone();
        address.set_path(self.uri.path());
        address.set_query(query.filter(|query| !query.is_empty()));
        address
    }

    fn address_of_page(&self, app: &App, number: u64) -> Url {
        let query = self.uri.query().unwrap_or_default();
        let kept = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "page");
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .append_pair("page", &number.to_string())
            .finish();
        self.address(app, Some(&query))
    }

    /// By `?lang=` alone: calendars and feed readers send the wish of whoever wrote them.
    pub fn lang(&self, main: Lang) -> Lang {
        let query = self.uri.query().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| name == "lang")
            .find_map(|(_, value)| value.parse().ok())
            .unwrap_or(main)
    }
}

pub fn routes() -> Router<App> {
    let all = |form| {
        get(async move |State(app): State<App>, asked: Asked| {
            respond(&app, &Subject::All, form, &asked).await
        })
    };
    Router::new()
        .route("/events.ics", all(Form::Calendar))
        .route("/events.atom", all(Form::Atom))
        .route("/events.json", all(Form::Json))
}

/// A subject in the form its ending names: what the handler of a page answers when there is one.
pub async fn respond(app: &App, subject: &Subject, form: Form, asked: &Asked) -> Result<Response> {
    match (subject, form) {
        (Subject::Event(slug), Form::Calendar | Form::Json) => event(app, slug, form, asked).await,
        (Subject::Event(_), _) | (_, Form::Activity) => Err(Error::NotFound),
        (_, Form::Json) => json(app, subject, asked).await,
        (_, Form::Calendar | Form::Atom) => list(app, subject, form, asked).await,
    }
}

async fn event(app: &App, slug: &str, form: Form, asked: &Asked) -> Result<Response> {
    let events = [super::find_public(&app.db, slug).await?];
    let organizers = Organizers::find(&app.db, &events).await?;
    let [event] = &events;
    let body = if form == Form::Json {
        let shape = Shape::of(event, &organizers, app.config.origin());
        serde_json::to_string(&shape)?
    } else {
        let organizer = organizers.of(event);
        let name = organizer.map_or(&app.site.name, |organizer| &organizer.name);
        let setting = calendar_setting(app, name, asked.lang(app.site.main_lang));
        ical::calendar(&setting, &events, &organizers)
    };
    Ok(answer(asked, form, body, Some(event.updated_at)))
}

async fn json(app: &App, subject: &Subject, asked: &Asked) -> Result<Response> {
    let Chosen { filter, .. } = chosen(app, subject, asked, app.site.main_lang).await?;
    let list = page(app, filter, asked).await?;
    let changed_at = list.events.iter().map(|event| event.updated_at).max();
    let body = serde_json::to_string(&list)?;
    Ok(answer(asked, Form::Json, body, changed_at))
}

/// The page of a list that is asked for, with the address of the next.
pub async fn page(app: &App, filter: Filter, asked: &Asked) -> Result<List> {
    let window: Window = asked.query()?;
    let filter = window.narrow(filter, app.config.instance.zone, app.clock.now())?;
    let one_more = Filter {
        limit: filter.limit + 1,
        ..filter.clone()
    };
    let mut events = super::listed(&app.db, &one_more).await?;
    let has_next = events.len() as u64 > filter.limit;
    events.truncate(filter.limit as usize);
    let organizers = Organizers::find(&app.db, &events).await?;
    let origin = app.config.origin();
    let shapes = events
        .iter()
        .map(|event| Shape::of(event, &organizers, origin));
    Ok(List {
        events: shapes.collect(),
        next: has_next.then(|| asked.address_of_page(app, window.next_page())),
    })
}

async fn list(app: &App, subject: &Subject, form: Form, asked: &Asked) -> Result<Response> {
    let lang = asked.lang(app.site.main_lang);
    let Chosen { name, logo, filter } = chosen(app, subject, asked, lang).await?;
    let filter = Filter {
        from: filter.from.or(Some(app.clock.now() - KEPT_FOR)),
        latest_first: true,
        limit: CALENDAR_EVENTS_AT_MOST,
        ..filter
    };
    let mut events = super::listed(&app.db, &filter).await?;
    events.reverse();
    let organizers = Organizers::find(&app.db, &events).await?;
    let changed_at = events.iter().map(|event| event.updated_at).max();
    let body = if form == Form::Calendar {
        ical::calendar(&calendar_setting(app, &name, lang), &events, &organizers)
    } else {
        events.sort_by_key(|event| Reverse(event.updated_at));
        events.truncate(ATOM_ENTRIES_AT_MOST);
        let setting = atom::Setting {
            name: &name,
            address: asked.own_address(app),
            page: subject.page(app),
            origin: app.config.origin(),
            logo,
            lang,
            home: app.config.instance.zone,
        };
        atom::feed(&setting, &events, &organizers)
    };
    Ok(answer(asked, form, body, changed_at))
}

/// How a calendar of ours is written.
pub fn calendar_setting<'a>(app: &'a App, name: &'a str, lang: Lang) -> ical::Setting<'a> {
    ical::Setting {
        name,
        host: federation::host_of(app.config.origin()),
        mailbox: app.config.mail.sends_as(),
        lang,
        home: app.config.instance.zone,
        now: app.clock.now(),
    }
}

/// Which events a subject means, and what a list of them is called.
struct Chosen {
    name: String,
    /// The picture of a series.
    logo: Option<Url>,
    filter: Filter,
}

async fn chosen(app: &App, subject: &Subject, asked: &Asked, lang: Lang) -> Result<Chosen> {
    let choice: Choice = asked.query()?;
    let mut filter = choice.filter(&app.db).await?;
    let mut logo = None;
    let here = |name: String| format!("{name} · {}", app.site.name);
    let name = match subject {
        Subject::All | Subject::Event(_) => app.site.name.clone(),
        Subject::Association(handle) => {
            let association = associations::find(&app.db, handle).await?;
            filter.organizer = Some(association.actor);
            association.name
        }
        Subject::Series(handle) => {
            let series = editions::find_series(&app.db, handle).await?;
            let series = match series {
                Some(series) => series,
                None => return Err(associations::absent(&app.db, handle).await?),
            };
            filter.series = Some(series.id);
            logo = series.profile.icon.as_ref().map(|icon| icon.url.clone());
            series.profile.name_in(lang.bcp47()).to_owned()
        }
        Subject::Topic(topic) => {
            filter.terms.push((Field::Topic, term::topic(topic)));
            let name = super::topic_name(&app.db, topic).await?;
            here(name.unwrap_or_else(|| topic.clone()))
        }
        Subject::Month { year, month } => {
            let first = NaiveDate::from_ymd_opt(*year, *month, 1).ok_or(Error::NotFound)?;
            let next = first.checked_add_months(Months::new(1));
            filter.from = midnight(first, app.config.instance.zone);
            filter.until = next.and_then(|next| midnight(next, app.config.instance.zone));
            here(lang.month(*year, *month))
        }
    };
    Ok(Chosen { name, logo, filter })
}

/// What is the same for everybody, so that caches and the scripts of other sites may have it: a feed of any
/// slice.
pub fn shared(asked: &Asked, media_type: &'static str, body: String) -> Response {
    let mut response = tagged(&asked.headers, media_type, body, true);
    let headers = response.headers_mut();
    headers.remove(VARY);
    headers.insert(CACHE_CONTROL, CACHE);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// What stands around the entries of a feed that is about something else than events.
pub struct Frame<'a> {
    pub title: String,
    /// The path of the page that shows the same to people.
    pub page: &'a str,
    /// Before the first entry nothing has changed.
    pub changed_at: Option<DateTime<Utc>>,
}

impl Frame<'_> {
    /// The whole feed.
    pub fn around(self, app: &App, asked: &Asked, entries: Vec<Entry>) -> String {
        let address = asked.own_address(app);
        let mut page = app.config.origin().clone();
        page.set_path(self.page);
        let feed = Feed {
            title: Text::plain(atom::printable(&self.title)),
            id: address.to_string(),
            updated: self.changed_at.unwrap_or_default().fixed_offset(),
            lang: Some(asked.lang(app.site.main_lang).bcp47().to_owned()),
            links: vec![
                link("self", address.as_str(), "application/atom+xml"),
                link("alternate", page.as_str(), "text/html"),
            ],
            generator: Some(Generator {
                value: "Verbund".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
                uri: None,
            }),
            entries,
            ..Feed::default()
        };
        feed.to_string()
    }
}

pub fn link(rel: &str, href: &str, media_type: &str) -> Link {
    Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    }
}

/// Unchanged is answered 304 by the tag alone: the time of the last change does not tell when an
/// event was erased.
fn answer(asked: &Asked, form: Form, body: String, changed_at: Option<DateTime<Utc>>) -> Response {
    let media_type = match form {
        Form::Calendar => "text/calendar; charset=utf-8",
        Form::Atom => "application/atom+xml; charset=utf-8",
        Form::Json | Form::Activity => "application/json",
    };
    let mut response = shared(asked, media_type, body);
    let headers = response.headers_mut();
    let changed_at = changed_at.map(|at| at.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
    if let Some(Ok(changed_at)) = changed_at.map(HeaderValue::try_from) {
        headers.insert(LAST_MODIFIED, changed_at);
    }
    response
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        accounts::tests::{Instance, instance},
        events::{self, Draft, Event, activitypub::Foreign},
    };
    use axum::{
        body::{Body, to_bytes},
        http::{Request, StatusCode},
    };
    use calcard::{Entry as Parsed, Parser};
    use federation::actors::Actor;
    use serde_json::Value;
    use tower::ServiceExt;

    pub const ORIGIN: &str = "https://dialog.example.org";

    /// An instance with an association.
    pub async fn house() -> (Instance, Actor) {
        let app = instance(ORIGIN).await;
        let draft = associations::Draft {
            handle: "dialog".into(),
            name: "Dialog für Cybersicherheit".into(),
            email: "post@dialog.example.org".into(),
            ..associations::Draft::default()
        };
        let keys = app.federation.make_keys().await.unwrap();
        let tx = app.begin().await.unwrap();
        let association = associations::found(&app, &tx, &draft, keys).await.unwrap();
        let actor = associations::actor_of(&tx, &association).await.unwrap();
        tx.commit().await.unwrap();
        (app, actor)
    }

    pub fn denkwerkstatt() -> Draft {
        Draft {
            title_de: "Denkwerkstatt".into(),
            title_en: "Think workshop".into(),
            summary_de: "Zwei Tage.".into(),
            description_de: "Am **ersten** Tag & danach".into(),
            kind: "denkwerkstatt".into(),
            starts_on: "2026-12-13".into(),
            starts_at: "10:00".into(),
            ends_on: "2026-12-14".into(),
            ends_at: "16:00".into(),
            place_name: "Alte Kantine".into(),
            locality: "Berlin".into(),
            topics: "Cybersicherheit, Digitale Gewalt".into(),
            ..Draft::default()
        }
    }

    fn webkonferenz() -> Draft {
        Draft {
            title_de: "Webkonferenz".into(),
            title_en: String::new(),
            kind: "webkonferenz".into(),
            starts_on: "2026-11-30".into(),
            ends_on: "2026-11-30".into(),
            attendance: "online".into(),
            topics: "Ethik".into(),
            ..denkwerkstatt()
        }
    }

    pub async fn drafted(app: &App, organizer: &Actor, draft: &Draft) -> Event {
        let tx = app.begin().await.unwrap();
        let event = events::draft(app, &tx, organizer, draft).await.unwrap();
        tx.commit().await.unwrap();
        event
    }

    pub async fn published(app: &App, organizer: &Actor, draft: &Draft) -> Event {
        let event = drafted(app, organizer, draft).await;
        let tx = app.begin().await.unwrap();
        let event = events::publish(app, &tx, event).await.unwrap();
        tx.commit().await.unwrap();
        event
    }

    async fn kept(app: &App, id: &str, title: &str) {
        let iri: Url = format!("https://peer.example/events/{id}").parse().unwrap();
        let (starts_at, now) = ("2026-12-01T09:00:00Z".parse().unwrap(), app.clock.now());
        let foreign = Foreign {
            url: iri.clone(),
            state: events::State::Published,
            reason: None,
            language: "de".into(),
            texts: events::Texts(vec![events::Text {
                language: "de".into(),
                title: title.into(),
                description: "<p>Von nebenan</p>".into(),
                ..events::Text::default()
            }]),
            starts_at,
            ends_at: starts_at,
            zone: "UTC".into(),
            previously_started_at: None,
            attendance: events::Attendance::InPerson,
            place: None,
            kind: events::Kind::Other,
            access: events::Access::default(),
            topics: events::Topics(vec!["Ethik".into()]),
            groups: Vec::new(),
            registration_url: None,
            takes_joins: false,
            published_at: now,
            updated_at: now,
        };
        let organizer = "https://peer.example/actor".parse().unwrap();
        let tx = app.begin().await.unwrap();
        let ours = app.ulids.next(now).into();
        events::keep(&tx, ours, &iri, &organizer, None, foreign, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Subject, form and query of an address, as the handlers of the pages split it.
    async fn get(app: &App, address: &str, headers: &[(&str, &str)]) -> Result<Response> {
        let mut request = Request::get(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let asked = Asked::from_request_parts(&mut parts, &()).await.unwrap();
        let path = address.split('?').next().unwrap();
        let (path, form) = crate::web::suffix::split(path);
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let subject = match segments.as_slice() {
            ["events"] => Subject::All,
            ["events", slug] => Subject::Event((*slug).into()),
            ["events", year, month] => Subject::Month {
                year: year.parse().unwrap(),
                month: month.parse().unwrap(),
            },
            ["topics", slug] => Subject::Topic((*slug).into()),
            [handle] => Subject::Association(handle.trim_start_matches('@').into()),
            other => panic!("{other:?}"),
        };
        respond(app, &subject, form.unwrap(), &asked).await
    }

    pub async fn text(response: Response) -> String {
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    async fn body(app: &App, address: &str) -> String {
        let response = get(app, address, &[]).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        text(response).await
    }

    /// The titles in a form, each reader reading its own way.
    async fn titles(app: &App, address: &str) -> Vec<String> {
        let body = body(app, address).await;
        if address.contains(".ics") {
            let Parsed::ICalendar(calendar) = Parser::new(&body).entry() else {
                panic!("no calendar: {body}");
            };
            let summaries = calendar.components.iter().filter_map(|component| {
                let summary = &calcard::icalendar::ICalendarProperty::Summary;
                Some(
                    component
                        .property(summary)?
                        .values
                        .first()?
                        .as_text()?
                        .to_owned(),
                )
            });
            summaries.collect()
        } else if address.contains(".atom") {
            let feed = atom_syndication::Feed::read_from(body.as_bytes()).unwrap();
            feed.entries
                .into_iter()
                .map(|entry| entry.title.value)
                .collect()
        } else {
            let json: Value = serde_json::from_str(&body).unwrap();
            let events = match &json["events"] {
                Value::Array(events) => events.clone(),
                _ => vec![json],
            };
            let title = |event: &Value| event["texts"][0]["title"].as_str().unwrap().to_owned();
            events.iter().map(title).collect()
        }
    }

    #[tokio::test]
    async fn every_list_has_its_events_in_every_form() {
        let (app, dialog) = house().await;
        published(&app, &dialog, &denkwerkstatt()).await;
        published(&app, &dialog, &webkonferenz()).await;
        drafted(&app, &dialog, &denkwerkstatt()).await;
        kept(&app, "1", "Nebenan").await;
        for (list, query, expected) in [
            (
                "/events",
                "",
                &["Webkonferenz", "Nebenan", "Denkwerkstatt"][..],
            ),
            (
                "/events",
                "?servers=own",
                &["Webkonferenz", "Denkwerkstatt"],
            ),
            ("/events", "?kind=denkwerkstatt", &["Denkwerkstatt"]),
            ("/events", "?place=online", &["Webkonferenz"]),
            ("/events", "?topic=digitale-gewalt", &["Denkwerkstatt"]),
            (
                "/events",
                "?association=dialog",
                &["Webkonferenz", "Denkwerkstatt"],
            ),
            (
                "/events",
                "?association=&kind=&place=&topic=&servers=",
                &["Webkonferenz", "Nebenan", "Denkwerkstatt"],
            ),
            ("/@dialog", "", &["Webkonferenz", "Denkwerkstatt"]),
            ("/topics/ethik", "", &["Webkonferenz", "Nebenan"]),
            ("/topics/ethik", "?servers=own", &["Webkonferenz"]),
            ("/topics/unknown", "", &[]),
            ("/events/2026/11", "", &["Webkonferenz"]),
            ("/events/2026/12", "", &["Nebenan", "Denkwerkstatt"]),
        ] {
            for form in ["ics", "atom", "json"] {
                let address = format!("{list}.{form}{query}");
                let (mut found, mut expected) = (titles(&app, &address).await, expected.to_vec());
                if form == "atom" {
                    // By their change, all at the same time here.
                    found.sort();
                    expected.sort_unstable();
                }
                assert_eq!(found, expected, "{address}");
            }
        }
        for (days, expected) in [
            ("from=2026-12-02", &["Denkwerkstatt"][..]),
            ("until=2026-12-01", &["Webkonferenz", "Nebenan"]),
        ] {
            assert_eq!(
                titles(&app, &format!("/events.json?{days}")).await,
                expected
            );
        }
        for (address, status) in [
            ("/events.json?from=gestern", 422),
            ("/events.ics?association=nobody", 404),
            ("/events.json?page=x", 400),
            ("/@nobody.ics", 404),
            ("/events/2026/13.ics", 404),
            ("/events/nowhere.ics", 404),
            ("/events/denkwerkstatt.atom", 404),
            ("/events/denkwerkstatt-2.ics", 404),
        ] {
            let refused = get(&app, address, &[]).await.expect_err(address);
            assert_eq!(refused.status().as_u16(), status, "{address}");
        }
    }

    #[tokio::test]
    async fn a_feed_is_sent_again_only_when_it_changed() {
        let (app, dialog) = house().await;
        let event = published(&app, &dialog, &denkwerkstatt()).await;
        for address in ["/events.ics", "/@dialog.atom", "/events/denkwerkstatt.json"] {
            let first = get(&app, address, &[]).await.unwrap();
            let headers = first.headers();
            assert_eq!(headers["cache-control"], "public, max-age=300");
            assert_eq!(headers["last-modified"], "Sun, 22 Nov 2026 12:00:00 GMT");
            assert_eq!(headers["access-control-allow-origin"], "*");
            assert!(!headers.contains_key("vary"));
            let tag = headers["etag"].to_str().unwrap().to_owned();
            let again = get(&app, address, &[("if-none-match", &tag)])
                .await
                .unwrap();
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{address}");
            assert_eq!(text(again).await, "");
        }
        let tag = get(&app, "/events.ics", &[]).await.unwrap().headers()["etag"].clone();
        let draft = Draft {
            starts_at: "11:00".into(),
            ..denkwerkstatt()
        };
        let before = body(&app, "/events.ics").await;
        let tx = app.begin().await.unwrap();
        events::revise(&app, &tx, event.clone(), &draft)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let known = [("if-none-match", tag.to_str().unwrap())];
        let changed = get(&app, "/events.ics", &known).await.unwrap();
        assert_eq!(changed.status(), StatusCode::OK);
        let after = text(changed).await;
        let uid = format!("UID:{}@dialog.example.org\r\n", event.id);
        assert!(before.contains(&uid) && after.contains(&uid));
        assert!(before.contains("SEQUENCE:0\r\n") && after.contains("SEQUENCE:1\r\n"));
    }

    #[tokio::test]
    async fn an_entry_keeps_its_id_and_tells_both_languages() {
        let (app, dialog) = house().await;
        let event = published(&app, &dialog, &denkwerkstatt()).await;
        let read = async |address: &str| {
            let body = body(&app, address).await;
            atom_syndication::Feed::read_from(body.as_bytes()).unwrap()
        };
        let german = read("/events.atom").await;
        let english = read("/events.atom?lang=en").await;
        assert_eq!(german.title.value, app.site.name);
        assert_eq!(german.id, "https://dialog.example.org/events.atom");
        assert_eq!(german.lang.as_deref(), Some("de"));
        let (german, english) = (&german.entries[0], &english.entries[0]);
        assert_eq!(german.id, event.iri.to_string());
        assert_eq!(german.id, english.id);
        assert_eq!(german.title.value, "Denkwerkstatt");
        assert_eq!(english.title.value, "Think workshop");
        assert_eq!(german.authors[0].name, "Dialog für Cybersicherheit");
        let content = german.content.as_ref().unwrap().value.as_deref();
        assert_eq!(
            content,
            Some("<p>Am <strong>ersten</strong> Tag &amp; danach</p>")
        );
        let summary = &german.summary.as_ref().unwrap().value;
        assert!(summary.contains("Alte Kantine, Berlin") && summary.ends_with("Zwei Tage."));
        let hrefs: Vec<&str> = german.links.iter().map(|link| link.href.as_str()).collect();
        assert_eq!(
            hrefs,
            [
                "https://dialog.example.org/events/denkwerkstatt",
                "https://dialog.example.org/events/denkwerkstatt.ics",
            ]
        );
    }

    #[tokio::test]
    async fn a_title_cannot_break_a_feed() {
        let (app, dialog) = house().await;
        let hostile = "</title><script>alert(1)</script> & ]]> \u{1}\u{8}\u{FFFF} =cmd|'/c'!A1";
        let draft = Draft {
            title_de: hostile.into(),
            description_de: hostile.into(),
            topics: hostile.into(),
            ..denkwerkstatt()
        };
        published(&app, &dialog, &draft).await;
        kept(&app, "1", hostile).await;
        for form in ["ics", "atom", "json"] {
            let found = titles(&app, &format!("/events.{form}")).await;
            assert_eq!(found.len(), 2, "{form}");
            assert!(
                found[0].starts_with("</title><script>"),
                "{form}: {found:?}"
            );
        }
        let xml = body(&app, "/events.atom").await;
        assert!(!xml.contains("<script") && !xml.contains(['\u{1}', '\u{8}', '\u{FFFF}']));
    }

    #[tokio::test]
    async fn what_is_over_stays_in_calendars_for_a_year_and_leaves_lists_at_once() {
        let (app, dialog) = house().await;
        published(&app, &dialog, &webkonferenz()).await;
        app.clock.advance(Duration::days(30));
        assert_eq!(titles(&app, "/events.json").await, Vec::<String>::new());
        assert_eq!(
            titles(&app, "/events.json?from=2026-11-01").await,
            ["Webkonferenz"]
        );
        assert_eq!(titles(&app, "/events.ics").await, ["Webkonferenz"]);
        app.clock.advance(KEPT_FOR);
        assert_eq!(titles(&app, "/events.ics").await, Vec::<String>::new());
    }

    #[tokio::test]
    async fn a_long_list_comes_in_pages_that_name_the_next() {
        let (app, dialog) = house().await;
        for _ in 0..=events::LISTED_AT_MOST {
            drafted(&app, &dialog, &webkonferenz()).await;
        }
        use sea_orm::ConnectionTrait;
        let publish = "UPDATE events SET state = 'published'";
        app.db.execute_unprepared(publish).await.unwrap();
        let first = body(&app, "/events.json?servers=own&page=1").await;
        let first: Value = serde_json::from_str(&first).unwrap();
        assert_eq!(first["events"].as_array().unwrap().len(), 50);
        let next = first["next"].as_str().unwrap();
        assert_eq!(
            next,
            "https://dialog.example.org/events.json?servers=own&page=2"
        );
        let second = body(&app, next.strip_prefix(ORIGIN).unwrap()).await;
        let second: Value = serde_json::from_str(&second).unwrap();
        assert_eq!(second["events"].as_array().unwrap().len(), 1);
        assert_eq!(second["next"], Value::Null);
    }

    #[tokio::test]
    async fn an_actor_names_what_it_invites_to_next() {
        let (app, dialog) = house().await;
        let later = published(&app, &dialog, &denkwerkstatt()).await;
        let sooner = published(&app, &dialog, &webkonferenz()).await;
        kept(&app, "1", "Nebenan").await;
        let router = crate::web::router((*app).clone());
        let ask = async |address: &str| {
            let request = Request::get(address).header("accept", "application/activity+json");
            let response = router.clone().oneshot(request.body(Body::empty()).unwrap());
            let response = response.await.unwrap();
            let status = response.status().as_u16();
            (
                status,
                serde_json::from_str::<Value>(&text(response).await).ok(),
            )
        };
        let address = format!("{}/upcoming", dialog.id);
        let path = address.strip_prefix(ORIGIN).unwrap();
        let (status, head) = ask(path).await;
        let head = head.unwrap();
        assert_eq!((status, &head["totalItems"]), (200, &2.into()));
        assert_eq!(head["id"], address);
        assert_eq!(head["first"], format!("{address}?page=1"));
        let (_, page) = ask(&format!("{path}?page=1")).await;
        let ids = [sooner.iri.to_string(), later.iri.to_string()];
        assert_eq!(page.unwrap()["orderedItems"], serde_json::json!(ids));
        assert_eq!(ask(&format!("{path}?page=0")).await.0, 404);
        assert_eq!(
            ask("/ap/actors/01JC7Z3K9V8Q4T5B6N7M8P9R0S/upcoming")
                .await
                .0,
            404
        );
    }

    #[tokio::test]
    async fn a_feed_has_an_end_and_leaves_out_what_is_furthest_back() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &denkwerkstatt()).await;
        let tx = app.begin().await.unwrap();
        for number in 1..=CALENDAR_EVENTS_AT_MOST {
            let again = Event {
                id: app.ulids.next(app.clock.now()).into(),
                iri: format!("{}{number}", event.iri).parse().unwrap(),
                slug: format!("nr-{number}"),
                starts_at: event.starts_at + Duration::seconds(number as i64),
                ..event.clone()
            };
            events::store::insert(&tx, again).await.unwrap();
        }
        tx.commit().await.unwrap();
        let calendar = text(get(&app, "/events.ics", &[]).await.unwrap()).await;
        let count = calendar.matches("BEGIN:VEVENT").count() as u64;
        assert_eq!(count, CALENDAR_EVENTS_AT_MOST);
        assert!(!calendar.contains(&format!("UID:{}@", event.id)));
        let feed = text(get(&app, "/events.atom", &[]).await.unwrap()).await;
        assert_eq!(feed.matches("<entry>").count(), ATOM_ENTRIES_AT_MOST);
    }
}
