//! The ballot behind a link. Looking votes nothing, because mail scanners look at everything; and neither
//! do the buttons beside a number: they count, and give back what was typed.

use super::{how, until};
use crate::{
    App, Error, Result,
    cycles::Cycle,
    decisions::{self, Ballot, Choice, Decision, Elector, Sheet, decision::Method},
    ideas, markdown,
    web::page::{Page, for_them_alone, or_again, respond},
};
use askama::Template;
use axum::{
    Form as Typed,
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use std::collections::BTreeMap;

/// What was pressed.
enum Then {
    Cast,
    Abstain,
    /// Only count.
    Look,
    /// One more or one less for an option.
    Step(i32, i32),
}

impl Then {
    fn read(word: &str) -> Option<Self> {
        match word {
            "cast" => Some(Self::Cast),
            "abstain" => Some(Self::Abstain),
            "look" => Some(Self::Look),
            _ => {
                let (sign, number) = word.split_at_checked(1)?;
                let by = match sign {
                    "m" => 1,
                    "l" => -1,
                    _ => return None,
                };
                Some(Self::Step(number.parse().ok()?, by))
            }
        }
    }
}

/// A ballot as a browser sends it: `o12` is what stands beside option 12.
fn read(pairs: Vec<(String, String)>) -> Option<(Sheet, Then)> {
    let (mut sheet, mut then) = (Sheet::default(), None);
    for (name, value) in pairs {
        match name.as_str() {
            "then" => then = Then::read(&value),
            "objection" => sheet.objection = value,
            _ => {
                let number = name.strip_prefix('o')?.parse().ok()?;
                sheet.typed.insert(number, value);
            }
        }
    }
    Some((sheet, then?))
}

#[derive(Template)]
#[template(path = "decisions/ballot.html")]
struct Show {
    page: Page,
    token: String,
    cycle: Cycle,
    decision: Decision,
    elector: Elector,
    choices: Vec<Choice>,
    /// Where an option is described, by its number.
    ideas: BTreeMap<i32, String>,
    sheet: Sheet,
    /// What was cast, while that can be found.
    cast: Option<Ballot>,
    /// HTML.
    about: String,
    until: Option<String>,
    takes_ballots: bool,
    /// Where the buttons of an option bring back to.
    at: Option<i32>,
}

impl Show {
    fn how(&self) -> String {
        how(&self.page, &self.decision)
    }

    fn typed(&self, number: &i32) -> &str {
        self.sheet.typed.get(number).map_or("", String::as_str)
    }

    fn has_numbers(&self) -> bool {
        matches!(self.decision.method, Method::Dots | Method::Ranking)
    }

    /// The highest number beside one option.
    fn at_most(&self) -> i32 {
        match self.decision.method {
            Method::Dots => self.decision.each_at_most,
            _ => self.decision.points,
        }
    }

    /// Of points, how many are left.
    fn left(&self) -> Option<i64> {
        let given = self.sheet.given();
        (self.decision.method == Method::Dots).then(|| i64::from(self.decision.points) - given)
    }

    fn path(&self) -> String {
        decisions::path(&self.decision, &self.cycle)
    }
}

async fn shown(app: &App, page: Page, token: &str, typed: Option<Sheet>) -> Result<Show> {
    let (elector, decision) = decisions::find_by_link(app, &app.db, token).await?;
    let cycle = decisions::cycle_of(&app.db, &decision).await?;
    let cast = decisions::ballot_of(app, &app.db, (&elector, &decision)).await?;
    let known = cast.as_ref().map(|it| Sheet::of(it, decision.method));
    let ideas = match decision.listed.0.is_empty() {
        true => ideas::public(&app.db, &cycle.id).await?,
        false => Vec::new(),
    };
    let ideas = ideas.iter().filter_map(|idea| {
        let number = idea.number?;
        Some((number, idea.path(Some(&cycle))))
    });
    Ok(Show {
        token: token.to_owned(),
        choices: decisions::choices(&app.db, &decision.id).await?,
        ideas: ideas.collect(),
        sheet: typed.or(known).unwrap_or_default(),
        cast,
        about: markdown::to_html(&decision.about),
        until: until(app, &page, &decision),
        takes_ballots: decision.takes_ballots(app.clock.now()),
        at: None,
        page: page.with_title(decision.question.as_str()).unlisted(),
        cycle,
        decision,
        elector,
    })
}

pub async fn show(Of(app): Of<App>, page: Page, Path(token): Path<String>) -> Result<Response> {
    let show = shown(&app, page, &token, None).await?;
    Ok(for_them_alone(respond(StatusCode::OK, show)))
}

pub async fn act(
    Of(app): Of<App>,
    page: Page,
    Path(token): Path<String>,
    Typed(pairs): Typed<Vec<(String, String)>>,
) -> Result<Response> {
    let malformed = Error::Malformed(StatusCode::BAD_REQUEST);
    let (mut sheet, then) = read(pairs).ok_or(malformed)?;
    match then {
        Then::Look | Then::Step(..) => {
            let mut show = shown(&app, page, &token, Some(sheet)).await?;
            if let Then::Step(number, by) = then {
                let at_most = show.at_most();
                show.sheet.step(number, by, at_most);
                show.at = Some(number);
            }
            return Ok(for_them_alone(respond(StatusCode::OK, show)));
        }
        Then::Abstain => {
            sheet = Sheet {
                abstains: true,
                ..Sheet::default()
            };
        }
        Then::Cast => {}
    }
    let done = async {
        let tx = app.begin().await?;
        let (elector, _) = decisions::find_by_link(&app, &tx, &token).await?;
        decisions::cast(&app, &tx, &elector, &sheet).await?;
        tx.commit().await?;
        let back = Redirect::to(&format!("/v/{token}"));
        Ok(back.into_response())
    };
    or_again(done.await, page, async |page| {
        shown(&app, page, &token, Some(sheet)).await
    })
    .await
    .map(for_them_alone)
}
