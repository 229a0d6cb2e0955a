//! What the measures share: an instance of its own folder, and somebody it follows.

use federation::{
    Clock, Iri, actors, follows,
    keys::{ListedKey, PublicKeys},
    signatures::PrivateKey,
    vocabulary::Profile,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use server::{App, associations, config::Config};
use std::{num::NonZeroU32, path::PathBuf};
use url::Url;

/// A folder that goes with its owner.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("verbund-measure-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub const ORIGIN: &str = "http://localhost:4190";

/// An instance with one association.
pub async fn instance(folder: &Folder) -> (App, actors::Actor) {
    let mut config = Config::for_testing(folder.0.clone(), Url::parse(ORIGIN).expect("a URL"));
    // One sender speaks, and one reader asks, for a thousand here.
    config.limits.requests_per_minute = 10_000_000;
    config.limits.letters_per_hour = 1_000_000;
    config.federation.inbox_rate = NonZeroU32::MAX;
    config.federation.inbox_burst = NonZeroU32::MAX;
    config.federation.newcomers_per_hour = NonZeroU32::MAX;
    let app = App::start(config, Clock::System)
        .await
        .expect("an instance");
    let draft = associations::Draft {
        handle: "verein".to_owned(),
        name: "Verein".to_owned(),
        ..associations::Draft::default()
    };
    let keys = app.federation.make_keys().await.expect("keys");
    let tx = app.begin().await.expect("a transaction");
    let association = associations::found(&app, &tx, &draft, keys)
        .await
        .expect("an association");
    let actor = associations::actor_of(&tx, &association)
        .await
        .expect("its actor");
    tx.commit().await.expect("a commit");
    (app, actor)
}

/// Another server's actor that ours follows, or that follows ours, without any network.
pub async fn acquaint(
    app: &App,
    ours: &actors::Actor,
    id: &str,
    inbox: &str,
    key: Option<&PrivateKey>,
    followed: bool,
) {
    let now = federation::Clock::System.now();
    let iri = |text: &str| Iri::from(Url::parse(text).expect("a URL"));
    let keys = key.map(|key| PublicKeys {
        rsa: vec![ListedKey {
            id: format!("{id}#main-key"),
            text: key.public_key().encoded(),
            revoked: None,
        }],
        assertion: Vec::new(),
    });
    let row = actors::ActiveModel {
        id: Set(iri(id)),
        kind: Set("Organization".to_owned()),
        handle: Set("peer".to_owned()),
        host: Set(federation::host_of(&iri(id))),
        local: Set(false),
        profile: Set(Profile {
            name: "Peer".to_owned(),
            ..Profile::default()
        }),
        inbox: Set(iri(inbox)),
        shared_inbox: Set(None),
        outbox: Set(None),
        followers: Set(None),
        approves_followers: Set(false),
        keys: Set(keys.unwrap_or_default()),
        secret_keys: Set(None),
        published_at: Set(now),
        updated_at: Set(now),
        fetched_at: Set(now),
        deleted_at: Set(None),
        missing_since: Set(None),
    };
    actors::Entity::insert(row)
        .exec_without_returning(&app.db)
        .await
        .expect("an actor");
    let (follower, followed) = if followed {
        (ours.id.clone(), iri(id))
    } else {
        (iri(id), ours.id.clone())
    };
    let row = follows::ActiveModel {
        activity: Set(iri(&format!("{id}/follow"))),
        follower: Set(follower),
        followed: Set(followed),
        state: Set(follows::State::Accepted),
        requested_at: Set(now),
        answered_at: Set(Some(now)),
        outbox_read_at: Set(None),
    };
    follows::Entity::insert(row)
        .exec_without_returning(&app.db)
        .await
        .expect("a follow");
}
