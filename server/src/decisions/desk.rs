//! Votes in the working area: which there are, the form, and one with its roll, its slips of paper and the
//! way to open and to close it. Editors look; coordinators act, and they alone see names.

use super::{
    Choice, Closing, Decision, Draft, Elector, Sheet, State, Way,
    decision::{Method, Results, Secrecy, Voters},
    organisations::{Confirmation, Confirmed, Spelling},
    pages::group,
    tally::SHOWN_FROM,
};
use crate::{
    App, Error, Result, audit,
    cycles::{self, Cycle},
    events::Event,
    ids::{DecisionId, ParticipationId},
    participations,
    web::{
        desk::{After, leading_to},
        page::{Page, for_them_alone, or_again, or_again_if_late, respond},
        session::{Coordinator, Editor},
    },
    words::Word,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;
use std::collections::BTreeMap;

const DECISIONS: &str = "/desk/decisions";
/// Of a roll, on one page; as many slips fit on ten sheets of paper.
const PAGE: u64 = 100;

pub fn routes() -> Router<App> {
    Router::new()
        .route(DECISIONS, get(index))
        .route("/desk/decisions/new", get(new).post(create))
        .route("/desk/decisions/{id}", get(stand))
        .route("/desk/decisions/{id}/edit", get(edit).post(update))
        .route("/desk/decisions/{id}/discard", post(discard))
        .route("/desk/decisions/{id}/organisations", post(confirm))
        .route("/desk/decisions/{id}/open", post(open))
        .route("/desk/decisions/{id}/close", post(close))
        .route("/desk/decisions/{id}/papers", post(hand_out))
        .route("/desk/decisions/{id}/ballots", post(enter))
        .route("/desk/decisions/{id}/roll", get(roll))
        .route("/desk/decisions/{id}/slips", get(slips))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Saved,
    Discarded,
    Confirmed,
    Opened,
    Closed,
    HandedOut,
    Entered,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Saved => "cycle-done-saved",
            Self::Discarded => "decision-done-discarded",
            Self::Confirmed => "decision-done-confirmed",
            Self::Opened => "decision-done-opened",
            Self::Closed => "decision-done-closed",
            Self::HandedOut => "decision-done-handed-out",
            Self::Entered => "decision-done-entered",
        }
    }
}

#[derive(Template)]
#[template(path = "decisions/list.html")]
struct List {
    page: Page,
    all: Vec<Decision>,
    cycles: Vec<Cycle>,
    done: Option<Done>,
    may_change: bool,
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let list = List {
        page: page.with_title_text("decision-list").unlisted(),
        all: super::listed(&app.db).await?,
        cycles: cycles::all(&app.db).await?,
        done: after.done,
        may_change: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, list))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    /// The slug of a cycle.
    cycle: String,
}

#[derive(Template)]
#[template(path = "decisions/form.html")]
struct Form {
    page: Page,
    draft: Draft,
    /// Absent for a new one.
    decision: Option<Decision>,
    cycle: Cycle,
    editions: Vec<Event>,
}

impl Form {
    async fn new(
        app: &App,
        page: Page,
        draft: Draft,
        (cycle, decision): (Cycle, Option<Decision>),
    ) -> Result<Self> {
        let title = match &decision {
            Some(_) => "decision-form-edit",
            None => "decision-form-new",
        };
        Ok(Self {
            page: page.with_title_text(title).unlisted(),
            draft,
            decision,
            editions: cycles::editions(&app.db, &cycle).await?,
            cycle,
        })
    }

    fn action(&self) -> String {
        match &self.decision {
            Some(decision) => format!("{}/edit", decision.desk()),
            None => format!("{DECISIONS}/new?cycle={}", self.cycle.slug),
        }
    }

    fn methods(&self) -> &'static [Method] {
        Method::ALL
    }

    fn secrecies(&self) -> &'static [Secrecy] {
        Secrecy::ALL
    }

    fn voters(&self) -> &'static [Voters] {
        Voters::ALL
    }

    fn results(&self) -> &'static [Results] {
        Results::ALL
    }

    fn is(&self, typed: &str, word: impl AsRef<str>, otherwise: bool) -> bool {
        match typed {
            "" => otherwise,
            typed => typed == word.as_ref(),
        }
    }
}

async fn new(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Query(chosen): Query<Chosen>,
) -> Result<Response> {
    let cycle = cycles::find(&app.db, &chosen.cycle).await?;
    let form = Form::new(&app, page, Draft::default(), (cycle, None)).await?;
    Ok(respond(StatusCode::OK, form))
}

async fn create(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Query(chosen): Query<Chosen>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let cycle = cycles::find(&app.db, &chosen.cycle).await?;
    let done = async {
        let tx = app.begin().await?;
        let decision = super::draft(&app, &tx, &cycle, &draft).await?;
        let id = decision.id.clone();
        audit::kept(&app, tx, Some(&coordinator), "decision.draft", &id).await?;
        Ok(leading_to(&decision.desk(), "saved"))
    };
    or_again(done.await, page, async |page| {
        Form::new(&app, page, draft, (cycle, None)).await
    })
    .await
}

async fn edit(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let decision = found(&app, &id).await?;
    let draft = super::draft_of(&app, &app.db, &decision).await?;
    let cycle = super::cycle_of(&app.db, &decision).await?;
    let form = Form::new(&app, page, draft, (cycle, Some(decision))).await?;
    Ok(respond(StatusCode::OK, form))
}

async fn update(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let decision = found(&app, &id).await?;
    let done = async {
        let tx = app.begin().await?;
        let decision = super::revise(&app, &tx, &decision.id, &draft).await?;
        let id = decision.id.clone();
        audit::kept(&app, tx, Some(&coordinator), "decision.revise", &id).await?;
        Ok(leading_to(&decision.desk(), "saved"))
    };
    or_again_if_late(done.await, page, async |page, is_late| {
        let decision = super::find(&app.db, &decision.id).await?;
        let cycle = super::cycle_of(&app.db, &decision).await?;
        let seen = match is_late {
            true => decision.seen(),
            false => draft.seen.clone(),
        };
        let draft = Draft { seen, ..draft };
        Form::new(&app, page, draft, (cycle, Some(decision))).await
    })
    .await
}

/// What was typed into one of the forms of a vote.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    code: String,
    circle: String,
    choices: String,
    objection: String,
    receipt: String,
    sentence: String,
    chosen: String,
    objections: String,
    review_on: String,
}

#[derive(Template)]
#[template(path = "decisions/stand.html")]
struct Stand {
    page: Page,
    decision: Decision,
    cycle: Cycle,
    event: Option<Event>,
    choices: Vec<Choice>,
    /// Groups of the roll: how many are in each, and how many were handed paper.
    circles: BTreeMap<String, (i64, i64)>,
    electors: u64,
    ballots: u64,
    /// Why some object, in no order.
    objecting: Vec<String>,
    /// Where one association has one vote and it is not open yet, which there are.
    spellings: Vec<Spelling>,
    said: Said,
    until: Option<String>,
    done: Option<Done>,
    may_change: bool,
}

impl Stand {
    async fn new(app: &App, page: Page, decision: Decision, may_change: bool) -> Result<Self> {
        let ballots = match decision.method {
            Method::Consent => super::ballots(&app.db, &decision.id).await?,
            _ => Vec::new(),
        };
        // Of the first two one could guess whose they are.
        let is_shown = ballots.len() as i64 >= SHOWN_FROM;
        let objecting = ballots.into_iter().filter(|_| is_shown);
        let objecting = objecting.map(|ballot| ballot.objection);
        let is_of_associations =
            decision.state == State::Draft && decision.voters == Voters::Associations;
        let spellings = match is_of_associations && may_change {
            true => super::spellings(&app.db, &decision).await?,
            false => Vec::new(),
        };
        let zone = app.config.instance.zone;
        let ends_at = decision.ends_at.map(|at| at.with_timezone(&zone));
        Ok(Self {
            until: ends_at.map(|at| page.until(&at)),
            page: page.with_title(decision.question.as_str()).unlisted(),
            cycle: super::cycle_of(&app.db, &decision).await?,
            event: super::event_of(&app.db, &decision).await?,
            choices: super::choices(&app.db, &decision.id).await?,
            circles: super::circles(&app.db, &decision.id).await?,
            electors: super::count_electors(&app.db, &decision.id).await?,
            ballots: super::count_ballots(&app.db, &decision.id).await?,
            objecting: objecting.filter(|said| !said.is_empty()).collect(),
            spellings,
            said: Said::default(),
            done: None,
            may_change,
            decision,
        })
    }

    fn path(&self) -> String {
        super::path(&self.decision, &self.cycle)
    }

    fn whole(&self, number: &u64) -> i64 {
        i64::try_from(*number).unwrap_or(i64::MAX)
    }

    fn count(&self, number: &usize) -> i64 {
        i64::try_from(*number).unwrap_or(i64::MAX)
    }

    fn group(&self, name: &str) -> String {
        group(&self.page, name)
    }

    /// Those of paper, where there are any.
    fn has_papers(&self) -> bool {
        self.circles.values().any(|(_, papers)| *papers > 0)
    }
}

async fn found(app: &App, id: &str) -> Result<Decision> {
    super::find(&app.db, &read_id(id)?).await
}

fn read_id(id: &str) -> Result<DecisionId> {
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
    let decision = found(&app, &id).await?;
    let mut stand = Stand::new(&app, page, decision, coordinator.is_some()).await?;
    stand.done = after.done;
    Ok(respond(StatusCode::OK, stand))
}

/// The page as it was typed into, with what was wrong.
async fn again<T>(
    app: &App,
    page: Page,
    (id, said): (&str, Said),
    done: Result<T>,
    word: &str,
) -> Result<Response> {
    let done = done.map(|_| leading_to(&format!("{DECISIONS}/{id}"), word));
    or_again(done, page, async |page| {
        let decision = found(app, id).await?;
        let mut stand = Stand::new(app, page, decision, true).await?;
        stand.said = said;
        Ok(stand)
    })
    .await
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
        audit::kept(&app, tx, Some(&coordinator), "decision.discard", &id).await
    };
    match done.await {
        Ok(()) => Ok(leading_to(DECISIONS, "discarded")),
        refused => again(&app, page, (&id, Said::default()), refused, "").await,
    }
}

/// Rows of three fields, in their order.
fn confirmation(pairs: Vec<(String, String)>) -> Confirmation {
    let mut said = Confirmation::default();
    for (name, value) in pairs {
        if name == "spelling" {
            let spelling = Confirmed {
                spelling: value.clone(),
                ..Confirmed::default()
            };
            said.organisations.push(spelling);
            continue;
        }
        match (name.as_str(), said.organisations.last_mut()) {
            ("seen", _) => said.seen = value,
            ("counts_as", Some(row)) => row.counts_as = value,
            ("reason", Some(row)) => row.reason = value,
            _ => {}
        }
    }
    said
}

async fn confirm(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(pairs): Typed<Vec<(String, String)>>,
) -> Result<Response> {
    let said = confirmation(pairs);
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        let decision = super::confirm(&app, &tx, &id, &said).await?;
        audit::kept(&app, tx, Some(&coordinator), "decision.confirm", &id).await?;
        Ok(leading_to(&decision.desk(), "confirmed"))
    };
    or_again_if_late(done.await, page, async |page, _| {
        let decision = found(&app, &id).await?;
        let mut stand = Stand::new(&app, page, decision, true).await?;
        for row in &mut stand.spellings {
            let typed = said.organisations.iter();
            let mut typed = typed.filter(|typed| typed.spelling == row.confirmed.spelling);
            if let Some(typed) = typed.next() {
                row.confirmed = typed.clone();
            }
        }
        Ok(stand)
    })
    .await
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
        audit::kept(&app, tx, Some(&coordinator), "decision.open", &id).await
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
    let closing = Closing {
        sentence: said.sentence.clone(),
        chosen: said.chosen.clone(),
        objections: said.objections.clone(),
        review_on: said.review_on.clone(),
    };
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        super::close(&app, &tx, &id, &closing).await?;
        audit::kept(&app, tx, Some(&coordinator), "decision.close", &id).await
    };
    again(&app, page, (&id, said), done.await, "closed").await
}

async fn hand_out(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(said): Typed<Said>,
) -> Result<Response> {
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        super::hand_out(&app, &tx, &id, &said.code).await?;
        audit::kept(&app, tx, Some(&coordinator), "decision.hand-out", &id).await
    };
    let done = done.await;
    again(&app, page, (&id, said), done, "handed_out").await
}

async fn enter(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(said): Typed<Said>,
) -> Result<Response> {
    let done = async {
        let (tx, id) = (app.begin().await?, read_id(&id)?);
        let sheet = Sheet::read(&said.choices).map(|sheet| Sheet {
            objection: said.objection.clone(),
            ..sheet
        });
        let unreadable = crate::Refusal::new("decision-choices-unreadable").on("choices");
        let sheet = sheet.ok_or(unreadable)?;
        super::enter_paper(&app, &tx, &id, &said.circle, &sheet, &said.receipt).await?;
        audit::kept(&app, tx, Some(&coordinator), "decision.enter", &id).await
    };
    let done = done.await;
    again(&app, page, (&id, said), done, "entered").await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Turned {
    /// Counts from 1.
    page: u64,
}

/// Somebody of the roll, and who it is.
struct Row {
    elector: Elector,
    name: String,
    /// The way to their ballot, as a picture.
    qr: Option<String>,
}

#[derive(Template)]
#[template(path = "decisions/roll.html")]
struct Roll {
    page: Page,
    decision: Decision,
    rows: Vec<Row>,
    earlier: Option<String>,
    later: Option<String>,
    here: String,
}

impl Roll {
    fn group(&self, name: &str) -> String {
        group(&self.page, name)
    }

    fn way(&self, elector: &Elector) -> &'static str {
        match elector.is_on_paper {
            true => Way::Paper.key(),
            false => elector.way.key(),
        }
    }
}

#[derive(Template)]
#[template(path = "decisions/slips.html")]
struct Slips {
    page: Page,
    decision: Decision,
    address: String,
    rows: Vec<Row>,
    earlier: Option<String>,
    later: Option<String>,
    here: String,
}

/// One page of the roll: those before, those after, and where we are.
struct Turn {
    rows: Vec<Row>,
    earlier: Option<String>,
    later: Option<String>,
    here: String,
}

async fn turned(
    app: &App,
    page: &Page,
    decision: &Decision,
    turned: &Turned,
    what: &str,
) -> Result<Turn> {
    let number = turned.page.clamp(1, 1_000);
    let skipped = (number - 1) * PAGE;
    let (electors, more) = super::roll(&app.db, &decision.id, skipped, PAGE).await?;
    let people = match &decision.event {
        Some(event) => participations::of_event(&app.db, event).await?,
        None => Vec::new(),
    };
    let names: BTreeMap<&ParticipationId, &str> = people
        .iter()
        .map(|one| (&one.id, one.name.as_str()))
        .collect();
    let rows = electors.into_iter().map(|elector| {
        let person = elector.participation.as_ref().map(|id| names.get(id));
        let name = match person {
            None => elector.name.clone(),
            Some(Some(name)) if !name.is_empty() => (*name).to_owned(),
            Some(Some(_)) => page.t("decision-without-name"),
            Some(None) => page.t("decision-erased"),
        };
        let way = super::way_to(app, &elector);
        Row {
            qr: participations::svg(way.as_str()).filter(|_| what == "slips"),
            name,
            elector,
        }
    });
    let link = |number: u64| format!("{}/{what}?page={number}", decision.desk());
    Ok(Turn {
        rows: rows.collect(),
        earlier: (number > 1).then(|| link(number - 1)),
        later: more.then(|| link(number + 1)),
        here: page.tn("decision-page", "number", number as i64),
    })
}

async fn roll(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
    Query(asked): Query<Turned>,
) -> Result<Response> {
    let decision = found(&app, &id).await?;
    let turn = turned(&app, &page, &decision, &asked, "roll").await?;
    let roll = Roll {
        page: page.with_title_text("decision-roll").unlisted(),
        decision,
        rows: turn.rows,
        earlier: turn.earlier,
        later: turn.later,
        here: turn.here,
    };
    Ok(for_them_alone(respond(StatusCode::OK, roll)))
}

/// What opens each ballot, to be cut out and handed on: that somebody printed them is written down.
async fn slips(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Query(asked): Query<Turned>,
) -> Result<Response> {
    let decision = found(&app, &id).await?;
    let turn = turned(&app, &page, &decision, &asked, "slips").await?;
    let tx = app.begin().await?;
    audit::kept(&app, tx, Some(&coordinator), "decision.slips", &decision.id).await?;
    let mut address = app.config.origin().clone();
    address.set_path("/v");
    let slips = Slips {
        page: page.with_title_text("decision-slips").unlisted(),
        decision,
        address: address.to_string(),
        rows: turn.rows,
        earlier: turn.earlier,
        later: turn.later,
        here: turn.here,
    };
    Ok(for_them_alone(respond(StatusCode::OK, slips)))
}
