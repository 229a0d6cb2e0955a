//! The page behind somebody's own link: how they stand, where exactly to go, and what they can do about
//! it. Looking changes nothing, because mail scanners look at everything.

use super::register::{Fields, lang_of, read};
use crate::{
    App, Error, Result, decisions,
    events::{self, Attendance, Event, Venue},
    participations::{self, Participation, Private, Registration, State, Word, door, svg},
    web::page::{Page, for_them_alone, or_again, respond},
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "participations/own.html")]
struct Own {
    page: Page,
    token: String,
    event: Event,
    participation: Participation,
    private: Private,
    /// Absent where nobody registers any more; who has registered still comes.
    fields: Option<Fields>,
    /// Only for who is let in.
    venue: Venue,
    /// The place in the line, counted from 1.
    place: u32,
    /// The code as a picture.
    qr: Option<String>,
    is_over: bool,
    /// Whether there are tables to choose.
    has_tables: bool,
    /// Votes they have a ballot in: what is asked, and the way to it.
    ballots: Vec<(String, String)>,
}

impl Own {
    fn lang(&self) -> Option<String> {
        lang_of(&self.event, &self.page)
    }

    fn span(&self) -> String {
        self.page.span(&self.event.starts(), &self.event.ends())
    }

    fn whereabouts(&self) -> String {
        events::activitypub::whereabouts(&self.event, self.page.lang)
    }

    fn is_running(&self) -> bool {
        !self.is_over && !self.event.is_cancelled()
    }

    /// Change, or leave.
    fn may_act(&self) -> bool {
        self.is_running() && State::TOLD.contains(&self.participation.state)
    }

    fn comes_online(&self) -> bool {
        self.participation.way(&self.event) == Attendance::Online
    }

    fn until(&self) -> String {
        let until = match self.participation.state {
            State::Unconfirmed => participations::confirms_until(&self.participation),
            _ => self
                .participation
                .offered_until
                .unwrap_or(self.event.starts_at),
        };
        self.page.moment(&until.with_timezone(&self.event.tz()))
    }
}

async fn own(app: &App, page: Page, token: &str, typed: Option<Registration>) -> Result<Own> {
    let participation = participations::find_by_link(app, &app.db, token).await?;
    let event = events::find(&app.db, &participation.event).await?;
    let event = event.ok_or(Error::NotFound)?;
    let private = participations::private(app, &event, &participation)?;
    let venue = match participation.is_let_in() {
        true => events::venue::find(app, &app.db, &event.id).await?,
        false => Venue::default(),
    };
    let place = match participation.state {
        State::Waiting => participations::place_in_line(&app.db, &event, &participation).await?,
        _ => 0,
    };
    let qr = match participation.is_let_in() {
        true => svg(door(app.config.origin(), &event, &participation.code).as_str()),
        false => None,
    };
    let has_tables =
        participation.is_let_in() && !participations::slots(&app.db, &event).await?.is_empty();
    let fields = event.admission.as_ref().and_then(|admission| {
        let as_it_is = || Registration::of(&event, admission, &participation, &private);
        Fields::of(&event, typed.unwrap_or_else(as_it_is))
    });
    let title = event.title(page.lang.bcp47());
    Ok(Own {
        page: page.with_title(title).unlisted(),
        token: token.to_owned(),
        is_over: event.is_over(app.clock.now()),
        fields,
        venue,
        place,
        qr,
        has_tables,
        ballots: decisions::ballots_of(app, &app.db, &participation).await?,
        event,
        participation,
        private,
    })
}

pub async fn show(Of(app): Of<App>, page: Page, Path(token): Path<String>) -> Result<Response> {
    let own = own(&app, page, &token, None).await?;
    Ok(for_them_alone(respond(StatusCode::OK, own)))
}

/// What the buttons of the page do.
pub async fn update(
    Of(app): Of<App>,
    page: Page,
    Path(token): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let then = pairs.iter().find(|(name, _)| name == "then");
    let then = then.map(|(_, value)| value.clone()).unwrap_or_default();
    let registration = read(pairs).registration;
    let done = async {
        let tx = app.begin().await?;
        let participation = participations::find_by_link(&app, &tx, &token).await?;
        let done = match then.as_str() {
            "confirm" => participations::confirm(&app, &tx, &participation).await,
            "take" => participations::take(&app, &tx, &participation).await,
            "change" => participations::change(&app, &tx, &participation, &registration).await,
            "leave" => participations::leave(&app, &tx, &participation, Word::Here).await,
            _ => return Err(Error::Malformed(StatusCode::BAD_REQUEST)),
        };
        done?;
        tx.commit().await?;
        let back = Redirect::to(&format!("/r/{token}"));
        Ok(back.into_response())
    };
    or_again(done.await, page, async |page| {
        let typed = (then == "change").then_some(registration);
        own(&app, page, &token, typed).await
    })
    .await
    .map(for_them_alone)
}

#[derive(Template)]
#[template(path = "participations/erasure.html")]
struct Erasure {
    page: Page,
    token: String,
    /// `false` once it is done.
    is_asked: bool,
}

/// Ask before everything goes.
pub async fn erasure(Of(app): Of<App>, page: Page, Path(token): Path<String>) -> Result<Response> {
    participations::find_by_link(&app, &app.db, &token).await?;
    let page = page.with_title_text("participation-erase").unlisted();
    let erasure = Erasure {
        page,
        token,
        is_asked: true,
    };
    Ok(for_them_alone(respond(StatusCode::OK, erasure)))
}

pub async fn erase(Of(app): Of<App>, page: Page, Path(token): Path<String>) -> Result<Response> {
    let tx = app.begin().await?;
    let participation = participations::find_by_link(&app, &tx, &token).await?;
    participations::erase(&app, &tx, &participation, Word::Here).await?;
    tx.commit().await?;
    let page = page.with_title_text("participation-erased").unlisted();
    let erasure = Erasure {
        page,
        token,
        is_asked: false,
    };
    Ok(for_them_alone(respond(StatusCode::OK, erasure)))
}

#[derive(Template)]
#[template(path = "participations/news.html")]
struct News {
    page: Page,
    token: String,
    event: Event,
    /// Whether they hear them now.
    is_on: bool,
}

/// Whether they want to hear what organizers write to many: the link of such a mail leads here.
pub async fn news(Of(app): Of<App>, page: Page, Path(token): Path<String>) -> Result<Response> {
    let participation = participations::find_by_link(&app, &app.db, &token).await?;
    let event = events::find(&app.db, &participation.event).await?;
    let news = News {
        page: page.with_title_text("participation-news").unlisted(),
        token,
        event: event.ok_or(Error::NotFound)?,
        is_on: participation.news,
    };
    Ok(for_them_alone(respond(StatusCode::OK, news)))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Hear {
    /// `on`; anything else is no more of it, as a mailbox says by one click (RFC 8058).
    news: String,
}

pub async fn hear(
    Of(app): Of<App>,
    Path(token): Path<String>,
    Form(hear): Form<Hear>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let participation = participations::find_by_link(&app, &tx, &token).await?;
    participations::hear_news(&tx, &participation, hear.news == "on").await?;
    tx.commit().await?;
    let back = Redirect::to(&format!("/r/{token}/news"));
    Ok(for_them_alone(back.into_response()))
}
