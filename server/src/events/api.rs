//! Events for programs. Reading is open to everybody; what changes something takes a token, and
//! goes through the same verbs as the form.

use super::{
    Choice, Draft, Event, Window,
    clashes::{Shared, clashes},
    feed::{self, Asked},
    kinds::{self, Template},
    opened,
    organizers::Organizers,
    shape::{List, Shape},
};
use crate::{
    App, Error, Result,
    app::Tx,
    associations, audit,
    ids::EventId,
    participations::{self, Overbooking},
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, revise, erase))
        .routes(routes!(show_draft))
        .routes(routes!(list_drafts))
        .routes(routes!(publish))
        .routes(routes!(postpone))
        .routes(routes!(cancel))
        .routes(routes!(list_clashes))
        .routes(routes!(list_kinds, define_kind))
        .routes(routes!(redefine_kind))
        .routes(routes!(undefine_kind))
        .merge(super::tasks::api::routes())
}

/// List public events.
///
/// What is running or to come, soonest first, unless days are named. What other servers publish and
/// this one follows is among them.
#[utoipa::path(
    get,
    path = "/api/v1/events",
    operation_id = "listEvents",
    tag = "events",
    params(Choice, Window),
    responses((status = 200, description = "A page of the list", body = List), Failures)
)]
async fn list(State(app): State<App>, asked: Asked) -> Result<Response> {
    let choice: Choice = asked.query()?;
    let list = feed::page(&app, choice.filter(&app.db).await?, &asked).await?;
    json::public(asked.headers(), &list)
}

/// Read an event.
///
/// With a token also one that is not public yet.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}",
    operation_id = "readEvent",
    tag = "events",
    params(("id" = String, Path, description = "A ULID")),
    responses((status = 200, description = "The event", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    editor: Option<Editor>,
    headers: HeaderMap,
) -> Result<Response> {
    let event = super::find_or_erased(&app, &read_id(&id)?).await?;
    let shape = shape(&app, &event).await?;
    match (event.state.is_public(), editor) {
        (true, _) => json::public(&headers, &shape),
        (false, Some(_)) => json::private(&shape),
        (false, None) => Err(Error::NotFound),
    }
}

/// Read an event as one would have to send it.
///
/// Change what you like of it and send it back. It carries in `seen` what it was read from, so that
/// nobody's change in the meantime is overwritten.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/draft",
    operation_id = "readEventDraft",
    tag = "events",
    params(("id" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The draft", body = Draft), Failures)
)]
async fn show_draft(_: Editor, State(app): State<App>, Path(id): Path<String>) -> Result<Response> {
    let event = super::find_own(&app.db, &read_id(&id)?).await?;
    json::private(&super::draft_of(&app, &app.db, &event).await?)
}

/// Events that are not public yet.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = UnpublishedEventList)]
struct Unpublished {
    events: Vec<Shape>,
}

/// List what is being prepared here.
///
/// Drafts, and what will publish itself, soonest first. What is public is in the list for everybody.
#[utoipa::path(
    get,
    path = "/api/v1/drafts",
    operation_id = "listDrafts",
    tag = "events",
    security(("token" = [])),
    responses((status = 200, description = "All of them", body = Unpublished), Failures)
)]
async fn list_drafts(_: Editor, State(app): State<App>) -> Result<Response> {
    let drafts = super::unpublished(&app.db).await?;
    let organizers = Organizers::find(&app.db, &drafts).await?;
    let origin = app.config.origin();
    let events = drafts.iter().map(|it| Shape::of(it, &organizers, origin));
    json::private(&Unpublished {
        events: events.collect(),
    })
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wish {
    /// Publish it too: at the time the draft names, or else at once. Takes a coordinator.
    #[serde(default)]
    publish: bool,
}

/// Create an event.
///
/// A draft that only those who work here see. What falls into its time is named; nothing is refused for it.
#[utoipa::path(
    post,
    path = "/api/v1/events",
    operation_id = "createEvent",
    tag = "events",
    params(Wish),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new event", body = Changed), Failures)
)]
async fn create(
    editor: Editor,
    coordinator: Option<Coordinator>,
    State(app): State<App>,
    Query(wish): Query<Wish>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    if wish.publish && coordinator.is_none() {
        return Err(Error::Forbidden);
    }
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let organizer = associations::actor_of(&tx, &association).await?;
    let event = super::draft(&app, &tx, &organizer, &draft).await?;
    audit::note(
        &tx,
        Some(&editor),
        "event.draft",
        &event.id,
        app.clock.now(),
    )
    .await?;
    let event = match wish.publish {
        true => make_public(&app, &tx, &editor, event).await?,
        false => event,
    };
    tx.commit().await?;
    json::created(
        &app,
        &format!("/api/v1/events/{}", event.id),
        &changed(&app, &event).await?,
    )
}

/// Change an event.
///
/// Every field counts: one that is left out is emptied. What is public already is sent to everybody
/// who has it, which takes a coordinator.
#[utoipa::path(
    put,
    path = "/api/v1/events/{id}",
    operation_id = "changeEvent",
    tag = "events",
    params(("id" = String, Path, description = "A ULID")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed event", body = Changed), Failures)
)]
async fn revise(
    editor: Editor,
    coordinator: Option<Coordinator>,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, event) = opened(&app, &id).await?;
    require_change(&event, coordinator.as_ref())?;
    let event = participations::revise(&app, &tx, event, &draft).await?;
    audit::note(
        &tx,
        Some(&editor),
        "event.revise",
        &event.id,
        app.clock.now(),
    )
    .await?;
    kept(&app, tx, &event).await
}

/// Erase an event.
///
/// A public one leaves a tombstone. What does not take place should be cancelled instead: an erased
/// event leaves calendars without a word.
#[utoipa::path(
    delete,
    path = "/api/v1/events/{id}",
    operation_id = "eraseEvent",
    tag = "events",
    params(("id" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn erase(
    editor: Editor,
    coordinator: Option<Coordinator>,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let (tx, event) = opened(&app, &id).await?;
    require_change(&event, coordinator.as_ref())?;
    audit::note(
        &tx,
        Some(&editor),
        "event.erase",
        &event.id,
        app.clock.now(),
    )
    .await?;
    super::erase(&app, &tx, event).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Publish an event.
///
/// At the time the draft names, or else at once.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/publication",
    operation_id = "publishEvent",
    tag = "events",
    params(("id" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The event", body = Changed), Failures)
)]
async fn publish(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let (tx, event) = opened(&app, &id).await?;
    let event = make_public(&app, &tx, &coordinator, event).await?;
    kept(&app, tx, &event).await
}

async fn make_public(
    app: &App,
    tx: &Tx,
    by: &crate::accounts::Account,
    event: Event,
) -> Result<Event> {
    let (event, action) = match event.publish_at {
        Some(_) if !event.state.is_public() => {
            (super::schedule(app, tx, event).await?, "event.schedule")
        }
        _ => (super::publish(app, tx, event).await?, "event.publish"),
    };
    audit::note(tx, Some(by), action, &event.id, app.clock.now()).await?;
    Ok(event)
}

/// Why an event does not take place, or not on its day.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[schema(as = EventReason)]
struct Why {
    /// One line that everybody reads.
    #[schema(max_length = 300)]
    reason: String,
}

/// Put an event off without a new date.
///
/// Changing its date later names the new one, and takes the reason away.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/postponement",
    operation_id = "postponeEvent",
    tag = "events",
    params(("id" = String, Path, description = "A ULID")),
    request_body = Option<Why>,
    security(("token" = [])),
    responses((status = 200, description = "The event", body = Changed), Failures)
)]
async fn postpone(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    why: Option<Said<Why>>,
) -> Result<Response> {
    let (tx, event) = opened(&app, &id).await?;
    let reason = why.map(|Said(why)| why.reason).unwrap_or_default();
    let event = super::postpone(&app, &tx, event, &reason).await?;
    audit::note(
        &tx,
        Some(&coordinator),
        "event.postpone",
        &event.id,
        app.clock.now(),
    )
    .await?;
    kept(&app, tx, &event).await
}

/// Call an event off.
///
/// It stays where people look for it, and says so.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/cancellation",
    operation_id = "cancelEvent",
    tag = "events",
    params(("id" = String, Path, description = "A ULID")),
    request_body = Option<Why>,
    security(("token" = [])),
    responses((status = 200, description = "The event", body = Changed), Failures)
)]
async fn cancel(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    why: Option<Said<Why>>,
) -> Result<Response> {
    let (tx, event) = opened(&app, &id).await?;
    let reason = why.map(|Said(why)| why.reason).unwrap_or_default();
    let event = super::cancel(&app, &tx, event, &reason).await?;
    audit::note(
        &tx,
        Some(&coordinator),
        "event.cancel",
        &event.id,
        app.clock.now(),
    )
    .await?;
    kept(&app, tx, &event).await
}

/// A kind of an association's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Kind)]
struct KindShape {
    /// The `kind` of an event.
    name: String,
    /// The ActivityPub id of the association.
    organizer: Url,
    template: Template,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = KindList)]
struct Kinds {
    kinds: Vec<KindShape>,
}

impl KindShape {
    fn of(kind: kinds::Model) -> Self {
        Self {
            name: kind.name,
            organizer: kind.organizer.into(),
            template: kind.template,
        }
    }
}

/// List the kinds that associations here defined for themselves.
#[utoipa::path(
    get,
    path = "/api/v1/kinds",
    operation_id = "listKinds",
    tag = "events",
    responses((status = 200, description = "All of them", body = Kinds), Failures)
)]
async fn list_kinds(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let all = kinds::kinds(&app.db, None).await?.into_iter();
    let kinds = all.map(KindShape::of).collect();
    json::public(&headers, &Kinds { kinds })
}

/// Define a kind.
///
/// Its name follows from the German one and never changes.
#[utoipa::path(
    post,
    path = "/api/v1/kinds",
    operation_id = "defineKind",
    tag = "events",
    request_body = Template,
    security(("token" = [])),
    responses((status = 201, description = "The new kind", body = KindShape), Failures)
)]
async fn define_kind(
    coordinator: Coordinator,
    State(app): State<App>,
    Said(template): Said<Template>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &template.organizer).await?;
    let organizer = associations::actor_of(&tx, &association).await?;
    let kind = kinds::define(&app, &tx, &organizer, &template).await?;
    audit::kept(&app, tx, Some(&coordinator), "kind.define", &kind.name).await?;
    json::created(
        &app,
        &format!("/api/v1/kinds/{}", kind.name),
        &KindShape::of(kind),
    )
}

/// Change what a kind is called and begins with.
///
/// Events that are of it keep what they were called.
#[utoipa::path(
    put,
    path = "/api/v1/kinds/{name}",
    operation_id = "redefineKind",
    tag = "events",
    params(("name" = String, Path, description = "The `kind` of an event")),
    request_body = Template,
    security(("token" = [])),
    responses((status = 200, description = "The changed kind", body = KindShape), Failures)
)]
async fn redefine_kind(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(name): Path<String>,
    Said(template): Said<Template>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let kind = kinds::find_for_change(&tx, &name).await?;
    let kind = kinds::redefine(&app, &tx, kind, &template).await?;
    audit::kept(&app, tx, Some(&coordinator), "kind.redefine", &kind.name).await?;
    json::private(&KindShape::of(kind))
}

/// Remove a kind.
///
/// Events that are of it keep what they were called.
#[utoipa::path(
    delete,
    path = "/api/v1/kinds/{name}",
    operation_id = "undefineKind",
    tag = "events",
    params(("name" = String, Path, description = "The `kind` of an event")),
    security(("token" = [])),
    responses((status = 204, description = "Removed"), Failures)
)]
async fn undefine_kind(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let kind = kinds::find_for_change(&tx, &name).await?;
    kinds::undefine(&tx, kind).await?;
    audit::kept(&app, tx, Some(&coordinator), "kind.undefine", &name).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn read_id(text: &str) -> Result<EventId> {
    text.parse().map_err(|_| Error::NotFound)
}

/// Keep what was changed, and show it.
async fn kept(app: &App, tx: Tx, event: &Event) -> Result<Response> {
    tx.commit().await?;
    json::private(&changed(app, event).await?)
}

/// What others see, or will by itself, only a coordinator changes.
fn require_change(event: &Event, coordinator: Option<&Coordinator>) -> Result<()> {
    match coordinator {
        None if event.state != super::State::Draft => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

/// An event that was changed, and what falls into its time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ChangedEvent)]
struct Changed {
    #[serde(flatten)]
    event: Shape,
    /// Those with most in common first.
    clashes: Vec<ClashShape>,
    /// Where more have a place now than there are seats. Nobody loses theirs.
    overbooked: Vec<Overbooking>,
}

/// Another event of the same time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Clash)]
struct ClashShape {
    event: Shape,
    /// What it has in common with the one it clashes with.
    shared: Vec<Shared>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ClashList)]
struct Clashes {
    clashes: Vec<ClashShape>,
}

async fn changed(app: &App, event: &Event) -> Result<Changed> {
    Ok(Changed {
        event: shape(app, event).await?,
        clashes: clashing(app, event).await?,
        overbooked: participations::overbooked(&app.db, event).await?,
    })
}

async fn clashing(app: &App, event: &Event) -> Result<Vec<ClashShape>> {
    let clashes = clashes(&app.db, event).await?;
    let events: Vec<Event> = clashes.iter().map(|clash| clash.event.clone()).collect();
    let organizers = Organizers::find(&app.db, &events).await?;
    let origin = app.config.origin();
    let shapes = clashes.into_iter().map(|clash| ClashShape {
        event: Shape::of(&clash.event, &organizers, origin),
        shared: clash.shared,
    });
    Ok(shapes.collect())
}

/// List what falls into the time of an event.
///
/// Public events, and what is being prepared here, that have an organizer, a topic, a town or their kind
/// in common with it. Nothing is refused for it.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}/clashes",
    operation_id = "listClashes",
    tag = "events",
    params(("id" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "Those with most in common first", body = Clashes), Failures)
)]
async fn list_clashes(
    _: Editor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = super::find_own(&app.db, &read_id(&id)?).await?;
    let clashes = clashing(&app, &event).await?;
    json::private(&Clashes { clashes })
}

async fn shape(app: &App, event: &Event) -> Result<Shape> {
    let organizers = Organizers::find(&app.db, std::slice::from_ref(event)).await?;
    Ok(Shape::of(event, &organizers, app.config.origin()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::Role,
        events::feed::tests::{denkwerkstatt, drafted, house},
        web::openapi::tests::Program,
    };
    use axum::{body::Body, http::Request};
    use serde_json::{Value, json};

    fn path(event: &Value) -> String {
        format!("/api/v1/events/{}", event["id"].as_str().unwrap())
    }

    #[tokio::test]
    async fn an_event_lives_from_draft_to_erasure() {
        let (app, _) = house().await;
        let (nobody, program) = (
            Program::nobody(&app),
            Program::new(&app, Role::Coordinator).await,
        );
        let (status, event) = program
            .say("POST", "/api/v1/events", Some(json!(denkwerkstatt())))
            .await;
        assert_eq!((status, &event["state"]), (201, &"draft".into()));
        let path = path(&event);
        assert!(
            event["object"]
                .as_str()
                .unwrap()
                .ends_with(event["id"].as_str().unwrap())
        );
        assert_eq!(event["starts_at"], "2026-12-13T10:00:00+01:00");
        assert_eq!(event["organizer"]["address"], "@dialog@dialog.example.org");
        assert_eq!(nobody.say("GET", &path, None).await.0, 404);
        assert_eq!(program.say("GET", &path, None).await.0, 200);
        let listed = async || nobody.say("GET", "/api/v1/events", None).await.1["events"].clone();
        assert_eq!(listed().await, json!([]));

        let (status, event) = program
            .say("POST", &format!("{path}/publication"), None)
            .await;
        assert_eq!((status, &event["state"]), (200, &"published".into()));
        let mut public = event.clone();
        for said in ["clashes", "overbooked"] {
            let none = public.as_object_mut().unwrap().shift_remove(said);
            assert_eq!(none, Some(json!([])), "{said}");
        }
        assert_eq!(nobody.say("GET", &path, None).await, (200, public.clone()));
        assert_eq!(listed().await, json!([public]));

        let (_, mut draft) = program.say("GET", &format!("{path}/draft"), None).await;
        draft["starts_at"] = "11:00".into();
        let (status, event) = program.say("PUT", &path, Some(draft.clone())).await;
        assert_eq!((status, &event["state"]), (200, &"rescheduled".into()));
        assert_eq!(event["sequence"], 1);
        assert_eq!(event["previously_started_at"], "2026-12-13T10:00:00+01:00");
        // Somebody who read it before that comes too late.
        assert_eq!(program.say("PUT", &path, Some(draft)).await.0, 409);

        let postponement = format!("{path}/postponement");
        let long = "x".repeat(crate::events::REASON_AT_MOST + 1);
        for (said, field) in [
            (json!({ "reason": long }), "#/reason"),
            (json!({ "why": "x" }), "#/why"),
        ] {
            let (status, refused) = program.say("POST", &postponement, Some(said)).await;
            assert_eq!(
                (status, &refused["errors"][0]["pointer"]),
                (422, &field.into())
            );
        }
        for (step, state, reason) in [
            ("postponement", "postponed", json!("Zu wenige Anmeldungen.")),
            ("cancellation", "cancelled", Value::Null),
        ] {
            let said = reason.as_str().map(|reason| json!({ "reason": reason }));
            let (status, event) = program.say("POST", &format!("{path}/{step}"), said).await;
            assert_eq!((status, &event["state"]), (200, &state.into()));
            assert_eq!(event["reason"], reason);
        }
        let (status, refused) = program
            .say("POST", &format!("{path}/cancellation"), None)
            .await;
        assert_eq!(
            (status, &refused["errors"][0]["code"]),
            (422, &"event-is-cancelled".into())
        );
        assert_eq!(program.say("DELETE", &path, None).await, (204, Value::Null));
        assert_eq!(program.say("GET", &path, None).await.0, 410);
        let log: Vec<_> = audit::latest(&app.db, 6).await.unwrap();
        let log: Vec<_> = log
            .iter()
            .rev()
            .map(|entry| entry.action.as_str())
            .collect();
        assert_eq!(
            log,
            [
                "event.draft",
                "event.publish",
                "event.revise",
                "event.postpone",
                "event.cancel",
                "event.erase",
            ]
        );
    }

    #[tokio::test]
    async fn an_erased_draft_was_never_there() {
        let (app, organizer) = house().await;
        let event = drafted(&app, &organizer, &denkwerkstatt()).await;
        let program = Program::new(&app, Role::Coordinator).await;
        let path = format!("/api/v1/events/{}", event.id);
        assert_eq!(program.say("DELETE", &path, None).await.0, 204);
        assert_eq!(program.say("GET", &path, None).await.0, 404);
    }

    #[tokio::test]
    async fn a_kind_nobody_knows_is_named_with_all_else_that_is_wrong() {
        let (app, _) = house().await;
        let program = Program::new(&app, Role::Coordinator).await;
        let wrong = json!({ "title_de": "", "kind": "sprechstunde", "starts_on": "morgen" });
        let (status, refused) = program.say("POST", "/api/v1/events", Some(wrong)).await;
        assert_eq!(status, 422);
        let errors = refused["errors"].as_array().unwrap();
        let pointers = errors
            .iter()
            .map(|error| error["pointer"].as_str().unwrap());
        let pointers: Vec<_> = pointers.collect();
        for pointer in ["#/kind", "#/starts_on"] {
            assert!(pointers.contains(&pointer), "{pointers:?}");
        }
    }

    #[tokio::test]
    async fn a_name_in_a_query_that_is_none_of_ours_is_refused() {
        let (app, _) = house().await;
        let nobody = Program::nobody(&app);
        let slip = "/api/v1/events?asociation=dialog&lang=en";
        let (status, refused) = nobody.say("GET", slip, None).await;
        assert_eq!(status, 422);
        let error = &refused["errors"][0];
        assert_eq!(error["code"], "api-field-misspelt");
        assert_eq!(error["pointer"], "#/asociation");
        assert!(error["detail"].as_str().unwrap().contains("“association”"));
        let path = "/api/v1/events?association=&page=1&lang=en";
        assert_eq!(nobody.say("GET", path, None).await.0, 200);
        assert_eq!(nobody.say("GET", "/api/v1/kinds?page=1", None).await.0, 422);
    }

    #[tokio::test]
    async fn a_draft_can_be_published_at_once_or_when_it_says() {
        let (app, _) = house().await;
        let program = Program::new(&app, Role::Coordinator).await;
        let path = "/api/v1/events?publish=true";
        let (status, event) = program
            .say("POST", path, Some(json!(denkwerkstatt())))
            .await;
        assert_eq!((status, &event["state"]), (201, &"published".into()));
        let later = Draft {
            publish_on: "2026-12-01".into(),
            ..denkwerkstatt()
        };
        let (status, event) = program.say("POST", path, Some(json!(later))).await;
        assert_eq!((status, &event["state"]), (201, &"scheduled".into()));
        assert_eq!(event["publish_at"], "2026-12-01T07:00:00Z");
    }

    #[tokio::test]
    async fn what_falls_into_the_same_time_is_named_and_stops_nobody() {
        let (app, _) = house().await;
        let program = Program::new(&app, Role::Coordinator).await;
        let path = "/api/v1/events?publish=true";
        let (_, first) = program
            .say("POST", path, Some(json!(denkwerkstatt())))
            .await;
        assert_eq!(first["clashes"], json!([]));
        let (status, second) = program
            .say("POST", path, Some(json!(denkwerkstatt())))
            .await;
        assert_eq!((status, &second["state"]), (201, &"published".into()));
        assert_eq!(second["clashes"][0]["event"]["id"], first["id"]);
        let shared = &second["clashes"][0]["shared"];
        assert_eq!(shared[0], json!({"what": "organizer"}));
        assert_eq!(
            shared[1],
            json!({"what": "topic", "name": "Cybersicherheit"})
        );
        let clashes = format!("/api/v1/events/{}/clashes", second["id"].as_str().unwrap());
        let (_, listed) = program.say("GET", &clashes, None).await;
        assert_eq!(listed["clashes"], second["clashes"]);
        assert_eq!(
            Program::nobody(&app).say("GET", &clashes, None).await.0,
            401
        );
        // Another day ends it.
        let second = format!("/api/v1/events/{}", second["id"].as_str().unwrap());
        let (_, mut draft) = program.say("GET", &format!("{second}/draft"), None).await;
        draft["starts_on"] = "2026-12-20".into();
        draft["ends_on"] = "2026-12-20".into();
        let (status, moved) = program.say("PUT", &second, Some(draft)).await;
        assert_eq!((status, &moved["clashes"]), (200, &json!([])));
    }

    #[tokio::test]
    async fn an_editor_writes_drafts_and_nothing_others_see() {
        let (app, _) = house().await;
        let editor = Program::new(&app, Role::Editor).await;
        let draft = Some(json!(denkwerkstatt()));
        let publishing = editor.say("POST", "/api/v1/events?publish=true", draft.clone());
        assert_eq!(publishing.await.0, 403);
        let (status, event) = editor.say("POST", "/api/v1/events", draft.clone()).await;
        assert_eq!(status, 201);
        let path = path(&event);
        assert_eq!(editor.say("PUT", &path, draft.clone()).await.0, 200);
        for step in ["publication", "postponement", "cancellation"] {
            assert_eq!(
                editor.say("POST", &format!("{path}/{step}"), None).await.0,
                403
            );
        }
        let coordinator = Program::new(&app, Role::Coordinator).await;
        let publication = format!("{path}/publication");
        assert_eq!(coordinator.say("POST", &publication, None).await.0, 200);
        assert_eq!(editor.say("PUT", &path, draft.clone()).await.0, 403);
        assert_eq!(editor.say("DELETE", &path, None).await.0, 403);
        let (_, another) = editor.say("POST", "/api/v1/events", draft).await;
        let another = format!("/api/v1/events/{}", another["id"].as_str().unwrap());
        assert_eq!(editor.say("DELETE", &another, None).await.0, 204);
    }

    #[tokio::test]
    async fn everything_wrong_with_a_body_is_named() {
        let (app, _) = house().await;
        let program = Program::new(&app, Role::Editor).await;
        let pointers = async |body: Value| {
            let (status, problem) = program.say("POST", "/api/v1/events", Some(body)).await;
            assert_eq!(status, 422, "{problem}");
            let errors = problem["errors"].as_array().unwrap().clone();
            let pointers: Vec<String> = errors
                .iter()
                .map(|error| error["pointer"].as_str().unwrap().to_owned())
                .collect();
            pointers
        };
        let unknown = pointers(json!({"titel": "x", "a/b": 1, "captions": "ja"})).await;
        assert_eq!(unknown, ["#/titel", "#/a~1b", "#/captions"]);
        let rules = pointers(json!({"title_de": "x", "starts_on": "31.2.2027"})).await;
        for field in ["#/title_de", "#/starts_on", "#/starts_at", "#/place_name"] {
            assert!(
                rules.iter().any(|pointer| pointer == field),
                "{field}: {rules:?}"
            );
        }
        let send = async |kind: &str, body: String| {
            let request = Request::post("/api/v1/events").header("content-type", kind);
            let response = program.send(request.body(Body::from(body)).unwrap()).await;
            let headers = response.headers();
            assert_eq!(headers["content-type"], "application/problem+json");
            response.status().as_u16()
        };
        let json = "application/json";
        assert_eq!(send(json, "{".into()).await, 400);
        assert_eq!(send(json, "[]".into()).await, 400);
        assert_eq!(send(json, "[".repeat(10_000)).await, 400);
        assert_eq!(send("text/plain", "{}".into()).await, 415);
        assert_eq!(
            send(json, format!("\"{}\"", "x".repeat(600_000))).await,
            413
        );
    }

    #[tokio::test]
    async fn a_list_is_filtered_by_words_it_knows() {
        let (app, _) = house().await;
        let program = Program::new(&app, Role::Coordinator).await;
        let (path, draft) = ("/api/v1/events?publish=true", Some(json!(denkwerkstatt())));
        assert_eq!(program.say("POST", path, draft).await.0, 201);
        for (query, found) in [
            (
                "kind=denkwerkstatt&place=in_person&topic=digitale-gewalt",
                1,
            ),
            (
                "association=dialog&servers=own&from=2026-12-01&until=2026-12-31",
                1,
            ),
            ("kind=briefing", 0),
            ("place=online", 0),
            ("from=2027-01-01", 0),
        ] {
            let (status, list) = program
                .say("GET", &format!("/api/v1/events?{query}"), None)
                .await;
            assert_eq!(status, 200, "{query}");
            assert_eq!(list["events"].as_array().unwrap().len(), found, "{query}");
        }
        for (query, status) in [
            ("kind=party", 422),
            ("place=moon", 422),
            ("until=never", 422),
            ("page=0", 422),
            ("page=x", 400),
            ("association=nobody", 404),
        ] {
            let answer = program
                .say("GET", &format!("/api/v1/events?{query}"), None)
                .await;
            assert_eq!(answer.0, status, "{query}");
        }
    }
}
