//! Peers in the working area: who is one, who asks, and how far what they had said is read. Everybody
//! here may look; an owner asks, answers and ends it.

use super::{
    Peer, State, accept, all, api::Asked, ask, end, find, find_for_change, look_up, progress,
    progress_of, read_again, reject,
};
use crate::{
    App, Error, Result, audit,
    web::{
        desk::{After, Answered, Then, leading_to},
        page::{Page, or_again, respond},
        session::{Editor, Owner},
    },
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
use federation::{follows, readings::Progress};
use serde::Deserialize;

const PEERS: &str = "/desk/peers";

pub fn routes() -> Router<App> {
    Router::new()
        .route(PEERS, get(index).post(create))
        .route("/desk/peers/{host}", get(show))
        .route("/desk/peers/{host}/answer", post(answer))
        .route("/desk/peers/{host}/reading", post(read_once_more))
        .route("/desk/peers/{host}/end", get(ask_end).post(take_end))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Asked,
    Accepted,
    Rejected,
    Ended,
    Read,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Asked => "peer-done-asked",
            Self::Accepted => "peer-done-accepted",
            Self::Rejected => "peer-done-rejected",
            Self::Ended => "peer-done-ended",
            Self::Read => "peer-done-read",
        }
    }
}

/// A server, and how far it is read.
struct Row {
    peer: Peer,
    progress: Progress,
}

impl Row {
    async fn of(app: &App, peer: Peer) -> Result<Self> {
        Ok(Self {
            progress: progress(&app.db, &peer).await?,
            peer,
        })
    }

    fn is_agreed(&self) -> bool {
        self.peer.state == State::Agreed
    }

    fn waits(&self) -> bool {
        self.peer.state == State::Waiting
    }

    /// Whether there is something to end.
    fn can_end(&self) -> bool {
        matches!(self.peer.state, State::Asked | State::Agreed)
    }

    /// What is said of the reading, in a sentence.
    fn reading(&self, page: &Page) -> String {
        let taken = self.progress.activities;
        match (self.progress.is_over(), &self.progress.failure) {
            (true, None) if self.progress.is_cut => page.tn("peer-reading-cut", "count", taken),
            (true, None) => page.tn("peer-reading-over", "count", taken),
            (true, Some(_)) => page.tn("peer-reading-broken", "count", taken),
            (false, _) => page.tn("peer-reading-on", "count", taken),
        }
    }

    fn local(&self, page: &Page, at: &DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&page.site.zone)
    }
}

#[derive(Template)]
#[template(path = "peers/index.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    /// What was typed.
    address: String,
    waiting: Vec<Row>,
    others: Vec<Row>,
    may_act: bool,
    open: bool,
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    owner: Option<Owner>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mut index = listed(&app, page, owner.is_some()).await?;
    index.done = after.done;
    Ok(respond(StatusCode::OK, index))
}

async fn listed(app: &App, page: Page, may_act: bool) -> Result<Index> {
    let (mut waiting, mut others) = (Vec::new(), Vec::new());
    let all = all(&app.db).await?;
    let mut progress = progress_of(&app.db, &all).await?;
    for peer in all {
        let progress = progress.remove(&peer.actor).unwrap_or_default();
        let row = Row { peer, progress };
        match row.waits() {
            true => waiting.push(row),
            false => others.push(row),
        }
    }
    Ok(Index {
        page: page.with_title_text("peer-title").unlisted(),
        done: None,
        address: String::new(),
        waiting,
        others,
        may_act,
        open: app.federation.settings().open,
    })
}

async fn create(
    Of(app): Of<App>,
    page: Page,
    owner: Owner,
    Form(typed): Form<Asked>,
) -> Result<Response> {
    let done = asked(&app, &owner, &typed)
        .await
        .map(|()| leading_to(PEERS, "asked"));
    or_again(done, page, async |page| {
        let mut index = listed(&app, page, true).await?;
        index.address = typed.address;
        Ok(index)
    })
    .await
}

async fn asked(app: &App, owner: &Owner, typed: &Asked) -> Result<()> {
    let actor = look_up(app, &typed.address).await?;
    let tx = app.begin().await?;
    let peer = ask(app, &tx, &actor).await?;
    audit::kept(app, tx, Some(owner), "peer.ask", &peer.host).await
}

#[derive(Template)]
#[template(path = "peers/show.html")]
struct Show {
    page: Page,
    row: Row,
    /// What was typed.
    reason: String,
    may_act: bool,
}

async fn show(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    owner: Option<Owner>,
    Path(host): Path<String>,
) -> Result<Response> {
    let shown = shown(&app, page, &host, String::new(), owner.is_some()).await?;
    Ok(respond(StatusCode::OK, shown))
}

async fn shown(app: &App, page: Page, host: &str, reason: String, may_act: bool) -> Result<Show> {
    let peer = find(&app.db, host).await?.ok_or(Error::NotFound)?;
    Ok(Show {
        page: page.with_title(peer.host.as_str()).unlisted(),
        row: Row::of(app, peer).await?,
        reason,
        may_act,
    })
}

async fn answer(
    Of(app): Of<App>,
    page: Page,
    owner: Owner,
    Path(host): Path<String>,
    Form(answered): Form<Answered>,
) -> Result<Response> {
    let done = given(&app, &owner, &host, &answered)
        .await
        .map(|()| leading_to(PEERS, answered.done()));
    or_again(done, page, async |page| {
        shown(&app, page, &host, answered.reason, true).await
    })
    .await
}

async fn given(app: &App, owner: &Owner, host: &str, answered: &Answered) -> Result<()> {
    let then = answered.then()?;
    let tx = app.begin().await?;
    let peer = find_for_change(&tx, host).await?;
    let action = match then {
        Then::Accept => {
            accept(app, &tx, peer).await?;
            "peer.accept"
        }
        Then::Reject => {
            reject(app, &tx, peer, &answered.reason).await?;
            "peer.reject"
        }
    };
    audit::kept(app, tx, Some(owner), action, host).await
}

async fn read_once_more(
    Of(app): Of<App>,
    page: Page,
    owner: Owner,
    Path(host): Path<String>,
) -> Result<Response> {
    let done = begun(&app, &owner, &host)
        .await
        .map(|()| leading_to(PEERS, "read"));
    or_again(done, page, async |page| {
        shown(&app, page, &host, String::new(), true).await
    })
    .await
}

async fn begun(app: &App, owner: &Owner, host: &str) -> Result<()> {
    let tx = app.begin().await?;
    let peer = find_for_change(&tx, host).await?;
    read_again(app, &tx, &peer).await?;
    audit::kept(app, tx, Some(owner), "peer.read", host).await
}

#[derive(Template)]
#[template(path = "peers/end.html")]
struct End {
    page: Page,
    row: Row,
    /// Of ours follow somebody there, so that some events stay.
    follows: bool,
}

async fn ask_end(
    Of(app): Of<App>,
    page: Page,
    _: Owner,
    Path(host): Path<String>,
) -> Result<Response> {
    let peer = find(&app.db, &host).await?.ok_or(Error::NotFound)?;
    let followed = follows::followed_here(&app.db).await?;
    let is_there =
        |followed: &federation::Iri| followed.same_origin(&peer.actor) && *followed != peer.actor;
    let follows = followed.iter().any(is_there);
    let title = page.tn("peer-end-question", "host", peer.host.as_str());
    let page = page.with_title(title).unlisted();
    let row = Row::of(&app, peer).await?;
    Ok(respond(StatusCode::OK, End { page, row, follows }))
}

async fn take_end(Of(app): Of<App>, owner: Owner, Path(host): Path<String>) -> Result<Response> {
    let tx = app.begin().await?;
    let peer = find_for_change(&tx, &host).await?;
    end(&app, &tx, peer).await?;
    audit::kept(&app, tx, Some(&owner), "peer.end", &host).await?;
    Ok(leading_to(PEERS, "ended"))
}
