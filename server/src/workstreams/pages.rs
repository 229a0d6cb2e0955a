//! Workstreams for everybody: all of them as a picture, a table and cards, and each on a page of its
//! own. A program that asks for ActivityStreams gets the actor.

#[cfg(feature = "pdf")]
mod printed;
pub(super) mod report;
mod trace;

use super::{
    Milestone, Part, Report, State, Workstream, activitypub::months, find_public, find_report,
    lead_shown, milestones, milestones_of, public, shape, timeline::Timeline, today,
    workstream::product_key,
};
use crate::{
    App, Result,
    associations::pages::shortened,
    committees, cycles,
    events::organizers::Names,
    learnings::{self, Learning},
    markdown,
    members::{self, documents::Document, meetings::Meeting},
    web::{
        page::{Form, Page, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State as Held},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use federation::negotiate::{self, Wants};
use serde::Deserialize;
use serde_json::{Value, json};

/// Characters of what search engines are told.
const LINE_AT_MOST: usize = 160;
/// Characters of a name in the picture.
const NAME_AT_MOST: usize = 60;

pub fn routes() -> Router<App> {
    let routes = Router::new();
    #[cfg(feature = "pdf")]
    let routes = routes.merge(printed::routes());
    routes
        .route("/workstreams", get(index))
        .route("/workstreams/{slug}", get(show))
        .route("/workstreams/{slug}/report", get(report::show))
        .route("/workstreams/{slug}/trace", get(trace::show))
        .route("/workstreams/{slug}/trace.json", get(trace::show_linked))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    /// The end of the address of a cycle; empty for all.
    cycle: String,
}

/// A workstream with what a list says of it.
struct Row {
    workstream: Workstream,
    /// Page and name of who leads it.
    lead: (String, String),
    months: i64,
}

#[derive(Template)]
#[template(path = "workstreams/index.html")]
struct Index {
    page: Page,
    /// The address of the list of each cycle, its name, and whether it is shown.
    cycles: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    timeline: Option<Timeline>,
}

impl Index {
    fn product(&self, workstream: &Workstream) -> &'static str {
        product_key(workstream.product)
    }

    fn quarter(&self, day: &NaiveDate) -> String {
        let month = self.page.lang.month_abbreviation(day.month());
        format!("{month} {}", day.year())
    }

    fn short(&self, name: &str) -> String {
        shortened(name, NAME_AT_MOST)
    }

    fn described(&self, timeline: &Timeline) -> String {
        let (first, last) = (
            self.page.date(&timeline.first),
            self.page.date(&timeline.last),
        );
        self.page
            .t2("workstream-picture-desc", "first", first, "last", last)
    }
}

async fn index(
    Held(app): Held<App>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let mut rows = Vec::new();
    for workstream in public(&app.db, &wanted.cycle).await? {
        rows.push(Row {
            lead: lead_shown(&app.db, &workstream).await?,
            months: months(workstream.starts_on, workstream.ends_on),
            workstream,
        });
    }
    let ids = rows.iter().map(|row| row.workstream.id.clone()).collect();
    let milestones = milestones_of(&app.db, ids).await?;
    let due_of = |workstream: &Workstream| {
        let due = milestones
            .iter()
            .filter(|it| it.workstream == workstream.id);
        due.map(|it| (it.due_on, it.reached_on.is_some())).collect()
    };
    let shown = rows
        .iter()
        .map(|row| (&row.workstream, due_of(&row.workstream)));
    let shown: Vec<_> = shown.collect();
    let timeline = Timeline::of(&shown, today(&app));
    let lead = page.t("workstream-list-lead");
    let cycles = cycles::all(&app.db).await?.into_iter().map(|cycle| {
        let is_shown = wanted.cycle == cycle.slug || wanted.cycle == cycle.id.as_str();
        (cycle.slug, cycle.name, is_shown)
    });
    let index = Index {
        cycles: cycles.collect(),
        rows,
        timeline,
        page: page
            .with_title_text("workstream-list")
            .with_description(lead)
            .with_alternate(Form::Atom, "/workstreams.atom")
            .with_alternate(Form::Json, "/workstreams.json"),
    };
    Ok(respond_public(&headers, index))
}

#[derive(Template)]
#[template(path = "workstreams/show.html")]
struct Show {
    page: Page,
    workstream: Workstream,
    /// Who is followed: `@ws-cra@dialog.example.org`.
    address: String,
    lead: (String, String),
    /// The cycle it is part of: page and name.
    cycle: Option<(String, String)>,
    months: i64,
    /// HTML.
    description: String,
    milestones: Vec<Milestone>,
    /// What its stretches are called, from when on, and whether each is under way.
    phases: Vec<(String, String, bool)>,
    /// When the report was taken back, and why.
    withdrawn: Option<(String, String)>,
    /// Who has a part in it: page, name, which, and where they said so.
    involved: Vec<(String, String, Part, String)>,
    /// When they meet next, with how that is said.
    meetings: Vec<(Meeting, String)>,
    /// What everybody may read.
    documents: Vec<Document>,
    /// What everybody may read of what was learned.
    learnings: Vec<Learning>,
    /// How many work on it, as far as it is of ours.
    members: u64,
    /// The result in one sentence, once there is one, and where to read on.
    result: Option<(String, String)>,
    /// What committees said to it, as far as everybody may read it.
    remarks: Vec<committees::Said>,
}

impl Show {
    fn product(&self) -> &'static str {
        product_key(self.workstream.product)
    }

    fn has_members(&self) -> bool {
        self.members > 0
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        let day = at.with_timezone(&self.page.site.zone).date_naive();
        self.page.date(&day)
    }

    fn host(&self, iri: &federation::Iri) -> String {
        federation::host_of(iri)
    }

    fn is_over(&self) -> bool {
        matches!(self.workstream.state, State::Archived | State::Withdrawn)
    }
}

async fn show(
    Held(app): Held<App>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (slug, form) = suffix::split(&segment);
    let workstream = find_public(&app.db, slug).await?;
    if form == Some(Form::Json) {
        return crate::web::json::public(&headers, &shape::Shape::of(&workstream));
    }
    if form.is_some() {
        return Err(crate::Error::NotFound);
    }
    let actor = super::actor_of(&app.db, &workstream).await?;
    if Wants::of(&headers) == Wants::Activity {
        // Another server's is read there.
        if !workstream.local {
            return Ok(Redirect::to(actor.id.as_str()).into_response());
        }
        let document = app.federation.actor_document(&actor).to_string();
        return Ok(negotiate::activity_json(&headers, document, true));
    }
    if slug != workstream.slug {
        return Ok(Redirect::permanent(&workstream.path()).into_response());
    }
    let lead = lead_shown(&app.db, &workstream).await?;
    let cycle = super::cycle_of(&app.db, &workstream).await?;
    let report = find_report(&app.db, &workstream.id).await?;
    let withdrawn = report.as_ref().and_then(|report| {
        let day = report.withdrawn_at?.with_timezone(&page.site.zone);
        Some((page.date(&day.date_naive()), report.why_withdrawn.clone()?))
    });
    let report = report.filter(Report::is_public);
    let phases = workstream.phases();
    let phases = phases.on(today(&app)).into_iter();
    let phases = phases.map(|(it, is_now)| (it.name.clone(), page.date(&it.starts_on), is_now));
    let phases: Vec<_> = phases.collect();
    let show = Show {
        phases,
        withdrawn,
        milestones: milestones(&app.db, &workstream.id).await?,
        members: members::count(&app.db, &workstream).await?,
        remarks: committees::remarks_on(&app.db, &workstream.id).await?,
        involved: involved(&app, &workstream).await?,
        learnings: learnings::public(&app.db, &workstream.id).await?,
        meetings: meetings(&app, &page, &workstream).await?,
        documents: members::documents::public(&app.db, &workstream.id).await?,
        result: report.map(|report| (report.sentence, report.url.to_string())),
        cycle: cycle.map(|cycle| (cycle.path(), cycle.name)),
        page: described(page, &workstream, &lead.1, &actor.address()),
        address: actor.address(),
        months: months(workstream.starts_on, workstream.ends_on),
        description: shape::description(&workstream),
        lead,
        workstream,
    };
    let mut response = respond_public(&headers, show);
    if let Some(link) = negotiate::link_to_object(&actor.id) {
        response.headers_mut().append(header::LINK, link);
    }
    Ok(response)
}

async fn meetings(
    app: &App,
    page: &Page,
    workstream: &Workstream,
) -> Result<Vec<(Meeting, String)>> {
    let zone = app.config.instance.zone;
    let ahead = members::meetings::ahead(&app.db, &workstream.id, app.clock.now()).await?;
    let shown = ahead.into_iter().map(|it| {
        let [starts, ends] = [it.starts_at, it.ends_at].map(|at| at.with_timezone(&zone));
        let when = page.span(&starts, &ends);
        (it, when)
    });
    Ok(shown.collect())
}

async fn involved(
    app: &App,
    workstream: &Workstream,
) -> Result<Vec<(String, String, Part, String)>> {
    let all = workstream.involved().0;
    let actors = all.iter().map(|it| it.actor.clone());
    let names = Names::find(&app.db, actors.collect()).await?;
    let shown = all.into_iter().map(|it| {
        let (page, name) = (names.page(&it.actor), names.of(&it.actor));
        (page, name, it.part, it.word.to_string())
    });
    Ok(shown.collect())
}

fn described(page: Page, workstream: &Workstream, lead: &str, address: &str) -> Page {
    let line = match workstream.summary.as_str() {
        "" => markdown::plain(&workstream.question),
        summary => summary.to_owned(),
    };
    let line = shortened(&line, LINE_AT_MOST);
    let page = page
        .with_title(workstream.name.as_str())
        .with_description(line.as_str())
        .with_creator(address);
    if !workstream.local {
        return page.repeating(workstream.url.as_str());
    }
    let page = page
        .with_linked_data(project(workstream, &line, lead))
        .with_alternate(Form::Json, &format!("{}.json", workstream.path()))
        .with_alternate(
            Form::Atom,
            &format!("/learnings.atom?workstream={}", workstream.slug),
        );
    match &workstream.actor {
        Some(actor) => page.with_alternate(Form::Activity, actor.as_str()),
        None => page,
    }
}

/// The workstream as a schema.org object.
fn project(workstream: &Workstream, line: &str, lead: &str) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "Project",
        "@id": workstream.actor,
        "name": workstream.name,
        "description": line,
        "foundingDate": workstream.starts_on,
        "parentOrganization": {
            "@type": "Organization",
            "@id": workstream.lead,
            "name": lead,
        },
    })
}
