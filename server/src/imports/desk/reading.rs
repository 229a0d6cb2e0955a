//! Everything that was found: what is new, what changed, what is doubtful and what cannot be taken; and
//! taking over what was ticked.

use super::{Carried, FAULTS_AT_MOST, Fault, Sent, Typed, again, faults, readable, source};
use crate::{
    App, Error, Refusal, Refusals, Result, agenda,
    associations::{self, Association},
    events::{self, desk::compare},
    imports::{
        AGENDA, CANCELLED, Change, Choice, Format, Found, Item, Reading, Source, Standing, Taker,
        preview, take_all,
    },
    web::{
        form::Filled,
        page::{Page, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Form,
    extract::State as Of,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// An event that was found, with the number its fields carry.
struct Row {
    number: usize,
    title: String,
    /// Its day as it was read, where the draft is refused.
    day: String,
    /// Absent where the draft is refused.
    span: Option<(DateTime<Tz>, DateTime<Tz>)>,
    place: String,
    url: Option<String>,
    sessions: usize,
    /// What would be read, a text each.
    texts: Vec<String>,
    /// Its programme, a line for each session.
    programme: Vec<String>,
    doubts: Vec<String>,
    standing: Standing,
    changes: Vec<Shown>,
    refusals: Vec<String>,
    is_ticked: bool,
    may_take: bool,
}

/// A change in the words of the form.
struct Shown {
    name: String,
    label: String,
    here: String,
    there: String,
    is_contested: bool,
}

impl Row {
    fn of(app: &App, page: &Page, number: usize, item: Item, may_publish: bool) -> Self {
        let (home, now) = (app.config.instance.zone, app.clock.now());
        let recommended = item.is_recommended(home, now);
        let can_be_taken = item.can_be_taken();
        let Item { found, standing } = item;
        let details = found.draft.check(home, now).ok();
        let changes = match &standing {
            Standing::Changed(_, changes) => {
                changes.iter().map(|it| shown(page, number, it)).collect()
            }
            _ => Vec::new(),
        };
        let refusals = match &standing {
            Standing::Refused(refusals) => refusals.0.iter().map(|it| page.t(it.message)).collect(),
            _ => Vec::new(),
        };
        let is_open = match &standing {
            Standing::Changed(event, _) => may_publish || event.state == events::State::Draft,
            _ => true,
        };
        let doubts = found.doubts.iter();
        Self {
            number,
            day: compare::said(page, "starts_on", &found.draft.starts_on),
            title: found.title().to_owned(),
            place: details
                .as_ref()
                .and_then(|it| it.place.as_ref())
                .map(events::Place::short)
                .unwrap_or_default(),
            span: details.map(|it| {
                let local = |at: DateTime<Utc>| at.with_timezone(&it.zone);
                (local(it.starts_at), local(it.ends_at))
            }),
            url: found.url.as_ref().map(url::Url::to_string),
            sessions: found.agenda.len(),
            texts: texts(&found),
            programme: found.agenda.iter().map(|it| line(page, it)).collect(),
            doubts: doubts
                .map(|it| page.tn(it.key(), "said", readable(page, it.said())))
                .collect(),
            changes,
            refusals,
            is_ticked: recommended && is_open,
            may_take: can_be_taken && is_open,
            standing,
        }
    }

    fn take(&self) -> String {
        format!("take-{}", self.number)
    }

    fn is_same(&self) -> bool {
        matches!(self.standing, Standing::Same(_))
    }

    /// The event here, where it was taken before.
    fn event(&self) -> Option<&events::Event> {
        match &self.standing {
            Standing::Changed(event, _) | Standing::Same(event) => Some(event),
            Standing::New | Standing::Refused(_) => None,
        }
    }

    fn is_public(&self) -> bool {
        self.event().is_some_and(|event| event.state.is_public())
    }

    fn tag(&self) -> (&'static str, &'static str) {
        match self.standing {
            Standing::New => ("ok", "import-standing-new"),
            Standing::Changed(..) => ("info", "import-standing-changed"),
            Standing::Same(_) => ("quiet", "import-standing-same"),
            Standing::Refused(_) => ("bad", "import-standing-refused"),
        }
    }
}

/// Summary and description, in each language there are some.
fn texts(found: &Found) -> Vec<String> {
    let draft = &found.draft;
    let texts = [
        &draft.summary_de,
        &draft.description_de,
        &draft.summary_en,
        &draft.description_en,
    ];
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.cloned().collect()
}

/// „13. November 2026, 10:00–10:45 Begrüßung (Saal)“
fn line(page: &Page, session: &agenda::Draft) -> String {
    let until = match session.ends_at.as_str() {
        "" => String::new(),
        ends_at => format!("–{ends_at}"),
    };
    let room = match session.room.as_str() {
        "" => String::new(),
        room => format!(" ({room})"),
    };
    let day = readable(page, session.day.clone());
    format!(
        "{day}, {}{until} {}{room}",
        session.starts_at, session.title
    )
}

fn shown(page: &Page, number: usize, change: &Change) -> Shown {
    let (label, here, there) = match change.field.as_str() {
        AGENDA => {
            let said = |count: &str| {
                page.tn(
                    "import-sessions",
                    "count",
                    count.parse::<usize>().unwrap_or_default(),
                )
            };
            (
                page.t("agenda-title"),
                said(&change.here),
                said(&change.there),
            )
        }
        CANCELLED => (
            page.t("import-cancelled"),
            page.t("import-cancelled-not-here"),
            page.t("event-state-cancelled"),
        ),
        field => (
            page.t(compare::label(field)),
            compare::said(page, field, &change.here),
            compare::said(page, field, &change.there),
        ),
    };
    Shown {
        name: contested(number, &change.field),
        label,
        here,
        there,
        is_contested: change.contested,
    }
}

/// The field in which the source is said to be right.
fn contested(number: usize, field: &str) -> String {
    format!("there-{number}-{field}")
}

#[derive(Template)]
#[template(path = "imports/reading.html")]
struct Sheet {
    page: Page,
    organizer: Association,
    carried: Carried,
    format: Format,
    rows: Vec<Row>,
    /// Nothing new at the source.
    same: Vec<Row>,
    faults: Vec<Fault>,
}

impl Sheet {
    async fn of(
        app: &App,
        page: Page,
        organizer: Association,
        (source, read_at): (&Source, DateTime<Utc>),
        reading: Reading,
        may_publish: bool,
    ) -> Result<Self> {
        let preview = preview(app, &app.db, &organizer.actor, reading).await?;
        let rows = (0..).zip(preview.items);
        let rows = rows.map(|(number, item)| Row::of(app, &page, number, item, may_publish));
        let (same, rows) = rows.partition(Row::is_same);
        Ok(Self {
            faults: faults(&page, &preview.unreadable),
            page: page.with_title_text("import-reading-title").unlisted(),
            organizer,
            carried: Carried::of(source, read_at),
            format: preview.format,
            rows,
            same,
        })
    }

    fn can_be_taken(&self) -> bool {
        self.rows.iter().any(|row| row.may_take)
    }
}

/// Read what was chosen, pasted or named, and show what is in it.
pub async fn read(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    mut filled: Filled,
) -> Result<Response> {
    let typed = Typed {
        organizer: filled.take("organizer"),
        address: filled.take("address"),
        text: filled.take("text"),
    };
    let organizer = associations::chosen(&app.db, &typed.organizer).await;
    let source = source(&app, &mut filled, &typed).await;
    let (organizer, source) = match (organizer, source) {
        (Ok(organizer), Ok(source)) => (organizer, source),
        (Err(Error::Refused(refusals)), _) | (_, Err(Error::Refused(refusals))) => {
            return again(&app, page, typed, &refusals).await;
        }
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let now = app.clock.now();
    let reading = source.read(&app, now);
    // A whole that could not be read is a fault of what was sent; a part of it is shown with the rest.
    if let (true, [only]) = (reading.events.is_empty(), &reading.unreadable[..]) {
        let field = source.address.as_ref().map_or("document", |_| "address");
        let why = page.tn(
            only.reason.key(),
            "said",
            readable(&page, only.reason.said()),
        );
        let page = page.with_fault(Some(field), why);
        return again(&app, page, typed, &Refusals::default()).await;
    }
    let may_publish = coordinator.is_some();
    let sheet = Sheet::of(&app, page, organizer, (&source, now), reading, may_publish).await?;
    Ok(respond(StatusCode::OK, sheet))
}

/// Take over what was ticked. What was refused meanwhile is shown again, beside what is left.
pub async fn take(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let mut sent = Sent::of(fields);
    let typed = Typed {
        organizer: sent.take("organizer"),
        ..Typed::default()
    };
    let (source, read_at) = match sent.source(app.clock.now()) {
        Ok(source) => source,
        Err(refusals) => return again(&app, page, typed, &refusals).await,
    };
    let organizer = associations::chosen(&app.db, &typed.organizer).await?;
    let reading = source.read(&app, read_at);
    let choices = choices(&sent, &reading);
    let taker = Taker {
        account: Some(&editor),
        may_publish: coordinator.is_some(),
    };
    let actor = associations::actor_of(&app.db, &organizer).await?;
    let (taken, refused) = take_all(&app, taker, &actor, (&source, &reading), &choices).await?;
    if refused.is_empty() && !taken.is_empty() {
        let new = taken.iter().filter(|it| it.is_new).count();
        let to = format!("/desk/import?new={new}&changed={}", taken.len() - new);
        return Ok(Redirect::to(&to).into_response());
    }
    let page = match choices.is_empty() {
        true => page.with_refusals(&Refusals(vec![Refusal::new("import-nothing-ticked")])),
        false => with_refused(page, &reading, &refused),
    };
    let may_publish = taker.may_publish;
    let sheet = Sheet::of(
        &app,
        page,
        organizer,
        (&source, read_at),
        reading,
        may_publish,
    )
    .await?;
    Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, sheet))
}

fn choices(sent: &Sent, reading: &Reading) -> Vec<Choice> {
    let numbered = reading.events.iter().enumerate();
    let ticked = numbered.filter(|(number, _)| sent.has(&format!("take-{number}")));
    let choice = |(number, found): (usize, &Found)| {
        let begins = contested(number, "");
        let named = sent.0.keys().filter_map(|name| name.strip_prefix(&begins));
        Choice {
            key: found.key.clone(),
            overwrite: named.map(str::to_owned).collect(),
        }
    };
    ticked.map(choice).collect()
}

fn with_refused(page: Page, reading: &Reading, refused: &[(String, Refusals)]) -> Page {
    let said = refused.iter().take(FAULTS_AT_MOST);
    said.fold(page, |page, (key, refusals)| {
        let found = reading.events.iter().position(|it| it.key == *key);
        let title = found.map(|at| reading.events[at].title().to_owned());
        let why = refusals.0.iter().map(|it| page.t(it.message));
        let why = why.collect::<Vec<_>>().join(" ");
        let text = format!("{}: {why}", title.unwrap_or_default());
        let field = found.map(|number| format!("event-{number}"));
        page.with_fault(field.as_deref(), text)
    })
}
