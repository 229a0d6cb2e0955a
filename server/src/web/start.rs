//! The first page: what this is, the next dates, and how to hear of all others.

use super::page::{Form, Page, respond_public};
use crate::{
    App, Result, associations,
    cycles::{self, Cycle, Stage},
    events::pages::{Card, next_cards},
    reports::pages::{self as reports, Outline},
};
use askama::Template;
use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};

const DATES_AT_MOST: u64 = 3;
const CYCLES_AT_MOST: usize = 3;
const REPORTS_AT_MOST: usize = 3;

pub fn routes() -> Router<App> {
    Router::new().route("/", get(show))
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    page: Page,
    dates: Vec<Card>,
    cycles: Vec<Round>,
    reports: Vec<Outline>,
    /// Where to follow from the fediverse: the one association there is, or a choice of them.
    follow: String,
    /// The handle of the one association there is.
    address: Option<String>,
}

/// A cycle that is under way.
struct Round {
    cycle: Cycle,
    stage: Stage,
    takes_ideas: bool,
}

async fn under_way(app: &App) -> Result<Vec<Round>> {
    let today = cycles::today(app);
    let rounds = cycles::all(&app.db).await?.into_iter().map(|cycle| Round {
        stage: cycle.stage(today),
        takes_ideas: cycle.takes_ideas(today),
        cycle,
    });
    let rounds = rounds.filter(|round| !matches!(round.stage, Stage::Ahead | Stage::Over));
    Ok(rounds.take(CYCLES_AT_MOST).collect())
}

async fn show(State(app): State<App>, headers: HeaderMap, page: Page) -> Result<Response> {
    let associations = associations::all(&app.db).await?;
    let (follow, address) = match associations.as_slice() {
        [only] => {
            let actor = associations::actor_of(&app.db, only).await?;
            (format!("{}/follow", only.path()), Some(actor.address()))
        }
        _ => ("/follow".to_owned(), None),
    };
    let lead = page.t("start-lead");
    let page = page
        .with_description(lead)
        .with_alternate(Form::Calendar, "/events.ics")
        .with_alternate(Form::Atom, "/events.atom")
        .with_alternate(Form::Json, "/events.json");
    let start = Start {
        dates: next_cards(&app, &page, DATES_AT_MOST).await?,
        cycles: under_way(&app).await?,
        reports: reports::latest(&app, REPORTS_AT_MOST, page.lang).await?,
        follow,
        address,
        page,
    };
    Ok(respond_public(&headers, start))
}

#[cfg(test)]
mod tests {
    use crate::{
        accounts::tests::instance,
        cycles::cycle,
        events::{
            Draft,
            feed::tests::{denkwerkstatt, house, published},
            pages::tests::{BROWSER, get, page},
        },
        ideas,
    };

    #[tokio::test]
    async fn before_there_are_dates_the_page_says_how_to_hear_of_them() {
        let app = instance("https://dialog.example.org").await;
        let start = page(&app, "/").await;
        assert!(start.says("Noch keine Termine. Als Erste davon erfahren:"));
        assert!(start.says("href=\"/follow\""));
    }

    #[tokio::test]
    async fn a_cycle_under_way_is_named_with_what_can_be_done_now() {
        let (app, _) = house().await;
        assert!(!page(&app, "/").await.says("id=\"cycles\""));
        let open = ideas::tests::cycle(&app).await;
        let ahead = |draft: &mut cycle::Draft| draft.ideas_from = "2027-06-01".to_owned();
        let ahead = ideas::tests::begun(&app, ahead).await;
        let start = page(&app, "/").await;
        assert!(start.says(&format!("href=\"{}\"", open.path())));
        assert!(start.says(&format!("href=\"{}/ideas/new\"", open.path())));
        assert!(!start.says(&ahead.path()));
    }

    #[tokio::test]
    async fn a_page_that_is_not_there_names_what_comes_next() {
        let (app, organizer) = house().await;
        let nowhere = get(&app, "/nirgends", BROWSER).await;
        assert_eq!(nowhere.status, 404);
        assert!(nowhere.says("role=\"search\"") && !nowhere.says("id=\"next\""));
        let event = published(&app, &organizer, &denkwerkstatt()).await;
        app.clock.advance(chrono::Duration::seconds(2));
        let nowhere = get(&app, "/nirgends", BROWSER).await;
        assert!(nowhere.says(&format!("href=\"{}\"", event.path())));
    }

    #[tokio::test]
    async fn the_next_three_dates_are_shown() {
        let (app, organizer) = house().await;
        for day in 1..=4 {
            let draft = Draft {
                title_de: format!("Termin {day}"),
                starts_on: format!("2026-12-0{day}"),
                ends_on: String::new(),
                ..denkwerkstatt()
            };
            published(&app, &organizer, &draft).await;
        }
        let start = page(&app, "/").await;
        assert!(start.says("Termin 1") && start.says("Termin 3"));
        assert!(!start.says("Termin 4"));
        assert!(start.says("value=\"@dialog@dialog.example.org\""));
        assert!(start.says("href=\"/@dialog/follow\"") && start.says("/events.atom"));
    }
}
