//! Votes for people: the page of one, with what came of it, the big screen, and the way in by a code. The
//! ballot itself is in `ballot`.

mod ballot;

use super::{
    Choice, Decision, State,
    activitypub::given,
    decision::{Method, Results},
    tally::{Circle, Line, OTHERS, SHOWN_FROM, Tally},
};
use crate::{
    App, Error, Result,
    cycles::{self, Cycle},
    events::{Event, feed::Asked},
    ideas, markdown,
    web::{
        limits::Network,
        page::{Form, Page, for_them_alone, or_again, respond, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{DefaultBodyLimit, Path, Query, State as Of},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What somebody without an account may send: a ballot with every option there can be.
const BODY_BYTES_AT_MOST: usize = 128 * 1024;
/// Options that are drawn; the table has all.
const DRAWN_AT_MOST: usize = 12;
/// The units of the longest bar, and of the shortest: one that is none is seen too.
const LONGEST: i64 = 99;
const SHORTEST: i64 = 1;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/cycles/{slug}/selection", get(latest))
        .route("/cycles/{slug}/selection/screen", get(screen))
        .route("/cycles/{slug}/selection/{number}", get(show))
        .route("/v", get(code).post(follow_code))
        .route("/v/{token}", get(ballot::show).post(ballot::act))
        .layer(DefaultBodyLimit::max(BODY_BYTES_AT_MOST))
}

/// One option as it is drawn.
struct Bar {
    title: String,
    given: String,
    width: i64,
}

/// What a page shows of a vote.
struct Shown {
    choices: BTreeMap<i32, Choice>,
    tally: Option<Tally>,
    electors: i64,
    ballots: i64,
    event: Option<Event>,
}

impl Shown {
    async fn of(app: &App, decision: &Decision) -> Result<Self> {
        let choices = super::choices(&app.db, &decision.id).await?.into_iter();
        let (electors, ballots) = match &decision.tally {
            Some(tally) => (tally.electors, tally.ballots),
            None => {
                let electors = super::count_electors(&app.db, &decision.id).await?;
                let ballots = super::count_ballots(&app.db, &decision.id).await?;
                let whole = |number| i64::try_from(number).unwrap_or(i64::MAX);
                (whole(electors), whole(ballots))
            }
        };
        Ok(Self {
            choices: choices.map(|choice| (choice.number, choice)).collect(),
            tally: super::standing(&app.db, decision).await?,
            electors,
            ballots,
            event: super::event_of(&app.db, decision)
                .await?
                .filter(|event| event.state.is_public()),
        })
    }

    fn title(&self, number: &i32) -> &str {
        self.choices.get(number).map_or("", |it| it.title.as_str())
    }

    /// Those that stand best.
    fn bars(&self, page: &Page, decision: &Decision) -> Vec<Bar> {
        let Some(tally) = &self.tally else {
            return Vec::new();
        };
        let most = tally.lines.iter().map(|line| line.yes).max();
        let most = most.unwrap_or_default().max(1);
        let lines = tally.lines.iter().take(DRAWN_AT_MOST);
        let bars = lines.map(|line| Bar {
            title: self.title(&line.number).to_owned(),
            given: given(decision.method, line, page.lang),
            width: line.yes * LONGEST / most + SHORTEST,
        });
        bars.collect()
    }
}

/// „5 Punkte, höchstens 3 für eine Möglichkeit“
fn how(page: &Page, decision: &Decision) -> String {
    match decision.method {
        Method::Dots => page.t2(
            "decision-how-dots",
            "points",
            decision.points,
            "each",
            decision.each_at_most,
        ),
        Method::Ranking => page.tn("decision-how-ranking", "places", decision.points),
        Method::Consent => page.t("decision-how-consent"),
        Method::YesNo => page.t("decision-how-yes-no"),
    }
}

fn until(app: &App, page: &Page, decision: &Decision) -> Option<String> {
    let zone = app.config.instance.zone;
    let ends_at = decision.ends_at?;
    Some(page.until(&ends_at.with_timezone(&zone)))
}

#[derive(Template)]
#[template(path = "decisions/show.html")]
struct Show {
    page: Page,
    cycle: Cycle,
    decision: Decision,
    shown: Shown,
    bars: Vec<Bar>,
    /// Ideas by the number they have here, to lead to them.
    ideas: BTreeMap<i32, String>,
    /// HTML, as the next one.
    about: String,
    objections: String,
    until: Option<String>,
    takes_ballots: bool,
    /// The other votes of the cycle.
    others: Vec<Decision>,
}

impl Show {
    fn how(&self) -> String {
        how(&self.page, &self.decision)
    }

    fn path(&self) -> String {
        super::path(&self.decision, &self.cycle)
    }

    fn path_of(&self, decision: &Decision) -> String {
        super::path(decision, &self.cycle)
    }

    fn given(&self, line: &Line) -> String {
        given(self.decision.method, line, self.page.lang)
    }

    fn given_in(&self, group: &Circle, number: &i32) -> String {
        self.given(&group.line(*number))
    }

    fn is_chosen(&self, number: &i32) -> bool {
        self.decision.chosen.0.contains(number)
    }

    fn group(&self, name: &str) -> String {
        group(&self.page, name)
    }

    fn turnout(&self) -> String {
        turnout(&self.page, &self.shown)
    }

    /// Groups that too few voted of, named.
    fn missed(&self) -> String {
        let tally = self.shown.tally.as_ref();
        let missed = tally
            .map(|tally| tally.missed.as_slice())
            .unwrap_or_default();
        let missed: Vec<String> = missed.iter().map(|name| self.group(name)).collect();
        missed.join(", ")
    }
}

pub(super) fn group(page: &Page, name: &str) -> String {
    match name {
        "" => page.t("decision-group-none"),
        OTHERS => page.t("decision-group-others"),
        name => name.to_owned(),
    }
}

fn turnout(page: &Page, shown: &Shown) -> String {
    page.t2(
        "decision-turnout",
        "ballots",
        shown.ballots,
        "electors",
        shown.electors,
    )
}

/// The cycle behind an address, or where it is now.
async fn cycle(app: &App, slug: &str, rest: &str) -> Result<Result<Cycle, Response>> {
    match cycles::find(&app.db, slug).await {
        Err(Error::NotFound) => {
            let former = cycles::find_former(&app.db, slug).await?;
            let now = former.ok_or(Error::NotFound)?.path();
            let way = Redirect::permanent(&format!("{now}/{rest}"));
            Ok(Err(way.into_response()))
        }
        found => Ok(Ok(found?)),
    }
}

async fn latest(
    Of(app): Of<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let cycle = match cycle(&app, &slug, "selection").await? {
        Ok(cycle) => cycle,
        Err(way) => return Ok(way),
    };
    match super::public(&app.db, &cycle).await?.into_iter().next() {
        Some(decision) => respond_shown(&app, page, cycle, decision, &headers).await,
        None => {
            let none = Nothing {
                page: page.with_title_text("decision-list").unlisted(),
                cycle,
            };
            Ok(respond_public(&headers, none))
        }
    }
}

#[derive(Template)]
#[template(path = "decisions/none.html")]
struct Nothing {
    page: Page,
    cycle: Cycle,
}

async fn show(
    Of(app): Of<App>,
    Path((slug, segment)): Path<(String, String)>,
    headers: HeaderMap,
    asked: Asked,
    page: Page,
) -> Result<Response> {
    let rest = format!("selection/{segment}");
    let cycle = match cycle(&app, &slug, &rest).await? {
        Ok(cycle) => cycle,
        Err(way) => return Ok(way),
    };
    let (number, form) = suffix::split(&segment);
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let decision = super::find_by_number(&app.db, &cycle, number).await?;
    match form {
        None => respond_shown(&app, page, cycle, decision, &headers).await,
        Some(Form::Json) => {
            let shape = super::shape_of(&app, &decision, &cycle).await?;
            super::feed::one(&asked, &shape)
        }
        Some(_) => Err(Error::NotFound),
    }
}

async fn respond_shown(
    app: &App,
    page: Page,
    cycle: Cycle,
    decision: Decision,
    headers: &HeaderMap,
) -> Result<Response> {
    let shown = Shown::of(app, &decision).await?;
    let mut others = super::public(&app.db, &cycle).await?;
    others.retain(|other| other.id != decision.id);
    let path = super::path(&decision, &cycle);
    let mut page = page
        .with_title(decision.question.as_str())
        .with_alternate(Form::Atom, &format!("{}/selection.atom", cycle.path()))
        .with_alternate(Form::Json, &format!("{path}.json"));
    if !decision.sentence.is_empty() {
        page = page.with_description(decision.sentence.as_str());
    }
    let has_ideas = decision.listed.0.is_empty();
    let ideas = match has_ideas {
        true => ideas::public(&app.db, &cycle.id).await?,
        false => Vec::new(),
    };
    let ideas = ideas.iter().filter_map(|idea| {
        let number = idea.number?;
        Some((number, idea.path(Some(&cycle))))
    });
    let show = Show {
        ideas: ideas.collect(),
        bars: shown.bars(&page, &decision),
        about: markdown::to_html(&decision.about),
        objections: markdown::to_html(&decision.objections),
        until: until(app, &page, &decision),
        takes_ballots: decision.takes_ballots(app.clock.now()),
        others,
        shown,
        page,
        cycle,
        decision,
    };
    Ok(respond_public(headers, show))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Still {
    /// Anything for a page that does not come anew by itself.
    still: String,
}

#[derive(Template)]
#[template(path = "decisions/screen.html")]
struct Screen {
    page: Page,
    cycle: Cycle,
    decision: Decision,
    shown: Shown,
    bars: Vec<Bar>,
    is_refreshed: bool,
}

impl Screen {
    fn turnout(&self) -> String {
        turnout(&self.page, &self.shown)
    }

    fn group(&self, name: &str) -> String {
        group(&self.page, name)
    }

    fn given(&self, line: &Line) -> String {
        given(self.decision.method, line, self.page.lang)
    }

    fn given_in(&self, group: &Circle, number: &i32) -> String {
        self.given(&group.line(*number))
    }
}

/// The latest vote, for everybody in the room.
async fn screen(
    Of(app): Of<App>,
    Path(slug): Path<String>,
    Query(still): Query<Still>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let cycle = match cycle(&app, &slug, "selection/screen").await? {
        Ok(cycle) => cycle,
        Err(way) => return Ok(way),
    };
    let decisions = super::public(&app.db, &cycle).await?;
    let decision = decisions.into_iter().next().ok_or(Error::NotFound)?;
    let shown = Shown::of(&app, &decision).await?;
    let page = page.with_title(decision.question.as_str()).unlisted();
    let screen = Screen {
        bars: shown.bars(&page, &decision),
        is_refreshed: decision.state == State::Open && still.still.is_empty(),
        shown,
        page,
        cycle,
        decision,
    };
    Ok(respond_public(&headers, screen))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shows {
    code: String,
}

#[derive(Template)]
#[template(path = "decisions/code.html")]
struct Code {
    page: Page,
    typed: String,
}

async fn code(page: Page) -> Response {
    let code = Code {
        page: page.with_title_text("decision-vote").unlisted(),
        typed: String::new(),
    };
    for_them_alone(respond(StatusCode::OK, code))
}

/// The way to a ballot for who types their code. Nothing is voted by that.
async fn follow_code(
    Of(app): Of<App>,
    page: Page,
    network: Network,
    Typed(shows): Typed<Shows>,
) -> Result<Response> {
    let attempt = app.limits.attempt_from(network)?;
    let found = super::find_by_code(&app, &app.db, &shows.code).await;
    let done = found.map(|way| {
        attempt.succeeded();
        Redirect::to(way.path()).into_response()
    });
    or_again(done, page, async |page| {
        let page = page.with_title_text("decision-vote").unlisted();
        Ok(Code {
            page,
            typed: shows.code,
        })
    })
    .await
    .map(for_them_alone)
}
