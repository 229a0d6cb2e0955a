//! Committees for everybody: those that sit, those that did, and one with its seats. What somebody on a
//! committee does by their link is in `own`.

mod own;

use super::{
    Committee, Holder, Minutes, Motion, Place, actor_of,
    minutes::State as Stand,
    motion::{Count, Outcome},
    today,
};
use crate::{
    App, Error, Result,
    associations::pages::shortened,
    markdown,
    web::{
        page::{Form, Page, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use federation::{
    actors::Actor,
    negotiate::{self, Wants},
};
use serde_json::json;

/// What somebody without an account may send: a remark, and what stands around it.
const BODY_BYTES_AT_MOST: usize = 32 * 1024;
/// Characters in search results and link previews.
const LINE_AT_MOST: usize = 160;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/committees", get(index))
        .route("/committees/{slug}", get(show))
        .route("/k/{token}", get(own::show))
        .route("/k/{token}/votes", post(own::vote))
        .route("/k/{token}/absence", post(own::mark_absence))
        .route("/k/{token}/remarks", post(own::remark))
        .route(
            "/k/{token}/remarks/{id}/removal",
            post(own::take_back_remark),
        )
        .route("/k/{token}/approvals", post(own::approve))
        .layer(DefaultBodyLimit::max(BODY_BYTES_AT_MOST))
}

#[derive(Template)]
#[template(path = "committees/index.html")]
struct Index {
    page: Page,
    sitting: Vec<Committee>,
    former: Vec<Committee>,
}

async fn index(State(app): State<App>, headers: HeaderMap, page: Page) -> Result<Response> {
    let all = super::public(&app.db).await?.into_iter();
    let (former, sitting) = all.partition(|committee: &Committee| committee.is_over(today(&app)));
    let lead = page.t("committee-list-lead");
    let index = Index {
        page: page
            .with_title_text("committee-list")
            .with_description(lead)
            .with_alternate(Form::Atom, "/committees.atom")
            .with_alternate(Form::Json, "/committees.json"),
        sitting,
        former,
    };
    Ok(respond_public(&headers, index))
}

/// A motion everybody may read, and what came of it.
struct Decided {
    motion: Motion,
    /// HTML.
    text: String,
    outcome: Outcome,
    /// Until the end nobody is shown how it stands.
    count: Option<Count>,
    until: String,
}

#[derive(Template)]
#[template(path = "committees/show.html")]
struct Show {
    page: Page,
    committee: Committee,
    is_over: bool,
    /// Who is followed: `@dialogkomitee@dialog.example.org`, and whether from here.
    address: Option<String>,
    /// Where people of other servers follow it.
    follow: Option<String>,
    /// Page and name of whose it is.
    organizer: (String, String),
    programme: Option<String>,
    /// Page and name.
    cycle: Option<(String, String)>,
    /// HTML.
    purpose: String,
    places: Vec<Place>,
    advisers: Vec<Holder>,
    /// Whoever was on it, with their seat.
    former: Vec<(Holder, String)>,
    motions: Vec<Decided>,
    /// Approved, with their text as HTML.
    minutes: Vec<(Minutes, String)>,
}

async fn show(
    State(app): State<App>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (slug, form) = suffix::split(&segment);
    let committee = super::find_public(&app.db, slug).await?;
    match form {
        None => {}
        Some(Form::Json) => {
            let shape = super::shape_of(&app, &committee).await?;
            return crate::web::json::public(&headers, &shape);
        }
        Some(_) => return Err(Error::NotFound),
    }
    let actor = actor_of(&app.db, &committee).await?;
    let actor = actor.filter(|actor| actor.deleted_at.is_none());
    if let Some(actor) = actor
        .as_ref()
        .filter(|_| Wants::of(&headers) == Wants::Activity)
    {
        // Another server's is read there.
        if !committee.local {
            return Ok(Redirect::to(actor.id.as_str()).into_response());
        }
        let document = app.federation.actor_document(actor).to_string();
        return Ok(negotiate::activity_json(&headers, document, true));
    }
    let roster = super::roster(&app, &app.db, &committee).await?;
    let group = |holder: &Holder| {
        let mut places = roster.places.iter();
        let place = places.find(|place| holder.seat.as_ref() == Some(&place.seat.id));
        place.map(|place| place.seat.stakeholder.clone())
    };
    let former = roster.former.iter().map(|holder| {
        let group = group(holder).unwrap_or_default();
        (holder.clone(), group)
    });
    let former = former.collect();
    let cycle = super::cycle_of(&app.db, &committee).await?;
    let programme = super::programme_of(&app.db, &committee).await?;
    let minutes = super::minutes_of(&app.db, &committee).await?.into_iter();
    let minutes = minutes.filter(|it| it.is_public && it.state() == Stand::Approved);
    let organizer = super::organizer_shown(&app.db, &committee).await?;
    let show = Show {
        motions: decided(&app, &page, &committee).await?,
        page: described(page, &committee, &organizer.1, actor.as_ref()),
        address: actor.as_ref().map(Actor::address),
        follow: actor
            .as_ref()
            .filter(|actor| actor.local)
            .map(|actor| format!("/@{}/follow", actor.handle)),
        is_over: committee.is_over(today(&app)),
        organizer,
        programme: programme.map(|programme| programme.name),
        cycle: cycle.map(|cycle| (cycle.path(), cycle.name)),
        purpose: committee.purpose_html(),
        minutes: minutes
            .map(|it| {
                let text = markdown::to_html(&it.text);
                (it, text)
            })
            .collect(),
        places: roster.places,
        advisers: roster.advisers,
        former,
        committee,
    };
    let mut response = respond_public(&headers, show);
    let link = actor.and_then(|actor| negotiate::link_to_object(&actor.id));
    if let Some(link) = link {
        response.headers_mut().append(header::LINK, link);
    }
    Ok(response)
}

fn described(page: Page, committee: &Committee, organizer: &str, actor: Option<&Actor>) -> Page {
    let page = page.with_title(committee.name.as_str());
    let page = match actor {
        Some(actor) => page.with_creator(actor.address()),
        None => page,
    };
    if !committee.local {
        let line = markdown::plain(&committee.purpose);
        let line = shortened(&line, LINE_AT_MOST);
        let home = committee.page(&page.site.origin);
        let page = page.with_description(line.as_str());
        return page.repeating(home.as_str());
    }
    let known = json!({
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": committee.actor,
        "name": committee.name,
        "description": committee.summary,
        "foundingDate": committee.starts_on,
        "dissolutionDate": committee.ends_on,
        "parentOrganization": {
            "@type": "Organization",
            "@id": committee.organizer,
            "name": organizer,
        },
    });
    let page = page
        .with_description(committee.summary.as_str())
        .with_linked_data(known)
        .with_alternate(Form::Json, &format!("{}.json", committee.path()));
    match actor {
        Some(actor) => page.with_alternate(Form::Activity, actor.id.as_str()),
        None => page,
    }
}

/// What everybody may read of what was put to the vote.
async fn decided(app: &App, page: &Page, committee: &Committee) -> Result<Vec<Decided>> {
    let (now, zone) = (app.clock.now(), app.config.instance.zone);
    let mut decided = Vec::new();
    let mut motions = super::motions(&app.db, &committee.id).await?;
    motions.retain(|motion| motion.is_public && motion.withdrawn_at.is_none());
    let mut votes_on = super::votes_on(&app.db, &motions).await?;
    for motion in motions {
        let count = Count::of(&votes_on.remove(&motion.id).unwrap_or_default());
        let outcome = motion.outcome(&count, now);
        decided.push(Decided {
            text: markdown::to_html(&motion.text),
            count: motion.is_past_its_end(now).then_some(count),
            outcome,
            until: page.until(&motion.ends_at.with_timezone(&zone)),
            motion,
        });
    }
    Ok(decided)
}
