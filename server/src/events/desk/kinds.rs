//! Kinds of an association's own in the working area: which there are, and what a new event of each begins
//! with. Coordinators define them.

use crate::{
    App, Error, Refusal, Result, associations,
    associations::Association,
    audit,
    error::Refusals,
    events::{
        Attendance,
        kinds::{self, Model, Template},
    },
    web::{
        form::Filled,
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

const KINDS: &str = "/desk/kinds";

#[derive(askama::Template)]
#[template(path = "events/kinds.html")]
struct Sheet {
    page: Page,
    template: Template,
    /// The one that is changed.
    kind: Option<Model>,
    all: Vec<Model>,
    associations: Vec<Association>,
    may_change: bool,
}

impl Sheet {
    async fn new(
        app: &App,
        page: Page,
        template: Template,
        kind: Option<Model>,
        may_change: bool,
    ) -> Result<Self> {
        let title = match &kind {
            Some(kind) => kind.own_kind().said(page.lang.bcp47()).to_owned(),
            None => page.t("event-own-kinds"),
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            template,
            kind,
            all: kinds::kinds(&app.db, None).await?,
            associations: associations::all(&app.db).await?,
            may_change,
        })
    }

    fn action(&self) -> String {
        match &self.kind {
            Some(kind) => format!("{KINDS}/{}", kind.name),
            None => KINDS.to_owned(),
        }
    }

    fn modes(&self) -> [Attendance; 3] {
        Attendance::ALL
    }
}

pub async fn index(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
) -> Result<Response> {
    let may_change = coordinator.is_some();
    let sheet = Sheet::new(&app, page, Template::default(), None, may_change).await?;
    Ok(respond(StatusCode::OK, sheet))
}

pub async fn edit(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(name): Path<String>,
) -> Result<Response> {
    let kind = kinds::find(&app.db, &name).await?;
    let template = Template {
        seen: kind.seen(),
        ..kind.template.clone()
    };
    let sheet = Sheet::new(&app, page, template, Some(kind), coordinator.is_some()).await?;
    Ok(respond(StatusCode::OK, sheet))
}

pub async fn create(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    filled: Filled,
) -> Result<Response> {
    let template: Template = filled.read()?;
    let done = insert(&app, &coordinator, &template)
        .await
        .map(|_| Redirect::to(KINDS).into_response());
    or_again(done, page, async |page| {
        Sheet::new(&app, page, template, None, true).await
    })
    .await
}

async fn insert(app: &App, coordinator: &Coordinator, template: &Template) -> Result<Model> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &template.organizer).await?;
    let organizer = associations::actor_of(&tx, &association).await?;
    let kind = kinds::define(app, &tx, &organizer, template).await?;
    audit::kept(app, tx, Some(coordinator), "kind.define", &kind.name).await?;
    Ok(kind)
}

pub async fn update(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(name): Path<String>,
    filled: Filled,
) -> Result<Response> {
    let template: Template = filled.read()?;
    let done = match replace(&app, &coordinator, &name, &template).await {
        Err(Error::Conflict) => return slower(&app, page, template, &name).await,
        done => done.map(|_| Redirect::to(KINDS).into_response()),
    };
    or_again(done, page, async |page| {
        let kind = kinds::find(&app.db, &name).await?;
        Sheet::new(&app, page, template, Some(kind), true).await
    })
    .await
}

/// Somebody else changed it meanwhile: what was typed is shown, and replaces that if it is sent again.
async fn slower(app: &App, page: Page, template: Template, name: &str) -> Result<Response> {
    let kind = kinds::find(&app.db, name).await?;
    let template = Template {
        seen: kind.seen(),
        ..template
    };
    let page = page.with_refusals(&Refusals(vec![Refusal::new("desk-somebody-was-faster")]));
    let sheet = Sheet::new(app, page, template, Some(kind), true).await?;
    Ok(respond(StatusCode::CONFLICT, sheet))
}

pub async fn delete(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(name): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let kind = kinds::find_for_change(&tx, &name).await?;
    kinds::undefine(&tx, kind).await?;
    audit::kept(&app, tx, Some(&coordinator), "kind.undefine", &name).await?;
    Ok(Redirect::to(KINDS).into_response())
}

async fn replace(
    app: &App,
    coordinator: &Coordinator,
    name: &str,
    template: &Template,
) -> Result<Model> {
    let tx = app.begin().await?;
    let kind = kinds::find_for_change(&tx, name).await?;
    let kind = kinds::redefine(app, &tx, kind, template).await?;
    audit::kept(app, tx, Some(coordinator), "kind.redefine", &kind.name).await?;
    Ok(kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::Role,
        web::desk::tests::{Visitor, deeds, furnished_house},
    };

    const SPRECHSTUNDE: [(&str, &str); 5] = [
        ("name_de", "Offene Sprechstunde"),
        ("starts_at", "17:00"),
        ("attendance", "online"),
        ("captions", "on"),
        ("agenda_de", "17:00 Begrüßung"),
    ];

    #[tokio::test]
    async fn a_template_fills_the_form_and_begins_the_agenda() {
        let (app, _) = furnished_house().await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        let new = coordinator.get("/desk/events/new").await;
        assert!(new.says("href=\"/desk/events/new?kind=innovationswerkstatt\""));
        let known = coordinator
            .get("/desk/events/new?kind=innovationswerkstatt")
            .await;
        for expected in [
            "value=\"18:00\"",
            "value=\"innovationswerkstatt\" selected",
            "value=\"hybrid\" checked",
            "Das Thema des Abends",
        ] {
            assert!(known.says(expected), "{expected}: {}", known.html);
        }
        let answer = coordinator.send(KINDS, &SPRECHSTUNDE, None).await;
        assert_eq!(answer.location, KINDS, "{}", answer.html);
        let own = coordinator
            .get("/desk/events/new?kind=offene-sprechstunde")
            .await;
        assert!(own.says("value=\"offene-sprechstunde\" selected") && own.says("17:00"));
        let typed = [
            ("kind", "offene-sprechstunde"),
            ("title_de", "Sprechstunde im Dezember"),
            ("starts_on", "2026-12-10"),
            ("starts_at", "17:00"),
            ("ends_at", "18:00"),
            ("attendance", "online"),
            ("then", "draft"),
        ];
        let answer = coordinator.send("/desk/events", &typed, None).await;
        let form = coordinator.get(&answer.location).await;
        assert!(form.says("value=\"offene-sprechstunde\" selected"));
        let place = answer.location.split("/edit").next().unwrap();
        assert!(coordinator.get(place).await.says("Offene Sprechstunde"));
        let paste = coordinator.get(&format!("{place}/agenda/paste")).await;
        assert!(paste.says("17:00 Begrüßung"), "{}", paste.html);
        assert_eq!(deeds(&app).await, ["event.draft", "kind.define"]);
    }

    #[tokio::test]
    async fn an_event_takes_the_days_of_its_template_unless_somebody_says_otherwise() {
        let (app, _) = furnished_house().await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        let form = coordinator.get("/desk/events/new?kind=denkwerkstatt").await;
        for expected in [
            "Denkwerkstatt: 2 Tage",
            "Wissenschaft",
            "Zwei Tage, mehrere",
        ] {
            assert!(form.says(expected), "{expected}: {}", form.html);
        }
        for (ends_on, last) in [("", "2026-12-11"), ("2026-12-10", "2026-12-10")] {
            let typed = [
                ("kind", "denkwerkstatt"),
                ("title_de", "Denkwerkstatt im Dezember"),
                ("starts_on", "2026-12-10"),
                ("starts_at", "10:00"),
                ("ends_on", ends_on),
                ("ends_at", "16:00"),
                ("attendance", "online"),
                ("then", "draft"),
            ];
            let answer = coordinator.send("/desk/events", &typed, None).await;
            let form = coordinator.get(&answer.location).await;
            let end = form.html.split("name=\"ends_on\"").nth(1).unwrap();
            let end = end.split("value=\"").nth(1).unwrap();
            assert_eq!(end.split('"').next().unwrap(), last);
            assert!(!form.says("Denkwerkstatt: 2 Tage"), "its days are known");
        }
        let wrong = [("name_de", "Marathon"), ("days", "15")];
        let answer = coordinator.send(KINDS, &wrong, None).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says("Bitte eine Zahl von 1 bis 14."));
    }

    #[tokio::test]
    async fn events_keep_the_name_of_a_kind_that_is_removed() {
        let (app, _) = furnished_house().await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        coordinator.send(KINDS, &SPRECHSTUNDE, None).await;
        let typed = [
            ("kind", "offene-sprechstunde"),
            ("title_de", "Sprechstunde im Dezember"),
            ("starts_on", "2026-12-10"),
            ("starts_at", "17:00"),
            ("ends_at", "18:00"),
            ("attendance", "online"),
            ("then", "draft"),
        ];
        let answer = coordinator.send("/desk/events", &typed, None).await;
        let place = answer.location.split("/edit").next().unwrap().to_owned();
        let editor = Visitor::new(&app, Role::Editor).await;
        let deletion = format!("{KINDS}/offene-sprechstunde/deletion");
        assert_eq!(editor.post(&deletion, &[]).await.status, 403);
        let answer = coordinator.post(&deletion, &[]).await;
        assert_eq!(answer.location, KINDS);
        assert!(!coordinator.get(KINDS).await.says("Offene Sprechstunde"));
        // It may be changed still, and another cannot be called so any more.
        let answer = coordinator.send(&place, &typed, None).await;
        assert_eq!(answer.status, 303, "{}", answer.html);
        assert!(coordinator.get(&place).await.says("Offene Sprechstunde"));
        let answer = coordinator.send("/desk/events", &typed, None).await;
        assert_eq!(answer.status, 422);
    }

    #[tokio::test]
    async fn a_coordinator_defines_and_an_editor_looks() {
        let (app, _) = furnished_house().await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        let wrong = [("name_de", ""), ("ends_at", "spät")];
        let answer = coordinator.send(KINDS, &wrong, None).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says("<a href=\"#name_de\">") && answer.says("value=\"spät\""));
        coordinator.send(KINDS, &SPRECHSTUNDE, None).await;
        let path = "/desk/kinds/offene-sprechstunde";
        let changes = [("name_de", "Sprechstunde"), ("name_en", "Open hour")];
        assert_eq!(coordinator.send(path, &changes, None).await.location, KINDS);
        // Who read it before that is told, and keeps what was typed.
        let late = [("seen", "1"), ("name_de", "Zu spät")];
        let answer = coordinator.send(path, &late, None).await;
        assert!(answer.status == 409 && answer.says("value=\"Zu spät\""));
        let editor = Visitor::new(&app, Role::Editor).await;
        assert!(editor.get(KINDS).await.says(">Sprechstunde<"));
        assert!(!editor.get(path).await.says("name=\"name_de\""));
        for place in [KINDS, path] {
            assert_eq!(
                editor.send(place, &changes, None).await.status,
                403,
                "{place}"
            );
        }
        assert_eq!(editor.get("/desk/kinds/tanzabend").await.status, 404);
    }
}
