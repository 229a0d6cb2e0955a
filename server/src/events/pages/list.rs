//! The list of events, what is over below what is to come, and the same for one topic.

use super::Card;
use crate::{
    App, Error, Result, associations,
    events::{
        self, Attendance, Choice, Event, Field, Filter, Kind, LISTED_AT_MOST,
        event::{MARKS_FOUND, slug as slug_of},
        organizers::Organizers,
    },
    web::{
        page::{Form, Page, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use chrono::{DateTime, Datelike};
use federation::{Iri, actors};
use serde::Deserialize;

/// Events that are over, on one page.
const PAST_AT_ONCE: u64 = 10;
/// The furthest page of either part.
const PAGES_AT_MOST: u64 = 1_000;

/// Which page of what is to come, and which of what is over; both count from 1.
#[derive(Debug, Default, Deserialize)]
pub struct Turned {
    #[serde(default)]
    page: Option<u64>,
    #[serde(default)]
    past: Option<u64>,
}

#[derive(Template)]
#[template(path = "events/index.html")]
struct Index {
    page: Page,
    /// What was chosen, in words; empty when nothing was.
    chosen: String,
    /// „12 kommende Termine“
    count: String,
    months: Vec<Month>,
    pager: Pager,
    past: Vec<Card>,
    past_pager: Pager,
    /// None on a page of one topic.
    filter: Option<FilterForm>,
    /// The same list in other forms: name and address.
    feeds: Vec<(String, String)>,
    /// The leaf of the calendar that shows today.
    month_href: String,
}

/// The events that begin in one month.
struct Month {
    name: String,
    cards: Vec<Card>,
}

/// The ways to turn the pages of a list.
struct Pager {
    earlier: Option<String>,
    later: Option<String>,
    here: String,
}

impl Pager {
    fn is_needed(&self) -> bool {
        self.earlier.is_some() || self.later.is_some()
    }
}

/// What there is to choose from: value, words, chosen.
struct FilterForm {
    /// What is looked for.
    q: String,
    /// Whether anything else is chosen.
    open: bool,
    associations: Vec<Chosen>,
    topics: Vec<Chosen>,
    kinds: Vec<Chosen>,
    places: Vec<Chosen>,
    towns: Vec<Chosen>,
    regions: Vec<Chosen>,
    languages: Vec<Chosen>,
    marks: Vec<Chosen>,
    /// Whether other servers' events are among them at all.
    knows_others: bool,
    own_only: bool,
}

/// Value, words, and whether it is what was chosen.
type Chosen = (String, String, bool);

pub async fn index(
    State(app): State<App>,
    Query(choice): Query<Choice>,
    Query(turned): Query<Turned>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let filter = choice.filter(&app.db).await?;
    let form = FilterForm::of(&app, &page, &choice, filter.organizer.as_ref()).await?;
    let chosen = form.chosen(&page);
    let page = page.with_title_text("event-list");
    let description = page.tn("event-list-description", "name", page.site.name.as_str());
    let page = page.with_description(description);
    let list = List {
        path: "/events",
        query: choice.query(),
        filter,
        chosen,
        form: Some(form),
        turned,
    };
    list.show(&app, &headers, page).await
}

/// The events that say this topic, for a word nobody looks after.
pub async fn of_topic(
    app: &App,
    slug: &str,
    turned: Turned,
    headers: &HeaderMap,
    page: Page,
) -> Result<Response> {
    let choice = Choice {
        topic: slug.to_owned(),
        ..Choice::default()
    };
    let filter = choice.filter(&app.db).await?;
    let name = events::topic_name(&app.db, slug).await?;
    let name = name.ok_or(Error::NotFound)?;
    let description = page.tn("event-topic-description", "topic", name.as_str());
    let list = List {
        path: &format!("/topics/{slug}"),
        query: String::new(),
        filter,
        chosen: name.clone(),
        form: None,
        turned,
    };
    let page = page.with_title(name).with_description(description);
    list.show(app, headers, page).await
}

/// One list about to be shown.
struct List<'a> {
    path: &'a str,
    /// What stands behind the path: on every page of it, and of its feeds.
    query: String,
    filter: Filter,
    chosen: String,
    form: Option<FilterForm>,
    turned: Turned,
}

impl List<'_> {
    async fn show(self, app: &App, headers: &HeaderMap, page: Page) -> Result<Response> {
        let now = app.clock.now();
        let coming = Filter {
            from: Some(now),
            ..self.filter.clone()
        };
        let over = Filter {
            over_by: Some(now),
            latest_first: true,
            limit: PAST_AT_ONCE,
            ..self.filter.clone()
        };
        let (number, past_number) = (turned_to(self.turned.page)?, turned_to(self.turned.past)?);
        let count = events::count(&app.db, &coming).await?;
        let (events, pager) = self
            .read(app, &page, coming, count, ("page", number))
            .await?;
        let past_count = events::count(&app.db, &over).await?;
        let (past, past_pager) = self
            .read(app, &page, over, past_count, ("past", past_number))
            .await?;
        let organizers = Organizers::find(&app.db, &[events.as_slice(), &past].concat()).await?;
        let (path, query) = (self.path, &self.query);
        let feeds = [Form::Calendar, Form::Atom, Form::Json];
        let feeds = feeds.map(|form| (form, format!("{path}{}{query}", suffix::of(form))));
        let page = feeds
            .iter()
            .fold(page, |page, (form, href)| page.with_alternate(*form, href));
        let index = Index {
            chosen: self.chosen,
            count: page.tn("event-list-count", "count", count),
            months: by_month(&page, &events, &organizers),
            pager,
            past: Card::all(&page, &past, &organizers),
            past_pager,
            filter: self.form,
            feeds: feeds.map(|(form, href)| (page.t(form.key()), href)).into(),
            month_href: this_month(now.with_timezone(&page.site.zone)) + query,
            page,
        };
        Ok(respond_public(headers, index))
    }

    /// One page of a part of the list, and the ways to its neighbours.
    async fn read(
        &self,
        app: &App,
        page: &Page,
        mut filter: Filter,
        count: u64,
        (name, number): (&str, u64),
    ) -> Result<(Vec<Event>, Pager)> {
        let at_once = if filter.limit == 0 {
            LISTED_AT_MOST
        } else {
            filter.limit
        };
        filter.offset = (number - 1) * at_once;
        let pages = count.div_ceil(at_once).max(1);
        let joint = if self.query.is_empty() { '?' } else { '&' };
        let to = |number: u64| {
            let (path, query) = (self.path, &self.query);
            format!("{path}{query}{joint}{name}={number}#{name}")
        };
        let pager = Pager {
            earlier: (number > 1).then(|| to((number - 1).min(pages))),
            later: (number < pages).then(|| to(number + 1)),
            here: page.t2("event-list-page", "number", number, "pages", pages),
        };
        Ok((events::listed(&app.db, &filter).await?, pager))
    }
}

fn turned_to(number: Option<u64>) -> Result<u64> {
    match number.unwrap_or(1) {
        number @ 1..=PAGES_AT_MOST => Ok(number),
        _ => Err(Error::NotFound),
    }
}

fn by_month(page: &Page, events: &[Event], organizers: &Organizers) -> Vec<Month> {
    let begins = |event: &Event| (event.starts().year(), event.starts().month());
    events
        .chunk_by(|event, next| begins(event) == begins(next))
        .map(|events| {
            let (year, month) = begins(&events[0]);
            Month {
                name: page.lang.month(year, month),
                cards: Card::all(page, events, organizers),
            }
        })
        .collect()
}

fn this_month(now: DateTime<chrono_tz::Tz>) -> String {
    super::month::path(now.year(), now.month())
}

impl FilterForm {
    async fn of(app: &App, page: &Page, choice: &Choice, chosen: Option<&Iri>) -> Result<Self> {
        let coming = Filter {
            from: Some(app.clock.now()),
            ..Filter::default()
        };
        let others = events::foreign_organizers(&app.db, &coming).await?;
        let knows_others = !others.is_empty();
        let places = [Attendance::InPerson, Attendance::Online].into_iter();
        let marks = choice.marks();
        let asked = choice.q.trim().to_owned();
        Ok(Self {
            open: Choice {
                q: String::new(),
                ..choice.clone()
            } != Choice::default(),
            q: asked,
            associations: organizers(app, choice, others, chosen).await?,
            topics: topics(app, choice, &coming).await?,
            kinds: kinds(app, page, choice).await?,
            places: places
                .map(|way| {
                    (
                        way.name().to_owned(),
                        page.t(way.key()),
                        way.name() == choice.place,
                    )
                })
                .collect(),
            towns: towns(app, choice, &coming).await?,
            regions: regions(app, choice, &coming).await?,
            languages: languages(app, page, choice, &coming).await?,
            marks: MARKS_FOUND
                .map(|(name, key)| (name.to_owned(), page.t(key), marks.contains(&name)))
                .into(),
            knows_others,
            own_only: choice.own_only(),
        })
    }

    /// What was chosen, in words.
    fn chosen(&self, page: &Page) -> String {
        let asked = (!self.q.is_empty()).then(|| page.tn("event-filter-asked", "words", &self.q));
        let own = self.own_only.then(|| page.t("event-filter-own"));
        let options = [
            &self.associations,
            &self.topics,
            &self.kinds,
            &self.places,
            &self.towns,
            &self.regions,
            &self.languages,
            &self.marks,
        ];
        let chosen = options.into_iter().flatten();
        let chosen = chosen.filter(|(_, _, is_chosen)| *is_chosen);
        let chosen = chosen.map(|(_, words, _)| words.clone());
        let all: Vec<String> = asked.into_iter().chain(chosen).chain(own).collect();
        all.join(" · ")
    }
}

/// Ours, then those of other servers that invite to something to come, each part by name; and the chosen one.
async fn organizers(
    app: &App,
    choice: &Choice,
    mut others: Vec<Iri>,
    chosen: Option<&Iri>,
) -> Result<Vec<Chosen>> {
    let ours = associations::all(&app.db).await?;
    let asked_for = chosen.filter(|it| !app.federation.is_ours(it) && !others.contains(it));
    others.extend(asked_for.cloned());
    let mut others = actors::find_all(&app.db, others).await?;
    others.sort_by_key(|actor| actor.profile.name.to_lowercase());
    let ours = ours.into_iter().map(|ours| (ours.handle, ours.name));
    let others = others.into_iter().map(|actor| {
        let address = actor.address();
        let name = match actor.profile.name.is_empty() {
            true => address.clone(),
            false => actor.profile.name,
        };
        (address.trim_start_matches('@').to_owned(), name)
    });
    let asked = choice.association.trim().trim_start_matches('@');
    let option = |(handle, name): (String, String)| {
        let is_chosen = asked == handle;
        (handle, name, is_chosen)
    };
    Ok(ours.chain(others).map(option).collect())
}

/// The topics of what is to come, and the chosen one.
async fn topics(app: &App, choice: &Choice, coming: &Filter) -> Result<Vec<Chosen>> {
    let known = events::options(&app.db, Field::Topic, coming).await?;
    let known = known
        .into_iter()
        .map(|(term, topic)| (term, slug_of(&topic), topic));
    Ok(with_chosen(known, &choice.topic, events::term::topic))
}

/// The towns people meet in, and the chosen one.
async fn towns(app: &App, choice: &Choice, coming: &Filter) -> Result<Vec<Chosen>> {
    let known = events::options(&app.db, Field::Town, coming).await?;
    let known = known
        .into_iter()
        .map(|(term, town)| (term.clone(), term, town));
    Ok(with_chosen(known, &choice.town, events::term::town))
}

/// What they lie in, and the chosen one.
async fn regions(app: &App, choice: &Choice, coming: &Filter) -> Result<Vec<Chosen>> {
    let known = events::options(&app.db, Field::Region, coming).await?;
    let known = known
        .into_iter()
        .map(|(term, region)| (term.clone(), term, region));
    Ok(with_chosen(known, &choice.region, events::term::region))
}

/// What events are told in, and the chosen one; a tag we have no word for stands for itself.
async fn languages(
    app: &App,
    page: &Page,
    choice: &Choice,
    coming: &Filter,
) -> Result<Vec<Chosen>> {
    let known = events::options(&app.db, Field::Language, coming).await?;
    let known = known.into_iter().map(|(tag, label)| {
        let words = match events::LANGUAGES.contains(&tag.as_str()) {
            true => page.t(&format!("event-language-{tag}")),
            false => label,
        };
        (tag.clone(), tag, words)
    });
    Ok(with_chosen(known, &choice.language, events::term::language))
}

/// Options as term, value and words, with what was chosen even where nothing to come is said of it.
fn with_chosen(
    known: impl Iterator<Item = (String, String, String)>,
    chosen: &str,
    compared: fn(&str) -> String,
) -> Vec<Chosen> {
    let chosen = chosen.trim();
    let term = compared(chosen);
    let option = |(known, value, words): (String, String, String)| {
        let is_chosen = !chosen.is_empty() && known == term;
        (value, words, is_chosen)
    };
    let mut options: Vec<Chosen> = known.map(option).collect();
    if !chosen.is_empty() && !options.iter().any(|(_, _, is_chosen)| *is_chosen) {
        options.push((chosen.to_owned(), chosen.to_owned(), true));
    }
    options
}

async fn kinds(app: &App, page: &Page, choice: &Choice) -> Result<Vec<Chosen>> {
    let own = events::kinds::kinds(&app.db, None).await?.into_iter();
    let own = own.map(|kind| {
        let words = kind.own_kind().said(page.lang.bcp47()).to_owned();
        (kind.name, words)
    });
    let known = Kind::ALL
        .into_iter()
        .map(|kind| (kind.name().to_owned(), page.t(kind.key())));
    let all = known.chain(own).map(|(name, words)| {
        let is_chosen = name == choice.kind.trim();
        (name, words, is_chosen)
    });
    Ok(all.collect())
}
