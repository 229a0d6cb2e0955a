//! Importing as a browser meets it, through the whole router.

use crate::{
    App,
    accounts::Role,
    associations,
    events::{
        self, Draft, Event,
        feed::tests::{denkwerkstatt, drafted, house},
    },
    participations,
    web::desk::tests::{Answer, Visitor, deeds},
};

const IMPORT: &str = "/desk/import";

/// A calendar with these events: uid, title, description, and lines more.
fn calendar(events: &[(&str, &str, &str, &str)]) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\n");
    for (uid, title, description, more) in events {
        text += &format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\nDESCRIPTION:{description}\r\nLOCATION:Saal\r\n\
             DTSTART:20270113T090000Z\r\nDTEND:20270113T100000Z\r\n{more}END:VEVENT\r\n"
        );
    }
    text + "END:VCALENDAR\r\n"
}

/// What is hidden in a page's form, to be sent back.
fn hidden(page: &Answer) -> Vec<(String, String)> {
    let inputs = page.html.split("<input type=\"hidden\" name=\"").skip(1);
    let pair = |input: &str| {
        let (name, rest) = input.split_once("\" value=\"").unwrap();
        let (value, _) = rest.split_once('"').unwrap();
        (name.to_owned(), value.replace("&#38;", "&"))
    };
    inputs.map(pair).collect()
}

async fn send_back(visitor: &Visitor, to: &str, page: &Answer, more: &[&str]) -> Answer {
    let hidden = hidden(page);
    let hidden = hidden.iter().map(|(name, value)| (&**name, &**value));
    let more = more.iter().map(|name| (*name, "on"));
    let fields: Vec<_> = hidden.chain(more).collect();
    visitor.post(to, &fields).await
}

async fn upload(visitor: &Visitor, text: &str) -> Answer {
    visitor.send(IMPORT, &[], Some(text.as_bytes())).await
}

async fn own(app: &App) -> Vec<Event> {
    let mut own = events::own(&app.db, 100).await.unwrap();
    own.sort_by_key(|event| event.main_text().title);
    own
}

async fn change_here(app: &App, event: &Event, change: impl FnOnce(&mut Draft)) {
    let tx = app.begin().await.unwrap();
    let event = events::find_for_change(&tx, &event.id).await.unwrap();
    let mut draft = events::draft_of(app, &tx, &event).await.unwrap();
    change(&mut draft);
    events::revise(app, &tx, event, &draft).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_ticked_becomes_a_draft_and_what_is_not_does_not() {
    let (app, _) = house().await;
    let editor = Visitor::new(&app, Role::Editor).await;
    assert!(editor.get("/desk").await.says("href=\"/desk/import\""));
    let form = editor.get(IMPORT).await;
    for name in ["address", "document_file", "text"] {
        assert!(form.says(&format!("name=\"{name}\"")), "{name}");
    }
    let text = calendar(&[
        ("a", "Fachtag <eins>", "Text", ""),
        ("b", "Fachtag zwei", "Text", "STATUS:CANCELLED\r\n"),
        ("c", "F", "Text", ""),
    ]);
    let page = upload(&editor, &text).await;
    assert_eq!(page.status, 200);
    assert!(own(&app).await.is_empty());
    for said in [
        "Fachtag &#60;eins&#62;",
        "id=\"take-0\" name=\"take-0\" value=\"on\" checked",
        "Dort ist der Termin abgesagt.",
        "id=\"take-1\" name=\"take-1\" value=\"on\">",
        "mindestens 3 Zeichen",
    ] {
        assert!(page.says(said), "{said}: {}", page.html);
    }
    assert!(!page.says("name=\"take-2\""));
    let nothing = send_back(&editor, "/desk/import/events", &page, &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.says("Bitte kreuzen Sie an") && nothing.says("Fachtag zwei"));

    let taken = send_back(&editor, "/desk/import/events", &nothing, &["take-0"]).await;
    assert_eq!(taken.location, "/desk/import?new=1&changed=0");
    assert!(editor.get(&taken.location).await.says("1 neuer Entwurf"));
    let drafts = own(&app).await;
    assert_eq!(drafts.len(), 1);
    assert_eq!(drafts[0].state, events::State::Draft);
    assert_eq!(drafts[0].main_text().title, "Fachtag <eins>");
    assert_eq!(deeds(&app).await, ["import.take"]);

    // A number that was refused is no way around the rule.
    let refused = send_back(&editor, "/desk/import/events", &page, &["take-2"]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("href=\"#event-2\"") && refused.says("1 Termin ist schon da"));
    assert_eq!(own(&app).await.len(), 1);
}

#[tokio::test]
async fn what_was_changed_here_is_shown_and_stays_unless_it_is_ticked() {
    let (app, _) = house().await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let version = |title, text| calendar(&[("a", title, text, "")]);
    let take = async |text: &str, more: &[&str]| {
        let page = upload(&editor, text).await;
        let to = "/desk/import/events";
        (send_back(&editor, to, &page, more).await.status, page)
    };
    assert_eq!(take(&version("Fachtag", "Eins"), &["take-0"]).await.0, 303);
    let event = own(&app).await.remove(0);
    change_here(&app, &event, |draft| {
        draft.description_de = "Unseres".into()
    })
    .await;

    let again = upload(&editor, &version("Fachtag", "Eins")).await;
    assert!(again.says("1 Termin ist schon da") && !again.says("name=\"take-0\""));

    let (status, page) = take(&version("Tagung", "Zwei"), &["take-0"]).await;
    for said in [
        "geändert</span>",
        "<td class=\"typed\">Fachtag</td><td class=\"typed\">Tagung</td>",
        "<td class=\"typed\">Unseres</td><td class=\"typed\">Zwei</td>",
        "Hier wurde das seither geändert.",
        "name=\"there-0-description_de\"",
    ] {
        assert!(page.says(said), "{said}: {}", page.html);
    }
    assert!(!page.says("name=\"there-0-title_de\""));
    assert_eq!(status, 303);
    let text = own(&app).await.remove(0).main_text();
    assert_eq!((&*text.title, &*text.description), ("Tagung", "Unseres"));

    let ticked = ["take-0", "there-0-description_de"];
    let (status, page) = take(&version("Tagung", "Drei"), &ticked).await;
    assert_eq!(status, 303, "{}", page.html);
    assert_eq!(own(&app).await.remove(0).main_text().description, "Drei");
    assert_eq!(own(&app).await.len(), 1);
    assert_eq!(
        deeds(&app).await,
        ["import.renew", "import.renew", "import.take"]
    );
}

#[tokio::test]
async fn what_others_see_is_changed_by_a_coordinator_alone() {
    let (app, _) = house().await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let to = "/desk/import/events";
    let page = upload(&editor, &calendar(&[("a", "Fachtag", "Eins", "")])).await;
    assert_eq!(send_back(&editor, to, &page, &["take-0"]).await.status, 303);
    let tx = app.begin().await.unwrap();
    let event = own(&app).await.remove(0);
    events::publish(&app, &tx, event).await.unwrap();
    tx.commit().await.unwrap();

    let later = calendar(&[("a", "Tagung", "Eins", "")]);
    let page = upload(&editor, &later).await;
    assert!(page.says("Ändern darf ihn die Koordination.") && !page.says("name=\"take-0\""));
    let refused = send_back(&editor, to, &page, &["take-0"]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(own(&app).await.remove(0).main_text().title, "Fachtag");
    let page = upload(&coordinator, &later).await;
    // It is offered, not taken for granted.
    assert!(page.says("name=\"take-0\" value=\"on\">"), "{}", page.html);
    let taken = send_back(&coordinator, to, &page, &["take-0"]).await;
    assert_eq!(taken.location, "/desk/import?new=0&changed=1");
    assert_eq!(own(&app).await.remove(0).main_text().title, "Tagung");
}

#[tokio::test]
async fn what_cannot_be_read_says_why_beside_its_field() {
    let (app, _) = house().await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let large = vec![b' '; 10_000_000];
    let too_large = vec![b' '; 20_000_000];
    for (file, said) in [
        (&large[..], "Das ist zu groß."),
        (&too_large[..], "Das ist zu groß."),
        (b"Hallo", "Dieses Format lesen wir nicht."),
        (b"", "Bitte nennen Sie eine Adresse"),
    ] {
        let page = editor.send(IMPORT, &[], Some(file)).await;
        assert_eq!(page.status, 422, "{said}");
        assert!(
            page.says(said) && page.says("id=\"document-fault\""),
            "{said}"
        );
    }
    for (address, said) in [
        ("https://127.0.0.1/a.ics", "im öffentlichen Internet"),
        ("https://[::1]/a.ics", "im öffentlichen Internet"),
        ("webcal://10.0.0.1/a.ics", "im öffentlichen Internet"),
        ("http://verein.example/a.ics", "im öffentlichen Internet"),
        ("file:///etc/passwd", "im öffentlichen Internet"),
        ("localhost", "im öffentlichen Internet"),
        ("https://", "Das ist keine Adresse."),
        ("dialog.example.org/events.ics", "ein Termin dieser Instanz"),
    ] {
        let page = editor.send(IMPORT, &[("address", address)], None).await;
        assert_eq!(page.status, 422, "{address}");
        assert!(
            page.says(said) && page.says("id=\"address-fault\""),
            "{address}"
        );
        // Nothing typed is lost.
        assert!(page.says(&format!("value=\"{address}\"")), "{address}");
    }
    let unknown = editor.send(IMPORT, &[("organizer", "nobody")], Some(b"x"));
    assert_eq!(unknown.await.status, 422);
    let nothing = editor
        .post("/desk/import/events", &[("document", "%")])
        .await;
    assert_eq!(nothing.status, 422);
}

#[tokio::test]
async fn each_association_takes_the_same_event_for_itself() {
    let (app, _) = house().await;
    let second = associations::Draft {
        handle: "zweite".into(),
        name: "Zweite".into(),
        ..associations::Draft::default()
    };
    let keys = app.federation.make_keys().await.unwrap();
    let tx = app.begin().await.unwrap();
    associations::found(&app, &tx, &second, keys).await.unwrap();
    tx.commit().await.unwrap();
    let editor = Visitor::new(&app, Role::Editor).await;
    assert!(editor.get(IMPORT).await.says("<select id=\"organizer\""));
    let text = calendar(&[("a", "Fachtag", "Eins", "")]);
    for organizer in ["dialog", "zweite"] {
        let fields = [("organizer", organizer), ("text", &text)];
        let page = editor.send(IMPORT, &fields, None).await;
        assert_eq!(page.status, 200);
        let taken = send_back(&editor, "/desk/import/events", &page, &["take-0"]).await;
        assert_eq!(
            taken.location, "/desk/import?new=1&changed=0",
            "{organizer}"
        );
    }
    let organizers: Vec<_> = own(&app).await.into_iter().map(|it| it.organizer).collect();
    assert_ne!(organizers[0], organizers[1]);
}

#[tokio::test]
async fn a_list_of_another_system_is_looked_at_and_taken_over() {
    let (app, organizer) = house().await;
    let hybrid = Draft {
        attendance: "hybrid".into(),
        registration_url: "https://tickets.example/1".into(),
        ..denkwerkstatt()
    };
    let event = drafted(&app, &organizer, &hybrid).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let people = format!("/desk/events/{}/participations", event.id);
    let (form, to) = (
        format!("{people}/import"),
        format!("{people}/import/guests"),
    );
    assert!(coordinator.get(&people).await.says(&form));
    assert_eq!(editor.get(&form).await.status, 403);
    assert_eq!(editor.post(&to, &[]).await.status, 403);
    let list = "Email,Name,Product\n\
        a@verein.example,Stelle A,Vor Ort\n\
        b@verein.example,Stelle B,Livestream\n\
        A@verein.example,,Vor Ort\n\
        kein,Stelle D,Vor Ort\n";
    let page = coordinator.send(&form, &[("text", list)], None).await;
    assert_eq!(page.status, 200);
    for said in [
        "name=\"take-0\"",
        "name=\"take-1\"",
        "steht weiter oben schon",
        "Zeile 5: Das ist keine E-Mail-Adresse",
        "<label for=\"way-0\">Livestream</label>",
    ] {
        assert!(page.says(said), "{said}: {}", page.html);
    }
    assert!(!page.says("name=\"take-2\""));
    assert_eq!(send_back(&coordinator, &to, &page, &[]).await.status, 422);
    let taken = send_back(&coordinator, &to, &page, &["take-0", "take-1"]).await;
    assert_eq!(taken.location, format!("{people}?done=yes"));
    let known = participations::of_event(&app.db, &event.id).await.unwrap();
    let known: Vec<_> = known
        .iter()
        .map(|it| (it.name.as_str(), it.attendance.name(), it.quiet))
        .collect();
    let expected = [
        ("Stelle A", "in_person", true),
        ("Stelle B", "online", true),
    ];
    assert_eq!(known, expected);
    let again = coordinator.send(&form, &[("text", list)], None).await;
    assert!(again.says("Steht hier schon: angemeldet") && !again.says("name=\"take-0\""));
    // People of one mailbox have names, and who is known is not another one.
    let couple = "Email,Name,Product\n\
        a@verein.example,Stelle C,Vor Ort\n\
        a@verein.example,STELLE A,Vor Ort\n\
        a@verein.example,Stelle D,Vor Ort\n";
    let page = coordinator.send(&form, &[("text", couple)], None).await;
    assert!(page.says("name=\"take-0\"") && page.says("name=\"take-2\""));
    assert!(!page.says("name=\"take-1\""));
    let wrong = coordinator
        .send(&form, &[("text", "Name\nx\n")], None)
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("Diese Spalte fehlt"));
    // Nobody is written down where nobody registers.
    let closed = drafted(&app, &organizer, &denkwerkstatt()).await;
    let closed = format!("/desk/events/{}/participations/import", closed.id);
    assert_eq!(coordinator.get(&closed).await.status, 404);
}
