//! Reports for programs. What is public is open to everybody; what changes something takes a token, and
//! goes through the same verbs as the form.

use super::{Draft, Report, shape::Shape};
use crate::{
    App, Error, Result,
    accounts::Account,
    app::Tx,
    audit,
    events::{
        self, Event,
        organizers::Organizers,
        shape::{List, Shape as EventShape},
    },
    ids::EventId,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{Path, State as Of},
    http::HeaderMap,
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show, write))
        .routes(routes!(show_missing))
        .routes(routes!(show_draft))
        .routes(routes!(publish))
        .routes(routes!(withdraw))
}

/// Read the report of an event.
///
/// With a token also one that is not public.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/report",
    operation_id = "readReport",
    tag = "reports",
    params(("id" = String, Path, description = "A ULID")),
    responses((status = 200, description = "The report", body = Shape), Failures)
)]
async fn show(
    Of(app): Of<App>,
    Path(id): Path<String>,
    editor: Option<Editor>,
    headers: HeaderMap,
) -> Result<Response> {
    let (event, report) = found(&app, &id).await?;
    match report.is_public() && event.state.is_public() {
        true => json::public(&headers, &Shape::of(&report)),
        false if editor.is_some() => json::private(&Shape::of(&report)),
        false => Err(Error::NotFound),
    }
}

/// List events that are over and have no report, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/reports/missing",
    operation_id = "listMissingReports",
    tag = "reports",
    security(("token" = [])),
    responses((status = 200, description = "Those of this instance", body = List), Failures)
)]
async fn show_missing(_: Editor, Of(app): Of<App>) -> Result<Response> {
    let missing = super::missing(&app).await?;
    let organizers = Organizers::find(&app.db, &missing).await?;
    let shape = |event| EventShape::of(event, &organizers, app.config.origin());
    json::private(&List {
        events: missing.iter().map(shape).collect(),
        next: None,
    })
}

/// Read a report as it would have to be sent.
///
/// Change what you like of it and send it back with PUT; `seen` tells whether somebody was faster.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/report/draft",
    operation_id = "readReportDraft",
    tag = "reports",
    params(("id" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The draft", body = Draft), Failures)
)]
async fn show_draft(_: Editor, Of(app): Of<App>, Path(id): Path<String>) -> Result<Response> {
    let (_, report) = found(&app, &id).await?;
    json::private(&Draft::of(&report))
}

/// Write the report of an event, or change it.
///
/// Every field counts: one that is left out is emptied. An event has begun before it has a report. What
/// is public already is changed everywhere, which takes a coordinator.
#[utoipa::path(
    put,
    path = "/api/v1/events/{id}/report",
    operation_id = "writeReport",
    tag = "reports",
    params(("id" = String, Path, description = "A ULID")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The report", body = Shape), Failures)
)]
async fn write(
    editor: Editor,
    coordinator: Option<Coordinator>,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, event) = opened(&app, &id).await?;
    let known = super::find(&tx, &event.id).await?;
    if known.as_ref().is_some_and(Report::is_public) && coordinator.is_none() {
        return Err(Error::Forbidden);
    }
    let report = super::write(&app, &tx, &event, &draft).await?;
    kept(&app, tx, &editor, "report.write", &event).await?;
    json::private(&Shape::of(&report))
}

/// Which state of a report is published.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportPublication)]
#[serde(default)]
struct Seen {
    /// As the draft said it; empty for whatever it is by now.
    seen: String,
}

/// Publish the report of an event.
///
/// It needs a summary, a text, and a transcript of every recording.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/report/publication",
    operation_id = "publishReport",
    tag = "reports",
    params(("id" = String, Path, description = "A ULID")),
    request_body = Seen,
    security(("token" = [])),
    responses((status = 200, description = "The report", body = Shape), Failures)
)]
async fn publish(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
    Said(Seen { seen }): Said<Seen>,
) -> Result<Response> {
    let (tx, event) = opened(&app, &id).await?;
    let report = super::publish(&app, &tx, &event, &seen).await?;
    kept(&app, tx, &coordinator, "report.publish", &event).await?;
    json::private(&Shape::of(&report))
}

/// Take the report of an event back.
///
/// A tombstone stays in its place. It can be changed, and published again.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/report/withdrawal",
    operation_id = "withdrawReport",
    tag = "reports",
    params(("id" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The report", body = Shape), Failures)
)]
async fn withdraw(
    coordinator: Coordinator,
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let (tx, event) = opened(&app, &id).await?;
    let report = super::withdraw(&app, &tx, &event).await?;
    kept(&app, tx, &coordinator, "report.withdraw", &event).await?;
    json::private(&Shape::of(&report))
}

fn read_id(text: &str) -> Result<EventId> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn found(app: &App, id: &str) -> Result<(Event, Report)> {
    let event = events::find_own(&app.db, &read_id(id)?).await?;
    let report = super::find(&app.db, &event.id).await?;
    Ok((event, report.ok_or(Error::NotFound)?))
}

/// The event of an address, its report about to be changed by nobody else.
async fn opened(app: &App, id: &str) -> Result<(Tx, Event)> {
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &read_id(id)?).await?;
    Ok((tx, event))
}

async fn kept(app: &App, tx: Tx, by: &Account, action: &'static str, event: &Event) -> Result<()> {
    audit::kept(app, tx, Some(by), action, &event.id).await
}

#[cfg(test)]
mod tests {
    use crate::{
        accounts::Role,
        events::feed::tests::{drafted, house, published},
        reports::{draft::tests::evening, tests::running},
        web::openapi::tests::Program,
    };
    use chrono::Duration;
    use serde_json::json;

    #[tokio::test]
    async fn a_program_writes_publishes_changes_and_withdraws_a_report() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &running()).await;
        let path = format!("/api/v1/events/{}/report", event.id);
        let program = Program::new(&app, Role::Coordinator).await;
        let nobody = Program::nobody(&app);
        assert_eq!(program.say("GET", &path, None).await.0, 404);
        let (status, report) = program.say("PUT", &path, Some(json!(evening()))).await;
        assert_eq!(
            (status, &report["state"]),
            (200, &"draft".into()),
            "{report}"
        );
        assert_eq!(report["groups"][0]["open_points"], json!(["Wer zahlt?"]));
        assert_eq!(report["materials"][0]["licence"], "CC-BY-4.0");
        assert_eq!(report["goals"][1]["answer"], "partly");
        assert_eq!(nobody.say("GET", &path, None).await.0, 404);

        let (_, draft) = program.say("GET", &format!("{path}/draft"), None).await;
        let publication = format!("{path}/publication");
        let stale = Some(json!({"seen": "1"}));
        assert_eq!(program.say("POST", &publication, stale).await.0, 409);
        let seen = Some(json!({"seen": draft["seen"]}));
        let (status, report) = program.say("POST", &publication, seen).await;
        assert_eq!((status, &report["state"]), (200, &"published".into()));
        assert_eq!(nobody.say("GET", &path, None).await, (200, report));

        let (_, mut draft) = program.say("GET", &format!("{path}/draft"), None).await;
        draft["summary"] = "Nähe entsteht vor Ort.".into();
        assert_eq!(program.say("PUT", &path, Some(draft.clone())).await.0, 200);
        // Somebody who read it before that comes too late.
        assert_eq!(program.say("PUT", &path, Some(draft)).await.0, 409);
        let told = nobody.say("GET", &path, None).await.1;
        assert_eq!(told["summary"], "Nähe entsteht vor Ort.");

        let withdrawal = format!("{path}/withdrawal");
        let (status, report) = program.say("POST", &withdrawal, None).await;
        assert_eq!((status, &report["state"]), (200, &"withdrawn".into()));
        assert_eq!(nobody.say("GET", &path, None).await.0, 404);
        let (status, refused) = program.say("POST", &withdrawal, None).await;
        assert_eq!(status, 422);
        assert_eq!(refused["errors"][0]["code"], "report-is-not-public");
    }

    #[tokio::test]
    async fn a_program_hears_which_reports_are_missing() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &running()).await;
        let path = "/api/v1/reports/missing";
        let program = Program::new(&app, Role::Editor).await;
        let named = async || program.say("GET", path, None).await.1["events"].clone();
        assert_eq!(named().await, json!([]));
        app.clock.advance(Duration::days(30));
        assert_eq!(named().await[0]["id"], event.id.to_string());
        assert_eq!(Program::nobody(&app).say("GET", path, None).await.0, 401);
    }

    #[tokio::test]
    async fn an_editor_drafts_and_changes_nothing_others_see() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &running()).await;
        let path = format!("/api/v1/events/{}/report", event.id);
        let editor = Program::new(&app, Role::Editor).await;
        let draft = Some(json!(evening()));
        assert_eq!(editor.say("PUT", &path, draft.clone()).await.0, 200);
        let publication = format!("{path}/publication");
        let publish = Some(json!({}));
        assert_eq!(
            editor.say("POST", &publication, publish.clone()).await.0,
            403
        );
        let coordinator = Program::new(&app, Role::Coordinator).await;
        assert_eq!(coordinator.say("POST", &publication, publish).await.0, 200);
        assert_eq!(editor.say("PUT", &path, draft).await.0, 403);
        let withdrawal = format!("{path}/withdrawal");
        assert_eq!(editor.say("POST", &withdrawal, None).await.0, 403);
    }

    #[tokio::test]
    async fn everything_wrong_with_a_report_is_named() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &running()).await;
        let path = format!("/api/v1/events/{}/report", event.id);
        let program = Program::new(&app, Role::Coordinator).await;
        let wrong = json!({"goals": "Ziel | vielleicht", "groups": "Leer"});
        let (status, problem) = program.say("PUT", &path, Some(wrong)).await;
        assert_eq!(status, 422);
        let errors = problem["errors"].as_array().unwrap().iter();
        let errors: Vec<_> = errors
            .map(|error| (&error["pointer"], &error["code"]))
            .collect();
        let expected = [
            ("#/title", "event-title-missing"),
            ("#/goals", "report-answer-unknown"),
            ("#/groups", "report-group-empty"),
        ];
        let expected = expected.map(|(pointer, code)| (json!(pointer), json!(code)));
        let expected: Vec<_> = expected.iter().map(|(a, b)| (a, b)).collect();
        assert_eq!(errors, expected);
        let draft = drafted(&app, &organizer, &running()).await;
        let path = format!("/api/v1/events/{}/report", draft.id);
        let (_, refused) = program.say("PUT", &path, Some(json!(evening()))).await;
        assert_eq!(refused["errors"][0]["code"], "event-is-not-public");
    }
}
