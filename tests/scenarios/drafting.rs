//! A joint declaration is drafted: by those who were asked to, clause by clause, from a text to a revision
//! that the boards can speak of.

use harness::{Engine, Instance, on_both_engines};
use server::{
    accounts::{self, Account, NewAccount},
    associations::Association,
    error::Error,
    papers::{
        self, Draft, Invitation, Opened, Role, State, clause,
        difference::{self, Fate},
        manuscript, revision,
        said::{AmendmentDraft, AnswerDraft, PositionDraft, amendment, position::Stance},
    },
};

on_both_engines![
    a_declaration_is_drafted_by_two_organisations,
    two_who_write_at_once_overwrite_nobody,
];

const TEXT: &str = "# Drei Rollen\n\n\
    Die Wohlfahrtspflege ist Anwältin der Betroffenen, Anbieterin sozialer Dienste und Agentur des Gemeinwohls.\n\n\
    # Einfluss digitaler Trends\n\n\
    Digitale Angebote verändern, wie Menschen Hilfe finden.\n\n\
    # Programm\n\n\
    Wir fördern gemeinsam Vorhaben der Verbände.\n\n\
    # Austausch der Verbände\n\n\
    Was gelernt wurde, teilen alle.\n\n\
    # Ausblick\n\n\
    Wir prüfen diese Erklärung nach drei Jahren.";

async fn account(instance: &Instance, name: &str) -> Account {
    let app = &instance.app;
    let new = NewAccount {
        id: app.ulids.next(instance.now()).into(),
        email: format!("{}@verband.example", name.to_lowercase()),
        name: name.to_owned(),
        role: accounts::Role::Editor,
    };
    let tx = instance.begin().await;
    let opened = accounts::open_account(&tx, None, new, instance.now()).await;
    let (account, _) = opened.expect("an account");
    tx.commit().await.expect("a commit");
    account
}

/// The declaration, begun by its lead, with its text.
async fn declaration(instance: &Instance, host: &Association, lead: &Account) -> Opened {
    let app = &instance.app;
    let draft = Draft {
        kind: "joint_declaration".to_owned(),
        title: "Digitale Transformation und gesellschaftlicher Zusammenhalt".to_owned(),
        slug: "erklaerung".to_owned(),
        relations: "renews | https://bagfw.example/2017 | Vereinbarung von 2017".to_owned(),
        ..Draft::default()
    };
    let tx = instance.begin().await;
    let begun = papers::begin(app, &tx, host, Some(lead), &draft).await;
    begun.expect("a paper");
    let opened = papers::open_for_change(&tx, "erklaerung", Some(lead)).await;
    let opened = opened.expect("its lead opens it");
    let text = manuscript::Draft {
        manuscript: TEXT.to_owned(),
        ..manuscript::Draft::default()
    };
    let taken = papers::take(app, &tx, &opened, &text).await;
    assert_eq!(taken.expect("clauses").len(), 5);
    tx.commit().await.expect("a commit");
    opened
}

async fn keep(instance: &Instance, opened: &Opened, name: &str) -> papers::Revision {
    let draft = revision::Draft {
        name: name.to_owned(),
        note: String::new(),
    };
    let tx = instance.begin().await;
    let kept = papers::name_revision(&instance.app, &tx, opened, &draft).await;
    tx.commit().await.expect("a commit");
    kept.expect("a revision")
}

async fn a_declaration_is_drafted_by_two_organisations(engine: Engine) {
    let instance = engine.instance("dialog").await;
    let host = instance.association("bmfsfj").await;
    let lead = account(&instance, "Referat").await;
    let bagfw = account(&instance, "Geschaeftsstelle").await;
    let opened = declaration(&instance, &host, &lead).await;
    let app = &instance.app;

    // Before somebody asks them, the other organisation does not know that there is a paper.
    let unknown = papers::open(&app.db, "erklaerung", Some(&bagfw)).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    let tx = instance.begin().await;
    let invitation = Invitation {
        email: bagfw.email.clone(),
        organisation: "BAGFW".to_owned(),
        ..Invitation::default()
    };
    let invited = papers::invite(app, &tx, &opened, &invitation).await;
    assert_eq!(invited.expect("they are asked").role, Role::Commenter);
    let consulted = papers::move_to(app, &tx, &opened, State::Consultation).await;
    consulted.expect("a consultation");
    tx.commit().await.expect("a commit");
    let first = keep(&instance, &opened, "Für die Konsultation").await;

    // The other organisation proposes other words for a clause, and dissents until they are there.
    let clauses = papers::clauses(&app.db, &opened.paper).await;
    let third = clauses.expect("clauses")[2].id.to_string();
    let tx = instance.begin().await;
    let theirs = papers::open_for_change(&tx, "erklaerung", Some(&bagfw)).await;
    let theirs = theirs.expect("they were asked");
    let proposed = AmendmentDraft {
        proposed_heading: "Programm".to_owned(),
        proposed_text: "Wir fördern gemeinsam Vorhaben der Verbände, über drei Jahre.".to_owned(),
        reason: "Ein Jahr reicht nicht.".to_owned(),
        ..AmendmentDraft::default()
    };
    let proposed = papers::propose(app, &tx, &theirs, &third, &proposed).await;
    let proposed = proposed.expect("an amendment");
    assert_eq!(proposed.organisation, "BAGFW");
    let dissent = PositionDraft {
        stance: "dissents".to_owned(),
        why: "Zu kurz.".to_owned(),
        ..PositionDraft::default()
    };
    let stood = papers::take_position(app, &tx, &theirs, &third, &dissent).await;
    assert_eq!(stood.expect("a position").stance, Stance::Dissents);
    let answer = AnswerDraft {
        then: "accepted".to_owned(),
        answer: "Drei Jahre sind zugesagt.".to_owned(),
        ..AnswerDraft::default()
    };
    let id = proposed.id.to_string();
    // Who proposes does not decide.
    let refused = papers::answer(app, &tx, &theirs, &third, &id, &answer).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let ours = papers::open_for_change(&tx, "erklaerung", Some(&lead)).await;
    let ours = ours.expect("its lead");
    let accepted = papers::answer(app, &tx, &ours, &third, &id, &answer).await;
    assert_eq!(
        accepted.expect("accepted").state,
        amendment::State::Accepted
    );
    let agreement = PositionDraft {
        stance: "agrees".to_owned(),
        ..PositionDraft::default()
    };
    let stood = papers::take_position(app, &tx, &theirs, &third, &agreement).await;
    assert_eq!(stood.expect("a position").stance, Stance::Agrees);
    tx.commit().await.expect("a commit");

    // What the boards read says what has changed, and nothing else.
    let second = keep(&instance, &ours, "Für die Vorstände").await;
    let told = difference::between(&first.contents, &second.contents);
    let changed: Vec<_> = told.iter().filter(|one| one.fate != Fate::Same).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(
        (changed[0].after.as_str(), changed[0].fate),
        ("3", Fate::Changed)
    );
    let new: String = changed[0]
        .text
        .iter()
        .filter(|piece| piece.is_inserted())
        .map(|piece| piece.words.as_str())
        .collect();
    assert!(new.contains("über drei Jahre."), "{new}");
    let log = papers::changes(&app.db, &ours.paper).await.expect("a log");
    let reasons = log.iter().map(|change| change.reason.as_str());
    assert!(
        reasons
            .into_iter()
            .any(|reason| reason == "Drei Jahre sind zugesagt.")
    );

    // The first revision is what it was.
    let kept = papers::contents(&app.db, &ours.paper, Some(1)).await;
    assert_eq!(kept.expect("the first"), first.contents);
}

async fn two_who_write_at_once_overwrite_nobody(engine: Engine) {
    let instance = engine.instance("dialog").await;
    let host = instance.association("bmfsfj").await;
    let lead = account(&instance, "Referat").await;
    let opened = declaration(&instance, &host, &lead).await;
    let app = &instance.app;
    let clauses = papers::clauses(&app.db, &opened.paper).await;
    let first = clauses.expect("clauses").remove(0);
    let write = async |text: &str| {
        let draft = clause::Draft {
            text: text.to_owned(),
            version: first.version.to_string(),
            ..clause::Draft::default()
        };
        let tx = instance.begin().await;
        let opened = papers::open_for_change(&tx, "erklaerung", Some(&lead)).await;
        let opened = opened.expect("its lead");
        let written = papers::change(app, &tx, &opened, first.id.as_str(), &draft).await;
        if written.is_ok() {
            tx.commit().await.expect("a commit");
        }
        written
    };
    let (one, other) = tokio::join!(write("Die erste."), write("Die zweite."));
    let late = [&one, &other].map(|it| matches!(it, Err(Error::Conflict)));
    assert!(late[0] != late[1], "one of them came too late");
    let there = papers::clauses(&app.db, &opened.paper).await;
    let there = there.expect("clauses").remove(0);
    assert_eq!(there.version, first.version + 1);
}
