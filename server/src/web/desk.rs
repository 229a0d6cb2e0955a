//! The first page of the working area: what needs attention, what is being written, what comes next.

use super::{
    page::{Page, respond},
    session::{Editor, Owner},
};
use crate::{
    App, Refusal, Result, adoptions, associations, cohosts,
    events::{self, Event, Filter, State, desk::tag},
    ideas, involvements, joins, mandates, members, memberships, participations, peers, questions,
    reports, series,
};
use askama::Template;
use axum::{
    Router,
    extract::State as Of,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use chrono::{DateTime, Utc};
use federation::{actors, delivery, follows};
use serde::Deserialize;

const EVENTS_SHOWN: u64 = 5;
const REPORTS_SHOWN: usize = 5;
/// Events whose registrations wait for an answer.
const REQUESTED_SHOWN: usize = 5;
/// Own events looked through for drafts.
const LOOKED_THROUGH: u64 = 500;
/// Counted so far; more is „many“ to whoever reads it.
const COUNTED_AT_MOST: u64 = 1_000;

pub fn routes() -> Router<App> {
    Router::new().route("/desk", get(show))
}

/// The query of an address to which something led that was done on the page before.
#[derive(Deserialize)]
#[serde(bound = "D: Deserialize<'de>")]
pub struct After<D> {
    pub done: Option<D>,
}

/// On to this page, which says what was done.
pub fn leading_to(path: &str, done: &str) -> Response {
    Redirect::to(&format!("{path}?done={done}")).into_response()
}

/// What somebody here answers to whoever asks.
#[derive(Deserialize)]
pub struct Answered {
    pub then: Then,
    /// Why not.
    #[serde(default)]
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Then {
    Accept,
    Reject,
}

impl Answered {
    /// The answer. A yes that gives a reason for a no is none.
    pub fn then(&self) -> Result<Then> {
        match self.then {
            Then::Accept if !self.reason.trim().is_empty() => {
                Err(Refusal::new("desk-reason-for-yes").on("reason").into())
            }
            then => Ok(then),
        }
    }

    /// What the next page says was done.
    pub fn done(&self) -> &'static str {
        match self.then {
            Then::Accept => "accepted",
            Then::Reject => "rejected",
        }
    }
}

/// Something that waits for somebody.
struct Matter {
    /// How pressing: the class of its notice.
    class: &'static str,
    text: String,
    /// Where it is dealt with, and the words of the link.
    way: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "desk/overview.html")]
struct Overview {
    page: Page,
    matters: Vec<Matter>,
    /// Events at which people wait to be let in, and how many do.
    requested: Vec<(Event, i64)>,
    drafts: Vec<Event>,
    coming: Vec<Event>,
    /// Over, and nobody told what came of it.
    unreported: Vec<Event>,
    now: DateTime<Utc>,
}

impl Overview {
    fn tag(&self, event: &Event) -> (&'static str, &'static str) {
        tag(event, self.now)
    }

    fn when(&self, event: &Event) -> String {
        self.page.span(&event.starts(), &event.ends())
    }

    fn place(&self, event: &Event) -> String {
        events::activitypub::whereabouts(event, self.page.lang)
    }
}

async fn show(Of(app): Of<App>, page: Page, _: Editor, owner: Option<Owner>) -> Result<Response> {
    let now = app.clock.now();
    let is_draft = |event: &Event| matches!(event.state, State::Draft | State::Scheduled);
    let own = events::own(&app.db, LOOKED_THROUGH).await?.into_iter();
    let next = Filter {
        from: Some(now),
        local_only: true,
        limit: EVENTS_SHOWN,
        ..Filter::default()
    };
    let mut requested = participations::requested(&app).await?;
    requested.truncate(REQUESTED_SHOWN);
    let mut unreported = reports::missing(&app).await?;
    unreported.truncate(REPORTS_SHOWN);
    let overview = Overview {
        matters: matters(&app, &page, owner.is_some()).await?,
        page: page.with_title_text("layout-desk").unlisted(),
        drafts: own
            .filter(is_draft)
            .take(usize::try_from(EVENTS_SHOWN).unwrap_or(usize::MAX))
            .collect(),
        coming: events::listed(&app.db, &next).await?,
        requested,
        unreported,
        now,
    };
    Ok(respond(StatusCode::OK, overview))
}

async fn matters(app: &App, page: &Page, is_owner: bool) -> Result<Vec<Matter>> {
    let mut matters = Vec::new();
    let missing = app.config.legal.missing();
    if !missing.is_empty() {
        matters.push(Matter {
            class: "warn",
            text: page.tn("desk-legal-missing", "settings", missing.join(", ")),
            way: None,
        });
    }
    if associations::all(&app.db).await?.is_empty() {
        let way = ("/desk/association", page.t("desk-found-association"));
        matters.push(Matter {
            class: "info",
            text: page.t("association-none-yet"),
            way: is_owner.then_some(way),
        });
    }
    for gap in series::gaps(app, &app.db).await? {
        let period = gap.period.name(page.lang);
        let name = gap.series.name.as_str();
        matters.push(Matter {
            class: "warn",
            text: page.t2("series-gap", "series", name, "period", period),
            way: Some(("/desk/series", page.t("series-to-series"))),
        });
    }
    let parked = delivery::Entity::summary(&app.db).await?;
    let parked = parked.0.get("parked").copied().unwrap_or_default();
    if parked > 0 {
        matters.push(Matter {
            class: "bad",
            text: page.tn("desk-parked", "count", parked),
            way: Some(("/desk/deliveries", page.t("desk-to-deliveries"))),
        });
    }
    let failing = delivery::failing_hosts(&app.db, COUNTED_AT_MOST)
        .await?
        .len();
    if failing > 0 {
        matters.push(Matter {
            class: "warn",
            text: page.tn("desk-failing", "count", failing),
            way: Some(("/desk/deliveries", page.t("desk-to-deliveries"))),
        });
    }
    let asked = cohosts::desk::waiting(app).await?;
    if asked > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("desk-asked", "count", asked),
            way: Some(("/desk/cohosts", page.t("desk-to-following"))),
        });
    }
    let ideas =
        ideas::count_waiting(&app.db).await? + ideas::count_comments_waiting(&app.db).await?;
    if ideas > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("idea-desk-waiting", "count", ideas),
            way: Some(("/desk/ideas", page.t("idea-desk-to-ideas"))),
        });
    }
    let questions = questions::waiting(&app.db, app.clock.now()).await?;
    if questions > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("question-desk-waiting", "count", questions),
            way: Some(("/desk/questions", page.t("question-desk-to-questions"))),
        });
    }
    let off = joins::called_off(app).await?;
    if off > 0 {
        matters.push(Matter {
            class: "warn",
            text: page.tn("join-desk-off", "count", off),
            way: Some(("/desk/joins", page.t("join-desk-to-joins"))),
        });
    }
    let involved = involvements::open(app).await?.len();
    if involved > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("involvement-desk-asked", "count", involved),
            way: Some(("/desk/involvements", page.t("desk-to-following"))),
        });
    }
    let adopted = adoptions::open(&app.db).await?.len();
    if adopted > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("adoption-desk-waiting", "count", adopted),
            way: Some(("/desk/adoptions", page.t("desk-to-following"))),
        });
    }
    let members = members::count_waiting(&app.db).await?;
    if members > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("member-desk-waiting", "count", members),
            way: Some(("/desk/workstreams", page.t("layout-desk-workstreams"))),
        });
    }
    let unconfirmed = memberships::count_waiting(&app.db).await?;
    if unconfirmed > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("membership-desk-waiting", "count", unconfirmed),
            way: Some(("/desk/memberships", page.t("layout-desk-memberships"))),
        });
    }
    let mandates = mandates::count_waiting(app).await?;
    if mandates > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("mandate-desk-waiting", "count", mandates),
            way: Some(("/desk/mandates", page.t("layout-desk-mandates"))),
        });
    }
    let peers = peers::waiting(&app.db).await?;
    if peers > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("desk-peers", "count", peers),
            way: Some(("/desk/peers", page.t("desk-to-following"))),
        });
    }
    let waiting = waiting(app).await?.saturating_sub(peers);
    if waiting > 0 {
        matters.push(Matter {
            class: "info",
            text: page.tn("desk-waiting", "count", waiting),
            way: Some(("/desk/following", page.t("desk-to-following"))),
        });
    }
    Ok(matters)
}

/// How many wait for an answer whether they may follow one of ours.
async fn waiting(app: &App) -> Result<u64> {
    let mut waiting = 0;
    for actor in actors::all_own(&app.db).await? {
        let asking = follows::State::Requested;
        let asking = follows::followers_of(&app.db, &actor.id, asking, COUNTED_AT_MOST).await?;
        waiting += asking.len() as u64;
    }
    Ok(waiting)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        accounts::{
            Role, Secret,
            tests::{Instance, instance, signed_in},
        },
        associations::{self, Association},
        audit,
        web::router,
    };
    use axum::{
        Router,
        body::{Body, to_bytes},
        http::{Request, Response as Answered, request::Builder},
    };
    use tower::ServiceExt;

    const BOUNDARY: &str = "----boundary";

    /// What came back, redirects not followed.
    #[derive(Debug)]
    pub struct Answer {
        pub status: u16,
        pub location: String,
        pub html: String,
    }

    impl Answer {
        /// The page says this, markup aside.
        pub fn says(&self, text: &str) -> bool {
            self.html.contains(text)
        }
    }

    /// Somebody who works here, at a browser.
    pub struct Visitor {
        router: Router,
        session: Option<Secret>,
    }

    impl Visitor {
        pub async fn new(app: &App, role: Role) -> Self {
            let number = role as u128 + 1;
            let (_, session) = signed_in(&app.db, number, role).await;
            let router = router(app.clone());
            Self {
                router,
                session: Some(session),
            }
        }

        /// Who brings this session along.
        pub fn bringing(app: &App, session: Secret) -> Self {
            Self {
                router: router(app.clone()),
                session: Some(session),
            }
        }

        /// Somebody who is not signed in.
        pub fn nobody(app: &App) -> Self {
            Self {
                router: router(app.clone()),
                session: None,
            }
        }

        pub async fn get(&self, path: &str) -> Answer {
            self.ask(Request::get(path), Body::empty()).await
        }

        /// A form without a picture.
        pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
            let body = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish();
            let request = Request::post(path)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin");
            self.ask(request, Body::from(body)).await
        }

        /// A form that may carry a picture.
        pub async fn send(
            &self,
            path: &str,
            fields: &[(&str, &str)],
            file: Option<&[u8]>,
        ) -> Answer {
            let request = Request::post(path).header("sec-fetch-site", "same-origin");
            self.submit(request, fields, file).await
        }

        pub async fn submit(
            &self,
            request: Builder,
            fields: &[(&str, &str)],
            file: Option<&[u8]>,
        ) -> Answer {
            let mut body = Vec::new();
            for (name, value) in fields {
                let part = format!(
                    "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                );
                body.extend_from_slice(part.as_bytes());
            }
            // Browsers send the file field also when it was left alone.
            let head = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"picture_file\"; filename=\"\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(file.unwrap_or_default());
            body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
            let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
            self.ask(request.header("content-type", media_type), Body::from(body))
                .await
        }

        async fn ask(&self, request: Builder, body: Body) -> Answer {
            let session = self.session.as_ref().map_or("none", Secret::reveal);
            let cookie = format!("__Host-session={session}; lang=de");
            let request = request
                .header("cookie", cookie)
                .header("host", "dialog.example.org")
                .header("accept", "text/html");
            let request = request.body(body).unwrap();
            let response: Answered<Body> = self.router.clone().oneshot(request).await.unwrap();
            let location = response.headers().get("location");
            let location = location.map_or("", |location| location.to_str().unwrap());
            let (status, location) = (response.status().as_u16(), location.to_owned());
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let html = String::from_utf8(body.to_vec()).unwrap();
            assert!(!html.contains('⟦'), "a text is missing: {html}");
            Answer {
                status,
                location,
                html,
            }
        }
    }

    pub async fn house() -> Instance {
        instance("https://dialog.example.org").await
    }

    /// An instance with its association.
    pub async fn furnished_house() -> (Instance, Association) {
        let app = house().await;
        let draft = associations::Draft {
            handle: "dialog".into(),
            name: "Dialog für Cybersicherheit".into(),
            ..associations::Draft::default()
        };
        let keys = app.federation.make_keys().await.unwrap();
        let tx = app.begin().await.unwrap();
        let association = associations::found(&app, &tx, &draft, keys).await.unwrap();
        tx.commit().await.unwrap();
        (app, association)
    }

    /// What the log says was done, newest first.
    pub async fn deeds(app: &App) -> Vec<String> {
        let entries = audit::latest(&app.db, 50).await.unwrap();
        entries
            .into_iter()
            .map(|entry| entry.action)
            .filter(|action| !action.starts_with("account."))
            .collect()
    }

    #[tokio::test]
    async fn what_somebody_signed_in_is_shown_is_kept_for_no_stranger() {
        let (app, _) = furnished_house().await;
        let visitor = Visitor::new(&app, Role::Owner).await;
        let stranger = async |path: &str| {
            let request = Request::get(path).header("host", "dialog.example.org");
            let request = request.header("accept", "text/html").body(Body::empty());
            let response = visitor.router.clone().oneshot(request.unwrap());
            let body = to_bytes(response.await.unwrap().into_body(), usize::MAX);
            String::from_utf8(body.await.unwrap().to_vec()).unwrap()
        };
        for path in ["/", "/events", "/associations", "/impressum"] {
            let inside = visitor.get(path).await;
            let outside = stranger(path).await;
            assert_ne!(inside.html, outside, "{path}");
            // Now the stranger's page is the one that is kept.
            assert_eq!(visitor.get(path).await.html, inside.html, "{path}");
            assert_eq!(stranger(path).await, outside, "{path}");
        }
    }

    #[tokio::test]
    async fn an_empty_house_says_what_to_do_first_and_to_whom() {
        let app = house().await;
        let owner = Visitor::new(&app, Role::Owner).await.get("/desk").await;
        assert!(owner.says("gibt es noch keinen Verband"));
        assert!(owner.says(r#"<a href="/desk/association">Verband anlegen</a>"#));
        let editor = Visitor::new(&app, Role::Editor).await;
        let page = editor.get("/desk").await;
        assert!(page.says("gibt es noch keinen Verband"));
        assert!(!page.says(r#"<a href="/desk/association">Verband anlegen</a>"#));
        // The form would lead nowhere yet.
        assert!(
            !editor
                .get("/desk/events/new")
                .await
                .says("name=\"title_de\"")
        );
    }

    #[tokio::test]
    async fn nothing_of_the_desk_is_for_somebody_who_is_not_signed_in() {
        let (app, _) = furnished_house().await;
        let mut stranger = Visitor::new(&app, Role::Editor).await;
        stranger.session = None;
        for path in [
            "/desk",
            "/desk/events",
            "/desk/events/new",
            "/desk/import",
            "/desk/following",
            "/desk/deliveries",
            "/desk/association",
        ] {
            let answer = stranger.get(path).await;
            assert_eq!(answer.status, 303, "{path}");
            assert!(answer.location.starts_with("/sign-in?next="), "{path}");
        }
        for path in [
            "/desk/events",
            "/desk/import",
            "/desk/import/events",
            "/desk/following",
            "/desk/association",
            "/desk/deliveries/retry",
        ] {
            assert_eq!(stranger.post(path, &[]).await.status, 401, "{path}");
        }
    }

    #[tokio::test]
    async fn everybody_may_look_at_every_page_of_the_menu() {
        let (app, _) = furnished_house().await;
        for role in Role::ALL {
            let visitor = Visitor::new(&app, role).await;
            for path in [
                "/desk",
                "/desk/events",
                "/desk/events?show=past",
                "/desk/events/new",
                "/desk/import",
                "/desk/cohosts",
                "/desk/following",
                "/desk/peers",
                "/desk/deliveries",
                "/desk/deliveries?show=all",
                "/desk/association/dialog",
            ] {
                assert_eq!(visitor.get(path).await.status, 200, "{role:?} {path}");
            }
        }
    }
}
