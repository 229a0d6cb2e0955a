//! Questions in the working area: those of ours with form, opening and closing, and those ours are asked,
//! where a coordinator casts the vote of the association. Editors look.

use super::{
    Deciding, Draft, Elector, Outcome, Question, Seat, State,
    pages::{Bar, drawn},
    question::Secrecy,
};
use crate::{
    App, Error, Refusal, Result,
    associations::{self, Association},
    audit,
    cycles::{self, Cycle},
    error::Refusals,
    events::organizers::Names,
    ids::QuestionId,
    web::{
        desk::{After, leading_to},
        page::{Page, for_them_alone, or_again, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono_tz::Tz;
use federation::actors::Actor;
use serde::Deserialize;

const QUESTIONS: &str = "/desk/questions";

pub fn routes() -> Router<App> {
    Router::new()
        .route(QUESTIONS, get(index))
        .route("/desk/questions/new", get(new).post(create))
        .route("/desk/questions/{id}", get(stand))
        .route("/desk/questions/{id}/edit", get(edit).post(update))
        .route("/desk/questions/{id}/discard", post(discard))
        .route("/desk/questions/{id}/open", post(open))
        .route("/desk/questions/{id}/close", post(close))
        .route("/desk/questions/{id}/calling-off", post(call_off))
        .route("/desk/questions/{id}/decision", post(decide))
        .route("/desk/questions/{id}/vote", post(vote))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Saved,
    Discarded,
    Opened,
    Closed,
    CalledOff,
    Decided,
    Voted,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Saved => "cycle-done-saved",
            Self::Discarded => "question-done-discarded",
            Self::Opened => "question-done-opened",
            Self::Closed => "question-done-closed",
            Self::CalledOff => "question-done-called-off",
            Self::Decided => "question-done-decided",
            Self::Voted => "question-done-voted",
        }
    }
}

#[derive(Template)]
#[template(path = "questions/list.html")]
struct List {
    page: Page,
    ours: Vec<Question>,
    asked: Vec<Question>,
    names: Names,
    done: Option<Done>,
    may_change: bool,
    zone: Tz,
}

impl List {
    fn until(&self, question: &Question) -> String {
        self.page.until(&question.ends_at.with_timezone(&self.zone))
    }
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let asked = super::listed_to_vote(&app.db).await?;
    let organizers = asked.iter().map(|question| question.organizer.clone());
    let list = List {
        page: page.with_title_text("question-list").unlisted(),
        ours: super::listed(&app.db, true).await?,
        names: Names::find(&app.db, organizers.collect()).await?,
        asked,
        done: after.done,
        may_change: coordinator.is_some(),
        zone: app.config.instance.zone,
    };
    Ok(for_them_alone(respond(StatusCode::OK, list)))
}

#[derive(Template)]
#[template(path = "questions/form.html")]
struct Form {
    page: Page,
    draft: Draft,
    /// Absent for a new one.
    question: Option<Question>,
    associations: Vec<Association>,
    cycles: Vec<Cycle>,
    electable: Vec<Actor>,
}

impl Form {
    async fn new(app: &App, page: Page, draft: Draft, question: Option<Question>) -> Result<Self> {
        let title = match &question {
            Some(_) => "question-form-edit",
            None => "question-form-new",
        };
        let electable = match &question {
            Some(question) => super::electable_in(app, &app.db, question).await?,
            None => super::electable(app, &app.db).await?,
        };
        Ok(Self {
            page: page.with_title_text(title).unlisted(),
            draft,
            question,
            associations: associations::all(&app.db).await?,
            cycles: cycles::all(&app.db).await?,
            electable,
        })
    }

    fn action(&self) -> String {
        match &self.question {
            Some(question) => format!("{}/edit", question.desk()),
            None => format!("{QUESTIONS}/new"),
        }
    }

    fn secrecies(&self) -> [Secrecy; 2] {
        Secrecy::ALL
    }

    fn is_chosen(&self, secrecy: &Secrecy) -> bool {
        match self.draft.secrecy.as_str() {
            "" => *secrecy == Secrecy::Open,
            typed => typed == secrecy.name(),
        }
    }

    fn called(&self, actor: &Actor) -> String {
        super::called(actor)
    }

    fn is_elector(&self, actor: &Actor) -> bool {
        let mut lines = self.draft.electors.lines();
        lines.any(|line| line == actor.id.as_str() || line == actor.address())
    }
}

/// A form as a browser sends it: `electors` once for each that is marked.
fn read(pairs: Vec<(String, String)>) -> Draft {
    let mut draft = Draft::default();
    for (name, value) in pairs {
        match name.as_str() {
            "organizer" => draft.organizer = value,
            "question" => draft.question = value,
            "about" => draft.about = value,
            "cycle" => draft.cycle = value,
            "options" => draft.options = value,
            "abstention" => draft.abstention = value,
            "secrecy" => draft.secrecy = value,
            "quorum" => draft.quorum = value,
            "ends_on" => draft.ends_on = value,
            "ends_at" => draft.ends_at = value,
            "seen" => draft.seen = value,
            "electors" => {
                draft.electors.push_str(&value);
                draft.electors.push('\n');
            }
            _ => {}
        }
    }
    draft
}

async fn new(Of(app): Of<App>, page: Page, _: Coordinator) -> Result<Response> {
    let draft = Draft {
        abstention: page.t("question-abstention-name"),
        ..Draft::default()
    };
    let form = Form::new(&app, page, draft, None).await?;
    Ok(respond(StatusCode::OK, form))
}

async fn create(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Typed(pairs): Typed<Vec<(String, String)>>,
) -> Result<Response> {
    let draft = read(pairs);
    let done = async {
        let tx = app.begin().await?;
        let question = super::draft(&app, &tx, &draft).await?;
        audit::kept(&app, tx, Some(&coordinator), "question.draft", &question.id).await?;
        Ok(leading_to(&question.desk(), "saved"))
    };
    or_again(done.await, page, async |page| {
        Form::new(&app, page, draft, None).await
    })
    .await
}

async fn edit(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let question = ours(&app, &id).await?;
    let draft = super::draft_of(&app, &app.db, &question).await?;
    let form = Form::new(&app, page, draft, Some(question)).await?;
    Ok(respond(StatusCode::OK, form))
}

async fn update(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(pairs): Typed<Vec<(String, String)>>,
) -> Result<Response> {
    let question = ours(&app, &id).await?;
    let draft = read(pairs);
    let done = async {
        let tx = app.begin().await?;
        let question = super::revise(&app, &tx, &question.id, &draft).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "question.revise",
            &question.id,
        )
        .await?;
        Ok(leading_to(&question.desk(), "saved"))
    };
    let done = done.await;
    if matches!(done, Err(Error::Conflict)) {
        return slower(&app, page, &id, draft).await;
    }
    or_again(done, page, async |page| {
        Form::new(&app, page, draft, Some(question)).await
    })
    .await
}

/// Somebody else saved meanwhile: what was typed is shown, and replaces that if it is sent again.
async fn slower(app: &App, page: Page, id: &str, draft: Draft) -> Result<Response> {
    let question = ours(app, id).await?;
    let page = page.with_refusals(&Refusals(vec![Refusal::new("desk-somebody-was-faster")]));
    let seen = question.seen();
    let draft = Draft { seen, ..draft };
    let form = Form::new(app, page, draft, Some(question)).await?;
    Ok(respond(StatusCode::CONFLICT, form))
}

/// What was typed into one of the forms of a question.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    sentence: String,
    /// Why it is called off.
    reason: String,
    /// The handle of the association that votes.
    association: String,
    choice: String,
    chosen: String,
    objections: String,
    review_on: String,
}

#[derive(Template)]
#[template(path = "questions/stand.html")]
struct Stand {
    page: Page,
    question: Question,
    /// Who asks.
    organizer: String,
    /// The server that counts.
    host: String,
    electors: Vec<Elector>,
    seats: Vec<Seat>,
    counted: Vec<Bar>,
    /// HTML.
    about: String,
    until: String,
    takes_votes: bool,
    said: Said,
    done: Option<Done>,
    may_change: bool,
}

impl Stand {
    async fn new(app: &App, page: Page, question: Question, may_change: bool) -> Result<Self> {
        let organizer = question.organizer.clone();
        let names = Names::find(&app.db, vec![organizer.clone()]).await?;
        let zone = app.config.instance.zone;
        let outcome = question.outcome.as_ref();
        Ok(Self {
            until: page.until(&question.ends_at.with_timezone(&zone)),
            counted: outcome
                .map(|outcome| drawn(&page, &question, outcome))
                .unwrap_or_default(),
            page: page.with_title(question.question.as_str()).unlisted(),
            organizer: names.of(&organizer),
            host: federation::host_of(&organizer),
            electors: super::electors(&app.db, &question.id).await?,
            seats: super::seats(&app.db, &question).await?,
            about: question.about_html(),
            takes_votes: question.takes_votes(app.clock.now()),
            said: Said::default(),
            done: None,
            may_change,
            question,
        })
    }

    fn turnout(&self, outcome: &Outcome) -> String {
        self.page.t2(
            "question-turnout",
            "votes",
            outcome.votes,
            "electors",
            outcome.electors,
        )
    }

    /// What the published lines say of the vote of one of ours: class and message.
    fn receipt(&self, seat: &Seat) -> Option<(&'static str, &'static str)> {
        let outcome = self.question.outcome.as_ref()?;
        let receipt = seat.vote.as_ref()?.receipt(outcome);
        Some((receipt.class(), receipt.key()))
    }

    /// Whether the published lines come to what was said.
    fn is_borne_out(&self) -> Option<bool> {
        let outcome = self.question.outcome.as_ref()?;
        outcome.is_borne_out(&self.question.options.0)
    }

    /// The id of the choices of one association: a fault leads to the first.
    fn field<'a>(&self, is_first: &bool, seat: &'a Seat) -> &'a str {
        match is_first {
            true => "choice",
            false => &seat.association.handle,
        }
    }

    fn chosen(&self, seat: &Seat, option: &str) -> bool {
        if self.said.association == seat.association.handle {
            return self.said.choice == option;
        }
        seat.vote.as_ref().is_some_and(|vote| vote.choice == option)
    }

    /// Where everybody reads what came of it.
    fn public(&self) -> Option<String> {
        match self.question.local {
            true => self.question.is_public().then(|| self.question.path()),
            false => {
                let article = self.question.article.as_ref()?;
                Some(article.to_string())
            }
        }
    }
}

async fn found(app: &App, id: &str) -> Result<Question> {
    super::find(&app.db, &read_id(id)?).await
}

async fn ours(app: &App, id: &str) -> Result<Question> {
    let question = found(app, id).await?;
    match question.local {
        true => Ok(question),
        false => Err(Error::NotFound),
    }
}

fn read_id(id: &str) -> Result<QuestionId> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn stand(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let question = found(&app, &id).await?;
    let mut stand = Stand::new(&app, page, question, coordinator.is_some()).await?;
    stand.done = after.done;
    Ok(for_them_alone(respond(StatusCode::OK, stand)))
}

/// The page as it was typed into, with what was wrong.
async fn again<T>(
    app: &App,
    page: Page,
    (id, said): (&str, Said),
    done: Result<T>,
    word: &str,
) -> Result<Response> {
    let done = done.map(|_| leading_to(&format!("{QUESTIONS}/{id}"), word));
    let again = or_again(done, page, async |page| {
        let question = found(app, id).await?;
        let mut stand = Stand::new(app, page, question, true).await?;
        stand.said = said;
        Ok(stand)
    });
    again.await.map(for_them_alone)
}

async fn discard(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        super::discard(&tx, &id).await?;
        audit::kept(&app, tx, Some(&coordinator), "question.discard", &id).await
    };
    match done.await {
        Ok(()) => Ok(leading_to(QUESTIONS, "discarded")),
        refused => again(&app, page, (&id, Said::default()), refused, "").await,
    }
}

async fn open(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        super::open(&app, &tx, &id).await?;
        audit::kept(&app, tx, Some(&coordinator), "question.open", &id).await
    };
    again(&app, page, (&id, Said::default()), done.await, "opened").await
}

async fn close(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(said): Typed<Said>,
) -> Result<Response> {
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        super::close(&app, &tx, &id, &said.sentence).await?;
        audit::kept(&app, tx, Some(&coordinator), "question.close", &id).await
    };
    let done = done.await;
    again(&app, page, (&id, said), done, "closed").await
}

async fn decide(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(said): Typed<Said>,
) -> Result<Response> {
    let deciding = Deciding {
        chosen: said.chosen.clone(),
        objections: said.objections.clone(),
        review_on: said.review_on.clone(),
    };
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        super::decide(&app, &tx, &id, &deciding).await?;
        audit::kept(&app, tx, Some(&coordinator), "question.decide", &id).await
    };
    let done = done.await;
    again(&app, page, (&id, said), done, "decided").await
}

async fn call_off(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(said): Typed<Said>,
) -> Result<Response> {
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        super::call_off(&app, &tx, &id, &said.reason).await?;
        audit::kept(&app, tx, Some(&coordinator), "question.call-off", &id).await
    };
    let done = done.await;
    again(&app, page, (&id, said), done, "called_off").await
}

async fn vote(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(said): Typed<Said>,
) -> Result<Response> {
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        let association = associations::chosen(&tx, &said.association).await?;
        super::cast(&app, &tx, &id, &association, &said.choice).await?;
        audit::kept(&app, tx, Some(&coordinator), "question.vote", &id).await
    };
    let done = done.await;
    again(&app, page, (&id, said), done, "voted").await
}
