//! Ideas in the working area: what waits and what there is, one with all that hangs on it, and the form for
//! what came by mail. Editors look; coordinators decide.

use super::{
    Author, Comment, Draft, Idea, Offer, Origin, Signature, State, comment, offer, pages::Fields,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::{self, Association},
    audit,
    cycles::{self, Cycle},
    ids::IdeaId,
    web::{
        page::{Page, or_again, or_again_if_late, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

const IDEAS: &str = "/desk/ideas";

pub fn routes() -> Router<App> {
    Router::new()
        .route(IDEAS, get(index).post(create))
        .route("/desk/ideas/new", get(new))
        .route("/desk/ideas/{id}", get(show).post(act))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    cycle: String,
    done: String,
}

#[derive(Template)]
#[template(path = "ideas/list.html")]
struct List {
    page: Page,
    ideas: Vec<(Idea, Option<Cycle>)>,
    cycle: Option<Cycle>,
    comments: u64,
    may_change: bool,
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(chosen): Query<Chosen>,
) -> Result<Response> {
    let all = cycles::all(&app.db).await?;
    let cycle = match chosen.cycle.as_str() {
        "" => None,
        slug => Some(cycles::find(&app.db, slug).await?),
    };
    let ideas = super::listed(&app.db, cycle.as_ref().map(|cycle| &cycle.id)).await?;
    let with_cycle = |idea: Idea| {
        let cycle = all
            .iter()
            .find(|cycle| Some(&cycle.id) == idea.cycle.as_ref());
        (idea, cycle.cloned())
    };
    let list = List {
        page: page.with_title_text("cycle-ideas").unlisted(),
        ideas: ideas.into_iter().map(with_cycle).collect(),
        cycle,
        comments: super::count_comments_waiting(&app.db).await?,
        may_change: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, list))
}

/// What somebody who works here enters for somebody else.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Sheet {
    /// The slug of a cycle; empty for another server's.
    cycle: String,
    /// The handle of who says it, where there is no cycle.
    association: String,
    origin: String,
    title: String,
    question: String,
    product: String,
    months: String,
    participants: String,
    stakeholder: String,
    topic: String,
    name: String,
    organisation: String,
    email: String,
    is_shown: String,
    reason: String,
    seen: String,
    into: String,
    target: String,
    comment: String,
    then: String,
}

impl Sheet {
    fn draft(&self) -> Draft {
        Draft {
            title: self.title.clone(),
            question: self.question.clone(),
            product: self.product.clone(),
            months: self.months.clone(),
            participants: self.participants.clone(),
            stakeholder: self.stakeholder.clone(),
            topic: self.topic.clone(),
            seen: self.seen.clone(),
        }
    }

    fn signature(&self) -> Signature {
        Signature {
            name: self.name.clone(),
            organisation: self.organisation.clone(),
            email: self.email.clone(),
            is_shown: self.is_shown.clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "ideas/enter.html")]
struct Enter {
    page: Page,
    cycles: Vec<Cycle>,
    associations: Vec<Association>,
    sheet: Sheet,
    fields: Fields,
}

impl Enter {
    async fn new(app: &App, page: Page, sheet: Sheet) -> Result<Self> {
        Ok(Self {
            page: page.with_title_text("idea-enter").unlisted(),
            cycles: cycles::all(&app.db).await?,
            associations: associations::all(&app.db).await?,
            fields: Fields::new(app, sheet.draft()).await?,
            sheet,
        })
    }
}

async fn new(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Query(chosen): Query<Chosen>,
) -> Result<Response> {
    let sheet = Sheet {
        cycle: chosen.cycle,
        ..Sheet::default()
    };
    Ok(respond(
        StatusCode::OK,
        Enter::new(&app, page, sheet).await?,
    ))
}

async fn create(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Typed(sheet): Typed<Sheet>,
) -> Result<Response> {
    let language = page.lang.bcp47();
    let done = enter(&app, &coordinator, &sheet, language)
        .await
        .map(|idea| leading_to(&idea));
    or_again(done, page, async |page| Enter::new(&app, page, sheet).await).await
}

async fn enter(
    app: &App,
    coordinator: &Coordinator,
    sheet: &Sheet,
    language: &str,
) -> Result<Idea> {
    let tx = app.begin().await?;
    let cycle = match sheet.cycle.trim() {
        "" => None,
        slug => Some(cycles::find(&tx, slug).await?),
    };
    let actor = match &cycle {
        Some(cycle) => cycle.organizer.clone(),
        None => associations::chosen(&tx, &sheet.association).await?.actor,
    };
    let origin = match sheet.origin.as_str() {
        "mail" => Origin::Mail,
        _ => Origin::Desk,
    };
    let (draft, signature) = (sheet.draft(), sheet.signature());
    let place = (cycle.as_ref().map(|cycle| &cycle.id), &actor);
    let idea = super::enter(app, &tx, place, &draft, &signature, (origin, language)).await?;
    audit::kept(app, tx, Some(coordinator), "idea.enter", &idea.id).await?;
    Ok(idea)
}

fn leading_to(idea: &Idea) -> Response {
    Redirect::to(&format!("{IDEAS}/{}?done=saved", idea.id)).into_response()
}

#[derive(Template)]
#[template(path = "ideas/manage.html")]
struct Show {
    page: Page,
    idea: Idea,
    cycle: Option<Cycle>,
    authors: Vec<Author>,
    comments: Vec<Comment>,
    offers: Vec<Offer>,
    /// Those it could go over into.
    others: Vec<Idea>,
    supporters: u64,
    sheet: Sheet,
    fields: Fields,
    done: bool,
    may_change: bool,
}

impl Show {
    fn is_going_on(&self) -> bool {
        !self.idea.state.is_final() && self.idea.state != State::Unconfirmed
    }

    fn offer_key(&self, offer: &Offer) -> &'static str {
        match offer.state {
            offer::State::Offered => "idea-offer-offered",
            offer::State::Accepted => "idea-offer-accepted",
            offer::State::Selected => "idea-offer-selected",
            offer::State::Merged => "idea-offer-merged",
            offer::State::Ended => "idea-offer-ended",
            offer::State::Rejected => "idea-offer-rejected",
        }
    }

    fn comment_key(&self, comment: &Comment) -> &'static str {
        match comment.state {
            comment::State::Unconfirmed => "idea-comment-unconfirmed",
            comment::State::Waiting => "idea-comment-waiting",
            comment::State::Public => "idea-comment-public",
            comment::State::Hidden => "idea-comment-hidden",
        }
    }
}

fn read_id(id: &str) -> Result<IdeaId> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn sheet_of(app: &App, page: Page, idea: Idea, typed: Option<Sheet>) -> Result<Show> {
    let draft = match &typed {
        Some(sheet) if sheet.then == "change" => sheet.draft(),
        _ => Draft::of(&idea),
    };
    let cycle = super::cycle_of(&app.db, &idea).await?;
    let mut others = match &cycle {
        Some(cycle) => super::public(&app.db, &cycle.id).await?,
        None => Vec::new(),
    };
    others.retain(|other| other.id != idea.id && !other.state.is_final());
    Ok(Show {
        page: page.with_title(idea.title.as_str()).unlisted(),
        authors: super::authors(&app.db, &idea.id).await?,
        comments: super::comments(&app.db, &idea.id).await?,
        offers: super::offers(&app.db, &idea.id).await?,
        supporters: super::count_supporters(&app.db, &idea.id).await?,
        others,
        sheet: typed.unwrap_or_default(),
        fields: Fields::new(app, draft).await?,
        cycle,
        idea,
        done: false,
        may_change: true,
    })
}

async fn show(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response> {
    let idea = super::find(&app.db, &read_id(&id)?).await?;
    let mut show = sheet_of(&app, page, idea, None).await?;
    show.done = !chosen.done.is_empty();
    show.may_change = coordinator.is_some();
    Ok(respond(StatusCode::OK, show))
}

async fn act(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(sheet): Typed<Sheet>,
) -> Result<Response> {
    let id = read_id(&id)?;
    let done = done(&app, &coordinator, &id, &sheet, page.lang.bcp47())
        .await
        .map(|idea| leading_to(&idea));
    or_again_if_late(done, page, async |page, is_late| {
        let idea = super::find(&app.db, &id).await?;
        let seen = if is_late {
            idea.seen()
        } else {
            sheet.seen.clone()
        };
        let sheet = Sheet { seen, ..sheet };
        sheet_of(&app, page, idea, Some(sheet)).await
    })
    .await
}

async fn done(
    app: &App,
    coordinator: &Coordinator,
    id: &IdeaId,
    sheet: &Sheet,
    language: &str,
) -> Result<Idea> {
    // Another server is asked before anything is held.
    let target = match sheet.then.as_str() {
        "offer" => Some(super::look_up(app, &sheet.target).await?),
        _ => None,
    };
    let tx = app.begin().await?;
    let idea = super::find(&tx, id).await?;
    let action = match sheet.then.as_str() {
        "approve" => {
            super::approve(app, &tx, &idea).await?;
            "idea.approve"
        }
        "decline" => {
            super::decline(app, &tx, &idea, &sheet.reason).await?;
            "idea.decline"
        }
        "withdraw" => {
            super::withdraw(app, &tx, &idea, &sheet.reason).await?;
            "idea.withdraw"
        }
        "change" => {
            super::revise(app, &tx, &idea, &sheet.draft()).await?;
            "idea.revise"
        }
        "merge" => {
            let unknown = || Refusal::new("idea-merge-unknown").on("into");
            let into = sheet.into.parse().map_err(|_| unknown())?;
            let into = super::find(&tx, &into).await?;
            super::merge(app, &tx, &idea, &into).await?;
            "idea.merge"
        }
        "invite" => {
            super::invite(app, &tx, &idea, &sheet.signature(), language).await?;
            "idea.invite"
        }
        "show" | "hide" => {
            moderate(app, &tx, &idea, sheet).await?;
            "idea.moderate"
        }
        "offer" => {
            let target = target.ok_or(Error::NotFound)?;
            super::offer(app, &tx, &idea, &target).await?;
            "idea.offer"
        }
        _ => return Err(Error::Malformed(StatusCode::BAD_REQUEST)),
    };
    audit::kept(app, tx, Some(coordinator), action, id).await?;
    Ok(idea)
}

async fn moderate(app: &App, tx: &Tx, idea: &Idea, sheet: &Sheet) -> Result<()> {
    let comment = super::find_comment(tx, idea, &sheet.comment).await?;
    match sheet.then.as_str() {
        "show" => super::show(app, tx, &comment).await?,
        _ => super::hide(app, tx, &comment).await?,
    };
    Ok(())
}
