//! Who works in a workstream of ours, in the working area: who asks, who does, and what those of other
//! servers say. Coordinators decide; everybody who works here looks.

use super::{
    Admission, Contribution, Draft, Member, Role, accept, contributions, enter, find_for_change,
    member::{NAME_AT_MOST, REASON_AT_MOST},
    of_workstream, reject, remove,
};
use crate::{
    App, Result, audit,
    events::organizers::Names,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
    workstreams::{self, Workstream},
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Held},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    let one = "/desk/workstreams/{slug}/members/{id}";
    Router::new()
        .route("/desk/workstreams/{slug}/members", get(index).post(create))
        .route(&format!("{one}/acceptance"), post(let_in))
        .route(&format!("{one}/rejection"), post(turn_away))
        .route(&format!("{one}/removal"), post(take_out))
        .merge(super::tasks::desk::routes())
        .merge(super::documents::desk::routes())
        .merge(super::meetings::desk::routes())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Entered,
    Accepted,
    Rejected,
    Removed,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Entered => "member-done-entered",
            Self::Accepted => "member-done-accepted",
            Self::Rejected => "member-done-rejected",
            Self::Removed => "member-done-removed",
        }
    }
}

fn address(workstream: &Workstream) -> String {
    format!("{}/members", workstream.desk())
}

#[derive(Template)]
#[template(path = "members/index.html")]
struct Index {
    page: Page,
    workstream: Workstream,
    waiting: Vec<Member>,
    accepted: Vec<Member>,
    former: Vec<Member>,
    contributions: Vec<Contribution>,
    names: Names,
    done: Option<Done>,
    may_change: bool,
    /// As typed.
    draft: Draft,
    /// Whoever was answered, and the reason.
    answered: (String, String),
}

impl Index {
    async fn new(app: &App, page: Page, workstream: Workstream, may_change: bool) -> Result<Self> {
        let all = of_workstream(&app.db, &workstream.id).await?;
        let actors = all.iter().flat_map(|it| it.actor.iter().chain(&it.home));
        let names = Names::find(&app.db, actors.cloned().collect()).await?;
        let (waiting, known): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.state.is_open());
        let is_in = |it: &Member| it.state == super::State::Accepted;
        let (accepted, former) = known.into_iter().partition(is_in);
        Ok(Self {
            page: page.with_title_text("member-title").unlisted(),
            contributions: contributions(&app.db, &workstream.id).await?,
            workstream,
            waiting,
            accepted,
            former,
            names,
            done: None,
            may_change,
            draft: Draft::default(),
            answered: (String::new(), String::new()),
        })
    }

    fn action(&self, member: &Member, step: &str) -> String {
        format!("{}/{}/{step}", address(&self.workstream), member.id)
    }

    fn members(&self) -> String {
        address(&self.workstream)
    }

    /// Who speaks for a member, where anybody does.
    fn home(&self, member: &Member) -> Option<String> {
        let home = member.home.as_ref()?;
        let host = federation::host_of(home);
        Some(format!("{} ({host})", self.names.of(home)))
    }

    /// The id of a field in the card of this member.
    fn field(&self, name: &str, member: &Member) -> String {
        format!("{name}-{}", member.id)
    }

    /// As typed into the card of this member.
    fn reason(&self, member: &Member) -> &str {
        match *self.answered.0 == *member.id.as_str() {
            true => &self.answered.1,
            false => "",
        }
    }

    fn is_confirmed(&self, member: &Member) -> bool {
        member.state == super::State::Confirmed
    }

    /// As what somebody can be let in.
    fn up_to(&self, member: &Member) -> Vec<Role> {
        let mut roles = Role::ALL.to_vec();
        roles.retain(|role| *role <= member.role);
        roles
    }

    fn roles(&self) -> [Role; 4] {
        Role::ALL
    }

    fn role(&self) -> Role {
        Role::named(&self.draft.role).unwrap_or(Role::Write)
    }

    fn by(&self, contribution: &Contribution) -> String {
        let all = self
            .accepted
            .iter()
            .chain(&self.former)
            .chain(&self.waiting);
        let mut by = all.filter(|it| it.id == contribution.member);
        by.next().map(|it| it.name.clone()).unwrap_or_default()
    }

    fn name_at_most(&self) -> usize {
        NAME_AT_MOST
    }

    fn reason_at_most(&self) -> usize {
        REASON_AT_MOST
    }
}

async fn index(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let workstream = workstreams::find(&app.db, &slug).await?;
    let mut index = Index::new(&app, page, workstream, coordinator.is_some()).await?;
    index.done = after.done;
    Ok(respond(StatusCode::OK, index))
}

async fn refused(app: &App, page: Page, slug: &str, draft: Draft) -> Result<Index> {
    let workstream = workstreams::find(&app.db, slug).await?;
    let mut index = Index::new(app, page, workstream, true).await?;
    index.draft = draft;
    Ok(index)
}

async fn create(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = workstreams::find_for_change(&tx, &slug).await?;
        let member = enter(&app, &tx, &workstream, &draft).await?;
        audit::kept(&app, tx, Some(&coordinator), "member.enter", &member.id).await?;
        Ok(leading_to(&address(&workstream), "entered"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &slug, draft).await
    })
    .await
}

async fn let_in(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
    Typed(admission): Typed<Admission>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = workstreams::find_for_change(&tx, &slug).await?;
        let member = find_for_change(&tx, &workstream, &id).await?;
        let member = accept(&app, &tx, &workstream, member, &admission).await?;
        audit::kept(&app, tx, Some(&coordinator), "member.accept", &member.id).await?;
        Ok(leading_to(&address(&workstream), "accepted"))
    };
    or_again(done.await, page, async |page| {
        let page = page.with_faults_of(&id);
        let mut index = refused(&app, page, &slug, Draft::default()).await?;
        index.answered = (id, String::new());
        Ok(index)
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Why {
    reason: String,
}

async fn turn_away(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
    Typed(why): Typed<Why>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = workstreams::find_for_change(&tx, &slug).await?;
        let member = find_for_change(&tx, &workstream, &id).await?;
        let member = reject(&app, &tx, &workstream, member, &why.reason).await?;
        audit::kept(&app, tx, Some(&coordinator), "member.reject", &member.id).await?;
        Ok(leading_to(&address(&workstream), "rejected"))
    };
    or_again(done.await, page, async |page| {
        let page = page.with_faults_of(&id);
        let mut index = refused(&app, page, &slug, Draft::default()).await?;
        index.answered = (id, why.reason);
        Ok(index)
    })
    .await
}

async fn take_out(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
    Typed(why): Typed<Why>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let workstream = workstreams::find_for_change(&tx, &slug).await?;
        let member = find_for_change(&tx, &workstream, &id).await?;
        let member = remove(&app, &tx, &workstream, member, &why.reason).await?;
        audit::kept(&app, tx, Some(&coordinator), "member.remove", &member.id).await?;
        Ok(leading_to(&address(&workstream), "removed"))
    };
    or_again(done.await, page, async |page| {
        refused(&app, page, &slug, Draft::default()).await
    })
    .await
}
