//! What closing an association and a series leaves behind, and who may do it.

use super::*;
use crate::{
    accounts::{
        Role, choose_password, set_password,
        tests::{signed_in, visit},
    },
    events::feed::tests::{denkwerkstatt, drafted, published},
    series::tests::house,
    web::{
        desk::tests::{Visitor, deeds, furnished_house},
        openapi::tests::Program,
    },
};
use serde_json::json;

const CLOSING: &str = "/desk/association/dialog/closing";
const PASSWORD: &str = "korrekt pferd batterie";

/// An owner who has a password.
async fn owner(app: &App) -> Visitor {
    let (account, _) = signed_in(&app.db, 3, Role::Owner).await;
    let hash = choose_password(&app.passwords, &account, PASSWORD).await;
    let tx = app.begin().await.unwrap();
    let now = app.clock.now();
    let session = set_password(&tx, &account, hash.unwrap(), visit(), now).await;
    tx.commit().await.unwrap();
    Visitor::bringing(app, session.unwrap())
}

#[tokio::test]
async fn an_owner_closes_it_who_types_its_handle_and_the_password() {
    let (app, _, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    let draft = drafted(&app, &organizer, &denkwerkstatt()).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    assert_eq!(coordinator.get(CLOSING).await.status, 403);
    assert_eq!(
        coordinator
            .post(CLOSING, &[("handle", "dialog")])
            .await
            .status,
        403
    );
    let owner = owner(&app).await;
    assert!(owner.get("/desk/association/dialog").await.says(CLOSING));
    let asked = owner.get(CLOSING).await;
    assert!(
        asked.says("Ein Termin ist noch nicht vorbei"),
        "{}",
        asked.html
    );
    assert!(asked.says("Ein Entwurf, den noch niemand kennt"));
    assert!(asked.says("Seine Reihe schließt mit."));
    for (handle, password, field) in [
        ("dialog", "falsch", "current"),
        ("werkstatt", PASSWORD, "handle"),
    ] {
        let typed = [
            ("handle", handle),
            ("events", "keep"),
            ("current", password),
        ];
        let refused = owner.post(CLOSING, &typed).await;
        assert_eq!(refused.status, 422, "{field}");
        assert!(
            refused.says(&format!("<a href=\"#{field}\">")),
            "{}",
            refused.html
        );
        assert!(
            refused.says("value=\"keep\" checked"),
            "what was chosen stays"
        );
    }
    assert_eq!(associations::all(&app.db).await.unwrap().len(), 1);
    let typed = [
        ("handle", "@Dialog"),
        ("events", "keep"),
        ("current", PASSWORD),
    ];
    assert_eq!(owner.post(CLOSING, &typed).await.location, "/desk");
    assert!(associations::all(&app.db).await.unwrap().is_empty());
    assert!(series::all(&app.db).await.unwrap().is_empty());
    let kept = events::find(&app.db, &event.id).await.unwrap().unwrap();
    assert_eq!(kept, event, "it was to be kept");
    assert!(events::find(&app.db, &draft.id).await.unwrap().is_none());
    assert_eq!(deeds(&app).await[0], "association.close");
    assert_eq!(owner.get(&event.path()).await.status, 200);
    let upcoming = format!("{}/upcoming", organizer.id.path());
    for gone in [
        &*upcoming,
        "/@dialog",
        "/@dialog.ics",
        "/series/werkstatt",
        "/@werkstatt",
        CLOSING,
    ] {
        assert_eq!(owner.get(gone).await.status, 410, "{gone}");
    }
    assert_eq!(owner.get("/@niemand").await.status, 404);
}

#[tokio::test]
async fn a_program_of_an_owner_closes_it_too() {
    let (app, _, organizer) = house().await;
    let event = published(&app, &organizer, &denkwerkstatt()).await;
    const PATH: &str = "/api/v1/association/closing";
    let coordinator = Program::new(&app, Role::Coordinator).await;
    let closing = json!({"handle": "dialog"});
    assert_eq!(
        coordinator.say("POST", PATH, Some(closing.clone())).await.0,
        403
    );
    let owner = Program::new(&app, Role::Owner).await;
    let nobody = json!({"handle": "niemand"});
    assert_eq!(owner.say("POST", PATH, Some(nobody)).await.0, 404);
    assert_eq!(owner.say("POST", PATH, Some(closing.clone())).await.0, 204);
    assert_eq!(owner.say("POST", PATH, Some(closing)).await.0, 410);
    let called_off = events::find(&app.db, &event.id).await.unwrap().unwrap();
    assert!(called_off.is_cancelled());
}

#[tokio::test]
async fn nobody_gets_its_handle_again_and_nothing_is_kept_of_it_but_its_name() {
    let (app, series, organizer) = house().await;
    let keys = app.federation.make_keys().await.unwrap();
    let tx = app.begin().await.unwrap();
    let association = associations::find_for_change(&tx, "dialog").await.unwrap();
    let closing = Closing {
        handle: "dialog".into(),
        ..Closing::default()
    };
    let closed = close(&app, &tx, association, &closing).await.unwrap();
    assert_eq!((closed.email.as_str(), &closed.picture), ("", &None));
    let actor = actors::find(&tx, &organizer.id).await.unwrap().unwrap();
    assert!(actor.deleted_at.is_some() && actor.profile.fields.is_empty());
    assert_eq!(actor.profile.name, closed.name);
    for handle in ["dialog", &series.handle] {
        let draft = associations::Draft {
            handle: handle.to_owned(),
            name: "Neu".to_owned(),
            ..associations::Draft::default()
        };
        let refused = associations::found(&app, &tx, &draft, keys.clone()).await;
        let refused = refused.unwrap_err().to_string();
        assert_eq!(refused, "refused: association-handle-taken", "{handle}");
    }
}

#[tokio::test]
async fn it_stays_until_its_vote_is_closed() {
    let (app, _) = furnished_house().await;
    let decision = decisions::tests::opened(&app, |_| {}).await;
    let owner = owner(&app).await;
    let typed = [("handle", "dialog"), ("current", PASSWORD)];
    let refused = owner.post(CLOSING, &typed).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("lässt gerade abstimmen"), "{}", refused.html);
    decisions::tests::closed(&app, &decision, "").await.unwrap();
    let question = questions::tests::opened(&app, |_| {}).await;
    let refused = owner.post(CLOSING, &typed).await;
    assert!(refused.says("lässt gerade abstimmen"), "{}", refused.html);
    app.clock.advance(question.ends_at - app.clock.now());
    assert_eq!(questions::close_due(&app).await.unwrap(), 1);
    let taken = "UPDATE cycles SET ideas_until = '2026-11-01'";
    app.db.execute_unprepared(taken).await.unwrap();
    // The owner's session is over by then.
    let tx = app.begin().await.unwrap();
    let association = associations::find_for_change(&tx, "dialog").await.unwrap();
    let closing = Closing {
        handle: "dialog".into(),
        ..Closing::default()
    };
    close(&app, &tx, association, &closing).await.unwrap();
}

#[tokio::test]
async fn a_series_closes_alone_and_its_editions_stay() {
    let (app, series, organizer) = house().await;
    let edition = crate::series::tests::edition("11", "2026-12-10");
    let event = published(&app, &organizer, &edition).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let path = "/desk/series/werkstatt/closing";
    assert!(coordinator.get("/desk/series/werkstatt").await.says(path));
    let refused = coordinator.post(path, &[("handle", "dialog")]).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#handle\">"));
    let before = actors::find(&app.db, &series.actor).await.unwrap().unwrap();
    let renewed = coordinator.post("/desk/series/werkstatt/keys", &[]).await;
    assert_eq!(renewed.location, "/desk/series/werkstatt?done=renewed");
    let after = actors::find(&app.db, &series.actor).await.unwrap().unwrap();
    assert_ne!(before.keys.rsa, after.keys.rsa);
    let closed = coordinator.post(path, &[("handle", "werkstatt")]).await;
    assert_eq!(closed.location, "/desk/series?done=closed");
    assert!(
        coordinator
            .get(&closed.location)
            .await
            .says("Die Reihe ist geschlossen.")
    );
    assert_eq!(coordinator.get("/series/werkstatt").await.status, 410);
    assert!(coordinator.get(&event.path()).await.says("Denkwerkstatt"));
    // Whoever changes something else of an edition is not held up by it.
    let form = coordinator
        .get(&format!("/desk/events/{}/edit", event.id))
        .await;
    assert!(form.says("geschlossene Reihe"));
    let tx = app.begin().await.unwrap();
    let typed = events::Draft {
        subtitle: "Neue Wege".into(),
        ..events::draft_of(&app, &tx, &event).await.unwrap()
    };
    let revised = events::revise(&app, &tx, event, &typed).await.unwrap();
    assert_eq!(
        (revised.edition, revised.series),
        (Some(11), Some(series.actor))
    );
    tx.commit().await.unwrap();
    let new = [("handle", "werkstatt"), ("name", "Werkstatt")];
    let taken = coordinator.send("/desk/series", &new, None).await;
    assert_eq!(taken.status, 422);
    assert_eq!(deeds(&app).await, ["series.close", "series.keys"]);
}
