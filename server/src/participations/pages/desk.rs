//! Who takes part, for those who work here: one list with where everybody comes from, staff entry, one
//! person, a message to many, and the list for a spreadsheet.

use super::register::{Fields, read};
use crate::{
    App, Error, Result,
    accounts::Account,
    audit,
    events::{self, Attendance, Event},
    i18n::Lang,
    ids::{EventId, MessageId, ParticipationId},
    mail,
    participations::{
        self, Arrival, Circle, Correction, How, Overbooking, Participation, Private, Registration,
        State, Turnout, Word, days_of, read_code,
    },
    web::{
        page::{Page, for_them_alone, or_again, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State as Of},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use chrono::NaiveDate;
use federation::{Iri, actors};
use serde::Deserialize;
use std::collections::HashMap;
use url::form_urlencoded;

/// People on one page of the list; the spreadsheet holds all.
const SHOWN_AT_MOST: usize = 500;

/// Questions in the spreadsheet, those that were put otherwise since among them.
const COLUMNS_AT_MOST: usize = 100;

/// By which Excel knows UTF-8.
const BYTE_ORDER_MARK: [u8; 3] = *b"\xEF\xBB\xBF";

/// The event of an address in the working area.
pub(super) async fn found(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    events::find_own(&app.db, &id).await
}

async fn person(app: &App, event: &Event, id: &str) -> Result<Participation> {
    let id: ParticipationId = id.parse().map_err(|_| Error::NotFound)?;
    participations::find(&app.db, &event.id, &id).await
}

/// One line of the list.
struct Row {
    participation: Participation,
    /// `@name@server`, when they came from another server.
    handle: Option<String>,
    /// Whether the last mail to them did not arrive.
    is_unreached: bool,
}

impl Row {
    fn name(&self, page: &Page) -> String {
        match (&self.participation.name, &self.handle) {
            (name, _) if !name.is_empty() => name.clone(),
            (_, Some(handle)) => handle.clone(),
            _ => match &self.participation.email {
                Some(email) => email.clone(),
                None => page.t("participation-nameless"),
            },
        }
    }
}

/// Whether it could be who somebody at the door says to be. `sought` is in small letters; nothing is
/// everybody.
fn is_meant(it: &Participation, sought: &str) -> bool {
    let actor = it.actor.as_ref().map(|actor| actor.as_str());
    let said = [
        Some(it.name.as_str()),
        Some(it.organisation.as_str()),
        actor,
    ];
    let mut said = said.into_iter().flatten();
    said.any(|text| text.to_lowercase().contains(sought))
        || read_code(sought).is_some_and(|code| code == it.code)
}

/// `may_act` for those who may know more than who it is.
async fn rows(app: &App, participations: Vec<Participation>, may_act: bool) -> Result<Vec<Row>> {
    let ids: Vec<Iri> = participations
        .iter()
        .filter_map(|it| it.actor.clone())
        .collect();
    let known = actors::find_all(&app.db, ids).await?.into_iter();
    let handles: HashMap<Iri, String> = known
        .map(|actor| (actor.id.clone(), actor.address()))
        .collect();
    let about = participations.iter().map(|it| it.id.to_string());
    let unreached = mail::unreached(&app.db, &about.collect::<Vec<_>>()).await?;
    let rows = participations.into_iter();
    Ok(rows
        .map(|participation| Row {
            is_unreached: unreached.contains(&participation.id.to_string()),
            handle: participation.actor.as_ref().map(|actor| {
                handles
                    .get(actor)
                    .cloned()
                    .unwrap_or_else(|| actor.to_string())
            }),
            participation: match may_act {
                true => participation,
                false => participation.at_the_door(),
            },
        })
        .collect())
}

#[derive(Template)]
#[template(path = "participations/index.html")]
struct Index {
    page: Page,
    event: Event,
    /// Absent where nobody registers any more.
    fields: Option<Fields>,
    rows: Vec<Row>,
    /// Each state somebody is in, and how many are.
    counts: Vec<(State, u64)>,
    shown: Option<State>,
    /// In how many of each way somebody was there.
    there: Vec<(How, usize)>,
    shown_there: Option<How>,
    sought: String,
    /// From one.
    number: usize,
    has_more: bool,
    done: bool,
    /// Where more have a place than there are seats.
    overbooked: Vec<Overbooking>,
    /// How many were there, once it has begun, and since when that is all that is known.
    turnout: Option<(Turnout, Option<NaiveDate>)>,
    /// How many a message went to just now, and how many not.
    written: Option<(usize, usize)>,
    may_act: bool,
}

impl Index {
    fn is_shown(&self, state: &State) -> bool {
        self.shown == Some(*state)
    }

    fn is_there(&self, how: &How) -> bool {
        self.shown_there == Some(*how)
    }

    /// The same list, of that page.
    fn at_page(&self, number: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(state) = self.shown {
            query.append_pair("state", &state.name());
        }
        if let Some(how) = self.shown_there {
            query.append_pair("there", &how.name());
        }
        query.append_pair("q", &self.sought);
        query.append_pair("page", &number.to_string());
        format!("?{}", query.finish())
    }

    fn earlier(&self) -> Option<String> {
        (self.number > 1).then(|| self.at_page(self.number - 1))
    }

    fn later(&self) -> Option<String> {
        self.has_more.then(|| self.at_page(self.number + 1))
    }

    fn overbooking(&self, over: &Overbooking) -> String {
        let (way, people, seats) = (self.page.t(over.attendance.key()), over.people, over.seats);
        self.page.lang.text_with(
            "participation-overbooked",
            &[("way", &way), ("people", &people), ("seats", &seats)],
        )
    }

    fn all(&self) -> u64 {
        self.counts.iter().map(|(_, people)| people).sum()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    /// How somebody was there.
    there: String,
    /// From one.
    page: usize,
    /// Part of a name, an organisation, an address of the Fediverse or a code.
    q: String,
    done: String,
    written: Option<usize>,
    unreached: usize,
}

async fn listed(
    app: &App,
    page: Page,
    event: Event,
    registration: Registration,
    asked: &Asked,
    may_act: bool,
) -> Result<Index> {
    let mut counts = participations::count(&app.db, &event.id).await?;
    let counts: Vec<_> = State::ALL
        .into_iter()
        .filter_map(|state| Some((state, counts.remove(&state)?)))
        .collect();
    let turnout = match event.starts_at <= app.clock.now() {
        true => {
            let (turnout, since) = participations::turnout(&app.db, &event).await?;
            let since = since.map(|at| at.with_timezone(&event.tz()).date_naive());
            Some((turnout, since)).filter(|(turnout, _)| !turnout.is_empty())
        }
        false => None,
    };
    let shown = State::named(&asked.state);
    let mut people = participations::of_event(&app.db, &event.id).await?;
    let sought = asked.q.trim().to_lowercase();
    let there = How::ALL.map(|how| {
        let people = people.iter().filter(|it| it.was_there(&event) == Some(how));
        (how, people.count())
    });
    let shown_there = How::named(&asked.there);
    people.retain(|it| {
        shown.is_none_or(|state| it.state == state)
            && (shown_there.is_none() || it.was_there(&event) == shown_there)
            && is_meant(it, &sought)
    });
    let number = asked.page.max(1);
    let before = SHOWN_AT_MOST.saturating_mul(number - 1).min(people.len());
    let has_more = people.len() - before > SHOWN_AT_MOST;
    let people: Vec<Participation> = people
        .into_iter()
        .skip(before)
        .take(SHOWN_AT_MOST)
        .collect();
    Ok(Index {
        page: page.with_title_text("participation-list").unlisted(),
        fields: Fields::by_staff(&event, registration, app.config.instance.language),
        rows: rows(app, people, may_act).await?,
        counts,
        shown,
        there: there
            .into_iter()
            .filter(|(_, people)| *people > 0)
            .collect(),
        shown_there,
        sought: asked.q.clone(),
        number,
        has_more,
        done: !asked.done.is_empty(),
        overbooked: match event.is_over(app.clock.now()) {
            true => Vec::new(),
            false => participations::overbooked(&app.db, &event).await?,
        },
        turnout,
        event,
        written: asked.written.map(|reached| (reached, asked.unreached)),
        may_act,
    })
}

pub async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    // Whoever says their code stands at the door.
    if let Some(code) = read_code(&asked.q)
        && participations::find_by_code(&app.db, &event.id, &code)
            .await?
            .is_some()
    {
        let door = Redirect::to(&format!("/door/{}/{code}", event.id));
        return Ok(for_them_alone(door.into_response()));
    }
    let registration = Registration::default();
    let index = listed(
        &app,
        page,
        event,
        registration,
        &asked,
        coordinator.is_some(),
    )
    .await?;
    Ok(respond(StatusCode::OK, index))
}

/// Somebody called, or handed in a paper.
pub async fn create(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let registration = read(pairs).registration;
    let done = async {
        let tx = app.begin().await?;
        let language = app.config.instance.language.bcp47();
        let entered = participations::enter(&app, &tx, &event.id, &registration, language).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "participation.enter",
            &entered.id,
        )
        .await?;
        Ok(back(&event))
    };
    or_again(done.await, page, async |page| {
        let asked = Asked::default();
        listed(&app, page, event, registration, &asked, true).await
    })
    .await
}

pub(super) fn address(event: &Event) -> String {
    format!("/desk/events/{}/participations", event.id)
}

fn back(event: &Event) -> Response {
    Redirect::to(&format!("{}?done=yes", address(event))).into_response()
}

#[derive(Template)]
#[template(path = "participations/show.html")]
struct Show {
    page: Page,
    event: Event,
    row: Row,
    private: Private,
    /// The code of another registration that could be theirs.
    other: String,
    reason: String,
    /// The day it is where the event takes place.
    today: NaiveDate,
    may_act: bool,
}

impl Show {
    fn address(&self) -> String {
        format!("{}/{}", address(&self.event), self.row.participation.id)
    }

    fn list(&self) -> String {
        address(&self.event)
    }

    /// What they are written to in.
    fn language(&self) -> String {
        self.page
            .t(match Lang::of(&self.row.participation.language) {
                Lang::De => "event-language-de",
                Lang::En => "event-language-en",
            })
    }

    /// The ways there are, where there is something to choose.
    fn ways(&self) -> &'static [Attendance] {
        match participations::ways_of(&self.event) {
            [_] => &[],
            ways => ways,
        }
    }

    /// The days on which they may have been there already.
    fn days(&self) -> Vec<NaiveDate> {
        let days = days_of(&self.event).into_iter();
        days.filter(|day| *day <= self.today).collect()
    }

    /// As they registered, unless somebody says otherwise.
    fn how(&self) -> How {
        How::of(self.row.participation.way(&self.event))
    }

    fn hows(&self) -> [How; 3] {
        How::ALL
    }

    fn may_be_corrected(&self) -> bool {
        !self.is_final() && self.event.admission_by_staff().is_some()
    }

    fn may_be_approved(&self) -> bool {
        self.row.participation.state.may_be_approved()
    }

    fn is_final(&self) -> bool {
        self.row.participation.state.is_final()
    }
}

async fn shown(
    app: &App,
    page: Page,
    event: Event,
    participation: Participation,
    (reason, other): (String, String),
    by: Option<&Account>,
) -> Result<Show> {
    let private = match by {
        Some(by) => participations::view_private(app, by, &event, &participation).await?,
        None => Private::default(),
    };
    let may_act = by.is_some();
    let row = rows(app, vec![participation], may_act)
        .await?
        .pop()
        .ok_or(Error::NotFound)?;
    let title = row.name(&page);
    Ok(Show {
        page: page.with_title(title).unlisted(),
        private,
        other,
        today: app.clock.now().with_timezone(&event.tz()).date_naive(),
        row,
        event,
        reason,
        may_act,
    })
}

pub async fn show(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path((id, who)): Path<(String, String)>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let participation = person(&app, &event, &who).await?;
    let by = coordinator.as_deref();
    let show = shown(&app, page, event, participation, Default::default(), by).await?;
    Ok(respond(StatusCode::OK, show))
}

#[derive(Deserialize)]
pub struct Decision {
    then: Then,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    attendance: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    how: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Then {
    Approve,
    Decline,
    Leave,
    CheckIn,
    CheckOut,
    RenewLink,
    SetWay,
}

pub async fn update(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path((id, who)): Path<(String, String)>,
    Form(decision): Form<Decision>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let participation = person(&app, &event, &who).await?;
    let arrival = Arrival {
        day: decision.day.clone(),
        how: decision.how.clone(),
    };
    let done = async {
        let tx = app.begin().await?;
        let (done, action) = match decision.then {
            Then::Approve => (
                participations::approve(&app, &tx, &participation).await,
                "participation.approve",
            ),
            Then::Decline => (
                participations::decline(&app, &tx, &participation, decision.reason.trim()).await,
                "participation.decline",
            ),
            Then::Leave => (
                participations::leave(&app, &tx, &participation, Word::Ours).await,
                "participation.leave",
            ),
            Then::CheckIn => (
                participations::check_in(&app, &tx, &participation, &arrival).await,
                "participation.check_in",
            ),
            Then::CheckOut => (
                participations::check_out(&app, &tx, &participation, &arrival).await,
                "participation.check_out",
            ),
            Then::RenewLink => (
                participations::renew_link(&app, &tx, &participation).await,
                "participation.link",
            ),
            Then::SetWay => (
                participations::set_way(&app, &tx, &participation, &decision.attendance).await,
                "participation.way",
            ),
        };
        let done = done?;
        audit::kept(&app, tx, Some(&coordinator), action, &done.id).await?;
        Ok(back(&event))
    };
    or_again(done.await, page, async |page| {
        shown(
            &app,
            page,
            event,
            participation,
            (decision.reason, String::new()),
            Some(&coordinator),
        )
        .await
    })
    .await
}

#[derive(Template)]
#[template(path = "participations/correct.html")]
struct Correct {
    page: Page,
    event: Event,
    participation: Participation,
    fields: Fields,
}

impl Correct {
    fn address(&self) -> String {
        format!("{}/{}", address(&self.event), self.participation.id)
    }
}

/// What somebody said, to be put right. Without `typed` as it is.
async fn corrected(
    app: &App,
    page: Page,
    by: &Account,
    (event, participation): (Event, Participation),
    typed: Option<Registration>,
) -> Result<Correct> {
    let admission = event.admission_by_staff().ok_or(Error::NotFound)?;
    let registration = match typed {
        Some(typed) => typed,
        None => {
            let private = participations::view_private(app, by, &event, &participation).await?;
            Registration::of(&event, &admission, &participation, &private)
        }
    };
    Ok(Correct {
        page: page.with_title_text("participation-correct").unlisted(),
        fields: Fields {
            registration,
            event: event.clone(),
            admission,
            language: Some(app.config.instance.language),
        },
        event,
        participation,
    })
}

pub async fn correction(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path((id, who)): Path<(String, String)>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let participation = person(&app, &event, &who).await?;
    let correct = corrected(&app, page, &coordinator, (event, participation), None).await?;
    Ok(for_them_alone(respond(StatusCode::OK, correct)))
}

/// What was heard or typed wrongly is put right.
pub async fn correct(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path((id, who)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let participation = person(&app, &event, &who).await?;
    let typed = read(pairs).registration;
    let done = async {
        let tx = app.begin().await?;
        let correction = Correction::from(typed.clone());
        let done = participations::correct(&app, &tx, &participation, correction).await?;
        let action = "participation.correct";
        audit::kept(&app, tx, Some(&coordinator), action, &done.id).await?;
        Ok(back(&event))
    };
    or_again(done.await, page, async |page| {
        let whose = (event, participation);
        corrected(&app, page, &coordinator, whose, Some(typed)).await
    })
    .await
    .map(for_them_alone)
}

/// At their own wish.
pub async fn erase(
    Of(app): Of<App>,
    coordinator: Coordinator,
    Path((id, who)): Path<(String, String)>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let participation = person(&app, &event, &who).await?;
    let tx = app.begin().await?;
    participations::erase(&app, &tx, &participation, Word::Ours).await?;
    let (by, id) = (Some(&*coordinator), &participation.id);
    audit::kept(&app, tx, by, "participation.erase", id).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub struct Merge {
    other: String,
}

pub async fn merge(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path((id, who)): Path<(String, String)>,
    Form(merge): Form<Merge>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let participation = person(&app, &event, &who).await?;
    let done = async {
        let tx = app.begin().await?;
        let merged = match participations::find_shown(&tx, &event.id, &merge.other).await {
            Ok(other) => participations::merge(&app, &tx, &participation.id, &other.id).await,
            Err(Error::NotFound) => Err(crate::Refusal::new("participation-merge-impossible")
                .on("other")
                .into()),
            Err(error) => Err(error),
        };
        let merged = merged?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "participation.merge",
            &merged.id,
        )
        .await?;
        Ok(back(&event))
    };
    or_again(done.await, page, async |page| {
        shown(
            &app,
            page,
            event,
            participation,
            (String::new(), merge.other),
            Some(&coordinator),
        )
        .await
    })
    .await
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The same for every time this form is sent.
    once: String,
    state: String,
    attendance: String,
    stakeholder: String,
    /// `session/label`.
    table: String,
    /// Anything for accounts elsewhere too.
    there: String,
    subject: String,
    text: String,
}

#[derive(Template)]
#[template(path = "participations/message.html")]
struct Message {
    page: Page,
    event: Event,
    typed: Typed,
    groups: Vec<String>,
    ways: &'static [Attendance],
    /// What is chosen by, and what people read.
    tables: Vec<(String, String)>,
}

impl Message {
    async fn of(app: &App, page: Page, event: Event, typed: Typed) -> Result<Self> {
        let slots = participations::slots(&app.db, &event).await?;
        let tables = slots.iter().flat_map(|slot| {
            let (id, title) = (&slot.session.id, &slot.session.title);
            let tables = slot.session.tables.iter();
            tables.map(move |table| {
                let label = &table.label;
                (format!("{id}/{label}"), format!("{title}: {label}"))
            })
        });
        let tables = tables.collect();
        let groups = event.admission.iter().flat_map(|it| &it.groups);
        Ok(Self {
            page: page.with_title_text("participation-message").unlisted(),
            groups: groups.map(|group| group.name.clone()).collect(),
            ways: participations::ways_of(&event),
            tables,
            event,
            typed,
        })
    }

    fn address(&self) -> String {
        address(&self.event)
    }

    fn states(&self) -> [State; 4] {
        [
            State::Accepted,
            State::Requested,
            State::Waiting,
            State::Offered,
        ]
    }
}

pub async fn write(
    Of(app): Of<App>,
    page: Page,
    _: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let typed = Typed {
        once: app.ulids.next(app.clock.now()).to_string(),
        ..Typed::default()
    };
    let event = found(&app, &id).await?;
    let message = Message::of(&app, page, event, typed).await?;
    Ok(respond(StatusCode::OK, message))
}

pub async fn send(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let malformed = |_| Error::Malformed(StatusCode::BAD_REQUEST);
    let once: MessageId = typed.once.parse().map_err(malformed)?;
    let done = async {
        let tx = app.begin().await?;
        let circle = Circle::read(
            &typed.state,
            &typed.attendance,
            &typed.stakeholder,
            &typed.table,
        );
        let written = match circle {
            Ok(circle) => {
                let message = participations::Message {
                    id: once,
                    circle,
                    there: !typed.there.is_empty(),
                    subject: &typed.subject,
                    text: &typed.text,
                };
                participations::write_to(&app, &tx, &event.id, &message).await
            }
            Err(refusals) => Err(refusals.into()),
        };
        let written = written?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "participation.write",
            &event.id,
        )
        .await?;
        let (list, reached) = (address(&event), written.reached);
        let unreached = written.unreached;
        let back = format!("{list}?written={reached}&unreached={unreached}");
        Ok(Redirect::to(&back).into_response())
    };
    or_again(done.await, page, async |page| {
        Message::of(&app, page, event, typed).await
    })
    .await
}

/// The whole list, as a spreadsheet reads it. That it was taken is written down.
pub async fn csv(
    Of(app): Of<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = found(&app, &id).await?;
    let people = participations::of_event(&app.db, &event.id).await?;
    // Excel in German takes a comma for a decimal point, and letters without the mark in front for others.
    let delimiter = match page.lang {
        Lang::De => b';',
        Lang::En => b',',
    };
    let mut table = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let head = [
        "participation-name",
        "participation-email",
        "participation-organisation",
        "participation-group",
        "participation-way",
        "participation-days",
        "participation-standing",
        "participation-origin",
        "participation-code",
        "participation-checked-in",
        "participation-needs",
        "participation-said",
    ];
    let rows = rows(&app, people, true).await?;
    let private = rows
        .iter()
        .map(|row| participations::private(&app, &event, &row.participation));
    let private: Vec<Private> = private.collect::<Result<_>>()?;
    let questions = questions(&event, &private);
    let titles = head.iter().map(|key| page.t(key));
    let titles: Vec<String> = titles
        .chain(questions.iter().map(|text| harmless(text)))
        .collect();
    table.write_record(&titles).map_err(anyhow::Error::from)?;
    for (row, private) in rows.iter().zip(&private) {
        let it = &row.participation;
        let days: Vec<String> = it.days.0.iter().map(ToString::to_string).collect();
        let seen = it.seen.0.iter();
        let seen: Vec<String> = seen
            .map(|it| format!("{} {}", it.day, page.t(it.how.key())))
            .collect();
        let mut cells = vec![
            row.name(&page),
            it.email.clone().unwrap_or_default(),
            it.organisation.clone(),
            it.stakeholder.clone(),
            page.t(it.way(&event).key()),
            days.join(" "),
            page.t(it.state.key()),
            page.t(it.origin.key()),
            it.code.clone(),
            seen.join(", "),
            private.needs.clone(),
            private.message.clone(),
        ];
        let answers = questions.iter().map(|question| private.answer_to(question));
        cells.extend(answers.map(str::to_owned));
        let cells: Vec<String> = cells.iter().map(|cell| harmless(cell)).collect();
        table.write_record(&cells).map_err(anyhow::Error::from)?;
    }
    let bytes = table
        .into_inner()
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let tx = app.begin().await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "participation.export",
        &event.id,
    )
    .await?;
    let name = format!("attachment; filename=\"{}.csv\"", event.slug);
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let csv = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    headers.insert(header::CONTENT_TYPE, csv);
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(for_them_alone(response))
}

/// What is asked now, and what was asked otherwise before, as far as somebody answered it.
fn questions(event: &Event, private: &[Private]) -> Vec<String> {
    let asked = event.admission.iter().flat_map(|it| &it.questions);
    let mut questions: Vec<String> = asked.map(|question| question.text.clone()).collect();
    for answer in private.iter().flat_map(|it| &it.answers) {
        if questions.len() < COLUMNS_AT_MOST && !questions.contains(&answer.question) {
            questions.push(answer.question.clone());
        }
    }
    questions
}

/// What a spreadsheet would take for a formula, it takes for a text (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1"] {
            assert!(harmless(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(harmless("Referentin = Gast"), "Referentin = Gast");
    }
}
