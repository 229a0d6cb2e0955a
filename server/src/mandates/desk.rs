//! Seats of ours in committees of other servers, in the working area. Everybody who works here looks; a
//! coordinator answers for the association, gives the seat back, and votes.

use super::{
    Ballot, Draft, Mandate, Motion, State, accept, decline, find, find_for_change, leave, listed,
    mandate::REASON_AT_MOST, motions, vote,
};
use crate::{
    App, Result, audit,
    committees::{today, vote::Voice},
    cycles::draft::NAME_AT_MOST,
    events::organizers::Names,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Held},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono::NaiveDate;
use serde::Deserialize;

const MANDATES: &str = "/desk/mandates";

pub fn routes() -> Router<App> {
    Router::new()
        .route(MANDATES, get(index))
        .route("/desk/mandates/{id}", get(show))
        .route("/desk/mandates/{id}/acceptance", post(take))
        .route("/desk/mandates/{id}/refusal", post(refuse))
        .route("/desk/mandates/{id}/leave", post(go))
        .route("/desk/mandates/{id}/votes", post(cast))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Accepted,
    Declined,
    Left,
    Voted,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Accepted => "mandate-done-accepted",
            Self::Declined => "mandate-done-declined",
            Self::Left => "mandate-done-left",
            Self::Voted => "mandate-done-voted",
        }
    }
}

#[derive(Template)]
#[template(path = "mandates/index.html")]
struct Index {
    page: Page,
    all: Vec<Mandate>,
    names: Names,
    today: NaiveDate,
}

async fn index(Held(app): Held<App>, page: Page, _: Editor) -> Result<Response> {
    let all = listed(&app.db).await?;
    let associations = all.iter().map(|it| it.association.clone());
    let index = Index {
        page: page.with_title_text("mandate-title").unlisted(),
        names: Names::find(&app.db, associations.collect()).await?,
        all,
        today: today(&app),
    };
    Ok(respond(StatusCode::OK, index))
}

/// A motion as those who work here see it.
struct Asked {
    motion: Motion,
    until: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "mandates/show.html")]
struct Show {
    page: Page,
    done: Option<Done>,
    mandate: Mandate,
    association: String,
    motions: Vec<Asked>,
    may_act: bool,
    today: NaiveDate,
    /// As typed.
    person: String,
    reason: String,
}

impl Show {
    async fn new(app: &App, page: Page, mandate: Mandate, may_act: bool) -> Result<Self> {
        let names = Names::find(&app.db, vec![mandate.association.clone()]).await?;
        let association = names.of(&mandate.association);
        let (now, zone) = (app.clock.now(), app.config.instance.zone);
        let all = motions(&app.db, &mandate.id).await?.into_iter();
        let asked = all.map(|motion| Asked {
            until: page.moment(&motion.ends_at.with_timezone(&zone)),
            is_open: motion.is_open(now),
            motion,
        });
        Ok(Self {
            motions: asked.collect(),
            page: page.with_title(mandate.name.as_str()).unlisted(),
            done: None,
            may_act,
            today: today(app),
            person: association.clone(),
            association,
            reason: String::new(),
            mandate,
        })
    }

    fn address(&self) -> String {
        self.mandate.desk()
    }

    fn waits_for_us(&self) -> bool {
        self.mandate.state == State::Offered && !self.mandate.is_past(self.today)
    }

    fn may_vote(&self, asked: &Asked) -> bool {
        let is_free = asked.is_open && !asked.motion.has_vote();
        self.may_act && is_free && self.mandate.is_in_office(self.today)
    }

    fn voices(&self) -> [Voice; 3] {
        Voice::ALL
    }

    fn name_at_most(&self) -> usize {
        NAME_AT_MOST
    }

    fn reason_at_most(&self) -> usize {
        REASON_AT_MOST
    }
}

async fn show(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mandate = find(&app.db, &id).await?;
    let mut show = Show::new(&app, page, mandate, coordinator.is_some()).await?;
    show.done = after.done;
    Ok(respond(StatusCode::OK, show))
}

/// On to the mandate, which says what was done, or back to it with what was typed.
async fn after(
    app: &App,
    page: Page,
    id: &str,
    done: Result<&str>,
    typed: impl FnOnce(&mut Show),
) -> Result<Response> {
    let done = done.map(|done| leading_to(&format!("{MANDATES}/{id}"), done));
    or_again(done, page, async |page| {
        let mandate = find(&app.db, id).await?;
        let mut show = Show::new(app, page, mandate, true).await?;
        typed(&mut show);
        Ok(show)
    })
    .await
}

async fn take(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        let mandate = accept(&app, &tx, mandate, &draft).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.accept", &mandate.id).await?;
        Ok("accepted")
    };
    after(&app, page, &id, done.await, |show| {
        show.person = draft.person
    })
    .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Declined {
    reason: String,
}

async fn refuse(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(declined): Typed<Declined>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        let mandate = decline(&app, &tx, mandate, &declined.reason).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.decline", &mandate.id).await?;
        Ok("declined")
    };
    after(&app, page, &id, done.await, |show| {
        show.reason = declined.reason
    })
    .await
}

async fn go(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        let mandate = leave(&app, &tx, mandate).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.leave", &mandate.id).await?;
        Ok("left")
    };
    after(&app, page, &id, done.await, |_| {}).await
}

async fn cast(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(ballot): Typed<Ballot>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        vote(&app, &tx, &mandate, &ballot).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.vote", &mandate.id).await?;
        Ok("voted")
    };
    after(&app, page, &id, done.await, |_| {}).await
}
