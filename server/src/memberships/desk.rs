//! Where ours work in workstreams of other servers, in the working area. Everybody who works here asks
//! and speaks; a coordinator confirms for the association, and takes that back.

use super::{
    Draft, Matter, Membership, State, ask, chosen, confirm, contribute, disown, find,
    find_for_change, leave, link_of, listed, look_up, matter::Kind, matters,
    membership::TEXT_AT_MOST, resolve,
};
use crate::{
    App, Refusal, Result,
    associations::{self, Association},
    audit,
    events::organizers::Names,
    ids::MatterId,
    members::{Role, member::NAME_AT_MOST},
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
    workstreams::today,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Held},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

const MEMBERSHIPS: &str = "/desk/memberships";

pub fn routes() -> Router<App> {
    Router::new()
        .route(MEMBERSHIPS, get(index).post(create))
        .route("/desk/memberships/{id}", get(show))
        .route("/desk/memberships/{id}/confirmation", post(stand_for))
        .route("/desk/memberships/{id}/disownment", post(stand_back))
        .route("/desk/memberships/{id}/leave", post(go))
        .route("/desk/memberships/{id}/contributions", post(speak))
        .route("/desk/memberships/{id}/tasks/{task}", post(tick))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Asked,
    Confirmed,
    Disowned,
    Left,
    Said,
    Ticked,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Asked => "membership-done-asked",
            Self::Confirmed => "membership-done-confirmed",
            Self::Disowned => "membership-done-disowned",
            Self::Left => "membership-done-left",
            Self::Said => "membership-done-said",
            Self::Ticked => "membership-done-ticked",
        }
    }
}

#[derive(Template)]
#[template(path = "memberships/index.html")]
struct Index {
    page: Page,
    done: Option<Done>,
    all: Vec<Membership>,
    names: Names,
    associations: Vec<Association>,
    /// As typed.
    draft: Draft,
}

impl Index {
    async fn new(app: &App, page: Page, draft: Draft) -> Result<Self> {
        let all = listed(&app.db).await?;
        let associations = all.iter().map(|it| it.association.clone());
        Ok(Self {
            page: page.with_title_text("membership-title").unlisted(),
            done: None,
            names: Names::find(&app.db, associations.collect()).await?,
            all,
            associations: associations::all(&app.db).await?,
            draft,
        })
    }

    fn roles(&self) -> [Role; 4] {
        Role::ALL
    }

    fn role(&self) -> Role {
        Role::named(&self.draft.role).unwrap_or(Role::Report)
    }

    fn name_at_most(&self) -> usize {
        NAME_AT_MOST
    }
}

async fn index(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mut index = Index::new(&app, page, Draft::default()).await?;
    index.done = after.done;
    Ok(respond(StatusCode::OK, index))
}

async fn create(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = asked(&app, &editor, &draft)
        .await
        .map(|membership| leading_to(&address(&membership), "asked"));
    or_again(done, page, async |page| Index::new(&app, page, draft).await).await
}

async fn asked(app: &App, editor: &Editor, draft: &Draft) -> Result<Membership> {
    draft.check()?;
    let workstream = look_up(app, &draft.address).await?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = chosen(&tx, draft).await?;
    let membership = ask(app, &tx, &association, &workstream, draft, keys).await?;
    audit::kept(app, tx, Some(editor), "membership.ask", &membership.id).await?;
    Ok(membership)
}

fn address(membership: &Membership) -> String {
    format!("{MEMBERSHIPS}/{}", membership.id)
}

#[derive(Template)]
#[template(path = "memberships/show.html")]
struct Show {
    page: Page,
    done: Option<Done>,
    membership: Membership,
    association: String,
    may_confirm: bool,
    today: NaiveDate,
    /// What they were told, by kind: title, detail, when, where to read it, and whether it is done.
    matters: Vec<(Kind, Vec<Told>)>,
    /// As typed.
    text: String,
}

/// Something one of ours was told, as the page shows it.
struct Told {
    id: MatterId,
    title: String,
    detail: String,
    when: String,
    link: Option<String>,
    is_done: bool,
}

impl Told {
    fn new(app: &App, page: &Page, matter: &Matter) -> Result<Self> {
        let local = |at: DateTime<Utc>| at.with_timezone(&app.config.instance.zone);
        let (starts, ends) = (matter.starts_at.map(local), matter.ends_at.map(local));
        Ok(Self {
            id: matter.id.clone(),
            title: matter.title.clone(),
            detail: matter.detail.clone(),
            when: match (starts, ends) {
                (Some(starts), Some(ends)) => page.span(&starts, &ends),
                (None, Some(ends)) => page.date(&ends.date_naive()),
                _ => String::new(),
            },
            link: link_of(app, matter)?,
            is_done: matter.is_done,
        })
    }
}

async fn told(app: &App, page: &Page, membership: &Membership) -> Result<Vec<(Kind, Vec<Told>)>> {
    let all = matters(app, &app.db, membership).await?;
    let mut by_kind = Vec::new();
    for kind in Kind::ALL {
        let of_kind = all.iter().filter(|matter| matter.kind == kind);
        let told = of_kind.map(|matter| Told::new(app, page, matter));
        let told = told.collect::<Result<Vec<_>>>()?;
        if !told.is_empty() {
            by_kind.push((kind, told));
        }
    }
    Ok(by_kind)
}

impl Show {
    async fn new(
        app: &App,
        page: Page,
        membership: Membership,
        coordinator: Option<&Coordinator>,
    ) -> Result<Self> {
        let names = Names::find(&app.db, vec![membership.association.clone()]).await?;
        Ok(Self {
            matters: told(app, &page, &membership).await?,
            page: page.with_title(membership.name.as_str()).unlisted(),
            done: None,
            association: names.of(&membership.association),
            may_confirm: coordinator.is_some(),
            today: today(app),
            membership,
            text: String::new(),
        })
    }

    fn address(&self) -> String {
        address(&self.membership)
    }

    fn waits_for_us(&self) -> bool {
        self.membership.state == State::Asked
    }

    fn may_speak(&self) -> bool {
        self.membership.may_contribute(self.today)
    }

    /// Whether somebody of ours can say of these that they are done.
    fn may_tick(&self, kind: &Kind) -> bool {
        *kind == Kind::Task && self.may_speak()
    }

    fn text_at_most(&self) -> usize {
        TEXT_AT_MOST
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
    let membership = find(&app.db, &id).await?;
    let mut show = Show::new(&app, page, membership, coordinator.as_ref()).await?;
    show.done = after.done;
    Ok(respond(StatusCode::OK, show))
}

async fn refused(
    app: &App,
    page: Page,
    id: &str,
    coordinator: Option<&Coordinator>,
) -> Result<Show> {
    let membership = find(&app.db, id).await?;
    Show::new(app, page, membership, coordinator).await
}

async fn stand_for(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let membership = find_for_change(&tx, &id).await?;
        let membership = confirm(&app, &tx, membership).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "membership.confirm",
            &membership.id,
        )
        .await?;
        Ok(leading_to(&address(&membership), "confirmed"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &id, Some(&coordinator)).await
    })
    .await
}

async fn stand_back(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let membership = find_for_change(&tx, &id).await?;
        let membership = disown(&app, &tx, membership).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "membership.disown",
            &membership.id,
        )
        .await?;
        Ok(leading_to(&address(&membership), "disowned"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &id, Some(&coordinator)).await
    })
    .await
}

async fn go(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let membership = find_for_change(&tx, &id).await?;
        let membership = leave(&app, &tx, membership).await?;
        audit::kept(&app, tx, Some(&editor), "membership.leave", &membership.id).await?;
        Ok(leading_to(&address(&membership), "left"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &id, coordinator.as_ref()).await
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Spoken {
    text: String,
}

async fn speak(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Typed(spoken): Typed<Spoken>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let membership = find_for_change(&tx, &id).await?;
        contribute(&app, &tx, &membership, &spoken.text).await?;
        audit::kept(
            &app,
            tx,
            Some(&editor),
            "membership.contribute",
            &membership.id,
        )
        .await?;
        Ok(leading_to(&address(&membership), "said"))
    };
    or_again(done.await, page, async |page| {
        let mut show = refused(&app, page, &id, coordinator.as_ref()).await?;
        show.text = spoken.text;
        Ok(show)
    })
    .await
}

/// What is said of a task, as its button sends it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Step {
    then: String,
}

async fn tick(
    Held(app): Held<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    Path((id, task)): Path<(String, String)>,
    Typed(step): Typed<Step>,
) -> Result<Response> {
    let done = async {
        let (is_done, action) = match step.then.as_str() {
            "finish" => (true, "membership.finish"),
            "reopen" => (false, "membership.reopen"),
            _ => return Err(Refusal::new("workstream-step-unknown").into()),
        };
        let tx = app.begin().await?;
        let membership = find_for_change(&tx, &id).await?;
        resolve(&app, &tx, &membership, &task, is_done).await?;
        audit::kept(&app, tx, Some(&editor), action, &membership.id).await?;
        Ok(leading_to(&address(&membership), "ticked"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &id, coordinator.as_ref()).await
    })
    .await
}
