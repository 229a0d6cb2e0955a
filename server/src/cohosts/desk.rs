//! Co-hosts in the working area: whom we asked on the page of the event, and who asks us on a page of
//! its own. Everybody here may look; a coordinator asks, answers and ends it.

use super::{
    Cohost, State, accept, api::Invitation, end, find_for_change, find_own, look_up, of_event,
    of_ours, offer, offered_event, reject, require_unchanged,
};
use crate::{
    App, Error, Result,
    associations::{self, Association},
    audit,
    events::{self, Event, Role, activitypub::foreign, organizers::Names},
    ids::{CohostId, EventId},
    web::{
        desk::{After, Answered, Then, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use federation::Iri;
use serde::Deserialize;

const COHOSTS: &str = "/desk/cohosts";

pub fn routes() -> Router<App> {
    Router::new()
        .route(COHOSTS, get(index))
        .route("/desk/cohosts/{id}", get(show))
        .route("/desk/cohosts/{id}/answer", post(answer))
        .route("/desk/cohosts/{id}/end", get(ask_end).post(take_end))
        .route("/desk/events/{id}/cohosts", get(of_one).post(create))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Offered,
    Accepted,
    Rejected,
    Ended,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Offered => "cohost-done-offered",
            Self::Accepted => "cohost-done-accepted",
            Self::Rejected => "cohost-done-rejected",
            Self::Ended => "cohost-done-ended",
        }
    }
}

/// A question or an agreement, with the names of who and what it is about.
struct Row {
    cohost: Cohost,
    host: String,
    actor: String,
    /// Where the actor is read about.
    page: String,
    title: String,
    /// The event here, once it is kept.
    href: Option<String>,
    starts: Option<DateTime<Tz>>,
    /// Whether the owner is ours.
    is_own_event: bool,
    /// Whether the answer is ours to give.
    is_own_answer: bool,
}

impl Row {
    fn is_open(&self) -> bool {
        self.cohost.state == State::Offered
    }

    /// We agreed, and the owner has not named us yet.
    fn waits(&self) -> bool {
        self.cohost.state == State::Accepted && !self.is_own_event && self.cohost.announce.is_none()
    }
}

/// What the pages show of rows, in their order.
async fn rows(app: &App, page: &Page, cohosts: Vec<Cohost>) -> Result<Vec<Row>> {
    let ids = cohosts
        .iter()
        .flat_map(|cohost| [cohost.host.clone(), cohost.actor.clone()]);
    let names = Names::find(&app.db, ids.collect()).await?;
    let mut rows = Vec::new();
    for cohost in cohosts {
        let kept = events::find_by_iri(&app.db, &cohost.event).await?;
        let offered = offered_event(&cohost).map(|event| foreign(&event, app.clock.now()));
        let (title, starts) = match (&offered, &kept) {
            (Some(event), _) => {
                let text = event.texts.for_reader(page.lang.bcp47());
                let zone: Tz = event.zone.parse().unwrap_or(Tz::UTC);
                let title = text.map(|text| text.title.clone());
                (title, Some(event.starts_at.with_timezone(&zone)))
            }
            (None, Some(event)) => (Some(event.title(page.lang.bcp47())), Some(event.starts())),
            (None, None) => (None, None),
        };
        let kept = kept.filter(|event| event.state.is_public());
        rows.push(Row {
            host: names.of(&cohost.host),
            actor: names.of(&cohost.actor),
            page: names.page(&cohost.actor),
            title: title.unwrap_or_else(|| page.t("cohost-event-unknown")),
            href: kept.map(|event| event.path()),
            starts,
            is_own_event: app.federation.is_ours(&cohost.host),
            is_own_answer: app.federation.is_ours(&cohost.actor),
            cohost,
        });
    }
    Ok(rows)
}

#[derive(Template)]
#[template(path = "cohosts/index.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    asking: Vec<Row>,
    answered: Vec<Row>,
    may_act: bool,
}

/// Who asks associations of ours, and where they agreed.
async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let all = rows(&app, &page, of_ours(&app.db).await?).await?;
    let (asking, answered) = all.into_iter().partition(Row::is_open);
    let index = Index {
        page: page.with_title_text("cohost-title").unlisted(),
        done: after.done,
        asking,
        answered,
        may_act: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, index))
}

/// The event as it is offered, or as it is kept here.
struct Shown {
    when: String,
    place: String,
    lang: String,
    description: String,
    home: String,
}

#[derive(Template)]
#[template(path = "cohosts/show.html")]
struct Show {
    page: Page,
    row: Row,
    shown: Option<Shown>,
    reason: String,
    may_act: bool,
}

async fn show(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
) -> Result<Response> {
    let cohost = find_own(&app, &read_id(&id)?).await?;
    let shown = shown(&app, page, cohost, String::new(), coordinator.is_some()).await?;
    Ok(respond(StatusCode::OK, shown))
}

async fn shown(
    app: &App,
    page: Page,
    cohost: Cohost,
    reason: String,
    may_act: bool,
) -> Result<Show> {
    let event = offered_event(&cohost).map(|event| foreign(&event, app.clock.now()));
    let kept = events::find_by_iri(&app.db, &cohost.event).await?;
    let shown = match (event, &kept) {
        (Some(event), _) => {
            let zone: Tz = event.zone.parse().unwrap_or(Tz::UTC);
            let text = event.texts.for_reader(page.lang.bcp47()).cloned();
            let text = text.unwrap_or_default();
            let [starts, ends] = [event.starts_at, event.ends_at].map(|at| at.with_timezone(&zone));
            Some(Shown {
                when: page.span(&starts, &ends),
                place: events::activitypub::whereabouts_of(&event, page.lang),
                lang: text.language,
                description: text.description,
                home: event.url.to_string(),
            })
        }
        (None, Some(event)) => {
            let text = event.texts.for_reader(page.lang.bcp47()).cloned();
            let text = text.unwrap_or_default();
            Some(Shown {
                when: page.span(&event.starts(), &event.ends()),
                place: events::activitypub::whereabouts(event, page.lang),
                description: event.description_html(&text),
                lang: text.language,
                home: event.url.to_string(),
            })
        }
        (None, None) => None,
    };
    let mut rows = rows(app, &page, vec![cohost]).await?;
    let row = rows.pop().ok_or(Error::NotFound)?;
    Ok(Show {
        page: page.with_title(row.title.as_str()).unlisted(),
        row,
        shown,
        reason,
        may_act,
    })
}

async fn answer(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(answered): Form<Answered>,
) -> Result<Response> {
    let id = read_id(&id)?;
    let done = given(&app, &coordinator, &id, &answered)
        .await
        .map(|()| leading_to(COHOSTS, answered.done()));
    or_again(done, page, async |page| {
        let cohost = find_own(&app, &id).await?;
        shown(&app, page, cohost, answered.reason, true).await
    })
    .await
}

async fn given(
    app: &App,
    coordinator: &Coordinator,
    id: &CohostId,
    answered: &Answered,
) -> Result<()> {
    let then = answered.then()?;
    if then == Then::Accept {
        require_unchanged(app, &find_own(app, id).await?).await?;
    }
    let tx = app.begin().await?;
    let cohost = find_for_change(app, &tx, id).await?;
    let action = match then {
        Then::Accept => {
            accept(app, &tx, cohost).await?;
            "cohost.accept"
        }
        Then::Reject => {
            reject(app, &tx, cohost, &answered.reason).await?;
            "cohost.reject"
        }
    };
    audit::kept(app, tx, Some(coordinator), action, id).await
}

#[derive(Template)]
#[template(path = "cohosts/end.html")]
struct End {
    page: Page,
    row: Row,
    back: String,
}

async fn ask_end(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let cohost = find_own(&app, &read_id(&id)?).await?;
    let back = place_of(&app, &cohost).await?;
    let mut rows = rows(&app, &page, vec![cohost]).await?;
    let row = rows.pop().ok_or(Error::NotFound)?;
    let page = page.with_title_text("cohost-end-question").unlisted();
    Ok(respond(StatusCode::OK, End { page, row, back }))
}

async fn take_end(
    Of(app): Of<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let id = read_id(&id)?;
    let tx = app.begin().await?;
    let cohost = find_for_change(&app, &tx, &id).await?;
    let back = place_of(&app, &cohost).await?;
    end(&app, &tx, cohost).await?;
    audit::kept(&app, tx, Some(&coordinator), "cohost.end", &id).await?;
    Ok(leading_to(&back, "ended"))
}

/// Where it is seen: with our event, or with those that ask us.
async fn place_of(app: &App, cohost: &Cohost) -> Result<String> {
    let event = events::find_by_iri(&app.db, &cohost.event).await?;
    Ok(match event.filter(|event| event.local) {
        Some(event) => address(&event),
        None => COHOSTS.to_owned(),
    })
}

fn address(event: &Event) -> String {
    format!("/desk/events/{}/cohosts", event.id)
}

#[derive(Template)]
#[template(path = "cohosts/event.html")]
struct OfEvent {
    page: Page,
    done: Option<Done>,
    event: Event,
    rows: Vec<Row>,
    /// Others here who could be asked.
    associations: Vec<Association>,
    typed: Invitation,
    may_ask: bool,
    may_act: bool,
}

impl OfEvent {
    fn roles(&self) -> [Role; 4] {
        Role::ALL
    }

    fn address(&self) -> String {
        address(&self.event)
    }

    fn is_chosen(&self, role: &Role) -> bool {
        self.typed.role == role.name()
    }
}

async fn of_one(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let event = own_event(&app, &id).await?;
    let typed = Invitation::default();
    let mut listed = listed(&app, page, event, typed, coordinator.is_some()).await?;
    listed.done = after.done;
    Ok(respond(StatusCode::OK, listed))
}

async fn listed(
    app: &App,
    page: Page,
    event: Event,
    typed: Invitation,
    may_act: bool,
) -> Result<OfEvent> {
    let rows = rows(app, &page, of_event(&app.db, &event).await?).await?;
    let mut associations = associations::all(&app.db).await?;
    let is_asked = |actor: &Iri| rows.iter().any(|row| row.cohost.actor == *actor);
    associations.retain(|ours| ours.actor != event.organizer && !is_asked(&ours.actor));
    Ok(OfEvent {
        page: page.with_title_text("cohost-event-title").unlisted(),
        done: None,
        may_ask: may_act && super::is_open(app, &event),
        may_act,
        event,
        rows,
        associations,
        typed,
    })
}

async fn create(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(typed): Form<Invitation>,
) -> Result<Response> {
    let event = own_event(&app, &id).await?;
    let done = asked(&app, &coordinator, &event, &typed)
        .await
        .map(|()| leading_to(&address(&event), "offered"));
    or_again(done, page, async |page| {
        listed(&app, page, event, typed, true).await
    })
    .await
}

async fn asked(
    app: &App,
    coordinator: &Coordinator,
    event: &Event,
    typed: &Invitation,
) -> Result<()> {
    let role = typed.role()?;
    let invited = look_up(app, &typed.address).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &event.id).await?;
    let cohost = offer(app, &tx, &event, &invited, role).await?;
    audit::kept(app, tx, Some(coordinator), "cohost.offer", &cohost.id).await
}

async fn own_event(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    events::find_own(&app.db, &id).await
}

fn read_id(text: &str) -> Result<CohostId> {
    text.parse().map_err(|_| Error::NotFound)
}

/// How many wait for an answer of ours.
pub async fn waiting(app: &App) -> Result<usize> {
    let asked = of_ours(&app.db).await?.into_iter();
    Ok(asked.filter(|asked| asked.state == State::Offered).count())
}

impl Row {
    fn local(&self, page: &Page, at: &DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&page.site.zone)
    }
}
