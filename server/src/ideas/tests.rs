//! Ideas from the form to what became of them, as their authors, those who work here and everybody meet
//! them.

use super::*;
use crate::{
    accounts::{Role, tests::Instance},
    cycles::{cycle, programme},
    ids::CycleId,
    web::desk::tests::{Visitor, deeds, furnished_house},
};

/// A cycle that takes ideas, of a programme that is founded once.
pub async fn cycle(app: &App) -> Cycle {
    begun(app, |_| {}).await
}

pub async fn begun(app: &App, change: impl FnOnce(&mut cycle::Draft)) -> Cycle {
    let tx = app.begin().await.unwrap();
    if cycles::programme_by_slug(&tx, "programm").await.is_err() {
        let association = crate::associations::chosen(&tx, "").await.unwrap();
        let draft = programme::Draft {
            name: "Programm".to_owned(),
            ..programme::Draft::default()
        };
        cycles::found_programme(app, &tx, &association, &draft)
            .await
            .unwrap();
    }
    let mut draft = cycle::Draft {
        programme: "programm".to_owned(),
        name: format!("z-{}", app.ulids.next(app.clock.now())),
        ..cycle::Draft::default()
    };
    change(&mut draft);
    let cycle = cycles::begin(app, &tx, &draft).await.unwrap();
    tx.commit().await.unwrap();
    cycle
}

pub fn draft(title: &str) -> Draft {
    Draft {
        title: title.to_owned(),
        question: "Wie wählen Vereine Software?".to_owned(),
        product: "guide".to_owned(),
        ..Draft::default()
    }
}

pub fn signed(email: &str) -> Signature {
    Signature {
        email: email.to_owned(),
        ..Signature::default()
    }
}

/// Something that was said about it, and waits.
pub async fn commented(app: &App, idea: &Idea) -> Comment {
    let tx = app.begin().await.unwrap();
    let said = ("B", "b@verein.example", "Gut");
    say(app, &tx, idea, said, "de").await.unwrap();
    let comment = comments(&tx, &idea.id).await.unwrap().remove(0);
    let comment = confirm_comment(app, &tx, &comment).await.unwrap();
    tx.commit().await.unwrap();
    comment
}

/// An idea that is public.
pub async fn entered(app: &App, cycle: &Cycle, title: &str) -> Idea {
    let tx = app.begin().await.unwrap();
    let place = (Some(&cycle.id), &cycle.organizer);
    let how = (Origin::Mail, "de");
    let signature = signed("verein@verein.example");
    let idea = enter(app, &tx, place, &draft(title), &signature, how).await;
    tx.commit().await.unwrap();
    idea.unwrap()
}

/// Asked by the form; its author has not confirmed.
async fn asked(app: &App, cycle: &CycleId, email: &str) -> (Idea, Author) {
    let tx = app.begin().await.unwrap();
    ask(app, &tx, cycle, &draft("Leitfaden"), &signed(email), "de")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let idea = store::latest(&app.db).await.unwrap().unwrap();
    let author = authors(&app.db, &idea.id).await.unwrap().remove(0);
    (idea, author)
}

/// An idea that waits for those who work here.
pub async fn waiting(app: &App, cycle: &Cycle) -> Idea {
    let tx = app.begin().await.unwrap();
    let place = (Some(&cycle.id), &cycle.organizer);
    let how = (Origin::Mail, "de");
    let nobody = Signature::default();
    let idea = enter(app, &tx, place, &draft("Leitfaden"), &nobody, how).await;
    let waits = Idea {
        state: State::Waiting,
        ..idea.unwrap()
    };
    let idea = store::update(&tx, waits).await.unwrap();
    tx.commit().await.unwrap();
    idea
}

/// The cycle of the idea with this id.
pub async fn cycle_of(app: &App, idea: &str) -> Cycle {
    let idea = find(&app.db, &idea.parse().unwrap()).await.unwrap();
    super::cycle_of(&app.db, &idea).await.unwrap().unwrap()
}

async fn again(app: &App, idea: &Idea) -> Idea {
    find(&app.db, &idea.id).await.unwrap()
}

async fn house() -> (Instance, Cycle) {
    let (app, _) = furnished_house().await;
    let cycle = cycle(&app).await;
    (app, cycle)
}

#[tokio::test]
async fn an_idea_is_public_once_its_address_is_confirmed_and_only_once() {
    let (app, cycle) = house().await;
    let (idea, author) = asked(&app, &cycle.id, "a@verein.example").await;
    assert_eq!((idea.state, idea.number), (State::Unconfirmed, None));
    let visitor = Visitor::nobody(&app);
    assert!(!visitor.get(&cycle.path()).await.says("Leitfaden</bdi>"));
    let own = link_of(&app, &author);
    // Looking changes nothing: mail scanners look at everything.
    assert!(visitor.get(&own).await.says("value=\"confirm\""));
    assert_eq!(again(&app, &idea).await.state, State::Unconfirmed);
    for _ in 0..2 {
        let done = visitor.post(&own, &[("then", "confirm")]).await;
        assert_eq!((done.status, done.location.as_str()), (303, own.as_str()));
    }
    let idea = again(&app, &idea).await;
    assert_eq!((idea.state, idea.number), (State::Proposed, Some(1)));
    let page = visitor.get(&format!("{}/ideas/1", cycle.path())).await;
    assert!(page.says("Wie wählen Vereine Software?"));
    assert!(!page.says("a@verein.example"));
    assert!(visitor.get(&cycle.path()).await.says("Leitfaden</bdi>"));
    let (_, other) = asked(&app, &cycle.id, "b@verein.example").await;
    let forged = own.replace(author.id.as_str(), other.id.as_str());
    assert_eq!(visitor.get(&forged).await.status, 404);
}

#[tokio::test]
async fn nobody_confirms_a_week_later_and_what_is_unconfirmed_goes() {
    let (app, cycle) = house().await;
    let (idea, author) = asked(&app, &cycle.id, "a@verein.example").await;
    app.clock.advance(CONFIRMS_WITHIN);
    let visitor = Visitor::nobody(&app);
    let own = link_of(&app, &author);
    assert_eq!(visitor.post(&own, &[("then", "confirm")]).await.status, 422);
    app.clock.advance(Duration::seconds(1));
    assert_eq!(clear(&app).await.unwrap(), 1);
    assert!(find(&app.db, &idea.id).await.is_err());
}

#[tokio::test]
async fn where_ideas_are_checked_first_they_wait_until_somebody_lets_them_in() {
    let (app, _) = furnished_house().await;
    let cycle = begun(&app, |draft| draft.ideas = "moderated".to_owned()).await;
    let (idea, author) = asked(&app, &cycle.id, "a@verein.example").await;
    let tx = app.begin().await.unwrap();
    let idea = confirm(&app, &tx, &author).await.map_or(idea, |it| it);
    tx.commit().await.unwrap();
    assert_eq!(idea.state, State::Waiting);
    let nobody = Visitor::nobody(&app);
    assert_eq!(
        nobody
            .get(&format!("{}/ideas/1", cycle.path()))
            .await
            .status,
        404
    );
    assert_eq!(nobody.get(&format!("/ideas/{}", idea.id)).await.status, 404);
    let editor = Visitor::new(&app, Role::Editor).await;
    let page = format!("/desk/ideas/{}", idea.id);
    assert!(!editor.get(&page).await.says("a@verein.example"));
    assert_eq!(editor.post(&page, &[("then", "approve")]).await.status, 403);
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    assert!(coordinator.get("/desk").await.says("wartet auf Prüfung"));
    let done = coordinator.post(&page, &[("then", "approve")]).await;
    assert_eq!(done.status, 303);
    assert_eq!(again(&app, &idea).await.number, Some(1));
    assert_eq!(
        coordinator.post(&page, &[("then", "approve")]).await.status,
        422
    );
    assert_eq!(deeds(&app).await, ["idea.approve"]);
}

#[tokio::test]
async fn after_the_last_day_nobody_brings_or_changes_an_idea() {
    let (app, _) = furnished_house().await;
    let cycle = begun(&app, |draft| draft.ideas_until = "2026-11-30".to_owned()).await;
    let (_, author) = asked(&app, &cycle.id, "a@verein.example").await;
    let visitor = Visitor::nobody(&app);
    let own = link_of(&app, &author);
    visitor.post(&own, &[("then", "confirm")]).await;
    app.clock.advance(Duration::days(30));
    let form = format!("{}/ideas/new", cycle.path());
    assert!(visitor.get(&form).await.says("gerade nicht gesammelt"));
    let tx = app.begin().await.unwrap();
    let (idea, signature) = (draft("Zu spät"), signed("b@verein.example"));
    let late = ask(&app, &tx, &cycle.id, &idea, &signature, "de").await;
    assert!(late.is_err());
    drop(tx);
    let change = [
        ("then", "change"),
        ("title", "Anders"),
        ("question", "Wie?"),
    ];
    assert_eq!(visitor.post(&own, &change).await.status, 422);
}

#[tokio::test]
async fn what_is_declined_says_why_and_its_author_sees_it() {
    let (app, cycle) = house().await;
    let idea = entered(&app, &cycle, "Leitfaden").await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let page = format!("/desk/ideas/{}", idea.id);
    let without = [("then", "decline"), ("reason", " ")];
    assert_eq!(coordinator.post(&page, &without).await.status, 422);
    let with = [("then", "decline"), ("reason", "Gibt es <schon>.")];
    assert_eq!(coordinator.post(&page, &with).await.status, 303);
    let nobody = Visitor::nobody(&app);
    let shown = nobody.get(&format!("{}/ideas/1", cycle.path())).await;
    assert!(shown.says("nicht ausgewählt") && shown.says("Gibt es &#60;schon&#62;."));
    let author = authors(&app.db, &idea.id).await.unwrap().remove(0);
    assert!(nobody.get(&link_of(&app, &author)).await.says("Gibt es"));
    assert_eq!(coordinator.post(&page, &with).await.status, 422);
}

#[tokio::test]
async fn who_would_work_with_it_counts_once_and_moves_with_it() {
    let (app, cycle) = house().await;
    let idea = entered(&app, &cycle, "Leitfaden").await;
    let other = entered(&app, &cycle, "Handreichung").await;
    for (idea, email) in [
        (&idea, "a@verein.example"),
        (&idea, "A@verein.example"),
        (&other, "a@verein.example"),
        (&idea, "b@verein.example"),
    ] {
        let tx = app.begin().await.unwrap();
        support(&app, &tx, idea, email, "de").await.unwrap();
        tx.commit().await.unwrap();
    }
    let asked = store::supporters(&app.db, &idea.id).await.unwrap();
    assert_eq!(asked.len(), 2);
    assert_eq!(count_supporters(&app.db, &idea.id).await.unwrap(), 0);
    let also = store::supporters(&app.db, &other.id).await.unwrap();
    let tx = app.begin().await.unwrap();
    for one in asked.iter().chain(&also) {
        confirm_supporter(&app, &tx, one).await.unwrap();
        confirm_supporter(&app, &tx, one).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(count_supporters(&app.db, &idea.id).await.unwrap(), 2);
    let tx = app.begin().await.unwrap();
    merge(&app, &tx, &idea, &other).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count_supporters(&app.db, &other.id).await.unwrap(), 2);
    let merged = again(&app, &idea).await;
    assert_eq!(merged.state, State::Merged);
    assert_eq!(merged.merged_into, Some(other.id.clone()));
    let tx = app.begin().await.unwrap();
    assert!(
        merge(&app, &tx, &other, &idea).await.is_err(),
        "not back again"
    );
    assert!(
        merge(&app, &tx, &other, &other).await.is_err(),
        "not into itself"
    );
    drop(tx);
    let elsewhere = begun(&app, |_| {}).await;
    let far = entered(&app, &elsewhere, "Studie").await;
    let tx = app.begin().await.unwrap();
    assert!(
        merge(&app, &tx, &other, &far).await.is_err(),
        "not across cycles"
    );
}

#[tokio::test]
async fn a_comment_is_read_once_it_is_confirmed_and_let_through() {
    let (app, cycle) = house().await;
    let idea = entered(&app, &cycle, "Leitfaden").await;
    let tx = app.begin().await.unwrap();
    let said = ("B. <b>", "b@verein.example", "Gut <script>");
    say(&app, &tx, &idea, said, "de").await.unwrap();
    let long = "x".repeat(1_001);
    let too_long = ("B", "b@verein.example", long.as_str());
    assert!(say(&app, &tx, &idea, too_long, "de").await.is_err());
    tx.commit().await.unwrap();
    let nobody = Visitor::nobody(&app);
    let page = format!("{}/ideas/1", cycle.path());
    let comment = comments(&app.db, &idea.id).await.unwrap().remove(0);
    let link = link::comment(&app, &comment).path().to_owned();
    assert!(!nobody.get(&page).await.says("Gut "));
    assert_eq!(nobody.post(&link, &[("then", "confirm")]).await.status, 303);
    assert!(!nobody.get(&page).await.says("Gut "));
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let show = [("then", "show"), ("comment", comment.id.as_str())];
    coordinator
        .post(&format!("/desk/ideas/{}", idea.id), &show)
        .await;
    let shown = nobody.get(&page).await;
    assert!(shown.says("Gut &#60;script&#62;") && !shown.says("b@verein.example"));
    let hide = [("then", "hide"), ("comment", comment.id.as_str())];
    coordinator
        .post(&format!("/desk/ideas/{}", idea.id), &hide)
        .await;
    assert!(!nobody.get(&page).await.says("Gut "));
}

#[tokio::test]
async fn somebody_asked_to_join_is_an_author_once_they_say_so_and_goes_when_they_want() {
    let (app, cycle) = house().await;
    let idea = entered(&app, &cycle, "Leitfaden").await;
    let tx = app.begin().await.unwrap();
    let shown = Signature {
        name: "Referat Ehrenamt".to_owned(),
        is_shown: "yes".to_owned(),
        ..signed("b@verein.example")
    };
    let author = invite(&app, &tx, &idea, &shown, "de").await.unwrap();
    assert!(invite(&app, &tx, &idea, &shown, "de").await.is_err());
    tx.commit().await.unwrap();
    let nobody = Visitor::nobody(&app);
    let page = format!("{}/ideas/1", cycle.path());
    assert!(!nobody.get(&page).await.says("Referat Ehrenamt"));
    let link = link_of(&app, &author);
    // Not before they are one.
    assert_eq!(
        nobody.post(&link, &[("then", "withdraw")]).await.status,
        422
    );
    nobody.post(&link, &[("then", "confirm")]).await;
    assert!(nobody.get(&page).await.says("Referat Ehrenamt"));
    assert!(
        nobody
            .post(&link, &[("then", "forget")])
            .await
            .says("Gelöscht")
    );
    assert!(!nobody.get(&page).await.says("Referat Ehrenamt"));
    assert_eq!(nobody.get(&link).await.status, 404);
}

#[tokio::test]
async fn what_is_similar_is_shown_before_an_idea_is_kept() {
    let (app, cycle) = house().await;
    entered(&app, &cycle, "Leitfaden für Wahlsoftware in Vereinen").await;
    let alike = similar(
        "Wahlsoftware für Vereine: ein Leitfaden",
        "",
        &public(&app.db, &cycle.id).await.unwrap(),
    );
    assert_eq!(alike.len(), 1);
    let unlike = similar(
        "Digitale Gewalt und Beratung",
        "Was hilft Betroffenen?",
        &public(&app.db, &cycle.id).await.unwrap(),
    );
    assert!(unlike.is_empty());
    let nobody = Visitor::nobody(&app);
    let form = format!("{}/ideas/new", cycle.path());
    let typed = [
        ("title", "Wahlsoftware für Vereine: ein Leitfaden"),
        ("question", "Wie?"),
        ("email", "a@verein.example"),
    ];
    let answer = nobody.post(&form, &typed).await;
    assert!(answer.says("Ähnliche Ideen") && answer.says("name=\"looked\""));
    assert!(answer.says("a@verein.example"), "nothing typed is lost");
}

#[tokio::test]
async fn programs_and_readers_of_feeds_read_what_is_public() {
    let (app, cycle) = house().await;
    entered(&app, &cycle, "Leitfaden").await;
    let nobody = Visitor::nobody(&app);
    let json = nobody.get(&format!("{}.json", cycle.path())).await.html;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["ideas"][0]["title"], "Leitfaden");
    assert!(
        nobody
            .get(&format!("{}.atom", cycle.path()))
            .await
            .says("<title>Leitfaden</title>")
    );
    assert_eq!(
        nobody.get(&format!("{}.ics", cycle.path())).await.status,
        404
    );
    let (unconfirmed, _) = asked(&app, &cycle.id, "a@verein.example").await;
    let api = format!("/api/v1/ideas/{}", unconfirmed.id);
    assert_eq!(nobody.get(&api).await.status, 404);
    let csv = nobody.get("/cycles/portfolio.csv").await;
    assert!(csv.says(&cycle.name));
    assert!(nobody.get("/cycles").await.says(&cycle.path()));
}

#[tokio::test]
async fn who_wrote_an_idea_does_not_overwrite_what_the_desk_changed_meanwhile() {
    let (app, _) = furnished_house().await;
    let cycle = cycle(&app).await;
    let idea = entered(&app, &cycle, "Leitfaden").await;
    let author = authors(&app.db, &idea.id).await.unwrap().remove(0);
    let link = link::author(&app, &author);
    app.clock.advance(chrono::Duration::seconds(2));
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let seen = idea.seen();
    let form = |title: &'static str| {
        [
            ("title", title),
            ("question", "Wie?"),
            ("then", "change"),
            ("seen", seen.as_str()),
        ]
    };
    let desk = format!("/desk/ideas/{}", idea.id);
    assert_eq!(
        coordinator.post(&desk, &form("Vom Tisch")).await.status,
        303
    );
    let late = Visitor::nobody(&app)
        .post(link.path(), &form("Von mir"))
        .await;
    assert_eq!(late.status, 409);
    assert!(late.says("Von mir") && late.says("inzwischen geändert"));
    let kept = find(&app.db, &idea.id).await.unwrap();
    assert_eq!(kept.title, "Vom Tisch");
}

#[tokio::test]
async fn a_programme_has_a_page_with_its_cycles_and_a_former_address_leads_there() {
    let (app, _) = furnished_house().await;
    let cycle = begun(&app, |_| {}).await;
    let nobody = Visitor::nobody(&app);
    let page = nobody.get(&cycle.path()).await;
    assert!(page.says("href=\"/programmes/programm\""));
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let form = [
        ("name", "Dialog"),
        ("slug", "dialog"),
        ("description", "Was **alle** angeht"),
    ];
    let desk = "/desk/programmes/programm";
    assert_eq!(coordinator.post(desk, &form).await.status, 303);
    let page = nobody.get("/programmes/dialog").await;
    assert!(
        page.says("Was <strong>alle</strong> angeht"),
        "{}",
        page.html
    );
    assert!(page.says(&format!("href=\"{}\"", cycle.path())));
    let former = nobody.get("/programmes/programm").await;
    assert_eq!(
        (former.status, former.location.as_str()),
        (308, "/programmes/dialog")
    );
    assert_eq!(nobody.get("/programmes/niemand").await.status, 404);
}

#[tokio::test]
async fn who_comes_too_late_changes_nothing_of_what_was_forgotten() {
    let (app, cycle) = house().await;
    let idea = entered(&app, &cycle, "Leitfaden").await;
    let seen = commented(&app, &idea).await;
    let (_, unconfirmed) = asked(&app, &cycle.id, "c@verein.example").await;
    let tx = app.begin().await.unwrap();
    let hidden = hide(&app, &tx, &seen).await.unwrap();
    assert_eq!(hidden.state, comment::State::Hidden);
    forget_comment(&tx, &seen).await.unwrap();
    for late in [
        show(&app, &tx, &seen).await.map(|_| ()),
        hide(&app, &tx, &hidden).await.map(|_| ()),
    ] {
        assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    }
    // Confirmed since it was looked up, and still so when forgotten.
    confirm(&app, &tx, &unconfirmed).await.unwrap();
    forget_author(&app, &tx, &unconfirmed).await.unwrap();
    let author = store::find_author(&tx, &unconfirmed.id).await.unwrap();
    let author = author.unwrap();
    assert!(author.is_confirmed() && author.email.is_none());
}
