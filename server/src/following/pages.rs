//! Following others by their address, and deciding who follows us. Everybody here may look; a
//! coordinator acts.

use super::{look_up, met, own, part};
use crate::{
    App, Error, Result,
    associations::{
        self, Association,
        pages::{initials, shortened},
    },
    audit, markdown, peers,
    web::{
        page::{Page, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use federation::{
    INSTANCE_HANDLE, Iri,
    actors::{self, Actor},
    follows::{self, Follow, State},
};
use serde::Deserialize;
use std::collections::HashMap;
use url::Url;

/// Followers waiting for a decision, shown at once.
const WAITING_AT_MOST: u64 = 50;
/// Letters of a profile's text shown before somebody follows.
const SUMMARY_AT_MOST: usize = 400;

const FOLLOWING: &str = "/desk/following";

pub fn routes() -> Router<App> {
    Router::new()
        .route(FOLLOWING, get(index).post(create))
        .route("/desk/following/end", get(ending).post(end))
        .route("/desk/following/decision", post(decide))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Requested,
    Ended,
    Accepted,
    Rejected,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Requested => "following-done-requested",
            Self::Ended => "following-done-ended",
            Self::Accepted => "following-done-accepted",
            Self::Rejected => "following-done-rejected",
        }
    }
}

fn leading_to(done: &str) -> Response {
    Redirect::to(&format!("{FOLLOWING}?done={done}")).into_response()
}

/// A follow, and who is at its other end.
struct Row {
    follow: Follow,
    other: Actor,
    /// Whose follow it is, where there are several of ours.
    ours: String,
}

impl Row {
    fn name(&self) -> &str {
        name(&self.other)
    }

    fn tag(&self) -> (&'static str, &'static str) {
        tag(self.follow.state)
    }
}

/// An actor without a name is called by its handle.
fn name(actor: &Actor) -> &str {
    match actor.profile.name.as_str() {
        "" => &actor.handle,
        name => name,
    }
}

fn tag(state: State) -> (&'static str, &'static str) {
    match state {
        State::Requested => ("warn", "following-requested"),
        State::Accepted => ("ok", "following-accepted"),
        State::Rejected => ("bad", "following-rejected"),
    }
}

#[derive(Template)]
#[template(path = "following/index.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    /// What was typed, and who was found by it.
    address: String,
    found: Option<Found>,
    associations: Vec<Association>,
    /// The handle of ours that is to follow.
    chosen: String,
    following: Vec<Row>,
    waiting: Vec<Row>,
    /// Each of ours, and how many follow it.
    followers: Vec<(String, u64)>,
    may_act: bool,
    open: bool,
}

impl Index {
    fn local(&self, at: &DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&self.page.site.zone)
    }

    fn are_several(&self) -> bool {
        self.associations.len() > 1
    }
}

/// Somebody another server told us about.
struct Found {
    actor: Actor,
    summary: String,
    /// How things stand between us already.
    state: Option<(&'static str, &'static str)>,
}

impl Found {
    fn name(&self) -> &str {
        name(&self.actor)
    }

    fn initials(&self) -> String {
        initials(self.name())
    }
}

#[derive(Deserialize)]
struct Asked {
    done: Option<Done>,
    /// What other servers' „follow“ buttons hand over.
    #[serde(default)]
    uri: String,
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let mut index = listed(&app, page, coordinator.is_some()).await?;
    index.done = asked.done;
    index.address = asked.uri;
    Ok(respond(StatusCode::OK, index))
}

async fn listed(app: &App, page: Page, may_act: bool) -> Result<Index> {
    let associations = associations::all(&app.db).await?;
    let mut following = Vec::new();
    for association in &associations {
        let follows = follows::followed_by(&app.db, &association.actor).await?;
        following.extend(rows(app, follows, |follow| &follow.followed, &association.name).await?);
    }
    let (mut waiting, mut followers) = (Vec::new(), Vec::new());
    for actor in actors::all_own(&app.db).await? {
        let mut asking =
            follows::followers_of(&app.db, &actor.id, State::Requested, WAITING_AT_MOST).await?;
        if actor.handle == INSTANCE_HANDLE {
            // A server that would be a peer is answered elsewhere.
            let peers = peers::asking(&app.db).await?;
            asking.retain(|follow| !peers.contains(&follow.follower));
        }
        waiting.extend(rows(app, asking, |follow| &follow.follower, &actor.address()).await?);
        let count = follows::count_followers(&app.db, &actor.id).await?;
        let address = actor.address();
        let address = match actor.handle.as_str() {
            INSTANCE_HANDLE => page.tn("following-relay", "address", address),
            _ => address,
        };
        followers.push((address, count));
    }
    followers.sort();
    Ok(Index {
        page: page.with_title_text("following-title").unlisted(),
        done: None,
        address: String::new(),
        found: None,
        chosen: String::new(),
        associations,
        following,
        waiting,
        followers,
        may_act,
        open: app.federation.settings().open,
    })
}

/// One row for each follow of `ours`, in their order. Whom a follow names is never forgotten.
async fn rows(
    app: &App,
    follows: Vec<Follow>,
    other_end: impl Fn(&Follow) -> &Iri,
    ours: &str,
) -> Result<Vec<Row>> {
    let others = follows.iter().map(|follow| other_end(follow).clone());
    let others = actors::find_all(&app.db, others.collect())
        .await?
        .into_iter();
    let mut others: HashMap<Iri, Actor> = others.map(|other| (other.id.clone(), other)).collect();
    let row = |follow: Follow| {
        Some(Row {
            other: others.remove(other_end(&follow))?,
            ours: ours.to_owned(),
            follow,
        })
    };
    Ok(follows.into_iter().filter_map(row).collect())
}

/// Look somebody up, or follow who was found.
#[derive(Deserialize)]
struct Typed {
    then: Then,
    #[serde(default)]
    address: String,
    /// The handle of ours; empty for the first.
    #[serde(default)]
    association: String,
    /// The id of who was found.
    #[serde(default)]
    actor: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Then {
    Look,
    Follow,
}

async fn create(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let outcome = match typed.then {
        Then::Look => look(&app, &typed).await.map(Some),
        Then::Follow => follow(&app, &coordinator, &typed).await.map(|()| None),
    };
    let (status, page, found) = match outcome {
        Ok(None) => return Ok(leading_to("requested")),
        Ok(found) => (StatusCode::OK, page, found),
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&refusals);
            (StatusCode::UNPROCESSABLE_ENTITY, page, None)
        }
        Err(error) => return Err(error),
    };
    let mut index = listed(&app, page, true).await?;
    index.found = found;
    index.address = typed.address;
    index.chosen = typed.association;
    Ok(respond(status, index))
}

async fn look(app: &App, typed: &Typed) -> Result<Found> {
    let association = associations::chosen(&app.db, &typed.association).await?;
    let actor = look_up(app, &typed.address).await?;
    let follow = follows::find(&app.db, &association.actor, &actor.id).await?;
    Ok(Found {
        summary: shortened(&markdown::plain(&actor.profile.summary), SUMMARY_AT_MOST),
        actor,
        state: follow.map(|follow| tag(follow.state)),
    })
}

async fn follow(app: &App, coordinator: &Coordinator, typed: &Typed) -> Result<()> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &typed.association).await?;
    let follower = associations::actor_of(&tx, &association).await?;
    let followed = met(&tx, &typed.actor).await?;
    super::follow(app, &tx, &follower, &followed).await?;
    audit::kept(app, tx, Some(coordinator), "follow.request", &followed.id).await
}

/// The two ends of a follow.
#[derive(Deserialize)]
struct Ends {
    follower: Url,
    followed: Url,
}

#[derive(Template)]
#[template(path = "following/end.html")]
struct Ending {
    page: Page,
    row: Row,
}

async fn ending(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Query(ends): Query<Ends>,
) -> Result<Response> {
    let (association, follow) = own(&app.db, &ends.follower, &ends.followed).await?;
    let row = Row {
        other: met(&app.db, ends.followed.as_str()).await?,
        ours: association.name,
        follow,
    };
    let title = page.tn("following-end-question", "name", row.name());
    let page = page.with_title(title).unlisted();
    Ok(respond(StatusCode::OK, Ending { page, row }))
}

async fn end(
    Of(app): Of<App>,
    coordinator: Coordinator,
    Form(ends): Form<Ends>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let (association, _) = own(&tx, &ends.follower, &ends.followed).await?;
    let follower = associations::actor_of(&tx, &association).await?;
    let followed = met(&tx, ends.followed.as_str()).await?;
    part(&app, &tx, &follower, &followed).await?;
    audit::kept(&app, tx, Some(&coordinator), "follow.end", &followed.id).await?;
    Ok(leading_to("ended"))
}

#[derive(Deserialize)]
struct Decision {
    follower: Url,
    followed: Url,
    then: Answer,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Accept,
    Reject,
}

async fn decide(
    Of(app): Of<App>,
    coordinator: Coordinator,
    Form(decision): Form<Decision>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let follow = follows::find(&tx, &decision.follower, &decision.followed).await?;
    let follow = follow.ok_or(Error::NotFound)?;
    let ours: Option<Actor> = actors::find(&tx, &follow.followed).await?;
    let asks_as_peer = peers::asking(&tx).await?.contains(&follow.follower);
    if !ours.is_some_and(|actor| actor.local && !(asks_as_peer && actor.handle == INSTANCE_HANDLE))
    {
        return Err(Error::NotFound);
    }
    let (accept, action, done) = match decision.then {
        Answer::Accept => (true, "follower.accept", "accepted"),
        Answer::Reject => (false, "follower.reject", "rejected"),
    };
    app.federation.decide_follow(&tx, &follow, accept).await?;
    let follower: &Iri = &follow.follower;
    audit::kept(&app, tx, Some(&coordinator), action, follower).await?;
    Ok(leading_to(done))
}
