//! Who takes part, for programs. Nothing of it is public: every address takes a token.

use super::{
    Arrival, Circle, Correction, Hand, Message, Origin, Participation, Presence, Registration,
    Slot, State, Turnout, Word, Written,
};
use crate::{
    App, Error, Refusal, Result,
    accounts::{Account, Role},
    app::Tx,
    audit,
    events::{Attendance, Event},
    ids::{EventId, MessageId},
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
    words::Word as _,
};
use axum::{
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, correct, erase))
        .routes(routes!(renew_link))
        .routes(routes!(approve))
        .routes(routes!(decline))
        .routes(routes!(cancel))
        .routes(routes!(check_in, check_out))
        .routes(routes!(set_way))
        .routes(routes!(merge))
        .routes(routes!(write))
        .routes(routes!(turnout))
        .routes(routes!(tables))
        .routes(routes!(seat, unseat))
        .merge(super::notices::api::routes())
}

/// Somebody who takes part, or wants to.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Participation)]
pub struct Shape {
    /// A ULID.
    pub id: String,
    pub state: State,
    pub origin: Origin,
    pub attendance: Attendance,
    /// They did not say so, as no Join of another server can; they are counted there.
    pub way_open: bool,
    /// Empty for every day.
    pub days: Vec<NaiveDate>,
    pub name: String,
    pub email: Option<String>,
    pub organisation: String,
    pub stakeholder: String,
    /// What they are written to in.
    pub language: String,
    /// The actor, when they came from another server.
    pub actor: Option<String>,
    /// What they show at the door.
    pub code: String,
    /// The days on which they were there, and how.
    pub seen: Vec<Presence>,
    pub offered_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Shape {
    pub fn of(participation: &Participation) -> Self {
        Self {
            id: participation.id.to_string(),
            state: participation.state,
            origin: participation.origin,
            attendance: participation.attendance,
            way_open: participation.way_open,
            days: participation.days.0.clone(),
            name: participation.name.clone(),
            email: participation.email.clone(),
            organisation: participation.organisation.clone(),
            stakeholder: participation.stakeholder.clone(),
            language: participation.language.clone(),
            actor: participation.actor.as_ref().map(ToString::to_string),
            code: participation.code.clone(),
            seen: participation.seen.0.clone(),
            offered_until: participation.offered_until,
            created_at: participation.created_at,
            updated_at: participation.updated_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParticipationList)]
struct List {
    participations: Vec<Shape>,
}

/// List who takes part.
///
/// Since when they wait or take part, the longest first. What they need stands on the pages alone, and
/// an editor, who lets people in, does not see how to reach them.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/participations",
    operation_id = "listParticipations",
    tag = "participations",
    params(("id" = String, Path, description = "The event's ULID")),
    security(("token" = [])),
    responses((status = 200, description = "All of them", body = List), Failures)
)]
async fn list(editor: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let event = event(&app, &id).await?;
    let all = super::of_event(&app.db, &event.id).await?.into_iter();
    json::private(&List {
        participations: all.map(|it| seen(it, &editor)).collect(),
    })
}

/// Show somebody.
///
/// To an editor, who lets people in, without how to reach them.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/participations/{person}",
    operation_id = "getParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show")
    ),
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn show(
    editor: Editor,
    Of(app): Of<App>,
    Path((id, person)): Path<(String, String)>,
) -> Result<Response> {
    let event = event(&app, &id).await?;
    let found = super::find_shown(&app.db, &event.id, &person).await?;
    json::private(&seen(found, &editor))
}

/// As `by` may see it.
fn seen(participation: Participation, by: &Account) -> Shape {
    match by.role >= Role::Coordinator {
        true => Shape::of(&participation),
        false => Shape::of(&participation.at_the_door()),
    }
}

/// Enter somebody.
///
/// As the desk does for those who call. With an address they get a mail.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/participations",
    operation_id = "createParticipation",
    tag = "participations",
    params(("id" = String, Path, description = "The event's ULID")),
    request_body = Registration,
    security(("token" = [])),
    responses((status = 201, description = "How they stand", body = Shape), Failures)
)]
async fn create(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(registration): Said<Registration>,
) -> Result<Response> {
    let event = event(&app, &id).await?;
    let tx = app.begin().await?;
    let language = app.config.instance.language.bcp47();
    let entered = super::enter(&app, &tx, &event.id, &registration, language).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "participation.enter",
        &entered.id,
    )
    .await?;
    json::created(
        &app,
        &format!("/api/v1/events/{}/participations/{}", event.id, entered.id),
        &Shape::of(&entered),
    )
}

/// Correct a registration.
///
/// What is left out stays as it was. Who has a place keeps it: it is refused where there is none for them as
/// they would come. They are written to where they would notice; another address gets another link, and the
/// old one opens nothing any more.
#[utoipa::path(
    put,
    path = "/api/v1/events/{id}/participations/{person}",
    operation_id = "correctParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show")
    ),
    request_body = Correction,
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn correct(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
    Said(correction): Said<Correction>,
) -> Result<Response> {
    let (tx, found) = opened(&app, &address).await?;
    let done = super::correct(&app, &tx, &found, correction).await?;
    kept(&app, tx, &coordinator, "participation.correct", done).await
}

/// Accept somebody who asked, or who waits for a place.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/participations/{person}/approval",
    operation_id = "approveParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID")
    ),
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn approve(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
) -> Result<Response> {
    let (tx, participation) = opened(&app, &address).await?;
    let done = super::approve(&app, &tx, &participation).await?;
    kept(&app, tx, &coordinator, "participation.approve", done).await
}

/// Why somebody is not accepted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct Refused {
    /// Goes to that person and is not kept.
    reason: String,
}

/// Decline somebody.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/participations/{person}/refusal",
    operation_id = "declineParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID")
    ),
    request_body = Refused,
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn decline(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
    Said(refused): Said<Refused>,
) -> Result<Response> {
    let (tx, participation) = opened(&app, &address).await?;
    let done = super::decline(&app, &tx, &participation, refused.reason.trim()).await?;
    kept(&app, tx, &coordinator, "participation.decline", done).await
}

/// Take somebody out who said that they do not come.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/participations/{person}/cancellation",
    operation_id = "cancelParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID")
    ),
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn cancel(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
) -> Result<Response> {
    let (tx, participation) = opened(&app, &address).await?;
    let done = super::leave(&app, &tx, &participation, Word::Ours).await?;
    kept(&app, tx, &coordinator, "participation.leave", done).await
}

/// Let somebody in.
///
/// On a day of the event, today unless another is named. Said again of a day, it is corrected.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/participations/{person}/check-in",
    operation_id = "checkInParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show"),
        Arrival
    ),
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn check_in(
    editor: Editor,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
    Query(arrival): Query<Arrival>,
) -> Result<Response> {
    let (tx, participation) = opened(&app, &address).await?;
    let done = super::check_in(&app, &tx, &participation, &arrival).await?;
    kept(&app, tx, &editor, "participation.check_in", done).await
}

/// Which check-in is taken back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct Day {
    /// Such as `2026-12-13`; today without it.
    day: String,
}

/// Take a check-in back.
///
/// Somebody else's code was typed, or another day was meant.
#[utoipa::path(
    delete,
    path = "/api/v1/events/{id}/participations/{person}/check-in",
    operation_id = "checkOutParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show"),
        Day
    ),
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn check_out(
    editor: Editor,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
    Query(day): Query<Day>,
) -> Result<Response> {
    let (tx, participation) = opened(&app, &address).await?;
    let arrival = Arrival {
        day: day.day,
        ..Arrival::default()
    };
    let done = super::check_out(&app, &tx, &participation, &arrival).await?;
    kept(&app, tx, &editor, "participation.check_out", done).await
}

/// Replace somebody's link.
///
/// Older ones open nothing any more; they are sent the new one.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/participations/{person}/link",
    operation_id = "renewParticipationLink",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show")
    ),
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn renew_link(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
) -> Result<Response> {
    let (tx, participation) = opened(&app, &address).await?;
    let done = super::renew_link(&app, &tx, &participation).await?;
    kept(&app, tx, &coordinator, "participation.link", done).await
}

/// Erase somebody who asked for it.
///
/// All they said goes, their place is given on, and they are not told by mail.
#[utoipa::path(
    delete,
    path = "/api/v1/events/{id}/participations/{person}",
    operation_id = "eraseParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show")
    ),
    security(("token" = [])),
    responses((status = 204, description = "Nothing of them is left"), Failures)
)]
async fn erase(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
) -> Result<Response> {
    let (tx, found) = opened(&app, &address).await?;
    super::erase(&app, &tx, &found, Word::Ours).await?;
    let by = Some(&*coordinator);
    audit::kept(&app, tx, by, "participation.erase", &found.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// How many came, and since when that is all that is known of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TurnoutOfEvent)]
struct Counts {
    #[serde(flatten)]
    turnout: Turnout,
    /// Absent as long as those are known who were counted.
    forgotten_at: Option<DateTime<Utc>>,
}

/// Count who came.
///
/// By way and by group. Groups of fewer than five people are counted together, and the sums are kept when the
/// registrations are deleted.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/turnout",
    operation_id = "getTurnout",
    tag = "participations",
    params(("id" = String, Path, description = "The event's ULID")),
    security(("token" = [])),
    responses((status = 200, description = "How many", body = Counts), Failures)
)]
async fn turnout(_: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let event = event(&app, &id).await?;
    let (turnout, forgotten_at) = super::turnout(&app.db, &event).await?;
    json::private(&Counts {
        turnout,
        forgotten_at,
    })
}

/// Who sits where, in the sessions for which tables are chosen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tables)]
pub struct Tables {
    sessions: Vec<Sitting>,
}

/// A session of the agenda with its tables.
#[derive(Debug, Serialize, ToSchema)]
struct Sitting {
    /// The session's ULID.
    session: String,
    title: String,
    starts_at: DateTime<Utc>,
    tables: Vec<Seats>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Seats {
    label: String,
    /// People; absent when nobody counts.
    capacity: Option<u32>,
    /// How many sit there.
    taken: usize,
    /// The ids of those who sit there, in the order in which they chose. To an editor nobody where nobody sees
    /// who else takes part.
    people: Vec<String>,
}

impl Tables {
    /// `may_act` for those who may know also who sits where nobody sees it.
    pub async fn of(app: &App, event: &Event, may_act: bool) -> Result<Self> {
        let seatings = super::seatings_of_event(&app.db, &event.id).await?;
        let sitting = |slot: Slot| {
            let is_shown = may_act || !slot.session.rules.list_hidden;
            let tables = slot.session.tables.iter().map(|table| {
                let people = seatings.iter().filter(|seating| {
                    seating.session == slot.session.id && seating.label == table.label
                });
                let people: Vec<_> = people.map(|it| it.participation.to_string()).collect();
                Seats {
                    label: table.label.clone(),
                    capacity: table.capacity,
                    taken: people.len(),
                    people: people.into_iter().filter(|_| is_shown).collect(),
                }
            });
            Sitting {
                tables: tables.collect(),
                starts_at: slot.session.starts_at,
                session: slot.session.id,
                title: slot.session.title,
            }
        };
        let slots = super::slots(&app.db, event).await?.into_iter();
        Ok(Self {
            sessions: slots.map(sitting).collect(),
        })
    }
}

/// List who sits where.
///
/// In the released agenda's sessions for which whoever takes part chooses a table.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/tables",
    operation_id = "listTables",
    tag = "participations",
    params(("id" = String, Path, description = "The event's ULID")),
    security(("token" = [])),
    responses((status = 200, description = "All of them", body = Tables), Failures)
)]
async fn tables(editor: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let event = event(&app, &id).await?;
    let may_act = editor.role >= Role::Coordinator;
    json::private(&Tables::of(&app, &event, may_act).await?)
}

/// A table of a session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct Seating {
    /// Its label.
    table: String,
}

/// Seat somebody at a table.
///
/// In place of the one they have there, or at another session at the same time. Never more than it
/// holds.
#[utoipa::path(
    put,
    path = "/api/v1/events/{id}/participations/{person}/tables/{session}",
    operation_id = "seatParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show"),
        ("session" = String, Path, description = "The session's ULID")
    ),
    request_body = Seating,
    security(("token" = [])),
    responses((status = 200, description = "Where they sit", body = Seating), Failures)
)]
async fn seat(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((id, person, session)): Path<(String, String, String)>,
    Said(seating): Said<Seating>,
) -> Result<Response> {
    let (tx, found) = opened(&app, &(id, person)).await?;
    let at = (session.as_str(), seating.table.as_str());
    super::seat(&app, &tx, &found, at, Hand::Ours).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "participation.seat",
        &found.id,
    )
    .await?;
    json::private(&seating)
}

/// Free the seat somebody has at a session.
#[utoipa::path(
    delete,
    path = "/api/v1/events/{id}/participations/{person}/tables/{session}",
    operation_id = "unseatParticipation",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show"),
        ("session" = String, Path, description = "The session's ULID")
    ),
    security(("token" = [])),
    responses((status = 204, description = "They sit nowhere"), Failures)
)]
async fn unseat(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path((id, person, session)): Path<(String, String, String)>,
) -> Result<Response> {
    let (tx, found) = opened(&app, &(id, person)).await?;
    super::unseat(&app, &tx, &found, &session, Hand::Ours).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "participation.seat",
        &found.id,
    )
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// How somebody comes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ParticipationWay)]
#[serde(default, deny_unknown_fields)]
struct Way {
    /// `in_person` or `online`.
    attendance: String,
}

/// Say how somebody comes.
///
/// Who has a place keeps it: it is refused where there is none for them the other way.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/participations/{person}/way",
    operation_id = "setParticipationWay",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show")
    ),
    request_body = Way,
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn set_way(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
    Said(way): Said<Way>,
) -> Result<Response> {
    let (tx, found) = opened(&app, &address).await?;
    let found = super::set_way(&app, &tx, &found, &way.attendance).await?;
    kept(&app, tx, &coordinator, "participation.way", found).await
}

/// Whose registration it is, too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ParticipationMerger)]
#[serde(default, deny_unknown_fields)]
struct Merger {
    /// Another id of this event, or the code they show.
    other: String,
}

/// Make two registrations of one person one.
///
/// The one that stands better takes over what the other knows; the other one is forgotten.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/participations/{person}/merger",
    operation_id = "mergeParticipations",
    tag = "participations",
    params(
        ("id" = String, Path, description = "The event's ULID"),
        ("person" = String, Path, description = "A ULID, or the code they show")
    ),
    request_body = Merger,
    security(("token" = [])),
    responses((status = 200, description = "How they stand", body = Shape), Failures)
)]
async fn merge(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(address): Path<(String, String)>,
    Said(merger): Said<Merger>,
) -> Result<Response> {
    let (tx, found) = opened(&app, &address).await?;
    let other = match super::find_shown(&tx, &found.event, &merger.other).await {
        Err(Error::NotFound) => {
            let refusal = Refusal::new("participation-merge-impossible");
            return Err(refusal.on("other").into());
        }
        other => other?,
    };
    let merged = super::merge(&app, &tx, &found.id, &other.id).await?;
    kept(&app, tx, &coordinator, "participation.merge", merged).await
}

/// What is written to many, and to whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ParticipationMessage)]
#[serde(default, deny_unknown_fields)]
struct Letter {
    /// A ULID of yours. The same one again writes nothing again. Empty for one of ours.
    once: String,
    /// How they stand; empty for `accepted`.
    state: String,
    /// `in_person` or `online`; empty for both.
    attendance: String,
    /// One of the event's groups; empty for all.
    stakeholder: String,
    /// Where they sit, as `session/label`; empty for anywhere, or nowhere.
    table: String,
    /// Also to accounts in the Fediverse, whose servers read it too.
    there: bool,
    subject: String,
    text: String,
}

/// To how many it went.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ParticipationMessageWritten)]
struct Reached {
    /// A ULID.
    once: String,
    /// People.
    reached: i32,
    /// Who gave no address.
    unreached: i32,
}

impl From<Written> for Reached {
    fn from(written: Written) -> Self {
        Self {
            once: written.id.to_string(),
            reached: written.reached,
            unreached: written.unreached,
        }
    }
}

/// Write to those who take part.
///
/// By way, by group or by table, one mail each. It is not kept.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/messages",
    operation_id = "writeToParticipations",
    tag = "participations",
    params(("id" = String, Path, description = "The event's ULID")),
    request_body = Letter,
    security(("token" = [])),
    responses((status = 200, description = "To how many it went", body = Reached), Failures)
)]
async fn write(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(letter): Said<Letter>,
) -> Result<Response> {
    let event = event(&app, &id).await?;
    let id: MessageId = match letter.once.as_str() {
        "" => app.ulids.next(app.clock.now()).into(),
        once => {
            let wrong = |_| Refusal::new("participation-message-unknown").on("once");
            once.parse().map_err(wrong)?
        }
    };
    let state = match letter.state.as_str() {
        "" => State::Accepted.name(),
        state => state.to_owned(),
    };
    let circle = Circle::read(
        &state,
        &letter.attendance,
        &letter.stakeholder,
        &letter.table,
    )?;
    let message = Message {
        id,
        circle,
        there: letter.there,
        subject: &letter.subject,
        text: &letter.text,
    };
    let tx = app.begin().await?;
    let written = super::write_to(&app, &tx, &event.id, &message).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "participation.write",
        &event.id,
    )
    .await?;
    json::private(&Reached::from(written))
}

async fn event(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    crate::events::find_own(&app.db, &id).await
}

/// Somebody of an address, about to be changed.
async fn opened(app: &App, (id, person): &(String, String)) -> Result<(Tx, Participation)> {
    let event = event(app, id).await?;
    let tx = app.begin().await?;
    let found = super::find_shown(&tx, &event.id, person).await?;
    Ok((tx, found))
}

/// Keep what was changed, and show it.
async fn kept(
    app: &App,
    tx: Tx,
    by: &Account,
    action: &'static str,
    participation: Participation,
) -> Result<Response> {
    audit::kept(app, tx, Some(by), action, &participation.id).await?;
    json::private(&seen(participation, by))
}

#[cfg(test)]
mod tests {
    use crate::{
        accounts::Role,
        events::{
            self,
            feed::tests::{denkwerkstatt, house},
        },
        web::openapi::tests::Program,
    };
    use serde_json::json;

    #[tokio::test]
    async fn a_program_writes_to_many_once_and_makes_two_one() {
        let (app, actor) = house().await;
        let mut draft = denkwerkstatt();
        draft.registration = "open".into();
        let tx = app.begin().await.unwrap();
        let event = events::draft(&app, &tx, &actor, &draft).await.unwrap();
        tx.commit().await.unwrap();
        let program = Program::new(&app, Role::Coordinator).await;
        let people = format!("/api/v1/events/{}/participations", event.id);
        let mut ids = Vec::new();
        for entry in [
            json!({ "name": "Geschäftsstelle", "email": "post@verein.example.org" }),
            json!({ "name": "Am Telefon" }),
        ] {
            let (_, entered) = program.say("POST", &people, Some(entry)).await;
            ids.push(entered["id"].as_str().unwrap().to_owned());
        }
        let messages = format!("/api/v1/events/{}/messages", event.id);
        let once = "01JD3ZK6M00000000000000000";
        let letter = json!({ "once": once, "subject": "Raum", "text": "Wir sind in Raum 2." });
        for _ in 0..2 {
            let said = program.say("POST", &messages, Some(letter.clone())).await;
            let expected = json!({ "once": once, "reached": 1, "unreached": 1 });
            assert_eq!(said, (200, expected));
        }
        for (name, value, pointer) in [
            ("once", "immer", "#/once"),
            ("state", "alle", "#/state"),
            ("attendance", "irgendwie", "#/attendance"),
            ("table", "Tisch 1", "#/table"),
            ("subject", "", "#/subject"),
            ("text", " ", "#/text"),
        ] {
            let mut wrong = letter.clone();
            wrong["once"] = json!("");
            wrong[name] = json!(value);
            let (status, refused) = program.say("POST", &messages, Some(wrong)).await;
            let said = refused["errors"][0]["pointer"].as_str();
            assert_eq!((status, said), (422, Some(pointer)));
        }
        let merger = format!("{people}/{}/merger", ids[0]);
        for other in [&ids[0], "A2B3C4"] {
            let other = json!({ "other": other });
            assert_eq!(program.say("POST", &merger, Some(other)).await.0, 422);
        }
        let other = json!({ "other": ids[1] });
        let (status, merged) = program.say("POST", &merger, Some(other.clone())).await;
        assert_eq!((status, &merged["id"]), (200, &json!(ids[0])));
        let (_, list) = program.say("GET", &people, None).await;
        assert_eq!(list["participations"].as_array().unwrap().len(), 1);
        let editor = Program::new(&app, Role::Editor).await;
        assert_eq!(editor.say("POST", &messages, Some(letter)).await.0, 403);
        assert_eq!(editor.say("POST", &merger, Some(other)).await.0, 403);
    }

    #[tokio::test]
    async fn somebody_is_entered_let_in_and_taken_out() {
        let (app, actor) = house().await;
        let mut draft = denkwerkstatt();
        draft.registration = "open".into();
        draft.seats_in_person = "1".into();
        let tx = app.begin().await.unwrap();
        let event = events::draft(&app, &tx, &actor, &draft).await.unwrap();
        tx.commit().await.unwrap();
        let path = format!("/api/v1/events/{}/participations", event.id);
        let program = Program::new(&app, Role::Coordinator).await;
        let entry = json!({ "name": "Geschäftsstelle", "email": "post@verein.example.org" });
        let (status, entered) = program.say("POST", &path, Some(entry.clone())).await;
        assert_eq!((status, &entered["state"]), (201, &"accepted".into()));
        assert_eq!(entered["origin"], "staff");
        let (status, refused) = program.say("POST", &path, Some(entry)).await;
        assert_eq!(
            (status, &refused["errors"][0]["code"]),
            (422, &"participation-known".into())
        );
        let (_, list) = program.say("GET", &path, None).await;
        assert_eq!(list["participations"], json!([entered]));

        let code = entered["code"].as_str().unwrap().to_lowercase();
        let one = format!("{path}/{code}");
        let right = json!({ "name": "Geschäftsstelle Süd" });
        let (status, corrected) = program.say("PUT", &one, Some(right)).await;
        assert_eq!((status, &corrected["email"]), (200, &entered["email"]));
        assert_eq!(corrected["name"], "Geschäftsstelle Süd");
        for (name, value) in [
            ("email", "post@"),
            ("attendance", "im_garten"),
            ("days", "bald"),
        ] {
            let (status, refused) = program.say("PUT", &one, Some(json!({ name: value }))).await;
            let said = refused["errors"][0]["pointer"].as_str();
            assert_eq!((status, said), (422, Some(format!("#/{name}").as_str())));
        }
        // Nobody was there before it begins, or on a day it does not take place.
        let door = format!("{path}/{code}/check-in");
        for (query, pointer) in [
            ("", "#/day"),
            ("?day=2026-12-12", "#/day"),
            ("?day=bald", "#/day"),
            ("?day=2026-12-13&how=dream", "#/how"),
        ] {
            let (status, refused) = program.say("POST", &format!("{door}{query}"), None).await;
            let said = refused["errors"][0]["pointer"].as_str();
            assert_eq!((status, said), (422, Some(pointer)), "{query}");
        }
        let there = async |method: &str, query: &str| {
            let (status, seen) = program.say(method, &format!("{door}?{query}"), None).await;
            (status, seen["seen"].clone())
        };
        let friday = json!([{ "day": "2026-12-13", "how": "room" }]);
        let paper = json!([{ "day": "2026-12-13", "how": "paper" }]);
        assert_eq!(there("POST", "day=2026-12-13").await, (200, friday));
        // Said otherwise it is corrected, and taken back it is gone.
        assert_eq!(
            there("POST", "day=2026-12-13&how=paper").await,
            (200, paper.clone())
        );
        assert_eq!(there("POST", "day=2026-12-13").await, (200, paper));
        assert_eq!(there("DELETE", "day=2026-12-13").await, (200, json!([])));
        let (status, _) = program
            .say("POST", &format!("{path}/{code}/link"), None)
            .await;
        assert_eq!(status, 200);
        let id = entered["id"].as_str().unwrap();
        let (_, out) = program
            .say("POST", &format!("{path}/{id}/cancellation"), None)
            .await;
        assert_eq!(out["state"], "cancelled");
        let (status, _) = program
            .say(
                "POST",
                &format!("{path}/{id}/check-in?day=2026-12-13"),
                None,
            )
            .await;
        assert_eq!(status, 422);

        // It is nobody else's business, and an editor changes nothing but the door.
        assert_eq!(Program::nobody(&app).say("GET", &path, None).await.0, 401);
        let editor = Program::new(&app, Role::Editor).await;
        let (status, list) = editor.say("GET", &path, None).await;
        let somebody = &list["participations"][0];
        assert_eq!((status, &somebody["name"]), (200, &corrected["name"]));
        assert_eq!(
            (&somebody["code"], &somebody["email"]),
            (&entered["code"], &json!(null))
        );
        let one = format!("{path}/{id}");
        let (_, shown) = editor.say("GET", &one, None).await;
        assert_eq!(&shown, somebody);
        let (_, shown) = program.say("GET", &one, None).await;
        assert_eq!(shown["email"], entered["email"]);
        assert_eq!(
            editor.say("PUT", &one, Some(json!({ "name": "" }))).await.0,
            403
        );
        let approval = format!("{path}/{id}/approval");
        assert_eq!(editor.say("POST", &approval, None).await.0, 403);
        assert_eq!(program.say("POST", &approval, None).await.0, 422);
    }
}
