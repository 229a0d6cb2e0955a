//! The public pages of topics: which there are, and of each what is observed, what is done, its events and
//! what it went over into. A word that only events say has a page too: theirs.

use super::Topic;
use crate::{
    App, Error, Result,
    cycles::{self, Programme},
    events::{
        self, Choice,
        feed::{self, Asked, Subject},
        pages::{Card, Turned, ahead_and_past, cards_of},
    },
    ideas, markdown,
    reports::pages as reports,
    web::{
        page::{Form, Page, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/topics", get(index))
        .route("/topics/{slug}", get(show))
}

#[derive(Template)]
#[template(path = "topics/index.html")]
struct Index {
    page: Page,
    /// Those that are worked on, and those that are over.
    open: Vec<Topic>,
    closed: Vec<Topic>,
}

async fn index(State(app): State<App>, headers: HeaderMap, page: Page) -> Result<Response> {
    let (closed, open) = super::all(&app.db)
        .await?
        .into_iter()
        .partition(|topic| topic.is_closed);
    let lead = page.t("topic-list-lead");
    let page = page.with_title_text("topic-list").with_description(lead);
    Ok(respond_public(&headers, Index { page, open, closed }))
}

#[derive(Template)]
#[template(path = "topics/show.html")]
struct Show {
    page: Page,
    topic: Topic,
    programme: Option<Programme>,
    /// Page and name of who looks after it.
    organizer: (String, String),
    /// HTML.
    observed: String,
    done: String,
    predecessors: Vec<Topic>,
    successors: Vec<Topic>,
    /// What was brought about it: page, name, and how it stands.
    ideas: Vec<(String, String, &'static str)>,
    ahead: Vec<Card>,
    past: Vec<Card>,
    /// Of both, the newest first.
    reports: Vec<reports::Outline>,
    /// The same events in other forms: name and address.
    feeds: Vec<(String, String)>,
}

async fn show(
    State(app): State<App>,
    Path(segment): Path<String>,
    Query(turned): Query<Turned>,
    asked: Asked,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (slug, form) = suffix::split(&segment);
    let topic = match super::find(&app.db, slug).await {
        Ok(topic) => topic,
        Err(Error::NotFound) => {
            if let Some(now) = super::find_former(&app.db, slug).await? {
                let ending = form.map(suffix::of).unwrap_or_default();
                let to = format!("{}{ending}", now.path());
                return Ok(Redirect::permanent(&to).into_response());
            }
            return match form {
                Some(form) => of_events(&app, slug, form, &asked).await,
                None => events::pages::of_topic(&app, slug, turned, &headers, page).await,
            };
        }
        Err(error) => return Err(error),
    };
    if let Some(form) = form {
        return of_events(&app, slug, form, &asked).await;
    }
    let choice = Choice {
        topic: topic.slug.clone(),
        ..Choice::default()
    };
    let both = ahead_and_past(&app, choice.filter(&app.db).await?).await?;
    let (ahead, past) = cards_of(&app, &page, &both).await?;
    let path = topic.path();
    let feeds = [Form::Calendar, Form::Atom, Form::Json];
    let feeds = feeds.map(|form| (form, format!("{path}{}", suffix::of(form))));
    let page = page
        .with_title(topic.name.as_str())
        .with_description(topic.summary.as_str());
    let page = feeds
        .iter()
        .fold(page, |page, (form, href)| page.with_alternate(*form, href));
    let show = Show {
        programme: super::programme_of(&app.db, &topic).await?,
        organizer: cycles::holder(&app.db, &topic.organizer).await?,
        observed: markdown::to_html(&topic.observed),
        done: markdown::to_html(&topic.done),
        predecessors: super::predecessors(&app.db, &topic.id).await?,
        successors: super::successors(&app.db, &topic.id).await?,
        ideas: brought(&app, &topic).await?,
        feeds: feeds.map(|(form, href)| (page.t(form.key()), href)).into(),
        reports: reports::outlines(&app, &both.concat(), page.lang).await?,
        ahead,
        past,
        page,
        topic,
    };
    Ok(respond_public(&headers, show))
}

async fn brought(app: &App, topic: &Topic) -> Result<Vec<(String, String, &'static str)>> {
    let mut shown = Vec::new();
    for idea in ideas::of_topic(&app.db, &topic.id).await? {
        let cycle = ideas::cycle_of(&app.db, &idea).await?;
        shown.push((idea.path(cycle.as_ref()), idea.title, idea.state.key()));
    }
    Ok(shown)
}

/// The events that say this topic, as a calendar, a feed or a list.
async fn of_events(app: &App, slug: &str, form: Form, asked: &Asked) -> Result<Response> {
    feed::respond(app, &Subject::Topic(slug.to_owned()), form, asked).await
}
