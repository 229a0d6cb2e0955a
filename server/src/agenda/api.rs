//! Agendas for programs. What is released is open to everybody; what changes something takes a token, and
//! goes through the same verbs as the forms.

use super::{
    Agenda, Draft, Session, Version, activitypub,
    changes::Change,
    days, news,
    paste::{self, Line, Read},
    schedule,
    session::{Access, Kind, Rules, Speaker},
};
use crate::{
    App, Error, Refusal, Result, audit,
    error::Refusals,
    events::{self, Event},
    i18n::Lang,
    ids::EventId,
    markdown, participations,
    web::{
        json::{self, Said},
        openapi::Failures,
        page::Page,
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(show_draft, discard))
        .routes(routes!(add))
        .routes(routes!(change, remove))
        .routes(routes!(paste))
        .routes(routes!(release))
}

/// A released version of an agenda.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Agenda)]
struct Shape {
    /// Of the versions that were released, counted from 1.
    version: i32,
    released_at: Option<DateTime<Utc>>,
    /// The IANA name of the zone the times are told in.
    zone: String,
    /// In the order they take place.
    sessions: Vec<SessionShape>,
}

/// What happens at an event at a time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Session)]
struct SessionShape {
    /// A ULID, the same in every version.
    id: String,
    /// Its ActivityPub id.
    object: Url,
    /// As in `schedule.xml` and `schedule.json`.
    guid: String,
    starts_at: DateTime<FixedOffset>,
    /// As typed, or else when the next one begins; absent where nothing follows.
    ends_at: Option<DateTime<FixedOffset>>,
    title: String,
    /// HTML that is safe to show.
    description: String,
    kind: Kind,
    room: Option<String>,
    track: Option<String>,
    speakers: Vec<Speaker>,
    tables: Vec<TableShape>,
    /// Whether whoever takes part chooses one of the tables before.
    sign_up: bool,
    access: Access,
    rules: Rules,
}

/// One of several groups that work at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SessionTable)]
struct TableShape {
    label: String,
    /// People.
    capacity: Option<u32>,
    host: Option<String>,
}

impl Shape {
    fn of(app: &App, event: &Event, version: &Version) -> Result<Self> {
        let agenda = version.agenda(event)?;
        let sessions = agenda.sessions().iter();
        Ok(Self {
            version: version.number,
            released_at: version.released_at,
            zone: agenda.days.zone.name().to_owned(),
            sessions: sessions
                .map(|session| SessionShape::of(app, &agenda, session))
                .collect(),
        })
    }
}

impl SessionShape {
    fn of(app: &App, agenda: &Agenda, session: &Session) -> Self {
        let tables = session.tables.iter().map(|table| TableShape {
            label: table.label.clone(),
            capacity: table.capacity,
            host: table.host.clone(),
        });
        Self {
            id: session.id.clone(),
            object: activitypub::id(app.config.origin(), session).into(),
            guid: schedule::guid(session).to_string(),
            starts_at: session.starts(agenda.days.zone).fixed_offset(),
            ends_at: agenda.ends(session).map(|ends| ends.fixed_offset()),
            title: session.title.clone(),
            description: markdown::to_html(&session.description),
            kind: session.kind,
            room: session.room.clone(),
            track: session.track.clone(),
            speakers: session.speakers.clone(),
            tables: tables.collect(),
            sign_up: session.sign_up,
            access: session.access,
            rules: session.rules,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// An earlier version than the one in force.
    version: Option<i32>,
}

/// Read the agenda of an event.
///
/// What was released last, or the version that is named. With a token also that of an event that is not
/// public yet.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/agenda",
    operation_id = "readAgenda",
    tag = "agenda",
    params(("id" = String, Path, description = "A ULID"), Which),
    responses((status = 200, description = "The agenda", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
    editor: Option<Editor>,
    headers: HeaderMap,
) -> Result<Response> {
    let event = events::find_own(&app.db, &read_id(&id)?).await?;
    if !event.state.is_public() && editor.is_none() {
        return Err(Error::NotFound);
    }
    let version = match which.version {
        Some(number) => super::find(&app, &app.db, &event, number).await?,
        None => {
            let released = super::shown(&app, &app.db, &event).await?;
            released.ok_or(Error::NotFound)?
        }
    };
    let shape = Shape::of(&app, &event, &version)?;
    match event.state.is_public() {
        true => json::public(&headers, &shape),
        false => json::private(&shape),
    }
}

/// The next version of an agenda, as far as it is known.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = AgendaDraft)]
struct DraftShape {
    /// Send it along with the release, so that nothing is released that you have not seen. Empty where
    /// nothing was ever typed.
    seen: String,
    /// Whether it was released as it stands here.
    released: bool,
    sessions: Vec<Planned>,
}

/// A session of it, as one would have to send it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = PlannedSession)]
struct Planned {
    id: String,
    session: Draft,
}

impl Planned {
    fn of(session: &Session, event: &Event) -> Self {
        Self {
            id: session.id.clone(),
            session: Draft::of(session, event.tz()),
        }
    }
}

/// Read the draft of an agenda.
///
/// What the next version will say; where nothing was changed since, what was released last.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/agenda/draft",
    operation_id = "readAgendaDraft",
    tag = "agenda",
    params(("id" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The draft", body = DraftShape), Failures)
)]
async fn show_draft(_: Editor, State(app): State<App>, Path(id): Path<String>) -> Result<Response> {
    let event = events::find_own(&app.db, &read_id(&id)?).await?;
    let latest = super::latest(&app.db, &event.id).await?;
    let sessions = latest.iter().flat_map(|latest| &latest.sessions.0);
    json::private(&DraftShape {
        seen: latest.as_ref().map(Version::seen).unwrap_or_default(),
        released: latest.as_ref().is_some_and(Version::is_released),
        sessions: sessions
            .map(|session| Planned::of(session, &event))
            .collect(),
    })
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Looked {
    /// As the draft said it; left out for whatever it is by now.
    #[serde(default)]
    seen: String,
}

/// Discard the draft of an agenda.
///
/// What is planned is again what was released last, or nothing.
#[utoipa::path(
    delete,
    path = "/api/v1/events/{id}/agenda/draft",
    operation_id = "discardAgendaDraft",
    tag = "agenda",
    params(("id" = String, Path, description = "A ULID"), Looked),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn discard(
    editor: Editor,
    State(app): State<App>,
    Path(id): Path<String>,
    Query(looked): Query<Looked>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    super::discard(&tx, &event, &looked.seen).await?;
    audit::kept(&app, tx, Some(&editor), "agenda.discard", &event.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Add a session to the draft of an agenda.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/agenda/sessions",
    operation_id = "addSession",
    tag = "agenda",
    params(("id" = String, Path, description = "A ULID")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new session", body = Planned), Failures)
)]
async fn add(
    editor: Editor,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let session = super::add(&app, &tx, &event, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "agenda.revise", &event.id).await?;
    json::created(
        &app,
        &format!("/api/v1/events/{id}/agenda/sessions/{}", session.id),
        &Planned::of(&session, &event),
    )
}

/// Change a session in the draft of an agenda.
///
/// Every field counts: one that is left out is emptied.
#[utoipa::path(
    put,
    path = "/api/v1/events/{id}/agenda/sessions/{session}",
    operation_id = "changeSession",
    tag = "agenda",
    params(
        ("id" = String, Path, description = "A ULID"),
        ("session" = String, Path, description = "A ULID"),
    ),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed session", body = Planned), Failures)
)]
async fn change(
    editor: Editor,
    State(app): State<App>,
    Path((id, session)): Path<(String, String)>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let session = super::change(&app, &tx, &event, &session, &draft).await?;
    audit::kept(&app, tx, Some(&editor), "agenda.revise", &event.id).await?;
    json::private(&Planned::of(&session, &event))
}

/// Take a session out of the draft of an agenda.
///
/// Versions that were released stay as they are.
#[utoipa::path(
    delete,
    path = "/api/v1/events/{id}/agenda/sessions/{session}",
    operation_id = "removeSession",
    tag = "agenda",
    params(
        ("id" = String, Path, description = "A ULID"),
        ("session" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn remove(
    editor: Editor,
    State(app): State<App>,
    Path((id, session)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    super::remove(&app, &tx, &event, &session).await?;
    audit::kept(&app, tx, Some(&editor), "agenda.revise", &event.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A programme in lines, as it stands in a mail or a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct Programme {
    programme: String,
    /// In place of what the draft says; otherwise beside it.
    in_place: bool,
    /// Take what was read even where a line may be wrong.
    anyway: bool,
}

/// What was understood of a programme.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
struct Reading {
    /// Whether the draft has it now. Not so while a line is in doubt, unless you ask for it.
    taken: bool,
    /// One for each line that says something.
    lines: Vec<LineShape>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = PastedLine)]
struct LineShape {
    text: String,
    /// `session`, `day`, `room`, `columns`, `continues`, or `kept` for what was not understood.
    read: &'static str,
    sessions: Vec<Draft>,
    doubts: Vec<DoubtShape>,
}

/// Why somebody should look at a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Doubt)]
struct DoubtShape {
    code: String,
    text: String,
}

impl LineShape {
    fn of(line: &Line, lang: Lang) -> Option<Self> {
        let (read, sessions) = match &line.read {
            Read::Blank => return None,
            Read::Day(_) => ("day", Vec::new()),
            Read::Room(_) => ("room", Vec::new()),
            Read::Columns => ("columns", Vec::new()),
            Read::Continues { .. } => ("continues", Vec::new()),
            Read::Kept => ("kept", Vec::new()),
            Read::Sessions(drafts) => ("session", drafts.clone()),
        };
        let doubts = line.doubts.iter().map(|doubt| DoubtShape {
            code: doubt.key().to_owned(),
            text: lang.text(doubt.key()),
        });
        Some(Self {
            text: line.text.clone(),
            read,
            sessions,
            doubts: doubts.collect(),
        })
    }
}

/// Read a programme into the draft of an agenda.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/agenda/paste",
    operation_id = "pasteAgenda",
    tag = "agenda",
    params(("id" = String, Path, description = "A ULID")),
    request_body = Programme,
    security(("token" = [])),
    responses((status = 200, description = "What was understood", body = Reading), Failures)
)]
async fn paste(
    editor: Editor,
    page: Page,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(said): Said<Programme>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let lines = paste::read(&said.programme, &days(&event))?;
    let is_certain = lines.iter().all(|line| line.doubts.is_empty());
    let taken = is_certain || said.anyway;
    if taken {
        let sessions = super::checked(&app, &event, paste::drafts(&lines)).map_err(refused)?;
        super::take(&app, &tx, &event, sessions, said.in_place).await?;
        audit::kept(&app, tx, Some(&editor), "agenda.revise", &event.id).await?;
    }
    let lines = lines
        .iter()
        .filter_map(|line| LineShape::of(line, page.lang));
    json::private(&Reading {
        taken,
        lines: lines.collect(),
    })
}

/// What is wrong with some of the sessions, each reason once.
fn refused(faults: Vec<(usize, Refusal)>) -> Error {
    let mut refusals: Vec<Refusal> = Vec::new();
    for (_, refusal) in faults {
        if !refusals.contains(&refusal) {
            refusals.push(refusal);
        }
    }
    Refusals(refusals).into()
}

/// Which draft is released.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = Release)]
#[serde(default)]
struct ReleaseShape {
    /// As the draft said it; empty for whatever it is by now.
    seen: String,
    /// Write to everybody who comes and gave an address what is different. Only of a public event.
    tell: bool,
}

/// A version that was released, and what is different in it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
struct Released {
    agenda: Shape,
    changes: Vec<ChangeShape>,
    /// How many were written to.
    told: i32,
    /// How many were told that their table is another now, or none.
    displaced: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SessionChange)]
struct ChangeShape {
    /// The id of the session.
    session: String,
    code: String,
    text: String,
    /// Whether somebody who has not heard of it may come at the wrong time, or to the wrong room.
    of_time_or_place: bool,
}

impl ChangeShape {
    fn of(change: &Change, event: &Event, lang: Lang) -> Self {
        Self {
            session: change.session.clone(),
            code: change.what.key().to_owned(),
            text: change.said(lang, event.tz()),
            of_time_or_place: change.what.is_of_time_or_place(),
        }
    }
}

/// Release the draft of an agenda.
///
/// It becomes the next version, and public as soon as its event is.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/agenda/release",
    operation_id = "releaseAgenda",
    tag = "agenda",
    params(("id" = String, Path, description = "A ULID")),
    request_body = ReleaseShape,
    security(("token" = [])),
    responses((status = 200, description = "The version, and what is different", body = Released), Failures)
)]
async fn release(
    coordinator: Coordinator,
    page: Page,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(said): Said<ReleaseShape>,
) -> Result<Response> {
    let (tx, event) = events::opened(&app, &id).await?;
    let released = participations::release(&app, &tx, &event, &said.seen).await;
    let (version, changes, displaced) = released?;
    let told = match said.tell && event.state.is_public() {
        true => {
            let said = |lang| news::letter(&event, &version, &changes, lang);
            let written = participations::write_to_all(&app, &tx, &event.id, &said).await?;
            let now = app.clock.now();
            audit::note(
                &tx,
                Some(&coordinator),
                "participation.write",
                &event.id,
                now,
            )
            .await?;
            written.reached
        }
        false => 0,
    };
    audit::kept(&app, tx, Some(&coordinator), "agenda.release", &event.id).await?;
    let changes = changes.iter();
    json::private(&Released {
        agenda: Shape::of(&app, &event, &version)?,
        changes: changes
            .map(|change| ChangeShape::of(change, &event, page.lang))
            .collect(),
        told,
        displaced,
    })
}

fn read_id(text: &str) -> Result<EventId> {
    text.parse().map_err(|_| Error::NotFound)
}

#[cfg(test)]
mod tests {
    use crate::{
        accounts::Role,
        events::feed::tests::{denkwerkstatt, drafted, house, published},
        web::{desk::tests::deeds, openapi::tests::Program},
    };
    use serde_json::{Value, json};

    async fn mails(app: &crate::App) -> i64 {
        use sea_orm::{ConnectionTrait, Statement};
        let count = "select count(*) as mails from mails";
        let count = Statement::from_string(app.db.get_database_backend(), count);
        let row = app.db.query_one_raw(count).await.unwrap().unwrap();
        row.try_get("", "mails").unwrap()
    }

    #[tokio::test]
    async fn who_comes_is_told_of_a_version_once_and_only_if_somebody_asks_for_it() {
        let (app, organizer) = house().await;
        let taking = crate::events::Draft {
            registration: "open".to_owned(),
            ..denkwerkstatt()
        };
        let event = published(&app, &organizer, &taking).await;
        let program = Program::new(&app, Role::Coordinator).await;
        let path = format!("/api/v1/events/{}", event.id);
        for person in [
            json!({"name": "Mit Adresse", "email": "eins@example.org"}),
            json!({"name": "Ohne Adresse"}),
        ] {
            let people = format!("{path}/participations");
            assert_eq!(program.say("POST", &people, Some(person)).await.0, 201);
        }
        let add = async |title: &str| {
            let session = json!({"starts_at": "10:00", "title": title});
            let sessions = format!("{path}/agenda/sessions");
            assert_eq!(program.say("POST", &sessions, Some(session)).await.0, 201);
        };
        let release = async |tell: bool| {
            let said = json!({"tell": tell});
            let release = format!("{path}/agenda/release");
            program.say("POST", &release, Some(said)).await
        };
        let before = mails(&app).await;
        add("Begrüßung").await;
        assert_eq!(release(false).await.1["told"], 0);
        assert_eq!(mails(&app).await, before);
        add("Auswahl").await;
        assert_eq!(release(true).await.1["told"], 1);
        assert_eq!(mails(&app).await, before + 1);
        let written = deeds(&app).await.into_iter();
        let written = written.filter(|deed| deed == "participation.write");
        assert_eq!(written.count(), 1, "the log says who was written to");
        // What was released is not released again, and nobody hears of it twice.
        assert_eq!(release(true).await.0, 422);
        assert_eq!(mails(&app).await, before + 1);
        // Of a draft that is thrown away nobody hears.
        add("Ausklang").await;
        let draft = format!("{path}/agenda/draft");
        assert_eq!(program.say("DELETE", &draft, None).await.0, 204);
        assert_eq!(program.say("DELETE", &draft, None).await.0, 422);
        assert_eq!(mails(&app).await, before + 1);
    }

    const PROGRAMME: &str = "\
Sonntag, 13.12.
10:00 Uhr – Begrüßung, Dialogkomitee
10:30–11:30 Ergebnisse der Workstreams (Plenum)
";

    #[tokio::test]
    async fn a_program_pastes_corrects_and_releases_an_agenda() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &denkwerkstatt()).await;
        let path = format!("/api/v1/events/{}/agenda", event.id);
        let program = Program::new(&app, Role::Coordinator).await;
        let nobody = Program::nobody(&app);
        let paste = async |body: Value| {
            program
                .say("POST", &format!("{path}/paste"), Some(body))
                .await
        };
        let (status, reading) = paste(json!({"programme": PROGRAMME})).await;
        assert_eq!(
            (status, &reading["taken"]),
            (200, &true.into()),
            "{reading}"
        );
        assert_eq!(reading["lines"][1]["sessions"][0]["title"], "Begrüßung");
        assert_eq!(nobody.say("GET", &path, None).await.0, 404);

        // A line in doubt holds everything back, until somebody wants it anyway.
        let doubtful = json!({"programme": "um zehn Uhr oder später\n12:00 Essen"});
        let (_, reading) = paste(doubtful).await;
        assert_eq!(reading["taken"], false);
        assert_eq!(reading["lines"][0]["read"], "kept");
        let draft = async || program.say("GET", &format!("{path}/draft"), None).await.1;
        let known = draft().await;
        assert_eq!(known["sessions"].as_array().unwrap().len(), 2);

        let first = &known["sessions"][0];
        let address = format!("{path}/sessions/{}", first["id"].as_str().unwrap());
        let mut session = first["session"].clone();
        session["captions"] = true.into();
        let (status, changed) = program.say("PUT", &address, Some(session.clone())).await;
        assert_eq!(status, 200, "{changed}");
        // Whoever read it before that comes too late.
        assert_eq!(program.say("PUT", &address, Some(session)).await.0, 409);

        let releasing = format!("{path}/release");
        let stale = Some(json!({"seen": known["seen"]}));
        assert_eq!(program.say("POST", &releasing, stale).await.0, 409);
        let seen = Some(json!({"seen": draft().await["seen"]}));
        let (status, released) = program.say("POST", &releasing, seen).await;
        assert_eq!(status, 200, "{released}");
        assert_eq!(released["changes"].as_array().unwrap().len(), 2);
        let (status, agenda) = nobody.say("GET", &path, None).await;
        assert_eq!((status, &agenda["version"]), (200, &1.into()));
        assert_eq!(agenda, released["agenda"]);
        assert_eq!(agenda["sessions"][0]["access"]["captions"], true);
        assert_eq!(
            agenda["sessions"][0]["ends_at"],
            "2026-12-13T10:30:00+01:00"
        );

        assert_eq!(program.say("DELETE", &address, None).await.0, 204);
        assert_eq!(nobody.say("GET", &path, None).await.1, agenda);
        let (_, released) = program.say("POST", &releasing, Some(json!({}))).await;
        assert_eq!(released["agenda"]["version"], 2);
        let earlier = nobody
            .say("GET", &format!("{path}?version=1"), None)
            .await
            .1;
        assert_eq!(earlier, agenda);
        let (status, refused) = program.say("POST", &releasing, Some(json!({}))).await;
        assert_eq!(status, 422);
        assert_eq!(refused["errors"][0]["code"], "agenda-nothing-to-release");
    }

    #[tokio::test]
    async fn an_editor_drafts_and_releases_nothing() {
        let (app, organizer) = house().await;
        let event = drafted(&app, &organizer, &denkwerkstatt()).await;
        let path = format!("/api/v1/events/{}/agenda", event.id);
        let editor = Program::new(&app, Role::Editor).await;
        let session = json!({"starts_at": "10:00", "title": "Begrüßung"});
        let sessions = format!("{path}/sessions");
        let (status, added) = editor.say("POST", &sessions, Some(session)).await;
        assert_eq!(
            (status, &added["session"]["day"]),
            (201, &"2026-12-13".into())
        );
        let release = format!("{path}/release");
        assert_eq!(editor.say("POST", &release, Some(json!({}))).await.0, 403);
        let wrong = json!({"starts_at": "spät", "titel": "x"});
        assert_eq!(editor.say("POST", &sessions, Some(wrong)).await.0, 422);
        let (_, refused) = editor
            .say("POST", &sessions, Some(json!({"day": "1.1.2027"})))
            .await;
        let pointers: Vec<_> = refused["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["pointer"].as_str().unwrap())
            .collect();
        assert_eq!(pointers, ["#/day", "#/starts_at", "#/title"]);
        // What was released of an event that is not public is nobody else's business.
        let coordinator = Program::new(&app, Role::Coordinator).await;
        assert_eq!(
            coordinator.say("POST", &release, Some(json!({}))).await.0,
            200
        );
        assert_eq!(editor.say("GET", &path, None).await.0, 200);
        assert_eq!(Program::nobody(&app).say("GET", &path, None).await.0, 404);
    }
}
