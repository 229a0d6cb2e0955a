//! The list of an outside shop at an event: who is new, who is known, which rows cannot be taken; and
//! taking over who was ticked.

use super::{Carried, FAULTS_AT_MOST, Fault, Sent, Typed, faults, readable, source};
use crate::{
    App, Error, Refusal, Refusals, Result,
    events::{self, Attendance, Event},
    ids::EventId,
    imports::{
        Source, pretix,
        registrations::{self, Guest, PRODUCTS_AT_MOST, Standing, Ways},
    },
    participations::ways_of,
    web::{
        form::Filled,
        page::{Page, respond},
        session::Coordinator,
    },
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};

#[derive(Template)]
#[template(path = "imports/list.html")]
struct Index {
    page: Page,
    event: Event,
    typed: Typed,
}

/// The event of an address, if people are written down for it.
async fn found(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    let event = events::find_own(&app.db, &id).await?;
    match event.admission_by_staff() {
        Some(_) => Ok(event),
        None => Err(Error::NotFound),
    }
}

pub async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    Ok(respond(StatusCode::OK, form(page, event, Typed::default())))
}

fn form(page: Page, event: Event, typed: Typed) -> Index {
    Index {
        page: page.with_title_text("import-list").unlisted(),
        event,
        typed,
    }
}

fn refused(page: Page, event: Event, typed: Typed, refusals: &Refusals) -> Response {
    let index = form(page.with_refusals(refusals), event, typed);
    respond(StatusCode::UNPROCESSABLE_ENTITY, index)
}

/// Somebody on the list, with the number their field carries.
struct Row {
    number: usize,
    guest: Guest,
    doubts: Vec<String>,
    /// Why they are not taken, and where there is nothing to do about it, what is known.
    why: Vec<String>,
}

impl Row {
    fn of(page: &Page, number: usize, guest: Guest) -> Self {
        let doubts = guest.booking.doubts.iter();
        let why = match &guest.standing {
            Standing::New => Vec::new(),
            Standing::Known(state) => {
                vec![page.tn("import-guest-known", "state", page.t(state.key()))]
            }
            Standing::Gone(_) => vec![page.t("import-guest-gone")],
            Standing::Cancelled => vec![page.t("import-guest-cancelled")],
            Standing::Twice => vec![page.t("import-guest-twice")],
            Standing::Refused(refusals) => refusals.0.iter().map(|it| page.t(it.message)).collect(),
        };
        Self {
            number,
            doubts: doubts
                .map(|it| page.tn(it.key(), "said", it.said()))
                .collect(),
            why,
            guest,
        }
    }

    fn take(&self) -> String {
        format!("take-{}", self.number)
    }

    fn tag(&self) -> (&'static str, &'static str) {
        match self.guest.standing {
            Standing::New => ("ok", "import-standing-new"),
            Standing::Known(_) => ("quiet", "import-standing-same"),
            Standing::Gone(_) => ("warn", "import-standing-gone"),
            Standing::Cancelled => ("quiet", "import-standing-gone"),
            Standing::Twice => ("warn", "import-standing-twice"),
            Standing::Refused(_) => ("bad", "import-standing-refused"),
        }
    }
}

/// A product of the shop, with the number its field carries.
struct Product {
    number: usize,
    name: String,
    way: Attendance,
}

#[derive(Template)]
#[template(path = "imports/guests.html")]
struct Sheet {
    page: Page,
    event: Event,
    carried: Carried,
    rows: Vec<Row>,
    products: Vec<Product>,
    faults: Vec<Fault>,
}

impl Sheet {
    async fn of(
        app: &App,
        page: Page,
        event: Event,
        (source, read_at): (&Source, DateTime<Utc>),
        ways: &Ways,
    ) -> Result<Self> {
        let list = pretix::read(&source.bytes, &source.media_type);
        let guests = registrations::preview(&app.db, &event, &list, ways).await?;
        let rows = (0..).zip(guests);
        let products = (0..).zip(&ways.0);
        let products = products.map(|(number, (name, way))| Product {
            number,
            name: name.clone(),
            way: *way,
        });
        Ok(Self {
            faults: faults(&page, &list.unreadable),
            rows: rows
                .map(|(number, guest)| Row::of(&page, number, guest))
                .collect(),
            products: match ways_of(&event).len() {
                1 => Vec::new(),
                _ => products.collect(),
            },
            carried: Carried::of(source, read_at),
            page: page.with_title_text("import-list").unlisted(),
            event,
        })
    }

    fn can_be_taken(&self) -> bool {
        self.rows.iter().any(|row| row.guest.can_be_taken())
    }

    fn ways(&self) -> &'static [Attendance] {
        ways_of(&self.event)
    }
}

/// Read a list, and show who is on it.
pub async fn read(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
    mut filled: Filled,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let typed = Typed {
        text: filled.take("text"),
        ..Typed::default()
    };
    let source = match source(&app, &mut filled, &typed).await {
        Ok(source) => source,
        Err(Error::Refused(refusals)) => return Ok(refused(page, event, typed, &refusals)),
        Err(error) => return Err(error),
    };
    let list = pretix::read(&source.bytes, "");
    if let (true, [only, ..]) = (list.registrations.is_empty(), &list.unreadable[..]) {
        let why = page.tn(
            only.reason.key(),
            "said",
            readable(&page, only.reason.said()),
        );
        let page = page.with_fault(Some("document"), why);
        return Ok(refused(page, event, typed, &Refusals::default()));
    }
    let ways = Ways::guessed(&event, &list);
    let read = (&source, app.clock.now());
    let sheet = Sheet::of(&app, page, event, read, &ways).await?;
    Ok(respond(StatusCode::OK, sheet))
}

/// Take over who was ticked.
pub async fn take(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let mut sent = Sent::of(fields);
    let (source, read_at) = match sent.source(app.clock.now()) {
        Ok(source) => source,
        Err(refusals) => return Ok(refused(page, event, Typed::default(), &refusals)),
    };
    let list = pretix::read(&source.bytes, &source.media_type);
    let ways = ways(&mut sent, Ways::guessed(&event, &list));
    let guests = registrations::preview(&app.db, &event, &list, &ways).await?;
    let numbered = (0..).zip(&guests);
    let ticked = numbered.filter(|(number, _): &(usize, _)| sent.has(&format!("take-{number}")));
    let ticked: Vec<&str> = ticked
        .map(|(_, guest)| guest.booking.key.as_str())
        .collect();
    let is_chosen = |guest: &Guest| ticked.contains(&guest.booking.key.as_str());
    let (by, tells) = (Some(&*coordinator), sent.has("tell"));
    let taken = registrations::take(&app, by, &event, (&guests, &ways), is_chosen, tells).await?;
    if taken.refused.is_empty() && taken.new + taken.gone > 0 {
        let to = format!("/desk/events/{}/participations?done=yes", event.id);
        return Ok(Redirect::to(&to).into_response());
    }
    let page = match ticked.is_empty() {
        true => page.with_refusals(&Refusals(vec![Refusal::new("import-nothing-ticked")])),
        false => with_refused(page, &guests, &taken.refused),
    };
    let sheet = Sheet::of(&app, page, event, (&source, read_at), &ways).await?;
    Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, sheet))
}

/// The ways that were chosen for the products.
fn ways(sent: &mut Sent, guessed: Ways) -> Ways {
    let numbered = (0..PRODUCTS_AT_MOST).zip(guessed.0);
    let chosen = numbered.map(|(number, (product, way))| {
        let named = Attendance::named(&sent.take(&format!("way-{number}")));
        (product, named.unwrap_or(way))
    });
    Ways(chosen.collect())
}

fn with_refused(page: Page, guests: &[Guest], refused: &[(String, Refusals)]) -> Page {
    let said = refused.iter().take(FAULTS_AT_MOST);
    said.fold(page, |page, (key, refusals)| {
        let number = guests.iter().position(|it| it.booking.key == *key);
        let who = number.map(|at| guests[at].booking.who().to_owned());
        let why = refusals.0.iter().map(|it| page.t(it.message));
        let text = format!(
            "{}: {}",
            who.unwrap_or_default(),
            why.collect::<Vec<_>>().join(" ")
        );
        let field = number.map(|number| format!("take-{number}"));
        page.with_fault(field.as_deref(), text)
    })
}
