//! The API as a whole: the routes of every slice, and the document (OpenAPI 3.1) that describes
//! exactly them. A slice adds its `api::routes()` here.

use super::{errors::Problem, json::BODY_BYTES_AT_MOST};
use crate::{
    App, Error, accounts, adoptions, agenda, associations, closings, cohosts, committees, cycles,
    decisions, events,
    fields::{self, WrongField},
    ideas, imports, involvements, joins, learnings, mandates, media, members, memberships, papers,
    participations, peers, questions, reports, series, topics, working_groups, workstreams,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, header::ACCESS_CONTROL_ALLOW_ORIGIN},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use federation::negotiate::tagged;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
use tower_http::set_header::SetResponseHeaderLayer;
use url::form_urlencoded;
use utoipa::{
    IntoResponses, Modify, OpenApi,
    openapi::{
        RefOr, Server,
        path::ParameterIn,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

/// Where the document stands.
const DOCUMENT: &str = "/api/v1/openapi.json";

/// What stands above all routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Verbund",
        description = "Events and associations of this instance, for programs. Reading is open to \
            everybody. What changes something takes a token, made by `verbund token create` and \
            sent as `Authorization: Bearer …`; it may what its account may. Failures are problem \
            documents (RFC 9457) in the language of `Accept-Language`.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later"),
    ),
    tags(
        (name = "events", description = "What people attend"),
        (name = "participations", description = "Who comes; nothing of it is public"),
        (name = "agenda", description = "What happens at an event, and when"),
        (name = "imports", description = "What other programs know about events"),
        (name = "reports", description = "What came of an event"),
        (name = "cohosts", description = "Who invites to an event together, each by consent"),
        (name = "peers", description = "Other servers that agreed to share what they publish"),
        (name = "series", description = "Events that come again"),
        (name = "cycles", description = "Programmes and their cycles, from the first idea to the results"),
        (name = "topics", description = "What is observed in a field, and what is done about it"),
        (name = "ideas", description = "What was brought to a cycle, and what became of it"),
        (name = "involvements", description = "Which organisations have a part in a workstream"),
        (name = "adoptions", description = "Who uses what came of a workstream"),
        (name = "mandates", description = "Seats of ours in committees of other servers"),
        (name = "memberships", description = "Where ours work in workstreams of other servers"),
        (name = "decisions", description = "Votes of a cycle, and what they decided"),
        (name = "questions", description = "Votes of associations across servers"),
        (name = "workstreams", description = "What people work on together until there is a result"),
        (name = "committees", description = "Seats of stakeholder groups, what they decide and what they say"),
        (name = "papers", description = "Position papers, for those who work on them"),
        (name = "working-groups", description = "People who stay at one matter, and what they made"),
        (name = "joins", description = "Where associations of this instance go"),
        (name = "association", description = "Who invites"),
        (name = "media", description = "Pictures"),
        (name = "account", description = "Whose token this is"),
    ),
    components(schemas(Problem)),
    modifiers(&Token)
)]
struct Description;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", scheme);
    }
}

/// The ways every route may fail.
#[derive(IntoResponses)]
pub enum Failures {
    /// The request is not readable.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
    /// No token, or one that is not in force.
    #[response(status = 401, content_type = "application/problem+json")]
    NoToken(Problem),
    /// The account of this token may not do that.
    #[response(status = 403, content_type = "application/problem+json")]
    NotAllowed(Problem),
    /// There is no such thing, or it is not yours to see.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// Somebody else changed it since `seen`.
    #[response(status = 409, content_type = "application/problem+json")]
    Changed(Problem),
    /// The body is too long.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLong(Problem),
    /// The body is not JSON.
    #[response(status = 415, content_type = "application/problem+json")]
    NotJson(Problem),
    /// A rule said no; `errors` names every field at fault.
    #[response(status = 422, content_type = "application/problem+json")]
    Refused(Problem),
    /// Too often; `Retry-After` says how long to wait, in seconds.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Problem),
}

/// Everything below `/api/`.
pub fn routes(app: &App) -> Router<App> {
    let (routes, document) = described(app).split_for_parts();
    let named = Arc::new(Named::in_document(&document));
    let document: Arc<str> = match document.to_json() {
        Ok(json) => json.into(),
        Err(error) => unreachable!("the document is made of texts: {error}"),
    };
    // Any page may show what everybody may read. No browser sends a token by itself.
    let open_to_pages = SetResponseHeaderLayer::overriding(
        ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    routes
        .route(
            DOCUMENT,
            get(async move |headers: HeaderMap| show(&headers, &document)),
        )
        .route_layer(from_fn_with_state(named, refuse_unknown))
        .layer(open_to_pages)
}

/// The names a query may have, by the path of a route. A name that is none of them would be passed
/// over, and a slip in it turn into a list of everything.
#[derive(Default)]
struct Named(HashMap<String, BTreeSet<String>>);

/// In which language failures are told; every address takes it.
const LANGUAGE: &str = "lang";

impl Named {
    fn in_document(document: &utoipa::openapi::OpenApi) -> Self {
        let mut named = Self::default();
        for (path, item) in &document.paths.paths {
            let operations = [&item.get, &item.post, &item.put, &item.patch, &item.delete];
            let parameters = operations.into_iter().flatten();
            let parameters = parameters.flat_map(|operation| operation.parameters.iter().flatten());
            let names = parameters.filter_map(|parameter| match parameter {
                RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query => {
                    Some(parameter.name.clone())
                }
                _ => None,
            });
            named.0.insert(path.clone(), names.collect());
        }
        named
    }

    /// What a query says that the route at `path` knows nothing of.
    fn unknown(&self, path: &str, query: &str) -> Vec<WrongField> {
        let none = BTreeSet::new();
        let known = self.0.get(path).unwrap_or(&none);
        form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| name != LANGUAGE && !known.contains(&**name))
            .take(fields::NAMED_AT_MOST)
            .map(|(name, _)| WrongField::unknown(&name, known.iter().map(String::as_str)))
            .collect()
    }
}

async fn refuse_unknown(
    State(named): State<Arc<Named>>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    let query = request.uri().query().unwrap_or_default();
    match named.unknown(path.as_str(), query) {
        unknown if unknown.is_empty() => Box::pin(next.run(request)).await,
        unknown => Error::WrongFields(unknown).into_response(),
    }
}

fn described(app: &App) -> OpenApiRouter<App> {
    let mut document = Description::openapi();
    let origin = app.config.origin().origin().ascii_serialization();
    document.servers = Some(vec![Server::new(origin)]);
    OpenApiRouter::with_openapi(document)
        .merge(accounts::api::routes())
        .merge(associations::api::routes())
        .merge(closings::api::routes())
        .merge(events::api::routes())
        .merge(participations::api::routes())
        .merge(agenda::api::routes())
        .merge(imports::api::routes())
        .merge(reports::api::routes())
        .merge(cohosts::api::routes())
        .merge(peers::api::routes())
        .merge(series::api::routes())
        .merge(joins::api::routes())
        .merge(cycles::api::routes())
        .merge(topics::api::routes())
        .merge(ideas::api::routes())
        .merge(decisions::api::routes())
        .merge(questions::api::routes())
        .merge(workstreams::api::routes())
        .merge(committees::api::routes())
        .merge(working_groups::api::routes())
        .merge(papers::api::routes())
        .merge(members::api::routes())
        .merge(memberships::api::routes())
        .merge(mandates::api::routes())
        .merge(involvements::api::routes())
        .merge(adoptions::api::routes())
        .merge(learnings::api::routes())
        .layer(DefaultBodyLimit::max(BODY_BYTES_AT_MOST))
        .merge(media::api::routes(app))
}

fn show(headers: &HeaderMap, document: &str) -> Response {
    tagged(headers, "application/json", document.to_owned(), true)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        accounts::{self, NewToken, Role, tests::open},
        cohosts::tests::neighbour,
        events::{
            Draft, Event,
            feed::tests::{denkwerkstatt, drafted, house, published, text},
        },
        reports::{draft::tests::evening, tests::running},
        workstreams::report::tests::guide,
    };
    use axum::{
        body::Body,
        http::{Method, Request, StatusCode},
    };
    use federation::actors::Actor;
    use serde_json::{Value, json};
    use tower::ServiceExt;

    /// A program that speaks for an account of this role.
    pub struct Program {
        router: Router,
        token: Option<String>,
    }

    impl Program {
        pub fn nobody(app: &App) -> Self {
            Self {
                router: crate::web::router(app.clone()),
                token: None,
            }
        }

        pub async fn new(app: &App, role: Role) -> Self {
            let (account, _) = open(&app.db, role as u128 + 1, role).await;
            let new = NewToken {
                id: app.ulids.next(app.clock.now()).into(),
                name: "Website".into(),
            };
            let tx = app.begin().await.unwrap();
            let made = accounts::create_token(&tx, None, &account, new, app.clock.now()).await;
            tx.commit().await.unwrap();
            Self {
                token: Some(made.unwrap().1.reveal().to_owned()),
                ..Self::nobody(app)
            }
        }

        pub async fn send(&self, request: Request<Body>) -> Response {
            let (mut parts, body) = request.into_parts();
            if let Some(token) = &self.token {
                let value = format!("Bearer {token}").parse().unwrap();
                parts.headers.insert("authorization", value);
            }
            let request = Request::from_parts(parts, body);
            self.router.clone().oneshot(request).await.unwrap()
        }

        /// Status and JSON of the answer to a JSON body, or to none.
        pub async fn say(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
            let method: Method = method.parse().unwrap();
            let request = Request::builder().method(method).uri(path);
            let request = match body {
                Some(body) => request
                    .header("content-type", "application/json")
                    .body(body.to_string().into()),
                None => request.body(Body::empty()),
            };
            let response = self.send(request.unwrap()).await;
            let status = response.status().as_u16();
            let body = text(response).await;
            (status, serde_json::from_str(&body).unwrap_or(Value::Null))
        }
    }

    /// One event, in March 2027.
    const CALENDAR: &str = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Fachtag\n\
        DTSTART:20270313T090000Z\nDTEND:20270313T100000Z\nLOCATION:Saal\nEND:VEVENT\nEND:VCALENDAR\n";
    fn task() -> Value {
        json!({"title": "Gliederung", "assignee": "Verein A, Redaktion", "due_on": "2027-02-28"})
    }

    fn chore() -> Value {
        json!({"title": "Raum buchen", "days": "14"})
    }

    fn notice() -> Value {
        json!({"days": "7", "subject_de": "Anreise", "text_de": "Der Eingang ist im Hof."})
    }

    fn paper_of() -> Value {
        json!({"title": "Protokoll", "link": "https://verein.example/p.pdf"})
    }

    fn learning() -> Value {
        json!({"title": "Ehrenamtliche", "text": "Haben abends Zeit."})
    }

    fn meeting() -> Value {
        json!({
            "title": "Treffen", "day": "2027-01-20", "starts_at": "10:00", "ends_at": "12:00",
            "link": "https://raum.example/7",
        })
    }

    /// An event that has begun, with a report in draft.
    async fn reported(app: &App, dialog: &Actor, owner: &Program) -> Event {
        let event = published(app, dialog, &running()).await;
        let report = format!("/api/v1/events/{}/report", event.id);
        let written = owner.say("PUT", &report, Some(json!(evening()))).await;
        assert_eq!(written.0, 200);
        event
    }

    async fn document(app: &App) -> Value {
        let (status, document) = Program::nobody(app).say("GET", DOCUMENT, None).await;
        assert_eq!(status, 200);
        document
    }

    /// Method, path and description of each operation.
    fn operations(document: &Value) -> Vec<(String, String, &Value)> {
        let paths = document["paths"].as_object().unwrap().iter();
        let operations = paths.flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (method.to_uppercase(), path.clone(), operation))
        });
        operations.collect()
    }

    fn followed<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => document.pointer(&reference[1..]).expect(reference),
            None => schema,
        }
    }

    /// The members of what a schema describes, those of its parts too.
    fn members<'a>(document: &'a Value, schema: &'a Value) -> BTreeSet<&'a String> {
        let schema = followed(document, schema);
        match schema["allOf"].as_array() {
            Some(parts) => parts
                .iter()
                .flat_map(|part| members(document, part))
                .collect(),
            None => names(&schema["properties"]),
        }
    }

    fn names(object: &Value) -> BTreeSet<&String> {
        object.as_object().expect("an object").keys().collect()
    }

    /// What trying every route holds at a time is more than the stack of a thread for tests.
    const STACK_BYTES: usize = 8 * 1024 * 1024;

    #[test]
    fn every_route_answers_what_the_document_says() {
        let trying = || {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = runtime.enable_all().build().unwrap();
            runtime.block_on(try_every_route());
        };
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        if let Err(panicked) = thread.spawn(trying).unwrap().join() {
            std::panic::resume_unwind(panicked);
        }
    }

    async fn try_every_route() {
        let (app, dialog) = house().await;
        neighbour(&app).await;
        let owner = Program::new(&app, Role::Owner).await;
        let document = document(&app).await;
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        assert_eq!(document["servers"][0]["url"], "https://dialog.example.org");
        let operations = operations(&document);
        let known = json!({"handle": "werkstatt", "name": "Innovationswerkstatt"});
        let (status, _) = owner.say("POST", "/api/v1/series", Some(known)).await;
        assert_eq!(status, 201);
        let known = json!({"name_de": "Offene Sprechstunde"});
        let (status, _) = owner.say("POST", "/api/v1/kinds", Some(known)).await;
        assert_eq!(status, 201);
        assert!(operations.len() > 10);
        let ids = operations
            .iter()
            .map(|(_, _, operation)| &operation["operationId"]);
        let ids: BTreeSet<_> = ids.filter_map(Value::as_str).collect();
        assert_eq!(ids.len(), operations.len(), "each has a name of its own");
        for (method, path, operation) in operations {
            // Each has an event of its own to try itself on.
            let taking = Draft {
                registration: "open".to_owned(),
                ..denkwerkstatt()
            };
            let event = match path.contains("{id}/report") {
                true => reported(&app, &dialog, &owner).await,
                false => drafted(&app, &dialog, &taking).await,
            };
            if path.ends_with("postponement") || path.ends_with("{id}/cancellation") {
                let publication = format!("/api/v1/events/{}/publication", event.id);
                assert_eq!(owner.say("POST", &publication, None).await.0, 200);
            }
            let (mut draft_of_vote, mut paper) = (json!({}), json!({}));
            let mut asked = json!({});
            let mut voted_on = String::new();
            let mut same_person = Value::Null;
            let mut address = path.replace("{id}", event.id.as_str());
            if path.ends_with("{id}/report/withdrawal") {
                let publication = format!("/api/v1/events/{}/report/publication", event.id);
                assert_eq!(
                    owner.say("POST", &publication, Some(json!({}))).await.0,
                    200
                );
            }
            // What is closed is needed by nobody else.
            if path.ends_with("series/{handle}") && method == "DELETE" {
                let series = json!({"handle": "endlich", "name": "Endlich"});
                let founded = owner.say("POST", "/api/v1/series", Some(series)).await;
                assert_eq!(founded.0, 201);
                address = address.replace("{handle}", "endlich");
            }
            if path.ends_with("association/closing") {
                let draft = associations::Draft {
                    handle: "zuletzt".into(),
                    name: "Zuletzt".into(),
                    ..associations::Draft::default()
                };
                let keys = app.federation.make_keys().await.unwrap();
                let tx = app.begin().await.unwrap();
                let founded = associations::found(&app, &tx, &draft, keys).await;
                founded.unwrap();
                tx.commit().await.unwrap();
            }
            address = address.replace("{handle}", "werkstatt");
            address = address.replace("{name}", "offene-sprechstunde");
            if path.contains("{person}") {
                let people = format!("/api/v1/events/{}/participations", event.id);
                let entry = json!({ "name": "Geschäftsstelle" });
                let (_, entered) = owner.say("POST", &people, Some(entry)).await;
                let id = entered["id"].as_str().unwrap();
                if path.ends_with("approval") {
                    let refusal = format!("{people}/{id}/refusal");
                    assert_eq!(owner.say("POST", &refusal, Some(json!({}))).await.0, 200);
                }
                if path.ends_with("check-in") && method == "DELETE" {
                    let door = format!("{people}/{id}/check-in?day=2026-12-13");
                    assert_eq!(owner.say("POST", &door, None).await.0, 200);
                }
                address = address.replace("{person}", id);
                if path.ends_with("/check-in") {
                    address.push_str("?day=2026-12-13");
                }
                if path.ends_with("/merger") {
                    let entry = json!({ "name": "Geschäftsstelle" });
                    let (_, entered) = owner.say("POST", &people, Some(entry)).await;
                    same_person = entered["id"].clone();
                }
            }
            for (noun, draft) in [("task", chore()), ("notice", notice())] {
                let key = format!("{{{noun}}}");
                if path.starts_with("/api/v1/events/") && path.contains(&key) {
                    let all = format!("/api/v1/events/{}/{noun}s", event.id);
                    let (_, added) = owner.say("POST", &all, Some(draft)).await;
                    address = address.replace(&key, added["id"].as_str().unwrap());
                }
            }
            if path.contains("{host}") {
                peers::tests::waiting(&app, "peer.example").await;
                if method == "DELETE" {
                    let acceptance = "/api/v1/peers/peer.example/acceptance";
                    assert_eq!(owner.say("POST", acceptance, None).await.0, 200);
                }
                address = address.replace("{host}", "peer.example");
            }
            if path.contains("cohost") {
                let publication = format!("/api/v1/events/{}/publication", event.id);
                assert_eq!(owner.say("POST", &publication, None).await.0, 200);
            }
            if path.contains("{cohost}") {
                let asked = format!("/api/v1/events/{}/cohosts", event.id);
                let invitation = json!({ "address": "awo" });
                let (_, asked) = owner.say("POST", &asked, Some(invitation)).await;
                address = address.replace("{cohost}", asked["id"].as_str().unwrap());
            }
            let slug = format!("ws-{}", event.id.as_str().to_lowercase());
            if path.contains("{workstream}")
                || path.contains("/involvements")
                || path.contains("adoption")
            {
                let draft = json!({"handle": slug, "name": "CRA", "question": "Was?"});
                let (_, proposed) = owner.say("POST", "/api/v1/workstreams", Some(draft)).await;
                address = address.replace("{workstream}", proposed["slug"].as_str().unwrap());
                let step = format!("/api/v1/workstreams/{slug}/step");
                let selected = json!({"step": "select"});
                assert_eq!(owner.say("POST", &step, Some(selected)).await.0, 200);
                for (noun, draft) in [
                    ("task", task()),
                    ("document", paper_of()),
                    ("meeting", meeting()),
                    ("learning", learning()),
                ] {
                    let key = format!("{{{noun}}}");
                    if path.contains(&key) {
                        let all = format!("/api/v1/workstreams/{slug}/{noun}s");
                        let (_, added) = owner.say("POST", &all, Some(draft)).await;
                        address = address.replace(&key, added["id"].as_str().unwrap());
                    }
                }
                if path.contains("{involvement}") {
                    let asked = involvements::tests::asked(&app, &slug).await;
                    address = address.replace("{involvement}", asked.id.as_str());
                }
                if path.contains("/report") || path.contains("adoption") {
                    let started = json!({"step": "start"});
                    assert_eq!(owner.say("POST", &step, Some(started)).await.0, 200);
                    let report = format!("/api/v1/workstreams/{slug}/report");
                    let written = owner.say("PUT", &report, Some(json!(guide()))).await;
                    assert_eq!(written.0, 200);
                    if path.ends_with("/withdrawal") || path.contains("adoption") {
                        let publication = format!("{report}/publication");
                        assert_eq!(owner.say("POST", &publication, None).await.0, 200);
                    }
                }
                if path.contains("{adoption}") {
                    let id = match method.as_str() {
                        "DELETE" => adoptions::tests::announced(&app, &slug).await.id,
                        _ => adoptions::tests::told(&app, &slug).await.id,
                    };
                    address = address.replace("{adoption}", id.as_str());
                }
                if path.contains("{milestone}") {
                    let milestones = format!("/api/v1/workstreams/{slug}/milestones");
                    let draft = json!({"title": "Entwurf", "due_on": "2027-02-28"});
                    let (_, added) = owner.say("POST", &milestones, Some(draft)).await;
                    address = address.replace("{milestone}", added["id"].as_str().unwrap());
                }
            }
            if path.contains("{member}") {
                let slug = address.split('/').nth(4).unwrap_or_default();
                let member = match method.as_str() {
                    "DELETE" => members::tests::entered(&app, slug).await,
                    _ => members::tests::waiting(&app, slug).await,
                };
                address = address.replace("{member}", member.id.as_str());
            }
            if path.contains("{membership}") {
                let is_at_work = path.ends_with("/contributions") || path.contains("{matter}");
                let state = match is_at_work {
                    true => memberships::State::Accepted,
                    false if method == "DELETE" => memberships::State::Confirmed,
                    false => memberships::State::Asked,
                };
                let membership = memberships::tests::asked_by(&app, &dialog, state).await;
                address = address.replace("{membership}", membership.id.as_str());
                if path.contains("{matter}") {
                    let task = memberships::tests::told(&app, &membership).await;
                    address = address.replace("{matter}", task.id.as_str());
                }
            }
            if path.contains("{mandate}") {
                let state = match path.ends_with("/acceptance") || path.ends_with("/refusal") {
                    true => mandates::State::Offered,
                    false => mandates::State::Granted,
                };
                let mandate = mandates::tests::held(&app, state).await;
                address = address.replace("{mandate}", mandate.id.as_str());
                if path.ends_with("/absence") {
                    mandates::tests::made_member(&app, &mandate).await;
                }
                if path.ends_with("/votes") || path.ends_with("/remarks") {
                    voted_on = mandates::tests::asked(&app, &mandate).await.id.to_string();
                }
                if path.ends_with("/approvals") {
                    let minutes = mandates::tests::put_to_us(&app, &mandate).await;
                    voted_on = minutes.id.to_string();
                }
                if path.contains("{word}") {
                    let word = mandates::tests::remarked(&app, &mandate).await;
                    address = address.replace("{word}", word.id.as_str());
                }
            }
            if path.contains("{join}") {
                let join = joins::tests::kept(&app, &dialog).await;
                address = address.replace("{join}", join.id.as_str());
            }
            if path.contains("{topic}") {
                let topic = topics::tests::topic(&app, &format!("{method} Gewalt")).await;
                address = address.replace("{topic}", &topic.slug);
            }
            if path.contains("{committee}") {
                let name = format!("Gremium {}", event.id.as_str().to_lowercase());
                let committee = committees::tests::committee(&app, &name).await;
                address = address.replace("{committee}", &committee.slug);
                if path.contains("/holders") && method != "POST" {
                    let holder = committees::tests::holder(&app, &committee, 1, "member").await;
                    address = address.replace("{holder}", holder.id.as_str());
                }
                if path.contains("/motions") && method != "POST" {
                    let motion = committees::tests::motion(&app, &committee).await;
                    address = address.replace("{motion}", &motion.number.to_string());
                }
                if path.contains("/minutes") {
                    let minutes = committees::tests::written(&app, &committee).await;
                    address = address.replace("{minutes}", minutes.id.as_str());
                }
                if path.contains("/remarks") {
                    committees::tests::motion(&app, &committee).await;
                    let remark = committees::tests::remarked(&app, &committee, "motion 1").await;
                    address = address.replace("{remark}", remark.id.as_str());
                }
            }
            if path.contains("{paper}") {
                let staged = papers::tests::staged(&app, event.id.as_str()).await;
                for (key, value) in staged {
                    address = address.replace(key, &value);
                }
                if path.ends_with("/difference") {
                    address.push_str("?from=1");
                }
            }
            if path.contains("{working_group}") {
                let name = format!("Gruppe {}", event.id.as_str().to_lowercase());
                let group = working_groups::tests::group(&app, &name).await;
                let output = working_groups::tests::output(&app, &group).await;
                address = address.replace("{working_group}", &group.slug);
                address = address.replace("{output}", output.id.as_str());
            }
            if path.contains("{cycle}") || path.contains("{idea}") || path.contains("{programme}") {
                let cycle = ideas::tests::cycle(&app).await;
                address = address.replace("{cycle}", &cycle.slug);
                address = address.replace("{programme}", "programm");
                let idea = match path.ends_with("approval") {
                    true => ideas::tests::waiting(&app, &cycle).await,
                    false => ideas::tests::entered(&app, &cycle, "Leitfaden").await,
                };
                address = address.replace("{idea}", idea.id.as_str());
                if path.contains("{comment}") {
                    let comment = ideas::tests::commented(&app, &idea).await;
                    address = address.replace("{comment}", comment.id.as_str());
                }
            }
            if path.contains("{question}") {
                let question = match path.rsplit('/').next() {
                    _ if method == "GET" => questions::tests::counted(&app, |_| {}).await,
                    Some("closing") => questions::tests::voted(&app, |_| {}).await,
                    Some("decision") => questions::tests::counted_of_cycle(&app).await.0,
                    Some("votes" | "calling-off") => questions::tests::opened(&app, |_| {}).await,
                    _ => questions::tests::drafted(&app, |_| {}).await,
                };
                address = address.replace("{question}", question.id.as_str());
            }
            if path.starts_with("/api/v1/questions") {
                asked = json!(questions::tests::typed(&app).await);
            }
            if path.contains("{decision}") || path.ends_with("{cycle}/decisions") {
                let is_open = ["closing", "papers", "ballots"]
                    .iter()
                    .any(|end| path.ends_with(end));
                let decision = match is_open || (method == "GET" && path.contains("{decision}")) {
                    true => decisions::tests::opened(&app, |_| {}).await,
                    false => {
                        let is_of_associations = path.ends_with("/organisations");
                        let voters = if is_of_associations {
                            "associations"
                        } else {
                            ""
                        };
                        let draft = |draft: &mut decisions::Draft| draft.voters = voters.to_owned();
                        decisions::tests::drafted(&app, draft).await
                    }
                };
                let edition = decisions::draft_of(&app, &app.db, &decision).await.unwrap();
                draft_of_vote = json!({"question": "Auswahl", "event": edition.event});
                if is_open {
                    let elector = decisions::tests::electors(&app, &decision).await.remove(0);
                    paper = json!({"code": elector.code});
                    if path.ends_with("ballots") {
                        let papers = format!("/api/v1/decisions/{}/papers", decision.id);
                        let handed = owner.say("POST", &papers, Some(paper.clone())).await;
                        assert_eq!(handed.0, 200);
                        paper = json!({"circle": handed.1["circle"], "choices": "1:3"});
                    }
                }
                address = address.replace("{decision}", decision.id.as_str());
            }
            if path.contains("/agenda") {
                let agenda = format!("/api/v1/events/{}/agenda", event.id);
                let session = json!({ "starts_at": "10:00", "title": "Begrüßung" });
                let sessions = format!("{agenda}/sessions");
                let (_, added) = owner.say("POST", &sessions, Some(session)).await;
                address = address.replace("{session}", added["id"].as_str().unwrap());
                if path.ends_with("/agenda") {
                    let release = format!("{agenda}/release");
                    assert_eq!(owner.say("POST", &release, Some(json!({}))).await.0, 200);
                }
            }
            if path.contains("/tables") {
                let agenda = format!("/api/v1/events/{}/agenda", event.id);
                let session = json!({
                    "starts_at": "10:00", "title": "Kleingruppen", "tables": "Tisch 1", "sign_up": true,
                });
                let sessions = format!("{agenda}/sessions");
                let (_, added) = owner.say("POST", &sessions, Some(session)).await;
                address = address.replace("{session}", added["id"].as_str().unwrap());
                let release = format!("{agenda}/release");
                assert_eq!(owner.say("POST", &release, Some(json!({}))).await.0, 200);
            }
            let body = match &operation["requestBody"]["content"]["application/json"] {
                Value::Null => None,
                _ if path.starts_with("/api/v1/papers") => Some(papers::tests::body(&path)),
                _ if path.ends_with("association/closing") => Some(json!({"handle": "zuletzt"})),
                _ if path.ends_with("/copy") => Some(json!({"starts_on": "2027-02-11"})),
                _ if path.contains("/kinds") => Some(json!({"name_de": "Offener Abend"})),
                _ if path.ends_with("/programmes/{programme}") => {
                    Some(json!({"name": "Programm", "slug": "programm"}))
                }
                _ if path.ends_with("/programmes") => Some(json!({"name": "Zweites Programm"})),
                _ if path.ends_with("/cycles") || path.ends_with("/cycles/{cycle}") => {
                    ideas::tests::cycle(&app).await;
                    Some(json!({"programme": "programm", "name": address}))
                }
                _ if path.contains("/topics") => Some(json!({ "name": address })),
                _ if path.ends_with("{committee}/holders") => {
                    Some(json!({"name": "Verein A", "seat": "1"}))
                }
                _ if path.ends_with("{committee}/motions") => {
                    Some(json!({"title": "Zwischenstand", "ends_on": "2026-12-02"}))
                }
                _ if path.contains("{committee}/minutes") => {
                    Some(json!({"title": "Sitzung", "held_on": "2026-11-20", "text": "Nichts."}))
                }
                _ if path.contains("/committees") => {
                    Some(json!({"name": "Komitee", "seats": "Staat\nWissenschaft"}))
                }
                _ if path.ends_with("{working_group}/outputs") => {
                    Some(json!({"title": "Hinweise", "link": "https://dialog.example/h"}))
                }
                _ if path.contains("/working-groups") => Some(json!({"name": "Gruppe"})),
                _ if path.ends_with("{cycle}/ideas") || path.ends_with("/ideas/{idea}") => {
                    Some(json!({"title": "Leitfaden", "question": "Wie?"}))
                }
                _ if path.ends_with("/authors") => Some(json!({"email": "b@verein.example"})),
                _ if path.ends_with("{question}/closing") => Some(json!({"sentence": "Vertagt."})),
                _ if path.ends_with("/calling-off") => Some(json!({"reason": "Vertagt."})),
                _ if path.ends_with("{question}/decision") => Some(json!({"chosen": "1"})),
                _ if path.ends_with("{question}/votes") => Some(json!({"choice": "Idee 12"})),
                _ if path.starts_with("/api/v1/questions") => Some(asked.clone()),
                _ if path.ends_with("{decision}/closing") => Some(json!({"sentence": "Vertagt."})),
                _ if path.ends_with("/papers") || path.ends_with("/ballots") => Some(paper.clone()),
                _ if path.ends_with("{decision}/organisations") => {
                    Some(json!({"organisations": "DRK | Deutsches Rotes Kreuz"}))
                }
                _ if path.contains("/decisions") => Some(draft_of_vote.clone()),
                _ if path.ends_with("{idea}/merger") => {
                    let id = address.split('/').nth(4).unwrap_or_default();
                    let cycle = ideas::tests::cycle_of(&app, id).await;
                    let into = ideas::tests::entered(&app, &cycle, "Studie").await;
                    Some(json!({"into": into.id}))
                }
                _ if path.ends_with("/offers") => Some(json!({"target": "https://127.0.0.1/c"})),
                _ if path.ends_with("/retraction") => Some(json!({})),
                _ if path.contains("/series") => {
                    Some(json!({"handle": "denkwerkstatt", "name": "Denkwerkstatt"}))
                }
                _ if path.ends_with("/milestones") || path.ends_with("/milestones/{milestone}") => {
                    Some(json!({"title": "Entwurf", "due_on": "2027-02-28"}))
                }
                _ if path.ends_with("{workstream}/report") => Some(json!(guide())),
                _ if path.ends_with("{workstream}/report/withdrawal") => {
                    Some(json!({"reason": "Ein Rechenfehler."}))
                }
                _ if path.ends_with("{workstream}/report/maturity") => Some(json!({
                    "product": "Leitfaden", "maturity": "in_use", "meaning": "Fertig.",
                })),
                _ if path.ends_with("/adoptions") => {
                    let workstream = workstreams::find(&app.db, &slug).await.unwrap();
                    Some(json!({"report": workstreams::report::address(&workstream.url)}))
                }
                _ if path.ends_with("{workstream}/learnings")
                    || path.ends_with("/learnings/{learning}") =>
                {
                    Some(learning())
                }
                _ if path.ends_with("{workstream}/tasks") => Some(task()),
                _ if path.ends_with("{id}/tasks") => Some(chore()),
                _ if path.contains("/notices") => Some(notice()),
                _ if path.ends_with("/tasks/{task}") => Some(json!({"done": true})),
                _ if path.ends_with("{workstream}/documents") => Some(paper_of()),
                _ if path.ends_with("{workstream}/meetings") => Some(meeting()),
                _ if path.ends_with("{workstream}/involvements") => Some(json!({"address": "awo"})),
                _ if path.ends_with("/involvements") => {
                    Some(json!({"address": slug, "association": "awo"}))
                }
                _ if path.ends_with("{workstream}/members") => Some(json!({"name": "Verein A"})),
                _ if path.contains("{member}") => Some(json!({})),
                _ if path.ends_with("{mandate}/acceptance") => Some(json!({"person": "Verein B"})),
                _ if path.ends_with("{mandate}/votes") => {
                    Some(json!({"motion": voted_on, "voice": "yes"}))
                }
                _ if path.ends_with("{mandate}/approvals") => Some(json!({"minutes": voted_on})),
                _ if path.ends_with("{mandate}/remarks") => {
                    Some(json!({"about": voted_on, "text": "Bitte früher einbeziehen."}))
                }
                _ if path.ends_with("{mandate}/absence") => {
                    Some(json!({"absent_from": "2026-12-01"}))
                }
                _ if path.ends_with("/memberships") => {
                    Some(json!({"address": "@ws-cra@127.0.0.1", "person": "Verein A"}))
                }
                _ if path.ends_with("/matters/{matter}") => Some(json!({"done": true})),
                _ if path.contains("/memberships/") => Some(json!({"text": "Ein Vorschlag."})),
                _ if path.ends_with("/step") => Some(json!({"step": "start"})),
                _ if path.ends_with("/extension") => {
                    Some(json!({"ends_on": "2028-01-01", "reason": "Ferien."}))
                }
                _ if path.contains("/workstreams") => {
                    Some(json!({"handle": "ws-cra", "name": "CRA", "question": "Was?"}))
                }
                _ if path.contains("association") => Some(json!({"name": "Dialog"})),
                _ if path.contains("/imports") => {
                    Some(json!({"document": CALENDAR, "media_type": "text/calendar"}))
                }
                _ if path.ends_with("participations/import") => {
                    Some(json!({"list": "E-Mail\na@verein.example\n", "take": true}))
                }
                _ if path.ends_with("/way") => Some(json!({"attendance": "in_person"})),
                _ if path.ends_with("/messages") => {
                    Some(json!({"subject": "Raum", "text": "Wir sind in Raum 2."}))
                }
                _ if path.ends_with("{person}/merger") => Some(json!({"other": same_person})),
                _ if path.ends_with("participations/{person}") => Some(json!({"name": "Verein"})),
                _ if path.ends_with("participations") => Some(json!({"name": "Geschäftsstelle"})),
                _ if path.ends_with("peers") => Some(json!({"address": "127.0.0.1"})),
                _ if path.contains("/tables/") => Some(json!({"table": "Tisch 1"})),
                _ if path.ends_with("/joins") => Some(json!({})),
                _ if path.ends_with("cohosts") => Some(json!({"address": "@awo"})),
                _ if path.ends_with("postponement") || path.ends_with("{id}/cancellation") => {
                    Some(json!({"reason": "Zu wenige Anmeldungen."}))
                }
                _ if path.ends_with("rejection") => Some(json!({"reason": "Zu spät."})),
                _ if path.ends_with("release") => Some(json!({})),
                _ if path.ends_with("report/publication") => Some(json!({})),
                _ if path.ends_with("report") => Some(json!(evening())),
                _ if path.ends_with("paste") => Some(json!({"programme": "10:00 Begrüßung"})),
                _ if path.contains("/sessions") => {
                    Some(json!({"starts_at": "11:00", "title": "Auswahl"}))
                }
                _ if path.ends_with("refusal") => Some(json!({"reason": "Zu spät."})),
                _ => Some(json!(denkwerkstatt())),
            };
            let (status, answer) = owner.say(&method, &address, body).await;
            let said = &operation["responses"][status.to_string()];
            assert!(!said.is_null(), "{method} {path}: {status} {answer}");
            // A picture that is none, a server that is not there, and no event of another server.
            let is_refused = path.starts_with("/api/v1/media")
                || path == "/api/v1/events/{id}/joins"
                || path == "/api/v1/peers/{host}/reading"
                || path == "/api/v1/ideas/{idea}/offers"
                || (path == "/api/v1/memberships" && method == "POST")
                || (path == "/api/v1/peers" && method == "POST");
            if is_refused {
                assert_eq!(status, 422);
                continue;
            }
            assert!(status < 300, "{method} {path}: {status} {answer}");
            if status != 204 {
                let schema = &said["content"]["application/json"]["schema"];
                assert_eq!(
                    names(&answer),
                    members(&document, schema),
                    "{method} {path}"
                );
            }
        }
    }

    #[tokio::test]
    async fn every_reference_in_the_document_leads_somewhere() {
        fn all(value: &Value, found: &mut BTreeSet<String>) {
            match value {
                Value::Object(members) => {
                    if let Some(Value::String(reference)) = members.get("$ref") {
                        found.insert(reference.clone());
                    }
                    members.values().for_each(|value| all(value, found));
                }
                Value::Array(items) => items.iter().for_each(|value| all(value, found)),
                _ => {}
            }
        }
        let (app, _) = house().await;
        let document = document(&app).await;
        let mut references = BTreeSet::new();
        all(&document, &mut references);
        assert!(references.len() > 5);
        for reference in references {
            assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
        }
    }

    #[tokio::test]
    async fn what_takes_a_token_says_so_in_the_document_and_to_whoever_has_none() {
        let (app, dialog) = house().await;
        let event = drafted(&app, &dialog, &denkwerkstatt()).await;
        let nobody = Program::nobody(&app);
        let mut guarded = 0;
        for (method, path, operation) in operations(&document(&app).await) {
            let request = Request::builder()
                .method(method.as_str())
                .uri(path.replace("{id}", event.id.as_str()));
            let response = nobody.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(response.headers()["access-control-allow-origin"], "*");
            let sent_away = response.status() == StatusCode::UNAUTHORIZED;
            assert_eq!(
                !operation["security"].is_null(),
                sent_away,
                "{method} {path}"
            );
            if sent_away {
                guarded += 1;
                let headers = response.headers();
                assert_eq!(headers["www-authenticate"], "Bearer");
                assert_eq!(headers["content-type"], "application/problem+json");
            }
            assert!(
                method == "GET" || sent_away,
                "{method} {path} changes something"
            );
        }
        assert!(guarded > 5);
    }

    #[tokio::test]
    async fn a_failure_has_the_form_the_document_describes() {
        let (app, _) = house().await;
        let document = document(&app).await;
        let (status, problem) = Program::nobody(&app)
            .say("GET", "/api/v1/events?kind=party", None)
            .await;
        assert_eq!(status, 422);
        let schema = &document["components"]["schemas"]["Problem"]["properties"];
        assert_eq!(names(&problem), names(schema));
        let fault = followed(&document, &schema["errors"]["items"]);
        assert_eq!(names(&problem["errors"][0]), names(&fault["properties"]));
        assert_eq!(problem["errors"][0]["pointer"], "#/kind");
        let (status, problem) = Program::nobody(&app)
            .say("GET", "/api/v1/nothing", None)
            .await;
        assert_eq!((status, &problem["status"]), (404, &404.into()));
    }
}
