//! Whom our associations follow, and who follows them. Follows themselves are protocol, so their
//! verbs are the federation crate's; what ending one means for the calendar is decided here.

pub mod pages;

use crate::{
    App, Error, Result,
    app::Tx,
    associations::{self, Association},
    error::Refusal,
    events,
};
use federation::{
    Federation,
    actors::{self, Actor},
    blocks,
    discovery::Handle,
    fetch::Failure,
    follows::{self, Follow},
    host_of,
};
use sea_orm::ConnectionTrait;
use url::Url;

/// The form field in which somebody is named.
const FIELD: &str = "address";

/// Find who is meant by `@name@server`, or by the address of a profile. Asks their server, so no
/// transaction may be open.
pub async fn look_up(app: &App, text: &str) -> Result<Actor> {
    let refused = |message| Refusal::new(message).on(FIELD);
    let federation = &app.federation;
    if text.trim().is_empty() {
        return Err(refused("following-address-missing").into());
    }
    let sought = Sought::read(text).ok_or(refused("following-address-wrong"))?;
    if sought.is_at(&host_of(federation.origin())) {
        return Err(refused("following-own").into());
    }
    if !federation.settings().open {
        return Err(refused("following-closed").into());
    }
    let actor = sought
        .find(federation)
        .await
        .map_err(|failure| refused(reason(failure)))?;
    if blocks::covers(&app.db, &actor.id).await? {
        return Err(refused("following-blocked").into());
    }
    Ok(actor)
}

enum Sought {
    Handle(Handle),
    Profile(Url),
}

impl Sought {
    fn read(text: &str) -> Option<Self> {
        match federation::vocabulary::read::url(text.trim()) {
            Some(url) => Some(Self::Profile(url)),
            None => Handle::read(text).map(Self::Handle),
        }
    }

    fn is_at(&self, host: &str) -> bool {
        match self {
            Self::Handle(handle) => handle.host == host,
            Self::Profile(url) => host_of(url) == host,
        }
    }

    async fn find(&self, federation: &Federation) -> Result<Actor, Failure> {
        match self {
            Self::Handle(handle) => federation.look_up(handle).await,
            Self::Profile(url) => federation.meet(url).await,
        }
    }
}

/// The key that says why somebody was not found.
fn reason(failure: Failure) -> &'static str {
    match failure {
        Failure::Unresolvable => "following-no-such-server",
        Failure::Unreachable | Failure::TimedOut => "following-unreachable",
        Failure::ForbiddenAddress => "following-forbidden-address",
        Failure::Gone | Failure::Answered(404 | 410) => "following-not-found",
        Failure::Answered(401 | 403) => "following-not-allowed",
        Failure::Answered(_) => "following-server-trouble",
        Failure::NotActivityJson
        | Failure::WrongId
        | Failure::TooLarge
        | Failure::TooManyRedirects => "following-no-actor",
    }
}

/// Somebody we have looked up or heard from.
pub async fn met(db: &impl ConnectionTrait, id: &str) -> Result<Actor> {
    let id: Url = id.parse().map_err(|_| Error::NotFound)?;
    actors::find(db, &id).await?.ok_or(Error::NotFound)
}

/// Who of ours follows, and the follow.
pub async fn own(
    db: &impl ConnectionTrait,
    follower: &Url,
    followed: &Url,
) -> Result<(Association, Follow)> {
    let association = associations::find_by_actor(db, follower).await?;
    let follow = follows::find(db, follower, followed).await?;
    association.zip(follow).ok_or(Error::NotFound)
}

/// Ask to follow somebody we have met, unless we do or asked already.
pub async fn follow(app: &App, tx: &Tx, follower: &Actor, followed: &Actor) -> Result<()> {
    let refused = |message| Err(Refusal::new(message).on(FIELD).into());
    if followed.local {
        return refused("following-own");
    }
    if !app.federation.settings().open {
        return refused("following-closed");
    }
    if blocks::covers(tx, &followed.id).await? {
        return refused("following-blocked");
    }
    let known = follows::find(tx, &follower.id, &followed.id).await?;
    if known.is_some_and(|follow| follow.state != follows::State::Rejected) {
        return refused("following-already");
    }
    Ok(app
        .federation
        .request_follow(tx, follower, followed)
        .await?)
}

/// Stop following. What came from there goes, as nobody would tell us any more that it moved or was
/// called off; unless another of ours still follows, or its server is a peer.
pub async fn part(app: &App, tx: &Tx, follower: &Actor, followed: &Actor) -> Result<()> {
    app.federation.undo_follow(tx, follower, followed).await?;
    if !app.federation.is_heard(tx, &followed.id).await? {
        let still = follows::followed_here(tx).await?;
        events::forget_all_of(app, tx, &followed.id, &still).await?;
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        accounts::{Role, tests::instance_with},
        web::desk::tests::{Visitor, deeds, furnished_house},
    };
    use federation::{Iri, follows::State, keys::PublicKeys, vocabulary::actor::Profile};
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

    /// An actor of another server that we have met.
    pub async fn meet(app: &App, id: &str) -> Actor {
        let id: Iri = id.parse().unwrap();
        if let Some(known) = actors::find(&app.db, &id).await.unwrap() {
            return known;
        }
        let now = app.clock.now();
        let actor = Actor {
            kind: "Organization".into(),
            handle: "zwst".into(),
            host: host_of(&id),
            local: false,
            profile: Profile {
                name: "Zentralwohlfahrtsstelle".into(),
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

    /// Another server's actor follows one of ours, or asked to.
    pub async fn follow(app: &App, follower: &str, followed: &Iri, state: State) {
        let follower = meet(app, follower).await;
        let row = follows::ActiveModel {
            activity: Set(format!("{}#follow", follower.id).parse().unwrap()),
            follower: Set(follower.id),
            followed: Set(followed.clone()),
            state: Set(state),
            requested_at: Set(app.clock.now()),
            answered_at: Set(None),
            outbox_read_at: Set(None),
        };
        follows::Entity::insert(row)
            .exec_without_returning(&app.db)
            .await
            .unwrap();
    }

    const PEER: &str = "https://peer.example/actor";

    #[tokio::test]
    async fn who_is_meant_by_what_cannot_be_followed_is_said_in_words() {
        let (app, _) = furnished_house().await;
        let visitor = Visitor::new(&app, Role::Coordinator).await;
        for (typed, said) in [
            ("", "Bitte geben Sie eine Adresse ein."),
            ("zwst", "Das ist keine Adresse"),
            ("@dialog@dialog.example.org", "ein Konto dieser Instanz"),
            (
                "https://dialog.example.org/@dialog",
                "ein Konto dieser Instanz",
            ),
            ("@a@127.0.0.1", "nicht im öffentlichen Internet"),
        ] {
            let fields = [("then", "look"), ("address", typed)];
            let answer = visitor.post("/desk/following", &fields).await;
            assert_eq!(answer.status, 422, "{typed}");
            assert!(answer.says(said), "{typed}");
            assert!(answer.says("<a href=\"#address\">"), "{typed}");
            assert!(
                answer.says(&format!("value=\"{typed}\"")),
                "{typed} is lost"
            );
        }
    }

    #[tokio::test]
    async fn nobody_is_looked_up_who_is_blocked_or_while_we_are_closed() {
        for (closed, message) in [(false, "following-blocked"), (true, "following-closed")] {
            let app = instance_with("https://dialog.example.org", |config| {
                if closed {
                    config.legal = crate::config::Legal::default();
                }
            })
            .await;
            meet(&app, PEER).await;
            let now = app.clock.now();
            blocks::add(&app.db, "peer.example", None, now)
                .await
                .unwrap();
            let refused = look_up(&app, PEER).await.unwrap_err();
            assert_eq!(refused.to_string(), format!("refused: {message}"));
        }
    }

    #[tokio::test]
    async fn one_of_ours_is_not_asked_and_nobody_is_while_we_are_closed() {
        let (app, association) = furnished_house().await;
        let ours = associations::actor_of(&app.db, &association).await.unwrap();
        let peer = meet(&app, PEER).await;
        let tx = app.begin().await.unwrap();
        let refused = super::follow(&app, &tx, &ours, &ours).await.unwrap_err();
        assert_eq!(refused.to_string(), "refused: following-own");
        let closed = instance_with("https://dialog.example.org", |config| {
            config.legal = crate::config::Legal::default();
        });
        let closed = closed.await;
        let refused = super::follow(&closed, &tx, &ours, &peer).await;
        let refused = refused.unwrap_err().to_string();
        assert_eq!(refused, "refused: following-closed");
    }

    #[tokio::test]
    async fn a_follow_button_of_another_server_fills_in_the_address() {
        let (app, _) = furnished_house().await;
        let visitor = Visitor::new(&app, Role::Coordinator).await;
        let page = visitor
            .get("/desk/following?uri=acct%3Azwst%40verband.example")
            .await;
        assert!(page.says("value=\"acct:zwst@verband.example\""));
    }

    #[tokio::test]
    async fn a_coordinator_follows_and_parts_again_and_an_editor_looks_on() {
        let (app, association) = furnished_house().await;
        meet(&app, PEER).await;
        let editor = Visitor::new(&app, Role::Editor).await;
        let fields = [("then", "follow"), ("actor", PEER)];
        assert_eq!(editor.post("/desk/following", &fields).await.status, 403);
        let visitor = Visitor::new(&app, Role::Coordinator).await;
        let answer = visitor.post("/desk/following", &fields).await;
        assert_eq!(answer.location, "/desk/following?done=requested");
        let page = editor.get("/desk/following").await;
        assert!(page.says("Zentralwohlfahrtsstelle") && page.says("angefragt"));
        assert!(!page.says("Nicht mehr folgen"));
        let ends = [("follower", association.actor.as_str()), ("followed", PEER)];
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(ends)
            .finish();
        let asked = visitor.get(&format!("/desk/following/end?{query}")).await;
        assert!(asked.says("Zentralwohlfahrtsstelle nicht mehr folgen?"));
        assert!(asked.says("verschwinden aus Ihrem Kalender"));
        let answer = visitor.post("/desk/following/end", &ends).await;
        assert_eq!(answer.location, "/desk/following?done=ended");
        let left = follows::followed_by(&app.db, &association.actor).await;
        assert!(left.unwrap().is_empty());
        assert_eq!(deeds(&app).await, ["follow.end", "follow.request"]);
    }

    #[tokio::test]
    async fn whom_we_asked_already_and_whom_we_blocked_is_not_asked() {
        let (app, association) = furnished_house().await;
        meet(&app, PEER).await;
        let visitor = Visitor::new(&app, Role::Coordinator).await;
        let ask = async || {
            let fields = [("then", "follow"), ("actor", PEER)];
            visitor.post("/desk/following", &fields).await
        };
        blocks::add(&app.db, "peer.example", None, app.clock.now())
            .await
            .unwrap();
        assert!(ask().await.says("ist hier gesperrt"));
        blocks::remove(&app.db, "peer.example").await.unwrap();
        assert_eq!(ask().await.status, 303);
        assert!(ask().await.says("folgen Sie schon"));
        let asked = follows::followed_by(&app.db, &association.actor).await;
        assert_eq!(asked.unwrap().len(), 1);
        assert_eq!(deeds(&app).await, ["follow.request"]);
    }

    #[tokio::test]
    async fn whoever_waits_is_let_in_or_not() {
        let (app, association) = furnished_house().await;
        let visitor = Visitor::new(&app, Role::Coordinator).await;
        for (then, state) in [("accept", State::Accepted), ("reject", State::Rejected)] {
            let peer = format!("https://{then}.example/actor");
            follow(&app, &peer, &association.actor, State::Requested).await;
            assert!(
                visitor
                    .get("/desk")
                    .await
                    .says("Jemand möchte Ihnen folgen")
            );
            let decision = [
                ("follower", peer.as_str()),
                ("followed", association.actor.as_str()),
                ("then", then),
            ];
            let answer = visitor.post("/desk/following/decision", &decision).await;
            assert_eq!(answer.status, 303);
            let url = peer.parse().unwrap();
            let follow = follows::find(&app.db, &url, &association.actor).await;
            assert_eq!(follow.unwrap().unwrap().state, state);
        }
        assert!(!visitor.get("/desk").await.says("möchte Ihnen folgen"));
        assert_eq!(deeds(&app).await, ["follower.reject", "follower.accept"]);
    }

    #[test]
    fn people_name_others_by_handle_or_by_the_address_of_a_profile() {
        let host = |text: &str| match Sought::read(text) {
            Some(Sought::Handle(handle)) => Some(handle.host),
            Some(Sought::Profile(url)) => Some(host_of(&url)),
            None => None,
        };
        for text in [
            "@zwst@verband.example",
            " zwst@verband.example ",
            "acct:zwst@verband.example",
            "https://verband.example/@zwst",
        ] {
            assert_eq!(host(text).as_deref(), Some("verband.example"), "{text}");
        }
        for text in ["zwst", "@zwst", "javascript:alert(1)", "verband.example"] {
            assert_eq!(host(text), None, "{text}");
        }
    }
}
