//! What the verbs do, and what people and programs see of it.

use super::*;
use crate::{
    accounts::{Role, tests::Instance},
    events::pages::tests::{BROWSER, get, page},
    following::tests::follow,
    i18n::Lang,
    web::{
        desk::tests::{Visitor, deeds, furnished_house},
        openapi::tests::Program,
    },
};
use chrono::Duration;
use federation::follows;
use serde_json::Value;

pub use super::draft::tests::cra;

/// A row with these days and nothing else.
pub fn bare(starts_on: &str, ends_on: &str) -> Workstream {
    let ends_on: NaiveDate = ends_on.parse().unwrap();
    let actor: federation::Iri = "https://a.example/actor".parse().unwrap();
    let at = "2026-11-22T12:00:00Z".parse().unwrap();
    Workstream {
        id: ulid::Ulid::nil().into(),
        slug: "cra".to_owned(),
        actor: None,
        local: true,
        lead: actor.clone(),
        url: actor,
        state: State::Active,
        name: "CRA".to_owned(),
        summary: String::new(),
        question: "Was?".to_owned(),
        product: Product::Study,
        description: String::new(),
        cycle: None,
        idea: None,
        origin_cycle: None,
        origin_idea: None,
        starts_on: starts_on.parse().unwrap(),
        planned_on: ends_on,
        ends_on,
        why_long: String::new(),
        why_extended: String::new(),
        reason: String::new(),
        note: None,
        reminders: 0,
        slot: None,
        involved: None,
        phases: None,
        created_at: at,
        updated_at: at,
    }
}

pub async fn proposed(app: &App, association: &Association, draft: &Draft) -> Result<Workstream> {
    let tx = app.begin().await.unwrap();
    let workstream = propose(app, &tx, association, draft).await;
    tx.commit().await.unwrap();
    workstream
}

pub async fn stepped(
    app: &App,
    workstream: &Workstream,
    step: Step,
    reason: &str,
) -> Result<Workstream> {
    let keys = match step {
        Step::Select => Some(app.federation.make_keys().await.unwrap()),
        _ => None,
    };
    let tx = app.begin().await.unwrap();
    let workstream = take(app, &tx, workstream.clone(), step, reason, keys).await;
    if workstream.is_ok() {
        tx.commit().await.unwrap();
    }
    workstream
}

/// An association with a workstream that is being worked on, on 22 November.
pub async fn working() -> (Instance, Association, Workstream) {
    let (app, association) = furnished_house().await;
    let workstream = proposed(&app, &association, &cra()).await.unwrap();
    let workstream = stepped(&app, &workstream, Step::Select, "").await.unwrap();
    let workstream = stepped(&app, &workstream, Step::Start, "").await.unwrap();
    (app, association, workstream)
}

pub async fn document(app: &App, address: &Url) -> Value {
    let path = address.path().to_owned();
    let query = address.query().map(|query| format!("?{query}"));
    let path = path + &query.unwrap_or_default();
    let answer = get(app, &path, "application/activity+json").await;
    serde_json::from_str(&answer.body).unwrap_or_default()
}

async fn said(app: &App, actor: &Url) -> Vec<Value> {
    let outbox: Url = format!("{actor}/outbox?page=1").parse().unwrap();
    let page = document(app, &outbox).await;
    page["orderedItems"].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_workstream_is_nobody_elses_business_until_it_is_selected() {
    let (app, association) = furnished_house().await;
    let workstream = proposed(&app, &association, &cra()).await.unwrap();
    for path in ["/workstreams/cra-open-source", "/@ws-cra-open-source"] {
        assert_eq!(get(&app, path, BROWSER).await.status, 404, "{path}");
    }
    assert!(!page(&app, "/workstreams").await.says("CRA"));
    assert!(said(&app, &association.actor).await.is_empty());

    let workstream = stepped(&app, &workstream, Step::Select, "").await.unwrap();
    let told = said(&app, &association.actor).await;
    assert_eq!(told.len(), 1, "{told:?}");
    let note = told[0]["object"]["content"].as_str().unwrap();
    assert!(
        note.contains("@ws-cra-open-source@dialog.example.org"),
        "{note}"
    );
    let group = document(&app, workstream.actor.as_ref().unwrap()).await;
    for (member, expected) in [
        ("type", "Group"),
        ("kind", "workstream"),
        ("state", "selected"),
        ("unitOf", association.actor.as_str()),
        ("startTime", "2026-11-15T00:00:00+01:00"),
        ("endTime", "2027-05-15T00:00:00+02:00"),
        (
            "url",
            "https://dialog.example.org/workstreams/cra-open-source",
        ),
    ] {
        assert_eq!(group[member], expected, "{member}");
    }
    let summary = group["summary"].as_str().unwrap();
    assert!(summary.contains("Frage: Was verlangt"), "{summary}");
    assert!(
        summary.contains("Ergebnis: Studie. Dauer: 6 Monate."),
        "{summary}"
    );
    for path in [
        "/@ws-cra-open-source",
        "/workstreams/ws-cra-open-source",
        "/follow?uri=https://dialog.example.org/workstreams/cra-open-source",
    ] {
        let answer = get(&app, path, BROWSER).await;
        assert!(answer.status.is_redirection(), "{path}");
    }
    let shown = page(&app, "/workstreams/cra-open-source").await;
    for expected in [
        "@ws-cra-open-source@dialog.example.org",
        "/@ws-cra-open-source/follow",
        "ausgewählt",
        "Studie",
        r#""@type":"Project""#,
    ] {
        assert!(shown.says(expected), "{expected}: {}", shown.body);
    }
}

#[tokio::test]
async fn all_are_shown_as_a_picture_and_as_a_table_that_says_the_same() {
    let (app, _, workstream) = working().await;
    let shown = page(&app, "/workstreams").await;
    for expected in [
        "role=\"img\"",
        "<title id=\"picture-title\">Zeitleiste der Workstreams</title>",
        "class=\"bar people\"",
        "<th scope=\"row\"><a href=\"/workstreams/cra-open-source\">",
        "in Arbeit",
    ] {
        assert!(shown.says(expected), "{expected}: {}", shown.body);
    }
    let feed = get(&app, "/workstreams.atom", BROWSER).await;
    assert!(feed.says(workstream.actor.as_ref().unwrap().as_str()));
    let json = get(&app, "/workstreams.json", BROWSER).await;
    assert!(json.says("\"state\":\"active\""));
    assert_eq!(
        get(&app, "/workstreams?cycle=1999", BROWSER).await.status,
        404
    );
}

#[tokio::test]
async fn no_step_is_taken_out_of_turn_or_without_the_reason_it_owes() {
    let (app, association) = furnished_house().await;
    let workstream = proposed(&app, &association, &cra()).await.unwrap();
    for step in [Step::Start, Step::Present, Step::Archive] {
        let refused = stepped(&app, &workstream, step, "Darum.")
            .await
            .unwrap_err();
        assert_eq!(refused.to_string(), "refused: workstream-step-not-now");
    }
    for step in [Step::Decline, Step::Withdraw] {
        let refused = stepped(&app, &workstream, step, " ").await.unwrap_err();
        assert_eq!(refused.to_string(), "refused: workstream-reason-missing");
    }
    let declined = stepped(&app, &workstream, Step::Decline, "Zu groß.")
        .await
        .unwrap();
    assert_eq!(
        (declined.state, declined.reason.as_str()),
        (State::Declined, "Zu groß.")
    );
    let tx = app.begin().await.unwrap();
    let refused = change(&app, &tx, declined, &cra()).await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: workstream-is-over");
}

#[tokio::test]
async fn an_address_is_given_once_to_whomever() {
    let (app, association) = furnished_house().await;
    let workstream = proposed(&app, &association, &cra()).await.unwrap();
    let again = proposed(&app, &association, &cra()).await.unwrap_err();
    assert_eq!(again.to_string(), "refused: association-handle-taken");
    // Somebody else may take it between the proposal and the selection.
    let series = crate::series::Draft {
        handle: "ws-cra-open-source".to_owned(),
        ..crate::series::tests::quarterly()
    };
    crate::series::tests::founded(&app, &association, &series)
        .await
        .unwrap();
    let refused = stepped(&app, &workstream, Step::Select, "")
        .await
        .unwrap_err();
    assert_eq!(refused.to_string(), "refused: association-handle-taken");
}

#[tokio::test]
async fn a_cycle_or_an_idea_nobody_knows_is_refused() {
    let (app, association) = furnished_house().await;
    for (draft, message) in [
        (
            Draft {
                cycle: "2024-2025".to_owned(),
                ..cra()
            },
            "refused: workstream-cycle-unknown",
        ),
        (
            Draft {
                idea: ulid::Ulid::nil().to_string(),
                ..cra()
            },
            "refused: workstream-idea-unknown",
        ),
    ] {
        let refused = proposed(&app, &association, &draft).await.unwrap_err();
        assert_eq!(refused.to_string(), message);
    }
}

#[tokio::test]
async fn the_end_moves_by_an_extension_with_a_reason_only() {
    let (app, _, workstream) = working().await;
    let typed = Draft {
        ends_on: "2027-08-01".to_owned(),
        name: "CRA und Ehrenamt".to_owned(),
        ..cra()
    };
    let tx = app.begin().await.unwrap();
    let changed = change(&app, &tx, workstream.clone(), &typed).await.unwrap();
    assert_eq!(changed.name, "CRA und Ehrenamt");
    assert_eq!(changed.ends_on, workstream.ends_on);
    for (ends_on, reason, message) in [
        ("2027-05-15", "Ferien.", "workstream-extension-not-later"),
        ("2027-06-15", "", "workstream-reason-missing"),
        ("2040-06-15", "Ferien.", "workstream-end-wrong"),
        ("bald", "Ferien.", "event-date-unreadable"),
    ] {
        let extension = Extension {
            ends_on: ends_on.to_owned(),
            reason: reason.to_owned(),
        };
        let refused = extend(&app, &tx, changed.clone(), &extension)
            .await
            .unwrap_err();
        assert_eq!(refused.to_string(), format!("refused: {message}"));
    }
    let extension = Extension {
        ends_on: "15.06.2027".to_owned(),
        reason: "Ferien.".to_owned(),
    };
    let longer = extend(&app, &tx, changed, &extension).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(longer.planned_on, workstream.ends_on);
    let shown = page(&app, "/workstreams/cra-open-source").await;
    assert!(
        shown.says("15.\u{a0}Juni\u{a0}2027") && shown.says("Ferien."),
        "{}",
        shown.body
    );
    let group = document(&app, longer.actor.as_ref().unwrap()).await;
    assert_eq!(group["endTime"], "2027-06-15T00:00:00+02:00");
    assert_eq!(group["whyExtended"], "Ferien.");
    assert_eq!(group["whyWithdrawn"], Value::Null);
}

#[tokio::test]
async fn what_is_withdrawn_keeps_its_followers_and_says_so() {
    let (app, _, workstream) = working().await;
    let actor = workstream.actor.clone().unwrap();
    follow(
        &app,
        "https://peer.example/actor",
        &actor,
        follows::State::Accepted,
    )
    .await;
    let over = stepped(&app, &workstream, Step::Withdraw, "Keine Zeit.")
        .await
        .unwrap();
    assert_eq!(over.state, State::Withdrawn);
    let group = document(&app, &actor).await;
    assert_eq!(group["state"], "withdrawn");
    assert!(group["summary"].as_str().unwrap().contains("Keine Zeit."));
    assert_eq!(group["whyWithdrawn"], "Keine Zeit.");
    assert_eq!(group["whyExtended"], Value::Null);
    assert_eq!(follows::count_followers(&app.db, &actor).await.unwrap(), 1);
    assert!(
        page(&app, "/workstreams/cra-open-source")
            .await
            .says("zurückgezogen: Keine Zeit.")
    );
}

#[tokio::test]
async fn who_works_here_sees_what_is_late_and_nobody_else() {
    let (app, association) = furnished_house().await;
    let late = Draft {
        starts_on: "2026-02-01".to_owned(),
        ends_on: "2026-08-01".to_owned(),
        ..cra()
    };
    let workstream = proposed(&app, &association, &late).await.unwrap();
    let workstream = stepped(&app, &workstream, Step::Select, "").await.unwrap();
    stepped(&app, &workstream, Step::Start, "").await.unwrap();
    let editor = Visitor::new(&app, Role::Editor).await;
    for path in ["/desk/workstreams", "/desk/workstreams/cra-open-source"] {
        assert!(editor.get(path).await.says("überfällig seit"), "{path}");
    }
    let shown = page(&app, "/workstreams/cra-open-source").await;
    assert!(!shown.says("überfällig"));
}

#[tokio::test]
async fn a_coordinator_leads_it_through_its_life_and_an_editor_looks() {
    let (app, _) = furnished_house().await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let wrong = [("handle", "ä"), ("name", ""), ("question", "Was?")];
    let answer = coordinator.send("/desk/workstreams", &wrong, None).await;
    assert_eq!(answer.status, 422);
    assert!(answer.says("<a href=\"#name\">") && answer.says("Was?"));
    let typed = [
        ("handle", "cra"),
        ("name", "CRA"),
        ("question", "Was?"),
        ("product", "guide"),
        ("starts_on", "2026-11-15"),
    ];
    let answer = coordinator.send("/desk/workstreams", &typed, None).await;
    assert_eq!(answer.location, "/desk/workstreams/cra?done=proposed");
    let step = "/desk/workstreams/cra/step";
    let refused = coordinator.post(step, &[("step", "archive")]).await;
    assert_eq!(refused.status, 422);
    let refused = coordinator
        .post(step, &[("step", "withdraw"), ("reason", "")])
        .await;
    assert!(refused.status == 422 && refused.says("Bitte schreiben Sie, warum."));
    for taken in ["select", "start"] {
        let answer = coordinator.post(step, &[("step", taken)]).await;
        assert_eq!(
            answer.location, "/desk/workstreams/cra?done=stepped",
            "{}",
            answer.html
        );
    }
    let extension = "/desk/workstreams/cra/extension";
    let refused = coordinator.post(extension, &[("ends_on", "bald")]).await;
    assert!(refused.status == 422 && refused.says("value=\"bald\""));
    let longer = [("ends_on", "2027-09-01"), ("reason", "Ferien.")];
    let answer = coordinator.post(extension, &longer).await;
    assert_eq!(answer.location, "/desk/workstreams/cra?done=extended");
    let editor = Visitor::new(&app, Role::Editor).await;
    let stand = editor.get("/desk/workstreams/cra").await;
    assert!(stand.says("in Arbeit") && !stand.says("name=\"step\""));
    for path in [step, extension] {
        assert_eq!(editor.post(path, &longer).await.status, 403, "{path}");
    }
    assert_eq!(
        deeds(&app).await,
        [
            "workstream.extend",
            "workstream.start",
            "workstream.select",
            "workstream.propose"
        ]
    );
}

#[tokio::test]
async fn a_program_is_told_which_field_is_wrong() {
    let (app, _, _) = working().await;
    let program = Program::new(&app, Role::Coordinator).await;
    let step = "/api/v1/workstreams/ws-cra-open-source/step";
    let said = json!({"step": "fly"});
    let (status, problem) = program.say("POST", step, Some(said)).await;
    assert_eq!(
        (status, &problem["errors"][0]["pointer"]),
        (422, &json!("#/step"))
    );
    let longer = "/api/v1/workstreams/cra-open-source/extension";
    let said = json!({"ends_on": "2027-01-01", "reason": "Ferien."});
    let (status, problem) = program.say("POST", longer, Some(said)).await;
    assert_eq!(
        (status, &problem["errors"][0]["pointer"]),
        (422, &json!("#/ends_on"))
    );
    let nobody = Program::nobody(&app);
    assert_eq!(
        nobody
            .say("POST", step, Some(json!({"step": "present"})))
            .await
            .0,
        401
    );
    let (status, shown) = nobody
        .say("GET", "/api/v1/workstreams/cra-open-source", None)
        .await;
    assert_eq!((status, &shown["state"]), (200, &json!("active")));
}

#[tokio::test]
async fn an_editor_changes_no_report_that_others_read() {
    let (app, _, workstream) = working().await;
    let editor = Program::new(&app, Role::Editor).await;
    let path = "/api/v1/workstreams/cra-open-source/report";
    let guide = json!(report::tests::guide());
    let (status, said) = editor.say("PUT", path, Some(guide.clone())).await;
    assert_eq!(status, 200, "{said}");
    published(&app, &workstream).await.unwrap();
    assert_eq!(editor.say("PUT", path, Some(guide)).await.0, 403);
}

async fn changed<T>(app: &App, change: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
    let tx = app.begin().await.unwrap();
    let done = change(&tx).await;
    if done.is_ok() {
        tx.commit().await.unwrap();
    }
    done
}

fn draft_of_the_guide(is_told: bool) -> milestone::Draft {
    milestone::Draft {
        title: "Entwurf des Leitfadens".to_owned(),
        due_on: "2027-02-28".to_owned(),
        is_told,
    }
}

#[tokio::test]
async fn a_milestone_moves_to_another_day_and_keeps_its_id_until_it_is_reached() {
    let (app, _, workstream) = working().await;
    let draft = draft_of_the_guide(false);
    let added = changed(&app, async |tx| {
        add_milestone(&app, tx, &workstream, &draft).await
    });
    let added = added.await.unwrap();
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let path = format!("{}/milestones/{}", workstream.desk(), added.id);
    let wrong = coordinator
        .post(&path, &[("title", "Entwurf"), ("due_on", "bald")])
        .await;
    assert!(
        wrong.status == 422 && wrong.says("value=\"bald\""),
        "{}",
        wrong.html
    );
    let form = [("title", "Zweiter Entwurf"), ("due_on", "2027-03-31")];
    let moved = coordinator.post(&path, &form).await;
    assert!(moved.location.ends_with("?done=milestone_changed"));
    let object = document(&app, &added.iri).await;
    assert_eq!(object["name"], "Zweiter Entwurf");
    assert_eq!(object["endTime"], "2027-03-31T23:59:59+02:00");
    let known = milestones(&app.db, &workstream.id).await.unwrap().remove(0);
    assert_eq!((&known.id, &known.iri), (&added.id, &added.iri));
    let reached = changed(&app, async |tx| {
        reach_milestone(&app, tx, &workstream, known).await
    });
    reached.await.unwrap();
    assert_eq!(coordinator.post(&path, &form).await.status, 422);
    assert!(
        deeds(&app)
            .await
            .contains(&"workstream.milestone-change".to_owned())
    );
}

#[tokio::test]
async fn a_milestone_is_an_object_and_a_post_only_where_that_is_wanted() {
    let (app, _, workstream) = working().await;
    let group = workstream.actor.clone().unwrap();
    let mut told = Vec::new();
    for is_told in [false, true] {
        let draft = draft_of_the_guide(is_told);
        let added = changed(&app, async |tx| {
            add_milestone(&app, tx, &workstream, &draft).await
        });
        let added = added.await.unwrap();
        let object = document(&app, &added.iri).await;
        assert_eq!(object["type"], "Milestone");
        assert_eq!(object["endTime"], "2027-02-28T23:59:59+01:00");
        assert_eq!(object["isResolved"], false);
        let iri = added.iri.clone();
        let reached = changed(&app, async |tx| {
            reach_milestone(&app, tx, &workstream, added).await
        });
        let reached = reached.await.unwrap();
        assert_eq!(document(&app, &iri).await["isResolved"], true);
        told.extend(reached.note);
    }
    assert_eq!(told.len(), 1);
    let note = document(&app, &told[0]).await;
    assert!(
        note["content"]
            .as_str()
            .unwrap()
            .contains("Entwurf des Leitfadens")
    );
    let listed: Url = format!("{group}/milestones").parse().unwrap();
    assert_eq!(document(&app, &listed).await["totalItems"], 2);
    let shown = page(&app, "/workstreams/cra-open-source").await;
    assert!(shown.says("Entwurf des Leitfadens") && shown.says("28.\u{a0}Februar\u{a0}2027"));
    assert!(
        page(&app, "/workstreams")
            .await
            .says("class=\"mark reached\"")
    );
}

#[tokio::test]
async fn what_is_not_reached_can_be_given_up_and_what_is_over_has_no_plans() {
    let (app, _, workstream) = working().await;
    let draft = draft_of_the_guide(false);
    let added = changed(&app, async |tx| {
        add_milestone(&app, tx, &workstream, &draft).await
    });
    let added = added.await.unwrap();
    let iri = added.iri.clone();
    let dropped = changed(&app, async |tx| {
        drop_milestone(&app, tx, &workstream, added).await
    });
    dropped.await.unwrap();
    assert_eq!(document(&app, &iri).await["type"], "Tombstone");
    let over = stepped(&app, &workstream, Step::Withdraw, "Keine Zeit.")
        .await
        .unwrap();
    let refused = changed(&app, async |tx| {
        add_milestone(&app, tx, &over, &draft).await
    });
    let refused = refused.await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: workstream-not-worked-on");
}

async fn reported(app: &App, workstream: &Workstream, draft: &report::Draft) -> Result<Report> {
    changed(app, async |tx| {
        write_report(app, tx, workstream, draft).await
    })
    .await
}

async fn published(app: &App, workstream: &Workstream) -> Result<(Workstream, Report)> {
    changed(app, async |tx| {
        publish_report(app, tx, workstream.clone()).await
    })
    .await
}

#[tokio::test]
async fn a_report_without_page_text_is_refused_and_nothing_is_presented_without_one() {
    let (app, _, workstream) = working().await;
    let refused = stepped(&app, &workstream, Step::Present, "")
        .await
        .unwrap_err();
    assert_eq!(refused.to_string(), "refused: workstream-report-not-public");
    let refused = published(&app, &workstream).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "refused: workstream-report-not-written"
    );
    let without = report::Draft {
        text: String::new(),
        ..report::tests::guide()
    };
    reported(&app, &workstream, &without).await.unwrap();
    let refused = published(&app, &workstream).await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: workstream-page-text-missing");
    let now = find(&app.db, "cra-open-source").await.unwrap();
    assert_eq!(now.state, State::Active);
    assert_eq!(
        get(&app, "/workstreams/cra-open-source/report", BROWSER)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_published_report_is_passed_on_and_pinned_and_the_workstream_is_presented() {
    let (app, association, workstream) = working().await;
    let group = workstream.actor.clone().unwrap();
    reported(&app, &workstream, &report::tests::guide())
        .await
        .unwrap();
    let (presented, report) = published(&app, &workstream).await.unwrap();
    assert_eq!(presented.state, State::Presented);
    let iri = report.iri.clone().unwrap();
    let article = document(&app, &iri).await;
    for (member, expected) in [
        ("type", "Article"),
        ("kind", "report"),
        ("audience", group.as_str()),
        ("attributedTo", association.actor.as_str()),
        (
            "url",
            "https://dialog.example.org/workstreams/cra-open-source/report",
        ),
    ] {
        assert_eq!(article[member], expected, "{member}");
    }
    let passed_on = &said(&app, &group).await[0];
    assert_eq!(
        (&passed_on["type"], &passed_on["object"]),
        (&json!("Announce"), &json!(iri))
    );
    let featured: Url = format!("{group}/featured").parse().unwrap();
    assert_eq!(
        document(&app, &featured).await["orderedItems"],
        json!([iri])
    );
    assert_eq!(document(&app, &group).await["state"], "presented");
    let shown = page(&app, "/workstreams/cra-open-source/report").await;
    for expected in [
        "Was wir fanden",
        "Verein A, Redaktion",
        "CC-BY-4.0",
        "Spenden",
    ] {
        assert!(shown.says(expected), "{expected}: {}", shown.body);
    }
    let unnamed = "Verein B";
    assert!(!shown.says(unnamed) && !article.to_string().contains(unnamed));
    assert!(
        page(&app, "/workstreams/cra-open-source")
            .await
            .says("Ehrenamtliche müssen nichts")
    );

    app.clock.advance(Duration::minutes(5));
    let other = report::Draft {
        sentence: "Neu gesagt.".to_owned(),
        ..report::tests::guide()
    };
    reported(&app, &presented, &other).await.unwrap();
    let article = document(&app, &iri).await;
    assert_eq!(article["summary"], "Neu gesagt.");
    let bare = report::Draft::default();
    assert!(
        reported(&app, &presented, &bare).await.is_err(),
        "what is public has no gaps"
    );
    let over = stepped(&app, &presented, Step::Archive, "").await.unwrap();
    assert_eq!(over.state, State::Archived);
    assert_eq!(document(&app, &featured).await["totalItems"], 1);
}

#[tokio::test]
async fn those_who_coordinate_are_reminded_three_times() {
    let (app, _, _) = working().await;
    Visitor::new(&app, Role::Coordinator).await;
    Visitor::new(&app, Role::Editor).await;
    let mut sent = Vec::new();
    for days in [0, 131, 1, 1, 28, 14, 1] {
        app.clock.advance(Duration::days(days));
        remind(&app).await.unwrap();
        sent.push(crate::mail::undelivered(&app.db, 100).await.unwrap().len());
    }
    // 22 November to 15 May are 174 days.
    assert_eq!(sent, [0, 0, 1, 1, 2, 3, 3]);
}

#[tokio::test]
async fn a_coordinator_plans_and_reports_at_the_desk() {
    let (app, _, _) = working().await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let desk = "/desk/workstreams/cra-open-source";
    let add = format!("{desk}/milestones");
    let refused = coordinator
        .post(&add, &[("title", ""), ("due_on", "bald")])
        .await;
    assert!(refused.status == 422 && refused.says("value=\"bald\""));
    let typed = [
        ("title", "Entwurf"),
        ("due_on", "2027-02-28"),
        ("is_told", "on"),
    ];
    let answer = coordinator.post(&add, &typed).await;
    assert_eq!(answer.location, format!("{desk}?done=milestone_added"));
    let workstream = find(&app.db, "cra-open-source").await.unwrap();
    let milestone = milestones(&app.db, &workstream.id).await.unwrap().remove(0);
    let reach = format!("{add}/{}/reached", milestone.id);
    assert_eq!(coordinator.post(&reach, &[]).await.status, 303);
    let again = coordinator.post(&reach, &[]).await;
    assert!(again.status == 422 && again.says("schon erreicht"));
    let report = format!("{desk}/report");
    let long = "x".repeat(report::SUMMARY_AT_MOST + 1);
    let refused = coordinator.send(&report, &[("summary", &long)], None).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#summary\">"));
    let typed = [("sentence", "Fertig."), ("summary", "Kurz."), ("text", "")];
    assert_eq!(coordinator.send(&report, &typed, None).await.status, 303);
    let publish = format!("{report}/publication");
    let refused = coordinator.post(&publish, &[]).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#text\">"));
    let typed = [
        ("sentence", "Fertig."),
        ("summary", "Kurz."),
        ("text", "Lang."),
    ];
    // Whoever began with an empty form loses nothing, and nobody what is there.
    let slower = coordinator.send(&report, &typed, None).await;
    assert!(slower.status == 409 && slower.says("Lang.") && slower.says("Jemand"));
    let written = find_report(&app.db, &workstream.id).await.unwrap().unwrap();
    assert_eq!(written.contents, report::Contents::default());
    let seen = written.seen();
    let typed = [typed.as_slice(), &[("seen", seen.as_str())]].concat();
    let answer = coordinator.send(&report, &typed, None).await;
    assert_eq!(answer.location, format!("{report}?done=written"));
    let answer = coordinator.post(&publish, &[]).await;
    assert_eq!(answer.location, format!("{desk}?done=report_published"));
    let editor = Visitor::new(&app, Role::Editor).await;
    assert_eq!(editor.send(&report, &typed, None).await.status, 403);
    assert_eq!(editor.post(&publish, &[]).await.status, 403);
}

#[tokio::test]
async fn who_wrote_a_report_does_not_release_it_alone_where_another_could() {
    let (app, _, workstream) = working().await;
    let desk = format!("{}/report", workstream.desk());
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let typed = [
        ("sentence", "Fertig."),
        ("summary", "Kurz."),
        ("text", "Lang."),
    ];
    assert_eq!(coordinator.send(&desk, &typed, None).await.status, 303);
    let preview = format!("{desk}/preview");
    let shown = coordinator.get(&preview).await;
    assert!(shown.status == 200 && shown.says("Vorschau") && shown.says("Fertig."));
    let stranger = Visitor::nobody(&app);
    assert_eq!(stranger.get(&preview).await.status, 303);
    let owner = Visitor::new(&app, Role::Owner).await;
    let publish = format!("{desk}/publication");
    let refused = coordinator.post(&publish, &[]).await;
    assert!(refused.status == 422 && refused.says("Sie haben diesen Bericht geschrieben."));
    let now = find(&app.db, "cra-open-source").await.unwrap();
    assert_eq!(now.state, State::Active);
    // Saved as it was, it is still the coordinator's.
    let written = find_report(&app.db, &workstream.id).await.unwrap().unwrap();
    let seen = written.seen();
    let same = [typed.as_slice(), &[("seen", seen.as_str())]].concat();
    let editor = Visitor::new(&app, Role::Editor).await;
    assert_eq!(editor.send(&desk, &same, None).await.status, 303);
    assert_eq!(coordinator.post(&publish, &[]).await.status, 422);
    // What was changed after somebody looked is not released by their click.
    let refused = owner.post(&publish, &[("seen", "1")]).await;
    assert!(refused.status == 422 && refused.says("inzwischen geändert"));
    let written = find_report(&app.db, &workstream.id).await.unwrap().unwrap();
    let seen = written.seen();
    let looked = owner.post(&publish, &[("seen", &seen)]).await;
    assert_eq!(looked.status, 303);
}

#[tokio::test]
async fn a_job_undoes_nothing_that_was_done_while_it_waited() {
    let (app, _, workstream) = working().await;
    app.clock.advance(Duration::days(170));
    let tx = app.begin().await.unwrap();
    let gone = take(
        &app,
        &tx,
        workstream.clone(),
        Step::Withdraw,
        "Schluss.",
        None,
    );
    gone.await.unwrap();
    let jobs = app.clone();
    let jobs = tokio::spawn(async move {
        let reminded = remind(&jobs).await.unwrap();
        (reminded, reserve_all(&jobs).await.unwrap())
    });
    // Long enough for it to have read what is about to change.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    tx.commit().await.unwrap();
    assert_eq!(jobs.await.unwrap(), (0, 0));
    let now = find(&app.db, "cra-open-source").await.unwrap();
    assert_eq!((now.state, now.reminders), (State::Withdrawn, 0));
}

#[tokio::test]
async fn the_length_is_said_as_people_say_it() {
    let length = |ends_on: &str| {
        let workstream = bare("2026-11-15", ends_on);
        activitypub::summary(&workstream, Lang::De)
    };
    for (ends_on, expected) in [
        ("2026-11-20", "Dauer: unter einem Monat."),
        ("2026-12-15", "Dauer: ein Monat."),
        ("2027-05-15", "Dauer: 6 Monate."),
    ] {
        let said = length(ends_on);
        assert!(said.contains(expected), "{said}");
    }
}

#[tokio::test]
async fn a_report_that_is_taken_back_says_when_and_why_and_can_be_told_again() {
    let (app, _, workstream) = working().await;
    reported(&app, &workstream, &report::tests::guide())
        .await
        .unwrap();
    let (workstream, told) = published(&app, &workstream).await.unwrap();
    let desk = format!("{}/report", workstream.desk());
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let withdrawal = format!("{desk}/withdrawal");
    assert_eq!(coordinator.post(&withdrawal, &[]).await.status, 422);
    let editor = Visitor::new(&app, Role::Editor).await;
    let why = [("reason", "Ein Rechenfehler.")];
    assert_eq!(editor.post(&withdrawal, &why).await.status, 403);
    assert_eq!(coordinator.post(&withdrawal, &why).await.status, 303);
    assert_eq!(deeds(&app).await[0], "workstream.report-withdraw");
    let article = document(&app, &told.iri.unwrap()).await;
    assert_eq!(article["type"], "Tombstone");
    app.clock.advance(Duration::seconds(2));
    let gone = Visitor::nobody(&app)
        .get("/workstreams/cra-open-source/report")
        .await;
    assert!(gone.status == 410 && gone.says("Ein Rechenfehler."));
    assert!(!gone.says("Ehrenamtliche müssen nichts nachweisen"));
    let shown = Visitor::nobody(&app)
        .get("/workstreams/cra-open-source")
        .await;
    assert!(shown.says("zurückgezogen") && shown.says("Ein Rechenfehler."));
    assert!(!shown.says("Ehrenamtliche müssen nichts nachweisen"));

    let (again, told) = published(&app, &workstream).await.unwrap();
    assert_eq!((again.state, told.withdrawn_at), (State::Presented, None));
    app.clock.advance(Duration::seconds(2));
    let shown = Visitor::nobody(&app)
        .get("/workstreams/cra-open-source/report")
        .await;
    assert!(shown.status == 200 && !shown.says("Rechenfehler"));
}

#[tokio::test]
async fn its_phases_are_typed_and_the_one_under_way_is_marked() {
    let (app, _, workstream) = working().await;
    let draft = Draft {
        phases: "2026-11-01 Interviews\n2027-03-01 Entwurf".to_owned(),
        ..Draft::of(&workstream)
    };
    let changing = async |tx: &Tx| change(&app, tx, workstream.clone(), &draft).await;
    let now = changed(&app, changing).await.unwrap();
    assert_eq!(Draft::of(&now).phases, draft.phases);
    let shown = page(&app, "/workstreams/cra-open-source").await;
    assert!(shown.says("<li aria-current=\"step\"><bdi>Interviews</bdi>"));
    assert!(shown.says("<li><bdi>Entwurf</bdi>"));
    let wrong = Draft {
        phases: "bald".to_owned(),
        ..draft
    };
    let changing = async |tx: &Tx| change(&app, tx, workstream.clone(), &wrong).await;
    let refused = changed(&app, changing).await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: workstream-phase-unreadable");
}

#[tokio::test]
async fn a_file_that_comes_with_a_report_becomes_a_product_and_is_kept_as_long_as_it_is_one() {
    let (app, _, workstream) = working().await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let path = format!("{}/report", workstream.desk());
    let form = |title: &'static str| {
        [
            ("sentence", "Es geht."),
            ("file_title", title),
            ("file_licence", "CC-BY-4.0"),
        ]
    };
    let no_pdf = coordinator
        .send(&path, &form("Leitfaden"), Some(b"<html>"))
        .await;
    assert!(
        no_pdf.status == 422 && no_pdf.says("keine PDF-Datei"),
        "{}",
        no_pdf.html
    );
    assert!(no_pdf.says("Es geht.") && no_pdf.says("value=\"CC-BY-4.0\""));
    let nameless = coordinator.send(&path, &form(""), Some(b"%PDF-1.7")).await;
    assert!(nameless.status == 422 && nameless.says("<a href=\"#file_title\">"));
    let kept = coordinator
        .send(&path, &form("Leitfaden | kurz"), Some(b"%PDF-1.7"))
        .await;
    assert_eq!(kept.status, 303, "{}", kept.html);
    let report = find_report(&app.db, &workstream.id).await.unwrap().unwrap();
    let made = &report.contents.products[0];
    assert_eq!(
        (made.title.as_str(), made.kind.as_str()),
        ("Leitfaden kurz", "PDF")
    );
    let used = files(&app, &app.db).await.unwrap();
    assert_eq!(used.len(), 1);
    let file: Url = made.link.parse().unwrap();
    let nobody = Visitor::nobody(&app);
    for hours in [49, 500] {
        let later = app.clock.now() + Duration::hours(hours);
        crate::jobs::clear(&app, later).await.unwrap();
        assert_eq!(nobody.get(file.path()).await.status, 200, "{hours}");
    }
    let bare = [("sentence", "Es geht."), ("seen", &report.seen())];
    // The sessions of those days have ended.
    let owner = Visitor::new(&app, Role::Owner).await;
    assert_eq!(owner.send(&path, &bare, None).await.status, 303);
    let later = app.clock.now() + Duration::hours(49);
    crate::jobs::clear(&app, later).await.unwrap();
    app.clock.advance(Duration::seconds(2));
    assert_eq!(nobody.get(file.path()).await.status, 404);
}
