//! The rules, one by one, with another server that never answers.

use super::*;
use crate::{
    accounts::{Role, tests::instance_with},
    web::desk::tests::{Visitor, deeds, furnished_house, house},
    words::Word as _,
};
use federation::{
    Action, Peering, Received, Rejected,
    follows::{Entity as Follows, Follow},
    keys::PublicKeys,
    vocabulary::actor::Profile,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

/// The instance actor of another server that we have met.
pub async fn server(app: &App, host: &str) -> Actor {
    let id: Iri = format!("https://{host}/server").parse().unwrap();
    if let Some(known) = actors::find(&app.db, &id).await.unwrap() {
        return known;
    }
    let now = app.clock.now();
    let actor = Actor {
        kind: "Application".into(),
        handle: "relay".into(),
        host: host.into(),
        local: false,
        profile: Profile {
            implements: vec!["https://w3id.org/verbund/profile/1".parse().unwrap()],
            ..Profile::default()
        },
        inbox: format!("{id}/inbox").parse().unwrap(),
        shared_inbox: None,
        outbox: None,
        followers: None,
        approves_followers: true,
        keys: PublicKeys::default(),
        secret_keys: None,
        published_at: now,
        updated_at: now,
        fetched_at: now,
        deleted_at: None,
        missing_since: None,
        id,
    };
    let row = actor.into_active_model().reset_all();
    row.insert(&app.db).await.unwrap()
}

/// The same asks ours, whatever was before.
pub async fn waiting(app: &App, host: &str) -> Peer {
    let actor = server(app, host).await;
    let ours = app.federation.instance_actor().clone();
    let tx = app.begin().await.unwrap();
    for (follower, followed) in [(&actor.id, &ours), (&ours, &actor.id)] {
        let key = (follower.clone(), followed.clone());
        Follows::delete_by_id(key).exec(&tx).await.unwrap();
    }
    let follow = Follow {
        activity: format!("{}#follow", actor.id).parse().unwrap(),
        follower: actor.id.clone(),
        followed: ours,
        state: follows::State::Requested,
        requested_at: app.clock.now(),
        answered_at: None,
        outbox_read_at: None,
    };
    Follows::insert(follow.into_active_model().reset_all())
        .exec_without_returning(&tx)
        .await
        .unwrap();
    let peer = store::put(&tx, new(app, &actor, State::Waiting))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    peer
}

async fn state(app: &App, host: &str) -> State {
    find(&app.db, host).await.unwrap().unwrap().state
}

fn said(refused: Result<Peer>) -> String {
    refused.unwrap_err().to_string()
}

#[tokio::test]
async fn who_is_meant_by_what_cannot_be_asked_is_said_in_words() {
    let (app, _) = furnished_house().await;
    blocks::add(&app.db, "spam.example", None, app.clock.now())
        .await
        .unwrap();
    let visitor = Visitor::new(&app, Role::Owner).await;
    for (typed, said) in [
        ("", "Bitte geben Sie die Adresse eines Servers ein."),
        ("zwst", "Das ist keine Adresse eines Servers."),
        (
            "@relay@verband.example",
            "Das ist keine Adresse eines Servers.",
        ),
        ("dialog.example.org", "Das ist dieser Server selbst."),
        (
            "https://dialog.example.org/events",
            "Das ist dieser Server selbst.",
        ),
        ("mail.spam.example", "Dieser Server ist hier gesperrt."),
        ("127.0.0.1", "nicht im öffentlichen Internet"),
    ] {
        let answer = visitor.post("/desk/peers", &[("address", typed)]).await;
        assert_eq!(answer.status, 422, "{typed}");
        assert!(answer.says(said), "{typed}");
        assert!(answer.says("<a href=\"#address\">"), "{typed}");
        assert!(
            answer.says(&format!("value=\"{typed}\"")),
            "{typed} is lost"
        );
    }
    assert!(all(&app.db).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_server_is_asked_once_a_day_and_never_when_it_is_blocked() {
    let app = house().await;
    let other = server(&app, "peer.example").await;
    let ask = async || {
        let tx = app.begin().await.unwrap();
        let asked = ask(&app, &tx, &other).await?;
        tx.commit().await.unwrap();
        Ok(asked)
    };
    blocks::add(&app.db, "peer.example", None, app.clock.now())
        .await
        .unwrap();
    assert_eq!(said(ask().await), "refused: peer-blocked");
    blocks::remove(&app.db, "peer.example").await.unwrap();
    assert_eq!(ask().await.unwrap().state, State::Asked);
    assert_eq!(said(ask().await), "refused: peer-asked-already");
    let ours = follows::find(&app.db, app.federation.instance_actor(), &other.id).await;
    assert_eq!(ours.unwrap().unwrap().state, follows::State::Requested);
    let tx = app.begin().await.unwrap();
    let peer = find_for_change(&tx, "peer.example").await.unwrap();
    end(&app, &tx, peer).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state(&app, "peer.example").await, State::Ended);
    let ours = follows::find(&app.db, app.federation.instance_actor(), &other.id).await;
    assert!(ours.unwrap().is_none());
    assert_eq!(ask().await.unwrap().state, State::Asked);
}

#[tokio::test]
async fn who_waits_is_answered_once_by_an_owner() {
    let (app, _) = furnished_house().await;
    let owner = Visitor::new(&app, Role::Owner).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    for (host, then, state) in [
        ("a.example", "accept", State::Asked),
        ("b.example", "reject", State::Rejected),
    ] {
        waiting(&app, host).await;
        let desk = coordinator.get("/desk").await;
        assert!(desk.says("Ein Server möchte in Ihren Verbund"));
        assert!(!desk.says("Jemand möchte Ihnen folgen"));
        assert!(coordinator.get("/desk/peers").await.says(host));
        // Nobody lets it in by another door.
        let following = coordinator.get("/desk/following").await;
        assert!(!following.says(host));
        let peer = find(&app.db, host).await.unwrap().unwrap();
        let decision = [
            ("follower", peer.actor.as_str()),
            ("followed", app.federation.instance_actor().as_str()),
            ("then", "accept"),
        ];
        let by_the_way = coordinator
            .post("/desk/following/decision", &decision)
            .await;
        assert_eq!(by_the_way.status, 404);

        let page = format!("/desk/peers/{host}");
        let answer = format!("{page}/answer");
        let fields = [("then", then), ("reason", "")];
        assert!(
            !coordinator
                .get(&page)
                .await
                .says("In den Verbund aufnehmen")
        );
        assert_eq!(coordinator.post(&answer, &fields).await.status, 403);
        assert!(owner.get(&page).await.says("In den Verbund aufnehmen"));
        assert_eq!(owner.post(&answer, &fields).await.status, 303);
        assert_eq!(self::state(&app, host).await, state);
        let again = owner.post(&answer, &fields).await;
        assert!(again.status == 422 && again.says("wartet nicht mehr auf eine Antwort"));
    }
    assert!(!coordinator.get("/desk").await.says("in Ihren Verbund"));
    assert_eq!(deeds(&app).await, ["peer.reject", "peer.accept"]);
}

#[tokio::test]
async fn a_reason_is_short_and_the_question_waits_meanwhile() {
    let app = house().await;
    let owner = Visitor::new(&app, Role::Owner).await;
    waiting(&app, "a.example").await;
    let long = "x".repeat(peer::REASON_AT_MOST + 1);
    let fields = [("then", "reject"), ("reason", long.as_str())];
    let answer = owner.post("/desk/peers/a.example/answer", &fields).await;
    assert!(answer.status == 422 && answer.says("höchstens 500 Zeichen") && answer.says(&long));
    assert_eq!(state(&app, "a.example").await, State::Waiting);
}

#[tokio::test]
async fn a_yes_gives_no_reason_for_a_no() {
    let app = house().await;
    let owner = Visitor::new(&app, Role::Owner).await;
    waiting(&app, "a.example").await;
    let page = owner.get("/desk/peers/a.example").await;
    // What Return does in the field is not to say yes.
    let after = page.html.split("name=\"reason\"").nth(1).unwrap();
    assert!(after.contains("value=\"reject\"") && !after.contains("value=\"accept\""));
    let form = page.html.split("name=\"reason\"").next().unwrap();
    let form = form.rsplit("<form").next().unwrap();
    assert!(!form.contains("value=\"accept\""), "{}", page.html);
    let fields = [("then", "accept"), ("reason", "Nein")];
    let answer = owner.post("/desk/peers/a.example/answer", &fields).await;
    assert!(answer.status == 422 && answer.says("<a href=\"#reason\">"));
    assert!(answer.says("value=\"Nein\""), "{}", answer.html);
    assert_eq!(state(&app, "a.example").await, State::Waiting);
}

#[tokio::test]
async fn who_waits_is_listed_before_all_with_whom_it_is_over() {
    let app = house().await;
    let tx = app.begin().await.unwrap();
    for number in 0..501 {
        let host = format!("a{number}.example");
        let over = Peer {
            actor: format!("https://{host}/server").parse().unwrap(),
            host,
            state: State::Left,
            reason: String::new(),
            told_at: None,
            created_at: app.clock.now(),
            updated_at: app.clock.now(),
        };
        store::put(&tx, over).await.unwrap();
    }
    tx.commit().await.unwrap();
    let last = waiting(&app, "z.example").await;
    let visitor = Visitor::new(&app, Role::Editor).await;
    assert!(visitor.get("/desk/peers").await.says("z.example"));
    let actors = [last.actor, "https://b.example/server".parse().unwrap()];
    assert_eq!(among(&app.db, &actors).await.unwrap(), actors[..1]);
}

#[tokio::test]
async fn whoever_asks_a_server_that_waits_gives_it_its_answer() {
    let app = house().await;
    let peer = waiting(&app, "a.example").await;
    let tx = app.begin().await.unwrap();
    let actor = actors::find(&tx, &peer.actor).await.unwrap().unwrap();
    ask(&app, &tx, &actor).await.unwrap();
    let theirs = follows::find(&tx, &actor.id, app.federation.instance_actor()).await;
    assert_eq!(theirs.unwrap().unwrap().state, follows::State::Accepted);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_over_is_forgotten_after_a_while_and_nothing_else() {
    let app = house().await;
    for host in ["a.example", "b.example"] {
        waiting(&app, host).await;
    }
    let owner = Visitor::new(&app, Role::Owner).await;
    let fields = [("then", "reject"), ("reason", "")];
    owner.post("/desk/peers/b.example/answer", &fields).await;
    assert_eq!(clear(&app).await.unwrap(), 0);
    let tx = app.begin().await.unwrap();
    let later = app.clock.now() + OVER_KEPT;
    let over = store::forget_over(&tx, later + Duration::seconds(1)).await;
    tx.commit().await.unwrap();
    assert_eq!(over.unwrap(), 1);
    assert_eq!(state(&app, "a.example").await, State::Waiting);
}

#[tokio::test]
async fn so_many_may_wait_and_so_many_be_peers() {
    let app = house().await;
    let now = app.clock.now();
    let first = server(&app, "first.example").await;
    let late = server(&app, "late.example").await;
    let more = server(&app, "more.example").await;
    let tx = app.begin().await.unwrap();
    let fill = async |state: State, many: u64| {
        for number in 0..many {
            let peer = Peer {
                host: format!("{}-{number}.example", state.name()),
                ..new(&app, &first, state)
            };
            store::put(&tx, peer).await.unwrap();
        }
    };
    let asks = async |actor: &Actor| {
        let activity = Received {
            id: format!("{}#follow", actor.id).parse().unwrap(),
            actor: actor.clone(),
            action: Action::Peering(Peering::Asked),
            received_at: now,
            said_at: None,
        };
        inbox::receive(&app, &tx, &activity, &Peering::Asked).await
    };
    fill(State::Waiting, WAITING_AT_MOST - 1).await;
    asks(&first).await.unwrap();
    let refused = asks(&late).await.unwrap_err();
    assert!(
        matches!(refused, Rejected::Refused("too_many_peers")),
        "{refused}"
    );
    fill(State::Agreed, PEERS_AT_MOST - 1).await;
    ask(&app, &tx, &late).await.unwrap();
    assert_eq!(said(ask(&app, &tx, &more).await), "refused: peer-too-many");
}

#[tokio::test]
async fn those_who_coordinate_are_written_to_once_a_day_however_many_ask() {
    let app = house().await;
    Visitor::new(&app, Role::Coordinator).await;
    Visitor::new(&app, Role::Editor).await;
    let letters = async || crate::mail::undelivered(&app.db, 100).await.unwrap().len();
    assert_eq!(tell(&app).await.unwrap(), 0, "nobody asks");
    waiting(&app, "a.example").await;
    assert_eq!((tell(&app).await.unwrap(), letters().await), (1, 1));
    for number in 0..5 {
        waiting(&app, &format!("b{number}.example")).await;
        assert_eq!((tell(&app).await.unwrap(), letters().await), (0, 1));
    }
    app.clock.advance(Duration::days(1));
    assert_eq!((tell(&app).await.unwrap(), letters().await), (5, 2));
    // Each is told of once.
    app.clock.advance(Duration::days(1));
    assert_eq!((tell(&app).await.unwrap(), letters().await), (0, 2));
}

#[tokio::test]
async fn an_owner_has_a_peer_read_again_once_it_was_read() {
    let app = house().await;
    let peer = waiting(&app, "a.example").await;
    let path = "/desk/peers/a.example";
    let owner = Visitor::new(&app, Role::Owner).await;
    let reading = format!("{path}/reading");
    assert_eq!(owner.post(&reading, &[]).await.status, 422, "it is no peer");
    let tx = app.begin().await.unwrap();
    let state = State::Agreed;
    store::put(
        &tx,
        Peer {
            state,
            ..peer.clone()
        },
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let editor = Visitor::new(&app, Role::Editor).await;
    assert_eq!(editor.post(&reading, &[]).await.status, 403);
    assert!(!editor.get(path).await.says("Noch einmal lesen"));
    assert!(owner.get(path).await.says("Noch einmal lesen"));
    let begun = owner.post(&reading, &[]).await;
    assert_eq!(begun.location, "/desk/peers?done=read");
    assert_eq!(
        progress(&app.db, &peer_of(&app).await)
            .await
            .unwrap()
            .outboxes,
        1
    );
    assert!(
        !owner.get(path).await.says("Noch einmal lesen"),
        "it is being read"
    );
    assert_eq!(owner.post(&reading, &[]).await.status, 422);
    assert_eq!(deeds(&app).await, ["peer.read"]);
}

async fn peer_of(app: &App) -> Peer {
    find(&app.db, "a.example").await.unwrap().unwrap()
}

#[tokio::test]
async fn while_we_are_closed_nobody_is_asked_and_nobody_answered() {
    let app = house().await;
    let other = server(&app, "peer.example").await;
    let asking = waiting(&app, "verband.example").await;
    let closed = instance_with("https://dialog.example.org", |config| {
        config.legal = crate::config::Legal::default();
    });
    let closed = closed.await;
    let refused = look_up(&closed, "peer.example").await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: following-closed");
    let tx = app.begin().await.unwrap();
    for refused in [
        ask(&closed, &tx, &other).await,
        accept(&closed, &tx, asking.clone()).await,
        reject(&closed, &tx, asking, "Unbekannt").await,
    ] {
        assert_eq!(said(refused), "refused: following-closed");
    }
}
