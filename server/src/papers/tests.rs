//! Papers as those who write them meet them, and as everybody else does not.

use super::{
    office,
    said::{AmendmentDraft, CommentDraft},
    *,
};
use crate::{
    accounts::{self, Account, tests::open as open_account},
    associations,
    web::{
        desk::tests::{Visitor, deeds, furnished_house},
        openapi::tests::Program,
    },
};
use chrono::Duration;
use serde_json::{Value, json};

/// What [`Visitor`] and [`Program`] sign in as with this role.
async fn account(app: &App, role: accounts::Role) -> Account {
    let email = format!("account{}@dialog.example.org", role as u128 + 1);
    accounts::find_by_email(&app.db, &email).await.unwrap()
}

/// Somebody who takes part besides.
async fn other(app: &App) -> Account {
    match accounts::find_by_email(&app.db, "account900@dialog.example.org").await {
        Ok(account) => account,
        Err(_) => open_account(&app.db, 900, accounts::Role::Editor).await.0,
    }
}

fn declaration(slug: &str) -> Draft {
    Draft {
        kind: "joint_declaration".into(),
        title: "Wohlfahrtspflege in der Digitalen Gesellschaft".into(),
        slug: slug.to_owned(),
        comments_until: "2026-12-01".into(),
        relations: "renews | https://bagfw.example/2017 | Vereinbarung von 2017".into(),
        ..Draft::default()
    }
}

/// A declaration with two clauses that this account leads.
async fn written(app: &App, lead: &Account, slug: &str) -> Opened {
    let tx = app.begin().await.unwrap();
    let association = associations::chosen(&tx, "").await.unwrap();
    let paper = begin(app, &tx, &association, Some(lead), &declaration(slug)).await;
    let opened = open_for_change(&tx, &paper.unwrap().slug, Some(lead))
        .await
        .unwrap();
    let text = manuscript::Draft {
        manuscript: "# Drei Rollen\n\nWir sind Anwältin.\n\n# Ausblick\n\nWir treffen uns.".into(),
        ..manuscript::Draft::default()
    };
    take(app, &tx, &opened, &text).await.unwrap();
    tx.commit().await.unwrap();
    opened
}

/// A paper that the account of an owner leads, with something of each kind, as the parts of addresses.
pub async fn staged(app: &App, name: &str) -> Vec<(&'static str, String)> {
    let lead = account(app, accounts::Role::Owner).await;
    let slug = format!("papier-{}", name.to_lowercase());
    let opened = written(app, &lead, &slug).await;
    let other = other(app).await;
    let tx = app.begin().await.unwrap();
    let invitation = Invitation {
        email: other.email.clone(),
        organisation: "Verein B".into(),
        ..Invitation::default()
    };
    invite(app, &tx, &opened, &invitation).await.unwrap();
    let naming = revision::Draft {
        name: "Entwurf".into(),
        note: String::new(),
    };
    name_revision(app, &tx, &opened, &naming).await.unwrap();
    let added = clause::Draft {
        text: "Und noch etwas.".into(),
        ..clause::Draft::default()
    };
    add(app, &tx, &opened, &added).await.unwrap();
    let first = clauses(&tx, &opened.paper).await.unwrap().remove(0);
    let said = CommentDraft {
        comment: "Wer ist gemeint?".into(),
    };
    let said = comment(app, &tx, &opened, first.id.as_str(), &said)
        .await
        .unwrap();
    let proposed = amendment("Wir sind Anwältin und Anbieterin.");
    let proposed = propose(app, &tx, &opened, first.id.as_str(), &proposed).await;
    tx.commit().await.unwrap();
    vec![
        ("{paper}", slug),
        ("{clause}", first.id.to_string()),
        ("{comment}", said.id.to_string()),
        ("{amendment}", proposed.unwrap().id.to_string()),
        ("{account}", other.id.to_string()),
        ("{number}", "1".to_owned()),
    ]
}

/// What a program sends to an address of papers.
pub fn body(path: &str) -> Value {
    match path.rsplit('/').next() {
        Some("state") => json!({"state": "consultation"}),
        Some("manuscript" | "preview") => json!({"manuscript": "Ein Satz."}),
        Some("clauses" | "{clause}") => json!({"text": "Ein Satz."}),
        Some("place") => json!({"way": "down"}),
        Some("comments") => json!({"comment": "Warum?"}),
        Some("amendments") => json!({"proposed_text": "Anders.", "reason": "Genauer."}),
        Some("answer") => json!({"then": "accepted", "answer": "Das stimmt."}),
        Some("position") => json!({"stance": "agrees"}),
        Some("contributors") => {
            json!({"email": "account900@dialog.example.org", "organisation": "Verein B"})
        }
        Some("revisions") => json!({"name": "Zweiter Entwurf"}),
        _ => json!({"title": "Teilhabe"}),
    }
}

fn amendment(text: &str) -> AmendmentDraft {
    AmendmentDraft {
        proposed_heading: "Drei Rollen".into(),
        proposed_text: text.into(),
        reason: "Beides gehört zusammen.".into(),
        base: String::new(),
    }
}

/// Coordinator and editor sign in, the coordinator leads a declaration, the editor was asked to comment.
async fn asked(app: &App) -> (Visitor, Visitor, Opened) {
    let lead = Visitor::new(app, accounts::Role::Coordinator).await;
    let commenter = Visitor::new(app, accounts::Role::Editor).await;
    let opened = written(
        app,
        &account(app, accounts::Role::Coordinator).await,
        "rollen",
    )
    .await;
    let form = [
        ("email", "account1@dialog.example.org"),
        ("organisation", "Verein B"),
        ("role", "commenter"),
    ];
    let invited = lead.post("/desk/papers/rollen/contributors", &form).await;
    assert_eq!(invited.location, "/desk/papers/rollen?done=invited");
    (lead, commenter, opened)
}

async fn first(app: &App, opened: &Opened) -> (Clause, String) {
    let first = clauses(&app.db, &opened.paper).await.unwrap().remove(0);
    let path = format!("/desk/papers/rollen/clauses/{}", first.id);
    (first, path)
}

#[tokio::test]
async fn nobody_but_those_who_work_on_a_paper_knows_of_it() {
    let (app, _) = furnished_house().await;
    let (lead, _, opened) = asked(&app).await;
    let (_, clause) = first(&app, &opened).await;
    let title = "Wohlfahrtspflege in der Digitalen Gesellschaft";
    assert!(lead.get("/desk/papers").await.says(title));
    let owner = Visitor::new(&app, accounts::Role::Owner).await;
    assert!(!owner.get("/desk/papers").await.says(title));
    let revision = "/desk/papers/rollen/revisions/1";
    for path in [
        "/desk/papers/rollen",
        "/desk/papers/rollen/head",
        &clause,
        revision,
    ] {
        assert_eq!(owner.get(path).await.status, 404, "{path}");
        assert_ne!(Visitor::nobody(&app).get(path).await.status, 200, "{path}");
    }
    let seen = lead.get("/desk/papers/rollen").await;
    assert!(seen.status == 200 && seen.says("Wir sind Anwältin."));
    // Not even that its address is taken by a paper is told apart from there being none.
    let form = [("title", "Anderes"), ("relations", "renews | rollen")];
    let refused = owner.post("/desk/papers", &form).await;
    let unknown = [("title", "Anderes"), ("relations", "renews | niemand")];
    let unknown = owner.post("/desk/papers", &unknown).await;
    assert_eq!((refused.status, unknown.status), (422, 422));
    assert!(refused.says("<a href=\"#relations\">") && unknown.says("<a href=\"#relations\">"));
}

#[tokio::test]
async fn a_program_that_does_not_work_on_a_paper_finds_none() {
    let (app, _) = furnished_house().await;
    let program = Program::new(&app, accounts::Role::Coordinator).await;
    let (_, begun) = program
        .say("POST", "/api/v1/papers", Some(json!(declaration("rollen"))))
        .await;
    assert_eq!(begun["state"], "drafting");
    assert_eq!(begun["contributors"][0]["role"], "lead");
    let owner = Program::new(&app, accounts::Role::Owner).await;
    let list = owner.say("GET", "/api/v1/papers", None).await;
    assert_eq!(list, (200, json!({"papers": []})));
    assert_eq!(owner.say("GET", "/api/v1/papers/rollen", None).await.0, 404);
    let nobody = Program::nobody(&app);
    assert_eq!(
        nobody.say("GET", "/api/v1/papers/rollen", None).await.0,
        401
    );
}

#[tokio::test]
async fn who_comes_too_late_sees_both_texts_and_loses_none() {
    let (app, _) = furnished_house().await;
    let (lead, _, opened) = asked(&app).await;
    let (clause, path) = first(&app, &opened).await;
    let version = clause.version.to_string();
    let form = |text: &'static str, version: &str| {
        let version = version.to_owned();
        [("text", text.to_owned()), ("version", version)]
    };
    let sent = form("Die erste war schneller.", &version);
    let sent: Vec<_> = sent.iter().map(|(a, b)| (*a, b.as_str())).collect();
    assert_eq!(lead.post(&path, &sent).await.status, 303);
    let sent = form("Die zweite kam danach.", &version);
    let sent: Vec<_> = sent.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let late = lead.post(&path, &sent).await;
    assert_eq!(late.status, 409);
    assert!(late.says("Die erste war schneller.") && late.says("Die zweite kam danach."));
    let (now, _) = first(&app, &opened).await;
    assert_eq!(now.text, "Die erste war schneller.");
    // Once more, now knowingly.
    assert!(late.says(&format!("name=\"version\" value=\"{}\"", now.version)));
    let sent = form("Die zweite kam danach.", &now.version.to_string());
    let sent: Vec<_> = sent.iter().map(|(a, b)| (*a, b.as_str())).collect();
    assert_eq!(lead.post(&path, &sent).await.status, 303);
    assert_eq!(first(&app, &opened).await.0.text, "Die zweite kam danach.");
}

#[tokio::test]
async fn who_was_asked_to_comment_does_so_while_the_paper_is_consulted_on() {
    let (app, _) = furnished_house().await;
    let (lead, commenter, opened) = asked(&app).await;
    let (_, path) = first(&app, &opened).await;
    let comments = format!("{path}/comments");
    let said = [("comment", "Wer ist gemeint?")];
    assert_eq!(commenter.post(&comments, &said).await.status, 422);
    let state = "/desk/papers/rollen/state";
    let consulted = [("state", "consultation")];
    assert_eq!(commenter.post(state, &consulted).await.status, 403);
    assert_eq!(lead.post(state, &consulted).await.status, 303);
    assert_eq!(commenter.post(&comments, &said).await.status, 303);
    let page = commenter.get(&path).await;
    assert!(page.says("Wer ist gemeint?") && page.says("Verein B"));
    assert!(!page.says("name=\"depth\""));
    // They write nothing themselves.
    let text = [("text", "Anderes")];
    assert_eq!(commenter.post(&path, &text).await.status, 403);
    let removal = format!("{path}/removal");
    assert_eq!(commenter.post(&removal, &[]).await.status, 403);
    // For others they speak as little.
    let stance = format!("{path}/position");
    let own = [("stance", "dissents"), ("why", "Zu eng.")];
    assert_eq!(commenter.post(&stance, &own).await.status, 303);
    let foreign = [("stance", "agrees"), ("organisation", "Verein C")];
    assert_eq!(commenter.post(&stance, &foreign).await.status, 403);
    assert_eq!(lead.post(&stance, &foreign).await.status, 303);
    let page = lead.get("/desk/papers/rollen").await;
    assert!(page.says("1 Zustimmung") && page.says("1 Widerspruch") && page.says("1 Kommentar"));
    // The day named in the paper is the last one.
    app.clock.advance(Duration::days(15));
    assert_eq!(commenter.post(&comments, &said).await.status, 422);
    // Who writes it says something at any time. The session they began with is over by then.
    assert!(opened.is_heard(crate::cycles::today(&app)));
}

#[tokio::test]
async fn an_amendment_is_accepted_with_a_reason_unless_the_clause_has_moved_on() {
    let (app, _) = furnished_house().await;
    let (lead, commenter, opened) = asked(&app).await;
    let consulted = [("state", "consultation")];
    lead.post("/desk/papers/rollen/state", &consulted).await;
    let (clause, path) = first(&app, &opened).await;
    let proposals = format!("{path}/amendments");
    let form = |text: &'static str| {
        [
            ("proposed_heading", "Drei Rollen"),
            ("proposed_text", text),
            ("reason", "Beides gehört zusammen."),
        ]
    };
    for text in ["Wir sind Anwältin und Anbieterin.", "Wir sind Anbieterin."] {
        assert_eq!(commenter.post(&proposals, &form(text)).await.status, 303);
    }
    let unchanged = commenter
        .post(&proposals, &form("Wir sind Anwältin."))
        .await;
    assert!(unchanged.status == 422 && unchanged.says("<a href=\"#proposed_text\">"));
    let said = words(&app.db, vec![clause.id.clone()]).await.unwrap();
    let addresses: Vec<_> = said
        .amendments
        .iter()
        .map(|one| format!("{proposals}/{}", one.id))
        .collect();
    let page = lead.get(&addresses[0]).await;
    assert!(page.says("<ins>") && page.says("Wir sind Anwältin und Anbieterin."));
    let accepted = [("then", "accepted"), ("answer", "")];
    assert_eq!(lead.post(&addresses[0], &accepted).await.status, 422);
    let accepted = [("then", "accepted"), ("answer", "Das trifft es.")];
    assert_eq!(commenter.post(&addresses[0], &accepted).await.status, 403);
    assert_eq!(lead.post(&addresses[0], &accepted).await.status, 303);
    let (now, _) = first(&app, &opened).await;
    assert_eq!(now.text, "Wir sind Anwältin und Anbieterin.");
    assert_eq!(lead.post(&addresses[0], &accepted).await.status, 422);
    // The other was written for words that are gone: it is merged, or declined.
    let late = lead.post(&addresses[1], &accepted).await;
    assert_eq!(late.status, 409);
    assert!(late.says("Wir sind Anwältin und Anbieterin.") && late.says("Das trifft es."));
    let version = now.version.to_string();
    let merged = [
        ("then", "merged"),
        ("answer", "Das dritte fehlte."),
        ("merged_heading", "Drei Rollen"),
        ("merged_text", "Wir sind drei in einer."),
        ("version", version.as_str()),
    ];
    assert_eq!(lead.post(&addresses[1], &merged).await.status, 303);
    assert_eq!(first(&app, &opened).await.0.text, "Wir sind drei in einer.");
    let log = lead.get("/desk/papers/rollen").await;
    assert!(log.says("Vorschlag zu Absatz 1 angenommen – Das trifft es."));
    assert!(log.says("Vorschlag zu Absatz 1 zusammengeführt – Das dritte fehlte."));
}

#[tokio::test]
async fn a_clause_keeps_its_id_and_what_was_said_of_it_when_it_moves_or_is_replaced() {
    let (app, _) = furnished_house().await;
    let (lead, _, opened) = asked(&app).await;
    let (clause, path) = first(&app, &opened).await;
    let said = [("comment", "Wer ist gemeint?")];
    assert_eq!(
        lead.post(&format!("{path}/comments"), &said).await.status,
        303
    );
    let down = [("way", "down")];
    assert_eq!(lead.post(&format!("{path}/place"), &down).await.status, 303);
    assert_eq!(lead.post(&format!("{path}/place"), &down).await.status, 422);
    let (_, number) = clause_of(&app.db, &opened.paper, clause.id.as_str())
        .await
        .unwrap();
    assert_eq!(number, "2");
    let form = [
        (
            "manuscript",
            "# Drei Rollen\n\nNeu geschrieben.\n\n# Programm\n\nWir fördern.",
        ),
        ("mode", "replace"),
        ("then", "take"),
    ];
    let taken = lead
        .send("/desk/papers/rollen/manuscript", &form, None)
        .await;
    assert_eq!(taken.location, "/desk/papers/rollen?done=taken");
    let all = clauses(&app.db, &opened.paper).await.unwrap();
    let headings: Vec<_> = all.iter().map(|one| one.heading.as_str()).collect();
    assert_eq!(headings, ["Drei Rollen", "Programm"]);
    assert_eq!(all[0].id, clause.id);
    assert_eq!(all[0].version, clause.version + 1);
    assert!(lead.get(&path).await.says("Wer ist gemeint?"));
}

#[tokio::test]
async fn a_file_is_looked_at_before_it_is_taken_over() {
    let (app, _) = furnished_house().await;
    let (lead, commenter, opened) = asked(&app).await;
    let path = "/desk/papers/rollen/manuscript";
    let file = office::tests::docx_file();
    let look = [
        ("then", "preview"),
        ("split", "paragraph"),
        ("mode", "append"),
    ];
    let seen = lead.send(path, &look, Some(&file)).await;
    assert_eq!(seen.status, 200);
    assert!(seen.says("Anbieterin") && seen.says("Statistik 2025.") && !seen.says("Geheim"));
    assert_eq!(clauses(&app.db, &opened.paper).await.unwrap().len(), 2);
    let broken = lead.send(path, &look, Some(b"PK nothing")).await;
    assert!(broken.status == 422 && broken.says("<a href=\"#document_file\">"));
    let take = [("then", "take"), ("manuscript", "Ein Satz.")];
    assert_eq!(commenter.send(path, &take, None).await.status, 403);
    assert_eq!(lead.send(path, &take, None).await.status, 303);
    assert_eq!(clauses(&app.db, &opened.paper).await.unwrap().len(), 3);
}

#[tokio::test]
async fn revisions_stay_as_they_were_and_their_difference_is_read_aloud() {
    let (app, _) = furnished_house().await;
    let (lead, _, opened) = asked(&app).await;
    let (_, path) = first(&app, &opened).await;
    let revisions = "/desk/papers/rollen/revisions";
    let name = [("name", "Für die Vorstände")];
    assert_eq!(lead.post(revisions, &name).await.status, 303);
    let unchanged = lead.post(revisions, &name).await;
    assert!(unchanged.status == 422 && unchanged.says("<a href=\"#name\">"));
    let text = [("heading", "Drei Rollen"), ("text", "Wir sind Anbieterin.")];
    assert_eq!(lead.post(&path, &text).await.status, 303);
    let kept = lead.get(&format!("{revisions}/1")).await;
    assert!(kept.says("Wir sind Anwältin.") && !kept.says("Wir sind Anbieterin."));
    let difference = lead.get("/desk/papers/rollen/difference?from=1").await;
    assert!(difference.says("<del><span class=\"hidden\">[gestrichen: </span>Anwältin."));
    assert!(difference.says("<ins><span class=\"hidden\">[neu: </span>Anbieterin."));
    for nothing in ["from=7", "from=1&to=9", "from=x"] {
        let path = format!("/desk/papers/rollen/difference?{nothing}");
        assert_eq!(lead.get(&path).await.status, 404, "{nothing}");
    }
    let print = lead.get("/desk/papers/rollen/print?revision=1").await;
    assert!(print.says("<ol start=\"1\">") && print.says("<ol start=\"2\">"));
    assert!(print.says("<li>Wir sind Anwältin.</li>"));
}

#[tokio::test]
async fn a_paper_is_never_without_a_lead() {
    let (app, _) = furnished_house().await;
    let (lead, commenter, _) = asked(&app).await;
    let people = "/desk/papers/rollen/contributors";
    let own = account(&app, accounts::Role::Coordinator).await;
    let leave = format!("{people}/{}/removal", own.id);
    assert_eq!(lead.post(&leave, &[]).await.status, 422);
    assert_eq!(commenter.post(&leave, &[]).await.status, 403);
    let less = [
        ("email", own.email.as_str()),
        ("organisation", "Verein A"),
        ("role", "editor"),
    ];
    assert_eq!(lead.post(people, &less).await.status, 422);
    let nobody = [
        ("email", "niemand@verein.example"),
        ("organisation", "Verein A"),
    ];
    let refused = lead.post(people, &nobody).await;
    assert!(refused.status == 422 && refused.says("niemand@verein.example"));
    let second = [
        ("email", "account1@dialog.example.org"),
        ("organisation", "Verein B"),
        ("role", "lead"),
    ];
    assert_eq!(lead.post(people, &second).await.status, 303);
    let left = lead.post(&leave, &[]).await;
    assert_eq!(left.location, "/desk/papers?done=dismissed");
    assert_eq!(lead.get("/desk/papers/rollen").await.status, 404);
    assert_eq!(commenter.get("/desk/papers/rollen").await.status, 200);
}

#[tokio::test]
async fn a_paper_is_discarded_by_its_lead_who_means_it() {
    let (app, _) = furnished_house().await;
    let (lead, commenter, opened) = asked(&app).await;
    let (clause, _) = first(&app, &opened).await;
    let removal = "/desk/papers/rollen/removal";
    let meant = [("confirmation", "rollen")];
    assert_eq!(commenter.post(removal, &meant).await.status, 403);
    let slipped = lead.post(removal, &[("confirmation", "")]).await;
    assert!(slipped.status == 422 && slipped.says("<a href=\"#confirmation\">"));
    let gone = lead.post(removal, &meant).await;
    assert_eq!(gone.location, "/desk/papers?done=discarded");
    assert_eq!(lead.get("/desk/papers/rollen").await.status, 404);
    let left = words(&app.db, vec![clause.id]).await.unwrap();
    assert!(left.comments.is_empty() && clauses(&app.db, &opened.paper).await.unwrap().is_empty());
    assert_eq!(lead.get("/desk/papers").await.status, 200);
}

#[tokio::test]
async fn the_chain_of_papers_is_shown_both_ways() {
    let (app, _) = furnished_house().await;
    let (lead, commenter, _) = asked(&app).await;
    let form = [
        ("title", "Fortschreibung"),
        ("relations", "replaces | rollen"),
    ];
    let done = lead.post("/desk/papers", &form).await;
    assert_eq!(done.location, "/desk/papers/fortschreibung?done=saved");
    let later = lead.get("/desk/papers/fortschreibung").await;
    assert!(later.says("Ersetzt") && later.says("href=\"/desk/papers/rollen\""));
    let earlier = lead.get("/desk/papers/rollen").await;
    assert!(earlier.says("Ersetzt durch") && earlier.says("Fortschreibung"));
    assert!(earlier.says("https://bagfw.example/2017"));
    // Who takes part in the earlier one alone learns nothing of the later.
    let earlier = commenter.get("/desk/papers/rollen").await;
    assert!(earlier.status == 200 && !earlier.says("Fortschreibung"));
    let head = lead.get("/desk/papers/fortschreibung/head").await;
    assert!(head.says("replaces | rollen"));
}

#[tokio::test]
async fn the_log_of_the_house_knows_deeds_and_no_words() {
    let (app, _) = furnished_house().await;
    let (lead, _, opened) = asked(&app).await;
    let (_, path) = first(&app, &opened).await;
    let said = [("comment", "Vertraulich")];
    lead.post(&format!("{path}/comments"), &said).await;
    let all = deeds(&app).await;
    assert!(all.contains(&"paper.comment".to_owned()) && all.contains(&"paper.invite".to_owned()));
    let entries = crate::audit::latest(&app.db, 50).await.unwrap();
    assert!(
        !entries
            .iter()
            .any(|entry| entry.subject.contains("Vertraulich"))
    );
}
