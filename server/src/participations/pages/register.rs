//! The form by which anybody takes part, without an account. What it answers is the same whether the
//! address is known or not; the mail to it says more.

use crate::{
    App, Error, Refusal, Result,
    error::Refusals,
    events::{self, Admission, Attendance, Event},
    i18n::Lang,
    participations::{self, Free, Registration, days_of, ways_of},
    web::{
        limits::Network,
        page::{Page, for_them_alone, respond},
        trap::{NOBODYS_ADDRESS, Trap},
    },
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use chrono::NaiveDate;
use serde::Deserialize;

/// As a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    #[serde(flatten)]
    pub registration: Registration,
    #[serde(flatten)]
    pub trap: Trap,
}

/// A form in which days and answers are boxes of their own, as pairs of name and value.
pub fn read(pairs: Vec<(String, String)>) -> Typed {
    let mut typed = Typed::default();
    let (mut days, mut answers) = (Vec::new(), Vec::new());
    for (name, value) in pairs {
        let registration = &mut typed.registration;
        match name.as_str() {
            "name" => registration.name = value,
            "email" => registration.email = value,
            "attendance" => registration.attendance = value,
            "day" => days.push(value),
            "organisation" => registration.organisation = value,
            "stakeholder" => registration.stakeholder = value,
            "needs" => registration.needs = value,
            "language" => registration.language = value,
            // An answer is a line; what is pasted into it may have several.
            "answer" => answers.push(value.replace(['\r', '\n'], " ")),
            "website" => typed.trap.website = value,
            "drawn" => typed.trap.drawn = value,
            _ => {}
        }
    }
    typed.registration.days = days.join(",");
    typed.registration.answers = answers.join("\n");
    typed
}

/// The fields of a registration, for whichever page shows them.
pub struct Fields {
    pub registration: Registration,
    pub event: Event,
    pub admission: Admission,
    /// At the desk, the language they are written to in unless another one is chosen.
    pub language: Option<Lang>,
}

impl Fields {
    /// `None` for an event at which nobody registers here.
    pub fn of(event: &Event, registration: Registration) -> Option<Self> {
        Some(Self {
            admission: event.admission.clone()?,
            event: event.clone(),
            registration,
            language: None,
        })
    }

    /// The same at the desk.
    pub fn by_staff(event: &Event, registration: Registration, language: Lang) -> Option<Self> {
        Some(Self {
            admission: event.admission_by_staff()?,
            event: event.clone(),
            registration,
            language: Some(language),
        })
    }

    pub fn ways(&self) -> &'static [Attendance] {
        ways_of(&self.event)
    }

    pub fn is_way(&self, way: &Attendance) -> bool {
        self.registration.attendance == way.name()
    }

    /// Tag, message and whether it is chosen, of the languages staff choose among.
    pub fn languages(&self) -> Vec<(&'static str, &'static str, bool)> {
        let Some(otherwise) = self.language else {
            return Vec::new();
        };
        let typed = self.registration.language.as_str();
        let chosen = match typed.is_empty() {
            true => otherwise.bcp47(),
            false => typed,
        };
        let all = [
            (Lang::De, "event-language-de"),
            (Lang::En, "event-language-en"),
        ];
        all.map(|(lang, key)| (lang.bcp47(), key, lang.bcp47() == chosen))
            .into()
    }

    /// The days to choose among, where there are several, and whether each is chosen.
    pub fn days(&self) -> Vec<(NaiveDate, bool)> {
        let days = days_of(&self.event);
        if days.len() < 2 {
            return Vec::new();
        }
        let chosen = &self.registration.days;
        let is_chosen = |day: &NaiveDate| chosen.is_empty() || chosen.contains(&day.to_string());
        days.into_iter().map(|day| (day, is_chosen(&day))).collect()
    }

    /// Each question of the organizers' own, and what was answered.
    pub fn questions(&self) -> Vec<(&crate::events::admission::Question, String)> {
        let mut answers = self.registration.answers.lines();
        let questions = self.admission.questions.iter();
        questions
            .map(|question| (question, answers.next().unwrap_or_default().to_owned()))
            .collect()
    }
}

#[derive(Template)]
#[template(path = "participations/register.html")]
struct Register {
    page: Page,
    fields: Fields,
    /// `None` where people cannot register now.
    is_open: bool,
    /// How many places are left in each way, where they are limited.
    left: Vec<Free>,
    /// To whom a mail was sent just now, not in full.
    asked: Option<String>,
    trap: Trap,
}

/// The language a title is in, where it is not the page's.
pub fn lang_of(event: &Event, page: &Page) -> Option<String> {
    let own = page.lang.bcp47();
    let text = event.texts.for_reader(own)?;
    (text.language != own && !text.language.is_empty()).then(|| text.language.clone())
}

impl Register {
    fn lang(&self) -> Option<String> {
        lang_of(&self.fields.event, &self.page)
    }

    async fn of(app: &App, page: Page, event: &Event, registration: Registration) -> Result<Self> {
        let title = event.title(page.lang.bcp47());
        Ok(Self {
            page: page.with_title(title).unlisted(),
            fields: Fields::of(event, registration).ok_or(Error::NotFound)?,
            is_open: event.takes_registrations(app.clock.now()),
            left: participations::free(app, &app.db, event).await?,
            asked: None,
            trap: Trap::set(app),
        })
    }

    fn span(&self) -> String {
        let event = &self.fields.event;
        self.page.span(&event.starts(), &event.ends())
    }
}

pub async fn new(State(app): State<App>, page: Page, Path(slug): Path<String>) -> Result<Response> {
    let event = events::find_public(&app.db, &slug).await?;
    let register = Register::of(&app, page, &event, Registration::default()).await?;
    Ok(for_them_alone(respond(StatusCode::OK, register)))
}

pub async fn create(
    State(app): State<App>,
    page: Page,
    network: Network,
    Path(slug): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let event = events::find_public(&app.db, &slug).await?;
    let typed = read(pairs);
    let asked = match typed.trap.has_caught() {
        false => ask(&app, &page, &event, &typed, network).await,
        // A program is told what a person is told, and nothing happens.
        true => Ok(NOBODYS_ADDRESS.to_owned()),
    };
    let (status, page, asked) = match asked {
        Ok(address) => (StatusCode::OK, page, Some(address)),
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&refusals);
            (StatusCode::UNPROCESSABLE_ENTITY, page, None)
        }
        Err(error) => return Err(error),
    };
    let mut register = Register::of(&app, page, &event, typed.registration).await?;
    register.asked = asked;
    register.trap = typed.trap.again(&app);
    Ok(for_them_alone(respond(status, register)))
}

async fn ask(
    app: &App,
    page: &Page,
    event: &Event,
    Typed { registration, trap }: &Typed,
    network: Network,
) -> Result<String> {
    if !app.config.mail.is_on() {
        return Err(Refusal::new("participation-mail-off").into());
    }
    // All faults first: who mistypes has not tried anything yet.
    let admission = event.admission.as_ref().ok_or(Error::NotFound)?;
    let mut refusals = Refusals::default();
    if registration.email.trim().is_empty() {
        refusals.add(Refusal::new("participation-email-missing").on("email"));
    }
    if let Err(others) = registration.check(event, admission) {
        others.0.into_iter().for_each(|other| refusals.add(other));
    }
    refusals.none_or()?;
    trap.require_time_taken(app)?;
    app.limits.letter(&registration.email, network)?;
    let tx = app.begin().await?;
    let language = page.lang.bcp47();
    let address = participations::ask(app, &tx, &event.id, registration, language).await?;
    tx.commit().await?;
    Ok(address.to_string())
}
