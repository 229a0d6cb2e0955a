//! What people do with their accounts, in a browser without script.

use super::*;
use crate::{
    accounts::{
        self, Secret, find,
        tests::{Instance, commit, instance, instance_with, noon, open, signed_in},
    },
    web,
};
use axum::{
    body::{Body, to_bytes},
    http::{Request, header::SET_COOKIE},
};
use chrono::TimeDelta;
use tower::ServiceExt;

const ORIGIN: &str = "https://dialog.example.org";
const GOOD: &str = "korrekt pferd batterie";

/// A browser without script that keeps its session's cookie.
struct Browser<'a> {
    app: &'a Instance,
    cookie: Option<String>,
}

struct Shown {
    status: StatusCode,
    location: Option<String>,
    set_cookie: Option<String>,
    body: String,
}

impl Shown {
    /// The value a form would send, as it stands in the page.
    fn value_of(&self, field: &str) -> Option<&str> {
        let input = self.body.split("<input").find(|input| {
            input
                .split('>')
                .next()
                .is_some_and(|tag| tag.contains(&format!("id=\"{field}\"")))
        })?;
        input.split("value=\"").nth(1)?.split('"').next()
    }
}

impl<'a> Browser<'a> {
    fn new(app: &'a Instance) -> Self {
        Self { app, cookie: None }
    }

    fn of(app: &'a Instance, session: &Secret) -> Self {
        let cookie = Some(format!("__Host-session={}", session.reveal()));
        Self { app, cookie }
    }

    async fn get(&mut self, path: &str) -> Shown {
        self.send(Request::get(path), Body::empty()).await
    }

    async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body.finish())).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Shown {
        let mut request = request.header("accept", "text/html");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let app: App = (**self.app).clone();
        let response = web::router(app)
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let said = |name| {
            let value = response.headers().get(name)?;
            Some(value.to_str().unwrap().to_owned())
        };
        let (location, set_cookie) = (said(axum::http::header::LOCATION), said(SET_COOKIE));
        let status = response.status();
        if let Some(cookie) = &set_cookie {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(!body.contains('⟦'), "a text is missing: {body}");
        Shown {
            status,
            location,
            set_cookie,
            body,
        }
    }

    async fn is_signed_in(&mut self) -> bool {
        self.get(ACCOUNT).await.status == StatusCode::OK
    }
}

async fn with_password(app: &Instance) -> Account {
    let (account, link) = open(&app.db, 1, Role::Editor).await;
    let mut browser = Browser::new(app);
    let path = format!("/sign-in/{}", link.reveal());
    let form = [("name", account.name.as_str()), ("password", GOOD)];
    assert_eq!(
        browser.post(&path, &form).await.status,
        StatusCode::SEE_OTHER
    );
    find(&app.db, &account.id).await.unwrap()
}

#[tokio::test]
async fn a_link_is_looked_at_filled_in_wrongly_and_then_used_once() {
    let app = instance(ORIGIN).await;
    let (account, link) = open(&app.db, 1, Role::Editor).await;
    let path = format!("/sign-in/{}", link.reveal());
    let mut browser = Browser::new(&app);
    for _ in 0..3 {
        let shown = browser.get(&path).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert_eq!(shown.value_of("name"), Some("Account 1"));
        assert_eq!(shown.set_cookie, None);
    }

    let refused = browser
        .post(&path, &[("name", "Büro"), ("password", "kurz")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.value_of("name"), Some("Büro"));
    assert_eq!(refused.value_of("password"), Some(""));
    assert!(
        refused
            .body
            .contains("Das Passwort braucht mindestens 12 Zeichen.")
    );
    assert!(!refused.body.contains("kurz"));
    assert_eq!(refused.set_cookie, None);

    let entered = browser
        .post(&path, &[("name", "Büro"), ("password", GOOD)])
        .await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    assert_eq!(entered.location.as_deref(), Some("/desk"));
    assert!(entered.set_cookie.unwrap().starts_with("__Host-session="));
    assert!(browser.is_signed_in().await);
    let account = find(&app.db, &account.id).await.unwrap();
    assert_eq!(account.name, "Büro");
    assert!(account.password.is_some());

    for spent in [path.as_str(), "/sign-in/made-up"] {
        let looked = Browser::new(&app).get(spent).await;
        let tried = Browser::new(&app).post(spent, &[("name", "Büro")]).await;
        for shown in [looked, tried] {
            assert_eq!(shown.status, StatusCode::NOT_FOUND);
            assert!(shown.body.contains("Dieser Link gilt nicht mehr"));
            assert_eq!(shown.set_cookie, None);
        }
    }
}

#[tokio::test]
async fn a_refused_sign_in_comes_back_with_the_address_and_without_the_password() {
    let app = instance(ORIGIN).await;
    with_password(&app).await;
    let mut browser = Browser::new(&app);
    assert_eq!(browser.get("/sign-in").await.set_cookie, None);
    let email = ("email", "account1@dialog.example.org");
    let refused = browser
        .post("/sign-in", &[email, ("password", "falsch geraten!")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.value_of("email"),
        Some("account1@dialog.example.org")
    );
    assert_eq!(refused.value_of("password"), Some(""));
    assert!(!refused.body.contains("falsch geraten"));
    assert!(refused.body.contains("role=\"alert\""));
    assert_eq!(refused.set_cookie, None);
}

#[tokio::test]
async fn signing_in_leads_back_to_where_somebody_was_going_and_never_elsewhere() {
    let app = instance(ORIGIN).await;
    with_password(&app).await;
    let mut browser = Browser::new(&app);
    let sent = browser.get("/desk/account?lang=en").await;
    let sign_in = sent.location.unwrap();
    let form = browser.get(&sign_in).await;
    assert!(
        form.body
            .contains("name=\"next\" value=\"/desk/account?lang=en\"")
    );
    for (next, location) in [
        ("/desk/account?lang=en", "/desk/account?lang=en"),
        ("", "/desk"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
    ] {
        let email = ("email", "account1@dialog.example.org");
        let form = [email, ("password", GOOD), ("next", next)];
        let entered = Browser::new(&app).post("/sign-in", &form).await;
        assert_eq!(entered.location.as_deref(), Some(location), "{next}");
        let query = url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
        let mut signed_in = Browser::new(&app);
        signed_in.cookie = entered.set_cookie;
        let again = signed_in.get(&format!("/sign-in?next={query}")).await;
        assert_eq!(again.location.as_deref(), Some(location), "{next}");
    }
}

#[tokio::test]
async fn a_new_session_replaces_the_one_before_in_the_same_browser() {
    let app = instance(ORIGIN).await;
    let account = with_password(&app).await;
    let form = [("email", account.email.as_str()), ("password", GOOD)];
    let mut browser = Browser::new(&app);
    browser.post("/sign-in", &form).await;
    let mut left_behind = Browser {
        app: &app,
        cookie: browser.cookie.clone(),
    };
    assert!(left_behind.is_signed_in().await);
    browser.post("/sign-in", &form).await;
    assert!(browser.is_signed_in().await);
    assert!(!left_behind.is_signed_in().await);
}

#[tokio::test]
async fn guessing_has_to_wait_and_a_right_password_then_waits_too() {
    let app = instance(ORIGIN).await;
    with_password(&app).await;
    let email = ("email", "account1@dialog.example.org");
    let mut statuses = Vec::new();
    for _ in 0..11 {
        let form = [email, ("password", "falsch geraten!")];
        statuses.push(
            Browser::new(&app)
                .post("/sign-in", &form)
                .await
                .status
                .as_u16(),
        );
    }
    assert_eq!(statuses[..10], [422; 10]);
    assert_eq!(statuses[10], 429);
    let right = [email, ("password", GOOD)];
    let waiting = Browser::new(&app).post("/sign-in", &right).await;
    assert_eq!(waiting.status, StatusCode::TOO_MANY_REQUESTS);
    app.clock.advance(TimeDelta::minutes(6));
    let entered = Browser::new(&app).post("/sign-in", &right).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
}

/// One attempt an hour for an account, three for a network.
async fn strict_instance() -> Instance {
    instance_with(ORIGIN, |config| config.limits.sign_in_attempts_per_hour = 1).await
}

#[tokio::test]
async fn whoever_gets_in_may_come_again_at_once() {
    let app = strict_instance().await;
    with_password(&app).await;
    let right = [("email", "account1@dialog.example.org"), ("password", GOOD)];
    for _ in 0..2 {
        let entered = Browser::new(&app).post("/sign-in", &right).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn guessing_at_links_has_to_wait() {
    for looks in [true, false] {
        let app = strict_instance().await;
        let mut statuses = Vec::new();
        for _ in 0..4 {
            let mut browser = Browser::new(&app);
            let answer = match looks {
                true => browser.get("/sign-in/made-up").await,
                false => browser.post("/sign-in/made-up", &[("name", "Büro")]).await,
            };
            statuses.push(answer.status.as_u16());
        }
        assert_eq!(statuses, [404, 404, 404, 429]);
    }
}

#[tokio::test]
async fn guessing_at_the_old_password_has_to_wait() {
    let app = strict_instance().await;
    with_password(&app).await;
    let mut browser = Browser::new(&app);
    let right = [("email", "account1@dialog.example.org"), ("password", GOOD)];
    browser.post("/sign-in", &right).await;
    let form = [("current", "falsch geraten!"), ("password", GOOD)];
    for status in [422, 429] {
        let answer = browser.post("/desk/account/password", &form).await;
        assert_eq!(answer.status, status);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie() {
    let app = instance(ORIGIN).await;
    let (_, session) = signed_in(&app.db, 1, Role::Editor).await;
    let mut browser = Browser::of(&app, &session);
    let out = browser.post("/sign-out", &[]).await;
    assert!(out.set_cookie.unwrap().contains("Max-Age=0"));
    assert!(!Browser::of(&app, &session).is_signed_in().await);
}

#[tokio::test]
async fn changing_the_password_wants_the_old_one_and_signs_out_every_other_device() {
    let app = instance(ORIGIN).await;
    let account = with_password(&app).await;
    let form = [("email", account.email.as_str()), ("password", GOOD)];
    let (mut here, mut elsewhere) = (Browser::new(&app), Browser::new(&app));
    here.post("/sign-in", &form).await;
    elsewhere.post("/sign-in", &form).await;

    let path = "/desk/account/password";
    let new = ("password", "neues pferd batterie");
    let wrong = here
        .post(path, &[("current", "falsch geraten!"), new])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong
            .body
            .contains("Das ist nicht Ihr bisheriges Passwort.")
    );
    assert!(elsewhere.is_signed_in().await);

    let changed = here.post(path, &[("current", GOOD), new]).await;
    assert_eq!(changed.location.as_deref(), Some(ACCOUNT));
    assert!(here.is_signed_in().await);
    assert!(!elsewhere.is_signed_in().await);
    assert_eq!(
        elsewhere.post("/sign-in", &form).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn another_device_can_be_signed_out_from_here() {
    let app = instance(ORIGIN).await;
    let account = with_password(&app).await;
    let form = [("email", account.email.as_str()), ("password", GOOD)];
    let (mut here, mut elsewhere) = (Browser::new(&app), Browser::new(&app));
    here.post("/sign-in", &form).await;
    elsewhere.post("/sign-in", &form).await;
    let shown = here.get(ACCOUNT).await;
    // The first session of this account was begun by its link.
    let ends: Vec<_> = shown
        .body
        .split("/desk/account/sessions/")
        .skip(1)
        .collect();
    assert_eq!(ends.len(), 2);
    for end in ends {
        let id = end.split('/').next().unwrap();
        here.post(&format!("/desk/account/sessions/{id}/end"), &[])
            .await;
    }
    assert!(here.is_signed_in().await);
    assert!(!elsewhere.is_signed_in().await);
}

#[tokio::test]
async fn a_token_is_shown_once_and_works_until_it_is_revoked() {
    let app = instance(ORIGIN).await;
    let (account, session) = signed_in(&app.db, 1, Role::Editor).await;
    let mut browser = Browser::of(&app, &session);
    let refused = browser
        .post("/desk/account/tokens", &[("token", " ")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = browser
        .post("/desk/account/tokens", &[("token", "Website")])
        .await;
    assert_eq!(made.status, StatusCode::CREATED);
    let secret = made.value_of("secret").unwrap().to_owned();
    assert!(!browser.get(ACCOUNT).await.body.contains(&secret));

    let asks = async || {
        let request = Request::get("/api/v1/account")
            .header("authorization", format!("Bearer {secret}"))
            .body(Body::empty());
        let router = web::router((*app).clone());
        let response = router.oneshot(request.unwrap()).await.unwrap();
        let status = response.status();
        (
            status,
            to_bytes(response.into_body(), usize::MAX).await.unwrap(),
        )
    };
    let (status, body) = asks().await;
    assert_eq!(status, StatusCode::OK);
    let said: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let expected = serde_json::json!({
        "id": account.id,
        "name": account.name,
        "role": "editor",
    });
    assert_eq!(said, expected);

    let token = &accounts::tokens(&app.db, &account.id).await.unwrap()[0];
    let path = format!("/desk/account/tokens/{}/revocation", token.id);
    assert_eq!(browser.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(asks().await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_owner_invites_somebody_who_then_comes_in_by_the_link() {
    let app = instance(ORIGIN).await;
    let (_, session) = signed_in(&app.db, 1, Role::Owner).await;
    let mut owner = Browser::of(&app, &session);
    let form = [("name", "Neu"), ("email", "neu@"), ("role", "coordinator")];
    let refused = owner.post(ACCOUNTS, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.value_of("name"), Some("Neu"));
    assert_eq!(refused.value_of("email"), Some("neu@"));
    assert!(refused.body.contains("value=\"coordinator\" checked"));

    let form = [
        ("name", "Neu"),
        ("email", "neu@dialog.example.org"),
        ("role", "coordinator"),
    ];
    let invited = owner.post(ACCOUNTS, &form).await;
    assert_eq!(invited.status, StatusCode::CREATED);
    let link = invited.value_of("link").unwrap().to_owned();
    assert!(!owner.get(ACCOUNTS).await.body.contains(&link));
    let path = link.strip_prefix(ORIGIN).unwrap();
    let mut guest = Browser::new(&app);
    guest.post(path, &[("name", "Neu"), ("password", "")]).await;
    assert!(guest.is_signed_in().await);
    assert_eq!(guest.get(ACCOUNTS).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_is_no_owner_reaches_nobody_s_account_but_their_own() {
    let app = instance(ORIGIN).await;
    let (other, _) = open(&app.db, 2, Role::Owner).await;
    for (number, role) in [(1, Role::Editor), (3, Role::Coordinator)] {
        let (_, session) = signed_in(&app.db, number, role).await;
        let mut browser = Browser::of(&app, &session);
        let one = format!("{ACCOUNTS}/{}", other.id);
        for path in [ACCOUNTS, AUDIT, &one, &format!("{one}/closure")] {
            assert_eq!(
                browser.get(path).await.status,
                StatusCode::FORBIDDEN,
                "{path}"
            );
        }
        let token = format!("{one}/tokens/{}/revocation", other.id);
        for path in [
            ACCOUNTS,
            &format!("{one}/role"),
            &format!("{one}/link"),
            &token,
            &format!("{one}/closure"),
        ] {
            let form = [("role", "editor"), ("name", "x"), ("email", "x@y.example")];
            let answer = browser.post(path, &form).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    assert_eq!(find(&app.db, &other.id).await.unwrap(), other);
}

#[tokio::test]
async fn an_owner_changes_roles_makes_links_and_closes_after_being_asked() {
    let app = instance(ORIGIN).await;
    let (me, session) = signed_in(&app.db, 1, Role::Owner).await;
    let (other, theirs) = signed_in(&app.db, 2, Role::Editor).await;
    let mut owner = Browser::of(&app, &session);
    let one = format!("{ACCOUNTS}/{}", other.id);

    let promoted = owner
        .post(&format!("{one}/role"), &[("role", "coordinator")])
        .await;
    assert_eq!(promoted.location.as_deref(), Some(one.as_str()));
    assert_eq!(
        find(&app.db, &other.id).await.unwrap().role,
        Role::Coordinator
    );
    assert!(!Browser::of(&app, &theirs).is_signed_in().await);

    let linked = owner.post(&format!("{one}/link"), &[]).await;
    assert_eq!(linked.status, StatusCode::CREATED);
    assert!(
        linked
            .value_of("link")
            .unwrap()
            .starts_with("https://dialog.example.org/sign-in/")
    );

    let asked = owner.get(&format!("{one}/closure")).await;
    assert!(asked.body.contains("account2@dialog.example.org"));
    assert!(find(&app.db, &other.id).await.is_ok());
    owner.post(&format!("{one}/closure"), &[]).await;
    assert!(matches!(
        find(&app.db, &other.id).await,
        Err(Error::NotFound)
    ));

    let alone = format!("{ACCOUNTS}/{}/role", me.id);
    let refused = owner.post(&alone, &[("role", "editor")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"editor\" checked"));
    let refused = owner.post("/desk/account/closure", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(owner.is_signed_in().await);
}

#[tokio::test]
async fn somebody_who_leaves_is_gone() {
    let app = instance(ORIGIN).await;
    let (account, session) = signed_in(&app.db, 1, Role::Editor).await;
    let mut browser = Browser::of(&app, &session);
    assert_eq!(
        browser.get("/desk/account/closure").await.status,
        StatusCode::OK
    );
    let left = browser.post("/desk/account/closure", &[]).await;
    assert!(left.set_cookie.unwrap().contains("Max-Age=0"));
    assert!(matches!(
        find(&app.db, &account.id).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn whoever_finds_a_browser_left_open_closes_no_account() {
    let app = strict_instance().await;
    let account = with_password(&app).await;
    let mut browser = Browser::new(&app);
    let right = [("email", account.email.as_str()), ("password", GOOD)];
    browser.post("/sign-in", &right).await;
    let asked = browser.get("/desk/account/closure").await;
    assert!(asked.body.contains("name=\"current\""), "{}", asked.body);
    // Whoever knows it is not counted; whoever guesses has to wait.
    let path = "/desk/account/closure";
    let wrong = browser.post(path, &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong
            .body
            .contains("Das ist nicht Ihr bisheriges Passwort.")
    );
    let guessed = browser.post(path, &[("current", "falsch geraten!")]).await;
    assert_eq!(guessed.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(find(&app.db, &account.id).await.is_ok());

    let app = instance(ORIGIN).await;
    let account = with_password(&app).await;
    let mut browser = Browser::new(&app);
    browser.post("/sign-in", &right).await;
    let left = browser.post(path, &[("current", GOOD)]).await;
    assert!(left.set_cookie.unwrap().contains("Max-Age=0"));
    assert!(matches!(
        find(&app.db, &account.id).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn an_owner_closes_their_own_account_with_the_password_alone() {
    let app = instance(ORIGIN).await;
    let (me, session) = signed_in(&app.db, 1, Role::Owner).await;
    open(&app.db, 2, Role::Owner).await;
    let mut browser = Browser::of(&app, &session);
    let path = format!("{ACCOUNTS}/{}/closure", me.id);
    let sent = browser.post(&path, &[]).await;
    assert_eq!(sent.location.as_deref(), Some("/desk/account/closure"));
    assert!(find(&app.db, &me.id).await.is_ok());
}

#[tokio::test]
async fn the_log_says_who_did_what_in_words_and_whether_it_holds_together() {
    let app = instance(ORIGIN).await;
    let (owner, session) = signed_in(&app.db, 1, Role::Owner).await;
    let (other, _) = open(&app.db, 2, Role::Editor).await;
    let close = commit(&app.db, async |tx| {
        close_account(tx, Some(&owner), &other.id, noon()).await
    });
    close.await.unwrap();
    let mut browser = Browser::of(&app, &session);
    let shown = browser.get(AUDIT).await.body;
    for said in [
        "Befehlszeile",
        "Account 1",
        "Konto geschlossen",
        other.id.as_str(),
    ] {
        assert!(shown.contains(said), "{said}");
    }
    let checked = browser.get(&format!("{AUDIT}?check=1")).await.body;
    assert!(checked.contains("4 Einträge geprüft: lückenlos und unverändert."));
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    let app = instance(ORIGIN).await;
    let (me, session) = signed_in(&app.db, 1, Role::Owner).await;
    let (_, link) = open(&app.db, 2, Role::Editor).await;
    let mut browser = Browser::of(&app, &session);
    browser
        .post("/desk/account/tokens", &[("token", "Website")])
        .await;
    let one = format!("{ACCOUNTS}/{}", me.id);
    for lang in ["de", "en"] {
        let mut shown = Vec::new();
        let mut stranger = Browser::new(&app);
        for path in [
            "/sign-in",
            &format!("/sign-in/{}", link.reveal()),
            "/sign-in/made-up",
        ] {
            shown.push(stranger.get(&format!("{path}?lang={lang}")).await);
        }
        for path in [
            ACCOUNT,
            "/desk/account/closure",
            ACCOUNTS,
            &one,
            &format!("{one}/closure"),
            AUDIT,
        ] {
            shown.push(browser.get(&format!("{path}?lang={lang}")).await);
        }
        for page in shown {
            assert!(
                page.body.contains(&format!("<html lang=\"{lang}\"")),
                "{}",
                page.body
            );
        }
    }
}
